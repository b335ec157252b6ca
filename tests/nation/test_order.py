"""How rows belong together: any ids, in any order."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from nations import TOTALS, nation, refused, same, tables, three

from balanced_edu.dispersion.grouping import GroupedRows
from balanced_edu.nation import SectionTable
from balanced_edu.nation.coding import coded
from balanced_edu.nation.order import RowOrder, places_of
from balanced_edu.records.kinds import Stage


@pytest.mark.parametrize("gaps", [False, True])
def test_the_order_of_rows_changes_nothing(gaps: bool) -> None:
    columns = nation(40_000, gaps=gaps)
    order = np.lexsort((columns["county"], columns["stage"]))
    ordered = {name: column[..., order] for name, column in columns.items()}
    given, sorted_ = SectionTable.from_arrays(**columns).assess(), SectionTable.from_arrays(**ordered).assess()
    same(given, sorted_)
    np.testing.assert_array_equal(given.section_outcomes[order], sorted_.section_outcomes)
    np.testing.assert_array_equal(given.met[:, order], sorted_.met)


ROWS = [
    # Sorted, county by county, and in any order.
    ([0, 0, 2, 0, 2], [0, 0, 0, 1, 1], None),
    ([0, 0, 0, 2, 2], [0, 1, 0, 0, 1], [0, 2, 3, 1, 4]),
    ([2, 0, 2, 0, 0], [0, 1, 1, 0, 0], [3, 4, 0, 1, 2]),
]


@pytest.mark.parametrize(("places", "stages", "positions"), ROWS)
def test_rows_are_sorted_by_stage_and_county(places: list[int], stages: list[int], positions: list[int] | None) -> None:
    order = RowOrder.of(np.array(places, dtype=np.uint8), np.array(stages), counties=3)
    assert order.ids.tolist() == [0, 2, 3, 5]
    assert (order.groups.starts.tolist(), order.groups.lengths.tolist()) == ([0, 2, 3, 4], [2, 1, 1, 1])
    assert (order.positions if order.positions is None else order.positions.tolist()) == positions
    assert list(order.stages()) == [(Stage.PRIMARY, slice(0, 2)), (Stage.JUNIOR, slice(2, 4))]
    figures = np.arange(5.0)
    assert order.sorted(figures).tolist() == (positions or [0, 1, 2, 3, 4])
    assert order.as_given(order.sorted(figures), otherwise=-1).tolist() == figures.tolist()
    assert order.given(order.groups.rows(0)).tolist() == (positions or [0, 1])[:2]
    assert order.given(order.groups.rows(3)).tolist() == (positions or [4])[-1:]


@pytest.mark.parametrize("kind", [np.int8, np.float64])
def test_what_is_given_back_has_the_type_of_what_was_sorted(kind: type) -> None:
    order = RowOrder(
        ids=np.array([0]), groups=GroupedRows.of(np.array([0, 0])), first_junior=1, positions=np.array([0, 2]), rows=3
    )
    back = order.as_given(np.array([5, 7], dtype=kind), otherwise=1)
    assert (back.tolist(), back.dtype) == ([5, 1, 7], kind)
    assert order.without.tolist() == [1]


@pytest.mark.parametrize("of", [int, lambda county: f"{county}县"], ids=["numbers", "texts"])
@pytest.mark.parametrize(("counties", "kind"), [(100, np.uint8), (200, np.uint16)])
def test_places_of_counties_have_as_many_bits_as_their_groups_need(of: Any, counties: int, kind: type) -> None:
    given = [of(1000 + at) for at in range(counties)]
    ids = np.array(given) if of is int else coded(given)
    distinct, places = places_of(ids)
    assert places.dtype == kind
    assert distinct[places].tolist() == given


def test_counties_that_are_not_sorted_although_the_first_is_the_least() -> None:
    order = RowOrder.of(np.array([0, 2, 1, 1], dtype=np.uint8), np.array([0, 0, 0, 1]), counties=3)
    assert order.positions is not None
    assert order.positions.tolist() == [0, 2, 1, 3]


def test_ids_may_be_texts_or_far_apart() -> None:
    columns = nation()
    by_number = SectionTable.from_arrays(**columns).assess()
    for ids in (columns["county"].astype(str), columns["county"].astype(str).astype(object), columns["county"] * 10**9):
        same(by_number, SectionTable.from_arrays(**{**columns, "county": ids}).assess())


def test_ids_of_few_bits_far_apart() -> None:
    """Their distance is more than they can hold themselves."""
    ids = np.array([-100, 100, -56, 100] * 20, dtype=np.int8)
    columns = {name: column[..., :80] for name, column in nation().items()}
    result = SectionTable.from_arrays(**{**columns, "county": ids}).assess()
    assert result.counties.tolist() == [-100, -56, 100]
    same(result, SectionTable.from_arrays(**{**columns, "county": ids.astype(np.int64)}).assess())


@pytest.mark.parametrize("ids", [[5, 5, 5, 3, 3, 5], [5, 3, 5, 3], ["b", "b", "a"], [], [10**12, 7, 7, 7]])
def test_places_are_those_among_distinct_ids(ids: list[Any]) -> None:
    distinct, places = places_of(np.array(ids))
    assert distinct.tolist() == sorted(set(ids))
    assert [distinct[place] for place in places] == ids


@pytest.mark.parametrize(
    ("county", "ids"),
    [
        (np.array([2**63 + 9, 2**63 + 5, 2**63 + 5], dtype=np.uint64), [2**63 + 5, 2**63 + 9]),
        (np.array([2, 1, 1], dtype=object), [1, 2]),
        (np.array([2**70, 1, 1], dtype=object), [1, 2**70]),
        ((2, np.int64(1), 1), [1, 2]),
        (np.array(["b", "a", "a"], dtype=object), ["a", "b"]),
        (np.ma.array([2, 1, 1]), [1, 2]),
        (["a\0", "a", "a"], ["a", "a\0"]),
        (np.array(["a\0", "a", "a"], dtype=object), ["a", "a\0"]),
        (np.array(["a\0", "a", "a"], dtype=np.dtypes.StringDType()), ["a", "a\0"]),
    ],
)
def test_counties_of_any_integers_and_texts(county: Any, ids: list[Any]) -> None:
    for table in tables(three(county=county)):
        assert table.counties.tolist() == ids
        assert table.assess().outcomes.tolist() == [1, 1]


@pytest.mark.parametrize("other", ["甲县\u200b", "甲县 ", "甲\u3000县", "\ufeff甲县"])
def test_counties_that_are_one_to_a_reader_are_refused(other: str) -> None:
    for county in (["甲县", other, other], np.array(["甲县", other, other])):
        refused(three(county=county), "county must not differ in blanks, invisible characters or width alone")


def test_moments_of_a_table_are_those_of_its_groups() -> None:
    table = SectionTable.from_arrays(**nation())
    assert table.moments.ids is table.order.ids
    assert list(table.units) == list(TOTALS)


class TestRowsWithoutPupils:
    """A row without pupils that has nothing is no section, as a stage without pupils is none of a county."""

    def columns(self, gap: int) -> dict[str, Any]:
        columns = {name: column.copy() for name, column in nation(60).items()}
        columns["pupils"][gap], columns["totals"][:, gap] = 0, 0
        return columns

    @pytest.mark.parametrize("gap", [0, 7, 59])
    @pytest.mark.parametrize("nothing", [0, np.nan])
    def test_take_no_part(self, gap: int, nothing: float) -> None:
        columns = self.columns(gap)
        columns["totals"][3, gap] = nothing
        rest = {name: np.delete(column, gap, axis=-1) for name, column in columns.items()}
        alone = SectionTable.from_arrays(**rest).assess()
        for order in (np.arange(60), np.lexsort((columns["county"], columns["stage"]))):
            table = SectionTable.from_arrays(**{name: column[..., order] for name, column in columns.items()})
            same(table.assess(), alone)
            (place,) = np.flatnonzero(order == gap)
            assert table.assess().section_outcomes[place] == 1
            assert not table.assess().met[:, place].any()
            assert np.isnan(table.sensitivity().without[:, place]).all()
            assert table.order.without.tolist() == [place]
        given = SectionTable.from_arrays(**columns).assess().section_outcomes
        np.testing.assert_array_equal(np.delete(given, gap), alone.section_outcomes)

    def test_with_other_totals(self) -> None:
        columns = self.columns(7)
        table = SectionTable.from_arrays(**columns)
        same(table.assess(totals=columns["totals"]), table.assess())
        columns["totals"][2, 7] = 1
        with pytest.raises(ValueError, match=r"^SectionTable.assess: totals must be 0 where pupils are 0; .* \[7\]: "):
            table.assess(totals=columns["totals"])

    def test_a_county_without_others_has_no_sections(self) -> None:
        columns: dict[str, Any] = {**three(county=["a", "b", "b"]), "pupils": [0, 100, 100]}
        columns |= {name: [0, *figures[1:]] for name, figures in columns.items() if name in TOTALS}
        result = SectionTable.from_frame(columns).assess()
        assert (result.counties.tolist(), result.outcomes[0]) == (["a", "b"], 1)
