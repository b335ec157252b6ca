"""What several reports say: how a standard is cited, its rules in short, who is responsible, and what is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from balanced_edu.exact import decimal_text
from balanced_edu.outcomes import Outcome
from balanced_edu.report.document import Entry
from balanced_edu.report.terms import (
    ranges,
    share_text,
    stage_name,
    standard_title,
    with_official,
)
from balanced_edu.report.words import Words
from balanced_edu.text import plain

if TYPE_CHECKING:
    from balanced_edu.assessment.tasks import TaskBoard
    from balanced_edu.checks import Concession
    from balanced_edu.standards import Standard

SIGNS = {Outcome.PASS: "✓", Outcome.FAIL: "✗", Outcome.UNKNOWN: "?"}
"""The sign of an outcome."""


UNKNOWN = Entry(mark=SIGNS[Outcome.UNKNOWN], outcome=Outcome.UNKNOWN)
"""A figure that is not known, which pages sort behind every other."""


def outcome_entry(outcome: Outcome, words: Words) -> Entry:
    """An outcome in words."""
    return Entry(words.text(f"outcomes.{outcome}"), outcome=outcome)


def county_and_year(county: str, year: int | None, words: Words) -> str:
    """A county, and the year of its figures if there is one."""
    return plain(county) if year is None else words.text("shared.county_and_year", county=plain(county), year=year)


def left_out_text(names: Sequence[str], everything: int, words: Words) -> str:
    """Which of several data sets are left out because they cannot be read; empty if none is."""
    listed = words.listed(map(plain, names))
    return words.text("shared.left_out", n=len(names), all=everything, names=listed) if names else ""


def cited(standard: Standard, words: Words) -> str:
    """A standard with title, document, name and edition."""
    title = with_official(standard_title(standard, words), standard.title_zh, words)
    return words.text(
        "shared.cited", title=title, document=standard.document, name=standard.name, edition=standard.edition
    )


def covers(standard: Standard | TaskBoard, words: Words) -> str:
    """Which parts of its method a standard covers; empty if all of them."""
    return standard.covers_zh if words.official else standard.covers_en


def quotation(clause: str, words: Words) -> str:
    """A clause in quotation marks."""
    return words.text("shared.quotation", clause=clause)


def section_rule_text(standard: Standard, words: Words) -> str:
    """The rule for single sections."""
    return words.text(
        "shared.section_rule",
        k=standard.reached,
        n=len(standard.required_resources),
        floor=share_text(standard.floor, words),
    )


def variation_limits(standard: Standard, words: Words) -> str:
    """The limit of the variation coefficient of each stage."""
    return words.listed(
        words.text("shared.variation_limit", stage=stage_name(stage, words), limit=decimal_text(limit, places=10))
        for stage, limit in standard.variation.items()
    )


def responsible_text(departments: Sequence[str], due: dt.date | None, words: Words) -> str:
    """Who is responsible for an item, and by when it is due; empty if the standard says neither."""
    who = words.text("shared.responsible", departments="、".join(departments)) if departments else ""
    return words.parts((who, words.text("shared.due", due=due) if due else ""))


def duty_text(concession: Concession, due: dt.date | None, words: Words) -> str:
    """The duty that follows from a concession, and by when it is due."""
    key = "shared.duty_by" if due else "shared.duty"
    return words.text(key, duty=concession.duty, day=due)


def dates_text(board: TaskBoard, words: Words) -> str:
    """How many tasks were due by the day of the board, how many of them are overdue, and how many are to come."""
    if not (board.due or board.not_due_yet):
        return ""
    closed = sum(task.state == "closed" for task in board.due)
    late = words.listed(ranges([task.item for task in board.overdue]))
    due = words.text(
        "shared.dates.overdue" if late else "shared.dates.due",
        n=len(board.due),
        closed=closed,
        overdue=len(board.overdue),
        items=late,
    )
    day = min((task.due for task in board.not_due_yet if task.due), default=None)
    to_come = words.text("shared.dates.next" if day else "shared.dates.to_come", n=len(board.not_due_yet), day=day)
    return words.parts((due, to_come))
