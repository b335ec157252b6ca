"""The figures of the national education statistics: the headings of each, and where it is expected, as data."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

import attrs

from balanced_edu.records.kinds import Stage
from balanced_edu.tables.forms.grids import Cell, Path, heading_name


@attrs.frozen(slots=True, kw_only=True)
class HeadedFigure:
    """A figure of a form.

    Attributes
    ----------
    name
        The field of the campus, or the part of one (`balanced_edu.tables.forms.teachers`), that it is.
    rows, columns
        The headings that may stand beside and over it, those that are preferred first; without columns it is the only
        value beside its heading.
    cell
        Where it stands in the form of the map's year.
    unit
        Its unit if the form does not name one.
    alone
        Whether the only value beside its heading is it, too, if nothing known stands over it.
    several
        Whether there may be several of it, which are added.
    optional
        Whether a form may leave it out.
    """

    name: str
    rows: tuple[Path, ...] = ()
    columns: tuple[Path, ...] = ()
    cell: Cell | None = None
    unit: str = ""
    alone: bool = False
    several: bool = False
    optional: bool = False


@attrs.frozen(slots=True)
class FormSheet:
    """A sheet of a form: the stage that it is of, if it is of one, and its figures."""

    stage: Stage | None
    figures: Sequence[HeadedFigure]


@attrs.frozen(slots=True)
class Statistics:
    """The forms of a school in some year.

    Attributes
    ----------
    year, source
        The year of the template, and where it was seen.
    prefix
        How the names of the sheets begin, before the number.
    sheets
        What is known of a sheet, by its number.
    """

    year: int
    source: str
    prefix: str
    sheets: Mapping[str, FormSheet]

    def number_of(self, sheet: str) -> tuple[str, str] | None:
        """The number of a sheet and the kind of school in its name; None if it is none of these forms.

        >>> statistics_maps()[0].number_of("教基1102续_小学")
        ('1102续', '小学')
        """
        found = re.fullmatch(rf"{self.prefix}(\d+续?)(?:[_\-—－ ]+(.+))?", sheet.strip())
        return (found[1], found[2] or "") if found else None


def _data(name: str) -> Mapping[str, Any]:
    file = resources.files("balanced_edu.tables.forms") / name
    return tomllib.loads(file.read_text(encoding="utf-8"))


@cache
def statistics_maps() -> tuple[Statistics, ...]:
    """The maps of a school's workbook, the newest first."""
    return tuple(_statistics(_data(name)) for name in ("statistics-2021.toml", "statistics-older.toml"))


@cache
def wide_figures() -> tuple[HeadedFigure, ...]:
    """The figures of a table with a row for each school; their rows are schools."""
    return tuple(map(_figure, _data("wide.toml")["figures"]))


def _statistics(data: Mapping[str, Any]) -> Statistics:
    sheets = {
        number: FormSheet(Stage(sheet["stage"]) if "stage" in sheet else None, list(map(_figure, sheet["figures"])))
        for sheet in data["sheets"]
        for number in sheet["numbers"]
    }
    return Statistics(data["year"], data["source"], data["prefix"], sheets)


def _figure(given: Mapping[str, Any]) -> HeadedFigure:
    others = {key: value for key, value in given.items() if key not in ("rows", "columns", "cell")}
    return HeadedFigure(
        **others,
        rows=tuple(map(_path, given.get("rows", ()))),
        columns=tuple(map(_path, given.get("columns", ()))),
        cell=_cell(given["cell"]) if "cell" in given else None,
    )


def _path(given: str) -> Path:
    return tuple(map(heading_name, given.split(">")))


def _cell(name: str) -> Cell:
    """A cell by its name; columns beyond Z are not among the forms."""
    return int(name[1:]), ord(name[0]) - ord("A")
