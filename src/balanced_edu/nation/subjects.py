"""What items judge, as columns: counties, campuses, stages of campuses, subjects, groups, and sums over several."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from balanced_edu.checks.limits import Bounded
    from balanced_edu.outcomes import Outcomes


@attrs.frozen(slots=True, eq=False)
class Scope(Mapping[str, Any]):
    """The properties that a standard's scopes ask for, by name; each is made when a scope asks for it.

    >>> scope = Scope(len)
    >>> scope["pupils"], dict(scope), len(scope)
    (6, {'pupils': 6}, 1)
    """

    find: Callable[[str], Any]
    made: dict[str, Any] = attrs.field(factory=dict)

    def __getitem__(self, name: str) -> Any:
        if name not in self.made:
            self.made[name] = self.find(name)
        return self.made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.made)

    def __len__(self) -> int:
        return len(self.made)


@attrs.frozen(slots=True, eq=False, kw_only=True)
class Subjects:
    """What an item judges one by one, as columns.

    Attributes
    ----------
    places
        The place of each one's county.
    figures
        Gives the figures of a name, with their bounds.
    judgements
        Gives the judgements of a name as outcomes.
    scope
        The properties that scopes ask for.
    open
        Which of them there may not be.
    nobody
        Which are sums of nothing.
    rows
        The campus of each, where they are campuses or stages of campuses.
    """

    places: NDArray[np.intp]
    figures: Callable[[str], Bounded]
    judgements: Callable[[str], Outcomes]
    scope: Scope
    open: NDArray[np.bool_]
    nobody: NDArray[np.bool_]
    rows: NDArray[np.intp] | None = None

    @property
    def size(self) -> int:
        """How many there are."""
        return self.places.size

    def outcomes(self, where: Any) -> Outcomes:
        """Which of them are in a scope."""
        return np.broadcast_to(where.outcomes(self.scope), self.places.shape)


def nothing(size: int) -> NDArray[np.bool_]:
    """None of so many."""
    return np.zeros(size, dtype=np.bool_)
