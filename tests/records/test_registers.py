"""What follows from registers: figures of a campus by hand, and what is unknown counts for nothing."""

from __future__ import annotations

from typing import Any

import pytest

from balanced_edu.errors import DataError
from balanced_edu.records.kinds import Stage
from balanced_edu.records.registers import (
    Backbone,
    Education,
    Room,
    RoomUse,
    SchoolClass,
    Teacher,
    class_figures,
    room_figures,
    staff_figures,
    teacher_figures,
)

PRIMARY, JUNIOR, SENIOR = Stage


@pytest.mark.parametrize(("use", "serves"), [(RoomUse.MUSIC, True), (RoomUse.ART, False), (None, None)])
def test_a_room_whose_use_is_unknown_may_serve_any(use: RoomUse | None, serves: bool | None) -> None:
    assert Room(school_code="A1", use=use).serves(RoomUse.MUSIC) is serves


def classes(*sizes: int | None) -> list[SchoolClass]:
    return [SchoolClass(school_code="A1", pupils=size) for size in sizes]


def rooms(*given: dict[str, Any]) -> list[Room]:
    return [Room(school_code="A1", **one) for one in given]


def teachers(*given: dict[str, Any]) -> list[Teacher]:
    return [Teacher(school_code="A1", **{"full_time": True, **one}) for one in given]


@pytest.mark.parametrize(
    ("sizes", "stage", "figures"),
    [
        ((45, 50), PRIMARY, {"primary_pupils": 95, "primary_classes": 2, "primary_largest_class": 50}),
        ((45, None), JUNIOR, {"junior_classes": 2}),
        ((55, 60), SENIOR, {"senior_pupils": 115}),
        ((None,), SENIOR, {}),
    ],
)
def test_classes(sizes: tuple[int | None, ...], stage: Stage, figures: dict[str, int]) -> None:
    assert class_figures(classes(*sizes), stage) == figures


MUSIC, ART, MULTIMEDIA, OTHER = "音乐专用教室", "美术专用教室", "网络多媒体教室", "实验室"


@pytest.mark.parametrize(
    ("given", "figures"),
    [
        ([{"use": OTHER}], {"music_room_areas": (), "art_room_areas": ()}),
        (
            [{"use": MUSIC, "area": 98}, {"use": MUSIC, "area": 97.5}, {"use": ART, "area": 90}],
            {"music_room_areas": (98, 97.5), "art_room_areas": (90,)},
        ),
        ([{"use": MUSIC}, {"use": OTHER}], {"art_room_areas": ()}),
        ([{"area": 98}, {"use": MUSIC, "area": 98}], {}),
        ([{"use": MULTIMEDIA}, {"use": OTHER}], {"music_room_areas": (), "art_room_areas": (), "multimedia_rooms": 1}),
        (
            [{"use": OTHER, "multimedia": False}, {"use": MULTIMEDIA}, {"use": ART, "area": 90, "multimedia": True}],
            {"music_room_areas": (), "art_room_areas": (90,), "multimedia_rooms": 2},
        ),
        ([{"use": OTHER, "multimedia": False}], {"music_room_areas": (), "art_room_areas": (), "multimedia_rooms": 0}),
        ([{"use": OTHER, "multimedia": True}, {"use": OTHER}], {"music_room_areas": (), "art_room_areas": ()}),
        ([{"multimedia": True}], {"multimedia_rooms": 1}),
    ],
)
def test_rooms(given: list[dict[str, Any]], figures: dict[str, Any]) -> None:
    assert room_figures(rooms(*given)) == figures


@pytest.mark.parametrize(
    ("education", "primary", "junior"),
    [("高中阶段以下", 0, 0), ("高中阶段", 0, 0), ("专科", 1, 0), ("本科", 1, 1), ("研究生", 1, 1), (None, None, None)],
)
def test_education_above_the_required_one(education: str | None, primary: int | None, junior: int | None) -> None:
    given = teachers({"education": education})
    found = [
        teacher_figures(given, stage).get(f"{stage}_teachers_above_required") for stage in (Stage.PRIMARY, Stage.JUNIOR)
    ]
    assert found == [primary, junior]


@pytest.mark.parametrize(
    ("given", "name", "figure"),
    [
        ([{"backbone": "县级以上"}, {"backbone": "校级"}, {"backbone": "否"}], "primary_backbone_teachers", 1),
        ([{"backbone": "县级以上"}, {}], "primary_backbone_teachers", None),
        ([{"subjects": ("体育", "音乐")}, {"subjects": ("数学",)}], "primary_sports_arts_teachers", 1),
        ([{"subjects": ("艺术",)}, {}], "primary_sports_arts_teachers", None),
        ([{}, {"full_time": False}], "primary_teachers", 1),
        ([{}, {"full_time": None}], "primary_teachers", None),
        ([{"education": "本科"}, {"full_time": False}], "primary_teachers_above_required", 1),
        ([{"education": "高中阶段", "full_time": None}], "primary_teachers_above_required", 0),
        ([{"education": "本科", "full_time": None}], "primary_teachers_above_required", None),
    ],
)
def test_teachers_of_a_stage(given: list[dict[str, Any]], name: str, figure: int | None) -> None:
    assert teacher_figures(teachers(*given), Stage.PRIMARY).get(name) == figure


@pytest.mark.parametrize(
    ("given", "figures"),
    [
        (
            [{"certified": True, "training_hours": 360}, {"certified": False, "training_hours": 359.5}],
            {"full_time_teachers": 2, "certified_teachers": 1, "trained_teachers": 1},
        ),
        ([{"certified": True}, {"training_hours": 400}], {"full_time_teachers": 2}),
        ([{"full_time": None, "certified": False}], {"certified_teachers": 0}),
    ],
)
def test_all_teachers(given: list[dict[str, Any]], figures: dict[str, int]) -> None:
    assert staff_figures(teachers(*given)) == figures


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: classes(0), "pupils: 0, but a class has a pupil at least"),
        (lambda: rooms({"area": 0}), "area: 0 is the area of no room"),
        (
            lambda: rooms({"use": MULTIMEDIA, "multimedia": False}),
            "multimedia: 否 does not agree with 用途, 网络多媒体教室",
        ),
        (lambda: teachers({"training_hours": -1}), "training_hours: -1 is not a number, 0 or more"),
    ],
)
def test_what_cannot_be_true_is_refused(make: Any, message: str) -> None:
    with pytest.raises(DataError, match=message):
        make()


def test_words_and_ranks() -> None:
    (teacher,) = teachers({"stage": "初中", "education": "本科", "backbone": "校级"})
    assert (teacher.stage, teacher.education, teacher.backbone) == (JUNIOR, Education.BACHELOR, Backbone.SCHOOL)
    assert [one.rank for one in Education] == [1, 2, 3, 4, 5]
