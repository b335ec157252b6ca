"""The county and the facts it knows: what cannot be true is refused, and facts are found by their keys."""

from __future__ import annotations

from typing import Any

import pytest
from counties import primary

from balanced_edu.errors import DataError
from balanced_edu.records.county import OF_EACH_STAGE, County, Group, Guarantee, Quality, Subject, Veto, item_identity


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: County(name="县", campuses=[primary("A"), primary("A")]), "school_code"),
        (lambda: Guarantee(rotated_teachers=1, rotated_backbone_teachers=2), "rotated_backbone_teachers"),
        (
            lambda: Guarantee(
                migrant_children=10, migrant_children_in_public=6, migrant_children_in_purchased_private=5
            ),
            "migrant_children_in_purchased_private",
        ),
        (
            lambda: Guarantee(special_education_pupils=0, special_education_public_funds=1),
            "special_education_public_funds",
        ),
        (lambda: Quality(disabled_children=5, disabled_children_enrolled=6), "disabled_children_enrolled"),
        (lambda: Group(group="家长", surveyed=5, satisfied=6), "satisfied"),
        (lambda: Guarantee(primary_zoned_percent=100.1), "primary_zoned_percent"),
        (lambda: Subject(subject="数学", level=5), "level"),
        (lambda: Subject(subject="数学", between_school_share=12.35), "between_school_share"),
        (lambda: County(name="县", year=1948), "year"),
        (lambda: County(name="县", year=20222), "year"),
        (lambda: County(name="县", year=-1), "year"),
        (lambda: County(name="县", year=2022.0), "year"),  # type: ignore[arg-type]
        (lambda: County(name="县", year=2022, campuses=[primary(built_year=2023)]), "built_year"),
        (lambda: County(name="县", local={"x": float("inf")}), "local"),
        (lambda: County(name="县", local={"x": None}), "local"),  # type: ignore[dict-item]
        (lambda: County(name="县", local={"x": -1}), "local"),
        (lambda: County(name="县", local={" ": 1}), "local"),
        (lambda: County(name="县", local={5: 1}), "local"),  # type: ignore[dict-item]
        (lambda: County(name="县", evidence={"无": ["图"]}), "evidence"),
        (lambda: County(name="县", evidence={"G1": 3}), "evidence"),  # type: ignore[dict-item]
        (lambda: County(name="县", evidence={"G1": ["图" * 201]}), "evidence"),
        (lambda: County(name="县", evidence={"G1": ["图"], "ｇ1": ["图"]}), "evidence"),
        (lambda: County(name="县", evidence={"G1": ["图"], "Ｇ1": ["图"]}), "evidence"),
        (lambda: County(name="县", evidence={5: ["图"]}), "evidence"),  # type: ignore[dict-item]
    ],
)
def test_impossible_facts_are_refused(make: Any, name: str) -> None:
    with pytest.raises(DataError) as error:
        make()
    assert [where for where, _ in error.value.problems] == [name]


@pytest.mark.parametrize("level", [1, 4, None])
def test_the_lowest_and_the_highest_level_are_taken(level: int | None) -> None:
    assert Subject(subject="数学", level=level).level == level


def test_funds_of_nobody_are_refused() -> None:
    with pytest.raises(DataError) as error:
        Guarantee(special_education_pupils=0, special_education_public_funds=1)
    ((_, message),) = error.value.problems
    assert message == "given, but there are no pupils in special education"


@pytest.mark.parametrize(("table", "record"), [("campuses", "Campus"), ("monitoring", "Subject"), ("groups", "Group")])
@pytest.mark.parametrize("given", [3, [3]])
def test_a_table_holds_several_records_of_one_kind(table: str, record: str, given: Any) -> None:
    with pytest.raises(TypeError) as error:
        County(name="县", **{table: given})
    assert str(error.value) == f"County: {table} must be several values in brackets, each a {record}; given 3"


def test_a_year_that_cannot_be_is_compared_with_nothing() -> None:
    for year in (1948, "2022"):
        with pytest.raises(DataError) as error:
            County(name="县", year=year, campuses=[primary(built_year=1990)])  # type: ignore[arg-type]
        assert [where for where, _ in error.value.problems] == ["year"]


@pytest.mark.parametrize("year", [2022, 2100, None])
def test_a_campus_is_built_by_the_year_of_the_figures(year: int | None) -> None:
    assert County(name="县", year=year, campuses=[primary(built_year=2022)]).year == year


def test_the_campuses_that_are_built_later_are_named() -> None:
    campuses = [primary("P1", built_year=2023), primary("P2", built_year=2022), primary("P3", built_year=2030)]
    with pytest.raises(DataError) as error:
        County(name="县", year=2022, campuses=campuses)
    assert error.value.problems == (
        ("built_year", "P1: 2023 is later than the year of the county's figures, 2022"),
        ("built_year", "P3: 2030 is later than the year of the county's figures, 2022"),
    )


def test_a_campus_given_twice_is_counted_twice_and_refused() -> None:
    with pytest.raises(DataError, match="P1 is the code of 2 campuses"):
        County(name="县", campuses=[primary("P1"), primary("P1")])


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ({"monitoring": [Subject(subject="语文"), Subject(subject="语文 ")]}, "subject: 语文 is given 2 times"),
        ({"groups": [Group(group="家长")] * 3}, "group: 家长 is given 3 times"),
    ],
)
def test_subjects_and_groups_count_once(tables: dict[str, Any], message: str) -> None:
    with pytest.raises(DataError, match=message):
        County(name="县", **tables)


def test_a_subject_that_was_not_monitored_has_no_figures() -> None:
    assert Subject(subject="德育", monitored=False).monitored is False
    with pytest.raises(DataError) as error:
        Subject(subject="德育", monitored=False, level=3, share_at_level_3=0, between_school_share=0.1)
    assert list(error.value.problems) == [
        ("level", "3 given, but the subject was not monitored"),
        ("share_at_level_3", "0 given, but the subject was not monitored"),
        ("between_school_share", "0.1 given, but the subject was not monitored"),
    ]
    assert Subject(subject="德育", monitored=True, level=3).level == 3


def test_all_problems_are_reported_at_once() -> None:
    with pytest.raises(DataError) as error:
        County(name=" ", year=1948, local={"x": -1}, campuses=[primary(), primary()])
    assert [name for name, _ in error.value.problems] == ["name", "year", "local", "school_code"]


def test_the_first_and_last_year_and_the_largest_fact_are_taken() -> None:
    county = County(name="县", year=1949, local={"x": 10**15, "y": False})
    assert (county.fact("x"), county.fact("y"), County(name="县", year=2100).year) == (10**15, False, 2100)


def test_facts_by_their_keys() -> None:
    county = County(name="县", veto=Veto(fraud=True), local={"halls": 3, "fraud": 5})
    assert (county.fact("fraud"), county.fact("halls"), county.fact("no such fact")) == (True, 3, None)


def test_facts_of_each_stage_are_found_by_their_columns() -> None:
    assert {"zoned_percent"} == OF_EACH_STAGE


def test_documents_of_an_item_however_its_id_is_typed() -> None:
    county = County(name="县", evidence={"Ｇ1": ["布局规划图；批文"], "q5": "平台截图", "G2": [], "G3": ["无"]})  # type: ignore[dict-item]
    assert county.evidence == {"G1": ("布局规划图", "批文"), "q5": ("平台截图",)}
    assert county.evidence_of("g1") == county.evidence_of("G1") == ("布局规划图", "批文")
    assert (county.evidence_of("Q5"), county.evidence_of("G2")) == (("平台截图",), ())


def test_a_county_is_represented_by_a_short_sentence() -> None:
    assert repr(County(name="示例\n县", year=2022)) == "<county 示例 县 2022: 0 campuses>"
    assert repr(County(name="县", campuses=[primary()])) == "<county 县: 1 campus>"


@pytest.mark.parametrize("id", ["g1", "G1", "ｇ1", " Ｇ１"])
def test_the_id_of_an_item_is_written_in_capitals(id: str) -> None:
    assert item_identity(id) == "G1"
