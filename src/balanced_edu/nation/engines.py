"""The nation where it is kept: coefficients and the verdict on resources as expressions of a query engine.

Through narwhals (extra ``frames``) they run on polars, DuckDB and Dask, and lazily if the engine is lazy: the engine
may work on several cores or machines when the result is asked for. The frame has a row per section with the columns
``county``, ``stage``, ``pupils`` and those of `balanced_edu.nation.totals_of`; null and NaN are unknown. It is read
once before, to refuse rows without a county and figures that cannot be true, with their number; where they are,
`balanced_edu.nation.SectionTable` says. Its counties are read once more, to refuse ids that the table refuses, too. A
row without pupils and totals is no section, and takes no part.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from balanced_edu.arguments import Arguments
from balanced_edu.arrays import ids_of
from balanced_edu.checks import expressions
from balanced_edu.nation.intake import KEYS, is_blank, missing_columns
from balanced_edu.nation.limits import limits_of
from balanced_edu.nation.partitions import assess_counties
from balanced_edu.records.fields import LARGEST_FIGURE
from balanced_edu.records.kinds import COMPULSORY, STAGE_NAMES
from balanced_edu.standards import NATIONAL, load
from balanced_edu.tables.frames import narwhals
from balanced_edu.text import counted

if TYPE_CHECKING:
    from balanced_edu.nation.limits import ResourceLimits
    from balanced_edu.standards import Standard

__all__ = ["assess_counties", "coefficients", "outcomes"]

_GROUP = ("county", "stage")
# The code of a stage that is neither primary nor junior; nothing is known of its sections.
_NEITHER = len(COMPULSORY)
# The code of a row without pupils and totals, which is no section.
_NOBODY = _NEITHER + 1

Frame = TypeVar("Frame")
"""A frame, a lazy frame or a relation of an engine."""


def coefficients(frame: Frame, standard: str | PathLike[str] | Standard = NATIONAL) -> Frame:
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
        Of the same engine: ``county``, ``stage`` (0 or 1), and a column for each resource indicator; null if
        something is unknown or nobody has anything. Sections whose stage is neither, or null, are grouped under a null
        stage, and make the verdict on their county unknown.

    Raises
    ------
    ModuleNotFoundError
        If narwhals is missing.
    ValueError
        If columns are missing, or hold floats of 16 bits; or if rows have no county, or figures that cannot be true.

    Examples
    --------
    >>> import polars as pl
    >>> from balanced_edu.nation import totals_of
    >>> rooms = pl.DataFrame({"county": ["a", "a"], "stage": ["primary"] * 2, "pupils": [100, 100]})
    >>> some = rooms.with_columns(pl.Series(name, [1.0, 3.0]) for name in totals_of("national-2017"))
    >>> coefficients(some).row(0)[2:4]
    (0.5, 0.5)
    """
    limits = limits_of(load(standard))
    stage = narwhals().col("stage")
    computed = _coefficients(_prepared(frame, limits).filter(stage < _NOBODY), limits.totals)
    computed = computed.select(*_GROUP, *limits.totals)
    native: Frame = computed.with_columns(narwhals().when(stage < _NEITHER).then(stage).alias("stage")).to_native()
    return native


def outcomes(frame: Frame, standard: str | PathLike[str] | Standard = NATIONAL) -> Frame:
    """The verdict on resources (资源配置) for every county: 1 pass, 0 unknown, −1 fail.

    Parameters
    ----------
    frame, standard
        As in `coefficients`.

    Returns
    -------
    frame
        Of the same engine: ``county`` and ``outcome``, a row per county, in no order.

    Raises
    ------
    ModuleNotFoundError
        If narwhals is missing.
    ValueError
        If columns are missing, or hold floats of 16 bits; or if rows have no county, or figures that cannot be true.

    Examples
    --------
    >>> import polars as pl
    >>> from balanced_edu.nation import totals_of
    >>> one = pl.DataFrame({"county": ["a"], "stage": ["primary"], "pupils": [100]})
    >>> outcomes(one.with_columns(pl.lit(1e6).alias(name) for name in totals_of("national-2017"))).rows()
    [('a', 1)]
    """
    nw = narwhals()
    standard = load(standard)
    limits = limits_of(standard)
    sections = _prepared(frame, limits)
    of_sections = _by_section_rule(sections, limits).group_by(*_GROUP).agg(nw.col("section").min())
    of_coefficients = _by_variation_check(_coefficients(sections, limits.totals), standard, limits.totals)
    of_counties = (
        of_sections.join(of_coefficients, on=list(_GROUP), how="inner")
        .with_columns((1 - _is_nobody()).alias("one"))
        .group_by("county")
        .agg(nw.col("section").min(), nw.col("variation").min(), nw.col("one").sum().alias("stages"))
    )
    # A stage of a county without sections has the outcome that the standard gives it.
    lacks_a_stage = nw.col("stages") < len(COMPULSORY)
    with_lacking = of_counties.with_columns(
        expressions.given(lacks_a_stage, standard.without_sections).alias("lacking")
    )
    worst = expressions.all_pass([nw.col(name) for name in ("section", "variation", "lacking")])
    native: Frame = with_lacking.select("county", worst.cast(nw.Int8).alias("outcome")).to_native()
    return native


def _prepared(frame: Any, limits: ResourceLimits) -> Any:
    """The frame with stages as numbers, and every figure as a float with null for what is unknown."""
    nw = narwhals()
    given = nw.from_native(frame)
    schema, stage = given.collect_schema(), nw.col("stage")
    figures = ("pupils", *limits.units)
    missing = missing_columns(schema.names(), (*KEYS, *limits.units))
    if missing:
        raise ValueError(missing)
    half = [name for name in figures if str(schema[name]) == "Float16"]
    if half:
        raise ValueError(f"figures must have 32 bits or more; given Float16 in {', '.join(half)}: give them as Float64")
    # Of dates and times engines make numbers that nobody meant.
    if times := [name for name in figures if schema[name].is_temporal()]:
        shown = ", ".join(f"{schema[name]} in {name}" for name in times)
        raise ValueError(f"figures must be numbers; given {shown}: give them as Float64")
    kind = schema["stage"]
    if not (kind.is_numeric() or kind == nw.Boolean):
        text = stage.cast(nw.String)
        is_stage = [
            text.is_in([str(code), *(name for name, named in STAGE_NAMES.items() if named is stage)])
            for code, stage in enumerate(COMPULSORY)
        ]
    else:
        is_stage = [stage.cast(nw.Float64) == code for code, _ in enumerate(COMPULSORY)]
    codes: Any = sum(
        (expressions.truth(each) * (code - _NEITHER) for code, each in enumerate(is_stage)), start=nw.lit(_NEITHER)
    )
    given = given.select("county", codes.alias("stage"), *(_as_written(name, schema[name]) for name in figures))
    given = given.with_columns(*(nw.when(~nw.col(name).is_nan()).then(nw.col(name)).alias(name) for name in figures))
    counties = _collected(given.select("county").unique())["county"].to_list()
    _refuse_impossible(given, schema["county"].is_float(), list(filter(_is_blank, counties)), figures)
    _refuse_ids(counties)
    nobody = expressions.truth(nw.col("pupils") == 0)  # totals of nobody are refused above
    given = given.with_columns((nw.col("stage") * (1 - nobody) + nobody * _NOBODY).alias("stage"))
    known = nw.col("stage") < _NEITHER
    return given.with_columns(*(nw.when(known).then(nw.col(name)).alias(name) for name in figures))


def _is_nobody() -> Any:
    """1 for a row, or a group of rows, without pupils and totals, else 0."""
    return expressions.truth(narwhals().col("stage") == _NOBODY)


def _or_nobody(outcome: Any) -> Any:
    """An outcome, or a pass where there is nobody."""
    return outcome * (1 - _is_nobody()) + _is_nobody()


def _refuse_impossible(given: Any, numbered: bool, blank: Sequence[str], figures: Sequence[str]) -> None:
    """Refuse rows without a county and figures that cannot be true, with their number."""
    nw = narwhals()
    county, totals = nw.col("county"), figures[1:]
    lacking = county.is_null() | county.is_nan() if numbered else county.is_null()
    counts = {"county": expressions.truth(lacking)}
    if blank:
        counts["county"] += expressions.truth(county.cast(nw.String).is_in(blank))
    counts |= {n: expressions.truth((nw.col(n) < 0) | (nw.col(n) > LARGEST_FIGURE)) for n in figures}
    something = expressions.count([expressions.truth(nw.col(name) > 0) for name in totals], 1)
    counts["totals"] = expressions.truth(nw.col("pupils") == 0) * expressions.truth(something > 0)
    sums = given.select(*(count.alias(f"wrong {name}") for name, count in counts.items()))
    sums = sums.select(*(nw.col(f"wrong {name}").sum() for name in counts))
    row = _collected(sums).row(0)
    wrong = {name: int(number) for name, number in zip(counts, row, strict=True) if number}
    in_range = f"must be from 0 to {LARGEST_FIGURE:,}"
    problems = [
        f"{name} {_REQUIRED.get(name, in_range)}: {counted(number, 'row is', 'rows are')} wrong"
        for name, number in wrong.items()
    ]
    if problems:
        raise ValueError("; ".join(problems))


def _refuse_ids(counties: Sequence[Any]) -> None:
    """Refuse counties whose ids the table refuses: neither integers nor texts, some of each, or alike to a reader."""
    ids, misread = ids_of(counties)
    wrong = ["neither an integer nor a text"] if counties and ids.dtype.kind not in "iuUO" else list(misread)
    if wrong:
        raise ValueError(f"county must be all integers or all texts; given {', '.join(wrong)}: correct it")
    arguments = Arguments("engines")
    arguments.not_alike("county", np.unique(ids))
    arguments.refuse()


def _is_blank(county: object) -> bool:
    return isinstance(county, str) and is_blank(county)


def _collected(frame: Any) -> Any:
    return frame.collect() if hasattr(frame, "collect") else frame


_REQUIRED = {"county": "must be known", "totals": "must be 0 where pupils are 0"}


def _as_written(name: str, kind: Any) -> Any:
    """A column as floats of 64 bits; one of 32 bits as the decimals it prints as, and categories as their texts."""
    nw = narwhals()
    column = nw.col(name)
    printed = kind in (nw.Float32, nw.Categorical, nw.Enum)
    return (column.cast(nw.String) if printed else column).cast(nw.Float64)


def _coefficients(sections: Any, totals: Mapping[str, str]) -> Any:
    """√( Σ Pᵢ (Xᵢ − X̄)² / ΣP ) / X̄ by county and stage: the means first, then what deviates from them."""
    nw = narwhals()
    figures = tuple(dict.fromkeys(("pupils", *totals.values())))
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
        *((nw.col(f"sum {total}") / nw.col("sum pupils")).alias(f"mean {id}") for id, total in totals.items()),
        *((nw.col("no pupils") + nw.col(f"no {total}") == 0).alias(f"known {id}") for id, total in totals.items()),
    )
    deviations = sections.join(means, on=list(_GROUP), how="inner").select(
        *_GROUP,
        *(
            (nw.col("pupils") * (nw.col(total) / nw.col("pupils") - nw.col(f"mean {id}")) ** 2).alias(f"squares {id}")
            for id, total in totals.items()
        ),
    )
    squares = deviations.group_by(*_GROUP).agg(*(nw.col(f"squares {id}").sum() for id in totals))
    coefficient = {id: (nw.col(f"squares {id}") / nw.col("sum pupils")).sqrt() / nw.col(f"mean {id}") for id in totals}
    return squares.join(means, on=list(_GROUP), how="inner").with_columns(
        *(nw.when(nw.col(f"known {id}") & (nw.col(f"mean {id}") > 0)).then(coefficient[id]).alias(id) for id in totals)
    )


def _by_section_rule(sections: Any, limits: ResourceLimits) -> Any:
    """The section rule as a column; its two parts one after the other, which saves an engine time."""
    nw = narwhals()
    primary, junior = (limits.rules[stage] for stage in COMPULSORY)
    rates = {id: nw.col(total) / nw.col("pupils") for id, total in limits.totals.items()}
    enough, floors = primary.expression(rates, other=junior, elsewhere=nw.col("stage"))
    parts = sections.with_columns(enough.alias("enough"), floors.alias("floors"))
    section = expressions.all_pass([nw.col("enough"), nw.col("floors")])
    return parts.with_columns(_or_nobody(section).alias("section"))


def _by_variation_check(groups: Any, standard: Standard, totals: Mapping[str, str]) -> Any:
    """The check of the coefficients of a county and stage, or of their mean, as a column."""
    nw = narwhals()
    primary, junior = (standard.variation_check(stage) for stage in COMPULSORY)
    known = [nw.col(f"known {id}") for id in totals]
    zero = [nw.col(f"known {id}") & (nw.col(f"mean {id}") == 0) for id in totals]
    values = [nw.col(id) for id in totals]
    outcome = primary.expression(values, zero, known, other=junior, elsewhere=nw.col("stage"))
    return groups.select(*_GROUP, _or_nobody(outcome).alias("variation"))
