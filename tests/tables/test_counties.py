"""Counties from data frames: the same county whatever the library, and the county of files with the same content."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import duckdb
import numpy as np
import pandas as pd
import pint
import polars as pl
import pyarrow as pa
import pytest
from counties import good_county
from datasets import BAD_INPUT, folder_with
from hypothesis import given, settings

import balanced_edu as be
from balanced_edu import testing, units
from balanced_edu.errors import InputError
from balanced_edu.identity import trimmed
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import RECORDS, County, Group, Guarantee, Subject, Veto
from balanced_edu.records.fields import fields_of
from balanced_edu.records.kinds import Kind
from balanced_edu.tables.cells import cell_text
from balanced_edu.tables.columns import text_of
from balanced_edu.tables.counties import county_of_rows

Columns = dict[str, list[Any]]


def columns_of(records: Sequence[object], record: type) -> Columns:
    """Records as columns by name, without those in which nothing is known."""
    columns = {name: [getattr(one, name) for one in records] for name in fields_of(record)}
    return {name: column for name, column in columns.items() if any(value is not None for value in column)}


def facts_of(county: County) -> dict[str, Any]:
    """The facts of a county by name."""
    tables = [county, *(getattr(county, table) for table in RECORDS)]
    facts = {name: getattr(table, name) for table in tables for name in fields_of(type(table))}
    documents = {f"evidence.{id}": named for id, named in county.evidence.items()}
    return {**facts, **{f"local.{name}": value for name, value in county.local.items()}, **documents}


def plainly(columns: Columns) -> Columns:
    """Columns whose values every library has: texts of words, and lists of areas."""
    return {name: [_plain(value) for value in column] for name, column in columns.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return cell_text(value)
    return cell_text(value) if not isinstance(value, int | float | str | type(None)) else value


def in_duckdb(columns: Columns) -> Any:
    rows = pa.table(columns)  # noqa: F841  DuckDB finds it by its name
    return duckdb.sql("select * from rows")


LIBRARIES: dict[str, Callable[[Columns], Any]] = {
    "mapping": lambda columns: columns,
    "rows": lambda columns: [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)],
    "pandas": pd.DataFrame,
    "pandas, nullable": lambda columns: pd.DataFrame(columns).convert_dtypes(),
    "pandas, Arrow": lambda columns: pa.table(columns).to_pandas(types_mapper=pd.ArrowDtype),
    "pandas, categorical": lambda columns: pd.DataFrame(columns).astype("category"),
    "pandas, objects": lambda columns: pd.DataFrame(columns, dtype=object),
    "polars": lambda columns: pl.DataFrame(columns, strict=False),
    "polars, lazy": lambda columns: pl.LazyFrame(columns, strict=False),
    "pyarrow": pa.table,
    "DuckDB": in_duckdb,
    "series": lambda columns: {name: pd.Series(column) for name, column in columns.items()},
    "masked": lambda columns: {name: masked(column) for name, column in columns.items()},
}


def masked(column: list[Any]) -> Any:
    known = [value is None for value in column]
    instead = next(value for value in column if value is not None)
    return np.ma.array([instead if value is None else value for value in column], mask=known)


def from_frames(county: County, make: Callable[[Columns], Any]) -> County:
    def frame(records: Sequence[object], record: type) -> Any:
        return make(plainly(columns_of(records, record))) if records else None

    facts = plainly({name: [value] for name, value in facts_of(county).items() if value is not None})
    return be.county_from_frames(
        frame(county.campuses, Campus),
        make(facts),
        frame(county.monitoring, Subject),
        frame(county.groups, Group),
    )


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_frame_of_every_library_gives_the_county(library: str) -> None:
    county = attrs.evolve(good_county(), local={"每生经费": 900.5, "plain": True})
    assert from_frames(county, LIBRARIES[library]) == county


@settings(max_examples=settings().max_examples // 10)
@given(testing.counties(gaps=True))
def test_a_county_from_frames_is_the_county_of_the_files_with_the_same_content(county: County) -> None:
    with tempfile.TemporaryDirectory() as folder:
        be.write_county(county, folder)
        read = be.read_county(folder)
        text = (Path(folder) / "schools.csv").read_text(encoding="utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert read == county
    for library in ("mapping", "pandas", "polars", "pyarrow"):
        assert from_frames(county, LIBRARIES[library]) == county
    for campuses in (
        rows,
        pd.DataFrame(rows, dtype=str),
        pl.DataFrame(rows),
        pd.read_csv(io.StringIO(text), dtype=str),
    ):
        anew = be.county_from_frames(campuses, {"county": "县", "name": county.name, "year": county.year})
        assert anew.campuses == county.campuses


def test_records_themselves_are_read_as_they_are() -> None:
    """Values are members of enumerations, tuples and truth values, as the records have them."""
    county = good_county()
    campuses, facts = columns_of(county.campuses, Campus), facts_of(county)
    monitoring, groups = columns_of(county.monitoring, Subject), columns_of(county.groups, Group)
    assert be.county_from_frames(campuses, facts, monitoring, groups) == county


def test_chinese_headings_and_units() -> None:
    county = be.county_from_frames(
        {"学校代码": ["A1"], "学校类型": ["小学"], "教学仪器设备值（万元）": [8.2], "小学在校生数（人）": ["1,200"]},
        {"县名": "示例县", "年份": 2022, "教职工平均工资（万元）": 12.1, "有弄虚作假行为": "否"},
        {"监测科目": ["数学"], "校际差异率": [0.09]},
        {"调查对象": ["家长"], "有效问卷数": [240]},
    )
    assert county == County(
        name="示例县",
        year=2022,
        campuses=[Campus(school_code="A1", kind=Kind.PRIMARY, equipment_value=82_000, primary_pupils=1200)],
        monitoring=[Subject(subject="数学", between_school_share=0.09)],
        groups=[Group(group="家长", surveyed=240)],
        plan=attrs.evolve(County(name="县").plan, teacher_pay=121_000),
        veto=Veto(fraud=False),
    )


SMALL = {"school_code": ["A1", "A2"], "kind": ["小学", "初中"]}


@pytest.mark.parametrize(
    ("column", "values"),
    [
        (np.array([0.9, np.nan], dtype=np.float32), (0.9, None)),
        (np.array([0.9, np.nan], dtype=np.float16), (0.9, None)),
        (pd.Series([0.9, None], dtype="Float32"), (0.9, None)),
        (pd.Series([0.9, 1], dtype="float16"), (0.9, 1)),
        (pl.Series([0.9, None], dtype=pl.Float32), (0.9, None)),
        (pa.chunked_array([pa.array([0.9, None], pa.float32())]), (0.9, None)),
        (pa.array(np.array([0.9, 1.5], dtype=np.float16)), (0.9, 1.5)),
        (pa.array([0.9, None], pa.float32()), (0.9, None)),
        (np.array(7.5), (7.5, 7.5)),
        ([Decimal("4.50"), Decimal("NaN")], (4.5, None)),
        (pd.Series([Decimal("4.50"), Decimal(7)], dtype=pd.ArrowDtype(pa.decimal128(9, 2))), (4.5, 7)),
        ([units.quantity(0.07, "公顷"), 5], (700, 5)),
        (pint.UnitRegistry().Quantity(np.array([1.5, 2]), "hectare"), (15_000, 20_000)),
        ([pd.NA, np.int64(5)], (None, 5)),
        (pd.Categorical([5.5, None]), (5.5, None)),
        (["1,300.5", " "], (1300.5, None)),
        ((7, None), (7, None)),
        (range(2), (0, 1)),
        (7.5, (7.5, 7.5)),
        ("７", (7, 7)),
        (None, (None, None)),
        (units.quantity(2, "亩") * 1.5, (2000, 2000)),
    ],
)
def test_values_of_any_library(column: Any, values: tuple[float | None, ...]) -> None:
    pupils = {"小学在校生数": [800, None], "初中在校生数": [None, 900]}
    county = be.county_from_frames({**SMALL, **pupils, "sports_area": column}, {"name": "县"})
    assert tuple(campus.sports_area for campus in county.campuses) == values


@pytest.mark.parametrize(
    ("column", "values"),
    [
        (pl.Series([[98.0, 97.5], []]), ((98, 97.5), ())),
        ([np.array([98.0]), None], ((98,), None)),
        ([(0,), "98;97"], ((), (98, 97))),
        ([98.0, 0], ((98,), ())),
    ],
)
def test_areas_of_rooms(column: Any, values: tuple[object, ...]) -> None:
    county = be.county_from_frames({**SMALL, "music_room_areas": column}, {"name": "县"})
    assert tuple(campus.music_room_areas for campus in county.campuses) == values


@pytest.mark.parametrize(
    "column",
    [[True, False], [1, 0], [1.0, 0.0], ["是", "否"], pd.Series([True, False], dtype="boolean"), ["TRUE", "0"]],
)
def test_judgements(column: Any) -> None:
    county = be.county_from_frames({**SMALL, "boarding": column}, {"name": "县"})
    assert [campus.boarding for campus in county.campuses] == [True, False]


def test_quantities_of_pandas() -> None:
    pytest.importorskip("pint_pandas")
    area = pd.Series([0.5, 1.0], dtype="pint[hectare]")
    county = be.county_from_frames(pd.DataFrame({**SMALL, "sports_area": area}), {"name": "县"})
    assert [campus.sports_area for campus in county.campuses] == [5000, 10_000]


def test_a_quantity_in_a_column_of_another_unit_of_its_kind() -> None:
    campuses = {**SMALL, "教学仪器设备值（万元）": [units.quantity(82_000, "元"), 8.2]}
    county = be.county_from_frames(campuses, {"name": "县"})
    assert [campus.equipment_value for campus in county.campuses] == [82_000, 82_000]


# The name of the county, and facts


@pytest.mark.parametrize("heading", ["county", "县", "区县", "County", "县名"])
def test_the_county_of_the_rows_is_its_name(heading: str) -> None:
    county = be.county_from_frames({heading: ["甲县"] * 2, **SMALL})
    assert (county.name, len(county.campuses)) == ("甲县", 2)


def test_the_name_among_the_facts_comes_before_the_code_of_the_rows() -> None:
    county = be.county_from_frames({"county": [330302.0, "３30302"], **SMALL}, {"县": [330302], "县名": ["鹿城区"]})
    assert county.name == "鹿城区"


@pytest.mark.parametrize("headings", [("item", "value"), ("项目", "数值"), ("指标", "值")])
def test_facts_in_rows_of_items_and_values(headings: tuple[str, str]) -> None:
    item, value = headings
    facts = {
        item: [
            "县名",
            "year",
            "交流轮岗教师数",
            "有弄虚作假行为",
            "教职工平均工资（万元）",
            "local.posts",
            "local.settled",
            "local.x",
        ],
        value: ["示例县", 2022, 180, False, "12.1", 3, "是", None],
    }
    county = be.county_from_frames(SMALL, pd.DataFrame(facts))
    assert (county.name, county.year, county.plan.teacher_pay) == ("示例县", 2022, 121_000)
    assert (county.guarantee, county.veto) == (Guarantee(rotated_teachers=180), Veto(fraud=False))
    assert county.local == {"posts": 3, "settled": True}


def test_units_in_a_column_of_their_own_are_applied() -> None:
    for item in ("教职工平均工资", "教职工平均工资（万元）"):
        facts = pd.DataFrame({"项目": ["县名", item], "数值": ["示例县", 12.1], "单位": [None, "万元"]})
        assert be.county_from_frames(SMALL, facts).plan.teacher_pay == 121_000


@pytest.mark.parametrize(
    ("item", "unit", "message"),
    [
        ("教职工平均工资（万元）", "元", "教职工平均工资 is given in 万元 and in 元; keep one of the two units"),
        (
            "教职工平均工资",
            "千元",
            "教职工平均工资 cannot be read in '千元'; write it in 元 or 万元",
        ),
        ("local.funds", "万元", "'funds' is a fact of a local standard, whose unit is not known here"),
    ],
)
def test_units_that_cannot_be_applied_are_refused(item: str, unit: str, message: str) -> None:
    facts = {"项目": ["县名", item], "数值": ["示例县", 12.1], "单位": ["", unit]}
    with pytest.raises(InputError, match=re.escape(message)):
        be.county_from_frames(SMALL, facts)


# Several counties


def test_a_quantity_beside_the_values_is_not_converted() -> None:
    facts = {"item": ["name", "教职工平均工资"], "value": ["县", 121_000], "说明": ["", units.quantity(5, "人")]}
    assert be.county_from_frames(SMALL, facts).plan.teacher_pay == 121_000


def test_a_quantity_without_a_dimension_is_read_where_there_is_no_unit() -> None:
    shares = [units.quantity(0.9, "dimensionless"), units.quantity(5, "人")]
    monitoring = {"subject": ["数学", "语文"], "share_at_level_3": shares}
    with pytest.raises(InputError) as error:
        be.county_from_frames(SMALL, {"name": "县"}, monitoring)
    what = "达到Ⅲ级以上学生比例 is 5 person, which cannot be read in dimensionless; correct its unit"
    assert [str(problem) for problem in error.value.problems] == [f"monitoring:1:share_at_level_3: {what}"]
    shares[1] = None
    assert be.county_from_frames(SMALL, {"name": "县"}, monitoring).monitoring[0].share_at_level_3 == 0.9


def test_the_text_of_a_value_of_another_type_is_no_longer_than_a_name() -> None:
    assert text_of({"甲": "乙" * 300}) == "{'甲': '" + "乙" * 92 + "…" + "乙" * 98 + "'}"


def test_several_counties_are_those_that_are_read_one_by_one() -> None:
    one, other = good_county(), attrs.evolve(good_county(), name="乙县", year=2023, monitoring=[], groups=[])
    tables: list[Columns] = []
    for field, record in (("campuses", Campus), ("monitoring", Subject), ("groups", Group)):
        rows = [(county.name, row) for county in (one, other) for row in getattr(county, field)]
        tables.append({"county": [name for name, _ in rows], **columns_of([row for _, row in rows], record)})
    facts = {name: [facts_of(county).get(name) for county in (one, other)] for name in facts_of(one)}
    facts = {"county": [one.name, other.name], **{name: values for name, values in facts.items() if name != "name"}}
    campuses, monitoring, groups = tables
    for make in (LIBRARIES["mapping"], LIBRARIES["polars"], LIBRARIES["pandas"]):
        read = be.counties_from_frames(*(make(plainly(one)) for one in (campuses, facts, monitoring, groups)))
        assert read == (one, other)
    shuffled = pd.DataFrame(plainly(campuses)).iloc[::-1]
    assert [county.name for county in be.counties_from_frames(shuffled)] == [other.name, one.name]
    with pytest.raises(InputError) as error:
        be.county_from_frames(campuses, facts, monitoring)
    assert [str(problem) for problem in error.value.problems] == [
        f"{table}:{row}:county: '乙县' is another county than '示例县'; leave its rows out, "
        "or call counties_from_frames, which takes several"
        for table, row in (("campuses", 4), ("facts", 1))
    ]


def test_more_rows_than_one_county_has_are_read_of_several(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("balanced_edu.tables.schools.MOST_ROWS", 3)
    rows = {"county": ["甲", "甲", "乙", "乙"], "school_code": list("ABCD"), "kind": ["小学"] * 4}
    assert [len(county.campuses) for county in be.counties_from_frames(rows)] == [2, 2]
    with pytest.raises(InputError, match="the table has more than 3 rows"):
        be.county_from_frames({**rows, "county": "甲"})


# Problems

PROBLEMS: list[tuple[str, dict[str, Any], list[str]]] = [
    (
        "every problem of every table at once, by row and heading",
        {
            "campuses": {**SMALL, "专任教师数": [46, "三十五"], "小学在校生数": [-1, None], "备注": ["x", None]},
            "facts": {"name": "县", "year": 20222, "交流轮岗教师": 5, "fraud": "或许"},
            "monitoring": {"subject": ["数学", "数学", None], "level": [5, 3, 2]},
            "groups": {"调查对象": ["家长"], "surveyed": [5], "satisfied": [6]},
        },
        [
            "campuses:0:小学在校生数: 小学在校生数 must be 0 or more, not -1",
            "campuses:1:专任教师数: 专任教师数 is '三十五', which is not a number",
            "facts:0:交流轮岗教师: there is no column '交流轮岗教师' (did you mean 交流轮岗教师数, rotated_teachers?)",
            "facts:0:fraud: 有弄虚作假行为 must be 是 or 否",
            "facts:0:year: 年份: 20222 is not an integer from 1949 to 2100",
            "monitoring:0:level: 学业水平等级（1 至 4 即 Ⅰ 至 Ⅳ）: 5 is not an integer",
            "monitoring:1:subject: 监测科目 '数学' is already in row 0",
            "monitoring:2:subject: 监测科目 is missing",
            "groups:0:satisfied: ",
        ],
    ),
    (
        "documents of no item, twice, and too long a name",
        {
            "campuses": SMALL,
            "facts": {
                "name": "县",
                "evidence.无": "图",
                "evidence.G1": "图",
                "evidence.ｇ1": "图",
                "evidence.G2": "图" * 201,
            },
        },
        [
            "facts:0:evidence.无: the id '无' stands for nothing; write the text by which it is known;",
            "facts:0:evidence.ｇ1: 'g1' is given already, as 'evidence.G1'; delete one of the two",
            "facts:0:evidence.G2: 'G2' '图",
        ],
    ),
    ("no name", {"campuses": SMALL}, ["facts:0:name: the name of the county is missing; give it as 县名 (name)"]),
    (
        "facts twice, in two rows and in two columns",
        {"campuses": SMALL, "facts": {"name": ["县", "县"], "县名": "县", "local.a": 1, "local.ａ": 2}},
        [
            "facts:0:县名: 县名 is given already, as 'name'; delete one of the two",
            "facts:0:local.ａ: 'a' is given already, as 'local.a'",
            "facts:1:-: there are 2 rows of facts of one county; give one",
        ],
    ),
    (
        "local facts that are none",
        {"campuses": SMALL, "facts": {"name": "县", "local.": 1, "local.posts": "many"}},
        ["facts:0:local.: the name '' is not a text", "facts:0:local.posts: 'posts' is 'many', which is not a number"],
    ),
    (
        "units that do not fit",
        {
            "campuses": {**SMALL, "sports_area": [units.quantity(5, "pupil"), units.quantity("?", "m²")]},
            "facts": {"name": "县", "teacher_pay（万间）": 5, "x": units.quantity(5, "元")},
        },
        [
            "campuses:0:sports_area: 体育运动场馆面积 is 5 pupil, which cannot be read in m²; correct its unit",
            "campuses:1:sports_area: 体育运动场馆面积 is ? meter ** 2, which cannot be read in m²",
            "facts:0:teacher_pay（万间）: 教职工平均工资 cannot be read in '万间'; write it in 元 or 万元",
            "facts:0:x: there is no column 'x'",
        ],
    ),
    (
        "units where there are none, and a column twice",
        {"campuses": SMALL, "facts": {"name（人）": "县"}, "monitoring": {"subject": ["数学"], "监测科目": ["语文"]}},
        [
            "facts:0:name（人）: 县名 cannot be read in '人'; write it without a unit",
            "monitoring:0:监测科目: 监测科目 already has the column 'subject'; delete one of the two",
        ],
    ),
    (
        "tables without what names their rows, and without rows",
        {"campuses": {"school_code": [], "kind": []}, "facts": {"name": "县"}, "monitoring": {"level": [3]}},
        [
            "campuses:0:-: there are no campuses under the headings",
            "monitoring:0:subject: the column 监测科目 (subject) is missing; add it",
        ],
    ),
    (
        "columns of two lengths",
        {"campuses": {"kind": ["小学"], "school_code": ["A", "B"]}},
        ["campuses:0:-: the columns must have one length; given 1 row of 'kind', 2 rows of 'school_code'"],
    ),
    (
        "two columns of one name",
        {"campuses": pd.DataFrame([[1, 2]], columns=["kind", "kind"])},
        ["campuses:0:-: two columns have the same name"],
    ),
    (
        "infinite figures and dates",
        {
            "campuses": {
                **SMALL,
                "sports_area": [float("inf"), Decimal("inf")],
                "专任教师数": [pd.Timestamp("2022-09-01"), 5],
            },
            "facts": {"name": "县"},
        },
        [
            "campuses:0:sports_area: 体育运动场馆面积 is 'inf'",
            "campuses:0:专任教师数: 专任教师数 is '2022-09-01 00:00:00'",
            "campuses:1:sports_area: 体育运动场馆面积 is 'Infinity'",
        ],
    ),
    (
        "cells without a heading",
        {
            "campuses": {**SMALL, "Unnamed: 2": ["x", None]},
            "facts": {"name": ["县"], "Unnamed: 1": [5]},
            "monitoring": {"subject": ["数学"], "Unnamed: 1": [3]},
        },
        [
            "campuses:0:C: 'x' is in a column without a heading; name the column, or give the column a heading",
            "facts:0:B: '5' is in a column without a heading; name the column, or give the column a heading",
            "monitoring:0:B: '3' is in a column without a heading; name the column, or give the column a heading",
        ],
    ),
    (
        "columns that monitoring does not have",
        {"campuses": SMALL, "facts": {"name": "县"}, "monitoring": {"subject": ["数学"], "教材": ["甲"]}},
        ["monitoring:0:教材: there is no column '教材'; correct the heading, or delete the column"],
    ),
    (
        "facts of a county without campuses, in a table without a column of counties",
        {"campuses": {"school_code": [], "kind": []}, "facts": {"county": ["甲"], "year": [2022]}},
        ["campuses:0:-: there are no campuses of '甲'; add them, or leave the county out"],
    ),
    (
        "a campus built later than the year",
        {"campuses": {**SMALL, "built_year": [2022, 2023]}, "facts": {"name": "县", "year": 2022}},
        ["campuses:1:built_year: 建成年份: 2023 is later than the year"],
    ),
]


@pytest.mark.parametrize(("tables", "problems"), [case[1:] for case in PROBLEMS], ids=[case[0] for case in PROBLEMS])
def test_problems_are_reported_with_row_and_column_all_at_once(tables: dict[str, Any], problems: list[str]) -> None:
    with pytest.raises(InputError) as error:
        be.county_from_frames(**tables)
    found = [str(problem) for problem in error.value.problems]
    assert len(found) == len(problems), found
    for line, beginning in zip(found, problems, strict=True):
        assert line.startswith(beginning)


def test_problems_of_several_counties() -> None:
    campuses = {
        "county": ["甲", "乙", None, "乙"],
        "school_code": list("ABCB"),
        "kind": ["小学", "大学", "小学", "小学"],
    }
    with pytest.raises(InputError) as error:
        be.counties_from_frames({**campuses, "x": 1}, {"county": ["甲", "丙"]})
    assert [str(problem).partition(";")[0] for problem in error.value.problems] == [
        "campuses:0:x: there is no column 'x'",
        "campuses:0:county: there are no campuses of '丙'",
        f"campuses:1:kind: 学校类型 must be one of {', '.join(Kind)}, not '大学'",
        "campuses:2:county: the county is missing",
        "campuses:3:school_code: 学校代码 'B' is already in row 1",
    ]
    with pytest.raises(InputError) as error:
        be.counties_from_frames(SMALL, {"name": "甲"})
    what = "the column county (县) is missing; add it, to say of which county each row is"
    assert [str(problem) for problem in error.value.problems] == [
        f"campuses:0:county: {what}",
        f"facts:0:county: {what}",
    ]


def test_of_two_counties_one_is_read_only_if_the_other_is_left_out() -> None:
    with pytest.raises(InputError) as error:
        be.county_from_frames({**SMALL, "county": ["甲", "乙"]}, {"county": ["甲"]})
    assert [str(problem) for problem in error.value.problems] == [
        "campuses:1:county: '乙' is another county than '甲'; leave its rows out, or call counties_from_frames, which "
        "takes several"
    ]


REGISTERS: dict[str, Columns] = {
    "classes": {"school_code": ["A1"], "年级": ["一年级"], "班级": ["1班"], "人数": [45]},
    "rooms": {"school_code": ["A1"], "用途": ["音乐室"], "使用面积（平方米）": [98]},
    "teachers": {"school_code": ["A1"], "工号": ["T1"], "学历": ["本科"]},
}


@pytest.mark.parametrize("name", REGISTERS)
def test_columns_of_a_register_are_counted(name: str) -> None:
    expected = {
        "classes": {"primary_pupils": 45, "primary_classes": 1, "primary_largest_class": 45},
        "rooms": {"music_room_areas": (98,)},
        "teachers": {"full_time_teachers": 1, "primary_teachers_above_required": 1},
    }[name]
    one = be.county_from_frames(SMALL, {"name": "县"}, **{name: REGISTERS[name]}).campuses[0]
    register = {**REGISTERS[name], "county": ["甲"]}
    (several,) = be.counties_from_frames({**SMALL, "county": ["甲"] * 2}, {"county": ["甲"]}, **{name: register})
    assert several.campuses[0] == one
    assert {field: getattr(one, field) for field in expected} == expected


def test_rows_of_larger_tables_are_the_county_and_keep_their_numbers() -> None:
    tables = {
        "campuses": {**SMALL, "专任教师数": [46, 12]},
        "facts": {"name": "县", "year": 2022},
        "monitoring": {"subject": ["数学", "语文"], "level": [3, 4]},
    }
    rows = {"campuses": [7, 3], "facts": [5], "monitoring": [0, 9]}
    assert county_of_rows(tables, rows) == be.county_from_frames(**tables)
    wrong = {
        "campuses": {**SMALL, "专任教师数": [46, -12], "sports_area": units.quantity([1, 2], "yuan")},
        "facts": {"name": "县", "year": "今年"},
        "monitoring": {"subject": ["数学", "数学"]},
    }
    with pytest.raises(InputError) as error:
        county_of_rows(wrong, rows)
    assert {(problem.file, problem.row, problem.column) for problem in error.value.problems} == {
        ("campuses", 3, "专任教师数"),
        ("campuses", 3, "sports_area"),
        ("campuses", 7, "sports_area"),
        ("facts", 5, "year"),
        ("monitoring", 9, "subject"),
    }
    with pytest.raises(
        InputError, match=r"^facts:0:name: the name of the county is missing; give it as 县名 \(name\)$"
    ):
        county_of_rows({"campuses": SMALL, "facts": {"year": 2022}}, rows)


@pytest.mark.parametrize("given", ["data", 5, None, [1, 2], Campus(school_code="A1", kind=Kind.PRIMARY)])
def test_what_is_no_table_is_refused(given: Any) -> None:
    what = rf"^county_from_frames: campuses: the columns must be those .*; given {type(given).__name__}$"
    with pytest.raises(TypeError, match=what):
        be.county_from_frames(given)
    what = r"^counties_from_frames: facts: the columns must be those"
    if given is not None:
        with pytest.raises(TypeError, match=what):
            be.counties_from_frames(SMALL, given)
    with pytest.raises(TypeError, match=r"^assess_counties: campuses: the columns must be those"):
        county_of_rows({"campuses": given}, {"campuses": []})


CASES = [
    case
    for case in BAD_INPUT["case"]
    if "change" in case
    and not {"county", "rows", "schools"} & case.keys()
    and not any(c["row"] == 1 for c in case["change"])
]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_bad_cells_are_refused_as_in_files(case: Mapping[str, Any], tmp_path: Path) -> None:
    folder_with(tmp_path)
    rows = list(csv.DictReader(io.StringIO(BAD_INPUT["good"]["schools"].lstrip())))
    for change in case["change"]:
        rows[change["row"] - 2][change["column"]] = change["to"]
    with pytest.raises(InputError) as error:
        be.county_from_frames(pl.DataFrame(rows), {"name": "示例县", "year": 2022})
    places = [f"schools.csv:{problem.row + 2}:{trimmed(problem.column)}" for problem in error.value.problems]
    assert places == list(case["problems"])


def test_rows_that_are_no_records_are_passed_over_and_listed_as_in_a_file() -> None:
    campuses = {"学校代码": ["A1", "A2", "示例1", "合计"], "学校类型": ["小学", "完小", "小学", None]}
    groups = {"调查对象": ["家长", "合计"], "有效问卷数": [2400, 2400], "满意人数": [2280, 2280]}
    monitoring = {"科目": ["数学", "注：略"], "level": ["Ⅲ级", None]}
    county = be.county_from_frames(campuses, {"name": "示例县"}, monitoring, groups)
    assert [campus.school_code for campus in county.campuses] == ["A1", "A2"]
    assert [(group.group, group.surveyed) for group in county.groups] == [("家长", 2400)]
    assert [(subject.subject, subject.level) for subject in county.monitoring] == [("数学", 3)]
    assert county.reading is not None
    listed = {(remark.place, str(remark.code)) for remark in county.reading.remarks}
    assert {
        ("campuses:2:-", "example"),
        ("campuses:3:-", "total"),
        ("campuses:1:学校类型", "word"),
        ("groups:1:-", "total"),
        ("monitoring:0:科目", "heading"),
        ("monitoring:1:-", "footnote"),
        ("facts", "items"),
    } <= listed
    assert county.reading.tables == ()


def test_prefixes_of_facts_are_read_however_they_are_typed() -> None:
    facts = {"name": "示例县", "LOCAL.posts": 3, "Ｅvidence.g1": "'-计划；布局图"}
    county = be.county_from_frames(SMALL, facts)
    assert (county.local, county.evidence) == ({"posts": 3}, {"g1": ("-计划", "布局图")})
