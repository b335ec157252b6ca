"""Mutate the rules that numbers and verdicts hang on, and see whether a test notices.

    python tests/mutation/run.py                  # everything, on a copy in a temporary folder
    python tests/mutation/run.py numbers nation   # some groups
    python tests/mutation/run.py --write          # and write what survived to survivors.txt

Modules are taken in groups, each with the tests that are there for it: a mutant that only a far-off test would notice
counts as a survivor. Formulas are bound to their indicators by a decorator, which mutmut passes over, so cosmic-ray
takes them. `reasons.toml` says of the survivors that are left why no test can or should tell them.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from functools import lru_cache
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
GROUPS = {
    "numbers": (
        ["checks", "dispersion", "exact", "outcomes", "units"],
        [
            "test_checks",
            "test_details",
            "test_means",
            "test_dispersion",
            "test_outcomes",
            "test_units",
            "test_exactness",
            "test_nation",
            "test_verdicts",
        ],
    ),
    "nation": (["nation"], ["test_nation", "test_means"]),
    "assessment": (["assessment"], ["test_verdicts", "test_standards", "test_qingshan", "test_corners"]),
    "indicators": (["indicators"], ["test_indicators", "test_verdicts"]),
}
# What a message says is held by the tests of messages; `strict=True` guards what cannot be otherwise.
NOT_MUTATED = ["raise ", "strict=True", "Error(", "lru_cache", "__repr__"]
LEAST = 95


def with_mutmut(copy: Path, modules: list[str], tests: list[str]) -> tuple[int, dict[str, str]]:
    """How many mutants, and what differs in those that no test noticed, by name."""
    settings = {
        "source_paths": ["src"],
        "only_mutate": [f"src/balanced_edu/{module}.py" for module in modules],
        "do_not_mutate_patterns": [re.escape(pattern) for pattern in NOT_MUTATED],
        "also_copy": ["conftest.py", "README.md", "examples", "docs"],
        # Each mutant is tested in a fork of one process, in which threads of frame libraries would wait for ever.
        "pytest_add_cli_args": ["-m", "not slow", "-k", "not frames", "-p", "no:cacheprovider"],
        "pytest_add_cli_args_test_selection": [f"tests/{test}.py" for test in tests],
        "timeout_multiplier": 8.0,
    }
    config = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    lines = (f"{key} = {json.dumps(value)}" for key, value in settings.items())
    (copy / "pyproject.toml").write_text("\n".join([config, "[tool.mutmut]", *lines, ""]), encoding="utf-8")
    shutil.rmtree(copy / "mutants", ignore_errors=True)
    subprocess.run(["mutmut", "run", "--max-children", str(os.cpu_count())], cwd=copy, check=True)
    subprocess.run(["mutmut", "export-cicd-stats"], cwd=copy, check=True, stdout=subprocess.DEVNULL)
    counts = json.loads((copy / "mutants" / "mutmut-cicd-stats.json").read_text(encoding="utf-8"))
    listed = subprocess.run(["mutmut", "results"], cwd=copy, check=True, capture_output=True, text=True).stdout
    survived = re.findall(r"^\s*(\S+): (?:survived|no tests)", listed, re.MULTILINE)
    return counts["total"] - counts["skipped"], {name: _changed_lines(copy, name) for name in survived}


def _changed_lines(copy: Path, name: str) -> str:
    """What differs between a mutant and its original; mutmut keeps all of them side by side in one file."""
    module, _, function = name.rpartition(".")
    sources = _functions(copy / "mutants" / "src" / f"{module.replace('.', '/')}.py")
    original = re.sub(r"__mutmut_\d+$", "__mutmut_orig", function)
    lines = difflib.ndiff(sources[original].splitlines()[1:], sources[function].splitlines()[1:])
    return " → ".join(line[2:].strip() for line in lines if line[0] in "-+")


@lru_cache(maxsize=64)
def _functions(file: Path) -> dict[str, str]:
    text = file.read_text(encoding="utf-8")
    found = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef))
    lines = text.splitlines()
    return {node.name: "\n".join(lines[node.lineno - 1 : node.end_lineno]) for node in found}


def with_cosmic_ray(copy: Path, modules: list[str], tests: list[str]) -> tuple[int, dict[str, str]]:
    """The same for functions that are decorated."""
    command = f"{sys.executable} -m pytest -x -q -m 'not slow' {' '.join(f'tests/{test}.py' for test in tests)}"
    package = copy / "src" / "balanced_edu"
    files = [
        f for m in modules for f in sorted((package / m).glob("*.py")) if f.name not in ("__init__.py", "catalogue.py")
    ]
    (copy / "cosmic-ray.toml").write_text(
        "[cosmic-ray]\n"
        f"module-path = {json.dumps([str(file.relative_to(copy)) for file in files])}\n"
        "timeout = 60.0\nexcluded-modules = []\n"
        f"test-command = {json.dumps(command)}\n"
        '[cosmic-ray.distributor]\nname = "local"\n'
        "[cosmic-ray.filters.operators-filter]\n"
        'exclude-operators = ["core/RemoveDecorator", "core/ReplaceBinaryOperator_BitOr_.*"]\n',
        encoding="utf-8",
    )
    environment = {**os.environ, "PYTHONPATH": str(copy / "src")}
    for step in (["cosmic-ray", "init"], ["cr-filter-operators"], ["cosmic-ray", "exec"]):
        arguments = (
            ["session.sqlite", "cosmic-ray.toml"]
            if step[0] == "cr-filter-operators"
            else ["cosmic-ray.toml", "session.sqlite"]
        )
        subprocess.run([*step, *arguments], cwd=copy, check=True, env=environment)
    dumped = subprocess.run(
        ["cosmic-ray", "dump", "session.sqlite"], cwd=copy, check=True, capture_output=True, text=True
    )
    mutants = [json.loads(line) for line in dumped.stdout.splitlines()]
    done = [
        (job["mutations"][0], result) for job, result in mutants if result and result["worker_outcome"] != "skipped"
    ]
    survived = {
        f"{change['module_path']}:{change['start_pos'][0]} {change['operator_name']} {change['occurrence']}": _diff(
            result
        )
        for change, result in done
        if result["test_outcome"] == "survived"
    }
    return len(done), survived


def _diff(result: dict[str, str]) -> str:
    changed = [line for line in result["diff"].splitlines() if re.match(r"[-+](?![-+])", line)]
    return " → ".join(line[1:].strip() for line in changed)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("groups", nargs="*", metavar="GROUP", choices=[[], *GROUPS], help=", ".join(GROUPS))
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    os.environ["HYPOTHESIS_PROFILE"] = "mutants"
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    reasons = tomllib.loads((HERE / "reasons.toml").read_text(encoding="utf-8"))
    lines, total, unnoticed = [], 0, 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(copy)], check=True)
        for name in given.groups or GROUPS:
            run = with_cosmic_ray if name == "indicators" else with_mutmut
            mutants, survived = run(copy, *GROUPS[name])
            total, unnoticed = total + mutants, unnoticed + len(survived)
            lines.append(f"{name}: {mutants - len(survived)} of {mutants} noticed, {1 - len(survived) / mutants:.1%}")
            for mutant, change in survived.items():
                reason = next(
                    (why for pattern, why in reasons.items() if re.search(pattern, f"{mutant} {change}")), "?"
                )
                lines.append(f"    {mutant}: {change}  [{reason}]")
    score = 100 * (1 - unnoticed / total)
    lines.append(f"in all: {total - unnoticed} of {total}, {score:.1f} %")
    print("\n".join(lines))
    if given.write:
        (HERE / "survivors.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.exit(score < LEAST)


if __name__ == "__main__":
    main()
