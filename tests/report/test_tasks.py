"""The task board and progress in words: what is open, who is responsible, by when, and what has changed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import attrs
import openpyxl
import pytest
from counties import change_campus, change_facts, good_county, junior, primary

from balanced_edu.assessment import assess
from balanced_edu.assessment.tasks import TaskBoard
from balanced_edu.records.county import County
from balanced_edu.report import document_of
from balanced_edu.report.document import Paragraph

GOOD = good_county()


def board(county: County, standard: str = "wenling-2020", on: dt.date | None = None) -> TaskBoard:
    return assess(county, standard, on=on).tasks()


def test_text_and_page_say_what_is_open_by_department() -> None:
    tasks = board(change_campus(GOOD, "P1", school_name="=A1<b>", primary_largest_class=46))
    text = tasks.as_text("en")
    assert "Task board (挂图作战、挂牌销号): 示例县 2022\nBy wenling-2020 (1), as of 2022-12-31\n" in text
    assert "市发改局: 2 open, 0 not known, " in text
    assert "- open: G5 Size of classes, due 2022-09-30, 92 days overdue" in text
    assert "- P1 primary, pupils in the largest class: 46 > 45 pupils (over by 1)" in text
    assert "- 1 campus: P1" in text
    assert "(aim)" in text
    page = tasks.as_html("en")
    assert "46 &gt; 45 pupils (over by 1)" in page
    assert page.count("<h2>") == len(tasks.by_department) + 1, "and what the board rests on"


def test_text_in_chinese() -> None:
    tasks = board(change_campus(GOOD, "P1", primary_largest_class=46), on=dt.date(2022, 9, 30))
    lines = tasks.as_text().splitlines()
    assert lines[:4] == [
        "任务清单（挂图作战、挂牌销号）：示例县 2022年",
        "依据标准：wenling-2020 (1)，截至2022-09-30",
        "",
        "未完成2项，待查7项，已销号37项",
    ]
    text = "\n".join(lines)
    assert "已到期4项，其中已销号3项、逾期0项；未到期42项，最近的期限是2022-12-31" in text
    assert "- 未完成：G5 班级学生数，完成期限2022-09-30，当日到期" in text
    assert "- P1 小学，最大班额：46人，超过45人（超出1人）" in text
    assert "- 涉及1个校区：P1" in text
    assert "- 待查：W2 生均义务教育费用的增长（努力目标），完成期限2022-12-31，还有92天" in text


def test_what_is_unknown_is_said_in_brief() -> None:
    text = board(GOOD).as_text("en")
    assert "- 4 empty cells" in text
    assert "- missing: 教职工平均工资 (teacher_pay)" in text


def test_a_standard_without_departments_has_one_list_and_no_days() -> None:
    text = board(change_campus(GOOD, "P1", primary_largest_class=60), "national-2017").as_text("en")
    assert "no department named (未列责任单位): 1 open, 0 not known, 37 closed" in text
    assert "G5" in text
    assert "due" not in text


def test_a_board_on_no_day_still_says_when_tasks_are_due() -> None:
    tasks = board(attrs.evolve(good_county(primary()), year=None))
    assert all(task.days_left is None for task in tasks.tasks)
    text = tasks.as_text("en")
    assert "By wenling-2020 (1)\n" in text
    assert ", due 2022-12-31\n" in text
    assert "overdue" not in text


def test_the_workbook_has_a_row_a_task_and_no_formulas(tmp_path: Path) -> None:
    campus = primary("=1+1", 1000, primary_largest_class=46)
    tasks = board(good_county(campus, junior()))
    tasks.as_workbook(tmp_path / "board.xlsx")
    book = openpyxl.load_workbook(tmp_path / "board.xlsx")
    assert book.sheetnames == ["概况", "任务清单"]
    rows = list(book["任务清单"].iter_rows(values_only=True))
    assert rows[0][:3] == ("状态", "编号", "评估内容")
    assert len(rows) == 1 + len(tasks.tasks)
    (size,) = (row for row in rows if row[1] == "G5")
    assert size[0] == "未完成"
    assert size[4:6] == ("否", "市教育局、市发改局、各镇(街道)、东部新区")
    assert size[7:12] == (dt.datetime(2022, 9, 30), -92, "是", -1, "人")
    concerned = [cell for row in book["任务清单"].iter_rows() for cell in row if cell.value == "=1+1"]
    assert concerned
    assert {cell.data_type for cell in concerned} == {"s"}


def test_progress_lists_what_was_closed_and_what_reopened(tmp_path: Path) -> None:
    before = board(change_campus(GOOD, "P1", primary_largest_class=46), on=dt.date(2022, 1, 1))
    progress = board(change_facts(GOOD, fraud=None), on=dt.date(2022, 6, 1)).since(before)
    text = progress.as_text("en")
    assert text.startswith("Progress (销号进展): 示例县, 2022-01-01 to 2022-06-01\nBy wenling-2020 (1)\n\nClosed since")
    assert "Closed since (已销号): 1 task\n-----------------------------\n  - G5 Size of classes\n" in text
    assert "  - V6 Fraud: missing: 有弄虚作假行为 (fraud)\n" in text
    chinese = progress.as_text()
    assert "重新出现：1项\n-------------\n  - V6 弄虚作假：缺少数据：有弄虚作假行为（fraud）\n" in chinese
    assert "<h2>已销号：1项</h2>" in progress.as_html()
    progress.as_workbook(tmp_path / "progress.xlsx", lang="en")
    sheet = openpyxl.load_workbook(tmp_path / "progress.xlsx")["Changes"]
    assert [cell.value for cell in sheet[2]][:4] == ["closed", "G5", "Size of classes", "closed"]


def test_progress_between_standards_and_days_that_are_not_known() -> None:
    unknown = attrs.evolve(GOOD, year=None)
    progress = board(unknown).since(board(unknown, "national-2017"))
    text = progress.as_text("en")
    assert "示例县, ? to ?\n" in text
    assert "The earlier board is by national-2017 (1)." in text
    assert "New on the board (新增): 8 tasks" in text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_a_standard_covers_is_said_of_progress_as_of_the_board(lang: str) -> None:
    basic, whole = board(GOOD, "basic-2012"), board(GOOD, "national-2017")
    part = basic.covers_zh if lang == "zh" else basic.covers_en
    said = {
        "board": (basic, [part]),
        "progress": (basic.since(basic), [part]),
        "from another standard": (whole.since(basic), [part]),
        "to another standard": (basic.since(whole), [part]),
        "of the whole method": (whole.since(whole), []),
    }
    for of, parts in said.values():
        document = document_of(of, lang)
        texts = [block.text for block in document.blocks if isinstance(block, Paragraph)]
        assert [text for text in texts if text in (basic.covers_zh, basic.covers_en)] == parts


def test_print_is_in_the_language_of_the_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    tasks = board(GOOD)
    for locale, lang in (("zh_CN.UTF-8", "zh"), ("C", "en")):
        monkeypatch.setenv("LC_ALL", locale)
        assert str(tasks) == tasks.as_text(lang)
        assert str(tasks.since(tasks)) == tasks.since(tasks).as_text(lang)
    assert document_of(tasks, "zh").lang == "zh-Hans"
