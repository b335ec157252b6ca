"""Items that are not resources, in the columns of many counties: what each finds, county by county."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest
from nations import WITHOUT_RESOURCES

from balanced_edu.nation.items import ItemOutcomes, item_outcomes
from balanced_edu.nation.reading import handed_in
from balanced_edu.nation.source import source_of
from balanced_edu.outcomes import Outcome
from balanced_edu.records.bands import Band
from balanced_edu.standards import from_text

FAIL, UNKNOWN, PASS = Outcome.FAIL, Outcome.UNKNOWN, Outcome.PASS

ITEM = """
[items.{id}]
name = {{ zh = "试验", en = "Drawn" }}
dimension = "guarantee"
{keys}
clause = "-"
source = "-"
mark = "choice"
"""


def found(
    keys: str, id: str = "G1", *, on: dt.date | None = None, before: dict[str, Any] | None = None, **tables: Any
) -> ItemOutcomes:
    """What an item finds of counties, of which there are some campuses at least; what uses others is a condition."""
    item = ITEM.format(id=id, keys=keys)
    standard = from_text(WITHOUT_RESOURCES + (item if before is None else item.replace("[items", "[conditions")))
    ids = sorted({id for table in tables.values() for id in table["county"]})
    campuses = {"county": ids, **tables.pop("campuses", {})}
    size = len(campuses["county"])
    campuses = {"school_code": [f"33030{at}" for at in range(size)], "kind": ["九年一贯制学校"] * size, **campuses}
    given = (tables.get(name) for name in ("counties", "monitoring", "groups"))
    handed, _ = handed_in(source_of(campuses, *given), standard, on)
    return item_outcomes((standard.items if before is None else standard.conditions)[id], handed, before or {})


def rows(*columns: str, of: dict[str, list[tuple[Any, ...]]]) -> dict[str, list[Any]]:
    """A table of the rows of several counties."""
    several = [(county, *row) for county, those in of.items() for row in those]
    return {name: [row[at] for row in several] for at, name in enumerate(("county", *columns))}


SUBJECTS = 'each = "subject"\nsubjects = ["语文", "数学"]\nrules = [{ measure = "monitoring_level", at_least = "3" }]\n'
MONITORED: dict[str, tuple[Outcome, list[tuple[str, int | None, bool | None]]]] = {
    "both": (PASS, [("语文", 3, None), ("数学", 4, True)]),
    "both and a third": (FAIL, [("语文", 3, None), ("数学", 4, None), ("科学", 2, None)]),
    "one": (UNKNOWN, [("语文", 3, None)]),
    "the other": (UNKNOWN, [("数学", 3, None)]),
    "neither": (UNKNOWN, [("科学", 3, None)]),
    "one that fails": (FAIL, [("数学", 2, None)]),
    "one without its level": (UNKNOWN, [("语文", 3, None), ("数学", None, None)]),
    "one that was not monitored": (PASS, [("语文", 3, None), ("数学", None, False)]),
    "two that were not monitored": (UNKNOWN, [("语文", None, False), ("数学", None, False)]),
}


@pytest.mark.parametrize("vacuous", [False, True])
def test_subjects_that_were_monitored(vacuous: bool) -> None:
    table = rows("subject", "level", "monitored", of={way: those for way, (_, those) in MONITORED.items()})
    wanted = {way: outcome for way, (outcome, _) in MONITORED.items()} | {"no rows at all": UNKNOWN}
    if vacuous:
        wanted |= {"two that were not monitored": PASS}
    keys = SUBJECTS + ("vacuous = true\n" if vacuous else "")
    outcomes = found(keys, "Q9", monitoring=table, counties={"county": [*wanted]}).counties
    assert dict(zip(sorted(wanted), outcomes.tolist(), strict=True)) == wanted


SURVEY = 'each = "group"\nrules = [{ measure = "satisfaction_rate", at_least = "85" }]\n'
Asked = list[tuple[str, int | None, int | None]]
WEIGHED: dict[str, tuple[str, dict[str, tuple[Outcome, Asked]]]] = {
    "parents three times as much as others": (
        '"家长" = "3", others = "1"',
        {
            "at the limit": (PASS, [("家长", 100, 90), ("教师", 100, 70)]),
            "below it": (FAIL, [("家长", 100, 89), ("教师", 100, 70)]),
            "of three groups": (PASS, [("教师", 10, 8), ("家长", 100, 90), ("学生", 10, 8)]),
            "parents alone": (PASS, [("家长", 100, 85)]),
            "no parents": (UNKNOWN, [("教师", 100, 99)]),
            "no parents were asked": (UNKNOWN, [("家长", 0, 0), ("教师", 1, 1)]),
            "of others it is unknown": (UNKNOWN, [("家长", 100, 99), ("教师", 100, None)]),
        },
    ),
    "two groups alone": (
        '"家长" = "1", "教师" = "1", "学生" = "0"',
        {
            "pupils and others do not count": (
                PASS,
                [("家长", 100, 80), ("教师", 100, 90), ("学生", 100, None), ("校长", 9, 0)],
            ),
            "no pupils": (FAIL, [("家长", 100, 80), ("教师", 100, 89)]),
            "one of them": (UNKNOWN, [("家长", 100, 99), ("学生", 100, 99)]),
            "the other": (UNKNOWN, [("教师", 100, 99)]),
        },
    ),
}


@pytest.mark.parametrize("way", WEIGHED)
def test_groups_are_weighed(way: str) -> None:
    weights, counties = WEIGHED[way]
    table = rows("group", "surveyed", "satisfied", of={county: asked for county, (_, asked) in counties.items()})
    wanted = {county: outcome for county, (outcome, _) in counties.items()} | {"nobody": UNKNOWN}
    of_all = found(f"{SURVEY}weights = {{ {weights} }}", "S1", groups=table, counties={"county": [*wanted]})
    assert dict(zip(sorted(wanted), of_all.counties.tolist(), strict=True)) == wanted
    assert (of_all.rows, of_all.near.any()) == (None, False)


def test_groups_are_pooled() -> None:
    wanted: dict[str, tuple[Outcome, Asked]] = {
        "at the limit": (PASS, [("家长", 100, 90), ("教师", 20, 12)]),
        "below it": (FAIL, [("家长", 100, 89), ("教师", 20, 12)]),
        "unknown": (UNKNOWN, [("家长", 100, 99), ("教师", 20, None)]),
        "nobody was asked": (UNKNOWN, [("家长", 0, 0)]),
        "no groups": (UNKNOWN, []),
    }
    table = rows("group", "surveyed", "satisfied", of={county: asked for county, (_, asked) in wanted.items()})
    outcomes = found(f"{SURVEY}pooled = true", "S1", groups=table, counties={"county": [*wanted]}).counties
    assert dict(zip(sorted(wanted), outcomes.tolist(), strict=True)) == {way: one for way, (one, _) in wanted.items()}


def test_groups_are_weighed_where_nobody_was_asked_anywhere() -> None:
    keys = f'{SURVEY}weights = {{ others = "1" }}'
    assert found(keys, "S1", counties={"county": ["甲", "乙"]}).counties.tolist() == [UNKNOWN, UNKNOWN]


COMPUTERS = '{ fact = "computers", at_least = "9" }'
BOOKS = '{ fact = "books", at_least = "1" }'
OF_BOARDERS = '{ fact = "computers", at_least = "9", boarding = true }'
Row = tuple[Outcome, int | None, int | None, bool | None]
ALTERNATIVES: dict[str, tuple[str, list[Row]]] = {  # what is found of computers, books and boarding
    "any of them": (
        f"any_of = [{COMPUTERS}, {BOOKS}]",
        [
            (PASS, 9, 0, None),
            (PASS, 8, 1, None),
            (PASS, None, 1, None),
            (PASS, 9, 1, None),
            (FAIL, 8, 0, None),
            (UNKNOWN, None, 0, None),
            (UNKNOWN, 8, None, None),
            (UNKNOWN, None, None, None),
        ],
    ),
    "any that is given": (
        f"any_given = [{COMPUTERS}, {BOOKS}]",
        [
            (PASS, 9, 0, None),
            (PASS, 8, 1, None),
            (PASS, None, 1, None),
            (FAIL, 8, 0, None),
            (FAIL, None, 0, None),
            (FAIL, 8, None, None),
            (UNKNOWN, None, None, None),
        ],
    ),
    "one of boarding schools alone": (
        f"any_of = [{OF_BOARDERS}, {BOOKS}]",
        [
            (PASS, 9, 0, True),
            (FAIL, 9, 0, False),
            (UNKNOWN, 9, 0, None),
            (FAIL, 8, 0, None),
            (PASS, None, 1, None),
            (FAIL, None, 0, False),
            (UNKNOWN, None, 0, True),
        ],
    ),
    "the other of boarding schools alone": (
        f"any_of = [{BOOKS}, {OF_BOARDERS}]",
        [(UNKNOWN, 9, None, False), (FAIL, 9, 0, False), (UNKNOWN, None, 0, None), (UNKNOWN, 9, 0, None)],
    ),
    "alternatives of alternatives": (
        f"any_of = [{{ any_of = [{COMPUTERS}, {OF_BOARDERS}] }}, {BOOKS}]",
        [(PASS, 9, 0, False), (PASS, 8, 1, False), (FAIL, 8, 0, False), (UNKNOWN, None, 0, False)],
    ),
    "both of boarding schools alone": (
        f'any_of = [{OF_BOARDERS}, {{ fact = "books", at_least = "1", boarding = true }}]',
        [(PASS, 9, 0, True), (FAIL, 8, 0, True), (FAIL, 9, 1, False), (UNKNOWN, 9, 0, None), (FAIL, 8, 0, None)],
    ),
}


@pytest.mark.parametrize("way", ALTERNATIVES)
def test_alternatives(way: str) -> None:
    rule, of_campuses = ALTERNATIVES[way]
    wanted, computers, books, boarding = zip(*of_campuses, strict=True)
    campuses = {"county": [*range(len(wanted))], "computers": computers, "books": books, "boarding": boarding}
    of_all = found(f'each = "campus"\nrules = [{{ {rule} }}]', campuses=campuses)
    assert of_all.rows is not None
    assert of_all.counties.tolist() == of_all.rows.tolist() == list(wanted)


def test_the_worst_campus_decides_for_its_county() -> None:
    campuses = {"county": [1, 2, 2, 3, 3, 3, 4], "books": [1, 1, 0, 1, None, 1, None]}
    of_all = found(f'each = "campus"\nrules = [{BOOKS}, {{ fact = "books", at_most = "1" }}]', campuses=campuses)
    assert of_all.rows is not None
    assert of_all.rows.dtype == of_all.counties.dtype == np.int8
    assert of_all.rows.tolist() == [PASS, PASS, FAIL, PASS, UNKNOWN, PASS, UNKNOWN]
    assert of_all.counties.tolist() == [PASS, FAIL, UNKNOWN, UNKNOWN]


def test_what_is_not_judged_passes() -> None:
    """By the scope of the item, and of its rule; where it is unknown, there is no failure."""
    item, rule = [False, False, None, None, True, True, True], [True, True, True, True, None, False, None]
    campuses = {"county": [*range(7)], "books": [0, 1, 0, 1, 0, 0, 1], "boarding": item, "inner_city": rule}
    keys = (
        'each = "campus"\nwhere = { boarding = true }\nrules = [{ fact = "books", at_least = "1", inner_city = true }]'
    )
    of_all = found(keys, campuses=campuses)
    assert of_all.rows is not None
    assert of_all.rows.tolist() == of_all.counties.tolist() == [PASS, PASS, UNKNOWN, PASS, UNKNOWN, PASS, PASS]


ABOUT = 'clause = "-", source = "-"'
DATED = f"""
each = "campus"
rules = [{{ measure = "pupils_on_campus", at_most = [
    {{ value = "900", {ABOUT} }},
    {{ value = "700", since = 2023-01-01, {ABOUT} }},
    {{ value = "600", since = 2025-01-01, {ABOUT} }},
] }}]
"""
DAYS: dict[str, tuple[dt.date | None, dict[int, Outcome]]] = {  # what so many pupils are
    "before the first change": (dt.date(2022, 12, 31), {900: PASS, 901: FAIL}),
    "on the day of a change": (dt.date(2023, 1, 1), {700: PASS, 701: FAIL}),
    "before the last change": (dt.date(2024, 12, 31), {700: PASS, 701: FAIL}),
    "on the day of the last change": (dt.date(2025, 1, 1), {600: PASS, 601: FAIL}),
    "on no day that is known": (None, {600: PASS, 601: UNKNOWN, 701: UNKNOWN, 900: UNKNOWN, 901: FAIL}),
}


@pytest.mark.parametrize("way", DAYS)
def test_limits_of_a_day(way: str) -> None:
    on, wanted = DAYS[way]
    campuses = {"county": [*range(len(wanted))], "primary_pupils": [*wanted], "junior_pupils": [0] * len(wanted)}
    assert found(DATED, on=on, campuses=campuses).counties.tolist() == list(wanted.values())


POOLED = 'each = "campus"\npooled = true\nwhere = { boarding = true }\nrules = [{ fact = "books", at_least = "9" }]\n'
BOARDING: dict[str, tuple[Outcome, list[tuple[int | None, bool | None]]]] = {
    "the sum decides": (PASS, [(4, True), (5, True)]),
    "by one": (FAIL, [(4, True), (4, True)]),
    "others do not count": (FAIL, [(4, True), (5, False)]),
    "what is unknown of others": (PASS, [(9, True), (None, False)]),
    "a figure is unknown": (UNKNOWN, [(9, True), (None, True)]),
    "one may count": (UNKNOWN, [(9, True), (1, None)]),
    "none counts for certain": (UNKNOWN, [(9, None), (1, None)]),
    "none counts": (FAIL, [(9, False)]),
}


@pytest.mark.parametrize("vacuous", [False, True])
def test_campuses_are_pooled(vacuous: bool) -> None:
    table = rows("books", "boarding", of={way: those for way, (_, those) in BOARDING.items()})
    wanted = {way: outcome for way, (outcome, _) in BOARDING.items()} | ({"none counts": PASS} if vacuous else {})
    of_all = found(POOLED + ("vacuous = true" if vacuous else ""), campuses=table)
    assert dict(zip(sorted(wanted), of_all.counties.tolist(), strict=True)) == wanted
    assert of_all.rows is None


def test_where_nothing_has_a_row_nothing_is_pooled() -> None:
    table = rows("group", "surveyed", of={"asked": [("家长", 400)], "fewer": [("家长", 200), ("教师", 199)]})
    keys = 'each = "group"\npooled = true\nrules = [{ fact = "surveyed", at_least = "400" }]'
    outcomes = found(keys, "S1", groups=table, counties={"county": ["asked", "fewer", "nobody"]}).counties
    assert outcomes.tolist() == [PASS, FAIL, UNKNOWN]


SINCE = 'each = "campus"\npooled = {pooled}\nwhere = {{ boarding = true, since = 2024-01-01 }}\nrules = [{rule}]\n'
OF_THE_YEAR: list[tuple[int | None, int, bool, Outcome, Outcome]] = [  # judged one by one, and pooled
    (2024, 9, True, PASS, PASS),
    (2024, 8, True, FAIL, FAIL),
    (2023, 8, True, PASS, PASS),
    (None, 8, True, UNKNOWN, UNKNOWN),
    (2023, 8, False, PASS, FAIL),
    (2024, 8, False, PASS, FAIL),
]


@pytest.mark.parametrize("pooled", [False, True])
def test_what_is_not_in_force_yet(pooled: bool) -> None:
    year, books, boarding, one_by_one, of_pools = zip(*OF_THE_YEAR, strict=True)
    ids = [*range(len(year))]
    keys = SINCE.format(pooled=str(pooled).lower(), rule='{ fact = "books", at_least = "9" }')
    campuses = {"county": ids, "books": books, "boarding": boarding}
    outcomes = found(keys, campuses=campuses, counties={"county": ids, "year": year}).counties
    assert outcomes.tolist() == list(of_pools if pooled else one_by_one)


@pytest.mark.parametrize(
    ("rule", "outcome"), [("since = 2024-01-01, ", PASS), ("until = 2024-01-01, ", FAIL), ("", FAIL)]
)
def test_a_rule_that_is_not_in_force_on_pools(rule: str, outcome: Outcome) -> None:
    keys = f'each = "campus"\npooled = true\nrules = [{{ {rule}fact = "books", at_least = "9" }}]'
    campuses = {"county": [1], "books": [8]}
    assert found(keys, campuses=campuses, counties={"county": [1], "year": [2022]}).counties.tolist() == [outcome]


ZONED = """
each = "section"
pooled = true
rules = [{ any_given = [
    { measure = "zoned_share", at_least = "95" },
    { measure = "zoned_share_as_given", at_least = "95" },
] }]
"""
INTAKE: list[tuple[Outcome, dict[str, float]]] = [
    (PASS, {"primary_intake": 100, "primary_zoned_intake": 95, "junior_intake": 20, "junior_zoned_intake": 19}),
    (FAIL, {"primary_intake": 100, "primary_zoned_intake": 94, "junior_intake": 20, "junior_zoned_intake": 20}),
    (FAIL, {"primary_intake": 100, "primary_zoned_intake": 100, "junior_intake": 20, "junior_zoned_intake": 18}),
    (UNKNOWN, {"primary_intake": 100, "primary_zoned_intake": 95}),
    (PASS, {"primary_zoned_percent": 95, "junior_zoned_percent": 95}),
    (FAIL, {"primary_zoned_percent": 95, "junior_zoned_percent": 94.9}),
    (PASS, {"primary_intake": 100, "primary_zoned_intake": 95, "junior_zoned_percent": 95}),
    (UNKNOWN, {}),
]


def test_sections_are_pooled_stage_by_stage() -> None:
    wanted, figures = zip(*INTAKE, strict=True)
    table = {
        name: [one.get(name) for one in figures] for name in dict.fromkeys(name for one in figures for name in one)
    }
    of_county = {name: table.pop(name) for name in ("primary_zoned_percent", "junior_zoned_percent")}
    ids = {"county": [*range(len(wanted))]}
    pupils = {"primary_pupils": [900] * len(wanted), "junior_pupils": [900] * len(wanted)}
    outcomes = found(ZONED, campuses={**ids, **pupils, **table}, counties={**ids, **of_county}).counties
    assert outcomes.tolist() == list(wanted)


CLASS = 'measure = "pupils_in_largest_class", at_most'
OF_PRIMARY, OF_JUNIOR = f'{{ stages = ["primary"], {CLASS} = "45" }}', f'{{ stages = ["junior"], {CLASS} = "50" }}'
OF_BOTH, LARGER = f'{{ {CLASS} = "45" }}', f'{{ {CLASS} = "60" }}'
Size = int | Band | None
CLASSES: dict[str, tuple[str, list[tuple[Outcome, Size, Size, Size, bool | None]]]] = {
    "both stages alike": (  # the largest class of the primary stage, of the junior one, and of both together
        OF_BOTH,
        [
            (FAIL, None, None, 46, True),
            (PASS, None, None, 45, True),
            (FAIL, 40, None, 46, True),
            (FAIL, None, 40, 46, True),
            (FAIL, None, None, Band(46, 51), True),
            (UNKNOWN, None, None, Band(41, 51), True),
            (UNKNOWN, None, None, None, True),
            (UNKNOWN, 40, None, None, True),
            (PASS, 40, 45, None, True),
            (UNKNOWN, None, None, 46, None),
            (PASS, None, None, 46, False),
        ],
    ),
    "each stage by itself": (
        f"{OF_PRIMARY}, {OF_JUNIOR}",
        [
            (FAIL, None, None, 51, True),
            (UNKNOWN, None, None, 50, True),
            (UNKNOWN, None, None, 46, True),
            (PASS, None, None, 45, True),
            (FAIL, 46, None, 50, True),
            (PASS, 45, None, 50, True),
            (FAIL, None, None, Band(51, 56), True),
        ],
    ),
    "one stage alone": (
        OF_PRIMARY,
        [(UNKNOWN, None, None, 51, True), (FAIL, None, 50, 51, True), (PASS, 45, None, 51, True)],
    ),
    "the other stage alone": (OF_JUNIOR, [(UNKNOWN, None, None, 51, True), (FAIL, 50, None, 51, True)]),
    "beside an alternative": (
        f'{{ any_of = [{OF_BOTH}, {{ {CLASS} = "60", boarding = true }}] }}',
        [(FAIL, None, None, 61, True), (PASS, None, None, 60, True)],
    ),
    "at least so many": (
        '{ measure = "pupils_in_largest_class", at_least = "20" }',
        [(FAIL, None, None, Band(11, 20), True), (UNKNOWN, None, None, Band(11, 21), True)],
    ),
    "the second of two demands": (f"{LARGER}, {OF_BOTH}", [(FAIL, None, None, 46, True), (PASS, None, None, 45, True)]),
    "the first of two demands": (f"{OF_BOTH}, {LARGER}", [(FAIL, None, None, 46, True), (PASS, None, None, 45, True)]),
}


@pytest.mark.parametrize("way", CLASSES)
def test_a_class_too_large_for_whichever_stage_it_is_in(way: str) -> None:
    rules, of_campuses = CLASSES[way]
    wanted, primary, junior, together, boarding = zip(*of_campuses, strict=True)
    size = len(wanted)
    campuses = {"county": [*range(size)], "primary_pupils": [900] * size, "junior_pupils": [900] * size}
    campuses |= {"primary_largest_class": primary, "junior_largest_class": junior}
    campuses |= {"compulsory_largest_class": together, "boarding": boarding}
    of_all = found(f'each = "section"\nwhere = {{ boarding = true }}\nrules = [{rules}]', campuses=campuses)
    assert of_all.rows is not None
    assert of_all.counties.tolist() == of_all.rows.tolist() == list(wanted)


UNDEFINED = [
    ("any_given", "", (0, 0, 0, 0), PASS),
    ("any_given", "", (0, 0, 9, 9), PASS),
    ("any_given", "", (0, 0, 9, 1), FAIL),
    ("any_given", "", (9, 1, 0, 0), FAIL),
    ("any_given", "", (0, 0, None, None), UNKNOWN),
    ("any_given", "", (None, None, 0, 0), UNKNOWN),
    ("any_given", "since = 2024-01-01, ", (0, 0, 0, 0), PASS),
    ("any_given", "since = 2024-01-01, ", (9, 9, None, None), UNKNOWN),
    ("any_of", "", (0, 0, 0, 0), UNKNOWN),
    ("any_of", "", (0, 0, 9, 9), PASS),
    ("any_of", "since = 2024-01-01, ", (0, 0, 0, 0), PASS),
    ("any_of", "since = 2024-01-01, ", (9, 9, 0, 0), PASS),
    ("any_of", "since = 2024-01-01, ", (0, 0, None, None), UNKNOWN),
    ("any_of", "until = 2024-01-01, ", (0, 0, None, None), UNKNOWN),
    ("any_of", "until = 2024-01-01, ", (None, None, 0, 0), UNKNOWN),
]


@pytest.mark.parametrize(("key", "of_first", "asked", "outcome"), UNDEFINED)
def test_nothing_to_measure_by_alternatives(
    key: str, of_first: str, asked: tuple[int | None, ...], outcome: Outcome
) -> None:
    """Nothing was asked by one of two surveys, or by both, and the first may not be in force."""
    of_visits = '{ measure = "visit_satisfaction_rate", at_least = "85" }'
    first = f'{{ {of_first}measure = "satisfaction_rate", at_least = "85" }}'
    table = rows("group", "surveyed", "satisfied", "visited", "visit_satisfied", of={"甲": [("家长", *asked)]})
    keys = f'each = "group"\nvacuous = true\nrules = [{{ {key} = [{first}, {of_visits}] }}]'
    assert found(keys, "S1", on=dt.date(2022, 12, 31), groups=table).counties.tolist() == [outcome]


@pytest.mark.parametrize(("asked", "outcome"), [((0, 0), PASS), ((9, 1), FAIL), ((9, None), UNKNOWN)])
def test_the_only_alternative_that_is_in_force(asked: tuple[int, int | None], outcome: Outcome) -> None:
    alternatives = ['{ measure = "satisfaction_rate", at_least = "85" }']
    alternatives += ['{ measure = "visit_satisfaction_rate", at_least = "85", since = 2024-01-01 }']
    table = rows("group", "surveyed", "satisfied", "visited", "visit_satisfied", of={"甲": [("家长", *asked, 9, 9)]})
    keys = f'each = "group"\nvacuous = true\nrules = [{{ any_of = [{", ".join(alternatives)}] }}]'
    assert found(keys, "S1", on=dt.date(2022, 12, 31), groups=table).counties.tolist() == [outcome]


def test_alternatives_none_of_which_is_in_force() -> None:
    alternatives = ", ".join([f"{{ since = 2024-01-01, {SURVEY.split('{ ')[1].split(' }')[0]} }}"] * 2)
    table = rows("group", "surveyed", "satisfied", of={"甲": [("家长", 0, 0)]})
    for key in ("any_of", "any_given"):
        keys = f'each = "group"\nvacuous = true\nrules = [{{ {key} = [{alternatives}] }}]'
        assert found(keys, "S1", on=dt.date(2022, 12, 31), groups=table).counties.tolist() == [FAIL]


def test_a_demand_on_schools_without_teachers() -> None:
    campuses = {"county": [1, 2, 3, 3], "full_time_teachers": [0, 0, 9, 0], "trained_teachers": [0, None, 9, 0]}
    keys = 'each = "campus"\nvacuous = true\nrules = [{ measure = "trained_share", at_least = "100" }]'
    of_all = found(keys, "G9", campuses=campuses)
    assert of_all.rows is not None
    assert of_all.rows.tolist() == [PASS, UNKNOWN, PASS, PASS]
    assert of_all.counties.tolist() == [PASS, UNKNOWN, PASS]


def test_a_quotient_by_nothing_is_unknown() -> None:
    counties = {"county": [1], "teacher_average_salary": [100_000], "civil_servant_average_salary": [0]}
    for relation in ("at_least", "at_most"):
        keys = f'rules = [{{ measure = "salary_ratio", {relation} = "100" }}]'
        assert found(keys, "G8", counties=counties).counties.tolist() == [UNKNOWN]


def test_what_a_formula_passes_over_has_to_be_given_all_the_same() -> None:
    figures = {"junior_graduates": 98, "junior_entrants": 100, "junior_transfers_in": 0, "junior_transfers_out": 0}
    counties = {name: [figure] * 3 for name, figure in {**figures, "junior_deaths": 0}.items()}
    counties |= {"county": [1, 2, 3], "junior_transfers_out": [None, 0, 0], "junior_graduates": [98, 98, 97]}
    constants = 'constants = { formula = "graduates over entrants" }\n'
    keys = f'{constants}rules = [{{ measure = "retention_rate", at_least = "98" }}]'
    assert found(keys, "Q1", counties=counties).counties.tolist() == [UNKNOWN, PASS, FAIL]


def test_figures_are_compared_as_they_are_and_quotients_as_they_would_be_in_decimals() -> None:
    areas = {"county": [1, 1, 2, 2], "teaching_area": [45, 0, 45, 1e-14]}
    keys = 'each = "campus"\npooled = true\nrules = [{ fact = "teaching_area", at_most = "45" }]'
    assert found(keys, campuses=areas).counties.tolist() == [PASS, FAIL]
    funds = {"county": [1, 2], "special_education_public_funds": [0.3, 0.29], "special_education_pupils": [3, 3]}
    keys = 'rules = [{ measure = "special_education_funds_per_pupil", at_least = "0.1" }]'
    assert found(keys, "G7", counties=funds).counties.tolist() == [PASS, FAIL]


def test_a_limit_that_has_changed_once() -> None:
    limits = f'{{ value = "900", {ABOUT} }}, {{ value = "600", since = 2025-01-01, {ABOUT} }}'
    campuses = {"county": [1, 2, 3], "primary_pupils": [600, 601, 901], "junior_pupils": [0] * 3}
    keys = f'each = "campus"\nrules = [{{ measure = "pupils_on_campus", at_most = [{limits}] }}]'
    for on, wanted in (
        (None, [PASS, UNKNOWN, FAIL]),
        (dt.date(2024, 1, 1), [PASS, PASS, FAIL]),
        (dt.date(2025, 1, 1), [PASS, FAIL, FAIL]),
    ):
        assert found(keys, on=on, campuses=campuses).counties.tolist() == wanted


ADDED = """
clause = "-"
source = "-"
mark = "choice"
[items.R5]
name = { zh = "面积", en = "Area" }
each = "section"
adds = [{ field = "extra_sports_area", inner_city = true }]
"""
AREAS: dict[str, tuple[str, list[Outcome]]] = {
    "per pupil": ('{ measure = "sports_area_per_pupil", at_least = "10" }', [PASS, FAIL, PASS, UNKNOWN]),
    "in all": ('{ fact = "sports_area", at_least = "1000" }', [PASS, FAIL, UNKNOWN, UNKNOWN]),
}


@pytest.mark.parametrize("way", AREAS)
def test_what_may_be_added_to_a_total_decides_only_what_is_in_proportion_to_it(way: str) -> None:
    rule, wanted = AREAS[way]
    campuses = {"county": [1, 2, 3, 4], "primary_pupils": [100] * 4, "junior_pupils": [0] * 4}
    campuses |= {"inner_city": [True] * 4, "sports_area": [900, 900, 1000, 999]}
    campuses |= {"extra_sports_area": [100, 99, None, None]}
    assert found(f'each = "section"\nrules = [{rule}]{ADDED}', campuses=campuses).counties.tolist() == wanted


def test_stages_of_pools() -> None:
    """A county without pupils of a stage has nothing of it; before a rule is in force that is so of every stage."""
    intake = {"primary_intake": [100] * 3, "primary_zoned_intake": [100] * 3}
    intake |= {"junior_intake": [100, 100, None], "junior_zoned_intake": [94, 95, None]}
    campuses = {"county": [1, 2, 3], "kind": ["九年一贯制学校", "九年一贯制学校", "小学"], **intake}
    campuses |= {"primary_pupils": [900] * 3, "junior_pupils": [900, 900, None]}
    junior = '{ stages = ["junior"], measure = "zoned_share", at_least = "95" }'
    keys = f'each = "section"\npooled = true\nwhere = {{ since = 2024-01-01 }}\nrules = [{junior}]'
    for year, wanted in ((2024, [FAIL, PASS, UNKNOWN]), (2023, [PASS, PASS, UNKNOWN])):
        facts = {"county": [1, 2, 3], "year": [year] * 3}
        assert found(keys, "G13", campuses=campuses, counties=facts).counties.tolist() == wanted


def test_what_is_known_of_a_stage_of_which_all_schools_may_not_count() -> None:
    campuses = {"county": [1, 2, 2, 3], "boarding": [None, None, True, True], "primary_pupils": [900] * 4}
    counties = {"county": [1, 2, 3], "primary_zoned_percent": [94] * 3, "junior_zoned_percent": [99] * 3}
    rule = '{ measure = "zoned_share_as_given", at_least = "95" }'
    keys = f'each = "section"\npooled = true\nwhere = {{ boarding = true }}\nrules = [{rule}]'
    outcomes = found(keys, "G13", campuses={**campuses, "junior_pupils": [900] * 4}, counties=counties).counties
    assert outcomes.tolist() == [UNKNOWN, FAIL, FAIL]


NEAR: dict[str, list[tuple[float, float, Outcome, bool]]] = {  # by limit: figures of this year and the year before
    "0": [
        (1e-9, 0, PASS, True),
        (1.0000000005, 1, PASS, True),
        (1, 1, PASS, False),
        (1.00000001, 1, PASS, False),
        (1, 1.01, FAIL, False),
    ],
    "5": [(6.000000004, 1, PASS, True), (6.000000006, 1, PASS, False), (5.999999994, 1, FAIL, False)],
    "0.5": [(1.5000000008, 1, PASS, True), (1.5000000012, 1, PASS, False)],
    "-5": [(1, 6.000000006, FAIL, False), (1, 6.000000004, FAIL, True)],
    "1": [(4.4, 3.4, PASS, True), (2, 1, PASS, False)],
}
GROWTH = '{{ measure = "growth_of_expenditure_per_pupil", at_least = "{}" }}'


@pytest.mark.parametrize("rule", ["{}", '{{ any_of = [{}, {{ fact = "fraud", holds = true }}] }}'], ids=["alone", "or"])
@pytest.mark.parametrize("limit", NEAR)
def test_differences_so_near_to_a_limit_that_exact_numbers_decide(limit: str, rule: str) -> None:
    now, before, wanted, near = zip(*NEAR[limit], strict=True)
    size = len(now)
    counties = {"county": [*range(size)], "expenditure_per_pupil": now, "expenditure_per_pupil_before": before}
    counties |= {"fraud": [False] * size}
    of_all = found(f"rules = [{rule.format(GROWTH.format(limit))}]", counties=counties)
    assert of_all.near.tolist() == list(near)
    assert [one for one, is_near in zip(of_all.counties.tolist(), near, strict=True) if not is_near] == [
        one for one, is_near in zip(wanted, near, strict=True) if not is_near
    ]


@pytest.mark.parametrize("now", [1.0000000005, 6.0000000005])
def test_a_difference_may_be_near_to_the_limit_of_any_time(now: float) -> None:
    limits = f'{{ value = "0", {ABOUT} }}, {{ value = "5", since = 2025-01-01, {ABOUT} }}'
    counties = {"county": [1], "expenditure_per_pupil": [now], "expenditure_per_pupil_before": [1]}
    keys = f'rules = [{{ measure = "growth_of_expenditure_per_pupil", at_least = [{limits}] }}]'
    assert found(keys, counties=counties).near.tolist() == [True]


def test_a_difference_is_near_only_where_it_is_judged() -> None:
    counties = {"county": [1, 2, 3], "expenditure_per_pupil": [1.0000000005] * 3, "year": [2022, 2023, 2024]}
    counties["expenditure_per_pupil_before"] = [1, 1, 1]
    keys = "where = {{ since = 2023-01-01 }}\nrules = [{{ until = 2023-12-31, {} }}]"
    of_all = found(keys.format(GROWTH.format(0)[2:-2]), counties=counties)
    assert of_all.near.tolist() == [False, True, False]
    assert of_all.counties[[0, 2]].tolist() == [PASS, PASS]


def test_quotients_are_computed_so_well_that_none_is_too_near() -> None:
    counties = {"county": [1], "teacher_average_salary": [100_000.00001], "civil_servant_average_salary": [100_000]}
    assert not found('rules = [{ measure = "salary_ratio", at_least = "100" }]', "G8", counties=counties).near.any()


@pytest.mark.parametrize("vacuous", [False, True])
def test_nothing_to_measure(vacuous: bool) -> None:
    of_all = {"none": [("家长", 0, 0)], "unknown": [("家长", 0, None)], "some": [("家长", 9, 9)]}
    table = rows("group", "surveyed", "satisfied", of=of_all)
    outcomes = found(SURVEY + ("vacuous = true" if vacuous else ""), "S1", groups=table).counties.tolist()
    assert outcomes == [PASS if vacuous else UNKNOWN, PASS, UNKNOWN]


ROOMS = '{ measure = "music_room_surplus", at_least = "0"'
FIGURES: dict[str, tuple[str, str, list[Outcome]]] = {
    "of the item": ('classes_per_room = "12", smallest_music_room = "96"', "", [FAIL, PASS, PASS, FAIL]),
    "of the rule": ('smallest_music_room = "96"', 'classes_per_room = "24"', [PASS, PASS, PASS, FAIL]),
    "of the rule before those of the item": (
        'classes_per_room = "12", smallest_music_room = "96"',
        'smallest_music_room = "97"',
        [FAIL, FAIL, FAIL, FAIL],
    ),
    "a way to round": (
        'classes_per_room = "12", smallest_music_room = "96", rounding = "down"',
        "",
        [PASS, PASS, PASS, PASS],
    ),
}


@pytest.mark.parametrize("way", FIGURES)
def test_constants(way: str) -> None:
    item, rule, wanted = FIGURES[way]
    campuses = {"county": [*range(4)], "primary_pupils": [900] * 4, "junior_pupils": [0] * 4}
    campuses |= {"primary_classes": [13, 12, 12, 11], "music_room_areas": [[96], [96], [96, 50], [95]]}
    of_rule = f", constants = {{ {rule} }}" if rule else ""
    keys = f'each = "campus"\nconstants = {{ {item} }}\nrules = [{ROOMS}{of_rule} }}]'
    assert found(keys, "G3", campuses=campuses).counties.tolist() == wanted


def test_a_class_too_large_by_a_rule_that_may_not_apply() -> None:
    campuses = {"county": [1, 2, 3], "primary_pupils": [900] * 3, "junior_pupils": [900] * 3}
    campuses |= {"compulsory_largest_class": [46] * 3, "boarding": [True, None, False]}
    outcomes = found(f'each = "section"\nrules = [{{ boarding = true, {CLASS} = "45" }}]', campuses=campuses).counties
    assert outcomes.tolist() == [FAIL, UNKNOWN, PASS]


def test_a_class_too_large_or_too_many_at_entry() -> None:
    """An alternative on another figure of the stage is that of each stage."""
    campuses = {"county": [1, 2, 3], "primary_pupils": [900] * 3, "junior_pupils": [900] * 3}
    campuses |= {"compulsory_largest_class": [46] * 3, "primary_intake": [99] * 3, "junior_intake": [99, 40, None]}
    keys = f'each = "section"\nrules = [{{ any_of = [{OF_BOTH}, {{ fact = "intake", at_most = "40" }}] }}]'
    assert found(keys, campuses=campuses).counties.tolist() == [FAIL, UNKNOWN, UNKNOWN]


def test_a_condition_on_classes_and_on_what_was_found_before() -> None:
    campuses = {"county": [1, 2, 3], "primary_pupils": [900] * 3, "junior_pupils": [900] * 3}
    campuses |= {"compulsory_largest_class": [46, 45, 45]}
    keys = f'each = "section"\nrules = [{{ item = "V6" }}, {OF_BOTH}]'
    before = {"V6": np.array([PASS, PASS, FAIL], dtype=np.int8)}
    assert found(keys, before=before, campuses=campuses).counties.tolist() == [FAIL, PASS, FAIL]
