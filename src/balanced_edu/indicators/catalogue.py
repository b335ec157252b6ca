"""The catalogue: what is declared of each indicator, and how a formula becomes a function with units.

A formula is written once, as a plain function on plain numbers (its *kernel*). `measure` and `judgement` declare to
which indicator it belongs, and in which units it reads and returns; they wrap it in a function that takes
quantities, numbers and arrays. Names, clauses and limits are data of a standard, not of this code.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ParamSpec, TypeAlias

import attrs
import numpy as np

from balanced_edu import units
from balanced_edu.outcomes import Outcome, outcomes_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from balanced_edu.outcomes import Outcomes
    from balanced_edu.standards import Item
    from balanced_edu.units import Measured, Quantity

    Judged: TypeAlias = bool | int | Outcome | Outcomes | NDArray[np.bool_] | None

P = ParamSpec("P")

DIMENSIONS = MappingProxyType(
    {
        "R": ("resources", "资源配置"),
        "G": ("guarantee", "政府保障程度"),
        "Q": ("quality", "教育质量"),
        "S": ("recognition", "社会认可度"),
        "V": ("veto", "一票否决"),
    }
)
"""The dimensions of the verdict by the first letter of an indicator's id: English and official name."""


@attrs.frozen(slots=True, kw_only=True)
class Measure:
    """One thing that an indicator measures or has judged.

    Attributes
    ----------
    name
        Name of the function.
    unit
        Unit of the result; empty for a judgement.
    formula
        The formula in the names of the inputs.
    inputs
        Unit of each input by name; empty for a judgement.
    judged
        Whether the inputs are judgements and the result an outcome.
    choices
        What a standard may choose between by name, such as one of several formulas; the first is the usual one.
    kernel
        The bare formula, on plain numbers, fractions or arrays, without units.
    function
        The public function, with units.
    """

    name: str
    unit: str
    formula: str
    inputs: Mapping[str, str] = attrs.field(hash=False)
    judged: bool
    kernel: Callable[..., Any]
    function: Callable[..., Quantity | Outcome | Outcomes]
    choices: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict, hash=False)


@attrs.frozen(slots=True, kw_only=True)
class Indicator:
    """One of the 32 indicators (指标) or 6 grounds of veto, with all that is declared of it.

    Names, clause and source are those of the national method of 2017.

    Examples
    --------
    >>> from balanced_edu import catalogue
    >>> r1 = catalogue["R1"]
    >>> r1.name_zh, r1.unit, r1.formula
    ('每百名学生拥有高于规定学历教师数', 'teacher / hundred_pupils', '100 × teachers_above_required / pupils')
    >>> print(r1(teachers_above_required=9, pupils=200))
    4.5 teacher / hundred_pupils
    """

    id: str
    measures: Mapping[str, Measure] = attrs.field(factory=dict, hash=False)

    @property
    def dimension(self) -> str:
        """Dimension of the verdict it belongs to, such as ``resources``."""
        return DIMENSIONS[self.id[0]][0]

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
        """Unit of what is measured; several are joined by a semicolon, a judgement has none."""
        return "; ".join(dict.fromkeys(m.unit for m in self.measures.values() if m.unit))

    @property
    def formula(self) -> str:
        """Formula; several are joined by a semicolon."""
        return "; ".join(m.formula for m in self.measures.values())

    @property
    def inputs(self) -> Mapping[str, str]:
        """Unit of each input by name; empty for a judgement."""
        return {name: unit for m in self.measures.values() for name, unit in m.inputs.items()}

    @property
    def function(self) -> Callable[..., Quantity | Outcome | Outcomes]:
        """The function that computes it; the first, where there are several."""
        return next(iter(self.measures.values())).function

    def __call__(self, **inputs: object) -> Quantity | Outcome | Outcomes:
        """Compute it; where it has several functions, call them by their own names."""
        if len(self.measures) > 1:
            names = ", ".join(self.measures)
            raise TypeError(f"{self.id} has several measures, call them by name: {names}")
        return self.function(**inputs)

    @property
    def _item(self) -> Item:
        from balanced_edu.standards import load

        return load("national-2017").items[self.id]


class Catalogue(Mapping[str, Indicator]):
    """The 32 indicators and 6 grounds of veto by id, in the order of the method: R1–R7, G1–G15, Q1–Q9, S1, V1–V6.

    Examples
    --------
    >>> from balanced_edu import catalogue
    >>> len(catalogue), list(catalogue)[:3]
    (38, ['R1', 'R2', 'R3'])
    """

    __slots__ = ()

    def __getitem__(self, id: str) -> Indicator:
        if not _is_of_the_method(id):
            raise KeyError(id)
        return _declared[id]

    def __iter__(self) -> Iterator[str]:
        own = filter(_is_of_the_method, _declared)
        return iter(sorted(own, key=lambda id: (list(DIMENSIONS).index(id[0]), int(id[1:]))))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __repr__(self) -> str:
        return f"<catalogue of {len(self)} indicators>"


# Everything declared: the catalogue's, what only other standards measure, and (as Q2b) other ways of computing.
_declared: dict[str, Indicator] = {}
_measures: dict[str, Measure] = {}
catalogue: Catalogue = Catalogue()


def _is_of_the_method(id: str) -> bool:
    return id[:1] in DIMENSIONS and id[1:].isdecimal()


def measures_of(id: str) -> Mapping[str, Measure]:
    """The measures declared for an item of any standard, by name; none for an item that only takes given facts."""
    return _declared[id].measures if id in _declared else {}


def every_measure() -> Mapping[str, Measure]:
    """All measures that an item of a standard may name, by name."""
    return MappingProxyType(_measures)


def given_fact(name: str, *, unit: str) -> Measure:
    """A measure that is a fact of the county as given; a judgement where it has no unit."""

    def kernel(**inputs: Any) -> Any:
        return inputs[name]

    inputs = {name: unit}
    return Measure(name=name, unit=unit, formula=name, inputs=inputs, judged=not unit, kernel=kernel, function=kernel)


def measure(
    id: str, *, unit: str, formula: str, choices: Mapping[str, tuple[str, ...]] | None = None, **inputs: str
) -> Callable[[Callable[P, Measured]], Callable[P, Quantity]]:
    """Declare a formula as what the indicator `id` measures, with the units of its inputs and of its result.

    `choices` are arguments by which a standard chooses between readings of the formula.
    """

    def declare(kernel: Callable[P, Measured]) -> Callable[P, Quantity]:
        signature = _checked_signature(kernel, inputs)

        @functools.wraps(kernel)
        def function(*args: P.args, **kwargs: P.kwargs) -> Quantity:
            bound = signature.bind(*args, **kwargs)
            bound.apply_defaults()
            numbers: dict[str, Any] = {
                name: _number(units.magnitude(value, inputs[name], argument=name), name) if name in inputs else value
                for name, value in bound.arguments.items()
            }
            with np.errstate(divide="ignore", invalid="ignore"):
                result: Any = kernel(**numbers)  # type: ignore[call-arg]
            if np.any(np.isinf(result)):
                at = np.argwhere(np.isinf(result))[:5].tolist()
                raise ValueError(
                    f"{kernel.__name__}: {formula} divides by 0" + (f" at {at}" if np.ndim(result) else "")
                )
            return units.quantity(result, unit)

        function.__doc__ = _documented(kernel, id, formula, inputs, unit)
        declared = {"unit": unit, "formula": formula, "inputs": inputs, "choices": choices or {}}
        _register(id, kernel, function, judged=False, **declared)
        return function

    return declare


def judgement(id: str, *, formula: str) -> Callable[[Callable[P, Judged]], Callable[P, Outcome | Outcomes]]:
    """Declare a function of judgements as what the indicator `id` asks: true, false, or None for not known."""

    def declare(kernel: Callable[P, Judged]) -> Callable[P, Outcome | Outcomes]:
        inputs = dict.fromkeys(inspect.signature(kernel).parameters, "")
        signature = _checked_signature(kernel, inputs)

        @functools.wraps(kernel)
        def function(*args: P.args, **kwargs: P.kwargs) -> Outcome | Outcomes:
            bound = signature.bind(*args, **kwargs)
            judged: dict[str, Any] = {name: _judged(value) for name, value in bound.arguments.items()}
            outcome = kernel(**judged)  # type: ignore[call-arg]
            return outcome if isinstance(outcome, np.ndarray) else Outcome(int(outcome))  # type: ignore[arg-type, return-value]

        function.__doc__ = _documented(kernel, id, formula, inputs, "")
        _register(id, kernel, function, unit="", formula=formula, inputs=inputs, judged=True)
        return function

    return declare


def _register(id: str, kernel: Callable[..., Any], function: Callable[..., Any], **declared: Any) -> None:
    own = Measure(name=kernel.__name__, kernel=kernel, function=function, **declared)
    _measures[own.name] = own
    before = _declared.get(id, Indicator(id=id))
    _declared[id] = attrs.evolve(before, measures={**before.measures, own.name: own})


def _checked_signature(kernel: Callable[..., Any], inputs: Mapping[str, str]) -> inspect.Signature:
    """Hold the declaration against the function when it is imported, so that neither can go without the other."""
    signature = inspect.signature(kernel)
    required = {name for name, p in signature.parameters.items() if p.default is inspect.Parameter.empty}
    if required != set(inputs):
        raise TypeError(f"{kernel.__name__} takes {sorted(required)}, but units are declared for {sorted(inputs)}")
    if any(p.kind is not inspect.Parameter.KEYWORD_ONLY for p in signature.parameters.values()):
        raise TypeError(f"{kernel.__name__}: the data arguments of an indicator are keyword-only")
    return signature


def _number(value: Any, argument: str) -> Any:
    """A number or array to compute with: numpy's, so that 0 / 0 is unknown and not an error."""
    number = np.float64(np.nan if value is None else value) if np.ndim(value) == 0 else np.asarray(value)
    if number.dtype == object:
        number = number.astype(np.float64)
    if np.any(number < 0):
        raise ValueError(f"{argument} is never negative")
    if np.any(np.isinf(number)):
        raise ValueError(f"{argument} is never infinite")
    return number


def _judged(value: Any) -> Outcome | Outcomes:
    return outcomes_of(value) if isinstance(value, (np.ndarray, list, tuple)) else Outcome.of(value)


def _documented(kernel: Callable[..., Any], id: str, formula: str, inputs: Mapping[str, str], unit: str) -> str:
    """The function's docstring, completed from its declaration so that nothing is said twice in the source."""
    doc = inspect.getdoc(kernel)
    if not doc:
        raise TypeError(f"{kernel.__name__} has no docstring")
    text, _, example = doc.partition("\nExamples\n")
    lines = [text.rstrip(), "", f"Formula: {formula}.", "", "Parameters", "----------"]
    for name, input_unit in inputs.items():
        lines.append(name)
        if unit:
            lines.append(f"    Quantity, number or array of any shape, in `{input_unit}`. None or NaN is unknown.")
        else:
            lines.append("    True, False, or None for not known; or an array of judgements.")
    lines += ["", "Returns", "-------"]
    if unit:
        lines += ["pint.Quantity", f"    In `{unit}`; NaN where an input is unknown, or where 0 is divided by 0."]
        lines += ["", "Raises", "------", "pint.DimensionalityError", "    If a quantity measures something else."]
        lines += ["ValueError", "    If a figure is negative or infinite, or something is divided by 0."]
    else:
        lines += ["Outcome or ndarray", "    Pass, fail or unknown; `int8` for arrays."]
        lines += ["", "Raises", "------", "TypeError, ValueError", "    If an input is no judgement."]
    lines += ["", "Examples", example.strip("\n")] if example else []
    if _is_of_the_method(id):
        dimension, number = DIMENSIONS[id[0]][1], id[1:]
        lines += ["", f"Source: 教督〔2017〕6号《县域义务教育优质均衡发展督导评估办法》, {dimension} {number} ({id})."]
    return "\n".join(lines)
