"""Limits: values compared with numbers exactly, on one subject and on columns."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import attrs
import numpy as np
import pandas as pd
import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balanced_edu import units
from balanced_edu.checks import Cell, Figure, Finding, Limit, Reason, Relation, above, at_least, at_most, below
from balanced_edu.outcomes import Outcome

FAIL, UNKNOWN, PASS = Outcome.FAIL, Outcome.UNKNOWN, Outcome.PASS
MAKERS = [
    (at_least, PASS, PASS, FAIL),
    (at_most, FAIL, PASS, PASS),
    (above, PASS, FAIL, FAIL),
    (below, FAIL, FAIL, PASS),
]


@pytest.mark.parametrize(("make", "over", "at", "under"), MAKERS)
@pytest.mark.parametrize("limit", ["0.9", "4.2", "4.505", "0.15", "2000", "0.1", "0.7"])
def test_limits_are_read_exactly(
    make: Callable[[str], Limit], over: Outcome, at: Outcome, under: Outcome, limit: str
) -> None:
    """The limit itself may come as a float, a fraction or a decimal; the next number on either side differs."""
    check, t = make(limit), Fraction(limit)
    for value in (float(limit), t, Decimal(limit), np.float64(limit)):
        assert check.finding(value).outcome is at
    tiny = Fraction(1, 10**18)
    assert check.finding(t - tiny).outcome is under
    assert check.finding(t + tiny).outcome is over
    column = np.array([np.nextafter(float(limit), 0), float(limit), np.nextafter(float(limit), 1e9), np.nan])
    assert check.outcomes(column).tolist() == [under, at, over, UNKNOWN]
    assert [check.finding(value).outcome for value in column] == [under, at, over, UNKNOWN]


@given(st.integers(1, 10**7), st.integers(1, 10**7), st.sampled_from(["4.2", "5.3", "0.9", "4.505", "95", "3.57"]))
def test_counts_per_hundred_are_decided_as_in_rational_arithmetic(count: int, pupils: int, limit: str) -> None:
    check = at_least(limit)
    exact = Fraction(100 * count, pupils)
    assert check.finding(exact).outcome is Outcome.of(exact >= Fraction(limit))
    assert check.outcomes(100 * np.float64(count) / np.float64(pupils)) == check.finding(exact).outcome


@pytest.mark.parametrize(("make", "over", "at", "under"), MAKERS)
def test_every_relation_by_name_and_unit(
    make: Callable[..., Limit], over: Outcome, at: Outcome, under: Outcome
) -> None:
    check = make("4.5", "yuan", of="x")
    subjects = [{"x": 5}, {"x": 4.5}, {"x": 4}, {"y": 4}]
    assert [check.finding(one).outcome for one in subjects] == [over, at, under, UNKNOWN]
    assert check.outcomes({"x": np.array([5, 4.5, 4, np.nan])}).tolist() == [over, at, under, UNKNOWN]
    assert (check.of, check.limit, check.unit) == ("x", Fraction(9, 2), "yuan")
    assert make(3).unit == ""
    assert check.finding(subjects[0]).unit == "yuan"
    assert check.finding(subjects[3]).missing == (Cell(field="x"),)


# What an unknown value is at least, and what is found then; more of it is only further on the same side.
AT_LEAST = [
    (at_least, {5: PASS, 6: PASS, 4: UNKNOWN}),
    (above, {5: UNKNOWN, 6: PASS, 4: UNKNOWN}),
    (at_most, {5: UNKNOWN, 6: FAIL, 4: UNKNOWN}),
    (below, {5: FAIL, 6: FAIL, 4: UNKNOWN}),
]


@pytest.mark.parametrize(("make", "found"), AT_LEAST)
def test_what_a_value_is_at_least_may_decide(make: Callable[..., Limit], found: dict[int, Outcome]) -> None:
    check, missing = make(5, "room", of="rooms"), (Cell("schools", "A1", "rooms"),)
    for least, outcome in found.items():
        finding = check.finding({"rooms": Figure(value=None, unit="room", least=least, missing=missing)})
        assert finding.outcome is outcome
        assert (finding.value, finding.missing) == ((None, missing) if outcome is UNKNOWN else (least, ()))


@pytest.mark.parametrize(("make", "over", "at", "under"), MAKERS)
def test_values_computed_in_binary_lie_at_the_limit_within_their_rounding(
    make: Callable[..., Limit], over: Outcome, at: Outcome, under: Outcome
) -> None:
    check = make("4.2").computed()
    last = 2.0**-52 * 4.2
    assert check.outcomes(np.array([4.2 - last, 4.2, 4.2 + last])).tolist() == [at] * 3
    assert check.outcomes(np.array([4.2 * (1 - 2.0**-48), 4.2 * (1 + 2.0**-48)])).tolist() == [under, over]
    assert abs(check.limit / Fraction("4.2") - 1) == Fraction(1, 2**50)


def test_a_part_of_a_limit_is_computed_in_decimal() -> None:
    assert at_least("4.5", "m²", of="R4").scaled("0.85") == at_least("3.825", "m²", of="R4")


class TestQuantities:
    def test_are_compared_without_being_converted(self) -> None:
        share = at_least(95, "percent")
        assert share.finding(units.quantity(19 / 20, "")).outcome is PASS
        assert share.outcomes(units.quantity(np.array([0.95, 0.9499]), "")).tolist() == [PASS, FAIL]
        assert str(share.finding(units.quantity(94.9, "percent"))) == "94.9 < 95% (short by 0.1)"
        with pytest.raises(pint.DimensionalityError, match="percent"):
            share.finding(units.quantity(3, "yuan"))

    def test_of_something_else_are_refused_by_name(self) -> None:
        check = at_least("4.5", "m²", of="area").named("R4")
        message = (
            r"R4: area must be in 'm²'; given 'yuan': give plain numbers in 'm²', or attach a unit with balanced_edu"
        )
        for judge in (check.finding, check.outcomes):
            with pytest.raises(pint.DimensionalityError, match=message):
                judge({"area": units.quantity(3, "yuan")})
        with pytest.raises(pint.DimensionalityError, match="at least: value must be in 'm²'; given 'yuan'"):
            at_least("4.5", "m²").outcomes([units.quantity(3, "yuan")])

    def test_on_a_scale_with_another_zero_are_refused(self) -> None:
        heat = at_least(20, "degC")
        assert heat.finding(units.quantity(20, "degC")).outcome is PASS
        for judge in (heat.finding, heat.outcomes):
            with pytest.raises(
                ValueError, match=r"given 'degree_Fahrenheit', which counts from another zero: convert it"
            ):
                judge(units.quantity(68, "degF"))

    def test_of_other_registries_and_in_lists(self) -> None:
        other = pint.UnitRegistry()
        other.formatter.default_format = "~C"
        area = at_least(4500, "m²")
        finding = area.finding(other.Quantity(0.45, "hectare"))
        assert (finding.outcome, finding.limit, finding.unit) == (PASS, Fraction("0.45"), "hectare")
        mixed = [other.Quantity(0.45, "hectare"), units.quantity(4499, "m²"), 4500, None]
        assert area.outcomes(mixed).tolist() == [PASS, FAIL, PASS, UNKNOWN]

    def test_keep_their_unit_in_the_finding(self) -> None:
        share = at_least(95, "percent").finding(units.quantity(0.96, "dimensionless"))
        assert (share.value, share.unit, share.limit) == (0.96, "dimensionless", Fraction("0.95"))

    @pytest.mark.parametrize("null", [float("nan"), pd.NA, np.ma.masked])
    def test_of_a_null_are_unknown(self, null: object) -> None:
        finding = at_least(1, "room", of="rooms").finding({"rooms": units.registry().Quantity(null, "room")})
        assert (finding.outcome, finding.value, finding.missing) == (UNKNOWN, None, (Cell(field="rooms"),))


@pytest.mark.parametrize("null", [None, float("nan"), np.float32("nan"), Decimal("NaN"), pd.NA])
def test_nulls_are_unknown(null: object) -> None:
    finding = at_least(1).finding(null)
    assert (finding.outcome, finding.missing) == (UNKNOWN, (Cell(field="value"),))


def test_an_unknown_value_has_the_unit_of_its_limit() -> None:
    assert at_least(1, "room").finding(None).unit == "room"


def test_a_figure_that_is_undefined_is_unknown_and_says_why() -> None:
    nobody = Figure(value=None, unit="room", undefined=Reason.DIVIDED_BY_ZERO)
    assert at_least(2, "room", of="R7").finding({"R7": nobody}) == Finding(
        check="R7",
        outcome=UNKNOWN,
        unit="room",
        limit=Fraction(2),
        relation=Relation.AT_LEAST,
        undefined=Reason.DIVIDED_BY_ZERO,
    )


def test_columns_may_be_lists_or_masked_arrays() -> None:
    assert at_least(2).outcomes([None, 1, 2]).tolist() == [0, -1, 1]
    assert at_least(1).outcomes(np.ma.array([5, 1, 0], mask=[1, 0, 0])).tolist() == [0, 1, -1]


KINDS = (np.int8, np.uint8, np.int16, np.uint32, np.int64, np.float16, np.float32, np.float64, np.longdouble)


@pytest.mark.parametrize("kind", [*KINDS, int, float, Fraction, Decimal])
@pytest.mark.parametrize("limit", ["5", "0.9", "4.2", "4.505"])
@pytest.mark.parametrize(("make", "over", "at", "under"), MAKERS)
def test_one_value_and_columns_of_every_width_have_the_same_outcome(
    make: Callable[..., Limit], over: Outcome, at: Outcome, under: Outcome, limit: str, kind: type
) -> None:
    check = make(limit)
    whole = kind(1) / kind(2) == 0 or kind is int or issubclass(kind, np.integer)
    values = [kind(4), kind(5), kind(6)] if whole else [kind(one) for one in (limit, "0", "100")]
    found = [check.finding(value).outcome for value in values]
    if not whole and Fraction(str(values[0])) == Fraction(limit):
        assert found == [at, under, over]
    for column in (values, np.array(values), np.array(values, dtype=object), np.ma.array(values)):
        assert check.outcomes(column).tolist() == found
    assert [check.outcomes(value) for value in values] == found


@pytest.mark.parametrize(("make", "over", "at", "under"), MAKERS)
def test_columns_that_floats_would_round_onto_the_limit(
    make: Callable[..., Limit], over: Outcome, at: Outcome, under: Outcome
) -> None:
    check = make(2**53 + 1)
    assert check.outcomes(np.array([2**53, 2**53 + 1, 2**53 + 2])).tolist() == [under, at, over]
    half, third, tiny = make("0.5"), make(Fraction(1, 3)), Fraction(1, 10**20)
    assert half.outcomes([Fraction(1, 2) - tiny, 0.5, Fraction(1, 2) + tiny]).tolist() == [under, at, over]
    assert third.outcomes([Fraction(1, 3) - tiny, Fraction(1, 3), Fraction(1, 3) + tiny]).tolist() == [under, at, over]
    assert third.outcomes(np.array([1 / 3])).tolist() == [third.finding(1 / 3).outcome] == [under]


@pytest.mark.parametrize(("given", "shown"), [([1, "many"], r"'many' at \[1\]"), (np.array([np.inf]), r"inf at \[0\]")])
def test_values_that_are_not_numbers_are_refused(given: object, shown: str) -> None:
    message = f"^at least: area must be finite; given {shown}: correct it, or give NaN if unknown$"
    with pytest.raises(ValueError, match=message):
        at_least("4.5", "m²", of="area").outcomes({"area": given})


def test_subjects_may_be_objects_mappings_or_bare_values() -> None:
    @attrs.frozen
    class School:
        rooms: int

    cell = Cell("schools", "P1", "multimedia_rooms")
    assert at_least(2, of="rooms").finding(School(2)).outcome is PASS
    assert at_least(2, of="rooms").finding({"rooms": Figure(value=None, missing=(cell,))}).missing == (cell,)
    assert at_least(2).finding(2).outcome is PASS


@pytest.mark.parametrize(
    ("check", "outcome"),
    [
        (at_least(46), PASS),
        (at_least(47), UNKNOWN),
        (at_least(50), UNKNOWN),
        (at_least(51), FAIL),
        (at_most(50), PASS),
        (at_most(49), UNKNOWN),
        (at_most(46), UNKNOWN),
        (at_most(45), FAIL),
    ],
)
def test_a_figure_that_is_known_within_bounds_is_decided_by_them_alone(check: Limit, outcome: Outcome) -> None:
    """A class of 46 to 50 pupils."""
    empty = (Cell("schools", "P1", "primary_largest_class"),)
    finding = check.finding(Figure(value=None, least=46, most=50, missing=empty))
    assert finding.outcome is outcome
    assert finding.missing == (empty if outcome is UNKNOWN else ())
