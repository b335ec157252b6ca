"""The between-school share of the variance of pupils' scores (校际差异率), estimated from the scores."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from balanced_edu.arguments import Arguments

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def between_school_share(
    scores: ArrayLike, schools: ArrayLike, *, estimator: Literal["anova", "sums of squares"] = "anova"
) -> float:
    """Estimate the share of the variance of pupils' scores that lies between schools.

    Official name: 校际差异率. The figure that the national monitoring publishes is an input of Q9. Its formula is not
    published; this is an estimate by the usual definition.

    Parameters
    ----------
    scores
        Score of each pupil, shape (n,), on any scale. NaN is unknown.
    schools
        School of each pupil, shape (n,), integers or strings; none may be unknown.
    estimator
        ``"anova"``: one-way analysis of variance with unequal school sizes,
        σ_b² / (σ_b² + σ_w²) with σ_b² = (MSB − MSW) / n₀, and 0 if that is negative.
        ``"sums of squares"``: SSB / (SSB + SSW); simpler, and too large if schools are small.

    Returns
    -------
    float
        Dimensionless, 0 to 1. NaN if a score is unknown, if all scores are equal, if there are no scores, or, for
        ``"anova"``, if there are fewer than two schools or no school has two pupils.

    Raises
    ------
    ValueError
        If shapes do not fit, if a score is not a number or infinite, if schools are unknown or partly integers and
        partly strings, or if there is no such estimator.

    Examples
    --------
    >>> scores, schools = [70, 80, 90, 80, 90, 100], ["a", "a", "a", "b", "b", "b"]
    >>> between_school_share(scores, schools, estimator="sums of squares")
    0.2727272727272727
    >>> round(between_school_share(scores, schools), 4)
    0.1429

    Source: 教督〔2017〕6号, 教育质量 9, names the figure; the estimators are a choice of this library.
    """
    arguments = Arguments("between_school_share")
    y, id_of_each = arguments.figures("scores", scores, least=-np.inf), arguments.ids("schools", schools)
    arguments.word("estimator", estimator, ("anova", "sums of squares"))
    arguments.refuse()
    if y.ndim != 1 or id_of_each.shape != y.shape:
        arguments.wrong(
            "scores",
            f"scores and schools must have the same shape (n,); given scores {y.shape}, schools {id_of_each.shape}",
        )
    arguments.refuse()
    if y.size == 0:
        return float("nan")
    ids, school = np.unique(id_of_each, return_inverse=True)
    arguments.not_alike("schools", ids)
    arguments.refuse()
    sizes = np.bincount(school)
    # The share is the same at every scale; near 1 no square is lost.
    y = np.ldexp(y, -np.frexp(np.max(np.abs(y)))[1])
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
