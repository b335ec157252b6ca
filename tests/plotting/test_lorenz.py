"""Lorenz curves: by definition, and with the coefficient beside them."""

from __future__ import annotations

from fractions import Fraction as F  # noqa: N817
from itertools import pairwise

import pytest
from counties import good_county, junior, primary
from hypothesis import given
from hypothesis import strategies as st

from balanced_edu.assessment import assess
from balanced_edu.plotting.lorenz import curve
from balanced_edu.records.kinds import Stage
from balanced_edu.records.section import TOTALS, Section

AREA = "teaching_area"
CAMPUS = primary()


def sections(*schools: tuple[int | None, int | None]) -> list[Section]:
    """Schools by their pupils and their area."""
    return [
        Section(campus=CAMPUS, stage=Stage.PRIMARY, pupils=pupils, totals={**dict.fromkeys(TOTALS), AREA: area})
        for pupils, area in schools
    ]


CURVES = [
    # pupils and area of schools, points of the curve
    ([(10, 10), (10, 30)], [(F(0), F(0)), (F(1, 2), F(1, 4)), (F(1), F(1))]),
    ([(10, 30), (10, 10)], [(F(0), F(0)), (F(1, 2), F(1, 4)), (F(1), F(1))]),
    ([(30, 30), (10, 30)], [(F(0), F(0)), (F(3, 4), F(1, 2)), (F(1), F(1))]),
    ([(10, 0), (10, 5)], [(F(0), F(0)), (F(1, 2), F(0)), (F(1), F(1))]),
    ([(10, 10), (None, 99), (99, None), (0, 99)], [(F(0), F(0)), (F(1), F(1))]),
    ([(10, 0), (10, 0)], []),
    ([(10, None)], []),
    ([], []),
]


@pytest.mark.parametrize(("schools", "points"), CURVES)
def test_curve(schools: list[tuple[int | None, int | None]], points: list[tuple[F, F]]) -> None:
    assert curve(sections(*schools), AREA) == points


@given(st.lists(st.tuples(st.integers(1, 5000), st.integers(0, 10**6)), min_size=1, max_size=12))
def test_a_curve_is_never_over_the_diagonal_and_never_gets_less_steep(schools: list[tuple[int, int]]) -> None:
    points = curve(sections(*schools), AREA)
    assert bool(points) is any(area for _, area in schools)
    assert all(share <= pupils for pupils, share in points)
    slopes = [(b - d) / (a - c) for (c, d), (a, b) in pairwise(points)]
    assert slopes == sorted(slopes)


COUNTY = good_county(
    primary("P1", 300, teaching_area=1500), primary("P2", 100, teaching_area=1500), junior("J1", teaching_area=None)
)


def test_the_curves_of_the_stages_with_their_coefficients() -> None:
    ax = assess(COUNTY).plot("lorenz", indicator="R4", lang="en")
    diagonal, of_primary, of_junior = ax.get_lines()
    assert list(diagonal.get_xdata()) == list(diagonal.get_ydata()) == [0, 1]
    assert list(zip(of_primary.get_xdata(), of_primary.get_ydata(), strict=True)) == [(0, 0), (0.75, 0.5), (1, 1)]
    assert len(of_junior.get_xdata()) == 0
    legend = ax.get_legend()
    assert legend.get_title().get_text() == "variation coefficient"
    # X = 5 and 15 with weights 3/4 and 1/4: the mean is 7.5, the deviation √18.75.
    assert [text.get_text() for text in legend.get_texts()] == [
        "primary: 0.5774 > 0.5 (over by 0.0774)",
        "junior: not known",
    ]
    assert ax.get_xlabel().endswith("\n1 not known and not drawn: J1\u00a0junior")
    assert {line.get_linestyle() for line in (of_primary, of_junior)} == {"-", "--"}
    assert of_primary.get_marker() != of_junior.get_marker()


def test_one_stage() -> None:
    ax = assess(COUNTY).plot("lorenz", indicator="R4", stage="junior", lang="en")
    assert len(ax.get_lines()) == 2
    assert ax.get_title(loc="left").replace("\n", " ").endswith("R4 Area of teaching and auxiliary rooms per pupil")


def test_all_indicators() -> None:
    drawn = assess(COUNTY).plot("lorenz", lang="en")
    assert [ax.get_title(loc="left")[:3] for ax in drawn] == [f"R{n} " for n in range(1, 8)]
    assert "Lorenz curves" in drawn[0].figure.get_suptitle()


def test_a_coefficient_without_a_limit_and_one_that_is_undefined() -> None:
    county = good_county(primary("P1", 300, teaching_area=1500), primary("P2", 100, teaching_area=1500))
    legend = assess(county, "basic-2012").plot("lorenz", indicator="B1", lang="en").get_legend()
    assert [text.get_text() for text in legend.get_texts()] == [
        "primary: 0.5774",
        "junior: no sections, so nothing varies",
    ]
