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


def test_rooms_are_rounded_up_or_down_only() -> None:
    figures = {"classes": 30, "music_room_areas": (96.0,), "smallest_music_room": 96, "classes_per_room": 24}
    with pytest.raises(ValueError, match="rounding must be one of 'up', 'down'; given 'half'"):
        guarantee.music_room_surplus(**figures, rounding="half")  # type: ignore[arg-type]
