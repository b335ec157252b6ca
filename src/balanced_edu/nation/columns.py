"""Tables of many counties as columns: every cell read by the grammar of one, each distinct value once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs
import numpy as np

from balanced_edu.arrays import Coded, figures, is_row, unmasked
from balanced_edu.assessment.look_up import bounded
from balanced_edu.checks.limits import Bounded
from balanced_edu.exact import as_written, number_text, scaled
from balanced_edu.identity import trimmed
from balanced_edu.notes import ReadingError
from balanced_edu.outcomes import is_masked
from balanced_edu.records.bands import Band, least_of, most_of
from balanced_edu.records.fields import LARGEST_FIGURE, Field, Form
from balanced_edu.records.kinds import Grade
from balanced_edu.tables.cells import read_cell
from balanced_edu.tables.columns import text_of
from balanced_edu.tables.items import local_field
from balanced_edu.units import UnitError, is_quantity

if TYPE_CHECKING:
    from numpy.typing import NDArray

Column: TypeAlias = "NDArray[Any] | Bounded | Coded"
"""Figures as float64 with NaN for what is unknown, judgements as outcomes, words and texts by their distinct values;
areas of rooms have a second axis, filled up with 0, whose figures are all NaN where they are unknown."""

FIGURES = (Form.COUNT, Form.AMOUNT, Form.SHARE, Form.PERCENT)
_WHOLE = (Form.COUNT, Form.SIZE)
_MOST: Mapping[object, float] = {Form.SHARE: 1.0, Form.PERCENT: 100.0}
_DECIMALS = 10_000.0  # figures with up to four decimals are recognised at once
_LARGEST_DECIMAL = 1e11  # with four decimals it has fifteen digits


@attrs.frozen(slots=True, eq=False)
class Read:
    """A column as it was read.

    Attributes
    ----------
    column
        The column.
    unread
        The rows whose cell gives no value that a column can hold; None if there are none. A reader of single cells
        says what is wrong with them.
    """

    column: Column
    unread: NDArray[np.bool_] | None = None


def read_column(given: Any, field: Field, factor: int = 1) -> Read:
    """Read a column of a table.

    Parameters
    ----------
    given
        The values of its rows.
    field
        The field that they are of.
    factor
        How many of the field's unit one of the column's unit is.
    """
    if is_quantity(given):
        given = _in_unit(given, field)
        factor = 1
    if isinstance(given, Coded):
        return _read_each(given, field, factor)
    # As floats, integers of codes would lose their last digits.
    array = _array(given, None if field.form is Form.CODE else np.nan)
    if array.ndim > 1:
        if field.form is Form.AREAS and array.ndim == 2 and array.dtype.kind != "b":
            return _areas_of_rooms(array)
        array = _array(array.tolist())  # several values in each row, which are read or refused one by one
    if array.dtype.kind == "b" and field.form is Form.JUDGEMENT:
        return Read(np.where(array, np.int8(1), np.int8(-1)))
    if array.dtype.kind in "iuf" and field.form in (*FIGURES, Form.SIZE):
        return _numbers(array, field, factor)
    return _read_each(array, field, factor)


def _in_unit(given: Any, field: Field) -> Any:
    """Quantities as numbers in the field's unit; those of another kind as they are, to be refused one by one."""
    try:
        return figures(given, field.unit or "dimensionless")[0]
    except UnitError:
        return np.array(list(given), dtype=object)


def _array(given: Any, masked: float | None = np.nan) -> NDArray[Any]:
    """A column as an array, with something else where it is masked."""
    bare: Any = unmasked(given, masked) if is_masked(given) else given
    if isinstance(bare, np.ndarray):
        return bare
    several = list(bare)
    if any(map(is_row, several)):
        array = np.empty(len(several), dtype=object)
        array[:] = several
        return array
    return np.array(several, dtype=object)


def _numbers(array: NDArray[Any], field: Field, factor: int) -> Read:
    """Figures that are numbers already."""
    numbers = as_written(array)
    if factor != 1:
        numbers = scaled(numbers, Fraction(factor))
    unread = np.zeros(numbers.shape, dtype=np.bool_)
    are_integers = array.dtype.kind in "iu"
    for rows in chunks(numbers.size):
        wrong = _out_of_range(numbers[rows], field, are_integers=are_integers)
        if wrong.any():
            unread[rows] = wrong
    return _read_as(np.where(unread, np.nan, numbers) if unread.any() else numbers, unread)


def _out_of_range(numbers: NDArray[np.float64], field: Field, *, are_integers: bool) -> NDArray[np.bool_]:
    """Which figures cannot be those of a field."""
    wrong = numbers < 0
    wrong |= numbers > _MOST.get(field.form, LARGEST_FIGURE)
    if are_integers:
        return wrong
    if field.form in _WHOLE:
        wrong |= (np.rint(numbers) != numbers) & (numbers == numbers)  # nothing is wrong with what is unknown
        return wrong
    with np.errstate(over="ignore", invalid="ignore"):
        short = (np.rint(numbers * _DECIMALS) / _DECIMALS == numbers) & (numbers < _LARGEST_DECIMAL)
        short |= (np.rint(numbers) == numbers) | np.isnan(numbers)
    for place in np.flatnonzero(~short & ~wrong).tolist():
        wrong[place] = isinstance(_value(number_text(numbers[place]), partial(read_cell, field=field)), ReadingError)
    return wrong


def chunks(size: int) -> Iterator[slice]:
    """So many rows in parts, of which what is computed stays in the cache."""
    return (slice(start, start + _CHUNK) for start in range(0, size, _CHUNK))


_CHUNK = 16_384


def _areas_of_rooms(array: NDArray[Any]) -> Read:
    """Areas of rooms as a row of numbers for each campus, filled up with 0."""
    # Column by column, as rooms are counted.
    areas = np.asfortranarray(figures(array)[0])
    nothing = np.isnan(areas)
    unknown = nothing.all(axis=1)
    unread = np.any((areas < 0) | (areas > LARGEST_FIGURE), axis=1) | (nothing.any(axis=1) & ~unknown)
    return _read_as(areas, np.asarray(unread))


def _read_as(column: Column, unread: NDArray[np.bool_]) -> Read:
    return Read(column, unread if unread.any() else None)


def _read_each(array: NDArray[Any] | Coded, field: Field, factor: int) -> Read:
    """What is read as the text of a cell: each distinct value once."""
    return _read_distinct(array, field, lambda text: read_cell(text, field, factor))


def read_local(given: Any, field: Field) -> Read:
    """Read a column of a local fact, which only its values say to be a figure or a judgement."""
    return _read_distinct(
        given if isinstance(given, Coded) else _array(given), field, lambda text: read_cell(text, local_field(text))
    )


def _read_distinct(array: NDArray[Any] | Coded, field: Field, read: Callable[[str], object]) -> Read:
    distinct, codes = (array.values.tolist(), array.codes) if isinstance(array, Coded) else _distinct(array)
    values = [_value(text_of(value), read) for value in distinct]
    unread = np.array([isinstance(value, ReadingError) for value in values], dtype=np.bool_)[codes]
    known = [None if isinstance(value, ReadingError) else value for value in values]
    return _read_as(column_of(known, codes, field), unread)


def _value(text: str, read: Callable[[str], object]) -> object:
    """What a cell says, or why it cannot be read."""
    text = trimmed(text)
    try:
        return read(text) if text else None
    except ReadingError as problem:
        return problem


def _distinct(array: NDArray[Any]) -> tuple[list[object], NDArray[Any]]:
    """The distinct values of a column, and which of them each row has."""
    if array.dtype.kind == "U" and (few := _few_texts(array)):
        return few
    if array.dtype.kind in "iufb":
        values, codes = np.unique(array, return_inverse=True)
        return values.tolist(), codes
    keys: list[object] = array.tolist()
    distinct = _by_key(keys)
    if distinct is None:
        keys = list(map(text_of, keys))
        distinct = dict.fromkeys(keys)
    places = {value: place for place, value in enumerate(distinct)}
    return list(places), np.fromiter(map(places.__getitem__, keys), dtype=np.intp, count=len(keys))


def _by_key(values: Iterable[object]) -> Mapping[object, object] | None:
    """The distinct values; None of lists, which are no keys, and of judgements among figures, of which True is as 1."""
    try:
        distinct = dict.fromkeys(values)
    except TypeError:  # such as the areas of several rooms
        return None
    if distinct.keys().isdisjoint((0, 1)):
        return distinct
    kinds = set(map(type, values))
    return distinct if kinds.isdisjoint(_JUDGEMENTS) or kinds <= {*_JUDGEMENTS, type(None)} else None


_JUDGEMENTS = {bool, np.bool_}
_FEW = 32
_PRIME = 0x9E3779B97F4A7C15


def _few_texts(array: NDArray[Any]) -> tuple[list[object], NDArray[Any]] | None:
    """The same for texts of numpy of which few are distinct, by numbers that are compared faster; None if many are."""
    if not array.size or not array.dtype.itemsize:
        return None
    letters = np.ascontiguousarray(array).view(np.uint32).reshape(array.size, -1)
    found = _few_numbers(letters, _first_letters) or _few_numbers(letters, _all_letters)
    if found is None:
        return None
    first, codes = found
    return array[first].tolist(), codes


def _few_numbers(
    letters: NDArray[np.uint32], number_of: Callable[[NDArray[np.uint32]], NDArray[Any]]
) -> tuple[list[int], NDArray[np.uint8]] | None:
    """The first of each distinct row of letters, and which of them each row is; None if there are many.

    Also None if distinct rows have the same number.
    """
    codes = np.zeros(len(letters), dtype=np.uint8)
    first: list[int] = []
    numbers: list[Any] = []
    for rows in chunks(len(letters)):
        part, code = letters[rows], codes[rows]
        number, left, at = number_of(part), len(part), 0
        while left:
            if at == len(first):
                if at == _FEW:
                    return None
                row = int(np.argmin(code))
                first.append(rows.start + row)
                numbers.append(number[row])
            same = number == numbers[at]
            at += 1
            left -= int(np.count_nonzero(same))
            code |= same.view(np.uint8) * np.uint8(at)
        code -= np.uint8(1)
        if not np.array_equal(letters[first].take(code, axis=0), part):
            return None
    return first, codes


def _first_letters(letters: NDArray[np.uint32]) -> NDArray[np.uint64] | NDArray[np.uint32]:
    """The first two letters of each text, which tell most words of a column apart."""
    if letters.shape[1] == 1:
        return letters[:, 0]
    return np.ascontiguousarray(letters[:, :2]).view(np.uint64)[:, 0]


def _all_letters(letters: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """A number for each text that most texts have alone."""
    number = np.zeros(len(letters), dtype=np.uint64)
    for of_place in letters.T:
        number *= np.uint64(_PRIME)
        number += of_place
    return number


def column_of(values: Sequence[Any], codes: NDArray[Any], field: Field) -> Column:
    """The column of values by their codes, in the form of its field."""
    form = field.form
    if form is Form.JUDGEMENT:
        outcomes = [0 if value is None else 1 if value else -1 for value in values]
        return np.array(outcomes, dtype=np.int8).take(codes)
    if form is Form.AREAS:
        return _bounded(values, codes, _row_of(values), whole=False)
    if form is Form.SIZE:
        return _bounded(values, codes, lambda value: np.nan if value is None else value, whole=True)
    if form in FIGURES:
        return np.array([np.nan if value is None else value for value in values], dtype=np.float64).take(codes)
    return Coded(tuple(values), codes)


def _row_of(values: Iterable[Any]) -> Callable[[Any], Any]:
    """How the areas of the rooms of a campus become a row, as long as that of the most rooms."""
    longest = max((len(areas) for areas in values if areas is not None), default=0) or 1

    def row(areas: Any) -> list[float]:
        return [np.nan] * longest if areas is None else [*areas, *[0.0] * (longest - len(areas))]

    return row


def _bounded(
    values: Sequence[Any], codes: NDArray[np.intp], number: Callable[[Any], Any], *, whole: bool
) -> NDArray[np.float64] | Bounded:
    """Figures, with bounds if some are given as bands."""
    several = [value if isinstance(value, tuple) else (value,) for value in values]
    if not any(isinstance(one, Band) for each in several for one in each):
        return np.array([number(value) for value in values], dtype=np.float64)[codes]
    top = [most_of(bounded(value), whole=whole) for value in values]
    banded = np.array([any(isinstance(one, Band) for one in each) for each in several], dtype=np.bool_)
    least = np.array([number(least_of(value)) for value in values], dtype=np.float64)
    most = np.array([number(value) for value in top], dtype=np.float64)
    # A band of a single whole number is that number.
    unknown = banded & (least != most) if whole else banded[:, np.newaxis]
    value = np.where(unknown, np.nan, least)
    return Bounded(value=value[codes], least=least[codes], most=most[codes])


def ranks(column: Coded) -> NDArray[np.float64]:
    """Grades as numbers, 1 for the lowest."""
    return column.of_each(lambda grade: grade.rank if isinstance(grade, Grade) else np.nan).astype(np.float64)
