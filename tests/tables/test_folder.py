"""The folder: its two files, their encodings and sizes, and what is not a file."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

import pytest
from datasets import FACTS, SCHOOLS, folder_with, problems_of
from hypothesis import given
from hypothesis import strategies as st
from tomltexts import STATEMENTS

from balanced_edu import InputError, read_county
from balanced_edu.tables import folder


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_are_recognised(encoding: str, newline: str, tmp_path: Path) -> None:
    schools = SCHOOLS.replace("\n", newline).encode(encoding)
    facts = FACTS.replace("\n", newline if newline != "\r" else "\n").encode(encoding)
    assert read_county(folder_with(tmp_path, schools, facts)) == read_county(folder_with(tmp_path))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (SCHOOLS.encode("utf-16"), "is in UTF-16"),
        (SCHOOLS.encode("utf-16-be"), "contains zero bytes"),
        (b"PK\x03\x04\x00\x00", "is a workbook under another name"),
        (b"\xff\xff\xff", "is neither valid UTF-8 nor valid GB18030"),
        (SCHOOLS.encode("utf-8-sig")[:-3] + b"\xe4\n", "is neither valid UTF-8 nor valid GB18030"),
        (b"", "is empty"),
        (b"\xef\xbb\xbf \r\n", "is empty"),
    ],
)
def test_files_that_are_not_text(content: bytes, words: str, tmp_path: Path) -> None:
    in_schools, in_facts = problems_of(folder_with(tmp_path, content, content))
    assert (in_schools.file, in_facts.file) == ("schools.csv", "county.toml")
    for problem in (in_schools, in_facts):
        assert (problem.row, problem.column) == (1, "-")
        assert words in problem.message


def test_unknown_columns_of_files_in_memory_are_reported_unless_they_are_ignored() -> None:
    files = {
        "schools.csv": "学校代码,学校类型,绿化\nA1,小学,好\n",
        "县级.csv": "项目,数值\n县名,示例县\n",
        "监测.csv": "监测科目,教材\n数学,甲\n",
    }
    given, content = ["县级.csv", "监测.csv"], {name: text.encode() for name, text in files.items()}.__getitem__
    with pytest.raises(InputError) as error:
        folder.county_in(given, content)
    assert [str(problem) for problem in error.value.problems] == [
        "schools.csv:1:绿化: there is no column '绿化'; correct the heading, or delete the column",
        "监测.csv:1:教材: there is no column '教材'; correct the heading, or delete the column",
    ]
    _, notes = folder.facts_in(given, content)
    assert [len(one.problems) for one in notes] == [0, 1]
    assert [one.subject for one in folder.county_in(given, content, ignore_columns=True).monitoring] == ["数学"]


def test_missing_files_are_reported_together(tmp_path: Path) -> None:
    problems = problems_of(tmp_path)
    assert [(problem.file, problem.row, problem.column) for problem in problems] == [
        ("schools.csv", 1, "-"),
        ("county.toml", 1, "-"),
    ]
    assert all("the file is missing from the folder" in problem.message for problem in problems)


def test_a_file_under_another_name_is_looked_for_in_folders_that_are_not_too_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder_with(tmp_path, facts=None) / "county.toml.txt").write_text(FACTS, encoding="utf-8")
    (problem,) = problems_of(tmp_path)
    assert problem.message.startswith("the file is missing from the folder, which has 'county.toml.txt'; rename that")
    monkeypatch.setattr(folder, "_MOST_FILES", 0)
    (problem,) = problems_of(tmp_path)
    assert problem.message.startswith("the file is missing from the folder; `balanced-edu template` writes")


def test_a_file_that_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    folder_with(tmp_path)
    monkeypatch.setattr(Path, "open", refuse)
    advice = "check that it is an ordinary file, and that no other program uses it"
    messages = [problem.message for problem in problems_of(tmp_path)]
    assert messages == [f"the file cannot be opened (Permission denied); {advice}"] * 2


def test_a_file_that_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "schools.csv").mkdir()
    (problem,) = problems_of(folder_with(tmp_path, schools=None))
    assert "it is a folder, a pipe or a device); check that it is an ordinary file" in problem.message


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_pipes_and_devices_are_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "schools.csv")
    (tmp_path / "county.toml").symlink_to("/dev/zero")
    problems = problems_of(tmp_path)
    assert [problem.file for problem in problems] == ["schools.csv", "county.toml"]
    assert all("a pipe or a device" in problem.message for problem in problems)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    folder_with(tmp_path)
    os.truncate(tmp_path / "schools.csv", folder.LARGEST_SCHOOLS + 1)
    (problem,) = problems_of(tmp_path)
    assert "the file has more than 5,000,000 bytes; give one county only" in problem.message
    os.truncate(tmp_path / "schools.csv", folder.LARGEST_SCHOOLS)
    os.truncate(tmp_path / "county.toml", folder.LARGEST_FACTS + 1)
    in_schools, in_facts = problems_of(tmp_path)
    assert "zero bytes" in in_schools.message
    assert "the file has more than 1,000,000 bytes; give one county only" in in_facts.message


def test_a_cell_longer_than_the_reader_of_csv_takes(tmp_path: Path) -> None:
    table = f"学校代码,学校类型,学校名称\nA1,小学,{'甲' * 131_073}\n"
    (problem,) = problems_of(folder_with(tmp_path, table))
    what = "a cell in or below this row has more than 131,072 characters; shorten it"
    assert str(problem).startswith(f"schools.csv:2:-: {what}")


ITEMS = (
    "项目,数值,单位,说明\n县名,示例县,,\n年份,2024,年,\n义务教育学校教师年平均工资,12.1,万元,上年\n有弄虚作假行为,无\n"
)
MONITORING = "监测科目,学业水平等级,校际差异率\n语文,Ⅲ,9%\n"
GROUPS = "调查对象,有效问卷数,满意人数\n家长,2400,2280\n"


def folder_of_tables(folder: Path, **tables: str) -> Path:
    """A folder with the school table and these others in CSV."""
    for name, content in {"schools": SCHOOLS, **tables}.items():
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")
    return folder


def test_facts_in_csv_are_those_of_toml(tmp_path: Path) -> None:
    county = read_county(folder_of_tables(tmp_path, 县级=ITEMS, 监测=MONITORING, 调查=GROUPS))
    facts = """
name = "示例县"
year = 2024
guarantee.teacher_average_salary = 121000
veto.fraud = false
quality.monitoring = [{ subject = "语文", level = 3, between_school_share = 0.09 }]
recognition.groups = [{ group = "家长", surveyed = 2400, satisfied = 2280 }]
"""
    (tmp_path / "toml").mkdir()
    assert county == read_county(folder_with(tmp_path / "toml", SCHOOLS, facts))
    assert county.reading is not None
    places = [f"{remark.place} {remark.code}" for remark in county.reading.remarks]
    assert "县级.csv:4:义务教育学校教师年平均工资 unit" in places
    assert "监测.csv:2:校际差异率 percent" in places
    assert (
        county.reading.place_of("guarantee", "", "teacher_average_salary")
        == "县级.csv:4:上年度义务教育学校教师年平均工资（不含民办学校）"
    )


@pytest.mark.parametrize(
    ("tables", "problem"),
    [
        ({"县级": "单位：万元\n县名,示例县\n"}, "县级.csv:1:-: the unit 万元 stands outside the headings"),
        ({"县级": "县名,示例县\n注：金额单位为万元。\n"}, "县级.csv:2:-: the unit 万元 stands outside the headings"),
        ({"schools": f"{SCHOOLS}注：金额以万元计,\n"}, "the unit 万元 stands outside the headings"),
        (
            {"县级": "项目,数值,单位\n县名,示例县\n教职工平均工资（万元）,12.1,元\n"},
            "教职工平均工资 is given in 万元 and in 元; keep one of the two units",
        ),
        (
            {"县级": "县名,示例县\nlocal.funds,3,万元\n"},
            "'funds' is a fact of a local standard, whose unit is not known",
        ),
    ],
)
def test_units_that_nobody_could_apply(tmp_path: Path, tables: dict[str, str], problem: str) -> None:
    (found,) = problems_of(folder_of_tables(tmp_path, **{"县级": "县名,示例县\n", **tables}))
    assert problem in str(found)


def test_facts_alone_may_be_in_csv(tmp_path: Path) -> None:
    assert read_county(folder_of_tables(tmp_path, 县级="县名,示例县\n")).name == "示例县"


@pytest.mark.parametrize(
    ("tables", "problems"),
    [
        (
            {"县级": "县名,示例县\n年份,今年\n", "监测": "监测科目,学业水平等级\n语文,九\n"},
            [
                "县级.csv:2:年份: 年份 is '今年', which is not a number; write one, or leave the cell empty",
                "监测.csv:2:学业水平等级: 学业水平等级（1 至 4 即 Ⅰ 至 Ⅳ） is '九', which is not a number; write one, "
                "or leave the cell empty",
            ],
        ),
        ({"县级": " "}, ["县级.csv:1:-: the file is empty; `balanced-edu template` writes one to fill in"]),
        (
            {"监测": MONITORING},
            [
                "county.toml:1:-: the file is missing from the folder; `balanced-edu template` writes an empty one",
                "county.toml:1:-: 监测.csv gives facts of the county, too, and there is no 县级.csv; keep county.toml, "
                "or the tables alone",
            ],
        ),
    ],
)
def test_facts_in_csv_that_cannot_be_used(tables: dict[str, str], problems: list[str], tmp_path: Path) -> None:
    assert list(map(str, problems_of(folder_of_tables(tmp_path, **tables)))) == problems


def test_unknown_columns_of_each_table_are_refused_or_passed_over(tmp_path: Path) -> None:
    schools = "学校代码,学校类型,校长\nA1,小学,张三\n"
    monitoring = "监测科目,学业水平等级,命题人\n语文,Ⅲ,李四\n"
    classes = "学校代码,年级,班级,人数,班主任\nA1,一年级,1班,45,王五\n"
    given = folder_of_tables(tmp_path, schools=schools, 县级="县名,示例县\n", 监测=monitoring, 班级=classes)
    for read in (folder.read, read_county):
        with pytest.raises(InputError) as error:
            read(given)
        found = [(problem.file, problem.row, problem.column) for problem in error.value.problems]
        assert found == [("schools.csv", 1, "校长"), ("监测.csv", 1, "命题人"), ("班级.csv", 1, "班主任")]
    county = folder.read(given, ignore_columns=True)
    assert [(campus.school_code, campus.primary_pupils) for campus in county.campuses] == [("A1", 45)]
    assert county.reading is not None
    assert {(table.file, table.sheet) for table in county.reading.tables} == {
        (name, "") for name in ("schools.csv", "县级.csv", "监测.csv", "调查.csv", "班级.csv")
    }


def test_a_cell_that_is_not_under_its_heading_says_what_moves_cells_in_a_file(tmp_path: Path) -> None:
    (problem,) = problems_of(folder_with(tmp_path, "school_code,kind,school_name\nA1,1,North, Hill\n"))
    assert "put a cell that contains a comma in quotation marks" in problem.message


def test_facts_are_given_once(tmp_path: Path) -> None:
    (problem,) = problems_of(folder_with(folder_of_tables(tmp_path, 县级=ITEMS)))
    expected = "county.toml:1:-: 县级.csv gives facts of the county, too; keep county.toml, or the tables alone"
    assert str(problem) == expected


NUMBERS = st.one_of(st.just(""), st.integers(-9, 10**20).map(str), st.floats().map(str), st.text(max_size=5))
LINES = st.lists(
    st.sampled_from(
        [
            "学校代码,学校类型,小学在校生数",
            "A1,小学,5",
            '"',
            "合计",
            "'",
            "\t",
            ";",
            "A1,初中,1e9999",
            "kind,kind(人)",
            "",
        ]
    )
).map("\n".join)


@given(
    st.one_of(st.binary(), LINES.map(str.encode), st.lists(NUMBERS).map(lambda n: f"kind,{','.join(n)}".encode())),
    st.one_of(st.binary(), STATEMENTS.map(str.encode), st.text().map(str.encode)),
)
def test_any_content_of_the_files_is_a_county_or_is_refused(schools: bytes, facts: bytes) -> None:
    with tempfile.TemporaryDirectory() as path:
        for problem in problems_of(folder_with(Path(path), schools, facts)):
            assert "\n" not in str(problem)
            assert problem.row >= 1


def test_a_heading_over_some_columns_does_not_claim_the_next_that_has_a_name_of_its_own(tmp_path: Path) -> None:
    heads = "学校代码,学校名称,学校类型,小学,,初中,,\n,,,在校生数,班级数,在校生数,班级数,{}\n"
    schools = f"{heads}A1,甲,九年一贯制学校,100,3,90,2,46\n"
    tables = {"县级": "县名,示例县\n"}
    (found,) = problems_of(folder_of_tables(tmp_path, **tables, schools=schools.format("专任教师数（人）")))
    assert "'初中 专任教师数（人）' could be" in str(found)
    assert "专任教师数; write the one that it is" in str(found)
    county = read_county(folder_of_tables(tmp_path, **tables, schools=schools.format("最大班额")))
    assert county.campuses[0].junior_largest_class == 46
