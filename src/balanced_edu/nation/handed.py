"""What many counties hand in, as columns, and the subjects that items judge in it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from balanced_edu.arrays import Coded
from balanced_edu.assessment.look_up import DAY
from balanced_edu.checks.limits import Bounded
from balanced_edu.nation.campuses import Campuses, judged, plain, taken
from balanced_edu.nation.contradictions import may_lack_pupils
from balanced_edu.nation.division import Division
from balanced_edu.nation.subjects import Scope, Subjects, nothing
from balanced_edu.records.kinds import COMPULSORY, Stage
from balanced_edu.records.section import TOTALS
from balanced_edu.tables.items import HOMES, LOCAL

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from balanced_edu.nation.columns import Column
    from balanced_edu.outcomes import Outcomes
    from balanced_edu.standards import Standard


@attrs.frozen(slots=True, eq=False)
class Records:
    """The rows of a table with a row for each subject of monitoring or group of the survey.

    Attributes
    ----------
    places
        The place of each row's county.
    columns
        The columns that are given, by field.
    """

    places: NDArray[np.intp]
    columns: Mapping[str, Column]

    def figures(self, name: str) -> Bounded:
        """The figures of a field."""
        return plain(self.columns.get(name), self.places.size)

    def judgements(self, name: str) -> Outcomes:
        """The judgements of a field."""
        return judged(self.columns.get(name), self.places.size)

    def names(self, name: str) -> Coded:
        """The names of a field."""
        column = self.columns[name]
        assert isinstance(column, Coded)
        return column

    def some(self, rows: NDArray[np.bool_]) -> Records:
        """Some of the rows."""
        at = np.flatnonzero(rows)
        return Records(self.places[at], {name: taken(column, at) for name, column in self.columns.items()})


@attrs.frozen(slots=False, eq=False, kw_only=True)
class Handed:
    """What many counties hand in.

    Attributes
    ----------
    size
        How many counties there are.
    days
        The day of each county's assessment as a number; NaN if it is unknown.
    campuses
        The campuses.
    facts
        The facts of the counties, a row for each, by key; names of a local standard follow ``local.``.
    monitoring, groups
        The subjects of national monitoring, and the groups of the survey.
    standard
        The standard.
    """

    size: int
    days: NDArray[np.float64]
    campuses: Campuses
    facts: Mapping[str, Column]
    monitoring: Records
    groups: Records
    standard: Standard

    def subjects(self, each: str) -> list[Subjects]:
        """What an item judges: of the stages of campuses those of each stage by themselves."""
        if each == "county":
            return [self.counties]
        if each == "campus":
            return [self._campuses]
        if each == "section":
            return list(self.stages.values())
        return [self._records(self.monitored if each == "subject" else self.groups)]

    @cached_property
    def monitored(self) -> Records:
        """The subjects that were monitored, as far as is known."""
        return self.monitoring.some(self.monitoring.judgements("monitored") != -1)

    @cached_property
    def counties(self) -> Subjects:
        """The counties and their facts."""
        return Subjects(
            places=np.arange(self.size),
            figures=lambda name: plain(self._fact(name), self.size),
            judgements=lambda name: judged(self._fact(name), self.size),
            scope=Scope({DAY: plain(self.days, self.size)}.get),
            open=nothing(self.size),
            nobody=nothing(self.size),
        )

    def _fact(self, name: str) -> Any:
        of_county = name in HOMES and HOMES[name][0] != "county"
        return self.facts.get(name if of_county else f"{LOCAL}{name}")

    def _records(self, records: Records) -> Subjects:
        size = records.places.size
        return Subjects(
            places=records.places,
            figures=records.figures,
            judgements=records.judgements,
            scope=Scope({DAY: plain(self.days[records.places], size)}.get),
            open=nothing(size),
            nobody=nothing(size),
        )

    @cached_property
    def scope(self) -> Scope:
        """The properties of all campuses that scopes ask for."""
        days = plain(self.days[self.campuses.places], self.campuses.size)
        return Scope(lambda name: days if name == DAY else self.campuses.scope(name))

    @cached_property
    def division(self) -> Division:
        """The stages of the campuses with their totals."""
        return Division(self.campuses, self.scope, self.standard)

    @cached_property
    def _campuses(self) -> Subjects:
        """The campuses; one of the senior stage only is none of compulsory education."""
        rows = np.flatnonzero(self.campuses.compulsory)

        def figures(name: str) -> Any:
            if name in ("pupils", "classes", "migrant_share", "largest_class"):
                return self._some(plain(getattr(self.campuses, name), self.campuses.size), rows)
            return self._some(self.campuses.bounded(name), rows)

        return Subjects(
            places=self.campuses.places[rows],
            figures=figures,
            judgements=lambda name: self._some(self.campuses.judgements(name), rows),
            scope=Scope(lambda name: self._some(self.scope[name], rows)),
            open=nothing(rows.size),
            nobody=nothing(rows.size),
            rows=rows,
        )

    def _some(self, column: Any, rows: NDArray[np.intp]) -> Any:
        """A column of some campuses, in their order; the column itself of all."""
        return column if rows.size == self.campuses.size else taken(column, rows)

    @cached_property
    def stages(self) -> Mapping[Stage, Subjects]:
        """The compulsory stages of campuses that have pupils, or may have."""
        return {stage: self._stage(stage) for stage in COMPULSORY}

    def _stage(self, stage: Stage) -> Subjects:
        rows = np.flatnonzero(self.campuses.with_pupils(stage))

        def figures(name: str) -> Any:
            if name in TOTALS:
                return self._some(self.division.total(name, stage), rows)
            if name == "largest_class":
                return self._some(self.campuses.largest_class_of(stage), rows)
            return self._some(self.campuses.bounded(f"{stage}_{name}"), rows)

        word = Coded((stage,), np.zeros(rows.size, dtype=np.intp))
        return Subjects(
            places=self.campuses.places[rows],
            figures=figures,
            judgements=lambda name: self._some(self.campuses.judgements(f"{stage}_{name}"), rows),
            scope=Scope(lambda name: word if name == "stage" else self._some(self.scope[name], rows)),
            open=may_lack_pupils(self.campuses, stage)[rows],
            nobody=nothing(rows.size),
            rows=rows,
        )
