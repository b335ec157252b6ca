"""Reading ordinary files, up to a bound."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def content_of(file: Path, most: int) -> bytes:
    """Read a file, and of a longer one the first `most` + 1 bytes.

    Only ordinary files are opened: reading a pipe may never end. The size that the system gives is not relied on.

    Raises
    ------
    OSError
        If there is no such file, it cannot be opened, or it is a folder, a pipe or a device.
    """
    if not stat.S_ISREG(file.stat().st_mode):
        raise OSError(None, "it is a folder, a pipe or a device")
    with file.open("rb") as opened:
        return opened.read(most + 1)
