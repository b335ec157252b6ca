"""What is wrong with a file that was handed in, and where: told all at once, each with what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from functools import lru_cache

import attrs

from balanced_edu.plain import in_short


@attrs.frozen(slots=True)
class Problem:
    """Something in a data set that cannot be used, and where it stands; ``str`` tells it in one line of bounded length.

    Attributes
    ----------
    file
        Name of the file.
    row
        Row as a spreadsheet counts it, the headings being row 1; in ``county.toml`` the line.
    column
        Heading as it stands in the file; in ``county.toml`` the key with its table, or where in the line
        reading stopped; ``-`` for a whole row or file.
    message
        One sentence: what is wrong, and what to do.

    Examples
    --------
    >>> print(Problem("schools.csv", 3, "专任教师数", "专任教师数 is -1, and is never negative"))
    schools.csv:3:专任教师数: 专任教师数 is -1, and is never negative
    """

    file: str
    row: int
    column: str
    message: str

    def __str__(self) -> str:
        place = f"{in_short(self.file, _PLACE)}:{self.row}:{in_short(self.column, _PLACE)}"
        return f"{place}: {in_short(self.message, _SENTENCE)}"


class InputError(ValueError):
    """A data set that cannot be used.

    Attributes
    ----------
    problems
        Every `Problem`, of a data set the first thousand of each file; the message lists the first fifty.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        lines = [str(problem) for problem in self.problems[:_LISTED]]
        more = len(self.problems) - len(lines)
        return "\n".join([*lines, f"and {more} more"] if more else lines)


# Characters that a line shows of a file's name or a heading, and of what is wrong: that may list what is known.
_PLACE = 120
_SENTENCE = 500

# How many problems a message spells out; the error has all of them.
_LISTED = 50

SHOWN = 40
"""Characters of what was written that a message shows."""


def shown(text: str) -> str:
    """What was written, on one line and not too long, for a message."""
    text = " ".join(text.split())
    return repr(text if len(text) <= SHOWN else f"{text[:SHOWN]}…")


def nearest(word: str, known: Mapping[str, str]) -> str:
    """The name nearest to a word, as part of a sentence; `known` says what to show for each spelling."""
    return _nearest_of(word.casefold()[:_LONGEST], tuple(known.items()))


_LONGEST = 200


@lru_cache(maxsize=1024)
def _nearest_of(word: str, known: tuple[tuple[str, str], ...]) -> str:
    spellings = dict(known)
    near = difflib.get_close_matches(word, spellings, n=1)
    return f" (did you mean {spellings[near[0]]}?)" if near else ""
