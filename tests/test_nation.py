"""Many counties at once: the same as county by county, whatever is missing and however rows are ordered."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pint
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import balanced_edu as be
from balanced_edu import units, variation_coefficient
from balanced_edu.campuses import Campus, Kind, Stage
from balanced_edu.checks import Relation
from balanced_edu.county import County
from balanced_edu.dispersion import Moments, moments
from balanced_edu.frames import frame_of
from balanced_edu.nation import TOTALS, NationAssessment, SectionTable, Sensitivity, assess_nation, rules_for
from balanced_edu.standards import from_text, load

NAN = float("nan")
STAGES = (Stage.PRIMARY, Stage.JUNIOR)
OF_STAGE = TOTALS[:3]
# Around the limits of both stages: at them, a little under, under 85 %, nothing, and not known.
NEAR = (Fraction(1), Fraction(99, 100), Fraction(85, 100), Fraction(80, 100), Fraction(5, 4), Fraction(0), None)


def limits(stage: Stage) -> list[Fraction]:
    national = load("national-2017")
    return [
        national.limit(id, stage).limit / (100 if id in ("R1", "R2", "R3", "R7") else 1) for id in national.resources
    ]


@st.composite
def sections(draw: st.DrawFn) -> tuple[str, int, int | None, tuple[float | None, ...]]:
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


def campus(code: str, stage: int, pupils: int | None, totals: tuple[float | None, ...]) -> Campus:
    name = STAGES[stage].value
    figures: dict[str, Any] = {f"{name}_pupils": pupils}
    figures |= {f"{name}_{total}" if total in OF_STAGE else total: x for total, x in zip(TOTALS, totals, strict=True)}
    return Campus(school_code=code, kind=(Kind.PRIMARY, Kind.JUNIOR)[stage], **figures)


def table(rows: list[Any]) -> SectionTable:
    county, stage, pupils, totals = zip(*rows, strict=True)
    return SectionTable.from_arrays(
        county=list(county),
        stage=list(stage),
        pupils=[np.nan if count is None else count for count in pupils],
        totals=np.array([[np.nan if x is None else x for x in own] for own in totals]).T,
    )


@settings(max_examples=3 * settings().max_examples)
@given(st.lists(sections(), min_size=1, max_size=14), st.sampled_from(["national-2017", "shenyang", "wenling-2020"]))
def test_the_nation_is_county_by_county(rows: list[Any], standard: str) -> None:
    result = table(rows).assess(standard)
    codes = {position: f"S{position}" for position in range(len(rows))}
    assert result.counties.tolist() == sorted({county for county, *_ in rows})
    for index, name in enumerate(result.counties.tolist()):
        own = {position: row for position, row in enumerate(rows) if row[0] == name}
        alone = be.assess(County(name=name, campuses=[campus(codes[p], *row[1:]) for p, row in own.items()]), standard)
        assert result.outcomes[index] == alone.dimensions["resources"].outcome
        for code, stage in enumerate(STAGES):
            for row, id in enumerate(result.resources):
                expected = alone.variation[stage][id].value
                found = result.coefficients[code, row, index]
                assert np.isnan(found) if expected is None else found == pytest.approx(float(expected), abs=1e-12)
        by_code = {section.section.campus.school_code: section for section in alone.sections}
        for position in own:
            section = by_code[codes[position]]
            assert result.section_outcomes[position] == section.finding.outcome
            met = [outcome == 1 for outcome in section.outcomes.values()]
            assert result.met[:, position].tolist() == met


def nation(n: int = 500, seed: int = 7, *, gaps: bool = False) -> dict[str, Any]:
    """Columns of sections in any order."""
    rng = np.random.default_rng(seed)
    pupils = rng.integers(50, 2500, n).astype(float)
    level = np.array([0.055, 0.012, 0.01, 5.5, 9, 2400, 0.026])[:, None]
    totals = np.round(level * pupils * rng.lognormal(0, 0.25, (7, n)), 1)
    if gaps:
        totals[rng.random(totals.shape) < 0.01] = np.nan
        pupils[rng.random(n) < 0.01] = np.nan
    county, stage = rng.choice([110101, 330302, 441900, 659001], n), rng.integers(0, 2, n)
    return {"county": county, "stage": stage, "pupils": pupils, "totals": totals}


def same(one: NationAssessment, other: NationAssessment) -> None:
    np.testing.assert_array_equal(one.outcomes, other.outcomes)
    np.testing.assert_allclose(one.coefficients, other.coefficients, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("gaps", [False, True])
def test_the_order_of_rows_changes_nothing(gaps: bool) -> None:
    columns = nation(40_000, gaps=gaps)
    order = np.lexsort((columns["county"], columns["stage"]))
    ordered = {name: column[..., order] for name, column in columns.items()}
    given, sorted_ = SectionTable.from_arrays(**columns).assess(), SectionTable.from_arrays(**ordered).assess()
    same(given, sorted_)
    np.testing.assert_array_equal(given.section_outcomes[order], sorted_.section_outcomes)
    np.testing.assert_array_equal(given.met[:, order], sorted_.met)


@pytest.mark.parametrize("further", [0, 1, 2])
def test_each_limit_that_is_met_is_told_however_many_there_are(further: int) -> None:
    """Seven resources fit the bits of one byte, and more may be asked of the same totals."""
    items = (
        f'[items.R{8 + more}]\nname = {{ zh = "师生比", en = "More" }}\neach = "section"\nclause = "-"\nsource = "-"\n'
        f'measure = "teachers_above_required_per_pupil"\nrules = [{{ at_least = "0.0{5 + more}" }}]\n'
        for more in range(further)
    )
    about = 'name = "more"\nedition = "1"\nextends = "national-2017"\n'
    columns = nation()
    met = SectionTable.from_arrays(**columns).assess(from_text(about + "".join(items))).met
    primary, junior = [4.2, 1, 0.9, 4.5, 7.5, 2000, 2.3], [5.3, 1, 0.9, 5.8, 10.2, 2500, 2.4]
    levels = np.where(columns["stage"] == 0, np.array(primary)[:, None], np.array(junior)[:, None])
    rates = columns["totals"] / columns["pupils"] * np.array([100, 100, 100, 1, 1, 1, 100])[:, None]
    more = [rates[0] / 100 >= (5 + number) / 100 for number in range(further)]
    np.testing.assert_array_equal(met, [*(rates >= levels), *more])


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"pupils": 5.0}, "given county (3,), stage (3,), pupils (), totals (7, 3)"),
        ({"pupils": np.ones((1, 3))}, "given county (3,), stage (3,), pupils (1, 3), totals (7, 3)"),
        ({"county": [1], "totals": np.ones((7, 2))}, "given county (1,), totals (7, 2)"),
        ({"stage": [0, 1]}, "given stage (2,)"),
        ({"totals": [[1, 2, 3]] * 6}, "given totals (6, 3)"),
        ({"totals": [[1, 2, 3]] * 8}, "given totals (8, 3)"),
        ({"stage": [["primary"], ["junior"], ["junior"]]}, "given stage (3, 1)"),
    ],
)
def test_shapes_that_do_not_fit_are_told_all_at_once(changes: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=re.escape(told) + "$"):
        SectionTable.from_arrays(**{**nation(3), **changes})


def test_a_single_number_of_pupils_fits_no_section() -> None:
    with pytest.raises(ValueError, match=re.escape("given county (1,), stage (1,), pupils (), totals (7, 1)") + "$"):
        SectionTable.from_arrays(**{**nation(1), "pupils": 5.0})


def test_nothing_is_no_less_than_nothing() -> None:
    columns = nation(6)
    columns["totals"][0] = [9, 0, 0.5, -1, 0, 9]
    with pytest.raises(ValueError, match=r"^teachers_above_required is negative or infinite: rows 3$"):
        SectionTable.from_arrays(**columns)


def test_units_that_do_not_fit_are_told_with_the_argument() -> None:
    money = units.quantity(1.0, "yuan")
    for pupils in (units.quantity(np.ones(3), "yuan"), [money, money, money]):
        with pytest.raises(pint.DimensionalityError, match=r"\bpupils\b"):
            SectionTable.from_arrays(**{**nation(3), "pupils": pupils})


def test_moments_of_a_table_are_those_of_its_runs() -> None:
    table_ = SectionTable.from_arrays(**nation())
    assert table_.moments.ids is table_.plan.group


def test_ten_bad_rows_are_told_and_no_more() -> None:
    columns = nation()
    columns["pupils"][:10] = 0
    with pytest.raises(ValueError, match=r"has none: rows 0, 1, 2, 3, 4, 5, 6, 7, 8, 9$"):
        SectionTable.from_arrays(**columns)


def test_bad_numbers_and_bad_ids_are_told_together() -> None:
    columns = named(nation(3))
    columns |= {"county": ["a", None, "b"], "pupils": [1, 2, "many"], "stage": ["primary", "junior", "senior"]}
    with pytest.raises(ValueError, match="many") as told:
        assess_nation(columns)
    for part in ("pupils", "county", "stage is neither"):
        assert part in str(told.value)


def test_ids_may_be_texts_or_far_apart() -> None:
    columns = nation()
    by_number = SectionTable.from_arrays(**columns).assess()
    for ids in (columns["county"].astype(str), columns["county"].astype(str).astype(object), columns["county"] * 10**9):
        same(by_number, SectionTable.from_arrays(**{**columns, "county": ids}).assess())


def test_ids_of_few_bits_far_apart() -> None:
    """Their distance is more than they can hold themselves."""
    ids = np.array([-100, 100, -56, 100] * 20, dtype=np.int8)
    columns = {name: column[..., :80] for name, column in nation().items()}
    result = SectionTable.from_arrays(**{**columns, "county": ids}).assess()
    assert result.counties.tolist() == [-100, -56, 100]
    same(result, SectionTable.from_arrays(**{**columns, "county": ids.astype(np.int64)}).assess())


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


def test_no_sections_at_all() -> None:
    result = SectionTable.from_arrays(county=np.array([], int), stage=[], pupils=[], totals=np.empty((7, 0))).assess()
    assert (result.outcomes.size, result.met.shape) == (0, (7, 0))


def test_other_totals_of_the_same_sections() -> None:
    columns = nation(gaps=True)
    again = SectionTable.from_arrays(**columns)
    better = columns["totals"] * np.random.default_rng(3).integers(1, 3, columns["totals"].shape)
    one, other = again.assess(totals=better), SectionTable.from_arrays(**{**columns, "totals": better}).assess()
    same(one, other)
    np.testing.assert_array_equal(one.met, other.met)
    with pytest.raises(ValueError, match=r"totals have the shape \(7, 500\)"):
        again.assess(totals=better[:, :3])
    with pytest.raises(ValueError, match="teaching_area is negative or infinite: rows 4"):
        again.assess(totals=np.where((np.arange(7) == 3)[:, None] & (np.arange(500) == 4), -1, better))


BAD = [
    ("pupils", 3, 0, "pupils are 0; leave out a stage that has none: rows 3"),
    ("pupils", 3, -1, "pupils are negative or infinite: rows 3"),
    ("pupils", 3, np.inf, "pupils are negative or infinite: rows 3"),
    ("stage", 3, 2, r"stage is neither 0 \(primary\) nor 1 \(junior\): rows 3"),
    ("totals", (6, 3), np.inf, "multimedia_rooms is negative or infinite: rows 3"),
]


@pytest.mark.parametrize(("name", "position", "value", "message"), BAD)
def test_bad_rows_are_told_with_their_positions(name: str, position: Any, value: float, message: str) -> None:
    columns = nation()
    columns[name] = columns[name].copy()
    columns[name][position] = value
    with pytest.raises(ValueError, match=message):
        SectionTable.from_arrays(**columns)


def test_all_that_is_wrong_is_told_at_once() -> None:
    columns = nation()
    columns["pupils"][:20] = 0
    columns["totals"][0, 5] = -1
    with pytest.raises(ValueError, match="rows 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 10 more; teachers_above_required"):
        SectionTable.from_arrays(**columns)
    with pytest.raises(ValueError, match="county is neither an integer nor a text"):
        SectionTable.from_arrays(**{**columns, "county": columns["county"] / 2})
    with pytest.raises(ValueError, match=r"county is unknown: rows 0; pupils"):
        SectionTable.from_arrays(**{**columns, "county": np.array([None, *["甲县"] * 499])})
    with pytest.raises(ValueError, match=r"given totals \(6, 500\)"):
        SectionTable.from_arrays(**{**columns, "totals": columns["totals"][:6]})


def test_a_standard_that_takes_other_totals_is_refused() -> None:
    with pytest.raises(ValueError, match="basic-2012 takes computers of each section"):
        SectionTable.from_arrays(**nation()).assess("basic-2012")


MEANS = """
name = "means"
edition = "1"
title = { zh = "均值", en = "Means" }
authority = "测试"
document = "测试"
variation = { of = "mean", at_most = { primary = "0.26", junior = "0.26" }, clause = "均值", source = "测试" }
[items]
R7 = { name = { zh = "教室", en = "Rooms" }, each = "section", clause = "-", source = "-" }
R4 = { name = { zh = "面积", en = "Area" }, each = "section", clause = "-", source = "-" }
"""


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


def test_a_standard_without_resources_is_refused() -> None:
    judged = 'Q8 = { name = { zh = "负担", en = "Burden" }, rules = [{ holds = true }], clause = "-", source = "-" }'
    none = from_text(MEANS.split("variation")[0] + "[items]\n" + judged)
    with pytest.raises(ValueError, match="means has no resource indicators to assess a nation by"):
        SectionTable.from_arrays(**nation()).assess(none)


SECTIONS: list[tuple[dict[int, float | None], int]] = [
    ({}, 1),
    ({1: 0.85}, 1),
    ({1: 0.8499}, -1),
    ({1: 0.85, 4: 0.99}, -1),
    ({1: None}, 0),
    ({1: None, 4: 0.99}, 0),
    ({1: 0.85, 3: None}, 0),
    ({1: None, 4: 0.84}, -1),
    ({1: None, 3: 0.99, 4: 0.99}, -1),
]


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize(("parts", "outcome"), SECTIONS)
def test_the_section_rule_by_cases(stage: Stage, parts: dict[int, float | None], outcome: int) -> None:
    """Which part of its limit a section has of some resources, and just the limit of all others."""
    rates = np.array([[float(limit)] for limit in limits(stage)])
    for row, part in parts.items():
        rates[row] *= np.nan if part is None else part
    rule = rules_for(load("national-2017"))[1][stage]
    for known in {False, None not in parts.values()}:
        outcomes, met = rule.outcomes(rates, known=known)
        assert (outcomes.dtype, met.dtype, outcomes.tolist()) == (np.int8, np.bool_, [outcome])
        assert met[:, 0].tolist() == [row not in parts for row in range(7)]
    columns = {"county": [1], "stage": [STAGES.index(stage)], "pupils": [1000], "totals": rates * 1000}
    result = SectionTable.from_arrays(**columns).assess()
    assert result.section_outcomes.tolist() == [outcome]
    assert (result.outcomes.dtype, result.section_outcomes.dtype, result.met.dtype) == (np.int8, np.int8, np.bool_)


def test_rules_are_made_ready_for_arrays() -> None:
    national = load("national-2017")
    resources, rules = rules_for(national)
    assert [(one.id, one.row) for one in resources] == [(id, row) for row, id in enumerate(national.resources)]
    assert (rules[Stage.JUNIOR].k, rules[Stage.JUNIOR].relations) == (6, (Relation.AT_LEAST,) * 7)
    _, none = rules_for(from_text(MEANS))
    assert (none[Stage.PRIMARY].k, none[Stage.PRIMARY].relations) == (0, ())
    assert none[Stage.PRIMARY].limits.shape == none[Stage.PRIMARY].floors.shape == (0, 1)
    outcomes, met = none[Stage.PRIMARY].outcomes(np.ones((2, 3)), known=True)
    assert (outcomes.dtype, outcomes.tolist(), met.tolist()) == (np.int8, [1, 1, 1], [[False] * 3] * 2)


def as_columns(columns: dict[str, Any]) -> dict[str, Any]:
    own = {name: columns[name] for name in ("county", "stage", "pupils")}
    return {**own, **dict(zip(TOTALS, columns["totals"], strict=True))}


def named(columns: dict[str, Any]) -> dict[str, Any]:
    return {**as_columns(columns), "stage": [("primary", "junior")[code] for code in columns["stage"]]}


def test_columns_by_name() -> None:
    columns = nation(gaps=True)
    same(assess_nation(named(columns)), SectionTable.from_arrays(**columns).assess())
    same(assess_nation(as_columns(columns)), SectionTable.from_arrays(**columns).assess())


@pytest.mark.parametrize("make", [pl.DataFrame, lambda columns: pl.DataFrame(columns).lazy(), "pandas", "pyarrow"])
def test_frames_of_any_library(make: Any) -> None:
    columns = nation(gaps=True)
    if isinstance(make, str):
        library = pytest.importorskip(make)
        make = library.DataFrame if make == "pandas" else library.table
    same(assess_nation(make(named(columns))), SectionTable.from_arrays(**columns).assess())


def test_missing_columns_and_stages_of_another_name_are_told() -> None:
    columns = as_columns(nation())
    with pytest.raises(ValueError, match="columns are missing: sports_area"):
        assess_nation({name: column for name, column in columns.items() if name != "sports_area"})
    with pytest.raises(ValueError, match="stage is neither"):
        assess_nation({**columns, "stage": ["senior"] * 500})


def test_results_as_columns() -> None:
    result = assess_nation(as_columns(nation()))
    columns = result.as_columns()
    assert list(columns)[:3] == ["county", "outcome", "primary_R1"]
    np.testing.assert_array_equal(columns["junior_R7"], result.coefficients[1, 6])


def test_a_result_says_how_many_pass_and_fail() -> None:
    enough, too_little = np.full((7, 1), 1e6), np.zeros((7, 1))
    totals = np.hstack([enough, enough, enough, enough, too_little, enough * np.nan])
    columns = {"county": list("abcdef"), "stage": [0] * 6, "pupils": [100] * 6, "totals": totals}
    assert repr(SectionTable.from_arrays(**columns).assess()) == "<6 counties by national-2017 (1): 4 pass, 1 fail>"


# What may be given, and what is refused.

MASK = np.array([False, True, False])


def three(**others: Any) -> dict[str, Any]:
    """Columns of three sections of one county, that have enough of all."""
    of_sections = {"county": ["a", "a", "a"], "stage": ["primary", "primary", "junior"], "pupils": [100, 100, 100]}
    return {**of_sections, **{name: [1e6, 1e6, 1e6] for name in TOTALS}, **others}


def in_rows(columns: dict[str, Any]) -> dict[str, Any]:
    """The same as arguments of `from_arrays`."""
    own = {name: columns[name] for name in ("county", "stage", "pupils")}
    return {**own, "totals": [columns[name] for name in TOTALS]}


def refused(columns: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        SectionTable.from_frame(columns)
    with pytest.raises(ValueError, match=message):
        SectionTable.from_arrays(**in_rows(columns))


def tables(columns: dict[str, Any]) -> tuple[SectionTable, SectionTable]:
    return SectionTable.from_frame(columns), SectionTable.from_arrays(**in_rows(columns))


@pytest.mark.parametrize(
    "figures",
    [
        np.ma.array([100.0, 1e20, 100], mask=MASK),
        np.ma.array([100, 0, 100], mask=MASK),
        np.ma.array([100, "junk", 100], mask=MASK, dtype=object),
        [100, np.ma.masked, 100],
        [100, None, 100],
        np.array([100, pd.NA, 100], dtype=object),
    ],
)
def test_what_is_masked_or_null_is_unknown(figures: Any) -> None:
    for table in tables(three(pupils=figures, sports_area=figures)):
        assert np.isnan(table.pupils).tolist() == [False, True, False]
        assert np.isnan(table.totals[4]).tolist() == [False, True, False]
        assert table.assess().section_outcomes.tolist()[:2] == [-1, 0]
    table = SectionTable.from_arrays(**in_rows(three()))
    result = table.assess(totals=[*[[1e6] * 3] * 4, figures, *[[1e6] * 3] * 2])
    assert np.isnan(result.coefficients[0, :, 0]).tolist() == [row == 4 for row in range(7)]
    masked = np.ma.array(table.totals, mask=np.tile(MASK, (7, 1)))
    assert table.assess(totals=masked).section_outcomes.tolist() == [1, 0, 1]
    assert SectionTable.from_arrays(**{**in_rows(three()), "totals": masked}).assess().outcomes.tolist() == [0]


def test_columns_as_a_data_base_gives_them() -> None:
    values = "('a', 0::tinyint, 100, 1e6), ('a', 1::tinyint, null, 1e6), ('a', 0::tinyint, 100, null)"
    totals = ", ".join(f"enough as {name}" for name in TOTALS)
    query = f"select county, stage, pupils, {totals} from (values {values}) t(county, stage, pupils, enough)"
    columns = duckdb.sql(query).fetchnumpy()
    assert isinstance(columns["pupils"], np.ma.MaskedArray)
    assert assess_nation(columns).section_outcomes.tolist() == [1, 0, 0]


@pytest.mark.parametrize(
    ("county", "message"),
    [
        (["a", NAN, "b"], "county is unknown: rows 1$"),
        (["a", None, "b"], "county is unknown: rows 1$"),
        ([1, NAN, 2], "county is unknown: rows 1$"),
        (np.array([1, NAN, 2]), "county is unknown: rows 1$"),
        (np.array([1.5, NAN, 2]), "county is unknown: rows 1; county is neither an integer nor a text: rows 0$"),
        (np.array([1.0, 3, 2]), "county is neither an integer nor a text: rows 0, 1, 2$"),
        (np.array([True, True, False]), "county is neither an integer nor a text: rows 0, 1, 2$"),
        (["a", pd.NA, pd.NaT], "county is unknown: rows 1, 2$"),
        (np.ma.array([1, 1, 1], mask=MASK), "county is unknown: rows 1$"),
        (np.ma.array(["a", "a", "a"], mask=MASK), "county is unknown: rows 1$"),
        ([330302, "330302", 330302], "county is a text among integers: rows 1$"),
        (np.array(["a", 1, "b"], dtype=object), "county is an integer among texts: rows 1$"),
        ([1, 1.0, "b"], "county is neither an integer nor a text: rows 1"),
    ],
)
def test_counties_that_are_unknown_or_mixed_are_refused(county: Any, message: str) -> None:
    refused(three(county=county), message)


@pytest.mark.parametrize("library", ["polars", "pandas", "pyarrow"])
@pytest.mark.parametrize("county", [[1, None, 2], ["a", None, "b"]])
def test_a_null_of_a_frame_is_no_county(library: str, county: Any) -> None:
    with pytest.raises(ValueError, match=r"county is unknown: rows 1$"):
        assess_nation(frame_of(three(county=county), library))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("county", "ids"),
    [
        (np.array([2**63 + 9, 2**63 + 5, 2**63 + 5], dtype=np.uint64), [2**63 + 5, 2**63 + 9]),
        (np.array([2, 1, 1], dtype=object), [1, 2]),
        (np.array([2**70, 1, 1], dtype=object), [1, 2**70]),
        ((2, np.int64(1), 1), [1, 2]),
        (np.array(["b", "a", "a"], dtype=object), ["a", "b"]),
        (np.ma.array([2, 1, 1]), [1, 2]),
    ],
)
def test_counties_of_any_integers_and_texts(county: Any, ids: list[Any]) -> None:
    for table in tables(three(county=county)):
        assert table.counties.tolist() == ids
        assert table.assess().outcomes.tolist() == [1, 1]


@pytest.mark.parametrize(
    "stage",
    [
        ["primary", "junior", "primary"],
        np.array(["primary", "junior", "primary"]),
        np.array(["primary", 1, False], dtype=object),
        [Stage.PRIMARY, Stage.JUNIOR, Stage.PRIMARY],
        [0, 1.0, 0],
        ["primary", 1, False],
        np.array([0, 1, 0], dtype=object),
        np.array([0, 1, 0], dtype=np.uint8),
        np.array([0.0, 1.0, 0.0]),
        np.array([False, True, False]),
        np.ma.array([0, 1, 0]),
        pd.Series(["primary", "junior", "primary"], dtype="category"),
    ],
)
def test_stages_by_number_or_name(stage: Any) -> None:
    for table in tables(three(stage=stage)):
        assert (table.plan.first_junior, table.plan.runs.lengths.tolist()) == (1, [2, 1])
        assert table.assess().section_outcomes.tolist() == [1, 1, 1]
    frame = pd.DataFrame(three(stage=stage), dtype=object)
    assert assess_nation(frame).section_outcomes.tolist() == [1, 1, 1]


@pytest.mark.parametrize(
    "stage",
    [
        [0, None, 1],
        [0, NAN, 1],
        ["primary", pd.NA, 1],
        [0, np.ma.masked, 1],
        pd.Series([0, [1], 1]),
        ["primary", "senior", "junior"],
        ["primary", "1", "junior"],
        np.array(["primary", "senior", "junior"]),
        np.array([0, 2, 1]),
        np.array([0, NAN, 1]),
        np.ma.array([0, 0, 1], mask=MASK),
        np.ma.array(["primary", "primary", "junior"], mask=MASK),
    ],
)
def test_what_is_no_stage_is_refused_with_its_rows_only(stage: Any) -> None:
    refused(three(stage=stage), r"^stage is neither 0 \(primary\) nor 1 \(junior\): rows 1$")


def test_what_is_no_number_is_told_with_rows_and_all_else() -> None:
    refused(three(pupils=["a", 1, 2]), r"^pupils holds what is not a number, or is none that fits: rows 0 \('a'\)$")
    columns = three(pupils=["a", 0, 2], sports_area=[1, "b", "c"], teaching_area=[-1, 2, 3], county=[1, None, 1])
    columns["stage"] = [0, 1, 2]
    with pytest.raises(ValueError, match="pupils holds") as found:
        SectionTable.from_arrays(**in_rows(columns))
    assert str(found.value) == (
        "pupils holds what is not a number, or is none that fits: rows 0 ('a'); "
        "sports_area holds what is not a number, or is none that fits: rows 1 ('b'), 2 ('c'); "
        "county is unknown: rows 1; stage is neither 0 (primary) nor 1 (junior): rows 2; "
        "pupils are 0; leave out a stage that has none: rows 1; teaching_area is negative or infinite: rows 0"
    )
    with pytest.raises(ValueError, match="pupils holds") as framed:
        assess_nation(columns)
    assert str(framed.value) == str(found.value)
    del columns["multimedia_rooms"], columns["county"], columns["stage"]
    with pytest.raises(ValueError, match=r"^columns are missing: county, stage, multimedia_rooms; .*; pupils holds"):
        assess_nation(columns)
    del columns["pupils"]
    with pytest.raises(ValueError, match=r"^columns are missing: county, stage, pupils, .*; sports_area holds"):
        assess_nation(columns)
    with pytest.raises(ValueError, match=r"rows 0 \('0x'\), .* 9 \('0x'\) and 490 more; sports"):
        assess_nation({**as_columns(nation()), "pupils": ["0x"] * 500, "sports_area": ["none"] * 500})


def test_totals_that_are_no_numbers_are_told_by_name_and_row() -> None:
    table = SectionTable.from_arrays(**in_rows(three()))
    others = [[1, 2, 3]] * 5
    with pytest.raises(ValueError, match=r"^teachers_.* holds .*: rows 1 \('b'\); backbone_.* negative .* 0$"):
        table.assess(totals=[[1, "b", 2], [-1, 2, 3], *others])
    with pytest.raises(ValueError, match=r"^totals have the shape \(7, 3\); given \(7,\)"):
        table.assess(totals=[["a", "b"], [1, 2, 3], *others])
    with pytest.raises(ValueError, match=r"given totals \(7, 2\)"):
        SectionTable.from_arrays(**{**in_rows(three()), "totals": [["a", "b"]] * 7})


def test_quantities_are_brought_to_their_units() -> None:
    hundreds = units.quantity(np.array([1.0, 1, 1]), "hundred_pupils")
    value, area = units.quantity(np.array([100.0, 1, 1]), "万元"), units.quantity(np.array([1e6, 1, 1]), "m²")
    for table in tables(three(pupils=hundreds, equipment_value=value, teaching_area=area)):
        assert table.pupils.tolist() == [100, 100, 100]
        assert table.totals[5].tolist() == [1e6, 1e4, 1e4]
        assert table.totals[3].tolist() == [1e6, 1, 1]
        totals = [*table.totals[:5], value * 2, table.totals[6]]
        assert table.assess(totals=totals).coefficients[1, 5, 0] == 0
    one_by_one = [units.quantity(1, "hundred_pupils"), units.quantity(100, "pupil"), 100]
    for table in tables(three(pupils=one_by_one)):
        assert table.pupils.tolist() == [100, 100, 100]
    with pytest.raises(ValueError, match="totals are of several units and have none together; give seven columns"):
        table.assess(totals=units.quantity(table.totals, "yuan"))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="the argument 'pupils' is read in 'pupil'"):
        assess_nation(three(pupils=area))


@pytest.mark.parametrize("thing", [None, 5, [1, 2], pd.Series([1, 2])])
def test_what_is_no_frame_is_refused(thing: object) -> None:
    with pytest.raises(TypeError, match=r"those of a data frame of pandas, .*, or of a mapping .*; given "):
        assess_nation(thing)


def test_what_looks_like_a_frame_and_is_none_is_refused() -> None:
    with pytest.raises(TypeError, match=r"those of a data frame .*; given Comparison$"):
        assess_nation(Comparison())


class Comparison:
    columns = ("county", "stage")


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
    """Of one resource, every county's school that has more has what gives the limit, or a ten-thousandth beside it."""
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


# Pieces that merge.


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(1, 2000), st.integers(0, 5000)), min_size=1, max_size=40),
    st.data(),
)
def test_moments_of_parts_add_up_to_the_whole_in_any_order(
    rows: list[tuple[int, int, int]], data: st.DataObject
) -> None:
    part = data.draw(st.lists(st.integers(0, 3), min_size=len(rows), max_size=len(rows)))
    groups, pupils, totals = (np.array(column) for column in zip(*rows, strict=True))
    pieces = [
        moments(totals[own], pupils[own], groups=groups[own])
        for own in (np.array(part) == number for number in data.draw(st.permutations(range(4))))
        if own.any()
    ]
    whole = moments(totals, pupils, groups=groups)
    merged = sum(pieces[1:], start=pieces[0])
    assert merged.ids is not None
    np.testing.assert_array_equal(merged.ids, whole.ids)  # type: ignore[arg-type]
    np.testing.assert_array_equal(merged.pupils, whole.pupils)
    np.testing.assert_allclose(merged.totals, whole.totals, rtol=1e-12)
    np.testing.assert_allclose(merged.coefficient, whole.coefficient, rtol=1e-12, atol=1e-12)


@given(st.integers(1, 1000), st.integers(1, 1000), st.lists(st.integers(1, 500), min_size=2, max_size=20), st.data())
def test_merged_equal_schools_give_exactly_0(total: int, per: int, sizes: list[int], data: st.DataObject) -> None:
    cut = data.draw(st.integers(1, len(sizes) - 1))
    parts = [
        moments([total * size for size in own], [per * size for size in own]) for own in (sizes[:cut], sizes[cut:])
    ]
    assert (parts[0] + parts[1]).coefficient == 0


def test_unknown_stays_unknown_when_merged_and_the_empty_adds_nothing() -> None:
    known, unknown = moments([[1, 2], [3, 4]], [1, 1]), moments([[np.nan], [3]], [1])
    both = known + unknown
    assert np.isnan(both.coefficient).tolist() == [True, False]
    nobody = moments(np.empty((2, 0)), [])
    np.testing.assert_array_equal((known + nobody).coefficient, known.coefficient)
    np.testing.assert_array_equal((nobody + unknown).coefficient, unknown.coefficient)
    with pytest.raises(ValueError, match="with and without ids"):
        known + moments([1], [1], groups=[1])


def test_moments_of_the_whole_nation_in_chunks() -> None:
    columns = nation(30_000)
    key = columns["county"] * 2 + columns["stage"]
    whole = moments(columns["totals"], columns["pupils"], groups=key)
    parts: Moments | None = None
    for rows in np.array_split(np.arange(30_000), 7):
        own = moments(columns["totals"][:, rows], columns["pupils"][rows], groups=key[rows])
        parts = own if parts is None else parts + own
    assert parts is not None
    np.testing.assert_allclose(parts.coefficient, whole.coefficient, rtol=1e-12)


# Sensitivity.


@given(st.lists(st.tuples(st.integers(0, 1), st.integers(1, 2000), st.integers(0, 5000)), min_size=1, max_size=12))
@example([(0, 1, 0), (0, 1, 0), (0, 1, 121)])
@example([(0, 1, 1), (0, 1, 2)])
def test_sensitivity_is_what_leaving_the_section_out_gives(rows: list[tuple[int, int, int]]) -> None:
    stage, pupils, totals = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    found = sensitivity(stage, pupils, totals)
    for position in range(len(rows)):
        others = (stage == stage[position]) & (np.arange(len(rows)) != position)
        expected = moments(totals[others], pupils[others]).coefficient
        np.testing.assert_allclose(found.without[:, position], expected, rtol=1e-6, atol=1e-6)
    for own in (stage == 0, stage == 1):
        around = moments(totals[own], pupils[own])
        if around.squares > 0:
            expected = pupils[own] * (totals[own] / pupils[own] - around.mean) ** 2 / around.squares
            np.testing.assert_allclose(found.share[3, own], expected, rtol=1e-9, atol=1e-9)
        else:
            assert np.isnan(found.share[3, own]).all()


def sensitivity(stage: Any, pupils: Any, totals: Any) -> Sensitivity:
    columns = {"county": ["县"] * len(pupils), "stage": np.asarray(stage, dtype=int)}
    return SectionTable.from_arrays(**columns, pupils=pupils, totals=np.tile(totals, (7, 1))).sensitivity()


@given(st.integers(1, 1000), st.lists(st.integers(1, 2000), min_size=2, max_size=9), st.integers(1, 10**6))
@example(88363, [711, 203, 422], 606)
def test_without_the_one_that_differs_all_are_alike(rate: int, pupils: list[int], more: int) -> None:
    """Exactly alike, whatever the sums were rounded to; and where the others have nothing, there is no coefficient."""
    alike = [rate * count / 8 for count in pupils]
    found = sensitivity([0] * (len(pupils) + 1), [*pupils, 7], [*alike, alike[0] * 7 / pupils[0] + more])
    assert (found.without[:, -1] == 0).all()
    found = sensitivity([0] * (len(pupils) + 1), [*pupils, 7], [*[0] * len(pupils), more / 3])
    assert np.isnan(found.without[:, -1]).all()


def test_one_that_is_far_from_all_others_takes_no_digit_from_them() -> None:
    found = sensitivity([0] * 4 + [1] * 3, [100] * 7, [100, 150, 130, 1e9, 7, 5e12, 9])
    np.testing.assert_allclose(found.without[:, 3], variation_coefficient([100, 150, 130], [1, 1, 1]), rtol=1e-12)
    np.testing.assert_allclose(found.without[:, 5], 0.125, rtol=1e-12)


def test_a_small_spread_around_a_large_mean_is_no_rounding() -> None:
    totals = [3000.003, 2999.997, 3000.006]
    found = sensitivity([0] * 3, [1, 1, 1], totals)
    np.testing.assert_allclose(found.without[:, 2], variation_coefficient(totals[:2], [1, 1]), rtol=1e-3)


@given(st.lists(st.tuples(st.integers(1, 2000), st.integers(1, 10**6)), min_size=2, max_size=2))
@example([(7, 100), (1999, 999_999)])
def test_without_one_of_two_there_is_no_spread(schools: list[tuple[int, int]]) -> None:
    pupils, totals = zip(*schools, strict=True)
    assert (sensitivity([0, 0], pupils, totals).without == 0).all()


def test_schools_that_are_alike_have_no_shares_in_nothing() -> None:
    found = sensitivity([0] * 4, [3, 7, 11, 13], [0.3, 0.7, 1.1, 1.3])
    assert np.isnan(found.share).all()
    assert (found.without == 0).all()


def test_sensitivity_in_the_order_given() -> None:
    columns = nation(2_000)
    order = np.lexsort((columns["county"], columns["stage"]))
    ordered = {name: column[..., order] for name, column in columns.items()}
    given, sorted_ = SectionTable.from_arrays(**columns), SectionTable.from_arrays(**ordered)
    np.testing.assert_allclose(given.sensitivity().without[:, order], sorted_.sensitivity().without, rtol=1e-12)


@pytest.mark.parametrize(
    ("name", "column", "message"),
    [
        ("pupils", ["many"], r"pupils holds what is not a number, or is none that fits: rows 0 \('many'\)$"),
        (
            "teaching_area",
            [10**400],
            r"teaching_area holds what is not a number, .* fits: rows 0 \(int\)$",
        ),
        ("sports_area", 5, "sports_area is not a column"),
        ("equipment_value", [1, 2], "columns are of different lengths: pupils 1, .*equipment_value 2"),
    ],
)
def test_columns_that_hold_no_numbers_are_told(name: str, column: object, message: str) -> None:
    columns = {"county": ["县"], "stage": ["primary"], "pupils": [9], **{total: [9] for total in TOTALS}}
    with pytest.raises(ValueError, match=message):
        assess_nation({**columns, name: column})
