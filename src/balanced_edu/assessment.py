"""One county against one standard: a finding for every section, item and dimension, and the verdict.

Figures are computed in rational arithmetic by the same formulas that serve arrays, so a section that lies exactly at
a limit is found to lie exactly at it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from balanced_edu import checks
from balanced_edu.campuses import COMPULSORY, Campus, DataError, Grade, Section, Stage, fields_of, merged, sections_of
from balanced_edu.checks import Figure, Finding
from balanced_edu.county import RECORDS, Group, Subject
from balanced_edu.exact import exact, told_apart
from balanced_edu.indicators.catalogue import Measure, catalogue
from balanced_edu.outcomes import Outcome
from balanced_edu.plain import plain
from balanced_edu.standards import load

if TYPE_CHECKING:
    from os import PathLike

    from balanced_edu.checks import Check
    from balanced_edu.county import County
    from balanced_edu.report.data import Json
    from balanced_edu.standards import Item, Rule, Standard
    from balanced_edu.tasks import TaskBoard


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


@attrs.frozen(slots=True, kw_only=True, repr=False)
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
    means
        Findings on the mean of the coefficients, by stage, where the standard limits their mean.
    sections
        Every section that enters the resource indicators.
    aims
        Findings on what is aimed at, by id; they never turn a verdict.
    conditions
        Findings on the conditions for applying, by id; reported beside the verdict.
    on
        The day of which the assessment speaks.
    """

    county: County
    standard: Standard
    finding: Finding
    dimensions: Mapping[str, Finding] = attrs.field(hash=False)
    indicators: Mapping[str, Finding] = attrs.field(hash=False)
    variation: Mapping[Stage, Mapping[str, Finding]] = attrs.field(hash=False)
    means: Mapping[Stage, Finding] = attrs.field(hash=False)
    sections: tuple[AssessedSection, ...]
    aims: Mapping[str, Finding] = attrs.field(hash=False)
    conditions: Mapping[str, Finding] = attrs.field(hash=False)
    on: dt.date | None

    @property
    def outcome(self) -> Outcome:
        """The verdict: recognised, not recognised, or not known."""
        return self.finding.outcome

    @property
    def satisfaction_rates(self) -> dict[str, Fraction | None]:
        """Rate of satisfaction of each group asked, in percent; None where it is not known."""
        (measure,) = catalogue["S1"].measures.values()
        return {group.group: _known(_figure(measure, _of_record(group, group.group))) for group in self.county.groups}

    @property
    def notes(self) -> tuple[str, ...]:
        """What is worth knowing and decides nothing: a sample of the survey that is not as it should be."""
        sample, groups = self.standard.sample, self.county.groups
        surveyed = {group.group: group.surveyed for group in groups}
        if sample is None or not groups or None in surveyed.values() or not any(surveyed.values()):
            return ()
        share = Fraction(100 * (surveyed.get(sample.group) or 0), sum(number or 0 for number in surveyed.values()))
        if share >= sample.at_least:
            return ()
        is_, expected = told_apart(share, sample.at_least)
        return (
            f"{sample.group} are {is_} % of those asked in the survey; {expected} % are expected ({sample.clause})",
        )

    def __repr__(self) -> str:
        return plain(f"<assessment of {self.county.name} by {self.standard.cited}: {self.outcome}>")

    def __str__(self) -> str:
        from balanced_edu.report import as_text

        return as_text(self)

    def as_dict(self) -> dict[str, Json]:
        """The assessment as plain dictionaries, lists, texts and numbers."""
        from balanced_edu.report import as_dict

        return as_dict(self)

    def as_json(self) -> str:
        """The assessment as JSON text, for other programs."""
        from balanced_edu.report import as_json

        return as_json(self)

    def as_html(self) -> str:
        """The assessment as a page; needs the extra ``cli``."""
        from balanced_edu.report import as_html

        return as_html(self)

    def tasks(self) -> TaskBoard:
        """The public task board (挂图作战、挂牌销号): every item, how it stands, whose it is and by when."""
        from balanced_edu.tasks import task_board

        return task_board(self)

    def _repr_html_(self) -> str:
        from balanced_edu.report import as_fragment

        return as_fragment(self)


def assess(
    county: County,
    standard: str | PathLike[str] | Standard = "national-2017",
    *,
    on: dt.date | None = None,
) -> Assessment:
    """Assess one county.

    Official name: 县域义务教育优质均衡发展督导评估.

    Parameters
    ----------
    county
        The county with its campuses.
    standard
        Name of a standard that comes with the library, a standard's file, or a standard already read.
    on
        The day to speak of, for figures that change with time and for targets with a date; the last day of the
        county's year, where none is given.

    Returns
    -------
    Assessment
        Findings for every section, item and dimension, and the verdict. What is not known is found unknown,
        with what would settle it.

    Raises
    ------
    StandardError
        If there is no such standard, or its file cannot be used.
    DataError
        If a local fact is a judgement where the standard takes a figure, or the other way round.
    ValueError
        If the county has no campuses.

    Examples
    --------
    >>> import balanced_edu as be
    >>> campus = be.Campus(school_code="A1", kind=be.Kind.PRIMARY, primary_pupils=1000, primary_backbone_teachers=9)
    >>> found = be.assess(be.County(name="示例县", campuses=[campus]))
    >>> found
    <assessment of 示例县 by national-2017 (1): unknown>
    >>> found.sections[0].outcomes["R2"]
    <Outcome.FAIL: -1>
    >>> print(found.indicators["V6"].reason)
    not known: county.toml: 有弄虚作假行为 (fraud)

    Source: 教督〔2017〕6号《县域义务教育优质均衡发展督导评估办法》, under the default standard.
    """
    if not county.campuses:
        raise ValueError(f"{county.name} has no campuses: there is nothing to assess")
    standard = load(standard)
    misread = dict(_misread(county, standard))
    if misread:
        raise DataError(list(misread.items()))
    day = on or (dt.date(county.year, 12, 31) if county.year else None)
    sections = [section for campus in county.campuses for section in _sections(campus, standard)]
    rules = {stage: standard.section_rule(stage) for stage in COMPULSORY}
    assessed = tuple(
        _assessed_section(section, rules[section.stage], standard) for section in _counted(sections, standard)
    )
    variation = {
        stage: {id: _variation(id, stage, assessed, standard) for id in standard.resources} for stage in COMPULSORY
    }
    means = {
        stage: _mean(stage, assessed, variation[stage], standard)
        for stage in COMPULSORY
        if standard.mean_of_coefficients
    }
    found = {
        id: _joined(item, [variation[stage][id] for stage in COMPULSORY], standard)
        if id in standard.resources
        else _item(item, county, sections, standard, day)
        for id, item in standard.items.items()
    }
    indicators = {id: finding for id, finding in found.items() if id not in standard.aims}
    dimensions = {
        name: _all(name, [*_of_dimension(name, indicators, assessed, means, standard)], standard=standard.cited)
        for name in standard.dimensions
    }
    verdict = checks.all_of(*(checks.holds(name) for name in dimensions)).named("verdict")
    coefficients = list(means.values()) or [
        variation[stage][id] for stage in COMPULSORY for id in standard.required_resources
    ]
    already = {**found, "variation": _all("variation", coefficients)}
    return Assessment(
        county=county,
        standard=standard,
        finding=attrs.evolve(verdict.finding(dimensions), standard=standard.cited),
        dimensions=dimensions,
        indicators=indicators,
        variation=variation,
        means=means,
        sections=assessed,
        aims={id: found[id] for id in standard.aims},
        conditions={
            id: _item(item, county, sections, standard, day, already) for id, item in standard.conditions.items()
        },
        on=day,
    )


def _misread(county: County, standard: Standard) -> Iterator[tuple[str, str]]:
    """Local facts that are judgements where the standard takes figures, or the other way round."""

    def measures(rules: Iterable[Rule]) -> Iterator[Measure]:
        for rule in rules:
            yield from [rule.measure] if rule.measure else []
            yield from measures(rule.alternatives)

    items = (*standard.items.values(), *standard.conditions.values())
    for measure in measures(rule for item in items for rule in item.rules):
        for name in measure.inputs:
            value = None if name in _COUNTY_FIELDS else county.local.get(name)
            if value is not None and isinstance(value, bool) is not measure.judged:
                wanted = "true or false, since it is judged" if measure.judged else "a number, since it is measured"
                yield f"local.{name}", f"is {str(value).lower()}; write {wanted} by {standard.name}"


def _of_dimension(
    name: str,
    indicators: Mapping[str, Finding],
    sections: Iterable[AssessedSection],
    means: Mapping[Stage, Finding],
    standard: Standard,
) -> Iterator[Finding]:
    yield from (finding for id, finding in indicators.items() if standard.items[id].dimension == name)
    if name == "resources":
        yield from (section.finding for section in sections)
        yield from means.values()


def _sections(campus: Campus, standard: Standard) -> tuple[Section, ...]:
    """The sections of a campus, with what else the standard lets count into their totals."""
    also: dict[str, list[str] | None] = {}
    for item in map(standard.items.__getitem__, standard.resources):
        for addition in item.adds:
            applies = addition.where.finding(_scope(campus)).outcome
            further = also.setdefault(item.total, [])
            if applies is Outcome.PASS and further is not None:
                further.append(addition.field)
            elif applies is Outcome.UNKNOWN and _has(campus, addition.field):
                also[item.total] = None
    return sections_of(campus, standard.weights, also)


def _has(campus: Campus, field: str) -> bool:
    names = (field, *(f"{stage}_{field}" for stage in COMPULSORY))
    return any(getattr(campus, name, None) for name in names)


def _counted(sections: Iterable[Section], standard: Standard) -> Iterable[Section]:
    """The sections that enter the resource indicators; one of which that is not known does."""
    counted = (s for s in sections if standard.counted.finding(_scope(s.campus)).outcome is not Outcome.FAIL)
    return merged(counted) if standard.by_school else counted


# Resources: values of a section, the section rule, the variation between sections.


def _assessed_section(section: Section, rule: Check, standard: Standard) -> AssessedSection:
    subject = _of_section(section)
    figures = {id: _figure(standard.items[id].measure, subject) for id in standard.resources}
    finding = rule.finding(figures)
    reached = finding.parts[0].parts if finding.parts else ()
    return AssessedSection(
        section=section,
        values={id: _known(figure) for id, figure in figures.items()},
        outcomes={id: part.outcome for id, part in zip(standard.required_resources, reached, strict=False)},
        finding=attrs.evolve(
            finding,
            campus=section.campus.school_code,
            stage=section.stage,
            clause=standard.section_clause,
            standard=standard.cited,
        ),
    )


def _variation(id: str, stage: Stage, assessed: Sequence[AssessedSection], standard: Standard) -> Finding:
    measure, total = standard.items[id].measure, standard.items[id].total
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
    finding = standard.variation_check(stage).finding(subject)
    # Mean and deviation in the unit of the indicator: what its formula gives for them as the total of one pupil.
    inputs = {
        name: measure.kernel(**{total: figure, "pupils": 1}) if name in ("mean", "deviation") else figure
        for name, figure in finding.inputs.items()
    }
    if standard.mean_of_coefficients and finding.value is not None:
        finding = attrs.evolve(finding, outcome=Outcome.PASS, limit=None, relation=None)  # it enters the mean
    return attrs.evolve(
        finding,
        item=id,
        stage=stage,
        inputs=inputs,
        missing=tuple(dict.fromkeys(missing)),
        clause=standard.variation_clause,
        standard=standard.cited,
        due=standard.variation_due,
    )


def _mean(
    stage: Stage, assessed: Sequence[AssessedSection], variation: Mapping[str, Finding], standard: Standard
) -> Finding:
    """The mean of the coefficients of a stage, held against the limit of their mean."""
    sections = [a.section for a in assessed if a.section.stage is stage]
    ids = standard.required_resources
    subject = {
        "totals": [[getattr(section, standard.items[id].total) for section in sections] for id in ids],
        "pupils": [section.pupils for section in sections],
    }
    return attrs.evolve(
        standard.mean_check(stage).finding(subject),
        item="variation",
        stage=stage,
        missing=tuple(dict.fromkeys(cell for id in ids for cell in variation[id].missing)),
        clause=standard.variation_clause,
        standard=standard.cited,
        due=standard.variation_due,
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


def _item(
    item: Item,
    county: County,
    sections: Sequence[Section],
    standard: Standard,
    day: dt.date | None,
    already: Mapping[str, Finding] | None = None,
) -> Finding:
    everybody = _everybody(item.each, county, sections)
    if not everybody:
        nobody = Finding(check=item.each, outcome=Outcome.UNKNOWN, missing=(f"county.toml: {_TABLES[item.each]}",))
        return _joined(item, [nobody], standard)
    in_scope = [(judged, item.where.finding(judged.scope)) for judged in everybody]
    in_scope = [(judged, where) for judged, where in in_scope if where.outcome is not Outcome.FAIL]
    if item.weights:
        return _joined(item, [_weighed(rule, item, in_scope) for rule in item.rules], standard)
    if item.pooled:
        in_scope = list(_pooled(item, in_scope))
    found = [
        attrs.evolve(
            (already or {})[rule.aspect.of] if rule.aspect else _demanded(rule, item, judged, (where, own), day),
            campus=judged.campus,
            stage=judged.stage,
            subject=judged.subject,
        )
        for judged, where in in_scope
        for rule in item.rules
        if (own := rule.where.finding(judged.scope)).outcome is not Outcome.FAIL
    ]
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
    for stage in COMPULSORY if item.each == "section" else ("",):
        pool = _pool([(judged, where) for judged, where in in_scope if judged.stage == stage], stage)
        yield pool, Finding(check="pooled", outcome=Outcome.PASS)


def _pool(members: Sequence[tuple[_Judged, Finding]], stage: str) -> _Judged:
    """The sums over some; a member that may or may not be in scope leaves them open, and so does an empty cell."""
    open_scope = tuple(cell for judged, where in members for name in where.missing for cell in judged.cells(name))

    def look_up(name: str) -> Fraction | None:
        figures = [judged.look_up(name) for judged, _ in members]
        if open_scope or None in figures:
            return None
        return sum((exact(figure) for figure in figures), start=Fraction(0))

    def cells(name: str) -> tuple[str, ...]:
        empty = (judged.cells(name) for judged, _ in members if judged.look_up(name) is None)
        return tuple(dict.fromkeys((*open_scope, *(cell for several in empty for cell in several))))

    return _Judged(look_up=look_up, cells=cells, scope={"stage": stage or None}, stage=stage)


def _weighed(rule: Rule, item: Item, in_scope: Sequence[tuple[_Judged, Finding]]) -> Finding:
    """The mean of the groups' rates with the standard's weights; a group that it names and nobody asked is missing."""
    assert rule.measure is not None
    rates = {judged.subject: _figure(rule.measure, judged) for judged, _ in in_scope}
    others = item.weights.get("others", Fraction(0))
    weights = {**dict.fromkeys(rates, others), **item.weights}
    counted = {name: weight for name, weight in weights.items() if weight and name != "others"}
    asked = [rates[name] for name in counted if name in rates]
    missing = [f"county.toml: {_TABLES['group']} {name}" for name in counted if name not in rates]
    missing += [cell for figure in asked for cell in figure.missing]
    undefined = [figure.undefined for figure in asked if figure.undefined]
    known = {name: value for name, figure in rates.items() if (value := _known(figure)) is not None}
    value = None
    if counted and counted.keys() <= known.keys():
        weighed = (weight * known[name] for name, weight in counted.items())
        value = sum(weighed, start=Fraction(0)) / sum(counted.values(), start=Fraction(0))
    unit, why = rule.measure.unit, "; ".join(undefined)
    figure = Figure(value=value, unit=unit, inputs=counted, missing=tuple(missing), undefined=why)
    return attrs.evolve(rule.check.finding({rule.measure.name: figure}), check=rule.words)


def _demanded(
    rule: Rule, item: Item, judged: _Judged, applies: tuple[Finding, Finding], day: dt.date | None
) -> Finding:
    """What a demand finds; where it is open whether it applies at all, it can pass but not fail."""
    finding = _found(rule, item, judged, day)
    if finding.undefined and item.vacuous:
        finding = attrs.evolve(finding, outcome=Outcome.PASS, undefined="nobody to whom it applies")
    where, own = applies
    if where.outcome & own.outcome is Outcome.UNKNOWN and finding.outcome is not Outcome.PASS:
        open_scope = (cell for name in (*where.missing, *own.missing) for cell in judged.cells(name))
        missing = tuple(dict.fromkeys((*open_scope, *finding.missing)))
        return Finding(check=rule.words, outcome=Outcome.UNKNOWN, missing=missing)
    return attrs.evolve(finding, check=rule.words)


def _found(rule: Rule, item: Item, judged: _Judged, day: dt.date | None) -> Finding:
    """What the check of a demand finds, or the best of its alternatives."""
    if rule.alternatives:
        return _best(rule, item, judged, day)
    assert rule.measure is not None
    figure = _figure(rule.measure, judged, {**item.constants, **rule.constants})
    found = [check.finding({rule.measure.name: figure}) for check in rule.checks_on(day)]
    if len({finding.outcome for finding in found}) == 1:
        return found[-1]
    # The limit differs with time, the day is not known, and it decides.
    return attrs.evolve(found[-1], outcome=Outcome.UNKNOWN, missing=("county.toml: 年份 (year)",))


def _best(rule: Rule, item: Item, judged: _Judged, day: dt.date | None) -> Finding:
    """One of the alternatives that apply suffices; an alternative of which that is open can at best be open."""
    parts = []
    for alternative in rule.alternatives:
        applies = alternative.where.finding(judged.scope)
        if applies.outcome is Outcome.FAIL:
            continue
        part = attrs.evolve(_found(alternative, item, judged, day), check=alternative.words)
        if applies.outcome is Outcome.UNKNOWN and part.outcome is not Outcome.FAIL:
            open_scope = tuple(cell for name in applies.missing for cell in judged.cells(name))
            part = attrs.evolve(part, outcome=Outcome.UNKNOWN, missing=(*open_scope, *part.missing))
        parts.append(part)
    if len(parts) == 1:
        return parts[0]
    return checks.best_given(parts) if rule.given else checks.joined(1, parts)


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
    about: dict[str, Any] = {"item": item.id, "clause": item.clause, "standard": standard.cited}
    about |= {"responsible": item.responsible, "task": item.task, "due": item.due}
    if len(found) == 1 and not found[0].parts:
        return attrs.evolve(found[0], **about)
    return _all("", found, **about)


def _all(check: str, found: Sequence[Finding], **about: Any) -> Finding:
    return attrs.evolve(checks.joined(len(found), found, check), **about)


# Where figures come from.

_TABLES = {"subject": "[[quality.monitoring]]", "group": "[[recognition.groups]]"}
_COUNTY_FIELDS = {name: field for record in RECORDS.values() for name, field in fields_of(record).items()}
_CAMPUS_FIELDS = fields_of(Campus)


def _of_campus(campus: Campus) -> _Judged:
    return _Judged(
        look_up=lambda name: getattr(campus, name),
        cells=lambda name: _campus_cells(campus, _empty_fields(campus, name)),
        scope=_scope(campus),
        campus=campus.school_code,
    )


def _of_section(section: Section) -> _Judged:
    def cells(name: str) -> tuple[str, ...]:
        empty = _empty_fields(section.campus, name) if name in _SCOPE else section.empty_fields(name)
        own = _campus_cells(section.campus, empty)
        return own + tuple(cell for member in section.members for cell in _of_section(member).cells(name))

    return _Judged(
        look_up=lambda name: getattr(section, name),
        cells=cells,
        scope={**_scope(section.campus), "stage": section.stage},
        campus=section.campus.school_code,
        stage=section.stage,
    )


def _of_record(record: Subject | Group, name: str) -> _Judged:
    headings = fields_of(type(record))
    table = _TABLES["subject" if isinstance(record, Subject) else "group"]
    return _Judged(
        look_up=lambda field: getattr(record, field),
        cells=lambda field: (f"county.toml: {table} {name}, {headings[field].heading} ({field})",),
        subject=name,
    )


# What a standard may ask of a campus to say what applies to it.
_SCOPE = {
    **{
        name: (name,)
        for name in ("kind", "ownership", "affiliation", "area_type", "boarding", "inner_city", "built_year")
    },
    "pupils": (),
    "largest_class": (),
    "migrant_share": ("migrant_pupils",),
}


def _scope(campus: Campus) -> dict[str, object]:
    return {name: getattr(campus, name) for name in _SCOPE}


def _empty_fields(campus: Campus, name: str) -> list[str]:
    """The empty fields for want of which a figure of a campus is not known; some are made from those of its stages."""
    if name in _CAMPUS_FIELDS:
        names = [name]
    else:
        of_stages = name if f"{Stage.PRIMARY}_{name}" in _CAMPUS_FIELDS else "pupils"
        names = [*_SCOPE.get(name, ()), *(f"{stage}_{of_stages}" for stage in campus.compulsory_stages)]
    return [field for field in names if getattr(campus, field) is None]


def _cell_of_county(name: str) -> tuple[str, ...]:
    known = _COUNTY_FIELDS.get(name)
    return (f"county.toml: {known.heading} ({name})" if known else f"county.toml: [local] {name}",)


def _campus_cells(campus: Campus, names: Iterable[str]) -> tuple[str, ...]:
    label = " ".join(word for word in (campus.school_code, campus.school_name) if word)
    return tuple(f"schools.csv: {label}, {_CAMPUS_FIELDS[name].heading} ({name})" for name in names)
