"""What comes in: the columns of many sections as arrays, checked for what cannot be true, every problem at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from balanced_edu import units
from balanced_edu.arrays import figures, ids_of, unmasked
from balanced_edu.records.kinds import COMPULSORY

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

KEYS = ("county", "stage", "pupils")
"""The columns of a section besides its totals."""

_LISTED = 10
_CODES: dict[object, int] = {0: 0, 1: 1, **{str(stage): code for code, stage in enumerate(COMPULSORY)}}


def checked_sections(
    county: object, stage: object, pupils: object, totals: object, units_of_totals: Mapping[str, str]
) -> tuple[NDArray[Any], NDArray[Any], NDArray[np.float64], NDArray[np.float64]]:
    """Ids of counties, codes of stages, pupils and totals as arrays; the totals are looked at where they are sorted."""
    (ids, wrong_ids), stages = ids_of(county), _stage_codes(stage)
    p, no_pupils = figures(_plain(pupils, "pupil", "pupils"))
    x, no_totals = checked_totals(totals, units_of_totals)
    x = np.ascontiguousarray(x)
    _refuse_misshapen(ids, stages, p, x, len(units_of_totals))
    no_numbers = [*_no_numbers("pupils", {row: shown for (row,), shown in no_pupils.items()}), *no_totals]
    problems = _bad_ids(ids, wrong_ids) | _bad_stages(stages) | _bad_pupils(p)
    if no_numbers or problems:
        refuse(problems | untrue_totals(x, units_of_totals), no_numbers)
    return ids, stages, p, x


def checked_totals(totals: object, units_of_totals: Mapping[str, str]) -> tuple[NDArray[np.float64], list[str]]:
    """Totals as an array, a row each, and a sentence about each row that holds what is not a number."""
    if units.is_quantity(totals):
        raise ValueError("totals have no unit in common; give a column for each total, with its own unit")
    if isinstance(totals, (list, tuple)) and len(totals) == len(units_of_totals):
        rows = zip(totals, units_of_totals.items(), strict=True)
        totals = [_plain(row, unit, name) for row, (name, unit) in rows]
    x, no_numbers = figures(totals)
    sentences = []
    for place, name in enumerate(units_of_totals):
        of_row = {at[-1]: shown for at, shown in no_numbers.items() if at[:1] == (place,)}
        sentences += _no_numbers(name, of_row)
    return x, sentences


def checked_columns(
    columns: Mapping[str, ArrayLike], units_of_totals: Mapping[str, str]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Pupils and totals from columns by name; problems of counties and stages are reported with theirs."""
    missing = missing_columns(columns, (*KEYS, *units_of_totals))
    problems = [missing] if missing else []
    checked: dict[str, NDArray[np.float64]] = {}
    for name, unit in {"pupils": "pupil", **units_of_totals}.items():
        if name in columns:
            checked[name], no_numbers = figures(_plain(columns[name], unit, name))
            problems += _no_numbers(name, {at[0]: shown for at, shown in no_numbers.items() if at})
    problems += [f"{name} is not a column" for name, column in checked.items() if column.ndim != 1]
    lengths = {name: column.size for name, column in checked.items()}
    if not problems and len(set(lengths.values())) > 1:
        problems.append(f"columns are of different lengths: {', '.join(f'{n} {size}' for n, size in lengths.items())}")
    if problems:
        rows = _bad_ids(*ids_of(columns["county"])) if "county" in columns else {}
        if "stage" in columns:
            rows |= _bad_stages(_stage_codes(columns["stage"]))
        for name, column in checked.items():
            rows |= _bad_pupils(column) if name == "pupils" else untrue(f"{name} is", column)
        refuse(rows, problems)
    return checked.pop("pupils"), np.stack(list(checked.values()))


def missing_columns(columns: Mapping[str, object] | Sequence[str], needed: Sequence[str]) -> str:
    """A sentence that names the columns that are missing; empty if none is."""
    missing = [name for name in needed if name not in columns]
    return (
        f"columns are missing: {', '.join(missing)}; add them, or rename the columns that hold them" if missing else ""
    )


def untrue_totals(x: NDArray[np.float64], names: Mapping[str, str]) -> dict[str, NDArray[np.bool_]]:
    """Where totals cannot be true, by what is wrong with them."""
    problems: dict[str, NDArray[np.bool_]] = {}
    for name, row in zip(names, x, strict=True):
        problems |= untrue(f"{name} is", row)
    return problems


def untrue(name: str, row: NDArray[np.float64]) -> dict[str, NDArray[np.bool_]]:
    """Where figures are negative or infinite; looked for only if the least or the greatest of them says so."""
    if row.size and (np.fmin.reduce(row) < 0 or np.fmax.reduce(row) == np.inf):
        return {f"{name} negative or infinite": (row < 0) | np.isinf(row)}
    return {}


def refuse(problems: Mapping[str, NDArray[np.bool_]], sentences: Sequence[str] = ()) -> None:
    """Raise all problems at once: those in sentences, and those that some rows have."""
    of_rows = (f"{message}: {_rows(np.flatnonzero(bad).tolist())}" for message, bad in problems.items())
    sentence = "; ".join([*sentences, *of_rows])
    if sentence:
        raise ValueError(sentence)


def _plain(given: object, unit: str, name: str) -> object:
    """Numbers without their unit, converted to `unit`; what has none is in it already."""
    if isinstance(given, (list, tuple)) and any(hasattr(kind, "dimensionality") for kind in set(map(type, given))):
        return [units.magnitude(one, unit, argument=name) for one in given]
    return units.magnitude(given, unit, argument=name)


def _stage_codes(given: object) -> NDArray[Any]:
    """Stages as 0 and 1, from these or from their names; anything else is another number."""
    stages = np.asarray(unmasked(given), dtype=object if isinstance(given, (list, tuple)) else None)
    if stages.dtype.kind in "biuf":
        return stages
    if stages.dtype.kind == "O":
        codes = np.fromiter(map(_stage_code, stages.flat), dtype=np.int8, count=stages.size)
        return codes.reshape(stages.shape)
    names = stages.astype(str)
    codes = np.full(names.shape, -1, dtype=np.int8)
    for code, stage in enumerate(COMPULSORY):
        codes[names == str(stage)] = code
    return codes


def _stage_code(stage: object) -> int:
    try:
        return _CODES.get(stage, -1)
    except TypeError:
        # What cannot be looked up is no stage.
        return -1


def _refuse_misshapen(
    ids: NDArray[Any], stages: NDArray[Any], p: NDArray[np.float64], x: NDArray[np.float64], rows: int
) -> None:
    n = p.shape[0] if p.ndim == 1 else -1
    shapes = {"county": ids.shape, "stage": stages.shape, "pupils": p.shape}
    wrong = [f"{name} {shape}" for name, shape in shapes.items() if shape != (n,)]
    wrong += [f"totals {x.shape}"] if x.shape != (rows, n) else []
    if wrong:
        raise ValueError(f"county, stage and pupils have shape (n,), totals ({rows}, n); given {', '.join(wrong)}")


def _bad_ids(ids: NDArray[Any], wrong: Mapping[str, NDArray[np.bool_]]) -> dict[str, NDArray[np.bool_]]:
    wrong = dict(wrong)
    if ids.dtype.kind not in "iuUSTO":
        # If one is unknown, integers have become floats: then only that one is wrong.
        unknown = wrong.get("unknown", np.zeros(ids.shape, dtype=np.bool_))
        whole = np.equal(ids, np.trunc(ids)) if ids.dtype.kind == "f" and unknown.any() else np.False_
        wrong["neither an integer nor a text"] = ~(unknown | whole)
    return {f"county is {what}": bad for what, bad in wrong.items() if bad.any()}


def _bad_stages(stages: NDArray[Any]) -> dict[str, NDArray[np.bool_]]:
    bad = ~((stages == 0) | (stages == 1))
    return {"stage is neither 0 (primary) nor 1 (junior)": bad} if bad.any() else {}


def _bad_pupils(p: NDArray[np.float64]) -> dict[str, NDArray[np.bool_]]:
    none = p == 0
    return ({"pupils are 0; leave out a stage that has none": none} if none.any() else {}) | untrue("pupils are", p)


def _no_numbers(name: str, no_numbers: Mapping[int, str]) -> list[str]:
    shown = [f"{row} ({value})" for row, value in no_numbers.items()]
    return [f"{name} holds what is not a number, or is none that fits: {_rows(shown)}"] if shown else []


def _rows(shown: Sequence[object]) -> str:
    more = f" and {len(shown) - _LISTED} more" if len(shown) > _LISTED else ""
    return f"rows {', '.join(map(str, shown[:_LISTED]))}{more}"
