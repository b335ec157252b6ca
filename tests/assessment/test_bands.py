"""What is decided of figures that are given as bands, and what is left unknown."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from counties import good_county, junior, nine_year, primary
from gaps import findings_of
from hypothesis import given, settings
from hypothesis import strategies as st

from balanced_edu import assess
from balanced_edu.outcomes import Outcome
from balanced_edu.records.bands import Band
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import County
from balanced_edu.records.fields import Form, fields_of
from balanced_edu.records.kinds import AreaType
from balanced_edu.testing import counties

PASS, FAIL, UNKNOWN = Outcome.PASS, Outcome.FAIL, Outcome.UNKNOWN


def _county(campus: Campus) -> County:
    return good_county(campus, primary("P9"), junior("J9"))


def _both(overall: object, **changes: Any) -> Campus:
    nothing = dict.fromkeys(("primary_largest_class", "junior_largest_class"))
    return attrs.evolve(nine_year("N1"), **{**nothing, "compulsory_largest_class": overall, **changes})


CLASSES: list[tuple[str, Campus, Outcome]] = [
    ("41 to 45 in a primary school", attrs.evolve(primary("P1"), primary_largest_class=Band(41, 46)), PASS),
    ("46 to 50 in a primary school", attrs.evolve(primary("P1"), primary_largest_class=Band(46, 51)), FAIL),
    ("44 to 46 in a primary school", attrs.evolve(primary("P1"), primary_largest_class=Band(44, 47)), UNKNOWN),
    ("41 or more in a primary school", attrs.evolve(primary("P1"), primary_largest_class=Band(41)), UNKNOWN),
    ("46 to 50 in a junior school", attrs.evolve(junior("J1"), junior_largest_class=Band(46, 51)), PASS),
    ("51 or more in a junior school", attrs.evolve(junior("J1"), junior_largest_class=Band(51)), FAIL),
    ("41 to 45 in either stage of a nine-year school", _both(Band(41, 46)), PASS),
    ("46 to 50 in either stage of a nine-year school", _both(Band(46, 51)), UNKNOWN),
    ("51 to 55 in either stage of a nine-year school: it is too large in both", _both(Band(51, 56)), FAIL),
    ("51 to 55, and the primary classes are small", _both(Band(51, 56), primary_largest_class=40), FAIL),
    ("46 to 50, and the primary classes are small", _both(Band(46, 51), primary_largest_class=40), PASS),
    (
        "46 to 50 of all stages, and there are no junior pupils",
        attrs.evolve(primary("P1"), primary_largest_class=None, compulsory_largest_class=Band(46, 51)),
        FAIL,
    ),
]


@pytest.mark.parametrize(("what", "campus", "outcome"), CLASSES, ids=[case[0] for case in CLASSES])
def test_size_of_classes(what: str, campus: Campus, outcome: Outcome) -> None:
    assessment = assess(_county(campus))
    assert assessment.indicators["G5"].outcome is outcome
    if outcome is UNKNOWN:
        assert {cell.place for cell in assessment.indicators["G5"].missing} == {campus.school_code}


ROOMS: list[tuple[str, tuple[object, ...], str, Outcome]] = [
    ("two rooms of 96 m² or more", (Band(96), Band(96)), "national-2017", PASS),
    ("one of 96 m² or more, one of 73 to 96", (Band(96), Band(73, 96)), "national-2017", FAIL),
    ("one of 96 m² or more, one of 73 to 97", (Band(96), Band(73, 97)), "national-2017", UNKNOWN),
    ("73 to 96 m² in a school of 2010", (Band(96), Band(73, 96)), "procedure-2019", PASS),
    ("61 to 73 m² in a school of 2010", (Band(96), Band(61, 73)), "procedure-2019", FAIL),
    ("a room below 61 m² does not count", (Band(96), Band(0, 61)), "procedure-2019", FAIL),
]


@pytest.mark.parametrize(("what", "rooms", "standard", "outcome"), ROOMS, ids=[case[0] for case in ROOMS])
def test_music_rooms(what: str, rooms: tuple[object, ...], standard: str, outcome: Outcome) -> None:
    campus = attrs.evolve(junior("J1", 800), music_room_areas=rooms, built_year=2010)
    assert assess(_county(campus), standard).indicators["G3"].outcome is outcome


def test_a_concession_for_small_classes_follows_from_a_band() -> None:
    """A village school whose largest class has 26 to 30 pupils may have fewer than 30, and one of 21 to 25 has."""
    village = attrs.evolve(
        primary("P1", 80),
        **{"primary_classes": 4, "music_room_areas": (55,), "built_year": 2020, "area_type": AreaType.RURAL},
    )
    outcomes = [
        assess(_county(attrs.evolve(village, primary_largest_class=size)), "procedure-2019").indicators["G3"].outcome
        for size in (Band(21, 26), Band(26, 31), Band(31, 36))
    ]
    assert outcomes == [PASS, UNKNOWN, FAIL]


def test_a_concession_for_small_classes_cannot_apply_where_one_stage_has_large_ones() -> None:
    village = attrs.evolve(
        nine_year("N1"),
        **{"junior_largest_class": None, "music_room_areas": (), "built_year": 2020, "area_type": AreaType.RURAL},
    )
    assert assess(_county(village), "procedure-2019").indicators["G3"].outcome is FAIL


def test_a_finding_shows_the_band() -> None:
    campus = attrs.evolve(primary("P1"), primary_largest_class=Band(46, 51))
    text = assess(_county(campus)).as_text(lang="en")
    assert "P1, primary: 46 to 50 > 45 pupils" in text
    assert "46至50人，超过45人" in assess(_county(campus)).as_text(lang="zh")


def test_a_finding_shows_the_bands_of_rooms() -> None:
    campus = attrs.evolve(junior("J1", 800), music_room_areas=(Band(96), Band(73, 96)))
    assert "1 room of 96 m² or more, 1 smaller (96 or more + 73 to under 96 m²)" in " ".join(
        assess(_county(campus)).as_text(lang="en").split()
    )


@st.composite
def in_bands(draw: st.DrawFn, county: County) -> County:
    """The county with some sizes as bands that they are in."""
    names = [name for name, field in fields_of(Campus).items() if field.form in (Form.SIZE, Form.AREAS)]

    def banded(campus: Campus) -> Campus:
        changes: dict[str, Any] = {}
        for name in draw(st.sets(st.sampled_from(names))):
            value: Any = getattr(campus, name)
            whole = fields_of(Campus)[name].form is Form.SIZE
            several = [
                draw(_band(one, whole=whole))
                for one in (value if isinstance(value, tuple) else [value])
                if one is not None
            ]
            if several:
                changes[name] = tuple(several) if isinstance(value, tuple) else several[0]
        return attrs.evolve(campus, **changes)

    return attrs.evolve(county, campuses=[banded(campus) for campus in county.campuses])


@st.composite
def _band(draw: st.DrawFn, figure: Any, *, whole: bool) -> object:
    less, more = draw(st.integers(0, 20)), draw(st.integers(1, 20))
    least = max(figure - less, 0) if whole else max(int(figure) - less, 0)
    bound = figure + more if whole else int(figure) + more
    return draw(st.sampled_from([figure, Band(least, bound), Band(least)]))


@settings(max_examples=settings().max_examples // 2)
@given(st.data(), counties(max_campuses=3), st.sampled_from(["national-2017", "procedure-2019"]))
def test_no_decision_on_bands_is_other_than_that_on_the_figures(data: st.DataObject, county: County, name: str) -> None:
    before = findings_of(assess(data.draw(in_bands(county)), name))
    after = findings_of(assess(county, name))
    changed = {
        about: (finding.outcome, after[about].outcome)
        for about, finding in before.items()
        if finding.outcome is not UNKNOWN and finding.outcome is not after[about].outcome
    }
    assert changed == {}
