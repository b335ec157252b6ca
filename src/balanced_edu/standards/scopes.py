"""Scopes in a standard's file: what campuses and sections have to be for a table to apply to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from balanced_edu import checks
from balanced_edu.checks import Check
from balanced_edu.records.kinds import Affiliation, AreaType, Kind, Ownership, Sponsor, Stage
from balanced_edu.standards.toml_table import Table, exact_number


def scope_of(table: Table, judged: str, *others: str, of: str = "this table") -> Check:
    """A check of what is judged, from the keys of a table that are those of a scope; without any it always passes.

    The table may have `others` besides; what is neither is noted as not a key `of` such a table.
    """
    table.knows(*_SCOPE, *others, of=of)
    parts = []
    for key, value in table.data.items():
        if key not in _SCOPE:
            continue
        if judged in _APPLYING and key not in _APPLYING[judged]:
            table.note(f"{key} does not apply to a {judged}; delete it, or change what the item judges", key)
        try:
            parts.append(_SCOPE[key](value))
        except (ValueError, TypeError) as error:
            table.note(f"{key} cannot be read: {error}", key)
    return checks.all_of(*parts)


def _is_one(of: str, kind: Any) -> Callable[[Any], Check]:
    def one(values: Any) -> Check:
        members = [kind(value) for value in values]
        if not members:
            raise ValueError("give one or more in brackets")
        return checks.one_of(members, of=of)

    return one


def _is_judged(of: str) -> Callable[[Any], Check]:
    def judged(value: Any) -> Check:
        if not isinstance(value, bool):
            raise TypeError("it must be true or false")
        return checks.holds(of) if value else checks.not_(checks.holds(of))

    return judged


def _day(value: Any) -> int:
    """A day as the number by which it is compared."""
    if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
        raise TypeError("it must be a date, such as 2022-09-30")
    return value.toordinal()


_SPAN: dict[str, Callable[[Any], Check]] = {
    "since": lambda day: checks.at_least(_day(day), of="day"),
    "until": lambda day: checks.at_most(_day(day), of="day"),
}
_SCOPE: dict[str, Callable[[Any], Check]] = {
    **_SPAN,
    "stages": _is_one("stage", Stage),
    "kinds": _is_one("kind", Kind),
    "ownership": _is_one("ownership", Ownership),
    "affiliations": _is_one("affiliation", Affiliation),
    "sponsors": _is_one("sponsor", Sponsor),
    "area_types": _is_one("area_type", AreaType),
    "boarding": _is_judged("boarding"),
    "inner_city": _is_judged("inner_city"),
    "pupils_at_least": lambda limit: checks.at_least(exact_number(limit), "pupil", of="pupils"),
    "pupils_below": lambda limit: checks.below(exact_number(limit), "pupil", of="pupils"),
    "largest_class_below": lambda limit: checks.below(exact_number(limit), "pupil", of="largest_class"),
    "built_by": lambda year: checks.at_most(exact_number(year), of="built_year"),
    "migrant_share_above": lambda limit: checks.above(exact_number(limit), "percent", of="migrant_share"),
}
# The scopes of whatever is judged; of an `each` that is unknown nothing is noted besides.
_APPLYING: dict[str, frozenset[str]] = {
    "section": frozenset(_SCOPE),
    "campus": frozenset(_SCOPE) - {"stages"},
    "sum of sections": frozenset({"stages", *_SPAN}),  # each stage has its sum
    **dict.fromkeys(("sum of campuses", "county", "subject", "group"), frozenset(_SPAN)),
}

SCOPES = tuple(_SCOPE)
"""The keys of a scope."""
