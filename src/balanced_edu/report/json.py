"""An assessment for other programs: plain data; and the JSON text of whatever has plain data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from balanced_edu.exact import finite_float
from balanced_edu.report.concessions import concessions_as_data
from balanced_edu.report.doubts import doubts_as_data
from balanced_edu.report.evidence import evidence_as_data
from balanced_edu.report.places import cell_as_data
from balanced_edu.report.shortfalls import shortfalls_as_data
from balanced_edu.report.sides import sides_as_data
from balanced_edu.report.words import english
from balanced_edu.text import escaped

if TYPE_CHECKING:
    from balanced_edu.assessment.comparison import Comparison
    from balanced_edu.assessment.result import AssessedSection, Assessment
    from balanced_edu.assessment.survey import Answers
    from balanced_edu.assessment.tasks import Progress, TaskBoard
    from balanced_edu.assessment.years import History
    from balanced_edu.checks import Finding
    from balanced_edu.text import Json

SCHEMA = "balanced-edu/assessment/1"
"""Name and version of the schema."""


def as_dict(assessment: Assessment) -> dict[str, Json]:
    """An assessment as dictionaries, lists, texts and numbers; an unknown number is None.

    Examples
    --------
    >>> import balanced_edu as be
    >>> campus = be.Campus(school_code="A1", kind=be.Kind.PRIMARY, primary_pupils=1000, primary_backbone_teachers=9)
    >>> data = as_dict(be.assess(be.County(name="示例县", campuses=[campus])))
    >>> data["outcome"], data["sections"][0]["values"]["R2"], data["sections"][0]["outcomes"]["R2"]
    ('unknown', 0.9, 'fail')
    """
    standard = assessment.standard
    words = english().about(assessment.county.reading)
    return {
        "schema": SCHEMA,
        "county": assessment.county.name,
        "standard": standard.name,
        **outcomes_as_dict(assessment),
        "sections": [_section(section) for section in assessment.sections],
        "resources": sides_as_data(assessment),
        "shortfalls": shortfalls_as_data(assessment),
        "survey": {
            "groups": [{"group": answers.group, **_answers(answers)} for answers in assessment.survey.groups],
            "all": _answers(assessment.survey.everybody),
            "sample": {
                name: {
                    "value": finite_float(finding.value),
                    "limit": finite_float(finding.limit),
                    "outcome": str(finding.outcome),
                }
                for name, finding in assessment.sample.items()
            },
        },
        "concessions": concessions_as_data(assessment),
        "doubts": doubts_as_data(assessment.doubts, words),
        **({"covers": {"zh": standard.covers_zh, "en": standard.covers_en}} if standard.covers_zh else {}),
        **({"evidence": evidence_as_data(assessment)} if assessment.has_evidence else {}),
    }


def outcomes_as_dict(assessment: Assessment) -> dict[str, Json]:
    """The fingerprint of the data, and the outcomes with their reasons and coefficients."""
    words = english().about(assessment.county.reading)
    return {
        "fingerprint": assessment.county.fingerprint,
        "outcome": str(assessment.outcome),
        "dimensions": {name: str(finding.outcome) for name, finding in assessment.dimensions.items()},
        "indicators": {
            id: {
                "outcome": str(finding.outcome),
                "reason": str(finding),
                "missing": [cell_as_data(cell, words) for cell in finding.missing],
            }
            for id, finding in assessment.indicators.items()
        },
        "variation": {
            str(stage): {id: _coefficient(finding) for id, finding in findings.items()}
            for stage, findings in assessment.variation.items()
        },
        "composite": {str(stage): finite_float(finding.value) for stage, finding in assessment.composite.items()},
    }


def as_json(reported: Assessment | Comparison | History | Progress | TaskBoard) -> str:
    """Whatever has plain data as JSON text; invisible characters, such as marks of direction, are escaped.

    Examples
    --------
    >>> import balanced_edu as be
    >>> campus = be.Campus(school_code="A1", kind=be.Kind.PRIMARY, primary_pupils=1000)
    >>> as_json(be.assess(be.County(name="示例县", campuses=[campus]))).splitlines()[1:3]
    ['  "schema": "balanced-edu/assessment/1",', '  "county": "示例县",']
    """
    return escaped(json.dumps(reported.as_dict(), ensure_ascii=False, indent=2, allow_nan=False))


def _coefficient(finding: Finding) -> dict[str, Json]:
    return {
        "mean": finite_float(finding.inputs.get("mean")),
        "coefficient": finite_float(finding.value),
        "limit": finite_float(finding.limit),
        "outcome": str(finding.outcome),
    }


def _section(assessed: AssessedSection) -> dict[str, Json]:
    section = assessed.section
    return {
        "campus": section.campus.school_code,
        "stage": str(section.stage),
        "pupils": _count(section.pupils),
        "outcome": str(assessed.finding.outcome),
        "values": {id: finite_float(value) for id, value in assessed.values.items()},
        "outcomes": {id: str(outcome) for id, outcome in assessed.outcomes.items()},
    }


def _answers(answers: Answers) -> dict[str, Json]:
    return {
        "handed_out": _count(answers.handed_out),
        "surveyed": _count(answers.surveyed),
        "satisfied": _count(answers.satisfied),
        "rate": finite_float(answers.rate),
        "visited": _count(answers.visited),
        "visit_satisfied": _count(answers.visit_satisfied),
        "visit_rate": finite_float(answers.visit_rate),
    }


def _count(number: Any) -> int | None:
    return None if number is None else int(number)
