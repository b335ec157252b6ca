"""Counties are assessed in parts of whole counties: the outcomes are those of all of them together."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

import attrs
import numpy as np
import polars as pl
import pytest
from counties import change_facts, good_county, junior, nine_year, primary, senior
from hypothesis import given, settings
from hypothesis import strategies as st
from nations import WITHOUT_RESOURCES
from nationtables import Tables, check_as_one_by_one, tables_of, with_plain_codes

import balanced_edu as be
from balanced_edu import testing
from balanced_edu.nation import CountiesAssessment, dimensions
from balanced_edu.nation.parts import parts_of
from balanced_edu.nation.source import Source, source_of
from balanced_edu.records.county import County
from balanced_edu.standards import Standard, from_text, load, names
from balanced_edu.units import quantity

GOOD = good_county()
COUNTIES = [
    with_plain_codes(county, 1000 * place)
    for place, county in enumerate(
        [
            GOOD,
            good_county(nine_year("N1"), senior("S1"), primary("P1", primary_largest_class=46)),
            change_facts(GOOD, fraud=True),
            attrs.evolve(good_county(junior("J1"), junior("J2", junior_teachers=1)), monitoring=(), groups=()),
            good_county(primary("P1", primary_pupils=None), junior("J1")),
        ]
    )
]
OF_SECTIONS = ("section_outcomes", "met")
OF_COUNTIES = ("counties", "outcomes", "coefficients", "coefficient_outcomes", "variation", "composite")


def parts_at_most(rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dimensions, "ROWS", rows)


def arrays_of(result: CountiesAssessment) -> dict[str, Any]:
    """All arrays of a result by name."""
    several = {"indicators", "dimensions", "aims", "conditions", "by_campus"}
    found = {f"{name}.{id}": of for name in several for id, of in getattr(result, name).items()}
    if result.sections is not None:
        found |= {name: getattr(result.sections, name) for name in (*OF_SECTIONS, *OF_COUNTIES)}
    return found | {name: getattr(result, name) for name in ("outcomes", "section_rows", "section_stages")}


def check_same(one: CountiesAssessment, other: CountiesAssessment) -> None:
    wanted = arrays_of(other)
    found = arrays_of(one)
    assert found.keys() == wanted.keys()
    for name, array in found.items():
        np.testing.assert_array_equal(array, wanted[name], err_msg=name)
        assert array.dtype == wanted[name].dtype, name


@pytest.mark.parametrize("rows", [1, 4, 8])
@pytest.mark.parametrize("standard", [*map(load, names()), from_text(WITHOUT_RESOURCES)], ids=lambda one: one.name)
def test_every_standard_finds_the_same(standard: Standard, rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    together = be.assess_counties(**tables_of(COUNTIES), standard=standard)
    parts_at_most(rows, monkeypatch)
    check_same(be.assess_counties(**tables_of(COUNTIES), standard=standard), together)
    if together.sections is not None:
        check_as_one_by_one(COUNTIES, standard)


def shuffled(tables: Tables, seed: int) -> Tables:
    """The same rows in another order."""
    rng = np.random.default_rng(seed)

    def other(table: dict[str, list[Any]]) -> dict[str, list[Any]]:
        order = rng.permutation(len(table["county"])).tolist()
        return {name: [column[at] for at in order] for name, column in table.items()}

    return {name: table and other(table) for name, table in tables.items()}


@pytest.mark.parametrize("rows", [1, 5])
def test_rows_may_stand_in_any_order(rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    tables = shuffled(tables_of(COUNTIES), 7)
    together = be.assess_counties(**tables)
    parts_at_most(rows, monkeypatch)
    in_parts = be.assess_counties(**tables)
    wanted, found = arrays_of(together), arrays_of(in_parts)
    # Sections stand county by county in each part.
    orders = [np.lexsort([one.section_rows, one.section_stages]) for one in (together, in_parts)]
    for name in (*OF_SECTIONS, "section_rows", "section_stages"):
        wanted[name], found[name] = wanted[name][..., orders[0]], found[name][..., orders[1]]
    for name, array in found.items():
        np.testing.assert_array_equal(array, wanted[name], err_msg=name)


def test_columns_of_frames_are_divided_too(monkeypatch: pytest.MonkeyPatch) -> None:
    campuses = {
        "county": ["a", "a", "b", "c", "c"],
        "school_code": ["1", "2", "3", "4", "5"],
        "kind": ["小学", "初中", "小学", "小学", "初中"],
        "primary_pupils": [2100, None, 300, 1900, None],
        "junior_pupils": [None, 900, None, None, 2001],
        "music_room_areas": ["96", None, "90;95", "100", "96"],
    }
    order = [3, 0, 2, 4, 1]
    other = {name: [column[at] for at in order] for name, column in campuses.items()}
    together = be.assess_counties(pl.DataFrame(campuses))
    parts_at_most(2, monkeypatch)
    check_same(be.assess_counties(pl.DataFrame(campuses)), together)
    mixed = be.assess_counties(pl.DataFrame(other))
    np.testing.assert_array_equal(mixed.by_campus["G4"], together.by_campus["G4"][order])
    np.testing.assert_array_equal(mixed.by_campus["G3"], together.by_campus["G3"][order])


KINDS: dict[str, Callable[[list[float]], Any]] = {
    "list": list,
    "tuple": tuple,
    "deque": deque,
    "array": np.array,
    "masked array": lambda figures: np.ma.masked_array(figures, [False] * len(figures)),
    "quantity": lambda figures: quantity(np.array(figures), "公顷"),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("county", [["a", "a", "b", "c"], ["c", "a", "b", "a"]], ids=["in order", "mixed"])
def test_columns_of_every_kind_are_divided(kind: str, county: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    campuses = {"county": county, "school_code": [1, 2, 3, 4], "kind": ["小学"] * 4, "primary_pupils": [900] * 4}
    campuses |= {"teaching_area": KINDS[kind]([0.45, 0.2, 0.5, 0.3])}
    together = be.assess_counties(campuses)
    parts_at_most(2, monkeypatch)
    check_same(be.assess_counties(campuses), together)


def test_parts_of_which_no_county_has_facts(monkeypatch: pytest.MonkeyPatch) -> None:
    campuses = {"county": [1, 2, 3], "school_code": [5, 6, 7], "kind": ["小学"] * 3}
    facts = {"county": [2], "fraud": [True]}
    for others in (None, {"county": [2], "group": ["家长"]}):
        together = be.assess_counties(campuses, facts, groups=others)
        with monkeypatch.context() as patch:
            parts_at_most(1, patch)
            check_same(be.assess_counties(campuses, facts, groups=others), together)
    assert together.indicators["V6"].tolist() == [0, -1, 0]


@pytest.mark.slow
@settings(max_examples=settings().max_examples // 2)
@given(
    st.lists(testing.counties(gaps=True, max_campuses=3), min_size=2, max_size=4),
    testing.standards(),
    st.integers(1, 6),
)
def test_parts_of_any_size_find_the_same(counties: list[County], standard: Standard, rows: int) -> None:
    tables = tables_of([with_plain_codes(county, 1000 * place) for place, county in enumerate(counties)])
    together = be.assess_counties(**tables, standard=standard)
    with pytest.MonkeyPatch.context() as patch:
        parts_at_most(rows, patch)
        check_same(be.assess_counties(**tables, standard=standard), together)


def test_problems_of_all_parts_are_reported_at_once_with_their_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    tables = tables_of(COUNTIES)
    campuses = tables["campuses"]
    assert campuses
    size = len(campuses["county"])
    campuses["books"] = ["many", *[None] * (size - 2), -1]
    with pytest.raises(be.InputError) as together:
        be.assess_counties(**tables)
    parts_at_most(1, monkeypatch)
    with pytest.raises(be.InputError) as in_parts:
        be.assess_counties(**tables)
    assert in_parts.value.problems == together.value.problems
    assert [problem.row for problem in in_parts.value.problems] == [0, size - 1]


POSTS = """
[items.W1]
name = { zh = "岗位", en = "Posts" }
dimension = "guarantee"
rules = [{ fact = "posts", at_least = "0.5" }]
clause = "-"
source = "-"
mark = "choice"
"""


def test_what_is_wrong_with_counties_of_several_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    parts_at_most(1, monkeypatch)
    campuses = {"county": [1, 2, 3], "school_code": [11, 12, 13], "kind": ["小学"] * 3}
    standard = from_text(WITHOUT_RESOURCES + POSTS)
    with pytest.raises(be.InputError) as unreadable:
        be.assess_counties({**campuses, "books": ["many", 1, -1]}, standard=standard)
    assert [problem.row for problem in unreadable.value.problems] == [0, 2]
    with pytest.raises(be.DataError) as refused:
        be.assess_counties(campuses, {"county": [1, 2, 3], "local.posts": [True, 0.6, False]}, standard=standard)
    assert str(refused.value) == (
        "1: local.posts: is true; vetoes expects a number; 3: local.posts: is false; vetoes expects a number"
    )


SIZES = [2, 3, 3, 2, 1]


def source_with(county: list[int]) -> Source:
    size = len(county)
    return source_of({"county": county, "school_code": range(1, size + 1), "kind": ["小学"] * size}, None, None, None)


@pytest.mark.parametrize(
    ("rows", "parts"),
    [
        (100, [(0, 5)]),
        (11, [(0, 5)]),
        (6, [(0, 2), (2, 5)]),
        (5, [(0, 2), (2, 4), (4, 5)]),
        (4, [(0, 1), (1, 2), (2, 3), (3, 5)]),
        (1, [(at, at + 1) for at in range(5)]),
    ],
)
def test_counties_are_never_divided(rows: int, parts: list[tuple[int, int]]) -> None:
    source = source_with(np.repeat(np.arange(5), SIZES).tolist())
    found = list(parts_of(source, rows))
    assert [(part.counties.start, part.counties.stop) for part in found] == parts
    assert [part.source.ids.tolist() for part in found] == [list(range(*ends)) for ends in parts]
    assert [part.source.places["campuses"].tolist() for part in found] == [
        np.repeat(np.arange(last - first), SIZES[first:last]).tolist() for first, last in parts
    ]
    # Rows that stand county by county are no copies.
    assert [part.campuses for part in found] == [slice(sum(SIZES[:first]), sum(SIZES[:last])) for first, last in parts]
    assert (found[0].source is source) == (len(parts) == 1)


def test_rows_of_a_county_are_found_wherever_they_stand() -> None:
    parts = parts_of(source_with([1, 3, 2, 1, 3]), 2)
    assert [np.asarray(part.campuses).tolist() for part in parts] == [[0, 3], [2], [1, 4]]


def test_counties_of_every_part_are_assessed_alone_where_columns_do_not_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether a campus with too few rooms counts is unknown, and of a single county every way is tried."""
    few = primary("P1", ownership=None, multimedia_rooms=20)
    doubtful = good_county(few, *(primary(f"P{at}", multimedia_rooms=20 + 9 * at) for at in range(2, 6)), junior("J1"))
    counties = [with_plain_codes(county, 1000 * place) for place, county in enumerate([GOOD, doubtful])]
    parts_at_most(6, monkeypatch)
    check_as_one_by_one(counties, load("basic-2012"))
