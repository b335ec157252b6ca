"""What a standard is, once it has been read from its file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from balanced_edu import checks
from balanced_edu.campuses import Stage

if TYPE_CHECKING:
    from balanced_edu.checks import AtLeastOf, Check, Limit, MeanVariationAtMost, VariationAtMost
    from balanced_edu.indicators.catalogue import Measure
    from balanced_edu.outcomes import Outcome

_ALWAYS = checks.all_of()


@attrs.frozen(slots=True)
class Aspect:
    """Something that the assessment has found already: an item by its id, or ``variation``."""

    of: str


@attrs.frozen(slots=True, kw_only=True)
class Rule:
    """One demand of an item: a check of a measure, and where it is made.

    Attributes
    ----------
    measure, check
        What is measured or judged, and the limit or judgement; None where there are alternatives.
    where
        A check of what the subject is (stage, kind, …); the demand is made only where it passes.
    constants
        Figures that the formula needs and that differ from the item's.
    dated
        The limits of different times, each with the day since when it is in force; the first has none.
    alternatives
        Demands of which one suffices.
    given
        Whether the alternatives are forms of one thing, of which those that are not given are passed over.
    aspect
        What has been found already, in place of a measure.
    """

    measure: Measure | None = None
    check: Check = _ALWAYS
    where: Check = _ALWAYS
    constants: Mapping[str, Any] = attrs.field(factory=dict, hash=False)
    dated: tuple[tuple[dt.date | None, Check], ...] = ()
    alternatives: tuple[Rule, ...] = ()
    given: bool = False
    aspect: Aspect | None = None

    def checks_on(self, day: dt.date | None) -> tuple[Check, ...]:
        """The check in force on a day; all that may be, where the day is not known."""
        if not self.dated:
            return (self.check,)
        if day is None:
            return tuple(check for _, check in self.dated)
        return tuple(check for since, check in self.dated if since is None or since <= day)[-1:] or (self.check,)

    @property
    def words(self) -> str:
        """What the demand is about, in words."""
        if self.alternatives:
            return " or ".join(dict.fromkeys(rule.words for rule in self.alternatives))
        if self.aspect:
            return self.aspect.of
        return self.measure.name.replace("_", " ") if self.measure else ""


@attrs.frozen(slots=True, kw_only=True)
class Addition:
    """A further field that counts into the total of a resource, where the standard lets it.

    Attributes
    ----------
    field
        Name of the field; of a stage's field without the stage.
    where
        A check of the campus.
    """

    field: str
    where: Check


@attrs.frozen(slots=True, kw_only=True)
class Sample:
    """The group that should make up so many percent of those asked in the survey, and the clause that says so."""

    group: str
    at_least: Fraction
    clause: str


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
        Whether the sums over all of them are judged instead, a stage at a time for sections.
    where
        A check of what is judged at all.
    rules
        The demands; all have to hold.
    adds
        Fields that count into the total besides its own.
    constants
        Figures of the clause that the formula itself needs, and the name of the formula where there are several.
    weights
        Weight of each group's rate, where rates of groups are weighed and not all who were asked are counted alike.
    vacuous
        Whether an item is met where there is nothing to measure (no migrant children, …); unknown otherwise.
    aim
        Whether it is only aimed at: reported, and never turning a verdict.
    due
        The day by which it has to be met.
    responsible, task
        The departments responsible (责任单位) and what they have to do (工作任务).
    clause, source, mark
        The clause, word for word, where it stands, and what it rests on: ``stated``, ``practice`` or ``choice``.
    passages
        Where else the document says so, word for word.
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
    constants: Mapping[str, Any] = attrs.field(hash=False)
    weights: Mapping[str, Fraction] = attrs.field(hash=False)
    vacuous: bool
    aim: bool
    due: dt.date | None
    responsible: tuple[str, ...]
    task: str
    clause: str
    source: str
    mark: str
    passages: tuple[str, ...]

    @property
    def measure(self) -> Measure:
        """What a resource indicator measures: one thing, of which a section has a total."""
        (measure,) = self.measures.values()
        return measure

    @property
    def total(self) -> str:
        """The total of a section that a resource indicator takes besides its pupils."""
        return next(name for name in self.measure.inputs if name != "pupils")

    @property
    def scale(self) -> Fraction:
        """The value of a resource indicator for a total of one and one pupil: 100 for those per hundred pupils."""
        value: Fraction = self.measure.kernel(**{self.total: Fraction(1), "pupils": Fraction(1)})
        return value


@attrs.frozen(slots=True, kw_only=True, repr=False)
class Standard:
    """A published method of judging counties (标准), as read from its file.

    Attributes
    ----------
    name, edition, extends
        Name and edition, and the standard it is built on; a released edition is never altered.
    title_zh, title_en, authority, document, issued, in_force
        What is cited.
    items
        The items by id.
    counted
        A check of the campuses whose sections enter the resource indicators.
    by_school
        Whether campuses are counted with the school they belong to.
    weights
        Weight of a pupil of each stage, for dividing what stages share.
    reached, floor, section_clause
        How many of the resource limits a section has to meet, the part of its limit that no resource may fall under,
        and the clause that says so; empty where there is no rule for single sections.
    variation, mean_of_coefficients, variation_clause, variation_due
        Limit of the variation coefficient of each stage, whether it is one of their mean, the clause, and the day by
        which it has to be met.
    without_sections, all_zero
        What is found of the coefficient where a stage has no sections, and where nobody has anything of a resource.
    sample
        What the sample of the survey should look like; one that does not is reported and fails nothing.
    milestones
        Steps of the plan.
    conditions
        Conditions for applying, reported beside the verdict.
    passages
        What else the document says with figures, word for word, each with what it is about.
    data
        All of it as it stands in the files.
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
    sample: Sample | None
    milestones: tuple[Milestone, ...]
    conditions: Mapping[str, Item] = attrs.field(hash=False)
    passages: tuple[tuple[str, str], ...]
    data: Mapping[str, Any] = attrs.field(hash=False, eq=False, repr=False)

    def __repr__(self) -> str:
        return f"<standard {self.cited}: {len(self.items)} items>"

    @property
    def cited(self) -> str:
        """Name and edition, as findings carry them."""
        return f"{self.name} ({self.edition})"

    @property
    def resources(self) -> tuple[str, ...]:
        """Ids of the resource indicators."""
        return tuple(id for id, item in self.items.items() if item.dimension == "resources")

    @property
    def required_resources(self) -> tuple[str, ...]:
        """Ids of the resource indicators that the verdict, the section rule and the mean of coefficients look at."""
        return tuple(id for id in self.resources if not self.items[id].aim)

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The dimensions that the verdict joins."""
        return tuple(dict.fromkeys(item.dimension for item in self.items.values() if not item.aim))

    @property
    def aims(self) -> tuple[str, ...]:
        """Ids of what is aimed at and never turns a verdict."""
        return tuple(id for id, item in self.items.items() if item.aim)

    def limit(self, id: str, stage: Stage) -> Limit:
        """The limit of a resource indicator for a stage, as a check."""
        for rule in self.items[id].rules:
            if isinstance(rule.check, checks.Limit) and rule.where.finding({"stage": stage}).outcome == 1:
                return rule.check
        raise KeyError(f"{self.name} has no limit of {id} for {stage}")

    def section_rule(self, stage: Stage) -> AtLeastOf:
        """The rule for one section, over the values of the resource indicators by id.

        Examples
        --------
        >>> from balanced_edu.standards import load
        >>> rule = load("national-2017").section_rule(Stage.PRIMARY)
        >>> values = {"R1": 4.2, "R2": 0.85, "R3": 0.9, "R4": 4.5, "R5": 7.5, "R6": 2000, "R7": 2.3}
        >>> rule.finding(values).outcome
        <Outcome.PASS: 1>
        """
        if not self.reached:
            return checks.AtLeastOf(k=0, checks=(), name="no rule for single sections")
        limits = (attrs.evolve(self.limit(id, stage), of=id) for id in self.required_resources)
        rule = checks.section_rule(*limits, k=self.reached, floor=self.floor)
        return attrs.evolve(rule, name="section rule")

    def variation_check(self, stage: Stage) -> VariationAtMost:
        """The check of the variation coefficient (校际差异系数) of a stage."""
        limited = checks.variation_at_most(
            self.variation[stage], without_sections=self.without_sections, all_zero=self.all_zero
        )
        return attrs.evolve(limited, name="variation coefficient")

    def mean_check(self, stage: Stage) -> MeanVariationAtMost:
        """The check of the mean of a stage's variation coefficients, where the standard limits their mean.

        Examples
        --------
        >>> from balanced_edu.standards import load
        >>> schools = {"totals": [[1, 3], [1, 9]], "pupils": [1, 1]}
        >>> load("basic-2012").mean_check(Stage.PRIMARY).finding(schools).reason
        '0.65 ≤ 0.65'
        """
        limited = checks.mean_variation_at_most(
            self.variation[stage], without_sections=self.without_sections, all_zero=self.all_zero
        )
        return attrs.evolve(limited, name="mean of the variation coefficients")
