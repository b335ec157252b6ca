"""The workbook to fill in: what it asks for, what it lets be written, and that it reads back as the same county."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs
import openpyxl
import pytest
from click.testing import CliRunner
from counties import good_county, primary
from datasets import problems_of

from balanced_edu import InputError, catalogue, read_county, write_county, write_template
from balanced_edu.cli import balanced_edu
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import RECORDS, County, Group, Subject
from balanced_edu.records.fields import Form, fields_of
from balanced_edu.records.kinds import Kind, Stage
from balanced_edu.remarks import RemarkCode, RemarkKind
from balanced_edu.text import width_of

QINGSHAN = Path(__file__).parent.parent.parent / "examples" / "qingshan"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "county.xlsx"
    write_template(file)
    return file


@pytest.fixture(scope="module")
def book(template: Path) -> Any:
    return openpyxl.load_workbook(template)


def column_of(book: Any, sheet: str, heading: str) -> Any:
    """The heading cell of a column."""
    (cell,) = [
        one
        for one in book[sheet][1]
        if one.value.rstrip("*").rpartition("（")[0] == heading or one.value.rstrip("*") == heading
    ]
    return cell


def validation_of(book: Any, sheet: str, cell: str) -> Any:
    (one,) = [one for one in book[sheet].data_validations.dataValidation if cell in one.sqref]
    return one


def test_every_field_has_a_column_or_an_item_that_says_what_is_counted(book: Any) -> None:
    for sheet, record in (("学校", Campus), ("监测", Subject), ("调查", Group)):
        for name, field in fields_of(record).items():
            (cell,) = [one for one in book[sheet][1] if one.value.startswith(field.heading)][:1]
            assert cell.comment.text
            assert ("*" in cell.value) == field.required, name
    items = {row[0].rstrip("*"): row for row in book["县级"].iter_rows(values_only=True)}
    for record in (County, *RECORDS.values()):
        for field in fields_of(record).values():
            assert items[field.heading][3]
    assert items["交流轮岗教师数"][2] == "人"


def test_headings_have_units_and_notes_the_official_form(book: Any) -> None:
    rooms = column_of(book, "学校", "网络多媒体教室数")
    assert rooms.value == "网络多媒体教室数（间）"
    assert "R7 每百名学生拥有网络多媒体教室数" in rooms.comment.text
    assert "教育事业统计基层报表" in rooms.comment.text
    assert book["学校"].freeze_panes == "C2"
    assert column_of(book, "学校", "学校代码").fill != rooms.fill


@pytest.mark.parametrize(
    ("sheet", "heading", "names"),
    [
        ("学校", "计算机台数", ["数字终端数、计算机数"]),
        ("学校", "小学高于规定学历专任教师数", ["高于规定学历教师数", "高于规定学历专任教师、高于规定学历教师"]),
        ("县级", "交流轮岗教师数", ["上一年度交流轮岗教师", "实际交流轮岗教师数"]),
        ("县级", "交流轮岗骨干教师数", ["交流轮岗的骨干教师", "实际交流骨干教师数量"]),
        ("监测", "监测科目", ["科目、学科"]),
        ("学校", "运动会次数", []),
    ],
)
def test_what_forms_call_a_figure_is_said_with_its_source(
    sheet: str, heading: str, names: list[str], book: Any
) -> None:
    rows = book["填写说明"].iter_rows(min_row=2, values_only=True)
    (seen,) = [row[5] or "" for row in rows if row[:2] == (sheet, heading)]
    assert [one.rpartition("：")[2] for one in seen.split("；") if one] == names


def test_sheets_print_on_a4_with_their_headings_and_rows_as_high_as_their_texts(book: Any) -> None:
    for sheet in book:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.print_title_rows == "$1:$1"
        assert bool(sheet.sheet_properties.pageSetUpPr.fitToPage) == (sheet.title != "学校")
    assert book["学校"].print_title_cols == "$A:$B"
    explained = book["填写说明"]
    row = next(cell.row for cell in explained["B"] if cell.value == "网络多媒体教室数")
    lines = explained.row_dimensions[row].height / 15
    assert width_of(explained.cell(row, 6).value) / explained.column_dimensions["F"].width < lines < 20


def test_drop_downs_and_limits_of_numbers(book: Any) -> None:
    for name, field in fields_of(Campus).items():
        letter = column_of(book, "学校", field.heading).column_letter
        if isinstance(field.form, type):
            allowed = ",".join(str(one.value) for one in field.form)
            assert validation_of(book, "学校", f"{letter}2").formula1 == f'"{allowed}"', name
        elif field.form in (Form.COUNT, Form.AMOUNT):
            one = validation_of(book, "学校", f"{letter}9")
            assert (one.type, one.formula1) == ("whole" if field.form is Form.COUNT else "decimal", "0")
    share = column_of(book, "监测", "校际差异率").column_letter
    assert validation_of(book, "监测", f"{share}2").formula2 == "1"


def test_a_kind_greys_out_the_stages_that_it_does_not_have(book: Any) -> None:
    sheet = book["学校"]
    rules = {str(one.sqref).split(":")[0].rstrip("2"): one.rules[0].formula[0] for one in sheet.conditional_formatting}
    for name, field in fields_of(Campus).items():
        of_stages = [stage for stage in Stage if name.startswith(f"{stage}_")]
        letter = column_of(book, "学校", field.heading).column_letter
        assert (letter in rules) == bool(of_stages)
        for stage in of_stages:
            for kind in Kind:
                assert (f'="{kind}"' in rules[letter]) == (stage not in kind.stages)


def test_facts_are_grouped_by_indicator(book: Any) -> None:
    items = [row[0] for row in book["县级"].iter_rows(values_only=True)]
    at = items.index("G11 教师交流轮岗")
    assert items[at + 1 : at + 4] == ["符合交流条件教师总数", "交流轮岗教师数", "交流轮岗骨干教师数"]


def test_sheets_explain_every_column_and_give_all_limits(book: Any) -> None:
    explained = {(row[0], row[1]) for row in book["填写说明"].iter_rows(min_row=2, values_only=True)}
    assert {("学校", field.heading) for field in fields_of(Campus).values()} <= explained
    limits = {row[0]: row[2] for row in book["标准值"].iter_rows(min_row=2, values_only=True)}
    assert limits == {id: one.clause for id, one in catalogue.items()}


def test_an_untouched_template_lacks_campuses_and_nothing_else(template: Path) -> None:
    with pytest.raises(InputError) as refused:
        read_county(template)
    (problem,) = refused.value.problems
    assert problem.message == "there are no campuses under the headings; give one row per campus"
    assert refused.value.reading is not None
    examples = [one.place for one in refused.value.reading.remarks if one.code is RemarkCode.EXAMPLE]
    assert examples == ["county.xlsx:学校!A2", "county.xlsx:学校!A3"]


def test_a_template_that_is_filled_in_is_the_county(template: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(template)
    for heading, value in (
        ("学校代码", "A1"),
        ("学校类型", "小学"),
        ("小学在校生数", 800),
        ("音乐专用教室面积", "98;97"),
    ):
        book["学校"].cell(4, column_of(book, "学校", heading).column, value)
    for row in book["县级"].iter_rows():
        if row[0].value in ("县名*", "交流轮岗教师数"):
            row[1].value = {"县名*": "示例县"}.get(row[0].value, 180)
    book["监测"].append(["数学", 3, None, 0.09])
    book.save(tmp_path / "county.xlsx")
    county = read_county(tmp_path / "county.xlsx")
    assert county.campuses == (
        Campus(school_code="A1", kind=Kind.PRIMARY, primary_pupils=800, music_room_areas=(98, 97)),
    )
    assert (county.name, county.guarantee.rotated_teachers, county.monitoring[0].level) == ("示例县", 180, 3)
    assert county.reading is not None
    assert not county.reading.of(RemarkKind.RENAMED)
    passed_over = {one.code for one in county.reading.of(RemarkKind.PASSED_OVER)}
    assert passed_over == {RemarkCode.EXAMPLE}, "its own headings and sheets are none that somebody has to look up"


@pytest.mark.parametrize("county", [good_county(), read_county(QINGSHAN)])
def test_a_county_that_is_written_reads_back(county: County, tmp_path: Path) -> None:
    county = attrs.evolve(county, local={"编外教师": 3.5, "已公示": True}, evidence={"G1": ["布局规划图", "批文"]})
    write_county(county, tmp_path / "county.xlsx")
    assert read_county(tmp_path / "county.xlsx") == county


def test_no_text_of_a_county_becomes_a_formula(tmp_path: Path) -> None:
    names = ["=1+1", "+1", "-1", "@a", "'=1", "＝1", '=HYPERLINK("http://x")']
    county = good_county(*[primary(f"P{n}", school_name=name) for n, name in enumerate(names)])
    write_county(county, tmp_path / "county.xlsx")
    assert read_county(tmp_path / "county.xlsx") == county
    for sheet in openpyxl.load_workbook(tmp_path / "county.xlsx"):
        assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)


def test_what_could_not_be_read_back_is_not_written(tmp_path: Path) -> None:
    for county, words in (
        (County(name="县"), "there are no campuses"),
        (good_county(primary(teaching_area=0.1 + 0.2)), "more than 15 significant digits"),
        (good_county(primary("合计"), primary("P2")), "would be passed over as a total"),
    ):
        with pytest.raises(InputError, match=words):
            write_county(county, tmp_path / "county.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten_unless_that_is_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "new" / "county.xlsx"
    write_template(file)
    content = file.read_bytes()
    for write in (write_template, lambda path: write_county(good_county(), path)):
        with pytest.raises(
            FileExistsError, match=r"county\.xlsx already exists and is not overwritten; give another name"
        ):
            write(file)
    assert file.read_bytes() == content
    write_county(good_county(), file, overwrite=True)
    assert read_county(file) == good_county()
    assert [one.name for one in file.parent.iterdir()] == ["county.xlsx"]


def test_the_command_writes_a_workbook(tmp_path: Path) -> None:
    file = tmp_path / "county.xlsx"
    found = CliRunner().invoke(balanced_edu, ["template", str(file)])
    assert (found.exit_code, found.stdout) == (0, f"Fill in {file}, then: balanced-edu assess {file}\n")
    again = CliRunner().invoke(balanced_edu, ["template", str(file)])
    assert (again.exit_code, problems_of(file)[0].cell) == (2, "学校!A1")
