"""Strategies of counties with one doubtful figure, each doubtful in one named way."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs
from hypothesis import strategies as st

from balanced_edu.assessment.doubts import DoubtCode
from balanced_edu.checks import Cell
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import County, Guarantee, Quality
from balanced_edu.records.kinds import AreaType, Kind, Ownership
from balanced_edu.testing.figures import TEXTS


@attrs.frozen(slots=True, kw_only=True)
class Doubtful:
    """A county with one doubtful figure, for a tool to ask about.

    Attributes
    ----------
    way
        What is doubtful, in words.
    code
        The code of the doubt.
    cell
        The cell that the library names.
    county
        The county.
    """

    way: str
    code: DoubtCode
    cell: Cell
    county: County


@st.composite
def doubtful_counties(draw: st.DrawFn, *, way: str | None = None) -> Doubtful:
    """Counties with one doubtful figure, and figures as schools have them otherwise.

    Parameters
    ----------
    way
        One of `DOUBTFUL_WAYS`; by default any of them.

    Raises
    ------
    KeyError
        If there is no such way.

    Examples
    --------
    >>> from hypothesis import given
    >>> @given(doubtful_counties(way="money in 万元"))
    ... def test_it_is_asked_about(doubtful):
    ...     (doubt,) = doubtful.county.doubts
    ...     assert (doubt.code, doubt.cell) == (doubtful.code, doubtful.cell)
    >>> test_it_is_asked_about()
    """
    way = way or draw(st.sampled_from(DOUBTFUL_WAYS))
    code, make = _WAYS[way]
    cell, county = make(draw, _usual(draw))
    return Doubtful(way=way, code=code, cell=cell, county=county)


# A county without doubts: primary schools of different sizes, one with two stages, and one for special education.

_PRIMARY, _NINE_YEAR = range(6), 6


def _usual(draw: st.DrawFn) -> County:
    hundreds = draw(st.lists(st.integers(3, 15), min_size=6, max_size=6, unique=True))
    schools = [(Kind.PRIMARY, {"primary": many}) for many in hundreds]
    schools += [(Kind.NINE_YEAR, {"primary": 6, "junior": 6})]
    campuses = [
        Campus(school_code=f"03310810{row:02}", school_name=f"第{row}学校", kind=kind, **_figures(stages))
        for row, (kind, stages) in enumerate(schools, start=1)
    ]
    special = Campus(school_code="0331081099", kind=Kind.SPECIAL, primary_pupils=40, junior_pupils=20, senior_pupils=0)
    return County(
        name=draw(TEXTS),
        campuses=[*campuses, special],
        guarantee=Guarantee(
            special_education_pupils=60,
            special_education_public_funds=480_000,
            teacher_average_salary=121_000,
            civil_servant_average_salary=118_000,
            rotation_eligible_teachers=100,
            rotated_teachers=12,
        ),
        quality=Quality(junior_entrants=200, junior_transfers_in=10, junior_graduates=205),
    )


def _figures(hundreds: Mapping[str, int]) -> dict[str, Any]:
    """What a campus has for so many hundreds of pupils in each stage."""
    of_stages = {
        f"{stage}_{name}": each * many
        for stage, many in hundreds.items()
        for name, each in (
            *(("pupils", 100), ("intake", 17 if stage == "primary" else 33), ("teachers_above_required", 6)),
            *(("backbone_teachers", 2), ("sports_arts_teachers", 1)),
        )
    }
    shared = {
        **{"teaching_area": 600, "sports_area": 1000, "equipment_value": 250_000, "multimedia_rooms": 3},
        **{"public_funds_budget": 100_000, "training_budget": 5000, "full_time_teachers": 7},
    }
    return of_stages | {name: each * sum(hundreds.values()) for name, each in shared.items()}


# How it becomes doubtful: by way, the code of the doubt, and its cell in the changed county.

_Made = tuple[Cell, County]


def _changed(county: County, row: int, **changes: Any) -> County:
    campuses = list(county.campuses)
    campuses[row] = attrs.evolve(campuses[row], **changes)
    return attrs.evolve(county, campuses=campuses)


def _of_campus(county: County, row: int, field: str, **changes: Any) -> _Made:
    changed = _changed(county, row, **changes)
    return Cell("schools", changed.campuses[row].school_code, field), changed


def _of_county(county: County, table: str, field: str, figure: object) -> _Made:
    changed = attrs.evolve(getattr(county, table), **{field: figure})
    return Cell(table, "", field), attrs.evolve(county, **{table: changed})


def _row(draw: st.DrawFn) -> int:
    return draw(st.sampled_from(_PRIMARY))


def _multiplied(draw: st.DrawFn, county: County, names: Sequence[str], by: float) -> _Made:
    row, name = _row(draw), draw(st.sampled_from(names))
    return _of_campus(county, row, name, **{name: getattr(county.campuses[row], name) * by})


def _in_wan(draw: st.DrawFn, county: County) -> _Made:
    salary = draw(st.sampled_from((None, "teacher_average_salary", "civil_servant_average_salary")))
    if salary:
        return _of_county(county, "guarantee", salary, getattr(county.guarantee, salary) / 10_000)
    # Of funds in 万元 a training budget in yuan could be no part.
    without = [attrs.evolve(campus, training_budget=None) for campus in county.campuses]
    county = attrs.evolve(county, campuses=without) if draw(st.booleans()) else county
    names = ("equipment_value", "training_budget" if county.campuses[0].training_budget else "public_funds_budget")
    return _multiplied(draw, county, names, 1e-4)


def _in_every_row(draw: st.DrawFn, county: County) -> _Made:
    figure = draw(st.integers(100_000, 1_000_000))
    campuses = [attrs.evolve(campus, public_funds_budget=figure) for campus in county.campuses]
    return Cell("schools", "", "public_funds_budget"), attrs.evolve(county, campuses=campuses)


def _row_again(draw: st.DrawFn, county: County) -> _Made:
    row = draw(st.integers(1, 5))
    first, other = county.campuses[0], county.campuses[row]
    copied = attrs.evolve(first, school_code=other.school_code, school_name=other.school_name)
    campuses = [*county.campuses[:row], copied, *county.campuses[row + 1 :]]
    return Cell("schools", other.school_code), attrs.evolve(county, campuses=campuses)


def _without_a_zero(draw: st.DrawFn, county: County) -> _Made:
    row = _row(draw)
    return _of_campus(county, row, "school_code", school_code=county.campuses[row].school_code[1:])


def _under_no_school(draw: st.DrawFn, county: County) -> _Made:
    parent = draw(st.integers(5000, 9999).map("S{}".format))
    parents = (None, county.campuses[0].school_code, parent, parent)
    changed = [attrs.evolve(one, parent_code=code) for one, code in zip(county.campuses, parents, strict=False)]
    cell = Cell("schools", county.campuses[2].school_code, "parent_code")
    return cell, attrs.evolve(county, campuses=[*changed, *county.campuses[len(parents) :]])


def _far_intake(draw: st.DrawFn, county: County) -> _Made:
    row = _row(draw)
    pupils = county.campuses[row].primary_pupils
    return _of_campus(county, row, "primary_intake", primary_intake=draw(st.sampled_from((0, pupils))))


def _of_both_stages(draw: st.DrawFn, county: County) -> _Made:
    teachers = draw(st.integers(1, 83))
    of_stages = {"primary_teachers_above_required": 83, "junior_teachers_above_required": teachers + 1}
    return _of_campus(county, _NINE_YEAR, "primary_teachers_above_required", **of_stages)


def _stated(draw: st.DrawFn, county: County) -> _Made:
    """All new pupils come from the zone, and the county states fewer."""
    town: dict[str, Any] = {"ownership": Ownership.PUBLIC, "area_type": AreaType.TOWN, "boarding": False}
    campuses = [attrs.evolve(one, primary_zoned_intake=one.primary_intake, **town) for one in county.campuses]
    percent = draw(st.integers(0, 998)) / 10
    return _of_county(attrs.evolve(county, campuses=campuses), "guarantee", "primary_zoned_percent", percent)


def _attached_to_vocational(draw: st.DrawFn, county: County) -> _Made:
    pupils = draw(st.integers(1, 200))
    school = Campus(school_code="0331081098", kind=Kind.VOCATIONAL, attached_classes=True, junior_pupils=pupils)
    cell = Cell("schools", school.school_code, "attached_classes")
    return cell, attrs.evolve(county, campuses=[*county.campuses, school])


_WAYS: Mapping[str, tuple[DoubtCode, Callable[[st.DrawFn, County], _Made]]] = {
    "money in 万元": (DoubtCode.TEN_THOUSANDS, _in_wan),
    "more than any school has": (
        DoubtCode.IMPLAUSIBLE,
        lambda draw, county: _multiplied(draw, county, ("teaching_area", "sports_area", "equipment_value"), 1000),
    ),
    "a decimal point too far to the right": (
        DoubtCode.UNLIKE_OTHERS,
        lambda draw, county: _multiplied(draw, county, ("teaching_area", "sports_area", "equipment_value"), 10),
    ),
    "one figure in every row": (DoubtCode.SAME_EVERYWHERE, _in_every_row),
    "the name of another school": (
        DoubtCode.NAME_TWICE,
        lambda draw, county: _of_campus(
            county, row := draw(st.integers(1, 5)), "school_name", school_name=county.campuses[row - 1].school_name
        ),
    ),
    "a row copied": (DoubtCode.ROW_TWICE, _row_again),
    "a zero lost from a code": (DoubtCode.CODE_SHORTENED, _without_a_zero),
    "a school that no campus is": (DoubtCode.PARENT_UNLISTED, _under_no_school),
    "an intake far from a grade": (DoubtCode.INTAKE, _far_intake),
    "all teachers in one stage": (
        DoubtCode.ALL_TEACHERS,
        lambda draw, county: _of_campus(
            county,
            _NINE_YEAR,
            "primary_teachers_above_required",
            primary_teachers_above_required=county.campuses[_NINE_YEAR].full_time_teachers,
            junior_teachers_above_required=draw(st.integers(0, 9)),
        ),
    ),
    "teachers counted in both stages": (DoubtCode.TEACHERS_OF_STAGES, _of_both_stages),
    "classes attached to a vocational school": (DoubtCode.VOCATIONAL, _attached_to_vocational),
    "pupils in special education whom no school has": (
        DoubtCode.SPECIAL_EDUCATION,
        lambda draw, county: _of_county(
            county, "guarantee", "special_education_pupils", draw(st.integers(61, 200) | st.integers(1, 59))
        ),
    ),
    "more teachers rotated than may be": (
        DoubtCode.ROTATED,
        lambda draw, county: _of_county(county, "guarantee", "rotated_teachers", draw(st.integers(101, 1000))),
    ),
    "more graduates than entered": (
        DoubtCode.GRADUATES,
        lambda draw, county: _of_county(county, "quality", "junior_graduates", draw(st.integers(211, 1000))),
    ),
    "a share of nearby enrolment that the schools do not give": (DoubtCode.ZONED, _stated),
}
DOUBTFUL_WAYS = tuple(_WAYS)
"""The ways in which `doubtful_counties` makes a county doubtful."""
