"""The nation as expressions of a query engine: the same as on arrays, on every engine."""

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
from nations import MEANS, TOTALS, as_columns, nation, three

from balanced_edu.nation import SectionTable, engines, totals_of
from balanced_edu.records.kinds import Stage
from balanced_edu.standards import from_text, load


@pytest.fixture(scope="module")
def cluster() -> Iterator[Client]:
    """Two workers on this machine."""
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, processes=False, dashboard_address=":0") as two,
        Client(two) as client,
    ):
        yield client


# To a frame of the engine, and from what the engine returns to one of pandas.
ENGINES: dict[str, tuple[Callable[[pd.DataFrame], Any], Callable[[Any], pd.DataFrame]]] = {
    "polars": (pl.from_pandas, lambda result: result.to_pandas()),
    "polars, lazy": (lambda frame: pl.from_pandas(frame).lazy(), lambda result: result.collect().to_pandas()),
    "duckdb": (duckdb.from_df, lambda result: result.df()),
    "dask": (lambda frame: dd.from_pandas(frame, npartitions=3), lambda result: result.compute()),
    "pandas": (lambda frame: frame, lambda result: result),
}


def every_engine(*slow: str) -> list[Any]:
    return [pytest.param(name, marks=pytest.mark.slow) if name in slow else name for name in ENGINES]


EVERY_ENGINE = every_engine("dask")


def arguments(n: int = 6_000, *, gaps: bool = True, counties: int = 150) -> dict[str, Any]:
    given = nation(n, gaps=gaps)
    given["county"] = np.random.default_rng(3).integers(1, counties, n)
    given["stage"][given["county"] == 7] = 0  # a county without junior schools
    given["totals"][2, given["county"] == 8] = 0  # one in which nobody has any of R3
    return given


def by_arrays(given: dict[str, Any], standard: Any) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    result = SectionTable.from_arrays(**given).assess(standard)
    return result.outcomes, np.concatenate(list(result.coefficients), axis=-1)


@pytest.mark.parametrize("engine", [name for name in ENGINES if name != "dask"])
@pytest.mark.parametrize("standard", ["national-2017", "means"])
def test_equals_the_arrays(engine: str, standard: str, tmp_path: Path) -> None:
    check_equals_the_arrays(engine, standard, tmp_path)


@pytest.mark.slow
@pytest.mark.usefixtures("cluster")
@pytest.mark.parametrize("standard", ["national-2017", "means"])
def test_equals_the_arrays_on_a_cluster(standard: str, tmp_path: Path) -> None:
    check_equals_the_arrays("dask", standard, tmp_path)


def check_equals_the_arrays(engine: str, standard: str, tmp_path: Path) -> None:
    if standard == "means":
        (tmp_path / "means.toml").write_text(MEANS, encoding="utf-8")
    asked = tmp_path / "means.toml" if standard == "means" else standard
    into, back = ENGINES[engine]
    given = arguments()
    frame = into(pd.DataFrame({**as_columns(given), "stage": np.where(given["stage"] == 0, "primary", "junior")}))
    outcomes, expected = by_arrays(given, asked)
    result = back(engines.outcomes(frame, asked)).sort_values("county")
    np.testing.assert_array_equal(result["county"], np.unique(given["county"]))
    np.testing.assert_array_equal(result["outcome"], outcomes)
    coefficients = back(engines.coefficients(frame, asked)).sort_values(["stage", "county"])
    ids = list(coefficients.columns[2:])
    place = np.searchsorted(result["county"], coefficients["county"]) + coefficients["stage"].to_numpy() * len(result)
    expected = expected[:, place]
    np.testing.assert_allclose(coefficients[ids].to_numpy(dtype=float).T, expected, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("engine", ["polars, lazy", "duckdb", "pandas"])
def test_columns_are_those_that_the_standard_takes(engine: str) -> None:
    """The method of 2012 takes others, of which some resources have the same."""
    into, back = ENGINES[engine]
    given = as_columns(arguments(600, counties=20))
    for place, name in enumerate(totals_of("basic-2012")):
        given[name] = np.roll(given["equipment_value"], place)
    table = SectionTable.from_frame(given, "basic-2012")
    frame = into(pd.DataFrame({name: given[name] for name in ("county", "stage", "pupils", *table.units)}))
    result = back(engines.outcomes(frame, "basic-2012")).sort_values("county")
    np.testing.assert_array_equal(result["outcome"], table.assess("basic-2012").outcomes)
    assert list(back(engines.coefficients(frame, "basic-2012")).columns[2:]) == [f"B{row}" for row in range(1, 9)]


@pytest.mark.parametrize("engine", ["polars, lazy", "duckdb", "pandas"])
def test_missing_columns_are_named(engine: str) -> None:
    frame = ENGINES[engine][0](pd.DataFrame(three()).drop(columns=["stage", "sports_area"]))
    for compute in (engines.outcomes, engines.coefficients):
        with pytest.raises(ValueError, match=r"^columns are missing: stage, sports_area; add them, or rename"):
            compute(frame)


def test_two_indicators_of_one_total(tmp_path: Path) -> None:
    file = tmp_path / "more.toml"
    file.write_text(
        'extends = "national-2017"\nname = "more"\nedition = "1"\n[items.R8]\nname = { zh = "师生比", en = "More" }\n'
        'each = "section"\nclause = "-"\nsource = "-"\nmeasure = "teachers_above_required_per_pupil"\n'
        'rules = [{ at_least = "0.05" }]\n',
        encoding="utf-8",
    )
    given = arguments(600, counties=20)
    outcomes, _ = by_arrays(given, file)
    result = engines.outcomes(pl.DataFrame(as_columns(given)), file).sort("county")
    assert result["outcome"].to_list() == outcomes.tolist()


def test_results_of_lazy_engines_are_lazy() -> None:
    frame = pl.DataFrame(as_columns(arguments(500)))
    assert isinstance(engines.outcomes(frame.lazy()), pl.LazyFrame)
    assert isinstance(engines.coefficients(frame.lazy()), pl.LazyFrame)
    assert isinstance(engines.outcomes(duckdb.from_df(frame.to_pandas())), duckdb.DuckDBPyRelation)


def test_the_standard_decides_about_a_stage_without_sections(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(
        'extends = "national-2017"\nname = "mine"\nedition = "1"\n[variation]\nwithout_sections = "fail"\n',
        encoding="utf-8",
    )
    frame = pl.DataFrame({"county": ["a"], "stage": [0], "pupils": [100.0], **{name: [1e6] for name in TOTALS}})
    assert engines.outcomes(frame).rows() == [("a", 1)]
    assert engines.outcomes(frame, file).rows() == [("a", -1)]


def test_a_stage_is_lacking_where_no_row_of_it_has_pupils(tmp_path: Path) -> None:
    """Neither a row of nobody nor one of another stage is a stage of the county."""
    file = tmp_path / "mine.toml"
    file.write_text(
        'extends = "national-2017"\nname = "mine"\nedition = "1"\n[variation]\nwithout_sections = "fail"\n',
        encoding="utf-8",
    )
    rows = [
        *(("both", "primary", 100), ("both", "junior", 100)),
        *(("both, nobody", "primary", 100), ("both, nobody", "junior", 100), ("both, nobody", "junior", 0)),
        *(("one", "junior", 100),),
        *(("one, nobody", "junior", 100), ("one, nobody", "primary", 0)),
        *(("both, another", "primary", 100), ("both, another", "junior", 100), ("both, another", "大学", 100)),
    ]
    county, stage, pupils = zip(*rows, strict=True)
    figures = {name: [1e6 if count else 0 for count in pupils] for name in TOTALS}
    given = {"county": [*county], "stage": [*stage], "pupils": [*pupils], **figures}
    found = dict(engines.outcomes(pl.DataFrame(given), file).rows())
    assert found == {"both": 1, "both, nobody": 1, "one": -1, "one, nobody": -1, "both, another": 0}
    of_known = {
        name: [one for one, stage in zip(column, stage, strict=True) if stage != "大学"]
        for name, column in given.items()
    }
    table = SectionTable.from_frame(of_known, file).assess(file)
    assert dict(zip(table.counties.tolist(), table.outcomes.tolist(), strict=True)) == {**found, "both, another": 1}


@pytest.mark.parametrize(("all_zero", "outcome"), [("pass", 1), ("fail", -1), ("unknown", 0)])
def test_the_standard_decides_about_a_resource_that_nobody_has(all_zero: str, outcome: int) -> None:
    """Beside it a county in which each has as many as pupils, and one of nobody."""
    standard = from_text(MEANS.replace('of = "mean"', f'of = "mean", all_zero = "{all_zero}"'))
    given = {
        "county": ["a", "a", "b", "b", "c"],
        "stage": ["primary"] * 5,
        "pupils": [100, 100, 100, 100, 0],
        "multimedia_rooms": [0, 0, 100, 100, 0],
        "teaching_area": [1e3, 1e3, 1e3, 1e3, 0],
    }
    frame = pl.DataFrame(given)
    found = dict(engines.outcomes(frame, standard).rows())
    table = SectionTable.from_frame(given, standard).assess(standard)
    assert (
        found
        == dict(zip(table.counties.tolist(), table.outcomes.tolist(), strict=True))
        == {"a": outcome, "b": 1, "c": 1}
    )
    assert engines.coefficients(frame, standard).sort("county").rows() == [("a", 0, None, 0.0), ("b", 0, 0.0, 0.0)]


@pytest.mark.parametrize("engine", ["polars", "polars, lazy", "duckdb", "pandas"])
def test_a_stage_of_another_name_leaves_its_county_open(engine: str) -> None:
    into, back = ENGINES[engine]
    frame = pd.DataFrame(
        {
            "county": ["a", "a", "b", "b", "c"],
            "stage": ["primary", "大学", "primary", None, "junior"],
            "pupils": [100] * 5,
            **{name: [1e6] * 5 for name in TOTALS},
        }
    )
    result = back(engines.outcomes(into(frame))).sort_values("county")
    assert result["outcome"].tolist() == [0, 0, 1]
    coefficients = back(engines.coefficients(into(frame))).sort_values(["county", "stage"])
    assert coefficients["R1"].isna().tolist() == [False, True, False, True, False]
    assert coefficients["stage"].isna().tolist() == [False, True, False, True, False]


STAGES = [
    ["0", "1"],
    [False, True],
    [0.0, 1.0],
    ["小学", "初中"],
    pd.Categorical(["primary", "junior"]),
    np.array([0, 1], dtype=object),
]


@pytest.mark.parametrize("stages", STAGES)
def test_stages_of_any_kind(stages: Any) -> None:
    figures = {name: [1e6] * 2 for name in TOTALS}
    frame = pd.DataFrame({"county": ["a", "a"], "stage": stages, "pupils": [100, 100], **figures})
    for result in (engines.coefficients(frame), engines.coefficients(pl.from_pandas(frame)).to_pandas()):
        assert sorted(result["stage"].tolist()) == [0, 1]


@pytest.mark.parametrize("engine", [name for name in ENGINES if name != "dask"])
def test_the_section_rule_decides_about_counties_of_one_section(engine: str) -> None:
    """Their coefficients are 0; each resource lies at its limit, at its floor, or beside them."""
    rng, rule = np.random.default_rng(5), load("national-2017").section_rule(Stage.PRIMARY)
    parts = rng.choice([0.84, 0.85, 0.9, 0.99, 1, 1, 1, 1, 1, 1.01], (7, 600))
    scales = np.array([100, 100, 100, 1, 1, 1, 100])
    limits = np.array([[float(limit.limit)] for limit in rule.limits]) / scales[:, None]
    given = {"county": np.arange(600), "stage": np.zeros(600, int), "pupils": np.full(600, 10_000.0)}
    totals = limits * parts * given["pupils"]
    expected = SectionTable.from_arrays(**given, totals=totals).assess().outcomes
    assert set(expected.tolist()) == {-1, 1}
    into, back = ENGINES[engine]
    frame = into(pd.DataFrame({**given, **dict(zip(TOTALS, totals, strict=True))}))
    np.testing.assert_array_equal(back(engines.outcomes(frame)).sort_values("county")["outcome"], expected)


@pytest.mark.parametrize("engine", EVERY_ENGINE)
class TestRowsWithoutPupils:
    def frame(self, **changes: Any) -> pd.DataFrame:
        rows = {"county": ["a", "a", "a", "b", "b"], "stage": [0, 0, 1, 0, 1], "pupils": [100, 0, 100, 0, 100]}
        enough = {name: [1e6, 0, 1e6, 0, 1e6] for name in TOTALS}
        return pd.DataFrame({**rows, **enough, **changes})

    @pytest.mark.parametrize("nothing", [0, None])
    def test_take_no_part(self, engine: str, nothing: float | None) -> None:
        into, back = ENGINES[engine]
        frame = self.frame(sports_area=[1e6, nothing, 1e6, 0, 1e6])
        result = back(engines.outcomes(into(frame))).sort_values("county")
        assert result["outcome"].tolist() == SectionTable.from_frame(frame).assess().outcomes.tolist() == [1, 1]
        coefficients = back(engines.coefficients(into(frame))).sort_values(["county", "stage"])
        assert coefficients[["county", "stage"]].to_numpy().tolist() == [["a", 0], ["a", 1], ["b", 1]]
        assert coefficients["R5"].tolist() == [0, 0, 0]

    def test_a_county_without_others_has_no_sections(self, engine: str) -> None:
        into, back = ENGINES[engine]
        nobody = self.frame(pupils=[100, 0, 100, 0, 0], **{name: [1e6, 0, 1e6, 0, 0] for name in TOTALS})
        result = back(engines.outcomes(into(nobody))).sort_values("county")
        assert (result["county"].tolist(), result["outcome"].tolist()) == (["a", "b"], [1, 1])


NEITHER = "county must be all integers or all texts; given neither an integer nor a text: correct it"
IMPOSSIBLE = [
    ({"county": ["a", None, None]}, "county must be known: 2 rows are wrong"),
    ({"county": [1.0, np.nan, 2.0]}, "county must be known: 1 row is wrong"),
    ({"county": pd.Categorical(["a", None, "b"])}, "county must be known: 1 row is wrong"),
    ({"county": pd.array([1, None, 2], dtype="Int64")}, "county must be known: 1 row is wrong"),
    ({"county": pd.to_datetime(["2024-01-01", None, "2024-01-01"])}, "county must be known: 1 row is wrong"),
    ({"county": ["", "a", " "]}, "county must be known: 2 rows are wrong"),
    ({"county": pd.Categorical(["", "a", "a"])}, "county must be known: 1 row is wrong"),
    ({"county": ["", None, "a"]}, "county must be known: 2 rows are wrong"),
    ({"county": [1.0, 2.5, 2.0]}, NEITHER),
    ({"county": [True, False, True]}, NEITHER),
    ({"county": pd.to_datetime(["2024-01-01"] * 3)}, NEITHER),
    (
        {"county": ["甲县 ", "甲县", "甲县"]},
        "engines: county must not differ in blanks, invisible characters or width .*",
    ),
    (
        {"pupils": pd.to_datetime(["2024-01-01", None, None])},
        r"figures must be numbers; given Datetime\(.*\) in pupils: .*",
    ),
    ({"pupils": pd.to_timedelta([1, 2, 3])}, r"figures must be numbers; given Duration\(.*\) in pupils: .*"),
    ({"sports_area": np.array([2**62, 1, 1])}, "sports_area must be from 0 to 1,000,000,000,000,000: 1 row is wrong"),
    ({"pupils": np.array([2**64 - 1] * 3, np.uint64)}, "pupils must be from 0 to .*: 3 rows are wrong"),
    ({"pupils": [-1.0, 2, 3]}, "pupils must be from 0 to 1,000,000,000,000,000: 1 row is wrong"),
    ({"sports_area": [1.0, np.inf, -np.inf]}, "sports_area must be from 0 to 1,000,000,000,000,000: 2 rows are wrong"),
    ({"sports_area": [1.0, 1e15, 1.1e15]}, "sports_area must be from 0 to 1,000,000,000,000,000: 1 row is wrong"),
    ({"pupils": [0, 0, 3]}, "totals must be 0 where pupils are 0: 2 rows are wrong"),
    *(
        (
            {**{name: [0, 1e6, 1e6] for name in TOTALS}, only: [some, 1e6, 1e6], "pupils": [0, 2, 3]},
            "totals must be 0 where pupils are 0: 1 row is wrong",
        )
        for only, some in ((TOTALS[0], 0.5), (TOTALS[-1], 1))
    ),
    (
        {"county": ["a", "b", None], "pupils": [-1, 2, 3]},
        "county must be known: 1 row is wrong; pupils must be from 0 to 1,000,000,000,000,000: 1 row is wrong",
    ),
]


@pytest.mark.parametrize("engine", EVERY_ENGINE)
@pytest.mark.parametrize(("changes", "message"), IMPOSSIBLE)
def test_what_cannot_be_true_is_refused_with_its_number(engine: str, changes: dict[str, Any], message: str) -> None:
    frame = ENGINES[engine][0](pd.DataFrame({**three(), **changes}))
    for compute in (engines.outcomes, engines.coefficients):
        with pytest.raises(ValueError, match=f"^{message}$"):
            compute(frame)


@pytest.mark.parametrize("changes", [changes for changes, _ in IMPOSSIBLE])
def test_what_engines_refuse_the_table_refuses(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"^SectionTable.from_frame: "):
        SectionTable.from_frame(pd.DataFrame({**three(), **changes}))


def test_ids_of_some_texts_and_some_integers_are_refused_where_an_engine_holds_them() -> None:
    frame = pd.DataFrame({**three(), "county": pd.Series(["a", 1, "b"], dtype=object)})
    for compute in (engines.outcomes, engines.coefficients):
        with pytest.raises(
            ValueError, match=r"^county must be all integers or all texts; given an integer among texts: "
        ):
            compute(frame)


# Columns of three sections: two primary schools of one county, a junior school of another.
NO_FIGURE = [0.9, np.nan, 1e6]
KINDS: dict[str, dict[str, Any]] = {
    "null pupils": {"pupils": [100, None, 100]},
    "NaN total": {"sports_area": NO_FIGURE},
    "a total that nobody knows": {"sports_area": pd.Series([None] * 3, dtype=object)},
    "null pupils and no totals": {"pupils": [100, None, 100], **{name: [1e6, 0, 1e6] for name in TOTALS}},
    "no pupils and no totals": {"pupils": [100, 0, 100], **{name: [1e6, 0, 1e6] for name in TOTALS}},
    "no pupils and null totals": {"pupils": [100, 0, 100], **{name: [1e6, None, 1e6] for name in TOTALS}},
    "pupils and no totals": {name: [1e6, 0, 1e6] for name in TOTALS},
    "minus zero": {"pupils": [100, -0.0, 100], **{name: [1e6, -0.0, 1e6] for name in TOTALS}},
    "masked integers": {"pupils": pd.array([100, None, 100], dtype="Int64")},
    "masked floats": {"sports_area": pd.array([0.9, None, 1e6], dtype="Float64")},
    "NaN among masked floats": {"sports_area": pd.array([0.0, 1, 2], "Float64") / pd.array([0.0, 1, 2], "Float64")},
    "integers of Arrow": {"pupils": pd.array([100, None, 100], dtype="int64[pyarrow]")},
    "floats of 32 bits": {"sports_area": np.array([0.9, 4.5, 1e6], dtype=np.float32)},
    "floats of 32 bits with NaN": {"sports_area": np.array(NO_FIGURE, dtype=np.float32)},
    "masked floats of 32 bits": {"sports_area": pd.array([0.9, None, 1e6], dtype="Float32")},
    "integers of 8 bits whose sum has more": {
        "pupils": np.array([100, 100, 100], dtype=np.int8),
        "sports_area": np.array([100, 127, 100], dtype=np.int8),
    },
    "integers without a sign": {"pupils": np.array([200, 250, 200], dtype=np.uint8)},
    "texts of numbers": {"pupils": ["100", None, "100"]},
    "categories of numbers": {"pupils": pd.Categorical([100, 200, 100])},
    "categories of texts of numbers": {"pupils": pd.Categorical(["300", "200", "100"])},
    "booleans": {"sports_area": [True, True, False]},
    "counties of 8 bits": {"county": np.array([-100, -100, 100], dtype=np.int8)},
    "counties of 64 bits without a sign": {"county": np.array([2**64 - 1, 2**64 - 1, 2**64 - 2], dtype=np.uint64)},
    "counties in categories, some without rows": {"county": pd.Categorical(["a", "a", "b"], ["z", "b", "a"])},
    "stages in categories, some without rows": {
        "stage": pd.Categorical(["primary", "primary", "junior"], ["junior", "-", "primary"])
    },
    "no rows": {"county": [], "stage": [], "pupils": [], **{name: [] for name in TOTALS}},
}


@pytest.mark.parametrize("engine", every_engine("dask", "duckdb"))
@pytest.mark.parametrize("kind", KINDS)
def test_columns_of_any_kind_give_what_the_table_gives(engine: str, kind: str) -> None:
    into, back = ENGINES[engine]
    frame = pd.DataFrame({**three(county=["a", "a", "b"]), **KINDS[kind]})
    expected = SectionTable.from_frame(frame).assess()
    result = back(engines.outcomes(into(frame)))
    assert dict(zip(result["county"], result["outcome"], strict=True)) == dict(
        zip(expected.counties.tolist(), expected.outcomes.tolist(), strict=True)
    )
    coefficients = back(engines.coefficients(into(frame)))
    places = [expected.counties.tolist().index(county) for county in coefficients["county"]]
    by_table = expected.coefficients[coefficients["stage"].to_numpy(dtype=int), :, places]
    by_engine = coefficients.iloc[:, 2:].to_numpy(dtype=float, na_value=np.nan)
    np.testing.assert_allclose(by_engine, by_table.reshape(by_engine.shape), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("engine", [name for name in ENGINES if name != "dask"])
def test_counties_in_objects_are_integers(engine: str) -> None:
    """Dask itself makes texts of all objects."""
    into, back = ENGINES[engine]
    frame = pd.DataFrame({**three(), "county": pd.Series([1, 1, 2], dtype=object)})
    result = back(engines.outcomes(into(frame))).sort_values("county")
    expected = SectionTable.from_frame(frame).assess()
    assert result["county"].tolist() == expected.counties.tolist() == [1, 2]
    assert result["outcome"].tolist() == expected.outcomes.tolist()
