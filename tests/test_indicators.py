"""Every indicator at its limit, every judgement, and everything the catalogue promises."""

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
from balanced_edu.indicators import guarantee, quality, resources
from balanced_edu.indicators.catalogue import Measure, every_measure, measure
from balanced_edu.outcomes import Outcome
from balanced_edu.standards import load

HERE = Path(__file__).parent
LIMITS = tomllib.loads((HERE / "cases" / "limits.toml").read_text(encoding="utf-8"))["limit"]
PLAN = "".join((HERE / "documents" / "wenling-2020-plan.txt").read_text(encoding="utf-8").split())
NATIONAL = load("national-2017")
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
    rules = [one for rule in NATIONAL.items[limit["item"]].rules for one in rule.alternatives or (rule,)]
    (rule,) = [r for r in rules if r.measure == measure and r.where.finding(scope).outcome == 1]
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


OTHERS: dict[str, tuple[dict[str, int], str]] = {
    "computers_per_hundred": ({"computers": 7, "pupils": 300}, "7/3"),
    "books_per_pupil": ({"books": 70, "pupils": 8}, "8.75"),
    "teachers_per_pupil": ({"teachers": 7, "pupils": 80}, "0.0875"),
    "teachers_above_required_per_pupil": ({"teachers_above_required": 7, "pupils": 80}, "0.0875"),
    "middle_rank_teachers_per_pupil": ({"middle_rank_teachers": 7, "pupils": 80}, "0.0875"),
    "growth_of_appropriation_over_revenue": (
        {
            "compulsory_appropriation": 127,
            "compulsory_appropriation_before": 100,
            "regular_revenue": 125,
            "regular_revenue_before": 120,
        },
        "137/6",
    ),
    "growth_of_expenditure_per_pupil": ({"expenditure_per_pupil": 1200, "expenditure_per_pupil_before": 1450}, "-250"),
    "growth_of_teacher_pay": ({"teacher_pay": 2450, "teacher_pay_before": 1200}, "1250"),
    "growth_of_public_funds_per_pupil": (
        {"public_funds_per_pupil": 2450, "public_funds_per_pupil_before": 1200},
        "1250",
    ),
    "on_time_entry_share": ({"junior_age_children_on_time": 1999, "junior_age_children": 2000}, "99.95"),
    "events_in_the_year": ({"school_events": 3}, "3"),
    "sports_meetings_in_the_year": ({"sports_meetings": 3}, "3"),
    "pupils_in_small_class": ({"largest_class": 31}, "31"),
    "disabled_enrolment_share_at_school": (
        {"disabled_children_enrolled": 285, "disabled_children_taught_at_home": 14, "disabled_children": 300},
        "271/3",
    ),
    "basic_satisfaction_rate": ({"satisfied": 801, "basically_satisfied": 50, "surveyed": 1200}, "851/12"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_other_methods_and_plans_measure(name: str) -> None:
    measured, (given, value) = every_measure()[name], OTHERS[name]
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
    with pytest.raises(TypeError, match="a judgement is"):
        judged.function(**dict.fromkeys(judged.inputs, "yes"))


def test_the_catalogue_is_complete_and_in_order() -> None:
    numbers = {"R": 7, "G": 15, "Q": 9, "S": 1, "V": 6}
    ids = [f"{letter}{n}" for letter, count in numbers.items() for n in range(1, count + 1)]
    assert list(catalogue) == list(NATIONAL.items) == ids
    assert len(catalogue) == 38


@pytest.mark.parametrize("id", catalogue)
def test_every_indicator_has_all_that_is_promised(id: str) -> None:
    indicator = catalogue[id]
    assert indicator.name_zh
    assert indicator.name_en
    assert indicator.formula
    assert indicator.inputs
    assert indicator.source.startswith("教督〔2017〕6号")
    assert "".join(indicator.clause.split()) in PLAN
    assert NATIONAL.items[id].rules
    for measured in indicator.measures.values():
        assert measured.judged or measured.unit
        assert all(measured.inputs.values()) or measured.judged
        for part in ("Official name: ", "Formula: ", "Parameters\n", "Returns\n", "Raises\n", ">>> ", "Source: "):
            assert part in (measured.function.__doc__ or "")


@pytest.mark.parametrize(("letter", "dimension"), list(zip("RGQSV", NATIONAL.dimensions, strict=True)))
def test_an_indicator_names_its_dimension(letter: str, dimension: str) -> None:
    assert {indicator.dimension for id, indicator in catalogue.items() if id[0] == letter} == {dimension}


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
        "    If a figure is negative or infinite, or something is divided by 0.",
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
        "    If an input is no judgement.",
        "",
    ]


def test_what_is_declared_has_names_and_no_room_for_more() -> None:
    indicator = catalogue["R1"]
    for declared in (indicator, *indicator.measures.values()):
        assert not hasattr(declared, "__dict__")
        with pytest.raises(TypeError, match="takes 1 positional argument"):
            type(declared)("R1")  # type: ignore[call-arg, misc]


def test_declarations_can_be_kept_in_sets() -> None:
    every = [measured for indicator in catalogue.values() for measured in indicator.measures.values()]
    assert len(set(every)) == len(every)
    assert len(set(catalogue.values())) == len(catalogue)


def test_retention_by_the_four_formulas_in_use() -> None:
    cohort = {
        "junior_graduates": 940,
        "junior_entrants": 1000,
        "junior_transfers_in": 30,
        "junior_transfers_out": 60,
        "junior_deaths": 1,
    }
    rates = {
        "net of transfers": 97.10,
        "transfers in the cohort": 97.01,
        "transfers in the cohort, capped": 96.91,
        "graduates over entrants": 94.00,
    }
    for formula, rate in rates.items():
        assert round(quality.retention_rate(**cohort, formula=formula).magnitude, 2) == rate
    of_941 = quality.retention_rate(**{**cohort, "junior_graduates": 941}, formula="graduates over entrants")
    assert of_941.magnitude == 94.1
    assert quality.retention_rate(
        **{**cohort, "junior_graduates": 1100}, formula="transfers in the cohort, capped"
    ) == (units.quantity(100.0, "percent"))
    many = {name: np.array([figure, figure]) for name, figure in cohort.items()}
    many["junior_graduates"] = np.array([940, 1100])
    capped = quality.retention_rate(**many, formula="transfers in the cohort, capped").magnitude
    assert capped.round(2).tolist() == [96.91, 100]
    with pytest.raises(ValueError, match="formula is one of 'net of transfers'"):
        quality.retention_rate(**cohort, formula="mine")


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
        with pytest.raises(pint.DimensionalityError, match="the argument 'backbone_teachers' is read in 'teacher'"):
            resources.backbone_teachers_per_hundred(backbone_teachers=units.quantity(9, "学生"), pupils=1000)

    def test_two_counts_cannot_be_swapped_unseen(self) -> None:
        with pytest.raises(TypeError):
            resources.backbone_teachers_per_hundred(9, 1000)  # type: ignore[misc]
        with pytest.raises(TypeError):
            resources.backbone_teachers_per_hundred(teachers=9, pupils=1000)  # type: ignore[call-arg]

    @pytest.mark.parametrize(("area", "pupils", "message"), [(-1, 5, "never negative"), (1, np.inf, "never infinite")])
    def test_impossible_figures_are_refused(self, area: float, pupils: float, message: str) -> None:
        with pytest.raises(ValueError, match=message):
            resources.teaching_area_per_pupil(teaching_area=area, pupils=pupils)

    def test_resources_without_pupils_are_refused_and_nothing_of_nothing_is_unknown(self) -> None:
        with pytest.raises(ValueError, match=r"divides by 0 at \[\[1\]\]"):
            resources.teaching_area_per_pupil(teaching_area=[1.0, 1.0], pupils=[1, 0])
        with pytest.raises(ValueError, match=r"divides by 0 at \[\[0\], \[1\], \[2\], \[3\], \[4\]\]$"):
            resources.teaching_area_per_pupil(teaching_area=[1.0] * 7, pupils=[0] * 7)
        assert np.isnan(resources.teaching_area_per_pupil(teaching_area=0, pupils=0).magnitude)

    def test_arrays_are_not_copied_where_the_unit_fits(self) -> None:
        for sizes in (np.array([40.0, 45.0]), np.array([40, 45])):
            found = guarantee.pupils_in_largest_class(largest_class=units.quantity(sizes, "pupil"))
            assert np.shares_memory(found.magnitude, sizes)

    def test_rooms_of_unknown_size_leave_the_number_open(self) -> None:
        given = {"classes": np.array([12, 12]), "smallest_music_room": 96, "classes_per_room": 12}
        areas = np.array([[96, 0], [96, np.nan]])
        assert np.isnan(guarantee.music_room_surplus(music_room_areas=areas, **given).magnitude).tolist() == [
            False,
            True,
        ]


class TestDeclarations:
    def test_units_and_parameters_have_to_agree(self) -> None:
        with pytest.raises(TypeError, match="units are declared for"):

            @measure("R1", unit="room", formula="rooms", desks="room")
            def mismatched(*, rooms: Any) -> Any:
                """Rooms."""
                return rooms

    def test_data_arguments_are_keyword_only(self) -> None:
        with pytest.raises(TypeError, match="keyword-only"):

            @measure("R1", unit="room", formula="rooms", rooms="room")
            def positional(rooms: Any) -> Any:
                """Rooms."""
                return rooms

    def test_several_measures_are_called_by_name(self) -> None:
        with pytest.raises(TypeError, match="rotation_share, backbone_share_of_rotation"):
            catalogue["G11"](rotated_teachers=1)
        with pytest.raises(KeyError):
            catalogue["B1"]
