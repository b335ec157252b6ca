"""The other names of headings, items and words: each means one thing, or is refused as what could be several."""

from __future__ import annotations

import enum
from pathlib import Path

import pytest
from datasets import only_campus

from balanced_edu.notes import ReadingError
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import RECORDS, Conditions, County, Group, Quality, Subject, Veto
from balanced_edu.records.fields import Field, Form, fields_of
from balanced_edu.records.kinds import Affiliation, AreaType, Grade, Kind, Ownership, Stage
from balanced_edu.records.registers import Backbone, Education, Room, SchoolClass, Teacher
from balanced_edu.tables.cells import read_cell
from balanced_edu.tables.names import _data, headings_of, items, plain_name, sources, words_for, words_of


@pytest.mark.parametrize("record", [Campus, Subject, Group, SchoolClass, Room, Teacher])
def test_a_field_s_own_names_mean_nothing_else(record: type) -> None:
    known = headings_of(record)
    for name, field in fields_of(record).items():
        assert known[plain_name(name)] == known[plain_name(field.heading)] == (name,)


def test_a_fact_s_own_names_mean_nothing_else() -> None:
    for record in (County, *RECORDS.values()):
        for name, field in fields_of(record).items():
            assert items()[plain_name(name)] == items()[plain_name(field.heading)] == (name,)


@pytest.mark.parametrize(
    ("heading", "names"),
    [
        ("学校（机构）名称", ("school_name",)),
        ("网络多媒体教室间数", ("multimedia_rooms",)),
        ("学生人数（初中）", ("junior_pupils",)),
        ("初中部在校生数", ("junior_pupils",)),
        ("高中学生数", ("senior_pupils",)),
        ("小学县级及以上骨干教师", ("primary_backbone_teachers",)),
        ("体育、艺术（美术、音乐）专任教师数（小学）", ("primary_sports_arts_teachers",)),
        ("是否寄宿制", ("boarding",)),
        ("是否寄宿制学校", ("boarding",)),
        ("骨干教师", ("primary_backbone_teachers", "junior_backbone_teachers")),
        ("教学及辅助用房", ("teaching_area", "teaching_area_gross")),
        ("教学及辅助用房面积", ("teaching_area",)),
    ],
)
def test_headings(heading: str, names: tuple[str, ...]) -> None:
    assert headings_of(Campus)[plain_name(heading)] == names


@pytest.mark.parametrize("choices", [Kind, Ownership, AreaType, Affiliation, Grade, Stage, Education, Backbone])
def test_words_are_read_as_the_library_s(choices: type[enum.Enum]) -> None:
    field = Field("", "", choices)
    assert words_for("", field)
    for other, meant in words_of(choices.__name__).items():
        assert {choices(word) for word in meant}
        if len(meant) == 1:
            assert read_cell(other, field) is choices(meant[0])


def test_words_for_yes_and_no_and_for_levels() -> None:
    judgement = Field("", "", Form.JUDGEMENT)
    assert {read_cell(word, judgement) for word in ("有", "√", "达标", "Y", "true")} == {True}
    assert {read_cell(word, judgement) for word in ("无", "×", "未达标", "N", "0")} == {False}
    for name in ("illegal_school_choice", "fraud"):
        for word in ("达标", "未达标", "不达标"):
            with pytest.raises(ReadingError, match="could mean either here; write 是 if it is so as worded, else 否"):
                read_cell(word, fields_of(Veto)[name])
    for record, name in ((Quality, "no_excess_burden"), (Conditions, "no_major_case_this_year")):
        for word in ("无", "没有", "有"):
            with pytest.raises(ReadingError, match="could mean either here"):
                read_cell(word, fields_of(record)[name])
        assert read_cell("达标", fields_of(record)[name]) is True
    assert read_cell("无", fields_of(Veto)["fraud"]) is False
    assert words_for("level", fields_of(Subject)["level"])["iii"] == ("3",)


def test_every_list_has_its_source_and_every_name_is_of_some_field_now_or_planned() -> None:
    assert all(source and names for source, names in sources().items())
    codes = "教育统计信息代码（GB/T 33782—2017）：办学类型代码、所在地城乡类型代码"
    assert sources()[codes][:4] == ("211", "211小学", "211-小学", "218")
    planned = {"sponsor", "grades", "zone_resident_pupils", "handed_out", "visited"}
    known = {
        *(name for record in RECORDS_OF_TABLES for name in fields_of(record)),
        *(name.split("_", 1)[1] for name in fields_of(Campus) if name.startswith(("primary_", "junior_"))),
    }
    assert fields_named() - known <= planned


RECORDS_OF_TABLES = (Campus, County, Subject, Group, SchoolClass, Room, Teacher, *RECORDS.values())


def fields_named() -> set[str]:
    lists = ("columns", "stages", "items", "subjects", "groups", "classes", "rooms", "teachers")
    return {field for source in _data()["names"] for kind in lists for field in source.get(kind, {})}


def test_tables_in_csv_know_the_same_names(tmp_path: Path) -> None:
    campus = only_campus(tmp_path, "小学部学生数,学生数（初中）,备注,设备值（万元）", "100,200,x,21")
    assert (campus.primary_pupils, campus.junior_pupils, campus.equipment_value) == (100, 200, 210_000)
