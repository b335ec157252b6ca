"""To which school a campus belongs: parents (所属学校) that cannot be, and parents that are in no row.

A campus without a parent, or whose parent is its own code, is a school by itself or the main campus of one. A code that
several campuses name, and that none of them has, is the school's own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from balanced_edu.message import Message
from balanced_edu.text import quoted

Parents: TypeAlias = "Mapping[str, str | None]"
"""The parent of each campus, by the code of the campus."""


def impossible_parents(parents: Parents, *, complete: bool = True) -> Iterator[tuple[str, str]]:
    """Campuses whose parent cannot be their school, and why; if the codes are not `complete`, a parent may be missing.

    >>> dict(impossible_parents({"A": None, "A1": "A", "A2": "A1"}))
    {'A2': "'A1' is itself a campus of 'A'; give the code of the school to which both belong"}
    """
    times = Counter(parents.values())
    for code, parent in parents.items():
        if parent is None or parent == code:
            continue
        above = parents.get(parent)
        if parent not in parents and times[parent] == 1 and complete:
            yield (
                code,
                Message(
                    "{parent} is the code of no campus, and no other campus names it; correct it, or leave it empty if "
                    "the campus is a school of its own",
                    parent=quoted(parent),
                ),
            )
        elif above is not None and above != parent and _leads_back(parents, code):
            yield (
                code,
                Message(
                    "{parent} leads back to {code}; leave it empty for the main campus, and give that code for the "
                    "others",
                    parent=quoted(parent),
                    code=quoted(code),
                ),
            )
        elif above is not None and above != parent:
            yield (
                code,
                Message(
                    "{parent} is itself a campus of {above}; give the code of the school to which both belong",
                    parent=quoted(parent),
                    above=quoted(above),
                ),
            )


def _leads_back(parents: Parents, code: str) -> bool:
    passed: set[str] = set()
    above = parents.get(code)
    while above is not None and above not in passed:
        passed.add(above)
        above = parents.get(above)
    return code in passed


def unlisted_parents(parents: Parents) -> dict[str, tuple[str, ...]]:
    """Parents that no campus is, with their campuses, in a county where other parents are campuses: perhaps misspelt.

    >>> unlisted_parents({"A": None, "A1": "A", "B1": "B", "B2": "B"})
    {'B': ('B1', 'B2')}
    >>> unlisted_parents({"B1": "B", "B2": "B"})
    {}
    """
    others = {code: parent for code, parent in parents.items() if parent is not None and parent != code}
    listed = any(parent in parents for parent in others.values())
    unlisted = dict.fromkeys(parent for parent in others.values() if listed and parent not in parents)
    return {parent: tuple(code for code, one in others.items() if one == parent) for parent in unlisted}
