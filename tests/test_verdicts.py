"""The decision cases: a situation, and what the national method has to find in it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from counties import change_campus, change_facts, good_county

import balanced_edu as be
from balanced_edu.assessment import assess
from balanced_edu.campuses import Campus, Form, fields_of

CASES = tomllib.loads((Path(__file__).parent / "cases" / "verdicts.toml").read_text(encoding="utf-8"))["case"]
FIELDS = fields_of(Campus)


def cell(name: str, value: Any) -> Any:
    """A changed cell as the table would be read: a word of a list becomes the listed thing."""
    if value == "empty":
        return None
    form = FIELDS[name].form
    if isinstance(value, list):
        return tuple(value)
    return value if isinstance(form, Form) else form(value)


@pytest.mark.parametrize("case", CASES, ids=[case["situation"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    county = good_county()
    for code, changes in case.get("campus", {}).items():
        county = change_campus(county, code, **{name: cell(name, value) for name, value in changes.items()})
    facts = {name: None if value == "empty" else value for name, value in case.get("county", {}).items()}
    found = assess(change_facts(county, **facts))

    outcomes = {id: str(f.outcome) for id, f in {**found.indicators, **found.dimensions}.items()}
    expected = {**dict.fromkeys(outcomes, "pass"), **case.get("finds", {})}
    if case.get("variation") is False:
        # The case is not about spread, which a very small school upsets.
        unspread = {"resources", *found.standard.resources}
        outcomes = {id: o for id, o in outcomes.items() if id not in unspread}
        expected = {id: o for id, o in expected.items() if id not in unspread}
    assert outcomes == expected
    if case.get("variation") is not False:
        assert str(found.outcome) == case["verdict"]
    for id, words in case.get("says", {}).items():
        assert words in found.indicators[id].reason


def test_local_facts_of_the_wrong_kind_are_refused() -> None:
    local = {"tutoring_and_burden_not_curbed": 1, "public_funds_per_primary_pupil": True}
    county = be.County(name="县", campuses=[be.Campus(school_code="A", kind=be.Kind.PRIMARY)], local=local)
    with pytest.raises(be.DataError) as told:
        be.assess(county, "shenyang")
    assert sorted(told.value.problems) == [
        ("local.public_funds_per_primary_pupil", "is true; write a number, since it is measured by shenyang"),
        ("local.tutoring_and_burden_not_curbed", "is 1; write true or false, since it is judged by shenyang"),
    ]
    assert be.assess(county).outcome is be.Outcome.UNKNOWN
