"""An independent reference in rational arithmetic. It uses nothing of the library but the words for stages."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import isqrt


def mean(totals: Sequence[Fraction], pupils: Sequence[Fraction]) -> Fraction:
    return sum(totals, Fraction(0)) / sum(pupils, Fraction(0))


def variance(totals: Sequence[Fraction], pupils: Sequence[Fraction]) -> Fraction:
    """S² by the definition: the squared deviations of Xᵢ = xᵢ / Pᵢ, weighted by pupils."""
    centre, everybody = mean(totals, pupils), sum(pupils, Fraction(0))
    return sum((p / everybody * (x / p - centre) ** 2 for x, p in zip(totals, pupils, strict=True)), Fraction(0))


def coefficient(totals: Sequence[Fraction], pupils: Sequence[Fraction], digits: int = 40) -> Fraction:
    """CV = S / X̄ to `digits` decimals."""
    squared = variance(totals, pupils) / mean(totals, pupils) ** 2
    scale = 10**digits
    return Fraction(isqrt(squared.numerator * scale**2 // squared.denominator), scale)


def holds(totals: Sequence[Fraction], pupils: Sequence[Fraction], limit: str) -> bool:
    return variance(totals, pupils) <= (Fraction(limit) * mean(totals, pupils)) ** 2


def section(values: Sequence[Fraction], limits: Sequence[str]) -> bool:
    """At least six of the seven at the limit, none under 85 % of it."""
    met = sum(v >= Fraction(t) for v, t in zip(values, limits, strict=True))
    return met >= 6 and all(v >= Fraction(t) * Fraction(85, 100) for v, t in zip(values, limits, strict=True))


PRIMARY = ("4.2", "1", "0.9", "4.5", "7.5", "2000", "2.3")
JUNIOR = ("5.3", "1", "0.9", "5.8", "10.2", "2500", "2.4")
