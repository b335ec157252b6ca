"""From campuses to sections: what the stages of a campus share is divided, and the campuses of a school are merged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from balanced_edu import units
from balanced_edu.arguments import Arguments, places
from balanced_edu.exact import exact
from balanced_edu.records.campus import OF_STAGE, SHARED, Campus
from balanced_edu.records.fields import LARGEST_FIGURE
from balanced_edu.records.kinds import COMPULSORY, Stage
from balanced_edu.records.section import TOTALS, Section
from balanced_edu.standards import NATIONAL, load

if TYPE_CHECKING:
    from balanced_edu.exact import Number
    from balanced_edu.units import Measured


@attrs.frozen(slots=True)
class Further:
    """A further field that counts into a total.

    Attributes
    ----------
    field
        Name of the field; if each stage has one, without the stage.
    open
        The empty fields that leave it unknown whether it counts.
    conceded
        Whether it counts by a concession.
    """

    field: str
    open: tuple[str, ...] = ()
    conceded: bool = False


_ALL = Fraction(1)
"""The share of a stage that has everything."""


@attrs.frozen(slots=True)
class _Total:
    """What a total comes to at least, the empty fields because of which it may be more, and its part by concession."""

    least: Fraction | None
    lacking: tuple[str, ...]
    conceded: Fraction

    def part(self, share: Fraction | None) -> _Total:
        """The share of a stage; unknown if the share is."""
        least, conceded = _part(self.least, share), self.conceded if share is None else self.conceded * share
        return attrs.evolve(self, least=least, conceded=conceded)


def sections_of(
    campus: Campus, weights: Mapping[Stage, Fraction], also: Mapping[str, Sequence[Further]] | None = None
) -> tuple[Section, ...]:
    """Divide a campus into its sections: one for each compulsory stage that has pupils, or may have.

    Parameters
    ----------
    campus
        The campus.
    weights
        Weight of a pupil of each stage, for dividing what the stages share.
    also
        Further fields that are added to a total, or may be, by the name of the total.

    Examples
    --------
    >>> from balanced_edu.records.kinds import Kind
    >>> campus = Campus(school_code="A1", kind=Kind.NINE_YEAR, primary_pupils=166, junior_pupils=210,
    ...                 teaching_area=3970)
    >>> [float(s.totals["teaching_area"]) for s in sections_of(campus, load(NATIONAL).weights)]
    [1660.0, 2310.0]
    """
    pupils = {stage: campus.of_stage("pupils", stage) for stage in campus.stages}
    divisible = None not in pupils.values() and any(pupils.values())
    parts = _shares(pupils, weights) if divisible else {}
    shared = {name: _exactly(campus.shared_total(name)) for name in SHARED}
    return tuple(
        _section(campus, stage, shared, parts.get(stage), also or {})
        for stage in campus.compulsory_stages
        if campus.has_pupils(stage)
    )


def part_of(section: Section, total: str, weights: Mapping[Stage, Fraction]) -> Fraction:
    """The part of each unit of a total of its campus that counts for a section: all of it where stages share nothing.

    Examples
    --------
    >>> from balanced_edu.records.kinds import Kind
    >>> campus = Campus(school_code="A1", kind=Kind.NINE_YEAR, primary_pupils=166, junior_pupils=210)
    >>> both = sections_of(campus, weights := load(NATIONAL).weights)
    >>> [str(part_of(section, "teaching_area", weights)) for section in both]
    ['166/397', '231/397']
    """
    if total not in SHARED:
        return Fraction(1)
    pupils = {stage: section.campus.of_stage("pupils", stage) for stage in section.campus.stages}
    part: Fraction = _divide(Fraction(1), pupils, weights)[section.stage]
    return part


def _shares(pupils: Mapping[Stage, Any], weights: Mapping[Stage, Fraction]) -> Mapping[Stage, Fraction]:
    """The share of each stage in what they share; one that is alone has all of it."""
    alone = [stage for stage, count in pupils.items() if count]
    return {alone[0]: _ALL} if len(alone) == 1 else _divide(Fraction(1), pupils, weights)


def _section(
    campus: Campus,
    stage: Stage,
    shared: Mapping[str, Fraction | None],
    share: Fraction | None,
    also: Mapping[str, Sequence[Further]],
) -> Section:
    """The section of a stage that has a share of what the stages share."""
    of_stage = {name: _exactly(campus.of_stage(name, stage)) for name in OF_STAGE}
    totals = of_stage | {name: _part(total, share) for name, total in shared.items()}
    section = Section(campus=campus, stage=stage, pupils=campus.of_stage("pupils", stage), totals=totals)
    if not also:
        return section
    added = {
        name: _with_further(shared[name], further, campus, "").part(share)
        if name in shared
        else _with_further(of_stage[name], further, campus, stage)
        for name, further in also.items()
    }
    open_ = {name: total for name, total in added.items() if total.lacking}
    return attrs.evolve(
        section,
        totals=totals | {name: None if name in open_ else total.least for name, total in added.items()},
        least={name: total.least for name, total in open_.items() if total.least is not None},
        lacking={name: total.lacking for name, total in open_.items()},
        conceded={name: total.conceded for name, total in added.items() if total.conceded},
    )


def _exactly(total: Any) -> Fraction | None:
    return None if total is None else exact(total)


def _part(total: Fraction | None, share: Fraction | None) -> Fraction | None:
    """The part of a total that a stage has; unknown if its share is."""
    if share is _ALL:
        return total
    return None if share is None or total is None else total * share


def school_of(section: Section) -> tuple[str, Stage]:
    """The school that the campus of a section belongs to, and the stage: what is merged into one."""
    return section.campus.parent_code or section.campus.school_code, section.stage


def merged(sections: Iterable[Section]) -> tuple[Section, ...]:
    """Merge the sections of a school's campuses into one for each stage.

    A campus belongs to the school whose code is its ``parent_code``; without one it is a school by itself.
    """
    schools: dict[tuple[str, Stage], list[Section]] = {}
    for section in sections:
        schools.setdefault(school_of(section), []).append(section)
    return tuple(_as_one(code, members) for (code, _), members in schools.items())


def _as_one(code: str, members: list[Section]) -> Section:
    if len(members) == 1:
        return members[0]
    head = next((section for section in members if section.campus.school_code == code), members[0])
    pupils: int | None = _sum(section.pupils for section in members)
    totals = {name: _sum(section.totals[name] for section in members) for name in TOTALS}
    least = {
        name: _sum(section.least.get(name, section.totals[name]) for section in members)
        for name in TOTALS
        if totals[name] is None
    }
    least = {name: total for name, total in least.items() if total is not None}
    conceded = {name: sum(section.conceded.get(name, 0) for section in members) for name in TOTALS}
    conceded = {name: total for name, total in conceded.items() if total}
    return attrs.evolve(head, members=tuple(members), pupils=pupils, totals=totals, least=least, conceded=conceded)


def _sum(figures: Iterable[Any]) -> Any:
    given = list(figures)
    return None if None in given else sum(given)


def _with_further(total: Fraction | None, further: Sequence[Further], campus: Campus, stage: str) -> _Total:
    """A total of a campus, or of a stage of it, with the further figures that count into it."""
    least, lacking, conceded = total, [], Fraction(0)
    for added in further:
        name = f"{stage}_{added.field}" if stage else added.field
        figure = getattr(campus, name)
        if figure == 0:
            continue
        lacking += [*added.open, *([name] if figure is None else [])]
        if least is not None and figure is not None and not added.open:
            least += exact(figure)
            conceded += exact(figure) if added.conceded else 0
    return _Total(least, tuple(lacking), conceded)


def split_shared(
    total: Measured,
    *,
    primary: Measured = 0,
    junior: Measured = 0,
    senior: Measured = 0,
    weights: Mapping[Stage, Number] | None = None,
) -> dict[Stage, Measured]:
    """Divide what the stages of a campus share by weighted pupils.

    Formula: total × wₛPₛ / Σ wₜPₜ, with the weights primary : junior : senior of the standard.

    Parameters
    ----------
    total
        Total of the campus: number, array or quantity, in any unit.
    primary, junior, senior
        Pupils of each stage.
    weights
        Weights to use instead of those of the national method, 1 : 1.1 : 1.32.

    Returns
    -------
    dict
        The parts of the primary and of the junior stage, in the unit of `total`; the part of the senior stage is left
        out.

    Raises
    ------
    ValueError
        If a figure is not a number, negative or infinite, if pupils are more than 10¹⁵, or if there is something to
        divide and there are no pupils.
    pint.DimensionalityError
        If pupils are a quantity of something else.

    Examples
    --------
    Books, the example of the 2012 calculation notes:

    >>> parts = split_shared(23226, primary=166, junior=210)
    >>> [round(books) for books in parts.values()]
    [9712, 13514]

    Source: calculation notes to 教督〔2012〕3号; in use under 教督〔2017〕6号.
    """
    weights = weights or load(NATIONAL).weights
    arguments = Arguments("split_shared")
    given = {Stage.PRIMARY: primary, Stage.JUNIOR: junior, Stage.SENIOR: senior}
    pupils = {
        stage: arguments.figures(str(stage), count, "pupil", most=LARGEST_FIGURE) for stage, count in given.items()
    }
    shared = arguments.figures("total", total)
    if lacking := [stage for stage in Stage if stage not in weights]:
        wanted = "a weight for each of primary, junior and senior"
        arguments.wrong("weights", f"weights must have {wanted}; {', '.join(lacking)} is missing: add it")
    arguments.refuse()
    if np.any(nobody := (sum(pupils.values(), start=np.float64(0)) == 0) & (shared > 0)):
        where = f" {places(nobody)}" if np.ndim(nobody) else ""
        arguments.wrong(
            "total", f"total must be 0 where pupils are 0; given more{where}: correct the total or the pupils"
        )
    arguments.refuse()
    with np.errstate(invalid="ignore"):
        parts = _divide(shared, pupils, {stage: float(weights[stage]) for stage in Stage})
    return {stage: _like(total, parts[stage]) for stage in COMPULSORY}


def _like(total: Any, part: Any) -> Any:
    """A part of a total, as a quantity if the total is one."""
    return type(total)(part, total.units) if units.is_quantity(total) else part


def _divide(total: Any, pupils: Mapping[Stage, Any], weights: Mapping[Stage, Any]) -> dict[Stage, Any]:
    weighted = {stage: weights[stage] * count for stage, count in pupils.items()}
    everybody = sum(weighted.values())
    return {stage: total * (part / everybody) for stage, part in weighted.items()}
