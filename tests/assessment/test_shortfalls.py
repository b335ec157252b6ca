"""Shortfalls: adding exactly what is lacking reaches the limit, and one unit less does not."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs
import pytest
from counties import change_campus, good_county, junior, mine, nine_year, primary
from hypothesis import given
from hypothesis import strategies as st
from reference import JUNIOR, PRIMARY

from balanced_edu.assessment import Assessment, SectionShortfalls, assess
from balanced_edu.assessment.sections import sections_of
from balanced_edu.assessment.shortfalls import (
    Shortfall,
    rooms_of,
    shortfall_of,
    shortfall_of_share,
)
from balanced_edu.checks import at_least
from balanced_edu.outcomes import Outcome
from balanced_edu.records.bands import Band
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import LocalPlan
from balanced_edu.records.kinds import Kind, Stage
from balanced_edu.records.section import Section
from balanced_edu.standards import Standard, load

NATIONAL = load("national-2017")


def section_with(kind: Kind = Kind.PRIMARY, **figures: Any) -> Section:
    return sections_of(Campus(school_code="A1", kind=kind, **figures), NATIONAL.weights)[0]


def in_units(lacks: Shortfall | None) -> tuple[str, str, str, str, str]:
    assert lacks is not None
    return lacks.field, lacks.unit, str(lacks.have), str(lacks.needed), str(lacks.lacking)


BOOKS = {"primary_pupils": 166, "junior_pupils": 210}  # of the 2012 notes: 166 of 397 weighted pupils, and 231

WHOLE: dict[str, tuple[str, dict[str, Any], str, tuple[str, str, str, str, str]]] = {
    "people": (
        "R2",
        {"primary_pupils": 320, "primary_backbone_teachers": 3},
        "1",
        ("primary_backbone_teachers", "teacher", "3", "4", "1"),
    ),
    "people, to 85 %, which they reach": (
        "R2",
        {"primary_pupils": 320, "primary_backbone_teachers": 3},
        "0.85",
        ("primary_backbone_teachers", "teacher", "3", "3", "0"),
    ),
    "exactly at the limit": (
        "R1",
        {"primary_pupils": 1000, "primary_teachers_above_required": 42},
        "1",
        ("primary_teachers_above_required", "teacher", "42", "42", "0"),
    ),
    "rooms": ("R7", {"primary_pupils": 320, "multimedia_rooms": 7}, "1", ("multimedia_rooms", "room", "7", "8", "1")),
    "area of four decimals, to the hundredth": (
        "R4",
        {"primary_pupils": 3, "teaching_area": 13.4911},
        "1",
        ("teaching_area", "m²", "134911/10000", "27/2", "1/100"),
    ),
    "money to the cent": (
        "R6",
        {"primary_pupils": 7, "equipment_value": 11_899.994},
        "0.85",
        ("equipment_value", "yuan", "5949997/500", "11900", "1/100"),
    ),
    # 4.5 × 166 = 747 of the primary part, which is 166 of 397: 747 × 397 / 166 = 1786.5.
    "a shared area": (
        "R4",
        {**BOOKS, "kind": Kind.NINE_YEAR, "teaching_area": 1500},
        "1",
        ("teaching_area", "m²", "1500", "3573/2", "573/2"),
    ),
    # 2.3 × 1.66 = 3.818 rooms of the primary part: 9.131 of the campus, so ten.
    "shared rooms": (
        "R7",
        {**BOOKS, "kind": Kind.NINE_YEAR, "multimedia_rooms": 8},
        "1",
        ("multimedia_rooms", "room", "8", "10", "2"),
    ),
}


@pytest.mark.parametrize(("id", "figures", "share", "expected"), WHOLE.values(), ids=WHOLE)
def test_a_shortfall_is_in_whole_units(
    id: str, figures: dict[str, Any], share: str, expected: tuple[str, str, str, str, str]
) -> None:
    assert in_units(shortfall_of(section_with(**figures), id, NATIONAL, Fraction(share))) == expected


def test_of_a_shared_total_the_campus_adds_more_than_the_part_of_the_stage_lacks() -> None:
    lacks = shortfall_of(section_with(**BOOKS, kind=Kind.NINE_YEAR, teaching_area=1500), "R4", NATIONAL)
    assert lacks is not None
    assert lacks.part == Fraction(166, 397)
    assert lacks.own == Fraction("4.5") * 166 - 1500 * Fraction(166, 397)
    assert lacks.own == lacks.part * lacks.lacking


UNKNOWN: dict[str, dict[str, Any]] = {
    "the total": {"primary_pupils": 320},
    "the pupils": {"primary_backbone_teachers": 3},
    "the pupils of the other stage": {"kind": Kind.NINE_YEAR, "primary_pupils": 320, "teaching_area": 1},
}


@pytest.mark.parametrize("figures", UNKNOWN.values(), ids=UNKNOWN)
def test_what_is_unknown_has_no_shortfall(figures: dict[str, Any]) -> None:
    id = "R4" if "teaching_area" in figures else "R2"
    assert shortfall_of(section_with(**figures), id, NATIONAL) is None


LIMITS = '[items.R2]\nrules = [{{ {} = "1" }}]\n'


def test_a_limit_from_above_has_no_shortfall_and_one_that_is_excluded_needs_a_unit_more() -> None:
    section = section_with(primary_pupils=300, primary_backbone_teachers=3)
    assert shortfall_of(section, "R2", mine(LIMITS.format("at_most"))) is None
    assert in_units(shortfall_of(section, "R2", mine(LIMITS.format("above"))))[3:] == ("4", "1")


TOTALS = {
    "R1": "teachers_above_required",
    "R2": "backbone_teachers",
    "R3": "sports_arts_teachers",
    "R4": "teaching_area",
    "R5": "sports_area",
    "R6": "equipment_value",
    "R7": "multimedia_rooms",
}
_PUPILS = st.integers(1, 3000)


@given(
    st.sampled_from([*TOTALS]),
    _PUPILS,
    _PUPILS,
    st.sampled_from(["primary", "junior"]),
    st.sampled_from([Fraction(1), Fraction("0.85")]),
    st.data(),
)
def test_adding_the_shortfall_reaches_the_limit_and_one_unit_less_does_not(
    id: str, primary_pupils: int, junior_pupils: int, stage: str, share: Fraction, data: st.DataObject
) -> None:
    total, shared = TOTALS[id], id in ("R4", "R5", "R6", "R7")
    limit = Fraction(dict(zip(TOTALS, PRIMARY if stage == "primary" else JUNIOR, strict=True))[id]) * share
    weights = {"primary": Fraction(1), "junior": Fraction("1.1")}
    pupils = {"primary": primary_pupils, "junior": junior_pupils}
    step = Fraction(1, 100) if id in ("R4", "R5", "R6") else Fraction(1)
    have = step * data.draw(st.integers(0, 40_000 if step == 1 else 4_000_000))

    def value(amount: Fraction) -> Fraction:
        """Of the stage, by the division as the notes state it, and per hundred pupils where counted."""
        weighted = {name: weights[name] * count for name, count in pupils.items()}
        own = amount * weighted[stage] / sum(weighted.values()) if shared else amount
        return (100 if step == 1 else 1) * own / pupils[stage]

    field = total if shared else f"{stage}_{total}"
    campus = Campus(
        school_code="A1",
        kind=Kind.NINE_YEAR,
        primary_pupils=primary_pupils,
        junior_pupils=junior_pupils,
        **{field: int(have) if step == 1 else float(have)},  # type: ignore[arg-type]
    )
    (section,) = (one for one in sections_of(campus, NATIONAL.weights) if one.stage == stage)
    lacks = shortfall_of(section, id, NATIONAL, share)
    assert lacks is not None
    assert (lacks.field, lacks.have) == (field, have)
    assert value(have + lacks.lacking) >= limit
    assert value(lacks.needed) >= limit
    assert value(lacks.needed - step) < limit
    if lacks.lacking:
        assert value(have + lacks.lacking - step) < limit
    assert lacks.own == max(
        limit * pupils[stage] / (100 if step == 1 else 1) - value(have) * pupils[stage] / (100 if step == 1 else 1), 0
    )


BY_SCHOOL = mine('[counted]\nby = "school"\n')


def test_of_a_school_with_several_campuses_all_of_them_count() -> None:
    poor = {"primary_backbone_teachers": 3}
    county = good_county(primary(**poor), primary("P2", 600, parent_code="P1", **poor))
    (found,) = assess(county, BY_SCHOOL).shortfalls
    assert in_units(found.to_limit["R2"])[2:] == ("6", "14", "8")


def test_a_school_adds_where_the_part_of_the_stage_is_largest() -> None:
    both = (nine_year(multimedia_rooms=5), nine_year("N2", 300, 100, parent_code="N1", multimedia_rooms=4))
    found = {one.section.stage: one for one in assess(good_county(*both), BY_SCHOOL).shortfalls}
    lacks = found[Stage.PRIMARY].to_limit["R7"]
    assert lacks is not None
    assert lacks.part == Fraction(300, 410)  # beside 400 of 840
    assert lacks.have * lacks.part == Fraction(5 * 400, 840) + 4 * lacks.part
    own = Fraction("2.3") * 7
    assert (lacks.have + lacks.lacking) * lacks.part >= own > (lacks.have + lacks.lacking - 1) * lacks.part


# Which resource may stay at the floor.


def shortfalls(county_changes: dict[str, Any], standard: str | Standard = "national-2017") -> SectionShortfalls:
    (found,) = assess(change_campus(good_county(), "P2", **county_changes), standard).shortfalls
    return found


def choices(found: SectionShortfalls) -> list[tuple[tuple[str, ...], dict[str, str | None]]]:
    return [
        (choice.stay, {id: lacks and str(lacks.lacking) for id, lacks in choice.lacking.items()})
        for choice in found.choices
    ]


# P2 has 600 primary pupils: 6 backbone teachers are the limit, and 13.8 rooms; 5.1 and 11.73 are 85 % of them.
FEW_TEACHERS, FEW_ROOMS = {"primary_backbone_teachers": 3}, {"multimedia_rooms": 11}
NEARLY_TEACHERS, NEARLY_ROOMS = {"primary_backbone_teachers": 6 - 0}, {"multimedia_rooms": 13}
NEARLY_ARTS, FEW_ARTS = {"primary_sports_arts_teachers": 5}, {"primary_sports_arts_teachers": 2}

CHOICES: dict[str, tuple[dict[str, Any], list[tuple[tuple[str, ...], dict[str, str]]]]] = {
    "one below its limit, above the floor: the rule holds": (NEARLY_ROOMS, []),
    "one below its floor": (FEW_ROOMS, [(("R7",), {"R7": "1"})]),
    "two above the floor: either may stay": (
        {**NEARLY_ROOMS, **NEARLY_ARTS},
        [(("R3",), {"R7": "1"}), (("R7",), {"R3": "1"})],
    ),
    "one above the floor stays, the other one has to reach its limit": (
        {**NEARLY_ROOMS, **FEW_TEACHERS},
        [(("R7",), {"R2": "3"})],
    ),
    "none above the floor: each may stay there": (
        {**FEW_ROOMS, **FEW_TEACHERS},
        [(("R2",), {"R2": "3", "R7": "3"}), (("R7",), {"R2": "3", "R7": "1"})],
    ),
    "three": (
        {**NEARLY_ROOMS, **FEW_TEACHERS, **FEW_ARTS},
        [(("R7",), {"R2": "3", "R3": "4"})],
    ),
}


@pytest.mark.parametrize(("changes", "expected"), CHOICES.values(), ids=CHOICES)
def test_which_resource_may_stay_at_85_percent(
    changes: dict[str, Any], expected: list[tuple[tuple[str, ...], dict[str, str]]]
) -> None:
    assert choices(shortfalls(changes)) == expected


def test_where_all_limits_are_to_be_reached_none_may_stay() -> None:
    strict = mine("[section]\nat_least = 7\n")
    assert choices(shortfalls({**NEARLY_ROOMS, **NEARLY_ARTS}, strict)) == [((), {"R3": "1", "R7": "1"})]


def test_where_two_may_stay_all_below_their_limits_may() -> None:
    easy = mine("[section]\nat_least = 5\n")
    assert choices(shortfalls({**NEARLY_ROOMS, **FEW_TEACHERS}, easy)) == [(("R2", "R7"), {"R2": "3"})]


def test_what_is_unknown_is_named_beside_the_choices() -> None:
    found = shortfalls({**FEW_ROOMS, "equipment_value": None})
    assert (found.unknown, found.outcome) == (("R6",), Outcome.FAIL)
    assert choices(found) == [(("R7",), {"R7": "1"})]


@given(st.integers(0, 12), st.integers(0, 8), st.integers(0, 16), st.integers(0, 4200))
def test_each_choice_keeps_to_the_rule(backbone: int, arts: int, rooms: int, area: int) -> None:
    figures = {
        "primary_backbone_teachers": backbone,
        "primary_sports_arts_teachers": arts,
        "multimedia_rooms": rooms,
        "teaching_area": area,
    }
    county = change_campus(good_county(), "P2", **figures)
    for found in assess(county).shortfalls:
        assert (found.outcome is Outcome.FAIL) == bool(found.choices)
        for choice in found.choices:
            campus = next(one for one in county.campuses if one.school_code == "P2")
            added = {
                lacks.field: getattr(campus, lacks.field) + float(lacks.lacking)
                if lacks.unit == "m²"
                else getattr(campus, lacks.field) + int(lacks.lacking)
                for lacks in choice.lacking.values()
                if lacks
            }
            after = assess(change_campus(county, "P2", **added))
            assert {str(one.finding.outcome) for one in after.sections if one.section.campus.school_code == "P2"} == {
                "pass"
            }


def test_a_floor_of_a_limit_from_above_that_is_not_kept_leaves_no_choice() -> None:
    standard = mine('[items.R2]\nrules = [{ at_most = "2" }]\n')
    found = assess(change_campus(good_county(), "P2", primary_backbone_teachers=11, multimedia_rooms=13), standard)
    (one,) = (one for one in found.shortfalls if one.section.campus.school_code == "P2")
    assert (one.outcome, one.choices) == (Outcome.FAIL, ())


def test_of_a_limit_from_above_the_amount_is_unknown() -> None:
    standard = mine('[items.R2]\nrules = [{ at_most = "2" }]\n')
    found = assess(change_campus(good_county(), "P2", primary_backbone_teachers=18), standard)
    (one,) = (one for one in found.shortfalls if one.section.campus.school_code == "P2")
    assert one.to_limit == {"R2": None}
    assert choices(one) == [(("R2",), {"R2": None})]


# Figures that are a share of another, and rooms.


def leaves(assessment: Assessment, id: str) -> list[Any]:
    return list(assessment.indicators[id].leaves())


def test_what_a_school_lacks_is_unknown_while_it_is_open_what_belongs_to_it() -> None:
    """It is below the limit with the campus and without it, by different amounts."""
    by_school = mine('[counted]\nby = "school"\nleaves_out = [{ ownership = ["民办"] }]\n')
    campuses = [
        primary("P1", 100, parent_code="P1", teaching_area=200),
        primary("P2", 100, parent_code="P1", teaching_area=0),
    ]
    county = change_campus(good_county(*campuses, junior()), "P2", ownership=None)
    assert assess(county, by_school).shortfalls[0].to_limit == {"R4": None}


def test_a_share_of_another_figure_lacks_whole_units() -> None:
    (budget,) = leaves(assess(change_campus(good_county(), "P1", training_budget=39_984.5)), "Q4")
    assert in_units(shortfall_of_share(budget)) == ("training_budget", "yuan", "79969/2", "50000", "20031/2")


def test_a_share_that_has_to_be_above_its_limit_lacks_a_little_more() -> None:
    county = change_campus(good_county(), "P1", training_budget=39_984.5)
    budget = leaves(assess(county, mine('[items.Q4]\nrules = [{ above = "5" }]\n')), "Q4")[0]
    assert in_units(shortfall_of_share(budget)) == ("training_budget", "yuan", "79969/2", "5000001/100", "1001551/100")


def test_of_too_large_a_share_and_of_a_difference_nothing_is_lacking() -> None:
    at_most = assess(good_county(), mine('[items.Q4]\nrules = [{ at_most = "4" }]\n'))
    expenditure = LocalPlan(expenditure_per_pupil=19_000, expenditure_per_pupil_before=20_000)
    shrinking = assess(attrs.evolve(good_county(), plan=expenditure), "wenling-2020").aims["W2"]
    for leaf in (*leaves(at_most, "Q4"), shrinking):
        assert (leaf.outcome, shortfall_of_share(leaf)) == (Outcome.FAIL, None)


def test_what_passes_or_is_measured_otherwise_has_no_such_shortfall() -> None:
    assessment = assess(change_campus(good_county(), "P1", primary_largest_class=46, training_budget=None))
    for id in ("G3", "G5", "G9", "Q1", "Q4", "V1"):
        assert {shortfall_of_share(leaf) for leaf in leaves(assessment, id)} == {None}
    assert shortfall_of_share(at_least(1).finding(0)) is None


ROOMS: dict[str, tuple[tuple[Any, ...], tuple[int, int, int], tuple[int, int]]] = {
    "none": ((), (0, 0, 0), (2, 2)),
    "one large, one small": ((98, 90), (1, 1, 0), (1, 1)),
    "bands that decide": ((Band(96), Band(73, 96)), (1, 1, 0), (1, 1)),
    "a band with both sizes": ((Band(73, 100),), (0, 0, 1), (1, 2)),
    "a band without an end": ((Band(66),), (0, 0, 1), (1, 2)),
}


@pytest.mark.parametrize(("areas", "sizes", "lacking"), ROOMS.values(), ids=ROOMS)
def test_rooms_by_size(areas: tuple[Any, ...], sizes: tuple[int, int, int], lacking: tuple[int, int]) -> None:
    (leaf,) = leaves(assess(change_campus(good_county(), "P1", music_room_areas=areas)), "G3")
    rooms = rooms_of(leaf)
    assert rooms is not None
    assert (rooms.field, rooms.smallest, rooms.needed, rooms.classes) == ("music_room_areas", 96, 2, 20)
    assert (rooms.large, rooms.small, rooms.open) == sizes
    assert rooms.lacking == lacking


def test_art_rooms_and_rooms_that_are_enough() -> None:
    both = change_campus(good_county(junior()), "J1", art_room_areas=(90, Band(80), 89))
    found = [rooms for part in assess(both).indicators["G3"].parts if (rooms := rooms_of(part))]
    assert [(one.field, one.large, one.small, one.open, one.needed) for one in found] == [
        ("music_room_areas", 2, 0, 0, 2)
    ]
    enough = [rooms_of(part) for part in assess(good_county(junior())).indicators["G3"].parts]
    assert [one.lacking for one in enough if one] == [(0, 0), (0, 0)]
    more = change_campus(good_county(junior()), "J1", music_room_areas=(96, 96, Band(73, 100)))
    rooms = rooms_of(assess(more).indicators["G3"].parts[0])
    assert rooms is not None
    assert (rooms.open, rooms.needed) == (1, 2)


def test_a_finding_on_something_else_counts_no_rooms() -> None:
    assert rooms_of(attrs.evolve(at_least(1).finding(0), check="pupils")) is None
