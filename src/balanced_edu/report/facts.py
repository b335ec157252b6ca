"""What fails and what is not known in an assessment: items, the facts that decide them, and the empty cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from balanced_edu.assessment.shortfalls import rooms_of
from balanced_edu.checks import Finding, Reason
from balanced_edu.exact import Number, decimal_text, exact
from balanced_edu.outcomes import Outcome
from balanced_edu.records.kinds import Grade, Stage
from balanced_edu.report.document import Block, Column, Heading, Paragraph, Point, Points, Role, Table
from balanced_edu.report.places import Place, column_text, lacking_rows, place_of, row_text, table_name
from balanced_edu.report.sentences import finding_sentence
from balanced_edu.report.shared import quotation, responsible_text, section_rule_text
from balanced_edu.report.shortfalls import lacking_text, rooms_name
from balanced_edu.report.sides import schools_text, sides_text
from balanced_edu.report.terms import (
    field_name,
    figure_text,
    full_item_title,
    grade_name,
    item_title,
    measure_name,
    property_name,
    quantity,
    ranges,
    share_text,
    stage_name,
)
from balanced_edu.report.words import Words
from balanced_edu.standards.model import VETO

if TYPE_CHECKING:
    from balanced_edu.assessment.contributions import Contribution
    from balanced_edu.assessment.result import Assessment
    from balanced_edu.assessment.sides import Sides
    from balanced_edu.records.campus import Campus
    from balanced_edu.standards import Standard
    from balanced_edu.standards.model import Item

_LISTED = 10  # facts of one item; those about campuses are all listed campus by campus, too
_NAMED = 5  # campuses with an empty cell that are named; of more, the codes are given
SECTION_RULE = "R*"
"""The id of the section rule, which a standard demands without listing it as an item."""

_MEAN = "CV"


@attrs.frozen(slots=True, kw_only=True)
class Fact:
    """Something that decides an outcome: at which campus, about what, and the comparison with its figures."""

    text: str
    about: str = ""
    code: str = ""
    campus: str = ""

    def line(self, words: Words, *, named: bool) -> str:
        """The fact in one line, headed by its campus if `named`."""
        about = words.clauses((self.campus if named else "", self.about))
        return words.text("reasons.about", about=about, sentence=self.text) if about else self.text


@attrs.frozen(slots=True, kw_only=True)
class Reported:
    """An item that fails or is not known, with its facts, and the clause that they come under."""

    title: str
    short_title: str
    outcome: Outcome
    facts: tuple[Fact, ...]
    clause: str
    responsible: str = ""
    task: str = ""


def reported_items(assessment: Assessment, sides: Mapping[str, Sides], words: Words) -> Iterator[Reported]:
    """What fails or is not known: the section rule, the mean of the coefficients, and the items."""
    yield from _section_rule(assessment, sides, words)
    yield from _mean(assessment, words)
    campuses = _names(assessment)
    for id, finding in assessment.indicators.items():
        if finding.outcome is not Outcome.PASS:
            reported = _reported_item(assessment.standard.items[id], finding, campuses, words)
            if id in sides:
                further = [*_most_apart(finding, assessment, words), *_schools(sides[id], words)]
                reported = attrs.evolve(reported, facts=(*reported.facts, *further))
            yield reported


def _names(assessment: Assessment) -> dict[str, str]:
    """Code and name of each campus by its code."""
    return {campus.school_code: campus_name(campus) for campus in assessment.county.campuses}


def _schools(sides: Sides, words: Words) -> Iterator[Fact]:
    if text := schools_text(sides, words):
        yield Fact(text=text)


def _most_apart(finding: Finding, assessment: Assessment, words: Words) -> Iterator[Fact]:
    """The sections that make a coefficient that fails, those with the largest share of the squared deviation first."""
    for part in finding.parts if finding.outcome is Outcome.FAIL else ():
        every = assessment.contributions(Stage(part.stage), part.item) if part.outcome is Outcome.FAIL else ()
        most = every[:_NAMED]
        if most:
            unit = assessment.standard.items[part.item].measure.unit
            sections = words.listed(_contribution(one, unit, words) for one in most)
            share = _percent(sum(one.share for one in most), words)
            text = words.text("shortfalls.contributions.line", n=len(most), share=share, sections=sections)
            yield Fact(about=stage_name(part.stage, words), text=text)


def _contribution(one: Contribution, unit: str, words: Words) -> str:
    return words.text(
        "shortfalls.contributions.section",
        campus=campus_name(one.section.campus),
        value=quantity(decimal_text(one.value, places=2), one.value, unit, words),
        share=_percent(one.share, words),
    )


def _percent(share: Fraction | int, words: Words) -> str:
    return share_text(share, words, 1)


def _reported_item(item: Item, finding: Finding, campuses: Mapping[str, str], words: Words) -> Reported:
    decided_by = finding.deciding or (finding,)
    return Reported(
        title=full_item_title(item, words),
        short_title=item_title(item, words),
        outcome=finding.outcome,
        facts=tuple(fact for part in decided_by for fact in _facts(part, item, campuses, words)),
        # A resource demands of the county that its coefficients hold, which is another clause than the item's.
        clause=next((part.clause for part in decided_by if part.clause), item.clause),
        responsible=responsible_text(item.responsible, item.due, words),
        task=item.task,
    )


def section_rule_title(standard: Standard, words: Words) -> str:
    """The section rule as an item."""
    name = words.text("assessment.section_rule.name", rule=section_rule_text(standard, words))
    return words.text("shared.item", id=SECTION_RULE, name=name)


def mean_title(words: Words) -> str:
    """The mean of the coefficients of a stage as an item."""
    return words.text("shared.item", id=_MEAN, name=words.text("assessment.mean"))


def _section_rule(assessment: Assessment, sides: Mapping[str, Sides], words: Words) -> Iterator[Reported]:
    findings = [section.finding for section in assessment.sections]
    outcome = min((finding.outcome for finding in findings), default=Outcome.PASS)
    if outcome is Outcome.PASS:
        return
    short = sum(finding.outcome is outcome for finding in findings)
    standard = assessment.standard
    title = section_rule_title(standard, words)
    facts = [Fact(text=words.text(f"assessment.section_rule.{outcome}", short=short, n=len(findings)))]
    facts += [
        Fact(about=item_title(standard.items[id], words), text=sides_text(both, words))
        for id, both in sides.items()
        if both.schools is outcome
    ]
    yield Reported(title=title, short_title=title, outcome=outcome, facts=tuple(facts), clause=standard.section_clause)


def _mean(assessment: Assessment, words: Words) -> Iterator[Reported]:
    outcome = min((finding.outcome for finding in assessment.means.values()), default=Outcome.PASS)
    if outcome is Outcome.PASS:
        return
    title = mean_title(words)
    facts = (
        Fact(about=stage_name(stage, words), text=finding_sentence(finding, words))
        for stage, finding in assessment.means.items()
        if finding.outcome is outcome and not finding.missing
    )
    yield Reported(
        title=title,
        short_title=title,
        outcome=outcome,
        facts=tuple(facts),
        clause=assessment.standard.variation_clause,
    )


def _facts(part: Finding, item: Item, campuses: Mapping[str, str], words: Words) -> Iterator[Fact]:
    """The facts of one part of an item; cells that are empty are listed by themselves."""
    several = len({rule.about for rule in item.rules}) > 1
    for leaf in part.leaves():
        if not leaf.missing:
            rooms = rooms_of(leaf) if leaf.outcome is Outcome.FAIL else None
            measure = rooms_name(rooms, words) if rooms else measure_name(leaf.check, words) if several else ""
            yield Fact(
                text=fact_text(leaf, part.stage, item, words),
                about=words.clauses((part.subject, stage_name(part.stage, words), measure)),
                code=part.campus,
                campus=campuses.get(part.campus, ""),
            )


def fact_text(leaf: Finding, stage: str, item: Item, words: Words) -> str:
    """Why a finding without parts keeps an item from passing, with what is lacking in whole units."""
    lacking = lacking_text(leaf, words)
    if lacking and rooms_of(leaf):
        return _as_alternative(lacking, leaf, words)
    return words.parts((leaf_text(leaf, stage, item, words), lacking))


def leaf_text(leaf: Finding, stage: str, item: Item, words: Words) -> str:
    """Why a finding without parts keeps an item from passing, with its figures."""
    sentence = _as_alternative(_sentence(leaf, stage, item, words), leaf, words)
    return with_figures(sentence, leaf, stage, item, words)


def _as_alternative(sentence: str, leaf: Finding, words: Words) -> str:
    """A sentence that says which of several alternatives it is about."""
    if not leaf.alternative:
        return sentence
    return words.text("assessment.facts.alternative", n=leaf.alternative, sentence=sentence)


def with_figures(sentence: str, leaf: Finding, stage: str, item: Item, words: Words) -> str:
    """A sentence, and the figures that a value was computed from, where they say more than the value."""
    figures = _figures(leaf, stage, item, words)
    return words.text("assessment.facts.line", text=sentence, figures=figures) if figures else sentence


def _sentence(finding: Finding, stage: str, item: Item, words: Words) -> str:
    grade = next((value for value in finding.inputs.values() if isinstance(value, Grade)), None)
    if grade is not None and finding.limit is not None:
        limit = grade_name(finding.limit, words)
        return words.text("assessment.facts.grade", grade=property_name(grade, words), limit=limit)
    sentence = finding_sentence(finding, words)
    if "mean" in finding.inputs:
        mean = quantity(decimal_text(mean_of(finding), places=2), mean_of(finding), item.measure.unit, words)
        return words.text("assessment.facts.variation", sentence=sentence, mean=mean)
    if finding.limit is None and finding.inputs:
        # A ground of veto is present if it is true, and so is anything else that a standard demands to be false.
        present = item.dimension == VETO or finding.outcome is Outcome.PASS
        names = [field_name(name, words, stage) for name, judged in finding.inputs.items() if judged is present]
        return words.text(f"assessment.facts.{'found' if present else 'absent'}", facts=words.listed(names))
    return sentence


def _figures(finding: Finding, stage: str, item: Item, words: Words) -> str:
    """The figures that a value was computed from, where they say more than the value."""
    units = {name: unit for measure in item.measures.values() for name, unit in measure.inputs.items()}
    figures = {
        name: value
        for name, value in finding.inputs.items()
        if name in units.keys() - item.constants.keys() and not isinstance(value, (bool, Grade))
    }
    only = next(iter(figures.values())) if len(figures) == 1 else None
    if finding.limit is None or (isinstance(only, (int, float, Fraction)) and exact(only) == finding.value):
        return ""
    return words.clauses(
        words.text(
            "assessment.facts.figure",
            name=field_name(name, words, stage),
            value=_with_unit(figure_text(value, words, whole=units[name] == "pupil"), units[name], words),
        )
        for name, value in figures.items()
    )


def _with_unit(number: str, unit: str, words: Words) -> str:
    """A figure; counts have the unit in their names."""
    return quantity(number, 0, unit, words) if unit in ("m²", "yuan") else number


def failed_items(items: Sequence[Reported], words: Words) -> Iterator[Block]:
    """Each item that fails, with its facts, the clause, who is responsible and what is to be done."""
    failed = [item for item in items if item.outcome is Outcome.FAIL]
    if failed:
        yield Heading(words.text("assessment.failed.heading", n=len(failed)))
    for item in failed:
        yield Heading(item.title, 3)
        lines = [fact.line(words, named=True) for fact in item.facts]
        yield Points(words.first(lines, _LISTED, key="assessment.failed.more"))
        yield Paragraph(quotation(item.clause, words), Role.CLAUSE)
        if item.responsible:
            yield Paragraph(item.responsible, Role.MUTED)
        if item.task:
            yield Paragraph(words.text("shared.task", task=item.task), Role.MUTED)


def unknown_items(assessment: Assessment, items: Sequence[Reported], words: Words) -> Iterator[Block]:
    """The items that are not known, and the empty cells that would settle them."""
    unknown = [item for item in items if item.outcome is Outcome.UNKNOWN]
    if not unknown:
        return
    yield Heading(words.text("assessment.unknown.heading", n=len(unknown)))
    yield Points([Point(item.title, [fact.line(words, named=True) for fact in item.facts]) for item in unknown])
    cells = missing_cells(assessment, words)
    if cells.rows:
        yield Paragraph(words.text("assessment.unknown.lead"), Role.LEAD)
        yield cells


def missing_cells(assessment: Assessment, words: Words) -> Table:
    """The empty cells that leave something unknown, a row for each column."""
    heads = ("table", "column", "decides", "where")
    return Table(
        name=words.text("assessment.unknown.sheet"),
        columns=[Column(words.text(f"assessment.unknown.{head}")) for head in heads],
        rows=_empty_cells(assessment, words),
    )


def _empty_cells(assessment: Assessment, words: Words) -> Iterator[tuple[str, ...]]:
    """The empty cells that leave something unknown, each column once: what it decides, and where it is empty."""
    rows: dict[tuple[str, str], dict[str, Place]] = {}
    decides: dict[tuple[str, str], dict[str, None]] = {}
    for id, finding in _undecided(assessment):
        for cell in finding.missing:
            place, whole = place_of(cell, words), place_of(attrs.evolve(cell, place=""), words)
            heading = column_text(whole, words)
            if not cell.field:  # a subject that is not given, or a whole table
                heading, place = lacking_rows(place, words) or whole.row, attrs.evolve(place, row=cell.place)
            column = whole.where or table_name(cell, words), heading
            rows.setdefault(column, {})[place.row] = place
            decides.setdefault(column, {})[id] = None
    names = _names(assessment)
    for (file, heading), places in rows.items():
        ids = words.listed(ranges(list(decides[file, heading])))
        yield file, heading, ids, _places([place for row, place in places.items() if row], names, words)


def _undecided(assessment: Assessment) -> Iterator[tuple[str, Finding]]:
    findings = [
        *assessment.indicators.items(),
        *((SECTION_RULE, section.finding) for section in assessment.sections),
        *((_MEAN, finding) for finding in assessment.means.values()),
    ]
    return ((id, finding) for id, finding in findings if finding.outcome is Outcome.UNKNOWN)


def _places(places: Sequence[Place], names: Mapping[str, str], words: Words) -> str:
    if len(names) > 1 and {place.row for place in places} == names.keys():
        return words.text("assessment.unknown.everywhere", n=len(names))
    named = names if len(places) <= _NAMED else {}
    return words.listed(row_text(place, named.get(place.row, place.row), words) for place in places)


def aims_in_force(assessment: Assessment) -> dict[str, Finding]:
    """The aims that are in force on the day."""
    return {id: one for id, one in assessment.aims.items() if one.reason is not Reason.NOT_IN_FORCE}


def campus_name(campus: Campus) -> str:
    """Code and name of a campus."""
    return f"{campus.school_code} {campus.school_name or ''}".rstrip()


def mean_of(finding: Finding) -> Number:
    """The mean that a variation coefficient is around."""
    mean: Any = finding.inputs["mean"]
    return mean  # type: ignore[no-any-return]
