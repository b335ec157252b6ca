"""Registers (名册): classes, rooms and teachers one by one, and the figures of a campus that follow from them.

Nothing unknown is counted: a figure that depends on what a row does not say is left out.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import attrs

from balanced_edu.identity import compact
from balanced_edu.message import Message
from balanced_edu.records.consistency import not_agreeing, refuse_untrue
from balanced_edu.records.fields import Form, field
from balanced_edu.records.kinds import COMPULSORY, Stage, official_word


class Education(enum.Enum):
    """Highest education of a teacher (学历), in rising order, as education statistics group it."""

    BELOW_SECONDARY = "高中阶段以下"
    SECONDARY = "高中阶段"
    COLLEGE = "专科"
    BACHELOR = "本科"
    GRADUATE = "研究生"

    @property
    def rank(self) -> int:
        """1 for the lowest."""
        return list(Education).index(self) + 1


class Backbone(enum.Enum):
    """Whether a teacher is a backbone teacher (骨干教师), and of which level."""

    NONE = "否"
    SCHOOL = "校级"
    COUNTY_OR_ABOVE = "县级以上"


class RoomUse(enum.StrEnum):
    """Uses of rooms that figures depend on; a room may have any other use."""

    MUSIC = "音乐专用教室"
    ART = "美术专用教室"
    MULTIMEDIA = "网络多媒体教室"


SPORTS_AND_ARTS = frozenset({"体育", "音乐", "美术", "艺术"})
"""The subjects of sports and arts (体育、艺术（美术、音乐）)."""

ABOVE_REQUIRED: Mapping[Stage, Education] = MappingProxyType(
    {Stage.PRIMARY: Education.COLLEGE, Stage.JUNIOR: Education.BACHELOR}
)
"""The education from which on a teacher of a stage is above the required one (高于规定学历)."""

_GRADES = MappingProxyType(
    {
        Stage.PRIMARY: re.compile("小学"),
        Stage.JUNIOR: re.compile("[七八九789]年级|初[中一二三123]"),
        Stage.SENIOR: re.compile("高[中一二三123]"),
    }
)

# The definition of the field trained_teachers, 五年培训满360学时专任教师数: no standard sets it.
_TRAINED_HOURS = 360


@attrs.frozen(slots=True, kw_only=True)
class SchoolClass:
    """A class (班级): a row of the register of classes."""

    school_code: str = field("学校代码", "", Form.CODE, required=True)
    school_name: str | None = field("学校名称", "", Form.TEXT)
    stage: Stage | None = field("学段", "", Stage)
    grade: str | None = field("年级", "", Form.NAME)
    class_name: str | None = field("班级", "", Form.NAME)
    pupils: int | None = field("人数", "pupil", Form.COUNT)

    def __attrs_post_init__(self) -> None:
        refuse_untrue(self, self._contradictions())

    @property
    def stage_of_grade(self) -> Stage | None:
        """The stage that the grade names; None if it names none, as 六年级, which is junior where primary has five.

        >>> [SchoolClass(school_code="A1", grade=grade).stage_of_grade for grade in ("七年级", "高一", "一年级")]
        [<Stage.JUNIOR: 'junior'>, <Stage.SENIOR: 'senior'>, None]
        """
        grade = compact(self.grade or "")
        return next((stage for stage, pattern in _GRADES.items() if pattern.match(grade)), None)

    def _contradictions(self) -> Iterator[tuple[str, str]]:
        if self.pupils == 0:
            yield "pupils", Message("0, but a class has a pupil at least")
        if self.stage and self.stage_of_grade not in (None, self.stage):
            yield "stage", not_agreeing(official_word(self.stage), "年级", self.grade)


@attrs.frozen(slots=True, kw_only=True)
class Room:
    """A room (教室、用房): a row of the register of rooms.

    ``use`` is one of `RoomUse`, or another use of a room; ``multimedia`` says whether a room of any use is a networked
    multimedia classroom.
    """

    school_code: str = field("学校代码", "", Form.CODE, required=True)
    school_name: str | None = field("学校名称", "", Form.TEXT)
    room_name: str | None = field("房间名称", "", Form.TEXT)
    use: str | None = field("用途", "", Form.NAME)
    area: float | None = field("使用面积", "m²", Form.AMOUNT)
    multimedia: bool | None = field("网络多媒体教室", "", Form.JUDGEMENT)

    def __attrs_post_init__(self) -> None:
        refuse_untrue(self, self._contradictions())

    def _contradictions(self) -> Iterator[tuple[str, str]]:
        if self.area == 0:
            yield "area", Message("0 is the area of no room")
        if self.use == RoomUse.MULTIMEDIA and self.multimedia is False:
            yield "multimedia", not_agreeing("否", "用途", self.use)

    def serves(self, use: RoomUse) -> bool | None:
        """Whether the room is used so; None if its use is unknown."""
        return None if self.use is None else self.use == use

    @property
    def is_multimedia(self) -> bool | None:
        """Whether it is a networked multimedia classroom; None if the register does not say so."""
        return True if self.use == RoomUse.MULTIMEDIA else self.multimedia


@attrs.frozen(slots=True, kw_only=True)
class Teacher:
    """A teacher (教师): a row of the register of teachers.

    ``subjects`` are those of `SPORTS_AND_ARTS`, or others; ``training_hours`` those of the last five years.
    """

    school_code: str = field("学校代码", "", Form.CODE, required=True)
    school_name: str | None = field("学校名称", "", Form.TEXT)
    teacher_code: str | None = field("教师编号", "", Form.CODE)
    teacher_name: str | None = field("姓名", "", Form.TEXT)
    full_time: bool | None = field("专任教师", "", Form.JUDGEMENT)
    stage: Stage | None = field("学段", "", Stage)
    education: Education | None = field("学历", "", Education)
    subjects: tuple[str, ...] | None = field("任教学科", "", Form.TEXTS)
    certified: bool | None = field("教师资格证", "", Form.JUDGEMENT)
    backbone: Backbone | None = field("县级以上骨干教师", "", Backbone)
    training_hours: float | None = field("五年培训学时", "hour", Form.AMOUNT)

    def __attrs_post_init__(self) -> None:
        refuse_untrue(self)

    def is_above_required(self, stage: Stage) -> bool | None:
        """Whether the education is above the one required in a compulsory stage; None if it is unknown."""
        return None if self.education is None else self.education.rank >= ABOVE_REQUIRED[stage].rank

    @property
    def is_backbone(self) -> bool | None:
        """Whether it is a backbone teacher of county level or above; None if that is unknown."""
        return None if self.backbone is None else self.backbone is Backbone.COUNTY_OR_ABOVE

    @property
    def teaches_sports_or_arts(self) -> bool | None:
        """Whether the subjects are sports or arts; None if they are unknown."""
        return None if self.subjects is None else not SPORTS_AND_ARTS.isdisjoint(self.subjects)

    @property
    def is_trained(self) -> bool | None:
        """Whether the training of five years is complete (满360学时); None if the hours are unknown."""
        return None if self.training_hours is None else self.training_hours >= _TRAINED_HOURS


# The figures of a campus, by the names of its fields.


def class_figures(classes: Sequence[SchoolClass], stage: Stage) -> dict[str, Any]:
    """What follows from all classes of a stage of a campus, of which there is one at least.

    >>> class_figures([SchoolClass(school_code="A1", pupils=45), SchoolClass(school_code="A1")], Stage.PRIMARY)
    {'primary_classes': 2}
    """
    sizes = [one.pupils for one in classes]
    known = [size for size in sizes if size is not None]
    complete = len(known) == len(sizes)
    figures = {"pupils": sum(known) if complete else None}
    if stage in COMPULSORY:
        figures |= {"classes": len(sizes), "largest_class": max(known) if complete else None}
    return _known({f"{stage}_{name}": figure for name, figure in figures.items()})


def room_figures(rooms: Sequence[Room]) -> dict[str, Any]:
    """What follows from all rooms of a campus, of which there is one at least.

    >>> room_figures([Room(school_code="A1", use="音乐专用教室", area=98), Room(school_code="A1", use="实验室")])
    {'music_room_areas': (98,), 'art_room_areas': ()}
    """
    return _known(
        {
            "music_room_areas": _areas(rooms, RoomUse.MUSIC),
            "art_room_areas": _areas(rooms, RoomUse.ART),
            "multimedia_rooms": _multimedia_rooms(rooms),
        }
    )


def _areas(rooms: Sequence[Room], use: RoomUse) -> tuple[float, ...] | None:
    serving = [room.area for room in rooms if room.serves(use) is not False]
    known = tuple(area for area in serving if area is not None)
    open_use = any(room.use is None for room in rooms)
    return None if open_use or len(known) < len(serving) else known


def _multimedia_rooms(rooms: Sequence[Room]) -> int | None:
    """How many there are, if each room says whether it is one, or if uses alone say so and one of them does.

    Uses that are all others do not say that there is none: a multimedia classroom may be called by the lessons in it.
    """
    if any(room.multimedia is not None for room in rooms):
        return _number(room.is_multimedia for room in rooms)
    return _number(room.serves(RoomUse.MULTIMEDIA) for room in rooms) or None


def teacher_figures(teachers: Sequence[Teacher], stage: Stage) -> dict[str, Any]:
    """What follows from all teachers of a compulsory stage of a campus, of whom there is one at least."""
    figures = {
        "teachers": _number(one.full_time for one in teachers),
        "teachers_above_required": _number(_both(one.full_time, one.is_above_required(stage)) for one in teachers),
        "backbone_teachers": _number(_both(one.full_time, one.is_backbone) for one in teachers),
        "sports_arts_teachers": _number(_both(one.full_time, one.teaches_sports_or_arts) for one in teachers),
    }
    return _known({f"{stage}_{name}": figure for name, figure in figures.items()})


def staff_figures(teachers: Sequence[Teacher]) -> dict[str, Any]:
    """What follows from all teachers of a campus, whatever their stage, of whom there is one at least."""
    return _known(
        {
            "full_time_teachers": _number(one.full_time for one in teachers),
            "certified_teachers": _number(_both(one.full_time, one.certified) for one in teachers),
            "trained_teachers": _number(_both(one.full_time, one.is_trained) for one in teachers),
        }
    )


def _known(figures: Mapping[str, Any]) -> dict[str, Any]:
    return {name: figure for name, figure in figures.items() if figure is not None}


def _both(one: bool | None, other: bool | None) -> bool | None:
    """Whether both hold; what one of them excludes does not depend on the other."""
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def _number(holds: Iterable[bool | None]) -> int | None:
    """Of how many it holds; None if it is unknown of one."""
    each = list(holds)
    return None if None in each else each.count(True)
