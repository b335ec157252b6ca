"""The public task board (挂图作战, 挂牌销号): the state of every item, the departments responsible, and when it is due.

Every item of a standard is a task of the departments responsible for it: closed if the item passes, open if it fails,
and unknown if its outcome is unknown.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from os import PathLike
from typing import TYPE_CHECKING, Any

import attrs

from balanced_edu.arguments import of_type
from balanced_edu.checks import Reason
from balanced_edu.checks.findings import joined
from balanced_edu.message import Message, both
from balanced_edu.outcomes import Outcome
from balanced_edu.text import in_short, plain, represented

if TYPE_CHECKING:
    from balanced_edu.assessment.concessions import Conceded
    from balanced_edu.assessment.result import Assessment
    from balanced_edu.assessment.shortfalls import SectionShortfalls
    from balanced_edu.assessment.sides import Sides
    from balanced_edu.checks import Finding
    from balanced_edu.remarks import Reading
    from balanced_edu.text import Json


class State(enum.StrEnum):
    """State of a task (销号状态)."""

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
        Whether it is an aim, which never changes a verdict.
    responsible, task
        The departments responsible (责任单位) and their task (工作任务).
    due, on
        The day by which it is due, and the day to which the board refers; None if there is none.
    finding
        The finding on the item.
    concessions
        What campuses meet by a concession only, with the duty that follows.
    sides
        Of a resource indicator its two sides; None of another item.
    shortfalls
        Of a resource indicator what the sections lack that are below its limit and not known to keep to the section
        rule.
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
    concessions: tuple[Conceded, ...] = ()
    sides: Sides | None = None
    shortfalls: tuple[SectionShortfalls, ...] = ()

    @property
    def state(self) -> State:
        """Open, unknown or closed."""
        return _STATES[self.finding.outcome]

    @property
    def campuses(self) -> tuple[str, ...]:
        """Codes of the campuses because of which it is open or unknown."""
        if self.state is State.CLOSED:
            return ()
        return tuple(dict.fromkeys(leaf.campus for leaf in self.finding.leaves() if leaf.campus))

    @property
    def duty_due(self) -> dt.date | None:
        """The last day of the duty that follows from its concessions; None if there is none."""
        return max((one.due for one in self.concessions if one.due), default=None)

    @property
    def nearest(self) -> Finding | None:
        """The finding furthest on the wrong side of its limit; if the task is closed, the one nearest to its limit.

        Of several alternatives, one of which is enough, the best counts.
        """
        return nearest_to_limit(self.finding)

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
        """Days until it is due, from the day of the board; negative if that day has passed."""
        return (self.due - self.on).days if self.due and self.on else None

    @property
    def is_due(self) -> bool:
        """Whether it was due by the day of the board."""
        return self.days_left is not None and self.days_left <= 0

    @property
    def overdue(self) -> bool:
        """Whether the day has passed and it is not closed."""
        return self.days_left is not None and self.days_left < 0 and self.state is not State.CLOSED


@attrs.frozen(slots=True, kw_only=True, repr=False)
class TaskBoard:
    """The tasks of a county on one day (任务清单); ``print`` shows them by department.

    Attributes
    ----------
    county, year, standard, on
        The county and its year, name and edition of the standard, and the day to which the board refers.
    tasks
        The tasks, in the order of the standard.
    covers_zh, covers_en
        Which parts of its method the standard covers, where it does not cover all of them.
    fingerprint
        The fingerprint of the county's data (数据指纹).
    reading
        How the county was read, so that reports name missing cells as its files have them; None if it was not.
    """

    county: str
    year: int | None
    standard: str
    on: dt.date | None
    tasks: tuple[Task, ...]
    covers_zh: str = ""
    covers_en: str = ""
    fingerprint: str = ""
    reading: Reading | None = attrs.field(default=None, eq=False)

    def in_state(self, state: State | str) -> tuple[Task, ...]:
        """The tasks that are ``open``, ``unknown`` or ``closed``."""
        if state not in list(State):
            raise ValueError(f"there is no state {represented(state)}; write one of {', '.join(State)}")
        return tuple(task for task in self.tasks if task.state == state)

    @property
    def due(self) -> tuple[Task, ...]:
        """The tasks that were due by the day of the board."""
        return tuple(task for task in self.tasks if task.is_due)

    @property
    def not_due_yet(self) -> tuple[Task, ...]:
        """The tasks that are due later."""
        return tuple(task for task in self.tasks if task.days_left is not None and not task.is_due)

    @property
    def overdue(self) -> tuple[Task, ...]:
        """The tasks whose day has passed, and which are not closed."""
        return tuple(task for task in self.tasks if task.overdue)

    @property
    def by_department(self) -> dict[str, tuple[Task, ...]]:
        """The tasks of each department; those without a department have an empty name."""
        departments = dict.fromkeys(name for task in self.tasks for name in task.responsible or ("",))
        return {name: tuple(task for task in self.tasks if name in (task.responsible or ("",))) for name in departments}

    def since(self, earlier: TaskBoard) -> Progress:
        """What has changed since an earlier board of the same county.

        Raises
        ------
        ValueError
            If the boards are of different counties.
        """
        of_type("since", "earlier", earlier, TaskBoard, "a task board; an assessment gives one by .tasks()")
        if earlier.county != self.county:
            counties = both([plain(earlier.county), plain(self.county)])
            what = "the boards are of {counties}; compare two boards of the same county"
            raise ValueError(Message(what, counties=counties))
        return Progress(before=earlier, after=self)

    def as_columns(self) -> dict[str, list[object]]:
        """The board as columns by name, with a row for each task, for any frame library."""
        return {name: [of(task) for task in self.tasks] for name, of in _COLUMNS.items()}

    def as_frame(self, *, like: object = "pandas") -> Any:
        """The board as a data frame; needs the extra ``frames``.

        Texts are unchanged. In a CSV file, spreadsheets take a text that begins with ``=`` for a formula; to hand the
        board to a spreadsheet, use `as_workbook`.

        Parameters
        ----------
        like
            A frame, whose library is used, or ``"pandas"``, ``"polars"`` or ``"pyarrow"``; a mapping for a dictionary
            of lists.

        Raises
        ------
        ValueError
            If there is no such library.
        TypeError
            If `like` is no frame.
        ModuleNotFoundError
            If narwhals or the library is missing.
        """
        from balanced_edu.tables.frames import frame_like

        columns = self.as_columns()
        return frame_like(columns, None, like)

    def as_text(self, lang: str = "zh") -> str:
        """The board as text, in Chinese (``zh``) or English (``en``); ``print`` gives it in the locale's language."""
        from balanced_edu.report import document_of, text

        return text.render(document_of(self, lang))

    def as_html(self, lang: str = "zh") -> str:
        """The board as a page; needs the extra ``cli``."""
        from balanced_edu.report import document_of, html

        return html.render(document_of(self, lang))

    def as_workbook(self, path: str | PathLike[str], lang: str = "zh") -> None:
        """Write the board to a workbook, a row for each task; needs the extra ``excel``."""
        from balanced_edu.report import write_workbook

        write_workbook(self, path, lang)

    def as_dict(self) -> dict[str, Json]:
        """The board as dictionaries, lists, texts and numbers."""
        from balanced_edu.report.tasks import board_as_dict

        return board_as_dict(self)

    def as_json(self) -> str:
        """The board as JSON text, for other programs."""
        from balanced_edu.report.json import as_json

        return as_json(self)

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(self.in_state(state))} {state}" for state in State)
        return f"<task board of {in_short(self.county, 60)} by {in_short(self.standard, 60)}: {counts}>"

    def __str__(self) -> str:
        from balanced_edu.report import language_of_locale

        return self.as_text(language_of_locale())

    def _repr_html_(self) -> str:
        from balanced_edu.report import in_notebook

        return in_notebook(self)


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
        """Tasks that were open or unknown, and are closed."""
        return self._changed(was_closed=False, is_closed=True)

    @property
    def reopened(self) -> tuple[Task, ...]:
        """Tasks that were closed, and are open or unknown."""
        return self._changed(was_closed=True, is_closed=False)

    @property
    def remaining(self) -> tuple[Task, ...]:
        """Tasks that were not closed, and still are not."""
        return self._changed(was_closed=False, is_closed=False)

    @property
    def new(self) -> tuple[Task, ...]:
        """Tasks that the earlier board does not have."""
        known = {task.item for task in self.before.tasks}
        return tuple(task for task in self.after.tasks if task.item not in known)

    def _changed(self, *, was_closed: bool, is_closed: bool) -> tuple[Task, ...]:
        before = {task.item: task.state is State.CLOSED for task in self.before.tasks}
        return tuple(
            task
            for task in self.after.tasks
            if before.get(task.item) is was_closed and (task.state is State.CLOSED) is is_closed
        )

    def as_text(self, lang: str = "zh") -> str:
        """The progress as text, in Chinese (``zh``) or English (``en``); ``print`` takes the locale's language."""
        from balanced_edu.report import document_of, text

        return text.render(document_of(self, lang))

    def as_html(self, lang: str = "zh") -> str:
        """The progress as a page; needs the extra ``cli``."""
        from balanced_edu.report import document_of, html

        return html.render(document_of(self, lang))

    def as_workbook(self, path: str | PathLike[str], lang: str = "zh") -> None:
        """Write the progress to a workbook, a row for each task that changed or remains; needs the extra ``excel``."""
        from balanced_edu.report import write_workbook

        write_workbook(self, path, lang)

    def as_dict(self) -> dict[str, Json]:
        """The progress as dictionaries, lists, texts and numbers."""
        from balanced_edu.report.tasks import progress_as_dict

        return progress_as_dict(self)

    def as_json(self) -> str:
        """The progress as JSON text, for other programs."""
        from balanced_edu.report.json import as_json

        return as_json(self)

    def __repr__(self) -> str:
        county = in_short(self.after.county, 60)
        return f"<progress of {county}: {len(self.closed)} closed, {len(self.reopened)} reopened>"

    def __str__(self) -> str:
        from balanced_edu.report import language_of_locale

        return self.as_text(language_of_locale())

    def _repr_html_(self) -> str:
        from balanced_edu.report import in_notebook

        return in_notebook(self)


def task_board(assessment: Assessment) -> TaskBoard:
    """Make the task board of an assessment.

    A resource indicator is open if its variation coefficient fails, or if a section that fails the section rule is
    below its limit. So all tasks of the resources are closed exactly if the resources pass. An item that is in force at
    other times only is no task.

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
        covers_zh=assessment.standard.covers_zh,
        covers_en=assessment.standard.covers_en,
        fingerprint=assessment.county.fingerprint,
        reading=assessment.county.reading,
    )


def _tasks(assessment: Assessment) -> Iterator[Task]:
    standard = assessment.standard
    findings = {**assessment.indicators, **assessment.aims}
    conceded, sides, shortfalls = assessment.concessions, assessment.sides, assessment.shortfalls
    for id, item in standard.items.items():
        finding = findings[id]
        if finding.reason is Reason.NOT_IN_FORCE:
            continue
        if id in sides:
            finding = sides[id].finding
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
            concessions=tuple(one for one in conceded if one.item == id),
            sides=sides.get(id),
            shortfalls=tuple(one for one in shortfalls if id in one.to_limit and one.outcome is not Outcome.PASS),
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


def nearest_to_limit(finding: Finding) -> Finding | None:
    """Of what decides a finding, what is furthest on the wrong side of its limit or, if nothing is, nearest to it."""
    if not finding.parts:
        return finding if finding.margin is not None else None
    nearest = [one for part in finding.deciding if (one := nearest_to_limit(part))]
    of_several = max if all(part.alternative for part in finding.parts) else min
    return of_several(nearest, key=_relative_margin, default=None)


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
    "conceded": lambda task: "; ".join(dict.fromkeys(one.campus for one in task.concessions)),
    "duty_due": lambda task: task.duty_due,
    "reason": lambda task: str(task.finding),
}
