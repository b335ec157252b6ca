"""The widths of the columns of a printed table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balanced_edu.report.widths import shared_room

CASES = [
    # rows of widths of texts, least, most, room, and the widths of the columns
    ([[4, 90], [4, 30]], [4, 8], 60, 50, [4, 46]),
    ([[4, 90], [4, 30]], [4, 8], 60, 200, [4, 60]),
    ([[40, 40]], [8, 8], 60, 60, [40, 20]),
    ([[8, 8]], [8, 8], 60, 200, [8, 8]),
    ([[90, 90]], [8, 8], 60, 10, [8, 8]),
    ([], [8], 60, 100, [8]),
]


@pytest.mark.parametrize(("rows", "least", "most", "room", "widths"), CASES)
def test_what_makes_rows_high_gets_the_room(
    rows: list[list[int]], least: list[int], most: int, room: int, widths: list[int]
) -> None:
    assert shared_room(rows, least, most, room) == widths


@given(st.lists(st.tuples(*[st.integers(0, 300)] * 3), max_size=150), st.integers(30, 300))
def test_columns_are_never_narrower_than_they_must_be_nor_wider_than_the_room(
    rows: list[tuple[int, ...]], room: int
) -> None:
    widths = shared_room(rows, [8, 4, 10], 60, room)
    assert all(width >= least for width, least in zip(widths, [8, 4, 10], strict=True))
    assert sum(widths) <= room
    assert max(widths) <= 61
