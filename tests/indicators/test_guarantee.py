"""Music and art rooms: which of them count, and how many classes need."""

from __future__ import annotations

import numpy as np
import pytest

from balanced_edu.indicators import guarantee


def test_rooms_of_unknown_size_leave_the_number_open() -> None:
    given = {"classes": np.array([12, 12]), "smallest_music_room": 96, "classes_per_room": 12}
    areas = np.array([[96, 0], [96, np.nan]])
    found = guarantee.music_room_surplus(music_room_areas=areas, **given).magnitude
    assert np.isnan(found).tolist() == [False, True]


@pytest.mark.parametrize(
    ("rounding", "classes", "surplus"),
    [
        ("up", 24, 1),
        ("up", 25, 0),
        ("up", 36, 0),
        ("down", 11, 3),
        ("down", 12, 2),
        ("down", 24, 1),
        ("down", 35, 1),
        ("down", 36, 0),
    ],
)
def test_a_part_of_twelve_classes_needs_a_room_or_not(rounding: str, classes: int, surplus: int) -> None:
    """Of four rooms three are large enough."""
    music = guarantee.music_room_surplus(
        music_room_areas=[96, 96, 95, 100],
        classes=classes,
        smallest_music_room=96,
        classes_per_room=12,
        rounding=rounding,
    )
    art = guarantee.art_room_surplus(
        art_room_areas=[90, 120, 89, 90], classes=classes, smallest_art_room=90, classes_per_room=12, rounding=rounding
    )
    assert (music.magnitude, art.magnitude) == (surplus, surplus)


def test_rooms_are_rounded_up_or_down_only() -> None:
    figures = {"classes": 30, "music_room_areas": (96.0,), "smallest_music_room": 96, "classes_per_room": 24}
    with pytest.raises(ValueError, match="rounding must be one of 'up', 'down'; given 'half'"):
        guarantee.music_room_surplus(**figures, rounding="half")  # type: ignore[arg-type]
