"""Strategies of possible campuses, sections, counties, standards, nations and checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from balanced_edu.assessment.sections import sections_of
from balanced_edu.checks import Check, at_least, at_least_of, at_most, holds, not_
from balanced_edu.exact import decimal_text
from balanced_edu.nation import totals_of
from balanced_edu.records.campus import OF_STAGE, Campus
from balanced_edu.records.county import (
    Conditions,
    County,
    Declaration,
    Group,
    Guarantee,
    LocalPlan,
    Quality,
    Recognition,
    Veto,
)
from balanced_edu.records.fields import Form, fields_of
from balanced_edu.records.kinds import COMPULSORY, Kind, Sponsor, Stage
from balanced_edu.records.section import Section
from balanced_edu.standards import NATIONAL, Standard, from_text, load, names
from balanced_edu.testing.figures import (
    CODES,
    DOCUMENTS,
    FIRST_DRAWN,
    TEXTS,
    in_order,
    records,
    subjects,
    values,
    without_some,
)
from balanced_edu.testing.local import PARTS

# Not drawn with the figures: areas that follow from their parts, the school that a campus belongs to, and whether it
# has attached classes, on which its stages depend.
_APART = (
    *("teaching_area_gross", "indoor_sports_area", "sports_ground_area", "parent_code", "attached_classes"),
    *("compulsory_classes", "compulsory_largest_class"),
)
# The subjects of national monitoring that the national method names, and one more.
SUBJECTS = (*load(NATIONAL).items["Q9"].subjects, "英语")
# Classes are drawn with up to so many pupils, more than any standard allows.
_LARGEST_CLASS = 60


@st.composite
def campuses(
    draw: st.DrawFn, *, gaps: bool = False, kinds: Sequence[Kind] = tuple(Kind), code: str | None = None
) -> Campus:
    """Possible campuses.

    Parameters
    ----------
    gaps
        Whether some figures are unknown; if not, every figure that all schools have is known.
    kinds
        Kinds of school to draw from.
    code
        The code of the school; drawn by default.

    Examples
    --------
    >>> from hypothesis import given
    >>> @given(campuses(kinds=[Kind.NINE_YEAR]))
    ... def test_no_pupil_is_lost(campus):
    ...     parts = sections_of(campus, load("national-2017").weights)
    ...     assert campus.pupils == sum(part.pupils for part in parts)
    >>> test_no_pupil_is_lost()
    """
    kind = draw(st.sampled_from(kinds))
    attached = {"attached_classes": True} if kind.attached and draw(st.booleans()) else {}
    figures = draw(campus_figures(kind, {"school_code": code or draw(CODES), **attached}))
    # Pupils in attached classes are refused where it is not said that they are.
    return Campus(**({**without_some(draw, Campus, figures), **attached} if gaps else figures))


@st.composite
def campus_figures(draw: st.DrawFn, kind: Kind, given: Mapping[str, Any]) -> dict[str, Any]:
    """The figures of a possible campus, some of them given."""
    stages = kind.stages_with(given.get("attached_classes"))
    pupils = {stage: given.get(f"{stage}_pupils") or draw(st.integers(1, 3000)) for stage in stages}
    figures = {"kind": kind, **{f"{stage}_pupils": count for stage, count in pupils.items()}, **given}
    compulsory = sum(count for stage, count in pupils.items() if stage in COMPULSORY)
    for name in in_order(Campus):
        stage = next((stage for stage in Stage if name.startswith(f"{stage}_")), None)
        if name in figures or name in _APART or stage not in (None, *stages):
            continue
        most = sum(pupils.values()) if stage is None else pupils[stage]
        if name.endswith("_classes"):
            figures[name] = draw(st.integers(-(-most // _LARGEST_CLASS), most))
        elif name.endswith("_largest_class"):
            classes = figures[f"{stage}_classes"]
            figures[name] = draw(st.integers(-(-most // classes), min(_LARGEST_CLASS, most)))
        elif name == "sponsor":
            figures[name] = draw(st.none() | st.sampled_from(_sponsors(figures)))
        elif not fields_of(Campus)[name].optional or draw(st.booleans()):
            figures[name] = draw(values(Campus, name, {**figures, "pupils": compulsory}, most))
    return figures


def _sponsors(figures: Mapping[str, Any]) -> list[Sponsor]:
    """The sponsors that agree with who runs a campus."""
    level = figures.get("affiliation")
    return [
        sponsor
        for sponsor in Sponsor
        if sponsor.ownership is figures["ownership"] and (level is None or sponsor.affiliation in (None, level))
    ]


@st.composite
def sections(draw: st.DrawFn, *, gaps: bool = False, stage: Stage | None = None) -> Section:
    """Possible sections: a campus and one of its compulsory stages, with its part of the shared totals.

    Parameters
    ----------
    gaps
        Whether some figures are unknown.
    stage
        The stage; by default either of the two.
    """
    kinds = tuple(kind for kind in Kind if (stage or Stage.PRIMARY) in kind.stages)
    divided = sections_of(draw(campuses(gaps=gaps, kinds=kinds)), load(NATIONAL).weights)
    return draw(st.sampled_from([section for section in divided if stage in (None, section.stage)]))


@st.composite
def counties(draw: st.DrawFn, *, gaps: bool = False, min_campuses: int = 1, max_campuses: int = 4) -> County:
    """Possible counties.

    Parameters
    ----------
    gaps
        Whether some figures are unknown.
    min_campuses, max_campuses
        The least and the most campuses.

    Examples
    --------
    >>> from hypothesis import given
    >>> from balanced_edu import Outcome, assess
    >>> @given(counties(max_campuses=2))
    ... def test_a_ground_of_veto_is_never_outweighed(county):
    ...     if county.veto.fraud:
    ...         assert assess(county).outcome is Outcome.FAIL
    >>> test_a_ground_of_veto_is_never_outweighed()
    """
    codes = draw(st.lists(CODES, min_size=min_campuses, max_size=max_campuses, unique=True))
    monitored = draw(st.lists(st.sampled_from(SUBJECTS), max_size=2, unique=True) | st.just(SUBJECTS))
    groups = draw(st.lists(st.sampled_from(("家长", "教师", "校长", "学生")), max_size=3, unique=True))
    documented = draw(st.lists(st.sampled_from(("G1", "Q3", "V1", "W1")), max_size=2, unique=True))
    return County(
        name=draw(TEXTS),
        year=draw(st.integers(FIRST_DRAWN, 2035)),
        campuses=[draw(campuses(gaps=gaps, code=code)) for code in codes],
        guarantee=draw(records(Guarantee, gaps=gaps)),
        quality=draw(records(Quality, gaps=gaps)),
        monitoring=[draw(subjects(st.just(name), gaps=gaps)) for name in monitored],
        recognition=draw(records(Recognition, gaps=gaps)),
        groups=[draw(records(Group, gaps=gaps, group=group)) for group in groups],
        veto=draw(records(Veto, gaps=gaps)),
        plan=draw(records(LocalPlan, gaps=gaps)),
        conditions=draw(records(Conditions, gaps=gaps)),
        declaration=draw(records(Declaration, gaps=gaps)),
        evidence={id: draw(DOCUMENTS) for id in documented},
    )


@st.composite
def standards(draw: st.DrawFn) -> Standard:
    """Standards: those that come with the library, and the national method with what a city may set besides."""
    if draw(st.booleans()):
        return load(draw(st.sampled_from(names())))
    changed = draw(st.lists(st.sampled_from(list(PARTS)), max_size=4, unique=True))
    parts = {id: draw(st.sampled_from(PARTS[id])) for id in changed}
    aims = sum(id in load(NATIONAL).resources and part == "aim = true" for id, part in parts.items())
    lines = ['name = "drawn"', 'edition = "1"', f'extends = "{NATIONAL}"', 'authority = "testing"']
    lines += ['title = { zh = "试验", en = "drawn" }', 'document = "drawn"']
    lines += ["[counted]", f'by = "{draw(st.sampled_from(("campus", "school")))}"', "[section]"]
    lines += [
        f"at_least = {draw(st.integers(1, 7 - aims))}",
        f'floor = "{draw(st.decimals("0.5", 1, places=2))}"',
        "[variation]",
    ]
    most = (f'{stage} = "{draw(st.decimals("0.3", "0.8", places=2))}"' for stage in COMPULSORY)
    lines += [f"at_most = {{ {', '.join(most)} }}"]
    for id in draw(st.lists(st.sampled_from(load(NATIONAL).resources), max_size=3, unique=True)):
        limits = [load(NATIONAL).limit(id, stage).limit * draw(st.integers(1, 40)) / 20 for stage in COMPULSORY]
        rules = (
            f'{{ stages = ["{stage}"], at_least = "{decimal_text(limit, places=10)}" }}'
            for stage, limit in zip(COMPULSORY, limits, strict=True)
        )
        lines += [f"[items.{id}]", f"rules = [{', '.join(rules)}]", parts.pop(id, "")]
    for id, part in parts.items():
        lines += [f"[items.{id}]", part]
    return from_text("\n".join(lines))


@st.composite
def nations(draw: st.DrawFn, *, gaps: bool = False, max_sections: int = 30) -> dict[str, list[object]]:
    """Sections of some counties as columns, as `assess_nation` and every frame library take them.

    Parameters
    ----------
    gaps
        Whether some figures are unknown (None).
    max_sections
        The most sections.

    Examples
    --------
    >>> from hypothesis import given
    >>> from balanced_edu import assess_nation
    >>> @given(nations(gaps=True))
    ... def test_every_county_is_assessed(columns):
    ...     assert set(assess_nation(columns).counties) == set(columns["county"])
    >>> test_every_county_is_assessed()
    """
    rows = draw(st.lists(_rows(gaps), min_size=1, max_size=max_sections))
    columns = ("county", "stage", "pupils", *totals_of(NATIONAL))
    return {name: [row[place] for row in rows] for place, name in enumerate(columns)}


def checks() -> st.SearchStrategy[Check]:
    """Checks of mappings with numbers ``a`` and ``b`` and a judgement ``c``: limits and combinations of them."""
    limits = st.builds(
        lambda make, limit, of: make(limit, of=of),
        st.sampled_from((at_least, at_most)),
        st.integers(0, 10),
        st.sampled_from(("a", "b")),
    )

    def joined(inner: st.SearchStrategy[Check]) -> st.SearchStrategy[Check]:
        several = st.lists(inner, min_size=1, max_size=3)
        some = st.builds(lambda k, all_: at_least_of(min(k, len(all_)), *all_), st.integers(0, 3), several)
        return inner.map(not_) | some

    return st.recursive(limits | st.just(holds("c")), joined, max_leaves=5)


def total_at_limit(id: str, stage: Stage, standard: Standard) -> tuple[str, Fraction, Fraction]:
    """The field of a resource's total, the unit in which it is counted, and its amount per pupil at the limit."""
    item = standard.items[id]
    name = f"{stage}_{item.total}" if item.total in OF_STAGE else item.total
    unit = Fraction(1) if fields_of(Campus)[name].form is Form.COUNT else Fraction(1, 10_000)
    return name, unit, standard.limit(id, stage).limit / item.scale


@st.composite
def _rows(draw: st.DrawFn, gaps: bool) -> tuple[object, ...]:
    """A section of a nation: county, stage, pupils and totals around the national limits."""
    stage, pupils = draw(st.sampled_from(COMPULSORY)), draw(st.integers(1, 3000))
    row: list[object] = [draw(st.sampled_from(("甲县", "乙县", "丙县"))), str(stage), pupils]
    for id in load(NATIONAL).resources:
        _, unit, per_pupil = total_at_limit(id, stage, load(NATIONAL))
        steps = round(per_pupil * pupils / unit * draw(st.integers(0, 200)) / 100)
        row.append(steps if unit == 1 else steps / 10_000)
    if gaps:
        gone = draw(st.sets(st.integers(2, len(row) - 1)))
        row = [None if place in gone else value for place, value in enumerate(row)]
    return tuple(row)
