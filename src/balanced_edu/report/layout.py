"""Lines and tables for a terminal, where a Chinese character takes two columns."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from balanced_edu.plain import on_one_line

WIDTH = 100
"""Columns of the text report; a Chinese character takes two."""

_CLOSING = "，。；：、！？）》〉】〕”’…,.;:!?)]%"
_OPENING = "（《〈【〔“‘(["


def text_of(lines: Iterable[str]) -> str:
    """Lines as one text, without blanks at their ends; whatever a line is made of, it stays one line."""
    return "\n".join(on_one_line(line).rstrip() for line in lines)


def table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows with their columns aligned, two blanks apart; the last one may go over several lines."""
    widths = [max(map(width_of, column)) for column in zip(*rows, strict=True)][:-1]
    start = 2 + sum(width + 2 for width in widths)
    for *cells, last in rows:
        before = "".join(f"  {cell}{' ' * (width - width_of(cell))}" for cell, width in zip(cells, widths, strict=True))
        first, *further = wrapped(last, indent=start)
        yield f"{before}  {first[start:]}"
        yield from further


def width_of(text: str) -> int:
    """Columns that a text takes on a terminal, where a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(mark) in "WF" else 1 for mark in text)


def wrapped(text: str, *, indent: int = 0, hanging: int = 0) -> Iterator[str]:
    """Text in lines of `WIDTH`; Chinese is broken between any two characters but before a closing sign."""
    line, width = " " * indent, indent
    for piece in _pieces(on_one_line(text)):
        if width + width_of(piece.rstrip()) > WIDTH and line.strip():
            yield line
            line, width = " " * (indent + hanging), indent + hanging
            piece = piece.lstrip()
        line, width = line + piece, width + width_of(piece)
    yield line


def _pieces(text: str) -> Iterator[str]:
    """What a line may not break within: a word with its blanks, a Chinese character with the signs that lean on it."""
    piece = ""
    for mark, following in zip(text, [*text[1:], ""], strict=False):
        piece += mark
        wide = width_of(mark) == 2 or (following and width_of(following) == 2)
        if (mark == " " or wide) and mark not in _OPENING and not (following and following in _CLOSING):
            yield piece
            piece = ""
    if piece:
        yield piece
