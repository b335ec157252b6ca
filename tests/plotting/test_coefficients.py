"""Bars of the coefficients of an assessment, and lines of those of several years."""

from __future__ import annotations

from typing import Any

import attrs
import numpy as np
import pytest
from counties import change_campus, good_county, junior, primary
from matplotlib.colors import to_hex

from balanced_edu.assessment import assess, history
from balanced_edu.plotting.looks import FAR, LINES, MET, NEUTRAL

# In primary school R4 varies too much, in junior school R6 is unknown, and one school alone never varies.
COUNTY = good_county(
    primary("P1", 300, teaching_area=1500),
    primary("P2", 100, teaching_area=1500),
    junior("J1", equipment_value=None),
    junior("J2"),
)


def bars(ax: Any) -> dict[float, tuple[float, str, str]]:
    """Length, colour and hatching of each bar, by its height."""
    return {
        round(bar.get_y() + bar.get_height() / 2, 3): (bar.get_width(), to_hex(bar.get_facecolor()), bar.get_hatch())
        for bar in ax.patches
    }


def limits(ax: Any) -> set[float]:
    return {float(one.get_segments()[0][0][0]) for one in ax.collections}


class TestOfAnAssessment:
    def test_every_known_coefficient_is_a_bar_and_the_others_are_words(self) -> None:
        ax = assess(COUNTY).plot("coefficients", lang="en")
        drawn, rows = bars(ax), dict(enumerate(ax.get_yticks()))
        names = [label.get_text().partition(" ")[0] for label in ax.get_yticklabels()]
        assert names == [f"R{n}" for n in range(1, 8)] * 2
        length, colour, hatch = drawn[rows[3]]
        assert length == pytest.approx(0.57735, abs=1e-5)
        assert (colour, hatch) == (to_hex(FAR.colour), FAR.hatch)
        assert {colour for height, (_, colour, _) in drawn.items() if height != rows[3]} == {to_hex(MET.colour)}
        assert {*rows.values()} - drawn.keys() == {rows[12]}
        texts = {text.get_text() for text in ax.texts}
        assert {"0.5774", "not known", "primary", "junior"} <= texts
        assert ax.get_xlabel() == "variation coefficient\n1 not known and not drawn: R6\u00a0junior"

    def test_limits_are_those_of_each_stage_and_in_sight(self) -> None:
        ax = assess(COUNTY).plot("coefficients", lang="en")
        assert limits(ax) == {0.5, 0.45}
        assert ax.get_xlim()[0] == 0
        assert ax.get_xlim()[1] > 0.5774

    def test_one_indicator_of_one_stage(self) -> None:
        ax = assess(COUNTY).plot("coefficients", indicator="R4", stage="primary", lang="en")
        assert len(bars(ax)) == len(ax.get_yticks()) == 1
        assert limits(ax) == {0.5}

    def test_where_the_mean_is_limited_single_coefficients_neither_pass_nor_fail(self) -> None:
        county = good_county(*(attrs.evolve(campus, computers=90, books=9000) for campus in COUNTY.campuses))
        ax = assess(county, "basic-2012").plot("coefficients", stage="primary", lang="en")
        assert ax.get_yticklabels()[-1].get_text() == "mean of the coefficients"
        assert {colour for _, colour, _ in bars(ax).values()} == {to_hex(NEUTRAL.colour)}
        assert limits(ax) == {0.65}
        assert len(ax.collections) == 1

    def test_without_sections_nothing_is_drawn_and_nothing_is_unknown(self) -> None:
        ax = assess(good_county(primary())).plot("coefficients", stage="junior", lang="en")
        assert bars(ax) == {}
        assert "no sections, so nothing varies" in {text.get_text() for text in ax.texts}
        assert ax.get_xlabel() == "variation coefficient"

    def test_in_chinese(self, any_font: None) -> None:
        ax = assess(COUNTY).plot("coefficients", lang="zh")
        assert ax.get_title(loc="right") == "示例县 2022年：校际差异系数"
        assert ax.get_yticklabels()[3].get_text() == "R4 生均教学及辅助用房面积"
        assert ax.get_xlabel() == "校际差异系数\n1项数值未知，未绘出：R6\u00a0初中"


HISTORY = history(
    [
        attrs.evolve(change_campus(COUNTY, "P2", teaching_area=500), year=2019),
        attrs.evolve(change_campus(COUNTY, "P2", teaching_area=None), year=2020),
        attrs.evolve(COUNTY, year=2022),
    ]
)


class TestOverTheYears:
    def test_a_line_for_each_coefficient_with_gaps_where_it_is_unknown(self) -> None:
        of_primary, of_junior = HISTORY.plot("coefficients", lang="en")
        r4 = of_primary.get_lines()[3]
        assert r4.get_label() == "R4"
        assert list(r4.get_xdata()) == [2019, 2020, 2022]
        assert r4.get_ydata()[0] == 0
        assert np.isnan(r4.get_ydata()[1])
        assert r4.get_ydata()[2] == pytest.approx(0.57735, abs=1e-5)
        assert of_primary.get_xlabel() == "1 not known and not drawn: R4\u00a02020"
        assert "R6\u00a02019, R6\u00a02020, R6\u00a02022" in of_junior.get_xlabel().replace("\n", " ")
        assert [ax.get_lines()[-1].get_ydata()[0] for ax in (of_primary, of_junior)] == [0.5, 0.45]
        assert of_primary.get_ylim() == of_junior.get_ylim()

    def test_no_two_lines_look_alike(self) -> None:
        (ax, _) = HISTORY.plot("coefficients", lang="en")
        looks = {(line.get_color(), line.get_marker(), line.get_linestyle()) for line in ax.get_lines()}
        assert len(looks) == len(ax.get_lines()) == 8
        assert len({marker for _, marker in LINES}) == len({colour for colour, _ in LINES}) == len(LINES)

    def test_one_stage_and_one_indicator(self) -> None:
        ax = HISTORY.plot("coefficients", indicator="R4", stage="primary", lang="en")
        assert [line.get_label() for line in ax.get_lines()] == ["R4", "limit"]
        assert ax.get_title(loc="left").endswith("variation coefficients between schools: primary")

    def test_where_the_mean_is_limited_the_limit_is_its_own(self) -> None:
        years = history([attrs.evolve(COUNTY, year=year) for year in (2020, 2021)], "basic-2012")
        ax = years.plot("coefficients", stage="primary", lang="en")
        assert [line.get_label() for line in ax.get_lines()][-2:] == ["mean of the coefficients", "limit"]
        assert [line.get_ydata()[0] for line in ax.get_lines() if line.get_label() == "limit"] == [0.65]

    def test_in_chinese(self, any_font: None) -> None:
        drawn = HISTORY.plot("coefficients", lang="zh")
        assert [ax.get_title(loc="left") for ax in drawn] == ["小学", "初中"]
        assert drawn[0].figure.get_suptitle() == "示例县：校际差异系数"
