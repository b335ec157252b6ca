"""Many counties at once: columns in, columns out.

Every formula, limit and check is the one that serves a single county; here they are given arrays. A county's verdict
on resources (资源配置) takes no loop over schools or counties.

>>> import numpy as np
>>> table = SectionTable.from_arrays(
...     county=[330302, 330302, 110101], stage=[0, 1, 0], pupils=[1000, 900, 500],
...     totals=np.array([50, 60, 25, 12, 15, 3, 10, 12, 6, 4600, 5400, 2250, 7600, 9500, 3800, 2.1e6, 2.3e6, 1.1e6,
...                      25, 30, 12]).reshape(7, 3),
... )
>>> result = table.assess()
>>> result.counties, result.outcomes
(array([110101, 330302]), array([-1,  1], dtype=int8))
"""

from balanced_edu.nation import engines
from balanced_edu.nation.dimensions import CountiesAssessment, assess_counties
from balanced_edu.nation.limits import totals_of
from balanced_edu.nation.sensitivity import Sensitivity
from balanced_edu.nation.table import SectionTable, assess_nation
from balanced_edu.nation.turning import Turning
from balanced_edu.nation.verdicts import NationAssessment

__all__ = [
    "CountiesAssessment",
    "NationAssessment",
    "SectionTable",
    "Sensitivity",
    "Turning",
    "assess_counties",
    "assess_nation",
    "engines",
    "totals_of",
]
