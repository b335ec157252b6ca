"""A document as text for a terminal or a mail, where a Chinese character takes two columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, zip_longest
from operator import or_

import attrs

from balanced_edu.report.document import (
    Block,
    Document,
    Entry,
    Heading,
    Paragraph,
    Point,
    Points,
    Role,
    Table,
)
from balanced_edu.text import on_one_line, width_of

WIDTH = 100
"""Columns of a text report."""

_GAP = "  "  # between the columns of a table
_NARROWEST = 8  # of a column of a table whose entries go over several lines
_CLOSING = "，。；：、！？）》〉】〕”’…,.;:!?)]%"
_OPENING = "（《〈【〔“‘(["


def render(document: Document) -> str:
    """The document as text, without its folds.

    Examples
    --------
    >>> from balanced_edu.report.document import Points
    >>> print(render(Document(title="示例县", lang="zh-Hans", blocks=[Heading("未达标"), Points(["音乐教室差1间"])])))
    示例县
    <BLANKLINE>
    未达标
    ------
      - 音乐教室差1间
    """
    return "\n".join(on_one_line(line).rstrip() for line in _lines(document))


def _lines(document: Document) -> Iterator[str]:
    yield from wrapped(document.title, hanging=4)
    before: Block | None = None
    indent = 0
    for block in document.blocks:
        lines = list(_lines_of(block, indent))
        if lines and _apart(before, block):
            yield ""
        yield from lines
        if isinstance(block, Heading):
            indent = 4 if block.level == 3 else 0
        before = block if lines else before


def _apart(before: Block | None, block: Block) -> bool:
    """Whether a blank line separates two blocks."""
    if isinstance(block, Heading) or isinstance(before, Table):
        return True
    if isinstance(block, Table):
        return not isinstance(before, Heading) and not _leads(before)
    if _leads(block):
        return not isinstance(before, Heading)
    return isinstance(block, Paragraph) and block.role is Role.VERDICT


def _leads(block: Block | None) -> bool:
    return isinstance(block, Paragraph) and block.role is Role.LEAD


def _lines_of(block: Block, indent: int) -> Iterator[str]:
    if isinstance(block, Heading):
        yield from _lines_of_heading(block)
    elif isinstance(block, Paragraph):
        hanging = 2 if block.role is Role.CLAUSE else 0 if indent else 4
        yield from wrapped(block.text, indent=indent, hanging=hanging)
    elif isinstance(block, Points):
        yield from _lines_of_points(block.points, max(indent, 2))
    elif isinstance(block, Table):
        yield from _lines_of_table(block, max(indent, 2))


def _lines_of_heading(heading: Heading) -> Iterator[str]:
    lines = list(wrapped(heading.text, hanging=4))
    yield from lines
    if heading.level == 2:
        yield "-" * max(map(width_of, lines))


def _lines_of_points(points: Iterable[Point], indent: int) -> Iterator[str]:
    for point in points:
        yield from wrapped(f"- {point.text}", indent=indent, hanging=2)
        yield from _lines_of_points(point.points, indent + 2)


# Tables.


@attrs.frozen(slots=True)
class Strip:
    """A column of a table as it is printed: its group, and the texts of its rows, the first of which is its head."""

    group: str
    texts: list[str]
    right: bool = False

    @property
    def width(self) -> int:
        """How many columns of a terminal its widest text takes."""
        return max(map(width_of, self.texts))


def _lines_of_table(table: Table, indent: int) -> Iterator[str]:
    strips = list(strips_of(table))
    widths = fitted([strip.width for strip in strips], WIDTH - indent - len(_GAP) * (len(strips) - 1))
    if any(strip.group for strip in strips):
        yield _line_of_groups(strips, widths, indent)
    heads, *rows = zip(*(strip.texts for strip in strips), strict=True)
    for row in [heads, *rows] if any(heads) else rows:
        yield from _lines_of_row(row, strips, widths, indent)
    for note in table.notes:
        yield from wrapped(note, indent=indent, hanging=2)


def strips_of(table: Table) -> Iterator[Strip]:
    """The columns; those that are signs and share a group are printed as one, a sign for each."""
    places = enumerate(table.columns)
    for (signs, group), members in groupby(places, key=lambda place: (place[1].signs, place[1].group)):
        if signs:
            together = [index for index, _ in members]
            yield Strip("", [group, *("".join(row[index].mark for index in together) for row in table.rows)])
            continue
        for index, column in members:
            entries = [Entry(column.head), *(row[index] for row in table.rows)]
            right = column.align == "right"
            yield Strip(group, _numbers(entries) if right else [_marked(entry) for entry in entries], right)


def _marked(entry: Entry) -> str:
    return f"{entry.text} {entry.mark}".strip()


def _numbers(entries: Sequence[Entry]) -> list[str]:
    """Numbers with their marks, which do not push them out of line."""
    behind = [f" {entry.mark}" if entry.mark else "" for entry in entries]
    width = max(map(width_of, behind))
    return [f"{entry.text}{_padded(mark, width)}" for entry, mark in zip(entries, behind, strict=True)]


def fitted(widths: Sequence[int], room: int) -> list[int]:
    """Widths that fit into a room: the widest give way, one as much as the other.

    >>> fitted([10, 80, 200], 100)
    [10, 45, 45]
    """
    fitting = [min(width, room) for width in widths]
    while sum(fitting) > room and max(fitting) > _NARROWEST:
        fitting[fitting.index(max(fitting))] -= 1
    return fitting


def _line_of_groups(strips: Sequence[Strip], widths: Sequence[int], indent: int) -> str:
    line, start = "", indent
    for group, members in groupby(zip(strips, widths, strict=True), key=lambda member: member[0].group):
        span = sum(width + len(_GAP) for _, width in members)
        line = _padded(line, start) + group
        start += span
    return line


def _lines_of_row(row: Sequence[str], strips: Sequence[Strip], widths: Sequence[int], indent: int) -> Iterator[str]:
    cells = [list(wrapped(text, width=width)) for text, width in zip(row, widths, strict=True)]
    for line in zip_longest(*cells, fillvalue=""):
        pieces = (
            _padded(piece, width, right=strip.right) for piece, strip, width in zip(line, strips, widths, strict=True)
        )
        yield " " * indent + _GAP.join(pieces)


def _padded(text: str, width: int, *, right: bool = False) -> str:
    blanks = " " * (width - width_of(text))
    return blanks + text if right else text + blanks


# Lines.


def wrapped(text: str, *, width: int = WIDTH, indent: int = 0, hanging: int = 0) -> Iterator[str]:
    """Text in lines of a width; Chinese is broken between any two characters but before a closing sign."""
    line, taken = " " * indent, indent
    for piece in pieces(on_one_line(text)):
        if taken + width_of(piece.rstrip()) > width and line.strip():
            yield line
            line, taken = " " * (indent + hanging), indent + hanging
            piece = piece.lstrip()
        line, taken = line + piece, taken + width_of(piece)
    yield line


def pieces(text: str) -> Iterator[str]:
    """What a line may not break within: a word with its blanks, a Chinese character with the signs that lean on it."""
    piece = ""
    wide = [width_of(mark) == 2 for mark in text]
    for mark, following, is_wide in zip(text, [*text[1:], ""], map(or_, wide, [*wide[1:], False]), strict=False):
        piece += mark
        if (mark == " " or is_wide) and mark not in _OPENING and not (following and following in _CLOSING):
            yield piece
            piece = ""
    if piece:
        yield piece
