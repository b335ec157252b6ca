"""What a report rests on, at its end: the standard with its edition, the day, and the fingerprint of the data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from balanced_edu.records.fingerprint import SHOWN, joint_fingerprint
from balanced_edu.report.document import Block, Column, Fold, Heading, Paragraph, Role, Table
from balanced_edu.report.words import Words
from balanced_edu.text import plain


def basis(
    standards: Iterable[str],
    words: Words,
    *,
    days: Iterable[dt.date | None] = (),
    data: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Block]:
    """The standards as they are cited, the days, and the fingerprints of data sets by name.

    A data set may have an empty name. Of no data, as of a standard by itself, nothing is said.
    """
    yield Heading(words.text("basis.heading"))
    lines = [words.text("basis.standard", standard=standard) for standard in dict.fromkeys(standards)]
    known = sorted({day for day in days if day})
    if known:
        lines.append(words.text("basis.day", days=words.listed(map(str, known))))
    if data:
        named = (words.clauses((plain(name), shortened(fingerprint))) for name, fingerprint in data.items())
        lines.append(words.text("basis.data", fingerprints=words.parts(named)))
    yield from (Paragraph(line, Role.MUTED) for line in lines)


def jointly(fingerprints: Mapping[str, str]) -> dict[str, str]:
    """The fingerprint of many data sets together, without a name."""
    return {"": joint_fingerprint(fingerprints.values())}


def each_data_set(fingerprints: Mapping[str, str], words: Words) -> Fold:
    """The whole fingerprint of each data set, for a page and a workbook."""
    table = Table(
        name=words.text("basis.sheet"),
        columns=[Column(words.text("comparison.county")), Column(words.text("basis.fingerprint"))],
        rows=[(plain(name), fingerprint) for name, fingerprint in fingerprints.items()],
    )
    return Fold(words.text("basis.each"), [table])


def shortened(fingerprint: str) -> str:
    """The beginning of a fingerprint, as reports show it.

    >>> shortened("280df12393698d8f44")
    '280df12393698d8f…'
    """
    return f"{fingerprint[:SHOWN]}…"
