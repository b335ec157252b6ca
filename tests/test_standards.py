"""Standards as data: what a file may set, what it changes, and what is said of a file that cannot be used."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import attrs
import pytest
from counties import change_campus, change_facts, good_county, junior, nine_year, primary

from balanced_edu.assessment import assess
from balanced_edu.campuses import AreaType, Stage
from balanced_edu.county import Conditions, County, Plan
from balanced_edu.standards import StandardError, differences, load, names, settings

LOCAL = Path(__file__).parent / "cases" / "local.toml"
GOOD = attrs.evolve(good_county(), local={"tutoring_not_curbed": False, "average_class": 29})


def outcome(county: County, id: str) -> str:
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
    assert outcome(change_campus(GOOD, "P2", music_room_areas=(room, room), **campus), "G3") == expected


def test_a_concession_whose_ground_is_not_known_leaves_the_item_open() -> None:
    county = change_campus(GOOD, "P2", music_room_areas=(73, 73))
    finding = assess(county, LOCAL).indicators["G3"]
    assert str(finding.outcome) == "unknown"
    assert "建成年份" in finding.reason


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
    assert outcome(attrs.evolve(GOOD, campuses=[campus, *GOOD.campuses[1:]]), "G4") == expected


@pytest.mark.parametrize(
    ("area", "visiting", "expected"),
    [(AreaType.RURAL, 1, "pass"), (AreaType.TOWN, 1, "fail"), (None, 1, "unknown"), (None, None, "fail")],
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
    assert any("P1b" in cell for cell in school.finding.missing)


@pytest.mark.parametrize(("found", "expected"), [(False, "pass"), (True, "fail"), (None, "unknown")])
def test_a_further_ground_of_veto(found: bool | None, expected: str) -> None:
    local = {} if found is None else {"tutoring_not_curbed": found}
    county = attrs.evolve(GOOD, local=local)
    assert outcome(county, "V7") == expected
    assert str(assess(county, LOCAL).dimensions["veto"].outcome) == expected


def test_an_aim_missed_is_reported_and_turns_no_verdict() -> None:
    found = assess(attrs.evolve(GOOD, local={"tutoring_not_curbed": False, "average_class": 31}), LOCAL)
    assert str(found.outcome) == "pass"
    aim = found.aims["W1"]
    assert (str(aim.outcome), aim.responsible, aim.task) == ("fail", ("市教育局",), "探索小班化教学")
    assert aim.due == dt.date(2025, 9, 30)
    assert "W1" not in found.indicators


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
def test_the_funds_of_special_education_rose_in_2025(year: int | None, on: dt.date | None, expected: str) -> None:
    county = attrs.evolve(change_facts(good_county(), **FUNDS), year=year)
    assert str(assess(county, on=on).indicators["G7"].outcome) == expected


def test_without_a_year_a_figure_that_holds_at_any_time_holds() -> None:
    county = attrs.evolve(
        change_facts(good_county(), **{**FUNDS, "special_education_public_funds": 700_000}), year=None
    )
    assert str(assess(county).indicators["G7"].outcome) == "pass"


def test_conditions_for_applying_are_reported_beside_the_verdict() -> None:
    asked = Conditions(years_since_basic_balance=2, monitoring_held_three_years=True)
    found = assess(attrs.evolve(good_county(), conditions=asked))
    assert {id: str(f.outcome) for id, f in found.conditions.items()} == {
        "C1": "fail",
        "C2": "pass",
        "C3": "pass",
        "C4": "pass",
        "C5": "unknown",
    }
    assert str(found.outcome) == "pass"


BASIC = """
name = "means"
edition = "1"
title = { zh = "均值", en = "Means" }
authority = "测试"
document = "测试"
counted = { leaves_out = [{ ownership = ["民办"] }] }
division = { weights = { primary = "1", junior = "1.1", senior = "1.32" } }
variation = { of = "mean", at_most = { primary = "0.65", junior = "0.55" }, clause = "均值", source = "测试" }
[items]
R4 = { name = { zh = "面积", en = "Area" }, each = "section", clause = "-", source = "-" }
R7 = { name = { zh = "教室", en = "Rooms" }, each = "section", clause = "-", source = "-" }
"""


def test_a_mean_of_coefficients_may_be_asked_instead_of_each(tmp_path: Path) -> None:
    file = tmp_path / "means.toml"
    file.write_text(BASIC, encoding="utf-8")
    campuses = [primary("A", 100, teaching_area=0, multimedia_rooms=4), primary("B", 100, teaching_area=900)]
    found = assess(attrs.evolve(good_county(), campuses=[*campuses, junior()]), file)
    assert found.variation[Stage.PRIMARY]["R4"].value == 1
    assert float(found.means[Stage.PRIMARY].value or 0) == pytest.approx(0.5)
    assert str(found.outcome) == "pass"
    assert list(found.dimensions) == ["resources"]
    condition = (
        '[conditions.C4]\nname = { zh = "系数", en = "CV" }\ndimension = "conditions"\nclause = "-"\nsource = "-"\n'
    )
    file.write_text(f'{BASIC}{condition}rules = [{{ item = "variation" }}]\n', encoding="utf-8")
    worse = [primary("A", 100, teaching_area=0, multimedia_rooms=40), campuses[1]]
    fails = assess(attrs.evolve(good_county(), campuses=[*worse, junior()]), file)
    assert (str(fails.outcome), str(fails.conditions["C4"].outcome)) == ("fail", "fail")


PROBLEMS = [
    ("[items.R1]\nlimits = 3\n", "3:items.R1.limits", "there is no key 'limits' here"),
    ('[items.R1]\nrules = [{ measure = "desks", at_least = "1" }]\n', "3:items.R1.rules.measure", "no measure 'desks'"),
    ('[items.G5]\nrules = [{ at_most = "45", stages = ["primry"] }]\n', "3:items.G5.rules.stages", "'primry'"),
    ('[items.G5]\nrules = [{ at_most = "many" }]\n', "3:items.G5.rules.at_most", "'many' is no decimal"),
    ("[items.G5]\nrules = [{ stages = [] }]\n", "3:items.G5.rules", "one limit is needed"),
    ('[section]\nfloor = "0.8"\nat_leest = 5\n', "4:section.at_leest", "did you mean at_least?"),
    ('[items.X1]\nname = { zh = "一", en = "One" }\n', "2:items.X1.dimension", "dimension is missing"),
    ('[counted]\nby = "district"\n', "3:counted.by", "it has to be one of campus, school"),
    ('[items.G7]\ndue = "soon"\n', "3:items.G7.due", "due has to be a date"),
    (
        '[items.G7]\nrules = [{ at_least = [{ value = "1" }, { value = "2" }] }]\n',
        "3:items.G7.rules.at_least.since",
        "in the order of time",
    ),
    ("edition = 1\n", "2:edition", "edition has to be a text"),
    ("= 3\n", "2:", ""),
]


@pytest.mark.parametrize(("text", "place", "words"), PROBLEMS)
def test_problems_of_a_file_are_told_with_their_line(text: str, place: str, words: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(f'extends = "national-2017"\n{text}', encoding="utf-8")
    with pytest.raises(StandardError) as error:
        load(file)
    told = [str(problem) for problem in error.value.problems]
    assert any(line.startswith(f"mine.toml:{place}") and words in line for line in told), told


def test_what_a_file_extends_has_to_be_there(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('extends = "national-2016"', encoding="utf-8")
    with pytest.raises(StandardError, match="did you mean national-2017"):
        load(file)
    file.write_text("extends = 3", encoding="utf-8")
    with pytest.raises(StandardError, match="give the name of a standard or a file"):
        load(file)
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(StandardError, match="cannot be read"):
        load(file)


def test_a_file_may_extend_one_beside_it(tmp_path: Path) -> None:
    (tmp_path / "city.toml").write_text(LOCAL.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "district.toml").write_text(
        'extends = "city.toml"\nname = "district"\nedition = "2"\n', encoding="utf-8"
    )
    district = load(tmp_path / "district.toml")
    assert (district.name, district.reached, district.cited) == ("district", 7, "district (2)")


def test_what_comes_with_the_library() -> None:
    assert names() == ("basic-2012", "national-2017", "shenyang", "wenling-2020")
    assert load(load("national-2017")) is load("national-2017")


class TestWenling:
    PLAN = "".join((Path(__file__).parent / "documents" / "wenling-2020-plan.txt").read_text(encoding="utf-8").split())
    WENLING = load("wenling-2020")

    def test_every_clause_and_task_stands_in_the_plan_word_for_word(self) -> None:
        own = settings(self.WENLING)
        quoted = {
            key: str(text)
            for key, text in own.items()
            if key.startswith("items.") and key.endswith((".clause", ".task"))
        }
        quoted |= {"variation": self.WENLING.variation_clause}
        quoted |= {step.name: step.clause for step in self.WENLING.milestones}
        assert len(quoted) == 2 * 38 + 8 + 1 + 8
        assert [key for key, text in quoted.items() if "".join(text.split()) not in self.PLAN] == []

    def test_every_item_names_who_is_responsible_and_by_when(self) -> None:
        for item in self.WENLING.items.values():
            assert item.responsible
            assert item.due in (dt.date(2022, 9, 30), dt.date(2022, 12, 31))
            for department in item.responsible:
                assert department.replace("、东部新区", "") in self.PLAN

    def test_its_verdict_is_that_of_the_national_method(self) -> None:
        found = assess(good_county(), "wenling-2020")
        assert str(found.outcome) == "pass"
        assert list(found.indicators) == list(load("national-2017").items)
        assert {str(aim.outcome) for id, aim in found.aims.items() if id != "W8"} == {"unknown"}
        finding = found.indicators["G7"]
        assert finding.responsible == ("市教育局", "市残联", "市财政局")
        assert finding.task.startswith("完善特殊教育体系")

    def test_aims(self) -> None:
        plan = Plan(
            compulsory_appropriation=125,
            compulsory_appropriation_before=100,
            regular_revenue=125,
            regular_revenue_before=100,
            expenditure_per_pupil=2,
            expenditure_per_pupil_before=1,
            teacher_pay=1,
            teacher_pay_before=1,
            public_funds_per_pupil=1,
            public_funds_per_pupil_before=2,
            junior_age_children=5000,
            junior_age_children_on_time=4999,
        )
        county = attrs.evolve(good_county(), plan=plan)
        for campus in county.campuses:
            county = change_campus(county, campus.school_code, school_events=1, sports_meetings=0)
        found = assess(county, "wenling-2020")
        assert {id: str(aim.outcome) for id, aim in found.aims.items()} == {
            "W1": "fail",
            "W2": "pass",
            "W3": "fail",
            "W4": "fail",
            "W5": "fail",
            "W6": "pass",
            "W7": "fail",
            "W8": "fail",
        }
        assert str(found.outcome) == "pass"


def test_a_standard_of_resources_alone_is_reported(tmp_path: Path) -> None:
    file = tmp_path / "means.toml"
    file.write_text(BASIC, encoding="utf-8")
    found = assess(good_county(), file)
    assert "enters the mean" in str(found)
    assert "enters the mean" in found.as_html()
    assert found.as_dict()["variation"]["primary"]["R4"]["limit"] is None
    assert list(found.as_dict()["dimensions"]) == ["resources"]
