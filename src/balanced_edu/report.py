"""What is read of an assessment: JSON by programs, text and HTML by people.

What a report says is chosen once (`_report`); text and HTML only lay it out, so they cannot say different things.
"""

from __future__ import annotations

import json
import math
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from html import escape
from importlib import resources
from typing import TYPE_CHECKING, Any

import attrs

from balanced_edu import checks, units
from balanced_edu.campuses import COMPULSORY, Campus, Field, Grade, Stage, fields_of
from balanced_edu.county import RECORDS, Group, Subject
from balanced_edu.exact import decimal_text
from balanced_edu.indicators.catalogue import DIMENSIONS
from balanced_edu.outcomes import Outcome

if TYPE_CHECKING:
    from balanced_edu.assessment import AssessedSection, Assessment
    from balanced_edu.checks import Check, Finding
    from balanced_edu.standards import Item, Rule, Standard

SCHEMA = "balanced-edu/assessment/1"
"""Name and version of the JSON that `as_dict` gives."""


# For programs.


def as_dict(assessment: Assessment) -> dict[str, Any]:
    """An assessment as plain dictionaries, lists, texts and numbers; an unknown number is None.

    Parameters
    ----------
    assessment
        What `balanced_edu.assess` found.

    Examples
    --------
    >>> import balanced_edu as be
    >>> campus = be.Campus(school_code="A1", kind=be.Kind.PRIMARY, primary_pupils=1000, primary_backbone_teachers=9)
    >>> found = as_dict(be.assess(be.County(name="示例县", campuses=[campus])))
    >>> found["outcome"], found["sections"][0]["values"]["R2"], found["sections"][0]["outcomes"]["R2"]
    ('unknown', 0.9, 'fail')
    """
    return {
        "schema": SCHEMA,
        "county": assessment.county.name,
        "standard": assessment.standard.name,
        "outcome": str(assessment.outcome),
        "dimensions": {name: str(finding.outcome) for name, finding in assessment.dimensions.items()},
        "indicators": {
            id: {"outcome": str(finding.outcome), "reason": finding.reason}
            for id, finding in assessment.indicators.items()
        },
        "variation": {
            str(stage): {id: _coefficient_dict(finding) for id, finding in findings.items()}
            for stage, findings in assessment.variation.items()
        },
        "sections": [_section_dict(section) for section in assessment.sections],
    }


def as_json(assessment: Assessment) -> str:
    """An assessment as JSON text, for other programs.

    Parameters
    ----------
    assessment
        What `balanced_edu.assess` found.

    Examples
    --------
    >>> import balanced_edu as be
    >>> campus = be.Campus(school_code="A1", kind=be.Kind.PRIMARY, primary_pupils=1000)
    >>> as_json(be.assess(be.County(name="示例县", campuses=[campus]))).splitlines()[1:3]
    ['  "schema": "balanced-edu/assessment/1",', '  "county": "示例县",']
    """
    return json.dumps(as_dict(assessment), ensure_ascii=False, indent=2, allow_nan=False)


def _coefficient_dict(finding: Finding) -> dict[str, Any]:
    return {
        "mean": _number(finding.inputs.get("mean")),
        "coefficient": _number(finding.value),
        "limit": _number(finding.limit),
        "outcome": str(finding.outcome),
    }


def _section_dict(assessed: AssessedSection) -> dict[str, Any]:
    section = assessed.section
    return {
        "campus": section.campus.school_code,
        "stage": str(section.stage),
        "pupils": None if section.pupils is None else int(section.pupils),
        "outcome": str(assessed.finding.outcome),
        "values": {id: _number(value) for id, value in assessed.values.items()},
        "outcomes": {id: str(outcome) for id, outcome in assessed.outcomes.items()},
    }


def _number(value: Any) -> float | None:
    """A number that JSON can hold; None for one that is unknown or undefined."""
    number = math.nan if value is None else float(value)
    return number if math.isfinite(number) else None


# What a report says.


@attrs.frozen(slots=True, kw_only=True)
class _Fact:
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
class _ItemLines:
    """An item of the standard, its outcome, the facts to which that is owed, and the clause that they come under."""

    id: str
    name_zh: str
    name_en: str
    outcome: Outcome
    clause: str
    source: str
    reason: str
    facts: tuple[_Fact, ...] = ()
    applied: str = ""
    responsible: str = ""
    task: str = ""


@attrs.frozen(slots=True, kw_only=True)
class _DimensionLine:
    """One dimension of the verdict and how many of its parts hold."""

    name_en: str
    name_zh: str
    outcome: Outcome
    count: str
    passed: tuple[_ItemLines, ...]


@attrs.frozen(slots=True, kw_only=True)
class _ValueCell:
    """A section's value of one resource indicator, and how it stands to its limit."""

    id: str
    text: str
    outcome: Outcome
    far: bool
    fact: str


@attrs.frozen(slots=True, kw_only=True)
class _SectionLine:
    """A section with its seven values."""

    code: str
    name: str
    stage: str
    pupils: str
    outcome: Outcome
    summary: str
    values: tuple[_ValueCell, ...]

    @property
    def short(self) -> tuple[_ValueCell, ...]:
        """Values that are not known to reach their limit."""
        return tuple(value for value in self.values if value.outcome is not Outcome.PASS)


@attrs.frozen(slots=True, kw_only=True)
class _CampusLines:
    """A campus that fails something: its failing sections, and what it fails besides."""

    code: str
    name: str
    kind: str
    sections: tuple[_SectionLine, ...]
    facts: tuple[tuple[str, str, _Fact], ...]


@attrs.frozen(slots=True, kw_only=True)
class _CoefficientCell:
    """The variation coefficient of one indicator and stage; its note is one of `_NOTES`, or empty."""

    mean: str
    text: str
    outcome: Outcome
    note: str = ""


@attrs.frozen(slots=True, kw_only=True)
class _VariationLine:
    """The variation coefficients of one indicator, a cell a stage."""

    id: str
    name_zh: str
    name_en: str
    cells: tuple[_CoefficientCell, ...]


@attrs.frozen(slots=True, kw_only=True)
class _GroupLine:
    """How satisfied one group is."""

    name: str
    rate: str
    surveyed: str


@attrs.frozen(slots=True, kw_only=True)
class _EmptyCells:
    """A column or key without which something cannot be decided, where it is empty, and what it decides."""

    file: str
    column: str
    places: tuple[str, ...]
    decides: str


@attrs.frozen(slots=True, kw_only=True)
class _Report:
    """What a report on an assessment says, in the order in which it is read."""

    county: str
    year: str
    standard: Standard
    outcome: Outcome
    verdict: str
    verdict_zh: str
    explanation: str
    dimensions: tuple[_DimensionLine, ...]
    failed: tuple[_ItemLines, ...]
    unknown: tuple[_ItemLines, ...]
    empty_cells: tuple[_EmptyCells, ...]
    campuses: tuple[_CampusLines, ...]
    campuses_in_all: int
    sections: tuple[_SectionLine, ...]
    stages: tuple[str, ...]
    limits: tuple[str, ...]
    of_what: str
    floor: str
    variation: tuple[_VariationLine, ...]
    groups: tuple[_GroupLine, ...]
    notes: tuple[str, ...]
    items: tuple[_ItemLines, ...]
    conditions: tuple[_ItemLines, ...]
    aims: tuple[_ItemLines, ...]


VERDICTS = {
    Outcome.PASS: ("recognised", "达到要求"),
    Outcome.FAIL: ("not recognised", "未达到要求"),
    Outcome.UNKNOWN: ("cannot be decided yet", "无法判定"),
}
"""The verdict in English and Chinese words."""

_WORDS = {
    Outcome.PASS: ("passes", "达标"),
    Outcome.FAIL: ("fails", "不达标"),
    Outcome.UNKNOWN: ("not known", "无法判定"),
}
_EXPLANATIONS = {
    Outcome.PASS: "All dimensions pass.",
    Outcome.FAIL: "What fails is listed below, and nothing that is not known yet could change the verdict.",
    Outcome.UNKNOWN: "Nothing fails so far; what is listed below as not known decides.",
}
_STAGES = {Stage.PRIMARY: "primary (小学)", Stage.JUNIOR: "junior (初中)"}

# A coefficient that holds by less than this part of its limit is pointed out: next year's may not.
_HAIR = Fraction("0.05")
_BY_A_HAIR = "holds by a hair"
_NOTES = {
    "does not hold": ("!", "does not hold"),
    _BY_A_HAIR: ("~", f"{_BY_A_HAIR}, {decimal_text(100 * _HAIR)} % of the limit or less"),
    "not known": ("?", "not known"),
}

# Reasons of what stands beside the verdict are told in full up to this many.
_FEW = 3

_VETO = "veto"


def _report(assessment: Assessment) -> _Report:
    standard = assessment.standard
    labels = {campus.school_code: _label(campus) for campus in assessment.county.campuses}
    items = tuple(_item_lines(standard.items[id], found, labels) for id, found in assessment.indicators.items())
    listed = (*_section_item(assessment), *_mean_item(assessment), *items)
    verdict, verdict_zh = VERDICTS[assessment.outcome]
    return _Report(
        county=_plain(assessment.county.name),
        year=str(assessment.county.year or ""),
        standard=standard,
        outcome=assessment.outcome,
        verdict=verdict,
        verdict_zh=verdict_zh,
        explanation=_EXPLANATIONS[assessment.outcome],
        dimensions=tuple(_dimension_line(name, assessment, items) for name in assessment.dimensions),
        failed=tuple(item for item in listed if item.outcome is Outcome.FAIL),
        unknown=tuple(item for item in listed if item.outcome is Outcome.UNKNOWN),
        empty_cells=tuple(_empty_cells(assessment)),
        campuses=tuple(_failing_campuses(assessment, items)),
        campuses_in_all=len(assessment.county.campuses),
        sections=tuple(_section_line(section, standard) for section in assessment.sections),
        stages=tuple(_STAGES[stage] for stage in COMPULSORY),
        limits=tuple(_variation_limits(standard)),
        of_what=", each enters the mean" if standard.mean_of_coefficients else "",
        floor=_percent(standard.floor) if standard.reached else "",
        variation=tuple(_variation_line(id, assessment) for id in standard.resources),
        groups=tuple(_group_lines(assessment)),
        notes=assessment.notes,
        items=items,
        conditions=tuple(_beside(standard.conditions[id], found) for id, found in assessment.conditions.items()),
        aims=tuple(_beside(standard.items[id], found) for id, found in assessment.aims.items()),
    )


def _beside(item: Item, finding: Finding) -> _ItemLines:
    """What is reported beside the verdict: its outcome and reason are enough."""
    return _ItemLines(
        id=item.id,
        name_zh=item.name_zh,
        name_en=item.name_en,
        outcome=finding.outcome,
        clause=item.clause,
        source=item.source,
        reason=_plain(_in_brief(finding)),
    )


def _in_brief(finding: Finding) -> str:
    """The reason where it is short, else how many things it is about."""
    if finding.outcome is Outcome.UNKNOWN and finding.missing:
        return ", ".join(finding.missing) if len(finding.missing) <= _FEW else f"{len(finding.missing)} empty cells"
    if finding.outcome is Outcome.FAIL and len(finding.deciding) > _FEW:
        return f"{len(finding.deciding)} of {len(finding.parts)} do not hold"
    return finding.reason


def _dimension_line(name: str, assessment: Assessment, items: Sequence[_ItemLines]) -> _DimensionLine:
    own = [item for item in items if assessment.standard.items[item.id].dimension == name]
    return _DimensionLine(
        name_en=name,
        name_zh=dict(DIMENSIONS.values()).get(name, ""),
        outcome=assessment.dimensions[name].outcome,
        count="; ".join(_counts(name, own, assessment)),
        passed=tuple(item for item in own if item.outcome is Outcome.PASS),
    )


def _counts(name: str, own: Sequence[_ItemLines], assessment: Assessment) -> Iterator[str]:
    outcomes = [item.outcome for item in own]
    if name == _VETO:
        yield _grounds(outcomes)
    else:
        yield own[0].reason if len(own) == 1 else _count(outcomes, "indicators")
    if name == "resources" and assessment.standard.reached:
        yield _count([section.finding.outcome for section in assessment.sections], "sections")
    if name == "resources" and assessment.means:
        yield _count([finding.outcome for finding in assessment.means.values()], "mean coefficients")


def _count(outcomes: Sequence[Outcome], noun: str) -> str:
    failed, unknown = outcomes.count(Outcome.FAIL), outcomes.count(Outcome.UNKNOWN)
    words = [f"{failed} of {len(outcomes)} {noun} {'fails' if failed == 1 else 'fail'}"] if failed else []
    words += [f"{unknown} not known" if failed else f"{unknown} of {len(outcomes)} {noun} not known"] if unknown else []
    return ", ".join(words) or f"all {len(outcomes)} {noun} hold"


def _grounds(outcomes: Sequence[Outcome]) -> str:
    found, unknown = outcomes.count(Outcome.FAIL), outcomes.count(Outcome.UNKNOWN)
    words = f"{found} of {len(outcomes)} grounds found" if found else f"none of {len(outcomes)} grounds found"
    return f"{words}, {unknown} not known" if unknown else words


# Items and the facts that decide them.


def _item_lines(item: Item, finding: Finding, labels: Mapping[str, str]) -> _ItemLines:
    decided_by = (finding.deciding or (finding,)) if finding.outcome is not Outcome.PASS else ()
    return _ItemLines(
        id=item.id,
        name_zh=item.name_zh,
        name_en=item.name_en,
        outcome=finding.outcome,
        clause=item.clause,
        source=item.source,
        reason=_plain(_short_reason(item, finding)),
        # What an item of resources asks of the county is that its coefficients hold, which is another clause.
        applied=next((part.clause for part in decided_by if part.clause), item.clause),
        facts=tuple(fact for part in decided_by for fact in _facts(part, item, labels)),
        responsible=_responsible(item),
        task=item.task,
    )


def _responsible(item: Item) -> str:
    """Whose an item is, and by when it has to be met, where the standard says so."""
    words = ["、".join(item.responsible)] if item.responsible else []
    words += [f"due {item.due}"] if item.due else []
    return ", ".join(words)


def _section_item(assessment: Assessment) -> Iterator[_ItemLines]:
    """The section rule as an item of its own, where sections do not meet it."""
    standard = assessment.standard
    findings = [section.finding for section in assessment.sections]
    outcome = min((finding.outcome for finding in findings), default=Outcome.PASS)
    if outcome is Outcome.PASS:
        return
    short = [finding for finding in findings if finding.outcome is outcome]
    word = "fall short" if outcome is Outcome.FAIL else "cannot be decided"
    text = f"{len(short)} of {len(findings)} sections {word}; they are listed by campus"
    yield _ItemLines(
        id=_SECTION_RULE,
        name_zh="各校资源配置",
        name_en=f"Resources of each school: {_section_rule(standard)}",
        outcome=outcome,
        clause=standard.section_clause,
        source="",
        reason=text,
        applied=standard.section_clause,
        facts=(_Fact(text=text),) if outcome is Outcome.FAIL else (),
    )


def _mean_item(assessment: Assessment) -> Iterator[_ItemLines]:
    """The mean of the variation coefficients as an item of its own, where a standard limits it and it does not hold."""
    outcome = min((finding.outcome for finding in assessment.means.values()), default=Outcome.PASS)
    if outcome is Outcome.PASS:
        return
    decided_by = {stage: finding for stage, finding in assessment.means.items() if finding.outcome is outcome}
    facts = tuple(
        _Fact(about=_STAGES[stage], text=finding.reason) for stage, finding in decided_by.items() if not finding.missing
    )
    yield _ItemLines(
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


def _section_rule(standard: Standard) -> str:
    asked = f"at least {standard.reached} of the {len(standard.resources)} at the limit"
    return f"{asked}, the rest at {_percent(standard.floor)} of it or more"


def _short_reason(item: Item, finding: Finding) -> str:
    """Why an item has its outcome, in a few words."""
    if finding.outcome is Outcome.UNKNOWN:
        return "not known"
    if item.dimension == _VETO:
        return "not found" if finding.outcome is Outcome.PASS else "found"
    if not finding.check and not finding.parts:
        return "nobody to whom it applies"
    return finding.reason


def _facts(finding: Finding, item: Item, labels: Mapping[str, str]) -> Iterator[_Fact]:
    """The facts of one part of an item, in the words of the tables."""
    several = len({rule.words for rule in item.rules}) > 1
    stage = _STAGES[Stage(finding.stage)] if finding.stage else ""
    for leaf in finding.leaves():
        if leaf.missing:
            continue  # empty cells are listed by themselves
        measure = leaf.check.replace("_", " ") if several else ""
        yield _Fact(
            text=_decision(leaf, finding.stage, item),
            about=", ".join(word for word in (_plain(finding.subject), stage, measure) if word),
            made_from=_made_from(leaf, finding.stage, item),
            code=finding.campus,
            campus=labels.get(finding.campus, ""),
        )


def _decision(finding: Finding, stage: str, item: Item) -> str:
    grade = next((value for value in finding.inputs.values() if isinstance(value, Grade)), None)
    if grade is not None and finding.limit is not None:
        return f"{grade.value} < {_grade(finding.limit)}"
    if "mean" in finding.inputs:
        (measure,) = item.measures.values()
        return f"variation coefficient {finding.reason}, mean {_mean(finding)} {units.label(measure.unit)}"
    if finding.limit is None and finding.inputs:
        # A ground of veto is found where it is true; so is anything else that a standard asks not to be.
        found = item.dimension == _VETO or finding.outcome is Outcome.PASS
        names = [_heading(name, stage) for name, judged in finding.inputs.items() if judged is found]
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
    return ", ".join(f"{_heading(name, stage)} {_figure(value)}" for name, value in figures.items())


def _figure(value: object) -> str:
    """A figure as it was handed in, with its thousands apart."""
    if isinstance(value, tuple):
        return " + ".join(map(_figure, value)) if value else "0"
    text = decimal_text(value, places=10)  # type: ignore[arg-type]
    whole, point, part = text.partition(".")
    return f"{int(whole):,}{point}{part}"


_FIELDS: Mapping[str, Field] = {
    name: field for record in (Subject, Group, Campus, *RECORDS.values()) for name, field in fields_of(record).items()
}
_COMPUTED = {"pupils": "义务教育阶段在校生数", "classes": "义务教育阶段班级数"}


def _heading(name: str, stage: str = "") -> str:
    """The Chinese heading of a figure."""
    for known in (f"{stage}_{name}", name):
        if known in _FIELDS:
            return _FIELDS[known].heading
    return _COMPUTED.get(name, name.replace("_", " "))


def _grade(rank: Fraction) -> str:
    return next(grade.value for grade in Grade if grade.rank == rank)


def _percent(share: Fraction) -> str:
    return f"{decimal_text(100 * share)} %"


# Campuses and their sections.


def _failing_campuses(assessment: Assessment, items: Sequence[_ItemLines]) -> Iterator[_CampusLines]:
    sections: dict[str, list[_SectionLine]] = {}
    for assessed in assessment.sections:
        if assessed.finding.outcome is Outcome.FAIL:
            line = _section_line(assessed, assessment.standard)
            sections.setdefault(assessed.section.campus.school_code, []).append(line)
    facts: dict[str, list[tuple[str, str, _Fact]]] = {}
    for item in items:
        for fact in item.facts if item.outcome is Outcome.FAIL else ():
            facts.setdefault(fact.code, []).append((item.id, item.name_zh, fact))
    for campus in assessment.county.campuses:
        code = campus.school_code
        if code in sections or code in facts:
            yield _CampusLines(
                code=_plain(code),
                name=_plain(campus.school_name or ""),
                kind=campus.kind.value,
                sections=tuple(sections.get(code, ())),
                facts=tuple(facts.get(code, ())),
            )


def _section_line(assessed: AssessedSection, standard: Standard) -> _SectionLine:
    section = assessed.section
    values = tuple(_value_cells(assessed, standard))
    return _SectionLine(
        code=_plain(section.campus.school_code),
        name=_plain(section.campus.school_name or ""),
        stage=_STAGES[section.stage],
        pupils="not known" if section.pupils is None else f"{int(section.pupils):,}",
        outcome=assessed.finding.outcome,
        summary=_summary(values, standard),
        values=values,
    )


def _summary(values: Sequence[_ValueCell], standard: Standard) -> str:
    met = sum(value.outcome is Outcome.PASS for value in values)
    far = [value.id for value in values if value.far]
    summary = f"{met} of {len(values)} at the limit"
    if met < standard.reached:
        summary += f", {standard.reached} needed"
    if far:
        summary += f"; under {_percent(standard.floor)} of it: {', '.join(far)}"
    return summary


def _value_cells(assessed: AssessedSection, standard: Standard) -> Iterator[_ValueCell]:
    """A section's values beside their limits; alone, where the standard has no rule for single sections."""
    if not assessed.finding.parts:
        for id, value in assessed.values.items():
            text = "?" if value is None else decimal_text(value, places=2)
            yield _ValueCell(id=id, text=text, outcome=Outcome.PASS, far=False, fact="")
        return
    reached, not_far_off = assessed.finding.parts
    for id, at_limit, at_floor in zip(assessed.values, reached.parts, not_far_off.parts, strict=True):
        yield _value_cell(id, at_limit, at_floor, standard)


def _value_cell(id: str, at_limit: Finding, at_floor: Finding, standard: Standard) -> _ValueCell:
    far = at_floor.outcome is Outcome.FAIL
    fact = "not known" if at_limit.value is None else at_limit.reason
    if far and at_floor.limit is not None:
        fact += f"; under {decimal_text(at_floor.limit)}, {_percent(standard.floor)} of the limit"
    return _ValueCell(
        id=id,
        text="?" if at_limit.value is None else decimal_text(at_limit.value, at_limit.limit, places=2),
        outcome=at_limit.outcome,
        far=far,
        fact=fact,
    )


# Variation coefficients and the survey.


def _variation_line(id: str, assessment: Assessment) -> _VariationLine:
    item = assessment.standard.items[id]
    return _VariationLine(
        id=id,
        name_zh=item.name_zh,
        name_en=item.name_en,
        cells=tuple(_coefficient_cell(findings[id]) for findings in assessment.variation.values()),
    )


def _variation_limits(standard: Standard) -> Iterator[str]:
    for stage, limit in standard.variation.items():
        yield f"{_STAGES[stage]} ≤ {decimal_text(limit, places=10)}"


def _coefficient_cell(finding: Finding) -> _CoefficientCell:
    if finding.value is None:
        note = "" if finding.outcome is Outcome.PASS else "not known"
        return _CoefficientCell(mean="–", text="–", outcome=finding.outcome, note=note)
    return _CoefficientCell(
        mean=_mean(finding),
        text=decimal_text(finding.value, finding.limit),
        outcome=finding.outcome,
        note=_note(finding),
    )


def _note(finding: Finding) -> str:
    if finding.outcome is Outcome.FAIL:
        return "does not hold"
    margin = finding.margin
    return _BY_A_HAIR if margin is not None and finding.limit and margin <= finding.limit * _HAIR else ""


def _group_lines(assessment: Assessment) -> Iterator[_GroupLine]:
    rates = assessment.satisfaction_rates
    for group in assessment.county.groups:
        rate = rates[group.group]
        yield _GroupLine(
            name=_plain(group.group),
            rate="not known" if rate is None else f"{decimal_text(rate, places=2)} %",
            surveyed="not known" if group.surveyed is None else f"{int(group.surveyed):,}",
        )


# What is not known, and which cells would settle it.


def _empty_cells(assessment: Assessment) -> Iterator[_EmptyCells]:
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
        named = tuple(_plain(place) for place in found if place)
        if len(named) == everywhere > 1:
            named = (f"all {everywhere} campuses",)
        yield _EmptyCells(file=file, column=_plain(column), places=named, decides=_ranges(list(decides[file, column])))


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


def _ranges(ids: Sequence[str]) -> str:
    """Ids in few words: R1, R2, R3 and G4 are R1–R3, G4.

    >>> _ranges(["R1", "R2", "R3", "G4", "G6"])
    'R1–R3, G4, G6'
    """
    runs: list[list[str]] = []
    for id in ids:
        last = runs[-1][-1] if runs else ""
        if last[:1] == id[0] and last[1:].isdigit() and id[1:] == str(int(last[1:]) + 1):
            runs[-1].append(id)
        else:
            runs.append([id])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(run) for run in runs)


def _label(campus: Campus) -> str:
    return _plain(f"{campus.school_code} {campus.school_name or ''}")


def _plain(text: str) -> str:
    """Text from a table without what could upset a terminal or turn a line around: control and format characters."""
    return " ".join("".join(" " if unicodedata.category(c) in ("Cc", "Cf") else c for c in text).split())


# As text.

WIDTH = 100
"""Columns of the text report; a Chinese character takes two."""

_LISTED = 10  # facts of one item; what concerns campuses is told again, in full, campus by campus
_CLOSING = "，。；：、！？）》〉】〕”’…,.;:!?)]%"
_OPENING = "（《〈【〔“‘(["


def as_text(assessment: Assessment) -> str:
    """A report for a person to read: the verdict, what fails and why, and what is missing.

    Parameters
    ----------
    assessment
        What `balanced_edu.assess` found; ``print(assessment)`` prints the same.

    Examples
    --------
    >>> import balanced_edu as be
    >>> campus = be.Campus(school_code="A1", kind=be.Kind.PRIMARY, primary_pupils=1000)
    >>> for line in as_text(be.assess(be.County(name="示例县", campuses=[campus]))).splitlines()[:5]:
    ...     print(line)
    示例县
    县域义务教育优质均衡发展督导评估: high-quality balanced compulsory education
    Standard: 县域义务教育优质均衡发展督导评估办法, 教督〔2017〕6号 (national-2017, edition 1)
    <BLANKLINE>
    VERDICT: cannot be decided yet (无法判定)
    """
    report = _report(assessment)
    parts = (
        _text_of_head(report),
        _text_of_dimensions(report),
        _text_of_failed(report),
        _text_of_unknown(report),
        _text_of_campuses(report),
        _text_of_variation(report),
        _text_of_groups(report),
        _text_of_passed(report),
        _text_beside("CONDITIONS FOR APPLYING (申报条件), beside the verdict", report.conditions),
        _text_beside("AIMS (努力目标), which never turn a verdict", report.aims),
    )
    blocks = ("\n".join(line.rstrip() for line in part) for part in map(list, parts))
    return "\n\n".join(block for block in blocks if block)


def _text_of_head(report: _Report) -> Iterator[str]:
    standard = report.standard
    yield " ".join(word for word in (report.county, report.year) if word)
    yield "县域义务教育优质均衡发展督导评估: high-quality balanced compulsory education"
    cited = f"{standard.title_zh}, {standard.document} ({standard.name}, edition {standard.edition})"
    yield from _wrapped(f"Standard: {cited}", hanging=4)
    yield ""
    yield f"VERDICT: {report.verdict} ({report.verdict_zh})"
    yield report.explanation


def _text_of_dimensions(report: _Report) -> Iterator[str]:
    yield from _table(
        [(line.name_zh, line.name_en, " ".join(_WORDS[line.outcome]), line.count) for line in report.dimensions]
    )


def _text_of_failed(report: _Report) -> Iterator[str]:
    if not report.failed:
        return
    yield f"WHAT FAILS (不达标) — {_things(len(report.failed), 'item')}"
    for item in report.failed:
        yield ""
        yield from _text_of_item(item)
        yield from _wrapped(f"“{item.applied}”", indent=4, hanging=2)
        if item.responsible:
            yield from _wrapped(f"责任单位: {item.responsible}", indent=4, hanging=2)


def _text_of_item(item: _ItemLines) -> Iterator[str]:
    yield from _wrapped(f"{item.id:<3} {item.name_zh}  {item.name_en}", hanging=4)
    for fact in item.facts[:_LISTED]:
        yield from _wrapped(f"- {fact.full_line}", indent=4, hanging=2)
    if len(item.facts) > _LISTED:
        yield f"    - and {len(item.facts) - _LISTED} more, listed by campus below"


def _text_of_unknown(report: _Report) -> Iterator[str]:
    if not report.unknown:
        return
    yield f"WHAT IS NOT KNOWN (无法判定) — {_things(len(report.unknown), 'item')}"
    yield ""
    for item in report.unknown:
        yield from _text_of_item(item)
    if report.empty_cells:
        yield ""
        yield "These empty cells settle it:"
    file = ""
    for cells in report.empty_cells:
        if cells.file != file:
            file = cells.file
            yield f"  {file}"
        places = f": {', '.join(cells.places)}" if cells.places else ""
        yield from _wrapped(f"- {cells.column}{places} → {cells.decides}", indent=4, hanging=2)


def _text_of_campuses(report: _Report) -> Iterator[str]:
    if not report.campuses:
        return
    yield f"CAMPUSES THAT FAIL — {len(report.campuses)} of {report.campuses_in_all}"
    for campus in report.campuses:
        yield ""
        yield " ".join(word for word in (campus.code, campus.name, f"({campus.kind})") if word)
        for section in campus.sections:
            yield f"    {section.stage}, {section.pupils} pupils: {section.summary}"
            for value in section.short:
                yield from _wrapped(f"- {value.id} {value.fact}", indent=6, hanging=5)
        for id, name, fact in campus.facts:
            yield from _wrapped(f"{id} {name}: {fact.line}", indent=4, hanging=4)


def _text_of_variation(report: _Report) -> Iterator[str]:
    yield from _wrapped(f"VARIATION COEFFICIENTS (校际差异系数){report.of_what}: {', '.join(report.limits)}", hanging=4)
    yield ""
    head = ["", *(word for stage in report.stages for word in (stage, "mean"))]
    rows = [
        (f"{line.id} {line.name_zh}", *(word for cell in line.cells for word in (_marked(cell), cell.mean)))
        for line in report.variation
    ]
    yield from _table([head, *rows])
    notes = {cell.note for line in report.variation for cell in line.cells}
    for note, (mark, meaning) in _NOTES.items():
        if note in notes:
            yield f"  {mark} {meaning}"


def _marked(cell: _CoefficientCell) -> str:
    return f"{cell.text} {_NOTES[cell.note][0]}" if cell.note else cell.text


def _text_of_groups(report: _Report) -> Iterator[str]:
    if not report.groups:
        return
    yield "SATISFACTION BY GROUP (社会认可度)"
    yield from _table([(group.name, group.rate, f"of {group.surveyed} asked") for group in report.groups])
    for note in report.notes:
        yield from _wrapped(f"Note: {note}", indent=2, hanging=2)


def _text_of_passed(report: _Report) -> Iterator[str]:
    yield "WHAT PASSES (达标)"
    for dimension in report.dimensions:
        if dimension.passed:
            names = " · ".join(f"{item.id} {item.name_zh}" for item in dimension.passed)
            yield from _wrapped(f"{dimension.name_en} {dimension.name_zh}: {names}", indent=2, hanging=2)


def _text_beside(heading: str, items: Sequence[_ItemLines]) -> Iterator[str]:
    if items:
        yield heading
    for item in items:
        told = f"{item.id} {item.name_zh}: {_WORDS[item.outcome][0]} ({item.reason})"
        yield from _wrapped(told, indent=2, hanging=2)


def _things(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows with their columns aligned, two blanks apart; the last one may go over several lines."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)][:-1]
    start = 2 + sum(width + 2 for width in widths)
    for *cells, last in rows:
        before = "".join(f"  {cell}{' ' * (width - _width(cell))}" for cell, width in zip(cells, widths, strict=True))
        first, *further = _wrapped(last, indent=start)
        yield f"{before}  {first[start:]}"
        yield from further


def _width(text: str) -> int:
    """Columns that a text takes on a terminal, where a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(mark) in "WF" else 1 for mark in text)


def _wrapped(text: str, *, indent: int = 0, hanging: int = 0) -> Iterator[str]:
    """Text in lines of `WIDTH`; Chinese is broken between any two characters but before a closing sign."""
    line, width = " " * indent, indent
    for piece in _pieces(text):
        if width + _width(piece.rstrip()) > WIDTH and line.strip():
            yield line
            line, width = " " * (indent + hanging), indent + hanging
            piece = piece.lstrip()
        line, width = line + piece, width + _width(piece)
    yield line


def _pieces(text: str) -> Iterator[str]:
    """What a line may not break within: a word with its blanks, a Chinese character with the signs that lean on it."""
    piece = ""
    for mark, following in zip(text, [*text[1:], ""], strict=True):
        piece += mark
        wide = _width(mark) == 2 or (following and _width(following) == 2)
        if (mark == " " or wide) and mark not in _OPENING and not (following and following in _CLOSING):
            yield piece
            piece = ""
    if piece:
        yield piece


# As HTML.


def as_html(assessment: Assessment) -> str:
    """A page that reads and prints well, and needs nothing but itself.

    Parameters
    ----------
    assessment
        What `balanced_edu.assess` found.

    Raises
    ------
    ModuleNotFoundError
        If jinja2 is missing, which comes with the extra ``cli``.

    Examples
    --------
    >>> import balanced_edu as be
    >>> campus = be.Campus(school_code="A1", kind=be.Kind.PRIMARY, primary_pupils=1000)
    >>> as_html(be.assess(be.County(name="示例县", campuses=[campus])))[:15]
    '<!doctype html>'
    """
    return str(_template().render(report=_report(assessment), words=_WORDS))


def as_fragment(assessment: Assessment) -> str:
    """The verdict, the dimensions and what fails as a piece of HTML, for a notebook; needs no extra.

    Parameters
    ----------
    assessment
        What `balanced_edu.assess` found; a notebook shows it where an assessment is the last line of a cell.

    Examples
    --------
    >>> import balanced_edu as be
    >>> campus = be.Campus(school_code="A1", kind=be.Kind.PRIMARY, primary_pupils=1000)
    >>> as_fragment(be.assess(be.County(name="示例县", campuses=[campus]))).splitlines()[1]
    '<p><b>示例县: cannot be decided yet (无法判定)</b>, by national-2017 (1)</p>'
    """
    return "\n".join(("<div>", *_fragment(_report(assessment)), "</div>"))


def _fragment(report: _Report) -> Iterator[str]:
    heading = " ".join(word for word in (report.county, report.year) if word)
    yield f"<p><b>{escape(heading)}: {report.verdict} ({report.verdict_zh})</b>, by {escape(report.standard.cited)}</p>"
    yield "<table>"
    for line in report.dimensions:
        cells = (f"{line.name_zh} {line.name_en}", " ".join(_WORDS[line.outcome]), line.count)
        yield "<tr>" + "".join(f'<td style="text-align: left">{escape(cell)}</td>' for cell in cells) + "</tr>"
    yield "</table>"
    for heading, items in (("Fails", report.failed), ("Not known", report.unknown)):
        if items:
            told = "; ".join(f"{item.id} {item.name_zh}" for item in items)
            yield f"<p>{heading}: {escape(told)}</p>"


@lru_cache(maxsize=1)
def _template() -> Any:
    try:
        import jinja2
    except ModuleNotFoundError as error:
        message = "the HTML report needs jinja2: pip install 'balanced-edu[cli]'"
        raise ModuleNotFoundError(message, name="jinja2") from error
    source = resources.files("balanced_edu").joinpath("templates", "assessment.html").read_text(encoding="utf-8")
    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    return environment.from_string(source)


# Standards, for whoever wants to read one in full.


def standard_in_brief(standard: Standard) -> str:
    """Name, edition, titles and document of a standard.

    Examples
    --------
    >>> from balanced_edu.standards import load
    >>> print(standard_in_brief(load("national-2017")))
    national-2017, edition 1
        县域义务教育优质均衡发展督导评估办法, 教督〔2017〕6号
        National method for inspecting and assessing high-quality balanced compulsory education in counties
    """
    cited = f"{standard.title_zh}, {standard.document}"
    return "\n    ".join((f"{standard.name}, edition {standard.edition}", cited, standard.title_en))


def standard_as_text(standard: Standard) -> str:
    """A standard in full: every item with its demands, where they apply, clause and source.

    Examples
    --------
    >>> from balanced_edu.standards import load
    >>> print(standard_as_text(load("national-2017")).splitlines()[0])
    县域义务教育优质均衡发展督导评估办法
    """
    return "\n".join(line.rstrip() for line in _text_of_standard(standard))


def _text_of_standard(standard: Standard) -> Iterator[str]:
    yield standard.title_zh
    yield standard.title_en
    yield f"{standard.authority}, {standard.document} ({standard.name}, edition {standard.edition})"
    if standard.extends:
        yield f"Extends {standard.extends}, which is printed along with it."
    yield ""
    yield from _text_of_schools(standard)
    for step in standard.milestones:
        days = " to ".join(str(day) for day in (step.start, step.end) if day)
        yield from _wrapped(f"Step: {step.name}, {days}", hanging=4)
    for item in (*standard.items.values(), *standard.conditions.values()):
        yield ""
        yield from _text_of_demands(item)


def _text_of_schools(standard: Standard) -> Iterator[str]:
    """Who is counted, how shares are divided, and what is asked of each school and between schools."""
    unit = "school, with all its campuses" if standard.by_school else "campus (独立校区)"
    left_out = [_scope(part.check) for part in _parts(standard.counted) if isinstance(part, checks.Not)]
    besides = f"; left out: {'; '.join(left_out)}" if left_out else ""
    yield from _wrapped(f"Counted: each {unit}{besides}", hanging=4)
    if standard.weights:
        weights = ", ".join(f"{stage} {decimal_text(weight)}" for stage, weight in standard.weights.items())
        yield from _wrapped(f"What stages share is divided by pupils, weighted {weights}", hanging=4)
    if standard.reached:
        yield from _wrapped(f"Sections: {_section_rule(standard)}. “{standard.section_clause}”", hanging=4)
    if standard.variation:
        of_what = "mean of the variation coefficients" if standard.mean_of_coefficients else "variation coefficient"
        limits = ", ".join(_variation_limits(standard))
        yield from _wrapped(f"Between schools: {of_what}, {limits}. “{standard.variation_clause}”", hanging=4)
    if standard.sample:
        share = decimal_text(standard.sample.at_least)
        yield from _wrapped(f"Survey: {standard.sample.group} at least {share} % of those asked, or a note", hanging=4)


_SEVERAL = {"campus": "campuses", "section": "sections", "subject": "subjects", "group": "groups"}
_MARKS = {"stated": "stated", "practice": "practice of districts", "choice": "a choice, where documents are silent"}


def _text_of_demands(item: Item) -> Iterator[str]:
    kind = " (an aim: it never turns the verdict)" if item.aim else ""
    yield from _wrapped(f"{item.id:<4}{item.name_zh}  {item.name_en}{kind}", hanging=4)
    several = len({rule.words for rule in item.rules}) > 1
    for rule in item.rules:
        yield from _wrapped(f"- {_demand(rule, named=several)}", indent=4, hanging=2)
    for addition in item.adds:
        more = f"- {_heading(addition.field, Stage.PRIMARY)} counts too, where {_scope(addition.where)}"
        yield from _wrapped(more, indent=4, hanging=2)
    if item.constants:
        figures = ", ".join(f"{name.replace('_', ' ')} {_constant(value)}" for name, value in item.constants.items())
        yield from _wrapped(f"with {figures}", indent=4, hanging=2)
    if item.each != "county":
        judged = f"all {_SEVERAL[item.each]} together" if item.pooled else f"each {item.each}"
        where = f", where {_scope(item.where)}" if _parts(item.where) else ""
        yield from _wrapped(f"judged: {judged}{where}", indent=4, hanging=2)
    if item.vacuous:
        yield "    met where there is nobody to whom it applies"
    yield from _wrapped(f"“{item.clause}” ({item.source}; {_MARKS[item.mark]})", indent=4, hanging=2)
    if item.responsible or item.due:
        yield from _wrapped(f"责任单位: {_responsible(item)}", indent=4, hanging=2)


def _demand(rule: Rule, *, named: bool) -> str:
    """One demand: to whom it applies, what is measured where there are several things, and its limit."""
    to_whom = f"{_scope(rule.where)}: " if _parts(rule.where) else ""
    with_ = ", ".join(f"{name.replace('_', ' ')} {_constant(value)}" for name, value in rule.constants.items())
    return f"{to_whom}{_demanded(rule, named=named)}" + (f" ({with_})" if with_ else "")


def _demanded(rule: Rule, *, named: bool) -> str:
    if rule.alternatives:
        several = named or len({alternative.words for alternative in rule.alternatives}) > 1
        return "; or ".join(_demand(alternative, named=several) for alternative in rule.alternatives)
    if rule.aspect:
        return f"what was found on {rule.aspect.of}"
    if isinstance(rule.check, checks.Limit):
        return f"{rule.words} {_limits(rule)}" if named else _limits(rule)
    return f"not so: {rule.words}" if isinstance(rule.check, checks.Not) else rule.words


def _limits(rule: Rule) -> str:
    """The limit of a demand, or those of different times."""
    dated = rule.dated or ((None, rule.check),)
    return ", ".join(_limit(rule, check) + (f" since {since}" if since else "") for since, check in dated)


def _limit(rule: Rule, check: Check) -> str:
    assert isinstance(check, checks.Limit)
    fields = [_FIELDS[name] for name in (rule.measure.inputs if rule.measure else ()) if name in _FIELDS]
    if any(field.form is Grade for field in fields):
        return f"{check.relation} {_grade(check.limit)}"
    return attrs.evolve(check, of=None).sentence()


def _constant(value: object) -> str:
    return decimal_text(value) if isinstance(value, Fraction) else str(value)


def _scope(where: Check) -> str:
    """To whom something applies, in words."""
    if isinstance(where, checks.AtLeastOf):
        return " and ".join(map(_scope, where.checks))
    if isinstance(where, checks.Not):
        return f"not {_scope(where.check)}"
    if isinstance(where, checks.OneOf):
        return ", ".join(_STAGES[value] if isinstance(value, Stage) else str(value) for value in where.values)
    if isinstance(where, checks.Limit):
        what = "" if where.of == "pupils" else f"{(where.of or '').replace('_', ' ')} "
        return what + attrs.evolve(where, of=None).sentence()
    return where.sentence().removesuffix(" holds").replace("_", " ")


def _parts(check: Check) -> tuple[Check, ...]:
    return check.checks if isinstance(check, checks.AtLeastOf) else (check,)
