"""Places of cells: every report names them as the files have them that were handed in, and no other."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import attrs
import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from workbooks import workbook_with

from balanced_edu import County, assess, county_from_frames, read_county
from balanced_edu.checks import Cell
from balanced_edu.cli import balanced_edu
from balanced_edu.remarks import Reading, TableRead
from balanced_edu.report import document_of, rendered, text
from balanced_edu.report.doubts import doubt_lines
from balanced_edu.report.places import cell_text, place_of
from balanced_edu.report.reading import reading_document
from balanced_edu.report.words import english, languages, words_of

ZH = words_of("zh")

CELLS = [
    (Cell("schools", "A1", "built_year"), "schools.csv: A1, 建成年份 (built_year)"),
    (Cell("guarantee", "", "layout_compliant"), "county.toml: 学校规划布局合理，符合国家规定 (layout_compliant)"),
    (Cell("county", "", "year"), "county.toml: 年份 (year)"),
    (Cell("local", "", "posts, unfilled"), "county.toml: [local] posts, unfilled"),
    (
        Cell("quality.monitoring", "数学", "level"),
        "county.toml: [[quality.monitoring]] 数学, 学业水平等级（1 至 4 即 Ⅰ 至 Ⅳ） (level)",
    ),
    (Cell("recognition.groups", "家长"), "county.toml: [[recognition.groups]] 家长"),
    (Cell("recognition.groups"), "county.toml: [[recognition.groups]]"),
    (Cell(field="charter"), "charter"),
    (Cell(place="3", field="totals"), "totals[3]"),
]


@pytest.mark.parametrize(("cell", "text"), CELLS)
def test_where_a_cell_is(cell: Cell, text: str) -> None:
    assert cell_text(cell, english()) == text


def test_a_cell_in_chinese() -> None:
    assert cell_text(CELLS[0][0], ZH) == "schools.csv：A1，建成年份（built_year）"


# One county in every form: A1 has no teaching area and its equipment in the wrong unit, 数学 has no level, and of the
# facts fraud has no value, the layout has no row, and pay is in the wrong unit.

SCHOOLS: list[list[object]] = [
    ["学校代码", "学校类型", "小学在校生数", "教学仪器设备值", "教学及辅助用房面积", "小学招生数"],
    ["A1", "小学", 800, 216, None, 120],
    ["A2", "小学", 600, 1_600_000, 3100, 100],
    ["A3", "小学", 600, 1_600_000, 3100, 100],
]
ITEMS: list[list[object]] = [
    ["项目", "数值"],
    ["县名", "示例县"],
    ["年份", 2022],
    ["有弄虚作假行为", None],
    ["local.tutoring", None],
    ["上年度义务教育学校教师年平均工资（不含民办学校）", 12.1],
]
MONITORING: list[list[object]] = [["监测科目", "学业水平等级（1 至 4 即 Ⅰ 至 Ⅳ）"], ["语文", 3], ["数学", None]]
FACTS = """
name = "示例县"
year = 2022
guarantee.teacher_average_salary = 12.1
quality.monitoring = [{ subject = "语文", level = 3 }, { subject = "数学" }]
"""


def as_csv(file: Path, rows: Sequence[Sequence[object]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as written:
        csv.writer(written).writerows(rows)


def workbook(folder: Path) -> Path:
    return workbook_with(folder / "county.xlsx", {"学校": SCHOOLS, "县级": ITEMS, "监测": MONITORING})


def tables(folder: Path) -> Path:
    for name, rows in (("schools", SCHOOLS), ("县级", ITEMS), ("监测", MONITORING)):
        as_csv(folder / f"{name}.csv", rows)
    return folder


def toml(folder: Path) -> Path:
    as_csv(folder / "schools.csv", SCHOOLS)
    (folder / "county.toml").write_text(FACTS, encoding="utf-8")
    return folder


def frames(folder: Path) -> County:
    heads, *campuses = SCHOOLS
    of_subjects, *subjects = MONITORING
    return county_from_frames(
        dict(zip(map(str, heads), map(list, zip(*campuses, strict=True)), strict=True)),
        {str(item): [value] for item, value in ITEMS[1:]},
        monitoring=dict(zip(map(str, of_subjects), map(list, zip(*subjects, strict=True)), strict=True)),
    )


def python(folder: Path) -> County:
    return attrs.evolve(frames(folder), reading=None)


@attrs.frozen
class Way:
    """A way to hand a county in: the files that it has, and where reports say that something is missing or doubtful."""

    make: Callable[[Path], Path | County]
    files: frozenset[str]
    missing: tuple[str, ...]
    doubtful: tuple[str, ...]
    listed: tuple[str, ...]

    def county(self, folder: Path) -> County:
        made = self.make(folder)
        return made if isinstance(made, County) else read_county(made)


FILES = ("county.xlsx", "schools.csv", "county.toml", "县级.csv", "监测.csv", "调查.csv", "[[quality", "[[recognition")
WAYS = {
    "workbook": Way(
        workbook,
        frozenset(["county.xlsx"]),
        ("county.xlsx:县级!B4: 有弄虚作假行为", "county.xlsx:县级: no item 学校规划布局合理"),
        ("county.xlsx:学校!D2: A1, 教学仪器设备值: ", "county.xlsx:县级!B6: 上年度"),
        (
            "county.xlsx:学校!E|教学及辅助用房面积 (teaching_area)|A1 (E2)",
            "county.xlsx:学校|no column 小学最大班额 (primary_largest_class)|all 3 campuses",
            "county.xlsx:县级!B4|有弄虚作假行为 (fraud)|",
            "county.xlsx:县级|no item 学校规划布局合理，符合国家规定 (layout_compliant)|",
            "county.xlsx:监测!B|学业水平等级（1 至 4 即 Ⅰ 至 Ⅳ） (level)|数学 (B3)",
            "county.xlsx:监测|no rows|科学, 体育, 艺术, 德育",
            "county.xlsx:调查|no such sheet|",
        ),
    ),
    "tables": Way(
        tables,
        frozenset(["schools.csv", "县级.csv", "监测.csv", "调查.csv"]),
        ("县级.csv:4: 有弄虚作假行为", "县级.csv: no item 学校规划布局合理"),
        ("schools.csv: A1, 教学仪器设备值: ", "县级.csv:6: 上年度"),
        (
            "schools.csv|教学及辅助用房面积 (teaching_area)|A1",
            "县级.csv:4|有弄虚作假行为 (fraud)|",
            "县级.csv|no item 学校规划布局合理，符合国家规定 (layout_compliant)|",
            "监测.csv|学业水平等级（1 至 4 即 Ⅰ 至 Ⅳ） (level)|数学",
            "监测.csv|no rows|科学, 体育, 艺术, 德育",
            "调查.csv|no such file|",
        ),
    ),
    "toml": Way(
        toml,
        frozenset(["schools.csv", "county.toml", "[[quality", "[[recognition"]),
        ("county.toml: 有弄虚作假行为", "county.toml: 学校规划布局合理"),
        ("schools.csv: A1, 教学仪器设备值: ", "county.toml: 上年度"),
        (
            "schools.csv|教学及辅助用房面积 (teaching_area)|A1",
            "county.toml|有弄虚作假行为 (fraud)|",
            "county.toml|学业水平等级（1 至 4 即 Ⅰ 至 Ⅳ） (level)|[[quality.monitoring]] 数学",
            "county.toml|[[quality.monitoring]]|科学, 体育, 艺术, 德育",
            "county.toml|[[recognition.groups]]|",
        ),
    ),
    **{
        name: Way(
            make,
            frozenset(),
            ("missing: 有弄虚作假行为", "missing: 学校规划布局合理"),
            ("A1, 教学仪器设备值: ", "上年度"),
            (
                "campuses|教学及辅助用房面积 (teaching_area)|A1",
                "facts|有弄虚作假行为 (fraud)|",
                "monitoring|学业水平等级（1 至 4 即 Ⅰ 至 Ⅳ） (level)|数学",
                "monitoring||科学, 体育, 艺术, 德育",
                "groups||",
            ),
        )
        for name, make in (("frames", frames), ("python", python))
    },
}


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> Way:
    return WAYS[request.param]


def others(way: Way, report: str) -> list[str]:
    """The names of files of other ways that are in a report."""
    report = "".join(report.split())
    return [name for name in FILES if name not in way.files and name in report]


@pytest.mark.parametrize("lang", languages())
def test_no_report_names_another_file(way: Way, lang: str, tmp_path: Path) -> None:
    county = way.county(tmp_path)
    assessment = assess(county)
    board = assessment.tasks()
    before = attrs.evolve(assess(attrs.evolve(county, reading=None)).tasks(), tasks=())
    for reported in (assessment, board, board.since(before), board.since(board)):
        for form in ("text", "html"):
            assert others(way, str(rendered(reported, form, lang))) == []
        book = load_workbook(io.BytesIO(rendered(reported, "xlsx", lang)))  # type: ignore[arg-type]
        cells = (str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
        assert others(way, " ".join(cells)) == []
    assert others(way, " ".join(doubt_lines({county: county.doubts}, words_of(lang)))) == []
    inspected = reading_document("县", county.reading or Reading(()), county.doubts, words_of(lang))
    assert others(way, text.render(inspected)) == []


def test_sentences_name_the_place(way: Way, tmp_path: Path) -> None:
    board = assess(way.county(tmp_path)).tasks()
    for reported in (board, board.since(board)):
        report = " ".join(reported.as_text("en").split())
        assert all(place in report for place in way.missing)
        chinese = "".join(reported.as_text("zh").split())
        assert all(_in_chinese(place) in chinese for place in way.missing)


def _in_chinese(place: str) -> str:
    chinese = place.replace("no item ", "缺项目：").replace("missing", "缺少数据").replace(", ", "，")
    return chinese.replace(": ", "：")


def test_the_table_of_missing_data_names_the_places(way: Way, tmp_path: Path) -> None:
    (table,) = (one for one in document_of(assess(way.county(tmp_path)), "en").tables if one.name == "Missing data")
    rows = ["|".join((row[0].text, row[1].text, row[3].text)) for row in table.rows]
    assert [row for row in way.listed if row not in rows] == []


def test_doubts_name_the_place(way: Way, tmp_path: Path) -> None:
    county = way.county(tmp_path)
    for lang, places in (("en", way.doubtful), ("zh", tuple(map(_in_chinese, way.doubtful)))):
        lines = doubt_lines({county: county.doubts}, words_of(lang))
        assert [line for line in lines if not line.startswith(places)] == []
        assert len(lines) == len(places)


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("workbook", ["county.xlsx:学校!D2: A1", "county.xlsx:县级!B6"]),
        ("tables", ["A1", "县级.csv:6"]),
        ("toml", ["A1", "county.toml"]),
        ("frames", ["A1", "facts"]),
    ],
)
def test_the_table_of_doubtful_figures_names_the_places(name: str, places: list[str], tmp_path: Path) -> None:
    document = document_of(assess(WAYS[name].county(tmp_path)), "en")
    (table,) = (one for one in document.tables if one.name == "Doubtful figures")
    assert [row[0].text for row in table.rows] == places


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("workbook", ["county.xlsx:学校!D2", "county.xlsx:县级!B6"]),
        ("tables", ["schools.csv:2:教学仪器设备值", "县级.csv:6:上年度义务教育学校教师年平均工资（不含民办学校）"]),
        ("toml", ["schools.csv:2:教学仪器设备值", "county.toml: 上年度义务教育学校教师年平均工资（不含民办学校）"]),
        ("frames", ["A1, 教学仪器设备值", "上年度义务教育学校教师年平均工资（不含民办学校）"]),
    ],
)
def test_inspecting_names_the_places(name: str, places: list[str], tmp_path: Path) -> None:
    county = WAYS[name].county(tmp_path)
    assert county.reading is not None
    (table,) = reading_document("县", county.reading, county.doubts, english()).tables
    assert [row[1].text for row in table.rows if row[0].text == "doubtful"] == places


def test_json_has_the_places_beside_what_it_had(tmp_path: Path) -> None:
    data = json.loads(assess(WAYS["workbook"].county(tmp_path)).as_json())
    fraud = data["indicators"]["V6"]
    assert fraud["reason"] == "not known: county.toml: 有弄虚作假行为 (fraud)"
    assert fraud["missing"] == [{"table": "veto", "place": "", "field": "fraud", "where": "county.xlsx:县级!B4"}]
    assert [doubt["where"] for doubt in data["doubts"]] == ["county.xlsx:学校!D2", "county.xlsx:县级!B6"]


@pytest.mark.parametrize("command", ["assess", "tasks", "compare"])
def test_the_command_names_them_on_standard_error(command: str, tmp_path: Path) -> None:
    found = CliRunner().invoke(balanced_edu, [command, str(workbook(tmp_path)), "--lang", "zh"])
    first, second = found.stderr.splitlines()
    assert first == "county.xlsx:学校!D2：A1，教学仪器设备值：0.27元/生，单位是否为万元？"
    assert second.startswith("county.xlsx:县级!B6：上年度")


def test_of_several_counties_each_has_the_names_of_its_own_files(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = toml(tmp_path / "other")
    (other / "county.toml").write_text(FACTS.replace("示例县", "乙县"), encoding="utf-8")
    found = CliRunner().invoke(balanced_edu, ["compare", str(workbook(tmp_path)), str(other), "--lang", "en"])
    lines = [line.partition(", ")[0] for line in found.stderr.splitlines()]
    assert lines[::2] == ["示例县: county.xlsx:学校!D2: A1", "乙县: schools.csv: A1"]


# Single cells.


OF_WORKBOOK = [
    (Cell("schools", "A1", "teaching_area"), "county.xlsx:学校!E2: A1, 教学及辅助用房面积 (teaching_area)"),
    (Cell("schools", "A1", "built_year"), "county.xlsx:学校!A2: A1, no column 建成年份 (built_year)"),
    (Cell("schools", "A1"), "county.xlsx:学校!A2: A1"),
    (Cell("schools", "", "teaching_area"), "county.xlsx:学校!E: 教学及辅助用房面积 (teaching_area)"),
    (Cell("local", "", "tutoring"), "county.xlsx:县级!B5: local.tutoring"),
    (Cell("local", "", "posts"), "county.xlsx:县级: no item local.posts"),
    (Cell("quality.monitoring", "体育"), "county.xlsx:监测: no row 体育"),
    (Cell("quality.monitoring"), "county.xlsx:监测 (no rows)"),
    (Cell("recognition.groups"), "county.xlsx:调查 (no such sheet)"),
    (Cell("recognition.groups", "家长"), "county.xlsx:调查 (no such sheet): 家长"),
]


@pytest.mark.parametrize(("cell", "place"), OF_WORKBOOK)
def test_a_cell_of_a_workbook(cell: Cell, place: str, tmp_path: Path) -> None:
    assert cell_text(cell, english().about(WAYS["workbook"].county(tmp_path).reading)) == place


NOWHERE = [
    (Cell("schools", "A1", "built_year"), "A1, 建成年份 (built_year)"),
    (Cell("local", "", "posts"), "local.posts"),
    (Cell("quality.monitoring", "数学", "between_school_share"), "monitoring: 数学, 校际差异率 (between_school_share)"),
    (Cell("recognition.groups"), "groups"),
]


@pytest.mark.parametrize(("cell", "place"), NOWHERE)
def test_a_cell_of_no_file(cell: Cell, place: str) -> None:
    assert cell_text(cell, english().about(None)) == place


def test_a_sheet_without_anything_has_no_rows(tmp_path: Path) -> None:
    file = workbook_with(tmp_path / "county.xlsx", {"学校": SCHOOLS, "县级": ITEMS, "监测": [[]]})
    words = english().about(read_county(file).reading)
    assert place_of(Cell("quality.monitoring", "语文"), words).where == "county.xlsx:监测"


def test_values_in_a_column_of_their_own_are_named_there_although_they_are_empty(tmp_path: Path) -> None:
    items = [["序号", "项目", "单位", "数值"], *([n, item, "", value] for n, (item, value) in enumerate(ITEMS[1:]))]
    file = workbook_with(tmp_path / "county.xlsx", {"学校": SCHOOLS, "县级": items})
    assert (
        place_of(Cell("veto", "", "fraud"), english().about(read_county(file).reading)).where == "county.xlsx:县级!D4"
    )


def test_a_form_with_cells_of_its_own_names_those_and_no_others() -> None:
    forms = [
        TableRead("schools", f"{code}.xlsx", "表", {}, {}, {(code, "computers"): (9, 3, "计算机")})
        for code in ("A1", "A2")
    ]
    words = english().about(Reading((), forms))
    assert cell_text(Cell("schools", "A2", "computers"), words).startswith("A2.xlsx:表!D9: A2")
    assert cell_text(Cell("schools", "A2", "books"), words).startswith("A2, 图书")
