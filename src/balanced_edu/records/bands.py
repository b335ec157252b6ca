"""Figures of which no more is known than the band that they are in, such as a class of 46 to 50 pupils."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs

from balanced_edu.exact import Number, exact, number_text, of_python


@attrs.frozen(slots=True)
class Band:
    """The band that a figure is in (区间).

    Attributes
    ----------
    least
        What it is at least.
    below
        What it is below; None if nothing is known of that.

    Examples
    --------
    >>> str(Band(73, 96)), str(Band(96)), str(Band(0, 61))
    ('73-<96', '≥96', '<61')
    """

    least: int | float = attrs.field(converter=of_python)
    below: int | float | None = attrs.field(default=None, converter=of_python)

    def text(self, *, whole: bool) -> str:
        """The band as it is written in a table: of whole numbers with the last that is in it.

        >>> Band(46, 51).text(whole=True), Band(0, 26).text(whole=True), Band(73, 96).text(whole=False)
        ('46-50', '≤25', '73-<96')
        """
        least = number_text(self.least)
        if self.below is None:
            return f"≥{least}"
        last = number_text(self.below - 1) if whole else f"<{number_text(self.below)}"
        if self.least:
            return f"{least}-{last}"
        return f"≤{last}" if whole else last

    def includes(self, number: Number) -> bool:
        """Whether a number is in the band.

        >>> Band(73, 96).includes(73), Band(73, 96).includes(96)
        (True, False)
        """
        figure = exact(number)
        return exact(self.least) <= figure and (self.below is None or figure < exact(self.below))

    def __str__(self) -> str:
        return self.text(whole=False)


# Nearer to its bound no limit of a standard is.
_JUST_BELOW = Fraction(1, 10**9)


def is_exact(value: object) -> bool:
    """Whether a value is known, and not only the band that it is in."""
    if isinstance(value, tuple):
        return not any(isinstance(one, Band) for one in value)
    return value is not None and not isinstance(value, Band)


def least_of(value: Any) -> Any:
    """What a figure is at least; of several, each of them.

    >>> least_of(Band(46, 51)), least_of((100, Band(73, 96)))
    (46, (100, 73))
    """
    if isinstance(value, tuple):
        return tuple(map(least_of, value))
    return value.least if isinstance(value, Band) else value


def most_of(value: Any, *, whole: bool) -> Any:
    """What a figure is at most; of several, each of them; None if that is not known of one.

    Parameters
    ----------
    value
        The figure, or several.
    whole
        Whether it is a whole number.

    Examples
    --------
    >>> most_of(Band(46, 51), whole=True), most_of(Band(66), whole=True)
    (50, None)
    """
    if isinstance(value, tuple):
        several = tuple(most_of(one, whole=whole) for one in value)
        return None if None in several else several
    if not isinstance(value, Band):
        return value
    if value.below is None:
        return None
    most = exact(value.below) - _JUST_BELOW
    return int(most) if whole else most
