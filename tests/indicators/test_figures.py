"""Every measure takes figures of every kind and width, and computes from them what rational arithmetic computes."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping
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
from balanced_edu.indicators.declare import Measure, every_measure
from balanced_edu.indicators.resources import (
    multimedia_rooms_per_hundred,
    sports_area_per_pupil,
    teaching_area_per_pupil,
)
from balanced_edu.indicators.wenling import growth_of_teacher_pay

MEASURES = {name: measured for name, measured in every_measure().items() if not measured.judged}
INTEGERS = (np.int8, np.uint8, np.int16, np.uint16, np.int32, np.uint32, np.int64, np.uint64)
FLOATS = (np.float16, np.float32, np.float64, np.longdouble)
OTHER = pint.UnitRegistry()
OTHER.formatter.default_format = "~P"
for _line in (
    "person = [person]",
    "pupil = [pupil]",
    "teacher = [teacher]",
    "room = [room]",
    "class = [class]",
    "computer = [computer]",
    "book = [book]",
    "event = [event]",
    "yuan = [currency]",
):
    OTHER.define(_line)


def _column(kind: type) -> Callable[[int, str], Any]:
    """The figure, and beside it a mask over something else."""
    return lambda figure, unit: np.ma.array([figure, 3], mask=[False, True], dtype=kind)


def _larger(figure: int, unit: str) -> Any:
    """A quantity in a larger unit than that of the argument, if there is one."""
    larger, factor = {"yuan": ("万元", 10_000), "m²": ("公顷", 10_000), "pupil": ("百名学生", 100)}.get(unit, (unit, 1))
    return units.quantity([figure / factor, np.nan], larger)


# Each gives a figure, and beside it one that is unknown, in one form.
FORMS: dict[str, Callable[[int, str], Any]] = {
    **{f"masked {np.dtype(kind).name}": _column(kind) for kind in (*INTEGERS, *FLOATS)},
    **{
        f"list of {np.dtype(kind).name}": lambda figure, unit, kind=kind: [kind(figure), None]  # type: ignore[misc]
        for kind in (*INTEGERS, *FLOATS)
    },
    **{
        f"quantity of {np.dtype(kind).name}": lambda figure, unit, kind=kind: units.quantity(  # type: ignore[misc]
            _column(kind)(figure, unit), unit
        )
        for kind in (*INTEGERS, *FLOATS)
    },
    "Python": lambda figure, unit: [figure, None],
    "Decimal": lambda figure, unit: [Decimal(figure), None],
    "Fraction": lambda figure, unit: [Fraction(figure), float("nan")],
    "objects": lambda figure, unit: np.array([np.uint8(figure), None], dtype=object),
    "masked in a list": lambda figure, unit: [figure, np.ma.masked],
    "pandas": lambda figure, unit: pd.Series([figure, pd.NA], dtype="UInt8"),
    "pandas, Arrow": lambda figure, unit: pd.Series([figure, pd.NA], dtype="uint8[pyarrow]"),
    "polars": lambda figure, unit: pl.Series([figure, None], dtype=pl.UInt8),
    "Arrow": lambda figure, unit: pa.array([figure, None], type=pa.uint8()),
    "quantities in a list": lambda figure, unit: [units.quantity(np.uint8(figure), unit), None],
    "quantity in a larger unit": _larger,
    "quantity from elsewhere": lambda figure, unit: OTHER.Quantity(
        np.ma.array([figure, 3], mask=[False, True], dtype=np.uint8), unit
    ),
}


def figures_of(measured: Measure) -> Mapping[str, int]:
    """Figures that 8 bits hold; a hundred times as much, or what one exceeds the other by, they do not."""
    return {name: 100 + 7 * place % 27 for place, name in enumerate(measured.inputs)}


@pytest.mark.parametrize("name", MEASURES)
def test_every_measure_takes_figures_of_every_form(name: str) -> None:
    measured = MEASURES[name]
    figures = figures_of(measured)
    rooms = {of for of in figures if of.endswith("_areas")}  # their last axis is rooms
    exactly = measured.kernel(
        **{of: [Fraction(figure)] if of in rooms else Fraction(figure) for of, figure in figures.items()}
    )
    plain = measured.kernel(
        **{of: np.array([[figure]] if of in rooms else [figure], dtype=float) for of, figure in figures.items()}
    )
    assert plain.tolist() == [pytest.approx(float(exactly), rel=1e-14)]
    for form, given in FORMS.items():
        columns = {of: given(figure, measured.inputs[of]) for of, figure in figures.items()}
        found = measured.function(
            **{of: [[one] for one in column] if of in rooms else column for of, column in columns.items()}
        )
        assert (found.magnitude.dtype, found.units) == (np.float64, units.registry().Unit(measured.unit)), form
        np.testing.assert_array_equal(found.magnitude, [*plain, np.nan], err_msg=form)


def test_there_are_as_many_measures_as_the_table_is_for() -> None:
    assert len(MEASURES) == 55


@pytest.mark.parametrize("name", MEASURES)
def test_single_figures_are_those_of_arrays(name: str) -> None:
    measured = MEASURES[name]
    figures = {of: [figure] if of.endswith("_areas") else figure for of, figure in figures_of(measured).items()}
    expected = measured.function(**figures).magnitude
    for form in (np.uint8, np.float32, Decimal, Fraction, str):
        narrow = {
            of: [form(one) for one in figure] if isinstance(figure, list) else form(figure)
            for of, figure in figures.items()
        }
        assert measured.function(**narrow).magnitude == expected
    unknown = measured.function(**{**figures, next(iter(figures)): None})
    assert np.isnan(unknown.magnitude)


@pytest.mark.parametrize("kind", [np.float16, np.float32])
def test_floats_of_few_bits_are_the_decimals_they_print_as(kind: type) -> None:
    for area in ("0.9", "7.5", "4.505", "0.1"):
        given = {"sports_area": np.array([area], dtype=kind), "pupils": 1}
        assert sports_area_per_pupil(**given).magnitude.tolist() == [float(str(kind(area)))]
        assert sports_area_per_pupil(**{**given, "sports_area": kind(area)}).magnitude == float(str(kind(area)))


def test_what_was_wrong_before() -> None:
    rooms = np.array([23], dtype=np.uint8)
    assert multimedia_rooms_per_hundred(multimedia_rooms=rooms, pupils=np.array([100], dtype=np.uint8)).magnitude == 23
    assert multimedia_rooms_per_hundred(multimedia_rooms=np.int8(23), pupils=np.int8(100)).magnitude == 23
    pay = {"teacher_pay": np.uint32(1000), "teacher_pay_before": np.uint32(2000)}
    assert growth_of_teacher_pay(**pay).magnitude == -1000
    area = pint.UnitRegistry().Quantity(0.45, "hectare")
    assert teaching_area_per_pupil(teaching_area=area, pupils=1).magnitude == 4500


class TestRefusals:
    def test_every_wrong_argument_is_named_with_what_is_required_and_given(self) -> None:
        with pytest.raises(ValueError) as error:  # noqa: PT011  the whole message is compared
            teaching_area_per_pupil(teaching_area=[1, "many", 3, 4], pupils=[45, 37, 89, -1])
        assert str(error.value).splitlines() == [
            "teaching_area_per_pupil: teaching_area must be 0 or more and finite; given 'many' at [1]: "
            "correct it, or give NaN if unknown",
            "teaching_area_per_pupil: pupils must be 0 or more and finite; given -1 at [3]: "
            "correct it, or give NaN if unknown",
        ]

    def test_every_argument_of_another_dimension_is_named(self) -> None:
        with pytest.raises(pint.DimensionalityError) as error:
            teaching_area_per_pupil(teaching_area=units.quantity(5, "m"), pupils=units.quantity(9, "teacher"))
        for one in (error.value, pickle.loads(pickle.dumps(error.value))):
            assert str(one).splitlines() == [
                "Cannot convert from 'teacher' ([teacher]) to 'pupil' ([pupil])",
                "teaching_area_per_pupil: teaching_area must be in 'm²'; given 'meter': give plain numbers in 'm²', "
                "or attach a unit with balanced_edu.units.quantity(numbers, 'm²')",
                "teaching_area_per_pupil: pupils must be in 'pupil'; given 'teacher': give plain numbers in 'pupil', "
                "or attach a unit with balanced_edu.units.quantity(numbers, 'pupil')",
            ]


def test_what_is_larger_than_any_number_is_not_divided_by_0() -> None:
    with pytest.raises(ValueError, match="multimedia_rooms / pupils is larger than any number: correct the figures"):
        multimedia_rooms_per_hundred(multimedia_rooms=1e308, pupils=1)
    with pytest.raises(ValueError, match=r"pupils divides by 0 at \[1\]: correct the divisor"):
        multimedia_rooms_per_hundred(multimedia_rooms=[1, 1], pupils=[5, 0])
