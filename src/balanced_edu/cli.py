"""The command ``balanced-edu``, as far as it goes without click: `balanced_edu.commands` has the rest.

Exit status: 0 assessed; with ``--check`` 0 pass, 1 fail, 3 unknown; 2 input that cannot be used.
"""

from __future__ import annotations

import io
import sys

UNUSABLE = 2
"""Exit status for input that cannot be used."""


def main() -> None:
    """Run the command; the entry point of ``balanced-edu`` and ``python -m balanced_edu``."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Reports are Chinese, whatever the terminal's code page; the name of a file may be no text at all.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        from balanced_edu.commands import balanced_edu
    except ModuleNotFoundError as error:
        if error.name != "click":
            raise
        print("the command needs click: pip install 'balanced-edu[cli]'", file=sys.stderr)
        sys.exit(UNUSABLE)
    balanced_edu(prog_name="balanced-edu")
