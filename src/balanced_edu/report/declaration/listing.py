"""What the declaration form leaves blank and what it rounds onto a limit, as lists on sheets of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import attrs

from balanced_edu.exact import comparable_texts
from balanced_edu.report.declaration.figures import Gap, Rounded
from balanced_edu.report.declaration.form import form
from balanced_edu.report.places import cell_text, column_text, place_of, row_text, table_name

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
    gaps = [
        (table, cell, *lacking)
        for table, cell, answer in answers
        for gap in answer.gaps
        for lacking in _lacking(gap, words)
    ]
    rounded = [(table, cell, rounded_text(one)) for table, cell, answer in answers for one in answer.rounded]
    return (
        Listing(
            title=said["gaps"],
            heads=said["gaps_heads"],
            widths=said["gaps_widths"],
            rows=list(dict.fromkeys(gaps)) or [(said["no_gaps"],)],
        ),
        Listing(
            title=said["rounded"],
            heads=said["rounded_heads"],
            widths=said["rounded_widths"],
            rows=rounded or [(said["no_rounded"],)],
        ),
        Listing(title=said["about"], heads=[said["about"]], widths=[140], rows=list(_about(declaration))),
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
        limit=f"{_SIGNS[finding.relation.value]}{limit}",
        outcome=form().words("passes" if finding.outcome > 0 else "fails"),
    )


_SIGNS = {"at least": "限值≥", "at most": "限值≤", "below": "限值＜", "above": "限值＞"}


def _lacking(gap: Gap, words: Words) -> Iterator[tuple[str, str]]:
    """What is missing and where it would be handed in, each column of the data set once."""
    if not gap.cells:
        yield gap.text, ""
    columns: dict[tuple[str, str], list[Cell]] = {}
    for cell in gap.cells:
        whole = place_of(attrs.evolve(cell, place=""), words)
        columns.setdefault((whole.where or table_name(cell, words), column_text(whole, words)), []).append(cell)
    for (where, heading), cells in columns.items():
        what = heading or _named(cells, words)
        yield what, cell_text(cells[0], words) if len(cells) == 1 else f"{where}：{_rows(cells, words)}"


def _named(cells: Iterable[Cell], words: Words) -> str:
    """Whole rows that are missing, such as a subject of monitoring."""
    kinds = {"quality.monitoring": "subject", "recognition.groups": "group"}
    return (
        form().words("list").join(form().words(kinds[cell.table], **{kinds[cell.table]: cell.place}) for cell in cells)
    )


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
        "version": standard.edition,
        "edition": standard.edition,
    }
    for line in form().settings["listing"]["about_lines"]:
        yield (line.format_map(values),)
