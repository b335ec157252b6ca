"""What the whole nation costs: this library beside what else could be used, in one process and one run.

    python benchmarks/nation.py                 # 197,000 sections, and ten times as many for the growth
    python benchmarks/nation.py --times 100     # up to a hundred times as many
    python benchmarks/nation.py --tables        # this library's table alone, from integers and from texts, in CPU time
    python benchmarks/nation.py --markdown      # the table as it stands in docs/performance.md

All compute the fourteen variation coefficients of every county; this library also computes the section rule of every
section and the verdict of every county. Runs take turns, each after one that is not timed; times are medians of at
least nine. Results are compared before times are shown. What is marked "part" was run on some counties and multiplied
up. The last ratio, of medians, is to reading the input from memory, which nothing can beat.
"""

from __future__ import annotations

import argparse
import math
import os
import platform
import statistics
import time
import tracemalloc
import warnings
from collections.abc import Callable
from importlib.metadata import version
from itertools import cycle
from pathlib import Path
from typing import Any

import dask.dataframe as dd
import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
from statsmodels.stats.weightstats import DescrStatsW
from tracked.plausible import COUNTIES, SECTIONS, nation
from turns import in_turns

from balanced_edu.nation import SectionTable, engines, totals_of

TOTALS = tuple(totals_of("national-2017"))

# What else could be used: each takes the frame and gives coefficients of shape (groups, 7), by stage and county.

_GROUP = ["stage", "county"]


def polars_eager(frame: pl.DataFrame) -> np.ndarray[Any, Any]:
    means = frame.group_by(_GROUP).agg(
        pl.col("pupils").sum().alias("P"), *(pl.col(t).sum().alias(f"m {t}") for t in TOTALS)
    )
    means = means.with_columns(pl.col(f"m {t}") / pl.col("P") for t in TOTALS)
    return _polars_second_pass(frame, means).sort(_GROUP).select(TOTALS).to_numpy()


def _polars_second_pass(frame: pl.DataFrame, means: pl.DataFrame) -> pl.DataFrame:
    squares = (
        frame.join(means, on=_GROUP)
        .group_by(_GROUP)
        .agg(
            pl.col("P").first(),
            *(pl.col(f"m {t}").first() for t in TOTALS),
            *(((pl.col(t) / pl.col("pupils") - pl.col(f"m {t}")) ** 2 * pl.col("pupils")).sum() for t in TOTALS),
        )
    )
    return squares.with_columns((pl.col(t) / pl.col("P")).sqrt() / pl.col(f"m {t}") for t in TOTALS)


def polars_lazy_one_pass(frame: pl.DataFrame) -> np.ndarray[Any, Any]:
    """The sum of squares: one pass, and NaN or a false spread where schools are nearly alike."""
    p = pl.col("pupils")
    sums = (
        frame.lazy()
        .group_by(_GROUP)
        .agg(
            p.sum().alias("P"),
            *(pl.col(t).sum().alias(f"x {t}") for t in TOTALS),
            *((pl.col(t) ** 2 / p).sum().alias(f"s {t}") for t in TOTALS),
        )
    )
    cv = ((pl.col("P") * pl.col(f"s {t}") / pl.col(f"x {t}") ** 2 - 1).sqrt().alias(t) for t in TOTALS)
    return sums.select(*_GROUP, *cv).sort(_GROUP).collect().select(TOTALS).to_numpy()


def with_duckdb(frame: pl.DataFrame) -> np.ndarray[Any, Any]:
    sums = ", ".join(f"sum({t}) / sum(pupils) AS m_{t}" for t in TOTALS)
    squares = ", ".join(
        f"sqrt(sum(pupils * ({t} / pupils - m_{t}) ** 2) / sum(pupils)) / any_value(m_{t}) AS {t}" for t in TOTALS
    )
    query = (
        f"WITH means AS (SELECT stage, county, {sums} FROM frame GROUP BY stage, county) "
        f"SELECT stage, county, {squares} FROM frame JOIN means USING (stage, county) GROUP BY stage, county "
        "ORDER BY stage, county"
    )
    columns = duckdb.sql(query).fetchnumpy()
    return np.stack([columns[t] for t in TOTALS], axis=1)


def pandas_vectorised(frame: pd.DataFrame) -> np.ndarray[Any, Any]:
    totals = list(TOTALS)
    key = [frame["stage"], frame["county"]]
    sums = frame[["pupils", *totals]].groupby(key, sort=True).sum()
    means = sums[totals].div(sums["pupils"], axis=0)
    of_rows = means.loc[pd.MultiIndex.from_arrays(key)].to_numpy()
    pupils = frame["pupils"].to_numpy()[:, None]
    squares = pd.DataFrame(pupils * (frame[totals].to_numpy() / pupils - of_rows) ** 2, columns=totals)
    return (np.sqrt(squares.groupby(key, sort=True).sum().div(sums["pupils"], axis=0)) / means).to_numpy()


def pandas_apply(frame: pd.DataFrame) -> np.ndarray[Any, Any]:
    totals = list(TOTALS)

    def of_group(group: pd.DataFrame) -> pd.Series:
        weights = group["pupils"] / group["pupils"].sum()
        means = group[totals].sum() / group["pupils"].sum()
        rates = group[totals].div(group["pupils"], axis=0)
        return np.sqrt(((rates - means) ** 2).mul(weights, axis=0).sum()) / means

    return frame.groupby(_GROUP)[["pupils", *totals]].apply(of_group).to_numpy()


def statsmodels_loop(frame: pd.DataFrame) -> np.ndarray[Any, Any]:
    rows = []
    for _, group in frame.groupby(_GROUP):
        pupils = group["pupils"].to_numpy()
        weighted = DescrStatsW(group[list(TOTALS)].to_numpy() / pupils[:, None], weights=pupils)
        rows.append(weighted.std / weighted.mean)
    return np.array(rows)


def plain_python(frame: pd.DataFrame) -> np.ndarray[Any, Any]:
    groups: dict[tuple[int, int], list[tuple[float, ...]]] = {}
    for stage, county, pupils, *totals in frame[[*_GROUP, "pupils", *TOTALS]].itertuples(index=False):
        groups.setdefault((stage, county), []).append((pupils, *totals))
    rows = []
    for _, schools in sorted(groups.items()):
        all_pupils = sum(school[0] for school in schools)
        row = []
        for place in range(1, 8):
            mean = sum(school[place] for school in schools) / all_pupils
            squares = sum(school[0] * (school[place] / school[0] - mean) ** 2 for school in schools)
            row.append(math.sqrt(squares / all_pupils) / mean)
        rows.append(row)
    return np.array(rows)


# Measuring.

# Bytes that no processor's cache holds.
_PAST_CACHES = 256_000_000


def memory_read(columns: dict[str, Any]) -> Callable[[], object]:
    """Read as much as the input has, each time from another copy, so that it comes from memory and not from a cache."""
    size = sum(column.nbytes for column in columns.values())
    copies = cycle([np.ones(size // 8) for _ in range(max(2, _PAST_CACHES // size))])
    return lambda: np.add.reduce(next(copies))


def peak(action: Callable[[], object]) -> int:
    """Bytes that numpy and Python take besides those in use already."""
    tracemalloc.start()
    action()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


def compared(columns: dict[str, Any], runs: int) -> list[tuple[str, list[float], str]]:
    """All of them on the nation: name, seconds, and a remark."""
    named = {name: columns[name] for name in ("county", "stage", "pupils")} | dict(
        zip(TOTALS, columns["totals"], strict=True)
    )
    of_polars, of_pandas = pl.DataFrame(named), pd.DataFrame(named)
    of_dask = dd.from_pandas(of_pandas, npartitions=2)
    order = np.lexsort((columns["county"], columns["stage"]))
    ordered = {name: np.ascontiguousarray(column[..., order]) for name, column in columns.items()}
    shuffled = np.random.default_rng(1).permutation(columns["county"].size)
    unsorted = {name: np.ascontiguousarray(column[..., shuffled]) for name, column in columns.items()}
    table, table_sorted = SectionTable.from_arrays(**columns), SectionTable.from_arrays(**ordered)
    few = columns["county"] <= np.unique(columns["county"])[COUNTIES // 50]
    part = of_pandas[few]
    scale = len(of_pandas) / len(part)

    expected = np.concatenate(list(table.assess().coefficients), axis=1).T
    expected = expected[~np.isnan(expected).all(axis=1)]
    of_part = SectionTable.from_arrays(**{name: column[..., few] for name, column in columns.items()}).assess()
    expected_part = np.concatenate(list(of_part.coefficients), axis=1).T
    expected_part = expected_part[~np.isnan(expected_part).all(axis=1)]

    others: dict[str, tuple[Callable[[], Any], Any]] = {
        "polars, eager, two passes": (lambda: polars_eager(of_polars), expected),
        "polars, lazy, one pass": (lambda: polars_lazy_one_pass(of_polars), expected),
        "DuckDB": (lambda: with_duckdb(of_polars), expected),
        "pandas, vectorised": (lambda: pandas_vectorised(of_pandas), expected),
        "pandas, groupby.apply": (lambda: pandas_apply(part), expected_part),
        "statsmodels DescrStatsW, loop": (lambda: statsmodels_loop(part), expected_part),
        "plain Python": (lambda: plain_python(part), expected_part),
    }
    remarks = {}
    for name, (action, wanted) in others.items():
        result = action()
        same = np.isclose(result, wanted, rtol=1e-9, atol=1e-9)
        wrong = int((~same).sum())
        remarks[name] = f"{wrong} of {same.size} coefficients wrong" if wrong else "equal"
        if result.shape[0] != expected.shape[0]:
            remarks[name] += ", part"
    actions: dict[str, Callable[[], object]] = {
        "reading the input": memory_read(columns),
        "assess, table built, rows sorted": table_sorted.assess,
        "assess, table built": table.assess,
        "assess, other totals": lambda: table.assess(totals=columns["totals"]),
        "build and assess": lambda: SectionTable.from_arrays(**columns).assess(),
        "build and assess, random order": lambda: SectionTable.from_arrays(**unsorted).assess(),
        "expressions on polars, lazy": lambda: engines.coefficients(of_polars.lazy()).collect(),
        "expressions on polars, eager": lambda: engines.coefficients(of_polars),
        "expressions on pandas": lambda: engines.coefficients(of_pandas),
        "expressions on DuckDB": lambda: engines.coefficients(duckdb.from_df(of_pandas)).fetchnumpy(),
        "expressions on Dask, one machine": lambda: engines.coefficients(of_dask).compute(),
        **{name: action for name, (action, _) in others.items()},
    }
    seconds = in_turns(actions, runs)
    return [
        (name, [s * scale for s in times] if "part" in remarks.get(name, "") else times, remarks.get(name, ""))
        for name, times in seconds.items()
    ]


def copies_of(columns: dict[str, Any]) -> Callable[[], dict[str, Any]]:
    """The same columns each time from other memory, so that they come from memory and not from a cache."""
    size = sum(column.nbytes for column in columns.values())
    number = max(1, _PAST_CACHES // size)
    return cycle([{name: column.copy() for name, column in columns.items()} for _ in range(number)]).__next__


def tables(runs: int) -> list[tuple[str, str, list[float]]]:
    """The table alone: name, the name of what it is compared with, and seconds of processor time, in two orders."""
    columns = nation()
    shuffled = np.random.default_rng(1).permutation(columns["county"].size)
    rows = []
    for order, places in (("county by county", slice(None)), ("random order", shuffled)):
        given = {name: np.ascontiguousarray(column[..., places]) for name, column in columns.items()}
        keys = {name: given[name] for name in ("county", "stage", "pupils")}
        integers = {**keys, **dict(zip(TOTALS, given["totals"], strict=True))}
        texts = given["county"].astype(str).tolist()
        objects = pd.Series(texts, dtype=object)
        frames = {
            "pandas, integers": pd.DataFrame(integers),
            "pandas, objects": pd.DataFrame({**integers, "county": objects}),
            "pandas, str": pd.DataFrame({**integers, "county": objects.astype("str")}),
            "pandas, categories": pd.DataFrame({**integers, "county": objects.astype("category")}),
            "polars, integers": pl.DataFrame(integers),
            "polars, texts": pl.DataFrame({**integers, "county": texts}),
            "Arrow, integers": pa.table(integers),
            "Arrow, texts": pa.table({**integers, "county": texts}),
        }
        inputs = copies_of(given)
        built = cycle([SectionTable.from_arrays(**inputs()) for _ in range(16)])
        actions: dict[str, Callable[[], object]] = {
            "reading every column": lambda inputs=inputs: [column.sum() for column in inputs().values()],
            "build": lambda inputs=inputs: SectionTable.from_arrays(**inputs()),
            "assess": lambda built=built: next(built).assess(),
            "build and assess": lambda inputs=inputs: SectionTable.from_arrays(**inputs()).assess(),
            **{name: lambda frame=frame: SectionTable.from_frame(frame).assess() for name, frame in frames.items()},
        }
        for name, seconds in in_turns(actions, runs, time.process_time).items():
            library, comma, _ = name.partition(", ")
            unit = f"{library}, integers" if comma else "reading every column"
            rows.append((f"{name}, {order}", f"{unit}, {order}", seconds))
    return rows


def growth(times: list[int], runs: int) -> list[tuple[int, list[float], list[float]]]:
    """Sections, then median milliseconds and peak extra memory by the input's size of build and of assess.

    Small nations come in several copies, so that they too are read from memory and not from a cache.
    """
    rows = []
    for factor in times:
        columns = nation(factor)
        size = sum(column.nbytes for column in columns.values())
        inputs = copies_of(columns)
        built = cycle([SectionTable.from_arrays(**inputs()) for _ in range(max(1, _PAST_CACHES // size))])
        actions = {
            "build": lambda inputs=inputs: SectionTable.from_arrays(**inputs()),
            "assess": lambda built=built: next(built).assess(),
        }
        seconds = [statistics.median(runs_of) * 1e3 for runs_of in in_turns(actions, runs).values()]
        rows.append((SECTIONS * factor, seconds, [peak(action) / size for action in actions.values()]))
    return rows


def _processor() -> str:
    known = Path("/proc/cpuinfo")
    lines = known.read_text(encoding="utf-8").splitlines() if known.is_file() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or platform.machine())


def show_tables(runs: int, *, markdown: bool) -> None:
    """Milliseconds, and their ratios to those of the unit: the smallest to the smallest, and the medians."""
    rows = tables(runs)
    of = {name: seconds for name, _, seconds in rows}
    line = "| {} | {} | {} | {} | {} | {} |" if markdown else "{:42} {:>9} {:>9} {:>9} {:>10} {:>10}"
    print(line.format("", "min ms", "median", "max", "× unit, min", "median"))
    if markdown:
        print("|---|---|---|---|---|---|")
    for name, unit, seconds in rows:
        figures = [f"{value * 1e3:.2f}" for value in (min(seconds), statistics.median(seconds), max(seconds))]
        ratios = [f"{least(seconds) / least(of[unit]):.2f}" for least in (min, statistics.median)]
        print(line.format(name, *figures, *ratios))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--times", type=int, default=10, help="the largest nation of the growth table, 10 or 100")
    parser.add_argument("--tables", action="store_true", help="the table of this library alone, in processor time")
    parser.add_argument("--markdown", action="store_true")
    given = parser.parse_args()
    warnings.filterwarnings("ignore", message="Dask support is moving")
    packages = ("numpy", "polars", "duckdb", "dask", "pandas", "statsmodels")
    print(f"{_processor()}, {os.cpu_count()} cores, Python {platform.python_version()}", end="; ")
    print(", ".join(f"{name} {version(name)}" for name in packages), end="\n\n")

    if given.tables:
        show_tables(given.runs, markdown=given.markdown)
        return
    columns = nation()
    rows = compared(columns, given.runs)
    read = statistics.median(rows[0][1])
    line = "| {} | {} | {} | {} | {} | {} |" if given.markdown else "{:34} {:>10} {:>10} {:>10} {:>9}  {}"
    print(line.format("", "median ms", "min", "max", "× read", "results"))
    if given.markdown:
        print("|---|---|---|---|---|---|")
    for name, seconds, remark in rows:
        figures = [f"{value * 1e3:,.2f}" for value in (statistics.median(seconds), min(seconds), max(seconds))]
        print(line.format(name, *figures, f"{statistics.median(seconds) / read:,.1f}", remark))

    print()
    times = [factor for factor in (1, 10, 100) if factor <= given.times]
    grown = growth(times, given.runs)
    line = "| {} | {} | {} | {} | {} |" if given.markdown else "{:>12} {:>12} {:>12} {:>14} {:>14}"
    print(line.format("sections", "build, ms", "assess, ms", "peak of build", "peak of assess"))
    if given.markdown:
        print("|---|---|---|---|---|")
    for sections, seconds, extra in grown:
        print(line.format(f"{sections:,}", *(f"{ms:,.1f}" for ms in seconds), *(f"{part:.2f}" for part in extra)))
    if len(grown) > 1:
        sizes = np.log([row[0] for row in grown])
        slopes = np.polyfit(sizes, np.log([row[1] for row in grown]), 1)[0]
        print(f"\nPeaks are extra memory, as parts of the input. Fitted exponents: {slopes[0]:.3f}, {slopes[1]:.3f}")


if __name__ == "__main__":
    main()
