"""What assessments, boards, progress, comparisons and histories show: documents in the language that is asked for."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import attrs
import openpyxl
import pytest
from counties import change_campus, good_county

from balanced_edu.assessment import assess, compare_counties, compare_standards, history
from balanced_edu.report import document_of, html, rendered, text
from balanced_edu.report.json import as_dict, as_json

DAY = dt.date(2022, 10, 31)
COUNTY = good_county()
ASSESSMENT = assess(COUNTY, "wenling-2020", on=DAY)
LATE = assess(change_campus(COUNTY, "P1", primary_largest_class=46), "wenling-2020", on=dt.date(2022, 6, 1))
HISTORY = history([COUNTY, attrs.evolve(change_campus(COUNTY, "P1", primary_largest_class=46), year=2021)])
SHOWN = {
    "assessment": ASSESSMENT,
    "board": ASSESSMENT.tasks(),
    "progress": ASSESSMENT.tasks().since(LATE.tasks()),
    "comparison": compare_counties([COUNTY]),
    "history": HISTORY,
}


@pytest.mark.parametrize("shown", SHOWN.values(), ids=SHOWN)
class TestInEachLanguage:
    def test_as_text(self, shown: Any) -> None:
        assert shown.as_text() == shown.as_text("zh") == rendered(shown, "text", "zh")
        assert shown.as_text(lang="en") == rendered(shown, "text", "en") != shown.as_text()

    def test_as_html(self, shown: Any) -> None:
        assert shown.as_html() == shown.as_html("zh") == rendered(shown, "html", "zh", pictures=False)
        assert shown.as_html(lang="en") == rendered(shown, "html", "en", pictures=False) != shown.as_html()

    def test_as_workbook(self, shown: Any, tmp_path: Path) -> None:
        def sheets(**lang: str) -> list[str]:
            shown.as_workbook(tmp_path / "shown.xlsx", **lang)
            return openpyxl.load_workbook(tmp_path / "shown.xlsx").sheetnames

        assert sheets() == sheets(lang="zh") != sheets(lang="en")

    @pytest.mark.parametrize(("locale", "lang"), [("zh_CN.UTF-8", "zh"), ("C", "en")])
    def test_print(self, shown: Any, locale: str, lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("LC_ALL", locale)
        assert str(shown) == text.render(document_of(shown, lang))


def test_in_a_notebook(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert ASSESSMENT._repr_html_() == html.fragment(document_of(ASSESSMENT, "zh"))


def test_for_other_programs() -> None:
    assert ASSESSMENT.as_dict() == as_dict(ASSESSMENT)
    assert ASSESSMENT.as_json() == as_json(ASSESSMENT)
    assert json.loads(ASSESSMENT.as_json()) == ASSESSMENT.as_dict()
    assert json.loads(HISTORY.as_json()) == HISTORY.as_dict()


def test_reprs() -> None:
    assert repr(ASSESSMENT) == "<assessment of 示例县 by wenling-2020 (1): pass>"
    assert repr(ASSESSMENT.sections[0]) == "<assessed section P1 primary: pass>"
    assert repr(SHOWN["board"]) == "<task board of 示例县 by wenling-2020 (1): 1 open, 7 unknown, 38 closed>"
    assert repr(SHOWN["progress"]) == "<progress of 示例县: 1 closed, 0 reopened>"
    assert repr(SHOWN["comparison"]) == "<comparison of 示例县>"
    assert repr(HISTORY) == "<history of 示例县 by national-2017 (1): 2021 fail, 2022 pass>"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_board_says_of_which_county_standard_and_day_it_is(lang: str) -> None:
    board = ASSESSMENT.tasks()
    assert (board.county, board.year, board.standard, board.on) == ("示例县", 2022, "wenling-2020 (1)", DAY)
    assert "2022-10-31" in board.as_text(lang)


def test_comparisons_refer_to_the_day_that_is_given() -> None:
    day = dt.date(2025, 6, 1)
    by_counties = compare_counties([COUNTY], "shenyang", on=day)
    by_standards = compare_standards(COUNTY, ["national-2017", "shenyang"], on=day)
    assert (by_counties.of, by_standards.of) == ("county", "standard")
    assert {one.on for both in (by_counties, by_standards) for one in both.assessments.values()} == {day}
    assert by_counties.assessments["示例县"].standard.name == "shenyang"
