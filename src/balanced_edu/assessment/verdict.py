"""Assess one county: its sections, items and dimensions by a standard, and the verdict.

Figures are computed in rational arithmetic by the formulas that also take arrays, so a section exactly at a limit
is found to be exactly at it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from os import PathLike

import numpy as np

from balanced_edu.arguments import must_be, of_type
from balanced_edu.assessment.items import item_finding, of_item, subjects_of
from balanced_edu.assessment.resources import assessed_sections, counted, divided, variation
from balanced_edu.assessment.result import AssessedSection, Assessment, by_rule
from balanced_edu.checks import Finding, all_of, holds
from balanced_edu.checks.findings import Pending, changed, joined
from balanced_edu.errors import DataError
from balanced_edu.indicators.declare import Measure
from balanced_edu.message import Message
from balanced_edu.outcomes import is_unknown
from balanced_edu.records.county import RECORDS, County
from balanced_edu.records.fields import fields_of
from balanced_edu.records.kinds import COMPULSORY, Stage
from balanced_edu.standards import NATIONAL, Standard, load
from balanced_edu.standards.model import Rule
from balanced_edu.text import plain


def assess(
    county: County,
    standard: str | PathLike[str] | Standard = NATIONAL,
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
        The day to which the assessment refers, for limits that change with time and for targets with a date; by
        default the last day of the county's year. Of a moment its day is taken.

    Returns
    -------
    Assessment
        Findings for every section, item and dimension, and the verdict. An unknown outcome comes with the cells that
        would settle it.

    Raises
    ------
    StandardError
        If there is no such standard, or its file cannot be used.
    DataError
        If a local fact is a judgement where the standard expects a figure, or the other way round.
    ValueError
        If the county has no campuses.
    TypeError
        If the county is not a `County`, or the day not a date.

    Examples
    --------
    >>> import balanced_edu as be
    >>> campus = be.Campus(school_code="A1", kind=be.Kind.PRIMARY, primary_pupils=1000, primary_backbone_teachers=9)
    >>> assessment = be.assess(be.County(name="示例县", campuses=[campus]))
    >>> assessment
    <assessment of 示例县 by national-2017 (1): unknown>
    >>> assessment.sections[0].outcomes["R2"]
    <Outcome.FAIL: -1>
    >>> print(assessment.indicators["V6"])
    not known: county.toml: 有弄虚作假行为 (fraud)

    Source: 教督〔2017〕6号《县域义务教育优质均衡发展督导评估办法》, under the default standard.
    """
    of_type("assess", "county", county, County, "a County; read one with balanced_edu.read_county(path)")
    on = None if on is None else day_of(on)
    if not county.campuses:
        raise ValueError(Message("{county} has no campuses; give at least one", county=plain(county.name)))
    standard = load(standard)
    misread = dict(_misread(county, standard))
    if misread:
        raise DataError(list(misread.items()))
    day = on or county.last_day
    sections = list(divided(county.campuses, standard, day))
    subjects = subjects_of(county, sections, day)
    entering = tuple(counted(sections, standard, day))
    coefficients, composite = variation(entering, standard)
    means = composite if standard.mean_of_coefficients else {}
    resources, aims = standard.resources, standard.aims
    findings = {
        id: of_item(item, [coefficients[stage][id] for stage in COMPULSORY], standard)
        if id in resources
        else item_finding(item, subjects, standard)
        for id, item in standard.items.items()
    }
    findings = _documented(findings, county)
    assessed = tuple(assessed_sections(entering, standard))
    indicators = {id: finding for id, finding in findings.items() if id not in aims}
    dimensions = {
        name: _all(name, [*_of_dimension(name, indicators, assessed, means, standard)], standard)
        for name in standard.dimensions
    }
    verdict = all_of(*(holds(name) for name in dimensions)).named("verdict")
    limited = list(means.values()) or [
        coefficients[stage][id] for stage in COMPULSORY for id in standard.required_resources
    ]
    found_before = {**findings, "variation": joined(len(limited), limited, "variation")}
    conditions = {id: item_finding(item, subjects, standard, found_before) for id, item in standard.conditions.items()}
    return Assessment(
        county=county,
        standard=standard,
        finding=changed(verdict.finding(dimensions), standard=standard.cited),
        dimensions=dimensions,
        indicators=indicators,
        variation=coefficients,
        means=means,
        composite=composite,
        sections=assessed,
        aims={id: findings[id] for id in aims},
        conditions=_documented(conditions, county),
        on=day,
    )


def day_of(given: object) -> dt.date:
    """The day of a date or of a moment, of whatever library.

    Raises
    ------
    TypeError
        If it is neither.

    Examples
    --------
    >>> day_of(dt.datetime(2022, 10, 15, 8, 30))
    datetime.date(2022, 10, 15)
    """
    moment = given.astype("datetime64[s]").item() if isinstance(given, np.datetime64) else given
    if isinstance(moment, dt.date) and not is_unknown(moment):
        return moment.date() if isinstance(moment, dt.datetime) else moment
    raise TypeError(must_be("on", given, "a day, such as datetime.date(2022, 10, 15)"))


def _documented(findings: Mapping[str, Finding], county: County) -> dict[str, Finding]:
    """The findings on items with the documents that are named for them, before those of a single campus."""
    named = {id: county.evidence_of(id) for id in findings}
    return {
        id: changed(finding, evidence=tuple(dict.fromkeys((*named[id], *finding.evidence)))) if named[id] else finding
        for id, finding in findings.items()
    }


def _all(check: str, findings: list[Finding | Pending], standard: Standard) -> Finding:
    return changed(joined(len(findings), findings, check), standard=standard.cited)


def _misread(county: County, standard: Standard) -> Iterator[tuple[str, str]]:
    """Local facts that are judgements where the standard expects figures, or the other way round."""
    for measure in measures_in(standard):
        for name in measure.inputs:
            value = None if name in _COUNTY_FIELDS else county.local.get(name)
            if value is not None and isinstance(value, bool) is not measure.judged:
                wanted = Message("true or false") if measure.judged else Message("a number")
                what = "is {given}; {standard} expects {wanted}"
                yield f"local.{name}", Message(what, given=str(value).lower(), standard=standard.name, wanted=wanted)


def measures_in(standard: Standard) -> Iterator[Measure]:
    """What the items and conditions of a standard measure."""

    def measures(rules: Iterable[Rule]) -> Iterator[Measure]:
        for rule in rules:
            yield from [rule.measure] if rule.measure else []
            yield from measures(rule.alternatives)

    items = (*standard.items.values(), *standard.conditions.values())
    return measures(rule for item in items for rule in item.rules)


def _of_dimension(
    name: str,
    indicators: Mapping[str, Finding],
    sections: Iterable[AssessedSection],
    means: Mapping[Stage, Finding],
    standard: Standard,
) -> Iterator[Finding | Pending]:
    yield from (finding for id, finding in indicators.items() if standard.items[id].dimension == name)
    if name == "resources":
        yield from map(by_rule, sections)
        yield from means.values()


_COUNTY_FIELDS = frozenset(name for record in RECORDS.values() for name in fields_of(record))
