"""The task board by department, and what has changed between two boards."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from balanced_edu.assessment.tasks import State
from balanced_edu.outcomes import Outcome
from balanced_edu.report.basis import basis
from balanced_edu.report.document import (
    Block,
    Column,
    Document,
    Entry,
    Heading,
    Paragraph,
    Point,
    Points,
    Role,
    Table,
)
from balanced_edu.report.sentences import finding_sentence, in_brief
from balanced_edu.report.shared import county_and_year, covers, dates_text, duty_text
from balanced_edu.report.terms import dimension_name, item_name, ranges, unit_name
from balanced_edu.report.words import Words

if TYPE_CHECKING:
    from balanced_edu.assessment.tasks import Progress, Task, TaskBoard

_OUTCOMES = {State.OPEN: Outcome.FAIL, State.UNKNOWN: Outcome.UNKNOWN, State.CLOSED: Outcome.PASS}


def board_document(board: TaskBoard, words: Words) -> Document:
    """The board by department: what is open or not known, by when and why, and what is closed."""
    words = words.about(board.reading)
    return Document(
        title=words.text("tasks.title", county=county_and_year(board.county, board.year, words)),
        lang=words.tag,
        summary=words.text("tasks.summary"),
        blocks=[*_head(board, words), *_departments(board, words), *_basis({"": board}, words)],
        sheets=[
            Table(
                name=words.text("tasks.sheet"),
                columns=[Column(words.text(f"tasks.columns.{name}")) for name in _COLUMNS],
                rows=[[of(task, words) for of in _COLUMNS.values()] for task in board.tasks],
            )
        ],
    )


def _head(board: TaskBoard, words: Words) -> Iterator[Block]:
    key = "tasks.standard_on" if board.on else "tasks.standard"
    yield Paragraph(words.text(key, standard=board.standard, day=board.on))
    yield Paragraph(_counts(board.tasks, words), Role.VERDICT)
    if part := covers(board, words):
        yield Paragraph(part)
    if dates := dates_text(board, words):
        yield Paragraph(dates)


def _basis(boards: Mapping[str, TaskBoard], words: Words) -> Iterator[Block]:
    return basis(
        [board.standard for board in boards.values()],
        words,
        days=[board.on for board in boards.values()],
        data={name: board.fingerprint for name, board in boards.items() if board.fingerprint},
    )


def _counts(tasks: Sequence[Task], words: Words) -> str:
    states = [task.state for task in tasks]
    return words.clauses(words.text(f"tasks.counts.{state}", n=states.count(state)) for state in State)


def _departments(board: TaskBoard, words: Words) -> Iterator[Block]:
    for department, tasks in board.by_department.items():
        name = department or words.text("tasks.no_department")
        yield Heading(words.text("tasks.department", department=name, counts=_counts(tasks, words)))
        points = [_task(task, words) for task in tasks if task.state is not State.CLOSED]
        points += [_conceded(task, words) for task in tasks if task.state is State.CLOSED and task.concessions]
        if closed := [task.item for task in tasks if task.state is State.CLOSED]:
            points.append(Point(words.text("tasks.closed", items=words.listed(ranges(closed)))))
        yield Points(points)


def _title(task: Task, words: Words) -> str:
    return words.text("shared.item", id=task.item, name=item_name(task, words))


def _task(task: Task, words: Words) -> Point:
    """A task that is not closed, with its day, and below it the reason, the campuses and what has to be done."""
    title = _title(task, words)
    if task.aim:
        title = words.text("tasks.aim", title=title)
    state = words.text("tasks.task", state=words.text(f"tasks.states.{task.state}"), title=title)
    below = [_why(task, words)]
    if task.campuses:
        codes = words.listed(task.campuses)
        below.append(words.text("tasks.campuses", n=len(task.campuses), campuses=codes))
    if task.task:
        below.append(words.text("shared.task", task=task.task))
    if task.concessions:
        below += _by_concession(task, words)
    return Point(words.clauses((state, _due(task, words))), below)


def _conceded(task: Task, words: Words) -> Point:
    """A task that is closed by a concession, with its campuses and the duty that follows."""
    title = words.text("tasks.conceded", title=_title(task, words))
    return Point(title, list(_by_concession(task, words)))


def _by_concession(task: Task, words: Words) -> Iterator[str]:
    """The campuses of a task that need a concession, and the duty that follows."""
    codes = dict.fromkeys(one.campus for one in task.concessions)
    yield words.text("tasks.by_concession", n=len(codes), campuses=words.listed(codes))
    if concession := next((one.concession for one in task.concessions if one.concession.duty), None):
        yield duty_text(concession, task.duty_due, words)


def _due(task: Task, words: Words) -> str:
    """The day by which a task is due, and how far off it is."""
    if task.due is None:
        return ""
    if task.days_left is None:
        return words.text("tasks.due.due", day=task.due)
    if task.days_left == 0:
        return words.text("tasks.due.today", day=task.due)
    return words.text(
        "tasks.due.left" if task.days_left > 0 else "tasks.due.overdue", day=task.due, n=abs(task.days_left)
    )


def _why(task: Task, words: Words) -> str:
    """What falls short, value by value; in brief, if it is only that cells are empty."""
    return finding_sentence(task.finding, words) if task.state is State.OPEN else in_brief(task.finding, words)


def _yes(holds: bool, words: Words) -> Entry:
    return Entry(words.text("answers.yes") if holds else words.text("answers.no"))


def _number(value: float | None) -> Entry:
    return Entry() if value is None else Entry(f"{value:g}", value=value)


_COLUMNS: Mapping[str, Callable[[Task, Words], Entry]] = {
    "state": lambda task, words: Entry(words.text(f"tasks.states.{task.state}"), outcome=_OUTCOMES[task.state]),
    "item": lambda task, words: Entry(task.item),
    "name": lambda task, words: Entry(item_name(task, words)),
    "dimension": lambda task, words: Entry(dimension_name(task.dimension, words)),
    "aim": lambda task, words: _yes(task.aim, words),
    "responsible": lambda task, words: Entry("、".join(task.responsible)),
    "task": lambda task, words: Entry(task.task),
    "due": lambda task, words: Entry(str(task.due or ""), value=task.due),
    "days_left": lambda task, words: _number(task.days_left),
    "overdue": lambda task, words: _yes(task.overdue, words),
    "margin": lambda task, words: _number(None if task.margin is None else float(task.margin)),
    "unit": lambda task, words: Entry(unit_name(task.unit, words)),
    "campuses": lambda task, words: Entry(words.listed(task.campuses)),
    "conceded": lambda task, words: Entry(words.listed(dict.fromkeys(one.campus for one in task.concessions))),
    "duty_due": lambda task, words: Entry(str(task.duty_due or ""), value=task.duty_due),
    "reason": lambda task, words: Entry(finding_sentence(task.finding, words)),
}


# Progress.


def progress_document(progress: Progress, words: Words) -> Document:
    """What was closed and what reopened between two boards."""
    before, after = progress.before, progress.after
    words = words.about(after.reading)
    changes = {
        "closed": progress.closed,
        "reopened": progress.reopened,
        "remaining": progress.remaining,
        "new": progress.new,
    }
    first, last = (board.on or board.year or words.text("progress.no_day") for board in (before, after))
    boards = {"progress.standard": after}
    if before.standard != after.standard:
        boards["progress.earlier"] = before
    return Document(
        title=words.text("progress.title", county=after.county, before=first, after=last),
        lang=words.tag,
        summary=words.text("progress.summary"),
        blocks=[
            *_standards(boards, words),
            *_changes(changes, words),
            *_basis({f"{first}": before, f"{last}": after}, words),
        ],
        sheets=[_change_sheet(changes, words)],
    )


def _standards(boards: Mapping[str, TaskBoard], words: Words) -> Iterator[Block]:
    """The standard of each board, and the parts of its method that it covers."""
    for key, board in boards.items():
        yield Paragraph(words.text(key, standard=board.standard))
        if part := covers(board, words):
            yield Paragraph(part)


def _changes(changes: Mapping[str, Sequence[Task]], words: Words) -> Iterator[Block]:
    for change, tasks in changes.items():
        if tasks:
            yield Heading(words.text(f"progress.{change}", n=len(tasks)))
            yield Points([_changed(task, words) for task in tasks])


def _changed(task: Task, words: Words) -> str:
    title = _title(task, words)
    if task.state is State.CLOSED:
        return title
    return words.text("progress.task", title=title, reason=_why(task, words))


def _change_sheet(changes: Mapping[str, Sequence[Task]], words: Words) -> Table:
    names = ("item", "name", "state", "due", "reason")
    heads = [words.text("progress.change"), *(words.text(f"tasks.columns.{name}") for name in names)]
    return Table(
        name=words.text("progress.sheet"),
        columns=[Column(head) for head in heads],
        rows=[
            [Entry(words.text(f"progress.changes.{change}")), *(_COLUMNS[name](task, words) for name in names)]
            for change, tasks in changes.items()
            for task in tasks
        ],
    )
