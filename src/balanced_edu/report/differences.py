"""What two standards set differently."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from balanced_edu.report.demands import addition_texts, demand_texts, left_out_texts
from balanced_edu.report.document import Column, Document, Heading, Paragraph, Points, Table
from balanced_edu.report.terms import item_title
from balanced_edu.report.words import Words
from balanced_edu.standards import differences

if TYPE_CHECKING:
    from balanced_edu.standards import Standard
    from balanced_edu.standards.model import Item


def differences_document(one: Standard, other: Standard, words: Words) -> Document:
    """What two standards set differently, item by item."""
    ids = dict.fromkeys(("", *one.items, *one.conditions, *other.items, *other.conditions))
    order = {id: place for place, id in enumerate(ids)}
    found = sorted(differences(one, other).items(), key=lambda setting: order.get(_split(setting[0])[0], len(order)))
    rows = [
        (*_place(key, one, other, words), _setting(key, before, one, words), _setting(key, after, other, words))
        for key, (before, after) in found
    ]
    by_place: dict[str, list[str]] = {}
    for about, name, before, after in rows:
        setting = words.text("differences.setting", setting=name, before=before, after=after)
        by_place.setdefault(about, []).append(setting)
    blocks = [block for about, settings in by_place.items() for block in (Heading(about, 3), Points(settings))]
    heads = (words.text("differences.about"), words.text("differences.name"), one.cited, other.cited)
    return Document(
        title=words.text("differences.title", one=one.cited, other=other.cited),
        lang=words.tag,
        summary=words.text("differences.summary"),
        blocks=blocks or [Paragraph(words.text("differences.same"))],
        sheets=[Table(name=words.text("differences.sheet"), columns=map(Column, heads), rows=rows)],
    )


def _place(key: str, one: Standard, other: Standard, words: Words) -> tuple[str, str]:
    """The item that a setting belongs to, or the standard, and the setting's name."""
    id, setting = _split(key)
    if not id:
        return words.text("differences.standard"), _setting_name(key, words)
    item = _item_of(other, id) or _item_of(one, id)
    return item_title(item, words) if item else id, _setting_name(setting, words)


def _split(key: str) -> tuple[str, str]:
    """The id of the item that a key belongs to, if it does, and the rest of the key."""
    table, _, rest = key.partition(".")
    id, _, setting = rest.partition(".")
    return (id, setting) if table in ("items", "conditions") and setting else ("", key)


def _item_of(standard: Standard, id: str) -> Item | None:
    return standard.items.get(id) or standard.conditions.get(id)


def _setting_name(setting: str, words: Words) -> str:
    return words.known(f"settings.{setting}", setting)


def _setting(key: str, value: object, standard: Standard, words: Words) -> str:
    """What a standard sets, in words: demands and scopes as in the standard in full, anything else as in its file."""
    id, setting = _split(key)
    item = _item_of(standard, id)
    if value is None:
        return words.text("differences.not_set")
    if item is not None and setting == "rules":
        return words.parts(demand_texts(item, words))
    if item is not None and setting == "adds":
        return words.parts(addition_texts(item, words))
    if key == "counted.leaves_out":
        return words.parts(left_out_texts(standard, words))
    return _value(value, words)


def _value(value: object, words: Words) -> str:
    if isinstance(value, bool):
        return words.text("answers.yes" if value else "answers.no")
    if isinstance(value, list):
        return words.parts(_value(one, words) for one in value)
    if isinstance(value, Mapping):
        settings = ((_setting_name(str(name), words), _value(one, words)) for name, one in value.items())
        return words.clauses(words.text("standard.demand.constant", name=name, value=one) for name, one in settings)
    tables = ("settings.values", "standard.marks", "dimensions", "measures", "choices")
    return next((words.texts[key] for table in tables if (key := f"{table}.{value}") in words.texts), str(value))
