"""Typed access to the tables of a standard's file: every problem is noted with its line, and reading goes on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from balanced_edu import tomltext
from balanced_edu.exact import exact
from balanced_edu.message import Message
from balanced_edu.records.kinds import Grade
from balanced_edu.text import quoted

if TYPE_CHECKING:
    from balanced_edu.errors import Problem
    from balanced_edu.notes import Notes as FileNotes
    from balanced_edu.tomltext import Place


THIS_TABLE = Message("this table")
"""What a table is called in messages on its keys."""


@attrs.frozen(slots=True)
class Notes:
    """The text of a standard's file, the problems noted so far, and the places of values that could not be read."""

    text: str
    of_file: FileNotes
    unread: set[Place] = attrs.field(factory=set, init=False)

    def add(self, place: Place, message: str) -> None:
        """Note what is wrong with the key or table at a place; of a value that could not be read, nothing else."""
        if not self.of_file.full and place not in self.unread:
            keys = ".".join(str(key) for key in place if isinstance(key, str))
            self.of_file.add(tomltext.line_of(self.text, place), keys, message)

    @property
    def in_order(self) -> list[Problem]:
        """The problems in the order of their lines."""
        return self.of_file.by_row()


@attrs.frozen(slots=True)
class Table:
    """A table of the file, which hands out its values and notes what is wrong with them.

    A table that is not given does not note its keys as missing; if it has to be given, the table itself is noted.
    """

    data: Mapping[str, Any]
    place: Place
    notes: Notes
    is_given: bool = True

    def knows(self, *keys: str, of: str = THIS_TABLE) -> None:
        """Note every key that a table of this sort does not have."""
        known = {key: key for key in keys}
        for key in self.data:
            if key not in known:
                hint = self.suggestion(key, known)
                what = "{key} is not a key of {table}{hint}; correct its name or delete it"
                self.note(Message(what, key=quoted(key), table=of, hint=hint), key)

    def suggestion(self, word: str, known: Mapping[str, str]) -> str:
        """Suggest the known name nearest to a word, as part of a sentence; empty after many different words."""
        return self.notes.of_file.suggestion(word, known)

    def note(self, message: str, *place: str | int) -> None:
        """Note what is wrong with a key of the table, or with the table."""
        self.notes.add((*self.place, *place), message)

    def without(self, key: str) -> Table:
        """The table without a key, at the same place."""
        return attrs.evolve(self, data={name: value for name, value in self.data.items() if name != key})

    def has(self, key: str) -> bool:
        """Whether the key is given."""
        return key in self.data

    def has_read(self, *keys: str) -> bool:
        """Whether the keys are given, and their values could be read."""
        return all(self.has(key) and (*self.place, key) not in self.notes.unread for key in keys)

    def text(self, key: str, default: str | None = None) -> str:
        """A text."""
        text: str = self._value(key, str, _A_TEXT, default, "")
        return text

    def flag(self, key: str, default: bool | None = None) -> bool:
        """True or false."""
        flag: bool = self._value(key, bool, _TRUE_OR_FALSE, default, False)
        return flag

    def integer(self, key: str) -> int:
        """An integer."""
        # 1 is in the range of every key, so that one mistake is reported once.
        integer: int = self._value(key, int, _AN_INTEGER, None, 1)
        return integer

    def date(self, key: str) -> dt.date | None:
        """A date; None if the key is not given."""
        day = self._value(key, dt.date, _A_DATE, None, None) if self.has(key) else None
        if isinstance(day, dt.datetime):  # a kind of date to Python, but one that cannot be compared with dates
            self._note_unread(Message("{key} must be {what}, without a time of day", key=key, what=_A_DATE), key)
            return None
        return day

    def texts(self, key: str) -> tuple[str, ...]:
        """Texts; none if the key is not given."""
        values = self._value(key, list, _TEXTS, [], [])
        if not all(isinstance(value, str) for value in values):
            self._note_not(key, _TEXTS)
            return ()
        return tuple(values)

    def word(self, key: str, words: tuple[str, ...]) -> str:
        """One of some words, the first if the key is not given."""
        word = self.text(key, words[0])
        if word not in words and isinstance(self.data[key], str):
            self.note(
                Message("{key} must be one of {words}; got {given}", key=key, words=words, given=quoted(word)), key
            )
        return word

    def cites(self) -> None:
        """Note what is wrong with the keys by which a table may cite what it rests on."""
        for key in CITED:
            if self.has(key):
                self.word(key, MARKS) if key == "mark" else self.text(key)

    def number(self, key: str) -> Fraction:
        """A decimal, read exactly: a text, or a number as it was written."""
        return self.number_of(self._value(key, (str, int, Decimal), _A_DECIMAL, None, "1"), key)

    def number_of(self, value: object, *place: str | int) -> Fraction:
        """A value at a place of the table as an exact number; of a grade its rank."""
        try:
            return Fraction(Grade(value).rank) if value in _GRADES else exact_number(value)
        except (ValueError, TypeError):
            what = "{given} is not a decimal; write it as text, such as '0.50'"
            self._note_unread(Message(what, given=quoted(str(value))), *place)
            return Fraction(1)

    def table(self, key: str, *, needed: bool = False) -> Table:
        """A table in the table; an empty one if it is not given."""
        value = self._value(key, dict, _A_TABLE, None if needed else {}, {})
        return Table(value, (*self.place, key), self.notes, is_given=isinstance(self.data.get(key), dict))

    def tables(self, key: str) -> Iterator[Table]:
        """The tables of an array; none if the key is not given."""
        for index, value in enumerate(self._value(key, list, _TABLES, [], [])):
            if isinstance(value, dict):
                yield Table(value, (*self.place, key, index), self.notes)
            else:
                self._note_not(key, _TABLES)

    def each(self) -> Iterator[tuple[str, Table]]:
        """The tables in the table by their keys."""
        for key in self.data:
            yield key, self.table(key)

    def _value(self, key: str, kind: Any, what: str, default: Any, stand_in: Any) -> Any:
        if key not in self.data:
            if default is None and self.is_given:
                self.note(Message("{key} is missing; give {what}", key=key, what=what), key)
            return stand_in if default is None else default
        value = self.data[key]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self._note_not(key, what)
            return stand_in
        return value

    def _note_not(self, key: str, what: str) -> None:
        self._note_unread(Message("{key} must be {what}", key=key, what=what), key)

    def _note_unread(self, message: str, *place: str | int) -> None:
        self.note(message, *place)
        self.notes.unread.add((*self.place, *place))


CITED = ("clause", "source", "mark")
"""Keys by which a table cites what it rests on."""

MARKS = ("stated", "practice", "choice")
"""What a table may rest on, as `mark` says."""

_A_TEXT, _TRUE_OR_FALSE = Message("a text in quotation marks"), Message("true or false")
_AN_INTEGER, _A_DECIMAL = Message("an integer"), Message("a decimal as text")
_A_DATE, _A_TABLE = Message("a date, such as 2022-09-30"), Message("a table")
_TEXTS, _TABLES = Message("texts in brackets"), Message("tables in brackets")
_GRADES = [grade.value for grade in Grade]


def exact_number(value: Any) -> Fraction:
    """A number of a file, exactly.

    Raises
    ------
    ValueError, TypeError
        If it is not a decimal, or larger than any float, so that nothing could be computed with it in arrays.
    """
    if isinstance(value, bool):
        raise TypeError(Message("true and false are not numbers"))
    number = exact(value)
    if abs(number) >= _BEYOND:
        raise ValueError(Message("{given} is too large", given=quoted(str(value))))
    return number


_BEYOND = 10**300
