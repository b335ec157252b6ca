"""How the rows of a table belong together: the counties' ids as numbers, and rows sorted by stage and county."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from balanced_edu.arrays import Coded
from balanced_edu.dispersion.grouping import GroupedRows
from balanced_edu.records.kinds import COMPULSORY, Stage

if TYPE_CHECKING:
    from numpy.typing import NDArray


@attrs.frozen(slots=True, eq=False, kw_only=True)
class RowOrder:
    """How rows belong together, sorted by stage and county.

    Attributes
    ----------
    ids
        Stage and county of each group of rows as one number: the stage's code times the number of counties, and the
        county's place among them. A stage of a county without rows is no group.
    groups
        The groups of rows.
    first_junior
        The first group of the junior stage; those before are of the primary stage.
    positions
        The given position of each sorted row; None if the rows were given sorted.
    rows
        How many rows were given, those that take no part among them.
    """

    ids: NDArray[np.intp]
    groups: GroupedRows
    first_junior: int
    positions: NDArray[np.intp] | None
    rows: int

    @classmethod
    def of(
        cls, places: NDArray[Any], stages: NDArray[Any], counties: int, without: NDArray[np.intp] | None = None
    ) -> RowOrder:
        """The order of rows, from the place of each row's county among so many `counties`, and its stage's code.

        Rows at the positions `without` take no part.
        """
        if without is not None and without.size:
            rest = np.delete(np.arange(places.size), without)
            order = cls.of(places[rest], stages[rest], counties)
            taking_part = rest if order.positions is None else rest[order.positions]
            return attrs.evolve(order, positions=taking_part, rows=places.size)
        group = np.multiply(stages, counties, dtype=places.dtype, casting="unsafe")
        group += places
        positions = None
        if np.any(group[1:] < group[:-1]):
            if np.any(places[1:] < places[:-1]):
                positions = np.argsort(group, kind="stable")
            else:
                positions = np.concatenate([np.flatnonzero(stages == stage) for stage, _ in enumerate(COMPULSORY)])
            group = group.take(positions)
        groups = GroupedRows.of(group)
        ids = group[groups.starts].astype(np.intp)
        first_junior = int(np.searchsorted(ids, counties))
        return cls(ids=ids, groups=groups, first_junior=first_junior, positions=positions, rows=places.size)

    def stages(self) -> Iterator[tuple[Stage, slice]]:
        """Each stage with its groups."""
        primary, junior = COMPULSORY
        yield primary, slice(0, self.first_junior)
        yield junior, slice(self.first_junior, self.ids.size)

    def sorted(self, given: NDArray[np.float64], out: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
        """A figure of each row, sorted; the array itself if the rows were given sorted."""
        return given if self.positions is None else given.take(self.positions, out=out, mode="clip")

    def as_given(self, rows: NDArray[Any], otherwise: Any = np.nan) -> NDArray[Any]:
        """Sorted rows in the order in which they were given, the last axis; `otherwise` where one takes no part."""
        if self.positions is None:
            return rows
        shape = (*rows.shape[:-1], self.rows)
        given = (
            np.empty(shape, rows.dtype) if self.positions.size == self.rows else np.full(shape, otherwise, rows.dtype)
        )
        given.T[self.positions] = rows.T
        return given

    @property
    def without(self) -> NDArray[np.intp]:
        """The given positions of the rows that take no part."""
        if self.positions is None or self.positions.size == self.rows:
            return np.empty(0, dtype=np.intp)
        return np.delete(np.arange(self.rows), self.positions)

    def given(self, rows: slice) -> NDArray[np.intp]:
        """The given positions of sorted rows."""
        return np.arange(rows.start, rows.stop) if self.positions is None else self.positions[rows]


def places_of(ids: NDArray[Any] | Coded) -> tuple[NDArray[Any], NDArray[Any]]:
    """Distinct ids, ascending, and the place of each row's id among them.

    Places have as many bits as it takes to number the groups of both stages: up to 16 are sorted by their digits, three
    times as fast as more.
    """
    if isinstance(ids, Coded):
        used, places = places_of(ids.codes)
        texts = ids.values[used].tolist()
        place = {text: place for place, text in enumerate(sorted(set(texts)))}
        counties = np.array(list(place), dtype=ids.values.dtype)
        return counties, np.array([place[text] for text in texts], dtype=places.dtype).take(places)
    changes = ids[1:] != ids[:-1]
    if 0 < 2 * np.count_nonzero(changes) <= ids.size:
        # Rows of one county are mostly adjacent: then one of them is looked up for all.
        heads = np.concatenate([[0], np.flatnonzero(changes) + 1])
        counties, places = _places_singly(ids[heads])
        return counties, np.repeat(places, np.diff(heads, append=ids.size))
    return _places_singly(ids)


def _places_singly(ids: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    if ids.dtype.kind in "iu" and ids.size:
        low, high = int(ids.min()), int(ids.max())
        if high - low <= 8 * ids.size:
            # County codes have six digits: a table of all between them is read faster than anything is sorted.
            offset = np.subtract(ids, ids.dtype.type(low), dtype=np.int64, casting="unsafe")
            present = np.zeros(high - low + 1, dtype=np.bool_)
            present[offset] = True
            distinct = np.flatnonzero(present)
            place = np.empty(present.size, dtype=np.min_scalar_type(2 * distinct.size))
            place[distinct] = np.arange(distinct.size)
            # In their type, in which what overflows at first comes out right.
            return distinct.astype(ids.dtype) + ids.dtype.type(low), place.take(offset, mode="clip")
    counties, places = np.unique(ids, return_inverse=True)
    return counties, places.astype(np.min_scalar_type(2 * counties.size))
