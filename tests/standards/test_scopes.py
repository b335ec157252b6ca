"""Scopes as a file writes them, and what is reported of those that cannot be read."""

from __future__ import annotations

import datetime as dt

import pytest

from balanced_edu import checks, tomltext
from balanced_edu.checks import Check
from balanced_edu.notes import Notes as FileNotes
from balanced_edu.records.kinds import Affiliation, AreaType, Kind, Ownership, Sponsor, Stage
from balanced_edu.standards.scopes import SCOPES, scope_of
from balanced_edu.standards.toml_table import Notes, Table


def read(text: str, judged: str = "section") -> tuple[Check, list[str]]:
    """The scope of a table, and what is reported of it."""
    notes = Notes(text, FileNotes("mine.toml"))
    check = scope_of(Table(tomltext.read(text), (), notes), judged)
    return check, [f"{problem.column}: {problem.message}" for problem in notes.in_order]


WRITTEN = {
    "since = 2022-09-30": checks.at_least(dt.date(2022, 9, 30).toordinal(), of="day"),
    "until = 2022-09-30": checks.at_most(dt.date(2022, 9, 30).toordinal(), of="day"),
    "stages = ['primary', 'junior']": checks.one_of([Stage.PRIMARY, Stage.JUNIOR], of="stage"),
    "kinds = ['小学']": checks.one_of([Kind.PRIMARY], of="kind"),
    "ownership = ['民办']": checks.one_of([Ownership.PRIVATE], of="ownership"),
    "affiliations = ['县属']": checks.one_of([Affiliation.COUNTY], of="affiliation"),
    "sponsors = ['县级教育部门']": checks.one_of([Sponsor.COUNTY_EDUCATION], of="sponsor"),
    "area_types = ['乡村']": checks.one_of([AreaType.RURAL], of="area_type"),
    "boarding = true": checks.holds("boarding"),
    "boarding = false": checks.not_(checks.holds("boarding")),
    "inner_city = true": checks.holds("inner_city"),
    "inner_city = false": checks.not_(checks.holds("inner_city")),
    "pupils_at_least = 100": checks.at_least(100, "pupil", of="pupils"),
    "pupils_below = '100'": checks.below(100, "pupil", of="pupils"),
    "largest_class_below = 30": checks.below(30, "pupil", of="largest_class"),
    "built_by = 2010": checks.at_most(2010, of="built_year"),
    "migrant_share_above = 50": checks.above(50, "percent", of="migrant_share"),
}


@pytest.mark.parametrize("text", WRITTEN)
def test_a_scope_is_a_check_of_what_is_judged(text: str) -> None:
    assert read(text) == (checks.all_of(WRITTEN[text]), [])


def test_every_scope_is_tested() -> None:
    assert [key for key in SCOPES if not any(text.startswith(f"{key} = ") for text in WRITTEN)] == []


def test_all_scopes_of_a_table_have_to_apply() -> None:
    every = {text.partition(" ")[0]: text for text in WRITTEN}
    assert read("\n".join(every.values())) == (checks.all_of(*(WRITTEN[text] for text in every.values())), [])
    assert read("") == (checks.all_of(), [])


@pytest.mark.parametrize(
    ("text", "judged", "problems"),
    [
        (
            "kind = ['小学']",
            "section",
            ["kind: 'kind' is not a key of this table (did you mean kinds?); correct its name or delete it"],
        ),
        (
            "stages = ['middle']",
            "section",
            ["stages: stages cannot be read: 'middle' is not one of primary, junior, senior"],
        ),
        ("stages = [1]", "section", ["stages: stages cannot be read: 1 is not one of primary, junior, senior"]),
        ("stages = []", "section", ["stages: stages cannot be read: give one or more in brackets"]),
        ("boarding = 'yes'", "section", ["boarding: boarding cannot be read: it must be true or false"]),
        ("boarding = 1", "section", ["boarding: boarding cannot be read: it must be true or false"]),
        ("since = 2022", "section", ["since: since cannot be read: it must be a date, such as 2022-09-30"]),
        (
            "since = 2022-09-30T00:00:00",
            "section",
            ["since: since cannot be read: it must be a date, such as 2022-09-30"],
        ),
        (
            "pupils_below = true",
            "section",
            ["pupils_below: pupils_below cannot be read: true and false are not numbers"],
        ),
        (
            "stages = ['primary']",
            "campus",
            ["stages: stages does not apply to a campus; delete it, or change what the item judges"],
        ),
        (
            "kinds = ['小学']",
            "sum of sections",
            ["kinds: kinds does not apply to a sum of sections; delete it, or change what the item judges"],
        ),
        (
            "kinds = ['小学']",
            "county",
            ["kinds: kinds does not apply to a county; delete it, or change what the item judges"],
        ),
        ("kinds = ['小学']", "village", []),  # it is reported that nothing can be judged by the village
        ("stages = ['primary']", "sum of sections", []),
        ("since = 2022-09-30", "group", []),
    ],
)
def test_a_scope_that_cannot_be(text: str, judged: str, problems: list[str]) -> None:
    assert read(text, judged)[1] == problems


def test_a_table_may_have_other_keys_beside_its_scope() -> None:
    notes = Notes("", FileNotes("mine.toml"))
    table = Table({"at_most": "9", "boarding": True, "limit": "9"}, (), notes)
    assert scope_of(table, "campus", "at_most", of="a rule") == checks.all_of(checks.holds("boarding"))
    (problem,) = notes.in_order
    assert problem.message == "'limit' is not a key of a rule; correct its name or delete it"
