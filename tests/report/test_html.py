"""Pages and pieces of HTML: what they look like, that everything is escaped, and that languages are marked."""

from __future__ import annotations

import re
import sys
from html.parser import HTMLParser

import attrs
import pytest
from small_document import ENGLISH

from balanced_edu.report import html
from balanced_edu.report.document import Column, Document, Entry, Heading, Paragraph, Points, Table

GOLDEN = """\
<main>
<h1><span lang="zh-Hans">青山县</span> 2022</h1>
<section class="part">
<p class="muted">Standard: <span lang="zh-Hans">办法</span>, <span lang="zh-Hans">教督〔2017〕6号</span></p>
<p class="verdict">Verdict: not recognised</p>
<p class="text">The failures decide.</p>
<div class="wide">
<table>
<thead>
<tr>
<th scope="col" class="left">Dimension</th>
<th scope="col" class="left">Outcome</th>
</tr>
</thead>
<tbody>
<tr>
<td class="left">resources (<span lang="zh-Hans">资源配置</span>)</td>
<td class="left fail">fails</td>
</tr>
<tr>
<td class="left">veto</td>
<td class="left pass">passes</td>
</tr>
</tbody>
</table>
</div>
</section>
<section class="part">
<h2>What fails: 1 item</h2>
</section>
<section class="item">
<h3>G5 Size of classes</h3>
<ul>
<li>P1 &lt;b&gt;: 46 &gt; 45 pupils<ul>
<li>primary</li>
<li>of 2022</li>
</ul></li>
</ul>
<p class="clause">“<span lang="zh-Hans">小学、初中所有班级学生数分别不超过45人、50人。</span>”</p>
</section>
<section class="part">
<h2>Variation</h2>
<p class="lead">All of them:</p>
<div class="wide">
<table>
<thead>
<tr>
<th scope="col" rowspan="2" class="left">Indicator</th>
<th scope="colgroup" colspan="2">primary</th>
<th scope="colgroup" colspan="1">junior</th>
</tr>
<tr>
<th scope="col" class="right">CV</th>
<th scope="col" class="right">mean</th>
<th scope="col" class="right">CV</th>
</tr>
</thead>
<tbody>
<tr>
<td class="left">R1 &lt;teachers&gt;</td>
<td class="right">0.2382</td>
<td class="right">6.36</td>
<td class="right">0.1949</td>
</tr>
<tr>
<td class="left">R2 <span lang="zh-Hans">每百名学生拥有县级以上骨干教师数</span></td>
<td class="right fail">0.5021<span class="mark"> ✗</span></td>
<td class="right">2,975.41</td>
<td class="right unknown">–<span class="mark"> ?</span></td>
</tr>
</tbody>
</table>
</div>
<p class="note">✗ does not hold</p>
<p class="note">A note.</p>
</section>
<section class="part">
<details open>
<summary><h2>Detail</h2></summary>
<section class="part">
<div class="wide">
<table>
<thead>
<tr>
<th scope="col" rowspan="2" class="left">County</th>
<th scope="colgroup" colspan="2">R1–R2</th>
<th scope="col" rowspan="2" class="left sign">S1</th>
</tr>
<tr>
<th scope="col" class="left sign">R1</th>
<th scope="col" class="left sign">R2</th>
</tr>
</thead>
<tbody>
<tr>
<td class="left"><span lang="zh-Hans">甲县</span></td>
<td class="left pass sign"><span role="img" aria-label="passes" title="passes">✓</span></td>
<td class="left fail sign"><span role="img" aria-label="fails" title="fails">✗</span></td>
<td class="left sign"><span role="img" aria-label="not asked" title="not asked">·</span></td>
</tr>
</tbody>
</table>
</div>
</section>
</details>
</section>
</main>"""


def body(page: str) -> str:
    """The page's main part without empty lines."""
    main = re.search("<main>.*</main>", page, re.DOTALL)
    assert main
    return "\n".join(filter(None, main[0].splitlines()))


def test_a_small_document() -> None:
    page = html.render(ENGLISH)
    assert body(page) == GOLDEN
    assert page.startswith('<!doctype html>\n<html lang="en">\n')
    assert "<title>青山县 2022</title>" in page, "a title has no markup"


class _Balanced(HTMLParser):
    """Raises where a tag is closed that is not the last that was opened."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("render", [html.render, html.fragment])
def test_tags_are_balanced_and_nothing_that_was_handed_in_is_one(render: object) -> None:
    hostile = "<script>alert('1')</script>&\"县\x1b\u202e"
    blocks = [
        Paragraph(hostile),
        Table(columns=[Column(hostile, signs=True)], rows=[[Entry(hostile, mark=hostile)]], notes=[hostile]),
        Heading(hostile),
        Heading(hostile, 3),
        Points([hostile]),
    ]
    made = render(Document(title=hostile, lang="en", blocks=blocks))  # type: ignore[operator]
    parser = _Balanced()
    parser.feed(made)
    assert parser.open == []
    assert "<script>" not in made
    assert not {"\x1b", "\u202e"} & set(made)
    assert "&lt;script&gt;" in made


def test_in_a_chinese_document_chinese_is_not_marked() -> None:
    page = html.render(attrs.evolve(ENGLISH, lang="zh-Hans"))
    assert page.startswith('<!doctype html>\n<html lang="zh-Hans">')
    assert "<span lang" not in page


def test_a_fragment_is_the_summary_and_the_headings() -> None:
    assert html.fragment(ENGLISH).splitlines() == [
        '<div lang="en">',
        '<p><b><span lang="zh-Hans">青山县</span> 2022</b></p>',
        '<p>Standard: <span lang="zh-Hans">办法</span>, <span lang="zh-Hans">教督〔2017〕6号</span></p>',
        "<p><b>Verdict: not recognised</b></p>",
        "<p>The failures decide.</p>",
        "<table>",
        '<tr><td style="text-align: left">Dimension</td><td style="text-align: left">Outcome</td></tr>',
        '<tr><td style="text-align: left">resources (<span lang="zh-Hans">资源配置</span>)</td>'
        '<td style="text-align: left">fails</td></tr>',
        '<tr><td style="text-align: left">veto</td><td style="text-align: left">passes</td></tr>',
        "</table>",
        "<p>What fails: 1 item: G5 Size of classes</p>",
        "</div>",
    ]


def test_a_fragment_is_bounded() -> None:
    table = Table(columns=[Column()] * 40, rows=[["x" * 1000] * 40] * 1000)
    headings = [Heading("h" * 1000, 3)] * 1000
    points = Points(["p" * 1000] * 1000)
    fragment = html.fragment(Document(title="t" * 1000, lang="en", blocks=[table, points, *headings]))
    assert len(fragment) < 200_000
    assert "<tr><td>…</td></tr>" in fragment


def test_a_fragment_lists_points_below_a_heading_without_headings_of_its_own() -> None:
    blocks = [Heading("Not known"), Points(["V6 Fraud"]), Heading("Other"), Paragraph("p"), Points(["q"])]
    fragment = html.fragment(Document(title="t", lang="en", blocks=blocks))
    assert "<p>Not known: V6 Fraud</p>" in fragment
    assert "Other" not in fragment


def test_without_jinja2_one_sentence_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    html._template.cache_clear()
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(ModuleNotFoundError, match=r"pip install 'balanced-edu\[cli\]'"):
        html.render(ENGLISH)
    assert html.fragment(ENGLISH)
