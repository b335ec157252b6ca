"""What is read from the tables of many counties, and which counties a reader of one county has to look at."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest
from counties import mine
from nationtables import NATIONAL, read

from balanced_edu.arrays import Coded
from balanced_edu.nation.reading import misread
from balanced_edu.records.kinds import Kind
from balanced_edu.standards import Standard

NAN = float("nan")


CAMPUSES: dict[str, tuple[dict[str, Any], list[int]]] = {
    "nothing further": ({}, []),
    "cells that give no value": ({"primary_pupils": [1, None, "many", "x"]}, [2, 3]),
    "figures that contradict one another": (
        {"junior_pupils": [None, 5, None, 0], "junior_teachers": [0, 5, 0, 1]},
        [2],
    ),
    "a kind that is missing": ({"kind": ["小学", None, "小学", "小学"]}, [1]),
    "a code that is not plain": ({"school_code": ["5", "6", "校7", "8"]}, [3]),
    "a code twice": ({"school_code": [5, 6, 5, 5]}, [2]),
    "a parent that no campus is": ({"parent_code": ["", "", "9", ""]}, [3]),
    "a name of no campus": ({"school_name": ["", "甲", "-", "乙"]}, []),
}


@pytest.mark.parametrize("way", CAMPUSES)
def test_counties_whose_campuses_are_read_one_by_one(way: str) -> None:
    columns, expected = CAMPUSES[way]
    assert read(campuses=columns)[1] == expected


@pytest.mark.parametrize(
    ("years", "expected"), [([2020, 2020, 2020], [2, 3]), ([None, 2021, 2021], []), (["", 2019, 2022], [1])]
)
def test_no_campus_is_built_after_the_year_of_its_county(years: list[Any], expected: list[int]) -> None:
    built = {"built_year": [2021, 2020, 2021, None]}
    assert read(campuses=built, counties={"year": years})[1] == expected
    assert read(campuses=built)[1] == []


# Facts of the counties 3, 1 and 2.
FACTS: dict[str, tuple[dict[str, Any], list[int]]] = {
    "nothing further": ({}, []),
    "years of no calendar": ({"year": [1948, 1949, 2022]}, [3]),
    "years too far ahead": ({"year": [2100, 2101, None]}, [1]),
    "a figure that is none": ({"migrant_children": [1, 2, "many"]}, [2]),
    "a local fact that is none": ({"local.posts": [1, "达标", "是"]}, [1]),
    "more than the whole": ({"disabled_children": [3, 3, 3], "disabled_children_enrolled": [4, 3, 2]}, [3]),
    "more than the whole of another record": (
        {"rotated_teachers": [3, 3, 3], "rotated_backbone_teachers": [3, 2, 4]},
        [2],
    ),
    "more than the whole together": (
        {
            "migrant_children": [9, 9, None],
            "migrant_children_in_public": [5, 5, 5],
            "migrant_children_in_purchased_private": [4, 5, 5],
        },
        [1],
    ),
    "funds for nobody": (
        {"special_education_pupils": [0, 0, 1], "special_education_public_funds": [0, 1, 1]},
        [1],
    ),
    "funds for nobody at ordinary schools": (
        {"special_education_mainstreamed_pupils": [0, None, 0], "special_education_mainstreamed_funds": [1, 1, 0.5]},
        [2, 3],
    ),
    "two rows of a county": ({"county": [1, 3, 1]}, [1]),
    "three rows of a county": ({"county": [3, 3, 3]}, [3]),
    "no row of the last county": ({"county": [1, 1, 2]}, [1]),
}


@pytest.mark.parametrize("way", FACTS)
def test_counties_whose_facts_are_read_one_by_one(way: str) -> None:
    columns, expected = FACTS[way]
    assert read(counties=columns)[1] == expected


GROUPS: dict[str, tuple[dict[str, Any], list[int]]] = {
    "each group once": ({"county": [2, 2, 3], "group": ["家长", "教师", "家长"]}, []),
    "a group twice": ({"county": [2, 3, 3], "group": ["家长", "教师", "教师"]}, [3]),
    "a group twice, once with a blank": ({"county": [2, 3, 3], "group": ["家长", "家 长", "家长"]}, [3]),
    "a group of several counties in other letters": ({"county": [1, 2], "group": ["家长(A)", "家长（Ａ）"]}, []),
    "a group three times": ({"county": [1, 1, 1], "group": ["家长", "家长", "家长"]}, [1]),
    "a group without a name": ({"county": [1, 2, 3], "group": ["家长", None, "教师"]}, [2]),
    "no groups": ({"county": np.array([], dtype=int), "group": []}, []),
    "more satisfied than asked": (
        {"county": [3, 2, 1], "group": ["家长"] * 3, "surveyed": [5, 5, None], "satisfied": [5, 6, 7]},
        [2],
    ),
    "more of both answers than asked": (
        {
            "county": [1, 3],
            "group": ["家长"] * 2,
            "surveyed": [5, 5],
            "satisfied": [3, 3],
            "basically_satisfied": [2, 3],
        },
        [3],
    ),
}


@pytest.mark.parametrize("way", GROUPS)
def test_counties_whose_groups_are_read_one_by_one(way: str) -> None:
    columns, expected = GROUPS[way]
    assert read(groups=columns)[1] == expected


MONITORING: dict[str, tuple[dict[str, Any], list[int]]] = {
    "each subject once": ({"county": [3, 3, 1], "subject": ["语文", "数学", "语文"], "level": [1, 4, 3]}, []),
    "a subject twice": ({"county": [1, 2, 2], "subject": ["语文", "数学", "数学"]}, [2]),
    "a subject twice, once with a blank": ({"county": [1, 3, 1], "subject": ["语文", "语文", "语文 "]}, [1]),
    "a subject without a name": ({"county": [3, 2], "subject": [None, "数学"]}, [3]),
    "a level below the lowest": ({"county": [1, 2, 3], "subject": ["语文"] * 3, "level": [0, 1, None]}, [1]),
    "a level above the highest": ({"county": [1, 2, 3], "subject": ["语文"] * 3, "level": [4, 5, 4]}, [2]),
    "not monitored, and no figures": ({"county": [1], "subject": ["语文"], "monitored": ["否"], "level": [None]}, []),
    "not monitored, and a level": (
        {"county": [1, 2, 3], "subject": ["语文"] * 3, "monitored": ["是", "否", None], "level": [3, 3, 3]},
        [2],
    ),
    "not monitored, and a share": (
        {"county": [1, 3], "subject": ["语文"] * 2, "monitored": ["是", "否"], "share_at_level_3": [0.5, 0.5]},
        [3],
    ),
    "not monitored, and a share between schools": (
        {"county": [1, 3], "subject": ["语文"] * 2, "monitored": ["否", "是"], "between_school_share": [0, 0.5]},
        [1],
    ),
}


@pytest.mark.parametrize("way", MONITORING)
def test_counties_whose_subjects_are_read_one_by_one(way: str) -> None:
    columns, expected = MONITORING[way]
    assert read(monitoring=columns)[1] == expected


def test_facts_are_unknown_of_a_county_that_has_none() -> None:
    facts = {
        "county": [3, 1],
        "year": [2022, 2023],
        "fraud": [False, True],
        "teacher_average_salary": [1.5, None],
        "local.posts": [0.5, True],
        "name": ["丙", "甲"],
    }
    found = read(counties=facts)[0].facts
    assert set(found) == {"year", "fraud", "teacher_average_salary", "local.posts"}
    np.testing.assert_array_equal(found["year"], [2023, NAN, 2022])
    np.testing.assert_array_equal(found["fraud"], [1, 0, -1])
    np.testing.assert_array_equal(found["teacher_average_salary"], [NAN, NAN, 1.5])
    posts = found["local.posts"]
    assert isinstance(posts, Coded)
    assert posts.of_each(lambda value: value).tolist() == [True, None, 0.5]
    assert [of.dtype for of in (found["year"], found["fraud"])] == [np.float64, np.int8]


def test_facts_of_all_counties_are_those_of_their_rows() -> None:
    found = read(counties={"year": [2023, 2021, 2022], "local.posts": [3, 1, 2]})[0].facts
    np.testing.assert_array_equal(found["year"], [2021, 2022, 2023])
    posts = found["local.posts"]
    assert isinstance(posts, Coded)
    assert posts.of_each(lambda value: value).tolist() == [1, 2, 3]
    assert read()[0].facts == {}
    assert read(counties={"county": [], "year": [], "fraud": []})[0].facts == {}


@pytest.mark.parametrize(
    ("years", "on", "expected"),
    [
        ([2022, 2020, None], None, [dt.date(2020, 12, 31), None, dt.date(2022, 12, 31)]),
        ([1949, 2100, 2100], None, [dt.date(2100, 12, 31), dt.date(2100, 12, 31), dt.date(1949, 12, 31)]),
        ([1948, 2101, 2022], None, [None, dt.date(2022, 12, 31), None]),
        ([2022, 2020, None], dt.date(2021, 5, 6), [dt.date(2021, 5, 6)] * 3),
    ],
    ids=["the last of the year", "the first and the last year", "years of no calendar", "a day that is given"],
)
def test_days_of_the_counties(years: list[int | None], on: dt.date | None, expected: list[dt.date | None]) -> None:
    days = read(counties={"year": years}, on=on)[0].days
    assert days.dtype == np.float64
    np.testing.assert_array_equal(days, [NAN if day is None else day.toordinal() for day in expected])


def test_days_are_unknown_without_years() -> None:
    np.testing.assert_array_equal(read()[0].days, [NAN] * 3)


@pytest.mark.parametrize(
    ("standard", "codes"), [(NATIONAL, set()), (mine('[counted]\nby = "school"\n'), {"school_code"})]
)
def test_columns_that_decide_nothing_are_not_read(standard: Standard, codes: set[str]) -> None:
    further = {"school_name": ["甲"] * 4, "evidence": ["照片"] * 4, "books": [1, 2, 3, 4]}
    assert set(read(campuses=further, standard=standard)[0].campuses.columns) == {"kind", "books", *codes}


def test_what_is_handed_in() -> None:
    handed, _ = read(
        campuses={"primary_pupils": [5, None, 7, 8]},
        groups={"county": [3, 1], "group": ["家长", "教师"], "surveyed": [5, 6]},
    )
    assert (handed.size, handed.standard) == (3, NATIONAL)
    assert handed.campuses.places.tolist() == [1, 0, 2, 1]
    kinds = [Kind.PRIMARY, Kind.JUNIOR, Kind.PRIMARY, Kind.NINE_YEAR]
    assert handed.campuses.words("kind").of_each(lambda kind: kind).tolist() == kinds
    assert handed.groups.places.tolist() == [2, 0]
    assert handed.groups.figures("surveyed").value.tolist() == [5, 6]
    assert (handed.monitoring.places.size, handed.monitoring.columns) == (0, {})


def test_cells_are_read_in_the_unit_of_their_heading() -> None:
    handed, _ = read(campuses={"教学仪器设备值（万元）": [2, "0.5", 3, None]})
    np.testing.assert_array_equal(handed.campuses.figures("equipment_value"), [20_000, 5_000, 30_000, NAN])


LOCAL = """
[items.W1]
name = { zh = "试验", en = "Drawn" }
dimension = "guarantee"
rules = [{ fact = "posts", at_least = "0.5" }, { fact = "plan approved", holds = true }]
clause = "-"
source = "-"
mark = "choice"
"""


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"local.posts": [1, 0.5, None]}, []),
        ({"local.posts": [1, True, False]}, [1, 2]),
        ({"local.plan approved": [True, None, False]}, []),
        ({"local.plan approved": [1, True, 0.5]}, [2, 3]),
        ({"local.posts": [True, 1, 1], "local.plan approved": [True, 1, True]}, [1, 3]),
        ({"local.others": [1, True, None]}, []),
        ({"year": [2022, 2022, 2022]}, []),
    ],
    ids=["figures", "judgements for figures", "judgements", "figures for judgements", "both", "of no item", "none"],
)
def test_local_facts_of_another_kind_than_the_standard_expects(facts: dict[str, Any], expected: list[int]) -> None:
    standard = mine(LOCAL)
    handed, singly = read(counties=facts, standard=standard)
    assert singly == []
    assert (np.flatnonzero(misread(handed, standard)) + 1).tolist() == expected
