"""The tables that many counties hand in: their columns and headings, and of which county each row is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from balanced_edu.arrays import Coded
from balanced_edu.errors import InputError
from balanced_edu.nation.source import read_singly, source_of
from balanced_edu.nation.tables import ANY_FACT, GivenTable, check_headings, given_table, name_of_fact, spelt_out
from balanced_edu.records.campus import Campus
from balanced_edu.records.fields import fields_of
from balanced_edu.units import quantity


def campuses(**columns: Any) -> GivenTable:
    return given_table("f", "campuses", {"county": ["甲", "乙", "甲"], **columns})


@pytest.mark.parametrize("heading", ["county", "县", "区县", "县（市、区）"])
def test_the_column_of_counties(heading: str) -> None:
    table = given_table("f", "counties", {"fraud": [True, False], heading: ["甲", "乙"]})
    assert (table.name, table.county, table.rows) == ("counties", heading, 2)
    assert set(table.fields) == {"fraud"}


def test_what_headings_mean() -> None:
    headings = ("primary_pupils", "教学仪器设备值（万元）", "教学仪器设备值_", "办学 性质")
    table = campuses(**{heading: [None] * 3 for heading in headings})
    fields = fields_of(Campus)
    assert dict(table.fields) == {
        "primary_pupils": ("primary_pupils", fields["primary_pupils"], 1),
        "equipment_value": ("教学仪器设备值（万元）", fields["equipment_value"], 10_000),
        "ownership": ("办学 性质", fields["ownership"], 1),
    }
    facts = given_table("f", "counties", {"county": [1], "local.posts": [2], "有弄虚作假行为": [True], "other": [3]})
    assert {name: (heading, factor) for name, (heading, _, factor) in facts.fields.items()} == {
        "local.posts": ("local.posts", 1),
        "fraud": ("有弄虚作假行为", 1),
    }
    assert facts.fields["local.posts"][1] is ANY_FACT


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("fraud", "fraud"),
        ("有弄虚作假行为", "fraud"),
        ("local.posts", "local.posts"),
        ("name", "name"),
        ("县名称", "name"),
        ("other", ""),
    ],
)
def test_names_of_facts(heading: str, name: str) -> None:
    assert name_of_fact(heading) == name


# What is given as a column, the type that it is then, and its values.
COLUMNS: dict[str, tuple[Any, type, list[Any]]] = {
    "a list": ([1, "x", None], list, [1, "x", None]),
    "a tuple": ((1, 2, 3), tuple, [1, 2, 3]),
    "an array": (np.array([1, 2, 3]), np.ndarray, [1, 2, 3]),
    "a masked array": (np.ma.array([1, 2, 3], mask=[False, True, False]), np.ma.MaskedArray, [1, None, 3]),
    "a series of pandas": (pd.Series([1, 2, 3]), np.ndarray, [1, 2, 3]),
    "an array of Arrow": (pa.array([1, 2, 3]), np.ndarray, [1, 2, 3]),
}


@pytest.mark.parametrize("way", COLUMNS)
def test_columns_as_they_are_given(way: str) -> None:
    given, kind, values = COLUMNS[way]
    column = campuses(books=given).columns["books"]
    assert type(column) is kind
    assert column is given or kind is np.ndarray
    assert (column.tolist() if isinstance(column, np.ndarray) else list(column)) == values


def test_quantities_keep_their_unit() -> None:
    given = quantity(np.array([1.0, 2.0, 3.0]), "公顷")
    assert campuses(teaching_area=given).columns["teaching_area"] is given


@pytest.mark.parametrize(
    "value",
    ["小学", b"x", 5, None, Campus, {0: "小学"}],
    ids=["text", "bytes", "number", "nothing", "type", "by position"],
)
def test_a_single_value_is_a_column_of_one_row(value: Any) -> None:
    assert given_table("f", "campuses", {"county": [1], "kind": value}).columns["kind"] == [value]
    assert given_table("f", "campuses", {"county": "甲", "kind": [1]}).rows == 1


MAKERS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "pandas": pd.DataFrame,
    "nullable pandas": lambda columns: pd.DataFrame(columns).convert_dtypes(),
    "polars": pl.DataFrame,
    "lazy polars": pl.LazyFrame,
    "Arrow": pa.table,
}


@pytest.mark.parametrize("library", MAKERS)
def test_tables_of_other_libraries(library: str) -> None:
    judgements = [True, False, True]
    columns = {"county": ["甲", "乙", "甲"], "books": [1, 2, 3], "boarding": judgements, "area": [0.5, 1, None]}
    table = given_table("f", "campuses", MAKERS[library](columns))
    assert list(table.columns) == list(columns)
    assert (table.county, table.rows) == ("county", 3)
    assert spelt_out(table.columns["county"]).tolist() == ["甲", "乙", "甲"]
    assert isinstance(table.columns["county"], Coded)
    for name, dtype in (("books", np.int64), ("boarding", np.bool_), ("area", np.float64)):
        assert table.columns[name].dtype == dtype
        np.testing.assert_array_equal(table.columns[name], np.array(columns[name], dtype=dtype))


@pytest.mark.parametrize("library", [library for library in MAKERS if library != "pandas"])
def test_unknown_values_of_other_libraries(library: str) -> None:
    columns = {"county": ["甲", "乙"], "books": [None, 2], "boarding": [True, None], "parent_code": [None, "7"]}
    table = given_table("f", "campuses", MAKERS[library](columns))
    np.testing.assert_array_equal(table.columns["books"], [np.nan, 2.0])
    assert table.columns["books"].dtype == np.float64
    assert table.columns["boarding"].dtype == table.columns["parent_code"].dtype == object
    assert [value is True for value in table.columns["boarding"]] == [True, False]
    assert table.columns["parent_code"][1] == "7"


@pytest.mark.parametrize("library", ["polars", "lazy polars", "Arrow"])
@pytest.mark.parametrize("code", [330301000000000001, -330301000000000001])
def test_codes_of_many_digits_beside_empty_cells_keep_their_digits(library: str, code: int) -> None:
    columns = {"county": ["甲", "乙"], "parent_code": [code, None]}
    table = given_table("f", "campuses", MAKERS[library](columns))
    assert table.columns["parent_code"].tolist() == [code, None]


SERIES: list[Callable[[list[Any]], Any]] = [pl.Series, pa.array, lambda codes: pa.chunked_array([codes])]


@pytest.mark.parametrize("make", SERIES, ids=["polars", "Arrow", "in pieces"])
@pytest.mark.parametrize("code", [330301000000000001, -330301000000000001])
def test_codes_of_many_digits_keep_their_digits_in_columns_of_other_libraries(make: Any, code: int) -> None:
    assert campuses(parent_code=make([None, code, 5])).columns["parent_code"].tolist() == [None, code, 5]


def test_large_figures_of_other_libraries_are_figures() -> None:
    areas = campuses(teaching_area=pd.Series([1e16, np.nan, 0.5])).columns["teaching_area"]
    np.testing.assert_array_equal(np.asarray(areas, dtype=float), [1e16, np.nan, 0.5])
    exact = campuses(teaching_area=pl.Series([2**53 - 1, None, 1])).columns["teaching_area"]
    assert exact.dtype == np.float64
    rounded = campuses(teaching_area=pl.Series([2**53 + 1, None, 1])).columns["teaching_area"]
    assert rounded.tolist() == [2**53 + 1, None, 1]


def test_integers_that_are_all_unknown() -> None:
    columns = {"county": ["甲", "乙"], "books": pl.Series([None, None], dtype=pl.Int64)}
    assert np.isnan(given_table("f", "campuses", pl.DataFrame(columns)).columns["books"]).tolist() == [True, True]


def test_categories_are_codes() -> None:
    kinds = pd.Series(["小学", "初中", "小学"], dtype="category")
    table = given_table("f", "campuses", pd.DataFrame({"county": kinds, "kind": kinds}))
    assert isinstance(table.columns["kind"], Coded)
    assert (table.rows, spelt_out(table.columns["kind"]).tolist()) == (3, kinds.tolist())
    assert table.some([2, 1]) == {"kind": ["小学", "初中"]}


def test_some_rows_as_a_reader_of_one_county_takes_them() -> None:
    rooms = np.array([[96.0, 1.0, 0.0], [0.0, 0.0, 0.0], [np.nan] * 3, [90.0, np.nan, 0.0]])
    table = given_table(
        "f", "campuses", {"county": [1] * 4, "music_room_areas": rooms, "kind": list("abcd"), "books": np.arange(4)}
    )
    some = table.some([0, 1, 2])
    assert some == {"music_room_areas": [[96, 1], "0", None], "kind": ["a", "b", "c"], "books": [0, 1, 2]}
    [areas] = table.some([3])["music_room_areas"]
    assert areas[0] == 90
    assert areas[1] != areas[1]


def test_areas_of_single_precision_are_the_decimals_that_they_print_as() -> None:
    rooms = np.array([[96.1, 0.0], [90.2, 73.3]], dtype=np.float32)
    table = given_table("f", "campuses", {"county": [1] * 2, "music_room_areas": rooms})
    assert table.some([1, 0]) == {"music_room_areas": [[90.2, 73.3], [96.1]]}


@pytest.mark.parametrize("rows", [slice(1, 3), np.array([1, 2])], ids=["together", "apart"])
def test_a_part_of_a_table(rows: Any) -> None:
    rooms = np.array([[96.0, 1.0], [0.0, 0.0], [7.0, 0.0], [90.0, 2.0]])
    kinds = Coded(("小学", "初中"), np.array([0, 1, 0, 1]))
    columns = {"county": [1, 2, 3, 4], "kind": ("a", "b", "c", "d"), "music_room_areas": rooms}
    whole = given_table("f", "campuses", columns)
    part = GivenTable(whole.name, {**whole.columns, "area_type": kinds}, 4, whole.county, whole.fields).part(rows)
    assert (part.name, part.rows, part.county, part.fields) == ("campuses", 2, "county", whole.fields)
    assert (list(part.columns["county"]), list(part.columns["kind"])) == ([2, 3], ["b", "c"])
    assert part.columns["music_room_areas"].tolist() == [[0, 0], [7, 0]]
    assert spelt_out(part.columns["area_type"]).tolist() == ["初中", "小学"]


# Headings of tables, and what is wrong with them.
HEADINGS: dict[str, tuple[dict[str, list[str]], list[str]]] = {
    "names of fields": ({"campuses": ["school_code", "kind", "books"], "counties": ["fraud", "name", "year"]}, []),
    "further names of the library": ({"campuses": ["学校代码", "学校类型"]}, []),
    "a name of the county": ({"campuses": ["学校代码", "kind"], "counties": ["县名称", "local.posts"]}, []),
    "no facts": ({"campuses": ["school_code", "学校类型"], "groups": ["group"], "monitoring": ["subject"]}, []),
    "no kind": ({"campuses": ["school_code", "books"]}, ["campuses:kind"]),
    "no code": ({"campuses": ["kind"], "counties": ["fraud"]}, ["campuses:school_code"]),
    "no group": ({"campuses": ["school_code", "kind"], "groups": ["surveyed"]}, ["groups:group"]),
    "no subject": ({"campuses": ["school_code", "kind"], "monitoring": ["level"]}, ["monitoring:subject"]),
    "what no column means": ({"campuses": ["school_code", "kind", "bocks"]}, ["campuses:bocks"]),
    "what no fact means": ({"campuses": ["school_code", "kind"], "counties": ["froud"]}, ["counties:froud"]),
    "a field of another table": ({"campuses": ["school_code", "kind", "fraud"]}, ["campuses:fraud"]),
    "a fact that is a field of campuses": (
        {"campuses": ["school_code", "kind"], "counties": ["books"]},
        ["counties:books"],
    ),
    "nothing but fields of another table": (
        {"campuses": ["name", "fraud"]},
        ["campuses:-"],
    ),
    "two local facts": ({"campuses": ["school_code", "kind"], "counties": ["local.posts", "local.plans"]}, []),
    "a local fact twice": (
        {"campuses": ["school_code", "kind"], "counties": ["local.posts", "Local. posts"]},
        ["counties:Local. posts"],
    ),
    "two of one meaning": ({"campuses": ["school_code", "kind", "books", "图书册数"]}, ["campuses:图书册数"]),
}


@pytest.mark.parametrize("way", HEADINGS)
def test_headings_that_a_reader_of_one_county_does_not_take(way: str) -> None:
    headings, expected = HEADINGS[way]
    tables = {
        name: given_table("f", name, {"county": [1], **{heading: [None] for heading in of_table}})
        for name, of_table in headings.items()
    }
    if not expected:
        check_headings(tables)
        return
    with pytest.raises(InputError) as refused:
        check_headings(tables)
    assert [f"{problem.file}:{problem.column}" for problem in refused.value.problems] == expected


# Of which county the rows are.

PLAIN: dict[str, Any] = {"county": [2, 1, 2], "school_code": [5, 6, 7], "kind": ["小学", "初中", "小学"]}


def test_rows_of_each_county() -> None:
    source = source_of(PLAIN, {"county": [2, 1]}, None, {"county": [2, 2], "group": ["家长", "教师"]})
    assert source.ids.tolist() == [1, 2]
    assert source.ids.dtype.kind == "i"
    assert {name: places.tolist() for name, places in source.places.items()} == {
        "campuses": [1, 0, 1],
        "counties": [1, 0],
        "groups": [1, 1],
    }
    assert source.rows("campuses", 1).tolist() == [0, 2]
    assert source.rows("groups", 0).tolist() == []


def test_ids_are_texts_where_one_table_has_texts() -> None:
    source = source_of(PLAIN, {"county": ["2", "1"]}, None, {"county": np.array([], dtype=float), "group": []})
    assert source.ids.tolist() == ["1", "2"]
    assert source.places["counties"].tolist() == [1, 0]
    assert source_of(PLAIN, {"county": []}, None, None).ids.tolist() == [1, 2]


@pytest.mark.parametrize(
    ("county", "expected"),
    [
        (["甲", None, " "], ["1", "2"]),
        (["", "甲", None], ["0", "2"]),
        ([1, None, 2], ["1"]),
        ([1, "乙", 2], ["1"]),
        ([1.5, 2, 3], ["0"]),
        (["甲", "乙", 3], ["2"]),
    ],
    ids=str,
)
def test_rows_without_a_county_are_refused(county: list[Any], expected: list[str]) -> None:
    with pytest.raises(InputError) as refused:
        source_of({**PLAIN, "county": county}, None, None, None)
    assert [str(problem.row) for problem in refused.value.problems] == expected


@pytest.mark.parametrize(
    ("county", "expected"), [([9, 1], [0]), ([1, 0], [1]), ([3, 2], [0]), ([7, 8], [0, 1])], ids=str
)
def test_rows_of_counties_without_campuses_are_refused(county: list[int], expected: list[int]) -> None:
    with pytest.raises(InputError) as refused:
        source_of(PLAIN, {"county": county}, None, {"county": county, "group": ["家长"] * 2})
    found = [(problem.file, problem.row) for problem in refused.value.problems]
    assert sorted(found) == sorted((name, row) for row in expected for name in ("counties", "groups"))


def test_ids_that_are_one_to_a_reader_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^assess_counties: county must not differ in blanks"):
        source_of({**PLAIN, "county": ["甲县", "乙县", "甲 县"]}, None, None, None)


def test_campuses_have_to_be_given() -> None:
    with pytest.raises(TypeError, match=r"^assess_counties: campuses: "):
        source_of(None, None, None, None)


@pytest.mark.parametrize(
    ("facts", "names"),
    [
        ({"county": [2, 1], "name": ["乙县", "甲县"]}, ["甲县", "乙县"]),
        ({"county": [2, 1], "县名称": ["乙县", "甲县"]}, ["甲县", "乙县"]),
        ({"county": [2, 1], "fraud": [True, False]}, ["1", "2"]),
        (None, ["1", "2"]),
    ],
    ids=["given", "given in Chinese", "not given", "without facts"],
)
def test_a_county_has_its_name_or_its_id(facts: Any, names: list[str]) -> None:
    source = source_of(PLAIN, facts, None, None)
    counties = [source.county(place) for place in range(2)]
    assert [county.name for county in counties] == names
    assert [[campus.school_code for campus in county.campuses] for county in counties] == [["6"], ["5", "7"]]
    assert [county.veto.fraud for county in counties] == ([False, True] if facts and "fraud" in facts else [None] * 2)


def test_counties_that_are_read_singly_and_what_is_wrong_with_others() -> None:
    source = source_of(
        {**PLAIN, "county": [3, 1, 2], "books": ["many", 5, -1]}, {"county": [3], "year": [1]}, None, None
    )
    read, problems = read_singly(source, [2, 0, 1])
    assert {place: county.campuses[0].books for place, county in read.items()} == {0: 5}
    assert [(problem.file, problem.row, problem.column) for problem in problems] == [
        ("campuses", 0, "books"),
        ("counties", 0, "year"),
        ("campuses", 2, "books"),
    ]
    assert [str(problem.message).rpartition(" (")[2] for problem in problems] == ["county 3)", "county 3)", "county 2)"]
