"""What single settings rest on, and the settings that no document states."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from balanced_edu.errors import StandardError
from balanced_edu.standards import Choice, Mark, Standard, from_text, load, names

HEAD = """
name = "mine"
edition = "1"
extends = "national-2017"
title = { zh = "自定", en = "Mine" }
authority = "示例县"
document = "示例"
"""
NATIONAL = load("national-2017")
NOTE = 'note = { zh = "县", en = "County" }'


def mine(text: str) -> Standard:
    return from_text(HEAD + text)


def own(text: str) -> dict[tuple[str, str], Choice]:
    """The choices of a file that are not those of the national method, by table and setting."""
    return {(one.table, one.setting): one for one in mine(text).choices if one not in NATIONAL.choices}


def test_a_setting_has_its_mark_its_source_and_a_note_in_both_languages() -> None:
    marks = mine(f"[items.G5.marks]\nrules = {{ mark = 'practice', source = '区县', {NOTE} }}\n").items["G5"].marks
    assert marks["rules"] == Mark(mark="practice", source="区县", note_zh="县", note_en="County")
    assert marks["where"] == NATIONAL.items["G5"].marks["where"]
    assert mine("[counted.marks]\nby = { mark = 'stated', source = '县' }\n").marks["counted"]["by"] == Mark(
        mark="stated", source="县"
    )


def test_keys_of_a_table_may_be_marked_by_themselves() -> None:
    text = f"[items.G3.marks.constants]\nclasses_per_room = {{ mark = 'choice', {NOTE} }}\n"
    marks = mine(text).items["G3"].marks
    assert marks["constants.rounding"].mark == "stated"
    assert marks["constants.classes_per_room"].note_en == "County"
    assert own(text)["items.G3", "constants.classes_per_room"].value == "12"
    whole = mine("[items.G3.marks]\nconstants = { mark = 'stated', source = '县' }\n").items["G3"].marks
    assert whole["constants"] == Mark(mark="stated", source="县")
    assert "constants.rounding" not in whole


def test_a_scope_that_is_replaced_has_no_mark_of_keys_that_it_lacks() -> None:
    assert "where.kinds" in mine('[items.G13]\nwhere = { kinds = ["小学"] }\n').items["G13"].marks
    bare = mine("[items.G13]\nwhere = { boarding = false }\n").items["G13"].marks
    assert [setting for setting in bare if setting.startswith("where")] == []
    assert bare.keys() == NATIONAL.items["G13"].marks.keys() - {"where.kinds"}


def test_choices_are_what_is_not_stated_by_its_own_mark_or_that_of_its_table() -> None:
    text = "[items.G1]\nmark = 'practice'\nsource = '区县'\n[sample.share]\nmark = 'stated'\nsource = '区县'\n"
    assert own(text) == {
        ("items.G1", "rules"): Choice(
            table="items.G1",
            setting="rules",
            value=[{"holds": True}],
            mark="practice",
            source="区县",
            note_zh="",
            note_en="",
        )
    }
    left = {(choice.table, choice.setting) for choice in NATIONAL.choices if choice not in mine(text).choices}
    assert left == {("sample.share", "group"), ("sample.share", "at_least")}
    sample = f"[sample.per_mille.marks]\nat_least = {{ mark = 'choice', {NOTE} }}\n"
    assert list(own(sample)) == [("sample.per_mille", "at_least")]
    condition = f"[conditions.C1.marks]\nrules = {{ mark = 'choice', {NOTE} }}\n"
    assert list(own(condition)) == [("conditions.C1", "rules")]


def test_a_figure_that_is_no_ones_document_is_a_choice_among_stated_rules() -> None:
    figure = {"value": "8000", "since": "2026-03-01", "source": "区县", "mark": "practice"}
    dated = '[{ value = "6000" }, { value = "8000", since = 2026-03-01, source = "区县", mark = "practice" }]'
    (choice,) = own(f"[items.G7]\nrules = [{{ at_least = {dated} }}]\n").values()
    assert isinstance(choice.value, Mapping)
    assert {key: str(value) for key, value in choice.value.items()} == figure
    assert (choice.table, choice.setting, choice.mark, choice.source) == ("items.G7", "rules", "practice", "区县")


def test_a_mark_without_a_source_has_an_empty_one() -> None:
    dated = '[{ value = "6000" }, { value = "8000", since = 2026-03-01, mark = "choice" }]'
    (choice,) = own(f"[items.G7]\nrules = [{{ at_least = {dated} }}]\n").values()
    assert (choice.mark, choice.source, choice.note_zh, choice.note_en) == ("choice", "", "", "")


TEXT = "give a text in quotation marks"


@pytest.mark.parametrize(
    ("note", "problems"),
    [
        ("", ["note: note is missing; give a table"]),
        (", note = 3", ["note: note must be a table"]),
        (", note = {}", [f"note.zh: zh is missing; {TEXT}", f"note.en: en is missing; {TEXT}"]),
        (", note = { zh = '县' }", [f"note.en: en is missing; {TEXT}"]),
    ],
    ids=["missing", "no table", "empty", "in one language"],
)
def test_a_choice_of_the_library_needs_a_note_in_both_languages(note: str, problems: list[str]) -> None:
    with pytest.raises(StandardError) as refused:
        mine(f"[items.G4.marks]\nrules = {{ mark = 'choice'{note} }}\n")
    place = "standard.toml:9:items.G4.marks.rules"
    assert [str(problem) for problem in refused.value.problems] == [f"{place}.{problem}" for problem in problems]


def test_settings_of_the_rules_for_schools_are_choices_too() -> None:
    (choice,) = own(f"[section.marks]\nfloor = {{ mark = 'choice', {NOTE} }}\n").values()
    assert (choice.table, choice.setting, choice.value, choice.mark) == ("section", "floor", "0.85", "choice")
    assert {choice.source for choice in NATIONAL.choices if choice.mark == "choice"} == {""}


def test_an_item_that_is_dropped_has_no_choices() -> None:
    dropped = mine("[items.G13]\ndropped = true\n")
    assert "items.G13" in {choice.table for choice in NATIONAL.choices}
    assert "items.G13" not in {choice.table for choice in dropped.choices}


# What documents leave open, wherever a standard of the library sets it. What is judged one by one is open for campuses,
# which the documents call schools.
OPEN = {"where", "pooled", "vacuous", "weights", "adds", "subjects", "plausible", "aim", "measure"}
OPEN_TO_ALL = {"counted": ("by", "leaves_out"), "variation": ("without_sections", "all_zero")}


def open_settings(standard: Standard) -> Iterator[tuple[str, str]]:
    for table, keys in OPEN_TO_ALL.items():
        yield from ((table, key) for key in keys if key in standard.data[table])
    for id, item in standard.items.items():
        data: Mapping[str, Any] = standard.data["items"][id]
        yield from ((id, key) for key in sorted(OPEN & data.keys()) if not names_the_measure_of_its_title(id, key))
        yield from ((id, f"constants.{key}") for key in data.get("constants", {}) if key in ("formula", "rounding"))
        yield from ((id, f"concession.{key}") for key in ("since", "until") if key in data.get("concession", {}))
        if item.each == "campus" and not item.pooled:
            yield id, "each"


def names_the_measure_of_its_title(id: str, key: str) -> bool:
    return key == "measure" and id[0] == "B"


@pytest.mark.parametrize("name", names())
def test_what_documents_leave_open_has_a_mark_of_its_own(name: str) -> None:
    standard = load(name)
    marks = {**standard.marks, **{id: item.marks for id, item in standard.items.items()}}
    settings = list(open_settings(standard))
    assert len(settings) > 10
    unmarked = [
        f"{place}.{key}"
        for place, key in settings
        if not any(marked == key or marked.startswith(f"{key}.") for marked in marks[place])
    ]
    assert unmarked == []


@pytest.mark.parametrize("name", names())
def test_the_file_sets_what_the_code_would_choose(name: str) -> None:
    standard = load(name)
    assert {"without_sections", "all_zero"} <= standard.data["variation"].keys()
    assert "by" in standard.data["counted"]
    for id, item in standard.items.items():
        data = standard.data["items"][id]
        for choices in (measure.choices for measure in item.measures.values()):
            assert choices.keys() <= data.get("constants", {}).keys(), id
        if item.each in ("campus", "section") and item.dimension != "resources" and not item.aim:
            assert "where" in data, id


@pytest.mark.parametrize("name", names())
def test_every_choice_of_the_library_says_why(name: str) -> None:
    choices = [choice for choice in load(name).choices if choice.mark == "choice"]
    assert choices
    for choice in choices:
        assert choice.note_zh, choice
        assert choice.note_en.endswith("."), choice
