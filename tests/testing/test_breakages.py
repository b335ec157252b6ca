"""Broken figures are refused for the field that is broken, in every way."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balanced_edu import testing
from balanced_edu.errors import DataError
from balanced_edu.records.relations import RELATIONS

WAYS = {
    testing.broken_campuses: testing.CAMPUS_WAYS,
    testing.broken_counties: testing.COUNTY_WAYS,
    testing.broken_relations: testing.RELATION_WAYS,
}


@pytest.mark.parametrize(("broken", "way"), [(broken, way) for broken, ways in WAYS.items() for way in ways])
@settings(max_examples=settings().max_examples // 20)
@given(data=st.data())
def test_the_broken_field_is_reported(broken: Any, way: str, data: st.DataObject) -> None:
    drawn: testing.Broken = data.draw(broken(way=way))
    assert drawn.way == way
    with pytest.raises(DataError) as error:
        drawn.record(**drawn.figures)
    assert {name for name, _ in error.value.problems} == {drawn.field}


@settings(max_examples=settings().max_examples // 10)
@given(testing.broken_campuses(), testing.broken_counties(), testing.broken_relations())
def test_any_way_may_be_drawn(campus: testing.Broken, county: testing.Broken, relation: testing.Broken) -> None:
    assert campus.way in testing.CAMPUS_WAYS
    assert county.way in testing.COUNTY_WAYS
    assert relation.way in testing.RELATION_WAYS


def test_every_relation_is_broken_in_a_way_of_its_own() -> None:
    assert len({*testing.RELATION_WAYS}) == sum(map(len, RELATIONS.values()))
