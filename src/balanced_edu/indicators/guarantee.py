"""Government guarantee (政府保障程度): fifteen indicators, all of them required.

Some measure one thing, some two, and some are judged by people. The arguments are named after the fields of the tables.
"""
# The operators of pint's quantities are typed for more than is passed here.
# pyright: reportOperatorIssue=false

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from balanced_edu.indicators.declare import judgement, measure
from balanced_edu.indicators.quantities import Area, Classes, Measured, Money, Percent, Pupils, Teachers
from balanced_edu.outcomes import at_least

if TYPE_CHECKING:
    from balanced_edu.indicators.declare import Judged


@judgement("G1")
def layout_is_compliant(*, layout_compliant: Judged) -> Judged:
    """Whether planning and layout of the schools are sound and meet the national rules.

    Official name: 县域内义务教育学校规划布局合理，符合国家规定要求.

    Examples
    --------
    >>> layout_is_compliant(layout_compliant=True)
    <Outcome.PASS: 1>
    """
    return layout_compliant


@judgement("G2", formula="all of the four")
def standards_are_unified(
    *,
    unified_construction_standard: Judged,
    unified_staffing_standard: Judged,
    unified_funding_standard: Judged,
    unified_equipment_standard: Judged,
) -> Judged:
    """Whether town and country have one standard for buildings, staff, public funds per pupil and basic equipment.

    Official name: 县域内城乡义务教育学校建设标准统一、教师编制标准统一、生均公用经费基准定额统一、基本装备配置标准统一.

    Examples
    --------
    >>> standards_are_unified(
    ...     unified_construction_standard=True,
    ...     unified_staffing_standard=True,
    ...     unified_funding_standard=None,
    ...     unified_equipment_standard=True,
    ... )
    <Outcome.UNKNOWN: 0>
    """
    parts: Any = (
        unified_construction_standard,
        unified_staffing_standard,
        unified_funding_standard,
        unified_equipment_standard,
    )
    joined: Judged = at_least(4, parts)
    return joined


_ROUNDING = ("up", "down")


@measure(
    "G3",
    unit="room",
    formula="rooms of smallest_music_room or more − classes / classes_per_room rounded up",
    choices={"rounding": _ROUNDING},
)
def music_room_surplus(
    *,
    music_room_areas: Area,
    classes: Classes,
    smallest_music_room: Area,
    classes_per_room: Classes,
    rounding: str = "up",
) -> Measured:
    """Music rooms of sufficient size beyond those that the classes need.

    Official name: 每12个班级配备音乐专用教室1间以上，每间面积不小于96平方米. The last axis of the areas is
    rooms, filled up with 0; classes are those of all compulsory stages on the campus. `rounding` says whether a part of
    12 classes needs a room (``"up"``, the usual reading) or not (``"down"``).

    Examples
    --------
    >>> print(music_room_surplus(music_room_areas=[96, 90], classes=24, smallest_music_room=96, classes_per_room=12))
    -1.0 room
    """
    return _surplus(music_room_areas, classes, smallest_music_room, classes_per_room, rounding)


@measure(
    "G3",
    unit="room",
    formula="rooms of smallest_art_room or more − classes / classes_per_room rounded up",
    choices={"rounding": _ROUNDING},
)
def art_room_surplus(
    *,
    art_room_areas: Area,
    classes: Classes,
    smallest_art_room: Area,
    classes_per_room: Classes,
    rounding: str = "up",
) -> Measured:
    """Art rooms of sufficient size beyond those that the classes need.

    Official name: 每12个班级配备美术专用教室1间以上，每间面积不小于90平方米. The last axis of the areas is
    rooms, filled up with 0; classes are those of all compulsory stages on the campus. `rounding` says whether a part of
    12 classes needs a room (``"up"``, the usual reading) or not (``"down"``).

    Examples
    --------
    >>> print(art_room_surplus(art_room_areas=[90, 90], classes=24, smallest_art_room=90, classes_per_room=12))
    0.0 room
    """
    return _surplus(art_room_areas, classes, smallest_art_room, classes_per_room, rounding)


def _surplus(areas: Any, classes: Any, smallest: Any, classes_per_room: Any, rounding: str) -> Measured:
    needed = -(-classes // classes_per_room) if rounding == "up" else classes // classes_per_room
    if isinstance(areas, tuple):
        of_one_campus: Measured = sum(area >= smallest for area in areas) - needed
        return of_one_campus
    areas = np.atleast_1d(np.asarray(areas))
    adequate = np.add.reduce(areas >= np.asarray(smallest)[..., np.newaxis], axis=-1, dtype=np.int64)
    if areas.dtype.kind == "f":  # with a room of unknown size the number of adequate rooms is unknown
        adequate = np.where(np.isnan(areas).any(axis=-1), np.nan, adequate)
    surplus: Measured = (adequate if adequate.ndim else adequate.item()) - needed
    return surplus


@measure("G4", unit="pupil")
def pupils_on_campus(*, pupils: Pupils) -> Measured:
    """Pupils of the compulsory stages on a campus.

    Official name: 所有小学、初中规模不超过2000人，九年一贯制学校、十二年一贯制学校义务教育阶段规模不超过2500人.

    Examples
    --------
    >>> print(pupils_on_campus(pupils=2000))
    2000.0 pupil
    """
    return pupils


@measure("G5", unit="pupil")
def pupils_in_largest_class(*, largest_class: Pupils) -> Measured:
    """Pupils of the largest class of a section; every class counts, not their average.

    Official name: 小学、初中所有班级学生数分别不超过45人、50人.

    Examples
    --------
    >>> print(pupils_in_largest_class(largest_class=45))
    45.0 pupil
    """
    return largest_class


@measure("G6", unit="pupil")
def pupils_funded(*, funded_pupils: Pupils) -> Measured:
    """Pupils for whom a school with fewer than 100 pupils is granted public funds.

    Official name: 不足100人的规模较小学校（包括乡镇中心校附设的村小）按不低于100人核定公用经费.

    Examples
    --------
    >>> print(pupils_funded(funded_pupils=100))
    100.0 pupil
    """
    return funded_pupils


@measure("G7", unit="yuan / pupil")
def special_education_funds_per_pupil(
    *, special_education_public_funds: Money, special_education_pupils: Pupils
) -> Measured:
    """Yearly public funds per pupil of special education schools.

    Official name: 特殊教育学校生均公用经费.

    Examples
    --------
    >>> print(special_education_funds_per_pupil(special_education_public_funds=720000, special_education_pupils=120))
    6000.0 yuan / pupil
    """
    return special_education_public_funds / special_education_pupils


@measure("G7b", unit="yuan / pupil")
def mainstreamed_funds_per_pupil(
    *, special_education_mainstreamed_funds: Money, special_education_mainstreamed_pupils: Pupils
) -> Measured:
    """Yearly public funds per disabled pupil in ordinary schools.

    Official name: 随班就读残疾学生生均公用经费. An aim beside the item: the method limits those of special schools.

    Examples
    --------
    >>> print(mainstreamed_funds_per_pupil(
    ...     special_education_mainstreamed_funds=210000, special_education_mainstreamed_pupils=30
    ... ))
    7000.0 yuan / pupil

    Source: subsidy for special education (财政部), since 2025.
    """
    return special_education_mainstreamed_funds / special_education_mainstreamed_pupils


@measure("G8", unit="percent")
def salary_ratio(*, teacher_average_salary: Money, civil_servant_average_salary: Money) -> Measured:
    """Average salary of teachers relative to that of local civil servants.

    Official name: 义务教育学校教师平均工资收入水平不低于当地公务员平均工资收入水平. Both are averages of the year
    before, and teachers of private schools are left out.

    Examples
    --------
    >>> print(salary_ratio(teacher_average_salary=118000, civil_servant_average_salary=118000))
    100.0 percent
    """
    return 100 * teacher_average_salary / civil_servant_average_salary


@judgement("G8")
def performance_pay_is_granted(*, performance_pay_granted: Judged) -> Judged:
    """Whether the sum of teachers' performance pay is granted in full.

    Official name: 按规定足额核定教师绩效工资总量.

    Examples
    --------
    >>> performance_pay_is_granted(performance_pay_granted=False)
    <Outcome.FAIL: -1>
    """
    return performance_pay_granted


@measure("G9", unit="percent")
def trained_share(*, trained_teachers: Teachers, full_time_teachers: Teachers) -> Measured:
    """Share of full-time teachers who completed 360 hours of training in five years.

    Official name: 教师满5年360学时培训完成率.

    Examples
    --------
    >>> print(trained_share(trained_teachers=1500, full_time_teachers=1500))
    100.0 percent
    """
    return 100 * trained_teachers / full_time_teachers


@judgement("G10")
def staffing_is_allocated(*, staffing_allocated_within_quota: Judged) -> Judged:
    """Whether posts are allocated among the schools within the approved total.

    Official name: 在核定的教职工编制总额和岗位总量内，统筹分配各校教职工编制和岗位数量.

    Examples
    --------
    >>> staffing_is_allocated(staffing_allocated_within_quota=True)
    <Outcome.PASS: 1>
    """
    return staffing_allocated_within_quota


@measure("G11", unit="percent")
def rotation_share(*, rotated_teachers: Teachers, rotation_eligible_teachers: Teachers) -> Measured:
    """Share of the eligible teachers who were rotated between schools in the year.

    Official name: 每年交流轮岗教师的比例.

    Examples
    --------
    >>> print(rotation_share(rotated_teachers=150, rotation_eligible_teachers=1500))
    10.0 percent
    """
    return 100 * rotated_teachers / rotation_eligible_teachers


@measure("G11", unit="percent")
def backbone_share_of_rotation(*, rotated_backbone_teachers: Teachers, rotated_teachers: Teachers) -> Measured:
    """Share of backbone teachers among those rotated in the year.

    Official name: 骨干教师不低于交流轮岗教师总数的20%.

    Examples
    --------
    >>> print(backbone_share_of_rotation(rotated_backbone_teachers=30, rotated_teachers=150))
    20.0 percent
    """
    return 100 * rotated_backbone_teachers / rotated_teachers


@measure("G12", unit="percent")
def certified_share(*, certified_teachers: Teachers, full_time_teachers: Teachers) -> Measured:
    """Share of full-time teachers who hold the teacher's certificate.

    Official name: 专任教师持有教师资格证上岗率.

    Examples
    --------
    >>> print(certified_share(certified_teachers=1499, full_time_teachers=1500).round(2))
    99.93 percent
    """
    return 100 * certified_teachers / full_time_teachers


@measure("G13", unit="percent")
def zoned_share(*, zoned_intake: Pupils, intake: Pupils) -> Measured:
    """Share of new pupils who live in the zone of the school that enrolled them.

    Official name: 就近划片入学比例. It counts public schools without boarding in city and town areas.

    Examples
    --------
    >>> print(zoned_share(zoned_intake=4750, intake=5000))
    95.0 percent
    """
    return 100 * zoned_intake / intake


@measure("G13", unit="percent")
def zone_resident_share(*, zone_resident_pupils: Pupils, pupils: Pupils) -> Measured:
    """Share of pupils who live in the zone of their school, another way to measure nearby enrolment.

    Official name: 家庭住址在划片范围内的在校学生人数 / 学生人数. It counts the same schools.

    Examples
    --------
    >>> print(zone_resident_share(zone_resident_pupils=950, pupils=1000))
    95.0 percent
    """
    return 100 * zone_resident_pupils / pupils


@measure("G13", unit="percent")
def zoned_share_as_given(*, zoned_percent: Percent) -> Measured:
    """Share of nearby enrolment that the county states, as the declaration form asks for it.

    Official name: 就近划片入学比例.

    Examples
    --------
    >>> print(zoned_share_as_given(zoned_percent=95))
    95.0 percent
    """
    return zoned_percent


@measure("G14", unit="percent")
def allocated_places_share(*, quality_senior_places_allocated: Pupils, quality_senior_places: Pupils) -> Measured:
    """Share of the places of good senior high schools that are allocated to junior schools.

    Official name: 优质高中招生名额分配比例.

    Examples
    --------
    >>> print(allocated_places_share(quality_senior_places_allocated=2400, quality_senior_places=4000))
    60.0 percent
    """
    return 100 * quality_senior_places_allocated / quality_senior_places


@judgement("G14")
def allocation_favours_rural_schools(*, allocation_favours_rural: Judged) -> Judged:
    """Whether the allocation of places favours rural junior schools.

    Official name: 向农村初中倾斜.

    Examples
    --------
    >>> allocation_favours_rural_schools(allocation_favours_rural=True)
    <Outcome.PASS: 1>
    """
    return allocation_favours_rural


@judgement("G15")
def left_behind_children_are_cared_for(*, left_behind_care_system: Judged) -> Judged:
    """Whether care for left-behind children is in place.

    Official name: 留守儿童关爱体系健全.

    Examples
    --------
    >>> left_behind_children_are_cared_for(left_behind_care_system=None)
    <Outcome.UNKNOWN: 0>
    """
    return left_behind_care_system


@measure("G15", unit="percent")
def migrant_children_share(
    *, migrant_children_in_public: Pupils, migrant_children_in_purchased_private: Pupils, migrant_children: Pupils
) -> Measured:
    """Share of the eligible migrant children in public schools or in private places that government purchased.

    Official name: 符合条件的随迁子女在公办学校和政府购买服务的民办学校就读的比例.

    Examples
    --------
    >>> print(migrant_children_share(
    ...     migrant_children_in_public=7000, migrant_children_in_purchased_private=650, migrant_children=9000
    ... ))
    85.0 percent
    """
    return 100 * (migrant_children_in_public + migrant_children_in_purchased_private) / migrant_children
