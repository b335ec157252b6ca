"""Sections: their figures, and the empty fields without which a figure is unknown."""

from __future__ import annotations

import attrs
from counties import nine_year

from balanced_edu.assessment.sections import sections_of
from balanced_edu.records.section import FIGURES, TOTALS
from balanced_edu.standards import NATIONAL, load

WEIGHTS = load(NATIONAL).weights


def test_every_figure_by_its_name() -> None:
    school = nine_year(primary_pupils=400, junior_pupils=400, primary_zone_resident_pupils=380)
    section, _ = sections_of(school, WEIGHTS)
    assert section.figure("pupils") == 400
    assert section.figure("backbone_teachers") == 9
    assert section.figure("largest_class") == 42
    assert all(section.figure(name) is not None for name in FIGURES - {*TOTALS})


def test_the_largest_class_of_a_section_may_follow_from_that_of_all_stages() -> None:
    school = attrs.evolve(nine_year(), junior_largest_class=None, compulsory_largest_class=44)
    _, section = sections_of(school, WEIGHTS)
    assert section.figure("largest_class") == 44


def test_a_section_has_the_pupils_that_were_counted_for_it() -> None:
    """They are not those of its campus if campuses are counted with their school."""
    section, _ = sections_of(nine_year(primary_pupils=400), WEIGHTS)
    assert attrs.evolve(section, pupils=700).figure("pupils") == 700


def test_fields_without_which_a_figure_is_unknown() -> None:
    gaps = {"junior_backbone_teachers": None, "sports_area": None, "junior_pupils": None}
    section, _ = sections_of(attrs.evolve(nine_year(), **gaps), WEIGHTS)
    assert section.empty_fields("backbone_teachers") == ()
    assert section.empty_fields("sports_area") == ("sports_area", "junior_pupils")
    assert section.empty_fields("teaching_area") == ("junior_pupils",)


def test_fields_without_which_something_that_is_added_is_unknown() -> None:
    section, _ = sections_of(attrs.evolve(nine_year(), primary_sports_arts_teachers=None), WEIGHTS)
    added = {"sports_arts_teachers": ("primary_visiting_sports_arts_teachers",)}
    section = attrs.evolve(section, lacking=added)
    assert section.empty_fields("sports_arts_teachers") == (
        "primary_sports_arts_teachers",
        "primary_visiting_sports_arts_teachers",
    )
    assert section.empty_fields("backbone_teachers") == ()


def test_an_area_given_by_its_parts_is_not_empty() -> None:
    parts = {"teaching_area": None, "teaching_area_gross": 9000, "indoor_sports_area": 500}
    section, _ = sections_of(nine_year(**parts), WEIGHTS)
    assert section.empty_fields("teaching_area") == ()


def test_a_section_is_represented_by_a_short_sentence() -> None:
    primary, _ = sections_of(nine_year(primary_pupils=1400), WEIGHTS)
    _, junior = sections_of(attrs.evolve(nine_year(), junior_pupils=None), WEIGHTS)
    assert repr(primary) == "<section N1 primary: pupils 1,400, 7 of 11 totals known>"
    assert repr(junior) == "<section N1 junior: pupils unknown, 3 of 11 totals known>"


def test_the_year_of_the_county_may_be_lacking() -> None:
    section, _ = sections_of(nine_year(), WEIGHTS)
    assert attrs.evolve(section, lacking={"sports_area": ("year",)}).empty_fields("sports_area") == ("year",)
