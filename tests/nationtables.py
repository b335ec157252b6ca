"""Counties as the tables of many, and the outcomes of each county alone beside those of all together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import attrs
import numpy as np

import balanced_edu as be
from balanced_edu.nation import CountiesAssessment
from balanced_edu.nation.handed import Handed
from balanced_edu.nation.reading import handed_in
from balanced_edu.nation.source import source_of
from balanced_edu.outcomes import Outcome
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import RECORDS, County, Group, Subject
from balanced_edu.records.fields import fields_of
from balanced_edu.records.kinds import COMPULSORY
from balanced_edu.standards import Standard, load

NATIONAL = load("national-2017")
Tables = dict[str, dict[str, list[Any]] | None]


def tables_of(counties: Sequence[County]) -> Tables:
    """The tables of counties, which are known by their place from 0."""
    facts: list[dict[str, Any]] = []
    for place, county in enumerate(counties):
        of_county = {
            name: getattr(getattr(county, t), name) for t, record in RECORDS.items() for name in fields_of(record)
        }
        local = {f"local.{name}": value for name, value in county.local.items()}
        facts.append({"county": place, "name": county.name, "year": county.year, **of_county, **local})
    return {
        "campuses": _columns(_rows(counties, "campuses", Campus)),
        "counties": _columns(facts),
        "monitoring": _columns(_rows(counties, "monitoring", Subject)) or None,
        "groups": _columns(_rows(counties, "groups", Group)) or None,
    }


def _rows(counties: Iterable[County], table: str, record: type) -> list[dict[str, Any]]:
    return [
        {"county": place, **{name: getattr(row, name) for name in fields_of(record)}}
        for place, county in enumerate(counties)
        for row in getattr(county, table)
    ]


def _columns(rows: list[dict[str, Any]]) -> dict[str, list[Any]]:
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: [row.get(name) for row in rows] for name in names}


def with_plain_codes(county: County, first: int) -> County:
    """A county whose campuses have codes of six digits, as in real registers."""
    codes = {campus.school_code: f"{first + at:06d}" for at, campus in enumerate(county.campuses, start=1)}
    return attrs.evolve(
        county,
        campuses=[
            attrs.evolve(
                campus,
                school_code=codes[campus.school_code],
                parent_code=campus.parent_code and codes.get(campus.parent_code, campus.parent_code),
            )
            for campus in county.campuses
        ],
    )


def read(
    *, standard: Standard = NATIONAL, on: dt.date | None = None, **tables: dict[str, Any]
) -> tuple[Handed, list[int]]:
    """Three counties, which are known by 1 to 3, and those of them that have to be read one by one."""
    campuses = {
        "county": [2, 1, 3, 2],
        "school_code": [5, 6, 7, 8],
        "kind": ["小学", "初中", "小学", "九年一贯制学校"],
        **tables.get("campuses", {}),
    }
    # Rows of facts stand in another order than counties.
    facts = {"county": [3, 1, 2], **tables["counties"]} if "counties" in tables else None
    source = source_of(campuses, facts, tables.get("monitoring"), tables.get("groups"))
    handed, singly = handed_in(source, standard, on)
    return handed, (np.flatnonzero(singly) + 1).tolist()


def check_as_one_by_one(
    counties: Sequence[County], standard: Standard, tables: Tables | None = None, **options: Any
) -> CountiesAssessment:
    """The outcomes of all together are those of each county alone, everywhere."""
    result = be.assess_counties(**(tables or tables_of(counties)), standard=standard, **options)
    rows = np.array([place for place, county in enumerate(counties) for _ in county.campuses])
    for place, county in enumerate(counties):
        alone = be.assess(county, standard, **options)
        found = {"outcome": result.outcomes[place], **{name: of[place] for name, of in result.dimensions.items()}}
        assert found == {"outcome": alone.outcome, **{name: one.outcome for name, one in alone.dimensions.items()}}
        for several, single in (
            (result.indicators, alone.indicators),
            (result.aims, alone.aims),
            (result.conditions, alone.conditions),
        ):
            assert {id: of[place] for id, of in several.items()} == {id: one.outcome for id, one in single.items()}
        sections = np.flatnonzero(rows[result.section_rows] == place)
        by_stage = sorted(alone.sections, key=lambda one: COMPULSORY.index(one.section.stage))
        assert result.sections.section_outcomes[sections].tolist() == [one.finding.outcome for one in by_stage]
        for code, stage in enumerate(COMPULSORY):
            of_stage = [alone.variation[stage][id].outcome for id in result.sections.resources]
            assert result.sections.coefficient_outcomes[code, :, place].tolist() == of_stage
            limited = [alone.means[stage].outcome] if alone.means else of_stage
            assert result.sections.variation[code, place] == min(limited, default=Outcome.PASS)
        for id, outcomes in result.by_campus.items():
            finding = {**alone.indicators, **alone.aims, **alone.conditions}[id]
            worst = dict.fromkeys((campus.school_code for campus in county.campuses), 1)
            for part in finding.parts or (finding,):
                if part.campus:
                    worst[part.campus] = min(worst[part.campus], int(part.outcome))
            assert outcomes[rows == place].tolist() == list(worst.values()), id
    return result
