"""A county over the years (历年情况): what each year finds, and what changed from one year to the next, and where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from os import PathLike
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar, overload

import attrs

from balanced_edu.assessment.comparison import SECTIONS, VERDICT
from balanced_edu.assessment.result import AssessedSection, Assessment
from balanced_edu.assessment.verdict import assess
from balanced_edu.checks import Finding
from balanced_edu.checks.findings import joined
from balanced_edu.errors import DataError
from balanced_edu.identity import compact, identity
from balanced_edu.message import Message
from balanced_edu.outcomes import Outcome
from balanced_edu.records.county import County, counties_of
from balanced_edu.records.fields import fields_of
from balanced_edu.standards import NATIONAL, load
from balanced_edu.text import in_short

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from balanced_edu.records.campus import Campus
    from balanced_edu.records.kinds import Stage
    from balanced_edu.standards import Standard
    from balanced_edu.text import Json

MEAN = "variation"
"""What is called the item of a change in the mean of the variation coefficients of a stage."""

K = TypeVar("K")
V = TypeVar("V")
Key: TypeAlias = "tuple[object, ...]"


@attrs.frozen(slots=True, kw_only=True)
class Cause:
    """One thing that is judged otherwise in the later year than in the earlier one.

    Attributes
    ----------
    campus, stage, subject
        What it is about: code of the campus, stage, and subject or group; empty for a fact of the county.
    item
        The resource, if it is the value of a section.
    floor
        Whether the value is compared with the floor of its limit, because it is below the limit in both years.
    before, after
        The findings of the two years; None where the campus, section or subject is not judged in that year.
    values
        Of a section: the resources whose value is on the other side of its limit, or of the floor of its limit.
    """

    campus: str = ""
    stage: str = ""
    subject: str = ""
    item: str = ""
    floor: bool = False
    before: Finding | None
    after: Finding | None
    values: tuple[Cause, ...] = ()

    @property
    def check(self) -> str:
        """Name of the measure or check, as findings have it; empty if it is another in each year."""
        names = {finding.check for finding in (self.before, self.after) if finding}
        return names.pop() if len(names) == 1 else ""


@attrs.frozen(slots=True, kw_only=True)
class Change:
    """What changed in one item from a year to the next.

    Attributes
    ----------
    item
        Id of the indicator; ``sections`` for the section rule, ``variation`` for the mean of the coefficients.
    stage
        The stage, of a variation coefficient or of their mean.
    before, after
        The findings of the two years. Their outcomes are the same if only single campuses or sections changed.
    causes
        The campuses, sections, subjects or facts that are judged otherwise. Of a variation coefficient: the sections of
        which the value of the resource crosses its limit; other values move the coefficient, too.
    """

    item: str
    stage: str = ""
    before: Finding
    after: Finding
    causes: tuple[Cause, ...] = ()

    @property
    def turned(self) -> bool:
        """Whether the outcome of the item itself changed."""
        return self.before.outcome is not self.after.outcome


@attrs.frozen(slots=True, kw_only=True)
class Step:
    """From one year of a county to the next that is known.

    Attributes
    ----------
    before, after
        The assessments of the two years.
    """

    before: Assessment
    after: Assessment

    @property
    def added(self) -> tuple[Campus, ...]:
        """The campuses of the later year that the earlier one does not have, by their codes."""
        return _lacking(self.after.county, self.before.county)

    @property
    def closed(self) -> tuple[Campus, ...]:
        """The campuses of the earlier year that the later one does not have, by their codes."""
        return _lacking(self.before.county, self.after.county)

    @property
    def recoded(self) -> tuple[tuple[Campus, Campus], ...]:
        """The closed and the added campuses that have the same name and kind: perhaps one campus with another code."""
        closed, added = (_by_name(campuses) for campuses in (self.closed, self.added))
        return tuple((campus, added[key]) for key, campus in closed.items() if key in added)

    @property
    def changes(self) -> tuple[Change, ...]:
        """What changed: sections, variation coefficients, and the other indicators in the order of the standard."""
        return tuple(change for change in _changes(self.before, self.after) if change.turned or change.causes)


@attrs.frozen(slots=True, kw_only=True, repr=False)
class History:
    """A county over the years (历年情况); ``print`` shows the outcomes by year, and what changed.

    Attributes
    ----------
    assessments
        The assessment of each year, the earliest first.
    left_out
        Names of the data sets that could not be read, which reports mention.
    """

    assessments: Mapping[int, Assessment] = attrs.field(hash=False)
    left_out: tuple[str, ...] = ()

    @property
    def county(self) -> str:
        """Name of the county, as the last year has it."""
        return self._last.county.name

    @property
    def standard(self) -> Standard:
        """The standard by which every year is assessed."""
        return self._last.standard

    @property
    def years(self) -> tuple[int, ...]:
        """The years, the earliest first."""
        return tuple(self.assessments)

    @property
    def outcomes(self) -> dict[str, dict[int, Outcome]]:
        """The outcomes by year of the verdict, each dimension and each indicator."""
        by_year = {
            year: {VERDICT: one.finding, **one.dimensions, **one.indicators} for year, one in self.assessments.items()
        }
        names = dict.fromkeys(name for findings in by_year.values() for name in findings)
        return {name: {year: findings[name].outcome for year, findings in by_year.items()} for name in names}

    @property
    def coefficients(self) -> dict[Stage, dict[str, dict[int, Finding]]]:
        """The findings by year on the variation coefficients, by stage and id."""
        return {
            stage: {id: {year: one.variation[stage][id] for year, one in self.assessments.items()} for id in findings}
            for stage, findings in self._last.variation.items()
        }

    @property
    def steps(self) -> tuple[Step, ...]:
        """What changed from each year to the next."""
        return tuple(Step(before=before, after=after) for before, after in pairwise(self.assessments.values()))

    @property
    def _last(self) -> Assessment:
        return self.assessments[max(self.assessments)]

    def as_text(self, lang: str = "zh") -> str:
        """The history as text, in Chinese (``zh``) or English (``en``); ``print`` takes the locale's language."""
        from balanced_edu.report import document_of, text

        return text.render(document_of(self, lang))

    def as_html(self, lang: str = "zh", *, pictures: bool = False) -> str:
        """The history as a page; needs the extra ``cli``.

        With `pictures` it has those of `plot`, within the page; needs the extra ``plot``, too, without which one
        sentence of the page says so. To draw them takes many times as long as the rest of the page.
        """
        from balanced_edu.report import as_page

        return as_page(self, lang, pictures=pictures)

    def as_workbook(self, path: str | PathLike[str], lang: str = "zh") -> None:
        """Write the history to a workbook, with a row for each cause of each change; needs the extra ``excel``."""
        from balanced_edu.report import write_workbook

        write_workbook(self, path, lang)

    def as_dict(self) -> dict[str, Json]:
        """The history as dictionaries, lists, texts and numbers."""
        from balanced_edu.report.history import history_as_dict

        return history_as_dict(self)

    def as_json(self) -> str:
        """The history as JSON text, for other programs."""
        from balanced_edu.report.json import as_json

        return as_json(self)

    def as_frame(self, *, like: object = "pandas") -> Any:
        """The history as a data frame, with numbers as floats; needs the extra ``frames``.

        It has a row for each year and indicator, aim and variation coefficient, with outcome, value, limit, margin and
        unit. An unknown number is NaN in pandas and null elsewhere.

        Parameters
        ----------
        like
            A frame, whose library is used, or ``"pandas"``, ``"polars"`` or ``"pyarrow"``; a mapping for a dictionary
            of lists.

        Raises
        ------
        ValueError
            If there is no such library.
        TypeError
            If `like` is no frame.
        ModuleNotFoundError
            If narwhals or the library is missing.
        """
        from balanced_edu.assessment.columns import columns_by_year
        from balanced_edu.tables.frames import frame_like

        columns, texts = columns_by_year(self.assessments.values())
        return frame_like(columns, texts, like)

    @overload
    def plot(
        self,
        which: Literal["outcomes"] = "outcomes",
        *,
        indicator: None = None,
        stage: None = None,
        ax: object = None,
        lang: str | None = None,
    ) -> Axes: ...
    @overload
    def plot(
        self,
        which: Literal["coefficients"],
        *,
        indicator: str | None = None,
        stage: str,
        ax: object = None,
        lang: str | None = None,
    ) -> Axes: ...
    @overload
    def plot(
        self,
        which: Literal["coefficients"],
        *,
        indicator: str | None = None,
        stage: None = None,
        ax: object = None,
        lang: str | None = None,
    ) -> NDArray[np.object_]: ...
    def plot(
        self,
        which: Literal["outcomes", "coefficients"] = "outcomes",
        *,
        indicator: str | None = None,
        stage: str | None = None,
        ax: object = None,
        lang: str | None = None,
    ) -> Axes | NDArray[np.object_]:
        """Draw a picture of the years with matplotlib; needs the extra ``plot``.

        Parameters
        ----------
        which
            ``"outcomes"`` is a matrix of what was found about the verdict, the dimensions and the indicators in each
            year. ``"coefficients"`` has a line for each variation coefficient, with gaps where it is unknown, and their
            limit.
        indicator, stage
            Of the coefficients: a resource indicator, such as ``"R4"``, and a stage, ``"primary"`` or ``"junior"``; all
            of them if None.
        ax
            Where to draw: Axes, or as many of them as are returned, best of a figure with ``layout="constrained"``;
            None for a new figure.
        lang
            Language, ``"zh"`` or ``"en"``; that of the locale if None.

        Returns
        -------
        Axes or ndarray of Axes
            The Axes; of coefficients without a stage an array, with Axes for each stage.

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
        from balanced_edu.plotting.pictures import plot_history

        drawn: Axes | NDArray[np.object_] = plot_history(self, which, indicator, stage, ax, lang)
        return drawn

    def __repr__(self) -> str:
        verdicts = ", ".join(f"{year} {assessment.outcome}" for year, assessment in self.assessments.items())
        cited = in_short(self.standard.cited, 50)
        return f"<history of {in_short(self.county, 50)} by {cited}: {in_short(verdicts, 70)}>"

    def __str__(self) -> str:
        from balanced_edu.report import language_of_locale

        return self.as_text(language_of_locale())

    def _repr_html_(self) -> str:
        from balanced_edu.report import in_notebook

        return in_notebook(self)


def history(counties: Iterable[County], standard: str | PathLike[str] | Standard = NATIONAL) -> History:
    """Assess a county year by year (历年情况), each year on its last day, and find what changed and why.

    Parameters
    ----------
    counties
        The data sets of one county, one for each year, in any order.
    standard
        Name of a standard, a standard's file, or a standard already read.

    Raises
    ------
    StandardError
        If the standard's file cannot be used.
    DataError
        If a data set has no year, two are of the same year, or one is of another county; it names each by its position.
        Also if local facts are judgements where the standard expects figures, or the other way round.
    ValueError
        If there is no data set, or one has no campuses.

    Examples
    --------
    >>> import balanced_edu as be
    >>> campus = be.Campus(school_code="A1", kind=be.Kind.PRIMARY, primary_pupils=500, primary_largest_class=46)
    >>> before = be.County(name="示例县", year=2021, campuses=[campus])
    >>> smaller = be.Campus(school_code="A1", kind=be.Kind.PRIMARY, primary_pupils=500, primary_largest_class=44)
    >>> found = history([before, be.County(name="示例县", year=2022, campuses=[smaller])])
    >>> found.outcomes["G5"]
    {2021: <Outcome.FAIL: -1>, 2022: <Outcome.PASS: 1>}
    >>> for change in found.steps[0].changes:
    ...     print(change.item, [f"{cause.campus}: {cause.before} -> {cause.after}" for cause in change.causes])
    G5 ['A1: 46 > 45 pupils (over by 1) -> 44 ≤ 45 pupils']
    """
    given, read = counties_of("history", counties), load(standard)
    if not given:
        raise ValueError("history: there are no counties; give the data sets of one county, one for each year")
    problems = [(f"counties[{place}]", message) for place, message in mismatches(given)]
    if problems:
        raise DataError(problems)
    by_year = {county.year: county for county in given if county.year is not None}
    assessments: dict[int, Assessment] = {}
    for year in sorted(by_year):
        try:
            assessments[year] = assess(by_year[year], read)
        except DataError as error:
            problems += [(f"{year}: {field}", message) for field, message in error.problems]
    if problems:
        raise DataError(problems)
    return History(assessments=assessments)


def mismatches(counties: Sequence[County]) -> Iterator[tuple[int, str]]:
    """Why data sets are not the years of one county, each with its position among them.

    Examples
    --------
    >>> several = [County(name="甲县", year=2021), County(name="甲县", year=2021), County(name="乙县")]
    >>> for place, message in mismatches(several):
    ...     print(place, message)
    0 2 data sets are of the year 2021; keep one of them
    1 2 data sets are of the year 2021; keep one of them
    2 the year is not given; write it as 年份 (year) among the facts of the county
    2 it is of 乙县, and others are of 甲县; give the years of one county, with the same name in each
    """
    times, names = Counter(county.year for county in counties), [identity(county.name) for county in counties]
    ((usual, _),) = Counter(names).most_common(1)
    known_as = counties[names.index(usual)].name
    for place, county in enumerate(counties):
        if county.year is None:
            what = "the year is not given; write it as {heading} ({key}) among the facts of the county"
            yield place, Message(what, heading=fields_of(County)["year"].heading, key="year")
        elif times[county.year] > 1:
            what = "{n} data sets are of the year {year}; keep one of them"
            yield place, Message(what, n=times[county.year], year=county.year)
        if names[place] != usual:
            what = (
                "it is of {county}, and others are of {usual}; give the years of one county, with the same name in each"
            )
            yield place, Message(what, county=in_short(county.name, 60), usual=in_short(known_as, 60))


# What changed.


def _lacking(county: County, other: County) -> tuple[Campus, ...]:
    known = {compact(campus.school_code) for campus in other.campuses}
    return tuple(campus for campus in county.campuses if compact(campus.school_code) not in known)


def _by_name(campuses: Sequence[Campus]) -> dict[Key, Campus]:
    """Campuses by their name and kind, as far as these are of one of them only."""
    keys = [(identity(campus.school_name or ""), campus.kind) for campus in campuses]
    times = Counter(keys)
    return {key: one for key, one in zip(keys, campuses, strict=True) if key[0] and times[key] == 1}


def _changes(before: Assessment, after: Assessment) -> Iterator[Change]:
    yield _of_section_rule(before, after)
    for stage, mean in after.means.items():
        yield Change(item=MEAN, stage=stage, before=before.means[stage], after=mean)
    for id in after.standard.resources:
        for stage, coefficients in after.variation.items():
            change = Change(item=id, stage=stage, before=before.variation[stage][id], after=coefficients[id])
            crossing = _crossing(id, stage, before, after) if change.turned else ()
            yield attrs.evolve(change, causes=tuple(crossing))
    for id, finding in after.indicators.items():
        if id not in after.standard.resources:
            causes = tuple(_causes(before.indicators[id], finding))
            yield Change(item=id, before=before.indicators[id], after=finding, causes=causes)


def _of_section_rule(before: Assessment, after: Assessment) -> Change:
    def rule(assessment: Assessment) -> Finding:
        findings = [section.finding for section in assessment.sections]
        return joined(len(findings), findings, "section rule")

    causes = [
        _of_section(one, other, _rule(one), _rule(other), values=tuple(_values(one, other)))
        for one, other in _sections(before, after)
    ]
    differing = tuple(cause for cause in causes if _differ(cause.before, cause.after))
    return Change(item=SECTIONS, before=rule(before), after=rule(after), causes=differing)


def _values(one: AssessedSection | None, other: AssessedSection | None) -> Iterator[Cause]:
    """The resources of a section that are on the other side of their limit, or else of its floor."""
    known = other or one
    for id in known.at_limit if known else ():
        if _differ(*(at_limit := (_at_limit(one, id), _at_limit(other, id)))):
            yield _of_section(one, other, *at_limit, item=id)
        elif _differ(*(at_floor := (_at_floor(one, id), _at_floor(other, id)))):
            yield _of_section(one, other, *at_floor, item=id, floor=True)


def _crossing(id: str, stage: Stage, before: Assessment, after: Assessment) -> Iterator[Cause]:
    """The sections of a stage whose value of a resource is on the other side of its limit."""
    for one, other in _sections(before, after):
        cause = _of_section(one, other, _at_limit(one, id), _at_limit(other, id), item=id)
        if cause.stage == stage and _differ(cause.before, cause.after):
            yield cause


def _of_section(
    one: AssessedSection | None,
    other: AssessedSection | None,
    before: Finding | None,
    after: Finding | None,
    *,
    item: str = "",
    floor: bool = False,
    values: tuple[Cause, ...] = (),
) -> Cause:
    """What is found about a section in the two years."""
    code, stage = next((s.section.campus.school_code, s.section.stage) for s in (other, one) if s)
    return Cause(campus=code, stage=stage, item=item, floor=floor, before=before, after=after, values=values)


def _rule(section: AssessedSection | None) -> Finding | None:
    return section.finding if section else None


def _at_limit(section: AssessedSection | None, id: str) -> Finding | None:
    return section.at_limit.get(id) if section else None


def _at_floor(section: AssessedSection | None, id: str) -> Finding | None:
    return section.at_floor.get(id) if section else None


def _causes(before: Finding, after: Finding) -> list[Cause]:
    """The parts of an item that are judged otherwise; the item itself if it has none, or others than before."""
    whole = [Cause(before=before, after=after)] if _differ(before, after) else []
    earlier, later = _parts(before), _parts(after)
    if not all(parts or finding.outcome is Outcome.PASS for parts, finding in ((earlier, before), (later, after))):
        return whole  # a table without rows, of which every row is unknown
    return [_about(one, other) for one, other in _paired(earlier, later) if _differ(one, other)] or whole


def _about(before: Finding | None, after: Finding | None) -> Cause:
    known = after or before
    assert known is not None
    return Cause(campus=known.campus, stage=known.stage, subject=known.subject, before=before, after=after)


def _parts(finding: Finding) -> dict[Key, Finding]:
    """The parts of an item by what they are about; an item with one part is that part."""
    times: Counter[Key] = Counter()
    parts: dict[Key, Finding] = {}
    alone = (finding,) if finding.campus or finding.stage or finding.subject else ()
    for part in finding.parts or alone:
        key = (compact(part.campus), part.stage, part.subject, part.check, part.alternative)
        times[key] += 1
        parts[(*key, times[key])] = part
    return parts


def _sections(before: Assessment, after: Assessment) -> Iterator[tuple[AssessedSection | None, AssessedSection | None]]:
    """Each section in both years, by code and stage."""

    def by_key(assessment: Assessment) -> dict[Key, AssessedSection]:
        return {(compact(one.section.campus.school_code), one.section.stage): one for one in assessment.sections}

    return _paired(by_key(before), by_key(after))


def _paired(before: Mapping[K, V], after: Mapping[K, V]) -> Iterator[tuple[V | None, V | None]]:
    """What each of two mappings has under each key, those of the later one first."""
    for key in dict.fromkeys((*after, *before)):
        yield before.get(key), after.get(key)


def _differ(before: Finding | None, after: Finding | None) -> bool:
    """Whether the outcomes differ; what is not judged keeps nothing from passing."""
    earlier, later = (Outcome.PASS if one is None else one.outcome for one in (before, after))
    return earlier is not later
