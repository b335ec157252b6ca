"""How unevenly a resource is distributed between schools: the variation coefficient and the between-school share.

All of it is plain numpy on plain numbers; the last axis is always schools.
"""

from balanced_edu.dispersion.moments import Moments, moments, variation_coefficient
from balanced_edu.dispersion.share import between_school_share

__all__ = ["Moments", "between_school_share", "moments", "variation_coefficient"]
