"""Rows of schools sorted by group: where the rows of each group are, and sums over them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from balanced_edu.tolerances import NO_SPREAD

if TYPE_CHECKING:
    from numpy.typing import NDArray


@attrs.frozen(slots=True, eq=False)
class GroupedRows:
    """Rows that are sorted by group: where the rows of each group start, and how many they are."""

    starts: NDArray[np.intp]
    lengths: NDArray[np.intp]

    @classmethod
    def of(cls, ids: NDArray[Any]) -> GroupedRows:
        """The groups of rows with equal ids, which are sorted."""
        # Not by inequality: a masked value is neither equal nor unequal to another.
        same = np.concatenate([np.zeros(ids[:1].size, dtype=np.bool_), ids[1:] == ids[:-1]])
        starts = np.flatnonzero(~same)
        return cls(starts, np.diff(starts, append=ids.size))

    def chunks(self, groups: slice = slice(None), size: int = 16_384) -> Iterator[tuple[slice, slice]]:
        """Whole groups of about `size` rows together, as a slice of the rows and a slice of the groups.

        A chunk stays in the processor's cache, and no array of the size of the nation is made.
        """
        first, stop, _ = groups.indices(self.starts.size)
        ends = self.starts + self.lengths
        while first < stop:
            start = int(self.starts[first])
            last = min(max(int(np.searchsorted(ends, start + size, side="right")), first + 1), stop)
            yield slice(start, int(ends[last - 1])), slice(first, last)
            first = last

    def within(self, rows: slice, groups: slice) -> GroupedRows:
        """The groups of a chunk, their rows counted from the chunk's first."""
        return GroupedRows(self.starts[groups] - rows.start, self.lengths[groups])

    def rows(self, group: int) -> slice:
        """The rows of a group."""
        return slice(int(self.starts[group]), int(self.starts[group] + self.lengths[group]))

    def sums(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """The sum of each group; the last axis."""
        return np.add.reduceat(values, self.starts, axis=-1)

    def to_rows(self, values: NDArray[Any]) -> NDArray[Any]:
        """The value of each group for each of its rows; the last axis."""
        return values.repeat(self.lengths, axis=-1)


def squared_deviation(rate: Any, mean: Any, pupils: Any) -> Any:
    """Pᵢ (Xᵢ − X̄)² of a school, or of each of many: what it adds to the squared deviation of its group.

    >>> squared_deviation(3, 2, 50)
    50
    """
    return (rate - mean) ** 2 * pupils


def squared_deviations(
    rates: NDArray[np.float64],
    mean: NDArray[np.float64],
    pupils: NDArray[np.float64],
    groups: GroupedRows,
    *,
    out: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    """Σ Pᵢ (Xᵢ − X̄)² of each group of schools: the second pass, after the means.

    `out` is memory to work in, in the shape of the rates, since new memory costs more than arithmetic.
    """
    deviation = np.subtract(rates, groups.to_rows(mean), out=out)
    deviation *= deviation
    deviation *= pupils
    return groups.sums(deviation)


def zero_rounding(
    squares: NDArray[np.float64], mean: NDArray[np.float64], pupils: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Set squared deviations that are no more than rounding around the mean to exactly 0, in place.

    So schools that are all alike do not vary, in whatever order they were added up.
    """
    squares[squares <= pupils * (NO_SPREAD * mean) ** 2] = 0
    return squares
