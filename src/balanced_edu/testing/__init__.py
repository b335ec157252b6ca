"""Hypothesis strategies for those who build on the library (extra ``testing``): campuses, counties, standards, nations.

A tool is compared with the published limits in three lines:

>>> from hypothesis import given
>>> from balanced_edu import Stage, testing
>>> @given(testing.campuses_at_limit("R7", stage=Stage.PRIMARY))
... def test_my_tool(campus):
...     assert 100 * campus.multimedia_rooms / campus.primary_pupils >= 2.3  # what my tool computes
>>> test_my_tool()

What is drawn is possible: parts are not larger than their wholes, a school has the stages of its kind, codes are
distinct. It shrinks towards one small school with small figures. Importing this package also registers the public types
with hypothesis, so that ``st.from_type(County)`` and ``st.builds`` draw them.
"""

from balanced_edu.testing import types  # noqa: F401  registers the public types
from balanced_edu.testing.at_limit import campuses_at_limit, counties_at_limit
from balanced_edu.testing.breakages import (
    CAMPUS_WAYS,
    COUNTY_WAYS,
    RELATION_WAYS,
    Broken,
    broken_campuses,
    broken_counties,
    broken_relations,
)
from balanced_edu.testing.doubtful import DOUBTFUL_WAYS, Doubtful, doubtful_counties
from balanced_edu.testing.strategies import campuses, checks, counties, nations, sections, standards

__all__ = [
    "CAMPUS_WAYS",
    "COUNTY_WAYS",
    "DOUBTFUL_WAYS",
    "RELATION_WAYS",
    "Broken",
    "Doubtful",
    "broken_campuses",
    "broken_counties",
    "broken_relations",
    "campuses",
    "campuses_at_limit",
    "checks",
    "counties",
    "counties_at_limit",
    "doubtful_counties",
    "nations",
    "sections",
    "standards",
]
