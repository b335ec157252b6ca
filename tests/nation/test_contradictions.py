"""What a single campus refuses, and what follows from its figures, is the same in columns."""

from __future__ import annotations

from typing import Any

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balanced_edu import testing
from balanced_edu.checks.limits import Bounded
from balanced_edu.errors import DataError
from balanced_edu.nation.campuses import Campuses
from balanced_edu.nation.columns import read_column
from balanced_edu.nation.contradictions import exceeding, may_lack_pupils, untrue
from balanced_edu.records.bands import Band, least_of, most_of
from balanced_edu.records.campus import Campus
from balanced_edu.records.fields import Form, fields_of
from balanced_edu.records.kinds import Affiliation, Kind, Ownership, Sponsor, Stage
from balanced_edu.records.relations import Relation

FIELDS = fields_of(Campus)
READ = [name for name, field in FIELDS.items() if field.form not in (Form.CODE, Form.TEXT, Form.TEXTS)]
CHANGED = [name for name in READ if FIELDS[name].form is not Form.AREAS]
BANDS = st.builds(
    lambda least, more: Band(least, least + more if more else None), st.integers(1, 60), st.integers(0, 9)
)
VALUES: dict[object, st.SearchStrategy[Any]] = {
    Form.JUDGEMENT: st.booleans(),
    Form.SIZE: st.integers(0, 60) | BANDS,
    Form.COUNT: st.integers(0, 5) | st.integers(0, 3000),
    Form.AMOUNT: st.integers(0, 50) | st.integers(0, 30_000).map(lambda tenths: tenths / 10),
}


@st.composite
def rows(draw: st.DrawFn) -> dict[str, Any]:
    """The figures of a campus, some of which may contradict others."""
    campus = draw(testing.campuses(gaps=True))
    figures = {name: getattr(campus, name) for name in attrs.fields_dict(Campus)}
    for name in draw(st.lists(st.sampled_from(CHANGED), max_size=6)):
        form = FIELDS[name].form
        known = VALUES[form] if form in VALUES else st.sampled_from(form)  # type: ignore[arg-type]
        figures[name] = draw(known if FIELDS[name].required else st.none() | known)
    return figures


def campuses_of(figures: list[dict[str, Any]]) -> Campuses:
    columns = {name: read_column([row[name] for row in figures], FIELDS[name]) for name in READ}
    assert all(read.unread is None for read in columns.values())
    return Campuses(np.zeros(len(figures), dtype=np.intp), {name: read.column for name, read in columns.items()})


def is_same(column: Bounded, row: int, value: Any) -> bool:
    """Whether a column says of a row what a single campus does."""
    if value is None:
        return bool(np.isnan([column.value[row], column.least[row], column.most[row]]).all())
    most = most_of(value, whole=True)
    exact = most if most == least_of(value) else np.nan
    expected = [exact, least_of(value), np.nan if most is None else most]
    return np.array_equal([column.value[row], column.least[row], column.most[row]], expected, equal_nan=True)


@settings(max_examples=2 * settings().max_examples)
@given(st.lists(rows(), min_size=1, max_size=6))
def test_columns_are_as_single_campuses(figures: list[dict[str, Any]]) -> None:
    campuses = campuses_of(figures)
    wrong = untrue(campuses)
    lacking = {stage: may_lack_pupils(campuses, stage) for stage in Stage}
    for row, of_row in enumerate(figures):
        try:
            campus = Campus(**of_row)
        except DataError:
            assert wrong[row]
            continue
        assert not wrong[row]
        for stage in campus.compulsory_stages:
            assert lacking[stage][row] == campus.may_lack_pupils(stage)
            assert campuses.with_pupils(stage)[row] == campus.has_pupils(stage)
        for name in ("pupils", "classes", "migrant_share"):
            value = getattr(campus, name)
            found = getattr(campuses, name)[row]
            np.testing.assert_allclose(found, np.nan if value is None else float(value), rtol=1e-12)
        assert is_same(campuses.largest_class, row, campus.largest_class)
        for stage in campus.with_pupils:
            assert is_same(campuses.largest_class_of(stage), row, campus.largest_class_of(stage))


@given(testing.broken_campuses())
@settings(max_examples=2 * settings().max_examples)
def test_figures_broken_in_a_named_way_are_found_or_cannot_be_read(broken: testing.Broken) -> None:
    if FIELDS[broken.field].form in (Form.CODE, Form.TEXT, Form.TEXTS):
        return
    columns = {name: read_column([broken.figures[name]], FIELDS[name]) for name in READ}
    unread = any(read.unread is not None for read in columns.values())
    nowhere = np.zeros(1, dtype=np.intp)
    assert (
        unread
        or untrue(Campuses(nowhere, {name: read.column for name, read in columns.items()}))[0]
        or not _kind(broken)
    )


def _kind(broken: testing.Broken) -> object:
    """The kind, without which a campus is refused by itself."""
    return broken.figures["kind"]


PRIMARY: dict[str, Any] = {"kind": Kind.PRIMARY, "primary_pupils": 90}
NINE_YEAR: dict[str, Any] = {"kind": Kind.NINE_YEAR, "primary_pupils": 90, "junior_pupils": 60}
UNKNOWN: dict[str, Any] = {"kind": Kind.NINE_YEAR}
EMPTY: dict[str, Any] = {"kind": Kind.NINE_YEAR, "primary_pupils": 0, "junior_pupils": 0}
STATED: dict[str, Any] = {"kind": Kind.NINE_YEAR, "primary_classes": 10, "junior_classes": 8}
SIZES: dict[str, Any] = {"kind": Kind.NINE_YEAR, "primary_largest_class": 40, "junior_largest_class": 42}

# Figures of a campus, and whether they contradict one another.
FIGURES: dict[str, tuple[dict[str, Any], bool]] = {
    "as many as the whole": ({**PRIMARY, "full_time_teachers": 30, "certified_teachers": 30}, False),
    "more than the whole": ({**PRIMARY, "full_time_teachers": 30, "certified_teachers": 31}, True),
    "a whole that is unknown": ({**PRIMARY, "certified_teachers": 31}, False),
    "as many as pupils": ({**NINE_YEAR, "migrant_pupils": 150}, False),
    "more than pupils": ({**NINE_YEAR, "migrant_pupils": 151}, True),
    "more than pupils of a stage": ({**NINE_YEAR, "junior_largest_class": 61}, True),
    "pupils of whom some are unknown": ({"kind": Kind.NINE_YEAR, "primary_pupils": 9, "migrant_pupils": 10}, False),
    "as many as its classes hold": ({**PRIMARY, "primary_classes": 2, "primary_largest_class": 45}, False),
    "more than its classes hold": ({**PRIMARY, "primary_classes": 2, "primary_largest_class": 44}, True),
    "as many as classes of a band hold": (
        {**PRIMARY, "primary_classes": 2, "primary_largest_class": Band(41, 46)},
        False,
    ),
    "more than classes of a band hold": (
        {**PRIMARY, "primary_classes": 2, "primary_largest_class": Band(41, 45)},
        True,
    ),
    "classes of a band without an end": ({**PRIMARY, "primary_classes": 2, "primary_largest_class": Band(41)}, False),
    "a band above the pupils": ({**PRIMARY, "primary_largest_class": Band(91, 99)}, True),
    "a band that ends above the pupils": ({**PRIMARY, "primary_largest_class": Band(90, 99)}, False),
    "pupils of another stage": ({**PRIMARY, "junior_pupils": 1}, True),
    "nobody in another stage": ({**PRIMARY, "junior_pupils": 0}, False),
    "pupils of the senior stage": ({**PRIMARY, "senior_pupils": 1}, True),
    "pupils of the senior stage of a school that has it": ({"kind": Kind.SENIOR, "senior_pupils": 1}, False),
    "a class of another stage": ({**PRIMARY, "junior_largest_class": 1}, True),
    "a class of another stage in a band": ({**PRIMARY, "junior_largest_class": Band(41, 46)}, True),
    "grades of another stage": ({**PRIMARY, "junior_grades": 3}, True),
    "teachers of a stage": ({**UNKNOWN, "junior_teachers": 1}, False),
    "teachers of pupils that are unknown": ({"kind": Kind.PRIMARY, "primary_teachers": 1}, False),
    "teachers of nobody": ({"kind": Kind.PRIMARY, "primary_pupils": 0, "primary_teachers": 1}, True),
    "no teachers of nobody": ({"kind": Kind.PRIMARY, "primary_pupils": 0, "primary_teachers": 0}, False),
    "a class of nobody in a band": (
        {"kind": Kind.PRIMARY, "primary_pupils": 0, "primary_largest_class": Band(0, 3)},
        True,
    ),
    "grades without pupils": ({"kind": Kind.PRIMARY, "primary_pupils": 0, "primary_grades": 6}, False),
    "pupils without classes": ({**PRIMARY, "primary_classes": 0}, True),
    "a pupil without classes": ({"kind": Kind.PRIMARY, "primary_pupils": 1, "primary_classes": 0}, True),
    "pupils in a class of nobody": ({**PRIMARY, "primary_largest_class": 0}, True),
    "no classes of pupils that are unknown": ({"kind": Kind.PRIMARY, "primary_classes": 0}, False),
    "no classes of nobody": ({"kind": Kind.PRIMARY, "primary_pupils": 0, "primary_classes": 0}, False),
    "books for nobody": ({**EMPTY, "books": 1}, True),
    "no books for nobody": ({**EMPTY, "books": 0}, False),
    "books for one stage": ({**EMPTY, "junior_pupils": 1, "books": 1}, False),
    "books for a stage that may have pupils": ({"kind": Kind.NINE_YEAR, "primary_pupils": 0, "books": 1}, False),
    "books for the senior stage": (
        {"kind": Kind.TWELVE_YEAR, "primary_pupils": 0, "junior_pupils": 0, "senior_pupils": 1, "books": 1},
        False,
    ),
    "books for nobody of one stage alone": ({"kind": Kind.PRIMARY, "primary_pupils": 0, "books": 1}, True),
    "areas for nobody": ({**EMPTY, "sports_area": 0.5}, True),
    "an area that is the sum of its parts": (
        {**PRIMARY, "sports_area": 1007.4, "sports_ground_area": 1000.1, "indoor_sports_area": 7.3},
        False,
    ),
    "an area that is less than its parts": (
        {**PRIMARY, "sports_area": 1007.3, "sports_ground_area": 1000.1, "indoor_sports_area": 7.3},
        True,
    ),
    "an area that is a little more than its parts": (
        {**PRIMARY, "sports_area": 1007.40001, "sports_ground_area": 1000.1, "indoor_sports_area": 7.3},
        True,
    ),
    "an area that its parts leave": (
        {**PRIMARY, "teaching_area": 992.8, "teaching_area_gross": 1000.1, "indoor_sports_area": 7.3},
        False,
    ),
    "an area that is more than its parts leave": (
        {**PRIMARY, "teaching_area": 992.9, "teaching_area_gross": 1000.1, "indoor_sports_area": 7.3},
        True,
    ),
    "an area of nothing, as its parts": (
        {**PRIMARY, "sports_area": 0, "sports_ground_area": 0, "indoor_sports_area": 0},
        False,
    ),
    "an area of which a part is unknown": (
        {**PRIMARY, "sports_area": 1007.3, "sports_ground_area": None, "indoor_sports_area": 7.3},
        False,
    ),
    "classes that the stages have": ({**STATED, "compulsory_classes": 18}, False),
    "fewer classes than the stages have": ({**STATED, "compulsory_classes": 17}, True),
    "more classes than the stages have": ({**STATED, "compulsory_classes": 19}, True),
    "as many classes as one stage has": ({**STATED, "compulsory_classes": 10}, True),
    "fewer classes than one stage has": ({**STATED, "compulsory_classes": 9}, True),
    "classes of which those of a stage are unknown": (
        {"kind": Kind.NINE_YEAR, "primary_classes": 10, "compulsory_classes": 18},
        False,
    ),
    "classes of the only stage with pupils": (
        {**STATED, "junior_pupils": 0, "junior_classes": None, "compulsory_classes": 10},
        False,
    ),
    "more classes than the only stage with pupils has": (
        {**STATED, "junior_pupils": 0, "junior_classes": None, "compulsory_classes": 11},
        True,
    ),
    "no classes for pupils of one stage": (
        {"kind": Kind.NINE_YEAR, "junior_pupils": 1, "compulsory_classes": 0},
        True,
    ),
    "no classes for pupils that are unknown": ({**UNKNOWN, "compulsory_classes": 0}, False),
    "no classes for nobody": ({**EMPTY, "compulsory_classes": 0}, False),
    "classes of the stages with room for all": (
        {**NINE_YEAR, "compulsory_classes": 3, "compulsory_largest_class": 50},
        False,
    ),
    "classes of the stages without room for all": (
        {**NINE_YEAR, "compulsory_classes": 3, "compulsory_largest_class": 49},
        True,
    ),
    "classes of the stages without room for one of them": (
        {"kind": Kind.NINE_YEAR, "primary_pupils": 90, "compulsory_classes": 2, "compulsory_largest_class": 44},
        True,
    ),
    "one class of the stages without room for all": (
        {**NINE_YEAR, "compulsory_classes": 1, "compulsory_largest_class": 149},
        True,
    ),
    "classes of one pupil each": ({**NINE_YEAR, "compulsory_classes": 149, "compulsory_largest_class": 1}, True),
    "classes of the stages of a band with room for all": (
        {**NINE_YEAR, "compulsory_classes": 3, "compulsory_largest_class": Band(41, 51)},
        False,
    ),
    "a class of nobody in stages with pupils": (
        {"kind": Kind.NINE_YEAR, "primary_pupils": 1, "compulsory_largest_class": 0},
        True,
    ),
    "a class of nobody in stages that may have pupils": ({**UNKNOWN, "compulsory_largest_class": 0}, False),
    "the largest class of the stages": ({**SIZES, "compulsory_largest_class": 42}, False),
    "a class that is larger than that of each stage": ({**SIZES, "compulsory_largest_class": 43}, True),
    "a class in a band that is larger than that of each stage": (
        {**SIZES, "compulsory_largest_class": Band(43, 50)},
        True,
    ),
    "a class in a band that begins with that of a stage": ({**SIZES, "compulsory_largest_class": Band(42, 50)}, False),
    "a class that is larger than the band of each stage": (
        {**SIZES, "junior_largest_class": Band(36, 41), "compulsory_largest_class": 41},
        True,
    ),
    "a class as large as the band of a stage": (
        {**SIZES, "junior_largest_class": Band(36, 42), "compulsory_largest_class": 41},
        False,
    ),
    "a class that may be of the stage of which none is known": (
        {**SIZES, "junior_largest_class": None, "compulsory_largest_class": 50},
        False,
    ),
    "a class of the stages, and one of nobody in the only stage": (
        {"kind": Kind.PRIMARY, "primary_largest_class": 0, "compulsory_largest_class": 1},
        True,
    ),
    "a class of the stages without pupils": (
        {**SIZES, "junior_pupils": 0, "junior_largest_class": None, "compulsory_largest_class": 41},
        True,
    ),
    "a school of the state that is private": (
        {**PRIMARY, "sponsor": Sponsor.COUNTY_OTHER, "ownership": Ownership.PRIVATE},
        True,
    ),
    "a school of the state that is public": (
        {**PRIMARY, "sponsor": Sponsor.COUNTY_OTHER, "ownership": Ownership.PUBLIC},
        False,
    ),
    "a school of the county that belongs to the city": (
        {**PRIMARY, "sponsor": Sponsor.COUNTY_OTHER, "affiliation": Affiliation.CITY},
        True,
    ),
    "a school of the county that belongs to it": (
        {**PRIMARY, "sponsor": Sponsor.COUNTY_OTHER, "affiliation": Affiliation.COUNTY},
        False,
    ),
    "a school of an enterprise that belongs to the city": (
        {**PRIMARY, "sponsor": Sponsor.LOCAL_ENTERPRISE, "affiliation": Affiliation.CITY},
        False,
    ),
    "a school that anybody may have set up": ({**PRIMARY, "sponsor": None, "ownership": Ownership.PRIVATE}, False),
    "a school of the state of which nothing else is known": (
        {**PRIMARY, "sponsor": Sponsor.CITY_OTHER, "ownership": None, "affiliation": None},
        False,
    ),
    "a school of the state that is private and belongs to it": (
        {
            **PRIMARY,
            "sponsor": Sponsor.COUNTY_OTHER,
            "ownership": Ownership.PRIVATE,
            "affiliation": Affiliation.COUNTY,
        },
        True,
    ),
}


@pytest.mark.parametrize("way", FIGURES)
def test_figures_contradict_one_another_as_those_of_a_single_campus(way: str) -> None:
    figures, expected = FIGURES[way]
    given = {name: read_column([None, figures[name]], FIELDS[name]).column for name in figures if name != "kind"}
    kinds = read_column([Kind.NINE_YEAR, figures["kind"]], FIELDS["kind"]).column
    assert untrue(Campuses(np.zeros(2, dtype=np.intp), {"kind": kinds, **given})).tolist() == [False, expected]
    try:
        Campus(school_code="1", **figures)
    except DataError:
        assert expected
    else:
        assert not expected


def test_a_size_beside_bands_is_given_unless_it_is_0() -> None:
    kinds = read_column([Kind.PRIMARY] * 4, FIELDS["kind"]).column
    sizes = read_column([Band(41, 46), 0, 1, None], FIELDS["junior_largest_class"]).column
    campuses = Campuses(np.zeros(4, dtype=np.intp), {"kind": kinds, "junior_largest_class": sizes})
    assert untrue(campuses).tolist() == [True, False, True, False]


def test_each_of_many_campuses_is_looked_at() -> None:
    size = 20_000
    books, wrong = np.zeros(size), [3, 16_383, 16_384, 19_999]
    books[wrong] = 1
    kinds = read_column(np.array([Kind.PRIMARY] * size), FIELDS["kind"]).column
    campuses = Campuses(
        np.zeros(size, dtype=np.intp), {"kind": kinds, "primary_pupils": np.zeros(size), "books": books}
    )
    assert np.flatnonzero(untrue(campuses)).tolist() == wrong


@pytest.mark.parametrize(
    ("parts", "whole", "expected"),
    [
        (((3.0, 2.0), (4.0, 3.0)), ((6.0, 6.0),), [True, False]),
        (((np.nan, np.nan), (7.0, 6.0)), ((6.0, 6.0),), [True, False]),
        (((-1.0,), (1.0,)), ((0.0,),), [True]),
        (((9.0, 9.0, 9.0),), ((2.0, 3.0, np.nan), (4.0, 3.0, 3.0)), [True, False, False]),
    ],
    ids=["together", "one unknown", "less than nothing", "a product"],
)
def test_parts_exceed_their_whole(parts: Any, whole: Any, expected: list[bool]) -> None:
    names = [f"part {at}" for at in range(len(parts))], [f"whole {at}" for at in range(len(whole))]
    least, most = (dict(zip(n, map(np.array, g), strict=True)) for n, g in zip(names, (parts, whole), strict=True))
    relation = Relation(tuple(least), tuple(most), "")
    assert exceeding(relation, least.__getitem__, most.__getitem__).tolist() == expected


# Figures of a campus, and whether it may have no pupils in the junior stage.
LACKING: dict[str, tuple[dict[str, Any], bool]] = {
    "nothing is given": ({}, True),
    "nobody": ({"junior_pupils": 0}, False),
    "some": ({"junior_pupils": 5}, False),
    "teachers of the stage": ({"junior_teachers": 1}, False),
    "no teachers of the stage": ({"junior_teachers": 0}, True),
    "pupils admitted": ({"junior_intake": 1}, False),
    "teachers of the other stage": ({"primary_teachers": 1}, True),
    "books, and nobody in the other stage": ({"primary_pupils": 0, "books": 1}, False),
    "a school without the stage": ({"kind": Kind.PRIMARY}, False),
    "attached classes of the stage": ({"kind": Kind.PRIMARY, "attached_classes": True}, True),
    "attached classes of the stage in a senior school": (
        {"kind": Kind.SENIOR, "attached_classes": True, "primary_pupils": None},
        True,
    ),
}


@pytest.mark.parametrize("way", LACKING)
def test_a_stage_may_lack_pupils_where_nothing_else_needs_them(way: str) -> None:
    figures, expected = LACKING[way]
    given = {"kind": Kind.NINE_YEAR, "primary_pupils": 9, **figures}
    # Beside a campus without that stage, and one that may lack its pupils.
    rows = [{"kind": Kind.PRIMARY}, given, {"kind": Kind.NINE_YEAR}]
    names = ("junior_pupils", *given)
    columns = {name: read_column([row.get(name) for row in rows], FIELDS[name]).column for name in names}
    campuses = Campuses(np.zeros(3, dtype=np.intp), columns)
    assert may_lack_pupils(campuses, Stage.JUNIOR).tolist() == [False, expected, True]
    single = Campus(school_code="1", **given)
    assert expected == (Stage.JUNIOR in single.stages and single.may_lack_pupils(Stage.JUNIOR))
