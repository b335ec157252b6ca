"""Which sections make a coefficient: shares of the squared deviation, most first."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from counties import change_campus, good_county, mine, primary

from balanced_edu.assessment import assess
from balanced_edu.nation import SectionTable
from balanced_edu.records.county import County
from balanced_edu.records.kinds import Stage

UNEVEN = good_county(primary(), primary("P3", 600, primary_backbone_teachers=0), primary("P4", 900))


def test_those_with_the_largest_share_come_first() -> None:
    found = assess(UNEVEN)
    given = found.contributions(Stage.PRIMARY, "R2")
    assert [one.section.campus.school_code for one in given] == ["P3", "P4", "P1"]
    assert sum(one.share for one in given) == 1
    mean = Fraction(100 * (17 + 0 + 19), 2300)
    assert {one.mean for one in given} == {mean}
    assert [one.value for one in given] == [0, Fraction(19, 9), Fraction(17, 8)]
    squares = {
        "P1": 800 * (Fraction(1700, 800) - mean) ** 2,
        "P3": 600 * mean**2,
        "P4": 900 * (Fraction(19, 9) - mean) ** 2,
    }
    assert given[0].share == squares["P3"] / sum(squares.values())


def test_the_shares_are_those_of_the_nation() -> None:
    found = assess(UNEVEN)
    table = SectionTable.from_counties([UNEVEN], "national-2017").sensitivity()
    share = np.sort(table.share[1])[::-1]
    assert [float(one.share) for one in found.contributions(Stage.PRIMARY, "R2")] == pytest.approx(share.tolist())


def test_where_all_are_alike_nobody_adds_anything() -> None:
    alike = assess(good_county(primary(), primary("P2")))
    assert [one.share for one in alike.contributions(Stage.PRIMARY, "R2")] == [0, 0]


NOTHING: dict[str, County] = {
    "a figure is unknown": change_campus(UNEVEN, "P4", primary_backbone_teachers=None),
    "there is no such stage": good_county(primary()),
}


@pytest.mark.parametrize("county", NOTHING.values(), ids=NOTHING)
def test_a_coefficient_without_a_value_has_no_contributions(county: County) -> None:
    stage = Stage.JUNIOR if len(county.campuses) == 1 else Stage.PRIMARY
    assert assess(county).contributions(stage, "R2") == ()


def test_where_it_is_open_which_sections_count_there_are_none() -> None:
    """The coefficient is the worst of several, here that without the school that may be private."""
    standard = mine('[counted]\nleaves_out = [{ ownership = ["民办"] }]\n')
    near = change_campus(UNEVEN, "P4", ownership=None)
    assert assess(near, standard).contributions(Stage.PRIMARY, "R2") == ()
