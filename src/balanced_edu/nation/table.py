"""The table of many counties' sections: built and sorted once, assessed by any standard that its totals suit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from os import PathLike
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from balanced_edu.arguments import Arguments
from balanced_edu.dispersion import Moments
from balanced_edu.nation.counties import columns_of as columns_of_counties
from balanced_edu.nation.intake import (
    KEYS,
    Sections,
    check_nobody,
    checked_columns,
    checked_sections,
    checked_totals,
)
from balanced_edu.nation.limits import totals_of
from balanced_edu.nation.order import RowOrder, places_of
from balanced_edu.nation.rates import rates_and_moments
from balanced_edu.nation.sensitivity import Sensitivity, sensitivity_of
from balanced_edu.nation.verdicts import NationAssessment, verdicts_on
from balanced_edu.records.fields import LARGEST_FIGURE
from balanced_edu.standards import NATIONAL, load
from balanced_edu.tables.frames import columns_of as columns_of_frame
from balanced_edu.text import counted

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from balanced_edu.exact import Number
    from balanced_edu.nation.counting import ExactTotals
    from balanced_edu.records.county import County
    from balanced_edu.standards import Standard


@attrs.frozen(slots=True, eq=False, repr=False, kw_only=True)
class SectionTable:
    """The sections of many counties, checked and sorted once, to be assessed by any standard that its totals suit.

    Make one with `from_arrays`, `from_frame` or `from_counties`. A section is one campus and one stage, with its part
    of what the stages share; only sections that the standard counts belong in it. The table holds what no standard
    changes: what each section has per pupil, and the mean and the spread of each county. Arrays are copied only where
    they have to be, so they must not be changed: they are read again if a coefficient lies at its limit.

    Attributes
    ----------
    counties
        The counties' ids, distinct and ascending.
    units
        Unit of each total by the total's name, in the order of the rows: k of them.
    pupils
        Pupils of the sections that have some, sorted by stage and county: shape (m,). NaN is unknown.
    totals
        Totals of the sections, as given: shape (k, n). NaN is unknown.
    rates
        Totals per pupil, sorted by stage and county: shape (k, m).
    moments
        Pupils, means and squared deviations of each stage and county that has sections, as `order` has them.
    order
        Which rows belong together, and where they stood.
    exact_totals
        Totals that a float does not hold, such as parts of what stages share, by row and given position.
    """

    counties: NDArray[Any]
    units: Mapping[str, str]
    pupils: NDArray[np.float64]
    totals: NDArray[np.float64]
    rates: NDArray[np.float64]
    moments: Moments
    order: RowOrder
    exact_totals: ExactTotals | Mapping[tuple[int, int], Number] = attrs.field(factory=dict)

    @classmethod
    def from_arrays(
        cls,
        *,
        county: ArrayLike,
        stage: ArrayLike,
        pupils: ArrayLike,
        totals: ArrayLike,
        standard: str | PathLike[str] | Standard = NATIONAL,
    ) -> SectionTable:
        """Check and sort the sections of many counties.

        Parameters
        ----------
        county
            County of each section: shape (n,), integers or strings, in any order; none may be unknown.
        stage
            0 or ``primary``, 1 or ``junior``: shape (n,).
        pupils
            Pupils of each section: shape (n,). NaN, None and masked values are unknown; a quantity is converted. A row
            with 0 pupils and no totals is no section: it takes no part, and its outcome is a pass.
        totals
            Totals of each section: shape (k, n), rows and units as in `totals_of`, for the national method R1 to R7
            in teachers, m², yuan and rooms; or k columns, each of which may be a quantity. NaN, None and what is
            masked are unknown.
        standard
            The standard whose totals the rows are: its name, its file, or the standard itself.

        Raises
        ------
        StandardError
            If the standard's file cannot be used.
        ValueError
            If shapes do not fit, or rows are not numbers or cannot be true; it names their positions.
        pint.DimensionalityError
            If a quantity measures something else.
        """
        units = totals_of(standard)
        arguments = Arguments("SectionTable.from_arrays")
        return cls._checked(arguments, checked_sections(arguments, county, stage, pupils, totals, units), units)

    @classmethod
    def from_frame(cls, frame: object, standard: str | PathLike[str] | Standard = NATIONAL) -> SectionTable:
        """Check and sort the sections of a data frame or of columns by name.

        Parameters
        ----------
        frame
            A frame of pandas, polars or Arrow (extra ``frames``), or a mapping, with the columns ``county``, ``stage``
            (``primary`` or ``junior``, 0 or 1), ``pupils`` and those of `totals_of`. Null, NaN and what is masked are
            unknown, which a county and a stage must not be.
        standard
            The standard whose totals are taken: its name, its file, or the standard itself.

        Raises
        ------
        StandardError
            If the standard's file cannot be used.
        TypeError
            If it is neither a data frame nor a mapping.
        ValueError
            If columns are missing or do not hold numbers, or rows cannot be true; it names all of them.
        """
        standard = load(standard)
        units = totals_of(standard)
        columns = columns_of_frame(frame, (*KEYS, *units))
        arguments = Arguments("SectionTable.from_frame")
        return cls._checked(arguments, checked_columns(arguments, columns, units), units)

    @classmethod
    def from_counties(
        cls, counties: Iterable[County], standard: str | PathLike[str] | Standard = NATIONAL
    ) -> SectionTable:
        """Divide and count the campuses of many counties as a standard says, and sort their sections.

        By this standard, verdicts on the table are those of `balanced_edu.assess` on each county, also if a coefficient
        lies at its limit. What is known in part is unknown here, where `balanced_edu.assess` may decide: the figures of
        a section that may not count, and a total to which something unknown is added. The sections of a county are in
        the order of `Assessment.sections`, county by county as given; figures that are unknown are NaN.

        Parameters
        ----------
        counties
            The counties; their names are the ids, so no two may have the same.
        standard
            The standard that counts, divides and whose totals are taken: its name, its file, or the standard itself.

        Raises
        ------
        StandardError
            If the standard's file cannot be used.
        ValueError
            If counties have the same name, or one has no campuses.

        Examples
        --------
        >>> import balanced_edu as be
        >>> campus = be.Campus(school_code="A1", kind=be.Kind.NINE_YEAR, primary_pupils=100, junior_pupils=200,
        ...                    teaching_area=1600)
        >>> table = SectionTable.from_counties([be.County(name="示例县", campuses=[campus])])
        >>> table.totals[list(table.units).index("teaching_area")]
        array([ 500., 1100.])
        """
        standard = load(standard)
        units = totals_of(standard)
        columns = columns_of_counties(counties, standard, list(units))
        order = RowOrder.of(columns.places, columns.stages, columns.counties.size)
        arguments = Arguments("SectionTable.from_counties")
        table = cls._of(arguments, columns.counties, order, columns.pupils, columns.totals, units, most=np.inf)
        return attrs.evolve(table, exact_totals=columns.exact_totals)

    @classmethod
    def _of_sections(
        cls,
        counties: NDArray[Any],
        order: RowOrder,
        pupils: NDArray[np.float64],
        totals: NDArray[np.float64],
        units: Mapping[str, str],
        exact_totals: ExactTotals,
    ) -> SectionTable:
        """The table of sections that were divided and counted before; sums over a school may be of any size."""
        table = cls._of(Arguments("assess_counties"), counties, order, pupils, totals, units, most=np.inf)
        return attrs.evolve(table, exact_totals=exact_totals)

    @classmethod
    def _checked(cls, arguments: Arguments, sections: Sections, units: Mapping[str, str]) -> SectionTable:
        ids, stages, pupils, totals = sections
        counties, places = places_of(ids)
        arguments.not_alike("county", counties)
        arguments.refuse()
        order = RowOrder.of(places, stages, counties.size, without=np.flatnonzero(pupils == 0))
        return cls._of(arguments, counties, order, pupils, totals, units)

    @classmethod
    def _of(
        cls,
        arguments: Arguments,
        counties: NDArray[Any],
        order: RowOrder,
        pupils: NDArray[np.float64],
        totals: NDArray[np.float64],
        units: Mapping[str, str],
        most: float = LARGEST_FIGURE,
    ) -> SectionTable:
        pupils = order.sorted(pupils)
        rates, moments = rates_and_moments(arguments, order, pupils, totals, units, most)
        return cls(
            counties=counties, units=units, pupils=pupils, totals=totals, rates=rates, moments=moments, order=order
        )

    def assess(
        self, standard: str | PathLike[str] | Standard = NATIONAL, *, totals: ArrayLike | None = None
    ) -> NationAssessment:
        """Compare the resources of every section and county with the limits of a standard.

        Parameters
        ----------
        standard
            Name of a standard, a standard's file, or a standard already read.
        totals
            Other totals of the same sections, in the order in which they were given; shape (k, n).

        Raises
        ------
        StandardError
            If the standard's file cannot be used.
        ValueError
            If the standard takes totals that the table does not have, or totals are not numbers or cannot be true.
        """
        standard = load(standard)
        return verdicts_on(self if totals is None else self._with(totals), standard)

    def sensitivity(self) -> Sensitivity:
        """What each section does to the variation coefficients of its county and stage.

        Examples
        --------
        >>> table = SectionTable.from_arrays(
        ...     county=["a", "a", "a"], stage=[0, 0, 0], pupils=[100, 100, 100], totals=[[1, 1, 4]] * 7
        ... )
        >>> sensitivity = table.sensitivity()
        >>> sensitivity.without[0].round(3), sensitivity.share[0].round(3)
        (array([0.6, 0.6, 0. ]), array([0.167, 0.167, 0.667]))
        """
        return sensitivity_of(self.order, self.pupils, self.rates, self.moments)

    def _with(self, given: ArrayLike) -> SectionTable:
        arguments = Arguments("SectionTable.assess")
        totals = checked_totals(arguments, given, self.units)
        if arguments.all_read and totals.shape != self.totals.shape:
            arguments.wrong("totals", f"totals must have shape {self.totals.shape}; given {totals.shape}")
        arguments.refuse()
        check_nobody(arguments, totals, self.order.without, self.units)
        arguments.refuse()
        rates, moments = rates_and_moments(arguments, self.order, self.pupils, totals, self.units)
        return attrs.evolve(self, totals=totals, rates=rates, moments=moments, exact_totals={})

    def __repr__(self) -> str:
        sections = counted(self.pupils.size, "section", "sections")
        return f"<table of {sections} of {counted(self.counties.size, 'county', 'counties')}>"


def assess_nation(frame_or_columns: object, standard: str | PathLike[str] | Standard = NATIONAL) -> NationAssessment:
    """Compare the resources of many counties with the limits of a standard, from a data frame or columns.

    Parameters
    ----------
    frame_or_columns
        As in `SectionTable.from_frame`.
    standard
        Name of a standard, a standard's file, or a standard already read.

    Raises
    ------
    StandardError
        If the standard's file cannot be used.
    TypeError
        If it is neither a data frame nor a mapping.
    ValueError
        If columns are missing, or rows cannot be true; it names their positions.

    Examples
    --------
    >>> columns = {"county": ["示例县"], "stage": ["primary"], "pupils": [1000], "multimedia_rooms": [23]}
    >>> enough = {name: [10_000_000] for name in totals_of("national-2017") if name not in columns}
    >>> assess_nation({**columns, **enough})
    <1 county by national-2017 (1): 1 pass, 0 fail>
    """
    standard = load(standard)
    return SectionTable.from_frame(frame_or_columns, standard).assess(standard)
