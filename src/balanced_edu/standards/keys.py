"""What standards set, key by key, and where two of them differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from os import PathLike
from typing import Any

from balanced_edu.standards.loading import load
from balanced_edu.standards.model import Standard


def settings(standard: str | PathLike[str] | Standard) -> dict[str, object]:
    """Everything that a standard sets, as written in the files, by dotted key.

    Examples
    --------
    >>> settings("national-2017")["section.floor"]
    '0.85'
    """
    return dict(_flat(load(standard).data, ""))


def differences(
    one: str | PathLike[str] | Standard, other: str | PathLike[str] | Standard
) -> dict[str, tuple[object, object]]:
    """What two standards set differently, by dotted key; None if one of them does not set it.

    Examples
    --------
    >>> differences("national-2017", "shenyang")["items.G7.clause"][1]
    '特殊教育学校生均公用经费不低于8000元'
    """
    a, b = settings(one), settings(other)
    # Of what one of them drops, that it does says everything.
    gone = tuple(key.removesuffix(_DROPPED) + "." for key in (*a, *b) if key.endswith(_DROPPED))
    return {
        key: (a.get(key), b.get(key))
        for key in dict.fromkeys((*a, *b))
        if a.get(key) != b.get(key) and (key.endswith(_DROPPED) or not key.startswith(gone))
    }


_DROPPED = ".dropped"


def _flat(value: Any, key: str) -> Iterator[tuple[str, object]]:
    if isinstance(value, Mapping) and value.get("dropped") is True:
        yield f"{key}{_DROPPED}", True
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _flat(inner, f"{key}.{name}" if key else name)
    else:
        yield key, value
