"""JSON: the contract."""

from __future__ import annotations

import json

import pytest
from counties import change_campus, change_facts, good_county

from balanced_edu.assessment import Assessment, assess

RESOURCES = [f"R{n}" for n in range(1, 8)]
ITEMS = [*RESOURCES, *(f"G{n}" for n in range(1, 16)), *(f"Q{n}" for n in range(1, 10)), "S1"]
ITEMS += [f"V{n}" for n in range(1, 7)]
OUTCOMES = {"pass", "fail", "unknown"}


@pytest.fixture(scope="module")
def mixed() -> Assessment:
    """Something fails, and something is not known."""
    county = change_campus(good_county(), "P1", primary_largest_class=46, equipment_value=None)
    county = change_campus(county, "P2", primary_backbone_teachers=4)
    return assess(change_facts(county, fraud=None))


def test_json_is_the_contract(mixed: Assessment) -> None:
    data = json.loads(mixed.as_json())
    keys = ["schema", "county", "standard", "fingerprint", "outcome", "dimensions", "indicators", "variation"]
    keys += ["composite", "sections", "resources", "shortfalls", "survey", "concessions", "doubts"]
    assert list(data) == keys
    assert (data["schema"], data["county"]) == ("balanced-edu/assessment/1", "示例县")
    assert (data["standard"], data["outcome"]) == ("national-2017", "fail")
    assert data["dimensions"] == {
        "resources": "fail",
        "guarantee": "fail",
        "quality": "pass",
        "recognition": "pass",
        "veto": "unknown",
    }
    assert list(data["indicators"]) == ITEMS
    for item in data["indicators"].values():
        assert list(item) == ["outcome", "reason", "missing"]
        assert item["outcome"] in OUTCOMES
        assert item["reason"]
    assert list(data["variation"]) == ["primary", "junior"]
    for coefficients in data["variation"].values():
        assert list(coefficients) == RESOURCES
        for coefficient in coefficients.values():
            assert list(coefficient) == ["mean", "coefficient", "limit", "outcome"]
    assert data["variation"]["primary"]["R6"] == {
        "mean": None,
        "coefficient": None,
        "limit": 0.5,
        "outcome": "unknown",
    }
    assert data["variation"]["junior"]["R1"]["mean"] == pytest.approx(100 * (55 + 25) / 1300)
    assert [(s["campus"], s["stage"], s["pupils"]) for s in data["sections"]] == [
        ("P1", "primary", 800),
        ("P2", "primary", 600),
        ("J1", "junior", 900),
        ("N1", "primary", 400),
        ("N1", "junior", 400),
    ]
    first, second = data["sections"][:2]
    assert list(first) == ["campus", "stage", "pupils", "outcome", "values", "outcomes"]
    assert (first["outcome"], first["values"]["R6"], first["outcomes"]["R6"]) == ("unknown", None, "unknown")
    assert (second["outcome"], second["outcomes"]["R2"]) == ("fail", "fail")
    assert second["values"]["R2"] == pytest.approx(400 / 600)


def test_doubtful_figures_are_listed() -> None:
    (doubt,) = assess(change_campus(good_county(), "P1", equipment_value=216)).as_dict()["doubts"]  # type: ignore[misc, union-attr]
    assert doubt == {
        "code": "ten thousands",
        "table": "schools",
        "place": "P1",
        "field": "equipment_value",
        "where": "",
        "figures": {"value": 0.27},
    }


def test_figures_of_doubts_are_numbers_and_texts() -> None:
    county = change_campus(good_county(), "P1", school_name="甲", primary_intake=0, primary_zoned_intake=0)
    doubts = assess(change_campus(county, "P2", school_name="甲")).as_dict()["doubts"]
    assert json.loads(json.dumps(doubts)) == doubts
    assert [one["figures"] for one in doubts] == [  # type: ignore[index, union-attr]
        {"other": "P1"},
        {"intake": 0, "pupils": 800, "grades": 6},
    ]


def test_the_reason_is_the_english_sentence(mixed: Assessment) -> None:
    reasons = {id: item["reason"] for id, item in json.loads(mixed.as_json())["indicators"].items()}
    assert reasons == {id: str(finding) for id, finding in mixed.indicators.items()}
    assert reasons["V6"] == "not known: county.toml: 有弄虚作假行为 (fraud)"
