"""Records from those of their values that could be read, and the county from its parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from balanced_edu.errors import DataError, InputError
from balanced_edu.message import Message
from balanced_edu.records.fields import fields_of
from balanced_edu.records.kinds import Kind
from balanced_edu.remarks import Reading

if TYPE_CHECKING:
    from balanced_edu.notes import Notes
    from balanced_edu.records.campus import Campus
    from balanced_edu.records.county import County

R = TypeVar("R")

# Required fields that are missing or unreadable, so that the other figures are still compared with one another. The
# kind has every stage, so that it excludes nothing. No such record is used, for its missing field has been reported.
_STAND_INS = MappingProxyType({"school_code": "A", "kind": Kind.SPECIAL, "name": "A", "subject": "A", "group": "A"})


def build(record: type[R], values: Mapping[str, object], note: Callable[[str, str], None]) -> R | None:
    """Build a record from its values by name; None if figures cannot be true, which are passed to `note`.

    `note` takes the name of a field and what is wrong with it.
    """
    fields = fields_of(record)
    stand_ins = {name: one for name, one in _STAND_INS.items() if name in fields and fields[name].required}
    try:
        return record(**{**stand_ins, **values})
    except DataError as error:
        for name, message in error.problems:
            note(name, Message("{where}: {problem}; correct the figures", where=fields[name].heading, problem=message))
        return None


def completed(county: County | None, campuses: Sequence[Campus], *notes: Notes) -> County:
    """The county with its campuses, and with what was noticed while its files were read.

    Raises
    ------
    InputError
        If problems were noted; it lists them file by file, in the order of their rows.
    """
    problems = [problem for file in notes for problem in file.by_row()]
    remarks = [remark for file in notes for remark in file.remarks]
    reading = Reading(remarks, [table for file in notes for table in file.tables])
    if problems or county is None:
        raise InputError(problems, reading)
    changes: dict[str, Any] = {"campuses": campuses, "reading": reading}
    return attrs.evolve(county, **changes)
