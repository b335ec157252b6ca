"""The facts of a county as a table of items: one row for each, with its value, its unit and notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs

from balanced_edu.identity import compact, identity, trimmed
from balanced_edu.message import Message, either
from balanced_edu.notes import WHOLE, Notes, ReadingError
from balanced_edu.records.county import RECORDS, County, item_identity
from balanced_edu.records.fields import JUDGEMENTS, Field, Form, fields_of, objection, separated
from balanced_edu.remarks import RemarkCode, TableForm, TableRead
from balanced_edu.tables.building import build
from balanced_edu.tables.cells import ALL_UNITS, UNITS, without_apostrophe
from balanced_edu.tables.groups import is_own
from balanced_edu.tables.headings import Column, Head, Row, note_unit_of_all, remark_unit, shifted
from balanced_edu.tables.names import (
    beside,
    is_unclear,
    items,
    labels_of,
    local_facts,
    passed_over,
    plain_name,
    table_of_items,
    words_of,
)
from balanced_edu.tables.rows import is_footnote
from balanced_edu.tables.schools import filled_rows
from balanced_edu.text import quoted

LOCAL = "local."
"""How the item of a fact begins whose name a local standard chooses."""

EVIDENCE = "evidence."
"""How the item of documents begins, before the id of the standard's item that they prove."""


def no_unit_of_local(name: str) -> str:
    """What is wrong with a fact of a local standard that is given in ten thousands."""
    what = "{name} is a fact of a local standard, whose unit is not known here; write it as that standard asks for it"
    return Message(what, name=quoted(name))


def wrong_name(wrong: str) -> str:
    """What to do about the name of a fact that is `wrong`."""
    return Message("the name {is_wrong}; choose another", is_wrong=wrong)


def wrong_id(wrong: str) -> str:
    """What to do about the id of an item that is `wrong`."""
    return Message("the id {is_wrong}; write that of an item, such as G1", is_wrong=wrong)


def wrong_documents(id: str, wrong: str) -> str:
    """What to do about the documents of an item that are `wrong`."""
    return Message("{id} {is_wrong}; correct it", id=quoted(id), is_wrong=wrong)


def is_multiple(unit: str) -> bool:
    """Whether a unit is one of tens to hundred millions, such as 万元."""
    return unit.startswith(("十", "百", "千", "万", "亿"))


COUNTY = "county"
"""The table of what is said of the county itself."""

HOMES: Mapping[str, tuple[str, Field]] = {
    name: (table, field)
    for table, record in {COUNTY: County, **RECORDS}.items()
    for name, field in fields_of(record).items()
}
"""The table and the field of each fact, by its key."""

_FIELDS: Mapping[str, Field] = {name: field for name, (_, field) in HOMES.items()}

_LOCAL = LOCAL.rstrip(".")  # the table of such facts, as cells name it
_LOCAL_FIGURE, _LOCAL_JUDGEMENT = Field("", "", Form.AMOUNT), Field("", "", Form.JUDGEMENT)


def already_in_row(called: str, row: int) -> str:
    """What is wrong with an item that another row has."""
    return Message("{called} is already in row {row}; delete one of the two", called=called, row=row)


def unknown_item(item: str, suggestion: str) -> str:
    """What is wrong with an item that is not known, with what was perhaps meant."""
    what = "there is no item {given}{suggestion}; correct its name, or delete the row"
    return Message(what, given=quoted(item), suggestion=suggestion)


def not_in_unit(unit: str, known: Iterable[str]) -> str:
    """Why a value cannot be read that is in a strange unit, as part of a sentence."""
    return Message("cannot be read in {unit}; write it in {units}", unit=quoted(unit), units=either(list(known)))


def begins(item: str, prefix: str) -> bool:
    """Whether an item or a heading begins with `LOCAL` or `EVIDENCE`, however that is typed."""
    return compact(item).casefold().startswith(prefix)


def local_fact(item: str) -> str:
    """The name of the local fact that an item or a heading is; empty if it is none.

    >>> local_fact("Local. posts"), local_fact("fraud")
    ('posts', '')
    """
    if begins(item, LOCAL):
        return identity(item.partition(".")[2])
    return local_facts().get(plain_name(item), "")


def local_field(text: str) -> Field:
    """The field of a local fact with this value: a judgement or a figure, and 1 and 0 are figures.

    Raises
    ------
    ReadingError
        If the value answers some judgements, so that nobody knows what it says of a fact that may be a figure.
    """
    word = compact(text).casefold()
    if is_unclear(text):
        what = (
            "is {given}, which does not say what the fact is; write 是 or 否 if it is a judgement, else the figure, or "
            "leave the cell empty if it is unknown"
        )
        raise ReadingError(Message(what, given=quoted(text)))
    judged = word in {*JUDGEMENTS, *words_of("judgement")} and not word.isdecimal()
    return _LOCAL_JUDGEMENT if judged else _LOCAL_FIGURE


def documents_of(text: str) -> Any:
    """The documents in a cell, with semicolons between them, each once; None if there are none."""
    return separated(without_apostrophe(text))


def county_of_items(rows: Iterable[Row], notes: Notes, *, name: str = "") -> County | None:
    """The county whose facts the rows of a table give; None, with notes, if something cannot be used.

    An item is named by its key or its Chinese name; headings between the items, titles and footnotes have no value, and
    are remarked on.

    Parameters
    ----------
    rows
        The rows; the first column has the items and the second their values, unless headings say otherwise.
    notes
        Takes the problems and remarks.
    name
        The name of the county if the rows do not give it.
    """
    table = _Items(notes, name)
    filled = filled_rows(rows, notes)
    layouts = [layout_of(cells) for _, cells in filled]
    headings = next((at for at, found in enumerate(layouts) if found), 0)
    layout = Layout()
    for at, (number, cells) in enumerate(filled):
        if found := layouts[at]:
            layout = found
        elif at < headings:
            # A title may stand over any column.
            first, _ = _first_of(cells)
            table.read(number, cells, Layout(first, first + 1, first + 2))
        else:
            table.read(number, cells, layout)
    return table.county()


def county_of_columns(rows: Iterable[Row], notes: Notes, *, if_shifted: str, name: str = "") -> County | None:
    """The county whose facts are in one row, each under a heading that is an item.

    Parameters
    ----------
    rows
        The rows, of which the first ones have titles and the headings.
    notes, name
        As for `county_of_items`.
    if_shifted
        What to do if a value has no heading, as part of a sentence.
    """
    table = _Items(notes, name)
    filled = filled_rows(rows, notes)
    start = max(range(len(filled[:_LAST_TITLE])), key=lambda at: sum(map(_is_item, filled[at][1])), default=0)
    for row, cells in filled[:start]:
        position, title = _first_of(cells)
        notes.remark(RemarkCode.TITLE, row, WHOLE, position, given=title)
        note_unit_of_all(row, cells, notes)
    below = filled[start + 1 :]
    if len(below) > 1:
        notes.add(below[1][0], WHOLE, Message("there are {n} rows of facts of one county; give one", n=len(below)))
    understood = all(table.read_columns(filled[start], row, if_shifted) for row in below[:1])
    return table.county() if understood else None


_LAST_TITLE = 12  # rows above the headings, at most


def has_rows_of_items(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table, whose first row has the headings if there are any, has a row for each fact.

    Headings say so, or more items in the first column than in any row, or an item in the last row, in which a table
    with a column for each fact has values.
    """
    first = [_is_item(cell_at(cells, 0)) for cells in rows]
    last = [_is_item(cell_at(cells, 0)) for cells in rows[1:] if any(map(trimmed, cells))][-1:]
    in_rows = (sum(map(_is_item, cells)) for cells in rows)
    return any(map(layout_of, rows)) or sum(first) > max(in_rows, default=0) or any(last)


def _is_item(text: str) -> bool:
    known = bool(_meant(text)[1]) or plain_name(text) in local_facts() or plain_name(text) in passed_over()
    return known or begins(text, LOCAL) or begins(text, EVIDENCE)


def field_of_item(item: str, unit: str = "") -> tuple[Field, int] | None:
    """The field of an item, and how many of its unit one of the item's unit is; None if it is not clear."""
    _, names, bracket = _meant(item)
    if len(names) != 1:
        return None
    field = _FIELDS[names[0]]
    return field, UNITS[field.unit].get(bracket or compact(unit), 1)


@attrs.frozen(slots=True)
class Layout:
    """Positions of the columns; None of one that there is not."""

    item: int = 0
    value: int = 1
    unit: int | None = 2


def layout_of(cells: Sequence[str]) -> Layout | None:
    """The columns by the headings of a row; None if it has no headings of such a table."""
    names = [plain_name(cell) for cell in cells]

    def of(part: str) -> int | None:
        return next((position for position, name in enumerate(names) if name in table_of_items(part)), None)

    item, value = of("item"), of("value")
    return None if item is None or value is None else Layout(item, value, of("unit"))


@attrs.frozen(slots=True)
class _Items:
    """What the rows have given so far, by table and key.

    Attributes
    ----------
    notes
        Takes the problems and remarks.
    name
        The name of the county if no row gives it; empty if a row must.
    places
        The row of each item and what it is called there.
    columns
        The position of the column of each value.
    values, local, evidence
        The values by table and key, and those by names of a standard.
    """

    notes: Notes
    name: str
    places: dict[str, tuple[int, str]] = attrs.field(factory=dict)
    columns: dict[str, int] = attrs.field(factory=dict)
    values: dict[str, dict[str, object]] = attrs.field(factory=dict)
    local: dict[str, Any] = attrs.field(factory=dict)
    local_places: dict[str, tuple[int, int]] = attrs.field(factory=dict)
    evidence: dict[str, Any] = attrs.field(factory=dict)

    def read_columns(self, head: Row, row: Row, if_shifted: str) -> bool:
        """Read the cells of a row, each as an item by the name of its heading; False if one has no heading."""
        (last, headings), (number, cells) = head, row
        headed = frozenset(position for position, heading in enumerate(headings) if trimmed(heading))
        if shifted(number, cells, Head(last, {}, headed), self.notes, if_shifted):
            return False
        for position in sorted(headed):
            heading = trimmed(headings[position])
            if plain_name(heading) in beside("notes") | beside("ordinals"):
                self.notes.remark(RemarkCode.COLUMN, last, heading, position, given=heading)
            elif _is_item(heading):
                self._read(number, heading, cells, Layout(position, position, None))
            else:
                what = "there is no column {given}{suggestion}; correct the heading, or leave the column out"
                unknown = Message(what, given=quoted(heading), suggestion=self._suggestion(heading))
                self.notes.add(last, heading, unknown, position)
        return True

    def read(self, row: int, cells: Sequence[str], layout: Layout) -> None:
        """Read a row as an item, or remark that it is none."""
        self._read(row, cell_at(cells, layout.item), cells, layout)

    def _read(self, row: int, item: str, cells: Sequence[str], layout: Layout) -> None:
        text, unit = cell_at(cells, layout.value), compact(cell_at(cells, layout.unit))
        if begins(item, LOCAL):
            self._read_local(row, item, item.partition(".")[2], text, unit, layout)
            return
        if begins(item, EVIDENCE):
            self._read_evidence(row, item, text, layout)
            return
        if fact := local_facts().get(plain_name(item)):
            self.notes.remark(RemarkCode.HEADING, row, item, layout.item, given=item, read=f"{LOCAL}{fact}")
            self._read_local(row, item, fact, text, unit, layout)
            return
        stem, names, bracket = _meant(item)
        if not names and plain_name(item) in passed_over():
            self.notes.remark(RemarkCode.ITEM, row, item, layout.item, given=item)
        elif not names:
            self._pass_over_or_note(row, item, text, cells, layout)
        else:
            (name,) = names
            self._read_fact(row, item, text, (bracket, unit), name, stem, layout)

    def _is_second(self, key: str, called: str, row: int, item: str, layout: Layout) -> bool:
        """Whether an item was given before, in another row or under another heading, which is noted then."""
        first, before = self.places.setdefault(key, (row, item))
        if first != row:
            self.notes.add(row, item, already_in_row(called, first), layout.item)
        elif before != item:
            what = "{called} is given already, as {before}; delete one of the two"
            self.notes.add(row, item, Message(what, called=called, before=quoted(before)), layout.item)
        return (first, before) != (row, item)

    def _read_fact(
        self, row: int, item: str, text: str, units: tuple[str, str], name: str, stem: str, layout: Layout
    ) -> None:
        """Read a fact, or note why it has no value."""
        table, field = HOMES[name]
        if self._is_second(name, field.heading, row, item, layout):
            return
        self.columns[name] = layout.value
        if stem not in (plain_name(name), plain_name(field.heading)):
            self.notes.remark(RemarkCode.HEADING, row, item, layout.item, given=item, read=field.heading)
        try:
            value = self._value(row, item, text, units, name, field, layout)
        except ReadingError as problem:
            self.notes.add(row, item, problem.of(field.heading), layout.value)
            return
        if value is not None:
            self.values.setdefault(table, {})[name] = value

    def _value(
        self, row: int, item: str, text: str, units: tuple[str, str], name: str, field: Field, layout: Layout
    ) -> object:
        given, known = {unit for unit in units if unit}, UNITS[field.unit]
        if text and known and (strange := given - {*known}):
            raise ReadingError(not_in_unit(min(strange), known))
        if text and not known and units[0] in ALL_UNITS:
            raise ReadingError(Message("cannot be read in {unit}; write it without a unit", unit=quoted(units[0])))
        if text and len({known.get(unit, 1) for unit in given}) > 1:
            what = "is given in {unit} and in {other}; keep one of the two units"
            raise ReadingError(Message(what, unit=units[0], other=units[1]))
        unit = next(iter(given), "")
        column = Column(layout.value, item, name, field, known.get(unit, 1))
        value = column.read(row, text, self.notes)
        if value is None and field.required and not self.name:
            raise ReadingError(Message("is missing; write the name of the county as its value"))
        if value is not None and column.factor != 1:
            remark_unit(row, column, unit, self.notes)
        return value

    def _read_local(self, row: int, item: str, given: str, text: str, unit: str, layout: Layout) -> None:
        """Read a fact whose name a local standard chooses: a judgement or a figure."""
        name = identity(given)
        self.local_places.setdefault(name, (row, layout.value))
        if not text:
            return
        if wrong := objection(name, Form.TEXT):
            self.notes.add(row, item, wrong_name(wrong), layout.item)
            return
        if is_multiple(unit):
            self.notes.add(row, item, no_unit_of_local(name), layout.unit)
            return
        if self._is_second(f"{LOCAL}{name}", quoted(name), row, item, layout):
            return
        try:
            self.local[name] = Column(layout.value, item, "", local_field(text)).read(row, text, self.notes)
        except ReadingError as problem:
            self.notes.add(row, item, problem.of(quoted(name)), layout.value)

    def _read_evidence(self, row: int, item: str, text: str, layout: Layout) -> None:
        """Read the documents of an item, with semicolons between them."""
        id, documents = compact(item.partition(".")[2]), documents_of(text)
        if wrong := objection(id, Form.CODE):
            self.notes.add(row, item, wrong_id(wrong), layout.item)
            return
        if self._is_second(f"{EVIDENCE}{item_identity(id)}", quoted(id), row, item, layout):
            return
        if documents and (wrong := objection(documents, Form.TEXTS)):
            self.notes.add(row, item, wrong_documents(id, wrong), layout.value)
        elif documents:
            self.evidence[id] = documents

    def _pass_over_or_note(self, row: int, item: str, text: str, cells: Sequence[str], layout: Layout) -> None:
        """Remark on a heading, a title or a footnote; note an item that is not known, whose value would be lost.

        Nobody has to look up the headings of a template.
        """
        position, first = _first_of(cells)
        if is_footnote(first):
            self.notes.remark(RemarkCode.FOOTNOTE, row, WHOLE, position, given=first)
            note_unit_of_all(row, cells, self.notes)
        elif not text and (row, layout.value) not in self.notes.unusable:
            if is_own(first):
                return
            self.notes.remark(RemarkCode.GROUP, row, WHOLE, position, given=first)
            note_unit_of_all(row, cells, self.notes)
        elif not item:
            what = "there is a value without an item; write the item beside it, or delete the row"
            self.notes.add(row, WHOLE, Message(what), layout.value)
        else:
            self.notes.add(row, item, unknown_item(item, self._suggestion(item)), layout.item)

    def _suggestion(self, item: str) -> str:
        return self.notes.suggestion(plain_name(item), _LABELS)

    def county(self) -> County | None:
        """The county of the rows; None if there were problems."""
        if "name" not in self.places and not self.name:
            message = "the name of the county is missing; give it as {heading} ({key})"
            heading = fields_of(County)["name"].heading
            self.notes.add(self.notes.first, "name", Message(message, heading=heading, key="name"))
        of_county = {**({"name": self.name} if self.name else {}), **self.values.get(COUNTY, {})}
        county = build(County, of_county, self._note)
        parts: dict[str, Any] = {
            table: build(record, self.values.get(table, {}), self._note) for table, record in RECORDS.items()
        }
        given = sum(map(len, self.values.values())) + len(self.local) + len(self.evidence)
        self.notes.remark_whole(RemarkCode.ITEMS, rows=given)
        self._remark_places()
        if county is None or self.notes.problems:
            return None
        return attrs.evolve(county, local=self.local, evidence=self.evidence, **parts)

    def _remark_places(self) -> None:
        """Keep where each fact stands, also one whose value is empty."""
        places: dict[str, dict[str, tuple[int, int, str]]] = {table: {} for table in (COUNTY, *RECORDS, _LOCAL)}
        for name, (row, _) in self.places.items():
            if name in HOMES:
                table, field = HOMES[name]
                places[table][name] = row, self.columns[name], field.heading
        for name, (row, position) in self.local_places.items():
            places[_LOCAL][name] = row, position, f"{LOCAL}{name}"
        for table, of_table in places.items():
            rows = {name: row for name, (row, _, _) in of_table.items()}
            columns = {name: (position, heading) for name, (_, position, heading) in of_table.items()}
            notes = self.notes
            notes.tables.append(TableRead(table, notes.file, notes.sheet, rows, columns, form=TableForm.ITEMS))

    def _note(self, name: str, message: str) -> None:
        row, item = self.places.get(name, (self.notes.first, name))
        self.notes.add(row, item, message, self.columns.get(name))


_LABELS = labels_of(_FIELDS)


def _first_of(cells: Sequence[str]) -> tuple[int, str]:
    """The first cell that is not blank, with its position."""
    return next((position, trimmed(cell)) for position, cell in enumerate(cells) if trimmed(cell))


def cell_at(cells: Sequence[str], position: int | None) -> str:
    """What a cell of a row says; nothing beyond its end, or in a column that there is not."""
    return trimmed(cells[position]) if position is not None and position < len(cells) else ""


def _meant(item: str) -> tuple[str, tuple[str, ...], str]:
    """The item as it is compared, the facts that it may mean, and its unit: as a whole, or up to a unit in brackets."""
    known = items()
    whole = plain_name(item)
    if whole in known or not compact(item).endswith(")"):
        return whole, known.get(whole, ()), ""
    stem, _, unit = compact(item)[:-1].rpartition("(")
    return plain_name(stem), known.get(plain_name(stem), ()), unit
