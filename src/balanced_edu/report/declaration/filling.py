"""The tables of the declaration form with everything that is filled into them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import attrs

from balanced_edu.remarks import letters
from balanced_edu.report.declaration.county import figures_of
from balanced_edu.report.declaration.figures import Filled, Source, fill
from balanced_edu.report.declaration.form import Sheet, form
from balanced_edu.report.declaration.schools import counted_rows, rows_of, schools_of

if TYPE_CHECKING:
    from balanced_edu.assessment.result import Assessment


@attrs.frozen(slots=True, kw_only=True)
class Table:
    """One table of the form, filled in: its layout, its heads and its answers by cell."""

    layout: Sheet
    title: str
    heads: Mapping[str, str] = attrs.field(hash=False)
    answers: Mapping[str, Filled] = attrs.field(hash=False)


@attrs.frozen(slots=True, kw_only=True)
class Declaration:
    """The filled form.

    Attributes
    ----------
    assessment
        What it is filled from.
    tables
        The county's tables, and the own assessments of its campuses if they are asked for.
    """

    assessment: Assessment
    tables: tuple[Table, ...]


def filled(assessment: Assessment, *, schools: bool) -> Declaration:
    """Fill in the form from an assessment."""
    source = figures_of(assessment)
    tables = [
        _with_rows(layout, assessment) if layout.row else _filled(layout, layout.sheet, layout.name, source)
        for layout in form().tables
    ]
    return Declaration(assessment=assessment, tables=(*tables, *(_schools(assessment) if schools else ())))


def _filled(layout: Sheet, title: str, name: str, source: Source) -> Table:
    heads = {cell: str(fill(text, source).value) for cell, text in layout.heads.items()}
    answers = {cell: fill(template, source) for cell, template in layout.cells.items()}
    return Table(layout=attrs.evolve(layout, name=name), title=title, heads=heads, answers=answers)


def _with_rows(layout: Sheet, assessment: Assessment) -> Table:
    """A table with a row for each section below its heads, and its note below the rows."""
    answers: dict[str, Filled] = {}
    rows = list(rows_of(assessment))
    first, row = layout.repeat[1] + 1, layout.repeat[1] + len(rows)
    for number, source in enumerate(rows, start=first):
        answers |= {f"{letters(column)}{number}": fill(cell, source) for column, cell in enumerate(layout.row)}
    last = letters(len(layout.row) - 1)
    note = f"A{row + 1}"
    return Table(
        layout=attrs.evolve(
            layout,
            grid=f"A{layout.repeat[0]}:{last}{row}",
            merges=[*layout.merges, f"{note}:{last}{row + 1}"],
        ),
        title=layout.sheet,
        heads={**layout.heads, note: str(fill(layout.note, counted_rows(assessment)).value)},
        answers=answers,
    )


def _schools(assessment: Assessment) -> Iterator[Table]:
    layout = form().school
    for campus, source in schools_of(assessment):
        yield _filled(layout, f"{layout.sheet} {campus.school_code}", f"{layout.name} {campus.school_code}", source)
