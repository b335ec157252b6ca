"""Campuses (独立校区) as they are handed in, one per row of the school table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

import attrs

from balanced_edu.errors import DataError
from balanced_edu.exact import exact
from balanced_edu.message import Message
from balanced_edu.records.bands import Band, is_exact, least_of, most_of
from balanced_edu.records.consistency import exceeding, not_agreeing, refuse_untrue
from balanced_edu.records.fields import Form, field, fields_of
from balanced_edu.records.kinds import COMPULSORY, Affiliation, AreaType, Grade, Kind, Ownership, Sponsor, Stage
from balanced_edu.text import in_short


@attrs.frozen(slots=True, kw_only=True, repr=False)
class Campus:
    """One campus (独立校区) as handed in: one row of the school table.

    Every field except code and kind may be None, which is unknown. Areas are in m², money in yuan; the rest are counts.
    Of classes and rooms the band may be given that a size is in, as a `Band`.
    The teaching area leaves indoor sports rooms out, which the sports area includes.

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
    balanced_edu.errors.DataError: certified_teachers: 31 is more than 专任教师数, 30
    """

    school_code: str = field("学校代码", "", Form.CODE, required=True)
    school_name: str | None = field("学校名称", "", Form.TEXT)
    kind: Kind = field("学校类型", "", Kind, required=True)
    ownership: Ownership | None = field("办学性质", "", Ownership)
    area_type: AreaType | None = field("城乡类型", "", AreaType)
    boarding: bool | None = field("寄宿制", "", Form.JUDGEMENT)
    primary_pupils: int | None = field("小学在校生数", "pupil", Form.COUNT)
    junior_pupils: int | None = field("初中在校生数", "pupil", Form.COUNT)
    senior_pupils: int | None = field("高中在校生数", "pupil", Form.COUNT)
    primary_teachers_above_required: int | None = field("小学高于规定学历专任教师数", "teacher", Form.COUNT, total=True)
    junior_teachers_above_required: int | None = field("初中高于规定学历专任教师数", "teacher", Form.COUNT, total=True)
    primary_backbone_teachers: int | None = field("小学县级以上骨干教师数", "teacher", Form.COUNT, total=True)
    junior_backbone_teachers: int | None = field("初中县级以上骨干教师数", "teacher", Form.COUNT, total=True)
    primary_sports_arts_teachers: int | None = field("小学体育艺术专任教师数", "teacher", Form.COUNT, total=True)
    junior_sports_arts_teachers: int | None = field("初中体育艺术专任教师数", "teacher", Form.COUNT, total=True)
    teaching_area: float | None = field("教学及辅助用房面积", "m²", Form.AMOUNT, total=True)
    sports_area: float | None = field("体育运动场馆面积", "m²", Form.AMOUNT, total=True)
    equipment_value: float | None = field("教学仪器设备值", "yuan", Form.AMOUNT, total=True)
    multimedia_rooms: int | None = field("网络多媒体教室数", "room", Form.COUNT, total=True)
    primary_classes: int | None = field("小学班级数", "class", Form.COUNT)
    junior_classes: int | None = field("初中班级数", "class", Form.COUNT)
    primary_largest_class: int | Band | None = field("小学最大班额", "pupil", Form.SIZE)
    junior_largest_class: int | Band | None = field("初中最大班额", "pupil", Form.SIZE)
    music_room_areas: tuple[float | Band, ...] | None = field("音乐专用教室面积", "m²", Form.AREAS)
    art_room_areas: tuple[float | Band, ...] | None = field("美术专用教室面积", "m²", Form.AREAS)
    funded_pupils: int | None = field("核定公用经费学生数", "pupil", Form.COUNT)
    public_funds_budget: float | None = field("公用经费预算总额", "yuan", Form.AMOUNT)
    training_budget: float | None = field("教师培训经费预算", "yuan", Form.AMOUNT)
    full_time_teachers: int | None = field("专任教师数", "teacher", Form.COUNT)
    certified_teachers: int | None = field("持有教师资格证专任教师数", "teacher", Form.COUNT)
    trained_teachers: int | None = field("五年培训满360学时专任教师数", "teacher", Form.COUNT)
    primary_intake: int | None = field("小学招生数", "pupil", Form.COUNT)
    primary_zoned_intake: int | None = field("小学就近划片入学人数", "pupil", Form.COUNT)
    junior_intake: int | None = field("初中招生数", "pupil", Form.COUNT)
    junior_zoned_intake: int | None = field("初中就近划片入学人数", "pupil", Form.COUNT)
    has_charter: bool | None = field("已制定章程", "", Form.JUDGEMENT)
    digital_management: bool | None = field("管理与教学信息化", "", Form.JUDGEMENT)
    moral_education: Grade | None = field("德育工作水平", "", Grade)
    campus_culture: Grade | None = field("校园文化建设水平", "", Grade)
    compulsory_classes: int | None = field("义务教育阶段班级总数", "class", Form.COUNT, optional=True)
    compulsory_largest_class: int | Band | None = field("义务教育阶段最大班额", "pupil", Form.SIZE, optional=True)
    affiliation: Affiliation | None = field("隶属关系", "", Affiliation, optional=True)
    built_year: int | None = field("建成年份", "year", Form.COUNT, optional=True)
    migrant_pupils: int | None = field("随迁子女在校生数", "pupil", Form.COUNT, optional=True)
    primary_zone_resident_pupils: int | None = field(
        "家庭住址在划片范围内的小学在校生数", "pupil", Form.COUNT, optional=True
    )
    junior_zone_resident_pupils: int | None = field(
        "家庭住址在划片范围内的初中在校生数", "pupil", Form.COUNT, optional=True
    )
    inner_city: bool | None = field("大城市中心城区学校", "", Form.JUDGEMENT, optional=True)
    extra_sports_area: float | None = field("校内其他及租赁运动场地面积", "m²", Form.AMOUNT, optional=True)
    primary_visiting_sports_arts_teachers: int | None = field(
        "小学交流走教体育艺术教师数", "teacher", Form.COUNT, optional=True
    )
    junior_visiting_sports_arts_teachers: int | None = field(
        "初中交流走教体育艺术教师数", "teacher", Form.COUNT, optional=True
    )
    teaching_area_gross: float | None = field("教学及辅助用房总面积", "m²", Form.AMOUNT, optional=True)
    indoor_sports_area: float | None = field("室内体育用房面积", "m²", Form.AMOUNT, optional=True)
    sports_ground_area: float | None = field("运动场地面积", "m²", Form.AMOUNT, optional=True)
    public_funds_final: float | None = field("公用经费决算总额", "yuan", Form.AMOUNT, optional=True)
    training_final: float | None = field("教师培训经费决算", "yuan", Form.AMOUNT, optional=True)
    parent_code: str | None = field("所属学校代码", "", Form.CODE, optional=True)
    primary_teachers: int | None = field("小学专任教师数", "teacher", Form.COUNT, total=True, optional=True)
    junior_teachers: int | None = field("初中专任教师数", "teacher", Form.COUNT, total=True, optional=True)
    primary_middle_rank_teachers: int | None = field(
        "小学中级及以上专业技术职务专任教师数", "teacher", Form.COUNT, total=True, optional=True
    )
    junior_middle_rank_teachers: int | None = field(
        "初中中级及以上专业技术职务专任教师数", "teacher", Form.COUNT, total=True, optional=True
    )
    computers: int | None = field("计算机台数", "computer", Form.COUNT, total=True, optional=True)
    books: int | None = field("图书册数", "book", Form.COUNT, total=True, optional=True)
    school_events: int | None = field("全校性文化艺术、科技活动次数", "event", Form.COUNT, optional=True)
    sports_meetings: int | None = field("运动会次数", "event", Form.COUNT, optional=True)
    attached_classes: bool | None = field("附设班", "", Form.JUDGEMENT, optional=True)
    sponsor: Sponsor | None = field("举办者类型", "", Sponsor, optional=True)
    primary_grades: int | None = field("小学年级数", "", Form.COUNT, optional=True)
    junior_grades: int | None = field("初中年级数", "", Form.COUNT, optional=True)
    evidence: tuple[str, ...] | None = field("佐证材料", "", Form.TEXTS, optional=True)

    def __attrs_post_init__(self) -> None:
        refuse_untrue(self, self._contradictions())

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages the campus has: those of its kind, and that of its attached classes (附设班)."""
        return self.kind.stages_with(self.attached_classes)

    @property
    def pupils(self) -> int | None:
        """Pupils of the compulsory stages (义务教育阶段在校生数); None if a stage's are unknown."""
        total: int | None = _sum(self.of_stage("pupils", stage) for stage in self.compulsory_stages)
        return total

    @property
    def classes(self) -> int | None:
        """Classes of the compulsory stages (义务教育阶段班级数), as a sum or as given; None if they are unknown."""
        total: int | None = _sum(self.of_stage("classes", stage) for stage in self.with_pupils)
        return self.compulsory_classes if total is None else total

    @property
    def largest_class(self) -> int | Band | None:
        """Pupils of the largest class of the compulsory stages (最大班额), or what is known of them."""
        sizes = [self.of_stage("largest_class", stage) for stage in self.with_pupils]
        known = [size for size in sizes if size is not None]
        least = max(map(least_of, known), default=0)
        overall = self.compulsory_largest_class
        if isinstance(overall, Band):
            return attrs.evolve(overall, least=max(overall.least, least))
        if overall is not None or (sizes and not known):
            return overall
        if all(map(is_exact, sizes)):
            return least
        most = [most_of(size, whole=True) for size in sizes]
        return Band(least, None if None in most else max(most) + 1)

    def largest_class_of(self, stage: Stage) -> int | Band | None:
        """Pupils of the largest class of a stage, or what is known of them from the largest of all stages."""
        given: int | Band | None = self.of_stage("largest_class", stage)
        overall = self.compulsory_largest_class
        if given is not None or overall is None:
            return given
        others = [self.of_stage("largest_class", other) for other in self.with_pupils if other is not stage]
        most_elsewhere = [most_of(size, whole=True) for size in others]
        if None not in most_elsewhere and max(most_elsewhere, default=-1) < least_of(overall):
            return overall  # it is in no other stage
        most = most_of(overall, whole=True)
        return None if most is None else Band(0, most + 1)

    @property
    def with_pupils(self) -> tuple[Stage, ...]:
        """The compulsory stages that have pupils, or may have."""
        return tuple(stage for stage in self.compulsory_stages if self.has_pupils(stage))

    @property
    def migrant_share(self) -> Fraction | None:
        """Migrant children among the pupils of the compulsory stages (随迁子女占比), in percent; of nobody, 0."""
        if self.pupils == 0:
            return Fraction(0)
        if self.migrant_pupils is None or self.pupils is None:
            return None
        return 100 * exact(self.migrant_pupils) / self.pupils

    def has_pupils(self, stage: Stage) -> bool:
        """Whether the stage has pupils, or may have."""
        return bool(self.of_stage("pupils", stage) != 0)

    def may_lack_pupils(self, stage: Stage) -> bool:
        """Whether it is open if the stage has pupils: they are unknown, and nothing else that is given needs them."""
        if self.of_stage("pupils", stage) is not None:
            return False
        nobody: dict[str, Any] = {f"{stage}_pupils": 0}
        try:
            attrs.evolve(self, **nobody)
        except DataError:
            return False
        return True

    def shared_total(self, name: str) -> float | Fraction | None:
        """A total that the stages share, as given or computed from its parts."""
        given: float | None = getattr(self, name)
        return self._from_parts(name) if given is None else given

    def _from_parts(self, name: str) -> Fraction | None:
        if name == "teaching_area":
            return _difference(self.teaching_area_gross, self.indoor_sports_area)
        if name == "sports_area":
            return _added(self.sports_ground_area, self.indoor_sports_area)
        return None

    @property
    def compulsory_stages(self) -> tuple[Stage, ...]:
        """The compulsory stages the campus has; a senior school without attached classes has none."""
        return tuple(stage for stage in self.stages if stage in COMPULSORY)

    def of_stage(self, name: str, stage: Stage) -> int | None:
        """A figure that the table gives for each stage, such as ``pupils`` or ``classes``."""
        field: str = stage + "_" + name  # a format string takes several times as long
        return getattr(self, field, None)

    def _contradictions(self) -> Iterator[tuple[str, str]]:
        of_pupils = list(self._against_pupils())
        yield from of_pupils
        yield from self._against_sponsor()
        reported = {name for name, _ in of_pupils}
        yield from ((name, why) for name, why in exceeding(self) if name not in reported)

    def _against_pupils(self) -> Iterator[tuple[str, str]]:
        stages = self.stages
        for stage, names in _FIELDS_OF_STAGE.items():
            pupils = self.of_stage("pupils", stage)
            if stage not in stages:
                yield from self._of_no_stage(stage)
            elif pupils == 0:
                for name in (n for n in names if n.endswith(OF_PUPILS) and getattr(self, n)):
                    figure = getattr(self, name)
                    yield name, Message("{figure} given, but there are no pupils in the stage", figure=figure)
            elif pupils:
                for name in ("classes", "largest_class"):
                    if self.of_stage(name, stage) == 0:
                        yield f"{stage}_{name}", Message("0 given, but there are pupils in the stage")
        if all(self.of_stage("pupils", stage) == 0 for stage in stages):
            for name in (n for n in SHARED if getattr(self, n)):
                yield name, Message("{figure} given, but there are no pupils", figure=getattr(self, name))
        if self.compulsory_classes is not None or self.compulsory_largest_class is not None:
            yield from self._against_stages()
        for name in SHARED:
            given, derived = getattr(self, name), self._from_parts(name)
            if given is not None and derived is not None and exact(given) != derived:
                what = {"given": given, "derived": float(derived)}
                yield name, Message("{given} does not agree with its parts, which give {derived}", **what)

    def _of_no_stage(self, stage: Stage) -> Iterator[tuple[str, str]]:
        """Figures of a stage that the campus does not have."""
        for name in (n for n in _FIELDS_OF_STAGE[stage] if getattr(self, n)):
            attached = stage is self.kind.attached
            hint = Message(" (write 附设班 = 是 if they are in attached classes)") if attached else ""
            what = {"figure": getattr(self, name), "kind": self.kind, "hint": hint}
            yield name, Message("{figure} given, but {kind} has no such stage{hint}", **what)

    def _against_stages(self) -> Iterator[tuple[str, str]]:
        """What the compulsory stages have together beside what each has."""
        classes = [self.of_stage("classes", stage) for stage in self.with_pupils]
        known = [figure for figure in classes if figure is not None]
        together, given = sum(known), self.compulsory_classes
        # A stage that has more than all stages together is reported by itself.
        if given not in (None, together) and known == classes and max(known, default=0) <= given:
            what = {"given": given, "together": together}
            yield (
                "compulsory_classes",
                Message("{given} does not agree with the stages, which have {together}", **what),
            )
        yield from self._against_all_pupils()
        sizes = [self.of_stage("largest_class", stage) for stage in self.with_pupils]
        if None in sizes or self.compulsory_largest_class is None:
            return
        most = [most_of(size, whole=True) for size in sizes]
        if None not in most and max(most, default=0) < least_of(self.compulsory_largest_class):
            yield (
                "compulsory_largest_class",
                Message(
                    "{given} does not agree with the stages, where no class has more than {most}",
                    given=self.compulsory_largest_class,
                    most=max(most, default=0),
                ),
            )

    def _against_all_pupils(self) -> Iterator[tuple[str, str]]:
        """The classes of the compulsory stages beside their pupils; those of a stage may be unknown."""
        pupils = sum(self.of_stage("pupils", stage) or 0 for stage in self.compulsory_stages)
        most = most_of(self.compulsory_largest_class, whole=True)
        for name, figure in (("compulsory_classes", self.compulsory_classes), ("compulsory_largest_class", most)):
            if pupils and figure == 0:
                yield name, Message("0 given, but there are pupils in the stages")
        if self.compulsory_classes and most and pupils > self.compulsory_classes * most:
            yield (
                "compulsory_classes",
                Message(
                    "{classes} classes of {most} pupils at most have no room for {pupils} pupils",
                    classes=self.compulsory_classes,
                    most=most,
                    pupils=pupils,
                ),
            )

    def _against_sponsor(self) -> Iterator[tuple[str, str]]:
        if self.sponsor is None:
            return
        if self.ownership not in (None, self.sponsor.ownership):
            yield "sponsor", not_agreeing(self.sponsor, "办学性质", self.ownership)
        if self.affiliation and self.sponsor.affiliation not in (None, self.affiliation):
            yield "sponsor", not_agreeing(self.sponsor, "隶属关系", self.affiliation)

    def __repr__(self) -> str:
        fields = fields_of(Campus)
        known = sum(getattr(self, name) is not None for name in fields)
        name = f" {in_short(self.school_name, 60)}" if self.school_name else ""
        return f"<campus {in_short(self.school_code, 60)}{name}: {self.kind}, {known} of {len(fields)} fields known>"


_FIELDS_OF_STAGE = {stage: [name for name in fields_of(Campus) if name.startswith(f"{stage}_")] for stage in Stage}

_TOTALS = [name for name, described in fields_of(Campus).items() if described.total]

OF_STAGE = tuple(name.removeprefix(f"{Stage.PRIMARY}_") for name in _TOTALS if name.startswith(f"{Stage.PRIMARY}_"))
"""Totals that the school table gives for each stage."""

SHARED = tuple(name for name in _TOTALS if not name.startswith(tuple(Stage)))
"""Totals that the stages of a campus share."""

OF_PUPILS = (*OF_STAGE, "largest_class")


def _sum(figures: Iterable[Any]) -> Any:
    known = list(figures)
    return None if None in known else sum(known)


def _difference(whole: float | None, part: float | None) -> Fraction | None:
    return None if whole is None or part is None else exact(whole) - exact(part)


def _added(one: float | None, other: float | None) -> Fraction | None:
    return None if one is None or other is None else exact(one) + exact(other)
