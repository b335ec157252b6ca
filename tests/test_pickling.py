"""Every public object goes through pickle, copy and another process, and comes back equal."""

from __future__ import annotations

import copy
import datetime as dt
import enum
import inspect
import multiprocessing
import pickle
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import attrs
import numpy as np
import pytest
from counties import change_campus, good_county, junior, primary
from test_public import public

import balanced_edu as be
from balanced_edu import assess, checks, testing, units
from balanced_edu.assessment import Doubt, DoubtCode
from balanced_edu.assessment.shortfalls import rooms_of
from balanced_edu.checks import Cell, Figure
from balanced_edu.dispersion import moments
from balanced_edu.errors import CheckError, DataError, InputError, Problem, StandardError
from balanced_edu.indicators.declare import every_measure, given_fact
from balanced_edu.nation import SectionTable
from balanced_edu.notes import ReadingError
from balanced_edu.records import LocalPlan
from balanced_edu.report import FORMATS, document_of
from balanced_edu.standards import load
from balanced_edu.tables import Reading, Remark, RemarkCode, TableRead
from balanced_edu.units import UnitError

COUNTY = change_campus(good_county(), "P1", primary_largest_class=46, primary_backbone_teachers=None, sponsor=7)
COUNTY = attrs.evolve(change_campus(COUNTY, "P2", evidence=["学校章程"]), evidence={"G1": ["布局规划图"]})
ASSESSMENT = assess(COUNTY, "wenling-2020", on=dt.date(2022, 10, 31))
STANDARD = load("shenyang")
TABLE = SectionTable.from_counties([COUNTY])
MANY = be.assess_counties({"county": [1], "school_code": ["A1"], "kind": ["小学"], "primary_pupils": [100]})
LIMIT = checks.at_least("4.2", "teacher / hundred_pupils", of="R1")
READING = Reading(
    [Remark(RemarkCode.UNIT, "county.xlsx:学校!F1", {"given": "万元", "read": "元", "factor": 10_000})],
    [TableRead("schools", "county.xlsx", "学校", {"P1": 2}, {"computers": (5, "计算机台数")})],
)
PROBLEMS = [Problem("schools.csv", 2, "专任教师数", "is missing")]
CONCEDED = assess(good_county(primary("P1", 2400, built_year=2010), junior()), "procedure-2019").concessions
HISTORY = be.history([COUNTY, attrs.evolve(good_county(), year=2023)])
LACKING = assess(change_campus(good_county(), "P1", primary_backbone_teachers=0, teaching_area=1, music_room_areas=()))
ROOMS = [one for one in map(rooms_of, LACKING.indicators["G3"].leaves()) if one is not None]
DOUBT = Doubt(code=DoubtCode.ROW_TWICE, cell=Cell("schools", "P2", ""), figures={"other": "P1"})
OBJECTS: list[object] = [
    *(COUNTY, *COUNTY.campuses, COUNTY.guarantee, COUNTY.quality, COUNTY.veto, COUNTY.conditions, COUNTY.plan),
    *(be.Band(46, 51), COUNTY.declaration, LACKING.sides["R2"], *LACKING.contributions(be.Stage.PRIMARY, "R2")),
    *(LACKING.shortfalls[0], LACKING.shortfalls[0].choices[0], LACKING.shortfalls[0].to_limit["R2"], ROOMS[0]),
    *(COUNTY.recognition, COUNTY.monitoring[0], COUNTY.groups[0], LocalPlan(regular_revenue=0.5)),
    *(
        ASSESSMENT,
        ASSESSMENT.sections[0],
        ASSESSMENT.sections[0].section,
        ASSESSMENT.survey,
        ASSESSMENT.survey.everybody,
        ASSESSMENT.finding,
        Cell("schools", "P1", ""),
    ),
    *(ASSESSMENT.tasks(), ASSESSMENT.tasks().tasks[0], ASSESSMENT.tasks().since(ASSESSMENT.tasks())),
    *(be.compare_counties([COUNTY], STANDARD), be.compare_standards(COUNTY, ["national-2017", STANDARD])),
    *(HISTORY, *HISTORY.steps, *HISTORY.steps[0].changes, *HISTORY.steps[0].changes[-1].causes),
    *(*STANDARD.choices, STANDARD.items["G9"].marks["pooled"]),
    *(STANDARD, *STANDARD.items.values(), STANDARD.section_rule(be.Stage.PRIMARY)),
    *(STANDARD.variation_check(be.Stage.JUNIOR), be.catalogue, *be.catalogue.values()),
    *(LIMIT, LIMIT.validator(), ~LIMIT, LIMIT & LIMIT, checks.any_given(LIMIT), checks.holds("fraud")),
    *(checks.one_of(["城区"], of="area_type"), Figure(value=1, unit="room", inputs={"rooms": 1})),
    *(TABLE, TABLE.assess(), TABLE.sensitivity(), moments([1, 3], [1, 1])),
    *(MANY, MANY.turning()),
    *(units.quantity(3, "万元"), units.quantity(np.array([1.5, np.nan]), "m² / pupil")),
    *(*every_measure().values(), given_fact("posts, unfilled", "person"), given_fact("fraud", "")),
    *(document_of(ASSESSMENT, "zh"), FORMATS["json"]),
    testing.Broken(way="negative", field="junior_pupils", record=be.Campus, figures={"junior_pupils": -1}),
    testing.Doubtful(way="copied", code=DOUBT.code, cell=DOUBT.cell, county=COUNTY),
    *(DOUBT, *CONCEDED, CONCEDED[0].concession),
    *PROBLEMS,
    *(READING, *READING.remarks, *READING.tables),
]
ERRORS: list[Exception] = [
    InputError(PROBLEMS),
    InputError(PROBLEMS, READING),
    InputError(PROBLEMS, counties=[COUNTY]),
    StandardError(PROBLEMS),
    DataError([("pupils", "-1 is not a whole number")]),
    CheckError("pupils", LIMIT.finding({"R1": 4})),
    ReadingError("is missing"),
    UnitError((("yuan", 1),), "pupil", True),
]


def content(value: Any) -> Any:
    """What a value holds, as values that can be compared, whatever it defines as equal."""
    if isinstance(value, np.ndarray):
        return value.dtype.kind, value.tolist() if value.dtype.kind != "f" else [repr(one) for one in value.ravel()]
    if isinstance(value, dict):
        return {key: content(one) for key, one in value.items()}
    if units.is_quantity(value):
        return content(np.asarray(value.magnitude)), str(value.units)
    if attrs.has(type(value)) and _is_compared_by_identity(value):
        return type(value), [content(getattr(value, field.name)) for field in attrs.fields(type(value))]
    return value


def _is_compared_by_identity(value: object) -> bool:
    return vars(object)["__eq__"] is getattr(type(value), "__eq__")  # noqa: B009


def hashed(value: object) -> int | None:
    try:
        return hash(value)
    except TypeError:  # an array
        return None


def name_of(value: object) -> str:
    return type(value).__name__


PICKLED: dict[str, Callable[[Any], Any]] = {
    **{
        f"protocol {protocol}": lambda value, protocol=protocol: pickle.loads(pickle.dumps(value, protocol))  # type: ignore[misc]
        for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1)
    },
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
}


@pytest.mark.parametrize("through", PICKLED.values(), ids=PICKLED)
def test_objects_come_back_equal(through: Callable[[Any], Any]) -> None:
    for value in OBJECTS:
        back = through(value)
        assert content(back) == content(value), value
        if not _is_compared_by_identity(value):
            assert hashed(back) == hashed(value), value


@pytest.mark.parametrize("through", PICKLED.values(), ids=PICKLED)
@pytest.mark.parametrize("error", ERRORS, ids=name_of)
def test_errors_come_back_with_what_they_say(error: Exception, through: Callable[[Any], Any]) -> None:
    back = through(error)
    assert (type(back), str(back), vars(back)) == (type(error), str(error), vars(error))


def raising(place: int) -> None:
    raise ERRORS[place]


def sent(value: object) -> object:
    return value


def test_a_process_pool_takes_and_returns_objects_and_errors() -> None:
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        assert pool.submit(assess, COUNTY).result() == assess(COUNTY)
        for value, back in zip(OBJECTS, pool.map(sent, OBJECTS), strict=True):
            assert content(back) == content(value)
        for place, error in enumerate(ERRORS):
            with pytest.raises(type(error)) as raised:
                pool.submit(raising, place).result()
            assert str(raised.value) == str(error)


def test_every_public_class_is_among_the_objects() -> None:
    kinds = {type(value) for value in (*OBJECTS, *ERRORS)}
    classes = {name: kind for name, kind in public() if isinstance(kind, type) and not issubclass(kind, enum.Enum)}
    concrete = {name for name, kind in classes.items() if not inspect.isabstract(kind)}
    assert {name for name in concrete if not any(issubclass(one, classes[name]) for one in kinds)} == set()
