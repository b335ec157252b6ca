"""The map of a form: what its items are, by which texts they are known, and of which schools they have a value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from balanced_edu.records.bands import Band
from balanced_edu.records.fields import Field, Form
from balanced_edu.records.kinds import AreaType, Stage
from balanced_edu.tables.forms.maps import FormMap, Item, Role, form_map, school_form


def form(*items: Mapping[str, Any]) -> FormMap:
    return form_map(
        {"title": "填报表", "year": 2025, "source": "某市平台", "explanations": ["填写、 说明"], "items": items}
    )


CLASSES = {"item": "班级总数", "names": ["班级个数", "班级 数"], "counts": "classes", "unit": "个"}
SMALL = {"item": "每班25人以下班级个数", "counts": "classes", "band": [1, 26]}


def school() -> FormMap:
    return form(
        {"item": "校名", "field": "school_name"},
        {"item": "小学学生人数", "field": "primary_pupils", "unit": "人"},
        CLASSES,
        SMALL,
        {"item": "本科学历教师人数（初中）", "part_of": "junior_teachers_above_required", "optional": True},
        {"item": "硕士学历教师人数（初中）", "part_of": "junior_teachers_above_required"},
        {"item": "是否小规模学校", "claims": "pupils", "band": [50, 100], "area_type": "乡村"},
        {"item": "体育教师人数", "of_school": "sports_arts_teachers"},
        {"item": "毕业学生人数", "county": "junior_graduates"},
    )


def test_a_map_says_what_its_form_is() -> None:
    form = school()
    assert (form.title, form.year, form.source) == ("填报表", 2025, "某市平台")
    assert form.explanations == {"填写说明"}


@pytest.mark.parametrize(
    "item",
    [
        Item(text="校名", role=Role.FIELD, name="school_name"),
        Item(text="小学学生人数", role=Role.FIELD, name="primary_pupils", unit="人", stage=Stage.PRIMARY),
        Item(text="班级总数", names=("班级个数", "班级 数"), role=Role.COUNT, name="classes", unit="个"),
        Item(text="每班25人以下班级个数", role=Role.COUNT, name="classes", band=Band(1, 26)),
        Item(
            text="本科学历教师人数（初中）",
            role=Role.PART,
            name="junior_teachers_above_required",
            stage=Stage.JUNIOR,
            optional=True,
        ),
        Item(text="是否小规模学校", role=Role.CLAIM, name="pupils", band=Band(50, 100), area_type=AreaType.RURAL),
        Item(text="体育教师人数", role=Role.SCHOOL, name="sports_arts_teachers"),
        Item(text="毕业学生人数", role=Role.COUNTY, name="junior_graduates", stage=Stage.JUNIOR),
    ],
    ids=lambda item: item.text,
)
def test_what_a_map_says_of_an_item(item: Item) -> None:
    assert school().items[item.text] == item


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("小学学生人数", Field("小学学生人数", "pupil", Form.COUNT)),
        ("班级总数", Field("班级总数", "class", Form.COUNT)),
        ("是否小规模学校", Field("是否小规模学校", "", Form.JUDGEMENT)),
        ("体育教师人数", Field("体育教师人数", "teacher", Form.COUNT)),
        ("毕业学生人数", Field("毕业学生人数", "pupil", Form.COUNT)),
    ],
)
def test_what_may_be_written_as_the_value_of_an_item(text: str, field: Field) -> None:
    given = school().items[text].field
    assert (given.heading, given.unit, given.form) == (field.heading, field.unit, field.form)
    room = Item(text="音乐教室间数", role=Role.COUNT, name="music_room_areas").field
    assert (room.heading, room.unit, room.form) == ("音乐教室间数", "room", Form.COUNT)


def test_an_item_is_known_by_its_text_and_its_other_names() -> None:
    form = school()
    of_classes = form.items["班级总数"]
    for text in ("班级总数", " 班级 总数：", "班级个数", "班级数"):
        assert form.item_of(text) is of_classes
        assert form.has(text)
    for text in ("班级", "学校名称", "图书册数", "在校生数"):
        assert not form.has(text)


def test_further_items_are_fields_of_a_campus_by_any_of_their_names() -> None:
    """One that the form has by another text is that of the form; what could be either of two fields is none."""
    form = school()
    assert form.item_of("学校名称") is form.items["校名"]
    assert form.item_of("小学 在校生数") is form.items["小学学生人数"]
    further = Item(text="图书册数", role=Role.FIELD, name="books", optional=True)
    assert form.item_of("图书册数") == further
    pupils = Item(text="初中在校生数", role=Role.FIELD, name="junior_pupils", stage=Stage.JUNIOR, optional=True)
    assert form.item_of("初中在校生数") == pupils
    for text in ("食堂面积", "区县名称", "在校生数"):
        assert form.item_of(text) is None


@pytest.mark.parametrize(
    ("stage", "stages", "applies"),
    [
        (None, [Stage.PRIMARY], True),
        (None, [], True),
        (Stage.JUNIOR, [], True),
        (Stage.JUNIOR, [Stage.PRIMARY], False),
        (Stage.JUNIOR, [Stage.PRIMARY, Stage.JUNIOR], True),
    ],
)
def test_an_item_of_a_stage_is_for_schools_with_it(stage: Stage | None, stages: list[Stage], applies: bool) -> None:
    item = Item(text="学生人数", role=Role.FIELD, name="pupils", stage=stage)
    assert item.applies_to(iter(stages)) is applies


def test_items_of_a_figure_belong_together() -> None:
    form = school()
    assert [item.text for item in form.group(Role.COUNT, "classes")] == ["班级总数", "每班25人以下班级个数"]
    assert [item.text for item in form.group(Role.PART, "junior_teachers_above_required")] == [
        "本科学历教师人数（初中）",
        "硕士学历教师人数（初中）",
    ]
    assert form.group(Role.FIELD, "classes") == ()
    assert form.names(Role.COUNT) == ("classes",)
    assert form.names(Role.FIELD) == ("school_name", "primary_pupils")


def test_the_school_form_is_that_of_a_year_and_has_a_source() -> None:
    form = school_form()
    assert (form.title, form.year, form.source) == ("学校填报表", 2025, "市级数据填报平台的学校填报表")
    assert form.explanations == {"指标计算说明", "特殊情况说明"}
