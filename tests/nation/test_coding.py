"""Columns of texts as codes: whatever library holds them, and in any order of rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from nations import as_columns, nation, refused, same, three

from balanced_edu.nation import SectionTable, coding
from balanced_edu.nation.coding import coded
from balanced_edu.nation.order import places_of


def _dictionary(texts: list[str]) -> pa.DictionaryArray:
    """Texts among others that no row has, and each text twice."""
    known = ["-", *dict.fromkeys(texts)]
    codes = [known.index(text) + row % 2 * len(known) for row, text in enumerate(texts)]
    return pa.DictionaryArray.from_arrays(pa.array(codes), pa.array(known * 2))


COLUMNS: dict[str, Callable[[list[str]], Any]] = {
    "list": list,
    "tuple": tuple,
    "texts of numpy": np.array,
    "masked texts": lambda texts: np.ma.array(texts, mask=False),
    "strings of numpy": lambda texts: np.array(texts, dtype=np.dtypes.StringDType()),
    "objects": lambda texts: np.array(texts, dtype=object),
    "pandas, objects": lambda texts: pd.Series(texts, dtype=object),
    "pandas, str": lambda texts: pd.Series(texts, dtype="str"),
    "pandas, string of Python": lambda texts: pd.Series(texts, dtype="string[python]"),
    "pandas, string of Arrow": lambda texts: pd.Series(texts, dtype="string[pyarrow]"),
    "pandas, Arrow": lambda texts: pd.Series(texts, dtype=pd.ArrowDtype(pa.string())),
    "pandas, categories": lambda texts: pd.Series(texts).astype(pd.CategoricalDtype(["-", *sorted(set(texts))])),
    "pandas, index": pd.Index,
    "pandas, categories alone": pd.Categorical,
    "polars": pl.Series,
    "polars, categories": lambda texts: pl.Series(texts).cast(pl.Categorical),
    "polars, enumeration": lambda texts: pl.Series(texts).cast(pl.Enum(["-", *sorted(set(texts))])),
    "Arrow": pa.array,
    "Arrow, large": lambda texts: pa.array(texts, type=pa.large_string()),
    "Arrow, views": lambda texts: pa.array(texts, type=pa.string_view()),
    "Arrow, in pieces": lambda texts: pa.chunked_array([texts[:7], texts[7:]]),
    "Arrow, dictionary": _dictionary,
    "Arrow, dictionaries": lambda texts: pa.chunked_array([_dictionary(texts[:7]), _dictionary(texts[7:])]),
}

KINDS = {"list": "U", "tuple": "U", "texts of numpy": "U", "masked texts": "U", "strings of numpy": "T"}


@pytest.mark.parametrize("order", ["county by county", "random"])
@pytest.mark.parametrize("kind", COLUMNS)
def test_texts_of_any_library(kind: str, order: str) -> None:
    columns = nation(60)
    if order == "county by county":
        columns = {name: column[..., np.argsort(columns["county"], kind="stable")] for name, column in columns.items()}
    counties = columns["county"].astype(str).tolist()
    stages = [("小学", "junior")[stage] for stage in columns["stage"]]
    column = COLUMNS[kind](counties)
    assert coded(column) is not None
    distinct, places = places_of(coded(column))
    assert distinct.tolist() == sorted(set(counties))
    assert distinct[places].tolist() == counties
    assert distinct.dtype.kind == KINDS.get(kind, "O")
    given = {"county": column, "stage": COLUMNS[kind](stages)}
    for table in (
        SectionTable.from_arrays(**{**columns, **given}),
        SectionTable.from_frame({**as_columns(columns), **given}),
    ):
        same(table.assess(), SectionTable.from_arrays(**columns).assess())


LIBRARIES, OBJECTS = ("pandas", "polars", "Arrow"), ("pandas, objects", "pandas, string of Python")


@pytest.mark.parametrize("kind", [kind for kind in COLUMNS if kind.startswith(LIBRARIES) and kind not in OBJECTS])
def test_columns_of_others_are_coded_by_their_own_means(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No object of Python is made for each row."""
    monkeypatch.setattr(coding, "_by_value", lambda _: pytest.fail("an object for each row"))
    texts = ["乙县", "甲县", "乙县", "丙县"] * 3
    column = coded(COLUMNS[kind](texts))
    assert column is not None
    assert column.values[column.codes].tolist() == texts
    assert column.values.dtype == object


@pytest.mark.parametrize("kind", OBJECTS)
@pytest.mark.parametrize(
    ("texts", "by_pandas"),
    [(["乙县", "乙县", "乙县", "甲县", "甲县", "乙县"], False), (["乙县", "甲县", "丙县"] * 2, True)],
    ids=["adjacent", "in any order"],
)
def test_columns_of_objects_are_coded_by_them_where_rows_of_a_county_are_adjacent(
    kind: str, texts: list[str], by_pandas: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of several adjacent rows is looked up faster than pandas looks up each; of other rows pandas is faster."""
    called: list[int] = []
    factorize = pd.Series.factorize
    monkeypatch.setattr(pd.Series, "factorize", lambda column: called.append(len(column)) or factorize(column))
    column = coded(COLUMNS[kind](texts))
    assert column is not None
    assert column.values[column.codes].tolist() == texts
    assert column.values.tolist() == [*dict.fromkeys(texts)]
    assert called == [6] * by_pandas


@pytest.mark.parametrize("texts", [[], ["甲县"], ["乙县", "甲县"], ["甲县"] * 3], ids=len)
def test_rows_in_any_order_and_adjacent_rows_have_the_same_codes(texts: list[str]) -> None:
    column = coded(np.array(texts, dtype=object))
    expected = [*dict.fromkeys(texts)]
    assert column is None if not texts else column is not None and column.values.tolist() == expected
    assert column is None or column.values[column.codes].tolist() == texts


TEXTS = ("county", "stage")
FRAMES: dict[str, Callable[[dict[str, Any]], Any]] = {
    "pandas": pd.DataFrame,
    "pandas, categories": lambda columns: pd.DataFrame(columns).astype(dict.fromkeys(TEXTS, "category")),
    "polars": pl.DataFrame,
    "polars, categories": lambda columns: pl.DataFrame(columns).cast(dict.fromkeys(TEXTS, pl.Categorical)),
    "polars, lazy": pl.LazyFrame,
    "Arrow": pa.table,
}


@pytest.mark.parametrize("kind", FRAMES)
def test_texts_of_frames(kind: str) -> None:
    given = three(county=["b", "a", "a"])
    table = SectionTable.from_frame(FRAMES[kind](given))
    assert (table.counties.tolist(), table.counties.dtype) == (["a", "b"], object)
    same(table.assess(), SectionTable.from_frame(given).assess())


@pytest.mark.parametrize("kind", FRAMES)
def test_unknown_texts_of_frames_are_refused(kind: str) -> None:
    with pytest.raises(ValueError, match=r"county must be all integers or all texts; given unknown at \[1\]"):
        SectionTable.from_frame(FRAMES[kind](three(county=["b", None, "a"])))
    with pytest.raises(ValueError, match=r"stage must be .*; given something else at \[0\]: correct it"):
        SectionTable.from_frame(FRAMES[kind](three(stage=[None, "primary", "junior"])))
    with pytest.raises(ValueError, match=r"stage must be .*; given something else at \[2\]: correct it"):
        SectionTable.from_frame(FRAMES[kind](three(stage=["junior", "primary", "高中"])))


NO_TEXTS = [
    [],
    [1, 1, 2],
    ["a", 1, "a"],
    ["a", None, "a"],
    ["a", pd.NA, pd.NA],
    ["a", float("nan"), "a"],
    ["a", np.ma.masked, "a"],
    ["a", {}, {}],
    [["a"], ["b"]],
    np.array([b"a", b"b"]),
    np.array([["a"], ["b"]]),
    np.ma.array(["a", "b"], mask=[True, False]),
    pd.Series(["a", None]),
    pd.Series(["a", None], dtype="category"),
    pd.Series([1, 2], dtype="category"),
    pd.Series([1, 2], dtype="Int64"),
    pd.Series([1, 2]),
    pl.Series(["a", None]),
    pl.Series([1, 2]),
    pa.array(["a", None]),
    pa.array([1, 2]),
    pa.array([["a"], ["b"]]),
    [np.zeros((2, 2)), np.zeros((2, 3))],
    "ab",
]


@pytest.mark.parametrize(
    "given", NO_TEXTS, ids=[f"{place}: {type(one).__name__}" for place, one in enumerate(NO_TEXTS)]
)
def test_what_is_no_column_of_texts_is_not_coded(given: Any) -> None:
    assert coded(given) is None


def test_texts_that_end_in_zero_bytes_stay_apart() -> None:
    column = coded(["a\0", "a", "a"])
    assert column is not None
    assert places_of(column)[0].tolist() == ["a", "a\0"]


def test_texts_that_are_one_to_a_reader_are_refused_in_categories() -> None:
    for kind in ("pandas, categories", "polars, categories", "Arrow, dictionary"):
        refused(three(county=COLUMNS[kind](["甲县", "甲县 ", "甲县"])), "county must not differ in blanks")


def test_stages_of_bytes_are_texts() -> None:
    same(
        SectionTable.from_frame(three(stage=np.array([b"primary", b"primary", b"junior"]))).assess(),
        SectionTable.from_frame(three()).assess(),
    )


@pytest.mark.parametrize("kind", ["list", "objects", "pandas, categories", "polars", "Arrow"])
@pytest.mark.parametrize("blank", ["", " ", "\u3000"])
def test_a_blank_text_is_no_county(kind: str, blank: str) -> None:
    refused(
        three(county=COLUMNS[kind](["a", blank, "b"])), r"county must be .*; given a blank text at \[1\]: correct it"
    )


def test_a_blank_text_among_categories_that_no_row_has() -> None:
    categories = pd.Series(["a", "a", "b"]).astype(pd.CategoricalDtype(["", "a", "b"]))
    table = SectionTable.from_frame(three(county=pa.DictionaryArray.from_arrays(pa.array([1, 1, 2]), ["", "a", "b"])))
    assert table.counties.tolist() == SectionTable.from_frame(three(county=categories)).counties.tolist() == ["a", "b"]
