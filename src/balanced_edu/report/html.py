"""A document as a page that needs nothing but itself, and its summary as a piece of HTML for a notebook."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from html import escape
from importlib import resources
from itertools import count, groupby, pairwise
from typing import Any

import attrs

from balanced_edu.extras import package
from balanced_edu.message import Message
from balanced_edu.report.document import (
    Block,
    Column,
    Document,
    Entry,
    Fold,
    Heading,
    NotDrawnError,
    Paragraph,
    Picture,
    Point,
    Points,
    Role,
    Table,
)
from balanced_edu.report.text import Strip, strips_of
from balanced_edu.report.words import words_in
from balanced_edu.text import in_short, on_one_line

# A run of Chinese, with the figures and signs in it but without its blanks: 小学、初中均达到0.9人以上。
_CHARACTER = "[\\u3000-\\u303f\\u3400-\\u9fff\\uf900-\\ufaff\\uff00-\\uffef]"
_CHINESE = re.compile(rf"{_CHARACTER}(?:[^a-zA-Z\s<>&]*{_CHARACTER})?")

# What a notebook shows: characters of a text; and bytes of the whole, of a part, and of the rows of a table in the
# summary and in a part.
_CHARACTERS, _WHOLE, _PART, _ROWS, _ROWS_OF_PART = 300, 19_000, 5_000, 10_000, 4_000


def render(document: Document, *, pictures: bool = False) -> str:
    """The document as a page; needs the extra ``cli``.

    Parameters
    ----------
    document
        What the page shows.
    pictures
        Whether its pictures are drawn; needs the extra ``plot``. Where that is not installed, or a font, the page says
        what would show them.

    Raises
    ------
    ModuleNotFoundError
        If jinja2 is missing.

    Examples
    --------
    >>> page = render(Document(title="<county>", lang="en", blocks=[Paragraph("小学 primary schools")]))
    >>> [line for line in page.splitlines() if "primary" in line]
    ['<p class="text"><span lang="zh-Hans">小学</span> primary schools</p>']
    """
    document = document.with_pictures(_drawer(document.lang) if pictures else _nothing)
    script = _script() if _has_script(document.blocks) else ""
    return str(
        _template().render(document=document, script=script, policy=_policy(script), words=words_in(document.lang))
    )


@attrs.frozen(slots=True)
class _Drawn:
    """A picture as markup."""

    title: str
    markup: Any


def _nothing(picture: Picture) -> Iterable[Block]:
    return ()


def _drawer(lang: str) -> Callable[[Picture], Iterator[Any]]:
    """Draws one picture after the other; what keeps them from being drawn is said once."""
    markup, numbers, said = package("markupsafe", extra="cli", needed_by="the HTML report").Markup, count(1), set[str]()

    def drawn(picture: Picture) -> Iterator[Any]:
        try:
            svg = picture.draw()
        except NotDrawnError as error:
            if str(error) not in said:
                said.add(str(error))
                yield Paragraph(str(error), Role.MUTED)
        else:
            yield _Drawn(picture.title, markup(_described(svg, picture, next(numbers))))

    return drawn


def _described(svg: str, picture: Picture, number: int) -> str:
    """A picture with its title and description in words, for those who do not see it."""
    names = [f"picture-{number}", f"picture-{number}-text"]
    head, end, rest = svg.partition(">")
    said = zip(("title", "desc"), names, (picture.title, picture.description), strict=True)
    described = "".join(f'<{tag} id="{name}">{escape(on_one_line(text))}</{tag}>' for tag, name, text in said)
    labelled = head.replace("<svg", f'<svg role="img" aria-labelledby="{" ".join(names)}"', 1)
    return "\n".join(map(on_one_line, f"{labelled}{end}{described}{rest}".splitlines()))


def _has_script(blocks: Iterable[Block]) -> bool:
    """Whether there is anything to sort, to filter or to fold."""
    return any(isinstance(one, Fold) or (isinstance(one, Table) and one.sortable) for one in blocks)


@lru_cache(maxsize=1)
def _script() -> Any:
    """The script of a page as markup."""
    file = resources.files("balanced_edu.report") / "page.js"
    return package("markupsafe", extra="cli", needed_by=Message("the HTML report")).Markup(
        file.read_text(encoding="utf-8")
    )


def _policy(script: str) -> Any:
    """What a browser may do for a page: show it, and run its one script, whose hash it names; nothing is loaded."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    runs = f"'sha256-{digest}'" if script else "'none'"
    rules = ("default-src 'none'", "img-src data:", "style-src 'unsafe-inline'", f"script-src {runs}")
    return package("markupsafe", extra="cli", needed_by=Message("the HTML report")).Markup("; ".join(rules))


@lru_cache(maxsize=1)
def _template() -> Any:
    jinja2 = package("jinja2", extra="cli", needed_by=Message("the HTML report"))
    markup = package("markupsafe", extra="cli", needed_by=Message("the HTML report")).Markup

    def filled_in(context: Any, value: object) -> object:
        """What the template fills in: texts escaped, with the language of Chinese ones; markup as it is."""
        if not isinstance(value, str) or hasattr(value, "__html__"):
            return value
        return markup(_in_html(value, context["document"].lang))

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("balanced_edu", "report"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        finalize=jinja2.pass_context(filled_in),
    )
    filters: dict[str, Callable[..., object]] = {
        "attribute": lambda text: markup(escape(on_one_line(text))),
        "group_starts": _group_starts,
        "head_rows": _head_rows,
        "in_parts": _in_parts,
        "rows": jinja2.pass_context(lambda context, table: markup("\n".join(_rows(table, context["document"].lang)))),
    }
    environment.filters |= filters
    environment.tests |= {kind.__name__.lower(): _is_a(kind) for kind in (Heading, Paragraph, Points, Table)}
    environment.tests["drawn"] = _is_a(_Drawn)
    environment.tests |= {"headed": _is_headed, "of_signs": _is_of_signs}
    return environment.get_template("page.html")


def _is_a(kind: type) -> Callable[[object], bool]:
    return lambda block: isinstance(block, kind)


def _is_headed(table: Table) -> bool:
    return any(column.head or column.group for column in table.columns)


def _is_of_signs(table: Table) -> bool:
    return any(column.signs for column in table.columns)


@attrs.frozen(slots=True)
class _Head:
    """A head of a table: of one column at its place, or without a column of the group over several."""

    column: Column | None
    place: int = 0
    group: str = ""
    rows: int = 1
    columns: int = 1


def _head_rows(table: Table) -> list[list[_Head]]:
    """The heads in one row; if columns have groups, in two, the upper of which has those of single columns too."""
    single = [_Head(column, place) for place, column in enumerate(table.columns)]
    if not any(column.group for column in table.columns):
        return [single]
    upper: list[_Head] = []
    for group, members in groupby(single, key=lambda head: table.columns[head.place].group):
        below = list(members)
        if group:
            upper.append(_Head(None, below[0].place, group, columns=len(below)))
        else:
            upper += [attrs.evolve(one, rows=2) for one in below]
    return [upper, [head for head in single if table.columns[head.place].group]]


def _group_starts(table: Table) -> frozenset[int]:
    """The places of the columns that begin a group."""
    groups = [column.group for column in table.columns]
    return frozenset(
        place for place, (before, group) in enumerate(pairwise(["", *groups])) if group and group != before
    )


def _naming_column(table: Table) -> int | None:
    """The place of the column that names the rows: the first with a head."""
    return next((place for place, column in enumerate(table.columns) if column.head), None)


def _rows(table: Table, lang: str) -> Iterator[str]:
    """The rows of a table as markup: nearly all of a page, and quicker in Python than in the template."""
    naming, starts = _naming_column(table), _group_starts(table)
    heads = [('th scope="row"', "th") if place == naming else ("td", "td") for place in range(len(table.columns))]
    classes = [
        (" sign" if column.signs else "") + (" start" if place in starts else "")
        for place, column in enumerate(table.columns)
    ]
    for row in table.rows:
        yield "<tr>"
        for entry, column, (head, tag), further in zip(row, table.columns, heads, classes, strict=True):
            outcome = "" if entry.outcome is None else f" {entry.outcome}"
            key = _sort_key(entry, column) if table.sortable else None
            value = "" if key is None else f' data-value="{escape(key)}"'
            inside = _inside(entry, column, lang)
            yield f'<{head} class="{column.align}{outcome}{further}"{value}>{inside}</{tag}>'
        yield "</tr>"


def _inside(entry: Entry, column: Column, lang: str) -> str:
    """What is in a cell; a sign says the same as the colour, so that nothing depends on colours."""
    if column.signs and entry.mark:
        said = escape(on_one_line(entry.text))
        return f'<span role="img" aria-label="{said}" title="{said}">{_in_html(entry.mark, lang)}</span>'
    mark = f'<span class="mark"> {_in_html(entry.mark, lang)}</span>' if entry.mark else ""
    return _in_html(entry.text, lang) + mark


def _sort_key(entry: Entry, column: Column) -> str | None:
    """By what an entry is sorted in place of its text: its value; in a column of outcomes, their order."""
    if entry.value is not None:
        return str(entry.value)
    return None if entry.outcome is None or column.align == "right" else str(int(entry.outcome))


def _in_parts(blocks: Sequence[Block]) -> list[list[Block]]:
    """Blocks divided before each heading and fold, so that what belongs together stays on one printed page."""
    parts: list[list[Block]] = [[]]
    for block in blocks:
        if isinstance(block, (Heading, Fold)) and parts[-1]:
            parts.append([])
        parts[-1].append(block)
    return [part for part in parts if part]


def _in_html(text: str, lang: str) -> str:
    """A text escaped and on one line; in a document of another language, Chinese is marked as such."""
    escaped = escape(on_one_line(text))
    if lang.startswith("zh"):
        return escaped
    return _CHINESE.sub(lambda run: f'<span lang="zh-Hans">{run[0]}</span>', escaped)


def fragment(document: Document) -> str:
    """The summary of the document, and its parts folded, as a piece of HTML of bounded size; needs no extra.

    Examples
    --------
    >>> parts = [Paragraph("not recognised", Role.VERDICT), Heading("Fails"), Points(["G5 Size of classes"])]
    >>> print(fragment(Document(title="County", lang="en", blocks=parts)))
    <div lang="en">
    <p><b>County</b></p>
    <p><b>not recognised</b></p>
    <details><summary>Fails</summary>
    <ul><li>G5 Size of classes</li></ul>
    </details>
    </div>
    """
    document = document.with_pictures(_nothing)
    return "\n".join((f'<div lang="{document.lang}">', *_that_fit(_pieces(document), _WHOLE), "</div>"))


def _that_fit(pieces: Iterable[str], room: int, *, more: str = "<p>…</p>") -> Iterator[str]:
    """The first pieces that have no more bytes than there is room for."""
    for piece in pieces:
        room -= len(piece.encode()) + 1
        if room < 0:
            yield more
            return
        yield piece


def _pieces(document: Document) -> Iterator[str]:
    def text(of: str) -> str:
        return _in_html(in_short(of, _CHARACTERS), document.lang)

    yield f"<p><b>{text(document.title)}</b></p>"
    for block in document.head:
        yield from _piece(block, text, _ROWS)
    for title, blocks in _parts(document):
        inside = (piece for block in blocks for piece in _piece(block, text, _ROWS_OF_PART))
        yield "\n".join((f"<details><summary>{text(title)}</summary>", *_that_fit(inside, _PART), "</details>"))


def _parts(document: Document) -> Iterator[tuple[str, list[Block]]]:
    """Each heading of level 2 with the blocks below it, and each fold with its own."""
    title, blocks = "", list[Block]()
    for block in document.blocks[len(document.head) :]:
        if isinstance(block, Fold) or (isinstance(block, Heading) and (block.level == 2 or not title)):
            if blocks:
                yield title, blocks
            title, blocks = (block.title, [*block.blocks]) if isinstance(block, Fold) else (block.text, [])
        else:
            blocks.append(block)
    if blocks:
        yield title, blocks


def _piece(block: Block, text: Callable[[str], str], room: int) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield f"<p><b>{text(block.text)}</b></p>" if block.role is Role.VERDICT else f"<p>{text(block.text)}</p>"
    elif isinstance(block, Heading):
        yield f"<p><b>{text(block.text)}</b></p>"
    elif isinstance(block, Points):
        points = (_point(point, text) for point in block.points)
        yield f"<ul>{''.join(_that_fit(points, _ROWS_OF_PART, more='<li>…</li>'))}</ul>"
    elif isinstance(block, Table):
        yield "\n".join(_table(block, text, room))
        yield from (f"<p>{text(note)}</p>" for note in block.notes)


def _point(point: Point, text: Callable[[str], str]) -> str:
    below = "".join(_point(one, text) for one in point.points)
    return f"<li>{text(point.text)}<ul>{below}</ul></li>" if below else f"<li>{text(point.text)}</li>"


def _table(table: Table, text: Callable[[str], str], room: int) -> Iterator[str]:
    strips = list(strips_of(table))
    heads = [f"{strip.group} {strip.texts[0]}" for strip in strips]
    rows = zip(*(strip.texts[1:] for strip in strips), strict=True)
    lines = (_line("td", row, strips, text) for row in rows)
    yield "<table>"
    if _is_headed(table):
        yield from _that_fit([_line("th", heads, strips, text)], room, more="")
    yield from _that_fit(lines, room, more="<tr><td>…</td></tr>")
    yield "</table>"


def _line(tag: str, cells: Iterable[str], strips: Iterable[Strip], text: Callable[[str], str]) -> str:
    """A row of a table; notebooks would align it to the right."""
    aligned = ("right" if strip.right else "left" for strip in strips)
    written = (f'<{tag} style="text-align: {to}">{text(c)}</{tag}>' for c, to in zip(cells, aligned, strict=True))
    return f"<tr>{''.join(written)}</tr>"
