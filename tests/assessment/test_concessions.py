"""What passes by a concession, of whichever campus and coefficient it is."""

from __future__ import annotations

from typing import Any

import pytest
from counties import change_campus, good_county, junior, mine, primary

from balanced_edu.assessment import assess
from balanced_edu.records.county import County
from balanced_edu.records.kinds import AreaType


def conceded(county: County) -> list[tuple[str, str, str]]:
    return [(one.item, one.campus, one.stage) for one in assess(county, "procedure-2019").concessions]


@pytest.mark.parametrize("elsewhere", [(96, 96), (1, 1)], ids=["all meet it", "another campus fails"])
def test_an_item_rests_on_a_concession_for_one_campus_whatever_the_others_have(elsewhere: tuple[int, int]) -> None:
    small: dict[str, Any] = {"area_type": AreaType.RURAL, "primary_largest_class": 29, "built_year": 2020}
    county = change_campus(good_county(), "P2", music_room_areas=(54, 54), art_room_areas=(54, 54), **small)
    assert conceded(change_campus(county, "P1", music_room_areas=elsewhere)) == [("G3", "P2", "")]


@pytest.mark.parametrize(("of_other", "needed"), [(22_500, False), (22_501, True)])
def test_a_coefficient_rests_on_a_concession_if_it_is_above_its_limit_without(of_other: int, needed: bool) -> None:
    """7.5 m² of grounds for each pupil and 22.5 are 0.5 apart; the section has enough by itself."""
    inner_city = primary("P1", 1000, sports_area=7500, extra_sports_area=1000, inner_city=True)
    county = good_county(inner_city, primary("P2", 1000, sports_area=of_other), junior())
    assert conceded(county) == ([("R5", "P1", "primary")] if needed else [])


def test_what_one_alternative_meets_without_a_concession_rests_on_none() -> None:
    """Whichever of the alternatives comes first."""
    either = '{ at_most = "2400", concession = true }, { at_most = "2000" }'
    standard = mine(f"[items.G4]\nrules = [{{ any_of = [{either}] }}]\n", "procedure-2019")
    assert assess(good_county(), standard).concessions == ()


NESTED = """
[items.G4]
rules = [{{ any_of = [
    {{ at_most = "1000" }},
    {{ {key} = [{{ at_most = "1200" }}, {{ at_most = "1500", concession = true }}] }},
] }}]
concession = {{ clause = "放宽", source = "源" }}
"""


@pytest.mark.parametrize("key", ["any_of", "any_given"])
@pytest.mark.parametrize(("pupils", "who"), [(1000, []), (1200, []), (1201, ["P1"]), (1501, [])])
def test_a_concession_may_be_an_alternative_of_an_alternative(pupils: int, who: list[str], key: str) -> None:
    standard = mine(NESTED.format(key=key))
    found = assess(good_county(primary("P1", pupils), junior()), standard)
    assert [(one.item, one.campus, one.concession) for one in found.concessions if one.item == "G4"] == [
        ("G4", campus, standard.items["G4"].concession) for campus in who
    ]
    assert str(found.indicators["G4"].outcome) == ("pass" if pupils <= 1500 else "fail")
    assert standard.items["G4"].concession is not None
