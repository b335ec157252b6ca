"""Stages and kinds of schools, and the other properties of a campus that are one of a few words."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from balanced_edu.identity import compact
from balanced_edu.text import represented


class Stage(enum.StrEnum):
    """Stage of schooling (学段)."""

    PRIMARY = "primary"
    JUNIOR = "junior"
    SENIOR = "senior"

    @classmethod
    def _missing_(cls, value: object) -> Stage:
        """The stage of an official name: 小学, 初中 or 高中."""
        if isinstance(value, str) and compact(value) in _OFFICIAL:
            return _OFFICIAL[compact(value)]
        raise ValueError(f"{represented(value)} is not a stage; write one of {', '.join((*cls, *_OFFICIAL))}")


_OFFICIAL = {"小学": Stage.PRIMARY, "初中": Stage.JUNIOR, "高中": Stage.SENIOR}


COMPULSORY = (Stage.PRIMARY, Stage.JUNIOR)
"""The stages of compulsory education (义务教育阶段)."""

STAGE_NAMES = {
    name: stage for name, stage in (*((str(s), s) for s in Stage), *_OFFICIAL.items()) if stage in COMPULSORY
}
"""The compulsory stages by their names, English and Chinese."""


class Kind(enum.StrEnum):
    """Kind of school (学校类型)."""

    PRIMARY = "小学"
    TEACHING_POINT = "教学点"
    JUNIOR = "初中"
    NINE_YEAR = "九年一贯制学校"
    TWELVE_YEAR = "十二年一贯制学校"
    FULL_SECONDARY = "完全中学"
    SENIOR = "高级中学"
    VOCATIONAL = "职业学校"
    SPECIAL = "特殊教育学校"

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages of such a school, without those of attached classes."""
        return _STAGES[self]

    @property
    def attached(self) -> Stage | None:
        """The stage of the classes that such a school may have attached (附设班); None for those that have none."""
        return _ATTACHED.get(self)

    def stages_with(self, attached_classes: bool | None) -> tuple[Stage, ...]:
        """The stages of such a school, with that of its attached classes if it has them."""
        return _STAGES_WITH_ATTACHED[self] if attached_classes else self.stages


_STAGES = {
    Kind.PRIMARY: (Stage.PRIMARY,),
    Kind.TEACHING_POINT: (Stage.PRIMARY,),
    Kind.JUNIOR: (Stage.JUNIOR,),
    Kind.NINE_YEAR: (Stage.PRIMARY, Stage.JUNIOR),
    Kind.TWELVE_YEAR: (Stage.PRIMARY, Stage.JUNIOR, Stage.SENIOR),
    Kind.FULL_SECONDARY: (Stage.JUNIOR, Stage.SENIOR),
    Kind.SENIOR: (Stage.SENIOR,),
    Kind.VOCATIONAL: (Stage.SENIOR,),
    Kind.SPECIAL: (Stage.PRIMARY, Stage.JUNIOR, Stage.SENIOR),
}
# 小学附设初中班, 初中附设小学班, 高中或中职附设初中班, as the declaration form lists them.
_ATTACHED = {
    Kind.PRIMARY: Stage.JUNIOR,
    Kind.TEACHING_POINT: Stage.JUNIOR,
    Kind.JUNIOR: Stage.PRIMARY,
    Kind.FULL_SECONDARY: Stage.PRIMARY,
    Kind.SENIOR: Stage.JUNIOR,
    Kind.VOCATIONAL: Stage.JUNIOR,
}
_STAGES_WITH_ATTACHED = {
    kind: tuple(stage for stage in Stage if stage in stages or stage is _ATTACHED.get(kind))
    for kind, stages in _STAGES.items()
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


class Sponsor(enum.StrEnum):
    """Who has set up the school (举办者类型), in the order of the declaration form's codes, 1 to 10."""

    CENTRAL_EDUCATION = "中央教育部门"
    CENTRAL_OTHER = "中央其他"
    PROVINCE_EDUCATION = "省级教育"
    PROVINCE_OTHER = "省级其他"
    CITY_EDUCATION = "地级教育"
    CITY_OTHER = "地级其他"
    COUNTY_EDUCATION = "县级教育"
    COUNTY_OTHER = "县级其他"
    LOCAL_ENTERPRISE = "地方企业"
    PRIVATE = "民办"

    @property
    def code(self) -> int:
        """The code of the declaration form."""
        return list(Sponsor).index(self) + 1

    @property
    def ownership(self) -> Ownership:
        """Who runs such a school."""
        return Ownership.PRIVATE if self is Sponsor.PRIVATE else Ownership.PUBLIC

    @property
    def affiliation(self) -> Affiliation | str | None:
        """The level of government that such a school belongs to, 中央 among them; None for any level."""
        return _LEVELS.get(self.value[:2])

    @classmethod
    def _missing_(cls, value: object) -> Sponsor | None:
        """The sponsor of a code, or of a name with 部门 or without."""
        return _SPONSORS.get(compact(str(value)))


_LEVELS = {"中央": "中央", "省级": Affiliation.PROVINCE, "地级": Affiliation.CITY, "县级": Affiliation.COUNTY}
_SPONSORS = {
    spelling: sponsor
    for sponsor in Sponsor
    for bare in (sponsor.value.removesuffix("部门"),)
    for spelling in (bare, *([f"{bare}部门"] if sponsor.affiliation else []), str(sponsor.code))
}


@cache
def spellings_of(words: type[enum.Enum]) -> Mapping[str, enum.Enum]:
    """The members of words by what tables may say for them, as `compact` gives it.

    >>> [spellings_of(Sponsor)[given].name for given in ("7", "县级教育", "县级教育部门")]
    ['COUNTY_EDUCATION', 'COUNTY_EDUCATION', 'COUNTY_EDUCATION']
    """
    if words is Sponsor:
        return _SPONSORS
    official = _OFFICIAL if words is Stage else {}
    return MappingProxyType({**{str(member.value): member for member in words}, **official})


def official_word(member: enum.Enum) -> str:
    """What official tables call a member of words.

    >>> official_word(Stage.JUNIOR), official_word(Grade.GOOD)
    ('初中', '良好')
    """
    return next((word for word, stage in _OFFICIAL.items() if stage is member), str(member.value))


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
        return _RANKS[self]


_RANKS = {grade: rank for rank, grade in enumerate(Grade, start=1)}
