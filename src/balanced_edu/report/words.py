"""The words that all reports share: outcomes, stages, headings and figures as people read them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from balanced_edu.campuses import Campus, Field, Grade, Stage, fields_of
from balanced_edu.county import RECORDS, Group, Subject
from balanced_edu.exact import decimal_text
from balanced_edu.outcomes import Outcome

if TYPE_CHECKING:
    from balanced_edu.checks import Finding
    from balanced_edu.standards import Item, Standard
    from balanced_edu.tasks import TaskBoard

VERDICTS = {
    Outcome.PASS: ("recognised", "达到要求"),
    Outcome.FAIL: ("not recognised", "未达到要求"),
    Outcome.UNKNOWN: ("cannot be decided yet", "无法判定"),
}
"""The verdict in English and Chinese words."""

OUTCOME_WORDS = {
    Outcome.PASS: ("passes", "达标"),
    Outcome.FAIL: ("fails", "不达标"),
    Outcome.UNKNOWN: ("not known", "无法判定"),
}
STAGES = {Stage.PRIMARY: "primary (小学)", Stage.JUNIOR: "junior (初中)"}


def count_text(outcomes: Sequence[Outcome], noun: str) -> str:
    """How many of some things fail or are not known, or that all hold."""
    failed, unknown = outcomes.count(Outcome.FAIL), outcomes.count(Outcome.UNKNOWN)
    words = [f"{failed} of {len(outcomes)} {noun} {'fails' if failed == 1 else 'fail'}"] if failed else []
    words += [f"{unknown} not known" if failed else f"{unknown} of {len(outcomes)} {noun} not known"] if unknown else []
    return ", ".join(words) or f"all {len(outcomes)} {noun} hold"


def things(number: int, noun: str) -> str:
    """A number of things, with the noun in the right form."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def responsible_text(item: Item) -> str:
    """Whose an item is, and by when it has to be met, where the standard says so."""
    words = ["、".join(item.responsible)] if item.responsible else []
    words += [f"due {item.due}"] if item.due else []
    return ", ".join(words)


def section_rule_text(standard: Standard) -> str:
    """The rule for single sections in words."""
    asked = f"at least {standard.reached} of the {len(standard.required_resources)} at the limit"
    return f"{asked}, the rest at {percent(standard.floor)} of it or more"


def variation_limits(standard: Standard) -> Iterator[str]:
    """The limit of the variation coefficient of each stage."""
    for stage, limit in standard.variation.items():
        yield f"{STAGES[stage]} ≤ {decimal_text(limit, places=10)}"


def figure_text(value: object) -> str:
    """A figure as it was handed in, with its thousands apart."""
    if isinstance(value, tuple):
        return " + ".join(map(figure_text, value)) if value else "0"
    text = decimal_text(value, places=10)  # type: ignore[arg-type]
    whole, point, part = text.partition(".")
    return f"{int(whole):,}{point}{part}"


FIELDS: Mapping[str, Field] = {
    name: field for record in (Subject, Group, Campus, *RECORDS.values()) for name, field in fields_of(record).items()
}
_COMPUTED = {"pupils": "义务教育阶段在校生数", "classes": "义务教育阶段班级数"}


def heading(name: str, stage: str = "") -> str:
    """The Chinese heading of a figure."""
    for known in (f"{stage}_{name}", name):
        if known in FIELDS:
            return FIELDS[known].heading
    return _COMPUTED.get(name, name.replace("_", " "))


def grade_text(rank: Fraction) -> str:
    """The grade of a rank."""
    return next(grade.value for grade in Grade if grade.rank == rank)


def percent(share: Fraction) -> str:
    """A share in percent."""
    return f"{decimal_text(100 * share)} %"


def ranges(ids: Sequence[str]) -> str:
    """Ids in few words: R1, R2, R3 and G4 are R1–R3, G4.

    >>> ranges(["R1", "R2", "R3", "G4", "G6"])
    'R1–R3, G4, G6'
    """
    runs: list[list[str]] = []
    for id in ids:
        last = runs[-1][-1] if runs else ""
        if last[:1] == id[0] and last[1:].isdigit() and id[1:] == str(int(last[1:]) + 1):
            runs[-1].append(id)
        else:
            runs.append([id])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(run) for run in runs)


# Reasons of what stands beside the verdict are told in full up to this many.
_FEW = 3


def in_brief(finding: Finding) -> str:
    """The reason where it is short, else how many things it is about."""
    if finding.outcome is Outcome.UNKNOWN and finding.missing:
        return ", ".join(finding.missing) if len(finding.missing) <= _FEW else f"{len(finding.missing)} empty cells"
    if finding.outcome is Outcome.FAIL and len(finding.deciding) > _FEW:
        return f"{len(finding.deciding)} of {len(finding.parts)} do not hold"
    return finding.reason


def dates_text(board: TaskBoard) -> str:
    """How many tasks were due by the day of the board, how many of them are overdue, and how many are to come."""
    if not (board.due or board.not_due_yet):
        return ""
    closed = sum(task.state == "closed" for task in board.due)
    first = min((task.due for task in board.not_due_yet if task.due), default=None)
    coming = f", the next on {first}" if first else ""
    overdue = f" ({ranges([task.item for task in board.overdue])})" if board.overdue else ""
    due = f"due: {len(board.due)}, of which {closed} closed and {len(board.overdue)} overdue{overdue}"
    return f"{due}; not due yet: {len(board.not_due_yet)}{coming}"
