"""Resources (资源配置): the values of each section, the section rule, and the variation between sections."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import attrs

from balanced_edu.assessment.look_up import (
    Judged,
    evidence_of,
    figure_of,
    in_scope,
    known,
    of_campus,
    of_section,
    scope_cells,
)
from balanced_edu.assessment.result import AssessedSection
from balanced_edu.assessment.rough import rough_section
from balanced_edu.assessment.sections import Further, merged, school_of, sections_of
from balanced_edu.assessment.ways import agreed, same, unknown_way, ways
from balanced_edu.checks import Cell, Figure, Finding, SectionRule
from balanced_edu.checks.findings import Pending, changed
from balanced_edu.checks.variation import SchoolTotals, totals_of_schools
from balanced_edu.later import Later
from balanced_edu.outcomes import Outcome
from balanced_edu.records.kinds import COMPULSORY, Stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from balanced_edu.checks import VariationAtMost
    from balanced_edu.exact import Number
    from balanced_edu.indicators.declare import Measure
    from balanced_edu.records.campus import Campus
    from balanced_edu.records.section import Section
    from balanced_edu.standards import Standard
    from balanced_edu.standards.model import Addition


def divided(campuses: Iterable[Campus], standard: Standard, day: dt.date | None) -> Iterator[Section]:
    """The sections of campuses on a day, with the further fields that the standard adds to their totals."""
    additions = [
        (item.total, addition, in_scope(addition.where))
        for item in map(standard.items.__getitem__, standard.resources)
        for addition in item.adds
    ]
    for campus in campuses:
        added = _added(of_campus(campus, day), additions) if additions else {}
        yield from sections_of(campus, standard.weights, added)


def _added(
    judged: Judged, additions: Iterable[tuple[str, Addition, Callable[[Judged], Finding]]]
) -> dict[str, list[Further]]:
    """The further fields of a campus by the total that each is added to, or may be."""
    added: dict[str, list[Further]] = {}
    for total, addition, applies in additions:
        where = applies(judged)
        if where.outcome is not Outcome.FAIL:
            open_ = [cell.field for cell in scope_cells(judged, where)]
            further = Further(addition.field, tuple(dict.fromkeys(open_)), bool(addition.concession))
            added.setdefault(total, []).append(further)
    return added


@attrs.frozen(slots=True)
class Member:
    """A section that enters the resource indicators, and the empty cells because of which it may not."""

    section: Section
    open: tuple[Cell, ...] = ()


@attrs.frozen(slots=True)
class Counted:
    """What is counted as one section: a section, or those of a school and stage."""

    members: tuple[Member, ...]

    @property
    def stage(self) -> Stage:
        """The stage of all of them."""
        return self.members[0].section.stage

    @property
    def section(self) -> Section:
        """The section with everything that may count."""
        first, *others = self.members
        return _merged(self.members)[0] if others else first.section

    @property
    def open(self) -> tuple[Cell, ...]:
        """The empty cells because of which some of it may not count."""
        return _open(self.members)


def counted(sections: Iterable[Section], standard: Standard, day: dt.date | None) -> Iterator[Counted]:
    """What enters the resource indicators on a day, or may."""
    schools: dict[object, list[Member]] = {}
    counts = in_scope(standard.counted)
    for place, section in enumerate(sections):
        judged = of_section(section, day)
        where = counts(judged)
        if where.outcome is not Outcome.FAIL:
            open_ = scope_cells(judged, where) if where.outcome is Outcome.UNKNOWN else ()
            key = school_of(section) if standard.by_school else place
            schools.setdefault(key, []).append(Member(section, open_))
    return (Counted(tuple(members)) for members in schools.values())


def _merged(members: Iterable[Member]) -> tuple[Section, ...]:
    return merged(member.section for member in members)


def _open(members: Iterable[Member]) -> tuple[Cell, ...]:
    return tuple(dict.fromkeys(cell for member in members for cell in member.open))


def _may_not_count(member: Member) -> bool:
    return bool(member.open)


def assessed_sections(entering: Iterable[Counted], standard: Standard) -> Iterator[AssessedSection]:
    """Each section with its values and what the section rule finds."""
    measures = {id: standard.items[id].measure for id in standard.resources}
    rules = {stage: standard.section_rule(stage) for stage in COMPULSORY}
    roughly = {stage: rough_section(rule, measures) for stage, rule in rules.items()}
    for one in entering:
        section = one.section
        found = Later(partial(_of_section, one, rules[one.stage], measures, standard))
        outcome = None if one.open or section.conceded else roughly[one.stage](section.figure)
        yield found.made() if outcome is None else _looked_at_later(section, outcome, found)


def _looked_at_later(section: Section, outcome: Outcome, found: Later[AssessedSection]) -> AssessedSection:
    """A section of which no more than the outcome has been computed."""
    values: Any = Later(lambda: found.made().values)
    at_limit: Any = Later(lambda: found.made().at_limit)
    at_floor: Any = Later(lambda: found.made().at_floor)
    finding: Any = Pending(outcome, lambda: found.made().finding)
    return AssessedSection(section=section, values=values, at_limit=at_limit, at_floor=at_floor, finding=finding)


def _of_section(
    one: Counted, rule: SectionRule, measures: Mapping[str, Measure], standard: Standard
) -> AssessedSection:
    """What is found if it counts; and the rule, which a section that does not count cannot fail."""
    choices = list(ways(one.members, _may_not_count))
    sections = [section for choice in choices if choice for section in _merged(choice)]
    each = [_figures(section, measures) for section in sections]
    untried = [unknown_way(rule.name)] if None in choices else []
    nothing = [Finding(check=rule.name, outcome=Outcome.PASS)] if [] in choices else []
    open_ = one.open

    def in_every_way(found: Sequence[dict[str, Finding]]) -> dict[str, Finding]:
        if len(found) == 1 and not untried:
            return found[0]
        return {id: agreed([*(way[id] for way in found), *untried], open_) for id in found[0]}

    values = [{id: known(figure) for id, figure in figures.items()} for figures in each]
    limits, floors = [rule.at_limit(figures) for figures in each], [rule.at_floor(figures) for figures in each]
    at_limit, at_floor = in_every_way(limits), in_every_way(floors)
    if any(section.conceded for section in sections):
        without = [_figures(_without_concessions(section), measures) for section in sections]
        at_limit = _eased(at_limit, in_every_way([rule.at_limit(figures) for figures in without]), standard)
        at_floor = _eased(at_floor, in_every_way([rule.at_floor(figures) for figures in without]), standard)
    return AssessedSection(
        section=sections[0],
        values={
            id: value if not untried and all(way[id] == value for way in values[1:]) else None
            for id, value in values[0].items()
        },
        at_limit=at_limit,
        at_floor=at_floor,
        finding=changed(
            agreed([*map(rule.together, limits, floors), *untried, *nothing], open_),
            campus=sections[0].campus.school_code,
            stage=sections[0].stage,
            evidence=evidence_of(sections[0]),
            clause=standard.section_clause,
            standard=standard.cited,
        ),
    )


def _without_concessions(section: Section) -> Section:
    """A section without the parts of its totals that count by a concession."""

    def without(totals: Mapping[str, Any]) -> dict[str, Any]:
        return {name: total and total - section.conceded.get(name, 0) for name, total in totals.items()}

    return attrs.evolve(section, totals=without(section.totals), least=without(section.least), conceded={})


def _eased(found: Mapping[str, Finding], without: Mapping[str, Finding], standard: Standard) -> dict[str, Finding]:
    """Findings by id, with the concession of those that do not pass without it."""
    return {
        id: changed(one, concession=standard.items[id].concession)
        if one.outcome is Outcome.PASS is not without[id].outcome
        else one
        for id, one in found.items()
    }


def _figures(section: Section, measures: Mapping[str, Measure]) -> dict[str, Figure]:
    subject = of_section(section)
    return {id: figure_of(measure, subject) for id, measure in measures.items()}


def variation(
    entering: Iterable[Counted], standard: Standard
) -> tuple[dict[Stage, dict[str, Finding]], dict[Stage, Finding]]:
    """Findings on the variation coefficients by stage and id, and on their mean by stage, whether limited or not."""
    everything = [member for one in entering for member in one.members]
    coefficients: dict[Stage, dict[str, Finding]] = {stage: {} for stage in COMPULSORY}
    composite: dict[Stage, Finding] = {}
    resources = standard.resources
    for stage in COMPULSORY if resources else ():
        members = [member for member in everything if member.section.stage is stage]
        choices = [
            None if choice is None else _merged(choice) if standard.by_school else [each.section for each in choice]
            for choice in ways(members, _may_not_count)
        ]
        each = [None if choice is None else Stock.of(choice, standard) for choice in choices]

        def in_every_way(
            find: Callable[[Stock], Finding],
            join: Callable[[Sequence[Finding], Iterable[Cell]], Finding] = agreed,
            each: Sequence[Stock | None] = each,
            members: Sequence[Member] = members,
        ) -> Finding:
            found = [unknown_way("variation") if stock is None else find(stock) for stock in each]
            return join(found, _open(members))

        check = attrs.evolve(standard.variation_check(stage), mean=False)
        found = {id: in_every_way(partial(_coefficient, id, check, standard)) for id in resources}
        if any(member.section.conceded for member in members):
            bare = [
                None if one is None else Stock.of(map(_without_concessions, one.sections), standard) for one in each
            ]
            without = {id: in_every_way(partial(_coefficient, id, check, standard), each=bare) for id in resources}
            found = _eased(found, without, standard)
        coefficients[stage] = {id: _about(finding, id, stage, standard) for id, finding in found.items()}
        if standard.required_resources:
            join = agreed if standard.mean_of_coefficients else same
            composite[stage] = _about(
                in_every_way(partial(_composite, attrs.evolve(check, mean=True), standard), join),
                "variation",
                stage,
                standard,
            )
    return coefficients, composite


@attrs.frozen(slots=True, eq=False)
class Stock:
    """The sections of a stage with their totals of all resources, in the order of the standard."""

    sections: Sequence[Section]
    totals: Mapping[str, str]
    schools: SchoolTotals

    @classmethod
    def of(cls, sections: Iterable[Section], standard: Standard) -> Stock:
        """The totals of these sections."""
        several, totals = tuple(sections), {id: standard.items[id].total for id in standard.resources}
        rows = [[_or_unknown(section.totals[total]) for section in several] for total in totals.values()]
        pupils = [_or_unknown(section.pupils) for section in several]
        return cls(several, totals, totals_of_schools(totals.values(), rows, pupils))


def _or_unknown(figure: Number | None) -> Number:
    return math.nan if figure is None else figure


def _coefficient(id: str, check: VariationAtMost, standard: Standard, stock: Stock) -> Finding:
    measure, total = standard.items[id].measure, stock.totals[id]
    finding = check.of_schools(stock.schools.resources([[*stock.totals].index(id)]))
    # Mean and deviation in the unit of the indicator: its formula, with each of them as the total of one pupil.
    inputs = {
        name: measure.kernel(**{total: figure, "pupils": 1}) if name in ("mean", "deviation") else figure
        for name, figure in finding.inputs.items()
    }
    if standard.mean_of_coefficients:
        finding = _unlimited(finding)  # it enters the mean, which is limited
    return changed(finding, inputs=inputs, missing=_empty(finding, [total], stock.sections))


def _composite(check: VariationAtMost, standard: Standard, stock: Stock) -> Finding:
    required = [place for place, id in enumerate(stock.totals) if id in standard.required_resources]
    finding = check.of_schools(stock.schools.resources(required))
    if not standard.mean_of_coefficients:
        finding = _unlimited(finding)
    totals = [stock.totals[id] for id in standard.required_resources]
    return changed(finding, missing=_empty(finding, totals, stock.sections))


def _unlimited(finding: Finding) -> Finding:
    """The finding on a coefficient that has no limit, and so cannot fail."""
    known = finding.value is not None or finding.outcome is Outcome.PASS
    return changed(finding, outcome=Outcome.PASS if known else Outcome.UNKNOWN, limit=None, relation=None)


def _empty(finding: Finding, totals: Sequence[str], sections: Sequence[Section]) -> tuple[Cell, ...]:
    """The empty cells without which coefficients of these totals are unknown."""
    if finding.outcome is not Outcome.UNKNOWN:
        return ()
    cells = (
        cell
        for total in totals
        for section in sections
        for name in (total, "pupils")
        if section.figure(name) is None
        for cell in of_section(section).cells(name)
    )
    return tuple(dict.fromkeys(cells))


def _about(finding: Finding, item: str, stage: Stage, standard: Standard) -> Finding:
    return changed(
        finding,
        item=item,
        stage=stage,
        clause=standard.variation_clause,
        standard=standard.cited,
        due=standard.variation_due,
    )
