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


WHOLE = {"county": "青山县（虚构示例）", "year": 2022.0, "standard": "wenling-2020 (1)"}
SECTION: dict[str, Any] = {
    "campus": "QS001",
    "name": "青山县明德实验小学",
    "kind": "小学",
    "ownership": "公办",
    "area_type": "城区",
    "stage": "primary",
    "pupils": 2000.0,
    "outcome": "pass",
    "teachers_above_required": 118.0,
    "backbone_teachers": 52.0,
    "sports_arts_teachers": 20.0,
    "teaching_area": 14763.0,
    "sports_area": 16160.0,
    "equipment_value": 5149000.0,
    "multimedia_rooms": 79.0,
    **{"R1": 5.9, "R2": 2.6, "R3": 1.0, "R4": 7.3815, "R5": 8.08, "R6": 2574.5, "R7": 3.95},
    **{f"R{n}_outcome": "pass" for n in range(1, 8)},
}
UNKNOWN_GROWTH: dict[str, Any] = {
    "of": "aim",
    "dimension": "plan",
    "item": "W2",
    "outcome": "unknown",
    "reason": "missing",
    "value": None,
    "limit": 0.0,
    "margin": None,
    "unit": "yuan",
    "relation": "above",
}
ON_THE_COUNTY: dict[str, Any] = {"campus": "", "stage": "", "subject": "", "alternative": 0.0}
ONE_OF_PARTS: dict[str, Any] = {
    "dimension": "resources",
    "item": "R2",
    "outcome": "fail",
    "value": 0.5020623058233253,
    "limit": 0.5,
    "margin": -0.0020623058233253,
    "unit": "",
    "relation": "at most",
}
# A row of a table, with every column.
ROWS: dict[str, tuple[Any, dict[str, Any]]] = {
    "a section": ("sections", SECTION),
    "a finding of an indicator": (
        "findings",
        {
            **ONE_OF_PARTS,
            **ON_THE_COUNTY,
            "of": "indicator",
            "stage": "primary",
            "check": "variation",
            "reason": "compared",
            "missing": "",
            "clause": "到2022年9月,按独立校区统计,义务教育学校资源配置综合差异系数达到国家"
            "“义务教育发展优质均衡县”认定要求。",
        },
    ),
    "a finding of an aim": (
        "findings",
        {
            **UNKNOWN_GROWTH,
            **ON_THE_COUNTY,
            "check": "growth_of_expenditure_per_pupil",
            "missing": "plan.expenditure_per_pupil; plan.expenditure_per_pupil_before",
            "clause": "全面落实好义务教育经费“三个增长”。",
        },
    ),
    "a finding of a condition": (
        "findings",
        {
            **ON_THE_COUNTY,
            "of": "condition",
            "dimension": "",
            "item": "C2",
            "check": "monitoring_held_since_recognition",
            "outcome": "unknown",
            "reason": "missing",
            **dict.fromkeys(("value", "limit", "margin", "relation")),
            "unit": "",
            "missing": "conditions.monitoring_held_since_recognition",
            "clause": "认定后年度监测持续保持较高水平",
        },
    ),
    "a finding of a campus": (
        "findings",
        {
            "of": "indicator",
            "dimension": "quality",
            "item": "Q6",
            "campus": "QS020",
            "stage": "",
            "subject": "",
            "check": "campus_culture_grade",
            "outcome": "unknown",
            "reason": "missing",
            "value": None,
            "limit": 3.0,
            "margin": None,
            "unit": "dimensionless",
            "relation": "at least",
            "alternative": 0.0,
            "missing": "schools.QS020.campus_culture",
            "clause": "",
        },
    ),
    "a finding of a section": (
        "findings",
        {
            "of": "section",
            "dimension": "resources",
            "item": "R4",
            "campus": "QS015",
            "stage": "primary",
            "subject": "",
            "check": "R4",
            "outcome": "fail",
            "reason": "compared",
            "value": 3.8,
            "limit": 4.5,
            "margin": -0.7,
            "unit": "m² / pupil",
            "relation": "at least",
            "alternative": 0.0,
            "missing": "",
            "clause": "",
        },
    ),
    "an indicator": (
        "indicators",
        {
            **ONE_OF_PARTS,
            "of": "indicator",
            "name_zh": "每百名学生拥有县级以上骨干教师数",
            "name_en": "Backbone teachers of county level or above per hundred pupils",
            "reason": "parts",
            **{"passed": 0.0, "failed": 1.0, "unknown": 0.0},
        },
    ),
    "an aim": (
        "indicators",
        {
            **UNKNOWN_GROWTH,
            "name_zh": "生均义务教育费用的增长",
            "name_en": "Growth of expenditure per pupil",
            **{"passed": 0.0, "failed": 0.0, "unknown": 1.0},
        },
    ),
    "a coefficient": (
        "coefficients",
        {
            "stage": "primary",
            "item": "R2",
            "mean": 2.3189706762417712,
            "coefficient": 0.5020623058233253,
            "limit": 0.5,
            "margin": -0.0020623058233253,
            "outcome": "fail",
        },
    ),
}


@pytest.mark.parametrize(("which", "expected"), ROWS.values(), ids=list(ROWS))
def test_a_row_has_every_figure_and_word(which: Any, expected: dict[str, Any]) -> None:
    table = EXAMPLE.as_frame(which, like={})
    rows = [dict(zip(table, row, strict=True)) for row in zip(*table.values(), strict=True)]
    identifying = [name for name in ("of", "item", "campus", "stage") if name in expected and name in table]
    (found,) = [row for row in rows if all(row[name] == expected[name] for name in identifying)]
    assert found == {**WHOLE, **expected}


def test_what_is_unknown_of_a_campus_is_no_word() -> None:
    county = good_county(primary(ownership=None, area_type=None))
    sections = be.assess(county).as_frame("sections", like={})
    assert [sections[name] for name in ("name", "ownership", "area_type")] == [[None]] * 3
