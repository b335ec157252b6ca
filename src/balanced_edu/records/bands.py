"""Figures of which a form gives no more than the band that they are in, such as a class of 46 to 50 pupils."""

from __future__ import annotations

import attrs


@attrs.frozen(slots=True)
class Band:
    """A band that a figure is in (区间).

    Attributes
    ----------
    least
        What it is at least.
    below
        What it is below; None if nothing is known of that.

    Examples
    --------
    >>> str(Band(73, 96)), str(Band(96)), str(Band(0, 61))
    ('73–<96', '≥96', '<61')
    """

    least: int | float
    below: int | float | None = None

    def __str__(self) -> str:
        if self.below is None:
            return f"≥{self.least}"
        return f"{self.least}–<{self.below}" if self.least else f"<{self.below}"
