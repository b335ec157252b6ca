"""How files were read, in every report: what was done, where, and what is doubtful."""

from __future__ import annotations

import io
import pickle
from pathlib import Path

import attrs
import openpyxl
import pytest
from click.testing import CliRunner, Result
from counties import good_county
from workbooks import SCHOOLS, SHEETS, workbook_with

from balanced_edu import assess, read_county
from balanced_edu.cli import balanced_edu
from balanced_edu.records.county import County
from balanced_edu.remarks import Reading, Remark, RemarkCode
from balanced_edu.report import rendered
from balanced_edu.report.reading import reading_document
from balanced_edu.report.words import languages, words_of

SENTENCES = {
    RemarkCode.READ: ({"rows": 1, "columns": 60}, "1 row, 60 columns", "1行，60列"),
    RemarkCode.ITEMS: ({"rows": 72}, "72 items", "72项"),
    RemarkCode.FORM: (
        {"given": "学校填报表", "year": 2025, "rows": 68},
        "read as “学校填报表” of 2025, 68 items",
        "按“学校填报表”（2025年）读取，68项",
    ),
    RemarkCode.EMPTY: (
        {"rows": 3, "given": "12–14"},
        "3 required items are empty and unknown: rows 12–14",
        "必填而未填的3项按未知处理：第12–14行",
    ),
    RemarkCode.UNDIVIDED: (
        {"given": "县级及以上骨干教师数", "read": "12"},
        "“县级及以上骨干教师数” is 12 for the whole school: unknown of each stage",
        "“县级及以上骨干教师数”为12，未按学段填报，各学段按未知处理",
    ),
    RemarkCode.HEADING: (
        {"given": "校名", "read": "学校名称"},
        "the heading or item “校名” is read as “学校名称”",
        "表头或项目“校名”按“学校名称”读取",
    ),
    RemarkCode.WORD: (
        {"given": "完小", "read": "小学", "times": 2},
        "“完小” is read as “小学” (2 cells)",
        "“完小”按“小学”读取（2处）",
    ),
    RemarkCode.UNIT: (
        {"given": "万元", "read": "元", "factor": 10000},
        "in 万元, converted to 元 (times 10000)",
        "单位为万元，换算为元（乘以10000）",
    ),
    RemarkCode.PERCENT: (
        {"given": "9%", "read": "0.09", "times": 1},
        "“9%” is read as 0.09 (1 cell)",
        "“9%”按0.09读取（1处）",
    ),
    RemarkCode.TOTAL: ({"given": "合计"}, "a total row: 合计", "合计行：合计"),
    RemarkCode.MERGED: (
        {"given": "A1:A2"},
        "merged cells A1:A2: only the first has the value, the others are unknown",
        "合并单元格A1:A2：只有第一格有数值，其余按未填处理",
    ),
    RemarkCode.HIDDEN_ROWS: ({"given": "3, 5–7"}, "hidden rows are also read: 3, 5–7", "隐藏的行也已读取：第3, 5–7行"),
}


@pytest.mark.parametrize("code", SENTENCES)
def test_sentences(code: RemarkCode) -> None:
    figures, english, chinese = SENTENCES[code]
    reading = Reading([Remark(code, "county.xlsx:学校!A1", figures)])
    for lang, sentence in (("en", english), ("zh", chinese)):
        (table,) = reading_document("县", reading, [], words_of(lang)).tables
        assert [entry.text for entry in table.rows[0]][1:] == ["county.xlsx:学校!A1", sentence]


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("code", RemarkCode)
def test_every_remark_has_its_words(code: RemarkCode, lang: str) -> None:
    figures = {"given": "a", "read": "b", "times": 1, "factor": 2, "rows": 3, "columns": 4, "year": 2025}
    assert reading_document("县", Reading([Remark(code, "f", figures)]), [], words_of(lang)).tables[0].rows


def test_no_more_than_a_thousand_are_listed() -> None:
    reading = Reading([Remark(RemarkCode.TOTAL, f"schools.csv:{row}:-", {"given": "合计"}) for row in range(1001)])
    (table,) = reading_document("县", reading, [], words_of("en")).tables
    assert (len(table.rows), table.notes) == (1000, ("and 1 more",))


@pytest.fixture
def county(tmp_path: Path) -> County:
    """A county with a remark, and a doubtful figure in F2."""
    rows = [SCHOOLS[0], ["A1", "第一小学", "完小", 800, 46, 0.021, 4200.5], SCHOOLS[2]]
    return read_county(workbook_with(tmp_path / "county.xlsx", {**SHEETS, "学校": rows}))


def test_the_report_on_an_assessment_has_it_folded_at_its_end(county: County) -> None:
    assessment = assess(county)
    page = assessment.as_html("zh")
    assert page.count("读取说明") >= 1
    assert page.rindex("“完小”按“小学”读取（1处）") > page.rindex("</details>", 0, page.rindex("</details>"))
    assert "读取说明" not in assessment.as_text("zh")
    book = openpyxl.load_workbook(io.BytesIO(rendered(assessment, "xlsx", "zh")))  # type: ignore[arg-type]
    cells = [[cell.value for cell in row] for row in book["读取说明"]]
    assert ["改名", "county.xlsx:学校!C2", "“完小”按“小学”读取（1处）"] in cells
    assert ["存疑", "county.xlsx:学校!F2", "0.2625元/生，单位是否为万元？"] in cells


def test_a_county_that_was_not_read_has_none() -> None:
    assert "读取说明" not in assess(good_county()).as_html("zh")


def test_doubts_whose_place_is_not_known_name_their_campus_and_column(county: County) -> None:
    doubts = county.doubts
    (table,) = reading_document("县", Reading([]), doubts, words_of("zh")).tables
    assert table.rows[0][1].text == "A1，教学仪器设备值"


def test_a_county_keeps_how_it_was_read(county: County) -> None:
    back = pickle.loads(pickle.dumps(county))
    assert (back, back.reading) == (county, county.reading)
    other = attrs.evolve(county, reading=None)
    assert (other, hash(other)) == (county, hash(county))


# The command.


def run(*words: str) -> Result:
    return CliRunner().invoke(balanced_edu, words)


def test_inspect_tells_how_a_county_is_read(county: County, tmp_path: Path) -> None:
    found = run("inspect", str(tmp_path / "county.xlsx"), "--lang", "zh")
    assert (found.exit_code, found.stderr) == (0, "")
    assert found.stdout.splitlines()[0] == "示例县 2024年"
    assert "county.xlsx:学校!C2  “完小”按“小学”读取（1处）" in found.stdout
    assert "county.xlsx:学校!F2  0.2625元/生，单位是否为万元？" in found.stdout


def test_inspect_tells_problems_and_what_was_read_all_the_same(tmp_path: Path) -> None:
    rows = [SCHOOLS[0], ["A1", "第一小学", "完小", "八百"], ["合计"]]
    file = workbook_with(tmp_path / "county.xlsx", {**SHEETS, "学校": rows})
    found = run("inspect", str(file), "--lang", "en")
    assert found.exit_code == 2
    assert found.stderr.splitlines() == [
        "county.xlsx:学校!D2: 小学在校生数 is '八百', which is not a number; write one, or leave the cell empty"
    ]
    assert "county.xlsx:学校!A3  a total row: 合计" in found.stdout
    assert run("inspect", str(tmp_path / "nowhere")).stdout == ""


def test_inspect_writes_any_format_and_passes_over_columns(tmp_path: Path) -> None:
    rows = [[*SCHOOLS[0][:6], "绿化面积"], *SCHOOLS[1:]]
    file = str(workbook_with(tmp_path / "county.xlsx", {**SHEETS, "学校": rows}))
    page = tmp_path / "page.html"
    assert run("inspect", file, "--output", str(page)).exit_code == 2
    assert run("inspect", file, "--ignore-columns", "--output", str(page)).exit_code == 0
    assert "绿化面积" in page.read_text(encoding="utf-8")
