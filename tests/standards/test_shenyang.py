"""Shenyang's profile: its figures, each at its limit."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import attrs
import pytest
from counties import change_campus, change_facts, good_county, junior, primary

from balanced_edu.assessment import assess
from balanced_edu.records.county import County
from balanced_edu.standards import load

LOCAL = MappingProxyType(
    {
        "public_funds_per_primary_pupil": 1150,
        "public_funds_per_junior_pupil": 1350,
        "labour_education_complete": True,
        "tutoring_and_burden_not_curbed": False,
    }
)


def outcome_of(county: County, id: str, **local: Any) -> str:
    return str(assess(attrs.evolve(county, local={**LOCAL, **local}), load("shenyang")).indicators[id].outcome)


def test_a_county_at_its_limits_passes() -> None:
    found = assess(attrs.evolve(good_county(), local=dict(LOCAL)), load("shenyang"))
    assert str(found.outcome) == "pass"
    assert {item.mark for item in load("shenyang").items.values()} == {"stated", "practice"}


@pytest.mark.parametrize(
    ("id", "local", "expected"),
    [
        ("G2", {"public_funds_per_primary_pupil": 1149.99}, "fail"),
        ("G2", {"public_funds_per_junior_pupil": 1349}, "fail"),
        ("Q7", {"labour_education_complete": False}, "fail"),
        ("V7", {"tutoring_and_burden_not_curbed": True}, "fail"),
    ],
)
def test_what_it_asks_besides(id: str, local: dict[str, Any], expected: str) -> None:
    assert outcome_of(good_county(), id, **local) == expected


def test_funds_of_special_education() -> None:
    assert outcome_of(change_facts(good_county(), special_education_public_funds=960_000), "G7") == "pass"
    assert outcome_of(change_facts(good_county(), special_education_public_funds=959_999), "G7") == "fail"


@pytest.mark.parametrize(("spent", "expected"), [(50_000, "pass"), (49_999.99, "fail"), (None, "unknown")])
def test_the_final_accounts_count_besides_the_budget(spent: float | None, expected: str) -> None:
    county = change_campus(good_county(), "P1", public_funds_final=1_000_000, training_final=spent)
    assert outcome_of(county, "Q4") == expected


def test_the_concessions_are_those_of_the_procedure() -> None:
    shenyang, procedure = load("shenyang"), load("procedure-2019")
    for id in ("R3", "R5", "G3", "G4"):
        assert shenyang.items[id] == procedure.items[id]
    county = good_county(primary("P1", 2400, built_year=2010, migrant_pupils=0), junior())
    assert outcome_of(county, "G4") == "pass"
