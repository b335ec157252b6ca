"""The command ``balanced-edu``, which is also ``python -m balanced_edu``; it needs the extra ``cli``."""

from __future__ import annotations

import io
import sys


def main() -> None:
    """Run the command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Reports are Chinese, whatever the terminal's code page; the name of a file may not be text at all.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        from balanced_edu.cli import balanced_edu
    except ModuleNotFoundError as error:
        if error.name != "click":
            raise
        print("the command needs click: pip install 'balanced-edu[cli]'", file=sys.stderr)
        sys.exit(2)
    balanced_edu(prog_name="balanced-edu")


if __name__ == "__main__":
    main()
