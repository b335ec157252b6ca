"""Other names for what the tables hold, as data with their sources: headings, items, and words for a value."""

from __future__ import annotations

import enum
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from balanced_edu.identity import compact
from balanced_edu.message import Message
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import RECORDS, County, Group, Subject
from balanced_edu.records.fields import Field, Form, fields_of
from balanced_edu.records.kinds import Stage, official_word
from balanced_edu.records.registers import Room, SchoolClass, Teacher

# The school's code and name are called in registers what they are called in the school table.
_LISTS: Mapping[type, tuple[str, ...]] = MappingProxyType(
    {
        Campus: ("columns",),
        Subject: ("subjects",),
        Group: ("groups",),
        SchoolClass: ("columns", "classes"),
        Room: ("columns", "rooms"),
        Teacher: ("columns", "teachers"),
    }
)


@cache
def _data() -> Mapping[str, Any]:
    file = resources.files("balanced_edu.tables") / "names.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


_PUNCTUATION = re.compile(r"[、,，·“”\"'*※★:：;；/／]")


def plain_name(heading: str) -> str:
    """A heading as names are compared: without blanks, punctuation and the mark of a required column.

    >>> plain_name("＊体育、艺术\\n专任教师数")
    '体育艺术专任教师数'
    """
    return _without_punctuation(compact(heading))


@lru_cache(maxsize=4096)  # headings and items recur, and each is compared several times
def _without_punctuation(text: str) -> str:
    return _PUNCTUATION.sub("", text).casefold()


def labels_of(fields: Mapping[str, Field]) -> Mapping[str, str]:
    """What fields are called in suggestions, by each of their own names as `plain_name` gives it."""
    return MappingProxyType(
        {
            plain_name(known): Message("{heading}, {key}", heading=field.heading, key=name)
            for name, field in fields.items()
            for known in (name, field.heading)
        }
    )


@cache
def beside(what: str) -> frozenset[str]:
    """Headings of columns, captions and footnotes beside the figures, as `plain_name` gives them."""
    return frozenset(map(plain_name, _data()["beside"][what]))


@cache
def table_of_items(part: str) -> frozenset[str]:
    """Headings of the table of items for the item, its value, its unit, and for others that are passed over."""
    return frozenset(map(plain_name, _data()["table_of_items"][part]))


@cache
def tables_called() -> Mapping[str, str]:
    """The tables of a data set by each of their names, as `compact` gives it in lower case."""
    return MappingProxyType(
        {compact(other).casefold(): table for table, others in _data()["tables"].items() for other in (table, *others)}
    )


def marks_of(what: str) -> tuple[str, ...]:
    """What a text that no list has must not contain, since it could then be one of the words of `words_of`."""
    return tuple(_data()["marks"][what])


@cache
def headings_of(record: type) -> Mapping[str, tuple[str, ...]]:
    """The fields that a heading of a record's table may mean, mostly one, by the heading as `plain_name` gives it."""
    fields = fields_of(record)
    own = {plain_name(known): (name,) for name, field in fields.items() for known in (name, field.heading)}
    found: dict[str, dict[str, None]] = {}
    listed = (pair for kind in _LISTS.get(record, ()) for pair in _listed(kind, fields))
    for heading, name in (*listed, *_of_stages(record, fields)):
        found.setdefault(heading, {})[name] = None
        if fields[name].form is Form.JUDGEMENT:
            found.setdefault(f"是否{heading.removeprefix('是否')}", {})[name] = None
    judged = {f"是否{key}": value for key, value in own.items() if fields[value[0]].form is Form.JUDGEMENT}
    return MappingProxyType({**{heading: tuple(names) for heading, names in found.items()}, **judged, **own})


@cache
def items() -> Mapping[str, tuple[str, ...]]:
    """The facts of a county that an item may mean, mostly one, by the item as `plain_name` gives it."""
    fields = {name: field for record in (County, *RECORDS.values()) for name, field in fields_of(record).items()}
    own = {plain_name(known): (name,) for name, field in fields.items() for known in (name, field.heading)}
    found: dict[str, dict[str, None]] = {}
    for heading, name in _listed("items", fields):
        found.setdefault(heading, {})[name] = None
    return MappingProxyType({**{heading: tuple(names) for heading, names in found.items()}, **own})


@cache
def local_facts() -> Mapping[str, str]:
    """The facts that local standards ask for, by the names of items as `plain_name` gives them."""
    return MappingProxyType(
        {
            plain_name(one): fact
            for source in _data()["names"]
            for fact, names in source.get("local", {}).items()
            for one in names
        }
    )


@cache
def passed_over() -> frozenset[str]:
    """Items of which nothing is computed, as `plain_name` gives them."""
    return frozenset(
        plain_name(one) for kind in _data()["names"] for one in kind.get("passed_over", {}).get("items", ())
    )


def _listed(kind: str, fields: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The names of a list in every source, with the field of each; a field that there is not yet has none."""
    for source in _data()["names"]:
        for name, names in source.get(kind, {}).items():
            if name in fields:
                yield from ((plain_name(one), name) for one in names)


def _of_stages(record: type, fields: Mapping[str, Field]) -> Iterator[tuple[str, str]]:
    """Headings that are said of a stage, with the stage before or behind; without it they could be of any stage."""
    stages: Mapping[str, list[str]] = _data()["beside"]["stages"]
    if record is not Campus:
        return
    for stage in Stage:
        suffixes = [name.removeprefix(f"{stage}_") for name in fields if name.startswith(f"{stage}_")]
        known = [*_listed("stages", suffixes)]
        for suffix in suffixes:
            heading = plain_name(fields[f"{stage}_{suffix}"].heading)
            known.append((heading.removeprefix(stages[stage][0]), suffix))
        for heading, suffix in known:
            for word in stages[stage]:
                for whole in (f"{word}{heading}", f"{heading}{word}", f"{heading}({word})", f"{word}({heading})"):
                    yield whole, f"{stage}_{suffix}"
            yield heading, f"{stage}_{suffix}"


@cache
def words_of(what: str) -> Mapping[str, tuple[str, ...]]:
    """The words of the library that an office's word may mean, mostly one, by the office's word.

    Parameters
    ----------
    what
        The class of the choices, such as ``Kind``; ``judgement`` and what begins so, or ``level``.
    """
    found: dict[str, dict[str, None]] = {}
    for source in _data()["names"]:
        for word, others in source.get("words", {}).get(what, {}).items():
            for other in others:
                found.setdefault(compact(other).casefold(), {})[word] = None
    for stage in Stage if what == Stage.__name__ else ():
        for other in _data()["beside"]["stages"][stage]:
            found.setdefault(compact(other).casefold(), {})[official_word(stage)] = None
    return MappingProxyType({other: tuple(words) for other, words in found.items()})


@cache
def words_for(name: str, field: Field) -> Mapping[str, tuple[str, ...]]:
    """The words that offices write in a field."""
    if isinstance(field.form, type) and issubclass(field.form, enum.Enum):
        return words_of(field.form.__name__)
    if field.form is not Form.JUDGEMENT:
        return words_of(name)
    return {
        **words_of("judgement"),
        **(words_of(_THERE_IS) if "无" not in field.heading else {}),
        **(words_of(_REACHED) if not _is_of_existence(field) else {}),
    }


_THERE_IS, _REACHED = "judgement_there_is", "judgement_reached"


def _is_of_existence(field: Field) -> bool:
    """Whether a judgement says that something bad exists, so that true is what no county wants."""
    return "存在" in field.heading or field.heading.startswith("有")


def is_unclear(text: str) -> bool:
    """Whether a word answers some judgements, but says of others neither that they hold nor that they do not."""
    return compact(text).casefold() in {*words_of(_THERE_IS), *words_of(_REACHED)}


def named_in(record: type, field: str) -> Mapping[str, tuple[str, ...]]:
    """What a field is called in each source that has another name for it, by the source."""
    kinds, stage = _LISTS.get(record, ("items",)), field.partition("_")[2] if field.startswith(tuple(Stage)) else ""
    lists = (*((kind, field) for kind in kinds), ("stages", stage))
    found = {
        source["source"]: tuple(name for kind, known_as in lists for name in source.get(kind, {}).get(known_as, ()))
        for source in _data()["names"]
    }
    return MappingProxyType({source: names for source, names in found.items() if names})


def sources() -> Mapping[str, tuple[str, ...]]:
    """The sources of the names, with all names that each has."""
    return MappingProxyType({source["source"]: tuple(_leaves(source)) for source in _data()["names"]})


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key != "source":
                yield from _leaves(inner)
    else:
        yield from value
