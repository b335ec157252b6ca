"""The wide table of a stage: deep headings, a row for each school, and what is refused."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import attrs
import pytest
from datasets import problems_of
from hypothesis import given, settings
from hypothesis import strategies as st
from statisticsforms import (
    FIRST,
    HEADINGS,
    NINE,
    NINE_JUNIOR,
    Cells,
    Heading,
    Rows,
    facts_sheet,
    nine_year_school,
    primary_school,
    wide,
    without,
    workbook_of,
)

from balanced_edu import read_counties, read_county
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import County
from balanced_edu.records.kinds import AreaType, Kind
from balanced_edu.remarks import RemarkCode
from balanced_edu.tables.reading import files_of

Sheets = Mapping[str, Cells]


def book_of(file: Path, sheets: Sheets) -> Path:
    return workbook_of(file / "county.xlsx", {**sheets, "县级": facts_sheet()})


def county_of(file: Path, sheets: Sheets) -> County:
    return read_county(book_of(file, sheets))


def only_campus(file: Path, rows: Rows, headings: list[Heading] = HEADINGS) -> Campus:
    (campus,) = county_of(file, {"小学": wide(rows, headings)}).campuses
    return campus


def remarks_of(county: County, code: RemarkCode) -> list[tuple[str, dict[str, object]]]:
    assert county.reading
    return [(remark.place, dict(remark.figures)) for remark in county.reading.remarks if remark.code is code]


def row(*changes: tuple[str, object], of: list[object] = FIRST) -> list[object]:
    """A row with other cells under some headings, by their last part."""
    changed = dict(changes)
    assert changed.keys() <= {path[-1] for path in HEADINGS}
    return [changed.get(path[-1], cell) for path, cell in zip(HEADINGS, of, strict=True)]


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
    assert remarks_of(county, RemarkCode.TITLE) == [("2.xlsx:Sheet1!A1", {"given": "2023年示例县初级中学一览表"})]
    assert remarks_of(county, RemarkCode.SHEET) == [("2.xlsx", {"given": "说明"})]


def test_a_workbook_of_tables_is_one_county_of_several(tmp_path: Path) -> None:
    county = county_of(tmp_path, {"小学": wide([FIRST])})
    assert files_of(tmp_path / "county.xlsx") == (tmp_path / "county.xlsx",)
    assert read_counties(tmp_path) == (county,)


def test_totals_and_footnotes_at_the_foot_are_passed_over(tmp_path: Path) -> None:
    foot: Rows = [["小计", None, None, None, None, None, 800], ["总计"], ["备注：本表由系统导出。"], ["导出时间2023"]]
    county = county_of(tmp_path, {"小学": wide([FIRST], foot=foot)})
    assert [campus.school_name for campus in county.campuses] == ["第一小学"]
    assert remarks_of(county, RemarkCode.TOTAL) == [
        ("county.xlsx:小学!A6", {"given": "小计"}),
        ("county.xlsx:小学!A7", {"given": "总计"}),
    ]
    assert len(remarks_of(county, RemarkCode.FOOTNOTE)) == 2


def test_what_was_done_is_remarked_on(tmp_path: Path) -> None:
    county = county_of(tmp_path, {"小学": wide([FIRST])})
    read = dict(remarks_of(county, RemarkCode.HEADING))
    path = "占地面积及其他办学条件 占地面积（平方米） 其中 运动场地面积"
    assert read["county.xlsx:小学!X4"] == {"given": path, "read": "运动场地面积"}
    assert read["county.xlsx:小学!T4"] == {"given": "教基1102 县级以上骨干教师", "read": "小学县级以上骨干教师数"}
    assert remarks_of(county, RemarkCode.UNIT) == [
        ("county.xlsx:小学!Z4", {"given": "万元", "read": "元", "factor": 10000})
    ]
    assert remarks_of(county, RemarkCode.PARTS) == [
        (
            "county.xlsx:小学!N4",
            {"given": "专科 + 本科 + 硕士研究生 + 博士研究生", "read": "小学高于规定学历专任教师数"},
        ),
        ("county.xlsx:小学!P4", {"given": "体育与健康 + 艺术（计）", "read": "小学体育艺术专任教师数"}),
    ]
    assert remarks_of(county, RemarkCode.READ) == [("county.xlsx:小学", {"rows": 1, "columns": 23})]
    assert county.reading
    place = county.reading.place_of("schools", "3133001234", "primary_pupils")
    assert place == "county.xlsx:小学!G5"


def test_headings_that_are_not_merged_stand_over_what_follows(tmp_path: Path) -> None:
    cells = {place.partition(":")[0]: value for place, value in wide([FIRST]).items()}
    merged = county_of(tmp_path, {"小学": wide([FIRST])})
    assert county_of(tmp_path, {"小学": cells}) == merged


@given(order=st.permutations(range(3)), titled=st.booleans())
@settings(max_examples=6)
def test_columns_may_be_in_any_order(order: list[int], titled: bool, tmp_path_factory: pytest.TempPathFactory) -> None:
    groups = [range(6, 9), range(9, 19), range(19, len(HEADINGS))]
    places = [*range(6), *(place for group in order for place in groups[group])]
    cells = wide(
        [[FIRST[place] for place in places]], [HEADINGS[place] for place in places], title="表" if titled else ""
    )
    folder = tmp_path_factory.mktemp("wide")
    assert county_of(folder, {"小学": cells}).campuses == county_of(folder, {"小学": wide([FIRST])}).campuses


def test_headings_go_down_to_the_first_school(tmp_path: Path) -> None:
    headings: list[Heading] = [*HEADINGS, ("校舍", "教学及辅助用房", "教室", "普通教室", "当年新增")]
    assert only_campus(tmp_path, [[*FIRST, 0]], headings) == only_campus(tmp_path, [FIRST])


def test_units_may_have_a_row_of_their_own(tmp_path: Path) -> None:
    cells = wide([FIRST], foot=())
    units: Cells = {"G5": "人", "U5": "平方米", "X5": "平方米", "Y5": "间"}
    below = {f"{place[:-1]}6" if place[-1] == "5" else place: value for place, value in cells.items()}
    assert county_of(tmp_path, {"小学": {**below, **units}}) == county_of(tmp_path, {"小学": cells})


def test_a_table_of_one_district_need_not_name_it(tmp_path: Path) -> None:
    headings, kept = without("统计三级")
    assert only_campus(tmp_path, [kept(FIRST)], headings) == only_campus(tmp_path, [FIRST])


def test_numbers_of_rows_and_of_columns_are_passed_over(tmp_path: Path) -> None:
    headings: list[Heading] = [("序号",), *HEADINGS]
    rows: Rows = [list(range(1, len(headings) + 1)), [1, *FIRST], [2, *NINE]]
    county = county_of(tmp_path, {"小学": wide(rows, headings, foot=[["合计", None, "x"]])})
    assert len(county.campuses) == 2
    assert len(remarks_of(county, RemarkCode.HEADINGS)) == 1


# What is missing.


def test_without_codes_the_names_are_the_codes(tmp_path: Path) -> None:
    headings, kept = without("学校（机构）标识码")
    sheets = {"小学": wide([kept(FIRST), kept(NINE)], headings), "初中": wide([kept(NINE_JUNIOR)], headings)}
    county = county_of(tmp_path, sheets)
    assert [campus.school_code for campus in county.campuses] == ["第一小学", "第二学校"]
    assert county.campuses[1].junior_pupils == 500
    assert [place for place, _ in remarks_of(county, RemarkCode.CODE)] == ["county.xlsx:小学", "county.xlsx:初中"]


def test_the_name_is_in_the_first_column_whatever_its_heading(tmp_path: Path) -> None:
    campus = only_campus(tmp_path, [FIRST], [("单位",), *HEADINGS[1:]])
    assert campus.school_name == "第一小学"


@pytest.mark.parametrize(
    ("lacking", "given", "read", "field"),
    [
        ("县级以上骨干教师", "小学县级以上骨干教师数", "小学县级以上骨干教师数", "primary_backbone_teachers"),
        ("专科", "专科", "小学高于规定学历专任教师数", "primary_teachers_above_required"),
        ("体育与健康", "体育与健康", "小学体育艺术专任教师数", "primary_sports_arts_teachers"),
        ("运动场地面积", "运动场地面积", "运动场地面积", "sports_ground_area"),
    ],
)
def test_what_a_table_lacks_is_unknown(lacking: str, given: str, read: str, field: str, tmp_path: Path) -> None:
    headings, kept = without(lacking)
    county = county_of(tmp_path, {"小学": wide([kept(FIRST)], headings)})
    assert getattr(county.campuses[0], field) is None
    assert remarks_of(county, RemarkCode.ABSENT) == [("county.xlsx:小学", {"given": given, "read": read})]


def test_a_table_may_lack_doctors(tmp_path: Path) -> None:
    headings, kept = without("博士研究生")
    county = county_of(tmp_path, {"小学": wide([kept(FIRST)], headings)})
    assert county.campuses[0].primary_teachers_above_required == 46
    assert remarks_of(county, RemarkCode.NONE_OF) == [
        ("county.xlsx:小学!M4", {"given": "博士研究生", "read": "小学高于规定学历专任教师数"})
    ]


@pytest.mark.parametrize("empty", ["博士研究生", "专科", "体育与健康"])
def test_a_sum_with_an_empty_part_is_unknown(empty: str, tmp_path: Path) -> None:
    campus = only_campus(tmp_path, [row((empty, None))])
    sums = (campus.primary_teachers_above_required, campus.primary_sports_arts_teachers)
    assert sums == ((46, None) if empty == "体育与健康" else (None, 8))


# Words, codes, units.


@pytest.mark.parametrize(
    ("kind", "meant"),
    [
        ("211", Kind.PRIMARY),
        (218, Kind.TEACHING_POINT),
        ("345-十二年一贯制学校", Kind.TWELVE_YEAR),
        ("完小", Kind.PRIMARY),
    ],
)
def test_kinds_by_word_and_code(kind: object, meant: Kind, tmp_path: Path) -> None:
    assert only_campus(tmp_path, [row(("办学类型", kind))]).kind is meant


@pytest.mark.parametrize(
    ("given", "meant"),
    [("111", AreaType.URBAN), ("镇乡结合区", AreaType.TOWN), (220, AreaType.RURAL), ("乡村", AreaType.RURAL)],
)
def test_areas_by_word_and_code(given: object, meant: AreaType, tmp_path: Path) -> None:
    assert only_campus(tmp_path, [row(("城乡分类", given))]).area_type is meant


@pytest.mark.parametrize(
    ("heading", "value"),
    [("教学仪器设备资产值(万元)", 2_105_000), ("教学仪器设备资产值", 2_105_000), ("教学仪器设备资产值（元）", 210.5)],
)
def test_units_of_equipment(heading: str, value: float, tmp_path: Path) -> None:
    headings = [*HEADINGS[:-1], ("固定资产总值", heading)]
    assert only_campus(tmp_path, [FIRST], headings).equipment_value == value


def with_arts(*paths: Heading) -> list[Heading]:
    by_subject: Heading = ("专任教师", "#按授课课程分")
    return [*HEADINGS[:16], *((*by_subject, *path) for path in paths), *HEADINGS[19:]]


@pytest.mark.parametrize(
    ("paths", "values", "total"),
    [
        ((("艺术", "计"), ("艺术", "音乐"), ("艺术", "美术")), (5, 2, 2), 8),
        ((("艺术", "艺术"), ("艺术", "音乐"), ("艺术", "美术")), (1, 2, 2), 8),
        ((("艺术",), ("音乐",), ("美术",)), (1, 2, 2), 8),
        ((("艺术（不含音乐、美术）",), ("音乐",), ("美术",)), (4, 2, 2), 11),
        ((("艺术",), ("书法",), ("舞蹈",)), (5, 2, 2), 8),
        ((("书法",), ("音乐",), ("美术",)), (5, 2, 2), 7),
        ((("艺术", "计"), ("艺术", "音乐"), ("艺术", "美术")), (5, None, None), 8),
        ((("艺术", "计"), ("艺术", "音乐"), ("艺术", "美术")), (None, 2, 2), None),
        ((("艺术",), ("音乐",), ("书法",)), (1, 2, 2), None),
    ],
)
def test_arts_are_never_counted_twice(
    paths: tuple[Heading, ...], values: tuple[object, ...], total: int | None, tmp_path: Path
) -> None:
    school = [*FIRST[:16], *values, *FIRST[19:]]
    assert only_campus(tmp_path, [school], with_arts(*paths)).primary_sports_arts_teachers == total


# Campuses and districts.

CAMPUS = row(("学校（机构）名称", "第一小学东校区"), ("学校（机构）标识码", "3133001299"), ("是否计校数", 0))


def test_a_campus_that_does_not_count_belongs_to_the_school_of_its_name(tmp_path: Path) -> None:
    other = row(("学校（机构）名称", "第一"), ("学校（机构）标识码", "3133001111"))
    county = county_of(tmp_path, {"小学": wide([CAMPUS, other, FIRST])})
    assert [campus.parent_code for campus in county.campuses] == ["3133001234", None, None]
    assert remarks_of(county, RemarkCode.PARENT) == [
        ("county.xlsx:小学!A5", {"given": "第一小学东校区", "read": "第一小学"})
    ]


def test_a_table_may_give_the_school_of_a_campus(tmp_path: Path) -> None:
    headings: list[Heading] = [*HEADINGS, ("所属学校标识码",)]
    moved = row(("学校（机构）名称", "东校区"), ("学校（机构）标识码", "3133001299"), ("是否计校数", "否"))
    rows: Rows = [[*moved, "3133001234"], [*FIRST, None]]
    county = county_of(tmp_path, {"小学": wide(rows, headings)})
    assert county.campuses[0].parent_code == "3133001234"
    assert remarks_of(county, RemarkCode.PARENT) == []


OTHER = ["外县小学", "4133001234", "外县", *FIRST[3:6], "很多", *FIRST[7:]]


@pytest.mark.parametrize("district", ["示例县", "某市示例县"])
def test_rows_of_other_districts_are_passed_over(district: str, tmp_path: Path) -> None:
    own = row(("统计三级", district))
    county = county_of(tmp_path, {"小学": wide([own, OTHER, [*OTHER[:1], "4133001235", None, *OTHER[3:]]])})
    assert [campus.school_name for campus in county.campuses] == ["第一小学"]
    assert remarks_of(county, RemarkCode.DISTRICT) == [
        ("county.xlsx:小学!C6", {"given": "外县", "times": 1}),
        ("county.xlsx:小学!C7", {"given": "—", "times": 1}),
    ]


def test_one_district_may_have_any_name(tmp_path: Path) -> None:
    assert only_campus(tmp_path, [row(("统计三级", "示例区"))]).primary_pupils == 800


def test_classes_attached_to_a_school_of_another_stage(tmp_path: Path) -> None:
    headings: list[Heading] = [*HEADINGS, ("附设班",)]
    name = [("学校（机构）名称", "一中"), ("学校（机构）标识码", "3133009999"), ("办学类型", "初级中学")]
    attached = row(*name, ("是否计校数", 0), of=NINE)
    sheets = {
        "小学": wide([[*attached, "是"]], headings, foot=[]),
        "初中": wide([[*row(*name, of=NINE_JUNIOR), None]], headings),
    }
    (campus,) = county_of(tmp_path, sheets).campuses
    assert (campus.kind, campus.attached_classes, campus.parent_code) == (Kind.JUNIOR, True, None)
    assert (campus.primary_pupils, campus.junior_pupils) == (400, 500)


# Faults: one a workbook.


@pytest.mark.parametrize(
    ("rows", "headings", "problem"),
    [
        (
            [[*FIRST[:2], "另县", *FIRST[3:]], OTHER],
            HEADINGS,
            "小学!C4: there are rows of several districts, '另县', '外县', and none of them is '示例县'; keep "
            "the rows of one "
            "district",
        ),
        (
            [FIRST, row(("学校（机构）名称", "第三小学"))],
            HEADINGS,
            "小学!B6: 学校代码 '3133001234' is already in row 5; give each campus a code of its own, or delete "
            "one of the two rows",
        ),
        (
            [FIRST, row(("学校（机构）名称", "东校区"), ("学校（机构）标识码", "3133001299"), ("是否计校数", 0))],
            HEADINGS,
            "小学!A6: '东校区' does not count as a school (是否计校数), and begins with the name of no one "
            "school; give 所属学校标识码, the code of its school, in a column of its own",
        ),
        (
            [FIRST, row(("学校（机构）标识码", "3133001235")), CAMPUS],
            HEADINGS,
            "小学!A7: '第一小学东校区' does not count as a school (是否计校数), and begins with the name of no one "
            "school; give 所属学校标识码, the code of its school, in a column of its own",
        ),
        (
            [row(("是否计校数", "两校"))],
            HEADINGS,
            "小学!F5: 是否计校数 must be 是 or 否 (or true or false, 1 or 0), not '两校'",
        ),
        (
            [row(("是否计校数", None))],
            HEADINGS,
            "小学!F5: 是否计校数 is missing; write 1 for a school, and 0 for one of its campuses",
        ),
        (
            [row(("学校（机构）标识码", 3.1330012345678901e18))],
            HEADINGS,
            "小学!B5: 学校代码 is '3.13300123456789E+18', which a spreadsheet has shortened, so that digits are "
            "lost; format "
            "the column as text and write all its digits",
        ),
        (
            [row(("学校（机构）标识码", None))],
            HEADINGS,
            "小学!B5: 学校代码 is missing; every campus must have one",
        ),
        (
            [row(("专科", "十二"))],
            HEADINGS,
            "小学!N5: 专科 is '十二', which is not a number; write one, or leave the cell empty",
        ),
        (
            [[*FIRST[:16], 3, *FIRST[17:]]],
            HEADINGS,
            "小学!Q5: 艺术（计） is 3, less than what it holds, 4; correct one of the two",
        ),
        (
            [[*FIRST[:16], 4, *FIRST[17:]]],
            with_arts(("艺术",), ("音乐",), ("美术",)),
            "小学!Q4: 艺术 is the sum of 音乐 and 美术 and may hold both; write 计 under its heading if it does, and "
            "艺术（不含音乐、美术） if it does not",
        ),
        (
            [FIRST],
            with_arts(("艺术", "计"), ("音乐",), ("美术",)),
            "小学!Q4: 艺术（计） may hold 音乐 and 美术, which stand outside the heading 艺术; write 艺术 over "
            "all columns that it "
            "holds, and delete 计 if it holds no other",
        ),
        (
            [[*FIRST, 20]],
            [*HEADINGS, ("其他", "网络多媒体教室")],
            "小学!AA4: 网络多媒体教室数 already has the column '网络多媒体教室' (小学!Y4); delete one of the two",
        ),
        (
            [FIRST],
            [*HEADINGS[:-1], ("计量单位：公顷", HEADINGS[-1][-1])],
            "小学!Z1: the unit 公顷 stands outside the headings; write it in the heading of each amount, and delete it "
            "here",
        ),
        (
            [FIRST],
            [*HEADINGS[:-1], ("教学仪器设备资产值（台）",)],
            "小学!Z4: 教学仪器设备值 cannot be read in '台'; write the heading with 元 or 万元, or no unit",
        ),
        (
            [[*FIRST[:3], *FIRST[4:]]],
            [*HEADINGS[:3], *HEADINGS[4:]],
            "小学!A4: the column 办学类型 (kind) is missing; add it, since every campus must have one",
        ),
        (
            [[*FIRST, "多"]],
            HEADINGS,
            "小学!AA5: '多' is in a column without a heading; move it under its heading, or give the column a heading",
        ),
    ],
)
def test_faults(rows: Rows, headings: list[Heading], problem: str, tmp_path: Path) -> None:
    problems = problems_of(book_of(tmp_path, {"小学": wide(rows, headings)}))
    assert list(map(str, problems)) == [f"county.xlsx:{problem}"]


def test_a_table_whose_stage_nobody_says(tmp_path: Path) -> None:
    problems = problems_of(book_of(tmp_path, {"Sheet1": wide([FIRST], title="小学、初中一览表")}))
    assert list(map(str, problems)) == [
        "county.xlsx:Sheet1!A2: neither the sheet, nor its title, nor the file says of which stage it is; name "
        "the sheet 小学 or 初中"
    ]


def test_both_stages_of_a_school_must_agree_on_what_they_share(tmp_path: Path) -> None:
    other = [*NINE_JUNIOR[:-2], 27, 310]
    (problem,) = problems_of(book_of(tmp_path, {"小学": wide([NINE]), "初中": wide([other])}))
    assert (
        str(problem)
        == "county.xlsx:初中!Y5: 网络多媒体教室数 is '27', but '26' in county.xlsx:小学!Y5; correct one of the two"
    )


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
