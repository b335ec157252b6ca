"""What all pictures have in common: where they are drawn, in which language and fonts, what is refused, and SVG."""

from __future__ import annotations

import re
import sys
from functools import cache
from typing import Any
from xml.etree import ElementTree

import attrs
import matplotlib
import numpy as np
import pytest
from counties import good_county, junior, primary
from matplotlib import font_manager, pyplot
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from balanced_edu.assessment import assess, compare_counties, history
from balanced_edu.plotting import script, svg
from balanced_edu.plotting.script import chinese_font, script_of, wrapped

COUNTY = good_county(primary("P1", teaching_area=None), primary("P2", 600), junior())
PLAIN = attrs.evolve(COUNTY, name="County A")
ASSESSMENT = assess(COUNTY)


@cache
def everything(county: Any) -> dict[str, tuple[Any, dict[str, Any]]]:
    """Every picture: what is plotted, and how."""
    assessment = assess(county)
    years = history([attrs.evolve(county, year=year) for year in (2021, 2022)])
    return {
        "sections": (assessment, {"which": "sections"}),
        "sections-R4": (assessment, {"which": "sections", "indicator": "R4"}),
        "coefficients": (assessment, {"which": "coefficients"}),
        "lorenz": (assessment, {"which": "lorenz"}),
        "lorenz-R4": (assessment, {"which": "lorenz", "indicator": "R4"}),
        "comparison": (compare_counties([county]), {}),
        "outcomes": (years, {"which": "outcomes"}),
        "years": (years, {"which": "coefficients"}),
        "years-junior": (years, {"which": "coefficients", "stage": "junior"}),
    }


PICTURES = list(everything(COUNTY))


def axes_of(drawn: Any) -> list[Any]:
    return list(np.ravel(np.asarray(drawn, dtype=object)))


@pytest.mark.parametrize("picture", PICTURES)
class TestEveryPicture:
    def test_is_drawn_in_chinese_with_every_character(self, picture: str) -> None:
        """A character that the font lacks would be a warning, which is an error here."""
        if not chinese_font():
            pytest.skip("no Chinese font is installed")
        plotted, how = everything(COUNTY)[picture]
        axes_of(plotted.plot(**how, lang="zh"))[0].figure.canvas.draw()

    def test_is_drawn_in_english_without_a_chinese_font(self, picture: str, no_chinese_font: None) -> None:
        plotted, how = everything(COUNTY)[picture]
        first, *_ = axes_of(plotted.plot(**how, lang="en"))
        first.figure.canvas.draw()
        texts = " ".join(text.get_text() for text in first.figure.findobj(matplotlib.text.Text))
        assert not re.search("[\u3400-\u9fff]", texts)

    def test_is_drawn_on_the_axes_that_are_given(self, picture: str) -> None:
        plotted, how = everything(PLAIN)[picture]
        number = len(axes_of(plotted.plot(**how, lang="en")))
        pyplot.close("all")
        figure = Figure(figsize=(9, 9))
        given = figure.subplots(number, squeeze=False)
        drawn = plotted.plot(**how, ax=given if number > 1 else given[0, 0], lang="en")
        assert axes_of(drawn) == list(given.flat)
        assert isinstance(drawn, Axes if number == 1 else np.ndarray)
        assert pyplot.get_fignums() == []
        assert not figure.get_suptitle()
        assert all(ax.get_title(loc="left") or ax.get_title(loc="right") for ax in given.flat)


# Those of seven Axes take long, and have nothing that those of one have not.
SINGLE = [picture for picture in PICTURES if picture not in ("sections", "lorenz")]


@cache
def svg_of(picture: str) -> str:
    plotted, how = everything(PLAIN)[picture]
    return svg(axes_of(plotted.plot(**how, lang="en"))[0])


@pytest.mark.parametrize("picture", SINGLE)
class TestPicturesOfOneThing:
    def test_is_in_the_language_of_the_locale(
        self, picture: str, any_font: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        plotted, how = everything(COUNTY)[picture]
        for locale, lang in (("zh_CN.UTF-8", "zh"), ("C", "en")):
            monkeypatch.setenv("LC_ALL", locale)
            titles, expected = (
                [ax.get_title(loc="left") + ax.get_title(loc="right") + ax.get_xlabel() for ax in axes_of(drawn)]
                for drawn in (plotted.plot(**how), plotted.plot(**how, lang=lang))
            )
            assert titles == expected

    def test_is_the_same_svg_when_it_is_drawn_anew(self, picture: str) -> None:
        plotted, how = everything(PLAIN)[picture]
        first = svg(axes_of(plotted.plot(**how, lang="en"))[0])
        assert first == svg_of(picture)
        root = ElementTree.fromstring(first)
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert "<text" in first
        assert "matplotlib.org" not in first
        assert not re.search(r"<g id=|<dc:date>", first)


class TestSvg:
    def test_parts_that_have_the_same_name_in_two_pictures_are_the_same(self) -> None:
        parts: dict[str, set[str]] = {}
        for picture in SINGLE:
            named = re.findall(r'<(?:path|clipPath) id="([^"]+)"(.*?)(?:/>|</clipPath>)', svg_of(picture), re.DOTALL)
            for name, part in named:
                parts.setdefault(name, set()).add(part)
        assert len(parts) > 10
        assert {name for name, found in parts.items() if len(found) > 1} == set()

    def test_pictures_of_other_names_have_no_name_of_a_part_in_common(self) -> None:
        ax = ASSESSMENT.plot("coefficients", lang="en")
        one, other = (set(re.findall(' id="([^"]+)"', svg(ax, name=name))) for name in ("one", "other"))
        assert len(one) > 3
        assert one.isdisjoint(other)

    def test_fonts_that_most_texts_have_stand_once_and_others_where_they_are(self) -> None:
        figure = Figure()
        first, other = figure.text(0.1, 0.1, "a", family="serif"), figure.text(0.2, 0.2, "b", family="monospace")
        written = svg(figure)
        assert written.startswith('<svg stroke-linejoin="round" stroke-linecap="butt" font-family="')
        assert [written.count("font-family: "), written.count("font-family=")] == [1, 1]
        first.remove()
        other.remove()
        assert "font-family" not in svg(figure)
        assert not re.search(r"[0-9]\.[0-9]{3}", svg(figure))

    def test_a_part_of_a_figure_stands_for_the_whole(self) -> None:
        figure = Figure()
        ax = figure.subfigures(1, 2)[0].subplots()
        assert svg(ax) == svg(figure)


MISTAKES = [
    (
        lambda: ASSESSMENT.plot("section"),
        "plot: which must be one of 'sections', 'lorenz', 'coefficients'; given 'section'",
    ),  # type: ignore[call-overload]
    (
        lambda: ASSESSMENT.plot(indicator="R8"),
        "plot: indicator must be one of 'R1', 'R2', 'R3', 'R4', 'R5', 'R6', 'R7'; given 'R8'",
    ),
    (lambda: ASSESSMENT.plot(stage="senior"), "plot: stage must be one of 'primary', 'junior'; given 'senior'"),
    (lambda: ASSESSMENT.plot(lang="fr"), "there are no reports in 'fr'; choose one of en, zh"),
    (
        lambda: everything(COUNTY)["years"][0].plot("sections"),
        "plot: which must be one of 'outcomes', 'coefficients'; given 'sections'",
    ),
    (
        lambda: everything(COUNTY)["years"][0].plot("outcomes", stage="junior"),
        "plot: the picture 'outcomes' has all indicators; leave out indicator= and stage=",
    ),
    (
        lambda: ASSESSMENT.plot(ax=Figure().subplots(), lang="en"),
        "plot: ax must have 7 of matplotlib's Axes; given 1: take those of plt.subplots(4, 2), or choose one with "
        "indicator= or stage=",
    ),
    (
        lambda: attrs.evolve(ASSESSMENT, standard=attrs.evolve(ASSESSMENT.standard, items={})).plot(indicator="R1"),
        "plot: national-2017 has no resources, of which this picture is; assess by another standard",
    ),
]


@pytest.mark.parametrize(("mistake", "message"), MISTAKES, ids=range(len(MISTAKES)))
def test_what_is_wrong_is_refused_in_one_sentence(mistake: Any, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)) as refused:
        mistake()
    assert str(refused.value) == message


def test_what_are_no_axes_is_refused() -> None:
    with pytest.raises(TypeError, match="plot: ax must be Axes of matplotlib; given 'here'"):
        ASSESSMENT.plot("coefficients", ax="here", lang="en")


def test_without_matplotlib_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(
        ModuleNotFoundError, match=re.escape("a picture needs matplotlib: pip install 'balanced-edu[plot]'")
    ):
        ASSESSMENT.plot("coefficients", lang="en")


class TestFonts:
    def test_without_a_font_a_picture_in_chinese_says_what_to_install(self, no_chinese_font: None) -> None:
        with pytest.raises(
            LookupError, match=re.escape("install one, such as Noto Sans CJK SC (package fonts-noto-cjk of Debian")
        ):
            ASSESSMENT.plot("coefficients", lang="zh")

    def test_a_font_of_the_users_settings_comes_first(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Here DejaVu Sans is taken for a Chinese font, by a character that it has."""
        monkeypatch.setattr(script, "_PROBE", "A")
        with matplotlib.rc_context({"font.family": "DejaVu Serif"}):
            assert chinese_font() == "DejaVu Serif"
        with matplotlib.rc_context({"font.family": ["sans-serif"], "font.sans-serif": ["Nowhere", "DejaVu Sans"]}):
            assert chinese_font() == "DejaVu Sans"

    def test_a_font_that_lacks_the_characters_is_passed_over(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(script, "CHINESE_FONTS", ("Nowhere", "DejaVu Sans Mono"))
        with matplotlib.rc_context({"font.family": "DejaVu Sans"}):
            assert chinese_font() == ""

    @pytest.mark.parametrize(("lang", "place"), [("zh", 0), ("en", -1)])
    def test_every_text_has_the_fonts_and_nothing_else_has(
        self, lang: str, place: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(script, "chinese_font", lambda: "A Chinese Font")
        before = dict(matplotlib.rcParams)
        ax = ASSESSMENT.plot("coefficients", lang=lang)
        for text in ax.figure.findobj(matplotlib.text.Text):
            assert text.get_fontfamily()[place] == "A Chinese Font"
            assert not text.get_parse_math()
        assert dict(matplotlib.rcParams) == before
        assert script_of("en").chinese == "A Chinese Font"
        assert font_manager.FontProperties().get_family() == ["sans-serif"]

    def test_names_are_no_formulas(self, any_font: None) -> None:
        county = attrs.evolve(PLAIN, name="$x_$ ^ \\alpha $")
        compare_counties([county]).plot(lang="en").figure.canvas.draw()


WRAPPED = [
    # text, columns, lines
    ("one two three", 7, ["one two", "three"]),
    ("a-very-long-word b", 4, ["a-very-long-word", "b"]),
    ("小学、初中、高中", 10, ["小学、初", "中、高中"]),
    ("小学、初中、高中", 4, ["小", "学、", "初", "中、", "高中"]),
    ("R3 体育（美术）教师", 11, ["R3 体育（美", "术）教师"]),
    ("", 10, [""]),
]


@pytest.mark.parametrize(("text", "columns", "lines"), WRAPPED)
def test_lines_end_between_words_and_never_before_a_comma(text: str, columns: int, lines: list[str]) -> None:
    assert wrapped(text, columns) == "\n".join(lines)


def test_items_and_sections_whose_names_cannot_be_drawn(no_chinese_font: None) -> None:
    campus = attrs.evolve(primary(teaching_area=None), school_code="竹溪小学")
    standard = ASSESSMENT.standard
    items = {**standard.items, "R4": attrs.evolve(standard.items["R4"], name_en="生均面积")}
    ax = assess(good_county(campus), attrs.evolve(standard, items=items)).plot("sections", indicator="R4", lang="en")
    assert ax.get_title(loc="left") == "R4"
    assert ax.get_xlabel() == "m² per pupil\n1 not known and not drawn"
