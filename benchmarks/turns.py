"""Measuring several things in one run, so that what slows the machine slows all of them."""

from __future__ import annotations

import time
from collections.abc import Callable


def in_turns(
    actions: dict[str, Callable[[], object]], runs: int, clock: Callable[[], float] = time.perf_counter
) -> dict[str, list[float]]:
    """Seconds of each action, in turns; each runs once before it is timed, and pays for nothing that another left."""
    seconds: dict[str, list[float]] = {name: [] for name in actions}
    for _ in range(runs):
        for name, action in actions.items():
            action()
            start = clock()
            action()
            seconds[name].append(clock() - start)
    return seconds
