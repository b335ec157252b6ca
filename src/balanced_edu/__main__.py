"""The command ``balanced-edu``, which is also ``python -m balanced_edu``; it needs the extra ``cli``."""

from __future__ import annotations

import io
import os
import sys
import traceback

from balanced_edu.message import Message

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
        _say(Message("the command needs click: pip install 'balanced-edu[cli]'"))
        return 2
    return run()


def _stopped_by(error: BaseException) -> int:
    if os.environ.get(TRACEBACK):
        traceback.print_exception(error)
    if isinstance(error, KeyboardInterrupt):
        _say(Message("interrupted"))
        return INTERRUPTED
    if isinstance(error, MemoryError):
        _say(Message("there is not enough memory; give fewer counties at once, or smaller files"))
        return FAULT
    fault = (
        "this is a fault of balanced-edu and not of your data ({what}); please report it, with what {variable}=1 shows"
    )
    what = " ".join(f"{type(error).__name__}: {error}".split())
    _say(Message(fault, what=what, variable=TRACEBACK))
    return FAULT


def _say(message: Message) -> None:
    """Say on standard error, in the language of the locale, why the command stops."""
    from balanced_edu.report.words import language_of_locale, words_of

    print(words_of(language_of_locale()).said(message), file=sys.stderr)


if __name__ == "__main__":
    main()
