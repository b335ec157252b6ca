"""Counties with cells empty that may decide, each beside the county in which they are filled in."""

from __future__ import annotations

from typing import Any

import attrs
from counties import change_facts, good_county, junior, nine_year, primary, senior
from hypothesis import strategies as st

from balanced_edu import testing
from balanced_edu.assessment import Assessment
from balanced_edu.checks import Finding
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import RECORDS, County
from balanced_edu.records.fields import Form, fields_of
from balanced_edu.records.kinds import COMPULSORY, Affiliation, AreaType, Ownership

FIELDS = fields_of(Campus)


def without(county: County, gone: set[str]) -> County:
    """The county with some fields unknown, in whichever table they are."""

    return attrs.evolve(
        county,
        campuses=[bare(campus, gone) for campus in county.campuses],
        monitoring=[bare(subject, gone) for subject in county.monitoring],
        groups=[bare(group, gone) for group in county.groups],
        **{table: bare(getattr(county, table), gone) for table in RECORDS},
    )


def bare(record: Any, gone: set[str]) -> Any:
    """The record without some fields, as far as it has them and may lack them."""
    names = {n for n, field in fields_of(type(record)).items() if n in gone and not field.required}
    if isinstance(record, Campus):
        # An empty 附设班 says that there are none; and who runs a school is given in two forms, one of which decides.
        names -= {"attached_classes"}
        names |= {"affiliation"} if "sponsor" in names else set()
    return attrs.evolve(record, **dict.fromkeys(names))


ALL_FIELDS = sorted({name for kind in (Campus, *RECORDS.values()) for name in fields_of(kind)})


OPENING = sorted(
    {"ownership", "affiliation", "sponsor", "area_type", "boarding", "inner_city", "built_year", "migrant_pupils"}
    | {"extra_sports_area", "primary_pupils", "junior_pupils"}
    | {f"{stage}_visiting_sports_arts_teachers" for stage in COMPULSORY}
)

CHOICES: dict[str, list[Any]] = {
    "ownership": list(Ownership),
    "affiliation": list(Affiliation),
    "area_type": list(AreaType),
    "boarding": [True, False],
    "inner_city": [True, False],
    "built_year": [1999, 2008, 2014, 2020],
    "migrant_pupils": [0, 50],
    "extra_sports_area": [0, 100, 9000],
    "primary_visiting_sports_arts_teachers": [0, 1],
    "primary_sports_arts_teachers": [0, 9],
    "primary_backbone_teachers": [0, 17],
    "teaching_area": [0, 700, 7000],
    "sports_area": [0, 700, 7400, 12000],
    "music_room_areas": [(), (70,), (96,)],
    "primary_zoned_intake": [0, 5],
    "primary_zone_resident_pupils": [0, 80],
    "funded_pupils": [0, 100],
}


@st.composite
def nearly_good_counties(draw: st.DrawFn) -> County:
    """Counties of small schools that meet most demands, so that each gap may decide."""
    makes = draw(st.lists(st.sampled_from([primary, junior, nine_year, senior]), min_size=1, max_size=4))
    campuses = []
    for place, make in enumerate(makes):
        sizes = [draw(st.sampled_from([80, 98, 800]))] * (2 if make is nine_year else 1)
        campus = make(f"S{place}", *sizes)  # type: ignore[operator]
        changed = draw(st.sets(st.sampled_from(sorted(CHOICES)), max_size=4))
        changes = {name: draw(st.sampled_from(CHOICES[name])) for name in sorted(changed)}
        absent = "primary" if make in (junior, senior) else "junior"
        campuses.append(attrs.evolve(campus, **{n: v for n, v in changes.items() if not n.startswith(absent)}))
    county = good_county(*campuses)
    stated = {f"{stage}_zoned_percent": draw(st.sampled_from([None, 94.9, 100])) for stage in COMPULSORY}
    monitoring = draw(st.sampled_from([county.monitoring, county.monitoring[1:]]))
    return attrs.evolve(change_facts(county, **stated), monitoring=monitoring)


@st.composite
def counties_in_doubt(draw: st.DrawFn) -> tuple[County, County]:
    """A county some of whose stages have no pupils, and the same county with cells empty campus by campus."""
    county = draw(testing.counties(max_campuses=3) | nearly_good_counties())
    campuses = [draw(st.just(campus) | st.just(emptied(campus))) for campus in county.campuses]
    parent = draw(st.sampled_from([None, *(campus.school_code for campus in campuses)]))
    if parent:
        campuses = [attrs.evolve(campus, parent_code=parent) for campus in campuses]
    whole = attrs.evolve(county, campuses=campuses)
    return draw(with_gaps(whole)), whole


_NUMBERS = (Form.COUNT, Form.SIZE)


@st.composite
def with_gaps(draw: st.DrawFn, county: County) -> County:
    """The county with some cells empty, campus by campus, and some facts."""
    # An empty 所属学校代码 is no gap: it says that the campus is a school by itself.
    names = st.sets(st.sampled_from(OPENING) | st.sampled_from(sorted({*FIELDS} - {"parent_code"})), max_size=3)
    campuses = [bare(campus, draw(names)) for campus in county.campuses]
    facts = draw(st.sets(st.sampled_from(ALL_FIELDS), max_size=2)) - FIELDS.keys()
    return attrs.evolve(without(county, facts), campuses=campuses)


def emptied(campus: Campus) -> Campus:
    """The campus without the pupils of its last compulsory stage, and with nothing that needs them."""
    if len(campus.compulsory_stages) < 2:
        return campus
    names = [name for name, field in FIELDS.items() if name.startswith("junior_") and field.form in _NUMBERS]
    migrants = None if campus.migrant_pupils is None else min(campus.migrant_pupils, campus.primary_pupils or 0)
    return attrs.evolve(campus, **dict.fromkeys(names, 0), migrant_pupils=migrants)


def findings_of(found: Assessment) -> dict[str, Finding]:
    """Every finding of an assessment by what it is about."""
    findings = {"": found.finding, **found.dimensions, **found.indicators, **found.aims, **found.conditions}
    for stage in COMPULSORY:
        findings |= {f"{stage} {id}": one for id, one in found.variation[stage].items()}
        findings |= {f"{stage} mean": found.means[stage]} if stage in found.means else {}
    for section in found.sections:
        place = f"{section.section.campus.school_code} {section.section.stage}"
        findings |= {place: section.finding} | {f"{place} {id}": one for id, one in section.at_limit.items()}
        findings |= {f"{place} {id} floor": one for id, one in section.at_floor.items()}
    return findings
