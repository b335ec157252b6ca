"""What all tests share: hypothesis looks for the same examples every time."""

from __future__ import annotations

import enum
import os
import signal
from collections.abc import Iterator
from typing import NoReturn

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
PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "ci")
settings.load_profile(PROFILE)


FARTHER = {
    "test_verdicts": 1,
    "test_means": 2,
    "test_nation": 2,
    "test_report": 2,
    "test_tasks": 2,
    "test_standards": 2,
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where mutants are tested, what is closest to the rules comes first: it is soon done, and notices the most."""
    if PROFILE == "mutants":
        items.sort(key=lambda item: (FARTHER.get(item.path.stem, 0), _draws(item)))


def pytest_make_parametrize_id(val: object) -> str | None:
    """Names of tests hang on nothing that a mutant may change: an outcome is read by what is under test."""
    return val.name if isinstance(val, enum.Enum) else None


def _draws(item: pytest.Item) -> bool:
    return getattr(getattr(item, "function", None), "is_hypothesis_test", False)


def pytest_sessionfinish(exitstatus: int) -> None:
    """Where mutants are tested, a test that is not found or breaks pytest itself has noticed nothing: 35 says so."""
    if PROFILE == "mutants" and exitstatus in (pytest.ExitCode.INTERNAL_ERROR, pytest.ExitCode.USAGE_ERROR):
        os._exit(35)


@pytest.fixture(autouse=True)
def _another_library() -> Iterator[None]:
    """Where mutants are tested: nothing is kept of the library before it was mutated, and no loop goes on for ever."""
    if PROFILE != "mutants":
        yield
        return
    for module in (nation, standards, tomltext):
        for value in vars(module).values():
            if hasattr(value, "cache_clear"):
                value.cache_clear()
    signal.signal(signal.SIGPROF, _too_long)
    signal.setitimer(signal.ITIMER_PROF, 10, 5)  # seconds of the processor; the slowest test takes 2
    yield
    signal.setitimer(signal.ITIMER_PROF, 0)


def _too_long(_signal: int, _frame: object) -> NoReturn:
    raise TimeoutError("no test takes that long")
