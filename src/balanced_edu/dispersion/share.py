"""The between-school share of the variance of pupils' scores (校际差异率), estimated from the scores."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from balanced_edu.arrays import figures, ids_of, not_numbers, positions, refuse

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def between_school_share(
    scores: ArrayLike, schools: ArrayLike, *, estimator: Literal["anova", "sums of squares"] = "anova"
) -> float:
    """Estimate the share of the variance of pupils' scores that lies between schools.

    Official name: 校际差异率. The published figure of the national monitoring is an input of Q9; no official
    formula is at hand, so what this returns is an estimate by the usual reading.

    Parameters
    ----------
    scores
        A score for each pupil, shape (n,), any scale. NaN is unknown.
    schools
        The school of each pupil, shape (n,), integers or strings; none is unknown.
    estimator
        ``"anova"``: one-way analysis of variance with unequal school sizes,
        σ_b² / (σ_b² + σ_w²) with σ_b² = (MSB − MSW) / n₀, and 0 where that is negative.
        ``"sums of squares"``: SSB / (SSB + SSW); simpler, and too large where schools are small.

    Returns
    -------
    float
        Dimensionless, 0 to 1. NaN where a score is unknown, all scores are equal, there are no scores, or
        (for ``"anova"``) there are fewer than two schools or no school has two pupils.

    Raises
    ------
    ValueError
        If shapes do not fit, a score is no number or infinite, a school is unknown, schools are partly integers and
        partly strings, or the estimator has no such name.

    Examples
    --------
    >>> scores, schools = [70, 80, 90, 80, 90, 100], ["a", "a", "a", "b", "b", "b"]
    >>> between_school_share(scores, schools, estimator="sums of squares")
    0.2727272727272727
    >>> round(between_school_share(scores, schools), 4)
    0.1429

    Source: 教督〔2017〕6号, 教育质量 9, names the figure; the estimators are the library's choice.
    """
    (y, no_scores), (named, wrong_ids) = figures(scores), ids_of(schools)
    if y.ndim != 1 or named.shape != y.shape:
        raise ValueError(f"scores and schools have the same shape (n,); given {y.shape} and {named.shape}")
    wrong = {"scores are not finite": np.isinf(y), **{f"a school is {what}": bad for what, bad in wrong_ids.items()}}
    refuse(not_numbers("scores", no_scores) + positions(wrong))
    if estimator not in ("anova", "sums of squares"):
        raise ValueError(f'estimator is "anova" or "sums of squares", not {estimator!r}')
    if y.size == 0:
        return float("nan")
    ids, school = np.unique(named, return_inverse=True)
    sizes = np.bincount(school)
    y = y - y[0]
    means = np.bincount(school, weights=y) / sizes
    between = float(np.sum(sizes * (means - y.mean()) ** 2))
    within = float(np.sum((y - means[school]) ** 2))
    if estimator == "sums of squares":
        return between / (between + within) if between + within != 0 else float("nan")
    if ids.size < 2 or ids.size == y.size:
        return float("nan")
    mean_within = within / (y.size - ids.size)
    n0 = (y.size - float(np.sum(sizes.astype(np.float64) ** 2)) / y.size) / (ids.size - 1)
    # A negative estimate means no more spread than chance between schools; NaN must stay NaN.
    variance_between = np.maximum(0.0, (between / (ids.size - 1) - mean_within) / n0)
    whole = variance_between + mean_within
    return float(variance_between / whole) if whole != 0 else float("nan")
