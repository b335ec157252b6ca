"""The folder as a form of data set: ``schools.csv``, one row per campus, and the facts in ``county.toml`` or CSV.

Registers of classes, rooms and teachers may be beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from balanced_edu import tomltext
from balanced_edu.files import content_of, not_opened
from balanced_edu.identity import compact
from balanced_edu.message import Message
from balanced_edu.notes import THE_FILE, WHOLE, Notes, ReadingError
from balanced_edu.tables import csvfile, parts
from balanced_edu.tables.building import completed
from balanced_edu.tables.encodings import decoded
from balanced_edu.tables.facts import county_of
from balanced_edu.tables.parts import Table, campuses_in, registers_in
from balanced_edu.tables.slips import mended
from balanced_edu.text import quoted
from balanced_edu.tomlmending import read_on

if TYPE_CHECKING:
    from pathlib import Path

    from balanced_edu.records.campus import Campus
    from balanced_edu.records.county import County

SCHOOLS = "schools.csv"
"""Name of the school table."""

FACTS = "county.toml"
"""Name of the file with the county's facts."""

TABLES: Mapping[str, str] = {f"{name}.csv": name for name in (parts.ITEMS, parts.MONITORING, parts.GROUPS)}
"""Names of the tables that give the county's facts instead, and what each has."""

ITEMS = f"{parts.ITEMS}.csv"
"""The one of them without which the others are not read."""

REGISTERS: Mapping[str, str] = {f"{name}.csv": name for name in parts.REGISTERS}
"""Names of the registers, and what each has."""

LARGEST_SCHOOLS = 5_000_000
"""Bytes of the largest table that is read; a county of a thousand campuses needs less than a tenth."""

LARGEST_FACTS = 1_000_000
"""Bytes of the largest ``county.toml`` that is read; TOML takes longer to read, and has less to say."""

DESCRIPTION = Message(
    "a folder that holds {schools} and {facts} (or {items})", schools=SCHOOLS, facts=FACTS, items=ITEMS
)
"""What a path must be for this reader."""


def fits(path: Path) -> bool:
    """Whether a path is a folder."""
    return path.is_dir()


def files(path: Path) -> tuple[Path, ...]:
    """The files of a folder that are read."""
    return tuple(path / name for name in (SCHOOLS, FACTS, *TABLES, *REGISTERS))


def is_one(path: Path) -> bool:
    """Whether a folder is one county, and not a folder of counties."""
    return any(file.exists() for file in files(path))


def read(path: Path, *, ignore_columns: bool = False) -> County:
    """Read the county of a folder.

    Raises
    ------
    InputError
        If something cannot be used; it lists every problem of all files.
    """
    given = [name for name in (FACTS, *TABLES, *REGISTERS) if (path / name).exists()]
    return county_in(given, lambda name: content_in_folder(path / name), ignore_columns=ignore_columns)


def county_in(given: Collection[str], content: Callable[[str], bytes], *, ignore_columns: bool = False) -> County:
    """The county in the files whose content is given by their name.

    Parameters
    ----------
    given
        The names of the files that there are beside the school table.
    content
        Gives the content of a file.
    ignore_columns
        Whether unknown columns are passed over.

    Raises
    ------
    InputError
        If something cannot be used; it lists every problem of all files.
    """
    of_schools = Notes(SCHOOLS)
    schools = _table(content, of_schools)
    county, of_facts = facts_in(given, content, ignore_columns=ignore_columns)
    of_registers = {name: Notes(name) for name in REGISTERS if name in given}
    opened = {REGISTERS[name]: _table(content, notes) for name, notes in of_registers.items()}
    registers = registers_in(
        {name: one for name, one in opened.items() if one is not None}, ignore_columns=ignore_columns
    )
    year = county.year if county else None
    campuses: list[Campus] = []
    if schools is not None:
        campuses = campuses_in(schools, year, registers, ignore_columns=ignore_columns)
    return completed(county, campuses, of_schools, *of_facts, *of_registers.values())


def facts_in(
    given: Collection[str], content: Callable[[str], bytes], *, ignore_columns: bool = False
) -> tuple[County | None, list[Notes]]:
    """The county without its campuses in the files with facts, and the notes on each; None if it cannot be used.

    Parameters
    ----------
    given, content, ignore_columns
        As `county_in` has them.
    """
    in_tables = ITEMS in given and FACTS not in given
    of_facts = Notes(ITEMS if in_tables else FACTS)
    others: list[Notes] = []
    if in_tables:
        of_tables = {name: of_facts if name == ITEMS else Notes(name) for name in TABLES if name in given}
        opened = {TABLES[name]: _table(content, notes) for name, notes in of_tables.items()}
        tables = {name: table for name, table in opened.items() if table is not None}
        county = parts.county_in(tables, ignore_columns=ignore_columns)
        parts.remark_not_given(opened, lambda name: (f"{name}.csv", ""), of_facts)
        others = [notes for name, notes in of_tables.items() if name != ITEMS]
    else:
        county = _facts(content, of_facts)
        for name in (name for name in given if name in TABLES):
            lacking = "" if FACTS in given else Message(", and there is no {file}", file=ITEMS)
            what = "{file} gives facts of the county, too{lacking}; keep {facts}, or the tables alone"
            of_facts.add(1, WHOLE, Message(what, file=name, lacking=lacking, facts=FACTS))
    return county, [of_facts, *others]


def content_in_folder(file: Path) -> bytes:
    """The content of a file of a folder.

    Raises
    ------
    ReadingError
        If it is missing or cannot be opened.
    """
    try:
        return content_of(file, LARGEST_SCHOOLS)
    except FileNotFoundError:
        if other := _misnamed(file):
            what = (
                "is missing from the folder, which has {other}; rename that to {file} (systems may hide the end of a "
                "name)"
            )
            raise ReadingError(Message(what, other=quoted(other), file=file.name)) from None
        what = "is missing from the folder; `balanced-edu template` writes an empty one"
        raise ReadingError(Message(what)) from None
    except OSError as error:
        raise ReadingError(not_opened(error)) from None


_MOST_FILES = 1000


def _misnamed(file: Path) -> str:
    """A file that is perhaps the one under another name, such as ``county.toml.txt``; empty if there is none."""
    try:
        names = sorted(other.name for other in islice(file.parent.iterdir(), _MOST_FILES))
    except OSError:  # a folder may be entered and not listed
        return ""
    plain = {name: compact(name).casefold() for name in names}
    meant = (name for name in names if plain[name].startswith(file.name) or plain[name] == f"{file.stem}.txt")
    return next(meant, "")


def _text(content: Callable[[str], bytes], largest: int, notes: Notes) -> tuple[str, str] | None:
    """The text of a file and its encoding; None, with a note, if it has none that can be read or is too long."""
    try:
        data = content(notes.file)
        if len(data) > largest:
            raise ReadingError(Message("has more than {most:,} bytes; give one county only", most=largest))
        return decoded(data)
    except ReadingError as problem:
        notes.add(1, WHOLE, problem.of(THE_FILE))
        return None


def _table(content: Callable[[str], bytes], notes: Notes) -> Table | None:
    """A table in CSV; None, with a note, if it cannot be read."""
    if (given := _text(content, LARGEST_SCHOOLS, notes)) is None:
        return None
    text, encoding = given
    what = "; the file was read as {encoding}: if that is wrong, save it in UTF-8"
    if_unknown = "" if text.isascii() else Message(what, encoding=encoding)
    return Table(csvfile.rows_of(text, notes), notes, csvfile.IF_SHIFTED, if_unknown)


def _facts(content: Callable[[str], bytes], notes: Notes) -> County | None:
    """The county without its campuses in ``county.toml``; None, with notes, if it cannot be used."""
    if (given := _text(content, LARGEST_FACTS, notes)) is None:
        return None
    text, encoding = given
    reading = read_on(text, mended)
    for error in reading.errors:
        notes.add(error.line, str(error.column), error.message)
    if reading.errors and encoding != "UTF-8":
        what = "the file was read as {encoding}: if its Chinese looks wrong here, save it in UTF-8"
        notes.add(1, WHOLE, Message(what, encoding=encoding))
    if reading.data is None:
        what = "reading ends here; correct what is reported and read the file again"
        notes.add(reading.errors[-1].line, WHOLE, Message(what))
        return None
    return county_of(reading.data, notes, partial(tomltext.line_of, reading.text))
