"""Totals of the stages of campuses: each stage's part of what they share, with what a standard adds to it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from counties import mine
from nations import NAN

from balanced_edu.exact import Number
from balanced_edu.nation.campuses import Campuses
from balanced_edu.nation.columns import column_of
from balanced_edu.nation.division import Division
from balanced_edu.nation.subjects import Scope
from balanced_edu.records.campus import Campus
from balanced_edu.records.fields import fields_of
from balanced_edu.records.kinds import COMPULSORY, AreaType, Kind, Stage
from balanced_edu.standards import load

FIELDS = fields_of(Campus)
PRIMARY, JUNIOR = Stage.PRIMARY, Stage.JUNIOR


def division_of(*rows: dict[str, Any], standard: Any = None) -> Division:
    names = dict.fromkeys(name for row in rows for name in row)
    every = np.arange(len(rows))
    columns = {name: column_of([row.get(name) for row in rows], every, FIELDS[name]) for name in names}
    campuses = Campuses(every, columns)
    return Division(campuses, Scope(campuses.scope), standard or load("national-2017"))


def pupils(primary: int | None = None, junior: int | None = None, senior: int | None = None) -> dict[str, Any]:
    """A campus by the pupils of its stages."""
    kinds = {1: Kind.PRIMARY, 2: Kind.NINE_YEAR, 3: Kind.TWELVE_YEAR}
    kind = kinds[3 if senior is not None else 2 if junior is not None else 1]
    return {"kind": kind, "primary_pupils": primary, "junior_pupils": junior, "senior_pupils": senior}


# Of each campus the pupils, and the parts of the primary and of the junior stage; a pupil of the junior stage counts
# 1.1 times, one of the senior stage 1.32 times.
PARTS: dict[str, tuple[dict[str, Any], dict[Stage, Number]]] = {
    "one stage": (pupils(100), {PRIMARY: 1, JUNIOR: 0}),
    "two stages": (pupils(100, 100), {PRIMARY: Fraction(100, 210), JUNIOR: Fraction(110, 210)}),
    "two stages of other sizes": (pupils(37, 11), {PRIMARY: Fraction(370, 491), JUNIOR: Fraction(121, 491)}),
    "three stages": (pupils(100, 100, 50), {PRIMARY: Fraction(100, 276), JUNIOR: Fraction(110, 276)}),
    "pupils of one stage only": (pupils(0, 100), {PRIMARY: 0, JUNIOR: 1}),
    "pupils that are unknown": ({**pupils(100, 100), "junior_pupils": None}, {PRIMARY: NAN, JUNIOR: NAN}),
    "nobody": (pupils(0, 0), {PRIMARY: NAN, JUNIOR: NAN}),
}


def test_what_stages_share_is_divided_by_weighted_pupils() -> None:
    """Each part is rounded once: the total is 1."""
    division = division_of(*({**row, "computers": 1} for row, _ in PARTS.values()))
    for stage in COMPULSORY:
        total = division.total("computers", stage)
        np.testing.assert_array_equal(total.value, [float(parts[stage]) for _, parts in PARTS.values()])
        assert total.least is total.most is total.value


def test_what_a_stage_has_by_itself_is_not_divided() -> None:
    division = division_of({**pupils(100, 100), "primary_backbone_teachers": 3, "junior_backbone_teachers": 4})
    for stage, expected in ((PRIMARY, 3), (JUNIOR, 4)):
        total = division.total("backbone_teachers", stage)
        assert total.value.tolist() == [expected]
        assert total.least is total.most is total.value


SMALL = {"kind": Kind.PRIMARY, "primary_pupils": 60, "area_type": AreaType.RURAL, "inner_city": True}
ADDS = """
[items.R3]
adds = [{ field = "visiting_sports_arts_teachers", area_types = ["乡村"], pupils_below = "100" }]
[items.R5]
adds = [{ field = "extra_sports_area", inner_city = true }]
"""
UNKNOWN_ADDED = {**SMALL, "sports_area": 700, "extra_sports_area": None}
TEACHERS = {"primary_sports_arts_teachers": 3, "primary_visiting_sports_arts_teachers": 2}
# Of each campus its sports area at least, and whether it is known.
ADDED: dict[str, tuple[dict[str, Any], float, bool]] = {
    "something": ({**SMALL, "sports_area": 700, "extra_sports_area": 300}, 1000, True),
    "nothing": ({**SMALL, "sports_area": 700, "extra_sports_area": 0}, 700, True),
    "something outside of the scope": (
        {**SMALL, "inner_city": False, "sports_area": 700, "extra_sports_area": 300},
        700,
        True,
    ),
    "something that is unknown": (UNKNOWN_ADDED, 700, False),
    "something that is unknown outside of the scope": ({**UNKNOWN_ADDED, "inner_city": False}, 700, True),
    "something that may be in the scope": (
        {**SMALL, "inner_city": None, "sports_area": 700, "extra_sports_area": 300},
        700,
        False,
    ),
    "nothing that may be in the scope": (
        {**SMALL, "inner_city": None, "sports_area": 700, "extra_sports_area": 0},
        700,
        True,
    ),
    "something to what is unknown": ({**SMALL, "sports_area": None, "extra_sports_area": 300}, NAN, True),
}


def test_what_is_added_to_a_total() -> None:
    """What may be added, or is not known, leaves the total unknown, and known at least."""
    total = division_of(*(row for row, _, _ in ADDED.values()), standard=mine(ADDS)).total("sports_area", PRIMARY)
    value = [least if known else NAN for _, least, known in ADDED.values()]
    np.testing.assert_array_equal(total.value, value)
    np.testing.assert_array_equal(total.least, [least for _, least, _ in ADDED.values()])
    np.testing.assert_array_equal(total.most, value)
    of_national = division_of(*(row for row, _, _ in ADDED.values())).total("sports_area", PRIMARY)
    np.testing.assert_array_equal(of_national.value, [row["sports_area"] or NAN for row, _, _ in ADDED.values()])


def test_each_stage_has_its_part_of_what_is_known_at_least() -> None:
    nine_year = {**UNKNOWN_ADDED, **pupils(100, 100), "sports_area": 2100}
    division = division_of(nine_year, {**nine_year, "inner_city": False}, SMALL, standard=mine(ADDS))
    for stage, expected in ((PRIMARY, 1000), (JUNIOR, 1100)):
        total = division.total("sports_area", stage)
        np.testing.assert_allclose(total.value, [NAN, expected, NAN])
        np.testing.assert_allclose(total.least, [expected, expected, NAN])
        np.testing.assert_allclose(total.most, [NAN, expected, NAN])


def test_what_is_added_to_a_total_of_a_stage() -> None:
    rows = [
        {**SMALL, **TEACHERS},
        {**SMALL, **TEACHERS, "primary_pupils": 100},
        {**SMALL, "primary_sports_arts_teachers": 3},
    ]
    total = division_of(*rows, standard=mine(ADDS)).total("sports_arts_teachers", PRIMARY)
    np.testing.assert_array_equal(total.value, [5, 3, NAN])
    np.testing.assert_array_equal(total.least, [5, 3, 3])


TWO = """
[items.R5]
adds = [{ field = "extra_sports_area", inner_city = true }, { field = "computers", boarding = true }]
"""


def test_several_figures_are_added() -> None:
    both = {**SMALL, "boarding": True, "sports_area": 700, "extra_sports_area": 300, "computers": 20}
    rows = [both, {**both, "boarding": None}, {**both, "inner_city": None}, {**both, "computers": None}]
    total = division_of(*rows, standard=mine(TWO)).total("sports_area", PRIMARY)
    np.testing.assert_array_equal(total.value, [1020, NAN, NAN, NAN])
    np.testing.assert_array_equal(total.least, [1020, 1000, 720, 1000])


# Exactly.

EXACT: dict[str, tuple[dict[str, Any], str, Stage, Number]] = {
    "of the stage": ({**pupils(100, 100), "junior_teachers": 7}, "teachers", JUNIOR, 7),
    "of the stage, with what is added": ({**SMALL, **TEACHERS}, "sports_arts_teachers", PRIMARY, 5),
    "of the stage, with nothing added": (
        {**SMALL, **TEACHERS, "primary_pupils": 100},
        "sports_arts_teachers",
        PRIMARY,
        3,
    ),
    "a decimal": ({**SMALL, "teaching_area": 0.1}, "teaching_area", PRIMARY, Fraction(1, 10)),
    "a part": ({**pupils(100, 100), "computers": 7}, "computers", PRIMARY, Fraction(7 * 100, 210)),
    "another part": ({**pupils(100, 100), "computers": 7}, "computers", JUNIOR, Fraction(7 * 110, 210)),
    "a part of three": ({**pupils(100, 100, 50), "computers": 7}, "computers", JUNIOR, Fraction(7 * 110, 276)),
    "with what is added": (
        {**SMALL, "sports_area": 0.1, "extra_sports_area": 0.2},
        "sports_area",
        PRIMARY,
        Fraction(3, 10),
    ),
    "with nothing added": (
        {**SMALL, "sports_area": 0.1, "extra_sports_area": 0},
        "sports_area",
        PRIMARY,
        Fraction("0.1"),
    ),
    "without what is out of scope": (
        {**SMALL, "inner_city": False, "sports_area": 0.1, "extra_sports_area": 0.2},
        "sports_area",
        PRIMARY,
        Fraction("0.1"),
    ),
    "a difference": (
        {**SMALL, "teaching_area_gross": 0.3, "indoor_sports_area": 0.1, "sports_ground_area": 9},
        "teaching_area",
        PRIMARY,
        Fraction("0.2"),
    ),
    "a sum": (
        {**SMALL, "inner_city": False, "sports_ground_area": 0.2, "indoor_sports_area": 0.1, "teaching_area_gross": 9},
        "sports_area",
        PRIMARY,
        Fraction("0.3"),
    ),
    "a difference without other figures": (
        {**SMALL, "teaching_area_gross": 0.3, "indoor_sports_area": 0.1},
        "teaching_area",
        PRIMARY,
        Fraction("0.2"),
    ),
}


@pytest.mark.parametrize("way", EXACT)
def test_exact_totals(way: str) -> None:
    row, name, stage, expected = EXACT[way]
    before = {**SMALL, "teaching_area": 1, "sports_area": 1, "computers": 1, "extra_sports_area": 9}
    division = division_of(before, row, before, standard=mine(ADDS))
    assert division.exact_total(name, stage, 1) == expected
