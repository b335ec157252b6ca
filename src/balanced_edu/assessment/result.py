"""What an assessment holds: findings for every section, item and dimension, and the verdict."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from os import PathLike
from typing import TYPE_CHECKING, Any, Literal, overload

import attrs

from balanced_edu.assessment.concessions import Conceded, conceded
from balanced_edu.assessment.contributions import Contribution, contributions
from balanced_edu.assessment.doubts import Doubt, doubts_of
from balanced_edu.assessment.shortfalls import SectionShortfalls, shortfalls_of
from balanced_edu.assessment.sides import Sides, sides_of
from balanced_edu.assessment.survey import Survey, sample_findings, survey_of
from balanced_edu.assessment.tasks import TaskBoard, task_board
from balanced_edu.checks import Finding, Reason
from balanced_edu.checks.findings import Pending, made_of
from balanced_edu.later import itself
from balanced_edu.outcomes import Outcome
from balanced_edu.records.county import County, item_identity
from balanced_edu.records.kinds import Stage
from balanced_edu.records.section import Section
from balanced_edu.standards import Standard
from balanced_edu.standards.model import VETO
from balanced_edu.text import in_short

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from balanced_edu.assessment.columns import Table
    from balanced_edu.text import Json


class Standing(enum.StrEnum):
    """Where a value of a section stands: at its limit, below it, or below the floor of its limit."""

    MET = "met"
    """At the limit or better."""
    SHORT = "short"
    """Below the limit, at its floor or above."""
    BELOW = "below"
    """Below the limit; whether at its floor, is not known."""
    FAR = "far"
    """Below the floor of the limit."""
    UNKNOWN = "unknown"
    """Not known, or without a limit."""


@attrs.frozen(slots=True, kw_only=True, repr=False)
class AssessedSection:
    """One section with its values of the resource indicators and what the section rule finds.

    Attributes
    ----------
    section
        The campus and stage, with its totals.
    values
        Value of each resource indicator by id, exact; None if unknown.
    at_limit, at_floor
        Findings by id: whether the value meets its full limit, and whether it is at the floor of its limit or above.
        Both are empty if the standard has no rule for single sections.
    finding
        The section rule: enough values at the limit, and none below its floor.
    """

    section: Section
    _values: Mapping[str, Fraction | None] = attrs.field(alias="values", eq=itself, hash=False)
    _at_limit: Mapping[str, Finding] = attrs.field(alias="at_limit", eq=itself, hash=False)
    _at_floor: Mapping[str, Finding] = attrs.field(alias="at_floor", eq=itself, hash=False)
    _finding: Finding = attrs.field(alias="finding", eq=made_of)

    @property
    def values(self) -> Mapping[str, Fraction | None]:
        """Value of each resource indicator by id, exact; None if unknown."""
        return itself(self._values)

    @property
    def at_limit(self) -> Mapping[str, Finding]:
        """Findings by id: whether the value meets its full limit; empty if the standard has no rule for sections."""
        return itself(self._at_limit)

    @property
    def at_floor(self) -> Mapping[str, Finding]:
        """Findings by id: whether the value is at the floor of its limit or above; empty like `at_limit`."""
        return itself(self._at_floor)

    @property
    def finding(self) -> Finding:
        """The section rule: enough values at the limit, and none below its floor."""
        return made_of(self._finding)

    @property
    def outcomes(self) -> dict[str, Outcome]:
        """Which values meet the full limit."""
        return {id: finding.outcome for id, finding in self.at_limit.items()}

    def standing(self, id: str) -> Standing:
        """Where the value of a resource stands; unknown where the standard has no limit for it."""
        at_limit, at_floor = (
            found[id].outcome if id in found else Outcome.UNKNOWN for found in (self.at_limit, self.at_floor)
        )
        if at_floor is Outcome.FAIL:
            return Standing.FAR
        if at_limit is Outcome.FAIL:
            return Standing.SHORT if at_floor is Outcome.PASS else Standing.BELOW
        return Standing.MET if at_limit is Outcome.PASS else Standing.UNKNOWN

    def standing_at(self, standing: Standing) -> list[str]:
        """Ids of the resources whose value stands there."""
        return [id for id in self.values if self.standing(id) is standing]

    def __repr__(self) -> str:
        code = in_short(self.section.campus.school_code, 60)
        return f"<assessed section {code} {self.section.stage}: {self._finding.outcome}>"


@attrs.frozen(slots=True, kw_only=True, repr=False)
class Assessment:
    """What a standard finds in a county (评估结果), down to the campus.

    ``print`` shows the report; `as_html`, `as_workbook` and `as_json` give a page, a workbook and data.

    Attributes
    ----------
    county, standard
        What was assessed, and by which standard and edition.
    finding
        The verdict; its parts are the dimensions.
    dimensions
        Findings by dimension: resources, guarantee, quality, recognition, veto.
    indicators
        Findings by id, ``R1`` to ``V6``.
    variation
        Findings on the variation coefficients, by stage and id.
    means
        Findings on the mean of the coefficients, by stage, if the standard limits their mean.
    composite
        The composite coefficient (综合差异系数) by stage: findings on the mean of the coefficients of the required
        resources, whether the standard limits it or not. The value is None if one of them is unknown.
    sections
        Every section that enters the resource indicators.
    aims
        Findings on aims, by id; they never change a verdict.
    conditions
        Findings on the conditions for applying, by id; reported beside the verdict.
    on
        The day to which the assessment refers.
    """

    county: County
    standard: Standard
    finding: Finding
    dimensions: Mapping[str, Finding] = attrs.field(hash=False)
    indicators: Mapping[str, Finding] = attrs.field(hash=False)
    variation: Mapping[Stage, Mapping[str, Finding]] = attrs.field(hash=False)
    means: Mapping[Stage, Finding] = attrs.field(hash=False)
    composite: Mapping[Stage, Finding] = attrs.field(hash=False)
    sections: tuple[AssessedSection, ...]
    aims: Mapping[str, Finding] = attrs.field(hash=False)
    conditions: Mapping[str, Finding] = attrs.field(hash=False)
    on: dt.date | None

    @property
    def outcome(self) -> Outcome:
        """The verdict: recognised, not recognised, or unknown."""
        return self.finding.outcome

    @property
    def concessions(self) -> tuple[Conceded, ...]:
        """What rests on a concession of the standard at a campus (按放宽条款达标), with the duty that follows."""
        coefficients = [finding for by_id in self.variation.values() for finding in by_id.values()]
        eased = [
            (finding, assessed.section)
            for finding in coefficients
            if finding.concession
            for assessed in self.sections
            if assessed.section.stage == finding.stage
            and assessed.section.conceded.get(self.standard.items[finding.item].total)
        ]
        findings = {**self.indicators, **self.aims}
        return conceded(findings, self.sections, eased, self.on, reached=self.standard.reached)

    @property
    def shortfalls(self) -> tuple[SectionShortfalls, ...]:
        """What sections lack (差额) in whole units, of each that has a resource below its limit.

        Of a section that fails the section rule also which resource may stay at the floor of its limit.
        """
        each = (shortfalls_of(assessed, self.standard) for assessed in self.sections)
        return tuple(one for one in each if one.to_limit)

    @property
    def sides(self) -> dict[str, Sides]:
        """The two sides of each resource indicator by id: its variation coefficients, and the sections."""
        return sides_of(self)

    def contributions(self, stage: Stage, id: str) -> tuple[Contribution, ...]:
        """What each section adds to the variation coefficient of a stage and resource, most first."""
        sections = [assessed.section for assessed in self.sections if assessed.section.stage == stage]
        return contributions(self.variation[stage][id], self.standard.items[id], sections)

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """The doubtful figures of the county (存疑数据), by the ranges of the standard; nothing is decided by them."""
        return self._doubts

    @cached_property
    def _doubts(self) -> tuple[Doubt, ...]:
        return doubts_of(self.county, self.standard)

    @property
    def has_evidence(self) -> bool:
        """Whether documents (佐证材料) are named for any item or campus."""
        return bool(self.county.evidence) or any(campus.evidence for campus in self.county.campuses)

    @property
    def evidence(self) -> dict[str, tuple[str, ...]]:
        """The documents (佐证材料) that are named for items and conditions of the standard, by id."""
        items = (*self.standard.items, *self.standard.conditions)
        return {id: documents for id in items if (documents := self.county.evidence_of(id))}

    @property
    def evidence_of_no_item(self) -> dict[str, tuple[str, ...]]:
        """The documents that are named for ids that the standard does not have; another standard may."""
        known = {item_identity(id) for id in (*self.standard.items, *self.standard.conditions)}
        return {id: named for id, named in self.county.evidence.items() if item_identity(id) not in known}

    @property
    def undocumented(self) -> tuple[str, ...]:
        """Ids of the items judged to hold for which no evidence (佐证材料) is named, if any is named at all.

        For an item that is judged campus by campus the documents of all its campuses count, too; a ground of veto that
        was not found needs none.
        """
        findings = {**self.indicators, **self.aims} if self.has_evidence else {}
        return tuple(
            id
            for id, finding in findings.items()
            if self.standard.items[id].is_judged
            and self.standard.items[id].dimension != VETO
            and finding.outcome is Outcome.PASS
            and finding.undefined not in (Reason.NOBODY, Reason.NOT_IN_FORCE)
            and not _is_documented(finding)
        )

    @property
    def survey(self) -> Survey:
        """The survey (社会认可度调查): figures and rates of each group and of all, by questionnaire and by visit."""
        return survey_of(self.county)

    @property
    def satisfaction_rates(self) -> dict[str, Fraction | None]:
        """Rate of satisfaction of each group surveyed, in percent; None if unknown."""
        return {answers.group: answers.rate for answers in self.survey.groups}

    @property
    def sample(self) -> dict[str, Finding]:
        """What each demand on the sample of the survey finds (调查样本), by name; it is reported and fails nothing."""
        return sample_findings(self.county, self.standard)

    def __repr__(self) -> str:
        return (
            f"<assessment of {in_short(self.county.name, 60)} by {in_short(self.standard.cited, 60)}: {self.outcome}>"
        )

    def __str__(self) -> str:
        from balanced_edu.report import language_of_locale

        return self.as_text(language_of_locale())

    def as_text(self, lang: str = "zh") -> str:
        """The report as text, in Chinese (``zh``) or English (``en``); ``print`` gives it in the locale's language."""
        from balanced_edu.report import document_of, text

        return text.render(document_of(self, lang))

    def as_html(self, lang: str = "zh", *, pictures: bool = False) -> str:
        """The report as a page that needs nothing but itself; needs the extra ``cli``.

        With `pictures` it has those of `plot`, within the page; needs the extra ``plot``, too, without which one
        sentence of the page says so. To draw them takes many times as long as the rest of the page.
        """
        from balanced_edu.report import as_page

        return as_page(self, lang, pictures=pictures)

    def as_workbook(self, path: str | PathLike[str], lang: str = "zh") -> None:
        """Write the report to a workbook, a sheet for each question; needs the extra ``excel``."""
        from balanced_edu.report import write_workbook

        write_workbook(self, path, lang)

    def as_declaration(self, path: str | PathLike[str], *, schools: bool = False) -> None:
        """Write the declaration form (申报表), filled in and in Chinese, to a workbook; needs the extra ``excel``.

        With `schools` each campus has a sheet with its own assessment (学校自评表), too. What is unknown stays blank
        and is listed on a sheet of its own.

        Raises
        ------
        ValueError
            If the standard is not of the method of 2017, or the name of the file does not end in ``.xlsx``.
        """
        from balanced_edu.report import write_declaration

        write_declaration(self, path, schools=schools)

    def as_dict(self) -> dict[str, Json]:
        """The assessment as dictionaries, lists, texts and numbers."""
        from balanced_edu.report.json import as_dict

        return as_dict(self)

    def as_json(self) -> str:
        """The assessment as JSON text, for other programs."""
        from balanced_edu.report.json import as_json

        return as_json(self)

    def as_frame(self, which: Table = "sections", *, like: object = "pandas") -> Any:
        """A table of the assessment as a data frame, with numbers as floats; needs the extra ``frames``.

        Every table has the county, its year and the standard in each row. An unknown number is NaN in pandas and null
        elsewhere; outcomes are ``pass``, ``fail`` and ``unknown``.

        Parameters
        ----------
        which
            ``"sections"`` has a row for each campus and stage: pupils, totals, values and outcomes of the resource
            indicators. ``"findings"`` has a row for each finding that decides an item, and for each value of a section.
            ``"indicators"`` has a row for each indicator and aim, and ``"coefficients"`` one for each stage and
            resource.
        like
            A frame, whose library is used, or ``"pandas"``, ``"polars"`` or ``"pyarrow"``; a mapping for a dictionary
            of lists.

        Raises
        ------
        ValueError
            If there is no such table or no such library.
        TypeError
            If `like` is no frame.
        ModuleNotFoundError
            If narwhals or the library is missing.
        """
        from balanced_edu.assessment.columns import columns_of
        from balanced_edu.tables.frames import frame_like

        columns, texts = columns_of(self, which)
        return frame_like(columns, texts, like)

    @overload
    def plot(
        self,
        which: Literal["sections", "lorenz"] = "sections",
        *,
        indicator: None = None,
        stage: str | None = None,
        ax: object = None,
        lang: str | None = None,
    ) -> NDArray[np.object_]: ...
    @overload
    def plot(
        self,
        which: Literal["sections", "lorenz"] = "sections",
        *,
        indicator: str,
        stage: str | None = None,
        ax: object = None,
        lang: str | None = None,
    ) -> Axes: ...
    @overload
    def plot(
        self,
        which: Literal["coefficients"],
        *,
        indicator: str | None = None,
        stage: str | None = None,
        ax: object = None,
        lang: str | None = None,
    ) -> Axes: ...
    def plot(
        self,
        which: Literal["sections", "coefficients", "lorenz"] = "sections",
        *,
        indicator: str | None = None,
        stage: str | None = None,
        ax: object = None,
        lang: str | None = None,
    ) -> Axes | NDArray[np.object_]:
        """Draw a picture of the resources with matplotlib; needs the extra ``plot``.

        What is unknown is not drawn, and a note below the picture says what that is. Colours hold for colour-blind
        readers, and shapes and hatching in grey.

        Parameters
        ----------
        which
            ``"sections"`` has a strip for each stage, with a mark for each section that is as large as its pupils, the
            limit, and the floor of the limit. ``"coefficients"`` has a bar for each variation coefficient, with its
            limit. ``"lorenz"`` has the Lorenz curve of each stage: which share of a resource which share of the pupils
            has, those of the schools with the least first.
        indicator, stage
            A resource indicator, such as ``"R4"``, and a stage, ``"primary"`` or ``"junior"``; all of them if None.
        ax
            Where to draw: Axes, or as many of them as are returned, best of a figure with ``layout="constrained"``;
            None for a new figure.
        lang
            Language, ``"zh"`` or ``"en"``; that of the locale if None.

        Returns
        -------
        Axes or ndarray of Axes
            The Axes; of sections and Lorenz curves without an indicator an array, with Axes for each indicator.

        Raises
        ------
        ValueError
            If there is no such picture, indicator, stage or language, or `ax` has another number of Axes.
        TypeError
            If `ax` is something else.
        LookupError
            If the language is Chinese and matplotlib knows no font with its characters.
        ModuleNotFoundError
            If matplotlib is missing.
        """
        from balanced_edu.plotting.pictures import plot_assessment

        drawn: Axes | NDArray[np.object_] = plot_assessment(self, which, indicator, stage, ax, lang)
        return drawn

    def tasks(self) -> TaskBoard:
        """The public task board (挂图作战、挂牌销号): the state of every item, its departments, and when it is due."""
        return self._tasks

    @cached_property
    def _tasks(self) -> TaskBoard:
        return task_board(self)

    def _repr_html_(self) -> str:
        from balanced_edu.report import in_notebook

        return in_notebook(self)


def by_rule(assessed: AssessedSection) -> Finding | Pending:
    """What the section rule finds of a section, pending while nobody has looked at it."""
    return assessed._finding


def _is_documented(finding: Finding) -> bool:
    return bool(finding.evidence) or bool(finding.parts and all(map(_is_documented, finding.parts)))
