"""The figures of campuses as forms give them, one here and one there, each with its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from balanced_edu.identity import compact
from balanced_edu.message import Message
from balanced_edu.notes import Notes
from balanced_edu.records.campus import Campus
from balanced_edu.records.consistency import later
from balanced_edu.records.fields import fields_of
from balanced_edu.records.parents import impossible_parents
from balanced_edu.remarks import TableRead, cell_name, place_text
from balanced_edu.tables.building import build
from balanced_edu.tables.cells import cell_text
from balanced_edu.tables.headings import CAMPUS, lacking
from balanced_edu.tables.schools import built_later, wrong_parent
from balanced_edu.text import quoted

_FIELDS = fields_of(Campus)
_TABLE = "schools"


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
    gaps
        Where those of its parts should stand that are empty.
    """

    home: Place
    values: dict[str, object] = attrs.field(factory=dict)
    places: dict[str, Place] = attrs.field(factory=dict)
    implied: dict[str, tuple[object, Place]] = attrs.field(factory=dict)
    of_county: dict[str, tuple[int, Place]] = attrs.field(factory=dict)
    gaps: dict[str, Place] = attrs.field(factory=dict)

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
            _note_differing(_FIELDS[name].heading, (value, place), (before, self.places[name]))

    def is_another_school(self, other: Entry) -> bool:
        """Whether another form with the same code has another name: the figures of both would all contradict."""
        names = [one.values.get("school_name") for one in (self, other)]
        return None not in names and len({compact(str(name)) for name in names}) > 1

    def add(self, other: Entry) -> None:
        """Take what another form says of the campus; what it says otherwise is noted, with both places."""
        for name, place in other.places.items():
            self.put(name, other.values.get(name), place)
        for name, implied in other.implied.items():
            self.implied.setdefault(name, implied)
        for name, part in other.of_county.items():
            before = self.of_county.setdefault(name, part)
            if before[0] != part[0]:
                _note_differing(part[1].label, part, before)

    def note(self, name: str, message: str) -> None:
        """Note what is wrong with a field, in its place."""
        self.places.get(name, self.home).add(message)


def _note_differing(what: str, here: tuple[object, Place], there: tuple[object, Place]) -> None:
    """Note that two places give a figure otherwise, in the first of them."""
    (value, place), (other, elsewhere) = here, there
    place.add(differing(what, value, other, elsewhere.text))


def differing(heading: str, value: object, other: object, where: str) -> str:
    """What is wrong with a figure that is another one elsewhere."""
    what = "{heading} is {value}, but {other} in {place}; correct one of the two"
    given, before = quoted(cell_text(value)), quoted(cell_text(other))
    return Message(what, heading=heading, value=given, other=before, place=where)


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
    _note_names_as_codes(merged)
    campuses = [_campus(entry, year) for entry in merged]
    codes = {str(entry.values["school_code"]): entry for entry in merged if "school_code" in entry.values}
    parents = {code: entry.values.get("parent_code") for code, entry in codes.items()}
    of_texts = {code: parent if isinstance(parent, str) else None for code, parent in parents.items()}
    for code, why in impossible_parents(of_texts, complete=len(codes) == len(merged)):
        codes[code].note("parent_code", wrong_parent(why))
    return [campus for campus in campuses if campus is not None]


def _by_code(entries: Iterable[Entry]) -> Sequence[Entry]:
    """The entries, those of one code as one."""
    merged: dict[object, Entry] = {}
    for entry in entries:
        first = merged.setdefault(entry.values.get("school_code", id(entry)), entry)
        if first is entry:
            continue
        if first.is_another_school(entry):
            what = "{heading} is that of {name}, too, in {place}; correct the code, or the name if it is one school"
            both = Message(
                what,
                heading=_FIELDS["school_code"].heading,
                name=quoted(str(first.values["school_name"])),
                place=first.places["school_code"].text,
            )
            entry.note("school_code", both)
            merged[id(entry)] = entry
        else:
            first.add(entry)
    return list(merged.values())


def _note_names_as_codes(entries: Iterable[Entry]) -> None:
    """Note the campuses whose name is their code, while another form gives a code: they would be counted twice."""
    known = [entry for entry in entries if entry.values.keys() >= {"school_name", "school_code"}]
    of_names = [(compact(str(entry.values["school_name"])), entry) for entry in known]
    coded = {name: entry for name, entry in of_names if entry.values["school_code"] != name}
    for name, entry in of_names:
        if entry.values["school_code"] == name and (other := coded.get(name)):
            what = "{name} is a name and no code, and is that of the school {code} in {place}; write the code here, too"
            both = Message(
                what,
                name=quoted(name),
                code=quoted(str(other.values["school_code"])),
                place=other.places["school_code"].text,
            )
            entry.note("school_code", both)


def _campus(entry: Entry, year: int | None) -> Campus | None:
    for name, (value, place) in entry.implied.items():
        if name not in entry.values:
            entry.put(name, value, place)
    for name in (name for name, field in _FIELDS.items() if field.required and name not in entry.values):
        if name in entry.places and entry.places[name].is_faulty:
            continue
        entry.note(name, lacking(_FIELDS[name].heading, CAMPUS))
    campus = build(Campus, entry.values, entry.note)
    if campus and (why := later(campus.built_year, year)):
        entry.note("built_year", built_later(why))
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
