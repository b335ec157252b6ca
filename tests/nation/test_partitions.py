"""The whole verdict part by part is that of all counties at once, wherever their rows are."""

from __future__ import annotations

from typing import Any

import dask.dataframe as dd
import duckdb
import narwhals as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from counties import change_facts, good_county, junior, nine_year, primary
from dask.distributed import Client, LocalCluster
from nationtables import tables_of, with_plain_codes

import balanced_edu as be
from balanced_edu.nation import engines, partitions
from balanced_edu.records.county import County


def counties() -> list[County]:
    several = [
        good_county(),
        change_facts(good_county(), fraud=True),
        good_county(primary("P1", multimedia_rooms=0), nine_year("N1"), junior("J1", teaching_area=None)),
        good_county(primary("P1", 2100)),
    ]
    return [with_plain_codes(county, 1000 * place) for place, county in enumerate(several)]


@pytest.mark.parametrize(
    ("rows", "together"),
    [
        (1, [["甲"], ["乙"], ["丙"]]),
        (4, [["甲"], ["乙"], ["丙"]]),
        (5, [["甲", "乙"], ["丙"]]),
        (8, [["甲", "乙"], ["丙"]]),
        (9, [["甲", "乙", "丙"]]),
    ],
)
def test_a_batch_has_as_many_whole_counties_as_fit(rows: int, together: list[list[str]]) -> None:
    """Counties of 2, 3 and 4 campuses, whose rows are mixed."""
    column = ["丙", "甲", "乙", "丙", "乙", "甲", "丙", "乙", "丙"]
    order = {"甲": "1甲", "乙": "2乙", "丙": "3丙"}
    frame = nw.from_native(pl.DataFrame({"county": [order[one] for one in column]}))
    batches = [part["county"].to_list() for part, _ in partitions._batches(frame, "county", {}, rows)]
    assert [sorted({one[1:] for one in batch}, key="甲乙丙".index) for batch in batches] == together
    assert sum(map(len, batches)) == len(column)


def plain(columns: dict[str, Any] | None) -> dict[str, Any] | None:
    """Columns as every library has them, without those in which nothing is known."""
    if columns is None:
        return None
    return {
        name: [";".join(map(str, one)) if isinstance(one, tuple) else getattr(one, "value", one) for one in column]
        for name, column in columns.items()
        if any(one is not None for one in column)
    }


TABLES = {name: plain(columns) for name, columns in tables_of(counties()).items()}
EXPECTED = be.assess_counties(**TABLES).as_frame(like={})
OTHERS = {name: pd.DataFrame(columns) for name, columns in TABLES.items() if name != "campuses"}
# The campuses of a county in several places.
CAMPUSES = pd.DataFrame(TABLES["campuses"]).iloc[::-1].sample(frac=1, random_state=1)

FRAMES: dict[str, Any] = {
    "lazy polars": lambda: pl.from_pandas(CAMPUSES).lazy(),
    "polars": lambda: pl.from_pandas(CAMPUSES),
    "DuckDB": lambda: duckdb.from_df(CAMPUSES),
    "pandas": lambda: CAMPUSES,
    "pyarrow": lambda: pa.Table.from_pandas(CAMPUSES, preserve_index=False),
}


def columns_of(frame: Any) -> dict[str, list[Any]]:
    if isinstance(frame, pl.LazyFrame):
        frame = frame.collect()
    if isinstance(frame, duckdb.DuckDBPyRelation):
        frame = frame.df()
    return frame.to_pydict() if isinstance(frame, pa.Table) else {name: list(frame[name]) for name in frame.columns}


@pytest.mark.parametrize("rows", [1, 4, 1000])
@pytest.mark.parametrize("library", FRAMES)
def test_in_batches_of_whole_counties(library: str, rows: int) -> None:
    campuses = FRAMES[library]()
    found = engines.assess_counties(campuses, **OTHERS, rows=rows)
    assert type(found).__module__.partition(".")[0] == type(campuses).__module__.partition(".")[0]
    assert columns_of(found) == EXPECTED


def test_batches_hold_as_many_counties_as_rows_allow(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    assess = partitions.assess_all

    def counted(campuses: Any, **others: Any) -> Any:
        sizes.append(len(campuses))
        return assess(campuses, **others)

    monkeypatch.setattr(partitions, "assess_all", counted)
    engines.assess_counties(CAMPUSES, **OTHERS, rows=6)
    of_counties = CAMPUSES.groupby("county").size().tolist()
    assert sum(sizes) == sum(of_counties)
    assert all(size <= 6 or size in of_counties for size in sizes)
    assert len(sizes) < len(of_counties)


@pytest.mark.slow
def test_on_a_cluster_of_two_processes() -> None:
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
        Client(cluster),
    ):
        lazy = engines.assess_counties(dd.from_pandas(CAMPUSES, npartitions=3), **OTHERS)
        assert list(lazy.columns) == list(EXPECTED)
        found = lazy.compute().sort_values("county")
    assert columns_of(found) == EXPECTED


def test_on_dask_in_this_process() -> None:
    """With more partitions than counties, some of which are empty."""
    campuses = dd.from_pandas(CAMPUSES, npartitions=6)
    found = engines.assess_counties(campuses, **OTHERS).compute(scheduler="synchronous").sort_values("county")
    assert columns_of(found) == EXPECTED


def as_dask(frame: pd.DataFrame) -> Any:
    return dd.from_pandas(frame, npartitions=2)


@pytest.mark.parametrize("make", [pl.from_pandas, as_dask])
def test_rows_without_a_county_and_counties_without_campuses_are_refused_with_their_number(make: Any) -> None:
    campuses = CAMPUSES.astype({"county": object})
    campuses.iloc[:2, 0] = None
    facts = pd.DataFrame({"county": ["9", "1"], "year": [2022, 2022]})
    with pytest.raises(be.InputError) as refused:
        engines.assess_counties(make(campuses.astype({"county": "string"})), facts)
    assert [str(problem) for problem in refused.value.problems] == [
        "campuses:0:county: 2 campuses have no county; write its name or its code",
        "counties:0:county: there are no campuses of '9'; add them, or leave the row out",
    ]


def test_tables_of_mappings_and_days() -> None:
    found = engines.assess_counties(
        CAMPUSES, TABLES["counties"], OTHERS["monitoring"], pl.from_pandas(OTHERS["groups"]).lazy()
    )
    assert columns_of(found) == EXPECTED
    assert len(engines.assess_counties(CAMPUSES, on=be.assess(counties()[0]).on)) == len(EXPECTED["county"])


def test_a_frame_needs_a_column_of_counties() -> None:
    with pytest.raises(be.InputError, match=r"campuses:0:county: the column county \(县\) is missing"):
        engines.assess_counties(CAMPUSES.drop(columns="county"))
    with pytest.raises(TypeError, match="the columns must be those of a data frame"):
        engines.assess_counties([1, 2])
