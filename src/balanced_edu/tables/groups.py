"""Headings between the facts of a county in the table of items, as a template has them."""

from __future__ import annotations

from functools import cache

from balanced_edu.identity import compact
from balanced_edu.national import catalogue

BASICS, OTHERS = "基本情况", "其他"
"""The headings of what is said of the county itself, and of the facts that no indicator needs."""

OWN_FACTS, EVIDENCED = "地方标准自定的项目", "佐证材料"
"""The headings of the facts that a local standard asks for, and of documents."""


def group_of(id: str) -> str:
    """The heading of the facts that an indicator needs, by its id.

    >>> group_of("G5")
    'G5 班级学生数'
    """
    return f"{id} {catalogue[id].name_zh}"


def is_own(text: str) -> bool:
    """Whether a text is a heading of a template.

    >>> is_own("基本情况"), is_own("二、办学条件")
    (True, False)
    """
    return compact(text) in _own()


@cache
def _own() -> frozenset[str]:
    return frozenset(map(compact, (BASICS, OTHERS, OWN_FACTS, EVIDENCED, *map(group_of, catalogue))))
