"""Data frames of any library, through narwhals (extra ``frames``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeAlias

Backend: TypeAlias = Literal["pandas", "polars", "pyarrow"]
"""The frame libraries that a table can be had in."""


def frame_of(columns: Mapping[str, Sequence[Any]], backend: Backend) -> Any:
    """Columns as a data frame of ``"pandas"``, ``"polars"`` or ``"pyarrow"``.

    Raises
    ------
    ModuleNotFoundError
        If narwhals or the library is missing.

    Examples
    --------
    >>> frame_of({"county": ["示例县"]}, "polars").columns
    ['county']
    """
    try:
        import narwhals as nw
    except ModuleNotFoundError as error:
        message = "data frames need narwhals: pip install 'balanced-edu[frames]'"
        raise ModuleNotFoundError(message, name="narwhals") from error
    return nw.from_dict(dict(columns), backend=backend).to_native()
