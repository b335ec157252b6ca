"""The variation coefficient and the between-school share, against published figures and an exact reference."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from reference import coefficient, mean, variance

from balanced_edu import units
from balanced_edu.arrays import figures, ids_of
from balanced_edu.dispersion import (
    Moments,
    between_school_share,
    moments,
    variation_coefficient,
)
from balanced_edu.dispersion.exactness import exact_squared_coefficient

schools = st.lists(st.tuples(st.integers(0, 10_000), st.integers(1, 5_000)), min_size=1, max_size=30)


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


@given(schools)
def test_equals_the_exact_reference(table: list[tuple[int, int]]) -> None:
    x, p = [Fraction(t) for t, _ in table], [Fraction(n) for _, n in table]
    assume(any(x))
    found = moments([float(t) for t in x], [float(n) for n in p])
    assert float(found.mean) == pytest.approx(float(mean(x, p)), rel=1e-14)
    assert float(found.coefficient) == pytest.approx(float(coefficient(x, p)), rel=1e-13, abs=1e-15)
    assert exact_squared_coefficient(x, p) == variance(x, p) / mean(x, p) ** 2


@given(schools, st.integers(1, 1000), st.randoms(use_true_random=False))
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


@given(schools, st.data())
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


@pytest.mark.parametrize(
    ("totals", "pupils", "message"),
    [
        ([1, -2], [1, 1], r"totals are never negative or infinite: at \[1\]"),
        ([1, 2], [1, -1], r"pupils are never negative or infinite: at \[1\]"),
        ([np.inf, 2], [1, 1], "totals are never negative or infinite"),
        ([1, 2], [np.inf, 1], "pupils are never negative or infinite"),
        ([1, 2], [0, 1], r"resources without pupils: at \[0\]"),
        ([1, 2, 3], [1, 1], "same n"),
        (1, [1], "same n"),
        ([1, 2], [[1, 2]], "same n"),
        (["a", 2], [1, 1], r"totals hold what is not a number, or is none that fits: at \[0\] \('a'\)"),
        ([[1, 2], [3, 10**400]], [1, 1], r"totals hold what is not a number, .*: at \[1, 1\] \(int\)"),
        ([1, 2], [1, [1]], r"pupils hold what is not a number, .*: at \[1\] \(list\)"),
        ([1, 2], [Decimal("sNaN"), 1], r"pupils hold what is not a number, .*: at \[0\] \(Decimal\)"),
        (np.array([1j, 2]), [1, 1], r"totals hold what is not a number, .*: at \[0\] \(complex128\), \[1\]"),
        ([1, 2], np.array(["2020", "2021"], dtype="M8[D]"), r"pupils hold .*: at \[0\] \(datetime64\), \[1\]"),
        (["a", -1], [1, -1], r"hold what .* \[0\] \('a'\); pupils are never .* \[1\]; totals are never .* \[1\]"),
    ],
)
def test_impossible_figures_are_refused_with_their_place(totals: object, pupils: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        variation_coefficient(totals, pupils)


def test_groups_have_to_fit() -> None:
    with pytest.raises(ValueError, match="groups have the shape of pupils"):
        variation_coefficient([1, 2], [1, 1], groups=[1])


MASK = [False, True, False, False]


@pytest.mark.parametrize(
    "totals",
    [
        np.ma.array([1.0, 1e20, 3, 4], mask=MASK),
        np.ma.array([1, 999_999, 3, 4], mask=MASK),
        np.ma.array([1, "junk", 3, 4], mask=MASK, dtype=object),
        units.quantity(np.ma.array([1.0, 0, 3, 4], mask=MASK), "teacher"),
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


def test_plain_numbers_are_not_copied() -> None:
    array = np.array([1.0, 2, 3])
    assert figures(array)[0] is array
    assert np.shares_memory(figures(np.ma.array(array, copy=False))[0], array)


def test_masks_of_texts_and_days() -> None:
    assert figures(np.ma.array(["1", "2"], mask=[False, True]))[0].tolist() == pytest.approx([1, np.nan], nan_ok=True)
    days = np.ma.array(["2020-01-01", "2021-01-01"], dtype="M8[D]", mask=[False, True])
    assert list(figures(days)[1]) == [(0,)]
    with pytest.raises(ValueError, match=r"^a group is an integer among texts: at \[1\]"):
        moments([1, 1], [1, 1], groups=["1", 1])


NAN = float("nan")


@pytest.mark.parametrize(
    ("groups", "message"),
    [
        (["a", "a", NAN], r"is unknown: at \[2\]"),
        (["a", None, pd.NA], r"is unknown: at \[1\], \[2\]"),
        ([1, NAN, 2], r"is unknown: at \[1\]"),
        ([1.0, NAN, 2.0], r"is unknown: at \[1\]"),
        (np.array([1.0, NAN, 2.0]), r"is unknown: at \[1\]"),
        (np.array(["2020", "NaT", "2021"], dtype="M8[D]"), r"is unknown: at \[1\]"),
        (np.ma.array([1, 0, 2], mask=[0, 1, 0]), r"is unknown: at \[1\]"),
        (np.ma.array(["a", "b", "c"], mask=[0, 1, 0]), r"is unknown: at \[1\]"),
        (["a", np.ma.masked, "b"], r"is unknown: at \[1\]"),
        (["1", 1, "2"], r"is an integer among texts: at \[1\]"),
        ([1, 1, "2"], r"is a text among integers: at \[2\]"),
        ([True, False, True], r"is neither an integer nor a text: at \[0\], \[1\], \[2\]"),
        ([True, 1, (1, 2)], r"is neither an integer nor a text: at \[0\], \[2\]"),
        ([1.5, None, True], r"is unknown: at \[1\]; a \w+ is neither an integer nor a text: at \[0\], \[2\]"),
        ([True, None, "a"], r"is unknown: at \[1\]; a \w+ is neither an integer nor a text: at \[0\]"),
    ],
)
def test_ids_that_are_unknown_or_mixed_are_refused_with_their_place(groups: Any, message: str) -> None:
    with pytest.raises(ValueError, match=f"a group {message}"):
        moments([1, 2, 3], [1, 1, 1], groups=groups)
    with pytest.raises(ValueError, match=f"a school {message}"):
        between_school_share([1, 2, 3], groups)


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


def test_integers_are_sorted_as_integers_where_numpy_has_room_for_them() -> None:
    for ids, kind in (([2, 1], "i"), ([2**63 + 1, 1], "O"), ([2**63 + 1, 2**63], "u"), ([2.0, 1.0], "f")):
        assert ids_of(ids)[0].dtype.kind == kind
        assert ids_of(np.array(ids, dtype=object))[0].dtype.kind == kind


@pytest.mark.skipif(not hasattr(np.dtypes, "StringDType"), reason="numpy before 2 has no texts with nulls")
def test_texts_with_nulls_of_numpy() -> None:
    groups = np.array(["b", "a", "b"], dtype=np.dtypes.StringDType(na_object=None))
    assert moments([3, 8, 5], [1, 2, 1], groups=groups).totals.tolist() == [8, 8]
    groups[1] = None
    with pytest.raises(ValueError, match=r"a group is unknown: at \[1\]"):
        moments([3, 8, 5], [1, 2, 1], groups=groups)


def of_groups(*ids: Any) -> Moments:
    return moments(np.ones(len(ids)), np.ones(len(ids)), groups=list(ids))


def test_only_moments_of_one_kind_of_ids_and_of_the_same_resources_are_added() -> None:
    for texts in (of_groups("1"), moments([1], [1], groups=np.array(["1"], dtype=object))):
        for pair in ((of_groups(1), texts), (texts, of_groups(1))):
            with pytest.raises(ValueError, match="ids of groups are numbers cannot be added to those whose ids are t"):
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
            with pytest.raises(ValueError, match=f"moments of the same resources can be added; given totals {shapes}"):
                parts[one] + parts[other]


def test_schools_that_have_little_vary_as_those_that_have_much() -> None:
    assert variation_coefficient([1, 1.0002], [10**6, 10**6]) == pytest.approx(1e-4, rel=1e-3)


def test_at_most_five_places_are_told() -> None:
    with pytest.raises(ValueError, match=r"negative or infinite: at \[0\], \[1\], \[2\], \[3\], \[4\]$"):
        moments([-1] * 7, [1] * 7)
    with pytest.raises(ValueError, match=r"fits: at \[0\] \('a'\), .*, \[4\] \('a'\)$"):
        moments(["a"] * 7, [1] * 7)


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


class TestBetweenSchoolShare:
    def test_all_between_and_all_within(self) -> None:
        for estimator in ("anova", "sums of squares"):
            assert between_school_share([1, 1, 3, 3], ["a", "a", "b", "b"], estimator=estimator) == 1
            assert between_school_share([1, 3, 1, 3], ["a", "a", "b", "b"], estimator=estimator) == 0

    def test_one_way_analysis_of_variance_by_hand(self) -> None:
        """Schools of 2, 3 and 4 pupils. SSB = 9.6, SSW = 8.4, MSB = 4.8, MSW = 1.4, n₀ = (9 − 29/9) / 2 = 26/9."""
        scores = [1, 3, 2, 4, 3, 5, 4, 6, 5]
        ids = ["a"] * 2 + ["b"] * 3 + ["c"] * 4
        groups = {"a": [1, 3], "b": [2, 4, 3], "c": [5, 4, 6, 5]}
        grand = Fraction(sum(scores), 9)
        ssb = sum(len(g) * (Fraction(sum(g), len(g)) - grand) ** 2 for g in groups.values())
        ssw = sum((y - Fraction(sum(g), len(g))) ** 2 for g in groups.values() for y in g)
        n0 = (9 - Fraction(4 + 9 + 16, 9)) / 2
        between = (ssb / 2 - ssw / 6) / n0
        assert between_school_share(scores, ids) == pytest.approx(float(between / (between + ssw / 6)), rel=1e-13)
        squares = between_school_share(scores, ids, estimator="sums of squares")
        assert squares == pytest.approx(float(ssb / (ssb + ssw)), rel=1e-13)

    @given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 4)), min_size=1, max_size=40), st.integers(1, 9))
    def test_is_a_share_and_has_no_scale(self, table: list[tuple[int, int]], factor: int) -> None:
        scores, ids = np.array(table).T
        for estimator in ("anova", "sums of squares"):
            share = between_school_share(scores, ids, estimator=estimator)
            assert np.isnan(share) or 0 <= share <= 1
            scaled = between_school_share(scores * factor + 7, ids, estimator=estimator)
            assert scaled == pytest.approx(share, rel=1e-9, abs=1e-9, nan_ok=True)

    def test_undefined_shares_are_unknown(self) -> None:
        assert np.isnan(between_school_share([], []))
        assert np.isnan(between_school_share([1, 2], ["a", "a"]))
        assert np.isnan(between_school_share([1, 2], ["a", "b"]))
        assert np.isnan(between_school_share([5, 5, 5, 5], ["a", "a", "b", "b"]))
        assert np.isnan(between_school_share([5, 5, 5, 5], ["a", "a", "b", "b"], estimator="sums of squares"))
        assert np.isnan(between_school_share([1, np.nan, 3, 4], ["a", "a", "b", "b"]))

    def test_what_cannot_be_is_refused(self) -> None:
        with pytest.raises(ValueError, match="same shape"):
            between_school_share([1, 2], ["a"])
        with pytest.raises(ValueError, match="finite"):
            between_school_share([1, np.inf], ["a", "b"])
        with pytest.raises(ValueError, match="estimator is"):
            between_school_share([1, 2], ["a", "b"], estimator="reml")  # type: ignore[arg-type]
