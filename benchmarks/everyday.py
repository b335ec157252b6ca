"""What everyday use costs: import, one county as a whole process, and pint's price.

    python benchmarks/everyday.py

Every figure is the median of several runs with minimum and maximum; runs of what is compared take turns, so that a
machine whose speed drifts slows both alike. The ratios are what counts; times are this machine's today.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from turns import in_turns

COUNTY = Path(__file__).parent.parent / "examples" / "qingshan"
PROCESSES = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "import numpy": [sys.executable, "-c", "import numpy"],
    "import balanced_edu": [sys.executable, "-c", "import balanced_edu"],
    "import balanced_edu, all of assess": [sys.executable, "-c", "import balanced_edu; balanced_edu.assess"],
    "balanced-edu assess": [sys.executable, "-m", "balanced_edu", "assess", str(COUNTY)],
}


def show(title: str, seconds: dict[str, list[float]], against: str, unit: float, unit_name: str) -> None:
    base = statistics.median(seconds[against])
    print(f"\n{title}\n{'':36} {'median':>9} {'min':>9} {'max':>9}  {unit_name}, ratio to {against!r}")
    for name, times in seconds.items():
        median = statistics.median(times)
        figures = " ".join(f"{value * unit:9.3f}" for value in (median, min(times), max(times)))
        print(f"{name:36} {figures}  {median / base:6.2f}")


def processes(runs: int) -> None:
    actions = {
        name: lambda command=command: subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        for name, command in PROCESSES.items()
    }
    show("Whole processes", in_turns(actions, runs), "import numpy", 1e3, "ms")


def price_of_units(runs: int) -> None:
    from balanced_edu import catalogue, units, variation_coefficient

    random = np.random.default_rng(2017)
    pupils = random.integers(50, 2500, 200).astype(float)
    teachers = np.floor(pupils * random.uniform(0.03, 0.09, 200))
    r1 = catalogue["R1"]
    (measure,) = r1.measures.values()
    with_units = {
        "teachers_above_required": units.quantity(teachers, "teacher"),
        "pupils": units.quantity(pupils, "pupil"),
    }
    bare = {"teachers_above_required": teachers, "pupils": pupils}
    many = range(200)
    actions: dict[str, Callable[[], object]] = {
        "formula without units": lambda: [measure.kernel(**bare) for _ in many],
        "function on plain arrays": lambda: [r1(**bare) for _ in many],
        "function on quantities": lambda: [r1(**with_units) for _ in many],
        "variation coefficient": lambda: [variation_coefficient(teachers, pupils) for _ in many],
    }
    show("One county of 200 sections", in_turns(actions, runs), "formula without units", 1e6 / 200, "µs")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9)
    chosen = parser.parse_args()
    print(f"Python {sys.version.split()[0]}, numpy {np.__version__}")
    processes(chosen.runs)
    price_of_units(chosen.runs)
