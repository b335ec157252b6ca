"""Two ways to write one thing are the same thing, so that it counts once."""

from __future__ import annotations

import pytest
from counties import primary

from balanced_edu.errors import DataError
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import County, Group, Subject
from balanced_edu.records.kinds import Kind


def test_a_code_with_a_blank_is_the_same_code() -> None:
    assert Campus(school_code=" A1 ", kind=Kind.PRIMARY).school_code == "A1"
    with pytest.raises(DataError, match="A1 is the code of 2 campuses"):
        County(name="县", campuses=[primary("A1"), primary("A1 ")])


def test_no_room_and_a_room_of_no_area_are_the_same() -> None:
    assert primary(music_room_areas=(0, 96)) == primary(music_room_areas=(96,))
    assert primary(music_room_areas=[0.0]).music_room_areas == ()


def test_subjects_and_groups_count_once() -> None:
    with pytest.raises(DataError, match="subject: 数学 is given 2 times"):
        County(name="县", monitoring=[Subject(subject="数学"), Subject(subject="数学")])
    with pytest.raises(DataError, match="group: 家长 is given 2 times"):
        County(name="县", groups=[Group(group="家长"), Group(group=" 家长")])
