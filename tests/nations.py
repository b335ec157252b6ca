"""Columns of many sections, and what an assessment of them is compared with."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from balanced_edu.nation import NationAssessment, SectionTable, totals_of
from balanced_edu.records.kinds import Stage
from balanced_edu.standards import load

NAN = float("nan")
STAGES = (Stage.PRIMARY, Stage.JUNIOR)
TOTALS = tuple(totals_of("national-2017"))

MEANS = """
name = "means"
edition = "1"
title = { zh = "均值", en = "Means" }
authority = "测试"
document = "测试"
variation = { of = "mean", at_most = { primary = "0.26", junior = "0.26" }, clause = "均值", source = "测试" }
[items]
R7 = { name = { zh = "教室", en = "Rooms" }, each = "section", clause = "-", source = "-" }
R4 = { name = { zh = "面积", en = "Area" }, each = "section", clause = "-", source = "-" }
"""

WITHOUT_RESOURCES = """
name = "vetoes"
edition = "1"
title = { zh = "一票否决", en = "Vetoes" }
authority = "测试"
document = "测试"
variation = { at_most = { primary = "0.5", junior = "0.45" }, clause = "-", source = "-" }
division = { weights = { primary = "1", junior = "1.1", senior = "1.32" }, clause = "-", source = "-" }
[items.V6]
name = { zh = "弄虚作假", en = "Fraud" }
rules = [{ holds = true }]
clause = "-"
source = "-"
"""


def limits(stage: Stage) -> list[Fraction]:
    """The national limits of a stage as totals per pupil."""
    national = load("national-2017")
    return [
        national.limit(id, stage).limit / (100 if id in ("R1", "R2", "R3", "R7") else 1) for id in national.resources
    ]


def nation(n: int = 500, seed: int = 7, *, gaps: bool = False) -> dict[str, Any]:
    """Arguments of `from_arrays`, sections in any order."""
    rng = np.random.default_rng(seed)
    pupils = rng.integers(50, 2500, n).astype(float)
    level = np.array([0.055, 0.012, 0.01, 5.5, 9, 2400, 0.026])[:, None]
    totals = np.round(level * pupils * rng.lognormal(0, 0.25, (7, n)), 1)
    if gaps:
        totals[rng.random(totals.shape) < 0.01] = np.nan
        pupils[rng.random(n) < 0.01] = np.nan
    county, stage = rng.choice([110101, 330302, 441900, 659001], n), rng.integers(0, 2, n)
    return {"county": county, "stage": stage, "pupils": pupils, "totals": totals}


def same(one: NationAssessment, other: NationAssessment) -> None:
    np.testing.assert_array_equal(one.outcomes, other.outcomes)
    np.testing.assert_allclose(one.coefficients, other.coefficients, rtol=1e-12, atol=1e-15)


def as_columns(arguments: dict[str, Any]) -> dict[str, Any]:
    """Arguments of `from_arrays` as columns by name."""
    keys = {name: arguments[name] for name in ("county", "stage", "pupils")}
    return {**keys, **dict(zip(TOTALS, arguments["totals"], strict=True))}


def named(arguments: dict[str, Any]) -> dict[str, Any]:
    """The same with stages by name."""
    return {**as_columns(arguments), "stage": [("primary", "junior")[code] for code in arguments["stage"]]}


def three(**others: Any) -> dict[str, Any]:
    """Columns of three sections of one county, that have enough of all."""
    of_sections = {"county": ["a", "a", "a"], "stage": ["primary", "primary", "junior"], "pupils": [100, 100, 100]}
    return {**of_sections, **{name: [1e6, 1e6, 1e6] for name in TOTALS}, **others}


def in_rows(columns: dict[str, Any]) -> dict[str, Any]:
    """Columns by name as arguments of `from_arrays`."""
    keys = {name: columns[name] for name in ("county", "stage", "pupils")}
    return {**keys, "totals": [columns[name] for name in TOTALS]}


def tables(columns: dict[str, Any]) -> tuple[SectionTable, SectionTable]:
    """The table of columns by both ways."""
    return SectionTable.from_frame(columns), SectionTable.from_arrays(**in_rows(columns))


def refused(columns: dict[str, Any], message: str) -> None:
    """Columns are refused in both ways, for the same reasons."""
    for name, build in (
        ("from_frame", SectionTable.from_frame),
        ("from_arrays", lambda given: SectionTable.from_arrays(**in_rows(given))),
    ):
        with pytest.raises(ValueError, match=message) as error:
            build(columns)
        assert all(line.startswith(f"SectionTable.{name}: ") for line in str(error.value).splitlines())
