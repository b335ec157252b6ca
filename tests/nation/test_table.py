"""The table of a nation: built from arrays, columns and frames, and assessed again with other totals."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest
from nations import as_columns, named, nation, same

from balanced_edu.nation import SectionTable, assess_nation


def test_columns_by_name() -> None:
    columns = nation(gaps=True)
    same(assess_nation(named(columns)), SectionTable.from_arrays(**columns).assess())
    same(assess_nation(as_columns(columns)), SectionTable.from_arrays(**columns).assess())


@pytest.mark.parametrize("make", [pl.DataFrame, lambda columns: pl.DataFrame(columns).lazy(), "pandas", "pyarrow"])
def test_frames_of_any_library(make: Any) -> None:
    columns = nation(gaps=True)
    if isinstance(make, str):
        library = pytest.importorskip(make)
        make = library.DataFrame if make == "pandas" else library.table
    same(assess_nation(make(named(columns))), SectionTable.from_arrays(**columns).assess())


def test_columns_that_no_standard_takes_are_left_alone() -> None:
    columns = {**as_columns(nation()), "remarks": ["-"] * 500}
    same(assess_nation(columns), SectionTable.from_arrays(**nation()).assess())


def test_arrays_are_not_copied() -> None:
    columns = nation()
    order = np.lexsort((columns["county"], columns["stage"]))
    ordered = {name: np.ascontiguousarray(column[..., order]) for name, column in columns.items()}
    assert SectionTable.from_arrays(**columns).totals is columns["totals"]
    assert SectionTable.from_arrays(**ordered).pupils is ordered["pupils"]


def test_no_sections_at_all() -> None:
    table = SectionTable.from_arrays(county=np.array([], int), stage=[], pupils=[], totals=np.empty((7, 0)))
    result = table.assess()
    assert (result.outcomes.size, result.met.shape) == (0, (7, 0))


def test_other_totals_of_the_same_sections() -> None:
    columns = nation(gaps=True)
    again = SectionTable.from_arrays(**columns)
    better = columns["totals"] * np.random.default_rng(3).integers(1, 3, columns["totals"].shape)
    one, other = again.assess(totals=better), SectionTable.from_arrays(**{**columns, "totals": better}).assess()
    same(one, other)
    np.testing.assert_array_equal(one.met, other.met)
    with pytest.raises(ValueError, match=r"^SectionTable.assess: totals must have shape \(7, 500\); given \("):
        again.assess(totals=better[:, :3])
    with pytest.raises(ValueError, match=r"teaching_area must be 0 or more and finite; given -1 at \[4\]: correct it"):
        again.assess(totals=np.where((np.arange(7) == 3)[:, None] & (np.arange(500) == 4), -1, better))


def test_a_standard_that_takes_other_totals_is_refused() -> None:
    message = (
        "^the table does not have all totals that basic-2012 takes: computers, books, teachers, middle_rank_teachers; "
        "build it with this standard$"
    )
    with pytest.raises(ValueError, match=message):
        SectionTable.from_arrays(**nation()).assess("basic-2012")


def test_a_table_prints_as_what_it_is() -> None:
    table = SectionTable.from_arrays(county=["a"], stage=[0], pupils=[9], totals=np.full((7, 1), 9e9))
    assert repr(table) == "<table of 1 section of 1 county>"
    assert repr(table.assess()) == "<1 county by national-2017 (1): 1 pass, 0 fail>"
    table = SectionTable.from_arrays(county=["a", "b"], stage=[0, 0], pupils=[9, 9], totals=np.full((7, 2), 9e9))
    assert repr(table) == "<table of 2 sections of 2 counties>"


def test_sections_without_pupils_take_no_part() -> None:
    arguments = {"county": ["a", "a", "b"], "stage": [0, 0, 0], "pupils": [9, 0, 9]}
    totals = np.array([[9e9, 0, 1]] * 7)
    table = SectionTable.from_arrays(**arguments, totals=totals)
    assert (table.pupils.tolist(), table.order.without.tolist()) == ([9, 9], [1])
    assert table.assess().section_outcomes.tolist() == [1, 1, -1]
    with pytest.raises(
        ValueError, match=r"^SectionTable\.assess: totals must be 0 where pupils are 0; given more at \[1\]"
    ):
        table.assess(totals=totals + (np.arange(7) == 3)[:, None])


def test_counties_that_differ_in_blanks_alone_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^SectionTable\.from_arrays: county must not differ in blanks, "):
        SectionTable.from_arrays(county=["甲县", "甲 县"], stage=[0, 0], pupils=[9, 9], totals=np.full((7, 2), 9e9))
