"""What campuses meet by a concession (放宽条款) only, and the duty that follows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from balanced_edu.report.document import Block, Column, Entry, Heading, Paragraph, Point, Points, Role, Table
from balanced_edu.report.facts import campus_name
from balanced_edu.report.shared import duty_text
from balanced_edu.report.terms import item_title, stage_name
from balanced_edu.report.words import Words

if TYPE_CHECKING:
    from balanced_edu.assessment.concessions import Conceded
    from balanced_edu.assessment.result import Assessment
    from balanced_edu.text import Json


def concessions(assessment: Assessment, words: Words) -> Iterator[Block]:
    """Each concession with the campuses that need it, its clause, and the duty that follows."""
    every = assessment.concessions
    if not every:
        return
    names = {campus.school_code: campus_name(campus) for campus in assessment.county.campuses}
    by_item: dict[str, list[Conceded]] = {}
    for one in every:
        by_item.setdefault(one.item, []).append(one)
    yield Heading(words.text("concessions.heading", n=len({one.campus for one in every})))
    yield Paragraph(words.text("concessions.lead"), Role.LEAD)
    yield Points(
        [
            Point(item_title(assessment.standard.items[id], words), list(_points(several, names, words)))
            for id, several in by_item.items()
        ]
    )


def _points(several: Sequence[Conceded], names: dict[str, str], words: Words) -> Iterator[str]:
    campuses = [_campus(one, names, words) for one in several]
    yield words.text("concessions.campuses", n=len({one.campus for one in several}), campuses=words.listed(campuses))
    concession, due = several[0].concession, several[0].due
    yield words.text("concessions.clause", clause=concession.clause, source=concession.source)
    if concession.duty:
        yield duty_text(concession, due, words)


def _campus(one: Conceded, names: dict[str, str], words: Words) -> str:
    if not one.stage:
        return names[one.campus]
    return words.text("concessions.campus", campus=names[one.campus], stage=stage_name(one.stage, words))


def concession_sheet(assessment: Assessment, words: Words) -> Iterator[Table]:
    """A row for each item that a campus meets by a concession, for a workbook."""
    names = {campus.school_code: campus.school_name or "" for campus in assessment.county.campuses}
    rows = [
        [
            Entry(item_title(assessment.standard.items[one.item], words)),
            Entry(one.campus),
            Entry(names[one.campus]),
            Entry(stage_name(one.stage, words) if one.stage else ""),
            Entry(one.concession.clause),
            Entry(one.concession.source),
            Entry(one.concession.duty),
            Entry(str(one.due or ""), value=one.due),
        ]
        for one in assessment.concessions
    ]
    heads = ("item", "code", "campus", "stage", "clause", "source", "duty", "due")
    if rows:
        columns = [Column(words.text(f"concessions.columns.{head}")) for head in heads]
        yield Table(name=words.text("concessions.sheet"), columns=columns, rows=rows)


def concessions_as_data(assessment: Assessment) -> list[Json]:
    """What campuses meet by a concession only, as dictionaries."""
    return [
        {
            "item": one.item,
            "campus": one.campus,
            "stage": one.stage or None,
            "clause": one.concession.clause,
            "duty": one.concession.duty or None,
            "due": str(one.due) if one.due else None,
        }
        for one in assessment.concessions
    ]
