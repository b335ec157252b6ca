"""Pictures on pages: in their places, with words for those who do not see them, and what is said where none is."""

from __future__ import annotations

import re
import sys
from functools import cache
from pathlib import Path
from typing import Any

import attrs
import pytest
from counties import good_county, junior, primary

from balanced_edu.assessment import assess, compare_counties, compare_standards, history
from balanced_edu.plotting import pictures as drawing
from balanced_edu.plotting import script
from balanced_edu.plotting.script import chinese_font
from balanced_edu.report import document_of, html, rendered, text, workbook
from balanced_edu.report.document import Document, Fold, Heading, NotDrawnError, Paragraph, Picture
from balanced_edu.tables import read_county

COUNTY = good_county(primary("P1", teaching_area=None), primary("P2", 600), junior())
QINGSHAN = Path(__file__).parent.parent.parent / "examples" / "qingshan"
COEFFICIENTS = "Variation coefficients (校际差异系数): primary ≤ 0.5, junior ≤ 0.45"
CURVES = "How evenly resources are distributed (Lorenz curves)"
PLACES = {
    "assessment": [
        (COEFFICIENTS, "Variation coefficients and their limits"),
        (CURVES, CURVES),
        ("Sections (各校各学段)", "Sections and their limits"),
    ],
    "counties": [("1 county by national-2017 (1)", "Outcomes side by side")],
    "standards": [("示例县 by national-2017, basic-2012", "Outcomes side by side")],
    "history": [
        (COEFFICIENTS, "Variation coefficients by year"),
        ("Outcomes by year (各年结果)", "Outcomes by year"),
    ],
}


@cache
def reported() -> dict[str, Any]:
    return {
        "assessment": assess(COUNTY),
        "counties": compare_counties([COUNTY]),
        "standards": compare_standards(COUNTY, ["national-2017", "basic-2012"]),
        "history": history([attrs.evolve(COUNTY, year=year) for year in (2021, 2022)]),
    }


@pytest.fixture
def outlines(monkeypatch: pytest.MonkeyPatch) -> None:
    """In place of each picture an element with its name, since drawing takes long."""
    monkeypatch.setattr(
        drawing, "svg_for_page", lambda _reported, which, _words: f'<svg width="9"><g id="{which}"/></svg>'
    )
    monkeypatch.setattr(script, "chinese_font", lambda: "a font")


def pictures_of(page: str) -> list[tuple[str, str]]:
    """Each picture of a page by its title, with the heading that it stands below."""
    heading, found = "", []
    for _, of_part, of_picture in re.findall(r"<(h[123])>(.*?)</\1>|<title id=.picture-[0-9]+.>(.*?)</title>", page):
        if of_picture:
            found.append((heading, of_picture))
        heading = heading if of_picture else re.sub("<[^>]*>", "", of_part)
    return found


def ids_of(page: str) -> list[str]:
    return re.findall(r'<[a-zA-Z][^>]* id="([^"]+)"', page)


@pytest.mark.parametrize("name", PLACES)
class TestEveryPage:
    def test_has_its_pictures_where_what_they_show_is_read(self, name: str, outlines: None) -> None:
        page = reported()[name].as_html("en", pictures=True)
        assert pictures_of(page) == PLACES[name]

    @pytest.mark.parametrize("lang", ["zh", "en"])
    def test_has_none_unless_it_is_asked_for(self, name: str, lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(drawing, "svg_for_page", None)
        written = reported()[name].as_html(lang)
        assert "<svg" not in written
        assert "(Lorenz" not in written, "nothing is folded where there is nothing"
        assert "<svg" not in html.fragment(document_of(reported()[name], lang))
        assert workbook.render(document_of(reported()[name], lang))
        assert "Lorenz" not in text.render(document_of(reported()[name], lang))

    @pytest.mark.parametrize("lang", ["zh", "en"])
    def test_says_once_what_is_to_be_installed(self, name: str, lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "matplotlib", None)
        written = reported()[name].as_html(lang, pictures=True)
        assert written.count("pip install &#x27;balanced-edu[plot]&#x27;") == 1
        assert "<svg" not in written


def test_without_a_chinese_font_a_page_in_chinese_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(script, "chinese_font", lambda: "")
    page = reported()["assessment"].as_html(pictures=True)
    assert page.count("安装中文字体（如Noto Sans CJK SC）后，本页显示图") == 1
    assert "fontlist-*.json" in page
    assert "<svg" not in page


def test_the_command_writes_a_page_with_pictures(outlines: None) -> None:
    for assessment in (reported()["assessment"], document_of(reported()["assessment"], "en")):
        assert str(rendered(assessment, "html", "en")).count("<svg") == 3
    with pytest.raises(TypeError, match="as_html: pictures must be True or False"):
        reported()["assessment"].as_html(pictures="yes")


def test_a_picture_has_a_title_and_a_description_in_words() -> None:
    hostile = Picture(title="<b>县\x1b", description="a & b", draw=lambda: "<svg width='9'>\n<g/>\x1b\u202e</svg>\n")
    again = Picture(title="Again", description="more", draw=lambda: "<svg><g/></svg>")
    page = html.render(Document(title="t", lang="en", blocks=[Heading("h"), hostile, again]), pictures=True)
    assert (
        '<svg role="img" aria-labelledby="picture-1 picture-1-text" width=\'9\'>'
        '<title id="picture-1">&lt;b&gt;县 </title><desc id="picture-1-text">a &amp; b</desc>\n<g/>  </svg>'
    ) in page
    assert 'aria-label="&lt;b&gt;县 "' in page
    assert 'aria-labelledby="picture-2 picture-2-text"' in page


def test_each_sentence_on_what_is_lacking_is_said_once() -> None:
    def undrawn(reason: str) -> Picture:
        def draw() -> str:
            raise NotDrawnError(reason)

        return Picture(title="t", description="d", draw=draw)

    blocks = [
        undrawn("no pencil"),
        Fold("f", [undrawn("no pencil"), undrawn("no paper")]),
        Fold("g", [undrawn("no paper")]),
    ]
    page = html.render(Document(title="t", lang="en", blocks=[Paragraph("p"), *blocks]), pictures=True)
    assert re.findall('<p class="muted">(.*)</p>', page) == ["no pencil", "no paper"]
    assert page.count("<details") == 1


def test_drawn_pictures_of_a_page_have_no_name_in_common_and_no_style_of_the_page() -> None:
    page = reported()["history"].as_html("en", pictures=True)
    ids = ids_of(page)
    assert len(ids) > 10
    assert len(ids) == len(set(ids))
    assert page.count("<svg") == page.count('<svg role="img"') == 2
    assert page.count("<style>") == 1
    assert "<style " not in page
    assert "<metadata" not in page
    used = set(re.findall(r"(?:href=.|url.)#([\w-]+)", page))
    assert used <= set(ids)


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_county_of_41_campuses_is_a_page_of_less_than_a_megabyte(lang: str) -> None:
    if lang == "zh" and not chinese_font():
        pytest.skip("no Chinese font is installed")
    page = assess(read_county(QINGSHAN)).as_html(lang, pictures=True)
    assert page.count("<svg") == 3
    assert len(page.encode()) < 600_000
    ids = ids_of(page)
    assert len(ids) == len(set(ids))
    assert "Glyph" not in page
