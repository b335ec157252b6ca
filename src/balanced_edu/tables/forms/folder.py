"""The folder of forms as a form of data set: a workbook for each school as offices have them, and one for the county.

Facts that forms do not ask for may stand beside them: in ``county.toml``, in tables such as ``县级.csv``, or in a
workbook with the sheets 县级 and 学校. One workbook alone is such a data set, too, if it has the wide tables that the
education statistics export, and a sheet 县级.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from itertools import islice
from typing import TYPE_CHECKING

import attrs

from balanced_edu.message import Message
from balanced_edu.notes import THE_FILE, WHOLE, Notes, ReadingError
from balanced_edu.remarks import RemarkCode
from balanced_edu.tables import folder, parts, workbook
from balanced_edu.tables.building import completed
from balanced_edu.tables.forms import county as of_county
from balanced_edu.tables.forms import long, statistics, wide
from balanced_edu.tables.forms.county import Facts, keep_gaps, sums_of, together, with_sums
from balanced_edu.tables.forms.entries import Entry, FormRead, campuses_from
from balanced_edu.tables.forms.table import entries_of
from balanced_edu.tables.spreadsheet import Spreadsheet
from balanced_edu.text import quoted

if TYPE_CHECKING:
    from pathlib import Path

    from balanced_edu.records.county import County


@attrs.frozen(slots=True)
class Form:
    """A form of schools.

    Attributes
    ----------
    recognises
        Whether a workbook has the form.
    read
        Reads a workbook, and passes over unknown columns if ``ignore_columns`` is true.
    """

    recognises: Callable[[Spreadsheet], bool]
    read: Callable[..., FormRead]


LONG, STATISTICS, WIDE = (Form(form.recognises, form.read) for form in (long, statistics, wide))
FORMS: tuple[Form, ...] = (LONG, STATISTICS, WIDE)
"""The forms of schools; the first that recognises a workbook reads it."""

MOST_WORKBOOKS = 2000
"""Workbooks of the largest folder that is read; the largest counties have some hundred schools."""

MOST_FILES = 10_000
"""Files of the largest folder that is read, whatever they are."""

_OTHER_TABLES = (".csv", ".et", ".xlsm", ".xlsb")
"""How the names of files end that may have the form of a school, and are not read."""

DESCRIPTION = Message("a folder of forms (a workbook for each school and one for the county)")
"""What a path must be for this reader."""


def fits(path: Path) -> bool:
    """Whether a path is a folder with workbooks and without a school table."""
    return path.is_dir() and not (path / folder.SCHOOLS).exists() and any(_workbooks(path))


def files(path: Path) -> tuple[Path, ...]:
    """The files that are read."""
    return (*_workbooks(path), *folder.files(path))


def is_one(path: Path) -> bool:
    """Whether a folder is one county, and not a folder of counties: one of its workbooks is the form of a school.

    A workbook of wide tables with the facts of its county may be one of several counties.
    """
    return any(_is_true_of(partial(workbook.opened, file), _is_part) for file in _workbooks(path))


def _is_true_of(book_of: Callable[[], Spreadsheet], what: Callable[[Spreadsheet], bool]) -> bool:
    """Whether something is true of a workbook; of one that cannot be read nothing is."""
    try:
        return what(book_of())
    except ReadingError:
        return False


def _is_part(book: Spreadsheet) -> bool:
    """Whether a workbook is part of the folder of a county: the form of a school, without the facts of its county."""
    form = _form_of(book)
    return form is not None and not (form is WIDE and of_county.recognises(book))


def _is_form(book: Spreadsheet) -> bool:
    return _form_of(book) is not None


def _is_wide(book: Spreadsheet) -> bool:
    """Whether a workbook has wide tables; one with the school table has none, whatever its other sheets are."""
    return not any(workbook.sheet_name(name) == parts.SCHOOLS for name in book.names) and _form_of(book) is WIDE


def _form_of(book: Spreadsheet) -> Form | None:
    return next((form for form in FORMS if form.recognises(book)), None)


def _workbooks(path: Path) -> list[Path]:
    """The workbooks of a folder, by name."""
    return [file for file in _inside(path) if workbook.fits(file)]


def _inside(path: Path) -> list[Path]:
    """What is in a folder, by name, but for what hides, such as the traces of a workbook that is open."""
    return sorted(file for file in _listed(path) if not file.name.startswith((".", "~")))


def _listed(path: Path) -> list[Path]:
    """What is in a folder; of one with more than the most files that are read, so many and one more."""
    try:
        return list(islice(path.iterdir(), MOST_FILES + 1))
    except OSError:  # a folder may be entered and not listed
        return []


def _notes_on_others(path: Path) -> Iterator[Notes]:
    """Notes on what else is in a folder: a school whose form is there would be missing, and nobody would see it."""
    others = {*_inside(path)} - {*files(path)}
    for other in sorted(others):
        notes = Notes(other.name)
        if any(_is_true_of(partial(workbook.opened, file), _is_form) for file in _workbooks(other)):
            what = "the folder has forms, which are not read; move them beside the others, or elsewhere"
            notes.add(1, WHOLE, Message(what))
        elif other.suffix.lower() in _OTHER_TABLES:
            what = "a file of this kind is not read beside forms; save it as {endings}, or move it"
            notes.add(1, WHOLE, Message(what, endings=workbook.ENDINGS))
        else:
            notes.remark_whole(RemarkCode.FILE)
        yield notes


def read(path: Path, *, ignore_columns: bool = False) -> County:
    """Read the county of a folder of forms.

    Raises
    ------
    InputError
        If something cannot be used; it lists every problem of all files.
    ModuleNotFoundError
        If python-calamine is missing.
    """
    given = _Given(ignore_columns)
    books, of_folder = _workbooks(path), Notes(path.name)
    if len(_listed(path)) > MOST_FILES:
        what = "there are more than {most:,} files; give the folder of one county only"
        of_folder.add(1, WHOLE, Message(what, most=MOST_FILES))
    elif len(books) > MOST_WORKBOOKS:
        what = "there are {n:,} workbooks, more than {most:,}; give the folder of one county only"
        of_folder.add(1, WHOLE, Message(what, n=len(books), most=MOST_WORKBOOKS))
    if of_folder.problems:
        return completed(None, [], of_folder)
    for file in books:
        given.take(file)
    tables = [name for name in (folder.FACTS, *folder.TABLES) if (path / name).exists()]
    if tables:
        county, notes = folder.facts_in(
            tables, lambda name: folder.content_in_folder(path / name), ignore_columns=ignore_columns
        )
        given.facts.append(Facts(notes[0].file, county, notes))
        given.notes.extend(notes)
    for name in folder.REGISTERS:
        if (path / name).exists():
            of_register = Notes(name)
            what = "registers are read beside {schools}, and not beside forms; move the file"
            of_register.add(1, WHOLE, Message(what, schools=folder.SCHOOLS))
            given.notes.append(of_register)
    given.notes.extend(_notes_on_others(path))
    what = "there is no form of the county in the folder; add it, or {facts} or {items} with the facts of the county"
    return given.county(path.name, Message(what, facts=folder.FACTS, items=folder.ITEMS))


def read_workbook(path: Path, *, ignore_columns: bool = False) -> County:
    """Read the county of a workbook: of the sheets of a data set, or of wide tables beside the facts of the county.

    Raises
    ------
    InputError, ModuleNotFoundError
        As `read` does.
    """
    book_of = cache(partial(workbook.opened, path))
    if not _is_true_of(book_of, _is_wide):
        return workbook.county_of(path.name, book_of, ignore_columns=ignore_columns)
    given = _Given(ignore_columns)
    given.take_book(book_of, path.name)
    what = "there is no sheet {sheet}; add it with the facts of the county"
    return given.county(path.name, Message(what, sheet=parts.ITEMS))


@attrs.frozen(slots=True)
class _Given:
    """What the files have given so far.

    Attributes
    ----------
    ignore_columns
        Whether unknown columns and items are passed over.
    entries
        The campuses of forms.
    facts
        The facts of the county, by file.
    notes
        The notes on each file and sheet.
    of_districts
        Workbooks of wide tables, which may be of several districts: they are read when the county is known.
    """

    ignore_columns: bool
    entries: list[Entry] = attrs.field(factory=list)
    facts: list[Facts] = attrs.field(factory=list)
    notes: list[Notes] = attrs.field(factory=list)
    of_districts: list[tuple[Spreadsheet, Notes]] = attrs.field(factory=list)

    def take(self, file: Path) -> None:
        """Take what a workbook gives, or note that it is no known form."""
        self.take_book(partial(workbook.opened, file), file.name)

    def take_book(self, book_of: Callable[[], Spreadsheet], file: str) -> None:
        """Take what a workbook gives that `book_of` opens."""
        of_file = Notes(file)
        self.notes.append(of_file)
        try:
            book = book_of()
            if not book.shows_all:
                of_file.remark_whole(RemarkCode.UNSEEN)
            self._take_forms(book, of_file)
        except ReadingError as problem:
            of_file.add(1, WHOLE, problem.of(THE_FILE))

    def _take_forms(self, book: Spreadsheet, of_file: Notes) -> None:
        form = _form_of(book)
        if form is WIDE:
            self._take_wide(book, of_file)
        elif form is not None:
            found = form.read(book, of_file.file, of_file, ignore_columns=self.ignore_columns)
            self.entries.extend(found.entries)
            self.notes.extend(found.notes)
        elif of_county.recognises(book):
            self._take_facts(book, of_file)
        else:
            what = (
                "its sheets, {sheets}, are no form that is known, of a school or of the county; correct their "
                "headings, or move the workbook to another folder"
            )
            of_file.add(1, WHOLE, Message(what, sheets=book.names))

    def _take_wide(self, book: Spreadsheet, of_file: Notes) -> None:
        """Take a workbook of wide tables, and the facts of the county in its other sheets."""
        own = wide.sheets_of(book)
        self.of_districts.append((book, of_file))
        others = attrs.evolve(book, names=tuple(name for name in book.names if name not in own))
        if of_county.recognises(others):
            self._take_facts(others, of_file)
        else:
            for name in others.names:
                workbook.pass_over(name, of_file)

    def _take_facts(self, book: Spreadsheet, of_file: Notes) -> None:
        facts = of_county.facts_of(book, of_file.file, of_file, ignore_columns=self.ignore_columns)
        self.facts.append(facts)
        self.notes.extend(facts.notes)

    def _read_wide(self, county: str | None) -> None:
        """Read the wide tables; the notes on them come after those on their file."""
        for book, of_file in self.of_districts:
            found = wide.read(book, of_file.file, of_file, county=county)
            self.entries.extend(found.entries)
            place = next(place for place, notes in enumerate(self.notes, start=1) if notes is of_file)
            self.notes[place:place] = found.notes

    def county(self, name: str, if_without_facts: str) -> County:
        """The county of everything that was taken.

        Parameters
        ----------
        name
            The name of the folder or file.
        if_without_facts
            What is wrong, and what to do, if there are no facts of the county.

        Raises
        ------
        InputError
            If there are problems.
        """
        of_folder = Notes(name)
        county = self._facts(of_folder, if_without_facts)
        self._read_wide(county.name if county else None)
        beside = [
            entry
            for facts in self.facts
            if facts.campuses is not None
            for entry in entries_of(facts.campuses, ignore_columns=self.ignore_columns)
        ]
        if self.entries:
            self._note_without_form(beside)
        elif not (beside or self.of_districts):
            what = "there is no form of a school in the folder; add one for each school"
            of_folder.add(1, WHOLE, Message(what))
        campuses = campuses_from([*self.entries, *beside], county.year if county else None)
        if county is not None and not any(notes.problems for notes in (of_folder, *self.notes)):
            county = with_sums(county, sums_of(self.entries, campuses), self.facts)
            keep_gaps(self.entries, county)
        return completed(county, campuses, of_folder, *self.notes)

    def _facts(self, of_folder: Notes, if_without: str) -> County | None:
        """The facts of all files as one county."""
        if not self.facts:
            of_folder.add(1, WHOLE, if_without)
            return None
        for several in (
            [facts for facts in self.facts if facts.is_form],
            [facts for facts in self.facts if not facts.is_form],
        ):
            for facts in several[1:]:
                what = (
                    "it gives facts of the county, as {file} does; keep one of the two, or give each county a folder "
                    "of its own"
                )
                facts.notes[0].add(1, WHOLE, Message(what, file=several[0].file))
        first, *others = self.facts
        for other in others:
            files = Message("{files}", files=(first.file, other.file))
            first = Facts(files, together(first, other), [*first.notes, *other.notes])
        return first.county

    def _note_without_form(self, beside: Iterable[Entry]) -> None:
        """Note the campuses of a table that have no form: a code with a slip in it would be one more campus."""
        with_form = {entry.values.get("school_code") for entry in self.entries}
        for entry in beside:
            if (code := entry.values.get("school_code")) is not None and code not in with_form:
                what = "no form in the folder is that of {code}; correct the code, or add the form"
                entry.note("school_code", Message(what, code=quoted(str(code))))
