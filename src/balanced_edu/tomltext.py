"""TOML text: its data, with numbers as they are written, and the line of each key.

``tomllib`` gives the data without the lines, which messages need.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, TypeAlias

from balanced_edu.message import Message

Place: TypeAlias = tuple[str | int, ...]
"""The place of a value: keys from the outside in, and an index (from 0) in an array of tables."""


class TomlError(ValueError):
    """Text that is not TOML.

    Attributes
    ----------
    line, column
        Where reading stopped, from 1.
    message
        What is wrong there.
    """

    def __init__(self, line: int, column: int, message: str) -> None:
        self.line = line
        self.column = column
        self.message = message
        super().__init__(line, column, message)

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}: {self.message}"


def read(text: str) -> dict[str, Any]:
    """Read TOML text; a number with a point or an exponent is a `Decimal` with the digits as written.

    Raises
    ------
    TomlError
        If the text is not TOML.

    Examples
    --------
    >>> read("limit = 0.90")
    {'limit': Decimal('0.90')}
    >>> read("name = 'A'\\nlimit = ?")
    Traceback (most recent call last):
    ...
    balanced_edu.tomltext.TomlError: line 2, column 9: Invalid value
    """
    _refuse_deep_keys(text)
    try:
        data = tomllib.loads(text, parse_float=_decimal)
    except RecursionError:
        raise TomlError(_line_alone(text), 1, Message("Brackets are nested too deeply")) from None
    except tomllib.TOMLDecodeError as error:
        raise _placed(str(error), text) from None
    except ValueError as error:  # a number with more digits than Python or `Decimal` will take
        why = Message("a number has too many digits or is out of range")
        raise TomlError(_line_alone(text), 1, why.worded(str(error))) from None
    longest = max(map(len, text.splitlines()), default=0)
    for place, value in _values(data) if longest > _LONGEST // 4 else ():
        if isinstance(value, int) and value.bit_length() > _LONGEST:
            raise TomlError(line_of(text, place), 1, Message("An integer has more than 400 digits"))
    return data


# Python reads an integer in hexadecimal digits, of four bits each, that it refuses to write in decimal ones.
_LONGEST = (10**400).bit_length()


def _values(data: dict[str, Any]) -> Iterator[tuple[Place, Any]]:
    left: list[tuple[Place, Any]] = [((), data)]
    while left:
        place, value = left.pop()
        inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        left.extend(((*place, key), inner) for key, inner in inside)
        yield place, value


_DEEPEST = 16  # parts of a key: the time of ``tomllib`` grows with their square, and files have three
_PART = r"""(?:[A-Za-z0-9_-]++|"(?:\\.|[^"\\\n])*+"|'[^'\n]*+')"""
# What is not a key may contain dots and comes first: texts on several lines, and comments. A text that is not closed
# counts as one, and nothing is read twice, so that the time grows with the length of the text only.
_KEY = re.compile(
    rf"""
    \"{{3}}(?:\\.|[^\\])*?(?:\"{{3}}|\\?\Z) | '{{3}}.*?(?:'{{3}}|\Z) | \#[^\n]*+
    | (?P<deep>{_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{{_DEEPEST}}}) | {_PART}
    | "(?:\\.|[^"\\\n])*+ | '[^'\n]*+ | [ \t]++ | .
    """,
    re.DOTALL | re.VERBOSE,
)


def _refuse_deep_keys(text: str) -> None:
    if text.count(".") < _DEEPEST:
        return
    for token in _KEY.finditer(text):
        if token["deep"]:
            line, column = text.count("\n", 0, token.start()) + 1, token.start() - text.rfind("\n", 0, token.start())
            raise TomlError(line, column, Message("A key has more than {most} parts", most=_DEEPEST))


def line_of(text: str, place: Place) -> int:
    """The line, from 1, of a key or table in text that `read` has accepted.

    What has no line of its own, such as a missing key or a key in an inline table, has that of the nearest table or
    key around it.

    Examples
    --------
    >>> text = '''name = "A"
    ... [quality]
    ... digital_teaching = true
    ... [[quality.monitoring]]
    ... subject = "B"
    ... [[quality.monitoring]]
    ... level = 3'''
    >>> line_of(text, ("quality", "digital_teaching")), line_of(text, ("quality", "monitoring", 1, "level"))
    (3, 7)
    >>> line_of(text, ("quality", "monitoring", 1, "subject"))
    6
    """
    lines = _lines(text)
    return next((lines[place[:n]] for n in range(len(place), 0, -1) if place[:n] in lines), 1)


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise ValueError(f"{text[:40]} is out of the range of numbers") from None


_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def _line_alone(text: str) -> int:
    """The first line with a number or with brackets that cannot be read, for which ``tomllib`` gives no place."""
    for number, line in enumerate(text.split("\n"), start=1):
        try:
            tomllib.loads(line, parse_float=_decimal)
        except tomllib.TOMLDecodeError:
            continue  # a part of a statement on several lines
        except (ValueError, RecursionError):
            return number
    return 1


def _placed(message: str, text: str) -> TomlError:
    """The error of ``tomllib``, with the place separated from the sentence."""
    place = _PLACE.search(message)
    why = _why(message[: place.start()] if place else message)
    if place and place[1]:
        return TomlError(int(place[1]), int(place[2]), why)
    last = text.rstrip().count("\n") + 1
    return TomlError(last, 1, Message("{why} at the end of the file", why=why))


def _why(said: str) -> str:
    """What ``tomllib`` says, as a message: another version may put it otherwise."""
    unknown = Message("it breaks the rules of TOML")
    return next((why for begin, why in _WHYS.items() if said.startswith(begin)), unknown).worded(said)


# How the sentences of tomllib begin, and what each says.
_WHYS = {
    "Invalid value": Message("a value is none of TOML"),
    "Invalid statement": Message("there is no key and no table"),
    "Invalid date or datetime": Message("there is no such day or time"),
    "Invalid initial character for a key part": Message("a key begins with a mark that it may not have"),
    "Expected '=' after a key": Message("= is missing behind the key"),
    "Expected newline or end of document": Message("something stands behind the end of the value"),
    "Expected ']'": Message("] is missing behind the name of the table"),
    "Expected ']]'": Message("]] is missing behind the name of the table"),
    "Cannot ": Message("it is given twice, or in two ways"),
    "Duplicate inline table key": Message("it is given twice, or in two ways"),
    "Unclosed array": Message("brackets are not closed"),
    "Unclosed inline table": Message("brackets are not closed"),
    "Unterminated string": Message("a quotation mark is not closed"),
    'Expected "\'"': Message("a quotation mark is not closed"),
    "Illegal character": Message("there is a mark that may not stand there"),
    "Found invalid character": Message("there is a mark that may not stand there"),
    "Unescaped '\\'": Message("a \\ in a text is not written twice"),
    "Invalid hex value": Message("a \\ in a text is not written twice"),
    "Escaped character": Message("a \\ in a text is not written twice"),
}


@lru_cache(maxsize=4)
def _lines(text: str) -> Mapping[Place, int]:
    """The first line of every key and table, and of every table around them."""
    lines: dict[Place, int] = {}
    for place, line in places(text):
        for n in range(1, min(len(place), _DEEPEST) + 1):
            lines.setdefault(place[:n], line)
    return lines


def places(text: str) -> Iterator[tuple[Place, int]]:
    """The place that each statement gives a value or opens, with its line, in the order of the text."""
    table: Place = ()
    lengths: dict[Place, int] = {}  # of the arrays of tables so far
    for statement, line in _statements(text):
        if statement.startswith("[["):
            array = _within(_keys(statement[2:-2]), lengths)
            index = lengths.get(array, 0)
            lengths[array] = index + 1
            table = (*array, index)
            yield table, line
        elif statement.startswith("["):
            table = _within(_keys(statement[1:-1]), lengths)
            yield table, line
        else:
            yield (*table, *_keys(statement)), line


def _within(keys: tuple[str, ...], lengths: Mapping[Place, int]) -> Place:
    """The place of a heading's keys: a key that names an array of tables stands for the last of them."""
    place: Place = ()
    for key in keys:
        if place in lengths:
            place = (*place, lengths[place] - 1)
        place = (*place, key)
    return place


_BARE = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*")


def _keys(dotted: str) -> tuple[str, ...]:
    """The parts of a dotted key, without their quotation marks."""
    if _BARE.fullmatch(dotted):
        return tuple(dotted.split("."))
    keys: list[str] = []
    data: Any = tomllib.loads(f"{dotted} = 0")
    while isinstance(data, dict):
        ((key, data),) = data.items()
        keys.append(key)
    return tuple(keys)


# A text in any of the four kinds of quotation marks, a comment, the end of a line, a bracket, or anything in between.
_TOKEN = re.compile(
    r'''
    """(?:\\.|[^\\])*?"{3,5} | \'\'\'.*?\'{3,5} | "(?:\\.|[^"\\])*" | '[^']*'
    | \#[^\n]* | \n | [\[\]{}=] | [^\[\]{}='"\#\n]+
    ''',
    re.DOTALL | re.VERBOSE,
)


def _statements(text: str) -> Iterator[tuple[str, int]]:
    """Each heading, and the text before the = of each key, with its line."""
    line = start = 1
    depth = 0
    statement = ""
    in_value = False
    for token in (match[0] for match in _TOKEN.finditer(text + "\n")):
        if token == "\n" and depth == 0:
            if statement.strip():
                yield statement.strip(), start
            statement, in_value = "", False
        elif token == "=" and depth == 0:
            in_value = True
        elif not (in_value or token.startswith("#")):
            start = start if statement.strip() else line
            statement += token
        depth += (token in ("[", "{")) - (token in ("]", "}"))
        line += token.count("\n")
