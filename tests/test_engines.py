"""The nation as expressions of a query engine: the same as the kernel, on every engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import dask.dataframe as dd
import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pytest
from distributed import Client, LocalCluster
from test_nation import MEANS, as_columns, nation

from balanced_edu import engines
from balanced_edu.nation import TOTALS, SectionTable


@pytest.fixture(scope="module")
def cluster() -> Iterator[Client]:
    """Two workers on this machine."""
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, processes=False, dashboard_address=":0") as two,
        Client(two) as client,
    ):
        yield client


# To a frame of the engine, and from what the engine gives back to one of pandas.
ENGINES: dict[str, tuple[Callable[[pd.DataFrame], Any], Callable[[Any], pd.DataFrame]]] = {
    "polars": (pl.from_pandas, lambda found: found.to_pandas()),
    "polars, lazy": (lambda frame: pl.from_pandas(frame).lazy(), lambda found: found.collect().to_pandas()),
    "duckdb": (duckdb.from_df, lambda found: found.df()),
    "dask": (lambda frame: dd.from_pandas(frame, npartitions=3), lambda found: found.compute()),
    "pandas": (lambda frame: frame, lambda found: found),
}


def columns(n: int = 6_000, *, gaps: bool = True, counties: int = 150) -> dict[str, Any]:
    own = nation(n, gaps=gaps)
    own["county"] = np.random.default_rng(3).integers(1, counties, n)
    own["stage"][own["county"] == 7] = 0  # a county without junior schools
    own["totals"][2, own["county"] == 8] = 0  # one in which nobody has any of R3
    return own


def by_kernel(own: dict[str, Any], standard: Any) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    result = SectionTable.from_arrays(**own).assess(standard)
    return result.outcomes, np.concatenate(list(result.coefficients), axis=-1)


@pytest.mark.usefixtures("cluster")
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("standard", ["national-2017", "means"])
def test_equals_the_kernel(engine: str, standard: str, tmp_path: Path) -> None:
    if standard == "means":
        (tmp_path / "means.toml").write_text(MEANS, encoding="utf-8")
    asked = tmp_path / "means.toml" if standard == "means" else standard
    into, back = ENGINES[engine]
    own = columns()
    frame = into(pd.DataFrame({**as_columns(own), "stage": np.where(own["stage"] == 0, "primary", "junior")}))
    outcomes, expected = by_kernel(own, asked)
    found = back(engines.outcomes(frame, asked)).sort_values("county")
    np.testing.assert_array_equal(found["county"], np.unique(own["county"]))
    np.testing.assert_array_equal(found["outcome"], outcomes)
    coefficients = back(engines.coefficients(frame, asked)).sort_values(["stage", "county"])
    ids = list(coefficients.columns[2:])
    place = np.searchsorted(found["county"], coefficients["county"]) + coefficients["stage"].to_numpy() * len(found)
    expected = expected[:, place]
    np.testing.assert_allclose(coefficients[ids].to_numpy(dtype=float).T, expected, rtol=1e-9, atol=1e-9)


def test_lazy_engines_read_nothing_before_they_are_asked() -> None:
    frame = pl.DataFrame(as_columns(columns(500)))
    assert isinstance(engines.outcomes(frame.lazy()), pl.LazyFrame)
    assert isinstance(engines.coefficients(frame.lazy()), pl.LazyFrame)
    assert isinstance(engines.outcomes(duckdb.from_df(frame.to_pandas())), duckdb.DuckDBPyRelation)


def test_what_a_stage_without_sections_comes_to_is_the_standards(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(
        'extends = "national-2017"\nname = "mine"\nedition = "1"\n[variation]\nwithout_sections = "fail"\n',
        encoding="utf-8",
    )
    frame = pl.DataFrame({"county": ["a"], "stage": [0], "pupils": [100.0], **{name: [1e6] for name in TOTALS}})
    assert engines.outcomes(frame).rows() == [("a", 1)]
    assert engines.outcomes(frame, file).rows() == [("a", -1)]


@pytest.mark.parametrize("engine", ["polars", "polars, lazy", "duckdb", "pandas"])
def test_a_stage_of_another_name_leaves_its_county_open(engine: str) -> None:
    into, back = ENGINES[engine]
    frame = pd.DataFrame(
        {
            "county": ["a", "a", "b", "b", "c"],
            "stage": ["primary", "小学", "primary", None, "junior"],
            "pupils": [100] * 5,
            **{name: [1e6] * 5 for name in TOTALS},
        }
    )
    found = back(engines.outcomes(into(frame))).sort_values("county")
    assert found["outcome"].tolist() == [0, 0, 1]
    coefficients = back(engines.coefficients(into(frame))).sort_values(["county", "stage"])
    assert coefficients["R1"].isna().tolist() == [False, True, False, True, False]
    assert coefficients["stage"].isna().tolist() == [False, True, False, True, False]


STAGES = [
    ["0", "1"],
    [False, True],
    [0.0, 1.0],
    pd.Categorical(["primary", "junior"]),
    np.array([0, 1], dtype=object),
]


@pytest.mark.parametrize("stages", STAGES)
def test_stages_of_any_kind(stages: Any) -> None:
    figures = {name: [1e6] * 2 for name in TOTALS}
    frame = pd.DataFrame({"county": ["a", "a"], "stage": stages, "pupils": [100, 100], **figures})
    for found in (engines.coefficients(frame), engines.coefficients(pl.from_pandas(frame)).to_pandas()):
        assert sorted(found["stage"].tolist()) == [0, 1]
