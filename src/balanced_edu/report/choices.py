"""What single settings of a standard rest on, and the settings that no document states."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from balanced_edu.report.document import Block, Column, Document, Heading, Paragraph, Point, Points, Table
from balanced_edu.report.settings import place_and_name, setting_name, setting_text
from balanced_edu.report.terms import standard_title, with_official
from balanced_edu.report.words import Words

if TYPE_CHECKING:
    from balanced_edu.standards import Choice, Mark, Standard


def choices_document(standard: Standard, words: Words) -> Document:
    """The settings of a standard that rest on practice or on a choice, item by item."""
    title = with_official(standard_title(standard, words), standard.title_zh, words)
    return Document(
        title=words.text("unstated.title", title=title),
        lang=words.tag,
        summary=words.text("unstated.sheet"),
        blocks=_blocks(standard, words),
        sheets=[choices_table(standard, words)],
        source=standard.cited,
    )


def _blocks(standard: Standard, words: Words) -> list[Block]:
    by_place: dict[str, list[Point]] = {}
    for choice in standard.choices:
        place, name, value = _of(choice, standard, words)
        mark = words.text(f"standard.marks.{choice.mark}")
        text = words.text("unstated.setting", setting=name, value=value, mark=mark)
        why = filter(None, (_note(choice, words), choice.source))
        by_place.setdefault(place, []).append(Point(text, tuple(why)))
    blocks = [block for place, points in by_place.items() for block in (Heading(place, 3), Points(points))]
    return [Paragraph(words.text("unstated.lead" if blocks else "unstated.none")), *blocks]


def choices_table(standard: Standard, words: Words) -> Table:
    """The settings of a standard that rest on practice or on a choice, a row for each."""
    heads = ("item", "setting", "value", "mark", "note", "source")
    return Table(
        name=words.text("unstated.sheet"),
        columns=[Column(words.text(f"unstated.columns.{head}")) for head in heads],
        rows=[
            (
                *_of(choice, standard, words),
                words.text(f"standard.marks.{choice.mark}"),
                _note(choice, words),
                choice.source,
            )
            for choice in standard.choices
        ],
    )


def mark_texts(marks: Mapping[str, Mark], words: Words, table: str = "") -> Iterator[str]:
    """The settings with a mark of their own, each with its note, mark and source; those of a table by its name."""
    for setting, mark in marks.items():
        name = setting_name(f"{table}.{setting}" if table else setting, words)
        basis = words.parts((words.text(f"standard.marks.{mark.mark}"), mark.source))
        note = _note(mark, words)
        yield words.text("unstated.noted" if note else "unstated.marked", setting=name, note=note, basis=basis)


def _of(choice: Choice, standard: Standard, words: Words) -> tuple[str, str, str]:
    """The item or standard, the name of the setting, and its value."""
    key = f"{choice.table}.{choice.setting}"
    return *place_and_name(key, (standard,), words), setting_text(key, choice.value, standard, words)


def _note(of: Mark | Choice, words: Words) -> str:
    return of.note_zh if words.official else of.note_en
