"""What all tests share: hypothesis looks for the same examples every time."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

settings.register_profile("ci", derandomize=True, deadline=None, max_examples=100)
# A mutated library is tested many times over in one process, by copies of one test.
settings.register_profile(
    "mutants", settings.get_profile("ci"), max_examples=10, suppress_health_check=[HealthCheck.differing_executors]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
