"""The task board as text, page and sheet, and what has changed between two boards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from os import PathLike
from typing import TYPE_CHECKING

from balanced_edu.plain import plain
from balanced_edu.report.layout import text_of, wrapped
from balanced_edu.report.page import page_of
from balanced_edu.report.sheet import write_sheet
from balanced_edu.report.words import dates_text, in_brief, ranges, things
from balanced_edu.tasks import State

if TYPE_CHECKING:
    from balanced_edu.tasks import Progress, Task, TaskBoard

_STATES = {State.OPEN: "open 未完成", State.UNKNOWN: "not known 待查", State.CLOSED: "closed 已销号"}
_MARKS = {State.OPEN: "fail", State.UNKNOWN: "unknown", State.CLOSED: "pass"}
_NO_DEPARTMENT = "未列责任单位 (no department named)"


def board_as_text(board: TaskBoard) -> str:
    """The board by department: what is open or not known with its day and reason, and what is closed."""
    return text_of(_lines_of_board(board))


def _lines_of_board(board: TaskBoard) -> Iterator[str]:
    yield from wrapped(
        f"TASK BOARD (挂图作战、挂牌销号): {_heading(board)}, by {board.standard}{_as_of(board)}", hanging=4
    )
    yield _counts(board.tasks)
    if dates := dates_text(board):
        yield from wrapped(dates, hanging=4)
    for department, tasks in board.by_department.items():
        yield ""
        yield f"{plain(department) or _NO_DEPARTMENT} — {_counts(tasks)}"
        for task in tasks:
            if task.state is not State.CLOSED:
                yield from _lines_of_task(task)
        if closed := [task.item for task in tasks if task.state is State.CLOSED]:
            yield from wrapped(f"closed: {ranges(closed)}", indent=2, hanging=2)


def _lines_of_task(task: Task) -> Iterator[str]:
    aim = " (aim)" if task.aim else ""
    due = f", {text}" if (text := _due(task)) else ""
    yield from wrapped(f"{_STATES[task.state]}: {task.item} {task.name_zh}{aim}{due}", indent=2, hanging=4)
    yield from wrapped(plain(_why(task)), indent=6)
    if task.campuses:
        campuses = plain(", ".join(task.campuses))
        yield from wrapped(f"{_number_of_campuses(task)}: {campuses}", indent=6, hanging=2)
    if task.task:
        yield from wrapped(f"工作任务: {task.task}", indent=6, hanging=2)


def progress_as_text(progress: Progress) -> str:
    """What was closed and what reopened, with the days of the two boards."""
    return text_of(_lines_of_progress(progress))


def _lines_of_progress(progress: Progress) -> Iterator[str]:
    before, after = progress.before, progress.after
    days = " to ".join(str(board.on or board.year or "?") for board in (before, after))
    yield from wrapped(f"PROGRESS (销号进展): {plain(after.county)}, {days}, by {after.standard}", hanging=4)
    if before.standard != after.standard:
        yield from wrapped(f"The earlier board is by {before.standard}.", hanging=4)
    for heading, tasks in (
        ("closed since (已销号)", progress.closed),
        ("reopened (重新出现)", progress.reopened),
        ("still not closed (未销号)", progress.remaining),
        ("new on the board (新增)", progress.new),
    ):
        if tasks:
            yield ""
            yield f"{heading}: {things(len(tasks), 'task')}"
        for task in tasks:
            told = "" if task.state is State.CLOSED else f": {task.reason}"
            yield from wrapped(plain(f"{task.item} {task.name_zh}{told}"), indent=2, hanging=4)


def board_as_html(board: TaskBoard) -> str:
    """The board as a page to print and put up."""
    return page_of(
        "board.html",
        board=board,
        heading=_heading(board),
        counts=_counts(board.tasks),
        dates=dates_text(board),
        due={task.item: _due(task) for task in board.tasks},
        why={task.item: _why(task) for task in board.tasks},
        states=_STATES,
        marks=_MARKS,
    )


_HEADINGS = {
    "state": "状态",
    "item": "编号",
    "name_zh": "评估内容",
    "name_en": "Item",
    "dimension": "维度",
    "aim": "努力目标",
    "responsible": "责任单位",
    "task": "工作任务",
    "due": "完成期限",
    "days_left": "剩余天数",
    "overdue": "逾期",
    "margin": "差距",
    "unit": "单位",
    "campuses": "涉及校区",
    "reason": "原因",
}


def write_board(board: TaskBoard, path: str | PathLike[str]) -> None:
    """Write the board to a workbook with one sheet, a row a task, that can be sorted and filtered."""
    columns = {_HEADINGS[name]: values for name, values in board.as_columns().items()}
    write_sheet(path, "任务清单", columns)


def _heading(board: TaskBoard) -> str:
    return plain(f"{board.county} {board.year or ''}")


def _as_of(board: TaskBoard) -> str:
    return f", as of {board.on}" if board.on else ""


def _counts(tasks: Sequence[Task]) -> str:
    states = [task.state for task in tasks]
    return ", ".join(f"{states.count(state)} {words}" for state, words in _STATES.items())


def _due(task: Task) -> str:
    """The day by which a task is due and how far it is off."""
    if task.due is None:
        return ""
    if task.days_left is None or task.state is State.CLOSED:
        return f"due {task.due}"
    if task.overdue:
        return f"due {task.due}, {things(-task.days_left, 'day')} overdue"
    return f"due {task.due}, {things(task.days_left, 'day')} left"


def _why(task: Task) -> str:
    """What falls short, value by value; in brief, where it is only that cells are empty."""
    return task.reason if task.state is State.OPEN else in_brief(task.finding)


def _number_of_campuses(task: Task) -> str:
    return "1 campus" if len(task.campuses) == 1 else f"{len(task.campuses)} campuses"
