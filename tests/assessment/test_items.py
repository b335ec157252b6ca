"""Items that are not resources: judged one by one, pooled or weighed, with their scopes, alternatives and days."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any, ClassVar

import attrs
import pytest
from counties import WEIGHED, change_campus, change_facts, good_county, junior, mine, nine_year, primary

from balanced_edu.assessment import assess
from balanced_edu.checks import Cell, Finding, Reason, Relation
from balanced_edu.outcomes import Outcome
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import County, Group, Guarantee, Subject
from balanced_edu.records.kinds import AreaType, Kind, Ownership
from balanced_edu.standards import from_text, load

FAIL, UNKNOWN, PASS = Outcome.FAIL, Outcome.UNKNOWN, Outcome.PASS


class TestWeighedRates:
    """家长 weigh three times as much as each other group that was surveyed."""

    def found(self, weights: str = WEIGHED, **groups: tuple[int | None, int | None]) -> Finding:
        surveyed = [Group(group=name, surveyed=asked, satisfied=yes) for name, (asked, yes) in groups.items()]
        return assess(attrs.evolve(good_county(), groups=surveyed), mine(weights)).indicators["S1"]

    def test_the_finding_in_full(self) -> None:
        assert self.found(家长=(2400, 2280), 教师=(400, 390)) == Finding(
            check="satisfaction_rate",
            outcome=PASS,
            value=Fraction(765, 8),
            unit="percent",
            limit=Fraction(85),
            relation=Relation.AT_LEAST,
            inputs={"家长": 3, "教师": 1},
            item="S1",
            clause=load("national-2017").items["S1"].clause,
            standard="mine (1)",
        )

    def test_a_group_without_weight_counts_for_nothing(self) -> None:
        only = '[items.S1]\nweights = { "家长" = "1" }\n'
        assert self.found(only, 家长=(100, 90), 教师=(100, None)).value == 90

    def test_missing_groups_and_cells(self) -> None:
        found = self.found(学生=(100, None), 教师=(100, 90))
        assert found.outcome is UNKNOWN
        table = "recognition.groups"
        assert found.missing == (Cell(table, "家长"), Cell(table, "学生", "satisfied"))

    def test_of_nobody(self) -> None:
        found = self.found(家长=(0, 0), 教师=(0, 0))
        assert (found.outcome, found.undefined) == (UNKNOWN, Reason.DIVIDED_BY_ZERO)


class TestSubjects:
    """The subjects that a standard names, one of which a county may say was not monitored."""

    TABLE = "quality.monitoring"

    def found(self, changes: str = "", **subjects: tuple[bool | None, float | None]) -> Finding:
        monitoring = [
            Subject(subject=name, monitored=monitored, level=share and 3, between_school_share=share)
            for name, (monitored, share) in subjects.items()
        ]
        standard = mine(f"[items.Q9]\n{changes}") if changes else "national-2017"
        return assess(attrs.evolve(good_county(), monitoring=monitoring), standard).indicators["Q9"]

    SIX: ClassVar[dict[str, tuple[bool | None, float | None]]] = dict.fromkeys(
        ("语文", "数学", "科学", "体育", "艺术", "德育"), (None, 0.1)
    )

    def test_one_that_is_not_given_is_named(self) -> None:
        five = {name: given for name, given in self.SIX.items() if name != "艺术"}
        found = self.found(**five)
        assert (found.outcome, found.missing) == (UNKNOWN, (Cell(self.TABLE, "艺术"),))
        (lacking,) = found.deciding
        assert (lacking.check, lacking.subject) == ("", "艺术")
        assert str(found) == "艺术: not known: county.toml: [[quality.monitoring]] 艺术"

    def test_a_given_one_fails_whatever_is_not_given(self) -> None:
        found = self.found(语文=(True, 0.2))
        assert (found.outcome, found.missing) == (FAIL, ())

    def test_one_that_was_not_monitored_is_taken_out(self) -> None:
        assert self.found(**{**self.SIX, "德育": (False, None)}).outcome is PASS
        found = self.found(**{**self.SIX, "德育": (True, None)})
        assert found.outcome is UNKNOWN
        assert {cell.place for cell in found.missing} == {"德育"}

    def test_if_nothing_was_monitored_there_is_nothing_to_judge(self) -> None:
        nothing = dict.fromkeys(self.SIX, (False, None))
        found = self.found(**nothing)
        assert (found.check, found.outcome, found.undefined, found.missing) == ("", UNKNOWN, Reason.NOT_MONITORED, ())
        assert str(found) == "no subject was monitored, so there is nothing to judge"
        found = self.found("vacuous = true", **nothing)
        assert (found.check, found.outcome, found.undefined) == ("", PASS, Reason.NOBODY)

    def test_of_one_that_was_not_monitored_the_others_are_still_needed(self) -> None:
        found = self.found("subjects = ['语文', '数 学']", 语文=(False, None))
        assert (found.outcome, found.missing) == (UNKNOWN, (Cell(self.TABLE, "数学"),))

    def test_one_that_the_standard_does_not_name_is_judged_too(self) -> None:
        assert self.found(**self.SIX, 英语=(None, 0.15)).outcome is FAIL

    def test_a_standard_that_names_none_judges_what_is_given(self) -> None:
        assert self.found("subjects = []", 语文=(None, 0.1)).outcome is PASS


class TestAlternatives:
    def test_of_several_forms_only_the_given_one_counts(self) -> None:
        """The level is given and too low; the share is not, and could only have said the same in another form."""
        county = attrs.evolve(good_county(), monitoring=[Subject(subject="语文", level=2, between_school_share=0.1)])
        found = assess(county).indicators["Q9"]
        assert (found.outcome, found.missing) == (FAIL, ())

    def test_each_alternative_is_named_after_its_measure(self) -> None:
        either, *_ = assess(good_county()).indicators["Q9"].parts
        assert (either.check, either.subject) == ("", "语文")
        assert [part.check for part in either.parts] == ["monitoring_level"]

    def test_alternatives_are_numbered(self) -> None:
        either = '[items.G4]\nrules = [{ any_of = [{ at_most = "10" }, { at_most = "20" }] }]\n'
        first, *_ = assess(good_county(), mine(either)).indicators["G4"].parts
        assert [(part.alternative, part.limit) for part in first.parts] == [(1, 10), (2, 20)]

    ZONED: ClassVar = {
        code: tuple(Cell("schools", code, f"junior_{name}") for name in ("zoned_intake", "intake"))
        for code in ("J1", "N1")
    }

    def junior(self, **facts: float) -> Finding:
        """G13 of the junior stage, in which no school has given its intake."""
        county = good_county()
        for code in self.ZONED:
            county = change_campus(county, code, junior_intake=None, junior_zoned_intake=None)
        return self.of_junior(change_facts(county, **facts))

    def of_junior(self, county: County) -> Finding:
        (_, found) = assess(county).indicators["G13"].parts
        return found

    def test_of_forms_that_are_not_given_the_first_is_named(self) -> None:
        found = self.junior()
        assert (found.check, found.outcome, found.stage) == ("zoned_share", UNKNOWN, "junior")
        assert found.missing == (
            *self.ZONED["J1"][:1],
            *self.ZONED["N1"][:1],
            *self.ZONED["J1"][1:],
            *self.ZONED["N1"][1:],
        )

    def test_or_that_which_has_been_begun(self) -> None:
        county = change_campus(good_county(), "J1", junior_zone_resident_pupils=900)
        for code in self.ZONED:
            county = change_campus(county, code, junior_zoned_intake=None)
        found = self.of_junior(county)
        assert (found.check, found.missing) == (
            "zone_resident_share",
            (Cell("schools", "N1", "junior_zone_resident_pupils"),),
        )
        both = self.of_junior(change_campus(county, "J1", junior_zoned_intake=100))
        assert (both.check, both.missing) == ("zoned_share", self.ZONED["N1"][:1])

    def test_after_a_failure_the_form_that_lacks_the_fewest_cells_is_named(self) -> None:
        found = self.of_junior(change_campus(good_county(), "J1", junior_zoned_intake=0))
        assert (found.outcome, found.missing) == (FAIL, (Cell("guarantee", "", "junior_zoned_percent"),))
        stated = self.junior(junior_zoned_percent=94.9)
        assert (stated.outcome, len(stated.missing)) == (FAIL, 2)

    def test_all_forms_given_and_failed_name_nothing(self) -> None:
        county = change_facts(good_county(), junior_zoned_percent=94.9)
        for code in self.ZONED:
            county = change_campus(county, code, junior_zoned_intake=0, junior_zone_resident_pupils=0)
        found = self.of_junior(county)
        assert (found.outcome, found.missing) == (FAIL, ())

    def test_of_nobody_no_form_says_anything(self) -> None:
        forms = ("disabled_enrolment_share", "disabled_enrolment_share_at_school")
        rows = ", ".join(f'{{ measure = "{name}", at_least = "95" }}' for name in forms)
        nobody = ("disabled_children", "disabled_children_enrolled", "disabled_children_taught_at_home")
        county = change_facts(good_county(), **dict.fromkeys(nobody, 0))
        for vacuous, outcome in (("true", PASS), ("false", UNKNOWN)):
            plan = mine(f"[items.Q2]\nvacuous = {vacuous}\nrules = [{{ any_given = [{rows}] }}]\n")
            found = assess(county, plan).indicators["Q2"]
            assert (found.check, found.outcome, found.missing) == (forms[0], outcome, ())

    def test_an_alternative_may_change_with_time(self) -> None:
        later = """[items.G4]
rules = [{ any_of = [
    { at_most = [{ value = "100" }, { value = "5000", since = 2022-06-01 }] },
    { pupils_below = "50", at_most = "50" },
] }]
"""
        for day, outcome in ((dt.date(2022, 5, 31), FAIL), (dt.date(2022, 6, 1), PASS)):
            assert assess(good_county(), mine(later), on=day).indicators["G4"].outcome is outcome


def test_conditions_may_ask_for_the_variation_for_sections_and_for_a_day() -> None:
    assert assess(good_county(), "wenling-2020").conditions["C4"].parts[0].check == "variation"
    plan = mine(
        """[conditions.C9]
name = { zh = "小班化", en = "Small classes" }
dimension = "plan"
each = "section"
clause = "小班化教学"
source = "测试"
rules = [
    { measure = "pupils_in_small_class", at_most = [{ value = "45" }, { value = "30", since = 2023-01-01 }] },
]
"""
    )
    for day, outcome in ((dt.date(2022, 12, 31), PASS), (dt.date(2023, 1, 1), FAIL)):
        found = assess(good_county(), plan, on=day).conditions["C9"]
        assert (found.outcome, len(found.parts)) == (outcome, 5)


def test_a_demand_on_nobody() -> None:
    guarantee = attrs.evolve(
        good_county().guarantee,
        migrant_children=0,
        migrant_children_in_public=0,
        migrant_children_in_purchased_private=0,
    )
    (_, share) = assess(attrs.evolve(good_county(), guarantee=guarantee)).indicators["G15"].parts
    assert (share.outcome, share.value, share.undefined) == (PASS, None, Reason.NOBODY)
    assert str(share) == "nobody to whom it applies"


def test_rules_for_others_only_ask_nothing() -> None:
    """Neither of classes of a stage that no campus has, nor of a sum over nobody."""
    county, junior_only = good_county(primary()), '[items.G5]\nrules = [{ stages = ["junior"], at_most = "50" }]\n'
    found = assess(county, mine(junior_only)).indicators
    nobody = Finding(check="", outcome=PASS, undefined=Reason.NOBODY)
    clause = load("national-2017").items["G5"].clause
    assert found["G5"] == attrs.evolve(nobody, item="G5", clause=clause, standard="mine (1)")
    assert found["G13"].parts[1] == attrs.evolve(nobody, check="zoned_share", stage="junior")


def test_sums_by_stage_name_their_stage() -> None:
    assert [part.stage for part in assess(good_county()).indicators["G13"].parts] == ["primary", "junior"]


@pytest.mark.parametrize("id", ["R1", "G3", "G5", "Q2"])
def test_an_indicator_names_its_clause_departments_task_and_day(id: str) -> None:
    """Whether it is one finding or several that are joined."""
    plan = mine(f"[items.{id}]\ndue = 2024-12-31\n", "wenling-2020")
    found, item = assess(good_county(), plan).indicators[id], plan.items[id]
    assert item.responsible
    assert item.task
    assert found == Finding(
        check="disabled_enrolment_share" if id == "Q2" else "",
        outcome=found.outcome,
        value=found.value,
        unit=found.unit,
        limit=found.limit,
        relation=found.relation,
        inputs=found.inputs,
        parts=found.parts,
        item=id,
        clause=item.clause,
        standard="mine (1)",
        responsible=item.responsible,
        task=item.task,
        due=dt.date(2024, 12, 31),
    )


def test_a_demand_that_may_not_apply_is_unknown_until_it_holds() -> None:
    """A school of 80 pupils that may lie in a village and is not funded for 100."""
    county = change_campus(
        good_county(), "P1", area_type=None, primary_pupils=80, funded_pupils=80, primary_largest_class=40
    )
    finding = assess(county, "wenling-2020").indicators["G6"]
    assert (finding.campus, finding.check, finding.outcome) == ("P1", "pupils_funded", UNKNOWN)
    assert finding.missing == (Cell("schools", "P1", "area_type"),)
    village = change_campus(county, "P1", area_type=AreaType.RURAL)
    assert assess(village, "wenling-2020").indicators["G6"].outcome is FAIL


def test_of_forms_that_do_not_apply_none_passes() -> None:
    forms = '[{ measure = "salary_ratio", at_least = "100", until = 2020-12-31 }]'
    standard = mine(f"[items.G8]\nrules = [{{ any_given = {forms} }}]\n")
    years = {year: assess(attrs.evolve(good_county(), year=year), standard).indicators["G8"] for year in (2020, 2021)}
    assert {year: str(found.outcome) for year, found in years.items()} == {2020: "pass", 2021: "fail"}


@pytest.mark.parametrize(
    ("boarding", "percent", "expected"),
    [(None, 94, "unknown"), (None, 95, "pass"), (True, 94, "pass"), (False, 94, "fail"), (False, 95, "pass")],
)
def test_a_stated_percentage_decides_nothing_where_there_may_be_nobody(
    boarding: bool | None, percent: float, expected: str
) -> None:
    school = Campus(
        school_code="J1",
        kind=Kind.JUNIOR,
        junior_pupils=1000,
        ownership=Ownership.PUBLIC,
        area_type=AreaType.URBAN,
        boarding=boarding,
    )
    county = County(name="县", year=2024, campuses=[school], guarantee=Guarantee(junior_zoned_percent=percent))
    found = assess(county).indicators["G13"]
    assert str(found.outcome) == expected
    assert ("boarding" in [cell.field for cell in found.missing]) == (expected == "unknown")


# Of each thing that items judge, an item with a rule that the county fails.
FAILED = {
    "the county": ("V6", "holds = true"),
    "a campus": ("G4", 'at_most = "0"'),
    "campuses together": ("G9", 'at_most = "0"'),
    "a section": ("G5", 'at_most = "0"'),
    "sections together": ("G13", 'measure = "zoned_share", at_most = "0"'),
    "a subject": ("Q9", 'measure = "monitored_between_school_share", at_most = "0"'),
    "groups together": ("S1", 'at_most = "0"'),
}


@pytest.mark.parametrize("whole", [False, True], ids=["the rule", "the item"])
@pytest.mark.parametrize("judged", FAILED)
def test_nothing_is_demanded_before_the_day_since_when_it_is(judged: str, whole: bool) -> None:
    """And of a county without a year, nothing is known but that the year is missing."""
    item, rule = FAILED[judged]
    since = "since = 2023-01-01"
    rules = f"where = {{ {since} }}\nrules = [{{ {rule} }}]" if whole else f"rules = [{{ {rule}, {since} }}]"
    standard = mine(f"[items.{item}]\nvacuous = false\n{rules}\n")
    county = change_facts(good_county(), fraud=True)
    before, after, unknown = (
        assess(attrs.evolve(county, year=year), standard).indicators[item] for year in (2022, 2023, None)
    )
    clause = load("national-2017").items[item].clause
    not_in_force = Finding(check="", outcome=PASS, undefined=Reason.NOT_IN_FORCE)
    assert before == attrs.evolve(not_in_force, item=item, clause=clause, standard="mine (1)")
    assert after.outcome is FAIL
    assert (unknown.outcome, unknown.missing) == (UNKNOWN, (Cell("county", "", "year"),))


def test_a_class_too_large_for_each_stage_is_a_failure_of_the_campus_by_the_mildest_limit() -> None:
    """Of a campus of one stage it is that of the stage; and what else the item asks of each stage is found there."""
    rules = """[items.G5]
rules = [
    { stages = ["primary"], at_most = "45" },
    { stages = ["junior"], any_of = [{ at_most = "50" }, { pupils_below = "100", at_most = "60" }] },
    { measure = "teaching_area_per_pupil", at_least = "20" },
    { kinds = ["小学"], at_most = "40" },
]
"""
    unknown = dict.fromkeys(("primary_largest_class", "junior_largest_class"))
    sizes = {"N1": 52, "N2": 55, "N3": 46}
    county = good_county(
        attrs.evolve(primary(), primary_largest_class=None, compulsory_largest_class=46),
        *(attrs.evolve(nine_year(code), **unknown, compulsory_largest_class=size) for code, size in sizes.items()),
    )
    found = assess(county, mine(rules)).indicators["G5"]
    assert [(part.campus, part.stage, part.check, part.outcome) for part in found.parts[:7]] == [
        ("P1", "primary", "pupils_in_largest_class", FAIL),
        ("P1", "primary", "teaching_area_per_pupil", FAIL),
        ("P1", "primary", "pupils_in_largest_class", FAIL),
        ("N1", "primary", "pupils_in_largest_class", UNKNOWN),
        ("N1", "primary", "teaching_area_per_pupil", FAIL),
        ("N1", "junior", "pupils_in_largest_class", UNKNOWN),
        ("N1", "junior", "teaching_area_per_pupil", FAIL),
    ]
    assert found.parts[15:] == tuple(
        Finding(
            check="pupils_in_largest_class",
            outcome=FAIL,
            value=size,
            unit="pupil",
            limit=Fraction(50),
            relation=Relation.AT_MOST,
            inputs={"largest_class": size},
            campus=code,
        )
        for code, size in (("N1", 52), ("N2", 55))
    )


def test_a_stated_percentage_decides_if_there_is_somebody_for_certain() -> None:
    """It may be unknown of one school whether it counts, if another does."""
    county = good_county(junior("J1", boarding=None), junior("J2"), primary())
    found = assess(change_facts(county, junior_zoned_percent=94)).indicators["G13"]
    assert [(part.stage, part.outcome) for part in found.parts] == [("primary", PASS), ("junior", FAIL)]


def test_figures_of_several_campuses_are_summed() -> None:
    """45 of 60 teachers and 15 of 20 are three quarters; each sum is that of all campuses."""
    teachers = {"P1": 60, "P2": 20}
    campuses = [primary(code, full_time_teachers=n, trained_teachers=n * 3 // 4) for code, n in teachers.items()]
    county = good_county(*campuses)
    assert assess(county).indicators["G9"] == Finding(
        check="trained_share",
        outcome=FAIL,
        value=75,
        unit="percent",
        limit=Fraction(100),
        relation=Relation.AT_LEAST,
        inputs={"trained_teachers": 60, "full_time_teachers": 80},
        item="G9",
        clause=load("national-2017").items["G9"].clause,
        standard="national-2017 (1)",
    )


def test_an_item_not_in_force_needs_no_evidence() -> None:
    later = from_text(
        'name = "l"\nedition = "1"\nextends = "national-2017"\nauthority = "a"\ndocument = "d"\n'
        'title = { zh = "试", en = "Trial" }\n[items.Q7]\nrules = [{ holds = true, since = 2030-01-01 }]\n'
        'clause = "c"\nsource = "s"\nmark = "stated"\n'
    )
    county = attrs.evolve(good_county(), year=2024, evidence={"G1": ("布局规划图",)})
    assert "Q7" not in assess(county, later).undocumented
    assert "Q7" in assess(attrs.evolve(county, year=2031), later).undocumented


@pytest.mark.parametrize(
    ("campus", "outcome"),
    [
        ({"boarding": True, "area_type": AreaType.RURAL}, FAIL),
        ({"boarding": None, "area_type": AreaType.RURAL}, UNKNOWN),
        ({"boarding": True, "area_type": None}, UNKNOWN),
        ({"boarding": None, "area_type": None}, UNKNOWN),
        ({"boarding": False, "area_type": None}, PASS),
    ],
    ids=str,
)
def test_what_may_not_be_demanded_does_not_fail_whichever_scope_leaves_it_open(
    campus: dict[str, Any], outcome: Outcome
) -> None:
    """The scope of the item, that of its rule, or both."""
    standard = mine('[items.G4]\nwhere = { boarding = true }\nrules = [{ at_most = "10", area_types = ["乡村"] }]\n')
    two = [attrs.evolve(primary(code, 800), **campus) for code in ("P1", "P2")]
    county = attrs.evolve(good_county(), campuses=two)
    assert assess(county, standard).indicators["G4"].outcome is outcome
