"""Evidence (佐证材料) in findings and reports: documents by item and by campus, and what is judged without any."""

from __future__ import annotations

import io
import json
from typing import Any

import attrs
import pytest
from counties import change_campus, change_facts, good_county, mine, primary
from gaps import findings_of
from hypothesis import given, settings
from openpyxl import load_workbook

from balanced_edu import testing
from balanced_edu.assessment import Assessment, assess
from balanced_edu.outcomes import Outcome
from balanced_edu.records.county import County
from balanced_edu.report import document_of, rendered
from balanced_edu.report.document import Document, Heading, Paragraph

PLAN, CHARTER = "布局规划图", "学校章程"
JUDGED = ("G1", "G2", "G8", "G10", "G14", "G15", "Q3", "Q5", "Q7", "Q8")


def documented(**evidence: Any) -> County:
    return attrs.evolve(good_county(), evidence=evidence)


def part(document: Document) -> list[str]:
    """The paragraphs and rows of the part on evidence."""
    lines: list[str] = []
    inside = False
    for block in document.blocks:
        if isinstance(block, Heading):
            inside = block.text.startswith(("Evidence", "佐证材料"))
        elif inside and isinstance(block, Paragraph):
            lines.append(block.text)
        elif inside:
            lines += [" | ".join(entry.text for entry in row) for row in getattr(block, "rows", ())]
    return lines


def test_findings_carry_the_documents_of_items_and_campuses() -> None:
    county = attrs.evolve(change_campus(good_county(), "P1", evidence=(CHARTER,)), evidence={"g1": [PLAN], "Q3": ["x"]})
    found = assess(county)
    assert (found.indicators["G1"].evidence, found.indicators["G2"].evidence) == ((PLAN,), ())
    assert found.indicators["Q3"].evidence == ("x",)
    by_campus = {part.campus: part.evidence for part in found.indicators["Q3"].parts}
    assert by_campus == {"P1": (CHARTER,), "P2": (), "J1": (), "N1": ()}
    assert {part.evidence for part in found.indicators["G5"].parts if part.campus == "P1"} == {(CHARTER,)}
    assert [section.finding.evidence for section in found.sections] == [(CHARTER,), (), (), (), ()]


def test_the_finding_of_the_only_campus_has_both() -> None:
    county = attrs.evolve(good_county(primary(evidence=(CHARTER, "x"))), evidence={"Q3": ["x", "y"]})
    assert assess(county).indicators["Q3"].evidence == ("x", "y", CHARTER)


def test_conditions_and_sections_of_a_school_have_theirs() -> None:
    head, branch = primary("P1", evidence=("a", "b")), primary("P2", 600, parent_code="P1", evidence=("b", "c"))
    county = attrs.evolve(good_county(head, branch), evidence={"C2": ["d"], "Q9": ["e"]})
    found = assess(county, mine('[counted]\nby = "school"\n'))
    assert [section.finding.evidence for section in found.sections] == [("a", "b", "c")]
    assert found.conditions["C2"].evidence == ("d",)
    # That national monitoring holds is the condition, with whatever proves it.
    assert found.conditions["C3"].parts[0].evidence == ("e",)


@settings(max_examples=settings().max_examples // 5)
@given(testing.counties(gaps=True, max_campuses=2))
def test_evidence_changes_no_finding(county: County) -> None:
    without = attrs.evolve(
        county, evidence={}, campuses=[attrs.evolve(campus, evidence=None) for campus in county.campuses]
    )
    outcomes = [
        {name: finding.outcome for name, finding in findings_of(assess(one)).items()} for one in (county, without)
    ]
    assert outcomes[0] == outcomes[1]
    assert all(finding.evidence == () for finding in findings_of(assess(without)).values())


@pytest.mark.parametrize(
    ("evidence", "undocumented"),
    [
        ({}, ()),
        ({"G1": [PLAN]}, JUDGED[1:]),
        ({"V1": ["x"]}, JUDGED),  # that no ground of veto was found needs no document
        ({"X1": ["x"]}, JUDGED),
        ({id.lower(): ["x"] for id in JUDGED}, ()),
    ],
)
def test_items_judged_to_hold_without_evidence(evidence: Any, undocumented: tuple[str, ...]) -> None:
    assert assess(documented(**evidence)).undocumented == undocumented


def test_only_what_holds_needs_evidence() -> None:
    county = change_facts(documented(G7=["x"]), layout_compliant=False, digital_teaching=None)
    found = assess(county)
    assert (found.indicators["G1"].outcome, found.indicators["Q5"].outcome) == (Outcome.FAIL, Outcome.UNKNOWN)
    assert found.undocumented == tuple(id for id in JUDGED if id not in ("G1", "Q5"))


def test_of_an_item_of_campuses_those_of_every_campus_are_enough() -> None:
    every = good_county(*(attrs.evolve(one, evidence=(CHARTER,)) for one in good_county().campuses))
    assert "Q3" not in assess(every).undocumented
    assert "Q3" in assess(change_campus(every, "P1", evidence=None)).undocumented


def test_alternatives_and_aims_may_be_judged_and_what_applies_to_nobody_is_not() -> None:
    plans = (
        '[items.W1]\nname = { zh = "方案", en = "Plan" }\ndimension = "plan"\naim = true\nclause = "-"\nsource = "-"\n'
    )
    either = f'{plans}rules = [{{ any_of = [{{ fact = "halls", at_least = "9" }}, {{ fact = "plan" }}] }}]\n'
    county = attrs.evolve(documented(G1=[PLAN]), local={"plan": True, "halls": 3})
    assert assess(county, mine(either)).undocumented == (*JUDGED[1:], "W1")
    nobody = "[items.Q3.where]\npupils_at_least = '9999'\n"
    assert "Q3" not in assess(documented(G1=[PLAN]), mine(nobody)).undocumented


@pytest.fixture(scope="module")
def named() -> Assessment:
    county = change_campus(documented(G1=[PLAN, "批文"], v7=["x"]), "P1", school_name="一小", evidence=(CHARTER,))
    return assess(county)


def test_the_report_lists_them_by_item_and_by_campus(named: Assessment) -> None:
    lead, undocumented, *rows = part(document_of(named, "zh"))
    assert lead == "材料名称由县级填报，不影响判定。"
    assert undocumented.startswith("判定为达标但未列佐证材料的项目：G2 城乡标准统一；G8 教师工资收入水平；")
    assert rows == ["G1 | 学校规划布局 | 布局规划图；批文", "v7 | 本标准没有这一项目 | x", "P1 一小 | 学校章程"]
    english = part(document_of(named, "en"))
    assert english[1].startswith(
        "Judged to be met, with no evidence listed: G2 Unified standards in town and country; G8"
    )
    assert english[2:4] == [
        "G1 | Planning and layout of schools | 布局规划图; 批文",
        "v7 | no item of this standard | x",
    ]


def test_every_format_lists_them(named: Assessment) -> None:
    for report in (named.as_text("zh"), named.as_html("zh")):
        assert all(words in report for words in (PLAN, CHARTER, "未列佐证材料"))
    workbook = load_workbook(io.BytesIO(rendered(named, "xlsx", "zh")))  # type: ignore[arg-type]
    assert [cell.value for cell in workbook["佐证材料"][2]] == ["G1", "学校规划布局", "布局规划图；批文"]
    assert [cell.value for cell in workbook["各校佐证材料"][2]] == ["P1 一小", CHARTER]
    assert json.loads(named.as_json())["evidence"] == {
        "items": {"G1": [PLAN, "批文"], "v7": ["x"]},
        "campuses": {"P1": [CHARTER]},
        "undocumented": list(JUDGED[1:]),
    }


def test_where_no_evidence_is_named_nothing_is_said_of_it() -> None:
    found = assess(good_county())
    assert part(document_of(found, "zh")) == []
    assert "evidence" not in found.as_dict()
    assert "佐证" not in found.as_text("zh")


def test_documents_of_campuses_alone_and_of_everything(named: Assessment) -> None:
    alone = assess(change_campus(good_county(), "P1", evidence=(CHARTER,)))
    assert part(document_of(alone, "zh"))[2:] == ["P1 | 学校章程"]
    everything = part(document_of(assess(documented(**{id: ["x"] for id in JUDGED})), "zh"))
    assert everything[1] == "G1 | 学校规划布局 | x"
    assert len(everything) == 1 + len(JUDGED)
