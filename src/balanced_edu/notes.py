"""Problems collected while a file is read, so that all of them are reported at once."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from balanced_edu.errors import Problem
from balanced_edu.text import nearest

MOST_PROBLEMS = 1000
"""The most problems of one file that are reported; reading ends there."""

WHOLE = "-"
"""The column of a problem of a whole row or file."""

_LONGEST_COLUMN = 200
_MOST_SUGGESTIONS = 50  # in one file: looking for the nearest name costs more than all the rest of reading


class ReadingError(Exception):
    """Why a cell, heading or file cannot be used; the text continues a sentence that begins with what it is called."""


@attrs.frozen(slots=True)
class Notes:
    """The problems of one file so far.

    Attributes
    ----------
    file
        Name of the file, as problems give it.
    problems
        The problems in the order in which they were added.
    """

    file: str
    problems: list[Problem] = attrs.field(factory=list)
    _looked_up: set[str] = attrs.field(factory=set, init=False)

    @property
    def full(self) -> bool:
        """Whether there are more problems than are reported, so that nothing more need be read."""
        return len(self.problems) > MOST_PROBLEMS

    def add(self, row: int, column: str, message: str) -> None:
        """Add a problem, or, after the last one that is reported, that there are more."""
        column = " ".join(column[:_LONGEST_COLUMN].split()) or WHOLE
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(self.file, row, column, message))
        elif not self.full:
            more = f"there are more than {MOST_PROBLEMS:,} problems; correct these and read the file again"
            self.problems.append(Problem(self.file, row, WHOLE, more))

    def suggestion(self, word: str, known: Mapping[str, str]) -> str:
        """Suggest the known name nearest to a word, as part of a sentence; empty after many different words."""
        if len(self._looked_up) < _MOST_SUGGESTIONS:
            self._looked_up.add(word)
        return nearest(word, known) if word in self._looked_up else ""

    def by_row(self) -> list[Problem]:
        """The problems in the order of their rows."""
        return sorted(self.problems, key=lambda problem: problem.row)
