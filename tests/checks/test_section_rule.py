"""The section rule: at least six of seven limits met, and no value under 85 % of its limit."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balanced_edu.checks import Finding, SectionRule, above, at_least, at_most, below, section_rule
from balanced_edu.outcomes import Outcome

FAIL, UNKNOWN, PASS = Outcome.FAIL, Outcome.UNKNOWN, Outcome.PASS
NAMES = tuple("abcdefg")
RULE = section_rule(*(at_least(10, of=name) for name in NAMES), k=6, floor="0.85")
SECTIONS = {
    "all at the limit": ([10] * 7, PASS),
    "one exactly at 85 %": ([10] * 6 + [8.5], PASS),
    "one just under 85 %": ([10] * 6 + [Fraction("8.4999999999")], FAIL),
    "two just under the limit": ([10] * 5 + [9.9, 9.9], FAIL),
    "one unknown, the others met": ([10] * 6 + [None], UNKNOWN),
    "one unknown, one short but above 85 %": ([10] * 5 + [9, None], UNKNOWN),
    "one unknown, one under 85 %": ([10] * 5 + [8, None], FAIL),
    "one unknown, two short": ([10] * 4 + [9, 9, None], FAIL),
}


@pytest.mark.parametrize(("values", "expected"), SECTIONS.values(), ids=SECTIONS)
def test_decisions(values: list[object], expected: Outcome) -> None:
    subject = dict(zip(NAMES, values, strict=True))
    assert RULE.finding(subject).outcome is expected
    columns = {name: np.array([np.nan if v is None else float(v)]) for name, v in subject.items()}  # type: ignore[arg-type]
    assert RULE.outcomes(columns).tolist() == [expected]
    rows = np.stack(list(columns.values()))
    outcomes, met = RULE.on_rows().outcomes(rows, known=None not in values)
    assert outcomes.tolist() == [expected]
    assert met[:, 0].tolist() == [v is not None and v >= 10 for v in values]  # type: ignore[operator]


def test_without_limits_every_section_passes() -> None:
    outcomes, met = section_rule(k=0, floor=1).on_rows().outcomes(np.zeros((0, 3)), known=True)
    assert (outcomes.tolist(), outcomes.dtype, met.shape, met.dtype) == ([PASS] * 3, np.int8, (0, 3), np.bool_)


VALUES = st.lists(st.one_of(st.none(), st.integers(80, 110).map(lambda n: n / 10)), min_size=7, max_size=7)


@given(VALUES, st.integers(0, 6), st.integers(0, 50))
def test_more_of_a_resource_never_turns_pass_into_fail(values: list[float | None], which: int, more: int) -> None:
    before = RULE.finding(dict(zip(NAMES, values, strict=True))).outcome
    if values[which] is not None:
        values[which] += more / 10
    assert RULE.finding(dict(zip(NAMES, values, strict=True))).outcome >= before


@given(VALUES, st.lists(st.integers(80, 110).map(lambda n: n / 10), min_size=7, max_size=7))
def test_filling_in_an_unknown_never_changes_a_decision(values: list[float | None], filling: list[float]) -> None:
    before = RULE.finding(dict(zip(NAMES, values, strict=True))).outcome
    full = [f if v is None else v for v, f in zip(values, filling, strict=True)]
    after = RULE.finding(dict(zip(NAMES, full, strict=True))).outcome
    assert before in (UNKNOWN, after)


LIMITS = [at_least(n, of=name) for n, name in ((4, "a"), (10, "b"), (2, "c"))]
OF_THREE = section_rule(*LIMITS, k=2, floor="0.85")


def test_floors_are_a_part_of_each_limit_in_decimal() -> None:
    assert (OF_THREE.k, OF_THREE.limits, OF_THREE.floor) == (2, tuple(LIMITS), Fraction("0.85"))
    assert [limit.limit for limit in OF_THREE.floors] == [Fraction("3.4"), Fraction("8.5"), Fraction("1.7")]


def test_findings_by_name_at_the_limit_and_at_the_floor() -> None:
    subject = {"a": 3.5, "b": 8.4, "c": None}
    at_limit, at_floor = OF_THREE.at_limit(subject), OF_THREE.at_floor(subject)
    assert [(name, finding.outcome) for name, finding in at_limit.items()] == [("a", FAIL), ("b", FAIL), ("c", UNKNOWN)]
    assert [(name, finding.outcome) for name, finding in at_floor.items()] == [("a", PASS), ("b", FAIL), ("c", UNKNOWN)]


def test_the_finding_joins_the_limits_and_the_floors() -> None:
    subject = {"a": 3.5, "b": 8.5, "c": 2}
    finding = OF_THREE.named("rule").finding(subject)  # type: ignore[attr-defined]
    enough, floors = finding.parts
    assert (finding.check, finding.outcome, enough.outcome, floors.outcome) == ("rule", FAIL, FAIL, PASS)
    assert (enough.check, floors.check) == ("enough limits met", "none below its floor")
    assert enough.parts == tuple(OF_THREE.at_limit(subject).values())
    assert floors.parts == tuple(OF_THREE.at_floor(subject).values())


def test_without_limits_there_is_no_rule() -> None:
    none = section_rule(k=0, floor="0.85")
    assert none.finding({}) == Finding(check="", outcome=PASS)
    assert (none.at_limit({}), none.at_floor({}), none.outcomes({}).tolist()) == ({}, {}, 1)
    assert none.outcomes({}).dtype == np.int8
    outcomes, met = none.on_rows().outcomes(np.ones((0, 3)), known=True)
    assert (outcomes.tolist(), met.shape) == ([1, 1, 1], (0, 3))


def test_limits_for_rates_give_way_by_rounding() -> None:
    scales = [Fraction(100), Fraction(1), Fraction(100)]
    rates = OF_THREE.for_rates(scales)
    expected = [limit.scaled(1 / scale).computed() for limit, scale in zip(LIMITS, scales, strict=True)]
    assert list(rates.limits) == expected
    assert (rates.k, rates.floor) == (OF_THREE.k, OF_THREE.floor)


def test_each_limit_needs_its_scale_and_its_row() -> None:
    with pytest.raises(ValueError, match="argument"):
        OF_THREE.for_rates([Fraction(100), Fraction(1)])
    mixed = section_rule(at_least(4, of="a"), at_most(4, of="b"), k=1, floor="0.85")
    with pytest.raises(ValueError, match="argument"):
        mixed.on_rows().outcomes(np.ones((1, 3)), known=True)


@given(st.lists(st.sampled_from([None, 3.0, 3.4, 4.0, 5.0]), min_size=2, max_size=2), st.integers(0, 2))
def test_rows_are_decided_like_columns_whatever_the_relations(values: list[float | None], k: int) -> None:
    for rule in (
        section_rule(at_least(4, of="a"), at_least(4, of="b"), k=k, floor="0.85"),
        section_rule(at_least(4, of="a"), at_most(4, of="b"), k=k, floor="0.85"),
        section_rule(at_most(4, of="a"), at_most(4, of="b"), k=k, floor="0.85"),
        section_rule(below(4, of="a"), below(4, of="b"), k=k, floor="0.85"),
        section_rule(above(4, of="a"), above(4, of="b"), k=k, floor="0.85"),
    ):
        assert isinstance(rule, SectionRule)
        rows = np.array([[np.nan if value is None else value] for value in values])
        outcomes, met = rule.on_rows().outcomes(rows, known=None not in values)
        columns = dict(zip("ab", rows, strict=True))
        assert outcomes.tolist() == rule.outcomes(columns).tolist()
        assert met.tolist() == [(limit.outcomes(columns) == 1).tolist() for limit in rule.limits]
