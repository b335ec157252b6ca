"""From campuses to sections: shared totals are divided by weighted pupils, the campuses of a school are merged."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import numpy as np
import pint
import pytest
from counties import nine_year, primary
from hypothesis import given
from hypothesis import strategies as st

from balanced_edu import testing, units
from balanced_edu.assessment.sections import Further, merged, sections_of, split_shared
from balanced_edu.exact import exact
from balanced_edu.records.campus import SHARED, Campus
from balanced_edu.records.kinds import Kind, Stage
from balanced_edu.records.section import Section
from balanced_edu.standards import NATIONAL, load

WEIGHTS = load(NATIONAL).weights
pupils = st.integers(0, 3000)


def test_books_of_the_calculation_notes() -> None:
    """23,226 books for 166 and 210 pupils: 9,711 and 13,515, to the rounding of the source (58.5 per pupil)."""
    parts = split_shared(23226, primary=166, junior=210, senior=0)
    assert parts[Stage.PRIMARY] == pytest.approx(58.5 * 166, abs=1)
    assert parts[Stage.JUNIOR] == pytest.approx(58.5 * 1.1 * 210, abs=2)


@given(st.integers(1, 10**7), pupils, pupils, pupils)
def test_the_parts_and_the_senior_stages_give_back_the_total(total: int, p: int, j: int, s: int) -> None:
    if p + j + s == 0:
        with pytest.raises(
            ValueError,
            match=r"^split_shared: total must be 0 where pupils are 0; given more: correct the total or the pupils$",
        ):
            split_shared(total, primary=p, junior=j, senior=s)
        return
    parts = split_shared(total, primary=p, junior=j, senior=s)
    assert list(parts) == [Stage.PRIMARY, Stage.JUNIOR]
    whole = Fraction(p) + Fraction("1.1") * j + Fraction("1.32") * s
    assert float(parts[Stage.PRIMARY]) == pytest.approx(float(total * p / whole), rel=1e-13)
    assert float(parts[Stage.JUNIOR]) == pytest.approx(float(total * Fraction("1.1") * j / whole), rel=1e-13)


def test_dividing_arrays_quantities_and_unknowns() -> None:
    parts = split_shared(np.array([100.0, np.nan]), primary=[50, 50], junior=[0, 10])
    assert parts[Stage.PRIMARY][0] == 100
    assert np.isnan(parts[Stage.JUNIOR][1])
    area = split_shared(units.quantity(100.0, "m²"), primary=units.quantity(10, "人"), junior=0)
    assert area[Stage.PRIMARY] == units.quantity(100.0, "m²")
    same_ratio = split_shared(120, junior=100, senior=100)
    assert same_ratio[Stage.JUNIOR] == pytest.approx(120 / 2.2)
    small = split_shared(
        np.array([200, 9], dtype=np.uint8), primary=np.array([200, 1], dtype=np.uint8), junior=[0, None]
    )
    np.testing.assert_array_equal(small[Stage.PRIMARY], [200, np.nan])
    assert split_shared(Decimal("0.9"), primary=Fraction(1, 3))[Stage.PRIMARY] == 0.9
    other = pint.UnitRegistry().Quantity(np.array([0.9], dtype=np.float32), "hectare")
    assert split_shared(other, primary=1, junior=0)[Stage.PRIMARY].to("m²").magnitude.tolist() == [9000]


def test_what_cannot_be_divided_is_refused_all_at_once() -> None:
    with pytest.raises(ValueError, match=r"^split_shared: junior must be 0 or more and finite; given -1: correct it"):
        split_shared(100, junior=-1)
    with pytest.raises(
        ValueError, match=r"split_shared: primary must be .*; given inf at \[1\].*\n.*total must be .*-5"
    ):
        split_shared(-5, primary=[1, np.inf])
    with pytest.raises(ValueError, match=r"total must be 0 where pupils are 0; given more at \[1\]"):
        split_shared([0, 5], primary=0)
    with pytest.raises(pint.DimensionalityError, match="split_shared: senior must be in 'pupil'; given 'teacher'"):
        split_shared(100, primary=1, senior=units.quantity(1, "teacher"))
    assert np.isnan(split_shared(None, primary=0)[Stage.PRIMARY])  # type: ignore[arg-type]


def test_a_campus_of_one_stage_keeps_its_totals() -> None:
    (section,) = sections_of(primary(teaching_area=5000.25), WEIGHTS)
    assert section.totals["teaching_area"] == Fraction("5000.25")
    assert section.stage is Stage.PRIMARY


def test_pupils_that_no_campus_has_are_refused() -> None:
    with pytest.raises(ValueError, match=r"primary must be from 0 to 1,000,000,000,000,000; given 1e\+308"):
        split_shared(1, primary=1e308, junior=1e308)


def test_a_nine_year_school_is_divided_and_not_counted_twice() -> None:
    p, j = sections_of(nine_year(primary_pupils=166, junior_pupils=210, multimedia_rooms=23), WEIGHTS)
    assert p.totals["multimedia_rooms"] + j.totals["multimedia_rooms"] == 23
    assert p.totals["multimedia_rooms"] == Fraction(23 * 166, 166 + 231)
    assert (p.totals["teachers_above_required"], j.totals["teachers_above_required"]) == (10, 13)


def test_the_senior_stage_takes_its_part_and_is_no_section() -> None:
    campus = Campus(school_code="F1", kind=Kind.FULL_SECONDARY, junior_pupils=100, senior_pupils=100, sports_area=2200)
    (section,) = sections_of(campus, WEIGHTS)
    assert section.totals["sports_area"] == 1000
    unknown = Campus(school_code="F2", kind=Kind.FULL_SECONDARY, junior_pupils=100, sports_area=2200)
    assert sections_of(unknown, WEIGHTS)[0].totals["sports_area"] is None


def test_a_stage_without_pupils_is_no_section_and_an_unknown_one_is() -> None:
    none = Campus(school_code="N", kind=Kind.NINE_YEAR, primary_pupils=800, junior_pupils=0, sports_area=100)
    assert [(s.stage, s.totals["sports_area"]) for s in sections_of(none, WEIGHTS)] == [(Stage.PRIMARY, 100)]
    unknown = Campus(school_code="N", kind=Kind.NINE_YEAR, primary_pupils=800, sports_area=100)
    assert [(s.stage, s.pupils, s.totals["sports_area"]) for s in sections_of(unknown, WEIGHTS)] == [
        (Stage.PRIMARY, 800, None),
        (Stage.JUNIOR, None, None),
    ]


@pytest.mark.parametrize("kind", [Kind.PRIMARY, Kind.TEACHING_POINT, Kind.JUNIOR])
def test_attached_classes_are_divided_off_as_a_stage_of_its_own(kind: Kind) -> None:
    """小学附设初中班, 初中附设小学班: as a nine-year school is."""
    figures: dict[str, Any] = {"primary_pupils": 166, "junior_pupils": 210, "teaching_area": 3970}
    campus = Campus(school_code="A", kind=kind, attached_classes=True, **figures)
    nine_years = Campus(school_code="A", kind=Kind.NINE_YEAR, **figures)
    totals = {section.stage: section.totals["teaching_area"] for section in sections_of(campus, WEIGHTS)}
    assert totals == {Stage.PRIMARY: 1660, Stage.JUNIOR: 2310}
    assert list(totals.items()) == [(s.stage, s.totals["teaching_area"]) for s in sections_of(nine_years, WEIGHTS)]


@pytest.mark.parametrize("kind", [Kind.SENIOR, Kind.VOCATIONAL])
def test_a_senior_school_is_a_section_by_its_attached_classes_only(kind: Kind) -> None:
    campus = Campus(school_code="S", kind=kind, attached_classes=True, junior_pupils=100, senior_pupils=100)
    (section,) = sections_of(attrs.evolve(campus, sports_area=2200), WEIGHTS)
    assert (section.stage, section.pupils, section.totals["sports_area"]) == (Stage.JUNIOR, 100, 1000)
    unknown = attrs.evolve(campus, junior_pupils=None, sports_area=2200)
    assert [(s.pupils, s.totals["sports_area"]) for s in sections_of(unknown, WEIGHTS)] == [(None, None)]
    assert sections_of(Campus(school_code="S", kind=kind, senior_pupils=100, sports_area=2200), WEIGHTS) == ()


def test_areas_may_be_given_by_their_parts() -> None:
    campus = Campus(
        school_code="A",
        kind=Kind.PRIMARY,
        primary_pupils=10,
        teaching_area_gross=1000.5,
        indoor_sports_area=200.25,
        sports_ground_area=3000,
    )
    (section,) = sections_of(campus, WEIGHTS)
    assert (section.totals["teaching_area"], section.totals["sports_area"]) == (Fraction("800.25"), Fraction("3200.25"))


def test_other_weights() -> None:
    equal = dict.fromkeys(Stage, 1)
    assert split_shared(90, primary=100, junior=200, weights=equal) == {Stage.PRIMARY: 30, Stage.JUNIOR: 60}


@given(testing.campuses(gaps=True))
def test_shared_totals_are_divided_without_rest(campus: Campus) -> None:
    """If no stage is beyond compulsory schooling, the parts add up to the whole."""
    parts = sections_of(campus, WEIGHTS)
    for name in SHARED:
        shares, whole = [part.totals[name] for part in parts], campus.shared_total(name)
        if None not in shares and whole is not None and len(parts) == len(campus.stages):
            assert sum(shares) == exact(whole)  # type: ignore[arg-type]


def test_further_fields_count_into_a_total_if_they_are_named() -> None:
    campus = attrs.evolve(primary(sports_area=1000), extra_sports_area=20, primary_visiting_sports_arts_teachers=2)
    further = {
        "sports_area": [Further("extra_sports_area")],
        "sports_arts_teachers": [Further("visiting_sports_arts_teachers")],
    }
    (plain,), (section,) = sections_of(campus, WEIGHTS), sections_of(campus, WEIGHTS, further)
    assert section.totals["sports_area"] == 1020
    assert section.totals["sports_arts_teachers"] == plain.totals["sports_arts_teachers"] + 2  # type: ignore[operator]
    (unknown,) = sections_of(campus, WEIGHTS, {"sports_area": [Further("extra_sports_area", ("inner_city",))]})
    assert unknown.totals["sports_area"] is None
    assert (unknown.least, unknown.lacking) == ({"sports_area": 1000}, {"sports_area": ("inner_city",)})


EXTRA, GROUND, INDOOR = "extra_sports_area", "sports_ground_area", "indoor_sports_area"


@pytest.mark.parametrize(
    ("further", "total", "least", "lacking", "conceded"),
    [
        ([], 1000, None, None, None),
        ([Further(EXTRA)], 1040, None, None, None),
        ([Further(EXTRA, conceded=True)], 1040, None, None, 40),
        ([Further(EXTRA, conceded=True), Further(GROUND)], 1340, None, None, 40),
        ([Further(EXTRA, conceded=True), Further(GROUND, conceded=True)], 1340, None, None, 340),
        ([Further("teaching_area_gross"), Further(EXTRA)], 1040, None, None, None),
        ([Further(EXTRA, ("inner_city",), conceded=True)], None, 1000, ("inner_city",), None),
        ([Further(INDOOR, ("inner_city",))], None, 1000, ("inner_city", INDOOR), None),
        ([Further(INDOOR), Further(GROUND, ("boarding",))], None, 1000, (INDOOR, "boarding"), None),
        ([Further(INDOOR), Further(EXTRA, conceded=True)], None, 1040, (INDOOR,), 40),
    ],
    ids=[
        *("nothing", "what is known", "by a concession", "one by a concession and one not", "two by a concession"),
        *("nothing of the first", "what may not count", "what is unknown and may not count"),
        *("what is unknown, and what may not count", "what is unknown, and a concession"),
    ],
)
def test_what_is_added_to_a_total_and_what_may_be(
    further: list[Further], total: int | None, least: int | None, lacking: tuple[str, ...] | None, conceded: int | None
) -> None:
    """With what is unknown, or may not count, the total is known at least; 0 adds nothing, whether it counts or not."""
    figures: dict[str, Any] = {EXTRA: 40, GROUND: 300, INDOOR: None, "teaching_area_gross": 0}
    campus = Campus(school_code="P1", kind=Kind.PRIMARY, primary_pupils=100, sports_area=1000, **figures)
    (section,) = sections_of(campus, WEIGHTS, {"sports_area": further})
    found = (section.least, section.lacking, section.conceded)
    assert section.totals["sports_area"] == total
    assert found == tuple({} if one is None else {"sports_area": one} for one in (least, lacking, conceded))


@pytest.mark.parametrize(("junior_pupils", "part"), [(210, Fraction(166, 397)), (0, 1), (None, None)])
def test_what_is_added_is_divided_with_the_total(junior_pupils: int | None, part: Fraction | None) -> None:
    """Where the part is unknown, so is what the total is at least."""
    also = {"sports_area": [Further(EXTRA, conceded=True), Further(GROUND, ("boarding",))]}
    areas: dict[str, Any] = {"sports_area": 1000, EXTRA: 40, GROUND: 300}
    campus = Campus(school_code="N1", kind=Kind.NINE_YEAR, primary_pupils=166, junior_pupils=junior_pupils, **areas)
    section = sections_of(campus, WEIGHTS, also)[0]
    assert (section.stage, section.totals["sports_area"]) == (Stage.PRIMARY, None)
    assert section.least == ({} if part is None else {"sports_area": 1040 * part})
    assert section.lacking == {"sports_area": ("boarding",)}
    assert section.conceded == {"sports_area": 40 if part is None else 40 * part}


def test_campuses_of_a_school_are_merged_stage_by_stage() -> None:
    campuses = [primary("P1", 200, parent_code="N1"), nine_year(), primary("P2", 300)]
    sections = [section for campus in campuses for section in sections_of(campus, WEIGHTS)]
    school, other = (one for one in merged(sections) if one.stage is Stage.PRIMARY)
    assert (school.campus.school_code, school.pupils, len(school.members)) == ("N1", 600, 2)
    assert school.totals["backbone_teachers"] == 5 + 9
    assert (other.campus.school_code, other.members) == ("P2", ())


def test_a_figure_unknown_at_one_campus_is_unknown_for_the_school() -> None:
    campuses = [primary("P1", parent_code="P2", primary_backbone_teachers=None), primary("P2")]
    (school,) = merged(section for campus in campuses for section in sections_of(campus, WEIGHTS))
    assert school.totals["backbone_teachers"] is None
    assert school.pupils == 1600


def test_a_school_has_what_its_campuses_have() -> None:
    """A total that is unknown at one of them is at least what it is there, and what it is at the others."""
    also = {"sports_area": [Further(EXTRA, conceded=True), Further(GROUND, ("boarding",))]}
    areas: dict[str, Any] = {"sports_area": 1000, EXTRA: 40, "teaching_area": 700}
    more: dict[str, dict[str, Any]] = {"P1": {GROUND: 300}, "P2": {GROUND: 0}, "P3": {GROUND: 0, "multimedia_rooms": 3}}
    first, head, last = (
        Campus(school_code=code, kind=Kind.PRIMARY, parent_code="P2", primary_pupils=100, **areas, **of_campus)
        for code, of_campus in more.items()
    )
    members = tuple(section for campus in (first, head, last) for section in sections_of(campus, WEIGHTS, also))
    unknown = dict.fromkeys(members[0].totals)
    assert merged(members) == (
        Section(
            campus=head,
            stage=Stage.PRIMARY,
            pupils=300,
            totals={**unknown, "teaching_area": 2100},
            members=members,
            least={"sports_area": 3120},
            conceded={"sports_area": 120},
        ),
    )
    assert merged(members[1:])[0].totals["sports_area"] == 2080


def test_a_school_without_its_head_campus_is_merged_under_the_first() -> None:
    campuses = [primary("P1", parent_code="X"), primary("P2", parent_code="X")]
    (school,) = merged(section for campus in campuses for section in sections_of(campus, WEIGHTS))
    assert school.campus.school_code == "P1"
