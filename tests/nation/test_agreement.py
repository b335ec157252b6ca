"""A county alone, the nation on arrays and an engine come to the same verdict: by means, aims and turned limits."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nations import TOTALS

import balanced_edu as be
from balanced_edu.nation import SectionTable, engines, totals_of
from balanced_edu.outcomes import Outcome
from balanced_edu.records.campus import SHARED, Campus
from balanced_edu.records.county import County
from balanced_edu.records.kinds import Kind, Stage
from balanced_edu.standards import Standard, from_text

FAIL, UNKNOWN, PASS = Outcome.FAIL, Outcome.UNKNOWN, Outcome.PASS
HEAD = """
name = "means"
edition = "1"
title = {{ zh = "均值", en = "Means" }}
authority = "测试"
document = "测试"
variation = {{ of = "{of}", at_most = {{ primary = "{limit}", junior = "{limit}" }}, all_zero = "{all_zero}", {cited} }}
division = {{ weights = {{ primary = "1", junior = "1.1", senior = "1.32" }}, {cited} }}
[items]
"""
CITED = 'clause = "-", source = "-"'
TOTAL_OF = {f"R{row}": name for row, name in enumerate(TOTALS, start=1)}
Column = list[float | None]


def standard(*ids: str, limit: str, all_zero: str = "unknown", of: str = "mean", more: str = "") -> Standard:
    item = '{{ name = {{ zh = "项", en = "Item" }}, each = "section", clause = "-", source = "-"{} }}'
    lines = (f"{id} = {item.format(more if id == ids[-1] else '')}" for id in ids)
    return from_text(HEAD.format(of=of, limit=limit, all_zero=all_zero, cited=CITED) + "\n".join(lines))


WAYS = ("alone", "by columns", "by counties", "by engine")
in_every_way = pytest.mark.parametrize("way", WAYS)


def judged(way: str, rule: Standard, pupils: list[int], **totals: Column) -> Outcome:
    """The outcome of a county of primary schools: alone, in a nation by columns or by counties, or by an engine."""
    by_name = {TOTAL_OF[id]: column for id, column in totals.items()}
    campuses = [
        Campus(
            school_code=f"S{place}",
            kind=Kind.PRIMARY,
            primary_pupils=count,
            **{n if n in SHARED else f"primary_{n}": column[place] for n, column in by_name.items()},
        )
        for place, count in enumerate(pupils)
    ]
    county = County(name="县", campuses=campuses)
    columns: dict[str, Any] = {"county": ["县"] * len(pupils), "stage": ["primary"] * len(pupils), "pupils": pupils}
    columns |= {name: by_name[name] for name in totals_of(rule)}
    if way == "alone":
        return be.assess(county, rule).dimensions["resources"].outcome
    if way == "by columns":
        return Outcome(int(be.assess_nation(columns, rule).outcomes[0]))
    if way == "by counties":
        return Outcome(int(SectionTable.from_counties([county], rule).assess(rule).outcomes[0]))
    frame = pd.DataFrame(columns).astype(dict.fromkeys(totals_of(rule), float))
    return Outcome(int(engines.outcomes(frame, rule)["outcome"].iloc[0]))


@pytest.mark.parametrize(
    ("limit", "rows"),
    [
        ("0.35", {"R4": [13, 27], "R5": [13, 27]}),
        ("0.45", {f"R{row}": [11, 29] for row in range(1, 8)}),
        ("0.4", {"R4": [10, 30], "R5": [14, 26]}),
        ("0.65", {"R4": [41, 159], "R5": [17, 183], "R6": [47, 153]}),
    ],
)
@in_every_way
def test_a_mean_at_its_limit_holds_and_a_little_more_does_not(limit: str, rows: dict[str, Column], way: str) -> None:
    rule = standard(*rows, limit=limit)
    at = sum((Fraction(more - less, more + less) for less, more in rows.values()), Fraction(0)) / len(rows)  # type: ignore
    assert at == Fraction(limit)
    assert judged(way, rule, [100, 100], **rows) is PASS
    larger = {**rows, "R4": [rows["R4"][0], rows["R4"][1] + 1]}  # type: ignore[operator]
    assert judged(way, rule, [100, 100], **larger) is FAIL


@pytest.mark.slow
@in_every_way
@given(st.lists(st.integers(1, 99), min_size=2, max_size=7))
def test_any_mean_at_its_limit_holds(way: str, coefficients: list[int]) -> None:
    """Two schools of equal size, with (100 − CV) and (100 + CV) of each resource."""
    rows: dict[str, Column] = {f"R{row}": [100 - cv, 100 + cv] for row, cv in enumerate(coefficients, start=1)}
    exact = Fraction(sum(coefficients), 100 * len(coefficients))
    limit = Fraction(round(exact * 10_000), 10_000)
    rule = standard(*rows, limit=f"{float(limit):.4f}")
    assert judged(way, rule, [50, 50], **rows) is (PASS if exact <= limit else FAIL)


@pytest.mark.parametrize(
    ("all_zero", "others", "outcome"),
    [
        ("pass", [1, 1000], FAIL),
        ("pass", [10, 11], PASS),
        ("fail", [10, 11], FAIL),
        ("fail", [10, None], FAIL),
        ("unknown", [1, 1000], UNKNOWN),
        ("unknown", [10, None], UNKNOWN),
        ("pass", [10, None], UNKNOWN),
        ("pass", [0, 0], PASS),
    ],
)
@in_every_way
def test_a_resource_that_nobody_has_does_not_count_as_a_coefficient_of_0(
    all_zero: str, others: Column, outcome: Outcome, way: str
) -> None:
    rule = standard("R4", "R5", "R6", limit="0.4", all_zero=all_zero)
    assert judged(way, rule, [100, 100], R4=[0, 0], R5=others, R6=others) is outcome


@in_every_way
def test_an_aim_never_changes_a_verdict(way: str) -> None:
    rule = standard("R4", "R5", limit="0.4", more=", aim = true")
    assert (rule.resources, rule.required_resources) == (("R4", "R5"), ("R4",))
    assert judged(way, rule, [100, 100], R4=[10, 11], R5=[1, 1000]) is PASS
    each = standard("R4", "R5", limit="0.4", of="each", more=", aim = true")
    assert judged(way, each, [100, 100], R4=[10, 11], R5=[1, 1000]) is PASS


def test_an_aim_is_no_limit_of_the_section_rule() -> None:
    county = from_text(
        'name = "aims"\nedition = "1"\nextends = "national-2017"\ntitle = { zh = "努力", en = "Aims" }\n'
        'authority = "测试"\ndocument = "测试"\n[section]\nat_least = 6\n[items.R7]\naim = true\n'
    )
    assert len(county.section_rule(Stage.PRIMARY).limits) == 6


@in_every_way
def test_limits_in_the_other_direction(way: str) -> None:
    rule = from_text(
        'name = "turned"\nedition = "1"\nextends = "national-2017"\ntitle = { zh = "反", en = "Turned" }\n'
        'authority = "测试"\ndocument = "测试"\n[items.R7]\nrules = [{ at_most = "2.3" }]\n'
    )
    enough: dict[str, Column] = {f"R{row}": [10**7, 10**7] for row in range(1, 7)}
    assert judged(way, rule, [1000, 1000], **enough, R7=[19, 19]) is PASS
    assert judged(way, rule, [1000, 1000], **enough, R7=[19, 30]) is FAIL
    assert judged(way, rule, [1000, 1000], **enough, R7=[19, None]) is UNKNOWN


def test_rows_follow_the_order_of_items() -> None:
    one, other = standard("R4", "R5", limit="0.4"), standard("R5", "R4", limit="0.4")
    assert (list(totals_of(one)), list(totals_of(other))) == (list(TOTALS[3:5]), [TOTALS[4], TOTALS[3]])
    columns = {"county": [1, 1], "stage": [0, 0], "pupils": [1, 1], "totals": [[1, 1]] * 7}
    columns["totals"][3] = [1, 3]  # type: ignore[call-overload]
    table = SectionTable.from_arrays(**columns)  # type: ignore[arg-type]
    assert table.assess(one).coefficients[0, :, 0].tolist() == [0.5, 0]
    assert table.assess(other).coefficients[0, :, 0].tolist() == [0, 0.5]
    of_two = SectionTable.from_arrays(**{**columns, "totals": [[1, 1], [1, 3]]}, standard=other)  # type: ignore[arg-type]
    assert of_two.assess(one).coefficients[0, :, 0].tolist() == [0.5, 0]
    assert of_two.assess(other).coefficients[0, :, 0].tolist() == [0, 0.5]
