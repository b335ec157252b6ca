"""The variation coefficient in rational arithmetic, for verdicts where a coefficient lies at its limit."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import isqrt


def exact_squared_coefficient(totals: Sequence[Fraction], pupils: Sequence[Fraction]) -> Fraction:
    """CV² in rational arithmetic, for the verdict where the coefficient lies at its limit.

    CV² = ΣP · Σ(xᵢ² / Pᵢ) / (Σxᵢ)² − 1, over the schools that have pupils.

    Raises
    ------
    ZeroDivisionError
        If all totals are 0, or a school has no pupils.

    Examples
    --------
    >>> exact_squared_coefficient([Fraction(1), Fraction(3)], [Fraction(1), Fraction(1)])
    Fraction(1, 4)
    """
    squares = sum((x * x / p for x, p in zip(totals, pupils, strict=True)), start=Fraction(0))
    return sum(pupils, start=Fraction(0)) * squares / sum(totals, start=Fraction(0)) ** 2 - 1


def side_of_mean_root(squares: Sequence[Fraction], limit: Fraction) -> int:
    """On which side of a limit the mean of square roots lies: −1 under it, 0 at it, 1 over it.

    Roots that are fractions are added up as such. Others never add up to a fraction, so enough digits decide.

    Examples
    --------
    >>> side_of_mean_root([Fraction(1, 4), Fraction(9, 100)], Fraction("0.4"))
    0
    >>> side_of_mean_root([Fraction(2), Fraction(2)], Fraction("1.41421356237309504880168872420969808"))
    -1
    """
    rest, others = limit * len(squares), []
    for square in squares:
        root = Fraction(isqrt(square.numerator), isqrt(square.denominator))
        if root**2 == square:
            rest -= root
        else:
            others.append(square)
    if not others:
        return (rest < 0) - (rest > 0)
    scale = 10**30
    while True:
        least = sum(isqrt(square.numerator * scale**2 // square.denominator) for square in others)
        if least >= rest * scale:
            return 1
        if least + len(others) <= rest * scale:
            return -1
        scale **= 2
