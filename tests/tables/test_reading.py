"""Which reader a path has."""

from __future__ import annotations

from pathlib import Path

import pytest
from datasets import FACTS, folder_with, problems_of

from balanced_edu import InputError, read_counties, read_county, write_county
from balanced_edu.errors import Problem
from balanced_edu.message import Message
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import County
from balanced_edu.records.kinds import Kind
from balanced_edu.tables import reading, workbook
from balanced_edu.tables.spreadsheet import Spreadsheet


def test_a_path_that_no_reader_fits(tmp_path: Path) -> None:
    (missing,) = problems_of(tmp_path / "nowhere")
    expected = (
        "give a folder of forms (a workbook for each school and one for the county), "
        "a folder that holds schools.csv and county.toml (or 县级.csv), "
        "or a workbook (.xlsx, .xls, .ods) with the sheets 学校 and 县级"
    )
    assert missing.message == f"there is no such file or folder; {expected}"
    assert (missing.file, missing.row, missing.column) == (str(tmp_path / "nowhere"), 1, "-")
    (tmp_path / "county.doc").write_bytes(b"PK")
    (file,) = problems_of(tmp_path / "county.doc")
    assert file.message == f"this is another file; {expected}"
    (too_long,) = problems_of(Path("a" * 5000))
    assert "it cannot be opened (File name too long); give a folder of forms" in too_long.message


def test_a_further_format_is_one_more_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def name_only(path: Path, *, ignore_columns: bool) -> County:
        assert not ignore_columns
        return County(name=path.read_text(encoding="utf-8"))

    names = reading.Reader("以.txt结尾的文件", lambda path: path.suffix == ".txt", lambda path: (path,), name_only)
    monkeypatch.setattr(reading, "READERS", (*reading.READERS, names))
    (tmp_path / "county.doc").write_bytes(b"")
    (tmp_path / "county.txt").write_text("县", encoding="utf-8")
    assert read_county(tmp_path / "county.txt") == County(name="县")
    assert read_county(str(folder_with(tmp_path))).name == "示例县"
    assert reading.files_of(tmp_path / "county.txt") == (tmp_path / "county.txt",)
    names_of_files = (
        "schools.csv",
        "county.toml",
        "县级.csv",
        "监测.csv",
        "调查.csv",
        "班级.csv",
        "教室.csv",
        "教师.csv",
    )
    assert reading.files_of(str(tmp_path)) == tuple(tmp_path / name for name in names_of_files)
    (problem,) = problems_of(tmp_path / "county.doc")
    assert problem.message.endswith("with the sheets 学校 and 县级, or 以.txt结尾的文件")


def counties_in(folder: Path) -> list[Path]:
    """Two counties and what is none."""
    paths = []
    for name in ("b", "a"):
        (folder / name).mkdir()
        paths.append(folder_with(folder / name, facts=FACTS.replace("示例县", name)))
    (folder / ".hidden").mkdir()
    (folder / "~$a").mkdir()
    (folder / "notes.txt").write_text("none", encoding="utf-8")
    return paths


def test_several_counties_are_read_in_the_order_of_their_names_or_as_given(tmp_path: Path) -> None:
    paths = counties_in(tmp_path)
    assert [county.name for county in read_counties(tmp_path)] == ["a", "b"]
    assert [county.name for county in read_counties(str(tmp_path))] == ["a", "b"]
    assert [county.name for county in read_counties(paths)] == ["b", "a"]
    assert read_counties(map(str, paths)) == tuple(map(read_county, paths))
    assert read_counties([]) == ()


def test_problems_of_several_counties_are_headed_by_their_paths(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in counties_in(tmp_path):
        folder_with(path, facts="name = 5")
    with pytest.raises(InputError) as error:
        read_counties([*tmp_path.glob("[ab]"), tmp_path / "c"])
    assert [problem.file for problem in error.value.problems] == [
        *(str(path / "county.toml") for path in tmp_path.glob("[ab]")),
        str(tmp_path / "c"),
    ]
    monkeypatch.chdir(tmp_path.parent)
    with pytest.raises(InputError) as error:
        read_counties([Path(tmp_path.name) / "c"])
    assert [problem.file for problem in error.value.problems] == [str(Path(tmp_path.name) / "c")]

    def refused(path: Path, *, ignore_columns: bool) -> County:
        raise InputError([Problem(path.name, 1, "-", Message("no"))])

    names = reading.Reader("以.txt结尾的文件", lambda path: path.suffix == ".txt", lambda path: (path,), refused)
    monkeypatch.setattr(reading, "READERS", (names,))
    with pytest.raises(InputError) as error:
        read_counties(tmp_path)
    assert [problem.file for problem in error.value.problems] == [str(tmp_path / "notes.txt")]


def test_the_counties_that_can_be_used_are_with_the_error(tmp_path: Path) -> None:
    b, a = counties_in(tmp_path)
    folder_with(b, facts="name = 5")
    with pytest.raises(InputError) as error:
        read_counties(tmp_path)
    assert {problem.file for problem in error.value.problems} == {str(b / "county.toml")}
    assert error.value.counties == (read_county(a),)
    assert InputError(error.value.problems).counties == ()


def test_counties_are_read_when_they_are_asked_for(tmp_path: Path) -> None:
    b, a = counties_in(tmp_path)
    folder_with(b, schools="学校代码,学校类型,绿化面积\nA1,小学,三百\n")
    reading_on = reading.each_read([a, b])
    path, first = next(reading_on)
    assert (path, first) == (a, read_county(a))
    assert [isinstance(read, InputError) for _, read in reading_on] == [True]
    assert [isinstance(read, County) for _, read in reading.each_read([b], ignore_columns=True)] == [True]


def test_paths_of_a_folder_of_counties_and_of_anything_else(tmp_path: Path) -> None:
    b, a = counties_in(tmp_path)
    assert reading.paths_in(tmp_path) == [a, b]
    for path in (a, a / "county.toml", tmp_path / ".hidden", tmp_path / "nowhere"):
        assert reading.paths_in(path) == [path]


def test_folders_that_hold_no_counties(tmp_path: Path) -> None:
    county = tmp_path / "county"
    county.mkdir()
    for path, message in (
        (county, "there are no counties in it; each is a folder of forms (a workbook for each school"),
        (folder_with(tmp_path), "this is one county; read it with read_county"),
        (
            tmp_path / "county.toml",
            "the folder of counties cannot be opened (Not a directory); give a folder in which ",
        ),
    ):
        with pytest.raises(InputError) as error:
            read_counties(path)
        (problem,) = error.value.problems
        assert (problem.file, problem.row, problem.column) == (str(path), 1, "-")
        assert problem.message.startswith(message)


def test_a_workbook_is_opened_once_and_none_to_find_out_what_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    county = County(name="甲县", campuses=[Campus(school_code="A1", kind=Kind.PRIMARY)])
    write_county(county, tmp_path / "甲县.xlsx")
    opened: list[str] = []
    really = workbook.opened

    def counting(path: Path) -> Spreadsheet:
        opened.append(path.name)
        return really(path)

    monkeypatch.setattr(workbook, "opened", counting)
    assert reading.files_of(tmp_path / "甲县.xlsx") == (tmp_path / "甲县.xlsx",)
    assert opened == []
    assert read_county(tmp_path / "甲县.xlsx") == county
    assert opened == ["甲县.xlsx"]
