"""How far a computed number may be from the exact one: every tolerance of the library, each with its reason."""

from __future__ import annotations

from fractions import Fraction

COMPUTED = Fraction(1, 2**50)
"""Relative error of a value computed in binary, a few units in the last place.

Values of figures with up to ten digits before and four after the point either lie at a limit or differ from it by more.
"""

NEAR = 1e-9
"""A value computed in binary this near to its limit, as a part of the limit or of 1, is left to exact numbers."""

COEFFICIENT = 1e-9
"""A variation coefficient this near to its limit is decided in rational arithmetic."""

ENGINE_COEFFICIENT = 1e-12
"""A query engine's coefficient this far above its limit lies at it: engines add up in an order of their own."""

NO_SPREAD = 1e-13
"""A variation coefficient up to this is rounding: the schools are all alike."""

SMALLEST_MEAN, LARGEST_MEAN = 1e-100, 1e100
"""Resources per pupil outside of these have squares that binary numbers lose, or do not hold."""

REMAINDER = 1e-14
"""What is left of a sum after nearly all of it was subtracted, relative to the sum, is rounding up to this."""
