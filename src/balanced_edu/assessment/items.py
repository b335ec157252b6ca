"""Items that are not resources: judged one by one, pooled, or weighed by groups."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from balanced_edu.assessment.look_up import (
    DAY,
    TABLES,
    YEAR,
    Judged,
    figure_of,
    known,
    of_campus,
    of_county,
    of_record,
    of_section,
    on_day,
    pooled,
    scope_cells,
)
from balanced_edu.checks import Cell, Concession, Figure, Finding, Reason
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
    subjects = [on_day(judged, day) for judged in _subjects(item.each, county, sections)]
    lacking = list(_lacking(item, county))
    if not subjects and item.each in TABLES:
        return of_item(item, lacking or [_nothing_monitored(item)], standard)
    in_scope = [(judged, item.where.finding(judged.scope)) for judged in subjects]
    in_scope = [(judged, where) for judged, where in in_scope if where.outcome is not Outcome.FAIL]
    if item.weights:
        return of_item(item, [_weighed(rule, item, in_scope) for rule in item.rules], standard)
    if item.pooled and (in_scope or not _is_of_other_times(item, subjects)):
        in_scope = [(on_day(pool, day), where) for pool, where in _pools(item, in_scope, county)]
    findings = [
        _about(
            (found_before or {})[rule.aspect.of] if rule.aspect else _demand(rule, item, judged, (where, applies), day),
            judged,
        )
        for judged, where in in_scope
        for rule in item.rules
        if (applies := rule.where.finding(judged.scope)).outcome is not Outcome.FAIL
    ]
    findings += [*_wherever(item, in_scope, day), *lacking]
    if not findings and _is_of_other_times(item, subjects):
        findings = [Finding(check="", outcome=Outcome.PASS, undefined=Reason.NOT_IN_FORCE)]
    return of_item(item, findings, standard)


def _wherever(item: Item, in_scope: Sequence[tuple[Judged, Finding]], day: dt.date | None) -> Iterator[Finding]:
    """What fails at a campus in whichever of its stages it is, such as a class too large for each of them."""
    of_campuses: dict[str, list[tuple[Judged, Finding]]] = {}
    for judged, where in in_scope:
        if any(judged.together.keys() & rule.measure.inputs.keys() for rule in item.rules if rule.measure):
            of_campuses.setdefault(judged.campus, []).append((judged, where))
    for sections in of_campuses.values():
        first = sections[0][0]
        if len(first.stages) < 2 or {judged.stage for judged, _ in sections} != {*first.stages}:
            continue
        failed = [list(_failing(item, _as_if_there(judged), where, day)) for judged, where in sections]
        if all(failed):
            least = max((finding for several in failed for finding in several), key=lambda one: one.margin or 0)
            yield attrs.evolve(_about(least, first), stage="")


def _as_if_there(judged: Judged) -> Judged:
    """A stage of a campus as if it had what is known of all stages together."""
    return attrs.evolve(judged, look_up=lambda name: judged.together.get(name, judged.look_up(name)))


def _failing(item: Item, judged: Judged, where: Finding, day: dt.date | None) -> Iterator[Finding]:
    for rule in item.rules:
        applies = rule.where.finding(judged.scope)
        if applies.outcome is not Outcome.FAIL:
            finding = _demand(rule, item, judged, (where, applies), day)
            if finding.outcome is Outcome.FAIL:
                yield finding


def _about(finding: Finding, judged: Judged) -> Finding:
    evidence = (*finding.evidence, *judged.evidence)
    return attrs.evolve(finding, campus=judged.campus, stage=judged.stage, subject=judged.subject, evidence=evidence)


def _is_of_other_times(item: Item, subjects: Iterable[Judged]) -> bool:
    """Whether some of the subjects would be judged on another day."""
    some_day = [{**judged.scope, DAY: None} for judged in subjects]
    return any(
        item.where.finding(scope).outcome is not Outcome.FAIL and rule.where.finding(scope).outcome is not Outcome.FAIL
        for scope in some_day
        for rule in item.rules
    )


def _subjects(each: str, county: County, sections: Sequence[Section]) -> list[Judged]:
    if each == "county":
        return [of_county(county)]
    if each == "campus":
        # A school of the senior stage only is none of compulsory education.
        return [of_campus(campus) for campus in county.campuses if campus.compulsory_stages]
    if each == "section":
        return [of_section(section) for section in sections]
    if each == "subject":
        return [of_record(subject) for subject in county.monitoring if subject.monitored is not False]
    return [of_record(group) for group in county.groups]


def _lacking(item: Item, county: County) -> Iterator[Finding]:
    """What is unknown because it has no row: each subject that the standard names, or the whole table."""
    if item.each not in TABLES:
        return
    table = TABLES[item.each]
    if not (county.monitoring if item.each == "subject" else county.groups):
        yield Finding(check=item.each, outcome=Outcome.UNKNOWN, missing=(Cell(table),))
        return
    given = {subject.subject for subject in county.monitoring}
    for name in item.subjects:
        if name not in given:
            yield Finding(check="", outcome=Outcome.UNKNOWN, missing=(Cell(table, name),), subject=name)


def _nothing_monitored(item: Item) -> Finding:
    if item.vacuous:
        return Finding(check="", outcome=Outcome.PASS, undefined=Reason.NOBODY)
    return Finding(check="", outcome=Outcome.UNKNOWN, undefined=Reason.NOT_MONITORED)


def _pools(item: Item, in_scope: Sequence[tuple[Judged, Finding]], county: County) -> Iterator[tuple[Judged, Finding]]:
    """Everything in scope as one, stage by stage if the item judges sections."""
    for stage in COMPULSORY if item.each == "section" else ("",):
        pool = pooled([(judged, where) for judged, where in in_scope if judged.stage == stage], stage, county)
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
    if item.vacuous and judged.members == ():
        return Finding(check=rule.about[0], outcome=Outcome.PASS, undefined=Reason.NOBODY)
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
    parts: list[Finding] = []
    compared: list[Rule] = []
    for alternative in rule.alternatives:
        applies = alternative.where.finding(judged.scope)
        if applies.outcome is Outcome.FAIL:
            continue
        part = _compared(alternative, item, judged, day)
        if applies.outcome is Outcome.UNKNOWN and part.outcome is not Outcome.FAIL:
            missing = (*scope_cells(judged, applies), *part.missing)
            part = attrs.evolve(part, outcome=Outcome.UNKNOWN, missing=missing)
        parts.append(part)
        compared.append(alternative)
    best = _best_of(rule, parts, compared, judged)
    return attrs.evolve(best, concession=_needed(parts, compared) or best.concession)


def _best_of(rule: Rule, parts: Sequence[Finding], compared: Sequence[Rule], judged: Judged) -> Finding:
    if len(parts) == 1:
        return parts[0]
    if rule.given:
        return _best_given(parts, compared, judged)
    return joined(1, [attrs.evolve(part, alternative=number) for number, part in enumerate(parts, start=1)])


def _needed(parts: Sequence[Finding], compared: Sequence[Rule]) -> Concession | None:
    """The concession by which one of several alternatives passes, if none passes that is no concession."""
    passing = [rule.concession for part, rule in zip(parts, compared, strict=True) if part.outcome is Outcome.PASS]
    return None if None in passing else next(iter(passing), None)


def _best_given(parts: Sequence[Finding], rules: Sequence[Rule], judged: Judged) -> Finding:
    """The best of the forms that are given; of forms that are not, one is named, so that no cell is asked for in vain.

    If none is given, that is the form whose figures have been begun, or else the first; after a failure it is the form
    that lacks the fewest cells.
    """
    best = best_given(parts)
    if parts and all(part.undefined for part in parts):  # there is nothing to measure, in any form
        return parts[0]
    lacking = [(part, rule) for part, rule in zip(parts, rules, strict=True) if part.missing]
    if best.outcome is Outcome.PASS or not lacking:
        return best
    if best.outcome is Outcome.FAIL:
        return attrs.evolve(best, missing=min((part.missing for part, _ in lacking), key=len))
    begun = [part for part, rule in lacking if rule.measure and all(map(judged.begun, rule.measure.inputs))]
    return begun[0] if begun else lacking[0][0]


def of_item(item: Item, findings: Sequence[Finding], standard: Standard) -> Finding:
    """The finding of an item from those on what it judges, with its clause, department and day."""
    about: dict[str, Any] = {"item": item.id, "clause": item.clause, "standard": standard.cited}
    about |= {"responsible": item.responsible, "task": item.task, "due": item.due}
    if not findings:
        return Finding(check="", outcome=Outcome.PASS, undefined=Reason.NOBODY, **about)
    only = findings[0] if len(findings) == 1 and not findings[0].parts else joined(len(findings), findings)
    return attrs.evolve(only, **about)
