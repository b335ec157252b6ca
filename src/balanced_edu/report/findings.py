"""A single finding, as a notebook shows it: its outcome and reason, the clause, and the parts that decide it."""

from __future__ import annotations

from collections.abc import Iterator

from balanced_edu.checks import Finding
from balanced_edu.report.document import Block, Document, Fold, Paragraph, Point, Points, Role
from balanced_edu.report.sentences import finding_sentence
from balanced_edu.report.shared import quotation
from balanced_edu.report.terms import measure_name, stage_name
from balanced_edu.report.words import Words

_PARTS = 20


def finding_document(finding: Finding, words: Words) -> Document:
    """The outcome, the reason in a sentence, the clause and the standard; the parts folded."""
    return Document(title=_about(finding, words), lang=words.tag, blocks=_blocks(finding, words))


def _about(finding: Finding, words: Words) -> str:
    check = measure_name(finding.check, words) if finding.check else ""
    about = words.clauses((finding.item, finding.campus, stage_name(finding.stage, words), finding.subject, check))
    return about or words.text("finding.title")


def _blocks(finding: Finding, words: Words) -> Iterator[Block]:
    yield Paragraph(words.text(f"outcomes.{finding.outcome}"), Role.VERDICT)
    yield Paragraph(finding_sentence(finding, words))
    if finding.clause:
        yield Paragraph(quotation(finding.clause, words), Role.CLAUSE)
    if finding.standard:
        yield Paragraph(words.text("basis.standard", standard=finding.standard), Role.MUTED)
    if finding.parts:
        more = words.more(len(finding.parts), _PARTS)
        points = [_part(part, words) for part in finding.parts[:_PARTS]]
        yield Fold(words.text("finding.parts", n=len(finding.parts)), [Points([*points, *more])])


def _part(part: Finding, words: Words) -> Point:
    outcome = words.text(f"outcomes.{part.outcome}")
    return Point(
        words.text("finding.part", about=_about(part, words), outcome=outcome), [finding_sentence(part, words)]
    )
