"""The concessions of the procedure of 2019: each at its figure and one beside it, and what is said of who needs it."""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import Any

import attrs
import pytest
from counties import change_campus, good_county, junior, nine_year, primary

from balanced_edu.assessment import Assessment, assess
from balanced_edu.nation import SectionTable
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import County
from balanced_edu.records.kinds import AreaType, Kind, Ownership, Stage
from balanced_edu.standards import Standard, from_text, load

NATIONAL, PROCEDURE = load("national-2017"), load("procedure-2019")
SMALL_RURAL = {"area_type": AreaType.RURAL, "primary_largest_class": 29, "built_year": 2020}
DUTY = "要求各地做出建设规划，评估后持续跟踪复查，认定后三年之内达到规定标准要求"


def conceded(assessment: Assessment) -> list[tuple[str, str, str]]:
    return [(one.item, one.campus, one.stage) for one in assessment.concessions]


def by_both(county: County, id: str, on: dt.date | None = None) -> tuple[str, str]:
    """What the method finds, and what it finds by the procedure."""
    found = [assess(county, standard, on=on).indicators[id] for standard in (NATIONAL, PROCEDURE)]
    return str(found[0].outcome), str(found[1].outcome)


@pytest.mark.parametrize(
    ("music", "art", "campus", "expected"),
    [
        (73, 67, {"built_year": 2016}, "pass"),
        (72.9, 67, {"built_year": 2016}, "fail"),
        (73, 66.9, {"built_year": 2016}, "fail"),
        (73, 67, {"built_year": 2017}, "fail"),
        (54, 54, SMALL_RURAL, "pass"),
        (53.9, 54, SMALL_RURAL, "fail"),
        (54, 53.9, SMALL_RURAL, "fail"),
        (54, 54, {**SMALL_RURAL, "primary_largest_class": 30}, "fail"),
        (54, 54, {**SMALL_RURAL, "area_type": AreaType.TOWN}, "fail"),
    ],
)
def test_rooms_of_older_and_of_small_rural_schools(
    music: float, art: float, campus: dict[str, Any], expected: str
) -> None:
    rooms = {"music_room_areas": (music, music), "art_room_areas": (art, art)}
    county = change_campus(good_county(), "P2", **rooms, **campus)
    assert by_both(county, "G3") == ("fail", expected)
    needed = [("G3", "P2", "")] if expected == "pass" else []
    assert conceded(assess(county, PROCEDURE)) == needed


@pytest.mark.parametrize(("room", "expected"), [(61, "pass"), (60.9, "fail")])
def test_rooms_of_small_rural_junior_schools(room: float, expected: str) -> None:
    rural = {"area_type": AreaType.RURAL, "junior_largest_class": 29, "built_year": 2020}
    rooms = {"music_room_areas": (room,) * 3, "art_room_areas": (room,) * 3}
    assert by_both(change_campus(good_county(), "J1", **rural, **rooms), "G3") == ("fail", expected)


@pytest.mark.parametrize(
    ("pupils", "campus", "expected"),
    [
        (2000, {"built_year": 2011, "migrant_pupils": 0}, ("pass", "pass")),
        (2001, {"built_year": 2011, "migrant_pupils": 1000}, ("fail", "fail")),
        (2400, {"built_year": 2010, "migrant_pupils": 0}, ("fail", "pass")),
        (2401, {"built_year": 2010, "migrant_pupils": 0}, ("fail", "fail")),
        (2400, {"built_year": 2011, "migrant_pupils": 0}, ("fail", "fail")),
        (2400, {"built_year": 2020, "migrant_pupils": 1200}, ("fail", "fail")),
        (2400, {"built_year": 2020, "migrant_pupils": 1201}, ("fail", "pass")),
        (2401, {"built_year": 2020, "migrant_pupils": 2401}, ("fail", "fail")),
        (2400, {"built_year": None, "migrant_pupils": 0}, ("fail", "unknown")),
    ],
)
def test_size_of_schools(pupils: int, campus: dict[str, Any], expected: tuple[str, str]) -> None:
    assert by_both(good_county(primary("P1", pupils, **campus), junior()), "G4") == expected


@pytest.mark.parametrize(
    ("kind", "stages", "built", "expected"),
    [
        (Kind.NINE_YEAR, (1600, 1400), 2010, "pass"),
        (Kind.NINE_YEAR, (1600, 1401), 2010, "fail"),
        (Kind.NINE_YEAR, (1600, 1400), 2011, "fail"),
        (Kind.TWELVE_YEAR, (1300, 1300), 2008, "fail"),
        (Kind.TWELVE_YEAR, (1250, 1250), 2008, "pass"),
    ],
)
def test_size_of_schools_with_several_stages(kind: Kind, stages: tuple[int, int], built: int, expected: str) -> None:
    campus = attrs.evolve(nine_year("N1", *stages, built_year=built, migrant_pupils=0), kind=kind)
    assert by_both(good_county(primary(), junior(), campus), "G4")[1] == expected


VISITED = {
    "area_type": AreaType.RURAL,
    "primary_sports_arts_teachers": 0,
    "primary_visiting_sports_arts_teachers": 1,
    "funded_pupils": 100,
}


@pytest.mark.parametrize(
    ("pupils", "campus", "expected"),
    [
        (50, {}, "pass"),
        (99, {}, "pass"),
        (49, {}, "fail"),
        (100, {"primary_visiting_sports_arts_teachers": 1}, "fail"),
        (99, {"area_type": AreaType.TOWN}, "fail"),
        (99, {"primary_visiting_sports_arts_teachers": 0}, "fail"),
        (99, {"primary_visiting_sports_arts_teachers": None}, "unknown"),
    ],
)
def test_visiting_teachers_of_small_rural_schools(pupils: int, campus: dict[str, Any], expected: str) -> None:
    county = good_county(primary("P1", pupils, **{**VISITED, **campus}), junior())
    assessment = assess(county, PROCEDURE)
    assert str(assessment.sections[0].outcomes["R3"]) == expected
    assert str(assess(county, NATIONAL).sections[0].outcomes["R3"]) == "fail"
    assert conceded(assessment) == ([("R3", "P1", "primary")] if expected == "pass" else [])


@pytest.mark.parametrize(("further", "expected"), [(1000, "pass"), (999.9, "fail"), (None, "unknown")])
def test_other_grounds_of_the_inner_city(further: float | None, expected: str) -> None:
    campus = primary("P1", 1000, sports_area=6500, extra_sports_area=further, inner_city=True)
    assessment = assess(good_county(campus, junior()), PROCEDURE)
    assert str(assessment.sections[0].outcomes["R5"]) == expected
    elsewhere = good_county(attrs.evolve(campus, inner_city=False), junior())
    assert str(assess(elsewhere, PROCEDURE).sections[0].outcomes["R5"]) == "fail"


def test_a_section_may_need_a_concession_to_reach_the_floor() -> None:
    campus = primary("P1", 1000, sports_area=6000, extra_sports_area=500, inner_city=True)
    assessment = assess(good_county(campus, junior()), PROCEDURE)
    section = assessment.sections[0]
    assert (str(section.outcomes["R5"]), str(section.at_floor["R5"].outcome)) == ("fail", "pass")
    assert conceded(assessment) == [("R5", "P1", "primary")]


RESOURCES_OF_ALL = from_text(
    """
name = "grounds"
edition = "1"
extends = "national-2017"
title = { zh = "试", en = "Trial" }
authority = "试"
document = "试"
[items.R4]
adds = [{ field = "extra_sports_area", concession = true }]
[items.R5]
adds = [{ field = "extra_sports_area", concession = true }]
[items.R4.concession]
clause = "校外场地可计入"
source = "试"
[items.R5.concession]
clause = "校外场地可计入"
source = "试"
"""
)


@pytest.mark.parametrize(
    ("standard", "campus", "passes", "needed"),
    [
        (PROCEDURE, {"sports_area": 6600}, True, []),
        (PROCEDURE, {"sports_area": 6600, "multimedia_rooms": 20}, True, ["R5"]),
        (PROCEDURE, {"sports_area": 6600, "multimedia_rooms": 0}, False, ["R5"]),
        (PROCEDURE, {"sports_area": 6100, "multimedia_rooms": 0}, False, []),
        (PROCEDURE, {"sports_area": 6300}, True, ["R5"]),
        (PROCEDURE, {"sports_area": 7500}, True, []),
        (RESOURCES_OF_ALL, {"sports_area": 6600, "teaching_area": 4000}, True, ["R4", "R5"]),
        (RESOURCES_OF_ALL, {"sports_area": 6300, "teaching_area": 4000}, True, ["R5"]),
        (RESOURCES_OF_ALL, {"sports_area": 6300, "teaching_area": 3800}, True, ["R4", "R5"]),
        (RESOURCES_OF_ALL, {"sports_area": 7500, "teaching_area": 4000}, True, []),
    ],
)
def test_resources_rest_on_a_concession_if_the_section_rule_does(
    standard: Standard, campus: dict[str, float], passes: bool, needed: list[str]
) -> None:
    """6 of 7 limits are enough, above 85 % of each: 7.5 m² of grounds and 4.5 m² of rooms, 6.375 and 3.825."""
    assessment = assess(
        good_county(primary("P1", 1000, extra_sports_area=1300, inner_city=True, **campus), junior()), standard
    )
    assert (str(assessment.sections[0].finding.outcome) == "pass") is passes
    assert conceded(assessment) == [(id, "P1", "primary") for id in needed]


def test_shared_grounds_are_divided_with_the_others() -> None:
    campus = nine_year("N1", 500, 500, sports_area=7500, extra_sports_area=1000, inner_city=True)
    county = good_county(primary(), junior(), campus)
    assessment = assess(county, PROCEDURE)
    parts = {s.section.stage: s.section for s in assessment.sections if s.section.campus.school_code == "N1"}
    assert {stage: float(part.conceded["sports_area"]) for stage, part in parts.items()} == pytest.approx(
        {"primary": 1000 / 2.1, "junior": 1100 / 2.1}
    )
    # 8.1 m² for each primary pupil are enough, and so are 7.1 without the concession, since one limit may be missed;
    # 8.9 for a junior pupil are within the rule, and 7.9 are not.
    assert conceded(assessment) == [("R5", "N1", "junior")]
    lower = change_campus(county, "N1", multimedia_rooms=0)
    assert conceded(assess(lower, PROCEDURE)) == [("R5", "N1", "primary")]


# Spans of time.


@pytest.mark.parametrize(
    ("year", "on", "expected"),
    [
        (2018, None, "fail"),
        (2018, dt.date(2019, 1, 1), "pass"),
        (2019, None, "pass"),
        (2022, dt.date(2018, 12, 31), "fail"),
        (2025, None, "pass"),
        (None, None, "unknown"),
        (None, dt.date(2020, 1, 1), "pass"),
    ],
)
def test_a_concession_is_one_on_its_days(year: int | None, on: dt.date | None, expected: str) -> None:
    campus = primary("P1", 2400, built_year=2010, migrant_pupils=0)
    county = attrs.evolve(good_county(campus, junior()), year=year)
    found = assess(county, PROCEDURE, on=on).indicators["G4"]
    assert str(found.outcome) == expected
    if expected == "unknown":
        assert [(cell.table, cell.field) for cell in found.missing] == [("county", "year")]


@pytest.mark.parametrize(
    ("year", "on", "expected"), [(2018, None, "fail"), (2019, None, "pass"), (None, None, "unknown")]
)
def test_an_addition_is_one_on_its_days(year: int | None, on: dt.date | None, expected: str) -> None:
    county = attrs.evolve(good_county(primary("P1", 99, **VISITED), junior()), year=year)
    (section, _) = assess(county, PROCEDURE, on=on).sections
    assert str(section.outcomes["R3"]) == expected
    if expected == "unknown":
        assert [(cell.table, cell.field) for cell in section.at_limit["R3"].missing] == [("county", "year")]


def test_a_nation_counts_what_each_county_may_in_its_year() -> None:
    campus = primary("P1", 99, **VISITED)
    counties = [
        attrs.evolve(good_county(campus, junior()), name=name, year=year) for name, year in (("甲", 2018), ("乙", 2019))
    ]
    result = SectionTable.from_counties(counties, PROCEDURE).assess(PROCEDURE)
    alone = {county.name: str(assess(county, PROCEDURE).sections[0].outcomes["R3"]) for county in counties}
    assert alone == {"甲": "fail", "乙": "pass"}
    assert sorted(result.met[2][[0, 2]].tolist()) == [False, True]


# What is said of it.


def both_conceded() -> Assessment:
    large = primary("P1", 2400, built_year=2010, migrant_pupils=0)
    return assess(good_county(large, primary("P2", 99, **VISITED), junior()), PROCEDURE, on=dt.date(2022, 10, 15))


def test_the_duty_is_due_three_years_after_the_recognition() -> None:
    teachers, size = both_conceded().concessions
    assert (teachers.item, teachers.concession.duty, teachers.due) == ("R3", "", None)
    assert (size.item, size.concession.duty, size.due) == ("G4", DUTY, dt.date(2025, 10, 15))
    undated = attrs.evolve(both_conceded(), on=None).concessions
    assert [one.due for one in undated] == [None, None]


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "zh",
            [
                "按放宽条款达标：2个校区",
                "如不适用，则达不到该项目的限值，或不符合各校资源配置的要求，或所在学段的差异系数超过限值。",
                "R3 每百名学生拥有体育、艺术（美术、音乐）专任教师数",
                "1个校区：P2（小学）",
                "1个校区：P1",
                f"后续要求：{DUTY}；如于评估日期认定，期限为2025-10-15",
            ],
        ),
        (
            "en",
            [
                "Passed by a concession (按放宽条款达标): 2 campuses",
                "Without it, the limit of the item, the rule for the resources of each school, or the limit of the "
                "variation coefficient of the stage would not be met.",
                "1 campus: P2 (primary)",
                "1 campus: P1",
                f"Duty (后续要求): {DUTY}; by 2025-10-15 if the county is recognised on the day of the assessment",
            ],
        ),
    ],
)
def test_every_report_lists_who_needs_a_concession(lang: str, words: list[str]) -> None:
    assessment = both_conceded()
    text = assessment.as_text(lang).replace("\n", "").replace(" ", "")
    for word in words:
        assert word.replace(" ", "") in text
        page = html.unescape(re.sub("<[^>]*>", "", assessment.as_html(lang)))
        assert word.replace(" ", "") in page.replace(" ", "")


def test_the_task_board_has_the_duty() -> None:
    board = both_conceded().tasks()
    size = next(task for task in board.tasks if task.item == "G4")
    assert (str(size.state), size.duty_due) == ("closed", dt.date(2025, 10, 15))
    columns = board.as_columns()
    row = columns["item"].index("G4")
    assert (columns["conceded"][row], columns["duty_due"][row]) == ("P1", dt.date(2025, 10, 15))
    assert "按放宽条款销号：G4 学校规模" in board.as_text("zh")
    assert "期限为2025-10-15" in board.as_text("zh").replace("\n", "").replace(" ", "")


def test_json_has_them() -> None:
    assert both_conceded().as_dict()["concessions"] == [
        {
            "item": "R3",
            "campus": "P2",
            "stage": "primary",
            "clause": PROCEDURE.items["R3"].concession.clause,  # type: ignore[union-attr]
            "duty": None,
            "due": None,
        },
        {
            "item": "G4",
            "campus": "P1",
            "stage": None,
            "clause": PROCEDURE.items["G4"].concession.clause,  # type: ignore[union-attr]
            "duty": DUTY,
            "due": "2025-10-15",
        },
    ]


# A concession of another document, with a last day and without a duty.

UNTIL = from_text(
    """
name = "until"
edition = "1"
extends = "national-2017"
title = { zh = "试", en = "Trial" }
authority = "试"
document = "试"
[items.G4]
rules = [{ any_of = [{ at_most = "2000" }, { at_most = "2100", concession = true, since = 2020-01-01 }] }]
[items.G4.concession]
until = 2021-12-31
clause = "2021年底前不超过2100人"
source = "试〔2020〕1号"
"""
)


@pytest.mark.parametrize(("year", "expected"), [(2019, "fail"), (2020, "pass"), (2021, "pass"), (2022, "fail")])
def test_a_concession_ends_with_its_last_day(year: int, expected: str) -> None:
    county = attrs.evolve(good_county(primary("P1", 2100), junior()), year=year)
    found = assess(county, UNTIL)
    assert str(found.indicators["G4"].outcome) == expected
    assert conceded(found) == ([("G4", "P1", "")] if expected == "pass" else [])
    assert "后续要求" not in found.as_text("zh")


def test_a_standard_says_when_its_concession_is_in_force() -> None:
    english, chinese = (" ".join(UNTIL.as_text(lang).split()) for lang in ("en", "zh"))
    assert "at most 2000 pupils; or since 2020-01-01: at most 2100 pupils (concession)" in english
    assert "the concession is in force until 2021-12-31" in english
    assert "放宽条款至2021-12-31止适用" in chinese


def test_an_open_task_says_who_needs_a_concession_too() -> None:
    both = [primary("P1", 2400, built_year=2010, migrant_pupils=0), primary("P2", 2401, built_year=2010)]
    text = "".join(assess(good_county(*both, junior()), PROCEDURE).tasks().as_text("zh").split())
    assert "按放宽条款达标的校区1个：P1" in text


# The variation coefficient counts what the concession counts.


def test_a_coefficient_that_needs_a_concession_names_the_campuses() -> None:
    spread = {"inner_city": True, "sports_area": 6400, "extra_sports_area": 1000}
    wide = primary("P2", 1000, sports_area=20_000, inner_city=False)
    with_it = assess(good_county(primary("P1", 1000, **spread), wide, junior()), PROCEDURE)
    without = assess(good_county(primary("P1", 1000, **{**spread, "extra_sports_area": 0}), wide, junior()), PROCEDURE)
    found = [assessment.variation[Stage.PRIMARY]["R5"] for assessment in (with_it, without)]
    assert [str(one.outcome) for one in found] == ["pass", "fail"]
    assert all(str(section.finding.outcome) == "pass" for section in without.sections)
    assert found[0].concession is PROCEDURE.items["R5"].concession
    assert conceded(with_it) == [("R5", "P1", "primary")]
    assert conceded(without) == []


def test_a_campus_that_may_not_count_hides_no_concession() -> None:
    by_school = from_text(
        'name = "s"\nedition = "1"\nextends = "procedure-2019"\nauthority = "a"\ndocument = "d"\n'
        'title = { zh = "试", en = "Trial" }\n[counted]\nby = "school"\nleaves_out = [{ ownership = ["民办"] }]\n'
    )
    head = primary("P1", 1000, sports_area=7000, extra_sports_area=600, inner_city=True, multimedia_rooms=20)
    branch = primary("P2", 500, sports_area=6000, parent_code="P1", ownership=None, multimedia_rooms=10)
    for ownership in (None, Ownership.PRIVATE):
        county = good_county(head, attrs.evolve(branch, ownership=ownership), junior())
        assessment = assess(county, by_school)
        assert str(assessment.sections[0].outcomes["R5"]) == "pass"
        assert conceded(assessment) == [("R5", "P1", "primary")]


# What alternatives find says of whom it is.


def test_a_task_names_the_campus_of_failed_alternatives_and_counts_from_the_best() -> None:
    large = primary("P1", 2500, built_year=2000, migrant_pupils=0)
    board = assess(good_county(large, junior()), PROCEDURE).tasks()
    size = next(task for task in board.tasks if task.item == "G4")
    assert (size.campuses, size.margin, size.unit) == (("P1",), -100, "pupil")
    assert str(size.finding).startswith("P1, ")


def test_no_cell_is_asked_for_that_the_record_refuses() -> None:
    rooms = {"music_room_areas": (65,), "art_room_areas": (65,)}
    rural = Campus(
        school_code="N1",
        kind=Kind.NINE_YEAR,
        area_type=AreaType.RURAL,
        built_year=2020,
        primary_pupils=0,
        junior_pupils=80,
        junior_classes=3,
        **rooms,
    )
    found = assess(good_county(rural), PROCEDURE).indicators["G3"]
    assert [cell.field for cell in found.missing] == ["junior_largest_class"]
    settled = attrs.evolve(rural, junior_largest_class=29)
    assert str(assess(good_county(settled), PROCEDURE).indicators["G3"].outcome) == "pass"


def test_a_concession_that_no_rule_has_any_more_is_no_choice() -> None:
    own = from_text(
        'name = "o"\nedition = "1"\nextends = "procedure-2019"\nauthority = "a"\ndocument = "d"\n'
        'title = { zh = "试", en = "Trial" }\n[items.G4]\nrules = [{ at_most = "2000" }]\n'
        'clause = "c"\nsource = "s"\nmark = "stated"\n'
    )
    concessions = {choice.table for choice in own.choices if choice.setting.startswith("concession")}
    assert concessions == {"items.R3", "items.R5", "items.G3"}
