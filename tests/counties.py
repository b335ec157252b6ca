"""A small county that meets every demand, and ways to change it."""

from __future__ import annotations

from math import prod
from typing import Any

import attrs

from balanced_edu.records.campus import Campus
from balanced_edu.records.county import County, Group, Guarantee, Quality, Subject, Veto
from balanced_edu.records.kinds import Affiliation, AreaType, Grade, Kind, Ownership
from balanced_edu.records.relations import RELATIONS
from balanced_edu.standards import NATIONAL, Standard, from_text

# What every campus of the good county has, whatever its kind.
COMMON: dict[str, Any] = {
    "ownership": Ownership.PUBLIC,
    "affiliation": Affiliation.COUNTY,
    "area_type": AreaType.TOWN,
    "inner_city": False,
    "boarding": False,
    "has_charter": True,
    "digital_management": True,
    "moral_education": Grade.GOOD,
    "campus_culture": Grade.EXCELLENT,
    "public_funds_budget": 1_000_000,
    "training_budget": 50_000,
    "public_funds_final": 1_000_000,
    "training_final": 50_000,
    "funded_pupils": 1000,
    "music_room_areas": (96, 96),
    "art_room_areas": (90, 90),
}


# Of a standard in which parents are asked for three times as much as each other group.
WEIGHED = '[items.S1]\nweights = { "家长" = "3", others = "1" }\n'


def of_stage(stage: str, pupils: int) -> dict[str, Any]:
    """Figures of a stage that meet every limit with a little to spare."""
    return {
        f"{stage}_pupils": pupils,
        f"{stage}_teachers_above_required": pupils * 6 // 100 + 1,
        f"{stage}_backbone_teachers": pupils * 2 // 100 + 1,
        f"{stage}_sports_arts_teachers": pupils // 100 + 1,
        f"{stage}_classes": -(-pupils // 40),
        f"{stage}_largest_class": min(pupils, 42),
        f"{stage}_intake": pupils // 6,
        f"{stage}_zoned_intake": pupils // 6,
    }


def shared(pupils: int) -> dict[str, Any]:
    """What the stages share, enough for either of them; every full-time teacher is certified and trained."""
    full_time = max(60, pupils // 15)
    return {
        "full_time_teachers": full_time,
        "certified_teachers": full_time,
        "trained_teachers": full_time,
        "teaching_area": 7 * pupils,
        "sports_area": 12 * pupils,
        "equipment_value": 3000 * pupils,
        "multimedia_rooms": pupils * 3 // 100 + 1,
    }


def fitted(figures: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """The figures with some of them changed, and others that contradict the changed ones brought to fit."""
    fit, kept = {**figures, **changes}, {*changes}
    for relation in (*RELATIONS["Campus"], *RELATIONS["Campus"]):  # what is brought to fit may contradict in turn
        (part,), known = relation.parts, [fit[name] for name in relation.whole if fit.get(name) is not None]
        free = [name for name in relation.whole if name not in kept]
        if fit.get(part) is None or len(known) < len(relation.whole) or fit[part] <= prod(known):
            continue
        if part not in kept:
            fit[part] = prod(known)
        elif free:
            fit[free[0]] = -(-fit[part] * fit[free[0]] // prod(known))
            kept.add(free[0])
    full_time = fit["full_time_teachers"]
    if full_time != figures["full_time_teachers"]:
        fit |= {name: full_time for name in ("certified_teachers", "trained_teachers") if name not in changes}
    return fit


def primary(code: str = "P1", pupils: int = 800, **changes: Any) -> Campus:
    figures = {"kind": Kind.PRIMARY, **COMMON, **of_stage("primary", pupils), **shared(pupils)}
    return Campus(school_code=code, **fitted(figures, changes))


def junior(code: str = "J1", pupils: int = 900, **changes: Any) -> Campus:
    figures = {"kind": Kind.JUNIOR, **COMMON, **of_stage("junior", pupils), **shared(pupils)}
    return Campus(school_code=code, **fitted(figures, changes))


def nine_year(code: str = "N1", primary_pupils: int = 400, junior_pupils: int = 400, **changes: Any) -> Campus:
    stages = {**of_stage("primary", primary_pupils), **of_stage("junior", junior_pupils)}
    figures = {"kind": Kind.NINE_YEAR, **COMMON, **stages, **shared(primary_pupils + junior_pupils)}
    return Campus(school_code=code, **fitted(figures, changes))


def senior(code: str = "H1", pupils: int = 900, **changes: Any) -> Campus:
    """A senior school with attached junior classes, and as many senior pupils."""
    of_kind = {"kind": Kind.SENIOR, "attached_classes": True, "senior_pupils": pupils}
    figures = {**COMMON, **of_stage("junior", pupils), **shared(3 * pupils), **of_kind}
    return Campus(school_code=code, **fitted(figures, changes))


def good_county(*campuses: Campus) -> County:
    """Every indicator holds, nothing is unknown, no ground of veto was found."""
    return County(
        name="示例县",
        year=2022,
        campuses=campuses or (primary(), primary("P2", 600), junior(), nine_year()),
        guarantee=Guarantee(
            layout_compliant=True,
            unified_construction_standard=True,
            unified_staffing_standard=True,
            unified_funding_standard=True,
            unified_equipment_standard=True,
            special_education_pupils=120,
            special_education_public_funds=960_000,
            teacher_average_salary=121_000,
            civil_servant_average_salary=118_000,
            performance_pay_granted=True,
            staffing_allocated_within_quota=True,
            rotation_eligible_teachers=1500,
            rotated_teachers=180,
            rotated_backbone_teachers=45,
            quality_senior_places=4000,
            quality_senior_places_allocated=2400,
            allocation_favours_rural=True,
            left_behind_care_system=True,
            migrant_children=9000,
            migrant_children_in_public=7200,
            migrant_children_in_purchased_private=700,
        ),
        quality=Quality(
            junior_entrants=5000,
            junior_transfers_in=60,
            junior_transfers_out=80,
            junior_deaths=0,
            junior_graduates=4950,
            disabled_children=310,
            disabled_children_enrolled=300,
            digital_teaching=True,
            curriculum_complete=True,
            no_excess_burden=True,
        ),
        monitoring=(
            Subject(subject="语文", level=3, between_school_share=0.1),
            Subject(subject="数学", share_at_level_3=0.91, between_school_share=0.09),
            *(Subject(subject=name, level=3, between_school_share=0.08) for name in ("科学", "体育", "艺术", "德育")),
        ),
        groups=(
            Group(group="家长", surveyed=2400, satisfied=2280),
            Group(group="教师", surveyed=400, satisfied=390),
        ),
        veto=Veto(
            exam_based_admission=False,
            illegal_school_choice=False,
            key_schools_or_classes=False,
            unfilled_quota_or_off_quota_staff=False,
            major_accident_or_serious_violation=False,
            fraud=False,
        ),
    )


def change_campus(county: County, code: str, **changes: Any) -> County:
    """The county with some fields of one campus changed."""
    return attrs.evolve(
        county,
        campuses=tuple(_changed(c, changes) if c.school_code == code else c for c in county.campuses),
    )


def _changed(campus: Campus, changes: dict[str, Any]) -> Campus:
    return Campus(**fitted(attrs.asdict(campus, recurse=False), changes))


def change_facts(county: County, **changes: Any) -> County:
    """The county with some keys of ``county.toml`` changed, whichever table they stand in."""
    for name in ("guarantee", "quality", "recognition", "veto"):
        record = getattr(county, name)
        known = attrs.fields_dict(type(record))
        of_table = {key: value for key, value in changes.items() if key in known}
        county = attrs.evolve(county, **{name: attrs.evolve(record, **of_table)})
    return county


def mine(text: str, extends: str = NATIONAL) -> Standard:
    """A standard that changes what the text says."""
    return from_text(f'name = "mine"\nedition = "1"\nextends = "{extends}"\n{text}')
