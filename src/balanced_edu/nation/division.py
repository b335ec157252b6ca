"""Stages of campuses as columns: their pupils, and their part of what the stages of a campus share."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from balanced_edu.checks.limits import Bounded
from balanced_edu.exact import exact
from balanced_edu.nation.campuses import taken, without_bounds
from balanced_edu.nation.subjects import Scope
from balanced_edu.records.campus import SHARED
from balanced_edu.records.kinds import COMPULSORY, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from balanced_edu.nation.campuses import Campuses
    from balanced_edu.standards import Standard
    from balanced_edu.standards.model import Addition


@attrs.frozen(slots=False, eq=False)
class Division:
    """The stages of campuses, each with its part of what they share and with what a standard adds to it.

    Attributes
    ----------
    campuses
        The campuses.
    scope
        The properties of the campuses that scopes ask for.
    standard
        The standard that weighs pupils and adds further fields.
    """

    campuses: Campuses
    scope: Scope
    standard: Standard

    def total(self, name: str, stage: Stage) -> Bounded:
        """A total of a stage of every campus; NaN is unknown, or that there is no such stage."""
        if name not in SHARED:
            return self._with_further(self.campuses.figures(f"{stage}_{name}"), name, f"{stage}_")
        total, part = self._with_further(self.campuses.shared_total(name), name, ""), self._parts[stage]
        value = total.value * part
        if total.least is total.value:
            return without_bounds(value)
        return Bounded(value=value, least=total.least * part, most=total.most * part)

    @cached_property
    def _parts(self) -> dict[Stage, NDArray[np.float64]]:
        """The part of each stage in what is shared; NaN if pupils of a stage are unknown, or there are none."""
        weighted = {stage: weight * self.campuses.pupils_of(stage) for stage, weight in self._weights.items()}
        everybody = np.add.reduce(list(weighted.values()))
        with np.errstate(divide="ignore", invalid="ignore"):
            return {stage: weighted[stage] / everybody for stage in COMPULSORY}

    @property
    def _weights(self) -> dict[Stage, float]:
        """The weights of pupils as integers, so that only the division is rounded."""
        weights = self.standard.weights
        least = lcm(*(weight.denominator for weight in weights.values()))
        return {stage: float(weights[stage] * least) for stage in Stage}

    def _with_further(self, base: NDArray[np.float64], name: str, of_stage: str) -> Bounded:
        """A total with the further fields that count into it; one that may count makes it a lower bound."""
        least, lacking = base, np.zeros((), dtype=np.bool_)
        for addition in self._additions(name):
            where = addition.where.outcomes(self.scope)
            figure = self.campuses.figures(f"{of_stage}{addition.field}")
            applies = (where != -1) & (figure != 0)
            open_ = applies & ((where == 0) | np.isnan(figure))
            lacking = lacking | open_
            least = np.where(applies & ~open_, least + figure, least)
        if not lacking.any():
            return without_bounds(least)
        unknown = np.where(lacking, np.nan, least)
        return Bounded(value=unknown, least=least, most=unknown)

    def _additions(self, name: str) -> Iterator[Addition]:
        for id in self.standard.resources:
            if self.standard.items[id].total == name:
                yield from self.standard.items[id].adds

    def exact_total(self, name: str, stage: Stage, row: int) -> Fraction:
        """A known total of a stage of one campus, exactly."""
        campus = self.campuses.take(np.array([row]))
        alone = attrs.evolve(self, campuses=campus, scope=Scope(lambda of: taken(self.scope[of], np.array([row]))))
        of_stage = "" if name in SHARED else f"{stage}_"
        given = exact(alone._given(name, of_stage))
        for addition in alone._additions(name):
            figure = campus.figures(f"{of_stage}{addition.field}")[0]
            if np.all(addition.where.outcomes(alone.scope) == 1):
                given += exact(float(figure))
        if of_stage:
            return given
        pupils = {each: exact(float(campus.pupils_of(each)[0])) for each in Stage}
        weighted = {each: self.standard.weights[each] * count for each, count in pupils.items()}
        return given * weighted[stage] / sum(weighted.values())

    def _given(self, name: str, of_stage: str) -> Any:
        """The total of the only campus, without further fields."""
        figure = self.campuses.figures(f"{of_stage}{name}")[0]
        if figure == figure:
            return float(figure)

        def part(field: str) -> Fraction:
            return exact(float(self.campuses.figures(field)[0]))

        if name == "teaching_area":
            return part("teaching_area_gross") - part("indoor_sports_area")
        return part("sports_ground_area") + part("indoor_sports_area")
