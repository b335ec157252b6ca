"""Standards and rules as values: what they print, limit and check on a day."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from balanced_edu import checks
from balanced_edu.outcomes import Outcome
from balanced_edu.records.kinds import Grade, Kind, Stage
from balanced_edu.standards import NATIONAL, from_text, load
from balanced_edu.standards.model import Milestone, Rule

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
    DATED = f"""{HEAD}
[items.Q2]
rules = [{{ at_least = [
    {{ value = "90" }}, {{ value = "95", since = 2024-09-01 }}, {{ value = "98", since = 2026-09-01 }},
] }}]
"""

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
        (rule,) = from_text(self.DATED).items["Q2"].rules
        assert [check.limit for check in rule.checks_on(day)] == limits  # type: ignore[attr-defined]

    def test_before_the_first_day_the_first_limit_applies(self) -> None:
        later = f'{HEAD}[items.Q2]\nrules = [{{ at_least = [{{ value = "90", since = 2024-09-01 }}] }}]\n'
        (rule,) = from_text(later).items["Q2"].rules
        assert [check.limit for check in rule.checks_on(dt.date(2020, 1, 1))] == [90]  # type: ignore[attr-defined]

    def test_a_judgement_is_the_same_on_every_day(self) -> None:
        (rule,) = load(NATIONAL).items["G1"].rules
        assert rule.checks_on(None) == rule.checks_on(dt.date(2022, 1, 1)) == (rule.check,)


def test_a_limit_has_the_unit_of_its_measure() -> None:
    national = load(NATIONAL)
    assert national.limit("R4", Stage.PRIMARY) == checks.at_least("4.5", "m² / pupil", of="teaching_area_per_pupil")
    (rule,) = from_text(TestDays.DATED).items["Q2"].rules
    assert rule.checks_on(dt.date(2024, 9, 1)) == (checks.at_least(95, "percent", of="disabled_enrolment_share"),)


def test_a_rule_may_give_alternatives_with_a_scope() -> None:
    either = "[{ any_of = [{ at_most = '9' }, { at_most = '8' }], kinds = ['小学'] }]"
    (rule,) = from_text(f"{HEAD}[items.G4]\nrules = {either}\n").items["G4"].rules
    assert (len(rule.alternatives), rule.given) == (2, False)
    outcomes = [rule.where.finding({"kind": kind}).outcome for kind in (Kind.PRIMARY, Kind.JUNIOR)]
    assert outcomes == [Outcome.PASS, Outcome.FAIL]
    assert load(NATIONAL).items["Q9"].rules[0].given is True


def test_a_grade_may_rise_with_time() -> None:
    rising = '[{ value = "良好" }, { value = "优秀", since = 2030-01-01 }]'
    text = f'{HEAD}[items.Q6]\nrules = [{{ measure = "moral_education_grade", at_least = {rising} }}]\n'
    (rule,) = from_text(text).items["Q6"].rules
    assert [check.limit for check in rule.checks_on(None)] == [Grade.GOOD.rank, Grade.EXCELLENT.rank]  # type: ignore[attr-defined]


def test_a_fact_may_be_what_a_campus_counts_over_its_stages() -> None:
    text = f"{HEAD}[items.G4]\nrules = [{{ fact = 'classes', unit = 'class', at_most = '9' }}]\n"
    assert from_text(text).items["G4"].rules[0].about == ("classes",)


def test_a_group_may_have_part_of_the_weight_of_another_or_none() -> None:
    weights = from_text(f"{HEAD}[items.S1.weights]\n'家长' = '0'\nothers = '0.5'\n").items["S1"].weights
    assert weights == {"家长": 0, "others": Fraction(1, 2)}


def test_one_resource_may_be_enough() -> None:
    assert from_text(f"{HEAD}[section]\nat_least = 1\nclause = '-'\n").reached == 1


def test_the_rule_for_one_section_says_what_it_is() -> None:
    assert load(NATIONAL).section_rule(Stage.PRIMARY).name == "section rule"


def test_the_sample_and_the_steps_of_a_plan() -> None:
    national, wenling = load(NATIONAL), load("wenling-2020")
    per_mille, share = national.sample["per_mille"], national.sample["share"]
    assert (per_mille.check.limit, per_mille.clause) == (1, "调查人数不低于常住人口的1‰")
    assert (share.group, share.check.limit, share.clause) == ("家长", 50, "家长占调查对象的一半以上")
    assert wenling.milestones[0] == Milestone(
        name="筹备启动阶段",
        start=dt.date(2019, 9, 1),
        end=dt.date(2020, 9, 30),
        clause="(一)筹备启动阶段(2019年9月-2020年9月)。",
    )
    assert (wenling.milestones[3].start, wenling.milestones[3].end) == (None, dt.date(2022, 10, 31))


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


def test_a_rule_asks_for_the_figures_of_its_measure_or_of_its_alternatives() -> None:
    national = load(NATIONAL)
    of_classes, either = national.items["G5"].rules[0], national.items["Q9"].rules[0]
    assert of_classes.asks_for("largest_class")
    assert not of_classes.asks_for("books")
    assert [either.asks_for(figure) for figure in ("level", "share_at_level_3", "books")] == [True, True, False]
    assert not national.conditions["C4"].rules[0].asks_for("variation")


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


def test_the_check_of_coefficients_is_of_each_or_of_their_mean() -> None:
    schools = {"totals": [[1, 3], [2, 2]], "pupils": [1, 1]}
    of_each = load("national-2017").variation_check(Stage.PRIMARY).finding({**schools, "totals": [1, 3]})
    of_mean = load("basic-2012").variation_check(Stage.PRIMARY).finding(schools)
    assert (of_each.value, of_mean.value) == (0.5, 0.25)


def test_what_a_standard_says_of_variation_is_what_is_checked() -> None:
    text = "[variation]\nof = 'mean'\nwithout_sections = 'unknown'\nall_zero = 'fail'\n"
    assert from_text(HEAD + text).variation_check(Stage.JUNIOR) == checks.variation_at_most(
        "0.45", mean=True, without_sections=Outcome.UNKNOWN, all_zero=Outcome.FAIL
    )


def test_a_limit_is_that_of_its_stage_and_no_other_kind_of_check() -> None:
    alternatives = "rules = [{ any_of = [{ at_least = '2' }, { at_least = '3' }] }]"
    books = f"""
[items.X1]
name = {{ zh = "图书", en = "Books" }}
dimension = "guarantee"
measure = "books_per_pupil"
each = "section"
{alternatives}
clause = "-"
source = "-"
"""
    with pytest.raises(KeyError, match="mine has no limit of X1 for junior"):
        from_text(HEAD + books).limit("X1", Stage.JUNIOR)
    limits = [load(NATIONAL).limit("R7", stage).limit for stage in (Stage.PRIMARY, Stage.JUNIOR)]
    assert limits == [Fraction("2.3"), Fraction("2.4")]
