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
from balanced_edu.tables import folder

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
        Reads the county; raises `InputError` with every problem if something cannot be used.
    """

    description: str
    fits: Callable[[Path], bool]
    files: Callable[[Path], tuple[Path, ...]]
    read: Callable[[Path], County]


READERS: tuple[Reader, ...] = (Reader(folder.DESCRIPTION, folder.fits, folder.files, folder.read),)
"""The readers; the first that fits a path reads it. A further form of data set is one more of them."""


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
    schools.csv:3:专任教师数: 专任教师数 is '三十五', which is not a number; write one, or leave the cell empty
    """
    of_type("read_county", "path", path, (str, PathLike), f"the path of {_expected()}")
    return _reader_for(path).read(Path(path))


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
        problem = "this is a file" if Path(path).exists() else "there is no such folder"
    except OSError as error:  # a name too long for any file, or a folder above that may not be entered
        problem = f"the folder cannot be opened ({error.strerror})"
    raise InputError([Problem(str(path), 1, WHOLE, f"{problem}; give {_expected()}")])


def _expected() -> str:
    return " or ".join(reader.description for reader in READERS)
