"""Wenling's plan: its clauses and tasks word for word, its departments and days, its aims."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import attrs
from counties import change_campus, good_county

from balanced_edu import catalogue
from balanced_edu.assessment import assess
from balanced_edu.records.county import LocalPlan
from balanced_edu.standards import load, settings
from balanced_edu.standards.passages import quotations, unquoted

TEXT = (Path(__file__).parent.parent / "documents" / "wenling-2020-plan.txt").read_text(encoding="utf-8")
PLAN = "".join(TEXT.split())


def test_every_clause_and_task_stands_in_the_plan_word_for_word() -> None:
    quoted = {
        key: str(text)
        for key, text in settings(load("wenling-2020")).items()
        if key.startswith("items.") and key.endswith((".clause", ".task"))
    }
    quoted |= {"variation": load("wenling-2020").variation_clause}
    quoted |= {step.name: step.clause for step in load("wenling-2020").milestones}
    assert len(quoted) == 2 * 38 + 8 + 1 + 8
    assert [key for key, text in quoted.items() if "".join(text.split()) not in PLAN] == []


def test_every_item_names_who_is_responsible_and_by_when() -> None:
    for item in load("wenling-2020").items.values():
        assert item.responsible
        assert item.due in (dt.date(2022, 9, 30), dt.date(2022, 12, 31))
        for department in item.responsible:
            assert department.replace("、东部新区", "") in PLAN


def test_its_verdict_is_that_of_the_national_method() -> None:
    found = assess(good_county(), "wenling-2020")
    assert str(found.outcome) == "pass"
    assert list(found.indicators) == list(catalogue)
    assert {str(aim.outcome) for id, aim in found.aims.items() if id != "W8"} == {"unknown"}
    finding = found.indicators["G7"]
    assert finding.responsible == ("市教育局", "市残联", "市财政局")
    assert finding.task.startswith("完善特殊教育体系")


def test_aims() -> None:
    plan = LocalPlan(
        compulsory_appropriation=125,
        compulsory_appropriation_before=100,
        regular_revenue=125,
        regular_revenue_before=100,
        expenditure_per_pupil=2,
        expenditure_per_pupil_before=1,
        teacher_pay=1,
        teacher_pay_before=1,
        public_funds_per_pupil=1,
        public_funds_per_pupil_before=2,
        junior_age_children=5000,
        junior_age_children_on_time=4999,
    )
    county = attrs.evolve(good_county(), plan=plan)
    for campus in county.campuses:
        county = change_campus(county, campus.school_code, school_events=1, sports_meetings=0)
    found = assess(county, "wenling-2020")
    assert {id: str(aim.outcome) for id, aim in found.aims.items()} == {
        "W1": "fail",
        "W2": "pass",
        "W3": "fail",
        "W4": "fail",
        "W5": "fail",
        "W6": "pass",
        "W7": "fail",
        "W8": "fail",
    }
    assert str(found.outcome) == "pass"


def test_every_sentence_of_the_plan_with_a_figure_belongs_to_an_item() -> None:
    mapped = quotations(load("wenling-2020"), TEXT)
    assert len(mapped) == 78
    assert unquoted(load("wenling-2020"), TEXT) == []
    places = {place for by in mapped.values() for place in by}
    limited = {id for id, item in load("wenling-2020").items.items() if any(mark.isdigit() for mark in item.clause)}
    assert limited <= places
    of_items = (passage for item in load("wenling-2020").items.values() for passage in item.passages)
    for text in (*(text for _, text in load("wenling-2020").passages), *of_items):
        assert "".join(text.split()) in PLAN
