"""Data sets in files, good and broken, and the problems that reading them reports."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from balanced_edu import InputError, Problem, read_county
from balanced_edu.records.campus import Campus

BAD_INPUT: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent / "cases" / "bad_input.toml").read_text(encoding="utf-8")
)
SCHOOLS: str = BAD_INPUT["good"]["schools"].lstrip()
FACTS: str = BAD_INPUT["good"]["county"].lstrip()


def folder_with(folder: Path, schools: str | bytes | None = SCHOOLS, facts: str | bytes | None = FACTS) -> Path:
    """The folder with these two files, without one that is None."""
    for name, content in (("schools.csv", schools), ("county.toml", facts)):
        if content is not None:
            (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def problems_of(path: Path) -> list[Problem]:
    """The problems for which a data set is refused; none if it is read."""
    try:
        read_county(path)
    except InputError as error:
        return list(error.problems)
    return []


def only_campus(folder: Path, headings: str, cells: str) -> Campus:
    """The campus of a table that has further columns beside the required ones."""
    table = f"学校代码,学校类型,{headings}\nA1,九年一贯制学校,{cells}\n"
    (campus,) = read_county(folder_with(folder, table)).campuses
    return campus
