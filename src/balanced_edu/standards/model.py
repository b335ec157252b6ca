"""A standard as it is once its file has been read: items, their rules, and the rules over all of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from os import PathLike
from typing import TYPE_CHECKING, Any

import attrs

from balanced_edu import checks
from balanced_edu.indicators.formulas import scale_of
from balanced_edu.outcomes import Outcome
from balanced_edu.records.kinds import COMPULSORY, Stage
from balanced_edu.standards.marks import Choice, Mark, choices_of
from balanced_edu.text import in_short

if TYPE_CHECKING:
    from balanced_edu.checks import Check, Concession, Limit, SectionRule, VariationAtMost
    from balanced_edu.indicators.declare import Measure

RESOURCES = "resources"
"""The dimension whose items are resource indicators."""

VETO = "veto"
"""The dimension whose items are grounds, which are found or not."""

_ALWAYS = checks.all_of()


@attrs.frozen(slots=True)
class Aspect:
    """What the rule of a condition looks at: an item assessed before it, by its id, or ``variation``."""

    of: str


@attrs.frozen(slots=True, kw_only=True)
class Rule:
    """One demand of an item: a check of a measure, and what it applies to.

    Attributes
    ----------
    measure, check
        What is measured or judged, and the limit or judgement; the measure is None if there are alternatives.
    where
        A check of the subject's properties (stage, kind, …); the rule applies if it passes.
    constants
        Figures that the formula needs and that differ from the item's.
    dated
        The limits of different times, each with the day since when it is in force; the first may have none.
    alternatives
        Rules any of which is enough.
    concession
        The concession that the rule is, as one of several alternatives; what passes by it alone is reported.
    given
        Whether the alternatives are forms of one thing; those whose figures are not given are passed over.
    aspect
        What the assessment has found before, in place of a measure.
    """

    measure: Measure | None = None
    check: Check = _ALWAYS
    where: Check = _ALWAYS
    constants: Mapping[str, Fraction | str] = attrs.field(factory=dict, hash=False)
    dated: tuple[tuple[dt.date | None, Check], ...] = ()
    alternatives: tuple[Rule, ...] = ()
    concession: Concession | None = None
    given: bool = False
    aspect: Aspect | None = None

    def checks_on(self, day: dt.date | None) -> tuple[Check, ...]:
        """The check in force on a day, as the only one; every check that may be in force if the day is None."""
        if not self.dated:
            return (self.check,)
        if day is None:
            return tuple(check for _, check in self.dated)
        return tuple(check for since, check in self.dated if since is None or since <= day)[-1:] or (self.check,)

    @property
    def is_judged(self) -> bool:
        """Whether people judge what the rule demands."""
        return bool(self.measure and self.measure.judged) or any(rule.is_judged for rule in self.alternatives)

    def asks_for(self, figure: str) -> bool:
        """Whether the rule, or one of its alternatives, measures something by a figure."""
        if self.measure:
            return figure in self.measure.inputs
        return any(rule.asks_for(figure) for rule in self.alternatives)

    @property
    def about(self) -> tuple[str, ...]:
        """Names of the measures that the rule is about, or of its aspect."""
        if self.alternatives:
            return tuple(dict.fromkeys(name for rule in self.alternatives for name in rule.about))
        if self.aspect:
            return (self.aspect.of,)
        return (self.measure.name,) if self.measure else ()


@attrs.frozen(slots=True, kw_only=True)
class Addition:
    """A further field that counts into the total of a resource, on the campuses for which the standard allows it.

    Attributes
    ----------
    field
        Name of the field; if each stage has one, without the stage.
    where
        A check of the campus.
    concession
        The concession that the addition is; what passes only with it is reported.
    """

    field: str
    where: Check
    concession: Concession | None = None


@attrs.frozen(slots=True, kw_only=True)
class Plausible:
    """What schools can have of a resource per pupil, in the unit of its measure; other values are doubtful.

    Attributes
    ----------
    least, most
        The range, both ends included.
    """

    least: Fraction
    most: Fraction


@attrs.frozen(slots=True, kw_only=True)
class SampleDemand:
    """One demand on the sample of the survey (调查样本), by a clause of its own.

    Attributes
    ----------
    measure, check
        What is measured of the sample, and its limit.
    where
        A check of the county's ``residents``; the demand applies if it passes.
    counts
        The figure of a group that says how many of it were asked: ``surveyed`` or ``handed_out``.
    group
        The group whose share is measured; empty if all of them are.
    clause, source, mark
        The clause, its document and place, and what it rests on: ``stated``, ``practice``, ``choice``.
    marks
        What single settings rest on, by key.
    """

    measure: Measure
    check: Limit
    where: Check
    counts: str
    group: str
    clause: str
    source: str
    mark: str
    marks: Mapping[str, Mark] = attrs.field(hash=False)


@attrs.frozen(slots=True, kw_only=True)
class Milestone:
    """A step of a plan (实施步骤) with its first and last day."""

    name: str
    start: dt.date | None
    end: dt.date | None
    clause: str


@attrs.frozen(slots=True, kw_only=True)
class Item:
    """One item of a standard: an indicator, a ground of veto, an aim or a condition, with its demands.

    Attributes
    ----------
    id, name_zh, name_en
        Id and names.
    dimension
        Dimension of the verdict that it belongs to.
    measures
        What it measures, by name; its demands may name others.
    each
        What is judged one by one: ``county``, ``campus``, ``section``, ``subject`` or ``group``.
    pooled
        Whether the sums over all of them are judged instead; sections are summed by stage.
    where
        A check of what is judged at all.
    rules
        The demands; all must hold.
    adds
        Further fields that count into the total of a resource.
    concession
        What the document allows for a time; some alternatives of the rules, or some additions, are this concession.
    constants
        Figures of the clause that the formula itself needs, and the name of the formula where there are several.
    weights
        Weight of each group's rate, if the rates of groups are weighted instead of pooled.
    subjects
        The subjects of national monitoring that have to be given, unless they were not monitored.
    vacuous
        Whether the item is met if there is nothing to measure (no migrant children, …); it is unknown otherwise.
    aim
        Whether it is an aim: reported, without effect on the verdict.
    due
        The day by which it must be met.
    responsible, task
        The departments responsible (责任单位) and their task (工作任务).
    clause, source, mark
        The clause, word for word, its document and place, and what it rests on: ``stated``, ``practice``, ``choice``.
    marks
        What single settings rest on, by key, such as ``where`` or ``constants.formula``; the others rest on the clause.
    passages
        Other sentences of the document to the same effect, word for word.
    plausible
        What schools can have of a resource; None if the file does not say.
    """

    id: str
    name_zh: str
    name_en: str
    dimension: str
    measures: Mapping[str, Measure] = attrs.field(hash=False)
    each: str
    pooled: bool
    where: Check
    rules: tuple[Rule, ...]
    adds: tuple[Addition, ...]
    concession: Concession | None
    constants: Mapping[str, Fraction | str] = attrs.field(hash=False)
    weights: Mapping[str, Fraction] = attrs.field(hash=False)
    subjects: tuple[str, ...]
    vacuous: bool
    aim: bool
    due: dt.date | None
    responsible: tuple[str, ...]
    task: str
    clause: str
    source: str
    mark: str
    marks: Mapping[str, Mark] = attrs.field(hash=False)
    passages: tuple[str, ...]
    plausible: Plausible | None

    @property
    def is_judged(self) -> bool:
        """Whether people judge what the item demands, or a part of it."""
        return any(rule.is_judged for rule in self.rules)

    @property
    def measure(self) -> Measure:
        """The measure of a resource indicator: a total of each section by its pupils."""
        (measure,) = self.measures.values()
        return measure

    @property
    def total(self) -> str:
        """Name of the total of a resource indicator."""
        return next(name for name in self.measure.inputs if name != "pupils")

    @property
    def scale(self) -> Fraction:
        """The constant by which a resource indicator is proportional to its total per pupil, such as 100."""
        scale = scale_of(self.measure, self.total)
        assert scale is not None, f"{self.measure.name} is not proportional, which reading its file refuses"
        return scale


@attrs.frozen(slots=True, kw_only=True, repr=False)
class Standard:
    """A published method of assessing counties (标准), as read from its file.

    Attributes
    ----------
    name, edition, extends
        Name, edition, and the standard that it extends; a released edition is never altered.
    title_zh, title_en, authority, document, issued, in_force
        The document that it follows.
    covers_zh, covers_en
        Which parts of the method it covers, where it does not cover all of them; reports say so beside the verdict.
    items
        The items by id.
    counted
        A check of the campuses whose sections enter the resource indicators.
    by_school
        Whether the campuses of a school are counted together.
    weights
        Weight of a pupil of each stage, for dividing what the stages of a campus share.
    reached, floor, section_clause
        How many resource limits a section must reach, the part of its limit below which no resource may be, and the
        clause; 0 and empty if the standard has no rule for single sections.
    variation, mean_of_coefficients, variation_clause, variation_due
        Limit of the variation coefficients of each stage, whether it limits their mean, the clause, and the day by
        which it must be met.
    without_sections, all_zero
        Outcome of a coefficient if the stage has no sections, and if all totals of a resource are 0.
    sample
        What is demanded of the sample of the survey: ``per_mille`` of the residents, a ``minimum``, the ``share`` of a
        group, valid ``returns``. A sample that falls short is reported and fails nothing.
    milestones
        Steps of the plan (实施步骤).
    conditions
        Conditions for applying (申报条件), reported beside the verdict.
    passages
        Other sentences of the document with figures, word for word, each with what it is about.
    marks
        What single settings of the tables besides the items rest on, by table and key.
    data
        The settings as written in the files.
    """

    name: str
    edition: str
    extends: str
    title_zh: str
    title_en: str
    authority: str
    document: str
    issued: dt.date | None
    in_force: dt.date | None
    covers_zh: str
    covers_en: str
    items: Mapping[str, Item] = attrs.field(hash=False)
    counted: Check
    by_school: bool
    weights: Mapping[Stage, Fraction] = attrs.field(hash=False)
    reached: int
    floor: Fraction
    variation: Mapping[Stage, Fraction] = attrs.field(hash=False)
    mean_of_coefficients: bool
    variation_due: dt.date | None
    without_sections: Outcome
    all_zero: Outcome
    section_clause: str
    variation_clause: str
    sample: Mapping[str, SampleDemand] = attrs.field(hash=False)
    milestones: tuple[Milestone, ...]
    conditions: Mapping[str, Item] = attrs.field(hash=False)
    passages: tuple[tuple[str, str], ...]
    marks: Mapping[str, Mapping[str, Mark]] = attrs.field(hash=False)
    data: Mapping[str, Any] = attrs.field(hash=False, eq=False, repr=False)

    def as_text(self, lang: str = "zh") -> str:
        """The standard in full as text, in Chinese (``zh``) or English (``en``)."""
        from balanced_edu.report import document_of, text

        return text.render(document_of(self, lang))

    def as_html(self, lang: str = "zh") -> str:
        """The standard in full as a page; needs the extra ``cli``."""
        from balanced_edu.report import document_of, html

        return html.render(document_of(self, lang))

    def as_workbook(self, path: str | PathLike[str], lang: str = "zh") -> None:
        """Write the standard to a workbook, a row for each item; needs the extra ``excel``."""
        from balanced_edu.report import write_workbook

        write_workbook(self, path, lang)

    def _repr_html_(self) -> str:
        from balanced_edu.report import in_notebook

        return in_notebook(self)

    def __repr__(self) -> str:
        return f"<standard {in_short(self.cited, 60)}: {len(self.items)} items>"

    @property
    def cited(self) -> str:
        """Name and edition, as findings carry them."""
        return f"{self.name} ({self.edition})"

    @property
    def resources(self) -> tuple[str, ...]:
        """Ids of the resource indicators."""
        return tuple(id for id, item in self.items.items() if item.dimension == RESOURCES)

    @property
    def required_resources(self) -> tuple[str, ...]:
        """Ids of the resource indicators without aims: those of the verdict, the section rule and the mean."""
        return tuple(id for id in self.resources if not self.items[id].aim)

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The dimensions of the verdict."""
        return tuple(dict.fromkeys(item.dimension for item in self.items.values() if not item.aim))

    @property
    def aims(self) -> tuple[str, ...]:
        """Ids of the aims, which have no effect on the verdict."""
        return tuple(id for id, item in self.items.items() if item.aim)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The settings that no document states: those that rest on practice, or on a choice of this library.

        Examples
        --------
        >>> from balanced_edu.standards import load
        >>> choice = next(one for one in load("national-2017").choices if one.table == "items.G15")
        >>> choice.setting, choice.value, choice.mark
        ('vacuous', True, 'choice')
        """
        return choices_of(self)

    def limit(self, id: str, stage: Stage) -> Limit:
        """The limit of a resource indicator for a stage.

        Raises
        ------
        KeyError
            If the standard does not limit it.

        Examples
        --------
        >>> from balanced_edu.standards import load
        >>> load("national-2017").limit("R7", Stage.JUNIOR).limit
        Fraction(12, 5)
        """
        stage = Stage(stage)
        for rule in self.items[id].rules:
            if isinstance(rule.check, checks.Limit) and rule.where.outcome({"stage": stage}) is Outcome.PASS:
                return rule.check
        raise KeyError(f"{self.name} has no limit of {id} for {stage}")

    def section_rule(self, stage: Stage) -> SectionRule:
        """The rule for one section, over the values of the resource indicators by id; without limits if there is none.

        Examples
        --------
        >>> from balanced_edu.standards import load
        >>> rule = load("national-2017").section_rule(Stage.PRIMARY)
        >>> values = {"R1": 4.2, "R2": 0.85, "R3": 0.9, "R4": 4.5, "R5": 7.5, "R6": 2000, "R7": 2.3}
        >>> rule.finding(values).outcome
        <Outcome.PASS: 1>
        """
        return self._section_rules[Stage(stage)]

    @cached_property
    def _section_rules(self) -> Mapping[Stage, SectionRule]:
        """The rule of each compulsory stage."""
        ids = self.required_resources if self.reached else ()
        limits = {stage: [attrs.evolve(self.limit(id, stage), of=id) for id in ids] for stage in COMPULSORY}
        rules = {stage: checks.section_rule(*limits[stage], k=self.reached, floor=self.floor) for stage in COMPULSORY}
        return {stage: attrs.evolve(rule, name="section rule") for stage, rule in rules.items()}

    def variation_check(self, stage: Stage) -> VariationAtMost:
        """The check of the variation coefficients (校际差异系数) of a stage: of each, or of their mean.

        Examples
        --------
        >>> from balanced_edu.standards import load
        >>> schools = {"totals": [[1, 3], [1, 9]], "pupils": [1, 1]}
        >>> print(load("basic-2012").variation_check(Stage.PRIMARY).finding(schools))
        0.65 ≤ 0.65
        """
        return checks.variation_at_most(
            self.variation[Stage(stage)],
            mean=self.mean_of_coefficients,
            without_sections=self.without_sections,
            all_zero=self.all_zero,
        )
