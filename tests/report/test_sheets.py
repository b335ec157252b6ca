"""The workbook of an assessment: a sheet for each question, with numbers, heads and colours, in both languages."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from pathlib import Path
from typing import Any

import attrs
import openpyxl
import pytest
from counties import change_campus, change_facts, good_county, junior, primary

from balanced_edu.assessment import Assessment, assess
from balanced_edu.outcomes import Outcome
from balanced_edu.records.bands import Band
from balanced_edu.records.kinds import Grade
from balanced_edu.report import rendered
from balanced_edu.standards import from_text
from balanced_edu.tables import read_county

QINGSHAN = Path(__file__).parents[2] / "examples" / "qingshan"
HEAD = (
    'edition = "1"\nextends = "national-2017"\ntitle = { zh = "均", en = "Mean" }\nauthority = "县"\ndocument = "文"\n'
)


def book_of(assessment: Assessment, lang: str) -> Any:
    content = rendered(assessment, "xlsx", lang)
    assert isinstance(content, bytes)
    return openpyxl.load_workbook(BytesIO(content))


@pytest.fixture(scope="module")
def mixed() -> Assessment:
    """Of everything something fails: sections, a coefficient, an item by campus, by grade and of the county."""
    county = change_campus(
        good_county(), "P1", school_name="竹溪小学", primary_largest_class=46, moral_education=Grade.SATISFACTORY
    )
    county = change_campus(county, "P2", primary_backbone_teachers=4, equipment_value=None)
    return assess(change_facts(county, special_education_public_funds=600_000, fraud=True))


@pytest.fixture(scope="module")
def qingshan() -> Assessment:
    return assess(read_county(QINGSHAN))


def rows_of(book: Any, name: str) -> list[list[Any]]:
    return [list(row) for row in book[name].iter_rows(min_row=2, values_only=True)]


NAMES = {
    "zh": ["结论", "指标", "差异系数", "各校", "未达标", "缺失数据", "任务"],
    "en": ["Verdict", "Items", "Variation", "Sections", "Failures", "Missing data", "Tasks"],
}
HEADS = {
    "zh": {
        "指标": ["编号", "项目", "方面", "结果", "数值", "限值", "单位", "数值所指", "情况", "条文", "出处"],
        "差异系数": ["指标", "学段", "差异系数", "限值", "结果", "提示", "县均值", "县均值单位"],
        "未达标": ["学校代码", "学校名称", "学校类型", "学段", "项目", "内容", "数值", "限值", "差距", "单位", "情况"],
        "缺失数据": ["表", "数据", "涉及项目", "填报位置"],
    },
    "en": {
        "Items": [
            "Id",
            "Item",
            "Dimension",
            "Outcome",
            "Value",
            "Limit",
            "Unit",
            "Value of",
            "Reason",
            "Clause",
            "Source",
        ],
        "Variation": [
            "Indicator",
            "Stage",
            "Variation coefficient",
            "Limit",
            "Outcome",
            "Remark",
            "Mean of the county",
            "Unit of the mean",
        ],
        "Failures": ["Code", "Campus", "Kind", "Stage", "Item", "Figure", "Value", "Limit", "Gap", "Unit", "Reason"],
        "Missing data": ["Table", "Column or key", "Decides", "Where"],
    },
}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_question_has_its_sheet_with_its_heads(mixed: Assessment, lang: str) -> None:
    book = book_of(mixed, lang)
    assert book.sheetnames[:7] == NAMES[lang]
    for name, heads in HEADS[lang].items():
        assert [cell.value for cell in book[name][1]] == heads
    for sheet in book.worksheets[1:]:
        assert sheet.auto_filter.ref.startswith("A1:")
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.freeze_panes.endswith("2")


def test_the_verdict_has_the_standard_its_edition_and_the_day(mixed: Assessment) -> None:
    rows = {row[0]: row[1:] for row in book_of(mixed, "zh")["结论"].iter_rows(values_only=True)}
    assert rows["结论：未达到要求"] == (None, None)
    assert rows["资源配置"][0] == "未达标"
    assert rows["数据年份"][0] == 2022
    assert rows["文号"][0] == "教督〔2017〕6号"
    assert rows["标准及版本"][0] == "national-2017 (1)"
    assert rows["评估日期"][0] == dt.datetime(2022, 12, 31)


def test_every_indicator_has_its_outcome_its_value_and_its_limit(mixed: Assessment) -> None:
    book = book_of(mixed, "zh")
    rows = {row[0]: row[1:] for row in rows_of(book, "指标")}
    assert list(rows) == list(mixed.indicators)
    assert rows["G5"][:2] == ["班级学生数", "政府保障程度"]
    assert rows["G5"][2:7] == ["未达标", 46, 45, "人", "P1 竹溪小学，小学，最大班额"]
    assert rows["Q6"][3:5] == ["合格", "≥ 良好"], "grades are words"
    assert rows["V6"][2:8] == ["未达标", None, None, None, None, "已发现"]
    assert rows["V1"][7] == "未发现"
    assert rows["R6"][2:4] == ["无法判定", None], "nothing is shown of what is not known"
    assert "小学，校际差异系数" in rows["R1"][7]
    formats = {row[0].value: (row[4].number_format, row[5].number_format) for row in book["指标"].iter_rows(min_row=2)}
    assert formats["R1"] == ("0.000", '"≤ "0.00')
    assert formats["G5"] == ("0", '"≤ "0')
    assert formats["G7"] == ("0.00", '"≥ "0')
    assert formats["S1"] == ("0.0", '"≥ "0')


def test_every_coefficient_has_its_mean_its_limit_and_its_outcome(qingshan: Assessment) -> None:
    book = book_of(qingshan, "zh")
    rows = rows_of(book, "差异系数")
    assert rows[2] == [
        "R2 每百名学生拥有县级以上骨干教师数",
        "小学",
        pytest.approx(0.50206, abs=1e-5),
        0.5,
        "未达标",
        None,
        pytest.approx(2.32, abs=0.01),
        "人/百人",
    ]
    assert rows[11][4:6] == ["达标", "接近限值"]
    assert [row[0] for row in rows[14:16]] == ["综合差异系数", "综合差异系数"]
    assert [row[3] for row in rows[14:16]] == ["–", "–"], "the standard does not limit it"
    cells = book["差异系数"][4]
    assert [cell.number_format for cell in cells[2:4]] == ['0.000" ✗"', '"≤ "0.0']
    assert cells[6].number_format == "0.00"
    assert cells[2].fill.start_color.rgb == cells[4].fill.start_color.rgb == "00F8D7DA"


def test_a_coefficient_that_is_not_known_says_what_is_missing(mixed: Assessment) -> None:
    row = rows_of(book_of(mixed, "zh"), "差异系数")[10]
    assert row[:5] == ["R6 生均教学仪器设备值", "小学", "– ?", 0.5, "无法判定"]
    assert row[5].startswith("缺少数据")


def test_a_coefficient_that_cannot_be_told_from_its_limit_has_more_decimals() -> None:
    few = primary("P3", 600, primary_backbone_teachers=0)
    limit = assess(good_county(primary(), few, junior())).variation
    (finding,) = (
        one for stage, by_id in limit.items() for id, one in by_id.items() if (stage, id) == ("primary", "R2")
    )
    assert finding.value is not None
    close = f"{float(finding.value):.5f}"
    own = from_text(f'name = "close"\n{HEAD}[variation]\nat_most = {{ primary = "{close}", junior = "0.45" }}\n')
    cell = book_of(assess(good_county(primary(), few, junior()), own), "en")["Variation"]["C4"]
    assert len(cell.number_format.partition(".")[2].partition('"')[0]) > 3


def test_every_section_has_its_values_and_how_many_are_at_the_limit(mixed: Assessment) -> None:
    book = book_of(mixed, "zh")
    heads = [cell.value for cell in book["各校"][1]]
    assert heads[:5] == [
        *("学校代码", "学校名称", "学段", "在校生数（人）"),
        "R1 每百名学生拥有高于规定学历教师数 小学≥4.2、初中≥5.3（人/百人）",
    ]
    assert heads[11:] == [
        "达到限值的项数",
        "达到限值的指标",
        "低于限值、但达到要求的85%的指标",
        "低于要求的85%的指标",
        "结果",
    ]
    one, other, *_ = rows_of(book, "各校")
    assert one[11:] == [7, "R1–R7", None, None, "达标"]
    assert other[11:] == [5, "R1、R3–R5、R7", None, "R2", "未达标"]
    assert other[9] == "?"
    assert book["各校"]["F3"].number_format == '0.00" ✗✗"'
    assert book["各校"].freeze_panes == "D2"


def test_what_is_below_a_limit_is_told_from_what_is_below_85_percent_of_it() -> None:
    county = good_county(primary(primary_backbone_teachers=7, equipment_value=1_000_000), junior())
    row = rows_of(book_of(assess(county), "en"), "Sections")[0]
    assert row[11:] == [5, "R1, R3–R5, R7", "R2", "R6", "fails"]


def test_what_fails_stands_by_campus_with_its_figures(mixed: Assessment) -> None:
    rows = rows_of(book_of(mixed, "zh"), "未达标")
    assert [(row[0], row[1], row[4][:2]) for row in rows] == [
        (None, "全县", "G7"),
        (None, "全县", "V6"),
        ("P1", "竹溪小学", "G5"),
        ("P1", "竹溪小学", "Q6"),
        ("P2", None, "R2"),
    ]
    assert rows[2][2:10] == ["小学", "小学", "G5 班级学生数", "最大班额", 46, 45, 1, "人"]
    assert rows[0][6:10] == [5000, 6000, 1000, "元/生"]
    assert rows[3][6:10] == ["合格", "≥ 良好", None, None]
    assert rows[4][5] == "各校资源配置"
    assert rows[4][6:9] == [pytest.approx(2 / 3), 1, pytest.approx(1 / 3)]
    assert rows[4][10].endswith("；低于要求的85%")


def test_a_mean_of_coefficients_that_fails_is_a_failure_of_the_county() -> None:
    own = from_text(f'name = "m"\n{HEAD}[variation]\nof = "mean"\nat_most = {{ primary = "0.01", junior = "0.45" }}\n')
    book = book_of(assess(good_county(), own), "zh")
    assert rows_of(book, "未达标")[0][1:6] == ["全县", None, "小学", "CV 综合差异系数", "综合差异系数"]
    composite = rows_of(book, "差异系数")[14]
    assert composite[3:5] == [0.01, "未达标"]
    assert composite[6] == "–"


@pytest.mark.parametrize(
    ("lang", "fails", "missing"),
    [
        ("zh", "没有未达标的项目。", "没有影响判定的缺失数据。"),
        ("en", "Nothing fails.", "No figure is missing that would decide anything."),
    ],
)
def test_sheets_without_rows_say_so(lang: str, fails: str, missing: str) -> None:
    book = book_of(assess(good_county()), lang)
    for name, note in zip(NAMES[lang][4:6], (fails, missing), strict=True):
        assert [row[0] for row in rows_of(book, name)] == [None, note]
        assert book[name].auto_filter.ref.startswith("A1:")


def test_a_band_is_shown_as_it_was_given() -> None:
    first, *others = good_county().campuses
    county = attrs.evolve(good_county(), campuses=[attrs.evolve(first, primary_largest_class=Band(46, 51)), *others])
    (row,) = rows_of(book_of(assess(county), "zh"), "未达标")
    assert row[6:10] == ["46至50", 45, None, "人"]


def test_aims_are_marked_and_a_standard_without_a_section_rule_has_only_values() -> None:
    aims = {row[0]: row[2] for row in rows_of(book_of(assess(good_county(), "wenling-2020"), "zh"), "指标")}
    assert any(dimension.endswith("（努力目标）") for dimension in aims.values())
    book = book_of(assess(attrs.evolve(good_county(), year=None), "basic-2012"), "zh")
    assert [cell.value for cell in book["各校"][1]][-1].startswith("B8")
    assert [row[1] for row in book["结论"].iter_rows(values_only=True) if row[0] in ("数据年份", "评估日期")] == [
        None
    ] * 2


def test_the_tasks_are_those_of_the_board(qingshan: Assessment) -> None:
    rows = rows_of(book_of(qingshan, "en"), "Tasks")
    assert [row[1] for row in rows] == [task.item for task in qingshan.tasks().tasks]
    assert {row[0] for row in rows} == {"open", "not known", "closed"}


def test_shares_of_the_survey_have_one_decimal_and_their_unit_in_the_head(qingshan: Assessment) -> None:
    sheet = book_of(qingshan, "zh")["社会认可度"]
    assert [sheet["B1"].value, sheet["B2"].value, sheet["B2"].number_format] == ["满意度（%）", 96.25, "0.0"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_county_of_forty_schools_needs_few_pages(qingshan: Assessment, lang: str) -> None:
    """Pages by the widths and heights in the sheets: what fits on A4 landscape once it is as wide as a page."""
    pages = 0.0
    for sheet in book_of(qingshan, lang):
        wide = sum(7 * one.width / 96 for one in sheet.column_dimensions.values())
        high = sum((sheet.row_dimensions[row].height or 15) / 72 for row in range(1, sheet.max_row + 1))
        pages += max(1, high * min(1, 10.7 / wide) / 6.8)
    assert pages < 18


def test_a_share_that_fails_says_what_is_lacking_in_whole_units() -> None:
    county = change_campus(good_county(), "P1", training_budget=39_000, public_funds_budget=800_000)
    (row,) = [row for row in rows_of(book_of(assess(county), "zh"), "未达标") if str(row[4]).startswith("Q4")]
    assert row[10].endswith("；达标需40,000元，差1,000元")


def test_what_is_below_a_limit_and_perhaps_below_its_floor_is_said_to_be_neither(mixed: Assessment) -> None:
    one, *others = mixed.sections
    low = attrs.evolve(one.at_limit["R2"], outcome=Outcome.FAIL)
    open_ = attrs.evolve(one.at_floor["R2"], outcome=Outcome.UNKNOWN)
    section = attrs.evolve(one, at_limit={**one.at_limit, "R2": low}, at_floor={**one.at_floor, "R2": open_})
    row = rows_of(book_of(attrs.evolve(mixed, sections=(section, *others)), "zh"), "各校")[0]
    assert row[11:15] == [6, "R1、R3–R7", None, None]


def test_what_holds_by_a_concession_has_a_sheet() -> None:
    large = primary("P1", 2400, school_name="竹溪小学", built_year=2010)
    eased = assess(good_county(large, junior()), "procedure-2019")
    rows = rows_of(book_of(eased, "zh"), "放宽条款")
    assert [row[1:3] for row in rows] == [[one.campus, "竹溪小学"] for one in eased.concessions]
    assert [row[4] for row in rows] == [one.concession.clause for one in eased.concessions]
