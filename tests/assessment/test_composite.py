"""The composite coefficient (综合差异系数): the mean of the coefficients, reported by every standard."""

from __future__ import annotations

import tomllib
from pathlib import Path

import attrs
import numpy as np
import pytest
from counties import change_campus, good_county, junior, mine, primary
from hypothesis import given, settings
from hypothesis import strategies as st

from balanced_edu import testing
from balanced_edu.assessment import Assessment, assess
from balanced_edu.checks import Cell, Reason
from balanced_edu.nation import SectionTable
from balanced_edu.outcomes import Outcome
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import County
from balanced_edu.records.kinds import COMPULSORY, Kind, Ownership, Stage
from balanced_edu.report import document_of
from balanced_edu.standards import Standard, from_text, load, names

NATIONAL, PRIMARY = load("national-2017"), Stage.PRIMARY
PUBLISHED = tomllib.loads((Path(__file__).parents[1] / "cases" / "jiujiang.toml").read_text(encoding="utf-8"))
LAST_DIGIT = 6e-7  # half a unit of the sixth decimal, and what the rounding of the other figures adds


def jiujiang() -> County:
    """Two schools, one with a tenth of the pupils, that have the published means and standard deviations exactly."""
    small, large = 10**10, 9 * 10**10
    campuses = []
    for code, pupils, away in (("A", small, 3), ("B", large, -1 / 3)):
        per_pupil = {
            NATIONAL.items[id].total: (mean + away * deviation) / float(NATIONAL.items[id].scale)
            for id, mean, deviation in zip(NATIONAL.resources, PUBLISHED["mean"], PUBLISHED["deviation"], strict=True)
        }
        totals = {
            name if name in attrs.fields_dict(Campus) else f"primary_{name}": round(pupils * each)
            for name, each in per_pupil.items()
        }
        campuses.append(Campus(school_code=code, kind=Kind.PRIMARY, primary_pupils=pupils, **totals))
    return County(name="鸠江区", year=2023, campuses=campuses)


def test_the_published_table() -> None:
    found = assess(jiujiang())
    findings = found.variation[PRIMARY]
    assert [finding.inputs["mean"] for finding in findings.values()] == pytest.approx(PUBLISHED["mean"], rel=1e-8)
    assert [finding.inputs["deviation"] for finding in findings.values()] == pytest.approx(
        PUBLISHED["deviation"], rel=1e-7
    )
    assert [finding.value for finding in findings.values()] == pytest.approx(PUBLISHED["coefficient"], abs=LAST_DIGIT)
    assert [id for id, finding in findings.items() if finding.outcome is not Outcome.PASS] == PUBLISHED["fails"]
    assert f"{findings['R2'].value:.2f}" == "0.50"
    assert found.composite[PRIMARY].value == pytest.approx(PUBLISHED["composite"], abs=LAST_DIGIT)


def test_the_published_table_in_a_nation() -> None:
    result = SectionTable.from_counties([jiujiang()]).assess()
    assert result.coefficients[0, :, 0].tolist() == pytest.approx(PUBLISHED["coefficient"], abs=LAST_DIGIT)
    assert result.composite[0, 0] == pytest.approx(PUBLISHED["composite"], abs=LAST_DIGIT)
    assert np.isnan(result.composite[1, 0])
    assert result.as_columns()["primary_composite"] == result.composite[0]
    assert result.outcomes.tolist() == [-1]


def test_the_published_coefficients_are_checked_as_they_are() -> None:
    check, mean = NATIONAL.variation_check(PRIMARY), np.array(PUBLISHED["mean"])
    coefficients = np.array(PUBLISHED["coefficient"])
    outcomes = check.of_coefficients(
        coefficients, mean, np.array(100.0), lambda position: pytest.fail("not at the limit")
    )
    assert outcomes.tolist() == [1, -1, 1, 1, 1, 1, 1]
    assert check.composite(coefficients, mean) == pytest.approx(PUBLISHED["composite"], abs=LAST_DIGIT)


@pytest.mark.parametrize("name", names())
def test_every_standard_reports_it(name: str) -> None:
    """By whatever resources the standard requires; only the method of 2012 limits it."""
    figures = {"computers": 90, "books": 9000, "primary_teachers": 60, "primary_middle_rank_teachers": 20}
    found = assess(good_county(primary(**figures), primary("P2", 600, **figures)), name)
    values = [float(found.variation[PRIMARY][id].value or 0) for id in found.standard.required_resources]
    composite = found.composite[PRIMARY]
    assert composite.value == pytest.approx(sum(values) / len(values))
    assert (composite.outcome, composite.check, composite.missing) == (Outcome.PASS, "mean variation", ())
    assert composite.limit == (found.standard.variation[PRIMARY] if name == "basic-2012" else None)
    assert found.means == (found.composite if name == "basic-2012" else {})
    assert (found.composite[Stage.JUNIOR].value, found.composite[Stage.JUNIOR].undefined) == (None, Reason.NO_SECTIONS)


def of(county: County, standard: str = "") -> Assessment:
    return assess(county, mine(standard))


def test_where_one_coefficient_is_unknown_there_is_none() -> None:
    found = assess(change_campus(good_county(), "P1", equipment_value=None))
    composite = found.composite[PRIMARY]
    assert (composite.value, composite.outcome) == (None, Outcome.UNKNOWN)
    assert composite.missing == (Cell("schools", "P1", "equipment_value"),)
    assert found.composite[Stage.JUNIOR].outcome is Outcome.PASS
    assert found.as_dict()["composite"] == {"primary": None, "junior": found.composite[Stage.JUNIOR].value}


@pytest.mark.parametrize(("word", "known"), [("pass", True), ("unknown", False), ("fail", False)])
def test_without_a_limit_it_cannot_fail(word: str, known: bool) -> None:
    """A resource that nobody has is left out of the mean, or leaves it undefined; so does a stage without sections."""
    nothing = good_county(*(primary(code, primary_backbone_teachers=0) for code in ("P1", "P2")))
    found = of(nothing, f'[variation]\nall_zero = "{word}"\nwithout_sections = "{word}"\n')
    composite = found.composite[PRIMARY]
    outcome = Outcome.PASS if known else Outcome.UNKNOWN
    assert (composite.outcome, composite.limit, composite.relation) == (outcome, None, None)
    assert (composite.value, composite.undefined) == ((0, None) if known else (None, Reason.ALL_ZERO))
    assert found.composite[Stage.JUNIOR].outcome is outcome


WITHOUT_PRIVATE = '[counted]\nleaves_out = [{ ownership = ["民办"] }]\n'


def test_where_it_is_open_who_counts_it_is_known_only_if_it_is_the_same_either_way() -> None:
    uneven = good_county(primary(), primary("P2", 600, ownership=None, teaching_area=6000))
    found = of(uneven, WITHOUT_PRIVATE).composite[PRIMARY]
    assert (found.value, found.outcome) == (None, Outcome.UNKNOWN)
    assert found.missing == (Cell("schools", "P2", "ownership"),)
    for ownership in Ownership:
        settled = of(change_campus(uneven, "P2", ownership=ownership), WITHOUT_PRIVATE)
        assert settled.composite[PRIMARY].outcome is Outcome.PASS
    unknown = of(change_campus(uneven, "P1", sports_area=None), WITHOUT_PRIVATE).composite[PRIMARY]
    assert unknown.missing == (Cell("schools", "P2", "ownership"), Cell("schools", "P1", "sports_area"))
    alike = good_county(primary(), primary("P2", ownership=None))
    assert of(alike, WITHOUT_PRIVATE).composite[PRIMARY].value == 0


def test_a_standard_that_requires_no_resources_has_none() -> None:
    aims = from_text(
        'name = "aims"\nedition = "1"\ntitle = { zh = "努力", en = "Aims" }\nauthority = "测试"\ndocument = "测试"\n'
        'variation = { at_most = { primary = "0.5", junior = "0.45" }, clause = "-" }\n'
        '[items.R4]\nname = { zh = "面积", en = "Area" }\neach = "section"\naim = true\nclause = "-"\nsource = "-"\n'
    )
    found = assess(good_county(), aims)
    assert (found.composite, found.as_dict()["composite"]) == ({}, {})
    assert found.variation[PRIMARY]["R4"].value is not None
    assert "composite" not in found.as_text("en")
    assert "综合" not in found.as_text("zh")


def table(assessment: Assessment, lang: str, name: str) -> tuple[list[str], tuple[str, ...]]:
    """The last row of the table of coefficients, and the notes below it."""
    tables = (table for table in document_of(assessment, lang).tables if table.name == name)
    found = next(table for table in tables if table.notes)
    return [f"{entry.text} {entry.mark}".strip() for entry in found.rows[-1]], found.notes


def test_reports_have_it_below_the_seven() -> None:
    found = assess(change_campus(good_county(), "J1", equipment_value=None))
    value = f"{found.composite[PRIMARY].value:.4f}"
    row, notes = table(found, "en", "Variation")
    assert row == ["composite coefficient (综合差异系数)", value, "–", "– ?", "–", "–", "–"]
    assert notes[0] == "The composite coefficient is the mean of those of R1–R7; the standard sets no limit for it."
    row, notes = table(found, "zh", "差异系数")
    assert row == ["综合差异系数", value, "–", "– ?", "–", "–", "–"]
    assert notes[0] == "综合差异系数为R1–R7差异系数的平均值，标准未规定其限值。"


def test_where_it_is_limited_reports_say_so() -> None:
    uneven = good_county(primary(), primary("P2", 600, teaching_area=1, sports_area=1, equipment_value=1))
    found = of(uneven, '[variation]\nof = "mean"\nat_most = { primary = "0.1", junior = "0.1" }\n')
    row, notes = table(found, "en", "Variation")
    assert row[1:] == [f"{found.means[PRIMARY].value:.4f} ✗", "–", "–", "–", "–", "–"]
    assert notes[0] == "The composite coefficient is the mean of those of R1–R7; the limits are for it."
    assert table(found, "zh", "差异系数")[1][0] == "综合差异系数为R1–R7差异系数的平均值，限值适用于综合差异系数。"


@pytest.mark.parametrize(("outcome", "found"), [("pass", "pass"), ("unknown", "unknown"), ("fail", "unknown")])
def test_a_coefficient_that_enters_the_mean_has_no_limit_even_where_it_is_undefined(outcome: str, found: str) -> None:
    """What fails is the mean, whose limit it is."""
    nothing = change_campus(good_county(primary(), junior()), "P1", equipment_value=0)
    by_mean = of(nothing, f'[variation]\nof = "mean"\nall_zero = "{outcome}"\n')
    coefficient = by_mean.variation[PRIMARY]["R6"]
    assert (coefficient.value, coefficient.limit, coefficient.relation) == (None, None, None)
    assert str(coefficient.outcome) == found
    assert str(by_mean.means[PRIMARY].outcome) == outcome
    without = of(good_county(primary()), f'[variation]\nof = "mean"\nwithout_sections = "{outcome}"\n')
    assert {one.limit for one in without.variation[Stage.JUNIOR].values()} == {None}
    assert str(without.means[Stage.JUNIOR].outcome) == outcome


def close(one: float, other: float) -> bool:
    return one == pytest.approx(other, rel=1e-12, abs=1e-12)


@settings(max_examples=settings().max_examples // 4)
@given(testing.counties(gaps=True), testing.standards())
def test_it_lies_between_the_least_and_the_greatest_coefficient(county: County, standard: Standard) -> None:
    found = assess(county, standard)
    for stage in COMPULSORY:
        values = [found.variation[stage][id].value for id in standard.required_resources]
        composite = found.composite[stage].value
        if composite is not None:
            known = [float(value) for value in values if value is not None]
            assert len(known) == len(values)
            assert min(known) <= composite <= max(known) or close(composite, min(known)) or close(composite, max(known))


@settings(max_examples=settings().max_examples // 4)
@given(testing.counties(), st.sampled_from(["pass", "unknown", "fail"]))
def test_a_county_alone_and_the_nation_come_to_the_same(county: County, all_zero: str) -> None:
    standard = mine(f'[variation]\nall_zero = "{all_zero}"\n')
    found = assess(county, standard)
    result = SectionTable.from_counties([county], standard).assess(standard)
    for place, stage in enumerate(COMPULSORY):
        value = found.composite[stage].value
        expected = np.nan if value is None else pytest.approx(float(value), rel=1e-12, abs=1e-12)
        of_nation = result.composite[place, 0] if result.counties.size else np.nan
        assert np.isnan(of_nation) if value is None else of_nation == expected
