"""Which sentences of a document a standard's file quotes, and which of those with a figure it does not.

Whoever writes the file of a plan from its text sees whether a demand was forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from balanced_edu.standards.model import Standard

# A sentence ends with its mark or its line, since documents have one paragraph per line.
_END = re.compile(r"(?<=[。；;!?！？])|\n")
_FIGURE = re.compile(r"[0-9０-９%％ⅠⅡⅢⅣ]")
# Numbers of headings, rows and annexes are not figures.
_NUMBERING = re.compile(r"^\s*(?:[0-9]+\.|[(（][0-9]+[)）]|[0-9]+\s*$)|附件\s*(?:[:：]\s*)?[0-9](?:\.)?")


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """The sentences of a document, each with the line on which it stands.

    Examples
    --------
    >>> list(sentences("小学达到4.2人以上;初中达到5.3人以上。\\n其他。"))
    [(1, '小学达到4.2人以上;'), (1, '初中达到5.3人以上。'), (2, '其他。')]
    """
    for row, line in enumerate(text.splitlines(), start=1):
        for sentence in _END.split(line):
            if sentence and sentence.strip():
                yield row, sentence.strip()


def quotations(standard: Standard, text: str) -> dict[tuple[int, str], tuple[str, ...]]:
    """The sentences of a document with a figure in them, each with the places of the file that quote it.

    A place is the id of an item, the name of a milestone, a table of the file such as ``variation`` or
    ``sample.share``, or the topic that an entry of ``passages`` is about.

    Examples
    --------
    >>> from balanced_edu.standards import load
    >>> quotations(load("wenling-2020"), "小学、初中所有班级学生数分别不超过45人、50人。")
    {(1, '小学、初中所有班级学生数分别不超过45人、50人。'): ('G5',)}
    """
    quotes = [(place, bare) for place, quote in _quotes(standard) if (bare := _bare(quote))]
    return {
        (row, sentence): tuple(dict.fromkeys(place for place, quote in quotes if bare in quote or quote in bare))
        for row, sentence in sentences(text)
        if (bare := _bare(sentence)) and _FIGURE.search(_NUMBERING.sub("", sentence))
    }


def unquoted(standard: Standard, text: str) -> list[tuple[int, str]]:
    """The sentences with a figure that nothing in the file quotes, each with its line.

    Examples
    --------
    >>> from balanced_edu.standards import load
    >>> unquoted(load("wenling-2020"), "每校至少有3名心理教师。")
    [(1, '每校至少有3名心理教师。')]
    """
    return [place for place, by in quotations(standard, text).items() if not by]


def _quotes(standard: Standard) -> Iterator[tuple[str, str]]:
    for id, item in standard.items.items():
        for quote in filter(None, (item.clause, item.task, *item.passages)):
            yield id, quote
    for step in standard.milestones:
        yield step.name, step.clause
    for name, demand in standard.sample.items():
        yield f"sample.{name}", demand.clause
    for table in ("counted", "division", "section", "variation"):
        yield table, standard.data.get(table, {}).get("clause", "")
    yield from standard.passages


def _bare(text: str) -> str:
    """A text without blanks, which change with the layout of a document."""
    return "".join(text.split())
