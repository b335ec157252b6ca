"""Scopes in a standard's file: what campuses and sections have to be for a table to apply to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from balanced_edu import checks
from balanced_edu.checks import Check
from balanced_edu.message import Message, message_of
from balanced_edu.records.kinds import Affiliation, AreaType, Kind, Ownership, Sponsor, Stage
from balanced_edu.standards.toml_table import THIS_TABLE, Table, exact_number
from balanced_edu.text import represented


def scope_of(table: Table, judged: str, *others: str, of: str = THIS_TABLE) -> Check:
    """A check of what is judged, from the keys of a table that are those of a scope; without any it always passes.

    The table may have `others` besides; what is neither is noted as not a key `of` such a table.
    """
    table.knows(*_SCOPE, *others, of=of)
    parts = []
    for key, value in table.data.items():
        if key not in _SCOPE:
            continue
        if judged in _APPLYING and key not in _APPLYING[judged]:
            what = "{key} does not apply to a {judged}; delete it, or change what the item judges"
            table.note(Message(what, key=key, judged=_CALLED[judged]), key)
        try:
            parts.append(_SCOPE[key](value))
        except (ValueError, TypeError) as error:
            table.note(Message("{what} cannot be read: {why}", what=key, why=message_of(error)), key)
    return checks.all_of(*parts)


def _is_one(of: str, kind: Any) -> Callable[[Any], Check]:
    def one(values: Any) -> Check:
        members = [_member(value, kind) for value in values]
        if not members:
            raise ValueError(Message("give one or more in brackets"))
        return checks.one_of(members, of=of)

    return one


def _member(value: Any, kind: Any) -> Any:
    """The word of a scope that is written.

    Raises
    ------
    ValueError
        If it is none.
    """
    try:
        return kind(value)
    except ValueError:
        known = tuple(str(one) for one in kind)
        raise ValueError(Message("{given} is not one of {known}", given=represented(value), known=known)) from None


def _is_judged(of: str) -> Callable[[Any], Check]:
    def judged(value: Any) -> Check:
        if not isinstance(value, bool):
            raise TypeError(Message("it must be true or false"))
        return checks.holds(of) if value else checks.not_(checks.holds(of))

    return judged


def _day(value: Any) -> int:
    """A day as the number by which it is compared."""
    if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
        raise TypeError(Message("it must be a date, such as 2022-09-30"))
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
_CALLED: dict[str, str] = {
    "section": Message("section"),
    "campus": Message("campus"),
    "sum of sections": Message("sum of sections"),
    "sum of campuses": Message("sum of campuses"),
    "county": Message("county"),
    "subject": Message("subject"),
    "group": Message("group"),
}

SCOPES = tuple(_SCOPE)
"""The keys of a scope."""
