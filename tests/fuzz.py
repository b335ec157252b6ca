"""Feed every reader with broken input: only results or the library's errors, in bounded time and memory.

One in ten of what is read is also assessed, reported in every form and pickled. Columns of a nation come in narrow
types, with masks, as quantities of another registry and as pickled ones, too.

    python tests/fuzz.py            # 20,000 inputs for each kind of file, five times as many columns and frames
    python tests/fuzz.py --inputs 1000 --seed 7

Inputs are good files in which bytes are changed, removed, doubled or replaced by what has broken readers before, from a
seed. For each reader it prints how many were read and refused, and the slowest. It ends at the first input that raises
anything else, which it prints.
"""

from __future__ import annotations

import argparse
import csv
import pickle
import random
import re
import resource
import signal
import sys
import tempfile
import time
import warnings
import zipfile
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import attrs
import numpy as np
import pandas as pd
import pint
import polars as pl

import balanced_edu as be
from balanced_edu import units
from balanced_edu.nation import totals_of
from balanced_edu.standards import Standard, from_text, names

ROOT = Path(__file__).parent.parent
COUNTY = ROOT / "examples" / "qingshan"
STANDARDS = ROOT / "src" / "balanced_edu" / "standards"
# What breaks readers of tables, of TOML and of numbers.
TOKENS = [
    *(
        "",
        "\0",
        "\r",
        "\n",
        '"',
        '"""',
        "'''",
        ",",
        "，",
        ";",
        "\t",
        "=",
        "@",
        "\ufeff",
        "\ud7ff",
        "合计",
        "是",
        "否",
        "A1",
        "Ａ1",
        "\u200b",
        "无",
        "共计",
        "3.31081E+11",
        "1月2日",
    ),
    *("nan", "-inf", "1e999", "-0", "1_000", "0x10", "9" * 400, "1e-400", "٣", "１２", "½", "1,000,00", "50%"),
    *(
        "[",
        "[[",
        "]",
        "{",
        "}",
        "[items.R1]",
        "rules = [{}]",
        "at_least = '1/0'",
        "extends = 'own'",
        "a" * 5000,
        "[" * 500,
    ),
    *(
        "../../etc/passwd",
        "=cmd|' /C calc'!A0",
        "<script>",
        "2022-02-30",
        "true",
        "{ any_of = [] }",
        'kinds = ["小学"]',
    ),
]
# Values of a key, most of them of the wrong kind.
VALUES = [
    *("", "0", "-1", "1.5", "true", "inf", "nan", "1e999999999", "0x" + "f" * 500, "2022-01-01"),
    *("2022-01-01T00:00:00Z", "''", "'x'", "'0'", "'-1'", "'1/0'", "'1e-300'", "'1e300'", "'kind'", "'__class__'"),
    *("'pupils'", "'R1'", "'campus'", "[]", "[1]", "['x']", "{}", "{ a = 1 }", "[{}]", "[{ at_least = '1' }]"),
    *("{ primary = '0' }", "'" + "a" * 5000 + "'"),
]
IN_MEMORY = ("columns", "frames", "tables")
WORST_SECONDS, WORST_MEGABYTES = 20, 2000


def broken(seeds: list[bytes], rng: random.Random) -> bytes:
    """A good file with one change or several."""
    data = bytearray(rng.choice(seeds))
    for _ in range(rng.choice((1, 1, 1, 2, 4, 16))):
        start = rng.randrange(len(data) + 1)
        end = min(len(data), start + rng.choice((0, 1, 1, 4, 40)))
        change = rng.randrange(6)
        if change == 0:
            data[start:end] = rng.randbytes(end - start)
        elif change == 1:
            data[start:end] = rng.choice(TOKENS).encode("utf-8", "replace")
        elif change == 2:
            del data[start:end]
        elif change == 3:
            data[start:start] = data[start:end] * rng.choice((1, 2, 50))
        else:
            line, stop = data.rfind(b"\n", 0, start) + 1, data.find(b"\n", start)
            sign = data.find(b"=", line, stop)
            if change == 4 and sign > 0:
                data[sign + 1 : stop] = rng.choice(VALUES).encode()
            elif stop > 0:
                del data[line : stop + 1]
    return bytes(data)


def used(county: be.County, standard: str | Standard, rng: random.Random) -> None:
    """Assess one county in ten, and report on it in every form."""
    if rng.randrange(10):
        return
    assessment = be.assess(county, standard)
    tasks = assessment.tasks().as_text("en")
    for report in (assessment.as_text(), str(assessment), assessment.as_json(), assessment.as_html(), tasks):
        report.encode()
    assert pickle.loads(pickle.dumps(assessment)) == assessment


def of_file(name: str, folder: Path) -> tuple[Callable[[bytes], object], list[bytes]]:
    folder /= name
    folder.mkdir()
    for file in COUNTY.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    good = (COUNTY / name).read_bytes()
    short = b"\n".join(good.splitlines()[:3])

    def read(data: bytes) -> None:
        (folder / name).write_bytes(data)
        county = be.read_county(folder)
        rng = random.Random(data)
        used(county, rng.choice(names()), rng)

    return read, [short, good]


PARTS = (
    "xl/worksheets/sheet1.xml",
    "xl/worksheets/sheet2.xml",
    "xl/workbook.xml",
    "xl/styles.xml",
    "xl/sharedStrings.xml",
)


def in_cells(part: bytes, rng: random.Random) -> bytes:
    """A part of a workbook with other texts in some cells, so that it can still be parsed."""
    texts = [match.span(1) for match in re.finditer(rb">([^<>]+)<", part)]
    for start, end in sorted(rng.sample(texts, min(len(texts), rng.choice((1, 1, 4)))), reverse=True):
        part = part[:start] + escape(rng.choice(TOKENS)).encode("utf-8", "replace") + part[end:]
    return part


def of_workbooks(folder: Path) -> tuple[Callable[[bytes], object], list[bytes]]:
    """Workbooks one of whose parts is broken; the sheets of three campuses are broken most often."""
    county = be.read_county(COUNTY)
    file = folder / "county.xlsx"
    be.write_county(attrs.evolve(county, campuses=county.campuses[:3]), file)
    with zipfile.ZipFile(file) as archive:
        good = {name: archive.read(name) for name in archive.namelist()}

    def read(data: bytes) -> None:
        rng = random.Random(data)
        name = rng.choice([part for part in (*PARTS[:2], *PARTS) if part in good])
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for part, content in good.items():
                break_ = rng.choice((in_cells, lambda one, by: broken([one], by)))
                archive.writestr(part, break_(content, rng) if part == name else content)
        if rng.randrange(8) == 0:
            file.write_bytes(broken([file.read_bytes()], rng))
        used(be.read_county(file), rng.choice(names()), rng)

    return read, [b"any seed"]


def of_standards() -> tuple[Callable[[bytes], object], list[bytes]]:
    county = be.read_county(COUNTY)
    county = attrs.evolve(county, campuses=county.campuses[::8])

    def read(data: bytes) -> None:
        standard = from_text(data.decode("utf-8", "replace"))
        standard.as_text().encode()
        used(county, standard, random.Random(data))

    return read, [file.read_bytes() for file in STANDARDS.glob("*.toml")]


JUNK = [
    None,
    0,
    1,
    -1,
    1.5,
    float("nan"),
    float("inf"),
    10**400,
    "primary",
    "junior",
    "",
    "甲",
    b"a",
    [],
    {},
    True,
    object(),
]


ELSEWHERE = pint.UnitRegistry()
ELSEWHERE.formatter.default_format = "~C"
# Forms in which other programs hand over a column of whole figures.
FORMS: list[Callable[[list[int]], object]] = [
    *(partial(np.array, dtype=kind) for kind in (np.int8, np.uint8, np.uint16, np.int32, np.float16, np.float32)),
    lambda figures: np.ma.array(figures, mask=[figure % 2 for figure in figures], dtype=np.uint8),
    lambda figures: ELSEWHERE.Quantity(np.array(figures, dtype=np.uint8), "m**2"),
    lambda figures: [ELSEWHERE.Quantity(figure, "hectare") for figure in figures],
    lambda figures: pickle.loads(pickle.dumps(units.quantity(np.array(figures), "万元"))),
    lambda figures: [Fraction(figure, 3) for figure in figures],
]


def columns(rng: random.Random) -> dict[str, object]:
    """Columns of a nation, some of which contain junk, are too long or too short, or are not columns."""
    rows = rng.randrange(4)
    made: dict[str, object] = {"county": [1] * rows, "stage": [0] * rows, "pupils": [9] * rows}
    made |= {name: [9.0] * rows for name in totals_of("national-2017")}
    for name in rng.sample(sorted(made)[2:], rng.randrange(4)):
        made[name] = rng.choice(FORMS)(rng.choices(range(120), k=rows))
    for name in rng.sample(sorted(made), rng.randrange(4)):
        some = [rng.choice(JUNK) for _ in range(rng.choice((rows, rows, rng.randrange(4))))]
        made[name] = rng.choice((some, np.array(some, dtype=object), rng.choice(JUNK)))
    return made


def of_columns() -> tuple[Callable[[bytes], object], list[bytes]]:
    return lambda data: be.assess_nation(columns(random.Random(data))), [b"any seed"]


def of_frames() -> tuple[Callable[[bytes], object], list[bytes]]:
    def read(data: bytes) -> object:
        rng = random.Random(data)
        made = columns(rng)
        for name in rng.sample(sorted(made), rng.choice((0, 0, 0, 1))):
            del made[name]
        try:
            frame = rng.choice((pd.DataFrame, partial(pl.DataFrame, strict=False)))(made)
        except Exception as error:
            raise ValueError("the library does not make a frame of this") from error
        return be.assess_nation(frame)

    return read, [b"any seed"]


def of_tables() -> tuple[Callable[[bytes], object], list[bytes]]:
    """Columns of campuses and facts, some of which contain junk."""
    with (COUNTY / "schools.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))[:3]
    facts = {"县名": "县", "year": 2022, "rotated_teachers": 180, "有弄虚作假行为": "否", "local.posts": 3}

    def read(data: bytes) -> object:
        rng = random.Random(data)
        columns: dict[str, Any] = {heading: [row[heading] for row in rows] for heading in rows[0]}
        for heading in rng.sample(sorted(columns), rng.randrange(6)):
            junk = [rng.choice((*JUNK, *TOKENS)) for _ in rows]
            figures = rng.choice(FORMS)(rng.choices(range(120), k=len(rows)))
            columns[heading] = rng.choice((junk, np.array(junk, dtype=object), figures, rng.choice(JUNK)))
        if rng.randrange(4) == 0:
            columns[rng.choice(TOKENS)] = columns.pop(rng.choice(sorted(columns)))
        junk_of_facts = {rng.choice(sorted(facts)): rng.choice((*JUNK, *TOKENS)) for _ in range(rng.randrange(3))}
        campuses: object = columns
        if rng.randrange(2):
            try:
                campuses = rng.choice((pd.DataFrame, partial(pl.DataFrame, strict=False)))(columns)
            except Exception as error:
                raise ValueError("the library does not make a frame of this") from error
        return be.county_from_frames(campuses, {**facts, **junk_of_facts})

    return read, [b"any seed"]


def too_slow(*_: object) -> None:
    raise TimeoutError(f"more than {WORST_SECONDS} s")


def check_pickled(error: Exception) -> None:
    """An error says the same when it comes from another process."""
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


def fuzz(name: str, read: Callable[[bytes], object], seeds: list[bytes], inputs: int, rng: random.Random) -> None:
    expected = (ValueError, pint.DimensionalityError) if name in IN_MEMORY else be.InputError
    signal.signal(signal.SIGALRM, too_slow)
    done = refused = 0
    slowest = 0.0
    for _ in range(inputs):
        data = broken(seeds, rng)
        start = time.perf_counter()
        signal.alarm(WORST_SECONDS)
        try:
            read(data)
            done += 1
        except expected as error:
            check_pickled(error)
            refused += 1
        except BaseException:
            print(f"{name}: {data!r}", file=sys.stderr)
            raise
        signal.alarm(0)
        slowest = max(slowest, time.perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    assert peak < WORST_MEGABYTES, f"{name}: {peak:.0f} MB"
    figures = f"{done:,} read, {refused:,} refused; slowest {slowest * 1e3:.0f} ms, peak {peak:.0f} MB"
    print(f"{name:12} {inputs:,} inputs: {figures}", flush=True)


def main() -> None:
    warnings.simplefilter("ignore", pint.UnitStrippedWarning)  # pandas takes the numbers of a quantity
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=2017)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        readers = {
            "schools.csv": of_file("schools.csv", Path(folder)),
            "county.toml": of_file("county.toml", Path(folder)),
            "workbooks": of_workbooks(Path(folder)),
            "standards": of_standards(),
            "columns": of_columns(),
            "frames": of_frames(),
            "tables": of_tables(),
        }
        for name, (read, seeds) in readers.items():
            inputs = given.inputs * (5 if name in ("columns", "frames") else 1)
            fuzz(name, read, seeds, inputs, random.Random(f"{name} {given.seed}"))


if __name__ == "__main__":
    main()
