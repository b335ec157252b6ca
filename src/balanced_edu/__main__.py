"""The command ``balanced-edu``, which is also ``python -m balanced_edu``; it needs the extra ``cli``."""

from __future__ import annotations

import io
import os
import sys
import traceback

__all__ = ["FAULT", "INTERRUPTED", "main"]

FAULT = 70
"""Exit status for a fault of the command itself."""

INTERRUPTED = 130
"""Exit status for a command that was interrupted, as by Ctrl-C."""

TRACEBACK = "BALANCED_EDU_TRACEBACK"
"""Environment variable that shows where a fault is, if it is set."""


def main() -> None:
    """Run the command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Reports are Chinese, whatever the terminal's code page; the name of a file may not be text at all.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        status = _run()
    except (KeyboardInterrupt, Exception) as error:
        status = _stopped_by(error)
    sys.exit(status)


def _run() -> int:
    try:
        from balanced_edu.cli import run
    except ModuleNotFoundError as error:
        if error.name != "click":
            raise
        print("the command needs click: pip install 'balanced-edu[cli]'", file=sys.stderr)
        return 2
    return run()


def _stopped_by(error: BaseException) -> int:
    if os.environ.get(TRACEBACK):
        traceback.print_exception(error)
    if isinstance(error, KeyboardInterrupt):
        print("interrupted", file=sys.stderr)
        return INTERRUPTED
    if isinstance(error, MemoryError):
        print("there is not enough memory; give fewer counties at once, or smaller files", file=sys.stderr)
        return FAULT
    what = " ".join(f"{type(error).__name__}: {error}".split())
    print(
        f"this is a fault of balanced-edu and not of your data ({what}); please report it, with what "
        f"{TRACEBACK}=1 shows",
        file=sys.stderr,
    )
    return FAULT


if __name__ == "__main__":
    main()
