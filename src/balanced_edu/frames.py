"""Data frames of any library, through narwhals (extra ``frames``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from balanced_edu.extras import package

if TYPE_CHECKING:
    from types import ModuleType

    from numpy.typing import ArrayLike

Backend: TypeAlias = Literal["pandas", "polars", "pyarrow"]
"""The frame libraries that a table can be had in."""


def frame_of(columns: Mapping[str, Sequence[object]], backend: Backend) -> Any:
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
    return narwhals().from_dict(dict(columns), backend=backend).to_native()


def columns_of(frame: object, names: Sequence[str]) -> dict[str, ArrayLike]:
    """The columns of a frame, or of a mapping, by name, as numpy takes them.

    Raises
    ------
    ValueError
        If a column is missing.
    ModuleNotFoundError
        If a frame is given and narwhals is missing.

    Examples
    --------
    >>> columns_of({"county": ["示例县"], "pupils": [100]}, ["county"])
    {'county': ['示例县']}
    """
    if not isinstance(frame, Mapping):
        native = narwhals().from_native(frame)
        collected = native.collect() if hasattr(native, "collect") else native
        given = {name: collected[name].to_numpy() for name in names if name in collected.columns}
    else:
        given = {name: frame[name] for name in names if name in frame}
    missing = [name for name in names if name not in given]
    if missing:
        raise ValueError(f"columns are missing: {', '.join(missing)}; name them so or rename those that mean it")
    return given


def narwhals() -> ModuleType:
    """The library narwhals.

    Raises
    ------
    ModuleNotFoundError
        If it is missing.
    """
    library: ModuleType = package("narwhals", extra="frames", needed_by="a data frame")
    return library
