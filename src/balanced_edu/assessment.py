"""One county against one standard: a finding for every section, item and dimension, and the verdict.

Figures are computed in rational arithmetic by the same formulas that serve arrays, so a section that lies exactly at
a limit is found to lie exactly at it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from balanced_edu import checks
from balanced_edu.campuses import COMPULSORY, Campus, Grade, Section, Stage, fields_of, sections_of
from balanced_edu.checks import Figure, Finding
from balanced_edu.county import Group, Guarantee, Quality, Subject, Veto
from balanced_edu.exact import exact
from balanced_edu.indicators.catalogue import DIMENSIONS, Measure, catalogue
from balanced_edu.outcomes import Outcome, at_least
from balanced_edu.standards import load

if TYPE_CHECKING:
    from os import PathLike

    from balanced_edu.checks import Check
    from balanced_edu.county import County
    from balanced_edu.standards import Item, Rule, Standard


@attrs.frozen(slots=True, kw_only=True)
class AssessedSection:
    """One section with its values of the resource indicators and what the section rule finds.

    Attributes
    ----------
    section
        The campus and stage, with its totals.
    values
        Value of each resource indicator by id, exact; None where it is not known.
    outcomes
        Which of them meet the full limit.
    finding
        The section rule: so many at the limit, the rest not far under it.
    """

    section: Section
    values: Mapping[str, Fraction | None] = attrs.field(hash=False)
    outcomes: Mapping[str, Outcome] = attrs.field(hash=False)
    finding: Finding


@attrs.frozen(slots=True, kw_only=True, str=False)
class Assessment:
    """What a standard finds in a county (评估结果), down to the campus.

    ``print`` gives the report for a person; `as_json` and `as_html` the others.

    Attributes
    ----------
    county, standard
        What was assessed, and by which standard and edition.
    finding
        The verdict; its parts are the dimensions.
    dimensions
        Findings by dimension: resources, guarantee, quality, recognition, veto.
    indicators
        Findings by id, ``R1`` to ``V6``.
    variation
        Findings on the variation coefficients, by stage and id.
    sections
        Every section that enters the resource indicators.
    """

    county: County
    standard: Standard
    finding: Finding
    dimensions: Mapping[str, Finding] = attrs.field(hash=False)
    indicators: Mapping[str, Finding] = attrs.field(hash=False)
    variation: Mapping[Stage, Mapping[str, Finding]] = attrs.field(hash=False)
    sections: tuple[AssessedSection, ...]

    @property
    def outcome(self) -> Outcome:
        """The verdict: recognised, not recognised, or not known."""
        return self.finding.outcome

    @property
    def satisfaction_rates(self) -> dict[str, Fraction | None]:
        """Rate of satisfaction of each group asked, in percent; None where it is not known."""
        (measure,) = catalogue["S1"].measures.values()
        return {group.group: _known(_figure(measure, _of_record(group, group.group))) for group in self.county.groups}

    def __str__(self) -> str:
        from balanced_edu.report import as_text

        return as_text(self)

    def _repr_html_(self) -> str:
        return f"<pre>{self}</pre>"


def assess(county: County, standard: str | PathLike[str] | Standard = "national-2017") -> Assessment:
    """Assess one county.

    Official name: 县域义务教育优质均衡发展督导评估.

    Parameters
    ----------
    county
        The county with its campuses.
    standard
        Name of a standard that comes with the library, a standard's file, or a standard already read.

    Returns
    -------
    Assessment
        Findings for every section, item and dimension, and the verdict. What is not known is found unknown,
        with what would settle it.

    Raises
    ------
    StandardError
        If there is no such standard, or its file cannot be used.
    ValueError
        If the county has no campuses.

    Examples
    --------
    >>> import balanced_edu as be
    >>> campus = be.Campus(school_code="A1", kind=be.Kind.PRIMARY, primary_pupils=1000, primary_backbone_teachers=9)
    >>> found = be.assess(be.County(name="示例县", campuses=[campus]))
    >>> found.outcome
    <Outcome.UNKNOWN: 0>
    >>> found.sections[0].outcomes["R2"]
    <Outcome.FAIL: -1>
    >>> print(found.indicators["V6"].reason)
    not known: county.toml: 有弄虚作假行为 (fraud)

    Source: 教督〔2017〕6号《县域义务教育优质均衡发展督导评估办法》, under the default standard.
    """
    if not county.campuses:
        raise ValueError(f"{county.name} has no campuses: there is nothing to assess")
    standard = load(standard)
    sections = [section for campus in county.campuses for section in sections_of(campus, standard.weights)]
    counted = [s for s in sections if standard.counted.finding(s.campus).outcome is not Outcome.FAIL]
    rules = {stage: standard.section_rule(stage) for stage in COMPULSORY}
    assessed = tuple(_assessed_section(section, rules[section.stage], standard) for section in counted)
    variation = {
        stage: {id: _variation(id, stage, assessed, standard) for id in standard.resources} for stage in COMPULSORY
    }
    indicators = {
        id: _joined(item, [variation[stage][id] for stage in COMPULSORY], standard)
        if id in standard.resources
        else _item(item, county, sections, standard)
        for id, item in standard.items.items()
    }
    dimensions = {
        name: _all(name, [*_of_dimension(letter, indicators, assessed)], standard=standard.cited)
        for letter, (name, _) in DIMENSIONS.items()
    }
    verdict = checks.all_of(*(checks.holds(name) for name in dimensions)).named("verdict")
    return Assessment(
        county=county,
        standard=standard,
        finding=attrs.evolve(verdict.finding(dimensions), standard=standard.cited),
        dimensions=dimensions,
        indicators=indicators,
        variation=variation,
        sections=assessed,
    )


def _of_dimension(
    letter: str, indicators: Mapping[str, Finding], sections: Iterable[AssessedSection]
) -> Iterator[Finding]:
    yield from (finding for id, finding in indicators.items() if id.startswith(letter))
    if letter == "R":
        yield from (section.finding for section in sections)


# Resources: values of a section, the section rule, the variation between sections.


def _assessed_section(section: Section, rule: Check, standard: Standard) -> AssessedSection:
    subject = _of_section(section)
    figures = {
        id: _figure(measure, subject) for id in standard.resources for measure in catalogue[id].measures.values()
    }
    finding = rule.finding(figures)
    reached = finding.parts[0]
    return AssessedSection(
        section=section,
        values={id: _known(figure) for id, figure in figures.items()},
        outcomes={id: part.outcome for id, part in zip(figures, reached.parts, strict=True)},
        finding=attrs.evolve(
            finding,
            campus=section.campus.school_code,
            stage=section.stage,
            clause=standard.section_clause,
            standard=standard.cited,
        ),
    )


def _variation(id: str, stage: Stage, assessed: Sequence[AssessedSection], standard: Standard) -> Finding:
    (measure,) = catalogue[id].measures.values()
    total = next(name for name in measure.inputs if name != "pupils")
    sections = [a.section for a in assessed if a.section.stage is stage]
    subject = {
        "totals": [getattr(section, total) for section in sections],
        "pupils": [section.pupils for section in sections],
    }
    missing = (
        cell
        for section in sections
        for name in (total, "pupils")
        if getattr(section, name) is None
        for cell in _of_section(section).cells(name)
    )
    return attrs.evolve(
        standard.variation_check(stage).finding(subject),
        item=id,
        stage=stage,
        missing=tuple(dict.fromkeys(missing)),
        clause=standard.variation_clause,
        standard=standard.cited,
    )


# The other items: what is judged, one by one or pooled.


@attrs.frozen(slots=True, kw_only=True)
class _Judged:
    """Something that an item judges: where its figures are looked up, and which table cells they come from."""

    look_up: Callable[[str], Any]
    cells: Callable[[str], tuple[str, ...]]
    scope: Mapping[str, object] = attrs.field(factory=dict)
    campus: str = ""
    stage: str = ""
    subject: str = ""


def _item(item: Item, county: County, sections: Sequence[Section], standard: Standard) -> Finding:
    everybody = _everybody(item.each, county, sections)
    in_scope = [(judged, item.where.finding(judged.scope)) for judged in everybody]
    in_scope = [(judged, where) for judged, where in in_scope if where.outcome is not Outcome.FAIL]
    if item.pooled:
        in_scope = list(_pooled(item, in_scope))
    found = [
        attrs.evolve(
            _demanded(rule, item, judged, where), campus=judged.campus, stage=judged.stage, subject=judged.subject
        )
        for judged, where in in_scope
        for rule in item.rules
        if rule.where.finding(judged.scope).outcome is not Outcome.FAIL
    ]
    if not everybody:
        nobody = Finding(check=item.each, outcome=Outcome.UNKNOWN, missing=(f"county.toml: {_TABLES[item.each]}",))
        return _joined(item, [nobody], standard)
    return _joined(item, found, standard)


def _everybody(each: str, county: County, sections: Sequence[Section]) -> list[_Judged]:
    if each == "county":
        return [_Judged(look_up=county.fact, cells=_cell_of_county)]
    if each == "campus":
        return [_of_campus(campus) for campus in county.campuses]
    if each == "section":
        return [_of_section(section) for section in sections]
    records: Sequence[Subject | Group] = county.monitoring if each == "subject" else county.groups
    return [_of_record(record, getattr(record, each)) for record in records]


def _pooled(item: Item, in_scope: Sequence[tuple[_Judged, Finding]]) -> Iterator[tuple[_Judged, Finding]]:
    """Everything in scope as one, stage by stage where the item goes by sections."""
    stages = COMPULSORY if item.each == "section" else ("",)
    for stage in stages:
        members = [(judged, where) for judged, where in in_scope if judged.stage == stage]
        # A member that may or may not be in scope leaves the sums open, and so does an empty cell.
        open_scope = tuple(cell for judged, where in members for name in where.missing for cell in judged.cells(name))

        def look_up(name: str, members: Any = members, open_scope: Any = open_scope) -> Fraction | None:
            figures = [judged.look_up(name) for judged, _ in members]
            if open_scope or None in figures:
                return None
            return sum((exact(figure) for figure in figures), start=Fraction(0))

        def cells(name: str, members: Any = members, open_scope: Any = open_scope) -> tuple[str, ...]:
            empty = (judged.cells(name) for judged, _ in members if judged.look_up(name) is None)
            return tuple(dict.fromkeys((*open_scope, *(cell for several in empty for cell in several))))

        pool = _Judged(look_up=look_up, cells=cells, scope={"stage": stage or None}, stage=stage)
        yield pool, Finding(check="pooled", outcome=Outcome.PASS)


def _demanded(rule: Rule, item: Item, judged: _Judged, where: Finding) -> Finding:
    """What a demand finds; where it is open whether it applies at all, it can pass but not fail."""
    measures = catalogue[item.id].measures
    figures = {name: _figure(measures[name], judged, item.constants) for name in rule.measures}
    finding = rule.check.finding(figures)
    if finding.undefined and item.vacuous:
        finding = attrs.evolve(finding, outcome=Outcome.PASS, undefined="nobody to whom it applies")
    applies = where.outcome & rule.where.finding(judged.scope).outcome
    if applies is Outcome.UNKNOWN and finding.outcome is not Outcome.PASS:
        open_scope = tuple(cell for name in where.missing for cell in judged.cells(name))
        return Finding(check=_words(rule), outcome=Outcome.UNKNOWN, missing=(*open_scope, *finding.missing))
    return attrs.evolve(finding, check=_words(rule))


def _figure(measure: Measure, judged: _Judged, constants: Mapping[str, Any] | None = None) -> Figure:
    """Compute one measure from what is known of a subject, in exact arithmetic."""
    constants = constants or {}
    inputs = {name: constants[name] if name in constants else judged.look_up(name) for name in measure.inputs}
    empty = [name for name, value in inputs.items() if value is None]
    missing = tuple(dict.fromkeys(cell for name in empty for cell in judged.cells(name)))
    if measure.judged:
        outcome = Outcome(int(measure.kernel(**{name: Outcome.of(value) for name, value in inputs.items()})))
        return Figure(value=outcome, inputs=inputs, missing=missing if outcome is Outcome.UNKNOWN else ())
    if empty:
        return Figure(value=None, unit=measure.unit, inputs=inputs, missing=missing)
    options = {name: value for name, value in constants.items() if isinstance(value, str)}
    try:
        value = measure.kernel(**{name: _exactly(value) for name, value in inputs.items()}, **options)
    except ZeroDivisionError:
        return Figure(value=None, unit=measure.unit, inputs=inputs, undefined=f"undefined: {measure.formula} with 0")
    return Figure(value=value, unit=measure.unit, inputs=inputs)


def _exactly(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(exact(each) for each in value)
    return exact(value.rank if isinstance(value, Grade) else value)


def _known(figure: Figure) -> Fraction | None:
    return None if figure.value is None else exact(figure.value)


# Joining findings.


def _joined(item: Item, found: list[Finding], standard: Standard) -> Finding:
    if len(found) == 1 and not found[0].parts:
        return attrs.evolve(found[0], item=item.id, clause=item.clause, standard=standard.cited)
    return _all("", found, item=item.id, clause=item.clause, standard=standard.cited)


def _all(check: str, found: Sequence[Finding], **about: Any) -> Finding:
    outcome = at_least(len(found), [finding.outcome for finding in found])
    unknown = (f for f in found if outcome is Outcome.UNKNOWN is f.outcome)
    missing = tuple(dict.fromkeys(cell for finding in unknown for cell in finding.missing))
    return Finding(check=check, outcome=outcome, parts=tuple(found), missing=missing, **about)


def _words(rule: Rule) -> str:
    return " or ".join(name.replace("_", " ") for name in rule.measures)


# Where figures come from.

_TABLES = {"subject": "[[quality.monitoring]]", "group": "[[recognition.groups]]"}
_COUNTY_FIELDS = {name: f for record in (Guarantee, Quality, Veto) for name, f in fields_of(record).items()}
_CAMPUS_FIELDS = fields_of(Campus)


def _of_campus(campus: Campus) -> _Judged:
    def cells(name: str) -> tuple[str, ...]:
        stages = campus.compulsory_stages
        names = (name,) if name in _CAMPUS_FIELDS else tuple(f"{stage}_{name}" for stage in stages)
        return _campus_cells(campus, (cell for cell in names if getattr(campus, cell) is None))

    return _Judged(
        look_up=lambda name: getattr(campus, name),
        cells=cells,
        scope=_scope(campus),
        campus=campus.school_code,
    )


def _of_section(section: Section) -> _Judged:
    campus = section.campus

    def cells(name: str) -> tuple[str, ...]:
        own = (name,) if name in _SCOPE else section.cells(name)
        return _campus_cells(campus, own)

    return _Judged(
        look_up=lambda name: getattr(section, name),
        cells=cells,
        scope={**_scope(campus), "stage": section.stage},
        campus=campus.school_code,
        stage=section.stage,
    )


def _of_record(record: Subject | Group, name: str) -> _Judged:
    headings = fields_of(type(record))
    table = "[[quality.monitoring]]" if isinstance(record, Subject) else "[[recognition.groups]]"
    return _Judged(
        look_up=lambda field: getattr(record, field),
        cells=lambda field: (f"county.toml: {table} {name}, {headings[field].heading} ({field})",),
        subject=name,
    )


_SCOPE = ("kind", "ownership", "area_type", "boarding")


def _scope(campus: Campus) -> dict[str, object]:
    return {**{name: getattr(campus, name) for name in _SCOPE}, "pupils": campus.pupils}


def _cell_of_county(name: str) -> tuple[str, ...]:
    return (f"county.toml: {_COUNTY_FIELDS[name].heading} ({name})",)


def _campus_cells(campus: Campus, names: Iterable[str]) -> tuple[str, ...]:
    label = " ".join(word for word in (campus.school_code, campus.school_name) if word)
    return tuple(f"schools.csv: {label}, {_CAMPUS_FIELDS[name].heading} ({name})" for name in names)
