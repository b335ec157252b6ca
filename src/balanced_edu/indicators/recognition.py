"""Social recognition (社会认可度): one indicator, from a survey."""
# The operators of pint's quantities are typed for more than is passed here.
# pyright: reportOperatorIssue=false

from __future__ import annotations

from typing import TYPE_CHECKING

from balanced_edu.indicators.catalogue import measure

if TYPE_CHECKING:
    from balanced_edu.units import Measured


@measure("S1", unit="percent", formula="100 × satisfied / surveyed", satisfied="person", surveyed="person")
def satisfaction_rate(*, satisfied: Measured, surveyed: Measured) -> Measured:
    """Share of those asked who are satisfied.

    Official name: 社会认可度. Asked are pupils, parents, teachers, heads, delegates of the people's congress, members
    of the consultative conference and others; the rate is that over all who were asked.

    Examples
    --------
    >>> print(satisfaction_rate(satisfied=850, surveyed=1000))
    85.0 percent
    """
    return 100 * satisfied / surveyed


@measure(
    "S1b",
    unit="percent",
    formula="100 × (satisfied + basically_satisfied) / surveyed",
    satisfied="person",
    basically_satisfied="person",
    surveyed="person",
)
def basic_satisfaction_rate(*, satisfied: Measured, basically_satisfied: Measured, surveyed: Measured) -> Measured:
    """Share of those asked who are satisfied or basically satisfied.

    Official name: 社会认可度, 含基本满意. For standards that count 基本满意 too.

    Examples
    --------
    >>> print(basic_satisfaction_rate(satisfied=800, basically_satisfied=50, surveyed=1000))
    85.0 percent
    """
    return 100 * (satisfied + basically_satisfied) / surveyed
