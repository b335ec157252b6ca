"""Workbooks: what stands in their sheets, and that texts stay texts."""

from __future__ import annotations

import datetime as dt
import sys
from io import BytesIO
from typing import Any

import attrs
import openpyxl
import pytest
from small_document import ENGLISH

from balanced_edu.report import workbook
from balanced_edu.report.document import Column, Document, Entry, Paragraph, Table
from balanced_edu.text import width_of


def book_of(document: Document) -> Any:
    return openpyxl.load_workbook(BytesIO(workbook.render(document)))


def test_a_small_document() -> None:
    book = book_of(ENGLISH)
    values = {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}
    assert values == {
        "Verdict": [
            ["青山县 2022", None],
            ["Standard: 办法, 教督〔2017〕6号", None],
            ["Verdict: not recognised", None],
            ["The failures decide.", None],
            [None, None],
            ["Dimension", "Outcome"],
            ["resources (资源配置)", "fails"],
            ["veto", "passes"],
        ],
        "Variation": [
            [None, "primary", None, "junior"],
            ["Indicator", "CV", "mean", "CV"],
            ["R1 <teachers>", 0.2382, "6.36", "0.1949"],
            ["R2 每百名学生拥有县级以上骨干教师数", 0.50213, 2975.41, "– ?"],
            [None] * 4,
            ["✗ does not hold", None, None, None],
        ],
        "Province": [[None, "R1–R2", None, None], ["County", "R1", "R2", "S1"], ["甲县", "✓", "✗", "·"]],
        "Tasks": [["Task", "Due", "Rate"], ["=1+2", dt.datetime(2022, 9, 30), 96.25]],
    }


def test_numbers_read_as_in_the_report_and_failures_are_set_off() -> None:
    book = book_of(ENGLISH)
    cells = [book["Variation"]["B4"], book["Variation"]["C4"], book["Tasks"]["B2"], book["Tasks"]["C2"]]
    assert [cell.number_format for cell in cells] == ['0.0000" ✗"', "#,##0.00", "yyyy-mm-dd", '0.00" %"']
    assert book["Variation"]["B4"].fill.start_color.rgb == "00F8D7DA"
    assert book["Variation"]["D4"].fill.start_color.rgb == "00FFF3CD"
    assert book["Verdict"]["B8"].fill.fill_type is None
    assert book["Verdict"]["A3"].font.bold


def test_tables_are_ready_to_filter() -> None:
    sheet = book_of(ENGLISH)["Variation"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B3", "A2:D4")
    assert sheet.column_dimensions["A"].width > sheet.column_dimensions["D"].width


def test_a_value_whose_text_is_no_number_has_the_general_format() -> None:
    table = Table(name="t", columns=[Column()], rows=[[Entry("five", value=5)]])
    assert book_of(Document(title="t", lang="en", blocks=[table]))["t1"]["A2"].number_format == "General"


HOSTILE = "县\x1b[31m\u202e\nforged\u2029\x9b\uffff"
TEXTS = [
    # a text, and what stands in the sheet
    ("=HYPERLINK(1,2)", "=HYPERLINK(1,2)"),
    ("#N/A", "#N/A"),
    (HOSTILE, "县 [31m forged"),
    ("P0001; " * 4000, f"{'P0001; ' * 2285}".rstrip() + " … (+12,005)"),
    ("县" * 40_000, "县" * 16_000 + " … (+24,000)"),
]


@pytest.mark.parametrize(("given", "expected"), TEXTS, ids=["formula", "error", "hostile", "codes", "no blanks"])
def test_a_text_in_a_sheet_stays_a_text_that_fits(given: str, expected: str) -> None:
    table = Table(name=f"[a/b]: {given}", columns=[Column(given)], rows=[[given], [Entry("1", value=1)], [""]])
    document = Document(title=given, lang="en", blocks=[Paragraph(given), table])
    summary, sheet = book_of(document).worksheets
    assert sheet.title.startswith("a b ")
    assert len(sheet.title) <= 31
    cells = [summary["A1"], summary["A2"], *(sheet.cell(row, 1) for row in (1, 2))]
    assert [cell.value for cell in cells] == [expected] * 4
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)
    assert [sheet.cell(row, 1).value for row in (3, 4)] == [1, None]


def test_without_openpyxl_one_sentence_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(ModuleNotFoundError, match=r"pip install 'balanced-edu\[excel\]'"):
        workbook.render(ENGLISH)


def test_every_sheet_prints_on_a4_with_its_heads_its_page_and_what_it_is_about() -> None:
    book = book_of(attrs.evolve(ENGLISH, title="A&B 县\n2022"))
    for sheet in book:
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
        assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
        foot = sheet.oddFooter
        assert (foot.left.text, foot.center.text, foot.right.text) == ("A＆B 县 2022", "&P / &N", "办法 (1)")
    heads = {sheet.title: sheet.print_title_rows for sheet in book}
    assert heads == {"Verdict": None, "Variation": "$1:$2", "Province": "$1:$2", "Tasks": "$1:$1"}


def test_rows_are_as_high_as_their_texts_and_numbers_keep_their_width() -> None:
    long = "县级教育行政部门" * 40
    table = Table(
        name="t",
        columns=[Column("Task"), Column("A number", align="right"), Column()],
        rows=[[long, Entry("1,234,567.89", value=1234567.89), "short"], ["none", Entry("1", value=1), long * 60]],
        notes=[long],
    )
    sheet = book_of(Document(title="t", lang="en", blocks=[table]))["t1"]
    widths = [sheet.column_dimensions[letter].width for letter in "ABC"]
    assert widths[1] >= len("1,234,567.89")
    assert sum(widths) <= 200
    lines = [sheet.row_dimensions[row].height / 15 for row in (1, 2, 3, 5)]
    assert lines[0] == 1
    assert lines[1] * (widths[0] - 3) >= width_of(long)
    assert lines[2] == 27, "no row can be higher"
    assert lines[3] * sum(widths) >= width_of(long)
    assert "A5:C5" in {str(merged) for merged in sheet.merged_cells.ranges}


UNITS = [
    # language, unit, text, head, number format
    ("en", "", "96.25%", "Rate", '0.00" %"'),
    ("en", "%", "96.25%", "Rate (%)", "0.00"),
    ("zh-Hans", "%", "96.3%", "Rate（%）", "0.0"),
    ("en", "", "≥ 4.2", "Rate", '"≥ "0.0'),
    ("en", "m²", '"about" 5 m²', "Rate (m²)", '"about "0'),
]


@pytest.mark.parametrize(("lang", "unit", "text", "head", "form"), UNITS)
def test_units_stand_in_the_head_and_numbers_read_as_their_texts(
    lang: str, unit: str, text: str, head: str, form: str
) -> None:
    table = Table(name="t", columns=[Column("Rate", unit=unit)], rows=[[Entry(text, value=96.254)]])
    sheet = book_of(Document(title="t", lang=lang, blocks=[table]))["t1"]
    assert (sheet["A1"].value, sheet["A2"].value, sheet["A2"].number_format) == (head, 96.254, form)


def test_a_sheet_takes_the_place_of_the_table_of_its_name_and_one_without_a_name_is_in_the_summary() -> None:
    instead = Table(name="Variation", columns=[Column("Indicator")], rows=[["R9"]])
    about = Table(
        columns=[Column(), Column()],
        rows=[["Day", Entry("2022-12-31", value=dt.date(2022, 12, 31))]],
        notes=["as given"],
    )
    book = book_of(attrs.evolve(ENGLISH, sheets=[about, instead]))
    assert book.sheetnames == ["Verdict", "Variation", "Province"]
    assert book["Variation"]["A2"].value == "R9"
    last = [[cell.value for cell in row] for row in book["Verdict"].iter_rows()][-2:]
    assert last == [["Day", dt.datetime(2022, 12, 31)], ["as given", None]]
