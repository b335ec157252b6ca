"""The school table: its headings and rows, from whatever file they come, as campuses."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from balanced_edu.exact import exact
from balanced_edu.identity import trimmed
from balanced_edu.message import Message
from balanced_edu.notes import WHOLE, Notes
from balanced_edu.records.bands import Band, is_exact, least_of
from balanced_edu.records.campus import Campus
from balanced_edu.records.consistency import later
from balanced_edu.records.fields import fields_of
from balanced_edu.records.kinds import Kind
from balanced_edu.records.parents import impossible_parents
from balanced_edu.remarks import RemarkCode, TableRead, letters
from balanced_edu.tables.building import build
from balanced_edu.tables.cells import cell_text
from balanced_edu.tables.headings import CAMPUS, Head, Merged, Row, head_of, shifted
from balanced_edu.tables.rows import Besides
from balanced_edu.text import quoted

if TYPE_CHECKING:
    from balanced_edu.tables.registers import Count, Registers

MOST_ROWS = 20_000
"""Rows of the longest school table that is read; the largest counties have some thousand campuses."""

_FIELDS = fields_of(Campus)
KEYS = ("school_code", "school_name")
"""The fields by which a row is known."""


def campuses_of(
    rows: Iterable[Row],
    notes: Notes,
    *,
    if_shifted: str,
    if_unknown: str = "",
    year: int | None = None,
    merged: Merged = (),
    ignore_columns: bool = False,
    registers: Registers | None = None,
) -> list[Campus]:
    """The campuses of a school table; they may be used only if no problem was noted.

    Parameters
    ----------
    rows
        The rows, of which the first ones have titles and the headings; none if it has been noted why there are none.
    notes
        Takes the problems and remarks.
    if_shifted
        What to do if the cells of a row are not under their headings, as part of a sentence; it depends on the format.
    if_unknown
        What else to do if no heading is known, likewise.
    year
        The year of the county's figures, if it is known: no campus was built later.
    merged
        Cells that are merged.
    ignore_columns
        Whether unknown columns are passed over.
    registers
        The registers of classes, rooms and teachers, whose counts fill the empty cells of the table; a figure that is
        another than that of the table is noted, with both.
    """
    before = len(notes.problems)
    filled = filled_rows(rows, notes)
    too_long = len(notes.problems) > before
    if not filled:
        return []
    head = head_of(filled, Campus, notes, merged=merged, if_unknown=if_unknown, ignore_columns=ignore_columns)
    if head is None:
        return []
    table = _SchoolTable(head, if_shifted, notes, year, registers)
    campuses = [table.campus(number, cells) for number, cells in filled if number > head.last and not notes.full]
    if not (table.rows or table.parents or too_long or notes.full):
        notes.add(head.last, WHOLE, Message("there are no campuses under the headings; give one row per campus"))
    table.note_impossible_parents()
    if registers is not None:
        if table.is_complete:
            registers.note_unlisted(table.rows)
        registers.keep_places()
    remark_table("schools", table.rows, head, merged, notes)
    return [campus for campus in campuses if campus is not None]


def remark_table(table: str, rows: Mapping[str, int], head: Head, merged: Merged, notes: Notes) -> None:
    """Remark on a table that was read, where its values are, and on merged cells in its rows: one has the value."""
    notes.remark_whole(RemarkCode.READ, rows=len(rows), columns=len(head.columns))
    columns = {name: (column.position, column.heading) for name, column in head.columns.items()}
    notes.tables.append(TableRead(table, notes.file, notes.sheet, rows, columns))
    remark_merged(rows.values(), merged, notes)


def remark_merged(rows: Iterable[int], merged: Merged, notes: Notes) -> None:
    """Remark on merged cells in the rows that were read."""
    read = frozenset(rows)
    for (top, left), (bottom, right) in merged:
        if not read.isdisjoint(range(top, bottom + 1)):
            cells = f"{letters(left)}{top}:{letters(right)}{bottom}"
            notes.remark(RemarkCode.MERGED, top, WHOLE, left, given=cells)


def filled_rows(rows: Iterable[Row], notes: Notes, most: int | None = None) -> list[Row]:
    """The rows that are not blank, up to the longest table that is read: of `most` rows, or of a school table.

    Their cells are trimmed.
    """
    most = MOST_ROWS if most is None else most
    filled: list[Row] = []
    for count, (row, cells) in enumerate(rows, start=1):
        if count > most:
            what = "the table has more than {most:,} rows; give one county only, and delete empty rows at the end"
            notes.add(row, WHOLE, Message(what, most=most))
            break
        if any(texts := [trimmed(cell) for cell in cells]):
            filled.append((row, texts))
    return filled


def built_later(why: str) -> str:
    """What is wrong with a year that is later than the county's."""
    return Message("{where}: {problem}; correct one of the two", where=_FIELDS["built_year"].heading, problem=why)


def wrong_parent(why: str) -> str:
    """What is wrong with a campus's parent."""
    return Message("{what} {is_wrong}", what=_FIELDS["parent_code"].heading, is_wrong=why)


def code_in_two_rows(code: str, first: int) -> str:
    """What is wrong with a campus whose code another row has."""
    what = (
        "{heading} {given} is already in row {row}; give each campus a code of its own, or delete one of the two rows"
    )
    return Message(what, heading=_FIELDS["school_code"].heading, given=quoted(code), row=first)


# Rows.


@attrs.frozen(slots=True)
class _SchoolTable:
    """What the headings say about the rows below them.

    Attributes
    ----------
    head
        The headings.
    if_shifted
        What to do if a cell has no heading.
    notes
        Takes the problems.
    year
        The year of the county's figures; None if it is unknown.
    registers
        The registers of classes, rooms and teachers, if there are any.
    rows
        The row of each campus code so far.
    parents
        The parent of each campus code so far; of an empty one, if there are rows whose code cannot be used.
    """

    head: Head
    if_shifted: str
    notes: Notes
    year: int | None
    registers: Registers | None
    rows: dict[str, int] = attrs.field(factory=dict)
    parents: dict[str, str | None] = attrs.field(factory=dict)
    _besides: Besides = attrs.field(
        init=False, default=attrs.Factory(lambda table: Besides(table.head, KEYS, table.notes), takes_self=True)
    )

    def campus(self, row: int, cells: Sequence[str]) -> Campus | None:
        """The campus of a row; None, with notes, if the row is not a campus or its figures cannot be true."""
        if self._besides.passes_over((row, cells)):
            return None
        if shifted(row, cells, self.head, self.notes, self.if_shifted):
            self.parents[""] = None
            return None
        values = self.head.values(row, cells, self.notes, CAMPUS)
        code, parent = str(values.get("school_code", "")), values.get("parent_code")
        self._note_repeated(row, code)
        self.parents.setdefault(code, parent if code and isinstance(parent, str) else None)
        counts = self._counts(row, code, values)
        if self.registers is not None:
            self.registers.take(code, counts)

        def note(name: str, message: str) -> None:
            if name in counts:
                counts[name].place.add(message)
            else:
                self._note(row, name, message)

        campus = build(Campus, {**values, **{name: count.value for name, count in counts.items()}}, note)
        if campus and (why := later(campus.built_year, self.year)):
            self._note(row, "built_year", built_later(why))
        return campus

    @property
    def is_complete(self) -> bool:
        """Whether the code of every row so far could be read."""
        return "" not in self.parents and not self.notes.full

    def note_impossible_parents(self) -> None:
        """Note the campuses whose parent cannot be their school, once all rows are read."""
        for code, why in impossible_parents(self.parents, complete=self.is_complete):
            self._note(self.rows[code], "parent_code", wrong_parent(why))

    def _note(self, row: int, name: str, message: str) -> None:
        self.head.note(row, name, message, self.notes)

    def _counts(self, row: int, code: str, values: Mapping[str, object]) -> Mapping[str, Count]:
        """The figures that the row leaves open and registers give; none if they contradict the row, which is noted."""
        kind, attached = values.get("kind"), values.get("attached_classes")
        if self.registers is None or not code or not isinstance(kind, Kind):
            return {}
        counts = self.registers.counts(code, kind, kind.stages_with(attached is True))
        differing = [name for name, count in counts.items() if name in values and _differ(values[name], count.value)]
        for name in differing:
            what = (
                "{heading} is {here}, but {there} by the register, the rows of {code} from {place} on; correct one of "
                "the two"
            )
            both = Message(
                what,
                heading=_FIELDS[name].heading,
                here=cell_text(values[name]),
                there=cell_text(counts[name].value),
                code=quoted(code),
                place=counts[name].place.text,
            )
            self._note(row, name, both)
        return {} if differing else {name: one for name, one in counts.items() if not is_exact(values.get(name))}

    def _note_repeated(self, row: int, code: str) -> None:
        first = self.rows.setdefault(code, row) if code else row
        if first != row:
            self._note(row, "school_code", code_in_two_rows(code, first))


def _differ(given: Any, counted: Any) -> bool:
    """Whether two figures differ; rooms may be in any order, and a figure is in the band that is given for it."""
    if isinstance(given, tuple):
        return len(given) != len(counted) or not _each_within(given, counted)
    return not _is_within(counted, given) if isinstance(given, Band) else bool(given != counted)


def _each_within(given: Iterable[Any], counted: Iterable[Any]) -> bool:
    """Whether each area is the one that is given, or in the band that is given for it, whatever their order."""
    left = sorted(counted)
    for one in sorted(given, key=lambda one: (_end(one), -least_of(one))):
        found = next((area for area in left if _is_within(area, one)), None)
        if found is None:
            return False
        left.remove(found)
    return True


def _end(area: Any) -> Any:
    if not isinstance(area, Band):
        return exact(area)
    return math.inf if area.below is None else exact(area.below)


def _is_within(figure: Any, given: Any) -> bool:
    return given.includes(figure) if isinstance(given, Band) else exact(figure) == exact(given)
