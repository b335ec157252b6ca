"""What formulas show of themselves: their texts, and the constants of those that are proportional."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balanced_edu.indicators.declare import Measure, every_measure, given_fact
from balanced_edu.indicators.formulas import scale_of, written
from balanced_edu.standards import load, names

STATED = tomllib.loads((Path(__file__).parent.parent / "cases" / "formulas.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", STATED)
def test_every_measure_declares_what_is_stated_of_it(name: str) -> None:
    measure = every_measure()[name]
    assert {"formula": measure.formula, "unit": measure.unit, "inputs": dict(measure.inputs)} == {
        "unit": "",
        **STATED[name],
    }
    assert list(measure.inputs) == list(STATED[name]["inputs"])


WRITTEN: list[tuple[Callable[..., Any], str]] = [
    (lambda *, a: a, "a"),
    (lambda *, a, b: 100 * a / b, "100 × a / b"),
    (lambda *, a, b: a * 100 / b, "a × 100 / b"),
    (lambda *, a, b: 100 * (a / b), "100 × a / b"),
    (lambda *, a, b, c: a / (b * c), "a / (b × c)"),
    (lambda *, a, b, c: a / (b / c), "a / (b / c)"),
    (lambda *, a, b, c: a / b / c, "a / b / c"),
    (lambda *, a, b, c: a - (b - c), "a − (b − c)"),
    (lambda *, a, b, c: a - b - c, "a − b − c"),
    (lambda *, a, b, c: a + (b - c), "a + b − c"),
    (lambda *, a, b, c: (a - b) * (a + c), "(a − b) × (a + c)"),
    (lambda *, a, b, c: a * b - c / b, "a × b − c / b"),
    (lambda *, a: 1 - a, "1 − a"),
    (lambda *, a: 1 + a, "1 + a"),
    (lambda *, a: a + 1, "a + 1"),
    (lambda *, a: a - 1, "a − 1"),
    (lambda *, a: 1 / (a + 1), "1 / (a + 1)"),
    (lambda *, a, b="net": 2 * a, "2 × a"),
]


@pytest.mark.parametrize(("formula", "text"), WRITTEN, ids=[text for _, text in WRITTEN])
def test_a_formula_writes_itself_with_the_brackets_that_it_needs(formula: Callable[..., Any], text: str) -> None:
    assert written(formula, [name for name in "abc" if f" {name}" in f" {text}".replace("(", " ")]) == text


OPERATORS = {"+": "+", "−": "-", "×": "*", "/": "/"}


@given(st.data())
def test_the_text_of_a_formula_computes_the_same(data: st.DataObject) -> None:
    names = data.draw(st.permutations("abcde"))
    tree = data.draw(
        st.recursive(st.sampled_from(names), lambda part: st.tuples(part, st.sampled_from("+−×/"), part), max_leaves=8)
    )

    def value(part: Any, figures: dict[str, Any]) -> Any:
        if isinstance(part, str):
            return figures[part]
        left, sign, right = value(part[0], figures), part[1], value(part[2], figures)
        if sign == "+":
            return left + right
        if sign == "−":
            return left - right
        return left * right if sign == "×" else left / right

    text = written(lambda **figures: value(tree, figures), names)
    figures = {name: Fraction(prime) for name, prime in zip("abcde", (10_007, 101, 13, 7, 3), strict=True)}
    python = "".join(OPERATORS.get(mark, mark) for mark in text)
    try:
        expected = value(tree, figures)
    except ZeroDivisionError:
        with pytest.raises(ZeroDivisionError):
            eval(python, {}, figures)
    else:
        assert eval(python, {}, figures) == expected


@pytest.mark.parametrize(
    "formula",
    [
        lambda *, a, b: min(a, b),
        lambda *, a, b: np.minimum(a, b),
        lambda *, a, b: a // b,
        lambda *, a, b: 100,
        lambda *, a, b: -a,
    ],
)
def test_what_is_more_than_plain_arithmetic_needs_a_text(formula: Callable[..., Any]) -> None:
    with pytest.raises(TypeError, match="<lambda> is not plain arithmetic; give the text of its formula as formula="):
        written(formula, ["a", "b"])


def test_judgements_write_themselves_too() -> None:
    assert written(lambda *, fraud: fraud, ["fraud"], judged=True) == "fraud"
    assert written(lambda *, fraud: -fraud, ["fraud"], judged=True) == "not fraud"
    with pytest.raises(TypeError, match="give the text of its formula"):
        written(lambda *, a, b: a & b, ["a", "b"], judged=True)


def measure(kernel: Callable[..., Any], **inputs: str) -> Measure:
    units = inputs or {"rooms": "room", "pupils": "pupil"}
    return Measure(name="rate", unit="room / pupil", formula="-", inputs=units, kernel=kernel, function=kernel)


@given(st.fractions(min_value=Fraction(1, 10**6), max_value=10**6))
def test_what_is_proportional_has_a_scale(scale: Fraction) -> None:
    for formula in (
        lambda *, rooms, pupils: scale * rooms / pupils,
        lambda *, rooms, pupils: rooms / (pupils / scale),
        lambda *, rooms, pupils: (scale + 1) * rooms / pupils - rooms / pupils,
    ):
        assert scale_of(measure(formula), "rooms") == scale


@given(st.fractions(min_value=-(10**6), max_value=10**6).filter(bool))
def test_what_adds_anything_has_none(something: Fraction) -> None:
    for formula in (
        lambda *, rooms, pupils: rooms / (pupils + something),
        lambda *, rooms, pupils: (rooms + something) / pupils,
        lambda *, rooms, pupils: rooms / pupils + something,
    ):
        assert scale_of(measure(formula), "rooms") is None


@pytest.mark.parametrize(
    "formula",
    [
        lambda *, rooms, pupils: rooms / (pupils + 1),
        lambda *, rooms, pupils: rooms * rooms / pupils,
        lambda *, rooms, pupils: pupils / rooms,
        lambda *, rooms, pupils: min(rooms / pupils, Fraction(10**8)),
        lambda *, rooms, pupils: max(rooms / pupils, Fraction(1, 10**8)),
        lambda *, rooms, pupils: rooms // pupils,
        lambda *, rooms, pupils: rooms if rooms == pupils else 0,
        lambda *, rooms, pupils: Fraction(round(rooms * 100), 100) / pupils,
        lambda *, rooms, pupils: max(rooms, Fraction(1, 2)) / pupils,
        lambda *, rooms, pupils: round(rooms / pupils, 2),
        lambda *, rooms, pupils: float(rooms / pupils),
        lambda *, rooms, pupils: 0.1 * rooms / pupils,
        lambda *, rooms, pupils: 0 * rooms / pupils,
        lambda *, rooms, pupils: -rooms / pupils,
        lambda *, rooms, pupils: rooms / (pupils - 1),
        lambda *, rooms, pupils: np.sqrt(rooms),
        lambda *, rooms, pupils: int("rooms"),
    ],
)
def test_what_is_not_proportional_has_none(formula: Callable[..., Any]) -> None:
    assert scale_of(measure(formula), "rooms") is None


def test_a_measure_of_more_or_less_than_a_total_and_pupils_has_none() -> None:
    assert scale_of(measure(lambda *, rooms, classes: rooms / classes, rooms="room", classes="class"), "rooms") is None
    assert scale_of(measure(lambda *, pupils: pupils, pupils="pupil"), "pupils") is None
    assert scale_of(every_measure()["music_room_surplus"], "music_room_areas") is None
    assert scale_of(given_fact("rooms", "room"), "classes") is None


def test_every_resource_of_the_standards_is_proportional() -> None:
    scales = {id: standard.items[id].scale for standard in map(load, names()) for id in standard.resources}
    hundreds = {id for id, scale in scales.items() if scale == 100}
    assert hundreds == {"R1", "R2", "R3", "R7", "B4"}
    assert {scale for id, scale in scales.items() if id not in hundreds} == {1}
