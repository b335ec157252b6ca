"""What items judge in the tables of many counties: counties, campuses, their stages, subjects and groups."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest
from nationtables import read

from balanced_edu.assessment.look_up import DAY
from balanced_edu.checks.limits import Bounded
from balanced_edu.nation.subjects import Subjects
from balanced_edu.records.kinds import Kind, Stage

NAN = float("nan")
DAYS = [float(dt.date(year, 12, 31).toordinal()) for year in (2021, 2022, 2023)]
YEARS = {"year": [2023, 2021, 2022]}  # of the counties 3, 1 and 2


def values(column: Any) -> list[Any]:
    """The figures of a column, NaN as None."""
    return [None if value != value else value for value in (column.value if isinstance(column, Bounded) else column)]


def nobody_is_in_question(subjects: Subjects) -> bool:
    nothing = [False] * subjects.size
    return subjects.open.tolist() == subjects.nobody.tolist() == nothing


@pytest.mark.parametrize(
    ("facts", "name", "figures", "judgements"),
    [
        ({"migrant_children": [3, 1, None]}, "migrant_children", [1, None, 3], None),
        ({"fraud": [True, False, None]}, "fraud", None, [-1, 0, 1]),
        ({"local.posts": [0.5, 7, None]}, "posts", [7, None, 0.5], [0, 0, 0]),
        ({"local.approved": [True, None, False]}, "approved", [None, None, None], [0, -1, 1]),
        (YEARS, "year", [None, None, None], [0, 0, 0]),
        ({**YEARS, "local.year": [3, 1, 2]}, "year", [1, 2, 3], [0, 0, 0]),
        ({"local.fraud": [True, False, True]}, "fraud", [None, None, None], [0, 0, 0]),
        ({}, "fraud", [None, None, None], [0, 0, 0]),
        ({}, "posts", [None, None, None], [0, 0, 0]),
    ],
    ids=[
        "figures", "judgements", "local figures", "local judgements", "no fact of a dimension",
        "a local fact of that name", "a local fact of the name of another", "missing", "missing local facts",
    ],
)  # fmt: skip
def test_facts_of_counties(facts: Any, name: str, figures: Any, judgements: Any) -> None:
    [counties] = read(counties=facts)[0].subjects("county")
    assert counties.places.tolist() == [0, 1, 2]
    if figures is not None:
        assert values(counties.figures(name)) == figures
    if judgements is not None:
        assert counties.judgements(name).tolist() == judgements
    assert nobody_is_in_question(counties)


def test_scopes_of_counties_and_records_ask_for_the_day() -> None:
    handed, _ = read(
        counties=YEARS,
        groups={"county": [3, 1, 3], "group": ["家长", "家长", "教师"], "surveyed": [5, None, 7]},
        monitoring={"county": [2, 3], "subject": ["语文", "数学"], "monitored": ["是", None]},
    )
    for each, places in (("county", [0, 1, 2]), ("group", [2, 0, 2]), ("subject", [1, 2])):
        [subjects] = handed.subjects(each)
        assert values(subjects.scope[DAY]) == [DAYS[place] for place in places]
        assert subjects.scope["ownership"] is None
        assert (subjects.places.tolist(), subjects.rows) == (places, None)
        assert nobody_is_in_question(subjects)


def test_figures_and_judgements_of_records() -> None:
    handed, _ = read(
        groups={"county": [3, 1], "group": ["家长", "教师"], "surveyed": [5, None]},
        monitoring={"county": [2, 3], "subject": ["语文", "数学"], "monitored": ["是", None], "level": [3, 2]},
    )
    [groups], [subjects] = handed.subjects("group"), handed.subjects("subject")
    assert values(groups.figures("surveyed")) == [5, None]
    assert values(groups.figures("satisfied")) == [None, None]
    assert groups.judgements("monitored").tolist() == [0, 0]
    assert values(subjects.figures("level")) == [3, 2]
    assert subjects.judgements("monitored").tolist() == [1, 0]
    assert handed.groups.names("group").of_each(lambda name: name).tolist() == ["家长", "教师"]


def test_subjects_that_were_not_monitored_are_not_judged() -> None:
    monitoring = {
        "county": [3, 2, 1, 3],
        "subject": ["语文", "数学", "语文", "数学"],
        "monitored": ["是", "否", None, "否"],
        "level": [3, None, 2, None],
    }
    [subjects] = read(monitoring=monitoring)[0].subjects("subject")
    assert subjects.places.tolist() == [2, 0]
    assert values(subjects.figures("level")) == [3, 2]


# Of the counties 2, 1, 3 and 2: the second is of the senior stage only.
CAMPUSES: dict[str, Any] = {
    "kind": ["小学", "高级中学", "初中", "九年一贯制学校"],
    "primary_pupils": [100, None, None, 300],
    "junior_pupils": [None, None, 200, None],
    "senior_pupils": [None, 900, None, None],
    "primary_classes": [3, None, None, 8],
    "primary_largest_class": ["41-45", None, None, 50],
    "primary_teachers": [7, None, None, 9],
    "books": [10, 20, 30, 40],
    "migrant_pupils": [25, None, 50, 30],
    "boarding": ["是", "是", "否", None],
    "ownership": ["公办", "公办", "民办", None],
}


def test_campuses_of_the_senior_stage_only_are_not_judged() -> None:
    handed, singly = read(campuses=CAMPUSES, counties=YEARS)
    assert singly == []
    [campuses] = handed.subjects("campus")
    assert campuses.rows is not None
    assert (campuses.rows.tolist(), campuses.places.tolist()) == ([0, 2, 3], [1, 2, 1])
    assert values(campuses.figures("pupils")) == [100, 200, None]
    assert values(campuses.figures("classes")) == [3, None, None]
    assert values(campuses.figures("migrant_share")) == [25, 25, None]
    largest = campuses.figures("largest_class")
    assert (values(largest.least), values(largest.most)) == ([41, None, 50], [45, None, None])
    assert values(campuses.figures("books")) == [10, 30, 40]
    assert campuses.judgements("boarding").tolist() == [1, -1, 0]
    assert values(campuses.scope[DAY]) == [DAYS[1], DAYS[2], DAYS[1]]
    assert campuses.scope["boarding"].tolist() == [1, -1, 0]
    kinds = [Kind.PRIMARY, Kind.JUNIOR, Kind.NINE_YEAR]
    assert campuses.scope["kind"].of_each(lambda kind: kind).tolist() == kinds
    assert nobody_is_in_question(campuses)


def test_stages_of_campuses() -> None:
    handed, _ = read(campuses=CAMPUSES, counties=YEARS)
    primary, junior = handed.subjects("section")
    assert [of.rows.tolist() for of in (primary, junior) if of.rows is not None] == [[0, 3], [2, 3]]
    assert [of.places.tolist() for of in (primary, junior)] == [[1, 1], [2, 1]]
    assert [values(of.figures("pupils")) for of in (primary, junior)] == [[100, 300], [200, None]]
    assert [values(of.figures("books")) for of in (primary, junior)] == [[10, None], [30, None]]
    assert [values(of.figures("teachers")) for of in (primary, junior)] == [[7, 9], [None, None]]
    assert [values(of.figures("classes")) for of in (primary, junior)] == [[3, 8], [None, None]]
    largest = primary.figures("largest_class")
    assert (values(largest.least), values(largest.most)) == ([41, 50], [45, 50])
    assert [of.judgements("boarding").tolist() for of in (primary, junior)] == [[0, 0], [0, 0]]
    assert [values(of.scope[DAY]) for of in (primary, junior)] == [[DAYS[1]] * 2, [DAYS[2], DAYS[1]]]
    assert [of.scope["boarding"].tolist() for of in (primary, junior)] == [[1, 0], [-1, 0]]
    for stage, of in zip((Stage.PRIMARY, Stage.JUNIOR), (primary, junior), strict=True):
        assert of.scope["stage"].of_each(lambda word: word).tolist() == [stage, stage]
        assert of.nobody.tolist() == [False, False]
    # Of the nine-year school nothing says whether it has pupils in the junior stage.
    assert [of.open.tolist() for of in (primary, junior)] == [[False, False], [False, True]]


def test_totals_of_the_stages_of_one_kind_of_campus() -> None:
    # Ten pupils of the junior stage weigh as much as eleven of the primary stage.
    campuses = {"kind": ["九年一贯制学校"] * 4, "primary_pupils": [11, 33, 11, 22], "junior_pupils": [10, 10, 30, 20]}
    handed, _ = read(campuses={**campuses, "books": [10, 20, 40, 8]})
    found = [values(of.figures("books")) for of in handed.subjects("section")]
    assert np.array(found).tolist() == [[5, 15, 10, 4], [5, 5, 30, 4]]


def test_a_largest_class_of_all_stages_is_that_of_the_only_stage() -> None:
    campuses = {"kind": ["小学"] * 4, "compulsory_largest_class": [40, 41, None, 43]}
    primary, junior = read(campuses=campuses)[0].subjects("section")
    assert values(primary.figures("largest_class")) == [40, 41, None, 43]
    assert junior.size == 0


def test_some_rows_of_records() -> None:
    groups = {"county": [3, 1, 2], "group": ["家长", "教师", "学生"], "surveyed": [5, None, 7]}
    some = read(groups=groups)[0].groups.some(np.array([True, False, True]))
    assert some.places.tolist() == [2, 1]
    assert some.names("group").of_each(lambda name: name).tolist() == ["家长", "学生"]
    assert values(some.figures("surveyed")) == [5, 7]
