"""Items that are not resources: judged one by one, pooled, or weighed by groups."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

import attrs

from balanced_edu.assessment.look_up import (
    OF_SEVERAL_STAGES,
    TABLES,
    YEAR,
    Judged,
    figure_of,
    in_scope,
    known,
    of_campus,
    of_county,
    of_record,
    of_section,
    pooled,
    scope_cells,
    scope_finding,
)
from balanced_edu.assessment.rough import LookUp, rough_outcome, undecided
from balanced_edu.checks import Cell, Check, Concession, Figure, Finding, Reason
from balanced_edu.checks.findings import Pending, best_given, cells_of, changed, joined, made_of
from balanced_edu.outcomes import Outcome
from balanced_edu.records.kinds import COMPULSORY

if TYPE_CHECKING:
    from balanced_edu.records.county import County
    from balanced_edu.records.section import Section
    from balanced_edu.standards import Standard
    from balanced_edu.standards.model import Item, Rule


@attrs.frozen(slots=True)
class Subjects:
    """What the items of a standard judge in a county on a day; items that judge the same share it.

    Attributes
    ----------
    county, day
        The county, and the day; None if it is unknown.
    of_each
        What is judged, by what an item judges one by one.
    """

    county: County
    day: dt.date | None
    of_each: Mapping[str, Sequence[Judged]]


def subjects_of(county: County, sections: Iterable[Section], day: dt.date | None) -> Subjects:
    """What the items of a standard judge in a county with these sections, on a day."""
    monitored = (subject for subject in county.monitoring if subject.monitored is not False)
    of_each = {
        "county": [of_county(county, day)],
        # A school of the senior stage only is none of compulsory education.
        "campus": [of_campus(campus, day) for campus in county.campuses if campus.compulsory_stages],
        "section": [of_section(section, day) for section in sections],
        "subject": [of_record(subject, day) for subject in monitored],
        "group": [of_record(group, day) for group in county.groups],
    }
    return Subjects(county, day, of_each)


@attrs.frozen(slots=True)
class Demand:
    """A rule of an item as it is on a day, for all subjects that it may apply to.

    Attributes
    ----------
    rule
        The rule.
    applies
        Gives what its scope finds of a subject.
    checks
        The check that is in force, or those of which one is.
    constants
        Figures that its formula needs.
    roughly
        Gives what it finds of a subject's figures where that can be known without the finding, else None.
    alternatives
        Its alternatives.
    """

    rule: Rule
    applies: Callable[[Judged], Finding]
    checks: tuple[Check, ...]
    constants: Mapping[str, Any]
    roughly: Callable[[LookUp], Outcome | None]
    alternatives: tuple[Demand, ...]


@lru_cache(maxsize=1024)  # the items of several standards, each on some days
def _demands_of(item: Item, day: dt.date | None) -> tuple[Demand, ...]:
    return tuple(_demand_of(rule, item, day) for rule in item.rules)


def _demand_of(rule: Rule, item: Item, day: dt.date | None) -> Demand:
    checks, constants = rule.checks_on(day), {**item.constants, **rule.constants}
    return Demand(
        rule=rule,
        applies=in_scope(rule.where),
        checks=checks,
        constants=constants,
        roughly=rough_outcome(rule.measure, checks, constants) if rule.measure else undecided,
        alternatives=tuple(_demand_of(alternative, item, day) for alternative in rule.alternatives),
    )


def item_finding(
    item: Item, subjects: Subjects, standard: Standard, found_before: Mapping[str, Finding] | None = None
) -> Finding:
    """What a standard's item finds in a county; a condition may also use what was `found_before`, by id."""
    several, day = subjects.of_each[item.each], subjects.day
    lacking = list(_lacking(item, subjects.county))
    if not several and item.each in TABLES:
        return of_item(item, lacking or [_nothing_monitored(item)], standard)
    judging = in_scope(item.where)
    judged_here = [(judged, where) for judged in several if (where := judging(judged)).outcome is not Outcome.FAIL]
    if item.weights:
        return of_item(item, [_weighed(rule, item, judged_here) for rule in item.rules], standard)
    if item.pooled and (judged_here or not _is_of_other_times(item, several)):
        judged_here = list(_pools(item, judged_here, subjects))
    demands = _demands_of(item, day)
    findings: list[Finding | Pending] = [
        _about(found_before[demand.rule.aspect.of], judged)
        if found_before and demand.rule.aspect
        else _judged(demand, item, judged, (where, applies))
        for judged, where in judged_here
        for demand in demands
        if (applies := demand.applies(judged)).outcome is not Outcome.FAIL
    ]
    findings += [*_wherever(item, demands, judged_here), *lacking]
    if not findings and _is_of_other_times(item, several):
        findings = [Finding(check="", outcome=Outcome.PASS, undefined=Reason.NOT_IN_FORCE)]
    return of_item(item, findings, standard)


def _judged(demand: Demand, item: Item, judged: Judged, applies: tuple[Finding, Finding]) -> Finding | Pending:
    """What a demand finds of a subject; made later where no more than its outcome is needed to go on."""
    outcome = None if item.pooled or item.each == "county" else demand.roughly(judged.look_up)
    if outcome is Outcome.FAIL and (judged.open or any(one.outcome is not Outcome.PASS for one in applies)):
        outcome = None  # whether it is demanded at all is not known
    if outcome is None:
        return _about(_found(demand, item, judged, applies), judged)
    return Pending(outcome, partial(_finding_later, demand, item, judged, applies))


def _finding_later(demand: Demand, item: Item, judged: Judged, applies: tuple[Finding, Finding]) -> Finding:
    return _about(_found(demand, item, judged, applies), judged)


def _wherever(item: Item, demands: Sequence[Demand], in_scope: Sequence[tuple[Judged, Finding]]) -> Iterator[Finding]:
    """What fails at a campus in whichever of its stages it is, such as a class too large for each of them."""
    asking = [demand for demand in demands if demand.rule.asks_for(OF_SEVERAL_STAGES)]
    of_campuses: dict[str, list[tuple[Judged, Finding]]] = {}
    for judged, where in in_scope if asking else ():
        if judged.together:
            of_campuses.setdefault(judged.campus, []).append((judged, where))
    for sections in of_campuses.values():
        first = sections[0][0]
        if len(first.stages) < 2 or {judged.stage for judged, _ in sections} != {*first.stages}:
            continue
        failed = [list(_failing(item, asking, _as_if_there(judged), where)) for judged, where in sections]
        if all(failed):
            least = max((finding for several in failed for finding in several), key=lambda one: one.margin or 0)
            yield changed(_about(least, first), stage="")


def _as_if_there(judged: Judged) -> Judged:
    """A stage of a campus as if it had what is known of all stages together."""
    return attrs.evolve(judged, look_up=lambda name: judged.together.get(name, judged.look_up(name)))


def _failing(item: Item, demands: Iterable[Demand], judged: Judged, where: Finding) -> Iterator[Finding]:
    for demand in demands:
        applies = demand.applies(judged)
        if applies.outcome is not Outcome.FAIL:
            finding = _found(demand, item, judged, (where, applies))
            if finding.outcome is Outcome.FAIL:
                yield finding


def _about(finding: Finding, judged: Judged) -> Finding:
    evidence = (*finding.evidence, *judged.evidence)
    about = (judged.campus, judged.stage, judged.subject, evidence)
    if about == (finding.campus, finding.stage, finding.subject, finding.evidence):
        return finding
    return changed(finding, campus=judged.campus, stage=judged.stage, subject=judged.subject, evidence=evidence)


def _is_of_other_times(item: Item, subjects: Iterable[Judged]) -> bool:
    """Whether some of the subjects would be judged on another day."""
    return any(
        scope_finding(item.where, judged).outcome is not Outcome.FAIL
        and scope_finding(rule.where, judged).outcome is not Outcome.FAIL
        for judged in (attrs.evolve(judged, day=None) for judged in subjects)
        for rule in item.rules
    )


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


def _pools(
    item: Item, in_scope: Sequence[tuple[Judged, Finding]], subjects: Subjects
) -> Iterator[tuple[Judged, Finding]]:
    """Everything in scope as one, stage by stage if the item judges sections."""
    for stage in COMPULSORY if item.each == "section" else ("",):
        members = [(judged, where) for judged, where in in_scope if judged.stage == stage]
        yield pooled(members, stage, subjects.county, subjects.day), Finding(check="", outcome=Outcome.PASS)


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


def _found(demand: Demand, item: Item, judged: Judged, applies: tuple[Finding, Finding]) -> Finding:
    """What a demand finds; if it is unknown whether the demand applies at all, it can pass but not fail."""
    if item.vacuous and judged.members == ():
        return Finding(check=demand.rule.about[0], outcome=Outcome.PASS, undefined=Reason.NOBODY)
    finding = _compared(demand, judged)
    if finding.undefined and item.vacuous:
        finding = changed(finding, outcome=Outcome.PASS, undefined=Reason.NOBODY)
    where, of_rule = applies
    if finding.outcome is not Outcome.PASS and (judged.open or where.outcome & of_rule.outcome is Outcome.UNKNOWN):
        open_scope = (*judged.open, *scope_cells(judged, where), *scope_cells(judged, of_rule))
        missing = tuple(dict.fromkeys((*open_scope, *finding.missing)))
        return Finding(check=finding.check, outcome=Outcome.UNKNOWN, missing=missing)
    return finding


def _compared(demand: Demand, judged: Judged) -> Finding:
    """What the check of a demand finds, or the best of its alternatives."""
    if demand.alternatives:
        return _best(demand, judged)
    measure = demand.rule.measure
    assert measure is not None
    figure = figure_of(measure, judged, demand.constants)
    findings = [check.finding({measure.name: figure}) for check in demand.checks]
    if len({finding.outcome for finding in findings}) == 1:
        return findings[-1]
    # The limit has changed, the day is unknown, and it decides.
    return changed(findings[-1], outcome=Outcome.UNKNOWN, missing=(YEAR,))


def _best(demand: Demand, judged: Judged) -> Finding:
    """One of the alternatives that apply is enough; one that may or may not apply does not pass for certain."""
    parts: list[Finding] = []
    compared: list[Rule] = []
    for alternative in demand.alternatives:
        applies = alternative.applies(judged)
        if applies.outcome is Outcome.FAIL:
            continue
        part = _compared(alternative, judged)
        if applies.outcome is Outcome.UNKNOWN and part.outcome is not Outcome.FAIL:
            missing = (*scope_cells(judged, applies), *part.missing)
            part = changed(part, outcome=Outcome.UNKNOWN, missing=missing)
        parts.append(part)
        compared.append(alternative.rule)
    best = _best_of(demand.rule, parts, compared, judged)
    return changed(best, concession=_needed(parts, compared))


def _best_of(rule: Rule, parts: Sequence[Finding], compared: Sequence[Rule], judged: Judged) -> Finding:
    if len(parts) == 1:
        return parts[0]
    if rule.given:
        return _best_given(parts, compared, judged)
    return joined(1, [changed(part, alternative=number) for number, part in enumerate(parts, start=1)])


def _needed(parts: Sequence[Finding], compared: Sequence[Rule]) -> Concession | None:
    """The concession by which one of several alternatives passes, if none passes that is no concession."""
    passing = [
        rule.concession or part.concession
        for part, rule in zip(parts, compared, strict=True)
        if part.outcome is Outcome.PASS
    ]
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
        return changed(best, missing=min((part.missing for part, _ in lacking), key=len))
    begun = [part for part, rule in lacking if rule.measure and all(map(judged.begun, rule.measure.inputs))]
    return begun[0] if begun else lacking[0][0]


def of_item(item: Item, findings: Sequence[Finding | Pending], standard: Standard) -> Finding:
    """The finding of an item from those on what it judges, with its clause, department and day."""
    about: dict[str, Any] = {"item": item.id, "clause": item.clause, "standard": standard.cited}
    about |= {"responsible": item.responsible, "task": item.task, "due": item.due}
    if not findings:
        return Finding(check="", outcome=Outcome.PASS, undefined=Reason.NOBODY, **about)
    alone = made_of(findings[0]) if len(findings) == 1 else None
    return changed(joined(len(findings), findings) if alone is None or alone.parts else alone, **about)
