"""What all tests share: hypothesis looks for the same examples every time, and for fewer if no slow test is run."""

from __future__ import annotations

import enum
import os
import signal
import sys
from collections import Counter
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from chinese import english_sentence_in
from hypothesis import HealthCheck, Phase, settings

from balanced_edu.errors import DataError, InputError
from balanced_edu.message import Message
from balanced_edu.report.words import words_of

settings.register_profile("ci", derandomize=True, deadline=None, max_examples=100)
settings.register_profile("brisk", settings.get_profile("ci"), max_examples=40)
settings.register_profile("few", settings.get_profile("ci"), max_examples=10)
# A mutated library is tested many times in one process, by copies of one test; all that counts is whether one fails.
settings.register_profile(
    "mutants",
    settings.get_profile("ci"),
    max_examples=10,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.differing_executors],
)
PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "ci")
settings.load_profile(PROFILE)


class _ExamplesInDocstrings:
    """What a docstring draws shows how it is drawn; tests draw more of it."""

    def __init__(self, profile: str) -> None:
        self.profile = profile

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None]:
        few = isinstance(item, pytest.DoctestItem)
        settings.load_profile("few" if few else self.profile)
        try:
            return (yield)
        finally:
            settings.load_profile(self.profile)


def pytest_configure(config: pytest.Config) -> None:
    """Docstrings are outside of this folder, where only a plugin sees them run."""
    if PROFILE == "ci":
        profile = "brisk" if config.option.markexpr == "not slow" else PROFILE
        settings.load_profile(profile)
        config.pluginmanager.register(_ExamplesInDocstrings(profile))


# How far from the rules tests are, by file or folder; those that are not named are closest.
FARTHER = {
    "nation": 1,
    "test_verdict": 1,
    "test_agreement": 2,
    "test_counties": 2,
    "test_tasks": 2,
    "report": 3,
    "standards": 3,
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """If mutants are tested, those tests come first that have noticed others of the function, or are close to it."""
    if PROFILE == "mutants":
        noticed = Counter(NOTICED.read_text(encoding="utf-8").splitlines()) if NOTICED.exists() else Counter()
        items.sort(key=lambda item: (-noticed[_notice(item.nodeid)], _distance(item), _draws(item)))


# The tests that have noticed a mutant so far, each with the function that it is a mutant of.
NOTICED = Path("noticed.txt")


def _notice(test: str) -> str:
    return f"{os.environ.get('MUTANT_UNDER_TEST', '').rpartition('__mutmut_')[0]} {test!a}"


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """If mutants are tested, remember the test that noticed one."""
    if PROFILE == "mutants" and report.failed and "__mutmut_" in os.environ.get("MUTANT_UNDER_TEST", ""):
        NOTICES.append(f"{_notice(report.nodeid)}\n")


# Written at the end, when nothing is any longer as a test has set it.
NOTICES: list[str] = []


def _distance(item: pytest.Item) -> int:
    return FARTHER.get(item.path.stem, FARTHER.get(item.path.parent.name, 0))


def pytest_make_parametrize_id(val: object) -> str | None:
    """Names of tests depend on nothing that a mutant may change, and are printable where pytest escapes nothing."""
    if isinstance(val, enum.Enum):
        return val.name  # an outcome writes itself by tested code
    unprintable = isinstance(val, bytes) or (isinstance(val, str) and not val.isprintable())
    return ascii(val) if unprintable else None


def _draws(item: pytest.Item) -> bool:
    return getattr(getattr(item, "function", None), "is_hypothesis_test", False)


def pytest_sessionfinish(exitstatus: int) -> None:
    """If mutants are tested, a test that is missing or breaks pytest itself has noticed nothing: 35 says so."""
    if NOTICES:
        with NOTICED.open("a", encoding="utf-8") as file:
            file.write(NOTICES.pop())
    if PROFILE == "mutants" and exitstatus in (pytest.ExitCode.INTERNAL_ERROR, pytest.ExitCode.USAGE_ERROR):
        os._exit(35)


# What the library has refused in a test, and all that it has refused so far.
REFUSED: dict[str, None] = {}
SEEN: set[str] = set()


def _recording(error: type[InputError | DataError]) -> None:
    """Record what is wrong in every error that the library makes, whatever becomes of it."""
    make = error.__init__

    def recorded(self: InputError | DataError, *given: Any, **named: Any) -> None:
        make(self, *given, **named)
        if sys._getframe(1).f_globals["__name__"].startswith("balanced_edu."):
            of_files = (one if isinstance(one, tuple) else (one.column, one.message) for one in self.problems)
            REFUSED.update((message, None) for _, message in of_files if message not in SEEN)

    error.__init__ = recorded  # type: ignore[method-assign]


if PROFILE == "ci":
    _recording(InputError)
    _recording(DataError)


@pytest.fixture(autouse=True)
def _refused_in_chinese() -> Iterator[None]:
    """Whatever is refused in English in a test is refused in Chinese, too, without an English sentence in it."""
    REFUSED.clear()
    yield
    for message in REFUSED:
        assert isinstance(message, Message), f"only in English: {message}"
        assert not english_sentence_in(said := words_of("zh").said(message)), f"{message}: {said}"
    SEEN.update(REFUSED)


@pytest.fixture(autouse=True)
def _another_library() -> Iterator[None]:
    """If mutants are tested, nothing is kept of the library before it was mutated, and no loop goes on for ever."""
    if PROFILE != "mutants":
        yield
        return
    mutant = os.environ.get("MUTANT_UNDER_TEST", "")
    if mutant not in CLEARED:
        _clear()
    if "__mutmut_" not in mutant:
        yield
        return
    CLEARED.add(mutant)
    signal.signal(signal.SIGPROF, _too_long)
    signal.setitimer(signal.ITIMER_PROF, 30, 5)  # seconds of the processor; the slowest test takes 2 to 6
    yield
    signal.setitimer(signal.ITIMER_PROF, 0)


# The mutants before which nothing is kept; for what tests reach without one, each of them clears what is kept.
CLEARED = set[str]()


def _clear() -> None:
    for name, module in list(sys.modules.items()):
        for key, value in list(vars(module).items()) if name.startswith(("balanced_edu.", "tests.")) else ():
            # Quantities of two registries of units cannot be compared, so that the registry stays.
            if hasattr(value, "cache_clear") and key != "_registry":
                value.cache_clear()


def _too_long(_signal: int, _frame: object) -> NoReturn:
    raise TimeoutError("no test takes that long")
