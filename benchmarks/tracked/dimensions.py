"""A plausible nation with all that its counties hand in, made up from a seed."""

from __future__ import annotations

from typing import Any

import numpy as np

from balanced_edu.records.campus import Campus
from balanced_edu.records.county import RECORDS
from balanced_edu.records.fields import Form, fields_of

CAMPUSES, COUNTIES = 220_000, 2_850
KINDS = np.array(["小学", "初中", "九年一贯制学校", "教学点", "完全中学"])
SUBJECTS = ["语文", "数学", "科学", "体育", "艺术", "德育"]
# What a stage has per pupil, by the end of the field's name, and what a campus has per pupil of all its stages.
OF_STAGES = {
    "teachers_above_required": 1 / 20,
    "middle_rank_teachers": 1 / 30,
    "sports_arts_teachers": 1 / 105,
    "backbone_teachers": 1 / 95,
    "teachers": 1 / 14,
    "intake": 1 / 7,
    "zone_resident_pupils": 1.0,
}
OF_CAMPUSES = {
    "teaching_area": 5.2,
    "sports_area": 9.0,
    "equipment_value": 2700.0,
    "multimedia_rooms": 1 / 38,
    "public_funds_budget": 1000.0,
    "training_budget": 51.0,
    "full_time_teachers": 1 / 12,
    "certified_teachers": 1 / 12,
    "trained_teachers": 1 / 12,
    "computers": 1 / 9,
    "books": 30.0,
}


def tables(times: int = 1, seed: int = 20_200_427) -> dict[str, dict[str, Any]]:
    """The arguments of `assess_counties`: campuses county by county, with every column that all schools have."""
    rng = np.random.default_rng(seed)
    n, counties = CAMPUSES * times, COUNTIES * times
    member = np.sort(np.concatenate([np.arange(counties), rng.integers(0, counties, n - counties)]))
    return {
        "campuses": _campuses(rng, member),
        "counties": _facts(rng, counties),
        "monitoring": {
            "county": np.repeat(np.arange(counties), len(SUBJECTS)),
            "subject": np.tile(SUBJECTS, counties),
            "level": rng.choice([2.0, 3.0, 4.0], len(SUBJECTS) * counties, p=[0.02, 0.58, 0.4]),
            "between_school_share": np.round(rng.uniform(0.02, 0.16, len(SUBJECTS) * counties), 3),
        },
        "groups": {
            "county": np.repeat(np.arange(counties), 2),
            "group": np.tile(["家长", "教师"], counties),
            "handed_out": np.full(2 * counties, 220.0),
            "surveyed": np.full(2 * counties, 200.0),
            "satisfied": rng.integers(160, 200, 2 * counties).astype(float),
        },
    }


def _campuses(rng: np.random.Generator, member: np.ndarray[Any, Any]) -> dict[str, Any]:
    n = member.size
    kind = rng.choice(len(KINDS), n, p=[0.5, 0.25, 0.1, 0.1, 0.05])
    has = {"primary": np.isin(kind, [0, 2, 3]), "junior": np.isin(kind, [1, 2, 4]), "senior": kind == 4}
    pupils = {stage: np.where(there, rng.integers(50, 1500, n), np.nan) for stage, there in has.items()}
    everybody = np.nansum(np.stack(list(pupils.values())), axis=0)
    columns: dict[str, Any] = {"county": member, "school_code": np.arange(n) + 3_303_020_001, "kind": KINDS[kind]}
    columns |= {f"{stage}_pupils": of_stage for stage, of_stage in pupils.items()}
    for name, field in fields_of(Campus).items():
        stage = next((one for one in pupils if name.startswith(f"{one}_")), "")
        end = next((one for one in OF_STAGES if stage and name.endswith(one)), "")
        if name in columns or name in ("primary_visiting_sports_arts_teachers", "junior_visiting_sports_arts_teachers"):
            continue
        if end:
            columns[name] = np.floor(pupils[stage] * OF_STAGES[end])
        elif name in OF_CAMPUSES:
            spread = rng.normal(1, 0.06, n) if field.form is Form.AMOUNT and "budget" not in name else 1.0
            columns[name] = np.ceil(everybody * OF_CAMPUSES[name] * spread)
        elif name.endswith("_classes") and stage:
            columns[name] = np.ceil(pupils[stage] / 45)
        elif name.endswith("_largest_class") and stage:
            columns[name] = np.minimum(pupils[stage], rng.integers(45, 48, n))
        elif field.form is Form.AREAS:
            columns[name] = np.where(rng.random((n, 4)) < 0.6, rng.choice([90.0, 96.0, 98.0], (n, 4)), 0.0)
        elif field.form is Form.JUDGEMENT and name != "attached_classes":
            columns[name] = rng.random(n) < 0.95
    words = {"ownership": ["公办", "民办"], "area_type": ["城区", "镇区", "乡村"]}
    words |= {"moral_education": ["良好", "优秀"], "campus_culture": ["良好", "优秀"]}
    columns |= {name: rng.choice(several, n) for name, several in words.items()}
    columns["funded_pupils"], columns["built_year"] = np.maximum(everybody, 100), np.full(n, 2001.0)
    return columns


def _facts(rng: np.random.Generator, counties: int) -> dict[str, Any]:
    columns: dict[str, Any] = {"county": np.arange(counties), "year": np.full(counties, 2022)}
    for table, record in RECORDS.items():
        for name, field in fields_of(record).items():
            if field.form is Form.JUDGEMENT:
                columns[name] = rng.random(counties) < (0.01 if table == "veto" else 0.99)
    parts = {"rotated_teachers": 0.12, "rotated_backbone_teachers": 0.03, "disabled_children_enrolled": 0.97}
    wholes = ("rotation_eligible_teachers", "quality_senior_places", "migrant_children", "disabled_children")
    columns |= {name: rng.integers(400, 2000, counties).astype(float) for name in wholes}
    columns["quality_senior_places_allocated"] = np.ceil(columns["quality_senior_places"] * 0.55)
    columns["migrant_children_in_public"] = np.floor(columns["migrant_children"] * 0.9)
    columns["migrant_children_in_purchased_private"] = np.zeros(counties)
    columns["disabled_children_enrolled"] = np.floor(columns["disabled_children"] * parts["disabled_children_enrolled"])
    columns["rotated_teachers"] = np.floor(columns["rotation_eligible_teachers"] * parts["rotated_teachers"])
    columns["rotated_backbone_teachers"] = np.floor(
        columns["rotation_eligible_teachers"] * parts["rotated_backbone_teachers"]
    )
    columns |= {
        "teacher_average_salary": np.full(counties, 9.2e4),
        "civil_servant_average_salary": np.full(counties, 9e4),
    }
    columns |= {"junior_entrants": np.full(counties, 1000.0), "junior_graduates": np.full(counties, 960.0)}
    return columns | dict.fromkeys(("junior_transfers_in", "junior_transfers_out", "junior_deaths"), np.zeros(counties))
