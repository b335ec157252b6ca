"""Loading standards: those that come with the library by name, others from their files."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from os import PathLike
from pathlib import Path
from typing import Any

import attrs

from balanced_edu import tomltext
from balanced_edu.arguments import of_type
from balanced_edu.errors import Problem, StandardError
from balanced_edu.files import content_of, why
from balanced_edu.message import Message
from balanced_edu.notes import THE_FILE
from balanced_edu.notes import Notes as FileNotes
from balanced_edu.standards.model import Standard
from balanced_edu.standards.reading import standard_of
from balanced_edu.standards.toml_table import Notes
from balanced_edu.text import nearest, quoted

NATIONAL = "national-2017"
"""Name of the national method of 2017, by which counties are assessed unless another standard is named."""

LARGEST = 5_000_000
"""Bytes of the largest file that is read; the national method needs less than a hundredth."""


MOST_FILES = 20
"""Files that may extend one another: the nation, a province, a city and a county need four."""


def names() -> tuple[str, ...]:
    """Names of the standards that come with the library.

    Examples
    --------
    >>> "national-2017" in names()
    True
    """
    return _names()


def load(standard: str | PathLike[str] | Standard) -> Standard:
    """Load a standard: one that comes with the library by its name, or any from its file.

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
    of_type(
        "load", "standard", standard, (str, PathLike), f"the name of a standard, such as {NATIONAL!r}, or a file's path"
    )
    if os.fspath(standard) in names():
        return _shipped(os.fspath(standard))
    return _standard(source_of(standard))


def from_text(text: str, *, file: str = "standard.toml") -> Standard:
    """Read a standard from the text of its file, which messages call `file`.

    Raises
    ------
    StandardError
        If it cannot be used; it lists every problem.

    Examples
    --------
    >>> stricter = from_text('''
    ... name = "stricter"
    ... edition = "1"
    ... extends = "national-2017"
    ... title = { zh = "更严", en = "Stricter" }
    ... authority = "示例县"
    ... document = "示例"
    ... [section]
    ... at_least = 7
    ... clause = "每所学校7项指标全部达到要求"
    ... ''')
    >>> stricter.reached
    7
    """
    return _standard(Source(file=file, text=text))


@attrs.frozen(slots=True, kw_only=True)
class Source:
    """The text of a standard's file.

    Attributes
    ----------
    file
        Name of the file, as messages call it.
    text
        Its text.
    folder
        Where files that it extends lie; None if it extends none.
    path
        The file and those that extend it, one the other.
    """

    file: str
    text: str
    folder: Path | None = None
    path: tuple[Path, ...] = ()


@attrs.frozen(slots=True, kw_only=True)
class Layers:
    """What a standard's file sets, over what the standard that it extends sets; `notes` are those of the file."""

    base: Mapping[str, Any]
    changes: Mapping[str, Any]
    notes: Notes


def source_of(standard: str | PathLike[str], extending: tuple[Path, ...] = ()) -> Source:
    """The source of a standard that comes with the library, or of a file, which the files `extending` lead to.

    Raises
    ------
    StandardError
        If there is no such standard, or its file cannot be read.
    """
    if os.fspath(standard) in names():
        file = f"{os.fspath(standard)}.toml"
        return Source(file=file, text=_folder().joinpath(file).read_text(encoding="utf-8"))
    path = Path(standard)
    if not _exists(path):
        hint = nearest(str(standard), {name: name for name in names()})
        what = "there is no standard and no file of this name{hint}; there are {standards}"
        raise StandardError([Problem(str(standard), 1, "-", Message(what, hint=hint, standards=names()))])
    try:
        content = content_of(path, LARGEST)
        text = content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        not_text = Message("it is not in UTF-8")
        cause = not_text if isinstance(error, UnicodeDecodeError) else why(error)
        what = Message("{what} cannot be read: {why}", what=THE_FILE, why=cause)
        raise StandardError([Problem(path.name, 1, "-", what)]) from error
    if len(content) > LARGEST:
        what = Message("the file has more than {most:,} bytes; give the file of a standard", most=LARGEST)
        raise StandardError([Problem(path.name, 1, "-", what)])
    return Source(file=path.name, text=text, folder=path.parent, path=(*extending, path.resolve()))


def files_of(standard: str | PathLike[str]) -> tuple[Path, ...]:
    """The files that a standard is read from, its own and those that it extends, as far as they can be read.

    Examples
    --------
    >>> files_of("national-2017"), [str(file) for file in files_of("mine.toml")]
    ((), ['mine.toml'])
    """
    files: list[Path] = []
    name = os.fspath(standard)
    while name not in names():
        file = files[-1].with_name(Path(name).name) if files else Path(name)
        if file in files:
            break
        files.append(file)
        try:
            name = str(tomltext.read(source_of(file).text).get("extends", NATIONAL))
        except (StandardError, tomltext.TomlError):
            break
    return tuple(files)


def layers_of(source: Source) -> Layers:
    """What a source sets, and what the standard that it extends sets.

    Raises
    ------
    StandardError
        If the source is not TOML, or what it extends cannot be used.
    """
    try:
        changes = tomltext.read(source.text)
    except tomltext.TomlError as error:
        raise StandardError([Problem(source.file, error.line, str(error.column), error.message)]) from None
    notes = Notes(source.text, FileNotes(source.file))
    name = changes.get("extends")
    if name is not None and not isinstance(name, str):
        what = "extends is {given}; give the name of a standard or a file"
        notes.add(("extends",), Message(what, given=quoted(str(name))))
        raise StandardError(notes.in_order)
    return Layers(base=_extended(name, source, notes).data if name else {}, changes=changes, notes=notes)


def _folder() -> Any:
    return resources.files("balanced_edu.standards")


@lru_cache(maxsize=1)
def _names() -> tuple[str, ...]:
    return tuple(sorted(file.name.removesuffix(".toml") for file in _folder().iterdir() if ".toml" in file.name))


@lru_cache(maxsize=32)
def _shipped(name: str) -> Standard:
    return _standard(source_of(name))


def _standard(source: Source) -> Standard:
    layers = layers_of(source)
    standard = standard_of(merged(layers.base, layers.changes), layers.notes)
    if layers.notes.in_order:
        raise StandardError(layers.notes.in_order)
    return standard


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # no file has a name as long as that
        return False


def _extended(name: str, source: Source, notes: Notes) -> Standard:
    """What a source extends: a standard that comes with the library, or a file in the same folder and no other."""
    if name in names():
        return load(name)
    path = source.folder / name if source.folder and Path(name).name == name else None
    if path is None or not _exists(path) or path.resolve().parent != path.parent.resolve():
        hint = nearest(name, {known: known for known in names()})
        given = {"name": quoted(name), "hint": hint, "standards": names()}
        if source.folder:
            what = "there is no standard {name}{hint}, and no file of this name beside this one; there are {standards}"
            notes.add(("extends",), Message(what, **given))
        else:
            what = "there is no standard {name}{hint}, and a text extends no file; there are {standards}"
            notes.add(("extends",), Message(what, **given))
        raise StandardError(notes.in_order)
    if len(source.path) >= MOST_FILES:
        what = "this is the {n}th of the files that extend one another; write what they set into fewer files"
        notes.add(("extends",), Message(what, n=MOST_FILES))
        raise StandardError(notes.in_order)
    if path.resolve() in source.path:
        what = "extends leads back to {name}; extend a standard that does not extend this one"
        notes.add(("extends",), Message(what, name=quoted(name)))
        raise StandardError(notes.in_order)
    return _standard(source_of(path, source.path))


def merged(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Settings over those that they extend: key by key in each table, each item, and each demand on the sample."""
    both = {key: value for key, value in base.items() if key not in ("edition", "issued", "in_force", "extends")}
    for key, value in changes.items():
        below = both.get(key)
        if key in ("items", "conditions", "sample") and isinstance(value, dict) and isinstance(below, dict):
            both[key] = {**below, **{id: _over(below.get(id), table) for id, table in value.items()}}
        else:
            both[key] = _over(below, value)
    return both


def _over(below: object, value: object) -> object:
    """One table over another, key by key; constants, ranges and marks too, but a scope as a whole."""
    if not (isinstance(below, dict) and isinstance(value, dict)):
        return value
    over = {**below, **value}
    over |= {key: _over(below.get(key), value[key]) for key in ("constants", "plausible") if key in value}
    if "marks" in below:
        over["marks"] = _marks_over(_of_what_is_set(below["marks"], over), value.get("marks", {}))
    return over


def _of_what_is_set(marks: Mapping[str, Any], table: Mapping[str, Any]) -> dict[str, Any]:
    """The marks of a table whose settings another still has; what replaces a scope may lack keys that it marks."""
    return {
        setting: mark if "mark" in mark else {key: mark[key] for key in mark if key in table[setting]}
        for setting, mark in marks.items()
        if "mark" in mark or isinstance(table[setting], dict)
    }


def _marks_over(below: object, marks: object) -> object:
    """Marks over others, setting by setting; each as a whole, since its source and note are those of one mark."""
    if not (isinstance(below, dict) and isinstance(marks, dict)) or "mark" in {*below, *marks}:
        return marks
    return {**below, **{setting: _marks_over(below.get(setting), mark) for setting, mark in marks.items()}}
