"""What is found of a county alone stands among those of many as what is found of all together does."""

from __future__ import annotations

from typing import Any

import attrs
import numpy as np
import pytest
from counties import change_facts, good_county, junior, mine, nine_year, primary
from nations import MEANS
from nationtables import tables_of

import balanced_edu as be
from balanced_edu.nation import CountiesAssessment
from balanced_edu.nation.single import put_single
from balanced_edu.records.county import County
from balanced_edu.standards import Standard, from_text, load

STANDARDS = {
    "the national method": lambda: load("national-2017"),
    "a mean of coefficients": lambda: from_text(MEANS),
    "schools as one": lambda: mine('[counted]\nby = "school"\n'),
    "resources as an aim": lambda: mine("[items.R7]\naim = true\n"),
    "a local plan": lambda: load("wenling-2020"),
}

GOOD = good_county()
COUNTIES = [
    GOOD,
    # The junior stage before the primary one, a campus of a school, limits that are missed, and failures of campuses.
    attrs.evolve(
        GOOD,
        campuses=[
            junior("000011", multimedia_rooms=0, junior_largest_class=51),
            primary("000012", 60, parent_code="000011", teaching_area=10, has_charter=False),
            nine_year("000013", 100, 500, books=3000),
        ],
    ),
    # Figures that are unknown, and no junior stage.
    change_facts(
        attrs.evolve(GOOD, campuses=[primary("000021", multimedia_rooms=None), primary("000022", campus_culture=None)]),
        fraud=True,
    ),
]


def arrays_of(result: CountiesAssessment) -> dict[str, Any]:
    """All that is found, by name."""
    sections = result.sections
    assert sections is not None
    several = {of: getattr(result, of) for of in ("dimensions", "indicators", "aims", "conditions", "by_campus")}
    of_sections = {name: value for name, value in attrs.asdict(sections, recurse=False).items() if name != "counties"}
    return {
        "outcomes": result.outcomes,
        **{f"{of} {id}": outcomes for of, outcomes_by_id in several.items() for id, outcomes in outcomes_by_id.items()},
        **{f"sections {name}": value for name, value in of_sections.items() if isinstance(value, np.ndarray)},
    }


def numbered(county: County, first: int) -> County:
    """The county with codes of its own."""
    codes = {campus.school_code: f"{first + at}" for at, campus in enumerate(county.campuses)}
    of_schools = [
        attrs.evolve(c, school_code=codes[c.school_code], parent_code=c.parent_code and codes[c.parent_code])
        for c in county.campuses
    ]
    return attrs.evolve(county, campuses=of_schools)


@pytest.mark.parametrize("name", STANDARDS)
def test_what_is_found_of_a_county_alone_stands_in_its_place(name: str) -> None:
    standard: Standard = STANDARDS[name]()
    counties = [numbered(county, 100 * place) for place, county in enumerate(COUNTIES, start=1)]
    result = be.assess_counties(**tables_of(counties), standard=standard)
    together = {key: array.copy() for key, array in arrays_of(result).items()}
    for array in arrays_of(result).values():
        array[...] = False if array.dtype == np.bool_ else 7
    for place, county in enumerate(counties):
        put_single(result, be.assess(county, standard), place)
    for key, array in arrays_of(result).items():
        np.testing.assert_allclose(array, together[key], rtol=1e-12, err_msg=key)
