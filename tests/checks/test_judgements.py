"""Judgements: what people judged, and properties with one of some values."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from balanced_edu.checks import Cell, Figure, Finding, at_least, holds, no_veto, one_of
from balanced_edu.outcomes import Outcome

FAIL, UNKNOWN, PASS = Outcome.FAIL, Outcome.UNKNOWN, Outcome.PASS


def test_a_judgement_names_its_inputs() -> None:
    judged = Figure(value=PASS, inputs={"has_charter": True})
    finding = holds("Q3").finding({"Q3": judged})
    assert finding == Finding(check="Q3", outcome=PASS, inputs={"has_charter": True})
    assert holds("Q3").named("章程").finding({"Q3": judged}).check == "章程"


def test_a_judgement_carries_its_name_and_what_is_missing() -> None:
    judged = holds("a").named("charter").finding({"a": None})
    assert (judged.check, judged.outcome, judged.missing) == ("charter", UNKNOWN, (Cell(field="a"),))
    assert holds().finding(None).missing == (Cell(field="judgement"),)
    assert holds("a").finding({"a": True}).check == "a"
    assert (holds("a").finding({"a": True}).missing, holds().finding(True).check) == ((), "")


def test_a_judgement_on_a_figure_lacks_what_the_figure_lacks() -> None:
    figure = Figure(value=None, inputs={"has_charter": None}, missing=(Cell(field="has_charter"),))
    assert holds("Q3").finding({"Q3": figure}) == Finding(
        check="Q3", outcome=UNKNOWN, inputs={"has_charter": None}, missing=(Cell(field="has_charter"),)
    )


def test_a_finding_made_before_is_the_judgement() -> None:
    inner = at_least(1, of="x").finding({"x": 2})
    assert holds("a").finding({"a": inner}) is inner


@pytest.mark.parametrize(("value", "outcome"), [("城区", PASS), ("乡村", FAIL), (None, UNKNOWN)])
def test_one_of(value: str | None, outcome: Outcome) -> None:
    check = one_of(["城区", "镇区"], of="area_type")
    assert check.finding({"area_type": value}).outcome is outcome
    assert check.outcomes({"area_type": np.array([value], dtype=object)}).tolist() == [outcome]


def test_a_property_carries_its_name_and_what_is_missing() -> None:
    kind = one_of(["甲"], of="k")
    assert [kind.finding({"k": k}).outcome for k in ("甲", "乙", None)] == [PASS, FAIL, UNKNOWN]
    assert (kind.finding({}).missing, kind.finding({"k": "甲"}).missing) == ((Cell(field="k"),), ())
    assert (kind.finding({}).check, kind.named("kind").finding({}).check) == ("k", "kind")
    assert one_of(["甲"]).finding("甲").check == ""
    assert one_of(["甲"]).finding(None).missing == (Cell(field="value"),)


def test_properties_in_columns_of_any_kind_and_shape() -> None:
    kinds = np.array([["甲", "乙"], [None, "甲"]], dtype=object)
    assert one_of(["甲"]).outcomes(kinds).tolist() == [[1, -1], [0, 1]]
    assert one_of(["甲"]).outcomes(["甲", None]).tolist() == [1, 0]
    assert one_of(["a"]).outcomes(["a", float("nan"), "b"]).tolist() == [1, 0, -1]
    assert one_of(["a"]).outcomes(np.ma.array(["a", "a", "b"], mask=[1, 0, 0])).tolist() == [0, 1, -1]
    assert one_of([1]).outcomes([]).dtype == np.int8


@pytest.mark.parametrize("kind", [np.int8, np.uint64, np.float16, np.float32, np.float64, np.longdouble])
def test_numbers_of_every_width_are_properties(kind: type) -> None:
    check = one_of([1, 0.9])
    for value, outcome in ((kind(1), PASS), (kind("0.9") if kind(0.5) else kind(1), PASS), (kind(2), FAIL)):
        assert check.finding(value).outcome is outcome
        columns = ([value, None], np.array([value, 3], dtype=kind), np.ma.array([value, 1], mask=[0, 1], dtype=kind))
        assert [check.outcomes(column)[0] for column in columns] == [outcome] * 3
        assert [check.outcomes(column)[1] for column in columns] == [UNKNOWN, FAIL, UNKNOWN]


@pytest.mark.parametrize("null", [None, float("nan"), np.float32("nan"), Decimal("NaN"), pd.NA])
def test_a_null_is_an_unknown_property(null: object) -> None:
    assert one_of(["a"]).finding(null).outcome is UNKNOWN


def test_nulls_in_a_column_of_properties() -> None:
    column = np.array([["a", None], [float("nan"), "b"]], dtype=object)
    assert one_of(["a"]).outcomes(column).tolist() == [[1, 0], [0, -1]]


def test_each_ground_of_veto_is_named() -> None:
    assert [part.name for part in no_veto("V1", "V2").checks] == ["V1", "V2"]  # type: ignore[attr-defined]
