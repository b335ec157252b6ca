"""Social recognition (社会认可度): one indicator, from a survey."""
# The operators of pint's quantities are typed for more than is passed here.
# pyright: reportOperatorIssue=false

from __future__ import annotations

from balanced_edu.indicators.declare import measure
from balanced_edu.indicators.quantities import Measured, Persons


@measure("S1", unit="percent")
def satisfaction_rate(*, satisfied: Persons, surveyed: Persons) -> Measured:
    """Share of those asked who are satisfied.

    Official name: 社会认可度. Those asked are pupils, parents, teachers, heads, delegates of the people's
    congress, members of the consultative conference and others; the rate counts them all alike.

    Examples
    --------
    >>> print(satisfaction_rate(satisfied=850, surveyed=1000))
    85.0 percent
    """
    return 100 * satisfied / surveyed


@measure("S1b", unit="percent")
def basic_satisfaction_rate(*, satisfied: Persons, basically_satisfied: Persons, surveyed: Persons) -> Measured:
    """Share of those asked who are satisfied or basically satisfied.

    Official name: 社会认可度, 含基本满意. For standards that count 基本满意 too.

    Examples
    --------
    >>> print(basic_satisfaction_rate(satisfied=800, basically_satisfied=50, surveyed=1000))
    85.0 percent

    Source: a choice; 教督〔2017〕6号, 社会认可度, does not say whether 基本满意 counts.
    """
    return 100 * (satisfied + basically_satisfied) / surveyed
