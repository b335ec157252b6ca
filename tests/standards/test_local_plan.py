"""A local plan in one file: every way in which a city or province may differ from the national method."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import attrs
import pytest
from counties import change_campus, change_facts, good_county, junior, nine_year, primary

from balanced_edu.assessment import assess
from balanced_edu.checks import Reason
from balanced_edu.records.county import Conditions, County
from balanced_edu.records.kinds import AreaType
from balanced_edu.standards import differences, from_text, settings

LOCAL = Path(__file__).parent.parent / "cases" / "local.toml"
GOOD = attrs.evolve(good_county(), local={"tutoring_not_curbed": False, "average_class": 29})


def outcome_of(county: County, id: str) -> str:
    return str(assess(county, LOCAL).indicators[id].outcome)


def test_the_good_county_meets_the_local_standard() -> None:
    found = assess(GOOD, LOCAL)
    assert str(found.outcome) == "pass"
    assert found.finding.standard == "test-city (1)"
    assert "G6" not in found.indicators


def test_a_file_says_what_it_changes() -> None:
    changed = differences("national-2017", LOCAL)
    assert changed["section.at_least"] == (6, 7)
    assert changed["items.Q1.constants.formula"] == ("net of transfers", "graduates over entrants")
    assert "items.R1.clause" not in changed
    assert settings(LOCAL)["division.weights.junior"] == "1.1"


def test_rules_of_combination() -> None:
    """Seven of seven at the full limit, where the national method takes six of seven with 85 %."""
    county = change_campus(GOOD, "P1", primary_backbone_teachers=7)
    assert str(assess(county).outcome) == "pass"
    assert str(assess(county, LOCAL).dimensions["resources"].outcome) == "fail"


SMALL_RURAL = {"area_type": AreaType.RURAL, "primary_largest_class": 29}


@pytest.mark.parametrize(
    ("room", "campus", "expected"),
    [
        (96, {"built_year": 2020}, "pass"),
        (95, {"built_year": 2020}, "fail"),
        (73, {"built_year": 2016}, "pass"),
        (73, {"built_year": 2017}, "fail"),
        (72, {"built_year": 2016}, "fail"),
        (54, {"built_year": 2020, **SMALL_RURAL}, "pass"),
        (53, {"built_year": 2020, **SMALL_RURAL}, "fail"),
        (54, {"built_year": 2020, **SMALL_RURAL, "primary_largest_class": 30}, "fail"),
    ],
)
def test_older_and_small_rural_buildings_may_have_smaller_rooms(
    room: int, campus: dict[str, object], expected: str
) -> None:
    assert outcome_of(change_campus(GOOD, "P2", music_room_areas=(room, room), **campus), "G3") == expected


def test_a_concession_whose_ground_is_not_known_leaves_the_item_open() -> None:
    county = change_campus(GOOD, "P2", music_room_areas=(73, 73))
    finding = assess(county, LOCAL).indicators["G3"]
    assert str(finding.outcome) == "unknown"
    assert "建成年份" in str(finding)


@pytest.mark.parametrize(
    ("pupils", "built", "migrants", "expected"),
    [
        (2400, 2010, 0, "pass"),
        (2401, 2010, 2401, "fail"),
        (2400, 2011, 1200, "fail"),
        (2400, 2011, 1201, "pass"),
        (2400, None, 1200, "unknown"),
        (2400, None, 1201, "pass"),
        (2000, None, None, "pass"),
    ],
)
def test_size_limits_by_year_built_or_share_of_migrant_children(
    pupils: int, built: int | None, migrants: int | None, expected: str
) -> None:
    campus = primary(pupils=pupils, built_year=built, migrant_pupils=migrants)
    assert outcome_of(attrs.evolve(GOOD, campuses=[campus, *GOOD.campuses[1:]]), "G4") == expected


@pytest.mark.parametrize(
    ("area", "visiting", "expected"),
    [(AreaType.RURAL, 1, "pass"), (AreaType.TOWN, 1, "fail"), (None, 1, "unknown"), (None, None, "unknown")],
)
def test_visiting_teachers_count_at_small_rural_campuses(
    area: AreaType | None, visiting: int | None, expected: str
) -> None:
    small = primary(
        "P2", 80, area_type=area, primary_sports_arts_teachers=0, primary_visiting_sports_arts_teachers=visiting
    )
    found = assess(attrs.evolve(GOOD, campuses=[primary(), small, junior(), nine_year()]), LOCAL)
    assert str(found.sections[1].outcomes["R3"]) == expected


def test_rented_grounds_count_in_the_inner_city_and_are_divided() -> None:
    campus = nine_year(sports_area=4200, extra_sports_area=4200, inner_city=True)
    found = assess(attrs.evolve(GOOD, campuses=[*GOOD.campuses[:3], campus]), LOCAL)
    assert [float(s.values["R5"] or 0) for s in found.sections[3:]] == pytest.approx([10, 11])


def test_counting_by_school_merges_campuses_into_their_parent() -> None:
    branch = primary("P1b", 200, parent_code="P1", primary_backbone_teachers=None)
    county = attrs.evolve(GOOD, campuses=[*GOOD.campuses, branch])
    by_campus, by_school = assess(county), assess(county, LOCAL)
    assert [s.section.campus.school_code for s in by_campus.sections][-1] == "P1b"
    (school,) = [s for s in by_school.sections if s.section.campus.school_code == "P1"]
    assert school.section.pupils == 1000
    assert school.values["R2"] is None
    assert any(cell.place == "P1b" for cell in school.finding.missing)


@pytest.mark.parametrize(("found", "expected"), [(False, "pass"), (True, "fail"), (None, "unknown")])
def test_a_further_ground_of_veto(found: bool | None, expected: str) -> None:
    local = {} if found is None else {"tutoring_not_curbed": found}
    county = attrs.evolve(GOOD, local=local)
    assert outcome_of(county, "V7") == expected
    assert str(assess(county, LOCAL).dimensions["veto"].outcome) == expected


def test_an_aim_missed_is_reported_without_effect_on_the_verdict() -> None:
    found = assess(attrs.evolve(GOOD, local={"tutoring_not_curbed": False, "average_class": 31}), LOCAL)
    assert str(found.outcome) == "pass"
    aim = found.aims["W1"]
    assert (str(aim.outcome), aim.responsible, aim.task) == ("fail", ("市教育局",), "探索小班化教学")
    assert aim.due == dt.date(2025, 9, 30)
    assert "W1" not in found.indicators


HEAD = """
name = "dated"
edition = "1"
extends = "national-2017"
title = { zh = "试", en = "Trial" }
authority = "试"
document = "试"
"""
RAISED = '[items.G7]\nrules = [{ at_least = [{ value = "6000" }, { value = "7000", since = 2025-03-01 }] }]\n'
DATED = from_text(HEAD + RAISED)
FUNDS = {"special_education_pupils": 100, "special_education_public_funds": 650_000}


@pytest.mark.parametrize(
    ("year", "on", "expected"),
    [
        (2024, None, "pass"),
        (2025, None, "fail"),
        (2024, dt.date(2025, 3, 1), "fail"),
        (2025, dt.date(2025, 2, 28), "pass"),
        (None, None, "unknown"),
    ],
)
def test_a_limit_is_that_of_the_day(year: int | None, on: dt.date | None, expected: str) -> None:
    county = attrs.evolve(change_facts(good_county(), **FUNDS), year=year)
    assert str(assess(county, DATED, on=on).indicators["G7"].outcome) == expected


def test_without_a_year_a_figure_that_holds_at_any_time_holds() -> None:
    county = attrs.evolve(
        change_facts(good_county(), **{**FUNDS, "special_education_public_funds": 700_000}), year=None
    )
    assert str(assess(county, DATED).indicators["G7"].outcome) == "pass"


@pytest.mark.parametrize(
    ("year", "on", "expected"),
    [
        (2024, None, "not in force"),
        (2025, None, "fail"),
        (2024, dt.date(2025, 3, 1), "fail"),
        (2025, dt.date(2025, 2, 28), "not in force"),
        (None, None, "unknown"),
    ],
)
def test_the_subsidy_of_special_education_is_an_aim_since_2025(
    year: int | None, on: dt.date | None, expected: str
) -> None:
    mainstreamed = {"special_education_mainstreamed_pupils": 10, "special_education_mainstreamed_funds": 69_999}
    county = attrs.evolve(change_facts(good_county(), **FUNDS, **mainstreamed), year=year)
    found = assess(county, on=on)
    assert str(found.indicators["G7"].outcome) == "pass"
    for id in ("G7a", "G7b"):
        aim = found.aims[id]
        in_force = str(aim.outcome) if aim.reason is not Reason.NOT_IN_FORCE else "not in force"
        assert in_force == expected
    assert str(found.outcome) == "pass"
    enough = change_facts(county, special_education_public_funds=700_000, special_education_mainstreamed_funds=70_000)
    assert {str(aim.outcome) for aim in assess(enough, on=on).aims.values()} == {"pass"}


def test_who_has_no_disabled_pupils_in_ordinary_schools_meets_the_aim_for_them() -> None:
    none = {"special_education_mainstreamed_pupils": 0, "special_education_mainstreamed_funds": 0}
    nobody = attrs.evolve(change_facts(good_county(), **none), year=2026)
    assert str(assess(nobody).aims["G7b"].outcome) == "pass"
    assert str(assess(attrs.evolve(good_county(), year=2026)).aims["G7b"].outcome) == "unknown"


def test_what_is_not_in_force_says_so() -> None:
    found = assess(attrs.evolve(good_county(), year=2024)).aims["G7a"]
    assert (str(found.outcome), str(found)) == ("pass", "not in force on the day of the assessment")


@pytest.mark.parametrize("pooled", ["true", "false"])
def test_an_item_of_other_times_finds_nothing(pooled: str) -> None:
    standard = from_text(f"{HEAD}[items.S1]\npooled = {pooled}\nwhere = {{ until = 2020-12-31 }}\n")
    before, after = (assess(attrs.evolve(good_county(), year=year), standard).indicators["S1"] for year in (2020, 2021))
    assert (str(before.outcome), str(after.outcome)) == ("pass", "pass")
    assert after.reason is Reason.NOT_IN_FORCE is not before.reason


def test_conditions_for_applying_are_reported_beside_the_verdict() -> None:
    asked = Conditions(years_since_basic_balance=2, monitoring_held_since_recognition=True)
    found = assess(attrs.evolve(good_county(), conditions=asked))
    assert {id: str(f.outcome) for id, f in found.conditions.items()} == {
        "C1": "fail",
        "C2": "pass",
        "C3": "pass",
        "C4": "pass",
        "C5": "unknown",
    }
    assert str(found.outcome) == "pass"
