"""Campuses as handed in: figures that cannot be true are refused, figures that just can be are taken."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs
import numpy as np
import pytest
from counties import nine_year, primary

from balanced_edu.errors import DataError
from balanced_edu.records.bands import Band
from balanced_edu.records.campus import Campus
from balanced_edu.records.fields import fields_of
from balanced_edu.records.kinds import Affiliation, AreaType, Grade, Kind, Ownership, Sponsor, Stage

IMPOSSIBLE: list[tuple[dict[str, Any], str, str]] = [
    ({"primary_pupils": -1}, "primary_pupils", "-1 is not a whole number, 0 or more"),
    ({"primary_pupils": 12.5}, "primary_pupils", "12.5 is not a whole number"),
    ({"primary_pupils": True}, "primary_pupils", "True is not a whole number"),
    ({"teaching_area": float("inf")}, "teaching_area", "inf is not a number, 0 or more"),
    ({"boarding": "no"}, "boarding", "'no' is not true or false"),
    ({"ownership": "国有"}, "ownership", "'国有' is not one of Ownership.PUBLIC, Ownership.PRIVATE"),
    ({"ownership": "公立"}, "ownership", "'公立' is not one of Ownership.PUBLIC, Ownership.PRIVATE"),
    ({"primary_pupils": 10**15 + 1}, "primary_pupils", "0 or more, and at most 1,000,000,000,000,000"),
    ({"primary_pupils": 10**5000}, "primary_pupils", "a number of thousands of digits is not a whole number"),
    ({"equipment_value": 1e300}, "equipment_value", "1e+300 is not a number, 0 or more, and at most"),
    ({"music_room_areas": (96, 1e16)}, "music_room_areas", "is not the area of each room"),
    ({"music_room_areas": (-1, *[96] * 30)}, "music_room_areas", "96, 96, 96,… is not"),
    ({"school_name": "甲" * 201}, "school_name", "has 201 characters, more than 200"),
    ({"school_name": "甲\ud800"}, "school_name", "'甲\\ud800' contains a character that files cannot hold"),
    ({"parent_code": "A\0"}, "parent_code", "contains a character that files cannot hold"),
    ({"music_room_areas": (96, -1)}, "music_room_areas", "is not the area of each room"),
    ({"school_code": " "}, "school_code", "is not a code"),
    ({"full_time_teachers": 30, "certified_teachers": 31}, "certified_teachers", "31 is more than 专任教师数, 30"),
    ({"full_time_teachers": 30, "trained_teachers": 60}, "trained_teachers", "60 is more than 专任教师数, 30"),
    ({"primary_intake": 9, "primary_zoned_intake": 10}, "primary_zoned_intake", "10 is more than 小学招生数, 9"),
    ({"junior_pupils": 30}, "junior_pupils", "30 given, but 小学 has no such stage"),
    ({"primary_pupils": 0, "multimedia_rooms": 3}, "multimedia_rooms", "3 given, but there are no pupils"),
    ({"primary_pupils": 0, "primary_backbone_teachers": 1}, "primary_backbone_teachers", "no pupils in the stage"),
    ({"primary_pupils": 100, "primary_classes": 0}, "primary_classes", "0 given, but there are pupils"),
    (
        {"teaching_area": 801, "teaching_area_gross": 1000, "indoor_sports_area": 200},
        "teaching_area",
        "801 does not agree with its parts, which give 800",
    ),
    ({"teaching_area_gross": 100, "indoor_sports_area": 200}, "indoor_sports_area", "200 is more than"),
    (
        {"junior_pupils": 30},
        "junior_pupils",
        "小学 has no such stage (write 附设班 = 是 if they are in attached classes)",
    ),
    ({"junior_pupils": 30, "attached_classes": False}, "junior_pupils", "(write 附设班 = 是"),
    ({"sponsor": "11"}, "sponsor", "'11' is not one of Sponsor.CENTRAL_EDUCATION"),
    ({"sponsor": 0}, "sponsor", "0 is not one of"),
    ({"sponsor": True}, "sponsor", "True is not one of"),
    ({"sponsor": 7, "ownership": "民办"}, "sponsor", "县级教育 does not agree with 办学性质, 民办"),
    ({"sponsor": 9, "ownership": "民办"}, "sponsor", "地方企业 does not agree with 办学性质, 民办"),
    ({"sponsor": 10, "ownership": "公办"}, "sponsor", "民办 does not agree with 办学性质, 公办"),
    ({"sponsor": 8, "affiliation": "市属"}, "sponsor", "县级其他 does not agree with 隶属关系, 市属"),
    ({"sponsor": 6, "affiliation": "省属"}, "sponsor", "地级其他 does not agree with 隶属关系, 省属"),
    ({"sponsor": 3, "affiliation": "县属"}, "sponsor", "省级教育 does not agree with 隶属关系, 县属"),
    ({"sponsor": 2, "affiliation": "县属"}, "sponsor", "中央其他 does not agree with 隶属关系, 县属"),
    ({"evidence": ("章程", "甲" * 201)}, "evidence", "has 201 characters, more than 200"),
    ({"evidence": 5}, "evidence", "5 is not texts, separated by ;"),
    ({"evidence": ("章程", 5)}, "evidence", "5 is not a text"),
]


@pytest.mark.parametrize(("figures", "name", "message"), IMPOSSIBLE)
def test_impossible_figures_are_refused(figures: dict[str, Any], name: str, message: str) -> None:
    with pytest.raises(DataError) as error:
        Campus(**{"school_code": "A1", "kind": Kind.PRIMARY, **figures})
    ((where, what),) = error.value.problems
    assert where == name
    assert message in what


def test_a_required_field_may_not_be_none() -> None:
    with pytest.raises(DataError, match="school_code: is required"):
        Campus(school_code=None, kind=Kind.PRIMARY)  # type: ignore[arg-type]


def test_all_problems_are_reported_at_once() -> None:
    with pytest.raises(DataError) as error:
        Campus(school_code="A1", kind=Kind.PRIMARY, primary_pupils=-3, teaching_area=float("inf"))
    assert [name for name, _ in error.value.problems] == ["primary_pupils", "teaching_area"]


def test_the_largest_figures_and_texts_are_taken() -> None:
    campus = Campus(school_code="A" * 200, kind=Kind.PRIMARY, primary_pupils=10**15)
    assert (len(campus.school_code), campus.primary_pupils) == (200, 10**15)


def test_areas_that_agree_in_decimals_agree() -> None:
    """0.3 is not 0.1 + 0.2 in binary; in the table it is."""
    campus = Campus(school_code="A", kind=Kind.PRIMARY, sports_area=0.3, sports_ground_area=0.1, indoor_sports_area=0.2)
    assert campus.shared_total("sports_area") == 0.3


def test_areas_may_be_given_by_their_parts() -> None:
    areas = {"teaching_area_gross": 1000.5, "indoor_sports_area": 200.25, "sports_ground_area": 3000}
    campus = Campus(school_code="A", kind=Kind.PRIMARY, **areas)
    assert campus.shared_total("teaching_area") == Fraction("800.25")
    assert campus.shared_total("sports_area") == Fraction("3200.25")
    assert campus.shared_total("equipment_value") is None


def test_a_code_with_a_blank_is_the_same_code() -> None:
    assert Campus(school_code=" A1\t", kind=Kind.PRIMARY) == Campus(school_code="A1", kind=Kind.PRIMARY)


def test_a_room_of_0_is_no_room() -> None:
    rooms = {"music_room_areas": (96, 0, 96.0), "art_room_areas": [0]}
    campus = Campus(school_code="A1", kind=Kind.PRIMARY, **rooms)  # type: ignore[arg-type]
    assert (campus.music_room_areas, campus.art_room_areas) == ((96, 96), ())


def test_figures_of_both_stages() -> None:
    campus = nine_year(primary_pupils=400, junior_pupils=300, migrant_pupils=70)
    assert (campus.pupils, campus.classes, campus.largest_class, campus.migrant_share) == (700, 18, 42, 10)
    assert campus.compulsory_stages == (Stage.PRIMARY, Stage.JUNIOR)


@pytest.mark.parametrize("name", ["pupils", "classes"])
def test_a_figure_unknown_in_one_stage_is_unknown_in_all(name: str) -> None:
    assert getattr(attrs.evolve(nine_year(), **{f"junior_{name}": None}), name) is None


def test_the_largest_class_is_at_least_as_large_as_that_of_a_stage() -> None:
    assert attrs.evolve(nine_year(), junior_largest_class=None).largest_class == Band(42)
    assert attrs.evolve(nine_year(), junior_largest_class=None, primary_largest_class=None).largest_class is None


@pytest.mark.parametrize(
    ("changes", "largest"),
    [
        ({"compulsory_largest_class": 45, "primary_largest_class": 44}, 45),
        ({"compulsory_largest_class": 45, "primary_largest_class": 45}, Band(0, 46)),
        ({"compulsory_largest_class": 46, "primary_largest_class": Band(41, 46)}, 46),
        ({"compulsory_largest_class": 45, "primary_largest_class": Band(41, 46)}, Band(0, 46)),
        ({"compulsory_largest_class": Band(46), "primary_largest_class": Band(41)}, None),
    ],
)
def test_what_all_stages_have_says_of_one_what_the_other_leaves_open(
    changes: dict[str, Any], largest: int | Band | None
) -> None:
    campus = attrs.evolve(nine_year(), junior_largest_class=None, **changes)
    assert campus.largest_class_of(Stage.JUNIOR) == largest


def test_the_largest_class_of_the_only_stage_is_that_of_all() -> None:
    one = Campus(school_code="A1", kind=Kind.PRIMARY, primary_pupils=1, compulsory_largest_class=1)
    assert one.largest_class_of(Stage.PRIMARY) == 1


@pytest.mark.parametrize(("name", "have"), [("classes", "which have 0"), ("largest_class", "no class has more than 0")])
@pytest.mark.parametrize("figure", [1, 30])
def test_stages_without_pupils_have_nothing_together(name: str, have: str, figure: int) -> None:
    with pytest.raises(DataError) as refused:
        Campus(school_code="A1", kind=Kind.PRIMARY, primary_pupils=0, **{f"compulsory_{name}": figure})
    assert [message for at, message in refused.value.problems if at == f"compulsory_{name}" and have in message]


def test_the_largest_class_of_all_stages_may_be_that_of_one() -> None:
    assert attrs.evolve(nine_year(), compulsory_largest_class=42).largest_class == 42


def test_a_stage_without_pupils_has_no_classes() -> None:
    empty = {f"junior_{name}": None for name in ("classes", "largest_class")}
    totals = {f"junior_{name}": 0 for name in ("teachers_above_required", "backbone_teachers", "sports_arts_teachers")}
    campus = nine_year(primary_pupils=800, junior_pupils=0, **empty, **totals)
    assert (campus.classes, campus.largest_class) == (campus.primary_classes, campus.primary_largest_class)


@pytest.mark.parametrize(
    ("figures", "stage", "may_lack"),
    [
        ({}, Stage.PRIMARY, True),
        ({}, Stage.JUNIOR, True),
        ({"primary_pupils": 400}, Stage.PRIMARY, False),
        ({"primary_pupils": 400}, Stage.JUNIOR, True),
        ({"primary_pupils": 0}, Stage.PRIMARY, False),
        ({"primary_backbone_teachers": 1}, Stage.PRIMARY, False),
        ({"primary_backbone_teachers": 1}, Stage.JUNIOR, True),
        ({"junior_largest_class": 42}, Stage.JUNIOR, False),
        ({"junior_backbone_teachers": 0}, Stage.JUNIOR, True),
    ],
)
def test_a_stage_may_lack_pupils_if_nothing_else_needs_them(
    figures: dict[str, Any], stage: Stage, may_lack: bool
) -> None:
    assert Campus(school_code="N1", kind=Kind.NINE_YEAR, **figures).may_lack_pupils(stage) is may_lack


def test_the_share_of_migrant_children_of_nobody_is_0() -> None:
    assert primary(migrant_pupils=None).migrant_share is None
    assert Campus(school_code="A", kind=Kind.PRIMARY, primary_pupils=0, migrant_pupils=0).migrant_share == 0


def test_a_campus_is_represented_by_a_short_sentence() -> None:
    campus = Campus(school_code="A1", kind=Kind.PRIMARY, school_name="竹溪\n小学", primary_pupils=9)
    assert repr(campus) == f"<campus A1 竹溪 小学: 小学, 4 of {len(fields_of(Campus))} fields known>"


def test_every_kind_of_school_has_its_stages() -> None:
    assert {kind: kind.stages for kind in Kind} == {
        Kind.PRIMARY: (Stage.PRIMARY,),
        Kind.TEACHING_POINT: (Stage.PRIMARY,),
        Kind.JUNIOR: (Stage.JUNIOR,),
        Kind.NINE_YEAR: (Stage.PRIMARY, Stage.JUNIOR),
        Kind.TWELVE_YEAR: tuple(Stage),
        Kind.FULL_SECONDARY: (Stage.JUNIOR, Stage.SENIOR),
        Kind.SENIOR: (Stage.SENIOR,),
        Kind.VOCATIONAL: (Stage.SENIOR,),
        Kind.SPECIAL: tuple(Stage),
    }


@pytest.mark.parametrize(
    ("kind", "stages"),
    [
        (Kind.PRIMARY, (Stage.PRIMARY, Stage.JUNIOR)),
        (Kind.TEACHING_POINT, (Stage.PRIMARY, Stage.JUNIOR)),
        (Kind.JUNIOR, (Stage.PRIMARY, Stage.JUNIOR)),
        (Kind.FULL_SECONDARY, tuple(Stage)),
        (Kind.SENIOR, (Stage.JUNIOR, Stage.SENIOR)),
        (Kind.VOCATIONAL, (Stage.JUNIOR, Stage.SENIOR)),
        (Kind.NINE_YEAR, (Stage.PRIMARY, Stage.JUNIOR)),
    ],
)
def test_attached_classes_are_a_stage_of_the_campus(kind: Kind, stages: tuple[Stage, ...]) -> None:
    assert Campus(school_code="A", kind=kind, attached_classes=True).stages == stages
    for without in (None, False):
        assert Campus(school_code="A", kind=kind, attached_classes=without).stages == kind.stages


def test_attached_classes_are_those_of_one_stage_of_compulsory_education() -> None:
    for kind, name in ((Kind.PRIMARY, "senior_pupils"), (Kind.SENIOR, "primary_pupils"), (Kind.NINE_YEAR, "senior")):
        figures: dict[str, Any] = {name if "_" in name else f"{name}_pupils": 5}
        with pytest.raises(DataError, match=f"5 given, but {kind} has no such stage$"):
            Campus(school_code="A", kind=kind, attached_classes=True, **figures)


def test_a_senior_school_has_no_compulsory_stage_and_senior_pupils() -> None:
    campus = Campus(school_code="A", kind=Kind.SENIOR, senior_pupils=900, teaching_area=9000, full_time_teachers=80)
    assert (campus.compulsory_stages, campus.pupils, campus.classes, campus.largest_class) == ((), 0, 0, 0)


@pytest.mark.parametrize("given", [7, "7", "７", np.int64(7), "县级教育", "县级 教育部门", Sponsor.COUNTY_EDUCATION])
def test_a_sponsor_is_known_by_its_code_and_its_name(given: Any) -> None:
    assert Campus(school_code="A", kind=Kind.PRIMARY, sponsor=given).sponsor is Sponsor.COUNTY_EDUCATION


def test_the_codes_of_sponsors_are_those_of_the_form() -> None:
    names = ["中央教育部门", "中央其他", "省级教育", "省级其他", "地级教育", "地级其他", "县级教育", "县级其他"]
    names += ["地方企业", "民办"]
    assert {sponsor.code: sponsor.value for sponsor in Sponsor} == dict(enumerate(names, start=1))
    assert [Sponsor(str(sponsor.code)) for sponsor in Sponsor] == list(Sponsor)
    assert (Sponsor("中央教育"), Sponsor(10)) == (Sponsor.CENTRAL_EDUCATION, Sponsor.PRIVATE)
    for none in ("11", 0, "民办部门", None):
        with pytest.raises(ValueError, match="is not a valid Sponsor"):
            Sponsor(none)


@pytest.mark.parametrize(
    ("sponsor", "others"),
    [(9, {"ownership": "公办", "affiliation": "县属"}), (10, {"ownership": "民办", "affiliation": "市属"})]
    + [(code, {"ownership": "公办"}) for code in range(1, 10)],
)
def test_a_sponsor_that_agrees_is_taken(sponsor: Any, others: Any) -> None:
    assert Campus(school_code="A", kind=Kind.PRIMARY, sponsor=sponsor, **others).ownership == others["ownership"]


@pytest.mark.parametrize(
    ("given", "evidence"),
    [
        ("章程；课程表; 章程 ", ("章程", "课程表")),
        (["章程", "课程表;作业管理制度"], ("章程", "课程表", "作业管理制度")),
        (" ；;", None),
        ((), None),
        ("无", None),
    ],
)
def test_documents_are_separated_by_semicolons(given: Any, evidence: tuple[str, ...] | None) -> None:
    assert Campus(school_code="A", kind=Kind.PRIMARY, evidence=given).evidence == evidence


def test_words_of_the_table() -> None:
    words = (*Ownership, *Affiliation, *AreaType)
    assert "、".join(words) == "公办、民办、县属、市属、省属、城区、镇区、乡村"
    assert [(grade.value, grade.rank) for grade in Grade] == [("不合格", 1), ("合格", 2), ("良好", 3), ("优秀", 4)]
