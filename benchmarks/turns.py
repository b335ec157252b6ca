"""Measuring several things in one run, so that what slows the machine slows all of them."""

from __future__ import annotations

import time
from collections.abc import Callable


def in_turns(actions: dict[str, Callable[[], object]], runs: int) -> dict[str, list[float]]:
    """Seconds of each action, in turns; each runs once before it is timed, and pays for nothing that another left."""
    seconds: dict[str, list[float]] = {name: [] for name in actions}
    for _ in range(runs):
        for name, action in actions.items():
            action()
            start = time.perf_counter()
            action()
            seconds[name].append(time.perf_counter() - start)
    return seconds
