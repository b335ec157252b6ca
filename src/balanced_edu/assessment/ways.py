"""What may or may not count: every way in which it can be is tried, and what is found in all of them stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, combinations
from typing import TYPE_CHECKING, TypeVar

from balanced_edu.checks import Cell, Finding
from balanced_edu.checks.findings import cells_of, changed
from balanced_edu.outcomes import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

TRIED = 4
"""So many that may or may not count are tried: in 2⁴ ways, each of which costs as much as one without gaps."""


def ways(members: Sequence[T], may_not_count: Callable[[T], object]) -> Iterator[list[T] | None]:
    """Every choice of members that can be: first all of them, last those that count for certain.

    If more of them may not count than are tried, the second and last is None, for ways of which nothing is known.

    >>> list(ways(["a", "b?", "c?"], lambda member: "?" in member))
    [['a', 'b?', 'c?'], ['a', 'c?'], ['a', 'b?'], ['a']]
    """
    may = [place for place, member in enumerate(members) if may_not_count(member)]
    tried = range(len(may) + 1) if len(may) <= TRIED else range(1)
    for out in chain.from_iterable(combinations(may, number) for number in tried):
        yield [member for place, member in enumerate(members) if place not in out]
    if len(may) > TRIED:
        yield None


def agreed(found: Sequence[Finding], open_: Iterable[Cell]) -> Finding:
    """What is found in every way, by the figures of the worst; if ways differ, unknown, with the cells that decide.

    Parameters
    ----------
    found
        A finding for each way, first that of the way in which everything counts.
    open_
        The empty cells that leave it open which way it is.
    """
    whole = found[0]
    if len(found) == 1 or (whole.undefined and len({(finding.outcome, finding.undefined) for finding in found}) == 1):
        return whole
    if {finding.outcome for finding in found} in ({Outcome.PASS}, {Outcome.FAIL}):
        return min(found, key=lambda finding: (finding.margin is None, finding.margin or 0))
    return changed(
        _open_between(found, open_),
        unit=whole.unit,
        limit=whole.limit,
        relation=whole.relation,
        campus=whole.campus,
        stage=whole.stage,
        subject=whole.subject,
    )


def same(found: Sequence[Finding], open_: Iterable[Cell]) -> Finding:
    """What is found in every way, if its value is the same in all; else unknown, with the cells that decide.

    Parameters are those of `agreed`; it is for findings without a limit, which are read for their value.
    """
    whole = found[0]
    alike = len({(one.outcome, one.value, one.undefined) for one in found}) == 1 and not whole.missing
    return whole if len(found) == 1 or alike else _open_between(found, open_)


def _open_between(found: Sequence[Finding], open_: Iterable[Cell]) -> Finding:
    """The unknown finding of ways that differ."""
    missing = tuple(dict.fromkeys((*open_, *cells_of(f for f in found if f.outcome is Outcome.UNKNOWN))))
    return Finding(check=found[0].check, outcome=Outcome.UNKNOWN, missing=missing)


def unknown_way(check: str) -> Finding:
    """The finding of ways that are not tried."""
    return Finding(check=check, outcome=Outcome.UNKNOWN)
