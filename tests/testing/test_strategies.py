"""What the strategies draw is possible, is taken by the library, is known to hypothesis, and shrinks."""

from __future__ import annotations

import tempfile
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st

import balanced_edu as be
from balanced_edu import testing
from balanced_edu.checks import Check, Finding
from balanced_edu.nation import SectionTable, totals_of
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import County
from balanced_edu.records.kinds import COMPULSORY, Kind, Stage
from balanced_edu.records.section import Section
from balanced_edu.standards import Standard
from balanced_edu.testing.local import PARTS


@pytest.mark.slow
@settings(max_examples=settings().max_examples // 2)
@given(testing.counties(), testing.counties(gaps=True), testing.standards())
def test_counties_can_be_assessed_and_written(full: County, with_gaps: County, standard: Standard) -> None:
    for county in (full, with_gaps):
        assert be.assess(county, standard).outcome in be.Outcome
        with tempfile.TemporaryDirectory() as folder:
            be.write_county(county, folder)
            assert be.read_county(folder) == county


@pytest.mark.slow
@given(testing.counties(max_campuses=3, gaps=True), testing.standards())
def test_by_every_standard_counties_can_be_assessed_and_reported(county: County, standard: Standard) -> None:
    assessment = be.assess(county, standard)
    for lang in ("zh", "en"):
        assert assessment.as_text(lang)
        assert assessment.tasks().as_html(lang)
        assert standard.as_text(lang)
    assert assessment.as_dict()["outcome"] == str(assessment.outcome)


@pytest.mark.parametrize(("id", "part"), [(id, part) for id, parts in PARTS.items() for part in parts])
def test_what_local_standards_set_can_be_read(id: str, part: str) -> None:
    head = 'name = "drawn"\nedition = "1"\nextends = "national-2017"\nauthority = "-"\ndocument = "-"\n'
    text = f'{head}title = {{ zh = "-", en = "-" }}\n[section]\nat_least = 6\n[items.{id}]\n{part}\n'
    assert be.standards.differences("national-2017", be.standards.from_text(text)).keys() - {"name"}


@settings(max_examples=settings().max_examples // 5)
@given(testing.nations(gaps=True) | testing.nations())
def test_a_nation_is_taken_by_the_table_and_by_frames(columns: dict[str, list[Any]]) -> None:
    assert list(columns) == ["county", "stage", "pupils", *totals_of("national-2017")]
    one, other = be.assess_nation(columns), be.assess_nation(pl.DataFrame(columns, strict=False))
    np.testing.assert_array_equal(one.outcomes, other.outcomes)
    assert SectionTable.from_frame(columns).pupils.size == len(columns["county"])


@pytest.mark.parametrize("kind", [Campus, Section, County, Standard, Check, Finding, be.Assessment])
@settings(max_examples=settings().max_examples // 10)
@given(data=st.data())
def test_public_types_are_known_to_hypothesis(kind: type, data: st.DataObject) -> None:
    assert isinstance(data.draw(st.from_type(kind)), kind)


@pytest.mark.slow
def test_campuses_shrink_to_one_small_school() -> None:
    """A senior school has still fewer figures."""
    campus = find(testing.campuses(gaps=True), lambda campus: campus.boarding is True and bool(campus.primary_pupils))
    assert (campus.kind, campus.primary_pupils, campus.boarding) == (Kind.PRIMARY, 1, True)


@settings(max_examples=settings().max_examples // 5)
@given(testing.sections(stage=Stage.JUNIOR), testing.sections(gaps=True))
def test_sections_of_a_stage_and_of_any(junior: Section, any_: Section) -> None:
    assert junior.stage is Stage.JUNIOR
    assert any_.stage in COMPULSORY
