"""Units: Chinese names, other registries, and comparing without converting."""

from __future__ import annotations

from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pint
import pytest

from balanced_edu import units
from balanced_edu.checks import at_least
from balanced_edu.outcomes import Outcome


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("间", "room"),
        ("元", "yuan"),
        ("平方米", "m²"),
        ("学生", "pupil"),
        ("教师", "teacher"),
        ("班", "class"),
        ("学时", "hour"),
        ("人", "person"),
        ("间 / 百名学生", "room / hundred_pupils"),
    ],
)
def test_chinese_names(chinese: str, english: str) -> None:
    assert units.quantity(7, chinese) == units.quantity(7, english)
    assert units.quantity(1, "万元").to("yuan").magnitude == 10_000


def test_persons_are_pupils_or_teachers_as_asked() -> None:
    persons = units.quantity(9, "人")
    assert units.magnitude(persons, "teacher", argument="t") == units.magnitude(persons, "pupil", argument="p") == 9
    with pytest.raises(pint.DimensionalityError):
        units.magnitude(persons, "room", argument="rooms")
    with pytest.raises(pint.DimensionalityError):
        units.magnitude(units.quantity(9, "teacher"), "pupil", argument="pupils")


def test_quantities_of_another_registry_are_read() -> None:
    other = pint.UnitRegistry()
    assert units.magnitude(other.Quantity(3, "km"), "m", argument="way") == 3000


def test_plain_numbers_and_fitting_arrays_pass_untouched() -> None:
    array = np.arange(3.0)
    assert units.magnitude(array, "m²", argument="area") is array
    assert np.shares_memory(units.magnitude(units.quantity(array, "平方米"), "m²", argument="area"), array)
    assert np.shares_memory(units.quantity(array, "m²").magnitude, array)


@pytest.mark.parametrize("percent", range(1, 101))
def test_a_share_at_its_limit_in_percent_holds(percent: int) -> None:
    """pint finds 19/20 to be less than 95 percent, and so for 35, 41, 47, 57, 69, 70, 82, 83 and 94."""
    check = at_least(percent, "percent")
    assert check.finding(units.quantity(percent / 100, "")).outcome is Outcome.PASS
    assert check.outcomes(units.quantity(np.array([percent / 100]), "")).tolist() == [1]
    assert check.finding(units.quantity(np.nextafter(percent / 100, 0), "")).outcome is Outcome.FAIL


@pytest.mark.parametrize(
    ("value", "limit", "unit", "expected"),
    [
        (units.quantity(3, "万元"), 60_000, "yuan", Fraction(6)),
        (units.quantity(3, "yuan"), 6, "万元", Fraction(60_000)),
        (units.quantity(3, "cm²"), Fraction("4.5"), "m²", Fraction(45_000)),
    ],
)
def test_the_limit_is_brought_to_the_unit_of_the_value(
    value: object, limit: int, unit: str, expected: Fraction
) -> None:
    assert units.limit_in_unit_of(value, Fraction(limit), unit) == expected


def test_limits_in_units_that_are_not_decimals_of_one_another() -> None:
    assert units.limit_in_unit_of(units.quantity(15, "day"), Fraction(360), "hour") == 15
    assert units.limit_in_unit_of(units.quantity(1, "minute"), Fraction(2), "hour") == 120
    assert units.limit_in_unit_of(units.quantity(45, "人"), Fraction(45), "pupil") == 45
    assert units.limit_in_unit_of(units.quantity(0.2, "万元"), Fraction(2000), "yuan") == Fraction(1, 5)


def test_a_number_and_a_magnitude_alone_are_no_quantities() -> None:
    assert not units.is_quantity(5)
    assert not units.is_quantity(SimpleNamespace(magnitude=5))
