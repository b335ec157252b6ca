"""Pages and pieces of HTML: what they look like, that everything is escaped, and that languages are marked."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re
import sys
from html.parser import HTMLParser

import attrs
import pytest
from counties import change_campus, good_county
from small_document import ENGLISH

from balanced_edu.assessment import assess, compare_counties
from balanced_edu.outcomes import Outcome
from balanced_edu.report import html
from balanced_edu.report.document import Column, Document, Entry, Fold, Heading, Paragraph, Point, Points, Table

GOLDEN = """\
<main>
<h1><span lang="zh-Hans">青山县</span> 2022</h1>
<section class="part">
<p class="muted">Standard: <span lang="zh-Hans">办法</span>, <span lang="zh-Hans">教督〔2017〕6号</span></p>
<p class="verdict">Verdict: not recognised</p>
<p class="text">The failures decide.</p>
<div class="wide" role="region" tabindex="0" aria-label="青山县 2022">
<table>
<thead>
<tr>
<th scope="col" class="left">Dimension</th>
<th scope="col" class="left">Outcome</th>
</tr>
</thead>
<tbody>
<tr>
<th scope="row" class="left">resources (<span lang="zh-Hans">资源配置</span>)</th>
<td class="left fail">fails</td>
</tr>
<tr>
<th scope="row" class="left">veto</th>
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
<div class="wide" role="region" tabindex="0" aria-label="Variation">
<table>
<thead>
<tr>
<th scope="col" rowspan="2" class="left">Indicator</th>
<th scope="colgroup" colspan="2" class="start">primary</th>
<th scope="colgroup" colspan="1" class="start">junior</th>
</tr>
<tr>
<th scope="col" class="right start">CV</th>
<th scope="col" class="right">mean</th>
<th scope="col" class="right start">CV</th>
</tr>
</thead>
<tbody>
<tr>
<th scope="row" class="left">R1 &lt;teachers&gt;</th>
<td class="right start">0.2382</td>
<td class="right">6.36</td>
<td class="right start">0.1949</td>
</tr>
<tr>
<th scope="row" class="left">R2 <span lang="zh-Hans">每百名学生拥有县级以上骨干教师数</span></th>
<td class="right fail start">0.5021<span class="mark"> ✗</span></td>
<td class="right">2,975.41</td>
<td class="right unknown start">–<span class="mark"> ?</span></td>
</tr>
</tbody>
</table>
</div>
<p class="note">✗ does not hold</p>
<p class="note">A note.</p>
</section>
<section class="part">
<details open data-folded>
<summary><h2>Detail</h2></summary>
<section class="part">
<div class="wide" role="region" tabindex="0" aria-label="Detail">
<table class="signs">
<thead>
<tr>
<th scope="col" rowspan="2" class="left">County</th>
<th scope="colgroup" colspan="2" class="start">R1–R2</th>
<th scope="col" rowspan="2" class="left sign">S1</th>
</tr>
<tr>
<th scope="col" class="left sign start">R1</th>
<th scope="col" class="left sign">R2</th>
</tr>
</thead>
<tbody>
<tr>
<th scope="row" class="left"><span lang="zh-Hans">甲县</span></th>
<td class="left pass sign start"><span role="img" aria-label="passes" title="passes">✓</span></td>
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


FRAGMENT = """\
<div lang="en">
<p><b><span lang="zh-Hans">青山县</span> 2022</b></p>
<p>Standard: <span lang="zh-Hans">办法</span>, <span lang="zh-Hans">教督〔2017〕6号</span></p>
<p><b>Verdict: not recognised</b></p>
<p>The failures decide.</p>
<table>
<tr>
<th>Dimension</th>
<th>Outcome</th></tr>
<tr>
<td>resources (<span lang="zh-Hans">资源配置</span>)</td>
<td>fails</td></tr>
<tr>
<td>veto</td>
<td>passes</td></tr>
</table>
<details><summary>What fails: 1 item</summary>
<p><b>G5 Size of classes</b></p>
<ul><li>P1 &lt;b&gt;: 46 &gt; 45 pupils<ul><li>primary</li><li>of 2022</li></ul></li></ul>
<p>“<span lang="zh-Hans">小学、初中所有班级学生数分别不超过45人、50人。</span>”</p>
</details>
<details><summary>Variation</summary>
<p>All of them:</p>
<table>
<tr>
<th>Indicator</th>
<th style="text-align: right">primary CV</th>
<th style="text-align: right">primary mean</th>
<th style="text-align: right">junior CV</th></tr>
<tr>
<td>R1 &lt;teachers&gt;</td>
<td style="text-align: right">0.2382</td>
<td style="text-align: right">6.36</td>
<td style="text-align: right">0.1949</td></tr>
<tr>
<td>R2 <span lang="zh-Hans">每百名学生拥有县级以上骨干教师数</span></td>
<td style="text-align: right">0.5021 ✗</td>
<td style="text-align: right">2,975.41</td>
<td style="text-align: right">– ?</td></tr>
</table>
<p>✗ does not hold</p>
<p>A note.</p>
</details>
<details><summary>Detail</summary>
<table>
<tr>
<th>County</th>
<th>R1–R2</th>
<th></th></tr>
<tr>
<td><span lang="zh-Hans">甲县</span></td>
<td>✓✗</td>
<td>·</td></tr>
</table>
</details>
</div>"""


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
        if tag not in ("meta", "input"):
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


def test_a_fragment_is_the_summary_and_the_parts_folded() -> None:
    fragment = html.fragment(ENGLISH).replace(' style="text-align: left"', "").replace("><t", ">\n<t")
    assert fragment == FRAGMENT


@pytest.mark.parametrize("text", ["x", "县", "<", "x县"])
def test_a_fragment_is_bounded(text: str) -> None:
    table = Table(columns=[Column()] * 3, rows=[[text * 1000] * 3] * 1000, notes=[text * 1000] * 1000)
    wide = Table(columns=[Column(text * 1000)] * 40, rows=[[text] * 40] * 1000)
    points = Points([Point(text * 1000, [text * 1000] * 1000), *[text * 1000] * 1000])
    parts = [Heading(text * 1000), points, Heading(text * 1000, 3), table, Fold(text * 1000, [wide, points])]
    fragment = html.fragment(Document(title=text * 1000, lang="en", blocks=[table, wide, *parts * 100]))
    assert len(fragment.encode()) < 20_000
    parser = _Balanced()
    parser.feed(fragment)
    assert parser.open == []
    assert "<tr><td>…</td></tr>" in fragment


def test_signs_of_a_group_are_one_cell_of_a_fragment() -> None:
    assert '<td style="text-align: left">✓✗</td>' in html.fragment(ENGLISH)


def test_a_fragment_has_every_part_with_something_in_it() -> None:
    blocks = [Heading("Not known"), Points(["V6 Fraud"]), Heading("Empty"), Heading("In short", 3)]
    assert html.fragment(Document(title="t", lang="en", blocks=blocks)).splitlines()[2:] == [
        "<details><summary>Not known</summary>",
        "<ul><li>V6 Fraud</li></ul>",
        "</details>",
        "<details><summary>Empty</summary>",
        "<p><b>In short</b></p>",
        "</details>",
        "</div>",
    ]
    nested = Fold("Detail", [Fold("More detail", [Paragraph("p")]), Paragraph("q")])
    assert "More" not in html.fragment(Document(title="t", lang="en", blocks=[nested])), "a page has it"
    first = [Heading("H3", 3), Paragraph("p"), Heading("H2")]
    assert html.fragment(Document(title="t", lang="en", blocks=first)).count("<details>") == 1


# What a page may do, and what readers find in it.

SORTABLE = Table(
    columns=[
        Column("School"),
        Column("R1", align="right", notes=["primary ≥ 4.2", "junior ≥ 5.3"]),
        Column("Day"),
        Column("Rule", group="Rules"),
        Column(group="Rules"),
    ],
    rows=[
        ["P1", Entry("4.20", value=4.2, outcome=Outcome.PASS), Entry(value=dt.date(2022, 9, 1)), "", ""],
        ["P2", Entry(mark="?", outcome=Outcome.UNKNOWN), "", Entry("fails", outcome=Outcome.FAIL), ""],
    ],
    sortable=True,
)
LOOKED_UP = Document(title="t", lang="en", blocks=[Heading("Schools"), SORTABLE, Fold("Detail", [Paragraph("p")])])


def test_what_is_not_known_of_the_schools_is_sorted_as_such() -> None:
    """The script has what is unknown last, by its class and by the value that it has not."""
    page = assess(change_campus(good_county(), "P1", primary_pupils=None)).as_html()
    row = page[page.index('<th scope="row" class="left">P1</th>') :]
    cells = re.findall("<td.*", row[: row.index("</tr>")])
    assert cells[2] == '<td class="right unknown"><span class="mark"> ?</span></td>'


class _Tags(HTMLParser):
    """The attributes of every tag."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for found, attributes in self.found if found == tag]


PAGES = {
    "sorted": html.render(LOOKED_UP),
    "plain": html.render(Document(title="t", lang="zh-Hans", blocks=[Paragraph("p")])),
    "small": html.render(ENGLISH),
    "assessment": assess(good_county()).as_html(),
    "counties": compare_counties([good_county()]).as_html("en"),
}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
class TestEveryPage:
    def test_it_loads_nothing_and_runs_its_own_script_only(self, page: str) -> None:
        tags = _Tags(page)
        for _, attributes in tags.found:
            assert not {name for name in attributes if name.startswith("on") or name in ("src", "href", "style")}
        scripts = re.findall("<script>(.*?)</script>", page, re.DOTALL)
        (policy,) = (meta["content"] for meta in tags.of("meta") if "http-equiv" in meta)
        digest = base64.b64encode(hashlib.sha256("".join(scripts).encode()).digest()).decode()
        assert policy is not None
        assert policy.endswith(f"script-src 'sha256-{digest}'" if scripts else "script-src 'none'")
        assert "default-src 'none'" in policy
        assert not re.search(r"https?://|@import|url\(", page)

    def test_a_screen_reader_finds_its_way(self, page: str) -> None:
        tags = _Tags(page)
        assert tags.of("html")[0]["lang"]
        assert all(head["scope"] in ("col", "colgroup", "row") for head in tags.of("th"))
        assert all(table["aria-label"] and table["tabindex"] == "0" for table in tags.of("div"))
        assert "<th></th>" not in re.sub(" [^<>]*>", ">", page), "no head is empty"
        assert page.count("<input ") == len(re.findall("<label>[^<]+<input ", page))
        ids = [attributes["id"] for _, attributes in tags.found if "id" in attributes]
        assert len(ids) == len(set(ids))


def test_only_what_is_sorted_filtered_or_folded_needs_the_script() -> None:
    assert "<script>" in PAGES["sorted"]
    assert "<script>" not in PAGES["plain"]


def test_a_table_to_look_things_up_in_can_be_sorted_by_values() -> None:
    tags = _Tags(PAGES["sorted"])
    assert [head.get("data-column") for head in tags.of("th") if head["scope"] == "col"] == ["0", "1", "2", "3"]
    assert [cell.get("data-value") for cell in tags.of("td") if cell.get("class")] == [
        *("4.2", "2022-09-01", None, None),
        *(None, None, "-1", None),
    ]
    assert "R1<small>primary ≥ 4.2</small><small>junior ≥ 5.3</small></th>" in PAGES["sorted"]
    (filtered,) = (p for p in tags.of("p") if p.get("class") == "filter")
    assert filtered["data-shown"] == "{shown} of {all} rows"
    assert "hidden" in filtered, "without the script there is nothing to filter by"


def test_folds_are_open_until_the_script_closes_them() -> None:
    assert "<details open data-folded>" in PAGES["sorted"]
    page = html.render(Document(title="t", lang="en", blocks=[Fold("Sections", [Paragraph("p")], open=True)]))
    assert "<details open>" in page


def test_without_jinja2_one_sentence_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    html._template.cache_clear()
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(ModuleNotFoundError, match=r"pip install 'balanced-edu\[cli\]'"):
        html.render(ENGLISH)
    assert html.fragment(ENGLISH)
