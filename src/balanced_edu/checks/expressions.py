"""Outcomes as expressions of a query engine: Kleene's logic on columns that hold 1, 0 and −1.

Conditions become numbers, and numbers are added and compared: not every engine can nest case expressions.
The expressions are those of narwhals, which is imported when the first one is built.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from balanced_edu.checks.relations import Relation
from balanced_edu.extras import package
from balanced_edu.message import Message
from balanced_edu.outcomes import Outcome


def outcome(value: Any, relation: Relation, limit: Any) -> Any:
    """1 where a value holds its limit, −1 where it fails, 0 where it is null."""
    return truth(relation.holds(value, limit)) - truth(relation.fails(value, limit))


def truth(condition: Any) -> Any:
    """1 where a condition is true, 0 where it is false or null."""
    return condition.fill_null(value=False).cast(_narwhals().Int64)


def given(condition: Any, outcome: Outcome) -> Any:
    """The outcome where a condition is true, a pass elsewhere."""
    return truth(condition) * (int(outcome) - 1) + 1


def count(outcomes: Sequence[Any], wanted: int) -> Any:
    """How many of some outcomes are the wanted one."""
    first, *others = (truth(each == wanted) for each in outcomes)
    return sum(others, start=first)


def all_pass(outcomes: Sequence[Any]) -> Any:
    """Kleene's *and*: −1 where one fails, 1 where all pass."""
    return at_least(len(outcomes), outcomes)


def at_least(k: int, outcomes: Sequence[Any]) -> Any:
    """Whether at least `k` pass: 1, or −1 where `k` are out of reach."""
    if k <= 0:
        return _narwhals().lit(1)
    return truth(count(outcomes, 1) >= k) - truth(count(outcomes, -1) > len(outcomes) - k)


def bound(limit: float, other: float | None, elsewhere: Any) -> Any:
    """A limit, or the other one where `elsewhere` is 1 and not 0; multiplying by 0 or 1 loses nothing."""
    return limit if other is None else (1 - elsewhere) * limit + elsewhere * other


def _narwhals() -> Any:
    return package("narwhals", extra="frames", needed_by=Message("a query engine"))
