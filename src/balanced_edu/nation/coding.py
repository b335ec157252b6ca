"""Columns of texts as codes: texts are looked at once each, and the rows of a column are integers."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING, Any

import numpy as np

from balanced_edu.arrays import Coded, unmasked
from balanced_edu.dispersion.grouping import GroupedRows
from balanced_edu.extras import package
from balanced_edu.outcomes import is_masked

if TYPE_CHECKING:
    from numpy.typing import NDArray


def coded(given: object) -> Coded | None:
    """A column of texts as codes; None if it is anything else, or has something else in any row.

    Columns of pandas, polars and Arrow are coded by their libraries, which make no object of Python for each row.

    Examples
    --------
    >>> column = coded(["乙县", "乙县", "甲县"])
    >>> column.values.tolist(), column.codes.tolist()
    (['乙县', '甲县'], [0, 0, 1])
    >>> coded(["330302", 330302, None])
    """
    # What libraries and Python cannot code is no column of texts.
    with suppress(TypeError, ValueError, NotImplementedError):
        column = _by_library(given) or _by_value(unmasked(given) if is_masked(given) else given)
        if column is not None and len(column.values) and all(isinstance(text, str) for text in column.values):
            return column
    return None


def _by_library(given: Any) -> Coded | None:
    if hasattr(given, "dictionary_encode") and not given.null_count:  # Arrow
        encoded = given.dictionary_encode()
        whole = encoded.combine_chunks() if hasattr(encoded, "combine_chunks") else encoded
        return Coded(*(part.to_numpy(zero_copy_only=False) for part in (whole.dictionary, whole.indices)))
    if hasattr(given, "factorize") and not (_holds_objects(given) and _are_adjacent(np.asarray(given))):  # pandas
        codes, texts = given.factorize()
        return None if np.any(codes < 0) else Coded(np.asarray(texts, dtype=object), codes)
    if hasattr(given, "to_physical") and not given.null_count():  # polars
        polars = package("polars", needed_by="a column of polars")
        if given.dtype in (polars.String, polars.Categorical, polars.Enum):
            texts = given.unique().cast(polars.String)
            return Coded(texts.to_numpy(), given.cast(polars.Enum(texts)).to_physical().to_numpy())
    return None


def _holds_objects(given: Any) -> bool:
    """Whether a column of pandas has an object of Python for each row already."""
    return isinstance(given.dtype, np.dtype) or getattr(given.dtype, "storage", None) == "python"


def _by_value(given: Any) -> Coded | None:
    listed = isinstance(given, (list, tuple))
    values = np.asarray(given, dtype=object if listed else None)
    if values.dtype.kind not in "OUT" or values.ndim != 1:
        return None
    runs = GroupedRows.of(values) if _are_adjacent(values) else None
    heads = values if runs is None else values[runs.starts]
    numbers: defaultdict[Any, int] = defaultdict(count().__next__)
    codes = np.fromiter(map(numbers.__getitem__, heads.tolist()), np.intp, heads.size)
    # Texts of numpy lose zero bytes at their end, by which two of them may differ.
    kind = None if listed and "\0" not in "".join(numbers) else values.dtype
    return Coded(np.array(list(numbers), dtype=kind), codes if runs is None else runs.to_rows(codes))


def _are_adjacent(values: NDArray[Any]) -> bool:
    """Whether rows of one county are mostly adjacent, as the first ones are: then one of them is looked up for all."""
    first = values[:_SAMPLE]
    return bool(2 * np.count_nonzero(first[1:] == first[:-1]) >= first.size - 1)


_SAMPLE = 1024
