"""The folder as a form of data set: ``schools.csv``, one row per campus, and ``county.toml``, the county's facts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from balanced_edu import tomltext
from balanced_edu.files import content_of
from balanced_edu.identity import compact
from balanced_edu.notes import WHOLE, Notes, ReadingError
from balanced_edu.tables import csvfile
from balanced_edu.tables.building import completed
from balanced_edu.tables.encodings import decoded
from balanced_edu.tables.facts import county_of
from balanced_edu.tables.schools import campuses_of
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

LARGEST_SCHOOLS = 5_000_000
"""Bytes of the largest school table that is read; a county of a thousand campuses needs less than a tenth."""

LARGEST_FACTS = 1_000_000
"""Bytes of the largest ``county.toml`` that is read; TOML takes longer to read, and has less to say."""

DESCRIPTION = f"the folder that holds {SCHOOLS} and {FACTS}"
"""What a path must be for this reader."""


def fits(path: Path) -> bool:
    """Whether a path is a folder."""
    return path.is_dir()


def files(path: Path) -> tuple[Path, ...]:
    """The files of a folder that are read."""
    return (path / SCHOOLS, path / FACTS)


def read(path: Path) -> County:
    """Read the county of a folder.

    Raises
    ------
    InputError
        If something cannot be used; it lists every problem of both files.
    """
    return county_in(lambda name: _content(path / name))


def county_in(content: Callable[[str], bytes]) -> County:
    """The county in the two files, each of whose content is given by its name.

    Raises
    ------
    InputError
        If something cannot be used; it lists every problem of both files.
    """
    of_schools, of_facts = Notes(SCHOOLS), Notes(FACTS)
    schools, facts = _text(content, LARGEST_SCHOOLS, of_schools), _text(content, LARGEST_FACTS, of_facts)
    county = None if facts is None else _facts(*facts, of_facts)
    campuses = [] if schools is None else _campuses(*schools, county.year if county else None, of_schools)
    return completed(county, campuses, of_schools, of_facts)


def _content(file: Path) -> bytes:
    try:
        return content_of(file, LARGEST_SCHOOLS)
    except FileNotFoundError:
        if other := _misnamed(file):
            what = f"is missing from the folder, which has {quoted(other)}; rename that to {file.name}"
            raise ReadingError(f"{what} (systems may hide the end of a name)") from None
        raise ReadingError("is missing from the folder; `balanced-edu template` writes an empty one") from None
    except OSError as error:
        advice = "check that it is an ordinary file, and that no other program uses it"
        raise ReadingError(f"cannot be opened ({error.strerror}); {advice}") from None


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
            raise ReadingError(f"has more than {largest:,} bytes; give one county only")
        return decoded(data)
    except ReadingError as problem:
        notes.add(1, WHOLE, f"the file {problem}")
        return None


def _campuses(text: str, encoding: str, year: int | None, notes: Notes) -> Sequence[Campus]:
    if_unknown = "" if text.isascii() else f"; the file was read as {encoding}: if that is wrong, save it in UTF-8"
    rows = csvfile.rows_of(text, notes)
    return campuses_of(rows, notes, if_shifted=csvfile.IF_SHIFTED, if_unknown=if_unknown, year=year)


def _facts(text: str, encoding: str, notes: Notes) -> County | None:
    reading = read_on(text, mended)
    for error in reading.errors:
        notes.add(error.line, str(error.column), error.message)
    if reading.errors and encoding != "UTF-8":
        notes.add(1, WHOLE, f"the file was read as {encoding}: if its Chinese looks wrong here, save it in UTF-8")
    if reading.data is None:
        notes.add(reading.errors[-1].line, WHOLE, "reading ends here; correct what is reported and read the file again")
        return None
    return county_of(reading.data, notes, partial(tomltext.line_of, reading.text))
