"""Sentences of a document that a standard's file quotes or does not."""

from __future__ import annotations

import pytest

from balanced_edu.standards import from_text
from balanced_edu.standards.passages import unquoted

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
