"""Fingerprints of data: one for the same figures, whatever file they come from; another if one of them is another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs
import pytest
from counties import change_campus, change_facts, good_county
from hypothesis import given

import balanced_edu as be
from balanced_edu import testing
from balanced_edu.records.bands import Band
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import County
from balanced_edu.records.fingerprint import joint_fingerprint
from balanced_edu.records.kinds import Kind

COUNTY = good_county()
FINGERPRINT = "6c36059da83fb765923fffcc8077a61597709daf24a20c8aff1e705f55e1f42a"


def test_a_fingerprint_stays_the_same_from_version_to_version() -> None:
    """Whoever has kept one can still compare it: what changes this changes `SCHEMA` too."""
    county = County(
        name="示例县",
        year=2022,
        campuses=[
            Campus(school_code="A1", kind=Kind.PRIMARY, primary_pupils=800, music_room_areas=(96, Band(73, 96))),
            Campus(school_code="A2", kind=Kind.JUNIOR, teaching_area=5400.5, music_room_areas=()),
        ],
        local={"labour_base": True},
        evidence={"G1": ["《规划》"]},
    )
    assert county.fingerprint == FINGERPRINT


SAME: dict[str, County] = {
    "other order of campuses": attrs.evolve(COUNTY, campuses=COUNTY.campuses[::-1]),
    "other order of groups": attrs.evolve(COUNTY, groups=COUNTY.groups[::-1]),
    "other order of subjects": attrs.evolve(COUNTY, monitoring=COUNTY.monitoring[::-1]),
    "a whole number as a decimal": change_campus(COUNTY, "P1", primary_pupils=800.0),
}
OTHER: dict[str, County] = {
    "rooms in a band": change_campus(COUNTY, "P1", music_room_areas=(100, Band(73, 96))),
    "rooms in another order": change_campus(COUNTY, "P1", music_room_areas=(Band(73, 96), 100)),
    "name": attrs.evolve(COUNTY, name="乙县"),
    "year": attrs.evolve(COUNTY, year=2023),
    "one pupil more": change_campus(COUNTY, "P1", primary_pupils=801),
    "a figure unknown": change_campus(COUNTY, "P1", equipment_value=None),
    "no music room": change_campus(COUNTY, "P1", music_room_areas=()),
    "music rooms unknown": change_campus(COUNTY, "P1", music_room_areas=None),
    "a judgement": change_facts(COUNTY, fraud=True),
    "a campus less": attrs.evolve(COUNTY, campuses=COUNTY.campuses[1:]),
    "a local fact": attrs.evolve(COUNTY, local={"labour_base": True}),
    "a local fact that is 1": attrs.evolve(COUNTY, local={"labour_base": 1}),
    "evidence": attrs.evolve(COUNTY, evidence={"G1": ["《规划》"]}),
}


@pytest.mark.parametrize("county", SAME.values(), ids=SAME)
def test_the_same_figures_have_the_same(county: County) -> None:
    assert county.fingerprint == COUNTY.fingerprint


def test_other_figures_have_others() -> None:
    fingerprints = {COUNTY.fingerprint, *(county.fingerprint for county in OTHER.values())}
    assert len(fingerprints) == 1 + len(OTHER)


def test_a_county_that_is_written_and_read_again_has_the_same(tmp_path: Path) -> None:
    county = be.read_county("examples/qingshan")
    assert county.reading is not None
    be.write_county(county, tmp_path / "folder")
    assert be.read_county(tmp_path / "folder").fingerprint == county.fingerprint
    assert attrs.evolve(county, reading=None).fingerprint == county.fingerprint


@given(testing.counties(gaps=True), testing.counties(gaps=True))
def test_equal_counties_have_the_same_and_others_do_not(one: County, other: County) -> None:
    assert attrs.evolve(one).fingerprint == one.fingerprint
    assert (one.fingerprint == other.fingerprint) == (_sorted(one) == _sorted(other))


def _sorted(county: County) -> Any:
    def by_name(several: tuple[Any, ...]) -> list[Any]:
        return sorted(several, key=repr)

    return [
        attrs.evolve(county, campuses=(), groups=(), monitoring=()),
        *map(by_name, (county.campuses, county.groups, county.monitoring)),
    ]


def test_the_fingerprint_of_several_counties_is_that_of_all_of_them_in_any_order() -> None:
    one, other = COUNTY.fingerprint, attrs.evolve(COUNTY, year=2023).fingerprint
    assert joint_fingerprint([one, other]) == joint_fingerprint([other, one])
    assert len({joint_fingerprint(some) for some in ([], [one], [other], [one, other], [one, one])}) == 5
