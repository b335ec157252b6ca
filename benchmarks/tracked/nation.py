"""What is tracked over time with asv: the nation's table and its assessment, in seconds and in bytes.

asv run --quick --python=same      # this commit, in this environment
asv continuous main HEAD           # this branch against main
"""

from __future__ import annotations

import numpy as np

from balanced_edu.nation import SectionTable


class Nation:
    """197,000 sections of 2,850 counties, county by county."""

    def setup(self) -> None:
        rng = np.random.default_rng(1)
        n = 197_000
        pupils = rng.integers(50, 2_500, n).astype(float)
        level = np.array([0.062, 0.014, 0.0125, 6.0, 9.4, 2900, 0.032])[:, None]
        self.columns = {
            "county": np.sort(rng.integers(0, 2_850, n)),
            "stage": rng.integers(0, 2, n),
            "pupils": pupils,
            "totals": np.round(level * pupils * rng.lognormal(0, 0.24, (7, n))),
        }
        self.table = SectionTable.from_arrays(**self.columns)

    def time_build(self) -> None:
        SectionTable.from_arrays(**self.columns)

    def time_assess(self) -> None:
        self.table.assess()

    def time_sensitivity(self) -> None:
        self.table.sensitivity()

    def peakmem_assess(self) -> None:
        self.table.assess()
