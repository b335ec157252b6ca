"""The report on an assessment: the verdict, what fails and why, what is missing, and what is reported besides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from balanced_edu.checks import Finding
from balanced_edu.checks.findings import open_forms, stands
from balanced_edu.outcomes import Outcome
from balanced_edu.report.basis import basis
from balanced_edu.report.concessions import concession_sheet, concessions
from balanced_edu.report.document import Block, Column, Document, Fold, Heading, Paragraph, Points, Role, Table
from balanced_edu.report.doubts import doubtful_figures
from balanced_edu.report.evidence import evidence
from balanced_edu.report.facts import aims_in_force, failed_items, reported_items, unknown_items
from balanced_edu.report.places import cell_text
from balanced_edu.report.reading import reading_fold
from balanced_edu.report.schools import all_sections, failing_campuses, variation
from balanced_edu.report.sentences import finding_sentence, in_brief
from balanced_edu.report.shared import cited, county_and_year, covers, dates_text, outcome_entry, quotation
from balanced_edu.report.sheets import assessment_sheets
from balanced_edu.report.shortfalls import shortfall_sheet
from balanced_edu.report.sides import SCHOOLS, SPREAD, schools_text, side_name
from balanced_edu.report.survey import survey
from balanced_edu.report.terms import (
    dimension_name,
    full_dimension_name,
    item_name,
    item_title,
    with_official,
)
from balanced_edu.report.words import Words
from balanced_edu.standards.model import VETO

if TYPE_CHECKING:
    from balanced_edu.assessment.result import Assessment
    from balanced_edu.assessment.sides import Sides
    from balanced_edu.assessment.tasks import TaskBoard
    from balanced_edu.standards.model import Item


def assessment_document(assessment: Assessment, words: Words) -> Document:
    """The report on an assessment."""
    words = words.about(assessment.county.reading)
    doubts, sides, board = assessment.doubts, assessment.sides, assessment.tasks()
    items = tuple(reported_items(assessment, sides, words))
    return Document(
        title=county_and_year(assessment.county.name, assessment.county.year, words),
        lang=words.tag,
        summary=words.text("assessment.summary"),
        blocks=[
            *_head(assessment, board, words),
            *failed_items(items, words),
            *unknown_items(assessment, items, words),
            *doubtful_figures(doubts, words),
            *failing_campuses(assessment, items, words),
            *concessions(assessment, words),
            *variation(assessment, sides, words),
            *survey(assessment, words),
            *_passed(assessment, sides, words),
            *_beside("conditions", assessment.standard.conditions, assessment.conditions, words),
            *_beside("aims", assessment.standard.items, aims_in_force(assessment), words),
            *evidence(assessment, words),
            *all_sections(assessment, words),
            _all_items(assessment, sides, words),
            *reading_fold(assessment.county.reading, doubts, words),
            *basis(
                [cited(assessment.standard, words)],
                words,
                days=[assessment.on],
                data={"": board.fingerprint},
            ),
        ],
        sheets=lambda: [
            *assessment_sheets(assessment, board, words),
            *shortfall_sheet(assessment, words),
            *concession_sheet(assessment, words),
        ],
        source=assessment.standard.cited,
    )


# The verdict and its dimensions.


def _head(assessment: Assessment, board: TaskBoard, words: Words) -> Iterator[Block]:
    outcome = assessment.outcome
    yield Paragraph(words.text("assessment.standard", cited=cited(assessment.standard, words)), Role.MUTED)
    yield Paragraph(words.text("assessment.verdict", verdict=words.text(f"verdicts.{outcome}")), Role.VERDICT)
    if part := covers(assessment.standard, words):
        yield Paragraph(part)
    yield Paragraph(_explanation(assessment, words))
    if dates := dates_text(board, words):
        yield Paragraph(words.text("assessment.as_of", day=assessment.on, dates=dates))
    yield Table(
        columns=[Column(words.text(f"assessment.{head}")) for head in ("dimension", "outcome", "count")],
        rows=[
            (
                full_dimension_name(name, words),
                outcome_entry(finding.outcome, words),
                words.parts(_counts(name, assessment, words)),
            )
            for name, finding in assessment.dimensions.items()
        ],
    )


def _explanation(assessment: Assessment, words: Words) -> str:
    """What decides the verdict; of a failure, also the forms of its figures that are not given and could change it."""
    if assessment.outcome is Outcome.FAIL and not stands(assessment.finding):
        cells = words.listed(cell_text(cell, words) for cell in open_forms(assessment.finding))
        return words.text("assessment.explanations.fail_as_given", cells=cells)
    return words.text(f"assessment.explanations.{assessment.outcome}")


def _counts(dimension: str, assessment: Assessment, words: Words) -> Iterator[str]:
    """How many parts of a dimension hold; of a dimension with one item, its reason."""
    standard = assessment.standard
    findings = {id: one for id, one in assessment.indicators.items() if standard.items[id].dimension == dimension}
    if dimension == VETO:
        yield _count("grounds", findings.values(), words)
    elif len(findings) == 1:
        ((id, finding),) = findings.items()
        yield _reason(standard.items[id], finding, words)
    else:
        of_coefficients = dimension == "resources" and not standard.mean_of_coefficients
        yield _count("coefficients" if of_coefficients else "indicators", findings.values(), words)
    if dimension == "resources" and standard.reached:
        yield _count("sections", (section.finding for section in assessment.sections), words)
    if dimension == "resources" and assessment.means:
        yield _count("means", assessment.means.values(), words)


def _count(noun: str, findings: Iterable[Finding], words: Words) -> str:
    outcomes = [finding.outcome for finding in findings]
    failed, unknown = outcomes.count(Outcome.FAIL), outcomes.count(Outcome.UNKNOWN)
    which = "both" if failed and unknown else "fail" if failed else "unknown" if unknown else "pass"
    if noun == "grounds" and unknown == len(outcomes):
        which = "all_unknown"  # there are no others, of which something could be said
    return words.text(f"counts.{noun}.{which}", all=len(outcomes), failed=failed, unknown=unknown)


def _reason(item: Item, finding: Finding, words: Words) -> str:
    """Why an item has its outcome, in a few words."""
    if finding.outcome is Outcome.UNKNOWN:
        return words.text("outcomes.unknown")
    if item.dimension == VETO:
        return words.text("grounds.absent" if finding.outcome is Outcome.PASS else "grounds.found")
    return finding_sentence(finding, words)


# What passes, and what is reported beside the verdict.


def _passed(assessment: Assessment, sides: Mapping[str, Sides], words: Words) -> Iterator[Block]:
    standard = assessment.standard
    lines = []
    for name, findings in _by_name(assessment, sides, words):
        items = [item_title(standard.items[id], words) for id, outcome in findings.items() if outcome is Outcome.PASS]
        if items:
            listed = words.texts["assessment.passed.separator"].join(items)
            lines.append(words.text("assessment.passed.line", dimension=name, items=listed))
    if lines:
        yield Heading(words.text("assessment.passed.heading"))
        yield Points(lines)


def _by_name(
    assessment: Assessment, sides: Mapping[str, Sides], words: Words
) -> Iterator[tuple[str, dict[str, Outcome | None]]]:
    """The outcomes of each dimension's items; of resources those of each side."""
    standard = assessment.standard
    for dimension in assessment.dimensions:
        name = dimension_name(dimension, words)
        outcomes = {
            id: finding.outcome
            for id, finding in assessment.indicators.items()
            if standard.items[id].dimension == dimension
        }
        if dimension == "resources" and standard.reached:
            yield words.clauses((name, side_name(SPREAD, words))), dict(outcomes)
            yield words.clauses((name, side_name(SCHOOLS, words))), {id: sides[id].schools for id in outcomes}
        else:
            yield name, dict(outcomes)


def _beside(which: str, items: Mapping[str, Item], findings: Mapping[str, Finding], words: Words) -> Iterator[Block]:
    """Conditions or aims: outcome and reason in brief."""
    if findings:
        yield Heading(words.text(f"assessment.{which}.heading"))
        yield Table(
            name=words.text(f"assessment.{which}.sheet"),
            columns=[Column(words.text(f"assessment.items.{head}")) for head in ("id", "item", "outcome", "reason")],
            rows=[
                (id, item_name(items[id], words), outcome_entry(finding.outcome, words), in_brief(finding, words))
                for id, finding in findings.items()
            ],
        )


def _all_items(assessment: Assessment, sides: Mapping[str, Sides], words: Words) -> Fold:
    """Every item with its clause and source, for a page and a workbook."""
    standard = assessment.standard
    heads = ("id", "item", "outcome", "reason", "clause", "source")
    items = [
        *((standard.items[id], finding) for id, finding in assessment.indicators.items()),
        *((standard.conditions[id], finding) for id, finding in assessment.conditions.items()),
        *((standard.items[id], finding) for id, finding in aims_in_force(assessment).items()),
    ]
    table = Table(
        name=words.text("assessment.items.sheet"),
        columns=[Column(words.text(f"assessment.items.{head}")) for head in heads],
        rows=[
            (
                item.id,
                with_official(item_name(item, words), item.name_zh, words),
                outcome_entry(finding.outcome, words),
                words.parts(
                    (
                        _reason(item, finding, words),
                        schools_text(sides[item.id], words) if item.id in sides else "",
                    )
                ),
                quotation(item.clause, words),
                item.source,
            )
            for item, finding in items
        ],
    )
    return Fold(words.text("assessment.items.heading"), [table])
