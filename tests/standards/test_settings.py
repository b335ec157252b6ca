"""Settings by which a standard reads the documents where they are silent, each on one county."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest
from counties import WEIGHED, change_campus, good_county, junior, nine_year, primary

from balanced_edu.assessment import assess
from balanced_edu.errors import StandardError
from balanced_edu.records.county import Group
from balanced_edu.records.kinds import Stage
from balanced_edu.standards import from_text, load

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
    with pytest.raises(StandardError) as refused:
        from_text(ALONE + ROOMS)
    assert [str(problem) for problem in refused.value.problems] == [
        "standard.toml:1:variation: the limits of variation are missing, for R7; give [variation] with at_most for "
        "each stage and a clause"
    ]


def test_a_standard_without_resources_does_without_variation_and_weights() -> None:
    found = assess(good_county(), from_text(ALONE + PLANNED))
    assert (str(found.outcome), list(found.dimensions)) == ("pass", ["guarantee"])


def test_a_table_of_rules_that_is_empty_is_as_if_it_were_not_there() -> None:
    empty = "".join(f"[{table}]\n" for table in ("counted", "division", "section", "variation", "sample"))
    assert from_text(ALONE + PLANNED + empty) == from_text(ALONE + PLANNED)


def test_without_weights_pupils_of_all_stages_have_the_same_share() -> None:
    county = good_county(nine_year("N1", 300, 100, multimedia_rooms=8))
    found = assess(county, from_text(ALONE + ROOMS + VARIATION))
    assert [section.section.totals["multimedia_rooms"] for section in found.sections] == [6, 2]


def test_a_standard_of_resources_alone_is_reported(tmp_path: Path) -> None:
    file = tmp_path / "means.toml"
    file.write_text(BASIC, encoding="utf-8")
    found = assess(good_county(), file)
    assert "enters the mean" in found.as_text(lang="en")
    assert "enters the mean" in found.as_html(lang="en")
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
def test_rates_of_groups_may_be_weighted(
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
def test_the_outcome_of_a_stage_without_sections_is_a_setting(word: str, tmp_path: Path) -> None:
    file = mine(tmp_path, f'[variation]\nwithout_sections = "{word}"\n')
    assert str(assess(good_county(primary()), file).indicators["R1"].outcome) == word


@pytest.mark.parametrize("word", ["pass", "unknown", "fail"])
def test_the_outcome_of_a_resource_that_nobody_has_is_a_setting(word: str, tmp_path: Path) -> None:
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
