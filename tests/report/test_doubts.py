"""Doubtful figures in every report: where they are, and a question."""

from __future__ import annotations

import io
from fractions import Fraction
from typing import Any

import attrs
import pytest
from counties import change_campus, good_county
from hypothesis import given, settings

from balanced_edu import testing
from balanced_edu.assessment import Doubt, DoubtCode, assess
from balanced_edu.checks import Cell
from balanced_edu.records.county import County
from balanced_edu.report import rendered
from balanced_edu.report.doubts import doubt_lines, doubt_sentence
from balanced_edu.report.words import languages, words_of

WAN = change_campus(good_county(), "P1", equipment_value=216)


def doubt(code: str, unit: str = "", **figures: Any) -> Doubt:
    return Doubt(code=DoubtCode(code), cell=Cell("schools", "A1", "books"), figures=figures, unit=unit)


SENTENCES = [
    (
        doubt("ten thousands", "yuan", value=12),
        "12 yuan; is it in ten thousands of yuan (万元)?",
        "12元，单位是否为万元？",
    ),
    (
        doubt("implausible", "m² / pupil", value=Fraction("0.4999999"), least=Fraction("0.5"), most=Fraction(150)),
        "0.4999999 m² per pupil, outside the plausible range of 0.5 to 150 m² per pupil; "
        "are the figure, its unit and the pupils right?",
        "0.4999999平方米/生，超出合理范围（0.5至150平方米/生），数据、单位、学生数是否有误？",
    ),
    (
        doubt("unlike others", "yuan / pupil", value=Fraction(100_000, 3), median=Fraction(2000)),
        "33,333 yuan per pupil, while the median of the schools is 2,000 yuan per pupil; "
        "is a decimal point or the unit wrong?",
        "33,333元/生，而各校中位数为2,000元/生，小数点或单位是否有误？",
    ),
    (
        doubt("same everywhere", "book", value=5000, campuses=7),
        "5,000 books in every row, at 7 campuses; are these the figures of each campus?",
        "7个校区均为5,000册，是否为各校区实际数据？",
    ),
    (
        doubt("zoned", "percent", value=Fraction(97), counted=Fraction(1260, 13)),
        "97%, while the figures of the schools give 96.92%; which is right?",
        "97%，而按学校表计算为96.92%，应以哪个为准？",
    ),
    (
        doubt("same everywhere", "m²", value=9000.5, campuses=7),
        "9,000.5 m² in every row, at 7 campuses; are these the figures of each campus?",
        "7个校区均为9,000.5平方米，是否为各校区实际数据？",
    ),
    (
        doubt("ten thousands", "yuan", value=121.4567),
        "121.4567 yuan; is it in ten thousands of yuan (万元)?",
        "121.4567元，单位是否为万元？",
    ),
    (
        doubt("zoned", "percent", value=96.9649, counted=Fraction(969_648, 10_000)),
        "96.9649%, while the figures of the schools give 96.9648%; which is right?",
        "96.9649%，而按学校表计算为96.9648%，应以哪个为准？",
    ),
    (
        doubt(
            "implausible", "m² / pupil", value=Fraction("0.123449"), least=Fraction("0.12345"), most=Fraction("150.25")
        ),
        "0.123449 m² per pupil, outside the plausible range of 0.12345 to 150.25 m² per pupil; "
        "are the figure, its unit and the pupils right?",
        "0.123449平方米/生，超出合理范围（0.12345至150.25平方米/生），数据、单位、学生数是否有误？",
    ),
    (
        doubt("intake", intake=500, pupils=1000, grades=6),
        "500 of 1,000 pupils in 6 grades; are the intake and the pupils right?",
        "招生500人，而6个年级在校生共1,000人，招生数或在校生数是否有误？",
    ),
    (
        doubt("name twice", other="A\n2"),
        "the name of A 2, too; is it one school in two rows, or is a name wrong?",
        "与A 2同名，是否重复填报或校名有误？",
    ),
    (
        doubt("vocational"),
        "a vocational school may not have attached classes of compulsory education; is its kind right?",
        "职业学校不得附设普通小学班、初中班，学校类型或附设班是否有误？",
    ),
]


@pytest.mark.parametrize(("one", "english", "chinese"), SENTENCES, ids=lambda one: getattr(one, "code", ""))
def test_the_question_in_words(one: Doubt, english: str, chinese: str) -> None:
    assert doubt_sentence(one, words_of("en")) == english
    assert doubt_sentence(one, words_of("zh")) == chinese


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(1, 3), "0.3333"),
        (Fraction(27, 100_000), "0.00027"),
        (Fraction(1, 10**12), "0"),
        (Fraction(123_456_789, 10), "12,345,679"),
        (Fraction(1), "1"),
    ],
)
def test_figures_have_few_digits(value: Fraction, text: str) -> None:
    assert doubt_sentence(doubt("ten thousands", "yuan", value=value), words_of("zh")).startswith(f"{text}元，")


@pytest.mark.parametrize("lang", languages())
@settings(max_examples=settings().max_examples // 5)
@given(testing.doubtful_counties())
def test_every_doubt_has_a_line(lang: str, doubtful: testing.Doubtful) -> None:
    (line,) = doubt_lines({doubtful.county: doubtful.county.doubts}, words_of(lang))
    assert line.endswith(("?", "？"))
    assert doubtful.cell.place in line
    assert "{" not in line


def test_a_doubt_about_a_column_or_the_county_has_no_row() -> None:
    column = attrs.evolve(doubt("same everywhere", "book", value=5000, campuses=7), cell=Cell("schools", "", "books"))
    fact = attrs.evolve(doubt("rotated", rotated=2, eligible=1), cell=Cell("guarantee", "", "rotated_teachers"))
    row = attrs.evolve(doubt("row twice", other="A2"), cell=Cell("schools", "A1"))
    lines = doubt_lines({County(name="县"): [column, fact, row]}, words_of("zh"))
    assert [line.rpartition("：")[0] for line in lines] == [
        "图书册数",
        "交流轮岗教师数",
        "A1",
    ]


def test_lines_are_bounded_over_all_counties_and_name_them() -> None:
    first, second = County(name="甲县"), County(name="乙县")
    many = {first: [doubt("name twice", other="A2")] * 30, second: [doubt("name twice", other="A2")] * 23}
    lines = doubt_lines(many, words_of("en"))
    assert len(lines) == 51
    assert [line.partition(":")[0] for line in (lines[0], lines[30])] == ["甲县", "乙县"]
    assert lines[-1] == "and 3 more doubtful figures"
    assert len(doubt_lines({first: many[first][:1] * 50}, words_of("en"))) == 50


@pytest.mark.parametrize(
    ("lang", "heading", "question"),
    [
        ("zh", "存疑数据：1条", "0.27元/生，单位是否为万元？"),
        ("en", "Doubtful figures (", "0.27 yuan per pupil"),
    ],
)
def test_every_report_lists_them(lang: str, heading: str, question: str) -> None:
    from openpyxl import load_workbook

    assessment = assess(WAN)
    for report in (assessment.as_text(lang), assessment.as_html(lang)):
        assert heading in report
        assert question in report
    workbook = load_workbook(io.BytesIO(rendered(assessment, "xlsx", lang)))  # type: ignore[arg-type]
    sheet = workbook[{"zh": "存疑数据", "en": "Doubtful figures"}[lang]]
    assert [str(cell.value) for cell in sheet[2]][:2] == ["P1", "教学仪器设备值"]


def test_without_doubts_there_is_no_such_part() -> None:
    assert "存疑" not in assess(good_county()).as_text("zh")


def test_a_whole_column_and_a_fact_have_their_place_in_the_table() -> None:
    same = [attrs.evolve(one, public_funds_budget=10**6) for one in good_county().campuses]
    five = [*same, attrs.evolve(same[0], school_code="P3", primary_pupils=700)]
    county = County(name="县", campuses=five, guarantee=attrs.evolve(WAN.guarantee, teacher_average_salary=12.1))
    text = assess(county).as_text("zh")
    assert "所有行" in text
    assert "12.1元，单位是否为万元？" in text
