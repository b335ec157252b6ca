"""A nation from counties: counted and divided as the standard says, and the same as county by county."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs
import numpy as np
import pytest
from counties import good_county, junior, nine_year, primary, senior
from hypothesis import example, given, settings
from hypothesis import strategies as st
from nations import STAGES, TOTALS
from nationtables import check_as_one_by_one, with_plain_codes

import balanced_edu as be
from balanced_edu import testing
from balanced_edu.assessment.resources import Counted, counted, divided
from balanced_edu.nation import SectionTable, totals_of
from balanced_edu.outcomes import Outcome
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import County
from balanced_edu.records.fields import fields_of
from balanced_edu.records.kinds import Kind, Ownership, Stage
from balanced_edu.standards import Standard, from_text, load


def counted_of(county: County, standard: Standard) -> list[Counted]:
    day = county.last_day
    return list(counted(divided(county.campuses, standard, day), standard, day))


def check_county_by_county(counties: list[County], standard: Standard) -> None:
    table = SectionTable.from_counties(counties, standard)
    result = table.assess(standard)
    assert result.counties.tolist() == sorted(county.name for county in counties)
    sections, partly = [], []
    for county in counties:
        alone = be.assess(county, standard)
        index = result.counties.tolist().index(county.name)
        sections += alone.sections
        partly += [bool(one.open or one.section.lacking) for one in counted_of(county, standard)]
        # What is known in part only is unknown in the nation; a county alone may decide by it.
        in_part = any(one.open or one.section.lacking for one in counted_of(county, standard))
        assert result.outcomes[index] in {alone.dimensions["resources"].outcome, Outcome.UNKNOWN if in_part else None}
        for code, stage in enumerate(STAGES):
            for row, id in enumerate(result.resources):
                expected = alone.variation[stage][id].value
                expected = np.nan if expected is None else float(expected)
                if in_part and np.isnan(result.coefficients[code, row, index]):
                    continue
                np.testing.assert_allclose(result.coefficients[code, row, index], expected, rtol=0, atol=1e-12)
    for found, section, in_part in zip(result.section_outcomes, sections, partly, strict=True):
        assert found in {section.finding.outcome, Outcome.UNKNOWN if in_part else None}
    totals = [[section.section.totals[name] for section in sections] for name in totals_of(standard)]
    whole = ~np.array(partly, dtype=bool)
    np.testing.assert_array_equal(table.totals[:, whole], np.array(totals, dtype=float)[:, whole])


@pytest.mark.slow
@settings(max_examples=settings().max_examples // 2)
@given(
    st.lists(testing.counties(gaps=True, max_campuses=3), max_size=2, unique_by=lambda county: county.name),
    testing.standards(),
)
@example([], load("national-2017"))
@example([good_county()], load("basic-2012"))
def test_the_nation_is_county_by_county(counties: list[County], standard: Standard) -> None:
    check_county_by_county(counties, standard)


@settings(max_examples=settings().max_examples // 5)
@given(testing.counties_at_limit("R4", stage=Stage.PRIMARY), st.sampled_from(["national-2017", "basic-2012"]))
def test_also_at_the_limit_of_a_coefficient(county: County, standard: str) -> None:
    check_county_by_county([county], load(standard))


def two_nine_year_schools(areas: tuple[int, int]) -> County:
    """Primary pupils have 100 / 210 of each area: a part that is no decimal."""
    shares = (nine_year(code, 100, 100, teaching_area=area) for code, area in zip("AB", areas, strict=True))
    return good_county(*shares)


@pytest.mark.parametrize(("areas", "outcome"), [((5000, 15_000), 1), ((5000, 15_001), -1)])
def test_a_coefficient_of_parts_at_its_limit_is_decided_by_fractions(areas: tuple[int, int], outcome: int) -> None:
    limits = 'at_most = { primary = "0.5", junior = "0.5" }'
    standard = from_text(f'name = "half"\nedition = "1"\nextends = "national-2017"\n[variation]\n{limits}\n')
    county = two_nine_year_schools(areas)
    table = SectionTable.from_counties([county], standard)
    assert table.exact_totals[3, 0] == Fraction(5000 * 100, 210)
    assert table.assess(standard).outcomes.tolist() == [outcome]
    check_county_by_county([county], standard)


def test_other_totals_are_decided_as_they_are_given() -> None:
    limits = 'at_most = { primary = "0.5", junior = "0.5" }'
    standard = from_text(f'name = "half"\nedition = "1"\nextends = "national-2017"\n[variation]\n{limits}\n')
    table = SectionTable.from_counties([two_nine_year_schools((5000, 15_001))], standard)
    totals = table.totals.copy()
    totals[TOTALS.index("teaching_area")] = [1000, 1000, 3000, 3000]
    assert table.assess(standard).outcomes.tolist() == [-1]
    assert table.assess(standard, totals=totals).outcomes.tolist() == [1]


def test_no_counties_at_all() -> None:
    table = SectionTable.from_counties([])
    assert (table.counties.dtype.kind, table.assess().counties.tolist()) == ("U", [])


def test_only_sections_that_the_standard_counts_are_in_the_table() -> None:
    county = good_county(primary(), primary("P2", ownership=Ownership.PRIVATE), nine_year())
    assert SectionTable.from_counties([county], "national-2017").pupils.size == 4
    assert SectionTable.from_counties([county], "basic-2012").pupils.size == 3


BY_DAY = """
name = "by day"
edition = "1"
extends = "national-2017"

[counted]
leaves_out = [{ ownership = ["民办"], since = 2022-12-31 }]

[items.R5]
adds = [{ field = "extra_sports_area", since = 2022-12-31 }]
"""


@pytest.mark.parametrize(("year", "pupils", "areas"), [(2021, [800, 600], [9000, 7000]), (2022, [800], [9500])])
def test_sections_are_counted_as_on_the_last_day_of_the_year(year: int, pupils: list[int], areas: list[int]) -> None:
    """From the last day of 2022 on, private schools are left out and further sports areas are added."""
    schools = primary(sports_area=9000, extra_sports_area=500), primary("P2", 600, sports_area=7000)
    county = good_county(schools[0], attrs.evolve(schools[1], ownership=Ownership.PRIVATE))
    table = SectionTable.from_counties([attrs.evolve(county, year=year)], from_text(BY_DAY))
    assert table.pupils.tolist() == pupils
    assert table.totals[TOTALS.index("sports_area")].tolist() == areas


def test_of_a_section_that_may_not_count_nothing_is_known() -> None:
    county = good_county(primary(), primary("P2", ownership=None), junior())
    table = SectionTable.from_counties([county], "basic-2012")
    assert np.isnan(table.pupils).tolist() == [False, True, False]
    assert np.isnan(table.totals)[:, 1].all()


def test_campuses_are_merged_if_the_standard_counts_by_school() -> None:
    county = good_county(primary("P1", 800), primary("P2", 600, parent_code="P1"), junior())
    by_school = from_text('name = "schools"\nedition = "1"\nextends = "national-2017"\ncounted.by = "school"\n')
    assert SectionTable.from_counties([county]).pupils.tolist() == [800, 600, 900]
    assert SectionTable.from_counties([county], by_school).pupils.tolist() == [1400, 900]


def test_the_campuses_of_a_school_may_have_more_together_than_any_figure_can_be() -> None:
    campuses = primary("P1", equipment_value=9e14), primary("P2", equipment_value=9e14, parent_code="P1")
    county = with_plain_codes(good_county(*campuses, junior()), 0)
    by_school = from_text('name = "schools"\nedition = "1"\nextends = "national-2017"\ncounted.by = "school"\n')
    table = SectionTable.from_counties([county], by_school)
    assert table.totals[list(table.units).index("equipment_value")].tolist()[0] == 1.8e15
    check_as_one_by_one([county], by_school)


def test_a_coefficient_at_its_limit_is_decided_by_what_was_divided() -> None:
    """Of 7,000 m², 400 primary pupils have 10,000 / 3 beside 400 junior ones: a third of what the others have."""
    divided = nine_year("N1", 400, 400, teaching_area=7000)
    county = good_county(primary("P1", 400, teaching_area=10_000), divided)
    table = SectionTable.from_counties([county])
    assert table.exact_totals
    found = be.assess(county)
    assert found.variation[Stage.PRIMARY]["R4"].outcome is Outcome.PASS
    assert table.assess().coefficients[0, 3, 0] == pytest.approx(0.5)
    assert table.assess().outcomes.tolist() == [found.dimensions["resources"].outcome] == [1]
    worse = good_county(primary("P1", 400, teaching_area=10_000.1), divided)
    assert SectionTable.from_counties([worse]).assess().outcomes.tolist() == [-1]


def test_totals_whose_squares_are_lost_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^SectionTable.from_counties: totals per pupil must be 0, or from 1e-100 to"):
        SectionTable.from_counties([good_county(primary(teaching_area=1e-200), junior())])


def test_figures_that_are_unknown_are_nan() -> None:
    divided = attrs.evolve(nine_year("N1"), junior_pupils=None)
    table = SectionTable.from_counties([good_county(primary("P1", primary_backbone_teachers=None), divided)])
    assert np.isnan(table.pupils).tolist() == [False, False, True]
    shared = [False, True, True]
    assert np.isnan(table.totals[TOTALS.index("backbone_teachers")]).tolist() == [True, False, False]
    assert np.isnan(table.totals[TOTALS.index("sports_area")]).tolist() == shared


def test_a_section_that_may_not_count_has_no_figures() -> None:
    """The method of 2012 leaves private schools out, and nobody says who runs P1."""
    table = SectionTable.from_counties([good_county(primary(ownership=None), primary("P2", 600))], "basic-2012")
    assert np.isnan(table.pupils).tolist() == [True, False]
    assert np.isnan(table.totals[:, 0]).all()


def test_a_county_without_counted_sections_is_in_the_result() -> None:
    private = good_county(primary(ownership=Ownership.PRIVATE))
    counties = [attrs.evolve(private, name="乙县"), attrs.evolve(good_county(), name="甲县")]
    result = SectionTable.from_counties(counties, "basic-2012").assess("basic-2012")
    alone = [be.assess(county, "basic-2012").dimensions["resources"].outcome for county in counties]
    assert (result.counties.tolist(), result.outcomes.tolist()) == (["乙县", "甲县"], alone)
    assert alone[0] is Outcome.PASS
    assert result.section_outcomes.size == 5
    assert np.isnan(result.coefficients[:, :, 0]).all()


def test_attached_classes_are_rows_and_senior_schools_and_vocational_schools_are_none() -> None:
    alone = {"attached_classes": None, **{n: None for n in fields_of(Campus) if n.startswith("junior_")}}
    schools = [senior("H1", 900), senior("V1", kind=Kind.VOCATIONAL), attrs.evolve(senior("H2", 300), **alone)]
    county = good_county(primary("P1", 800), *schools)
    table = SectionTable.from_counties([county])
    assert table.pupils.tolist() == [800, 900]
    check_county_by_county([county], load("national-2017"))


def test_a_section_that_may_not_count_is_unknown() -> None:
    """Nobody says who runs the second school, and whether it is left out."""
    county = good_county(primary("P1", 800), primary("P2", 600, affiliation=None), primary("P3", 600, sponsor=8))
    table = SectionTable.from_counties([county], "basic-2012")
    assert np.isnan(table.pupils).tolist() == [False, True]
    known = attrs.evolve(county, campuses=[attrs.evolve(one, sponsor=one.sponsor or 7) for one in county.campuses])
    assert SectionTable.from_counties([known], "basic-2012").pupils.tolist() == [800, 600]


def test_namesakes_and_counties_without_campuses_are_refused_at_once() -> None:
    empty = County(name="丙县")
    with pytest.raises(ValueError, match=r"^2 counties have the name 示例县; 丙县 has no campuses; give at least one$"):
        SectionTable.from_counties([good_county(), good_county(), empty])
    many: list[Any] = [County(name=f"{place}县") for place in range(12)]
    with pytest.raises(
        ValueError, match=r"^0县 has no campuses; .* 9县 has no campuses; give at least one; and 2 more$"
    ):
        SectionTable.from_counties(many)
    with pytest.raises(ValueError, match=r"9县 has no campuses; give at least one$"):
        SectionTable.from_counties(many[:10])
