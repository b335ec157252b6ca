"""Columns of data frames, whichever library they come from."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from balanced_edu import units
from balanced_edu.tables.frames import EXACT, columns_of, frame_like, frame_of, table_of

COLUMNS = {"county": ["甲", "乙"], "pupils": [800, 600]}


@pytest.mark.parametrize("make", [dict, pd.DataFrame, pl.DataFrame, pl.LazyFrame, pa.table])
def test_the_named_columns_of_a_frame_or_a_mapping(make: Callable[[Any], object]) -> None:
    columns = columns_of(make(COLUMNS), ["pupils", "stage"])
    assert list(columns) == ["pupils"]
    assert np.asarray(columns["pupils"]).tolist() == [800, 600]


@pytest.mark.parametrize("backend", ["pandas", "polars", "pyarrow"])
def test_columns_as_a_frame(backend: Any) -> None:
    frame = frame_of(COLUMNS, backend)
    assert type(frame).__module__.split(".")[0] == backend
    assert {name: np.asarray(frame[name]).tolist() for name in COLUMNS} == COLUMNS


class Table:
    """It has columns, but narwhals does not know it."""

    columns = ("county", "pupils")


@pytest.mark.parametrize("given", [[1, 2], Table()])
def test_what_is_not_a_frame_is_refused(given: object) -> None:
    what = f"must be those of a data frame .* or of a mapping .*; given {type(given).__name__}$"
    with pytest.raises(TypeError, match=what):
        columns_of(given, ["pupils"])


def test_without_narwhals_the_message_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "narwhals", None)
    with pytest.raises(
        ModuleNotFoundError, match=r"^a data frame needs narwhals: pip install 'balanced-edu\[frames\]'$"
    ):
        columns_of(pl.DataFrame(COLUMNS), ["pupils"])


@pytest.mark.parametrize("make", [dict, pd.DataFrame, pl.DataFrame, pl.LazyFrame, pa.table])
def test_a_table_is_all_columns_of_a_frame_as_lists(make: Callable[[Any], object]) -> None:
    assert table_of(make(COLUMNS)) == COLUMNS


def test_a_table_of_rows_or_of_single_values() -> None:
    assert table_of([{"a": 1}, {"b": 2}]) == {"a": [1, None], "b": [None, 2]}
    assert table_of([]) == {}
    assert table_of({"a": 1, 5: "x"}) == {"a": [1], "5": ["x"]}
    assert table_of({"a": 1, "b": [2, 3]}) == {"a": [1, 1], "b": [2, 3]}


def test_a_frame_like_one_of_dask() -> None:
    dask = pytest.importorskip("dask.dataframe")
    made = frame_like({"county": ["甲"], "pupils": [None]}, ["county"], dask.from_pandas(pd.DataFrame(COLUMNS)))
    assert type(made) is dask.DataFrame
    assert made.compute()["county"].tolist() == ["甲"]


def test_columns_without_rows_have_their_types() -> None:
    frame = frame_like({"county": [], "pupils": []}, ["county"], "polars")
    assert frame.schema == {"county": pl.String, "pupils": pl.Float64}


@pytest.mark.parametrize(
    "make",
    [pl.Series, pa.array, lambda codes: pa.chunked_array([codes])],
    ids=["polars", "Arrow", "in pieces"],
)
def test_codes_of_many_digits_keep_their_digits_beside_empty_cells(make: Callable[[Any], object]) -> None:
    codes = [330301000000000001, None, -330301000000000001]
    assert table_of({"parent_code": make(codes)}) == {"parent_code": codes}


def test_columns_of_a_mapping_keep_their_values() -> None:
    given: dict[str, Any] = {
        "texts": pa.array(["A1", None]),
        "large": pa.array([2**53 + 1, None]),
        "figures": pa.array([1.5, 2]),
        "mixed": ["A1", 5],
        "numpy": np.array([3, 4]),
        "money": units.quantity([1, 2], "万元"),
        "single": pl.Series([0.1, None], dtype=pl.Float32),
        "kind": "小学",
    }
    found = table_of(given)
    assert [one.to("yuan").magnitude for one in found.pop("money")] == [10_000, 20_000]
    (figure, nothing) = found.pop("single")
    assert (type(figure), figure, np.isnan(nothing)) == (float, 0.1, True)
    assert found == {
        "texts": ["A1", None],
        "large": [2**53 + 1, None],
        "figures": [1.5, 2.0],
        "mixed": ["A1", 5],
        "numpy": [3, 4],
        "kind": ["小学", "小学"],
    }


def test_up_to_the_last_exact_one_a_float_holds_every_integer() -> None:
    assert float(EXACT) == EXACT
    assert float(EXACT - 1) == EXACT - 1
    assert float(EXACT + 1) != EXACT + 1


def test_columns_of_two_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="the columns must have one length; given 1 row of 'b', 2 rows of 'a'"):
        table_of({"a": [1, 2], "b": [1]})


def test_a_frame_is_of_the_library_of_the_given_one() -> None:
    assert isinstance(frame_like({"R1": [4.2]}, None, pd.DataFrame()), pd.DataFrame)
    assert isinstance(frame_like({"R1": [4.2]}, None, pl.DataFrame()), pl.DataFrame)


def test_texts_are_columns_of_their_library_and_figures_arrays() -> None:
    found = columns_of(pl.DataFrame({"county": ["a", "b"], "pupils": [1, 2]}), ["county", "pupils"])
    assert (type(found["county"]), type(found["pupils"])) == (pl.Series, np.ndarray)
