"""What cannot be true: figures that are impossible by themselves, and figures that contradict one another."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import accumulate

from balanced_edu.errors import DataError
from balanced_edu.message import Message
from balanced_edu.records.bands import least_of, most_of
from balanced_edu.records.fields import fields_of, fits, objection
from balanced_edu.records.relations import DERIVED, Relation, relations_of


def refuse_untrue(record: object, contradictions: Iterable[tuple[str, str]] = (), *, together: bool = False) -> None:
    """Refuse a record for impossible figures; if there are none, or `together`, for those that contradict one another.

    Raises
    ------
    DataError
        If there are such figures, all of them at once.
    """
    problems = list(impossible(record))
    if together or not problems:
        problems += contradictions
    if problems:
        raise DataError(problems)


def impossible(record: object) -> Iterator[tuple[str, str]]:
    """The figures of a record that are impossible by themselves: their form, sign or size."""
    for name, field in fields_of(type(record)).items():
        value = getattr(record, name)
        if value is None:
            if field.required:
                yield name, Message("is required")
        elif not fits(value, field.form):
            yield name, objection(value, field.form)


def exceeding(record: object) -> Iterator[tuple[str, str]]:
    """Parts that exceed their whole.

    A whole that is unknown is not compared. A part that is unknown adds nothing: those that are known may exceed alone.
    """
    for relation in relations_of(type(record)):
        parts = 0
        for name in relation.parts:
            if (part := getattr(record, name)) is not None:
                parts += least_of(part)
        if parts and parts > (whole := _most(record, relation)):
            yield _exceeding(record, relation, whole)


def _most(record: object, relation: Relation) -> float:
    """What the whole is at most; infinity if that is not known."""
    whole = 1
    for name in relation.whole:
        if (most := most_of(getattr(record, name), whole=True)) is None:
            return math.inf
        whole *= most
    # That one factor of a product is 0 beside a part is a contradiction of its own.
    return whole if whole or len(relation.whole) == 1 else math.inf


def _exceeding(record: object, relation: Relation, whole: float) -> tuple[str, str]:
    """The first part with which the parts exceed their whole."""
    fields, parts = fields_of(type(record)), {name: least_of(getattr(record, name)) or 0 for name in relation.parts}
    sums = zip(parts, accumulate(parts.values()), strict=True)
    name, part = next((name, part) for name, part in sums if part > whole)
    known_as = " × ".join(DERIVED[n] if n in DERIVED else fields[n].heading for n in relation.whole)
    figures = {"part": part, "known_as": known_as, "whole": whole}
    if part == parts[name]:
        return name, Message("{part} is more than {known_as}, {whole}", **figures)
    return name, Message("the two together, {part}, are more than {known_as}, {whole}", **figures)


def later(built: int | None, year: int | None) -> str:
    """What is wrong with the year in which a campus was built, beside the county's; nothing if either is unknown."""
    if built is None or year is None or built <= year:
        return ""
    return Message("{built} is later than the year of the county's figures, {year}", built=built, year=year)


def not_agreeing(given: object, heading: str, other: object) -> str:
    """What is wrong with a property beside another one."""
    return Message("{given} does not agree with {heading}, {other}", given=given, heading=heading, other=other)


def repeated(values: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Values given more than once, which would be counted more than once, and how many times."""
    return ((value, times) for value, times in Counter(values).items() if times > 1)
