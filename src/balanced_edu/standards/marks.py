"""Marks of single settings: what each rests on, and the settings that no document states.

The `mark` of a table says what its clause rests on. A setting that the clause leaves open has a mark of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import attrs

from balanced_edu.message import Message
from balanced_edu.standards.toml_table import CITED, MARKS, Table

if TYPE_CHECKING:
    from balanced_edu.standards.model import Standard

STATED, PRACTICE, CHOICE = MARKS

RULE_TABLES: Mapping[str, tuple[str, ...]] = {
    "counted": ("by", "leaves_out"),
    "division": ("weights",),
    "section": ("at_least", "floor"),
    "variation": ("of", "at_most", "due", "without_sections", "all_zero"),
}
"""The tables of a standard's file with rules over all items, and their keys besides those that every table may have."""


@attrs.frozen(slots=True, kw_only=True)
class Mark:
    """What a setting of a standard rests on.

    Attributes
    ----------
    mark
        ``stated`` in a document, ``practice`` of districts, or ``choice`` of this library where the documents are
        silent.
    source
        The document and its place, or whose practice it is.
    note_zh, note_en
        What the setting means, and why it is so.
    """

    mark: str
    source: str = ""
    note_zh: str = ""
    note_en: str = ""


@attrs.frozen(slots=True, kw_only=True)
class Choice:
    """A setting of a standard that rests on practice or on a choice of this library, and not on a document.

    Attributes
    ----------
    table
        The table of the file that it is in, such as ``items.G5`` or ``variation``.
    setting
        Its key in the table, such as ``where`` or ``constants.formula``.
    value
        Its value as written.
    mark, source, note_zh, note_en
        As in `Mark`.
    """

    table: str
    setting: str
    value: object = attrs.field(hash=False)
    mark: str
    source: str
    note_zh: str
    note_en: str


def marks_of(table: Table) -> dict[str, Mark]:
    """The marks of single settings of a table, by key; those of a table in it, such as `constants`, may be by its keys.

    The key is dotted then: ``constants.formula``.
    """
    marks, found = table.table("marks"), dict[str, Mark]()
    marks.knows(*_settings(table.data), of=_OF)
    for key in filter(marks.has, _settings(table.data)):
        mark, value = marks.table(key), table.data[key]
        if isinstance(value, Mapping) and not mark.has("mark"):
            mark.knows(*value, of=_OF)
            found |= {f"{key}.{inner}": _mark(mark.table(inner)) for inner in filter(mark.has, value)}
        else:
            found[key] = _mark(mark)
    return found


_OF = Message("these marks, since nothing of this name is set here")


def _mark(table: Table) -> Mark:
    table.knows("mark", "source", "note")
    if not table.has("mark"):
        table.note(Message("mark is missing; give one of {marks}", marks=MARKS), "mark")
    mark = table.word("mark", MARKS)
    needed = mark == CHOICE
    note = table.table("note", needed=needed)
    note.knows("zh", "en")
    return Mark(
        mark=mark,
        source=table.text("source", "" if needed else None),
        note_zh=note.text("zh"),
        note_en=note.text("en"),
    )


def marks_in(data: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The marks of a table of a file that can be used, as written, by the keys of `marks_of`."""
    found = dict[str, Mapping[str, Any]]()
    for setting, mark in data.get("marks", {}).items():
        found |= {setting: mark} if "mark" in mark else {f"{setting}.{key}": inner for key, inner in mark.items()}
    return found


def _settings(data: Mapping[str, Any]) -> list[str]:
    """The keys of a table that set how something is judged."""
    return [key for key in data if key not in _NO_SETTINGS]


_NO_SETTINGS = frozenset(
    (*CITED, "marks", "name", "dimension", "passages", "due", "responsible", "task", "dropped"),
)


def values_of(data: Mapping[str, Any], marked: Collection[str]) -> Iterator[tuple[str, Any]]:
    """Each setting of a table with its value; if keys of one are marked by themselves, each of its keys."""
    for key in _settings(data):
        if any(setting.startswith(f"{key}.") for setting in marked):
            yield from ((f"{key}.{inner}", value) for inner, value in data[key].items() if inner not in CITED)
        else:
            yield key, data[key]


def choices_of(standard: Standard) -> tuple[Choice, ...]:
    """The settings of a standard that rest on practice or on a choice of this library, in the order of its file."""
    tables = [(name, standard.data.get(name, {}), standard.marks[name]) for name in RULE_TABLES]
    of_kinds = (("sample", standard.sample), ("conditions", standard.conditions), ("items", standard.items))
    for kind, each in of_kinds:
        tables += [(f"{kind}.{name}", in_use(standard.data[kind][name], one), one.marks) for name, one in each.items()]
    return tuple(
        Choice(
            table=name,
            setting=setting,
            value=value,
            mark=mark.mark,
            source=mark.source,
            note_zh=mark.note_zh,
            note_en=mark.note_en,
        )
        for name, data, marks in tables
        for setting, value, mark in _unstated(data, marks)
    )


def in_use(data: Mapping[str, Any], judged: object) -> Mapping[str, Any]:
    """The settings of a table, without those of a concession that none of its rules and additions has any more."""
    return {key: value for key, value in data.items() if key != "concession" or getattr(judged, "concession", None)}


def _unstated(data: Mapping[str, Any], marks: Mapping[str, Mark]) -> Iterator[tuple[str, Any, Mark]]:
    """The settings of a table that are not stated, each with its value, and its own mark or that of the table."""
    of_table = _cited(data)
    for setting, value in values_of(data, marks):
        mark = marks.get(setting, of_table)
        if mark.mark != STATED:
            yield setting, value, mark
        else:
            yield from ((setting, figure, of_figure) for figure, of_figure in _dated(value))


def _cited(data: Mapping[str, Any]) -> Mark:
    return Mark(mark=data.get("mark", STATED), source=data.get("source", ""))


def _dated(rules: object) -> Iterator[tuple[Mapping[str, Any], Mark]]:
    """The figures among rules that have a mark of their own and are not stated."""
    if isinstance(rules, list):
        for inner in rules:
            yield from _dated(inner)
    elif isinstance(rules, Mapping):
        if (mark := _cited(rules)).mark != STATED:
            yield rules, mark
        for inner in rules.values():
            yield from _dated(inner)
