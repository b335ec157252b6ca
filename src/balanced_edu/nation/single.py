"""The outcomes of one county, assessed alone, among those of many."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from balanced_edu.exact import finite_float
from balanced_edu.identity import compact
from balanced_edu.nation.tables import spelt_out
from balanced_edu.outcomes import Outcome
from balanced_edu.records.kinds import COMPULSORY
from balanced_edu.tables.columns import text_of

if TYPE_CHECKING:
    from balanced_edu.assessment import Assessment
    from balanced_edu.nation.dimensions import CountiesAssessment
    from balanced_edu.nation.verdicts import NationAssessment


def put_single(result: CountiesAssessment, assessment: Assessment, place: int) -> None:
    """Put the outcomes of a county, assessed alone, in their places among those of many."""
    result.outcomes[place] = assessment.outcome
    for several, single in (
        (result.dimensions, assessment.dimensions),
        (result.indicators, assessment.indicators),
        (result.aims, assessment.aims),
        (result.conditions, assessment.conditions),
    ):
        for id, outcomes in several.items():
            outcomes[place] = single[id].outcome
    _put_campuses(result, assessment, place)
    if result.sections is not None:
        _put_sections(result, result.sections, assessment, place)


def _put_campuses(result: CountiesAssessment, assessment: Assessment, place: int) -> None:
    table = result._source.tables["campuses"]
    heading, _, _ = table.fields["school_code"]
    rows = result._source.rows("campuses", place)
    column = spelt_out(table.columns[heading])
    row_of = {compact(text_of(column[row])): row for row in rows.tolist()}
    found = {**assessment.indicators, **assessment.aims, **assessment.conditions}
    for id, outcomes in result.by_campus.items():
        outcomes[rows] = 1
        for part in found[id].parts or (found[id],):
            if part.campus:
                row = row_of[part.campus]
                outcomes[row] = min(outcomes[row], part.outcome)


def _put_sections(result: CountiesAssessment, sections: NationAssessment, assessment: Assessment, place: int) -> None:
    resources = sections.resources
    sections.outcomes[place] = assessment.dimensions["resources"].outcome
    at = np.flatnonzero(result._source.places["campuses"][result.section_rows] == place)
    in_order = sorted(assessment.sections, key=lambda one: COMPULSORY.index(one.section.stage))
    for section, one in zip(at.tolist(), in_order, strict=True):
        sections.section_outcomes[section] = one.finding.outcome
        sections.met[:, section] = [
            one.at_limit[id].outcome is Outcome.PASS if one.at_limit else False for id in resources
        ]
    for code, stage in enumerate(COMPULSORY):
        of_stage = [assessment.variation[stage][id] for id in resources]
        values = [finite_float(finding.value) for finding in of_stage]
        sections.coefficients[code, :, place] = [np.nan if value is None else value for value in values]
        sections.coefficient_outcomes[code, :, place] = [finding.outcome for finding in of_stage]
        limited = [assessment.means[stage]] if stage in assessment.means else of_stage
        sections.variation[code, place] = min(finding.outcome for finding in limited)
        composite = finite_float(assessment.composite[stage].value)
        sections.composite[code, place] = np.nan if composite is None else composite
