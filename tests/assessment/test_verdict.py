"""The verdict: decision cases, and what holds of every county and every standard."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import attrs
import pytest
from counties import change_campus, change_facts, good_county, primary
from gaps import ALL_FIELDS, counties_in_doubt, findings_of, without
from hypothesis import given, settings
from hypothesis import strategies as st

import balanced_edu as be
from balanced_edu import testing
from balanced_edu.assessment import assess
from balanced_edu.checks import Finding
from balanced_edu.checks.findings import stands
from balanced_edu.outcomes import Outcome
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import County
from balanced_edu.records.fields import Form, fields_of
from balanced_edu.standards import NATIONAL, Standard, from_text, load, names

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "verdicts.toml").read_text(encoding="utf-8"))["case"]
FIELDS = fields_of(Campus)


def cell(name: str, value: Any) -> Any:
    """A changed cell as the table would be read: a word becomes the member of the enum."""
    if value == "empty":
        return None
    form = FIELDS[name].form
    if isinstance(value, list):
        return tuple(value)
    return value if isinstance(form, Form) else form(value)


def change_subjects(county: County, changes: dict[str, Any]) -> County:
    """The county with some results of national monitoring changed, or not given."""
    assert changes.keys() <= {one.subject for one in county.monitoring}
    given = {one.subject: changes.get(one.subject, {}) for one in county.monitoring}
    return attrs.evolve(
        county,
        monitoring=[
            attrs.evolve(one, **{n: None if value == "empty" else value for n, value in given[one.subject].items()})
            for one in county.monitoring
            if given[one.subject] != "absent"
        ],
    )


@pytest.mark.parametrize("case", CASES, ids=[case["situation"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    county = good_county()
    for code, changes in case.get("campus", {}).items():
        county = change_campus(county, code, **{name: cell(name, value) for name, value in changes.items()})
    facts = {name: None if value == "empty" else value for name, value in case.get("county", {}).items()}
    county = change_subjects(county, case.get("monitoring", {}))
    found = assess(change_facts(county, **facts), case.get("standard", NATIONAL))

    outcomes = {id: str(f.outcome) for id, f in {**found.indicators, **found.dimensions}.items()}
    expected = {**dict.fromkeys(outcomes, "pass"), **case.get("finds", {})}
    if case.get("variation") is False:
        # The case is not about variation, which a very small school changes.
        unspread = {"resources", *found.standard.resources}
        outcomes = {id: o for id, o in outcomes.items() if id not in unspread}
        expected = {id: o for id, o in expected.items() if id not in unspread}
    assert outcomes == expected
    if case.get("variation") is not False:
        assert str(found.outcome) == case["verdict"]
    for id, words in case.get("says", {}).items():
        assert words in str(found.indicators[id])


def test_local_facts_of_the_wrong_kind_are_refused() -> None:
    local = {"tutoring_and_burden_not_curbed": 1, "public_funds_per_primary_pupil": True}
    county = County(name="县", campuses=[Campus(school_code="A", kind=be.Kind.PRIMARY)], local=local)
    with pytest.raises(be.DataError) as error:
        assess(county, "shenyang")
    assert sorted(error.value.problems) == [
        ("local.public_funds_per_primary_pupil", "is true; shenyang expects a number"),
        ("local.tutoring_and_burden_not_curbed", "is 1; shenyang expects true or false"),
    ]
    assert assess(county).outcome is Outcome.UNKNOWN


def test_what_is_no_county_is_not_assessed() -> None:
    words = "assess: county must be a County; given 'qingshan': read one with balanced_edu.read_county(path)"
    with pytest.raises(TypeError, match=f"^{re.escape(words)}$"):
        assess("qingshan")  # type: ignore[arg-type]


def test_a_county_without_campuses_is_not_assessed() -> None:
    with pytest.raises(ValueError, match="示例县 has no campuses"):
        assess(County(name="示例县"))


def test_the_verdict_and_its_dimensions() -> None:
    found = assess(good_county())
    assert found.finding == Finding(
        check="verdict", outcome=Outcome.PASS, parts=tuple(found.dimensions.values()), standard="national-2017 (1)"
    )
    for name, dimension in found.dimensions.items():
        assert (dimension.check, dimension.outcome, dimension.standard) == (name, Outcome.PASS, "national-2017 (1)")


def test_documents_named_for_an_item_come_before_those_of_what_it_judges() -> None:
    """Each is named once, and an item for which none is named has those of its campus."""
    county = attrs.evolve(good_county(primary(evidence=("台账", "照片"))), evidence={"G4": ("规划图", "台账")})
    found = assess(county).indicators
    assert (found["G4"].evidence, found["G5"].evidence) == (("规划图", "台账", "照片"), ("台账", "照片"))


@pytest.mark.parametrize(
    ("of_item", "of_campuses", "undocumented"),
    [((), ("", ""), True), (("规划图",), ("", ""), False), ((), ("台账", ""), True), ((), ("台账", "台账"), False)],
)
def test_an_item_is_documented_as_a_whole_or_at_every_campus(
    of_item: tuple[str, ...], of_campuses: tuple[str, str], undocumented: bool
) -> None:
    campuses = [primary(f"P{n}", evidence=(named,) if named else None) for n, named in enumerate(of_campuses)]
    county = attrs.evolve(good_county(*campuses), evidence={"G1": ("台账",), "Q3": of_item})
    assert ("Q3" in assess(county).undocumented) is undocumented


# What holds of every county.


SCOPES = from_text(
    """
name = "scopes"
edition = "1"
extends = "shenyang"
title = { zh = "范围", en = "Scopes" }
authority = "testing"
document = "testing"
[counted]
by = "school"
leaves_out = [{ ownership = ["民办"] }, { boarding = true, pupils_below = "500" }, { built_by = "2000" }]
[items.R3]
adds = [{ field = "visiting_sports_arts_teachers", pupils_below = "500" }]
"""
)
STANDARDS = [*map(load, names()), SCOPES]


def undefined(finding: Finding) -> bool:
    return finding.undefined is not None or any(map(undefined, finding.parts))


@pytest.mark.parametrize(
    "standard",
    [pytest.param(one, id=one.name, marks=[] if one is SCOPES else [pytest.mark.slow]) for one in STANDARDS],
)
@settings(max_examples=settings().max_examples // 2)
@given(counties_in_doubt())
def test_filling_in_unknown_figures_changes_no_decision(standard: Standard, pair: tuple[County, County]) -> None:
    before, after = (findings_of(assess(county, standard)) for county in pair)
    changed = {
        name: (finding.outcome, after[name].outcome)
        for name, finding in before.items()
        if name in after and finding.outcome is not Outcome.UNKNOWN and finding.outcome is not after[name].outcome
        # Of one thing in several forms, the form that is given decides.
        if finding.outcome is Outcome.PASS or stands(finding)
    }
    assert changed == {}
    for name, finding in before.items():
        if finding.outcome is Outcome.UNKNOWN:
            assert finding.missing or undefined(finding), name


@pytest.mark.slow
@given(testing.counties(max_campuses=3), st.sets(st.sampled_from(ALL_FIELDS), max_size=6), testing.standards())
def test_a_column_that_is_empty_decides_nothing(county: County, gone: set[str], standard: Standard) -> None:
    before, after = (findings_of(assess(one, standard)) for one in (without(county, gone), county))
    changed = {
        name: (finding.outcome, after[name].outcome)
        for name, finding in before.items()
        if name in after and finding.outcome is not Outcome.UNKNOWN and finding.outcome is not after[name].outcome
        if finding.outcome is Outcome.PASS or stands(finding)
    }
    assert changed == {}


@pytest.mark.slow
@given(testing.counties(gaps=True), st.randoms(use_true_random=False), testing.standards())
def test_the_order_of_campuses_changes_nothing(county: County, random: Any, standard: Standard) -> None:
    campuses = list(county.campuses)
    random.shuffle(campuses)
    one, other = (assess(c, standard) for c in (county, attrs.evolve(county, campuses=campuses)))
    outcomes = [{name: finding.outcome for name, finding in findings_of(found).items()} for found in (one, other)]
    assert outcomes[0] == outcomes[1]
