"""Every measure at its limit, every judgement, and what their functions take."""

from __future__ import annotations

import datetime as dt
import tomllib
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pint
import pytest

from balanced_edu import catalogue, units
from balanced_edu.indicators import guarantee, resources
from balanced_edu.indicators.declare import Measure, every_measure
from balanced_edu.outcomes import Outcome
from balanced_edu.standards import NATIONAL, load

CASES = Path(__file__).parent.parent / "cases"
LIMITS = tomllib.loads((CASES / "limits.toml").read_text(encoding="utf-8"))["limit"]
OTHERS = tomllib.loads((CASES / "other_measures.toml").read_text(encoding="utf-8"))
JUDGED = [(id, m) for id, indicator in catalogue.items() for m in indicator.measures.values() if m.judged]
MEASURED = [(id, m) for id, indicator in catalogue.items() for m in indicator.measures.values() if not m.judged]


def fraction(text: str) -> Fraction:
    top, _, bottom = text.partition("/")
    return Fraction(top) / Fraction(bottom or 1)


def exactly(figure: Any) -> Any:
    return tuple(map(exactly, figure)) if isinstance(figure, list) else Fraction(figure)


def plainly(figure: Any) -> Any:
    return list(map(plainly, figure)) if isinstance(figure, list) else float(figure)


def check_of(limit: dict[str, Any], measure: Measure) -> Any:
    """The standard's check of a measure for a stage or kind, in 2022."""
    scope = {"stage": limit.get("stage"), "kind": limit.get("kind")}
    rules = [r for r in load(NATIONAL).items[limit["item"]].rules if r.where.finding(scope).outcome == 1]
    (rule,) = [one for r in rules for one in r.alternatives or (r,) if one.measure == measure]
    (check,) = rule.checks_on(dt.date(2022, 12, 31))
    return check


@pytest.mark.parametrize("limit", LIMITS, ids=[" ".join(str(v) for v in list(c.values())[:2]) for c in LIMITS])
def test_at_just_under_and_just_over_the_limit(limit: dict[str, Any]) -> None:
    measures = catalogue[limit["item"]].measures
    measured = measures[limit["measure"]] if "measure" in limit else next(iter(measures.values()))
    check = check_of(limit, measured)
    for different, value, outcome in limit["cases"]:
        given = {**limit["given"], **different}
        exact = measured.kernel(**{name: exactly(figure) for name, figure in given.items()})
        plain = measured.function(**{name: plainly(figure) for name, figure in given.items()})
        many = measured.function(**{name: np.array([plainly(figure)] * 2) for name, figure in given.items()})
        assert exact == fraction(value)
        assert plain.magnitude == pytest.approx(float(fraction(value)), rel=1e-15, abs=1e-15)
        assert plain.units == many.units == units.registry().Unit(measured.unit)
        assert str(check.finding({measured.name: exact}).outcome) == outcome
        assert (
            check.outcomes({measured.name: many.magnitude}).tolist()
            == [check.finding({measured.name: exact}).outcome] * 2
        )


def test_every_measure_has_a_decision_case() -> None:
    covered = {(c["item"], c.get("measure") or next(iter(catalogue[c["item"]].measures))) for c in LIMITS}
    assert covered == {(id, m.name) for id, m in MEASURED}


@pytest.mark.parametrize("name", OTHERS)
def test_what_other_methods_and_plans_measure(name: str) -> None:
    measured, given, value = every_measure()[name], OTHERS[name]["given"], OTHERS[name]["value"]
    plain = measured.function(**given)
    many = measured.function(**{of: np.array([figure, figure]) for of, figure in given.items()})
    assert measured.kernel(**{of: Fraction(figure) for of, figure in given.items()}) == fraction(value)
    assert plain.magnitude == pytest.approx(float(fraction(value)), rel=1e-15, abs=0)
    assert many.magnitude.tolist() == [plain.magnitude] * 2
    assert plain.units == many.units == units.registry().Unit(measured.unit)


def test_every_measure_of_another_method_has_a_case() -> None:
    assert set(OTHERS) == set(every_measure()) - {m.name for _, m in [*MEASURED, *JUDGED]}


@pytest.mark.parametrize(("id", "judged"), JUDGED, ids=[m.name for _, m in JUDGED])
def test_judged_items_are_true_false_or_unknown(id: str, judged: Measure) -> None:
    good = not id.startswith("V")
    for given, outcome in ((good, Outcome.PASS), (not good, Outcome.FAIL), (None, Outcome.UNKNOWN)):
        assert judged.function(**dict.fromkeys(judged.inputs, given)) is outcome
        column = np.array([given, good], dtype=object)
        assert judged.function(**dict.fromkeys(judged.inputs, column)).tolist() == [outcome, Outcome.PASS]
    with pytest.raises(TypeError, match="must be"):
        judged.function(**dict.fromkeys(judged.inputs, "yes"))


class TestInputs:
    def test_quantities_numbers_lists_and_unknowns(self) -> None:
        r6 = resources.equipment_value_per_pupil
        wan = units.quantity(200, "万元")
        assert r6(equipment_value=wan, pupils=units.quantity(1000, "人")) == units.quantity(2000, "元 / 学生")
        assert r6(equipment_value=[2000, 4000], pupils=2).magnitude.tolist() == [1000, 2000]
        assert r6(equipment_value=Fraction(4001, 2), pupils=1).magnitude == 2000.5
        for unknown in (None, float("nan")):
            assert np.isnan(r6(equipment_value=unknown, pupils=1).magnitude)
        for gaps in (np.array([1.0, np.nan]), np.array([Fraction(1), None], dtype=object)):
            found = r6(equipment_value=gaps, pupils=np.array([1, 1])).magnitude
            assert found.dtype == np.float64
            assert np.isnan(found).tolist() == [False, True]

    def test_the_wrong_dimension_names_the_argument(self) -> None:
        with pytest.raises(pint.DimensionalityError, match="backbone_teachers must be in 'teacher'; given 'pupil'"):
            resources.backbone_teachers_per_hundred(backbone_teachers=units.quantity(9, "学生"), pupils=1000)

    def test_two_counts_cannot_be_swapped_unseen(self) -> None:
        with pytest.raises(TypeError):
            resources.backbone_teachers_per_hundred(9, 1000)  # type: ignore[misc]
        with pytest.raises(TypeError):
            resources.backbone_teachers_per_hundred(teachers=9, pupils=1000)  # type: ignore[call-arg]

    @pytest.mark.parametrize(("area", "pupils", "message"), [(-1, 5, "given -1: "), (1, np.inf, "given inf: ")])
    def test_impossible_figures_are_refused(self, area: float, pupils: float, message: str) -> None:
        with pytest.raises(ValueError, match=message):
            resources.teaching_area_per_pupil(teaching_area=area, pupils=pupils)

    def test_resources_without_pupils_are_refused_and_nothing_of_nothing_is_unknown(self) -> None:
        with pytest.raises(
            ValueError, match=r"^teaching_area_per_pupil: teaching_area / pupils divides by 0 at \[1\]: correct"
        ):
            resources.teaching_area_per_pupil(teaching_area=[1.0, 1.0], pupils=[1, 0])
        with pytest.raises(ValueError, match=r"divides by 0 at \[0\], \[1\], \[2\], \[3\], \[4\] and 2 more: "):
            resources.teaching_area_per_pupil(teaching_area=[1.0] * 7, pupils=[0] * 7)
        with pytest.raises(
            ValueError, match="teaching_area / pupils divides by 0: correct the divisor, or give NaN if unk"
        ):
            resources.teaching_area_per_pupil(teaching_area=1, pupils=0)
        assert np.isnan(resources.teaching_area_per_pupil(teaching_area=0, pupils=0).magnitude)

    def test_arrays_are_not_copied_where_the_unit_fits(self) -> None:
        sizes = np.array([40.0, 45.0])
        found = guarantee.pupils_in_largest_class(largest_class=units.quantity(sizes, "pupil"))
        assert np.shares_memory(found.magnitude, sizes)
