"""An assessment as data frames: numbers are floats, and what goes out can come in again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from counties import good_county, nine_year, primary
from hypothesis import given, settings
from hypothesis import strategies as st

import balanced_edu as be
from balanced_edu import testing
from balanced_edu.assessment.columns import TABLES
from balanced_edu.nation import totals_of
from balanced_edu.standards import names

EXAMPLE = be.assess(be.read_county(Path(__file__).parents[2] / "examples" / "qingshan"), "wenling-2020")

LIKE: dict[str, tuple[Callable[[], object], type]] = {
    "pandas": (pd.DataFrame, pd.DataFrame),
    "polars": (pl.DataFrame, pl.DataFrame),
    "polars, lazy": (pl.LazyFrame, pl.LazyFrame),
    "pyarrow": (lambda: pa.table({}), pa.Table),
    "DuckDB": (lambda: duckdb.sql("select 1 as a"), duckdb.DuckDBPyRelation),
    "mapping": (dict, dict),
}


def in_pandas(frame: Any) -> pd.DataFrame:
    """Any frame as one of pandas, with null for what is unknown."""
    if isinstance(frame, dict):
        return pd.DataFrame(frame)
    for step in ("collect", "to_arrow_table", "to_pandas"):
        frame = getattr(frame, step)() if hasattr(frame, step) else frame
    return frame  # type: ignore[no-any-return]


@pytest.mark.parametrize("library", LIKE)
@pytest.mark.parametrize("which", TABLES)
def test_a_table_is_a_frame_of_the_library_of_another(which: Any, library: str) -> None:
    make, kind = LIKE[library]
    frame = EXAMPLE.as_frame(which, like=make())
    assert isinstance(frame, kind)
    expected = EXAMPLE.as_frame(which)
    anew = in_pandas(frame)
    assert list(anew) == list(expected)
    for name in expected:
        numbers = expected[name].dtype == np.float64
        assert not numbers or anew[name].dtype == np.float64 or anew[name].isna().all()
        pd.testing.assert_series_equal(anew[name].astype(expected[name].dtype), expected[name], check_dtype=False)


@pytest.mark.parametrize("which", TABLES)
def test_a_table_is_ready_for_describe_groupby_and_parquet(which: Any, tmp_path: Path) -> None:
    frame = EXAMPLE.as_frame(which, like="pandas")
    numbers = frame.select_dtypes(np.float64)
    assert set(frame) == {*numbers, *frame.select_dtypes(include=["str", "object"])}
    assert not np.isinf(numbers).to_numpy().any()
    assert len(frame.describe())
    assert len(frame.groupby(["county", "outcome"])[list(numbers)].mean())
    frame.to_parquet(tmp_path / "of-pandas.parquet")
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "of-pandas.parquet"), frame)
    in_polars = EXAMPLE.as_frame(which, like="polars")
    in_polars.write_parquet(tmp_path / "of-polars.parquet")
    assert pl.read_parquet(tmp_path / "of-polars.parquet").equals(in_polars)


@settings(max_examples=settings().max_examples // 4)
@given(testing.counties(gaps=True), st.sampled_from(names()))
def test_the_tables_say_what_the_assessment_says(county: be.County, standard: str) -> None:
    found = be.assess(county, standard)
    data: Any = found.as_dict()
    sections = found.as_frame("sections", like={})
    assert sections["campus"] == [one["campus"] for one in data["sections"]]
    assert sections["outcome"] == [one["outcome"] for one in data["sections"]]
    for id in found.standard.resources:
        assert sections[id] == [one["values"][id] for one in data["sections"]]
        assert sections[f"{id}_outcome"] == [one["outcomes"].get(id) for one in data["sections"]]
    coefficients = found.as_frame("coefficients", like={})
    rows = zip(*(coefficients[name] for name in ("stage", "item", "mean", "coefficient", "outcome")), strict=True)
    assert {(stage, item): rest for stage, item, *rest in rows} == {
        (stage, id): [one["mean"], one["coefficient"], one["outcome"]]
        for stage, ids in data["variation"].items()
        for id, one in ids.items()
    }
    indicators = found.as_frame("indicators", like={})
    outcomes = dict(zip(indicators["item"], indicators["outcome"], strict=True))
    assert outcomes == {id: str(one.outcome) for id, one in {**found.indicators, **found.aims}.items()}
    findings = found.as_frame("findings", like={})
    assert {*findings["item"]} >= outcomes.keys()
    for table in (sections, coefficients, indicators, findings):
        assert len({len(column) for column in table.values()}) == 1
        assert set(table["county"]) <= {county.name}
        kinds = {name: {*map(type, column)} - {type(None)} for name, column in table.items()}
        assert all(types <= {float} or types <= {str} for types in kinds.values())


@pytest.mark.parametrize("library", ["pandas", "polars", "polars, lazy", "pyarrow", "DuckDB", "mapping"])
def test_sections_that_go_out_come_in_as_a_nation(library: str) -> None:
    county = good_county(primary(), primary("P2", 600), nine_year(teaching_area=None))
    found = be.assess(county)
    frame = found.as_frame("sections", like=LIKE[library][0]())
    result = be.assess_nation(frame)
    assert list(totals_of("national-2017")) == [found.standard.items[id].total for id in found.standard.resources]
    for at, id in enumerate(found.standard.resources):
        for of_stage, stage in enumerate(found.variation):
            value = found.variation[stage][id].value
            coefficient = np.nan if value is None else float(value)
            np.testing.assert_allclose(result.coefficients[of_stage, at], [coefficient])
    assert result.section_outcomes.tolist() == [section.finding.outcome for section in found.sections]


def test_one_finding_gives_its_figures_to_its_indicator() -> None:
    indicators = EXAMPLE.as_frame("indicators").set_index("item")
    assert indicators.loc["G5", ["outcome", "value", "limit", "margin", "relation"]].tolist() == [
        "fail",
        46,
        45,
        -1,
        "at most",
    ]
    assert indicators.loc["R1", ["passed", "failed", "unknown"]].tolist() == [2, 0, 0]
    assert np.isnan(indicators.loc[["R1", "G1"], "value"]).all(), "two coefficients, and a judgement"


def test_other_tables_and_libraries_are_refused() -> None:
    with pytest.raises(ValueError, match="there is no table 'schools'; write one of 'sections', 'findings', 'indicat"):
        EXAMPLE.as_frame("schools")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="there are no frames of 'numpy'; write one of pandas, polars, pyarrow"):
        EXAMPLE.as_frame("sections", like="numpy")
    with pytest.raises(TypeError, match=r"must be those of a data frame .*; given list"):
        EXAMPLE.as_frame("sections", like=[1])
