"""The one door for columns of figures and ids: whatever holds them comes out as numpy arrays, with what is refused."""

from __future__ import annotations

import reprlib
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from balanced_edu.outcomes import is_masked, is_unknown

if TYPE_CHECKING:
    from numpy.typing import NDArray


def figures(given: object) -> tuple[NDArray[np.float64], Mapping[tuple[int, ...], str]]:
    """Figures as an array, and by their position those that are no numbers, as they may be shown.

    An array of float64 is itself. What is masked, None or another library's null is NaN, and so is what is no number:
    whoever asks says so. Of a quantity the magnitude is taken.

    Examples
    --------
    >>> figures([1, None, "many"])
    (array([ 1., nan, nan]), {(2,): "'many'"})
    """
    given = unmasked(getattr(given, "magnitude", given), np.nan)
    if not isinstance(given, (list, tuple)):
        given = np.asarray(given)
        if given.dtype.kind not in "biufOUST":
            # Of dates and complex numbers numpy makes numbers that nobody meant.
            return np.full(given.shape, np.nan), {at: _shown(value) for at, value in np.ndenumerate(given)}
    try:
        return np.asarray(given, dtype=np.float64), {}
    except (TypeError, ValueError, OverflowError):
        return _one_by_one(np.asarray(given, dtype=object))


def _one_by_one(objects: NDArray[Any]) -> tuple[NDArray[np.float64], Mapping[tuple[int, ...], str]]:
    found, no_numbers = np.full(objects.shape, np.nan), {}
    for at, value in np.ndenumerate(objects):
        try:
            found[at] = np.nan if is_unknown(value) else float(value)
        except (TypeError, ValueError, ArithmeticError):
            no_numbers[at] = _shown(value)
    return found, no_numbers


def _shown(value: object) -> str:
    """A text as it stands; of all else what it is, since it may be too long to be shown."""
    return reprlib.repr(value) if isinstance(value, str) else type(value).__name__


def unmasked(given: object, number: float | None = None) -> object:
    """What is given without its masks; where something is masked, None or, among numbers, the `number`."""
    if isinstance(given, (list, tuple)):
        nested = any(issubclass(kind, (np.ndarray, list, tuple)) for kind in set(map(type, given)))
        return [unmasked(one, number) for one in given] if nested else given
    if not is_masked(given):
        return given
    if not np.any(given.mask):
        return given.data
    instead: Any = number if given.dtype.kind in "biuf" else None
    return np.where(given.mask, instead, given.data)[()]


def ids_of(given: object) -> tuple[NDArray[Any], Mapping[str, NDArray[np.bool_]]]:
    """Ids as an array, and what some of them are that none may be, with where.

    Lists and arrays of objects are read as what they hold: texts, integers, or floats, of which NaN is an unknown id.

    Examples
    --------
    >>> ids_of(["330302", None, 330302])[1]
    {'unknown': array([False,  True, False]), 'an integer among texts': array([False, False,  True])}
    """
    given = unmasked(given)
    listed = isinstance(given, (list, tuple))
    ids = np.asarray(given, dtype=object if listed else None)
    if hasattr(ids.dtype, "na_object"):
        ids = ids.astype(object)
    if ids.dtype.kind != "O":
        # No integer and no text is unlike itself.
        unknown = ids != ids if ids.dtype.kind in "fcmM" else np.False_
        return ids, {"unknown": np.asarray(unknown)} if unknown.any() else {}
    kinds = set(map(type, ids.flat))
    if all(issubclass(kind, str) for kind in kinds):
        return np.asarray(given) if listed else ids, {}
    if all(issubclass(kind, _INTEGERS) and kind is not bool for kind in kinds):
        integers = np.asarray(ids.tolist())
        # Those that no integer of numpy holds stay as they are.
        return integers if integers.dtype.kind in "iu" else ids, {}
    if all(issubclass(kind, (float, np.floating)) for kind in kinds):
        return ids_of(ids.astype(np.float64))
    return ids, _of_no_kind(ids)


_INTEGERS = (int, np.integer)


def _of_no_kind(ids: NDArray[Any]) -> Mapping[str, NDArray[np.bool_]]:
    """Where ids are unknown, or of other kinds than ids are; of texts and integers the fewer are in the wrong."""

    def where(holds: Callable[[object], bool]) -> NDArray[np.bool_]:
        return np.array([holds(id) for id in ids.flat], dtype=np.bool_).reshape(ids.shape)

    texts, unknown = where(lambda id: isinstance(id, str)), where(is_unknown)
    integers = where(lambda id: isinstance(id, _INTEGERS) and not isinstance(id, bool))
    wrong = {"unknown": unknown, "neither an integer nor a text": ~(texts | integers | unknown)}
    if np.count_nonzero(texts) < np.count_nonzero(integers):
        wrong["a text among integers"] = texts
    elif texts.any():
        wrong["an integer among texts"] = integers
    return {what: bad for what, bad in wrong.items() if bad.any()}


def positions(reasons: Mapping[str, NDArray[np.bool_]]) -> list[str]:
    return [
        f"{reason}: at {', '.join(str(position) for position in np.argwhere(bad)[:5].tolist())}"
        for reason, bad in reasons.items()
        if bad.any()
    ]


def not_numbers(name: str, no_numbers: Mapping[tuple[int, ...], str]) -> list[str]:
    told = [f"{list(at)} ({shown})" for at, shown in no_numbers.items()]
    return [f"{name} hold what is not a number, or is none that fits: at {', '.join(told[:5])}"] if told else []


def refuse(problems: Sequence[str]) -> None:
    if problems:
        raise ValueError("; ".join(problems))
