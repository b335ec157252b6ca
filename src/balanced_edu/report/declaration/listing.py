"""What the declaration form leaves blank and what it rounds onto a limit, as lists on sheets of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import attrs

from balanced_edu.exact import comparable_texts
from balanced_edu.report.declaration.figures import Filled, Gap, Rounded
from balanced_edu.report.declaration.form import form
from balanced_edu.report.places import cell_text, column_text, place_of, row_text, table_name
from balanced_edu.report.words import words_of

if TYPE_CHECKING:
    from balanced_edu.checks import Cell
    from balanced_edu.report.declaration.filling import Declaration
    from balanced_edu.report.words import Words


@attrs.frozen(slots=True, kw_only=True)
class Listing:
    """A list on a sheet of its own.

    Attributes
    ----------
    title
        The title of the sheet.
    heads, widths
        The heads of its columns, and how wide they are.
    rows
        Its rows.
    """

    title: str
    heads: Sequence[str]
    widths: Sequence[float]
    rows: Sequence[Sequence[str]]


def listings_of(declaration: Declaration, words: Words) -> tuple[Listing, ...]:
    """What is not filled in, what reads otherwise once it is rounded, and how the form was filled in."""
    said = form().settings["listing"]
    answers = [
        (table.layout.name, cell, answer) for table in declaration.tables for cell, answer in table.answers.items()
    ]
    rounded = [(table, cell, rounded_text(one)) for table, cell, answer in answers for one in answer.rounded]
    return (
        Listing(
            title=said["gaps"],
            heads=said["gaps_heads"],
            widths=said["gaps_widths"],
            rows=list(_gaps(answers, words)) or [said["no_gaps"]],
        ),
        Listing(
            title=said["rounded"],
            heads=said["rounded_heads"],
            widths=said["rounded_widths"],
            rows=rounded or [said["no_rounded"]],
        ),
        Listing(
            title=said["about"], heads=[said["about"]], widths=[said["about_width"]], rows=list(_about(declaration))
        ),
    )


def rounded_text(one: Rounded) -> str:
    """What a figure that was rounded is exactly, and how it was decided."""
    finding = one.finding
    assert finding.value is not None
    assert finding.limit is not None
    assert finding.relation is not None
    value, limit = comparable_texts(finding.value, finding.limit)
    return form().words(
        "rounded",
        shown=one.shown,
        value=value,
        limit=form().words(
            "limit", limit=words_of("zh").text(f"relations.{finding.relation.name.lower()}", limit=limit)
        ),
        outcome=form().words("passes" if finding.outcome > 0 else "fails"),
    )


@attrs.frozen(slots=True)
class _Lacking:
    """What is missing in a table of the form: its cells, and those of the data set; both in their order."""

    cells: list[str] = attrs.field(factory=list)
    empty: list[Cell] = attrs.field(factory=list)


def _gaps(answers: Iterable[tuple[str, str, Filled]], words: Words) -> Iterator[Sequence[str]]:
    """What is missing and where it would be handed in: each column of the data set once for each table of the form."""
    lacking: dict[tuple[str, str, str], _Lacking] = {}
    for table, place, answer in answers:
        for gap in answer.gaps:
            for what, where, cell in _missing(gap, words):
                one = lacking.setdefault((table, what, where), _Lacking())
                one.cells.append(place)
                one.empty.extend([cell] if cell else [])
    for (table, what, where), one in lacking.items():
        empty = list(dict.fromkeys(one.empty))
        what = what or _named(empty)
        places = cell_text(empty[0], words) if len(empty) == 1 else f"{where}：{_rows(empty, words)}" if empty else ""
        yield table, ranges_of(list(dict.fromkeys(one.cells))), what, places


def _missing(gap: Gap, words: Words) -> Iterator[tuple[str, str, Cell | None]]:
    """What is missing, the table of the data set in which it would be, and its cell there."""
    if not gap.cells:
        yield gap.text, "", None
    for cell in gap.cells:
        whole = place_of(attrs.evolve(cell, place=""), words)
        yield column_text(whole, words), whole.where or table_name(cell, words), cell


def ranges_of(cells: Sequence[str]) -> str:
    """Cells of a sheet, with those below each other as a range.

    >>> ranges_of(["C4", "C5", "C6", "B9"])
    'C4:C6、B9'
    """
    runs: list[list[str]] = []
    for cell in cells:
        letter, row = cell.rstrip("0123456789"), int(cell.lstrip(_LETTERS))
        if runs and runs[-1][-1] == f"{letter}{row - 1}":
            runs[-1].append(cell)
        else:
            runs.append([cell])
    return form().words("list").join(run[0] if len(run) == 1 else f"{run[0]}:{run[-1]}" for run in runs)


_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _named(cells: Sequence[Cell]) -> str:
    """Whole rows that are missing, such as a subject of monitoring."""
    what = form().words(_WHOLE_ROWS[cells[0].table])
    names = form().words("list").join(cell.place for cell in cells if cell.place)
    return form().words("named", what=what, names=names) if names else what


_WHOLE_ROWS = {"quality.monitoring": "subject", "recognition.groups": "group"}


def _rows(cells: Iterable[Cell], words: Words) -> str:
    return words.listed(row_text(place, place.row, words) for place in (place_of(cell, words) for cell in cells))


def _about(declaration: Declaration) -> Iterator[tuple[str]]:
    county, standard = declaration.assessment.county, declaration.assessment.standard
    values = {
        "county": county.name,
        "year": form().words("year", year=county.year) if county.year else "",
        "title": standard.title_zh,
        "document": standard.document,
        "name": standard.name,
        "edition": standard.edition,
    }
    for line in form().settings["listing"]["about_lines"]:
        yield (line.format_map(values),)
