"""Findings: the outcome of a check on one subject, with the figures, places and codes that explain it.

Findings hold no sentences. `balanced_edu.report` puts them into words, in each language it knows.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from operator import attrgetter
from typing import Any

import attrs

from balanced_edu import outcomes as kleene
from balanced_edu.checks.relations import Relation
from balanced_edu.exact import Number, exact
from balanced_edu.later import Later, itself
from balanced_edu.outcomes import Outcome


@attrs.frozen(slots=True)
class Cell:
    """A cell of a table, or a value by its name: what is missing where an outcome is unknown.

    Attributes
    ----------
    table
        ``schools`` for the school table, else a table of the county's facts as ``county.toml`` names it, such as
        ``guarantee`` or ``quality.monitoring``; empty for a value of no table.
    place
        The row: code of the campus, subject or group; empty where the table has only one.
    field
        Name of the field; empty for a whole row or table.
    """

    table: str = ""
    place: str = ""
    field: str = ""


@attrs.frozen(slots=True, kw_only=True)
class Concession:
    """What a document allows for a time in place of what it demands (放宽条款), and the duty that follows.

    Attributes
    ----------
    clause, source
        The clause, word for word, and its document and place.
    since, until
        The first and last day on which it is in force; None if there is none, or it is not known.
    duty, years
        What has to be done afterwards, word for word, and within how many years of the recognition; empty and 0 if the
        document says nothing of it.
    """

    clause: str
    source: str
    since: dt.date | None = None
    until: dt.date | None = None
    duty: str = ""
    years: int = 0

    def due(self, day: dt.date | None) -> dt.date | None:
        """The last day of the duty if the county is recognised on a day; None if there is no duty or no day.

        Examples
        --------
        >>> Concession(clause="…", source="…", duty="…", years=3).due(dt.date(2024, 2, 29))
        datetime.date(2027, 2, 28)
        """
        if day is None or not self.years:
            return None
        year = day.year + self.years
        try:
            return day.replace(year=year)
        except ValueError:  # of 29 February, which most years do not have
            return dt.date(year, 2, 28)


class Reason(enum.StrEnum):
    """Why a finding has its outcome: a code, which the figures of the finding complete."""

    COMPARED = "compared"
    """The value was compared with the limit."""
    JUDGED = "judged"
    """People judged it."""
    PARTS = "parts"
    """The outcomes of the parts decide."""
    MISSING = "missing"
    """Cells are missing."""
    DIVIDED_BY_ZERO = "divided by zero"
    """The formula divides by 0, so there is no value."""
    ALL_ZERO = "all zero"
    """Every total of a resource is 0, so its variation coefficient is undefined."""
    NO_SECTIONS = "no sections"
    """There are no sections, so nothing varies."""
    NOBODY = "nobody"
    """There is nobody to whom it applies."""
    NOT_IN_FORCE = "not in force"
    """It is in force at other times."""
    NOT_MONITORED = "not monitored"
    """No subject was monitored, so there is nothing to judge."""


@attrs.frozen(slots=True, kw_only=True)
class Figure:
    """A measured value with its unit and the figures it was computed from.

    Attributes
    ----------
    value
        A number, an outcome, or None if unknown.
    unit
        Unit of the value.
    inputs
        The figures it was computed from, by name.
    missing
        The cells without which it is unknown.
    undefined
        Why there is no value although nothing is missing.
    least, most
        What the value is at least and at most, where it is unknown; None if that is unknown too.
    """

    value: Number | Outcome | None
    unit: str = ""
    inputs: Mapping[str, object] = attrs.field(factory=dict, hash=False)
    missing: tuple[Cell, ...] = ()
    undefined: Reason | None = None
    least: Number | None = None
    most: Number | None = None


@attrs.frozen(slots=True, eq=False)
class Pending:
    """A finding of which no more than the outcome has been computed; it is made when somebody looks at it.

    Attributes
    ----------
    outcome
        Pass or fail; of what is unknown the missing cells are needed, so the finding itself.
    make
        Makes the finding.
    """

    outcome: Outcome
    make: Callable[[], Finding]

    def __reduce__(self) -> tuple[Callable[[Finding], Finding], tuple[Finding]]:
        # What makes a finding cannot be pickled.
        return made_of, (self.make(),)


def made_of(part: Finding | Pending) -> Finding:
    """A finding, made if it is pending."""
    return part.make() if isinstance(part, Pending) else part


@attrs.frozen(slots=True, kw_only=True, repr=False)
class Finding:
    """The outcome of a check on one subject, with everything needed to follow it; ``print`` gives the reason in words.

    Attributes
    ----------
    check
        Name of the check, of the value it checks, or of the measure.
    outcome
        Pass, fail or unknown.
    value, unit, limit, relation
        The value, its unit, and the limit it was compared with; None where the check combines others (`parts`).
    inputs
        The figures that the value was computed from.
    missing
        The cells that would settle an unknown outcome; of a failure, those of other forms of it that are not given.
    undefined
        Why there is no value although nothing is missing.
    parts
        Findings of the checks that were combined.
    alternative
        Which of several alternatives it is about, one of which is enough: 1, 2, …; 0 if it is about none.
    concession
        The concession by which it passes, if it would not pass without.
    item, stage, campus, subject
        What it is about: indicator, stage, campus code, and subject or group; empty where it is about more than one.
    evidence
        The documents (佐证材料) that the county names for an item, or a campus for itself; they decide nothing.
    clause, standard
        The clause, and the standard with its edition.
    responsible, task, due
        The departments responsible (责任单位), their task (工作任务), and the day by which it is due.
    """

    check: str
    outcome: Outcome
    value: Number | None = None
    unit: str = ""
    limit: Fraction | None = None
    relation: Relation | None = None
    inputs: Mapping[str, object] = attrs.field(factory=dict, hash=False)
    missing: tuple[Cell, ...] = ()
    undefined: Reason | None = None
    _parts: tuple[Finding, ...] = attrs.field(alias="parts", default=(), eq=itself)
    alternative: int = 0
    concession: Concession | None = None
    item: str = ""
    stage: str = ""
    campus: str = ""
    subject: str = ""
    evidence: tuple[str, ...] = ()
    clause: str = ""
    standard: str = ""
    responsible: tuple[str, ...] = ()
    task: str = ""
    due: dt.date | None = None

    @property
    def parts(self) -> tuple[Finding, ...]:
        """Findings of the checks that were combined."""
        return itself(self._parts)

    @property
    def reason(self) -> Reason:
        """Why it has its outcome, as a code."""
        if self._parts:
            return Reason.PARTS
        if self.undefined:
            return self.undefined
        if self.missing:
            return Reason.MISSING
        if self.value is None or self.limit is None or self.relation is None:
            return Reason.JUDGED
        return Reason.COMPARED

    @property
    def margin(self) -> Fraction | None:
        """How far the value is on the right side of its limit, in its unit; negative on the wrong side."""
        if self.value is None or self.limit is None:
            return None
        above = exact(self.value) - self.limit
        return above if self.relation and self.relation.upwards else -above

    @property
    def deciding(self) -> tuple[Finding, ...]:
        """The parts that decide the outcome."""
        return tuple(part for part in self.parts if part.outcome is self.outcome) or self.parts

    def leaves(self) -> Iterator[Finding]:
        """The deciding findings that have no parts themselves, each with the campus, stage and subject it is about."""
        if not self.parts:
            yield self
        about = {name: known for name in ("campus", "stage", "subject") if (known := getattr(self, name))}
        for part in self.deciding:
            for leaf in part.leaves():
                lacking = {name: known for name, known in about.items() if not getattr(leaf, name)}
                yield changed(leaf, **lacking) if lacking else leaf

    def __str__(self) -> str:
        from balanced_edu.report.sentences import finding_sentence

        return finding_sentence(self)

    def __repr__(self) -> str:
        from balanced_edu.report.sentences import finding_repr

        return finding_repr(self)

    def _repr_html_(self) -> str:
        from balanced_edu.report import in_notebook

        return in_notebook(self)


def cells_of(findings: Iterable[Finding | Figure]) -> tuple[Cell, ...]:
    """The cells missing in some findings, each once."""
    return tuple(dict.fromkeys(cell for finding in findings for cell in finding.missing))


_ARGUMENTS = tuple(field.alias or "" for field in attrs.fields(Finding))
_values = attrgetter(*(field.name for field in attrs.fields(Finding)))


def changed(finding: Finding, **changes: Any) -> Finding:
    """A finding with some of its fields changed: what `attrs.evolve` gives, which takes several times as long.

    Examples
    --------
    >>> changed(Finding(check="R1", outcome=Outcome.PASS), campus="A1").campus
    'A1'
    """
    return Finding(**{**dict(zip(_ARGUMENTS, _values(finding), strict=True)), **changes})


def joined(k: int, parts: Sequence[Finding | Pending], check: str = "") -> Finding:
    """The finding that at least `k` of some findings pass; if that is unknown, with the cells that would settle it."""
    outcome = kleene.at_least(k, [part.outcome for part in parts])
    made = [part for part in parts if isinstance(part, Finding)]
    missing = cells_of(part for part in made if part.outcome is outcome) if outcome is Outcome.UNKNOWN else ()
    together: Any = tuple(made) if len(made) == len(parts) else Later(lambda: tuple(map(made_of, parts)))
    return Finding(check=check, outcome=outcome, parts=together, missing=missing)


def best_given(parts: Sequence[Finding], check: str = "") -> Finding:
    """The finding for one thing in several forms: any of the known ones passes; unknown if none is known."""
    known = [part for part in parts if part.outcome is not Outcome.UNKNOWN]
    best = joined(1, known or parts, check)
    if best.outcome is Outcome.FAIL:
        return changed(best, missing=cells_of(part for part in parts if part not in known))
    return best


def stands(finding: Finding) -> bool:
    """Whether a failure stands whatever is filled in: a part of it does that no form that is not given could turn.

    Where all parts of a finding fail, all of them have to stand, since one that passes may be enough.
    """
    if finding.missing or not finding.parts:
        return not finding.missing
    failed = [stands(part) for part in finding.parts if part.outcome is Outcome.FAIL]
    return all(failed) if len(failed) == len(finding.parts) else any(failed)


def open_forms(finding: Finding) -> tuple[Cell, ...]:
    """The cells of forms that are not given, of failures that do not stand."""
    failed = (part for part in finding.parts if part.outcome is Outcome.FAIL)
    return tuple(dict.fromkeys((*finding.missing, *(cell for part in failed for cell in open_forms(part)))))
