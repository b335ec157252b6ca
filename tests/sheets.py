"""Workbooks for tests that are in no file: their sheets are given as rows of texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from balanced_edu.tables.headings import Merged
from balanced_edu.tables.spreadsheet import Sheet, Spreadsheet

Rows = Sequence[Sequence[str]]


def sheet_of(name: str, rows: Rows, merged: Merged = (), *, hidden: bool = False) -> Sheet:
    """A sheet with these rows, which are numbered from 1."""
    numbered = list(enumerate(rows, start=1))
    return Sheet(name, hidden, numbered, {}, merged, [], frozenset(), frozenset())


def book_of(
    sheets: Mapping[str, Rows],
    merged: Mapping[str, Merged] | None = None,
    *,
    shows_all: bool = True,
    hidden: Sequence[str] = (),
) -> Spreadsheet:
    """A workbook with these sheets, as if each of them had been read from its file; `merged` is by sheet."""
    of_sheets = merged or {}
    read = {name: sheet_of(name, rows, of_sheets.get(name, ()), hidden=name in hidden) for name, rows in sheets.items()}
    without_file: Any = None
    return Spreadsheet(tuple(sheets), shows_all, without_file, without_file, without_file, read)
