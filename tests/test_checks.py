"""Checks as values: what they find, on one subject and on columns, and how they combine."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from itertools import product
from types import SimpleNamespace

import attrs
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reference import holds as exactly_holds

from balanced_edu import units, variation_coefficient
from balanced_edu.checks import (
    Check,
    CheckError,
    Figure,
    Finding,
    Relation,
    all_of,
    any_given,
    any_of,
    at_least,
    at_least_of,
    at_most,
    below,
    best_given,
    holds,
    joined,
    mean_variation_at_most,
    no_veto,
    not_,
    one_of,
    section_rule,
    variation_at_most,
)
from balanced_edu.outcomes import Outcome

FAIL, UNKNOWN, PASS = Outcome.FAIL, Outcome.UNKNOWN, Outcome.PASS
JUDGEMENTS = (True, None, False)


@pytest.mark.parametrize(
    ("make", "under", "at", "over"),
    [(at_least, FAIL, PASS, PASS), (at_most, PASS, PASS, FAIL), (below, PASS, FAIL, FAIL)],
)
@pytest.mark.parametrize("limit", ["0.9", "4.2", "4.505", "0.15", "2000", "0.1", "0.7"])
def test_limits_are_read_exactly(
    make: Callable[[str], Check], under: Outcome, at: Outcome, over: Outcome, limit: str
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


def test_a_finding_carries_value_limit_and_margin() -> None:
    finding = at_least("4.2", "teacher / hundred_pupils", of="R1").finding({"R1": 4.1})
    assert (finding.outcome, finding.value, finding.limit, finding.relation) == (
        FAIL,
        4.1,
        Fraction("4.2"),
        Relation.AT_LEAST,
    )
    assert finding.margin == Fraction("-0.1")
    assert finding.reason == "4.1 < 4.2 teachers per 100 pupils (short by 0.1)"
    assert at_most(45).finding(44).margin == 1
    assert below("0.15").finding(0.15).reason == "0.15 ≥ 0.15"
    assert at_least(1).finding(None).margin is None


def test_a_finding_names_its_check_unit_and_what_it_was_made_of() -> None:
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
    share = at_least(95, "percent").finding(units.quantity(0.96, "dimensionless"))
    assert (share.value, share.unit, share.limit) == (0.96, "dimensionless", Fraction("0.95"))
    assert at_least(1, "room").finding(None).unit == "room"


@pytest.mark.parametrize("null", [float("nan"), pd.NA, np.ma.masked])
def test_a_quantity_of_nothing_known_is_unknown(null: object) -> None:
    finding = at_least(1, "room", of="rooms").finding({"rooms": units.registry().Quantity(null, "room")})
    assert (finding.outcome, finding.value, finding.missing) == (UNKNOWN, None, ("rooms",))


def test_a_judgement_names_what_it_was_made_of() -> None:
    judged = Figure(value=PASS, inputs={"has_charter": True})
    finding = holds("Q3").finding({"Q3": judged})
    assert finding == Finding(check="Q3", outcome=PASS, inputs={"has_charter": True})
    assert holds("Q3").named("章程").finding({"Q3": judged}).check == "章程"


def test_the_opposite_keeps_what_it_is_the_opposite_of() -> None:
    part = holds("V1").finding({"V1": None})
    assert not_(holds("V1")).named("no V1").finding({"V1": None}) == Finding(
        check="no V1", outcome=UNKNOWN, parts=(part,), missing=("V1",)
    )


def test_checks_that_are_joined_have_no_name_of_their_own() -> None:
    for check in (all_of(holds()), any_of(holds()), any_given(holds()), not_(holds())):
        assert check.finding(True).check == ""
    assert joined(1, []).check == best_given([]).check == ""


def test_a_value_that_would_read_as_its_limit_is_written_out() -> None:
    assert at_most("0.5").finding(0.50004).reason == "0.50004 > 0.5 (over by 0.00004)"


def test_what_is_missing_is_named() -> None:
    both = all_of(at_least(1, of="a"), at_least(1, of="b"), holds("c"))
    finding = both.finding({"a": 2, "b": None})
    assert finding.outcome is UNKNOWN
    assert finding.missing == ("b", "c")
    assert both.finding({"a": 0}).missing == ()


def test_quantities_are_compared_without_converting_them() -> None:
    share = at_least(95, "percent")
    assert share.finding(units.quantity(19 / 20, "")).outcome is PASS
    assert share.outcomes(units.quantity(np.array([0.95, 0.9499]), "")).tolist() == [PASS, FAIL]
    assert share.finding(units.quantity(94.9, "percent")).reason == "94.9 < 95% (short by 0.1)"
    with pytest.raises(units_error(), match="percent"):
        share.finding(units.quantity(3, "yuan"))


def units_error() -> type[Exception]:
    import pint

    return pint.DimensionalityError


@given(st.lists(st.sampled_from(JUDGEMENTS), min_size=1, max_size=6), st.integers(0, 6))
def test_combined_checks_find_on_columns_what_they_find_one_by_one(judged: list[bool | None], k: int) -> None:
    parts = [holds(f"j{i}") for i in range(len(judged))]
    subject = {f"j{i}": judgement for i, judgement in enumerate(judged)}
    columns = {name: np.array([value], dtype=object) for name, value in subject.items()}
    for check in (all_of(*parts), any_of(*parts), at_least_of(k, *parts), not_(all_of(*parts)), any_given(*parts)):
        assert check.outcomes(columns).tolist() == [check.finding(subject).outcome]


@given(st.lists(st.sampled_from(JUDGEMENTS), min_size=3, max_size=3))
def test_de_morgan(judged: list[bool | None]) -> None:
    a, b, c = holds("a"), holds("b"), holds("c")
    subject = dict(zip("abc", judged, strict=True))
    assert (~(a & b & c)).finding(subject).outcome == (~a | ~b | ~c).finding(subject).outcome
    assert (~(a | b | c)).finding(subject).outcome == (~a & ~b & ~c).finding(subject).outcome


def test_one_form_of_several_suffices() -> None:
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
        (below("0.15"), "<below 0.15>"),
        (any_of(holds("a"), not_(holds("b"))), "<any of: <a holds>, <not: <b holds>>>"),
        (at_least_of(2, holds("a"), holds("b"), holds("c")), "<at least 2 of 3: <a holds>, <b holds>, <c holds>>"),
        (one_of(["城区", "镇区"], of="area_type"), "<area_type one of 城区, 镇区>"),
        (all_of(holds("a")).named("all good"), "<all good: all of: <a holds>>"),
        (any_given(holds("a"), holds("b")), "<any given of: <a holds>, <b holds>>"),
        (variation_at_most("0.50"), "<variation coefficient at most 0.5>"),
        (at_most(45).validator(), "<validator of <at most 45>>"),
    ],
)
def test_a_check_reads_as_a_sentence(check: object, sentence: str) -> None:
    assert repr(check) == sentence


class TestAsValidator:
    def test_on_somebody_elses_class(self) -> None:
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

    def test_what_is_not_known_does_not_pass(self) -> None:
        @attrs.define
        class School:
            rooms: float | None = attrs.field(validator=at_least(1).validator())

        with pytest.raises(CheckError, match="not known") as error:
            School(None)
        assert error.value.finding.outcome is UNKNOWN


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
def test_section_rule(values: list[object], expected: Outcome) -> None:
    subject = dict(zip(NAMES, values, strict=True))
    assert RULE.finding(subject).outcome is expected
    columns = {name: np.array([np.nan if v is None else float(v)]) for name, v in subject.items()}  # type: ignore[arg-type]
    assert RULE.outcomes(columns).tolist() == [expected]


some_values = st.lists(st.one_of(st.none(), st.integers(80, 110).map(lambda n: n / 10)), min_size=7, max_size=7)


@given(some_values, st.integers(0, 6), st.integers(0, 50))
def test_more_of_a_resource_never_turns_pass_into_fail(values: list[float | None], which: int, more: int) -> None:
    before = RULE.finding(dict(zip(NAMES, values, strict=True))).outcome
    if values[which] is not None:
        values[which] += more / 10
    assert RULE.finding(dict(zip(NAMES, values, strict=True))).outcome >= before


@given(some_values, st.lists(st.integers(80, 110).map(lambda n: n / 10), min_size=7, max_size=7))
def test_filling_in_an_unknown_never_changes_a_decision(values: list[float | None], filling: list[float]) -> None:
    before = RULE.finding(dict(zip(NAMES, values, strict=True))).outcome
    full = [f if v is None else v for v, f in zip(values, filling, strict=True)]
    after = RULE.finding(dict(zip(NAMES, full, strict=True))).outcome
    assert before in (UNKNOWN, after)


class TestVariation:
    # Rational cases whose coefficient is the limit itself.
    AT_HALF = ([1, 3], [1, 1])
    AT_045 = ([11, 29], [1, 1])

    @pytest.mark.parametrize(("limit", "case"), [("0.50", AT_HALF), ("0.45", AT_045)])
    @pytest.mark.parametrize("scale", [1, 3, 7, 11, 1001])
    def test_exactly_at_the_limit_holds(self, limit: str, case: tuple[list[int], list[int]], scale: int) -> None:
        totals, pupils = [x * scale for x in case[0]], [p * scale * 3 for p in case[1]]
        check = variation_at_most(limit)
        assert check.finding({"totals": totals, "pupils": pupils}).outcome is PASS
        assert check.outcomes({"totals": np.array([totals, totals]), "pupils": np.array(pupils)}).tolist() == [1, 1]
        uneven = [totals[0], totals[1] + Fraction(1, 10**9)]
        assert check.finding({"totals": uneven, "pupils": pupils}).outcome is FAIL

    @given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), min_size=1, max_size=6))
    def test_is_decided_as_in_rational_arithmetic(self, table: list[tuple[int, int]]) -> None:
        totals, pupils = ([Fraction(row[i]) for row in table] for i in (0, 1))
        found = variation_at_most("0.5").finding({"totals": totals, "pupils": pupils})
        columns = {"totals": np.array(table, dtype=float)[:, 0], "pupils": np.array(table, dtype=float)[:, 1]}
        expected = Outcome.of(exactly_holds(totals, pupils, "0.5")) if any(totals) else UNKNOWN
        assert found.outcome is expected
        assert variation_at_most("0.5").outcomes(columns) == expected

    def test_columns_by_group(self) -> None:
        columns = {
            "totals": np.array([1.0, 3, 1, 3.1, np.nan, 2, 0, 0, 0]),
            "pupils": np.array([1.0, 1, 1, 1, 1, 1, 1, 1, 0]),
            "groups": np.array([1, 1, 2, 2, 3, 3, 4, 4, 5]),
        }
        assert variation_at_most("0.5").outcomes(columns).tolist() == [PASS, FAIL, UNKNOWN, UNKNOWN, PASS]

    def test_a_stage_without_sections_meets_it(self) -> None:
        finding = variation_at_most("0.5").finding({"totals": [], "pupils": []})
        assert (finding.outcome, finding.value) == (PASS, None)
        assert variation_at_most("0.5").outcomes({"totals": np.array([]), "pupils": np.array([])}) == PASS

    def test_a_coefficient_at_its_limit_is_told_as_the_limit(self) -> None:
        # In binary the coefficient lies a little under its limit.
        uneven = {"totals": [1.9, 3.1], "pupils": [1, 4]}
        assert variation_coefficient(*uneven.values()) < 0.45
        assert variation_at_most("0.45").finding(uneven).value == 0.45

    def test_missing_figures_are_named(self) -> None:
        finding = variation_at_most("0.5").finding({"totals": [1, None], "pupils": [float("nan"), 2]})
        assert finding.outcome is UNKNOWN
        assert finding.missing == ("pupils[0]", "totals[1]")


@pytest.mark.parametrize(("found", "outcome"), [((False, False), PASS), ((True, None), FAIL), ((False, None), UNKNOWN)])
def test_veto(found: tuple[object, object], outcome: Outcome) -> None:
    assert no_veto("V1", "V2").finding(dict(zip(("V1", "V2"), found, strict=True))).outcome is outcome


@pytest.mark.parametrize(("value", "outcome"), [("城区", PASS), ("乡村", FAIL), (None, UNKNOWN)])
def test_one_of(value: str | None, outcome: Outcome) -> None:
    check = one_of(["城区", "镇区"], of="area_type")
    assert check.finding({"area_type": value}).outcome is outcome
    assert check.outcomes({"area_type": np.array([value], dtype=object)}).tolist() == [outcome]


def test_subjects_may_be_objects_mappings_or_bare_values() -> None:
    @attrs.frozen
    class School:
        rooms: int

    assert at_least(2, of="rooms").finding(School(2)).outcome is PASS
    assert at_least(2, of="rooms").finding({"rooms": Figure(value=None, missing=("a cell",))}).missing == ("a cell",)
    assert at_least(2).finding(2).outcome is PASS


def test_every_three_valued_pair_of_checks() -> None:
    for a, b in product(JUDGEMENTS, repeat=2):
        subject = {"a": a, "b": b}
        assert (holds("a") & holds("b")).finding(subject).outcome == Outcome.of(a) & Outcome.of(b)
        assert (holds("a") | holds("b")).finding(subject).outcome == Outcome.of(a) | Outcome.of(b)


def test_what_is_not_a_number_is_not_known() -> None:
    for nothing in (None, float("nan"), np.float32("nan"), Decimal("NaN"), pd.NA):
        assert at_least(1).finding(nothing).outcome is UNKNOWN
        assert one_of(["a"]).finding(nothing).outcome is UNKNOWN
    assert one_of(["a"]).outcomes(np.array([["a", None], [float("nan"), "b"]], dtype=object)).tolist() == [
        [1, 0],
        [0, -1],
    ]


def test_schools_without_pupils_take_no_part_in_a_variation() -> None:
    check = variation_at_most("0.5")
    assert check.finding({"totals": [1, 3, None, 0], "pupils": [1, 1, 0, 0]}).outcome is PASS
    assert check.outcomes({"totals": [1, 3, np.nan], "pupils": [1, 1, 0]}) == PASS
    assert variation_at_most("0.5", without_sections=FAIL).finding({"totals": [0], "pupils": [0]}).outcome is FAIL
    with pytest.raises(ValueError, match="resources without pupils"):
        check.finding({"totals": [1, 3], "pupils": [1, 0]})


def test_figures_of_a_variation_that_are_lacking_or_do_not_fit() -> None:
    check = variation_at_most("0.5", all_zero=PASS)
    assert check.finding({"pupils": [1]}).missing == ("totals",)
    assert check.finding({"totals": np.array([np.nan, 1], dtype=np.float32), "pupils": [1, 1]}).missing == (
        "totals[0]",
    )
    with pytest.raises(ValueError, match="totals have a figure for each school; given 3 for 2 schools"):
        check.finding({"totals": [1, 2, 3], "pupils": [1, 1]})
    with pytest.raises(ValueError, match="given 1, 3 for 2 schools"):
        mean_variation_at_most("0.5").finding({"totals": [[1], [1, 2, 3]], "pupils": [1, 1]})
    schools = SimpleNamespace(totals=[1, 3], pupils=[1, 1])
    assert check.finding(schools).outcome == check.outcomes(schools) == PASS


def test_checks_of_nothing_are_outcomes_too() -> None:
    columns = {"a": np.array([1.0, 2.0])}
    assert (all_of().outcomes(columns).dtype, all_of().outcomes(columns)) == (np.int8, 1)
    assert any_given().outcomes(columns) == any_given().finding({}).outcome == FAIL
    both = all_of(all_of(), at_least(2, of="a")).outcomes(columns)
    assert (both.dtype, both.tolist()) == (np.int8, [-1, 1])
    given_ = any_given(at_least(2, of="a"), holds("b"))
    assert given_.outcomes(columns).tolist() == [-1, 1]
    assert given_.outcomes({**columns, "b": np.array([True, False])}).tolist() == [1, 1]


def test_what_is_masked_is_not_known() -> None:
    assert at_least(1).outcomes(np.ma.array([5, 1, 0], mask=[1, 0, 0])).tolist() == [0, 1, -1]
    assert one_of(["a"]).outcomes(np.ma.array(["a", "a", "b"], mask=[1, 0, 0])).tolist() == [0, 1, -1]
    masked = {"totals": np.ma.array([1.0, 9, 3], mask=[0, 1, 0]), "pupils": np.ones(3)}
    assert variation_at_most("0.5").outcomes(masked) == UNKNOWN
