"""TOML text that people wrote: reading goes on after a line that is not TOML, so that every such line is reported.

A line that can be mended is read as it was meant; the value of another is `UNREADABLE`, and a line without a key, or
keys below a heading that cannot be read, are passed over. Lines keep their numbers.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Callable
from typing import Any, Final, TypeAlias

import attrs

from balanced_edu import tomltext
from balanced_edu.message import Message
from balanced_edu.tomltext import Place, TomlError

Mend: TypeAlias = Callable[[str, str], tuple[str, str]]
"""Of a line that is not TOML and why: what to say about it, and the line as it is meant, empty if nobody can tell."""

MOST_ERRORS = 100
"""Lines after which reading ends."""

_MOST_CHARACTERS = 2_000_000  # read in all, since the text is read again after each line; a county has ten thousand


class Unreadable(enum.Enum):
    """The value of a key whose line cannot be read."""

    UNREADABLE = "unreadable"


UNREADABLE: Final = Unreadable.UNREADABLE
"""The value of a key whose line cannot be read, which has been reported."""


@attrs.frozen(slots=True)
class Reading:
    """What could be read of a text.

    Attributes
    ----------
    data
        The data, as `tomltext.read` gives them; None if reading could not go on to the end.
    text
        The text as it was read in the end: `tomltext.line_of` gives its lines, which are those of the text given.
    errors
        The lines that are not TOML.
    """

    data: dict[str, Any] | None
    text: str
    errors: tuple[TomlError, ...]


def read_on(text: str, mend: Mend) -> Reading:
    """Read TOML text, and after a line that is not TOML the rest.

    Examples
    --------
    >>> reading = read_on("a = ?\\nb = oui\\nc = 2", lambda line, why: (why, "b = true" if "oui" in line else ""))
    >>> reading.data
    {'a': <Unreadable.UNREADABLE: 'unreadable'>, 'b': True, 'c': 2}
    >>> [str(error) for error in reading.errors]
    ['line 1, column 5: Invalid value', 'line 2, column 5: Invalid value']
    """
    lines = _Lines(text.split("\n"), mend)
    for _ in range(1 + min(4 * MOST_ERRORS, _MOST_CHARACTERS // (len(text) + 1))):
        whole = "\n".join(lines.lines)
        try:
            data = tomltext.read(whole)
        except TomlError as error:
            if len(lines.errors) >= MOST_ERRORS or not lines.pass_over(error):
                break
        else:
            for place, line in tomltext.places(whole) if lines.unread else ():
                if line in lines.unread:
                    _put(data, place)
            return Reading(data, whole, tuple(lines.errors))
    return Reading(None, text, tuple(lines.errors))


def _put(data: Any, place: Place) -> None:
    for key in place[:-1]:
        data = data[key]
    data[place[-1]] = UNREADABLE


@attrs.define(slots=True)
class _Lines:
    """The lines of a text as they are read at present.

    Attributes
    ----------
    lines
        The lines, of which the first is line 1.
    mend
        Mends a line.
    errors
        The lines that are not TOML so far.
    seen, unread
        The lines that are mended, replaced or blank, and those that are replaced by a key without its value.
    """

    lines: list[str]
    mend: Mend
    errors: list[TomlError] = attrs.field(factory=list)
    seen: set[int] = attrs.field(factory=set)
    unread: set[int] = attrs.field(factory=set)

    def pass_over(self, error: TomlError) -> bool:
        """Change the statement that is not TOML so that reading can go on; False if there is nothing to change."""
        start = self._start(error.line)
        line = self.lines[start - 1].rstrip("\r")
        if start not in self.seen:
            open_until = Message("what begins here is not closed, or cannot be read on line {line}", line=error.line)
            here = start == error.line
            what, meant = self.mend(line, error.message if here else open_until)
            self.errors.append(TomlError(start, error.column if here else 1, what))
            self.seen.add(start)
            if meant and is_toml(meant):
                self.lines[start - 1] = meant
                return True
        if not line.strip():
            self.errors.append(error)
            return False
        key = _KEY_AND_SIGN.match(line)
        if key and start not in self.unread and is_toml(f"{key[1]} = 0") and not is_toml(line):
            self.lines[start - 1] = f"{key[1]} = 0"
            self.unread.add(start)
        else:
            self.lines[start - 1] = ""
            self.unread.discard(start)
        if line.lstrip().startswith(_OPENING):
            self._blank_below(start, until=_HEADING)
        elif start < error.line:
            self._blank_below(start, until=_STATEMENT)
        return True

    def _blank_below(self, start: int, *, until: re.Pattern[str]) -> None:
        """Blank the lines below one, up to the next that begins something else."""
        for at in range(start, len(self.lines)):
            if until.match(self.lines[at]):
                return
            self.lines[at] = ""
            self.seen.add(at + 1)

    def _start(self, line: int) -> int:
        """The line on which the statement begins that the beginning of a line belongs to."""
        at = start = 1
        depth = 0
        for piece in (match[0] for match in _PIECE.finditer("\n".join(self.lines[: line - 1]) + "\n" * (line > 1))):
            depth = max(0, depth + (piece in "[{") - (piece in "]}"))
            at += piece.count("\n")
            if piece == "\n" and depth == 0:
                start = at
        return start


_OPENING = ("[", "［", "【", "〔")
_PART = r"""(?:"[^"\\\n]++"|'[^'\n]++'|[A-Za-z0-9_-]++)"""
_KEY_AND_SIGN = re.compile(rf"[ \t]*+({_PART}(?:[ \t]*+\.[ \t]*+{_PART})*+)[ \t]*+=")
_HEADING = re.compile(r"[ \t]*+\[{1,2}[^\[\],=]++\]{1,2}[ \t]*+(?:#.*)?\r?\Z")
_STATEMENT = re.compile(rf"{_HEADING.pattern}|{_KEY_AND_SIGN.pattern}|[ \t]*+#")

# Before the place where reading stopped everything is TOML, up to a text that is not closed.
_PIECE = re.compile(
    r'''
    """(?:\\.|[^\\])*?(?:"{3,5}|\Z) | \'\'\'.*?(?:\'{3,5}|\Z) | "(?:\\.|[^"\\\n])*+" | '[^'\n]*+'
    | \#[^\n]* | [^"'\#\n\[\]{}]+ | . ''',
    re.DOTALL | re.VERBOSE,
)


def is_toml(line: str) -> bool:
    """Whether a line by itself is TOML."""
    try:
        tomltext.read(line)
    except TomlError:
        return False
    return True
