"""The task board by department, and what has changed between two boards."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from balanced_edu.assessment.tasks import State
from balanced_edu.exact import Number, comparable_texts, finite_float
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
from balanced_edu.report.sentences import finding_sentence, in_brief, joined_sentences
from balanced_edu.report.shared import county_and_year, covers, dates_text, duty_text
from balanced_edu.report.shortfalls import leaf_sentence, section_text, shortfall_as_data
from balanced_edu.report.sides import sides_text
from balanced_edu.report.terms import dimension_name, item_name, ranges, unit_name
from balanced_edu.report.words import Words

if TYPE_CHECKING:
    from balanced_edu.assessment.tasks import Progress, Task, TaskBoard
    from balanced_edu.text import Json

SCHEMA = "balanced-edu/tasks/1"
"""Name and version of the schema of a board's data."""

PROGRESS_SCHEMA = "balanced-edu/progress/1"
"""Name and version of the schema of the data of what has changed."""

_OUTCOMES = {State.OPEN: Outcome.FAIL, State.UNKNOWN: Outcome.UNKNOWN, State.CLOSED: Outcome.PASS}


def board_document(board: TaskBoard, words: Words) -> Document:
    """The board by department: what is open or not known, by when and why, and what is closed."""
    words = words.about(board.reading)
    return Document(
        title=words.text("tasks.title", county=county_and_year(board.county, board.year, words)),
        lang=words.tag,
        summary=words.text("tasks.summary"),
        blocks=[*_head(board, words), *_departments(board, words), *_basis({"": board}, words)],
        sheets=lambda: [task_sheet(board, words.text("tasks.sheet"), words)],
        source=board.standard,
    )


def task_sheet(board: TaskBoard, name: str, words: Words) -> Table:
    """The tasks with all that is known of them, a row for each, as a sheet of that name."""
    return Table(
        name=name,
        columns=[Column(words.text(f"tasks.columns.{column}")) for column in _COLUMNS],
        rows=[[of(task, words) for of in _COLUMNS.values()] for task in board.tasks],
        keys=3,
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
    below = [_why(task, words), sides_text(task.sides, words) if task.sides else ""]
    below = [text for text in below if text]
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
    return _reason(task, words) if task.state is State.OPEN else in_brief(task.finding, words)


def _reason(task: Task, words: Words) -> str:
    """Why a task is in its state; of one that is open in whole units what is lacking, where it is known."""
    if task.state is not State.OPEN:
        return finding_sentence(task.finding, words)
    lacking = {
        (found.section.campus.school_code, str(found.section.stage)): section_text(task.item, lacks, found, words)
        for found in task.shortfalls
        if (lacks := found.to_limit[task.item])
    }
    return joined_sentences((leaf_sentence(leaf, lacking, words) for leaf in task.finding.leaves()), words)


def _yes(holds: bool, words: Words) -> Entry:
    return Entry(words.text("answers.yes") if holds else words.text("answers.no"))


def _number(value: Number | None) -> Entry:
    return Entry() if value is None else Entry(comparable_texts(value, 0)[0], value=float(value))


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
    "margin": lambda task, words: _number(task.margin),
    "unit": lambda task, words: Entry(unit_name(task.unit, words)),
    "campuses": lambda task, words: Entry(words.listed(task.campuses)),
    "conceded": lambda task, words: Entry(words.listed(dict.fromkeys(one.campus for one in task.concessions))),
    "duty_due": lambda task, words: Entry(str(task.duty_due or ""), value=task.duty_due),
    "sides": lambda task, words: Entry(sides_text(task.sides, words) if task.sides else ""),
    "reason": lambda task, words: Entry(_reason(task, words)),
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
        source=after.standard,
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


# Plain data.


def board_as_dict(board: TaskBoard) -> dict[str, Json]:
    """A board as dictionaries, lists, texts and numbers; an unknown number is None.

    Examples
    --------
    >>> import balanced_edu as be
    >>> campus = be.Campus(school_code="A1", kind=be.Kind.PRIMARY, primary_pupils=1000)
    >>> data = board_as_dict(be.assess(be.County(name="示例县", year=2022, campuses=[campus])).tasks())
    >>> data["schema"], data["tasks"][0]["item"], data["tasks"][0]["state"]
    ('balanced-edu/tasks/1', 'R1', 'unknown')
    """
    return {
        "schema": SCHEMA,
        **_head_as_data(board),
        "counts": {str(state): len(board.in_state(state)) for state in State},
        "tasks": [_task_as_data(task) for task in board.tasks],
    }


def progress_as_dict(progress: Progress) -> dict[str, Json]:
    """What has changed between two boards, as dictionaries, lists, texts and numbers.

    Examples
    --------
    >>> import balanced_edu as be
    >>> campus = be.Campus(school_code="A1", kind=be.Kind.PRIMARY, primary_pupils=1000)
    >>> board = be.assess(be.County(name="示例县", year=2022, campuses=[campus])).tasks()
    >>> data = progress_as_dict(board.since(board))
    >>> data["schema"], data["closed"], data["remaining"][0]["item"]
    ('balanced-edu/progress/1', [], 'R1')
    """
    return {
        "schema": PROGRESS_SCHEMA,
        "before": _head_as_data(progress.before),
        "after": _head_as_data(progress.after),
        **{
            change: [_task_as_data(task) for task in tasks]
            for change, tasks in (
                ("closed", progress.closed),
                ("reopened", progress.reopened),
                ("remaining", progress.remaining),
                ("new", progress.new),
            )
        },
    }


def _head_as_data(board: TaskBoard) -> dict[str, Json]:
    on = None if board.on is None else str(board.on)
    return {"county": board.county, "year": board.year, "standard": board.standard, "on": on}


def _task_as_data(task: Task) -> dict[str, Json]:
    return {
        "item": task.item,
        "name": {"zh": task.name_zh, "en": task.name_en},
        "dimension": task.dimension,
        "aim": task.aim,
        "state": str(task.state),
        "responsible": [*task.responsible],
        "task": task.task,
        "due": None if task.due is None else str(task.due),
        "days_left": task.days_left,
        "overdue": task.overdue,
        "margin": finite_float(task.margin),
        "unit": task.unit,
        "campuses": [*task.campuses],
        "reason": str(task.finding),
        "shortfalls": [
            {
                "campus": found.section.campus.school_code,
                "stage": str(found.section.stage),
                "to_limit": shortfall_as_data(found.to_limit[task.item]),
                "to_floor": shortfall_as_data(found.to_floor.get(task.item)),
            }
            for found in task.shortfalls
        ],
    }
