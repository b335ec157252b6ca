"""What a formula shows when its kernel is called: its text, and the constant by which it is proportional."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    from balanced_edu.indicators.declare import Measure


def written(kernel: Callable[..., Any], inputs: Iterable[str], *, judged: bool = False) -> str:
    """The text of a formula of plain arithmetic, or of a plain judgement, in the names of its inputs.

    Parameters
    ----------
    kernel
        The formula; parameters that are not inputs keep their defaults.
    inputs
        Names of its inputs.
    judged
        Whether the inputs are judgements.

    Raises
    ------
    TypeError
        If the formula does anything but add, subtract, multiply and divide, or, of judgements, deny.

    Examples
    --------
    >>> written(lambda *, trained, teachers: 100 * trained / teachers, ["trained", "teachers"])
    '100 × trained / teachers'
    """
    symbol = _Judgement if judged else _Term
    try:
        formula = kernel(**{name: symbol(name) for name in inputs})
    except TypeError:
        formula = None
    if not isinstance(formula, symbol):
        raise TypeError(f"{kernel.__name__} is not plain arithmetic; give the text of its formula as formula=")
    return formula.text


_SUM, _PRODUCT, _NAME = 1, 2, 3
"""How tightly the parts of a text hang together."""


@attrs.frozen(slots=True, eq=False)
class _Term:
    """A part of a formula that writes itself as it is computed."""

    text: str
    binding: int = _NAME

    def __add__(self, other: object) -> _Term:
        return _joined(self, "+", other)

    def __radd__(self, other: object) -> _Term:
        return _joined(other, "+", self)

    def __sub__(self, other: object) -> _Term:
        return _joined(self, "−", other)

    def __rsub__(self, other: object) -> _Term:
        return _joined(other, "−", self)

    def __mul__(self, other: object) -> _Term:
        return _joined(self, "×", other)

    def __rmul__(self, other: object) -> _Term:
        return _joined(other, "×", self)

    def __truediv__(self, other: object) -> _Term:
        return _joined(self, "/", other)

    def __rtruediv__(self, other: object) -> _Term:
        return _joined(other, "/", self)


def _joined(left: object, sign: str, right: object) -> _Term:
    binding = _SUM if sign in "+−" else _PRODUCT
    # a − (b + c) and a / (b × c) need their brackets, a + (b − c) and a × (b / c) do not.
    of_right = binding + 1 if sign in "−/" else binding
    return _Term(f"{_bracketed(left, binding)} {sign} {_bracketed(right, of_right)}", binding)


def _bracketed(part: object, binding: int) -> str:
    term = part if isinstance(part, _Term) else _Term(str(part))
    return term.text if term.binding >= binding else f"({term.text})"


@attrs.frozen(slots=True, eq=False)
class _Judgement:
    """A judgement that writes itself."""

    text: str

    def __neg__(self) -> _Judgement:
        return _Judgement(f"not {self.text}")


# Nothing, broken, and as small and as large as a rate gets: a formula that rounds, caps or adds anything is not
# proportional at some of them.
_POINTS = tuple(
    (Fraction(total), Fraction(pupils))
    for total, pupils in ((0, 3), ("2.718", 11), (1, 1_000_000_007), (1_000_000_007, 1))
)


def scale_of(measure: Measure, total: str, divisor: str = "pupils") -> Fraction | None:
    """The constant c of a measure that is c × total / divisor, such as 100 for teachers per hundred pupils.

    Coefficients between schools, and the tables of a nation, divide totals by pupils before they know a formula, so
    that only such a measure can be used there.

    Parameters
    ----------
    measure
        A measure of any item.
    total
        Name of the input that is divided.
    divisor
        Name of the input that it is divided by.

    Returns
    -------
    Fraction or None
        None if the measure is not proportional in this way, or its constant is not above 0.

    Examples
    --------
    >>> from balanced_edu.indicators.declare import every_measure
    >>> scale_of(every_measure()["multimedia_rooms_per_hundred"], "multimedia_rooms")
    Fraction(100, 1)
    >>> scale_of(every_measure()["music_room_surplus"], "music_room_areas")
    """
    return _scale(measure.kernel, total, divisor) if measure.inputs.keys() == {total, divisor} else None


@lru_cache(maxsize=256)
def _scale(kernel: Callable[..., Any], total: str, divisor: str) -> Fraction | None:
    """The constant of a formula; a formula is the same for every section that asks."""

    def value(of_total: Fraction, divided_by: Fraction) -> Any:
        return kernel(**{total: of_total, divisor: divided_by})

    try:
        scale = value(Fraction(1), Fraction(1))
        proportional = all(value(*point) == scale * point[0] / point[1] for point in _POINTS)
    except (ArithmeticError, TypeError, ValueError):
        return None
    return scale if isinstance(scale, Fraction) and scale > 0 and proportional else None
