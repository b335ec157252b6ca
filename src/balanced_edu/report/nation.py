"""The verdicts on the resources of many counties, as a notebook shows them: how many pass, and the first counties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balanced_edu.exact import decimal_text
from balanced_edu.outcomes import Outcome
from balanced_edu.records.kinds import COMPULSORY
from balanced_edu.report.document import Column, Document, Entry, Fold, Paragraph, Role, Table
from balanced_edu.report.shared import outcome_entry
from balanced_edu.report.terms import fixed, stage_name
from balanced_edu.report.words import Words

if TYPE_CHECKING:
    from balanced_edu.nation.verdicts import NationAssessment

_SHOWN = 50


def nation_document(nation: NationAssessment, words: Words) -> Document:
    """How many counties pass, and the first of them with their outcomes and composite coefficients, folded."""
    n = int(nation.counties.size)
    counts = {str(outcome): int((nation.outcomes == outcome).sum()) for outcome in Outcome}
    table = Table(
        columns=[
            Column(words.text("comparison.county")),
            Column(words.text("comparison.verdict")),
            *(
                Column(stage_name(stage, words), group=words.text("assessment.variation.composite"), align="right")
                for stage in COMPULSORY
            ),
        ],
        rows=[_row(nation, place, words) for place in range(min(n, _SHOWN))],
        notes=words.more(n, _SHOWN),
    )
    return Document(
        title=words.text("nation.title", n=n, standard=nation.standard),
        lang=words.tag,
        blocks=[
            Paragraph(words.text("nation.counts", **counts), Role.VERDICT),
            Fold(words.text("nation.counties"), [table]),
        ],
    )


def _row(nation: NationAssessment, place: int, words: Words) -> list[Entry]:
    composite = [float(of_stage[place]) for of_stage in nation.composite]
    return [
        Entry(str(nation.counties[place])),
        outcome_entry(Outcome(int(nation.outcomes[place])), words),
        *(Entry("–") if value != value else Entry(fixed(decimal_text(value), 4), value=value) for value in composite),
    ]
