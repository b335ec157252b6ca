"""What a standard's file changes of the one it extends: clauses and marks left behind, and tables replaced whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from os import PathLike
from typing import TYPE_CHECKING, Any, TypeAlias

from balanced_edu.errors import Problem
from balanced_edu.message import Message
from balanced_edu.records.kinds import Grade
from balanced_edu.standards.loading import layers_of, load, merged, source_of
from balanced_edu.standards.marks import STATED, marks_in, values_of
from balanced_edu.standards.scopes import SCOPES
from balanced_edu.standards.toml_table import exact_number
from balanced_edu.text import quoted

if TYPE_CHECKING:
    from balanced_edu.tomltext import Place

Figure: TypeAlias = tuple[str, tuple[str, ...], Fraction]
"""A figure with its key and the stages that it is for."""

# The keys of each table whose figures its clause states. What else an item sets, such as `adds` and `weights`, is a
# reading of what documents leave open.
_STATED = {
    "counted": ("leaves_out",),
    "division": ("weights",),
    "section": ("at_least", "floor"),
    "variation": ("at_most",),
}
_STATED_OF_EACH = {
    "items": ("rules", "constants", "where"),
    "conditions": ("rules", "constants", "where"),
    "sample": ("at_least", "residents_below"),
}


def inherited_clauses(standard: str | PathLike[str]) -> list[Problem]:
    """The keys of a standard's file that change figures whose clause is inherited, each with its line.

    Reports print the clause beside the limit. If a file changes the limit and quotes no clause for it, the quotation
    states another figure than the one that is applied.

    Parameters
    ----------
    standard
        Name of a standard that comes with the library, or a file.

    Returns
    -------
    list of Problem
        In the order of their lines; empty if every changed figure has a clause in the same table.

    Raises
    ------
    StandardError
        If there is no such standard, or its file cannot be used.

    Examples
    --------
    >>> inherited_clauses("shenyang")
    []
    """
    load(standard)
    layers = layers_of(source_of(standard))
    both = merged(layers.base, layers.changes)
    for place, keys in _tables(layers.changes):
        before, changes, after = (_at(place, settings) for settings in (layers.base, layers.changes, both))
        if not before.get("clause") or "clause" in changes:
            continue
        for key in keys:
            if Counter(_figures(before.get(key), key)) != Counter(_figures(after.get(key), key)):
                what = (
                    "{key} changes figures, but the clause is that of {standard}, {clause}; quote the clause that "
                    "states the new figures, or repeat this one if it still applies"
                )
                given = {"standard": layers.changes["extends"], "clause": quoted(before["clause"])}
                layers.notes.add((*place, key), Message(what, key=key, **given))
    return layers.notes.in_order


def inherited_marks(standard: str | PathLike[str]) -> list[Problem]:
    """The settings of a standard's file that rest on what the standard that it extends rests on, each with its line.

    A mark says what one value rests on. If a file changes the value and leaves the mark, the mark is false. So it is if
    the file gives a table another mark, which then is that of the values too that the table takes over.

    Parameters
    ----------
    standard
        Name of a standard that comes with the library, or a file.

    Returns
    -------
    list of Problem
        In the order of their lines; empty if every setting has the mark of its value.

    Raises
    ------
    StandardError
        If there is no such standard, or its file cannot be used.

    Examples
    --------
    >>> inherited_marks("wenling-2020")
    []
    """
    load(standard)
    layers = layers_of(source_of(standard))
    both = merged(layers.base, layers.changes)
    for place, _ in _tables(layers.changes):
        before, changes, after = (_at(place, settings) for settings in (layers.base, layers.changes, both))
        for setting, why in _falsely_marked(before, changes, after, layers.changes["extends"]) if before else ():
            layers.notes.add((*place, *setting.split(".")), Message("{what} {is_wrong}", what=setting, is_wrong=why))
    return layers.notes.in_order


def _falsely_marked(
    before: Mapping[str, Any], changes: Mapping[str, Any], after: Mapping[str, Any], extended: str
) -> Iterator[tuple[str, str]]:
    """The settings of a table whose mark is that of another value, each with why."""
    own, marked = marks_in(changes), marks_in(after)
    was, now = (table.get("mark", STATED) for table in (before, after))
    for setting, value in values_of(after, marked):
        key, _, inner = setting.partition(".")
        old = before.get(key, {}).get(inner) if inner else before.get(key)
        if setting in own:
            continue
        if _alike(old) == _alike(value):
            if setting not in marked and was != now:
                what = (
                    "is {was} in {standard}, and by the mark of this table it is {now}; say in its marks what the "
                    "setting rests on"
                )
                yield setting, Message(what, was=was, standard=extended, now=now)
        elif setting in marked:
            what = "changes, but its mark is that of {standard}, {mark}; say in its marks what the setting rests on"
            yield setting, Message(what, standard=extended, mark=marked[setting]["mark"])
        elif not {"mark", "source"} & changes.keys():
            what = (
                "changes, but the mark and source of this table are those of {standard}, {mark} in {source}; give its "
                "own, or say in its marks what the setting rests on"
            )
            yield setting, Message(what, standard=extended, mark=was, source=quoted(before.get("source", "")))


def _alike(value: object) -> object:
    """A value, alike for all ways to write it: numbers as numbers, and lists and tables in any order."""
    if isinstance(value, Mapping):
        return frozenset((key, _alike(inner)) for key, inner in value.items())
    if isinstance(value, list):
        return frozenset(map(_alike, value))
    try:
        return exact_number(value)
    except (TypeError, ValueError):
        return value


def replaced_tables(standard: str | PathLike[str]) -> list[Problem]:
    """The keys of a standard's file that replace rules, scopes or weights as a whole, each with its line.

    Tables are extended key by key, but these values are not: what a file does not repeat no longer applies. The message
    names the scopes and subjects that are lost.

    Parameters
    ----------
    standard
        Name of a standard that comes with the library, or a file.

    Raises
    ------
    StandardError
        If there is no such standard, or its file cannot be used.

    Examples
    --------
    >>> for replaced in replaced_tables("wenling-2020"):
    ...     print(replaced.column)
    items.G6.where
    """
    load(standard)
    layers = layers_of(source_of(standard))
    for place, _ in _tables(layers.changes):
        before, changes = _at(place, layers.base), _at(place, layers.changes)
        for key in _WHOLE:
            if key in before and key in changes and before[key] != changes[key]:
                kept = set(_scopes({key: changes[key]}))
                lost = [scope for scope in dict.fromkeys(_scopes({key: before[key]})) if scope not in kept]
                without = Message(", without {lost}", lost=tuple(lost)) if lost else ""
                what = "{key} replaces that of {standard} as a whole{without}"
                replaced = Message(what, key=key, standard=layers.changes["extends"], without=without)
                layers.notes.add((*place, key), replaced)
    return layers.notes.in_order


# What a file gives of these is all that applies.
_WHOLE = ("rules", "where", "adds", "weights", "leaves_out", "subjects")
_WORDS = (*SCOPES, "subjects")


def _scopes(value: object) -> Iterator[str]:
    """Each word or figure of a scope, and each subject, with its key."""
    for inner in value if isinstance(value, list) else ():
        yield from _scopes(inner)
    for key, inner in value.items() if isinstance(value, Mapping) else ():
        if key in _WORDS:
            yield from (f"{key} {word}" for word in (inner if isinstance(inner, list) else [inner]))
        else:
            yield from _scopes(inner)


def _tables(changes: Mapping[str, Any]) -> Iterator[tuple[Place, tuple[str, ...]]]:
    """The place of each table that may have a clause, with the keys whose figures it states."""
    for table, keys in _STATED.items():
        if table in changes:
            yield (table,), keys
    for table, keys in _STATED_OF_EACH.items():
        for id in changes.get(table, {}):
            yield (table, id), keys


def _at(place: Place, settings: Mapping[str, Any]) -> Mapping[str, Any]:
    for key in place:
        settings = settings.get(str(key), {})
    return settings


def _figures(value: object, key: str, stages: tuple[str, ...] = ()) -> Iterator[Figure]:
    """The figures of a value, without those of tables that have a clause themselves."""
    if isinstance(value, Mapping):
        # What is a concession is stated by the clause of the concession.
        for name, inner in value.items() if "clause" not in value and not value.get("concession") else ():
            # A limit that has days is written as tables, each with its value.
            yield from _figures(inner, key if name == "value" else name, tuple(sorted(value.get("stages", stages))))
    elif isinstance(value, list):
        for inner in value:
            yield from _figures(inner, key, stages)
    elif value in _RANKS:
        yield key, stages, _RANKS[value]
    else:
        try:
            yield key, stages, exact_number(value)
        except (TypeError, ValueError):
            return


_RANKS: Mapping[object, Fraction] = {grade.value: Fraction(grade.rank) for grade in Grade}
