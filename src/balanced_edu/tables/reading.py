"""Reading county data sets: the reader that a path needs is chosen here, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from balanced_edu.arguments import of_type
from balanced_edu.errors import InputError, Problem
from balanced_edu.notes import WHOLE
from balanced_edu.tables import folder, workbook

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
        Reads the county, and passes over columns that no field has if it is told ``ignore_columns``; raises
        `InputError` with every problem if something cannot be used.
    """

    description: str
    fits: Callable[[Path], bool]
    files: Callable[[Path], tuple[Path, ...]]
    read: Callable[..., County]


READERS: tuple[Reader, ...] = tuple(
    Reader(form.DESCRIPTION, form.fits, form.files, form.read) for form in (folder, workbook)
)
"""The readers; the first that fits a path reads it. A further form of data set is one more of them."""


def read_county(path: str | PathLike[str], *, ignore_columns: bool = False) -> County:
    """Read a county (县级数据) from a workbook, or from a folder with ``schools.csv`` and the facts of the county.

    What is not given is None: unknown. ``county.reading`` says what was renamed, converted and passed over, with its
    place.

    A workbook (``.xlsx``, ``.xls``, ``.ods``) has a sheet 学校 with a row for each campus and a sheet 县级 with a row
    for each fact (item, value, unit, notes), and perhaps sheets 监测 and 调查 with the subjects of monitoring and the
    groups of the survey. In a folder the facts are in ``county.toml``, or in tables that are like the sheets:
    ``县级.csv``, ``监测.csv`` and ``调查.csv``. Text is UTF-8, with or without BOM, or GB18030.

    Parameters
    ----------
    path
        The workbook or the folder.
    ignore_columns
        Whether columns that no field has are passed over; they are problems otherwise.

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
        problem = "this is another file" if Path(path).exists() else "there is no such file or folder"
    except OSError as error:  # a name too long for any file, or a folder above that may not be entered
        problem = f"it cannot be opened ({error.strerror})"
    raise InputError([Problem(str(path), 1, WHOLE, f"{problem}; give {_expected()}")])


def _expected() -> str:
    return " or ".join(reader.description for reader in READERS)
