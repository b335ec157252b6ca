"""Data frames of any library, through narwhals (extra ``frames``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

from balanced_edu.extras import package
from balanced_edu.text import represented

if TYPE_CHECKING:
    from types import ModuleType

    from numpy.typing import ArrayLike

Backend: TypeAlias = Literal["pandas", "polars", "pyarrow"]
"""The libraries in whose frames tables are given out."""


def frame_of(columns: Mapping[str, Sequence[object]], backend: Backend) -> Any:
    """Columns as a data frame of ``"pandas"``, ``"polars"`` or ``"pyarrow"``.

    Raises
    ------
    ModuleNotFoundError
        If narwhals or the library is missing.
    ValueError
        If it is another library.

    Examples
    --------
    >>> frame_of({"county": ["示例县"]}, "polars").columns
    ['county']
    """
    library, known = narwhals(), get_args(Backend)
    if backend not in known:
        raise ValueError(f"there are no frames of {represented(backend)}; write one of {', '.join(known)}")
    package(backend, needed_by=f"a data frame of {backend}")
    return library.from_dict(dict(columns), backend=backend).to_native()


def columns_of(frame: object, names: Sequence[str]) -> dict[str, ArrayLike]:
    """Those of the named columns that a frame or a mapping has, by name, as numpy takes them.

    Raises
    ------
    TypeError
        If it is neither.
    ModuleNotFoundError
        If a frame is given and narwhals is missing.

    Examples
    --------
    >>> columns_of({"county": ["示例县"], "pupils": [100]}, ["county", "stage"])
    {'county': ['示例县']}
    """
    if isinstance(frame, Mapping):
        return {name: frame[name] for name in names if name in frame}
    # Every frame has them; the class is asked, since a lazy frame looks them up first.
    if not hasattr(type(frame), "columns"):
        raise _not_a_frame(frame)
    try:
        native = narwhals().from_native(frame)
    except TypeError:
        raise _not_a_frame(frame) from None
    collected = native.collect() if hasattr(native, "collect") else native
    return {name: collected[name].to_numpy() for name in names if name in collected.columns}


def _not_a_frame(given: object) -> TypeError:
    return TypeError(
        "the columns must be those of a data frame of pandas, polars or Arrow, or of a mapping from their names; "
        f"given {type(given).__name__}"
    )


def narwhals() -> ModuleType:
    """The library narwhals, imported when it is first needed.

    Raises
    ------
    ModuleNotFoundError
        If it is missing.
    """
    library: ModuleType = package("narwhals", extra="frames", needed_by="a data frame")
    return library
