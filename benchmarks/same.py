"""Whether this commit reads, assesses and reports counties exactly as an earlier one did, bit by bit.

    python benchmarks/same.py COMMIT
    python benchmarks/same.py main --counties 50
    python benchmarks/same.py main --case "7 shenyang"      # how a case differs

Counties are drawn by the strategies of `balanced_edu.testing`, most of them with gaps, some at a limit, some with
schools of several campuses; the example county is among them. Each is assessed by every standard that comes with the
library, on different days. All that findings, sections, totals and coefficients hold is compared with the types of its
numbers, and each character of the JSON, the page, the text and the task board. Each county is written to a folder or a
workbook by the earlier commit and read by both, with what was remarked; then characters of the files are changed, and
what is read or refused is compared with its messages.
"""

from __future__ import annotations

import argparse
import datetime as dt
import difflib
import enum
import hashlib
import json
import pickle
import random
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import attrs
from commits import ROOT, checked_out, command, copied, environment

EXAMPLE = ROOT / "examples" / "qingshan"
DAYS = (None, None, "2022-10-31", "2024-12-31", "2031-01-01")
CHANGES = ("", "x", "，", "0", "9", "-", " ", "无", "%", ".", '"', "\n", "6e5", "=", "１")


# What both commits have to do.


def draw(number: int, folder: Path) -> None:
    """Draw counties, and write them for both commits."""
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import strategies as st

    import balanced_edu as be
    from balanced_edu import testing

    drawn: list[be.County] = [be.read_county(EXAMPLE)]
    seeded = random.Random(2017)
    resources = tuple(be.standards.load("national-2017").resources)
    at_limit = st.sampled_from(resources).flatmap(lambda id: testing.counties_at_limit(id))
    schools_at_limit = st.lists(
        st.sampled_from(resources).flatmap(lambda id: testing.campuses_at_limit(id)),
        min_size=1,
        max_size=6,
        unique_by=lambda campus: campus.school_code,
    ).map(lambda campuses: be.County(name="示例县", year=2022, campuses=campuses))
    possible = st.one_of(
        testing.counties(max_campuses=8),
        testing.counties(max_campuses=8, gaps=True),
        testing.counties(max_campuses=3, gaps=True),
        schools_at_limit,
        at_limit,
    )

    @settings(
        max_examples=number,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(possible)
    def collect(county: be.County) -> None:
        drawn.append(of_schools(county, seeded))

    collect()
    for place, county in enumerate(drawn):
        (folder / f"{place}.pickle").write_bytes(pickle.dumps(county))
        be.write_county(county, folder / f"{place}")
        if place % 10 == 0:
            be.write_county(county, folder / f"{place}.xlsx")
        changed(folder / f"{place}", folder / f"{place} changed", seeded)


def of_schools(county: Any, seeded: random.Random) -> Any:
    """The county; one in three with campuses that belong to its first one."""
    if seeded.random() > 1 / 3 or len(county.campuses) < 2:
        return county
    head, *others = county.campuses
    belonging = [attrs.evolve(one, parent_code=head.school_code) if seeded.random() < 0.5 else one for one in others]
    return attrs.evolve(county, campuses=[head, *belonging])


def changed(folder: Path, to: Path, seeded: random.Random) -> None:
    """The files of a folder with some characters changed."""
    to.mkdir()
    for file in sorted(folder.iterdir()):
        text = file.read_bytes().decode("utf-8")
        for _ in range(seeded.randrange(1, 5)):
            place = seeded.randrange(len(text) + 1)
            text = text[:place] + seeded.choice(CHANGES) + text[place + seeded.randrange(3) :]
        (to / file.name).write_bytes(text.encode("utf-8", "replace"))


# What is compared.


def described(value: Any, fields: dict[str, list[str]], known: dict[str, list[str]]) -> Iterator[str]:
    """Everything that a value holds, with the types of its numbers.

    Fields of a class are those that it has in the earlier commit: `known`, or what is put into `fields`.
    """
    if isinstance(value, enum.Enum):
        yield str(value)
    elif isinstance(value, Fraction):
        yield f"Fraction {value.numerator}/{value.denominator}"
    elif isinstance(value, float):
        yield f"{type(value).__name__} {float.hex(value)}"
    elif type(value).__name__ == "Standard":
        yield value.cited
    elif attrs.has(type(value)):
        name = type(value).__name__
        if name not in fields:
            fields[name] = known.get(name) or [_shown(value, field) for field in attrs.fields(type(value))]
        yield name
        for field in fields[name]:
            yield f".{field}"
            yield from described(getattr(value, field), fields, known)
    elif isinstance(value, Mapping):
        yield f"mapping of {len(value)}"
        for key, one in value.items():
            yield from described(key, fields, known)
            yield from described(one, fields, known)
    elif isinstance(value, (tuple, list)):
        yield f"{type(value).__name__} of {len(value)}"
        for one in value:
            yield from described(one, fields, known)
    else:
        yield f"{type(value).__name__} {value!r}"


def _shown(value: Any, field: attrs.Attribute[Any]) -> str:
    """The name under which a field is read, which may be kept under another."""
    public: str = field.alias or field.name
    return public if hasattr(value, public) else field.name


def cases(folder: Path, number: int) -> Iterator[tuple[str, Callable[[], Iterator[Any]]]]:
    """What is done with each county, by a name, and what gives its result."""
    from balanced_edu.standards import names

    for place in range(number):
        county = pickle.loads((folder / f"{place}.pickle").read_bytes())
        for turn, standard in enumerate(names()):
            day = DAYS[(place + turn) % len(DAYS)]
            on = None if day is None else dt.date.fromisoformat(day)

            yield f"{place} {standard}", partial(assessed, county, standard, on, in_full=place % 5 == turn)
        for name in (f"{place}", f"{place} changed", f"{place}.xlsx"):
            if (folder / name).exists():
                yield f"read {name}", partial(read, folder / name)


def assessed(county: Any, standard: str, on: dt.date | None, *, in_full: bool) -> Iterator[Any]:
    """What an assessment holds and reports; `in_full` with the page and the text."""
    import balanced_edu as be

    assessment = be.assess(county, standard, on=on)
    yield assessment.as_json()
    yield assessment
    yield [(section.outcomes, section.finding.reason, section.finding.margin) for section in assessment.sections]
    yield assessment.shortfalls, assessment.concessions, assessment.sides, assessment.sample, assessment.tasks()
    yield [str(leaf) for leaf in assessment.finding.leaves()]
    if in_full:
        yield assessment.as_html("zh"), assessment.as_html("en"), str(assessment)


def read(path: Path) -> Iterator[Any]:
    """What a data set is read as, and what was remarked."""
    import balanced_edu as be

    county = be.read_county(path)
    yield county
    yield county.reading, county.fingerprint, county.doubts


def tell(folder: Path, number: int, only: str) -> None:
    """Print a digest of each case; of a single one all that it holds."""
    import balanced_edu as be

    known = json.loads((folder / "fields").read_text()) if (folder / "fields").exists() else {}
    fields: dict[str, list[str]] = {}
    for name, case in cases(folder, number):
        if only and name != only:
            continue
        lines: list[str] = []
        try:
            for part in case():
                lines += described(part, fields, known)
        except (be.InputError, be.DataError) as error:
            lines += [type(error).__name__, str(error), repr(getattr(error, "problems", ""))]
            lines += described(getattr(error, "reading", None), fields, known)
        text = "\n".join(lines)
        print(text if only else f"{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()} {name}")
    if not known and not only:
        (folder / "fields").write_text(json.dumps(fields))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("commit", nargs="?", default="main", help="The earlier commit.")
    parser.add_argument("--counties", type=int, default=500)
    parser.add_argument("--case", default="", help="Show how a case differs.")
    parser.add_argument("--keep", type=Path, help="A folder for what the earlier commit makes, to use it again.")
    parser.add_argument("--in", dest="folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--draw", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.folder and given.draw:
        draw(given.counties, given.folder)
        return
    if given.folder:
        tell(given.folder, given.counties + 1, given.case)
        return
    with tempfile.TemporaryDirectory() as temporary:
        root = given.keep or Path(temporary)
        root.mkdir(exist_ok=True)
        folder, told = root / "counties", root / "told"

        def run(sources: Path, *arguments: str) -> str:
            options = ("--in", folder, "--counties", given.counties, *arguments)
            process = subprocess.run(
                command(__file__, *options), check=True, stdout=subprocess.PIPE, env=environment(sources)
            )
            return process.stdout.decode("utf-8", "surrogatepass")

        before = checked_out(given.commit, root / "before") if not (root / "before").exists() else root / "before/src"
        now = copied(Path(temporary) / "now")
        if not folder.exists():
            folder.mkdir()
            run(before, "--draw")
        if given.case:
            texts = [run(sources, "--case", given.case).splitlines() for sources in (before, now)]
            print("\n".join(difflib.unified_diff(*texts, "before", "now", lineterm="", n=6)))
            return
        if not told.exists():
            told.write_text(run(before))
        both = told.read_text().splitlines(), run(now).splitlines()
    differing = [one.partition(" ")[2] for one, other in zip(*both, strict=True) if one != other]
    print(f"{len(both[0]):,} cases of {given.counties + 1:,} counties; {len(differing)} differ from {given.commit}")
    for name in differing[:50]:
        print(f"  {name}")
    raise SystemExit(bool(differing))


if __name__ == "__main__":
    main()
