"""The maps of the forms of the statistics: what they say of sheets and figures."""

from __future__ import annotations

import attrs
import pytest

from balanced_edu.records.campus import Campus
from balanced_edu.records.kinds import Stage
from balanced_edu.tables.forms.headed import HeadedFigure, statistics_maps, wide_figures
from balanced_edu.tables.forms.teachers import PARTS


def figure_of(year: int, sheet: str, name: str) -> HeadedFigure:
    (form,) = (form for form in statistics_maps() if form.year == year)
    (figure,) = (figure for figure in form.sheets[sheet].figures if figure.name == name)
    return figure


def test_each_map_is_of_a_year_and_has_a_source() -> None:
    assert [(form.year, form.prefix, form.source) for form in statistics_maps()] == [
        (2021, "教基", "教育事业统计基层报表（教基系列，2021年）"),
        (2020, "基础基", "教育事业统计基层报表（基础基系列，2020年及以前）"),
    ]


def test_every_figure_is_a_field_or_a_part() -> None:
    known = {attribute.name for attribute in attrs.fields(Campus)} | set(PARTS)
    for form in statistics_maps():
        for sheet in form.sheets.values():
            for figure in sheet.figures:
                assert figure.name in known
                assert figure.rows
                assert all(heading for paths in (figure.rows, figure.columns) for path in paths for heading in path)
    assert all(figure.columns and not figure.rows for figure in wide_figures())


def test_sheets_are_known_by_their_numbers() -> None:
    newest, older = statistics_maps()
    assert {number: sheet.stage for number, sheet in newest.sheets.items()} == {
        **dict.fromkeys(["1001", "1102续", "1102", "5170", "5176"]),
        **dict.fromkeys(["3112", "2106", "4155"], Stage.PRIMARY),
        **dict.fromkeys(["3115", "2107", "4156"], Stage.JUNIOR),
    }
    assert newest.sheets["1102"] == newest.sheets["1102续"]
    assert {number: sheet.stage for number, sheet in older.sheets.items()} == {
        **dict.fromkeys(["111", "112", "512", "522"]),
        **dict.fromkeys(["212", "312", "423"], Stage.PRIMARY),
        **dict.fromkeys(["213", "313", "424"], Stage.JUNIOR),
    }


@pytest.mark.parametrize(
    ("year", "sheet", "figure"),
    [
        (
            2021,
            "1102续",
            HeadedFigure(
                name="primary_backbone_teachers",
                rows=(
                    ("县级以上骨干教师(小学)",),
                    ("县级及以上骨干教师(小学)",),
                    ("县级以上骨干教师", "小学"),
                    ("县级及以上骨干教师", "小学"),
                ),
                cell=(12, 3),
            ),
        ),
        (
            2021,
            "5176",
            HeadedFigure(
                name="books",
                rows=(("图书",), ("图书册数",), ("图书数",)),
                columns=(("合计",), ("计",), ("总计",), ("数量",)),
                cell=(12, 3),
                unit="册",
                alone=True,
                optional=True,
            ),
        ),
        (
            2020,
            "522",
            HeadedFigure(
                name="multimedia_rooms",
                rows=(("总计",), ("合计",), ("计",)),
                columns=(("网络多媒体教室",),),
                unit="间",
                several=True,
            ),
        ),
    ],
    ids=["without columns", "all", "without a cell"],
)
def test_what_is_said_of_a_figure(year: int, sheet: str, figure: HeadedFigure) -> None:
    assert figure_of(year, sheet, figure.name) == figure


def test_figures_of_wide_tables() -> None:
    figures = {figure.name: figure for figure in wide_figures()}
    columns = (("固定资产总值", "教学仪器设备资产值"), ("教学仪器设备资产值",), ("教学仪器设备资产值(账面原值)",))
    assert figures["equipment_value"] == HeadedFigure(name="equipment_value", columns=columns, unit="万元")
    assert figures["counted"] == HeadedFigure(name="counted", columns=(("是否计校数",),))


@pytest.mark.parametrize(
    ("sheet", "number"),
    [
        ("教基3112_小学", ("3112", "小学")),
        ("教基1102续", ("1102续", "")),
        (" 教基4155-高级中学（完全中学） ", ("4155", "高级中学（完全中学）")),
        ("教基5170 — 小学", ("5170", "小学")),
        ("教基5170小学", None),
        ("旧教基5170", None),
        ("教基", None),
        ("学校", None),
    ],
)
def test_names_of_sheets(sheet: str, number: tuple[str, str] | None) -> None:
    assert statistics_maps()[0].number_of(sheet) == number
