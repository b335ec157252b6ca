"""A folder of forms as a county: what it is equal to, what is reported where, and what may stand beside the forms."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import attrs
import openpyxl
import pytest
import xlwt
from click.testing import CliRunner
from datasets import problems_of
from forms import CLASSES, COUNTY, JUNIOR, PRIMARY, ROOMS, county_form, folder_of_forms, school_form
from workbooks import SHEETS, workbook_with

from balanced_edu import InputError, Outcome, assess, read_counties, read_county, write_county
from balanced_edu.cli import balanced_edu
from balanced_edu.records.county import County, Group, Guarantee, Quality, Subject
from balanced_edu.records.kinds import AreaType, Ownership
from balanced_edu.remarks import RemarkCode
from balanced_edu.tables.forms import folder
from balanced_edu.tables.reading import files_of

PLACE = "区县.xlsx:区县填报数据"

SCHOOLS_CSV = """\
学校代码,学校名称,学校类型,建成年份,大城市中心城区学校,小学在校生数,初中在校生数,随迁子女在校生数,家庭住址在划片范围内的小学在校生数,\
家庭住址在划片范围内的初中在校生数,专任教师数,小学高于规定学历专任教师数,初中高于规定学历专任教师数,小学县级以上骨干教师数,初中县级以上骨干教师数,\
持有教师资格证专任教师数,五年培训满360学时专任教师数,小学体育艺术专任教师数,初中体育艺术专任教师数,教学及辅助用房总面积,室内体育用房面积,\
体育运动场馆面积,教学仪器设备值（万元）,网络多媒体教室数,公用经费预算总额（万元）,公用经费决算总额（万元）,教师培训经费预算（万元）
A1,第一小学,小学,2009,否,800,0,40,800,0,50,50,0,10,,50,50,8,,4500.5,500.2,6500.3,210.5,24,92,92,5
D1,一中,初中,2009,否,0,300,40,0,300,50,0,20,,10,50,50,,8,4500.5,500.2,6500.3,210.5,24,92,92,5
"""
ITEMS_CSV = """\
项目,数值,单位
县名,示例区
年份,2024
特殊教育学校公用经费（年）,800000,元
特殊教育学校在校生数,100,人
上年度义务教育学校教师年平均工资（不含民办学校）,125000,元
上年度当地公务员年平均工资,121000,元
符合交流条件教师总数,500
交流轮岗教师数,60
交流轮岗骨干教师数,15
优质高中招生名额总数,1000
优质高中分配招生名额数,600
符合条件的随迁子女数,300
在公办学校就读的随迁子女数,290
在政府购买服务的民办学校就读的随迁子女数,0
残疾儿童少年数,50
已入学残疾儿童少年数（含送教上门）,50
local.public_funds_per_primary_pupil,1150
local.public_funds_per_junior_pupil,1350
初中毕业生数,96
三年前初中入学人数,100
三年间转入学生数,1
三年间转出学生数,3
三年间死亡学生数,0
"""


def same_as_tables(path: Path) -> County:
    """The county of the forms, from tables."""
    path.mkdir()
    (path / "schools.csv").write_text(SCHOOLS_CSV, encoding="utf-8")
    (path / "县级.csv").write_text(ITEMS_CSV, encoding="utf-8")
    return read_county(path)


def by_code(county: County) -> County:
    return attrs.evolve(county, campuses=sorted(county.campuses, key=lambda campus: campus.school_code))


def said(path: Path) -> list[str]:
    return [f"{one.file}:{one.cell or one.row}: {one.message}" for one in problems_of(path)]


def test_a_folder_of_forms_is_the_county_of_the_same_tables(tmp_path: Path) -> None:
    (tmp_path / "forms").mkdir()
    forms = read_county(folder_of_forms(tmp_path / "forms"))
    assert by_code(forms) == same_as_tables(tmp_path / "tables")
    assert assess(forms).outcome is assess(same_as_tables(tmp_path / "again")).outcome


def test_where_each_figure_stands(tmp_path: Path) -> None:
    reading = read_county(folder_of_forms(tmp_path)).reading
    assert reading is not None
    assert reading.place_of("schools", "A1", "primary_pupils") == "学校1.xlsx:学校填报数据!E11"
    assert reading.place_of("schools", "D1", "junior_teachers_above_required") == "学校2.xlsx:学校填报数据!E30"
    assert reading.place_of("guarantee", "", "rotated_teachers") == f"{PLACE}!E12"
    assert reading.place_of("quality", "", "junior_graduates") == "学校2.xlsx:学校填报数据!E65"
    assert [str(remark.place) for remark in reading.remarks if remark.code == "form"] == [
        "学校1.xlsx:学校填报数据",
        "学校2.xlsx:学校填报数据",
    ]


@pytest.mark.parametrize(("lang", "words"), [("zh", "读取说明"), ("en", "How the files were read")])
def test_every_command_reads_it(lang: str, words: str, tmp_path: Path) -> None:
    folder_of_forms(tmp_path)
    inspected = CliRunner().invoke(balanced_edu, ["inspect", str(tmp_path), "--lang", lang])
    assert (inspected.exit_code, words in inspected.stdout) == (0, True)
    assert "学校2.xlsx:学校填报数据!E5" in inspected.stdout
    assessed = CliRunner().invoke(balanced_edu, ["assess", str(tmp_path), "--lang", lang])
    assert (assessed.exit_code, "示例区" in assessed.stdout) == (0, True)
    report = tmp_path / "区县.xlsx"
    refused = CliRunner().invoke(balanced_edu, ["assess", str(tmp_path), "--output", str(report)])
    assert (refused.exit_code, refused.stdout) == (2, "")


BANDS_CSV = """\
学校代码,学校类型,小学在校生数,初中在校生数,小学班级数,小学最大班额,初中最大班额,义务教育阶段班级总数,义务教育阶段最大班额,音乐专用教室面积,美术专用教室面积
A1,小学,800,0,20,41-45,,,,≥96;73-<96,≥90;≥90
B1,九年一贯制学校,500,300,,,,20,41-45,≥96;73-<96,≥90;≥90
C1,完全中学,0,300,,,1-45,,,≥96;73-<96,≥90;≥90
"""


def only(school: Mapping[str, object], **given: object) -> dict[str, object]:
    """A form with the identity of a school, its pupils, its classes and its rooms alone."""
    names = ("学校代码", "学校类型", "小学学生人数", "初中学生人数")
    return {**{name: school[name] for name in names}, **given, **CLASSES, **ROOMS}


def test_classes_and_rooms_in_bands_are_those_of_tables(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "schools.csv").write_text(BANDS_CSV, encoding="utf-8")
    (tmp_path / "tables" / "county.toml").write_text('name = "示例区"', encoding="utf-8")
    nine_year = only(JUNIOR, 学校代码="B1", 学校类型="九年一贯制", 小学学生人数=500)
    full = only(JUNIOR, 学校代码="C1", 学校类型="完全中学")
    (tmp_path / "forms").mkdir()
    folder_of_forms(tmp_path / "forms", only(PRIMARY), nine_year, full, county={"区县名称": "示例区"})
    forms, tables = read_county(tmp_path / "forms"), read_county(tmp_path / "tables")
    assert forms == tables
    write_county(forms, tmp_path / "written")
    assert read_county(tmp_path / "written") == forms


@pytest.mark.parametrize(
    ("classes", "outcome"),
    [
        ({"每班46-50人班级个数": 0}, Outcome.PASS),
        ({"每班46-50人班级个数": 1, "每班41-45人班级个数": 7}, Outcome.FAIL),
        ({"每班66人以上班级个数": None}, Outcome.PASS),
        # One class is in a band that is not given, or in one below that is: only the size is unknown.
        ({"每班46-50人班级个数": None, "每班41-45人班级个数": 7}, Outcome.FAIL),
        ({"每班66人以上班级个数": None, "每班46-50人班级个数": 1, "每班41-45人班级个数": 6}, Outcome.FAIL),
        ({"每班46-50人班级个数": None, "每班31-35人班级个数": None, "每班41-45人班级个数": 7}, Outcome.UNKNOWN),
        ({"每班25人以下班级个数": None, "每班31-35人班级个数": None}, Outcome.PASS),
        ({"每班66人以上班级个数": None, "班级总数": None}, Outcome.UNKNOWN),
    ],
)
def test_sizes_of_classes_are_decided(classes: Mapping[str, object], outcome: Outcome, tmp_path: Path) -> None:
    assessment = assess(read_county(folder_of_forms(tmp_path, {**PRIMARY, **CLASSES, **classes})))
    assert assessment.indicators["G5"].outcome is outcome


@pytest.mark.parametrize("school", [PRIMARY, {**JUNIOR, "学校类型": "九年一贯制", "小学学生人数": 500}])
def test_a_school_with_pupils_and_no_classes_is_refused(school: Mapping[str, object], tmp_path: Path) -> None:
    folder_of_forms(tmp_path, {**school, **dict.fromkeys(CLASSES, 0), **ROOMS})
    with pytest.raises(InputError, match=r"学校填报数据!E16: .*班级.*数: 0 given, but there are pupils in the stage"):
        read_county(tmp_path)


# Faults: what is done to a good folder, and what is reported.


def add(name: str, values: Mapping[str, object]) -> Callable[[Path], object]:
    return lambda path: school_form(path / name, values)


def other_workbook(path: Path) -> object:
    return workbook_with(path / "名单.xlsx", {"教师": [["姓名", "学科"]], "学生": []})


def changed(name: str, content: bytes) -> Callable[[Path], object]:
    return lambda path: (path / name).write_bytes(content)


def too_large(path: Path) -> None:
    os.truncate(path / "学校1.xlsx", 20_000_001)


def below(path: Path) -> None:
    (path / "初中").mkdir()
    school_form(path / "初中" / "学校3.xlsx", {**JUNIOR, "学校代码": "D3"})


FAULTS: dict[str, tuple[Callable[[Path], object], list[str]]] = {
    "a workbook that is no form": (
        other_workbook,
        [
            "名单.xlsx:1: its sheets, 教师, 学生, are no form that is known, of a school or of the county; correct "
            "their headings, or move the workbook to another folder"
        ],
    ),
    "a file that is no workbook": (
        changed("坏.xlsx", b"PK"),
        ["坏.xlsx:1: the file is damaged or has a password; open it, and save it as a new workbook"],
    ),
    "a workbook that is too large": (
        too_large,
        ["学校1.xlsx:1: the file has more than 20,000,000 bytes; copy the tables of one county to a new workbook"],
    ),
    "two forms of the county": (
        lambda path: county_form(path / "区县2.xlsx"),
        [
            "区县2.xlsx:区县填报数据!A1: it gives facts of the county, as 区县.xlsx does; keep one of the two, or give "
            "each county a folder of its own"
        ],
    ),
    "no form of the county": (
        lambda path: (path / "区县.xlsx").unlink(),
        [
            "{folder}:1: there is no form of the county in the folder; add it, or county.toml or 县级.csv with the "
            "facts of the county"
        ],
    ),
    "no form of a school": (
        lambda path: [(path / f"学校{number}.xlsx").unlink() for number in (1, 2)],
        ["{folder}:1: there is no form of a school in the folder; add one for each school"],
    ),
    "two schools with one code": (
        add("学校3.xlsx", {**PRIMARY, "学校名称": "第三小学"}),
        [
            "学校3.xlsx:学校填报数据!E4: 学校代码 is that of '第一小学', too, in 学校1.xlsx:学校填报数据!E4; correct "
            "the code, or the name if it is one school"
        ],
    ),
    "two forms of a school that differ in its part of a fact of the county": (
        add("学校3.xlsx", {**JUNIOR, "毕业年级三年转出学生数": 4}),
        [
            "学校3.xlsx:学校填报数据!E68: 毕业年级三年转出学生数 is '4', but '3' in 学校2.xlsx:学校填报数据!E68; "
            "correct one of the two"
        ],
    ),
    "a school whose name is its code in another file": (
        add("学校3.xlsx", {**PRIMARY, "学校代码": "第一小学"}),
        [
            "学校3.xlsx:学校填报数据!E4: '第一小学' is a name and no code, and is that of the school 'A1' in "
            "学校1.xlsx:学校填报数据!E4; write the code here, too"
        ],
    ),
    "forms in a folder below": (
        below,
        ["初中:1: the folder has forms, which are not read; move them beside the others, or elsewhere"],
    ),
    "forms in files that are not read": (
        lambda path: [(path / name).write_bytes(b"PK") for name in ("三小.et", "四小.XLSM", "五小.csv")],
        [
            f"{name}:1: a file of this kind is not read beside forms; save it as .xlsx, .xls, .ods, or move it"
            for name in ("三小.et", "五小.csv", "四小.XLSM")
        ],
    ),
    "a school without a code": (
        add("学校3.xlsx", {**PRIMARY, "学校代码": None}),
        ["学校3.xlsx:学校填报数据!E4: 学校代码 is missing; every campus must have one"],
    ),
    "a figure that cannot be true": (
        add("学校3.xlsx", {**PRIMARY, "学校代码": "A3", "持有教师资格证的专任教师人数": 51}),
        ["学校3.xlsx:学校填报数据!E36: 持有教师资格证专任教师数: 51 is more than 专任教师数, 50; correct the figures"],
    ),
    "a school that was built after the county's year": (
        add("学校3.xlsx", {**PRIMARY, "学校代码": "A3", "建校时间": 2025, **dict.fromkeys(list(PRIMARY)[4:6], "否")}),
        [
            "学校3.xlsx:学校填报数据!E5: 建成年份: 2025 is later than the year of the county's figures, 2024; correct "
            "one of the two"
        ],
    ),
    "pupils of a stage that the kind of school does not have": (
        add("学校3.xlsx", {**PRIMARY, "学校代码": "A3", "初中学生人数": 30}),
        [
            "学校3.xlsx:学校填报数据!E12: 初中在校生数: 30 given, but 小学 has no such stage (write 附设班 = 是 if "
            "they are in attached classes); correct the figures"
        ],
    ),
    "a fact that is none": (
        lambda path: county_form(path / "区县.xlsx", {**COUNTY, "实际交流轮岗教师数": "六十"}),
        [
            "区县.xlsx:区县填报数据!E12: 交流轮岗教师数 is '六十', which is not a number; write one, or leave "
            "the cell empty"
        ],
    ),
    "a parent that is no school": (
        lambda path: school_form(
            path / "学校3.xlsx",
            {**PRIMARY, "学校代码": "A3"},
            lambda sheet: sheet.append([69, None, "所属学校代码", None, "Z1"]),
        ),
        [
            "学校3.xlsx:学校填报数据!E70: 所属学校代码 'Z1' is the code of no campus, and no other campus names it; "
            "correct it, or leave it empty if the campus is a school of its own"
        ],
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_reported_with_its_place(fault: str, tmp_path: Path) -> None:
    change, messages = FAULTS[fault]
    change(folder_of_forms(tmp_path))
    found = said(tmp_path)
    assert found == [message.replace("{folder}", tmp_path.name) for message in messages]


def test_all_faults_are_reported_at_once(tmp_path: Path) -> None:
    folder_of_forms(tmp_path, {**PRIMARY, "小学学生人数": "八百"}, {**JUNIOR, "初中学生人数": "三百"})
    other_workbook(tmp_path)
    assert [message.partition(": ")[0] for message in said(tmp_path)] == [
        "名单.xlsx:1",
        "学校1.xlsx:学校填报数据!E11",
        "学校2.xlsx:学校填报数据!E12",
    ]


def test_too_many_workbooks_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "MOST_WORKBOOKS", 2)
    assert said(folder_of_forms(tmp_path)) == [
        f"{tmp_path.name}:1: there are 3 workbooks, more than 2; give the folder of one county only"
    ]


def test_what_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    county = read_county(folder_of_forms(tmp_path))
    (tmp_path / "~$学校1.xlsx").write_bytes(b"")
    (tmp_path / ".学校.xlsx").write_bytes(b"")
    (tmp_path / "说明.docx").write_bytes(b"")
    (tmp_path / "备份").mkdir()
    (tmp_path / "备份" / "说明.xlsx").write_bytes(b"")
    again = read_county(tmp_path)
    assert again == county
    assert again.reading
    assert [remark.place for remark in again.reading.remarks if remark.code is RemarkCode.FILE] == ["备份", "说明.docx"]
    names = ("区县.xlsx", "学校1.xlsx", "学校2.xlsx", "schools.csv", "county.toml", "县级.csv", "监测.csv", "调查.csv")
    names += ("班级.csv", "教室.csv", "教师.csv")
    assert files_of(tmp_path) == tuple(tmp_path / name for name in names)

    def refuse(_: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "iterdir", refuse)
    assert not folder.fits(tmp_path)


def test_a_folder_with_a_school_table_is_read_as_before(tmp_path: Path) -> None:
    county = same_as_tables(tmp_path / "county")
    school_form(tmp_path / "county" / "学校.xlsx")
    assert read_county(tmp_path / "county") == county


def test_a_register_beside_forms_is_reported(tmp_path: Path) -> None:
    folder_of_forms(tmp_path)
    (tmp_path / "教师.csv").write_text("学校代码\n", encoding="utf-8")
    assert said(tmp_path) == [
        "教师.csv:1: registers are read beside schools.csv, and not beside forms; move the file",
    ]


def test_a_sheet_that_is_a_register_is_reported_as_its_file_is(tmp_path: Path) -> None:
    folder_of_forms(tmp_path)
    workbook_with(tmp_path / "补充.xlsx", {**TEMPLATE, "教师": [["学校代码"]], "Rooms": [["学校代码"]], "说明": []})
    school = openpyxl.load_workbook(tmp_path / "学校1.xlsx")
    school.create_sheet("班级")
    school.save(tmp_path / "学校1.xlsx")
    register = "is a register, which is not read beside forms; move it to another file"
    assert said(tmp_path) == [
        f"学校1.xlsx:1: the sheet '班级' {register}",
        f"补充.xlsx:1: the sheet '教师' {register}",
        f"补充.xlsx:1: the sheet 'Rooms' {register}",
    ]


# Sums over the schools.


def test_a_cohort_that_a_school_does_not_give_is_unknown(tmp_path: Path) -> None:
    second = {**JUNIOR, "学校代码": "D2", "毕业年级三年死亡学生数": None}
    county = read_county(folder_of_forms(tmp_path, JUNIOR, second))
    assert county.reading
    assert county.reading.place_of("quality", "", "junior_deaths") == "学校2.xlsx:学校填报数据!E69"
    assert county.quality == Quality(
        junior_graduates=192,
        junior_entrants=200,
        junior_transfers_in=2,
        junior_transfers_out=6,
        disabled_children=50,
        disabled_children_enrolled=50,
    )


def test_a_school_without_junior_pupils_gives_no_cohort(tmp_path: Path) -> None:
    new = {**JUNIOR, "学校代码": "B1", "学校类型": "九年一贯制", "初中学生人数": 0, "小学学生人数": 90}
    new |= {item: None for item in JUNIOR if item.startswith(("毕业年级", "本届"))} | {"本科学历教师人数（初中）": 0}
    new |= {"家庭住址在划片范围内的在校学生人数（初中）": 0}
    assert read_county(folder_of_forms(tmp_path, JUNIOR, new)).quality.junior_graduates == 96


FACTS = """
name = "示例区"
year = 2024

[quality]
junior_graduates = 95
junior_entrants = 100
curriculum_complete = true

[guarantee]
rotated_teachers = 60

[local]
public_funds_per_primary_pupil = 1150

[evidence]
G1 = ["规划图"]

[[quality.monitoring]]
subject = "数学"
level = 3

[[recognition.groups]]
group = "家长"
surveyed = 100
satisfied = 90
"""


def test_a_cohort_that_the_county_gives_otherwise(tmp_path: Path) -> None:
    folder_of_forms(tmp_path)
    (tmp_path / "county.toml").write_text(FACTS, encoding="utf-8")
    assert said(tmp_path) == [
        "county.toml:1: 初中毕业生数 is 95, but the forms of the schools, from 学校2.xlsx:学校填报数据!E65 on, give 96 "
        "together; correct one of the two"
    ]


def test_sums_that_contradict_what_the_county_gives(tmp_path: Path) -> None:
    folder_of_forms(tmp_path, {**JUNIOR, "毕业年级初一时在校学生数": None, "毕业年级三年死亡学生数": 3})
    (tmp_path / "county.toml").write_text('name = "示例区"\n[quality]\njunior_entrants = 2\n', encoding="utf-8")
    assert said(tmp_path) == [
        "学校1.xlsx:学校填报数据!E69: 三年间死亡学生数: 3 is more than 三年前初中入学人数, 2; correct the figures"
    ]


# Beside the forms.


def test_facts_that_the_form_does_not_ask_for(tmp_path: Path) -> None:
    folder_of_forms(tmp_path)
    (tmp_path / "county.toml").write_text(FACTS.replace("= 95", "= 96"), encoding="utf-8")
    county = read_county(tmp_path)
    assert (county.quality.curriculum_complete, county.quality.junior_graduates) == (True, 96)
    assert county.guarantee.quality_senior_places == 1000
    assert county.monitoring == (Subject(subject="数学", level=3),)
    assert county.groups == (Group(group="家长", surveyed=100, satisfied=90),)
    assert county.evidence == {"G1": ("规划图",)}
    assert dict(county.local) == {"public_funds_per_primary_pupil": 1150, "public_funds_per_junior_pupil": 1350}


def test_the_facts_may_be_in_tables_alone(tmp_path: Path) -> None:
    forms = by_code(read_county(folder_of_forms(tmp_path)))
    (tmp_path / "区县.xlsx").unlink()
    (tmp_path / "县级.csv").write_text(ITEMS_CSV, encoding="utf-8")
    assert by_code(read_county(tmp_path)) == forms


def test_facts_that_two_files_give_otherwise(tmp_path: Path) -> None:
    folder_of_forms(tmp_path)
    facts = FACTS.replace("2024", "2023").replace("rotated_teachers = 60", "rotated_teachers = 61")
    (tmp_path / "county.toml").write_text(facts.replace("1150", "935"), encoding="utf-8")
    assert said(tmp_path) == [
        f"county.toml:1: 交流轮岗教师数 is '61', but '60' in {PLACE}!E12; correct one of the two",
        f"county.toml:1: 年份 is '2023', but '2024' in {PLACE}!E4; correct one of the two",
        "county.toml:1: local.public_funds_per_primary_pupil is given here and in 区县.xlsx, with another value; "
        "correct one of the two",
    ]


def test_facts_that_contradict_those_of_another_file(tmp_path: Path) -> None:
    folder_of_forms(tmp_path, county={**COUNTY, "实际交流轮岗教师数": None})
    facts = FACTS.replace("= 95", "= 96").replace("rotated_teachers = 60", "rotated_teachers = 10")
    (tmp_path / "county.toml").write_text(facts, encoding="utf-8")
    assert said(tmp_path) == [
        f"{PLACE}!E13: 交流轮岗骨干教师数: 15 is more than 交流轮岗教师数, 10; correct the figures"
    ]


def test_facts_of_which_one_file_cannot_be_used(tmp_path: Path) -> None:
    folder_of_forms(tmp_path)
    (tmp_path / "county.toml").write_text('name = "示例区"\nyear = "x"\n', encoding="utf-8")
    assert [message.partition(": ")[0] for message in said(tmp_path)] == ["county.toml:2"]


TEMPLATE: dict[str, list[list[object]]] = {
    "学校": [
        ["学校代码", "学校类型", "办学性质", "城乡类型"],
        ["A1", "小学", "公办", "城区"],
        ["D1", "初中", "公办", None],
    ],
    "县级": [["项目", "数值"], ["县名", "示例区"], ["课程开齐开足，教学秩序规范", "是"]],
    "监测": [["监测科目", "学业水平等级（1 至 4 即 Ⅰ 至 Ⅳ）"], ["数学", 3]],
    "说明": [["略"]],
}


def test_a_workbook_of_the_library_beside_the_forms(tmp_path: Path) -> None:
    plain = read_county(folder_of_forms(tmp_path))
    workbook_with(tmp_path / "补充.xlsx", TEMPLATE)
    county = read_county(tmp_path)
    assert county == attrs.evolve(
        plain,
        campuses=[
            attrs.evolve(plain.campuses[0], ownership=Ownership.PUBLIC, area_type=AreaType.URBAN),
            attrs.evolve(plain.campuses[1], ownership=Ownership.PUBLIC),
        ],
        quality=attrs.evolve(plain.quality, curriculum_complete=True),
        monitoring=(Subject(subject="数学", level=3),),
    )
    assert county.reading is not None
    assert county.reading.place_of("schools", "A1", "ownership") == "补充.xlsx:学校!C2"
    codes = [f"{remark.place} {remark.code}" for remark in county.reading.remarks if "补充" in remark.place]
    assert codes == ["补充.xlsx sheet", "补充.xlsx:学校 read", "补充.xlsx:县级 items", "补充.xlsx:监测 read"]


def test_a_table_beside_the_forms_that_does_not_fit_them(tmp_path: Path) -> None:
    folder_of_forms(tmp_path)
    rows = [
        *TEMPLATE["学校"],
        ["A9", "小学", "公办"],
        [None, "小学", "公办"],
        ["A1", "初中", "公办"],
        ["合计", None, "公办"],
        ["D1", "初中", "公办", "城区", "五"],
    ]
    workbook_with(tmp_path / "补充.xlsx", {**TEMPLATE, "学校": rows, "County": TEMPLATE["县级"]})
    assert said(tmp_path) == [
        "补充.xlsx:1: there are two sheets of the county, '县级' and 'County'; delete one of them",
        "补充.xlsx:学校!A4: no form in the folder is that of 'A9'; correct the code, or add the form",
        "补充.xlsx:学校!A5: 学校代码 is missing; every campus must have one",
        "补充.xlsx:学校!B6: 学校类型 is '初中', but '小学' in 学校1.xlsx:学校填报数据!E3; correct one of the two",
        "补充.xlsx:学校!E8: '五' is in a column without a heading; move it under its heading, or give the column "
        "a heading",
    ]


def test_tables_without_campuses_beside_the_forms(tmp_path: Path) -> None:
    plain = read_county(folder_of_forms(tmp_path))
    workbook_with(tmp_path / "补充.xlsx", {**TEMPLATE, "学校": []})
    assert read_county(tmp_path).campuses == plain.campuses


def test_monitoring_that_two_files_give_otherwise(tmp_path: Path) -> None:
    folder_of_forms(tmp_path)
    workbook_with(tmp_path / "补充.xlsx", TEMPLATE)
    (tmp_path / "county.toml").write_text(
        FACTS.replace("= 95", "= 96").replace("level = 3", "level = 2"), encoding="utf-8"
    )
    assert said(tmp_path) == [
        "county.toml:1: it gives facts of the county, as 补充.xlsx does; keep one of the two, or give each county a "
        "folder of its own",
        "county.toml:1: 监测 is given here and in 区县.xlsx, 补充.xlsx; keep one of the two",
    ]


def test_monitoring_that_two_workbooks_give_otherwise_is_noted_in_its_sheet(tmp_path: Path) -> None:
    folder_of_forms(tmp_path)
    workbook_with(tmp_path / "补充.xlsx", TEMPLATE)
    others = {**TEMPLATE, "监测": [["监测科目", "学业水平等级（1 至 4 即 Ⅰ 至 Ⅳ）"], ["数学", 2]]}
    workbook_with(tmp_path / "又一份.xlsx", others)
    assert "补充.xlsx:监测!A1: 监测 is given here and in 区县.xlsx, 又一份.xlsx; keep one of the two" in said(tmp_path)


def test_a_local_fact_that_two_workbooks_give_otherwise_is_noted_in_its_cell(tmp_path: Path) -> None:
    folder_of_forms(tmp_path)
    workbook_with(tmp_path / "补充.xlsx", {"县级": [["县名", "示例区"], ["local.规划数", 3]]})
    workbook_with(tmp_path / "又一份.xlsx", {"县级": [["县名", "示例区"], ["local.规划数", 4]]})
    assert said(tmp_path)[-1] == (
        "补充.xlsx:县级!B2: local.规划数 is given here and in 区县.xlsx, 又一份.xlsx, with another value; correct one "
        "of the two"
    )


def test_a_workbook_of_the_library_alone_in_its_folder(tmp_path: Path) -> None:
    (tmp_path / "county").mkdir()
    workbook_with(tmp_path / "county" / "县.xlsx", SHEETS)
    assert read_county(tmp_path / "county") == read_county(tmp_path / "county" / "县.xlsx")


def test_an_old_workbook_does_not_show_what_it_hides(tmp_path: Path) -> None:
    folder_of_forms(tmp_path)
    book = xlwt.Workbook()
    for name, rows in TEMPLATE.items():
        sheet = book.add_sheet(name)
        for row, cells in enumerate(rows):
            for column, value in enumerate(cells):
                sheet.write(row, column, value)
    book.save(str(tmp_path / "补充.xls"))
    reading = read_county(tmp_path).reading
    assert reading is not None
    assert "补充.xls unseen" in [f"{remark.place} {remark.code}" for remark in reading.remarks]


# Several counties.


def test_folders_of_forms_are_counties_of_a_province(tmp_path: Path) -> None:
    for name in ("甲", "乙"):
        (tmp_path / name).mkdir()
        folder_of_forms(tmp_path / name, county={**COUNTY, "区县名称": name})
    assert {county.name for county in read_counties(tmp_path)} == {"甲", "乙"}
    with pytest.raises(InputError, match="this is one county; read it with read_county"):
        read_counties(tmp_path / "甲")


def test_a_folder_of_the_workbooks_of_several_counties_is_none_of_forms(tmp_path: Path) -> None:
    for name in ("甲", "乙"):
        workbook_with(tmp_path / f"{name}.xlsx", {**SHEETS, "县级": [["项目", "数值"], ["县名", name]]})
    assert len(read_counties(tmp_path)) == 2
    (tmp_path / "坏.xlsx").write_bytes(b"")
    with pytest.raises(InputError) as error:
        read_counties(tmp_path)
    assert [problem.file for problem in error.value.problems] == [str(tmp_path / "坏.xlsx")]


def test_guarantee_of_the_form(tmp_path: Path) -> None:
    assert read_county(folder_of_forms(tmp_path)).guarantee == Guarantee(
        special_education_pupils=100,
        special_education_public_funds=800_000,
        teacher_average_salary=125_000,
        civil_servant_average_salary=121_000,
        rotation_eligible_teachers=500,
        rotated_teachers=60,
        rotated_backbone_teachers=15,
        quality_senior_places=1000,
        quality_senior_places_allocated=600,
        migrant_children=300,
        migrant_children_in_public=290,
        migrant_children_in_purchased_private=0,
    )
