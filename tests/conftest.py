"""What all tests share: hypothesis looks for the same examples every time."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, Phase, settings

from balanced_edu import nation, standards, tomltext

settings.register_profile("ci", derandomize=True, deadline=None, max_examples=100)
settings.register_profile("few", settings.get_profile("ci"), max_examples=10)
# A mutated library is tested many times over in one process, by copies of one test; that it fails is all that is asked.
settings.register_profile(
    "mutants",
    settings.get_profile("ci"),
    max_examples=10,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.differing_executors],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(autouse=True)
def _nothing_is_kept_of_another_library() -> None:
    """What the library keeps of standards was made before it was mutated."""
    if os.environ.get("HYPOTHESIS_PROFILE") == "mutants":
        for module in (nation, standards, tomltext):
            for value in vars(module).values():
                if hasattr(value, "cache_clear"):
                    value.cache_clear()
