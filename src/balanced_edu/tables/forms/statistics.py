"""The workbook that the education statistics give of a school, a sheet for each form: the figures of its campus."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from balanced_edu.identity import compact
from balanced_edu.message import Message, either, message_of
from balanced_edu.notes import Notes, ReadingError
from balanced_edu.records.campus import Campus
from balanced_edu.records.fields import Field, fields_of
from balanced_edu.records.kinds import COMPULSORY, Stage
from balanced_edu.remarks import RemarkCode, letters
from balanced_edu.tables.cells import ALL_UNITS, UNITS, cell_text, read_cell
from balanced_edu.tables.forms.entries import Entry, FormRead, Place
from balanced_edu.tables.forms.grids import Cell, Grid, Path, ends_with, heading_name
from balanced_edu.tables.forms.headed import FormSheet, HeadedFigure, Statistics, statistics_maps
from balanced_edu.tables.forms.teachers import (
    ABOVE_REQUIRED,
    PARTS,
    SPORTS_ARTS,
    added,
    counted_twice,
    missing_parts,
    parts_of,
    remark_sum,
    too_few_arts,
)
from balanced_edu.tables.headings import Column, cells_of_units, note_unit_of_all, remark_unit, unit_factor
from balanced_edu.tables.spreadsheet import Spreadsheet
from balanced_edu.tables.workbook import is_register, notes_of, pass_over

_FIELDS = fields_of(Campus)
_ARTS = heading_name("艺术")
_NO_VALUES = frozenset(map(heading_name, ("代码", "编号", "行号", "序号", "计量单位", "单位")))


def recognises(book: Spreadsheet) -> bool:
    """Whether a workbook has a sheet of these forms."""
    return any(_sheets(book, form) for form in statistics_maps())


def read(book: Spreadsheet, file: str, of_file: Notes, *, ignore_columns: bool) -> FormRead:
    """Read the forms of a school.

    A figure is taken where its headings are: first where the map expects it, then wherever they stand in the sheet. One
    that has no place, or several, is a problem.

    Parameters
    ----------
    book
        The workbook.
    file
        Its name.
    of_file
        Takes the remarks on the form, and on sheets that are not read.
    ignore_columns
        Not used: whatever else a sheet has is passed over.

    Raises
    ------
    ReadingError
        If a sheet is too large or damaged.
    """
    form = next(form for form in statistics_maps() if _sheets(book, form))
    given = _sheets(book, form)
    others = [name for name in book.names if name not in given]
    for name in filter(is_register, others):
        pass_over(name, of_file)
    if rest := [name for name in others if not is_register(name)]:
        of_file.remark_whole(RemarkCode.SHEET, given="、".join(rest))
    stages = frozenset(stage for one in given.values() if (stage := form.sheets[one.number].stage))
    found, kinds = FormRead(), dict[str, Notes]()
    for name, one in given.items():
        sheet = book.sheet(name)
        notes = notes_of(file, sheet)
        found.notes.append(notes)
        if not found.entries:
            found.entries.append(Entry(Place(notes, 1, 0, name)))
        _Sheet(form, form.sheets[one.number], Grid(sheet.rows, sheet.merged), notes, found.entries[0]).read(stages)
        if one.kind:
            kinds.setdefault(one.kind, notes)
    entry = found.entries[0]
    for kind, notes in kinds.items() if "kind" not in entry.places else ():
        _take_kind(kind, notes, entry)
    of_file.remark_whole(RemarkCode.FORM, given=form.source, year=form.year, rows=len(entry.values))
    return found


def _take_kind(kind: str, notes: Notes, entry: Entry) -> None:
    """Take the kind of school from the name of a sheet, where no form says it."""
    place, field = Place(notes, 1, 0, kind), _FIELDS["kind"]
    try:
        value = read_cell(kind, field)
    except ReadingError as problem:
        heading = Message("{heading}, as the name of the sheet has it,", heading=field.heading)
        place.add(problem.of(heading))
        return
    if (read := cell_text(value)) != kind:
        notes.remark(RemarkCode.WORD, place.row, kind, place.position, given=kind, read=read)
    entry.put("kind", value, place)


@attrs.frozen(slots=True)
class _Named:
    """What the name of a sheet says: the number of the form, and the kind of school."""

    number: str
    kind: str


def _sheets(book: Spreadsheet, form: Statistics) -> dict[str, _Named]:
    """The sheets that the map of the forms knows, by name."""
    named = {name: form.number_of(name) for name in book.names}
    return {name: _Named(*found) for name, found in named.items() if found and found[0] in form.sheets}


@attrs.frozen(slots=True)
class _Sheet:
    """A sheet whose figures are read.

    Attributes
    ----------
    form, known
        The map of the forms, and what it knows of this one.
    grid
        The cells.
    notes
        Takes the problems and remarks.
    entry
        Takes the figures.
    """

    form: Statistics
    known: FormSheet
    grid: Grid
    notes: Notes
    entry: Entry

    def read(self, stages: Collection[Stage]) -> None:
        """Read the figures of the sheet, of a school that has these stages."""
        parts: dict[str, _Part] = {}
        for row, texts in self.grid.rows:
            note_unit_of_all(row, cells_of_units(texts), self.notes, known=ALL_UNITS)
        for figure in self.known.figures:
            try:
                cells = self._cells_of(figure)
            except ReadingError as problem:
                if not (figure.optional or _is_of_another_stage(figure, stages)):
                    self._expected(figure).add(message_of(problem))
                continue
            if figure.cell and cells != [figure.cell]:
                self._remark_moved(figure, cells[0], figure.cell)
            place = self._place(cells[0])
            if figure.name in PARTS:
                field = attrs.evolve(_FIELDS[f"{self.known.stage}_teachers"], heading=PARTS[figure.name])
                value: Any = self._value(cells, figure, field)
                parts[figure.name] = _Part(place, value, _ARTS in self.grid.over(cells[0])[:-1])
            elif (given := self._value(cells, figure, _FIELDS[figure.name])) or not _is_of_another_stage(
                figure, stages
            ):
                self.entry.put(figure.name, given, place)
        if self.known.stage and parts:
            self._read_sums(self.known.stage, parts)

    def _read_sums(self, stage: Stage, parts: Mapping[str, _Part]) -> None:
        """Read what is added up from parts."""
        values = {part: one.value for part, one in parts.items()}
        if why := too_few_arts(values):
            parts["arts_whole"].place.add(why)
        if "arts_whole" not in parts and (why := counted_twice([values])):
            parts["arts"].place.add(why)
        for figure in (ABOVE_REQUIRED, SPORTS_ARTS):
            self._read_sum(figure, stage, parts)

    def _read_sum(self, figure: str, stage: Stage, parts: Mapping[str, _Part]) -> None:
        if missing := missing_parts(figure, stage, parts):
            self._note_missing(missing)
            return
        try:
            summands = parts_of(figure, stage, {part: one.within for part, one in parts.items()})
        except ReadingError as problem:
            parts["arts_whole"].place.add(message_of(problem))
            return
        place = parts[summands[0]].place
        remark_sum(figure, stage, summands, parts, place)
        self.entry.put(f"{stage}_{figure}", added(parts[part].value for part in summands), place)

    def _note_missing(self, missing: Sequence[str]) -> None:
        """Note the parts that a form may leave out, and not all of them; the others have been noted."""
        for figure in self.known.figures:
            if figure.name in missing and figure.optional:
                self._expected(figure).add(self._not_found(figure))

    # Places.

    def _cells_of(self, figure: HeadedFigure) -> list[Cell]:
        """The cells of a figure, mostly one.

        Raises
        ------
        ReadingError
            If it has none, or several that could be it.
        """
        beside = list(self._beside(figure.rows))
        ranked = [
            ((column, row), cell)
            for row, cell in beside
            if (column := _rank(self.grid.over(cell), figure.columns)) is not None
        ]
        if not ranked and (figure.alone or not figure.columns):
            return self._only_value(figure, beside)
        fitting = [cell for _, cell in ranked]
        if figure.cell in fitting and not figure.several:
            return [figure.cell]
        return self._the_one_of(_first(ranked), figure)

    def _beside(self, rows: Sequence[Path]) -> Iterator[tuple[int, Cell]]:
        """The cells that are no headings and have one of these beside them, with the place of that in the list."""
        nearest = {path[-1] for path in rows}
        for number, cells in self.grid.rows:
            positions = range(len(cells))
            if nearest.isdisjoint(heading_name(self.grid.text(self.grid.first_of((number, p)))) for p in positions):
                continue
            for cell in ((number, position) for position in positions if position not in self.grid.label_columns):
                rank = _rank(self.grid.beside(cell), rows)
                if rank is not None and self.grid.first_of(cell) == cell and not self._is_unit(cell):
                    yield rank, cell

    def _is_unit(self, cell: Cell) -> bool:
        return compact(self.grid.text(cell)) in ALL_UNITS

    def _only_value(self, figure: HeadedFigure, beside: Sequence[tuple[int, Cell]]) -> list[Cell]:
        """The only value beside a heading, or where it would be if it is empty."""
        possible = [(rank, cell) for rank, cell in beside if _NO_VALUES.isdisjoint(self.grid.over(cell))]
        filled = [(rank, cell) for rank, cell in possible if self.grid.text(cell)]
        best = _first(filled or possible)
        if figure.cell in best and (not filled or self.grid.over(figure.cell)):
            return [figure.cell]
        return self._the_one_of(best if filled else best[:1], figure)

    def _the_one_of(self, cells: Sequence[Cell], figure: HeadedFigure) -> list[Cell]:
        if not cells:
            raise ReadingError(self._not_found(figure))
        if len(cells) > 1 and not figure.several:
            what = "{figure} could be in {cells}; write the headings as the form has them"
            raise ReadingError(Message(what, figure=_called(figure), cells=either(list(map(_cell, cells)))))
        return list(cells)

    def _not_found(self, figure: HeadedFigure) -> str:
        """What is said of a figure that has no place, with what was expected, and where."""
        over, where = "", ""
        if figure.columns and not figure.alone:
            over = Message(" under {headings}", headings=_alternatives(figure.columns))
        if figure.cell:
            cell = {"cell": _cell(figure.cell), "year": self.form.year}
            where = Message(", as in {cell} of the form of {year}", **cell)
        what = (
            "there is no cell beside {headings}{over}{where}, for {figure}; write the headings as the form has them, "
            "or delete the sheet"
        )
        beside = _alternatives(figure.rows)
        return Message(what, headings=beside, over=over, where=where, figure=_called(figure))

    def _expected(self, figure: HeadedFigure) -> Place:
        row, position = figure.cell or (1, 0)
        return Place(self.notes, row, position, _called(figure))

    def _place(self, cell: Cell) -> Place:
        path = self.grid.beside(cell)
        return Place(self.notes, *cell, path[-1])

    def _remark_moved(self, figure: HeadedFigure, cell: Cell, expected: Cell) -> None:
        row, position = cell
        called = _called(figure)
        self.notes.remark(RemarkCode.MOVED, row, called, position, given=called, read=_cell(expected))

    # Values.

    def _value(self, cells: Sequence[Cell], figure: HeadedFigure, field: Field) -> Any:
        """The value of a figure: the sum of its cells if there are several; None, with notes, if it cannot be read."""
        values = [self._value_of(cell, figure, field) for cell in cells]
        return values[0] if len(values) == 1 else added(values)

    def _value_of(self, cell: Cell, figure: HeadedFigure, field: Field) -> Any:
        row, position = cell
        place = self._place(cell)
        beside, over = self.grid.units(cell)
        unit = beside or (over if over in UNITS[field.unit] or (over and over not in ALL_UNITS) else figure.unit)
        try:
            factor = unit_factor(unit, field)
        except ReadingError as problem:
            place.add(message_of(problem))
            return None
        column = Column(position, place.label, figure.name, field, factor)
        try:
            value = column.read(row, self.grid.text(cell), self.notes)
        except ReadingError as problem:
            place.add(problem.of(field.heading))
            return None
        if value is not None and column.factor != 1:
            remark_unit(row, column, unit, self.notes)
        return value


@attrs.frozen(slots=True)
class _Part:
    """A part of a sum: where it stands, its value, and whether the heading 艺术 stands over it."""

    place: Place
    value: int | None
    within: bool


def _first(ranked: Iterable[tuple[Any, Cell]]) -> list[Cell]:
    """The cells of the lowest rank."""
    of_rank: dict[Any, list[Cell]] = {}
    for rank, cell in ranked:
        of_rank.setdefault(rank, []).append(cell)
    return of_rank[min(of_rank)] if of_rank else []


def _rank(path: Path, headings: Sequence[Path]) -> int | None:
    """Which of several headings are the nearest of a path."""
    return next((rank for rank, one in enumerate(headings) if ends_with(path, one)), None)


def _is_of_another_stage(figure: HeadedFigure, stages: Collection[Stage]) -> bool:
    """Whether a figure is of a stage that the school does not have, going by its other forms."""
    return any(figure.name.startswith(f"{stage}_") for stage in COMPULSORY if stage not in stages)


def _called(figure: HeadedFigure) -> str:
    return PARTS[figure.name] if figure.name in PARTS else _FIELDS[figure.name].heading


def _alternatives(paths: Sequence[Path]) -> str:
    return either([">".join(path) for path in paths])


def _cell(cell: Cell) -> str:
    row, position = cell
    return f"{letters(position)}{row}"
