"""The task board: which tasks are open, whose they are, by when they are due, and what changed since another board."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import attrs
import pytest
from counties import change_campus, change_facts, good_county, junior, nine_year, primary
from hypothesis import given
from hypothesis import strategies as st

from balanced_edu.assessment import assess
from balanced_edu.assessment.tasks import Task, TaskBoard
from balanced_edu.checks import Cell
from balanced_edu.records.county import County
from balanced_edu.standards import from_text, load
from balanced_edu.tables import read_county

GOOD = good_county()


def board(county: County, standard: str = "wenling-2020", on: dt.date | None = None) -> TaskBoard:
    return assess(county, standard, on=on).tasks()


def task(board: TaskBoard, id: str) -> Task:
    (found,) = (task for task in board.tasks if task.item == id)
    return found


DATES = [
    # Day of the board, days left for R2 (due 2022-09-30), due, overdue, not due yet; G5 and G7 are open
    (dt.date(2022, 9, 29), 1, 0, [], 46),
    (dt.date(2022, 9, 30), 0, 4, [], 42),
    (dt.date(2022, 10, 1), -1, 4, ["G5"], 42),
    (dt.date(2022, 12, 31), -92, 46, ["G5"], 0),
    (dt.date(2023, 1, 1), -93, 46, ["G5", "G7"], 0),
]


@pytest.mark.parametrize(("on", "left", "due", "overdue", "to_come"), DATES)
def test_what_is_due_overdue_and_to_come(on: dt.date, left: int, due: int, overdue: list[str], to_come: int) -> None:
    county = change_facts(change_campus(GOOD, "P1", primary_largest_class=46), special_education_public_funds=719_999)
    found = board(county, on=on)
    assert task(found, "R2").days_left == left
    assert len(found.due) == due
    assert [late.item for late in found.overdue if not late.aim] == overdue
    assert len(found.not_due_yet) == to_come


def test_a_board_is_of_a_county_a_standard_and_a_day() -> None:
    county = read_county(Path(__file__).parents[2] / "examples" / "qingshan")
    found = board(county, on=dt.date(2022, 10, 1))
    assert found == TaskBoard(
        county="青山县（虚构示例）",
        year=2022,
        standard="wenling-2020 (1)",
        on=dt.date(2022, 10, 1),
        tasks=found.tasks,
        covers_zh=load("wenling-2020").covers_zh,
        covers_en=load("wenling-2020").covers_en,
        fingerprint=county.fingerprint,
    )
    assert found.reading is county.reading is not None


def test_the_task_of_a_resource_has_its_sides_and_what_sections_that_fail_lack() -> None:
    """P1 is below a floor and fails the section rule; P2 lacks area for the limit alone, and keeps to the rule."""
    county = change_campus(change_campus(GOOD, "P1", primary_backbone_teachers=1), "P2", teaching_area=600 * 4)
    found = assess(county, "wenling-2020")
    tasks = {one.item: one for one in found.tasks().tasks}
    assert {id: one.sides for id, one in tasks.items() if one.sides} == found.sides
    lacking = {id: [one.section.campus.school_code for one in task.shortfalls] for id, task in tasks.items()}
    assert {id: codes for id, codes in lacking.items() if codes} == {"R2": ["P1"]}
    assert "R4" in [id for one in found.shortfalls for id in one.to_limit]


def test_a_task_names_whose_it_is_where_and_by_how_much() -> None:
    county = change_campus(change_campus(GOOD, "P1", primary_largest_class=46), "J1", junior_largest_class=60)
    size = task(board(county), "G5")
    assert (size.state, size.campuses) == ("open", ("P1", "J1"))
    assert (size.margin, size.unit) == (-10, "pupil")  # ten over fifty, further off than one over forty-five
    assert size.responsible == ("市教育局", "市发改局", "各镇(街道)、东部新区")
    assert size.task.startswith("严格控制班额")
    assert "G5" in [each.item for each in board(county).by_department["市发改局"]]


def test_a_resource_is_open_if_a_section_that_fails_lacks_it() -> None:
    county = change_campus(GOOD, "P2", primary_backbone_teachers=3, multimedia_rooms=13)
    found = board(county, "national-2017")
    assert str(assess(county).variation["primary"]["R2"].outcome) == "pass"  # type: ignore[index]
    assert [open_.item for open_ in found.in_state("open")] == ["R2", "R7"]
    assert task(found, "R2").campuses == ("P2",)


def test_one_resource_short_but_above_its_floor_is_no_open_task() -> None:
    county = change_campus(GOOD, "P2", multimedia_rooms=13)
    assert board(county, "national-2017").in_state("open") == ()


def test_a_shortfall_that_the_rule_may_allow_is_unknown() -> None:
    county = change_campus(GOOD, "P2", multimedia_rooms=13, primary_backbone_teachers=None)
    found = board(county)
    assert [(open_.item, open_.state) for open_ in found.tasks if open_.item in ("R2", "R7")] == [
        ("R2", "unknown"),
        ("R7", "unknown"),
    ]
    rooms = task(found, "R7").finding.parts[-1]
    assert (rooms.value, rooms.missing) == (None, (Cell("schools", "P2", "primary_backbone_teachers"),))


@pytest.mark.slow
@given(st.data())
def test_the_resources_pass_exactly_if_all_their_tasks_are_closed(data: st.DataObject) -> None:
    campuses = [primary(), primary("P2", 600), junior(), nine_year()]
    for index in range(4):
        for name in ("multimedia_rooms", "teaching_area"):
            value = data.draw(st.sampled_from(["as it is", None, 0, 20, 10_000]))
            if value != "as it is":
                campuses[index] = attrs.evolve(campuses[index], **{name: value})
    found = assess(attrs.evolve(GOOD, campuses=campuses))
    states = [task.state for task in found.tasks().tasks if task.dimension == "resources"]
    expected = {"pass": "closed", "fail": "open", "unknown": "unknown"}[str(found.dimensions["resources"].outcome)]
    assert ("open" if "open" in states else "unknown" if "unknown" in states else "closed") == expected


def test_the_mean_of_the_coefficients_is_a_task_too() -> None:
    standard = from_text('name = "dated"\nedition = "1"\nextends = "basic-2012"\nvariation.due = 2022-09-30\n')
    found = assess(GOOD, standard, on=dt.date(2022, 9, 1)).tasks()
    mean = task(found, "variation")
    assert attrs.evolve(mean, finding=task(found, "B1").finding) == Task(
        item="variation",
        name_zh="综合差异系数",
        name_en="Mean of the variation coefficients",
        dimension="resources",
        aim=False,
        responsible=(),
        task="",
        due=dt.date(2022, 9, 30),
        on=dt.date(2022, 9, 1),
        finding=task(found, "B1").finding,
    )
    assert (mean.state, mean.days_left) == ("unknown", 29)


def test_tasks_bear_the_names_of_their_items() -> None:
    size = task(board(GOOD), "G5")
    assert (size.name_zh, size.name_en, size.dimension, size.aim) == (
        "班级学生数",
        "Size of classes",
        "guarantee",
        False,
    )
    assert board(GOOD).as_columns()["item"][:2] == ["R1", "R2"]


def test_the_parts_of_an_open_resource_are_its_stages_and_the_sections_that_lack_it() -> None:
    county = change_campus(GOOD, "N1", junior_backbone_teachers=0, multimedia_rooms=13)
    shortfall = task(board(county, "national-2017"), "R2").finding.parts[-1]
    assert (shortfall.campus, shortfall.stage, shortfall.check, shortfall.value) == ("N1", "junior", "", 0)


def test_the_nearest_is_measured_by_its_limit() -> None:
    """Fifteen over 45 are more of it than sixteen over 50."""
    county = change_campus(change_campus(GOOD, "P1", primary_largest_class=60), "J1", junior_largest_class=66)
    assert task(board(county), "G5").margin == -15
    closed = change_campus(change_campus(GOOD, "P1", primary_largest_class=41), "J1", junior_largest_class=45)
    assert task(board(closed), "G5").nearest is not None
    assert task(board(county), "G5").campuses == ("P1", "J1")
    none_at_all = change_campus(GOOD, "P1", music_room_areas=())
    assert task(board(none_at_all), "G3").margin == -2  # of a limit of 0 there are no parts


def test_progress_lists_closed_and_reopened_tasks() -> None:
    before = board(change_campus(GOOD, "P1", primary_largest_class=46), on=dt.date(2022, 1, 1))
    after = board(change_facts(GOOD, fraud=None), on=dt.date(2022, 6, 1))
    progress = after.since(before)
    assert [closed.item for closed in progress.closed] == ["G5"]
    assert [reopened.item for reopened in progress.reopened] == ["V6"]
    assert {left.item for left in progress.remaining} >= {"W1"}
    assert progress.new == ()
    assert repr(progress) == "<progress of 示例县: 1 closed, 1 reopened>"


def test_progress_between_standards_names_what_is_new() -> None:
    progress = board(GOOD).since(board(GOOD, "national-2017"))
    assert {new.item for new in progress.new} == {f"W{n}" for n in range(1, 9)}


def test_boards_of_different_counties_are_not_compared() -> None:
    with pytest.raises(ValueError, match="compare two boards of the same county"):
        board(GOOD).since(board(attrs.evolve(GOOD, name="别县")))


def test_names_in_a_refusal_are_plain() -> None:
    with pytest.raises(ValueError, match=r"are of 别 \[31m 县 and 示例县; compare"):
        board(GOOD).since(board(attrs.evolve(GOOD, name="别\x1b[31m\n县")))


def test_a_board_on_no_day_still_has_the_days_by_which_tasks_are_due() -> None:
    board = assess(attrs.evolve(good_county(primary()), year=None), "wenling-2020").tasks()
    assert all(task.days_left is None for task in board.tasks)
    assert {str(task.due) for task in board.tasks} == {"2022-09-30", "2022-12-31"}


def test_a_task_without_a_day_is_never_due() -> None:
    board = assess(good_county(primary(primary_largest_class=60))).tasks()
    assert (board.due, board.not_due_yet, board.overdue) == ((), (), ())


def test_a_standard_without_departments_has_one_list() -> None:
    assert list(board(GOOD, "national-2017").by_department) == [""]


@pytest.mark.parametrize("backend", ["pandas", "polars", "pyarrow"])
def test_frames(backend: str) -> None:
    found = board(GOOD)
    frame = found.as_frame(like=backend)
    assert frame.shape == (46, 17)
    assert [str(item) for item in frame["item"]][:2] == ["R1", "R2"]
