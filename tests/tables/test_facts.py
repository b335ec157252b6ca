"""Tables and keys in, records of the county out, from whatever format they come."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import attrs
import pytest
from counties import good_county
from datasets import folder_with, problems_of

from balanced_edu import read_county, write_county
from balanced_edu.notes import Notes
from balanced_edu.records.county import RECORDS, County, Group, Quality, Subject
from balanced_edu.remarks import RemarkCode, TableForm, TableRead
from balanced_edu.tables import schools
from balanced_edu.tables.facts import county_of
from balanced_edu.tables.headings import Row
from balanced_edu.tables.records import records_of
from balanced_edu.tomlmending import UNREADABLE


def test_facts_of_any_format_are_a_county() -> None:
    data = json.loads(
        """{"name": "县", "quality": {"digital_teaching": true, "monitoring": [{"subject": "数学", "level": 3}]},
        "recognition": {"groups": [{"group": "家长"}]}, "local": {"posts": 3},
        "evidence": {"G1": ["布局规划图"], "G2": "甲；乙", "G3": []}}"""
    )
    notes = Notes("facts.json")
    assert county_of(data, notes, lambda place: 1) == County(
        name="县",
        quality=Quality(digital_teaching=True),
        monitoring=[Subject(subject="数学", level=3)],
        groups=[Group(group="家长")],
        local={"posts": 3},
        evidence={"G1": ["布局规划图"], "G2": ["甲", "乙"]},
    )
    assert notes.problems == []
    # The name, a judgement, a subject with its level, a group, a local fact, and documents for two items.
    assert [(one.code, one.place, one.figures) for one in notes.remarks] == [
        (RemarkCode.ITEMS, "facts.json", {"rows": 8})
    ]
    tables = ["county", *RECORDS, "quality.monitoring", "recognition.groups", "local", "evidence"]
    assert notes.tables == [TableRead(table, "facts.json", "", {}, {}, form=TableForm.KEYS) for table in tables]


def test_problems_have_the_lines_that_are_given() -> None:
    notes = Notes("facts.json")
    data = {"name": "县", "quality": {"monitoring": [{"subject": "数学"}, {"subject": "数学"}]}, "groups": []}
    assert county_of(data, notes, lambda place: 10 * len(place)) is None
    assert [str(problem) for problem in notes.problems] == [
        "facts.json:10:groups: there is no table 'groups' at the top of the file; correct its name or delete it",
        "facts.json:40:quality.monitoring.subject: 监测科目 '数学' is already on line 40; delete one of the two tables",
    ]


A_NUMBER, A_JUDGEMENT = "must be a number without quotation marks", "must be true or false without quotation marks"
WRONG: list[tuple[dict[str, object], str]] = [
    ({"name": 5}, "县名 must be a text in quotation marks, not the number 5"),
    ({"name": " "}, "县名 must be a text in quotation marks, not an empty text"),
    ({}, '县名 is missing; write name = "…"'),
    ({"name": "县", "year": "2022"}, f"年份 {A_NUMBER}, not the text '2022'; write 2022"),
    ({"name": "县", "year": ""}, f"年份 {A_NUMBER}, not an empty text"),
    ({"name": "县", "year": True}, f"年份 {A_NUMBER}, not true"),
    ({"name": "县", "year": dt.date(2022, 1, 1)}, f"年份 {A_NUMBER}, not a date or time"),
    ({"name": "县", "local": {"posts": {}}}, f"'posts' {A_NUMBER}, not a table"),
    ({"name": "县", "local": {"share": "95％"}}, f"'share' {A_NUMBER}, not the percentage '95％'; write 0.95"),
    ({"name": "县", "local": {"share": "约5%"}}, f"'share' {A_NUMBER}, not the percentage '约5%'"),
    ({"name": "县", "veto": {"fraud": "否"}}, f"有弄虚作假行为 {A_JUDGEMENT}, not the text '否'; write false"),
    ({"name": "县", "veto": {"fraud": 0}}, f"有弄虚作假行为 {A_JUDGEMENT}, not the number 0"),
    ({"name": "县", "plan": False}, "plan must be a table, not false; write [plan] and its keys below it"),
    ({"name": "县", "plan": []}, "plan must be a table, not an array; write [plan] and its keys below it"),
    (
        {"name": "县", "quality": {"monitoring": {}}},
        "monitoring is a table; write [[quality.monitoring]] above the keys of each",
    ),
    (
        {"name": "县", "recognition": {"groups": [5]}},
        "groups is an array; write [[recognition.groups]] above the keys of each",
    ),
]


@pytest.mark.parametrize(("data", "message"), WRONG, ids=[message for _, message in WRONG])
def test_what_is_not_of_its_type_is_refused(data: dict[str, object], message: str) -> None:
    notes = Notes("facts.json")
    assert county_of(data, notes, lambda place: 1) is None
    assert [problem.message for problem in notes.problems] == [message]


def test_names_of_several_words_keep_one_blank_between_them() -> None:
    data = {"name": "县", "recognition": {"groups": [{"group": " heads  of schools"}, {"group": "家 长"}]}}
    county = county_of(data, Notes("facts.json"), lambda place: 1)
    assert county is not None
    assert [one.group for one in county.groups] == ["heads of schools", "家长"]


A_LOCAL_FACT = "must be true or false or a number, without quotation marks"


def test_all_problems_of_local_facts_are_reported() -> None:
    notes = Notes("facts.json")
    local = {
        "a": 1,
        "ａ": 2,
        "无": 3,
        "\0": 4,
        "b": -1,
        "c": "x",
        "d": 2,
        "e": "√",
        "f": "×",
        "g": "有",
        "h": "1",
        "i": "",
    }
    assert county_of({"name": "县", "local": local}, notes, lambda place: 7) is None
    assert [str(problem).partition(": ")[2] for problem in notes.problems] == [
        "'ａ' is already on line 7; delete one of the two",
        "the name '\\x00' contains a character that files cannot hold; choose another",
        "'b' must be 0 or more, not -1; correct it, or leave it out if it is unknown",
        f"'c' {A_LOCAL_FACT}, not the text 'x'",
        f"'e' {A_LOCAL_FACT}, not the text '√'; write true",
        f"'f' {A_LOCAL_FACT}, not the text '×'; write false",
        f"'g' {A_LOCAL_FACT}, not the text '有'",
        f"'h' {A_LOCAL_FACT}, not the text '1'; write 1",
        f"'i' {A_LOCAL_FACT}, not an empty text",
    ]


def test_keys_that_are_in_no_table_or_in_another() -> None:
    notes = Notes("facts.json")
    data = {
        "name": "县",
        "fraud": False,
        "县": "x",
        "qualty": {},
        "groups": [],
        "quality": {"monitoring": [{"subject": "数学", "surveyed": 1}], "年份": 2022, "level": 3},
        "recognition": {"surveyd": 1, "groups": [{"group": "家长", "surveyd": 1}]},
    }
    assert county_of(data, notes, lambda place: 1) is None
    assert {problem.column: problem.message for problem in notes.problems} == {
        "fraud": "there is no key 'fraud' at the top of the file; move it, it belongs in [veto]",
        "县": "there is no key '县' at the top of the file (did you mean name?); correct its name or delete it",
        "qualty": "there is no table 'qualty' at the top of the file (did you mean quality?); correct its name or "
        "delete it",
        "groups": "there is no table 'groups' at the top of the file; correct its name or delete it",
        "quality.monitoring.surveyed": "there is no key 'surveyed' in [[quality.monitoring]]; move it, it belongs in "
        "[[recognition.groups]]",
        "quality.年份": "there is no key '年份' in [quality]; correct its name or delete it",
        "quality.level": "there is no key 'level' in [quality]; move it, it belongs in [[quality.monitoring]]",
        "recognition.surveyd": "there is no key 'surveyd' in [recognition]; correct its name or delete it",
        "recognition.groups.surveyd": "there is no key 'surveyd' in [[recognition.groups]] (did you mean surveyed?); "
        "correct its name or delete it",
    }


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


@pytest.mark.parametrize("line", ["year = 0x{}", "name = 0x{}", "plan.teacher_pay = 0x{}", "local.x = 0x{}"])
def test_numbers_of_very_many_digits(line: str, tmp_path: Path) -> None:
    facts = line.format("f" * 200_000) + ("\nname = '县'" if not line.startswith("name") else "")
    (problem,) = problems_of(folder_with(tmp_path, facts=facts))
    assert "An integer has more than 400 digits" in problem.message


def test_local_facts_have_any_name(tmp_path: Path) -> None:
    write_county(attrs.evolve(good_county(), local={"每生经费": 900.5, "plain": True}), tmp_path)
    assert read_county(tmp_path).local == {"每生经费": 900.5, "plain": True}


def test_what_cannot_be_read_is_reported_once_whatever_stands_there(tmp_path: Path) -> None:
    facts = """name = {
        year = {
        guarantee = {
        [quality]
        monitoring = {
        [recognition]
        groups = {
        [local]
        posts = {
        [evidence]
        G1 = [“布局规划图”, 批文]
        G2 = ["布局规划图",
            "批文"
        [veto]
        fraud = {"""
    problems = problems_of(folder_with(tmp_path, facts=facts))
    assert [problem.row for problem in problems] == [1, 2, 3, 5, 7, 9, 11, 12, 15]


def test_what_could_not_be_read_hides_nothing_after_it() -> None:
    notes = Notes("facts.json")
    data = {
        "name": "县",
        "veto": {"exam_based_admission": UNREADABLE, "fraud": "否"},
        "recognition": {"groups": [{"surveyed": 3}, {"surveyed": 5}]},
        "local": {"posts": UNREADABLE, "share": "x"},
        "evidence": {"G1": UNREADABLE, "G2": 5},
    }
    assert county_of(data, notes, lambda place: 1) is None
    assert [problem.column for problem in notes.problems] == [
        "veto.fraud",
        "recognition.groups.group",
        "recognition.groups.group",
        "local.share",
        "evidence.G2",
    ]


def test_what_was_read_of_subjects_is_noted_with_its_places_and_merged_cells() -> None:
    notes = Notes("county.xlsx", sheet="监测")
    rows: list[Row] = [
        (1, ["科目", "教育质量", "", "达到Ⅲ级以上", ""]),
        (2, ["", "等级", "差异率", "学生比例", "是否监测"]),
        (3, ["数学", "3", "0.1", "0.9", "是"]),
        (4, ["语文", "", "0.2", "0.8", "是"]),
    ]
    merged = [((1, 1), (1, 2)), ((3, 1), (4, 1))]
    assert records_of(Subject, "quality.monitoring", rows, notes, if_shifted="", merged=merged) == (
        Subject(subject="数学", monitored=True, level=3, share_at_level_3=0.9, between_school_share=0.1),
        Subject(subject="语文", monitored=True, share_at_level_3=0.8, between_school_share=0.2),
    )
    columns = {
        "subject": (0, "科目"),
        "level": (1, "教育质量 等级"),
        "between_school_share": (2, "教育质量 差异率"),
        "share_at_level_3": (3, "达到Ⅲ级以上 学生比例"),
        "monitored": (4, "是否监测"),
    }
    assert notes.tables == [TableRead("quality.monitoring", "county.xlsx", "监测", {"数学": 3, "语文": 4}, columns)]
    assert [(one.code, one.place, one.figures) for one in notes.remarks][3:] == [
        (RemarkCode.READ, "county.xlsx:监测", {"rows": 2, "columns": 5}),
        (RemarkCode.MERGED, "county.xlsx:监测!B3", {"given": "B3:B4"}),
    ]


@pytest.mark.parametrize(
    ("rows", "problems"),
    [
        ([], []),
        (
            [(1, ["甲"])],
            ["A1: no row has known headings; `balanced-edu template` writes a table that has all of them"],
        ),
        (
            [(1, ["有效问卷数", "满意度"]), (2, ["5", "好"])],
            [
                "B1: there is no column '满意度'; correct the heading, or delete the column",
                "A1: the column 调查对象 (group) is missing; add it, since every group must have one",
            ],
        ),
        (
            [(1, ["调查对象", "有效问卷数"]), (2, ["", "5"]), (3, ["", "6"])],
            [
                "A2: 调查对象 is missing; every group must have one",
                "A3: 调查对象 is missing; every group must have one",
            ],
        ),
        (
            [(1, ["调查对象"]), (2, ["家长"]), (3, ["家长"]), (4, [""])],
            [
                "A4: the table has more than 3 rows; give one county only, and delete empty rows at the end",
                "A3: 调查对象 '家长' is already in row 2; delete one of the two rows",
            ],
        ),
    ],
)
def test_problems_of_a_table_of_groups_name_the_cell(
    rows: list[Row], problems: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schools, "MOST_ROWS", 3)
    notes = Notes("county.xlsx", sheet="调查")
    records_of(Group, "recognition.groups", rows, notes, if_shifted="")
    assert [str(one) for one in notes.problems] == [f"county.xlsx:调查!{problem}" for problem in problems]
    if len(rows) < 2:
        assert notes.tables == [TableRead("recognition.groups", "county.xlsx", "调查", {}, {})]
