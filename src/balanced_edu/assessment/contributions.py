"""Which sections make a variation coefficient what it is: their shares of the squared deviation (离差平方和)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from balanced_edu.dispersion.grouping import squared_deviation
from balanced_edu.exact import exact

if TYPE_CHECKING:
    from balanced_edu.checks import Finding
    from balanced_edu.exact import Number
    from balanced_edu.records.section import Section
    from balanced_edu.standards.model import Item


@attrs.frozen(slots=True, kw_only=True)
class Contribution:
    """What a section adds to the variation coefficient of a resource.

    Attributes
    ----------
    section
        The section.
    value, mean
        Its value of the resource, and the mean of all sections that it is away from, in the unit of the resource.
    share
        Its share of the squared deviation, 0 to 1.
    """

    section: Section
    value: Fraction
    mean: Fraction
    share: Fraction


def contributions(finding: Finding, item: Item, sections: Iterable[Section]) -> tuple[Contribution, ...]:
    """What each section adds to a coefficient, most first; nothing if it is unknown or undefined.

    Where it is open which sections count, a coefficient is the worst of several, and there is nothing either if that
    is one without some of them.
    """
    figures = [(one, exact(total), exact(pupils)) for one, total, pupils in _figures(sections, item)]
    if finding.value is None or finding.inputs.get("sections") != len(figures):
        return ()
    everybody = sum((pupils for _, _, pupils in figures), start=Fraction(0))
    mean = sum((total for _, total, _ in figures), start=Fraction(0)) / everybody
    added: list[Fraction] = [squared_deviation(total / pupils, mean, pupils) for _, total, pupils in figures]
    everything = sum(added, start=Fraction(0))
    found = [
        Contribution(
            section=section,
            value=item.scale * total / pupils,
            mean=item.scale * mean,
            share=square / everything if everything else Fraction(0),
        )
        for (section, total, pupils), square in zip(figures, added, strict=True)
    ]
    return tuple(sorted(found, key=lambda one: one.share, reverse=True))


def _figures(sections: Iterable[Section], item: Item) -> Iterator[tuple[Section, Number, int]]:
    """The sections whose total and pupils are known, with both."""
    for section in sections:
        total, pupils = section.totals[item.total], section.pupils
        if total is not None and pupils is not None:
            yield section, total, pupils
