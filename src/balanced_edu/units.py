"""Units of the field: one pint registry, and what a quantity's unit is worth in another.

Inside the library numbers are plain; a unit is checked once, where a quantity comes in (`balanced_edu.arrays`). pint is
imported when the first unit is needed, not with the library.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pint import DimensionalityError, UnitRegistry
    from pint.facets.plain import PlainQuantity

    Quantity: TypeAlias = PlainQuantity[float | NDArray[np.float64]]
    Measured: TypeAlias = float | NDArray[np.float64] | Quantity
    Registry: TypeAlias = UnitRegistry[float | NDArray[np.float64]]

__all__ = ["is_quantity", "quantity", "registry"]

Unit: TypeAlias = "tuple[tuple[str, Any], ...]"
"""A unit as pint keeps it: names with their exponents, whichever registry they come from; () if dimensionless."""

# Counts of different things have dimensions of their own, so that teachers cannot stand where pupils belong.
# 人 counts persons without saying which, so it fits either.
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
mu = 2000 / 3 * meter ** 2 = _ = 亩
@alias hectare = 公顷
@alias hour = 小时 = 学时
@alias year = 年
"""
_PERSONS = ("pupil", "teacher")
# The names of most units, which are known without pint.
_NAMES = frozenset(
    (
        "",
        "m²",
        "percent",
        "permille",
        "dimensionless",
        "year",
        "hour",
        *re.findall(r"^(\w+) =", _DEFINITIONS, re.MULTILINE),
    )
)
_BARE = {int, float, Fraction, str, bool, type(None)}
_LOCK = threading.Lock()


def registry() -> Registry:
    """The library's unit registry: pint's units and pupil, teacher, room, class, yuan (计量单位).

    Chinese names are accepted: 人, 学生, 教师, 间, 班, 元, 万元, 平方米, 亩, 公顷, 学时, 百名学生.

    Returns
    -------
    pint.UnitRegistry
        The same registry at every call, in every thread.

    Examples
    --------
    >>> print(registry().Quantity(3, "万元").to("元"))
    30000 yuan
    >>> registry().Quantity(23, "间 / 百名学生").to("room / pupil").magnitude
    0.23
    """
    with _LOCK:
        return _registry()


@lru_cache(maxsize=1)
def _registry() -> Registry:
    import pint

    units: Registry = pint.UnitRegistry()
    for line in _DEFINITIONS.splitlines():
        units.define(line)
    # pint restores a pickled quantity in a registry that does not know these units.
    units.Quantity.__reduce__ = _reduced  # type: ignore[assignment, method-assign]
    return units


def _reduced(value: Any) -> tuple[Any, ...]:
    return _restored, (value.magnitude, tuple(value.unit_items()))


def _restored(magnitude: Any, unit: Unit) -> Any:
    return registry().Quantity(magnitude, _unit(unit))


def is_known(unit: str) -> bool:
    """Whether there is a unit of this name.

    Examples
    --------
    >>> is_known("teacher / hundred_pupils"), is_known("元"), is_known("smoots")
    (True, True, False)
    """
    if _NAMES.issuperset(re.split(r" [/*] ", unit)):
        return True
    try:
        _unit(unit)
    except Exception:  # pint raises many kinds of error for what is not a unit
        return False
    return True


def is_quantity(value: object) -> bool:
    """Whether `value` is a pint quantity, of any registry."""
    kind = type(value)
    return hasattr(kind, "dimensionality") and hasattr(kind, "magnitude")


def quantity(magnitude: object, unit: str) -> Quantity:
    """Attach a unit to a number or an array; an array is shared, not copied.

    Examples
    --------
    >>> print(quantity(4.2, "teacher / hundred_pupils"))
    4.2 teacher / hundred_pupils
    """
    made: Any = registry().Quantity(magnitude, unit)
    return made  # type: ignore[no-any-return]


def without_unit(value: Any) -> tuple[Any, Unit | None]:
    """A value's numbers, and its unit if it has one.

    A unit is that of a pint quantity of any registry, or of an array of xarray: around a quantity, or with the unit's
    name in its attributes.

    Examples
    --------
    >>> without_unit(quantity(3, "万元")), without_unit(12.5)
    ((3, (('wan_yuan', 1),)), (12.5, None))
    """
    if type(value) in _BARE:
        return value, None
    if is_quantity(value):
        return value.magnitude, tuple(value.unit_items())
    attributes = getattr(value, "attrs", None) if hasattr(type(value), "attrs") else None
    if not isinstance(attributes, Mapping):
        return value, None
    if hasattr(type(value), "data") and is_quantity(value.data):
        return without_unit(value.data)
    named = attributes.get("units")
    return (value, None) if named is None else (np.asarray(value), ((str(named), 1),))


class UnitError(ValueError):
    """A unit that cannot be read in another.

    Attributes
    ----------
    given, wanted
        The unit that a figure has, and the one in which it is read.
    has_offset
        Whether both measure the same, but not from the same zero.
    """

    def __init__(self, given: Unit, wanted: Unit | str, has_offset: bool = False) -> None:
        self.given: Unit = given
        self.wanted: Unit | str = wanted
        self.has_offset: bool = has_offset
        super().__init__(given, wanted, has_offset)


@lru_cache(maxsize=1024)
def factor(given: Unit, wanted: Unit | str) -> Fraction:
    """How many of the wanted unit one of the given unit is, exactly.

    Raises
    ------
    UnitError
        If they measure different things, or count from different zeros as °C and K do.

    Examples
    --------
    >>> factor((("hectare", 1),), "m²"), factor((("mu", 1),), "m²")
    (Fraction(10000, 1), Fraction(2000, 3))
    """
    target = _unit(wanted)
    for reading in _readings(given):
        try:
            unit = _unit(reading)
            fits = unit.dimensionality == target.dimensionality
        except Exception:  # pint raises many kinds of error for what is not a unit
            continue
        if fits:
            return _ratio(unit, target, given, wanted)
    raise UnitError(given, wanted)


def _readings(given: Unit) -> Iterator[Unit]:
    """A unit as it is, and with 人 read as pupils or as teachers."""
    yield given
    if any(name == "person" for name, _ in given):
        for kind in _PERSONS:
            yield tuple((kind if name == "person" else name, exponent) for name, exponent in given)


def _ratio(unit: Any, target: Any, given: Unit, wanted: Unit | str) -> Fraction:
    if unit == target:
        return Fraction(1)
    if registry().Quantity(0, unit).to(target).magnitude != 0:
        raise UnitError(given, wanted, True)
    # Factors between units are short decimals or their inverses; the shorter reading is the exact one.
    direct = Fraction(repr(float(registry().Quantity(1, unit).to(target).magnitude)))
    inverse = 1 / Fraction(repr(float(registry().Quantity(1, target).to(unit).magnitude)))
    return min(direct, inverse, key=lambda ratio: ratio.numerator * ratio.denominator)


def _unit(unit: Unit | str) -> Any:
    if isinstance(unit, str):
        return registry().Unit(unit)
    product = registry().Unit("")
    for name, exponent in unit:
        product *= registry().Unit(name) ** exponent
    return product


def name_of(unit: Unit | str) -> str:
    """A unit as pint writes it.

    Examples
    --------
    >>> name_of((("yuan", 1), ("pupil", -1)))
    'yuan / pupil'
    """
    return (unit or "dimensionless") if isinstance(unit, str) else str(registry().UnitsContainer(dict(unit)))


def dimensionality_error(error: UnitError, explanation: str) -> DimensionalityError:
    """Make pint's error for a unit that measures something else; it consists of texts, so that it can be pickled."""
    import pint

    dimensions = (_dimension(error.given), _dimension(error.wanted))
    return pint.DimensionalityError(name_of(error.given), name_of(error.wanted), *dimensions, f"\n{explanation}")


def _dimension(unit: Unit | str) -> str:
    try:
        return str(_unit(unit).dimensionality)
    except Exception:  # as above
        return "not a known unit"
