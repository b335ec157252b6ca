"""Resources: the values of each section, the section rule, and the variation between sections."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any, ClassVar

import attrs
import pytest
from counties import change_campus, good_county, junior, mine, nine_year, primary

from balanced_edu.assessment import Standing, assess
from balanced_edu.assessment.ways import TRIED
from balanced_edu.checks import Cell, Finding, Reason, Relation
from balanced_edu.outcomes import Outcome
from balanced_edu.records.kinds import Ownership, Stage
from balanced_edu.standards import from_text, load

FAIL, UNKNOWN, PASS = Outcome.FAIL, Outcome.UNKNOWN, Outcome.PASS


class TestVariation:
    def test_of_one_resource(self) -> None:
        standard = mine("[variation]\ndue = 2025-12-31\n")
        county = good_county(primary("P1", 100, teaching_area=500), primary("P2", 100, teaching_area=1500), junior())
        assert assess(county, standard).variation[Stage.PRIMARY]["R4"] == Finding(
            check="variation",
            outcome=PASS,
            value=0.5,
            limit=Fraction("0.5"),
            relation=Relation.AT_MOST,
            inputs={"mean": 10, "deviation": 5, "sections": 2},
            item="R4",
            stage="primary",
            clause="所有指标校际差异系数，小学均小于或等于0.50，初中均小于或等于0.45",
            standard="mine (1)",
            due=dt.date(2025, 12, 31),
        )

    def test_mean_and_deviation_are_in_the_unit_of_the_indicator(self) -> None:
        county = good_county(primary("P1", 100, primary_backbone_teachers=2), primary("P2", 100), junior())
        inputs = assess(change_campus(county, "P2", primary_backbone_teachers=4)).variation[Stage.PRIMARY]["R2"].inputs
        assert inputs == {"mean": 3, "deviation": 1, "sections": 2}

    def test_of_a_resource_with_an_empty_cell(self) -> None:
        county = good_county(primary(teaching_area=None), primary("P2", primary_pupils=None), junior())
        found = assess(county).variation[Stage.PRIMARY]["R4"]
        assert (found.outcome, found.value) == (UNKNOWN, None)
        assert found.missing == (Cell("schools", "P1", "teaching_area"), Cell("schools", "P2", "primary_pupils"))

    def test_of_an_empty_cell_of_one_stage_only(self) -> None:
        county = change_campus(good_county(), "N1", primary_backbone_teachers=None, junior_backbone_teachers=None)
        variation = assess(county).variation
        for stage in (Stage.PRIMARY, Stage.JUNIOR):
            cell = Cell("schools", "N1", f"{stage}_backbone_teachers")
            assert variation[stage]["R2"].missing == (cell,)

    def test_a_coefficient_that_enters_a_mean_has_no_limit(self) -> None:
        found = assess(good_county(), "basic-2012").variation[Stage.PRIMARY]["B1"]
        assert (found.outcome, found.limit, found.relation) == (PASS, None, None)

    def test_of_the_mean(self) -> None:
        rest = {"computers": 100, "books": 9000, "primary_teachers": 50, "primary_middle_rank_teachers": 30}
        county = good_county(
            primary("P1", 100, **{**rest, "teaching_area": 500}), primary("P2", 100, teaching_area=1500), junior()
        )
        standard = mine('[variation]\ndue = 2025-12-31\nat_most = { primary = "0.3", junior = "0.3" }\n', "basic-2012")
        clause = standard.variation_clause
        about = {"item": "variation", "stage": "primary", "clause": clause, "standard": "mine (1)"}
        open_ = assess(county, standard).means[Stage.PRIMARY]
        assert open_ == Finding(
            check="mean variation",
            outcome=UNKNOWN,
            limit=Fraction("0.3"),
            relation=Relation.AT_MOST,
            missing=tuple(
                Cell("schools", "P2", field)
                for field in ("computers", "books", "primary_teachers", "primary_middle_rank_teachers")
            ),
            due=dt.date(2025, 12, 31),
            **about,
        )
        alike = assess(change_campus(county, "P2", **rest), standard).means[Stage.PRIMARY]
        assert alike == attrs.evolve(open_, outcome=PASS, value=pytest.approx(0.5 / 8, rel=1e-12), missing=())

    def test_limits_of_the_mean_by_stage(self) -> None:
        assert load("basic-2012").variation_check(Stage.JUNIOR).limit == Fraction("0.55")
        assert load("basic-2012").variation_check(Stage.JUNIOR).mean

    def test_the_mean_is_found_if_it_is_within_its_limit_in_every_way(self) -> None:
        """The mean of the ways that is furthest from its limit stands, of whichever it is that may not count."""
        standard = mine('[counted]\nleaves_out = [{ ownership = ["民办"] }]\n', "basic-2012")
        known = {"computers": 100, "books": 9000, "primary_teachers": 50, "primary_middle_rank_teachers": 30}
        areas = {"P1": 500, "P2": 1500, "P3": 1000}
        campuses = [primary(code, 100, teaching_area=area, **known) for code, area in areas.items()]
        county = change_campus(good_county(*campuses, junior()), "P3", ownership=None)
        found = assess(county, standard).means[Stage.PRIMARY]
        assert (found.outcome, found.value, found.missing) == (PASS, pytest.approx(0.5 / 8, rel=1e-12), ())

    def test_without_sections_and_with_totals_of_0(self) -> None:
        county = good_county(*(primary(code, primary_backbone_teachers=0) for code in ("P1", "P2")))
        variation = assess(county).variation
        assert variation[Stage.JUNIOR]["R2"].undefined is Reason.NO_SECTIONS
        assert variation[Stage.PRIMARY]["R2"].undefined is Reason.ALL_ZERO


class TestSections:
    def test_a_section_says_which_limits_it_meets_in_full(self) -> None:
        """At nine tenths of one limit a section meets the section rule, and not the limit."""
        county = good_county(primary("P1", 1000, primary_backbone_teachers=9), junior())
        (section, _) = assess(county).sections
        assert (section.finding.outcome, section.outcomes["R2"], section.outcomes["R1"]) == (PASS, FAIL, PASS)
        assert (section.at_limit["R2"].outcome, section.at_floor["R2"].outcome) == (FAIL, PASS)

    def test_values_are_exact_and_known_one_by_one(self) -> None:
        """A shared total is divided by weighted pupils, into values that are rational numbers."""
        county = good_county(nine_year("N1", 166, 210, multimedia_rooms=23, equipment_value=None), primary())
        section = assess(county).sections[0]
        assert (section.values["R1"], section.values["R6"]) == (Fraction(10 * 100, 166), None)
        assert section.values["R7"] == Fraction(23 * 100, 166 + 231)

    def test_the_documents_of_a_section_are_those_of_its_campus(self) -> None:
        county = change_campus(good_county(), "P1", evidence=("教师花名册",))
        assert [one.finding.evidence for one in assess(county).sections[:2]] == [("教师花名册",), ()]

    def test_a_section_names_its_campus_stage_clause_and_standard(self) -> None:
        standard = load("national-2017")
        section = assess(good_county(nine_year(), junior(), primary())).sections[0]
        finding = section.finding
        assert (finding.campus, finding.stage, finding.clause, finding.standard) == (
            "N1",
            "primary",
            standard.section_clause,
            "national-2017 (1)",
        )
        assert list(section.outcomes) == list(section.values) == [f"R{n}" for n in range(1, 8)]

    def test_the_finding_of_a_section_is_that_of_its_limits_and_floors(self) -> None:
        county = good_county(primary("P1", 1000, primary_backbone_teachers=8, equipment_value=None), junior())
        (section, _) = assess(county).sections
        enough, floors = section.finding.parts
        assert enough.parts == tuple(section.at_limit.values())
        assert floors.parts == tuple(section.at_floor.values())
        assert section.values["R6"] is None
        assert section.at_limit["R6"].missing == (Cell("schools", "P1", "equipment_value"),)

    def test_a_standard_without_a_section_rule_asks_nothing_of_sections(self) -> None:
        sections = assess(good_county(), "basic-2012").sections
        assert {section.finding.outcome for section in sections} == {PASS}
        assert [(section.at_limit, section.at_floor, section.outcomes) for section in sections] == [({}, {}, {})] * 5

    def test_an_aim_is_no_limit_of_the_section_rule(self) -> None:
        standard = from_text(
            'name = "aims"\nedition = "1"\nextends = "national-2017"\ntitle = { zh = "努力", en = "Aims" }\n'
            'authority = "测试"\ndocument = "测试"\n[section]\nat_least = 6\n[items.R7]\naim = true\n'
        )
        assert [limit.of for limit in standard.section_rule(Stage.PRIMARY).limits] == [f"R{n}" for n in range(1, 7)]


class TestAdditions:
    """A field that counts into a total at some campuses; where it is unknown, the total is known at least."""

    STANDARD = mine('[items.R5]\nadds = [{ field = "extra_sports_area", boarding = true }]\n')

    @pytest.mark.parametrize(
        ("changes", "total"),
        [
            ({"boarding": True, "extra_sports_area": 60}, 100),
            ({"boarding": False, "extra_sports_area": 60}, 40),
            ({"boarding": False, "extra_sports_area": None}, 40),
            ({"boarding": None, "extra_sports_area": 0}, 40),
            ({"boarding": None, "extra_sports_area": 60}, None),
            ({"boarding": None, "extra_sports_area": None}, None),
            ({"boarding": True, "extra_sports_area": None}, None),
        ],
    )
    def test_of_an_area(self, changes: dict[str, object], total: int | None) -> None:
        county = good_county(primary("P1", 100, sports_area=40, **changes), junior())
        (section, _) = assess(county, self.STANDARD).sections
        assert section.section.totals["sports_area"] == total

    @pytest.mark.parametrize(
        ("changes", "cells"),
        [
            ({"boarding": None, "extra_sports_area": 900}, ["boarding"]),
            ({"boarding": None, "extra_sports_area": None}, ["boarding", "extra_sports_area"]),
            ({"boarding": True, "extra_sports_area": None}, ["extra_sports_area"]),
        ],
    )
    def test_what_may_be_added_can_pass_and_cannot_fail(self, changes: dict[str, object], cells: list[str]) -> None:
        county = good_county(primary("P1", 100, sports_area=40, **changes), junior())
        found = assess(county, self.STANDARD)
        missing = tuple(Cell("schools", "P1", name) for name in cells)
        (section, _) = found.sections
        assert (section.finding.outcome, section.finding.missing) == (UNKNOWN, missing)
        assert (section.at_limit["R5"].outcome, section.values["R5"]) == (UNKNOWN, None)
        assert (found.outcome, found.variation[Stage.PRIMARY]["R5"].missing) == (UNKNOWN, missing)
        (enough, _) = assess(change_campus(county, "P1", sports_area=750), self.STANDARD).sections
        assert (enough.finding.outcome, enough.at_limit["R5"].value, enough.values["R5"]) == (
            PASS,
            Fraction("7.5"),
            None,
        )


def test_what_is_added_until_a_day_counts_up_to_it() -> None:
    standard = mine('[items.R5]\nadds = [{ field = "extra_sports_area", until = 2022-08-31 }]\n')
    county = good_county(primary("P1", 100, sports_area=40, extra_sports_area=60), junior())
    before, after = (assess(county, standard, on=dt.date(2022, month, 1)).sections[0] for month in (8, 9))
    assert [before.section.totals["sports_area"], after.section.totals["sports_area"]] == [100, 40]
    unknown = assess(attrs.evolve(county, year=None), standard).sections[0].at_limit["R5"]
    assert (unknown.outcome, unknown.missing) == (UNKNOWN, (Cell("county", "", "year"),))


class TestConcessions:
    """What counts by a concession, and what is found without it."""

    STANDARD = mine(
        '[counted]\nleaves_out = [{ ownership = ["民办"] }]\n[items.R5]\nadds = ['
        '{ field = "extra_sports_area", concession = true, inner_city = true }, '
        '{ field = "extra_sports_area", boarding = true }]\n',
        "procedure-2019",
    )
    INNER_CITY: ClassVar[dict[str, Any]] = {"sports_area": 5000, "extra_sports_area": 3000, "inner_city": True}

    @pytest.mark.parametrize("boarding", [False, None], ids=["known", "known at least"])
    def test_a_value_that_meets_its_limit_and_floor_by_a_concession_names_it(self, boarding: bool | None) -> None:
        """5 m² for each pupil are below the floor of 7.5; with 3 more by the concession, they meet the limit."""
        county = good_county(primary("P1", 1000, boarding=boarding, **self.INNER_CITY), junior())
        (section, _) = assess(county, self.STANDARD).sections
        named = self.STANDARD.items["R5"].concession
        for found in (section.at_limit, section.at_floor):
            assert {id: one.concession for id, one in found.items() if one.concession} == {"R5": named}
            assert found["R5"].outcome is PASS

    def test_a_coefficient_of_which_not_every_way_is_tried_rests_on_no_concession(self) -> None:
        """What is unknown with the concession is unknown without it."""
        campuses = [primary(f"P{place}", 1000, ownership=None, **self.INNER_CITY) for place in range(TRIED + 1)]
        found = assess(good_county(*campuses, junior()), self.STANDARD).variation[Stage.PRIMARY]["R5"]
        assert (found.outcome, found.concession) == (UNKNOWN, None)


class TestWhatCounts:
    def test_what_is_left_out_up_to_a_day_counts_after_it(self) -> None:
        standard = mine('[counted]\nleaves_out = [{ ownership = ["民办"], until = 2022-08-31 }]\n')
        county = change_campus(good_county(), "P2", ownership=Ownership.PRIVATE)
        before, after = (assess(county, standard, on=dt.date(2022, month, 1)).sections for month in (8, 9))
        assert [len(before), len(after)] == [4, 5]

    @pytest.mark.parametrize(("counted", "sections", "coefficient"), [("campus", 3, 0.5), ("school", 2, 0)])
    def test_campuses_of_a_school_count_one_by_one_or_together(
        self, counted: str, sections: int, coefficient: float
    ) -> None:
        areas = {"P1": 500, "P2": 1500}
        campuses = [primary(code, 100, teaching_area=area, parent_code="P1") for code, area in areas.items()]
        found = assess(good_county(*campuses, junior()), mine(f'[counted]\nby = "{counted}"\n'))
        assert len(found.sections) == sections
        assert found.variation[Stage.PRIMARY]["R4"].value == coefficient


POOR = {"teaching_area": 0, "primary_backbone_teachers": 0}
OPEN = mine('[counted]\nleaves_out = [{ ownership = ["民办"] }]\n')


class TestWhatMayNotCount:
    """A section of which it is unknown whether it counts decides nothing, unless the outcome is the same either way."""

    def test_a_section_that_fails_may_not_count(self) -> None:
        county = good_county(primary(), primary("P2", ownership=None, **POOR), junior())
        found = assess(county, OPEN)
        cell = Cell("schools", "P2", "ownership")
        assert (found.sections[1].finding.outcome, found.sections[1].finding.missing) == (UNKNOWN, (cell,))
        assert (found.dimensions["resources"].outcome, found.dimensions["resources"].missing) == (UNKNOWN, (cell,))
        for ownership, outcome in ((Ownership.PUBLIC, FAIL), (Ownership.PRIVATE, PASS)):
            filled = assess(change_campus(county, "P2", ownership=ownership), OPEN)
            assert filled.dimensions["resources"].outcome is outcome

    def test_a_section_that_passes_does_so_either_way(self) -> None:
        found = assess(change_campus(good_county(), "P2", ownership=None), OPEN)
        assert (found.sections[1].finding.outcome, found.dimensions["resources"].outcome) == (PASS, PASS)

    @pytest.mark.parametrize(("area", "outcome"), [(700, PASS), (70, UNKNOWN)])
    def test_a_coefficient_is_tried_both_ways(self, area: int, outcome: Outcome) -> None:
        campuses = [primary("P1", 100), primary("P2", 100, ownership=None, teaching_area=area), junior()]
        finding = assess(good_county(*campuses), OPEN).variation[Stage.PRIMARY]["R4"]
        missing = (Cell("schools", "P2", "ownership"),) if outcome is UNKNOWN else ()
        assert (finding.outcome, finding.missing) == (outcome, missing)

    def test_a_coefficient_that_fails_either_way_is_that_of_the_worst(self) -> None:
        areas = {"P1": 100, "P2": 1900, "P3": 1500}
        campuses = [primary(code, 100, teaching_area=area) for code, area in areas.items()]
        county = change_campus(good_county(*campuses, junior()), "P3", ownership=None)
        finding = assess(county, OPEN).variation[Stage.PRIMARY]["R4"]
        assert (finding.outcome, finding.value, finding.missing) == (FAIL, pytest.approx(0.9), ())

    @pytest.mark.parametrize(("number", "outcome"), [(TRIED, PASS), (TRIED + 1, UNKNOWN)])
    def test_of_many_nothing_is_tried(self, number: int, outcome: Outcome) -> None:
        campuses = [primary(f"P{place}", 100, ownership=None) for place in range(number)]
        finding = assess(good_county(primary("Q"), *campuses, junior()), OPEN).variation[Stage.PRIMARY]["R4"]
        assert (finding.outcome, len(finding.missing)) == (outcome, number if outcome is UNKNOWN else 0)

    def test_a_campus_of_a_school_that_may_not_count(self) -> None:
        """With the poor campus the school fails, without it it passes."""
        by_school = mine('[counted]\nby = "school"\nleaves_out = [{ ownership = ["民办"] }]\n')
        head, part = primary("P1", parent_code="P1"), primary("P2", ownership=None, parent_code="P1", **POOR)
        county = good_county(head, part, junior())
        section = assess(county, by_school).sections[0]
        cell = Cell("schools", "P2", "ownership")
        assert (section.finding.outcome, section.finding.missing) == (UNKNOWN, (cell,))
        assert (section.values["R4"], section.at_limit["R4"].outcome) == (None, UNKNOWN)
        for ownership, outcome in ((Ownership.PUBLIC, FAIL), (Ownership.PRIVATE, PASS)):
            filled = assess(change_campus(county, "P2", ownership=ownership), by_school)
            assert filled.sections[0].finding.outcome is outcome

    @pytest.mark.parametrize(("number", "outcome"), [(TRIED, PASS), (TRIED + 1, UNKNOWN)])
    def test_of_a_school_of_many_campuses_nothing_is_tried(self, number: int, outcome: Outcome) -> None:
        by_school = mine('[counted]\nby = "school"\nleaves_out = [{ ownership = ["民办"] }]\n')
        campuses = [primary(f"P{place}", 100, ownership=None, parent_code="Q") for place in range(number)]
        section = assess(good_county(primary("Q"), *campuses, junior()), by_school).sections[0]
        assert section.finding.outcome is outcome
        assert {finding.outcome for finding in section.at_limit.values()} == {outcome}

    def test_what_is_missing_of_a_coefficient_is_what_its_stage_lacks(self) -> None:
        county = change_campus(good_county(), "P1", primary_backbone_teachers=None)
        found = assess(change_campus(county, "N1", junior_pupils=None)).variation
        assert found[Stage.PRIMARY]["R2"].missing == (Cell("schools", "P1", "primary_backbone_teachers"),)
        assert found[Stage.JUNIOR]["R2"].missing == (Cell("schools", "N1", "junior_pupils"),)

    def test_the_board_is_open_only_for_what_counts(self) -> None:
        county = good_county(primary(), primary("P2", ownership=None, **POOR), junior())
        tasks = {task.item: task for task in assess(county, OPEN).tasks().tasks}
        assert (tasks["R4"].state, tasks["R4"].campuses) == ("unknown", ("P2",))


FOUND = {"pass": Outcome.PASS, "fail": Outcome.FAIL, "unknown": Outcome.UNKNOWN}


@pytest.mark.parametrize(
    ("at_limit", "at_floor", "standing"),
    [
        ("pass", "pass", Standing.MET),
        ("pass", "unknown", Standing.MET),
        ("fail", "pass", Standing.SHORT),
        ("fail", "unknown", Standing.BELOW),
        ("fail", "fail", Standing.FAR),
        ("unknown", "fail", Standing.FAR),
        ("pass", "fail", Standing.FAR),
        ("unknown", "pass", Standing.UNKNOWN),
        ("unknown", "unknown", Standing.UNKNOWN),
        ("", "", Standing.UNKNOWN),
    ],
)
def test_where_a_value_stands(at_limit: str, at_floor: str, standing: Standing) -> None:
    """It is below the floor only where that is known, and at the floor only where that is."""
    section = assess(good_county()).sections[0]
    limits, floors = (
        {"R2": Finding(check="", outcome=FOUND[found])} if found else {} for found in (at_limit, at_floor)
    )
    found = attrs.evolve(section, at_limit=limits, at_floor=floors, values={"R2": None})
    assert found.standing("R2") is standing
    assert found.standing_at(standing) == ["R2"]
    assert [one for one in Standing if found.standing_at(one)] == [standing]
