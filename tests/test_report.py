"""Reports: the JSON contract, and what text and HTML must say."""

from __future__ import annotations

import json
import sys

import attrs
import pytest
from counties import change_campus, change_facts, good_county

from balanced_edu.assessment import Assessment, assess
from balanced_edu.standards import load

RESOURCES = [f"R{n}" for n in range(1, 8)]
ITEMS = [*RESOURCES, *(f"G{n}" for n in range(1, 16)), *(f"Q{n}" for n in range(1, 10)), "S1"]
ITEMS += [f"V{n}" for n in range(1, 7)]
OUTCOMES = {"pass", "fail", "unknown"}


@pytest.fixture(scope="module")
def mixed() -> Assessment:
    """Something fails, something is not known, and a name is hostile."""
    county = change_campus(
        good_county(), "P1", school_name="<script>alert(1)</script>", primary_largest_class=46, equipment_value=None
    )
    county = change_campus(county, "P2", school_name="竹溪小学", primary_backbone_teachers=4)
    return assess(change_facts(county, fraud=None))


def test_json_is_the_contract(mixed: Assessment) -> None:
    found = json.loads(mixed.as_json())
    keys = ["schema", "county", "standard", "outcome", "dimensions", "indicators", "variation", "sections"]
    assert list(found) == keys
    assert (found["schema"], found["county"]) == ("balanced-edu/assessment/1", "示例县")
    assert (found["standard"], found["outcome"]) == ("national-2017", "fail")
    assert found["dimensions"] == {
        "resources": "fail",
        "guarantee": "fail",
        "quality": "pass",
        "recognition": "pass",
        "veto": "unknown",
    }
    assert list(found["indicators"]) == ITEMS
    for item in found["indicators"].values():
        assert list(item) == ["outcome", "reason"]
        assert item["outcome"] in OUTCOMES
        assert item["reason"]
    assert list(found["variation"]) == ["primary", "junior"]
    for coefficients in found["variation"].values():
        assert list(coefficients) == RESOURCES
        for coefficient in coefficients.values():
            assert list(coefficient) == ["mean", "coefficient", "limit", "outcome"]
    assert found["variation"]["primary"]["R6"] == {
        "mean": None,
        "coefficient": None,
        "limit": 0.5,
        "outcome": "unknown",
    }
    assert found["variation"]["junior"]["R1"]["mean"] == pytest.approx(100 * (55 + 25) / 1300)
    assert [(s["campus"], s["stage"], s["pupils"]) for s in found["sections"]] == [
        ("P1", "primary", 800),
        ("P2", "primary", 600),
        ("J1", "junior", 900),
        ("N1", "primary", 400),
        ("N1", "junior", 400),
    ]
    first, second = found["sections"][:2]
    assert list(first) == ["campus", "stage", "pupils", "outcome", "values", "outcomes"]
    assert (first["outcome"], first["values"]["R6"], first["outcomes"]["R6"]) == ("unknown", None, "unknown")
    assert (second["outcome"], second["outcomes"]["R2"]) == ("fail", "fail")
    assert second["values"]["R2"] == pytest.approx(400 / 600)


def test_text_tells_the_verdict_what_fails_and_what_is_missing(mixed: Assessment) -> None:
    text = str(mixed)
    assert "VERDICT: not recognised (未达到要求)" in text
    assert "46 > 45 pupils (over by 1)" in text
    assert "小学、初中所有班级学生数分别不超过45人、50人。" in text
    assert "教学仪器设备值 (equipment_value): P1" in text
    assert "有弄虚作假行为 (fraud)" in text
    assert "R2 0.6667 < 1 teachers per 100 pupils (short by 0.3333)" in text
    assert max(map(len, text.splitlines())) < 140


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [({}, "recognised (达到要求)"), ({"fraud": None}, "cannot be decided yet"), ({"fraud": True}, "not recognised")],
)
def test_verdict_in_words(changes: dict[str, object], verdict: str) -> None:
    assert f"VERDICT: {verdict}" in str(assess(change_facts(good_county(), **changes)))


def test_html_says_the_same_and_escapes_what_was_handed_in(mixed: Assessment) -> None:
    page = mixed.as_html()
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    for words in ("not recognised", "46 &gt; 45 pupils", "equipment_value", "竹溪小学", "校际差异系数"):
        assert words in page
    assert "&lt;script&gt;" in mixed._repr_html_()


def test_without_jinja2_one_sentence_names_the_extra(mixed: Assessment, monkeypatch: pytest.MonkeyPatch) -> None:
    from balanced_edu import report

    report._template.cache_clear()
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(ModuleNotFoundError, match=r"pip install 'balanced-edu\[cli\]'"):
        mixed.as_html()


def test_a_sample_with_few_parents_is_told_and_fails_nothing() -> None:
    county = good_county()
    few = attrs.evolve(county, groups=[attrs.evolve(county.groups[0], surveyed=300, satisfied=290), county.groups[1]])
    found = assess(few)
    assert str(found.outcome) == "pass"
    assert found.notes == (
        "家长 are 42.8571 % of those asked in the survey; 50 % are expected (家长占调查对象的一半以上)",
    )
    assert "Note: 家长 are 42.8571 % of those asked" in str(found)
    assert assess(county).notes == ()


def test_a_standard_can_be_read_in_full() -> None:
    from balanced_edu.report import standard_as_text

    text = standard_as_text(load("national-2017"))
    for words in (
        "at least 4.2 teachers per 100 pupils",
        "below 0.15",
        "since 2025-03-01",
        "教督〔2017〕6号，一票否决",
    ):
        assert words in text
