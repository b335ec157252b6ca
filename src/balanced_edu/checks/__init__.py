"""Checks: limits and judgements as values that combine, and the findings they give.

A check is a frozen value made by a lower-case function. It can be named, combined, compared and printed. On one
subject it gives a `Finding` that explains itself; on columns it gives an `int8` array of outcomes; and it serves
as an attrs validator on any class.

>>> import numpy as np
>>> teachers = at_least("4.2", "teacher / hundred_pupils", of="R1")
>>> rooms = at_least("2.3", "room / hundred_pupils", of="R7")
>>> both = all_of(teachers, rooms)
>>> both
<all of: <R1 at least 4.2 teachers per 100 pupils>, <R7 at least 2.3 rooms per 100 pupils>>
>>> print(both.finding({"R1": 4.5, "R7": 2.1}))
R7: 2.1 < 2.3 rooms per 100 pupils (short by 0.2)
>>> both.outcomes({"R1": np.array([4.5, 4.2]), "R7": np.array([np.nan, 2.3])})
array([0, 1], dtype=int8)
"""

from balanced_edu.checks.findings import Cell, Concession, Figure, Finding, Reason
from balanced_edu.checks.joins import (
    Check,
    all_of,
    any_given,
    any_of,
    at_least_of,
    not_,
)
from balanced_edu.checks.judgements import holds, no_veto, one_of
from balanced_edu.checks.limits import Limit, above, at_least, at_most, below
from balanced_edu.checks.relations import Relation
from balanced_edu.checks.section_rule import SectionRule, section_rule
from balanced_edu.checks.variation import VariationAtMost, variation_at_most
from balanced_edu.errors import CheckError

__all__ = [
    "Cell",
    "Check",
    "CheckError",
    "Concession",
    "Figure",
    "Finding",
    "Limit",
    "Reason",
    "Relation",
    "SectionRule",
    "VariationAtMost",
    "above",
    "all_of",
    "any_given",
    "any_of",
    "at_least",
    "at_least_of",
    "at_most",
    "below",
    "holds",
    "no_veto",
    "not_",
    "one_of",
    "section_rule",
    "variation_at_most",
]
