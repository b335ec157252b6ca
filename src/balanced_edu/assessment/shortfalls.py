"""Shortfalls (差额) in whole units: what has to be added, of which field, for a limit to be reached.

Everything is computed from totals, pupils and limits in fractions. People, rooms and other things that are counted are
rounded up to whole ones, areas and money to the hundredth of a m² and to the cent. Shortfalls are of limits from below;
how far a value is over a limit from above, the margin of its finding says. What is unknown has no shortfall.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING, Any

import attrs

from balanced_edu.assessment.sections import part_of
from balanced_edu.checks.relations import Relation
from balanced_edu.exact import exact
from balanced_edu.indicators.declare import every_measure
from balanced_edu.indicators.formulas import scale_of
from balanced_edu.outcomes import Outcome
from balanced_edu.records.bands import Band, least_of
from balanced_edu.records.campus import SHARED

if TYPE_CHECKING:
    from balanced_edu.assessment.result import AssessedSection
    from balanced_edu.checks import Finding
    from balanced_edu.records.section import Section
    from balanced_edu.standards import Standard

_STEPS = {"m²": Fraction(1, 100), "yuan": Fraction(1, 100)}
"""The smallest amount of a unit that can be added; of others it is one."""


@attrs.frozen(slots=True, kw_only=True)
class Shortfall:
    """What has to be added for a limit to be reached, in whole units.

    What the stages of a campus share is divided by weighted pupils, so of each unit that is added, a stage gets its
    part only. The figures are those of the campus as a whole; `own` is what the part of the stage lacks. Of a school
    that is counted with several campuses they are in units of the campus where the stage's part is the largest.

    Attributes
    ----------
    field, unit
        The field to which it is to be added, and the unit.
    have, needed, lacking
        What there is, what the limit asks for, rounded up to whole units, and what has to be added; 0 if the limit is
        reached.
    part
        The part of each unit that counts for the stage; 1 where it is not shared.
    own
        What the stage's own part lacks, exact; 0 if the limit is reached.
    """

    field: str
    unit: str
    have: Fraction
    needed: Fraction
    lacking: Fraction
    part: Fraction = Fraction(1)
    own: Fraction


def shortfall_of(section: Section, id: str, standard: Standard, share: Fraction = Fraction(1)) -> Shortfall | None:
    """What a section lacks of a resource to reach its limit, or a `share` of it such as 85 %.

    None if its total or its pupils are unknown, or if more of it is not better.

    Examples
    --------
    >>> from balanced_edu.records import Campus, Kind
    >>> from balanced_edu.assessment.sections import sections_of
    >>> from balanced_edu.standards import load
    >>> standard = load("national-2017")
    >>> campus = Campus(school_code="A1", kind=Kind.PRIMARY, primary_pupils=320, primary_backbone_teachers=3)
    >>> (section,) = sections_of(campus, standard.weights)
    >>> lacks = shortfall_of(section, "R2", standard)
    >>> int(lacks.have), int(lacks.needed), int(lacks.lacking), lacks.unit
    (3, 4, 1, 'teacher')
    """
    item, limit = standard.items[id], standard.limit(id, section.stage)
    have, pupils = section.totals[item.total], section.pupils
    if have is None or pupils is None or not limit.relation.upwards:
        return None
    part = max(part_of(member, item.total, standard.weights) for member in section.members or (section,))
    return _shortfall(
        field=item.total if item.total in SHARED else f"{section.stage}_{item.total}",
        unit=item.measure.inputs[item.total],
        have=exact(have),
        needed=share * limit.limit * pupils / item.scale,
        part=part,
        strictly=limit.relation is Relation.ABOVE,
    )


def shortfall_of_share(finding: Finding) -> Shortfall | None:
    """What is lacking where one figure is measured as a share of another, such as the budget for training.

    None if the finding is not of such a measure, if it does not fail, or if more is not better.
    """
    measure = every_measure().get(finding.check)
    if measure is None or len(measure.inputs) != 2 or finding.outcome is not Outcome.FAIL:
        return None
    (figure, divisor), given, limit = measure.inputs, finding.inputs, finding.limit
    scale = scale_of(measure, figure, divisor)
    if scale is None or limit is None or finding.relation is None or not finding.relation.upwards:
        return None
    return _shortfall(
        field=figure,
        unit=measure.inputs[figure],
        have=_of(given, figure),
        needed=limit * _of(given, divisor) / scale,
        strictly=finding.relation is Relation.ABOVE,
    )


def _of(given: Mapping[str, Any], name: str) -> Fraction:
    return exact(given[name])


def _shortfall(
    *, field: str, unit: str, have: Fraction, needed: Fraction, strictly: bool, part: Fraction = Fraction(1)
) -> Shortfall:
    """A shortfall from what a section has and needs for itself, in units of which it gets a part."""
    step = _STEPS.get(unit, Fraction(1))
    return Shortfall(
        field=field,
        unit=unit,
        have=have / part,
        needed=_rounded_up(needed / part, step, strictly=strictly),
        lacking=_rounded_up((needed - have) / part, step, strictly=strictly),
        part=part,
        own=max(needed - have, Fraction(0)),
    )


def _rounded_up(amount: Fraction, step: Fraction, *, strictly: bool) -> Fraction:
    """The least number of steps that is an amount or more, or strictly more; no less than 0."""
    steps = math.floor(amount / step) + 1 if strictly else math.ceil(amount / step)
    return max(steps, 0) * step


# Sections.


@attrs.frozen(slots=True, kw_only=True)
class Choice:
    """One way for a section to keep to the section rule: what may stay at the floor of its limit, and what to add.

    Attributes
    ----------
    stay
        Ids of the resources that stay below their limits.
    lacking
        What has to be added by id: to reach the limit, or of those that stay, its floor; None if the amount is unknown.
        Where nothing has to be added, the resource is left out.
    """

    stay: tuple[str, ...]
    lacking: Mapping[str, Shortfall | None] = attrs.field(hash=False)


@attrs.frozen(slots=True, kw_only=True)
class SectionShortfalls:
    """What a section lacks.

    Attributes
    ----------
    section, outcome
        The section, and what the section rule finds.
    to_limit
        By id, what each resource below its limit lacks to reach it; None if the amount is unknown.
    to_floor
        By id, what those that are not known to reach the floor of their limits lack to reach that.
    floor
        The part of its limit below which no resource may be, such as 0.85.
    unknown
        Ids of the resources of which it is unknown whether they reach their limits.
    choices
        If the section fails the rule: the ways to keep to it, provided that what is unknown reaches its limit. What
        reaches the floor already stays there; otherwise each resource may.
    """

    section: Section
    outcome: Outcome
    to_limit: Mapping[str, Shortfall | None] = attrs.field(hash=False)
    to_floor: Mapping[str, Shortfall | None] = attrs.field(hash=False)
    floor: Fraction
    unknown: tuple[str, ...]
    choices: tuple[Choice, ...]


def shortfalls_of(assessed: AssessedSection, standard: Standard) -> SectionShortfalls:
    """What a section lacks of each resource, and which resource may stay at the floor of its limit."""
    section = assessed.section

    def lacking(id: str, share: Fraction = Fraction(1)) -> Shortfall | None:
        # Where it is open what belongs to the school, the value is unknown, and so is what it lacks.
        return None if assessed.values[id] is None else shortfall_of(section, id, standard, share)

    to_limit = {id: lacking(id) for id, one in assessed.at_limit.items() if one.outcome is Outcome.FAIL}
    below = {id: one.outcome for id, one in assessed.at_floor.items() if one.outcome is not Outcome.PASS}
    to_floor = {id: lacking(id, standard.floor) for id in to_limit if id in below}
    # A limit from above may be met and its floor not, which leaves no such choice.
    fails = assessed.finding.outcome is Outcome.FAIL and all(
        id in to_limit for id, outcome in below.items() if outcome is Outcome.FAIL
    )
    return SectionShortfalls(
        section=section,
        outcome=assessed.finding.outcome,
        to_limit=to_limit,
        to_floor=to_floor,
        floor=standard.floor,
        unknown=tuple(id for id, one in assessed.at_limit.items() if one.outcome is Outcome.UNKNOWN),
        choices=tuple(_choices(to_limit, to_floor, len(assessed.at_limit) - standard.reached)) if fails else (),
    )


def _choices(
    to_limit: Mapping[str, Shortfall | None], to_floor: Mapping[str, Shortfall | None], spared: int
) -> Iterator[Choice]:
    """The ways in which so many of the resources below their limits may stay at the floor."""
    there = [id for id in to_limit if id not in to_floor]
    spared = min(spared, len(to_limit))
    if len(there) >= spared:
        stays = [set(some) for some in combinations(there, spared)]
    else:
        stays = [{*there, *some} for some in combinations(to_floor, spared - len(there))]
    for stay in stays:
        lacking = {id: to_floor.get(id) if id in stay else lacks for id, lacks in to_limit.items()}
        needed = {id: lacks for id, lacks in lacking.items() if id not in stay or id in to_floor}
        yield Choice(stay=tuple(id for id in to_limit if id in stay), lacking=needed)


# Rooms.


@attrs.frozen(slots=True, kw_only=True)
class Rooms:
    """Music or art rooms of a campus by size, and how many are lacking.

    Attributes
    ----------
    field, smallest
        The field of their areas, and the area in m² from which a room counts.
    large, small, open
        How many are that large, how many are smaller, and how many are given as a band that has both.
    needed
        How many large ones are needed.
    classes
        The classes by which that is.
    """

    field: str
    smallest: Fraction
    large: int
    small: int
    open: int
    needed: int
    classes: int

    @property
    def lacking(self) -> tuple[int, int]:
        """How many are lacking at least and at most; the same where every size is known well enough."""
        return max(self.needed - self.large - self.open, 0), max(self.needed - self.large, 0)


_ROOMS = {
    "music_room_surplus": ("music_room_areas", "smallest_music_room"),
    "art_room_surplus": ("art_room_areas", "smallest_art_room"),
}
"""Areas and the smallest area of the measures that count rooms beyond those needed."""


def rooms_of(finding: Finding) -> Rooms | None:
    """The rooms that a finding counts; None if it counts none, or its outcome is unknown.

    How many are needed is what counts as there less those beyond that.
    """
    if finding.check not in _ROOMS or finding.outcome is Outcome.UNKNOWN or finding.value is None:
        return None
    areas, smallest = (finding.inputs[name] for name in _ROOMS[finding.check])
    assert isinstance(areas, tuple)
    bound = exact(smallest)  # type: ignore[arg-type]
    large = sum(exact(least_of(area)) >= bound for area in areas)
    small = sum(_is_below(area, bound) for area in areas)
    open_ = len(areas) - large - small
    counted = large + (open_ if finding.outcome is Outcome.FAIL else 0)
    return Rooms(
        field=_ROOMS[finding.check][0],
        smallest=bound,
        large=large,
        small=small,
        open=open_,
        needed=int(counted - exact(finding.value)),
        classes=int(finding.inputs["classes"]),  # type: ignore[call-overload]
    )


def _is_below(area: Any, bound: Fraction) -> bool:
    if isinstance(area, Band):
        return area.below is not None and exact(area.below) <= bound
    return exact(area) < bound
