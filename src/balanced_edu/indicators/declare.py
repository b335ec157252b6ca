"""Declarations of indicators: how a formula becomes a function with units.

A formula is written once, as a plain function on plain numbers (its *kernel*). `measure` and `judgement` declare which
indicator it belongs to and wrap it in a function that takes quantities, numbers and arrays. The units of the inputs are
the annotations of its parameters (`quantities`), and the text of the formula is read off the function itself
(`formulas`). Names, clauses and limits are data of a standard, not of this code.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ParamSpec, TypeAlias

import attrs
import numpy as np

from balanced_edu import units
from balanced_edu.arguments import Arguments, places
from balanced_edu.indicators.formulas import written
from balanced_edu.outcomes import Outcome

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from balanced_edu.outcomes import Outcomes
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
    choices
        The words by which a standard chooses between readings of the formula, by argument; the first is the usual one.
    kernel
        The bare formula, on plain numbers, fractions or arrays, without units.
    function
        The public function, with units.

    Examples
    --------
    >>> books = every_measure()["books_per_pupil"]
    >>> books.formula, books.unit, books.inputs
    ('books / pupils', 'book / pupil', {'books': 'book', 'pupils': 'pupil'})
    """

    name: str
    unit: str
    formula: str
    inputs: Mapping[str, str] = attrs.field(hash=False)
    choices: Mapping[str, tuple[str, ...]] = attrs.field(factory=dict, hash=False)
    kernel: Callable[..., Any] = attrs.field(eq=False)
    function: Callable[..., Quantity | Outcome | Outcomes] = attrs.field(eq=False)

    @property
    def judged(self) -> bool:
        """Whether the inputs are judgements and the result is an outcome."""
        return not self.unit

    def __reduce__(self) -> tuple[Callable[..., Measure], tuple[str, ...]]:
        # A function is pickled by its name, which the bare formula shares with the public function.
        declared = _measures.get(self.name) == self
        return (declared_measure, (self.name,)) if declared else (given_fact, (self.name, self.unit))


# Everything declared: for the national method, for other standards, and (such as Q2b) other ways to compute an item.
_declared: dict[str, dict[str, Measure]] = {}
_measures: dict[str, Measure] = {}


def measures_of(id: str) -> Mapping[str, Measure]:
    """The measures declared for an item of any standard, by name; none if the item takes only facts as given."""
    return dict(_declared.get(id, {}))


def every_measure() -> Mapping[str, Measure]:
    """All measures that an item of a standard may name, by name."""
    return MappingProxyType(_measures)


def declared_measure(name: str) -> Measure:
    """The measure that is declared under a name."""
    return _measures[name]


def given_fact(name: str, unit: str) -> Measure:
    """A measure that is a fact of the county as given; a judgement if it has no unit."""

    def kernel(**inputs: Any) -> Any:
        return inputs[name]

    return Measure(name=name, unit=unit, formula=name, inputs={name: unit}, kernel=kernel, function=kernel)


def measure(
    id: str, *, unit: str, formula: str = "", choices: Mapping[str, tuple[str, ...]] | None = None
) -> Callable[[Callable[P, Measured]], Callable[P, Quantity]]:
    """Declare a formula as what the indicator `id` measures.

    Parameters
    ----------
    id
        Id of an item of any standard, such as ``R1``.
    unit
        Unit of the result.
    formula
        Text of the formula; needed only if the formula is more than plain arithmetic.
    choices
        The words by which a standard chooses between readings of the formula, by argument; the first is the usual one.

    Raises
    ------
    TypeError
        If a parameter has no unit, an argument may be given by position, or the formula has no text.
    """
    words = dict(choices or {})

    def declare(kernel: Callable[P, Measured]) -> Callable[P, Quantity]:
        signature = _keyword_only(kernel)
        inputs = _units_of(kernel, words)
        text = formula or written(kernel, inputs)

        @functools.wraps(kernel)
        def function(*args: P.args, **kwargs: P.kwargs) -> Quantity:
            bound = _bound(kernel.__name__, signature, args, kwargs)
            bound.apply_defaults()
            arguments = Arguments(kernel.__name__)
            for name, known in words.items():
                arguments.word(name, bound.arguments[name], known)
            numbers: dict[str, Any] = {
                # An element of numpy, so that 0 / 0 is unknown and not an error.
                name: arguments.figures(name, value, inputs[name])[()] if name in inputs else value
                for name, value in bound.arguments.items()
            }
            arguments.refuse()
            with np.errstate(divide="ignore", invalid="ignore", over="ignore", under="ignore"):
                result: Any = kernel(**numbers)  # type: ignore[call-arg]
            infinite = np.isinf(result)
            if infinite.any():
                where = f" {places(infinite)}" if infinite.ndim else ""
                by_zero = any(np.any(infinite & (numbers[name] == 0)) for name in inputs)
                why = "divides by 0" if by_zero else "is larger than any number"
                do = "the divisor" if by_zero else "the figures"
                arguments.wrong(text, f"{text} {why}{where}: correct {do}, or give NaN if unknown")
                arguments.refuse()
            return units.quantity(result, unit)

        _declare(id, kernel, function, unit=unit, formula=text, inputs=inputs, choices=words)
        return function

    return declare


def judgement(id: str, *, formula: str = "") -> Callable[[Callable[P, Judged]], Callable[P, Outcome | Outcomes]]:
    """Declare a function of judgements as what the indicator `id` asks: true, false, or None for not known.

    Parameters
    ----------
    id
        Id of an item of any standard, such as ``G1``.
    formula
        How the judgements are joined; needed only if there are several.

    Raises
    ------
    TypeError
        If an argument may be given by position, or the formula has no text.
    """

    def declare(kernel: Callable[P, Judged]) -> Callable[P, Outcome | Outcomes]:
        signature = _keyword_only(kernel)
        inputs = dict.fromkeys(signature.parameters, "")

        @functools.wraps(kernel)
        def function(*args: P.args, **kwargs: P.kwargs) -> Outcome | Outcomes:
            bound = _bound(kernel.__name__, signature, args, kwargs)
            arguments = Arguments(kernel.__name__)
            judged: dict[str, Any] = {
                name: arguments.judgements(name, value) for name, value in bound.arguments.items()
            }
            arguments.refuse()
            outcome = kernel(**judged)  # type: ignore[call-arg]
            return outcome if isinstance(outcome, np.ndarray) else Outcome(int(outcome))  # type: ignore[arg-type, return-value]

        text = formula or written(kernel, inputs, judged=True)
        _declare(id, kernel, function, unit="", formula=text, inputs=inputs)
        return function

    return declare


def _declare(id: str, kernel: Callable[..., Any], function: Callable[..., Any], **stated: Any) -> None:
    declared = Measure(name=kernel.__name__, kernel=kernel, function=function, **stated)
    if declared.name in _measures:
        raise TypeError(f"there is a measure {declared.name} already; give this one another name")
    _measures[declared.name] = declared
    _declared.setdefault(id, {})[declared.name] = declared
    if kernel.__doc__:  # python -OO leaves docstrings out
        function.__doc__ = _documented(inspect.cleandoc(kernel.__doc__), id, declared)


def _bound(
    name: str, signature: inspect.Signature, args: tuple[object, ...], kwargs: Mapping[str, object]
) -> inspect.BoundArguments:
    try:
        return signature.bind(*args, **kwargs)
    except TypeError as error:
        wanted = ", ".join(f"{parameter}=…" for parameter in signature.parameters)
        raise TypeError(f"{name}: {error}; write {name}({wanted})") from None


def _keyword_only(kernel: Callable[..., Any]) -> inspect.Signature:
    signature = inspect.signature(kernel)
    if any(p.kind is not inspect.Parameter.KEYWORD_ONLY for p in signature.parameters.values()):
        raise TypeError(f"{kernel.__name__}: the data arguments of an indicator are keyword-only; begin with *")
    return signature


def _units_of(kernel: Callable[..., Any], choices: Mapping[str, object]) -> dict[str, str]:
    """The unit of each input, from the annotation of its parameter; what has none is a choice between readings."""
    parameters = inspect.signature(kernel, eval_str=True).parameters
    kinds = {name: getattr(parameter.annotation, "__metadata__", ()) for name, parameter in parameters.items()}
    odd = {name for name, metadata in kinds.items() if not metadata} ^ choices.keys()
    if odd:
        raise TypeError(
            f"{kernel.__name__}: {', '.join(sorted(odd))} must be a parameter with a unit, such as pupils: Pupils, "
            "or one for which choices are declared"
        )
    return {name: metadata[0] for name, metadata in kinds.items() if metadata}


def _documented(doc: str, id: str, declared: Measure) -> str:
    """The function's docstring, completed from its declaration so that nothing is stated twice in the source."""
    text, _, example = doc.partition("\nExamples\n")
    lines = [text.rstrip(), "", f"Formula: {declared.formula}.", "", "Parameters", "----------"]
    for name, unit in declared.inputs.items():
        lines.append(name)
        if declared.judged:
            lines.append("    True, False, or None for not known; or an array of judgements.")
        else:
            lines.append(f"    Quantity, number or array of any shape, in `{unit}`. None or NaN is unknown.")
    for name, (usual, *others) in declared.choices.items():
        lines += [name, f"    One of {', '.join(map(repr, (usual, *others)))}; {usual!r} unless it is given."]
    lines += ["", "Returns", "-------"]
    if declared.judged:
        lines += ["Outcome or ndarray", "    Pass, fail or unknown; `int8` for arrays."]
        lines += ["", "Raises", "------", "TypeError, ValueError", "    If an input is not a judgement."]
    else:
        unknown = "NaN where an input is unknown, or where 0 is divided by 0"
        lines += ["pint.Quantity", f"    In `{declared.unit}`; {unknown}."]
        lines += ["", "Raises", "------", "pint.DimensionalityError", "    If a quantity measures something else."]
        lines += ["ValueError", "    If a figure is not a number, negative or infinite, or something is divided by 0."]
    lines += ["", "Examples", example.strip("\n")] if example else []
    if "Source: " not in doc and id[0] in DIMENSIONS and id[1:].isdecimal():
        dimension, number = DIMENSIONS[id[0]][1], id[1:]
        lines += ["", f"Source: 教督〔2017〕6号《县域义务教育优质均衡发展督导评估办法》, {dimension} {number} ({id})."]
    return "\n".join(lines)
