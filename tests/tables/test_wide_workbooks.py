"""Workbooks of wide tables with the facts of their county, alone and in a folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import attrs
from datasets import problems_of
from statisticsforms import (
    FIRST,
    NINE,
    NINE_JUNIOR,
    OTHER,
    Cells,
    facts_sheet,
    nine_year_school,
    primary_school,
    wide,
    workbook_of,
)

from balanced_edu import read_counties, read_county
from balanced_edu.records.county import County
from balanced_edu.remarks import RemarkCode
from balanced_edu.tables.reading import files_of

Sheets = Mapping[str, Cells]


def county_of(folder: Path, sheets: Sheets) -> County:
    """The county of a workbook with these tables and its facts."""
    return read_county(workbook_of(folder / "county.xlsx", {**sheets, "县级": facts_sheet()}))


def test_the_county_of_wide_tables_is_that_of_the_forms_of_its_schools(tmp_path: Path) -> None:
    county = county_of(tmp_path, {"小学": wide([FIRST, NINE]), "初中": wide([NINE_JUNIOR])})
    forms = tmp_path / "forms"
    forms.mkdir()
    workbook_of(forms / "a.xlsx", primary_school())
    workbook_of(forms / "b.xlsx", nine_year_school())
    workbook_of(forms / "c.xlsx", {"县级": facts_sheet()})
    of_forms = [attrs.evolve(campus, books=None) for campus in read_county(forms).campuses]
    assert county == attrs.evolve(read_county(forms), campuses=of_forms)


def test_tables_may_be_workbooks_of_a_folder(tmp_path: Path) -> None:
    alone = county_of(tmp_path, {"小学": wide([FIRST, NINE]), "初中": wide([NINE_JUNIOR])})
    folder = tmp_path / "folder"
    folder.mkdir()
    workbook_of(folder / "1-小学.xlsx", {"Sheet1": wide([FIRST, NINE])})
    workbook_of(
        folder / "2.xlsx", {"Sheet1": wide([NINE_JUNIOR], title="2023年示例县初级中学一览表"), "说明": {"A1": "x"}}
    )
    (folder / "county.toml").write_text('name = "示例县"\nyear = 2023', encoding="utf-8")
    county = read_county(folder)
    assert county == alone
    assert county.reading
    remarks = [(one.place, one.code, one.figures) for one in county.reading.remarks]
    assert ("2.xlsx:Sheet1!A1", RemarkCode.TITLE, {"given": "2023年示例县初级中学一览表"}) in remarks
    assert ("2.xlsx", RemarkCode.SHEET, {"given": "说明"}) in remarks


def test_a_workbook_of_tables_is_one_county_of_several(tmp_path: Path) -> None:
    county = county_of(tmp_path, {"小学": wide([FIRST])})
    assert files_of(tmp_path / "county.xlsx") == (tmp_path / "county.xlsx",)
    assert read_counties(tmp_path) == (county,)


def test_a_workbook_of_tables_needs_the_facts_of_the_county(tmp_path: Path) -> None:
    (problem,) = problems_of(workbook_of(tmp_path / "x.xlsx", {"小学": wide([FIRST])}))
    assert str(problem) == "x.xlsx:1:-: there is no sheet 县级; add it with the facts of the county"


def test_a_register_beside_tables_or_forms_is_reported(tmp_path: Path) -> None:
    register = {"A1": "学校代码", "A2": "A1"}
    workbook_of(tmp_path / "1-小学.xlsx", {"Sheet1": wide([FIRST]), "教室": register, "Sheet2": register})
    workbook_of(tmp_path / "2.xlsx", {**primary_school(), "班级": register, "目录": register})
    workbook_of(tmp_path / "3.xlsx", {"县级": facts_sheet(), "Teachers": register})
    problems = [(one.file, one.message.partition(";")[0]) for one in problems_of(tmp_path)]
    assert [one for one in problems if "register" in one[1]] == [
        (file, f"the sheet '{sheet}' is a register, which is not read beside forms")
        for file, sheet in (("1-小学.xlsx", "教室"), ("2.xlsx", "班级"), ("3.xlsx", "Teachers"))
    ]


def test_districts_of_a_county_without_a_name(tmp_path: Path) -> None:
    problems = problems_of(workbook_of(tmp_path / "x.xlsx", {"小学": wide([FIRST, OTHER])}))
    assert str(problems[1]) == (
        "x.xlsx:小学!C4: there are rows of several districts, '外县', '示例县', and the county has no name; keep "
        "the rows of one district"
    )
