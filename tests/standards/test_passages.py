"""Sentences of a document that a standard's file quotes or does not."""

from __future__ import annotations

import pytest

from balanced_edu.standards import NATIONAL, from_text, load
from balanced_edu.standards.passages import quotations, sentences, unquoted

HEAD = """
name = "mine"
edition = "1"
extends = "national-2017"
title = { zh = "自定", en = "Mine" }
authority = "示例县"
document = "示例"
"""


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ("counted", "特殊教育学校、职业学校和不足50人的教学点不计入"),
        ("division", "按照“一个小学生：一个初中生：一个高中生＝1：1.1：1.32”的比例进行拆分"),
        ("section", "每所学校至少有6项指标达到要求，余项不能低于要求的85%"),
        ("variation", "所有指标校际差异系数，小学均小于或等于0.50，初中均小于或等于0.45"),
    ],
)
def test_the_clauses_of_tables_are_quotations(table: str, sentence: str) -> None:
    assert quotations(load(NATIONAL), sentence) == {(1, sentence): (table,)}


def test_a_standard_of_items_alone_quotes_their_clauses() -> None:
    alone = HEAD.replace('extends = "national-2017"', "")
    item = "[items.G1]\nname = { zh = '布局', en = 'Layout' }\nrules = [{ holds = true }]\nsource = '-'\n"
    standard = from_text(f"{alone}{item}clause = '3年内布局合理'\n")
    assert quotations(standard, "3年内布局合理") == {(1, "3年内布局合理"): ("G1",)}
    draft = "到XXXX年每校至少有3名心理教师"
    assert quotations(standard, draft) == {(1, draft): ()}


def test_blanks_are_no_part_of_a_quotation() -> None:
    sentence = "按照“一个小学生：一个初中生： 一个高中生＝1：1.1： 1.32”的比例进行拆分"
    assert unquoted(load(NATIONAL), sentence) == []
    assert list(sentences("小学4.2人。 \n\n 初中5.3人")) == [(1, "小学4.2人。"), (3, "初中5.3人")]


@pytest.mark.parametrize(
    ("table", "sentence"),
    [("sample.share", "家长占调查对象的50%以上。"), ("variation", "校际差异系数小学不超过0.50。")],
)
def test_a_table_without_a_clause_quotes_nothing(table: str, sentence: str) -> None:
    quoting, silent = (from_text(f'{HEAD}{table}.clause = "{clause}"') for clause in (sentence, ""))
    assert list(unquoted(quoting, sentence)) == []
    assert [text for _, text in unquoted(silent, sentence)] == [sentence]


def test_an_empty_quotation_quotes_nothing() -> None:
    standard = from_text(f'{HEAD}[[milestones]]\nname = "m"\nclause = ""\n')
    assert [sentence for _, sentence in unquoted(standard, "每校至少有3名心理教师。")] == ["每校至少有3名心理教师。"]
    assert unquoted(standard, "附件" + " " * 20_000 + "x1") == [(1, "附件" + " " * 20_000 + "x1")]
