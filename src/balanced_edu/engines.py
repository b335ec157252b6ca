"""The nation where it is kept: coefficients and the verdict on resources as expressions of a query engine.

Through narwhals (extra ``frames``) they run on polars, DuckDB and Dask, and lazily where the engine is lazy: nothing is
read before the result is asked for, and the engine may work on several cores or machines. The frame has a row a
section with the columns ``county``, ``stage``, ``pupils`` and those of `balanced_edu.nation.TOTALS`; null and NaN are
unknown. It is not checked for figures that cannot be true: `balanced_edu.nation.SectionTable` does that. Rows without a
county belong to none and are left out.
"""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING, Any, TypeVar

from balanced_edu.campuses import COMPULSORY
from balanced_edu.checks import Relation
from balanced_edu.frames import narwhals
from balanced_edu.nation import TOTALS, Resource, SectionRule, rules_for
from balanced_edu.outcomes import Outcome
from balanced_edu.standards import load

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from balanced_edu.campuses import Stage
    from balanced_edu.standards import Standard

_GROUP = ("county", "stage")

Frame = TypeVar("Frame")
"""A frame, a lazy frame or a relation of an engine."""


def coefficients(frame: Frame, standard: str | PathLike[str] | Standard = "national-2017") -> Frame:
    """Variation coefficients (校际差异系数) of every county and stage, in two passes.

    Parameters
    ----------
    frame
        A frame of polars (eager or lazy), a relation of DuckDB, or a frame of Dask or pandas.
    standard
        Name of a standard, a standard's file, or a standard already read; its resource indicators are taken.

    Returns
    -------
    frame
        Of the same engine: ``county``, ``stage`` (0 or 1), and a column for each resource indicator; null where
        something is unknown or nobody has anything. Sections whose stage is neither, or null, stand apart with a null
        stage, and make the verdict on their county unknown.

    Raises
    ------
    ModuleNotFoundError
        If narwhals is missing.

    Examples
    --------
    >>> import polars as pl
    >>> rooms = pl.DataFrame({"county": ["a", "a"], "stage": ["primary"] * 2, "pupils": [100, 100]})
    >>> some = rooms.with_columns(pl.Series(name, [1.0, 3.0]) for name in TOTALS)
    >>> coefficients(some).row(0)[2:4]
    (0.5, 0.5)
    """
    resources, _ = rules_for(load(standard))
    ids = (resource.id for resource in resources)
    found = _coefficients(_prepared(frame), resources).select(*_GROUP, *ids)
    stage = narwhals().col("stage")
    told: Frame = found.with_columns(narwhals().when(stage < _NEITHER).then(stage).alias("stage")).to_native()
    return told


def outcomes(frame: Frame, standard: str | PathLike[str] | Standard = "national-2017") -> Frame:
    """The verdict on resources (资源配置) for every county: 1 pass, 0 unknown, −1 fail.

    Parameters
    ----------
    frame, standard
        As in `coefficients`.

    Returns
    -------
    frame
        Of the same engine: ``county`` and ``outcome``, a row a county, in no order.

    Raises
    ------
    ModuleNotFoundError
        If narwhals is missing.

    Examples
    --------
    >>> import polars as pl
    >>> one = pl.DataFrame({"county": ["a"], "stage": ["primary"], "pupils": [100]})
    >>> outcomes(one.with_columns(pl.lit(1e6).alias(name) for name in TOTALS)).rows()
    [('a', 1)]
    """
    nw = narwhals()
    standard = load(standard)
    resources, rules = rules_for(standard)
    sections = _prepared(frame)
    of_sections = _by_rule(sections, rules, resources).group_by(*_GROUP).agg(nw.col("section").min())
    of_coefficients = _held(_coefficients(sections, resources), standard, resources)
    of_counties = (
        of_sections.join(of_coefficients, on=list(_GROUP), how="inner")
        .with_columns(nw.lit(1).alias("one"))
        .group_by("county")
        .agg(nw.col("section").min(), nw.col("held").min(), nw.col("one").sum().alias("stages"))
    )
    # A county that lacks one of the stages has no coefficients there, which the standard says what to make of.
    lacking = (nw.col("stages") < len(COMPULSORY)).cast(nw.Int64) * (int(standard.without_sections) - 1) + 1
    found = of_counties.with_columns(lacking.alias("lacking"))
    worst = _all([nw.col(name) for name in ("section", "held", "lacking")])
    judged: Frame = found.select("county", worst.cast(nw.Int8).alias("outcome")).to_native()
    return judged


# What stands for a stage that is neither; nothing is known of the sections.
_NEITHER = len(COMPULSORY)


def _prepared(frame: Any) -> Any:
    """The frame with stages as numbers, and every figure as a float with null for what is unknown."""
    nw = narwhals()
    given = nw.from_native(frame)
    kind, stage = given.collect_schema()["stage"], nw.col("stage")
    if not (kind.is_numeric() or kind == nw.Boolean):
        text = stage.cast(nw.String)
        is_stage = [(text == str(name)) | (text == str(code)) for code, name in enumerate(COMPULSORY)]
    else:
        is_stage = [stage.cast(nw.Float64) == code for code, _ in enumerate(COMPULSORY)]
    codes: Any = sum((_truth(own) * (code - _NEITHER) for code, own in enumerate(is_stage)), start=nw.lit(_NEITHER))
    figures = ("pupils", *TOTALS)
    given = given.select("county", codes.alias("stage"), *(nw.col(name).cast(nw.Float64) for name in figures))
    known = nw.col("stage") < _NEITHER
    return given.with_columns(
        *(nw.when(known & ~nw.col(name).is_nan()).then(nw.col(name)).alias(name) for name in figures)
    )


def _coefficients(sections: Any, resources: tuple[Resource, ...]) -> Any:
    """√( Σ Pᵢ (Xᵢ − X̄)² / ΣP ) / X̄ by county and stage: the means first, then what deviates from them."""
    nw = narwhals()
    own = {one.id: TOTALS[one.row] for one in resources}
    figures = ("pupils", *own.values())
    missing = {name: nw.col(name).is_null().cast(nw.Int64).alias(f"no {name}") for name in figures}
    sums = (
        sections.with_columns(*missing.values())
        .group_by(*_GROUP)
        .agg(
            *(nw.col(name).sum().alias(f"sum {name}") for name in figures), *(nw.col(f"no {n}").sum() for n in figures)
        )
    )
    means = sums.select(
        *_GROUP,
        nw.col("sum pupils"),
        *((nw.col(f"sum {total}") / nw.col("sum pupils")).alias(f"mean {id}") for id, total in own.items()),
        *((nw.col("no pupils") + nw.col(f"no {total}") == 0).alias(f"known {id}") for id, total in own.items()),
    )
    deviations = sections.join(means, on=list(_GROUP), how="inner").select(
        *_GROUP,
        *(
            (nw.col("pupils") * (nw.col(total) / nw.col("pupils") - nw.col(f"mean {id}")) ** 2).alias(f"squares {id}")
            for id, total in own.items()
        ),
    )
    squares = deviations.group_by(*_GROUP).agg(*(nw.col(f"squares {id}").sum() for id in own))
    coefficient = {id: (nw.col(f"squares {id}") / nw.col("sum pupils")).sqrt() / nw.col(f"mean {id}") for id in own}
    return squares.join(means, on=list(_GROUP), how="inner").with_columns(
        *(nw.when(nw.col(f"known {id}") & (nw.col(f"mean {id}") > 0)).then(coefficient[id]).alias(id) for id in own)
    )


def _by_rule(sections: Any, rules: Mapping[Stage, SectionRule], resources: tuple[Resource, ...]) -> Any:
    """The section rule as a column: so many at the limit, none under its floor, as far as that is known."""
    nw = narwhals()
    primary, junior = (rules[stage] for stage in COMPULSORY)
    if not primary.limits.size:
        return sections.with_columns(nw.lit(1).alias("section"))
    rates = [nw.col(TOTALS[one.row]) / nw.col("pupils") for one in resources]

    def against(limits: NDArray[np.float64], of_junior: NDArray[np.float64]) -> list[Any]:
        of_stages = zip(rates, primary.relations, limits[:, 0].tolist(), of_junior[:, 0].tolist(), strict=True)
        return [_outcome(rate, relation, _of_stage(one, other)) for rate, relation, one, other in of_stages]

    at_limit, at_floor = against(primary.limits, junior.limits), against(primary.floors, junior.floors)
    enough = _truth(_number(at_limit, 1) >= primary.k) - _truth(_number(at_limit, -1) > len(rates) - primary.k)
    parts = sections.with_columns(enough.alias("enough"), _all(at_floor).alias("not far off"))
    return parts.with_columns(_all([nw.col("enough"), nw.col("not far off")]).alias("section"))


# A coefficient this near to its limit lies at it: sums taken in another order differ by less.
_NEAR = 1e-12


def _held(groups: Any, standard: Standard, resources: tuple[Resource, ...]) -> Any:
    """Whether the coefficients of a county and stage hold, or their mean where the standard limits that."""
    nw = narwhals()
    primary, junior = (float(standard.variation[stage]) + _NEAR for stage in COMPULSORY)
    limit = _of_stage(primary, junior)
    zero = [_truth(nw.col(f"known {one.id}") & (nw.col(f"mean {one.id}") == 0)) for one in resources]
    if standard.mean_of_coefficients:
        held = _held_mean(resources, zero, standard.all_zero, limit)
    else:
        outcomes_ = (_outcome(nw.col(one.id), Relation.AT_MOST, limit) for one in resources)
        held = _all([one + nothing * int(standard.all_zero) for one, nothing in zip(outcomes_, zero, strict=True)])
    return groups.select(*_GROUP, held.alias("held"))


def _held_mean(resources: tuple[Resource, ...], zero: list[Any], all_zero: Outcome, limit: Any) -> Any:
    """Whether the mean of the coefficients holds; of those that are defined, where one that is not passes."""
    nw = narwhals()
    zeros, unknown = sum(zero[1:], start=zero[0]), _number([_truth(~nw.col(f"known {one.id}")) for one in resources], 1)
    defined, none = len(resources) - zeros, _truth(zeros == len(resources))
    coefficients = [nw.col(one.id).fill_null(0.0) for one in resources]
    mean = sum(coefficients[1:], start=coefficients[0]) / (defined + none)
    known = _truth(unknown == 0)
    if all_zero is Outcome.PASS:
        return _outcome(mean, Relation.AT_MOST, limit) * known
    nothing = _truth(zeros > 0)
    return _outcome(mean, Relation.AT_MOST, limit) * known * (1 - nothing) + nothing * int(all_zero)


# Outcomes as expressions. Not every engine knows cases within cases; all of them count.


def _of_stage(of_primary: float, of_junior: float) -> Any:
    """The figure of a row's stage; a product with 0 or 1 loses nothing."""
    stage = narwhals().col("stage")
    return (1 - stage) * of_primary + stage * of_junior


def _outcome(value: Any, relation: Relation, limit: Any) -> Any:
    """1, −1, or 0 where the value is not known."""
    return _truth(relation.holds(value, limit)) - _truth(relation.fails(value, limit))


def _truth(condition: Any) -> Any:
    """1 where it holds; 0 where it does not or where that is not known."""
    nw = narwhals()
    return condition.fill_null(value=False).cast(nw.Int64)


def _number(outcomes: list[Any], wanted: int) -> Any:
    """How many of some outcomes are the one that is wanted."""
    first, *others = (_truth(outcome == wanted) for outcome in outcomes)
    return sum(others, start=first)


def _all(outcomes: list[Any]) -> Any:
    """Kleene's *and*: fails where one does, passes where all do."""
    return _truth(_number(outcomes, 1) == len(outcomes)) - _truth(_number(outcomes, -1) > 0)
