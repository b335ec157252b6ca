"""The workbook of an assessment, a sheet for each question: items, coefficients, sections, failures, gaps and tasks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import attrs

from balanced_edu.assessment.result import Standing
from balanced_edu.assessment.tasks import nearest_to_limit
from balanced_edu.checks import Finding
from balanced_edu.checks.relations import Relation
from balanced_edu.exact import Number, comparable_texts, decimal_text
from balanced_edu.outcomes import Outcome
from balanced_edu.records.kinds import COMPULSORY, Grade
from balanced_edu.report.document import Column, Entry, Table
from balanced_edu.report.facts import aims_in_force, campus_name, fact_text, mean_of, mean_title, missing_cells
from balanced_edu.report.schools import (
    about_composite,
    coefficient_entry,
    marks_of_values,
    meanings_of_marks,
    section_row,
)
from balanced_edu.report.sentences import band_of, finding_sentence, in_brief, named_sentence
from balanced_edu.report.shared import cited, outcome_entry
from balanced_edu.report.survey import survey_sheet
from balanced_edu.report.tasks import task_sheet
from balanced_edu.report.terms import (
    decimals_of,
    dimension_name,
    fixed,
    grade_name,
    item_name,
    item_title,
    measure_name,
    property_name,
    ranges,
    share_text,
    stage_name,
    unit_name,
    with_official,
)
from balanced_edu.report.words import Words
from balanced_edu.standards.model import VETO

if TYPE_CHECKING:
    from balanced_edu.assessment.result import AssessedSection, Assessment
    from balanced_edu.assessment.tasks import TaskBoard
    from balanced_edu.records.campus import Campus
    from balanced_edu.records.kinds import Stage
    from balanced_edu.standards import Standard
    from balanced_edu.standards.model import Item

# Decimals as the forms print them; of other figures up to so many, and more where a figure would look like its limit.
_COEFFICIENT, _RATE, _MOST = 3, 2, 3
_SIGNS = {Relation.AT_LEAST: "≥", Relation.AT_MOST: "≤", Relation.BELOW: "<", Relation.ABOVE: ">"}
_FEW = 4  # values of an item that are all listed


def assessment_sheets(assessment: Assessment, board: TaskBoard, words: Words) -> Iterator[Table]:
    """What is said on the sheet of the verdict besides, and the sheets."""
    yield _about(assessment, words)
    yield _items(assessment, words)
    if assessment.standard.resources:
        yield _coefficients(assessment, words)
        yield _sections(assessment, words)
    yield _failures(assessment, words)
    missing = missing_cells(assessment, words)
    yield missing if missing.rows else attrs.evolve(missing, notes=[words.text("sheets.none_missing")])
    yield task_sheet(board, words.text("sheets.tasks"), words)
    yield from survey_sheet(assessment, words)


def _column(name: str, words: Words, unit: str = "", **values: object) -> Column:
    return Column(words.text(f"sheets.columns.{name}", **values), unit=unit)


def _number(name: str, words: Words, unit: str = "") -> Column:
    return attrs.evolve(_column(name, words, unit), align="right")


def _about(assessment: Assessment, words: Words) -> Table:
    """The county, the standard and its edition, and the day; without a name, since it belongs to the verdict."""
    standard = assessment.standard
    rows = {
        "county": Entry(assessment.county.name),
        "year": _count(assessment.county.year),
        "standard": Entry(cited(standard, words)),
        "document": Entry(standard.document),
        "edition": Entry(standard.cited),
        "on": Entry(str(assessment.on or ""), value=assessment.on),
    }
    return Table(
        columns=[Column(), Column()],
        rows=[[Entry(words.text(f"sheets.about.{name}")), entry] for name, entry in rows.items()],
    )


# Figures.


def _count(number: int | None) -> Entry:
    return Entry() if number is None else Entry(str(number), value=number)


def _figure(value: Number, limit: Number, unit: str) -> Entry:
    """A figure beside its limit."""
    decimals = decimals_of(unit) if unit else _COEFFICIENT
    text, _ = comparable_texts(value, limit, _MOST if decimals is None else decimals)
    return Entry(text if decimals is None else fixed(text, decimals), value=float(value))


def _figures(finding: Finding | None, words: Words) -> list[Entry]:
    """A value, its limit, the gap on the wrong side of it, and their unit; grades and bands in words."""
    if finding is None or finding.value is None or finding.limit is None or finding.relation is None:
        return [Entry()] * 4
    value, limit, sign = finding.value, finding.limit, _SIGNS[finding.relation]
    if grade := next((given for given in finding.inputs.values() if isinstance(given, Grade)), None):
        return [Entry(property_name(grade, words)), Entry(f"{sign} {grade_name(limit, words)}"), Entry(), Entry()]
    unit = Entry(unit_name(finding.unit, words))
    bound = Entry(f"{sign} {decimal_text(limit, 10)}", value=float(limit))
    if band := band_of(finding, words):
        return [Entry(band), bound, Entry(), unit]
    gap = _gap(finding)
    return [_figure(value, limit, finding.unit), bound, Entry() if gap is None else _figure(gap, 0, finding.unit), unit]


def _gap(finding: Finding) -> Number | None:
    margin = finding.margin
    return -margin if margin is not None and margin < 0 else None


# Items.


def _items(assessment: Assessment, words: Words) -> Table:
    """Every indicator and aim with its outcome and the value that decides it, its limit and its clause."""
    names = ("id", "item", "dimension", "outcome")
    further = ("unit", "of", "reason", "clause", "source")
    findings = {**assessment.indicators, **aims_in_force(assessment)}
    campuses = {campus.school_code: campus_name(campus) for campus in assessment.county.campuses}
    return Table(
        name=words.text("sheets.items"),
        columns=[
            *(_column(name, words) for name in names),
            *(_number(name, words) for name in ("value", "limit")),
            *(_column(name, words) for name in further),
        ],
        rows=[_item(assessment.standard.items[id], finding, campuses, words) for id, finding in findings.items()],
        keys=2,
    )


def _item(item: Item, finding: Finding, campuses: Mapping[str, str], words: Words) -> list[Entry]:
    dimension = dimension_name(item.dimension, words)
    nearest = _nearest(finding)
    value, limit, _, unit = _figures(nearest, words)
    return [
        Entry(item.id),
        Entry(with_official(item_name(item, words), item.name_zh, words)),
        Entry(words.text("tasks.aim", title=dimension) if item.aim else dimension),
        outcome_entry(finding.outcome, words),
        value,
        limit,
        unit,
        Entry(_value_of(nearest, campuses, words)),
        Entry(_reason(item, finding, words)),
        Entry(item.clause),
        Entry(item.source),
    ]


def _nearest(finding: Finding) -> Finding | None:
    """The value that decides, with the campus, subject and stage that it is of."""
    nearest = nearest_to_limit(finding)
    if nearest is None:
        return None
    found = (nearest.check, nearest.value, nearest.limit)
    return next(leaf for leaf in finding.leaves() if (leaf.check, leaf.value, leaf.limit) == found)


def _value_of(finding: Finding | None, campuses: Mapping[str, str], words: Words) -> str:
    if finding is None:
        return ""
    campus = campuses.get(finding.campus, finding.campus)
    measure = measure_name(finding.check, words)
    return words.clauses((campus, finding.subject, stage_name(finding.stage, words), measure))


def _reason(item: Item, finding: Finding, words: Words) -> str:
    """Every value of an item that has few of them, else its reason in brief."""
    if item.dimension == VETO and finding.outcome is not Outcome.UNKNOWN:
        return words.text("grounds.absent" if finding.outcome is Outcome.PASS else "grounds.found")
    leaves = [leaf for part in finding.parts for leaf in part.leaves()]
    if 0 < len(leaves) <= _FEW:
        return words.parts(dict.fromkeys(named_sentence(leaf, words) for leaf in leaves))
    return in_brief(finding, words)


# Schools.


def _coefficients(assessment: Assessment, words: Words) -> Table:
    """The coefficients of each resource and stage, and the composite ones."""
    standard = assessment.standard
    rows = [
        [
            Entry(item_title(standard.items[id], words)),
            *_coefficient(stage, findings[id], unit_name(standard.items[id].measure.unit, words), words),
        ]
        for id in standard.resources
        for stage, findings in assessment.variation.items()
    ]
    composite = Entry(words.text("assessment.variation.composite"))
    rows += [[composite, *_coefficient(stage, one, "", words)] for stage, one in assessment.composite.items()]
    return Table(
        name=words.text("assessment.variation.sheet"),
        columns=[
            _column("indicator", words),
            _column("stage", words),
            *(_number(name, words) for name in ("coefficient", "limit")),
            *(_column(name, words) for name in ("outcome", "near")),
            _number("mean", words),
            _column("mean_unit", words),
        ],
        rows=rows,
        notes=[*about_composite(standard, words), *meanings_of_marks(rows, words)],
        keys=2,
    )


def _coefficient(stage: Stage, finding: Finding, unit: str, words: Words) -> list[Entry]:
    coefficient, none = coefficient_entry(finding, _COEFFICIENT), Entry("–")
    limit, mean = finding.limit, mean_of(finding) if finding.value is not None and unit else None
    near = words.text("sheets.near") if coefficient.mark == "~" else ""
    return [
        Entry(stage_name(stage, words)),
        coefficient,
        none if limit is None else Entry(f"≤ {decimal_text(limit, 10)}", value=float(limit)),
        none if limit is None else outcome_entry(finding.outcome, words),
        Entry(in_brief(finding, words) if finding.value is None else near),
        none if mean is None else Entry(fixed(decimal_text(mean, _RATE), _RATE), value=float(mean)),
        Entry(unit),
    ]


def _sections(assessment: Assessment, words: Words) -> Table:
    """Every section with its values under their limits, and which of them are at the limit or at its floor."""
    standard = assessment.standard
    floor = share_text(standard.floor, words)
    ruled = ("met", "between", "below", "outcome") if standard.reached else ()
    return Table(
        name=words.text("assessment.sections.sheet"),
        columns=[
            *(_column(name, words) for name in ("code", "campus", "stage")),
            _number("pupils", words, unit_name("person", words)),
            *(_value_column(standard.items[id], standard, words) for id in standard.resources),
            *([_number("reached", words)] if standard.reached else []),
            *(_column(name, words, floor=floor) for name in ruled),
        ],
        rows=[_section(assessed, standard, words) for assessed in assessment.sections],
        notes=[marks_of_values(standard, words)],
        keys=3,
    )


def _value_column(item: Item, standard: Standard, words: Words) -> Column:
    """A resource with its unit, and its limit for each stage."""
    limits = words.listed(
        words.text(
            "sheets.limit", stage=stage_name(stage, words), limit=f"{_SIGNS[one.relation]}{decimal_text(one.limit, 10)}"
        )
        for stage in COMPULSORY
        for one in standard.section_rule(stage).limits
        if one.of == item.id
    )
    head = f"{item_title(item, words)} {limits}".rstrip()
    return Column(head, align="right", unit=unit_name(item.measure.unit, words))


def _section(assessed: AssessedSection, standard: Standard, words: Words) -> list[Entry]:
    *values, outcome = section_row(assessed, standard, words)
    if not standard.reached:
        return values
    met, short, far = (assessed.standing_at(one) for one in (Standing.MET, Standing.SHORT, Standing.FAR))
    return [*values, _count(len(met)), *(Entry(words.listed(ranges(ids))) for ids in (met, short, far)), outcome]


# What fails.


def _failures(assessment: Assessment, words: Words) -> Table:
    """What fails, with its figures: that of the county as a whole, and then campus by campus."""
    campuses = {campus.school_code: campus for campus in assessment.county.campuses}
    order = {code: place for place, code in enumerate(["", *campuses])}
    failures = sorted(_every_failure(assessment, words), key=lambda one: order[one[0].campus])
    return Table(
        name=words.text("sheets.failures"),
        columns=[
            *(_column(name, words) for name in ("code", "campus", "kind", "stage", "item", "measure")),
            *(_number(name, words) for name in ("value", "limit", "gap")),
            *(_column(name, words) for name in ("unit", "reason")),
        ],
        rows=[
            [*_campus(campuses.get(leaf.campus), words), *_failure(leaf, title, reason, words)]
            for leaf, title, reason in failures
        ],
        notes=[] if failures else [words.text("sheets.none_fails")],
        keys=2,
    )


def _campus(campus: Campus | None, words: Words) -> list[Entry]:
    """Code, name and kind of a campus; of none, that it is the county as a whole."""
    if campus is None:
        return [Entry(), Entry(words.text("sheets.county")), Entry()]
    name, kind = campus.school_name or "", property_name(campus.kind, words)
    return [Entry(campus.school_code), Entry(name), Entry(kind)]


def _failure(leaf: Finding, title: str, reason: str, words: Words) -> list[Entry]:
    about = words.clauses((leaf.subject, measure_name(leaf.check, words)))
    return [Entry(stage_name(leaf.stage, words)), Entry(title), Entry(about), *_figures(leaf, words), Entry(reason)]


def _every_failure(assessment: Assessment, words: Words) -> Iterator[tuple[Finding, str, str]]:
    """Each finding that makes something fail, what that is, and why: of sections, of means, and of items."""
    items = assessment.standard.items
    for assessed in assessment.sections:
        if assessed.finding.outcome is Outcome.FAIL:
            yield from _short_values(assessed, assessment.standard, words)
    for stage, mean in assessment.means.items():
        if mean.outcome is Outcome.FAIL:
            yield attrs.evolve(mean, stage=stage), mean_title(words), finding_sentence(mean, words)
    for id, finding in assessment.indicators.items():
        if finding.outcome is Outcome.FAIL:
            for leaf in finding.leaves():
                yield leaf, item_title(items[id], words), fact_text(leaf, leaf.stage, items[id], words)


def _short_values(assessed: AssessedSection, standard: Standard, words: Words) -> Iterator[tuple[Finding, str, str]]:
    """The values of a section below their limits, and which of them are below the floor, too."""
    floor = share_text(standard.floor, words)
    campus, stage = assessed.section.campus.school_code, assessed.section.stage
    for id, finding in assessed.at_limit.items():
        if finding.outcome is Outcome.FAIL:
            further = words.text("sheets.far", floor=floor) if assessed.standing(id) is Standing.FAR else ""
            reason = words.parts((finding_sentence(finding, words), further))
            section = attrs.evolve(finding, check="section rule", campus=campus, stage=stage)
            yield section, item_title(standard.items[id], words), reason
