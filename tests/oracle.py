"""A second assessment, written from the documents in plain Python, for counties in which everything is known.

It reads the columns of campuses and the facts of the county, and uses nothing else of the library: no units, checks,
sections, formulas or files of standards. Words are compared as they are written in a table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import reference

PASS, FAIL, UNKNOWN = 1, -1, 0
STAGES_OF = {
    "小学": ["primary"],
    "教学点": ["primary"],
    "初中": ["junior"],
    "九年一贯制学校": ["primary", "junior"],
    "十二年一贯制学校": ["primary", "junior", "senior"],
    "完全中学": ["junior", "senior"],
    "高级中学": ["senior"],
    "职业学校": ["senior"],
    "特殊教育学校": ["primary", "junior"],
}
ATTACHED = {"小学": "junior", "教学点": "junior", "初中": "primary", "完全中学": "primary"}
WEIGHTS = {"primary": Fraction(1), "junior": Fraction("1.1"), "senior": Fraction("1.32")}
NATIONAL = {
    "R1": ("teachers_above_required", 100),
    "R2": ("backbone_teachers", 100),
    "R3": ("sports_arts_teachers", 100),
    "R4": ("teaching_area", 1),
    "R5": ("sports_area", 1),
    "R6": ("equipment_value", 1),
    "R7": ("multimedia_rooms", 100),
}
BASIC = {
    "B1": ("teaching_area", 1),
    "B2": ("sports_area", 1),
    "B3": ("equipment_value", 1),
    "B4": ("computers", 100),
    "B5": ("books", 1),
    "B6": ("teachers", 1),
    "B7": ("teachers_above_required", 1),
    "B8": ("middle_rank_teachers", 1),
}
SHARED = {"teaching_area", "sports_area", "equipment_value", "multimedia_rooms", "computers", "books"}
LIMITS = {"primary": reference.PRIMARY, "junior": reference.JUNIOR}
MOST = {"basic-2012": {"primary": "0.65", "junior": "0.55"}}


def exactly(figure: Any) -> Fraction:
    return Fraction(str(figure))


def outcome(holds: bool) -> int:
    return PASS if holds else FAIL


def every(holds: Iterable[bool]) -> int:
    return outcome(all(holds))


def stages_of(campus: Any) -> list[str]:
    """The stages of the school, and that of its attached classes."""
    attached = [ATTACHED.get(campus.kind, "junior")] if campus.attached_classes else []
    return list(dict.fromkeys([*STAGES_OF[campus.kind], *attached]))


def compulsory(campus: Any) -> list[str]:
    """The compulsory stages that have pupils."""
    stages = [stage for stage in stages_of(campus) if stage != "senior"]
    return [stage for stage in stages if getattr(campus, f"{stage}_pupils")]


def schools(county: Any) -> list[Any]:
    """The campuses of compulsory education: not those that are a senior school only."""
    return [campus for campus in county.campuses if stages_of(campus) != ["senior"]]


def pupils(campus: Any) -> int:
    return sum(getattr(campus, f"{stage}_pupils") for stage in compulsory(campus))


def counts(campus: Any, standard: str) -> bool:
    if campus.kind in ("特殊教育学校", "职业学校"):
        return False
    if standard == "basic-2012" and campus.sponsor:
        return campus.kind != "教学点" and campus.sponsor == "县级教育"
    if standard == "basic-2012":
        return not (campus.kind == "教学点" or campus.ownership == "民办" or campus.affiliation in ("省属", "市属"))
    return campus.kind != "教学点" or pupils(campus) >= 50


def eased(county: Any, standard: str) -> bool:
    """Whether the concessions of the procedure count."""
    return standard in ("procedure-2019", "shenyang") and county.year >= 2019


def total(campus: Any, stage: str, name: str, *, eased: bool) -> Fraction:
    """What a stage of a campus has: its own teachers, and its part of what the stages share."""
    if name not in SHARED:
        amount = exactly(getattr(campus, f"{stage}_{name}"))
        village = campus.area_type == "乡村" and 50 <= pupils(campus) < 100
        if eased and name == "sports_arts_teachers" and village:
            amount += getattr(campus, f"{stage}_visiting_sports_arts_teachers")
        return amount
    amount = exactly(getattr(campus, name))
    if eased and name == "sports_area" and campus.inner_city:
        amount += exactly(campus.extra_sports_area)
    weighted = {each: WEIGHTS[each] * getattr(campus, f"{each}_pupils") for each in stages_of(campus)}
    return amount * weighted[stage] / sum(weighted.values())


def resources(county: Any, standard: str) -> dict[str, int]:
    """The section rule by campus and stage, and the coefficients (or their mean) by stage."""
    found = {}
    names = BASIC if standard == "basic-2012" else NATIONAL
    for stage in ("primary", "junior"):
        campuses = [c for c in county.campuses if stage in compulsory(c) and counts(c, standard)]
        count = [exactly(getattr(campus, f"{stage}_pupils")) for campus in campuses]
        totals = {
            id: [total(campus, stage, name, eased=eased(county, standard)) for campus in campuses]
            for id, (name, _) in names.items()
        }
        for place, campus in enumerate(campuses):
            values = [scale * totals[id][place] / count[place] for id, (_, scale) in names.items()]
            rule = standard == "basic-2012" or reference.section(values, LIMITS[stage])
            found[f"{campus.school_code} {stage}"] = outcome(rule)
        zero = [id for id, column in totals.items() if campuses and not any(column)]
        if standard == "basic-2012":
            found[f"{stage} mean"] = PASS
            if zero:
                found[f"{stage} mean"] = UNKNOWN
            elif campuses:
                mean = sum(reference.coefficient(column, count) for column in totals.values()) / len(totals)
                found[f"{stage} mean"] = outcome(mean <= Fraction(MOST[standard][stage]))
        for id, column in totals.items():
            most = {"primary": "0.50", "junior": "0.45"}[stage]
            holds = standard == "basic-2012" or not campuses or id in zero or reference.holds(column, count, most)
            found[f"{stage} {id}"] = UNKNOWN if id in zero else outcome(holds)
    return found


def rooms(campus: Any, name: str, largest: int, least: Sequence[tuple[int, bool]]) -> bool:
    """A room for every twelve classes, by any of the sizes that apply."""
    classes = sum(getattr(campus, f"{stage}_classes") for stage in compulsory(campus))
    areas = [exactly(area) for area in getattr(campus, name)]
    return any(
        applies and sum(area >= size for area in areas) >= -(-classes // 12)
        for size, applies in ((largest, True), *least)
    )


def ordinary(county: Any) -> list[Any]:
    return [campus for campus in schools(county) if campus.kind not in ("特殊教育学校", "职业学校")]


def g3(county: Any, standard: str) -> int:
    held = []
    for campus in ordinary(county):
        of_music, of_art = [], []
        if eased(county, standard):
            largest = max((getattr(campus, f"{stage}_largest_class") for stage in compulsory(campus)), default=0)
            old, small = campus.built_year <= 2016, campus.area_type == "乡村" and largest < 30
            for_stage = 54 if campus.kind in ("小学", "教学点") else 61
            of_music, of_art = [(73, old), (for_stage, small)], [(67, old), (for_stage, small)]
        held += [rooms(campus, "music_room_areas", 96, of_music), rooms(campus, "art_room_areas", 90, of_art)]
    return every(held)


def g4(county: Any, standard: str) -> int:
    held = []
    for campus in ordinary(county):
        whole = campus.kind in ("九年一贯制学校", "十二年一贯制学校")
        most = 2500 if whole else 2000
        many = 2 * campus.migrant_pupils > pupils(campus)
        old_or_migrant = campus.built_year <= 2010 or many
        if eased(county, standard) and campus.kind != "十二年一贯制学校" and old_or_migrant:
            most = 3000 if whole else 2400
        held.append(pupils(campus) <= most)
    return every(held)


def of_classes(county: Any, most: Callable[[Any, str], int]) -> int:
    return every(
        getattr(campus, f"{stage}_largest_class") <= most(campus, stage)
        for campus in ordinary(county)
        for stage in compulsory(campus)
    )


def g6(county: Any, standard: str) -> int:
    small = [campus for campus in ordinary(county) if 0 < pupils(campus) < 100]
    if standard == "wenling-2020":
        small = [campus for campus in small if campus.kind in ("小学", "教学点") and campus.area_type == "乡村"]
    return every(campus.funded_pupils >= 100 for campus in small)


def share(part: Any, whole: Any, least: int, nobody: int = UNKNOWN) -> int:
    """At least so many percent; of nobody, what the document or its reading says."""
    return nobody if not whole else outcome(100 * exactly(part) >= least * exactly(whole))


def of_all(county: Any, part: str, whole: str) -> int:
    """Sums over all campuses, all of which are demanded."""
    return share(*(sum(getattr(campus, name) for campus in schools(county)) for name in (part, whole)), 100)


def g13(county: Any, standard: str) -> int:
    found = []
    for stage, least in (("primary", 100), ("junior", 95)):
        zoned = [
            campus
            for campus in ordinary(county)
            if stage in compulsory(campus)
            if campus.ownership == "公办" and not campus.boarding and campus.area_type in ("城区", "镇区")
        ]
        forms = []
        for names in (("zoned_intake", "intake"), ("zone_resident_pupils", "pupils")):
            part, whole = ([getattr(campus, f"{stage}_{name}") for campus in zoned] for name in names)
            if None not in (*part, *whole) and sum(whole):
                forms.append(share(sum(part), sum(whole), least))
        percent = getattr(county.guarantee, f"{stage}_zoned_percent")
        forms += [] if percent is None else [outcome(exactly(percent) >= least)]
        found.append(max(forms, default=UNKNOWN) if zoned else PASS)
    return min(found)


def q9(county: Any, standard: str) -> int:
    held = []
    for subject in (one for one in county.monitoring if one.monitored is not False):
        by_level, by_share = subject.level >= 3, exactly(subject.share_at_level_3) >= Fraction("0.85")
        held += [by_level or by_share, exactly(subject.between_school_share) < Fraction("0.15")]
    lacking = {"语文", "数学", "科学", "体育", "艺术", "德育"} - {subject.subject for subject in county.monitoring}
    return UNKNOWN if all(held) and (lacking or not held) else every(held)


def s1(county: Any, standard: str) -> int:
    return share(sum(g.satisfied for g in county.groups), sum(g.surveyed for g in county.groups), 85)


def retention(county: Any, standard: str) -> int:
    """Graduates without those who came, with those who left, of the entrants."""
    facts = county.quality
    stayed = facts.junior_graduates - facts.junior_transfers_in + facts.junior_transfers_out
    whole = facts.junior_entrants - facts.junior_deaths
    return share(stayed, whole, 95)


def funds(county: Any, standard: str) -> int:
    facts = county.guarantee
    least = 8000 if standard == "shenyang" else 6000
    if not facts.special_education_pupils:
        return PASS
    return outcome(exactly(facts.special_education_public_funds) >= least * facts.special_education_pupils)


def g2(county: Any, standard: str) -> int:
    names = ("construction", "staffing", "funding", "equipment")
    unified = all(getattr(county.guarantee, f"unified_{name}_standard") for name in names)
    local = county.local
    enough = standard != "shenyang" or (
        exactly(local["public_funds_per_primary_pupil"]) >= 1150
        and exactly(local["public_funds_per_junior_pupil"]) >= 1350
    )
    return outcome(unified and enough)


def training_budgets(county: Any, standard: str) -> int:
    held = [share(campus.training_budget, campus.public_funds_budget, 5) for campus in schools(county)]
    if standard == "shenyang":
        held += [share(campus.training_final, campus.public_funds_final, 5) for campus in schools(county)]
    return min(held, default=PASS)


def subsidy(county: Any, *names: str) -> int:
    """7000 yuan per pupil since 2025: an aim, which is none before."""
    funds, pupils = (getattr(county.guarantee, f"special_education_{name}") for name in names)
    return PASS if county.year < 2025 or not pupils else outcome(exactly(funds) >= 7000 * pupils)


def growth(county: Any, standard: str) -> int:
    """The appropriation grows faster than revenue: a / b > c / d."""
    plan = county.plan
    if not plan.compulsory_appropriation_before or not plan.regular_revenue_before:
        return UNKNOWN
    ahead = exactly(plan.compulsory_appropriation) / exactly(plan.compulsory_appropriation_before)
    return outcome(ahead > exactly(plan.regular_revenue) / exactly(plan.regular_revenue_before))


def more(county: Any, name: str) -> int:
    return outcome(exactly(getattr(county.plan, name)) > exactly(getattr(county.plan, f"{name}_before")))


GOOD = ("良好", "优秀")
Rule = Callable[[Any, str], int]
ITEMS: Mapping[str, Rule] = {
    "G1": lambda c, _: outcome(c.guarantee.layout_compliant),
    "G2": g2,
    "G3": g3,
    "G4": g4,
    "G5": lambda c, _: of_classes(c, lambda campus, stage: 45 if stage == "primary" else 50),
    "G6": g6,
    "G7": funds,
    "G8": lambda c, _: min(
        share(c.guarantee.teacher_average_salary, c.guarantee.civil_servant_average_salary, 100),
        outcome(c.guarantee.performance_pay_granted),
    ),
    "G9": lambda c, _: of_all(c, "trained_teachers", "full_time_teachers"),
    "G10": lambda c, _: outcome(c.guarantee.staffing_allocated_within_quota),
    "G11": lambda c, _: min(
        share(c.guarantee.rotated_teachers, c.guarantee.rotation_eligible_teachers, 10),
        share(c.guarantee.rotated_backbone_teachers, c.guarantee.rotated_teachers, 20),
    ),
    "G12": lambda c, _: of_all(c, "certified_teachers", "full_time_teachers"),
    "G13": g13,
    "G14": lambda c, _: min(
        share(c.guarantee.quality_senior_places_allocated, c.guarantee.quality_senior_places, 50),
        outcome(c.guarantee.allocation_favours_rural),
    ),
    "G15": lambda c, _: min(
        outcome(c.guarantee.left_behind_care_system),
        share(
            c.guarantee.migrant_children_in_public + c.guarantee.migrant_children_in_purchased_private,
            c.guarantee.migrant_children,
            85,
            nobody=PASS,
        ),
    ),
    "Q1": retention,
    "Q2": lambda c, _: share(c.quality.disabled_children_enrolled, c.quality.disabled_children, 95, nobody=PASS),
    "Q3": lambda c, _: every(campus.has_charter and campus.digital_management for campus in schools(c)),
    "Q4": training_budgets,
    "Q5": lambda c, _: outcome(c.quality.digital_teaching),
    "Q6": lambda c, _: every(x.moral_education.value in GOOD and x.campus_culture.value in GOOD for x in schools(c)),
    "Q7": lambda c, _: outcome(c.quality.curriculum_complete),
    "Q8": lambda c, _: outcome(c.quality.no_excess_burden),
    "Q9": q9,
    "S1": s1,
    "V1": lambda c, _: outcome(not c.veto.exam_based_admission),
    "V2": lambda c, _: outcome(not c.veto.illegal_school_choice),
    "V3": lambda c, _: outcome(not c.veto.key_schools_or_classes),
    "V4": lambda c, _: outcome(not c.veto.unfilled_quota_or_off_quota_staff),
    "V5": lambda c, _: outcome(not c.veto.major_accident_or_serious_violation),
    "V6": lambda c, _: outcome(not c.veto.fraud),
}
AIMS: Mapping[str, Rule] = {
    "W1": growth,
    "W2": lambda c, _: more(c, "expenditure_per_pupil"),
    "W3": lambda c, _: more(c, "teacher_pay"),
    "W4": lambda c, _: more(c, "public_funds_per_pupil"),
    "W5": lambda c, _: share(c.plan.junior_age_children_on_time, c.plan.junior_age_children, 100),
    "W6": lambda c, _: every(campus.school_events >= 1 for campus in schools(c)),
    "W7": lambda c, _: every(campus.sports_meetings >= 1 for campus in schools(c)),
    "W8": lambda c, _: of_classes(c, lambda campus, stage: 30 if campus.kind in ("小学", "教学点") else 35),
}
SUBSIDIES: Mapping[str, Rule] = {
    "G7a": lambda c, _: subsidy(c, "public_funds", "pupils"),
    "G7b": lambda c, _: subsidy(c, "mainstreamed_funds", "mainstreamed_pupils"),
}
LOCAL: Mapping[str, Rule] = {
    "Q7": lambda c, _: outcome(c.quality.curriculum_complete and c.local["labour_education_complete"]),
    "V7": lambda c, _: outcome(not c.local["tutoring_and_burden_not_curbed"]),
}
ITEMS_OF = {
    "national-2017": {**ITEMS, **SUBSIDIES},
    "procedure-2019": {**ITEMS, **SUBSIDIES},
    "wenling-2020": {**ITEMS, **AIMS},
    "shenyang": {**ITEMS, **SUBSIDIES, **LOCAL},
    "basic-2012": {},
}


def assessed(county: Any, standard: str) -> dict[str, int]:
    """Every outcome by what it is about, and the verdict."""
    of_resources = resources(county, standard)
    items = {id: rule(county, standard) for id, rule in ITEMS_OF[standard].items()}
    required = [*of_resources.values(), *(found for id, found in items.items() if id not in {**AIMS, **SUBSIDIES})]
    return {**of_resources, **items, "resources": min(of_resources.values()), "": min(required)}
