"""Standards that limit the mean of the coefficients, aim at a resource, or turn a limit around: one rule everywhere."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import balanced_edu as be
from balanced_edu import engines
from balanced_edu.campuses import Campus, Kind, Stage
from balanced_edu.checks import Finding, Relation, mean_variation_at_most
from balanced_edu.county import County
from balanced_edu.dispersion import side_of_mean_root
from balanced_edu.nation import TOTALS, SectionTable
from balanced_edu.outcomes import Outcome
from balanced_edu.standards import Standard, from_text, load

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


def standard(*ids: str, limit: str, all_zero: str = "unknown", of: str = "mean", more: str = "") -> Standard:
    item = '{{ name = {{ zh = "项", en = "Item" }}, each = "section", clause = "-", source = "-"{} }}'
    lines = (f"{id} = {item.format(more if id == ids[-1] else '')}" for id in ids)
    return from_text(HEAD.format(of=of, limit=limit, all_zero=all_zero, cited=CITED) + "\n".join(lines))


def judged(rule: Standard, pupils: list[int], **totals: list[float | None]) -> set[Outcome]:
    """What a county of primary schools comes to: alone, in a nation, and on an engine. All the same, or it is told."""
    names = {f"R{row}": name for row, name in enumerate(TOTALS, start=1)}
    own = {names[id]: column for id, column in totals.items()}
    campuses = [
        Campus(
            school_code=f"S{place}",
            kind=Kind.PRIMARY,
            primary_pupils=count,
            **{n if n in _SHARED else f"primary_{n}": column[place] for n, column in own.items()},
        )
        for place, count in enumerate(pupils)
    ]
    columns: dict[str, Any] = {"county": ["县"] * len(pupils), "stage": ["primary"] * len(pupils), "pupils": pupils}
    columns |= {name: own.get(name, [1] * len(pupils)) for name in TOTALS}
    frame = pd.DataFrame(columns).astype(dict.fromkeys(TOTALS, float))
    return {
        be.assess(County(name="县", campuses=campuses), rule).dimensions["resources"].outcome,
        Outcome(int(be.assess_nation(columns, rule).outcomes[0])),
        Outcome(int(engines.outcomes(frame, rule)["outcome"].iloc[0])),
    }


_SHARED = TOTALS[3:]


@pytest.mark.parametrize(
    ("limit", "rows"),
    [
        ("0.35", {"R4": [13, 27], "R5": [13, 27]}),
        ("0.45", {f"R{row}": [11, 29] for row in range(1, 8)}),
        ("0.4", {"R4": [10, 30], "R5": [14, 26]}),
        ("0.65", {"R4": [41, 159], "R5": [17, 183], "R6": [47, 153]}),
    ],
)
def test_a_mean_at_its_limit_holds_and_a_little_more_does_not(limit: str, rows: dict[str, list[float | None]]) -> None:
    rule = standard(*rows, limit=limit)
    at = sum((Fraction(more - less, more + less) for less, more in rows.values()), Fraction(0)) / len(rows)  # type: ignore
    assert at == Fraction(limit)
    assert judged(rule, [100, 100], **rows) == {PASS}
    larger = {**rows, "R4": [rows["R4"][0], rows["R4"][1] + 1]}  # type: ignore[operator]
    assert judged(rule, [100, 100], **larger) == {FAIL}


@given(st.lists(st.integers(1, 99), min_size=2, max_size=7))
def test_any_mean_at_its_limit_holds(coefficients: list[int]) -> None:
    """Two schools of equal size, with (100 − CV) and (100 + CV) of each resource."""
    rows: dict[str, list[float | None]] = {
        f"R{row}": [100 - cv, 100 + cv] for row, cv in enumerate(coefficients, start=1)
    }
    exact = Fraction(sum(coefficients), 100 * len(coefficients))
    limit = Fraction(round(exact * 10_000), 10_000)
    rule = standard(*rows, limit=f"{float(limit):.4f}")
    assert judged(rule, [50, 50], **rows) == {PASS if exact <= limit else FAIL}


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
def test_a_resource_that_nobody_has_is_no_coefficient_of_0(
    all_zero: str, others: list[float | None], outcome: Outcome
) -> None:
    rule = standard("R4", "R5", "R6", limit="0.4", all_zero=all_zero)
    assert judged(rule, [100, 100], R4=[0, 0], R5=others, R6=others) == {outcome}


def test_pupils_that_are_not_known_leave_all_open() -> None:
    check = mean_variation_at_most("0.4", all_zero=FAIL)
    known = {"totals": [[0, 0], [1, 2]], "pupils": [1, None]}
    assert check.finding(known).outcome is UNKNOWN
    assert check.finding(known).missing == ("pupils[1]",)
    assert check.outcomes({"totals": np.array([[0, 0], [1, 2]]), "pupils": np.array([1, np.nan])}) == UNKNOWN


def test_the_mean_as_a_check_of_its_own() -> None:
    check = mean_variation_at_most("0.4", without_sections=FAIL)
    assert repr(check) == "<mean of the variation coefficients at most 0.4>"
    assert check.finding({"totals": [[], []], "pupils": []}).outcome is FAIL
    assert check.outcomes({"totals": np.ones((2, 0)), "pupils": np.ones(0)}) == FAIL
    nobody = {"totals": [[1, 3, 0], [1, 3, 0]], "pupils": [1, 1, 0], "groups": ["a", "a", "b"]}
    assert mean_variation_at_most("0.5", without_sections=FAIL).outcomes(nobody).tolist() == [PASS, FAIL]
    assert check.finding({}).missing == ("totals", "pupils")
    assert check.finding({"totals": [[1, None], [1, 3]], "pupils": [1, 1]}).missing == ("totals[0][1]",)
    groups = {"totals": [[1, 3, 5, 5], [7, 13, 5, 6]], "pupils": [1] * 4, "groups": ["b", "b", "a", "a"]}
    assert check.outcomes(groups).tolist() == [1, 1]
    assert check.outcomes({**groups, "totals": [[1, 3, 5, 5], [7, 13.1, 5, 6]]}).tolist() == [1, -1]
    assert check.finding({"totals": [[0, 0], [1, 3]], "pupils": [1, 1]}).undefined
    assert load("basic-2012").mean_check(Stage.JUNIOR).limit == Fraction("0.55")


class TestFindings:
    """All that a finding of a mean says."""

    def finding(self, totals: list[list[float | None]], pupils: list[float | None], **zero: Outcome) -> Finding:
        return mean_variation_at_most("0.5", **zero).finding({"totals": totals, "pupils": pupils})

    def test_of_a_mean_that_is_there(self) -> None:
        assert self.finding([[1, 3], [1, 2]], [1, 1]) == Finding(
            check="mean of the variation coefficients",
            outcome=PASS,
            value=(1 / 2 + 1 / 3) / 2,
            limit=Fraction(1, 2),
            relation=Relation.AT_MOST,
        )
        assert self.finding([[1, 3], [1, 3]], [1, 1]).value == 0.5
        named = mean_variation_at_most("0.5").named("均值")
        assert named.finding({"totals": [[1, 3]], "pupils": [1, 1]}).check == "均值"

    def test_of_none(self) -> None:
        nothing = self.finding([[], []], [])
        assert (nothing.outcome, nothing.value, nothing.undefined) == (PASS, None, "no sections, nothing to vary")
        zero = self.finding([[0, 0], [1, 3]], [1, 1], all_zero=FAIL)
        assert (zero.outcome, zero.value) == (FAIL, None)
        assert zero.undefined == "undefined: every total of a resource is 0"
        unknown = self.finding([[1, None], [1, 3]], [1, 1])
        assert (unknown.outcome, unknown.value, unknown.undefined) == (UNKNOWN, None, "")


def test_each_group_of_columns_is_decided_by_its_own_figures() -> None:
    """What is unknown, or 0, in one group says nothing of the others; and a mean of what is left decides nothing."""
    columns = {
        "totals": [[1, 3, 1, 3, 1, 3, 1, 2], [1, np.nan, 0, 0, 1, 3, 1, 4]],
        "pupils": [1] * 8,
        "groups": ["unknown"] * 2 + ["zero"] * 2 + ["at the limit"] * 2 + ["under it"] * 2,
    }
    for all_zero in Outcome:
        check = mean_variation_at_most("0.5", all_zero=all_zero)
        found = dict(zip(sorted(set(columns["groups"])), check.outcomes(columns).tolist(), strict=True))
        assert found == {"unknown": UNKNOWN, "zero": all_zero, "at the limit": PASS, "under it": PASS}
        far = mean_variation_at_most("0.6", all_zero=all_zero)
        assert far.outcomes(columns).tolist() == check.outcomes(columns).tolist()


def test_a_resource_that_nobody_has_leaves_the_mean_to_the_others_wherever_it_stands() -> None:
    check = mean_variation_at_most("0.5", all_zero=PASS)
    for totals in ([[0, 0], [1, 3]], [[1, 3], [0, 0]]):
        assert check.outcomes({"totals": totals, "pupils": [1, 1]}) == PASS
        assert check.finding({"totals": totals, "pupils": [1, 1]}).outcome is PASS


@pytest.mark.parametrize(
    ("squares", "limit", "side"),
    [
        ([Fraction(1, 9), Fraction(4, 9)], Fraction(1, 2), 0),
        ([Fraction(1, 9), Fraction(4, 9)], Fraction(51, 100), -1),
        ([Fraction(1, 9), Fraction(4, 9)], Fraction(49, 100), 1),
        ([Fraction(2)], Fraction("1.41421356237309504880168872420969807856967187537694"), 1),
        ([Fraction(2)], Fraction("1.41421356237309504880168872420969807856967187537695"), -1),
        ([Fraction(2), Fraction(1, 4)], Fraction("0.95710678118654752440084436210484903928483593768847"), 1),
        ([Fraction(2), Fraction(1, 4)], Fraction("0.95710678118654752440084436210484903928483593768848"), -1),
    ],
)
def test_sides_of_roots(squares: list[Fraction], limit: Fraction, side: int) -> None:
    assert side_of_mean_root(squares, limit) == side


def test_an_aim_never_turns_a_verdict() -> None:
    rule = standard("R4", "R5", limit="0.4", more=", aim = true")
    assert (rule.resources, rule.required_resources) == (("R4", "R5"), ("R4",))
    assert judged(rule, [100, 100], R4=[10, 11], R5=[1, 1000]) == {PASS}
    each = standard("R4", "R5", limit="0.4", of="each", more=", aim = true")
    assert judged(each, [100, 100], R4=[10, 11], R5=[1, 1000]) == {PASS}
    county = from_text(
        'name = "aims"\nedition = "1"\nextends = "national-2017"\ntitle = { zh = "努力", en = "Aims" }\n'
        'authority = "测试"\ndocument = "测试"\n[section]\nat_least = 6\n[items.R7]\naim = true\n'
    )
    assert len(county.section_rule(Stage.PRIMARY).checks[0].checks) == 6  # type: ignore[attr-defined]


def test_limits_that_look_the_other_way_in_a_nation() -> None:
    rule = from_text(
        'name = "turned"\nedition = "1"\nextends = "national-2017"\ntitle = { zh = "反", en = "Turned" }\n'
        'authority = "测试"\ndocument = "测试"\n[items.R7]\nrules = [{ at_most = "2.3" }]\n'
    )
    enough: dict[str, list[float | None]] = {f"R{row}": [10**7, 10**7] for row in range(1, 7)}
    assert judged(rule, [1000, 1000], **enough, R7=[19, 19]) == {PASS}
    assert judged(rule, [1000, 1000], **enough, R7=[19, 30]) == {FAIL}
    assert judged(rule, [1000, 1000], **enough, R7=[19, None]) == {UNKNOWN}


def test_rows_follow_the_order_of_items() -> None:
    one, other = standard("R4", "R5", limit="0.4"), standard("R5", "R4", limit="0.4")
    columns = {"county": [1, 1], "stage": [0, 0], "pupils": [1, 1], "totals": np.ones((7, 2))}
    columns["totals"][3] = [1, 3]  # type: ignore[index]
    table = SectionTable.from_arrays(**columns)  # type: ignore[arg-type]
    assert table.assess(one).coefficients[0, :, 0].tolist() == [0.5, 0]
    assert table.assess(other).coefficients[0, :, 0].tolist() == [0, 0.5]
