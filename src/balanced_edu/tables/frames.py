"""Data frames of any library, through narwhals (extra ``frames``)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast, get_args

import numpy as np

from balanced_edu.exact import as_written
from balanced_edu.extras import package
from balanced_edu.message import Message
from balanced_edu.outcomes import is_unknown
from balanced_edu.text import quoted, represented
from balanced_edu.units import is_quantity

if TYPE_CHECKING:
    from types import ModuleType

    from numpy.typing import ArrayLike, NDArray

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
    package(backend, needed_by=Message("a data frame of {library}", library=backend))
    return library.from_dict(dict(columns), backend=backend).to_native()


def frame_like(columns: Mapping[str, Sequence[object]], texts: Collection[str] | None, like: object) -> Any:
    """Columns of texts and of floats as a frame of the library of another frame, or of the library that is named.

    An unknown number is NaN in pandas and null elsewhere. A mapping gives a dictionary, a lazy frame a lazy one.

    Parameters
    ----------
    columns
        The columns.
    texts
        The names of those that have texts; None if the types of columns are those of their values.
    like
        A frame, a mapping, or ``"pandas"``, ``"polars"`` or ``"pyarrow"``.

    Raises
    ------
    TypeError
        If `like` is none of these.
    ValueError
        If it is the name of another library.
    ModuleNotFoundError
        If narwhals or the library is missing.

    Examples
    --------
    >>> frame_like({"county": ["示例县"], "R1": [4.2]}, ["county"], {})
    {'county': ['示例县'], 'R1': [4.2]}
    """
    given = {name: list(column) for name, column in columns.items()}
    if isinstance(like, Mapping):
        return given
    known = narwhals()
    frame = of_narwhals(frame_of({}, cast("Backend", like)) if isinstance(like, str) else like)
    library, lazy = frame.implementation, hasattr(frame, "collect")
    schema = None if texts is None else {name: known.String if name in texts else known.Float64 for name in given}
    of_engine = lazy and not library.is_polars()
    made = known.from_dict(given, schema=schema, backend="pyarrow" if of_engine else library)
    return (made.lazy(backend=library if of_engine else None) if lazy else made).to_native()


def table_of(given: object) -> dict[str, list[Any]]:
    """The columns of a frame, of a mapping from names to columns, or of a list of rows, by heading.

    Values are those of Python, of numpy or quantities; a single value in a mapping stands in every row. Floats of fewer
    than 64 bits are the decimals they print as.

    Raises
    ------
    TypeError
        If it is none of these.
    ValueError
        If the columns differ in length, or two have the same name.
    ModuleNotFoundError
        If a frame is given and narwhals is missing.

    Examples
    --------
    >>> table_of([{"学校代码": "A1", "小学在校生数": 800}, {"学校代码": "A2"}])
    {'学校代码': ['A1', 'A2'], '小学在校生数': [800, None]}
    """
    if isinstance(given, (list, tuple)) and all(isinstance(row, Mapping) for row in given):
        names = dict.fromkeys(name for row in given for name in row)
        return {str(name): [row.get(name) for row in given] for name in names}
    if isinstance(given, Mapping):
        return _in_every_row({str(name): _column(column) for name, column in given.items()})
    try:
        frame = of_narwhals(given)
        collected = frame.collect() if hasattr(frame, "collect") else frame
        return {str(series.name): _values(series) for series in collected.iter_columns()}
    except narwhals().exceptions.DuplicateError:
        raise ValueError(Message("two columns have the same name; rename or drop one of them")) from None


def _column(given: Any) -> Any:
    """A column of a mapping as a list; a single value as it is."""
    if isinstance(given, (str, bytes, Mapping)):
        return given
    if hasattr(type(given), "__array__") and not isinstance(given, np.ndarray) and not is_quantity(given):
        with suppress(TypeError):  # arrays that are no column of a frame
            return _values(narwhals().from_native(given, series_only=True))
        given = array_of(given)
    try:
        return list(given)
    except TypeError:
        return given


EXACT = 9_007_199_254_740_992
"""2⁵³, the last integer up to which a float holds every one."""


def array_of(given: Any) -> NDArray[Any]:
    """A column of another library as an array: its own values where floats, beside empty cells, hold too few digits."""
    array = np.asarray(given)
    # The integer after the last exact one is rounded to that.
    if array.dtype == np.float64 and np.any(np.abs(array) >= EXACT):
        values: Callable[[], list[Any]] = getattr(given, "to_pylist", getattr(given, "to_list", array.tolist))
        return np.array(values(), dtype=object)
    return array


def _in_every_row(columns: Mapping[str, Any]) -> dict[str, list[Any]]:
    lengths = {name: len(column) for name, column in columns.items() if isinstance(column, list)}
    refuse_lengths(lengths)
    rows = next(iter(lengths.values()), 1)
    return {name: column if isinstance(column, list) else [column] * rows for name, column in columns.items()}


def refuse_lengths(lengths: dict[str, int]) -> None:
    """Refuse columns of several lengths.

    Raises
    ------
    ValueError
        If there is more than one.
    """
    if len(set(lengths.values())) > 1:
        first = {length: name for name, length in reversed(lengths.items())}
        shown = tuple(
            Message("{length} {length:row|rows} of {column}", length=length, column=quoted(name))
            for length, name in sorted(first.items())
        )
        raise ValueError(Message("the columns must have one length; given {given}", given=shown))


def _values(series: Any) -> list[Any]:
    """The values of a series of narwhals; narrow floats as the decimals they print as."""
    values: list[Any] = series.to_list()
    if str(series.dtype) not in ("Float16", "Float32"):
        return values
    known = [np.nan if is_unknown(value) else value for value in values]
    return list(as_written(np.array(known, dtype=str(series.dtype).lower())).tolist())


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
    native = of_narwhals(frame)
    collected = native.collect() if hasattr(native, "collect") else native
    columns = {name: collected[name] for name in names if name in collected.columns}
    return {name: column.to_native() if _is_text(column) else column.to_numpy() for name, column in columns.items()}


def _is_text(column: Any) -> bool:
    """Whether a column has texts, of which numpy would make an object each."""
    library = narwhals()
    return column.dtype in (library.String, library.Categorical, library.Enum)


def of_narwhals(given: object) -> Any:
    """A frame of any library as one of narwhals.

    Raises
    ------
    TypeError
        If it is none.
    ModuleNotFoundError
        If narwhals is missing.
    """
    # Every frame has columns; the class is asked, since a lazy frame looks them up first.
    if hasattr(type(given), "columns"):
        with suppress(TypeError):
            return narwhals().from_native(given)
    raise TypeError(
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
    library: ModuleType = package("narwhals", extra="frames", needed_by=Message("a data frame"))
    return library
