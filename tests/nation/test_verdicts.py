"""The verdicts on a nation: the same as county by county, whatever is missing, and exact at every limit."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from nations import MEANS, STAGES, TOTALS, as_columns, limits, nation

import balanced_edu as be
from balanced_edu.nation import SectionTable, assess_nation, totals_of
from balanced_edu.outcomes import Outcome
from balanced_edu.records.campus import OF_STAGE, Campus
from balanced_edu.records.county import County
from balanced_edu.records.kinds import Kind, Stage
from balanced_edu.standards import from_text, load

# Around the limits of both stages: at them, a little under, under 85 %, nothing, and unknown.
NEAR = (Fraction(1), Fraction(99, 100), Fraction(85, 100), Fraction(80, 100), Fraction(5, 4), Fraction(0), None)
Row = tuple[str, int, int | None, tuple[float | None, ...]]


@st.composite
def sections(draw: st.DrawFn) -> Row:
    """County, stage, pupils and totals of a section whose totals lie about the limits."""
    stage = draw(st.sampled_from([0, 1]))
    pupils = draw(st.one_of(st.integers(1, 3000), st.sampled_from([100, 1000])))
    totals = []
    for name, limit in zip(TOTALS, limits(STAGES[stage]), strict=True):
        part = draw(st.sampled_from(NEAR))
        total = None if part is None else limit * part * pupils
        if total is not None and name not in ("teaching_area", "sports_area", "equipment_value"):
            total = Fraction(round(total))
        totals.append(None if total is None else round(float(total), 4))
    known = draw(st.integers(0, 9)) > 0
    return draw(st.sampled_from(["丙县", "甲县", "乙县"])), stage, pupils if known else None, tuple(totals)


@st.composite
def basic_sections(draw: st.DrawFn) -> Row:
    """A section with the totals of the method of 2012, whose spreads lie about the limits."""
    pupils = draw(st.integers(1, 3000) | st.sampled_from([100, 1000]))
    of_all = draw(st.integers(1, 12))
    totals = {name: draw(st.sampled_from([of_all, 0, None, 1, 9])) for name in totals_of("basic-2012")}
    for part in ("teachers_above_required", "middle_rank_teachers"):
        if totals[part] is not None and totals["teachers"] is not None:
            totals[part] = min(totals[part], totals["teachers"])
    county = draw(st.sampled_from(["丙县", "甲县", "乙县"]))
    figures = tuple(None if x is None else float(x) for x in totals.values())
    return county, draw(st.sampled_from([0, 1])), pupils, figures


def campus(code: str, stage: int, pupils: int | None, totals: dict[str, float | None]) -> Campus:
    name = STAGES[stage].value
    figures: dict[str, Any] = {f"{name}_pupils": pupils}
    figures |= {f"{name}_{total}" if total in OF_STAGE else total: x for total, x in totals.items()}
    # Nothing is left open of whether it counts, and of what else counts into its totals.
    counts = {"ownership": "公办", "affiliation": "县属", "area_type": "城区", "inner_city": False}
    return Campus(school_code=code, kind=(Kind.PRIMARY, Kind.JUNIOR)[stage], **counts, **figures)


def columns_of(rows: list[Row], names: tuple[str, ...]) -> dict[str, Any]:
    county, stage, pupils, totals = zip(*rows, strict=True)
    return {
        "county": county,
        "stage": stage,
        "pupils": pupils,
        **dict(zip(names, zip(*totals, strict=True), strict=True)),
    }


def check_county_by_county(rows: list[Row], standard: str) -> None:
    names = tuple(totals_of(standard))
    result = assess_nation(columns_of(rows, names), standard)
    codes = {position: f"S{position}" for position in range(len(rows))}
    assert result.counties.tolist() == sorted({county for county, *_ in rows})
    for index, name in enumerate(result.counties.tolist()):
        of_county = {position: row for position, row in enumerate(rows) if row[0] == name}
        campuses = [
            campus(codes[position], stage, pupils, dict(zip(names, totals, strict=True)))
            for position, (_, stage, pupils, totals) in of_county.items()
        ]
        alone = be.assess(County(name=name, campuses=campuses), standard)
        assert result.outcomes[index] == alone.dimensions["resources"].outcome
        for code, stage in enumerate(STAGES):
            for row, id in enumerate(result.resources):
                expected = alone.variation[stage][id].value
                coefficient = result.coefficients[code, row, index]
                if expected is None:
                    assert np.isnan(coefficient)
                else:
                    assert coefficient == pytest.approx(float(expected), abs=1e-12)
        by_code = {section.section.campus.school_code: section for section in alone.sections}
        for position in of_county:
            section = by_code[codes[position]]
            assert result.section_outcomes[position] == section.finding.outcome
            met = [outcome == 1 for outcome in section.outcomes.values()] or [False] * len(result.resources)
            assert result.met[:, position].tolist() == met


@pytest.mark.slow
@settings(max_examples=3 * settings().max_examples)
@given(st.lists(sections(), min_size=1, max_size=14), st.sampled_from(["national-2017", "shenyang", "wenling-2020"]))
def test_the_nation_is_county_by_county(rows: list[Row], standard: str) -> None:
    check_county_by_county(rows, standard)


@pytest.mark.slow
@given(st.lists(basic_sections(), min_size=1, max_size=14))
def test_the_nation_is_county_by_county_by_the_method_of_2012_too(rows: list[Row]) -> None:
    check_county_by_county(rows, "basic-2012")


@pytest.mark.parametrize("further", [0, 1, 2])
def test_each_limit_that_is_met_is_reported_however_many_there_are(further: int) -> None:
    """Seven resources fit the bits of one byte, and more may be asked of the same totals."""
    items = (
        f'[items.R{8 + more}]\nname = {{ zh = "师生比", en = "More" }}\neach = "section"\nclause = "-"\nsource = "-"\n'
        f'measure = "teachers_above_required_per_pupil"\nrules = [{{ at_least = "0.0{5 + more}" }}]\n'
        for more in range(further)
    )
    about = 'name = "more"\nedition = "1"\nextends = "national-2017"\n'
    standard = from_text(about + "".join(items))
    assert tuple(totals_of(standard)) == TOTALS
    columns = nation()
    met = SectionTable.from_arrays(**columns).assess(standard).met
    primary, junior = [4.2, 1, 0.9, 4.5, 7.5, 2000, 2.3], [5.3, 1, 0.9, 5.8, 10.2, 2500, 2.4]
    levels = np.where(columns["stage"] == 0, np.array(primary)[:, None], np.array(junior)[:, None])
    rates = columns["totals"] / columns["pupils"] * np.array([100, 100, 100, 1, 1, 1, 100])[:, None]
    more = [rates[0] / 100 >= (5 + number) / 100 for number in range(further)]
    np.testing.assert_array_equal(met, [*(rates >= levels), *more])


def test_a_county_without_one_stage_and_a_single_section() -> None:
    result = SectionTable.from_arrays(
        county=["a", "b", "b"], stage=[0, 1, 1], pupils=[100, 100, 100], totals=[[1e6, 1e6, 1e6]] * 7
    ).assess()
    assert result.outcomes.tolist() == [1, 1]
    assert np.isnan(result.coefficients[1, :, 0]).all()
    assert np.isnan(result.coefficients[0, :, 1]).all()
    assert (result.coefficients[0, :, 0] == 0).all()
    assert (result.coefficients[1, :, 1] == 0).all()


def test_what_nobody_has_is_unknown() -> None:
    totals = np.full((7, 2), 1e6)
    totals[1] = 0
    result = SectionTable.from_arrays(county=[1, 1], stage=[0, 0], pupils=[100, 100], totals=totals).assess()
    assert np.isnan(result.coefficients[0, 1, 0])
    assert result.section_outcomes.tolist() == [-1, -1]
    assert result.outcomes.tolist() == [-1]


def test_a_standard_of_the_mean_of_some(tmp_path: Path) -> None:
    file = tmp_path / "means.toml"
    file.write_text(MEANS, encoding="utf-8")
    columns = nation(60)
    result = SectionTable.from_arrays(**columns).assess(file)
    assert result.resources == ("R7", "R4")
    assert result.coefficients.shape == (2, 2, 4)
    every = SectionTable.from_arrays(**columns).assess()
    np.testing.assert_allclose(result.coefficients, every.coefficients[:, [6, 3]], rtol=1e-13)
    means = result.coefficients.mean(axis=1)
    assert {True, False} == set((means <= 0.26).all(axis=0).tolist())
    np.testing.assert_array_equal(result.outcomes, np.where((means <= 0.26).all(axis=0), 1, -1))
    of_frame = assess_nation(
        {name: as_columns(columns)[name] for name in ("county", "stage", "pupils", *totals_of(file))}, file
    )
    np.testing.assert_array_equal(of_frame.coefficients, result.coefficients)


def test_results_as_columns() -> None:
    result = assess_nation(as_columns(nation()))
    columns = result.as_columns()
    assert list(columns)[:3] == ["county", "outcome", "primary_R1"]
    np.testing.assert_array_equal(columns["junior_R7"], result.coefficients[1, 6])
    assert list(columns)[-2:] == ["primary_composite", "junior_composite"]
    np.testing.assert_allclose(columns["junior_composite"], result.coefficients[1].mean(axis=0), rtol=1e-14)


def test_a_result_says_how_many_pass_and_fail() -> None:
    enough, too_little = np.full((7, 1), 1e6), np.zeros((7, 1))
    totals = np.hstack([enough, enough, enough, enough, too_little, enough * np.nan])
    columns = {"county": list("abcdef"), "stage": [0] * 6, "pupils": [100] * 6, "totals": totals}
    assert repr(SectionTable.from_arrays(**columns).assess()) == "<6 counties by national-2017 (1): 4 pass, 1 fail>"


# Coefficients at their limit.

CVS = {Stage.PRIMARY: Fraction(1, 2), Stage.JUNIOR: Fraction(9, 20)}


def two_schools(limit: Fraction, pupils: int, mean: Fraction) -> tuple[list[int], list[Fraction]]:
    """Pupils and totals of two schools, the smaller a fourth of the larger, whose coefficient is the limit."""
    return [pupils, 4 * pupils], [mean * (1 + 2 * limit) * pupils, mean * (1 - limit / 2) * 4 * pupils]


@pytest.mark.parametrize("in_order", [True, False])
@example([(100, 4000), (313, 7001)], 0, 5)
@example([(100, 4000), (313, 7001)], 1, 5)
@example([(100, 4000), (313, 7001)], -1, 5)
@given(
    st.lists(st.tuples(st.integers(100, 1000), st.integers(4000, 9000)), min_size=1, max_size=6),
    st.sampled_from([0, 1, -1]),
    st.integers(0, 6),
)
def test_coefficients_at_their_limit_and_one_unit_beside_it(
    in_order: bool, schools: list[tuple[int, int]], beside: int, resource: int
) -> None:
    """In every county, the school that has more has what gives the limit, or a ten-thousandth more or less."""
    rows = []
    for county, (count, mean) in enumerate(schools):
        for code, stage in enumerate(STAGES):
            of_schools, (more, less) = two_schools(CVS[stage], count, Fraction(mean))
            rows += zip([code] * 2, [county] * 2, of_schools, (more + Fraction(beside, 10_000), less), strict=True)
    stages, counties, pupils, totals = (
        np.array(column, dtype=float) for column in zip(*(sorted(rows) if in_order else rows), strict=True)
    )
    enough = np.tile(1e6 * pupils, (7, 1))
    table = SectionTable.from_arrays(county=counties.astype(int), stage=stages, pupils=pupils, totals=enough)
    assert (table.assess().outcomes == 1).all()
    at_limit = enough.copy()
    at_limit[resource] = totals
    anew = SectionTable.from_arrays(county=counties.astype(int), stage=stages, pupils=pupils, totals=at_limit)
    for result in (table.assess(totals=at_limit), anew.assess()):
        assert result.outcomes.tolist() == [-1 if beside > 0 else 1] * len(schools)
        assert np.abs(result.coefficients[:, resource] - np.array([[0.5], [0.45]])).max() < 1e-3


LIMITS = [(id, stage) for id in load("national-2017").resources for stage in STAGES]


@pytest.mark.slow
@pytest.mark.parametrize(("id", "stage"), LIMITS)
@pytest.mark.parametrize("scale", [Fraction(1), Fraction(1, 10), Fraction(1, 10_000)])
def test_the_tie_and_one_unit_beside_it(id: str, stage: Stage, scale: Fraction) -> None:
    """Over all pupils from 2 to 5000: a total at the limit meets it, one unit less does not."""
    row, code = int(id[1]) - 1, STAGES.index(stage)
    pupils = np.arange(2, 5001)
    least = [-(-limits(stage)[row] * int(count) // scale) * scale for count in pupils]
    for off, expected in ((0, True), (-1, False), (1, True)):
        totals = np.full((7, pupils.size), 1e7)
        totals[row] = [max(float(total + off * scale), 0) for total in least]
        met = (
            SectionTable.from_arrays(county=pupils, stage=np.full(pupils.size, code), pupils=pupils, totals=totals)
            .assess()
            .met[row]
        )
        known = [total + off * scale >= 0 for total in least]
        assert met[known].all() if expected else not met[known].any()


FAIL, UNKNOWN, PASS = Outcome.FAIL, Outcome.UNKNOWN, Outcome.PASS
# By standard: areas of two schools; the outcomes of the coefficients of rooms, of which nobody has any, and of areas;
# and that of the stage.
OF_EACH, ALIKE, APART = MEANS.replace('of = "mean", ', ""), [5, 5], [1, 9]
OF_NOTHING: dict[str, tuple[str, list[float], list[Outcome], Outcome]] = {
    "each of them": (OF_EACH, ALIKE, [UNKNOWN, PASS], UNKNOWN),
    "each of them, which fails": (OF_EACH.replace("{ at", '{ all_zero = "fail", at'), ALIKE, [FAIL, PASS], FAIL),
    "their mean": (MEANS, ALIKE, [UNKNOWN, PASS], UNKNOWN),
    "their mean, which fails": (MEANS.replace("{ of", '{ all_zero = "fail", of'), ALIKE, [FAIL, PASS], FAIL),
    "the mean of the other": (MEANS.replace("{ of", '{ all_zero = "pass", of'), ALIKE, [PASS, PASS], PASS),
    "the mean of the other, which fails": (MEANS.replace("{ of", '{ all_zero = "pass", of'), APART, [PASS, PASS], FAIL),
}


@pytest.mark.parametrize("way", OF_NOTHING)
def test_a_resource_of_which_nobody_has_anything(way: str) -> None:
    text, areas, of_each, of_stage = OF_NOTHING[way]
    sections = {"county": ["甲", "甲"], "stage": [0, 0], "pupils": [50, 50]}
    table = SectionTable.from_arrays(**sections, totals=[[0, 0], areas], standard=from_text(text))
    result = table.assess(from_text(text))
    assert result.resources == ("R7", "R4")
    assert result.coefficient_outcomes[0, :, 0].tolist() == of_each
    assert result.variation[:, 0].tolist() == [of_stage, PASS]
    assert np.isnan(result.coefficients[0, :, 0]).tolist() == [True, False]
    assert np.isnan(result.coefficients[1]).all()
    assert np.isnan(result.composite[1]).all()
