"""Items that are not resources, in the columns of many counties: what each finds, county by county."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from nations import WITHOUT_RESOURCES

from balanced_edu.nation.items import ItemOutcomes, item_outcomes
from balanced_edu.nation.reading import handed_in
from balanced_edu.nation.source import source_of
from balanced_edu.outcomes import Outcome
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


def found(keys: str, id: str = "G1", *, on: dt.date | None = None, **tables: Any) -> ItemOutcomes:
    """What an item finds of counties, of which there are some campuses at least."""
    standard = from_text(WITHOUT_RESOURCES + ITEM.format(id=id, keys=keys))
    ids = sorted({id for table in tables.values() for id in table["county"]})
    campuses = {"county": ids, **tables.pop("campuses", {})}
    size = len(campuses["county"])
    campuses = {"school_code": [f"33030{at}" for at in range(size)], "kind": ["九年一贯制学校"] * size, **campuses}
    given = (tables.get(name) for name in ("counties", "monitoring", "groups"))
    handed, _ = handed_in(source_of(campuses, *given), standard, on)
    return item_outcomes(standard.items[id], handed, {})


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
