"""Every dimension of many counties at once: the outcomes of each county alone, from tables of any library."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from counties import WEIGHED, change_campus, change_facts, good_county, junior, mine, nine_year, primary, senior
from hypothesis import given, settings
from hypothesis import strategies as st
from nations import MEANS, WITHOUT_RESOURCES
from nationtables import check_as_one_by_one, tables_of, with_plain_codes

import balanced_edu as be
from balanced_edu import testing
from balanced_edu.nation import dimensions
from balanced_edu.outcomes import Outcome
from balanced_edu.records.bands import Band
from balanced_edu.records.county import County, Group, LocalPlan, Subject
from balanced_edu.records.kinds import Affiliation, AreaType, Kind, Ownership, Sponsor
from balanced_edu.standards import Standard, from_text, load, names

FAIL, UNKNOWN, PASS = Outcome.FAIL, Outcome.UNKNOWN, Outcome.PASS


def several(*counties: County) -> list[County]:
    return [with_plain_codes(county, 1000 * place) for place, county in enumerate(counties)]


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The places of the counties that were assessed alone."""
    places: list[int] = []
    put = dimensions.put_single

    def remembered(result: Any, assessment: Any, place: int) -> None:
        places.append(place)
        put(result, assessment, place)

    monkeypatch.setattr(dimensions, "put_single", remembered)
    return places


@pytest.mark.slow
@settings(max_examples=3 * settings().max_examples)
@given(st.lists(testing.counties(gaps=True, max_campuses=3), min_size=1, max_size=2), testing.standards())
def test_many_counties_are_as_one_by_one(counties: list[County], standard: Standard) -> None:
    check_as_one_by_one(several(*counties), standard)


@pytest.mark.parametrize("name", names())
@settings(max_examples=settings().max_examples // 10)
@given(testing.counties(gaps=True, max_campuses=3), testing.counties(max_campuses=2))
def test_by_every_standard(name: str, one: County, other: County) -> None:
    check_as_one_by_one(several(one, other), load(name))


@pytest.mark.parametrize("beside", [-1, 0, 1])
@pytest.mark.parametrize("id", ["R1", "R4", "R6"])
@settings(max_examples=max(1, settings().max_examples // 20))
@given(data=st.data())
def test_at_the_limits(id: str, beside: int, data: st.DataObject) -> None:
    county = data.draw(testing.counties_at_limit(id, beside=beside))
    check_as_one_by_one(several(county), load("national-2017"))


def test_a_good_county_passes_beside_others(alone: list[int]) -> None:
    good = good_county()
    counties = several(
        good,
        change_facts(good, fraud=True),
        change_campus(good, good.campuses[0].school_code, **{"primary_largest_class": 46}),
    )
    result = check_as_one_by_one(counties, load("national-2017"))
    assert result.outcomes.tolist() == [PASS, FAIL, FAIL]
    assert alone == []


BANDS = {
    "a band that decides": {"primary_largest_class": Band(46, 51)},
    "a band that leaves it open": {"primary_largest_class": Band(41, 51)},
    "a band without an end": {"primary_largest_class": Band(66)},
    "a band of one number": {"primary_largest_class": Band(45, 46)},
    "rooms in bands": {"music_room_areas": (Band(73, 96), Band(96), 100)},
    "rooms that are too small": {"music_room_areas": (Band(54, 73), Band(73, 96))},
    "no rooms": {"music_room_areas": ()},
}


@pytest.mark.parametrize("way", BANDS)
@pytest.mark.parametrize("name", names())
def test_bands_decide_what_they_can(way: str, name: str, alone: list[int]) -> None:
    county = good_county(attrs.evolve(primary("P1"), **BANDS[way]), junior("J1"), primary("P2"))
    check_as_one_by_one(several(county), load(name))
    assert alone == []


ALL_STAGES: dict[str, dict[str, Any]] = {
    "too large for each stage": {"compulsory_largest_class": 51},
    "too large for one stage": {"compulsory_largest_class": 48},
    "small enough": {"compulsory_largest_class": 40},
    "in a band": {"compulsory_largest_class": Band(51, 61)},
    "in a band without an end": {"compulsory_largest_class": Band(46)},
    "of the other stage": {"compulsory_largest_class": 46, "primary_largest_class": 40},
    "in the stage with a band": {"compulsory_largest_class": 52, "primary_largest_class": Band(46, 51)},
}


@pytest.mark.parametrize("way", ALL_STAGES)
@pytest.mark.parametrize("name", ["national-2017", "procedure-2019", "wenling-2020"])
def test_the_largest_class_of_all_stages(way: str, name: str) -> None:
    unknown = {"primary_largest_class": None, "junior_largest_class": None, "compulsory_classes": None}
    campus = attrs.evolve(nine_year("N1"), **{**unknown, **ALL_STAGES[way]})
    check_as_one_by_one(several(good_county(campus, primary("P1"), junior("J1"))), load(name))


@pytest.mark.parametrize("way", ALL_STAGES)
def test_the_largest_class_of_all_stages_by_alternatives(way: str) -> None:
    """Whether a limit stands alone or among alternatives, a class above all of them is too large."""
    unknown = {"primary_largest_class": None, "junior_largest_class": None, "compulsory_classes": None}
    campus = attrs.evolve(nine_year("N1"), **{**unknown, **ALL_STAGES[way]})
    rule = '{ any_of = [{ at_most = "45" }, { pupils_below = "100", at_most = "60" }] }'
    standard = mine(f"[items.G5]\nrules = [{rule}]\n")
    check_as_one_by_one(several(good_county(campus, primary("P1"), junior("J1"))), standard)
    failing = attrs.evolve(campus, primary_largest_class=None, compulsory_largest_class=61)
    found = be.assess(good_county(failing, primary("P1"), junior("J1")), standard).indicators["G5"]
    assert [(part.campus, part.stage) for part in found.deciding if part.outcome is FAIL] == [("N1", "")]


def test_stages_that_may_have_no_pupils_can_pass_and_cannot_fail(alone: list[int]) -> None:
    bare = be.Campus(school_code="N1", kind=Kind.NINE_YEAR, primary_pupils=400, ownership=Ownership.PUBLIC)
    begun = attrs.evolve(bare, school_code="N2", junior_largest_class=60, junior_zoned_intake=3)
    zoned = {"area_type": AreaType.TOWN, "boarding": False}
    for campuses in ([bare], [bare, begun], [attrs.evolve(bare, **zoned), attrs.evolve(begun, **zoned)]):
        county = County(name="县", year=2022, campuses=campuses)
        for name in names():
            check_as_one_by_one(several(county, good_county()), load(name))


@pytest.mark.parametrize("number", [1, 4, 5])
def test_sections_that_may_not_count(number: int, alone: list[int]) -> None:
    """A few are tried both ways, which a county alone does; more leave coefficients unknown."""
    campuses = [
        primary(f"P{at}", ownership=None if at < number else Ownership.PUBLIC, multimedia_rooms=20 + 9 * at)
        for at in range(6)
    ]
    county = attrs.evolve(good_county(), campuses=[*campuses, junior("J1")])
    check_as_one_by_one(several(county), load("basic-2012"))
    assert alone == ([0] if number <= 4 else [])


def test_what_may_be_added_makes_a_lower_bound(alone: list[int]) -> None:
    rural = {"area_type": AreaType.RURAL, "primary_visiting_sports_arts_teachers": None, "inner_city": None}
    campuses = [
        primary("P1", 60, primary_sports_arts_teachers=0, sports_area=100, extra_sports_area=900, **rural),
        primary("P2", 60, primary_sports_arts_teachers=3, extra_sports_area=None, **{**rural, "inner_city": True}),
        primary(
            "P3", 60, extra_sports_area=5, **{**rural, "inner_city": True, "primary_visiting_sports_arts_teachers": 1}
        ),
    ]
    county = attrs.evolve(
        good_county(), campuses=[*campuses, junior("J1"), nine_year("N1", inner_city=True, extra_sports_area=7)]
    )
    for name in ("procedure-2019", "shenyang"):
        check_as_one_by_one(several(county), load(name))
    assert alone == []


BY_SCHOOL = '[counted]\nby = "school"\n'


def test_campuses_are_counted_with_their_school(alone: list[int]) -> None:
    campuses = [
        primary("P1"),
        primary("P2", 50, parent_code="P1", multimedia_rooms=0),
        nine_year("N1", parent_code="P1"),
        nine_year("N2", parent_code="900001"),
        junior("J1", parent_code="900001"),
        junior("J2", parent_code="J2", teaching_area=None),
    ]
    county = attrs.evolve(good_county(), campuses=campuses)
    check_as_one_by_one(several(county, good_county()), mine(BY_SCHOOL))
    assert alone == []


def test_campuses_of_a_school_that_may_not_count_are_left_to_the_county_alone(alone: list[int]) -> None:
    campuses = [primary("P1"), primary("P2", 50, parent_code="P1", ownership=None), junior("J1")]
    county = attrs.evolve(good_county(), campuses=campuses)
    standard = mine(f'{BY_SCHOOL}leaves_out = [{{ ownership = ["民办"] }}]\n')
    check_as_one_by_one(several(county), standard)
    assert alone == [0]


PARTS = {"teaching_area": None, "sports_area": None, "indoor_sports_area": 7.3, "sports_ground_area": 9000}


@pytest.mark.parametrize("areas", [(1001, 3003), (1001, 3004), (1002, 3003)], ids=["at it", "above it", "below it"])
def test_a_coefficient_at_its_limit_is_decided_in_fractions(areas: tuple[int, int], alone: list[int]) -> None:
    """Of nine-year schools the primary stage has 100 / 210 of each area, a part that no float holds.

    With a third of what the other has, a coefficient lies at 0.5; of the floats that are nearest it would be more.
    """
    given = [nine_year(c, 100, 100, teaching_area=a) for c, a in zip(("N1", "N2"), areas, strict=True)]
    in_parts = [
        nine_year(c, 100, 100, teaching_area_gross=a + 7.3, **PARTS) for c, a in zip(("N3", "N4"), areas, strict=True)
    ]
    for campuses in (given, in_parts):
        county = attrs.evolve(good_county(), campuses=campuses)
        for standard in (load("national-2017"), mine(BY_SCHOOL)):
            check_as_one_by_one(several(county), standard)
    assert alone == []


def test_totals_with_what_is_added_at_the_limit_of_a_coefficient() -> None:
    added = {"inner_city": True, "extra_sports_area": 300}
    campuses = [primary("P1", 100, sports_area=700, **added), primary("P2", 100, sports_area=3000, inner_city=False)]
    county = attrs.evolve(good_county(), campuses=[*campuses, junior("J1")])
    check_as_one_by_one(several(county), load("procedure-2019"))


@pytest.mark.parametrize("text", ["", "[items.R7]\naim = true\n"])
def test_means_and_aims(text: str) -> None:
    campuses = [
        primary("P1", multimedia_rooms=0),
        primary("P2", multimedia_rooms=0),
        nine_year("N1", multimedia_rooms=0),
    ]
    zero = attrs.evolve(good_county(), campuses=campuses)
    gap = (
        change_campus(good_county(), "P1", teaching_area=None)
        if any(c.school_code == "P1" for c in good_county().campuses)
        else good_county()
    )
    for standard in (mine(text), from_text(MEANS + text.replace("[items.R7]\n", "").replace("aim = true\n", ""))):
        check_as_one_by_one(several(zero, gap, good_county()), standard)


def test_weights_of_groups() -> None:
    def asked(**satisfied: int) -> County:
        groups = [Group(group=name, surveyed=100, satisfied=count) for name, count in satisfied.items()]
        return attrs.evolve(good_county(), groups=groups)

    unknown = attrs.evolve(good_county(), groups=[Group(group="家长", surveyed=100)])
    nobody = attrs.evolve(
        good_county(),
        groups=[Group(group="家长", surveyed=0, satisfied=0), Group(group="教师", surveyed=1, satisfied=1)],
    )
    counties = several(
        asked(家长=90, 教师=70),
        asked(家长=89, 教师=70),
        asked(教师=99),
        unknown,
        nobody,
        attrs.evolve(good_county(), groups=[]),
    )
    result = check_as_one_by_one(counties, mine(WEIGHED))
    assert result.indicators["S1"].tolist()[:3] == [PASS, FAIL, UNKNOWN]
    check_as_one_by_one(several(attrs.evolve(good_county(), groups=[])), mine(WEIGHED))


MONITORING = {
    "all of them": [
        Subject(subject=name, level=3, between_school_share=0.1) for name in load("national-2017").items["Q9"].subjects
    ],
    "none": [],
    "one is missing": [Subject(subject="语文", level=3, between_school_share=0.1)],
    "none was monitored": [
        Subject(subject=name, monitored=False) for name in load("national-2017").items["Q9"].subjects
    ],
    "the share decides": [Subject(subject="语文", level=2, share_at_level_3=0.9, between_school_share=0.15)],
}


@pytest.mark.parametrize("vacuous", ["", "vacuous = true\n"])
def test_subjects_of_monitoring(vacuous: str) -> None:
    counties = several(*(attrs.evolve(good_county(), monitoring=rows) for rows in MONITORING.values()))
    check_as_one_by_one(counties, mine(f"[items.Q9]\n{vacuous}"))
    check_as_one_by_one(several(attrs.evolve(good_county(), monitoring=[])), mine(f"[items.Q9]\n{vacuous}"))


def test_limits_of_other_days_and_years_that_are_unknown() -> None:
    funds = {"special_education_pupils": 10, "special_education_public_funds": 65_000}
    counties = several(
        *(attrs.evolve(change_facts(good_county(), **funds), year=year) for year in (2022, 2024, 2025, 2026, None))
    )
    for name in names():
        check_as_one_by_one(counties, load(name))
    check_as_one_by_one(counties, load("procedure-2019"), on=dt.date(2018, 12, 31))
    check_as_one_by_one(counties, mine(LATER))
    check_as_one_by_one(counties, mine(OF_OTHER_TIMES))


@pytest.mark.parametrize("formula", ["graduates over entrants", "transfers in the cohort, capped"])
def test_a_formula_is_unknown_without_a_figure_that_its_reading_passes_over(formula: str) -> None:
    unknown = [change_facts(good_county(), **{name: None}) for name in ("junior_transfers_out", "junior_deaths")]
    counties = several(*unknown, good_county())
    result = check_as_one_by_one(counties, mine(f'[items.Q1]\nconstants = {{ formula = "{formula}" }}\n'))
    assert result.indicators["Q1"].tolist() == [UNKNOWN, UNKNOWN, PASS]


LATER = """
[[items.G4.rules]]
[[items.G4.rules.at_most]]
value = "900"
clause = "-"
source = "-"
[[items.G4.rules.at_most]]
value = "700"
since = 2023-01-01
clause = "-"
source = "-"
[[items.G4.rules.at_most]]
value = "600"
since = 2025-01-01
clause = "-"
source = "-"
"""
OF_OTHER_TIMES = """
[items.G9]
where = { since = 2024-01-01 }
[items.G13]
where = { until = 2023-12-31 }
[items.S1]
where = { since = 2025-06-01 }
"""


LOCAL = """
[items.W1]
name = { zh = "试验", en = "Drawn" }
dimension = "guarantee"
rules = [
    { fact = "posts", at_least = "0.5" },
    { fact = "plan approved", holds = true },
    { fact = "fraud", holds = false },
]
clause = "-"
source = "-"
mark = "choice"
"""


def test_facts_of_a_local_standard(alone: list[int]) -> None:
    local: list[dict[str, Any]] = [{"posts": 0.5, "plan approved": True}, {"posts": 0.49}, {"plan approved": False}, {}]
    counties = several(*(attrs.evolve(good_county(), local=facts) for facts in local))
    result = check_as_one_by_one(counties, mine(LOCAL))
    assert result.indicators["W1"].tolist() == [PASS, FAIL, FAIL, UNKNOWN]
    assert alone == []


SECTIONS = """
[items.W2]
name = { zh = "试验", en = "Drawn" }
dimension = "guarantee"
each = "section"
rules = [
    { measure = "pupils_in_largest_class", at_most = "45" },
    { fact = "sports_area", at_least = "1000" },
    { fact = "intake", at_most = "200" },
]
clause = "-"
source = "-"
mark = "choice"
[items.W3]
name = { zh = "试验", en = "Drawn" }
dimension = "guarantee"
each = "campus"
rules = [
    { measure = "pupils_in_largest_class", at_most = "45" },
    { any_of = [{ fact = "boarding", holds = true }, { fact = "classes", at_most = "30" }] },
]
clause = "-"
source = "-"
mark = "choice"
"""


def test_items_on_totals_and_figures_of_stages_and_campuses(alone: list[int]) -> None:
    """A total that is a lower bound decides only what grows with it in proportion."""
    open_ = {"inner_city": True, "extra_sports_area": None}
    several_stages = attrs.evolve(
        nine_year("N1", **open_), primary_largest_class=None, junior_largest_class=None, compulsory_largest_class=48
    )
    campuses = [several_stages, primary("P1", sports_area=2000, **open_), junior("J1", boarding=None)]
    counties = several(attrs.evolve(good_county(), campuses=campuses), good_county())
    check_as_one_by_one(counties, mine(SECTIONS, "procedure-2019"))
    check_as_one_by_one(counties, mine(BY_SCHOOL, "procedure-2019"))
    assert alone == []


def test_facts_of_the_wrong_kind_are_refused_as_of_one_county() -> None:
    counties = several(*(attrs.evolve(good_county(), local={"posts": posts}) for posts in (True, 0.6, False)))
    with pytest.raises(be.DataError) as refused:
        be.assess_counties(**tables_of(counties), standard=mine(LOCAL))
    name = mine(LOCAL).name
    assert str(refused.value) == (
        f"0: local.posts: is true; {name} expects a number; 2: local.posts: is false; {name} expects a number"
    )


def test_growth_too_near_to_its_limit_is_left_to_the_county_alone(alone: list[int]) -> None:
    def growing(now: float, before: float) -> County:
        plan = LocalPlan(
            compulsory_appropriation=now,
            compulsory_appropriation_before=before,
            regular_revenue=11,
            regular_revenue_before=7,
        )
        return attrs.evolve(good_county(), plan=plan)

    counties = several(
        growing(110, 70), growing(1.1, 0.7), growing(33.3, 21.2), growing(33.4, 21.2), growing(0.33, 0.21)
    )
    result = check_as_one_by_one(counties, load("wenling-2020"))
    assert set(result.aims["W1"].tolist()) == {PASS, FAIL}


WHO = [{"ownership": None, "affiliation": None, "sponsor": sponsor} for sponsor in (None, *Sponsor)] + [
    {"ownership": o, "affiliation": a, "sponsor": None} for o in (*Ownership, None) for a in (*Affiliation, None)
]


def test_who_runs_a_campus_follows_as_for_one_county() -> None:
    counties = several(*(attrs.evolve(good_county(), campuses=[primary("P1", **who), junior("J1")]) for who in WHO))
    for name in ("basic-2012", "national-2017"):
        check_as_one_by_one(counties, load(name))


def test_who_has_set_up_a_campus_alone_says_who_runs_it() -> None:
    counties = several(
        *(
            attrs.evolve(good_county(), campuses=[primary("P1", ownership=None, affiliation=None, sponsor=sponsor)])
            for sponsor in Sponsor
        )
    )
    tables = tables_of(counties)
    campuses = tables["campuses"]
    assert campuses
    del campuses["ownership"], campuses["affiliation"]
    for name in ("basic-2012", "national-2017"):
        check_as_one_by_one(counties, load(name), tables)


def test_pooled_items_of_stages_and_of_nobody() -> None:
    base = good_county()
    private = [attrs.evolve(campus, ownership=Ownership.PRIVATE) for campus in base.campuses]
    open_ = [attrs.evolve(campus, ownership=None) for campus in base.campuses]
    partly = [open_[0], *base.campuses[1:]]
    without = [
        attrs.evolve(campus, primary_intake=None) if campus.primary_intake else campus for campus in base.campuses
    ]
    stated = [attrs.evolve(campus, primary_zoned_intake=None, junior_zoned_intake=None) for campus in base.campuses]
    counties = [attrs.evolve(base, campuses=campuses) for campuses in (private, open_, partly, without, stated)]
    counties.append(change_facts(counties[-1], primary_zoned_percent=100, junior_zoned_percent=94))
    counties.append(attrs.evolve(base, campuses=[senior("H1")]))
    for name in names():
        check_as_one_by_one(several(*counties), load(name))


# Tables of any library.


def frames(library: str, tables: dict[str, Any]) -> dict[str, Any]:
    make: dict[str, Any] = {
        "pandas": pd.DataFrame,
        "polars": lambda columns: pl.DataFrame(columns, strict=False),
        "lazy polars": lambda columns: pl.DataFrame(columns, strict=False).lazy(),
        "pyarrow": lambda columns: pa.table(columns),
        "DuckDB": lambda columns: duckdb.from_arrow(pa.table(columns)),
        "nullable pandas": lambda columns: pd.DataFrame(columns).convert_dtypes(),
        "categories": lambda columns: pd.DataFrame(columns).astype({"kind": "category"} if "kind" in columns else {}),
    }
    return {name: None if columns is None else make[library](columns) for name, columns in tables.items()}


@pytest.mark.parametrize(
    "library", ["pandas", "polars", "lazy polars", "pyarrow", "DuckDB", "nullable pandas", "categories"]
)
def test_frames_of_every_library(library: str, alone: list[int]) -> None:
    counties = several(
        good_county(), change_campus(good_county(), good_county().campuses[0].school_code, multimedia_rooms=None)
    )
    tables = {
        name: None
        if columns is None
        else {
            heading: [_cell(value) for value in column]
            for heading, column in columns.items()
            if any(v is not None for v in column)
        }
        for name, columns in tables_of(counties).items()
    }
    check_as_one_by_one(counties, load("national-2017"), frames(library, tables))
    assert alone == []


def _cell(value: Any) -> Any:
    """A value as frames have it."""
    if isinstance(value, tuple):
        return ";".join(map(str, value))
    return getattr(value, "value", value)


def plain_tables() -> dict[str, Any]:
    """Two counties of few columns."""
    return {
        "campuses": {
            "county": ["甲县", "乙县", "甲县"],
            "school_code": ["330301", "330302", "330303"],
            "kind": ["小学", "初中", "九年一贯制学校"],
            "primary_pupils": [100, None, 300],
            "junior_pupils": [None, 900, 200],
        },
        "counties": {"county": ["乙县", "甲县"], "year": [2022, 2023], "fraud": [True, False]},
    }


SAME: dict[str, dict[str, Any]] = {
    "a column of pandas": {"junior_pupils": pd.Series([None, 900, 200])},
    "quantities one by one": {"junior_pupils": [None, be.units.quantity(9, "hundred_pupils"), 200]},
    "codes with letters": {"school_code": ["甲-1", "乙-1", "甲-2"]},
    "parents of numbers": {"school_code": np.array([330301, 330302, 330303]), "parent_code": [330301, None, None]},
    "Chinese headings": {"学校代码": ["330301", "330302", "330303"], "小学在校生数（人）": [100, None, 300]},
    "narrow integers": {
        "junior_pupils": np.ma.masked_array(np.array([0, 900, 200], dtype=np.uint16), [True, False, False])
    },
    "single precision": {"junior_pupils": np.array([np.nan, 900, 200], dtype=np.float32)},
    "texts of numbers": {"junior_pupils": ["", "900", "２００"]},
    "numpy texts": {"kind": np.array(["小学", "初中", "九年一贯制学校"])},
    "objects of numpy": {"kind": np.array(["小学", "初中", "九年一贯制"], dtype=object)},
    "numbers as codes": {"school_code": np.array([330301, 330302, 330303])},
    "numpy codes": {"school_code": np.array(["330301", "330302", "330303"])},
}


@pytest.mark.parametrize("way", SAME)
def test_the_same_figures_in_other_forms(way: str) -> None:
    tables, other = plain_tables(), plain_tables()
    other["campuses"].update(SAME[way])
    if way == "Chinese headings":
        del other["campuses"]["school_code"], other["campuses"]["primary_pupils"]
    one, two = be.assess_counties(**tables), be.assess_counties(**other)
    assert one.counties.tolist() == two.counties.tolist() == ["乙县", "甲县"]
    for id, outcomes in one.indicators.items():
        np.testing.assert_array_equal(outcomes, two.indicators[id])
    np.testing.assert_array_equal(one.sections.coefficients, two.sections.coefficients)


def test_money_in_ten_thousands_and_quantities() -> None:
    tables = plain_tables()
    campuses = tables["campuses"]
    tenth = {**campuses, "教学仪器设备值（万元）": np.array([20.1, 180.07, 110.11])}
    plain = {**campuses, "equipment_value": [201_000, 1_800_700, 1_101_100]}
    quantity = {**campuses, "equipment_value": be.units.quantity(np.array([20.1, 180.07, 110.11]), "万元")}
    one_by_one = {**campuses, "equipment_value": [be.units.quantity(n, "万元") for n in (20.1, 180.07, 110.11)]}
    expected = be.assess_counties(plain).sections.coefficients
    for same in (tenth, quantity, one_by_one):
        np.testing.assert_array_equal(be.assess_counties(same).sections.coefficients, expected)


def test_nulls_of_polars_are_unknown(alone: list[int]) -> None:
    campuses = pl.DataFrame({**plain_tables()["campuses"], "has_charter": [True, None, False]})
    result = be.assess_counties(campuses.with_columns(digital_management=pl.lit(True)))
    assert result.by_campus["Q3"].tolist() == [PASS, UNKNOWN, FAIL]
    assert result.explain("甲县").county.campuses[0].school_code == "330301"
    assert alone == []


ROOMS = {
    "numbers": np.array([[96.0, 100.0], [0.0, 0.0], [np.nan, np.nan]]),
    "lists": [[96, 100], [], None],
    "texts": ["96;100", "0", ""],
    "texts with bands": ["≥96;100", "0", None],
}


@pytest.mark.parametrize("way", ROOMS)
def test_areas_of_rooms(way: str) -> None:
    campuses = {**plain_tables()["campuses"], "music_room_areas": ROOMS[way], "art_room_areas": ["90", "89", "90"]}
    campuses |= {"primary_classes": [12, None, 12], "junior_classes": [None, 30, 5]}
    result = be.assess_counties(campuses)
    assert result.by_campus["G3"].tolist() == [PASS, FAIL, FAIL]
    assert result.explain("甲县").indicators["G3"].outcome is FAIL


def test_one_room_each_as_a_column_of_numbers() -> None:
    campuses = {**plain_tables()["campuses"], "music_room_areas": [96.0, 95.0, np.nan], "art_room_areas": [90, 90, 0]}
    result = be.assess_counties(
        {**campuses, "primary_classes": [12, None, 12], "junior_classes": [None, 12, 0]}
        | {"junior_classes": [None, 12, 5]}
    )
    assert result.by_campus["G3"].tolist() == [PASS, FAIL, FAIL]


def test_rows_in_any_order_and_columns_that_are_missing(alone: list[int]) -> None:
    result = be.assess_counties(**plain_tables())
    assert result.indicators["V6"].tolist() == [FAIL, PASS]
    assert result.indicators["G4"].tolist() == [PASS, PASS]
    assert result.indicators["G9"].tolist() == [UNKNOWN, UNKNOWN]
    assert result.section_rows.tolist() == [0, 2, 1, 2]
    assert result.section_stages.tolist() == [0, 0, 1, 1]
    campuses = {name: plain_tables()["campuses"][name] for name in ("county", "school_code", "kind")}
    bare = be.assess_counties(campuses)
    assert set(bare.outcomes.tolist()) == {UNKNOWN}
    assert alone == []
    assert be.assess_counties(campuses, standard="basic-2012").outcomes.tolist() == [
        be.assess(bare_county, "basic-2012").outcome for bare_county in be.counties_from_frames(campuses)[::-1]
    ]


def test_ids_of_counties_may_be_numbers_in_one_table_and_texts_in_another() -> None:
    tables = plain_tables()
    tables["campuses"]["county"], tables["counties"]["county"] = [330301, 330302, 330301], ["330302", "330301"]
    result = be.assess_counties(**tables)
    assert result.counties.tolist() == ["330301", "330302"]
    assert result.indicators["V6"].tolist() == [PASS, FAIL]


def test_counties_without_facts_are_assessed_by_their_campuses() -> None:
    tables = plain_tables()
    facts = {"county": ["甲县"], "year": [2023], "fraud": [False], "local.posts": [3], "primary_zoned_percent": [99.5]}
    result = be.assess_counties(tables["campuses"], facts)
    assert result.indicators["V6"].tolist() == [UNKNOWN, PASS]
    assert result.explain("乙县").county.name == "乙县"


def test_an_assessment_of_one_county_and_tables_of_all() -> None:
    result = be.assess_counties(**plain_tables())
    assessment = result.explain("甲县")
    assert [str(campus.school_code) for campus in assessment.county.campuses] == ["330301", "330303"]
    assert assessment.county.year == 2023
    assert repr(result) == "<2 counties by national-2017 (1): 0 pass, 1 fail>"
    columns = result.as_frame(like={})
    assert (columns["county"], columns["outcome"], columns["V6"]) == (
        ["乙县", "甲县"],
        ["fail", "unknown"],
        ["fail", "pass"],
    )
    assert result.as_frame(like="polars").columns[:3] == ["county", "outcome", "resources"]
    with pytest.raises(KeyError, match="there is no county '丙县'; give one of the ids in counties"):
        result.explain("丙县")


def test_what_is_open_in_a_province() -> None:
    tables = plain_tables()
    tables["campuses"] |= {"primary_largest_class": [46, None, None], "junior_largest_class": [None, 50, 51]}
    tasks = be.assess_counties(**tables).tasks(like={})
    rows = list(zip(*tasks.values(), strict=True))
    assert list(tasks) == ["county", "item", "dimension", "outcome", "failed", "unknown", "responsible", "task", "due"]
    assert ("甲县", "G5", "guarantee", "fail", 2, 0, "", "", "") in rows
    assert ("乙县", "V6", "veto", "fail", None, None, "", "", "") in rows
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    by_plan = be.assess_counties(**tables, standard="wenling-2020").tasks(like={})
    assert any(by_plan["responsible"])
    assert "2022-12-31" not in by_plan["item"]


def test_results_can_be_pickled() -> None:
    import pickle

    result = be.assess_counties(**plain_tables())
    again = pickle.loads(pickle.dumps(result))
    np.testing.assert_array_equal(again.outcomes, result.outcomes)
    assert again.explain("甲县") == result.explain("甲县")


ABOUT = 'clause = "-", source = "-"'
AIM = """
[items.R7]
name = { zh = "教室", en = "Rooms" }
each = "section"
aim = true
clause = "-"
source = "-"
"""


@pytest.mark.parametrize("text", [WITHOUT_RESOURCES, WITHOUT_RESOURCES + AIM], ids=["without", "aims alone"])
def test_a_standard_without_resources_or_with_aims_alone(text: str) -> None:
    standard = from_text(text)
    counties = several(good_county(), change_facts(good_county(), fraud=True))
    result = be.assess_counties(**tables_of(counties), standard=standard)
    alone = [be.assess(county, standard) for county in counties]
    assert result.outcomes.tolist() == [one.outcome for one in alone] == [PASS, FAIL]
    assert {id: of.tolist() for id, of in result.aims.items()} == {
        id: [one.aims[id].outcome for one in alone] for id in alone[0].aims
    }
    assert result.sections is None
    assert {outcomes.dtype for outcomes in (*result.dimensions.values(), *result.aims.values())} == {np.dtype(np.int8)}


GROWTH = f"""
[items.W2]
name = {{ zh = "增长", en = "Growth" }}
dimension = "guarantee"
rules = [{{ measure = "growth_of_expenditure_per_pupil", RELATION = [
    {{ value = "1", {ABOUT} }},
    {{ value = "5", since = 2024-01-01, {ABOUT} }},
] }}]
clause = "-"
source = "-"
mark = "choice"
"""
GROWING = {  # which limit there is, on which day, and what is found of two counties that have grown by 1 and by 0.9
    "at least": ("at_least", dt.date(2023, 12, 31), [PASS, FAIL]),
    "at least, later": ("at_least", dt.date(2024, 1, 1), [FAIL, FAIL]),
    "at least, on no day that is known": ("at_least", None, [UNKNOWN, FAIL]),
    "at most": ("at_most", dt.date(2023, 12, 31), [PASS, PASS]),
    "below": ("below", dt.date(2023, 12, 31), [FAIL, PASS]),
}


@pytest.mark.parametrize("way", GROWING)
def test_a_difference_that_lies_at_its_limit_is_left_to_the_county_alone(way: str, alone: list[int]) -> None:
    """In binary 4.4 − 3.4 is more than 1."""
    relation, on, wanted = GROWING[way]
    standard = from_text(WITHOUT_RESOURCES + GROWTH.replace("RELATION", relation))
    campuses = {"county": [1, 2], "school_code": [11, 12], "kind": ["小学"] * 2}
    facts = {"county": [1, 2], "expenditure_per_pupil": [4.4, 4.3], "expenditure_per_pupil_before": [3.4, 3.4]}
    assert be.assess_counties(campuses, facts, standard=standard, on=on).indicators["W2"].tolist() == wanted
    assert alone == [0]


# What a result says of single counties.

OF_BOOKS = f"""
[items.G1]
name = {{ zh = "图书", en = "Books" }}
dimension = "guarantee"
each = "campus"
rules = [{{ fact = "books", at_least = [{{ value = "9", {ABOUT} }}, {{ value = "10", since = 2024-01-01, {ABOUT} }}] }}]
responsible = ["教育局", "财政局"]
task = "配齐图书"
due = 2025-12-31
clause = "-"
source = "-"
mark = "choice"
"""


def assessed_on(on: dt.date | None, books: list[int | None]) -> be.CountiesAssessment:
    counties = ["乙", "乙", *["甲"] * (len(books) - 2)]
    campuses = {"county": counties, "school_code": range(1, len(books) + 1), "kind": ["小学"] * len(books)}
    facts = {"county": ["甲", "乙"], "fraud": [False, None]}
    return be.assess_counties(
        {**campuses, "books": books}, facts, standard=from_text(WITHOUT_RESOURCES + OF_BOOKS), on=on
    )


DAYS = {
    "before the change": (dt.date(2023, 12, 31), PASS, False, True),
    "on the day of the change": (dt.date(2024, 1, 1), FAIL, True, False),
    "on no day that is known": (None, UNKNOWN, True, True),
}


@pytest.mark.parametrize("way", DAYS)
def test_the_day_is_that_of_single_counties_too(way: str) -> None:
    on, outcome, by_more, by_less = DAYS[way]
    result = assessed_on(on, [99, 99, 9])
    assert result.indicators["G1"].tolist() == [PASS, outcome]
    assert result.explain("甲").indicators["G1"].outcome is outcome
    turning = result.turning()
    assert turning.campus_more["G1"]["books"].tolist() == [False, False, by_more]
    assert turning.campus_less["G1"]["books"].tolist() == [False, False, by_less]


def test_tasks_of_every_county() -> None:
    tasks = assessed_on(dt.date(2023, 12, 31), [8, None, 9, None, 7, 8]).tasks(like={})
    about = {
        "item": "G1",
        "dimension": "guarantee",
        "responsible": "教育局; 财政局",
        "task": "配齐图书",
        "due": "2025-12-31",
    }
    fraud = {"item": "V6", "dimension": "veto", "responsible": "", "task": "", "due": ""}
    wanted = [
        {**fraud, "county": "乙", "outcome": "unknown", "failed": None, "unknown": None},
        {**about, "county": "乙", "outcome": "fail", "failed": 1, "unknown": 1},
        {**about, "county": "甲", "outcome": "fail", "failed": 2, "unknown": 1},
    ]
    assert [dict(zip(tasks, row, strict=True)) for row in zip(*tasks.values(), strict=True)] == wanted


def test_words_and_library_of_a_result() -> None:
    result = assessed_on(None, [9, 9, 9])
    assert isinstance(result.tasks(), pd.DataFrame)
    assert {type(word) for word in result.as_frame(like={})["outcome"]} == {str}


# What is refused.


def problems_of(**tables: Any) -> list[str]:
    with pytest.raises(be.InputError) as refused:
        be.assess_counties(**{**plain_tables(), **tables})
    return [str(problem) for problem in refused.value.problems]


def with_columns(table: str, **columns: Any) -> dict[str, Any]:
    return {table: {**plain_tables()[table], **columns}}


REFUSED: dict[str, tuple[dict[str, Any], list[str]]] = {
    "figures that contradict one another": (
        with_columns("campuses", full_time_teachers=[30, 60, 20], certified_teachers=[31, 60, 21]),
        [
            (
                "campuses:0:certified_teachers: 持有教师资格证专任教师数: 31 is more than 专任教师数, "
                "30; correct the figures (county 甲县)"
            ),
            (
                "campuses:2:certified_teachers: 持有教师资格证专任教师数: 21 is more than 专任教师数, "
                "20; correct the figures (county 甲县)"
            ),
        ],
    ),
    "a figure that is none": (
        with_columns("campuses", junior_pupils=[None, "many", 200]),
        [
            (
                "campuses:1:junior_pupils: 初中在校生数 is 'many', which is not a number; write one, or "
                "leave the cell empty (county 乙县)"
            ),
        ],
    ),
    "half a pupil": (
        with_columns("campuses", junior_pupils=[np.nan, 900.5, 200]),
        [
            ("campuses:1:junior_pupils: 初中在校生数 must be an integer, not 900.5; correct it (county 乙县)"),
        ],
    ),
    "less than nothing": (
        with_columns("campuses", teaching_area=[100.0, -1.0, 200.0]),
        [
            (
                "campuses:1:teaching_area: 教学及辅助用房面积 must be 0 or more, not -1; correct it, or "
                "leave it out if it is unknown (county 乙县)"
            ),
        ],
    ),
    "digits that were computed": (
        with_columns("campuses", teaching_area=[100.25, 0.1 + 0.2, 0.12345]),
        [
            (
                "campuses:1:teaching_area: 教学及辅助用房面积 is 0.30000000000000004, which has more "
                "than 15 significant digits; round it (county 乙县)"
            ),
        ],
    ),
    "a code twice": (
        with_columns("campuses", school_code=["330301", "330302", "330301"]),
        [
            (
                "campuses:2:school_code: 学校代码 '330301' is already in row 0; give each campus a code "
                "of its own, or delete one of the two rows (county 甲县)"
            ),
        ],
    ),
    "no code": (
        with_columns("campuses", school_code=["330301", "", "330303"]),
        [
            "campuses:1:school_code: 学校代码 is missing; every campus must have one (county 乙县)",
        ],
    ),
    "a parent that no campus is": (
        with_columns("campuses", parent_code=["330309", "", ""]),
        [
            (
                "campuses:0:parent_code: 所属学校代码 '330309' is the code of no campus, and no other "
                "campus names it; correct it, or leave it empty if the campus is a school of its own "
                "(county 甲县)"
            ),
        ],
    ),
    "a campus built later": (
        with_columns("campuses", built_year=[2024, 2020, None]),
        [
            (
                "campuses:0:built_year: 建成年份: 2024 is later than the year of the county's figures, "
                "2023; correct one of the two (county 甲县)"
            ),
        ],
    ),
    "two rows of facts": (
        {"counties": {"county": ["甲县", "甲县", "乙县"], "year": [2022, 2022, 2022]}},
        [
            "counties:1:-: there are 2 rows of facts of one county; give one (county 甲县)",
        ],
    ),
    "a year of no calendar": (
        with_columns("counties", year=[1848, 2023]),
        [
            ("counties:0:year: 年份: 1848 is not an integer from 1949 to 2100; correct the figures (county 乙县)"),
        ],
    ),
    "more enrolled than there are": (
        with_columns("counties", disabled_children=[3, 3], disabled_children_enrolled=[4, 3]),
        [
            (
                "counties:0:disabled_children_enrolled: 已入学残疾儿童少年数（含送教上门）: 4 is more "
                "than 残疾儿童少年数, 3; correct the figures (county 乙县)"
            ),
        ],
    ),
    "funds for nobody": (
        with_columns("counties", special_education_pupils=[0, 3], special_education_public_funds=[4, 3]),
        [
            (
                "counties:0:special_education_public_funds: 特殊教育学校公用经费（年）: given, but there "
                "are no pupils in special education; correct the figures (county 乙县)"
            ),
        ],
    ),
    "a level of no subject": (
        {"monitoring": {"county": ["甲县"], "subject": ["语文"], "level": [5]}},
        [
            (
                "monitoring:0:level: 学业水平等级（1 至 4 即 Ⅰ 至 Ⅳ）: 5 is not an integer from 1 to 4 "
                "(Ⅰ to Ⅳ); correct the figures (county 甲县)"
            ),
        ],
    ),
    "a subject twice": (
        {"monitoring": {"county": ["甲县"] * 2, "subject": ["语文"] * 2, "level": [3, 3]}},
        [
            ("monitoring:1:subject: 监测科目 '语文' is already in row 0; delete one of the two rows (county 甲县)"),
        ],
    ),
    "a level of what was not monitored": (
        {"monitoring": {"county": ["甲县"], "subject": ["语文"], "level": [3], "monitored": [False]}},
        [
            (
                "monitoring:0:level: 学业水平等级（1 至 4 即 Ⅰ 至 Ⅳ）: 3 given, but the subject was not "
                "monitored; correct the figures (county 甲县)"
            ),
        ],
    ),
    "more satisfied than asked": (
        {"groups": {"county": ["乙县"], "group": ["家长"], "surveyed": [10], "satisfied": [11]}},
        [
            ("groups:0:satisfied: 满意人数: 11 is more than 有效问卷数, 10; correct the figures (county 乙县)"),
        ],
    ),
    "a group without a name": (
        {"groups": {"county": ["乙县"], "group": [None], "surveyed": [10]}},
        [
            "groups:0:group: 调查对象 is missing; every group must have one (county 乙县)",
        ],
    ),
    "no kind": (
        with_columns("campuses", kind=["小学", None, "九年一贯制学校"]),
        [
            "campuses:1:kind: 学校类型 is missing; every campus must have one (county 乙县)",
        ],
    ),
    "an unknown column": (
        with_columns("campuses", primary_pupil=[1, 2, 3]),
        [
            (
                "campuses:0:primary_pupil: there is no column 'primary_pupil' (did you mean "
                "小学在校生数, primary_pupils?); correct the heading, or delete the column"
            ),
        ],
    ),
    "a column twice": (
        with_columns("campuses", 小学在校生数=[1, 2, 3]),
        [
            ("campuses:0:小学在校生数: 小学在校生数 already has the column 'primary_pupils'; delete one of the two"),
        ],
    ),
    "a local fact twice": (
        with_columns("counties", **{"local.posts": [1, None], "local. posts": [None, 2]}),
        ["counties:0:local. posts: 'posts' is given already, as 'local.posts'; delete one of the two"],
    ),
    "an unknown fact": (
        with_columns("counties", frauds=[True, False]),
        [
            (
                "counties:0:frauds: there is no column 'frauds' (did you mean 有弄虚作假行为, fraud?); "
                "correct the heading, or leave the column out"
            ),
        ],
    ),
    "no rows": (
        {"campuses": {"county": [], "school_code": [], "kind": []}, "counties": None},
        ["campuses:0:-: there are no campuses; give one row per campus"],
    ),
    "a blank county": (
        with_columns("campuses", county=["甲县", " ", "甲县"]),
        ["campuses:1:county: the county is missing; write its name or its code"],
    ),
    "no county": (
        with_columns("campuses", county=["甲县", None, "甲县"]),
        [
            "campuses:1:county: the county is missing; write its name or its code",
        ],
    ),
    "no campuses": (
        {"counties": {"county": ["丙县", "甲县"], "year": [2022, 2022]}},
        [
            "counties:0:county: there are no campuses of '丙县'; add them, or leave the row out",
        ],
    ),
    "no column of counties": (
        {"counties": {"year": [2022]}},
        [
            ("counties:0:county: the column county (县) is missing; add it, to say of which county each row is"),
        ],
    ),
    "columns of several lengths": (
        with_columns("campuses", junior_pupils=[1]),
        [
            ("campuses:0:-: the columns must have one length; given 1 row of 'junior_pupils', 3 rows of 'county'"),
        ],
    ),
}


def test_what_is_no_table_is_refused() -> None:
    with pytest.raises(TypeError, match="assess_counties: campuses: the columns must be those of a data frame"):
        be.assess_counties("data/2024")
    twice = pd.DataFrame([["甲县", "小学", "小学"]], columns=["county", "kind", "kind"])
    assert problems_of(campuses=twice) == ["campuses:0:-: two columns have the same name; rename or drop one of them"]
    alike = with_columns("campuses", county=["甲县", "乙县", "甲 县"])
    with pytest.raises(ValueError, match="county must not differ in blanks, invisible characters or width alone"):
        be.assess_counties(**{**plain_tables(), **alike})


@pytest.mark.parametrize("way", REFUSED)
def test_refused(way: str) -> None:
    tables, expected = REFUSED[way]
    problems = problems_of(**tables)
    assert problems == expected
