"""The figures of campuses as forms give them, one here and one there, each with its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from balanced_edu.notes import Notes
from balanced_edu.records.campus import Campus
from balanced_edu.records.consistency import later
from balanced_edu.records.fields import fields_of
from balanced_edu.records.parents import impossible_parents
from balanced_edu.remarks import TableRead, cell_name, place_text
from balanced_edu.tables.building import build
from balanced_edu.tables.cells import cell_text
from balanced_edu.text import quoted

_FIELDS = fields_of(Campus)
_TABLE = "schools"
_ONE_OF_TWO = "correct one of the two"


@attrs.frozen(slots=True)
class Place:
    """A cell of a form.

    Attributes
    ----------
    notes
        The notes on its sheet.
    row, position
        Its row, and the position of its column from 0.
    label
        Its heading or item.
    """

    notes: Notes
    row: int
    position: int
    label: str

    @property
    def text(self) -> str:
        """The place as problems give it."""
        cell = cell_name(self.notes.sheet, self.row, self.position)
        return place_text(self.notes.file, self.row, self.label, cell)

    @property
    def is_faulty(self) -> bool:
        """Whether something wrong with the cell has been noted."""
        cell = cell_name(self.notes.sheet, self.row, self.position)
        return any((problem.row, problem.cell) == (self.row, cell) for problem in self.notes.problems)

    def add(self, message: str) -> None:
        """Note what is wrong with the cell."""
        self.notes.add(self.row, self.label, message, self.position)


@attrs.frozen(slots=True)
class Entry:
    """The figures of one campus (独立校区) that a form has given so far.

    Attributes
    ----------
    home
        Where the form begins to speak of the campus: what is wrong with a figure without a place is noted there.
    values
        The values by field.
    places
        Where each of them stands, or should; of a figure that is computed from several cells, the first of them.
    implied
        Values that follow from what is said of the campus, by field: they hold where no form gives another.
    of_county
        Its parts of facts of the county, each of which is the sum over the campuses, by fact and with the place.
    """

    home: Place
    values: dict[str, object] = attrs.field(factory=dict)
    places: dict[str, Place] = attrs.field(factory=dict)
    implied: dict[str, tuple[object, Place]] = attrs.field(factory=dict)
    of_county: dict[str, tuple[int, Place]] = attrs.field(factory=dict)

    def put(self, name: str, value: object, place: Place) -> None:
        """Take the value of a field; one that is another than that of a place before is noted, with both.

        Of a field that is empty the place is kept.
        """
        if value is None or name not in self.values:
            if value is not None:
                self.values[name] = value
                self.places[name] = place
            self.places.setdefault(name, place)
        elif (before := self.values[name]) != value:
            here, there = quoted(cell_text(value)), quoted(cell_text(before))
            place.add(f"{_FIELDS[name].heading} is {here}, but {there} in {self.places[name].text}; {_ONE_OF_TWO}")

    def note(self, name: str, message: str) -> None:
        """Note what is wrong with a field, in its place."""
        self.places.get(name, self.home).add(message)


@attrs.frozen(slots=True)
class FormRead:
    """What was read of the forms of a workbook.

    Attributes
    ----------
    entries
        The figures of each campus.
    notes
        The notes on each sheet.
    """

    entries: list[Entry] = attrs.field(factory=list)
    notes: list[Notes] = attrs.field(factory=list)


def campuses_from(entries: Iterable[Entry], year: int | None) -> list[Campus]:
    """The campuses of the entries; those of one code are of one campus. They may be used only if no problem was noted.

    Parameters
    ----------
    entries
        The entries, in the order of their files.
    year
        The year of the county's figures, if it is known: no campus was built later.
    """
    merged = _by_code(entries)
    campuses = [_campus(entry, year) for entry in merged]
    codes = {str(entry.values["school_code"]): entry for entry in merged if "school_code" in entry.values}
    parents = {code: entry.values.get("parent_code") for code, entry in codes.items()}
    of_texts = {code: parent if isinstance(parent, str) else None for code, parent in parents.items()}
    for code, why in impossible_parents(of_texts, complete=len(codes) == len(merged)):
        codes[code].note("parent_code", f"{_FIELDS['parent_code'].heading} {why}")
    return [campus for campus in campuses if campus is not None]


def _by_code(entries: Iterable[Entry]) -> Sequence[Entry]:
    """The entries, those of one code as one."""
    merged: dict[object, Entry] = {}
    for entry in entries:
        first = merged.setdefault(entry.values.get("school_code", id(entry)), entry)
        if first is not entry:
            for name, place in entry.places.items():
                first.put(name, entry.values.get(name), place)
            for name, implied in entry.implied.items():
                first.implied.setdefault(name, implied)
    return list(merged.values())


def _campus(entry: Entry, year: int | None) -> Campus | None:
    for name, (value, place) in entry.implied.items():
        if name not in entry.values:
            entry.put(name, value, place)
    for name in (name for name, field in _FIELDS.items() if field.required and name not in entry.values):
        if name in entry.places and entry.places[name].is_faulty:
            continue
        entry.note(name, f"{_FIELDS[name].heading} is missing; every campus must have one")
    campus = build(Campus, entry.values, entry.note)
    if campus and (why := later(campus.built_year, year)):
        entry.note("built_year", f"{_FIELDS['built_year'].heading}: {why}; {_ONE_OF_TWO}")
    _remark_places(entry)
    return campus


def _remark_places(entry: Entry) -> None:
    """Keep where each value stands."""
    code = str(entry.values.get("school_code", ""))
    for notes in {id(place.notes): place.notes for place in entry.places.values()}.values():
        cells = {
            (code, name): (place.row, place.position, place.label)
            for name, place in entry.places.items()
            if place.notes is notes
        }
        notes.tables.append(TableRead(_TABLE, notes.file, notes.sheet, {}, {}, cells))
