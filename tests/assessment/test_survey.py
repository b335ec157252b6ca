"""The survey: the rate is of valid questionnaires, visits are reported beside it, and the sample decides nothing."""

from __future__ import annotations

import tomllib
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest
from counties import good_county, mine
from hypothesis import given, settings
from hypothesis import strategies as st

from balanced_edu import testing
from balanced_edu.assessment import Answers, assess
from balanced_edu.checks import Cell, Finding, Relation
from balanced_edu.outcomes import Outcome
from balanced_edu.records.county import County, Group, Recognition
from balanced_edu.standards import NATIONAL, Standard, load

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "survey.toml").read_text(encoding="utf-8"))["case"]
CITED = 'clause = "样本"\nsource = "教督〔2012〕3号"\nmark = "stated"\n'
SAMPLE = {
    "per_mille": 'at_least = "1.5"\n',
    "minimum": 'at_least = "600"\nresidents_below = "400000"\n',
    "share": 'group = "家长"\nat_least = "50"\n',
    "returns": 'at_least = "70"\n',
}
HANDED_OUT = {name: 'counts = "handed_out"\n' for name in SAMPLE if name != "returns"}


def sample(**more: str) -> Standard:
    """The national method with the sample of the method of 2012."""
    return mine("".join(f"[sample.{name}]\n{text}{more.get(name, '')}{CITED}" for name, text in SAMPLE.items()))


STANDARDS = {
    NATIONAL: load(NATIONAL),
    "2012": sample(),
    "handed out": sample(**HANDED_OUT),
    "visits": mine('[items.S1]\nmeasure = "satisfaction_rate_with_visits"\n'),
}


def surveyed(*groups: Group, residents: int | None = None) -> County:
    return attrs.evolve(good_county(), groups=groups, recognition=Recognition(residents=residents))


def as_written(value: Fraction | float | None) -> str:
    return "" if value is None else str(Fraction(value))


@pytest.mark.parametrize("case", CASES, ids=[case["situation"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    groups = [Group(**group) for group in case["groups"]]
    found = assess(surveyed(*groups, residents=case.get("residents")), STANDARDS[case.get("standard", NATIONAL)])
    assert (as_written(found.indicators["S1"].value), str(found.indicators["S1"].outcome)) == (case["rate"], case["S1"])
    assert {name: [as_written(one.value), str(one.outcome)] for name, one in found.sample.items()} == case["sample"]
    assert str(found.outcome) == case["S1"], "the sample decides nothing"


PARENTS = Group(group="家长", handed_out=120, surveyed=100, satisfied=90, visited=20, visit_satisfied=19)
TEACHERS = Group(group="教师", handed_out=60, surveyed=50, satisfied=40, visited=10, visit_satisfied=5)


def test_what_the_groups_answered_and_all_of_them() -> None:
    survey = assess(surveyed(PARENTS, TEACHERS)).survey
    assert survey.groups == (
        Answers(**attrs.asdict(PARENTS, filter=attrs.filters.exclude("basically_satisfied")), rate=90, visit_rate=95),
        Answers(**attrs.asdict(TEACHERS, filter=attrs.filters.exclude("basically_satisfied")), rate=80, visit_rate=50),
    )
    assert survey.everybody == Answers(
        handed_out=180,
        surveyed=150,
        satisfied=130,
        rate=Fraction(260, 3),
        visited=30,
        visit_satisfied=24,
        visit_rate=80,
    )
    assert assess(surveyed(PARENTS, TEACHERS)).satisfaction_rates == {"家长": 90, "教师": 80}


def test_what_one_group_does_not_say_is_unknown_of_all() -> None:
    everybody = assess(surveyed(PARENTS, Group(group="教师", surveyed=50, satisfied=40))).survey.everybody
    assert everybody == Answers(surveyed=150, satisfied=130, rate=Fraction(260, 3))


def test_of_nobody_nothing_is_known() -> None:
    found = assess(surveyed(residents=412_000))
    assert (found.survey.groups, found.survey.everybody, found.sample) == ((), Answers(), {})
    assert found.satisfaction_rates == {}


def test_a_finding_on_the_sample_in_full() -> None:
    found = assess(surveyed(PARENTS, TEACHERS), STANDARDS["2012"]).sample
    assert found["share"] == Finding(
        check="sample_share",
        outcome=Outcome.PASS,
        value=Fraction(200, 3),
        unit="percent",
        limit=Fraction(50),
        relation=Relation.AT_LEAST,
        inputs={"asked_in_group": 100, "asked": 150},
        subject="家长",
        clause="样本",
        standard="mine (1)",
    )
    residents = Cell("recognition", "", "residents")
    assert found["per_mille"].missing == found["minimum"].missing == (residents,)


def test_the_cells_without_which_the_sample_is_unknown() -> None:
    open_ = Group(group="教师", surveyed=50)
    table = "recognition.groups"
    assert assess(surveyed(PARENTS, open_), STANDARDS["2012"]).sample["returns"].missing == (
        Cell(table, "教师", "handed_out"),
    )
    found = assess(surveyed(PARENTS, open_, residents=1000), STANDARDS["handed out"]).sample
    assert found["share"].missing == found["per_mille"].missing == (Cell(table, "教师", "handed_out"),)


def test_a_demand_on_the_sample_may_be_dropped() -> None:
    assert list(mine("[sample.per_mille]\ndropped = true\n").sample) == ["share"]
    assert list(load("basic-2012").sample) == []


COUNTS = st.none() | st.integers(0, 3000)


@settings(max_examples=settings().max_examples // 4)
@given(county=testing.counties(gaps=True, max_campuses=1), data=st.data())
def test_visits_and_what_was_handed_out_never_change_the_verdict(county: County, data: st.DataObject) -> None:
    """Nor do the residents: all of them are reported beside S1."""

    def with_others(group: Group) -> Group:
        visited = data.draw(COUNTS)
        return attrs.evolve(
            group,
            handed_out=data.draw(st.none() | st.integers(6000, 9000)),
            visited=visited,
            visit_satisfied=data.draw(st.none() | st.integers(0, 3000 if visited is None else visited)),
        )

    other = attrs.evolve(
        county,
        groups=[with_others(group) for group in county.groups],
        recognition=Recognition(residents=data.draw(st.none() | st.integers(0, 10**7))),
    )
    one, two = assess(county), assess(other)
    assert one.indicators == two.indicators
    assert one.finding == two.finding
    assert one.satisfaction_rates == two.satisfaction_rates


@settings(max_examples=settings().max_examples // 4)
@given(testing.counties(gaps=True, max_campuses=1))
def test_the_rate_of_all_is_what_s1_measures_and_lies_among_those_of_the_groups(county: County) -> None:
    found = assess(county)
    assert found.survey.everybody.rate == found.indicators["S1"].value
    rates = [rate for rate in found.satisfaction_rates.values() if rate is not None]
    if found.survey.everybody.rate is not None:
        assert min(rates) <= found.survey.everybody.rate <= max(rates)
