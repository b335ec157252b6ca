"""The figures of a long form (填报表): a row for each item, with its text, its unit and its value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import attrs

from balanced_edu.identity import compact, trimmed
from balanced_edu.message import Message, either
from balanced_edu.notes import WHOLE, Notes, ReadingError
from balanced_edu.records.campus import Campus
from balanced_edu.records.fields import fields_of
from balanced_edu.remarks import RemarkCode
from balanced_edu.tables.cells import ALL_UNITS, UNITS
from balanced_edu.tables.forms.entries import Place
from balanced_edu.tables.forms.maps import FormMap, Item, Role
from balanced_edu.tables.headings import Column, Row, note_unit_of_all, remark_unit
from balanced_edu.tables.items import Layout, already_in_row, cell_at, layout_of, not_in_unit, unknown_item
from balanced_edu.tables.names import plain_name
from balanced_edu.tables.rows import is_footnote
from balanced_edu.text import quoted


@attrs.frozen(slots=True)
class Figure:
    """The value of an item.

    Attributes
    ----------
    item
        The item.
    value
        Its value; None if the cell is empty, or could not be read, which has been noted.
    place
        Where it stands.
    """

    item: Item
    value: Any
    place: Place


def items_below_headings(rows: Iterable[Row]) -> Iterator[str]:
    """What the rows of a sheet say in the column of items, below the headings of a table of items."""
    layout: Layout | None = None
    for _, cells in rows:
        if found := layout_of(cells):
            layout = found
        elif layout is not None:
            yield cell_at(cells, layout.item)


def figures_of(rows: Iterable[Row], form: FormMap, notes: Notes, *, ignore_columns: bool = False) -> list[Figure]:
    """The figures of the rows of a form, in their order; what does not fit the form is noted.

    Parameters
    ----------
    rows
        The rows that are not blank.
    form
        What its items are.
    notes
        Takes the problems and remarks.
    ignore_columns
        Whether unknown items are passed over.
    """
    table = _Rows(form, notes, ignore_columns)
    layout: Layout | None = None
    for number, cells in rows:
        if found := layout_of(cells):
            layout = found
        elif layout is None:
            notes.remark(RemarkCode.TITLE, number, WHOLE, 0, given=_first(cells))
            note_unit_of_all(number, cells, notes, known=ALL_UNITS)
        elif not notes.full:
            table.read(number, cells, layout)
    return list(table.figures.values())


def note_missing(form: FormMap, figures: Sequence[Figure], notes: Notes) -> None:
    """Note the items that the form should have and does not."""
    given = {figure.item for figure in figures}
    for item in form.items.values():
        if not item.optional and item not in given:
            if item.unit:
                what = "the item {item} is missing; add its row, with its value in {unit}"
                notes.add(1, item.text, Message(what, item=item.text, unit=item.unit))
            else:
                what = "the item {item} is missing; add its row, with its value"
                notes.add(1, item.text, Message(what, item=item.text))


@attrs.frozen(slots=True)
class _Rows:
    """What the rows have given so far."""

    form: FormMap
    notes: Notes
    ignore_columns: bool
    figures: dict[tuple[Role, str, str], Figure] = attrs.field(factory=dict)

    def read(self, row: int, cells: Sequence[str], layout: Layout) -> None:
        """Read a row as an item, or remark that it is none."""
        text, value, unit = (cell_at(cells, position) for position in (layout.item, layout.value, layout.unit))
        first = _first(cells)
        item = self.form.item_of(text)
        if item is None and is_footnote(first):
            self.notes.remark(RemarkCode.FOOTNOTE, row, WHOLE, 0, given=first)
            note_unit_of_all(row, cells, self.notes, known=ALL_UNITS)
        elif item is None and not value and (row, layout.value) not in self.notes.unusable:
            self.notes.remark(RemarkCode.GROUP, row, WHOLE, layout.item, given=text or first)
            note_unit_of_all(row, cells, self.notes, known=ALL_UNITS)
        elif item is None and self.ignore_columns:
            self.notes.remark(RemarkCode.ITEM, row, text, layout.item, given=text or value)
        elif item is None:
            self._note_unknown(row, text, value, layout)
        else:
            self._take(row, text, item, (value, unit), layout)

    def _note_unknown(self, row: int, text: str, value: str, layout: Layout) -> None:
        if not text:
            message = "{given} stands beside no item; write its item, or delete it"
            self.notes.add(row, WHOLE, Message(message, given=quoted(value)), layout.value)
            return
        known = {plain_name(item.text): item.text for item in self.form.items.values()}
        suggestion = self.notes.suggestion(plain_name(text), known)
        self.notes.add(row, text, unknown_item(text, suggestion), layout.item)

    def _take(self, row: int, text: str, item: Item, given: tuple[str, str], layout: Layout) -> None:
        value, unit = given
        place = Place(self.notes, row, layout.value, text)
        figure = Figure(item, None, place)
        # Two names of one field are one item; parts of a sum have no other name.
        key = (item.role, item.name, "" if item.role is Role.FIELD else item.text)
        first = self.figures.setdefault(key, figure)
        if first is not figure:
            self.notes.add(row, text, already_in_row(item.text, first.place.row), layout.item)
            return
        if not self.form.has(text):
            read = item.text if item in self.form.items.values() else fields_of(Campus)[item.name].heading
            self.notes.remark(RemarkCode.HEADING, row, text, layout.item, given=text, read=read)
        try:
            self.figures[key] = attrs.evolve(figure, value=self._value(place, item, value, unit, layout))
        except ReadingError as problem:
            place.add(problem.of(item.text))

    def _value(self, place: Place, item: Item, text: str, unit: str, layout: Layout) -> Any:
        units, unit = UNITS[item.field.unit], compact(unit)
        if text and units and unit not in units:
            if unit:
                raise ReadingError(not_in_unit(unit, units))
            if len(set(units.values())) > 1:
                what = "has no unit; write {units} in the column of units"
                raise ReadingError(Message(what, units=either(list(units))))
        column = Column(layout.value, place.label, item.name, item.field, units.get(unit, 1))
        if item.name == "built_year" and item.role is Role.FIELD and text:
            return _year(text, place)
        value = column.read(place.row, text, self.notes)
        # What the blank form says is no news.
        if value is not None and column.factor != 1 and unit != item.unit:
            remark_unit(place.row, column, unit, self.notes)
        return value


_MONTH, _DAY = "(?:0?[1-9]|1[0-2])", "(?:0?[1-9]|[12][0-9]|3[01])"
_YEAR = re.compile(
    f"((?:1[0-9]|20)[0-9]{{2}})(?:年(?:{_MONTH}月(?:{_DAY}日)?)?|[-/.]{_MONTH}(?:[-/.]{_DAY}(?:00:00:00)?)?)?"
)


def _year(text: str, place: Place) -> int:
    """The year of a date, however it is written."""
    if why := place.notes.unusable.get((place.row, place.position)):
        raise ReadingError(why)
    found = _YEAR.fullmatch(compact(text))
    if not found:
        what = (
            "is {given}, which is no year; write it as 2009, 2009年9月 or a date, or leave the cell empty if it is "
            "unknown"
        )
        raise ReadingError(Message(what, given=quoted(text)))
    if found[1] != compact(text):
        place.notes.remark_value(
            RemarkCode.WORD, place.row, place.label, place.position, given=compact(text), read=found[1]
        )
    return int(found[1])


def _first(cells: Sequence[str]) -> str:
    return next(trimmed(cell) for cell in cells if trimmed(cell))
