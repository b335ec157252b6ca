"""What a report says of an assessment, in the order in which it is read; text and page only lay it out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from balanced_edu import units
from balanced_edu.campuses import COMPULSORY, Campus, Grade, Stage
from balanced_edu.exact import decimal_text, told_apart
from balanced_edu.indicators.catalogue import DIMENSIONS
from balanced_edu.outcomes import Outcome
from balanced_edu.plain import plain
from balanced_edu.report.words import (
    STAGES,
    VERDICTS,
    count_text,
    dates_text,
    figure_text,
    grade_text,
    heading,
    in_brief,
    percent,
    ranges,
    responsible_text,
    section_rule_text,
    variation_limits,
)

if TYPE_CHECKING:
    from balanced_edu.assessment import AssessedSection, Assessment
    from balanced_edu.checks import Finding
    from balanced_edu.standards import Item, Standard


@attrs.frozen(slots=True, kw_only=True)
class Fact:
    """Something that decides an outcome: where, about what, the comparison, and the figures it was made from."""

    text: str
    about: str = ""
    made_from: str = ""
    code: str = ""
    campus: str = ""

    @property
    def line(self) -> str:
        """The fact in one line, where it is clear which campus it is about."""
        told = f"{self.about}: {self.text}" if self.about else self.text
        return f"{told}; {self.made_from}" if self.made_from else told

    @property
    def full_line(self) -> str:
        """The fact in one line, headed by its campus."""
        return f"{self.campus}{', ' if self.about else ': '}{self.line}" if self.campus else self.line


@attrs.frozen(slots=True, kw_only=True)
class ItemLines:
    """An item of the standard, its outcome, the facts to which that is owed, and the clause that they come under."""

    id: str
    name_zh: str
    name_en: str
    outcome: Outcome
    clause: str
    source: str
    reason: str
    facts: tuple[Fact, ...] = ()
    applied: str = ""
    responsible: str = ""
    task: str = ""


@attrs.frozen(slots=True, kw_only=True)
class DimensionLine:
    """One dimension of the verdict and how many of its parts hold."""

    name_en: str
    name_zh: str
    outcome: Outcome
    count: str
    passed: tuple[ItemLines, ...]


@attrs.frozen(slots=True, kw_only=True)
class ValueCell:
    """A section's value of one resource indicator, and how it stands to its limit."""

    id: str
    text: str
    outcome: Outcome
    far: bool
    fact: str


@attrs.frozen(slots=True, kw_only=True)
class SectionLine:
    """A section with its seven values."""

    code: str
    name: str
    stage: str
    pupils: str
    outcome: Outcome
    summary: str
    values: tuple[ValueCell, ...]

    @property
    def short(self) -> tuple[ValueCell, ...]:
        """Values that are not known to reach their limit."""
        return tuple(value for value in self.values if value.outcome is not Outcome.PASS)


@attrs.frozen(slots=True, kw_only=True)
class CampusLines:
    """A campus that fails something: its failing sections, and what it fails besides."""

    code: str
    name: str
    kind: str
    sections: tuple[SectionLine, ...]
    facts: tuple[tuple[str, str, Fact], ...]


@attrs.frozen(slots=True, kw_only=True)
class CoefficientCell:
    """The variation coefficient of one indicator and stage; its note is one of `NOTES`, or empty."""

    mean: str
    text: str
    outcome: Outcome
    note: str = ""


@attrs.frozen(slots=True, kw_only=True)
class VariationLine:
    """The variation coefficients of one indicator, a cell a stage."""

    id: str
    name_zh: str
    name_en: str
    cells: tuple[CoefficientCell, ...]


@attrs.frozen(slots=True, kw_only=True)
class GroupLine:
    """How satisfied one group is."""

    name: str
    rate: str
    surveyed: str


@attrs.frozen(slots=True, kw_only=True)
class EmptyCells:
    """A column or key without which something cannot be decided, where it is empty, and what it decides."""

    file: str
    column: str
    places: tuple[str, ...]
    decides: str


@attrs.frozen(slots=True, kw_only=True)
class Report:
    """What a report on an assessment says, in the order in which it is read."""

    county: str
    year: str
    standard: Standard
    outcome: Outcome
    verdict: str
    verdict_zh: str
    explanation: str
    dates: str
    dimensions: tuple[DimensionLine, ...]
    failed: tuple[ItemLines, ...]
    unknown: tuple[ItemLines, ...]
    empty_cells: tuple[EmptyCells, ...]
    campuses: tuple[CampusLines, ...]
    campuses_in_all: int
    sections: tuple[SectionLine, ...]
    stages: tuple[str, ...]
    limits: tuple[str, ...]
    of_what: str
    floor: str
    variation: tuple[VariationLine, ...]
    groups: tuple[GroupLine, ...]
    notes: tuple[str, ...]
    items: tuple[ItemLines, ...]
    conditions: tuple[ItemLines, ...]
    aims: tuple[ItemLines, ...]


_EXPLANATIONS = {
    Outcome.PASS: "All dimensions pass.",
    Outcome.FAIL: "What fails is listed below, and nothing that is not known yet could change the verdict.",
    Outcome.UNKNOWN: "Nothing fails so far; what is listed below as not known decides.",
}
# A coefficient that holds by less than this part of its limit is pointed out: next year's may not.
_HAIR = Fraction("0.05")
_BY_A_HAIR = "holds by a hair"
NOTES = {
    "does not hold": ("!", "does not hold"),
    _BY_A_HAIR: ("~", f"{_BY_A_HAIR}, {decimal_text(100 * _HAIR)} % of the limit or less"),
    "not known": ("?", "not known"),
}

_VETO = "veto"


def report_of(assessment: Assessment) -> Report:
    """All that a report says of an assessment."""
    standard = assessment.standard
    labels = {campus.school_code: _label(campus) for campus in assessment.county.campuses}
    items = tuple(_item_lines(standard.items[id], found, labels) for id, found in assessment.indicators.items())
    listed = (*_section_item(assessment), *_mean_item(assessment), *items)
    verdict, verdict_zh = VERDICTS[assessment.outcome]
    return Report(
        county=plain(assessment.county.name),
        year=str(assessment.county.year or ""),
        standard=standard,
        outcome=assessment.outcome,
        verdict=verdict,
        verdict_zh=verdict_zh,
        explanation=_EXPLANATIONS[assessment.outcome],
        dates=_dates(assessment),
        dimensions=tuple(_dimension_line(name, assessment, items) for name in assessment.dimensions),
        failed=tuple(item for item in listed if item.outcome is Outcome.FAIL),
        unknown=tuple(item for item in listed if item.outcome is Outcome.UNKNOWN),
        empty_cells=tuple(_empty_cells(assessment)),
        campuses=tuple(_failing_campuses(assessment, items)),
        campuses_in_all=len(assessment.county.campuses),
        sections=tuple(_section_line(section, standard) for section in assessment.sections),
        stages=tuple(STAGES[stage] for stage in COMPULSORY),
        limits=tuple(variation_limits(standard)),
        of_what=", each enters the mean" if standard.mean_of_coefficients else "",
        floor=percent(standard.floor) if standard.reached else "",
        variation=tuple(_variation_line(id, assessment) for id in standard.resources),
        groups=tuple(_group_lines(assessment)),
        notes=assessment.notes,
        items=items,
        conditions=tuple(_beside(standard.conditions[id], found) for id, found in assessment.conditions.items()),
        aims=tuple(_beside(standard.items[id], found) for id, found in assessment.aims.items()),
    )


def _dates(assessment: Assessment) -> str:
    """What was due by the day of the assessment and what is to come, where the standard has dates."""
    dates = dates_text(assessment.tasks())
    return f"As of {assessment.on}, {dates}" if dates else ""


def _beside(item: Item, finding: Finding) -> ItemLines:
    """What is reported beside the verdict: its outcome and reason are enough."""
    return ItemLines(
        id=item.id,
        name_zh=item.name_zh,
        name_en=item.name_en,
        outcome=finding.outcome,
        clause=item.clause,
        source=item.source,
        reason=plain(in_brief(finding)),
    )


def _dimension_line(name: str, assessment: Assessment, items: Sequence[ItemLines]) -> DimensionLine:
    own = [item for item in items if assessment.standard.items[item.id].dimension == name]
    return DimensionLine(
        name_en=name,
        name_zh=dict(DIMENSIONS.values()).get(name, ""),
        outcome=assessment.dimensions[name].outcome,
        count="; ".join(_counts(name, own, assessment)),
        passed=tuple(item for item in own if item.outcome is Outcome.PASS),
    )


def _counts(name: str, own: Sequence[ItemLines], assessment: Assessment) -> Iterator[str]:
    outcomes = [item.outcome for item in own]
    if name == _VETO:
        yield _grounds(outcomes)
    else:
        yield own[0].reason if len(own) == 1 else count_text(outcomes, "indicators")
    if name == "resources" and assessment.standard.reached:
        yield count_text([section.finding.outcome for section in assessment.sections], "sections")
    if name == "resources" and assessment.means:
        yield count_text([finding.outcome for finding in assessment.means.values()], "mean coefficients")


def _grounds(outcomes: Sequence[Outcome]) -> str:
    found, unknown = outcomes.count(Outcome.FAIL), outcomes.count(Outcome.UNKNOWN)
    words = f"{found} of {len(outcomes)} grounds found" if found else f"none of {len(outcomes)} grounds found"
    return f"{words}, {unknown} not known" if unknown else words


# Items and the facts that decide them.


def _item_lines(item: Item, finding: Finding, labels: Mapping[str, str]) -> ItemLines:
    decided_by = (finding.deciding or (finding,)) if finding.outcome is not Outcome.PASS else ()
    return ItemLines(
        id=item.id,
        name_zh=item.name_zh,
        name_en=item.name_en,
        outcome=finding.outcome,
        clause=item.clause,
        source=item.source,
        reason=plain(_short_reason(item, finding)),
        # What an item of resources asks of the county is that its coefficients hold, which is another clause.
        applied=next((part.clause for part in decided_by if part.clause), item.clause),
        facts=tuple(fact for part in decided_by for fact in _facts(part, item, labels)),
        responsible=responsible_text(item),
        task=item.task,
    )


def _section_item(assessment: Assessment) -> Iterator[ItemLines]:
    """The section rule as an item of its own, where sections do not meet it."""
    standard = assessment.standard
    findings = [section.finding for section in assessment.sections]
    outcome = min((finding.outcome for finding in findings), default=Outcome.PASS)
    if outcome is Outcome.PASS:
        return
    short = [finding for finding in findings if finding.outcome is outcome]
    word = "fall short" if outcome is Outcome.FAIL else "cannot be decided"
    text = f"{len(short)} of {len(findings)} sections {word}; they are listed by campus"
    yield ItemLines(
        id=_SECTION_RULE,
        name_zh="各校资源配置",
        name_en=f"Resources of each school: {section_rule_text(standard)}",
        outcome=outcome,
        clause=standard.section_clause,
        source="",
        reason=text,
        applied=standard.section_clause,
        facts=(Fact(text=text),) if outcome is Outcome.FAIL else (),
    )


def _mean_item(assessment: Assessment) -> Iterator[ItemLines]:
    """The mean of the variation coefficients as an item of its own, where a standard limits it and it does not hold."""
    outcome = min((finding.outcome for finding in assessment.means.values()), default=Outcome.PASS)
    if outcome is Outcome.PASS:
        return
    decided_by = {stage: finding for stage, finding in assessment.means.items() if finding.outcome is outcome}
    facts = tuple(
        Fact(about=STAGES[stage], text=finding.reason) for stage, finding in decided_by.items() if not finding.missing
    )
    yield ItemLines(
        id=_MEAN,
        name_zh="综合差异系数",
        name_en="Mean of the variation coefficients of a stage",
        outcome=outcome,
        clause=assessment.standard.variation_clause,
        source="",
        reason="; ".join(fact.line for fact in facts),
        facts=facts,
        applied=assessment.standard.variation_clause,
    )


# Ids in the report of what a standard asks and numbers in no list.
_SECTION_RULE = "R*"
_MEAN = "CV"


def _short_reason(item: Item, finding: Finding) -> str:
    """Why an item has its outcome, in a few words."""
    if finding.outcome is Outcome.UNKNOWN:
        return "not known"
    if item.dimension == _VETO:
        return "not found" if finding.outcome is Outcome.PASS else "found"
    if not finding.check and not finding.parts:
        return "nobody to whom it applies"
    return finding.reason


def _facts(finding: Finding, item: Item, labels: Mapping[str, str]) -> Iterator[Fact]:
    """The facts of one part of an item, in the words of the tables."""
    several = len({rule.words for rule in item.rules}) > 1
    stage = STAGES[Stage(finding.stage)] if finding.stage else ""
    for leaf in finding.leaves():
        if leaf.missing:
            continue  # empty cells are listed by themselves
        measure = leaf.check.replace("_", " ") if several else ""
        yield Fact(
            text=_decision(leaf, finding.stage, item),
            about=", ".join(word for word in (plain(finding.subject), stage, measure) if word),
            made_from=_made_from(leaf, finding.stage, item),
            code=finding.campus,
            campus=labels.get(finding.campus, ""),
        )


def _decision(finding: Finding, stage: str, item: Item) -> str:
    grade = next((value for value in finding.inputs.values() if isinstance(value, Grade)), None)
    if grade is not None and finding.limit is not None:
        return f"{grade.value} < {grade_text(finding.limit)}"
    if "mean" in finding.inputs:
        return f"variation coefficient {finding.reason}, mean {_mean(finding)} {units.label(item.measure.unit)}"
    if finding.limit is None and finding.inputs:
        # A ground of veto is found where it is true; so is anything else that a standard asks not to be.
        found = item.dimension == _VETO or finding.outcome is Outcome.PASS
        names = [heading(name, stage) for name, judged in finding.inputs.items() if judged is found]
        return f"{'found' if found else 'does not hold'}: {', '.join(names)}"
    return finding.reason


def _mean(finding: Finding) -> str:
    mean: Any = finding.inputs["mean"]
    return decimal_text(mean, places=2)


def _made_from(finding: Finding, stage: str, item: Item) -> str:
    """The figures that a value was computed from, by the headings under which they were handed in."""
    fields = {name for measure in item.measures.values() for name in measure.inputs} - set(item.constants)
    figures = {
        name: value for name, value in finding.inputs.items() if name in fields and not isinstance(value, (bool, Grade))
    }
    if finding.limit is None or (len(figures) == 1 and finding.value in figures.values()):
        return ""
    return ", ".join(f"{heading(name, stage)} {figure_text(value)}" for name, value in figures.items())


# Campuses and their sections.


def _failing_campuses(assessment: Assessment, items: Sequence[ItemLines]) -> Iterator[CampusLines]:
    sections: dict[str, list[SectionLine]] = {}
    for assessed in assessment.sections:
        if assessed.finding.outcome is Outcome.FAIL:
            line = _section_line(assessed, assessment.standard)
            sections.setdefault(assessed.section.campus.school_code, []).append(line)
    facts: dict[str, list[tuple[str, str, Fact]]] = {}
    for item in items:
        for fact in item.facts if item.outcome is Outcome.FAIL else ():
            facts.setdefault(fact.code, []).append((item.id, item.name_zh, fact))
    for campus in assessment.county.campuses:
        code = campus.school_code
        if code in sections or code in facts:
            yield CampusLines(
                code=plain(code),
                name=plain(campus.school_name or ""),
                kind=campus.kind.value,
                sections=tuple(sections.get(code, ())),
                facts=tuple(facts.get(code, ())),
            )


def _section_line(assessed: AssessedSection, standard: Standard) -> SectionLine:
    section = assessed.section
    values = tuple(_value_cells(assessed, standard))
    return SectionLine(
        code=plain(section.campus.school_code),
        name=plain(section.campus.school_name or ""),
        stage=STAGES[section.stage],
        pupils="not known" if section.pupils is None else f"{int(section.pupils):,}",
        outcome=assessed.finding.outcome,
        summary=_summary(values, standard),
        values=values,
    )


def _summary(values: Sequence[ValueCell], standard: Standard) -> str:
    met = sum(value.outcome is Outcome.PASS for value in values)
    far = [value.id for value in values if value.far]
    summary = f"{met} of {len(values)} at the limit"
    if met < standard.reached:
        summary += f", {standard.reached} needed"
    if far:
        summary += f"; under {percent(standard.floor)} of it: {', '.join(far)}"
    return summary


def _value_cells(assessed: AssessedSection, standard: Standard) -> Iterator[ValueCell]:
    """A section's values beside their limits; alone, where the standard has no rule for single sections."""
    if not assessed.finding.parts:
        for id, value in assessed.values.items():
            text = "?" if value is None else decimal_text(value, places=2)
            yield ValueCell(id=id, text=text, outcome=Outcome.PASS, far=False, fact="")
        return
    reached, not_far_off = assessed.finding.parts
    for id, at_limit, at_floor in zip(assessed.values, reached.parts, not_far_off.parts, strict=True):
        yield _value_cell(id, at_limit, at_floor, standard)


def _value_cell(id: str, at_limit: Finding, at_floor: Finding, standard: Standard) -> ValueCell:
    far = at_floor.outcome is Outcome.FAIL
    fact = "not known" if at_limit.value is None else at_limit.reason
    if far and at_floor.limit is not None:
        fact += f"; under {decimal_text(at_floor.limit)}, {percent(standard.floor)} of the limit"
    return ValueCell(
        id=id,
        text="?" if at_limit.value is None else _figure(at_limit, places=2),
        outcome=at_limit.outcome,
        far=far,
        fact=fact,
    )


def _figure(finding: Finding, places: int = 4) -> str:
    """The value of a finding, which never reads as its limit unless it lies at it."""
    assert finding.value is not None
    if finding.limit is None:
        return decimal_text(finding.value, places)
    return told_apart(finding.value, finding.limit, places)[0]


# Variation coefficients and the survey.


def _variation_line(id: str, assessment: Assessment) -> VariationLine:
    item = assessment.standard.items[id]
    return VariationLine(
        id=id,
        name_zh=item.name_zh,
        name_en=item.name_en,
        cells=tuple(_coefficient_cell(findings[id]) for findings in assessment.variation.values()),
    )


def _coefficient_cell(finding: Finding) -> CoefficientCell:
    if finding.value is None:
        note = "" if finding.outcome is Outcome.PASS else "not known"
        return CoefficientCell(mean="–", text="–", outcome=finding.outcome, note=note)
    return CoefficientCell(
        mean=_mean(finding),
        text=_figure(finding),
        outcome=finding.outcome,
        note=_note(finding),
    )


def _note(finding: Finding) -> str:
    if finding.outcome is Outcome.FAIL:
        return "does not hold"
    margin = finding.margin
    return _BY_A_HAIR if margin is not None and finding.limit and margin <= finding.limit * _HAIR else ""


def _group_lines(assessment: Assessment) -> Iterator[GroupLine]:
    rates = assessment.satisfaction_rates
    for group in assessment.county.groups:
        rate = rates[group.group]
        yield GroupLine(
            name=plain(group.group),
            rate="not known" if rate is None else f"{decimal_text(rate, places=2)} %",
            surveyed="not known" if group.surveyed is None else f"{int(group.surveyed):,}",
        )


# What is not known, and which cells would settle it.


def _empty_cells(assessment: Assessment) -> Iterator[EmptyCells]:
    """The empty cells that keep something open, each column once: where it is empty and what it decides."""
    places: dict[tuple[str, str], dict[str, None]] = {}
    decides: dict[tuple[str, str], dict[str, None]] = {}
    for id, finding in _open(assessment):
        for cell in finding.missing:
            file, place, column = _cell(cell)
            places.setdefault((file, column), {})[place] = None
            decides.setdefault((file, column), {})[id] = None
    everywhere = len(assessment.county.campuses)
    for (file, column), found in places.items():
        named = tuple(plain(place) for place in found if place)
        if len(named) == everywhere > 1:
            named = (f"all {everywhere} campuses",)
        yield EmptyCells(file=file, column=plain(column), places=named, decides=ranges(list(decides[file, column])))


def _open(assessment: Assessment) -> Iterator[tuple[str, Finding]]:
    for id, finding in assessment.indicators.items():
        if finding.outcome is Outcome.UNKNOWN:
            yield id, finding
    for section in assessment.sections:
        if section.finding.outcome is Outcome.UNKNOWN:
            yield _SECTION_RULE, section.finding
    for finding in assessment.means.values():
        if finding.outcome is Outcome.UNKNOWN:
            yield _MEAN, finding


def _cell(missing: str) -> tuple[str, str, str]:
    """File, place (campus, or table of the county's facts) and column of what a finding says is missing."""
    file, _, rest = missing.partition(": ")
    place, _, column = rest.rpartition(", ")
    return file, place, column


def _label(campus: Campus) -> str:
    return plain(f"{campus.school_code} {campus.school_name or ''}")
