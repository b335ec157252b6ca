"""The arguments of a function: what cannot be used is refused in one wording, every wrong argument at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from balanced_edu import units
from balanced_edu.arrays import Place, exact_figures, figures, ids_of, is_row
from balanced_edu.identity import compact
from balanced_edu.outcomes import Outcome, outcomes_of
from balanced_edu.text import represented
from balanced_edu.units import Unit, UnitError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from balanced_edu.outcomes import Outcomes


def out_of_range(numbers: NDArray[np.float64], least: float, most: float) -> bool:
    """Whether a figure is less than `least`, more than `most`, or infinite."""
    if not numbers.size:
        return False
    if least == 0 and np.max(numbers.view(np.uint64)) <= np.float64(min(most, _LARGEST)).view(np.uint64):
        # As integers, floats of 0 and more are in the same order, and what has a sign or is not finite is beyond them.
        return False
    lowest, highest = np.fmin.reduce(numbers, axis=None), np.fmax.reduce(numbers, axis=None)
    return bool(lowest < least or lowest == -np.inf or highest > most or highest == np.inf)


_LARGEST = np.finfo(np.float64).max


def places(bad: NDArray[np.bool_]) -> str:
    """Where something is, in words: the first five positions, and how many more.

    Examples
    --------
    >>> places(np.array([False, True])), places(np.ones(7, dtype=bool))
    ('at [1]', 'at [0], [1], [2], [3], [4] and 2 more')
    """
    return "at " + _enumerated([str(at) for at in np.argwhere(bad)[:_LISTED].tolist()], int(np.count_nonzero(bad)))


_LISTED = 5


def _enumerated(first: list[str], count: int) -> str:
    more = f" and {count - len(first)} more" if count > len(first) else ""
    return ", ".join(first) + more


def _shown_at(bad: NDArray[np.bool_], numbers: NDArray[np.float64], not_numbers: Mapping[Place, str]) -> str:
    """What is refused, in words: the first five figures with their positions, and how many more."""
    for at in not_numbers:
        bad[at] = True
    shown = [
        (not_numbers[at] if at in not_numbers else f"{numbers[at]:.15g}") + (f" at {list(at)}" if at else "")
        for at in map(tuple, np.argwhere(bad)[:_LISTED].tolist())
    ]
    return _enumerated(shown, int(np.count_nonzero(bad)))


def of_type(function: str, name: str, given: object, kind: type | tuple[type, ...], wanted: str) -> None:
    """Refuse an argument of another type; `wanted` says what it must be, and how to get it.

    Examples
    --------
    >>> of_type("assess", "county", "data/2024", Mapping, "a County; read one with balanced_edu.read_county(path)")
    Traceback (most recent call last):
    ...
    TypeError: assess: county must be a County; given 'data/2024': read one with balanced_edu.read_county(path)
    """
    if not isinstance(given, kind):
        raise TypeError(f"{function}: {must_be(name, given, wanted)}")


def must_be(name: str, given: object, wanted: str) -> str:
    """What is wrong with an argument; `wanted` says what it must be and, after a semicolon, how to get it.

    Examples
    --------
    >>> must_be("k", "2", "an integer; write how many first")
    "k must be an integer; given '2': write how many first"
    """
    what, _, how = wanted.partition("; ")
    return f"{name} must be {what}; given {represented(given)}" + (f": {how}" if how else "")


MEND = "correct it, or give NaN if unknown"
"""How to mend a figure."""


@attrs.define(slots=True)
class Arguments:
    """The arguments of a function: each is read by itself, and all that cannot be used are refused at once.

    Attributes
    ----------
    function
        Name of the function, for the message.
    all_read
        Whether every argument has been read, so that what it holds and its shape are known.

    Examples
    --------
    >>> arguments = Arguments("area_per_pupil")
    >>> pupils = arguments.figures("pupils", [45, 37, 89, -1], "pupil")
    >>> arguments.refuse()
    Traceback (most recent call last):
    ...
    ValueError: area_per_pupil: pupils must be 0 or more and finite; given -1 at [3]: correct it, or give NaN if unknown
    """

    function: str
    _problems: dict[str, str] = attrs.field(factory=dict, init=False)
    _error: Callable[[str], Exception] = attrs.field(default=ValueError, init=False)
    all_read: bool = attrs.field(default=True, init=False)

    def figures(
        self, name: str, given: object, unit: str | None = None, *, least: float = 0.0, most: float = np.inf
    ) -> NDArray[np.float64]:
        """Figures of one argument, read as `figures` does; each must be finite and from `least` to `most`."""
        numbers = self.numbers(name, given, unit, least=least)
        self.in_range(name, numbers, least=least, most=most)
        return numbers

    def numbers(self, name: str, given: object, unit: str | None = None, *, least: float = 0.0) -> NDArray[np.float64]:
        """Figures of one argument, the range of which is left to `in_range`."""
        try:
            numbers, not_numbers = figures(given, unit)
        except UnitError as error:
            self.wrong_unit(name, error)
            self.all_read = False
            return np.asarray(np.nan)
        if not_numbers:
            self.not_figures(name, numbers, not_numbers, least=least)
        return numbers

    def in_range(self, name: str, numbers: NDArray[np.float64], *, least: float = 0.0, most: float = np.inf) -> None:
        """Figures of one argument must be finite and from `least` to `most`."""
        if out_of_range(numbers, least, most):
            self.not_figures(name, numbers, {}, least=least, most=most)

    def not_figures(
        self,
        name: str,
        numbers: NDArray[np.float64],
        not_numbers: Mapping[Place, str],
        *,
        least: float,
        most: float = np.inf,
    ) -> None:
        """Note the figures of one argument that are not numbers or out of range."""
        required = "0 or more and finite" if least == 0 else "finite"
        if most < np.inf and np.any(np.isfinite(numbers) & (numbers > most)):
            required = f"from 0 to {most:,}"
        bad = np.asarray((numbers < least) | (numbers > most) | np.isinf(numbers))
        self.wrong(name, f"{name} must be {required}; given {_shown_at(bad, numbers, not_numbers)}: {MEND}")

    def exact_figures(self, name: str, given: object, unit: str | None = None) -> NDArray[Any]:
        """Figures of one argument without rounding, read as `exact_figures` does; each must be finite and 0 or more."""
        numbers = self.figures(name, given, unit)
        return numbers if name in self._problems else exact_figures(given, unit)

    def factor(self, name: str, given: Unit, wanted: str) -> Fraction:
        """What the unit of one argument is worth in the wanted unit; see `balanced_edu.units.factor`."""
        try:
            return units.factor(given, wanted)
        except UnitError as error:
            self.wrong_unit(name, error)
            return Fraction(1)

    def ids(self, name: str, given: object) -> NDArray[Any]:
        """Ids of one argument, read as `ids_of` does: integers or texts, all of one kind and known."""
        ids, wrong = ids_of(given)
        self.not_ids(name, wrong)
        return ids

    def not_ids(self, name: str, wrong: Mapping[str, NDArray[np.bool_]]) -> None:
        """Note the ids of one argument that none may be, if there are any."""
        if wrong:
            shown = ", ".join(f"{what} {places(bad)}" for what, bad in wrong.items())
            self.wrong(name, f"{name} must be all integers or all texts; given {shown}: correct it")

    def not_alike(self, name: str, distinct: NDArray[Any]) -> None:
        """Note distinct ids of one argument that are one to whoever reads them."""
        texts = distinct.tolist() if distinct.size and isinstance(distinct.flat[0], str) else []
        if compact(together := "".join(texts)) == together:  # the usual case, without a loop
            return
        first: dict[str, str] = {}
        alike = [(one, text) for text in texts if (one := first.setdefault(compact(text), text)) != text]
        if alike:
            one, other = alike[0]
            more = f" (and {len(alike) - 1} more)" if alike[1:] else ""
            what = f"{name} must not differ in blanks, invisible characters or width alone"
            self.wrong(
                f"{name} alike", f"{what}; given {represented(one)} and {represented(other)}{more}: write them alike"
            )

    def judgements(self, name: str, given: object) -> Outcome | Outcomes:
        """Judgements of one argument as outcomes: one, or an array of them."""
        try:
            return outcomes_of(given) if isinstance(given, np.ndarray) or is_row(given) else Outcome.of(given)
        except (TypeError, ValueError) as error:
            self.wrong(name, f"{name}: {error}", type(error))
            return Outcome.UNKNOWN

    def word(self, name: str, given: object, known: Sequence[str]) -> None:
        """An argument that must be one of some words."""
        if given not in known:
            self.wrong(name, f"{name} must be one of {', '.join(map(repr, known))}; given {represented(given)}")

    def wrong(self, name: str, problem: str, error: Callable[[str], Exception] = ValueError) -> None:
        """Note what is wrong with an argument, unless something is known to be; the first says what error is raised."""
        if not self._problems:
            self._error = error
        self._problems.setdefault(name, f"{self.function}: {problem}")

    def wrong_unit(self, name: str, error: UnitError) -> None:
        """Note that the unit of an argument is wrong, which is pint's error whatever else is wrong."""
        given, wanted = units.name_of(error.given), units.name_of(error.wanted)
        if error.has_offset:
            problem = f"given {given!r}, which counts from another zero: convert it first"
            self.wrong(name, f"{name} must be in {wanted!r}; {problem}")
            return
        self.wrong(
            name,
            f"{name} must be in {wanted!r}; given {given!r}: give plain numbers in {wanted!r}, or attach a unit with "
            f"balanced_edu.units.quantity(numbers, {wanted!r})",
        )
        self._error = partial(units.dimensionality_error, error)

    @property
    def accepted(self) -> bool:
        """Whether nothing is wrong so far."""
        return not self._problems

    def refuse(self) -> None:
        """Raise what is wrong, one argument per line, if anything is.

        Raises
        ------
        pint.DimensionalityError
            If a quantity measures something else.
        ValueError, TypeError
            If something else is wrong.
        """
        if self._problems:
            raise self._error("\n".join(self._problems.values()))
