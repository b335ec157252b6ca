"""Columns of tables are read as their cells are, one by one."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from balanced_edu.arrays import Coded
from balanced_edu.checks import at_least, at_most, one_of
from balanced_edu.checks.limits import Bounded
from balanced_edu.nation import columns
from balanced_edu.nation.columns import FIGURES, ranks, read_column, read_local
from balanced_edu.nation.tables import ANY_FACT
from balanced_edu.notes import ReadingError
from balanced_edu.records.bands import Band
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import Guarantee, Subject
from balanced_edu.records.fields import LARGEST_FIGURE, fields_of
from balanced_edu.records.kinds import Kind
from balanced_edu.tables.cells import read_cell
from balanced_edu.tables.columns import text_of
from balanced_edu.units import quantity

FIELDS = {**fields_of(Campus), **fields_of(Subject), **fields_of(Guarantee)}
AREA, CLASSES, SHARE = FIELDS["teaching_area"], FIELDS["primary_classes"], FIELDS["share_at_level_3"]


@pytest.mark.parametrize("name", [name for name, field in FIELDS.items() if field.form in FIGURES])
def test_numbers_are_read_as_single_cells_are(name: str) -> None:
    numbers = [0.0, 1.0, 0.5, 0.25, 3.0, 1e15, 2e15, -1.0, 0.1 + 0.2, 1 / 3, 0.12345, 99.9, 100.0, 100.5, np.inf, 1e-20]
    numbers += [
        -0.5,
        0.0001,
        1.0001,
        2.0,
        101.0,
        99999999999.9999,
        1e11 + 0.5,
        1e11 + 0.0001,
        123456789012.25,
        1e305,
        1e15 + 1,
    ]
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


@pytest.mark.parametrize("name", ["teaching_area", "primary_classes", "primary_zoned_percent", "share_at_level_3"])
@pytest.mark.parametrize("kind", [np.int64, np.uint8, np.float64, object])
def test_whole_numbers_are_read_as_single_cells_are(name: str, kind: Any) -> None:
    numbers = [0, 1, 2, 100, 101, 200] if kind is np.uint8 else [0, 1, 2, 100, 101, -1, 2 * 10**15, 10**15]
    read = read_column(np.array(numbers, dtype=kind), FIELDS[name])
    unread = read.unread if read.unread is not None else np.zeros(len(numbers), dtype=bool)
    for number, bad, value in zip(np.array(numbers, dtype=kind).tolist(), unread, np.asarray(read.column), strict=True):
        try:
            expected = read_cell(text_of(number), FIELDS[name])
        except ReadingError:
            assert bad, number
        else:
            assert (bad, value) == (False, expected), number


# Columns, the field and the factor of their heading, and the figures; those that are not read are None.
UNITS: dict[str, tuple[Any, str, int, list[float | None]]] = {
    "ten thousands": (np.array([20.1, 180.07, np.nan]), "equipment_value", 10_000, [201_000, 1_800_700, np.nan]),
    "ten thousands that are whole": (np.array([2, 0]), "equipment_value", 10_000, [20_000, 0]),
    "single precision": (np.array([1.1, np.nan], dtype=np.float32), "teaching_area", 1, [1.1, np.nan]),
    "single precision, masked": (
        np.ma.array([1.1, 2.2], dtype=np.float32, mask=[False, True]),
        "teaching_area",
        1,
        [1.1, np.nan],
    ),
    "ten thousands in texts": (["20.1", None, "x"], "equipment_value", 10_000, [201_000, np.nan, None]),
    "ten thousands that are too many": (np.array([2e11, 1e11]), "equipment_value", 10_000, [None, 1e15]),
    "quantities below a heading with a unit": (
        quantity(np.array([0.45, 1.0]), "公顷"),
        "teaching_area",
        10_000,
        [4500, 10_000],
    ),
    "quantities of a share": (quantity(np.array([45.0, 101.0]), "percent"), "share_at_level_3", 1, [0.45, None]),
    "quantities of a percentage": (
        quantity(np.array([0.5, 1.5]), "dimensionless"),
        "primary_zoned_percent",
        1,
        [50, None],
    ),
    "whole quantities": (quantity(np.array([3, -1]), "pupil"), "primary_pupils", 1, [3, None]),
    "hundreds that give no whole number": (np.array([0.05, 0.055]), "primary_pupils", 100, [5, None]),
    "hundreds that give a whole number": (np.array([0.07, 1.15]), "primary_pupils", 100, [7, 115]),
    "judgements for figures": (np.array([True, False]), "primary_pupils", 1, [None, None]),
    "texts among others": (np.array(["1", "", "１２", "-1"]), "primary_pupils", 1, [1, np.nan, 12, None]),
    "Python's numbers": ([1, 2.0, 2.5, Fraction(3)], "primary_pupils", 1, [1, 2, None, 3]),
    "texts by their codes": (Coded(("1", "x"), np.array([1, 0, 0])), "primary_pupils", 1, [None, 1, 1]),
    "masked texts": (np.ma.array(["1", "x"], mask=[False, True]), "primary_pupils", 1, [1, np.nan]),
    "quantities one by one, as single cells": ([quantity(3, "pupil"), None], "primary_pupils", 1, [None, np.nan]),
    "amounts with more digits than a float has": (["0.1234567890123456"], "teaching_area", 1, [None]),
}


@pytest.mark.parametrize("way", UNITS)
def test_figures_in_units(way: str) -> None:
    given, name, factor, expected = UNITS[way]
    read = read_column(given, FIELDS[name], factor)
    unread = [number is None for number in expected]
    assert (None if read.unread is None else read.unread.tolist()) == (unread if any(unread) else None)
    assert read.unread is None or read.unread.dtype == np.bool_
    figures = [np.nan if number is None else number for number in expected]
    np.testing.assert_array_equal(np.asarray(read.column, dtype=float), figures)
    assert np.asarray(read.column).dtype == np.float64


def test_each_of_many_figures_is_looked_at() -> None:
    numbers, wrong = np.ones(40_000), [5, 16_383, 16_384, 39_999]
    numbers[wrong] = -1, 0.5, np.inf, 1e16
    for given in (numbers, numbers.astype(object)):
        read = read_column(given, CLASSES)
        assert read.unread is not None
        assert np.flatnonzero(read.unread).tolist() == wrong
        np.testing.assert_array_equal(np.isnan(np.asarray(read.column)), read.unread)


def _exactly(column: Any) -> Bounded:
    return Bounded(value=column, least=column, most=column)


# Sizes of classes, and what each is at least and at most; a size that is known is both.
SIZES: dict[str, tuple[Any, list[tuple[float, float]]]] = {
    "numbers": (np.array([45, 0]), [(45, 45), (0, 0)]),
    "texts of numbers": (["45", None], [(45, 45), (np.nan, np.nan)]),
    "a band": (["45", "46-50", None], [(45, 45), (46, 50), (np.nan, np.nan)]),
    "a band of Python": ([Band(46, 51), 45], [(46, 50), (45, 45)]),
    "a band without an end": (["66人及以上", "0"], [(66, np.nan), (0, 0)]),
    "texts of numbers alone": (["45", "0"], [(45, 45), (0, 0)]),
    "a band of one number": ([Band(45, 46), Band(44, 46)], [(45, 45), (44, 45)]),
}


@pytest.mark.parametrize("way", SIZES)
def test_sizes_in_bands(way: str) -> None:
    given, expected = SIZES[way]
    read = read_column(given, FIELDS["primary_largest_class"])
    assert read.unread is None
    bounds = read.column if isinstance(read.column, Bounded) else _exactly(read.column)
    np.testing.assert_array_equal(np.stack([bounds.least, bounds.most], axis=1), expected)
    assert {of.dtype for of in (bounds.value, bounds.least, bounds.most)} == {np.dtype(np.float64)}
    np.testing.assert_array_equal(bounds.value, [least if least == most else np.nan for least, most in expected])


# Areas of rooms, and what each campus has at least and at most.
AREAS: dict[str, tuple[Any, list[list[float]], list[list[float]]]] = {
    "lists": ([[96, 100], [90], None], [[96, 100], [90, 0], [np.nan] * 2], [[96, 100], [90, 0], [np.nan] * 2]),
    "lists of one length": ([[96, 100], [90, 90.5]], [[96, 100], [90, 90.5]], [[96, 100], [90, 90.5]]),
    "numbers": (np.array([[96, 100], [90, 0]]), [[96, 100], [90, 0]], [[96, 100], [90, 0]]),
    "numbers as objects": (np.array([[96, "100"], [None, None]]), [[96, 100], [np.nan] * 2], [[96, 100], [np.nan] * 2]),
    "of single precision": (np.array([[96.1]], dtype=np.float32), [[96.1]], [[96.1]]),
    "texts": (["96;100.5", "0", ""], [[96, 100.5], [0, 0], [np.nan] * 2], [[96, 100.5], [0, 0], [np.nan] * 2]),
    "one number each": ([96, 90.5], [[96], [90.5]], [[96], [90.5]]),
    "nobody has any": (["0", None], [[0], [np.nan]], [[0], [np.nan]]),
    "nothing is known": ([None, None], [[np.nan], [np.nan]], [[np.nan], [np.nan]]),
    "bands": (
        [(Band(73, 96), 100), (90,), None],
        [[73, 100], [90, 0], [np.nan] * 2],
        [[96, 100], [90, 0], [np.nan] * 2],
    ),
    "a band without an end": ([(Band(96),), (90,)], [[96], [90]], [[LARGEST_FIGURE], [90]]),
}


@pytest.mark.parametrize("way", AREAS)
def test_areas_of_rooms_with_their_bounds(way: str) -> None:
    given, least, most = AREAS[way]
    read = read_column(given, FIELDS["music_room_areas"])
    assert read.unread is None
    bounds = read.column if isinstance(read.column, Bounded) else _exactly(read.column)
    np.testing.assert_array_equal(bounds.least, least)
    np.testing.assert_allclose(bounds.most, most, rtol=1e-10)  # what is just below an end, where it is one
    exact = [np.array_equal(low, high, equal_nan=True) for low, high in zip(least, most, strict=True)]
    np.testing.assert_array_equal(bounds.value, np.where(np.array(exact)[:, np.newaxis], least, np.nan))


@pytest.mark.parametrize(
    ("rooms", "unread"),
    [
        ([[96.0, np.nan], [np.nan, np.nan], [90.0, 0.0]], [True, False, False]),
        ([[0.0, -1.0], [96.0, 1e15], [96.0, 2e15]], [True, False, True]),
        ([[96, 0], [96, -1]], [False, True]),
    ],
    ids=["unknown", "out of range", "whole"],
)
def test_areas_of_rooms_that_are_not_read(rooms: list[list[float]], unread: list[bool]) -> None:
    read = read_column(np.array(rooms), FIELDS["music_room_areas"])
    assert read.unread is not None
    assert read.unread.tolist() == unread


@pytest.mark.parametrize(
    ("given", "name"),
    [
        (np.array([[5, 6], [7, 8]]), "primary_pupils"),
        (np.array([[0.5, 0.6], [0.7, 0.8]]), "teaching_area"),
        (np.array([[True, False], [True, True]]), "music_room_areas"),
        (np.array([["小学", "初中"], ["初中", "小学"]]), "kind"),
        (np.array([[True, False], [True, True]]), "has_charter"),
    ],
    ids=["figures", "amounts", "judgements for areas", "words", "judgements"],
)
def test_several_values_in_a_row_are_not_read(given: Any, name: str) -> None:
    read = read_column(given, FIELDS[name])
    assert read.unread is not None
    assert read.unread.tolist() == [True, True]


def test_a_value_in_each_row_of_a_table_of_one_column() -> None:
    assert np.asarray(read_column(np.array([[5], [7]]), CLASSES).column).tolist() == [5, 7]


@pytest.mark.parametrize("name", ["school_code", "parent_code"])
def test_codes_of_many_digits_keep_them_where_some_are_masked(name: str) -> None:
    codes = read_column(np.ma.array([330301000000000001, 5], mask=[False, True]), FIELDS[name]).column
    assert isinstance(codes, Coded)
    assert codes.values[codes.codes].tolist() == ["330301000000000001", None]


def test_grades_have_ranks() -> None:
    grades = read_column(["优", None, "合格"], FIELDS["moral_education"]).column
    assert isinstance(grades, Coded)
    found = ranks(grades)
    np.testing.assert_array_equal(found, [value.rank if value else np.nan for value in grades.values[grades.codes]])
    assert found.dtype == np.float64


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
    by_code = read_local(Coded(("0.5", "是"), np.array([1, 0, 1])), ANY_FACT).column
    assert isinstance(by_code, Coded)
    assert by_code.of_each(repr).tolist() == ["True", "0.5", "True"]


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


@pytest.mark.parametrize("way", [way for way in WORDS if way != "more than these"])
@pytest.mark.parametrize("rows", [40, 40_000])
def test_few_words_of_arrays_are_told_apart_all_together(way: str, rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """No object of Python is made for each row."""
    monkeypatch.setattr(columns, "_by_key", lambda _: pytest.fail("an object for each row"))
    array = np.array((WORDS[way] * rows)[:rows])
    read = read_column(array, FIELDS["subject"]).column
    assert isinstance(read, Coded)
    assert read.values[read.codes].tolist() == [word or None for word in array]
    assert len(read.values) == len(WORDS[way])


def test_numbers_of_words_are_told_apart_all_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "_by_key", lambda _: pytest.fail("an object for each row"))
    assert read_column(np.array([7, 10, 7]), FIELDS["sponsor"]).unread is None


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
