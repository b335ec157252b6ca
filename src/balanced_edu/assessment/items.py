"""Items that are not resources: judged one by one, pooled, or weighed by groups."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from balanced_edu.assessment.look_up import (
    TABLES,
    YEAR,
    Judged,
    figure_of,
    known,
    of_campus,
    of_county,
    of_record,
    of_section,
    pooled,
    scope_cells,
)
from balanced_edu.checks import Cell, Figure, Finding, Reason
from balanced_edu.checks.findings import best_given, cells_of, joined
from balanced_edu.outcomes import Outcome
from balanced_edu.records.kinds import COMPULSORY

if TYPE_CHECKING:
    from balanced_edu.records.county import County
    from balanced_edu.records.section import Section
    from balanced_edu.standards import Standard
    from balanced_edu.standards.model import Item, Rule


def item_finding(
    item: Item,
    county: County,
    sections: Sequence[Section],
    standard: Standard,
    day: dt.date | None,
    found_before: Mapping[str, Finding] | None = None,
) -> Finding:
    """What a standard's item finds in a county; a condition may also use what was `found_before`, by id."""
    subjects = _subjects(item.each, county, sections)
    if not subjects and item.each in TABLES:
        nobody = Finding(check=item.each, outcome=Outcome.UNKNOWN, missing=(Cell(TABLES[item.each]),))
        return of_item(item, [nobody], standard)
    in_scope = [(judged, item.where.finding(judged.scope)) for judged in subjects]
    in_scope = [(judged, where) for judged, where in in_scope if where.outcome is not Outcome.FAIL]
    if item.weights:
        return of_item(item, [_weighed(rule, item, in_scope) for rule in item.rules], standard)
    if item.pooled:
        in_scope = list(_pools(item, in_scope))
    findings = [
        attrs.evolve(
            finding := (found_before or {})[rule.aspect.of]
            if rule.aspect
            else _demand(rule, item, judged, (where, applies), day),
            campus=judged.campus,
            stage=judged.stage,
            subject=judged.subject,
            evidence=(*finding.evidence, *judged.evidence),
        )
        for judged, where in in_scope
        for rule in item.rules
        if (applies := rule.where.finding(judged.scope)).outcome is not Outcome.FAIL
    ]
    return of_item(item, findings, standard)


def _subjects(each: str, county: County, sections: Sequence[Section]) -> list[Judged]:
    if each == "county":
        return [of_county(county)]
    if each == "campus":
        # A school of the senior stage only is none of compulsory education.
        return [of_campus(campus) for campus in county.campuses if campus.compulsory_stages]
    if each == "section":
        return [of_section(section) for section in sections]
    return [of_record(record) for record in (county.monitoring if each == "subject" else county.groups)]


def _pools(item: Item, in_scope: Sequence[tuple[Judged, Finding]]) -> Iterator[tuple[Judged, Finding]]:
    """Everything in scope as one, stage by stage if the item judges sections."""
    for stage in COMPULSORY if item.each == "section" else ("",):
        pool = pooled([(judged, where) for judged, where in in_scope if judged.stage == stage], stage)
        yield pool, Finding(check="", outcome=Outcome.PASS)


def _weighed(rule: Rule, item: Item, in_scope: Sequence[tuple[Judged, Finding]]) -> Finding:
    """The mean of the groups' rates, weighted as the standard says; a group that was not surveyed is missing."""
    assert rule.measure is not None
    rates = {judged.subject: figure_of(rule.measure, judged) for judged, _ in in_scope}
    others = item.weights.get("others", Fraction(0))
    weights = {**dict.fromkeys(rates, others), **item.weights}
    counted = {name: weight for name, weight in weights.items() if weight and name != "others"}
    surveyed = [rates[name] for name in counted if name in rates]
    missing = (*(Cell(TABLES["group"], name) for name in counted if name not in rates), *cells_of(surveyed))
    undefined = next((figure.undefined for figure in surveyed if figure.undefined), None)
    values = {name: value for name, figure in rates.items() if (value := known(figure)) is not None}
    value = None
    if counted and counted.keys() <= values.keys():
        weighed = (weight * values[name] for name, weight in counted.items())
        value = sum(weighed, start=Fraction(0)) / sum(counted.values(), start=Fraction(0))
    figure = Figure(value=value, unit=rule.measure.unit, inputs=counted, missing=missing, undefined=undefined)
    return rule.check.finding({rule.measure.name: figure})


def _demand(rule: Rule, item: Item, judged: Judged, applies: tuple[Finding, Finding], day: dt.date | None) -> Finding:
    """What a demand finds; if it is unknown whether the demand applies at all, it can pass but not fail."""
    finding = _compared(rule, item, judged, day)
    if finding.undefined and item.vacuous:
        finding = attrs.evolve(finding, outcome=Outcome.PASS, undefined=Reason.NOBODY)
    where, of_rule = applies
    may_not = judged.open or where.outcome & of_rule.outcome is Outcome.UNKNOWN
    if may_not and finding.outcome is not Outcome.PASS:
        open_scope = (*judged.open, *scope_cells(judged, where), *scope_cells(judged, of_rule))
        missing = tuple(dict.fromkeys((*open_scope, *finding.missing)))
        return Finding(check=finding.check, outcome=Outcome.UNKNOWN, missing=missing)
    return finding


def _compared(rule: Rule, item: Item, judged: Judged, day: dt.date | None) -> Finding:
    """What the check of a demand finds, or the best of its alternatives."""
    if rule.alternatives:
        return _best(rule, item, judged, day)
    assert rule.measure is not None
    figure = figure_of(rule.measure, judged, {**item.constants, **rule.constants})
    findings = [check.finding({rule.measure.name: figure}) for check in rule.checks_on(day)]
    if len({finding.outcome for finding in findings}) == 1:
        return findings[-1]
    # The limit has changed, the day is unknown, and it decides.
    return attrs.evolve(findings[-1], outcome=Outcome.UNKNOWN, missing=(YEAR,))


def _best(rule: Rule, item: Item, judged: Judged, day: dt.date | None) -> Finding:
    """One of the alternatives that apply is enough; one that may or may not apply does not pass for certain."""
    parts = []
    for alternative in rule.alternatives:
        applies = alternative.where.finding(judged.scope)
        if applies.outcome is Outcome.FAIL:
            continue
        part = _compared(alternative, item, judged, day)
        if applies.outcome is Outcome.UNKNOWN and part.outcome is not Outcome.FAIL:
            missing = (*scope_cells(judged, applies), *part.missing)
            part = attrs.evolve(part, outcome=Outcome.UNKNOWN, missing=missing)
        parts.append(part)
    if len(parts) == 1:
        return parts[0]
    if rule.given:
        return best_given(parts)
    return joined(1, [attrs.evolve(part, alternative=number) for number, part in enumerate(parts, start=1)])


def of_item(item: Item, findings: Sequence[Finding], standard: Standard) -> Finding:
    """The finding of an item from those on what it judges, with its clause, department and day."""
    about: dict[str, Any] = {"item": item.id, "clause": item.clause, "standard": standard.cited}
    about |= {"responsible": item.responsible, "task": item.task, "due": item.due}
    if not findings:
        return Finding(check="", outcome=Outcome.PASS, undefined=Reason.NOBODY, **about)
    only = findings[0] if len(findings) == 1 and not findings[0].parts else joined(len(findings), findings)
    return attrs.evolve(only, **about)
