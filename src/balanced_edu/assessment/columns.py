"""An assessment as columns: sections, findings, indicators and coefficients, whose numbers are floats.

Every table begins with the county and the standard, so that those of several counties can be put one below the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, TypeAlias

from balanced_edu.exact import finite_float
from balanced_edu.text import represented

if TYPE_CHECKING:
    from balanced_edu.assessment.result import Assessment
    from balanced_edu.checks import Cell, Finding

Table: TypeAlias = Literal["sections", "findings", "indicators", "coefficients"]
"""The tables of an assessment."""

Row: TypeAlias = "dict[str, str | float | None]"

_FIGURES = ("value", "limit", "margin")
_COUNTS = {"passed": "pass", "failed": "fail", "unknown": "unknown"}
_NUMBERS = frozenset(("year", "pupils", "alternative", "mean", "coefficient", *_FIGURES, *_COUNTS))


def columns_of(assessment: Assessment, which: Table) -> tuple[dict[str, list[str | float | None]], frozenset[str]]:
    """The columns of one of the tables, and the names of those that have texts.

    Raises
    ------
    ValueError
        If there is no such table.

    Examples
    --------
    >>> import balanced_edu as be
    >>> campus = be.Campus(school_code="A1", kind=be.Kind.PRIMARY, primary_pupils=1000, primary_backbone_teachers=9)
    >>> columns, texts = columns_of(be.assess(be.County(name="示例县", campuses=[campus])), "sections")
    >>> columns["campus"], columns["pupils"], columns["R2"], "pupils" in texts
    (['A1'], [1000.0], [0.9], False)
    """
    if which not in TABLES:
        raise ValueError(f"there is no table {represented(which)}; write one of {', '.join(map(repr, TABLES))}")
    headings, rows = TABLES[which](assessment)
    whole = _whole(assessment)
    numbers = _NUMBERS | _resources(assessment).keys() | set(_resources(assessment).values())
    complete = [{**whole, **row} for row in rows]
    columns = {name: [row[name] for row in complete] for name in (*whole, *headings)}
    return columns, frozenset(columns) - numbers


def columns_by_year(
    assessments: Iterable[Assessment],
) -> tuple[dict[str, list[str | float | None]], frozenset[str]]:
    """The columns of a county over the years, with a row for each indicator, aim and coefficient of each year.

    Returns the columns, and the names of those that have texts.
    """
    rows = [row for assessment in assessments for row in _of_year(assessment)]
    columns = {name: [row[name] for row in rows] for name in _OF_YEAR}
    return columns, frozenset(_OF_YEAR) - _NUMBERS


_OF_YEAR = ("county", "year", "standard", "of", "item", "stage", "outcome", *_FIGURES, "unit")


def _of_year(assessment: Assessment) -> Iterator[Row]:
    whole = _whole(assessment)
    _, indicators = _indicators(assessment)
    yield from ({**whole, "stage": "", **row} for row in indicators)
    coefficients = [("coefficient", one) for by_id in assessment.variation.values() for one in by_id.values()]
    for of, finding in (*coefficients, *(("mean", one) for one in assessment.means.values())):
        yield {**whole, "of": of, "item": finding.item, "stage": str(finding.stage), **_compared(finding)}


def _whole(assessment: Assessment) -> Row:
    """What every row of an assessment has."""
    year = finite_float(assessment.county.year)
    return {"county": assessment.county.name, "year": year, "standard": assessment.standard.cited}


def _resources(assessment: Assessment) -> dict[str, str]:
    """The total of each resource indicator, by its id."""
    standard = assessment.standard
    return {id: standard.items[id].total for id in standard.resources}


def _sections(assessment: Assessment) -> tuple[Sequence[str], list[Row]]:
    resources = _resources(assessment)
    rows: list[Row] = []
    for assessed in assessment.sections:
        section, campus = assessed.section, assessed.section.campus
        row: Row = {
            "campus": campus.school_code,
            "name": campus.school_name,
            "kind": str(campus.kind),
            "ownership": _text(campus.ownership),
            "area_type": _text(campus.area_type),
            "stage": str(section.stage),
            "pupils": finite_float(section.pupils),
            "outcome": str(assessed.finding.outcome),
        }
        row |= {total: finite_float(section.totals[total]) for total in resources.values()}
        row |= {id: finite_float(assessed.values[id]) for id in resources}
        outcomes = assessed.outcomes
        row |= {f"{id}_outcome": str(outcomes[id]) if id in outcomes else None for id in resources}
        rows.append(row)
    headings = ("campus", "name", "kind", "ownership", "area_type", "stage", "pupils", "outcome")
    return (*headings, *dict.fromkeys(resources.values()), *resources, *(f"{id}_outcome" for id in resources)), rows


def _findings(assessment: Assessment) -> tuple[Sequence[str], list[Row]]:
    standard = assessment.standard
    rows: list[Row] = []
    for of, findings in (("indicator", assessment.indicators), ("aim", assessment.aims)):
        for id, finding in findings.items():
            rows += (_finding(leaf, of, standard.items[id].dimension, id) for leaf in finding.leaves())
    for id, finding in assessment.conditions.items():
        rows += (_finding(leaf, "condition", "", id) for leaf in finding.leaves())
    for assessed in assessment.sections:
        section = assessed.section
        for id, finding in assessed.at_limit.items():
            row = _finding(finding, "section", "resources", id)
            rows.append({**row, "campus": section.campus.school_code, "stage": str(section.stage)})
    texts = ("of", "dimension", "item", "campus", "stage", "subject", "check", "outcome", "reason")
    return (*texts, *_FIGURES, "unit", "relation", "alternative", "missing", "clause"), rows


def _finding(finding: Finding, of: str, dimension: str, item: str) -> Row:
    return {
        "of": of,
        "dimension": dimension,
        "item": item,
        "campus": finding.campus,
        "stage": str(finding.stage),
        "subject": finding.subject,
        "check": finding.check,
        "alternative": float(finding.alternative),
        "missing": "; ".join(map(_cell, finding.missing)),
        "clause": finding.clause,
        **_compared(finding),
    }


def _compared(finding: Finding) -> Row:
    return {
        "outcome": str(finding.outcome),
        "reason": str(finding.reason.value),
        "value": finite_float(finding.value),
        "limit": finite_float(finding.limit),
        "margin": finite_float(finding.margin),
        "unit": finding.unit,
        "relation": _text(finding.relation),
    }


def _indicators(assessment: Assessment) -> tuple[Sequence[str], list[Row]]:
    standard = assessment.standard
    rows: list[Row] = []
    for of, findings in (("indicator", assessment.indicators), ("aim", assessment.aims)):
        for id, finding in findings.items():
            item, leaves = standard.items[id], list(finding.leaves())
            found = [str(leaf.outcome) for leaf in leaves]
            row: Row = {"of": of, "dimension": item.dimension, "item": id, "name_zh": item.name_zh}
            row |= {"name_en": item.name_en, **_compared(leaves[0] if len(leaves) == 1 else finding)}
            row |= {"outcome": str(finding.outcome), "reason": str(finding.reason.value)}
            rows.append({**row, **{name: float(found.count(outcome)) for name, outcome in _COUNTS.items()}})
    texts = ("of", "dimension", "item", "name_zh", "name_en", "outcome", "reason")
    return (*texts, *_FIGURES, "unit", "relation", *_COUNTS), rows


def _coefficients(assessment: Assessment) -> tuple[Sequence[str], list[Row]]:
    rows: list[Row] = [
        {
            "stage": str(stage),
            "item": id,
            "mean": finite_float(finding.inputs.get("mean")),
            "coefficient": finite_float(finding.value),
            "limit": finite_float(finding.limit),
            "margin": finite_float(finding.margin),
            "outcome": str(finding.outcome),
        }
        for stage, findings in assessment.variation.items()
        for id, finding in findings.items()
    ]
    return ("stage", "item", "mean", "coefficient", "limit", "margin", "outcome"), rows


TABLES: Mapping[Table, Callable[[Assessment], tuple[Sequence[str], list[Row]]]] = {
    "sections": _sections,
    "findings": _findings,
    "indicators": _indicators,
    "coefficients": _coefficients,
}
"""What makes each table: its headings, and its rows."""


def _cell(cell: Cell) -> str:
    return ".".join(part for part in (cell.table, cell.place, cell.field) if part)


def _text(word: object) -> str | None:
    return None if word is None else str(word)
