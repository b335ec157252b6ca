"""Data sets in, counties out: what is read, what is told of what cannot be read, and what is written."""

from __future__ import annotations

import contextlib
import csv
import errno
import io
import os
import pickle
import tempfile
import tomllib
from pathlib import Path
from typing import Any

import attrs
import pytest
from counties import good_county, primary
from hypothesis import given, reject
from hypothesis import strategies as st

from balanced_edu import tables, tomltext
from balanced_edu.campuses import AreaType, Campus, DataError, Field, Form, Grade, Kind, fields_of
from balanced_edu.county import County, Group, Guarantee, Quality, Subject, Veto
from balanced_edu.plain import plain
from balanced_edu.tables import InputError, Problem, read_county, write_county, write_template

CASES = tomllib.loads((Path(__file__).parent / "cases" / "bad_input.toml").read_text(encoding="utf-8"))
SCHOOLS: str = CASES["good"]["schools"].lstrip()
FACTS: str = CASES["good"]["county"].lstrip()


def folder_with(folder: Path, schools: str | bytes | None = SCHOOLS, facts: str | bytes | None = FACTS) -> Path:
    for name, content in (("schools.csv", schools), ("county.toml", facts)):
        if content is not None:
            (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def told(folder: Path) -> list[Problem]:
    with pytest.raises(InputError) as error:
        read_county(folder)
    return list(error.value.problems)


def problems_of(folder: Path) -> tuple[Problem, ...]:
    try:
        read_county(folder)
    except InputError as error:
        return error.problems
    return ()


def only_campus(folder: Path, headings: str, cells: str) -> Campus:
    """The campus of a table with two columns more than the needed ones."""
    table = f"学校代码,学校类型,{headings}\nA1,九年一贯制学校,{cells}\n"
    (campus,) = read_county(folder_with(folder, table)).campuses
    return campus


# The cases


def with_changes(case: dict[str, Any]) -> str:
    """The school table of a case."""
    if "schools" in case:
        return str(case["schools"])
    rows = list(csv.reader(io.StringIO(SCHOOLS)))
    headings = list(rows[0])
    for change in case.get("change", []):
        rows[change["row"] - 1][headings.index(change["column"])] = change["to"]
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue() + "\n".join(case.get("rows", []))


def facts_with_changes(case: dict[str, Any]) -> str:
    """The ``county.toml`` of a case."""
    lines = FACTS.splitlines()
    for line, other in case.get("county", {}).items():
        lines[lines.index(line)] = other
    return "\n".join(lines)


def test_the_data_set_of_the_cases_is_good(tmp_path: Path) -> None:
    county = read_county(folder_with(tmp_path))
    assert [campus.school_code for campus in county.campuses] == ["A1", "B1", "C1"]
    assert county.campuses[0].equipment_value == 2_105_000
    assert county.guarantee.teacher_average_salary == 121000.5
    assert [one.subject for one in county.monitoring] == ["语文", "数学"]
    assert county.veto == Veto(fraud=False)


@pytest.mark.parametrize("case", CASES["case"], ids=[case["name"] for case in CASES["case"]])
def test_case(case: dict[str, Any], tmp_path: Path) -> None:
    problems = told(folder_with(tmp_path, with_changes(case), facts_with_changes(case)))
    assert [f"{problem.file}:{problem.row}:{problem.column}" for problem in problems] == list(case["told"])
    for problem, words in zip(problems, case["told"].values(), strict=True):
        assert words in problem.message
        assert str(problem) == f"{problem.file}:{problem.row}:{problem.column}: {plain(problem.message)}"
        assert "\n" not in str(problem)


# What a cell may hold


@pytest.mark.parametrize(
    ("heading", "cell", "name", "value"),
    [
        ("小学在校生数", "", "primary_pupils", None),
        ("小学在校生数", "  \t ", "primary_pupils", None),
        ("小学在校生数", "0", "primary_pupils", 0),
        ("小学在校生数", "12.0", "primary_pupils", 12),
        ("小学在校生数", " ８００ ", "primary_pupils", 800),
        ("小学在校生数", "1,234", "primary_pupils", 1234),
        ("小学在校生数", "１，２３４", "primary_pupils", 1234),
        ("小学在校生数（人）", "800", "primary_pupils", 800),
        ("primary_pupils", "800", "primary_pupils", 800),
        (" Ｐ小学在校生数 "[2:], "800", "primary_pupils", 800),
        ("教学及辅助用房面积", "0.3", "teaching_area", 0.3),
        ("教学及辅助用房面积(m²)", "4200.50", "teaching_area", 4200.5),
        ("教学及辅助用房面积（㎡）", "4200", "teaching_area", 4200),
        ("教学及辅助用房面积（平方米）", "1,234,567.25", "teaching_area", 1234567.25),
        ("教学及辅助用房面积", "123456789012345", "teaching_area", 123456789012345),
        ("教学仪器设备值", "2105000", "equipment_value", 2105000),
        ("教学仪器设备值（元）", "2105000", "equipment_value", 2105000),
        ("教学仪器设备值(万元)", "210.5", "equipment_value", 2105000),
        ("教学仪器设备值（万元）", "0.00012", "equipment_value", 1.2),
        ("教学仪器设备值\n（万元）", "8.2", "equipment_value", 82000),
        ("equipment_value（万元）", "1", "equipment_value", 10000),
        ("网络多媒体教室数（间）", "23", "multimedia_rooms", 23),
        ("建成年份（年）", "1998", "built_year", 1998),
        ("音乐专用教室面积", "98;97.5", "music_room_areas", (98, 97.5)),
        ("音乐专用教室面积（m²）", "98；９７", "music_room_areas", (98, 97)),
        ("音乐专用教室面积", "0", "music_room_areas", ()),
        ("音乐专用教室面积", "", "music_room_areas", None),
        ("寄宿制", "TRUE", "boarding", True),
        ("寄宿制", "是", "boarding", True),
        ("寄宿制", "１", "boarding", True),
        ("寄宿制", "False", "boarding", False),
        ("寄宿制", "否", "boarding", False),
        ("寄宿制", "0", "boarding", False),
        ("城乡类型", " 乡村 ", "area_type", AreaType.RURAL),
        ("德育工作水平", "良好", "moral_education", Grade.GOOD),
        ("学校名称", " 第一小学（东校区） ", "school_name", "第一小学（东校区）"),
        ("学校名称", "'=第一", "school_name", "=第一"),
        ("学校名称", "'第一", "school_name", "'第一"),
    ],
)
def test_what_a_cell_says(heading: str, cell: str, name: str, value: object, tmp_path: Path) -> None:
    found = getattr(only_campus(tmp_path, f'"{heading}"', f'"{cell}"'), name)
    assert found == value
    assert type(found) is type(value)


def test_money_in_wan_yuan_is_exact_in_decimal(tmp_path: Path) -> None:
    """In binary 0.0003 times 10,000 is 2.9999999999999996."""
    assert only_campus(tmp_path, "教师培训经费预算（万元）", "0.0003").training_budget == 3
    assert 0.0003 * 10_000 != 3


@pytest.mark.parametrize("cell", ["1,23", "12,34", "1,2345", ",123", "1234,567", "1,234,56"])
def test_commas_divide_thousands_or_nothing(cell: str, tmp_path: Path) -> None:
    table = f'学校代码,学校类型,教学及辅助用房面积\nA1,小学,"{cell}"\n'
    (problem,) = told(folder_with(tmp_path, table))
    assert f"'{cell}'" in problem.message


def test_columns_that_are_missing_and_cells_that_are_cut_off_are_unknown(tmp_path: Path) -> None:
    county = read_county(folder_with(tmp_path, "kind,school_code,小学在校生数\n小学,A1\n", 'name = "县"'))
    assert county == County(name="县", campuses=[Campus(school_code="A1", kind=Kind.PRIMARY)])


def test_empty_cells_beyond_the_headings_are_nothing(tmp_path: Path) -> None:
    county = read_county(folder_with(tmp_path, "学校代码,学校类型,,\nA1,小学,, ,\n"))
    assert len(county.campuses) == 1


def test_numbers_of_the_toml_are_read_as_written(tmp_path: Path) -> None:
    facts = """name = " 县 "
        [quality]
        junior_entrants = 5_000.0
        [[quality.monitoring]]
        subject = "数学"
        level = 4
        share_at_level_3 = 9.1e-1"""
    county = read_county(folder_with(tmp_path, facts=facts))
    assert county.name == "县"
    assert repr(county.quality.junior_entrants) == "5000"
    assert county.monitoring == (Subject(subject="数学", level=4, share_at_level_3=0.91),)


# Files


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
        (SCHOOLS.encode("utf-16-be"), "holds zero bytes"),
        (b"PK\x03\x04\x00\x00", "is a workbook under another name"),
        (b"\xff\xff\xff", "is neither whole UTF-8 nor GB18030"),
        (SCHOOLS.encode("utf-8-sig")[:-3] + b"\xe4\n", "is neither whole UTF-8 nor GB18030"),
        (b"", "is empty"),
        (b"\xef\xbb\xbf \r\n", "is empty"),
    ],
)
def test_files_that_are_no_text(content: bytes, words: str, tmp_path: Path) -> None:
    in_schools, in_facts = told(folder_with(tmp_path, content, content))
    assert (in_schools.file, in_facts.file) == ("schools.csv", "county.toml")
    for problem in (in_schools, in_facts):
        assert (problem.row, problem.column) == (1, "-")
        assert words in problem.message


def test_files_that_are_missing_are_told_together(tmp_path: Path) -> None:
    problems = told(tmp_path)
    assert [(problem.file, problem.row, problem.column) for problem in problems] == [
        ("schools.csv", 1, "-"),
        ("county.toml", 1, "-"),
    ]
    assert all("there is no such file" in problem.message for problem in problems)


def test_a_file_that_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    folder_with(tmp_path)
    monkeypatch.setattr(Path, "open", refuse)
    for problem in told(tmp_path):
        assert (
            "the file cannot be opened (Permission denied); put an ordinary file there, and close other programs"
            in problem.message
        )


def test_a_file_that_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "schools.csv").mkdir()
    (problem,) = told(folder_with(tmp_path, schools=None))
    assert "it is a folder, a pipe or a device); put an ordinary file there" in problem.message


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
def test_pipes_and_devices_are_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "schools.csv")
    (tmp_path / "county.toml").symlink_to("/dev/zero")
    problems = told(tmp_path)
    assert [problem.file for problem in problems] == ["schools.csv", "county.toml"]
    assert all("a pipe or a device" in problem.message for problem in problems)


def test_a_folder_is_expected(tmp_path: Path) -> None:
    (missing,) = told(tmp_path / "nowhere")
    assert "there is no such folder" in missing.message
    (tmp_path / "county.xlsx").write_bytes(b"PK")
    (too_long,) = told(Path("a" * 5000))
    assert "the folder cannot be opened (File name too long); give the folder that holds" in too_long.message
    (file,) = told(tmp_path / "county.xlsx")
    assert "this is a file; give the folder that holds schools.csv and county.toml" in file.message


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    folder_with(tmp_path)
    os.truncate(tmp_path / "schools.csv", tables.LARGEST + 1)
    (problem,) = told(tmp_path)
    assert "the file has more than 5,000,000 bytes; give one county only" in problem.message
    os.truncate(tmp_path / "schools.csv", tables.LARGEST)
    os.truncate(tmp_path / "county.toml", tables.LARGEST_FACTS + 1)
    in_schools, in_facts = told(tmp_path)
    assert "zero bytes" in in_schools.message
    assert "the file has more than 1,000,000 bytes; give one county only" in in_facts.message


def test_a_table_that_is_too_long_or_too_wide_is_no_county(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_ROWS", 4)
    assert read_county(folder_with(tmp_path)).campuses
    (problem,) = told(folder_with(tmp_path, SCHOOLS + ",\n"))
    assert str(problem).startswith("schools.csv:5:-: the table has more than 4 rows; give one county only")
    monkeypatch.setattr(tables, "MOST_HEADINGS", 13)
    assert read_county(folder_with(tmp_path)).campuses
    monkeypatch.setattr(tables, "MOST_HEADINGS", 12)
    (problem,) = told(tmp_path)
    assert str(problem).startswith("schools.csv:1:-: there are 13 headings, more than 12; put the headings in row 1")


def test_reading_ends_where_too_much_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_PROBLEMS", 3)
    rows = "".join(f"S{n},大学,x,x\n" for n in range(9))
    facts = 'name = "县"\n' + "".join(f"x{n} = 1\n" for n in range(9))
    found = told(folder_with(tmp_path, "学校代码,学校类型,小学在校生数,专任教师数\n" + rows, facts))
    assert [f"{problem.file}:{problem.row}:{problem.column}" for problem in found] == [
        "schools.csv:2:学校类型",
        "schools.csv:2:小学在校生数",
        "schools.csv:2:专任教师数",
        "schools.csv:3:-",
        "county.toml:2:x0",
        "county.toml:3:x1",
        "county.toml:4:x2",
        "county.toml:5:-",
    ]
    assert found[3].message == "there are more problems than 3; correct these and read the file again"


def test_what_is_nearest_is_looked_for_a_while(tmp_path: Path) -> None:
    keys = "".join(f"year_{n} = 1\n" for n in range(60))
    found = told(folder_with(tmp_path, facts='name = "县"\n' + keys))
    assert [problem.message.count("did you mean year?") for problem in found] == [1] * 50 + [0] * 10


def test_a_cell_of_many_characters_is_told_as_such(tmp_path: Path) -> None:
    table = "学校代码,学校类型,学校名称\nA1,小学,{}\n"
    (problem,) = told(folder_with(tmp_path, table.format("甲" * 131_073)))
    assert str(problem).startswith("schools.csv:2:-: a cell from here on has more than 131,072 characters; shorten it")
    (problem,) = told(folder_with(tmp_path, table.format("甲" * 10_001)))
    assert problem.message == "学校名称 has 10,001 characters; shorten it to 10,000 or fewer"
    (problem,) = told(folder_with(tmp_path, table.format("甲" * 201)))
    assert "has 201 characters, more than 200" in problem.message
    assert len(str(problem)) < 200


def test_a_heading_of_many_characters_is_cut(tmp_path: Path) -> None:
    (problem,) = told(folder_with(tmp_path, f"学校代码,学校类型,{'甲' * 9000}\nA1,小学,\n"))
    assert problem.column == "甲" * 200


@pytest.mark.parametrize("line", ["year = 0x{}", "name = 0x{}", "plan.teacher_pay = 0x{}", "local.x = 0x{}"])
def test_numbers_of_very_many_digits(line: str, tmp_path: Path) -> None:
    facts = line.format("f" * 200_000) + ("\nname = '县'" if not line.startswith("name") else "")
    (problem,) = told(folder_with(tmp_path, facts=facts))
    assert "An integer has more than 400 digits" in problem.message


def test_the_message_lists_fifty_problems(tmp_path: Path) -> None:
    rows = "".join(f"S{n},大学\n" for n in range(60))
    with pytest.raises(InputError) as error:
        read_county(folder_with(tmp_path, "学校代码,学校类型\n" + rows))
    lines = str(error.value).splitlines()
    assert len(error.value.problems) == 60
    assert lines[0].startswith("schools.csv:2:学校类型: ")
    assert (len(lines), lines[-1]) == (51, "and 10 more")
    assert pickle.loads(pickle.dumps(error.value)).problems == error.value.problems


# Templates


def test_an_untouched_template_lacks_campuses_and_nothing_else(tmp_path: Path) -> None:
    write_template(tmp_path / "new" / "county")
    (problem,) = told(tmp_path / "new" / "county")
    assert str(problem).startswith("schools.csv:1:-: there are no campuses")


def test_a_template_names_every_column_and_every_key(tmp_path: Path) -> None:
    write_template(tmp_path)
    content = (tmp_path / "schools.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    headings = content.decode("utf-8-sig").strip().split(",")
    assert headings == [field.heading for field in fields_of(Campus).values()]
    facts = (tmp_path / "county.toml").read_text(encoding="utf-8")
    for record in (County, Guarantee, Quality, Veto):
        for name, field in fields_of(record).items():
            (line,) = [line for line in facts.splitlines() if line.removeprefix("# ").startswith(f"{name} =")]
            assert f"# {field.heading}" in line
    assert "rotated_teachers =  # 交流轮岗教师数（人）" in facts
    assert "teacher_average_salary =  # 义务教育学校教师年平均工资（元）" in facts


def test_the_examples_of_a_template_may_be_used(tmp_path: Path) -> None:
    write_template(tmp_path)
    facts = tmp_path / "county.toml"
    lines = facts.read_text(encoding="utf-8").splitlines()
    start = next(n for n, line in enumerate(lines) if "[[quality.monitoring]]" in line)
    end = next(n for n, line in enumerate(lines) if "[veto]" in line) - 1
    lines[start:end] = [line.removeprefix("# ") if "=" in line or "[[" in line else line for line in lines[start:end]]
    county = read_county(folder_with(tmp_path, facts="\n".join(lines)))
    assert county.monitoring == (Subject(subject="数学", level=3, between_school_share=0.09),)
    assert county.groups == (Group(group="家长", surveyed=2400, satisfied=2280),)


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "county.toml").write_text("name = 'mine'", encoding="utf-8")
    with pytest.raises(FileExistsError, match=r"county\.toml is there already"):
        write_template(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["county.toml"]
    with pytest.raises(FileExistsError, match="is there already"):
        write_county(good_county(), tmp_path)
    with pytest.raises(FileExistsError, match="is a file; give a folder"):
        write_template(tmp_path / "county.toml")
    write_county(good_county(), tmp_path, overwrite=True)
    assert read_county(tmp_path) == good_county()


# Writing


def test_a_good_county_reads_back(tmp_path: Path) -> None:
    write_county(good_county(), tmp_path)
    assert read_county(tmp_path) == good_county()


def test_texts_that_look_like_formulas_are_neutralised(tmp_path: Path) -> None:
    names = ["=1+1", "+1", "-1", "@a", "'=1", "''-", "'a", "＝1", 'a "b", c\nd']
    county = good_county(*[primary(f"-{n}", school_name=name) for n, name in enumerate(names)])
    write_county(county, tmp_path)
    assert read_county(tmp_path) == county
    with (tmp_path / "schools.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [row[:2] for row in csv.reader(file)][1:]
    assert not any(cell.startswith(("=", "+", "-", "@", "＝")) for row in cells for cell in row)


def test_what_could_not_be_read_back_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there are no campuses"):
        write_county(County(name="县"), tmp_path / "empty")
    with pytest.raises(InputError, match="more than 15 significant digits"):
        write_county(good_county(primary(teaching_area=0.1 + 0.2)), tmp_path / "digits")
    with pytest.raises(InputError, match="more than 1,000,000 bytes"):
        write_county(attrs.evolve(good_county(), local={f"{n:0190}": 1 for n in range(6000)}), tmp_path / "large")
    with pytest.raises(InputError, match="a total row"):
        write_county(good_county(primary("合计")), tmp_path / "total")
    assert list(tmp_path.iterdir()) == []


# Counties at random

# What neither file can hold: halves of a character, and zero bytes.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=8).filter(
    lambda text: text.strip() and not tables._plain(text).rstrip(":").endswith(("合计", "总计", "小计"))
)
COUNTS = st.integers(0, 10**6)
AMOUNTS = st.one_of(st.integers(0, 10**15 - 1), st.decimals(0, 10**9, places=4).map(float))
SHARES = st.decimals(0, 1, places=6).map(float)


def values_of(field: Field) -> st.SearchStrategy[Any]:
    if not isinstance(field.form, Form):
        return st.sampled_from(field.form)
    return {
        Form.TEXT: TEXTS,
        Form.COUNT: COUNTS,
        Form.AMOUNT: AMOUNTS,
        Form.SHARE: SHARES,
        Form.JUDGEMENT: st.booleans(),
        Form.AREAS: st.lists(AMOUNTS, max_size=3).map(tuple),
    }[field.form]


@st.composite
def records(draw: st.DrawFn, record: type) -> Any:
    """A record with some of its figures, without those that contradict others."""
    fields = fields_of(record)
    names = draw(st.sets(st.sampled_from(sorted(fields)))) | {name for name, f in fields.items() if f.required}
    values = {name: draw(values_of(fields[name])) for name in sorted(names)}
    while True:
        try:
            return record(**values)
        except DataError as error:
            for name, _ in error.problems:
                values.pop(name, None)


def distinct(name: str) -> Any:
    return lambda record: tables._identity(getattr(record, name))


@st.composite
def counties(draw: st.DrawFn) -> County:
    return attrs.evolve(
        draw(records(County)),
        campuses=draw(st.lists(records(Campus), min_size=1, max_size=3, unique_by=distinct("school_code"))),
        guarantee=draw(records(Guarantee)),
        quality=draw(records(Quality)),
        monitoring=draw(st.lists(records(Subject), max_size=2, unique_by=distinct("subject"))),
        groups=draw(st.lists(records(Group), max_size=2, unique_by=distinct("group"))),
        veto=draw(records(Veto)),
    )


@given(counties())
def test_what_is_written_reads_back(county: County) -> None:
    with tempfile.TemporaryDirectory() as path:
        folder = Path(path)
        write_county(county, folder)
        assert read_county(folder) == county
        for file in folder.iterdir():
            file.write_bytes(file.read_bytes().decode("utf-8-sig").encode("gb18030"))
        assert read_county(folder) == county


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
STATEMENTS = st.lists(
    st.sampled_from(
        [
            'name = "县"',
            "name = 1",
            "[quality]",
            "[[quality.monitoring]]",
            "[quality.monitoring]",
            "[quality.monitoring.more]",
            "[[recognition.groups]]",
            "recognition.groups = [{group = 'a'}, {group = 'a'}]",
            "recognition = []",
            "[[veto]]",
            "[veto.fraud]",
            "fraud = [1, [2, '''\n]''']]",
            "group = [\n1, # ]\n2]",
            'a."b.c".\'d\' = """\n[veto]\n"""',
            "surveyed = 1e999999999",
            "satisfied = -nan",
            "year = 1e-400",
            f"level = {'9' * 5000}",
            "subject = 2022-01-01",
            "x = " + "[" * 2000 + "]" * 2000,
        ]
    )
).map("\n".join)


@given(
    st.one_of(st.binary(), LINES.map(str.encode), st.lists(NUMBERS).map(lambda n: f"kind,{','.join(n)}".encode())),
    st.one_of(st.binary(), STATEMENTS.map(str.encode), st.text().map(str.encode)),
)
def test_whatever_stands_in_the_files_is_a_county_or_is_told(schools: bytes, facts: bytes) -> None:
    with tempfile.TemporaryDirectory() as path:
        folder = folder_with(Path(path), schools, facts)
        for problem in problems_of(folder):
            assert "\n" not in str(problem)
            assert problem.row >= 1


# Lines of TOML


def places_of(data: object, place: tomltext.Place = ()) -> list[tomltext.Place]:
    inner: Any = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [place, *(deeper for key, value in inner for deeper in places_of(value, (*place, key)))]


@given(STATEMENTS)
def test_every_key_stands_on_a_line_that_names_it(text: str) -> None:
    try:
        data = tomltext.read(text)
    except tomltext.TomlError:
        reject()
    lines = text.split("\n")
    for place in places_of(data):
        line = lines[tomltext.line_of(text, place) - 1] if lines else ""
        keys = [key for key in place if isinstance(key, str)]
        assert not keys or any(key in line for key in keys)


def test_lines_of_nested_tables() -> None:
    text = '''"a.b" = 1
text = """
[not.a.table]
x = 1
"""
[ one . "two = 2" ] # [three]
array = [
    "]", # ]
]
'last = 1' = { x = 1 }
[[one.list]]
[one.list.inner]
x = 1
[[one.list]]
x = 2
[[one.list.deep]]
[[one.list.deep]]
y.z = 3
'''
    tomltext.read(text)
    assert {
        place: tomltext.line_of(text, place)
        for place in [
            ("a.b",),
            ("text",),
            ("one",),
            ("one", "two = 2", "array"),
            ("one", "two = 2", "last = 1"),
            ("one", "two = 2", "last = 1", "x"),
            ("one", "list", 0, "inner", "x"),
            ("one", "list", 1, "x"),
            ("one", "list", 1, "deep", 1, "y", "z"),
            ("one", "list", 1, "missing"),
            ("missing",),
        ]
    } == {
        ("a.b",): 1,
        ("text",): 2,
        ("one",): 6,
        ("one", "two = 2", "array"): 7,
        ("one", "two = 2", "last = 1"): 10,
        ("one", "two = 2", "last = 1", "x"): 10,
        ("one", "list", 0, "inner", "x"): 13,
        ("one", "list", 1, "x"): 15,
        ("one", "list", 1, "deep", 1, "y", "z"): 18,
        ("one", "list", 1, "missing"): 14,
        ("missing",): 1,
    }


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a = 1\nb = ?\n", 2, "Invalid value"),
        ("a = 1\nb = [1,\n", 2, "at the end of the file"),
        ("a = 1e99999999999999999999", 1, "beyond any number"),
        (f"a = {'9' * 5000}", 1, "digits"),
        (f"a = {'[' * 5000}", 1, "nested too deeply"),
        (f"a = 1\n{'b.' * 16}b = 1", 2, "A key has more than 16 parts"),
        (f"a = 1\n\n  [{'b . ' * 16}b]", 3, "A key has more than 16 parts"),
        ("a = { " + '"b.c".' * 16 + "'d' = 1 }", 1, "A key has more than 16 parts"),
    ],
)
def test_text_that_is_not_toml(text: str, line: int, words: str) -> None:
    with pytest.raises(tomltext.TomlError, match=words) as error:
        tomltext.read(text)
    assert error.value.line == line


def test_dots_that_divide_no_key_are_as_many_as_one_likes() -> None:
    dots = "a." * 100
    one_line = f"""{"b." * 15}b = "{dots}" # {dots}\nc = ["{dots}", '{dots}', 1.5, 1.5]\n"""
    several = f'd = """\n{dots}""\\"{dots}\n"""\n' + f"e = '''\n{dots}\n'''"
    assert list(tomltext.read(one_line + several)) == ["b", "c", "d", "e"]


@pytest.mark.parametrize("piece", ["a.", '"a".', "a ", "'''", '"""', '"', '\\"', "#", "a.b ", "\n", "."])
def test_text_that_is_no_toml_is_looked_through_in_its_own_time(piece: str) -> None:
    """By a search that goes back, some of these would take a day."""
    for start in ("a.", "a = '", 'a = "', 'a = """', "a = '''"):
        with contextlib.suppress(tomltext.TomlError):
            tomltext._refuse_deep_keys(start + piece * 50_000 + "." * 16)


# Data rules that reading relies on


def test_a_code_with_a_blank_is_the_same_code() -> None:
    assert Campus(school_code=" A1 ", kind=Kind.PRIMARY).school_code == "A1"
    with pytest.raises(DataError, match="A1 is the code of 2 campuses"):
        County(name="县", campuses=[primary("A1"), primary("A1 ")])


def test_no_room_and_a_room_of_no_area_are_the_same() -> None:
    assert primary(music_room_areas=(0, 96)) == primary(music_room_areas=(96,))
    assert primary(music_room_areas=[0.0]).music_room_areas == ()


def test_subjects_and_groups_count_once() -> None:
    with pytest.raises(DataError, match="subject: 数学 is given 2 times"):
        County(name="县", monitoring=[Subject(subject="数学"), Subject(subject="数学")])
    with pytest.raises(DataError, match="group: 家长 is given 2 times"):
        County(name="县", groups=[Group(group="家长"), Group(group=" 家长")])
