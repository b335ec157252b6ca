"""What a standard's items demand: limits, scopes and the figures of formulas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from balanced_edu import checks
from balanced_edu.checks import joins, judgements
from balanced_edu.exact import Number, decimal_text
from balanced_edu.records.kinds import Grade, Stage
from balanced_edu.report.sentences import check_text, limit_text
from balanced_edu.report.terms import FIELDS, field_name, grade_name, measure_name, property_name
from balanced_edu.report.words import Words

if TYPE_CHECKING:
    from balanced_edu.checks import Check
    from balanced_edu.standards import Standard
    from balanced_edu.standards.model import Item, Rule


def demand_texts(item: Item, words: Words) -> list[str]:
    """The demands of an item."""
    several = len({rule.about for rule in item.rules}) > 1
    return [_demand(rule, words, named=several) for rule in item.rules]


def addition_texts(item: Item, words: Words) -> list[str]:
    """The further fields that count into the total of an item."""
    return [
        words.text(
            "standard.demand.addition",
            field=field_name(addition.field, words, Stage.PRIMARY),
            scope=_scope(addition.where, words),
        )
        for addition in item.adds
    ]


def item_texts(item: Item, words: Words) -> list[str]:
    """All that an item says: its demands, what counts besides, and how it is judged."""
    return [*demand_texts(item, words), *addition_texts(item, words), *_conditions(item, words)]


def _conditions(item: Item, words: Words) -> Iterator[str]:
    """What the demands are computed with, what is judged, and what an item without subjects comes to."""
    if item.constants:
        yield words.text("standard.demand.constants", constants=_constants(item.constants, words))
    if item.each != "county":
        judged = words.text(f"standard.judged.{'all_' if item.pooled else ''}{item.each}")
        if _parts(item.where):
            judged = words.text("standard.judged.where", judged=judged, scope=_scope(item.where, words))
        yield judged
    if item.vacuous:
        yield words.text("standard.demand.vacuous")


def _demand(rule: Rule, words: Words, *, named: bool) -> str:
    """One demand: where it applies, what is measured if an item measures several things, and the limit."""
    demand = _demanded(rule, words, named=named)
    if rule.constants:
        constants = _constants(rule.constants, words)
        demand = words.text("standard.demand.with_constants", demand=demand, constants=constants)
    if _parts(rule.where):
        demand = words.text("standard.demand.scoped", scope=_scope(rule.where, words), demand=demand)
    return demand


def _demanded(rule: Rule, words: Words, *, named: bool) -> str:
    if rule.alternatives:
        several = named or len({alternative.about for alternative in rule.alternatives}) > 1
        return words.texts["standard.demand.or"].join(_demand(one, words, named=several) for one in rule.alternatives)
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
