"""Outcomes: pass, fail, unknown, and what becomes of them when they are joined.

Strong Kleene logic on the integers −1, 0, +1: *and* is the minimum, *or* the maximum, *not* the opposite sign.
Every function here takes single outcomes or arrays of them alike.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias, TypeGuard, overload

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Outcomes: TypeAlias = NDArray[np.int8]


class Outcome(enum.IntEnum):
    """What a check found: pass (达标), fail (不达标) or unknown (无法判定).

    ``&``, ``|`` and ``~`` are Kleene's *and*, *or* and *not*. True and False may be joined to an outcome too, on its
    right: Python itself answers for a bool on the left.

    >>> Outcome.PASS & Outcome.UNKNOWN
    <Outcome.UNKNOWN: 0>
    >>> Outcome.FAIL & Outcome.UNKNOWN
    <Outcome.FAIL: -1>
    >>> Outcome.PASS & False
    <Outcome.FAIL: -1>
    >>> print(~Outcome.FAIL)
    pass
    """

    FAIL = -1
    UNKNOWN = 0
    PASS = 1

    @classmethod
    def of(cls, judgement: object) -> Outcome:
        """Read a judgement: True, False, or None, NaN and other nulls for one that nobody has made.

        Raises
        ------
        TypeError
            If `judgement` is none of these, nor an outcome already.

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
        raise TypeError(f"a judgement is True, False or None, not {judgement!r}")

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

    def __str__(self) -> str:
        return self.name.lower()


def _joined(other: int) -> Outcome:
    """An outcome, or the one of a bool: False would be taken for 0 otherwise, which is unknown."""
    return Outcome.of(other) if isinstance(other, (bool, np.bool_)) else Outcome(other)


def is_unknown(value: object) -> bool:
    """Whether a value says that something is not known: None, NaN of any width, or another library's null.

    Such a null is not equal to itself (NaN, NaT), or its comparison gives the null again (pandas' NA, a masked value).

    Examples
    --------
    >>> is_unknown(None), is_unknown(np.float32("nan")), is_unknown(0)
    (True, True, False)
    """
    same = value == value
    return value is None or (not same if isinstance(same, (bool, np.bool_)) else same is value)


def is_masked(value: object) -> TypeGuard[np.ma.MaskedArray[tuple[int, ...], np.dtype[np.generic]]]:
    """Whether a value is a masked array of numpy, or one of the masked elements of such an array.

    Told by what it has, since numpy loads what makes them only when they are first needed.
    """
    return isinstance(value, np.ndarray) and hasattr(value, "mask")


def outcomes_of(judgements: object) -> Outcomes:
    """Read an array of judgements into outcomes, as `int8`.

    Parameters
    ----------
    judgements
        Booleans; floats with 1, 0 and NaN; objects as `Outcome.of` reads them; or outcomes, in a list or as `int8`.
        What is masked is unknown.

    Raises
    ------
    ValueError
        If a number stands where only a judgement can.

    Examples
    --------
    >>> outcomes_of([True, None, False])
    array([ 1,  0, -1], dtype=int8)
    """
    if is_masked(judgements):
        known = ~np.broadcast_to(judgements.mask, judgements.shape)
        unmasked = np.zeros(judgements.shape, dtype=np.int8)
        # What lies beneath a mask may be anything.
        unmasked[known] = outcomes_of(judgements.data[known])
        return unmasked
    by_itself = False
    if isinstance(judgements, (list, tuple)):
        if any(is_masked(row) and row.ndim for row in judgements):
            return np.stack([outcomes_of(row) for row in judgements])
        # Beside numbers an outcome would be one itself, and unknown a 0, which means no.
        kinds = set(map(type, np.asarray(judgements, dtype=object).flat))
        by_itself = any(issubclass(kind, (Outcome, np.ndarray)) for kind in kinds)
    array = np.asarray(judgements, dtype=object if by_itself else None)
    if array.dtype == np.int8:
        if np.any((array < -1) | (array > 1)):
            raise ValueError("outcomes are -1, 0 or 1")
        return array
    if array.dtype == np.bool_:
        return np.where(array, np.int8(1), np.int8(-1))
    if array.dtype == object:
        flat = [Outcome.of(judgement) for judgement in array.ravel()]
        return np.array(flat, dtype=np.int8).reshape(array.shape)
    if array.dtype.kind == "f":
        if not np.all((array == 0) | (array == 1) | np.isnan(array)):
            raise ValueError("judgements given as numbers are 1 (yes), 0 (no) or NaN (not known)")
        judged: Outcomes = np.subtract(array == 1, array == 0, dtype=np.int8)
        return judged
    raise ValueError(f"judgements are booleans, outcomes as int8, or 1, 0 and NaN as floats; not {array.dtype}")


@overload
def at_least(k: int, outcomes: Sequence[Outcome]) -> Outcome: ...
@overload
def at_least(k: int, outcomes: Sequence[Outcomes]) -> Outcomes: ...
def at_least(k: int, outcomes: Sequence[Outcome] | Sequence[Outcomes]) -> Outcome | Outcomes:
    """Whether at least `k` of the outcomes are passes, as far as that is known.

    Passes when `k` have passed, fails when so many have failed that `k` are out of reach, and is unknown
    in between. With all of them for `k` this is *and*, with 1 it is *or*: the *k*-th best of them.

    Examples
    --------
    >>> at_least(2, [Outcome.PASS, Outcome.UNKNOWN, Outcome.FAIL])
    <Outcome.UNKNOWN: 0>
    """
    single = [outcome for outcome in outcomes if isinstance(outcome, Outcome)]
    if len(single) == len(outcomes):
        ranked = [Outcome.PASS, *sorted(single, reverse=True), Outcome.FAIL]
        return ranked[min(max(k, 0), len(outcomes) + 1)]
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
