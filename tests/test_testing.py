"""The strategies for those who build on the library: what they draw can be, lies where it should, and shrinks."""

from __future__ import annotations

import tempfile
from fractions import Fraction
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st

import balanced_edu as be
from balanced_edu import testing
from balanced_edu.campuses import COMPULSORY, Campus, DataError, Kind, Section, Stage, sections_of
from balanced_edu.checks import Check, Finding
from balanced_edu.county import County
from balanced_edu.nation import TOTALS, SectionTable
from balanced_edu.standards import Standard, load

RESOURCES = ("R1", "R2", "R3", "R4", "R5", "R6", "R7")
national = load("national-2017")


def value(campus: Campus, id: str, stage: Stage) -> Fraction:
    """What a pupil has, times what the indicator is told in, without the library's formulas."""
    total = national.items[id].total
    given = getattr(campus, f"{stage}_{total}" if hasattr(campus, f"{stage}_{total}") else total)
    per = 100 if id in ("R1", "R2", "R3", "R7") else 1
    return per * Fraction(repr(given)) / getattr(campus, f"{stage}_pupils")


@pytest.mark.parametrize("stage", COMPULSORY)
@pytest.mark.parametrize("id", RESOURCES)
@settings(max_examples=settings().max_examples // 5)
@given(data=st.data())
def test_a_campus_at_the_limit_lies_at_it(id: str, stage: Stage, data: st.DataObject) -> None:
    limit = national.limit(id, stage).limit
    assert value(data.draw(testing.campuses_at_limit(id, stage=stage)), id, stage) == limit
    assert value(data.draw(testing.campuses_at_limit(id, stage=stage, beside=-1)), id, stage) < limit
    assert value(data.draw(testing.campuses_at_limit(id, stage=stage, beside=1)), id, stage) > limit


@pytest.mark.parametrize("id", RESOURCES)
@settings(max_examples=settings().max_examples // 5)
@given(data=st.data(), stage=st.sampled_from(COMPULSORY))
def test_a_county_at_the_limit_holds_and_one_unit_more_is_too_much(id: str, stage: Stage, data: st.DataObject) -> None:
    outcomes = [
        be.assess(data.draw(testing.counties_at_limit(id, beside=beside, stage=stage))).variation[stage][id].outcome
        for beside in (-1, 0, 1)
    ]
    assert outcomes == [be.Outcome.PASS, be.Outcome.PASS, be.Outcome.FAIL]


@given(testing.standards().filter(lambda standard: _limited(standard, standard.resources[0], Stage.PRIMARY)), st.data())
def test_limits_of_any_standard(standard: Standard, data: st.DataObject) -> None:
    id, stage = data.draw(st.sampled_from(standard.resources)), data.draw(st.sampled_from(COMPULSORY))
    campus = data.draw(testing.campuses_at_limit(id, stage=stage, standard=standard))
    (section,) = sections_of(campus, standard.weights)
    item = standard.items[id]
    assert item.scale * getattr(section, item.total) / section.pupils == standard.limit(id, stage).limit  # type: ignore


def _limited(standard: Standard, id: str, stage: Stage) -> bool:
    try:
        standard.limit(id, stage)
    except KeyError:
        return False
    return True


@settings(max_examples=settings().max_examples // 2)
@given(testing.counties(), testing.counties(gaps=True), testing.standards())
def test_counties_can_be_assessed_and_written(full: County, with_gaps: County, standard: Standard) -> None:
    for county in (full, with_gaps):
        assert be.assess(county, standard).outcome in be.Outcome
        with tempfile.TemporaryDirectory() as folder:
            be.write_county(county, folder)
            assert be.read_county(folder) == county


@pytest.mark.parametrize(
    ("broken", "kind", "way"),
    [(testing.broken_campuses, Campus, way) for way in testing.CAMPUS_WAYS]
    + [(testing.broken_counties, County, way) for way in testing.COUNTY_WAYS],
)
@settings(max_examples=settings().max_examples // 5)
@given(data=st.data())
def test_what_is_broken_is_refused_for_what_is_broken(broken: Any, kind: type, way: str, data: st.DataObject) -> None:
    drawn: testing.Broken = data.draw(broken(way=way))
    assert drawn.way == way
    with pytest.raises(DataError) as told:
        kind(**drawn.figures)
    assert {name for name, _ in told.value.problems} == {drawn.field}


@given(testing.broken_campuses(), testing.broken_counties())
def test_any_way_of_being_broken_may_be_drawn(campus: testing.Broken, county: testing.Broken) -> None:
    assert campus.way in testing.CAMPUS_WAYS
    assert county.way in testing.COUNTY_WAYS


@given(testing.nations(gaps=True) | testing.nations())
def test_a_nation_is_taken_by_the_table_and_by_frames(columns: dict[str, list[Any]]) -> None:
    assert list(columns) == ["county", "stage", "pupils", *TOTALS]
    one, other = be.assess_nation(columns), be.assess_nation(pl.DataFrame(columns, strict=False))
    np.testing.assert_array_equal(one.outcomes, other.outcomes)
    assert SectionTable.from_frame(columns).pupils.size == len(columns["county"])


@pytest.mark.parametrize("kind", [Campus, Section, County, Standard, Check, Finding, be.Assessment])
@given(data=st.data())
def test_public_types_are_known_to_hypothesis(kind: type, data: st.DataObject) -> None:
    assert isinstance(data.draw(st.from_type(kind)), kind)


def test_what_is_drawn_shrinks_to_one_small_school() -> None:
    campus = find(testing.campuses(gaps=True), lambda campus: campus.boarding is True)
    assert (campus.kind, campus.primary_pupils, campus.boarding) == (Kind.PRIMARY, 1, True)


@given(testing.sections(stage=Stage.JUNIOR), testing.sections(gaps=True))
def test_sections_of_a_stage_and_of_any(junior: Section, any_: Section) -> None:
    assert junior.stage is Stage.JUNIOR
    assert any_.stage in COMPULSORY
