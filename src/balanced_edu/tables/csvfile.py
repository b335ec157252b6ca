"""Tables in CSV: the rows of a text, and the text of rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from balanced_edu.identity import trimmed
from balanced_edu.message import Message
from balanced_edu.notes import WHOLE, Notes

if TYPE_CHECKING:
    from balanced_edu.tables.headings import Row

IF_SHIFTED = Message("put a cell that contains a comma in quotation marks")
"""What to do if the cells of a row are not under their headings."""


def rows_of(text: str, notes: Notes) -> Iterator[Row]:
    """The rows of a table as a spreadsheet counts them, up to one that cannot be read."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    row = 0
    try:
        for row, cells in enumerate(reader, start=1):
            if row == 1 and (separator := _wrong_separator(cells)):
                what = "the headings are separated by {separator}; save the table as CSV with commas"
                notes.add(row, WHOLE, Message(what, separator=separator))
                return
            yield row, cells
    except csv.Error as error:
        what = Message("the table cannot be read beyond this row; look for a quotation mark that is not closed")
        if "field limit" in str(error):
            what = Message(
                "a cell in or below this row has more than {most:,} characters; shorten it, or close the quotation "
                "mark before it",
                most=csv.field_size_limit(),
            )
        notes.add(row + 1, WHOLE, what)


def _wrong_separator(headings: Sequence[str]) -> str:
    """What separates headings that commas do not separate."""
    given = [heading for heading in headings if trimmed(heading)]
    semicolons = Message("semicolons")
    separators = {"\t": Message("tabs"), ";": semicolons, "；": semicolons, "，": Message("full-width commas")}
    return next((name for mark, name in separators.items() if len(given) == 1 and mark in given[0]), "")


def text_of(rows: Iterable[Sequence[str]]) -> str:
    """The rows as CSV."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue()
