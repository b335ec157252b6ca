"""Reading and writing county data sets; messages that name file, row and column.

A data set is a folder with ``schools.csv``, one row a campus, and ``county.toml``, what only the county
knows. Everything that is wrong in either file is told at once, each problem where it stands.
"""

from __future__ import annotations

import codecs
import csv
import enum
import io
import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from os import PathLike
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias, TypeVar

import attrs

from balanced_edu import tomltext
from balanced_edu.campuses import LARGEST_FIGURE, LONGEST_TEXT, Campus, DataError, Field, Form, Kind, fields_of, misfit
from balanced_edu.county import Conditions, County, Group, Guarantee, Plan, Quality, Subject, Veto
from balanced_edu.files import content_of
from balanced_edu.problems import SHOWN, InputError, Problem, nearest, shown

SCHOOLS = "schools.csv"
"""The school table of a data set."""

FACTS = "county.toml"
"""What only the county knows."""

LARGEST = 5_000_000
"""Bytes of the largest school table that is read; a county of a thousand campuses needs less than a tenth."""

LARGEST_FACTS = 1_000_000
"""Bytes of the largest ``county.toml`` that is read; TOML takes longer to read, and has less to say."""

MOST_ROWS = 20_000
"""Rows of the longest school table that is read; the largest counties have some thousand campuses."""

MOST_HEADINGS = 1000
"""Headings of the widest school table that is read; there are fewer than a hundred columns."""

MOST_PROBLEMS = 1000
"""Problems of one file that are told; reading ends there."""

_WHOLE = "-"  # the column of a problem of a whole row or file
_LONGEST_CELL = 10_000  # characters; the areas of a thousand rooms
_SEARCHES = 50  # for what is nearest to a word, in one file: they cost more than all the rest


@attrs.frozen(slots=True)
class _Notes:
    """The problems found in one file so far, and the words for which a near one was looked for."""

    file: str
    problems: list[Problem] = attrs.field(factory=list)
    searched: set[str] = attrs.field(factory=set)

    @property
    def full(self) -> bool:
        """Whether there are as many problems as are told, and nothing more need be read."""
        return len(self.problems) > MOST_PROBLEMS

    def add(self, row: int, column: str, message: str) -> None:
        column = " ".join(column[:LONGEST_TEXT].split()) or _WHOLE
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(self.file, row, column, message))
        elif not self.full:
            more = f"there are more problems than {MOST_PROBLEMS:,}; correct these and read the file again"
            self.problems.append(Problem(self.file, row, _WHOLE, more))

    def nearest(self, word: str, known: Mapping[str, str]) -> str:
        """The name nearest to a word, as part of a sentence; nothing after many words."""
        if len(self.searched) < _SEARCHES:
            self.searched.add(word)
        return nearest(word, known) if word in self.searched else ""

    def by_row(self) -> list[Problem]:
        return sorted(self.problems, key=lambda problem: problem.row)


class _ReadingError(Exception):
    """Why a cell or value cannot be read; its text continues a sentence that begins with the heading."""


# Reading and writing data sets.


def read_county(path: str | PathLike[str]) -> County:
    """Read a county from a folder with ``schools.csv`` and ``county.toml`` (县级数据).

    What is not given is None: unknown. Files are UTF-8, with or without BOM, or GB18030.

    Parameters
    ----------
    path
        The folder.

    Raises
    ------
    InputError
        If something cannot be used; it lists every problem of both files.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = (Path(folder) / "county.toml").write_text('name = "示例县"', encoding="utf-8")
    ...     table = "学校代码,学校类型,专任教师数\\nA1,小学,46\\nA2,小学,三十五\\n"
    ...     _ = (Path(folder) / "schools.csv").write_text(table, encoding="utf-8")
    ...     try:
    ...         read_county(folder)
    ...     except InputError as error:
    ...         print(error)
    schools.csv:3:专任教师数: 专任教师数 is '三十五', which is no number; write one, or leave the cell empty
    """
    folder = Path(path)
    if what := _no_folder(folder):
        expected = f"give the folder that holds {SCHOOLS} and {FACTS}"
        raise InputError([Problem(str(path), 1, _WHOLE, f"{what}; {expected}")])
    schools, facts = _Notes(SCHOOLS), _Notes(FACTS)
    return _county(_content(folder / SCHOOLS, schools), _content(folder / FACTS, facts), schools, facts)


def write_county(county: County, path: str | PathLike[str], *, overwrite: bool = False) -> None:
    """Write a county as a folder that `read_county` reads back as the same county.

    A text that a spreadsheet would take for a formula is written with an apostrophe before it.

    Parameters
    ----------
    county
        The county.
    path
        The folder; it is made where it does not exist.
    overwrite
        Whether files that are there may be replaced.

    Raises
    ------
    InputError
        If the county could not be read back: it has no campuses, a figure of more than 15 digits, or too much of all.
    FileExistsError
        If files are there that may not be replaced.

    Examples
    --------
    >>> import tempfile
    >>> from balanced_edu.campuses import Campus, Kind
    >>> campus = Campus(school_code="A1", kind=Kind.PRIMARY, teaching_area=1300.5)
    >>> county = County(name="示例县", campuses=[campus])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_county(county, folder)
    ...     read_county(folder) == county
    True
    """
    schools, facts = _encoded(_schools_text(county.campuses), _facts_text(county))
    _county(schools, facts, _Notes(SCHOOLS), _Notes(FACTS))  # nothing is written that could not be read
    _write(Path(path), schools, facts, overwrite=overwrite)


def write_template(path: str | PathLike[str]) -> None:
    """Write an empty data set to fill in: all columns, and all keys with their Chinese names and units.

    Parameters
    ----------
    path
        The folder; it is made where it does not exist.

    Raises
    ------
    FileExistsError
        If one of the files is there already; none is written then.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_template(folder)
    ...     (Path(folder) / "schools.csv").read_text(encoding="utf-8-sig")[:19]
    '学校代码,学校名称,学校类型,办学性质'
    """
    schools, facts = _encoded(_schools_text([], every_column=True), _facts_text(County(name="县名")))
    _write(Path(path), schools, facts, overwrite=False)


def _county(schools: bytes | None, facts: bytes | None, of_schools: _Notes, of_facts: _Notes) -> County:
    """The county of what two files hold; where one could not be read, its notes say why."""
    table, keys = _text(schools, of_schools), _text(facts, of_facts)
    campuses = [] if table is None else _campuses(table, of_schools)
    county = None if keys is None else _facts(keys, of_facts)
    problems = [*of_schools.by_row(), *of_facts.by_row()]
    if problems or county is None:
        raise InputError(problems)
    found: dict[str, Any] = {"campuses": campuses}
    return attrs.evolve(county, **found)


def _encoded(schools: str, facts: str) -> tuple[bytes, bytes]:
    """Both files as bytes: with a BOM Excel on a Chinese desktop opens a table right; TOML has none."""
    return schools.encode("utf-8-sig"), facts.encode("utf-8")


def _write(folder: Path, schools: bytes, facts: bytes, *, overwrite: bool) -> None:
    """Write both files or, where one must not be replaced, neither."""
    if folder.exists() and not folder.is_dir():
        raise FileExistsError(f"{folder} is a file; give a folder")
    files = {folder / SCHOOLS: schools, folder / FACTS: facts}
    for file in files:
        if file.exists() and not overwrite:
            raise FileExistsError(f"{file} is there already and is not overwritten; give another folder")
    folder.mkdir(parents=True, exist_ok=True)
    for file, content in files.items():
        file.write_bytes(content)


# From bytes to text.


def _no_folder(path: Path) -> str:
    """Why a path is no folder to read from; empty where it is one."""
    try:
        if path.is_dir():
            return ""
        return "this is a file" if path.exists() else "there is no such folder"
    except OSError as error:  # a name too long for any folder, or a folder above that may not be entered
        return f"the folder cannot be opened ({error.strerror})"


def _content(file: Path, notes: _Notes) -> bytes | None:
    """What a file holds; None, with a note, where it cannot be had."""
    try:
        return content_of(file, LARGEST)
    except FileNotFoundError:
        message = "there is no such file in the folder; `balanced-edu template` writes an empty one"
    except OSError as error:
        message = f"the file cannot be opened ({error.strerror}); put an ordinary file there, and close other programs"
    notes.add(1, _WHOLE, message)
    return None


def _text(content: bytes | None, notes: _Notes) -> str | None:
    """The text of a file; None, with a note, where it is none or too long."""
    most = LARGEST if notes.file == SCHOOLS else LARGEST_FACTS
    try:
        if content is not None and len(content) > most:
            raise _ReadingError(f"has more than {most:,} bytes; give one county only")
        return None if content is None else _decoded(content)
    except _ReadingError as problem:
        notes.add(1, _WHOLE, f"the file {problem}")
        return None


def _decoded(content: bytes) -> str:
    """Text in UTF-8, with or without BOM, or in GB18030."""
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise _ReadingError("is a workbook under another name; save its sheet as “CSV UTF-8”")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise _ReadingError("is in UTF-16 (“Unicode text”); save it as “CSV UTF-8” or UTF-8")
    if b"\0" in content:
        raise _ReadingError("holds zero bytes, as UTF-16 and workbooks do; save it as “CSV UTF-8” or UTF-8")
    for encoding in ("utf-8-sig",) if content.startswith(codecs.BOM_UTF8) else ("utf-8", "gb18030"):
        try:
            text = content.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
        if not text.strip():
            raise _ReadingError("is empty; `balanced-edu template` writes one to fill in")
        return text
    raise _ReadingError("is neither whole UTF-8 nor GB18030; save it as “CSV UTF-8” or UTF-8")


# The school table.


@attrs.frozen(slots=True)
class _Column:
    """A column of the school table.

    Attributes
    ----------
    position
        Where it stands, from 0.
    heading
        Its heading as written.
    name, field
        What it holds.
    factor
        How many of the field's unit one of the column's is.
    """

    position: int
    heading: str
    name: str
    field: Field
    factor: int


_CAMPUS = MappingProxyType(fields_of(Campus))


def _plain(text: str) -> str:
    """Text for comparing: full-width forms made half-width, blanks and line breaks left out."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _identity(name: str) -> str:
    """A code or name for comparing: full-width letters are the same letters."""
    return unicodedata.normalize("NFKC", name.strip())


_NAMES = MappingProxyType({_plain(known): name for name, f in _CAMPUS.items() for known in (name, f.heading)})
_LABELS = MappingProxyType({known: f"{_CAMPUS[name].heading}, {name}" for known, name in _NAMES.items()})

# Units that a heading may name, as they read after `_plain`; the first is the one that templates show.
_UNITS: Mapping[str, Mapping[str, int]] = MappingProxyType(
    {
        "": {},
        "pupil": {"人": 1},
        "teacher": {"人": 1},
        "person": {"人": 1},
        "room": {"间": 1},
        "class": {"个": 1, "班": 1},
        "computer": {"台": 1},
        "book": {"册": 1},
        "event": {"次": 1},
        "year": {"年": 1},
        "m²": {"平方米": 1, "m2": 1},
        "yuan": {"元": 1, "万元": 10_000},
    }
)

_TOTALS = ("合计", "总计", "小计")


def _campuses(text: str, notes: _Notes) -> list[Campus]:
    """The campuses of a school table, without those that cannot be used."""
    rows = _rows(text, notes)
    _, headings = next(rows, (1, None))
    columns = {} if headings is None else _columns(headings, notes)
    if not columns:
        return []
    before = len(notes.problems)
    filled = [(row, cells) for row, cells in rows if any(cell.strip() for cell in cells)]
    if not filled and len(notes.problems) == before:
        notes.add(1, _WHOLE, "there are no campuses under the headings; give one row for each campus")
    headed = frozenset(position for position, heading in enumerate(headings or ()) if heading.strip())
    sheet = _Sheet(columns, headed, notes)
    read = (sheet.campus(row, cells) for row, cells in filled if not notes.full)
    return [campus for campus in read if campus is not None]


def _rows(text: str, notes: _Notes) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table as a spreadsheet counts them, up to one that cannot be read."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    row = 0
    try:
        for row, cells in enumerate(reader, start=1):
            if row > MOST_ROWS:
                what = f"the table has more than {MOST_ROWS:,} rows"
                notes.add(row, _WHOLE, f"{what}; give one county only, and delete empty rows at the end")
                return
            yield row, cells
    except csv.Error as error:
        what = "the table cannot be read from here on; look for a quotation mark that is not closed"
        if "field limit" in str(error):
            most = f"more than {csv.field_size_limit():,} characters"
            what = f"a cell from here on has {most}; shorten it, or close the quotation mark before it"
        notes.add(row + 1, _WHOLE, what)


def _columns(headings: Sequence[str], notes: _Notes) -> dict[str, _Column]:
    """The columns that the headings name; none where the rows below could not be understood."""
    given = [heading for heading in headings if heading.strip()]
    if len(given) == 1 and (divider := _divider(given[0])):
        notes.add(1, _WHOLE, f"the headings are divided by {divider}; save the table as CSV with commas")
        return {}
    if len(given) > MOST_HEADINGS:
        what = f"there are {len(given):,} headings, more than {MOST_HEADINGS:,}"
        notes.add(1, _WHOLE, f"{what}; put the headings in row 1, and each campus in a row of its own")
        return {}
    columns: dict[str, _Column] = {}
    problems: list[tuple[str, str]] = []
    for position, heading in enumerate(headings):
        if not heading.strip():
            continue
        try:
            column = _column(position, heading, notes)
        except _ReadingError as problem:
            problems.append((heading, str(problem)))
            continue
        first = columns.setdefault(column.name, column)
        if first is not column:
            what = f"{column.field.heading} has a column already, {shown(first.heading)}"
            problems.append((heading, f"{what}; delete one of the two"))
    if not columns:
        notes.add(1, _WHOLE, "there are no known headings in row 1; delete what stands above the headings")
        return {}
    for name, field in _CAMPUS.items():
        if field.required and name not in columns:
            problems.append((name, f"the column {field.heading} ({name}) is missing; every campus needs it"))
    for heading, message in problems:
        notes.add(1, heading, message)
    return columns


def _divider(headings: str) -> str:
    """What divides headings that commas do not divide."""
    dividers = {"\t": "tabs", ";": "semicolons", "；": "semicolons", "，": "full-width commas"}
    return next((name for mark, name in dividers.items() if mark in headings), "")


def _column(position: int, heading: str, notes: _Notes) -> _Column:
    """The column of a heading, which is known as a whole or up to a unit in brackets."""
    written = _plain(heading)
    stem, bracket, unit = written, "", ""
    if written not in _NAMES and written.endswith(")"):
        stem, bracket, unit = written[:-1].rpartition("(")
    if stem not in _NAMES:
        hint = notes.nearest(stem, _LABELS)
        raise _ReadingError(f"there is no column {shown(heading)}{hint}; correct the heading or delete it")
    name = _NAMES[stem]
    field = _CAMPUS[name]
    units = _UNITS[field.unit]
    if bracket and unit not in units:
        units_known = f"{' or '.join(units)}, or no unit" if units else "no unit"
        raise _ReadingError(f"{field.heading} is not read in {shown(unit)}; write the heading with {units_known}")
    return _Column(position, heading, name, field, units.get(unit, 1))


@attrs.frozen(slots=True)
class _Sheet:
    """The school table as its headings divide it.

    Attributes
    ----------
    columns
        The columns by name of what they hold.
    headed
        Positions that have a heading.
    notes
        Where problems go.
    first_rows
        The row of each campus code so far.
    """

    columns: Mapping[str, _Column]
    headed: frozenset[int]
    notes: _Notes
    first_rows: dict[str, int] = attrs.field(factory=dict)

    def campus(self, row: int, cells: Sequence[str]) -> Campus | None:
        """The campus of a row; None, with notes, where the row is none or its figures cannot be true."""
        texts = {
            name: cells[column.position].strip() if column.position < len(cells) else ""
            for name, column in self.columns.items()
        }
        if self._is_total(row, texts) or self._is_shifted(row, cells):
            return None
        values: dict[str, object] = {}
        for name, column in self.columns.items():
            try:
                if texts[name]:
                    values[name] = _read_cell(texts[name], column.field, column.factor)
                elif column.field.required:
                    raise _ReadingError("is missing; every campus needs it")
            except _ReadingError as problem:
                self.note(row, name, f"{column.field.heading} {problem}")
        self._note_doubled(row, str(values.get("school_code", "")))
        return _record(Campus, values, lambda name, message: self.note(row, name, message))

    def note(self, row: int, name: str, message: str) -> None:
        """Say what is wrong with a cell."""
        self.notes.add(row, self.columns[name].heading if name in self.columns else name, message)

    def _is_total(self, row: int, texts: Mapping[str, str]) -> bool:
        for name in ("school_code", "school_name"):
            if _plain(texts.get(name, "")).rstrip(":").endswith(_TOTALS):
                self.note(row, name, f"{shown(texts[name])} makes this a total row, delete it")
                return True
        return False

    def _is_shifted(self, row: int, cells: Sequence[str]) -> bool:
        """Whether a cell stands under no heading; then no cell of the row need stand under its own."""
        stray = [p for p, cell in enumerate(cells) if cell.strip() and p not in self.headed]
        if stray:
            what = f"{shown(cells[stray[0]].strip())} stands under no heading"
            hint = "put a cell with a comma inside in quotation marks, or give the column a heading"
            self.notes.add(row, _letters(stray[0]), f"{what}; {hint}")
        return bool(stray)

    def _note_doubled(self, row: int, code: str) -> None:
        first = self.first_rows.setdefault(_identity(code), row) if code else row
        if first != row:
            what = f"{_CAMPUS['school_code'].heading} {shown(code)} stands in row {first} already"
            self.note(row, "school_code", f"{what}; give each campus its own, or delete what is given twice")


def _letters(position: int) -> str:
    """A column as spreadsheets letter it: A to Z, AA, AB and so on."""
    letters, left = "", position + 1
    while left:
        left, letter = divmod(left - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


# One cell, one value, one record.

_Tell: TypeAlias = Callable[[str, str], None]
R = TypeVar("R")

# What a record gets for a required field that is missing or unreadable, so that its other figures are still
# held against one another. The kind has every stage: it excludes nothing. None of it is ever handed out, for
# a note has been made of what is missing.
_STAND_INS = MappingProxyType({"school_code": "?", "kind": Kind.SPECIAL, "name": "?", "subject": "?", "group": "?"})


def _record(record: type[R], values: Mapping[str, object], tell: _Tell) -> R | None:
    """A record of what could be read; None, and told why, where its figures cannot be true."""
    fields = fields_of(record)
    stand_ins = {name: _STAND_INS[name] for name, field in fields.items() if field.required}
    try:
        return record(**{**stand_ins, **values})
    except DataError as error:
        for name, message in error.problems:
            tell(name, f"{fields[name].heading}: {message}; correct what is wrong")
        return None


_APOSTROPHE = re.compile("'+[=+@＝＋－＠-]")
_FORMULA = re.compile("'*[=+@＝＋－＠-]")


def _read_cell(text: str, field: Field, factor: int) -> object:
    """What a cell says, which is not empty."""
    if len(text) > _LONGEST_CELL:
        raise _ReadingError(f"has {len(text):,} characters; shorten it to {_LONGEST_CELL:,} or fewer")
    form = field.form
    if not isinstance(form, Form):
        return _read_choice(text, form)
    if form is Form.TEXT:
        return text[1:] if _APOSTROPHE.match(text) else text
    if form is Form.JUDGEMENT:
        return _read_judgement(text)
    if form is Form.AREAS:
        return tuple(area for area in _read_areas(text) if area)
    return _figure(_number(text), form, factor)


def _read_choice(text: str, choices: type[enum.Enum]) -> enum.Enum:
    known = {str(choice.value): choice for choice in choices}
    if _plain(text) not in known:
        hint = nearest(_plain(text), {value: value for value in known})
        raise _ReadingError(f"is {shown(text)}{hint}; it has to be one of {', '.join(known)}")
    return known[_plain(text)]


_JUDGEMENTS = MappingProxyType({"true": True, "是": True, "1": True, "false": False, "否": False, "0": False})


def _read_judgement(text: str) -> bool:
    if (word := _plain(text).casefold()) not in _JUDGEMENTS:
        raise _ReadingError(f"is {shown(text)}; write 是 or 否 (true or false, 1 or 0)")
    return _JUDGEMENTS[word]


def _read_areas(text: str) -> Iterator[int | float]:
    if "," in text or "，" in text:  # 100,120 may be two rooms or a very large one
        raise _ReadingError(f"is {shown(text)}; write ; between the rooms and no commas")
    for area in _half_width(text).split(";"):
        yield _figure(_number(area.strip()), Form.AMOUNT)


_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?")
_EXPONENT = re.compile(r"[+-]?[0-9.]+[eE][+-]?[0-9]+")
_MEASURED = re.compile(r"[+-]?[0-9][0-9.,]*\s*[^\W\d_]+")


def _half_width(text: str) -> str:
    """Full-width digits and signs as half-width ones; not all of NFKC, by which 5² and 5② would be 52."""
    wide = unicodedata.east_asian_width
    return "".join(unicodedata.normalize("NFKC", mark) if wide(mark) == "F" else mark for mark in text)


def _number(text: str) -> Decimal:
    """The number of a cell, with all its digits."""
    digits = _half_width(text)
    if _GROUPED.fullmatch(digits):
        digits = digits.replace(",", "")
    if _NUMBER.fullmatch(digits):
        return Decimal(digits)
    if "%" in digits:
        raise _ReadingError(f"is {shown(text)}; write the figure itself and not a percentage")
    if _EXPONENT.fullmatch(digits):
        raise _ReadingError(f"is {shown(text)}, as spreadsheets shorten numbers; write all its digits")
    if _MEASURED.fullmatch(digits):
        raise _ReadingError(f"is {shown(text)}; write the number alone, a unit stands in the heading")
    if "," in digits:
        raise _ReadingError(f"is {shown(text)}, and its commas do not divide thousands; leave them out")
    raise _ReadingError(f"is {shown(text)}, which is no number; write one, or leave the cell empty")


_DIGITS = 15
_LARGEST_POWER = len(str(LARGEST_FIGURE)) - 1  # of ten; the squares of much less would leave binary numbers, too


def _figure(number: Decimal, form: Form, factor: int = 1) -> int | float:
    """A number as the figure of a field, without losing a digit: an int where it is whole, else a float."""
    if not number.is_finite():
        raise _ReadingError(f"is {number}, which is no number; write one, or leave it out if unknown")
    given = shown(str(number))[1:-1]
    if number < 0:
        raise _ReadingError(f"is {given}, and is never negative; correct it, or leave it out if unknown")
    if number and (abs(number.adjusted()) > _LARGEST_POWER or number * factor > LARGEST_FIGURE):
        raise _ReadingError(f"is {given}, and no figure of a county is that large or small; correct it")
    if len("".join(map(str, number.as_tuple().digits)).strip("0")) > _DIGITS:
        # Computed numbers have such digits, 0.30000000000000004, and they would decide at a limit.
        raise _ReadingError(f"is {given}, with more than {_DIGITS} significant digits; round it")
    number *= factor  # exact, with the few digits that are left
    whole = number == number.to_integral_value()
    if form is Form.COUNT and not whole:
        raise _ReadingError(f"is {given}, and has to be a whole number; correct it")
    if form is Form.SHARE and number > 1:
        raise _ReadingError(f"is {given}, and has to be a share between 0 and 1; 12.35 % is written 0.1235")
    return int(number) if whole else float(number)


# The facts of the county.

# The tables of county.toml, each by its keys from the outside in.
_TABLES: Mapping[tuple[str, ...], type] = MappingProxyType(
    {
        (): County,
        ("guarantee",): Guarantee,
        ("quality",): Quality,
        ("quality", "monitoring"): Subject,
        ("recognition", "groups"): Group,
        ("veto",): Veto,
        ("plan",): Plan,
        ("conditions",): Conditions,
    }
)
_REPEATED = (("quality", "monitoring"), ("recognition", "groups"))
_LOCAL = "local"  # the one table whose keys are those of a local standard, not of the method
_PLACES = (*_TABLES, ("recognition",), (_LOCAL,))


def _facts(text: str, notes: _Notes) -> County | None:
    """The county without its campuses; None, with notes, where something in the text cannot be used."""
    try:
        data = tomltext.read(text)
    except tomltext.TomlError as error:
        message = f"this is not TOML ({error.message}); correct the line, or put # before it"
        notes.add(error.line, str(error.column), message)
        return None
    reader = _Facts(text, notes)
    quality, recognition = reader.table(data, "quality"), reader.table(data, "recognition")
    reader.note_unknown_keys(recognition, ("recognition",))
    county = reader.record(County, data, ())
    tables: dict[str, Any] = {
        "guarantee": reader.record(Guarantee, reader.table(data, "guarantee"), ("guarantee",)),
        "quality": reader.record(Quality, quality, ("quality",)),
        "monitoring": reader.records(Subject, quality, ("quality", "monitoring")),
        "groups": reader.records(Group, recognition, ("recognition", "groups")),
        "veto": reader.record(Veto, reader.table(data, "veto"), ("veto",)),
        "plan": reader.record(Plan, reader.table(data, "plan"), ("plan",)),
        "conditions": reader.record(Conditions, reader.table(data, "conditions"), ("conditions",)),
        _LOCAL: reader.local(reader.table(data, _LOCAL)),
    }
    return None if county is None or notes.problems else attrs.evolve(county, **tables)


@attrs.frozen(slots=True)
class _Facts:
    """The text of ``county.toml``, and where problems go."""

    text: str
    notes: _Notes

    def note(self, place: tomltext.Place, message: str) -> None:
        """Say what is wrong with a key or table."""
        keys = ".".join(key for key in place if isinstance(key, str))
        self.notes.add(tomltext.line_of(self.text, place), keys, message)

    def table(self, data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
        """A table of the file; an empty one where it is not there or is none."""
        table = data.get(name, {})
        if not isinstance(table, dict):
            self.note((name,), f"{name} is {_in_words(table)}; write [{name}] and its keys below it")
            return {}
        return table

    def record(self, record: type[R], table: Mapping[str, Any], place: tomltext.Place) -> R | None:
        """The record that a table holds."""
        fields = fields_of(record)
        self.note_unknown_keys(table, place)
        values: dict[str, object] = {}
        for name, field in fields.items():
            try:
                if name in table:
                    values[name] = _read_value(table[name], field)
                elif field.required:
                    raise _ReadingError(f'is missing; write {name} = "…"')
            except _ReadingError as problem:
                self.note((*place, name), f"{field.heading} {problem}")
        return _record(record, values, lambda name, message: self.note((*place, name), message))

    def records(self, record: type[R], outer: Mapping[str, Any], place: tuple[str, str]) -> tuple[R, ...]:
        """The records of a table that may stand several times, each about something else."""
        tables = outer.get(place[-1], [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            heading = f"[[{'.'.join(place)}]]"
            self.note(place, f"{place[-1]} is {_in_words(tables)}; write {heading} above the keys of each")
            return ()
        ((about, field),) = [(n, f) for n, f in fields_of(record).items() if f.required]
        first_seen: dict[str, tomltext.Place] = {}
        for index, table in enumerate(tables):
            given, here = table.get(about), (*place, index, about)
            name = given if isinstance(given, str) else ""
            first = first_seen.setdefault(_identity(name), here)
            if name and first != here:
                line = tomltext.line_of(self.text, first)
                what = f"{field.heading} {shown(name)} stands on line {line} already"
                self.note(here, f"{what}; delete the table given twice")
        read = [self.record(record, table, (*place, index)) for index, table in enumerate(tables)]
        return tuple(one for one in read if one is not None)

    def local(self, table: Mapping[str, Any]) -> dict[str, bool | int | float]:
        """What a local standard asks for: judgements and figures by any name."""
        facts: dict[str, bool | int | float] = {}
        for name, value in table.items():
            try:
                if wrong := misfit(name, Form.TEXT):
                    raise _ReadingError(f"is no name ({wrong}); give it another")
                facts[name] = value if isinstance(value, bool) else _figure(_given_number(value), Form.AMOUNT)
            except _ReadingError as problem:
                self.note((_LOCAL, name), f"{shown(name)[1:-1]} {problem}")
        return facts

    def note_unknown_keys(self, table: Mapping[str, Any], place: tomltext.Place) -> None:
        """Say which keys the table does not have, and which were perhaps meant."""
        here = tuple(key for key in place if isinstance(key, str))
        known = _spellings(here)
        for key, value in table.items():
            if self.notes.full:
                return
            if key in known.values():
                continue
            homes = [home for home in _PLACES if key in _spellings(home).values()]
            kind = "table" if isinstance(value, (dict, list)) else "key"
            what = f"there is no {kind} {shown(key)} {_in_table(here)}"
            if homes and kind == "key":
                self.note((*place, key), f"{what}; move it, it belongs {_in_table(homes[0])}")
            else:
                hint = self.notes.nearest(_plain(key), known)
                self.note((*place, key), f"{what}{hint}; correct its name or delete it")


@lru_cache(maxsize=16)
def _spellings(place: tuple[str, ...]) -> Mapping[str, str]:
    """The keys of a table and the tables in it, by name and by Chinese heading."""
    fields = fields_of(_TABLES[place]) if place in _TABLES else {}
    inner = dict.fromkeys(table[-1] for table in _PLACES if table and table[:-1] == place)
    keys = {name: name for name in (*fields, *inner)}
    return MappingProxyType({**keys, **{_plain(field.heading): name for name, field in fields.items()}})


def _in_table(place: tuple[str, ...]) -> str:
    if not place:
        return "at the head of the file"
    heading = ".".join(place)
    return f"in [[{heading}]]" if place in _REPEATED else f"in [{heading}]"


def _read_value(value: object, field: Field) -> object:
    """What a value of ``county.toml`` says."""
    if field.form is Form.TEXT:
        if isinstance(value, str) and value.strip():
            return value.strip()
        raise _ReadingError(f"is {_in_words(value)}; write a text in quotation marks")
    if field.form is Form.JUDGEMENT:
        if isinstance(value, bool):
            return value
        raise _ReadingError(f"is {_in_words(value)}; write true or false, without quotation marks")
    assert isinstance(field.form, Form)
    return _figure(_given_number(value), field.form)


def _given_number(value: object) -> Decimal:
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return Decimal(value)
    hint = " and not as a percentage" if isinstance(value, str) and "%" in _half_width(value) else ""
    raise _ReadingError(f"is {_in_words(value)}; write a number, without quotation marks{hint}")


def _in_words(value: object) -> str:
    """A value of the wrong type, for a message."""
    if isinstance(value, str):
        return f"the text {shown(value)}" if value.strip() else "an empty text"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, Decimal)):
        return f"the number {str(value)[:SHOWN]}"
    if isinstance(value, dict):
        return "a table"
    return "an array" if isinstance(value, list) else "a date or time"


# From a county to text.


def _schools_text(campuses: Sequence[Campus], *, every_column: bool = False) -> str:
    """The school table; optional columns come last, and only where a campus has something in them."""
    names = [
        name
        for name, field in sorted(_CAMPUS.items(), key=lambda named: named[1].optional)
        if every_column or not field.optional or any(getattr(campus, name) is not None for campus in campuses)
    ]
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([_CAMPUS[name].heading for name in names])
    writer.writerows([_written_cell(getattr(campus, name)) for name in names] for campus in campuses)
    return text.getvalue()


def _written_cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, enum.Enum):
        return str(value.value)
    if isinstance(value, str):
        return f"'{value}" if _FORMULA.match(value) else value
    if isinstance(value, tuple):
        return ";".join(map(_written_number, value)) or "0"
    return _written_number(value)


def _written_number(number: Any) -> str:
    """All digits of a number, without an exponent and without a fraction that is zero."""
    exact = Decimal(number) if isinstance(number, int) else Decimal(repr(float(number)))
    return f"{int(exact)}" if exact == exact.to_integral_value() else f"{exact:f}"


_HEAD = """\
# 县级数据：每个键之后是它的中文名称和单位。填写时删去行首的 #，在等号后写上数值；不知道的留着 # 不填。
# Facts of the county. To give one, take the # before its key away and write its value after the =. What is
# not known keeps its #: it is unknown, not zero. Judgements are true or false, texts in quotation marks.
"""


def _facts_text(county: County) -> str:
    """The text of ``county.toml``: every key, with a # before it where it is not known."""
    example_subject = Subject(subject="数学", level=3, between_school_share=0.09)
    example_group = Group(group="家长", surveyed=2400, satisfied=2280)
    return "\n".join(
        [
            _HEAD,
            *_written_keys(county),
            "\n# 政府保障程度\n[guarantee]",
            *_written_keys(county.guarantee),
            "\n# 教育质量\n[quality]",
            *_written_keys(county.quality),
            "\n# 国家义务教育质量监测，每个科目一段 (a table a subject)",
            *_written_tables("[[quality.monitoring]]", county.monitoring, example_subject),
            "\n# 社会认可度调查，每类调查对象一段 (a table a group asked)",
            *_written_tables("[[recognition.groups]]", county.groups, example_group),
            "\n# 一票否决：存在的写 true (true where it was found)\n[veto]",
            *_written_keys(county.veto),
            "\n# 地方方案另外要求的（三个增长、按时入学）(what a plan asks besides)\n[plan]",
            *_written_keys(county.plan),
            "\n# 申报条件 (conditions for applying)\n[conditions]",
            *_written_keys(county.conditions),
            "\n# 地方标准自定的项目，键名由该标准规定 (by the names that a local standard gives)\n[local]",
            *(f"{_written_name(name)} = {_written_value(value)}" for name, value in county.local.items()),
            "",
        ]
    )


def _written_tables(heading: str, records: Sequence[object], example: object) -> Iterator[str]:
    """Tables that stand several times; an example that is only a comment where there is none."""
    for record in records:
        yield from (heading, *_written_keys(record))
    if not records:
        yield from (f"# {line}" for line in (heading, *_written_keys(example)) if not line.startswith("#"))


def _written_keys(record: object) -> Iterator[str]:
    for name, field in fields_of(type(record)).items():
        value = getattr(record, name)
        key = f"# {name} =" if value is None else f"{name} = {_written_value(value)}"
        yield f"{key}  # {field.heading}{_unit_in_chinese(field)}"


def _written_name(name: str) -> str:
    return name if re.fullmatch("[A-Za-z0-9_-]+", name) else _written_value(name)


def _written_value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        # JSON quotes as TOML does, but for one control character.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return _written_number(value)


def _unit_in_chinese(field: Field) -> str:
    if field.form is Form.JUDGEMENT:
        return "（true 或 false）"
    if field.form is Form.SHARE:
        return "（0 至 1 的小数，12.35% 写作 0.1235）"
    return f"（{next(iter(_UNITS[field.unit]))}）" if _UNITS[field.unit] else ""
