"""Kleene's laws, on single outcomes and on arrays of them."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balanced_edu.outcomes import Outcome, at_least, is_unknown, outcomes_of

FAIL, UNKNOWN, PASS = Outcome.FAIL, Outcome.UNKNOWN, Outcome.PASS
any_outcome = st.sampled_from(Outcome)
lists = st.lists(any_outcome, max_size=8)

# Strong Kleene logic, row by row: a, b, a and b, a or b.
TRUTH = [
    (FAIL, FAIL, FAIL, FAIL),
    (FAIL, UNKNOWN, FAIL, UNKNOWN),
    (FAIL, PASS, FAIL, PASS),
    (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
    (UNKNOWN, PASS, UNKNOWN, PASS),
    (PASS, PASS, PASS, PASS),
]


@pytest.mark.parametrize(("a", "b", "both", "either"), TRUTH)
def test_truth_table(a: Outcome, b: Outcome, both: Outcome, either: Outcome) -> None:
    for one, other in ((a, b), (b, a)):
        assert one & other is both
        assert one | other is either
        assert at_least(2, [one, other]) is both
        assert at_least(1, [one, other]) is either


@given(any_outcome, any_outcome, any_outcome)
def test_laws(a: Outcome, b: Outcome, c: Outcome) -> None:
    assert (a & b) & c == a & (b & c)
    assert (a | b) | c == a | (b | c)
    assert ~(a & b) == ~a | ~b
    assert ~~a == a
    assert a & (b | c) == (a & b) | (a & c)


@given(lists, st.integers(-1, 9))
def test_at_least_is_what_every_completion_says(outcomes: list[Outcome], k: int) -> None:
    """It is decided exactly if all ways of filling in the unknowns agree."""
    ways = [[o] if o is not UNKNOWN else [FAIL, PASS] for o in outcomes]
    verdicts = {sum(o is PASS for o in way) >= k for way in itertools.product(*ways)}
    expected = UNKNOWN if len(verdicts) == 2 else PASS if verdicts == {True} else FAIL
    assert at_least(k, outcomes) is expected


@given(st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(any_outcome, min_size=n, max_size=n), min_size=1)))
def test_arrays_are_single_outcomes_side_by_side(rows: list[list[Outcome]]) -> None:
    columns = [np.array(row, dtype=np.int8) for row in rows]
    for k in range(len(rows) + 1):
        joined = at_least(k, columns)
        assert joined.dtype == np.int8
        assert joined.tolist() == [at_least(k, list(column)) for column in zip(*rows, strict=True)]


def test_judgements() -> None:
    assert [Outcome.of(j) for j in (True, False, None, float("nan"), np.True_, PASS)] == [1, -1, 0, 0, 1, 1]
    assert outcomes_of(np.array([True, False])).tolist() == [1, -1]
    assert outcomes_of(np.array([1.0, 0.0, np.nan])).tolist() == [1, -1, 0]
    assert outcomes_of([[True, None], [False, UNKNOWN]]).tolist() == [[1, 0], [-1, 0]]
    assert outcomes_of(np.array([-1, 0, 1], dtype=np.int8)).tolist() == [-1, 0, 1]


@pytest.mark.parametrize(
    "null", [None, float("nan"), np.float32("nan"), np.datetime64("NaT"), pd.NA, pd.NaT, np.ma.masked]
)
def test_nulls_are_unknown(null: object) -> None:
    assert is_unknown(null)
    assert Outcome.of(null) is UNKNOWN
    assert outcomes_of([True, null, False]).tolist() == [1, 0, -1]
    assert outcomes_of(np.array([null, False, None], dtype=object)).tolist() == [0, -1, 0]


@pytest.mark.parametrize("value", [0, "", False, np.False_, np.float32(0), np.array([1, 2]), object()])
def test_other_values_are_known(value: object) -> None:
    assert not is_unknown(value)


def test_lists_of_outcomes() -> None:
    assert outcomes_of([PASS, UNKNOWN, FAIL]).tolist() == [1, 0, -1]
    assert outcomes_of(((PASS, UNKNOWN), (FAIL, True))).tolist() == [[1, 0], [-1, 1]]
    assert outcomes_of([UNKNOWN, float("nan"), True]).tolist() == [0, 0, 1]
    assert outcomes_of([]).tolist() == []


def test_masked_judgements_are_unknown() -> None:
    mask = [False, True, False]
    for array in (
        np.ma.array([True, True, False], mask=mask),
        np.ma.array([1.0, 1e20, 0.0], mask=mask),
        np.ma.array([True, "junk", None], mask=mask, dtype=object),
        np.ma.array([1, 99, -1], mask=mask, dtype=np.int8),
    ):
        first, *others = outcomes_of(array).tolist()
        assert (first, others[0], others[1] < 1) == (1, 0, True)
    assert outcomes_of(np.ma.array([True, False])).tolist() == [1, -1]
    masked = outcomes_of(np.ma.array([True, False, True], mask=[False, False, True]))
    assert (masked.dtype, masked.tolist()) == (np.int8, [1, -1, 0])
    rows = [np.ma.array([True, True], mask=[0, 1]), np.array([False, True])]
    assert outcomes_of(rows).tolist() == [[1, 0], [-1, 1]]


@pytest.mark.parametrize("no", [False, np.False_])
def test_an_outcome_is_joined_to_a_judgement_as_such(no: bool) -> None:
    """False is a 0 to Python, and 0 is unknown."""
    assert PASS & no is FAIL
    assert UNKNOWN | no is UNKNOWN
    assert FAIL | no is FAIL
    assert UNKNOWN & True is UNKNOWN
    assert FAIL | True is PASS
    assert 0 & PASS is UNKNOWN
    assert 0 | FAIL is UNKNOWN
    assert 1 & FAIL is FAIL


@pytest.mark.parametrize("judgement", ["yes", 1, 0, 0.5, object()])
def test_other_values_are_refused(judgement: object) -> None:
    with pytest.raises(TypeError, match="a judgement must be True, False or None"):
        Outcome.of(judgement)


@pytest.mark.parametrize("judgements", [[0.5], [1, 0], np.array([3], dtype=np.int8), ["yes"]])
def test_arrays_of_other_values_are_refused(judgements: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        outcomes_of(judgements)


@pytest.mark.parametrize("number", [-2, 2])
def test_other_integers_are_refused(number: int) -> None:
    with pytest.raises(ValueError, match="outcomes must be -1, 0 or 1"):
        outcomes_of(np.array([number], dtype=np.int8))


def test_outcomes_keep_type_and_shape() -> None:
    assert outcomes_of([None, True]).dtype == np.int8
    assert outcomes_of(np.array([[True, None]], dtype=object)).shape == (1, 2)


@pytest.mark.parametrize("outcome", Outcome)
def test_an_outcome_has_no_truth_value(outcome: Outcome) -> None:
    with pytest.raises(TypeError, match=r"compare it, such as `outcome is Outcome.PASS`"):
        bool(outcome)


def test_an_outcome_reads_as_the_contract_writes_it() -> None:
    assert [str(o) for o in (PASS, FAIL, UNKNOWN)] == ["pass", "fail", "unknown"]
