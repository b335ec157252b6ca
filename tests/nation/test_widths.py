"""Figures of every width and unit have the verdicts of the same figures as floats of 64 bits in the usual unit."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from nations import TOTALS, as_columns, in_rows, nation, tables, three

from balanced_edu import units
from balanced_edu.nation import SectionTable, assess_nation, engines

MONEY, AREA = TOTALS.index("equipment_value"), TOTALS.index("sports_area")


def at_the_limit_of_sports_area() -> dict[str, Any]:
    """Counties of one junior school, with exactly 10.2 m² of sports area per pupil, and enough of all else but R1."""
    pupils = np.arange(50, 2000)
    columns: dict[str, Any] = {"county": pupils, "stage": np.ones(pupils.size, dtype=np.int8), "pupils": pupils}
    columns |= {name: np.full(pupils.size, 1e7) for name in TOTALS}
    columns["teachers_above_required"] = 0.05 * pupils  # above 85 % of the limit: then all others have to be met
    columns["sports_area"] = np.array([float(Fraction("10.2") * int(count)) for count in pupils])
    return columns


def at_the_limit_of_variation(unit: int) -> dict[str, Any]:
    """Counties of two schools with a coefficient of equipment value of exactly 0.5; in a unit of so many yuan."""
    less = np.arange(10_001, 14_001)
    value = np.stack([less, 3 * less], axis=1).ravel()
    columns: dict[str, Any] = {
        "county": np.repeat(np.arange(less.size), 2),
        "stage": np.zeros(value.size, dtype=np.int8),
        "pupils": np.ones(value.size),
    }
    columns |= {name: np.full(value.size, 1e7) for name in TOTALS}
    columns["equipment_value"] = np.array([float(Fraction(int(yuan), unit)) for yuan in value])
    return columns


@pytest.mark.parametrize(
    "kind", [np.int8, np.uint8, np.int16, np.uint16, np.int32, np.uint64, np.float16, np.float32, np.longdouble, object]
)
def test_sections_of_every_width(kind: type) -> None:
    given = {"pupils": [100, 50, 25], "multimedia_rooms": [3, 1, 120], "equipment_value": [90, 100, 127]}
    expected = SectionTable.from_frame(three(**given))
    for table in tables(three(**{name: np.array(column, dtype=kind) for name, column in given.items()})):
        for one, other in (
            (table.rates, expected.rates),
            (table.totals, expected.totals),
            (table.pupils, expected.pupils),
        ):
            np.testing.assert_array_equal(one, other)
            assert one.dtype == np.float64
        assert table.assess().outcomes.tolist() == expected.assess().outcomes.tolist()
    table = SectionTable.from_arrays(**{**in_rows(three(**given)), "totals": expected.totals.astype(object)})
    np.testing.assert_array_equal(table.rates, expected.rates)


@pytest.mark.parametrize(
    ("numbers", "yuan"),
    [
        (np.array([300, 1, 65_535], dtype=np.uint16), [3_000_000, 10_000, 655_350_000]),
        (np.array([500_000, 1, 2], dtype=np.int32), [5 * 10**9, 10_000, 20_000]),
        (np.array([0.9, 0.1, 7], dtype=np.float32), [9000, 1000, 70_000]),
        (np.ma.array([3, 9, 1], mask=[0, 1, 0], dtype=np.uint8), [30_000, np.nan, 10_000]),
    ],
)
def test_quantities_of_every_width(numbers: Any, yuan: list[float]) -> None:
    for table in tables(three(equipment_value=units.quantity(numbers, "万元"))):
        np.testing.assert_array_equal(table.totals[MONEY], yuan)
    rows = in_rows(three())["totals"]
    objects = np.empty((7, 3), dtype=object)
    for place, row in enumerate(rows):
        objects[place] = row
    objects[MONEY] = [units.quantity(3, "万元"), 7, None]
    table = SectionTable.from_arrays(**{**in_rows(three()), "totals": objects})
    np.testing.assert_array_equal(table.totals[MONEY], [30_000, 7, np.nan])


def test_floats_of_32_bits_at_the_limit_meet_it() -> None:
    columns = at_the_limit_of_sports_area()
    assert assess_nation(columns).met[AREA].all()
    single = {**columns, "sports_area": columns["sports_area"].astype(np.float32)}
    for frame in (single, pd.DataFrame(single), pl.DataFrame(single), pa.table(single)):
        assert assess_nation(frame).met[AREA].all()
    little = {**columns, "sports_area": np.nextafter(single["sports_area"], np.float32(0))}
    assert not assess_nation(little).met[AREA].any()


@pytest.mark.parametrize("engine", ["polars", "duckdb", "pandas", "arrow"])
def test_floats_of_32_bits_on_engines_have_the_verdicts_of_the_arrays(engine: str) -> None:
    make: Any = {
        "polars": pl.DataFrame,
        "pandas": pd.DataFrame,
        "arrow": pa.table,
        "duckdb": lambda given: duckdb.from_df(pd.DataFrame(given)),
    }[engine]
    columns = at_the_limit_of_sports_area()
    exactly = columns["sports_area"].astype(np.float32)
    for area, outcome in ((exactly, 1), (np.nextafter(exactly, np.float32(0)), -1)):
        assert (assess_nation({**columns, "sports_area": area}).outcomes == outcome).all()
        result: Any = engines.outcomes(make({**columns, "sports_area": area}))
        outcomes = (result.df() if engine == "duckdb" else result)["outcome"]
        assert (np.asarray(outcomes) == outcome).all()


@pytest.mark.parametrize("make", [pl.DataFrame, pd.DataFrame])
def test_floats_of_16_bits_are_refused_by_engines(make: Any) -> None:
    frame = make({**as_columns(nation(3)), "pupils": np.array([9, 9, 9], dtype=np.float16)})
    for compute in (engines.outcomes, engines.coefficients):
        with pytest.raises(
            ValueError, match=r"^figures must have 32 bits or more; given Float16 in pupils: give them as F"
        ):
            compute(frame)


def test_a_coefficient_at_its_limit_holds_in_every_unit() -> None:
    yuan, wan = at_the_limit_of_variation(1), at_the_limit_of_variation(10_000)
    wan["equipment_value"] = units.quantity(wan["equipment_value"], "万元")
    one, other = SectionTable.from_frame(yuan), SectionTable.from_frame(wan)
    np.testing.assert_array_equal(one.totals, other.totals)
    assert (wan["equipment_value"].magnitude * 10_000 != one.totals[MONEY]).any()
    outcomes = one.assess().outcomes
    assert one.assess().coefficients[0, MONEY] == pytest.approx(0.5, rel=1e-15)
    assert (outcomes == 1).all()
    np.testing.assert_array_equal(other.assess().outcomes, outcomes)


def test_areas_at_the_limit_meet_it_in_every_unit() -> None:
    columns = at_the_limit_of_sports_area()
    for unit, factor in (("km²", 10**6), ("公顷", 10_000), ("m²", 1)):
        area = np.array([float(Fraction("10.2") * int(count) / factor) for count in columns["pupils"]])
        assert assess_nation({**columns, "sports_area": units.quantity(area, unit)}).met[AREA].all()
