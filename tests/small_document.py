"""A small document with a block of every kind, in two languages, for the renderers to lay out."""

from __future__ import annotations

import datetime as dt

from balanced_edu.outcomes import Outcome
from balanced_edu.report.document import (
    Block,
    Column,
    Document,
    Entry,
    Fold,
    Heading,
    Paragraph,
    Point,
    Points,
    Role,
    Table,
)

DIMENSIONS = Table(
    columns=[Column("Dimension"), Column("Outcome")],
    rows=[
        ["resources (资源配置)", Entry("fails", outcome=Outcome.FAIL)],
        ["veto", Entry("passes", outcome=Outcome.PASS)],
    ],
)
COEFFICIENTS = Table(
    name="Variation",
    columns=[
        Column("Indicator"),
        Column("CV", group="primary", align="right"),
        Column("mean", group="primary", align="right"),
        Column("CV", group="junior", align="right"),
    ],
    rows=[
        ["R1 <teachers>", Entry("0.2382", value=0.2382), "6.36", "0.1949"],
        [
            "R2 每百名学生拥有县级以上骨干教师数",
            Entry("0.5021", value=0.50213, outcome=Outcome.FAIL, mark="✗"),
            Entry("2,975.41", value=2975.41),
            Entry("–", outcome=Outcome.UNKNOWN, mark="?"),
        ],
    ],
    notes=["✗ does not hold"],
    keys=1,
)
PROVINCE = Table(
    name="Province",
    columns=[
        Column("County"),
        *(Column(id, group="R1–R2", signs=True) for id in ("R1", "R2")),
        Column("S1", signs=True),
    ],
    rows=[
        [
            "甲县",
            Entry("passes", outcome=Outcome.PASS, mark="✓"),
            Entry("fails", outcome=Outcome.FAIL, mark="✗"),
            Entry("not asked", mark="·"),
        ]
    ],
)
TASKS = Table(
    name="Tasks",
    columns=[Column("Task"), Column("Due"), Column("Rate", align="right")],
    rows=[["=1+2", Entry("2022-09-30", value=dt.date(2022, 9, 30)), Entry("96.25 %", value=96.25)]],
)
BLOCKS: list[Block] = [
    Paragraph("Standard: 办法, 教督〔2017〕6号", Role.MUTED),
    Paragraph("Verdict: not recognised", Role.VERDICT),
    Paragraph("The failures decide."),
    DIMENSIONS,
    Heading("What fails: 1 item"),
    Heading("G5 Size of classes", 3),
    Points([Point("P1 <b>: 46 > 45 pupils", ["primary", "of 2022"])]),
    Paragraph("“小学、初中所有班级学生数分别不超过45人、50人。”", Role.CLAUSE),
    Heading("Variation"),
    Paragraph("All of them:", Role.LEAD),
    COEFFICIENTS,
    Paragraph("A note.", Role.NOTE),
    Fold("Detail", [PROVINCE]),
]
ENGLISH = Document(title="青山县 2022", lang="en", summary="Verdict", blocks=BLOCKS, sheets=[TASKS], source="办法 (1)")
