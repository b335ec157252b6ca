"""The exceptions of the library, and the problems that their messages list.

ValueError
├── InputError        files that cannot be used: every problem with its file, row and column
│   └── StandardError a standard's file that cannot be used
├── DataError         figures that cannot be true
└── CheckError        a value that a check, used as a validator, does not accept
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import attrs

from balanced_edu.message import Message
from balanced_edu.remarks import place_text
from balanced_edu.text import in_short

if TYPE_CHECKING:
    from balanced_edu.checks.findings import Finding
    from balanced_edu.records.county import County
    from balanced_edu.remarks import Reading

__all__ = ["CheckError", "DataError", "InputError", "Problem", "StandardError"]


@attrs.frozen(slots=True)
class Problem:
    """One thing in a file that cannot be used, and where it is; ``str`` gives one line of bounded length.

    Attributes
    ----------
    file
        Name of the file.
    row
        Row as a spreadsheet counts it, the headings being row 1; in a TOML file the line.
    column
        Heading as it is written in the file; in a TOML file the key with its table, or the position in the line
        where reading stopped; ``-`` for a whole row or file.
    message
        One sentence in English: what is wrong, and what to do; `as_text` gives the line in any language.
    cell
        The sheet and the cell, if the file is a workbook.

    Examples
    --------
    >>> print(Problem("schools.csv", 3, "专任教师数", "专任教师数 is -1; it must be 0 or more"))
    schools.csv:3:专任教师数: 专任教师数 is -1; it must be 0 or more
    >>> print(Problem("county.xlsx", 3, "专任教师数", "专任教师数 is -1; it must be 0 or more", "学校!F3"))
    county.xlsx:学校!F3: 专任教师数 is -1; it must be 0 or more
    """

    file: str
    row: int
    column: str
    message: str
    cell: str = ""

    def as_text(self, lang: str = "zh") -> str:
        """The line in Chinese (``zh``) or English (``en``); the place is the same in both.

        Examples
        --------
        >>> print(Problem("schools.csv", 3, "学校代码", Message("is required")).as_text("zh"))
        schools.csv:3:学校代码: 必须填写
        """
        from balanced_edu.report.words import words_of

        return self._line(words_of(lang).said(self.message))

    def __str__(self) -> str:
        return self._line(self.message)

    def _line(self, sentence: str) -> str:
        file, column, cell = (in_short(part, _PLACE_LENGTH) for part in (self.file, self.column, self.cell))
        return f"{place_text(file, self.row, column, cell)}: {in_short(sentence, _MESSAGE_LENGTH)}"


# Longest parts of a line: the name of a file or a heading; and the sentence, which may list known names.
_PLACE_LENGTH = 120
_MESSAGE_LENGTH = 500

# How many problems a message spells out; the error object has all of them.
_LISTED = 50


class InputError(ValueError):
    """A data set that cannot be used.

    Attributes
    ----------
    problems
        Every `Problem`, of a data set the first thousand of each file; the message lists the first fifty.
    reading
        What else was noticed while the data set was read; None if nothing was.
    counties
        Of several counties that were read together, those that can be used.
    """

    def __init__(
        self, problems: Iterable[Problem], reading: Reading | None = None, counties: Iterable[County] = ()
    ) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        self.reading = reading
        self.counties: tuple[County, ...] = tuple(counties)
        super().__init__(self.problems, reading, self.counties)

    def as_text(self, lang: str = "zh") -> str:
        """The first fifty problems, one a line, in Chinese (``zh``) or English (``en``)."""
        from balanced_edu.report.words import words_of

        more = [words_of(lang).said(self._more)] if self._more else []
        return "\n".join([*(problem.as_text(lang) for problem in self.problems[:_LISTED]), *more])

    def __str__(self) -> str:
        return "\n".join([*map(str, self.problems[:_LISTED]), *([self._more] if self._more else [])])

    @property
    def _more(self) -> str:
        more = len(self.problems) - _LISTED
        return Message("and {n} more", n=more) if more > 0 else ""


class StandardError(InputError):
    """A standard's file that cannot be used; `problems` lists what is wrong and where."""


class DataError(ValueError):
    """Figures that cannot be true.

    Attributes
    ----------
    problems
        Pairs of a field's name and what is wrong with it.
    """

    def __init__(self, problems: Iterable[tuple[str, str]]) -> None:
        self.problems: tuple[tuple[str, str], ...] = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "; ".join(f"{name}: {message}" for name, message in self.problems)


class CheckError(ValueError):
    """A value that a check, used as a validator, does not accept.

    Attributes
    ----------
    attribute
        Name of the attribute that was to be set.
    finding
        The finding of the check.
    """

    def __init__(self, attribute: str, finding: Finding) -> None:
        self.attribute = attribute
        self.finding = finding
        super().__init__(attribute, finding)

    def __str__(self) -> str:
        return f"{self.attribute} does not pass: {self.finding}"
