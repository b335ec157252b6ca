"""Files are written whole, all of a set, or not at all."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from balanced_edu.files import folder_made, is_among, not_opened, why, write_all
from balanced_edu.message import Message
from balanced_edu.report.words import words_of

OLD, NEW = b"old\n", b"new\n" * 50_000

resource = pytest.importorskip("resource", reason="only Unix limits the size of files")


@contextmanager
def full_disk(room: int = 4096) -> Iterator[None]:
    """No file grows beyond so many bytes, as on a disk that is nearly full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_files_are_written(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_bytes(OLD)
    write_all({one: NEW, other: OLD})
    assert contents(tmp_path) == {"one": NEW, "other": OLD}


@pytest.mark.parametrize("before", [{}, {"a": OLD}, {"b": OLD}, {"a": OLD, "b": OLD}])
def test_a_full_disk_leaves_what_was_there(before: dict[str, bytes], tmp_path: Path) -> None:
    for name, content in before.items():
        (tmp_path / name).write_bytes(content)
    with full_disk(), pytest.raises(OSError, match="File too large") as error:
        write_all({tmp_path / "a": b"small", tmp_path / "b": NEW})
    assert contents(tmp_path) == before
    assert (error.value.errno, error.value.filename) == (errno.EFBIG, str(tmp_path / "b"))


def failing(do: Callable[..., object], at: int, error: BaseException) -> Callable[..., object]:
    """A function that does what it did until its call number `at`."""
    calls = 0

    def count(*arguments: object) -> object:
        nonlocal calls
        calls += 1
        if calls == at:
            raise error
        return do(*arguments)

    return count


@pytest.mark.parametrize("links", [True, False])
@pytest.mark.parametrize("error", [OSError(errno.EIO, "Input/output error"), KeyboardInterrupt()])
@pytest.mark.parametrize("before", [{}, {"a": OLD}, {"b": OLD}, {"a": OLD, "b": b"old b"}])
@pytest.mark.parametrize("at", [1, 2])
def test_a_failed_renaming_leaves_what_was_there(
    at: int,
    before: dict[str, bytes],
    error: BaseException,
    links: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, content in before.items():
        (tmp_path / name).write_bytes(content)
    monkeypatch.setattr(Path, "replace", failing(Path.replace, at, error))
    if not links:
        monkeypatch.setattr(os, "link", failing(os.link, 1, OSError(errno.EPERM, "no links here")))
    with pytest.raises(type(error)) as raised:
        write_all({tmp_path / "a": NEW, tmp_path / "b": NEW})
    assert contents(tmp_path) == before
    if isinstance(raised.value, OSError):
        assert raised.value.filename == str(tmp_path / "ab"[at - 1])


def test_links_are_followed_and_permissions_kept(tmp_path: Path) -> None:
    file, link, dangling = tmp_path / "file", tmp_path / "link", tmp_path / "dangling"
    file.write_bytes(OLD)
    file.chmod(0o640)
    link.symlink_to(file)
    dangling.symlink_to(tmp_path / "missing")
    write_all({link: NEW, dangling: OLD})
    assert (file.read_bytes(), stat.S_IMODE(file.stat().st_mode)) == (NEW, 0o640)
    assert link.is_symlink()
    assert dangling.is_symlink()
    assert (tmp_path / "missing").read_bytes() == OLD


def test_a_new_file_has_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"")
    write_all({tmp_path / "new": NEW})
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_file_that_may_not_be_written_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_bytes(OLD)
    monkeypatch.setattr(os, "access", lambda file, mode: False)  # whoever runs the tests may write everything
    with pytest.raises(PermissionError) as error:
        write_all({tmp_path / "file": NEW})
    assert error.value.filename == str(tmp_path / "file")
    assert contents(tmp_path) == {"file": OLD}


@pytest.mark.parametrize("name", ["", "no/such/folder"])
def test_what_is_no_place_for_a_file(name: str, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="directory") as error:
        write_all({tmp_path / name: NEW})
    assert error.value.filename == str(tmp_path / name)
    assert contents(tmp_path) == {}


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="there are no files for the streams of a process")
@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
def test_streams_are_written_to(name: str, tmp_path: Path) -> None:
    code = f"from pathlib import Path; from balanced_edu.files import write_all; write_all({{Path({name!r}): b'new'}})"
    piped = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert piped.stdout == b"new"
    with (tmp_path / "file").open("wb") as file:
        subprocess.run([sys.executable, "-c", code], stdout=file, check=True)
    assert contents(tmp_path) == {"file": b"new"}


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="there are no files for the streams of a process")
def test_a_stream_is_written_to_beside_files(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    write_all({tmp_path / "file": OLD, Path("/dev/stdout"): b"printed"})
    assert (capfd.readouterr().out, contents(tmp_path)) == ("printed", {"file": OLD})


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_a_device_that_is_full(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No space left"):
        write_all({tmp_path / "file": NEW, Path("/dev/full"): NEW})
    assert contents(tmp_path) == {}


def test_a_folder_that_was_made_is_removed_if_nothing_comes_into_it(tmp_path: Path) -> None:
    with folder_made(tmp_path / "a" / "b"):
        (tmp_path / "a" / "b" / "file").write_bytes(NEW)
    with pytest.raises(ZeroDivisionError), folder_made(tmp_path / "a" / "c" / "d"):
        raise ZeroDivisionError
    assert [file.name for file in (tmp_path / "a").iterdir()] == ["b"]
    with pytest.raises(NotADirectoryError), folder_made(tmp_path / "a" / "b" / "file" / "no"):
        pass
    with pytest.raises(ZeroDivisionError), folder_made(tmp_path / "a" / "b"):
        raise ZeroDivisionError
    assert (tmp_path / "a" / "b" / "file").exists()


def test_a_file_is_known_by_any_name_or_link(tmp_path: Path) -> None:
    file, other = tmp_path / "file", tmp_path / "other"
    file.write_bytes(OLD)
    other.write_bytes(OLD)
    (tmp_path / "symbolic").symlink_to(file)
    os.link(file, tmp_path / "hard")
    for name in ("file", "symbolic", "hard", f"../{tmp_path.name}/file"):
        assert is_among(tmp_path / name, [other, file])
        assert not is_among(tmp_path / name, [other])
    assert not is_among(tmp_path / "missing", [tmp_path / "missing", file])


@pytest.mark.parametrize(
    ("error", "english", "chinese"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "No space left on device", "存储空间已满"),
        (OSError(9999, "Unheard of"), "Unheard of", "系统错误9999"),
        (
            OSError(None, Message("it is a folder, a pipe or a device")),
            "it is a folder, a pipe or a device",
            "它是文件夹、管道或设备",
        ),
    ],
)
def test_why_a_file_cannot_be_read(error: OSError, english: str, chinese: str) -> None:
    assert (why(error), words_of("zh").said(why(error))) == (english, chinese)
    assert words_of("zh").said(not_opened(error)).startswith(f"无法打开（{chinese}）；")
