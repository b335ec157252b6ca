"""Exact at the limit: every limit of every standard is decided as in rational arithmetic.

`python tests/test_ties.py` prints the table of ties: every limit, how many figures lie at it or one unit beside it, and
how many verdicts differ.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balanced_edu.checks import Limit, Relation
from balanced_edu.indicators.declare import Measure
from balanced_edu.standards import load, names
from balanced_edu.standards.model import Rule

WHOLES = range(2, 5001)
UNITS = (Fraction(1), Fraction(1, 10), Fraction(1, 10_000))
HOLDS = {
    Relation.AT_LEAST: lambda value, limit: value >= limit,
    Relation.AT_MOST: lambda value, limit: value <= limit,
    Relation.BELOW: lambda value, limit: value < limit,
    Relation.ABOVE: lambda value, limit: value > limit,
}


@attrs.frozen
class Ratio:
    """A limit of a part of a whole: per × part / whole."""

    name: str
    measure: Measure
    part: str
    whole: str
    per: Fraction
    check: Limit

    def __str__(self) -> str:
        return f"{self.name} {self.measure.name} {self.check.relation} {float(self.check.limit):g}"


def ratio(name: str, measure: Measure, check: Limit) -> Ratio | None:
    """What is limited, if it is a part of a whole; found by trying, not by reading the formula."""
    if len(measure.inputs) != 2 or measure.judged:
        return None
    for part, whole in itertools.permutations(measure.inputs):
        try:
            one, more, of_more = (
                measure.kernel(**{part: Fraction(p), whole: Fraction(w)}) for p, w in ((1, 5), (2, 5), (1, 10))
            )
        except (TypeError, ValueError, ZeroDivisionError):
            continue
        if isinstance(one, Fraction) and (more, of_more) == (2 * one, one / 2):
            return Ratio(name, measure, part, whole, 5 * one, attrs.evolve(check, of=None))
    return None


def every_rule(rules: tuple[Rule, ...]) -> Iterator[Rule]:
    for rule in rules:
        yield rule
        yield from every_rule(rule.alternatives)


def ratios() -> Iterator[Ratio]:
    """Every limit of a part of a whole in every standard, and 85 % of those that sections have to reach."""
    for name in names():
        standard = load(name)
        for item in standard.items.values():
            for rule in every_rule(item.rules):
                for check in (rule.check, *(check for _, check in rule.dated)):
                    if rule.measure is None or not isinstance(check, Limit):
                        continue
                    floors = (
                        [check.scaled(standard.floor)] if item.dimension == "resources" and standard.reached else []
                    )
                    for one in (check, *floors):
                        found = ratio(f"{name} {item.id}", rule.measure, one)
                        if found:
                            yield found


RATIOS = list({(r.measure.name, r.check.limit, r.check.relation): r for r in ratios()}.values())


def ties(limited: Ratio, unit: Fraction) -> tuple[list[Fraction], list[int]]:
    """Parts and wholes: at the limit or next to it, and one unit to either side."""
    parts, wholes = [], []
    for whole in WHOLES:
        at = limited.check.limit * whole / limited.per / unit
        for units in range(int(at) - 1, int(at) + 3):
            if units >= 0:
                parts.append(units * unit)
                wholes.append(whole)
    return parts, wholes


def differing(limited: Ratio, unit: Fraction) -> tuple[int, int]:
    """How many figures, and how many verdicts on arrays of them that are not those of rational arithmetic."""
    parts, wholes = ties(limited, unit)
    # One is p/q of a unit: in whole numbers it is compared without any rounding.
    exact = np.array(
        [
            HOLDS[limited.check.relation](limited.per * p, limited.check.limit * w)
            for p, w in zip(parts, wholes, strict=True)
        ]
    )
    figures: dict[str, Any] = {
        limited.part: np.array([float(p) for p in parts]),
        limited.whole: np.array(wholes, dtype=float),
    }
    values = limited.measure.kernel(**figures)
    check = limited.check if unit == 1 else limited.check.computed()
    return len(parts), int(np.sum((check.outcomes(values) == 1) != exact))


def test_every_standard_has_such_limits() -> None:
    assert len(RATIOS) >= 25
    assert {r.name.split()[0] for r in ratios()} >= {"national-2017", "wenling-2020", "shenyang"}


@pytest.mark.slow
@pytest.mark.parametrize("limited", RATIOS, ids=str)
def test_no_verdict_differs_at_the_tie_or_one_unit_beside_it(limited: Ratio) -> None:
    for unit in UNITS:
        assert differing(limited, unit)[1] == 0


@pytest.mark.parametrize("limited", RATIOS, ids=str)
@given(whole=st.integers(1, 10**7), units=st.integers(-1, 2), unit=st.sampled_from(UNITS))
def test_a_single_figure_is_judged_exactly(limited: Ratio, whole: int, units: int, unit: Fraction) -> None:
    part = max((limited.check.limit * whole / limited.per) // unit + units, 0) * unit
    value = limited.measure.kernel(**{limited.part: part, limited.whole: Fraction(whole)})
    expected = HOLDS[limited.check.relation](limited.per * part / whole, limited.check.limit)
    assert limited.check.finding(value).outcome == (1 if expected else -1)


if __name__ == "__main__":
    all_figures = all_wrong = 0
    for one in RATIOS:
        figures, wrong = (sum(counts) for counts in zip(*(differing(one, unit) for unit in UNITS), strict=True))
        all_figures, all_wrong = all_figures + figures, all_wrong + wrong
        print(f"{one}: {figures:,} figures, {wrong} verdicts differ", flush=True)
    print(f"{len(RATIOS)} limits: {all_figures:,} figures, {all_wrong} verdicts differ")
