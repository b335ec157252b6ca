"""Documents: what a report says, in the order in which it is read, as values that any renderer lays out.

A document does not know what it is about, and a renderer knows nothing but documents.

>>> board = Document(
...     title="示例县",
...     lang="en",
...     blocks=[Heading("Rooms"), Table(columns=[Column("Room"), Column("m²", align="right")], rows=[["Music", "96"]])],
... )
>>> board.tables[0].rows[0][1].text
'96'
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal, TypeAlias

import attrs

from balanced_edu.outcomes import Outcome


class Role(enum.StrEnum):
    """What a paragraph is for."""

    TEXT = "text"
    VERDICT = "verdict"
    LEAD = "lead"
    """It leads to what follows, and stays with it on a printed page."""
    MUTED = "muted"
    CLAUSE = "clause"
    NOTE = "note"


@attrs.frozen(slots=True)
class Heading:
    """A heading of level 2 (a part of the document) or 3 (one thing in it); level 1 is the document's title."""

    text: str
    level: Literal[2, 3] = 2


@attrs.frozen(slots=True)
class Paragraph:
    """A paragraph and its role."""

    text: str
    role: Role = Role.TEXT


def _points(given: Iterable[Point | str]) -> tuple[Point, ...]:
    return tuple(Point(one) if isinstance(one, str) else one for one in given)


@attrs.frozen(slots=True)
class Point:
    """A point of a list, with the points (or texts) below it."""

    text: str
    points: tuple[Point, ...] = attrs.field(default=(), converter=_points)


@attrs.frozen(slots=True)
class Points:
    """A list of points, or of texts."""

    points: tuple[Point, ...] = attrs.field(converter=_points)


def _notes(given: Iterable[str]) -> tuple[str, ...]:
    return tuple(given)


@attrs.frozen(slots=True)
class Column:
    """A column of a table.

    Attributes
    ----------
    head, group
        Its head, and a head over it and its neighbours of the same group.
    align
        Numbers are aligned to the right.
    signs
        Whether the marks of its entries say enough where there is little room.
    unit
        Unit of its numbers, for a workbook to have it in the head and not behind each of them.
    notes
        Lines below its head where there is room for them, such as the limits of its values.
    """

    head: str = ""
    group: str = ""
    align: Literal["left", "right"] = "left"
    signs: bool = False
    unit: str = ""
    notes: tuple[str, ...] = attrs.field(default=(), converter=_notes)


@attrs.frozen(slots=True)
class Entry:
    """One cell of a table.

    Attributes
    ----------
    text
        What is read.
    value
        The number or day behind the text, for a workbook to compute with.
    outcome
        The outcome that the entry states, for a renderer to set it off.
    mark
        A sign behind the text, such as ✗, which the notes of the table explain.
    """

    text: str = ""
    value: int | float | dt.date | None = None
    outcome: Outcome | None = None
    mark: str = ""


def _columns(given: Iterable[Column]) -> tuple[Column, ...]:
    return tuple(given)


def _rows(given: Iterable[Iterable[Entry | str]]) -> tuple[tuple[Entry, ...], ...]:
    return tuple(tuple(Entry(one) if isinstance(one, str) else one for one in row) for row in given)


@attrs.frozen(slots=True, kw_only=True)
class Table:
    """A table.

    Attributes
    ----------
    columns, rows
        Its columns, and its rows of entries or texts.
    name
        Name of its sheet in a workbook; without a name it is on the sheet of the summary.
    notes
        Notes below it, such as what its marks mean.
    keys
        How many of its first columns say what a row is about, for a workbook to keep them in sight.
    sortable
        Whether readers look for rows of theirs in it, so that a page lets them sort and filter it.
    """

    columns: tuple[Column, ...] = attrs.field(converter=_columns)
    rows: tuple[tuple[Entry, ...], ...] = attrs.field(converter=_rows)
    name: str = ""
    notes: tuple[str, ...] = attrs.field(default=(), converter=_notes)
    keys: int = 0
    sortable: bool = False


class NotDrawnError(Exception):
    """A picture cannot be drawn; the message says what would show it, in the language of the document."""


@attrs.frozen(slots=True, kw_only=True)
class Picture:
    """A picture, for those renderers that can show one; what is to be seen in it, tables say too.

    Attributes
    ----------
    title, description
        What it shows, and how, for those who do not see it.
    draw
        Draws it, when it is asked to: an element of SVG, of which no name is that of a part of another picture.
        Raises `NotDrawnError` where something that it needs is not installed.
    """

    title: str
    description: str
    draw: Callable[[], str] = attrs.field(eq=False, repr=False)


def _blocks(given: Iterable[Block]) -> tuple[Block, ...]:
    return tuple(given)


@attrs.frozen(slots=True)
class Fold:
    """Detail under a title: folded away on a page unless it is open, a sheet of a workbook, and left out of a text."""

    title: str
    blocks: tuple[Block, ...] = attrs.field(converter=_blocks)
    open: bool = False


Block: TypeAlias = "Heading | Paragraph | Points | Table | Picture | Fold"
"""A part of a document."""


@attrs.define(slots=True, eq=False, repr=False)
class _Sheets:
    """Tables that are built when they are first asked for."""

    build: Callable[[], Iterable[Table]]
    built: tuple[Table, ...] | None = None

    def __call__(self) -> tuple[Table, ...]:
        if self.built is None:
            self.built = tuple(self.build())
        return self.built

    def __reduce__(self) -> tuple[type[_Sheets], tuple[type[tuple[Any, ...]], tuple[Table, ...]]]:
        """What goes to another process are the tables."""
        return _Sheets, (tuple, self())


def _later(given: Iterable[Table] | Callable[[], Iterable[Table]]) -> _Sheets:
    return given if isinstance(given, _Sheets) else _Sheets(given) if callable(given) else _Sheets(tuple, tuple(given))


@attrs.frozen(slots=True, kw_only=True)
class Document:
    """A report in one language.

    Attributes
    ----------
    title
        Title, such as the county and its year.
    lang
        Language tag, such as ``en`` or ``zh-Hans``.
    blocks
        Its parts; those before the first heading are its summary.
    sheets
        Tables that only a workbook has: those with a name before the others, each in place of the others of that name.
        They may be given as a function, which is called when they are asked for.
    summary
        Name of the sheet that the summary becomes in a workbook; the title if empty.
    source
        What it rests on, such as the standard and its edition, for the foot of a printed page.
    """

    title: str
    lang: str
    blocks: tuple[Block, ...] = attrs.field(converter=_blocks)
    _sheets: _Sheets = attrs.field(
        default=_Sheets(tuple, ()), alias="sheets", converter=_later, eq=_Sheets.__call__, repr=False
    )
    summary: str = ""
    source: str = ""

    @property
    def sheets(self) -> tuple[Table, ...]:
        """The tables that only a workbook has."""
        return self._sheets()

    @property
    def head(self) -> tuple[Block, ...]:
        """The summary: the blocks before the first heading or fold."""
        first = next((at for at, block in enumerate(self.blocks) if isinstance(block, (Heading, Fold))), None)
        return self.blocks[:first]

    def with_pictures(self, show: Callable[[Picture], Iterable[Block]]) -> Document:
        """The document with something in place of each picture; folds that have nothing else then are left out."""
        return attrs.evolve(self, blocks=_with_pictures(self.blocks, show))

    @property
    def tables(self) -> tuple[Table, ...]:
        """All tables, each once, in reading order: those of folds too, and at last the sheets."""
        return tuple(dict.fromkeys((*_tables_of(self.blocks), *self.sheets)))

    @property
    def book(self) -> tuple[Table, ...]:
        """The tables that are the sheets of a workbook: those that only a workbook has, and the others with a name."""
        own = [table for table in self.sheets if table.name]
        instead = {table.name for table in own}
        return (*own, *(one for one in _tables_of(self.blocks) if one.name and one.name not in instead))


def _with_pictures(blocks: Iterable[Block], show: Callable[[Picture], Iterable[Block]]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Picture):
            yield from show(block)
        elif isinstance(block, Fold):
            inside = tuple(_with_pictures(block.blocks, show))
            if inside or not block.blocks:
                yield attrs.evolve(block, blocks=inside)
        else:
            yield block


def _tables_of(blocks: Iterable[Block]) -> Iterator[Table]:
    for block in blocks:
        if isinstance(block, Table):
            yield block
        elif isinstance(block, Fold):
            yield from _tables_of(block.blocks)
