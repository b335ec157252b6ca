"""The facts of a county: tables and keys, from whatever file they come, as the county's records.

Problems name tables and keys as ``county.toml`` writes them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Any, TypeVar

import attrs

from balanced_edu.identity import compact, identity, trimmed
from balanced_edu.message import Message
from balanced_edu.notes import Notes, ReadingError
from balanced_edu.records.county import RECORDS, County, Group, Subject, item_identity
from balanced_edu.records.fields import Field, Form, fields_of, objection, separated
from balanced_edu.remarks import RemarkCode, TableForm, TableRead
from balanced_edu.tables.building import build
from balanced_edu.tables.cells import field_number, read_text
from balanced_edu.tables.items import COUNTY, wrong_documents, wrong_id, wrong_name
from balanced_edu.tables.slips import meant_by
from balanced_edu.text import QUOTED, quoted
from balanced_edu.tomlmending import UNREADABLE
from balanced_edu.tomltext import Place

R = TypeVar("R")

_SUBJECTS, _GROUPS = ("quality", "monitoring"), ("recognition", "groups")
_LOCAL, _EVIDENCE = "local", "evidence"  # their keys are those of standards: local facts, and ids of items

# The tables that are records, each by its keys from the outside in.
_TABLES: Mapping[tuple[str, ...], type] = MappingProxyType(
    {(): County, **{(name,): record for name, record in RECORDS.items()}, _SUBJECTS: Subject, _GROUPS: Group}
)
_PLACES = (*_TABLES, (_LOCAL,), (_EVIDENCE,))


def county_of(data: Mapping[str, Any], notes: Notes, line_of: Callable[[Place], int]) -> County | None:
    """The county that tables and keys describe, without its campuses; None, with notes, if something cannot be used.

    Parameters
    ----------
    data
        The facts by key, and the tables by name; numbers are integers or `Decimal`. What is `UNREADABLE` has been
        noted.
    notes
        Takes the problems.
    line_of
        The line of the file on which a key or table is.
    """
    facts = _Facts(notes, line_of)
    tables = {name: facts.table(data, name) for name in (*RECORDS, _LOCAL, _EVIDENCE)}
    county = facts.record(County, data, ())
    parts: dict[str, Any] = {
        **{name: facts.record(record, tables[name], (name,)) for name, record in RECORDS.items()},
        "monitoring": facts.records(Subject, tables["quality"], _SUBJECTS),
        "groups": facts.records(Group, tables["recognition"], _GROUPS),
        "local": facts.local(tables[_LOCAL]),
        "evidence": facts.evidence(tables[_EVIDENCE]),
    }
    if county is None or notes.problems:
        return None
    whole = attrs.evolve(county, **parts)
    notes.remark_whole(RemarkCode.ITEMS, rows=_given(whole))
    for place in _PLACES:
        notes.tables.append(TableRead(".".join(place) or COUNTY, notes.file, "", {}, {}, form=TableForm.KEYS))
    return whole


def _given(county: County) -> int:
    """How many facts are given."""
    records = [county, *(getattr(county, table) for table in RECORDS), *county.monitoring, *county.groups]
    known = sum(getattr(one, name) is not None for one in records for name in fields_of(type(one)))
    return known + len(county.local) + len(county.evidence)


@attrs.frozen(slots=True)
class _Facts:
    """Reads tables and keys as records, and notes what is wrong with them."""

    notes: Notes
    line_of: Callable[[Place], int]

    def note(self, place: Place, message: str) -> None:
        """Note what is wrong with a key or table."""
        keys = ".".join(key for key in place if isinstance(key, str))
        self.notes.add(self.line_of(place), keys, message)

    def table(self, data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
        """A table by its name; an empty one if it is missing or not a table."""
        table = data.get(name, {})
        if table is UNREADABLE:
            return {}
        if not isinstance(table, dict):
            what = "{name} must be a table, not {given}; write [{name}] and its keys below it"
            self.note((name,), Message(what, name=name, given=_described(table)))
            return {}
        return table

    def record(self, record: type[R], table: Mapping[str, Any], place: Place) -> R | None:
        """The record that a table holds."""
        self.note_unknown_keys(table, place)
        values: dict[str, object] = {}
        for name, field in fields_of(record).items():
            if table.get(name) is UNREADABLE:
                continue
            try:
                if name in table:
                    values[name] = _read_value(table[name], field)
                elif field.required:
                    raise ReadingError(Message('is missing; write {name} = "…"', name=name))
            except ReadingError as problem:
                self.note((*place, name), problem.of(field.heading))
        return build(record, values, lambda name, message: self.note((*place, name), message))

    def records(self, record: type[R], outer: Mapping[str, Any], place: tuple[str, str]) -> tuple[R, ...]:
        """The records of a table that may be given several times, each for another subject or group."""
        tables = outer.get(place[-1], [])
        if tables is UNREADABLE:
            return ()
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            what = {"name": place[-1], "given": _described(tables), "table": f"[[{'.'.join(place)}]]"}
            self.note(place, Message("{name} is {given}; write {table} above the keys of each", **what))
            return ()
        ((key, field),) = [(name, field) for name, field in fields_of(record).items() if field.required]
        first_places: dict[str, Place] = {}
        for index, table in enumerate(tables):
            name = table[key] if isinstance(table.get(key), str) else ""
            at = (*place, index, key)
            first = first_places.setdefault(identity(name), at)
            if name and first != at:
                repeated = "{heading} {given} is already on line {line}; delete one of the two tables"
                line = self.line_of(first)
                self.note(at, Message(repeated, heading=field.heading, given=quoted(name), line=line))
        read = [self.record(record, table, (*place, index)) for index, table in enumerate(tables)]
        return tuple(one for one in read if one is not None)

    def evidence(self, table: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
        """The documents that are named for items, by the id of the item."""
        named: dict[str, tuple[str, ...]] = {}
        known: dict[str, str] = {}
        for id, given in table.items():
            documents = separated(given)
            if (first := known.setdefault(item_identity(id), id)) != id:
                self.note((_EVIDENCE, id), self._repeated(id, (_EVIDENCE, first)))
            elif wrong := objection(id, Form.CODE):
                self.note((_EVIDENCE, id), wrong_id(wrong))
            elif given is UNREADABLE:
                continue
            elif documents is not None and not isinstance(documents, tuple):
                what = '{id} must be names of documents in brackets, such as ["布局规划图"], not {given}'
                self.note((_EVIDENCE, id), Message(what, id=quoted(id), given=_described(given)))
            elif documents and (wrong := objection(documents, Form.TEXTS)):
                self.note((_EVIDENCE, id), wrong_documents(id, wrong))
            elif documents:
                named[id] = documents
        return named

    def local(self, table: Mapping[str, Any]) -> dict[str, bool | int | float]:
        """What a local standard asks for: judgements and figures by any name."""
        facts: dict[str, bool | int | float] = {}
        known: dict[str, str] = {}
        for name, value in table.items():
            if (first := known.setdefault(identity(name), name)) != name:
                self.note((_LOCAL, name), self._repeated(name, (_LOCAL, first)))
                continue
            if wrong := objection(name, Form.TEXT):
                self.note((_LOCAL, name), wrong_name(wrong))
                continue
            if value is UNREADABLE:
                continue
            try:
                facts[name] = _read_local(value)
            except ReadingError as problem:
                self.note((_LOCAL, name), problem.of(quoted(name)))
        return facts

    def _repeated(self, key: str, first: Place) -> str:
        what = "{key} is already on line {line}; delete one of the two"
        return Message(what, key=quoted(key), line=self.line_of(first))

    def note_unknown_keys(self, table: Mapping[str, Any], place: Place) -> None:
        """Note the keys that the table does not have, and which were perhaps meant."""
        keys = tuple(key for key in place if isinstance(key, str))
        known = _spellings(keys)
        for key, value in table.items():
            if self.notes.full:
                return
            if known.get(key) == key:
                continue
            homes = [home for home in _PLACES if key in _spellings(home).values()]
            is_table = isinstance(value, (dict, list))
            what = {"key": quoted(key), "where": _in_table(keys)}
            if homes and not is_table:
                wrong = "there is no key {key} {where}; move it, it belongs {home}"
                self.note((*place, key), Message(wrong, **what, home=_in_table(homes[0])))
                continue
            what["suggestion"] = self.notes.suggestion(compact(key), known)
            if is_table:
                wrong = Message("there is no table {key} {where}{suggestion}; correct its name or delete it", **what)
            else:
                wrong = Message("there is no key {key} {where}{suggestion}; correct its name or delete it", **what)
            self.note((*place, key), wrong)


@lru_cache(maxsize=16)
def _spellings(place: tuple[str, ...]) -> Mapping[str, str]:
    """The keys of a table and the tables in it, by name and by Chinese heading."""
    fields = fields_of(_TABLES[place]) if place in _TABLES else {}
    inner = dict.fromkeys(table[-1] for table in _PLACES if table and table[:-1] == place)
    keys = {name: name for name in (*fields, *inner)}
    return MappingProxyType({**keys, **{compact(field.heading): name for name, field in fields.items()}})


def _in_table(place: tuple[str, ...]) -> str:
    if not place:
        return Message("at the top of the file")
    heading = ".".join(place)
    table = f"[[{heading}]]" if place in (_SUBJECTS, _GROUPS) else f"[{heading}]"
    return Message("in {table}", table=table)


def _read_value(value: object, field: Field) -> object:
    """The value of a field that a key gives."""
    if field.form in (Form.TEXT, Form.NAME):
        if isinstance(value, str) and trimmed(value):
            return read_text(trimmed(value), field)
        raise ReadingError(Message("must be a text in quotation marks, not {given}", given=_described(value)))
    if field.form is Form.JUDGEMENT:
        if isinstance(value, bool):
            return value
        what = "must be true or false without quotation marks, not {given}{meant}"
        raise ReadingError(Message(what, given=_described(value), meant=_meant(value, field)))
    assert isinstance(field.form, Form)
    return field_number(_given_number(value, field), field.form)


def _given_number(value: object, field: Field) -> Decimal | int:
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return value
    percentage = isinstance(value, str) and "%" in compact(value)
    given = Message("the percentage {given}", given=quoted(str(value))) if percentage else _described(value)
    what = "must be a number without quotation marks, not {given}{meant}"
    raise ReadingError(Message(what, given=given, meant=_meant(value, field)))


def _read_local(value: object) -> bool | int | float:
    """The value of a fact that a local standard asks for: a judgement or a figure."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and "%" not in compact(value):
        meant = _meant(value, _LOCAL_FIGURE) or _meant(value, _LOCAL_JUDGEMENT)
        what = "must be true or false or a number, without quotation marks, not {given}{meant}"
        raise ReadingError(Message(what, given=_described(value), meant=meant))
    return field_number(_given_number(value, _LOCAL_FIGURE), Form.AMOUNT)


def _meant(value: object, field: Field) -> str:
    return meant_by(value, field) if isinstance(value, str) else ""


_LOCAL_FIGURE, _LOCAL_JUDGEMENT = Field("", "", Form.AMOUNT), Field("", "", Form.JUDGEMENT)


def _described(value: object) -> str:
    """A value of the wrong type, for a message."""
    if isinstance(value, str):
        return Message("the text {text}", text=quoted(value)) if trimmed(value) else Message("an empty text")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, Decimal)):
        return Message("the number {number}", number=str(value)[:QUOTED])
    if isinstance(value, dict):
        return Message("a table")
    return Message("an array") if isinstance(value, list) else Message("a date or time")
