"""A standard in full, for whoever wants to read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from balanced_edu import checks
from balanced_edu.campuses import Grade, Stage
from balanced_edu.exact import decimal_text
from balanced_edu.report.layout import text_of, wrapped
from balanced_edu.report.words import (
    FIELDS,
    STAGES,
    grade_text,
    heading,
    responsible_text,
    section_rule_text,
    variation_limits,
)
from balanced_edu.standards import differences

if TYPE_CHECKING:
    from balanced_edu.checks import Check
    from balanced_edu.standards import Item, Rule, Standard


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
    return text_of((f"{standard.name}, edition {standard.edition}", f"    {cited}", f"    {standard.title_en}"))


def standard_as_text(standard: Standard) -> str:
    """A standard in full: every item with its demands, where they apply, clause and source.

    Examples
    --------
    >>> from balanced_edu.standards import load
    >>> print(standard_as_text(load("national-2017")).splitlines()[0])
    县域义务教育优质均衡发展督导评估办法
    """
    return text_of(_text_of_standard(standard))


def differences_as_text(one: Standard, other: Standard) -> str:
    """What two standards set differently, item by item.

    Examples
    --------
    >>> from balanced_edu.standards import load
    >>> text = differences_as_text(load("national-2017"), load("shenyang"))
    >>> [line.strip() for line in text.splitlines() if "8000元" in line]
    ['clause: 特殊教育学校生均公用经费不低于6000元。 → 特殊教育学校生均公用经费不低于8000元']
    """
    return text_of(_text_of_differences(one, other))


def _text_of_differences(one: Standard, other: Standard) -> Iterator[str]:
    yield from wrapped(f"{one.cited} → {other.cited}", hanging=4)
    changed = differences(one, other)
    items = {**one.items, **one.conditions, **other.items, **other.conditions}
    last = ""
    for key, (before, after) in changed.items():
        about, name, setting = _place(key, items)
        if about != last:
            last = about
            yield ""
            yield from wrapped(name, hanging=4)
        told = (_setting(setting, value, standard, about) for value, standard in ((before, one), (after, other)))
        yield from wrapped(f"{setting}: {' → '.join(told)}", indent=4, hanging=2)
    if not changed:
        yield "They set the same."


def _place(key: str, items: Mapping[str, Item]) -> tuple[str, str, str]:
    """Which item or table a setting belongs to, that item's name, and what is set of it."""
    table, *rest = key.split(".")
    if table in ("items", "conditions") and len(rest) > 1:
        id = rest[0]
        item = items.get(id)
        return id, f"{id} {item.name_zh if item else ''}", ".".join(rest[1:])
    return "", "the standard", key


def _setting(setting: str, value: object, standard: Standard, id: str) -> str:
    if value is None:
        return "(not set)"
    item = standard.items.get(id) or standard.conditions.get(id)
    if setting == "rules" and item is not None:
        several = len({rule.words for rule in item.rules}) > 1
        return "; ".join(_demand(rule, named=several) for rule in item.rules)
    if isinstance(value, list):
        return "、".join(map(str, value))
    return str(value)


def _text_of_standard(standard: Standard) -> Iterator[str]:
    cited = f"{standard.authority}, {standard.document} ({standard.name}, edition {standard.edition})"
    for line in (standard.title_zh, standard.title_en, cited):
        yield from wrapped(line, hanging=4)
    if standard.extends:
        yield f"Extends {standard.extends}, which is printed along with it."
    yield ""
    yield from _text_of_schools(standard)
    for step in standard.milestones:
        days = " to ".join(str(day) for day in (step.start, step.end) if day)
        yield from wrapped(f"Step: {step.name}, {days}", hanging=4)
    for item in (*standard.items.values(), *standard.conditions.values()):
        yield ""
        yield from _text_of_demands(item)


def _text_of_schools(standard: Standard) -> Iterator[str]:
    """Who is counted, how shares are divided, and what is asked of each school and between schools."""
    unit = "school, with all its campuses" if standard.by_school else "campus (独立校区)"
    left_out = [_scope(part.check) for part in _parts(standard.counted) if isinstance(part, checks.Not)]
    besides = f"; left out: {'; '.join(left_out)}" if left_out else ""
    yield from wrapped(f"Counted: each {unit}{besides}", hanging=4)
    if standard.weights:
        weights = ", ".join(f"{stage} {decimal_text(weight)}" for stage, weight in standard.weights.items())
        yield from wrapped(f"What stages share is divided by pupils, weighted {weights}", hanging=4)
    if standard.reached:
        yield from wrapped(f"Sections: {section_rule_text(standard)}. “{standard.section_clause}”", hanging=4)
    if standard.variation:
        of_what = "mean of the variation coefficients" if standard.mean_of_coefficients else "variation coefficient"
        limits = ", ".join(variation_limits(standard))
        yield from wrapped(f"Between schools: {of_what}, {limits}. “{standard.variation_clause}”", hanging=4)
    if standard.sample:
        share = decimal_text(standard.sample.at_least)
        yield from wrapped(f"Survey: {standard.sample.group} at least {share} % of those asked, or a note", hanging=4)


_SEVERAL = {"campus": "campuses", "section": "sections", "subject": "subjects", "group": "groups"}
_MARKS = {"stated": "stated", "practice": "practice of districts", "choice": "a choice, where documents are silent"}


def _text_of_demands(item: Item) -> Iterator[str]:
    kind = " (an aim: it never turns the verdict)" if item.aim else ""
    yield from wrapped(f"{item.id:<4}{item.name_zh}  {item.name_en}{kind}", hanging=4)
    several = len({rule.words for rule in item.rules}) > 1
    for rule in item.rules:
        yield from wrapped(f"- {_demand(rule, named=several)}", indent=4, hanging=2)
    for addition in item.adds:
        more = f"- {heading(addition.field, Stage.PRIMARY)} counts too, where {_scope(addition.where)}"
        yield from wrapped(more, indent=4, hanging=2)
    if item.constants:
        figures = ", ".join(f"{name.replace('_', ' ')} {_constant(value)}" for name, value in item.constants.items())
        yield from wrapped(f"with {figures}", indent=4, hanging=2)
    if item.each != "county":
        judged = f"all {_SEVERAL[item.each]} together" if item.pooled else f"each {item.each}"
        where = f", where {_scope(item.where)}" if _parts(item.where) else ""
        yield from wrapped(f"judged: {judged}{where}", indent=4, hanging=2)
    if item.vacuous:
        yield "    met where there is nobody to whom it applies"
    yield from wrapped(f"“{item.clause}” ({item.source}; {_MARKS[item.mark]})", indent=4, hanging=2)
    if item.responsible or item.due:
        yield from wrapped(f"责任单位: {responsible_text(item)}", indent=4, hanging=2)


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
    fields = [FIELDS[name] for name in (rule.measure.inputs if rule.measure else ()) if name in FIELDS]
    if any(field.form is Grade for field in fields):
        return f"{check.relation} {grade_text(check.limit)}"
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
        return ", ".join(STAGES[value] if isinstance(value, Stage) else str(value) for value in where.values)
    if isinstance(where, checks.Limit):
        what = "" if where.of == "pupils" else f"{(where.of or '').replace('_', ' ')} "
        return what + attrs.evolve(where, of=None).sentence()
    return where.sentence().removesuffix(" holds").replace("_", " ")


def _parts(check: Check) -> tuple[Check, ...]:
    return check.checks if isinstance(check, checks.AtLeastOf) else (check,)
