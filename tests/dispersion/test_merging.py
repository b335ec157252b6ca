"""Moments of the parts of a nation add up to those of the whole."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nations import nation

from balanced_edu.dispersion import Moments, moments


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(1, 2000), st.integers(0, 5000)), min_size=1, max_size=40),
    st.data(),
)
def test_moments_of_parts_add_up_to_the_whole_in_any_order(
    rows: list[tuple[int, int, int]], data: st.DataObject
) -> None:
    part = data.draw(st.lists(st.integers(0, 3), min_size=len(rows), max_size=len(rows)))
    groups, pupils, totals = (np.array(column) for column in zip(*rows, strict=True))
    pieces = [
        moments(totals[piece], pupils[piece], groups=groups[piece])
        for piece in (np.array(part) == number for number in data.draw(st.permutations(range(4))))
        if piece.any()
    ]
    whole = moments(totals, pupils, groups=groups)
    merged = sum(pieces[1:], start=pieces[0])
    assert merged.ids is not None
    np.testing.assert_array_equal(merged.ids, whole.ids)  # type: ignore[arg-type]
    np.testing.assert_array_equal(merged.pupils, whole.pupils)
    np.testing.assert_allclose(merged.totals, whole.totals, rtol=1e-12)
    np.testing.assert_allclose(merged.coefficient, whole.coefficient, rtol=1e-12, atol=1e-12)


@given(st.integers(1, 1000), st.integers(1, 1000), st.lists(st.integers(1, 500), min_size=2, max_size=20), st.data())
def test_merged_equal_schools_give_exactly_0(total: int, per: int, sizes: list[int], data: st.DataObject) -> None:
    cut = data.draw(st.integers(1, len(sizes) - 1))
    parts = [
        moments([total * size for size in piece], [per * size for size in piece])
        for piece in (sizes[:cut], sizes[cut:])
    ]
    assert (parts[0] + parts[1]).coefficient == 0


def test_unknown_stays_unknown_when_merged_and_the_empty_adds_nothing() -> None:
    known, unknown = moments([[1, 2], [3, 4]], [1, 1]), moments([[np.nan], [3]], [1])
    both = known + unknown
    assert np.isnan(both.coefficient).tolist() == [True, False]
    nobody = moments(np.empty((2, 0)), [])
    np.testing.assert_array_equal((known + nobody).coefficient, known.coefficient)
    np.testing.assert_array_equal((nobody + unknown).coefficient, unknown.coefficient)
    with pytest.raises(ValueError, match="with ids of groups cannot be added to moments without ids"):
        known + moments([1], [1], groups=[1])


def test_moments_of_the_whole_nation_in_chunks() -> None:
    columns = nation(30_000)
    key = columns["county"] * 2 + columns["stage"]
    whole = moments(columns["totals"], columns["pupils"], groups=key)
    parts: Moments | None = None
    for rows in np.array_split(np.arange(30_000), 7):
        part = moments(columns["totals"][:, rows], columns["pupils"][rows], groups=key[rows])
        parts = part if parts is None else parts + part
    assert parts is not None
    np.testing.assert_allclose(parts.coefficient, whole.coefficient, rtol=1e-12)


def test_groups_without_pupils_are_merged_without_a_warning() -> None:
    nobody = moments([0.0], [0.0], groups=["a"])
    both = nobody + moments([0.0, 3.0], [0.0, 1.0], groups=["a", "b"])
    assert both.pupils.tolist() == [0, 1]
    assert np.isnan(both.coefficient[0])
    assert both.coefficient[1] == 0
    with pytest.raises(
        ValueError, match="with ids of groups cannot be added to moments without ids; give groups to both"
    ):
        nobody + Moments(None, np.float64(1), np.float64(1), np.float64(0))  # type: ignore[arg-type]


def test_very_large_ids_are_merged_as_integers() -> None:
    one = moments([1, 3], [1, 1], groups=np.array([-5, 2**60 + 1]))
    two = moments([1, 3], [1, 1], groups=np.array([2**60, 2**63 + 5], dtype=np.uint64))
    assert [int(id) for id in (one + two).ids] == [-5, 2**60, 2**60 + 1, 2**63 + 5]  # type: ignore[union-attr]
    larger = moments([1], [1], groups=np.array([2**70], dtype=object))
    assert [int(id) for id in (one + larger).ids] == [-5, 2**60 + 1, 2**70]  # type: ignore[union-attr]
