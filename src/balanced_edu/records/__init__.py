"""What is handed in: campuses, the county, and the facts that the county knows."""

from balanced_edu.records.bands import Band
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import (
    Conditions,
    County,
    Declaration,
    Group,
    Guarantee,
    LocalPlan,
    Quality,
    Recognition,
    Subject,
    Veto,
)
from balanced_edu.records.kinds import Affiliation, AreaType, Grade, Kind, Ownership, Sponsor, Stage
from balanced_edu.records.section import Section

__all__ = [
    "Affiliation",
    "AreaType",
    "Band",
    "Campus",
    "Conditions",
    "County",
    "Declaration",
    "Grade",
    "Group",
    "Guarantee",
    "Kind",
    "LocalPlan",
    "Ownership",
    "Quality",
    "Recognition",
    "Section",
    "Sponsor",
    "Stage",
    "Subject",
    "Veto",
]
