"""The wording and layout of the declaration form, as its file has them."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

import attrs


@attrs.frozen(slots=True, kw_only=True)
class Sheet:
    """The layout of one table of the form.

    Attributes
    ----------
    name, sheet
        Its name in the form, and the title of its sheet.
    widths
        Widths of the columns, in characters.
    repeat
        The first and last row of the heads, which every page repeats.
    grid
        The cells with borders, as ranges with blanks between.
    merges
        The cells that are merged.
    left
        The columns whose texts begin at the left; others are centred.
    heads, cells
        The form's own texts and what is filled in, by cell.
    row, note
        What is filled into each row and the note below the rows, if the table has a row for each school.
    again
        The row in which the form has its heads once more; 0 if it has not.
    """

    name: str
    sheet: str
    widths: Sequence[float]
    repeat: tuple[int, int]
    grid: str
    merges: Sequence[str]
    left: Sequence[str] = ()
    heads: Mapping[str, str] = attrs.field(factory=dict)
    cells: Mapping[str, str] = attrs.field(factory=dict)
    row: Sequence[str] = ()
    note: str = ""
    again: int = 0


@attrs.frozen(slots=True, kw_only=True)
class Form:
    """The declaration form.

    Attributes
    ----------
    blank, none
        What stands in a sentence for what is unknown, and anywhere for what does not apply.
    answers
        The answers to 是否达标, for what passes and what fails.
    tables, school
        Its tables in their order, and the own assessment of a school.
    settings
        The other tables of the file, by name: what is counted and added, and words.
    """

    blank: str
    none: str
    answers: Mapping[bool, str]
    tables: tuple[Sheet, ...]
    school: Sheet
    settings: Mapping[str, Mapping[str, Any]]

    @property
    def items(self) -> tuple[str, ...]:
        """Ids of the items that it asks about."""
        asked = (template for table in self.tables for template in table.cells.values())
        names = [name for template in asked for _, name, _ in pieces(template)]
        decided = (name.removeprefix("outcome.") for name in names if name.startswith("outcome."))
        return (*self.settings["indicators"], *decided)

    def words(self, key: str, **values: object) -> str:
        """A text of the library's own, with its placeholders filled in."""
        return str(self.settings["words"][key]).format_map(values)


@cache
def form() -> Form:
    """The form, read from its file once."""
    file = resources.files("balanced_edu.report.declaration").joinpath("form.toml")
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    tables, school = data.pop("tables"), data.pop("school")
    return Form(
        blank=data.pop("blank"),
        none=data.pop("none"),
        answers={True: data.pop("yes"), False: data.pop("no")},
        tables=tuple(map(_sheet, tables)),
        school=_sheet(school),
        settings=data,
    )


def _sheet(table: Mapping[str, Any]) -> Sheet:
    first, last = table["repeat"]
    return Sheet(**{**table, "repeat": (first, last)})


def pieces(template: str) -> Iterator[tuple[str, str, str]]:
    """The literal texts of a template, each with the name and the format of the figure behind it, empty at the end.

    >>> list(pieces("占比{rate.G9:1}%"))
    [('占比', 'rate.G9', '1'), ('%', '', '')]
    """
    for literal, name, spec, _ in string.Formatter().parse(template):
        yield literal, name or "", spec or ""
