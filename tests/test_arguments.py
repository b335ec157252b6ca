"""Arguments of a function: what is required of them, and how all that cannot be used are refused at once."""

from __future__ import annotations

import math
import pickle
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pint
import pytest

from balanced_edu import units
from balanced_edu.arguments import Arguments, must_be, out_of_range, places
from balanced_edu.outcomes import Outcome

NAN, quantity = float("nan"), units.quantity


@pytest.mark.parametrize(
    ("numbers", "least", "out"),
    [
        ([], 0.0, False),
        ([NAN], 0.0, False),
        ([0.0, 1.0, NAN], 0.0, False),
        ([-1.0, NAN], 0.0, True),
        ([np.inf, NAN], 0.0, True),
        ([-1.0], -np.inf, False),
        ([-np.inf], -np.inf, True),
        ([np.inf], -np.inf, True),
        ([[1.0, 2.0], [3.0, -4.0]], 0.0, True),
        (-1.0, 0.0, True),
        (1.0, 0.0, False),
        ([-0.0, 1.0], 0.0, False),
        ([-NAN, 1.0], 0.0, False),
        ([np.finfo(np.float64).max], 0.0, False),
        ([0.5], 1.0, True),
        ([1.0], 1.0, False),
    ],
)
def test_figures_out_of_range(numbers: Any, least: float, out: bool) -> None:
    assert out_of_range(np.asarray(numbers, dtype=np.float64), least, np.inf) is out


@pytest.mark.parametrize("most", [0.0, 1e18, np.finfo(np.float64).max])
def test_figures_beyond_the_most(most: float) -> None:
    for numbers in ([most], [most, NAN], [most, -0.0]):
        assert not out_of_range(np.array(numbers), 0.0, most)
        assert out_of_range(np.array([*numbers, math.nextafter(most, math.inf)]), 0.0, most)
        assert out_of_range(np.array([*numbers, -5e-324]), 0.0, most)


@pytest.mark.parametrize(
    ("bad", "text"),
    [
        ([True, False, True], "at [0], [2]"),
        ([[False, True], [True, False]], "at [0, 1], [1, 0]"),
        ([True] * 5, "at [0], [1], [2], [3], [4]"),
        ([True] * 6, "at [0], [1], [2], [3], [4] and 1 more"),
    ],
)
def test_places_in_words(bad: Any, text: str) -> None:
    assert places(np.array(bad)) == text


def test_what_an_argument_must_be_in_words() -> None:
    assert (
        must_be("k", "2", "an integer; write how many first") == "k must be an integer; given '2': write how many first"
    )
    assert must_be("k", 2, "a check; make one; or more") == "k must be a check; given 2: make one; or more"
    assert must_be("year", None, "an integer") == "year must be an integer; given None"


def refused(read: Callable[[Arguments], object]) -> Exception:
    arguments = Arguments("area_per_pupil")
    read(arguments)
    with pytest.raises((ValueError, TypeError)) as error:
        arguments.refuse()
    return error.value


MEND = "correct it, or give NaN if unknown"
YUAN = "given 'yuan': give plain numbers in '{0}', or attach a unit with balanced_edu.units.quantity(numbers, '{0}')"


class TestArguments:
    def test_what_can_be_used_is_read_and_nothing_is_raised(self) -> None:
        arguments = Arguments("area_per_pupil")
        assert arguments.figures("area", quantity([1, 2], "ha"), "m²").tolist() == [10_000, 20_000]
        assert arguments.figures("growth", [-1, 2], least=-np.inf).tolist() == [-1, 2]
        assert arguments.exact_figures("pupils", [Fraction(1, 3)]).tolist() == [Fraction(1, 3)]
        assert arguments.exact_figures("area", quantity([1, 2], "ha"), "m²").tolist() == [10_000, 20_000]
        assert arguments.factor("area", (("hectare", 1),), "m²") == 10_000
        assert arguments.ids("county", ["b", "a"]).tolist() == ["b", "a"]
        assert arguments.judgements("charter", True) is Outcome.PASS
        assert arguments.judgements("charter", [True, None]).tolist() == [1, 0]  # type: ignore[union-attr]
        assert arguments.judgements("charter", pd.Series([True, None], dtype="boolean")).tolist() == [1, 0]  # type: ignore[union-attr]
        arguments.word("estimator", "anova", ("anova", "sums of squares"))
        assert arguments.accepted
        arguments.refuse()

    def test_an_argument_in_another_unit_has_not_been_read(self) -> None:
        arguments = Arguments("area_per_pupil")
        arguments.figures("pupils", [1, -1])
        assert arguments.all_read
        arguments.figures("area", quantity([1, 2], "yuan"), "m²")
        assert not arguments.all_read

    def test_the_largest_figure_is_in_range_and_named_only_beside_a_larger_one(self) -> None:
        for figures, required in (([10, -1], "0 or more and finite"), ([10, 11], "from 0 to 10"), ([10, 0], "")):
            arguments = Arguments("area_per_pupil")
            arguments.figures("pupils", figures, most=10)
            assert arguments.accepted is not bool(required)
            if required:
                with pytest.raises(ValueError, match=f"pupils must be {required}; given {figures[1]} at "):
                    arguments.refuse()

    def test_the_range_of_numbers_may_be_left_for_later(self) -> None:
        arguments = Arguments("area_per_pupil")
        pupils = arguments.numbers("pupils", [1, -1])
        assert arguments.accepted
        arguments.in_range("pupils", pupils)
        assert not arguments.accepted
        with pytest.raises(ValueError, match=r"pupils must be 0 or more and finite; given -1 at \[1\]"):
            arguments.refuse()

    def test_numbers_that_cannot_be_read_say_what_is_required(self) -> None:
        for least, required in (({}, "0 or more and finite"), ({"least": -np.inf}, "finite")):
            arguments = Arguments("area_per_pupil")
            arguments.numbers("pupils", [1, "many"], **least)
            with pytest.raises(ValueError, match=rf"pupils must be {required}; given 'many' at \[1\]"):
                arguments.refuse()

    @pytest.mark.parametrize(
        ("given", "shown"),
        [
            (-1, "-1"),
            (-0.5, "-0.5"),
            ("many", "'many'"),
            ([45, 37, 89, -1], "-1 at [3]"),
            ([1, "many", -1, np.inf], "'many' at [1], -1 at [2], inf at [3]"),
            ([[1, 2], [3, -4]], "-4 at [1, 1]"),
            ([-1] * 5, "-1 at [0], -1 at [1], -1 at [2], -1 at [3], -1 at [4]"),
            ([-1] * 7, "-1 at [0], -1 at [1], -1 at [2], -1 at [3], -1 at [4] and 2 more"),
            (["a"] * 7, "'a' at [0], 'a' at [1], 'a' at [2], 'a' at [3], 'a' at [4] and 2 more"),
            (np.array([-1, -2], dtype=np.int8), "-1 at [0], -2 at [1]"),
            (Decimal("1e400"), "inf"),
        ],
    )
    def test_figures_are_0_or_more_and_finite(self, given: Any, shown: str) -> None:
        for read in (Arguments.figures, Arguments.exact_figures):
            error = refused(lambda arguments, read=read: read(arguments, "pupils", given, "pupil"))  # type: ignore[misc]
            assert type(error) is ValueError
            assert str(error) == f"area_per_pupil: pupils must be 0 or more and finite; given {shown}: {MEND}"

    def test_figures_that_may_be_negative_are_finite(self) -> None:
        error = refused(lambda arguments: arguments.figures("growth", [-1, np.inf, -np.inf], least=-np.inf))
        assert str(error) == f"area_per_pupil: growth must be finite; given inf at [1], -inf at [2]: {MEND}"

    @pytest.mark.parametrize(
        ("distinct", "alike"),
        [
            (["a", "b"], ""),
            (["甲县", "乙县", "甲 县1"], ""),
            (["Ａ县", "乙县"], ""),
            ([330302, 330303], ""),
            ([], ""),
            ([b"a", b"a "], ""),
            (["甲县", "甲县\u200b"], "'甲县' and '甲县\\u200b'"),
            (["1", "１", "1 "], "'1' and '１' (and 1 more)"),
            (["1", "2", "１", "1 ", "２"], "'1' and '１' (and 2 more)"),
        ],
    )
    def test_ids_that_are_one_to_a_reader(self, distinct: list[Any], alike: str) -> None:
        arguments = Arguments("f")
        for ids in (np.array(distinct), np.array(distinct, dtype=object)):
            arguments.not_alike("county", ids)
        assert arguments.accepted is not bool(alike)
        if alike:
            what = "county must not differ in blanks, invisible characters or width alone"
            with pytest.raises(ValueError, match="alike") as error:
                arguments.refuse()
            assert str(error.value) == f"f: {what}; given {alike}: write them alike"

    def test_every_wrong_argument_is_named(self) -> None:
        def read(arguments: Arguments) -> None:
            arguments.figures("area", [1, -1])
            arguments.figures("pupils", [1, 1])
            arguments.ids("county", ["1", 1, None])
            arguments.word("estimator", "reml", ("anova", "sums of squares"))
            arguments.wrong("area", "area must be read once")

        assert str(refused(read)).splitlines() == [
            f"area_per_pupil: area must be 0 or more and finite; given -1 at [1]: {MEND}",
            "area_per_pupil: county must be all integers or all texts; "
            "given unknown at [2], an integer among texts at [1]: correct it",
            "area_per_pupil: estimator must be one of 'anova', 'sums of squares'; given 'reml'",
        ]

    def test_another_dimension_is_the_error_of_pint_whatever_else_is_wrong(self) -> None:
        def read(arguments: Arguments) -> None:
            arguments.figures("area", quantity([1, -1], "yuan"), "m²")
            arguments.exact_figures("pupils", [quantity(1, "yuan")], "pupil")
            assert arguments.factor("rooms", (("yuan", 1),), "room") == 1
            arguments.figures("classes", -1)

        error = refused(read)
        assert isinstance(error, pint.DimensionalityError)
        for one in (error, pickle.loads(pickle.dumps(error))):
            assert str(one).splitlines() == [
                "Cannot convert from 'yuan' ([currency]) to 'room' ([room])",
                f"area_per_pupil: area must be in 'm²'; {YUAN.format('m²')}",
                f"area_per_pupil: pupils must be in 'pupil'; {YUAN.format('pupil')}",
                f"area_per_pupil: rooms must be in 'room'; {YUAN.format('room')}",
                f"area_per_pupil: classes must be 0 or more and finite; given -1: {MEND}",
            ]

    def test_scales_with_another_zero(self) -> None:
        error = refused(lambda arguments: arguments.figures("heat", quantity(20, "degC"), "kelvin"))
        assert type(error) is ValueError
        assert str(error) == (
            "area_per_pupil: heat must be in 'kelvin'; given 'degree_Celsius', which counts from another zero: "
            "convert it first"
        )

    def test_judgements(self) -> None:
        error = refused(lambda arguments: arguments.judgements("charter", "yes"))
        assert type(error) is TypeError
        assert str(error) == "area_per_pupil: charter: a judgement must be True, False or None, not 'yes'"
        error = refused(lambda arguments: arguments.judgements("charter", [2.0]))
        assert type(error) is ValueError
        assert str(error).startswith("area_per_pupil: charter: judgements given as numbers must be 1 (yes)")
