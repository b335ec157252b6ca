"""The county: its campuses, and the facts that only the county knows.

Each class is one table of ``county.toml``; its fields have the names of the keys. Any field may be None, which is
unknown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from balanced_edu.arguments import of_type
from balanced_edu.exact import of_python
from balanced_edu.identity import compact, identity
from balanced_edu.message import Message
from balanced_edu.records.campus import Campus
from balanced_edu.records.consistency import exceeding, later, refuse_untrue, repeated
from balanced_edu.records.fields import Form, field, fields_of, objection, separated
from balanced_edu.records.fingerprint import fingerprint_of
from balanced_edu.records.kinds import COMPULSORY
from balanced_edu.records.parents import impossible_parents
from balanced_edu.remarks import Reading
from balanced_edu.text import counted, in_short

if TYPE_CHECKING:
    from balanced_edu.assessment.doubts import Doubt

R = TypeVar("R")


@attrs.frozen(slots=True, kw_only=True)
class Guarantee:
    """Facts about the government's guarantee (政府保障程度)."""

    layout_compliant: bool | None = field("学校规划布局合理，符合国家规定", "", Form.JUDGEMENT)
    unified_construction_standard: bool | None = field("城乡学校建设标准统一", "", Form.JUDGEMENT)
    unified_staffing_standard: bool | None = field("城乡教师编制标准统一", "", Form.JUDGEMENT)
    unified_funding_standard: bool | None = field("生均公用经费基准定额统一", "", Form.JUDGEMENT)
    unified_equipment_standard: bool | None = field("基本装备配置标准统一", "", Form.JUDGEMENT)
    special_education_pupils: int | None = field("特殊教育学校在校生数", "pupil", Form.COUNT)
    special_education_public_funds: float | None = field("特殊教育学校公用经费（年）", "yuan", Form.AMOUNT)
    special_education_mainstreamed_pupils: int | None = field("随班就读残疾学生数", "pupil", Form.COUNT, optional=True)
    special_education_mainstreamed_funds: float | None = field(
        "随班就读残疾学生公用经费（年）", "yuan", Form.AMOUNT, optional=True
    )
    teacher_average_salary: float | None = field(
        "上年度义务教育学校教师年平均工资（不含民办学校）", "yuan", Form.AMOUNT
    )
    civil_servant_average_salary: float | None = field("上年度当地公务员年平均工资", "yuan", Form.AMOUNT)
    performance_pay_granted: bool | None = field("足额核定教师绩效工资总量", "", Form.JUDGEMENT)
    staffing_allocated_within_quota: bool | None = field("在核定总量内统筹分配编制和岗位", "", Form.JUDGEMENT)
    rotation_eligible_teachers: int | None = field("符合交流条件教师总数", "teacher", Form.COUNT)
    rotated_teachers: int | None = field("交流轮岗教师数", "teacher", Form.COUNT)
    rotated_backbone_teachers: int | None = field("交流轮岗骨干教师数", "teacher", Form.COUNT)
    primary_zoned_percent: float | None = field("小学就近划片入学比例", "percent", Form.PERCENT, optional=True)
    junior_zoned_percent: float | None = field("初中就近划片入学比例", "percent", Form.PERCENT, optional=True)
    quality_senior_places: int | None = field("优质高中招生名额总数", "pupil", Form.COUNT)
    quality_senior_places_allocated: int | None = field("优质高中分配招生名额数", "pupil", Form.COUNT)
    quality_senior_places_rural: int | None = field("优质高中分配农村学校的名额数", "pupil", Form.COUNT, optional=True)
    allocation_favours_rural: bool | None = field("名额分配向农村初中倾斜", "", Form.JUDGEMENT)
    left_behind_care_system: bool | None = field("留守儿童关爱体系健全", "", Form.JUDGEMENT)
    migrant_children: int | None = field("符合条件的随迁子女数", "pupil", Form.COUNT)
    migrant_children_in_public: int | None = field("在公办学校就读的随迁子女数", "pupil", Form.COUNT)
    migrant_children_in_purchased_private: int | None = field(
        "在政府购买服务的民办学校就读的随迁子女数", "pupil", Form.COUNT
    )

    def __attrs_post_init__(self) -> None:
        refuse_untrue(self, self._contradictions())

    def _contradictions(self) -> Iterator[tuple[str, str]]:
        yield from exceeding(self)
        for pupils, funds, where in FUNDED:
            if getattr(self, pupils) == 0 and getattr(self, funds):
                yield funds, Message("given, but there are no pupils in {where}", where=where)


FUNDED = (
    ("special_education_pupils", "special_education_public_funds", Message("special education")),
    (
        "special_education_mainstreamed_pupils",
        "special_education_mainstreamed_funds",
        Message("special education at ordinary schools"),
    ),
)
"""Pupils, the public funds for them, and where they learn."""


@attrs.frozen(slots=True, kw_only=True)
class Quality:
    """Facts about the quality of education (教育质量)."""

    junior_entrants: int | None = field("三年前初中入学人数", "pupil", Form.COUNT)
    junior_transfers_in: int | None = field("三年间转入学生数", "pupil", Form.COUNT)
    junior_transfers_out: int | None = field("三年间转出学生数", "pupil", Form.COUNT)
    junior_deaths: int | None = field("三年间死亡学生数", "pupil", Form.COUNT)
    junior_graduates: int | None = field("初中毕业生数", "pupil", Form.COUNT)
    disabled_children: int | None = field("残疾儿童少年数", "pupil", Form.COUNT)
    disabled_children_enrolled: int | None = field("已入学残疾儿童少年数（含送教上门）", "pupil", Form.COUNT)
    disabled_children_taught_at_home: int | None = field("其中送教上门学生数", "pupil", Form.COUNT, optional=True)
    disabled_children_in_special_schools: int | None = field(
        "其中特殊教育学校就读学生数", "pupil", Form.COUNT, optional=True
    )
    digital_teaching: bool | None = field("教师熟练运用信息化手段，设施设备利用率较高", "", Form.JUDGEMENT)
    curriculum_complete: bool | None = field("课程开齐开足，教学秩序规范", "", Form.JUDGEMENT)
    no_excess_burden: bool | None = field("无过重课业负担", "", Form.JUDGEMENT)

    def __attrs_post_init__(self) -> None:
        refuse_untrue(self, exceeding(self))


@attrs.frozen(slots=True, kw_only=True)
class Subject:
    """Result of national monitoring in one subject (国家义务教育质量监测): the level, or the share that reaches Ⅲ.

    A subject that was not monitored (``monitored=False``) has no figures, and nothing is demanded of it.
    """

    subject: str = field("监测科目", "", Form.NAME, required=True)
    monitored: bool | None = field("是否监测", "", Form.JUDGEMENT, optional=True)
    level: int | None = field("学业水平等级（1 至 4 即 Ⅰ 至 Ⅳ）", "", Form.COUNT)
    share_at_level_3: float | None = field("达到Ⅲ级以上学生比例", "", Form.SHARE)
    between_school_share: float | None = field("校际差异率", "", Form.SHARE)

    def __attrs_post_init__(self) -> None:
        refuse_untrue(self, self._contradictions())

    def _contradictions(self) -> Iterator[tuple[str, str]]:
        if self.level is not None and not 1 <= self.level <= 4:
            yield "level", Message("{level} is not an integer from 1 to 4 (Ⅰ to Ⅳ)", level=self.level)
        for name in ("level", "share_at_level_3", "between_school_share") if self.monitored is False else ():
            if (figure := getattr(self, name)) is not None:
                yield name, Message("{figure} given, but the subject was not monitored", figure=figure)


@attrs.frozen(slots=True, kw_only=True)
class Recognition:
    """Facts about social recognition (社会认可度) beside the groups asked: how many people the county has."""

    residents: int | None = field("常住人口数", "person", Form.COUNT)

    def __attrs_post_init__(self) -> None:
        refuse_untrue(self)


@attrs.frozen(slots=True, kw_only=True)
class Group:
    """One group asked in the survey of social recognition (社会认可度调查), by questionnaire and by visit.

    ``surveyed`` is the number of valid questionnaires that came back (有效问卷数), which rates are shares of. It is
    neither the number handed out (发放问卷数) nor that of the people visited (实地走访人数).
    """

    group: str = field("调查对象", "", Form.NAME, required=True)
    handed_out: int | None = field("发放问卷数", "person", Form.COUNT)
    surveyed: int | None = field("有效问卷数", "person", Form.COUNT)
    satisfied: int | None = field("满意人数", "person", Form.COUNT)
    basically_satisfied: int | None = field("基本满意人数", "person", Form.COUNT, optional=True)
    visited: int | None = field("实地走访人数", "person", Form.COUNT)
    visit_satisfied: int | None = field("实地走访满意人数", "person", Form.COUNT)

    def __attrs_post_init__(self) -> None:
        refuse_untrue(self, exceeding(self))


@attrs.frozen(slots=True, kw_only=True)
class Veto:
    """Grounds of veto (一票否决): True if one was found."""

    exam_based_admission: bool | None = field("存在以考试方式招生", "", Form.JUDGEMENT)
    illegal_school_choice: bool | None = field("存在违规择校行为", "", Form.JUDGEMENT)
    key_schools_or_classes: bool | None = field("存在重点学校或重点班", "", Form.JUDGEMENT)
    unfilled_quota_or_off_quota_staff: bool | None = field("存在“有编不补”或长期聘用编外教师的情况", "", Form.JUDGEMENT)
    major_accident_or_serious_violation: bool | None = field(
        "教育系统存在重大安全责任事故和严重违纪违规事件", "", Form.JUDGEMENT
    )
    fraud: bool | None = field("有弄虚作假行为", "", Form.JUDGEMENT)

    def __attrs_post_init__(self) -> None:
        refuse_untrue(self)


@attrs.frozen(slots=True, kw_only=True)
class LocalPlan:
    """Facts for the demands of local plans: the three growths of funds (三个增长) and on-time entry.

    ``_before`` is the year before.
    """

    compulsory_appropriation: float | None = field("义务教育财政拨款", "yuan", Form.AMOUNT)
    compulsory_appropriation_before: float | None = field("上年义务教育财政拨款", "yuan", Form.AMOUNT)
    regular_revenue: float | None = field("财政经常性收入", "yuan", Form.AMOUNT)
    regular_revenue_before: float | None = field("上年财政经常性收入", "yuan", Form.AMOUNT)
    expenditure_per_pupil: float | None = field("生均义务教育费用", "yuan", Form.AMOUNT)
    expenditure_per_pupil_before: float | None = field("上年生均义务教育费用", "yuan", Form.AMOUNT)
    teacher_pay: float | None = field("教职工平均工资", "yuan", Form.AMOUNT)
    teacher_pay_before: float | None = field("上年教职工平均工资", "yuan", Form.AMOUNT)
    public_funds_per_pupil: float | None = field("生均公用经费", "yuan", Form.AMOUNT)
    public_funds_per_pupil_before: float | None = field("上年生均公用经费", "yuan", Form.AMOUNT)
    junior_age_children: int | None = field("初中适龄儿童数", "pupil", Form.COUNT)
    junior_age_children_on_time: int | None = field("按时入学的初中适龄儿童数", "pupil", Form.COUNT)

    def __attrs_post_init__(self) -> None:
        refuse_untrue(self, exceeding(self))


@attrs.frozen(slots=True, kw_only=True)
class Conditions:
    """Facts for the conditions of an application (申报条件)."""

    years_since_basic_balance: int | None = field("通过义务教育基本均衡认定年数", "year", Form.COUNT)
    monitoring_held_since_recognition: bool | None = field("认定后年度监测持续保持较高水平", "", Form.JUDGEMENT)
    no_major_case_this_year: bool | None = field("本年度无重大安全责任事故和严重违纪违规事件", "", Form.JUDGEMENT)

    def __attrs_post_init__(self) -> None:
        refuse_untrue(self)


@attrs.frozen(slots=True, kw_only=True)
class Declaration:
    """What the declaration form (申报表) asks of the county besides, in its 表Ⅰ: people, money and staff."""

    farming_population: int | None = field("农业人口数", "person", Form.COUNT)
    towns: int | None = field("乡镇数", "", Form.COUNT)
    villages: int | None = field("行政村数", "", Form.COUNT)
    gdp_per_person: float | None = field("年人均国内生产总值", "yuan", Form.AMOUNT)
    revenue_per_person: float | None = field("年人均地方财政收入", "yuan", Form.AMOUNT)
    rural_income: float | None = field("农民年人均纯收入", "yuan", Form.AMOUNT)
    urban_income: float | None = field("城镇居民年人均可支配收入", "yuan", Form.AMOUNT)
    staff_of_primary_schools: int | None = field("小学教职工数", "person", Form.COUNT)
    staff_of_junior_schools: int | None = field("初中教职工数", "person", Form.COUNT)

    def __attrs_post_init__(self) -> None:
        refuse_untrue(self)


RECORDS: Mapping[str, type] = MappingProxyType(
    {
        "guarantee": Guarantee,
        "quality": Quality,
        "recognition": Recognition,
        "veto": Veto,
        "plan": LocalPlan,
        "conditions": Conditions,
        "declaration": Declaration,
    }
)
"""The tables that ``county.toml`` has once, by name."""

TABLE_OF: Mapping[str, str] = MappingProxyType(
    {name: table for table, record in RECORDS.items() for name in fields_of(record)}
)
"""The table of ``county.toml`` that has a fact, by the fact."""

_FACTS = frozenset(TABLE_OF)

OF_EACH_STAGE: frozenset[str] = frozenset.intersection(
    *(frozenset(n.removeprefix(f"{stage}_") for n in _FACTS if n.startswith(f"{stage}_")) for stage in COMPULSORY)
)
"""Names of the facts that the county knows for each compulsory stage, without the stage."""


# One converter for each field, so that type checkers see what it takes.
def _campuses(given: Iterable[Campus]) -> tuple[Campus, ...]:
    return _several("campuses", given, Campus)


def _subjects(given: Iterable[Subject]) -> tuple[Subject, ...]:
    return _several("monitoring", given, Subject)


def _groups(given: Iterable[Group]) -> tuple[Group, ...]:
    return _several("groups", given, Group)


def _several(name: str, given: Any, kind: type[R]) -> tuple[R, ...]:
    wanted = f"several values in brackets, each a {kind.__name__}"
    of_type("County", name, given, Iterable, wanted)
    several = tuple(given)
    for one in several:
        of_type("County", name, one, kind, wanted)
    return several


def _local(given: Mapping[str, bool | int | float]) -> Mapping[str, bool | int | float]:
    facts = {_named(name): of_python(value) for name, value in given.items()}
    # Names that are one stay as they are given, to be refused.
    return facts if len(facts) == len(given) else dict(given)


def _named(name: str) -> str:
    return identity(name) if isinstance(name, str) else name


def _evidence(given: Mapping[str, Sequence[str]]) -> Mapping[str, tuple[str, ...]]:
    named = {id: documents for id, each in given.items() if (documents := separated(each))}
    plainly = {compact(id) if isinstance(id, str) else id: documents for id, documents in named.items()}
    # Ids that are one stay as they are given, to be refused.
    return plainly if len(plainly) == len(named) else named


FIRST_YEAR, LAST_YEAR = 1949, 2100
"""The first and last year of a county's figures; each is a year of the calendar, since targets have dates."""


@attrs.frozen(slots=True, kw_only=True, repr=False)
class County:
    """A county (县) with its campuses, as handed in.

    Of a county that was read, ``reading`` says how (读取说明); counties with the same figures are equal without it.

    Raises
    ------
    DataError
        If two campuses have the same code, a campus's parent is no school, a campus was built later, a subject, a
        group, a local fact or the evidence of an item is given twice, the year is not from 1949 to 2100, a local fact
        is no figure or judgement, or evidence is not a list of texts.

    Examples
    --------
    >>> from balanced_edu.records.kinds import Kind
    >>> county = County(name="示例县", campuses=[Campus(school_code="A1", kind=Kind.PRIMARY)])
    >>> county
    <county 示例县: 1 campus>
    >>> county.fact("fraud") is None
    True
    """

    name: str = field("县名", "", Form.TEXT, required=True)
    year: int | None = field("年份", "year", Form.COUNT)
    campuses: tuple[Campus, ...] = attrs.field(default=(), converter=_campuses)
    guarantee: Guarantee = attrs.field(factory=Guarantee)
    quality: Quality = attrs.field(factory=Quality)
    monitoring: tuple[Subject, ...] = attrs.field(default=(), converter=_subjects)
    recognition: Recognition = attrs.field(factory=Recognition)
    groups: tuple[Group, ...] = attrs.field(default=(), converter=_groups)
    veto: Veto = attrs.field(factory=Veto)
    plan: LocalPlan = attrs.field(factory=LocalPlan)
    conditions: Conditions = attrs.field(factory=Conditions)
    declaration: Declaration = attrs.field(factory=Declaration)
    local: Mapping[str, bool | int | float] = attrs.field(factory=dict, converter=_local, hash=False)
    evidence: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict, converter=_evidence, hash=False)
    reading: Reading | None = attrs.field(default=None, eq=False)

    def __attrs_post_init__(self) -> None:
        refuse_untrue(self, self._contradictions(), together=True)

    def _contradictions(self) -> Iterator[tuple[str, str]]:
        yield from _impossible_year(self.year)
        yield from _impossible_local(self.local)
        yield from _impossible_evidence(self.evidence)
        for name, times in repeated(map(_named, self.local)):
            yield "local", Message("{name} is the name of {times} facts", name=name, times=times)
        for code, times in repeated(one.school_code for one in self.campuses):
            yield "school_code", Message("{code} is the code of {times} campuses", code=code, times=times)
        for code, why in impossible_parents({one.school_code: one.parent_code for one in self.campuses}):
            yield "parent_code", Message("{where}: {problem}", where=in_short(code, 60), problem=why)
        year = self.year if _is_of_calendar(self.year) else None
        for one in self.campuses:
            if why := later(one.built_year, year):
                yield "built_year", Message("{where}: {problem}", where=in_short(one.school_code, 60), problem=why)
        names = {
            "subject": [one.subject for one in self.monitoring],
            "group": [one.group for one in self.groups],
            "evidence": map(item_identity, self.evidence),
        }
        for table, given in names.items():
            for name, times in repeated(given):
                yield table, Message("{name} is given {times} times", name=name, times=times)

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """The doubtful figures (存疑数据), by the ranges of the national method; nothing is decided by them."""
        from balanced_edu.assessment.doubts import doubts_of
        from balanced_edu.standards import NATIONAL, load

        return doubts_of(self, load(NATIONAL))

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the data (数据指纹), a SHA-256: the same whatever file they come from.

        It covers the name, the year, every campus, all facts and local facts, and the names of documents; neither how
        they were read nor the order of campuses, subjects and groups.
        """
        return self._fingerprint

    @cached_property
    def _fingerprint(self) -> str:
        return fingerprint_of(self)

    @property
    def last_day(self) -> dt.date | None:
        """The last day of the year to which the figures refer; None if the year is unknown."""
        return dt.date(self.year, 12, 31) if self.year else None

    def fact(self, name: str) -> object:
        """The fact of a key of ``county.toml``; None if unknown."""
        if name in TABLE_OF:
            return getattr(getattr(self, TABLE_OF[name]), name)
        return self.local.get(identity(name))

    def evidence_of(self, item: str) -> tuple[str, ...]:
        """The documents (佐证材料) that are named for an item by its id, however that is typed."""
        if not self.evidence:
            return ()
        wanted = item_identity(item)
        return next((documents for id, documents in self.evidence.items() if item_identity(id) == wanted), ())

    def __repr__(self) -> str:
        year = f" {self.year}" if self.year else ""
        return f"<county {in_short(self.name, 60)}{year}: {counted(len(self.campuses), 'campus', 'campuses')}>"


def _impossible_year(year: int | None) -> Iterator[tuple[str, str]]:
    if year is None or objection(year, Form.COUNT):
        return
    if not _is_of_calendar(year):
        yield (
            "year",
            Message("{year} is not an integer from {first} to {last}", year=year, first=FIRST_YEAR, last=LAST_YEAR),
        )


def _is_of_calendar(year: object) -> bool:
    return isinstance(year, int) and FIRST_YEAR <= year <= LAST_YEAR  # the calendar has no year 2022.0


def _impossible_local(facts: Mapping[str, bool | int | float]) -> Iterator[tuple[str, str]]:
    for name, value in facts.items():
        if wrong := objection(name, Form.TEXT):
            yield "local", Message("the name {is_wrong}", is_wrong=wrong)
        elif not isinstance(value, bool) and (wrong := objection(value, Form.AMOUNT)):
            yield "local", Message("{where}: {problem}; leave out what is unknown", where=name, problem=wrong)


def item_identity(id: str) -> str:
    """The id of an item: small letters, capitals and full-width letters are one.

    >>> item_identity("ｇ1")
    'G1'
    """
    return compact(id).upper() if isinstance(id, str) else id


def _impossible_evidence(evidence: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    for id, documents in evidence.items():
        if wrong := objection(id, Form.CODE):
            yield "evidence", Message("the id {is_wrong}", is_wrong=wrong)
        elif wrong := objection(documents, Form.TEXTS):
            yield "evidence", Message("{where}: {problem}", where=id, problem=wrong)


def counties_of(function: str, given: Any) -> list[County]:
    """Several counties, as an argument of a function.

    Raises
    ------
    TypeError
        If they are not several, or one is not a `County`.
    """
    wanted = "several counties in brackets; read each with balanced_edu.read_county(path)"
    of_type(function, "counties", given, Iterable, wanted)
    several = list(given)
    for county in several:
        of_type(function, "a county", county, County, "a County; read one with balanced_edu.read_county(path)")
    return several
