"""Registers the public types with hypothesis, so that ``st.from_type(County)`` draws counties."""

from __future__ import annotations

from hypothesis import strategies as st

from balanced_edu.assessment import Assessment, assess
from balanced_edu.checks import Check, Finding
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import (
    Conditions,
    County,
    Declaration,
    Group,
    Guarantee,
    LocalPlan,
    Quality,
    Recognition,
    Subject,
    Veto,
)
from balanced_edu.records.section import Section
from balanced_edu.standards import Standard
from balanced_edu.testing.figures import TEXTS, records, subjects
from balanced_edu.testing.strategies import campuses, checks, counties, sections, standards

for _type, _strategy in {
    Campus: campuses(gaps=True),
    Section: sections(gaps=True),
    Guarantee: records(Guarantee, gaps=True),
    Quality: records(Quality, gaps=True),
    Subject: subjects(TEXTS, gaps=True),
    Recognition: records(Recognition, gaps=True),
    Group: TEXTS.flatmap(lambda group: records(Group, gaps=True, group=group)),
    Veto: records(Veto, gaps=True),
    LocalPlan: records(LocalPlan, gaps=True),
    Conditions: records(Conditions, gaps=True),
    Declaration: records(Declaration, gaps=True),
    County: counties(gaps=True),
    Standard: standards(),
    Check: checks(),
    Finding: st.builds(
        lambda check, a, b, c: check.finding({"a": a, "b": b, "c": c}),
        checks(),
        st.none() | st.integers(0, 10),
        st.none() | st.integers(0, 10),
        st.none() | st.booleans(),
    ),
    Assessment: st.builds(assess, counties(gaps=True), standards()),
}.items():
    st.register_type_strategy(_type, _strategy)
