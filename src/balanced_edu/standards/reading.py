"""From a standard's file to a standard: every key is known, every problem is told at once with its line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from balanced_edu import checks, tomltext
from balanced_edu.campuses import (
    COMPULSORY,
    OF_STAGE,
    SHARED,
    Affiliation,
    AreaType,
    Campus,
    Form,
    Grade,
    Kind,
    Ownership,
    Section,
    Stage,
    fields_of,
)
from balanced_edu.county import RECORDS, Group, Subject
from balanced_edu.exact import exact
from balanced_edu.indicators.catalogue import DIMENSIONS, Measure, every_measure, given_fact, measures_of
from balanced_edu.outcomes import Outcome
from balanced_edu.problems import Problem, nearest, shown
from balanced_edu.standards.standard import Addition, Aspect, Item, Milestone, Rule, Sample, Standard

if TYPE_CHECKING:
    from balanced_edu.checks import Check
    from balanced_edu.tomltext import Place


@attrs.frozen(slots=True)
class Notes:
    """The text of a standard's file, and the problems found in it so far."""

    file: str
    text: str
    problems: list[Problem] = attrs.field(factory=list)

    def add(self, place: Place, message: str) -> None:
        """Say what is wrong with the key or table at a place."""
        keys = ".".join(str(key) for key in place if isinstance(key, str)) or "-"
        self.problems.append(Problem(self.file, tomltext.line_of(self.text, place), keys, message))


@attrs.frozen(slots=True)
class Table:
    """A table of the file, which hands out its values and notes what is wrong with them."""

    data: Mapping[str, Any]
    place: Place
    notes: Notes

    def knows(self, *keys: str) -> None:
        """Note every key that a table of this sort does not have."""
        known = {key: key for key in keys}
        for key in self.data:
            if key not in known:
                hint = nearest(key, known)
                self.note(f"there is no key {shown(key)} here{hint}; correct its name or delete it", key)

    def note(self, message: str, *place: str | int) -> None:
        """Note what is wrong with a key of the table, or with the table."""
        self.notes.add((*self.place, *place), message)

    def has(self, key: str) -> bool:
        """Whether the key is given."""
        return key in self.data

    def text(self, key: str, default: str | None = None) -> str:
        """A text."""
        text: str = self._value(key, str, "a text in quotation marks", default, "")
        return text

    def flag(self, key: str, default: bool | None = None) -> bool:
        """True or false."""
        flag: bool = self._value(key, bool, "true or false", default, False)
        return flag

    def whole(self, key: str) -> int:
        """A whole number."""
        whole: int = self._value(key, int, "a whole number", None, 0)
        return whole

    def date(self, key: str) -> dt.date | None:
        """A date, where one is given."""
        day = self._value(key, dt.date, _A_DATE, None, None) if self.has(key) else None
        if isinstance(day, dt.datetime):  # Python takes it for a date, and compares it with none
            self.note(f"{key} has to be {_A_DATE}, without a time of day", key)
            return None
        return day

    def texts(self, key: str) -> tuple[str, ...]:
        """Texts, none where the key is not given."""
        values = self._value(key, list, "texts in brackets", [], [])
        if not all(isinstance(value, str) for value in values):
            self.note(f"{key} has to be texts in brackets", key)
            return ()
        return tuple(values)

    def number(self, key: str) -> Fraction:
        """A decimal, read exactly: a text, or a number as it was written."""
        return self.exactly(self._value(key, (str, int, Decimal), "a decimal as text", None, "1"), key)

    def exactly(self, value: object, *place: str | int) -> Fraction:
        """A value as an exact number."""
        if isinstance(value, str) and value in {grade.value for grade in Grade}:
            return Fraction(Grade(value).rank)
        try:
            return _figure(value)
        except (ValueError, TypeError):
            what = f"{shown(str(value))} is no decimal that can be computed with"
            self.note(f"{what}; write one as text, such as '0.50'", *place)
            return Fraction(1)

    def table(self, key: str, *, needed: bool = False) -> Table:
        """A table in the table; an empty one where it is not given."""
        value = self._value(key, dict, "a table", None if needed else {}, {})
        return Table(value, (*self.place, key), self.notes)

    def tables(self, key: str) -> Iterator[Table]:
        """The tables of an array, none where the key is not given."""
        for index, value in enumerate(self._value(key, list, "tables in brackets", [], [])):
            if isinstance(value, dict):
                yield Table(value, (*self.place, key, index), self.notes)
            else:
                self.note(f"{key} has to be tables in brackets", key, index)

    def each(self) -> Iterator[tuple[str, Table]]:
        """The tables in the table by their keys."""
        for key in self.data:
            yield key, self.table(key)

    def _value(self, key: str, kind: Any, what: str, default: Any, stand_in: Any) -> Any:
        if key not in self.data:
            if default is None:
                self.note(f"{key} is missing; give {what}", key)
            return stand_in if default is None else default
        value = self.data[key]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.note(f"{key} has to be {what}", key)
            return stand_in
        return value


_A_DATE = "a date, such as 2022-09-30"


def _figure(value: Any) -> Fraction:
    """A figure of a file; with one that no float holds, nothing could be computed in arrays."""
    if isinstance(value, bool):
        raise TypeError("true and false are no figures")
    figure = exact(value)
    if abs(figure) >= _BEYOND:
        raise ValueError(f"{shown(str(value))} is beyond any figure")
    return figure


_BEYOND = 10**300


def standard_of(data: Mapping[str, Any], notes: Notes) -> Standard:
    """The standard that the data of a file describe; what is wrong with them is in the notes."""
    head = Table(data, (), notes)
    head.knows(*_HEAD)
    title = head.table("title", needed=True)
    title.knows("zh", "en")
    section = head.table("section")
    section.knows("at_least", "floor", *_CITED)
    division = head.table("division")
    division.knows("weights", *_CITED)
    variation = head.table("variation")
    variation.knows("of", "at_most", "due", "without_sections", "all_zero", *_CITED)
    counted = head.table("counted")
    counted.knows("by", "leaves_out", *_CITED)
    sample = head.table("sample")
    sample.knows("group", "at_least", *_CITED)
    items = {id: _item(id, table) for id, table in _kept(head.table("items", needed=True))}
    found_before = {**items, "variation": None}
    standard = Standard(
        name=head.text("name"),
        edition=head.text("edition"),
        extends=head.text("extends", ""),
        title_zh=title.text("zh"),
        title_en=title.text("en"),
        authority=head.text("authority"),
        document=head.text("document"),
        issued=head.date("issued"),
        in_force=head.date("in_force"),
        items=items,
        counted=_leaving_out(counted),
        by_school=_choice(counted, "by", ("campus", "school")) == "school",
        weights=_weights(division),
        reached=section.whole("at_least") if section.data else 0,
        floor=section.number("floor") if section.data else Fraction(0),
        variation=_by_stage(variation.table("at_most"), COMPULSORY) if variation.data else {},
        mean_of_coefficients=_choice(variation, "of", ("each", "mean")) == "mean",
        variation_due=variation.date("due"),
        without_sections=_outcome(variation, "without_sections", Outcome.PASS),
        all_zero=_outcome(variation, "all_zero", Outcome.UNKNOWN),
        section_clause=section.text("clause") if section.data else "",
        variation_clause=variation.text("clause") if variation.data else "",
        sample=_sample(sample) if sample.data else None,
        milestones=tuple(_milestone(table) for table in head.tables("milestones")),
        conditions={id: _item(id, table, found_before) for id, table in _kept(head.table("conditions"))},
        passages=tuple(_passage(table) for table in head.tables("passages")),
        data=data,
    )
    _note_unmeasured_resources(standard, head)
    _note_unlimited_sections(standard, section)
    _note_unlimited_variation(standard, variation)
    return standard


def _note_unmeasured_resources(standard: Standard, head: Table) -> None:
    """Note the resource indicators that are not one total of a section for each of its pupils."""
    for id in standard.resources:
        if not _is_per_pupil(standard.items[id]):
            what = "a resource is a total of each section by its pupils, such as books_per_pupil"
            head.note(f"{what}; name one such measure, or give {id} another dimension", "items", id, "measure")
        elif any(rule.measure not in (None, standard.items[id].measure) for rule in standard.items[id].rules):
            what = f"a resource has limits of what it measures, here {standard.items[id].measure.name}"
            head.note(f"{what}; make an item of its own for other measures and facts", "items", id, "rules")
        elif any(len(rule.dated) > 1 for rule in standard.items[id].rules):
            what = "limits of resources are those of the edition, at all times"
            head.note(f"{what}; give one figure, and later ones in a later edition", "items", id, "rules")


def _is_per_pupil(item: Item) -> bool:
    inputs = [measure.inputs.keys() for measure in item.measures.values()]
    return len(inputs) == 1 and any(inputs[0] == {total, "pupils"} for total in (*OF_STAGE, *SHARED))


def _note_unlimited_sections(standard: Standard, section: Table) -> None:
    """Note a rule for single sections that counts more limits than there are, or resources that have none."""
    if not section.data:
        return
    many = len(standard.required_resources)
    if isinstance(section.data.get("at_least"), int) and not 1 <= standard.reached <= many:
        told = f"at_least is {shown(str(standard.reached))}, and {many} resource indicators are there to be reached"
        do = f"give 1 to {many}" if many else "keep some of them, or extend no standard with a [section]"
        section.note(f"{told}; {do}", "at_least")
    for id in standard.required_resources:
        lacking = [stage for stage in COMPULSORY if not _is_limited(id, stage, standard)]
        if lacking:
            told = f"[section] counts {id}, which has no limit for {' and '.join(lacking)}"
            do = "give a rule with a limit, and with no scope but stages"
            section.notes.add(("items", id, "rules"), f"{told}; {do}")


def _is_limited(id: str, stage: Stage, standard: Standard) -> bool:
    try:
        standard.limit(id, stage)
    except KeyError:
        return False
    return True


def _note_unlimited_variation(standard: Standard, variation: Table) -> None:
    """Note resources without a limit of their variation, and a mean of nothing."""
    if standard.resources and not variation.data:
        what = f"the limits of variation are missing, for {', '.join(standard.resources)}"
        variation.note(f"{what}; give [variation] with at_most for each stage and a clause")
    if standard.mean_of_coefficients and not standard.required_resources:
        variation.note("of is 'mean', and there are no resource indicators; keep some, or set of to 'each'", "of")


def _weights(division: Table) -> dict[Stage, Fraction]:
    """The weight of a pupil of each stage; without any, one pupil has the share of another."""
    if not division.data:
        return dict.fromkeys(Stage, Fraction(1))
    weights = _by_stage(division.table("weights"), Stage)
    for stage, weight in weights.items():
        if weight <= 0:
            division.note(f"{stage} is not above 0; a pupil without weight has no share of anything", "weights", stage)
    return weights


def _kept(items: Table) -> Iterator[tuple[str, Table]]:
    """The items but those that a standard drops from the one it extends."""
    return ((id, table) for id, table in items.each() if not table.flag("dropped", False))


def _choice(table: Table, key: str, choices: tuple[str, ...]) -> str:
    """One of some words, the first where the key is not given."""
    word = table.text(key, choices[0])
    if word not in choices:
        table.note(f"{key} is {shown(word)}; it has to be one of {', '.join(choices)}", key)
    return word


def _outcome(table: Table, key: str, default: Outcome) -> Outcome:
    word = table.text(key, str(default))
    if word in _OUTCOMES:
        return _OUTCOMES[word]
    table.note(f"{key} is {shown(word)}; it has to be one of {', '.join(_OUTCOMES)}", key)
    return default


def _by_stage(table: Table, stages: Any) -> dict[Stage, Fraction]:
    table.knows(*stages)
    return {stage: table.number(stage) for stage in stages}


def _leaving_out(counted: Table) -> Check:
    return checks.all_of(*(checks.not_(_scope(scope, "campus")) for scope in counted.tables("leaves_out")))


def _sample(table: Table) -> Sample:
    return Sample(group=table.text("group"), at_least=table.number("at_least"), clause=table.text("clause"))


def _milestone(table: Table) -> Milestone:
    table.knows("name", "start", "end", *_CITED)
    return Milestone(
        name=table.text("name"), start=table.date("start"), end=table.date("end"), clause=table.text("clause")
    )


def _note_unknown_inputs(rule: Rule, each: str, constants: Mapping[str, Any], table: Table) -> None:
    """Note what a formula needs and neither the constants give nor the tables of what is judged."""
    assert rule.measure is not None
    measure = rule.measure
    for name in measure.inputs:
        if name in constants or name in rule.constants or _is_known(name, each):
            continue
        if every_measure().get(measure.name) is measure:
            what = f"{measure.name} needs {name}, which no {each} has"
            table.note(f"{what}; set each to what is judged, or give it in constants", "rules")
        elif each != "county":  # the fact of a county bears the name that the standard gives it
            table.note(f"no {each} has {shown(name)}, and facts are the county's; set each to 'county'", "rules")


def _note_unpooled(rule: Rule, table: Table) -> None:
    """Note what cannot be summed: judgements, grades and lists of rooms."""
    assert rule.measure is not None
    unsummed = [name for name in rule.measure.inputs if rule.measure.judged or name in _NO_NUMBERS]
    if unsummed:
        table.note(f"{', '.join(unsummed)} cannot be summed; leave pooled out, and each is judged by itself", "pooled")


def _measuring(rules: Iterable[Rule]) -> Iterator[Rule]:
    """The rules that measure or judge something, also as alternatives of others."""
    for rule in rules:
        yield from _measuring(rule.alternatives)
        if rule.measure is not None:
            yield rule


def _is_known(name: str, each: str) -> bool:
    if each == "county":
        return any(name in attrs.fields_dict(record) for record in RECORDS.values())
    return hasattr({"campus": Campus, "section": Section, "subject": Subject, "group": Group}[each], name)


def _passage(table: Table) -> tuple[str, str]:
    table.knows("about", "text")
    return table.text("about"), table.text("text")


def _item(id: str, table: Table, found_before: Mapping[str, object] | None = None) -> Item:
    """An item; a condition may also name what has been found before, by the ids of `found_before`."""
    table.knows(*_ITEM)
    name = table.table("name", needed=True)
    name.knows("zh", "en")
    own = measures_of(id)
    if table.has("measure"):
        named = _measure(table, own)
        own = {named.name: named} if named else {}
    constants = _constants(table, own)
    dimension = table.text("dimension", DIMENSIONS.get(id[:1], ("",))[0])
    if not dimension:
        table.note("dimension is missing; an id that begins with none of R, G, Q, S, V needs one", "dimension")
    each = _choice(table, "each", _EACH)
    weights = table.table("weights")
    if weights.data and each != "group":
        table.note("weights are those of the groups asked; they need each = 'group'", "weights")
    pooled = table.flag("pooled", False)
    judged = _SUMS.get(each, each) if pooled else each
    rules = tuple(_rule(row, own, judged, found_before) for row in table.tables("rules"))
    for rule in _measuring(rules):
        if each in _EACH:
            _note_unknown_inputs(rule, each, constants, table)
        if pooled:
            _note_unpooled(rule, table)
    if weights.data and any(rule.alternatives or rule.aspect for rule in rules):
        table.note("weights are those of one rate; leave any_of, any_given and item out of the rules", "weights")
    return Item(
        id=id,
        name_zh=name.text("zh"),
        name_en=name.text("en"),
        dimension=dimension,
        measures=own,
        each=each,
        pooled=pooled,
        where=_scope(table.table("where"), each),
        rules=rules,
        adds=tuple(_addition(row, own) for row in table.tables("adds")),
        constants=constants,
        weights={group: _not_negative(weights, group) for group in weights.data},
        vacuous=table.flag("vacuous", False),
        aim=table.flag("aim", False),
        due=table.date("due"),
        responsible=table.texts("responsible"),
        task=table.text("task", ""),
        clause=table.text("clause"),
        source=table.text("source"),
        mark=_choice(table, "mark", ("stated", "practice", "choice")),
        passages=table.texts("passages"),
    )


def _not_negative(weights: Table, group: str) -> Fraction:
    weight = weights.number(group)
    if weight < 0:
        weights.note(f"{group} is negative; give 0 or more", group)
    return weight


def _addition(row: Table, measures: Mapping[str, Measure]) -> Addition:
    row.knows("field", *_SCOPE)
    name = row.text("field")
    totals = [total for measure in measures.values() for total in measure.inputs if total != "pupils"]
    known = {field: field for field in (_OF_A_STAGE if set(totals) & set(OF_STAGE) else _OF_A_CAMPUS)}
    if name not in known:
        what = f"the school table has no column {shown(name)} that can be added to {', '.join(totals) or 'nothing'}"
        row.note(f"{what}{nearest(name, known)}; correct its name or delete it", "field")
    return Addition(field=name, where=_scope(row, "campus", besides=("field",)))


def _constants(table: Table, measures: Mapping[str, Measure]) -> dict[str, Any]:
    """Figures of a clause that its formula needs, and choices between readings of it, which are words."""
    constants = table.table("constants")
    inputs = {name: name for measure in measures.values() for name in measure.inputs}
    choices = {name: words for measure in measures.values() for name, words in measure.choices.items()}
    constants.knows(*inputs, *choices)
    read: dict[str, Any] = {}
    for name in constants.data:
        if name in choices:
            read[name] = constants.text(name)
            if read[name] not in choices[name]:
                constants.note(f"{name} is {shown(read[name])}; it is one of: {'; '.join(choices[name])}", name)
        elif name in inputs:
            read[name] = constants.number(name)
    return read


def _rule(
    row: Table, measures: Mapping[str, Measure], judged: str, found_before: Mapping[str, object] | None = None
) -> Rule:
    row.knows(*_DEMAND, *_LIMITS, *_SCOPE)
    where = _scope(row, judged, besides=(*_DEMAND, *_LIMITS))
    for key in ("any_of", "any_given"):
        if row.has(key):
            alternatives = tuple(_rule(one, measures, judged) for one in row.tables(key))
            if not alternatives:
                row.note(f"{key} has no alternatives; give one or more, each with a limit", key)
            return Rule(alternatives=alternatives, given=key == "any_given", where=where)
    if row.has("item"):
        return Rule(aspect=_aspect(row, found_before), where=where)
    measure = _measure(row, measures)
    if measure is None:
        return Rule(where=where)
    constants = _constants(row, {measure.name: measure})
    if measure.judged:
        held = checks.holds(of=measure.name)
        return Rule(measure=measure, check=held if row.flag("holds", True) else ~held, where=where)
    relations = [key for key in _LIMITS if row.has(key)]
    if len(relations) != 1:
        row.note(f"one limit is needed: {', '.join(_LIMITS)}")
        return Rule(measure=measure, where=where)
    dated = tuple(_dated_limits(row, relations[0], measure))
    if not dated:
        return Rule(measure=measure, where=where)
    return Rule(measure=measure, check=dated[0][1], dated=dated, where=where, constants=constants)


_NO_ITEM = (
    "item names what has been found already, which only conditions can, and none of their alternatives; "
    "name a measure or a fact"
)


def _aspect(row: Table, found_before: Mapping[str, object] | None) -> Aspect:
    named = row.text("item")
    if found_before is None:
        row.note(_NO_ITEM, "item")
    elif named not in found_before:
        hint = nearest(named, {id: id for id in found_before})
        row.note(f"there is no item {shown(named)}{hint}; name one of the standard's, or variation", "item")
    return Aspect(named)


def _measure(row: Table, own: Mapping[str, Measure]) -> Measure | None:
    """What a demand or an item measures: its own, or any that is declared, by its name."""
    if row.has("fact"):
        limited = any(row.has(key) for key in _LIMITS)
        return given_fact(row.text("fact"), unit=row.text("unit", "dimensionless") if limited else "")
    every = every_measure()
    name = row.text("measure", next(iter(own), ""))
    if name not in every:
        hint = nearest(name, {measure: measure for measure in every})
        its = f"; the item's own: {', '.join(own)}" if own else ""
        row.note(f"there is no measure {shown(name)}{hint}{its}", "measure")
        return None
    return every[name]


def _dated_limits(row: Table, relation: str, measure: Measure) -> Iterator[tuple[dt.date | None, Check]]:
    """A limit, or the limits of different times with the day since when each is in force."""
    limit = _LIMITS[relation]
    if not isinstance(row.data[relation], list):
        figure = row.exactly(row.data[relation], relation)
        _note_no_grade(figure, measure, row, relation)
        yield None, limit(figure, measure.unit, of=measure.name)
        return
    before: dt.date | None = None
    for index, dated in enumerate(row.tables(relation)):
        dated.knows("value", "since", *_CITED)
        since = dated.date("since")
        if index and (since is None or (before is not None and since <= before)):
            dated.note("since is missing, or not after the one before; figures stand in the order of time", "since")
        before = since
        figure = dated.number("value")
        _note_no_grade(figure, measure, dated, "value")
        yield since, limit(figure, measure.unit, of=measure.name)
    if not row.data[relation]:
        row.note(f"{relation} has no figures; give one or more, each with its value and the day since when", relation)


def _note_no_grade(figure: Fraction, measure: Measure, table: Table, key: str) -> None:
    """Note a limit of a grade that is none."""
    graded = any(name in _FIELDS and _FIELDS[name].form is Grade for name in measure.inputs)
    if graded and figure not in {grade.rank for grade in Grade}:
        table.note(f"{key} is no grade; give one of {', '.join(grade.value for grade in Grade)}", key)


def _scope(table: Table, judged: str, besides: tuple[str, ...] = ()) -> Check:
    """A check of what a campus or section is, from the words of the file; of others there is nothing to check."""
    table.knows(*_SCOPE, *besides)
    parts = []
    for key, value in table.data.items():
        if key not in _SCOPE:
            continue
        if key not in _SCOPES.get(judged, ()) and judged in (*_EACH, *_SUMS.values()):
            table.note(f"{key} says nothing of a {judged}; leave it out, or judge what it does say something of", key)
        try:
            parts.append(_SCOPE[key](value))
        except (ValueError, TypeError) as error:
            table.note(f"{key} cannot be read: {error}", key)
    return checks.all_of(*parts)


def _is_one(of: str, kind: Any) -> Callable[[Any], Check]:
    return lambda values: checks.one_of([kind(value) for value in values], of=of)


def _is_judged(of: str) -> Callable[[Any], Check]:
    def judged(value: Any) -> Check:
        if not isinstance(value, bool):
            raise TypeError("it has to be true or false")
        return checks.holds(of) if value else checks.not_(checks.holds(of))

    return judged


_SCOPE: dict[str, Callable[[Any], Check]] = {
    "stages": _is_one("stage", Stage),
    "kinds": _is_one("kind", Kind),
    "ownership": _is_one("ownership", Ownership),
    "affiliations": _is_one("affiliation", Affiliation),
    "area_types": _is_one("area_type", AreaType),
    "boarding": _is_judged("boarding"),
    "inner_city": _is_judged("inner_city"),
    "pupils_at_least": lambda limit: checks.at_least(_figure(limit), "pupil", of="pupils"),
    "pupils_below": lambda limit: checks.below(_figure(limit), "pupil", of="pupils"),
    "largest_class_below": lambda limit: checks.below(_figure(limit), "pupil", of="largest_class"),
    "built_by": lambda year: checks.at_most(_figure(year), of="built_year"),
    "migrant_share_above": lambda limit: checks.above(_figure(limit), "percent", of="migrant_share"),
}
_SCOPES: dict[str, tuple[str, ...]] = {
    "section": tuple(_SCOPE),
    "campus": tuple(key for key in _SCOPE if key != "stages"),
    "sum of sections": ("stages",),  # those of each stage are summed
    "sum of campuses": (),
}
_SUMS = {"section": "sum of sections", "campus": "sum of campuses"}
_OUTCOMES = {str(outcome): outcome for outcome in (Outcome.PASS, Outcome.UNKNOWN, Outcome.FAIL)}
_LIMITS: dict[str, Any] = {
    "at_least": checks.at_least,
    "at_most": checks.at_most,
    "below": checks.below,
    "above": checks.above,
}
_FIELDS = {**fields_of(Campus), **{name: field for one in RECORDS.values() for name, field in fields_of(one).items()}}
_NO_NUMBERS = {name for name, field in _FIELDS.items() if field.form not in (Form.COUNT, Form.AMOUNT, Form.SHARE)}
# Columns of figures that may be added to a total: those of a campus, and those of each of its stages.
_OF_A_CAMPUS = tuple(name for name in fields_of(Campus) if name not in _NO_NUMBERS)
_OF_A_STAGE = tuple(
    name.removeprefix(f"{Stage.PRIMARY}_")
    for name in _OF_A_CAMPUS
    if name.startswith(f"{Stage.PRIMARY}_") and name.replace(Stage.PRIMARY, Stage.JUNIOR, 1) in _OF_A_CAMPUS
)
_EACH = ("county", "campus", "section", "subject", "group")
_CITED = ("clause", "source", "mark")
_DEMAND = ("measure", "fact", "unit", "item", "holds", "constants", "any_of", "any_given")
_HEAD = (
    *("name", "edition", "extends", "title", "authority", "document", "issued", "in_force"),
    *("counted", "division", "section", "variation", "sample", "milestones", "conditions", "passages", "items"),
)
_ITEM = (
    *("name", "dimension", "measure", "each", "pooled", "where", "rules", "adds", "constants", "weights"),
    *("vacuous", "dropped"),
    *("aim", "due", "responsible", "task", "passages", *_CITED),
)
