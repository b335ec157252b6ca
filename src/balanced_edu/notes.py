"""Problems and remarks collected while a file is read, so that all of them are reported at once."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from balanced_edu.errors import Problem
from balanced_edu.message import Message, message_of
from balanced_edu.remarks import Remark, RemarkCode, TableRead, cell_name, place_text
from balanced_edu.text import in_short, nearest

MOST_PROBLEMS = 1000
"""The most problems of one file that are reported; reading ends there."""

WHOLE = "-"
"""The column of a problem of a whole row or file."""

THE_FILE = Message("the file")
"""What a whole file is called in a sentence."""

_LONGEST_COLUMN = 200
_LONGEST_QUOTE = 60  # characters of what a remark quotes
_MOST_SUGGESTIONS = 50  # in one file: looking for the nearest name costs more than all the rest of reading


class ReadingError(Exception):
    """Why a cell, heading or file cannot be used; the text continues a sentence that begins with what it is called."""

    def of(self, what: str) -> Message:
        """The whole sentence, which begins with what the cell, heading or file is called."""
        return Message("{what} {is_wrong}", what=what, is_wrong=message_of(self))


@attrs.frozen(slots=True)
class Notes:
    """The problems of one file or sheet so far, and the remarks on it.

    Rows of a data frame count from 0. Its headings, in row -1, are reported with row 0.

    Attributes
    ----------
    file
        Name of the file, as problems give it.
    problems
        The problems in the order in which they were added.
    sheet
        Name of the sheet, if the file is a workbook.
    unusable
        Cells of which the file has no value, and why, by row and by position from 0.
    tables
        Where the values of each table stand.
    first
        The number of the first row, in which something that is missing is reported.
    """

    file: str
    problems: list[Problem] = attrs.field(factory=list)
    sheet: str = ""
    unusable: Mapping[tuple[int, int], str] = attrs.field(factory=dict)
    tables: list[TableRead] = attrs.field(factory=list)
    first: int = 1
    _looked_up: set[str] = attrs.field(factory=set, init=False)
    _remarks: dict[tuple[object, ...], Remark] = attrs.field(factory=dict, init=False)
    _times: dict[tuple[object, ...], int] = attrs.field(factory=dict, init=False)

    @property
    def full(self) -> bool:
        """Whether there are more problems than are reported, so that nothing more need be read."""
        return len(self.problems) > MOST_PROBLEMS

    @property
    def remarks(self) -> list[Remark]:
        """The remarks in the order in which they were made; of equal ones in a column the first, with their number."""
        times = {key: {"times": number} for key, number in self._times.items()}
        return [
            attrs.evolve(remark, figures={**remark.figures, **times.get(key, {})})
            for key, remark in self._remarks.items()
        ]

    def add(self, row: int, column: str, message: str, position: int | None = None) -> None:
        """Add a problem, or, after the last one that is reported, that there are more."""
        row = max(row, 0)
        if len(self.problems) < MOST_PROBLEMS:
            column = _on_one_line(column)
            self.problems.append(Problem(self.file, row, column, message, cell_name(self.sheet, row, position)))
        elif not self.full:
            more = Message(
                "there are more than {most:,} problems; correct these and read the file again", most=MOST_PROBLEMS
            )
            self.problems.append(Problem(self.file, row, WHOLE, more, cell_name(self.sheet, row, None)))

    def remark(self, code: RemarkCode, row: int, column: str, position: int | None, **figures: str | int) -> None:
        """Remark on a row, or on a column or cell of it."""
        place = self._place(row, column, position)
        self._remark((place, code), Remark(code, place, _short(figures)))

    def remark_value(self, code: RemarkCode, row: int, column: str, position: int, **figures: str | int) -> None:
        """Remark on a value that may be in several cells of a column, of which the first is named."""
        place = self._place(row, column, position)
        key = (code, position, *figures.items())
        self._times[key] = self._times.get(key, 0) + 1
        self._remark(key, Remark(code, place, _short(figures)))

    def remark_whole(self, code: RemarkCode, **figures: str | int) -> None:
        """Remark on the whole sheet or file."""
        place = f"{self.file}:{self.sheet}" if self.sheet else self.file
        self._remark((place, code, *figures.items()), Remark(code, place, _short(figures)))

    def _place(self, row: int, column: str, position: int | None) -> str:
        row = max(row, 0)
        return place_text(self.file, row, _on_one_line(column), cell_name(self.sheet, row, position))

    def _remark(self, key: tuple[object, ...], remark: Remark) -> None:
        self._remarks.setdefault(key, remark)

    def suggestion(self, word: str, known: Mapping[str, str]) -> str:
        """Suggest the known name nearest to a word, as part of a sentence; empty after many different words."""
        if len(self._looked_up) < _MOST_SUGGESTIONS:
            self._looked_up.add(word)
        return nearest(word, known) if word in self._looked_up else ""

    def by_row(self) -> list[Problem]:
        """The problems in the order of their rows."""
        return sorted(self.problems, key=lambda problem: problem.row)


def _on_one_line(column: str) -> str:
    return " ".join(column[:_LONGEST_COLUMN].split()) or WHOLE


def _short(figures: Mapping[str, str | int]) -> Mapping[str, str | int]:
    return {name: in_short(one, _LONGEST_QUOTE) if isinstance(one, str) else one for name, one in figures.items()}
