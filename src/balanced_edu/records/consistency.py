"""What cannot be true: figures that are impossible by themselves, and figures that contradict one another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from balanced_edu.errors import DataError
from balanced_edu.records.fields import fields_of, objection


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
                yield name, "is required"
        elif wrong := objection(value, field.form):
            yield name, wrong


def exceeding(record: object) -> Iterator[tuple[str, str]]:
    """Parts that exceed their whole."""
    fields = fields_of(type(record))
    for name, field in fields.items():
        if field.part_of:
            part, whole = getattr(record, name), getattr(record, field.part_of)
            if part is not None and whole is not None and part > whole:
                yield name, f"{part} is more than {fields[field.part_of].heading}, {whole}"


def repeated(name: str, what: str, values: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Values given more than once, which would be counted more than once."""
    for value, times in Counter(values).items():
        if times > 1:
            yield name, f"{value} is {what.format(times)}"
