"""The survey of social recognition (社会认可度调查): what the groups answered, and whether the sample is enough."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from balanced_edu.assessment.look_up import (
    Judged,
    figure_of,
    known,
    of_county,
    of_record,
    pooled,
    scope_cells,
    scope_finding,
)
from balanced_edu.checks import Finding
from balanced_edu.exact import Number
from balanced_edu.indicators.declare import measures_of
from balanced_edu.outcomes import Outcome

if TYPE_CHECKING:
    from balanced_edu.records.county import County
    from balanced_edu.standards import Standard
    from balanced_edu.standards.model import SampleDemand


@attrs.frozen(slots=True, kw_only=True)
class Answers:
    """What one group answered in the survey, or all of them together; None if unknown.

    Attributes
    ----------
    group
        The group; empty for all together.
    handed_out, surveyed, satisfied, rate
        Questionnaires handed out (发放问卷数), valid ones that came back (有效问卷数), those of them that are satisfied
        (满意人数), and their share of the valid ones in percent (问卷调查满意度).
    visited, visit_satisfied, visit_rate
        People visited (实地走访人数), those of them that are satisfied, and their share in percent (实地走访满意度).
    """

    group: str = ""
    handed_out: Number | None = None
    surveyed: Number | None = None
    satisfied: Number | None = None
    rate: Fraction | None = None
    visited: Number | None = None
    visit_satisfied: Number | None = None
    visit_rate: Fraction | None = None


@attrs.frozen(slots=True, kw_only=True)
class Survey:
    """The survey of social recognition (社会认可度调查).

    Attributes
    ----------
    groups
        What each group answered, in the order given.
    everybody
        The sums over all groups; one that is unknown of a group is unknown.
    """

    groups: tuple[Answers, ...]
    everybody: Answers


def survey_of(county: County) -> Survey:
    """What each group asked in a county answered, and all of them together.

    Examples
    --------
    >>> from balanced_edu import County
    >>> from balanced_edu.records import Group
    >>> parents = Group(group="家长", surveyed=200, satisfied=190, visited=20, visit_satisfied=18)
    >>> survey = survey_of(County(name="示例县", groups=[parents, Group(group="教师", surveyed=50, satisfied=41)]))
    >>> print(survey.groups[0].rate, survey.groups[0].visit_rate, survey.everybody.rate, survey.everybody.visit_rate)
    95 90 462/5 None
    """
    groups = [of_record(group) for group in county.groups]
    return Survey(
        groups=tuple(_answers(judged) for judged in groups),
        everybody=_answers(_together(groups, county)) if groups else Answers(),
    )


def _answers(judged: Judged) -> Answers:
    counts: dict[str, Any] = {name: judged.look_up(name) for name in _COUNTS}
    return Answers(group=judged.subject, **counts, rate=_measured("S1", judged), visit_rate=_measured("S1d", judged))


_COUNTS = ("handed_out", "surveyed", "satisfied", "visited", "visit_satisfied")


def _measured(id: str, judged: Judged) -> Fraction | None:
    (measure,) = measures_of(id).values()
    return known(figure_of(measure, judged))


def _together(groups: Iterable[Judged], county: County) -> Judged:
    """The sums over some groups, all of which were asked."""
    return pooled([(judged, Finding(check="", outcome=Outcome.PASS)) for judged in groups], "", county)


def sample_findings(county: County, standard: Standard) -> dict[str, Finding]:
    """What each demand of a standard on the sample of the survey finds in a county that it applies to, by its name.

    A demand that may or may not apply, because the residents are unknown, can be met and cannot be missed.
    """
    return dict(_findings(county, standard)) if county.groups else {}


def _findings(county: County, standard: Standard) -> Iterator[tuple[str, Finding]]:
    for name, demand in standard.sample.items():
        judged = _asked(demand, county)
        where = scope_finding(demand.where, judged)
        if where.outcome is Outcome.FAIL:
            continue
        finding = demand.check.finding({demand.measure.name: figure_of(demand.measure, judged)})
        if where.outcome is Outcome.UNKNOWN and finding.outcome is not Outcome.PASS:
            missing = (*scope_cells(judged, where), *finding.missing)
            finding = attrs.evolve(finding, outcome=Outcome.UNKNOWN, missing=missing)
        yield name, attrs.evolve(finding, subject=demand.group, clause=demand.clause, standard=standard.cited)


def _asked(demand: SampleDemand, county: County) -> Judged:
    """The people asked, by the figure that the demand counts, beside the residents and what was handed out."""
    groups = [of_record(group) for group in county.groups]
    everybody, facts = _together(groups, county), of_county(county)
    in_group = _together((judged for judged in groups if judged.subject == demand.group), county)
    sources = {
        "asked": (everybody, demand.counts),
        "asked_in_group": (in_group, demand.counts),
        "surveyed": (everybody, "surveyed"),
        "handed_out": (everybody, "handed_out"),
        "residents": (facts, "residents"),
    }

    def look_up(name: str) -> Any:
        judged, figure = sources[name]
        return judged.look_up(figure)

    def cells(name: str) -> Any:
        judged, figure = sources[name]
        return judged.cells(figure)

    return Judged(look_up=look_up, cells=cells, scope={"residents": county.recognition.residents}.get)
