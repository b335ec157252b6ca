"""What the whole verdict of every county costs: this library beside what else could be used, in one process and run.

    python benchmarks/counties.py                # 220,000 campuses of 2,850 counties, and ten times as many
    python benchmarks/counties.py --markdown     # the tables as they stand in docs/performance.md

Runs take turns, each after one that is not timed. Times are medians of at least nine; the last figure is their ratio to
reading the input from memory once, which nothing can beat. "By hand" computes five of the items, without unknown
figures, scopes of time or a look at what cannot be true. What is marked "part" was run on some counties and multiplied
up.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from nation import _PAST_CACHES, _processor, peak
from tracked.dimensions import COUNTIES, tables
from turns import in_turns

import balanced_edu as be

FEW = 20  # counties, assessed one by one


def size_of(given: dict[str, dict[str, Any]]) -> int:
    """Bytes of all columns of all tables."""
    return sum(column.nbytes for columns in given.values() for column in columns.values())


def memory_read(size: int) -> Callable[[], object]:
    """Read so many bytes, each time from another copy, so that they come from memory and not from a cache."""
    copies = cycle([np.ones(size // 8) for _ in range(max(2, _PAST_CACHES // size))])
    return lambda: np.add.reduce(next(copies))


def by_hand(campuses: pl.DataFrame, facts: pl.DataFrame) -> pl.DataFrame:
    """G4, G9, G12, Q3 and V6 of each county in polars."""
    integrated = pl.col("kind").is_in(["九年一贯制学校", "十二年一贯制学校"])
    pupils = pl.col("primary_pupils").fill_nan(0) + pl.col("junior_pupils").fill_nan(0)
    of_campuses = (
        campuses.lazy()
        .group_by("county")
        .agg(
            (pupils <= pl.when(integrated).then(2500).otherwise(2000)).all().alias("G4"),
            (pl.col("trained_teachers").sum() >= pl.col("full_time_teachers").sum()).alias("G9"),
            (pl.col("certified_teachers").sum() >= pl.col("full_time_teachers").sum()).alias("G12"),
            (pl.col("has_charter") & pl.col("digital_management")).all().alias("Q3"),
        )
    )
    of_counties = facts.lazy().select("county", (~pl.col("fraud")).alias("V6"))
    return of_campuses.join(of_counties, on="county").sort("county").collect()


def as_frames(given: dict[str, dict[str, Any]]) -> dict[str, pl.DataFrame]:
    """The tables as frames; areas of rooms are texts there."""
    return {
        name: pl.DataFrame(
            {
                heading: column
                if column.ndim == 1
                else [";".join(f"{area:g}" for area in row) for row in column.tolist()]
                for heading, column in columns.items()
            }
        )
        for name, columns in given.items()
    }


def some(given: dict[str, dict[str, Any]], counties: int) -> dict[str, dict[str, Any]]:
    """The tables of the first counties."""
    return {
        name: {heading: column[columns["county"] < counties] for heading, column in columns.items()}
        for name, columns in given.items()
    }


def compared(given: dict[str, dict[str, Any]], folder: Path, runs: int) -> dict[str, list[float]]:
    """Seconds of each, by name."""
    frames = as_frames(given)
    campuses, others = frames["campuses"], {name: frames[name] for name in frames if name != "campuses"}
    campuses.write_parquet(folder / "campuses.parquet")
    campuses.write_csv(folder / "campuses.csv")
    result = be.assess_counties(**given)
    expected = by_hand(campuses, frames["counties"])
    for id in expected.columns[1:]:
        assert ((result.indicators[id] == 1) == expected[id].to_numpy()).all(), id
    read_singly = [result.explain(county).county for county in range(FEW)]
    scale = COUNTIES / FEW
    seconds = in_turns(
        {
            "reading the input": memory_read(size_of(given)),
            "assess_counties, arrays": lambda: be.assess_counties(**given),
            "assess_counties, polars": lambda: be.assess_counties(**frames),
            "from Parquet": lambda: be.assess_counties(pl.read_parquet(folder / "campuses.parquet"), **others),
            "from CSV": lambda: be.assess_counties(pl.read_csv(folder / "campuses.csv"), **others),
            "reading Parquet alone": lambda: pl.read_parquet(folder / "campuses.parquet"),
            "reading CSV alone": lambda: pl.read_csv(folder / "campuses.csv"),
            "by hand in polars, five items": lambda: by_hand(campuses, frames["counties"]),
            "assess, county by county, part": lambda: [be.assess(county) for county in read_singly],
        },
        runs,
    )
    return {name: [s * scale for s in times] if "part" in name else times for name, times in seconds.items()}


def growth(times: list[int], runs: int) -> list[tuple[int, float, float]]:
    """Campuses, median milliseconds, and peak extra memory by the input's size."""
    rows = []
    for factor in times:
        given = tables(factor)
        seconds = in_turns({"assess": lambda given=given: be.assess_counties(**given)}, runs)["assess"]
        extra = peak(lambda given=given: be.assess_counties(**given)) / size_of(given)
        rows.append((given["campuses"]["county"].size, statistics.median(seconds) * 1e3, extra))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--times", type=int, default=10, help="how many times as large the largest nation is")
    parser.add_argument("--markdown", action="store_true")
    given = parser.parse_args()
    print(_processor(), end="\n\n")
    nation = tables()
    with tempfile.TemporaryDirectory() as folder:
        rows = compared(nation, Path(folder), given.runs)
    read = statistics.median(rows["reading the input"])
    line = "| {} | {} | {} | {} | {} |" if given.markdown else "{:34} {:>10} {:>10} {:>10} {:>9}"
    print(line.format("", "median ms", "min", "max", "× read"))
    if given.markdown:
        print("|---|---|---|---|---|")
    for name, seconds in rows.items():
        figures = [f"{value * 1e3:,.1f}" for value in (statistics.median(seconds), min(seconds), max(seconds))]
        print(line.format(name, *figures, f"{statistics.median(seconds) / read:,.1f}"))
    grown = growth([1, given.times], given.runs)
    print()
    for campuses, milliseconds, extra in grown:
        print(f"{campuses:,} campuses: {milliseconds:,.0f} ms, peak of extra memory {extra:.2f} of the input")
    (few, fast, _), (many, slow, _) = grown
    print(f"exponent {np.log(slow / fast) / np.log(many / few):.3f}")


if __name__ == "__main__":
    main()
