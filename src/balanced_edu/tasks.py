"""The public task board (挂图作战, 挂牌销号): what is open, what is not known and what is closed, and whose it is.

Every item of a standard is a task of the departments responsible for it. It is closed where the item holds, open where
it does not, and unknown where that cannot be told.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from os import PathLike
from typing import TYPE_CHECKING, Any

import attrs

from balanced_edu.checks import joined
from balanced_edu.outcomes import Outcome
from balanced_edu.plain import plain

if TYPE_CHECKING:
    from balanced_edu.assessment import Assessment
    from balanced_edu.checks import Finding
    from balanced_edu.frames import Backend


class State(enum.StrEnum):
    """How a task stands (销号状态)."""

    OPEN = "open"
    UNKNOWN = "unknown"
    CLOSED = "closed"


_STATES = {Outcome.FAIL: State.OPEN, Outcome.UNKNOWN: State.UNKNOWN, Outcome.PASS: State.CLOSED}


@attrs.frozen(slots=True, kw_only=True)
class Task:
    """One item of a standard as a task (工作任务).

    Attributes
    ----------
    item, name_zh, name_en, dimension
        The item, or ``variation`` for the mean of the coefficients, and the dimension of the verdict it belongs to.
    aim
        Whether it is only aimed at.
    responsible, task
        The departments responsible (责任单位) and what they have to do.
    due, on
        The day by which it has to be met, and the day of which the board speaks; None where there is none.
    finding
        What was found of it.
    """

    item: str
    name_zh: str
    name_en: str
    dimension: str
    aim: bool
    responsible: tuple[str, ...]
    task: str
    due: dt.date | None
    on: dt.date | None
    finding: Finding

    @property
    def state(self) -> State:
        """Whether it is open, unknown or closed."""
        return _STATES[self.finding.outcome]

    @property
    def campuses(self) -> tuple[str, ...]:
        """Codes of the campuses by which it is open or unknown."""
        if self.state is State.CLOSED:
            return ()
        return tuple(dict.fromkeys(leaf.campus for leaf in self.finding.leaves() if leaf.campus))

    @property
    def nearest(self) -> Finding | None:
        """The finding furthest on the wrong side of its limit; where it is closed, the one nearest to its limit."""
        held = (leaf for leaf in self.finding.leaves() if leaf.margin is not None)
        return min(held, key=_relative_margin, default=None)

    @property
    def reason(self) -> str:
        """Why it stands as it does, in one line."""
        return self.finding.reason

    @property
    def margin(self) -> Fraction | None:
        """How far the nearest value is on the right side of its limit, negative on the wrong side; in its `unit`."""
        nearest = self.nearest
        return nearest.margin if nearest else None

    @property
    def unit(self) -> str:
        """Unit of the margin."""
        nearest = self.nearest
        return nearest.unit if nearest else ""

    @property
    def days_left(self) -> int | None:
        """Days from the day of the board to the day by which it is due; negative after it."""
        return (self.due - self.on).days if self.due and self.on else None

    @property
    def is_due(self) -> bool:
        """Whether it had to be met by the day of the board."""
        return self.days_left is not None and self.days_left <= 0

    @property
    def overdue(self) -> bool:
        """Whether its day has passed and it is not closed."""
        return self.days_left is not None and self.days_left < 0 and self.state is not State.CLOSED


@attrs.frozen(slots=True, kw_only=True, repr=False)
class TaskBoard:
    """The tasks of a county on one day (任务清单); ``print`` shows them by department.

    Attributes
    ----------
    county, year, standard, on
        The county and its year, name and edition of the standard, and the day of which the board speaks.
    tasks
        The tasks, in the order of the standard.
    """

    county: str
    year: int | None
    standard: str
    on: dt.date | None
    tasks: tuple[Task, ...]

    def in_state(self, state: State | str) -> tuple[Task, ...]:
        """The tasks that are ``open``, ``unknown`` or ``closed``."""
        return tuple(task for task in self.tasks if task.state == state)

    @property
    def due(self) -> tuple[Task, ...]:
        """The tasks that had to be closed by the day of the board."""
        return tuple(task for task in self.tasks if task.is_due)

    @property
    def not_due_yet(self) -> tuple[Task, ...]:
        """The tasks whose day is still to come."""
        return tuple(task for task in self.tasks if task.days_left is not None and not task.is_due)

    @property
    def overdue(self) -> tuple[Task, ...]:
        """The tasks whose day has passed and that are not closed."""
        return tuple(task for task in self.tasks if task.overdue)

    @property
    def by_department(self) -> dict[str, tuple[Task, ...]]:
        """The tasks of each department; under an empty name those for which the standard names none."""
        departments = dict.fromkeys(name for task in self.tasks for name in task.responsible or ("",))
        return {name: tuple(task for task in self.tasks if name in (task.responsible or ("",))) for name in departments}

    def since(self, earlier: TaskBoard) -> Progress:
        """What has changed since an earlier board of the same county.

        Raises
        ------
        ValueError
            If the boards are of different counties.
        """
        if earlier.county != self.county:
            counties = plain(f"{earlier.county} and {self.county}")
            raise ValueError(f"the boards are of {counties}; compare two of the same county")
        return Progress(before=earlier, after=self)

    def as_columns(self) -> dict[str, list[object]]:
        """The board as columns by name, a row a task, for any frame library."""
        return {name: [of(task) for task in self.tasks] for name, of in _COLUMNS.items()}

    def as_frame(self, backend: Backend = "pandas") -> Any:
        """The board as a data frame; needs the extra ``frames`` and the frame library.

        Its texts are as they were handed in. A spreadsheet may take one that begins with ``=`` for a formula where it
        comes upon it in a CSV file; what is meant for a spreadsheet is written with `write_sheet`.

        Parameters
        ----------
        backend
            ``"pandas"``, ``"polars"`` or ``"pyarrow"``.
        """
        from balanced_edu.frames import frame_of

        return frame_of(self.as_columns(), backend)

    def as_html(self) -> str:
        """The board as a page to put up; needs the extra ``cli``."""
        from balanced_edu.report.board import board_as_html

        return board_as_html(self)

    def write_sheet(self, path: str | PathLike[str]) -> None:
        """Write the board to a workbook, a row a task; needs the extra ``excel``."""
        from balanced_edu.report.board import write_board

        write_board(self, path)

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(self.in_state(state))} {state}" for state in State)
        return plain(f"<task board of {self.county} by {self.standard}: {counts}>")

    def __str__(self) -> str:
        from balanced_edu.report.board import board_as_text

        return board_as_text(self)


@attrs.frozen(slots=True, kw_only=True, repr=False)
class Progress:
    """What has changed between two boards of a county (销号进展).

    Attributes
    ----------
    before, after
        The two boards.
    """

    before: TaskBoard
    after: TaskBoard

    @property
    def closed(self) -> tuple[Task, ...]:
        """Tasks closed since: they were open or unknown, and are closed."""
        return self._changed(was_closed=False, is_closed=True)

    @property
    def reopened(self) -> tuple[Task, ...]:
        """Tasks reopened since: they were closed, and are open or cannot be told."""
        return self._changed(was_closed=True, is_closed=False)

    @property
    def remaining(self) -> tuple[Task, ...]:
        """Tasks that were not closed and are not."""
        return self._changed(was_closed=False, is_closed=False)

    @property
    def new(self) -> tuple[Task, ...]:
        """Tasks that the earlier board did not have."""
        known = {task.item for task in self.before.tasks}
        return tuple(task for task in self.after.tasks if task.item not in known)

    def _changed(self, *, was_closed: bool, is_closed: bool) -> tuple[Task, ...]:
        before = {task.item: task.state is State.CLOSED for task in self.before.tasks}
        return tuple(
            task
            for task in self.after.tasks
            if before.get(task.item) is was_closed and (task.state is State.CLOSED) is is_closed
        )

    def __repr__(self) -> str:
        return plain(f"<progress of {self.after.county}: {len(self.closed)} closed, {len(self.reopened)} reopened>")

    def __str__(self) -> str:
        from balanced_edu.report.board import progress_as_text

        return progress_as_text(self)


def task_board(assessment: Assessment) -> TaskBoard:
    """Make the task board of an assessment.

    A resource indicator is open where its variation coefficient does not hold, and where a section that does not meet
    the section rule is under its limit; so all tasks of the resources are closed just where the resources pass.

    Examples
    --------
    >>> import balanced_edu as be
    >>> campus = be.Campus(school_code="A1", kind=be.Kind.PRIMARY, primary_pupils=1000)
    >>> board = be.assess(be.County(name="示例县", year=2022, campuses=[campus]), "wenling-2020").tasks()
    >>> board
    <task board of 示例县 by wenling-2020 (1): 0 open, 44 unknown, 2 closed>
    >>> board.tasks[1].responsible, board.tasks[1].due, board.tasks[1].days_left
    (('市教育局',), datetime.date(2022, 9, 30), -92)
    """
    return TaskBoard(
        county=assessment.county.name,
        year=assessment.county.year,
        standard=assessment.standard.cited,
        on=assessment.on,
        tasks=tuple(_tasks(assessment)),
    )


def _tasks(assessment: Assessment) -> Iterator[Task]:
    standard = assessment.standard
    found = {**assessment.indicators, **assessment.aims}
    for id, item in standard.items.items():
        finding = found[id]
        if id in standard.resources:
            finding = joined(1 + len(short := tuple(_short(id, assessment))), [finding, *short])
        yield Task(
            item=id,
            name_zh=item.name_zh,
            name_en=item.name_en,
            dimension=item.dimension,
            aim=item.aim,
            responsible=item.responsible,
            task=item.task,
            due=item.due,
            on=assessment.on,
            finding=finding,
        )
    if assessment.means:
        means = list(assessment.means.values())
        yield Task(
            item="variation",
            name_zh="综合差异系数",
            name_en="Mean of the variation coefficients",
            dimension="resources",
            aim=False,
            responsible=(),
            task="",
            due=standard.variation_due,
            on=assessment.on,
            finding=joined(len(means), means),
        )


def _short(id: str, assessment: Assessment) -> Iterator[Finding]:
    """What sections that do not meet the section rule lack of one resource; open, where the rule is."""
    for assessed in assessment.sections:
        if assessed.finding.outcome is Outcome.PASS or not assessed.finding.parts:
            continue
        reached = dict(zip(assessed.values, assessed.finding.parts[0].parts, strict=True))[id]
        if reached.outcome is Outcome.PASS:
            continue
        own = attrs.evolve(reached, campus=assessed.section.campus.school_code, stage=assessed.section.stage, check="")
        if reached.outcome is Outcome.FAIL and assessed.finding.outcome is Outcome.UNKNOWN:
            # It may yet be the one resource of which a section is allowed to have less.
            own = attrs.evolve(own, outcome=Outcome.UNKNOWN, value=None, missing=assessed.finding.missing)
        yield own


def _relative_margin(finding: Finding) -> Fraction:
    """The margin as a part of the limit, so that margins in different units can be compared."""
    assert finding.margin is not None
    return finding.margin / finding.limit if finding.limit else finding.margin


_COLUMNS: Mapping[str, Callable[[Task], Any]] = {
    "state": lambda task: str(task.state),
    "item": lambda task: task.item,
    "name_zh": lambda task: task.name_zh,
    "name_en": lambda task: task.name_en,
    "dimension": lambda task: task.dimension,
    "aim": lambda task: task.aim,
    "responsible": lambda task: "、".join(task.responsible),
    "task": lambda task: task.task,
    "due": lambda task: task.due,
    "days_left": lambda task: task.days_left,
    "overdue": lambda task: task.overdue,
    "margin": lambda task: None if task.margin is None else float(task.margin),
    "unit": lambda task: task.unit,
    "campuses": lambda task: "; ".join(task.campuses),
    "reason": lambda task: task.reason,
}
