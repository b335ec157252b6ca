"""Reading county data sets: the reader that a path needs is chosen here, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from balanced_edu.arguments import of_type
from balanced_edu.errors import InputError, Problem
from balanced_edu.files import why
from balanced_edu.message import Message
from balanced_edu.notes import WHOLE
from balanced_edu.tables import folder, workbook
from balanced_edu.tables.forms import folder as of_forms

if TYPE_CHECKING:
    from balanced_edu.records.county import County


@attrs.frozen(slots=True)
class Reader:
    """The reader of one form of data set.

    Attributes
    ----------
    description
        What a path must be, as part of a sentence that asks for it.
    fits
        Whether a path is that.
    files
        The files that are read.
    read
        Reads the county, and passes over unknown columns if ``ignore_columns`` is true; raises `InputError` with every
        problem if something cannot be used.
    is_one
        Whether a folder that it fits is one county, and not a folder of counties.
    """

    description: str
    fits: Callable[[Path], bool]
    files: Callable[[Path], tuple[Path, ...]]
    read: Callable[..., County]
    is_one: Callable[[Path], bool] = lambda path: True


READERS: tuple[Reader, ...] = (
    Reader(of_forms.DESCRIPTION, of_forms.fits, of_forms.files, of_forms.read, of_forms.is_one),
    Reader(folder.DESCRIPTION, folder.fits, folder.files, folder.read, folder.is_one),
    Reader(workbook.DESCRIPTION, workbook.fits, workbook.files, of_forms.read_workbook),
)
"""The readers; the first that fits a path reads it. A further form of data set is one more of them."""


def read_county(path: str | PathLike[str], *, ignore_columns: bool = False) -> County:
    """Read a county (县级数据) from a workbook, a folder with ``schools.csv`` and the county's facts, or one of forms.

    What is not given is None: unknown. ``county.reading`` says what was renamed, converted and passed over, with its
    place.

    A workbook (``.xlsx``, ``.xls``, ``.ods``) has a sheet 学校 with a row for each campus and a sheet 县级 with a row
    for each fact (item, value, unit, notes), and perhaps sheets 监测 and 调查 with the subjects of monitoring and the
    groups of the survey, and sheets 班级, 教室 and 教师, the registers from which figures of campuses are counted. In a
    folder the facts are in ``county.toml``, or in tables that are like the sheets: ``县级.csv``, ``监测.csv`` and
    ``调查.csv``; registers are ``班级.csv``, ``教室.csv`` and ``教师.csv``. Text is UTF-8, with or without BOM, or
    GB18030.

    A folder of forms has a workbook for each school and one for the county, as offices hand them in. What forms do not
    ask for may stand beside them: facts as in any folder, or a workbook with a sheet 县级, whose sheet 学校 may have
    further columns of the campuses. The workbooks of the education statistics are forms, too: one for each school, or
    the wide table of a stage; with a sheet 县级 beside it that is a county by itself.

    Parameters
    ----------
    path
        The workbook or the folder.
    ignore_columns
        Whether unknown columns are passed over; they are problems otherwise.

    Raises
    ------
    InputError
        If something cannot be used; it lists every problem of every file.
    ModuleNotFoundError
        If a workbook is given and the extra ``excel`` is missing.

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
    schools.csv:3:专任教师数: 专任教师数 is '三十五', which is not a number; write one, or leave the cell empty
    """
    of_type("read_county", "path", path, (str, PathLike), f"the path of {_expected()}")
    return _reader_for(path).read(Path(path), ignore_columns=ignore_columns)


def read_counties(paths: str | PathLike[str] | Iterable[str | PathLike[str]]) -> tuple[County, ...]:
    """Read several counties (多个县), each as `read_county` reads one.

    Parameters
    ----------
    paths
        The folder in which the counties are, in the order of their names, or the path of each.

    Returns
    -------
    tuple of County
        The counties in the order of the paths.

    Raises
    ------
    InputError
        If something cannot be used; it lists every problem of every county, headed by the county's path, and has the
        counties that can be used as ``counties``.

    Examples
    --------
    >>> import tempfile
    >>> from balanced_edu import Campus, County, write_county
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     for name in ("甲县", "乙县"):
    ...         write_county(County(name=name, campuses=[Campus(school_code="A1", kind="小学")]), Path(folder) / name)
    ...     read_counties(folder)
    ...     (Path(folder) / "丙县").mkdir()
    ...     try:
    ...         read_counties(folder)
    ...     except InputError as error:
    ...         len(error.problems), error.counties
    (<county 乙县: 1 campus>, <county 甲县: 1 campus>)
    (2, (<county 乙县: 1 campus>, <county 甲县: 1 campus>))
    """
    counties: list[County] = []
    problems: list[Problem] = []
    for path, read in each_read(_paths(paths)):
        if isinstance(read, InputError):
            problems += (attrs.evolve(problem, file=_headed(path, problem.file)) for problem in read.problems)
        else:
            counties.append(read)
    if problems:
        raise InputError(problems, counties=counties)
    return tuple(counties)


def each_read(paths: Iterable[Path], *, ignore_columns: bool = False) -> Iterator[tuple[Path, County | InputError]]:
    """Read the county of each path when it is asked for: the county, or the error with what cannot be used of it."""
    for path in paths:
        try:
            yield path, read_county(path, ignore_columns=ignore_columns)
        except InputError as error:
            yield path, error


def paths_in(path: Path) -> list[Path]:
    """The paths of the counties in a folder of counties; any other path alone, whatever is there."""
    try:
        return _paths(path)
    except InputError:
        return [path]


def _paths(given: Any) -> list[Path]:
    """The paths of several counties: those that are given, or those in a folder."""
    if not isinstance(given, (str, PathLike)):
        wanted = "a folder of counties, or their paths in brackets"
        of_type("read_counties", "paths", given, Iterable, wanted)
        several = list(given)
        for path in several:
            of_type("read_counties", "a path", path, (str, PathLike), f"the path of {_expected()}")
        return [Path(path) for path in several]
    folder = Path(given)
    try:
        inside = sorted(folder.iterdir())
    except OSError as error:
        what = "the folder of counties cannot be opened ({why}); give a folder in which there is one for each"
        raise InputError([Problem(str(folder), 1, WHOLE, Message(what, why=why(error)))]) from None
    if any(reader.is_one(folder) for reader in READERS if reader.fits(folder)):
        what = Message("this is one county; read it with read_county")
        raise InputError([Problem(str(folder), 1, WHOLE, what)])
    found = [path for path in inside if not path.name.startswith((".", "~")) and any(r.fits(path) for r in READERS)]
    if not found:
        what = Message("there are no counties in it; each is {expected}", expected=_expected())
        raise InputError([Problem(str(folder), 1, WHOLE, what)])
    return found


def _headed(path: Path, file: str) -> str:
    """The name of a county's file with the county's path before it."""
    if file == str(path):
        return file
    return str(path) if file == path.name else str(path / file)


def files_of(path: str | PathLike[str]) -> tuple[Path, ...]:
    """The files that a county is read from, of which none may be written while it is.

    Raises
    ------
    InputError
        If there is no county.
    """
    return _reader_for(path).files(Path(path))


def _reader_for(path: str | PathLike[str]) -> Reader:
    try:
        for reader in READERS:
            if reader.fits(Path(path)):
                return reader
        other, nothing = Message("this is another file"), Message("there is no such file or folder")
        problem = other if Path(path).exists() else nothing
    except OSError as error:  # a name too long for any file, or a folder above that may not be entered
        problem = Message("it cannot be opened ({why})", why=why(error))
    what = Message("{problem}; give {expected}", problem=problem, expected=_expected())
    raise InputError([Problem(str(path), 1, WHOLE, what)])


def _expected() -> str:
    *others, last = (reader.description for reader in READERS)
    return Message("{others}, or {last}", others=tuple(others), last=last)
