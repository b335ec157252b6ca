"""Campuses as columns: whatever follows from their figures is what follows from those of a single campus."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from balanced_edu.arrays import Coded
from balanced_edu.assessment.look_up import property_of
from balanced_edu.checks.limits import Bounded
from balanced_edu.nation.campuses import Campuses, judged, plain, taken
from balanced_edu.nation.columns import column_of
from balanced_edu.records.bands import Band
from balanced_edu.records.campus import Campus
from balanced_edu.records.fields import fields_of
from balanced_edu.records.kinds import Affiliation, AreaType, Kind, Ownership, Sponsor, Stage

FIELDS = fields_of(Campus)
NAN = float("nan")


def columns_of(*rows: dict[str, Any]) -> Campuses:
    """Campuses by their figures; what is not given of any campus has no column."""
    names = dict.fromkeys(name for row in rows for name in row)
    every = np.arange(len(rows))
    columns = {name: column_of([row.get(name) for row in rows], every, FIELDS[name]) for name in names}
    return Campuses(every, columns)


def alone(row: dict[str, Any]) -> Campus:
    return Campus(school_code="1", **row)


def check(column: Any, expected: list[Any]) -> None:
    """A column has these values, bands among them; None is unknown."""
    if isinstance(column, Coded):
        assert column.of_each(lambda value: value).tolist() == expected
        return
    value = [None if isinstance(one, Band) else one for one in expected]
    least = [one.least if isinstance(one, Band) else one for one in expected]
    most = [one.below if isinstance(one, Band) else one for one in expected]
    for found, of_each in ((column.value, value), (column.least, least), (column.most, most)):
        np.testing.assert_array_equal(found, np.array(of_each, dtype=float))


# Stages.


STAGES: dict[str, tuple[dict[str, Any], list[Stage]]] = {
    "a nine-year school": ({"kind": Kind.NINE_YEAR}, [Stage.PRIMARY, Stage.JUNIOR]),
    "a primary school with attached classes": (
        {"kind": Kind.PRIMARY, "attached_classes": True},
        [Stage.PRIMARY, Stage.JUNIOR],
    ),
    "a primary school without": ({"kind": Kind.PRIMARY, "attached_classes": False}, [Stage.PRIMARY]),
    "a primary school of which it is unknown": ({"kind": Kind.PRIMARY}, [Stage.PRIMARY]),
    "a senior school": ({"kind": Kind.SENIOR}, [Stage.SENIOR]),
    "a senior school with attached classes": (
        {"kind": Kind.SENIOR, "attached_classes": True},
        [Stage.JUNIOR, Stage.SENIOR],
    ),
}


def test_a_campus_has_the_stages_of_its_kind_and_of_its_attached_classes() -> None:
    rows = [row for row, _ in STAGES.values()]
    campuses = columns_of(*rows)
    for stage in Stage:
        assert campuses.has(stage).tolist() == [stage in stages for _, stages in STAGES.values()]
        assert [stage in alone(row).stages for row in rows] == campuses.has(stage).tolist()
    assert columns_of({"kind": Kind.PRIMARY}, {"kind": Kind.JUNIOR}).has(Stage.JUNIOR).tolist() == [False, True]


# The largest class.


def nine_year(
    primary: object, junior: object, overall: object = None, pupils: tuple[int | None, int | None] = (100, 100)
) -> dict[str, Any]:
    """A nine-year school with its largest class of each stage, and of both."""
    return {
        "kind": Kind.NINE_YEAR,
        "primary_pupils": pupils[0],
        "junior_pupils": pupils[1],
        "primary_largest_class": primary,
        "junior_largest_class": junior,
        "compulsory_largest_class": overall,
    }


# Of each campus the largest class of the primary stage, and that of both stages. Bands end with what is possible.
LARGEST: dict[str, tuple[dict[str, Any], Any, Any]] = {
    "of both stages": (nine_year(40, 46), 40, 46),
    "of one stage": (nine_year(40, None), 40, Band(40)),
    "of neither": (nine_year(None, None), None, None),
    "together alone": (nine_year(None, None, 46), Band(0, 46), 46),
    "together, and it is in the other stage": (nine_year(None, 46, 46), Band(0, 46), 46),
    "together, and it is in no other stage": (nine_year(None, 40, 46), 46, 46),
    "together, and in a stage without pupils": (nine_year(None, None, 1, (1, 0)), 1, 1),
    "together, and given of the stage, too": (nine_year(40, None, 46), 40, 46),
    "in a band": (nine_year(Band(41, 46), 43), Band(41, 45), Band(43, 45)),
    "together in a band": (nine_year(None, 40, Band(46, 51)), Band(46, 50), Band(46, 50)),
    "together in a band, or in the other stage": (nine_year(None, 46, Band(46, 51)), Band(0, 50), Band(46, 50)),
    "together in a band that one stage narrows": (nine_year(48, None, Band(46, 51)), 48, Band(48, 50)),
    "together in a band without an end": (nine_year(None, None, Band(46)), None, Band(46)),
    "of nobody": (nine_year(None, None, None, (0, 0)), None, 0),
}


def given_as(figure: Any) -> Any:
    """A figure of a single campus, with the end of a band as what is possible."""
    if isinstance(figure, Band):
        return Band(figure.least, None if figure.below is None else figure.below - 1)
    return figure


def test_the_largest_class_of_a_stage_and_of_all_stages() -> None:
    rows = [row for row, _, _ in LARGEST.values()]
    of_primary, of_all = [one for _, one, _ in LARGEST.values()], [one for _, _, one in LARGEST.values()]
    campuses = columns_of(*rows)
    check(campuses.largest_class_of(Stage.PRIMARY), of_primary)
    check(campuses.largest_class, of_all)
    check(campuses.scope("largest_class"), of_all)
    assert [given_as(alone(row).largest_class_of(Stage.PRIMARY)) for row in rows] == of_primary
    assert [given_as(alone(row).largest_class) for row in rows] == of_all


def test_figures_in_bands_are_unknown_figures() -> None:
    campuses = columns_of(nine_year(Band(41, 46), 50), nine_year(44, 50))
    np.testing.assert_array_equal(campuses.figures("primary_largest_class"), [NAN, 44])


# Totals.


def test_areas_follow_from_their_parts_where_they_are_not_given() -> None:
    parts = {"teaching_area_gross": 900, "indoor_sports_area": 200, "sports_ground_area": 3000}
    campuses = columns_of(
        parts,
        {**parts, "teaching_area": 700, "sports_area": 3200, "computers": 50},
        {**parts, "teaching_area_gross": None, "sports_ground_area": None},
        {**parts, "indoor_sports_area": None, "teaching_area": 600},
    )
    np.testing.assert_array_equal(campuses.shared_total("teaching_area"), [700, 700, NAN, 600])
    np.testing.assert_array_equal(campuses.shared_total("sports_area"), [3200, 3200, NAN, NAN])
    np.testing.assert_array_equal(campuses.shared_total("computers"), [NAN, 50, NAN, NAN])
    np.testing.assert_array_equal(columns_of({"sports_area": 5}).shared_total("sports_area"), [5])


# What scopes ask for.


PROPERTIES: dict[str, list[Any]] = {
    "kind": [Kind.NINE_YEAR, Kind.PRIMARY],
    "area_type": [AreaType.TOWN, None],
    "ownership": [Ownership.PRIVATE, None],
    "affiliation": [None, Affiliation.CITY],
    "built_year": [None, 2019],
    "pupils": [300, None],
    "migrant_share": [10, None],
}


def test_properties_that_scopes_ask_for() -> None:
    rows = [
        {
            "kind": Kind.NINE_YEAR,
            "area_type": AreaType.TOWN,
            "ownership": Ownership.PRIVATE,
            "primary_pupils": 200,
            "junior_pupils": 100,
            "migrant_pupils": 30,
        },
        {"kind": Kind.PRIMARY, "affiliation": Affiliation.CITY, "built_year": 2019, "inner_city": True},
    ]
    campuses, bare = columns_of(*rows), columns_of({}, {}, {})
    for name, expected in PROPERTIES.items():
        check(campuses.scope(name), expected)
        assert [property_of(alone(row), name) for row in rows] == expected
    for name in ("area_type", "built_year", "ownership", "sponsor"):
        check(bare.scope(name), [None] * 3)
    assert campuses.scope("inner_city").tolist() == [0, 1]
    for name in ("boarding", "inner_city"):
        assert bare.scope(name).tolist() == [0, 0, 0]
    assert columns_of({"boarding": False}, {}).scope("boarding").tolist() == [-1, 0]


def who(ownership: Ownership | None, affiliation: Affiliation | None, sponsor: Sponsor | None) -> dict[str, Any]:
    """Who runs a primary school; what is unknown is in no column."""
    given = {"ownership": ownership, "affiliation": affiliation, "sponsor": sponsor}
    return {"kind": Kind.PRIMARY, **{name: value for name, value in given.items() if value is not None}}


PUBLIC, PRIVATE, COUNTY, CITY = Ownership.PUBLIC, Ownership.PRIVATE, Affiliation.COUNTY, Affiliation.CITY
OF_CITY = Sponsor.CITY_EDUCATION

# What is given, and what each of the three is.
RUN_BY: dict[str, tuple[dict[str, Any], tuple[Any, Any, Any]]] = {
    "nobody known": (who(None, None, None), (None, None, None)),
    "whoever has set it up": (who(None, None, OF_CITY), (PUBLIC, CITY, OF_CITY)),
    "a private person": (who(None, None, Sponsor.PRIVATE), (PRIVATE, None, Sponsor.PRIVATE)),
    "the city, as is given": (who(PUBLIC, CITY, None), (PUBLIC, CITY, OF_CITY)),
    "the public": (who(PUBLIC, None, None), (PUBLIC, None, None)),
    "private, of the county": (who(PRIVATE, COUNTY, None), (PRIVATE, COUNTY, Sponsor.PRIVATE)),
    "a level alone": (who(None, CITY, None), (None, CITY, None)),
    "another department": (who(PUBLIC, COUNTY, Sponsor.COUNTY_OTHER), (PUBLIC, COUNTY, Sponsor.COUNTY_OTHER)),
}


def check_who_runs(rows: list[dict[str, Any]], expected: list[tuple[Any, Any, Any]]) -> None:
    campuses = columns_of(*rows)
    for place, name in enumerate(("ownership", "affiliation", "sponsor")):
        check(campuses.scope(name), [of_each[place] for of_each in expected])
        assert [property_of(alone(row), name) for row in rows] == [of_each[place] for of_each in expected]


def test_who_runs_a_campus() -> None:
    check_who_runs([row for row, _ in RUN_BY.values()], [runs for _, runs in RUN_BY.values()])


@pytest.mark.parametrize("way", RUN_BY)
def test_who_runs_the_only_campus(way: str) -> None:
    """Without the others there are no columns of what is not given."""
    row, expected = RUN_BY[way]
    check_who_runs([row], [expected])


# Columns.


def test_facts_of_a_local_standard_are_figures_or_judgements() -> None:
    facts = Coded((0.5, True, None, False, 3), np.array([0, 1, 2, 3, 4]))
    check(plain(facts, 5), [0.5, None, None, None, 3])
    assert judged(facts, 5).tolist() == [0, 1, 0, -1, 0]
    assert judged(None, 2).tolist() == [0, 0]
    check(plain(None, 2), [None, None])
    assert judged(facts, 5).dtype == judged(None, 2).dtype == np.int8


def arrays_of(column: Any) -> list[NDArray[Any]]:
    return [column.value, column.least, column.most] if isinstance(column, Bounded) else [column]


ROOMS = np.array([[96.0, 0.0], [54.0, 73.0], [0.0, 0.0]])


@pytest.mark.parametrize("rows", [np.array([2, 0]), slice(1, 3)], ids=["by number", "in a row"])
@pytest.mark.parametrize(
    "column",
    [
        np.array([1.0, NAN, 3.0]),
        ROOMS,
        Bounded(value=ROOMS, least=ROOMS, most=ROOMS),
        Bounded(value=ROOMS, least=ROOMS - 1, most=ROOMS + 1),
    ],
    ids=["figures", "rooms", "rooms without bounds", "rooms with bounds"],
)
def test_some_rows_of_a_column(column: Any, rows: Any) -> None:
    for found, of_all in zip(arrays_of(taken(column, rows)), arrays_of(column), strict=True):
        np.testing.assert_array_equal(found, of_all[rows])
