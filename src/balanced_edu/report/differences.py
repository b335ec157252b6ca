"""What two standards set differently."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balanced_edu.report.document import Column, Document, Heading, Paragraph, Points, Table
from balanced_edu.report.settings import item_and_setting, place_and_name, setting_text
from balanced_edu.report.words import Words
from balanced_edu.standards import differences

if TYPE_CHECKING:
    from balanced_edu.standards import Standard


def differences_document(one: Standard, other: Standard, words: Words) -> Document:
    """What two standards set differently, item by item."""
    ids = dict.fromkeys(("", *one.items, *one.conditions, *other.items, *other.conditions))
    order = {id: place for place, id in enumerate(ids)}
    found = sorted(
        differences(one, other).items(), key=lambda setting: order.get(item_and_setting(setting[0])[0], len(order))
    )
    rows = [
        (
            *place_and_name(key, (other, one), words),
            _setting(key, before, one, words),
            _setting(key, after, other, words),
        )
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


def _setting(key: str, value: object, standard: Standard, words: Words) -> str:
    return words.text("differences.not_set") if value is None else setting_text(key, value, standard, words)
