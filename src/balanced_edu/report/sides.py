"""The two sides of a resource indicator in words: its variation coefficients (差异系数) and the sections (学校)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from balanced_edu.exact import comparable_texts, decimal_text
from balanced_edu.outcomes import Outcome
from balanced_edu.report.terms import fixed, stage_name
from balanced_edu.report.words import Words

if TYPE_CHECKING:
    from balanced_edu.assessment.result import Assessment
    from balanced_edu.assessment.sides import Sides
    from balanced_edu.checks import Finding
    from balanced_edu.text import Json

SPREAD, SCHOOLS = "spread", "schools"
"""The sides, as the words name them."""


def side_name(side: str, words: Words) -> str:
    """The name of a side, the same in every report."""
    return words.text(f"sides.names.{side}")


def sides_text(sides: Sides, words: Words) -> str:
    """Both sides: the coefficients of the stages, and how many sections reach the limit."""
    return words.parts((spread_text(sides, words), schools_text(sides, words)))


def spread_text(sides: Sides, words: Words) -> str:
    """The coefficients of the stages, and whether they hold; if only their mean is limited, the coefficients alone."""
    coefficients = words.listed(
        words.text("sides.coefficient", stage=stage_name(stage, words), value=coefficient_text(finding))
        for stage, finding in sides.coefficients.items()
    )
    limited = any(finding.limit is not None for finding in sides.coefficients.values())
    outcome = sides.spread.outcome if limited or sides.spread.outcome is Outcome.UNKNOWN else None
    return words.text(_outcome("spread", outcome), detail=coefficients, **_names(words))


def schools_text(sides: Sides, words: Words) -> str:
    """How many sections reach the limit, are below it, and fail; empty if the standard has no rule for them."""
    if sides.schools is None:
        return ""
    counts = words.clauses(
        words.text(f"sides.counts.{name}", number=number, n=sides.sections) for name, number in _counts(sides)
    )
    return words.text(_outcome("schools", sides.schools), detail=counts, **_names(words))


def _names(words: Words) -> dict[str, str]:
    return {side: side_name(side, words) for side in (SPREAD, SCHOOLS)}


def _outcome(side: str, outcome: Outcome | None) -> str:
    return f"sides.{side}.{'unlimited' if outcome is None else outcome}"


def _counts(sides: Sides) -> Iterator[tuple[str, int]]:
    yield "reached", sides.reached
    yield from ((name, n) for name, n in (("below", sides.below), ("failing", sides.failing)) if n)
    if sides.unknown:
        yield "unknown", sides.unknown


def coefficient_text(finding: Finding, places: int = 4) -> str:
    """A coefficient with so many decimals, or more if it would look like its limit; a dash if it has no value."""
    if finding.value is None:
        return "–"
    value, limit = finding.value, finding.limit
    text = decimal_text(value, places) if limit is None else comparable_texts(value, limit, places)[0]
    return fixed(text, places)


def sides_as_data(assessment: Assessment) -> dict[str, Json]:
    """The two sides of each resource indicator as dictionaries, by id."""
    return {
        id: {
            "coefficients": {str(stage): str(finding.outcome) for stage, finding in sides.coefficients.items()},
            "sections": {
                "outcome": None if sides.schools is None else str(sides.schools),
                "reached": sides.reached,
                "below": sides.below,
                "unknown": sides.unknown,
                "failing": sides.failing,
            },
        }
        for id, sides in assessment.sides.items()
    }
