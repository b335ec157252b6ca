"""Codes of campuses in many counties: which of them a reader of one county has to look at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from balanced_edu.arrays import unmasked
from balanced_edu.nation.tables import spelt_out
from balanced_edu.outcomes import is_masked
from balanced_edu.records.parents import impossible_parents
from balanced_edu.tables.columns import text_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from balanced_edu.nation.tables import GivenTable

# Nothing that could be a word, a date, a number that was shortened, or a heading of totals.
_PLAIN = re.compile(r"[A-Za-z]{0,4}0*[1-9][0-9]{0,40}")
_DIGITS = 18  # as many as an integer has
_ALL_PLAIN = re.compile(rf"(?:{_PLAIN.pattern}\n)*")


def odd_codes(places: NDArray[np.intp], table: GivenTable) -> NDArray[np.bool_]:
    """The rows whose code is not plain, is that of another campus of the county, or whose parent cannot be.

    Parameters
    ----------
    places
        The place of each row's county.
    table
        The campuses as they were given.
    """
    odd = np.zeros(places.size, dtype=np.bool_)
    column = _column(table, "school_code")
    if "parent_code" not in table.fields and _are_plain_and_distinct(column):
        return odd
    codes = _texts(column)
    together = "\n".join([*codes, ""])
    if together.count("\n") > len(codes) or not _ALL_PLAIN.fullmatch(together):
        odd = np.fromiter((not _PLAIN.fullmatch(code) for code in codes), dtype=np.bool_, count=len(codes))
    if len(set(codes)) < len(codes):
        seen: dict[tuple[int, str], int] = {}
        for row, key in enumerate(zip(places.tolist(), codes, strict=True)):
            odd[row] = odd[row] or seen.setdefault(key, row) != row
    if "parent_code" in table.fields:
        odd |= _impossible_parents(places, codes, _texts(_column(table, "parent_code")))
    return odd


def _column(table: GivenTable, name: str) -> NDArray[Any]:
    column = spelt_out(table.columns[table.fields[name][0]])
    return np.asarray(unmasked(column) if is_masked(column) else column)


def _are_plain_and_distinct(column: NDArray[Any]) -> bool:
    """Whether codes are positive integers, or digits, and each is another number; of others nothing is said."""
    if column.dtype.kind == "U" and column.size and column.dtype.itemsize:
        letters = np.ascontiguousarray(column).view(np.uint32).reshape(column.size, -1)
        digits = letters - np.uint32(ord("0"))  # what is less becomes very large
        if not np.all((digits < 10) | (letters == 0)) or letters.shape[1] > _DIGITS:
            return False
        try:
            column = column.astype(np.int64)
        except ValueError:  # one of them is empty, or has a zero byte within
            return False
    if column.dtype.kind not in "iu":
        return False
    ascending = bool(np.all(column[1:] > column[:-1]))
    return bool(np.all(column > 0)) and (ascending or np.unique(column).size == column.size)


def _texts(column: NDArray[Any]) -> list[str]:
    if column.dtype.kind in "iu":
        return list(map(str, column.tolist()))
    return [one if isinstance(one, str) else text_of(one) for one in column.tolist()]


def _impossible_parents(places: NDArray[np.intp], codes: list[str], parents: list[str]) -> NDArray[np.bool_]:
    """The campuses of the counties in which a parent cannot be, or is not plain."""
    odd = np.zeros(places.size, dtype=np.bool_)
    with_parents = np.unique(places[[bool(parent) for parent in parents]]).tolist()
    for place in with_parents:
        rows = np.flatnonzero(places == place)
        of_county = {codes[row]: parents[row] or None for row in rows.tolist()}
        plain = all(parent is None or _PLAIN.fullmatch(parent) for parent in of_county.values())
        odd[rows] = not plain or any(True for _ in impossible_parents(of_county))
    return odd
