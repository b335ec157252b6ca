"""What passes by a concession (放宽条款): at which campus, by which clause, and the duty that follows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import combinations
from typing import TYPE_CHECKING

import attrs

from balanced_edu.outcomes import Outcome

if TYPE_CHECKING:
    from balanced_edu.assessment.result import AssessedSection
    from balanced_edu.checks import Concession, Finding
    from balanced_edu.records.section import Section


@attrs.frozen(slots=True, kw_only=True)
class Conceded:
    """An item that rests on a concession for a campus (按放宽条款达标): without it something would not be met.

    That is the limit of the item; the rule for the resources of each school, of a section that keeps to it; or the
    limit of the variation coefficient into which the section enters.

    Attributes
    ----------
    item, campus, stage
        Id of the item, code of the campus, and the stage; the stage is empty if the campus is judged as a whole.
    concession
        The concession.
    due
        The last day of its duty if the county is recognised on the day of the assessment; None if there is no duty, or
        the day is unknown.
    """

    item: str
    campus: str
    stage: str
    concession: Concession
    due: dt.date | None


def conceded(
    findings: Mapping[str, Finding],
    sections: Iterable[AssessedSection],
    coefficients: Iterable[tuple[Finding, Section]],
    day: dt.date | None,
    *,
    reached: int,
) -> tuple[Conceded, ...]:
    """What passes by a concession: of the findings by item, of the sections, and of coefficients.

    A coefficient comes with each section of which it counts more by the concession. `reached` is how many limits the
    section rule asks for.
    """
    every = [*_of_items(findings), *_of_sections(sections, reached), *_of_coefficients(coefficients)]
    order = {id: place for place, id in enumerate(findings)}
    distinct = dict.fromkeys(
        Conceded(item=id, campus=one.campus, stage=one.stage, concession=one.concession, due=one.concession.due(day))
        for id, one in sorted(every, key=lambda each: order[each[0]])
        if one.concession and one.campus
    )
    return tuple(distinct)


def _of_items(findings: Mapping[str, Finding]) -> Iterator[tuple[str, Finding]]:
    """The demands met by a concession, where all that is demanded of the campus is met."""
    for id, finding in findings.items():
        demands = finding.parts or (finding,)
        short = {(one.campus, one.stage) for one in demands if one.outcome is not Outcome.PASS}
        for demand in demands:
            if (demand.campus, demand.stage) not in short:
                yield from ((id, one) for one in _eased(demand))


def _eased(finding: Finding) -> Iterator[Finding]:
    """What passes by a concession, of a finding and its parts."""
    if finding.concession:
        yield finding
    else:
        for part in finding.parts:
            yield from _eased(part)


def _of_coefficients(coefficients: Iterable[tuple[Finding, Section]]) -> Iterator[tuple[str, Finding]]:
    for finding, section in coefficients:
        yield finding.item, attrs.evolve(finding, campus=section.campus.school_code)


def _of_sections(sections: Iterable[AssessedSection], reached: int) -> Iterator[tuple[str, Finding]]:
    """The resources by whose concession a section keeps to the section rule; of another section the limits it reaches.

    A section that keeps to the rule does not need every limit, and so not every concession.
    """
    for assessed in sections:
        eased = {id: one for id, one in assessed.at_floor.items() if one.concession}
        eased |= {id: one for id, one in assessed.at_limit.items() if one.concession}
        if assessed.finding.outcome is Outcome.PASS:
            needed = [id for id in eased if _rests_on(id, eased, assessed, reached)]
        else:
            needed = [id for id in eased if assessed.at_limit[id].concession]
        for id in needed:
            section = assessed.section
            yield id, attrs.evolve(eased[id], campus=section.campus.school_code, stage=section.stage)


def _rests_on(id: str, eased: Collection[str], assessed: AssessedSection, reached: int) -> bool:
    """Whether the section rule needs a concession, beside all or only some of the others."""
    others = [other for other in eased if other != id]
    several = [set(some) for n in range(len(others) + 1) for some in combinations(others, n)]
    # If parts of a school may not count, it may keep to the rule by other limits in each case, and all are listed.
    return not _holds(assessed, reached, eased) or any(
        _holds(assessed, reached, {*some, id}) and not _holds(assessed, reached, some) for some in several
    )


def _holds(assessed: AssessedSection, reached: int, conceded: Collection[str]) -> bool:
    """Whether the section rule is known to hold by these concessions, and no others."""

    def met(findings: Mapping[str, Finding]) -> list[bool]:
        return [
            one.outcome is Outcome.PASS and (one.concession is None or id in conceded) for id, one in findings.items()
        ]

    return all(met(assessed.at_floor)) and sum(met(assessed.at_limit)) >= reached
