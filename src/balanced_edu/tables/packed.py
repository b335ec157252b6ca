"""Packed files (ZIP), such as workbooks: unpacked up to a bound, whatever their directory says."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Mapping

from balanced_edu.message import Message
from balanced_edu.notes import ReadingError

LARGEST = 50_000_000
"""Bytes of all parts of a workbook that are read, once they are unpacked."""

MOST_PARTS = 5000


def parts_of(content: bytes, wanted: Callable[[str], bool]) -> dict[str, bytes]:
    """The wanted parts of a packed file by name, unpacked.

    Raises
    ------
    ReadingError
        If it is damaged or has a password, or if the parts are too large or too many.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = [entry for entry in packed.infolist() if wanted(entry.filename)]
            if len(entries) > MOST_PARTS:
                what = "has more than {most:,} parts; copy the tables to a new workbook"
                raise ReadingError(Message(what, most=MOST_PARTS))
            if sum(entry.file_size for entry in entries) > LARGEST:
                raise ReadingError(_TOO_LARGE)
            # What is read of a part is as long as the directory says, and its checksum is compared.
            return {entry.filename: packed.read(entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError):
        raise ReadingError(DAMAGED_OR_LOCKED) from None


DAMAGED_OR_LOCKED = Message("is damaged or has a password; open it, and save it as a new workbook")
"""Why a file cannot be unpacked, and what to do."""

_TOO_LARGE = Message(
    "has more than {most:,} bytes once it is unpacked; copy the tables to a new workbook", most=LARGEST
)


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Parts as a packed file that is as large as they are."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return stream.getvalue()
