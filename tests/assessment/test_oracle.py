"""Every standard of the library comes to the outcomes of a second assessment, written from the documents."""

from __future__ import annotations

from typing import Any

import attrs
import oracle
import pytest
from gaps import findings_of, nearly_good_counties, with_gaps
from hypothesis import given, settings
from hypothesis import strategies as st

from balanced_edu import testing
from balanced_edu.assessment import assess
from balanced_edu.checks.findings import stands
from balanced_edu.outcomes import Outcome
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import County, Guarantee
from balanced_edu.records.kinds import Affiliation
from balanced_edu.standards import NATIONAL, names

# What counties leave empty by default, so that everything is known.
GIVEN: dict[str, Any] = {
    "affiliation": Affiliation.COUNTY,
    "built_year": 2015,
    "migrant_pupils": 0,
    "inner_city": False,
    "extra_sports_area": 0,
    "computers": 20,
    "books": 900,
    "school_events": 1,
    "sports_meetings": 0,
}


def known(campus: Campus) -> Campus:
    """The campus with a figure in every cell that it leaves empty."""
    spent = campus.public_funds_final or 0
    given = {**GIVEN, "public_funds_final": 20 * (campus.training_final or 0), "training_final": spent // 20}
    if campus.sponsor and campus.sponsor.affiliation:
        given["affiliation"] = None if campus.sponsor.affiliation == "中央" else campus.sponsor.affiliation
    for stage in campus.compulsory_stages:
        teachers = campus.of_stage("teachers", stage)
        teachers = campus.full_time_teachers or 0 if teachers is None else teachers
        given |= {f"{stage}_visiting_sports_arts_teachers": 0, f"{stage}_teachers": teachers}
        given |= {f"{stage}_middle_rank_teachers": min(2, teachers)}
    return attrs.evolve(campus, **{name: value for name, value in given.items() if getattr(campus, name) is None})


def _with_mainstreamed(facts: Guarantee) -> Guarantee:
    pupils, funds = facts.special_education_mainstreamed_pupils, facts.special_education_mainstreamed_funds
    pupils = 1 if pupils is None else pupils
    return attrs.evolve(
        facts,
        special_education_mainstreamed_pupils=pupils,
        special_education_mainstreamed_funds=7000 * pupils if funds is None else funds,
    )


@st.composite
def known_counties(draw: st.DrawFn) -> County:
    """Counties in which everything is known, whatever the standard asks for."""
    drawn = draw(testing.counties(max_campuses=3))
    county = draw(st.just(drawn) | nearly_good_counties().map(lambda good: attrs.evolve(good, plan=drawn.plan)))
    facts = {
        "public_funds_per_primary_pupil": 1150,
        "public_funds_per_junior_pupil": draw(st.sampled_from([1349, 1350])),
    }
    subjects = [
        one
        if one.monitored is False
        else attrs.evolve(one, level=one.level or 2, share_at_level_3=one.share_at_level_3 or 0.5)
        for one in county.monitoring
    ]
    return attrs.evolve(
        county,
        campuses=[known(campus) for campus in county.campuses],
        monitoring=subjects,
        guarantee=_with_mainstreamed(county.guarantee),
        local={
            **facts,
            "labour_education_complete": draw(st.booleans()),
            "tutoring_and_burden_not_curbed": draw(st.booleans()),
        },
    )


@pytest.mark.parametrize(
    "standard", [name if name == NATIONAL else pytest.param(name, marks=pytest.mark.slow) for name in names()]
)
@settings(max_examples=settings().max_examples // 4)
@given(known_counties(), st.data())
def test_outcomes_are_those_of_the_documents(standard: str, county: County, data: st.DataObject) -> None:
    expected = oracle.assessed(county, standard)
    found = {name: int(finding.outcome) for name, finding in findings_of(assess(county, standard)).items()}
    assert {name: found[name] for name in expected} == expected
    # With gaps, whatever is decided is decided as if everything were known.
    gaps = data.draw(with_gaps(county))
    decided = {
        name: int(finding.outcome)
        for name, finding in findings_of(assess(gaps, standard)).items()
        if finding.outcome is Outcome.PASS or (finding.outcome is Outcome.FAIL and stands(finding))
    }
    assert {name: one for name, one in decided.items() if name in expected} == {
        name: expected[name] for name in decided if name in expected
    }
