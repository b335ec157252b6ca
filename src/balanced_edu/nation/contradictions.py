"""Which campuses cannot be true: what a single campus refuses, found in columns.

The messages are those of a single campus, which is made of each row that is found here.
"""

from __future__ import annotations

from functools import partial, reduce
from typing import TYPE_CHECKING, Any

import numpy as np

from balanced_edu.checks.limits import Bounded
from balanced_edu.nation.campuses import joined
from balanced_edu.nation.columns import chunks
from balanced_edu.records.campus import OF_PUPILS, SHARED, Campus
from balanced_edu.records.fields import fields_of
from balanced_edu.records.kinds import COMPULSORY, Stage
from balanced_edu.records.relations import Relation, relations_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from balanced_edu.nation.campuses import Campuses

    Rows = NDArray[np.bool_]
    Bound = Callable[[str], NDArray[np.float64]]

_FIELDS = fields_of(Campus)
_TOLERATED = 1e-12  # parts are added in binary; a single campus compares them as decimals


def untrue(campuses: Campuses) -> NDArray[np.bool_]:
    """Which campuses have figures that contradict one another.

    Examples
    --------
    >>> from balanced_edu.nation.campuses import Campuses
    >>> from balanced_edu.arrays import Coded
    >>> from balanced_edu.records.kinds import Kind
    >>> kinds = Coded((Kind.PRIMARY,), np.array([0, 0]))
    >>> teachers = {"full_time_teachers": np.array([30.0, 30.0]), "certified_teachers": np.array([31.0, 9.0])}
    >>> untrue(Campuses(np.array([0, 0]), {"kind": kinds, **teachers}))
    array([ True, False])
    """
    found = np.zeros(campuses.size, dtype=np.bool_)
    for rows in chunks(campuses.size):
        for wrong in _contradictions(campuses.take(rows)):
            found[rows] |= wrong
    return found


def may_lack_pupils(campuses: Campuses, stage: Stage) -> NDArray[np.bool_]:
    """Which campuses may have no pupils in a stage: theirs are unknown, and nothing else that is given needs them."""
    lacking = campuses.has(stage) & np.isnan(campuses.pupils_of(stage))
    rows = np.flatnonzero(lacking)
    if rows.size:
        nobody = {f"{stage}_pupils": np.zeros(rows.size)}
        lacking[rows] = ~untrue(campuses.take(rows, **nobody))
    return lacking


def _contradictions(campuses: Campuses) -> Iterator[Rows]:
    yield from _against_pupils(campuses)
    yield from _against_stages(campuses)
    yield from _against_sponsor(campuses)
    for relation in relations_of(Campus):
        if campuses.columns.keys() >= {*relation.whole} - {"pupils"} and campuses.columns.keys() & {*relation.parts}:
            yield exceeding(relation, lambda name: _least(campuses, name), lambda name: _most(campuses, name))


def exceeding(relation: Relation, least: Bound, most: Bound) -> Rows:
    """Where parts exceed their whole, by what they are at least and it is at most."""
    wholes = [most(name) for name in relation.whole]
    parts: Any = sum(np.fmax(least(name), 0.0) for name in relation.parts)  # what is unknown adds nothing
    return np.asarray(parts > reduce(np.multiply, wholes))


def _least(campuses: Campuses, name: str) -> NDArray[np.float64]:
    return campuses.bounded(name).least


def _most(campuses: Campuses, name: str) -> NDArray[np.float64]:
    return campuses.pupils if name == "pupils" else campuses.bounded(name).most


def _against_pupils(campuses: Campuses) -> Iterator[Rows]:
    for stage in Stage:
        there, pupils = campuses.has(stage), campuses.figures(f"{stage}_pupils")
        nobody, some = there & (pupils == 0), there & (pupils > 0)
        for name in (n for n in _FIELDS if n.startswith(f"{stage}_") and n in campuses.columns):
            given = _given(campuses, name)
            yield given & ~there
            if name.endswith(OF_PUPILS):
                yield given & nobody
        for name in (f"{stage}_classes", f"{stage}_largest_class"):
            if name in campuses.columns:
                yield some & (campuses.figures(name) == 0)
    nobody_at_all = np.logical_and.reduce(
        [~campuses.has(stage) | (campuses.figures(f"{stage}_pupils") == 0) for stage in Stage]
    )
    for name in SHARED:
        if name in campuses.columns:
            total, derived = campuses.figures(name), campuses.from_parts(name)
            yield nobody_at_all & (total > 0)
            if derived is not None:
                yield np.abs(total - derived) > _TOLERATED * np.abs(total)


def _given(campuses: Campuses, name: str) -> Rows:
    """Where more than 0 is given, or a band."""
    column = campuses.columns[name]
    if isinstance(column, Bounded):
        return np.asarray((column.value > 0) | (np.isnan(column.value) & ~np.isnan(column.least)))
    return np.asarray(campuses.figures(name) > 0)


def _against_stages(campuses: Campuses) -> Iterator[Rows]:
    """What the compulsory stages have together beside what each has."""
    there = [campuses.with_pupils(stage) for stage in COMPULSORY]
    pupils = sum(np.fmax(campuses.pupils_of(stage), 0.0) for stage in COMPULSORY)
    overall = campuses.bounded("compulsory_largest_class")
    if "compulsory_classes" in campuses.columns:
        together = campuses.figures("compulsory_classes")
        several = [np.where(has, campuses.figures(f"{s}_classes"), 0) for has, s in zip(there, COMPULSORY, strict=True)]
        # A stage that has more than all stages together is found by itself.
        total = np.add.reduce(several)
        yield (total != together) & ~np.isnan(total + together) & (np.maximum.reduce(several) <= together)
        yield (pupils > 0) & (together == 0)
        yield pupils > together * overall.most
    if "compulsory_largest_class" in campuses.columns:
        yield (pupils > 0) & (overall.most == 0)
        sizes = [campuses.bounded(f"{stage}_largest_class").most for stage in COMPULSORY]
        most = np.maximum.reduce([np.where(has, size, 0) for has, size in zip(there, sizes, strict=True)])
        yield most < overall.least


def _against_sponsor(campuses: Campuses) -> Iterator[Rows]:
    if "sponsor" not in campuses.columns:
        return
    for name in ("ownership", "affiliation"):
        if name in campuses.columns:
            both = joined([campuses.words("sponsor"), campuses.words(name)], partial(_disagrees, name))
            yield both.of_each(bool)


def _disagrees(name: str, sponsor: Any, given: Any) -> bool:
    follows = getattr(sponsor, name, None)
    return given is not None and follows is not None and given != follows
