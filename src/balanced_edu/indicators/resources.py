"""Resources (资源配置): seven indicators, for each section.

Each divides a total of the section by its pupils.
"""
# The operators of pint's quantities are typed for more than is passed here.
# pyright: reportOperatorIssue=false

from __future__ import annotations

from balanced_edu.indicators.declare import measure
from balanced_edu.indicators.quantities import Area, Measured, Money, Pupils, Rooms, Teachers


@measure("R1", unit="teacher / hundred_pupils")
def teachers_above_required_per_hundred(*, teachers_above_required: Teachers, pupils: Pupils) -> Measured:
    """Teachers above the required education per hundred pupils.

    Official name: 每百名学生拥有高于规定学历教师数. Above the required education are primary teachers with 大专 or
    higher and junior teachers with 大学本科 or higher, on posts or on contract; part-time and substitute teachers do
    not count.

    Examples
    --------
    >>> print(teachers_above_required_per_hundred(teachers_above_required=42, pupils=1000))
    4.2 teacher / hundred_pupils
    """
    return 100 * teachers_above_required / pupils


@measure("R2", unit="teacher / hundred_pupils")
def backbone_teachers_per_hundred(*, backbone_teachers: Teachers, pupils: Pupils) -> Measured:
    """Backbone teachers of county level or above per hundred pupils.

    Official name: 每百名学生拥有县级以上骨干教师数.

    Examples
    --------
    >>> print(backbone_teachers_per_hundred(backbone_teachers=12, pupils=1000))
    1.2 teacher / hundred_pupils
    """
    return 100 * backbone_teachers / pupils


@measure("R3", unit="teacher / hundred_pupils")
def sports_arts_teachers_per_hundred(*, sports_arts_teachers: Teachers, pupils: Pupils) -> Measured:
    """Full-time teachers of sports and arts (fine arts, music) per hundred pupils.

    Official name: 每百名学生拥有体育、艺术（美术、音乐）专任教师数. Teachers of 体育, 音乐, 美术 and 艺术 are counted.

    Examples
    --------
    >>> print(sports_arts_teachers_per_hundred(sports_arts_teachers=9, pupils=1000))
    0.9 teacher / hundred_pupils
    """
    return 100 * sports_arts_teachers / pupils


@measure("R4", unit="m² / pupil")
def teaching_area_per_pupil(*, teaching_area: Area, pupils: Pupils) -> Measured:
    """Area of teaching and auxiliary rooms per pupil.

    Official name: 生均教学及辅助用房面积. Indoor sports rooms are left out; R5 counts them.

    Examples
    --------
    >>> print(teaching_area_per_pupil(teaching_area=4500, pupils=1000))
    4.5 meter ** 2 / pupil
    """
    return teaching_area / pupils


@measure("R5", unit="m² / pupil")
def sports_area_per_pupil(*, sports_area: Area, pupils: Pupils) -> Measured:
    """Area of sports grounds and halls per pupil.

    Official name: 生均体育运动场馆面积.

    Examples
    --------
    >>> print(sports_area_per_pupil(sports_area=7500, pupils=1000))
    7.5 meter ** 2 / pupil
    """
    return sports_area / pupils


@measure("R6", unit="yuan / pupil")
def equipment_value_per_pupil(*, equipment_value: Money, pupils: Pupils) -> Measured:
    """Value of teaching instruments and equipment per pupil.

    Official name: 生均教学仪器设备值. The value is that in the books, in yuan.

    Examples
    --------
    >>> from balanced_edu import units
    >>> print(equipment_value_per_pupil(equipment_value=units.quantity(200, "万元"), pupils=1000))
    2000.0 yuan / pupil
    """
    return equipment_value / pupils


@measure("R7", unit="room / hundred_pupils")
def multimedia_rooms_per_hundred(*, multimedia_rooms: Rooms, pupils: Pupils) -> Measured:
    """Networked multimedia classrooms per hundred pupils.

    Official name: 每百名学生拥有网络多媒体教室数.

    Examples
    --------
    >>> print(multimedia_rooms_per_hundred(multimedia_rooms=23, pupils=1000))
    2.3 room / hundred_pupils
    """
    return 100 * multimedia_rooms / pupils
