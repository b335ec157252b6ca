"""How unevenly a resource is distributed between schools: the variation coefficient and the between-school share.

All of it computes with plain numbers in numpy arrays whose last axis is schools.
"""

from balanced_edu.dispersion.moments import Moments, moments, variation_coefficient
from balanced_edu.dispersion.share import between_school_share

coefficient_of_variation = variation_coefficient
"""The same function under the name that statistics has for it; the official term is 校际差异系数."""

__all__ = ["Moments", "between_school_share", "coefficient_of_variation", "moments", "variation_coefficient"]
