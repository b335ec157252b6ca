"""Reading ordinary files, up to a bound, and writing files: all of a set or none."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from balanced_edu.message import Message


def content_of(file: Path, most: int) -> bytes:
    """Read a file, and of a longer one the first `most` + 1 bytes.

    Only ordinary files are opened: reading a pipe may never end. The size that the system gives is not relied on.

    Raises
    ------
    OSError
        If there is no such file, it cannot be opened, or it is a folder, a pipe or a device.
    """
    if not stat.S_ISREG(file.stat().st_mode):
        raise OSError(None, Message("it is a folder, a pipe or a device"))
    with file.open("rb") as opened:
        return opened.read(most + 1)


def why(error: OSError) -> str:
    """Why a file cannot be read or written, as the system says it."""
    said = error.strerror or ""
    if isinstance(said, Message):
        return said
    unknown = Message("error {number} of the system", number=error.errno)
    return _WHY.get(error.errno or 0, unknown).worded(said)


# What may happen to a user's file; the text is the system's, which may put it otherwise.
_WHY = {
    errno.ENOENT: Message("there is no such file"),
    errno.EACCES: Message("no permission"),
    errno.EPERM: Message("no permission"),
    errno.EISDIR: Message("it is a folder"),
    errno.ENOTDIR: Message("what should be a folder is a file"),
    errno.EEXIST: Message("it exists already"),
    errno.ENAMETOOLONG: Message("the name is too long"),
    errno.ENOSPC: Message("no space is left"),
    errno.EROFS: Message("it can only be read"),
    errno.EIO: Message("the device does not work"),
    errno.ELOOP: Message("links lead back to one another"),
    errno.EBUSY: Message("it is in use"),
}


def not_opened(error: OSError) -> str:
    """Why a file cannot be opened, and what to do, as part of a sentence."""
    what = "cannot be opened ({why}); check that it is an ordinary file, and that no other program uses it"
    return Message(what, why=why(error))


def is_among(file: Path, others: Iterable[Path]) -> bool:
    """Whether a file is one of others, by whatever name or link."""
    return any(_is_same(file, other) for other in others)


def _is_same(file: Path, other: Path) -> bool:
    try:
        return file.samefile(other)
    except OSError:  # one of them does not exist
        return False


def write_all(contents: Mapping[Path, bytes]) -> None:
    """Write files, all of them or none: whatever goes wrong, what was there is still whole.

    Each is written beside its place and renamed when all are written. A symbolic link is followed, and the permissions
    of an existing file are kept. A pipe or a device, such as ``/dev/stdout``, is written to directly.

    Raises
    ------
    OSError
        If one cannot be written; it names the file.
    """
    fresh: dict[Path, Path] = {}
    old: dict[Path, Path | None] = {}
    try:
        for file, content in contents.items():
            with _naming(file):
                place = Path(os.path.realpath(file))
                if _is_stream(file):
                    file.write_bytes(content)
                else:
                    fresh[place] = _beside(place)
                    _write(fresh[place], content, instead_of=place)
        for number, (place, new) in enumerate(fresh.items(), start=1):
            with _naming(place):
                if number < len(fresh):  # after the last one nothing can go wrong
                    old[place] = _kept(place)
                new.replace(place)
    except BaseException:
        for place, kept in old.items():
            _put_back(place, kept)
        raise
    finally:
        for left in (*fresh.values(), *old.values()):
            if left is not None:
                left.unlink(missing_ok=True)


@contextmanager
def _naming(file: Path) -> Iterator[None]:
    """Name this file in errors, not the one that is written beside it."""
    try:
        yield
    except OSError as error:
        error.filename, error.filename2 = str(file), None
        raise


def _is_stream(file: Path) -> bool:
    """Whether a file takes what is written as it comes: a pipe, a device, or what the shell has opened."""
    if str(file).startswith(("/dev/std", "/dev/fd/", "/proc/")):
        return True
    return file.exists() and not stat.S_ISREG(file.stat().st_mode)


def _beside(place: Path) -> Path:
    return place.with_name(f".{secrets.token_hex(8)}.tmp")


def _write(new: Path, content: bytes, *, instead_of: Path) -> None:
    with new.open("xb") as file:
        file.write(content)
    if instead_of.exists():
        if not os.access(instead_of, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        shutil.copymode(instead_of, new)


def _kept(place: Path) -> Path | None:
    """The file of a place under a second name; None if there is none."""
    if not place.exists():
        return None
    kept = _beside(place)
    try:
        os.link(place, kept)
    except OSError:  # some file systems have no hard links
        shutil.copy2(place, kept)
    return kept


def _put_back(place: Path, kept: Path | None) -> None:
    if kept is None:
        place.unlink(missing_ok=True)
    else:
        kept.replace(place)


@contextmanager
def folder_made(folder: Path) -> Iterator[None]:
    """Make a folder, and those above it, to write in; if that goes wrong, remove those that were made."""
    made = [one for one in (folder, *folder.parents) if not one.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        for one in made:
            with suppress(OSError):
                one.rmdir()
        raise
