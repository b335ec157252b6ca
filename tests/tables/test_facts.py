"""Tables and keys in, records of the county out, from whatever format they come."""

from __future__ import annotations

import json
from pathlib import Path

import attrs
import pytest
from counties import good_county
from datasets import folder_with, problems_of

from balanced_edu import read_county, write_county
from balanced_edu.notes import Notes
from balanced_edu.records.county import County, Group, Quality, Subject
from balanced_edu.tables.facts import county_of


def test_facts_of_any_format_are_a_county() -> None:
    data = json.loads(
        """{"name": "县", "quality": {"digital_teaching": true, "monitoring": [{"subject": "数学", "level": 3}]},
        "recognition": {"groups": [{"group": "家长"}]}, "local": {"posts": 3}}"""
    )
    notes = Notes("facts.json")
    assert county_of(data, notes, lambda place: 1) == County(
        name="县",
        quality=Quality(digital_teaching=True),
        monitoring=[Subject(subject="数学", level=3)],
        groups=[Group(group="家长")],
        local={"posts": 3},
    )
    assert notes.problems == []


def test_problems_have_the_lines_that_are_given() -> None:
    notes = Notes("facts.json")
    data = {"name": "县", "quality": {"monitoring": [{"subject": "数学"}, {"subject": "数学"}]}, "groups": []}
    assert county_of(data, notes, lambda place: 10 * len(place)) is None
    assert [str(problem) for problem in notes.problems] == [
        "facts.json:10:groups: there is no table 'groups' at the top of the file; correct its name or delete it",
        "facts.json:40:quality.monitoring.subject: 监测科目 '数学' is already on line 40; delete one of the two tables",
    ]


def test_numbers_of_the_toml_are_read_as_written(tmp_path: Path) -> None:
    facts = """name = " 县 "
        [quality]
        junior_entrants = 5_000.0
        [[quality.monitoring]]
        subject = "数学"
        level = 4
        share_at_level_3 = 9.1e-1"""
    county = read_county(folder_with(tmp_path, facts=facts))
    assert county.name == "县"
    assert repr(county.quality.junior_entrants) == "5000"
    assert county.monitoring == (Subject(subject="数学", level=4, share_at_level_3=0.91),)


@pytest.mark.parametrize("line", ["year = 0x{}", "name = 0x{}", "plan.teacher_pay = 0x{}", "local.x = 0x{}"])
def test_numbers_of_very_many_digits(line: str, tmp_path: Path) -> None:
    facts = line.format("f" * 200_000) + ("\nname = '县'" if not line.startswith("name") else "")
    (problem,) = problems_of(folder_with(tmp_path, facts=facts))
    assert "An integer has more than 400 digits" in problem.message


def test_local_facts_have_any_name(tmp_path: Path) -> None:
    write_county(attrs.evolve(good_county(), local={"每生经费": 900.5, "plain": True}), tmp_path)
    assert read_county(tmp_path).local == {"每生经费": 900.5, "plain": True}


def test_what_cannot_be_read_is_reported_once_whatever_stands_there(tmp_path: Path) -> None:
    facts = """name = {
        year = {
        guarantee = {
        [quality]
        monitoring = {
        [recognition]
        groups = {
        [local]
        posts = {
        [veto]
        fraud = {"""
    problems = problems_of(folder_with(tmp_path, facts=facts))
    assert [problem.row for problem in problems] == [1, 2, 3, 5, 7, 9, 11]
