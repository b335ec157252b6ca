"""Shenyang's profile: its figures, each at its limit."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

import attrs
import pytest
from counties import change_campus, change_facts, good_county, junior, nine_year, primary

from balanced_edu.assessment import assess
from balanced_edu.records.county import County
from balanced_edu.records.kinds import AreaType
from balanced_edu.standards import load

SMALL_RURAL = {"area_type": AreaType.RURAL, "primary_largest_class": 29}


LOCAL = MappingProxyType(
    {
        "public_funds_per_primary_pupil": 1150,
        "public_funds_per_junior_pupil": 1350,
        "tutoring_and_burden_not_curbed": False,
    }
)


def outcome_of(county: County, id: str, **local: Any) -> str:
    return str(assess(attrs.evolve(county, local={**LOCAL, **local}), load("shenyang")).indicators[id].outcome)


def test_a_county_at_its_limits_passes() -> None:
    found = assess(attrs.evolve(good_county(), local=dict(LOCAL)), load("shenyang"))
    assert str(found.outcome) == "pass"
    assert {item.mark for item in load("shenyang").items.values()} == {"stated", "practice"}


@pytest.mark.parametrize(
    ("id", "local", "expected"),
    [
        ("G2", {"public_funds_per_primary_pupil": 1149.99}, "fail"),
        ("G2", {"public_funds_per_junior_pupil": 1349}, "fail"),
        ("V7", {"tutoring_and_burden_not_curbed": True}, "fail"),
    ],
)
def test_what_it_asks_besides(id: str, local: dict[str, Any], expected: str) -> None:
    assert outcome_of(good_county(), id, **local) == expected


def test_funds_of_special_education() -> None:
    assert outcome_of(change_facts(good_county(), special_education_public_funds=960_000), "G7") == "pass"
    assert outcome_of(change_facts(good_county(), special_education_public_funds=959_999), "G7") == "fail"


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
def test_rooms_of_older_and_small_rural_schools(music: int, art: int, campus: dict[str, Any], expected: str) -> None:
    rooms = {"music_room_areas": (music, music), "art_room_areas": (art, art)}
    assert outcome_of(change_campus(good_county(), "P2", **rooms, **campus), "G3") == expected


@pytest.mark.parametrize(("room", "expected"), [(61, "pass"), (60, "fail")])
def test_rooms_of_small_rural_junior_schools(room: int, expected: str) -> None:
    rural = {"area_type": AreaType.RURAL, "junior_largest_class": 29, "built_year": 2020}
    rooms = {"music_room_areas": (room,) * 3, "art_room_areas": (room,) * 3}
    assert outcome_of(change_campus(good_county(), "J1", **rural, **rooms), "G3") == expected


@pytest.mark.parametrize(
    ("stages", "built", "expected"),
    [((1600, 1400), 2010, "pass"), ((1600, 1401), 2010, "fail"), ((1250, 1251), 2011, "fail")],
)
def test_size_of_nine_year_schools(stages: tuple[int, int], built: int, expected: str) -> None:
    campus = nine_year("N1", *stages, built_year=built, migrant_pupils=0)
    assert outcome_of(good_county(primary(), junior(), campus), "G4") == expected
