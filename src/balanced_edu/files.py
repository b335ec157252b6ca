"""What ordinary files hold, read with a bound."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def content_of(file: Path, most: int) -> bytes:
    """What a file holds, up to one byte more than so many, for that to be told.

    What is no ordinary file is not opened, for a pipe may make its reader wait for ever. The size that a file says it
    has is not relied on.

    Raises
    ------
    OSError
        If there is no such file, it cannot be opened, or it is a folder, a pipe or a device.
    """
    if not stat.S_ISREG(file.stat().st_mode):
        raise OSError(None, "it is a folder, a pipe or a device")
    with file.open("rb") as opened:
        return opened.read(most + 1)
