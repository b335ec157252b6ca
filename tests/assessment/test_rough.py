"""Outcomes by arithmetic in binary are those of exact numbers, or none where these have to decide."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from gaps import nearly_good_counties, with_gaps
from hypothesis import given
from hypothesis import strategies as st

from balanced_edu.assessment.items import Demand, _compared, _demands_of, subjects_of
from balanced_edu.assessment.resources import _figures, divided
from balanced_edu.assessment.rough import rough_comparison, rough_figure, rough_outcome, rough_section
from balanced_edu.checks import Check, above, all_of, at_least, at_most, below, holds, not_, section_rule
from balanced_edu.indicators.declare import every_measure
from balanced_edu.outcomes import Outcome
from balanced_edu.records.bands import Band
from balanced_edu.records.kinds import Grade
from balanced_edu.standards import load, names

FAIL, UNKNOWN, PASS = Outcome.FAIL, Outcome.UNKNOWN, Outcome.PASS
MEASURES = every_measure()


@pytest.mark.parametrize(
    ("limit", "value", "found"),
    [
        (at_least(45), 46, PASS),
        (at_least(45), 45, PASS),
        (at_least(45), 44, FAIL),
        (at_most(45), 45, PASS),
        (at_most(45), 46, FAIL),
        (below(45), 45, FAIL),
        (below(45), 44, PASS),
        (above(45), 45, FAIL),
        (above(45), 46, PASS),
        (at_least(45), 45.0, None),
        (at_least(45), 45 + 1e-8, None),
        (at_least(45), 45 - 1e-8, None),
        (at_least(45), 45.001, PASS),
        (at_least(45), 44.999, FAIL),
        (below("0.15"), 0.15, None),
        (below("0.15"), 0.15 + 1e-10, None),
        (below("0.15"), 0.15001, FAIL),
        (below("0.15"), 0, PASS),
        (at_least(0), 0, PASS),
        (at_least(0), -1, FAIL),
        (at_least(0), 1e-10, None),
        # An integer beside a limit that no float is.
        (at_least("10000000000000000.5"), 10**16, None),
    ],
    ids=str,
)
def test_what_lies_near_a_limit_is_left_to_exact_numbers(limit: Any, value: float, found: Outcome | None) -> None:
    assert rough_comparison(limit)(value) is found


@pytest.mark.parametrize(
    ("name", "figures", "constants", "value"),
    [
        ("books_per_pupil", {"books": 100, "pupils": 8}, {}, 12.5),
        ("books_per_pupil", {"books": Fraction(100), "pupils": Fraction(8)}, {}, 12.5),
        ("books_per_pupil", {"books": Fraction(5, 2), "pupils": 2}, {}, 1.25),
        ("books_per_pupil", {"books": 100, "pupils": 0}, {}, None),
        ("books_per_pupil", {"books": None, "pupils": 8}, {}, None),
        ("books_per_pupil", {"books": 100, "pupils": None}, {}, None),
        ("pupils_in_largest_class", {"largest_class": 45}, {}, 45),
        ("pupils_in_largest_class", {"largest_class": Band(46, 51)}, {}, None),
        ("moral_education_grade", {"moral_education": Grade.GOOD}, {}, Grade.GOOD.rank),
    ],
    ids=str,
)
def test_a_figure_in_binary(name: str, figures: dict[str, Any], constants: dict[str, Any], value: float | None) -> None:
    """It is none where a figure is unknown or a band, or where it divides by 0."""
    assert rough_figure(MEASURES[name], constants)(figures.get) == value


ROOMS: dict[str, Any] = {"smallest_music_room": Fraction(96), "classes_per_room": Fraction(12), "rounding": "up"}


@pytest.mark.parametrize(
    ("areas", "constants", "value"),
    [
        ((96.0, 95.9), ROOMS, -1),
        ((96.0, 96), ROOMS, 0),
        ((), ROOMS, -2),
        ((96.0,), {**ROOMS, "rounding": "down"}, 0),
        ((89.6,), {**ROOMS, "smallest_music_room": Fraction("89.6")}, -1),
        ((96.0, Band(90, None)), ROOMS, None),
        # A limit of more digits than a float has: binary would take a room of 89.6 m² for large enough.
        ((89.6,), {**ROOMS, "smallest_music_room": Fraction("89.600000000000000001")}, None),
        # What is left of numbers that are no integers may be mostly rounding.
        ((96.0, 96.0), {**ROOMS, "classes_per_room": Fraction("11.5")}, None),
    ],
    ids=str,
)
def test_rooms_beyond_those_needed(areas: tuple[Any, ...], constants: dict[str, Any], value: int | None) -> None:
    figures = {"music_room_areas": areas, "classes": 23}
    assert rough_figure(MEASURES["music_room_surplus"], constants)(figures.get) == value


JUDGED = MEASURES["charter_and_digital_management"]
BOTH = {"has_charter": True, "digital_management": True}


@pytest.mark.parametrize(
    ("judged", "found"),
    [(BOTH, PASS), ({**BOTH, "has_charter": False}, FAIL), ({**BOTH, "has_charter": None}, None), ({}, None)],
    ids=str,
)
def test_what_people_judged(judged: dict[str, bool | None], found: Outcome | None) -> None:
    assert rough_outcome(JUDGED, [holds(JUDGED.name)], {})(judged.get) is found


@pytest.mark.parametrize(
    ("checks", "found"),
    [
        ([at_least(12)], PASS),
        ([at_least(12), at_least(12)], None),  # the limit has changed, and the day is unknown
        ([all_of(at_least(12))], None),
        ([not_(at_least(12))], None),
    ],
    ids=str,
)
def test_only_a_single_limit_is_compared(checks: list[Check], found: Outcome | None) -> None:
    figures = {"books": 100, "pupils": 8}
    assert rough_outcome(MEASURES["books_per_pupil"], checks, {})(figures.get) is found


def test_a_judgement_that_is_turned_round_is_left_to_its_check() -> None:
    assert rough_outcome(JUDGED, [not_(holds(JUDGED.name))], {})(BOTH.get) is None


RULE = section_rule(at_least(4, of="R2"), at_least(10, of="R4"), k=1, floor="0.85")
OF_RULE = {"R2": MEASURES["backbone_teachers_per_hundred"], "R4": MEASURES["teaching_area_per_pupil"]}


@pytest.mark.parametrize(
    ("teachers", "area", "found"),
    [
        (5, 900, PASS),
        (3, 1100, FAIL),  # 3 is below the floor of 4
        (5, 840, FAIL),
        (3.9, 900, FAIL),  # none is met
        (4, 1100, None),  # one lies at its limit, though the outcome is clear
        (5, 850, None),  # one lies at its floor
        (None, 900, None),
    ],
    ids=str,
)
def test_the_section_rule(teachers: float | None, area: float, found: Outcome | None) -> None:
    figures = {"backbone_teachers": teachers, "teaching_area": area, "pupils": 100}
    assert rough_section(RULE, OF_RULE)(figures.get) is found


@pytest.mark.parametrize("name", names())
@given(data=st.data())
def test_what_is_found_in_binary_is_what_exact_numbers_find(name: str, data: st.DataObject) -> None:
    """Every demand of every item on each of its subjects, and the section rule, with gaps."""
    standard = load(name)
    county = data.draw(with_gaps(data.draw(nearly_good_counties())))
    day = data.draw(st.sampled_from([dt.date(2022, 12, 31), None]))
    sections = [*divided(county.campuses, standard, day)]
    subjects = subjects_of(county, sections, day)

    def alternatives(demand: Demand) -> list[Demand]:
        return [demand, *(one for each in demand.alternatives for one in alternatives(each))]

    for item in (*standard.items.values(), *standard.conditions.values()):
        for demand in (one for each in _demands_of(item, day) for one in alternatives(each)):
            for judged in subjects.of_each[item.each]:
                roughly = demand.roughly(judged.look_up)
                assert roughly is None or roughly is _compared(demand, judged).outcome, (item.id, judged.campus)
    measures = {id: standard.items[id].measure for id in standard.resources}
    for section in sections:
        rule = standard.section_rule(section.stage)
        roughly = rough_section(rule, measures)(section.figure)
        assert roughly is None or roughly is rule.finding(_figures(section, measures)).outcome
