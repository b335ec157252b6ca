"""A standard in brief and in full."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from balanced_edu.exact import decimal_text
from balanced_edu.report.basis import basis
from balanced_edu.report.choices import choices_table, mark_texts
from balanced_edu.report.demands import item_texts, left_out_texts, sample_texts
from balanced_edu.report.document import Block, Column, Document, Entry, Heading, Paragraph, Points, Role, Table
from balanced_edu.report.shared import cited, covers, quotation, responsible_text, section_rule_text, variation_limits
from balanced_edu.report.sides import SCHOOLS, SPREAD, side_name
from balanced_edu.report.terms import (
    full_dimension_name,
    full_item_title,
    item_name,
    stage_name,
    standard_title,
    with_official,
)
from balanced_edu.report.words import Words

if TYPE_CHECKING:
    from balanced_edu.standards import Standard
    from balanced_edu.standards.model import Item


def brief_document(standard: Standard, words: Words) -> Document:
    """Name, edition, title and document of a standard."""
    document = words.text("standard.document", title=standard.title_zh, document=standard.document)
    return Document(
        title=words.text("standard.edition", name=standard.name, edition=standard.edition),
        lang=words.tag,
        blocks=[Points([document] if words.official else [standard.title_en, document])],
    )


def standard_document(standard: Standard, words: Words) -> Document:
    """A standard in full: every item with its demands, where they apply, clause and source."""
    return Document(
        title=with_official(standard_title(standard, words), standard.title_zh, words),
        lang=words.tag,
        summary=words.text("standard.summary"),
        blocks=[*_head(standard, words), *_items(standard, words), *basis([cited(standard, words)], words)],
        sheets=[_item_sheet(standard, words), choices_table(standard, words)],
        source=standard.cited,
    )


# Who is counted, and what is demanded of each school and between schools.


def _head(standard: Standard, words: Words) -> Iterator[Block]:
    source = {"authority": standard.authority, "document": standard.document}
    yield Paragraph(words.text("standard.source", name=standard.name, edition=standard.edition, **source))
    if part := covers(standard, words):
        yield Paragraph(part)
    if standard.extends:
        yield Paragraph(words.text("standard.extends", name=standard.extends))
    yield Points([*_counted(standard, words), *_between_schools(standard, words), *_milestones(standard, words)])
    yield from _marks(mark_texts(marks, words, table) for table, marks in standard.marks.items())


def _counted(standard: Standard, words: Words) -> Iterator[str]:
    counted = words.text("standard.counted.school" if standard.by_school else "standard.counted.campus")
    if left_out := left_out_texts(standard, words):
        counted = words.text("standard.counted.left_out", counted=counted, scopes=words.parts(left_out))
    yield counted
    if standard.weights:
        weights = words.listed(
            words.text("standard.counted.weight", stage=stage_name(stage, words), weight=decimal_text(weight))
            for stage, weight in standard.weights.items()
        )
        yield words.text("standard.counted.weights", weights=weights)


def _between_schools(standard: Standard, words: Words) -> Iterator[str]:
    if standard.reached:
        rule = section_rule_text(standard, words)
        clause = quotation(standard.section_clause, words)
        yield words.text("standard.counted.sections", rule=rule, clause=clause)
    if standard.variation:
        which = "mean" if standard.mean_of_coefficients else "coefficients"
        clause = quotation(standard.variation_clause, words)
        yield words.text(f"standard.counted.{which}", limits=variation_limits(standard, words), clause=clause)
    for demand, clause in sample_texts(standard, words):
        yield words.text("standard.counted.sample", demand=demand, clause=quotation(clause, words))


def _milestones(standard: Standard, words: Words) -> Iterator[str]:
    for step in standard.milestones:
        days = words.text("standard.days", start=step.start, end=step.end) if step.start and step.end else step.end
        yield words.text("standard.milestone", name=step.name, days=days or step.start)


# Items and their demands.


def _items(standard: Standard, words: Words) -> Iterator[Block]:
    by_dimension: dict[str, list[Item]] = {}
    for item in (*standard.items.values(), *standard.conditions.values()):
        by_dimension.setdefault(item.dimension, []).append(item)
    for dimension, items in by_dimension.items():
        yield Heading(full_dimension_name(dimension, words))
        for item in items:
            yield from _item(item, standard, words)


def _sides(item: Item, standard: Standard, words: Words) -> Iterator[str]:
    """Both sides of a resource indicator: by which rule sections have to reach its limits, and its coefficients."""
    if item.id not in standard.required_resources:
        return
    if standard.reached:
        rule = section_rule_text(standard, words)
        yield words.text("sides.demand", side=side_name(SCHOOLS, words), demand=rule)
    which = words.text("assessment.variation.composite") if standard.mean_of_coefficients else side_name(SPREAD, words)
    yield words.text("sides.demand", side=which, demand=variation_limits(standard, words))


def _item(item: Item, standard: Standard, words: Words) -> Iterator[Block]:
    title = full_item_title(item, words)
    yield Heading(words.text("standard.demand.aim", title=title) if item.aim else title, 3)
    yield Points([*item_texts(item, words), *_sides(item, standard, words)])
    mark = words.text(f"standard.marks.{item.mark}")
    clause = quotation(item.clause, words)
    yield Paragraph(words.text("standard.demand.source", clause=clause, source=item.source, mark=mark), Role.CLAUSE)
    yield from _marks([mark_texts(item.marks, words)])
    if responsible := responsible_text(item.responsible, item.due, words):
        yield Paragraph(responsible, Role.MUTED)


def _marks(texts: Iterable[Iterator[str]]) -> Iterator[Block]:
    """What single settings rest on, if any has a mark of its own."""
    if points := list(itertools.chain.from_iterable(texts)):
        yield Points(points)


def _item_sheet(standard: Standard, words: Words) -> Table:
    heads = ("id", "item", "demands", "clause", "source", "mark", "responsible", "due")
    return Table(
        name=words.text("standard.columns.sheet"),
        columns=[Column(words.text(f"standard.columns.{head}")) for head in heads],
        rows=[
            [
                Entry(item.id),
                Entry(item_name(item, words)),
                Entry(words.parts(item_texts(item, words))),
                Entry(item.clause),
                Entry(item.source),
                Entry(words.text(f"standard.marks.{item.mark}")),
                Entry("、".join(item.responsible)),
                Entry(str(item.due or ""), value=item.due),
            ]
            for item in (*standard.items.values(), *standard.conditions.values())
        ],
        keys=2,
    )
