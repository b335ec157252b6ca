"""What a standard asks of resources, made ready for arrays: totals, and section rules for rates per pupil."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from os import PathLike
from typing import TYPE_CHECKING

import attrs

from balanced_edu.records.kinds import COMPULSORY, Stage
from balanced_edu.standards import NATIONAL, load

if TYPE_CHECKING:
    from balanced_edu.checks import SectionRule
    from balanced_edu.checks.section_rule import RowsRule
    from balanced_edu.standards import Standard


@attrs.frozen(slots=True, kw_only=True)
class ResourceLimits:
    """The resource indicators of a standard that its verdict looks at, and its section rules for rates per pupil.

    Attributes
    ----------
    totals
        The total of a section that each indicator takes, by the indicator's id.
    units
        Unit of each total, by the total's name.
    rules
        The section rule of each stage, over rates by indicator.
    rules_on_rows
        The same for arrays with a row for each indicator.
    """

    totals: Mapping[str, str] = attrs.field(hash=False)
    units: Mapping[str, str] = attrs.field(hash=False)
    rules: Mapping[Stage, SectionRule] = attrs.field(hash=False)
    rules_on_rows: Mapping[Stage, RowsRule] = attrs.field(hash=False)


def totals_of(standard: str | PathLike[str] | Standard = NATIONAL) -> Mapping[str, str]:
    """The totals of a section that a standard's resource indicators take, with their units.

    They are columns of what `assess_nation` takes, and the rows of `SectionTable.from_arrays`. Indicators that are only
    aimed at take none.

    Raises
    ------
    StandardError
        If the standard's file cannot be used.
    ValueError
        If the standard has no resource indicators.

    Examples
    --------
    >>> for name, unit in totals_of("national-2017").items():
    ...     print(name, unit)
    teachers_above_required teacher
    backbone_teachers teacher
    sports_arts_teachers teacher
    teaching_area m²
    sports_area m²
    equipment_value yuan
    multimedia_rooms room
    """
    return dict(limits_of(load(standard)).units)


def limits_of(standard: Standard) -> ResourceLimits:
    """The limits of a standard for arrays; made once for each of the last standards."""
    if not standard.required_resources:
        raise ValueError(f"{standard.name} has no resource indicators to assess a nation by")
    # Standards are equal whatever the order of their items; rows of arrays are not.
    return _limits_of(standard, standard.required_resources)


@lru_cache(maxsize=16)
def _limits_of(standard: Standard, ids: tuple[str, ...]) -> ResourceLimits:
    items = {id: standard.items[id] for id in ids}
    scales = [item.scale for item in items.values()] if standard.reached else []
    rules = {stage: standard.section_rule(stage).for_rates(scales) for stage in COMPULSORY}
    return ResourceLimits(
        totals={id: item.total for id, item in items.items()},
        units={item.total: item.measure.inputs[item.total] for item in items.values()},
        rules=rules,
        rules_on_rows={stage: rule.on_rows() for stage, rule in rules.items()},
    )
