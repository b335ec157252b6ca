"""Text that was handed in, as it may be shown: it upsets no terminal, turns no line around and breaks no file."""

from __future__ import annotations

import json
import unicodedata

# Controls and formats, among them those of direction, halves of pairs, and what ends a line or a paragraph.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
# Neither XML, of which sheets are made, nor UTF-8 can hold these.
_NO_TEXT = "\ufffe\uffff"


def on_one_line(text: str) -> str:
    r"""Text with a blank in place of each character that is not seen, so that it fits where it fitted before.

    Half a pair of UTF-16, as in the name of a file that is no text, is written as its escape.

    >>> on_one_line("竹溪\x1b[31m\n小学\u202e")
    '竹溪 [31m 小学 '
    """
    text = text.encode("utf-8", "backslashreplace").decode()
    return text.translate({ord(mark): " " for mark in _unseen(text)})


def plain(text: str) -> str:
    r"""Text on one line, its words one blank apart.

    >>> plain("竹溪\x1b[31m\n\n小学\u202e")
    '竹溪 [31m 小学'
    """
    return " ".join(on_one_line(text).split())


def in_short(text: str, most: int) -> str:
    """Text on one line of so many characters at most; what is left out is in the middle, since the end tells as much.

    >>> in_short("/home/county/2024/tables", 13)
    '/home/…tables'
    """
    text = plain(text)
    half = most // 2
    return text if len(text) <= most else f"{text[: most - half - 1]}…{text[-half:]}"


def escaped(json_text: str) -> str:
    r"""JSON that means the same, with what is not seen, and what is no text, as ``\uXXXX``.

    >>> print(escaped('"竹溪\u202e"'))
    "竹溪\u202e"
    """
    marks = {mark for mark in _unseen(json_text) if mark != "\n"}  # the lines of the layout stay
    return json_text.translate({ord(mark): json.dumps(mark)[1:-1] for mark in marks})


def _unseen(text: str) -> set[str]:
    return {mark for mark in set(text) if unicodedata.category(mark) in _UNSEEN or mark in _NO_TEXT}
