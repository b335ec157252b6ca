"""The catalogue: every indicator of the national method, with all that is promised of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from balanced_edu import catalogue
from balanced_edu.national import Indicator
from balanced_edu.standards import NATIONAL, load

PLAN = "".join((Path(__file__).parent / "documents" / "wenling-2020-plan.txt").read_text(encoding="utf-8").split())
# Of 《全国义务教育优质均衡发展县（市、区）申报表》, 表Ⅳ, as it is printed, what the plan has in other words.
FORM = "6.  不足 100 人的规模较小学校（包括乡镇中心校附设的村小）按不低于 100 人核定公用 经费"


def test_the_catalogue_is_complete_and_in_order() -> None:
    numbers = {"R": 7, "G": 15, "Q": 9, "S": 1, "V": 6}
    ids = [f"{letter}{n}" for letter, count in numbers.items() for n in range(1, count + 1)]
    assert list(catalogue) == [id for id, item in load(NATIONAL).items.items() if not item.aim] == ids
    assert len(catalogue) == 38


def test_the_catalogue_says_what_it_is() -> None:
    assert repr(catalogue) == f"<catalogue of {len(catalogue)} indicators>"
    assert catalogue["R1"].dimension == "resources"
    assert isinstance(catalogue["R1"], Indicator)


@pytest.mark.parametrize("id", catalogue)
def test_every_indicator_has_all_that_is_promised(id: str) -> None:
    indicator = catalogue[id]
    assert indicator.name_zh
    assert indicator.name_en
    assert indicator.formula
    assert indicator.inputs
    assert indicator.source.startswith("教督〔2017〕6号")
    assert "".join(indicator.clause.split()) in PLAN + "".join(FORM.split())
    assert load(NATIONAL).items[id].rules
    for measured in indicator.measures.values():
        assert measured.judged or measured.unit
        assert all(measured.inputs.values()) or measured.judged
        for part in ("Official name: ", "Formula: ", "Parameters\n", "Returns\n", "Raises\n", ">>> ", "Source: "):
            assert part in (measured.function.__doc__ or "")


@pytest.mark.parametrize(("letter", "dimension"), list(zip("RGQSV", load(NATIONAL).dimensions, strict=True)))
def test_an_indicator_names_its_dimension(letter: str, dimension: str) -> None:
    assert {indicator.dimension for id, indicator in catalogue.items() if id[0] == letter} == {dimension}


@pytest.mark.parametrize("id", catalogue)
def test_an_indicator_prints_as_a_short_sentence(id: str) -> None:
    text = repr(catalogue[id])
    assert text.startswith(f"<indicator {id} {catalogue[id].name_zh}: ")
    assert len(text) <= 200


@pytest.mark.parametrize(
    ("id", "text"),
    [
        ("R6", "<indicator R6 生均教学仪器设备值: equipment_value / pupils, in yuan / pupil>"),
        (
            "G8",
            "<indicator G8 教师工资收入水平: 100 × teacher_average_salary / civil_servant_average_salary, in percent; "
            "performance_pay_granted>",
        ),
        ("Q6", "<indicator Q6 德育工作与校园文化建设水平: moral_education; campus_culture>"),
        ("V6", "<indicator V6 弄虚作假: not fraud>"),
    ],
)
def test_the_sentence_has_formulas_and_units(id: str, text: str) -> None:
    assert repr(catalogue[id]) == text


def test_units_and_formulas_of_several_measures_are_joined() -> None:
    assert catalogue["R1"].unit == "teacher / hundred_pupils"
    assert catalogue["Q9"].unit == "dimensionless; percent"
    assert catalogue["Q9"].formula == "level; 100 × share_at_level_3; between_school_share"
    assert catalogue["G3"].unit == "room"
    assert catalogue["G1"].unit == ""
    assert list(catalogue["Q4"].inputs.items()) == [("training_budget", "yuan"), ("public_funds_budget", "yuan")]
    assert catalogue["Q4"].function(training_budget=1, public_funds_budget=20).magnitude == 5  # type: ignore[union-attr]
    assert catalogue["G8"].function is next(iter(catalogue["G8"].measures.values())).function


def test_an_indicator_cannot_be_confused_with_another() -> None:
    assert not hasattr(catalogue["R1"], "__dict__")
    with pytest.raises(TypeError, match="takes 1 positional argument"):
        Indicator("R1")  # type: ignore[call-arg, misc]
    assert len(set(catalogue.values())) == len(catalogue)
    assert catalogue["R1"] == catalogue["R1"] != catalogue["R2"]


@pytest.mark.parametrize(
    ("id", "message"),
    [
        ("R99", "there is no indicator 'R99'; ids are R1–R7, G1–G15, Q1–Q9, S1 and V1–V6"),
        ("r1", r"there is no indicator 'r1' \(did you mean R1\?\); ids are"),
        ("B1", "there is no indicator 'B1'"),
        ("Q2b", "there is no indicator 'Q2b'"),
        (5, "there is no indicator '5'"),
    ],
)
def test_another_id_is_refused_in_a_sentence(id: Any, message: str) -> None:
    with pytest.raises(KeyError, match=message):
        catalogue[id]
    assert id not in catalogue


def test_several_measures_are_called_by_name() -> None:
    with pytest.raises(TypeError, match="G11 has several measures; call one of them by name: rotation_share, backbone"):
        catalogue["G11"](rotated_teachers=1)
