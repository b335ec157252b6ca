"""Registers (名册) of classes, rooms and teachers, from whatever file they come, and what campuses are counted by."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import attrs

from balanced_edu.identity import compact
from balanced_edu.message import Message
from balanced_edu.notes import ReadingError
from balanced_edu.records.campus import Campus
from balanced_edu.records.fields import fields_of
from balanced_edu.records.kinds import COMPULSORY, Kind, Stage, official_word
from balanced_edu.records.registers import (
    SPORTS_AND_ARTS,
    Room,
    SchoolClass,
    Teacher,
    class_figures,
    room_figures,
    staff_figures,
    teacher_figures,
)
from balanced_edu.remarks import RemarkCode, TableRead
from balanced_edu.tables.building import build
from balanced_edu.tables.cells import cell_text, word_meant
from balanced_edu.tables.forms.entries import Place
from balanced_edu.tables.headings import Head, Merged, Row, head_of
from balanced_edu.tables.names import marks_of, words_of
from balanced_edu.tables.records import in_two_rows, rows_below
from balanced_edu.tables.schools import filled_rows, remark_table
from balanced_edu.text import quoted

if TYPE_CHECKING:
    from balanced_edu.notes import Notes

Listed: TypeAlias = SchoolClass | Room | Teacher
"""What has a row in a register."""

MOST_ROWS = 50_000
"""Rows of the longest register that is read; the largest counties have some ten thousand teachers."""


@attrs.frozen(slots=True)
class Kept:
    """What a register is called, and by which fields its rows are known.

    Attributes
    ----------
    table
        The register, as places name it.
    what
        What has a row.
    keys
        The fields by which a row is known to be a total. A name of a person is none of them: it may end in any word.
    names
        The fields that say so only by a whole word, such as 小计.
    """

    table: str
    what: str
    keys: tuple[str, ...]
    names: tuple[str, ...] = ()


_KEYS = ("school_code", "school_name")
KINDS: Mapping[type[Listed], Kept] = MappingProxyType(
    {
        SchoolClass: Kept("classes", Message("class"), (*_KEYS, "class_name", "grade")),
        Room: Kept("rooms", Message("room"), (*_KEYS, "room_name", "use")),
        Teacher: Kept("teachers", Message("teacher"), (*_KEYS, "teacher_code"), ("teacher_name",)),
    }
)
"""The registers, by the record that has a row in them."""


@attrs.frozen(slots=True)
class Count:
    """A figure of a campus that is counted from a register.

    Attributes
    ----------
    value
        The figure.
    place
        The first of the rows that it is counted from.
    """

    value: object
    place: Place


@attrs.frozen(slots=True)
class Register:
    """A register that was read.

    Attributes
    ----------
    record
        What has a row.
    head
        Its headings.
    notes
        Takes its problems and remarks.
    rows
        Its records by the code of their campus, each with the number of its row.
    usable
        Whether every row could be used; else nothing is counted.
    """

    record: type[Listed]
    head: Head
    notes: Notes
    rows: Mapping[str, Sequence[tuple[int, Listed]]]
    usable: bool

    def place(self, row: int) -> Place:
        """The place of a row: its code of the campus."""
        column = self.head.columns["school_code"]
        return Place(self.notes, row, column.position, column.heading)

    def note(self, row: int, name: str, message: str) -> None:
        """Note what is wrong with the field of a row."""
        self.head.note(row, name, message, self.notes)


def register_of(
    record: type[Listed],
    rows: Iterable[Row],
    notes: Notes,
    *,
    if_shifted: str,
    if_unknown: str = "",
    merged: Merged = (),
    ignore_columns: bool = False,
) -> Register | None:
    """The register of a table, which gives no figures if a problem was noted; None if it has no headings.

    Parameters
    ----------
    record
        What has a row: a `SchoolClass`, a `Room` or a `Teacher`.
    rows, notes, if_shifted, if_unknown, merged, ignore_columns
        As for `campuses_of`.
    """
    kept, by_campus = KINDS[record], dict[str, list[tuple[int, Listed]]]()
    filled = filled_rows(rows, notes, MOST_ROWS)
    head = _head(filled, record, notes, merged, if_unknown, ignore_columns=ignore_columns) if filled else None
    if head is None:
        return None
    read: dict[str, int] = {}
    teachers: dict[str, int] = {}
    for row, values in rows_below(
        head, filled, kept.keys, notes, if_shifted=if_shifted, what=kept.what, names=kept.names
    ):
        read[str(row)] = row
        note = head.noting(row, notes)
        _put_in_words(head, row, values, notes)
        _note_repeated_teacher(values, row, teachers, note)
        if record is Teacher and "full_time" not in head.columns:
            values["full_time"] = True
        one = build(record, values, note)
        if one is not None and "school_code" in values:
            by_campus.setdefault(one.school_code, []).append((row, one))
    remark_table(kept.table, read, head, merged, notes)
    return Register(record, head, notes, by_campus, usable=not notes.problems)


def _head(
    filled: Sequence[Row], record: type[Listed], notes: Notes, merged: Merged, if_unknown: str, *, ignore_columns: bool
) -> Head | None:
    return head_of(
        filled,
        record,
        notes,
        merged=merged,
        if_unknown=if_unknown,
        ignore_columns=ignore_columns,
        what=KINDS[record].what,
    )


def _note_repeated_teacher(
    values: Mapping[str, object], row: int, first_rows: dict[str, int], note: Callable[[str, str], None]
) -> None:
    code = values.get("teacher_code")
    if isinstance(code, str) and (first := first_rows.setdefault(code, row)) != row:
        heading = fields_of(Teacher)["teacher_code"].heading
        note("teacher_code", in_two_rows(heading, code, first))


# Uses of rooms and subjects of teachers, which may be any text: those that are counted, in the words of the library.


def _put_in_words(head: Head, row: int, values: dict[str, object], notes: Notes) -> None:
    """Put a use or subjects in the words of the library, with a remark; what could be counted or not is noted."""
    for name, understood in (("use", _use), ("subjects", _subjects)):
        if (given := values.get(name)) is None:
            continue
        column = head.columns[name]
        try:
            values[name] = read = understood(given)
        except ReadingError as problem:
            head.note(row, name, problem.of(column.field.heading), notes)
            continue
        if read != given:
            notes.remark_value(
                RemarkCode.WORD,
                row,
                column.heading,
                column.position,
                given=cell_text(given),
                read=cell_text(read),
            )


def _use(given: Any) -> str:
    return _word(given, "room_use")


_BETWEEN = re.compile("[、，,/／]")


def _subjects(given: Any) -> tuple[str, ...]:
    """The subjects of a teacher, each once: all are sports or arts, or none is."""
    known = words_of("subject")
    pieces = [
        piece
        for text in given
        for piece in ([text] if compact(text).casefold() in known else _BETWEEN.split(text))
        if compact(piece)
    ]
    subjects = tuple(dict.fromkeys(_word(piece, "subject") for piece in pieces))
    counted_ones = SPORTS_AND_ARTS.intersection(subjects)
    if counted_ones and not SPORTS_AND_ARTS.issuperset(subjects):
        what = "is {given}, of which some are sports or arts and some are not; write the one that is mainly taught"
        raise ReadingError(Message(what, given=quoted(cell_text(given))))
    return subjects


def _word(text: str, what: str) -> str:
    """The word of the library that is meant, or the text itself if it is something else.

    Raises
    ------
    ReadingError
        If it could be either.
    """
    others = words_of(what)
    own = dict.fromkeys(word for words in others.values() for word in words)
    word = word_meant(text, others)
    if word not in own and any(mark in word for mark in marks_of(what)):
        what = "is {given}, which may be one that is counted; write {words}, or another"
        raise ReadingError(Message(what, given=quoted(text), words=tuple(own)))
    return word


# Figures of a campus.


@attrs.frozen(slots=True)
class _Campus:
    """The campus whose figures are counted: its code, its kind, and the stages it has."""

    code: str
    kind: Kind
    stages: tuple[Stage, ...]


@attrs.frozen(slots=True)
class Registers:
    """The registers of a county.

    Attributes
    ----------
    given
        Those that were read.
    """

    given: tuple[Register, ...]
    _taken: dict[int, dict[tuple[str, str], tuple[int, int, str]]] = attrs.field(factory=dict, init=False)

    def counts(self, code: str, kind: Kind, stages: tuple[Stage, ...]) -> dict[str, Count]:
        """The figures of a campus that follow, by field; what cannot be counted is noted.

        Parameters
        ----------
        code, kind, stages
            The campus: its code, its kind, and the stages it has.
        """
        campus, counts = _Campus(code, kind, stages), dict[str, Count]()
        for register in self.given:
            if register.usable and (rows := register.rows.get(campus.code)):
                counts |= _counts(register, rows, campus)
        return counts

    def take(self, code: str, counts: Mapping[str, Count]) -> None:
        """Remark on figures that were taken from the registers, since the school table has none."""
        for name, count in counts.items():
            place = count.place
            heading = fields_of(Campus)[name].heading
            place.notes.remark_value(RemarkCode.COUNTED, place.row, place.label, place.position, given=heading)
            self._taken.setdefault(id(place.notes), {})[code, name] = (place.row, place.position, place.label)

    def note_unlisted(self, codes: Collection[str]) -> None:
        """Note rows of campuses that are not in the school table, once its rows are all read."""
        heading = fields_of(Campus)["school_code"].heading
        for register in self.given:
            for code, rows in register.rows.items():
                if code not in codes:
                    lost = next((other for other in codes if other.lstrip("0") == code), "")
                    hint = Message(" (is it {code} without its zeros?)", code=quoted(lost)) if lost else ""
                    what = (
                        "{heading} {code} is that of no campus in the school table{hint}; correct it, or add the "
                        "campus there"
                    )
                    register.place(rows[0][0]).add(Message(what, heading=heading, code=quoted(code), hint=hint))

    def keep_places(self) -> None:
        """Keep where the figures that were taken stand."""
        for register in self.given:
            if cells := self._taken.get(id(register.notes)):
                notes = register.notes
                notes.tables.append(TableRead("schools", notes.file, notes.sheet, {}, {}, cells))


Rows: TypeAlias = Sequence[tuple[int, Any]]


def _counts(register: Register, rows: Rows, campus: _Campus) -> dict[str, Count]:
    if register.record is Room:
        return _at_first(register, rows, room_figures(_records(rows)))
    if register.record is SchoolClass:
        of_each = _by_stage(register, rows, campus)
        return {
            name: count
            for stage, those in of_each.items()
            if not _note_repeated_classes(register, those)
            for name, count in _at_first(register, those, class_figures(_records(those), stage)).items()
        }
    of_all = _at_first(register, rows, staff_figures(_records(rows)))
    for stage, those in _by_stage(register, rows, campus).items():
        if stage in COMPULSORY:
            of_all |= _at_first(register, those, teacher_figures(_records(those), stage))
    return of_all


def _records(rows: Rows) -> list[Any]:
    return [record for _, record in rows]


def _at_first(register: Register, rows: Rows, figures: Mapping[str, object]) -> dict[str, Count]:
    place = register.place(rows[0][0])
    return {name: Count(value, place) for name, value in figures.items()}


def _by_stage(register: Register, rows: Rows, campus: _Campus) -> Mapping[Stage, Rows]:
    """The rows of each stage; one that is not given is that of the grade, or the only one of the campus.

    None if a stage cannot be.
    """
    only = campus.stages[0] if len(campus.stages) == 1 else None
    found: dict[Stage | None, list[tuple[int, Any]]] = {}
    for row, record in rows:
        of_grade = record.stage_of_grade if isinstance(record, SchoolClass) else None
        found.setdefault(record.stage or of_grade or only, []).append((row, record))
    wrong = {stage: those for stage, those in found.items() if stage not in campus.stages}
    for stage, those in wrong.items():
        (row, first), *_ = those
        by_grade = stage is not None and first.stage is None
        register.note(row, "grade" if by_grade else "stage", _impossible(stage, len(those), campus, by_grade=by_grade))
    return {} if wrong else cast("Mapping[Stage, Rows]", found)


def _impossible(stage: Stage | None, rows: int, campus: _Campus, *, by_grade: bool) -> str:
    of_rows = {
        "heading": fields_of(SchoolClass)["stage"].heading,
        "n": rows,
        "code": quoted(campus.code),
        "kind": campus.kind,
    }
    if stage is None:
        has = tuple(map(official_word, campus.stages))
        what = "{heading} is missing in {n} {n:row|rows} of {code}, and {kind} has {has}; write in each row which it is"
        return Message(what, **of_rows, has=has)
    attached = stage is campus.kind.attached
    grade = fields_of(SchoolClass)["grade"].heading
    what = (
        "{heading} is {stage}{by} in {n} {n:row|rows} of {code}, but {kind} has no such stage; correct it,{hint} or "
        "correct the kind in the school table"
    )
    return Message(
        what,
        **of_rows,
        stage=official_word(stage),
        by=Message(" by {grade}", grade=grade) if by_grade else "",
        hint=Message(" or write 附设班 = 是 there if these are attached classes,") if attached else "",
    )


def _note_repeated_classes(register: Register, rows: Rows) -> bool:
    """Note classes of one stage that are in two rows, and say whether there are any."""
    first_rows: dict[tuple[str | None, str], int] = {}
    before = len(register.notes.problems)
    for row, one in rows:
        if one.class_name and (first := first_rows.setdefault((one.grade, one.class_name), row)) != row:
            heading = fields_of(SchoolClass)["class_name"].heading
            two = {"heading": heading, "given": quoted(one.class_name), "row": first}
            if one.grade:
                what = "{heading} {given} of {grade} is already in row {row}; delete one of the two rows"
                register.note(row, "class_name", Message(what, **two, grade=quoted(one.grade)))
            else:
                what = (
                    "{heading} {given} is already in row {row}; give the grade of each, or delete one of the two rows"
                )
                register.note(row, "class_name", Message(what, **two))
    return len(register.notes.problems) > before
