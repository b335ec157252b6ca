"""The campuses of many counties as columns: what each hands in, and what follows from it, as of a single campus."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs
import numpy as np

from balanced_edu.arrays import Coded
from balanced_edu.assessment.look_up import EDUCATION_OF
from balanced_edu.checks.limits import Bounded
from balanced_edu.nation.columns import ranks
from balanced_edu.records.campus import Campus
from balanced_edu.records.fields import Form, fields_of
from balanced_edu.records.kinds import COMPULSORY, Kind, Ownership, Sponsor, Stage

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from balanced_edu.nation.columns import Column
    from balanced_edu.outcomes import Outcomes

Rows: TypeAlias = "NDArray[np.intp] | slice"
_FIELDS = fields_of(Campus)


@attrs.frozen(slots=False, eq=False)
class Campuses:
    """The campuses of many counties as columns.

    Attributes
    ----------
    places
        The place of each campus's county.
    columns
        The columns that are given, by field.
    """

    places: NDArray[np.intp]
    columns: Mapping[str, Column]

    @property
    def size(self) -> int:
        """How many there are."""
        return self.places.size

    def take(self, rows: Rows, **others: Column) -> Campuses:
        """Some of the campuses, with other columns in place of theirs."""
        columns = {name: taken(column, rows) for name, column in self.columns.items() if name not in others}
        return Campuses(self.places[rows], {**columns, **others})

    def figures(self, name: str) -> NDArray[np.float64]:
        """The figures of a field; NaN where they are unknown or in a band, grades as 1 to 4."""
        column = self.columns.get(name)
        if column is None:
            return np.full(self.size, np.nan)
        if isinstance(column, Coded):
            return ranks(column)
        return column.value if isinstance(column, Bounded) else column

    def bounded(self, name: str) -> Bounded:
        """The figures of a field, with their bounds."""
        column = self.columns.get(name)
        if isinstance(column, Bounded):
            return column
        return without_bounds(self.figures(name))

    def judgements(self, name: str) -> Outcomes:
        """The judgements of a field as outcomes."""
        return judged(self.columns.get(name), self.size)

    def words(self, name: str) -> Coded:
        """The words of a field."""
        column = self.columns.get(name)
        return _unknown(self.size) if column is None else column  # type: ignore[return-value]

    def has(self, stage: Stage) -> NDArray[np.bool_]:
        """Which campuses have a stage: by their kind, or in attached classes (附设班)."""
        return self._stages[stage]

    @cached_property
    def _stages(self) -> Mapping[Stage, NDArray[np.bool_]]:
        return {stage: self._has(stage) for stage in Stage}

    def _has(self, stage: Stage) -> NDArray[np.bool_]:
        kinds = self.words("kind")

        def with_stage(attached: bool) -> NDArray[np.bool_]:
            return kinds.of_each(lambda kind: isinstance(kind, Kind) and stage in kind.stages_with(attached))

        attached = self.columns.get("attached_classes")
        without = with_stage(False)
        return without if attached is None else np.where(attached == 1, with_stage(True), without)

    def pupils_of(self, stage: Stage) -> NDArray[np.float64]:
        """Pupils of a stage; 0 where a campus does not have it."""
        return self._pupils[stage]

    @cached_property
    def _pupils(self) -> Mapping[Stage, NDArray[np.float64]]:
        return {stage: np.where(self.has(stage), self.figures(f"{stage}_pupils"), 0.0) for stage in Stage}

    def with_pupils(self, stage: Stage) -> NDArray[np.bool_]:
        """Which campuses have pupils in a stage, or may have."""
        return np.asarray(self.pupils_of(stage) != 0)

    @property
    def compulsory(self) -> NDArray[np.bool_]:
        """Which campuses have a compulsory stage."""
        return np.asarray(np.logical_or.reduce([self.has(stage) for stage in COMPULSORY]))

    @property
    def pupils(self) -> NDArray[np.float64]:
        """Pupils of the compulsory stages."""
        return np.asarray(np.add.reduce([self.pupils_of(stage) for stage in COMPULSORY]))

    @property
    def classes(self) -> NDArray[np.float64]:
        """Classes of the compulsory stages, as a sum or as given."""
        of_stages = [np.where(self.with_pupils(s), self.figures(f"{s}_classes"), 0.0) for s in COMPULSORY]
        total: NDArray[np.float64] = np.add.reduce(of_stages)
        if "compulsory_classes" not in self.columns:
            return total
        return np.where(np.isnan(total), self.figures("compulsory_classes"), total)

    @property
    def largest_class(self) -> Bounded:
        """Pupils of the largest class of the compulsory stages, or what is known of them."""
        overall = self.bounded("compulsory_largest_class")
        sizes = [self.bounded(f"{stage}_largest_class") for stage in COMPULSORY]
        there = [self.with_pupils(stage) for stage in COMPULSORY]
        least = np.fmax.reduce([np.where(has, size.least, np.nan) for has, size in zip(there, sizes, strict=True)])
        most = np.maximum.reduce([np.where(has, size.most, -np.inf) for has, size in zip(there, sizes, strict=True)])
        exact = np.maximum.reduce([np.where(has, size.value, -np.inf) for has, size in zip(there, sizes, strict=True)])
        nobody = ~np.logical_or.reduce(there)
        none_known = np.isnan(least)
        given, banded = ~np.isnan(overall.value), np.isnan(overall.value) & ~np.isnan(overall.least)
        least, most, exact = (np.where(nobody, 0.0, column) for column in (least, most, exact))
        conditions = [given, banded, none_known & ~nobody]
        return Bounded(
            value=np.select(conditions, [overall.value, np.nan, np.nan], exact),
            least=np.select(conditions, [overall.value, np.fmax(overall.least, least), np.nan], least),
            most=np.select(conditions, [overall.value, overall.most, np.nan], most),
        )

    def largest_class_of(self, stage: Stage) -> Bounded:
        """Pupils of the largest class of a stage, or what is known of them from the largest of all stages."""
        own, overall = self.bounded(f"{stage}_largest_class"), self.bounded("compulsory_largest_class")
        if "compulsory_largest_class" not in self.columns:
            return own
        elsewhere = np.full(self.size, -1.0)
        for other in COMPULSORY:
            if other is not stage:
                most = self.bounded(f"{other}_largest_class").most
                elsewhere = np.where(self.with_pupils(other), np.maximum(elsewhere, most), elsewhere)
        follows = np.isnan(own.least) & ~np.isnan(overall.least)
        here = follows & (elsewhere < overall.least)  # it is in no other stage
        below = follows & ~here & ~np.isnan(overall.most)
        return Bounded(
            value=np.where(here, overall.value, own.value),
            least=np.select([here, below], [overall.least, 0.0], own.least),
            most=np.select([here, below], [overall.most, overall.most], own.most),
        )

    @property
    def migrant_share(self) -> NDArray[np.float64]:
        """Migrant children among the pupils of the compulsory stages, in percent; of nobody, 0."""
        pupils = self.pupils
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(pupils == 0, 0.0, 100 * self.figures("migrant_pupils") / pupils)

    def shared_total(self, name: str) -> NDArray[np.float64]:
        """A total that the stages share, as given or computed from its parts."""
        given, derived = self.figures(name), self.from_parts(name)
        return given if derived is None else np.where(np.isnan(given), derived, given)

    def from_parts(self, name: str) -> NDArray[np.float64] | None:
        """A total from its parts; None if it has none, or they are not given."""
        if "indoor_sports_area" not in self.columns:
            return None
        if name == "teaching_area":
            return self.figures("teaching_area_gross") - self.figures("indoor_sports_area")
        if name == "sports_area":
            return self.figures("sports_ground_area") + self.figures("indoor_sports_area")
        return None

    def scope(self, name: str) -> Any:
        """A property that a standard's scopes ask for, as of a single campus."""
        if name in ("boarding", "inner_city"):
            return self.judgements(name)
        if name == "largest_class":
            return self.largest_class
        if name in ("pupils", "migrant_share"):
            return without_bounds(getattr(self, name))
        if name in ("ownership", "affiliation", "sponsor"):
            return self._who_runs_it(name)
        return self.bounded(name) if _FIELDS[name].form is Form.COUNT else self.words(name)

    def _who_runs_it(self, name: str) -> Coded:
        """办学性质, 隶属关系 or 举办者类型, one of which may follow from the others."""
        given = self.words(name)
        if name != "sponsor":
            if "sponsor" not in self.columns:
                return given
            return joined((given, self.words("sponsor")), lambda own, sponsor: own or getattr(sponsor, name, None))
        if "ownership" not in self.columns:
            return given

        def of(sponsor: Any, ownership: Any, affiliation: Any) -> Any:
            if sponsor or ownership is None:
                return sponsor
            return Sponsor.PRIVATE if ownership is Ownership.PRIVATE else EDUCATION_OF.get(affiliation)

        return joined((given, self.words("ownership"), self.words("affiliation")), of)


def plain(column: Any, size: int) -> Bounded:
    """A column of figures, all unknown if there is none."""
    if isinstance(column, Bounded):
        return column
    value = np.full(size, np.nan) if column is None else column
    if isinstance(value, Coded):  # a local fact, whose values are figures or judgements
        value = value.of_each(lambda one: np.nan if one is None or isinstance(one, bool) else one).astype(np.float64)
    return without_bounds(value)


def without_bounds(figures: NDArray[np.float64]) -> Bounded:
    """A column of figures that are known exactly, or not at all."""
    return Bounded(value=figures, least=figures, most=figures)


def judged(column: Any, size: int) -> Outcomes:
    """A column of judgements, all unknown if there is none."""
    if column is None:
        return np.zeros(size, dtype=np.int8)
    if isinstance(column, Coded):
        return column.of_each(lambda one: (1 if one else -1) if isinstance(one, bool) else 0).astype(np.int8)
    return np.asarray(column)


def taken(column: Any, rows: Rows) -> Any:
    """Some rows of a column, which stays of its kind."""
    if isinstance(column, Bounded):
        value = _rows(column.value, rows)
        if column.least is column.value:
            return without_bounds(value)
        return Bounded(value=value, least=_rows(column.least, rows), most=_rows(column.most, rows))
    return column.take(rows) if isinstance(column, Coded) else _rows(column, rows)


def _rows(column: NDArray[Any], rows: Rows) -> NDArray[Any]:
    """Some rows of an array, column by column as they were."""
    return np.asarray(column[rows] if column.ndim == 1 else column.T[:, rows].T)


def _unknown(size: int) -> Coded:
    return Coded((None,), np.zeros(size, dtype=np.intp))


def joined(columns: Sequence[Coded], find: Callable[..., object]) -> Coded:
    """A column that follows from several: of each set of their values once."""
    code = np.zeros(columns[0].codes.size, dtype=np.intp)
    for column in columns:
        code = code * len(column.values) + column.codes
    sets, codes = np.unique(code, return_inverse=True)
    values = []
    for one in sets.tolist():
        parts = []
        for column in reversed(columns):
            one, place = divmod(one, len(column.values))
            parts.append(column.values[place])
        values.append(find(*reversed(parts)))
    return Coded(tuple(values), codes)
