"""A document as a page that needs nothing but itself, and its summary as a piece of HTML for a notebook."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from html import escape
from itertools import groupby
from typing import Any

from balanced_edu.extras import package
from balanced_edu.report.document import (
    Block,
    Column,
    Document,
    Fold,
    Heading,
    Paragraph,
    Points,
    Role,
    Table,
)
from balanced_edu.text import in_short, on_one_line

# A run of Chinese, with the figures and signs in it but without its blanks: 小学、初中均达到0.9人以上。
_CHARACTER = "[\\u3000-\\u303f\\u3400-\\u9fff\\uf900-\\ufaff\\uff00-\\uffef]"
_CHINESE = re.compile(rf"{_CHARACTER}(?:[^a-zA-Z\s<>&]*{_CHARACTER})?")

# What a notebook shows: cells of a table, characters of a text, blocks of the summary, and parts with their headings.
_CELLS, _CHARACTERS, _BLOCKS, _OUTLINED = 400, 300, 12, 3


def render(document: Document) -> str:
    """The document as a page; needs the extra ``cli``.

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
    return str(_template().render(document=document))


@lru_cache(maxsize=1)
def _template() -> Any:
    jinja2 = package("jinja2", extra="cli", needed_by="the HTML report")
    markup = package("markupsafe", extra="cli", needed_by="the HTML report").Markup

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
        "by_group": _by_group,
        "in_parts": _in_parts,
    }
    environment.filters |= filters
    environment.tests |= {kind.__name__.lower(): _is_a(kind) for kind in (Heading, Paragraph, Points, Table)}
    environment.tests |= {"headed": _is_headed, "grouped": _is_grouped}
    return environment.get_template("page.html")


def _is_a(kind: type) -> Callable[[object], bool]:
    return lambda block: isinstance(block, kind)


def _is_headed(table: Table) -> bool:
    return any(column.head or column.group for column in table.columns)


def _is_grouped(table: Table) -> bool:
    return any(column.group for column in table.columns)


def _by_group(columns: Sequence[Column]) -> list[tuple[str, list[Column]]]:
    return [(group, list(members)) for group, members in groupby(columns, key=lambda column: column.group)]


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
    """The summary of the document and its headings as a piece of HTML of bounded size; needs no extra.

    Examples
    --------
    >>> parts = [Paragraph("not recognised", Role.VERDICT), Heading("Fails"), Heading("G5 Size of classes", 3)]
    >>> print(fragment(Document(title="County", lang="en", blocks=parts)))
    <div lang="en">
    <p><b>County</b></p>
    <p><b>not recognised</b></p>
    <p>Fails: G5 Size of classes</p>
    </div>
    """
    return "\n".join((f'<div lang="{document.lang}">', *_pieces(document), "</div>"))


def _pieces(document: Document) -> Iterator[str]:
    def text(of: str) -> str:
        return _in_html(in_short(of, _CHARACTERS), document.lang)

    yield f"<p><b>{text(document.title)}</b></p>"
    for block in document.head[:_BLOCKS]:
        if isinstance(block, Paragraph):
            yield f"<p><b>{text(block.text)}</b></p>" if block.role is Role.VERDICT else f"<p>{text(block.text)}</p>"
        elif isinstance(block, Table):
            yield from _table(block, text)
    for part in _outline(document)[:_OUTLINED]:
        yield f"<p>{text(part)}</p>"


def _table(table: Table, text: Callable[[str], str]) -> Iterator[str]:
    rows = [[f"{entry.text} {entry.mark}".strip() for entry in row] for row in table.rows]
    shown = rows[: _CELLS // len(table.columns)]
    yield "<table>"
    for row in [[column.head for column in table.columns], *shown] if _is_headed(table) else shown:
        yield "<tr>" + "".join(f'<td style="text-align: left">{text(cell)}</td>' for cell in row) + "</tr>"
    if len(shown) < len(rows):
        yield "<tr><td>…</td></tr>"
    yield "</table>"


def _outline(document: Document) -> list[str]:
    """Each heading of level 2 with the headings of level 3 below it, or the points that follow it."""
    outline: list[tuple[str, list[str]]] = []
    before: Block | None = None
    for block in document.blocks:
        if isinstance(block, Heading) and (block.level == 2 or not outline):
            outline.append((block.text, []))
        elif isinstance(block, Heading):
            outline[-1][1].append(block.text)
        elif isinstance(block, Points) and isinstance(before, Heading) and before.level == 2:
            outline[-1][1].extend(point.text for point in block.points)
        before = block
    return [f"{heading}: {'; '.join(below)}" for heading, below in outline if below]
