"""Columns of tables are read as their cells are, one by one."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from balanced_edu.arrays import Coded
from balanced_edu.checks import at_least, at_most, one_of
from balanced_edu.checks.limits import Bounded
from balanced_edu.nation.columns import FIGURES, read_column, read_local
from balanced_edu.nation.tables import ANY_FACT
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import Subject
from balanced_edu.records.fields import fields_of
from balanced_edu.records.kinds import Kind
from balanced_edu.tables.cells import read_cell
from balanced_edu.tables.columns import text_of
from balanced_edu.units import quantity

FIELDS = {**fields_of(Campus), **fields_of(Subject)}
AREA, CLASSES, SHARE = FIELDS["teaching_area"], FIELDS["primary_classes"], FIELDS["share_at_level_3"]


@pytest.mark.parametrize("name", [name for name, field in FIELDS.items() if field.form in FIGURES])
def test_numbers_are_read_as_single_cells_are(name: str) -> None:
    numbers = [0.0, 1.0, 0.5, 0.25, 3.0, 1e15, 2e15, -1.0, 0.1 + 0.2, 1 / 3, 0.12345, 99.9, 100.0, 100.5, np.inf, 1e-20]
    read = read_column(np.array([*numbers, np.nan]), FIELDS[name])
    unread = read.unread if read.unread is not None else np.zeros(len(numbers) + 1, dtype=bool)
    for number, bad, value in zip(numbers, unread, np.asarray(read.column), strict=False):
        try:
            expected = read_cell(text_of(number), FIELDS[name])
        except Exception:
            assert bad, number
        else:
            assert not bad, number
            assert value == expected


@pytest.mark.parametrize(
    ("given", "name", "expected"),
    [
        (np.array([True, False]), "has_charter", [1, -1]),
        (np.array([1.0, np.nan]), "has_charter", [1, 0]),
        (np.array([0, 1], dtype=np.int8), "has_charter", [-1, 1]),
        (["是", None], "has_charter", [1, 0]),
        (["√", "×"], "has_charter", [1, -1]),
        (np.array(["否", ""]), "has_charter", [-1, 0]),
        ([5, "6", None], "primary_classes", [5, 6, np.nan]),
        (quantity(np.array([0.45, 1.0]), "公顷"), "teaching_area", [4500, 10_000]),
        (np.ma.masked_array(np.array([1, 2]), [True, False]), "primary_classes", [np.nan, 2]),
        (np.array([], dtype=np.float64), "primary_classes", []),
    ],
)
def test_forms_of_columns(given: Any, name: str, expected: list[float]) -> None:
    read = read_column(given, FIELDS[name])
    assert read.unread is None
    np.testing.assert_array_equal(np.asarray(read.column, dtype=float), expected)


def test_a_quantity_of_something_else_is_not_read() -> None:
    read = read_column(quantity(np.array([1.0, 2.0]), "pupil"), AREA)
    assert read.unread is not None
    assert read.unread.tolist() == [True, True]


def test_words_are_read_once_each() -> None:
    words = ["小学", "初级中学", "小学", None, "学堂"]
    for given in (words, np.array(words, dtype=object), np.array([word or "" for word in words])):
        read = read_column(given, FIELDS["kind"])
        assert isinstance(read.column, Coded)
        assert read.column.of_each(lambda kind: kind).tolist() == [Kind.PRIMARY, Kind.JUNIOR, Kind.PRIMARY, None, None]
        assert read.unread is not None
        assert read.unread.tolist() == [False] * 4 + [True]
    many = np.array([f"学堂{n}" for n in range(40)])
    assert read_column(many, FIELDS["kind"]).unread is not None
    assert read_column(np.array([], dtype="U3"), FIELDS["kind"]).unread is None
    by_number = read_column(np.array([7, 10]), FIELDS["sponsor"]).column
    assert isinstance(by_number, Coded)
    assert [sponsor.code for sponsor in by_number.values] == [7, 10]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("given", "unread"),
    [
        ([1, True, None], [False, True, False]),
        ([True, 1, 2], [True, False, False]),
        ([5.0, 0.0, False], [False, False, True]),
        ([0, np.False_, 7], [False, True, False]),
        ([True, True, None], [True, True, False]),
    ],
    ids=str,
)
def test_a_judgement_among_figures_is_none_of_them(given: list[Any], unread: list[bool]) -> None:
    """True is the same key as 1, and False as 0."""
    read = read_column(given, CLASSES)
    assert read.unread is not None
    assert read.unread.tolist() == unread


def test_local_facts_are_figures_or_judgements() -> None:
    read = read_local(["0.5", "是", 3, None, True], ANY_FACT)
    assert isinstance(read.column, Coded)
    assert read.column.of_each(lambda value: value).tolist() == [0.5, True, 3, None, True]
    mixed = read_local([1, True, False, 0, None], ANY_FACT).column
    assert isinstance(mixed, Coded)
    assert mixed.of_each(repr).tolist() == ["1", "True", "False", "0", "None"]
    assert read_local(["达标"], ANY_FACT).unread is not None


def test_rooms_of_which_one_is_unknown_are_not_read() -> None:
    rooms = np.array([[96.0, np.nan], [np.nan, np.nan], [90.0, 0.0], [-1.0, 0.0]])
    read = read_column(rooms, FIELDS["music_room_areas"])
    assert read.unread is not None
    assert read.unread.tolist() == [True, False, False, True]
    assert read_column(np.array([["96", "x"]], dtype=object), FIELDS["music_room_areas"]).column is not None


# Checks of such columns.

BOUNDED = Bounded(
    value=np.array([45.0, np.nan, np.nan, np.nan, np.nan]),
    least=np.array([45.0, 46.0, 41.0, 0.0, np.nan]),
    most=np.array([45.0, 50.0, 50.0, 45.0, np.nan]),
)


def test_bounds_decide_what_they_can() -> None:
    assert at_most(45).outcomes(BOUNDED).tolist() == [1, -1, 0, 1, 0]
    assert at_least(46).outcomes(BOUNDED).tolist() == [-1, 1, 0, -1, 0]


def test_properties_of_coded_columns() -> None:
    kinds = Coded((Kind.PRIMARY, None, Kind.SPECIAL), np.array([0, 1, 2, 0]))
    assert one_of([Kind.PRIMARY]).outcomes(kinds).tolist() == [1, 0, -1, 1]
    assert kinds.take(np.array([2])).codes.tolist() == [2]


WORDS = {
    "few": ["语文", "数学", "科学"],
    "of the same first letters": ["语文", "语文一", "语文二", "语", ""],
    "of one letter": ["甲", "乙", ""],
    "as many as have a number each": [f"科目{at}" for at in range(32)],
    "more than these": [f"科目{at}" for at in range(33)],
    "in the other order of bytes": ["语文", "数学"],
}


@pytest.mark.parametrize("way", WORDS)
@pytest.mark.parametrize("rows", [40, 40_000])
def test_words_of_arrays_are_those_of_lists(way: str, rows: int) -> None:
    words = WORDS[way]
    # The last one stands in the last row only.
    at = np.append(np.random.default_rng(5).integers(0, max(1, len(words) - 1), rows - 1), len(words) - 1)
    array = np.array(words)[at]
    if way == "in the other order of bytes":
        array = array.astype(array.dtype.newbyteorder())
    read = read_column(array, FIELDS["subject"]).column
    alone = read_column(array.tolist(), FIELDS["subject"]).column
    assert isinstance(read, Coded)
    assert isinstance(alone, Coded)
    assert read.values[read.codes].tolist() == alone.values[alone.codes].tolist() == [word or None for word in array]
