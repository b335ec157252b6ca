"""The two sides of a resource indicator: the coefficients, and the sections."""

from __future__ import annotations

from typing import Any

import pytest
from counties import change_campus, good_county

from balanced_edu.assessment import assess
from balanced_edu.outcomes import Outcome

PASS, UNKNOWN, FAIL = Outcome.PASS, Outcome.UNKNOWN, Outcome.FAIL
FEW = {"primary_backbone_teachers": 3}

# Of P2: what changes; spread, reached, below, unknown, failing and the outcome of the sections of R2 and R7
SIDES: dict[str, tuple[dict[str, Any], tuple[Any, ...], tuple[Any, ...]]] = {
    "all hold": ({}, (PASS, 5, 0, 0, 0, PASS), (PASS, 5, 0, 0, 0, PASS)),
    "one below its limit, as it may be": (
        {"multimedia_rooms": 13},
        (PASS, 5, 0, 0, 0, PASS),
        (PASS, 4, 1, 0, 0, PASS),
    ),
    "two below their limits": (
        {"multimedia_rooms": 13, **FEW},
        (PASS, 4, 1, 0, 1, FAIL),
        (PASS, 4, 1, 0, 1, FAIL),
    ),
    "a figure is unknown": (
        {"primary_backbone_teachers": None, "multimedia_rooms": 13},
        (UNKNOWN, 4, 0, 1, 0, UNKNOWN),
        (PASS, 4, 1, 0, 0, UNKNOWN),
    ),
}


@pytest.mark.parametrize(("changes", "r2", "r7"), SIDES.values(), ids=SIDES)
def test_both_sides(changes: dict[str, Any], r2: tuple[Any, ...], r7: tuple[Any, ...]) -> None:
    found = assess(change_campus(good_county(), "P2", **changes)).sides
    assert [side.item for side in found.values()] == list(found)
    for id, expected in (("R2", r2), ("R7", r7)):
        one = found[id]
        assert (one.spread.outcome, one.reached, one.below, one.unknown, one.failing, one.schools) == expected
        assert one.sections == 5


def test_the_board_is_open_exactly_if_a_side_fails() -> None:
    assessment = assess(change_campus(good_county(), "P2", multimedia_rooms=13, **FEW))
    for task in assessment.tasks().tasks:
        if task.sides:
            assert task.finding == assessment.sides[task.item].finding
            assert task.sides.schools is not None
            worst = min(task.sides.spread.outcome, task.sides.schools)
            assert (task.finding.outcome, task.state == "open") == (worst, worst is FAIL)


def test_without_a_rule_for_sections_there_is_one_side() -> None:
    found = assess(good_county(), "basic-2012").sides
    assert {one.schools for one in found.values()} == {None}
