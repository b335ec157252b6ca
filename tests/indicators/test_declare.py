"""Declarations of measures: units from annotations, completed docstrings, and what cannot be declared."""

from __future__ import annotations

import inspect
import pickle
import subprocess
import sys
from typing import Any

import attrs
import numpy as np
import pytest

import balanced_edu as be
from balanced_edu import catalogue
from balanced_edu.indicators import declare, quality, resources
from balanced_edu.indicators.declare import Measure, every_measure, given_fact, judgement, measure, measures_of
from balanced_edu.indicators.quantities import Area, Books, Measured, Pupils


@pytest.fixture
def declarations(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test declares is gone after it."""
    monkeypatch.setattr(declare, "_measures", dict(declare._measures))
    monkeypatch.setattr(declare, "_declared", {id: dict(of_id) for id, of_id in declare._declared.items()})


@pytest.mark.usefixtures("declarations")
def test_a_measure_is_declared_by_its_function() -> None:
    @measure("R8", unit="book / hundred_pupils")
    def books_per_hundred(*, books: Books, pupils: Pupils) -> Measured:
        """Books per hundred pupils.

        Source: 示例〔2024〕1号.
        """
        return 100 * books / pupils  # type: ignore[operator]

    declared = every_measure()["books_per_hundred"]
    assert measures_of("R8") == {"books_per_hundred": declared}
    assert (declared.formula, declared.unit) == ("100 × books / pupils", "book / hundred_pupils")
    assert declared.inputs == {"books": "book", "pupils": "pupil"}
    assert declared.function is books_per_hundred
    assert declared.kernel(books=7, pupils=200) == 3.5
    assert str(books_per_hundred(books=7, pupils=200)) == "3.5 book / hundred_pupils"
    assert not declared.judged
    doc = (books_per_hundred.__doc__ or "").splitlines()
    assert "Formula: 100 × books / pupils." in doc
    assert [line for line in doc if line.startswith("Source: ")] == ["Source: 示例〔2024〕1号."]
    assert "R8" not in catalogue


@pytest.mark.usefixtures("declarations")
def test_annotations_may_be_objects_too() -> None:
    """As they are in a module that does not put off its annotations."""

    def area(*, hall_area: Any) -> Any:
        return hall_area

    area.__annotations__["hall_area"] = Area
    assert str(measure("X1", unit="m²")(area)(hall_area=3)) == "3.0 meter ** 2"
    assert every_measure()["area"].inputs == {"hall_area": "m²"}


@pytest.mark.usefixtures("declarations")
def test_a_choice_is_a_word() -> None:
    @measure("X1", unit="pupil", choices={"rounding": ("up", "down")})
    def rounded(*, pupils: Pupils, rounding: str = "up") -> Measured:
        """Pupils, rounded."""
        return pupils if rounding == "up" else 2 * pupils  # type: ignore[operator]

    declared = every_measure()["rounded"]
    assert (declared.formula, declared.inputs) == ("pupils", {"pupils": "pupil"})
    assert declared.choices == {"rounding": ("up", "down")}
    assert rounded(pupils=3, rounding="down").magnitude == 6
    assert "rounding\n    One of 'up', 'down'; 'up' unless it is given." in (rounded.__doc__ or "")
    with pytest.raises(ValueError, match="rounding must be one of 'up', 'down'; given 'Up'"):
        rounded(pupils=3, rounding="Up")


class TestRefused:
    def test_a_parameter_without_a_unit(self) -> None:
        with pytest.raises(TypeError, match="mismatched: rooms must be a parameter with a unit, such as"):

            @measure("R1", unit="room")
            def mismatched(*, rooms: Any) -> Any:
                """Rooms."""
                return rooms

    def test_a_choice_without_a_parameter(self) -> None:
        with pytest.raises(TypeError, match=r"rounding must be a parameter with a unit, .* or one for which"):

            @measure("R1", unit="pupil", choices={"rounding": ("up",)})
            def mismatched(*, pupils: Pupils) -> Measured:
                """Pupils."""
                return pupils

    def test_positional_arguments(self) -> None:
        with pytest.raises(TypeError, match=r"positional: .* keyword-only; begin with \*"):

            @measure("R1", unit="pupil")
            def positional(pupils: Pupils) -> Measured:
                """Pupils."""
                return pupils

        with pytest.raises(TypeError, match=r"positional: .* keyword-only"):

            @judgement("G1")
            def positional(judged: Any) -> Any:
                """Judged."""
                return judged

    def test_a_formula_without_a_text(self) -> None:
        with pytest.raises(TypeError, match="capped is not plain arithmetic; give the text"):

            @measure("R1", unit="pupil")
            def capped(*, pupils: Pupils) -> Measured:
                """Pupils."""
                return min(pupils, 100)  # type: ignore[type-var]

    def test_a_second_measure_of_the_same_name(self) -> None:
        with pytest.raises(TypeError, match="there is a measure books_per_pupil already; give this one another name"):

            @measure("R8", unit="book / pupil")
            def books_per_pupil(*, books: Books, pupils: Pupils) -> Measured:
                """Books."""
                return books / pupils  # type: ignore[operator]

        assert measures_of("R8") == {}


def test_type_checkers_and_readers_see_the_kind_of_each_figure() -> None:
    assert str(inspect.signature(resources.equipment_value_per_pupil)) == (
        "(*, equipment_value: 'Money', pupils: 'Pupils') -> 'Measured'"
    )


def test_what_a_declaration_adds_to_a_docstring() -> None:
    lines = (resources.backbone_teachers_per_hundred.__doc__ or "").splitlines()
    start, end = lines.index("Formula: 100 × backbone_teachers / pupils."), lines.index("Examples")
    assert lines[start:end] == [
        "Formula: 100 × backbone_teachers / pupils.",
        "",
        "Parameters",
        "----------",
        "backbone_teachers",
        "    Quantity, number or array of any shape, in `teacher`. None or NaN is unknown.",
        "pupils",
        "    Quantity, number or array of any shape, in `pupil`. None or NaN is unknown.",
        "",
        "Returns",
        "-------",
        "pint.Quantity",
        "    In `teacher / hundred_pupils`; NaN where an input is unknown, or where 0 is divided by 0.",
        "",
        "Raises",
        "------",
        "pint.DimensionalityError",
        "    If a quantity measures something else.",
        "ValueError",
        "    If a figure is not a number, negative or infinite, or something is divided by 0.",
        "",
    ]
    assert lines[-1] == "Source: 教督〔2017〕6号《县域义务教育优质均衡发展督导评估办法》, 资源配置 2 (R2)."
    judged = (quality.charter_and_digital_management.__doc__ or "").splitlines()
    start, end = judged.index("Parameters"), judged.index("Examples")
    assert judged[start:end] == [
        "Parameters",
        "----------",
        "has_charter",
        "    True, False, or None for not known; or an array of judgements.",
        "digital_management",
        "    True, False, or None for not known; or an array of judgements.",
        "",
        "Returns",
        "-------",
        "Outcome or ndarray",
        "    Pass, fail or unknown; `int8` for arrays.",
        "",
        "Raises",
        "------",
        "TypeError, ValueError",
        "    If an input is not a judgement.",
        "",
    ]


@pytest.mark.parametrize("name", every_measure())
def test_every_function_has_a_docstring_with_all_its_parts(name: str) -> None:
    doc = every_measure()[name].function.__doc__ or ""
    for part in ("Official name: ", "Formula: ", "Parameters\n", "Returns\n", "Raises\n", ">>> ", "Source: "):
        assert part in doc


def test_without_docstrings_the_library_works_all_the_same() -> None:
    code = (
        "import balanced_edu as be\n"
        "[getattr(be, name) for name in be.__all__]\n"
        "print(be.indicators.resources.teaching_area_per_pupil.__doc__, be.catalogue['R1'].formula)"
    )
    done = subprocess.run([sys.executable, "-OO", "-c", code], capture_output=True, check=True, encoding="utf-8")
    assert done.stdout.split() == ["None", *["100", "×", "teachers_above_required", "/", "pupils"]]


def test_what_is_declared_has_names_and_no_room_for_more() -> None:
    for declared in catalogue["R1"].measures.values():
        assert not hasattr(declared, "__dict__")
        with pytest.raises(TypeError, match="takes 1 positional argument"):
            type(declared)("R1")  # type: ignore[call-arg, misc]


def test_declarations_can_be_kept_in_sets() -> None:
    assert len(set(every_measure().values())) == len(every_measure())


def test_figures_may_be_an_array_of_objects() -> None:
    found = be.catalogue["R6"](equipment_value=np.array([2000, None], dtype=object), pupils=np.array([1, 1]))
    np.testing.assert_array_equal(found.magnitude, [2000, np.nan])


@pytest.mark.parametrize("name", every_measure())
def test_a_measure_goes_through_pickle_by_its_name(name: str) -> None:
    declared = every_measure()[name]
    for one in (declared, attrs.evolve(declared)):
        assert pickle.loads(pickle.dumps(one)) is declared


@pytest.mark.parametrize("fact", [given_fact("canteens", "canteen"), given_fact("pupils", ""), given_fact("a", "1")])
def test_a_fact_as_given_goes_through_pickle_with_its_unit(fact: Measure) -> None:
    again = pickle.loads(pickle.dumps(fact))
    assert again == fact
    assert again.kernel(**{fact.name: 3}) == 3
