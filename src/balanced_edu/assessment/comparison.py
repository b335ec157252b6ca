"""Several assessments side by side: one county by several standards, or a province's counties by one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from os import PathLike
from typing import TYPE_CHECKING, Any

import attrs

from balanced_edu.arguments import must_be, of_type
from balanced_edu.assessment.result import Assessment
from balanced_edu.assessment.sides import sides_of_item
from balanced_edu.assessment.verdict import assess
from balanced_edu.errors import DataError
from balanced_edu.identity import identity
from balanced_edu.message import Message
from balanced_edu.outcomes import Outcome
from balanced_edu.records.county import County
from balanced_edu.standards import NATIONAL, load
from balanced_edu.text import in_short, plain

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from balanced_edu.standards import Standard
    from balanced_edu.text import Json

VERDICT = "verdict"
"""Name of the verdict among the things compared."""

SECTIONS = "sections"
"""Name of the section rule, and with the id of a resource before it of what sections have of that."""


@attrs.frozen(slots=True, kw_only=True, repr=False)
class Comparison:
    """Assessments side by side; ``print`` shows their outcomes as a table.

    Attributes
    ----------
    assessments
        The assessments, each under the name that distinguishes it: of its standard, or of its county.
    of
        What distinguishes them: ``standard`` or ``county``.
    left_out
        Names of the data sets that could not be read, which reports mention.
    """

    assessments: Mapping[str, Assessment] = attrs.field(hash=False)
    of: str
    left_out: tuple[str, ...] = ()

    @property
    def compared(self) -> tuple[str, ...]:
        """What is compared: the verdict, the dimensions, the section rule, and the items of any assessment.

        An item of the resources, such as ``R1``, is that of the variation coefficients; ``R1_sections`` is whether the
        sections hold.
        """
        assessments = self.assessments.values()
        dimensions = (name for assessment in assessments for name in assessment.dimensions)
        rule = (SECTIONS for assessment in assessments if assessment.standard.reached)
        items = (name for assessment in assessments for id in assessment.indicators for name in _sides(id, assessment))
        return tuple(dict.fromkeys((VERDICT, *dimensions, *rule, *items)))

    def outcome(self, name: str, compared: str) -> Outcome | None:
        """An assessment's outcome for the verdict, a dimension or an item; None if it has no such item."""
        assessment = self.assessments[name]
        if compared == VERDICT:
            return assessment.outcome
        if compared == SECTIONS:
            rule = [section.finding.outcome for section in assessment.sections]
            return min(rule, default=Outcome.PASS) if assessment.standard.reached else None
        if (id := resource_of(compared)) in assessment.indicators:
            return sides_of_item(id, assessment).schools
        finding = assessment.dimensions.get(compared) or assessment.indicators.get(compared)
        return finding.outcome if finding else None

    @property
    def differing(self) -> tuple[str, ...]:
        """What the assessments disagree on; to lack an item is not to disagree."""
        return tuple(
            compared
            for compared in self.compared
            if len({self.outcome(name, compared) for name in self.assessments} - {None}) > 1
        )

    def as_columns(self) -> dict[str, list[str | None]]:
        """The outcomes as columns by name, with a row for each assessment, for any frame library."""
        return {
            self.of: list(self.assessments),
            **{compared: [self._word(name, compared) for name in self.assessments] for compared in self.compared},
        }

    def as_frame(self, *, like: object = "pandas") -> Any:
        """The outcomes as a data frame; needs the extra ``frames``.

        Texts are unchanged. In a CSV file, spreadsheets take a text that begins with ``=`` for a formula; to hand the
        comparison to a spreadsheet, use `as_workbook`.

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
        from balanced_edu.tables.frames import frame_like

        columns = self.as_columns()
        return frame_like(columns, columns, like)

    def as_text(self, lang: str = "zh") -> str:
        """The outcomes as text, in Chinese (``zh``) or English (``en``); ``print`` takes the locale's language."""
        from balanced_edu.report import document_of, text

        return text.render(document_of(self, lang))

    def as_html(self, lang: str = "zh", *, pictures: bool = False) -> str:
        """The outcomes as a page; needs the extra ``cli``.

        With `pictures` it has those of `plot`, within the page; needs the extra ``plot``, too, without which one
        sentence of the page says so. To draw them takes many times as long as the rest of the page.
        """
        from balanced_edu.report import as_page

        return as_page(self, lang, pictures=pictures)

    def as_workbook(self, path: str | PathLike[str], lang: str = "zh") -> None:
        """Write the outcomes to a workbook, one row for each item or county; needs the extra ``excel``."""
        from balanced_edu.report import write_workbook

        write_workbook(self, path, lang)

    def as_dict(self) -> dict[str, Json]:
        """The outcomes as dictionaries, lists, texts and numbers."""
        from balanced_edu.report.comparison import comparison_as_dict

        return comparison_as_dict(self)

    def as_json(self) -> str:
        """The outcomes as JSON text, for other programs."""
        from balanced_edu.report.json import as_json

        return as_json(self)

    def plot(self, *, ax: Axes | None = None, lang: str | None = None) -> Axes:
        """Draw the outcomes as a matrix with matplotlib, a row for each county or standard; needs the extra ``plot``.

        Parameters
        ----------
        ax
            Where to draw; None for a new figure.
        lang
            Language, ``"zh"`` or ``"en"``; that of the locale if None. In English, counties have numbers in place of
            names where no font has the characters of their names.

        Raises
        ------
        ValueError
            If there is no such language.
        TypeError
            If `ax` is something else.
        LookupError
            If the language is Chinese and matplotlib knows no font with its characters.
        ModuleNotFoundError
            If matplotlib is missing.
        """
        from balanced_edu.plotting.pictures import plot_comparison

        drawn: Axes = plot_comparison(self, ax, lang)
        return drawn

    def _word(self, name: str, compared: str) -> str | None:
        outcome = self.outcome(name, compared)
        return None if outcome is None else str(outcome)

    def __repr__(self) -> str:
        return f"<comparison of {in_short(', '.join(self.assessments), 180)}>"

    def __str__(self) -> str:
        from balanced_edu.report import language_of_locale

        return self.as_text(language_of_locale())

    def _repr_html_(self) -> str:
        from balanced_edu.report import in_notebook

        return in_notebook(self)


def compare_standards(
    county: County, standards: Iterable[str | PathLike[str] | Standard], *, on: dt.date | None = None
) -> Comparison:
    """Assess one county by several standards.

    Parameters
    ----------
    county
        The county with its campuses.
    standards
        Names of standards, standards' files, or standards already read.
    on
        The day to which the assessments refer, as in `balanced_edu.assess`.

    Raises
    ------
    StandardError
        If a standard's file cannot be used.
    ValueError
        If two standards have the same name.

    Examples
    --------
    >>> import balanced_edu as be
    >>> campus = be.Campus(school_code="A1", kind=be.Kind.PRIMARY, primary_pupils=1000, primary_backbone_teachers=9)
    >>> both = compare_standards(be.County(name="示例县", campuses=[campus]), ["national-2017", "basic-2012"])
    >>> both.outcome("national-2017", "G5"), both.outcome("basic-2012", "G5")
    (<Outcome.UNKNOWN: 0>, None)
    """
    several = "several standards in brackets, such as ['national-2017', 'shenyang']"
    of_type("compare_standards", "standards", standards, Iterable, several)
    if isinstance(standards, str):
        raise TypeError(f"compare_standards: {must_be('standards', standards, several)}")
    read = [load(standard) for standard in standards]
    names = _distinct("standards", [standard.name for standard in read])
    assessments = {name: assess(county, standard, on=on) for name, standard in zip(names, read, strict=True)}
    return Comparison(assessments=assessments, of="standard")


def compare_counties(
    counties: Iterable[County | Assessment],
    standard: str | PathLike[str] | Standard | None = None,
    *,
    on: dt.date | None = None,
) -> Comparison:
    """Compare several counties, such as those of a province, by one standard.

    Parameters
    ----------
    counties
        The counties with their campuses, which are assessed; or assessments, which are taken as they are; or some of
        each.
    standard
        Name of a standard, a standard's file, or a standard already read. If None, the standard of the assessments, or
        national-2017 where there are none.
    on
        The day to which the assessments refer, as in `balanced_edu.assess`.

    Raises
    ------
    StandardError
        If the standard's file cannot be used.
    DataError
        If local facts of counties are judgements where the standard expects figures, or the other way round; it names
        the counties.
    ValueError
        If two counties have the same name, one has no campuses, or an assessment is by another standard or of another
        day.

    Examples
    --------
    >>> import balanced_edu as be
    >>> campus = be.Campus(school_code="A1", kind=be.Kind.PRIMARY, primary_pupils=1000, primary_backbone_teachers=9)
    >>> county, other = (be.County(name=name, campuses=[campus]) for name in ("甲县", "乙县"))
    >>> compare_counties([county, be.assess(other)]).as_columns()["verdict"]
    ['unknown', 'unknown']
    """
    given = _counties_or_assessments(counties)
    found = [one for one in given if isinstance(one, Assessment)]
    read = found[0].standard if standard is None and found else load(NATIONAL if standard is None else standard)
    _must_be_alike(found, read, on)
    names = _distinct("counties", [_county_of(one).name for one in given])
    assessments: dict[str, Assessment] = {}
    problems: list[tuple[str, str]] = []
    for name, one in zip(names, given, strict=True):
        try:
            assessments[name] = one if isinstance(one, Assessment) else assess(one, read, on=on)
        except DataError as error:
            problems += [(f"{plain(name)}: {field}", message) for field, message in error.problems]
    if problems:
        raise DataError(problems)
    return Comparison(assessments=assessments, of="county")


def _counties_or_assessments(given: Any) -> list[County | Assessment]:
    wanted = "several counties or assessments in brackets; read each with balanced_edu.read_county(path)"
    of_type("compare_counties", "counties", given, Iterable, wanted)
    several: list[County | Assessment] = list(given)
    for one in several:
        wanted = "a County, or an Assessment; read one with balanced_edu.read_county(path)"
        of_type("compare_counties", "a county", one, (County, Assessment), wanted)
    return several


def _county_of(given: County | Assessment) -> County:
    return given.county if isinstance(given, Assessment) else given


def _must_be_alike(assessments: Iterable[Assessment], standard: Standard, day: dt.date | None) -> None:
    """Refuse assessments that are not by the standard, or not of the day if one is asked for."""
    others = [(one, f"by {one.standard.cited}") for one in assessments if one.standard != standard]
    others += [(one, f"of {one.on}") for one in assessments if one.standard == standard and day not in (None, one.on)]
    if others:
        named = ", ".join(f"{in_short(one.county.name, 60)} {how}" for one, how in others)
        asked = f"{standard.cited} of {day}" if day else standard.cited
        raise ValueError(f"compare_counties: {named}: not {asked}; assess all counties alike, or give them as counties")


def resource_of(compared: str) -> str:
    """The resource whose sections are compared; empty if something else is.

    >>> resource_of("R1_sections"), resource_of("R1"), resource_of("sections")
    ('R1', '', '')
    """
    end = f"_{SECTIONS}"
    return compared.removesuffix(end) if compared.endswith(end) else ""


def _sides(id: str, assessment: Assessment) -> tuple[str, ...]:
    """An item, and if it is a resource of which every section must have enough, its other side."""
    standard = assessment.standard
    return (id, f"{id}_{SECTIONS}") if id in standard.resources and standard.reached else (id,)


def _distinct(what: str, names: list[str]) -> list[str]:
    alike = [identity(name) for name in names]
    repeated = sorted({name for name, one in zip(names, alike, strict=True) if alike.count(one) > 1})
    if repeated:
        names_of = tuple(map(plain, repeated))
        if what == "standards":
            raise ValueError(Message("several standards are called {names}; give each another name", names=names_of))
        raise ValueError(Message("several counties are called {names}; give each another name", names=names_of))
    return names
