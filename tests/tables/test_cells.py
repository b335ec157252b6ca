"""What a cell may say, and what is written for a value."""

from __future__ import annotations

from decimal import Decimal, Inexact, localcontext
from pathlib import Path

import pytest
from datasets import folder_with, only_campus, problems_of
from hypothesis import given

from balanced_edu import testing
from balanced_edu.exact import number_text
from balanced_edu.identity import compact, identity
from balanced_edu.notes import ReadingError
from balanced_edu.records.bands import Band
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import Guarantee, Subject
from balanced_edu.records.fields import Form, fields_of
from balanced_edu.records.kinds import AreaType, Grade, Sponsor
from balanced_edu.tables.cells import cell_text, field_number, read_cell, word_meant


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
        ("教学仪器设备值(万元)", "99999999999", "equipment_value", 999_999_999_990_000),
        ("教学仪器设备值（万元）", "0.00012", "equipment_value", 1.2),
        ("教学仪器设备值\n（万元）", "8.2", "equipment_value", 82000),
        ("equipment_value（万元）", "1", "equipment_value", 10000),
        ("网络多媒体教室数（间）", "23", "multimedia_rooms", 23),
        ("建成年份（年）", "1998", "built_year", 1998),
        ("音乐专用教室面积", "98;97.5", "music_room_areas", (98, 97.5)),
        ("音乐专用教室面积（m²）", "98；９７", "music_room_areas", (98, 97)),
        ("音乐专用教室面积", "0", "music_room_areas", ()),
        ("音乐专用教室面积", "", "music_room_areas", None),
        ("小学最大班额", "45", "primary_largest_class", 45),
        ("小学最大班额", "46-50", "primary_largest_class", Band(46, 51)),
        ("小学最大班额", "４６～５０", "primary_largest_class", Band(46, 51)),
        ("小学最大班额", "46至50", "primary_largest_class", Band(46, 51)),
        ("小学最大班额", "46-<51", "primary_largest_class", Band(46, 51)),
        ("小学最大班额", "46人以上", "primary_largest_class", Band(46)),
        ("小学最大班额", "≥46", "primary_largest_class", Band(46)),
        ("小学最大班额", ">45", "primary_largest_class", Band(46)),
        ("小学最大班额", "≤45", "primary_largest_class", Band(0, 46)),
        ("小学最大班额", "45人以下", "primary_largest_class", Band(0, 46)),
        ("小学最大班额", "<46", "primary_largest_class", Band(0, 46)),
        ("音乐专用教室面积", "98;73-<96;≥96;＜61", "music_room_areas", (98, Band(73, 96), Band(96), Band(0, 61))),
        ("音乐专用教室面积", "73~<96;96㎡以上", "music_room_areas", (Band(73, 96), Band(96))),
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
        ("举办者类型", "7", "sponsor", Sponsor.COUNTY_EDUCATION),
        ("举办者类型", " １０ ", "sponsor", Sponsor.PRIVATE),
        ("举办者类型", "县级教育部门", "sponsor", Sponsor.COUNTY_EDUCATION),
        ("举办者类型", "中央教育部门", "sponsor", Sponsor.CENTRAL_EDUCATION),
        ("附设班", "否", "attached_classes", False),
        ("佐证材料", "学校章程；课程表; 作业管理制度", "evidence", ("学校章程", "课程表", "作业管理制度")),
        ("佐证材料", "'=章程;课程表", "evidence", ("=章程", "课程表")),
        ("佐证材料", "无", "evidence", None),
    ],
)
def test_what_a_cell_says(heading: str, cell: str, name: str, value: object, tmp_path: Path) -> None:
    read = getattr(only_campus(tmp_path, f'"{heading}"', f'"{cell}"'), name)
    assert read == value
    assert type(read) is type(value)


def test_money_in_wan_yuan_is_exact_in_decimal(tmp_path: Path) -> None:
    """In binary 0.0003 times 10,000 is 2.9999999999999996."""
    assert only_campus(tmp_path, "教师培训经费预算（万元）", "0.0003").training_budget == 3
    assert 0.0003 * 10_000 != 3


@pytest.mark.parametrize("cell", ["1,23", "12,34", "1,2345", ",123", "1234,567", "1,234,56"])
def test_commas_separate_thousands_or_nothing(cell: str, tmp_path: Path) -> None:
    table = f'学校代码,学校类型,教学及辅助用房面积\nA1,小学,"{cell}"\n'
    (problem,) = problems_of(folder_with(tmp_path, table))
    assert f"'{cell}'" in problem.message


def test_a_cell_of_very_many_characters(tmp_path: Path) -> None:
    table = "学校代码,学校类型,学校名称\nA1,小学,{}\n"
    (problem,) = problems_of(folder_with(tmp_path, table.format("甲" * 10_001)))
    assert problem.message == "学校名称 has 10,001 characters; shorten it to at most 10,000"
    longest = "96;" * 3333 + "1"
    assert (len(longest), read_cell(longest, fields_of(Campus)["music_room_areas"])) == (10_000, (*[96] * 3333, 1))
    (problem,) = problems_of(folder_with(tmp_path, table.format("甲" * 201)))
    assert "has 201 characters, more than 200" in problem.message
    assert len(str(problem)) < 200


@pytest.mark.parametrize(
    ("name", "cell", "value"),
    [
        ("school_code", "Ａ 1 b", "A1b"),
        ("school_name", "第一  小学", "第一  小学"),
        ("parent_code", "A 2", "A2"),
        ("parent_code", "无", None),
        ("boarding", " ｔｒｕｅ", True),
        ("music_room_areas", " 96 ； 0;90.5", (96, 90.5)),
    ],
)
def test_the_value_of_a_cell(name: str, cell: str, value: object) -> None:
    assert read_cell(cell, fields_of(Campus)[name]) == value


REFUSED = [
    ("ownership", "国有", "must be one of 公办, 民办, not '国有'"),
    ("ownership", "公  办校", "must be one of 公办, 民办, not '公 办校' (did you mean 公办?)"),
    ("ownership", "无", "must be one of 公办, 民办, not '无'; leave the cell empty if it is unknown"),
    (
        "kind",
        "无",
        "must be one of 小学, 教学点, 初中, 九年一贯制学校, 十二年一贯制学校, 完全中学, 高级中学, 职业学校, "
        "特殊教育学校, not '无'",
    ),
    ("boarding", "不", "must be 是 or 否 (or true or false, 1 or 0), not '不'"),
    ("boarding", "—", "must be 是 or 否 (or true or false, 1 or 0), not '—'; leave the cell empty if it is unknown"),
    ("school_code", "无", "is '无', which stands for nothing; write the one by which it is known"),
    ("school_code", "#REF!", "is '#REF!', an error of a spreadsheet; write the text itself"),
    ("music_room_areas", "100,120", "is '100,120'; write ; between the rooms, and no commas"),
    ("music_room_areas", "100，120", "is '100，120'; write ; between the rooms, and no commas"),
    (
        "music_room_areas",
        "98;73-96",
        "is '73-96', which may hold 96 or not; write 73-<96 if the area is less than 96, or the area itself",
    ),
    ("music_room_areas", "96-73", "is '96-73', a band that nothing is in; write the smaller number first"),
    ("music_room_areas", ">61", "is '>61'; write < for less than the area, or ≥ for the area or more"),
    ("music_room_areas", "61以下", "is '61以下'; write < for less than the area, or ≥ for the area or more"),
    ("primary_largest_class", "45.5-50", "must be an integer, not 45.5; correct it"),
    ("primary_largest_class", "≥45.5", "must be an integer, not 45.5; correct it"),
    ("primary_largest_class", "50-49", "is '50-49', a band that nothing is in; write the smaller number first"),
    ("primary_largest_class", "4.5.1-50", "is '4.5.1', which is not a number; write one, or leave the cell empty"),
    ("music_room_areas", "96;x", "is 'x', which is not a number; write one, or leave the cell empty"),
    ("books", "无", "is '无', none or unknown; write 0 for none, or leave the cell empty if unknown"),
    ("books", "5%", "is '5%', a percentage; write the number itself"),
    ("books", "1.2E+5", "is '1.2E+5', a number that a spreadsheet has shortened; write all its digits"),
    ("books", "500 册", "is '500 册'; write the number alone, and its unit in the heading or the column of units"),
    ("books", "1,2", "is '1,2', in which the commas do not separate thousands; leave them out"),
    ("books", "5-6", "is '5-6', which is not a number; write one, or leave the cell empty"),
    ("books", "7.5", "must be an integer, not 7.5; correct it"),
]


@pytest.mark.parametrize(("name", "cell", "message"), REFUSED)
def test_why_a_cell_has_no_value(name: str, cell: str, message: str) -> None:
    with pytest.raises(ReadingError) as error:
        read_cell(cell, fields_of(Campus)[name])
    assert str(error.value) == message


def test_texts_are_compared_without_blanks_and_full_width() -> None:
    assert compact(" 教学仪器\n设备值（万元） ") == "教学仪器设备值(万元)"
    assert identity(" Ａ 1 ") == "A 1"


@pytest.mark.parametrize(
    ("number", "message"),
    [
        ("NaN", "is NaN, which is not a number; write one, or leave it out if it is unknown"),
        ("-0.5", "must be 0 or more, not -0.5; correct it, or leave it out if it is unknown"),
        ("1e15", ""),
        ("1234567890.12345", ""),
        ("1000000000000000.1", "is 1000000000000000.1, which is too large for any figure of a county; correct it"),
        ("1e999", "is 1E+999, which is too large"),
        ("1e-15", ""),
        ("1e-16", "is 1E-16, which is too small for any figure of a county; correct it"),
        (f"0.{'1' * 60}", f"is 0.{'1' * 17}…{'1' * 20}, which has more than 15 significant digits; round it"),
    ],
)
def test_figures_are_of_a_size_that_counties_have(number: str, message: str) -> None:
    if not message:
        assert field_number(Decimal(number), Form.AMOUNT) == float(number)
        return
    with pytest.raises(ReadingError) as error:
        field_number(Decimal(number), Form.AMOUNT)
    assert message in str(error.value)


@pytest.mark.parametrize("form", [Form.COUNT, Form.SIZE, Form.AMOUNT, Form.SHARE, Form.PERCENT])
@pytest.mark.parametrize("number", [0, 1, 100, 101, 10**11, 10**11 + 1, 10**15, -1])
@pytest.mark.parametrize("factor", [1, 10_000])
def test_an_integer_is_read_as_a_decimal_is(form: Form, number: int, factor: int) -> None:
    def read(given: Decimal | int) -> object:
        try:
            return field_number(given, form, factor)
        except ReadingError as error:
            return str(error)

    assert read(number) == read(Decimal(number))
    assert type(read(number)) is type(read(Decimal(number)))


def test_a_share_is_at_most_the_whole() -> None:
    assert [field_number(Decimal(share), Form.SHARE) for share in ("0", "0.5", "1")] == [0, 0.5, 1]
    for share in ("1.01", "2", "95"):
        with pytest.raises(ReadingError, match=f"must be a share from 0 to 1, not {share}; write 12.35 % as 0.1235"):
            field_number(Decimal(share), Form.SHARE)


def test_a_percentage_is_at_most_100() -> None:
    percentage = fields_of(Guarantee)["junior_zoned_percent"]
    assert [read_cell(text, percentage) for text in ("0", "99.5 %", "100", "100%")] == [0, 99.5, 100, 100]
    for text in ("100.5", "100.5%"):
        with pytest.raises(ReadingError, match=r"must be a percentage from 0 to 100, not 100\.5; correct it"):
            read_cell(text, percentage)


def test_a_word_that_could_be_several_is_refused() -> None:
    others = {"完小": ("小学",), "学校": ("小学", "初中")}
    assert [word_meant(text, others) for text in ("完 小", "小学")] == ["小学", "小学"]
    with pytest.raises(ReadingError) as error:
        word_meant("学校", others)
    assert str(error.value) == "is '学校', which could be 小学 or 初中; write the one that it is"


def test_figures_are_read_as_written_whatever_the_decimal_context() -> None:
    with localcontext() as context:
        context.prec = 4
        context.traps[Inexact] = True
        assert field_number(Decimal("12345"), Form.COUNT) == 12345
        assert field_number(Decimal("12345.6789"), Form.AMOUNT, 10_000) == 123_456_789
        assert field_number(Decimal("0.12345678"), Form.SHARE) == 0.12345678
        assert (number_text(1234567.25), number_text(12345678)) == ("1234567.25", "12345678")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Sponsor.COUNTY_EDUCATION, "县级教育"),
        (("学校章程", "课程表"), "学校章程;课程表"),
        (("=章程",), "'=章程"),
        ((98.0, 97.5), "98;97.5"),
        ((98, Band(73, 96), Band(96), Band(0, 61)), "98;73-<96;≥96;<61"),
        (Band(46, 51), "46-50"),
        (Band(0, 26), "≤25"),
        ((), "0"),
    ],
)
def test_words_documents_and_rooms_are_written_as_offices_do(value: object, text: str) -> None:
    assert cell_text(value) == text


@given(testing.campuses(gaps=True))
def test_a_cell_is_read_as_the_value_that_was_written(campus: Campus) -> None:
    for name, field in fields_of(Campus).items():
        value = getattr(campus, name)
        text = cell_text(value)
        assert (read_cell(text, field) if text else None) == value


def test_a_percent_sign_is_read_as_each_field_takes_it() -> None:
    share = fields_of(Subject)["between_school_share"]
    percentage = fields_of(Guarantee)["junior_zoned_percent"]
    assert (read_cell("12.35 %", share), read_cell("98.5％", percentage), read_cell("98.5", percentage)) == (
        0.1235,
        98.5,
        98.5,
    )
