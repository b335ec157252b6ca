"""Campuses, what cannot be true of them, and the sections they are divided into."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from counties import nine_year, primary
from hypothesis import given
from hypothesis import strategies as st

from balanced_edu import units
from balanced_edu.campuses import Campus, DataError, Kind, Stage, sections_of, split_shared
from balanced_edu.county import County, Group, Guarantee, Quality, Subject
from balanced_edu.standards import load

WEIGHTS = load("national-2017").weights
pupils = st.integers(0, 3000)


def test_books_of_the_calculation_notes() -> None:
    """23,226 books for 166 and 210 pupils: 9,711 and 13,515, to the rounding of the source (58.5 a pupil)."""
    parts = split_shared(23226, primary=166, junior=210, senior=0)
    assert parts[Stage.PRIMARY] == pytest.approx(58.5 * 166, abs=1)
    assert parts[Stage.JUNIOR] == pytest.approx(58.5 * 1.1 * 210, abs=2)


@given(st.integers(1, 10**7), pupils, pupils, pupils)
def test_the_parts_and_the_senior_stages_give_back_the_total(total: int, p: int, j: int, s: int) -> None:
    if p + j + s == 0:
        with pytest.raises(ValueError, match="resources without pupils"):
            split_shared(total, primary=p, junior=j, senior=s)
        return
    parts = split_shared(total, primary=p, junior=j, senior=s)
    assert list(parts) == [Stage.PRIMARY, Stage.JUNIOR]
    whole = Fraction(p) + Fraction("1.1") * j + Fraction("1.32") * s
    assert float(parts[Stage.PRIMARY]) == pytest.approx(float(total * p / whole), rel=1e-13)
    assert float(parts[Stage.JUNIOR]) == pytest.approx(float(total * Fraction("1.1") * j / whole), rel=1e-13)


def test_dividing_arrays_quantities_and_unknowns() -> None:
    parts = split_shared(np.array([100.0, np.nan]), primary=[50, 50], junior=[0, 10])
    assert parts[Stage.PRIMARY][0] == 100
    assert np.isnan(parts[Stage.JUNIOR][1])
    area = split_shared(units.quantity(100.0, "m²"), primary=units.quantity(10, "人"), junior=0)
    assert area[Stage.PRIMARY] == units.quantity(100.0, "m²")
    same_ratio = split_shared(120, junior=100, senior=100)
    assert same_ratio[Stage.JUNIOR] == pytest.approx(120 / 2.2)
    with pytest.raises(ValueError, match="junior: pupils are never negative"):
        split_shared(100, junior=-1)


def test_a_campus_of_one_stage_keeps_its_totals() -> None:
    (section,) = sections_of(primary(teaching_area=5000.25), WEIGHTS)
    assert section.teaching_area == Fraction("5000.25")
    assert section.stage is Stage.PRIMARY


def test_a_nine_year_school_is_divided_not_counted_twice() -> None:
    p, j = sections_of(nine_year(primary_pupils=166, junior_pupils=210, multimedia_rooms=23), WEIGHTS)
    assert p.multimedia_rooms + j.multimedia_rooms == 23
    assert p.multimedia_rooms == Fraction(23 * 166, 166 + 231)
    assert (p.teachers_above_required, j.teachers_above_required) == (10, 13)


def test_the_senior_stage_takes_its_part_and_is_no_section() -> None:
    campus = Campus(school_code="F1", kind=Kind.FULL_SECONDARY, junior_pupils=100, senior_pupils=100, sports_area=2200)
    (section,) = sections_of(campus, WEIGHTS)
    assert section.sports_area == 1000
    unknown = Campus(school_code="F2", kind=Kind.FULL_SECONDARY, junior_pupils=100, sports_area=2200)
    assert sections_of(unknown, WEIGHTS)[0].sports_area is None


def test_a_stage_without_pupils_is_no_section_and_an_unknown_one_is() -> None:
    none = Campus(school_code="N", kind=Kind.NINE_YEAR, primary_pupils=800, junior_pupils=0, sports_area=100)
    assert [(s.stage, s.sports_area) for s in sections_of(none, WEIGHTS)] == [(Stage.PRIMARY, 100)]
    unknown = Campus(school_code="N", kind=Kind.NINE_YEAR, primary_pupils=800, sports_area=100)
    assert [(s.stage, s.pupils, s.sports_area) for s in sections_of(unknown, WEIGHTS)] == [
        (Stage.PRIMARY, 800, None),
        (Stage.JUNIOR, None, None),
    ]


def test_areas_may_be_given_by_their_parts() -> None:
    campus = Campus(
        school_code="A",
        kind=Kind.PRIMARY,
        primary_pupils=10,
        teaching_area_gross=1000.5,
        indoor_sports_area=200.25,
        sports_ground_area=3000,
    )
    (section,) = sections_of(campus, WEIGHTS)
    assert (section.teaching_area, section.sports_area) == (Fraction("800.25"), Fraction("3200.25"))


IMPOSSIBLE: list[tuple[dict[str, Any], str, str]] = [
    ({"primary_pupils": -1}, "primary_pupils", "-1 is not a whole number, 0 or more"),
    ({"primary_pupils": 12.5}, "primary_pupils", "12.5 is not a whole number"),
    ({"primary_pupils": True}, "primary_pupils", "True is not a whole number"),
    ({"teaching_area": float("inf")}, "teaching_area", "inf is not a number, 0 or more"),
    ({"teaching_area": float("nan")}, "teaching_area", "nan is not a number"),
    ({"boarding": "no"}, "boarding", "'no' is not true or false"),
    ({"ownership": "公办"}, "ownership", "'公办' is a text; give Ownership.PUBLIC"),
    ({"ownership": "公立"}, "ownership", "'公立' is not one of Ownership.PUBLIC, Ownership.PRIVATE"),
    ({"primary_pupils": 10**15 + 1}, "primary_pupils", "0 or more, and no more than 1,000,000,000,000,000"),
    ({"primary_pupils": 10**5000}, "primary_pupils", "a number of thousands of digits is not a whole number"),
    ({"equipment_value": 1e300}, "equipment_value", "1e+300 is not a number, 0 or more, and no more than"),
    ({"music_room_areas": (96, 1e16)}, "music_room_areas", "is not the area of each room"),
    ({"music_room_areas": (-1, *[96] * 30)}, "music_room_areas", "96, 96, 96,… is not"),
    ({"school_name": "甲" * 201}, "school_name", "has 201 characters, more than 200"),
    ({"school_name": "甲\ud800"}, "school_name", "'甲\\ud800' holds a character that no file can hold"),
    ({"parent_code": "A\0"}, "parent_code", "holds a character that no file can hold"),
    ({"music_room_areas": (96, -1)}, "music_room_areas", "is not the area of each room"),
    ({"school_code": " "}, "school_code", "is not a text"),
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
def test_what_cannot_be_true_is_refused(figures: dict[str, Any], name: str, message: str) -> None:
    with pytest.raises(DataError) as error:
        Campus(**{"school_code": "A1", "kind": Kind.PRIMARY, **figures})
    ((where, what),) = error.value.problems
    assert where == name
    assert message in what


def test_what_is_just_possible_is_taken() -> None:
    campus = Campus(school_code="A" * 200, kind=Kind.PRIMARY, primary_pupils=10**15)
    county = County(name="县", year=1949, campuses=[campus], local={"x": 10**15, "y": False})
    assert (county.fact("x"), county.fact("y"), County(name="县", year=2100).year) == (10**15, False, 2100)


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(DataError) as error:
        Campus(school_code="A1", kind=Kind.PRIMARY, primary_pupils=-3, teaching_area=float("inf"))
    assert [name for name, _ in error.value.problems] == ["primary_pupils", "teaching_area"]


def test_areas_that_agree_in_decimals_agree() -> None:
    """0.3 is not 0.1 + 0.2 in binary; in the table it is."""
    campus = Campus(school_code="A", kind=Kind.PRIMARY, sports_area=0.3, sports_ground_area=0.1, indoor_sports_area=0.2)
    assert campus.whole_sports_area == 0.3


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: County(name="县", campuses=[primary("A"), primary("A")]), "school_code"),
        (lambda: Guarantee(rotated_teachers=1, rotated_backbone_teachers=2), "rotated_backbone_teachers"),
        (
            lambda: Guarantee(
                migrant_children=10, migrant_children_in_public=6, migrant_children_in_purchased_private=5
            ),
            "migrant_children_in_purchased_private",
        ),
        (
            lambda: Guarantee(special_education_pupils=0, special_education_public_funds=1),
            "special_education_public_funds",
        ),
        (lambda: Quality(disabled_children=5, disabled_children_enrolled=6), "disabled_children_enrolled"),
        (lambda: Group(group="家长", surveyed=5, satisfied=6), "satisfied"),
        (lambda: Subject(subject="数学", level=5), "level"),
        (lambda: Subject(subject="数学", between_school_share=12.35), "between_school_share"),
        (lambda: County(name="县", year=1948), "year"),
        (lambda: County(name="县", year=20222), "year"),
        (lambda: County(name="县", year=-1), "year"),
        (lambda: County(name="县", year=2022.0), "year"),  # type: ignore[arg-type]
        (lambda: County(name="县", local={"x": float("inf")}), "local"),
        (lambda: County(name="县", local={"x": None}), "local"),  # type: ignore[dict-item]
        (lambda: County(name="县", local={"x": -1}), "local"),
        (lambda: County(name="县", local={" ": 1}), "local"),
    ],
)
def test_what_the_county_knows_is_held_against_itself(make: Any, name: str) -> None:
    with pytest.raises(DataError) as error:
        make()
    assert [where for where, _ in error.value.problems] == [name]


def test_more_satisfied_in_all_than_were_asked() -> None:
    with pytest.raises(DataError) as told:
        Group(group="家长", surveyed=10, satisfied=6, basically_satisfied=5)
    assert told.value.problems == [("basically_satisfied", "5 and 满意人数 are 11, more than 调查人数, 10")]
