"""The command ``balanced-edu``, as far as it goes without click: `balanced_edu.commands` has the rest.

Exit status: 0 assessed; with ``--check`` 0 pass, 1 fail, 3 unknown; 2 input that cannot be used.
"""

from __future__ import annotations

import io
import os
import sys

UNUSABLE = 2
"""Exit status for input that cannot be used."""


def main() -> None:
    """Run the command; the entry point of ``balanced-edu`` and ``python -m balanced_edu``."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # reports are Chinese, whatever the terminal's code page
    try:
        from balanced_edu.commands import balanced_edu
    except ModuleNotFoundError as error:
        if error.name != "click":
            raise
        print("the command needs click: pip install 'balanced-edu[cli]'", file=sys.stderr)
        sys.exit(UNUSABLE)
    try:
        balanced_edu(prog_name="balanced-edu", standalone_mode=True)
    except BrokenPipeError:
        # Whoever reads has read enough; Python must not complain again when it flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
