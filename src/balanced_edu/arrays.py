"""The one door for figures and ids: whatever holds them comes out as numpy arrays, and what is neither is named.

Figures come out as float64, NaN where unknown. Nothing narrower enters arithmetic: integers of 8 bits would overflow,
and floats of 32 bits are read as the decimals they print as.

>>> figures(np.array([0.9, 4.5], dtype=np.float32))
(array([0.9, 4.5]), {})
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs
import numpy as np

from balanced_edu import units
from balanced_edu.exact import as_written, exact, scaled
from balanced_edu.outcomes import is_masked, is_unknown
from balanced_edu.text import represented
from balanced_edu.units import Unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

Place: TypeAlias = tuple[int, ...]
"""Position of a figure in its array; () of a single figure."""


def _in_a_row(given: Sequence[object] | NDArray[Any]) -> NDArray[Any]:
    return given if isinstance(given, np.ndarray) else np.fromiter(given, dtype=object, count=len(given))


@attrs.frozen(slots=True, eq=False)
class Coded:
    """A column of few distinct values, such as kinds of schools: the values, and which of them each row has.

    Attributes
    ----------
    values
        The values in any order, others and repeated ones perhaps among them; None is unknown.
    codes
        The position of each row's value among them.

    Examples
    --------
    >>> Coded(("公办", None), np.array([0, 1, 0])).of_each(lambda value: value == "公办")
    array([ True, False,  True])
    """

    values: NDArray[Any] = attrs.field(converter=_in_a_row)
    codes: NDArray[Any]

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the column."""
        return self.codes.shape

    def of_each(self, find: Callable[[Any], object]) -> NDArray[Any]:
        """What is found of each row's value; every value is looked at once."""
        return np.asarray(np.array([find(value) for value in self.values])[self.codes])

    def take(self, rows: NDArray[np.intp] | slice) -> Coded:
        """The column of some rows."""
        return attrs.evolve(self, codes=self.codes[rows])


def figures(given: object, unit: str | None = None) -> tuple[NDArray[np.float64], Mapping[Place, str]]:
    """Figures as float64, and by their place those that are not numbers, as a message shows them.

    An array of float64 is returned itself. NaN stands for what is None, masked or another library's null, and for what
    is not a number.

    Parameters
    ----------
    given
        Numbers of any kind and width: alone, in arrays, in lists, in a column of a data frame; or quantities.
    unit
        Unit in which quantities are converted and other numbers are read. If it is None, quantities may have any unit,
        the same for all in a list, and are not converted.

    Raises
    ------
    UnitError
        If a quantity measures something else.

    Examples
    --------
    >>> figures([1, None, "many"])
    (array([ 1., nan, nan]), {(2,): "'many'"})
    >>> figures(units.quantity([0.07, 3], "万元"), "yuan")
    (array([  700., 30000.]), {})
    """
    return _read(given, unit, exactly=False)


def exact_figures(given: object, unit: str | None = None) -> NDArray[Any]:
    """The same figures without rounding: float64 where floats are given, else objects that `exact` reads.

    Examples
    --------
    >>> exact_figures([2**53 + 1, Fraction(1, 3), None]).tolist()
    [Fraction(9007199254740993, 1), Fraction(1, 3), nan]
    """
    return _read(given, unit, exactly=True)[0]


def _read(given: Any, unit: str | None, *, exactly: bool) -> tuple[NDArray[Any], Mapping[Place, str]]:
    kind = type(given)
    if kind is np.ndarray and given.dtype == np.float64:
        return given, {}
    bare, carried = (given, None) if kind in _PLAIN or kind is np.ndarray else units.without_unit(given)
    if carried is not None:
        numbers, not_numbers = _read(bare, None, exactly=exactly)
        return numbers if unit is None else _times(numbers, units.factor(carried, unit)), not_numbers
    if isinstance(bare, (list, tuple)):
        return _of_list(bare, unit, exactly=exactly)
    array = np.asarray(unmasked(bare, np.nan))
    if array.dtype.kind in "OUST":
        return _one_by_one(np.ndenumerate(array), array.shape, unit, exactly=exactly)
    if array.dtype.kind not in "biuf":
        # Of dates and complex numbers numpy makes numbers that nobody meant.
        return np.full(array.shape, np.nan), {at: _shown(value) for at, value in np.ndenumerate(array)}
    return array.astype(object) if exactly and array.dtype.kind != "f" else as_written(array), {}


# Types whose values have no unit, and lists of which numpy converts as they are; texts of numbers are taken, too.
_FLOATS = {float, np.float64, type(None)}
_RATIONALS = {int, Fraction, type(None)}
_PLAIN = {int, bool, str, *(np.dtype(code).type for code in "?bBhHiIlLqQ"), *_FLOATS}


def _of_list(given: Collection[Any], unit: str | None, *, exactly: bool) -> tuple[NDArray[Any], Mapping[Place, str]]:
    kinds = set(map(type, given))
    if kinds <= (_FLOATS if exactly else _PLAIN):
        try:
            return np.asarray(given, dtype=np.float64), {}
        except (ValueError, OverflowError):
            pass  # one of them is not a number, and is looked for
    elif kinds <= _RATIONALS:
        try:
            floats = [np.nan if one is None else float(one) for one in given]
        except OverflowError:
            pass  # one of them is larger than any number, and is looked for
        else:
            exactly_read = [np.nan if one is None else exact(one) for one in given] if exactly else floats
            return np.array(exactly_read, dtype=object if exactly else np.float64), {}
    elif any(map(is_row, given)):
        rows = [_read(row, unit, exactly=exactly) for row in given]
        if len({numbers.shape for numbers, _ in rows}) == 1:
            wrong = {(row, *at): shown for row, (_, of_row) in enumerate(rows) for at, shown in of_row.items()}
            return np.stack([numbers for numbers, _ in rows]), wrong
    return _one_by_one((((at,), one) for at, one in enumerate(given)), (len(given),), unit, exactly=exactly)


def is_row(value: object) -> bool:
    """Whether a value is a list or an array of several values, of any library."""
    bare, _ = units.without_unit(value)
    of_other_libraries = hasattr(bare, "__array__")
    return isinstance(bare, (list, tuple)) or getattr(bare, "ndim", int(of_other_libraries)) > 0


def _one_by_one(
    given: Iterable[tuple[Place, Any]], shape: Place, unit: str | None, *, exactly: bool
) -> tuple[NDArray[Any], Mapping[Place, str]]:
    numbers: NDArray[Any] = np.full(shape, np.nan, dtype=object if exactly else np.float64)
    read = _exact_number if exactly else _number
    not_numbers: dict[Place, str] = {}
    wanted: Unit | str | None = unit
    without_unit = []
    for at, value in given:
        bare, carried = units.without_unit(value)
        if hasattr(bare, "as_py"):  # an element of Arrow
            bare = bare.as_py()
        try:
            if is_unknown(bare):
                continue
            numbers[at] = read(bare)
        except (TypeError, ValueError, ArithmeticError):
            not_numbers[at] = _shown(value)
            continue
        if carried is None:
            without_unit.append((at, bare))
        elif wanted is None:
            wanted = carried
        else:
            numbers[at] = _times(np.asarray(numbers[at]), units.factor(carried, wanted))[()]
    if unit is None and wanted is not None:
        for at, bare in without_unit:
            numbers[at], not_numbers[at] = np.nan, f"{_shown(bare)} without a unit"
    return numbers, not_numbers


def _number(value: Any) -> float:
    if hasattr(value, "__array__"):
        array = np.asarray(value)
        if array.ndim or array.dtype.kind not in "biufOUS":
            raise TypeError("not a number")
        value = as_written(array) if array.dtype.kind == "f" else array.item()
    return float(value)


def _exact_number(value: Any) -> Fraction:
    number = _number(value)
    return exact(number if isinstance(value, (str, bytes)) else value)


def _times(numbers: NDArray[Any], factor: Fraction) -> NDArray[Any]:
    return scaled(numbers, factor) if numbers.dtype == np.float64 else np.asarray(numbers * factor, dtype=object)


def _shown(value: object) -> str:
    return represented(value.item() if isinstance(value, np.generic) else value)


def unmasked(given: object, number: float | None = None) -> object:
    """What is given without its masks; where something is masked, None or, among numbers, the `number`."""
    if isinstance(given, (list, tuple)):
        nested = any(issubclass(kind, (np.ndarray, list, tuple)) for kind in set(map(type, given)))
        return [unmasked(one, number) for one in given] if nested else given
    if not is_masked(given):
        return given
    if not np.any(given.mask):
        return given.data
    instead: Any = number if given.dtype.kind in "biuf" else None
    return np.where(given.mask, instead, given.data)[()]


def ids_of(given: object) -> tuple[NDArray[Any], Mapping[str, NDArray[np.bool_]]]:
    """Ids as an array, and in words what some of them are that none may be, with where.

    Lists and arrays of objects are read as what they hold: texts, integers, or floats, of which NaN is an unknown id.

    Examples
    --------
    >>> ids_of(["330302", None, 330302])[1]
    {'unknown': array([False,  True, False]), 'an integer among texts': array([False, False,  True])}
    """
    given = unmasked(given)
    listed = isinstance(given, (list, tuple))
    ids = np.asarray(given, dtype=object if listed else None)
    if hasattr(ids.dtype, "na_object"):
        ids = ids.astype(object)
    if ids.dtype.kind != "O":
        # No integer and no text differs from itself.
        unknown = ids != ids if ids.dtype.kind in "fcmM" else np.False_
        return ids, {"unknown": np.asarray(unknown)} if unknown.any() else {}
    kinds = set(map(type, ids.flat))
    if all(issubclass(kind, str) for kind in kinds):
        # Texts of numpy lose zero bytes at their end, by which two of them may differ.
        return np.asarray(given) if listed and "\0" not in "".join(ids.flat) else ids, {}
    if all(issubclass(kind, _INTEGERS) and kind is not bool for kind in kinds):
        integers = np.asarray(ids.tolist())
        # Those that no integer of numpy holds stay as they are.
        return integers if integers.dtype.kind in "iu" else ids, {}
    if all(issubclass(kind, (float, np.floating)) for kind in kinds):
        return ids_of(ids.astype(np.float64))
    return ids, _of_no_kind(ids)


_INTEGERS = (int, np.integer)


def _of_no_kind(ids: NDArray[Any]) -> Mapping[str, NDArray[np.bool_]]:
    """Where ids are unknown, or neither integers nor texts; of integers and texts the fewer are wrong."""

    def where(holds: Callable[[object], bool]) -> NDArray[np.bool_]:
        return np.array([holds(id) for id in ids.flat], dtype=np.bool_).reshape(ids.shape)

    texts, unknown = where(lambda id: isinstance(id, str)), where(is_unknown)
    integers = where(lambda id: isinstance(id, _INTEGERS) and not isinstance(id, bool))
    wrong = {"unknown": unknown, "neither an integer nor a text": ~(texts | integers | unknown)}
    if np.count_nonzero(texts) < np.count_nonzero(integers):
        wrong["a text among integers"] = texts
    elif texts.any():
        wrong["an integer among texts"] = integers
    return {what: bad for what, bad in wrong.items() if bad.any()}
