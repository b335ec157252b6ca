"""The facts of a county in a folder of forms: its own form (区县填报表), a sheet 县级, and sums over its schools."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from balanced_edu.message import Message
from balanced_edu.notes import WHOLE, Notes
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import RECORDS, County, Quality
from balanced_edu.records.fields import fields_of
from balanced_edu.records.kinds import Stage
from balanced_edu.remarks import TableRead
from balanced_edu.tables.building import build
from balanced_edu.tables.forms.entries import Entry, Place, differing
from balanced_edu.tables.forms.figures import items_below_headings
from balanced_edu.tables.forms.maps import Role, school_form
from balanced_edu.tables.items import COUNTY
from balanced_edu.tables.names import items, plain_name
from balanced_edu.tables.parts import GROUPS, ITEMS, MONITORING, SCHOOLS, Table, county_in
from balanced_edu.tables.spreadsheet import Sheet, Spreadsheet
from balanced_edu.tables.workbook import IF_SHIFTED, notes_of, pass_over, sheet_name
from balanced_edu.text import quoted

FEWEST = 5
"""Items by which the form of a county is recognised."""

EXPLANATIONS = frozenset(map(plain_name, ("指标计算说明", "需上传材料说明")))
"""Sheets that explain the form and hold no figures, as `plain_name` gives their names."""


@attrs.frozen(slots=True)
class Facts:
    """The facts of the county that one file, or several tables of a folder, give.

    Attributes
    ----------
    file
        The file.
    county
        The county without its campuses; None if something could not be used.
    notes
        The notes on each sheet.
    campuses
        A table of campuses that is in the file too.
    is_form
        Whether they are those of the form of a county.
    """

    file: str
    county: County | None
    notes: Sequence[Notes]
    campuses: Table | None = None
    is_form: bool = False


def recognises(book: Spreadsheet) -> bool:
    """Whether a workbook has the form of a county, or a sheet 县级.

    Raises
    ------
    ReadingError
        If a sheet is too large or damaged.
    """
    return any(sheet_name(name) == ITEMS or _is_form(book.sheet(name)) for name in book.names)


def _is_form(sheet: Sheet) -> bool:
    known = items()
    return sum(plain_name(item) in known for item in items_below_headings(sheet.rows)) >= FEWEST


def facts_of(book: Spreadsheet, file: str, of_file: Notes, *, ignore_columns: bool) -> Facts:
    """The facts of a workbook.

    Parameters
    ----------
    book
        The workbook.
    file
        Its name.
    of_file
        Takes the remarks on sheets that are not read, and the problems of the file.
    ignore_columns
        Whether unknown columns of its tables are passed over.

    Raises
    ------
    ReadingError
        If a sheet is too large or damaged.
    """
    given: dict[str, Table] = {}
    for name in book.names:
        sheet, known = book.sheet(name), sheet_name(name)
        table = ITEMS if known not in (SCHOOLS, MONITORING, GROUPS) and _is_form(sheet) else known
        if table in given:
            first = given[table].notes.sheet
            what = "there are two sheets of the county, {one} and {other}; delete one of them"
            of_file.add(1, WHOLE, Message(what, one=quoted(first), other=quoted(name)))
        elif table in (ITEMS, MONITORING, GROUPS, SCHOOLS):
            given[table] = Table(sheet.rows, notes_of(file, sheet), IF_SHIFTED, merged=sheet.merged)
        elif plain_name(name) not in EXPLANATIONS:
            pass_over(name, of_file)
    county = county_in(given, ignore_columns=ignore_columns)
    is_form = ITEMS in given and sheet_name(given[ITEMS].notes.sheet) != ITEMS
    return Facts(file, county, [table.notes for table in given.values()], given.get(SCHOOLS), is_form)


def together(one: Facts, other: Facts) -> County | None:
    """The county of the facts of two files; what they say differently is noted in the second."""
    if one.county is None or other.county is None:
        return None
    parts: dict[str, Any] = {}
    for table, record in RECORDS.items():
        values = _agreed(table, getattr(one.county, table), getattr(other.county, table), (one, other))
        parts[table] = build(record, values, _Noting(table, (other, one)))
    county = _agreed(COUNTY, one.county, other.county, (one, other))
    for name in ("local", "evidence"):
        parts[name] = {**_only(name, one, other), **getattr(one.county, name)}
    for name, (table, sheet) in _SEVERAL.items():
        first, second = getattr(one.county, name), getattr(other.county, name)
        if first and second and first != second:
            what = Message("{sheet} is given here and in {file}; keep one of the two", sheet=sheet, file=one.file)
            _whole_place(table, other.notes).add(what)
        parts[name] = first or second
    if None in parts.values():
        return None
    return County(**county, **parts)


def _agreed(table: str, one: object, other: object, facts: tuple[Facts, Facts]) -> dict[str, Any]:
    """The values of two records as one; those of which there are two are noted."""
    values: dict[str, Any] = {}
    for name, field in fields_of(type(one)).items():
        first, second = getattr(one, name), getattr(other, name)
        if first is not None and second is not None and first != second:
            there, here = (_place(table, name, field.heading, each.notes) for each in facts)
            here.add(differing(field.heading, second, first, there.text))
        if (value := second if first is None else first) is not None:
            values[name] = value
    return values


def _only(name: str, one: Facts, other: Facts) -> Mapping[str, Any]:
    """Local facts or evidence of the second file; what the first says differently is noted."""
    first, second = (getattr(facts.county, name) for facts in (one, other))
    for key in (key for key, value in second.items() if first.get(key, value) != value):
        what = "{name} is given here and in {file}, with another value; correct one of the two"
        both = Message(what, name=f"{name}.{key}", file=one.file)
        _place(name, key, f"{name}.{key}", other.notes).add(both)
    given: Mapping[str, Any] = second
    return given


# The table of the subjects and that of the groups, by the part of the county, and what offices call them.
_SEVERAL = {"monitoring": ("quality.monitoring", MONITORING), "groups": ("recognition.groups", GROUPS)}


def _whole_place(table: str, notes: Sequence[Notes]) -> Place:
    """A whole table in one of several; where it is in none, the first of them."""
    each = next((each for each in notes if any(read.table == table and read.rows for read in each.tables)), notes[0])
    return Place(each, 1, 0, WHOLE)


def _place(table: str, name: str, heading: str, notes: Sequence[Notes]) -> Place:
    """Where a fact stands in one of several tables; where it stands in none, the first table as a whole."""
    for each in notes:
        for read in each.tables:
            if read.table == table and name in read.rows:
                return Place(each, read.rows[name], *read.columns[name])
    return Place(notes[0], 1, 0, heading)


@attrs.frozen(slots=True)
class _Noting:
    """Notes what is wrong with a fact in the first of the files that gives it."""

    table: str
    facts: Sequence[Facts]

    def __call__(self, name: str, message: str) -> None:
        place_of(self.table, name, self.facts).add(message)


def place_of(table: str, name: str, facts: Sequence[Facts]) -> Place:
    """Where a fact stands in the first of several files that gives it."""
    giving = next(each for each in facts if getattr(getattr(each.county, table), name) is not None)
    return _place(table, name, fields_of(RECORDS[table])[name].heading, giving.notes)


# Sums over the schools.


def sums_of(entries: Sequence[Entry], campuses: Sequence[Campus]) -> Mapping[str, tuple[int, Place]]:
    """The facts of the county that are sums over its junior schools, each with the place of its first part.

    One that a school does not give is unknown: the sum over the others would be that of another county. Every entry has
    a code.
    """
    parts: dict[object, dict[str, tuple[int, Place]]] = {}
    for entry in entries:
        for name, part in entry.of_county.items():
            parts.setdefault(entry.values["school_code"], {}).setdefault(name, part)
    asked = [one.school_code for one in campuses if Stage.JUNIOR in one.stages and one.has_pupils(Stage.JUNIOR)]
    sums = {}
    for name in (item for item in school_form().names(Role.COUNTY)):
        given = [each[name] for each in parts.values() if name in each]
        if given and all(name in parts.get(code, {}) for code in asked):
            sums[name] = (sum(value for value, _ in given), given[0][1])
    return sums


def with_sums(county: County, sums: Mapping[str, tuple[int, Place]], facts: Sequence[Facts]) -> County:
    """The county with the sums over its schools; one that its facts give otherwise is noted, with both."""
    for name, (value, place) in _differences(county, sums):
        what = (
            "{heading} is {given}, but the forms of the schools, from {place} on, give {value} together; correct one "
            "of the two"
        )
        given = getattr(county.quality, name)
        both = Message(what, heading=_OF_QUALITY[name].heading, given=given, place=place.text, value=value)
        place_of("quality", name, facts).add(both)
    new = {name: each for name, each in sums.items() if getattr(county.quality, name) is None}
    for name, (_, place) in new.items():
        _keep_place(name, place)
    values = {name: value for name in _OF_QUALITY if (value := getattr(county.quality, name)) is not None}
    values |= {name: value for name, (value, _) in new.items()}

    def note(name: str, message: str) -> None:
        (new[name][1] if name in new else place_of("quality", name, facts)).add(message)

    quality = build(Quality, values, note)
    return county if quality is None else attrs.evolve(county, quality=quality)


def keep_gaps(entries: Iterable[Entry], county: County) -> None:
    """Keep where the first school leaves its part of a fact empty that is unknown without it."""
    kept: set[str] = set()
    for entry in entries:
        for name, place in entry.gaps.items():
            if name not in kept and getattr(county.quality, name) is None:
                kept.add(name)
                _keep_place(name, place)


def _keep_place(name: str, place: Place) -> None:
    cells = {("", name): (place.row, place.position, place.label)}
    place.notes.tables.append(TableRead("quality", place.notes.file, place.notes.sheet, {}, {}, cells))


_OF_QUALITY = fields_of(Quality)


def _differences(county: County, sums: Mapping[str, tuple[int, Place]]) -> Iterator[tuple[str, tuple[int, Place]]]:
    for name, (value, place) in sums.items():
        if getattr(county.quality, name) not in (None, value):
            yield name, (value, place)
