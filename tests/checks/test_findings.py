"""Findings: what they carry, how they are joined, and how they read."""

from __future__ import annotations

import datetime as dt
import pickle
from fractions import Fraction

import attrs
import pytest

from balanced_edu.checks import (
    Cell,
    Concession,
    Figure,
    Finding,
    Reason,
    Relation,
    all_of,
    any_given,
    at_least,
    at_least_of,
    at_most,
    below,
    holds,
    variation_at_most,
)
from balanced_edu.checks.findings import Pending, best_given, changed, joined, made_of, open_forms, stands
from balanced_edu.outcomes import Outcome

FAIL, UNKNOWN, PASS = Outcome.FAIL, Outcome.UNKNOWN, Outcome.PASS


ONE, OTHER = Cell("schools", "P1", "books"), Cell("schools", "P2", "books")
STANDING = Finding(check="a", outcome=FAIL)
TURNING = Finding(check="b", outcome=FAIL, missing=(ONE, OTHER))
PASSING, OPEN = Finding(check="c", outcome=PASS), Finding(check="d", outcome=UNKNOWN, missing=(OTHER,))


def failure(*parts: Finding, missing: tuple[Cell, ...] = ()) -> Finding:
    return Finding(check="parts", outcome=FAIL, parts=parts, missing=missing)


@pytest.mark.parametrize(
    ("finding", "expected", "cells"),
    [
        (STANDING, True, ()),
        (TURNING, False, (ONE, OTHER)),
        (failure(STANDING, STANDING), True, ()),
        (failure(STANDING, TURNING), False, (ONE, OTHER)),  # each may be enough, and one of them may turn
        (failure(STANDING, TURNING, PASSING), True, (ONE, OTHER)),  # all are needed, and one stands
        (failure(TURNING, PASSING, OPEN), False, (ONE, OTHER)),
        (failure(failure(TURNING, missing=(OTHER,)), PASSING), False, (OTHER, ONE)),
        (failure(failure(STANDING, PASSING), TURNING), False, (ONE, OTHER)),
        (failure(STANDING, missing=(ONE,)), False, (ONE,)),
    ],
)
def test_a_failure_stands_if_no_form_that_is_not_given_could_turn_it(
    finding: Finding, expected: bool, cells: tuple[Cell, ...]
) -> None:
    assert (stands(finding), open_forms(finding)) == (expected, cells)


@pytest.mark.parametrize(
    ("years", "day", "due"),
    [
        (3, dt.date(2023, 10, 15), dt.date(2026, 10, 15)),
        (3, dt.date(2024, 2, 28), dt.date(2027, 2, 28)),
        (3, dt.date(2024, 2, 29), dt.date(2027, 2, 28)),  # the last day of a month that has no such day
        (4, dt.date(2024, 2, 29), dt.date(2028, 2, 29)),
        (1, dt.date(2024, 1, 31), dt.date(2025, 1, 31)),
        (3, None, None),
        (0, dt.date(2023, 10, 15), None),
    ],
)
def test_a_duty_ends_on_the_same_day_so_many_years_later(years: int, day: dt.date | None, due: dt.date | None) -> None:
    assert Concession(clause="-", source="-", duty="-", years=years).due(day) == due


def test_leaves_are_about_what_the_whole_is_about_unless_they_say_more() -> None:
    part, other = Finding(check="a", outcome=FAIL, subject="数学"), Finding(check="b", outcome=FAIL)
    whole = Finding(check="", outcome=FAIL, parts=(part, PASSING, other), campus="P1", stage="primary", subject="语文")
    about = {"campus": "P1", "stage": "primary"}
    assert list(whole.leaves()) == [attrs.evolve(part, **about), attrs.evolve(other, **about, subject="语文")]
    assert list(failure(part, PASSING).leaves()) == list(part.leaves()) == [part]


def test_a_finding_carries_value_limit_and_margin() -> None:
    finding = at_least("4.2", "teacher / hundred_pupils", of="R1").finding({"R1": 4.1})
    assert (finding.outcome, finding.value, finding.limit, finding.relation) == (
        FAIL,
        4.1,
        Fraction("4.2"),
        Relation.AT_LEAST,
    )
    assert finding.margin == Fraction("-0.1")
    assert str(finding) == "4.1 < 4.2 teachers per 100 pupils (short by 0.1)"
    assert at_most(45).finding(44).margin == 1
    assert str(below("0.15").finding(0.15)) == "0.15 ≥ 0.15"
    assert at_least(1).finding(None).margin is None


def test_a_finding_names_its_check_unit_and_inputs() -> None:
    rate = at_least("4.2", "teacher / hundred_pupils", of="R1")
    made = rate.finding({"R1": Figure(value=4.5, inputs={"teachers": 45, "pupils": 1000})})
    assert made == Finding(
        check="R1",
        outcome=PASS,
        value=4.5,
        limit=Fraction("4.2"),
        relation=Relation.AT_LEAST,
        inputs={"teachers": 45, "pupils": 1000},
    )
    assert rate.named("高学历").finding({"R1": 4.5}).check == "高学历"
    assert at_least("4.2").finding(4.5).check == ""


def test_a_finding_names_what_is_missing() -> None:
    both = all_of(at_least(1, of="a"), at_least(1, of="b"), holds("c"))
    finding = both.finding({"a": 2, "b": None})
    assert finding.outcome is UNKNOWN
    assert finding.missing == (Cell(field="b"), Cell(field="c"))
    assert both.finding({"a": 0}).missing == ()


@pytest.mark.parametrize(
    ("finding", "reason"),
    [
        (at_least(1).finding(2), Reason.COMPARED),
        (at_least(1).finding(None), Reason.MISSING),
        (holds().finding(False), Reason.JUDGED),
        (all_of(holds()).finding(True), Reason.PARTS),
        (all_of(holds()).finding(None), Reason.PARTS),
        (variation_at_most(1).finding({"totals": [], "pupils": []}), Reason.NO_SECTIONS),
        (variation_at_most(1).finding({"totals": [0], "pupils": [1]}), Reason.ALL_ZERO),
        (at_least(1).finding(Figure(value=None, undefined=Reason.DIVIDED_BY_ZERO)), Reason.DIVIDED_BY_ZERO),
        (Finding(check="", outcome=PASS, undefined=Reason.NOBODY, value=1), Reason.NOBODY),
    ],
    ids=lambda value: value.name if isinstance(value, Reason) else "",
)
def test_the_reason_is_a_code(finding: Finding, reason: Reason) -> None:
    assert finding.reason is reason


def test_where_nothing_is_joined_there_are_no_parts_to_decide() -> None:
    assert (joined(1, []).parts, joined(1, []).reason) == ((), Reason.JUDGED)


def test_joined_findings_have_a_name_only_if_one_is_given() -> None:
    assert joined(1, []).check == best_given([]).check == ""
    parts = [holds("a").finding({"a": None})]
    assert joined(1, parts, "any").check == best_given(parts, "any").check == "any"


def test_the_best_of_the_forms_that_are_given_is_found_with_what_others_lack() -> None:
    for forms, outcome, missing in (
        ([OPEN, STANDING], FAIL, OPEN.missing),
        ([STANDING, STANDING], FAIL, ()),
        ([OPEN, PASSING], PASS, ()),
        ([OPEN, TURNING, PASSING], PASS, ()),
        ([OPEN], UNKNOWN, OPEN.missing),
    ):
        assert (best_given(forms).outcome, best_given(forms).missing) == (outcome, missing)


def test_what_is_missing_settles_what_is_unknown_and_belongs_to_nothing_decided() -> None:
    for outcome, missing in ((PASS, ()), (FAIL, ()), (UNKNOWN, OPEN.missing)):
        parts = [Finding(check="a", outcome=outcome, missing=OPEN.missing)]
        assert joined(1, parts) == Finding(check="", outcome=outcome, parts=tuple(parts), missing=missing)


def test_a_pass_says_how_many_hold() -> None:
    two = at_least_of(1, at_least(1, of="a"), at_least(1, of="b"))
    assert str(two.finding({"a": 1, "b": 0})) == "1 of 2 hold"
    assert str(two.finding({"a": 1, "b": 1})) == "all 2 hold"
    assert str(all_of(at_least(1)).finding(2)) == "2 ≥ 1"


def test_only_the_parts_that_decide_are_leaves() -> None:
    inner = all_of(at_least(3, of="a"), at_most(9, of="a"))
    finding = all_of(inner, any_given(at_least(1, of="b"), holds("c"))).finding({"a": 2, "b": 0})
    assert [leaf.check for leaf in finding.leaves()] == ["a", "b"]
    assert finding.deciding == finding.parts
    assert joined(1, []).deciding == ()


def test_a_value_that_would_read_like_its_limit_is_written_in_full() -> None:
    assert str(at_most("0.5").finding(0.50004)) == "0.50004 > 0.5 (over by 0.00004)"


def test_a_finding_of_many_parts_lists_ten() -> None:
    many = all_of(*(at_least(1, of=f"value {n}") for n in range(12))).finding({})
    assert str(many).startswith("value 0: not known: value 0; ")
    assert str(many).endswith("; and 2 more")


def test_a_finding_is_represented_by_a_short_sentence() -> None:
    assert repr(at_least("4.2", of="R1").finding({"R1": 4})) == "<R1: fail, 4 < 4.2 (short by 0.2)>"
    assert repr(holds().finding(True)) == "<finding: pass, holds>"
    many = all_of(*(at_least(1, of=f"a long name {n}") for n in range(12))).finding({})
    assert len(repr(many)) == 200
    assert repr(many).endswith("…>")


def test_a_changed_finding_is_that_of_attrs() -> None:
    finding = at_least("4.2", "teacher / hundred_pupils").finding(4)
    changes = {"campus": "P1", "missing": (ONE,), "outcome": UNKNOWN}
    assert changed(finding, **changes) == attrs.evolve(finding, **changes) != finding
    assert changed(finding).inputs is finding.inputs


class TestPending:
    """A part of which only the outcome is known is made when somebody looks at it."""

    def setup_method(self) -> None:
        self.made: list[str] = []

    def pending(self, outcome: Outcome, campus: str) -> Pending:
        def make() -> Finding:
            self.made.append(campus)
            return Finding(check="", outcome=outcome, campus=campus)

        return Pending(outcome, make)

    def parts(self) -> list[Finding | Pending]:
        third = Finding(check="", outcome=UNKNOWN, missing=(Cell("schools", "A3", "books"),))
        return [self.pending(PASS, "A1"), self.pending(FAIL, "A2"), third]

    @pytest.mark.parametrize(
        ("k", "outcome", "missing"),
        [(1, PASS, ()), (2, UNKNOWN, (Cell("schools", "A3", "books"),)), (3, FAIL, ())],
        ids=["1", "2", "3"],
    )
    def test_the_outcome_needs_none_of_them(self, k: int, outcome: Outcome, missing: tuple[Cell, ...]) -> None:
        found = joined(k, self.parts())
        assert (found.outcome, found.missing, found.reason) == (outcome, missing, Reason.PARTS)
        assert self.made == []

    def test_each_is_made_once(self) -> None:
        found = joined(1, self.parts())
        assert [part.campus for part in found.parts] == ["A1", "A2", ""]
        assert [part.campus for part in changed(found, item="R1").parts] == ["A1", "A2", ""]
        assert self.made == ["A1", "A2"]

    def test_the_finding_equals_one_whose_parts_were_there(self) -> None:
        there = joined(1, [made_of(part) for part in self.parts()])
        assert joined(1, self.parts()) == there
        assert hash(joined(1, self.parts())) == hash(there)
        assert joined(1, self.parts()[:2]) != there

    def test_it_is_pickled_with_its_parts(self) -> None:
        assert pickle.loads(pickle.dumps(joined(1, self.parts()))) == joined(1, self.parts())
        one = self.pending(FAIL, "A2")
        assert pickle.loads(pickle.dumps(one)) == made_of(one)
