"""Where figures are looked up: each missing cell by its table, place and field."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs
import pytest
from counties import change_campus, good_county, junior, mine, nine_year, primary

from balanced_edu.assessment import assess
from balanced_edu.assessment.look_up import Judged, figure_of, in_scope, of_campus, pooled, property_of, scope_finding
from balanced_edu.checks import Cell, Figure, Finding, Reason, Relation, all_of, below, one_of
from balanced_edu.outcomes import Outcome
from balanced_edu.records.bands import Band
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import Guarantee, Subject, Veto
from balanced_edu.records.fields import fields_of
from balanced_edu.records.kinds import AreaType, Kind, Stage
from balanced_edu.standards import load

FAIL, UNKNOWN, PASS = Outcome.FAIL, Outcome.UNKNOWN, Outcome.PASS


def of_school(code: str, *fields: str) -> tuple[Cell, ...]:
    return tuple(Cell("schools", code, field) for field in fields)


@pytest.mark.parametrize(
    ("item", "fields"),
    [
        ("G3", ["primary_classes"]),
        ("G3", ["music_room_areas"]),
        ("G5", ["primary_largest_class"]),
        ("G4", ["primary_pupils"]),
        ("G13", ["area_type"]),
        ("G13", ["boarding", "area_type"]),
    ],
)
def test_cells_of_a_campus(item: str, fields: list[str]) -> None:
    county = change_campus(good_county(), "P1", school_name="第一小学", **dict.fromkeys(fields))
    assert assess(county).indicators[item].missing == of_school("P1", *fields)


@pytest.mark.parametrize(
    ("scope", "campus", "applies"),
    [
        ('sponsors = ["县级教育"]', {"sponsor": 7, "ownership": None, "affiliation": None}, PASS),
        ('sponsors = ["县级教育"]', {"sponsor": 8}, FAIL),
        ("sponsors = [7]", {"ownership": "公办", "affiliation": "县属"}, PASS),
        ("sponsors = [7]", {"ownership": "公办", "affiliation": "市属"}, FAIL),
        ("sponsors = [3]", {"ownership": "公办", "affiliation": "省属"}, PASS),
        ("sponsors = [10]", {"ownership": "民办", "affiliation": None}, PASS),
        ("sponsors = [7]", {"ownership": None, "affiliation": "县属"}, UNKNOWN),
        ("sponsors = [7]", {"ownership": "公办", "affiliation": None}, UNKNOWN),
        ('ownership = ["公办"]', {"sponsor": 9, "ownership": None, "affiliation": None}, PASS),
        ('ownership = ["公办"]', {"sponsor": 10, "ownership": None, "affiliation": None}, FAIL),
        ('affiliations = ["县属"]', {"sponsor": 8, "affiliation": None}, PASS),
        ('affiliations = ["县属"]', {"sponsor": 5, "affiliation": None}, FAIL),
        ('affiliations = ["省属", "市属", "县属"]', {"sponsor": 1, "affiliation": None}, FAIL),
        ('affiliations = ["县属"]', {"sponsor": 9, "affiliation": None}, UNKNOWN),
        ('affiliations = ["县属"]', {"sponsor": 10, "ownership": None, "affiliation": "县属"}, PASS),
    ],
)
def test_who_runs_a_campus_follows_from_either_form(scope: str, campus: dict[str, Any], applies: Outcome) -> None:
    """The item fails where it applies, is unknown where it may, and applies to nobody else."""
    local = mine(f"[items.G4]\nrules = [{{ {scope}, at_most = '1' }}]\n")
    found = assess(good_county(primary(**campus)), local).indicators["G4"].outcome
    assert found is {PASS: FAIL, UNKNOWN: UNKNOWN, FAIL: PASS}[applies]


def test_cells_of_each_stage_of_a_campus() -> None:
    county = change_campus(good_county(), "N1", primary_classes=None, junior_classes=None)
    assert assess(county).indicators["G3"].missing == of_school("N1", "primary_classes", "junior_classes")


def test_classes_of_a_stage_that_may_lack_pupils_are_unknown_by_its_pupils_too() -> None:
    campus = Campus(school_code="N1", kind=Kind.NINE_YEAR, primary_pupils=400, primary_classes=10)
    cells = of_campus(campus).cells
    assert cells("classes") == of_school("N1", "junior_classes", "junior_pupils")
    assert cells("largest_class") == of_school("N1", "primary_largest_class", "junior_largest_class")
    without_juniors = of_campus(attrs.evolve(campus, junior_pupils=0)).cells
    assert without_juniors("largest_class") == of_school("N1", "primary_largest_class")
    assert without_juniors("pupils") == ()


def test_cells_of_a_share_of_a_campus() -> None:
    local = mine('[items.G4]\nrules = [{ migrant_share_above = "50", at_most = "100" }]\n')
    county = change_campus(good_county(), "P1", primary_pupils=None)
    missing = assess(county, local).indicators["G4"].missing
    assert missing[:2] == of_school("P1", "migrant_pupils", "primary_pupils")


def test_facts_of_the_county_by_their_table_and_local_ones_by_their_key() -> None:
    county = attrs.evolve(good_county(), guarantee=Guarantee(), veto=Veto())
    found = assess(county).indicators
    assert found["G8"].parts[0].missing == (
        Cell("guarantee", "", "teacher_average_salary"),
        Cell("guarantee", "", "civil_servant_average_salary"),
    )
    assert found["V6"].missing == (Cell("veto", "", "fraud"),)
    local = mine('[items.G1]\nrules = [{ fact = "halls", unit = "room", at_least = "1" }]\n')
    assert assess(county, local).indicators["G1"].missing == (Cell("local", "", "halls"),)


def test_cells_of_sums_and_of_records() -> None:
    county = change_campus(good_county(), "P1", trained_teachers=None)
    monitoring = [Subject(subject="语文", level=3), *county.monitoring[1:]]
    found = assess(attrs.evolve(county, monitoring=monitoring)).indicators
    assert found["G9"].missing == of_school("P1", "trained_teachers")
    assert found["Q9"].missing == (Cell("quality.monitoring", "语文", "between_school_share"),)


def test_the_year_if_the_limit_depends_on_it() -> None:
    dated = """[items.G4]
rules = [{ at_most = [
    { value = "100" }, { value = "200", since = 2022-06-01 }, { value = "5000", since = 2023-06-01 }
] }]
"""
    county = attrs.evolve(good_county(primary(), junior()), year=None)
    (first, second) = assess(county, mine(dated)).indicators["G4"].parts
    assert first.missing == second.missing == (Cell("county", "", "year"),)
    assert (first.outcome, first.limit, first.check) == (UNKNOWN, 5000, "pupils_on_campus")


def test_a_whole_table_if_there_is_nothing_to_judge() -> None:
    monitored, surveyed = (assess(attrs.evolve(good_county(), **{name: []})) for name in ("groups", "monitoring"))
    found = {"Q9": surveyed.indicators["Q9"], "S1": monitored.indicators["S1"]}
    assert (found["Q9"].check, found["Q9"].missing) == ("subject", (Cell("quality.monitoring"),))
    assert (found["S1"].check, found["S1"].missing) == ("group", (Cell("recognition.groups"),))


def test_an_unknown_figure_has_its_unit_and_inputs() -> None:
    limit = {"unit": "percent", "limit": Fraction(100), "relation": Relation.AT_LEAST}
    county = good_county()
    unpaid = attrs.evolve(county, guarantee=attrs.evolve(county.guarantee, teacher_average_salary=None))
    assert assess(unpaid).indicators["G8"].parts[0] == Finding(
        check="salary_ratio",
        outcome=UNKNOWN,
        inputs={"teacher_average_salary": None, "civil_servant_average_salary": 118_000},
        missing=(Cell("guarantee", "", "teacher_average_salary"),),
        **limit,
    )
    none = attrs.evolve(county.guarantee, teacher_average_salary=0, civil_servant_average_salary=0)
    assert assess(attrs.evolve(county, guarantee=none)).indicators["G8"].parts[0] == Finding(
        check="salary_ratio",
        outcome=UNKNOWN,
        inputs={"teacher_average_salary": 0, "civil_servant_average_salary": 0},
        undefined=Reason.DIVIDED_BY_ZERO,
        **limit,
    )


def test_a_decision_misses_nothing() -> None:
    """A school without a charter fails, even if its digital management is unknown."""
    found = assess(change_campus(good_county(), "P1", has_charter=False, digital_management=None)).indicators["Q3"]
    assert (found.outcome, found.missing, found.parts[0].missing) == (FAIL, (), ())


def test_a_local_fact_never_stands_for_one_of_the_method() -> None:
    found = assess(attrs.evolve(good_county(), local={"fraud": 5})).indicators["V6"]
    assert (found.outcome, found.inputs) == (PASS, {"fraud": False})


def test_every_cell_reads_as_file_place_and_heading() -> None:
    """The sentence of a missing cell: what an office looks for in its files."""
    county = change_campus(good_county(), "P1", school_name="第一小学", music_room_areas=None)
    county = attrs.evolve(county, monitoring=[Subject(subject="语文", level=3)], groups=[], veto=Veto())
    found = assess(county).indicators
    assert "schools.csv: P1, 音乐专用教室面积 (music_room_areas)" in str(found["G3"])
    assert "county.toml: [[quality.monitoring]] 语文, 校际差异率 (between_school_share)" in str(found["Q9"])
    assert str(found["S1"]) == "not known: county.toml: [[recognition.groups]]"
    assert str(found["V6"]) == "not known: county.toml: 有弄虚作假行为 (fraud)"


def test_a_scope_explains_only_what_it_leaves_open() -> None:
    scope = all_of(one_of([Kind.PRIMARY], of="kind"), below(50, of="pupils"))
    small, other, unknown = (
        of_campus(Campus(school_code=code, kind=kind, primary_pupils=pupils))
        for code, kind, pupils in (("A", Kind.PRIMARY, 49), ("B", Kind.NINE_YEAR, 49), ("C", Kind.PRIMARY, None))
    )
    finds = in_scope(scope)
    assert [finds(one).outcome for one in (small, other, unknown)] == [PASS, FAIL, UNKNOWN]
    assert finds(unknown) == scope_finding(scope, unknown) == finds(unknown)
    assert [cell.field for cell in finds(unknown).missing] == ["pupils"]
    assert property_of(Campus(school_code="A", kind=Kind.PRIMARY), "residents") is None


@pytest.mark.parametrize(("rounding", "needed"), [("up", 2), ("down", 1)])
def test_what_is_measured_has_its_unit_and_inputs_whether_it_is_known_or_in_a_band(rounding: str, needed: int) -> None:
    """13 classes need two rooms of 96 m², or one if a part of twelve classes needs none."""
    (rule, _) = load("national-2017").items["G3"].rules
    measure = rule.measure
    assert measure is not None
    constants = {"classes_per_room": 12, "smallest_music_room": 96, "rounding": rounding}
    numbers = {"classes_per_room": 12, "smallest_music_room": 96, "classes": 13}

    def of(*areas: int | Band) -> tuple[Figure, dict[str, Any]]:
        campus = primary("P1", 520, primary_classes=13, music_room_areas=areas)
        about = {"unit": "room", "inputs": {"music_room_areas": areas, **numbers}}
        return figure_of(measure, of_campus(campus), constants), about

    for areas in ((96, 90), (96, Band(73, 96))):
        found, about = of(*areas)
        assert found == Figure(value=1 - needed, **about)
    found, about = of(96, Band(73, 97))
    missing = of_school("P1", "music_room_areas")
    assert found == Figure(value=None, least=1 - needed, most=2 - needed, missing=missing, **about)


@pytest.mark.parametrize(
    ("classes", "missing"), [(None, ["junior_pupils", "junior_largest_class"]), (10, ["junior_largest_class"])]
)
def test_of_a_stage_that_may_have_nobody_its_pupils_are_asked_for_first(
    classes: int | None, missing: list[str]
) -> None:
    """Where classes are given there are pupils, however many."""
    of_stage = {field: None for field in fields_of(Campus) if field.startswith("junior_")}
    campus = attrs.evolve(nine_year(), **{**of_stage, "junior_classes": classes})
    assert assess(good_county(campus)).indicators["G5"].missing == of_school("N1", *missing)


def test_a_school_lacks_what_one_of_its_campuses_lacks() -> None:
    by_school = mine('[counted]\nby = "school"\n')
    county = good_county(primary("P1", parent_code="P1"), primary("P2", parent_code="P1", teaching_area=None), junior())
    found = assess(county, by_school)
    missing = of_school("P2", "teaching_area")
    assert found.sections[0].at_limit["R4"].missing == found.variation[Stage.PRIMARY]["R4"].missing == missing


def test_a_finding_names_the_documents_of_what_it_judges() -> None:
    """Of a campus, of a section, and of a school, each of whose documents is named once."""
    documents = {"P1": ("台账", "花名册"), "P2": ("台账", "照片")}
    campuses = [primary(code, parent_code="P1", evidence=named) for code, named in documents.items()]
    found = assess(good_county(*campuses, junior()), mine('[counted]\nby = "school"\n'))
    for item in ("G4", "G5"):
        named = {part.campus: part.evidence for part in found.indicators[item].parts}
        assert named == {**documents, "J1": ()}
    assert [section.finding.evidence for section in found.sections] == [("台账", "花名册", "照片"), ()]


@pytest.mark.parametrize(
    ("largest", "area_type", "missing"),
    [(Band(25, 35), AreaType.RURAL, ["primary_largest_class"]), (25, None, ["area_type"])],
)
def test_what_leaves_open_whether_an_alternative_applies(
    largest: object, area_type: AreaType | None, missing: list[str]
) -> None:
    """Rooms of 54 m² are enough for a village school whose largest class has fewer than 30 pupils."""
    changes: dict[str, Any] = {"primary_largest_class": largest, "area_type": area_type, "built_year": 2020}
    campus = attrs.evolve(primary(), primary_classes=40, **changes, music_room_areas=(54, 54, 54, 54))
    found, *_ = assess(good_county(campus), "procedure-2019").indicators["G3"].parts
    assert (found.outcome, found.missing) == (UNKNOWN, of_school("P1", *missing))


@pytest.mark.parametrize(
    ("figures", "together"),
    [
        ([0.1, 0.2], Fraction(3, 10)),  # in binary it would be more
        ([1, 0.2], Fraction(6, 5)),
        ([10**15, 10**15, 1], Fraction(2 * 10**15 + 1)),
        ([], Fraction(0)),
        ([1, None], None),
    ],
    ids=str,
)
def test_figures_are_pooled_exactly(figures: list[float | None], together: Fraction | None) -> None:
    known = Finding(check="", outcome=Outcome.PASS)
    members = [(Judged(look_up=lambda _, figure=figure: figure, cells=lambda _: ()), known) for figure in figures]
    assert pooled(members, "", good_county()).look_up("training_budget") == together
