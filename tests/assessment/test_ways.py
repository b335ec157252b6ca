"""What may or may not count: the ways that are tried, and what is found in all of them."""

from __future__ import annotations

from fractions import Fraction

import attrs
import pytest

from balanced_edu.assessment.ways import TRIED, agreed, ways
from balanced_edu.checks import Cell, Finding, Reason, Relation
from balanced_edu.outcomes import Outcome

OPEN, MISSING = Cell("schools", "P2", "ownership"), Cell("schools", "P1", "teaching_area")


def of_value(value: int, outcome: Outcome = Outcome.FAIL) -> Finding:
    return Finding(
        check="area",
        outcome=outcome,
        value=value,
        unit="m²",
        limit=Fraction(5),
        relation=Relation.AT_LEAST,
        campus="P1",
        stage="primary",
        subject="数学",
    )


NO_VALUE = attrs.evolve(of_value(0), value=None)


@pytest.mark.parametrize("number", [0, 1, TRIED, TRIED + 1])
def test_every_choice_is_tried_up_to_a_number(number: int) -> None:
    members = [*range(number), -1]
    tried = list(ways(members, lambda member: member >= 0))
    assert (tried[0], len(tried)) == (members, 2**number if number <= TRIED else 2)
    assert tried[-1] == ([-1] if number <= TRIED else None)


def test_what_is_found_in_one_way_is_found() -> None:
    assert agreed([of_value(4)], [OPEN]) == of_value(4)
    nobody = Finding(check="area", outcome=Outcome.UNKNOWN, undefined=Reason.NOBODY)
    assert agreed([nobody, attrs.evolve(nobody, campus="P2")], [OPEN]) == nobody


def test_of_ways_that_agree_the_figures_of_the_worst_stand() -> None:
    assert agreed([of_value(4), of_value(2), of_value(3)], [OPEN]) == of_value(2)
    assert agreed([NO_VALUE, of_value(4)], [OPEN]) == of_value(4)
    passed = [of_value(value, Outcome.PASS) for value in (9, 6, 5)]
    assert agreed(passed, [OPEN]) == passed[2]


def test_of_ways_that_differ_nothing_is_known_but_what_is_asked() -> None:
    unknown = attrs.evolve(NO_VALUE, outcome=Outcome.UNKNOWN, missing=(MISSING, OPEN))
    found = agreed([of_value(4), of_value(5, Outcome.PASS), unknown], [OPEN])
    assert found == attrs.evolve(NO_VALUE, outcome=Outcome.UNKNOWN, missing=(OPEN, MISSING))
