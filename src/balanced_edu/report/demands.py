"""What a standard's items demand: limits, scopes and the figures of formulas."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from balanced_edu import checks
from balanced_edu.checks import joins, judgements
from balanced_edu.exact import Number, decimal_text
from balanced_edu.records.kinds import Grade, Stage
from balanced_edu.report.sentences import check_text, limit_text
from balanced_edu.report.shared import duty_text
from balanced_edu.report.terms import (
    FIELDS,
    field_name,
    grade_name,
    measure_name,
    measure_of_group,
    property_name,
    stage_name,
)
from balanced_edu.report.words import Words

if TYPE_CHECKING:
    from balanced_edu.checks import Check
    from balanced_edu.standards import Standard
    from balanced_edu.standards.model import Addition, Item, Rule


def demand_texts(item: Item, words: Words) -> list[str]:
    """The demands of an item."""
    several = len({rule.about for rule in item.rules}) > 1
    return [_demand(rule, words, named=several) for rule in item.rules]


def addition_texts(item: Item, words: Words) -> list[str]:
    """The further fields that count into the total of an item."""
    return [_addition(addition, words) for addition in item.adds]


def _addition(addition: Addition, words: Words) -> str:
    field = field_name(addition.field, words, Stage.PRIMARY).removeprefix(stage_name(Stage.PRIMARY, words))
    text = words.text("standard.demand.addition", field=field, scope=_scope(_where(addition), words))
    return _conceded(text, addition, words)


def _where(eased: Rule | Addition) -> Check:
    """Where a rule or an addition applies, without the days on which all of its concession is in force."""
    if eased.concession is None:
        return eased.where
    span = {day.toordinal() for day in (eased.concession.since, eased.concession.until) if day}
    return checks.all_of(
        *(
            part
            for part in _parts(eased.where)
            if not (isinstance(part, checks.Limit) and part.of == "day" and part.limit in span)
        )
    )


def _conceded(text: str, eased: Rule | Addition, words: Words) -> str:
    return words.text("standard.demand.conceded", demand=text) if eased.concession else text


def item_texts(item: Item, words: Words) -> list[str]:
    """All that an item says: its demands, what counts besides, concessions, and how it is judged."""
    return [
        *demand_texts(item, words),
        *addition_texts(item, words),
        *_concession(item, words),
        *_conditions(item, words),
    ]


def _concession(item: Item, words: Words) -> Iterator[str]:
    if item.concession is None:
        return
    eased = item.concession
    yield words.text("standard.demand.concession", clause=eased.clause, source=eased.source)
    if eased.since:
        yield words.text("standard.demand.in_force_since", day=eased.since)
    if eased.until:
        yield words.text("standard.demand.in_force_until", day=eased.until)
    if eased.duty:
        yield duty_text(eased, None, words)


def _conditions(item: Item, words: Words) -> Iterator[str]:
    """What the demands are computed with, what is judged, and what an item without subjects comes to."""
    if item.constants:
        yield words.text("standard.demand.constants", constants=_constants(item.constants, words))
    if item.each != "county":
        judged = words.text(f"standard.judged.{'all_' if item.pooled else ''}{item.each}")
        if _parts(item.where):
            judged = words.text("standard.judged.where", judged=judged, scope=_scope(item.where, words))
        yield judged
    if item.subjects:
        yield words.text("standard.demand.subjects", subjects=words.listed(item.subjects))
    if item.vacuous:
        yield words.text("standard.demand.vacuous")


def _demand(rule: Rule, words: Words, *, named: bool) -> str:
    """One demand: where it applies, what is measured if an item measures several things, and the limit."""
    demand = _demanded(rule, words, named=named)
    if rule.constants:
        constants = _constants(rule.constants, words)
        demand = words.text("standard.demand.with_constants", demand=demand, constants=constants)
    where = _where(rule)
    if _parts(where):
        demand = words.text("standard.demand.scoped", scope=_scope(where, words), demand=demand)
    return _conceded(demand, rule, words)


def _demanded(rule: Rule, words: Words, *, named: bool) -> str:
    if rule.alternatives:
        several = len(rule.about) > 1
        either = words.texts["standard.demand.or"].join(_demand(one, words, named=several) for one in rule.alternatives)
        if several or not named:
            return either
        return words.text("standard.demand.of_measure", measure=measure_name(rule.about[0], words), demand=either)
    measure = words.listed(measure_name(name, words) for name in rule.about)
    if rule.aspect:
        return words.text("standard.demand.found_before", item=measure)
    if isinstance(rule.check, checks.Limit):
        limits = _limits(rule, words)
        return words.text("standard.demand.measured", measure=measure, limit=limits) if named else limits
    return words.text("standard.demand.negated", measure=measure) if isinstance(rule.check, joins.Not) else measure


def _limits(rule: Rule, words: Words) -> str:
    """The limit of a demand, or its limits at different times."""
    dated = rule.dated or ((None, rule.check),)
    return words.clauses(
        words.text("shared.since", limit=_limit(rule, check, words), day=since) if since else _limit(rule, check, words)
        for since, check in dated
    )


def _limit(rule: Rule, check: Check, words: Words) -> str:
    assert isinstance(check, checks.Limit)
    fields = [FIELDS[name] for name in (rule.measure.inputs if rule.measure else ()) if name in FIELDS]
    if any(field.form is Grade for field in fields):
        return words.text(f"limits.{check.relation.name.lower()}", limit=grade_name(check.limit, words))
    return limit_text(check, words)


def _constants(constants: Mapping[str, Number | str], words: Words) -> str:
    return words.clauses(
        words.text(
            "standard.demand.constant",
            name=words.known(f"constants.{name}", name.replace("_", " ")),
            value=words.known(f"choices.{value}", value) if isinstance(value, str) else decimal_text(value),
        )
        for name, value in constants.items()
    )


def _scope(where: Check, words: Words) -> str:
    """Where something applies: properties of a campus or section."""
    match where:
        case joins.AtLeastOf():
            return words.texts["standard.scopes.and"].join(_scope(check, words) for check in where.checks)
        case judgements.OneOf():
            return words.texts["standard.scopes.or"].join(property_name(value, words) for value in where.values)
        case checks.Limit(of="day"):
            span = "since" if where.relation.upwards else "until"
            return words.text(f"standard.scopes.{span}", day=dt.date.fromordinal(int(where.limit)))
        case checks.Limit():
            return words.text(f"standard.scopes.{where.of}", limit=limit_text(where, words))
        case joins.Not(check=judgements.Holds(of=of)):
            return words.text(f"standard.scopes.no_{of}")
        case judgements.Holds(of=of):
            return words.text(f"standard.scopes.{of}")
    return check_text(where, words)


def _parts(check: Check) -> tuple[Check, ...]:
    return check.checks if isinstance(check, joins.AtLeastOf) else (check,)


def scope_text(where: Check, words: Words) -> str:
    """Where something applies; empty if everywhere."""
    return _scope(where, words) if _parts(where) else ""


def left_out_texts(standard: Standard, words: Words) -> list[str]:
    """The campuses that are not counted."""
    return [_scope(part.check, words) for part in _parts(standard.counted) if isinstance(part, joins.Not)]


def sample_texts(standard: Standard, words: Words) -> Iterator[tuple[str, str]]:
    """Each demand on the sample of the survey, with the figure by which those asked are counted, and its clause."""
    for demand in standard.sample.values():
        measure = measure_of_group(demand.measure.name, demand.group, words)
        text = words.text("standard.demand.measured", measure=measure, limit=limit_text(demand.check, words))
        if "asked" in demand.measure.inputs:
            text = words.text("standard.demand.counting", demand=text, figure=field_name(demand.counts, words))
        if _parts(demand.where):
            text = words.text("standard.demand.scoped", scope=_scope(demand.where, words), demand=text)
        yield text, demand.clause
