"""Items of a standard's file: their measures, rules, limits and constants."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from balanced_edu import checks, units
from balanced_edu.checks import Concession
from balanced_edu.identity import identity
from balanced_edu.indicators.declare import DIMENSIONS, Measure, every_measure, given_fact, measures_of
from balanced_edu.message import Message
from balanced_edu.records.campus import OF_STAGE, Campus
from balanced_edu.records.county import OF_EACH_STAGE, RECORDS, Group, Subject
from balanced_edu.records.fields import Form, fields_of, objection
from balanced_edu.records.kinds import Grade, Stage
from balanced_edu.records.section import FIGURES
from balanced_edu.standards.marks import marks_of
from balanced_edu.standards.model import RESOURCES, Addition, Aspect, Item, Plausible, Rule
from balanced_edu.standards.scopes import scope_of
from balanced_edu.standards.toml_table import CITED, MARKS, Table
from balanced_edu.text import quoted

if TYPE_CHECKING:
    from balanced_edu.checks import Check


def item_of(id: str, table: Table, aspects: Iterable[str] | None = None) -> Item:
    """An item of the file; a condition's rules may also name what is assessed before them, its `aspects`."""
    table.knows(*_ITEM)
    name = table.table("name", needed=True)
    name.knows("zh", "en")
    measures = _measures(id, table)
    constants = _constants(table, measures)
    eased = _concession(table.table("concession")) if table.has("concession") else None
    dimension = table.text("dimension", DIMENSIONS.get(id[:1], ("",))[0])
    if not dimension:
        what = "dimension is missing; {id} begins with none of {letters}"
        table.note(Message(what, id=id, letters=tuple(DIMENSIONS)), "dimension")
    each = table.word("each", _EACH)
    pooled = table.flag("pooled", False)
    judged = f"sum of {_SEVERAL[each]}" if pooled and each in _SEVERAL else each
    rules = tuple(_rule(row, measures, judged, aspects, eased) for row in table.tables("rules"))
    if not rules and dimension != RESOURCES:  # of a resource the variation is limited, if nothing else
        what = "rules is missing; give one or more, since an item without rules would always be met"
        table.note(Message(what), "rules")
    weights = table.table("weights")
    adds = tuple(_addition(row, measures, eased) for row in table.tables("adds"))
    _note_unweighable(weights, each, rules)
    allowed = [*(one.concession for one in _alternatives(rules)), *(one.concession for one in adds)]
    if any(allowed) and (pooled or each not in ("campus", "section")):
        what = "a concession is what single campuses are allowed; set each = 'campus' or 'section', without pooled"
        table.note(Message(what), "concession")
    marks = marks_of(table)
    if table.has("plausible") and "plausible" not in marks:
        what = "no clause says what schools can have; say in marks what the range rests on"
        table.note(Message(what), "plausible")
    for rule in _measuring(rules):
        _note_unknown_inputs(rule, each, constants, table, pooled=pooled)
        if pooled:
            _note_unpooled(rule, table)
    return Item(
        id=id,
        name_zh=name.text("zh"),
        name_en=name.text("en"),
        dimension=dimension,
        measures=measures,
        each=each,
        pooled=pooled,
        where=scope_of(table.table("where"), each),
        rules=rules,
        adds=adds,
        # A file that replaces the rules of the standard that it extends may leave its concession behind.
        concession=next(filter(None, allowed), None),
        constants=constants,
        weights={identity(group): _weight(weights, group) for group in weights.data},
        subjects=tuple(_subjects(table, each)),
        vacuous=table.flag("vacuous", False),
        aim=table.flag("aim", False),
        due=table.date("due"),
        responsible=table.texts("responsible"),
        task=table.text("task", ""),
        clause=table.text("clause"),
        source=table.text("source"),
        mark=table.word("mark", MARKS),
        marks=marks,
        passages=table.texts("passages"),
        plausible=_plausible(table.table("plausible"), dimension) if table.has("plausible") else None,
    )


def _concession(table: Table) -> Concession:
    table.knows("clause", "source", "since", "until", "duty", "years", of=Message("a concession"))
    duty = table.text("duty", "")
    if bool(duty) != table.has("years"):
        what = "a duty needs the years within which it is due, and years need a duty; give both or none"
        table.note(Message(what), "duty")
    concession = Concession(
        clause=table.text("clause"),
        source=table.text("source"),
        since=table.date("since"),
        until=table.date("until"),
        duty=duty,
        years=table.integer("years") if table.has("years") else 0,
    )
    if table.has("years") and not 1 <= concession.years <= 100:
        table.note(Message("years must be from 1 to 100"), "years")
    return concession


def _eased(row: Table, concession: Concession | None) -> tuple[Table, Concession | None]:
    """An alternative or an addition, and the concession that it says it is, with whose days it is in force."""
    others = row.without("concession")
    if not row.flag("concession", False):
        return others, None
    if concession is None:
        what = "the item has no concession; give the table concession, with its clause and source"
        row.note(Message(what), "concession")
        return others, None
    span = {"since": concession.since, "until": concession.until}
    in_force = {key: day for key, day in span.items() if day is not None}
    return attrs.evolve(others, data={**in_force, **others.data}), concession


def _alternatives(rules: Iterable[Rule]) -> Iterator[Rule]:
    """The alternatives of rules, among them those of other alternatives."""
    for rule in rules:
        yield from rule.alternatives
        yield from _alternatives(rule.alternatives)


def _measures(id: str, table: Table) -> Mapping[str, Measure]:
    """What an item measures: what is declared for its id, or the one measure that it names instead."""
    declared = measures_of(id)
    if not table.has("measure"):
        return declared
    named = _measure(table, declared)
    if named is None:
        return {} if table.has_read("measure") else declared
    return {named.name: named}


def _measure(row: Table, measures: Mapping[str, Measure]) -> Measure | None:
    """What a rule or an item measures: a fact, the measure that it names, or the first of the item's."""
    if row.has("fact"):
        fact, unit = row.text("fact"), row.text("unit", "dimensionless") if _is_limited(row) else ""
        if not units.is_known(unit):
            what = "{unit} is not a unit; write a unit of the field or of pint, such as 'yuan / pupil'"
            row.note(Message(what, unit=quoted(unit)), "unit")
            unit = "dimensionless"
        is_read = all(row.has_read(key) for key in ("fact", "unit") if row.has(key))
        return given_fact(fact, unit) if is_read else None
    every = every_measure()
    name = row.text("measure", next(iter(measures), ""))
    if name not in every:
        hint = row.suggestion(name, {measure: measure for measure in every})
        of_item = Message("; the item has {measures}", measures=tuple(measures)) if measures else ""
        what = "there is no measure {name}{hint}{of_item}"
        row.note(Message(what, name=quoted(name), hint=hint, of_item=of_item), "measure")
        return None
    return every[name]


def _is_limited(row: Table) -> bool:
    return any(row.has(relation) for relation in _LIMITS)


def _constants(table: Table, measures: Mapping[str, Measure]) -> dict[str, Any]:
    """Figures of a clause that its formula needs, and choices between readings of it, which are words."""
    constants = table.table("constants")
    inputs = {name for measure in measures.values() if not measure.judged for name in measure.inputs}
    choices = {name: words for measure in measures.values() for name, words in measure.choices.items()}
    constants.knows(*inputs, *choices)
    words = {name: constants.word(name, choices[name]) for name in constants.data if name in choices}
    return {**words, **{name: constants.number(name) for name in constants.data if name in inputs}}


def _rule(
    row: Table,
    measures: Mapping[str, Measure],
    judged: str,
    aspects: Iterable[str] | None = None,
    eased: Concession | None = None,
) -> Rule:
    """One demand: alternatives, what is assessed before, a judgement, or a limit."""
    for key in ("any_of", "any_given"):
        if row.has(key):
            where = scope_of(row, judged, key, of=Message("a rule with {key}", key=key))
            alternatives = tuple(_alternative(one, measures, judged, eased) for one in row.tables(key))
            if not alternatives:
                row.note(Message("{key} has no alternatives; give one or more, each with a limit", key=key), key)
            elif all(alternative.concession for alternative in alternatives):
                row.note(Message("{key} has concessions only; give the alternative that they ease", key=key), key)
            return Rule(alternatives=alternatives, given=key == "any_given", where=where)
    if row.has("item"):
        where = scope_of(row, judged, "item", of=Message("a rule with {key}", key="item"))
        return Rule(aspect=_aspect(row, aspects), where=where)
    measure = _measure(row, measures)
    if measure is None:
        return Rule(where=scope_of(row, judged, "measure", "fact", "unit", "holds", "constants", *_LIMITS))
    subject, further = ("fact", "unit") if row.has("fact") else ("measure", "constants")
    if measure.judged:
        holds = checks.holds(of=measure.name)
        check = holds if row.flag("holds", True) else ~holds
        where = scope_of(row, judged, subject, "holds", of=Message("a rule on a judgement"))
        return Rule(measure=measure, check=check, where=where)
    limited = Message("a rule with a limit of a {subject}", subject=subject)
    where = scope_of(row, judged, subject, further, *_LIMITS, of=limited)
    dated = tuple(_limits(row, measure))
    if not dated:
        return Rule(measure=measure, where=where)
    constants = _constants(row, {measure.name: measure})
    return Rule(measure=measure, check=dated[0][1], dated=dated, where=where, constants=constants)


def _alternative(row: Table, measures: Mapping[str, Measure], judged: str, eased: Concession | None) -> Rule:
    row, concession = _eased(row, eased)
    return attrs.evolve(_rule(row, measures, judged, eased=eased), concession=concession)


def _aspect(row: Table, aspects: Iterable[str] | None) -> Aspect:
    name = row.text("item")
    if aspects is None:
        row.note(_NO_ASPECTS, "item")
    elif name not in aspects:
        hint = row.suggestion(name, {id: id for id in aspects})
        what = "there is no item {name}{hint}; name an item of the standard, or variation"
        row.note(Message(what, name=quoted(name), hint=hint), "item")
    return Aspect(name)


_NO_ASPECTS = Message(
    "only the rules of conditions can name an item, and not their alternatives; name a measure or a fact"
)


def _limits(row: Table, measure: Measure) -> Iterator[tuple[dt.date | None, Check]]:
    """The limit of a rule, or the limits of different times with the day since when each is in force."""
    relations = [relation for relation in _LIMITS if row.has(relation)]
    if len(relations) != 1:
        row.note(Message("a rule needs one limit: {limits}", limits=tuple(_LIMITS)))
        return
    (relation,) = relations
    limit = _LIMITS[relation]
    if not isinstance(row.data[relation], list):
        number = row.number_of(row.data[relation], relation)
        _note_not_a_grade(number, measure, row, relation)
        yield None, limit(number, measure.unit, of=measure.name)
        return
    before: dt.date | None = None
    for index, dated in enumerate(row.tables(relation)):
        dated.knows("value", "since", *CITED)
        dated.cites()
        since = dated.date("since")
        if index and (since is None or (before is not None and since <= before)):
            what = "since is missing, or not after the one before; limits must be in the order of time"
            dated.note(Message(what), "since")
        before = since
        number = dated.number("value")
        _note_not_a_grade(number, measure, dated, "value")
        yield since, limit(number, measure.unit, of=measure.name)
    if not row.data[relation]:
        what = "{key} has no figures; give one or more, each with its value and the day since when"
        row.note(Message(what, key=relation), relation)


def _addition(row: Table, measures: Mapping[str, Measure], eased: Concession | None) -> Addition:
    name = row.text("field")
    totals = [total for measure in measures.values() for total in measure.inputs if total != "pupils"]
    known = {field: field for field in (_OF_A_STAGE if set(totals) & set(OF_STAGE) else _OF_A_CAMPUS)}
    if name not in known:
        what = (
            "the school table has no column {name} that can be added to {totals}{suggestion}; correct its name or "
            "delete it"
        )
        added_to = tuple(totals) or Message("nothing")
        suggestion = row.suggestion(name, known)
        row.note(Message(what, name=quoted(name), totals=added_to, suggestion=suggestion), "field")
    row, concession = _eased(row, eased)
    return Addition(field=name, where=scope_of(row, "campus", "field"), concession=concession)


def _plausible(table: Table, dimension: str) -> Plausible:
    """What schools can have of a resource."""
    table.knows("from", "to")
    if dimension != RESOURCES:
        what = "only resources have a plausible range; delete it, or give the item the dimension resources"
        table.note(Message(what))
    range_ = Plausible(least=table.number("from"), most=table.number("to"))
    if table.has_read("from", "to") and range_.least > range_.most:
        table.note(Message("from is above to, so that every school is doubtful; exchange them"), "from")
    return range_


def _weight(weights: Table, group: str) -> Fraction:
    weight = weights.number(group)
    if weight < 0:
        weights.note(Message("{group} is negative; give 0 or more", group=group), group)
    return weight


def _subjects(table: Table, each: str) -> Iterator[str]:
    """The subjects of national monitoring that a standard names."""
    if table.data.get("subjects") and each != "subject":
        what = "subjects are those of national monitoring; set each = 'subject', or subjects = []"
        table.note(Message(what), "subjects")
    first: set[str] = set()
    for name in table.texts("subjects"):
        if wrong := objection(name, Form.NAME):
            what = "a subject {is_wrong}; write the name by which counties give it"
            table.note(Message(what, is_wrong=wrong), "subjects")
        elif identity(name) in first:
            what = "the subject {name} is named twice; delete one of the two"
            table.note(Message(what, name=quoted(name)), "subjects")
        first.add(identity(name))
        yield identity(name)


def _measuring(rules: Iterable[Rule]) -> Iterator[Rule]:
    """The rules that measure or judge something, among them the alternatives of others."""
    for rule in rules:
        yield from _measuring(rule.alternatives)
        if rule.measure is not None:
            yield rule


def _note_unweighable(weights: Table, each: str, rules: Iterable[Rule]) -> None:
    if weights.data and each != "group":
        weights.note(Message("weights are those of the groups asked; they need each = 'group'"))
    if weights.data and any(rule.alternatives or rule.aspect for rule in rules):
        weights.note(Message("weights are those of one rate; leave any_of, any_given and item out of the rules"))


def _note_unknown_inputs(rule: Rule, each: str, constants: Mapping[str, Any], table: Table, *, pooled: bool) -> None:
    """Note what a formula needs, and neither the constants nor the tables of what is judged can give."""
    assert rule.measure is not None
    measure, given = rule.measure, {*constants, *rule.constants}
    declared = every_measure().get(measure.name) is measure
    of_sums = OF_EACH_STAGE if pooled and each == "section" else frozenset()
    for name in measure.inputs:
        if name in given or each not in _FIGURES:
            continue
        known = name in _FIGURES[each] | of_sums
        if name in OF_EACH_STAGE and not known and each == "section":
            what = (
                "{measure} needs {name}, which the county gives for all sections of a stage; set pooled = true, or "
                "leave the measure out"
            )
            table.note(Message(what, measure=measure.name, name=name), "rules")
        elif declared and not known:
            what = "{measure} needs {name}, which no {each} has; set each to what is judged, or give it in constants"
            table.note(Message(what, measure=measure.name, name=name, each=each), "rules")
        elif known and not declared and not _fits(name, measure):
            needs = Message("true or false") if measure.judged else Message("a number")
            what = "the rule on {name} needs {needs}, which {name} is not; name another fact"
            table.note(Message(what, name=name, needs=needs), "rules")
        elif not known and each != "county":  # a county has every fact whose name the standard gives
            what = "no {each} has {name}, and facts are the county's; set each to 'county'"
            table.note(Message(what, each=each, name=quoted(name)), "rules")


def _fits(name: str, fact: Measure) -> bool:
    """Whether a fact is judged true or false, or has a number or grade, as its rule needs."""
    form = _FIELDS[name].form if name in _FIELDS else Form.COUNT
    return form is Form.JUDGEMENT if fact.judged else form in (*_NUMBERS, Grade)


def _note_unpooled(rule: Rule, table: Table) -> None:
    """Note what cannot be summed: judgements, grades and lists of rooms."""
    assert rule.measure is not None
    unsummed = [name for name in rule.measure.inputs if rule.measure.judged or name in _WITHOUT_SUM]
    if unsummed:
        what = "{names} cannot be summed; delete pooled, so that each is judged by itself"
        table.note(Message(what, names=tuple(unsummed)), "pooled")


def _note_not_a_grade(number: Fraction, measure: Measure, table: Table, key: str) -> None:
    """Note a limit of a grade that is not a grade."""
    graded = any(name in _FIELDS and _FIELDS[name].form is Grade for name in measure.inputs)
    if graded and number not in {grade.rank for grade in Grade}:
        what = "{key} is not a grade; give one of {grades}"
        table.note(Message(what, key=key, grades=tuple(grade.value for grade in Grade)), key)


_LIMITS: dict[str, Any] = {
    "at_least": checks.at_least,
    "at_most": checks.at_most,
    "below": checks.below,
    "above": checks.above,
}
_ITEM = (
    *("name", "dimension", "measure", "each", "pooled", "where", "rules", "adds", "concession", "constants", "weights"),
    "subjects",
    *("vacuous", "dropped", "aim", "due", "responsible", "task", "passages", "plausible", *CITED, "marks"),
)
_EACH = ("county", "campus", "section", "subject", "group")
_SEVERAL = {"campus": "campuses", "section": "sections"}

_FIELDS = {
    name: field for record in (Campus, Subject, Group, *RECORDS.values()) for name, field in fields_of(record).items()
}
_NUMBERS = (Form.COUNT, Form.SIZE, Form.AMOUNT, Form.SHARE, Form.PERCENT)
_WITHOUT_SUM = {name for name, field in _FIELDS.items() if field.form not in _NUMBERS}
# What each thing that is judged has: its fields, and what a campus counts over its stages.
_FIGURES = {
    "county": frozenset(name for record in RECORDS.values() for name in fields_of(record)),
    "campus": frozenset({*fields_of(Campus), "pupils", "classes", "largest_class", "migrant_share"}),
    "section": FIGURES,
    "subject": frozenset(fields_of(Subject)),
    "group": frozenset(fields_of(Group)),
}
# Columns of figures that may be added to a total: those of a campus, and those of each of its stages.
_OF_A_CAMPUS = tuple(name for name in fields_of(Campus) if name not in _WITHOUT_SUM)
_OF_A_STAGE = tuple(
    name.removeprefix(f"{Stage.PRIMARY}_")
    for name in _OF_A_CAMPUS
    if name.startswith(f"{Stage.PRIMARY}_") and name.replace(Stage.PRIMARY, Stage.JUNIOR, 1) in _OF_A_CAMPUS
)
