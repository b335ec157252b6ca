"""A county over the years: outcomes and coefficients by year, and what changed from one year to the next, and where."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import attrs

from balanced_edu.assessment.comparison import SECTIONS, Comparison
from balanced_edu.assessment.years import MEAN
from balanced_edu.exact import decimal_text, finite_float
from balanced_edu.outcomes import Outcome
from balanced_edu.records.bands import Band
from balanced_edu.records.kinds import Grade
from balanced_edu.report.basis import basis
from balanced_edu.report.comparison import side_by_side
from balanced_edu.report.document import Block, Column, Document, Entry, Heading, Paragraph, Point, Points, Role, Table
from balanced_edu.report.facts import campus_name, fact_text, mean_title, section_rule_title, with_figures
from balanced_edu.report.json import outcomes_as_dict
from balanced_edu.report.pictures import picture
from balanced_edu.report.schools import coefficient_entry, meanings_of_marks
from balanced_edu.report.sentences import finding_sentence, in_brief
from balanced_edu.report.shared import cited, covers, left_out_text, outcome_entry, variation_limits
from balanced_edu.report.terms import (
    dimension_name,
    fixed,
    item_title,
    measure_name,
    property_name,
    share_text,
    stage_name,
)
from balanced_edu.report.words import Words, english
from balanced_edu.standards.model import VETO
from balanced_edu.text import plain

if TYPE_CHECKING:
    from balanced_edu.assessment.result import Assessment
    from balanced_edu.assessment.years import Cause, Change, History, Step
    from balanced_edu.checks import Finding
    from balanced_edu.records.campus import Campus
    from balanced_edu.standards import Standard
    from balanced_edu.standards.model import Item
    from balanced_edu.text import Json

SCHEMA = "balanced-edu/history/1"
"""Name and version of the schema of the data."""

_LISTED = 10  # causes of one change; the sheet has all of them
_PLACES = 3  # of coefficients in a workbook
_FEW = 3  # things that hold, each with its figures


def history_document(history: History, words: Words) -> Document:
    """The outcomes and the coefficients by year, and what changed from each year to the next."""
    words = attrs.evolve(words, as_in_tables=True)
    return Document(
        title=words.text("history.title", county=plain(history.county), years=_span(history.years, words)),
        lang=words.tag,
        summary=words.text("history.summary"),
        blocks=[
            *_head(history, words),
            *(block for step in history.steps for block in _step(step, words)),
            *_coefficients(history, words),
            Heading(words.text("history.outcomes")),
            _outcomes(history, words),
            picture(history, "outcomes", words),
            *_basis(history, words),
        ],
        sheets=lambda: [
            *([_sheet(history, words)] if history.steps else []),
            *([_table_of_coefficients(history, words, _PLACES)] if history.standard.resources else []),
        ],
        source=history.standard.cited,
    )


def _span(years: Sequence[int], words: Words) -> str:
    first, last = (words.text("history.year", year=year) for year in (years[0], years[-1]))
    return first if len(years) == 1 else words.text("history.span", first=first, last=last)


def _head(history: History, words: Words) -> Iterator[Block]:
    yield Paragraph(words.text("assessment.standard", cited=cited(history.standard, words)), Role.MUTED)
    verdicts = (
        words.text("history.verdict", year=year, verdict=words.text(f"verdicts.{one.outcome}"))
        for year, one in history.assessments.items()
    )
    yield Paragraph(words.text("assessment.verdict", verdict=words.parts(verdicts)), Role.VERDICT)
    if left_out := left_out_text(history.left_out, len(history.years) + len(history.left_out), words):
        yield Paragraph(left_out)
    if part := covers(history.standard, words):
        yield Paragraph(part)
    yield Paragraph(words.text("history.days" if history.steps else "history.one_year"))


def _basis(history: History, words: Words) -> Iterator[Block]:
    return basis(
        [cited(history.standard, words)],
        words,
        days=[one.on for one in history.assessments.values()],
        data={
            words.text("history.year", year=year): one.county.fingerprint for year, one in history.assessments.items()
        },
    )


# Outcomes and coefficients by year.


def _outcomes(history: History, words: Words) -> Table:
    years = {words.text("history.year", year=year): one for year, one in history.assessments.items()}
    table = side_by_side(Comparison(assessments=years, of="year"), words)
    differs = any(mark.mark for mark, *_ in table.rows)
    return attrs.evolve(table, notes=[words.text("history.differs")] if differs else [])


def _coefficients(history: History, words: Words) -> Iterator[Block]:
    standard = history.standard
    if not standard.resources:
        return
    heading = "heading_of_mean" if standard.mean_of_coefficients else "heading"
    yield Heading(words.text(f"assessment.variation.{heading}", limits=variation_limits(standard, words)))
    yield _table_of_coefficients(history, words)
    yield picture(history, "years", words)


def _table_of_coefficients(history: History, words: Words, places: int = 4) -> Table:
    standard, assessments = history.standard, [*history.assessments.values()]
    each = [
        (item_title(standard.items[id], words), stage, [one.variation[stage][id] for one in assessments])
        for id in standard.resources
        for stage in assessments[0].variation
    ]
    mean = mean_title(words) if standard.mean_of_coefficients else words.text("assessment.variation.composite")
    each += [(mean, stage, [one.composite[stage] for one in assessments]) for stage in assessments[0].composite]
    rows = [
        [
            Entry(title),
            Entry(stage_name(stage, words)),
            *(coefficient_entry(finding, places) for finding in findings),
        ]
        for title, stage, findings in each
    ]
    return Table(
        name=words.text("assessment.variation.sheet"),
        columns=[
            Column(words.text("assessment.variation.indicator")),
            Column(words.text("history.columns.stage")),
            *(Column(words.text("history.year", year=year), align="right") for year in history.years),
        ],
        rows=rows,
        notes=meanings_of_marks(rows, words),
        keys=2,
    )


# From one year to the next.


@attrs.frozen(slots=True)
class _Told:
    """A step, and what is said of each of its changes.

    Attributes
    ----------
    step
        The step.
    names
        Code and name of each campus of the two years; the later name, if there is one.
    added, closed
        The codes of the campuses that only the later and only the earlier year has.
    of_before, of_after
        The words about each of the two years: a missing cell is in the files of its own year.
    """

    step: Step
    names: Mapping[str, str]
    added: frozenset[str]
    closed: frozenset[str]
    of_before: Words
    of_after: Words

    @classmethod
    def of(cls, step: Step, words: Words) -> _Told:
        campuses = (*step.before.county.campuses, *step.after.county.campuses)
        named = sorted(campuses, key=lambda campus: campus.school_name is not None)
        return cls(
            step=step,
            names={campus.school_code: campus_name(campus) for campus in named},
            added=frozenset(campus.school_code for campus in step.added),
            closed=frozenset(campus.school_code for campus in step.closed),
            of_before=words.about(step.before.county.reading),
            of_after=words.about(step.after.county.reading),
        )

    @property
    def standard(self) -> Standard:
        """The standard of both years."""
        return self.step.after.standard


def _step(step: Step, words: Words) -> Iterator[Block]:
    before, after = step.before.county.year, step.after.county.year
    yield Heading(words.text("history.step", before=before, after=after))
    changes, told = step.changes, _Told.of(step, words)
    points = [
        *_turned_dimensions(step, words),
        *_campuses("added", step.added, words),
        *_campuses("closed", step.closed, words),
        *_recoded(step, words),
        *(_change(change, told, words) for change in changes),
    ]
    if not changes:
        points.append(Point(words.text("history.nothing")))
    yield Points(points)


def _turned_dimensions(step: Step, words: Words) -> Iterator[Point]:
    """The verdict and the dimensions whose outcome changed."""
    names = {words.text("comparison.verdict"): (step.before.outcome, step.after.outcome)}
    for name, finding in step.after.dimensions.items():
        names[dimension_name(name, words)] = (step.before.dimensions[name].outcome, finding.outcome)
    yield from (Point(_turned(name, *pair, words)) for name, pair in names.items() if pair[0] is not pair[1])


def _campuses(which: str, campuses: Sequence[Campus], words: Words) -> Iterator[Point]:
    if campuses:
        names = words.listed(map(campus_name, campuses))
        yield Point(words.text(f"history.{which}", n=len(campuses), campuses=names))


def _recoded(step: Step, words: Words) -> Iterator[Point]:
    """That campuses with another code may be those of the earlier year, at most ten of them by name."""
    pairs = [
        words.text("history.pair", before=before.school_code, after=campus_name(after))
        for before, after in step.recoded
    ]
    if pairs:
        yield Point(words.text("history.recoded", n=len(pairs), campuses=words.listed(words.first(pairs, _LISTED))))


def _turned(title: str, before: Outcome, after: Outcome, words: Words) -> str:
    earlier, later = (words.text(f"outcomes.{outcome}") for outcome in (before, after))
    if before is after:
        return words.text("history.still", title=title, outcome=later)
    return words.text("history.turned", title=title, before=earlier, after=later)


def _change(change: Change, told: _Told, words: Words) -> Point:
    """A change, with the figures of both years and the campuses, subjects or facts that are judged otherwise."""
    below = []
    if change.stage:
        below.append(Point(_figures(*_coefficients_of(change, told), words)))
    below += [_cause(cause, change, told, words) for cause in change.causes[:_LISTED]]
    below += map(Point, words.more(len(change.causes), _LISTED))
    return Point(_turned(_title(change, told, words), change.before.outcome, change.after.outcome, words), below)


def _title(change: Change, told: _Told, words: Words) -> str:
    standard = told.standard
    if change.item == SECTIONS:
        return section_rule_title(standard, words)
    stage = stage_name(change.stage, words)
    if change.item == MEAN:
        return words.clauses((mean_title(words), stage))
    title = item_title(standard.items[change.item], words)
    return words.text("history.coefficient", item=title, stage=stage) if stage else title


def _figures(before: str, after: str, words: Words) -> str:
    return words.text("history.figures", before=before, after=after)


def _coefficients_of(change: Change, told: _Told) -> tuple[str, str]:
    return _coefficient(change.before, told.of_before), _coefficient(change.after, told.of_after)


def _coefficient(finding: Finding, words: Words) -> str:
    if finding.value is not None and finding.limit is None:
        return fixed(decimal_text(finding.value), 4)
    return in_brief(finding, words)


def _cause(cause: Cause, change: Change, told: _Told, words: Words) -> Point:
    before, after = _sides(cause, change, told, words)
    figures, about = _figures(before, after, words), _about(cause, change, told, words)
    line = words.text("reasons.about", about=about, sentence=figures) if about else figures
    return Point(line, [_cause(value, change, told, words) for value in cause.values])


def _about(cause: Cause, change: Change, told: _Told, words: Words) -> str:
    """Campus, subject, stage and measure that a cause is about; of a value of a section, the resource."""
    if change.item == SECTIONS and cause.item:
        return _resource(cause, told, words)
    item = told.standard.items.get(change.item)
    measure = measure_name(cause.check, words) if item and _has_several_measures(item) and not cause.item else ""
    stage = "" if change.stage else stage_name(cause.stage, words)
    return words.clauses((told.names.get(cause.campus, cause.campus), cause.subject, stage, measure))


def _resource(cause: Cause, told: _Told, words: Words) -> str:
    """The resource of a value, and that it is compared with the floor of its limit, if it is."""
    floor = share_text(told.standard.floor, words)
    return words.text("history.floor", item=cause.item, floor=floor) if cause.floor else cause.item


def _sides(cause: Cause, change: Change, told: _Told, words: Words) -> tuple[str, str]:
    """What a cause is in the two years, in words."""
    before = _side(cause.before, cause, change, told, told.of_before) or _absent(cause, "added", told.added, words)
    after = _side(cause.after, cause, change, told, told.of_after) or _absent(cause, "closed", told.closed, words)
    return before, after


def _absent(cause: Cause, which: str, codes: frozenset[str], words: Words) -> str:
    """Why something is not judged in one of the years: its campus is not there, or it is not asked for."""
    return words.text(f"history.absent.{which if cause.campus in codes else 'not_judged'}")


def _side(finding: Finding | None, cause: Cause, change: Change, told: _Told, words: Words) -> str:
    if finding is None:
        return ""
    if change.item == SECTIONS and not cause.item:
        return words.text(f"outcomes.{finding.outcome}")
    if finding.outcome is Outcome.UNKNOWN or cause.item:
        return in_brief(finding, words)
    item, leaves = told.standard.items[change.item], list(finding.leaves())
    holds = finding.outcome is Outcome.PASS
    if holds and len(leaves) > _FEW:
        return finding_sentence(finding, words)
    tell = _held if holds else fact_text
    texts = [_headed(leaf, cause, item, told, tell(leaf, leaf.stage, item, words), words) for leaf in leaves]
    return words.parts(words.first(texts, _LISTED))


def _held(leaf: Finding, stage: str, item: Item, words: Words) -> str:
    """What a finding without parts is where its item passes, with its figures."""
    if item.dimension == VETO:
        return words.text("grounds.absent")
    if grade := next((value for value in leaf.inputs.values() if isinstance(value, Grade)), None):
        return property_name(grade, words)
    return with_figures(finding_sentence(leaf, words), leaf, stage, item, words)


def _headed(leaf: Finding, cause: Cause, item: Item, told: _Told, sentence: str, words: Words) -> str:
    """A sentence on a part of a cause, headed by what the cause itself does not name."""
    about = (
        "" if cause.campus else told.names.get(leaf.campus, leaf.campus),
        "" if cause.subject else leaf.subject,
        "" if cause.stage else stage_name(leaf.stage, words),
        measure_name(leaf.check, words) if _has_several_measures(item) and leaf.check != cause.check else "",
    )
    listed = words.clauses(about)
    return words.text("reasons.about", about=listed, sentence=sentence) if listed else sentence


def _has_several_measures(item: Item) -> bool:
    return len({rule.about for rule in item.rules}) > 1


def _sheet(history: History, words: Words) -> Table:
    """Every cause of every change, for a workbook."""
    return Table(
        name=words.text("history.sheet"),
        columns=[Column(words.text(f"history.columns.{name}")) for name in _COLUMNS],
        rows=[
            row
            for told in (_Told.of(step, words) for step in history.steps)
            for change in told.step.changes
            for row in _rows(change, told, words)
        ],
    )


_COLUMNS = ("from", "to", "item", "before", "after", "campus", "stage", "about", "reason_before", "reason_after")


def _rows(change: Change, told: _Told, words: Words) -> Iterator[list[Entry]]:
    years = [Entry(str(one.county.year), value=one.county.year) for one in (told.step.before, told.step.after)]
    outcomes = [outcome_entry(finding.outcome, words) for finding in (change.before, change.after)]
    head = [*years, Entry(_title(change, told, words)), *outcomes]
    if change.stage:
        reasons = [Entry(side) for side in _coefficients_of(change, told)]
        yield [*head, Entry(), Entry(stage_name(change.stage, words)), Entry(), *reasons]
    for cause in (one for section in change.causes for one in (section, *section.values)):
        measure = "" if change.item == SECTIONS else measure_name(cause.check, words)
        about = _resource(cause, told, words) or cause.subject or measure
        reasons = [Entry(side) for side in _sides(cause, change, told, words)]
        campus = told.names.get(cause.campus, cause.campus)
        yield [*head, Entry(campus), Entry(stage_name(cause.stage, words)), Entry(about), *reasons]


# Plain data.


def history_as_dict(history: History) -> dict[str, Json]:
    """A history as dictionaries, lists, texts and numbers; an unknown number is None.

    Examples
    --------
    >>> import balanced_edu as be
    >>> campus = be.Campus(school_code="A1", kind=be.Kind.PRIMARY, primary_pupils=1000)
    >>> data = history_as_dict(be.history([be.County(name="示例县", year=2022, campuses=[campus])]))
    >>> data["schema"], data["years"][0]["year"], data["steps"]
    ('balanced-edu/history/1', 2022, [])
    """
    return {
        "schema": SCHEMA,
        "county": history.county,
        "standard": history.standard.name,
        "left_out": [*history.left_out],
        "years": [_year_as_data(year, one) for year, one in history.assessments.items()],
        "steps": [_step_as_data(step) for step in history.steps],
    }


def _year_as_data(year: int, assessment: Assessment) -> dict[str, Json]:
    return {"year": year, "on": str(assessment.on), **outcomes_as_dict(assessment)}


def _step_as_data(step: Step) -> dict[str, Json]:
    of_before, of_after = (english().about(one.county.reading) for one in (step.before, step.after))
    return {
        "from": step.before.county.year,
        "to": step.after.county.year,
        "added": [_campus_as_data(campus) for campus in step.added],
        "closed": [_campus_as_data(campus) for campus in step.closed],
        "recoded": [{"before": one.school_code, "after": other.school_code} for one, other in step.recoded],
        "changes": [
            {
                "item": change.item,
                "stage": str(change.stage),
                "before": _finding_as_data(change.before, of_before),
                "after": _finding_as_data(change.after, of_after),
                "causes": [_cause_as_data(cause, of_before, of_after) for cause in change.causes],
            }
            for change in step.changes
        ],
    }


def _campus_as_data(campus: Campus) -> dict[str, Json]:
    return {"code": campus.school_code, "name": campus.school_name}


def _cause_as_data(cause: Cause, of_before: Words, of_after: Words) -> dict[str, Json]:
    return {
        "campus": cause.campus,
        "stage": str(cause.stage),
        "subject": cause.subject,
        "item": cause.item,
        "floor": cause.floor,
        "check": cause.check,
        "before": None if cause.before is None else _finding_as_data(cause.before, of_before),
        "after": None if cause.after is None else _finding_as_data(cause.after, of_after),
        "values": [_cause_as_data(value, of_before, of_after) for value in cause.values],
    }


def _finding_as_data(finding: Finding, words: Words) -> dict[str, Json]:
    return {
        "outcome": str(finding.outcome),
        "value": finite_float(finding.value),
        "limit": finite_float(finding.limit),
        "unit": finding.unit,
        "reason": finding_sentence(finding, words),
        "figures": {name: _figure_as_data(value) for name, value in finding.inputs.items()},
    }


def _figure_as_data(value: object) -> Json:
    if isinstance(value, enum.Enum):
        return str(value.value)
    if isinstance(value, Band):
        return {"least": value.least, "below": value.below}
    if isinstance(value, tuple):
        return [_figure_as_data(one) for one in value]
    return value if isinstance(value, str | bool | int) else finite_float(value)
