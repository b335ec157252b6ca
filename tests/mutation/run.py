"""Mutate the rules that decide numbers and verdicts, and see whether a test notices.

    python tests/mutation/run.py                  # every module that has changed since it was run
    python tests/mutation/run.py numbers nation   # of some groups
    python tests/mutation/run.py --write          # and write what survived to survivors.txt, module by module
    python tests/mutation/run.py --write --again  # only what survived without a reason where nothing has changed
    python tests/mutation/run.py --list           # run nothing, and say what has been noticed and what is to be run

Modules are taken in groups, each with the tests of its rooms: a mutant that only other tests would notice counts as a
survivor, and so does at first one that the closest tests, or those of some seconds, do not notice; --again lets all of
them run. The last commit is tested, on a copy in a temporary folder. survivors.txt has the fingerprint of each module
as it was run, so that the next run goes on with the others; to run a module anew, delete its lines there.
`reasons.toml` says of each survivor why no test can or should notice it.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import hashlib
import importlib
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
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from importlib.machinery import SourceFileLoader
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

import forks
import numpy  # noqa: F401  imported once, before the forks
import pint  # noqa: F401
import pytest
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
# By group: modules, and the tests that are there for them.
GROUPS = {
    name: (group["modules"], group["tests"])
    for name, group in tomllib.loads((HERE / "groups.toml").read_text(encoding="utf-8")).items()
}
# Formulas are bound by a decorator, which mutmut passes over; and query engines have threads, which do not survive the
# forks that it tests mutants in. Of the checks that are mutated with it, expressions are left to the group of engines.
WITH_COSMIC_RAY = ("engines", "indicators")
FOR_ENGINES = "expression"
# What tests of engines import, before the forks: engines start their threads when they are first used.
IMPORTED_ONCE = ("hypothesis", "pandas", "polars", "duckdb", "dask.dataframe", "narwhals")
# Displays: how something shows itself, which the tests of reports look at.
DISPLAYS = (
    *("__repr__", "__str__", "_repr_html_"),
    *("as_declaration", "as_dict", "as_frame", "as_html", "as_json", "as_text", "as_workbook", "plot"),
)
NOT_COUNTED = re.compile(f"ǁ({'|'.join((FOR_ENGINES, *DISPLAYS))})__mutmut_")
# Messages have tests of their own; and which of two ways is taken to the same counties, or how narrow integers are that
# hold the same numbers, costs time and memory only. Mutants are numbered without these: where one is added, delete what
# is listed of modules that have such lines, which is of other mutants.
NOT_MUTATED = [
    "raise ",
    "Error(",
    ".wrong(",
    "Message(",
    ".note(",
    "what = ",
    "lru_cache",
    "min_scalar_type",
    "8 * ids.size",
    "count_nonzero(changes)",
]
LEAST = 95
# Seconds of the processor that a mutant is tested: at first, and where it survived these.
FIRST_TESTS, ALL_TESTS = 2, 240
SURVIVORS = HERE / "survivors.txt"
REASONS = tomllib.loads((HERE / "reasons.toml").read_text(encoding="utf-8"))


class Ran(NamedTuple):
    """What the run of a module came to."""

    fingerprint: str  # of the module
    mutants: int
    survived: dict[str, str]  # what differs in those that no test noticed, by name


Found = dict[str, dict[str, Ran]]  # by group and module
PYTEST = [sys.executable, "-m", "pytest", "-q"]
# pytest escapes a list of ids in place, anew whenever tests are collected, and would not find a test by its name again.
UNESCAPED = "disable_test_id_escaping_and_forfeit_all_rights_to_community_support=true"
# What would take longer than most tests do: to print failures, to rewrite assertions, to collect garbage, to look for
# packages by each name.
QUICKLY = ["--tb=no", "--assert=plain", "-p", "no:unraisableexception", "-o", "addopts=--import-mode=importlib"]
UNTIL_NOTICED = ["-x", "-q", "-m", "not slow", "-p", "no:cacheprovider", *QUICKLY, "--doctest-modules"]
# Each mutant is tested in a fork of one process, in which threads of frame libraries would wait for ever.
OPTIONS = [
    *("-m", "not slow", "-k", "not frames and not engine and not expression", "-p", "no:cacheprovider"),
    *("-o", UNESCAPED, *QUICKLY),
]


def with_mutmut(copy: Path, group: str, names: Mapping[str, list[str]], children: int) -> Iterator[tuple[str, Ran]]:
    """Mutate functions and classes, module by module; where mutants are named, only those."""
    places = [f"tests/{test}" for test in GROUPS[group][1]]
    settings = {
        "source_paths": ["src"],
        "only_mutate": [f"src/balanced_edu/{module}.py" for module in names],
        "do_not_mutate_patterns": [re.escape(pattern) for pattern in NOT_MUTATED],
        "also_copy": ["conftest.py", "README.md", "examples", "docs", "src/balanced_edu/demo"],
        "pytest_add_cli_args": OPTIONS,
        "pytest_add_cli_args_test_selection": places,
    }
    config = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    lines = (f"{key} = {json.dumps(value)}" for key, value in settings.items())
    (copy / "pyproject.toml").write_text("\n".join([config, "[tool.mutmut]", *lines, ""]), encoding="utf-8")
    mutants = copy / "mutants"
    shutil.rmtree(mutants, ignore_errors=True)
    # To test a few, it makes all mutants and finds which tests reach which function.
    few = f"{_of_module(next(iter(names)))}*__mutmut_1"
    subprocess.run(["mutmut", "run", "--max-children", str(children), few], cwd=copy, check=False)
    yield from _tested(copy, places, names, children)


def _tested(copy: Path, places: list[str], names: Mapping[str, list[str]], children: int) -> Iterator[tuple[str, Ran]]:
    """Test mutants that have been made, all of them or those that are named."""
    mutants = copy / "mutants"
    of_modules = {module: named or _mutants_of(mutants, module) for module, named in names.items()}
    # What the tests that come first do not notice is tested by all of them where it is named.
    seconds = ALL_TESTS if any(names.values()) else FIRST_TESTS
    several = [name for of_module in of_modules.values() for name in of_module]
    ends = _in_forks(mutants, places, several, _reached_by(mutants), children, seconds)
    called = next(ends)
    ended: dict[str, str] = {}
    for module, several in of_modules.items():
        while not ended.keys() >= {*several}:
            ended.update([next(ends)])
        survived = [name for name in several if not ended[name]]
        if names[module]:
            # What is called by imports and collecting is noticed, if at all, by a process that does both anew.
            open_ = [name for name in survived if _function(name) in called]
            noticed = _noticed_anew(mutants, open_, places, children)
            survived = [name for name in survived if name not in noticed]
        changed = {name: _changed_lines(copy, name) for name in survived}
        yield module, Ran(_fingerprint(copy, module), len(_mutants_of(mutants, module)), changed)


def _of_module(module: str) -> str:
    """How the names of the mutants of a module begin."""
    return f"balanced_edu.{module.replace('/', '.')}.x"


def _mutants_of(mutants: Path, module: str) -> list[str]:
    made = mutants / "src" / "balanced_edu" / f"{module}.py.meta"
    names = json.loads(made.read_text(encoding="utf-8"))["exit_code_by_key"] if made.exists() else ()
    return [name for name in names if not NOT_COUNTED.search(name)]


def _reached_by(mutants: Path) -> dict[str, list[str]]:
    """The tests that reach each function: those beside its module first, and the fastest of them."""
    stats = json.loads((mutants / "mutmut-stats.json").read_text(encoding="utf-8"))
    seconds_of: dict[str, float] = stats["duration_by_test"]
    return {
        function: sorted(tests, key=lambda test: (not _is_near(test, function), seconds_of.get(test, 0)))
        for function, tests in stats["tests_by_mangled_function_name"].items()
    }


def _in_forks(
    mutants: Path,
    places: list[str],
    names: list[str],
    reached_by: Mapping[str, list[str]],
    children: int,
    seconds: int,
) -> Iterator[Any]:
    """The functions that importing and collecting call; then of each mutant its name and the test that noticed it."""
    to_test = mutants / "to_test.json"
    functions = {name: _function(name) for name in names}
    tests = {function: reached_by.get(function, []) for function in functions.values()}
    to_test.write_text(json.dumps([functions, tests]), encoding="utf-8")
    read, write = os.pipe()
    environment = {
        **_environment(mutants, "stats"),
        **{"MUTANTS": str(to_test), "ENDS": f"/dev/fd/{write}", "CHILDREN": str(children), "SECONDS": str(seconds)},
    }
    command = [*PYTEST, "-p", "forks", *OPTIONS, *places]
    process = subprocess.Popen(command, cwd=mutants, env=environment, stdout=subprocess.DEVNULL, pass_fds=[write])
    os.close(write)
    with process, os.fdopen(read, encoding="utf-8") as ends:
        yield json.loads(next(ends))
        for line in ends:
            name, test = json.loads(line)
            if name != forks.ORIGINAL:
                yield name, test
            elif test:  # or it would notice whatever is changed
                raise RuntimeError(f"{test} fails without any change")


def _environment(mutants: Path, mutant: str) -> dict[str, str]:
    path = os.pathsep.join([str(mutants / "src"), str(HERE)])
    return {**os.environ, "PYTHONPATH": path, "MUTANT_UNDER_TEST": mutant}


def _function(mutant: str) -> str:
    return re.sub(r"__mutmut_\d+$", "", mutant)


def _is_near(test: str, function: str) -> bool:
    """Whether a test stands in the file that is named after the module of a function."""
    return f"/test_{function.split('.')[-2]}.py::" in test


def _noticed_anew(mutants: Path, survived: list[str], places: list[str], children: int) -> set[str]:
    """Those of the mutants that are noticed where everything is imported and collected with them."""

    def is_noticed(name: str) -> bool:
        environment = _environment(mutants, name)
        command = [*PYTEST, "-x", *OPTIONS]
        closest, *others = places
        return any(
            subprocess.run([*command, *some], cwd=mutants, env=environment, capture_output=True, check=False).returncode
            in FAILED
            for some in ([closest], others)
            if some
        )

    with ThreadPoolExecutor(children) as pool:
        return {name for name, noticed in zip(survived, pool.map(is_noticed, survived), strict=True) if noticed}


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


def with_cosmic_ray(copy: Path, group: str, names: Mapping[str, list[str]], children: int) -> Iterator[tuple[str, Ran]]:
    """The same for functions that are decorated: each mutant in a fork that has imported nothing of the library yet."""
    files = {module: copy / "src" / "balanced_edu" / f"{module}.py" for module in names}
    tests = [f"tests/{test}" for test in GROUPS[group][1]]
    for package in IMPORTED_ONCE:
        importlib.import_module(package)
    os.chdir(copy)
    sys.path.insert(0, str(copy / "src"))
    for module, file in files.items():
        # The examples in the module come first: they are tests too, and soon done; then the tests beside it.
        beside = f"tests/{file.parent.name}/"
        places = [str(file), *sorted(tests, key=lambda test: (file.stem not in test, not test.startswith(beside)))]
        if not any(names.values()):
            del places[2:]
        total, survived = 0, {}
        forks: dict[int, tuple[str, str]] = {}
        text = file.read_text(encoding="utf-8")
        for name, mutated in (("the original", text), *_mutants(file, copy)):
            total += 1
            if names[module] and name not in (*names[module], "the original"):
                continue
            if len(forks) == children:
                _settle(forks, survived)
            fork = os.fork()
            if not fork:
                _test(f"balanced_edu/{module}", file, mutated, places)
            forks[fork] = name, _difference(text, mutated)
        while forks:
            _settle(forks, survived)
        survived.pop("the original")  # or the tests fail whatever is changed
        yield module, Ran(_fingerprint(copy, module), total - 1, survived)


def _mutants(file: Path, copy: Path) -> Iterator[tuple[str, str]]:
    """Name and text of each mutant of a module."""
    text = file.read_text(encoding="utf-8")
    (copy / "cosmic-ray.toml").write_text(
        "[cosmic-ray]\n"
        f"module-path = {json.dumps([str(file.relative_to(copy))])}\n"
        'timeout = 60.0\nexcluded-modules = []\ntest-command = ""\n[cosmic-ray.distributor]\nname = "local"\n',
        encoding="utf-8",
    )
    subprocess.run(["cosmic-ray", "init", "--force", "cosmic-ray.toml", "session.sqlite"], cwd=copy, check=True)
    dumped = subprocess.run(
        ["cosmic-ray", "dump", "session.sqlite"], cwd=copy, check=True, capture_output=True, text=True
    )
    for line in dumped.stdout.splitlines():
        (change,) = json.loads(line)[0]["mutations"]
        operator = change["operator_name"]
        if re.match("core/(RemoveDecorator|ReplaceBinaryOperator_BitOr_)", operator):
            continue  # what a decorator binds is missed at once, and types are joined by |
        if not _is_tested(file, change["start_pos"][0]):
            continue
        made = get_operator(operator)(**change["operator_args"])
        mutated = mutate_code(text, made, change["occurrence"])
        if mutated is not None and _is_python(mutated):
            yield f"{file.stem}:{change['start_pos'][0]} {operator} {change['occurrence']}", mutated


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


def _test(module: str, file: Path, mutated: str, places: list[str]) -> NoReturn:
    """Run tests with a mutant in place of its file, at one place after the other, and leave with their status."""
    resource.setrlimit(resource.RLIMIT_CPU, (ALL_TESTS, ALL_TESTS + 1))
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
            importlib.import_module(module.replace("/", "."))  # or pytest would load it a second time
            for place in places:
                status = int(pytest.main([*UNTIL_NOTICED, place]))
                if status in FAILED:
                    break
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
    parser.add_argument("--list", action="store_true", help="say what has been noticed and what is to be run")
    parser.add_argument("--children", type=int, default=os.cpu_count(), metavar="N", help="how many tests at a time")
    given = parser.parse_args()
    groups = given.groups or list(GROUPS)
    if given.list:
        print(*(_line(ROOT, group) for group in groups), sep="\n")
        return
    os.environ["HYPOTHESIS_PROFILE"] = "mutants"
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    found = _listed()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(copy)], check=True)
        for group in groups:
            for module, ran in _results(copy, group, found.get(group, {}), given.again, given.children):
                # Another run may have written other modules.
                found = _listed() if given.write else found
                found.setdefault(group, {})[module] = ran
                if given.write:
                    SURVIVORS.write_text(_told(_in_order(copy, found)), encoding="utf-8")
    ran_ = {group: found.get(group, {}) for group in groups}
    print(_told(ran_), end="")
    if found.keys() == GROUPS.keys():
        print(*(f"no mutant is left for this reason: {pattern}\n" for pattern in _unused(found)), sep="", end="")
    noticed, mutants = _noticed(*(ran for modules in ran_.values() for ran in modules.values()))
    sys.exit(100 * noticed < LEAST * mutants)


def _results(
    copy: Path, group: str, listed: Mapping[str, Ran], again: bool, children: int
) -> Iterator[tuple[str, Ran]]:
    """What the run of each module of a group comes to, and what survived before where only some mutants are tested."""
    before = {name: ran for name, ran in listed.items() if ran.fingerprint == _fingerprint(copy, name)}
    names = _to_run(copy, group, before, again)
    run = with_cosmic_ray if group in WITH_COSMIC_RAY else with_mutmut
    for module, ran in run(copy, group, names, children) if names else ():
        known = before[module].survived if names[module] else {}
        left = {name: change for name, change in known.items() if name not in names[module]}
        yield module, ran._replace(survived=left | ran.survived)


def _to_run(copy: Path, group: str, before: Mapping[str, Ran], again: bool) -> dict[str, list[str]]:
    """The modules to run, each with the mutants to test if not all."""
    if not again:
        return {module: [] for module in _modules(copy, group) if module not in before}
    open_ = {
        module: [name for name, change in ran.survived.items() if _why(name, change) == "?"]
        for module, ran in before.items()
    }
    return {module: names for module, names in open_.items() if names}


def _modules(root: Path, group: str) -> list[str]:
    """The modules of a group, which may be named by patterns."""
    package = root / "src" / "balanced_edu"
    files = (file for name in GROUPS[group][0] for file in sorted(package.glob(f"{name}.py")))
    return [file.relative_to(package).with_suffix("").as_posix() for file in files if file.name != "__init__.py"]


def _fingerprint(root: Path, module: str) -> str:
    file = root / "src" / "balanced_edu" / f"{module}.py"
    return hashlib.sha256(file.read_bytes()).hexdigest()[:8] if file.exists() else ""


def _line(root: Path, group: str) -> str:
    """What was noticed in the modules that are as they were run, and which are not."""
    found, modules = _listed().get(group, {}), _modules(root, group)
    ran = [module for module in modules if module in found and found[module].fingerprint == _fingerprint(root, module)]
    rest = [module for module in modules if module not in ran]
    of_rest = f"; to be run: {', '.join(rest)}" if rest else ""
    return f"{group}: {_share(*(found[module] for module in ran))}, in {len(ran)} of {len(modules)} modules{of_rest}"


def _in_order(root: Path, found: Found) -> Found:
    """As the groups are, without modules that are there no longer."""
    return {
        group: {module: found[group][module] for module in _modules(root, group) if module in found[group]}
        for group in GROUPS
        if group in found
    }


def _listed() -> Found:
    """What survivors.txt says."""
    found: Found = {}
    modules: dict[str, Ran] = {}
    survived: dict[str, str] = {}
    for line in SURVIVORS.read_text(encoding="utf-8").splitlines() if SURVIVORS.exists() else []:
        if mutant := re.match(r"    (.+?): (.*)  \[", line):
            survived[mutant[1]] = mutant[2]
        elif module := re.match(r"  (\S+) (\w+): \d+ of (\d+) noticed", line):
            survived = {}
            modules[module[1]] = Ran(module[2], int(module[3]), survived)
        elif group := re.match(r"(\w+): ", line):
            modules = found[group[1]] = {}
    return found


def _told(found: Found) -> str:
    lines = []
    for group, modules in found.items():
        lines.append(f"{group}: {_share(*modules.values())}")
        for module, ran in modules.items():
            lines.append(f"  {module} {ran.fingerprint}: {_share(ran)}")
            lines += [f"    {mutant}: {change}  [{_why(mutant, change)}]" for mutant, change in ran.survived.items()]
    lines.append(f"in all: {_share(*(ran for modules in found.values() for ran in modules.values()))}")
    return "\n".join(lines) + "\n"


def _why(mutant: str, change: str) -> str:
    """Why it may be left: the reason whose pattern is found in its name and in what has become of the line."""
    return next((why for pattern, why in REASONS.items() if re.search(pattern, _text(mutant, change))), "?")


def _unused(found: Found) -> Iterator[str]:
    all_ = [ran.survived for modules in found.values() for ran in modules.values()]
    texts = [_text(mutant, change) for survived in all_ for mutant, change in survived.items()]
    return (pattern for pattern in REASONS if not any(re.search(pattern, text) for text in texts))


def _text(mutant: str, change: str) -> str:
    return f"{mutant} → {change.partition(' → ')[2] or change}"


def _share(*ran: Ran) -> str:
    noticed, mutants = _noticed(*ran)
    return f"{noticed} of {mutants} noticed, {noticed / max(mutants, 1):.1%}"


def _noticed(*ran: Ran) -> tuple[int, int]:
    mutants = sum(module.mutants for module in ran)
    return mutants - sum(len(module.survived) for module in ran), mutants


if __name__ == "__main__":
    main()
