"""Evidence (佐证材料) in the report on an assessment: names of documents by item and by campus, and what has none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from balanced_edu.report.document import Block, Column, Heading, Paragraph, Table
from balanced_edu.report.facts import campus_name
from balanced_edu.report.terms import item_name, item_title
from balanced_edu.report.words import Words

if TYPE_CHECKING:
    from balanced_edu.assessment.result import Assessment
    from balanced_edu.text import Json


def evidence(assessment: Assessment, words: Words) -> Iterator[Block]:
    """The documents by item and by campus, and the items judged to hold for which none is named."""
    if not assessment.has_evidence:
        return
    yield Heading(words.text("assessment.evidence.heading"))
    yield Paragraph(words.text("assessment.evidence.lead"))
    if assessment.undocumented:
        titles = (item_title(assessment.standard.items[id], words) for id in assessment.undocumented)
        yield Paragraph(words.text("assessment.evidence.undocumented", items=words.parts(titles)))
    yield from _by_item(assessment, words)
    yield from _by_campus(assessment, words)


def _by_item(assessment: Assessment, words: Words) -> Iterator[Table]:
    items = {**assessment.standard.items, **assessment.standard.conditions}
    no_item = words.text("assessment.evidence.no_item")
    rows = [
        *((id, item_name(items[id], words), words.parts(named)) for id, named in assessment.evidence.items()),
        *((id, no_item, words.parts(named)) for id, named in assessment.evidence_of_no_item.items()),
    ]
    if rows:
        yield Table(
            name=words.text("assessment.evidence.sheet"),
            columns=[
                Column(words.text("assessment.items.id")),
                Column(words.text("assessment.items.item")),
                Column(words.text("assessment.evidence.documents")),
            ],
            rows=rows,
        )


def _by_campus(assessment: Assessment, words: Words) -> Iterator[Table]:
    rows = [
        (campus_name(campus), words.parts(campus.evidence)) for campus in assessment.county.campuses if campus.evidence
    ]
    if rows:
        yield Table(
            name=words.text("assessment.evidence.of_campuses"),
            columns=[
                Column(words.text("assessment.sections.campus")),
                Column(words.text("assessment.evidence.documents")),
            ],
            rows=rows,
        )


def evidence_as_data(assessment: Assessment) -> dict[str, Json]:
    """The documents by item and by campus, and the ids of what has none, for other programs."""
    by_item = {**assessment.evidence, **assessment.evidence_of_no_item}
    by_campus = {campus.school_code: campus.evidence for campus in assessment.county.campuses if campus.evidence}
    return {
        "items": {id: list(documents) for id, documents in by_item.items()},
        "campuses": {code: list(documents) for code, documents in by_campus.items()},
        "undocumented": list(assessment.undocumented),
    }
