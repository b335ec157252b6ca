"""Strategies of campuses and counties that lie exactly at a limit, or one unit beside it."""

from __future__ import annotations

from fractions import Fraction
from os import PathLike
from typing import Any

from hypothesis import strategies as st

from balanced_edu.records.campus import Campus
from balanced_edu.records.county import County
from balanced_edu.records.kinds import COMPULSORY, Kind, Stage
from balanced_edu.standards import NATIONAL, Standard, load
from balanced_edu.testing.figures import CODES, TEXTS
from balanced_edu.testing.strategies import campus_figures, total_at_limit

_KIND = {stage: next(kind for kind in Kind if kind.stages == (stage,)) for stage in COMPULSORY}


@st.composite
def campuses_at_limit(
    draw: st.DrawFn,
    id: str,
    *,
    beside: int = 0,
    stage: Stage | None = None,
    standard: str | PathLike[str] | Standard = NATIONAL,
) -> Campus:
    """Campuses of one stage whose value of a resource indicator lies exactly at its limit, or one unit beside it.

    Parameters
    ----------
    id
        The resource indicator, ``R1`` to ``R7``.
    beside
        How many units of the total above the limit, negative below it: teachers, rooms, or 0.0001 m² or yuan.
    stage
        The stage; by default either of the two.
    standard
        The standard whose limit is meant.

    Raises
    ------
    KeyError
        If the standard has no such indicator, or no limit for it.
    """
    standard = load(standard)
    stage = stage or draw(st.sampled_from(COMPULSORY))
    name, unit, per_pupil = total_at_limit(id, stage, standard)
    # The total is a whole number of units exactly if the pupils are a multiple of this.
    step = (per_pupil / unit).denominator
    pupils = step * draw(st.integers(1, max(1, 3000 // step)))
    total = float(max(per_pupil * pupils + beside * unit, Fraction(0)))
    class_size = int(load(NATIONAL).limit("G5", stage).limit)
    figures: dict[str, Any] = {
        f"{stage}_pupils": pupils,
        f"{stage}_classes": -(-pupils // class_size),
        f"{stage}_largest_class": min(pupils, class_size),
        name: int(total) if unit == 1 else total,
    }
    return Campus(**draw(campus_figures(_KIND[stage], {"school_code": draw(CODES), **figures})))


@st.composite
def counties_at_limit(
    draw: st.DrawFn,
    id: str,
    *,
    beside: int = 0,
    stage: Stage | None = None,
    standard: str | PathLike[str] | Standard = NATIONAL,
) -> County:
    """Counties of two schools whose variation coefficient (校际差异系数) lies at its limit, or just beside it.

    Parameters
    ----------
    id
        The resource indicator, ``R1`` to ``R7``.
    beside
        How many units the school with the larger total has above the total that gives the limit, negative below.
    stage
        The stage; by default either of the two.
    standard
        The standard whose limit is meant.

    Raises
    ------
    KeyError
        If the standard has no such indicator, or no limit for it.

    Examples
    --------
    >>> from hypothesis import given
    >>> from balanced_edu import assess
    >>> @given(counties_at_limit("R7", stage=Stage.JUNIOR))
    ... def test_the_limit_itself_holds(county):
    ...     assert assess(county).variation[Stage.JUNIOR]["R7"].value == 0.45
    >>> test_the_limit_itself_holds()
    """
    standard = load(standard)
    stage = stage or draw(st.sampled_from(COMPULSORY))
    name, unit, _ = total_at_limit(id, stage, standard)
    limit = standard.variation_check(stage).limit
    # Two schools of equal size, one with (1 − CV) of the mean and one with (1 + CV).
    pupils, mean = draw(st.integers(50, 2000)), limit.denominator * draw(st.integers(1, 500))
    less, more = mean * (1 - limit), mean * (1 + limit) + beside * unit

    def school(code: str, total: Fraction) -> Campus:
        figures: dict[str, Any] = {
            f"{stage}_pupils": pupils,
            f"{stage}_classes": pupils,
            f"{stage}_largest_class": 1,
            name: int(total) if unit == 1 else float(total),
        }
        return Campus(**draw(campus_figures(_KIND[stage], {"school_code": code, **figures})))

    return County(name=draw(TEXTS), campuses=[school("A", less), school("B", more)])
