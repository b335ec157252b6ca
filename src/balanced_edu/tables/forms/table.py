"""A table of campuses beside forms: what forms do not ask for, by the code of each campus."""

from __future__ import annotations

from balanced_edu.records.campus import Campus
from balanced_edu.remarks import RemarkCode
from balanced_edu.tables.forms.entries import Entry, Place
from balanced_edu.tables.headings import CAMPUS, head_of, shifted
from balanced_edu.tables.parts import Table
from balanced_edu.tables.rows import Besides
from balanced_edu.tables.schools import KEYS, filled_rows


def entries_of(table: Table, *, ignore_columns: bool) -> list[Entry]:
    """The figures of each row of a table of campuses; one with headings only has none."""
    filled = filled_rows(table.rows, table.notes)
    if not filled:
        return []
    head = head_of(filled, Campus, table.notes, merged=table.merged, ignore_columns=ignore_columns)
    code = head.columns.get("school_code") if head else None
    if head is None or code is None:  # it has been noted that the rows could not be understood
        return []
    besides = Besides(head, KEYS, table.notes)
    entries = []
    for row, cells in filled:
        if row <= head.last or besides.passes_over((row, cells)):
            continue
        if shifted(row, cells, head, table.notes, table.if_shifted):
            continue
        values = head.values(row, cells, table.notes, CAMPUS)
        entry = Entry(Place(table.notes, row, code.position, code.heading))
        for name, column in head.columns.items():
            entry.put(name, values.get(name), Place(table.notes, row, column.position, column.heading))
        entries.append(entry)
    table.notes.remark_whole(RemarkCode.READ, rows=len(entries), columns=len(head.columns))
    return entries
