"""What reading costs: many counties in each form of data set, per campus and beside the library that opens the file.

    python benchmarks/reading.py
    python benchmarks/reading.py --counties 50 --runs 3

The counties are copies of the example county under other names. Forms take turns, so that a machine whose speed drifts
slows all alike. The ratios are what counts; times are this machine's today.
"""

from __future__ import annotations

import argparse
import csv
import statistics
import sys
import tempfile
import tomllib
from collections.abc import Callable
from pathlib import Path

import attrs
import python_calamine
from turns import in_turns

import balanced_edu as be

EXAMPLE = Path(__file__).parent.parent / "examples" / "qingshan"


def tables_in_csv(county: be.County, workbook: Path, folder: Path) -> None:
    """A folder of the tables that a workbook has as sheets."""
    folder.mkdir()
    be.write_county(county, folder / "whole")
    (folder / "whole" / "schools.csv").rename(folder / "schools.csv")
    book = python_calamine.CalamineWorkbook.from_path(str(workbook))
    for sheet in ("县级", "监测", "调查"):
        with (folder / f"{sheet}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(book.get_sheet_by_name(sheet).to_python())


def written(county: be.County, number: int, root: Path) -> dict[str, list[Path]]:
    """The county under so many names, in each form."""
    made: dict[str, list[Path]] = {"schools.csv and county.toml": [], "tables in CSV": [], "workbook": []}
    for n in range(number):
        named = attrs.evolve(county, name=f"{county.name}{n}")
        folder, tables, book = root / f"{n}", root / f"{n} in csv", root / f"{n}.xlsx"
        be.write_county(named, folder)
        be.write_county(named, book)
        tables_in_csv(named, book, tables)
        for paths, path in zip(made.values(), (folder, tables, book), strict=True):
            paths.append(path)
    return made


def opened(path: Path) -> object:
    """The texts of a data set as the library that reads its files gives them, and nothing made of them."""
    if path.is_file():
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    with (path / "schools.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    facts = path / "county.toml"
    return rows, tomllib.loads(facts.read_text(encoding="utf-8")) if facts.exists() else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--counties", type=int, default=500)
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    county = be.read_county(EXAMPLE)
    with tempfile.TemporaryDirectory() as root:
        forms = written(county, given.counties, Path(root))
        actions: dict[str, Callable[[], object]] = {}
        for form, paths in forms.items():
            actions[f"{form}, opened"] = lambda paths=paths: [opened(path) for path in paths]
            actions[form] = lambda paths=paths: be.read_counties(paths)
        seconds = in_turns(actions, given.runs)
    campuses = given.counties * len(county.campuses)
    print(f"Python {sys.version.split()[0]}; {given.counties:,} counties of {len(county.campuses)} campuses")
    print("\n|  | median s | min | max | ms per campus | × opened |\n|---|---|---|---|---|---|")
    for name, times in seconds.items():
        median = statistics.median(times)
        base = statistics.median(seconds[f"{name.removesuffix(', opened')}, opened"])
        figures = f"{median:.2f} | {min(times):.2f} | {max(times):.2f} | {1000 * median / campuses:.3f}"
        print(f"| {name} | {figures} | {median / base:.1f} |")


if __name__ == "__main__":
    main()
