"""The catalogue: the indicators of the national method, their measures joined with their names, clauses and sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Generic, Literal, TypeAlias, TypeVar, cast, overload

import attrs

from balanced_edu.indicators.declare import Measure, measures_of
from balanced_edu.standards import NATIONAL, load
from balanced_edu.standards.model import Item
from balanced_edu.text import in_short, nearest, quoted

if TYPE_CHECKING:
    from balanced_edu.outcomes import Outcome, Outcomes
    from balanced_edu.units import Quantity

__all__ = ["Catalogue", "Indicator", "catalogue"]

_LONGEST_REPR = 200

_Resources: TypeAlias = Literal["R1", "R2", "R3", "R4", "R5", "R6", "R7"]
Measured: TypeAlias = Literal[_Resources, "G4", "G5", "G6", "G7", "G9", "G12", "Q1", "Q2", "Q4", "S1"]
"""Ids of the indicators that measure one thing."""

_Veto: TypeAlias = Literal["V1", "V2", "V3", "V4", "V5", "V6"]
Judged: TypeAlias = Literal["G1", "G2", "G10", "Q3", "Q5", "Q7", "Q8", _Veto]
"""Ids of the indicators that are one judgement."""

Result = TypeVar("Result", covariant=True)
"""What an indicator gives: a quantity, or an outcome."""
_UNSAID = ("", "dimensionless")


@attrs.frozen(slots=True, kw_only=True, repr=False)
class Indicator(Generic[Result]):
    """One of the 32 indicators (指标) or 6 grounds of veto: what is measured, and what the national method says of it.

    Examples
    --------
    >>> from balanced_edu import catalogue
    >>> r1 = catalogue["R1"]
    >>> r1
    <indicator R1 每百名学生拥有高于规定学历教师数: 100 × teachers_above_required / pupils, in teacher / hundred_pupils>
    >>> print(r1(teachers_above_required=9, pupils=200))
    4.5 teacher / hundred_pupils
    """

    id: str
    measures: Mapping[str, Measure] = attrs.field(hash=False)
    _item: Item = attrs.field(alias="item", eq=False)

    @property
    def dimension(self) -> str:
        """Dimension of the verdict that it belongs to, such as ``resources``."""
        return self._item.dimension

    @property
    def name_zh(self) -> str:
        """Official Chinese name."""
        return self._item.name_zh

    @property
    def name_en(self) -> str:
        """English name."""
        return self._item.name_en

    @property
    def clause(self) -> str:
        """The clause, word for word."""
        return self._item.clause

    @property
    def source(self) -> str:
        """Document and place of the clause."""
        return self._item.source

    @property
    def unit(self) -> str:
        """Unit of what is measured, several joined by semicolons; empty for a judgement."""
        return "; ".join(dict.fromkeys(m.unit for m in self.measures.values() if m.unit))

    @property
    def formula(self) -> str:
        """Formula, several joined by semicolons."""
        return "; ".join(m.formula for m in self.measures.values())

    @property
    def inputs(self) -> Mapping[str, str]:
        """Unit of each input by name; empty for a judgement."""
        return {name: unit for m in self.measures.values() for name, unit in m.inputs.items()}

    @property
    def function(self) -> Callable[..., Result]:
        """The function that computes it; the first if there are several."""
        return cast("Callable[..., Result]", next(iter(self.measures.values())).function)

    def __call__(self, *args: object, **inputs: object) -> Result:
        """Compute it from its inputs, each by its name.

        Raises
        ------
        TypeError
            If it has several functions, which are then called by name; or if inputs are missing, or without a name.
        """
        if len(self.measures) > 1:
            names = ", ".join(self.measures)
            raise TypeError(f"{self.id} has several measures; call one of them by name: {names}")
        return self.function(*args, **inputs)

    def __repr__(self) -> str:
        measured = (m.formula + (f", in {m.unit}" if m.unit not in _UNSAID else "") for m in self.measures.values())
        text = f"indicator {self.id} {self.name_zh}: {'; '.join(measured)}"
        return f"<{in_short(text, _LONGEST_REPR - 2)}>"

    def _repr_html_(self) -> str:
        from balanced_edu.report import in_notebook

        return in_notebook(self)


class Catalogue(Mapping[str, "Indicator[Quantity | Outcome | Outcomes]"]):
    """The 32 indicators and 6 grounds of veto by id, in the order of the method: R1–R7, G1–G15, Q1–Q9, S1, V1–V6.

    Examples
    --------
    >>> from balanced_edu import catalogue
    >>> len(catalogue), list(catalogue)[:3]
    (38, ['R1', 'R2', 'R3'])
    """

    __slots__ = ()

    @overload
    def __getitem__(self, id: Measured) -> Indicator[Quantity]: ...
    @overload
    def __getitem__(self, id: Judged) -> Indicator[Outcome | Outcomes]: ...
    @overload
    def __getitem__(self, id: str) -> Indicator[Quantity | Outcome | Outcomes]: ...
    def __getitem__(self, id: str) -> Indicator[Quantity | Outcome | Outcomes]:
        items = _items()
        if id not in items:
            hint = nearest(str(id), {known: known for known in items})
            raise KeyError(f"there is no indicator {quoted(str(id))}{hint}; ids are R1–R7, G1–G15, Q1–Q9, S1 and V1–V6")
        return Indicator(id=id, measures=measures_of(id), item=items[id])

    def __iter__(self) -> Iterator[str]:
        return iter(_items())

    def __len__(self) -> int:
        return len(_items())

    def __repr__(self) -> str:
        return f"<catalogue of {len(self)} indicators>"


def _items() -> Mapping[str, Item]:
    """The items of the method itself, without the aims beside it."""
    return {id: item for id, item in load(NATIONAL).items.items() if not item.aim}


catalogue: Catalogue = Catalogue()
