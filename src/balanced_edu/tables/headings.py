"""The headings of a table: where they are, which field each column holds, and in which unit."""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import TypeAlias

import attrs

from balanced_edu.identity import compact
from balanced_edu.message import Message, either, message_of
from balanced_edu.notes import WHOLE, Notes, ReadingError
from balanced_edu.records.fields import Field, Form, fields_of
from balanced_edu.records.kinds import official_word
from balanced_edu.remarks import RemarkCode, letters
from balanced_edu.tables.cells import ALL_UNITS, UNITS, cell_text, read_cell, whole_number
from balanced_edu.tables.names import beside, headings_of, labels_of, plain_name, words_for
from balanced_edu.text import quoted

Row: TypeAlias = tuple[int, Sequence[str]]
"""A row of a table: its number as a spreadsheet counts it, and what its cells say; below `filled_rows` trimmed."""

Merged: TypeAlias = "Sequence[tuple[tuple[int, int], tuple[int, int]]]"
"""Merged cells: the first and the last cell of each range, each by its row as the table counts it and its position."""

MOST_HEADINGS = 1000
"""Headings of the widest table that is read; there are fewer than a hundred columns."""

CAMPUS = Message("campus")
"""What has a row in the school table, for messages."""

_Read: TypeAlias = tuple[object, RemarkCode | None, str]
"""The value of a cell; what is remarked on if it says something else, and as what it is read."""

_LAST_TITLE = 12  # rows above the headings, at most
_DEEPEST = 3  # rows of headings


@attrs.frozen(slots=True)
class Column:
    """A column of a table.

    Attributes
    ----------
    position
        Its position, from 0.
    heading
        Its heading as written.
    name, field
        The field it holds.
    factor
        How many of the field's unit one of the column's unit is.
    """

    position: int
    heading: str
    name: str
    field: Field
    factor: int = 1
    _words_read: dict[str, _Read] = attrs.field(factory=dict, init=False, eq=False, repr=False)

    def read(self, row: int, text: str, notes: Notes) -> object:
        """The value of a cell; None if it is empty. What is read as something else than what it says is remarked on.

        Raises
        ------
        ReadingError
            If it gives none.
        """
        if notes.unusable and (why := notes.unusable.get((row, self.position))):
            raise ReadingError(why)
        if not text:
            return None
        if (number := whole_number(text, self.field.form, self.factor)) is not None:
            return number
        value, code, read = self._words_read.get(text) or self._read(text)
        if code is not None:
            notes.remark_value(code, row, self.heading, self.position, given=text, read=read)
        return value

    def _read(self, text: str) -> _Read:
        """What a cell is read as; of choices and judgements it is kept, since a column has the same few in all rows."""
        standing = self._in_words_of_the_library(text)
        value = read_cell(standing, self.field, self.factor)
        spelt, code = _spelt(value), None
        if standing != text or (spelt and compact(text).casefold() not in spelt):
            code = RemarkCode.WORD
        elif self.field.form in (Form.SHARE, Form.PERCENT) and compact(text).endswith("%"):
            code = RemarkCode.PERCENT
        read = value, code, (cell_text(value) or standing) if code else ""
        if spelt:
            self._words_read[text] = read
        return read

    def _in_words_of_the_library(self, text: str) -> str:
        """An office's word for a number, such as Ⅲ级, as the number; the words of choices are those of cells."""
        return next(iter(self._words.get(compact(text).casefold(), (text,)))) if self._words else text

    @cached_property
    def _words(self) -> Mapping[str, tuple[str, ...]]:
        """The words that offices write for numbers."""
        return words_for(self.name, self.field) if self.field.form is Form.COUNT else {}


def _spelt(value: object) -> tuple[str, ...]:
    """How the library itself spells a choice or judgement; nothing for other values."""
    if isinstance(value, bool):
        return ("true", "是", "1") if value else ("false", "否", "0")
    return (str(value.value), official_word(value)) if isinstance(value, enum.Enum) else ()


@attrs.frozen(slots=True)
class Head:
    """The headings of a table.

    Attributes
    ----------
    last
        The number of their last row.
    columns
        The columns by the name of their field.
    headed
        Positions that have a heading.
    ordinals
        Positions of columns that number the rows.
    """

    last: int
    columns: Mapping[str, Column]
    headed: frozenset[int]
    ordinals: frozenset[int] = frozenset()

    def values(self, row: int, cells: Sequence[str], notes: Notes, what: str) -> dict[str, object]:
        """The values of a row by field, without those that are empty or could not be read, which is noted."""
        values: dict[str, object] = {}
        for name, column in self.columns.items():
            text = cells[column.position] if column.position < len(cells) else ""
            if not text and not column.field.required and not notes.unusable:
                continue  # most cells of most tables are empty
            try:
                if (value := column.read(row, text, notes)) is not None:
                    values[name] = value
                elif column.field.required:
                    self.note(row, name, lacking(column.field.heading, what), notes)
            except ReadingError as problem:
                self.note(row, name, problem.of(column.field.heading), notes)
        return values

    def note(self, row: int, name: str, message: str, notes: Notes) -> None:
        """Note what is wrong with the field of a row."""
        column = self.columns.get(name)
        notes.add(row, column.heading if column else name, message, column.position if column else None)

    def noting(self, row: int, notes: Notes) -> Callable[[str, str], None]:
        """What notes what is wrong with a field of the row, by its name."""
        return lambda name, message: self.note(row, name, message, notes)


def lacking(heading: str, what: str) -> str:
    """That a field is empty which everything in a table must have."""
    return Message("{heading} is missing; every {what} must have one", heading=heading, what=what)


def lacking_column(heading: str, name: str, what: str) -> str:
    """That there is no column for a field which everything in a table must have."""
    problem = "the column {heading} ({key}) is missing; add it, since every {what} must have one"
    return Message(problem, heading=heading, key=name, what=what)


@attrs.frozen(slots=True)
class _Heading:
    """The parts of a heading from the top down, and which field it names, or why it names none.

    Attributes
    ----------
    position
        The position of its column.
    parts
        Its parts, one for each row.
    names
        The fields that it may mean.
    unit
        Its unit as written; empty if it has none.
    beside
        Whether it is that of a column beside the figures.
    ordinal
        Whether it is that of a column that numbers the rows.
    """

    position: int
    parts: tuple[str, ...]
    names: tuple[str, ...] = ()
    unit: str = ""
    beside: bool = False
    ordinal: bool = False

    @property
    def text(self) -> str:
        return " ".join(self.parts)


def head_of(
    rows: Sequence[Row],
    record: type,
    notes: Notes,
    *,
    merged: Merged = (),
    if_unknown: str = "",
    ignore_columns: bool = False,
    what: str = CAMPUS,
) -> Head | None:
    """The headings of a table of a record: the rows that name most fields, of the first dozen that are not blank.

    None, with notes, if the rows below could not be understood. Rows above them, columns beside the figures, and names
    and units that are not those of the library are remarked on.

    Parameters
    ----------
    rows
        The rows that are not blank.
    record
        The record whose fields the columns hold.
    notes
        Takes the problems and remarks.
    merged
        Cells that are merged.
    if_unknown
        What else to do if no heading is known, as part of a sentence; it depends on the format.
    ignore_columns
        Whether unknown columns are passed over.
    what
        What has a row, for messages.
    """
    first = rows[0][0]
    given = [heading for heading in rows[0][1] if heading]
    if len(given) > MOST_HEADINGS:
        problem = (
            "there are {n:,} headings, more than {most:,}; put the headings in the first row, and each {what} in a row "
            "of its own"
        )
        notes.add(first, WHOLE, Message(problem, n=len(given), most=MOST_HEADINGS, what=what))
        return None
    start, depth, headings = _best(rows, record, merged)
    if not any(one.names for one in headings):
        problem = "no row has known headings; `balanced-edu template` writes a table that has all of them{if_unknown}"
        notes.add(first, WHOLE, Message(problem, if_unknown=if_unknown))
        return None
    for row, cells in rows[:start]:
        position, text = next((p, cell) for p, cell in enumerate(cells) if cell)
        notes.remark(RemarkCode.TITLE, row, WHOLE, position, given=text)
        note_unit_of_all(row, cells, notes)
    last = rows[start + depth - 1][0]
    columns = _columns(last, headings, record, notes, ignore_columns=ignore_columns)
    for name, field in fields_of(record).items():
        if field.required and name not in columns:
            notes.add(last, name, lacking_column(field.heading, name, what))
    ordinals = frozenset(one.position for one in headings if one.ordinal)
    return Head(last, columns, frozenset(one.position for one in headings), ordinals)


_MULTIPLE = re.compile(r"(?<!\d)(?:[十百千万亿]+(?:元|册|人|台|间|平方米)|公顷|亩)")
_OF_ALL = re.compile(r"单位|\(|以")
_SAYS_UNITS = re.compile(r"(?:计量|金额|面积)?单位[:(]")


def is_multiple_unit(unit: str) -> bool:
    """Whether a text is a unit of so many others, as `compact` gives it, whether or not tables may be read in it.

    >>> is_multiple_unit("千元"), is_multiple_unit("公顷"), is_multiple_unit("平方米")
    (True, True, False)
    """
    return bool(_MULTIPLE.fullmatch(unit))


def note_unit_of_all(row: int, cells: Sequence[str], notes: Notes, *, known: Collection[str] = ()) -> None:
    """Note a unit that a title or a footnote gives for a whole table: which columns it means, nobody can know.

    Parameters
    ----------
    row
        The number of the row.
    cells
        Its cells.
    notes
        Takes the problem.
    known
        Units that are passed over, since each figure has its own.

    >>> notes = Notes("schools.csv")
    >>> note_unit_of_all(2, ["", "单位：", "万元"], notes)
    >>> note_unit_of_all(3, ["单位：元", "注：含专项经费120万元"], notes)
    >>> [(problem.row, problem.message) for problem in notes.problems]
    [(2, 'the unit 万元 stands outside the headings; write it in the heading of each amount, and delete it here')]
    """
    text = compact("".join(cells))
    begins = _OF_ALL.search(text)
    given = _MULTIPLE.findall(text, begins.start()) if begins else []
    if unit := next((one for one in given if one not in known), ""):
        problem = (
            "the unit {unit} stands outside the headings; write it in the heading of each amount, and delete it here"
        )
        position = next((p for p, cell in enumerate(cells) if unit in compact(cell)), None)
        notes.add(row, WHOLE, Message(problem, unit=unit), position)


def _best(rows: Sequence[Row], record: type, merged: Merged) -> tuple[int, int, list[_Heading]]:
    """The first and the number of those rows that name most fields, and their headings."""
    best: tuple[int, int, list[_Heading]] = (0, 1, _headings(rows[:1], record, merged))
    most = _known(best[2])
    for depth in range(1, _DEEPEST + 1):
        for start in range(min(_LAST_TITLE, len(rows) - depth + 1)):
            if most >= _MOST_KNOWN * _width(rows[start : start + depth]):
                continue  # every column has its field already
            headings = _headings(rows[start : start + depth], record, merged)
            if (known := _known(headings)) > most:
                best, most = (start, depth, headings), known
    start, depth, _ = best
    if _are_units(rows[start + depth : start + depth + 1]):
        return start, depth + 1, _headings(rows[start : start + depth + 1], record, merged)
    return best


def _are_units(rows: Sequence[Row]) -> bool:
    """Whether a row below headings has their units and nothing else."""
    return any(all(compact(cell) in ALL_UNITS for cell in cells if cell) for _, cells in rows)


def _known(headings: Sequence[_Heading]) -> int:
    """How much headings name: those that could be several fields count for less, as another row may tell which."""
    return sum(_MOST_KNOWN if len(names) == 1 else 1 for names in {one.names for one in headings if one.names})


_MOST_KNOWN = 2  # what a heading counts for that names one field


def _width(rows: Sequence[Row]) -> int:
    """How many columns of some rows may have headings."""
    return min(MOST_HEADINGS, max(len(cells) for _, cells in rows))


def _headings(rows: Sequence[Row], record: type, merged: Merged) -> list[_Heading]:
    width = _width(rows)
    texts = [[cells[p] if p < len(cells) else "" for p in range(width)] for _, cells in rows]
    guessed = spread(texts, [row for row, _ in rows], merged)
    columns = zip(*texts, strict=True)
    return [
        _heading(position, parts, record, guessed=position in guessed)
        for position, column in enumerate(columns)
        if (parts := tuple(part for part in column if part))
    ]


def spread(texts: list[list[str]], rows: Sequence[int], merged: Merged) -> set[int]:
    """Write what stands over several columns over each of them: where cells are merged, or empty above a heading.

    Gives the positions of the latter, over which it may not stand.
    """
    guessed: set[int] = set()
    for (top, left), (_, right) in merged:
        if top in rows and right > left:
            at = rows.index(top)
            for position in range(left, min(right + 1, len(texts[at]))):
                texts[at][position] = texts[at][left]
    with_captions = {top for (top, left), (_, right) in merged if right > left}
    below_first = {  # what is merged with a cell above it has its heading there
        (at, position)
        for (top, left), (bottom, right) in merged
        for at, row in enumerate(rows)
        if top < row <= bottom
        for position in range(left, min(right + 1, len(texts[at])))
    }
    for at, row in enumerate(rows[:-1]):
        if row in with_captions:
            continue
        for position in range(1, len(texts[at])):
            below = any(texts[lower][position] for lower in range(at + 1, len(rows)))
            if not texts[at][position] and below and (at, position) not in below_first:
                texts[at][position] = texts[at][position - 1] if _has_below(texts, at, position - 1) else ""
                guessed.add(position)
    return guessed


def _has_below(texts: Sequence[Sequence[str]], at: int, position: int) -> bool:
    return any(texts[lower][position] for lower in range(at + 1, len(texts)))


def _heading(position: int, parts: tuple[str, ...], record: type, *, guessed: bool) -> _Heading:
    """The heading of a column: known as a whole, up to a unit in brackets, top to bottom or bottom to top.

    If it is guessed what stands over the column, its own part may name another field, and both are meant.
    """
    known = headings_of(record)
    whole = plain_name("".join(parts))
    if whole in beside("notes") or whole in beside("ordinals"):
        return _Heading(position, parts, beside=True, ordinal=whole in beside("ordinals"))
    for stems, unit in _readings(parts):
        for order in (stems, stems[::-1]):
            if names := known.get(plain_name("".join(order)), ()):
                alone = known.get(plain_name(stems[-1]), ()) if guessed else ()
                other = alone if len(alone) == 1 and alone != names else ()
                return _Heading(position, parts, (*names, *other), unit)
    return _Heading(position, parts)


def _readings(parts: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """How the parts of a heading may be read: as they are, without its unit, and without captions over it."""
    yield parts, ""
    stems, unit = without_unit(parts)
    yield stems, unit
    if without := tuple(part for part in stems if plain_name(part) not in beside("captions")):
        yield without, unit
    if len(parts) == 1 and (bracket := compact(parts[0])).endswith(")"):
        stem, _, unit = bracket[:-1].rpartition("(")
        yield (stem,), unit


def cells_of_units(cells: Sequence[str]) -> Sequence[str]:
    """The cells of a row from one on that says in which unit a sheet is; blank before it, and if there is none.

    >>> cells_of_units(["2021年", "计量单位：", "公顷"]), cells_of_units(["指标名称", "计量单位"])
    (['', '计量单位：', '公顷'], ['', ''])
    """
    begins = next((p for p, cell in enumerate(cells) if _SAYS_UNITS.match(compact(cell))), len(cells))
    return [*([""] * begins), *cells[begins:]]


def without_unit(parts: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """The parts without a unit that is one of them or in brackets behind one, and the unit."""
    stems, found = [], ""
    for part in parts:
        stem, bracket, unit = compact(part).removesuffix(")").rpartition("(")
        if compact(part) in ALL_UNITS and len(parts) > 1:
            found = compact(part)
        elif bracket and unit in ALL_UNITS:
            stems.append(stem)
            found = unit
        else:
            stems.append(part)
    return tuple(stems), found


def _columns(
    row: int, headings: Sequence[_Heading], record: type, notes: Notes, *, ignore_columns: bool
) -> dict[str, Column]:
    """The columns that the headings name; problems are noted, and what is passed over or renamed is remarked on."""
    columns: dict[str, Column] = {}
    for heading in headings:
        if heading.beside or (ignore_columns and not heading.names):
            notes.remark(RemarkCode.COLUMN, row, heading.text, heading.position, given=heading.text)
            continue
        try:
            column = _column(heading, record, notes)
        except ReadingError as problem:
            notes.add(row, heading.text, message_of(problem), heading.position)
            continue
        first = columns.setdefault(column.name, column)
        if first is not column:
            what = "{heading} already has the column {first}; delete one of the two"
            two = Message(what, heading=column.field.heading, first=quoted(first.heading))
            notes.add(row, heading.text, two, heading.position)
            continue
        _remark_on(row, column, heading, notes)
    return columns


def _column(heading: _Heading, record: type, notes: Notes) -> Column:
    """The column of a heading."""
    fields = fields_of(record)
    if not heading.names:
        suggestion = notes.suggestion(plain_name(heading.text.partition("（")[0]), _labels(record))
        what = "there is no column {heading}{suggestion}; correct the heading, or delete the column"
        raise ReadingError(Message(what, heading=quoted(heading.text), suggestion=suggestion))
    name = the_one_of(heading.names, fields, heading.text)
    return Column(heading.position, heading.text, name, fields[name], unit_factor(heading.unit, fields[name]))


@cache
def _labels(record: type) -> Mapping[str, str]:
    return labels_of(fields_of(record))


def field_of_heading(heading: str, record: type) -> tuple[Field, int] | None:
    """The field that a heading by itself names, and how many of its unit one of the heading's unit is; else None."""
    read = _heading(0, (heading,), record, guessed=False)
    try:
        column = _column(read, record, Notes("")) if read.names else None
    except ReadingError:
        return None
    return (column.field, column.factor) if column else None


def the_one_of(names: Sequence[str], fields: Mapping[str, Field], text: str) -> str:
    """The field that a heading or an item names.

    Raises
    ------
    ReadingError
        If it could be several.
    """
    if len(names) > 1:
        meant = either([fields[name].heading for name in names])
        raise ReadingError(
            Message("{given} could be {meant}; write the one that it is", given=quoted(text), meant=meant)
        )
    return names[0]


def unit_factor(unit: str, field: Field) -> int:
    """How many of a field's unit one of a unit is, as `compact` gives it; of no unit 1.

    Raises
    ------
    ReadingError
        If the field cannot be read in it.
    """
    units = UNITS[field.unit]
    if unit and unit not in units:
        what = {"heading": field.heading, "unit": quoted(unit)}
        if not units:
            raise ReadingError(Message("{heading} cannot be read in {unit}; write the heading with no unit", **what))
        problem = "{heading} cannot be read in {unit}; write the heading with {units}, or no unit"
        raise ReadingError(Message(problem, **what, units=either(list(units))))
    return units.get(unit, 1)


def _remark_on(row: int, column: Column, heading: _Heading, notes: Notes) -> None:
    """Remark on a heading that is not the library's, and on a unit that is not."""
    own = {plain_name(known) for known in (column.name, column.field.heading)}
    stems, _ = without_unit(heading.parts)
    if plain_name("".join(stems)) not in own and plain_name("".join(heading.parts)) not in own:
        notes.remark(
            RemarkCode.HEADING, row, heading.text, heading.position, given=heading.text, read=column.field.heading
        )
    if column.factor != 1:
        remark_unit(row, column, heading.unit, notes)


def remark_unit(row: int, column: Column, unit: str, notes: Notes) -> None:
    """Remark that a column is in another unit than its field."""
    base = next(iter(UNITS[column.field.unit]))
    notes.remark(RemarkCode.UNIT, row, column.heading, column.position, given=unit, read=base, factor=column.factor)


def shifted(row: int, cells: Sequence[str], head: Head, notes: Notes, if_shifted: str) -> bool:
    """Whether a cell has no heading, which is noted; then no cell of the row need be under the right one."""
    stray = [position for position, cell in enumerate(cells) if cell and position not in head.headed]
    if stray:
        what = "{given} is in a column without a heading; {if_shifted}, or give the column a heading"
        problem = Message(what, given=quoted(cells[stray[0]]), if_shifted=if_shifted)
        notes.add(row, letters(stray[0]), problem, stray[0])
    return bool(stray)
