"""The verdict: decision cases, and what holds of every county and every standard."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import attrs
import pytest
from counties import change_campus, change_facts, good_county, junior, nine_year, primary
from hypothesis import given
from hypothesis import strategies as st

import balanced_edu as be
from balanced_edu import testing
from balanced_edu.assessment import Assessment, assess
from balanced_edu.checks import Finding
from balanced_edu.checks.findings import stands
from balanced_edu.outcomes import Outcome
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import RECORDS, County
from balanced_edu.records.fields import Form, fields_of
from balanced_edu.records.kinds import COMPULSORY, Affiliation, AreaType, Ownership
from balanced_edu.standards import Standard, from_text, load, names

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


# What holds of every county.


def without(county: County, gone: set[str]) -> County:
    """The county with some fields unknown, in whichever table they are."""

    return attrs.evolve(
        county,
        campuses=[bare(campus, gone) for campus in county.campuses],
        monitoring=[bare(subject, gone) for subject in county.monitoring],
        groups=[bare(group, gone) for group in county.groups],
        **{table: bare(getattr(county, table), gone) for table in RECORDS},
    )


def bare(record: Any, gone: set[str]) -> Any:
    """The record without some fields, as far as it has them and may lack them."""
    names = {n for n, field in fields_of(type(record)).items() if n in gone and not field.required}
    return attrs.evolve(record, **dict.fromkeys(names))


ALL_FIELDS = sorted({name for kind in (Campus, *RECORDS.values()) for name in fields_of(kind)})


def outcomes_of(found: Assessment) -> dict[str, Outcome]:
    """Every outcome of an assessment by what it is about."""
    outcomes = {"": found.outcome, **{name: one.outcome for name, one in found.dimensions.items()}}
    outcomes |= {id: one.outcome for id, one in found.indicators.items()}
    for stage in COMPULSORY:
        outcomes |= {f"{stage} {id}": one.outcome for id, one in found.variation[stage].items()}
    for section in found.sections:
        place = f"{section.section.campus.school_code} {section.section.stage}"
        outcomes |= {place: section.finding.outcome} | {f"{place} {id}": one for id, one in section.outcomes.items()}
    return outcomes


OPENING = sorted(
    {"ownership", "affiliation", "area_type", "boarding", "inner_city", "built_year", "migrant_pupils"}
    | {"extra_sports_area", "primary_pupils", "junior_pupils"}
    | {f"{stage}_visiting_sports_arts_teachers" for stage in COMPULSORY}
)
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


CHOICES: dict[str, list[Any]] = {
    "ownership": list(Ownership),
    "affiliation": list(Affiliation),
    "area_type": list(AreaType),
    "boarding": [True, False],
    "inner_city": [True, False],
    "built_year": [1999, 2008, 2014, 2020],
    "migrant_pupils": [0, 50],
    "extra_sports_area": [0, 100, 9000],
    "primary_visiting_sports_arts_teachers": [0, 1],
    "primary_sports_arts_teachers": [0, 9],
    "primary_backbone_teachers": [0, 17],
    "teaching_area": [0, 700, 7000],
    "sports_area": [0, 700, 7400, 12000],
    "music_room_areas": [(), (70,), (96,)],
    "primary_zoned_intake": [0, 5],
    "funded_pupils": [0, 100],
}


@st.composite
def nearly_good_counties(draw: st.DrawFn) -> County:
    """Counties of small schools that meet most demands, so that each gap may decide."""
    makes = draw(st.lists(st.sampled_from([primary, junior, nine_year]), min_size=1, max_size=4))
    campuses = []
    for place, make in enumerate(makes):
        sizes = [draw(st.sampled_from([80, 98, 800]))] * (2 if make is nine_year else 1)
        campus = make(f"S{place}", *sizes)  # type: ignore[operator]
        changed = draw(st.sets(st.sampled_from(sorted(CHOICES)), max_size=4))
        changes = {name: draw(st.sampled_from(CHOICES[name])) for name in sorted(changed)}
        absent = "primary" if make is junior else "junior"
        campuses.append(attrs.evolve(campus, **{n: v for n, v in changes.items() if not n.startswith(absent)}))
    return good_county(*campuses)


@st.composite
def counties_in_doubt(draw: st.DrawFn) -> tuple[County, County]:
    """A county some of whose stages have no pupils, and the same county with cells empty campus by campus."""
    county = draw(testing.counties(max_campuses=3) | nearly_good_counties())
    campuses = [draw(st.just(campus) | st.just(emptied(campus))) for campus in county.campuses]
    codes = st.sampled_from([None, *(campus.school_code for campus in campuses)])
    gone = [draw(st.sets(st.sampled_from(OPENING) | st.sampled_from(sorted(FIELDS)), max_size=3)) for _ in campuses]
    parent = draw(codes)
    whole = attrs.evolve(
        county, campuses=[attrs.evolve(campus, parent_code=parent) for campus in campuses] if parent else campuses
    )
    facts = draw(st.sets(st.sampled_from(ALL_FIELDS), max_size=2)) - FIELDS.keys()
    gaps = [bare(campus, names) for campus, names in zip(whole.campuses, gone, strict=True)]
    return attrs.evolve(without(whole, facts), campuses=gaps), whole


def emptied(campus: Campus) -> Campus:
    """The campus without the pupils of its last compulsory stage, and with nothing that needs them."""
    if len(campus.compulsory_stages) < 2:
        return campus
    names = [name for name, field in FIELDS.items() if name.startswith("junior_") and field.form is Form.COUNT]
    kept = {"junior_intake", "junior_zoned_intake", "junior_classes"}
    zero = dict.fromkeys(set(names) - kept, 0)
    try:
        return attrs.evolve(campus, **zero)
    except be.DataError:
        return attrs.evolve(campus, **zero, **dict.fromkeys(kept, 0))


def in_doubt(found: Assessment) -> dict[str, Finding]:
    """Every finding of an assessment by what it is about."""
    findings = {"": found.finding, **found.dimensions, **found.indicators, **found.aims, **found.conditions}
    for stage in COMPULSORY:
        findings |= {f"{stage} {id}": one for id, one in found.variation[stage].items()}
        findings |= {f"{stage} mean": found.means[stage]} if stage in found.means else {}
    for section in found.sections:
        place = f"{section.section.campus.school_code} {section.section.stage}"
        findings |= {place: section.finding} | {f"{place} {id}": one for id, one in section.at_limit.items()}
        findings |= {f"{place} {id} floor": one for id, one in section.at_floor.items()}
    return findings


def undefined(finding: Finding) -> bool:
    return finding.undefined is not None or any(map(undefined, finding.parts))


@pytest.mark.parametrize("standard", STANDARDS, ids=lambda standard: standard.name)
@given(counties_in_doubt())
def test_filling_in_unknown_figures_changes_no_decision(standard: Standard, pair: tuple[County, County]) -> None:
    gaps, whole = pair
    before, after = (in_doubt(assess(county, standard)) for county in pair)
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


@given(testing.counties(max_campuses=3), st.sets(st.sampled_from(ALL_FIELDS), max_size=6), testing.standards())
def test_a_column_that_is_empty_decides_nothing(county: County, gone: set[str], standard: Standard) -> None:
    before, after = (in_doubt(assess(one, standard)) for one in (without(county, gone), county))
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
    assert outcomes_of(one) == outcomes_of(other)
