"""Standards as data: what a file may set, what it changes, and what is said of a file that cannot be used."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from types import MappingProxyType
from typing import Any

import attrs
import pytest
from counties import WEIGHED, change_campus, change_facts, good_county, junior, nine_year, primary

from balanced_edu.assessment import assess
from balanced_edu.campuses import Affiliation, AreaType, Kind, Ownership, Stage
from balanced_edu.county import Conditions, County, Group, Plan
from balanced_edu.standards import StandardError, differences, from_text, load, names, settings
from balanced_edu.standards.passages import quotations, unquoted

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


DROPPED = f"[items]\n{''.join(f'R{n}.dropped = true{chr(10)}' for n in range(1, 8))}"
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
    ("[items.G4]\nrules = [{ any_of = [] }]\n", "3:items.G4.rules.any_of", "any_of has no alternatives"),
    ('[items.G4]\nrules = [{ item = "Q9" }]\n', "3:items.G4.rules.item", "which only conditions can"),
    ('[conditions.C3]\nrules = [{ item = "Q99" }]\n', "3:conditions.C3.rules.item", "there is no item 'Q99'"),
    ('[items.Q1]\nconstants = { formula = "graduates" }\n', "3:items.Q1.constants.formula", "graduates over entrants"),
    ('[items.G3]\nconstants = { smalest_art_room = "9" }\n', "3:items.G3.constants", "did you mean smallest_art_room?"),
    ('[items.G3]\nconstants = { smallest_art_room = "big" }\n', "3:items.G3.constants", "'big' is no decimal"),
    ('[items.Q2]\nmeasure = "enrolment"\n', "3:items.Q2.measure", "there is no measure 'enrolment'"),
    (
        '[items.R3]\nadds = [{ field = "visitors" }]\n',
        "3:items.R3.adds.field",
        "the school table has no column 'visitors'",
    ),
    ('[items.G4]\nweights = { others = "1" }\n', "3:items.G4.weights", "they need each = 'group'"),
    ('[items.G5]\neach = "county"\n', "2:items.G5.rules", "needs largest_class, which no county has"),
    ('[variation]\nall_zero = "zero"\n', "3:variation.all_zero", "it has to be one of pass, unknown, fail"),
    ('[[passages]]\ntext = "2022"\n', "2:passages.about", "about is missing"),
    ('[items.G4]\nrules = [{ at_least = "1/0" }]\n', "3:items.G4.rules.at_least", "'1/0' is no decimal"),
    (
        '[items.Q6]\nrules = [{ measure = "moral_education_grade", at_least = "9" }]\n',
        "3:items.Q6.rules.at_least",
        "at_least is no grade; give one of 不合格, 合格, 良好, 优秀",
    ),
    (
        '[items.Q6]\nrules = [{ measure = "campus_culture_grade", at_least = [{ value = "2.5" }] }]\n',
        "3:items.Q6.rules.at_least.value",
        "value is no grade",
    ),
    (
        '[items.R6]\nrules = [{ at_least = [{ value = "1" }, { value = "2", since = 2030-01-01 }] }]\n',
        "3:items.R6.rules",
        "limits of resources are those of the edition",
    ),
    ("[items.G4]\nrules = [{ at_least = inf }]\n", "3:items.G4.rules.at_least", "'Infinity' is no decimal"),
    ("[items.G4]\nrules = [{ at_least = nan }]\n", "3:items.G4.rules.at_least", "'NaN' is no decimal"),
    ("[items.G4]\nrules = [{ at_least = true }]\n", "3:items.G4.rules.at_least", "'True' is no decimal"),
    ('[items.G4]\nrules = [{ at_least = "1e3" }]\n', "3:items.G4.rules.at_least", "'1e3' is no decimal"),
    ("[items.G4]\nrules = [{ at_least = 1e999999 }]\n", "3:items.G4.rules.at_least", "is no decimal"),
    (f"[items.G4]\nrules = [{{ at_least = {'9' * 301} }}]\n", "3:items.G4.rules.at_least", "is no decimal"),
    (f"[items.G4]\nrules = [{{ at_least = 0x{'f' * 400} }}]\n", "3:1", "An integer has more than 400 digits"),
    (
        "[items.G4]\nrules = [{ at_least = [3] }]\n",
        "3:items.G4.rules.at_least",
        "at_least has to be tables in brackets",
    ),
    (
        "[items.G5]\nrules = [{ at_most = '9', pupils_below = inf }]\n",
        "3:items.G5.rules.pupils_below",
        "give a finite one",
    ),
    (
        "[items.G5]\nrules = [{ at_most = '9', boarding = 'no' }]\n",
        "3:items.G5.rules.boarding",
        "it has to be true or false",
    ),
    ("[items.G7]\ndue = 2022-09-30T00:00:00\n", "3:items.G7.due", "without a time of day"),
    (
        "[items.G7]\nrules = [{ at_least = [{ value = '1' }, { value = '2', since = 2022-01-01T00:00:00 }] }]\n",
        "3:items.G7.rules.at_least.since",
        "without a time of day",
    ),
    ("[items.G5]\neach = 'village'\n", "3:items.G5.each", "it has to be one of county, campus, section"),
    ("[items.G4]\nrules = [{ any_given = [] }]\n", "3:items.G4.rules.any_given", "any_given has no alternatives"),
    ("[items.G4]\nrules = [{ any_of = [{ item = 'Q9' }] }]\n", "3:items.G4.rules.any_of.item", "only conditions can"),
    (
        "[conditions.C3]\nrules = [{ any_of = [{ item = 'Q9' }] }]\n",
        "3:conditions.C3.rules.any_of.item",
        "none of their alternatives",
    ),
    ("[section]\nat_least = 8\n", "3:section.at_least", "at_least is '8', and 7 resource indicators are there"),
    ("[section]\nat_least = 0\n", "3:section.at_least", "give 1 to 7"),
    ("[section]\nat_least = -1\n", "3:section.at_least", "give 1 to 7"),
    ("[section]\nat_least = '6'\n", "3:section.at_least", "at_least has to be a whole number"),
    ("[items]\nR1.dropped = true\nR2.dropped = true\n", "1:section.at_least", "give 1 to 5"),
    (DROPPED, "1:section.at_least", "0 resource indicators are there to be reached; keep some of them"),
    (f"{DROPPED}[variation]\nof = 'mean'\n", "11:variation.of", "keep some, or set of to 'each'"),
    ("[items.R7]\nrules = []\n", "3:items.R7.rules", "counts R7, which has no limit for primary and junior"),
    (
        "[items.R7]\nrules = [{ stages = ['primary'], at_least = '2' }]\n",
        "3:items.R7.rules",
        "counts R7, which has no limit for junior",
    ),
    ("[items.R7]\nrules = [{ kinds = ['小学'], at_least = '2' }]\n", "3:items.R7.rules", "with no scope but stages"),
    (
        "[items.R7]\nrules = [{ measure = 'books_per_pupil', at_least = '2' }]\n",
        "3:items.R7.rules",
        "here multimedia_rooms_per_hundred; make an item of its own for other measures",
    ),
    ("[items.G3]\ndimension = 'resources'\n", "2:items.G3.measure", "or give G3 another dimension"),
    ("[items.G1]\ndimension = 'resources'\n", "2:items.G1.measure", "name one such measure"),
    (
        "[division]\nweights = { primary = '0', junior = '-1', senior = '1' }\n",
        "3:division.weights.primary",
        "primary is not above 0",
    ),
    (
        "[items.G4]\nrules = [{ fact = 'halls', unit = 'room', at_least = '1' }]\n",
        "3:items.G4.rules",
        "no campus has 'halls', and facts are the county's; set each to 'county'",
    ),
    ("[items.Q6]\npooled = true\n", "3:items.Q6.pooled", "moral_education cannot be summed"),
    ("[items.G1]\npooled = true\n", "3:items.G1.pooled", "layout_compliant cannot be summed"),
    ("[items.S1.weights]\n'家长' = '-1'\n", "3:items.S1.weights.家长", "家长 is negative; give 0 or more"),
    (
        "[items.S1]\nweights = { others = '1' }\nrules = [{ any_of = [{ at_least = '85' }] }]\n",
        "3:items.S1.weights",
        "weights are those of one rate",
    ),
    (
        "[items.R7]\nadds = [{ field = 'sports_arts_teachers' }]\n",
        "3:items.R7.adds.field",
        "no column 'sports_arts_teachers' that can be added to multimedia_rooms",
    ),
    ("[items.R7]\nadds = [{ field = 'kind' }]\n", "3:items.R7.adds.field", "no column 'kind' that can be added"),
    (
        "[items.G4]\nrules = [{ stages = ['primary'], at_most = '9' }]\n",
        "3:items.G4.rules.stages",
        "stages says nothing of a campus; leave it out",
    ),
    ("[items.G1.where]\nkinds = ['小学']\n", "3:items.G1.where.kinds", "kinds says nothing of a county"),
    (
        "[items.G13]\nrules = [{ kinds = ['小学'], at_least = '9' }]\n",
        "3:items.G13.rules.kinds",
        "kinds says nothing of a sum of sections",
    ),
    (
        "[items.G9]\nrules = [{ kinds = ['小学'], at_least = '9' }]\n",
        "3:items.G9.rules.kinds",
        "kinds says nothing of a sum of campuses",
    ),
    (
        "[counted]\nleaves_out = [{ stages = ['junior'] }]\n",
        "3:counted.leaves_out.stages",
        "stages says nothing of a campus",
    ),
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


ALONE = """
name = "alone"
edition = "1"
title = { zh = "单独", en = "Alone" }
authority = "测试"
document = "测试"
"""
ROOMS = """
[items.R7]
name = { zh = "教室", en = "Rooms" }
each = "section"
clause = "-"
source = "-"
"""
PLANNED = """
[items.G1]
name = { zh = "布局", en = "Layout" }
rules = [{ holds = true }]
clause = "-"
source = "-"
"""
VARIATION = '[variation]\nat_most = { primary = "0.5", junior = "0.45" }\nclause = "-"\n'


def test_resources_need_limits_of_their_variation() -> None:
    with pytest.raises(StandardError, match=r"standard.toml:1:variation: the limits of variation are missing, for R7;"):
        from_text(ALONE + ROOMS)


def test_a_standard_without_resources_does_without_variation_and_weights() -> None:
    found = assess(good_county(), from_text(ALONE + PLANNED))
    assert (str(found.outcome), list(found.dimensions)) == ("pass", ["guarantee"])


def test_where_nothing_is_said_of_weights_pupils_of_all_stages_have_the_same_share() -> None:
    county = good_county(nine_year("N1", 300, 100, multimedia_rooms=8))
    found = assess(county, from_text(ALONE + ROOMS + VARIATION))
    assert [section.section.multimedia_rooms for section in found.sections] == [6, 2]


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


def test_what_extends_itself_is_told_and_not_followed(tmp_path: Path) -> None:
    city, district = tmp_path / "city.toml", tmp_path / "district.toml"
    city.write_text('name = "city"\nextends = "district.toml"\n', encoding="utf-8")
    district.write_text('name = "district"\nextends = "city.toml"\n', encoding="utf-8")
    with pytest.raises(StandardError, match=r"district.toml:2:extends: extends leads back to 'city.toml'; extend a"):
        load(city)


@pytest.mark.parametrize("name", ["/etc/passwd", "../secret.toml", "inner/secret.toml", "link.toml", ".."])
def test_a_standard_extends_no_file_elsewhere(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "plans"
    (folder / "inner").mkdir(parents=True)
    for secret in (tmp_path / "secret.toml", folder / "inner" / "secret.toml"):
        secret.write_text("password = 1\n", encoding="utf-8")
    (folder / "link.toml").symlink_to(tmp_path / "secret.toml")
    (folder / "mine.toml").write_text(f'extends = "{name}"', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StandardError, match=r"mine.toml:1:extends: .* no file of this name beside this one"):
        load(folder / "mine.toml")
    with pytest.raises(StandardError, match=r"standard.toml:1:extends: .* a text extends no file"):
        from_text(f'extends = "{name}"')


@pytest.mark.parametrize("name", ["a" * 5000, "\\u0000", "."])
def test_a_name_that_no_file_can_have_is_no_file(name: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(f'extends = "{name}"', encoding="utf-8")
    with pytest.raises(StandardError, match=r"there is no standard .*, and no file of this name beside this one"):
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


def mine(folder: Path, text: str) -> Path:
    """A standard's file that extends the national method."""
    file = folder / "mine.toml"
    file.write_text(f'extends = "national-2017"\nname = "mine"\nedition = "1"\n{text}', encoding="utf-8")
    return file


@pytest.mark.parametrize(("at_home", "expected"), [(0, "pass"), (5, "pass"), (6, "fail"), (None, "unknown")])
def test_teaching_at_home_may_be_left_out(at_home: int | None, expected: str, tmp_path: Path) -> None:
    """300 of 310 are enrolled; 295 of them, 95.16 %, is the least that reaches 95 %."""
    file = mine(tmp_path, '[items.Q2]\nmeasure = "disabled_enrolment_share_at_school"\nrules = [{ at_least = "95" }]\n')
    quality = attrs.evolve(good_county().quality, disabled_children_taught_at_home=at_home)
    found = assess(attrs.evolve(good_county(), quality=quality), file).indicators["Q2"]
    assert str(found.outcome) == expected
    assert str(assess(attrs.evolve(good_county(), quality=quality)).indicators["Q2"].outcome) == "pass"


@pytest.mark.parametrize(("basically", "expected"), [(50, "pass"), (49, "fail"), (None, "unknown")])
def test_basically_satisfied_may_count(basically: int | None, expected: str, tmp_path: Path) -> None:
    file = mine(tmp_path, '[items.S1]\nmeasure = "basic_satisfaction_rate"\nrules = [{ at_least = "85" }]\n')
    groups = [Group(group="家长", surveyed=1000, satisfied=800, basically_satisfied=basically)]
    county = attrs.evolve(good_county(), groups=groups)
    assert str(assess(county, file).indicators["S1"].outcome) == expected
    assert str(assess(county).indicators["S1"].outcome) == "fail"


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        # (3 × 90 + 70 + 70 + 70 + 70) / 7 is under 85, though all who were asked are 89 % satisfied
        ([("家长", 950, 855), ("学生", 10, 7), ("教师", 10, 7), ("校长", 10, 7), ("其他", 10, 7)], "fail"),
        ([("家长", 100, 90), ("学生", 100, 70)], "pass"),  # (3 × 90 + 70) / 4 = 85
        ([("家长", 1000, 899), ("学生", 1000, 700)], "fail"),
        ([("学生", 100, 100)], "unknown"),
        ([("家长", 100, None), ("学生", 100, 100)], "unknown"),
        ([("家长", 0, 0), ("学生", 100, 100)], "unknown"),
    ],
)
def test_rates_of_groups_may_be_weighed(
    groups: list[tuple[str, int, int | None]], expected: str, tmp_path: Path
) -> None:
    asked = [Group(group=name, surveyed=surveyed, satisfied=satisfied) for name, surveyed, satisfied in groups]
    found = assess(attrs.evolve(good_county(), groups=asked), mine(tmp_path, WEIGHED)).indicators["S1"]
    assert str(found.outcome) == expected


@pytest.mark.parametrize(("rounding", "classes", "expected"), [("up", 25, "fail"), ("down", 25, "pass")])
def test_a_part_of_twelve_classes_may_need_no_room(rounding: str, classes: int, expected: str, tmp_path: Path) -> None:
    file = mine(tmp_path, f'[items.G3.constants]\nrounding = "{rounding}"\n')
    county = change_campus(
        good_county(), "P1", primary_classes=classes, music_room_areas=(96, 96), art_room_areas=(90, 90)
    )
    assert str(assess(county, file).indicators["G3"].outcome) == expected


@pytest.mark.parametrize("word", ["pass", "unknown", "fail"])
def test_what_a_stage_without_sections_comes_to(word: str, tmp_path: Path) -> None:
    file = mine(tmp_path, f'[variation]\nwithout_sections = "{word}"\n')
    assert str(assess(good_county(primary()), file).indicators["R1"].outcome) == word


@pytest.mark.parametrize("word", ["pass", "unknown", "fail"])
def test_what_a_resource_that_nobody_has_comes_to(word: str, tmp_path: Path) -> None:
    file = mine(tmp_path, f'[variation]\nall_zero = "{word}"\n')
    county = change_campus(good_county(primary()), "P1", multimedia_rooms=0)
    assert str(assess(county, file).indicators["R7"].outcome) == word
    check = load(file).variation_check(Stage.PRIMARY)
    columns = {"totals": [0.0, 0.0, 1.0, 1.0], "pupils": [1.0, 1.0, 1.0, 1.0], "groups": [0, 0, 1, 1]}
    assert check.outcomes(columns).tolist() == [{"pass": 1, "unknown": 0, "fail": -1}[word], 1]


def test_a_rule_may_name_any_measure(tmp_path: Path) -> None:
    text = """
[items.X1]
name = { zh = "图书", en = "Books" }
dimension = "guarantee"
each = "section"
rules = [{ measure = "books_per_pupil", at_least = "25" }]
clause = "-"
source = "-"
"""
    file = mine(tmp_path, text)
    assert str(assess(good_county(primary(books=20_000)), file).indicators["X1"].outcome) == "pass"
    assert str(assess(good_county(primary(books=19_999)), file).indicators["X1"].outcome) == "fail"


class TestBasic:
    """The method of 2012: the mean of eight coefficients, and who is counted."""

    BASIC = load("basic-2012")
    # Published, in the order of the method: eight coefficients, their mean, whether it holds.
    ROWS = (
        (Stage.PRIMARY, (0.881, 1.299, 0.977, 0.379, 0.170, 0.334, 0.286, 0.408), 0.592, "pass"),
        (Stage.JUNIOR, (0.353, 0.784, 0.146, 0.491, 0.037, 0.226, 0.223, 0.253), 0.314, "pass"),
        (Stage.JUNIOR, (0.505, 0.484, 0.325, 0.275, 0.199, 0.715, 0.421, 1.021), 0.493, "pass"),
        (Stage.JUNIOR, (0.505, 0.484, 0.325, 0.275, 0.199, 0.715, 0.876, 1.022), 0.550, "fail"),
    )

    @pytest.mark.parametrize(("stage", "coefficients", "mean", "expected"), ROWS)
    def test_published_rows(self, stage: Stage, coefficients: tuple[float, ...], mean: float, expected: str) -> None:
        """Two schools, one with a tenth of the pupils, are spread so that each coefficient is the published one."""
        totals = ("teaching_area", "sports_area", "equipment_value", "computers", "books")
        by_stage = ("teachers", "teachers_above_required", "middle_rank_teachers")
        names = (*totals, *(f"{stage}_{name}" for name in by_stage))
        make = primary if stage is Stage.PRIMARY else junior
        small = {name: round(10_000 * (1 + 3 * c)) for name, c in zip(names, coefficients, strict=True)}
        large = {name: round(90_000 - 30_000 * c) for name, c in zip(names, coefficients, strict=True)}
        county = good_county(make("A", 10_000, **small), make("B", 90_000, **large))
        found = assess(county, self.BASIC)
        assert [float(f.value or 0) for f in found.variation[stage].values()] == pytest.approx(coefficients, abs=1e-12)
        assert float(found.means[stage].value or 0) == pytest.approx(mean, abs=5e-4)
        assert str(found.means[stage].outcome) == expected

    @pytest.mark.parametrize(
        ("campus", "counted"),
        [
            ({}, True),
            ({"ownership": Ownership.PRIVATE}, False),
            ({"affiliation": Affiliation.PROVINCE}, False),
            ({"affiliation": Affiliation.CITY}, False),
            ({"affiliation": Affiliation.COUNTY}, True),
            ({"kind": Kind.TEACHING_POINT}, False),
        ],
    )
    def test_who_is_counted(self, campus: dict[str, Any], counted: bool) -> None:
        found = assess(good_county(primary(), primary("P2", 600, **campus)), self.BASIC)
        assert len(found.sections) == (2 if counted else 1)

    def test_it_has_neither_a_rule_for_single_schools_nor_limits(self) -> None:
        assert self.BASIC.reached == 0
        assert "R*" not in str(assess(good_county(), self.BASIC))


class TestShenyang:
    """The figures of a local profile, each at its limit."""

    SHENYANG = load("shenyang")
    LOCAL = MappingProxyType(
        {
            "public_funds_per_primary_pupil": 1150,
            "public_funds_per_junior_pupil": 1350,
            "tutoring_and_burden_not_curbed": False,
        }
    )

    def outcome(self, county: County, id: str, **local: Any) -> str:
        return str(assess(attrs.evolve(county, local={**self.LOCAL, **local}), self.SHENYANG).indicators[id].outcome)

    def test_a_county_at_its_limits_passes(self) -> None:
        found = assess(attrs.evolve(good_county(), local=dict(self.LOCAL)), self.SHENYANG)
        assert str(found.outcome) == "pass"
        assert {item.mark for item in self.SHENYANG.items.values()} == {"stated", "practice"}

    @pytest.mark.parametrize(
        ("id", "local", "expected"),
        [
            ("G2", {"public_funds_per_primary_pupil": 1149.99}, "fail"),
            ("G2", {"public_funds_per_junior_pupil": 1349}, "fail"),
            ("V7", {"tutoring_and_burden_not_curbed": True}, "fail"),
        ],
    )
    def test_what_it_asks_besides(self, id: str, local: dict[str, Any], expected: str) -> None:
        assert self.outcome(good_county(), id, **local) == expected

    def test_funds_of_special_education(self) -> None:
        assert self.outcome(change_facts(good_county(), special_education_public_funds=960_000), "G7") == "pass"
        assert self.outcome(change_facts(good_county(), special_education_public_funds=959_999), "G7") == "fail"

    @pytest.mark.parametrize(
        ("music", "art", "campus", "expected"),
        [
            (73, 67, {"built_year": 2016}, "pass"),
            (72, 67, {"built_year": 2016}, "fail"),
            (73, 66, {"built_year": 2016}, "fail"),
            (73, 67, {"built_year": 2017}, "fail"),
            (54, 54, {"built_year": 2020, **SMALL_RURAL}, "pass"),
            (53, 54, {"built_year": 2020, **SMALL_RURAL}, "fail"),
        ],
    )
    def test_rooms_of_older_and_small_rural_schools(
        self, music: int, art: int, campus: dict[str, Any], expected: str
    ) -> None:
        rooms = {"music_room_areas": (music, music), "art_room_areas": (art, art)}
        assert self.outcome(change_campus(good_county(), "P2", **rooms, **campus), "G3") == expected

    @pytest.mark.parametrize(("room", "expected"), [(61, "pass"), (60, "fail")])
    def test_rooms_of_small_rural_junior_schools(self, room: int, expected: str) -> None:
        rural = {"area_type": AreaType.RURAL, "junior_largest_class": 29, "built_year": 2020}
        rooms = {"music_room_areas": (room,) * 3, "art_room_areas": (room,) * 3}
        assert self.outcome(change_campus(good_county(), "J1", **rural, **rooms), "G3") == expected

    @pytest.mark.parametrize(
        ("stages", "built", "expected"),
        [((1600, 1400), 2010, "pass"), ((1600, 1401), 2010, "fail"), ((1250, 1251), 2011, "fail")],
    )
    def test_size_of_nine_year_schools(self, stages: tuple[int, int], built: int, expected: str) -> None:
        campus = nine_year("N1", *stages, built_year=built, migrant_pupils=0)
        assert self.outcome(good_county(primary(), junior(), campus), "G4") == expected


def test_every_sentence_of_the_plan_with_a_figure_belongs_to_an_item() -> None:
    plan = (Path(__file__).parent / "documents" / "wenling-2020-plan.txt").read_text(encoding="utf-8")
    mapped = quotations(load("wenling-2020"), plan)
    assert len(mapped) == 78
    assert unquoted(load("wenling-2020"), plan) == []
    places = {place for by in mapped.values() for place in by}
    limited = {id for id, item in load("wenling-2020").items.items() if any(mark.isdigit() for mark in item.clause)}
    assert limited <= places
    bare = "".join(plan.split())
    for text in (
        *(text for _, text in load("wenling-2020").passages),
        *(p for i in load("wenling-2020").items.values() for p in i.passages),
    ):
        assert "".join(text.split()) in bare


def test_an_empty_quotation_quotes_nothing() -> None:
    own = from_text(
        'name = "x"\nedition = "1"\nextends = "national-2017"\ntitle = { zh = "甲", en = "x" }\nauthority = "甲"\n'
        'document = "甲"\n[[milestones]]\nname = "m"\nclause = ""\n'
    )
    assert [sentence for _, sentence in unquoted(own, "每校至少有3名心理教师。")] == ["每校至少有3名心理教师。"]
    assert unquoted(own, "附件" + " " * 20_000 + "x1") == [(1, "附件" + " " * 20_000 + "x1")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes among the files of this system")
def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    with pytest.raises(StandardError, match="the file cannot be read: it is a folder, a pipe or a device"):
        load(tmp_path / "pipe.toml")
    (tmp_path / "zero.toml").symlink_to("/dev/zero")
    with pytest.raises(StandardError, match="it is a folder, a pipe or a device"):
        load(tmp_path / "zero.toml")
    (tmp_path / "latin.toml").write_bytes(b"\xff")
    with pytest.raises(StandardError, match="it is not in UTF-8"):
        load(tmp_path / "latin.toml")
