"""Assessments side by side: one county by several standards, or several counties by one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

import attrs

from balanced_edu.assessment.comparison import SECTIONS, VERDICT, resource_of
from balanced_edu.outcomes import Outcome
from balanced_edu.report.basis import basis, each_data_set, jointly
from balanced_edu.report.document import Block, Column, Document, Entry, Paragraph, Role, Table
from balanced_edu.report.facts import SECTION_RULE, section_rule_title
from balanced_edu.report.pictures import picture
from balanced_edu.report.shared import SIGNS, cited, covers, left_out_text, outcome_entry
from balanced_edu.report.sides import SCHOOLS, SPREAD, side_name
from balanced_edu.report.terms import dimension_name, item_title, ranges
from balanced_edu.report.words import Words
from balanced_edu.text import plain

if TYPE_CHECKING:
    from balanced_edu.assessment.comparison import Comparison
    from balanced_edu.text import Json

SCHEMA = "balanced-edu/comparison/1"
"""Name and version of the schema of the data."""

_DIFFERS = "≠"
_NOT_REQUIRED = "·"


def comparison_document(comparison: Comparison, words: Words) -> Document:
    """The outcomes as a table: a row for each item of the standards, or for each county."""
    standards = dict.fromkeys(one.standard.cited for one in comparison.assessments.values())
    blocks = list(_blocks(comparison, words))
    signs = [words.text("comparison.differs" if comparison.of == "standard" else "comparison.signs")]
    return Document(
        title=comparison_title(comparison, words),
        lang=words.tag,
        summary=words.text("comparison.summary"),
        blocks=blocks,
        sheets=lambda: [attrs.evolve(block, notes=signs) for block in blocks if isinstance(block, Table)],
        source=words.listed(standards),
    )


def comparison_title(comparison: Comparison, words: Words) -> str:
    """What is compared: a county by standards, or how many counties by a standard."""
    first = next(iter(comparison.assessments.values()), None)
    if first is None:
        return words.text("comparison.nothing")
    if comparison.of == "standard":
        standards = words.listed(comparison.assessments)
        return words.text("comparison.of_standards", county=plain(first.county.name), standards=standards)
    n = len(comparison.assessments)
    return words.text("comparison.of_counties", n=n, standard=first.standard.cited)


def _blocks(comparison: Comparison, words: Words) -> Iterator[Block]:
    if not comparison.assessments:
        return
    by_standards = comparison.of == "standard"
    everything = len(comparison.assessments) + len(comparison.left_out)
    if left_out := left_out_text(comparison.left_out, everything, words):
        yield Paragraph(left_out)
    yield Paragraph(words.text("comparison.differs" if by_standards else "comparison.signs"), Role.MUTED)
    for standard in {one.standard.name: one.standard for one in comparison.assessments.values()}.values():
        if part := covers(standard, words):
            yield Paragraph(words.text("reasons.about", about=standard.name, sentence=part))
    yield side_by_side(comparison, words) if by_standards else _by_counties(comparison, words)
    yield picture(comparison, "comparison", words)
    yield from _basis(comparison, words)


def _basis(comparison: Comparison, words: Words) -> Iterator[Block]:
    """The standards and days, and the fingerprint of the county; of several counties, that of all and of each."""
    assessments = comparison.assessments.values()
    by_county = comparison.of == "county"
    counties = {name if by_county else one.county.name: one.county for name, one in comparison.assessments.items()}
    each = {name: county.fingerprint for name, county in counties.items()}
    if by_county:
        yield each_data_set(each, words)
    yield from basis(
        [cited(one.standard, words) for one in assessments],
        words,
        days=[one.on for one in assessments],
        data=jointly(each) if len(each) > 1 else each,
    )


def side_by_side(comparison: Comparison, words: Words) -> Table:
    """The outcomes with a column for each assessment, and a row for the verdict, each dimension and each item."""
    names = [*comparison.assessments]
    differing = comparison.differing
    return Table(
        name=words.text("comparison.sheet"),
        columns=[Column(), Column(words.text("comparison.item")), *map(Column, names)],
        rows=[
            [
                Entry(mark=_DIFFERS if compared in differing else ""),
                Entry(_name(comparison, compared, words)),
                *(_outcome(comparison.outcome(name, compared), words) for name in names),
            ]
            for compared in comparison.compared
        ],
        keys=2,
    )


def _by_counties(comparison: Comparison, words: Words) -> Table:
    groups = list(_groups(comparison, words))
    return Table(
        name=words.text("comparison.sheet"),
        sortable=True,
        columns=[
            Column(words.text("comparison.county")),
            Column(words.text("comparison.verdict")),
            *(Column(_head(name, words), group=group, signs=True) for group, compared in groups for name in compared),
        ],
        rows=[
            [
                Entry(plain(county)),
                Entry(words.text(f"outcomes.{assessment.outcome}"), outcome=assessment.outcome),
                *(_sign(comparison.outcome(county, name), words) for _, compared in groups for name in compared),
            ]
            for county, assessment in comparison.assessments.items()
        ],
        keys=1,
    )


def _groups(comparison: Comparison, words: Words) -> Iterator[tuple[str, list[str]]]:
    """The dimensions, and the items by the first letter of their ids, such as R1–R7; resources by their two sides."""
    items = dict.fromkeys(id for assessment in comparison.assessments.values() for id in assessment.indicators)
    dimensions = dict.fromkeys(name for assessment in comparison.assessments.values() for name in assessment.dimensions)
    yield words.text("comparison.dimensions"), [*dimensions]
    other_side = {resource_of(name): name for name in comparison.compared if resource_of(name)}
    rule = [name for name in comparison.compared if name == SECTIONS]
    for (_, has_sides), group in groupby(items, key=lambda id: (id[0], id in other_side)):
        ids = list(group)
        if not has_sides:
            yield words.listed(ranges(ids)), ids
            continue
        yield words.clauses((words.listed(ranges(ids)), side_name(SPREAD, words))), ids
        listed = words.listed([SECTION_RULE, *ranges(ids)])
        yield words.clauses((listed, side_name(SCHOOLS, words))), [*rule, *(other_side[id] for id in ids)]


def _head(compared: str, words: Words) -> str:
    """The name of a dimension, or an id; R* is the section rule."""
    return SECTION_RULE if compared == SECTIONS else resource_of(compared) or dimension_name(compared, words)


def _outcome(outcome: Outcome | None, words: Words) -> Entry:
    return Entry(_NOT_REQUIRED) if outcome is None else outcome_entry(outcome, words)


def _sign(outcome: Outcome | None, words: Words) -> Entry:
    if outcome is None:
        return Entry(words.text("comparison.not_required"), mark=_NOT_REQUIRED)
    return Entry(words.text(f"outcomes.{outcome}"), outcome=outcome, mark=SIGNS[outcome])


def _name(comparison: Comparison, compared: str, words: Words) -> str:
    """The verdict, a dimension, or an item with its name in the first standard that has it."""
    if compared == VERDICT:
        return words.text("comparison.verdict")
    standards = [assessment.standard for assessment in comparison.assessments.values()]
    if compared == SECTIONS:
        return section_rule_title(next(standard for standard in standards if standard.reached), words)
    id = resource_of(compared) or compared
    item = next((standard.items[id] for standard in standards if id in standard.items), None)
    if item is None:
        return dimension_name(compared, words)
    has_sides = any(resource_of(other) == id for other in comparison.compared)
    side = side_name(SPREAD if id == compared else SCHOOLS, words) if has_sides else ""
    return words.clauses((item_title(item, words), side))


def comparison_as_dict(comparison: Comparison) -> dict[str, Json]:
    """A comparison as dictionaries and texts; an outcome that an assessment does not have is None.

    Examples
    --------
    >>> import balanced_edu as be
    >>> campus = be.Campus(school_code="A1", kind=be.Kind.PRIMARY, primary_pupils=1000)
    >>> data = comparison_as_dict(be.compare_counties([be.County(name="示例县", campuses=[campus])]))
    >>> data["schema"], data["of"], data["outcomes"]["示例县"]["verdict"]
    ('balanced-edu/comparison/1', 'county', 'unknown')
    """
    columns = comparison.as_columns()
    names = columns.pop(comparison.of)
    return {
        "schema": SCHEMA,
        "of": comparison.of,
        "left_out": [*comparison.left_out],
        "differing": [*comparison.differing],
        "outcomes": {
            str(name): {compared: outcomes[at] for compared, outcomes in columns.items()}
            for at, name in enumerate(names)
        },
    }
