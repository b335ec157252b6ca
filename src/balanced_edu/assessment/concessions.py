"""What passes by a concession (放宽条款): at which campus, by which clause, and the duty that follows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import attrs

from balanced_edu.outcomes import Outcome

if TYPE_CHECKING:
    from balanced_edu.assessment.result import AssessedSection
    from balanced_edu.checks import Concession, Finding
    from balanced_edu.records.section import Section


@attrs.frozen(slots=True, kw_only=True)
class Conceded:
    """An item whose limit is met by a concession for a campus, and not without (按放宽条款达标).

    The limit is that of the campus, of its section, or of the variation coefficient into which the section enters.

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
) -> tuple[Conceded, ...]:
    """What passes by a concession: of the findings by item, of the sections, and of coefficients.

    A coefficient comes with each section of which it counts more by the concession.
    """
    every = [*_of_items(findings), *_of_sections(sections), *_of_coefficients(coefficients)]
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


def _of_sections(sections: Iterable[AssessedSection]) -> Iterator[tuple[str, Finding]]:
    """The limits that a section reaches by a concession, and the floors where the section rule passes."""
    for assessed in sections:
        passes = assessed.finding.outcome is Outcome.PASS
        for id, at_limit in assessed.at_limit.items():
            found = at_limit if at_limit.concession or not passes else assessed.at_floor[id]
            if found.concession:
                section = assessed.section
                yield id, attrs.evolve(found, campus=section.campus.school_code, stage=section.stage)
