"""Strips: each known section is a mark at its value, as large as its pupils, beside the limit and its floor."""

from __future__ import annotations

from typing import Any

import attrs
import numpy as np
import pytest
from counties import good_county, junior, nine_year, primary
from matplotlib.colors import to_hex

from balanced_edu.assessment import assess
from balanced_edu.plotting.looks import FAR, MET, NEUTRAL, SHORT, Look
from balanced_edu.standards import load

# R4 is the area of teaching rooms per pupil: 4.5 m² in primary school, of which 85 % are 3.825 m², 5.8 m² in junior.
COUNTY = good_county(
    primary("MET", 800, teaching_area=3600),  # exactly 4.5
    primary("SHORT", 400, teaching_area=1530),  # exactly 3.825
    primary("FAR", 200, teaching_area=764),  # 3.82
    primary("GAP", 100, teaching_area=None),
    junior("J1", 1000, teaching_area=6000),
)
ASSESSMENT = assess(COUNTY)
LOOKS = {to_hex(look.colour): look for look in (MET, SHORT, FAR, NEUTRAL)}


def marks(ax: Any) -> dict[str, list[tuple[float, float, float]]]:
    """By the colour of the marks: value, height and the area that is filled."""
    scatters = [one for one in ax.collections if hasattr(one, "get_sizes") and one.get_sizes().size]
    found: dict[str, list[tuple[float, float, float]]] = {}
    for one in scatters:
        colour = to_hex(one.get_facecolor()[0])
        sizes = np.broadcast_to(one.get_sizes(), len(one.get_offsets())) * LOOKS[colour].area
        found[colour] = [(*map(float, at), float(size)) for at, size in zip(one.get_offsets(), sizes, strict=True)]
    return found


def lines(ax: Any) -> set[tuple[float, str]]:
    """Limits and floors: where they are, and whether they are solid."""
    found = set()
    for one in ax.collections:
        if not (hasattr(one, "get_sizes") and one.get_sizes().size):
            ((x, _), _) = one.get_segments()[0]
            found.add((float(x), "floor" if one.get_linestyle()[0][1] else "limit"))
    return found


def colours(look: Look) -> str:
    return to_hex(look.colour)


class TestOneIndicator:
    ax = staticmethod(lambda **asked: ASSESSMENT.plot("sections", indicator="R4", lang="en", **asked))

    def test_marks_are_at_the_values_and_their_look_says_which_limit_they_reach(self) -> None:
        drawn = marks(self.ax(stage="primary"))
        assert {colour: [value for value, _, _ in found] for colour, found in drawn.items()} == {
            colours(MET): [4.5],
            colours(SHORT): [3.825],
            colours(FAR): [3.82],
        }

    def test_areas_are_as_the_pupils_whatever_the_shape(self) -> None:
        drawn = marks(self.ax(stage="primary"))
        per_pupil = [drawn[colours(look)][0][2] / pupils for look, pupils in ((MET, 800), (SHORT, 400), (FAR, 200))]
        assert per_pupil == pytest.approx([per_pupil[0]] * 3)

    def test_what_is_unknown_is_no_mark_and_stands_in_the_note(self) -> None:
        ax = self.ax(stage="primary")
        assert sum(map(len, marks(ax).values())) == 3
        assert ax.get_xlabel() == "m² per pupil\n1 not known and not drawn: GAP\u00a0primary"

    def test_limits_are_those_of_each_stage(self) -> None:
        assert lines(self.ax()) == {(4.5, "limit"), (3.825, "floor"), (5.8, "limit"), (4.93, "floor")}
        assert lines(self.ax(stage="junior")) == {(5.8, "limit"), (4.93, "floor")}

    def test_stages_are_rows_with_the_first_on_top(self) -> None:
        ax = self.ax()
        assert [label.get_text() for label in ax.get_yticklabels()] == ["junior", "primary"]
        heights = {colour: [height for _, height, _ in found] for colour, found in marks(ax).items()}
        low, high = ax.get_yticks()
        assert min(heights[colours(SHORT)]) > (low + high) / 2
        assert min(heights[colours(MET)]) < (low + high) / 2

    def test_title_key_and_number_of_the_limit(self) -> None:
        ax = self.ax()
        assert ax.get_title(loc="left").endswith("R4 Area of teaching and auxiliary rooms per pupil")
        key = [text.get_text() for text in ax.get_legend().get_texts()]
        assert key == [
            "at the limit or better",
            "below the limit, at 85 % of it or more",
            "below 85 % of the limit",
            "limit",
            "85 % of the limit",
            "500 pupils",
        ]
        assert {text.get_text() for text in ax.texts} == {"4.5", "5.8"}

    def test_in_chinese(self, any_font: None) -> None:
        ax = ASSESSMENT.plot("sections", indicator="R4", lang="zh")
        assert ax.get_title(loc="left") == "示例县 2022年：R4 生均教学及辅助用房面积"
        assert ax.get_xlabel() == "平方米/生\n1项数值未知，未绘出：GAP\u00a0小学"
        assert [label.get_text() for label in ax.get_yticklabels()] == ["初中", "小学"]

    def test_the_largest_are_drawn_first_and_hide_no_small_one(self) -> None:
        county = good_county(*(primary(f"P{n}", 100 * n, teaching_area=500 * n) for n in (1, 3, 2)))
        ax = assess(county).plot("sections", indicator="R4", stage="primary", lang="en")
        ((sizes),) = [[size for _, _, size in found] for found in marks(ax).values()]
        assert sizes == sorted(sizes, reverse=True)


def test_all_indicators_are_axes_of_one_figure() -> None:
    drawn = ASSESSMENT.plot(lang="en")
    assert isinstance(drawn, np.ndarray)
    assert [ax.get_title(loc="left").partition(" ")[0] for ax in drawn] == [f"R{n}" for n in range(1, 8)]
    (figure,) = {ax.figure for ax in drawn}
    assert len(figure.axes) == 7
    assert "sections and their limits" in figure.get_suptitle()
    assert len(figure.legends) == 1
    assert {ax.get_legend() for ax in drawn} == {None}


def test_without_a_rule_for_sections_marks_have_one_look_and_no_limit() -> None:
    ax = assess(COUNTY, "basic-2012").plot("sections", indicator="B1", lang="en")
    assert {*marks(ax)} == {colours(NEUTRAL)}
    assert lines(ax) == set()
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["500 pupils"]


def test_where_nothing_is_known_there_is_no_axis_that_would_say_so() -> None:
    ax = assess(COUNTY, "basic-2012").plot("sections", indicator="B4", stage="junior", lang="en")
    assert list(ax.get_xticks()) == []
    assert "1 not known" in ax.get_xlabel()


def test_a_value_that_may_not_count_is_judged_like_any_other() -> None:
    """A section of a school of which it is unknown whether it counts has a value, if that is the same either way."""
    county = good_county(primary(), nine_year(ownership=None), junior())
    ax = assess(county).plot("sections", indicator="R4", lang="en")
    assert {*marks(ax)} == {colours(MET)}


def test_many_unknown_sections_are_counted() -> None:
    county = good_county(*(primary(f"P{n}", teaching_area=None) for n in range(6)))
    ax = assess(county).plot("sections", indicator="R4", lang="en")
    assert (
        ax.get_xlabel()
        .replace("\n", " ")
        .endswith(
            "6 not known and not drawn: P0\u00a0primary, P1\u00a0primary, P2\u00a0primary, P3\u00a0primary and 2 more"
        )
    )


def test_an_aim_has_no_limit_in_the_rule_for_sections() -> None:
    standard = load("national-2017")
    items = {**standard.items, "R4": attrs.evolve(standard.items["R4"], aim=True)}
    ax = assess(COUNTY, attrs.evolve(standard, items=items)).plot("sections", indicator="R4", lang="en")
    assert lines(ax) == set()
    assert {*marks(ax)} == {colours(NEUTRAL)}


def test_looks_differ_without_colour() -> None:
    assert len({look.marker for look in (MET, SHORT, FAR, NEUTRAL)}) == 4
    assert FAR.hatch != MET.hatch
