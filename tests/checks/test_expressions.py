"""Checks as expressions of a query engine: on every row they find what the checks find on columns."""

from __future__ import annotations

from itertools import product
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balanced_edu.checks import (
    Limit,
    VariationAtMost,
    above,
    at_least,
    at_most,
    below,
    expressions,
    section_rule,
    variation_at_most,
)
from balanced_edu.outcomes import Outcome
from balanced_edu.outcomes import at_least as kleene_at_least

VALUES = (None, 3.0, 3.4, 4.0, 5.0)
SOME = st.lists(st.sampled_from(VALUES), min_size=1, max_size=6)


def evaluated(columns: dict[str, list[Any]], expression: Any) -> list[int]:
    """The values of an expression on rows that have figures by name."""
    types: dict[str, Any] = {name: pl.Int64 if name == "elsewhere" else pl.Float64 for name in columns}
    frame = nw.from_native(pl.DataFrame(columns, schema=types))
    found: list[int] = frame.select(nw.all(), outcome=expression)["outcome"].to_list()
    return found


def array(column: list[float | None]) -> Any:
    return np.array([np.nan if value is None else value for value in column])


@pytest.mark.parametrize("make", [at_least, at_most, below, above])
def test_limits(make: Any) -> None:
    check: Limit = make(4, of="a")
    assert (
        evaluated({"a": list(VALUES)}, check.expression(nw.col("a")))
        == check.outcomes({"a": array(list(VALUES))}).tolist()
    )


def test_another_limit_where_the_first_does_not_apply() -> None:
    columns = {"a": [4.0, 4.0, 5.0, None], "elsewhere": [0, 1, 1, 1]}
    check, other = at_least(4, of="a"), at_least(5, of="a")
    expression = check.expression(nw.col("a"), other=other, elsewhere=nw.col("elsewhere"))
    assert evaluated(columns, expression) == [1, -1, 1, 0]


@pytest.mark.parametrize("names", ["abc", "abcd"])
@pytest.mark.parametrize("k", [-1, 0, 1, 2, 3, 4, 5])
def test_at_least_k(k: int, names: str) -> None:
    rows = list(product(Outcome, repeat=len(names)))
    columns: dict[str, list[Any]] = {name: [int(row[place]) for row in rows] for place, name in enumerate(names)}
    expression = expressions.at_least(k, [nw.col(name) for name in names])
    assert evaluated(columns, expression) == [kleene_at_least(k, list(row)) for row in rows]


@pytest.mark.parametrize("outcome", Outcome)
def test_an_outcome_where_a_condition_is_true_and_a_pass_elsewhere(outcome: Outcome) -> None:
    expression = expressions.given(nw.col("a") > 4, outcome)
    assert evaluated({"a": [3.0, 5.0, None]}, expression) == [1, outcome, 1]


@given(st.lists(st.tuples(*[st.sampled_from(VALUES)] * 3), min_size=1, max_size=5))
def test_section_rule(rows: list[tuple[float | None, ...]]) -> None:
    rule = section_rule(*(at_least(4, of=name) for name in "abc"), k=2, floor="0.85")
    columns = {name: [row[place] for row in rows] for place, name in enumerate("abc")}
    enough, floors = rule.expression({name: nw.col(name) for name in "abc"})
    found = evaluated(columns, nw.min_horizontal(enough, floors))
    assert found == rule.outcomes({name: array(column) for name, column in columns.items()}).tolist()


def test_another_section_rule_where_the_first_does_not_apply() -> None:
    first, other = (section_rule(at_least(limit, of="a"), k=1, floor="0.5") for limit in (4, 6))
    enough, floors = first.expression({"a": nw.col("a")}, other=other, elsewhere=nw.col("elsewhere"))
    columns = {"a": [5.0, 5.0, 3.0, 2.0], "elsewhere": [0, 1, 1, 1]}
    assert evaluated(columns, enough) == [1, -1, -1, -1]
    assert evaluated(columns, floors) == [1, 1, 1, -1]


# Totals of two schools of equal size, by the coefficient that they have.
TOTALS: dict[float | str, list[float]] = {
    0.4: [6, 14],
    0.5: [1, 3],
    0.7: [3, 17],
    "zero": [0, 0],
    "unknown": [np.nan, 1],
}


@pytest.mark.parametrize("names", ["ab", "abc"])
@pytest.mark.parametrize("mean", [False, True])
@pytest.mark.parametrize("all_zero", Outcome)
def test_variation_of_several_resources(names: str, mean: bool, all_zero: Outcome) -> None:
    rows = list(product(TOTALS, repeat=len(names)))
    columns: dict[str, list[Any]] = {}
    for place, name in enumerate(names):
        columns[name] = [row[place] if isinstance(row[place], float) else None for row in rows]
        columns[f"{name} zero"] = [float(row[place] == "zero") for row in rows]
        columns[f"{name} known"] = [float(row[place] != "unknown") for row in rows]
    check, other = (variation_at_most(limit, mean=mean, all_zero=all_zero) for limit in ("0.5", "0.45"))

    def expression(**different: Any) -> Any:
        figures, zeros, known = ([nw.col(f"{name}{suffix}") for name in names] for suffix in ("", " zero", " known"))
        return check.expression(figures, [each == 1 for each in zeros], [each == 1 for each in known], **different)

    def expected(check: VariationAtMost) -> list[int]:
        outcomes = [check.outcomes({"totals": [TOTALS[key] for key in row], "pupils": [1, 1]}) for row in rows]
        return [int(one.min()) for one in outcomes]

    assert evaluated(columns, expression()) == expected(check)
    columns["elsewhere"] = [1] * len(rows)
    assert evaluated(columns, expression(other=other, elsewhere=nw.col("elsewhere"))) == expected(other)


def test_the_check_of_other_rows_is_given_by_name() -> None:
    """Two checks of one kind would else be exchanged unseen."""
    limit, column = at_least(4, of="a"), nw.col("a")
    rule, variation = section_rule(limit, k=1, floor="0.5"), variation_at_most("0.5")
    for call in (
        lambda: limit.expression(column, limit, column),  # type: ignore[misc]
        lambda: rule.expression({"a": column}, rule, column),  # type: ignore[misc]
        lambda: variation.expression([column], [column], [column], variation, column),  # type: ignore[misc]
    ):
        with pytest.raises(TypeError, match="positional argument"):
            call()
