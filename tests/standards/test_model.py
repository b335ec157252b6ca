"""Standards and rules as values: what they print, limit and check on a day."""

from __future__ import annotations

import datetime as dt

import pytest

from balanced_edu.records.kinds import Stage
from balanced_edu.standards import NATIONAL, from_text, load
from balanced_edu.standards.model import Rule

HEAD = """
name = "mine"
edition = "1"
extends = "national-2017"
title = { zh = "自定", en = "Mine" }
authority = "示例县"
document = "示例"
"""


def test_a_standard_prints_as_what_it_is() -> None:
    assert repr(load(NATIONAL)) == "<standard national-2017 (1): 40 items>"


class TestDays:
    DATED = from_text(
        f"""{HEAD}
[items.Q2]
rules = [{{ at_least = [
    {{ value = "90" }}, {{ value = "95", since = 2024-09-01 }}, {{ value = "98", since = 2026-09-01 }},
] }}]
"""
    )

    @pytest.mark.parametrize(
        ("day", "limits"),
        [
            (dt.date(2024, 8, 31), [90]),
            (dt.date(2024, 9, 1), [95]),
            (dt.date(2026, 8, 31), [95]),
            (dt.date(2026, 9, 1), [98]),
            (None, [90, 95, 98]),
        ],
    )
    def test_the_limit_of_a_day(self, day: dt.date | None, limits: list[int]) -> None:
        (rule,) = self.DATED.items["Q2"].rules
        assert [check.limit for check in rule.checks_on(day)] == limits  # type: ignore[attr-defined]

    def test_before_the_first_day_the_first_limit_applies(self) -> None:
        later = f'{HEAD}[items.Q2]\nrules = [{{ at_least = [{{ value = "90", since = 2024-09-01 }}] }}]\n'
        (rule,) = from_text(later).items["Q2"].rules
        assert [check.limit for check in rule.checks_on(dt.date(2020, 1, 1))] == [90]  # type: ignore[attr-defined]

    def test_a_judgement_is_the_same_on_every_day(self) -> None:
        (rule,) = load(NATIONAL).items["G1"].rules
        assert rule.checks_on(None) == rule.checks_on(dt.date(2022, 1, 1)) == (rule.check,)


def test_what_a_rule_is_about() -> None:
    national = load(NATIONAL)
    level, share = national.items["Q9"].rules
    assert (level.about, share.about) == (
        ("monitoring_level", "pupils_at_level_3"),
        ("monitored_between_school_share",),
    )
    assert national.conditions["C4"].rules[0].about == ("variation",)
    assert national.conditions["C1"].rules[0].about == ("years_since_basic_balance",)
    assert Rule().about == ()


def test_only_what_is_limited_has_a_limit() -> None:
    assert load(NATIONAL).limit("R1", Stage.JUNIOR).limit == load(NATIONAL).limit("R1", Stage.JUNIOR).limit
    for name, id, stage in ((NATIONAL, "R1", Stage.SENIOR), ("basic-2012", "B1", Stage.PRIMARY)):
        with pytest.raises(KeyError, match=f"{name} has no limit of {id} for {stage}"):
            load(name).limit(id, stage)


def test_aims_are_apart_from_what_the_verdict_needs() -> None:
    aim = f'{HEAD}[items.R7]\naim = true\n[section]\nat_least = 6\nclause = "-"\n'
    standard = from_text(aim)
    assert standard.aims == ("R7", *load(NATIONAL).aims) == ("R7", "G7a", "G7b")
    assert "R7" in standard.resources
    assert "R7" not in standard.required_resources
    assert len(standard.section_rule(Stage.PRIMARY).limits) == 6
    assert standard.dimensions == load(NATIONAL).dimensions
