"""Findings, checks and cells in words, in both languages."""

from __future__ import annotations

from fractions import Fraction

import attrs
import pytest

from balanced_edu.checks import (
    Cell,
    Check,
    Finding,
    Reason,
    above,
    all_of,
    any_given,
    any_of,
    at_least,
    at_least_of,
    at_most,
    below,
    holds,
    not_,
    one_of,
    section_rule,
    variation_at_most,
)
from balanced_edu.outcomes import Outcome
from balanced_edu.report.sentences import check_text, finding_sentence, in_brief, named_sentence
from balanced_edu.report.words import english, words_of

ZH = words_of("zh")
FAIL, UNKNOWN, PASS = Outcome.FAIL, Outcome.UNKNOWN, Outcome.PASS
PER_HUNDRED = "teacher / hundred_pupils"
MISSING = Finding(check="", outcome=UNKNOWN, missing=(Cell("veto", "", "fraud"),))
FINDINGS = [
    (at_least("4.2", PER_HUNDRED).finding(4.2), "4.2 ≥ 4.2 teachers per 100 pupils", "4.2人/百人，达到4.2人/百人"),
    (
        at_least(1, PER_HUNDRED).finding(0.9375),
        "0.9375 < 1 teacher per 100 pupils (short by 0.0625)",
        "0.9375人/百人，低于1人/百人（差0.0625人/百人）",
    ),
    (at_most(45, "pupil").finding(45), "45 ≤ 45 pupils", "45人，不超过45人"),
    (at_most(45, "pupil").finding(46), "46 > 45 pupils (over by 1)", "46人，超过45人（超出1人）"),
    (at_most(1, "pupil").finding(2), "2 > 1 pupil (over by 1)", "2人，超过1人（超出1人）"),
    (below("0.15").finding(0.12), "0.12 < 0.15", "0.12，低于0.15"),
    (below("0.15").finding(0.15), "0.15 ≥ 0.15", "0.15，未低于0.15"),
    (below("0.15").finding(0.2), "0.2 ≥ 0.15 (over by 0.05)", "0.2，未低于0.15（超出0.05）"),
    (above(50, "percent").finding(60), "60 > 50%", "60%，高于50%"),
    (above(50, "percent").finding(50), "50 ≤ 50%", "50%，未高于50%"),
    (above(50, "percent").finding(49), "49 ≤ 50% (short by 1)", "49%，未高于50%（差1%）"),
    (
        at_least("4.2").finding(4.19999999),
        "4.19999999 < 4.2 (short by 0.00000001)",
        "4.19999999，低于4.2（差0.00000001）",
    ),
    (at_least(2, "kg").finding(1), "1 < 2 kg (short by 1)", "1 kg，低于2 kg（差1 kg）"),
    (holds().finding(True), "holds", "符合要求"),
    (holds().finding(False), "does not hold", "不符合要求"),
    (Finding(check="", outcome=UNKNOWN), "not known", "无法判定"),
    (
        MISSING,
        "not known: county.toml: 有弄虚作假行为 (fraud)",
        "无法判定，缺少数据：county.toml：有弄虚作假行为（fraud）",
    ),
    (
        Finding(check="", outcome=UNKNOWN, undefined=Reason.DIVIDED_BY_ZERO),
        "undefined: a division by 0",
        "除数为0，没有结果",
    ),
    (
        variation_at_most("0.5").finding({"totals": [0, 0], "pupils": [1, 1]}),
        "undefined: every total is 0",
        "各校总量均为0，没有结果",
    ),
    (
        variation_at_most("0.5").finding({"totals": [], "pupils": []}),
        "no sections, so nothing varies",
        "没有学校，不存在差异",
    ),
    (Finding(check="", outcome=PASS, undefined=Reason.NOBODY), "nobody to whom it applies", "没有适用对象"),
    (all_of(at_least(1)).finding(2), "2 ≥ 1", "2，达到1"),
    (all_of(at_least(1), at_most(3)).finding(2), "all 2 hold", "2项判定全部达标"),
    (any_of(at_least(1), at_most(1)).finding(2), "1 of 2 hold", "2项判定中1项达标"),
    (
        all_of(at_least(5), at_most(1)).finding(2),
        "2 < 5 (short by 3); 2 > 1 (over by 1)",
        "2，低于5（差3）；2，超过1（超出1）",
    ),
]


@pytest.mark.parametrize(("finding", "in_english", "in_chinese"), FINDINGS, ids=[one[1] for one in FINDINGS])
def test_why_a_finding_has_its_outcome(finding: Finding, in_english: str, in_chinese: str) -> None:
    assert finding_sentence(finding) == str(finding) == in_english
    assert finding_sentence(finding, ZH) == in_chinese


def test_a_sentence_lists_ten_parts_and_counts_the_rest() -> None:
    parts = all_of(*(at_least(1, of=f"x{n}") for n in range(12))).finding(
        dict.fromkeys([f"x{n}" for n in range(12)], 0)
    )
    assert finding_sentence(parts).startswith("x0: 0 < 1 (short by 1); x1: ")
    assert finding_sentence(parts).endswith("; x9: 0 < 1 (short by 1); and 2 more")
    assert finding_sentence(parts, ZH).endswith("；x9：0，低于1（差1）；另有2条")


def test_a_named_sentence_says_what_it_is_about() -> None:
    largest = attrs.evolve(
        at_most(45, "pupil").finding(46), check="pupils_in_largest_class", campus="P1", stage="primary"
    )
    assert named_sentence(largest) == "P1 primary, pupils in the largest class: 46 > 45 pupils (over by 1)"
    assert named_sentence(largest, ZH) == "P1 小学，最大班额：46人，超过45人（超出1人）"
    subject = attrs.evolve(below("0.15").finding(0.2), check="a_local_fact", subject="数学")
    assert named_sentence(subject) == "数学, a local fact: 0.2 ≥ 0.15 (over by 0.05)"
    assert named_sentence(subject, ZH) == "数学，a_local_fact：0.2，未低于0.15（超出0.05）"
    assert named_sentence(holds().finding(True)) == "holds"


def test_in_brief_many_cells_and_many_parts_are_counted() -> None:
    cells = tuple(Cell("local", "", f"fact {n}") for n in range(4))
    few, many = (Finding(check="", outcome=UNKNOWN, missing=cells[:n]) for n in (1, 4))
    assert [in_brief(one, english()) for one in (few, many)] == [
        "missing: county.toml: [local] fact 0",
        "4 empty cells",
    ]
    assert [in_brief(one, ZH) for one in (few, many)] == ["缺少数据：county.toml：[local] fact 0", "有4个数据未填报"]
    parts = all_of(*(at_least(n, of="x") for n in range(1, 5)), at_least(0, of="x")).finding({"x": 0})
    assert in_brief(parts, english()) == "4 of 5 do not hold"
    assert in_brief(at_least(1).finding(0), english()) == "0 < 1 (short by 1)"


RULE = section_rule(at_least(4, of="a"), at_least(10, of="b"), k=1, floor="0.85")
CHECKS: list[tuple[Check, str, str]] = [
    (at_least("4.2", PER_HUNDRED, of="R1"), "<R1 at least 4.2 teachers per 100 pupils>", "R1 不低于4.2人/百人"),
    (at_most(1, "pupil"), "<at most 1 pupil>", "不超过1人"),
    (at_least("3.1415926535"), "<at least 3.1415926535>", "不低于3.1415926535"),
    (holds(), "<holds>", "符合"),
    (holds("x").named("charter"), "<charter: x holds>", "符合x"),
    (one_of([1, 2]), "<value one of 1, 2>", "数值 属于1、2之一"),
    (one_of(["甲"], of="k"), "<k one of 甲>", "k 属于甲之一"),
    (not_(holds("fraud")), "<not: <fraud holds>>", "非：<fraud holds>"),
    (all_of(holds("a")), "<all of: <a holds>>", "全部：<a holds>"),
    (any_of(holds("a"), holds("b")), "<any of: <a holds>, <b holds>>", "任一：<a holds>、<b holds>"),
    (
        at_least_of(2, *map(holds, "abc")),
        "<at least 2 of 3: <a holds>, <b holds>, <c holds>>",
        "3项中至少2项：<a holds>、<b holds>、<c holds>",
    ),
    (any_given(holds("a"), holds("b")), "<any given of: <a holds>, <b holds>>", "所填各项中任一：<a holds>、<b holds>"),
    (RULE, "<at least 1 of 2 limits met, none below 0.85 of its limit>", "2项中至少1项达到要求，余项不低于要求的0.85"),
    (
        variation_at_most("0.1234567891"),
        "<variation coefficient at most 0.1234567891>",
        "校际差异系数不超过0.1234567891",
    ),
    (variation_at_most("0.4", mean=True), "<mean of the variation coefficients at most 0.4>", "综合差异系数不超过0.4"),
]


@pytest.mark.parametrize(("check", "representation", "in_chinese"), CHECKS, ids=[one[1] for one in CHECKS])
def test_checks_as_they_print(check: Check, representation: str, in_chinese: str) -> None:
    assert repr(check) == representation
    assert check_text(check, ZH) == in_chinese


def test_representations_are_short() -> None:
    many = all_of(*(at_least(Fraction(n), of=f"value number {n}") for n in range(1000)))
    assert repr(many).startswith("<all of: <value number 0 at least 0>, ")
    assert repr(many).endswith("…>")
    finding = many.finding({})
    for text in (repr(many), repr(finding)):
        assert len(text) <= 200
        assert "\n" not in text
    assert repr(at_least(1, of="R2").finding({"R2": 0.9})) == "<R2: fail, 0.9 < 1 (short by 0.1)>"
    assert repr(attrs.evolve(MISSING, item="V6")).startswith("<V6: unknown, not known: county.toml")
    assert repr(holds().finding(True)) == "<finding: pass, holds>"
