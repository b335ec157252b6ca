"""A plugin of pytest that tests mutants: each in a fork of one process, which has collected all tests once.

The environment names four things: MUTANTS, a file with the function of each mutant, and with the tests that reach each
function, in their order; CHILDREN, how many are tested at a time; SECONDS, after how many of the processor no further
test is begun; and ENDS, the file to which it is written what becomes of each.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import signal
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple, NoReturn, TextIO

import pytest
from mutmut.mutation import trampoline
from mutmut.state import state

WITHOUT_END = 300  # seconds of the processor
ORIGINAL = "the original"
_failed: list[str] = []


class _Fork(NamedTuple):
    mutant: str
    function: str
    test: int  # the end of a pipe from which the test is read that failed


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Remember the test that failed."""
    if report.failed:
        _failed.append(report.nodeid)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    """Test mutants, and the original once; tests that noticed others of a function or its module come first for it."""
    items = {item.nodeid: item for item in session.items}
    noticed: defaultdict[str, Counter[str]] = defaultdict(Counter)
    forks: dict[int, _Fork] = {}
    children = int(os.environ["CHILDREN"])
    functions, reached_by = json.loads(Path(os.environ["MUTANTS"]).read_text(encoding="utf-8"))
    reaching = {function: [items[test] for test in tests if test in items] for function, tests in reached_by.items()}
    del reached_by
    gc.freeze()  # what is not looked at again is not copied by the forks
    with Path(os.environ["ENDS"]).open("w", encoding="utf-8") as ends:
        print(json.dumps(sorted(state()._stats)), file=ends, flush=True)  # called by imports and by collecting
        for mutant, function in [(ORIGINAL, ORIGINAL), *functions.items()]:
            often, of_module = noticed[function], noticed[_module(function)]
            tests = sorted(
                reaching.get(function, session.items),
                key=lambda item: (-often[item.nodeid], -of_module[item.nodeid]),
            )
            if len(forks) == children:
                _settle(forks, noticed, ends)
            read, write = os.pipe()
            fork = os.fork()
            if not fork:
                _test(mutant, tests, write)
            os.close(write)
            forks[fork] = _Fork(mutant, function, read)
        while forks:
            _settle(forks, noticed, ends)
    return True


def _test(mutant: str, items: list[pytest.Item], write: int) -> NoReturn:
    """Run tests with a mutant until one fails, and leave."""
    resource.setrlimit(resource.RLIMIT_CPU, (WITHOUT_END, WITHOUT_END + 1))
    name = os.environ["MUTANT_UNDER_TEST"] = "" if mutant == ORIGINAL else mutant
    trampoline.get_mutant_under_test = lambda: name  # asked at every call, and the environment is slow
    last = time.process_time() + (WITHOUT_END if mutant == ORIGINAL else float(os.environ["SECONDS"]))
    try:
        for item, following in zip(items, [*items[1:], None], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if _failed or time.process_time() > last:
                os.write(write, "".join(_failed[:1]).encode())
                break
    finally:  # whatever a mutant does to pytest itself, no test has noticed it
        os._exit(0)


def _module(function: str) -> str:
    return function.rpartition(".")[0]


def _settle(forks: dict[int, _Fork], noticed: dict[str, Counter[str]], ends: TextIO) -> None:
    """Wait for a fork, and write down the test that noticed its mutant, if one did."""
    ended, status = os.wait()
    fork = forks.pop(ended)
    with os.fdopen(fork.test, "rb") as pipe:
        test = pipe.read().decode()
    if os.waitstatus_to_exitcode(status) == -signal.SIGXCPU:
        test = "no end"
    for place in (fork.function, _module(fork.function)):
        noticed[place][test] += bool(test)
    print(json.dumps([fork.mutant, test]), file=ends, flush=True)
