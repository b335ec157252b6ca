"""Mutate the rules that decide numbers and verdicts, and see whether a test notices.

    python tests/mutation/run.py                  # everything, on a copy in a temporary folder
    python tests/mutation/run.py numbers nation   # some groups
    python tests/mutation/run.py --write          # and write what survived to survivors.txt, group by group
    python tests/mutation/run.py --write --again  # only what survived the last time without a reason

Modules are taken in groups, each with the tests of its rooms: a mutant that only other tests would notice counts as a
survivor. The last commit is tested. `reasons.toml` says of each survivor why no test can or should notice it.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from importlib.machinery import SourceFileLoader
from importlib.util import cache_from_source
from pathlib import Path
from typing import NoReturn

import numpy  # noqa: F401  imported once, before the forks
import pint  # noqa: F401
import pytest
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
READING = (
    *("building", "cells", "csvfile", "encodings", "facts", "folder", "reading", "schools"),
    # What workbooks, data frames, registers and forms have brought; these have not been run yet.
    *("columns", "counties", "frames", "groups", "headings", "items", "names", "packed", "parts", "records"),
    *("registers", "rows", "sheetparts", "slips", "spreadsheet", "workbook", "forms/*"),
)
# By group: modules, and the tests that are there for them.
GROUPS = {
    "numbers": (
        [
            *("exact", "identity", "notes", "outcomes", "tolerances", "units", "arrays", "arguments", "dispersion/*"),
            *(
                f"checks/{module}"
                for module in ("findings", "joins", "judgements", "limits", "relations", "section_rule", "variation")
            ),
        ],
        [
            "checks",
            "dispersion",
            "test_exact.py",
            "test_identity.py",
            "test_notes.py",
            "test_outcomes.py",
            "test_units.py",
            "test_arrays.py",
            "test_arguments.py",
            "test_ties.py",
            "nation",
            "assessment/test_verdict.py",
        ],
    ),
    "nation": (
        [
            f"nation/{module}"
            for module in ("counties", "intake", "limits", "order", "rates", "sensitivity", "table", "verdicts")
        ],
        ["nation", "test_mistakes.py"],
    ),
    "engines": (
        ["nation/engines", *(f"checks/{module}" for module in ("expressions", "limits", "section_rule", "variation"))],
        ["nation/test_engines.py", "checks/test_expressions.py"],
    ),
    "indicators": (
        ["indicators/*"],
        ["indicators", "test_national.py", "test_public.py", "assessment/test_verdict.py", "standards"],
    ),
    "records": (
        ["records/*"],
        [
            "records",
            "test_identity.py",
            "test_mistakes.py",
            "tables",
            "assessment/test_look_up.py",
            "assessment/test_sections.py",
        ],
    ),
    "standards": (["standards/*"], ["standards"]),
    "tables": (
        [f"tables/{module}" for module in READING],
        ["tables", "test_mistakes.py"],
    ),
    "assessment": (["assessment/*"], ["assessment", "test_mistakes.py", "standards"]),
}
# Formulas are bound by a decorator, which mutmut passes over; and query engines have threads, which do not survive the
# forks that it tests mutants in. Of the checks that are mutated with it, expressions are left to the group of engines.
WITH_COSMIC_RAY = ("engines", "indicators")
FOR_ENGINES = "expression"
# Displays: how something shows itself, which the tests of reports look at.
DISPLAYS = (
    *("__repr__", "__str__", "_repr_html_"),
    *("as_dict", "as_frame", "as_html", "as_json", "as_text", "as_workbook", "plot"),
)
NOT_COUNTED = re.compile(f"ǁ({'|'.join((FOR_ENGINES, *DISPLAYS))})__mutmut_")
# Messages have tests of their own; and which of two ways is taken to the same counties, or how narrow integers are that
# hold the same numbers, costs time and memory only.
NOT_MUTATED = [
    "raise ",
    "Error(",
    ".wrong(",
    "lru_cache",
    "min_scalar_type",
    "8 * ids.size",
    "count_nonzero(changes)",
]
LEAST = 95
SURVIVORS = HERE / "survivors.txt"
REASONS = tomllib.loads((HERE / "reasons.toml").read_text(encoding="utf-8"))
Result = tuple[int, dict[str, str]]  # how many mutants, and what differs in those that no test noticed, by name
# pytest escapes a list of ids in place, anew whenever tests are collected, and would not find a test by its name again.
UNESCAPED = "disable_test_id_escaping_and_forfeit_all_rights_to_community_support=true"
# What would take longer than most tests do: to print failures, to collect garbage, to look for packages by each name.
QUICKLY = ["--tb=no", "-p", "no:unraisableexception", "-o", "addopts=--import-mode=importlib"]


def with_mutmut(copy: Path, modules: list[str], tests: list[str], before: Result | None) -> Result:
    """Mutate modules of functions and classes; if they were tested `before`, what survived without a reason."""
    settings = {
        "source_paths": ["src"],
        "only_mutate": [f"src/balanced_edu/{module}.py" for module in modules],
        "do_not_mutate_patterns": [re.escape(pattern) for pattern in NOT_MUTATED],
        "also_copy": ["conftest.py", "README.md", "examples", "docs", "src/balanced_edu/demo"],
        # Each mutant is tested in a fork of one process, in which threads of frame libraries would wait for ever.
        "pytest_add_cli_args": [
            "-m",
            "not slow",
            "-k",
            "not frames and not engine and not expression",
            "-p",
            "no:cacheprovider",
            "-o",
            UNESCAPED,
            *QUICKLY,
        ],
        "pytest_add_cli_args_test_selection": [f"tests/{test}" for test in tests],
        "timeout_constant": 30.0,  # a loop without end is for tests/conftest.py to stop, by the time of the processor
    }
    config = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    lines = (f"{key} = {json.dumps(value)}" for key, value in settings.items())
    (copy / "pyproject.toml").write_text("\n".join([config, "[tool.mutmut]", *lines, ""]), encoding="utf-8")
    shutil.rmtree(copy / "mutants", ignore_errors=True)
    unnoticed = before[1] if before else {}
    open_ = [name for name, change in unnoticed.items() if _why(name, change) == "?"]
    mutants = _ends(copy, open_ or [*unnoticed][:1])
    stayed = {name for name in unnoticed if name in mutants and _changed_lines(copy, name) == unnoticed[name]}
    moved = {_function(name) for name in unnoticed.keys() - stayed}
    if moved:  # by a change of the function, all of whose mutants have other numbers
        mutants = _ends(copy, sorted(f"{function}__mutmut_*" for function in moved))
    left = {name for name in stayed.difference(open_) if _function(name) not in moved}
    # Whatever else ended a run, no test has noticed anything.
    survived = [name for name, end in mutants.items() if name in left or end not in ("killed", "not checked")]
    noticed = _noticed_from_the_import_on(copy / "mutants", survived, tests)
    return len(mutants), {name: _changed_lines(copy, name) for name in survived if name not in noticed}


def _ends(copy: Path, names: list[str]) -> dict[str, str]:
    """How the test of each mutant ended, by its name; if names are given, only those are tested."""
    subprocess.run(["mutmut", "run", "--max-children", str(os.cpu_count()), *names], cwd=copy, check=True)
    listed = subprocess.run(
        ["mutmut", "results", "--all", "true"], cwd=copy, check=True, capture_output=True, text=True
    ).stdout
    ends = dict(re.findall(r"^ *(\S+): (\w.*)$", listed, re.MULTILINE))
    return {name: end for name, end in ends.items() if end != "skipped" and not NOT_COUNTED.search(name)}


def _function(mutant: str) -> str:
    return re.sub(r"__mutmut_\d+$", "", mutant)


# What the import of every module calls: mutmut calls mutants only once all has been imported.
_CALLED_BY_IMPORT = """
import importlib, pkgutil, balanced_edu
from mutmut.state import state
for module in pkgutil.walk_packages(balanced_edu.__path__, "balanced_edu."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
print(*state()._stats, sep="\\n")
"""


def _noticed_from_the_import_on(mutants: Path, survived: list[str], tests: list[str]) -> set[str]:
    """Those of the mutants that are noticed where the library is imported anew, if the import alone calls them."""
    python = {**os.environ, "PYTHONPATH": str(mutants / "src")}
    called = subprocess.run(
        [sys.executable, "-c", _CALLED_BY_IMPORT],
        cwd=mutants,
        env={**python, "MUTANT_UNDER_TEST": "stats"},
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    pytest_ = [sys.executable, "-m", "pytest", "-x", "-q", "-m", "not slow", "-p", "no:cacheprovider"]
    places = [f"tests/{test}" for test in tests]

    def is_noticed(name: str) -> bool:
        environment = {**python, "MUTANT_UNDER_TEST": name}
        ended = subprocess.run([*pytest_, *places], cwd=mutants, env=environment, capture_output=True, check=False)
        return ended.returncode in FAILED

    # What is called before the first test is taken for its doing; of what tests call there are more.
    stats = json.loads((mutants / "mutmut-stats.json").read_text(encoding="utf-8"))
    alone = {name for name in called if len(stats["tests_by_mangled_function_name"].get(name, ())) <= 1}
    again = [name for name in survived if _function(name) in alone]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return {name for name, noticed in zip(again, pool.map(is_noticed, again), strict=True) if noticed}


def _changed_lines(copy: Path, name: str) -> str:
    """What differs between a mutant and its original; mutmut keeps all of them side by side in one file."""
    module, _, function = name.rpartition(".")
    sources = _functions(copy / "mutants" / "src" / f"{module.replace('.', '/')}.py")
    original = sources[re.sub(r"__mutmut_\d+$", "__mutmut_orig", function)]
    same_name = sources[function].replace(function, re.sub(r"\d+$", "orig", function), 1)
    return _difference(original, same_name)


@lru_cache(maxsize=64)
def _functions(file: Path) -> dict[str, str]:
    text = file.read_text(encoding="utf-8")
    found = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef))
    lines = text.splitlines()
    return {node.name: "\n".join(lines[node.lineno - 1 : node.end_lineno]) for node in found}


def with_cosmic_ray(copy: Path, modules: list[str], tests: list[str], before: Result | None) -> Result:
    """The same for functions that are decorated: each mutant in a fork that has imported nothing of the library yet."""
    package = copy / "src" / "balanced_edu"
    files = [f for m in modules for f in sorted(package.glob(f"{m}.py")) if f.name != "__init__.py"]
    # The examples in the modules come first: they are tests too, and soon done.
    places = [*map(str, files), *(f"tests/{test}" for test in tests)]
    arguments = ["-x", "-q", "-m", "not slow", "-p", "no:cacheprovider", *places]
    os.chdir(copy)
    sys.path.insert(0, str(copy / "src"))
    original = "the original", files[0], files[0].read_text(encoding="utf-8")
    total, survived = 0, {}
    forks: dict[int, tuple[str, str]] = {}
    for name, file, mutated in (original, *_mutants(files, copy)):
        total += 1
        if before and name != original[0] and (name not in before[1] or _why(name, before[1][name]) != "?"):
            survived |= {name: before[1][name]} if name in before[1] else {}
            continue
        if len(forks) == os.cpu_count():
            _settle(forks, survived)
        fork = os.fork()
        if not fork:
            _test(file, mutated, arguments)
        forks[fork] = name, _difference(file.read_text(encoding="utf-8"), mutated)
    while forks:
        _settle(forks, survived)
    survived.pop("the original")  # or the tests fail whatever is changed
    return total - 1, survived


def _mutants(files: list[Path], copy: Path) -> Iterator[tuple[str, Path, str]]:
    """Name, file and text of each mutant."""
    (copy / "cosmic-ray.toml").write_text(
        "[cosmic-ray]\n"
        f"module-path = {json.dumps([str(file.relative_to(copy)) for file in files])}\n"
        'timeout = 60.0\nexcluded-modules = []\ntest-command = ""\n[cosmic-ray.distributor]\nname = "local"\n',
        encoding="utf-8",
    )
    subprocess.run(["cosmic-ray", "init", "cosmic-ray.toml", "session.sqlite"], cwd=copy, check=True)
    dumped = subprocess.run(
        ["cosmic-ray", "dump", "session.sqlite"], cwd=copy, check=True, capture_output=True, text=True
    )
    for line in dumped.stdout.splitlines():
        (change,) = json.loads(line)[0]["mutations"]
        operator = change["operator_name"]
        if re.match("core/(RemoveDecorator|ReplaceBinaryOperator_BitOr_)", operator):
            continue  # what a decorator binds is missed at once, and types are joined by |
        file = copy / change["module_path"]
        if not _is_tested(file, change["start_pos"][0]):
            continue
        made = get_operator(operator)(**change["operator_args"])
        mutated = mutate_code(file.read_text(encoding="utf-8"), made, change["occurrence"])
        if mutated is not None and _is_python(mutated):
            yield f"{file.stem}:{change['start_pos'][0]} {operator} {change['occurrence']}", file, mutated


@lru_cache
def _lines_for_engines(file: Path) -> set[int]:
    """The lines of the functions that give an engine its expressions."""
    found = (
        node for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.FunctionDef)
    )
    return {line for node in found if node.name == FOR_ENGINES for line in range(node.lineno, node.end_lineno or 0)}


def _is_tested(file: Path, line: int) -> bool:
    """Whether a line is for this group: of the modules that the group of numbers has too, expressions are."""
    shared = f"{file.parent.name}/{file.stem}" in GROUPS["numbers"][0]
    return not shared or line in _lines_for_engines(file)


def _is_python(text: str) -> bool:
    """Whether a mutant can be read at all: the star before keyword-only arguments is taken for a product too."""
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True


def _test(file: Path, mutated: str, arguments: list[str]) -> NoReturn:
    """Run the tests with a mutant in place of its file, and leave with their status."""
    resource.setrlimit(resource.RLIMIT_CPU, (60, 61))
    read = SourceFileLoader.get_data

    def get_data(loader: SourceFileLoader, path: str) -> bytes:
        if path == cache_from_source(str(file)):
            raise OSError("what was compiled is the original")
        return mutated.encode() if path == str(file) else read(loader, path)

    SourceFileLoader.get_data = get_data  # type: ignore[method-assign, assignment]
    os.environ["MUTANT_UNDER_TEST"] = f"{file.stem}__mutmut_"  # tests that notice one come first for the next
    status = 1
    try:
        with open(os.devnull, "w", encoding="utf-8") as nowhere:
            os.dup2(nowhere.fileno(), 1)
            os.dup2(nowhere.fileno(), 2)
            status = int(pytest.main(arguments))
    finally:  # whatever a mutant raises, it is not for the run that made the fork
        os._exit(status)


# A test that failed, a module or conftest.py that could not be imported; and not 35, by which conftest.py says that no
# test was run.
FAILED = (1, 2, 4)


def _settle(forks: dict[int, tuple[str, str]], survived: dict[str, str]) -> None:
    fork, status = os.wait()
    name, change = forks.pop(fork)
    if os.waitstatus_to_exitcode(status) not in (*FAILED, -signal.SIGXCPU):
        survived[name] = change


def _difference(one: str, other: str) -> str:
    lines = difflib.unified_diff(one.splitlines(), other.splitlines(), n=0, lineterm="")
    return " → ".join(line[1:].strip() for line in lines if re.match(r"[-+](?![-+])", line))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("groups", nargs="*", metavar="GROUP", choices=[[], *GROUPS], help=", ".join(GROUPS))
    parser.add_argument("--write", action="store_true", help="write what survived to survivors.txt")
    parser.add_argument("--again", action="store_true", help="test only what survived without a reason")
    given = parser.parse_args()
    os.environ["HYPOTHESIS_PROFILE"] = "mutants"
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    found = _listed()
    groups = given.groups or list(GROUPS)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(copy)], check=True)
        for name in groups:
            run = with_cosmic_ray if name in WITH_COSMIC_RAY else with_mutmut
            found[name] = run(copy, *GROUPS[name], found[name] if given.again else None)
            if given.write:
                listed = {**_listed(), name: found[name]}  # another run may have written other groups
                SURVIVORS.write_text(_told({name: listed[name] for name in GROUPS if name in listed}), encoding="utf-8")
    ran = {name: found[name] for name in groups}
    print(_told(ran), end="")
    if found.keys() == GROUPS.keys():
        print(*(f"no mutant is left for this reason: {pattern}\n" for pattern in _unused(found)), sep="", end="")
    noticed, mutants = _noticed(*ran.values())
    sys.exit(100 * noticed < LEAST * mutants)


def _listed() -> dict[str, Result]:
    """By group what survivors.txt says."""
    found: dict[str, Result] = {}
    for line in SURVIVORS.read_text(encoding="utf-8").splitlines() if SURVIVORS.exists() else []:
        if group := re.match(r"(\w+): \d+ of (\d+) noticed", line):
            survived: dict[str, str] = {}
            found[group[1]] = int(group[2]), survived
        elif mutant := re.match(r"    (.+?): (.*)  \[", line):
            survived[mutant[1]] = mutant[2]
    return found


def _told(found: dict[str, Result]) -> str:
    lines = []
    for name, result in found.items():
        lines.append(f"{name}: {_share(result)}")
        lines += [f"    {mutant}: {change}  [{_why(mutant, change)}]" for mutant, change in result[1].items()]
    lines.append(f"in all: {_share(*found.values())}")
    return "\n".join(lines) + "\n"


def _why(mutant: str, change: str) -> str:
    """Why it may be left: the reason whose pattern is found in its name and in what has become of the line."""
    return next((why for pattern, why in REASONS.items() if re.search(pattern, _text(mutant, change))), "?")


def _unused(found: dict[str, Result]) -> Iterator[str]:
    texts = [_text(mutant, change) for _, survived in found.values() for mutant, change in survived.items()]
    return (pattern for pattern in REASONS if not any(re.search(pattern, text) for text in texts))


def _text(mutant: str, change: str) -> str:
    return f"{mutant} → {change.partition(' → ')[2] or change}"


def _share(*results: Result) -> str:
    noticed, mutants = _noticed(*results)
    return f"{noticed} of {mutants} noticed, {noticed / mutants:.1%}"


def _noticed(*results: Result) -> tuple[int, int]:
    mutants = sum(result[0] for result in results)
    return mutants - sum(len(survived) for _, survived in results), mutants


if __name__ == "__main__":
    main()
