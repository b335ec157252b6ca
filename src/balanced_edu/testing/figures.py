"""How the value of a field is drawn: by its form, within its whole, and no more than pupils need."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, TypeVar

from hypothesis import strategies as st

from balanced_edu.records.county import FIRST_YEAR
from balanced_edu.records.fields import Field, Form, fields_of
from balanced_edu.records.kinds import Affiliation, AreaType, Grade, Ownership

Record = TypeVar("Record")

TEXTS = st.text("甲乙丙丁东南西北", min_size=1, max_size=4)
"""Names of places, subjects and groups."""

CODES = st.integers(1, 9999).map("S{:04}".format)
"""Codes of schools."""

# Parts that share a whole: the whole, and the parts drawn before.
_REMAINDERS: Mapping[str, tuple[str, ...]] = {
    "migrant_children_in_public": ("migrant_children",),
    "migrant_children_in_purchased_private": ("migrant_children", "migrant_children_in_public"),
    "basically_satisfied": ("surveyed", "satisfied"),
}
# Fields whose range is narrower than that of their form.
_RANGES: Mapping[str, st.SearchStrategy[object]] = {
    "level": st.integers(1, 4),
    "special_education_pupils": st.integers(1, 5000),
    "built_year": st.integers(FIRST_YEAR, 2030),
}
# The most of a unit per pupil.
_MOST_PER_PUPIL = {"m²": 20, "yuan": 5000}


def amounts(most: int) -> st.SearchStrategy[float]:
    """Numbers from 0 to `most` with up to four decimals."""
    return st.integers(0, most * 10_000).map(lambda steps: steps / 10_000)


# Fields whose form alone says what may be drawn; made once, since a strategy takes longer to make than to draw from.
_BY_FORM: Mapping[object, st.SearchStrategy[object]] = {
    Form.TEXT: TEXTS,
    Form.CODE: CODES,
    Form.NAME: TEXTS,
    Form.SHARE: st.integers(0, 10_000).map(lambda steps: steps / 10_000),
    Form.JUDGEMENT: st.booleans(),
    Form.AREAS: st.lists(amounts(200).filter(bool), max_size=3).map(tuple),
    **{words: st.sampled_from(list(words)) for words in (Affiliation, AreaType, Grade, Ownership)},
}


def values(name: str, field: Field, figures: Mapping[str, Any], most: int) -> st.SearchStrategy[object]:
    """Values of a field, given the figures drawn before it; counts go up to `most`."""
    if name in _RANGES:
        return _RANGES[name]
    if field.form in _BY_FORM:
        return _BY_FORM[field.form]
    if name in _REMAINDERS:
        whole, *others = _REMAINDERS[name]
        most = figures[whole] - sum(figures[other] for other in others)
    elif field.part_of:
        most = int(figures[field.part_of])
    else:
        most *= _MOST_PER_PUPIL.get(field.unit, 1)
    return st.integers(0, most) if field.form is Form.COUNT else amounts(most)


@st.composite
def records(draw: st.DrawFn, /, kind: type[Record], gaps: bool, **given: object) -> Record:
    """A table of the county's facts."""
    figures = dict(given)
    for name, field in fields_of(kind).items():
        if name not in figures:
            figures[name] = draw(values(name, field, figures, 2000))
    return kind(**(without_some(draw, kind, figures) if gaps else figures))


def without_some(draw: st.DrawFn, kind: type, figures: Mapping[str, Any]) -> dict[str, Any]:
    """The figures without some that are not required."""
    optional = tuple(name for name, field in fields_of(kind).items() if name in figures and not field.required)
    gone = draw(_subsets(optional))
    return {name: value for name, value in figures.items() if name not in gone}


@lru_cache(maxsize=256)
def _subsets(names: tuple[str, ...]) -> st.SearchStrategy[set[str]]:
    return st.sets(st.sampled_from(names))
