"""The one door for figures and ids: what comes in, and what comes out."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pint
import polars as pl
import pyarrow as pa
import pytest

from balanced_edu import units
from balanced_edu.arrays import exact_figures, figures, ids_of, is_row, unmasked
from balanced_edu.exact import exact

NAN = float("nan")
single, quantity = np.float32, units.quantity


def _elsewhere(numbers: object, unit: str) -> Any:
    """A quantity of a registry of somebody else, which prints units its own way."""
    other = pint.UnitRegistry()
    other.formatter.default_format = "~C"
    return other.Quantity(numbers, unit)


def _objects(*values: object) -> Any:
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


# What is given, the unit in which it is read, and the figures.
GIVEN: dict[str, tuple[Any, str | None, Any]] = {
    "an integer": (5, None, 5),
    "a float": (0.1, None, 0.1),
    "a fraction": (Fraction(1, 3), None, 1 / 3),
    "a decimal": (Decimal("0.1"), None, 0.1),
    "nothing": (None, None, NAN),
    "a single float of 32 bits": (single(0.9), None, 0.9),
    "a single float of 16 bits": (np.float16(0.9), None, 0.9),
    "a long double": (np.longdouble("0.9"), None, 0.9),
    "a masked number": (np.ma.masked, None, NAN),
    "a text": ("5", None, 5),
    "a truth": (True, None, 1),
    "an array of one": (np.array(single(0.9)), None, 0.9),
    "an empty list": ([], None, []),
    "empty rows": ([[], []], None, [[], []]),
    "a list": ([1, None, 0.5, NAN], None, [1, NAN, 0.5, NAN]),
    "a tuple": ((1, 2), None, [1, 2]),
    "integers that no array holds": ([2**70, -1], None, [2.0**70, -1]),
    "decimals and fractions": ([Decimal("0.1"), Fraction(1, 3), None], None, [0.1, 1 / 3, NAN]),
    "nulls": ([pd.NA, pd.NaT, np.ma.masked, Decimal("nan"), single("nan")], None, [NAN] * 5),
    "floats of two widths": ([single(0.9), 0.7, np.float16(0.1)], None, [0.9, 0.7, 0.1]),
    "integers of two widths": ([np.uint8(200), np.int64(-1)], None, [200, -1]),
    "single arrays": ([np.array(single(0.9)), np.array(5)], None, [0.9, 5]),
    "an array of objects": (_objects(single(0.9), None, Decimal("0.7")), None, [0.9, NAN, 0.7]),
    "rows": ([[1, 2], [3, None]], None, [[1, 2], [3, NAN]]),
    "rows of two widths": ([np.array([0.9], dtype=single), [0.7], (np.uint8(3),)], None, [[0.9], [0.7], [3]]),
    "masked rows": ([np.ma.array([1, 9], mask=[0, 1]), np.array([3, 4])], None, [[1, NAN], [3, 4]]),
    "texts": (np.array(["1", "2.5"]), None, [1, 2.5]),
    "bytes": ([b"1", np.bytes_(b"2")], None, [1, 2]),
    "texts of numpy": (np.array(["1", "2.5"], dtype=np.dtypes.StringDType()), None, [1, 2.5]),
    "a masked array": (np.ma.array([1, 255], mask=[0, 1], dtype=np.uint8), None, [1, NAN]),
    "a masked array of 32 bits": (np.ma.array([0.9, 7], mask=[0, 1], dtype=single), None, [0.9, NAN]),
    "nothing masked": (np.ma.array([1, 2]), None, [1, 2]),
    "all masked": (np.ma.array([1, 2], mask=True), None, [NAN, NAN]),
    "masked objects": (np.ma.array([1, "junk"], mask=[0, 1], dtype=object), None, [1, NAN]),
    "masked texts": (np.ma.array(["1", "2"], mask=[0, 1]), None, [1, NAN]),
    "pandas": (pd.Series([1.5, None]), None, [1.5, NAN]),
    "pandas, nullable": (pd.Series([1, None], dtype="UInt8"), None, [1, NAN]),
    "pandas, nullable of 32 bits": (pd.Series([0.9, None], dtype="Float32"), None, [0.9, NAN]),
    "pandas, Arrow": (pd.Series([0.9, None], dtype="float[pyarrow]"), None, [0.9, NAN]),
    "polars": (pl.Series([1, None], dtype=pl.UInt8), None, [1, NAN]),
    "polars of 32 bits": (pl.Series([0.9, None], dtype=pl.Float32), None, [0.9, NAN]),
    "polars, decimals": (pl.Series([Decimal("0.9"), None]), None, [0.9, NAN]),
    "Arrow": (pa.array([0.9, None], type=pa.float32()), None, [0.9, NAN]),
    "Arrow, decimals": (pa.chunked_array([pa.array([Decimal("0.9"), None])]), None, [0.9, NAN]),
    "elements of Arrow": (list(pa.array([0.9, None], type=pa.float64())), None, [0.9, NAN]),
    "columns of frames": ([pd.Series([1, 2]), pl.Series([3, None])], None, [[1, 2], [3, NAN]]),
    "numbers in the unit": ([1, 2], "yuan", [1, 2]),
    "a quantity": (quantity(3, "万元"), "yuan", 30_000),
    "a quantity in its unit": (quantity([1.5, NAN], "yuan"), "yuan", [1.5, NAN]),
    "a quantity of 8 bits": (quantity(np.array([3], dtype=np.uint8), "万元"), "yuan", [30_000]),
    "a quantity of 16 bits": (quantity(np.array([300], dtype=np.uint16), "万元"), "yuan", [3_000_000]),
    "a quantity of 32 bits": (quantity(np.array([500_000], dtype=np.int32), "万元"), "yuan", [5 * 10**9]),
    "a quantity of floats of 32 bits": (quantity(np.array([0.9], dtype=single), "万元"), "yuan", [9000]),
    "a quantity of a fraction": (quantity(Fraction(1, 3), "km"), "m", 1000 / 3),
    "a quantity of decimals": (quantity([0.0007, 0.0057], "万元"), "yuan", [7, 57]),
    "a masked quantity": (quantity(np.ma.array([3, 1], mask=[0, 1], dtype=np.int8), "万元"), "yuan", [30_000, NAN]),
    "a quantity of nothing": (quantity(pd.NA, "yuan"), "yuan", NAN),
    "a quantity from elsewhere": (_elsewhere(np.array([0.45]), "hectare"), "m²", [4500]),
    "quantities and numbers": ([quantity(3, "万元"), quantity(5, "元"), 7, None], "yuan", [30_000, 5, 7, NAN]),
    "quantities as objects": (_objects(quantity(3, "km"), _elsewhere(single(0.9), "km"), 7), "m", [3000, 900, 7]),
    "rows of quantities": ([quantity([3, 4], "km"), [1, quantity(2, "km")]], "m", [[3000, 4000], [1, 2000]]),
    "quantities of any unit": ([quantity(3, "km"), quantity(4, "m"), None], None, [3, 0.004, NAN]),
    "rows of any unit": ([quantity([3, 4], "km"), quantity([3, 4], "yuan")], None, [[3, 4], [3, 4]]),
}


class TestFigures:
    @pytest.mark.parametrize(("given", "unit", "expected"), GIVEN.values(), ids=GIVEN)
    def test_of_any_kind_are_floats_of_64_bits(self, given: Any, unit: str | None, expected: Any) -> None:
        numbers, not_numbers = figures(given, unit)
        assert (type(numbers), numbers.dtype) == (np.ndarray, np.float64)
        np.testing.assert_array_equal(numbers, expected)
        assert not not_numbers

    @pytest.mark.parametrize(("given", "unit", "expected"), GIVEN.values(), ids=GIVEN)
    def test_exact_figures_are_the_same_without_rounding(self, given: Any, unit: str | None, expected: Any) -> None:
        np.testing.assert_array_equal(exact_figures(given, unit).astype(np.float64), expected)

    def test_exact_figures_keep_what_floats_would_round(self) -> None:
        third = Fraction(1, 3)
        assert exact_figures([third, 2**53 + 1, "0.1"]).tolist() == [third, 2**53 + 1, Fraction("0.1")]
        assert exact_figures(np.array([2**53 + 1])).tolist() == [2**53 + 1]
        assert exact_figures(np.array([2**64 - 1], dtype=np.uint64)).tolist() == [2**64 - 1]
        assert exact_figures(quantity(third, "km"), "m").tolist() == 1000 * third
        assert exact_figures(quantity(np.array([2**53 + 1]), "km"), "m").tolist() == [1000 * (2**53 + 1)]
        assert exact_figures([quantity(third, "km"), third], "m").tolist() == [1000 * third, third]
        for floats in ([0.1, None], np.array([0.9], dtype=single), quantity([0.1], "km")):
            assert exact_figures(floats).dtype == np.float64

    def test_arrays_of_floats_are_not_copied(self) -> None:
        array = np.array([1.0, 2, 3])
        assert figures(array)[0] is array
        assert figures(array, "m²")[0] is array
        assert figures(quantity(array, "平方米"), "m²")[0] is array
        assert figures(quantity(array, "m²"))[0] is array
        assert np.shares_memory(figures(np.ma.array(array, copy=False))[0], array)

    @pytest.mark.parametrize(
        ("given", "shown"),
        [
            ("many", {(): "'many'"}),
            ([1, "many"], {(1,): "'many'"}),
            (["1", "many"], {(1,): "'many'"}),
            (np.array(["1", "many"]), {(1,): "'many'"}),
            ([1, [2]], {(1,): "[2]"}),
            ([[1, 2], [3]], {(0,): "[1, 2]", (1,): "[3]"}),
            ([1, np.array([2])], {(1,): "array([2])"}),
            ([[1, 2], [3, "x"]], {(1, 1): "'x'"}),
            ([1, 10**400], {(1,): f"1{'0' * 39}…"}),
            ([1, 10**5000], {(1,): "a number of thousands of digits"}),
            ([Decimal("sNaN")], {(0,): "Decimal('sNaN')"}),
            (1j, {(): "1j"}),
            (np.array([1j, 2]), {(0,): "1j", (1,): "(2+0j)"}),
            ([np.complex64(1j), 2], {(0,): "1j"}),
            ([np.datetime64("2020-01-01")], {(0,): "datetime.date(2020, 1, 1)"}),
            (np.array(["2020-01-01"], dtype="M8[D]"), {(0,): "datetime.date(2020, 1, 1)"}),
            ([dt.date(2020, 1, 1)], {(0,): "datetime.date(2020, 1, 1)"}),
            (
                np.ma.array(["2020-01-01", "2021-01-01"], dtype="M8[D]", mask=[0, 1]),
                {(0,): "datetime.date(2020, 1, 1)"},
            ),
            ([pd.Timedelta(days=1)], {(0,): "Timedelta('1 days 00:00:00')"}),
            ({1: 2}, {(): "{1: 2}"}),
            ([quantity(3, "km"), 5, None], {(1,): "5 without a unit"}),
        ],
    )
    def test_what_is_not_a_number_is_unknown_and_shown(self, given: Any, shown: dict[tuple[int, ...], str]) -> None:
        numbers, not_numbers = figures(given)
        assert not_numbers == shown
        assert all(np.isnan(numbers[at]) for at in shown)
        assert exact_figures(given).shape == numbers.shape

    def test_another_dimension(self) -> None:
        for given in (quantity(3, "yuan"), [1, quantity(3, "yuan")], [quantity([1, 2], "yuan")]):
            with pytest.raises(units.UnitError):
                figures(given, "m²")
        with pytest.raises(units.UnitError):
            figures([quantity(3, "yuan"), quantity(3, "m")])


class _OfAnotherLibrary:
    """A column or a single figure of a library that numpy can read."""

    def __init__(self, value: Any, **attributes: int) -> None:
        self.value = value
        vars(self).update(attributes)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        return np.asarray(self.value, dtype=dtype)


def test_columns_and_single_figures_of_other_libraries() -> None:
    assert is_row(_OfAnotherLibrary([1, 2]))
    assert is_row(_OfAnotherLibrary([1, 2], ndim=1))
    assert not is_row(_OfAnotherLibrary(5, ndim=0))
    assert not is_row(5)
    assert figures([_OfAnotherLibrary(np.float32(0.9), ndim=0), _OfAnotherLibrary(5, ndim=0)])[0].tolist() == [0.9, 5]


def test_masks_are_taken_off() -> None:
    for given in (5, [1, 2], np.array([1]), None):
        assert unmasked(given) is given
    texts, numbers = np.ma.array(["a", "b"], mask=[0, 1]), np.ma.array([1, 2], mask=[0, 1])
    assert unmasked(texts).tolist() == ["a", None]  # type: ignore[attr-defined]
    assert unmasked(numbers).tolist() == [1, None]  # type: ignore[attr-defined]
    np.testing.assert_array_equal(unmasked([numbers, [3, np.ma.masked]], NAN), [[1, NAN], [3, NAN]])  # type: ignore[arg-type]


def test_integers_are_sorted_as_integers_where_numpy_has_room_for_them() -> None:
    for ids, kind in (([2, 1], "i"), ([2**63 + 1, 1], "O"), ([2**63 + 1, 2**63], "u"), ([2.0, 1.0], "f")):
        assert ids_of(ids)[0].dtype.kind == kind
        assert ids_of(np.array(ids, dtype=object))[0].dtype.kind == kind


def test_texts_are_texts_of_numpy_unless_they_end_with_a_zero_byte() -> None:
    assert ids_of(["a", "b"])[0].dtype.kind == "U"
    for different in (["a", "a\0"], np.array(["a", "a\0"], dtype=object)):
        assert ids_of(different)[0].tolist() == ["a", "a\0"]


def test_fractions_and_integers_are_read_alike_alone_and_in_lists() -> None:
    given = [Fraction(1, 3), 2**53 + 1, None]
    assert np.array_equal(figures(given)[0], [1 / 3, float(2**53 + 1), np.nan], equal_nan=True)
    assert exact_figures(given).tolist()[:2] == [Fraction(1, 3), Fraction(2**53 + 1)]
    numbers, not_numbers = figures([Fraction(1, 3), 10**400])
    assert (numbers[0], [*not_numbers]) == (1 / 3, [(1,)])


def test_what_is_wrong_with_ids_in_several_rows_has_their_places() -> None:
    _, wrong = ids_of([["a", None], [1, "c"]])
    assert {what: np.argwhere(bad).tolist() for what, bad in wrong.items()} == {
        "unknown": [[0, 1]],
        "an integer among texts": [[1, 0]],
    }


@pytest.mark.parametrize(
    ("given", "exactly"),
    [
        ([2**53 + 1, 1], [2**53 + 1, 1]),
        ([2**53 + 1, None], [2**53 + 1, None]),
        (["1e3", " 0.1"], [1000, Fraction(1, 10)]),
        ([b"1e3", 0.1], [1000, Fraction(1, 10)]),
    ],
)
def test_integers_and_texts_are_read_without_rounding(given: list[Any], exactly: list[Any]) -> None:
    assert [None if number != number else exact(number) for number in exact_figures(given)] == exactly
