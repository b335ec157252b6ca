"""Standards as data: limits, clauses and sources of a published method, read from a file.

>>> from balanced_edu.campuses import Stage
>>> national = load("national-2017")
>>> national.limit("R1", Stage.PRIMARY)
<teachers_above_required_per_hundred at least 4.2 teachers per 100 pupils>
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import resources
from os import PathLike
from pathlib import Path
from typing import Any

from balanced_edu import tomltext
from balanced_edu.files import content_of
from balanced_edu.problems import InputError, Problem, nearest, shown
from balanced_edu.standards.reading import Notes, standard_of
from balanced_edu.standards.standard import Addition, Item, Milestone, Rule, Standard

__all__ = [
    "Addition",
    "Item",
    "Milestone",
    "Rule",
    "Standard",
    "StandardError",
    "differences",
    "from_text",
    "load",
    "names",
    "settings",
]


LARGEST = 5_000_000
"""Bytes of the largest file that is read; the national method needs less than a hundredth."""


class StandardError(InputError):
    """A standard's file that cannot be used; its problems say where and why."""


def names() -> tuple[str, ...]:
    """Names of the standards that come with the library.

    Examples
    --------
    >>> "national-2017" in names()
    True
    """
    return _names()


def load(standard: str | PathLike[str] | Standard) -> Standard:
    """Read a standard: one that comes with the library by its name, or any from its file.

    Raises
    ------
    StandardError
        If there is no such standard, or its file cannot be used; it lists every problem.

    Examples
    --------
    >>> print(load("national-2017").document)
    教督〔2017〕6号
    """
    if isinstance(standard, Standard):
        return standard
    if os.fspath(standard) in names():
        return _load_shipped(os.fspath(standard))
    return _read(standard)


def from_text(text: str, *, file: str = "standard.toml") -> Standard:
    """Read a standard from the text of its file, which messages call `file`.

    Raises
    ------
    StandardError
        If it cannot be used; it lists every problem.

    Examples
    --------
    >>> own = from_text('''
    ... name = "stricter"
    ... edition = "1"
    ... extends = "national-2017"
    ... title = { zh = "更严", en = "Stricter" }
    ... authority = "示例县"
    ... document = "示例"
    ... section.at_least = 7
    ... ''')
    >>> own.reached
    7
    """
    return _standard(text, file)


def settings(standard: str | PathLike[str] | Standard) -> dict[str, object]:
    """Everything a standard sets, as it stands in the files, by dotted key.

    Examples
    --------
    >>> settings("national-2017")["section.floor"]
    '0.85'
    """
    return dict(_flat(load(standard).data, ""))


def differences(
    one: str | PathLike[str] | Standard, other: str | PathLike[str] | Standard
) -> dict[str, tuple[object, object]]:
    """What two standards set differently, by dotted key; None where one of them does not set it.

    Examples
    --------
    >>> differences("national-2017", "national-2017")
    {}
    """
    a, b = settings(one), settings(other)
    return {key: (a.get(key), b.get(key)) for key in dict.fromkeys((*a, *b)) if a.get(key) != b.get(key)}


def _flat(value: Any, key: str) -> Iterator[tuple[str, object]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _flat(inner, f"{key}.{name}" if key else name)
    else:
        yield key, value


def _shipped() -> Any:
    return resources.files("balanced_edu.standards")


@lru_cache(maxsize=1)
def _names() -> tuple[str, ...]:
    return tuple(sorted(file.name.removesuffix(".toml") for file in _shipped().iterdir() if ".toml" in file.name))


@lru_cache(maxsize=32)
def _load_shipped(name: str) -> Standard:
    return _standard(_shipped().joinpath(f"{name}.toml").read_text(encoding="utf-8"), f"{name}.toml")


def _read(standard: str | PathLike[str], above: tuple[Path, ...] = ()) -> Standard:
    """The standard of a file, which those of the files `above` extend."""
    path = Path(standard)
    if not _exists(path):
        hint = nearest(str(standard), {name: name for name in names()})
        message = f"there is no standard and no file of this name{hint}; there are {', '.join(names())}"
        raise StandardError([Problem(str(standard), 1, "-", message)])
    try:
        content = content_of(path, LARGEST)
        text = content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = "it is not in UTF-8" if isinstance(error, UnicodeDecodeError) else error.strerror
        raise StandardError([Problem(path.name, 1, "-", f"the file cannot be read: {why}")]) from error
    if len(content) > LARGEST:
        message = f"the file has more than {LARGEST:,} bytes; give the file of a standard"
        raise StandardError([Problem(path.name, 1, "-", message)])
    return _standard(text, path.name, path.parent, (*above, path.resolve()))


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # no file has a name as long as that
        return False


def _standard(text: str, file: str, folder: Path | None = None, files: tuple[Path, ...] = ()) -> Standard:
    """The standard of a text; `files` are its own and those that lead to it, each of which extends the next."""
    try:
        own = tomltext.read(text)
    except tomltext.TomlError as error:
        raise StandardError([Problem(file, error.line, str(error.column), error.message)]) from None
    notes = Notes(file, text)
    parent = own.get("extends")
    if parent is not None and not isinstance(parent, str):
        notes.add(("extends",), f"extends is {shown(str(parent))}; give the name of a standard or a file")
        raise StandardError(notes.problems)
    base = _extended(parent, folder, files, notes).data if parent else {}
    standard = standard_of(_merged(base, own), notes)
    if notes.problems:
        raise StandardError(sorted(notes.problems, key=lambda problem: problem.row))
    return standard


def _extended(name: str, folder: Path | None, files: tuple[Path, ...], notes: Notes) -> Standard:
    """What a standard extends: one that comes with the library, or a file in the same folder and no other."""
    if name in names():
        return load(name)
    path = folder / name if folder and Path(name).name == name else None
    if path is None or not _exists(path) or path.resolve().parent != path.parent.resolve():
        hint = nearest(name, {known: known for known in names()})
        where = "no file of this name beside this one" if folder else "a text extends no file"
        notes.add(
            ("extends",), f"there is no standard {shown(name)}{hint}, and {where}; there are {', '.join(names())}"
        )
        raise StandardError(notes.problems)
    if path.resolve() in files:
        notes.add(("extends",), f"extends leads back to {shown(name)}; extend a standard that does not extend this one")
        raise StandardError(notes.problems)
    return _read(path, files)


def _merged(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """A standard's settings over those it extends: key by key in each table and in each item."""
    merged = {key: value for key, value in base.items() if key not in ("edition", "issued", "in_force", "extends")}
    for key, value in own.items():
        below = merged.get(key)
        if key in ("items", "conditions") and isinstance(value, dict) and isinstance(below, dict):
            merged[key] = {**below, **{id: _over(below.get(id), table) for id, table in value.items()}}
        else:
            merged[key] = _over(below, value)
    return merged


def _over(below: object, value: object) -> object:
    """One table over another; of an item, the constants are set one by one too, but a scope as a whole."""
    if not (isinstance(below, dict) and isinstance(value, dict)):
        return value
    over = {**below, **value}
    if "constants" in value:
        over["constants"] = _over(below.get("constants"), value["constants"])
    return over
