"""Reading on after lines that are not TOML."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tomltexts import STATEMENTS

from balanced_edu import tomlmending, tomltext
from balanced_edu.tables.slips import mended
from balanced_edu.tomlmending import UNREADABLE, read_on

SLIPS = [
    *(
        "a = 是",
        "name ＝ “县”",
        "[veto",
        "x = [1,",
        "y = '''",
        "?",
        "= 1",
        "[[veto]",
        "b = { c = 1",
        "[a.b]] # c",
        "  ",
    ),
    *("'k' = 121,000", "year = 2022年", "d.e = ?", '"quoted" = ]', "]", "\r", "[quality] x", "junior_deaths 0"),
]
TEXTS = st.lists(st.sampled_from(SLIPS) | STATEMENTS, max_size=8).map("\n".join)


def unmended(line: str, why: str) -> tuple[str, str]:
    return why, ""


@settings(max_examples=settings().max_examples // 2)
@given(TEXTS)
def test_text_that_is_toml_is_read_as_it_is(text: str) -> None:
    reading = read_on(text, mended)
    with contextlib.suppress(tomltext.TomlError):
        # Of numbers that are none, equality says nothing.
        assert repr(reading.data) == repr(tomltext.read(text))
        assert (reading.text, reading.errors) == (text, ())
        return
    assert reading.errors


@given(TEXTS)
def test_errors_are_on_lines_of_the_text_each_once_and_data_are_what_is_left(text: str) -> None:
    reading = read_on(text, mended)
    lines = [error.line for error in reading.errors]
    assert all(1 <= line <= text.count("\n") + 1 for line in lines)
    if reading.data is not None:
        assert len(set(lines)) == len(lines)
        assert reading.text.count("\n") == text.count("\n")
        tomltext.read(reading.text)


@given(st.lists(st.integers(0, 9), max_size=9), st.sets(st.integers(0, 8)))
def test_a_line_that_is_not_toml_does_not_hide_another(values: list[int], broken: set[int]) -> None:
    text = "\n".join(f"k{n} = {'?' if n in broken else value}" for n, value in enumerate(values))
    reading = read_on(text, unmended)
    assert [error.line for error in reading.errors] == sorted(n + 1 for n in broken if n < len(values))
    assert reading.data == {f"k{n}": UNREADABLE if n in broken else value for n, value in enumerate(values)}


@pytest.mark.parametrize(
    ("text", "lines", "data"),
    [
        ("a = [\n 1,\n 2\nb = 1\nc = 2", [1], {"a": UNREADABLE, "b": 1, "c": 2}),
        ("a = [\n 1,\n ?,\n 2]\n# [x]\nb = 1", [1], {"a": UNREADABLE, "b": 1}),
        ("a = '''\n x\n\nb = 1\n[c]\nd = 2", [1], {"a": UNREADABLE, "b": 1, "c": {"d": 2}}),
        ('a = """\n "x\n[c]\nd = 2', [1], {"a": UNREADABLE, "c": {"d": 2}}),
        ('b = """x"""\na = [ # ]\n"]", \']\',\nd.e = 2', [2], {"a": UNREADABLE, "b": "x", "d": {"e": 2}}),
        ("[a\nb = 1\n[c]\nd = 2", [1], {"c": {"d": 2}}),
        ("[a]\nb = 1\n[a]\nc = 1\n[d]\ne = 2", [3], {"a": {"b": 1}, "d": {"e": 2}}),
        ("a = 1\na = 2\nb = 3", [2], {"a": 1, "b": 3}),
        ("a = 1\r\nb = ?\r\nc = 2\r\n", [2], {"a": 1, "b": UNREADABLE, "c": 2}),
        (
            "a.b = 1\na.c = ?\n[[x]]\n[[x]]\n'y z' = ?",
            [2, 5],
            {"a": {"b": 1, "c": UNREADABLE}, "x": [{}, {"y z": UNREADABLE}]},
        ),
        ("a = 1\na = ?\nb = 2", [2], {"a": 1, "b": 2}),
        (f"a = 1\nb = {'9' * 5000}\nc = 2", [2], {"a": 1, "b": UNREADABLE, "c": 2}),
        (f"a = 1\nb = {'[' * 5000}\nc = 2", [2], {"a": 1, "b": UNREADABLE, "c": 2}),
        (f"a = 1\nb = 0x{'f' * 500}\nc = 2", [2], {"a": 1, "b": UNREADABLE, "c": 2}),
        (f"a = 1\n{'b.' * 20}b = 1\nc = 2", [2], {"a": 1, "c": 2}),
        ("?\n= 1\na = 1", [1, 2], {"a": 1}),
    ],
)
def test_reading_goes_on(text: str, lines: list[int], data: dict[str, Any]) -> None:
    reading = read_on(text, unmended)
    assert [error.line for error in reading.errors] == lines
    assert reading.data == data


def test_a_line_that_is_mended_and_contradicts_another_is_passed_over() -> None:
    reading = read_on("a = 1\na = oui\nb = 2", lambda line, why: (why, line.replace("oui", "true")))
    assert ([error.line for error in reading.errors], reading.data) == ([2], {"a": 1, "b": 2})


def test_a_line_that_is_mended_wrongly_is_not_believed() -> None:
    reading = read_on("a = oui\nb = 2", lambda line, why: (why, "a = non"))
    assert ([error.line for error in reading.errors], reading.data) == ([1], {"a": UNREADABLE, "b": 2})


def test_reading_ends_after_many_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\n".join(f"k{n} = ?" for n in range(200))
    reading = read_on(text, unmended)
    assert (reading.data, reading.text, len(reading.errors)) == (None, text, tomlmending.MOST_ERRORS)
    monkeypatch.setattr(tomlmending, "_MOST_CHARACTERS", 5 * len(text))
    assert len(read_on(text, unmended).errors) == 5


def test_brackets_that_are_nested_too_deeply_over_lines_end_reading() -> None:
    text = "[\n" * 5000
    reading = read_on(f"a = {text}", unmended)
    assert reading.data in (None, {"a": UNREADABLE})
    assert reading.errors[0].line == 1


@pytest.mark.parametrize(
    "piece", ["a ", "a.", "'a' ", "[", "[[a", '"', "'''", '"""', "\t", "“", "=", "#", "a = ", "\\", "万"]
)
def test_broken_text_is_searched_without_going_back(piece: str) -> None:
    for start in ("a = ", "[", "", "a = [", "a = “"):
        assert read_on(start + piece * 20_000 + "\n?", mended).errors
