"""What is mutated, in words and in fact: each module is in a group, or on the page among those that are not changed."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "balanced_edu"
GROUPS = tomllib.loads((ROOT / "tests" / "mutation" / "groups.toml").read_text(encoding="utf-8"))
PAGE = (ROOT / "docs" / "trust.md").read_text(encoding="utf-8")


def test_every_module_is_mutated_or_said_not_to_be() -> None:
    modules = {file for file in PACKAGE.rglob("*.py") if file.name != "__init__.py"}
    mutated = {file for group in GROUPS.values() for name in group["modules"] for file in PACKAGE.glob(f"{name}.py")}
    (line,) = re.findall(r"^- the modules .*?[;.]$", PAGE, re.MULTILINE | re.DOTALL)
    said = {file for name in re.findall(r"`(.*?)`", line) for file in PACKAGE.glob(f"{name.replace('.', '/')}.py")}
    said |= {file for name in re.findall(r"`(.*?)`", line) for file in (PACKAGE / name).rglob("*.py")}
    assert modules - mutated == said & modules


def test_every_pattern_of_a_group_is_of_modules_and_every_test_is_there() -> None:
    for group in GROUPS.values():
        assert all(any(PACKAGE.glob(f"{name}.py")) for name in group["modules"])
        assert all((ROOT / "tests" / test).exists() for test in group["tests"])
