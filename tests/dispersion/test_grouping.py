"""Rows sorted by group: where they are, and sums over them, chunk by chunk."""

from __future__ import annotations

import numpy as np

from balanced_edu.dispersion.grouping import GroupedRows


def test_chunks_are_cut_where_a_group_ends() -> None:
    groups = GroupedRows.of(np.array([0, 0, 0, 1, 1, 3, 3, 3, 3, 4]))
    assert (groups.starts.tolist(), groups.lengths.tolist()) == ([0, 3, 5, 9], [3, 2, 4, 1])
    parts = [((rows.start, rows.stop), (members.start, members.stop)) for rows, members in groups.chunks(size=5)]
    assert parts == [((0, 5), (0, 2)), ((5, 10), (2, 4))]
    assert [rows.stop - rows.start for rows, _ in groups.chunks(size=1)] == [3, 2, 4, 1]
    some = groups.chunks(slice(1, 3), size=100)
    assert [((rows.start, rows.stop), (members.start, members.stop)) for rows, members in some] == [((3, 9), (1, 3))]
    part = groups.within(slice(5, 10), slice(2, 4))
    assert (part.starts.tolist(), part.lengths.tolist()) == ([0, 4], [4, 1])
    assert part.sums(np.array([[1.0, 2, 3, 4, 5]])).tolist() == [[10, 5]]
    assert part.to_rows(np.array([7.0, 8])).tolist() == [7, 7, 7, 7, 8]
    assert groups.rows(2) == slice(5, 9)
