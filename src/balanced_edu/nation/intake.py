"""What comes in: the columns of many sections as arrays, checked for what cannot be true, every problem at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from balanced_edu import units
from balanced_edu.arguments import Arguments, places
from balanced_edu.arrays import Coded, ids_of, unmasked
from balanced_edu.nation.coding import coded
from balanced_edu.records.fields import LARGEST_FIGURE
from balanced_edu.records.kinds import COMPULSORY, STAGE_NAMES

if TYPE_CHECKING:
    from numpy.typing import NDArray

KEYS = ("county", "stage", "pupils")
"""The columns of a section besides its totals."""

_NEITHER = -1
_CODES: dict[object, int] = {0: 0, 1: 1, **{name: COMPULSORY.index(stage) for name, stage in STAGE_NAMES.items()}}

Sections: TypeAlias = "tuple[NDArray[Any] | Coded, NDArray[Any], NDArray[np.float64], NDArray[np.float64]]"
"""Ids of counties, codes of stages, pupils, and a row for each total, whose range is checked where it is sorted."""


def checked_sections(
    arguments: Arguments,
    county: object,
    stage: object,
    pupils: object,
    totals: object,
    units_of_totals: Mapping[str, str],
) -> Sections:
    """Sections from arrays."""
    ids, stages, p = _ids(arguments, county), _stages(arguments, stage), _pupils(arguments, pupils)
    x = checked_totals(arguments, totals, units_of_totals)
    n = p.size if p.ndim == 1 else -1
    shapes = {"county": ids.shape, "stage": stages.shape, "pupils": p.shape}
    wrong = [f"{name} {shape}" for name, shape in shapes.items() if shape != (n,)]
    wrong += [f"totals {x.shape}"] if x.shape != (len(units_of_totals), n) else []
    if wrong and arguments.all_read:
        required = f"county, stage and pupils must have shape (n,), and totals ({len(units_of_totals)}, n)"
        arguments.wrong("shapes", f"{required}; given {', '.join(wrong)}")
    elif not wrong:
        check_nobody(arguments, x, np.flatnonzero(p == 0), units_of_totals)
    arguments.refuse()
    return ids, stages, p, x


def checked_columns(
    arguments: Arguments, columns: Mapping[str, object], units_of_totals: Mapping[str, str]
) -> Sections:
    """Sections from columns by name."""
    if missing := missing_columns(columns, (*KEYS, *units_of_totals)):
        arguments.wrong("columns", missing)
    readers: dict[str, Callable[[Arguments, object], Any]] = {"county": _ids, "stage": _stages, "pupils": _pupils}
    keys = {name: read(arguments, columns[name]) for name, read in readers.items() if name in columns}
    totals = {
        name: arguments.numbers(name, columns[name], unit) for name, unit in units_of_totals.items() if name in columns
    }
    shapes = {name: column.shape for name, column in {**keys, **totals}.items()}
    wrong = len(set(shapes.values())) > 1 or any(len(shape) != 1 for shape in shapes.values())
    if wrong and arguments.all_read:
        given = ", ".join(f"{name} {shape}" for name, shape in shapes.items())
        arguments.wrong("shapes", f"columns must have one shape (n,); given {given}")
    fitting = bool(totals) and not wrong
    x = np.stack(list(totals.values())) if fitting else np.empty((0, 0))
    if fitting and "pupils" in keys:
        check_nobody(arguments, x, np.flatnonzero(keys["pupils"] == 0), totals)
    arguments.refuse()
    return keys["county"], keys["stage"], keys["pupils"], x


def checked_totals(arguments: Arguments, totals: object, units_of_totals: Mapping[str, str]) -> NDArray[np.float64]:
    """Totals as an array, a row each; their range is checked only if something is wrong already."""
    if units.is_quantity(totals):
        arguments.wrong("totals", "totals must have a unit each, not one in common; give a column for each total")
        arguments.all_read = False
        return np.empty(0)
    if isinstance(totals, np.ndarray) and totals.ndim and totals.dtype.kind not in "biuf":
        totals = list(unmasked(totals))  # type: ignore[call-overload]
    if isinstance(totals, (list, tuple)) and len(totals) == len(units_of_totals):
        columns = zip(totals, units_of_totals.items(), strict=True)
        rows = {name: arguments.numbers(name, column, unit) for column, (name, unit) in columns}
        fitting = len({row.shape for row in rows.values()}) == 1
        if arguments.all_read and not fitting:
            given = ", ".join(f"{name} {row.shape}" for name, row in rows.items())
            arguments.wrong("totals", f"totals must have one shape (n,); given {given}")
            arguments.all_read = False
        x = np.stack(list(rows.values())) if fitting else np.empty(0)
    else:
        x = arguments.numbers("totals", totals)
        rows = dict(zip(units_of_totals, x, strict=True)) if x.shape[:1] == (len(units_of_totals),) else {}
    if not arguments.accepted:
        for name, row in rows.items():
            arguments.in_range(name, row, most=LARGEST_FIGURE)
    return np.ascontiguousarray(x)


def missing_columns(columns: Mapping[str, object] | Sequence[str], needed: Sequence[str]) -> str:
    """A sentence that names the columns that are missing; empty if none is."""
    missing = [name for name in needed if name not in columns]
    return (
        f"columns are missing: {', '.join(missing)}; add them, or rename the columns that hold them" if missing else ""
    )


def _ids(arguments: Arguments, given: object) -> NDArray[Any] | Coded:
    if (column := coded(given)) is not None:
        blank = [code for code, text in enumerate(column.values.tolist()) if is_blank(text)]
        if blank and np.any(without := np.isin(column.codes, blank)):
            arguments.not_ids("county", {"a blank text": without})
        return column
    ids, wrong = ids_of(given)
    if ids.dtype.kind not in "iuUSTO":
        # If one is unknown, integers have become floats: then only that one is wrong.
        unknown = wrong.get("unknown", np.zeros(ids.shape, dtype=np.bool_))
        whole = np.equal(ids, np.trunc(ids)) if ids.dtype.kind == "f" and unknown.any() else np.False_
        others = ~(unknown | whole)
        wrong = {**wrong, **({"neither an integer nor a text": others} if others.any() else {})}
    arguments.not_ids("county", wrong)
    return ids


def is_blank(id: object) -> bool:
    """Whether an id is a text that names no county."""
    return isinstance(id, str) and (not id or id.isspace())


def _pupils(arguments: Arguments, given: object) -> NDArray[np.float64]:
    return arguments.figures("pupils", given, "pupil", most=LARGEST_FIGURE)


def check_nobody(
    arguments: Arguments, totals: NDArray[np.float64], nobody: NDArray[np.intp], names: Iterable[str]
) -> None:
    """Note rows that have totals and no pupils; without totals they are no sections, and take no part."""
    if nobody.size and np.any(given := np.any(totals[:, nobody] > 0, axis=0)):
        rows = np.isin(np.arange(totals.shape[1]), nobody[given])
        what = f"totals must be 0 where pupils are 0; given more {places(rows)}"
        arguments.wrong("no pupils", f"{what}: correct the totals or the pupils")
    if not arguments.accepted:
        for name, row in zip(names, totals, strict=True):
            arguments.in_range(name, row, most=LARGEST_FIGURE)


def _stages(arguments: Arguments, given: object) -> NDArray[Any]:
    stages = _stage_codes(given)
    primary, junior = stages == 0, stages == 1
    if not np.all(either := primary | junior):
        required = "0, 'primary' or '小学', or 1, 'junior' or '初中'"
        arguments.wrong("stage", f"stage must be {required}; given something else {places(~either)}: correct it")
    return np.asarray(junior).view(np.uint8)


def _stage_codes(given: Any) -> NDArray[Any]:
    """Stages as 0 and 1, from these or from their names; anything else is another number."""
    if units.is_quantity(given):
        return np.full(np.shape(given.magnitude), _NEITHER)
    if (column := coded(given)) is not None:
        return np.array([_stage_code(text) for text in column.values.tolist()], dtype=np.int8).take(column.codes)
    stages = np.asarray(unmasked(given), dtype=object if isinstance(given, (list, tuple)) else None)
    if stages.dtype.kind in "biuf":
        return stages
    if stages.dtype.kind != "O":
        stages = stages.astype(str)
    codes = np.fromiter(map(_stage_code, stages.flat), dtype=np.int8, count=stages.size)
    return codes.reshape(stages.shape)


def _stage_code(stage: object) -> int:
    try:
        return _CODES.get(stage, _NEITHER)
    except TypeError:
        # What cannot be looked up is no stage.
        return _NEITHER
