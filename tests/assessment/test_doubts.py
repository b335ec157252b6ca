"""Doubtful figures: what is asked about, and what is just not."""

from __future__ import annotations

import pickle
from fractions import Fraction
from typing import Any

import attrs
import pytest
from counties import change_campus, change_facts, good_county, junior, mine, nine_year, primary
from hypothesis import given, settings

from balanced_edu import testing
from balanced_edu.assessment import Doubt, DoubtCode, assess, doubts_of
from balanced_edu.checks import Cell
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import County, Guarantee, LocalPlan, Quality
from balanced_edu.records.kinds import Kind
from balanced_edu.standards import load, names


def school(code: str = "A1", kind: Kind = Kind.PRIMARY, **figures: Any) -> Campus:
    return Campus(school_code=code, kind=kind, **figures)


def county(*campuses: Campus, **facts: Any) -> County:
    return County(name="示例县", campuses=campuses, **facts)


def asked(given: County, standard: str = "national-2017") -> list[tuple[str, str, str]]:
    """Code, place and field of each doubt."""
    return [(doubt.code, doubt.cell.place, doubt.cell.field) for doubt in doubts_of(given, load(standard))]


def test_a_good_county_has_no_doubts() -> None:
    assert good_county().doubts == ()


@pytest.mark.parametrize("standard", names())
def test_an_empty_county_has_no_doubts(standard: str) -> None:
    assert doubts_of(county(school(), school("A2", Kind.SPECIAL), school("A3", Kind.NINE_YEAR)), load(standard)) == ()


# Campuses of 1000 pupils: figures that are not doubtful, each with one beside it that is.
IN_A_CAMPUS: dict[str, tuple[dict[str, Any], dict[str, Any], DoubtCode, str]] = {
    "equipment in 万元": (
        {"equipment_value": 20_000},
        {"equipment_value": 9999},
        DoubtCode.TEN_THOUSANDS,
        "equipment_value",
    ),
    "equipment too small even in 万元": (
        {"equipment_value": 20_000},
        {"equipment_value": 0.5},
        DoubtCode.IMPLAUSIBLE,
        "equipment_value",
    ),
    "public funds in 万元": (
        {"public_funds_budget": 10_000},
        {"public_funds_budget": 9999},
        DoubtCode.TEN_THOUSANDS,
        "public_funds_budget",
    ),
    "training in 万元": (
        {"training_budget": 500},
        {"training_budget": 499},
        DoubtCode.TEN_THOUSANDS,
        "training_budget",
    ),
    "public funds of the final accounts in 万元": (
        {"public_funds_final": 10_000},
        {"public_funds_final": 9999},
        DoubtCode.TEN_THOUSANDS,
        "public_funds_final",
    ),
    "training of the final accounts in 万元": (
        {"training_final": 500},
        {"training_final": 499},
        DoubtCode.TEN_THOUSANDS,
        "training_final",
    ),
    "equipment below its range": (
        {"equipment_value": 20_000},
        {"equipment_value": 19_999},
        DoubtCode.IMPLAUSIBLE,
        "equipment_value",
    ),
    "rooms below their range": (
        {"teaching_area": 500},
        {"teaching_area": 499.9},
        DoubtCode.IMPLAUSIBLE,
        "teaching_area",
    ),
    "rooms above their range": (
        {"teaching_area": 150_000},
        {"teaching_area": 150_000.1},
        DoubtCode.IMPLAUSIBLE,
        "teaching_area",
    ),
    "teachers above their range": (
        {"primary_teachers_above_required": 500},
        {"primary_teachers_above_required": 501},
        DoubtCode.IMPLAUSIBLE,
        "primary_teachers_above_required",
    ),
    "a large intake": ({"primary_intake": 500}, {"primary_intake": 501}, DoubtCode.INTAKE, "primary_intake"),
    "a small intake": ({"primary_intake": 56}, {"primary_intake": 55}, DoubtCode.INTAKE, "primary_intake"),
}


@pytest.mark.parametrize(("inside", "outside", "code", "field"), IN_A_CAMPUS.values(), ids=list(IN_A_CAMPUS))
def test_of_one_campus(inside: dict[str, Any], outside: dict[str, Any], code: DoubtCode, field: str) -> None:
    assert asked(county(school(primary_pupils=1000, **inside))) == []
    assert asked(county(school(primary_pupils=1000, **outside))) == [(code, "A1", field)]
    assert asked(county(school(**outside))) == []  # by how many pupils is not known


def test_money_of_nothing_is_not_in_wan() -> None:
    assert asked(county(school(primary_pupils=1000, public_funds_budget=0, training_budget=0))) == []


# Facts of the county: table, facts that are not doubtful, the fact that is, and what asks.
IN_THE_COUNTY: dict[str, tuple[str, dict[str, Any], dict[str, Any], DoubtCode]] = {
    "salaries": (
        "guarantee",
        {"teacher_average_salary": 1000},
        {"teacher_average_salary": 12.1},
        DoubtCode.TEN_THOUSANDS,
    ),
    "salaries of civil servants": (
        "guarantee",
        {"civil_servant_average_salary": 1000},
        {"civil_servant_average_salary": 99},
        DoubtCode.TEN_THOUSANDS,
    ),
    "growing pay": ("plan", {"teacher_pay_before": 90_000}, {"teacher_pay_before": 9.0}, DoubtCode.TEN_THOUSANDS),
    "special education": (
        "guarantee",
        {"special_education_public_funds": 10_000, "special_education_pupils": 100},
        {"special_education_public_funds": 64, "special_education_pupils": 100},
        DoubtCode.TEN_THOUSANDS,
    ),
    "special education of disabled pupils in ordinary schools": (
        "guarantee",
        {"special_education_mainstreamed_funds": 10_000, "special_education_mainstreamed_pupils": 100},
        {"special_education_mainstreamed_funds": 64, "special_education_mainstreamed_pupils": 100},
        DoubtCode.TEN_THOUSANDS,
    ),
    "rotated": (
        "guarantee",
        {"rotated_teachers": 100, "rotation_eligible_teachers": 100},
        {"rotated_teachers": 101, "rotation_eligible_teachers": 100},
        DoubtCode.ROTATED,
    ),
    "graduates": (
        "quality",
        {"junior_graduates": 210, "junior_entrants": 200, "junior_transfers_in": 10},
        {"junior_graduates": 211, "junior_entrants": 200, "junior_transfers_in": 10},
        DoubtCode.GRADUATES,
    ),
}
RECORDS: dict[str, Any] = {"guarantee": Guarantee, "quality": Quality, "plan": LocalPlan}


@pytest.mark.parametrize(("table", "inside", "outside", "code"), IN_THE_COUNTY.values(), ids=list(IN_THE_COUNTY))
def test_of_the_county(table: str, inside: dict[str, Any], outside: dict[str, Any], code: DoubtCode) -> None:
    field = next(iter(outside))
    assert asked(county(**{table: RECORDS[table](**inside)})) == []
    (doubt,) = county(**{table: RECORDS[table](**outside)}).doubts
    assert (doubt.code, doubt.cell) == (code, Cell(table, "", field))
    for unknown in outside:
        if len(outside) > 1:
            assert asked(county(**{table: RECORDS[table](**{**outside, unknown: None})})) == []


@pytest.mark.parametrize(
    ("salary", "doubted"), [("0.0999", False), ("0.1", True), (100, True), ("100.01", False), (1000, False), (0, False)]
)
def test_what_is_in_wan_is_within_the_range_ten_thousand_times_over(salary: Any, doubted: bool) -> None:
    """From 1,000 yuan to 1,000,000."""
    given = county(guarantee=Guarantee(teacher_average_salary=float(salary)))
    assert bool(given.doubts) is doubted


def test_every_cell_has_a_doubt_of_its_own() -> None:
    given = county(school(primary_pupils=1000, public_funds_budget=9999, training_budget=499))
    assert [doubt.cell.field for doubt in given.doubts] == ["public_funds_budget", "training_budget"]


def of_neighbours(name: str, *figures: float, stage: str = "primary", pupils: int = 1000) -> County:
    kind = Kind.PRIMARY if stage == "primary" else Kind.JUNIOR
    return county(
        *(school(f"A{row}", kind, **{f"{stage}_pupils": pupils, name: figure}) for row, figure in enumerate(figures)),
        school("few", primary_pupils=9),
    )


@pytest.mark.parametrize(
    ("name", "figures", "doubted"),
    [
        ("equipment_value", (2e6, 2.1e6, 2.2e6, 2.3e6, 21.9e6), []),
        ("equipment_value", (2e6, 2.1e6, 2.2e6, 2.3e6, 22e6), ["A4"]),
        ("equipment_value", (2e6, 2.1e6, 2.2e6, 22e6), []),  # too few to compare with
        ("equipment_value", (2.01e6, 2.1e6, 2e6, 2.3e6, 0.2011e6), []),
        ("equipment_value", (2.01e6, 2.1e6, 2e6, 2.3e6, 0.201e6), ["A4"]),
        ("sports_area", (9000, 9100, 9200, 9300, 0), []),  # there may be none
        ("multimedia_rooms", (20, 21, 22, 23, 2), []),  # few rooms are no slip of the pen
        ("multimedia_rooms", (20, 21, 22, 23, 220), ["A4"]),
    ],
)
def test_of_neighbours(name: str, figures: tuple[float, ...], doubted: list[str]) -> None:
    assert asked(of_neighbours(name, *figures)) == [(DoubtCode.UNLIKE_OTHERS, place, name) for place in doubted]


def test_neighbours_are_those_of_the_stage_with_a_hundred_pupils_or_more() -> None:
    five = of_neighbours("equipment_value", 2e6, 2.1e6, 2.2e6, 2.3e6, 2.4e6)
    other_stage = school("B1", Kind.JUNIOR, junior_pupils=1000, equipment_value=50e6)
    small = school("B2", primary_pupils=99, equipment_value=99 * 50_000)
    special = school("B3", Kind.SPECIAL, primary_pupils=200, junior_pupils=0, senior_pupils=0, equipment_value=1e7)
    assert asked(attrs.evolve(five, campuses=[*five.campuses, other_stage, small, special])) == []
    large = school("B2", primary_pupils=100, equipment_value=100 * 50_000)
    assert asked(attrs.evolve(five, campuses=[*five.campuses, large])) == [("unlike others", "B2", "equipment_value")]


def test_what_stages_share_is_asked_about_once() -> None:
    figures: dict[str, Any] = {"primary_pupils": 500, "junior_pupils": 500, "teaching_area": 10**6}
    assert asked(county(school("N1", Kind.NINE_YEAR, **figures))) == [("implausible", "N1", "teaching_area")]


@pytest.mark.parametrize(
    ("name", "figures", "doubted"),
    [
        ("books", (5000,) * 5, True),
        ("books", (5000,) * 4, False),
        ("books", (5000,) * 4 + (5001,), False),
        ("primary_classes", (13,) * 5, True),
        ("primary_classes", (12,) * 5, False),  # two of each grade
        ("built_year", (2016,) * 5, False),
        ("sports_meetings", (20,) * 5, False),
        ("boarding", (True,) * 5, False),
    ],
)
def test_of_a_column(name: str, figures: tuple[Any, ...], doubted: bool) -> None:
    given = county(school("empty"), *(school(f"A{row}", **{name: figure}) for row, figure in enumerate(figures)))
    assert asked(given) == ([("same everywhere", "", name)] if doubted else [])


@pytest.mark.parametrize(
    ("one", "other", "doubted"),
    [
        ({"school_name": "东方 小学"}, {"school_name": "东方小学"}, True),
        ({"school_name": "东方小学"}, {"school_name": "东方中学"}, False),
        ({"school_name": "东方小学"}, {"school_name": "东方小学", "parent_code": "A1"}, False),
        ({}, {}, False),
    ],
)
def test_of_a_name(one: dict[str, Any], other: dict[str, Any], doubted: bool) -> None:
    given = county(school("A1", **one), school("A2", **other))
    assert asked(given) == ([("name twice", "A2", "school_name")] if doubted else [])


@pytest.mark.parametrize(
    ("changes", "doubted"),
    [({}, True), ({"evidence": "章程"}, True), ({"books": 5001}, False), ({"books": None}, False)],
)
def test_of_a_row(changes: dict[str, Any], doubted: bool) -> None:
    figures: dict[str, Any] = {"primary_pupils": 50, "books": 5000, "primary_classes": 6, "computers": 9}
    figures |= {"multimedia_rooms": 6}
    given = county(school("A1", school_name="甲", **figures), school("A2", school_name="乙", **{**figures, **changes}))
    assert asked(given) == ([("row twice", "A2", "")] if doubted else [])


def test_rows_of_few_figures_may_be_alike() -> None:
    assert asked(county(*(school(code, primary_pupils=50, multimedia_rooms=6) for code in ("A1", "A2")))) == []


@pytest.mark.parametrize(
    ("figures", "doubted"),
    [
        ({"primary_pupils": 59, "primary_intake": 59}, []),
        ({"primary_pupils": 60, "primary_intake": 60}, ["primary_intake"]),
        ({"primary_pupils": 600, "junior_pupils": 300, "primary_intake": 100, "junior_intake": 33}, ["junior_intake"]),
        ({"primary_pupils": 600, "junior_pupils": 300, "primary_intake": 100, "junior_intake": 300}, []),
        ({"primary_pupils": None, "primary_intake": 500}, []),
        ({"primary_pupils": 60, "primary_intake": 60, "primary_grades": 1}, []),
        ({"primary_pupils": 600, "primary_intake": 33, "primary_grades": 5}, ["primary_intake"]),
        ({"primary_pupils": 900, "primary_intake": 50}, []),  # a third of the 150 in a grade
        ({"primary_pupils": 900, "primary_intake": 49}, ["primary_intake"]),
        ({"primary_pupils": 900, "primary_intake": 450}, []),
        ({"primary_pupils": 900, "primary_intake": 451}, ["primary_intake"]),
        ({"primary_intake": 500, "junior_pupils": 300, "junior_intake": 33}, ["junior_intake"]),
    ],
)
def test_of_an_intake(figures: dict[str, Any], doubted: list[str]) -> None:
    assert asked(county(school("N1", Kind.NINE_YEAR, **figures))) == [("intake", "N1", field) for field in doubted]


def test_special_schools_have_no_grades_of_one_size() -> None:
    assert asked(county(school("X1", Kind.SPECIAL, primary_pupils=60, primary_intake=60))) == []


def test_of_classes_attached_to_a_vocational_school() -> None:
    of_school: dict[str, Any] = {"attached_classes": True, "senior_pupils": 500}
    for kind, pupils, doubted in (
        (Kind.VOCATIONAL, 40, True),
        (Kind.VOCATIONAL, None, True),
        (Kind.VOCATIONAL, 0, False),
        (Kind.SENIOR, 40, False),
    ):
        given = county(school("X1", kind, junior_pupils=pupils, **of_school))
        assert asked(given) == ([("vocational", "X1", "attached_classes")] if doubted else [])
    assert asked(county(school("X1", Kind.VOCATIONAL, senior_pupils=500))) == []


def test_vocational_schools_have_what_others_do_not_have() -> None:
    workshops = {"equipment_value": 10**9, "junior_intake": 300, "junior_pupils": 300, "senior_pupils": 0}
    asked_of = asked(county(school("X1", Kind.VOCATIONAL, attached_classes=True, **workshops)))
    assert asked_of == [("vocational", "X1", "attached_classes")]


PRIMARY, JUNIOR = "primary_teachers_above_required", "junior_teachers_above_required"


@pytest.mark.parametrize(
    ("figures", "doubted"),
    [
        ({PRIMARY: 59, JUNIOR: 1}, []),
        ({PRIMARY: 60, JUNIOR: 0}, [("all teachers", "N1", PRIMARY)]),
        ({PRIMARY: 0, JUNIOR: 60}, [("all teachers", "N1", JUNIOR)]),
        ({PRIMARY: 60, "junior_pupils": 0}, []),
        ({PRIMARY: 60, "junior_pupils": None}, []),
        ({PRIMARY: 60, "full_time_teachers": None}, []),
        ({PRIMARY: 30, JUNIOR: 30}, []),
        ({PRIMARY: 30, JUNIOR: 31}, [("teachers of stages", "N1", PRIMARY)]),
        ({PRIMARY: 30, JUNIOR: 31, "full_time_teachers": None}, []),
        ({"primary_teachers": 60}, [("all teachers", "N1", "primary_teachers")]),
        ({"full_time_teachers": 0, PRIMARY: 0, JUNIOR: 0}, []),
    ],
)
def test_of_teachers(figures: dict[str, Any], doubted: list[tuple[str, str, str]]) -> None:
    given: dict[str, Any] = {"primary_pupils": 400, "junior_pupils": 300, "full_time_teachers": 60, **figures}
    assert asked(county(school("N1", Kind.NINE_YEAR, **given))) == doubted


def test_teachers_of_a_school_of_one_stage_are_all_its_teachers() -> None:
    assert asked(county(school(primary_pupils=1000, full_time_teachers=60, primary_teachers=60))) == []


@pytest.mark.parametrize(
    ("given", "senior", "doubted"),
    [(59, 10, True), (60, 10, False), (70, 10, False), (71, 10, True), (71, None, False), (59, None, True)],
)
def test_of_special_education(given: int, senior: int | None, doubted: bool) -> None:
    special = school("X1", Kind.SPECIAL, primary_pupils=40, junior_pupils=20, senior_pupils=senior)
    facts = Guarantee(special_education_pupils=given)
    assert bool(county(special, guarantee=facts).doubts) is doubted
    assert county(guarantee=facts).doubts == ()  # they may be at a school of the city
    assert county(attrs.evolve(special, primary_pupils=None), guarantee=facts).doubts == ()


def test_of_codes() -> None:
    codes = ("0331081001", "0331081002", "331081003", "A1")
    (doubt,) = county(*map(school, codes)).doubts
    assert (doubt.code, doubt.cell.place, doubt.figures) == ("code shortened", codes[2], {"digits": 9, "usual": 10})


def test_of_parents() -> None:
    parents = {"A": None, "A1": "A", "B1": "B", "B2": "B"}
    (doubt,) = county(*(school(code, parent_code=parent) for code, parent in parents.items())).doubts
    assert (doubt.code, doubt.cell) == ("parent unlisted", Cell("schools", "B1", "parent_code"))
    assert doubt.figures == {"parent": "B", "campuses": 2}


def test_of_nearby_enrolment() -> None:
    """228 of 300 from the zone are 76 %, 1260 of 1300 who live in it 96.92 %; the form states one decimal."""
    own = {"junior_intake": 150, "junior_zoned_intake": 114}
    counted = change_campus(change_campus(good_county(), "J1", **own), "N1", **own)
    for percent, doubted in ((76.05, False), (76.06, True), (75.95, False), (75.94, True), (None, False)):
        doubts = change_facts(counted, junior_zoned_percent=percent).doubts
        assert [(doubt.code, doubt.cell.field) for doubt in doubts] == [("zoned", "junior_zoned_percent")] * doubted
    (doubt,) = change_facts(counted, junior_zoned_percent=97).doubts
    assert doubt.cell == Cell("guarantee", "", "junior_zoned_percent")
    assert (doubt.figures, doubt.unit) == ({"value": 97, "counted": 76}, "percent")
    resident = change_campus(counted, "J1", junior_zone_resident_pupils=875)
    resident = change_campus(resident, "N1", junior_zone_resident_pupils=385)
    assert change_facts(resident, junior_zoned_percent=96.9).doubts == ()
    assert [doubt.code for doubt in change_facts(resident, junior_zoned_percent=97).doubts] == ["zoned"]
    for code in ("J1", "N1"):
        resident = change_campus(resident, code, junior_zoned_intake=None)
    (doubt,) = change_facts(resident, junior_zoned_percent=97).doubts
    assert doubt.figures["counted"] == Fraction(1260, 13)
    nothing = change_campus(resident, "J1", area_type=None)
    assert change_facts(nothing, junior_zoned_percent=97).doubts == ()
    assert doubts_of(change_facts(resident, junior_zoned_percent=97), load("basic-2012")) == ()


# What standards say.


def test_figures_have_their_unit() -> None:
    (doubt,) = county(school(primary_pupils=3, equipment_value=1)).doubts
    assert doubt == Doubt(
        code=DoubtCode.TEN_THOUSANDS,
        cell=Cell("schools", "A1", "equipment_value"),
        figures={"value": Fraction(1, 3)},
        unit="yuan / pupil",
    )
    assert pickle.loads(pickle.dumps(doubt)) == doubt


ROW: dict[str, Any] = {"primary_pupils": 50, "books": 5000, "primary_classes": 6, "computers": 9, "multimedia_rooms": 6}
# What a doubt says: the schools and facts, its code, its place and field, its figures, and their unit.
SAID: list[tuple[list[Campus], dict[str, Any], DoubtCode, tuple[str, str, str], dict[str, Any], str]] = [
    (
        [school(primary_pupils=1000, teaching_area=499)],
        {},
        DoubtCode.IMPLAUSIBLE,
        ("schools", "A1", "teaching_area"),
        {"value": Fraction("0.499"), "least": Fraction("0.5"), "most": 150},
        "m² / pupil",
    ),
    (
        list(of_neighbours("equipment_value", 2e6, 2.1e6, 2.2e6, 2.3e6, 22e6).campuses),
        {},
        DoubtCode.UNLIKE_OTHERS,
        ("schools", "A4", "equipment_value"),
        {"value": 22_000, "median": 2200},
        "yuan / pupil",
    ),
    (
        [school(f"A{row}", books=5000) for row in range(5)],
        {},
        DoubtCode.SAME_EVERYWHERE,
        ("schools", "", "books"),
        {"value": 5000, "campuses": 5},
        "book",
    ),
    (
        [school("A1", school_name="东方小学"), school("A2", school_name="东方小学")],
        {},
        DoubtCode.NAME_TWICE,
        ("schools", "A2", "school_name"),
        {"other": "A1"},
        "",
    ),
    (
        [school("A1", school_name="甲", **ROW), school("A2", school_name="乙", **ROW)],
        {},
        DoubtCode.ROW_TWICE,
        ("schools", "A2", ""),
        {"other": "A1"},
        "",
    ),
    (
        [school(primary_pupils=600, primary_intake=301)],
        {},
        DoubtCode.INTAKE,
        ("schools", "A1", "primary_intake"),
        {"intake": 301, "pupils": 600, "grades": 6},
        "",
    ),
    (
        [school(kind=Kind.JUNIOR, junior_pupils=600, junior_intake=66)],
        {},
        DoubtCode.INTAKE,
        ("schools", "A1", "junior_intake"),
        {"intake": 66, "pupils": 600, "grades": 3},
        "",
    ),
    (
        [school(kind=Kind.NINE_YEAR, primary_pupils=9, junior_pupils=9, full_time_teachers=6, primary_teachers=6)],
        {},
        DoubtCode.ALL_TEACHERS,
        ("schools", "A1", "primary_teachers"),
        {"teachers": 6, "all": 6},
        "",
    ),
    (
        [school(kind=Kind.NINE_YEAR, full_time_teachers=6, primary_teachers=5, junior_teachers=4)],
        {},
        DoubtCode.TEACHERS_OF_STAGES,
        ("schools", "A1", "primary_teachers"),
        {"teachers": 9, "all": 6},
        "",
    ),
    (
        [school(kind=Kind.SPECIAL, primary_pupils=40, junior_pupils=20, senior_pupils=10)],
        {"guarantee": Guarantee(special_education_pupils=59)},
        DoubtCode.SPECIAL_EDUCATION,
        ("guarantee", "", "special_education_pupils"),
        {"given": 59, "schools": 60},
        "",
    ),
    (
        [],
        {"guarantee": Guarantee(rotated_teachers=101, rotation_eligible_teachers=100)},
        DoubtCode.ROTATED,
        ("guarantee", "", "rotated_teachers"),
        {"rotated": 101, "eligible": 100},
        "",
    ),
    (
        [],
        {"quality": Quality(junior_graduates=211, junior_entrants=200, junior_transfers_in=10)},
        DoubtCode.GRADUATES,
        ("quality", "", "junior_graduates"),
        {"graduates": 211, "present": 210},
        "",
    ),
    (
        [],
        {"guarantee": Guarantee(teacher_average_salary=12.1)},
        DoubtCode.TEN_THOUSANDS,
        ("guarantee", "", "teacher_average_salary"),
        {"value": 12.1},
        "yuan",
    ),
    (
        [],
        {"guarantee": Guarantee(special_education_public_funds=64, special_education_pupils=100)},
        DoubtCode.TEN_THOUSANDS,
        ("guarantee", "", "special_education_public_funds"),
        {"value": Fraction("0.64")},
        "yuan / pupil",
    ),
    (
        [school("0331081001"), school("0331081002"), school("331081003")],
        {},
        DoubtCode.CODE_SHORTENED,
        ("schools", "331081003", "school_code"),
        {"digits": 9, "usual": 10},
        "",
    ),
    (
        [school(kind=Kind.VOCATIONAL, attached_classes=True, junior_pupils=40)],
        {},
        DoubtCode.VOCATIONAL,
        ("schools", "A1", "attached_classes"),
        {},
        "",
    ),
]


@pytest.mark.parametrize(
    ("campuses", "facts", "code", "cell", "figures", "unit"), SAID, ids=[str(one[2]) for one in SAID]
)
def test_a_doubt_says_where_it_is_and_by_which_figures(
    campuses: list[Campus],
    facts: dict[str, Any],
    code: DoubtCode,
    cell: tuple[str, str, str],
    figures: dict[str, Any],
    unit: str,
) -> None:
    (doubt,) = county(*campuses, **facts).doubts
    assert doubt == Doubt(code=code, cell=Cell(*cell), figures=figures, unit=unit)


def test_the_range_is_that_of_the_standard() -> None:
    many = county(school(primary_pupils=1000, books=10**6 + 1))
    assert asked(many) == []
    assert asked(many, "basic-2012") == [("implausible", "A1", "books")]
    wide = mine('[items.R4.plausible]\nto = "1000"')
    area = county(school(primary_pupils=1000, teaching_area=160_000))
    assert [doubt.code for doubt in assess(area).doubts] == ["implausible"]
    assert assess(area, wide).doubts == ()
    assert [doubt.code for doubt in area.doubts] == ["implausible"]


def test_a_resource_without_a_range_is_compared_with_its_neighbours() -> None:
    books = '[items.R8]\nname = { zh = "图书", en = "Books" }\nmeasure = "books_per_pupil"\neach = "section"\n'
    standard = mine(books + 'rules = [{ at_least = "25" }]\nclause = "图书"\nsource = "例"\n')
    given = of_neighbours("books", 20_000, 20_001, 20_002, 20_003, 10**7)
    assert [doubt.code for doubt in doubts_of(given, standard)] == ["unlike others"]


@pytest.mark.parametrize("id", [id for name in ("national-2017", "basic-2012") for id in load(name).resources])
def test_shipped_resources_have_ranges_around_their_limits(id: str) -> None:
    standard = load("national-2017" if id[0] == "R" else "basic-2012")
    range_ = standard.items[id].plausible
    assert range_ is not None
    for stage in ("primary", "junior") if id[0] == "R" else ():
        limit = standard.limit(id, stage).limit  # type: ignore[arg-type]
        assert 9 * range_.least <= limit
        assert 9 * limit <= range_.most


def test_doubts_change_no_outcome() -> None:
    doubtful = change_facts(good_county(), rotated_teachers=1501, rotated_backbone_teachers=400)
    assert [doubt.code for doubt in doubtful.doubts] == ["rotated"]
    assert assess(doubtful).outcome is assess(good_county()).outcome


@pytest.mark.slow
@settings(max_examples=settings().max_examples // 2)
@given(testing.counties(gaps=True, max_campuses=8))
def test_whatever_is_possible_can_be_doubted(county: County) -> None:
    for name in names():
        doubts = doubts_of(county, load(name))
        assert len({doubt.cell for doubt in doubts}) == len(doubts)


def test_schools_of_every_size_that_meet_their_limits_are_not_doubtful() -> None:
    sizes = range(20, 2000, 130)
    several = [primary(f"P{n}", n, **own(n)) for n in sizes] + [junior(f"J{n}", n, **own(n)) for n in sizes]
    several += [nine_year(f"N{n}", n, n // 2 + 1, **own(n + n // 2 + 1)) for n in sizes]
    assert good_county(*several).doubts == ()


def own(pupils: int) -> dict[str, Any]:
    """What the schools of the good county have alike, for so many pupils."""
    teachers = pupils // 4 + 20
    return {
        **dict.fromkeys(("full_time_teachers", "certified_teachers", "trained_teachers"), teachers),
        "public_funds_budget": 1000 * pupils,
        "training_budget": 50 * pupils,
        "public_funds_final": 1000 * pupils,
        "training_final": 50 * pupils,
        "funded_pupils": pupils,
    }


def test_changing_the_figure_settles_the_doubt() -> None:
    wrong = change_campus(good_county(), "P1", equipment_value=240)
    assert asked(wrong) == [("ten thousands", "P1", "equipment_value")]
    assert asked(change_campus(wrong, "P1", equipment_value=2_400_000)) == []
