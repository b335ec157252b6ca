"""The variation coefficient and its moments, against published figures and an exact reference."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pint
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from reference import coefficient, mean, variance

import balanced_edu
from balanced_edu import units
from balanced_edu.dispersion import (
    Moments,
    between_school_share,
    coefficient_of_variation,
    moments,
    variation_coefficient,
)
from balanced_edu.dispersion.exactness import exact_squared_coefficient

SCHOOLS = st.lists(st.tuples(st.integers(0, 10_000), st.integers(1, 5_000)), min_size=1, max_size=30)


def test_books_in_five_schools() -> None:
    """The worked example of the 2012 calculation notes: county mean 6.33, S 3.26, CV 0.52."""
    found = moments([279, 137, 935, 160, 402], [45, 37, 89, 76, 55])
    assert (round(float(found.mean), 2), round(float(found.deviation), 2)) == (6.33, 3.26)
    assert round(float(found.coefficient), 2) == 0.52


PUBLISHED = [  # Jiujiang district 2023, primary: mean, S and coefficient of R1 … R7
    (5.515273, 1.643162, 0.297929),
    (0.887611, 0.445392, 0.501787),
    (0.879277, 0.353427, 0.401952),
    (4.563288, 1.316139, 0.288419),
    (7.925946, 2.975795, 0.375450),
    (2496.674864, 780.914372, 0.312782),
    (2.784743, 1.097759, 0.394205),
]


@pytest.mark.parametrize(("mean", "deviation", "published"), PUBLISHED)
def test_published_means_and_deviations_give_the_published_coefficients(
    mean: float, deviation: float, published: float
) -> None:
    """Two schools of equal size at mean ± S have exactly this mean and S."""
    cv = variation_coefficient([mean - deviation, mean + deviation], [1, 1])
    assert cv == pytest.approx(published, abs=2e-6)


@given(SCHOOLS)
def test_equals_the_exact_reference(table: list[tuple[int, int]]) -> None:
    x, p = [Fraction(t) for t, _ in table], [Fraction(n) for _, n in table]
    assume(any(x))
    found = moments([float(t) for t in x], [float(n) for n in p])
    assert float(found.mean) == pytest.approx(float(mean(x, p)), rel=1e-14)
    assert float(found.coefficient) == pytest.approx(float(coefficient(x, p)), rel=1e-13, abs=1e-15)
    assert exact_squared_coefficient(x, p) == variance(x, p) / mean(x, p) ** 2


@given(SCHOOLS, st.integers(1, 1000), st.randoms(use_true_random=False))
def test_scaling_and_order_change_nothing(table: list[tuple[int, int]], factor: int, random: object) -> None:
    assume(any(t for t, _ in table))
    x, p = np.array(table, dtype=float).T
    order = np.array(random.sample(range(len(table)), len(table)))  # type: ignore[attr-defined]
    cv = variation_coefficient(x, p)
    assert variation_coefficient(x * factor, p * factor) == pytest.approx(cv, rel=1e-12, abs=1e-12)
    assert variation_coefficient(x * factor, p) == pytest.approx(cv, rel=1e-12, abs=1e-12)
    assert variation_coefficient(x[order], p[order]) == pytest.approx(cv, rel=1e-12, abs=1e-12)


@given(st.integers(1, 10_000), st.integers(1, 5_000))
def test_one_school_gives_exactly_0(total: int, pupils: int) -> None:
    assert variation_coefficient([total], [pupils]) == 0


@given(st.integers(1, 50), st.integers(1, 50), st.lists(st.integers(1, 200), min_size=2, max_size=40))
def test_equal_schools_give_exactly_0(rate: int, per: int, sizes: list[int]) -> None:
    x, p = np.array([rate * size for size in sizes]), np.array([per * size for size in sizes])
    assert variation_coefficient(x, p) == 0


def test_a_spread_around_nothing_is_undefined() -> None:
    assert np.isnan(variation_coefficient([0, 0, 0], [10, 20, 30]))
    assert np.isnan(variation_coefficient([], []))


def test_unknown_figures_spread_to_their_row_and_group_only() -> None:
    totals = [[1, np.nan, 3, 4], [1, 2, 3, 4]]
    assert np.isnan(variation_coefficient(totals, [1, 1, 1, 1])).tolist() == [True, False]
    by_group = variation_coefficient(totals, [1, 1, 1, 1], groups=[7, 7, 5, 5])
    assert np.isnan(by_group).tolist() == [[False, True], [False, False]]
    assert np.isnan(variation_coefficient([1, 2, 3], [1, np.nan, 1], groups=["b", "a", "b"])).tolist() == [True, False]


@given(SCHOOLS, st.data())
def test_groups_are_each_group_alone_in_ascending_order(table: list[tuple[int, int]], data: st.DataObject) -> None:
    ids = data.draw(st.lists(st.sampled_from(["丙", "a", "b10", "b9"]), min_size=len(table), max_size=len(table)))
    x, p = np.array(table, dtype=float).T
    together = variation_coefficient(np.stack([x, 2 * x + p]), p, groups=ids)
    distinct = sorted(set(ids))
    assert together.shape == (2, len(distinct))
    for column, id in enumerate(distinct):
        own = np.array(ids) == id
        alone = variation_coefficient(np.stack([x, 2 * x + p])[:, own], p[own])
        np.testing.assert_allclose(together[:, column], alone, rtol=1e-12, atol=1e-14)


def test_schools_without_pupils_take_no_part() -> None:
    assert variation_coefficient([1, 0, 3], [1, 0, 1]) == 0.5
    by_group = variation_coefficient([1, 0, 3], [1, 0, 1], groups=[1, 2, 1])
    assert by_group[0] == 0.5
    assert np.isnan(by_group[1])


FIGURES = "must be 0 or more and finite; given {}: correct it, or give NaN if unknown"


@pytest.mark.parametrize(
    ("totals", "pupils", "problems"),
    [
        ([1, -2], [1, 1], ["totals " + FIGURES.format("-2 at [1]")]),
        ([1, 2], [1, -1], ["pupils " + FIGURES.format("-1 at [1]")]),
        ([np.inf, 2], [1, 1], ["totals " + FIGURES.format("inf at [0]")]),
        ([1, 2], [np.inf, 1], ["pupils " + FIGURES.format("inf at [0]")]),
        ([1, 2], [0, 1], ["totals must be 0 where pupils are 0; given more at [0]: correct the total or the pupils"]),
        (["a", 2], [1, 1], ["totals " + FIGURES.format("'a' at [0]")]),
        ([[1, 2], [3, 10**400]], [1, 1], ["totals " + FIGURES.format(f"1{'0' * 39}… at [1, 1]")]),
        ([1, 2], [1, [1]], ["pupils " + FIGURES.format("[1] at [1]")]),
        ([1, 2], [Decimal("sNaN"), 1], ["pupils " + FIGURES.format("Decimal('sNaN') at [0]")]),
        (np.array([1j, 2]), [1, 1], ["totals " + FIGURES.format("1j at [0], (2+0j) at [1]")]),
        (
            [1, 2],
            np.array(["2020", "2021"], dtype="M8[D]"),
            ["pupils " + FIGURES.format("datetime.date(2020, 1, 1) at [0], datetime.date(2021, 1, 1) at [1]")],
        ),
        (
            ["a", -1],
            [1, -1],
            ["totals " + FIGURES.format("'a' at [0], -1 at [1]"), "pupils " + FIGURES.format("-1 at [1]")],
        ),
        ([1, 2, 3], [1, 1], ["pupils must have shape (n,), and totals (n,) or (k, n) with the same n; given pupils "]),
        (
            1,
            [1],
            ["pupils must have shape (n,), and totals (n,) or (k, n) with the same n; given pupils (1,), totals ()"],
        ),
        (
            [1, 2],
            [[1, 2]],
            ["pupils must have shape (n,), and totals (n,) or (k, n) with the same n; given pupils (1, 2)"],
        ),
    ],
)
def test_figures_that_cannot_be_used_are_refused_all_at_once(totals: Any, pupils: Any, problems: list[str]) -> None:
    for function in (moments, variation_coefficient):
        with pytest.raises(ValueError) as error:  # noqa: PT011  the whole message is compared
            function(totals, pupils)
        lines = str(error.value).splitlines()
        assert len(lines) == len(problems)
        for line, problem in zip(lines, problems, strict=True):
            assert line.startswith(f"{function.__name__}: {problem}")


def test_groups_have_to_fit() -> None:
    message = r"^moments: groups must have the shape of pupils, \(2,\); given \(1,\)$"
    with pytest.raises(ValueError, match=message):
        moments([1, 2], [1, 1], groups=[1])
    message = (
        r"^moments: pupils must have shape .*\nmoments: groups must have the shape of pupils, \(2,\); given \(1,\)$"
    )
    with pytest.raises(ValueError, match=message):
        moments([1, 2, 3], [1, 1], groups=[1])


def test_the_name_of_statistics_is_the_same_function() -> None:
    assert coefficient_of_variation is variation_coefficient


MASK = [False, True, False, False]


@pytest.mark.parametrize(
    "totals",
    [
        np.ma.array([1.0, 1e20, 3, 4], mask=MASK),
        np.ma.array([1, 999_999, 3, 4], mask=MASK),
        np.ma.array([1, "junk", 3, 4], mask=MASK, dtype=object),
        units.quantity(np.ma.array([1.0, 0, 3, 4], mask=MASK), "人"),
        [1, np.ma.masked, 3, 4],
        [1, None, 3, 4],
        [1, pd.NA, 3, 4],
        pd.Series([1, None, 3, 4], dtype="Int64"),
    ],
)
def test_what_is_masked_or_null_is_unknown(totals: Any) -> None:
    found = moments(totals, [1, 1, 1, 1], groups=[2, 2, 1, 1])
    np.testing.assert_array_equal(found.mean, [3.5, np.nan])
    np.testing.assert_array_equal(moments([1, 1, 1, 1], totals, groups=[2, 2, 1, 1]).pupils, [7, np.nan])
    assert np.isnan(between_school_share(totals, [2, 2, 1, 1]))


def test_rows_that_are_masked() -> None:
    rows = [np.ma.array([1, 0, 3, 4], mask=MASK), np.array([1, 2, 3, 4]), np.ma.array([1, 2, 3, 4])]
    assert np.isnan(variation_coefficient(rows, [1, 1, 1, 1])).tolist() == [True, False, False]


class TestQuantities:
    def test_of_any_unit_and_registry_have_the_same_coefficient(self) -> None:
        numbers, pupils = [279, 137, 935, 160, 402], [45, 37, 89, 76, 55]
        expected = variation_coefficient(numbers, pupils)
        other = pint.UnitRegistry()
        for totals in (
            units.quantity(np.array(numbers, dtype=np.uint16), "book"),
            [units.quantity(number, "book") for number in numbers],
            other.Quantity(numbers, "m"),
        ):
            assert variation_coefficient(totals, units.quantity(pupils, "人")) == expected

    def test_of_several_units_are_converted_to_the_first(self) -> None:
        mixed = [units.quantity(1, "万元"), units.quantity(30_000, "元"), None]
        found = moments(mixed, [1, 1, 1], groups=["a", "a", "b"])
        np.testing.assert_array_equal(found.totals, [4, np.nan])
        rows = [units.quantity([1, 3], "teacher"), units.quantity([10, 10], "m²")]
        assert variation_coefficient(rows, [1, 1]).tolist() == [0.5, 0]

    def test_pupils_are_pupils(self) -> None:
        assert moments([1, 3], units.quantity([0.5, 0.5], "百名学生")).pupils == 100
        with pytest.raises(
            pint.DimensionalityError, match=r"moments: pupils must be in 'pupil'; given 'teacher': give p"
        ):
            moments([1, 3], units.quantity([1, 1], "teacher"))

    def test_that_do_not_fit_are_refused(self) -> None:
        totals: Any = [units.quantity(1, "m²"), units.quantity(3, "yuan")]
        with pytest.raises(pint.DimensionalityError, match=r"totals must be in 'meter \*\* 2'; given 'yuan'"):
            variation_coefficient(totals, [1, 1])
        totals = [7, units.quantity(3, "yuan")]
        with pytest.raises(ValueError, match=r"totals must be .*; given 7 without a unit at \[0\]"):
            variation_coefficient(totals, [1, 1])


NAN = float("nan")


@pytest.mark.parametrize(
    ("groups", "message"),
    [
        (["a", "a", NAN], r"unknown at \[2\]"),
        (["a", None, pd.NA], r"unknown at \[1\], \[2\]"),
        ([1, NAN, 2], r"unknown at \[1\]"),
        ([1.0, NAN, 2.0], r"unknown at \[1\]"),
        (np.array([1.0, NAN, 2.0]), r"unknown at \[1\]"),
        (np.array(["2020", "NaT", "2021"], dtype="M8[D]"), r"unknown at \[1\]"),
        (np.ma.array([1, 0, 2], mask=[0, 1, 0]), r"unknown at \[1\]"),
        (np.ma.array(["a", "b", "c"], mask=[0, 1, 0]), r"unknown at \[1\]"),
        (["a", np.ma.masked, "b"], r"unknown at \[1\]"),
        (["1", 1, "2"], r"an integer among texts at \[1\]"),
        ([1, 1, "2"], r"a text among integers at \[2\]"),
        ([True, False, True], r"neither an integer nor a text at \[0\], \[1\], \[2\]"),
        ([True, 1, (1, 2)], r"neither an integer nor a text at \[0\], \[2\]"),
        ([1.5, None, True], r"unknown at \[1\], neither an integer nor a text at \[0\], \[2\]"),
        ([True, None, "a"], r"unknown at \[1\], neither an integer nor a text at \[0\]"),
    ],
)
def test_ids_that_are_unknown_or_mixed_are_refused_with_their_place(groups: Any, message: str) -> None:
    for name, function in (
        ("moments: groups", lambda: moments([1, 2, 3], [1, 1, 1], groups=groups)),
        ("between_school_share: schools", lambda: between_school_share([1, 2, 3], groups)),
    ):
        with pytest.raises(
            ValueError, match=f"^{name} must be all integers or all texts; given {message}: correct it$"
        ):
            function()


@pytest.mark.parametrize(
    ("groups", "ids"),
    [
        (["b", "a", "b"], ["a", "b"]),
        (np.array(["b", "a", "b"], dtype=object), ["a", "b"]),
        (np.array([2, 1, 2], dtype=object), [1, 2]),
        ((2, np.int8(1), 2), [1, 2]),
        ([2.0, 1.0, 2.0], [1, 2]),
        (np.array([2.0, 1.0, 2.0]), [1, 2]),
        ([2**63, 2**63 - 1, 2**63], [2**63 - 1, 2**63]),
        ([2**63 + 1, -1, 2**63 + 1], [-1, 2**63 + 1]),
        (np.ma.array([2, 1, 2]), [1, 2]),
    ],
)
def test_ids_of_one_kind(groups: Any, ids: list[Any]) -> None:
    found = moments([3, 8, 5], [1, 2, 1], groups=groups)
    assert found.ids is not None
    assert found.ids.tolist() == ids
    assert found.totals.tolist() == [8, 8]


@pytest.mark.skipif(not hasattr(np.dtypes, "StringDType"), reason="numpy before 2 has no texts with nulls")
def test_texts_with_nulls_of_numpy() -> None:
    groups = np.array(["b", "a", "b"], dtype=np.dtypes.StringDType(na_object=None))
    assert moments([3, 8, 5], [1, 2, 1], groups=groups).totals.tolist() == [8, 8]
    groups[1] = None
    with pytest.raises(ValueError, match=r"groups must be .*; given unknown at \[1\]"):
        moments([3, 8, 5], [1, 2, 1], groups=groups)


def test_groups_that_are_one_to_a_reader_are_refused() -> None:
    with pytest.raises(ValueError, match=r"groups must not differ in blanks, .*; given 'a b' and 'ab': write"):
        variation_coefficient([1, 2], pupils=[1, 1], groups=["ab", "a b"])


def of_groups(*ids: Any) -> Moments:
    return moments(np.ones(len(ids)), np.ones(len(ids)), groups=list(ids))


def test_only_moments_of_one_kind_of_ids_and_of_the_same_resources_are_added() -> None:
    for texts in (of_groups("1"), moments([1], [1], groups=np.array(["1"], dtype=object))):
        for pair in ((of_groups(1), texts), (texts, of_groups(1))):
            with pytest.raises(
                ValueError, match="ids that are numbers cannot be added to moments with ids that are texts"
            ):
                pair[0] + pair[1]
    both = moments([1], [1], groups=np.array(["a"], dtype=object)) + of_groups("b", "a")
    assert (both.ids.tolist(), both.pupils.tolist()) == (["a", "b"], [2, 1])  # type: ignore[union-attr]
    both = of_groups("a") + of_groups() + of_groups("b")
    assert both.ids.tolist() == ["a", "b"]  # type: ignore[union-attr]
    both = of_groups(1, 2**62) + moments([1, 1], [1, 1], groups=np.array([1, 2**63 + 1], dtype=np.uint64))
    assert both.ids.tolist() == [1, 2**62, 2**63 + 1]  # type: ignore[union-attr]
    assert both.pupils.tolist() == [2, 1, 1]
    two, three = np.ones((2, 4)), np.ones((3, 4))
    for groups in (None, [1, 1, 2, 2]):
        parts = [moments(totals, [1] * 4, groups=groups) for totals in (two, three, two[0])]
        for one, other, shapes in ((0, 1, r"\(2,\) and \(3,\)"), (2, 0, r"\(\) and \(2,\)")):
            with pytest.raises(
                ValueError, match=f"moments must be of the same resources to be added; given totals of shape {shapes}"
            ):
                parts[one] + parts[other]


def test_schools_that_have_little_vary_as_those_that_have_much() -> None:
    assert variation_coefficient([1, 1.0002], [10**6, 10**6]) == pytest.approx(1e-4, rel=1e-3)


@pytest.mark.parametrize(("totals", "pupils"), [([4.2 * 3, 4.2 * 7], [3, 7]), ([0.3, 0.7, 1.1], [3, 7, 11])])
def test_schools_that_are_alike_give_exactly_0_with_compensation_too(totals: list[float], pupils: list[int]) -> None:
    assert variation_coefficient(totals, pupils, compensated=True) == 0
    found = variation_coefficient([totals], pupils, groups=["a"] * len(pupils), compensated=True)
    assert found.tolist() == [[0]]


def test_the_one_pass_sum_of_squares_would_be_wrong_here() -> None:
    """A spread of 1 around 10⁹: the sum of squares loses it, two passes keep it."""
    x = np.array([1e9 - 1, 1e9 + 1])
    one_pass = np.mean(x**2) - np.mean(x) ** 2
    assert one_pass != 1
    assert variation_coefficient(x, [1, 1]) == pytest.approx(1e-9, rel=1e-12)


def test_the_common_name_is_the_same_function() -> None:
    assert balanced_edu.coefficient_of_variation is balanced_edu.variation_coefficient


class TestScale:
    TOTALS, PUPILS = np.array([279.0, 137, 935, 160, 402]), np.array([45.0, 37, 89, 76, 55])

    @given(st.integers(-200, 200), st.integers(-60, 60), st.booleans())
    def test_the_coefficient_is_the_same_at_every_scale(
        self, of_totals: int, of_pupils: int, compensated: bool
    ) -> None:
        totals, pupils = np.ldexp(self.TOTALS, of_totals), np.ldexp(self.PUPILS, of_pupils)
        expected = variation_coefficient(self.TOTALS, self.PUPILS, compensated=compensated)
        assert variation_coefficient(totals, pupils, compensated=compensated) == expected

    @pytest.mark.parametrize("compensated", [False, True])
    @pytest.mark.parametrize("power", [-323, -200, -110, 110, 155, 200, 305])
    def test_totals_whose_squares_are_lost_are_refused(self, power: int, compensated: bool) -> None:
        message = (
            r"^variation_coefficient: totals per pupil must be 0, or from 1e-100 to 1e\+100; given more or less: write"
        )
        with pytest.raises(ValueError, match=message):
            variation_coefficient(self.TOTALS * 10.0**power, self.PUPILS, compensated=compensated)
        with pytest.raises(ValueError, match=message):
            variation_coefficient([self.TOTALS, self.TOTALS * 10.0**power], self.PUPILS, groups=list("aabbb"))

    @pytest.mark.parametrize(
        ("power", "message"),
        [
            (-305, "write totals and pupils in other units"),
            (101, "pupils must be from 0 to 1e.100"),
            (305, "pupils must be from 0 to 1e.100"),
        ],
    )
    def test_pupils_whose_squares_are_lost_are_refused(self, power: int, message: str) -> None:
        with pytest.raises(ValueError, match=message):
            variation_coefficient(self.TOTALS, self.PUPILS * 10.0**power)

    def test_totals_and_pupils_whose_product_is_lost_are_refused_where_their_quotient_is_not(self) -> None:
        with pytest.raises(ValueError, match="write totals and pupils in other units"):
            variation_coefficient([1e-200, 2e-200], [1e-150, 1e-150])
        assert variation_coefficient([1e60, 1e60], [1e60, 1e60]) == 0

    def test_what_is_refused_is_refused_whatever_numpy_raises(self) -> None:
        with np.errstate(all="raise"):
            assert variation_coefficient([3, 4, 5], [1, 2, 3]) == pytest.approx(2**0.5 / 6)
            with pytest.raises(ValueError, match="write totals and pupils in other units"):
                variation_coefficient([1e-300, 3e-300], [1e-200, 1e-200])

    def test_one_school_with_next_to_no_pupils_is_refused(self) -> None:
        with pytest.raises(ValueError, match="write totals and pupils in other units"):
            variation_coefficient([1, 1], [1e-300, 1])
        with pytest.raises(ValueError, match="write totals and pupils in other units"):
            variation_coefficient([[1, 1], [0, 0]], [1e-300, 1], groups=[1, 1])
        assert variation_coefficient([1e-300, 1], [1e-300, 1]) == 0

    def test_a_spread_beside_a_large_mean_keeps_its_digits_beyond_single_precision(self) -> None:
        near = [1e42 * 1000, 1e42 * 1001]
        assert variation_coefficient(near, [1, 1], compensated=True) == pytest.approx(1 / 2001, rel=1e-13)
