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

from balanced_edu.tables.frames import columns_of, frame_of

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
