"""What one county costs, beside an earlier commit: reading, assessing and reporting it, and many of them compared.

    python benchmarks/county.py COMMIT
    python benchmarks/county.py main --runs 5 --only assess "compare 90 counties"

The sources of the commit are written into a temporary folder, and each version runs in a process of its own. Both do
one thing after the other in turns, so that a machine whose speed drifts slows both alike. Times are those of the
processor, which others that use the machine change little. The ratios, of medians, are what counts.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from commits import ROOT, checked_out, command, copied, environment

COUNTY = ROOT / "examples" / "qingshan"
COUNTIES = 90
PROCESSES = {
    "balanced-edu assess, a process": ("-m", "balanced_edu", "assess", COUNTY),
    "import balanced_edu, a process": ("-c", "import balanced_edu"),
    "import of assess, a process": ("-c", "import balanced_edu; balanced_edu.assess"),
}


def actions(workbook: Path) -> dict[str, Callable[[], object]]:
    """What is timed within a process, by name."""
    import balanced_edu as be

    county = be.read_county(COUNTY)
    if not workbook.exists():
        be.write_county(county, workbook)
    many = list(plausible(county))
    assessment = be.assess(county)
    assessment.as_html()
    return {
        "read_county, a folder": lambda: be.read_county(COUNTY),
        "read_county, a workbook": lambda: be.read_county(workbook),
        "assess": lambda: be.assess(county),
        "assess and as_json": lambda: be.assess(county).as_json(),
        "assess and as_html": lambda: be.assess(county).as_html(),
        f"compare_counties, {COUNTIES} counties": lambda: be.compare_counties(many).as_columns(),
    }


def plausible(county: object) -> Iterator[object]:
    """Counties of 40 to 80 campuses: those of the example under other codes, one after the other."""
    import attrs

    for number in range(COUNTIES):
        size = 40 + 37 * number % 41
        several = [county.campuses[(number + place) % len(county.campuses)] for place in range(size)]  # type: ignore[attr-defined]
        named = [
            attrs.evolve(campus, school_code=f"C{place}", parent_code=None) for place, campus in enumerate(several)
        ]
        yield attrs.evolve(county, name=f"{county.name}{number}", campuses=named)  # type: ignore[attr-defined]


# Two processes, and this one, which says whose turn it is.


def answer(workbook: Path) -> None:
    """Time what the lines of standard input name, each once."""
    known = actions(workbook)
    print(json.dumps(list(known)), flush=True)
    for line in sys.stdin:
        action = known[json.loads(line)]
        start = time.process_time()
        action()
        print(json.dumps(time.process_time() - start), flush=True)


@contextmanager
def answering(sources: Path, workbook: Path) -> Iterator[Mapping[str, Callable[[], float]]]:
    """What a process with these sources can time, by name."""
    with subprocess.Popen(
        command(__file__, "--answer", workbook),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment(sources),
    ) as process:
        questions, answers = process.stdin, process.stdout
        assert questions is not None
        assert answers is not None

        def timed(name: str) -> float:
            print(json.dumps(name), file=questions, flush=True)
            return float(json.loads(answers.readline()))

        yield {name: lambda name=name: timed(name) for name in json.loads(answers.readline())}  # type: ignore[misc]
        questions.close()


def processes(sources: Path) -> dict[str, Callable[[], float]]:
    """Whole processes with these sources, by name."""

    def timed(arguments: tuple[object, ...]) -> float:
        start = of_children()
        subprocess.run(command(*arguments), check=True, stdout=subprocess.DEVNULL, env=environment(sources))
        return of_children() - start

    return {name: lambda arguments=arguments: timed(arguments) for name, arguments in PROCESSES.items()}  # type: ignore[misc]


def of_children() -> float:
    """Seconds that processes which have ended took."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def table(seconds: Mapping[str, Mapping[str, list[float]]]) -> str:
    """Minimum, median and maximum of each, and how many times as fast this commit is."""
    lines = ["|  | before, ms: min | median | max | now, ms: min | median | max | × as fast |", f"|{'---|' * 8}"]
    for name, (before, now) in ((name, tuple(each.values())) for name, each in seconds.items()):
        figures = [f"{1e3 * of(times):.1f}" for times in (before, now) for of in (min, statistics.median, max)]
        ratio = statistics.median(before) / statistics.median(now)
        lines.append(f"| {' | '.join([name, *figures, f'{ratio:.2f}'])} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("commit", nargs="?", help="The earlier commit.")
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--only", nargs="*", help="Parts of the names of what is timed; everything by default.")
    parser.add_argument("--answer", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.answer:
        answer(given.answer)
        return
    if not given.commit:
        parser.error("name the commit to compare with")
    with tempfile.TemporaryDirectory() as root:
        sources = {"before": checked_out(given.commit, Path(root) / "before"), "now": copied(Path(root) / "now")}
        workbook = Path(root) / "county.xlsx"
        with (
            answering(sources["before"], workbook) as before,
            answering(sources["now"], workbook) as now,
        ):
            timed = {
                "before": {**before, **processes(sources["before"])},
                "now": {**now, **processes(sources["now"])},
            }
            wanted = [name for name in now if not given.only or any(part in name for part in given.only)]
            wanted += [name for name in PROCESSES if not given.only or any(part in name for part in given.only)]
            seconds: dict[str, dict[str, list[float]]] = {name: {"before": [], "now": []} for name in wanted}
            for run in range(given.runs + 1):
                for name in wanted:
                    for version, each in timed.items():
                        took = each[name]()
                        if run:  # the first is not counted
                            seconds[name][version].append(took)
    print(f"Python {sys.version.split()[0]}; {given.runs} runs beside {given.commit}\n")
    print(table(seconds))


if __name__ == "__main__":
    main()
