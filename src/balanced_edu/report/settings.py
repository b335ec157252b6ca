"""Settings of a standard's file in words: where each belongs, its name, and its value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from balanced_edu.records.kinds import Affiliation, AreaType, Kind, Ownership
from balanced_edu.report.demands import addition_texts, demand_texts, left_out_texts, scope_text
from balanced_edu.report.terms import item_title, property_name
from balanced_edu.report.words import Words

if TYPE_CHECKING:
    from balanced_edu.standards import Standard
    from balanced_edu.standards.model import Item


def place_and_name(key: str, standards: tuple[Standard, ...], words: Words) -> tuple[str, str]:
    """The item that a setting belongs to, or the standard, and the setting's name."""
    id, setting = item_and_setting(key)
    if not id:
        return words.text("differences.standard"), setting_name(key, words)
    item = next((item for standard in standards if (item := _item_of(standard, id))), None)
    return item_title(item, words) if item else id, setting_name(setting, words)


def item_and_setting(key: str) -> tuple[str, str]:
    """The id of the item or condition that a key belongs to, if it does, and the rest of the key."""
    table, _, rest = key.partition(".")
    id, _, setting = rest.partition(".")
    return (id, setting) if table in ("items", "conditions") and setting else ("", key)


def _item_of(standard: Standard, id: str) -> Item | None:
    return standard.items.get(id) or standard.conditions.get(id)


def setting_name(setting: str, words: Words) -> str:
    """The name of a setting, or of a part of its mark."""
    if part := _MARK.fullmatch(setting):
        marked = setting_name(f"{part['table'] or ''}{part['setting']}", words)
        return words.text("settings.of_mark", setting=marked, part=setting_name(part["part"], words))
    return words.known(f"settings.{setting}", setting)


_MARK = re.compile(r"(?P<table>(?:\w+\.)+)?marks\.(?P<setting>.+)\.(?P<part>mark|source|note\.\w+)")


def setting_text(key: str, value: object, standard: Standard, words: Words) -> str:
    """What a standard sets, in words: demands and scopes as in the standard in full, anything else as in its file."""
    id, setting = item_and_setting(key)
    item = _item_of(standard, id)
    if item is not None and setting == "rules" and isinstance(value, list):
        return words.parts(demand_texts(item, words))
    if item is not None and setting == "adds":
        return words.parts(addition_texts(item, words))
    if item is not None and setting == "where":
        return scope_text(item.where, words) or words.text("settings.everything")
    if key == "counted.leaves_out":
        return words.parts(left_out_texts(standard, words))
    if setting == "plausible" and isinstance(value, Mapping):
        return words.text("settings.plausible.range", least=value["from"], most=value["to"])
    if setting == "rules" and isinstance(value, Mapping):  # a figure with a mark of its own
        return (
            words.text("shared.since", limit=value["value"], day=value["since"]) if "since" in value else value["value"]
        )
    return _value(value, words)


def _value(value: object, words: Words) -> str:
    if isinstance(value, bool):
        return words.text("answers.yes" if value else "answers.no")
    if isinstance(value, list):
        return words.parts(_value(one, words) for one in value)
    if isinstance(value, Mapping):
        settings = ((_inner_name(str(name), words), _value(one, words)) for name, one in value.items())
        return words.clauses(words.text("standard.demand.constant", name=name, value=one) for name, one in settings)
    if isinstance(value, str) and value in _PROPERTIES:
        return property_name(_PROPERTIES[value], words)
    tables = ("settings.values", "standard.marks", "dimensions", "measures", "choices", "outcomes")
    return next((words.texts[key] for table in tables if (key := f"{table}.{value}") in words.texts), str(value))


_PROPERTIES = {member.value: member for kind in (Kind, Ownership, Affiliation, AreaType) for member in kind}


def _inner_name(name: str, words: Words) -> str:
    tables = ("settings", "stages", "constants")
    return next((words.texts[key] for table in tables if (key := f"{table}.{name}") in words.texts), name)
