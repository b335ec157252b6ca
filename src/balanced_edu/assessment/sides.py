"""The two sides of a resource indicator: its variation coefficients, and the sections that reach its limit.

An indicator passes by its coefficients alone. What it asks of each section counts by the section rule, which allows a
section to have less of one resource; so the second side fails if a section that fails the rule is below the limit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import attrs

from balanced_edu.checks.findings import joined
from balanced_edu.outcomes import Outcome
from balanced_edu.records.kinds import Stage

if TYPE_CHECKING:
    from balanced_edu.assessment.result import Assessment
    from balanced_edu.checks import Finding


@attrs.frozen(slots=True, kw_only=True)
class Sides:
    """Both sides of a resource indicator.

    Attributes
    ----------
    item
        Id of the indicator.
    spread
        The finding of the indicator: on the coefficients of both stages.
    coefficients
        The finding on the coefficient of each stage.
    reached, below, unknown
        How many sections reach its limit, are below it, or are not known to do either; all 0 if the standard has no
        rule for single sections.
    shortfalls
        Of the sections below the limit or unknown those that are not known to keep to the section rule: fail if a
        section fails the rule and is below the limit, unknown if it may.
    """

    item: str
    spread: Finding
    coefficients: Mapping[Stage, Finding] = attrs.field(hash=False)
    reached: int
    below: int
    unknown: int
    shortfalls: tuple[Finding, ...]

    @property
    def sections(self) -> int:
        """How many sections are compared with the limit."""
        return self.reached + self.below + self.unknown

    @property
    def failing(self) -> int:
        """How many sections fail the section rule and are below the limit."""
        return sum(one.outcome is Outcome.FAIL for one in self.shortfalls)

    @property
    def schools(self) -> Outcome | None:
        """The outcome of the second side; None if the standard has no rule for single sections."""
        return joined(len(self.shortfalls), self.shortfalls).outcome if self.sections else None

    @property
    def finding(self) -> Finding:
        """Both sides as one finding, as the task board has it: it passes if both sides do."""
        return joined(1 + len(self.shortfalls), [self.spread, *self.shortfalls])


def sides_of(assessment: Assessment) -> dict[str, Sides]:
    """The two sides of each resource indicator of an assessment, by id.

    Examples
    --------
    >>> import balanced_edu as be
    >>> campus = be.Campus(school_code="A1", kind=be.Kind.PRIMARY, primary_pupils=1000, primary_backbone_teachers=9)
    >>> both = be.assess(be.County(name="示例县", campuses=[campus])).sides["R2"]
    >>> both.spread.outcome, both.reached, both.below
    (<Outcome.PASS: 1>, 0, 1)
    """
    return {id: sides_of_item(id, assessment) for id in assessment.standard.resources}


def sides_of_item(id: str, assessment: Assessment) -> Sides:
    """The two sides of one resource indicator."""
    spread = assessment.indicators[id] if id in assessment.indicators else assessment.aims[id]
    outcomes = [section.at_limit[id].outcome for section in assessment.sections if id in section.at_limit]
    return Sides(
        item=id,
        spread=spread,
        coefficients={stage: by_id[id] for stage, by_id in assessment.variation.items()},
        reached=outcomes.count(Outcome.PASS),
        below=outcomes.count(Outcome.FAIL),
        unknown=outcomes.count(Outcome.UNKNOWN),
        shortfalls=tuple(_shortfalls(id, assessment)),
    )


def _shortfalls(id: str, assessment: Assessment) -> Iterator[Finding]:
    """The sections that fail the section rule and are below the limit of a resource; unknown if the rule is."""
    for assessed in assessment.sections:
        finding = assessed.at_limit.get(id)
        if finding is None or Outcome.PASS in (finding.outcome, assessed.finding.outcome):
            continue
        section = assessed.section
        shortfall = attrs.evolve(finding, campus=section.campus.school_code, stage=section.stage, check="")
        if finding.outcome is Outcome.FAIL and assessed.finding.outcome is Outcome.UNKNOWN:
            # It may be the one resource that a section is allowed to have less of.
            missing = assessed.finding.missing
            shortfall = attrs.evolve(shortfall, outcome=Outcome.UNKNOWN, value=None, missing=missing)
        yield shortfall
