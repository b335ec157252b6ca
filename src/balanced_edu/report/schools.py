"""Schools in the report on an assessment: campuses that fail, every section, and the variation between schools."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from balanced_edu.assessment.result import Standing
from balanced_edu.assessment.shortfalls import shortfalls_of
from balanced_edu.checks import Finding
from balanced_edu.exact import comparable_texts, decimal_text
from balanced_edu.outcomes import Outcome
from balanced_edu.records.kinds import COMPULSORY
from balanced_edu.report.document import Block, Column, Entry, Fold, Heading, Point, Points, Table
from balanced_edu.report.facts import Reported, campus_name, mean_of
from balanced_edu.report.pictures import picture
from balanced_edu.report.sentences import compared_text, figure, finding_sentence
from balanced_edu.report.shared import UNKNOWN, outcome_entry, variation_limits
from balanced_edu.report.shortfalls import choice_points, floor_text, shortfall_text
from balanced_edu.report.sides import SCHOOLS, coefficient_text, side_name
from balanced_edu.report.terms import (
    figure_text,
    fixed,
    item_title,
    property_name,
    quantity,
    ranges,
    share_text,
    stage_name,
)
from balanced_edu.report.words import Words

if TYPE_CHECKING:
    from balanced_edu.assessment.result import AssessedSection, Assessment
    from balanced_edu.assessment.shortfalls import SectionShortfalls
    from balanced_edu.assessment.sides import Sides
    from balanced_edu.standards import Standard

_NEAR = Fraction("0.05")  # a coefficient within this part of its limit is pointed out: next year's may not hold


def failing_campuses(assessment: Assessment, items: Sequence[Reported], words: Words) -> Iterator[Block]:
    """Each campus that fails something: its failing sections, and the facts by which it fails items."""
    points: dict[str, list[Point | str]] = {}
    for assessed in assessment.sections:
        if assessed.finding.outcome is Outcome.FAIL:
            point = _section_point(assessed, assessment.standard, words)
            points.setdefault(assessed.section.campus.school_code, []).append(point)
    for item in items:
        for fact in item.facts if item.outcome is Outcome.FAIL else ():
            line = words.text("reasons.about", about=item.short_title, sentence=fact.line(words, named=False))
            points.setdefault(fact.code, []).append(line)
    campuses = [campus for campus in assessment.county.campuses if campus.school_code in points]
    if campuses:
        everybody = len(assessment.county.campuses)
        yield Heading(words.text("assessment.campuses.heading", n=len(campuses), all=everybody))
    for campus in campuses:
        kind = property_name(campus.kind, words)
        yield Heading(words.text("assessment.campuses.title", campus=campus_name(campus), kind=kind), 3)
        yield Points(points[campus.school_code])


def _section_point(assessed: AssessedSection, standard: Standard, words: Words) -> Point:
    """A section that fails the section rule, with the values below their limits."""
    met = sum(finding.outcome is Outcome.PASS for finding in assessed.at_limit.values())
    floor = share_text(standard.floor, words)
    far = assessed.standing_at(Standing.FAR)
    enough = "met" if met >= standard.reached else "met_of"
    summary = words.text(f"assessment.campuses.{enough}", met=met, n=len(assessed.at_limit), k=standard.reached)
    if far:
        summary = words.text("assessment.campuses.far", met=summary, floor=floor, ids=words.listed(far))
    pupils = assessed.section.pupils
    assert pupils is not None  # else no value were known, and the rule could not fail
    text = words.text(
        "assessment.campuses.section",
        stage=stage_name(assessed.section.stage, words),
        pupils=quantity(figure_text(pupils, words), pupils, "pupil", words),
        summary=summary,
    )
    found = shortfalls_of(assessed, standard)
    return Point(text, [*_short_values(assessed, found, floor, words), *choice_points(found, words)])


def _short_values(assessed: AssessedSection, found: SectionShortfalls, floor: str, words: Words) -> Iterator[str]:
    for id, finding in assessed.at_limit.items():
        if finding.outcome is not Outcome.PASS:
            sentence = _short_value(id, assessed, found, floor, words)
            yield words.text("assessment.campuses.value", id=id, sentence=sentence)


def _short_value(id: str, assessed: AssessedSection, found: SectionShortfalls, floor: str, words: Words) -> str:
    """A value below its limit, with what it lacks; a limit from above, or of an unknown amount, as it is."""
    finding, at_floor = assessed.at_limit[id], assessed.at_floor[id]
    if finding.value is None:
        return words.text("outcomes.unknown")
    if lacks := found.to_limit.get(id):
        shortfall = shortfall_text(lacks, found.section, words)
        return words.parts((compared_text(finding, words), shortfall, floor_text(id, found, words)))
    sentence = finding_sentence(finding, words)
    if at_floor.outcome is Outcome.FAIL and at_floor.limit is not None:
        limit = figure(decimal_text(at_floor.limit), at_floor.limit, at_floor.unit, words)
        sentence = words.text("assessment.campuses.far_value", sentence=sentence, limit=limit, floor=floor)
    return sentence


def all_sections(assessment: Assessment, words: Words) -> Iterator[Block]:
    """Every section with its values, for a page and a workbook."""
    standard = assessment.standard
    if not standard.resources:
        return
    heads = [Column(words.text(f"assessment.sections.{head}")) for head in ("code", "campus", "stage")]
    table = Table(
        name=words.text("assessment.sections.sheet"),
        columns=[
            *heads,
            Column(words.text("assessment.sections.pupils"), align="right"),
            *(Column(id, align="right", notes=_limits(id, standard, words)) for id in standard.resources),
            Column(words.text("assessment.sections.rule")),
        ],
        rows=[section_row(assessed, standard, words) for assessed in assessment.sections],
        notes=[marks_of_values(standard, words)],
        sortable=True,
    )
    marks = picture(assessment, "sections", words)
    yield Fold(words.text("assessment.sections.heading"), [marks, table], open=True)


def _limits(id: str, standard: Standard, words: Words) -> Iterator[str]:
    """The limit of a resource for each stage, if the standard has a rule for single sections."""
    for stage in COMPULSORY if standard.reached and id in standard.required_resources else ():
        limit = standard.limit(id, stage)
        number = words.text(f"relations.{limit.relation.name.lower()}", limit=decimal_text(limit.limit))
        yield words.text("assessment.sections.limit", stage=stage_name(stage, words), limit=number)


def marks_of_values(standard: Standard, words: Words) -> str:
    """What the marks mean that values of sections have."""
    floor = share_text(standard.floor, words)
    return words.text(f"assessment.sections.{'marks_with_floor' if standard.reached else 'marks'}", floor=floor)


def section_row(assessed: AssessedSection, standard: Standard, words: Words) -> list[Entry]:
    """A section with its pupils, its values and their marks, and its outcome."""
    section = assessed.section
    pupils = section.pupils
    return [
        Entry(section.campus.school_code),
        Entry(section.campus.school_name or ""),
        Entry(stage_name(section.stage, words)),
        UNKNOWN if pupils is None else Entry(figure_text(pupils, words), value=int(pupils)),
        *(
            _value_entry(value, assessed.at_limit.get(id), _MARKS.get(assessed.standing(id), ""))
            for id, value in assessed.values.items()
        ),
        outcome_entry(assessed.finding.outcome, words) if standard.reached else Entry("–"),
    ]


_MARKS = {Standing.SHORT: "✗", Standing.BELOW: "✗", Standing.FAR: "✗✗"}


def _value_entry(value: Fraction | None, at_limit: Finding | None, mark: str) -> Entry:
    """A section's value with its mark; without limits it has none."""
    if value is None:
        return UNKNOWN
    if at_limit is None or at_limit.limit is None:
        return Entry(fixed(decimal_text(value, places=2), 2), value=float(value))
    text = fixed(comparable_texts(value, at_limit.limit, places=2)[0], 2)
    return Entry(text, value=float(value), outcome=at_limit.outcome, mark=mark)


# Variation coefficients and the survey.


def variation(assessment: Assessment, sides: Mapping[str, Sides], words: Words) -> Iterator[Block]:
    """Both sides of each resource: coefficient and mean of each stage, and how many sections reach the limit."""
    standard = assessment.standard
    if not standard.resources:
        return
    heading = "heading_of_mean" if standard.mean_of_coefficients else "heading"
    yield Heading(words.text(f"assessment.variation.{heading}", limits=variation_limits(standard, words)))
    rows = [
        [
            Entry(item_title(standard.items[id], words)),
            *(entry for findings in assessment.variation.values() for entry in _coefficient(findings[id])),
            *(_of_sections(sides[id]) if standard.reached else ()),
        ]
        for id in standard.resources
    ]
    composite = [entry for finding in assessment.composite.values() for entry in _coefficient(finding)]
    if composite:
        none = [Entry("–")] * len(_SCHOOLS) if standard.reached else []
        rows.append([Entry(words.text("assessment.variation.composite")), *composite, *none])
    heads = ("coefficient", "mean")
    yield Table(
        name=words.text("assessment.variation.sheet"),
        columns=[
            Column(words.text("assessment.variation.indicator")),
            *(
                Column(words.text(f"assessment.variation.{head}"), group=stage_name(stage, words), align="right")
                for stage in COMPULSORY
                for head in heads
            ),
            *(
                Column(words.text(f"assessment.variation.{head}"), group=side_name(SCHOOLS, words), align="right")
                for head in (_SCHOOLS if standard.reached else ())
            ),
        ],
        rows=rows,
        notes=[*about_composite(standard, words), *meanings_of_marks(rows, words)],
    )
    yield picture(assessment, "coefficients", words)
    curves = picture(assessment, "lorenz", words)
    yield Fold(curves.title, [curves])


_SCHOOLS = ("reached", "below")


def _of_sections(sides: Sides) -> tuple[Entry, Entry]:
    """How many sections reach the limit of a resource, and are below it, with the mark of this side's outcome."""
    mark = {Outcome.FAIL: "✗", Outcome.UNKNOWN: "?"}.get(sides.schools, "")  # type: ignore[arg-type]
    return (
        Entry(str(sides.reached), value=sides.reached),
        Entry(str(sides.below), value=sides.below, outcome=sides.schools, mark=mark),
    )


def meanings_of_marks(rows: Iterable[Iterable[Entry]], words: Words) -> list[str]:
    """What the marks mean that coefficients in a table have."""
    marks = {entry.mark for row in rows for entry in row}
    return [
        words.text(f"assessment.variation.{meaning}", share=share_text(_NEAR, words))
        for mark, meaning in {"✗": "fails", "~": "near", "?": "unknown"}.items()
        if mark in marks
    ]


def about_composite(standard: Standard, words: Words) -> Iterator[str]:
    """What the composite coefficient is the mean of, and whether it has a limit."""
    if standard.required_resources:
        limited = "limited" if standard.mean_of_coefficients else "unlimited"
        ids = words.listed(ranges(standard.required_resources))
        yield words.text(f"assessment.variation.composite_{limited}", ids=ids)


def coefficient_entry(finding: Finding, places: int = 4) -> Entry:
    """A coefficient with its mark, and with more decimals than `places` where it would else look like its limit."""
    mark = {Outcome.FAIL: "✗", Outcome.UNKNOWN: "?", Outcome.PASS: "~" if _is_near(finding) else ""}[finding.outcome]
    value = None if finding.value is None else float(finding.value)
    return Entry(coefficient_text(finding, places), value=value, outcome=finding.outcome, mark=mark)


def _coefficient(finding: Finding) -> tuple[Entry, Entry]:
    """A coefficient with its mark, and the mean that the values vary around; a composite one has none."""
    coefficient = coefficient_entry(finding)
    if finding.value is None or "mean" not in finding.inputs:
        return coefficient, Entry("–")
    mean = mean_of(finding)
    return coefficient, Entry(fixed(decimal_text(mean, places=2), 2), value=float(mean))


def _is_near(finding: Finding) -> bool:
    return finding.margin is not None and finding.limit is not None and finding.margin <= finding.limit * _NEAR
