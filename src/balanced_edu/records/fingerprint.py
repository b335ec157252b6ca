"""The fingerprint of a county's data (数据指纹): the same for the same figures, whatever file they come from."""

from __future__ import annotations

import enum
import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import attrs

from balanced_edu.records.bands import Band

if TYPE_CHECKING:
    from balanced_edu.text import Json

SCHEMA = "balanced-edu/county/1"
"""Name and version of what is hashed: another version gives other fingerprints."""

SHOWN = 16
"""How many characters of a fingerprint reports show."""


def fingerprint_of(record: Any) -> str:
    """The SHA-256 of a county, a campus or another record, in hexadecimal digits.

    It covers every field by which records are equal: all figures, judgements, names and codes, local facts and the
    names of documents. It covers neither how a county was read nor the order of campuses, subjects and groups. What is
    unknown is left out, and 12.0 is 12.

    Examples
    --------
    >>> from balanced_edu.records.campus import Campus
    >>> fingerprint_of(Campus(school_code="A1", kind="小学"))[:16]
    '280df12393698d8f'
    """
    return _hash([SCHEMA, _canonical(record)])


def joint_fingerprint(fingerprints: Iterable[str]) -> str:
    """The fingerprint of several counties by theirs, in any order.

    >>> joint_fingerprint(["a", "b"]) == joint_fingerprint(["b", "a"]) != joint_fingerprint(["a"])
    True
    """
    return _hash([SCHEMA, *sorted(fingerprints)])


def _hash(data: Json) -> str:
    return hashlib.sha256(_written(data).encode("ascii")).hexdigest()


def _written(data: Json) -> str:
    return json.dumps(data, sort_keys=True, separators=(",", ":"))


def _canonical(value: Any) -> Json:
    """A value as plain data in its one form."""
    if attrs.has(type(value)):
        return _known({field.name: getattr(value, field.name) for field in attrs.fields(type(value)) if field.eq})
    if isinstance(value, Mapping):
        return _known(value)
    if isinstance(value, tuple):
        several = [_canonical(one) for one in value]
        # Records are in any order; rooms are as they are given.
        of_records = any(attrs.has(type(one)) and not isinstance(one, Band) for one in value)
        return sorted(several, key=_written) if of_records else several
    if isinstance(value, enum.Enum):
        return value.name
    if isinstance(value, float) and value.is_integer():
        return int(value)
    known: Json = value
    return known


def _known(fields: Mapping[str, Any]) -> dict[str, Json]:
    """What is known by name, so that a field that a later version adds changes no fingerprint of before."""
    canonical = {name: _canonical(value) for name, value in fields.items() if value is not None}
    return {name: value for name, value in canonical.items() if value != {}}
