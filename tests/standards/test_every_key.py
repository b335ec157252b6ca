"""Everything that a standard's file can set, each set to something of its own, is found where it belongs."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from balanced_edu import checks
from balanced_edu.outcomes import Outcome
from balanced_edu.records.kinds import Kind, Stage
from balanced_edu.standards import Standard, from_text
from balanced_edu.standards.model import Addition, Aspect, Milestone, Plausible

TEXT = """
name = "mine"
edition = "3"
extends = "national-2017"
title = { zh = "自定", en = "Mine" }
authority = "示例县人民政府"
document = "示例〔2024〕1号"
issued = 2024-03-01
in_force = 2024-09-01

[counted]
by = "school"
leaves_out = [{ kinds = ["教学点"] }, { boarding = true }]
clause = "不计入"

[division]
weights = { primary = "1", junior = "1.2", senior = "1.3" }
clause = "折算"

[section]
at_least = 5
floor = "0.8"
clause = "至少5项"

[variation]
of = "mean"
at_most = { primary = "0.6", junior = "0.4" }
due = 2026-09-30
without_sections = "unknown"
all_zero = "fail"
clause = "差异系数"

[sample.share]
group = "家 长"
at_least = "40"
counts = "handed_out"
clause = "四成"
source = "示例 四"
mark = "stated"

[[milestones]]
name = "准备"
start = 2024-01-01
end = 2024-12-31
clause = "第一年"

[[milestones]]
name = "实施"
clause = "以后"

[[passages]]
about = "附则"
text = "自2024年9月1日起施行"

[conditions.C3]
rules = [{ item = "S1" }]

[conditions.C4]
dropped = true

[items.R3]
adds = [{ field = "visiting_sports_arts_teachers", pupils_below = "100" }]
plausible = { from = "0.1", to = "9" }

[items.G1]
dropped = true

[items.G5]
vacuous = true
where = { kinds = ["小学"] }

[items.G9]
pooled = false

[items.R4]
plausible = { from = "8", to = "8" }

[items.X2]
name = { zh = "寄宿", en = "Boarding" }
dimension = "guarantee"
each = "campus"
rules = [{ fact = "boarding", kinds = ["小学"], holds = false }]
clause = "-"
source = "-"

[items.S1]
weights = { "家 长" = "3", others = "1" }

[items.X1]
name = { zh = "图书", en = "Books" }
dimension = "guarantee"
measure = "books_per_pupil"
each = "section"
rules = [{ at_least = "25", constants = { books = "5" } }]
constants = { pupils = "10" }
aim = true
due = 2025-09-30
responsible = ["教育局", "财政局"]
task = "配齐图书"
clause = "生均25册"
source = "示例 三"
mark = "choice"
passages = ["图书25册", "每年更新"]
"""


def everything() -> Standard:
    """Read anew, so that whatever reads it is tested."""
    return from_text(TEXT)


def test_the_head() -> None:
    standard = everything()
    assert (standard.name, standard.edition, standard.extends) == ("mine", "3", "national-2017")
    assert (standard.title_zh, standard.title_en) == ("自定", "Mine")
    assert (standard.authority, standard.document) == ("示例县人民政府", "示例〔2024〕1号")
    assert (standard.issued, standard.in_force) == (dt.date(2024, 3, 1), dt.date(2024, 9, 1))
    assert standard.data["edition"] == "3"


def test_the_tables() -> None:
    standard = everything()
    assert standard.by_school is True
    for kind, boarding, counted in (
        (Kind.TEACHING_POINT, False, Outcome.FAIL),
        (Kind.PRIMARY, True, Outcome.FAIL),
        (Kind.PRIMARY, False, Outcome.PASS),
    ):
        assert standard.counted.finding({"kind": kind, "boarding": boarding}).outcome is counted
    assert standard.weights == {Stage.PRIMARY: 1, Stage.JUNIOR: Fraction("1.2"), Stage.SENIOR: Fraction("1.3")}
    assert (standard.reached, standard.floor, standard.section_clause) == (5, Fraction("0.8"), "至少5项")
    assert standard.variation == {Stage.PRIMARY: Fraction("0.6"), Stage.JUNIOR: Fraction("0.4")}
    assert (standard.mean_of_coefficients, standard.variation_due) == (True, dt.date(2026, 9, 30))
    assert (standard.without_sections, standard.all_zero) == (Outcome.UNKNOWN, Outcome.FAIL)
    assert standard.variation_clause == "差异系数"
    assert list(standard.sample) == ["per_mille", "share"]
    share = standard.sample["share"]
    assert (share.group, share.counts, share.check.limit) == ("家长", "handed_out", 40)
    assert (share.clause, share.source, share.mark) == ("四成", "示例 四", "stated")
    assert standard.milestones == (
        Milestone(name="准备", start=dt.date(2024, 1, 1), end=dt.date(2024, 12, 31), clause="第一年"),
        Milestone(name="实施", start=None, end=None, clause="以后"),
    )
    assert standard.passages == (("附则", "自2024年9月1日起施行"),)
    assert list(standard.conditions) == ["C1", "C2", "C3", "C5"]
    assert standard.conditions["C3"].rules[0].aspect == Aspect("S1")


def test_an_item() -> None:
    item = everything().items["X1"]
    assert (item.id, item.name_zh, item.name_en, item.dimension) == ("X1", "图书", "Books", "guarantee")
    assert (list(item.measures), item.each, item.pooled) == (["books_per_pupil"], "section", False)
    assert (item.vacuous, item.aim, item.due) == (False, True, dt.date(2025, 9, 30))
    assert (item.responsible, item.task) == (("教育局", "财政局"), "配齐图书")
    assert (item.clause, item.source, item.mark) == ("生均25册", "示例 三", "choice")
    assert (item.passages, item.plausible, item.adds, item.weights) == (("图书25册", "每年更新"), None, (), {})
    assert item.constants == {"pupils": 10}
    (rule,) = item.rules
    assert (rule.check, rule.constants) == (checks.at_least("25", "book / pupil", of="books_per_pupil"), {"books": 5})
    assert item.where.finding({}).outcome is Outcome.PASS


def test_a_rule_on_a_judgement() -> None:
    (rule,) = everything().items["X2"].rules
    assert rule.check == checks.not_(checks.holds("boarding"))
    assert [rule.where.finding({"kind": kind}).outcome for kind in (Kind.PRIMARY, Kind.JUNIOR)] == [
        Outcome.PASS,
        Outcome.FAIL,
    ]


def test_items_that_are_changed() -> None:
    items = everything().items
    assert "G1" not in items
    (added,) = items["R3"].adds
    assert (added.field, items["R3"].plausible) == (
        "visiting_sports_arts_teachers",
        Plausible(least=Fraction("0.1"), most=Fraction(9)),
    )
    assert items["R4"].plausible == Plausible(least=Fraction(8), most=Fraction(8))
    assert added == Addition(field=added.field, where=added.where)
    assert [added.where.finding({"pupils": n}).outcome for n in (99, 100)] == [Outcome.PASS, Outcome.FAIL]
    assert (items["G5"].vacuous, items["G9"].pooled, items["G13"].pooled) == (True, False, True)
    assert [items["G5"].where.finding({"kind": kind}).outcome for kind in (Kind.PRIMARY, Kind.JUNIOR)] == [
        Outcome.PASS,
        Outcome.FAIL,
    ]
    assert items["S1"].weights == {"家长": 3, "others": 1}


ALONE = """
name = "alone"
edition = "1"
title = { zh = "单独", en = "Alone" }
authority = "测试"
document = "测试"

[items.G1]
name = { zh = "布局", en = "Layout" }
rules = [{ holds = true }]
clause = "-"
source = "-"
"""


def test_what_a_file_does_not_set() -> None:
    standard = from_text(ALONE)
    assert (standard.extends, standard.issued, standard.in_force) == ("", None, None)
    assert (standard.by_school, standard.weights) == (False, dict.fromkeys(Stage, 1))
    assert standard.counted.finding({}).outcome is Outcome.PASS
    assert (standard.reached, standard.floor, standard.section_clause) == (0, 0, "")
    assert (standard.variation, standard.mean_of_coefficients, standard.variation_due) == ({}, False, None)
    assert (standard.without_sections, standard.all_zero) == (Outcome.PASS, Outcome.UNKNOWN)
    assert (standard.variation_clause, standard.sample) == ("", {})
    assert (standard.milestones, standard.conditions, standard.passages) == ((), {}, ())
    item = standard.items["G1"]
    assert (item.dimension, item.each, item.pooled, item.vacuous, item.aim) == (
        "guarantee",
        "county",
        False,
        False,
        False,
    )
    assert (item.due, item.responsible, item.task, item.mark, item.passages) == (None, (), "", "stated", ())
    assert (item.adds, item.constants, item.weights, item.plausible) == ((), {}, {}, None)
