"""What is tracked over time with asv: the nation's table and its assessment, in seconds and in bytes.

asv run --quick --python=same      # this commit, in this environment
asv continuous main HEAD           # this branch against main
"""

from __future__ import annotations

from balanced_edu.nation import SectionTable

from .plausible import nation


class Nation:
    """197,000 sections of 2,850 counties, county by county."""

    def setup(self) -> None:
        self.columns = nation()
        self.table = SectionTable.from_arrays(**self.columns)

    def time_build(self) -> None:
        SectionTable.from_arrays(**self.columns)

    def time_assess(self) -> None:
        self.table.assess()

    def time_sensitivity(self) -> None:
        self.table.sensitivity()

    def peakmem_assess(self) -> None:
        self.table.assess()
