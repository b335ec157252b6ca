"""What a standard asks of resources, made ready for arrays."""

from __future__ import annotations

import numpy as np
import pytest
from nations import MEANS, STAGES, TOTALS, limits, nation

from balanced_edu.checks import Relation
from balanced_edu.nation import SectionTable, totals_of
from balanced_edu.nation.limits import limits_of
from balanced_edu.records.kinds import Stage
from balanced_edu.standards import from_text, load

NO_RESOURCES = (
    MEANS.split("variation")[0]
    + '[items]\nQ8 = { name = { zh = "负担", en = "Burden" }, rules = [{ holds = true }], clause = "-", source = "-" }'
)


def test_totals_and_units_are_those_of_the_measures_in_the_order_of_the_items() -> None:
    assert totals_of() == totals_of("national-2017") == totals_of("wenling-2020")
    assert TOTALS == (
        "teachers_above_required",
        "backbone_teachers",
        "sports_arts_teachers",
        "teaching_area",
        "sports_area",
        "equipment_value",
        "multimedia_rooms",
    )
    assert list(totals_of(from_text(MEANS))) == ["multimedia_rooms", "teaching_area"]
    assert totals_of("basic-2012") == {
        "teaching_area": "m²",
        "sports_area": "m²",
        "equipment_value": "yuan",
        "computers": "computer",
        "books": "book",
        "teachers": "teacher",
        "teachers_above_required": "teacher",
        "middle_rank_teachers": "teacher",
    }


def test_what_is_only_aimed_at_takes_no_total() -> None:
    aims = from_text(
        'name = "aims"\nedition = "1"\nextends = "national-2017"\n[section]\nat_least = 6\n[items.R5]\naim = true\n'
    )
    assert "sports_area" not in totals_of(aims)
    assert len(totals_of(aims)) == 6


def test_a_standard_without_resources_is_refused() -> None:
    standard = from_text(NO_RESOURCES)
    message = "means has no resource indicators to assess a nation by"
    with pytest.raises(ValueError, match=message):
        totals_of(standard)
    with pytest.raises(ValueError, match=message):
        SectionTable.from_arrays(**nation()).assess(standard)


def test_limits_are_made_ready_for_arrays() -> None:
    national = load("national-2017")
    ready = limits_of(national)
    assert ready is limits_of(national)
    assert ready.totals == {id: national.items[id].total for id in national.resources}
    on_rows = ready.rules_on_rows[Stage.JUNIOR]
    assert (on_rows.k, on_rows.relations) == (6, (Relation.AT_LEAST,) * 7)
    without_rule = limits_of(from_text(MEANS)).rules_on_rows[Stage.PRIMARY]
    assert (without_rule.k, without_rule.relations) == (0, ())
    assert without_rule.limits.shape == without_rule.floors.shape == (0, 1)
    outcomes, met = without_rule.outcomes(np.ones((2, 3)), known=True)
    assert (outcomes.dtype, outcomes.tolist(), met.tolist()) == (np.int8, [1, 1, 1], [[False] * 3] * 2)


SECTIONS: list[tuple[dict[int, float | None], int]] = [
    ({}, 1),
    ({1: 0.85}, 1),
    ({1: 0.8499}, -1),
    ({1: 0.85, 4: 0.99}, -1),
    ({1: None}, 0),
    ({1: None, 4: 0.99}, 0),
    ({1: 0.85, 3: None}, 0),
    ({1: None, 4: 0.84}, -1),
    ({1: None, 3: 0.99, 4: 0.99}, -1),
]


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize(("parts", "outcome"), SECTIONS)
def test_the_section_rule_by_cases(stage: Stage, parts: dict[int, float | None], outcome: int) -> None:
    """Which part of its limit a section has of some resources, and just the limit of all others."""
    rates = np.array([[float(limit)] for limit in limits(stage)])
    for row, part in parts.items():
        rates[row] *= np.nan if part is None else part
    rule = limits_of(load("national-2017")).rules_on_rows[stage]
    for known in {False, None not in parts.values()}:
        outcomes, met = rule.outcomes(rates, known=known)
        assert (outcomes.dtype, met.dtype, outcomes.tolist()) == (np.int8, np.bool_, [outcome])
        assert met[:, 0].tolist() == [row not in parts for row in range(7)]
    columns = {"county": [1], "stage": [STAGES.index(stage)], "pupils": [1000], "totals": rates * 1000}
    result = SectionTable.from_arrays(**columns).assess()
    assert result.section_outcomes.tolist() == [outcome]
    assert (result.outcomes.dtype, result.section_outcomes.dtype, result.met.dtype) == (np.int8, np.int8, np.bool_)
