"""All that a finding of an assessment says: what was held against what, whose it is, by which clause, what is open."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import attrs
import pytest
from counties import WEIGHED, change_campus, good_county, junior, nine_year, primary

from balanced_edu.assessment import assess
from balanced_edu.campuses import AreaType, Stage
from balanced_edu.checks import Finding, Relation
from balanced_edu.county import Group, Guarantee, Subject, Veto
from balanced_edu.outcomes import Outcome
from balanced_edu.standards import Standard, from_text, load

FAIL, UNKNOWN, PASS = Outcome.FAIL, Outcome.UNKNOWN, Outcome.PASS


def mine(text: str, extends: str = "national-2017") -> Standard:
    return from_text(f'name = "mine"\nedition = "1"\nextends = "{extends}"\n{text}')


class TestVariation:
    def test_of_one_resource(self) -> None:
        standard = mine("[variation]\ndue = 2025-12-31\n")
        county = good_county(primary("P1", 100, teaching_area=500), primary("P2", 100, teaching_area=1500), junior())
        assert assess(county, standard).variation[Stage.PRIMARY]["R4"] == Finding(
            check="variation coefficient",
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

    def test_where_a_cell_is_empty(self) -> None:
        county = good_county(primary(teaching_area=None), primary("P2", primary_pupils=None), junior())
        found = assess(county).variation[Stage.PRIMARY]["R4"]
        assert (found.outcome, found.value) == (UNKNOWN, None)
        assert found.missing == (
            "schools.csv: P1, 教学及辅助用房面积 (teaching_area)",
            "schools.csv: P2, 小学在校生数 (primary_pupils)",
        )

    def test_a_coefficient_that_enters_a_mean_has_no_limit_of_its_own(self) -> None:
        found = assess(good_county(), "basic-2012").variation[Stage.PRIMARY]["B1"]
        assert (found.outcome, found.limit, found.relation) == (PASS, None, None)

    def test_the_mean(self) -> None:
        rest = {"computers": 100, "books": 9000, "primary_teachers": 50, "primary_middle_rank_teachers": 30}
        county = good_county(
            primary("P1", 100, **{**rest, "teaching_area": 500}), primary("P2", 100, teaching_area=1500), junior()
        )
        standard = mine('[variation]\ndue = 2025-12-31\nat_most = { primary = "0.3", junior = "0.3" }\n', "basic-2012")
        clause = standard.variation_clause
        about = {"item": "variation", "stage": "primary", "clause": clause, "standard": "mine (1)"}
        open_ = assess(county, standard).means[Stage.PRIMARY]
        assert open_ == Finding(
            check="mean of the variation coefficients",
            outcome=UNKNOWN,
            limit=Fraction("0.3"),
            relation=Relation.AT_MOST,
            missing=(
                "schools.csv: P2, 计算机台数 (computers)",
                "schools.csv: P2, 图书册数 (books)",
                "schools.csv: P2, 小学专任教师数 (primary_teachers)",
                "schools.csv: P2, 小学中级及以上专业技术职务专任教师数 (primary_middle_rank_teachers)",
            ),
            due=dt.date(2025, 12, 31),
            **about,
        )
        alike = assess(change_campus(county, "P2", **rest), standard).means[Stage.PRIMARY]
        assert alike == attrs.evolve(open_, outcome=PASS, value=pytest.approx(0.5 / 8, rel=1e-12), missing=())


class TestWeighedRates:
    """家长 three times as much as each other group that was asked."""

    TABLE = "county.toml: [[recognition.groups]]"

    def found(self, weights: str = WEIGHED, **groups: tuple[int | None, int | None]) -> Finding:
        asked = [Group(group=name, surveyed=surveyed, satisfied=own) for name, (surveyed, own) in groups.items()]
        return assess(attrs.evolve(good_county(), groups=asked), mine(weights)).indicators["S1"]

    def test_what_is_weighed(self) -> None:
        assert self.found(家长=(2400, 2280), 教师=(400, 390)) == Finding(
            check="satisfaction rate",
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

    def test_what_is_missing(self) -> None:
        found = self.found(学生=(100, None), 教师=(100, 90))
        assert found.outcome is UNKNOWN
        assert found.missing == (f"{self.TABLE} 家长", f"{self.TABLE} 学生, 满意人数 (satisfied)")

    def test_of_nobody(self) -> None:
        found = self.found(家长=(0, 0), 教师=(0, 0))
        assert found.outcome is UNKNOWN
        assert found.undefined == "; ".join(["undefined: 100 × satisfied / surveyed with 0"] * 2)


class TestAlternatives:
    def test_of_several_forms_only_what_is_given_counts(self) -> None:
        """The level is given and too low; the share is not, and could only have been the same in another form."""
        county = attrs.evolve(good_county(), monitoring=[Subject(subject="语文", level=2, between_school_share=0.1)])
        found = assess(county).indicators["Q9"]
        assert (found.outcome, found.missing) == (FAIL, ())

    def test_the_checks_of_alternatives_bear_their_words(self) -> None:
        (either, _, _, _) = assess(good_county()).indicators["Q9"].parts
        assert (either.check, either.subject) == ("monitoring level or pupils at level 3", "语文")
        assert [part.check for part in either.parts] == ["monitoring level"]

    def test_an_alternative_may_change_with_time(self) -> None:
        later = """[items.G4]
rules = [{ any_of = [
    { at_most = [{ value = "100" }, { value = "5000", since = 2022-06-01 }] },
    { pupils_below = "50", at_most = "50" },
] }]
"""
        for day, outcome in ((dt.date(2022, 5, 31), FAIL), (dt.date(2022, 6, 1), PASS)):
            assert assess(good_county(), mine(later), on=day).indicators["G4"].outcome is outcome


class TestWhatIsMissing:
    """Each cell by its file, school, heading and key; a figure made of several by those of them that are empty."""

    @pytest.mark.parametrize(
        ("item", "empty", "cells"),
        [
            ("G3", {"primary_classes": None}, ["小学班级数 (primary_classes)"]),
            ("G3", {"music_room_areas": None}, ["音乐专用教室面积 (music_room_areas)"]),
            ("G5", {"primary_largest_class": None}, ["小学最大班额 (primary_largest_class)"]),
            ("G4", {"primary_pupils": None}, ["小学在校生数 (primary_pupils)"]),
            ("G13", {"area_type": None}, ["城乡类型 (area_type)"]),
            ("G13", {"area_type": None, "boarding": None}, ["寄宿制 (boarding)", "城乡类型 (area_type)"]),
        ],
    )
    def test_cells_of_a_campus(self, item: str, empty: dict[str, None], cells: list[str]) -> None:
        county = change_campus(good_county(), "P1", school_name="第一小学", **empty)
        assert assess(county).indicators[item].missing == tuple(f"schools.csv: P1 第一小学, {cell}" for cell in cells)

    def test_stages_of_a_campus_each_by_their_own(self) -> None:
        county = change_campus(good_county(), "N1", primary_classes=None, junior_classes=None)
        assert assess(county).indicators["G3"].missing == (
            "schools.csv: N1, 小学班级数 (primary_classes)",
            "schools.csv: N1, 初中班级数 (junior_classes)",
        )

    def test_what_a_share_of_a_campus_is_made_of(self) -> None:
        local = mine('[items.G4]\nrules = [{ migrant_share_above = "50", at_most = "100" }]\n')
        county = change_campus(good_county(), "P1", primary_pupils=None)
        assert assess(county, local).indicators["G4"].missing[:2] == (
            "schools.csv: P1, 随迁子女在校生数 (migrant_pupils)",
            "schools.csv: P1, 小学在校生数 (primary_pupils)",
        )

    def test_facts_of_the_county_by_their_heading_and_local_ones_by_their_key(self) -> None:
        county = attrs.evolve(good_county(), guarantee=Guarantee(), veto=Veto())
        found = assess(county).indicators
        assert found["G8"].parts[0].missing == (
            "county.toml: 义务教育学校教师年平均工资 (teacher_average_salary)",
            "county.toml: 当地公务员年平均工资 (civil_servant_average_salary)",
        )
        assert found["V6"].missing == ("county.toml: 有弄虚作假行为 (fraud)",)
        local = mine('[items.G1]\nrules = [{ fact = "halls", unit = "room", at_least = "1" }]\n')
        assert assess(county, local).indicators["G1"].missing == ("county.toml: [local] halls",)

    def test_cells_of_sums_and_of_records(self) -> None:
        county = change_campus(good_county(), "P1", trained_teachers=None)
        found = assess(attrs.evolve(county, monitoring=[Subject(subject="语文", level=3)])).indicators
        assert found["G9"].missing == ("schools.csv: P1, 五年培训满360学时专任教师数 (trained_teachers)",)
        table = "county.toml: [[quality.monitoring]] 语文"
        assert found["Q9"].missing == (f"{table}, 校际差异率 (between_school_share)",)

    def test_the_year_where_the_limit_hangs_on_it(self) -> None:
        dated = """[items.G4]
rules = [{ at_most = [
    { value = "100" }, { value = "200", since = 2022-06-01 }, { value = "5000", since = 2023-06-01 }
] }]
"""
        county = attrs.evolve(good_county(primary(), junior()), year=None)
        (first, second) = assess(county, mine(dated)).indicators["G4"].parts
        assert first.missing == second.missing == ("county.toml: 年份 (year)",)
        assert (first.outcome, first.limit, first.check) == (UNKNOWN, 5000, "pupils on campus")

    def test_nobody_to_judge(self) -> None:
        county = attrs.evolve(good_county(), monitoring=[], groups=[])
        found = assess(county).indicators
        assert (found["Q9"].check, found["Q9"].missing) == ("subject", ("county.toml: [[quality.monitoring]]",))
        assert found["S1"].missing == ("county.toml: [[recognition.groups]]",)


def test_a_figure_that_is_not_there_has_its_unit_and_what_it_was_to_be_made_of() -> None:
    limit = {"unit": "percent", "limit": Fraction(100), "relation": Relation.AT_LEAST}
    county = good_county()
    unpaid = attrs.evolve(county, guarantee=attrs.evolve(county.guarantee, teacher_average_salary=None))
    assert assess(unpaid).indicators["G8"].parts[0] == Finding(
        check="salary ratio",
        outcome=UNKNOWN,
        inputs={"teacher_average_salary": None, "civil_servant_average_salary": 118_000},
        missing=("county.toml: 义务教育学校教师年平均工资 (teacher_average_salary)",),
        **limit,
    )
    none = attrs.evolve(county.guarantee, teacher_average_salary=0, civil_servant_average_salary=0)
    assert assess(attrs.evolve(county, guarantee=none)).indicators["G8"].parts[0] == Finding(
        check="salary ratio",
        outcome=UNKNOWN,
        inputs={"teacher_average_salary": 0, "civil_servant_average_salary": 0},
        undefined="undefined: 100 × teacher_average_salary / civil_servant_average_salary with 0",
        **limit,
    )


def test_what_is_decided_misses_nothing() -> None:
    """A school without a charter fails, whatever its digital management, of which nothing is known."""
    found = assess(change_campus(good_county(), "P1", has_charter=False, digital_management=None)).indicators["Q3"]
    assert (found.outcome, found.missing, found.parts[0].missing) == (FAIL, (), ())


def test_conditions_may_ask_for_the_spread_for_sections_and_for_a_day() -> None:
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


def test_nobody_to_whom_a_demand_applies() -> None:
    guarantee = attrs.evolve(
        good_county().guarantee,
        migrant_children=0,
        migrant_children_in_public=0,
        migrant_children_in_purchased_private=0,
    )
    (_, share) = assess(attrs.evolve(good_county(), guarantee=guarantee)).indicators["G15"].parts
    assert (share.outcome, share.value, share.undefined) == (PASS, None, "nobody to whom it applies")


def test_what_is_summed_by_stage_names_its_stage() -> None:
    assert [part.stage for part in assess(good_county()).indicators["G13"].parts] == ["primary", "junior"]


def test_a_local_fact_never_stands_in_for_one_of_the_method() -> None:
    found = assess(attrs.evolve(good_county(), local={"fraud": 5})).indicators["V6"]
    assert (found.outcome, found.inputs) == (PASS, {"fraud": False})


def test_the_verdict_and_its_dimensions() -> None:
    found = assess(good_county())
    assert found.finding == Finding(
        check="verdict", outcome=PASS, parts=tuple(found.dimensions.values()), standard="national-2017 (1)"
    )
    for name, dimension in found.dimensions.items():
        assert (dimension.check, dimension.outcome, dimension.standard) == (name, PASS, "national-2017 (1)")


@pytest.mark.parametrize("id", ["R1", "G3", "G5", "Q2"])
def test_an_indicator_names_its_clause_departments_task_and_day(id: str) -> None:
    """Whether it is one finding or several that are joined."""
    plan = mine(f"[items.{id}]\ndue = 2024-12-31\n", "wenling-2020")
    found, item = assess(good_county(), plan).indicators[id], plan.items[id]
    assert item.responsible
    assert item.task
    assert found == Finding(
        check="disabled enrolment share" if id == "Q2" else "",
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


def test_a_section_tells_which_limits_it_meets_in_full() -> None:
    """Nine in ten of what is asked meet the rule of the section, and not the limit."""
    county = good_county(primary("P1", 1000, primary_backbone_teachers=9), junior())
    (section, _) = assess(county).sections
    assert (section.finding.outcome, section.outcomes["R2"], section.outcomes["R1"]) == (PASS, FAIL, PASS)


def test_what_is_missing_of_a_section_is_that_of_its_stage() -> None:
    county = change_campus(good_county(), "N1", primary_backbone_teachers=None, junior_backbone_teachers=None)
    variation = assess(county).variation
    assert variation[Stage.PRIMARY]["R2"].missing == (
        "schools.csv: N1, 小学县级以上骨干教师数 (primary_backbone_teachers)",
    )
    assert variation[Stage.JUNIOR]["R2"].missing == (
        "schools.csv: N1, 初中县级以上骨干教师数 (junior_backbone_teachers)",
    )


def test_a_section_names_its_campus_stage_clause_and_standard() -> None:
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


def test_where_it_is_open_what_applies() -> None:
    """A school of 80 pupils that may lie in a village and is not funded for 100."""
    county = change_campus(
        good_county(), "P1", area_type=None, primary_pupils=80, funded_pupils=80, primary_largest_class=40
    )
    finding = assess(county).indicators["G6"]
    assert (finding.campus, finding.check, finding.outcome) == ("P1", "pupils funded", UNKNOWN)
    assert finding.missing == ("schools.csv: P1, 城乡类型 (area_type)",)
    village = change_campus(county, "P1", area_type=AreaType.RURAL)
    assert assess(village).indicators["G6"].outcome is FAIL
