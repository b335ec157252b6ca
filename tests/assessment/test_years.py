"""A county over the years: outcomes by year, what changed from one to the next, and at which campuses."""

from __future__ import annotations

import datetime as dt

import attrs
import pandas as pd
import pytest
from counties import change_campus, change_facts, good_county, junior, mine, nine_year, primary
from hypothesis import given, settings
from hypothesis import strategies as st

from balanced_edu.assessment import Cause, Change, Step, assess, history
from balanced_edu.checks import Reason
from balanced_edu.errors import DataError
from balanced_edu.outcomes import Outcome
from balanced_edu.records.county import County, Subject
from balanced_edu.standards import Standard

GOOD = good_county()


def of(year: int, county: County = GOOD) -> County:
    return attrs.evolve(county, year=year)


# 2020: a class of 46, few backbone teachers at P2, too few rotated, and fraud not known; all of it mended in 2021.
FIRST = change_facts(
    change_campus(
        change_campus(GOOD, "P1", primary_largest_class=46), "P2", primary_backbone_teachers=1, multimedia_rooms=13
    ),
    rotated_teachers=100,
    rotated_backbone_teachers=20,
    fraud=None,
)
YEARS = [of(2022), of(2020, FIRST), of(2021)]


def step(before: County, after: County, standard: str | Standard = "national-2017") -> Step:
    (found,) = history([of(2021, before), of(2022, after)], standard).steps
    return found


def told(cause: Cause) -> str:
    """A cause in one line."""
    about = " ".join(filter(None, (cause.campus, cause.stage, cause.subject, cause.item)))
    line = f"{about}: {cause.before} -> {cause.after}"
    return " | ".join((line, *map(told, cause.values)))


def changes(before: County, after: County, standard: str | Standard = "national-2017") -> dict[str, list[str]]:
    """What changed, by item and stage."""
    return {
        f"{one.item} {one.stage}".rstrip(): [told(cause) for cause in one.causes]
        for one in step(before, after, standard).changes
    }


def test_every_year_is_assessed_on_its_last_day_in_the_order_of_the_years() -> None:
    found = history(YEARS)
    assert found.years == (2020, 2021, 2022)
    assert [one.on for one in found.assessments.values()] == [dt.date(year, 12, 31) for year in found.years]
    assert (found.county, found.standard.name) == ("示例县", "national-2017")
    assert found.assessments[2020] == assess(of(2020, FIRST))
    assert [(one.before.county.year, one.after.county.year) for one in found.steps] == [(2020, 2021), (2021, 2022)]


def test_outcomes_and_coefficients_by_year() -> None:
    found = history(YEARS)
    for name, words in (
        ("verdict", ["fail", "pass", "pass"]),
        ("veto", ["unknown", "pass", "pass"]),
        ("R2", ["fail", "pass", "pass"]),
        ("G5", ["fail", "pass", "pass"]),
        ("Q1", ["pass", "pass", "pass"]),
    ):
        assert [str(outcome) for outcome in found.outcomes[name].values()] == words
    assert list(found.outcomes)[:7] == ["verdict", "resources", "guarantee", "quality", "recognition", "veto", "R1"]
    assert [len(by_id) for by_id in found.coefficients.values()] == [7, 7]
    crossing = found.coefficients[found.assessments[2020].sections[0].section.stage]["R2"]
    assert [str(one.outcome) for one in crossing.values()] == ["fail", "pass", "pass"]


def test_what_changed_and_why() -> None:
    found = history(YEARS)
    first, second = found.steps
    assert second.changes == ()
    by_item = {f"{one.item} {one.stage}".rstrip(): one for one in first.changes}
    assert list(by_item) == ["sections", "R2 primary", "G5", "G11", "V6"]
    assert {name: [told(cause) for cause in one.causes] for name, one in by_item.items() if name != "sections"} == {
        # The coefficient crosses its limit, and the value of one section too.
        "R2 primary": [
            "P2 primary R2: 0.1667 < 1 teacher per 100 pupils (short by 0.8333) -> 2.1667 ≥ 1 teacher per 100 pupils"
        ],
        # One campus makes the indicator pass.
        "G5": ["P1 primary: 46 > 45 pupils (over by 1) -> 42 ≤ 45 pupils"],
        # An item of the county, with its figures.
        "G11": [": 6.6667 < 10% (short by 3.3333) -> 12 ≥ 10%"],
        # What was unknown is known.
        "V6": [": not known: county.toml: 有弄虚作假行为 (fraud) -> holds"],
    }
    coefficient = by_item["R2 primary"]
    assert (str(coefficient.before), str(coefficient.after)) == ("0.6294 > 0.5 (over by 0.1294)", "0.0222 ≤ 0.5")
    (rotation,) = by_item["G11"].causes
    assert rotation.before is not None
    assert (rotation.check, rotation.before.inputs["rotated_teachers"]) == ("rotation_share", 100)


def test_of_two_demands_on_one_figure_each_may_change() -> None:
    standard = mine('[items.G4]\nrules = [{ at_most = "820" }, { at_most = "1000" }]\n')
    smaller = change_campus(GOOD, "J1", junior_pupils=810)
    assert changes(GOOD, smaller, standard)["G4"] == ["J1: 900 > 820 pupils (over by 80) -> 810 ≤ 820 pupils"]


def test_a_section_that_stays_below_a_limit_is_no_cause() -> None:
    before, after = (
        change_campus(change_campus(GOOD, "P1", primary_backbone_teachers=7), "P2", primary_backbone_teachers=number)
        for number in (1, 7)
    )
    (cause,) = changes(before, after)["R2 primary"]
    assert cause.startswith("P2 primary R2: 0.1667 < 1 ")


def test_what_is_found_of_one_subject_alone_names_it() -> None:
    one = 'subjects = ["语文"]\nrules = [{ measure = "monitored_between_school_share", below = "0.15" }]\n'
    before, after = (
        attrs.evolve(GOOD, monitoring=[Subject(subject="语文", between_school_share=share)]) for share in (0.2, 0.1)
    )
    (cause,) = changes(before, after, mine(f"[items.Q9]\n{one}"))["Q9"]
    assert cause.startswith("语文: 0.2 ")


def test_sections_name_the_resources_that_cross_their_limit_or_its_floor() -> None:
    (sections,) = [one for one in history(YEARS).steps[0].changes if one.item == "sections"]
    (cause,) = sections.causes
    assert (cause.campus, cause.stage, cause.item, cause.check) == ("P2", "primary", "", "section rule")
    assert sections.before.check == sections.after.check == "section rule"
    assert [(value.item, value.floor) for value in cause.values] == [("R2", False), ("R7", False)]
    rising = change_campus(GOOD, "P2", multimedia_rooms=11), change_campus(GOOD, "P2", multimedia_rooms=12)
    ((section,),) = [one.causes for one in step(*rising).changes]
    ((rooms),) = section.values
    assert (rooms.item, rooms.floor) == ("R7", True)
    assert f"{rooms.before} -> {rooms.after}" == (
        "1.8333 < 1.955 rooms per 100 pupils (short by 0.1217) -> 2 ≥ 1.955 rooms per 100 pupils"
    )


NO_MONITORING = attrs.evolve(GOOD, monitoring=())
SMALL = primary("P7", 60, funded_pupils=60)
WEAK_MATHS = attrs.evolve(
    GOOD, monitoring=(GOOD.monitoring[0], attrs.evolve(GOOD.monitoring[1], share_at_level_3=0.6), *GOOD.monitoring[2:])
)
MUSIC = "P1: -2 < 0 rooms (short by 2) -> 0 ≥ 0 rooms"
CASES: dict[str, tuple[County, County, dict[str, list[str]]]] = {
    "nothing changed": (GOOD, GOOD, {}),
    "a figure changed and no outcome": (GOOD, change_campus(GOOD, "P1", primary_largest_class=45), {}),
    "music rooms of a campus": (change_campus(GOOD, "P1", music_room_areas=()), GOOD, {"G3": [MUSIC]}),
    "one campus mended, another not": (
        change_campus(GOOD, "P1", primary_largest_class=46),
        change_campus(GOOD, "J1", junior_largest_class=51),
        {
            "G5": [
                "P1 primary: 46 > 45 pupils (over by 1) -> 42 ≤ 45 pupils",
                "J1 junior: 42 ≤ 50 pupils -> 51 > 50 pupils (over by 1)",
            ]
        },
    ),
    "pooled over the campuses": (
        change_campus(GOOD, "P1", trained_teachers=0),
        GOOD,
        {"G9": [": 75 < 100% (short by 25) -> 100 ≥ 100%"]},
    ),
    "judged campus by campus": (
        change_campus(GOOD, "N1", has_charter=False),
        GOOD,
        {"Q3": ["N1: does not hold -> holds"]},
    ),
    "a subject": (
        WEAK_MATHS,
        GOOD,
        {"Q9": ["数学: 数学, pupils at level Ⅲ or above: 60 < 85% (short by 25) -> 91 ≥ 85%"]},
    ),
    "a whole table that was missing": (
        NO_MONITORING,
        GOOD,
        {"Q9": [": not known: county.toml: [[quality.monitoring]] -> all 12 hold"]},
    ),
    "nobody was concerned": (
        GOOD,
        good_county(*GOOD.campuses, SMALL),
        {"G6": ["P7: None -> 60 < 100 pupils (short by 40)"]},
    ),
    "the last that was concerned is gone": (
        good_county(*GOOD.campuses, SMALL),
        GOOD,
        {"G6": ["P7: 60 < 100 pupils (short by 40) -> None"]},
    ),
    "a campus whose code is typed otherwise": (
        good_county(primary("p １", primary_largest_class=46)),
        good_county(primary("p1")),
        {"G5": ["p1 primary: 46 > 45 pupils (over by 1) -> 42 ≤ 45 pupils"]},
    ),
}


@pytest.mark.parametrize(("before", "after", "expected"), CASES.values(), ids=CASES)
def test_decision_cases(before: County, after: County, expected: dict[str, list[str]]) -> None:
    assert changes(before, after) == expected


def test_campuses_that_are_new_or_gone() -> None:
    new = nine_year("N9", multimedia_rooms=2, junior_largest_class=51)
    found = step(GOOD, good_county(*GOOD.campuses[1:], new))
    assert [one.school_code for one in found.added] == ["N9"]
    assert [one.school_code for one in found.closed] == ["P1"]
    by_item = {one.item: one for one in found.changes}
    assert list(by_item) == ["sections", "R7", "G5"]
    assert [(cause.campus, cause.stage, cause.before) for cause in by_item["sections"].causes] == [
        ("N9", "primary", None),
        ("N9", "junior", None),
    ]
    assert [value.item for value in by_item["sections"].causes[0].values] == ["R7"]
    back = step(good_county(*GOOD.campuses[1:], new), GOOD)
    assert [cause.after for cause in {one.item: one for one in back.changes}["sections"].causes] == [None, None]


def test_campuses_with_another_code_keep_their_name() -> None:
    names = {"P1": "一小", "P2": "二小", "J1": "一小", "N1": None}
    before = good_county(*(attrs.evolve(one, school_name=names[one.school_code]) for one in GOOD.campuses))
    after = good_county(*(attrs.evolve(one, school_code=f"X{one.school_code}") for one in before.campuses))
    found = step(before, after)
    pairs = [(one.school_code, other.school_code) for one, other in found.recoded]
    assert pairs == [("P1", "XP1"), ("P2", "XP2"), ("J1", "XJ1")]
    twice = good_county(*(attrs.evolve(one, school_name="一小") for one in after.campuses))
    assert [one.school_code for one, _ in step(before, twice).recoded] == ["J1"]
    assert step(before, before).recoded == ()


def test_a_change_within_an_item_that_still_fails_has_not_turned_it() -> None:
    before, after, _ = CASES["one campus mended, another not"]
    (size,) = step(before, after).changes
    assert not size.turned
    (turned,) = step(before, GOOD).changes
    assert turned.turned


def test_each_year_is_assessed_by_what_is_in_force_on_its_last_day() -> None:
    found = history([of(2024), of(2025)])
    assert [one.aims["G7a"].reason is Reason.NOT_IN_FORCE for one in found.assessments.values()] == [True, False]


def test_means_are_tracked_where_they_are_limited() -> None:
    known = {"computers": 200, "books": 20000, "primary_teachers": 60, "primary_middle_rank_teachers": 30}
    before = good_county(primary(), junior())
    after = change_campus(before, "P1", **known)
    found = changes(before, after, "basic-2012")
    assert list(found) == ["variation primary", "B4 primary", "B5 primary", "B6 primary", "B8 primary"]
    assert set(map(tuple, found.values())) == {()}


def test_data_sets_that_are_not_the_years_of_one_county() -> None:
    with pytest.raises(DataError) as error:
        history([of(2021), of(2021), attrs.evolve(GOOD, year=None), attrs.evolve(GOOD, name="邻县")])
    assert error.value.problems == (
        ("counties[0]", "2 data sets are of the year 2021; keep one of them"),
        ("counties[1]", "2 data sets are of the year 2021; keep one of them"),
        ("counties[2]", "the year is not given; write it as 年份 (year) among the facts of the county"),
        (
            "counties[3]",
            "it is of 邻县, and others are of 示例县; give the years of one county, with the same name in each",
        ),
    )
    assert history([attrs.evolve(of(2021), name="示例县 "), of(2022)]).years == (2021, 2022)


def test_the_name_of_the_others_is_as_it_was_written() -> None:
    several = [attrs.evolve(of(year), name="ＡＢ 县") for year in (2021, 2022)]
    with pytest.raises(DataError, match="it is of 邻县, and others are of ＡＢ 县; give"):
        history([*several, attrs.evolve(of(2023), name="邻县")])


def test_facts_that_are_misread_are_reported_with_their_years() -> None:
    wrong = [attrs.evolve(of(year), local={"public_funds_per_primary_pupil": True}) for year in (2021, 2022)]
    with pytest.raises(
        DataError, match=r"^2021: local\.public_funds_per_primary_pupil: is true; .*; 2022: local\.public"
    ):
        history([*wrong, of(2023)], "shenyang")


FRAME = [
    ("indicator", "G5", "", "fail", 46.0, 45.0, -1.0, "pupil"),
    ("indicator", "G11", "", "fail", 100 / 15, 10.0, -10 / 3, "percent"),
    ("indicator", "V6", "", "unknown", None, None, None, ""),
    ("coefficient", "R2", "primary", "fail", 0.6293572395543122, 0.5, -0.1293572395543122, ""),
]


def test_a_frame_has_a_row_for_each_year_and_indicator_and_coefficient() -> None:
    columns = history(YEARS).as_frame(like={})
    assert list(columns) == [
        *("county", "year", "standard", "of", "item", "stage", "outcome", "value", "limit", "margin", "unit")
    ]
    rows = list(zip(*columns.values(), strict=True))
    aims = len(assess(GOOD).aims)
    assert len(rows) == 3 * (38 + aims + 14)
    first = {(row[3], row[4], row[5]): row for row in rows if row[1] == 2020.0}
    for expected in FRAME:
        row = first[expected[:3]]
        assert row[:3] == ("示例县", 2020.0, "national-2017 (1)")
        assert row[3:7] == expected[:4]
        assert row[7:10] == pytest.approx(expected[4:7])
    frame = history(YEARS).as_frame()
    assert isinstance(frame, pd.DataFrame)
    assert {str(frame[name].dtype) for name in ("year", "value", "limit", "margin")} == {"float64"}
    assert frame.pivot_table(index="year", columns=["of", "item", "stage"], values="value").shape[0] == 3


def test_a_frame_has_the_means_where_they_are_limited() -> None:
    columns = history([of(2021)], "basic-2012").as_frame(like={})
    means = [row for row in zip(columns["of"], columns["item"], columns["stage"], strict=True) if row[0] == "mean"]
    assert means == [("mean", "variation", "primary"), ("mean", "variation", "junior")]


DRAWN = {"P1": "primary_largest_class", "P2": "multimedia_rooms", "J1": "junior_largest_class"}


@settings(max_examples=settings().max_examples // 4)
@given(st.data())
def test_a_change_is_there_exactly_if_an_outcome_differs(data: st.DataObject) -> None:
    county = GOOD
    years = []
    for year in (2021, 2022):
        for code, field in (
            ("P1", "primary_largest_class"),
            ("P2", "multimedia_rooms"),
            ("J1", "junior_largest_class"),
        ):
            value = data.draw(st.sampled_from([None, 12, 30, 46, 60]))
            county = change_campus(county, code, **{field: value})
        years.append(of(year, change_facts(county, fraud=data.draw(st.sampled_from([None, False, True])))))
    found = history(years)
    (one,) = found.steps
    turned = {change.item for change in one.changes if change.turned} - {"sections"}
    items = [name for name in found.outcomes if name in found.standard.items]
    assert turned >= {name for name in items if len({*found.outcomes[name].values()}) > 1}
    for change in one.changes:
        assert change.turned or change.causes
        for cause in change.causes:
            sides = [Outcome.PASS if side is None else side.outcome for side in (cause.before, cause.after)]
            assert sides[0] is not sides[1]


def test_a_change_of_nothing_has_not_turned() -> None:
    finding = assess(GOOD).indicators["G1"]
    assert not Change(item="G1", before=finding, after=finding).turned
    assert Cause(before=None, after=finding).check == finding.check
