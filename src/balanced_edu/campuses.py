"""Campuses as they are handed in, and the sections they become.

A campus (独立校区) is one row of the school table. A section is one campus and one stage: a nine-year school becomes
a primary and a junior section, and what the stages share is divided by weighted pupils.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from balanced_edu import units
from balanced_edu.exact import exact
from balanced_edu.problems import SHOWN, shown

if TYPE_CHECKING:
    from balanced_edu.exact import Number
    from balanced_edu.units import Measured


class Stage(enum.StrEnum):
    """Stage of schooling (学段)."""

    PRIMARY = "primary"
    JUNIOR = "junior"
    SENIOR = "senior"


COMPULSORY = (Stage.PRIMARY, Stage.JUNIOR)
"""The stages of compulsory education (义务教育阶段)."""


class Kind(enum.StrEnum):
    """Kind of school (学校类型)."""

    PRIMARY = "小学"
    TEACHING_POINT = "教学点"
    JUNIOR = "初中"
    NINE_YEAR = "九年一贯制学校"
    TWELVE_YEAR = "十二年一贯制学校"
    FULL_SECONDARY = "完全中学"
    SPECIAL = "特殊教育学校"

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages that such a school has."""
        return _STAGES[self]


_STAGES = {
    Kind.PRIMARY: (Stage.PRIMARY,),
    Kind.TEACHING_POINT: (Stage.PRIMARY,),
    Kind.JUNIOR: (Stage.JUNIOR,),
    Kind.NINE_YEAR: (Stage.PRIMARY, Stage.JUNIOR),
    Kind.TWELVE_YEAR: (Stage.PRIMARY, Stage.JUNIOR, Stage.SENIOR),
    Kind.FULL_SECONDARY: (Stage.JUNIOR, Stage.SENIOR),
    Kind.SPECIAL: (Stage.PRIMARY, Stage.JUNIOR, Stage.SENIOR),
}


class Ownership(enum.StrEnum):
    """Who runs the school (办学性质)."""

    PUBLIC = "公办"
    PRIVATE = "民办"


class Affiliation(enum.StrEnum):
    """Which level of government the school belongs to (隶属关系)."""

    COUNTY = "县属"
    CITY = "市属"
    PROVINCE = "省属"


class AreaType(enum.StrEnum):
    """Where the campus lies (城乡类型)."""

    URBAN = "城区"
    TOWN = "镇区"
    RURAL = "乡村"


class Grade(enum.Enum):
    """Grade given by judges (评定等级), in rising order."""

    UNSATISFACTORY = "不合格"
    SATISFACTORY = "合格"
    GOOD = "良好"
    EXCELLENT = "优秀"

    @property
    def rank(self) -> int:
        """1 for the lowest grade."""
        return list(Grade).index(self) + 1


class Form(enum.Enum):
    """What may stand in a field of a table."""

    TEXT = "a text"
    COUNT = "a whole number, 0 or more"
    AMOUNT = "a number, 0 or more"
    SHARE = "a share between 0 and 1 (12.35 % is written 0.1235)"
    JUDGEMENT = "true or false (是 or 否)"
    AREAS = "the area of each room, with ; between, 0 for none"


@attrs.frozen(slots=True)
class Field:
    """What a table says of one of its fields: heading, unit, what may stand in it, and the field it is a part of."""

    heading: str
    unit: str
    form: Form | type[enum.Enum]
    required: bool = False
    optional: bool = False
    part_of: str = ""


class DataError(ValueError):
    """Figures that cannot be true, each as (name of the field, what is wrong).

    Attributes
    ----------
    problems
        Pairs of field name and message.
    """

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{name}: {message}" for name, message in problems))


def field(
    heading: str,
    unit: str,
    form: Form | type[enum.Enum],
    *,
    required: bool = False,
    optional: bool = False,
    part_of: str = "",
) -> Any:
    """An attrs attribute that stands in a table; unknown (None) where it is not given."""
    metadata = {"field": Field(heading, unit, form, required=required, optional=optional, part_of=part_of)}
    default = attrs.NOTHING if required else None
    return attrs.field(default=default, converter=_ONE_WAY.get(form), metadata=metadata)


def _stripped(text: Any) -> Any:
    return text.strip() if isinstance(text, str) else text


def _rooms(areas: Any) -> Any:
    """The rooms that there are: an area of 0 says that there is none."""
    return tuple(area for area in areas if area != 0) if isinstance(areas, (tuple, list)) else areas


# What can be written in two ways and means the same is kept in one, so that a code with a blank behind it is
# the code, and a room of 0 m² is no room.
_ONE_WAY: Mapping[object, Callable[[Any], Any]] = {Form.TEXT: _stripped, Form.AREAS: _rooms}


LARGEST_FIGURE = 10**15
"""The largest figure of a county: none counts or spends more, and every whole number up to it is a float."""

LONGEST_TEXT = 200
"""Characters of the longest name or code."""


def fields_of(record: type) -> dict[str, Field]:
    """The fields of a record's table, by name, in the table's order."""
    return {a.name: a.metadata["field"] for a in attrs.fields(record) if "field" in a.metadata}


def impossible(record: object) -> Iterator[tuple[str, str]]:
    """What is wrong with each figure of a record on its own: form, sign, size."""
    for name, field_ in fields_of(type(record)).items():
        value = getattr(record, name)
        if value is None:
            if field_.required:
                yield name, "is needed"
        elif wrong := misfit(value, field_.form):
            yield name, wrong


def misfit(value: object, form: Form | type[enum.Enum]) -> str:
    """Why a value cannot stand in a field of a form, as part of a sentence; empty where it can.

    Examples
    --------
    >>> misfit(-1, Form.COUNT), misfit(1, Form.COUNT)
    ('-1 is not a whole number, 0 or more', '')
    """
    if _fits(value, form):
        return ""
    if not isinstance(form, Form):
        return _no_member(value, form)
    if form is Form.TEXT and isinstance(value, str) and value.strip():
        too_long = f"has {len(value):,} characters, more than {LONGEST_TEXT}"
        return f"{shown(value)} {too_long if len(value) > LONGEST_TEXT else 'holds a character that no file can hold'}"
    return f"{_cut(value)} is not {form.value}{_and_no_more(value)}"


def _no_member(value: object, form: type[enum.Enum]) -> str:
    members = {str(member.value): f"{form.__name__}.{member.name}" for member in form}
    if isinstance(value, str) and value in members:
        return f"{value!r} is a text; give {members[value]}"
    return f"{_cut(value)} is not one of {', '.join(members.values())}"


def _cut(value: object) -> str:
    """A value for a message, not too long."""
    try:
        text = repr(value)
    except ValueError:  # Python does not write an integer of thousands of digits
        return "a number of thousands of digits"
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _and_no_more(value: object) -> str:
    too_large = isinstance(value, (int, float)) and value > LARGEST_FIGURE
    return f", and no more than {LARGEST_FIGURE:,}" if too_large else ""


def refuse_untrue(record: object, contradictions: Iterable[tuple[str, str]] = ()) -> None:
    """Refuse a record for its impossible figures; where there are none, for those that contradict one another.

    Raises
    ------
    DataError
        If there are such figures, all of them at once.
    """
    problems = list(impossible(record)) or list(contradictions)
    if problems:
        raise DataError(problems)


def exceeding(record: object) -> Iterator[tuple[str, str]]:
    """Parts that are larger than their whole."""
    fields = fields_of(type(record))
    for part, whole in ((name, field_.part_of) for name, field_ in fields.items() if field_.part_of):
        p, w = getattr(record, part), getattr(record, whole)
        if p is not None and w is not None and p > w:
            yield part, f"{p} is more than {fields[whole].heading}, {w}"


_UNWRITABLE = re.compile("[\0\ud800-\udfff]")  # zero bytes, and halves of a character


def _fits(value: Any, form: Form | type[enum.Enum]) -> bool:
    if not isinstance(form, Form):
        return isinstance(value, form)
    if form is Form.TEXT:
        return isinstance(value, str) and 0 < len(value.strip()) <= LONGEST_TEXT and not _UNWRITABLE.search(value)
    if form is Form.JUDGEMENT:
        return isinstance(value, bool)
    if form is Form.AREAS:
        return isinstance(value, tuple) and all(_fits(area, Form.AMOUNT) for area in value)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= LARGEST_FIGURE:
        return False
    return not (form is Form.COUNT and value != int(value)) and not (form is Form.SHARE and value > 1)


@attrs.frozen(slots=True, kw_only=True)
class Campus:
    """One campus (独立校区) as handed in: one row of the school table.

    Every field but code and kind may be None: not known. Areas are in m², money in yuan, the rest are counts.

    Raises
    ------
    DataError
        If figures cannot be true, all of them at once.

    Examples
    --------
    >>> Campus(school_code="A1", kind=Kind.PRIMARY, primary_pupils=240, teaching_area=1300.5).stages
    (<Stage.PRIMARY: 'primary'>,)
    >>> Campus(school_code="A1", kind=Kind.PRIMARY, full_time_teachers=30, certified_teachers=31)
    Traceback (most recent call last):
    ...
    balanced_edu.campuses.DataError: certified_teachers: 31 is more than 专任教师数, 30
    """

    school_code: str = field("学校代码", "", Form.TEXT, required=True)
    school_name: str | None = field("学校名称", "", Form.TEXT)
    kind: Kind = field("学校类型", "", Kind, required=True)
    ownership: Ownership | None = field("办学性质", "", Ownership)
    area_type: AreaType | None = field("城乡类型", "", AreaType)
    boarding: bool | None = field("寄宿制", "", Form.JUDGEMENT)
    primary_pupils: int | None = field("小学在校生数", "pupil", Form.COUNT)
    junior_pupils: int | None = field("初中在校生数", "pupil", Form.COUNT)
    senior_pupils: int | None = field("高中在校生数", "pupil", Form.COUNT)
    primary_teachers_above_required: int | None = field("小学高于规定学历专任教师数", "teacher", Form.COUNT)
    junior_teachers_above_required: int | None = field("初中高于规定学历专任教师数", "teacher", Form.COUNT)
    primary_backbone_teachers: int | None = field("小学县级以上骨干教师数", "teacher", Form.COUNT)
    junior_backbone_teachers: int | None = field("初中县级以上骨干教师数", "teacher", Form.COUNT)
    primary_sports_arts_teachers: int | None = field("小学体育艺术专任教师数", "teacher", Form.COUNT)
    junior_sports_arts_teachers: int | None = field("初中体育艺术专任教师数", "teacher", Form.COUNT)
    teaching_area: float | None = field("教学及辅助用房面积", "m²", Form.AMOUNT)
    sports_area: float | None = field("体育运动场馆面积", "m²", Form.AMOUNT)
    equipment_value: float | None = field("教学仪器设备值", "yuan", Form.AMOUNT)
    multimedia_rooms: int | None = field("网络多媒体教室数", "room", Form.COUNT)
    primary_classes: int | None = field("小学班级数", "class", Form.COUNT)
    junior_classes: int | None = field("初中班级数", "class", Form.COUNT)
    primary_largest_class: int | None = field("小学最大班额", "pupil", Form.COUNT)
    junior_largest_class: int | None = field("初中最大班额", "pupil", Form.COUNT)
    music_room_areas: tuple[float, ...] | None = field("音乐专用教室面积", "m²", Form.AREAS)
    art_room_areas: tuple[float, ...] | None = field("美术专用教室面积", "m²", Form.AREAS)
    funded_pupils: int | None = field("核定公用经费学生数", "pupil", Form.COUNT)
    public_funds_budget: float | None = field("公用经费预算总额", "yuan", Form.AMOUNT)
    training_budget: float | None = field("教师培训经费预算", "yuan", Form.AMOUNT)
    full_time_teachers: int | None = field("专任教师数", "teacher", Form.COUNT)
    certified_teachers: int | None = field(
        "持有教师资格证专任教师数", "teacher", Form.COUNT, part_of="full_time_teachers"
    )
    trained_teachers: int | None = field(
        "五年培训满360学时专任教师数", "teacher", Form.COUNT, part_of="full_time_teachers"
    )
    primary_intake: int | None = field("小学招生数", "pupil", Form.COUNT)
    primary_zoned_intake: int | None = field("小学就近划片入学人数", "pupil", Form.COUNT, part_of="primary_intake")
    junior_intake: int | None = field("初中招生数", "pupil", Form.COUNT)
    junior_zoned_intake: int | None = field("初中就近划片入学人数", "pupil", Form.COUNT, part_of="junior_intake")
    has_charter: bool | None = field("已制定章程", "", Form.JUDGEMENT)
    digital_management: bool | None = field("管理与教学信息化", "", Form.JUDGEMENT)
    moral_education: Grade | None = field("德育工作水平", "", Grade)
    campus_culture: Grade | None = field("校园文化建设水平", "", Grade)
    affiliation: Affiliation | None = field("隶属关系", "", Affiliation, optional=True)
    built_year: int | None = field("建成年份", "year", Form.COUNT, optional=True)
    migrant_pupils: int | None = field("随迁子女在校生数", "pupil", Form.COUNT, optional=True)
    inner_city: bool | None = field("大城市中心城区学校", "", Form.JUDGEMENT, optional=True)
    extra_sports_area: float | None = field("校内其他及租赁运动场地面积", "m²", Form.AMOUNT, optional=True)
    primary_visiting_sports_arts_teachers: int | None = field(
        "小学交流走教体育艺术教师数", "teacher", Form.COUNT, optional=True
    )
    junior_visiting_sports_arts_teachers: int | None = field(
        "初中交流走教体育艺术教师数", "teacher", Form.COUNT, optional=True
    )
    teaching_area_gross: float | None = field("教学及辅助用房总面积", "m²", Form.AMOUNT, optional=True)
    indoor_sports_area: float | None = field(
        "室内体育用房面积", "m²", Form.AMOUNT, optional=True, part_of="teaching_area_gross"
    )
    sports_ground_area: float | None = field("运动场地面积", "m²", Form.AMOUNT, optional=True)
    parent_code: str | None = field("所属学校代码", "", Form.TEXT, optional=True)
    primary_teachers: int | None = field("小学专任教师数", "teacher", Form.COUNT, optional=True)
    junior_teachers: int | None = field("初中专任教师数", "teacher", Form.COUNT, optional=True)
    primary_middle_rank_teachers: int | None = field(
        "小学中级及以上专业技术职务专任教师数", "teacher", Form.COUNT, optional=True
    )
    junior_middle_rank_teachers: int | None = field(
        "初中中级及以上专业技术职务专任教师数", "teacher", Form.COUNT, optional=True
    )
    computers: int | None = field("计算机台数", "computer", Form.COUNT, optional=True)
    books: int | None = field("图书册数", "book", Form.COUNT, optional=True)
    school_events: int | None = field("全校性文化艺术、科技活动次数", "event", Form.COUNT, optional=True)
    sports_meetings: int | None = field("运动会次数", "event", Form.COUNT, optional=True)

    def __attrs_post_init__(self) -> None:
        refuse_untrue(self, self._contradictions())

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages the campus has by its kind."""
        return self.kind.stages

    @property
    def pupils(self) -> int | None:
        """Pupils of the compulsory stages (义务教育阶段在校生数), None where one is not known."""
        total: int | None = _sum(self.of_stage("pupils", stage) for stage in self.compulsory_stages)
        return total

    @property
    def classes(self) -> int | None:
        """Classes of the compulsory stages (义务教育阶段班级数), None where one is not known."""
        with_pupils = (stage for stage in self.compulsory_stages if self.has_pupils(stage))
        total: int | None = _sum(self.of_stage("classes", stage) for stage in with_pupils)
        return total

    @property
    def largest_class(self) -> int | None:
        """Pupils of the largest class of all compulsory stages, None where one is not known."""
        sizes = [self.of_stage("largest_class", stage) for stage in self.compulsory_stages if self.has_pupils(stage)]
        known = [size for size in sizes if size is not None]
        return max(known, default=0) if len(known) == len(sizes) else None

    @property
    def migrant_share(self) -> Fraction | None:
        """Migrant children among the pupils of the compulsory stages (随迁子女占比), in percent."""
        if self.migrant_pupils is None or not self.pupils:
            return None
        return 100 * exact(self.migrant_pupils) / self.pupils

    def has_pupils(self, stage: Stage) -> bool:
        """Whether the stage has pupils, or may have."""
        return bool(self.of_stage("pupils", stage) != 0)

    def shared_total(self, name: str) -> float | Fraction | None:
        """What the stages share, as given or from its parts."""
        if name == "teaching_area":
            return self.net_teaching_area
        if name == "sports_area":
            return self.whole_sports_area
        total: float | None = getattr(self, name)
        return total

    @property
    def compulsory_stages(self) -> tuple[Stage, ...]:
        """The compulsory stages the campus has by its kind."""
        return tuple(stage for stage in self.stages if stage in COMPULSORY)

    @property
    def net_teaching_area(self) -> float | Fraction | None:
        """Teaching area without indoor sports rooms, as given or from the whole."""
        return _first_known(self.teaching_area, _difference(self.teaching_area_gross, self.indoor_sports_area))

    @property
    def whole_sports_area(self) -> float | Fraction | None:
        """Sports grounds and halls, as given or from its parts."""
        return _first_known(self.sports_area, _added(self.sports_ground_area, self.indoor_sports_area))

    def of_stage(self, name: str, stage: Stage) -> int | None:
        """A figure that the table gives for each stage, such as ``pupils`` or ``classes``."""
        return getattr(self, f"{stage}_{name}", None)

    def _contradictions(self) -> Iterator[tuple[str, str]]:
        yield from exceeding(self)
        for stage in Stage:
            for name in (n for n in fields_of(Campus) if n.startswith(f"{stage}_") and getattr(self, n)):
                if stage not in self.stages:
                    yield name, f"{getattr(self, name)} given, but {self.kind} has no such stage"
                elif self.of_stage("pupils", stage) == 0 and name.endswith(_OF_PUPILS):
                    yield name, f"{getattr(self, name)} given, but there are no pupils in the stage"
            if stage in self.stages and self.of_stage("pupils", stage) and self.of_stage("classes", stage) == 0:
                yield f"{stage}_classes", "0 given, but there are pupils in the stage"
        if all(self.of_stage("pupils", stage) == 0 for stage in self.stages):
            for name in (n for n in SHARED if getattr(self, n)):
                yield name, f"{getattr(self, name)} given, but there are no pupils"
        for whole, derived in (
            ("teaching_area", _difference(self.teaching_area_gross, self.indoor_sports_area)),
            ("sports_area", _added(self.sports_ground_area, self.indoor_sports_area)),
        ):
            given = getattr(self, whole)
            if given is not None and derived is not None and exact(given) != derived:
                yield whole, f"{given} does not agree with its parts, which give {float(derived)}"


OF_STAGE = (
    "teachers_above_required",
    "backbone_teachers",
    "sports_arts_teachers",
    "teachers",
    "middle_rank_teachers",
)
"""Totals that the table gives for each stage."""

SHARED = ("teaching_area", "sports_area", "equipment_value", "multimedia_rooms", "computers", "books")
"""Totals that the stages of a campus share."""

_OF_PUPILS = (*OF_STAGE, "largest_class")


@attrs.frozen(slots=True, kw_only=True)
class Section:
    """One campus and one of its compulsory stages (学段), with its part of what the stages share.

    Totals are exact: integers, or rational parts of a shared total; None is not known.
    """

    campus: Campus
    stage: Stage
    pupils: int | None
    teachers_above_required: Number | None
    backbone_teachers: Number | None
    sports_arts_teachers: Number | None
    teachers: Number | None
    middle_rank_teachers: Number | None
    teaching_area: Number | None
    sports_area: Number | None
    equipment_value: Number | None
    multimedia_rooms: Number | None
    computers: Number | None
    books: Number | None
    members: tuple[Section, ...] = ()

    @property
    def largest_class(self) -> int | None:
        """Pupils of the largest class (最大班额)."""
        return self.of_campus("largest_class")

    @property
    def intake(self) -> int | None:
        """Pupils newly enrolled this year (招生数)."""
        return self.of_campus("intake")

    @property
    def zoned_intake(self) -> int | None:
        """Pupils newly enrolled from the zone of the school (就近划片入学人数)."""
        return self.of_campus("zoned_intake")

    def of_campus(self, name: str) -> int | None:
        """A figure that the school table gives for this stage."""
        figure: int | None = self.campus.of_stage(name, self.stage)
        return figure

    def empty_fields(self, name: str) -> tuple[str, ...]:
        """The empty fields of the school table for want of which a figure of the section is not known."""
        if name not in SHARED:
            needed = [f"{self.stage}_{name}"]
        else:
            needed = [name] if self.campus.shared_total(name) is None else []
            needed += [f"{stage}_pupils" for stage in self.campus.stages]
        return tuple(field for field in needed if getattr(self.campus, field, None) is None)


def sections_of(
    campus: Campus, weights: Mapping[Stage, Fraction], also: Mapping[str, Sequence[str] | None] | None = None
) -> tuple[Section, ...]:
    """Divide a campus into its sections: one for each compulsory stage that has pupils, or may have.

    Parameters
    ----------
    campus
        The campus.
    weights
        Weight of a pupil of each stage, for dividing what the stages share.
    also
        Further fields that count into a total, by the total's name; None where it is open whether they do.

    Examples
    --------
    >>> from balanced_edu.standards import load
    >>> campus = Campus(school_code="A1", kind=Kind.NINE_YEAR, primary_pupils=166, junior_pupils=210,
    ...                 teaching_area=3970)
    >>> [float(s.teaching_area) for s in sections_of(campus, load("national-2017").weights)]
    [1660.0, 2310.0]
    """
    also = also or {}

    def of_campus(name: str) -> Fraction | None:
        return _with_further(campus.shared_total(name), also.get(name, ()), lambda field: getattr(campus, field))

    def of_stage(name: str, stage: Stage) -> Fraction | None:
        own = campus.of_stage(name, stage)
        return _with_further(own, also.get(name, ()), lambda field: campus.of_stage(field, stage))

    pupils = {stage: campus.of_stage("pupils", stage) for stage in campus.stages}
    divisible = None not in pupils.values() and any(pupils.values())
    totals = {name: of_campus(name) for name in SHARED}
    divided: dict[str, Mapping[Stage, Any]] = {
        name: {} if total is None or not divisible else _divide(total, pupils, weights)
        for name, total in totals.items()
    }
    stages = [stage for stage in campus.compulsory_stages if campus.has_pupils(stage)]
    of_stages: list[dict[str, Any]] = [
        {
            **{name: of_stage(name, stage) for name in OF_STAGE},
            **{name: parts.get(stage) for name, parts in divided.items()},
        }
        for stage in stages
    ]
    return tuple(
        Section(campus=campus, stage=stage, pupils=pupils[stage], **figures)
        for stage, figures in zip(stages, of_stages, strict=True)
    )


def merged(sections: Iterable[Section]) -> tuple[Section, ...]:
    """Count by school: the sections of a school's campuses as one, a stage at a time.

    A campus belongs to the school whose code is its ``parent_code``, and is its own school without one.
    """
    schools: dict[tuple[str, Stage], list[Section]] = {}
    for section in sections:
        code = section.campus.parent_code or section.campus.school_code
        schools.setdefault((code, section.stage), []).append(section)
    return tuple(_as_one(code, members) for (code, _), members in schools.items())


def _as_one(code: str, members: list[Section]) -> Section:
    if len(members) == 1:
        return members[0]
    head = next((section for section in members if section.campus.school_code == code), members[0])
    totals = {name: _sum(getattr(section, name) for section in members) for name in ("pupils", *OF_STAGE, *SHARED)}
    return attrs.evolve(head, members=tuple(members), **totals)


def _with_further(total: Any, further: Sequence[str] | None, look_up: Callable[[str], Any]) -> Fraction | None:
    """A total with the further figures that count into it; not known where it is open whether they do."""
    if total is None or further is None:
        return None
    return sum((exact(look_up(field) or 0) for field in further), start=exact(total))


def split_shared(
    total: Measured,
    *,
    primary: Measured = 0,
    junior: Measured = 0,
    senior: Measured = 0,
    weights: Mapping[Stage, Number] | None = None,
) -> dict[Stage, Measured]:
    """Divide what the stages of a campus share by weighted pupils.

    Formula: total × wₛPₛ / Σ wₜPₜ, with the weights primary : junior : senior of the standard.

    Parameters
    ----------
    total
        What the campus has in all: number, array or quantity, in any unit.
    primary, junior, senior
        Pupils of each stage.
    weights
        Weights to use instead of those of the national method, 1 : 1.1 : 1.32.

    Returns
    -------
    dict
        The part of the primary and of the junior stage, in the unit of `total`; the senior stage's part is left out.

    Raises
    ------
    ValueError
        If pupils are negative, or there is something to divide and there are no pupils.

    Examples
    --------
    Books, the example of the 2012 calculation notes:

    >>> parts = split_shared(23226, primary=166, junior=210)
    >>> [round(books) for books in parts.values()]
    [9712, 13514]

    Source: calculation notes to 教督〔2012〕3号; in use under 教督〔2017〕6号.
    """
    import numpy as np

    if weights is None:
        from balanced_edu.standards import load

        weights = load("national-2017").weights
    given = {Stage.PRIMARY: primary, Stage.JUNIOR: junior, Stage.SENIOR: senior}
    pupils = {
        stage: np.asarray(units.magnitude(count, "pupil", argument=str(stage)), dtype=np.float64)
        for stage, count in given.items()
    }
    for stage, count in pupils.items():
        if np.any((count < 0) | np.isinf(count)):
            raise ValueError(f"{stage}: pupils are never negative or infinite")
    everybody = sum(pupils.values(), start=np.float64(0))
    if np.any((everybody == 0) & (np.asarray(getattr(total, "magnitude", total), dtype=np.float64) != 0)):
        raise ValueError("resources without pupils: nobody to divide the total between")
    with np.errstate(invalid="ignore"):
        parts = _divide(total, pupils, {stage: float(weights[stage]) for stage in Stage})
    return {stage: parts[stage] for stage in COMPULSORY}


def _divide(total: Any, pupils: Mapping[Stage, Any], weights: Mapping[Stage, Any]) -> dict[Stage, Any]:
    weighted = {stage: weights[stage] * count for stage, count in pupils.items()}
    everybody = sum(weighted.values())
    return {stage: total * (part / everybody) for stage, part in weighted.items()}


def _sum(figures: Iterable[Any]) -> Any:
    known = list(figures)
    return None if None in known else sum(known)


def _difference(whole: float | None, part: float | None) -> Fraction | None:
    return None if whole is None or part is None else exact(whole) - exact(part)


def _added(one: float | None, other: float | None) -> Fraction | None:
    return None if one is None or other is None else exact(one) + exact(other)


def _first_known(given: float | None, derived: Fraction | None) -> float | Fraction | None:
    return derived if given is None else given
