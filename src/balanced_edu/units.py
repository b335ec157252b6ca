"""Units of the field: one pint registry, and the one place where quantities become plain numbers and back.

Inside the library numbers are plain; a unit is checked once, where a quantity comes in. pint is imported when the
first quantity is met or asked for, not with the library.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pint import UnitRegistry
    from pint.facets.plain import PlainQuantity

    Quantity: TypeAlias = PlainQuantity[float | NDArray[np.float64]]
    Measured: TypeAlias = float | NDArray[np.float64] | Quantity
    Registry: TypeAlias = UnitRegistry[float | NDArray[np.float64]]

__all__ = ["is_quantity", "magnitude", "quantity", "registry"]

# Counts of different things have dimensions of their own, so that teachers cannot stand where pupils belong.
# 人 counts persons without saying which, so it fits either; see `_persons_as`.
_DEFINITIONS = """\
person = [person] = _ = 人 = 名 = persons
pupil = [pupil] = _ = 学生 = 名学生 = pupils
teacher = [teacher] = _ = 教师 = teachers
room = [room] = _ = 间 = rooms
class = [class] = _ = 班 = 班级 = 个班级 = classes
computer = [computer] = _ = 台 = computers
book = [book] = _ = 册 = books
event = [event] = _ = 次 = events
yuan = [currency] = _ = 元 = CNY
wan_yuan = 10000 * yuan = _ = 万元
hundred_pupils = 100 * pupil = _ = 百名学生
square_metre = meter ** 2 = _ = 平方米
@alias hour = 小时 = 学时
@alias year = 年
"""


@lru_cache(maxsize=1)
def registry() -> Registry:
    """The library's unit registry: pint's own units and pupil, teacher, room, class, yuan (计量单位).

    Chinese names are accepted: 人, 学生, 教师, 间, 班, 元, 万元, 平方米, 学时, 百名学生.

    Returns
    -------
    pint.UnitRegistry
        The same registry at every call.

    Examples
    --------
    >>> print(registry().Quantity(3, "万元").to("元"))
    30000 yuan
    >>> registry().Quantity(23, "间 / 百名学生").to("room / pupil").magnitude
    0.23
    """
    import pint

    units: Registry = pint.UnitRegistry()
    for line in _DEFINITIONS.splitlines():
        units.define(line)
    return units


def is_quantity(value: object) -> bool:
    """Whether `value` carries a unit (a pint quantity of any registry)."""
    return hasattr(value, "dimensionality") and hasattr(value, "magnitude")


def quantity(magnitude: object, unit: str) -> Quantity:
    """Put a unit to a number or an array; an array is shared, not copied.

    Examples
    --------
    >>> print(quantity(4.2, "teacher / hundred_pupils"))
    4.2 teacher / hundred_pupils
    """
    made: Any = registry().Quantity(magnitude, unit)
    return made  # type: ignore[no-any-return]


def magnitude(value: object, unit: str, *, argument: str) -> Any:
    """Take a quantity's number in `unit`; what carries no unit is taken to be in `unit` already.

    An array is not copied where the unit fits.

    Parameters
    ----------
    value
        A pint quantity of any registry, a number or an array.
    unit
        The documented unit of the argument.
    argument
        The argument's name, for the message.

    Raises
    ------
    pint.DimensionalityError
        If the quantity measures something else. The message names the argument.

    Examples
    --------
    >>> magnitude(quantity(3, "万元"), "yuan", argument="equipment_value")
    30000
    >>> magnitude(12.5, "yuan", argument="equipment_value")
    12.5
    """
    if not is_quantity(value):
        return value
    own = _of_our_registry(value)
    wanted = registry().Unit(unit)
    if own.units == wanted:
        return own.magnitude
    own = _persons_as(own, wanted)
    if own.dimensionality != wanted.dimensionality:
        import pint

        raise pint.DimensionalityError(
            own.units,
            wanted,
            str(own.dimensionality),
            str(wanted.dimensionality),
            extra_msg=f": the argument {argument!r} is read in {unit!r}",
        )
    # 平方米 and m² are two names of one unit: nothing to convert.
    same = registry().Quantity(1, own.units).to(wanted).magnitude == 1
    return own.magnitude if same else own.to(wanted).magnitude


def limit_in_unit_of(value: object, limit: Fraction, unit: str) -> Fraction:
    """Express a limit in the unit of a quantity, exactly.

    A quantity is compared by bringing the limit to its unit and never the other way round: converting 19/20 to
    percent in binary gives a number above 95, converting the limit 95 % to a share gives 0.95.

    Raises
    ------
    pint.DimensionalityError
        If the quantity measures something else than the limit.

    Examples
    --------
    >>> limit_in_unit_of(quantity(0.95, ""), Fraction(95), "percent")
    Fraction(19, 20)
    """
    own = _of_our_registry(value)
    here = registry().Unit(unit)
    own = _persons_as(own, here)
    if own.units == here:
        return limit
    factor = registry().Quantity(1, here).to(own.units).magnitude
    # Factors between units are short decimals or their inverses; the shorter reading is the exact one.
    direct, inverse = Fraction(repr(float(factor))), 1 / Fraction(repr(float(1 / factor)))
    return limit * min(direct, inverse, key=lambda f: f.numerator * f.denominator)


def label(unit: str) -> str:
    """A unit as a person reads it.

    Examples
    --------
    >>> label("teacher / hundred_pupils")
    'teachers per 100 pupils'
    """
    return _LABELS.get(unit, unit)


_LABELS = {
    "teacher / hundred_pupils": "teachers per 100 pupils",
    "room / hundred_pupils": "rooms per 100 pupils",
    "m² / pupil": "m² a pupil",
    "yuan / pupil": "yuan a pupil",
    "pupil": "pupils",
    "room": "rooms",
    "percent": "%",
    "dimensionless": "",
}


def _of_our_registry(value: Any) -> Any:
    if value._REGISTRY is registry():
        return value
    return registry().Quantity(value.magnitude, str(value.units))


def _persons_as(value: Any, wanted: Any) -> Any:
    """Read 人 as the pupils or teachers that are asked for."""
    if "[person]" not in value.dimensionality:
        return value
    for kind in ("pupil", "teacher"):
        read = registry().Quantity(value.magnitude, str(value.units).replace("person", kind))
        if read.dimensionality == wanted.dimensionality:
            return read
    return value
