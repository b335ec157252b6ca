"""Tables with a row for each subject of monitoring or group of the survey, as the county's records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TypeVar

from balanced_edu.message import Message
from balanced_edu.notes import Notes
from balanced_edu.records.county import Group, Subject
from balanced_edu.records.fields import fields_of
from balanced_edu.remarks import TableRead
from balanced_edu.tables.building import build
from balanced_edu.tables.headings import Head, Merged, Row, head_of, shifted
from balanced_edu.tables.rows import Besides
from balanced_edu.tables.schools import filled_rows, remark_table
from balanced_edu.text import quoted

R = TypeVar("R")


def records_of(
    record: type[R],
    table: str,
    rows: Iterable[Row],
    notes: Notes,
    *,
    if_shifted: str,
    merged: Merged = (),
    ignore_columns: bool = False,
) -> tuple[R, ...]:
    """The records of a table with one row for each; they may be used only if no problem was noted.

    Parameters
    ----------
    record
        What has a row: a `Subject` or a `Group`.
    table
        The table, as `Cell.table` names it.
    rows, notes, if_shifted, merged, ignore_columns
        As for `campuses_of`.
    """
    filled = filled_rows(rows, notes)
    ((key, field),) = [(name, field) for name, field in fields_of(record).items() if field.required]
    what = _CALLED[record]
    head = head_of(filled, record, notes, merged=merged, ignore_columns=ignore_columns, what=what) if filled else None
    if head is None:
        notes.tables.append(TableRead(table, notes.file, notes.sheet, {}, {}))
        return ()
    first_rows: dict[str, int] = {}
    read: list[R | None] = []
    for row, values in rows_below(head, filled, (key,), notes, if_shifted=if_shifted, what=what):
        known_by = str(values.get(key, ""))
        if known_by and (first := first_rows.setdefault(known_by, row)) != row:
            head.note(row, key, in_two_rows(field.heading, known_by, first), notes)
        read.append(build(record, values, head.noting(row, notes)))
    remark_table(table, first_rows, head, merged, notes)
    return tuple(one for one in read if one is not None)


_CALLED: Mapping[type, str] = MappingProxyType({Subject: Message("subject"), Group: Message("group")})


def in_two_rows(heading: str, known_by: str, first: int) -> str:
    """What is wrong with a row that is known by what another one is known by."""
    what = "{heading} {given} is already in row {row}; delete one of the two rows"
    return Message(what, heading=heading, given=quoted(known_by), row=first)


def rows_below(
    head: Head,
    filled: Sequence[Row],
    keys: tuple[str, ...],
    notes: Notes,
    *,
    if_shifted: str,
    what: str,
    names: tuple[str, ...] = (),
) -> Iterator[tuple[int, dict[str, object]]]:
    """The number and the values of each row below the headings that is a record.

    Parameters
    ----------
    head, filled
        The headings, and the rows that are not blank.
    keys
        The fields by which a row is known, and which say whether it is a total or an example.
    notes, if_shifted
        As for `campuses_of`.
    what
        What has a row, for messages.
    names
        Fields with names of persons, which say that a row is a total only by a whole word.
    """
    besides = Besides(head, keys, notes, names)
    for row, cells in filled:
        if row <= head.last or notes.full or besides.passes_over((row, cells)):
            continue
        if not shifted(row, cells, head, notes, if_shifted):
            yield row, head.values(row, cells, notes, what)
