"""What the files of a folder of forms are taken for, and what they give together; their workbooks are in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from forms import COUNTY, JUNIOR, PRIMARY, rows_of_county, rows_of_school
from sheets import Rows, book_of
from statisticsforms import FIRST, Cells, book_of_cells, primary_school, wide

from balanced_edu.errors import InputError
from balanced_edu.notes import ReadingError
from balanced_edu.records.county import County
from balanced_edu.records.kinds import Ownership
from balanced_edu.remarks import RemarkCode
from balanced_edu.tables import workbook
from balanced_edu.tables.forms import folder
from balanced_edu.tables.packed import DAMAGED_OR_LOCKED
from balanced_edu.tables.spreadsheet import Spreadsheet

Books = Mapping[str, Spreadsheet]
Folder = Callable[..., Path]
DAMAGED = "坏.xlsx"
"""A workbook that cannot be opened."""

FACTS: Rows = [["项目", "数值"], ["县名", "示例区"], ["年份", "2024"]]
SCHOOLS: Rows = [["学校代码", "学校类型", "办学性质"], ["A1", "小学", "公办"]]
MONITORING: Rows = [["监测科目", "学业水平等级（1 至 4 即 Ⅰ 至 Ⅳ）"], ["数学", "3"]]


def school(values: Mapping[str, object] = PRIMARY, **more: object) -> Spreadsheet:
    """The form of a school."""
    return book_of({"填报": rows_of_school({**values, **more})})


def county_form(**more: object) -> Spreadsheet:
    return book_of({"区县填报": rows_of_county({**COUNTY, **more})})


def county_tables(**sheets: Rows) -> Spreadsheet:
    """A workbook of the library: a sheet 县级, and others."""
    return book_of({"县级": FACTS, **sheets})


def wide_table(*rows: list[object], **sheets: Cells) -> Spreadsheet:
    return book_of_cells({"小学": wide([*rows] or [FIRST]), **sheets})


def of_facts(name: str = "示例县") -> Cells:
    return {"A1": "项目", "B1": "数值", "A2": "县名", "B2": name, "A3": "年份", "B3": 2023}


@pytest.fixture
def folder_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """Makes a folder whose workbooks are these, as if they had been opened; other files by their content."""

    def make(books: Books, files: Mapping[str, str] | None = None) -> Path:
        path = tmp_path / "示例区"
        for name, content in {**dict.fromkeys(books, ""), **(files or {})}.items():
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            (path / name).write_text(content, encoding="utf-8")

        def opened(file: Path) -> Spreadsheet:
            if file.name == DAMAGED:
                raise ReadingError(DAMAGED_OR_LOCKED)
            return books[file.relative_to(path).as_posix()]

        monkeypatch.setattr(workbook, "opened", opened)
        return path

    return make


def said(path: Path, read: Callable[..., County] = folder.read, *, ignore_columns: bool = False) -> list[str]:
    """The problems of a folder or workbook that is refused, each with its place."""
    with pytest.raises(InputError) as error:
        read(path, ignore_columns=ignore_columns)
    return [f"{one.file}:{one.cell or one.row}: {one.message}" for one in error.value.problems]


def remarks(county: County, *codes: RemarkCode) -> list[str]:
    """The places of remarks with some codes."""
    assert county.reading is not None
    return [f"{one.place} {one.code}" for one in county.reading.remarks if one.code in codes]


# What is a folder of forms.


def test_a_folder_with_workbooks_and_without_a_school_table_is_one_of_forms(folder_of: Folder) -> None:
    path = folder_of({"甲.xlsx": school()})
    assert folder.fits(path)
    assert not folder.fits(path / "甲.xlsx")
    assert not folder.fits(path / "乙")
    (path / "schools.csv").touch()
    assert not folder.fits(path)


@pytest.mark.parametrize("name", ["说明.docx", "~$甲.xlsx", ".甲.xlsx", "县级.csv"])
def test_a_folder_without_workbooks_is_none(name: str, folder_of: Folder) -> None:
    """What hides is no workbook, such as the trace of one that is open."""
    assert not folder.fits(folder_of({}, {name: ""}))


def test_a_folder_that_cannot_be_listed_is_none(folder_of: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> None:
        raise PermissionError

    path = folder_of({"甲.xlsx": school()})
    monkeypatch.setattr(Path, "iterdir", refuse)
    assert not folder.fits(path)


def test_the_files_that_are_read_are_workbooks_and_tables(folder_of: Folder) -> None:
    path = folder_of({"乙.xlsx": school(), "甲.ods": school()}, {"说明.docx": "", "~$乙.xlsx": ""})
    names = ("乙.xlsx", "甲.ods", "schools.csv", "county.toml", "县级.csv", "监测.csv", "调查.csv")
    assert folder.files(path) == tuple(path / name for name in (*names, "班级.csv", "教室.csv", "教师.csv"))


@pytest.mark.parametrize(
    ("books", "one"),
    [
        ({"甲.xlsx": county_tables(学校=SCHOOLS), "乙.xlsx": school()}, True),
        ({"甲.xlsx": book_of_cells(primary_school())}, True),
        ({"甲.xlsx": book_of({"填报": rows_of_school(), "县级": FACTS})}, True),
        ({"甲.xlsx": wide_table()}, True),
        ({"甲.xlsx": wide_table(县级=of_facts())}, False),
        ({"甲.xlsx": county_tables(学校=SCHOOLS)}, False),
        ({DAMAGED: school(), "乙.xlsx": county_form()}, False),
    ],
    ids=[
        *("form", "statistics", "form with facts", "wide table", "wide table with facts", "tables"),
        "damaged, and the form of a county",
    ],
)
def test_a_folder_with_the_form_of_a_school_is_one_county(books: Books, one: bool, folder_of: Folder) -> None:
    assert folder.is_one(folder_of(books)) is one


# What its files give.


def test_the_forms_of_a_folder_are_one_county(folder_of: Folder) -> None:
    path = folder_of({"甲.xlsx": school(), "乙.xlsx": school(JUNIOR), "区县.xlsx": county_form()})
    county = folder.read(path)
    assert (county.name, county.year) == ("示例区", 2024)
    assert [(one.school_code, one.pupils) for one in county.campuses] == [("D1", 300), ("A1", 800)]
    assert county.guarantee.rotated_teachers == 60
    assert (county.quality.junior_graduates, county.quality.disabled_children) == (96, 50)
    assert county.reading is not None
    assert county.reading.place_of("quality", "", "junior_graduates") == "乙.xlsx:填报!E65"
    assert remarks(county, RemarkCode.FORM, RemarkCode.ITEMS) == [
        *("乙.xlsx:填报 form", "区县.xlsx:区县填报 items", "甲.xlsx:填报 form"),
    ]


def test_forms_of_the_statistics_and_the_platforms_may_be_in_one_folder(folder_of: Folder) -> None:
    books = {"丙.xlsx": book_of_cells(primary_school()), "乙.xlsx": school(), "甲.xlsx": county_tables()}
    county = folder.read(folder_of(books))
    assert [(one.school_code, one.pupils) for one in county.campuses] == [("3133001234", 800), ("A1", 800)]


def test_a_part_of_a_sum_that_a_school_leaves_empty_is_where_it_is_looked_up(folder_of: Folder) -> None:
    second = {"学校代码": "D2", "学校名称": "二中", "毕业年级三年死亡学生数": None}
    books = {"甲.xlsx": school(JUNIOR), "乙.xlsx": school(JUNIOR, **second), "区县.xlsx": county_form()}
    county = folder.read(folder_of(books))
    assert (county.quality.junior_graduates, county.quality.junior_deaths) == (192, None)
    assert county.reading is not None
    assert county.reading.place_of("quality", "", "junior_deaths") == "乙.xlsx:填报!E69"


def test_the_facts_may_be_in_text_files(folder_of: Folder) -> None:
    tables = {"县级.csv": "项目,数值\n县名,示例区\n年份,2024\n", "监测.csv": "监测科目,是否监测\n数学,是\n"}
    for files in ({"county.toml": 'name = "示例区"\nyear = 2024\n'}, tables):
        county = folder.read(folder_of({"甲.xlsx": school()}, files))
        assert (county.name, county.year, len(county.campuses)) == ("示例区", 2024, 1)
        for name in files:
            (folder_of({}) / name).unlink()


def test_facts_in_tables_are_named_by_the_table_of_items(folder_of: Folder) -> None:
    tables = {"县级.csv": "项目,数值\n县名,示例县\n", "监测.csv": "监测科目,监测日期\n数学,5月\n"}
    path = folder_of({"甲.xlsx": school(), "区县.xlsx": county_form()}, tables)
    differs = "县级.csv:2: 县名 is '示例县', but '示例区' in 区县.xlsx:区县填报!E2; correct one of the two"
    first, unknown = said(path)
    assert first == differs
    assert unknown.startswith("监测.csv:1: there is no column '监测日期'")
    assert said(path, ignore_columns=True) == [differs]


def test_a_file_that_does_not_show_all_is_remarked_on(folder_of: Folder) -> None:
    hides = book_of({"填报": rows_of_school()}, shows_all=False)
    county = folder.read(folder_of({"甲.xls": hides, "区县.xlsx": county_form()}))
    assert remarks(county, RemarkCode.UNSEEN) == ["甲.xls unseen"]


def test_unknown_items_and_columns_are_noted_or_passed_over(folder_of: Folder) -> None:
    rows = [*rows_of_school(), ["", "", "食堂面积", "", "300"]]
    tables = county_tables(
        学校=[[*SCHOOLS[0], "食堂"], [*SCHOOLS[1], "有"]], 监测=[[*MONITORING[0], "日期"], MONITORING[1]]
    )
    path = folder_of({"甲.xlsx": book_of({"填报": rows}), "补充.xlsx": tables})
    assert [one.partition(" (")[0].partition(";")[0] for one in said(path)] == [
        "甲.xlsx:填报!C70: there is no item '食堂面积'",
        "补充.xlsx:学校!D1: there is no column '食堂'",
        "补充.xlsx:监测!C1: there is no column '日期'",
    ]
    with pytest.raises(InputError):
        folder.read(path)
    assert folder.read(path, ignore_columns=True).campuses[0].ownership is Ownership.PUBLIC


# What is wrong.


def test_workbooks_that_cannot_be_used_are_each_noted(folder_of: Folder) -> None:
    books = {
        "乙.xlsx": school(),
        DAMAGED: school(),
        "名单.xlsx": book_of({"教师": [["姓名"]], "学生": []}),
        "区县.xlsx": county_form(),
    }
    path = folder_of(books)
    assert said(path) == [
        "名单.xlsx:1: its sheets, 教师, 学生, are no form that is known, of a school or of the county; correct their "
        "headings, or move the workbook to another folder",
        f"{DAMAGED}:1: the file {DAMAGED_OR_LOCKED}",
    ]
    with pytest.raises(InputError) as error:
        folder.read(path)
    assert [(problem.row, problem.column) for problem in error.value.problems] == [(1, "-"), (1, "-")]


@pytest.mark.parametrize(
    ("books", "problem"),
    [
        (
            {"甲.xlsx": school()},
            "there is no form of the county in the folder; add it, or county.toml or 县级.csv with the facts of the "
            "county",
        ),
        ({"区县.xlsx": county_form()}, "there is no form of a school in the folder; add one for each school"),
    ],
    ids=["no county", "no school"],
)
def test_a_folder_needs_forms_of_both(books: Books, problem: str, folder_of: Folder) -> None:
    path = folder_of(books)
    assert said(path) == [f"示例区:1: {problem}"]
    with pytest.raises(InputError) as error:
        folder.read(path)
    assert error.value.problems[0].column == "-"


def test_a_workbook_of_the_library_alone_is_enough(folder_of: Folder) -> None:
    county = folder.read(folder_of({"甲.xlsx": county_tables(学校=SCHOOLS)}))
    assert [one.school_code for one in county.campuses] == ["A1"]


@pytest.mark.parametrize(
    ("limits", "problem"),
    [
        ({"MOST_WORKBOOKS": 1}, "there are 2 workbooks, more than 1; give the folder of one county only"),
        ({"MOST_FILES": 2}, "there are more than 2 files; give the folder of one county only"),
        ({"MOST_WORKBOOKS": 2, "MOST_FILES": 3}, None),
    ],
    ids=["workbooks", "files", "as many as may be"],
)
def test_a_folder_may_have_too_many_files(
    limits: dict[str, int], problem: str | None, folder_of: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What hides counts, too."""
    path = folder_of({"甲.xlsx": school(), "区县.xlsx": county_form()}, {".隐藏": ""})
    for name, most in limits.items():
        monkeypatch.setattr(folder, name, most)
    if problem:
        assert said(path) == [f"示例区:1: {problem}"]
    else:
        assert len(folder.read(path).campuses) == 1


def test_what_else_is_in_a_folder_is_remarked_on_or_noted(folder_of: Folder) -> None:
    good = {"甲.xlsx": school(), "区县.xlsx": county_form()}
    path = folder_of(
        {**good, "备份/说明.xlsx": book_of({"说明": []})}, {"说明.docx": "", ".隐藏.et": "", "~临时.et": ""}
    )
    (path / "备份" / DAMAGED).touch()
    assert remarks(folder.read(path), RemarkCode.FILE) == ["备份 file", "说明.docx file"]
    below = {"初中/丙.xlsx": school(JUNIOR), "旧/丁.xlsx": wide_table()}
    names = {"三小.et": "", "四小.XLSM": "", "五小.csv": "", "六小.xlsb": "", "班级.csv": ""}
    path = folder_of({**good, "备份/说明.xlsx": book_of({"说明": []}), **below}, names)
    kind = "a file of this kind is not read beside forms; save it as .xlsx, .xls, .ods, or move it"
    inside = "the folder has forms, which are not read; move them beside the others, or elsewhere"
    assert said(path) == [
        "班级.csv:1: registers are read beside schools.csv, and not beside forms; move the file",
        *(f"{name}:1: {kind}" for name in ("三小.et", "五小.csv", "六小.xlsb")),
        f"初中:1: {inside}",
        f"四小.XLSM:1: {kind}",
        f"旧:1: {inside}",
    ]


def test_a_problem_keeps_sums_from_being_made(folder_of: Folder) -> None:
    """The sums may be wrong for the same reason."""
    tables = {"县级": [*FACTS, ["初中毕业生数", "90"]]}
    books = {"甲.xlsx": school(JUNIOR), "县.xlsx": book_of(tables), DAMAGED: school()}
    assert said(folder_of(books)) == [f"{DAMAGED}:1: the file {DAMAGED_OR_LOCKED}"]


def test_a_sum_that_the_county_gives_otherwise_is_noted(folder_of: Folder) -> None:
    tables = {"县级": [*FACTS, ["初中毕业生数", "90"]]}
    assert said(folder_of({"甲.xlsx": school(JUNIOR), "县.xlsx": book_of(tables)})) == [
        "县.xlsx:县级!B4: 初中毕业生数 is 90, but the forms of the schools, from 甲.xlsx:填报!E65 on, give 96 "
        "together; correct one of the two"
    ]


@pytest.mark.parametrize("year", [2024, None])
def test_schools_that_were_built_later_are_noted(year: int | None, folder_of: Folder) -> None:
    claims = {"是否2010年及之前规划并建成": "否", "是否2016年及之前规划并建成": "否"}
    books = {"甲.xlsx": school(建校时间=2025, **claims), "区县.xlsx": county_form(填报年度=year)}
    later = "建成年份: 2025 is later than the year of the county's figures, 2024; correct one of the two"
    if year:
        assert said(folder_of(books)) == [f"甲.xlsx:填报!E5: {later}"]
    else:
        assert folder.read(folder_of(books)).campuses[0].built_year == 2025


def test_without_a_county_campuses_are_compared_with_one_another(folder_of: Folder) -> None:
    books = {"乙.xlsx": school(学校名称="第二小学"), "甲.xlsx": school(), "区县.xlsx": county_form(填报年度="去年")}
    first, second = said(folder_of(books))
    assert first.startswith("区县.xlsx:区县填报!E4: 年份 is '去年', which is not a number")
    assert second.startswith("甲.xlsx:填报!E4: 学校代码 is that of '第二小学', too, in 乙.xlsx:填报!E4")


# Tables beside forms.


def test_campuses_of_a_table_without_a_form_are_noted(folder_of: Folder) -> None:
    rows = [*SCHOOLS, ["A9", "小学", "公办"], ["", "小学", "公办"]]
    assert said(folder_of({"甲.xlsx": school(), "补充.xlsx": county_tables(学校=rows)})) == [
        "补充.xlsx:学校!A3: no form in the folder is that of 'A9'; correct the code, or add the form",
        "补充.xlsx:学校!A4: 学校代码 is missing; every campus must have one",
    ]


def test_two_workbooks_with_facts_of_the_same_kind_are_noted(folder_of: Folder) -> None:
    """A form and tables that complete it may be beside each other."""
    both = {"甲.xlsx": school(), "区县.xlsx": county_form(), "县.xlsx": county_tables()}
    assert folder.read(folder_of(both)).guarantee.rotated_teachers == 60
    others = {"区县2.xlsx": county_form(), "县2.xlsx": county_tables(), "县3.xlsx": county_tables()}
    gives = "it gives facts of the county, as {} does; keep one of the two, or give each county a folder of its own"
    assert said(folder_of({**both, **others})) == [
        f"区县2.xlsx:区县填报!A1: {gives.format('区县.xlsx')}",
        f"县2.xlsx:县级!A1: {gives.format('县.xlsx')}",
        f"县3.xlsx:县级!A1: {gives.format('县.xlsx')}",
    ]


def test_facts_are_compared_with_those_of_all_files_before(folder_of: Folder) -> None:
    books = {
        "甲.xlsx": school(),
        "区县.xlsx": county_form(),
        "县.xlsx": county_tables(监测=MONITORING),
    }
    path = folder_of(books, {"county.toml": 'name = "示例区"\n[guarantee]\nrotated_teachers = 61\n'})
    with (path / "county.toml").open("a", encoding="utf-8") as file:
        file.write('[[quality.monitoring]]\nsubject = "数学"\nlevel = 2\n')
    keep = "keep one of the two, or give each county a folder of its own"
    assert said(path) == [
        f"county.toml:1: it gives facts of the county, as 县.xlsx does; {keep}",
        "county.toml:1: 交流轮岗教师数 is '61', but '60' in 区县.xlsx:区县填报!E12; correct one of the two",
        "county.toml:1: 监测 is given here and in 区县.xlsx, 县.xlsx; keep one of the two",
    ]


# Wide tables.

OTHER: list[object] = ["外县小学", "4133001234", "外县", *FIRST[3:]]


def test_wide_tables_are_read_when_the_name_of_the_county_is_known(folder_of: Folder) -> None:
    """What is remarked on them comes after what is remarked on their file."""
    cover: Cells = {"A1": "略"}
    books = {
        "一览.xlsx": wide_table(FIRST, OTHER, 封面=cover),
        "名册.xlsx": book_of_cells({"封面": cover, "县级": of_facts()}),
    }
    county = folder.read(folder_of(books))
    assert [one.school_name for one in county.campuses] == ["第一小学"]
    assert remarks(county, RemarkCode.SHEET, RemarkCode.DISTRICT, RemarkCode.ITEMS) == [
        "一览.xlsx sheet",
        "一览.xlsx:小学!C6 district",
        "名册.xlsx sheet",
        "名册.xlsx:县级 items",
    ]


def test_a_wide_table_may_have_the_facts_of_its_county_beside_it(folder_of: Folder) -> None:
    path = folder_of({"县.xlsx": wide_table(FIRST, OTHER, 县级=of_facts(), 封面={"A1": "略"})})
    for county in (folder.read(path), folder.read_workbook(path / "县.xlsx")):
        assert (county.name, [one.school_name for one in county.campuses]) == ("示例县", ["第一小学"])
        assert remarks(county, RemarkCode.SHEET) == ["县.xlsx sheet"]


def test_districts_of_a_county_that_is_not_known_are_noted(folder_of: Folder) -> None:
    first, second = said(folder_of({"一览.xlsx": wide_table(FIRST, OTHER)}))
    assert first.startswith("示例区:1: there is no form of the county in the folder")
    assert second.startswith(
        "一览.xlsx:小学!C4: there are rows of several districts, '外县', '示例县', and the county has"
    )


def test_wide_tables_without_schools_are_tables_of_schools(folder_of: Folder) -> None:
    """A table of which the stage is not known may have any; it alone is noted."""
    cells = wide([FIRST])
    books = {"一览.xlsx": book_of_cells({"表": cells}), "县.xlsx": book_of_cells({"县级": of_facts()})}
    (problem,) = said(folder_of(books))
    assert problem.startswith(
        "一览.xlsx:表!A1: neither the sheet, nor its title, nor the file says of which stage it is"
    )


def test_sheets_beside_wide_tables_that_are_registers_are_noted(folder_of: Folder) -> None:
    books = {"一览.xlsx": wide_table(FIRST, 教师={}), "县.xlsx": book_of_cells({"县级": of_facts()})}
    assert said(folder_of(books)) == [
        "一览.xlsx:1: the sheet '教师' is a register, which is not read beside forms; move it to another file"
    ]


# A workbook alone.


def test_a_workbook_with_the_school_table_is_a_data_set_whatever_its_other_sheets_are(folder_of: Folder) -> None:
    book = wide_table(FIRST, 学校={"A1": "学校代码", "B1": "学校类型", "A2": "A1", "B2": "小学"}, 县级=of_facts())
    path = folder_of({"县.xlsx": book})
    county = folder.read_workbook(path / "县.xlsx")
    assert [one.school_code for one in county.campuses] == ["A1"]
    assert remarks(county, RemarkCode.SHEET) == ["县.xlsx sheet"]


def test_a_workbook_of_wide_tables_needs_facts(folder_of: Folder) -> None:
    path = folder_of({"县.xlsx": wide_table()})
    assert said(path / "县.xlsx", folder.read_workbook) == [
        "县.xlsx:1: there is no sheet 县级; add it with the facts of the county"
    ]


def test_a_workbook_that_is_no_data_set_is_noted_as_one(folder_of: Folder) -> None:
    path = folder_of({"县.xlsx": county_tables(), DAMAGED: county_tables()})
    assert said(path / "县.xlsx", folder.read_workbook) == [
        "县.xlsx:1: there is no sheet 学校 among 县级; name the sheet so, or add it"
    ]
    assert said(path / DAMAGED, folder.read_workbook) == [f"{DAMAGED}:1: the file {DAMAGED_OR_LOCKED}"]


def test_unknown_columns_of_a_workbook_are_noted_or_passed_over(folder_of: Folder) -> None:
    tables = [county_tables(学校=SCHOOLS, 监测=[[*MONITORING[0], "日期"], MONITORING[1]])]
    facts = {"A1": "监测科目", "B1": "是否监测", "C1": "日期", "A2": "数学", "B2": "是"}
    tables.append(wide_table(FIRST, 县级=of_facts(), 监测=facts))
    for book in tables:
        path = folder_of({"县.xlsx": book}) / "县.xlsx"
        (problem,) = said(path, folder.read_workbook)
        assert problem.startswith("县.xlsx:监测!C1: there is no column '日期'")
        with pytest.raises(InputError):
            folder.read_workbook(path)
        assert len(folder.read_workbook(path, ignore_columns=True).monitoring) == 1
