"""Checks as values that combine: all of, any of, at least k of, not, any given; and as validators of attrs classes."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balanced_edu import testing
from balanced_edu.checks import (
    Cell,
    Check,
    CheckError,
    Finding,
    all_of,
    any_given,
    any_of,
    at_least,
    at_least_of,
    at_most,
    below,
    holds,
    no_veto,
    not_,
    one_of,
    section_rule,
    variation_at_most,
)
from balanced_edu.outcomes import Outcome

FAIL, UNKNOWN, PASS = Outcome.FAIL, Outcome.UNKNOWN, Outcome.PASS
JUDGEMENTS = (True, None, False)
FIGURES = st.none() | st.integers(0, 10)


def test_every_three_valued_pair_of_checks() -> None:
    for a, b in product(JUDGEMENTS, repeat=2):
        subject = {"a": a, "b": b}
        assert (holds("a") & holds("b")).finding(subject).outcome == Outcome.of(a) & Outcome.of(b)
        assert (holds("a") | holds("b")).finding(subject).outcome == Outcome.of(a) | Outcome.of(b)


@given(st.lists(st.sampled_from(JUDGEMENTS), min_size=3, max_size=3))
def test_de_morgan(judged: list[bool | None]) -> None:
    a, b, c = holds("a"), holds("b"), holds("c")
    subject = dict(zip("abc", judged, strict=True))
    assert (~(a & b & c)).finding(subject).outcome == (~a | ~b | ~c).finding(subject).outcome
    assert (~(a | b | c)).finding(subject).outcome == (~a & ~b & ~c).finding(subject).outcome


@given(st.lists(st.sampled_from(JUDGEMENTS), min_size=1, max_size=6), st.integers(0, 6))
def test_combined_checks_find_on_columns_what_they_find_one_by_one(judged: list[bool | None], k: int) -> None:
    parts = [holds(f"j{i}") for i in range(len(judged))]
    subject = {f"j{i}": judgement for i, judgement in enumerate(judged)}
    columns = {name: np.array([value], dtype=object) for name, value in subject.items()}
    some = at_least_of(min(k, len(parts)), *parts)
    for check in (all_of(*parts), any_of(*parts), some, not_(all_of(*parts)), any_given(*parts)):
        assert check.outcomes(columns).tolist() == [check.finding(subject).outcome]


def test_one_form_of_several_is_enough() -> None:
    level = any_given(at_least(3, of="level"), at_least(85, of="share"))
    cases = [
        (3, None, PASS),
        (2, None, FAIL),
        (None, 85, PASS),
        (None, 84.9, FAIL),
        (2, 90, PASS),
        (None, None, UNKNOWN),
    ]
    for given_level, share, expected in cases:
        assert level.finding({"level": given_level, "share": share}).outcome is expected


def test_the_opposite_keeps_the_finding_it_negates() -> None:
    part = holds("V1").finding({"V1": None})
    assert not_(holds("V1")).named("no V1").finding({"V1": None}) == Finding(
        check="no V1", outcome=UNKNOWN, parts=(part,), missing=(Cell(field="V1"),)
    )


@pytest.mark.parametrize(("found", "outcome"), [((False, False), PASS), ((True, None), FAIL), ((False, None), UNKNOWN)])
def test_veto(found: tuple[object, object], outcome: Outcome) -> None:
    assert no_veto("V1", "V2").finding(dict(zip(("V1", "V2"), found, strict=True))).outcome is outcome


def test_combined_checks_have_a_name_only_if_one_is_given() -> None:
    for check in (all_of(holds()), any_of(holds()), any_given(holds()), not_(holds())):
        assert check.finding(True).check == ""
        assert check.named("n").finding(True).check == "n"
    assert all_of().named("none").finding({}).check == "none"


def test_checks_of_nothing_are_outcomes_too() -> None:
    columns = {"a": np.array([1.0, 2.0])}
    assert (all_of().outcomes(columns).dtype, all_of().outcomes(columns)) == (np.int8, 1)
    assert any_given().outcomes(columns) == any_given().finding({}).outcome == FAIL
    both = all_of(all_of(), at_least(2, of="a")).outcomes(columns)
    assert (both.dtype, both.tolist()) == (np.int8, [-1, 1])
    given_ = any_given(at_least(2, of="a"), holds("b"))
    assert given_.outcomes(columns).tolist() == [-1, 1]
    assert given_.outcomes({**columns, "b": np.array([True, False])}).tolist() == [1, 1]
    assert not_(at_least(1)).outcomes([0, 1]).dtype == np.int8


def test_checks_are_values() -> None:
    assert at_least("4.2", of="R1") == at_least(Fraction(21, 5), of="R1")
    assert at_least("4.2", of="R1") != at_most("4.2", of="R1")
    assert len({at_least(1), at_least(1), at_least(2)}) == 2
    assert all_of(at_least(1), below(2)).named("range") == (at_least(1) & below(2)).named("range")
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        at_least(1).limit = Fraction(2)  # type: ignore[misc]


@pytest.mark.parametrize(
    ("check", "sentence"),
    [
        (at_least("4.2", "teacher / hundred_pupils", of="R1"), "<R1 at least 4.2 teachers per 100 pupils>"),
        (at_least("3.1415926535"), "<at least 3.1415926535>"),
        (below("0.15"), "<below 0.15>"),
        (holds(), "<holds>"),
        (any_of(holds("a"), not_(holds("b"))), "<any of: <a holds>, <not: <b holds>>>"),
        (at_least_of(2, holds("a"), holds("b"), holds("c")), "<at least 2 of 3: <a holds>, <b holds>, <c holds>>"),
        (one_of(["城区", "镇区"], of="area_type"), "<area_type one of 城区, 镇区>"),
        (one_of([1, 2]), "<value one of 1, 2>"),
        (all_of(holds("a")).named("all good"), "<all good: all of: <a holds>>"),
        (any_given(holds("a"), holds("b")), "<any given of: <a holds>, <b holds>>"),
        (variation_at_most("0.50"), "<variation coefficient at most 0.5>"),
        (variation_at_most("0.1234567891"), "<variation coefficient at most 0.1234567891>"),
        (variation_at_most("0.123456", mean=True), "<mean of the variation coefficients at most 0.123456>"),
        (at_most(45).validator(), "<validator of <at most 45>>"),
    ],
)
def test_a_check_reads_as_a_sentence(check: object, sentence: str) -> None:
    assert repr(check) == sentence


class TestValidators:
    def test_on_any_attrs_class(self) -> None:
        @attrs.define
        class School:
            largest_class: int = attrs.field(
                validator=attrs.validators.and_(attrs.validators.instance_of(int), at_most(45).validator())
            )
            rooms: float | None = attrs.field(
                default=None, validator=attrs.validators.optional(at_least("2.3").validator())
            )

        assert School(45).largest_class == 45
        assert School(45, rooms=None).rooms is None
        with pytest.raises(CheckError, match=r"largest_class does not pass: 46 > 45 \(over by 1\)") as error:
            School(46)
        assert error.value.finding.outcome is FAIL
        with pytest.raises(CheckError, match="rooms"):
            School(45, rooms=2.2)

    def test_an_unknown_value_does_not_pass(self) -> None:
        @attrs.define
        class School:
            rooms: float | None = attrs.field(validator=at_least(1).validator())

        with pytest.raises(CheckError, match="not known") as error:
            School(None)
        assert error.value.finding.outcome is UNKNOWN


VALUES = st.fixed_dictionaries(
    {"a": st.none() | st.integers(0, 10), "b": st.none() | st.integers(0, 10), "c": st.none() | st.booleans()}
)


class TestAnyCheck:
    """What holds of every check that limits, judgements and joins make."""

    @given(testing.checks(), VALUES, VALUES)
    def test_a_decision_stays_when_more_is_known(
        self, check: Check, known: dict[str, Any], more: dict[str, Any]
    ) -> None:
        filled = {name: more[name] if value is None else value for name, value in known.items()}
        before, after = check.finding(known).outcome, check.finding(filled).outcome
        assert before is UNKNOWN or before is after

    @given(testing.checks(), VALUES)
    def test_an_outcome_is_unknown_just_where_something_is_missing(self, check: Check, known: dict[str, Any]) -> None:
        finding = check.finding(known)
        assert (finding.outcome is UNKNOWN) == bool(finding.missing)
        assert set(finding.missing) <= {Cell(field=name) for name, value in known.items() if value is None}

    @given(testing.checks(), st.lists(VALUES, min_size=1, max_size=5))
    def test_columns_are_subjects_one_by_one(self, check: Check, subjects: list[dict[str, Any]]) -> None:
        columns: dict[str, Any] = {
            name: [float("nan") if one[name] is None else float(one[name]) for one in subjects] for name in "abc"
        }
        found = check.outcomes({name: np.array(column) for name, column in columns.items()})
        assert found.tolist() == [check.finding(one).outcome for one in subjects]

    @given(testing.checks(), testing.checks(), VALUES)
    def test_checks_join_by_kleene_s_laws(self, one: Check, other: Check, known: dict[str, Any]) -> None:
        def found(check: Check) -> Outcome:
            return check.finding(known).outcome

        assert found(one & other) is found(other & one) is found(one) & found(other)
        assert found(one | other) is found(other | one) is found(one) | found(other)
        assert found(~(one & other)) is found(~one | ~other)
        assert found(not_(not_(one))) is found(one)
        assert found(one.named("x")) is found(one)


@given(testing.checks(), st.fixed_dictionaries({"a": FIGURES, "b": FIGURES, "c": st.sampled_from(JUDGEMENTS)}))
def test_the_outcome_alone_is_that_of_the_finding(check: Check, subject: dict[str, Any]) -> None:
    assert check.outcome(subject) is check.finding(subject).outcome
    assert check.outcome({name: subject[name] for name in check.asks if name}) is check.outcome(subject)


@pytest.mark.parametrize(
    ("check", "names"),
    [
        (at_least(1), (None,)),
        (at_least(1, of="a") & ~(holds("b") | one_of(["x"], of="c")), ("a", "b", "c")),
        (any_given(at_least(3, of="level"), at_least(85, of="share"), holds("level")), ("level", "share")),
        (section_rule(at_least(4, of="a"), at_least(10, of="b"), k=1, floor="0.85"), ("a", "b")),
        (variation_at_most("0.5"), ("totals", "pupils")),
        (all_of(), ()),
    ],
)
def test_what_a_check_asks_for(check: Check, names: tuple[str | None, ...]) -> None:
    assert check.asks == names
