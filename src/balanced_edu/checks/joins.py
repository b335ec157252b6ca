"""What every check can do, and how checks combine: all of, any of, at least *k* of, not, any given."""

from __future__ import annotations

import abc
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NoReturn

import attrs
import numpy as np

from balanced_edu import outcomes as kleene
from balanced_edu.arguments import must_be, of_type
from balanced_edu.checks.findings import Finding, best_given, joined
from balanced_edu.errors import CheckError
from balanced_edu.outcomes import Outcome
from balanced_edu.text import represented

if TYPE_CHECKING:
    from balanced_edu.outcomes import Outcomes


@attrs.frozen(slots=True, repr=False)
class CheckValidator:
    """A check as an attrs validator: only what passes is accepted."""

    check: Check

    def __call__(self, instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
        finding = self.check.finding(value)
        if finding.outcome is not Outcome.PASS:
            raise CheckError(attribute.name, finding)

    def __repr__(self) -> str:
        return f"<validator of {self.check!r}>"


@attrs.frozen(slots=True, repr=False, kw_only=True)
class Check(abc.ABC):
    """A limit, a judgement or a combination of checks, as a value. Make checks with the functions of this package."""

    name: str = ""

    @abc.abstractmethod
    def finding(self, subject: object) -> Finding:
        """Check one subject: a value, a mapping with values by name, or an object with attributes."""

    def outcome(self, subject: object) -> Outcome:
        """What `finding` finds, without what explains it."""
        return self.finding(subject).outcome

    @abc.abstractmethod
    def outcomes(self, columns: object) -> Outcomes:
        """Check many subjects at once: an array, or a mapping with arrays by name."""

    @property
    @abc.abstractmethod
    def asks(self) -> tuple[str | None, ...]:
        """The names of the values that it looks up in a subject, each once; None for the subject itself.

        Examples
        --------
        >>> from balanced_edu.checks import at_least, holds
        >>> (at_least(3, of="a") & holds("b") & at_least(1, of="a")).asks
        ('a', 'b')
        """

    def named(self, name: str) -> Check:
        """The same check under a name, which its findings carry."""
        return attrs.evolve(self, name=name)

    def validator(self) -> CheckValidator:
        """The check as an attrs validator; an unknown outcome is not accepted.

        Examples
        --------
        >>> from balanced_edu.checks import at_most
        >>> @attrs.frozen
        ... class School:
        ...     largest_class: int = attrs.field(validator=at_most(45, "pupil").validator())
        >>> School(largest_class=46)
        Traceback (most recent call last):
        ...
        balanced_edu.errors.CheckError: largest_class does not pass: 46 > 45 pupils (over by 1)
        """
        return CheckValidator(self)

    def __call__(self, *_: object) -> NoReturn:
        """Refuse to be called, as attrs does with a validator."""
        raise TypeError(
            f"{self!r} cannot be called; check a subject with .finding(subject), or give attrs .validator()"
        )

    def __and__(self, other: Check) -> Check:
        return all_of(self, other)

    def __or__(self, other: Check) -> Check:
        return any_of(self, other)

    def __invert__(self) -> Check:
        return not_(self)

    def __repr__(self) -> str:
        from balanced_edu.report.sentences import check_repr

        return check_repr(self)


@attrs.frozen(slots=True, repr=False, kw_only=True)
class AtLeastOf(Check):
    """At least `k` of some checks: all of them, any of them, or a number in between."""

    k: int
    checks: tuple[Check, ...]

    def finding(self, subject: object) -> Finding:
        return joined(self.k, [check.finding(subject) for check in self.checks], self.name)

    def outcome(self, subject: object) -> Outcome:
        return kleene.at_least(self.k, [check.outcome(subject) for check in self.checks])

    @property
    def asks(self) -> tuple[str | None, ...]:
        return _asked(self.checks)

    def outcomes(self, columns: object) -> Outcomes:
        return np.asarray(kleene.at_least(self.k, [check.outcomes(columns) for check in self.checks]), dtype=np.int8)


@attrs.frozen(slots=True, repr=False, kw_only=True)
class Not(Check):
    """The opposite of a check."""

    check: Check

    def finding(self, subject: object) -> Finding:
        part = self.check.finding(subject)
        return Finding(check=self.name, outcome=~part.outcome, parts=(part,), missing=part.missing)

    def outcome(self, subject: object) -> Outcome:
        return ~self.check.outcome(subject)

    @property
    def asks(self) -> tuple[str | None, ...]:
        return self.check.asks

    def outcomes(self, columns: object) -> Outcomes:
        return np.asarray(np.negative(self.check.outcomes(columns)), dtype=np.int8)


@attrs.frozen(slots=True, repr=False, kw_only=True)
class AnyGiven(Check):
    """One thing that may be given in several forms: the known ones count, and one that passes is enough."""

    checks: tuple[Check, ...]

    def finding(self, subject: object) -> Finding:
        return best_given([check.finding(subject) for check in self.checks], self.name)

    @property
    def asks(self) -> tuple[str | None, ...]:
        return _asked(self.checks)

    def outcomes(self, columns: object) -> Outcomes:
        parts = np.broadcast_arrays(*(check.outcomes(columns) for check in (not_(all_of()), *self.checks)))
        best = np.maximum.reduce(parts)
        return np.asarray(np.where(best == 0, np.minimum.reduce(parts[1:] or parts), best), dtype=np.int8)


def all_of(*checks: Check) -> Check:
    """All of the checks; passes if there are none.

    Examples
    --------
    >>> from balanced_edu.checks import at_least, at_most
    >>> print(all_of(at_least(1), at_most(2)).finding(3))
    3 > 2 (over by 1)
    """
    return AtLeastOf(k=len(checks), checks=_checks("all_of", checks))


def any_of(*checks: Check) -> Check:
    """Any of the checks; fails if there are none.

    Examples
    --------
    >>> from balanced_edu.checks import at_least, below
    >>> any_of(at_least(3), below(1)).finding(0).outcome
    <Outcome.PASS: 1>
    """
    return AtLeastOf(k=1, checks=_checks("any_of", checks))


def at_least_of(k: int, *checks: Check) -> Check:
    """At least `k` of the checks.

    Examples
    --------
    >>> from balanced_edu.checks import holds
    >>> at_least_of(2, holds("a"), holds("b"), holds("c")).finding({"a": True, "b": False, "c": None}).outcome
    <Outcome.UNKNOWN: 0>
    """
    if isinstance(k, bool) or not isinstance(k, int):
        raise TypeError(f"at_least_of: {must_be('k', k, 'an integer; write how many first')}")
    if not 0 <= k <= len(checks):
        few = "1 check is given" if len(checks) == 1 else f"{len(checks)} checks are given"
        raise ValueError(
            f"at_least_of: k is {k}, and {few}; give each check as an argument, and a k from 0 to that many"
        )
    return AtLeastOf(k=k, checks=_checks("at_least_of", checks))


def not_(check: Check) -> Check:
    """The opposite of a check; an unknown outcome stays unknown.

    Examples
    --------
    >>> from balanced_edu.checks import holds
    >>> not_(holds("fraud")).finding({"fraud": False}).outcome
    <Outcome.PASS: 1>
    """
    (checked,) = _checks("not_", (check,))
    return Not(check=checked)


def any_given(*checks: Check) -> Check:
    """One thing in several forms, one of which is enough; a form that is not given is passed over.

    In `any_of`, a form that is not given can leave the outcome unknown; here the given ones decide.

    Examples
    --------
    >>> from balanced_edu.checks import at_least
    >>> level = any_given(at_least(3, of="level"), at_least(85, "percent", of="share"))
    >>> level.finding({"level": 2, "share": None}).outcome
    <Outcome.FAIL: -1>
    """
    return AnyGiven(checks=_checks("any_given", checks))


def _checks(function: str, given: tuple[Check, ...]) -> tuple[Check, ...]:
    for check in given:
        of_type(function, "an argument", check, Check, "a check, such as at_least(3, of='R1') or holds('fraud')")
    return given


def _asked(checks: Iterable[Check]) -> tuple[str | None, ...]:
    return tuple(dict.fromkeys(name for check in checks for name in check.asks))


def look_up(subject: Any, of: str | None) -> Any:
    """The value of a subject by its name, or the subject itself; a mapping that lacks the name leaves it unknown."""
    if of is None:
        return subject
    if isinstance(subject, (dict, Mapping)):  # of a mapping that is no dictionary it takes long to know
        return subject.get(of)
    try:
        return getattr(subject, of)
    except AttributeError:
        raise TypeError(
            f"the subject {represented(subject)} has no {of}; give a mapping with the values by name, or an object "
            "with such an attribute"
        ) from None
