"""The school form of cities' platforms: what its items become, and each fault as one workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from forms import CLASSES, COUNTY_ITEMS, JUNIOR, PRIMARY, ROOMS, SCHOOL_ITEMS, school_book, school_form
from hypothesis import given
from hypothesis import strategies as st
from sheets import in_memory

from balanced_edu.notes import Notes
from balanced_edu.records.bands import Band
from balanced_edu.records.kinds import AreaType, Kind
from balanced_edu.remarks import RemarkCode
from balanced_edu.tables import schools
from balanced_edu.tables.forms import long
from balanced_edu.tables.forms.entries import Entry, FormRead, Place
from balanced_edu.tables.forms.figures import Figure
from balanced_edu.tables.forms.maps import Role
from balanced_edu.tables.forms.maps import school_form as form_of_schools
from balanced_edu.tables.forms.school import entry_of
from balanced_edu.tables.headings import Row
from balanced_edu.tables.spreadsheet import spreadsheet_of

Change = Callable[[Any], object]
ROWS = {item: row for row, (_, item, *_) in enumerate(SCHOOL_ITEMS, start=2)}

NINE_YEAR: dict[str, object] = {
    **JUNIOR,
    "学校类型": "九年一贯制",
    "小学学生人数": 400,
}
SHEET = "a.xlsx:学校填报数据"
FULL: dict[str, object] = {**JUNIOR, "学校类型": "完全中学"}
TWELVE_YEAR: dict[str, object] = {**NINE_YEAR, "学校类型": "十二年一贯制"}
SMALL = "是否50人及以上但不足100人的乡村小规模学校和教学点"
FEW = "是否最大班额低于30人的农村小规模学校"
ALL: dict[str, object] = {**PRIMARY, **CLASSES, **ROOMS}


def form_read(
    values: Mapping[str, object] = ALL, change: Change | None = None, *, ignore_columns: bool = False
) -> FormRead:
    book = in_memory(school_book(values, change))
    assert long.recognises(book)
    return long.read(book, "a.xlsx", Notes("a.xlsx"), ignore_columns=ignore_columns)


def entry_with(values: Mapping[str, object]) -> Entry:
    """The entry of a form without problems."""
    found = form_read(values)
    assert problems(found) == []
    (entry,) = found.entries
    return entry


def problems(found: FormRead) -> list[str]:
    return [f"{problem.cell}: {problem.message}" for notes in found.notes for problem in notes.problems]


def remarks(found: FormRead) -> list[str]:
    return [
        " ".join([remark.place.removeprefix(SHEET), str(remark.code), *map(str, remark.figures.values())])
        for notes in found.notes
        for remark in notes.remarks
    ]


def test_the_map_has_every_item_of_the_blank_form() -> None:
    form = form_of_schools()
    assert [(item.text, not item.optional) for item in form.items.values()] == [
        (text, required == "是") for _, text, _, required, _ in SCHOOL_ITEMS
    ]
    units = {text: unit for _, text, unit, *_ in SCHOOL_ITEMS if "/" not in unit}
    assert {item.text: item.unit for item in form.items.values() if item.text in units} == units
    assert (form.year, len(form.items), len(COUNTY_ITEMS)) == (2025, 68, 20)
    assert form.source == "市级数据填报平台的学校填报表"


@pytest.mark.parametrize(("items", "known"), [(5, True), (4, False)])
def test_a_form_is_known_by_five_of_its_items(items: int, known: bool) -> None:
    rows: list[Row] = [(1, ["", "填报项目", "单位", "填报值"]), (2, ["", "食堂面积", "平方米", "300"])]
    rows += [(number, ["", item]) for number, (_, item, *_) in enumerate(SCHOOL_ITEMS[:items], start=3)]
    assert long.is_form(rows, form_of_schools()) is known


def test_a_campus_begins_where_the_headings_of_its_form_are() -> None:
    def change(sheet: Any) -> None:
        sheet.insert_rows(1)
        sheet["A1"] = "学校填报表"

    found = form_read(ALL, change)
    assert [entry.home for entry in found.entries] == [Place(found.notes[0], 2, 0, "序号")]


def test_a_form_of_too_many_rows_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schools, "MOST_ROWS", 69)
    assert problems(form_read()) == []
    assert problems(form_read(ALL, row_after("注：由学校填报"))) == [
        "学校填报数据!A70: the table has more than 69 rows; give one county only, and delete empty rows at the end"
    ]


def test_what_a_form_says_of_a_primary_school() -> None:
    assert entry_with(ALL).values == {
        "school_name": "第一小学",
        "kind": Kind.PRIMARY,
        "school_code": "A1",
        "built_year": 2009,
        "inner_city": False,
        "primary_pupils": 800,
        "junior_pupils": 0,
        "migrant_pupils": 40,
        "primary_zone_resident_pupils": 800,
        "junior_zone_resident_pupils": 0,
        "primary_classes": 20,
        "primary_largest_class": Band(41, 46),
        "full_time_teachers": 50,
        "primary_teachers_above_required": 50,
        "junior_teachers_above_required": 0,
        "primary_backbone_teachers": 10,
        "certified_teachers": 50,
        "trained_teachers": 50,
        "primary_sports_arts_teachers": 8,
        "teaching_area_gross": 4500.5,
        "indoor_sports_area": 500.2,
        "sports_area": 6500.3,
        "equipment_value": 2_105_000,
        "multimedia_rooms": 24,
        "music_room_areas": (Band(96), Band(73, 96)),
        "art_room_areas": (Band(90), Band(90)),
        "public_funds_budget": 920_000,
        "public_funds_final": 920_000,
        "training_budget": 50_000,
    }


def test_each_value_has_its_place() -> None:
    entry = entry_with(ALL)
    for name, item in (
        ("primary_pupils", "小学学生人数"),
        ("primary_teachers_above_required", "专科学历教师人数（小学）"),
        ("primary_classes", "班级总数"),
        ("primary_largest_class", "每班41-45人班级个数"),
        ("extra_sports_area", "校外租赁场馆面积"),
        ("music_room_areas", "音乐教室总间数"),
    ):
        assert entry.places[name].text == f"a.xlsx:学校填报数据!E{ROWS[item]}"


R1, R2, R2_JUNIOR = "primary_teachers_above_required", "primary_backbone_teachers", "junior_backbone_teachers"
BACKBONE, RENTED, OTHER = "县级及以上骨干教师数", "校外租赁场馆面积", "校内其他体育场面积"


@pytest.mark.parametrize(
    ("school", "given", "values"),
    [
        pytest.param(PRIMARY, {"硕士学历教师人数（小学）": None}, {R1: None}, id="R1 with a gap"),
        pytest.param(JUNIOR, {"硕士学历教师人数（初中）": 2}, {"junior_teachers_above_required": 22}, id="R1 junior"),
        pytest.param(JUNIOR, {}, {R2: None, R2_JUNIOR: 10}, id="R2 one stage"),
        pytest.param(NINE_YEAR, {}, {R2: None, R2_JUNIOR: None}, id="R2 two stages"),
        pytest.param(NINE_YEAR, {BACKBONE: 0}, {R2: 0, R2_JUNIOR: 0}, id="R2 two stages and nobody"),
        pytest.param(NINE_YEAR, {"小学学生人数": 0}, {R2: None, R2_JUNIOR: 10}, id="R2 two stages, pupils in one"),
        pytest.param(FULL, {}, {"junior_sports_arts_teachers": None}, id="R3 with a senior stage"),
        pytest.param(PRIMARY, {"学校类型": "高级中学"}, {R2: None, R2_JUNIOR: None}, id="R2 of a senior school"),
        pytest.param(PRIMARY, {"小学学生人数": 0}, {R2: 10}, id="R2 where nobody is taught"),
        pytest.param(PRIMARY, {"音乐专任教师人数": None}, {"primary_sports_arts_teachers": None}, id="R3 with a gap"),
        pytest.param(
            PRIMARY,
            {f"{subject}交流轮岗/兼职/走教教师人数": 1 for subject in ("体育", "音乐", "美术", "艺术")},
            {"primary_visiting_sports_arts_teachers": 4},
            id="visiting teachers",
        ),
        pytest.param(PRIMARY, {"学校体育馆面积": None}, {"sports_area": None}, id="R5 with a gap"),
        pytest.param(PRIMARY, {RENTED: 0.1, OTHER: 0.2}, {"extra_sports_area": 0.3}, id="R5 other grounds"),
        pytest.param(PRIMARY, {"学校类型": None}, {R2: None}, id="no kind"),
    ],
)
def test_sums_and_figures_of_the_school(
    school: Mapping[str, object], given: Mapping[str, object], values: Mapping[str, object]
) -> None:
    entry = entry_with({**school, **given})
    assert {name: entry.values.get(name) for name in values} == values


def bands(**given: int | None) -> dict[str, object]:
    """The classes by size: none but these, by the first number of the band."""
    names = {item: "".join(mark for mark in item[2:4] if mark.isdigit()) for item in CLASSES if item != "班级总数"}
    return {item: given.get(f"of_{first}", 0) for item, first in names.items()}


@pytest.mark.parametrize(
    ("school", "total", "classes", "values"),
    [
        (PRIMARY, 20, bands(of_25=20), ("primary", 20, Band(1, 26))),
        (PRIMARY, 20, bands(of_25=1, of_66=19), ("primary", 20, Band(66))),
        (JUNIOR, 6, bands(of_46=6), ("junior", 6, Band(46, 51))),
        (NINE_YEAR, 16, bands(of_41=15, of_46=1), ("compulsory", 16, Band(46, 51))),
        # Senior classes may be among them, and none is larger.
        (FULL, 16, bands(of_41=15, of_46=1), ("junior", None, Band(1, 51))),
        (FULL, 0, bands(), ("junior", 0, None)),
        (FULL, 1, bands(of_66=1), ("junior", None, None)),
        (TWELVE_YEAR, 1, bands(of_36=1), ("compulsory", None, Band(1, 41))),
        # What is in no band that is given is in the others.
        (PRIMARY, 20, bands(of_41=19, of_46=None), ("primary", 20, Band(46, 51))),
        (PRIMARY, 20, bands(of_41=18, of_46=None, of_51=None), ("primary", 20, Band(46, 56))),
        (PRIMARY, 20, bands(of_31=None, of_41=18, of_66=None), ("primary", 20, Band(41))),
        (PRIMARY, 20, bands(of_61=1, of_66=None), ("primary", 20, Band(66))),
        (PRIMARY, None, bands(of_61=1, of_66=None), ("primary", None, Band(61))),
        (PRIMARY, None, bands(of_25=None, of_31=None), ("primary", None, Band(0, 36))),
        (PRIMARY, 20, dict.fromkeys(bands()), ("primary", 20, None)),
        (PRIMARY, 20, bands(of_41=20, of_46=None), ("primary", 20, Band(41, 46))),
        (PRIMARY, 20, bands(of_41=None, of_46=2), ("primary", 20, Band(46, 51))),
        (PRIMARY, None, bands(of_41=2), ("primary", None, Band(41, 46))),
        (PRIMARY, 0, bands(), ("primary", 0, None)),
        # A claim that the largest class is below 30 leaves part of a band.
        (PRIMARY, 2, {**bands(of_26=2), FEW: "是"}, ("primary", 2, Band(26, 30))),
        (PRIMARY, 2, {**bands(of_25=2), FEW: "是"}, ("primary", 2, Band(1, 26))),
        (PRIMARY, 2, {**bands(of_25=None), FEW: "是"}, ("primary", 2, Band(1, 26))),
        (
            PRIMARY,
            2,
            {**dict.fromkeys(bands()), FEW: "是"},
            ("primary", 2, Band(1, 30)),
        ),
    ],
)
def test_classes(
    school: Mapping[str, object],
    total: int | None,
    classes: Mapping[str, object],
    values: tuple[str, int | None, Band | None],
) -> None:
    of_any_size = {item: None for item in ("小学学生人数", "初中学生人数") if school[item]}
    entry = entry_with({**school, **of_any_size, **classes, "班级总数": total})
    whose, number, largest = values
    assert entry.values.get(f"{whose}_classes") == number
    assert entry.values.get(f"{whose}_largest_class") == largest
    others = {"primary", "junior", "compulsory"} - {whose}
    assert not {f"{other}_{name}" for other in others for name in ("classes", "largest_class")} & {*entry.values}


@pytest.mark.parametrize(
    ("rooms", "areas"),
    [
        ((4, 1, 1, 1), (Band(96), Band(73, 96), Band(61, 73), Band(0, 61))),
        ((0, 0, 0, 0), ()),
        ((0, None, None, None), ()),
        ((2, 2, None, None), (Band(96), Band(96))),
        ((3, 1, None, 1), (Band(96), Band(61, 73), Band(0, 96))),
        ((2, None, 1, 0), (Band(73, 96), Band(0))),
        ((None, 1, 1, 1), None),
    ],
)
def test_rooms(rooms: tuple[int | None, ...], areas: tuple[Band, ...] | None) -> None:
    entry = entry_with({**PRIMARY, **dict(zip(list(ROOMS)[:4], rooms, strict=True))})
    assert entry.values.get("music_room_areas") == areas


@given(st.lists(st.none() | st.integers(0, 9), min_size=3, max_size=3), st.integers(0, 40))
def test_no_room_is_lost_and_none_is_made(counts: list[int | None], total: int) -> None:
    form, notes = form_of_schools(), Notes("a.xlsx")
    items = form.group(Role.COUNT, "art_room_areas")
    figures = [
        Figure(item, value, Place(notes, row, 4, item.text))
        for row, (item, value) in enumerate(zip(items, [total, *counts], strict=True), start=1)
    ]
    entry = entry_of(form, figures, Place(notes, 1, 0, ""))
    known = sum(count for count in counts if count is not None)
    if known > total:
        assert notes.problems
    else:
        rooms: Any = entry.values["art_room_areas"]
        assert len(rooms) == total
        assert sum(room.least > 0 for room in rooms) == known


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (2009, 2009),
        ("1905", 1905),
        ("2009年", 2009),
        ("2009年9月", 2009),
        ("２００９年０９月０１日", 2009),
        ("2009.9", 2009),
        ("2009-09", 2009),
        (dt.date(2009, 9, 1), 2009),
        (dt.datetime(2009, 9, 1), 2009),
        (None, None),
    ],
)
def test_the_year_in_which_a_school_was_built(written: object, read: int | None) -> None:
    assert entry_with({**PRIMARY, "建校时间": written}).values.get("built_year") == read


@pytest.mark.parametrize("item", [SMALL, FEW])
@pytest.mark.parametrize(("claimed", "area"), [("是", AreaType.RURAL), ("否", None), (None, None)])
def test_a_small_rural_school_is_in_the_country(item: str, claimed: str | None, area: AreaType | None) -> None:
    entry = entry_with({**PRIMARY, "小学学生人数": 60, item: claimed, "家庭住址在划片范围内的在校学生人数（小学）": 60})
    assert entry.implied.get("area_type", (None,))[0] is area
    assert "area_type" not in entry.values


def test_the_retention_cohort_of_a_school() -> None:
    of_county = entry_with(JUNIOR).of_county
    assert {name: value for name, (value, _) in of_county.items()} == {
        "junior_graduates": 96,
        "junior_entrants": 100,
        "junior_transfers_in": 1,
        "junior_transfers_out": 3,
        "junior_deaths": 0,
    }
    assert of_county["junior_graduates"][1].text == "a.xlsx:学校填报数据!E65"
    assert entry_with({**PRIMARY, "本届毕业学生人数": 0}).of_county == {}
    assert entry_with({**JUNIOR, "学校类型": None}).of_county == {}


def cell(item: str, value: object, column: int = 5) -> Change:
    return lambda sheet: sheet.cell(ROWS[item], column, value).__setattr__("value", value)


def row_after(*cells: object) -> Change:
    return lambda sheet: sheet.append(cells)


def above(text: str) -> Change:
    def change(sheet: Any) -> None:
        sheet.insert_rows(1)
        sheet["A1"] = text

    return change


FAULTS: dict[str, tuple[Change, str]] = {
    "an item that is not known": (
        row_after(69, "学生信息", "小学学生人数数", "人", 3),
        "学校填报数据!C70: there is no item '小学学生人数数' (did you mean 小学学生人数?); correct its name, or delete "
        "the row",
    ),
    "a value without an item": (
        row_after(69, None, None, None, 3),
        "学校填报数据!E70: '3' stands beside no item; write its item, or delete it",
    ),
    "an item twice": (
        row_after(69, "学生信息", "小学学生人数", "人", 3),
        "学校填报数据!C70: 小学学生人数 is already in row 11; delete one of the two",
    ),
    "an item twice, by another name": (
        row_after(69, "学生信息", "小学在校生数", "人", 3),
        "学校填报数据!C70: 小学学生人数 is already in row 11; delete one of the two",
    ),
    "another unit": (
        cell("小学学生人数", "万人", 4),
        "学校填报数据!E11: 小学学生人数 cannot be read in '万人'; write it in 人 or 名",
    ),
    "no unit of money": (
        cell("上一年度公用经费预算总额", None, 4),
        "学校填报数据!E62: 上一年度公用经费预算总额 has no unit; write 元 or 万元 in the column of units",
    ),
    "a unit of the whole form above its headings": (
        above("面积单位：公顷"),
        "学校填报数据!A1: the unit 公顷 stands outside the headings; write it in the heading of each "
        "amount, and delete it here",
    ),
    "a unit of the whole form in a footnote": (
        row_after("注：以千元为单位"),
        "学校填报数据!A70: the unit 千元 stands outside the headings; write it in the heading of each "
        "amount, and delete it here",
    ),
    "a unit of a group of items": (
        row_after("经费情况（千元）"),
        "学校填报数据!A70: the unit 千元 stands outside the headings; write it in the heading of each "
        "amount, and delete it here",
    ),
    "an item that is missing": (
        lambda sheet: sheet.delete_rows(51),
        "学校填报数据!A1: the item 校内其他体育场面积 is missing",
    ),
    "a required item that is missing": (
        lambda sheet: sheet.delete_rows(52),
        "学校填报数据!A1: the item 教学仪器设备资产值（账面原值） is missing; add its row, with its value in 万元",
    ),
    "a required item without a unit": (
        lambda sheet: sheet.delete_rows(8),
        "学校填报数据!A1: the item 是否人口密度过高的大城市中心城区学校 is missing; add its row, with its value",
    ),
    "a value that is none": (
        cell("小学学生人数", "八百"),
        "学校填报数据!E11: 小学学生人数 is '八百', which is not a number; write one, or leave the cell empty",
    ),
    "a kind of school that is none": (
        cell("学校类型", "幼儿园"),
        "学校填报数据!E3: 学校类型 must be one of 小学, 教学点, 初中, 九年一贯制学校, 十二年一贯制学校, 完全中学, "
        "高级中学, 职业学校, 特殊教育学校, not '幼儿园'",
    ),
    "a year that is none": (
        cell("建校时间", "建国初"),
        "学校填报数据!E5: 建校时间 is '建国初', which is no year; write it as 2009, 2009年9月 or a date, or leave the "
        "cell empty if it is unknown",
    ),
    "built later than claimed": (
        cell("建校时间", 2012),
        "学校填报数据!E6: 是否2010年及之前规划并建成 is 是, but the year in which the school as it is was built is "
        "2012 in a.xlsx:学校填报数据!E5; correct one of the two",
    ),
    "built earlier than claimed": (
        cell("是否2016年及之前规划并建成", "否"),
        "学校填报数据!E7: 是否2016年及之前规划并建成 is 否, but the year in which the school as it is was built is "
        "2009 in a.xlsx:学校填报数据!E5; correct one of the two",
    ),
    "too many classes by size": (
        cell("班级总数", 19),
        "学校填报数据!E16: 班级总数 is 19, but the classes by size are 20 together; correct the figures",
    ),
    "too few classes by size": (
        cell("班级总数", 21),
        "学校填报数据!E16: 班级总数 is 21, but the classes by size are 20 together; correct the figures",
    ),
    "more pupils than the classes by size can have": (
        cell("小学学生人数", 831),
        "学校填报数据!E16: the classes by size have 750 to 830 pupils together, but the school has 831; correct the "
        "figures",
    ),
    "fewer pupils than the classes by size have": (
        cell("小学学生人数", 749),
        "学校填报数据!E16: the classes by size have 750 to 830 pupils together, but the school has 749; correct the "
        "figures",
    ),
    "fewer pupils than a class without a bound has": (
        lambda sheet: (cell("每班66人以上班级个数", 8)(sheet), cell("每班41-45人班级个数", 0)(sheet)),
        "学校填报数据!E16: the classes by size have 950 and more pupils together, but the school has 800; correct the "
        "figures",
    ),
    "too many rooms by area": (
        cell("单间面积≥96㎡的音乐教室间数", 3),
        "学校填报数据!E54: 音乐教室总间数 is 2, but the rooms by area are 4 together; correct the figures",
    ),
    "more rooms than any school has": (
        cell("美术教室总间数", 1001),
        "学校填报数据!E58: 美术教室总间数 is 1,001, more than 1,000; correct it",
    ),
    "no small school": (
        cell(SMALL, "是"),
        f"学校填报数据!E9: {SMALL} is 是, but it has 800 pupils; correct one of the two",
    ),
    "no small classes": (
        cell(FEW, "是"),
        f"学校填报数据!E10: {FEW} is 是, but there are classes of 41 to 45 pupils; correct one of the two",
    ),
    "graduates of a primary school": (
        cell("本届毕业学生人数", 80),
        "学校填报数据!E65: 本届毕业学生人数 is 80, but 小学 has no such stage; leave the cell empty, or correct the "
        "kind of school",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_reported_with_its_cell(fault: str) -> None:
    change, message = FAULTS[fault]
    found = problems(form_read(ALL, change))
    assert found == ([] if fault == "an item that is missing" else [message])


def test_cells_without_a_usable_value_are_reported(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        cell("建校时间", "=2000+9")(sheet)
        cell("小学学生人数", "#N/A")(sheet)

    book = spreadsheet_of(school_form(tmp_path / "a.xlsx", ALL, change).read_bytes())
    assert problems(long.read(book, "a.xlsx", Notes("a.xlsx"))) == [
        "学校填报数据!E5: 建校时间 is a formula without a stored value; open the workbook, save it, and read it again",
        "学校填报数据!E11: 小学学生人数 is '#N/A', an error of a spreadsheet; correct its formula, or leave the cell "
        "empty if it is unknown",
    ]


def test_a_claim_of_classes_without_a_bound() -> None:
    values = {**ALL, "小学学生人数": 1400, **bands(of_66=20), FEW: "是"}
    assert problems(form_read(values)) == [
        f"学校填报数据!E10: {FEW} is 是, but there are classes of 66 and more pupils; correct one of the two"
    ]


def test_claims_without_a_year() -> None:
    claims = {"建校时间": None, "是否2010年及之前规划并建成": "是", "是否2016年及之前规划并建成": "否"}
    assert problems(form_read({**ALL, **claims})) == [
        "学校填报数据!E7: 是否2016年及之前规划并建成 is 否, but 是否2010年及之前规划并建成 is 是; correct one of the "
        "two"
    ]
    for earlier, later in (("是", "是"), ("否", "否"), ("否", "是"), (None, "否")):
        claims |= {"是否2010年及之前规划并建成": earlier, "是否2016年及之前规划并建成": later}
        assert "built_year" not in entry_with({**ALL, **claims}).values


def test_more_deaths_than_entrants() -> None:
    assert problems(form_read({**JUNIOR, "毕业年级三年死亡学生数": 101})) == [
        "学校填报数据!E69: 三年间死亡学生数: 101 is more than 三年前初中入学人数, 100; correct the figures"
    ]


def test_what_is_remarked() -> None:
    def change(sheet: Any) -> None:
        sheet.insert_rows(1)
        sheet["A1"] = "学校填报表"
        sheet.append([None, "补充"])
        sheet.append([69, None, "高中在校生数", "人", 300])
        sheet.append([70, None, "教师培训经费决算", "万元", 4])
        sheet.append(["注：本表由学校填报"])
        sheet["D63"] = "元"
        sheet["C36"] = "县级以上骨干教师数"
        sheet.parent.create_sheet("草稿")

    values = {**FULL, "班级总数": 12, "小学学生人数": None, "建校时间": "2009年9月"}
    found = form_read(values, lambda sheet: None)
    assert remarks(found) == [
        "!E5 word 2009年9月 2009 1",
        " form 学校填报表 2025 68",
        "!E35 undivided 县级以上骨干教师数 10",
        "!E38 undivided 体育艺术专任教师数 8",
        "!E16 undivided 班级总数 12",
        " empty 18 17–26, 54–61",
    ]
    found = form_read(values, change)
    assert [remark for remark in remarks(found) if "empty" not in remark] == [
        "!A1 title 学校填报表",
        "!E6 word 2009年9月 2009 1",
        "!C71 group 补充",
        "!C72 heading 高中在校生数 高中在校生数",
        "!C73 heading 教师培训经费决算 教师培训经费决算",
        "!E73 unit 万元 元 10000",
        "!A74 footnote 注：本表由学校填报",
        " form 学校填报表 2025 70",
        "!E36 undivided 县级以上骨干教师数 10",
        "!E39 undivided 体育艺术专任教师数 8",
        "!E17 undivided 班级总数 12",
    ]


def test_merged_values_are_remarked_on() -> None:
    def merge(sheet: Any) -> None:
        for cells in ("B2:B10", "D11:D12", "E52:F52", "E54:E55", "F56:F57"):
            sheet.merge_cells(cells)

    (notes,) = form_read(ALL, merge).notes
    assert [(one.place, one.figures) for one in notes.remarks if one.code is RemarkCode.MERGED] == [
        (f"{SHEET}!E54", {"given": "E54:E55"})
    ]


def test_further_rows_give_what_the_form_does_not_ask_for() -> None:
    def change(sheet: Any) -> None:
        for item, value in (
            ("小学县级以上骨干教师数", 6),
            ("初中骨干教师数", 4),
            ("附设班", "否"),
            ("城乡类型", "镇区"),
        ):
            sheet.append([None, None, item, None, value])

    (entry,) = form_read({**NINE_YEAR, SMALL: "否"}, change).entries
    assert [entry.values[name] for name in (R2, R2_JUNIOR, "attached_classes")] == [6, 4, False]
    assert entry.values["area_type"] is AreaType.TOWN


def test_a_number_of_people_needs_no_unit() -> None:
    (entry,) = form_read(ALL, cell("小学学生人数", None, 4)).entries
    assert entry.values["primary_pupils"] == 800


def test_unknown_items_may_be_passed_over() -> None:
    def change(sheet: Any) -> None:
        sheet.append([69, None, "食堂面积", "平方米", 300])
        sheet.append([None, None, None, None, 7])

    found = form_read(ALL, change, ignore_columns=True)
    assert problems(found) == []
    assert remarks(found)[:2] == ["!C70 item 食堂面积", "!C71 item 7"]
    by_default = long.read(in_memory(school_book(ALL, change)), "a.xlsx", Notes("a.xlsx"))
    assert len(problems(by_default)) == 2


def test_a_workbook_with_the_forms_of_several_schools() -> None:
    def change(sheet: Any) -> None:
        copy = sheet.parent.copy_worksheet(sheet)
        copy["E4"] = "A2"
        sheet.parent.create_sheet("草稿")

    of_file = Notes("a.xlsx")
    found = long.read(in_memory(school_book(ALL, change)), "a.xlsx", of_file)
    assert [entry.values["school_code"] for entry in found.entries] == ["A1", "A2"]
    assert [remark.figures for remark in of_file.remarks] == [{"given": "草稿"}]
