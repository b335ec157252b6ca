"""Checks of what people judged, and of properties such as the kind of a school."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs
import numpy as np

from balanced_edu.arrays import Coded, unmasked
from balanced_edu.checks.findings import Cell, Figure, Finding
from balanced_edu.checks.joins import Check, all_of, look_up, not_
from balanced_edu.exact import of_python
from balanced_edu.outcomes import Outcome, is_unknown, outcomes_of
from balanced_edu.text import represented

if TYPE_CHECKING:
    from balanced_edu.outcomes import Outcomes


@attrs.frozen(slots=True, repr=False, kw_only=True)
class Holds(Check):
    """A judgement that people made, or a finding made before."""

    of: str | None

    def finding(self, subject: object) -> Finding:
        judged = look_up(subject, self.of)
        name = self.name or self.of or ""
        if isinstance(judged, Finding):
            return judged
        if isinstance(judged, Figure):
            outcome = Outcome.of(judged.value)
            return Finding(check=name, outcome=outcome, inputs=judged.inputs, missing=judged.missing)
        outcome = Outcome.of(judged)
        missing = (Cell(field=self.of or "judgement"),) if outcome is Outcome.UNKNOWN else ()
        return Finding(check=name, outcome=outcome, missing=missing)

    def outcomes(self, columns: object) -> Outcomes:
        return outcomes_of(look_up(columns, self.of))

    @property
    def asks(self) -> tuple[str | None, ...]:
        return (self.of,)


@attrs.frozen(slots=True, repr=False, kw_only=True)
class OneOf(Check):
    """A property with one of some values, such as the kind of a campus."""

    of: str | None
    values: tuple[object, ...]

    def finding(self, subject: object) -> Finding:
        outcome = self.outcome(subject)
        missing = (Cell(field=self.of or "value"),) if outcome is Outcome.UNKNOWN else ()
        return Finding(check=self.name or self.of or "", outcome=outcome, missing=missing)

    def outcomes(self, columns: object) -> Outcomes:
        column = look_up(columns, self.of)
        if isinstance(column, Coded):
            return column.of_each(self._outcome).astype(np.int8)
        given = unmasked(column, np.nan)
        values = np.asarray(given, dtype=object if isinstance(given, (list, tuple)) else None)
        return np.array([self._outcome(value) for value in values.flat], dtype=np.int8).reshape(values.shape)

    @property
    def asks(self) -> tuple[str | None, ...]:
        return (self.of,)

    def outcome(self, subject: object) -> Outcome:
        return self._outcome(look_up(subject, self.of))

    def _outcome(self, value: object) -> Outcome:
        return Outcome.UNKNOWN if is_unknown(value) else Outcome.of(of_python(value) in self.values)


def holds(of: str | None = None) -> Check:
    """A judgement made by people: true, false, or None if nobody has judged yet.

    Parameters
    ----------
    of
        Name of the judgement in the subject; None if the subject is the judgement.

    Examples
    --------
    >>> print(holds("charter").finding({"charter": None}))
    not known: charter
    """
    return Holds(of=of)


def one_of(values: Sequence[object], *, of: str | None = None) -> Check:
    """A property with one of the values; None is unknown.

    Examples
    --------
    >>> one_of(["城区", "镇区"], of="area_type").finding({"area_type": "乡村"}).outcome
    <Outcome.FAIL: -1>
    """
    if isinstance(values, str):
        raise TypeError(f"one_of: values is the text {represented(values)}; give the values in brackets: [{values!r}]")
    return OneOf(of=of, values=tuple(values))


def no_veto(*grounds: str) -> Check:
    """No ground of veto (一票否决): a ground is true if it was found.

    Examples
    --------
    >>> no_veto("V1", "V6").finding({"V1": False, "V6": None}).outcome
    <Outcome.UNKNOWN: 0>
    """
    return all_of(*(not_(holds(ground)).named(ground) for ground in grounds))
