"""Hypothesis strategies for those who build on the library (extra ``testing``): campuses, counties, standards, nations.

A tool is held against the published limits in three lines:

>>> from hypothesis import given
>>> from balanced_edu import testing
>>> @given(testing.campuses_at_limit("R7", stage=Stage.PRIMARY))
... def test_my_tool(campus):
...     assert 100 * campus.multimedia_rooms / campus.primary_pupils >= 2.3  # what my tool computes
>>> test_my_tool()

What is drawn can be true: parts are not larger than their wholes, a school has the stages of its kind, codes are
distinct. It shrinks towards one small school with small figures. Importing this module also tells hypothesis how to
draw the public types, so that ``st.from_type(County)`` and ``st.builds`` find them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from os import PathLike
from typing import Any, TypeVar

import attrs
from hypothesis import strategies as st

from balanced_edu.assessment import Assessment, assess
from balanced_edu.campuses import (
    COMPULSORY,
    OF_STAGE,
    Campus,
    Field,
    Form,
    Kind,
    Section,
    Stage,
    fields_of,
    sections_of,
)
from balanced_edu.checks import Check, Finding, at_least, at_least_of, at_most, holds, not_
from balanced_edu.county import Conditions, County, Group, Guarantee, Plan, Quality, Subject, Veto
from balanced_edu.exact import decimal_text
from balanced_edu.nation import TOTALS
from balanced_edu.standards import Standard, from_text, load, names

__all__ = [
    "CAMPUS_WAYS",
    "COUNTY_WAYS",
    "Broken",
    "broken_campuses",
    "broken_counties",
    "campuses",
    "campuses_at_limit",
    "checks",
    "counties",
    "counties_at_limit",
    "nations",
    "sections",
    "standards",
]

_NATIONAL = "national-2017"
_Record = TypeVar("_Record")
_OF_KIND = {stage: tuple(kind for kind in Kind if kind.stages == (stage,)) for stage in COMPULSORY}


@st.composite
def campuses(
    draw: st.DrawFn, *, gaps: bool = False, kinds: Sequence[Kind] = tuple(Kind), code: str | None = None
) -> Campus:
    """Campuses that can be.

    Parameters
    ----------
    gaps
        Whether some figures are not known; all that every school has are, where this is false.
    kinds
        Kinds of school to draw from.
    code
        The code of the school; drawn where it is not given.

    Examples
    --------
    >>> from hypothesis import given
    >>> @given(campuses(kinds=[Kind.NINE_YEAR]))
    ... def test_nobody_is_lost(campus):
    ...     parts = sections_of(campus, load("national-2017").weights)
    ...     assert campus.pupils == sum(part.pupils for part in parts)
    >>> test_nobody_is_lost()
    """
    kind = draw(st.sampled_from(kinds))
    pupils = {stage: draw(st.integers(1, 3000)) for stage in kind.stages}
    figures: dict[str, Any] = {"school_code": code or draw(_CODES), "kind": kind}
    figures |= {f"{stage}_pupils": count for stage, count in pupils.items()}
    for name, field in fields_of(Campus).items():
        stage = next((stage for stage in Stage if name.startswith(f"{stage}_")), None)
        if name in figures or name in _DERIVED or stage not in (None, *kind.stages):
            continue
        most = sum(pupils.values()) if stage is None else pupils[stage]
        if name.endswith("_classes"):
            figures[name] = draw(st.integers(-(-most // 60), most))
        elif name.endswith("_largest_class"):
            figures[name] = draw(st.integers(1, min(60, most)))
        elif not field.optional or draw(st.booleans()):
            figures[name] = draw(_values(name, field, figures, most))
    return Campus(**(_without_some(draw, Campus, figures) if gaps else figures))


@st.composite
def sections(draw: st.DrawFn, *, gaps: bool = False, stage: Stage | None = None) -> Section:
    """Sections: one campus and one of its compulsory stages, with its part of what the stages share.

    Parameters
    ----------
    gaps
        Whether some figures are not known.
    stage
        The stage; any of the two where it is not given.
    """
    kinds = tuple(kind for kind in Kind if (stage or Stage.PRIMARY) in kind.stages)
    divided = sections_of(draw(campuses(gaps=gaps, kinds=kinds)), load(_NATIONAL).weights)
    return draw(st.sampled_from([section for section in divided if stage in (None, section.stage)]))


@st.composite
def campuses_at_limit(
    draw: st.DrawFn,
    id: str,
    *,
    beside: int = 0,
    stage: Stage | None = None,
    standard: str | PathLike[str] | Standard = _NATIONAL,
) -> Campus:
    """Campuses of one stage of which a resource indicator lies exactly at its limit, or one unit beside it.

    Parameters
    ----------
    id
        The resource indicator, ``R1`` to ``R7``.
    beside
        How many units of the total above the limit, negative below it: teachers, rooms, or 0.0001 m² or yuan.
    stage
        The stage; any of the two where it is not given.
    standard
        Whose limit.

    Raises
    ------
    KeyError
        If the standard has no such indicator, or no limit of it.
    """
    standard = load(standard)
    stage = stage or draw(st.sampled_from(COMPULSORY))
    name, unit, a_pupil = _at_limit(id, stage, standard)
    # Whole units just where the pupils are a multiple of what divides them.
    step = (a_pupil / unit).denominator
    pupils = step * draw(st.integers(1, max(1, 3000 // step)))
    campus = draw(campuses(kinds=_OF_KIND[stage][:1]))
    total = float(max(a_pupil * pupils + beside * unit, Fraction(0)))
    return _changed(
        campus,
        {
            f"{stage}_pupils": pupils,
            f"{stage}_classes": -(-pupils // 45),
            f"{stage}_largest_class": min(pupils, 45),
            name: int(total) if unit == 1 else total,
        },
    )


@st.composite
def counties(draw: st.DrawFn, *, gaps: bool = False, min_campuses: int = 1, max_campuses: int = 4) -> County:
    """Counties that can be.

    Parameters
    ----------
    gaps
        Whether some figures are not known.
    min_campuses, max_campuses
        How many campuses.

    Examples
    --------
    >>> from hypothesis import given
    >>> from balanced_edu import Outcome
    >>> @given(counties(max_campuses=2))
    ... def test_a_ground_of_veto_is_never_outweighed(county):
    ...     if county.veto.fraud:
    ...         assert assess(county).outcome is Outcome.FAIL
    >>> test_a_ground_of_veto_is_never_outweighed()
    """
    codes = draw(st.lists(_CODES, min_size=min_campuses, max_size=max_campuses, unique=True))
    subjects = draw(st.lists(st.sampled_from(("语文", "数学", "科学")), max_size=2, unique=True))
    groups = draw(st.lists(st.sampled_from(("家长", "教师", "校长", "学生")), max_size=3, unique=True))
    return County(
        name=draw(_TEXTS),
        year=draw(st.integers(2017, 2035)),
        campuses=[draw(campuses(gaps=gaps, code=code)) for code in codes],
        guarantee=draw(_records(Guarantee, gaps=gaps)),
        quality=draw(_records(Quality, gaps=gaps)),
        monitoring=[draw(_records(Subject, gaps=gaps, subject=subject)) for subject in subjects],
        groups=[draw(_records(Group, gaps=gaps, group=group)) for group in groups],
        veto=draw(_records(Veto, gaps=gaps)),
        plan=draw(_records(Plan, gaps=gaps)),
        conditions=draw(_records(Conditions, gaps=gaps)),
    )


@st.composite
def counties_at_limit(
    draw: st.DrawFn,
    id: str,
    *,
    beside: int = 0,
    stage: Stage | None = None,
    standard: str | PathLike[str] | Standard = _NATIONAL,
) -> County:
    """Counties of two schools, a variation coefficient (校际差异系数) of which lies at its limit, or just beside it.

    Parameters
    ----------
    id
        The resource indicator, ``R1`` to ``R7``.
    beside
        How many units the school that has more has above what gives the limit, negative below.
    stage
        The stage; any of the two where it is not given.
    standard
        Whose limit.

    Examples
    --------
    >>> from hypothesis import given
    >>> @given(counties_at_limit("R7", stage=Stage.JUNIOR))
    ... def test_the_limit_itself_holds(county):
    ...     assert assess(county).variation[Stage.JUNIOR]["R7"].reason == "0.45 ≤ 0.45"
    >>> test_the_limit_itself_holds()
    """
    standard = load(standard)
    stage = stage or draw(st.sampled_from(COMPULSORY))
    name, unit, _ = _at_limit(id, stage, standard)
    limit = standard.variation_check(stage).limit
    # Two schools of equal size, one with (1 − CV) of the mean and one with (1 + CV).
    pupils, mean = draw(st.integers(50, 2000)), limit.denominator * draw(st.integers(1, 500))
    less, more = mean * (1 - limit), mean * (1 + limit) + beside * unit
    figures = {f"{stage}_pupils": pupils, f"{stage}_classes": pupils, f"{stage}_largest_class": 1}
    return County(
        name=draw(_TEXTS),
        campuses=[
            _changed(
                draw(campuses(kinds=_OF_KIND[stage][:1], code=code)),
                {**figures, name: int(total) if unit == 1 else float(total)},
            )
            for code, total in (("A", less), ("B", more))
        ],
    )


@attrs.frozen(slots=True, kw_only=True)
class Broken:
    """Figures that cannot be true in one way, for a tool to refuse.

    Attributes
    ----------
    way
        What is wrong, in words.
    field
        The field of which the library tells it.
    figures
        The figures, as arguments of `Campus` or of `County`.
    """

    way: str
    field: str
    figures: Mapping[str, object]


@st.composite
def broken_campuses(draw: st.DrawFn, *, way: str | None = None) -> Broken:
    """Campuses of which one figure cannot be true; `Campus` refuses them with `DataError`.

    Parameters
    ----------
    way
        One of `CAMPUS_WAYS`; any of them where it is not given.

    Raises
    ------
    KeyError
        If there is no such way.

    Examples
    --------
    >>> from hypothesis import given
    >>> from balanced_edu import DataError
    >>> @given(broken_campuses(way="a negative figure"))
    ... def test_it_is_told(broken):
    ...     try:
    ...         Campus(**broken.figures)
    ...     except DataError as error:
    ...         assert [name for name, _ in error.problems] == [broken.field]
    >>> test_it_is_told()
    """
    way = way or draw(st.sampled_from(CAMPUS_WAYS))
    kinds = tuple(kind for kind in Kind if way != _NO_SUCH_STAGE or len(kind.stages) < len(Stage))
    good = attrs.asdict(draw(campuses(kinds=kinds)), recurse=False)
    name, value = _OF_CAMPUSES[way](draw, good)
    return Broken(way=way, field=name, figures={**good, name: value})


@st.composite
def broken_counties(draw: st.DrawFn, *, way: str | None = None) -> Broken:
    """Counties in which something is there twice or has no name; `County` refuses them with `DataError`.

    Parameters
    ----------
    way
        One of `COUNTY_WAYS`; any of them where it is not given.

    Raises
    ------
    KeyError
        If there is no such way.
    """
    way = way or draw(st.sampled_from(COUNTY_WAYS))
    good = attrs.asdict(draw(counties()), recurse=False)
    field, figures = _OF_COUNTIES[way](draw, good)
    return Broken(way=way, field=field, figures={**good, **figures})


@st.composite
def standards(draw: st.DrawFn) -> Standard:
    """Standards: those that come with the library, and the national method with other limits."""
    if draw(st.booleans()):
        return load(draw(st.sampled_from(names())))
    lines = ['name = "drawn"', 'edition = "1"', f'extends = "{_NATIONAL}"', 'authority = "testing"']
    lines += ['title = { zh = "试验", en = "drawn" }', 'document = "drawn"', "[section]"]
    lines += [
        f"at_least = {draw(st.integers(1, 7))}",
        f'floor = "{draw(st.decimals("0.5", 1, places=2))}"',
        "[variation]",
    ]
    most = (f'{stage} = "{draw(st.decimals("0.3", "0.8", places=2))}"' for stage in COMPULSORY)
    lines += [f"at_most = {{ {', '.join(most)} }}"]
    for id in draw(st.lists(st.sampled_from(load(_NATIONAL).resources), max_size=3, unique=True)):
        limits = [load(_NATIONAL).limit(id, stage).limit * draw(st.integers(1, 40)) / 20 for stage in COMPULSORY]
        rules = (
            f'{{ stages = ["{stage}"], at_least = "{decimal_text(limit, places=10)}" }}'
            for stage, limit in zip(COMPULSORY, limits, strict=True)
        )
        lines += [f"[items.{id}]", f"rules = [{', '.join(rules)}]"]
    return from_text("\n".join(lines))


@st.composite
def nations(draw: st.DrawFn, *, gaps: bool = False, max_sections: int = 30) -> dict[str, list[object]]:
    """Sections of some counties as columns: what `assess_nation` and every frame library take.

    Parameters
    ----------
    gaps
        Whether some figures are not known (None).
    max_sections
        How many sections at most.

    Examples
    --------
    >>> from hypothesis import given
    >>> from balanced_edu import assess_nation
    >>> @given(nations(gaps=True))
    ... def test_every_county_is_judged(columns):
    ...     assert set(assess_nation(columns).counties) == set(columns["county"])
    >>> test_every_county_is_judged()
    """
    rows = draw(st.lists(_rows(gaps), min_size=1, max_size=max_sections))
    columns = ("county", "stage", "pupils", *TOTALS)
    return {name: [row[place] for row in rows] for place, name in enumerate(columns)}


def checks() -> st.SearchStrategy[Check]:
    """Checks on mappings with numbers ``a`` and ``b`` and a judgement ``c``: limits, and what they are joined to."""
    limits = st.builds(
        lambda make, limit, of: make(limit, of=of),
        st.sampled_from((at_least, at_most)),
        st.integers(0, 10),
        st.sampled_from(("a", "b")),
    )

    def joined(inner: st.SearchStrategy[Check]) -> st.SearchStrategy[Check]:
        several = st.lists(inner, min_size=1, max_size=3)
        return inner.map(not_) | st.builds(lambda k, all_: at_least_of(k, *all_), st.integers(0, 3), several)

    return st.recursive(limits | st.just(holds("c")), joined, max_leaves=5)


# How figures are drawn.

_TEXTS = st.text("甲乙丙丁东南西北", min_size=1, max_size=4)
_CODES = st.integers(1, 9999).map("S{:04}".format)
# Not drawn, since others give them: areas that follow from their parts, and the school that a campus belongs to.
_DERIVED = ("teaching_area_gross", "indoor_sports_area", "sports_ground_area", "parent_code")
# Parts that have to fit into a whole together: the whole, and the parts drawn before.
_REST: Mapping[str, tuple[str, ...]] = {
    "migrant_children_in_public": ("migrant_children",),
    "migrant_children_in_purchased_private": ("migrant_children", "migrant_children_in_public"),
    "basically_satisfied": ("surveyed", "satisfied"),
}
# What the form of the field does not say.
_OWN: Mapping[str, st.SearchStrategy[object]] = {
    "level": st.integers(1, 4),
    "special_education_pupils": st.integers(1, 5000),
    "built_year": st.integers(1949, 2030),
}
# How much of it there is at most for each pupil.
_PLENTY = {"m²": 20, "yuan": 5000}


def _amounts(most: int) -> st.SearchStrategy[float]:
    """Numbers of up to four decimals."""
    return st.integers(0, most * 10_000).map(lambda units: units / 10_000)


def _values(name: str, field: Field, figures: Mapping[str, Any], most: int) -> st.SearchStrategy[object]:
    """What may stand in a field, where the figures that stand before it are known."""
    if name in _OWN:
        return _OWN[name]
    if not isinstance(field.form, Form):
        return st.sampled_from(list(field.form))
    if name in _REST:
        whole, *others = _REST[name]
        most = figures[whole] - sum(figures[other] for other in others)
    elif field.part_of:
        most = int(figures[field.part_of])
    else:
        most *= _PLENTY.get(field.unit, 1)
    return {
        Form.TEXT: _TEXTS,
        Form.COUNT: st.integers(0, most),
        Form.AMOUNT: _amounts(most),
        Form.SHARE: st.integers(0, 10_000).map(lambda units: units / 10_000),
        Form.JUDGEMENT: st.booleans(),
        Form.AREAS: st.lists(_amounts(200).filter(bool), max_size=3).map(tuple),
    }[field.form]


@st.composite
def _records(draw: st.DrawFn, /, kind: type[_Record], gaps: bool, **given: object) -> _Record:
    """A table of ``county.toml``."""
    figures = dict(given)
    for name, field in fields_of(kind).items():
        if name not in figures:
            figures[name] = draw(_values(name, field, figures, 2000))
    return kind(**(_without_some(draw, kind, figures) if gaps else figures))


# What breaks good figures: the field that is told, and what it is then.

_FIELDS = fields_of(Campus)
_NUMBERS = tuple(name for name, field in _FIELDS.items() if field.form in (Form.COUNT, Form.AMOUNT))
_COUNTS = tuple(name for name in _NUMBERS if _FIELDS[name].form is Form.COUNT)
_PARTS = {name: field.part_of for name, field in _FIELDS.items() if field.part_of}
_NO_SUCH_STAGE = "pupils of a stage that the kind of school has not"


def _number(draw: st.DrawFn, good: Mapping[str, Any], among: Iterable[str] = _NUMBERS) -> str:
    return draw(st.sampled_from([name for name in among if good[name] is not None]))


def _larger_part(draw: st.DrawFn, good: Mapping[str, Any]) -> tuple[str, object]:
    part = _number(draw, good, [part for part, whole in _PARTS.items() if good[whole] is not None])
    return part, good[_PARTS[part]] + draw(st.integers(1, 1000))


def _pupils_of_no_such_stage(draw: st.DrawFn, good: Mapping[str, Any]) -> tuple[str, object]:
    stage = draw(st.sampled_from([stage for stage in Stage if stage not in good["kind"].stages]))
    return f"{stage}_pupils", draw(st.integers(1, 3000))


_OF_CAMPUSES: Mapping[str, Callable[[st.DrawFn, Mapping[str, Any]], tuple[str, object]]] = {
    "a part larger than its whole": _larger_part,
    "a negative figure": lambda draw, good: (_number(draw, good), -draw(st.integers(1, 10**6))),
    "an infinite figure": lambda draw, good: (_number(draw, good), float("inf")),
    "a figure that is not a number": lambda draw, good: (_number(draw, good), float("nan")),
    "a part of a person or a thing": lambda draw, good: (
        _number(draw, good, _COUNTS),
        draw(st.integers(0, 1000)) + 0.5,
    ),
    "a text for a number": lambda draw, good: (_number(draw, good), draw(_TEXTS)),
    "an empty code": lambda draw, good: ("school_code", ""),
    _NO_SUCH_STAGE: _pupils_of_no_such_stage,
}
_OF_COUNTIES: Mapping[str, Callable[[st.DrawFn, Mapping[str, Any]], tuple[str, dict[str, object]]]] = {
    "two campuses of one code": lambda draw, good: ("school_code", {"campuses": good["campuses"][:1] * 2}),
    "a subject given twice": lambda draw, good: ("subject", {"monitoring": [Subject(subject="语文")] * 2}),
    "a group asked twice": lambda draw, good: ("group", {"groups": [Group(group="家长")] * 2}),
    "a county without a name": lambda draw, good: ("name", {"name": ""}),
    "a year before there were years": lambda draw, good: ("year", {"year": -draw(st.integers(1, 3000))}),
}
CAMPUS_WAYS = tuple(_OF_CAMPUSES)
"""In which ways `broken_campuses` breaks them."""
COUNTY_WAYS = tuple(_OF_COUNTIES)
"""In which ways `broken_counties` breaks them."""


def _changed(campus: Campus, figures: Mapping[str, Any]) -> Campus:
    return attrs.evolve(campus, **figures)


def _without_some(draw: st.DrawFn, kind: type, figures: Mapping[str, Any]) -> dict[str, Any]:
    """The figures, some of which are not known."""
    may = [name for name, field in fields_of(kind).items() if name in figures and not field.required]
    gone = draw(st.sets(st.sampled_from(may)))
    return {name: value for name, value in figures.items() if name not in gone}


def _at_limit(id: str, stage: Stage, standard: Standard) -> tuple[str, Fraction, Fraction]:
    """The field with the total of a resource indicator, its unit, and how much a pupil lies at the limit."""
    item = standard.items[id]
    name = f"{stage}_{item.total}" if item.total in OF_STAGE else item.total
    unit = Fraction(1) if fields_of(Campus)[name].form is Form.COUNT else Fraction(1, 10_000)
    return name, unit, standard.limit(id, stage).limit / item.scale


@st.composite
def _rows(draw: st.DrawFn, gaps: bool) -> tuple[object, ...]:
    """A section of a nation: county, stage, pupils and totals, which lie about the national limits."""
    stage, pupils = draw(st.sampled_from(COMPULSORY)), draw(st.integers(1, 3000))
    row: list[object] = [draw(st.sampled_from(("甲县", "乙县", "丙县"))), str(stage), pupils]
    for id in load(_NATIONAL).resources:
        _, unit, a_pupil = _at_limit(id, stage, load(_NATIONAL))
        units = round(a_pupil * pupils / unit * draw(st.integers(0, 200)) / 100)
        row.append(units if unit == 1 else units / 10_000)
    if gaps:
        gone = draw(st.sets(st.integers(2, len(row) - 1)))
        row = [None if place in gone else value for place, value in enumerate(row)]
    return tuple(row)


for _type, _strategy in {
    Campus: campuses(gaps=True),
    Section: sections(gaps=True),
    Guarantee: _records(Guarantee, gaps=True),
    Quality: _records(Quality, gaps=True),
    Subject: _TEXTS.flatmap(lambda subject: _records(Subject, gaps=True, subject=subject)),
    Group: _TEXTS.flatmap(lambda group: _records(Group, gaps=True, group=group)),
    Veto: _records(Veto, gaps=True),
    Plan: _records(Plan, gaps=True),
    Conditions: _records(Conditions, gaps=True),
    County: counties(gaps=True),
    Standard: standards(),
    Check: checks(),
    Finding: st.builds(
        lambda check, a, b, c: check.finding({"a": a, "b": b, "c": c}),
        checks(),
        st.none() | st.integers(0, 10),
        st.none() | st.integers(0, 10),
        st.none() | st.booleans(),
    ),
    Assessment: st.builds(assess, counties(gaps=True), standards()),
}.items():
    st.register_type_strategy(_type, _strategy)
