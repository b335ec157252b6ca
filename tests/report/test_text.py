"""Text for a terminal: what it looks like, and that it fits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_document import BLOCKS, ENGLISH, PROVINCE

from balanced_edu.report.document import (
    Column,
    Document,
    Entry,
    Heading,
    Paragraph,
    Points,
    Role,
    Table,
)
from balanced_edu.report.text import WIDTH, fitted, render, wrapped
from balanced_edu.text import width_of

GOLDEN = """\
青山县 2022
Standard: 办法, 教督〔2017〕6号

Verdict: not recognised
The failures decide.

  Dimension             Outcome
  resources (资源配置)  fails
  veto                  passes

What fails: 1 item
------------------

G5 Size of classes
    - P1 <b>: 46 > 45 pupils
      - primary
      - of 2022
    “小学、初中所有班级学生数分别不超过45人、50人。”

Variation
---------
All of them:
                                       primary             junior
  Indicator                                CV        mean      CV
  R1 <teachers>                        0.2382        6.36  0.1949
  R2 每百名学生拥有县级以上骨干教师数  0.5021 ✗  2,975.41       – ?
  ✗ does not hold

A note."""


def test_a_small_document() -> None:
    assert render(ENGLISH) == GOLDEN


def test_columns_of_signs_are_joined_under_their_group() -> None:
    text = render(Document(title="t", lang="en", blocks=[PROVINCE]))
    assert text.splitlines() == ["t", "", "  County  R1–R2", "  甲县    ✓✗     ·"]


def test_a_table_without_heads_has_no_line_for_them() -> None:
    table = Table(columns=[Column(), Column()], rows=[["a", "b"], ["", Entry(mark="≠")]])
    assert render(Document(title="t", lang="en", blocks=[table])).splitlines() == ["t", "", "  a  b", "     ≠"]


def test_what_is_too_wide_goes_over_several_lines_of_its_column() -> None:
    table = Table(columns=[Column("name"), Column("why")], rows=[["名" * 60, "word " * 30], ["R2", "short"]])
    _, _, heads, *rows, last = render(Document(title="t", lang="en", blocks=[table])).splitlines()
    start = heads.index("why")
    assert len(rows) == 4
    assert {width_of(row[: row.index("word")]) for row in rows} == {start}
    assert max(map(width_of, rows)) <= WIDTH
    assert last.index("short") == start


@pytest.mark.parametrize(
    ("widths", "room", "expected"),
    [([10, 20], 40, [10, 20]), ([10, 80, 200], 100, [10, 45, 45]), ([99, 99, 99], 12, [8, 8, 8]), ([500], 60, [60])],
)
def test_the_widest_columns_give_way(widths: list[int], room: int, expected: list[int]) -> None:
    assert fitted(widths, room) == expected


def test_chinese_breaks_anywhere_but_before_a_closing_sign_or_after_an_opening_one() -> None:
    assert list(wrapped("县级以上（含）骨干教师。", width=10)) == ["县级以上", "（含）骨干", "教师。"]
    assert list(wrapped("a word 词", width=6, indent=2, hanging=1)) == ["  a ", "   word ", "   词"]


@given(st.text(alphabet="ab 县（），。1.;", max_size=300), st.integers(0, 6), st.integers(0, 4))
def test_wrapping_loses_nothing(text: str, indent: int, hanging: int) -> None:
    lines = list(wrapped(text, indent=indent, hanging=hanging))
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(line.startswith(" " * indent) for line in lines)


def test_invisible_characters_become_blanks_and_forge_no_line() -> None:
    hostile = "县\x1b[31m\u202e\nVerdict: forged\u2029"
    blocks = [
        Heading(hostile),
        Heading(hostile, 3),
        Points([hostile]),
        Paragraph(hostile, Role.VERDICT),
        Table(columns=[Column(hostile, group=hostile)], rows=[[Entry(hostile, mark=hostile)]], notes=[hostile]),
    ]
    text = render(Document(title=hostile, lang="en", blocks=blocks))
    assert not [line for line in text.splitlines() if line.startswith("Verdict")]
    assert not {"\x1b", "\u202e", "\u2029"} & set(text)
    assert text.count("forged") == 10


def test_a_lead_and_what_it_leads_to_stand_together() -> None:
    lead = Paragraph("lead:", Role.LEAD)
    text = render(Document(title="t", lang="en", blocks=[Paragraph("first"), lead, Points(["a"]), *BLOCKS[3:4]]))
    assert text.splitlines()[:5] == ["t", "first", "", "lead:", "  - a"]
