"""What the figures of a school form say of its campus: sums, bands, claims, and its parts of the county's facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from balanced_edu.notes import Notes
from balanced_edu.records.bands import Band
from balanced_edu.records.kinds import Kind, Stage
from balanced_edu.tables.forms.entries import Entry, Place
from balanced_edu.tables.forms.figures import Figure
from balanced_edu.tables.forms.maps import FormMap, form_map, school_form
from balanced_edu.tables.forms.school import entry_of, stages_of


def entry(notes: Notes, form: FormMap, values: Mapping[str, Any]) -> Entry:
    """The campus of a form that has these items, each in a row of its own from the second one on."""
    figures = [
        Figure(form.items[text], value, Place(notes, row, 4, text))
        for row, (text, value) in enumerate(values.items(), start=2)
    ]
    return entry_of(form, figures, Place(notes, 1, 0, "序号"))


def sheet() -> Notes:
    return Notes("a.xlsx", sheet="表")


def said(notes: Notes) -> list[str]:
    return [f"{problem.cell}: {problem.message}" for problem in notes.problems]


def form_with(*items: Mapping[str, object]) -> FormMap:
    """A form of the kind of school, its pupils and these items."""
    of_all = ({"item": "类型", "field": "kind"}, {"item": "小学生", "field": "primary_pupils"})
    return form_map({"title": "", "year": 2025, "source": "", "explanations": [], "items": [*of_all, *items]})


PRIMARY = {"学校类型": Kind.PRIMARY, "小学学生人数": 800}


def test_a_campus_begins_where_its_form_does() -> None:
    notes = sheet()
    assert entry(notes, school_form(), PRIMARY).home == Place(notes, 1, 0, "序号")


@pytest.mark.parametrize(
    ("kind", "attached", "stages"),
    [
        (Kind.JUNIOR, None, (Stage.JUNIOR,)),
        (Kind.JUNIOR, False, (Stage.JUNIOR,)),
        (Kind.JUNIOR, True, (Stage.PRIMARY, Stage.JUNIOR)),
        (None, True, ()),
    ],
)
def test_the_stages_of_a_school_are_those_of_its_kind_and_of_attached_classes(
    kind: Kind | None, attached: bool | None, stages: tuple[Stage, ...]
) -> None:
    values: dict[str, object] = {"kind": kind, "attached_classes": attached}
    assert stages_of(Entry(Place(sheet(), 1, 0, ""), values)) == stages


@pytest.mark.parametrize(
    ("primary", "junior", "backbone"),
    [(800, 0, (12, None)), (0, 300, (None, 12)), (0, 0, (12, None)), (800, 300, (None, None))],
)
def test_figures_of_a_school_are_those_of_the_stage_that_is_taught(
    primary: int, junior: int, backbone: tuple[int | None, int | None]
) -> None:
    """The first stage is taken if nobody is taught; of two that are taught nobody knows whose they are."""
    values = {
        "学校类型": Kind.NINE_YEAR,
        "小学学生人数": primary,
        "初中学生人数": junior,
        "县级及以上骨干教师数": 12,
    }
    found = entry(sheet(), school_form(), values).values
    assert (found.get("primary_backbone_teachers"), found.get("junior_backbone_teachers")) == backbone


# Classes by size.

SMALL, LARGE = "每班36-40人班级个数", "每班41-45人班级个数"
NONE_ELSE = {item.text: 0 for item in school_form().items.values() if item.name == "classes" and item.band is not None}


def classes(pupils: int, total: int, **given: int | None) -> dict[str, Any]:
    """A primary school with classes of 36 to 40 and of 41 to 45 pupils only."""
    of_size = {SMALL: given.get("small", 0), LARGE: given.get("large", 0)}
    return {**PRIMARY, "小学学生人数": pupils, "班级总数": total, **NONE_ELSE, **of_size}


@pytest.mark.parametrize("pupils", [36 * 10 + 41 * 8, 40 * 10 + 45 * 8])
def test_classes_may_be_as_full_or_as_empty_as_their_sizes_say(pupils: int) -> None:
    notes = sheet()
    entry(notes, school_form(), classes(pupils, 18, small=10, large=8))
    assert notes.problems == []


def test_classes_whose_size_is_not_known_may_have_any_pupils() -> None:
    notes = sheet()
    given = classes(1500, 20, small=None, large=10) | {"每班66人以上班级个数": None}
    entry(notes, school_form(), given)
    assert notes.problems == []


def test_a_school_without_classes_is_not_compared_with_their_sizes() -> None:
    """That it has pupils is noted when its campus is built."""
    notes = sheet()
    found = entry(notes, school_form(), classes(800, 0))
    assert notes.problems == []
    assert found.values["primary_classes"] == 0
    assert found.places["primary_largest_class"].text == "a.xlsx:表!E4"


@pytest.mark.parametrize(
    ("bands", "numbers", "largest"),
    [
        (([1, 2], [2]), (0, 3), Band(2)),
        (([1, 2], [2]), (3, 0), Band(1, 2)),
        (([1, 2], [2]), (None, None), None),
        (([1, 30], [30, 45], [45]), (9, 2, 1), Band(45)),
        (([1, 30], [30, 45], [45]), (9, 3, 0), Band(30, 45)),
        (([1, 30], [30, 45], [45]), (9, None, None), Band(30)),
        (([1, 30], [30, 45], [45]), (None, None, 1), Band(45)),
    ],
)
def test_the_largest_class_is_in_the_highest_band_that_has_any(
    bands: tuple[list[int], ...], numbers: tuple[int | None, ...], largest: Band | None
) -> None:
    of_size = [{"item": str(band), "counts": "classes", "band": band} for band in bands]
    form = form_with({"item": "班数", "counts": "classes"}, *of_size)
    given = {str(band): number for band, number in zip(bands, numbers, strict=True)}
    total = 12 if len(bands) > 2 else 3
    found = entry(sheet(), form, {"类型": Kind.PRIMARY, "小学生": None, "班数": total, **given})
    assert found.values.get("primary_largest_class") == largest


CLAIMS = [
    {"item": "不到30人", "claims": "largest_class", "band": [1, 30]},
    {"item": "不到20人", "claims": "largest_class", "band": [1, 20]},
]
OF_SIZE = [
    {"item": "班数", "counts": "classes"},
    {"item": "1-29人", "counts": "classes", "band": [1, 30]},
    {"item": "30人以上", "counts": "classes", "band": [30]},
]


@pytest.mark.parametrize(
    ("claims", "largest"),
    [
        ((True, False), Band(1, 30)),
        ((False, True), Band(1, 20)),
        ((None, True), Band(1, 20)),
        ((True, True), Band(1, 20)),
        ((False, False), Band(1, 30)),
    ],
)
def test_each_claim_that_holds_bounds_the_largest_class(claims: tuple[bool | None, bool | None], largest: Band) -> None:
    first, second = claims
    values = {"类型": Kind.PRIMARY, "小学生": None, "不到30人": first, "不到20人": second}
    values |= {"班数": 2, "1-29人": 2, "30人以上": 0}
    assert entry(sheet(), form_with(*CLAIMS, *OF_SIZE), values).values["primary_largest_class"] == largest


def test_a_claim_is_wrong_if_the_largest_class_begins_at_its_bound() -> None:
    notes = sheet()
    values = {"类型": Kind.PRIMARY, "小学生": None, "不到30人": True, "班数": 2, "1-29人": 1, "30人以上": 1}
    entry(notes, form_with(*CLAIMS, *OF_SIZE), values)
    assert said(notes) == ["表!E4: 不到30人 is 是, but there are classes of 30 and more pupils; correct one of the two"]


# Rooms, claims, parts of the county's facts.


@pytest.mark.parametrize(("rooms", "read"), [(1000, 1000), (1001, None)])
def test_no_school_has_more_than_a_thousand_rooms_of_a_kind(rooms: int, read: int | None) -> None:
    notes = sheet()
    areas: Any = entry(notes, school_form(), {"音乐教室总间数": rooms}).values.get("music_room_areas")
    assert (len(areas) if areas else None) == read
    assert bool(notes.problems) is (read is None)


@pytest.mark.parametrize(
    ("kind", "noted"), [(Kind.PRIMARY, True), (Kind.SENIOR, False), (None, False)], ids=["primary", "senior", "no kind"]
)
def test_a_claim_of_few_pupils_is_compared_with_those_of_compulsory_stages(kind: Kind | None, noted: bool) -> None:
    notes = sheet()
    claim = "是否50人及以上但不足100人的乡村小规模学校和教学点"
    entry(notes, school_form(), {"学校类型": kind, "小学学生人数": 800, claim: True})
    message = f"表!E4: {claim} is 是, but it has 800 pupils; correct one of the two"
    assert said(notes) == ([message] if noted else [])


@pytest.mark.parametrize(
    ("kind", "gaps"), [(Kind.JUNIOR, ["a.xlsx:表!E3"]), (Kind.PRIMARY, []), (None, [])], ids=["junior", "primary", "?"]
)
def test_parts_of_facts_of_the_county_that_are_empty_are_kept_with_their_places(
    kind: Kind | None, gaps: list[str]
) -> None:
    found = entry(sheet(), school_form(), {"学校类型": kind, "本届毕业学生人数": None})
    assert [place.text for place in found.gaps.values()] == gaps
    assert found.of_county == {}
