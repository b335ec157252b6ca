"""Several assessments side by side: one county by several standards, or a province's counties by one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from os import PathLike
from typing import TYPE_CHECKING, Any

import attrs

from balanced_edu.assessment import Assessment, assess
from balanced_edu.outcomes import Outcome
from balanced_edu.plain import plain
from balanced_edu.standards import load

if TYPE_CHECKING:
    from balanced_edu.county import County
    from balanced_edu.frames import Backend
    from balanced_edu.standards import Standard

VERDICT = "verdict"
"""The name of the verdict among what is compared."""


@attrs.frozen(slots=True, kw_only=True, repr=False)
class Comparison:
    """Assessments side by side; ``print`` shows their outcomes as a table.

    Attributes
    ----------
    assessments
        The assessments, each under the name that distinguishes it: of its standard, or of its county.
    of
        What distinguishes them: ``standard`` or ``county``.
    """

    assessments: Mapping[str, Assessment] = attrs.field(hash=False)
    of: str

    @property
    def compared(self) -> tuple[str, ...]:
        """What is compared: the verdict, the dimensions, and the items that any of them has."""
        found = self.assessments.values()
        dimensions = (name for one in found for name in one.dimensions)
        items = (id for one in found for id in one.indicators)
        return tuple(dict.fromkeys((VERDICT, *dimensions, *items)))

    def outcome(self, name: str, compared: str) -> Outcome | None:
        """What one of the assessments found on the verdict, a dimension or an item; None where it has no such item."""
        found = self.assessments[name]
        if compared == VERDICT:
            return found.outcome
        finding = found.dimensions.get(compared) or found.indicators.get(compared)
        return finding.outcome if finding else None

    @property
    def differing(self) -> tuple[str, ...]:
        """What the assessments do not agree on; that one has no such item is no disagreement."""
        return tuple(
            compared
            for compared in self.compared
            if len({self.outcome(name, compared) for name in self.assessments} - {None}) > 1
        )

    def as_columns(self) -> dict[str, list[str | None]]:
        """The outcomes as columns for any frame library: one row an assessment, one column all that is compared."""
        return {
            self.of: list(self.assessments),
            **{compared: [self._word(name, compared) for name in self.assessments] for compared in self.compared},
        }

    def as_frame(self, backend: Backend = "pandas") -> Any:
        """The outcomes as a data frame; needs the extra ``frames`` and the frame library.

        Its texts are as they were handed in. A spreadsheet may take one that begins with ``=`` for a formula where it
        comes upon it in a CSV file; what is meant for a spreadsheet is written with `write_sheet`.

        Parameters
        ----------
        backend
            ``"pandas"``, ``"polars"`` or ``"pyarrow"``.
        """
        from balanced_edu.frames import frame_of

        return frame_of(self.as_columns(), backend)

    def as_html(self) -> str:
        """The outcomes as a page; needs the extra ``cli``."""
        from balanced_edu.report.comparison import comparison_as_html

        return comparison_as_html(self)

    def write_sheet(self, path: str | PathLike[str]) -> None:
        """Write the outcomes to a workbook, a row an assessment; needs the extra ``excel``."""
        from balanced_edu.report.sheet import write_sheet

        write_sheet(path, "对比", self.as_columns())

    def _word(self, name: str, compared: str) -> str | None:
        outcome = self.outcome(name, compared)
        return None if outcome is None else str(outcome)

    def __repr__(self) -> str:
        return plain(f"<comparison of {', '.join(self.assessments)}>")

    def __str__(self) -> str:
        from balanced_edu.report.comparison import comparison_as_text

        return comparison_as_text(self)


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
        The day to speak of, as in `balanced_edu.assess`.

    Raises
    ------
    StandardError
        If a standard's file cannot be used.
    ValueError
        If two of the standards bear the same name.

    Examples
    --------
    >>> import balanced_edu as be
    >>> campus = be.Campus(school_code="A1", kind=be.Kind.PRIMARY, primary_pupils=1000, primary_backbone_teachers=9)
    >>> both = compare_standards(be.County(name="示例县", campuses=[campus]), ["national-2017", "basic-2012"])
    >>> both.outcome("national-2017", "G5"), both.outcome("basic-2012", "G5")
    (<Outcome.UNKNOWN: 0>, None)
    """
    read = [load(standard) for standard in standards]
    names = _distinct("standards", [standard.name for standard in read])
    found = {name: assess(county, standard, on=on) for name, standard in zip(names, read, strict=True)}
    return Comparison(assessments=found, of="standard")


def compare_counties(
    counties: Iterable[County],
    standard: str | PathLike[str] | Standard = "national-2017",
    *,
    on: dt.date | None = None,
) -> Comparison:
    """Assess several counties, such as those of a province, by one standard.

    Parameters
    ----------
    counties
        The counties with their campuses.
    standard
        Name of a standard, a standard's file, or a standard already read.
    on
        The day to speak of, as in `balanced_edu.assess`.

    Raises
    ------
    StandardError
        If the standard's file cannot be used.
    ValueError
        If two of the counties bear the same name, or one has no campuses.

    Examples
    --------
    >>> import balanced_edu as be
    >>> campus = be.Campus(school_code="A1", kind=be.Kind.PRIMARY, primary_pupils=1000, primary_backbone_teachers=9)
    >>> counties = [be.County(name=name, campuses=[campus]) for name in ("甲县", "乙县")]
    >>> compare_counties(counties).as_columns()["verdict"]
    ['unknown', 'unknown']
    """
    given, read = list(counties), load(standard)
    names = _distinct("counties", [county.name for county in given])
    found = {name: assess(county, read, on=on) for name, county in zip(names, given, strict=True)}
    return Comparison(assessments=found, of="county")


def _distinct(what: str, names: list[str]) -> list[str]:
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        raise ValueError(f"several {what} are called {plain(', '.join(doubled))}; give each a name of its own")
    return names
