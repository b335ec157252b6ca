"""How the value of a field is drawn: by its form, within its whole, and no more than pupils need."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from math import ceil, prod
from typing import Any, TypeVar

from hypothesis import strategies as st

from balanced_edu.records.county import FIRST_YEAR, Subject
from balanced_edu.records.fields import Form, fields_of
from balanced_edu.records.kinds import Affiliation, AreaType, Grade, Ownership
from balanced_edu.records.relations import relations_of

Record = TypeVar("Record")

TEXTS = st.text("甲乙丙丁东南西北", min_size=1, max_size=4)
"""Names of places, subjects and groups."""

CODES = st.integers(1, 9999).map("S{:04}".format)
"""Codes of schools."""

DOCUMENTS = st.lists(TEXTS, min_size=1, max_size=3, unique=True).map(tuple)
"""Names of documents."""

FIRST_DRAWN = 2017
"""The first year of the counties that are drawn; no campus is built later."""

# Fields whose range is narrower than that of their form.
_RANGES: Mapping[str, st.SearchStrategy[object]] = {
    "level": st.integers(1, 4),
    "special_education_pupils": st.integers(1, 5000),
    "special_education_mainstreamed_pupils": st.integers(1, 5000),
    "built_year": st.integers(FIRST_YEAR, FIRST_DRAWN),
}
# The most of a unit per pupil.
_MOST_PER_PUPIL = {"m²": 20, "yuan": 5000}


def amounts(most: int, least: float = 0) -> st.SearchStrategy[float]:
    """Numbers from `least` to `most` with up to four decimals."""
    return st.integers(ceil(Fraction(least) * 10_000), most * 10_000).map(lambda steps: steps / 10_000)


# Fields whose form alone says what may be drawn; made once, since a strategy takes longer to make than to draw from.
_BY_FORM: Mapping[object, st.SearchStrategy[object]] = {
    Form.TEXT: TEXTS,
    Form.CODE: CODES,
    Form.NAME: TEXTS,
    Form.PERCENT: st.sampled_from((94.9, 95, 100)) | st.integers(0, 1000).map(lambda tenths: tenths / 10),
    Form.SHARE: st.integers(0, 10_000).map(lambda steps: steps / 10_000),
    Form.JUDGEMENT: st.booleans(),
    Form.AREAS: st.lists(amounts(200).filter(bool), max_size=3).map(tuple),
    Form.TEXTS: DOCUMENTS,
    **{words: st.sampled_from(list(words)) for words in (Affiliation, AreaType, Grade, Ownership)},
}


def in_order(record: type) -> tuple[str, ...]:
    """The fields of a record, wholes before their parts; a part of a product is a whole of its factors."""
    simple = [relation for relation in relations_of(record) if len(relation.whole) == 1]
    fields, ordered = list(fields_of(record)), []
    while fields:
        waiting = {part for relation in simple for part in relation.parts if relation.whole[0] in fields}
        ordered += [name for name in fields if name not in waiting]
        fields = [name for name in fields if name in waiting]
    return tuple(ordered)


def values(record: type, name: str, figures: Mapping[str, Any], most: int) -> st.SearchStrategy[object]:
    """Values of a field of a record, given the figures drawn before it; counts go up to `most`."""
    field = fields_of(record)[name]
    if name in _RANGES:
        return _RANGES[name]
    if field.form in _BY_FORM:
        return _BY_FORM[field.form]
    relations = relations_of(record)
    least = max((_sum(r.parts, figures) for r in relations if r.whole == (name,)), default=0)
    most = max(most * _MOST_PER_PUPIL.get(field.unit, 1), ceil(least))
    for relation in relations:
        if name in relation.parts and figures.keys() >= {*relation.whole}:
            most = min(most, int(prod(figures[whole] for whole in relation.whole) - _sum(relation.parts, figures)))
    return st.integers(least, most) if field.form in (Form.COUNT, Form.SIZE) else amounts(most, least)


def _sum(names: tuple[str, ...], figures: Mapping[str, Any]) -> Any:
    return sum(figures.get(name) or 0 for name in names)


@st.composite
def records(draw: st.DrawFn, /, kind: type[Record], gaps: bool, **given: object) -> Record:
    """A table of the county's facts."""
    figures = dict(given)
    for name in in_order(kind):
        if name not in figures:
            figures[name] = draw(values(kind, name, figures, 2000))
    return kind(**(without_some(draw, kind, figures) if gaps else figures))


@st.composite
def subjects(draw: st.DrawFn, /, names: st.SearchStrategy[str], gaps: bool) -> Subject:
    """Results of national monitoring; a subject that was not monitored has no figures."""
    given: dict[str, Any] = {"subject": draw(names), "monitored": draw(st.sampled_from((None, True, True, False)))}
    return Subject(**given) if given["monitored"] is False else draw(records(Subject, gaps=gaps, **given))


def without_some(draw: st.DrawFn, kind: type, figures: Mapping[str, Any]) -> dict[str, Any]:
    """The figures without some that are not required."""
    optional = tuple(name for name, field in fields_of(kind).items() if name in figures and not field.required)
    gone = draw(_subsets(optional))
    return {name: value for name, value in figures.items() if name not in gone}


@lru_cache(maxsize=256)
def _subsets(names: tuple[str, ...]) -> st.SearchStrategy[set[str]]:
    return st.sets(st.sampled_from(names))
