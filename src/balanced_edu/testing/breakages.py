"""Strategies of figures that cannot be true, each broken in one named way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from math import prod
from typing import Any

import attrs
from hypothesis import strategies as st

from balanced_edu.identity import NOTHING
from balanced_edu.records.campus import SHARED, Campus
from balanced_edu.records.county import RECORDS, County, Group, Subject
from balanced_edu.records.fields import Form, fields_of
from balanced_edu.records.kinds import COMPULSORY, Kind, Sponsor, Stage
from balanced_edu.records.relations import RELATIONS, Relation, relations_of
from balanced_edu.testing.figures import TEXTS
from balanced_edu.testing.strategies import campuses, counties


@attrs.frozen(slots=True, kw_only=True)
class Broken:
    """Figures that cannot be true for one reason, for a tool to refuse.

    Attributes
    ----------
    way
        What is wrong, in words.
    record
        The class that refuses them: `Campus`, `County`, or a table of the county's facts.
    field
        The field that the library reports.
    figures
        The figures, as arguments of that class.
    """

    way: str
    record: type
    field: str
    figures: Mapping[str, object]


@st.composite
def broken_campuses(draw: st.DrawFn, *, way: str | None = None) -> Broken:
    """Campuses with one figure that cannot be true; `Campus` refuses them with `DataError`.

    Parameters
    ----------
    way
        One of `CAMPUS_WAYS`; by default any of them.

    Raises
    ------
    KeyError
        If there is no such way.

    Examples
    --------
    >>> from hypothesis import given
    >>> from balanced_edu import DataError
    >>> @given(broken_campuses(way="a negative figure"))
    ... def test_it_is_reported(broken):
    ...     try:
    ...         Campus(**broken.figures)
    ...     except DataError as error:
    ...         assert [name for name, _ in error.problems] == [broken.field]
    >>> test_it_is_reported()
    """
    way = way or draw(st.sampled_from(CAMPUS_WAYS))
    possible = campuses()
    if way == _NO_SUCH_STAGE:
        possible = possible.filter(lambda campus: len(campus.stages) < len(Stage))
    good = attrs.asdict(draw(possible), recurse=False)
    name, value = _OF_CAMPUSES[way](draw, good)
    return Broken(way=way, record=Campus, field=name, figures={**good, name: value})


@st.composite
def broken_counties(draw: st.DrawFn, *, way: str | None = None) -> Broken:
    """Counties with something given twice or built later, without a name or in no possible year; `County` refuses them.

    Parameters
    ----------
    way
        One of `COUNTY_WAYS`; by default any of them.

    Raises
    ------
    KeyError
        If there is no such way.
    """
    way = way or draw(st.sampled_from(COUNTY_WAYS))
    good = attrs.asdict(draw(counties()), recurse=False)
    field, figures = _OF_COUNTIES[way](draw, good)
    return Broken(way=way, record=County, field=field, figures={**good, **figures})


@st.composite
def broken_relations(draw: st.DrawFn, *, way: str | None = None) -> Broken:
    """Campuses and tables of the county's facts in which a part exceeds its whole.

    Parameters
    ----------
    way
        One of `RELATION_WAYS`; by default any of them.

    Raises
    ------
    KeyError
        If there is no such way.

    Examples
    --------
    >>> from hypothesis import given
    >>> from balanced_edu import DataError
    >>> @given(broken_relations(way="certified_teachers above full_time_teachers"))
    ... def test_it_is_reported(broken):
    ...     try:
    ...         broken.record(**broken.figures)
    ...     except DataError as error:
    ...         assert [name for name, _ in error.problems] == ["certified_teachers"]
    >>> test_it_is_reported()
    """
    way = way or draw(st.sampled_from(RELATION_WAYS))
    record, relation = _RELATIONS[way]
    good = attrs.asdict(draw(_good(record, relation)), recurse=False)
    # Whatever else the figures are compared with is left out.
    compared = {name for other in relations_of(record) for name in (*other.parts, *other.whole)} & good.keys()
    kept = (*relation.parts, *relation.whole, *(_PUPILS if "pupils" in relation.whole else ()))
    good |= dict.fromkeys((compared - {*kept}) | ({*SHARED} if record is Campus else set()))
    good |= {name: draw(st.integers(1, 60)) for name in relation.whole if name in good}
    whole = prod(good[name] if name in good else sum(good[stage] or 0 for stage in _PUPILS) for name in relation.whole)
    *others, last = relation.parts
    good |= {name: draw(st.integers(1, whole)) for name in others}
    good[last] = whole - sum(good[name] for name in others) + draw(st.integers(1, 1000))
    return Broken(way=way, record=record, field=last, figures=good)


def _good(record: type, relation: Relation) -> st.SearchStrategy[Any]:
    """Records that have every figure of a relation."""
    if record is Campus:
        stages = {stage for stage in Stage for name in relation.parts if name.startswith(f"{stage}_")}
        return campuses(kinds=[kind for kind in Kind if stages <= {*kind.stages}])
    required = {name: TEXTS for name, field in fields_of(record).items() if field.required}
    return st.builds(record, **required)


# How possible figures are broken: by way, the field at fault and its new value.

_FIELDS = fields_of(Campus)
_NUMBERS = tuple(name for name, field in _FIELDS.items() if field.form in (Form.COUNT, Form.SIZE, Form.AMOUNT))
_COUNTS = tuple(name for name in _NUMBERS if _FIELDS[name].form is not Form.AMOUNT)
_NO_SUCH_STAGE = "pupils of a stage that the kind of school does not have"


def _number(draw: st.DrawFn, good: Mapping[str, Any], among: Iterable[str] = _NUMBERS) -> str:
    return draw(st.sampled_from([name for name in among if good[name] is not None]))


def _pupils_of_no_such_stage(draw: st.DrawFn, good: Mapping[str, Any]) -> tuple[str, object]:
    stages = good["kind"].stages_with(good["attached_classes"])
    stage = draw(st.sampled_from([stage for stage in Stage if stage not in stages]))
    return f"{stage}_pupils", draw(st.integers(1, 3000))


def _other_sponsor(draw: st.DrawFn, good: Mapping[str, Any]) -> tuple[str, object]:
    others = [sponsor for sponsor in Sponsor if sponsor.ownership is not good["ownership"]]
    return "sponsor", draw(st.sampled_from(others))


_OF_CAMPUSES: Mapping[str, Callable[[st.DrawFn, Mapping[str, Any]], tuple[str, object]]] = {
    "a negative figure": lambda draw, good: (_number(draw, good), -draw(st.integers(1, 10**6))),
    "an infinite figure": lambda draw, good: (_number(draw, good), float("inf")),
    "a fraction of a count": lambda draw, good: (
        _number(draw, good, _COUNTS),
        draw(st.integers(0, 1000)) + 0.5,
    ),
    "a text for a number": lambda draw, good: (_number(draw, good), draw(TEXTS)),
    "an empty code": lambda draw, good: ("school_code", ""),
    "a word for nothing as a code": lambda draw, good: ("school_code", draw(st.sampled_from(sorted(NOTHING)))),
    "a code that a spreadsheet has shortened": lambda draw, good: (
        "school_code",
        f"{draw(st.integers(1000, 9999)) / 1000}E+11",
    ),
    _NO_SUCH_STAGE: _pupils_of_no_such_stage,
    "a sponsor of other schools than the ownership says": _other_sponsor,
}


def _family(good: Mapping[str, Any], parents: Mapping[str, str | None]) -> tuple[str, dict[str, object]]:
    """Campuses with these parents, by code."""
    one = good["campuses"][0]
    campuses = [attrs.evolve(one, school_code=code, parent_code=parent) for code, parent in parents.items()]
    return "parent_code", {"campuses": campuses}


_OF_COUNTIES: Mapping[str, Callable[[st.DrawFn, Mapping[str, Any]], tuple[str, dict[str, object]]]] = {
    "two campuses of one code": lambda draw, good: ("school_code", {"campuses": good["campuses"][:1] * 2}),
    "a parent that no campus has": lambda draw, good: _family(good, {"S1": "S0"}),
    "a parent of a parent": lambda draw, good: _family(good, {"S0": None, "S1": "S0", "S2": "S1"}),
    "a campus built after the county's year": lambda draw, good: (
        "built_year",
        {"campuses": [attrs.evolve(good["campuses"][0], built_year=good["year"] + draw(st.integers(1, 50)))]},
    ),
    "a subject given twice": lambda draw, good: ("subject", {"monitoring": [Subject(subject="语文")] * 2}),
    "a group given twice": lambda draw, good: ("group", {"groups": [Group(group="家长")] * 2}),
    "a county without a name": lambda draw, good: ("name", {"name": ""}),
    "a negative year": lambda draw, good: ("year", {"year": -draw(st.integers(1, 3000))}),
}
_PUPILS = tuple(f"{stage}_pupils" for stage in COMPULSORY)
_RECORDS = {record.__name__: record for record in (Campus, Group, *RECORDS.values())}
_RELATIONS: Mapping[str, tuple[type, Relation]] = {
    f"{' + '.join(relation.parts)} above {' × '.join(relation.whole)}": (_RECORDS[record], relation)
    for record, relations in RELATIONS.items()
    for relation in relations
}
RELATION_WAYS = tuple(_RELATIONS)
"""The ways in which `broken_relations` breaks a relation: what is more than what."""
CAMPUS_WAYS = tuple(_OF_CAMPUSES)
"""The ways in which `broken_campuses` breaks a campus."""
COUNTY_WAYS = tuple(_OF_COUNTIES)
"""The ways in which `broken_counties` breaks a county."""
