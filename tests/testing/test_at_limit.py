"""Campuses and counties at a limit lie exactly at it, and one unit beside it they do not."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import balanced_edu as be
from balanced_edu import testing
from balanced_edu.assessment.sections import sections_of
from balanced_edu.records.campus import Campus
from balanced_edu.records.kinds import COMPULSORY, Stage
from balanced_edu.standards import NATIONAL, Standard, load

RESOURCES = ("R1", "R2", "R3", "R4", "R5", "R6", "R7")
national = load(NATIONAL)


def value(campus: Campus, id: str, stage: Stage) -> Fraction:
    """The value of the indicator, without the library's formulas."""
    total = national.items[id].total
    given = getattr(campus, f"{stage}_{total}" if hasattr(campus, f"{stage}_{total}") else total)
    per = 100 if id in ("R1", "R2", "R3", "R7") else 1
    return per * Fraction(repr(given)) / getattr(campus, f"{stage}_pupils")


@pytest.mark.parametrize("stage", COMPULSORY)
@pytest.mark.parametrize("id", RESOURCES)
@settings(max_examples=settings().max_examples // 10)
@given(data=st.data())
def test_a_campus_at_the_limit_lies_at_it(id: str, stage: Stage, data: st.DataObject) -> None:
    limit = national.limit(id, stage).limit
    assert value(data.draw(testing.campuses_at_limit(id, stage=stage)), id, stage) == limit
    assert value(data.draw(testing.campuses_at_limit(id, stage=stage, beside=-1)), id, stage) < limit
    assert value(data.draw(testing.campuses_at_limit(id, stage=stage, beside=1)), id, stage) > limit


@pytest.mark.slow
@pytest.mark.parametrize("id", RESOURCES)
@settings(max_examples=settings().max_examples // 5)
@given(data=st.data(), stage=st.sampled_from(COMPULSORY))
def test_a_county_at_the_limit_holds_and_one_unit_more_is_too_much(id: str, stage: Stage, data: st.DataObject) -> None:
    outcomes = [
        be.assess(data.draw(testing.counties_at_limit(id, beside=beside, stage=stage))).variation[stage][id].outcome
        for beside in (-1, 0, 1)
    ]
    assert outcomes == [be.Outcome.PASS, be.Outcome.PASS, be.Outcome.FAIL]


def limited() -> st.SearchStrategy[Standard]:
    """Standards that limit the values of resources, and not only their variation."""
    return testing.standards().filter(lambda standard: standard.name != "basic-2012")


@settings(max_examples=settings().max_examples // 4)
@given(limited(), st.data())
def test_limits_of_any_standard(standard: Standard, data: st.DataObject) -> None:
    id, stage = data.draw(st.sampled_from(standard.resources)), data.draw(st.sampled_from(COMPULSORY))
    campus = data.draw(testing.campuses_at_limit(id, stage=stage, standard=standard))
    (section,) = sections_of(campus, standard.weights)
    item, total = standard.items[id], section.figure(standard.items[id].total)
    assert total is not None
    assert section.pupils
    assert item.scale * total / section.pupils == standard.limit(id, stage).limit


@pytest.mark.parametrize("strategy", [testing.campuses_at_limit, testing.counties_at_limit])
@given(data=st.data())
def test_a_limit_that_a_standard_does_not_have_is_refused(strategy: Any, data: st.DataObject) -> None:
    with pytest.raises(KeyError, match="basic-2012 has no limit of B1"):
        data.draw(strategy("B1", standard="basic-2012"))
    with pytest.raises(KeyError, match="R8"):
        data.draw(strategy("R8"))
