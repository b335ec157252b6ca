"""A doubtful county has the one doubt that is named, in every way; every doubt has a way."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balanced_edu import testing
from balanced_edu.assessment import DoubtCode


@pytest.mark.parametrize("way", testing.DOUBTFUL_WAYS)
@settings(max_examples=settings().max_examples // 20)
@given(data=st.data())
def test_the_doubtful_cell_is_the_only_one(way: str, data: st.DataObject) -> None:
    drawn = data.draw(testing.doubtful_counties(way=way))
    assert drawn.way == way
    assert [(doubt.code, doubt.cell) for doubt in drawn.county.doubts] == [(drawn.code, drawn.cell)]


@pytest.mark.parametrize("code", DoubtCode)
def test_every_doubt_has_a_way(code: DoubtCode) -> None:
    from balanced_edu.testing.doubtful import _WAYS

    assert code in {of_way for of_way, _ in _WAYS.values()}


@settings(max_examples=settings().max_examples // 5)
@given(testing.doubtful_counties())
def test_any_way_may_be_drawn(doubtful: testing.Doubtful) -> None:
    assert doubtful.way in testing.DOUBTFUL_WAYS
