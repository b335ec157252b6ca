"""The figures of campuses from several forms as one campus each, and what is noted where they do not agree."""

from __future__ import annotations

import pytest

from balanced_edu.notes import Notes
from balanced_edu.records.kinds import AreaType, Kind
from balanced_edu.remarks import TableRead
from balanced_edu.tables.forms.entries import Entry, Place, campuses_from

COLUMNS = {"school_code": 0, "school_name": 1, "kind": 2, "parent_code": 4, "built_year": 5}


def entry(notes: Notes, row: int, **values: object) -> Entry:
    """A row of a sheet whose columns are those above, then one for all other figures."""
    one = Entry(Place(notes, row, 0, "学校代码"))
    for name, value in values.items():
        one.put(name, value, Place(notes, row, COLUMNS.get(name, 6), name))
    return one


def sheet(name: str = "表") -> Notes:
    return Notes("a.xlsx", sheet=name)


def said(*notes: Notes) -> list[str]:
    """The problems, each with its cell."""
    return [f"{problem.cell}: {problem.message}" for one in notes for problem in one.problems]


PRIMARY = {"kind": Kind.PRIMARY}


def test_where_a_figure_stands() -> None:
    assert Place(sheet(), 3, 27, "班级总数").text == "a.xlsx:表!AB3"
    assert Place(Notes("a.csv"), 3, 27, "班级总数").text == "a.csv:3:班级总数"


def test_a_cell_is_faulty_if_something_wrong_with_it_was_noted() -> None:
    notes = sheet()
    Place(notes, 3, 4, "班级总数").add("is no number")
    assert [Place(notes, row, position, "").is_faulty for row, position in ((3, 4), (4, 4), (3, 5))] == [
        True,
        False,
        False,
    ]


def test_a_figure_that_two_places_give_otherwise_is_noted_in_the_later_one() -> None:
    notes = sheet()
    one = entry(notes, 2, primary_pupils=None, kind=Kind.PRIMARY)
    assert one.values == {"kind": Kind.PRIMARY}
    for row, value in ((3, 800), (4, None), (5, 800), (6, 801)):
        one.put("primary_pupils", value, Place(notes, row, 6, "学生数"))
    assert one.values["primary_pupils"] == 800
    assert one.places["primary_pupils"].row == 3
    assert said(notes) == ["表!G6: 小学在校生数 is '801', but '800' in a.xlsx:表!G3; correct one of the two"]


@pytest.mark.parametrize(
    ("names", "several"),
    [
        (("第一小学", "第二小学"), True),
        (("第一小学", "第一 小学"), False),
        (("第一小学", None), False),
        ((None, None), False),
    ],
)
def test_two_names_are_two_schools(names: tuple[str | None, str | None], several: bool) -> None:
    one, other = (entry(sheet(), 2, school_name=name) for name in names)
    assert one.is_another_school(other) is several


def test_what_another_form_says_of_the_same_campus_is_taken() -> None:
    """Its figures and places, what follows from it, and its parts of the facts of the county."""
    first, second = sheet("甲"), sheet("乙")
    one = entry(first, 2, school_code="A1", primary_pupils=None)
    one.of_county["junior_graduates"] = (96, Place(first, 9, 4, "本届毕业学生人数"))
    other = entry(second, 3, school_code="A1", primary_pupils=800, books=None, teaching_area=1.5)
    other.implied["attached_classes"] = (True, other.home)
    for name, value in (("junior_graduates", 97), ("junior_deaths", 0)):
        other.of_county[name] = (value, Place(second, 9, 4, f"毕业{name}"))
    one.add(other)
    assert one.values == {"school_code": "A1", "primary_pupils": 800, "teaching_area": 1.5}
    assert {name: place.notes.sheet for name, place in one.places.items()} == {
        "school_code": "甲",
        "primary_pupils": "乙",
        "books": "乙",
        "teaching_area": "乙",
    }
    assert one.implied == {"attached_classes": (True, other.home)}
    assert {name: value for name, (value, _) in one.of_county.items()} == {"junior_graduates": 96, "junior_deaths": 0}
    assert said(first, second) == [
        "乙!E9: 毕业junior_graduates is '97', but '96' in a.xlsx:甲!E9; correct one of the two"
    ]


def test_entries_of_one_code_are_of_one_campus() -> None:
    notes = sheet()
    campuses = campuses_from(
        [
            entry(notes, 2, school_code="A1", **PRIMARY),
            entry(notes, 3, school_code="B1", **PRIMARY),
            entry(notes, 4, school_code="A1", primary_pupils=800),
        ],
        None,
    )
    assert [(one.school_code, one.primary_pupils) for one in campuses] == [("A1", 800), ("B1", None)]
    assert said(notes) == []


def test_entries_without_a_code_are_each_noted() -> None:
    notes = sheet()
    campuses_from([entry(notes, 2, **PRIMARY), entry(notes, 3, **PRIMARY)], None)
    missing = "学校代码 is missing; every campus must have one"
    assert said(notes) == [f"表!A2: {missing}", f"表!A3: {missing}"]
    assert [table.cells for table in notes.tables] == [{("", "kind"): (row, 2, "kind")} for row in (2, 3)]


def test_one_code_for_several_schools_is_noted() -> None:
    """What else is wrong with each of them is noted, too."""
    notes = sheet()
    names = ("第一小学", "第二小学", "第一小学", "第三小学")
    campuses_from(
        [
            entry(notes, row, school_code="A1", school_name=name, kind=Kind.PRIMARY if name == "第一小学" else None)
            for row, name in enumerate(names, start=2)
        ],
        None,
    )
    what = "学校代码 is that of '第一小学', too, in a.xlsx:表!A2; correct the code, or the name if it is one school"
    missing = "学校类型 is missing; every campus must have one"
    assert said(notes) == [f"表!A3: {what}", f"表!A5: {what}", f"表!C3: {missing}", f"表!C5: {missing}"]


def test_a_name_where_another_form_has_the_code_is_noted() -> None:
    """Its school would be counted twice; of schools that have nothing but names nothing is noted."""
    notes = sheet()
    rows = [("第二小学", "第二小学"), ("第一小学", "第一 小学"), ("A1", "第一小学"), (None, "第三小学"), ("C1", None)]
    entries = [
        entry(notes, row, school_code=code, school_name=name, **PRIMARY)
        for row, (code, name) in enumerate(rows, start=2)
    ]
    del entries[1].values["kind"]
    campuses_from(entries, None)
    assert said(notes) == [
        "表!A3: '第一小学' is a name and no code, and is that of the school 'A1' in a.xlsx:表!A4; write the code "
        "here, too",
        "表!C3: 学校类型 is missing; every campus must have one",
        "表!A5: 学校代码 is missing; every campus must have one",
    ]


def test_what_every_campus_must_have_is_noted_once_where_it_should_stand() -> None:
    notes = sheet()
    without_kind, faulty, without_place = (entry(notes, row, school_code=f"A{row}") for row in (2, 3, 4))
    without_kind.put("kind", None, Place(notes, 2, 2, "学校类型"))
    faulty.put("kind", None, Place(notes, 3, 2, "学校类型"))
    notes.add(3, "学校类型", "is no kind", 2)
    faulty_code = entry(notes, 5, school_code=None)
    notes.add(5, "学校代码", "is no code", 0)
    assert len(campuses_from([without_kind, faulty, without_place, faulty_code], None)) == 4
    assert said(notes) == [
        "表!C3: is no kind",
        "表!A5: is no code",
        "表!C2: 学校类型 is missing; every campus must have one",
        "表!A4: 学校类型 is missing; every campus must have one",
        "表!A5: 学校类型 is missing; every campus must have one",
    ]


def test_figures_of_a_campus_that_cannot_be_true_are_noted_where_they_stand() -> None:
    notes = sheet()
    figures = {"full_time_teachers": 46, "certified_teachers": 47}
    assert campuses_from([entry(notes, 2, school_code="A1", **PRIMARY, **figures)], None) == []
    assert said(notes) == ["表!G2: 持有教师资格证专任教师数: 47 is more than 专任教师数, 46; correct the figures"]


@pytest.mark.parametrize(("year", "wrong"), [(2024, True), (2025, False), (None, False)])
def test_a_campus_built_after_the_year_of_the_county_is_noted(year: int | None, wrong: bool) -> None:
    notes = sheet()
    campuses_from([entry(notes, 2, school_code="A1", built_year=2025, **PRIMARY)], year)
    message = "建成年份: 2025 is later than the year of the county's figures, 2024; correct one of the two"
    assert said(notes) == ([f"表!F2: {message}"] if wrong else [])


def test_the_schools_to_which_campuses_belong() -> None:
    """A school without a campus is noted, unless the codes of some campuses are not known."""
    notes = sheet()
    rows = [("A", None), ("B", "A"), ("C", "B"), ("D", "X")]
    entries = [
        entry(notes, row, school_code=code, parent_code=parent, **PRIMARY)
        for row, (code, parent) in enumerate(rows, start=2)
    ]
    campuses_from(entries, None)
    nested, unknown = said(notes)
    assert nested.startswith("表!E4: 所属学校代码 'B' is itself a campus of 'A'")
    assert unknown.startswith("表!E5: 所属学校代码 'X' is the code of no campus")
    notes = sheet()
    campuses_from(
        [entry(notes, 2, school_code="D", parent_code="X", **PRIMARY), entry(notes, 3, school_code=None, **PRIMARY)],
        None,
    )
    assert said(notes) == ["表!A3: 学校代码 is missing; every campus must have one"]


def test_what_is_implied_holds_where_nothing_else_is_known() -> None:
    notes = sheet()
    for given, area in ((None, AreaType.RURAL), (AreaType.TOWN, AreaType.TOWN)):
        first = entry(notes, 2, school_code="A1", **PRIMARY)
        first.implied["area_type"] = (AreaType.RURAL, first.home)
        second = entry(notes, 3, school_code="A1", primary_pupils=60, area_type=given)
        second.implied["area_type"] = (AreaType.URBAN, second.home)
        (campus,) = campuses_from([first, second], None)
        assert (campus.primary_pupils, campus.area_type) == (60, area)


def test_where_the_figures_of_each_campus_stand_is_kept_by_sheet() -> None:
    first, second = sheet("甲"), sheet("乙")
    one = entry(first, 2, school_code="A1", **PRIMARY)
    other = entry(second, 3, school_code="A1", built_year=2009)
    other.implied["attached_classes"] = (True, Place(second, 3, 9, "附设班"))
    campuses_from([one, other], None)
    cells = {("A1", "school_code"): (2, 0, "school_code"), ("A1", "kind"): (2, 2, "kind")}
    assert first.tables == [TableRead("schools", "a.xlsx", "甲", {}, {}, cells)]
    cells = {("A1", "built_year"): (3, 5, "built_year"), ("A1", "attached_classes"): (3, 9, "附设班")}
    assert second.tables == [TableRead("schools", "a.xlsx", "乙", {}, {}, cells)]
