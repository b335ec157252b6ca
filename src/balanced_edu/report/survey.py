"""The survey in the report on an assessment: satisfaction by group, and the sample beside what is asked of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from balanced_edu.checks import Finding
from balanced_edu.exact import Number, comparable_texts, decimal_text
from balanced_edu.outcomes import Outcome
from balanced_edu.report.document import Block, Column, Entry, Heading, Table
from balanced_edu.report.shared import UNKNOWN
from balanced_edu.report.terms import figure_text, fixed, measure_of_group, percent, quantity, unit_name
from balanced_edu.report.words import Words

if TYPE_CHECKING:
    from balanced_edu.assessment.result import Assessment


def survey(assessment: Assessment, words: Words) -> Iterator[Block]:
    """The rates of each group and of all together, and each demand on the sample whose figures are given."""
    if groups := list(survey_sheet(assessment, words, 2)):
        yield Heading(words.text("assessment.groups.heading"))
        yield from groups
        yield from _sample(assessment, words)


def survey_sheet(assessment: Assessment, words: Words, places: int = 1) -> Iterator[Table]:
    """The rates of each group and of all together, with so many decimals; nothing without a survey."""
    answers = (*assessment.survey.groups, assessment.survey.everybody)
    if len(answers) == 1:
        return
    columns = {
        head: [entry(getattr(one, head), words, places) for one in answers]
        for head, entry in _COLUMNS.items()
        if head in _ALWAYS or any(getattr(one, head) is not None for one in answers)
    }
    yield Table(
        name=words.text("assessment.groups.sheet"),
        columns=[
            Column(words.text("assessment.groups.group")),
            *(
                Column(
                    words.text(f"assessment.groups.{head}"),
                    align="right",
                    unit=unit_name("percent", words) if _COLUMNS[head] is _rate else "",
                )
                for head in columns
            ),
        ],
        rows=[
            [Entry(one.group or words.text("assessment.groups.everybody")), *row]
            for one, row in zip(answers, zip(*columns.values(), strict=True), strict=True)
        ],
    )


def _sample(assessment: Assessment, words: Words) -> Iterator[Block]:
    known = [finding for finding in assessment.sample.values() if finding.outcome is not Outcome.UNKNOWN]
    if not known:
        return
    heads = ("demand", "found", "asked", "reached", "clause")
    yield Heading(words.text("assessment.sample.heading"), 3)
    yield Table(
        name=words.text("assessment.sample.sheet"),
        columns=[Column(words.text(f"assessment.sample.{head}")) for head in heads],
        rows=[_demand(finding, words) for finding in known],
        notes=[words.text("assessment.sample.note")],
    )


def _demand(finding: Finding, words: Words) -> list[Entry]:
    """What is measured, what is there, what is asked for, whether it is reached, and by which clause."""
    value, limit, relation = finding.value, finding.limit, finding.relation
    assert value is not None
    assert limit is not None
    assert relation is not None
    number, bound = comparable_texts(value, limit, places=2)
    bound = quantity(bound, limit, finding.unit, words)
    return [
        Entry(measure_of_group(finding.check, finding.subject, words)),
        Entry(quantity(number, value, finding.unit, words), value=float(value)),
        Entry(words.text(f"limits.{relation.name.lower()}", limit=bound)),
        Entry(words.text(f"assessment.sample.{finding.outcome}"), outcome=finding.outcome),
        Entry(finding.clause),
    ]


def _rate(rate: Fraction | None, words: Words, places: int) -> Entry:
    if rate is None:
        return UNKNOWN
    return Entry(percent(fixed(decimal_text(rate, places), places), words), value=float(rate))


def _count(number: Number | None, words: Words, _places: int) -> Entry:
    return UNKNOWN if number is None else Entry(figure_text(number, words), value=int(number))


# What the table has of each group; the questionnaires always, the rest where any group has it.
_COLUMNS: dict[str, Callable[[Any, Words, int], Entry]] = {
    "rate": _rate,
    "handed_out": _count,
    "surveyed": _count,
    "visit_rate": _rate,
    "visited": _count,
}
_ALWAYS = ("rate", "surveyed")
