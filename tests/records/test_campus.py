"""Campuses as handed in: figures that cannot be true are refused, figures that just can be are taken."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs
import pytest
from counties import nine_year, primary

from balanced_edu.errors import DataError
from balanced_edu.records.campus import Campus
from balanced_edu.records.fields import fields_of
from balanced_edu.records.kinds import Affiliation, AreaType, Grade, Kind, Ownership, Stage

IMPOSSIBLE: list[tuple[dict[str, Any], str, str]] = [
    ({"primary_pupils": -1}, "primary_pupils", "-1 is not a whole number, 0 or more"),
    ({"primary_pupils": 12.5}, "primary_pupils", "12.5 is not a whole number"),
    ({"primary_pupils": True}, "primary_pupils", "True is not a whole number"),
    ({"teaching_area": float("inf")}, "teaching_area", "inf is not a number, 0 or more"),
    ({"boarding": "no"}, "boarding", "'no' is not true or false"),
    ({"ownership": "国有"}, "ownership", "'国有' is not one of Ownership.PUBLIC, Ownership.PRIVATE"),
    ({"ownership": "公立"}, "ownership", "'公立' is not one of Ownership.PUBLIC, Ownership.PRIVATE"),
    ({"primary_pupils": 10**15 + 1}, "primary_pupils", "0 or more, and at most 1,000,000,000,000,000"),
    ({"primary_pupils": 10**5000}, "primary_pupils", "a number of thousands of digits is not a whole number"),
    ({"equipment_value": 1e300}, "equipment_value", "1e+300 is not a number, 0 or more, and at most"),
    ({"music_room_areas": (96, 1e16)}, "music_room_areas", "is not the area of each room"),
    ({"music_room_areas": (-1, *[96] * 30)}, "music_room_areas", "96, 96, 96,… is not"),
    ({"school_name": "甲" * 201}, "school_name", "has 201 characters, more than 200"),
    ({"school_name": "甲\ud800"}, "school_name", "'甲\\ud800' contains a character that files cannot hold"),
    ({"parent_code": "A\0"}, "parent_code", "contains a character that files cannot hold"),
    ({"music_room_areas": (96, -1)}, "music_room_areas", "is not the area of each room"),
    ({"school_code": " "}, "school_code", "is not a code"),
    ({"full_time_teachers": 30, "certified_teachers": 31}, "certified_teachers", "31 is more than 专任教师数, 30"),
    ({"full_time_teachers": 30, "trained_teachers": 60}, "trained_teachers", "60 is more than 专任教师数, 30"),
    ({"primary_intake": 9, "primary_zoned_intake": 10}, "primary_zoned_intake", "10 is more than 小学招生数, 9"),
    ({"junior_pupils": 30}, "junior_pupils", "30 given, but 小学 has no such stage"),
    ({"primary_pupils": 0, "multimedia_rooms": 3}, "multimedia_rooms", "3 given, but there are no pupils"),
    ({"primary_pupils": 0, "primary_backbone_teachers": 1}, "primary_backbone_teachers", "no pupils in the stage"),
    ({"primary_pupils": 100, "primary_classes": 0}, "primary_classes", "0 given, but there are pupils"),
    (
        {"teaching_area": 801, "teaching_area_gross": 1000, "indoor_sports_area": 200},
        "teaching_area",
        "801 does not agree with its parts, which give 800",
    ),
    ({"teaching_area_gross": 100, "indoor_sports_area": 200}, "indoor_sports_area", "200 is more than"),
]


@pytest.mark.parametrize(("figures", "name", "message"), IMPOSSIBLE)
def test_impossible_figures_are_refused(figures: dict[str, Any], name: str, message: str) -> None:
    with pytest.raises(DataError) as error:
        Campus(**{"school_code": "A1", "kind": Kind.PRIMARY, **figures})
    ((where, what),) = error.value.problems
    assert where == name
    assert message in what


def test_a_required_field_may_not_be_none() -> None:
    with pytest.raises(DataError, match="school_code: is required"):
        Campus(school_code=None, kind=Kind.PRIMARY)  # type: ignore[arg-type]


def test_all_problems_are_reported_at_once() -> None:
    with pytest.raises(DataError) as error:
        Campus(school_code="A1", kind=Kind.PRIMARY, primary_pupils=-3, teaching_area=float("inf"))
    assert [name for name, _ in error.value.problems] == ["primary_pupils", "teaching_area"]


def test_the_largest_figures_and_texts_are_taken() -> None:
    campus = Campus(school_code="A" * 200, kind=Kind.PRIMARY, primary_pupils=10**15)
    assert (len(campus.school_code), campus.primary_pupils) == (200, 10**15)


def test_areas_that_agree_in_decimals_agree() -> None:
    """0.3 is not 0.1 + 0.2 in binary; in the table it is."""
    campus = Campus(school_code="A", kind=Kind.PRIMARY, sports_area=0.3, sports_ground_area=0.1, indoor_sports_area=0.2)
    assert campus.shared_total("sports_area") == 0.3


def test_areas_may_be_given_by_their_parts() -> None:
    areas = {"teaching_area_gross": 1000.5, "indoor_sports_area": 200.25, "sports_ground_area": 3000}
    campus = Campus(school_code="A", kind=Kind.PRIMARY, **areas)
    assert campus.shared_total("teaching_area") == Fraction("800.25")
    assert campus.shared_total("sports_area") == Fraction("3200.25")
    assert campus.shared_total("equipment_value") is None


def test_a_code_with_a_blank_is_the_same_code() -> None:
    assert Campus(school_code=" A1\t", kind=Kind.PRIMARY) == Campus(school_code="A1", kind=Kind.PRIMARY)


def test_a_room_of_0_is_no_room() -> None:
    rooms = {"music_room_areas": (96, 0, 96.0), "art_room_areas": [0]}
    campus = Campus(school_code="A1", kind=Kind.PRIMARY, **rooms)  # type: ignore[arg-type]
    assert (campus.music_room_areas, campus.art_room_areas) == ((96, 96), ())


def test_figures_of_both_stages() -> None:
    campus = nine_year(primary_pupils=400, junior_pupils=300, migrant_pupils=70)
    assert (campus.pupils, campus.classes, campus.largest_class, campus.migrant_share) == (700, 18, 42, 10)
    assert campus.compulsory_stages == (Stage.PRIMARY, Stage.JUNIOR)


@pytest.mark.parametrize("name", ["pupils", "classes", "largest_class"])
def test_a_figure_unknown_in_one_stage_is_unknown_in_all(name: str) -> None:
    assert getattr(attrs.evolve(nine_year(), **{f"junior_{name}": None}), name) is None


def test_a_stage_without_pupils_has_no_classes() -> None:
    empty = {f"junior_{name}": None for name in ("classes", "largest_class")}
    totals = {f"junior_{name}": 0 for name in ("teachers_above_required", "backbone_teachers", "sports_arts_teachers")}
    campus = nine_year(primary_pupils=800, junior_pupils=0, **empty, **totals)
    assert (campus.classes, campus.largest_class) == (campus.primary_classes, campus.primary_largest_class)


def test_the_share_of_migrant_children_of_nobody_is_0() -> None:
    assert primary(migrant_pupils=None).migrant_share is None
    assert Campus(school_code="A", kind=Kind.PRIMARY, primary_pupils=0, migrant_pupils=0).migrant_share == 0


def test_a_campus_is_represented_by_a_short_sentence() -> None:
    campus = Campus(school_code="A1", kind=Kind.PRIMARY, school_name="竹溪\n小学", primary_pupils=9)
    assert repr(campus) == f"<campus A1 竹溪 小学: 小学, 4 of {len(fields_of(Campus))} fields known>"


def test_every_kind_of_school_has_its_stages() -> None:
    assert {kind: kind.stages for kind in Kind} == {
        Kind.PRIMARY: (Stage.PRIMARY,),
        Kind.TEACHING_POINT: (Stage.PRIMARY,),
        Kind.JUNIOR: (Stage.JUNIOR,),
        Kind.NINE_YEAR: (Stage.PRIMARY, Stage.JUNIOR),
        Kind.TWELVE_YEAR: tuple(Stage),
        Kind.FULL_SECONDARY: (Stage.JUNIOR, Stage.SENIOR),
        Kind.SPECIAL: tuple(Stage),
    }


def test_words_of_the_table() -> None:
    words = (*Ownership, *Affiliation, *AreaType)
    assert "、".join(words) == "公办、民办、县属、市属、省属、城区、镇区、乡村"
    assert [(grade.value, grade.rank) for grade in Grade] == [("不合格", 1), ("合格", 2), ("良好", 3), ("优秀", 4)]
