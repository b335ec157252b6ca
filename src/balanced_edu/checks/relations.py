"""Relations of a value to its limit."""

from __future__ import annotations

import enum
from typing import Any


class Relation(enum.StrEnum):
    """Relation of a value to its limit: 以上/不低于/达到 (at least), 不超过 (at most), 低于 (below), 高于 (above).

    The first two include the limit (Civil Code art. 1259), the others do not.
    """

    AT_LEAST = "at least"
    AT_MOST = "at most"
    BELOW = "below"
    ABOVE = "above"

    def holds(self, value: Any, limit: Any) -> Any:
        """Whether a value holds the limit: a number, an array or an engine's expression."""
        if self is Relation.AT_LEAST:
            return value >= limit
        if self is Relation.AT_MOST:
            return value <= limit
        return value < limit if self is Relation.BELOW else value > limit

    def fails(self, value: Any, limit: Any) -> Any:
        """Whether a value fails the limit; NaN neither holds nor fails."""
        if self is Relation.AT_LEAST:
            return value < limit
        if self is Relation.AT_MOST:
            return value > limit
        return value >= limit if self is Relation.BELOW else value <= limit

    @property
    def upwards(self) -> bool:
        """Whether more is better."""
        return self in (Relation.AT_LEAST, Relation.ABOVE)
