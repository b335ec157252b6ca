"""Broken figures are refused for the field that is broken, in every way."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balanced_edu import testing
from balanced_edu.errors import DataError
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import County


@pytest.mark.parametrize(
    ("broken", "kind", "way"),
    [(testing.broken_campuses, Campus, way) for way in testing.CAMPUS_WAYS]
    + [(testing.broken_counties, County, way) for way in testing.COUNTY_WAYS],
)
@settings(max_examples=settings().max_examples // 5)
@given(data=st.data())
def test_the_broken_field_is_reported(broken: Any, kind: type, way: str, data: st.DataObject) -> None:
    drawn: testing.Broken = data.draw(broken(way=way))
    assert drawn.way == way
    with pytest.raises(DataError) as error:
        kind(**drawn.figures)
    assert {name for name, _ in error.value.problems} == {drawn.field}


@settings(max_examples=settings().max_examples // 5)
@given(testing.broken_campuses(), testing.broken_counties())
def test_any_way_may_be_drawn(campus: testing.Broken, county: testing.Broken) -> None:
    assert campus.way in testing.CAMPUS_WAYS
    assert county.way in testing.COUNTY_WAYS
