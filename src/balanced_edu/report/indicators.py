"""An indicator of the catalogue, as a notebook shows it: its formulas, what they take, and the clause."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from balanced_edu.report.document import Column, Document, Fold, Paragraph, Role, Table
from balanced_edu.report.shared import quotation
from balanced_edu.report.terms import dimension_name, field_name, unit_name, with_official
from balanced_edu.report.words import Words

if TYPE_CHECKING:
    from balanced_edu.national import Indicator


def indicator_document(indicator: Indicator[Any], words: Words) -> Document:
    """The formula of each measure with its unit, the clause with its source, and the figures that are taken, folded."""
    name = indicator.name_zh if words.official else indicator.name_en
    formulas = (
        words.clauses((measure.formula, unit_name(measure.unit, words) if measure.unit else ""))
        for measure in indicator.measures.values()
    )
    inputs = Table(
        columns=[Column(words.text(f"indicator.{head}")) for head in ("key", "figure", "unit")],
        rows=[
            (key, field_name(key, words), unit_name(unit, words) if unit else "")
            for key, unit in indicator.inputs.items()
        ],
    )
    return Document(
        title=words.text("shared.item", id=indicator.id, name=with_official(name, indicator.name_zh, words)),
        lang=words.tag,
        blocks=[
            *(Paragraph(formula, Role.VERDICT) for formula in formulas),
            Paragraph(words.text("indicator.dimension", dimension=dimension_name(indicator.dimension, words))),
            Paragraph(quotation(indicator.clause, words), Role.CLAUSE),
            Paragraph(indicator.source, Role.MUTED),
            Fold(words.text("indicator.inputs", n=len(inputs.rows)), [inputs]),
        ],
    )
