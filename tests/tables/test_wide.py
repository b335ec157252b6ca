"""The wide table of a stage: deep headings, a row for each school, and what is refused."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sheets import in_memory
from statisticsforms import (
    FIRST,
    HEADINGS,
    NINE,
    NINE_JUNIOR,
    OTHER,
    Cells,
    Heading,
    Rows,
    openpyxl_book,
    wide,
    without,
)

from balanced_edu.notes import Notes
from balanced_edu.records.campus import Campus
from balanced_edu.records.kinds import AreaType, Kind
from balanced_edu.remarks import RemarkCode
from balanced_edu.tables import schools
from balanced_edu.tables.forms.entries import FormRead, campuses_from
from balanced_edu.tables.forms.wide import read, recognises

Sheets = Mapping[str, Cells]


def tables_of(sheets: Sheets, county: str | None = "示例县") -> FormRead:
    """What these tables give."""
    return read(in_memory(openpyxl_book(sheets)), "county.xlsx", Notes("county.xlsx"), county=county)


def campuses_of(found: FormRead) -> list[Campus]:
    """The campuses of tables without problems."""
    campuses = campuses_from(found.entries, 2023)
    assert said(found) == []
    return campuses


def only_campus(rows: Rows, headings: list[Heading] = HEADINGS) -> Campus:
    (campus,) = campuses_of(tables_of({"小学": wide(rows, headings)}))
    return campus


def problems_of(found: FormRead) -> list[str]:
    """The problems of tables and of the campuses in them."""
    campuses_from(found.entries, 2023)
    return said(found)


def said(found: FormRead) -> list[str]:
    """The problems so far, each with its cell."""
    return [f"{problem.cell}: {problem.message}" for notes in found.notes for problem in notes.problems]


def remarks_of(found: FormRead, code: RemarkCode) -> list[tuple[str, dict[str, object]]]:
    remarks = (remark for notes in found.notes for remark in notes.remarks)
    return [(remark.place, dict(remark.figures)) for remark in remarks if remark.code is code]


def row(*changes: tuple[str, object], of: list[object] = FIRST) -> list[object]:
    """A row with other cells under some headings, by their last part."""
    changed = dict(changes)
    assert changed.keys() <= {path[-1] for path in HEADINGS}
    return [changed.get(path[-1], cell) for path, cell in zip(HEADINGS, of, strict=True)]


def test_a_workbook_has_such_tables_or_not() -> None:
    assert recognises(in_memory(openpyxl_book({"说明": {"A1": "学校名称"}, "小学": wide([FIRST])})))
    assert not recognises(in_memory(openpyxl_book({"小学": {"A1": "学校名称", "B1": "在校生数", "A2": "第一小学"}})))


def test_totals_and_footnotes_at_the_foot_are_passed_over() -> None:
    foot: Rows = [["小计", None, None, None, None, None, 800], ["总计"], ["备注：本表由系统导出。"], ["导出时间2023"]]
    found = tables_of({"小学": wide([FIRST], foot=foot)})
    assert [campus.school_name for campus in campuses_of(found)] == ["第一小学"]
    assert remarks_of(found, RemarkCode.TOTAL) == [
        ("county.xlsx:小学!A6", {"given": "小计"}),
        ("county.xlsx:小学!A7", {"given": "总计"}),
    ]
    assert len(remarks_of(found, RemarkCode.FOOTNOTE)) == 2


def test_what_was_done_is_remarked_on() -> None:
    found = tables_of({"小学": wide([FIRST])})
    read = dict(remarks_of(found, RemarkCode.HEADING))
    assert "".join(place[-2] for place in read) == "BADEGIJTUWXYZ"
    path = "占地面积及其他办学条件 占地面积（平方米） 其中 运动场地面积"
    assert read["county.xlsx:小学!X4"] == {"given": path, "read": "运动场地面积"}
    assert read["county.xlsx:小学!T4"] == {"given": "教基1102 县级以上骨干教师", "read": "小学县级以上骨干教师数"}
    assert remarks_of(found, RemarkCode.UNIT) == [
        ("county.xlsx:小学!Z4", {"given": "万元", "read": "元", "factor": 10000})
    ]
    assert remarks_of(found, RemarkCode.PARTS) == [
        (
            "county.xlsx:小学!N4",
            {"given": "专科 + 本科 + 硕士研究生 + 博士研究生", "read": "小学高于规定学历专任教师数"},
        ),
        ("county.xlsx:小学!P4", {"given": "体育与健康 + 艺术（计）", "read": "小学体育艺术专任教师数"}),
    ]
    assert remarks_of(found, RemarkCode.READ) == [("county.xlsx:小学", {"rows": 1, "columns": 23})]
    assert remarks_of(found, RemarkCode.CODE) == []


@pytest.mark.parametrize(
    ("field", "cell"),
    [
        ("school_name", "A5"),
        ("primary_pupils", "G5"),
        ("primary_teachers_above_required", "N5"),
        ("primary_sports_arts_teachers", "P5"),
    ],
)
def test_each_value_has_its_place(field: str, cell: str) -> None:
    """That of a sum is the place of its first part."""
    (entry,) = tables_of({"小学": wide([FIRST])}).entries
    assert entry.places[field].text == f"county.xlsx:小学!{cell}"
    assert entry.home == entry.places["school_name"]


def test_titles_are_remarked_on_and_a_unit_in_them_is_noted() -> None:
    found = tables_of({"小学": wide([FIRST], title="2023年一览表")})
    assert remarks_of(found, RemarkCode.TITLE) == [("county.xlsx:小学!A1", {"given": "2023年一览表"})]
    assert problems_of(found) == []
    assert problems_of(tables_of({"小学": wide([FIRST], title="一览表（单位：千元）")})) == [
        "小学!A1: the unit 千元 stands outside the headings; write it in the heading of each amount, and delete it here"
    ]


def test_a_table_may_say_units_that_are_known_over_its_headings() -> None:
    headings = [*HEADINGS[:-1], ("计量单位：万元", HEADINGS[-1][-1])]
    assert only_campus([FIRST], headings) == only_campus([FIRST])


def test_merged_cells_among_the_schools_are_remarked_on() -> None:
    cells = {**wide([FIRST, NINE]), "E5:E6": "镇区"}
    assert remarks_of(tables_of({"小学": cells}), RemarkCode.MERGED) == [("county.xlsx:小学!E5", {"given": "E5:E6"})]


def test_a_table_of_too_many_rows_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schools, "MOST_ROWS", 5)
    assert problems_of(tables_of({"小学": wide([FIRST, NINE])})) == [
        "小学!A6: the table has more than 5 rows; give one county only, and delete empty rows at the end"
    ]


def test_headings_that_are_not_merged_stand_over_what_follows() -> None:
    cells = {place.partition(":")[0]: value for place, value in wide([FIRST]).items()}
    assert campuses_of(tables_of({"小学": cells})) == [only_campus([FIRST])]


@given(order=st.permutations(range(3)), titled=st.booleans())
@settings(max_examples=6)
def test_columns_may_be_in_any_order(order: list[int], titled: bool) -> None:
    groups = [range(6, 9), range(9, 19), range(19, len(HEADINGS))]
    places = [*range(6), *(place for group in order for place in groups[group])]
    cells = wide(
        [[FIRST[place] for place in places]], [HEADINGS[place] for place in places], title="表" if titled else ""
    )
    assert campuses_of(tables_of({"小学": cells})) == campuses_of(tables_of({"小学": wide([FIRST])}))


def test_headings_go_down_to_the_first_school() -> None:
    headings: list[Heading] = [*HEADINGS, ("校舍", "教学及辅助用房", "教室", "普通教室", "当年新增")]
    assert only_campus([[*FIRST, 0]], headings) == only_campus([FIRST])


def test_units_may_have_a_row_of_their_own() -> None:
    cells = wide([FIRST], foot=())
    units: Cells = {"G5": "人", "U5": "平方米", "X5": "平方米", "Y5": "间"}
    below = {f"{place[:-1]}6" if place[-1] == "5" else place: value for place, value in cells.items()}
    assert campuses_of(tables_of({"小学": {**below, **units}})) == campuses_of(tables_of({"小学": cells}))


@pytest.mark.parametrize("lacking", ["统计三级", "是否计校数"])
def test_a_table_need_not_say_the_district_or_which_rows_are_schools(lacking: str) -> None:
    headings, kept = without(lacking)
    assert only_campus([kept(FIRST)], headings) == only_campus([FIRST])


def test_numbers_of_rows_and_of_columns_are_passed_over() -> None:
    headings: list[Heading] = [("序号",), *HEADINGS]
    rows: Rows = [list(range(1, len(headings) + 1)), [1, *FIRST], [2, *NINE]]
    found = tables_of({"小学": wide(rows, headings, foot=[["合计", None, "x", "示例县"]])})
    assert len(campuses_of(found)) == 2
    assert len(remarks_of(found, RemarkCode.HEADINGS)) == 1


# What is missing.


def test_without_codes_the_names_are_the_codes() -> None:
    headings, kept = without("学校（机构）标识码")
    sheets = {"小学": wide([kept(FIRST), kept(NINE)], headings), "初中": wide([kept(NINE_JUNIOR)], headings)}
    found = tables_of(sheets)
    assert [campus.school_code for campus in campuses_of(found)] == ["第一小学", "第二学校"]
    assert campuses_of(found)[1].junior_pupils == 500
    assert [place for place, _ in remarks_of(found, RemarkCode.CODE)] == ["county.xlsx:小学", "county.xlsx:初中"]
    assert found.entries[0].places["school_code"].text == "county.xlsx:小学!A5"


def test_the_name_is_in_the_first_column_whatever_its_heading() -> None:
    campus = only_campus([FIRST], [("单位",), *HEADINGS[1:]])
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
def test_what_a_table_lacks_is_unknown(lacking: str, given: str, read: str, field: str) -> None:
    headings, kept = without(lacking)
    found = tables_of({"小学": wide([kept(FIRST)], headings)})
    assert getattr(campuses_of(found)[0], field) is None
    assert remarks_of(found, RemarkCode.ABSENT) == [("county.xlsx:小学", {"given": given, "read": read})]


def test_parts_that_a_table_lacks_are_named_together_and_other_sums_are_known() -> None:
    headings, kept = without("专科", "硕士研究生")
    found = tables_of({"小学": wide([kept(FIRST)], headings)})
    assert remarks_of(found, RemarkCode.ABSENT) == [
        ("county.xlsx:小学", {"given": "专科、硕士研究生", "read": "小学高于规定学历专任教师数"})
    ]
    (campus,) = campuses_of(found)
    assert (campus.primary_teachers_above_required, campus.primary_sports_arts_teachers) == (None, 8)


def test_a_table_may_lack_doctors() -> None:
    headings, kept = without("博士研究生")
    found = tables_of({"小学": wide([kept(FIRST)], headings)})
    assert campuses_of(found)[0].primary_teachers_above_required == 46
    assert remarks_of(found, RemarkCode.NONE_OF) == [
        ("county.xlsx:小学!M4", {"given": "博士研究生", "read": "小学高于规定学历专任教师数"})
    ]


@pytest.mark.parametrize("empty", ["博士研究生", "专科", "体育与健康"])
def test_a_sum_with_an_empty_part_is_unknown(empty: str) -> None:
    campus = only_campus([row((empty, None))])
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
def test_kinds_by_word_and_code(kind: object, meant: Kind) -> None:
    assert only_campus([row(("办学类型", kind))]).kind is meant


@pytest.mark.parametrize(
    ("given", "meant"),
    [("111", AreaType.URBAN), ("镇乡结合区", AreaType.TOWN), (220, AreaType.RURAL), ("乡村", AreaType.RURAL)],
)
def test_areas_by_word_and_code(given: object, meant: AreaType) -> None:
    assert only_campus([row(("城乡分类", given))]).area_type is meant


@pytest.mark.parametrize(
    ("heading", "value"),
    [("教学仪器设备资产值(万元)", 2_105_000), ("教学仪器设备资产值", 2_105_000), ("教学仪器设备资产值（元）", 210.5)],
)
def test_units_of_equipment(heading: str, value: float) -> None:
    headings = [*HEADINGS[:-1], ("固定资产总值", heading)]
    assert only_campus([FIRST], headings).equipment_value == value


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
    paths: tuple[Heading, ...], values: tuple[object, ...], total: int | None
) -> None:
    school = [*FIRST[:16], *values, *FIRST[19:]]
    assert only_campus([school], with_arts(*paths)).primary_sports_arts_teachers == total


def test_the_whole_of_the_arts_may_stand_beside_its_parts() -> None:
    """Nobody need know what 艺术 among them holds."""
    headings = with_arts(("艺术", "计"), ("艺术", "艺术"), ("艺术", "音乐"), ("艺术", "美术"))
    assert only_campus([[*FIRST[:16], 9, 4, 2, 2, *FIRST[19:]]], headings).primary_sports_arts_teachers == 12


# Campuses and districts.

CAMPUS = row(("学校（机构）名称", "第一小学东校区"), ("学校（机构）标识码", "3133001299"), ("是否计校数", 0))


def test_a_campus_that_does_not_count_belongs_to_the_school_of_its_name() -> None:
    other = row(("学校（机构）名称", "第一"), ("学校（机构）标识码", "3133001111"))
    found = tables_of({"小学": wide([CAMPUS, other, FIRST])})
    assert [campus.parent_code for campus in campuses_of(found)] == ["3133001234", None, None]
    assert remarks_of(found, RemarkCode.PARENT) == [
        ("county.xlsx:小学!A5", {"given": "第一小学东校区", "read": "第一小学"})
    ]


def test_a_table_may_give_the_school_of_a_campus() -> None:
    headings: list[Heading] = [*HEADINGS, ("所属学校标识码",)]
    moved = row(("学校（机构）名称", "东校区"), ("学校（机构）标识码", "3133001299"), ("是否计校数", "否"))
    rows: Rows = [[*moved, "3133001234"], [*FIRST, None]]
    found = tables_of({"小学": wide(rows, headings)})
    assert campuses_of(found)[0].parent_code == "3133001234"
    assert remarks_of(found, RemarkCode.PARENT) == []


@pytest.mark.parametrize("district", ["示例县", "某市示例县"])
def test_rows_of_other_districts_are_passed_over(district: str) -> None:
    own = row(("统计三级", district))
    found = tables_of({"小学": wide([own, OTHER, [*OTHER[:1], "4133001235", *OTHER[2:]]])})
    assert [campus.school_name for campus in campuses_of(found)] == ["第一小学"]
    assert remarks_of(found, RemarkCode.DISTRICT) == [("county.xlsx:小学!C6", {"given": "外县", "times": 2})]


@pytest.mark.parametrize("others", [[], [OTHER]])
def test_a_row_without_a_district_among_those_with_one_may_be_of_the_county(others: Rows) -> None:
    nowhere = row(("统计三级", None), of=NINE)
    found = tables_of({"小学": wide([FIRST, nowhere, *others])})
    assert said(found) == ["小学!C6: 统计三级 is empty; write the district of the school, or delete the row"]


@pytest.mark.parametrize(
    ("district", "county", "own"),
    [
        ("示例县", "示例县", True),
        ("某市示例县", "示例县", True),
        ("示例县", "某市 示例县", True),
        ("示例", "示例县", False),
        ("县", "示例县", True),
        ("", "示例县", False),
    ],
)
def test_a_district_is_the_county_with_its_city_before_it_or_without(district: str, county: str, own: bool) -> None:
    found = tables_of({"小学": wide([row(("统计三级", district)), OTHER])}, county)
    assert [entry.values["school_name"] for entry in found.entries] == (["第一小学"] if own else [])
    assert (said(found) == []) is own


def test_a_district_that_is_merged_over_rows_is_that_of_each() -> None:
    """Also where a row is among them that is passed over."""
    total: list[object] = ["小计", None, "示例县", None, None, None, 1200]
    rows = [total, FIRST, row(("统计三级", None), of=NINE), OTHER, [*OTHER[:1], "4133001235", None, *OTHER[3:]]]
    cells = {**wide(rows), "C5:C7": "示例县", "C8:C9": "外县"}
    for merged in ("C5", "C6", "C8"):
        del cells[merged]
    found = tables_of({"小学": cells})
    assert [campus.school_name for campus in campuses_of(found)] == ["第一小学", "第二学校"]
    assert remarks_of(found, RemarkCode.DISTRICT) == [("county.xlsx:小学!C8", {"given": "外县", "times": 2})]


def test_what_is_merged_with_the_heading_of_the_district_is_that_of_no_row() -> None:
    cells = {**wide([row(("统计三级", None)), NINE]), "C1:C5": "统计三级"}
    del cells["C1:C4"]
    assert [one.partition(":")[0] for one in said(tables_of({"小学": cells}))] == ["小学!C5"]


def test_one_district_may_have_any_name() -> None:
    assert only_campus([row(("统计三级", "示例区"))]).primary_pupils == 800


def test_classes_attached_to_a_school_of_another_stage() -> None:
    headings: list[Heading] = [*HEADINGS, ("附设班",)]
    name = [("学校（机构）名称", "一中"), ("学校（机构）标识码", "3133009999"), ("办学类型", "初级中学")]
    attached = row(*name, ("是否计校数", 0), of=NINE)
    sheets = {
        "小学": wide([[*attached, "是"]], headings, foot=[]),
        "初中": wide([[*row(*name, of=NINE_JUNIOR), None]], headings),
    }
    (campus,) = campuses_of(tables_of(sheets))
    assert (campus.kind, campus.attached_classes, campus.parent_code) == (Kind.JUNIOR, True, None)
    assert (campus.primary_pupils, campus.junior_pupils) == (400, 500)


def test_the_kind_of_a_school_may_stand_in_the_table_of_its_other_stage() -> None:
    sheets = {"小学": wide([row(("办学类型", None), of=NINE)]), "初中": wide([NINE_JUNIOR])}
    (campus,) = campuses_of(tables_of(sheets))
    assert (campus.kind, campus.primary_pupils, campus.junior_pupils) == (Kind.NINE_YEAR, 400, 500)


# What is refused.


def test_rows_below_one_that_repeats_a_code_are_read() -> None:
    found = tables_of({"小学": wide([FIRST, FIRST, NINE])})
    assert [entry.values["school_name"] for entry in found.entries] == ["第一小学", "第二学校"]
    assert len(said(found)) == 1


def test_rows_without_a_code_do_not_repeat_each_other() -> None:
    without_code = row(("学校（机构）标识码", None))
    assert problems_of(tables_of({"小学": wide([without_code, without_code])})) == [
        f"小学!B{number}: 学校代码 is missing; every campus must have one" for number in (5, 6)
    ]


def test_the_kind_that_a_table_lacks_is_named() -> None:
    headings, kept = without("办学类型")
    found = tables_of({"小学": wide([kept(FIRST)], headings)})
    assert [problem.column for problem in found.notes[0].problems] == ["kind"]


@pytest.mark.parametrize(
    ("sheet", "title", "stage"),
    [
        ("小学", "初中一览表", "primary"),
        ("初级中学", "", "junior"),
        ("Sheet1", "小学一览表", "primary"),
        ("中小学", "初中一览表", "junior"),
        ("小学、初中", "初中一览表", "junior"),
    ],
)
def test_the_stage_is_that_of_the_sheet_or_of_its_title(sheet: str, title: str, stage: str) -> None:
    (entry,) = tables_of({sheet: wide([FIRST], title=title)}).entries
    assert entry.values[f"{stage}_pupils"] == 800


def test_the_stage_may_be_that_of_the_file() -> None:
    book = in_memory(openpyxl_book({"Sheet1": wide([FIRST], title="一览表")}))
    (entry,) = read(book, "2023初中.xlsx", Notes("2023初中.xlsx")).entries
    assert entry.values["junior_pupils"] == 800


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
def test_faults(rows: Rows, headings: list[Heading], problem: str) -> None:
    assert problems_of(tables_of({"小学": wide(rows, headings)})) == [problem]


@pytest.mark.parametrize("title", ["小学、初中一览表", "中小学一览表", "一览表"])
def test_a_table_whose_stage_nobody_says(title: str) -> None:
    assert problems_of(tables_of({"Sheet1": wide([FIRST], title=title)})) == [
        "Sheet1!A2: neither the sheet, nor its title, nor the file says of which stage it is; name the sheet 小学 or "
        "初中"
    ]


def test_both_stages_of_a_school_must_agree_on_what_they_share() -> None:
    other = [*NINE_JUNIOR[:-2], 27, 310]
    (problem,) = problems_of(tables_of({"小学": wide([NINE]), "初中": wide([other])}))
    assert problem == "初中!Y5: 网络多媒体教室数 is '27', but '26' in county.xlsx:小学!Y5; correct one of the two"


def test_districts_of_a_county_without_a_name() -> None:
    assert problems_of(tables_of({"小学": wide([FIRST, OTHER])}, county=None)) == [
        "小学!C4: there are rows of several districts, '外县', '示例县', and the county has no name; keep the rows of "
        "one district"
    ]
