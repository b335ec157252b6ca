"""Outcomes: pass, fail or unknown, and how they combine.

Strong Kleene logic on the integers −1, 0, +1: *and* is the minimum, *or* the maximum, *not* the opposite sign.
The same functions take single outcomes and arrays of them.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias, TypeGuard, overload

import numpy as np

from balanced_edu.text import represented

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Outcomes: TypeAlias = NDArray[np.int8]

__all__ = ["Outcome", "at_least", "outcomes_of"]


class Outcome(enum.IntEnum):
    """The outcome of a check: pass (达标), fail (不达标) or unknown (无法判定).

    ``&``, ``|`` and ``~`` are Kleene's *and*, *or* and *not*. The right operand may be True or False, too; Python
    handles a bool on the left itself. An outcome has no truth value: ``if finding.outcome:`` raises TypeError.

    >>> Outcome.PASS & Outcome.UNKNOWN
    <Outcome.UNKNOWN: 0>
    >>> Outcome.FAIL & Outcome.UNKNOWN
    <Outcome.FAIL: -1>
    >>> Outcome.PASS & False
    <Outcome.FAIL: -1>
    >>> print(~Outcome.FAIL)
    pass
    >>> Outcome.FAIL is Outcome.PASS
    False
    """

    FAIL = -1
    UNKNOWN = 0
    PASS = 1

    @classmethod
    def of(cls, judgement: object) -> Outcome:
        """Read a judgement: True, False, an outcome, or None, NaN or another null if nobody has judged yet.

        Raises
        ------
        TypeError
            If `judgement` is none of these.

        Examples
        --------
        >>> Outcome.of(True), Outcome.of(None)
        (<Outcome.PASS: 1>, <Outcome.UNKNOWN: 0>)
        """
        if isinstance(judgement, Outcome):
            return judgement
        if isinstance(judgement, (bool, np.bool_)):
            return cls.PASS if judgement else cls.FAIL
        if is_unknown(judgement):
            return cls.UNKNOWN
        raise TypeError(f"a judgement must be True, False or None, not {represented(judgement)}")

    def __and__(self, other: int) -> Outcome:
        return Outcome(min(self, _joined(other)))

    def __or__(self, other: int) -> Outcome:
        return Outcome(max(self, _joined(other)))

    def __invert__(self) -> Outcome:
        return Outcome(-self)

    def __rand__(self, other: int) -> Outcome:
        return self & other

    def __ror__(self, other: int) -> Outcome:
        return self | other

    def __bool__(self) -> bool:
        # As integers a failure would be true and an unknown outcome false.
        raise TypeError("an outcome has no truth value; compare it, such as `outcome is Outcome.PASS`")

    def __str__(self) -> str:
        return self.name.lower()


def _joined(other: int) -> Outcome:
    """The operand as an outcome; False must not be taken for 0, which is unknown."""
    return Outcome.of(other) if isinstance(other, (bool, np.bool_)) else Outcome(other)


def is_unknown(value: object) -> bool:
    """Whether a value stands for something unknown: None, NaN of any width, or another library's null.

    Such a null does not equal itself (NaN, NaT), or its comparison gives the null again (pandas' NA, a masked value).

    Examples
    --------
    >>> is_unknown(None), is_unknown(np.float32("nan")), is_unknown(0)
    (True, True, False)
    """
    if isinstance(value, Decimal):  # a signalling NaN is no value that anybody left out, and cannot be compared
        return value.is_qnan()
    same = value == value
    return value is None or (not same if isinstance(same, (bool, np.bool_)) else same is value)


def is_masked(value: object) -> TypeGuard[np.ma.MaskedArray[tuple[int, ...], np.dtype[np.generic]]]:
    """Whether a value is a masked array of numpy, or a masked element of one.

    Recognised by its attribute, since numpy imports masked arrays only when they are first needed.
    """
    return isinstance(value, np.ndarray) and hasattr(value, "mask")


def outcomes_of(judgements: object) -> Outcomes:
    """Read an array of judgements into outcomes, as `int8`.

    Parameters
    ----------
    judgements
        Booleans; floats with 1, 0 and NaN; objects as `Outcome.of` reads them; or outcomes, in a list or as `int8`.
        Masked elements are unknown.

    Raises
    ------
    ValueError
        If an element is another number.

    Examples
    --------
    >>> outcomes_of([True, None, False])
    array([ 1,  0, -1], dtype=int8)
    """
    if is_masked(judgements):
        known = ~np.broadcast_to(judgements.mask, judgements.shape)
        unmasked = np.zeros(judgements.shape, dtype=np.int8)
        # The data under a mask may be anything.
        unmasked[known] = outcomes_of(judgements.data[known])
        return unmasked
    by_itself = False
    if isinstance(judgements, (list, tuple)):
        if any(is_masked(row) and row.ndim for row in judgements):
            return np.stack([outcomes_of(row) for row in judgements])
        # In an array of numbers an outcome would become a number, and unknown a 0, which means no.
        kinds = set(map(type, np.asarray(judgements, dtype=object).flat))
        by_itself = any(issubclass(kind, (Outcome, np.ndarray)) for kind in kinds)
    array = np.asarray(judgements, dtype=object if by_itself else None)
    if array.dtype == np.int8:
        if np.any((array < -1) | (array > 1)):
            raise ValueError("outcomes must be -1, 0 or 1")
        return array
    if array.dtype == np.bool_:
        return np.where(array, np.int8(1), np.int8(-1))
    if array.dtype == object:
        flat = [Outcome.of(judgement) for judgement in array.ravel()]
        return np.array(flat, dtype=np.int8).reshape(array.shape)
    if array.dtype.kind == "f":
        if not np.all((array == 0) | (array == 1) | np.isnan(array)):
            raise ValueError("judgements given as numbers must be 1 (yes), 0 (no) or NaN (unknown)")
        judged: Outcomes = np.subtract(array == 1, array == 0, dtype=np.int8)
        return judged
    raise ValueError(f"judgements must be booleans, outcomes as int8, or 1, 0 and NaN as floats, not {array.dtype}")


@overload
def at_least(k: int, outcomes: Sequence[Outcome]) -> Outcome: ...
@overload
def at_least(k: int, outcomes: Sequence[Outcomes]) -> Outcomes: ...
def at_least(k: int, outcomes: Sequence[Outcome] | Sequence[Outcomes]) -> Outcome | Outcomes:
    """Whether at least `k` of the outcomes are passes, as far as that is known.

    Passes if `k` pass, fails if so many fail that `k` are out of reach, and is unknown otherwise: the *k*-th best of
    the outcomes. If `k` is their number, this is *and*; if `k` is 1, it is *or*.

    Examples
    --------
    >>> at_least(2, [Outcome.PASS, Outcome.UNKNOWN, Outcome.FAIL])
    <Outcome.UNKNOWN: 0>
    """
    single = [outcome for outcome in outcomes if type(outcome) is Outcome]
    if len(single) == len(outcomes):
        if not 0 < k <= len(single):
            return Outcome.PASS if k <= 0 else Outcome.FAIL
        return sorted(single)[-k]
    together = np.stack(np.broadcast_arrays(*outcomes))
    if k == len(outcomes):
        joined: Outcomes = np.minimum.reduce(together)
    elif k == 1:
        joined = np.maximum.reduce(together)
    else:
        passed = np.add.reduce(together > 0, dtype=np.int16)
        within_reach = np.add.reduce(together >= 0, dtype=np.int16)
        joined = np.asarray(np.subtract(passed >= k, within_reach < k, dtype=np.int8))
    return joined
