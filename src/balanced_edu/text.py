"""Text that was handed in: cleaned for a terminal, a page or a file, compared, and shortened for a message."""

from __future__ import annotations

import difflib
import json
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import TypeAlias

from balanced_edu.message import Message

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
"""What JSON can hold."""

# Controls and formats, among them those of direction, halves of surrogate pairs, and line and paragraph ends.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
# XML, of which workbooks are made, cannot hold these.
_NONCHARACTERS = "\ufffe\uffff"

QUOTED = 40
"""How many characters of a text that was handed in a message quotes."""


def on_one_line(text: str) -> str:
    r"""Replace every invisible character by a blank, so that the text keeps its length and its place.

    Half a surrogate pair, as in a file name that is not text, is written as its escape.

    >>> on_one_line("竹溪\x1b[31m\n小学\u202e")
    '竹溪 [31m 小学 '
    """
    if text.isprintable():
        return text  # as nearly all are
    text = text.encode("utf-8", "backslashreplace").decode()
    return text.translate({ord(mark): " " for mark in _invisible(text)})


def plain(text: str) -> str:
    r"""Put a text on one line, its words separated by single blanks.

    >>> plain("竹溪\x1b[31m\n\n小学\u202e")
    '竹溪 [31m 小学'
    """
    return " ".join(on_one_line(text).split())


def in_short(text: str, length: int) -> str:
    """Put a text on one line of at most `length` characters, leaving out its middle.

    >>> in_short("/home/county/2024/tables", 13)
    '/home/…tables'
    """
    text = plain(text)
    tail = length // 2
    return text if len(text) <= length else f"{text[: length - tail - 1]}…{text[-tail:]}"


def quoted(text: str) -> str:
    """Quote the beginning of what was written, on one line, for a message.

    >>> quoted("四十六\\n人")
    "'四十六 人'"
    """
    text = " ".join(text.split())
    given = repr(text if len(text) <= QUOTED else f"{text[:QUOTED]}…")
    return Message.of(given, "'{text}'", text=given[1:-1])


def represented(value: object) -> str:
    """The beginning of a value's ``repr``, on one line, for a message."""
    try:
        text = " ".join(repr(value).split())
    except ValueError:  # Python refuses to write an integer of thousands of digits.
        return Message("a number of thousands of digits")
    text = text if len(text) <= QUOTED else f"{text[:QUOTED]}…"
    return Message.of(text, "'{text}'", text=text.strip("'")) if type(value) is str else text


def counted(number: int, one: str, many: str) -> str:
    """A number of things, for a ``repr``.

    >>> counted(1, "county", "counties"), counted(2850, "county", "counties")
    ('1 county', '2850 counties')
    """
    return f"{number} {one if number == 1 else many}"


def escaped(json_text: str) -> str:
    r"""Write invisible characters of a JSON text as ``\uXXXX``, which means the same.

    >>> print(escaped('"竹溪\u202e"'))
    "竹溪\u202e"
    """
    marks = {mark for mark in _invisible(json_text) if mark != "\n"}  # the line breaks of the layout stay
    return json_text.translate({ord(mark): json.dumps(mark)[1:-1] for mark in marks})


def _invisible(text: str) -> set[str]:
    return {mark for mark in set(text) if unicodedata.category(mark) in _INVISIBLE or mark in _NONCHARACTERS}


def nearest(word: str, known: Mapping[str, str]) -> str:
    """Suggest the known name nearest to a word, as part of a sentence; empty where none is near.

    `known` maps each spelling to the name that is suggested for it. Small and capital letters are alike.

    >>> nearest("primary_pupil", {"primary_pupils": "小学在校生数"})
    ' (did you mean 小学在校生数?)'
    >>> nearest("g17A", {"G1": "G1", "G7A": "G7A"})
    ' (did you mean G7A?)'
    """
    return _nearest_of(word.casefold()[:_LONGEST_WORD], tuple(known.items()))


_LONGEST_WORD = 200


@lru_cache(maxsize=1024)
def _nearest_of(word: str, known: tuple[tuple[str, str], ...]) -> str:
    spellings: dict[str, str] = {}
    for spelling, name in known:
        spellings.setdefault(spelling.casefold(), name)
    near = difflib.get_close_matches(word, spellings, n=1)
    return Message(" (did you mean {name}?)", name=spellings[near[0]]) if near else ""


def width_of(text: str) -> int:
    """Columns that a text takes on a terminal: a Chinese character takes two.

    >>> width_of("R1 教师")
    7
    """
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(mark) in "WF" else 1 for mark in text)
