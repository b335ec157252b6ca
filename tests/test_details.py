"""Small things that a slightly wrong library would get past everything else."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from balanced_edu import between_school_share, units, variation_coefficient
from balanced_edu.checks import (
    AtLeastOf,
    Finding,
    Limit,
    Relation,
    above,
    all_of,
    any_given,
    at_least,
    at_least_of,
    at_most,
    below,
    holds,
    mean_variation_at_most,
    no_veto,
    not_,
    one_of,
    section_rule,
    variation_at_most,
)
from balanced_edu.dispersion import Moments, Runs, exact_squared_coefficient, moments
from balanced_edu.exact import decimal_text, exact, told_apart
from balanced_edu.outcomes import Outcome, outcomes_of

FAIL, UNKNOWN, PASS = Outcome.FAIL, Outcome.UNKNOWN, Outcome.PASS
MAKERS = [
    (at_least, PASS, PASS, FAIL),
    (at_most, FAIL, PASS, PASS),
    (above, PASS, FAIL, FAIL),
    (below, FAIL, FAIL, PASS),
]


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
    assert check.finding(subjects[3]).missing == ("x",)


@pytest.mark.parametrize(("make", "over", "at", "under"), MAKERS)
def test_what_was_computed_lies_at_the_limit_within_its_rounding(
    make: Callable[..., Limit], over: Outcome, at: Outcome, under: Outcome
) -> None:
    check = make("4.2").computed()
    last = 2.0**-52 * 4.2
    assert check.outcomes(np.array([4.2 - last, 4.2, 4.2 + last])).tolist() == [at] * 3
    assert check.outcomes(np.array([4.2 * (1 - 2.0**-48), 4.2 * (1 + 2.0**-48)])).tolist() == [under, over]
    assert abs(check.limit / Fraction("4.2") - 1) == Fraction(1, 2**50)


def test_joined_checks_are_computed_limit_by_limit() -> None:
    joined = at_least_of(1, all_of(at_least("4.2", of="a")), holds("b")).computed()
    (inner, judged) = joined.checks
    assert isinstance(inner, AtLeastOf)
    assert inner.checks[0] == at_least("4.2", of="a").computed()
    assert judged == holds("b")
    assert joined.k == 1


def test_sentences_and_names() -> None:
    assert at_least("3.1415926535").sentence() == "at least 3.1415926535"
    assert variation_at_most("0.1234567891").sentence() == "variation coefficient at most 0.1234567891"
    assert (holds().sentence(), holds("x").sentence()) == ("holds", "x holds")
    assert one_of([1, 2]).sentence() == "value one of 1, 2"
    assert [part.name for part in no_veto("V1", "V2").checks] == ["no V1", "no V2"]  # type: ignore[attr-defined]
    assert any_given(holds("a")).named("level").finding({"a": True}).check == "level"
    assert (not_(holds("a")).named("n").finding({"a": True}).check, all_of().named("none").finding({}).check) == (
        "n",
        "none",
    )


def test_findings_carry_name_inputs_and_what_is_missing() -> None:
    judged = holds("a").named("charter").finding({"a": None})
    assert (judged.check, judged.outcome, judged.missing) == ("charter", UNKNOWN, ("a",))
    assert holds().finding(None).missing == ("judgement",)
    assert holds("a").finding({"a": True}).check == "a"
    assert (holds("a").finding({"a": True}).missing, holds().finding(True).check) == ((), "")
    inner = at_least(1, of="x").finding({"x": 2})
    assert holds("a").finding({"a": inner}) is inner
    kind = one_of(["甲"], of="k")
    assert [kind.finding({"k": k}).outcome for k in ("甲", "乙", None)] == [PASS, FAIL, UNKNOWN]
    assert (kind.finding({}).missing, kind.finding({"k": "甲"}).missing) == (("k",), ())
    assert (kind.finding({}).check, kind.named("kind").finding({}).check) == ("k one of 甲", "kind")
    assert one_of(["甲"]).finding(None).missing == ("value",)
    assert at_least(1).finding(float("nan")).missing == ("value",)


def test_columns_of_any_make_and_shape() -> None:
    assert at_least(2).outcomes([None, 1, 2]).tolist() == [0, -1, 1]
    kinds = np.array([["甲", "乙"], [None, "甲"]], dtype=object)
    assert one_of(["甲"]).outcomes(kinds).tolist() == [[1, -1], [0, 1]]
    assert one_of(["甲"]).outcomes(["甲", None]).tolist() == [1, 0]
    for found in (not_(at_least(1)).outcomes([0, 1]), one_of([1]).outcomes([]), outcomes_of([None, True])):
        assert found.dtype == np.int8
    assert outcomes_of(np.array([[True, None]], dtype=object)).shape == (1, 2)
    for wrong in (-2, 2):
        with pytest.raises(ValueError, match="outcomes are -1, 0 or 1"):
            outcomes_of(np.array([wrong], dtype=np.int8))


def test_limits_scale_and_section_rules_name_their_parts() -> None:
    limits = [at_least(n, of=name) for n, name in ((4, "a"), (10, "b"), (2, "c"))]
    rule = section_rule(*limits, k=2, floor="0.85")
    reached, floors = rule.checks
    assert (rule.k, reached.name, floors.name) == (2, "at least 2 of 3", "none under 0.85 of its limit")
    assert isinstance(reached, AtLeastOf)
    assert isinstance(floors, AtLeastOf)
    assert (reached.k, reached.checks) == (2, tuple(limits))
    assert [limit.limit for limit in floors.checks] == [Fraction("3.4"), Fraction("8.5"), Fraction("1.7")]  # type: ignore
    assert floors.k == 3


def test_variation_on_columns_of_several_resources_and_groups() -> None:
    check = variation_at_most("0.5")
    totals = [[1, 3, 1, 3.1], [1, 1, 0, 0], [None, 1, 1, 3]]
    columns = {"totals": totals, "pupils": [1, 1, 1, 1], "groups": ["a", "a", "b", "b"]}
    assert check.outcomes(columns).tolist() == [[1, -1], [1, 0], [0, 1]]
    assert check.outcomes({"totals": [[1, 3], [0, 4]], "pupils": [1, 1]}).tolist() == [1, -1]
    none = variation_at_most("0.5", without_sections=FAIL, all_zero=PASS)
    assert none.outcomes({"totals": [[0.0, 0.0]], "pupils": [1, 1]}).tolist() == [1]
    assert none.finding({"totals": [], "pupils": []}).outcome is FAIL
    assert none.finding({"totals": [0, 0], "pupils": [1, 1]}).outcome is PASS


def test_a_finding_of_variation_in_full() -> None:
    found = variation_at_most("0.45").finding({"totals": [1.0, 3.0], "pupils": [1, 1]})
    assert found == Finding(
        check="variation coefficient",
        outcome=FAIL,
        value=0.5,
        limit=Fraction("0.45"),
        relation=Relation.AT_MOST,
        inputs={"mean": 2.0, "deviation": 1.0, "sections": 2},
    )
    assert variation_at_most("0.5").named("R1").finding({"totals": [1], "pupils": [1]}).check == "R1"
    gap = variation_at_most("0.5").finding({"totals": [1.0, float("nan")], "pupils": [None, 2]})
    assert (gap.outcome, gap.missing, gap.value) == (UNKNOWN, ("pupils[0]", "totals[1]"), None)
    empty = variation_at_most("0.5").finding({"totals": [0], "pupils": [0]})
    assert (empty.outcome, empty.undefined, empty.missing) == (PASS, "no sections, nothing to vary", ())
    zero = variation_at_most("0.5").finding({"totals": [0, 0], "pupils": [1, 1]})
    assert (zero.outcome, zero.value, zero.undefined) == (UNKNOWN, None, "undefined: every total is 0")


def test_coefficients_next_to_the_limit_are_decided_by_fractions() -> None:
    """A thousandth of a millionth beside it is told apart, whatever binary makes of it."""
    for above_limit, outcome in ((-1, PASS), (0, PASS), (1, FAIL)):
        totals = [10**12, 3 * 10**12 + above_limit]
        found = variation_at_most("0.5").finding({"totals": totals, "pupils": [1, 1]})
        assert found.outcome is outcome
        assert found.value == pytest.approx(0.5)
        assert (found.value == 0.5) is (above_limit == 0)


def test_compensation_is_asked_for() -> None:
    pupils = [907, 1153, 2011, 733]
    totals = [10**9 * p + extra for p, extra in zip(pupils, (311, -857, 1999, -5), strict=True)]
    squared = exact_squared_coefficient([Fraction(x) for x in totals], [Fraction(p) for p in pupils])
    exactly = float(squared) ** 0.5
    assert variation_coefficient(totals, pupils, compensated=True) == pytest.approx(exactly, rel=1e-13, abs=0)
    assert abs(variation_coefficient(totals, pupils) / exactly - 1) > 1e-12
    found = moments(totals, pupils, compensated=True)
    assert float(found.mean) == pytest.approx(sum(totals) / sum(pupils), rel=1e-15, abs=0)
    assert moments(totals, pupils).squares == moments(totals, pupils, compensated=False).squares != found.squares


def test_groups_that_nobody_has_are_merged_without_a_word() -> None:
    nobody = moments([0.0], [0.0], groups=["a"])
    both = nobody + moments([0.0, 3.0], [0.0, 1.0], groups=["a", "b"])
    assert both.pupils.tolist() == [0, 1]
    assert np.isnan(both.coefficient[0])
    assert both.coefficient[1] == 0
    with pytest.raises(ValueError, match="with and without ids"):
        nobody + Moments(None, np.float64(1), np.float64(1), np.float64(0))  # type: ignore[arg-type]


def test_runs_are_cut_where_a_group_ends() -> None:
    runs = Runs.of(np.array([0, 0, 0, 1, 1, 3, 3, 3, 3, 4]))
    assert (runs.starts.tolist(), runs.lengths.tolist()) == ([0, 3, 5, 9], [3, 2, 4, 1])
    parts = [((rows.start, rows.stop), (here.start, here.stop)) for rows, here in runs.chunks(rows=5)]
    assert parts == [((0, 5), (0, 2)), ((5, 10), (2, 4))]
    assert [rows.stop - rows.start for rows, _ in runs.chunks(rows=1)] == [3, 2, 4, 1]
    parts = [((rows.start, rows.stop), (here.start, here.stop)) for rows, here in runs.chunks(slice(1, 3), rows=100)]
    assert parts == [((3, 9), (1, 3))]
    part = runs.within(slice(5, 10), slice(2, 4))
    assert (part.starts.tolist(), part.lengths.tolist()) == ([0, 4], [4, 1])
    assert part.sums(np.array([[1.0, 2, 3, 4, 5]])).tolist() == [[10, 5]]
    assert part.spread(np.array([7.0, 8])).tolist() == [7, 7, 7, 7, 8]


def test_shares_between_schools_of_quantities_large_scores_and_gaps() -> None:
    scores, schools = [70, 80, 90, 80, 90, 100], ["a", "a", "a", "b", "b", "b"]
    expected = between_school_share(scores, schools)
    assert between_school_share(units.quantity(np.array(scores), "dimensionless"), schools) == expected
    # Whole numbers that far from 0 lose no digit, since only what lies between scores is squared.
    far = [2**53 - score for score in (70, 81, 93, 80, 97, 100)]
    assert between_school_share(far, schools) == between_school_share([70, 81, 93, 80, 97, 100], schools)
    assert np.isnan(between_school_share([70, None], ["a", "b"]))  # type: ignore[list-item]
    # As much between the schools as within them.
    assert between_school_share([0, 2, 2, 4], ["a", "a", "b", "b"], estimator="sums of squares") == 0.5
    assert between_school_share([1, 1, 3], ["a", "a", "b"]) == 1


def test_limits_in_units_that_are_no_decimals_of_one_another() -> None:
    assert units.limit_in_unit_of(units.quantity(15, "day"), Fraction(360), "hour") == 15
    assert units.limit_in_unit_of(units.quantity(1, "minute"), Fraction(2), "hour") == 120
    assert units.limit_in_unit_of(units.quantity(45, "人"), Fraction(45), "pupil") == 45
    assert units.limit_in_unit_of(units.quantity(0.2, "万元"), Fraction(2000), "yuan") == Fraction(1, 5)
    assert not units.is_quantity(5)
    assert not units.is_quantity(SimpleNamespace(magnitude=5))


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Fraction(1, 3), "0.3333"),
        (Fraction(2, 3), "0.6667"),
        (1234567.5, "1234567.5"),
        (-0.25, "-0.25"),
        (Fraction(0), "0"),
        (Fraction(-1, 10**6), "0"),
        (100, "100"),
    ],
)
def test_numbers_as_they_are_read(number: Fraction, text: str) -> None:
    assert decimal_text(number) == text


@pytest.mark.parametrize(
    ("number", "limit", "texts"),
    [
        ("3.57", "4.2", ("3.57", "4.2")),
        ("4.2", "4.2", ("4.2", "4.2")),
        ("4.19999999", "4.2", ("4.19999999", "4.2")),
        ("4.199961", "4.2", ("4.19996", "4.2")),
        ("0.1234567890", "0.12345678901", ("0.123456789", "0.12345678901")),
        ("0.12344", "0.123456", ("0.12344", "0.123456")),  # and not 0.1234 beside 0.1235
        ("0.12345", "0.12346", ("0.12345", "0.12346")),
        (Fraction(1, 3), Fraction(1, 3), ("0.3333333333", "0.3333333333")),
        (Fraction(1, 3) - Fraction(1, 10**12), Fraction(1, 3), ("0.333333333332", "0.333333333333")),
    ],
)
def test_what_differs_never_reads_alike(number: Any, limit: Any, texts: tuple[str, str]) -> None:
    assert told_apart(exact(number), exact(limit)) == texts


def test_exact_numbers_of_numpy_and_texts() -> None:
    assert exact(np.float64(4.2)) == exact("4.2") == exact(np.int64(42)) / 10 == Fraction(21, 5)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (np.int64(2**53 + 1), Fraction(2**53 + 1)),
        (np.uint64(2**64 - 1), Fraction(2**64 - 1)),
        (np.float16(0.9), Fraction(9, 10)),
        (np.float32(0.9), Fraction(9, 10)),
        (np.float32(1e10), Fraction(10**10)),
        (np.float32(-4.2), Fraction(-21, 5)),
        (np.longdouble("0.9"), Fraction(9, 10)),
        (np.array(4.2), Fraction(21, 5)),
        (2**70 + 1, Fraction(2**70 + 1)),
        (1e22, Fraction(10**22)),
        (5e-324, Fraction(5, 10**324)),
        (Fraction(1, 3), Fraction(1, 3)),
        (Decimal("0.90"), Fraction(9, 10)),
        (Decimal("1e3"), Fraction(1000)),
        (Decimal("0e-999999999"), Fraction(0)),
        ("0.50", Fraction(1, 2)),
        ("-4.505", Fraction(-901, 200)),
        ("+007", Fraction(7)),
        ("9" * 400, Fraction(10**400 - 1)),
    ],
)
def test_exact_numbers_of_every_make(number: Any, expected: Fraction) -> None:
    assert exact(number) == expected
    assert type(exact(number)) is Fraction


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1/3",
        "1/0",
        "1_000",
        " 5 ",
        "5\n",
        "1e3",
        "1e999999999",
        ".5",
        "5.",
        "--5",
        "1,000",
        "１２",
        "٣",
        "½",
        "0x10",
    ],
)
def test_text_is_a_plain_decimal_or_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no decimal; write it in digits"):
        exact(text)


@pytest.mark.parametrize("word", ["nan", "inf", "-inf"])
def test_what_is_not_finite_is_refused_in_plain_words(word: str) -> None:
    for number in (float(word), np.float32(word), np.longdouble(word), Decimal(word)):
        with pytest.raises(ValueError, match=r"is no number to compute with; give a finite one, or None"):
            exact(number)
    with pytest.raises(ValueError, match="is no decimal"):
        exact(word)


@pytest.mark.parametrize("text", ["1e999999999", "-1e401", "1e-999999999"])
def test_numbers_beyond_any_figure_are_refused_at_once(text: str) -> None:
    with pytest.raises(ValueError, match="is beyond any figure; give one of fewer than 400 digits"):
        exact(Decimal(text))
    with pytest.raises(ValueError, match="is no decimal"):
        exact("9" * 401)


def test_what_passes_says_how_many_hold() -> None:
    two = at_least_of(1, at_least(1, of="a"), at_least(1, of="b"))
    assert two.finding({"a": 1, "b": 0}).reason == "1 of 2 hold"
    assert two.finding({"a": 1, "b": 1}).reason == "all 2 hold"


def test_texts_with_gaps_in_a_list_and_objects_with_groups() -> None:
    assert one_of(["a"]).outcomes(["a", float("nan"), "b"]).tolist() == [1, 0, -1]
    own = SimpleNamespace(totals=[1, 3, 5, 5], pupils=[1, 1, 1, 1], groups=["b", "b", "a", "a"])
    assert variation_at_most("0.4").outcomes(own).tolist() == [1, -1]
    assert repr(mean_variation_at_most("0.123456")) == "<mean of the variation coefficients at most 0.123456>"


def test_masked_judgements_are_outcomes_of_eight_bits() -> None:
    found = outcomes_of(np.ma.array([True, False, True], mask=[False, False, True]))
    assert (found.dtype, found.tolist()) == (np.int8, [1, -1, 0])


def test_decimals_as_large_as_any_and_larger() -> None:
    assert exact(Decimal("1e400")) == 10**400
    with pytest.raises(ValueError, match="1E"):
        exact(Decimal("1e401"))


def test_moments_of_very_large_ids_are_merged_by_their_own() -> None:
    one = moments([1, 3], [1, 1], groups=np.array([-5, 2**60 + 1]))
    two = moments([1, 3], [1, 1], groups=np.array([2**60, 2**63 + 5], dtype=np.uint64))
    assert [int(id) for id in (one + two).ids] == [-5, 2**60, 2**60 + 1, 2**63 + 5]  # type: ignore[union-attr]
    larger = moments([1], [1], groups=np.array([2**70], dtype=object))
    assert [int(id) for id in (one + larger).ids] == [-5, 2**60 + 1, 2**70]  # type: ignore[union-attr]


def test_scores_that_are_none_are_told() -> None:
    with pytest.raises(ValueError, match=r"^scores are not finite"):
        between_school_share([1, np.inf], ["a", "b"])
    with pytest.raises(ValueError, match=r"^scores hold what is not a number"):
        between_school_share([1, "many"], ["a", "b"])  # type: ignore[list-item]
    scores, schools = [70, 80, 90, 80, 90, 100], ["a", "a", "a", "b", "b", "b"]
    far = [score + 10**14 for score in scores]
    assert between_school_share(far, schools) == pytest.approx(between_school_share(scores, schools), rel=1e-12)
