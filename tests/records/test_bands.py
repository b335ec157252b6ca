"""Bands: what is known of a figure that is given as the band that it is in."""

from __future__ import annotations

from typing import Any

import attrs
import numpy as np
import pytest
from counties import junior, nine_year, primary
from hypothesis import given
from hypothesis import strategies as st

from balanced_edu.errors import DataError
from balanced_edu.records.bands import Band, is_exact, least_of, most_of
from balanced_edu.records.campus import Campus
from balanced_edu.records.kinds import Stage


@given(st.integers(0, 100), st.integers(0, 50))
def test_a_band_of_whole_numbers_has_each_number_from_its_least_to_the_last_below_its_bound(
    least: int, more: int
) -> None:
    band = Band(least, least + more + 1)
    assert (least_of(band), most_of(band, whole=True)) == (least, least + more)


def test_an_area_may_come_close_to_the_bound_of_its_band() -> None:
    most = most_of(Band(73, 96), whole=False)
    assert 95.9999 < most < 96


def test_the_most_of_a_whole_number_is_an_integer() -> None:
    assert (most_of(Band(46, 51), whole=True), type(most_of(Band(46, 51), whole=True))) == (50, int)


@pytest.mark.parametrize(
    ("band", "number", "included"),
    [
        (Band(73, 96), 73, True),
        (Band(73, 96), 72.9, False),
        (Band(73, 96), 95.9, True),
        (Band(73, 96), 96, False),
        (Band(96), 96, True),
        (Band(96), 95.9, False),
        (Band(96), 10**6, True),
    ],
)
def test_a_band_includes_its_least_and_not_its_bound(band: Band, number: float, included: bool) -> None:
    assert band.includes(number) is included


def test_of_several_figures_each_has_its_bounds() -> None:
    several = (100, Band(73, 96))
    assert least_of(several) == (100, 73)
    assert most_of(several, whole=True) == (100, 95)
    assert most_of((100, Band(96)), whole=False) is None
    assert not is_exact(several)
    assert is_exact((100, 96))
    assert not is_exact(None)


def test_bounds_are_written_with_all_their_digits_and_no_exponent() -> None:
    assert str(Band(0, 0.00001)) == "<0.00001"
    assert Band(46.0, 51.0).text(whole=True) == "46-50"


def test_bounds_of_numpy_are_those_of_python() -> None:
    campus = attrs.evolve(primary(primary_pupils=800), primary_largest_class=Band(np.int64(41), np.int64(46)))
    assert campus.primary_largest_class == Band(41, 46)


IMPOSSIBLE: list[tuple[dict[str, Any], str, str]] = [
    ({"primary_largest_class": Band(51, 46)}, "primary_largest_class", "is not a whole number, 0 or more, or the band"),
    ({"primary_largest_class": Band(46, 46)}, "primary_largest_class", "is not a whole number, 0 or more, or the band"),
    ({"primary_largest_class": Band(45.5, 51)}, "primary_largest_class", "is not a whole number, 0 or more, or the"),
    ({"primary_largest_class": Band(-1)}, "primary_largest_class", "is not a whole number, 0 or more, or the band"),
    ({"music_room_areas": (Band(96, 73),)}, "music_room_areas", "is not the area of each room, or the band"),
    ({"primary_pupils": Band(1, 800)}, "primary_pupils", "is not a whole number, 0 or more"),
    ({"primary_largest_class": Band(801)}, "primary_largest_class", "801 is more than 小学在校生数, 800"),
    (
        {"primary_classes": 10, "primary_largest_class": Band(46, 51)},
        "primary_pupils",
        "800 is more than 小学班级数 × 小学最大班额, 500",
    ),
    ({"compulsory_classes": 19}, "primary_classes", "20 is more than 义务教育阶段班级总数, 19"),
    ({"compulsory_classes": 21}, "compulsory_classes", "21 does not agree with the stages, which have 20"),
    (
        {"compulsory_largest_class": Band(46, 51)},
        "compulsory_largest_class",
        "46-<51 does not agree with the stages, where no class has more than 42",
    ),
    ({"compulsory_largest_class": 41}, "primary_largest_class", "42 is more than 义务教育阶段最大班额, 41"),
]


@pytest.mark.parametrize(("changes", "name", "why"), IMPOSSIBLE, ids=[str(case[0]) for case in IMPOSSIBLE])
def test_what_cannot_be_true_is_refused(changes: dict[str, Any], name: str, why: str) -> None:
    with pytest.raises(DataError) as refused:
        attrs.evolve(primary(primary_pupils=800), **changes)
    assert [message for at, message in refused.value.problems if at == name and why in message]


@pytest.mark.parametrize(
    "changes",
    [
        {"primary_largest_class": Band(41, 46)},
        {"primary_largest_class": Band(41)},
        {"compulsory_classes": 20, "compulsory_largest_class": Band(41, 46)},
        {"compulsory_largest_class": Band(41, 46), "primary_largest_class": Band(41)},
        {"music_room_areas": (Band(73, 96), 100)},
    ],
)
def test_what_may_be_true_is_taken(changes: dict[str, Any]) -> None:
    assert attrs.evolve(primary(primary_pupils=800), **changes)


def _of_both_stages(**changes: Any) -> Campus:
    nothing = dict.fromkeys(
        f"{stage}_{name}" for stage in ("primary", "junior") for name in ("classes", "largest_class")
    )
    return attrs.evolve(nine_year(), **{**nothing, **changes})


@pytest.mark.parametrize(
    ("changes", "name", "why"),
    [
        (
            {"primary_classes": 10, "junior_classes": 10, "compulsory_classes": 10},
            "compulsory_classes",
            "10 does not agree with the stages, which have 20",
        ),
        ({"compulsory_classes": 0}, "compulsory_classes", "0 given, but there are pupils in the stages"),
        ({"compulsory_largest_class": 0}, "compulsory_largest_class", "0 given, but there are pupils in the stages"),
        (
            {"compulsory_classes": 15, "compulsory_largest_class": Band(46, 51)},
            "compulsory_classes",
            "15 classes of 50 pupils at most have no room for 800 pupils",
        ),
        (
            {"compulsory_classes": 7, "compulsory_largest_class": 50, "junior_pupils": None},
            "compulsory_classes",
            "7 classes of 50 pupils at most have no room for 400 pupils",
        ),
    ],
)
def test_pupils_of_both_stages_are_in_classes(changes: dict[str, Any], name: str, why: str) -> None:
    with pytest.raises(DataError) as refused:
        _of_both_stages(**changes)
    assert list(refused.value.problems) == [(name, why)]


def test_classes_that_may_have_all_pupils_are_taken() -> None:
    assert _of_both_stages(compulsory_classes=16, compulsory_largest_class=Band(46, 51)).classes == 16
    assert _of_both_stages(compulsory_classes=15, compulsory_largest_class=Band(46)).classes == 15


def test_the_classes_of_all_stages_are_their_sum_or_what_is_given() -> None:
    assert _of_both_stages().classes is None
    assert _of_both_stages(compulsory_classes=21).classes == 21
    assert nine_year().classes == sum((nine_year().primary_classes or 0, nine_year().junior_classes or 0))


LARGEST: list[tuple[str, dict[str, Any], object]] = [
    ("nothing is known", {}, None),
    ("that of one stage", {"primary_largest_class": 42}, Band(42)),
    ("those of both", {"primary_largest_class": 42, "junior_largest_class": 44}, 44),
    ("a band and a number", {"primary_largest_class": Band(41, 46), "junior_largest_class": 44}, Band(44, 46)),
    ("a band without an end", {"primary_largest_class": Band(41), "junior_largest_class": 44}, Band(44)),
    ("that of all stages", {"compulsory_largest_class": Band(46, 51)}, Band(46, 51)),
    (
        "that of all stages, and one of a stage in the same band",
        {"compulsory_largest_class": Band(46, 56), "primary_largest_class": 50},
        Band(50, 56),
    ),
    ("a number of all stages", {"compulsory_largest_class": 48, "primary_largest_class": 40}, 48),
]


@pytest.mark.parametrize(("what", "changes", "largest"), LARGEST, ids=[case[0] for case in LARGEST])
def test_the_largest_class_of_all_stages(what: str, changes: dict[str, Any], largest: object) -> None:
    assert _of_both_stages(**changes).largest_class == largest


OF_A_STAGE: list[tuple[str, dict[str, Any], object, object]] = [
    ("a class of 46 to 50 is in one of them", {"compulsory_largest_class": Band(46, 51)}, Band(0, 51), Band(0, 51)),
    ("of 66 or more nothing is known", {"compulsory_largest_class": Band(66)}, None, None),
    (
        "it is not in the stage that is known",
        {"compulsory_largest_class": Band(46, 51), "primary_largest_class": 40},
        40,
        Band(46, 51),
    ),
    (
        "it may be in the stage that is known",
        {"compulsory_largest_class": Band(46, 51), "primary_largest_class": 48},
        48,
        Band(0, 51),
    ),
]


@pytest.mark.parametrize(("what", "changes", "of_primary", "of_junior"), OF_A_STAGE, ids=[c[0] for c in OF_A_STAGE])
def test_the_largest_class_of_a_stage(
    what: str, changes: dict[str, Any], of_primary: object, of_junior: object
) -> None:
    campus = _of_both_stages(**changes)
    assert [campus.largest_class_of(stage) for stage in (Stage.PRIMARY, Stage.JUNIOR)] == [of_primary, of_junior]


def test_of_a_school_with_one_stage_the_largest_class_is_that_of_the_stage() -> None:
    campus = attrs.evolve(junior(), junior_largest_class=None, compulsory_largest_class=Band(41, 46))
    assert campus.largest_class_of(Stage.JUNIOR) == Band(41, 46)
