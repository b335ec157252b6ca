"""The sections that a standard counts: which they are, what they have, and what follows for their counties."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from counties import mine
from nations import NAN, WITHOUT_RESOURCES

from balanced_edu.nation.counting import Counted, ExactTotals, ResourceOutcomes, counted_sections, resource_outcomes
from balanced_edu.nation.handed import Handed
from balanced_edu.nation.reading import handed_in
from balanced_edu.nation.source import source_of
from balanced_edu.outcomes import Outcome
from balanced_edu.standards import Standard, from_text, load

FAIL, UNKNOWN, PASS = Outcome.FAIL, Outcome.UNKNOWN, Outcome.PASS
PUBLIC_ALONE = 'leaves_out = [{ ownership = ["民办"] }]\n'
BY_SCHOOL = '[counted]\nby = "school"\n'


def handed_of(rows: list[dict[str, Any]], standard: Standard | None = None) -> Handed:
    """Campuses as they are handed in; a nine-year school of county 1 unless a row says otherwise."""
    every = [
        {"county": 1, "school_code": f"{at:06d}", "kind": "九年一贯制学校", **row}
        for at, row in enumerate(rows, start=1)
    ]
    names = dict.fromkeys(name for row in every for name in row)
    source = source_of({name: [row.get(name) for row in every] for name in names}, None, None, None)
    return handed_in(source, standard or load("national-2017"), None)[0]


def of(primary: int | None = None, junior: int | None = None, **figures: Any) -> dict[str, Any]:
    """A campus by its pupils."""
    return {"primary_pupils": primary, "junior_pupils": junior, **figures}


def sections_of(counted: Counted) -> list[tuple[int, int, int, float]]:
    """Each section by its campus, stage, county and pupils."""
    columns = (counted.rows, counted.stages, counted.places, counted.pupils)
    return list(zip(*(column.tolist() for column in columns), strict=True))


# Which sections there are.


def test_sections_are_those_with_pupils_stage_by_stage_and_county_by_county() -> None:
    rows = [of(300, 0), of(0, 200), of(100, 50), of(70, 60), of(0, 0)]
    handed = handed_of([{**row, "county": county} for row, county in zip(rows, (2, 1, 1, 2, 1), strict=True)])
    counted = counted_sections(handed)
    assert sections_of(counted) == [
        (2, 0, 0, 100),
        (0, 0, 1, 300),
        (3, 0, 1, 70),
        (1, 1, 0, 200),
        (2, 1, 0, 50),
        (3, 1, 1, 60),
    ]
    assert not counted.open.any()
    assert counted.members is None
    assert sections_of(counted_sections(handed_of(rows))) == [
        (0, 0, 0, 300),
        (2, 0, 0, 100),
        (3, 0, 0, 70),
        (1, 1, 0, 200),
        (2, 1, 0, 50),
        (3, 1, 0, 60),
    ]


def test_sections_of_a_county_stay_in_their_order() -> None:
    """However many there are, and wherever the first county is."""
    counties = [1, *[2, 1] * 40]
    counted = counted_sections(handed_of([of(100, 0, county=county) for county in counties]))
    assert counted.rows.tolist() == sorted(range(81), key=lambda row: counties[row])
    by_school = [of(100, 0, school_code=f"{row:06d}", parent_code=f"90000{one}") for row, one in enumerate(counties, 1)]
    members = counted_sections(handed_of(by_school, mine(BY_SCHOOL))).members
    assert members is not None
    assert [rows.tolist() for rows in members] == [[0, *range(2, 81, 2)], [*range(1, 81, 2)]]


def test_a_standard_leaves_sections_out_or_may() -> None:
    standard = mine(f"[counted]\n{PUBLIC_ALONE}")
    rows = [of(100, 90, ownership=ownership) for ownership in ("公办", "民办", None)]
    counted = counted_sections(handed_of(rows, standard))
    assert sections_of(counted) == [(0, 0, 0, 100), (2, 0, 0, 100), (0, 1, 0, 90), (2, 1, 0, 90)]
    assert counted.open.tolist() == [False, True, False, True]
    in_two = [{**row, "county": county} for row, county in zip(rows, (2, 2, 1), strict=True)]
    of_two = counted_sections(handed_of(in_two, standard))
    assert sections_of(of_two) == [(2, 0, 0, 100), (0, 0, 1, 100), (2, 1, 0, 90), (0, 1, 1, 90)]
    assert of_two.open.tolist() == [True, False, True, False]


ADDS = """
[items.R5]
adds = [{ field = "extra_sports_area", inner_city = true }]
"""


def test_totals_of_sections() -> None:
    """A total that is unknown may be known at least; of others nothing is known besides."""
    added = {"inner_city": True, "sports_area": 2000}
    rows = [
        of(100, 0, books=1, multimedia_rooms=4, **{**added, "extra_sports_area": None}),
        of(100, 100, multimedia_rooms=21, **{**added, "sports_area": 2100, "extra_sports_area": 0}),
        of(0, 100, primary_backbone_teachers=None, junior_backbone_teachers=6, **{**added, "extra_sports_area": 500}),
    ]
    counted = counted_sections(handed_of(rows, mine(ADDS)))
    assert sections_of(counted) == [(0, 0, 0, 100), (1, 0, 0, 100), (1, 1, 0, 100), (2, 1, 0, 100)]
    for name, value, least in (
        ("sports_area", [NAN, 1000, 1100, 2500], [2000, 1000, 1100, 2500]),
        ("multimedia_rooms", [4, 10, 11, NAN], [4, 10, 11, NAN]),
        ("backbone_teachers", [NAN, NAN, NAN, 6], [NAN, NAN, NAN, 6]),
    ):
        total = counted.total(name)
        np.testing.assert_allclose(total.value, value)
        np.testing.assert_allclose(total.least, least)
        np.testing.assert_allclose(total.most, value)
    plain = counted_sections(handed_of(rows)).totals
    assert plain.least is plain.most is plain.value


# Schools as one.

OF_SCHOOLS = [
    of(100, 10, school_code="000011", multimedia_rooms=11, county=2),
    of(200, None, school_code="000021", kind="小学", multimedia_rooms=3, county=1),
    of(50, 40, school_code="000012", parent_code="000011", multimedia_rooms=94, county=2),
    of(30, None, school_code="000022", parent_code="000023", kind="小学", multimedia_rooms=1, county=1),
    of(None, 60, school_code="000023", kind="初中", multimedia_rooms=5, county=1),
    of(70, None, school_code="000024", parent_code="000023", kind="小学", multimedia_rooms=2, county=1),
    of(20, None, school_code="000025", parent_code="000099", kind="小学", multimedia_rooms=7, county=1),
    of(40, None, school_code="000026", parent_code="000099", kind="小学", multimedia_rooms=None, county=1),
    of(80, None, school_code="000028", parent_code="000027", kind="小学", multimedia_rooms=6, county=1),
    of(90, None, school_code="000027", parent_code="000027", kind="小学", multimedia_rooms=8, county=1),
]


def test_campuses_of_a_school_are_one_section_of_each_stage() -> None:
    """The campus with the school's code stands for it, or the first one; schools are in the order of their campuses."""
    counted = counted_sections(handed_of(OF_SCHOOLS, mine(BY_SCHOOL)))
    assert sections_of(counted) == [
        (1, 0, 0, 200),
        (3, 0, 0, 100),
        (6, 0, 0, 60),
        (9, 0, 0, 170),
        (0, 0, 1, 150),
        (4, 1, 0, 60),
        (0, 1, 1, 50),
    ]
    assert counted.members is not None
    assert [rows.tolist() for rows in counted.members] == [[1], [3, 5], [6, 7], [8, 9], [0, 2], [4], [0, 2]]
    total = counted.total("multimedia_rooms")
    of_primary = [11 * 100 / 111 + 94 * 50 / 94, 11 * 11 / 111 + 94 * 44 / 94]
    np.testing.assert_allclose(total.value, [3, 3, NAN, 14, of_primary[0], 5, of_primary[1]])
    assert total.least.tolist()[:2] == total.most.tolist()[:2] == [3, 3]
    assert counted.totals.least is counted.totals.value
    assert not counted.open.any()


def test_schools_of_several_counties_with_one_code_are_several() -> None:
    rows = [of(10, 0, school_code="000011", county=county) for county in (2, 1)]
    counted = counted_sections(handed_of(rows, mine(BY_SCHOOL)))
    assert sections_of(counted) == [(1, 0, 0, 10), (0, 0, 1, 10)]


def test_a_school_of_which_a_part_is_unknown() -> None:
    """What may be added to one campus, or a campus that may not count, is that of its school."""
    rows = [
        of(100, 0, school_code="000011", ownership="公办", sports_area=900, inner_city=True, extra_sports_area=100),
        of(100, 0, school_code="000012", parent_code="000011", ownership=None, sports_area=700, inner_city=False),
        of(100, 0, school_code="000013", parent_code="000014", ownership="公办", sports_area=500, inner_city=True),
        of(100, 0, school_code="000014", ownership="公办", sports_area=400, inner_city=False),
        of(100, 0, school_code="000015", ownership="公办", sports_area=300, inner_city=False),
    ]
    counted = counted_sections(handed_of(rows, mine(f"{BY_SCHOOL}{PUBLIC_ALONE}{ADDS}")))
    assert counted.rows.tolist() == [0, 3, 4]
    assert counted.open.tolist() == [True, False, False]
    total = counted.total("sports_area")
    np.testing.assert_array_equal(total.value, [1700, NAN, 300])
    np.testing.assert_array_equal(total.least, [1700, 900, 300])
    np.testing.assert_array_equal(total.most, [1700, NAN, 300])


def test_a_standard_without_resources_has_sections_without_totals() -> None:
    counted = counted_sections(
        handed_of(OF_SCHOOLS, from_text(WITHOUT_RESOURCES.replace("[items", f"{BY_SCHOOL}[items")))
    )
    assert len(counted.rows) == 7
    assert counted.totals.value.shape == (0, 7)


@pytest.mark.parametrize(
    ("standard", "section", "expected"),
    [
        ("", 7, Fraction(11 * 100, 111)),
        ("", 3, Fraction(7)),
        (BY_SCHOOL, 4, Fraction(11 * 100, 111) + 50),
        (BY_SCHOOL, 6, Fraction(11 * 11, 111) + 44),
        (BY_SCHOOL, 1, Fraction(3)),
    ],
    ids=["a part", "all", "of two campuses", "of the junior stage", "of a school known by its code alone"],
)
def test_exact_totals(standard: str, section: int, expected: Fraction) -> None:
    handed = handed_of(OF_SCHOOLS, mine(standard))
    counted = counted_sections(handed)
    row = counted.names.index("multimedia_rooms")
    assert ExactTotals(handed, counted).get((row, section), 0) == expected


# What follows.

RULES = """
name = "rules"
edition = "1"
title = { zh = "达标", en = "Rules" }
authority = "测试"
document = "测试"
division = { weights = { primary = "1", junior = "1.1", senior = "1.32" }, clause = "-", source = "-" }
counted = { leaves_out = [{ ownership = ["民办"] }], clause = "-", source = "-" }
section = { at_least = 1, floor = "0.5", clause = "-", source = "-" }
variation = { at_most = { primary = "0.5", junior = "0.4" }, clause = "-", source = "-" }
[items.R5]
name = { zh = "场馆", en = "Sports area" }
each = "section"
rules = [{ stages = ["primary"], at_least = "8" }, { stages = ["junior"], at_least = "10" }]
adds = [{ field = "extra_sports_area", inner_city = true }]
clause = "-"
source = "-"
[items.R7]
name = { zh = "教室", en = "Rooms" }
each = "section"
rules = [{ stages = ["primary"], at_least = "2" }, { stages = ["junior"], at_least = "4" }]
clause = "-"
source = "-"
"""


def having(area: float | None, rooms: int | None, **others: Any) -> dict[str, Any]:
    """A public primary school of 100 pupils."""
    known = {"ownership": "公办", "inner_city": False, "sports_area": area, "multimedia_rooms": rooms}
    return of(100, 0, **known) | others


OPEN, MORE = {"ownership": None}, {"inner_city": True, "extra_sports_area": None}
JUNIOR = {"primary_pupils": 0, "junior_pupils": 100}
# A limit has to be met, 8 m² or 2 rooms for 100 pupils, and half of the other; in the junior stage 10 m² or 4 rooms.
SECTIONS: dict[str, tuple[dict[str, Any], Outcome]] = {
    "as much as is asked": (having(800, 1), PASS),
    "too little": (having(790, 1), FAIL),
    "too little of one": (having(800, 0), FAIL),
    "too little, where it may not count": (having(790, 1, **OPEN), UNKNOWN),
    "as much as is asked, where it may not count": (having(800, 1, **OPEN), PASS),
    "as much at least": (having(800, 1, **MORE), PASS),
    "less at least": (having(790, 1, **MORE), UNKNOWN),
    "less at least, which the other makes good": (having(790, 2, **MORE), PASS),
    "much less at least": (having(300, 2, **MORE), UNKNOWN),
    "whatever it is at least": (having(800, 0, **MORE), FAIL),
    "too little at least, where it may not count": (having(800, 0, **MORE, **OPEN), UNKNOWN),
    "too little for the junior stage": (having(900, 3, **JUNIOR), FAIL),
    "as much as is asked of the junior stage": (having(1000, 2, **JUNIOR), PASS),
    "as much at least in the junior stage": (having(1000, 2, **JUNIOR, **MORE), PASS),
    "less at least in the junior stage": (having(900, 3, **JUNIOR, **MORE), UNKNOWN),
    "unknown": (having(None, 1), UNKNOWN),
}


def outcomes_of(rows: list[dict[str, Any]], text: str = RULES) -> tuple[Counted, ResourceOutcomes]:
    handed = handed_of(rows, from_text(text))
    counted = counted_sections(handed)
    return counted, resource_outcomes(counted, handed, np.arange(handed.size))


@pytest.mark.parametrize("way", SECTIONS)
def test_the_rule_of_a_section(way: str) -> None:
    """What may not count cannot fail; what is known at least decides what more would not change."""
    row, expected = SECTIONS[way]
    beside = {**having(800, 1), "county": 0}
    counted, found = outcomes_of([beside, row, beside])
    outcomes = dict(zip(counted.rows.tolist(), found.sections.section_outcomes.tolist(), strict=True))
    assert outcomes == {0: PASS, 1: expected, 2: PASS}
    assert found.variation.tolist() == np.minimum.reduce([*found.items.values()]).tolist()
    assert found.sections.outcomes.tolist() == [PASS, min(expected, found.variation[1])]
    assert found.sections.outcomes.dtype == found.sections.section_outcomes.dtype == np.int8


MAY = having(800, 2, **OPEN)
# Which sections there are beside one of the junior stage; the stages whose coefficients are known, and whether the
# county is assessed alone.
MAY_NOT_COUNT: dict[str, tuple[list[dict[str, Any]], list[int], bool]] = {
    "none": ([having(800, 2)], [0, 1], False),
    "one": ([MAY], [1], True),
    "as many as are tried": ([MAY] * 4, [1], True),
    "more": ([MAY] * 5, [1], False),
    "more of one stage than of the other": ([MAY] * 5 + [MAY | JUNIOR], [], True),
    "more of either stage": ([MAY, MAY | JUNIOR] * 5, [], False),
}


@pytest.mark.parametrize("way", MAY_NOT_COUNT)
def test_a_county_is_assessed_alone_where_few_sections_may_not_count(way: str) -> None:
    """With more of them coefficients are unknown; together with others of their school they are always tried."""
    rows, known, alone = MAY_NOT_COUNT[way]
    certain = having(800, 2)
    in_other_counties = [{**certain, "county": 0}, {**certain, **JUNIOR, "county": 0}, *([{**MAY, "county": 2}] * 5)]
    every = [*rows, certain | JUNIOR, *in_other_counties]
    _, found = outcomes_of(every)
    assert found.exactly.tolist() == [False, alone, False]
    coefficients = found.sections.coefficients
    assert [stage for stage in (0, 1) if not np.isnan(coefficients[stage, :, 1]).any()] == known
    assert not np.isnan(coefficients[:, :, 0]).any()
    _, by_school = outcomes_of(every, RULES.replace("counted = {", 'counted = { by = "school",'))
    assert by_school.exactly.tolist() == [False, way != "none", True]


@pytest.mark.parametrize(("area", "expected"), [(3002, PASS), (3003, PASS), (3004, FAIL)])
def test_a_coefficient_at_its_limit_is_compared_exactly(area: float, expected: Outcome) -> None:
    """The primary stage has 10/21 of each area, which no float holds; beside 1001 m² the limit is reached at 3003."""
    rows = [having(one, 20, junior_pupils=100) for one in (1001, area)]
    _, found = outcomes_of(rows)
    assert found.sections.coefficient_outcomes[0, 0].tolist() == [expected]


def test_resources_that_are_aimed_at_are_compared_beside_those_that_are_demanded() -> None:
    aim = RULES.replace("[items.R5]\n", "[items.R5]\naim = true\n")
    rows = [{**having(area, 2), "county": county} for area, county in ((100, 0), (9000, 0), (800, 1), (800, 1))]
    _, found = outcomes_of(rows, aim)
    assert {id: outcomes.tolist() for id, outcomes in found.items.items()} == {"R5": [FAIL, PASS], "R7": [PASS, PASS]}
    assert found.variation.tolist() == found.sections.outcomes.tolist() == [PASS, PASS]
