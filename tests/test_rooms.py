"""The house in words and in fact: every module is on the page of rooms, and imports point downwards only.

    python tests/test_rooms.py     # writes the lines of the modules on docs/rooms.md anew, from their docstrings

The order of the rooms is that of the page. The command adds new modules of a package to it; other new modules are added
by hand, under the heading of their room.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import attrs
import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "balanced_edu"
PAGE = ROOT / "docs" / "rooms.md"

# Displays, which import their renderer when they are called; the command, which says what to install without click, and
# in which language; and the doubts of a county, which need a standard's ranges: whoever holds a county asks it, not the
# room of assessments.
DISPLAYS = {
    "__main__._run",
    "__main__._say",
    "assessment.comparison.Comparison.__str__",
    "assessment.comparison.Comparison._repr_html_",
    "assessment.comparison.Comparison.as_frame",
    "assessment.comparison.Comparison.as_dict",
    "assessment.comparison.Comparison.as_html",
    "assessment.comparison.Comparison.as_json",
    "assessment.comparison.Comparison.as_text",
    "assessment.comparison.Comparison.as_workbook",
    "assessment.comparison.Comparison.plot",
    "assessment.result.Assessment.__str__",
    "assessment.result.Assessment._repr_html_",
    "assessment.result.Assessment.as_declaration",
    "assessment.result.Assessment.as_dict",
    "assessment.result.Assessment.as_frame",
    "assessment.result.Assessment.as_html",
    "assessment.result.Assessment.as_json",
    "assessment.result.Assessment.as_text",
    "assessment.result.Assessment.as_workbook",
    "assessment.result.Assessment.plot",
    "assessment.tasks.Progress.__str__",
    "assessment.tasks.Progress.as_dict",
    "assessment.tasks.Progress._repr_html_",
    "assessment.tasks.Progress.as_html",
    "assessment.tasks.Progress.as_json",
    "assessment.tasks.Progress.as_text",
    "assessment.tasks.Progress.as_workbook",
    "assessment.tasks.TaskBoard.__str__",
    "assessment.tasks.TaskBoard._repr_html_",
    "assessment.tasks.TaskBoard.as_frame",
    "assessment.tasks.TaskBoard.as_dict",
    "assessment.tasks.TaskBoard.as_html",
    "assessment.tasks.TaskBoard.as_json",
    "assessment.tasks.TaskBoard.as_text",
    "assessment.tasks.TaskBoard.as_workbook",
    "assessment.years.History.__str__",
    "assessment.years.History._repr_html_",
    "assessment.years.History.as_dict",
    "assessment.years.History.as_frame",
    "assessment.years.History.as_html",
    "assessment.years.History.as_json",
    "assessment.years.History.as_text",
    "assessment.years.History.as_workbook",
    "assessment.years.History.plot",
    "checks.findings.Finding.__repr__",
    "checks.findings.Finding.__str__",
    "checks.findings.Finding._repr_html_",
    "checks.joins.Check.__repr__",
    "nation.verdicts.NationAssessment._repr_html_",
    "errors.InputError.as_text",
    "errors.Problem.as_text",
    "national.Indicator._repr_html_",
    "records.county.County.doubts",
    "report.pictures._drawn",
    "standards.model.Standard._repr_html_",
    "standards.model.Standard.as_html",
    "standards.model.Standard.as_text",
    "standards.model.Standard.as_workbook",
}


@attrs.frozen
class Import:
    """A module that another imports: at module level, or in a function of some name."""

    module: str
    imported: str
    line: int
    function: str = ""

    def __str__(self) -> str:
        return f"{self.module}, line {self.line}, imports {self.imported}"


@lru_cache(maxsize=1)
def modules() -> dict[str, Path]:
    """Every module by its name without that of the package, which itself is ``balanced_edu``."""
    found = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        *parents, name = file.relative_to(PACKAGE).with_suffix("").parts
        found[".".join([*parents, name] if name != "__init__" else parents) or "balanced_edu"] = file
    return found


def statements(
    nodes: list[ast.stmt], function: tuple[str, ...] = (), scope: tuple[str, ...] = ()
) -> Iterator[tuple[ast.Import | ast.ImportFrom, str]]:
    """The imports that run, each with the function that it runs in; those for type checkers only are left out."""
    for node in nodes:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node, ".".join(function)
        elif isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            yield from statements(node.orelse, function, scope)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            name = function or (*scope, node.name)
            yield from statements(node.body, name, name)
        elif isinstance(node, ast.ClassDef):
            yield from statements(node.body, function, (*scope, node.name))
        else:
            for block in ("body", "orelse", "finalbody"):
                yield from statements(getattr(node, block, []), function, scope)
            for handler in getattr(node, "handlers", []):
                yield from statements(handler.body, function, scope)


def names(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    """The modules that a statement imports, in full."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    else:
        assert node.module
        assert not node.level, "imports are written in full"
        for alias in node.names:
            inner = f"{node.module}.{alias.name}"
            yield inner if inner.removeprefix("balanced_edu.") in modules() else node.module


@lru_cache(maxsize=1)
def imports() -> tuple[Import, ...]:
    return tuple(
        Import(module, name.removeprefix("balanced_edu."), node.lineno, function)
        for module, file in modules().items()
        for node, function in statements(ast.parse(file.read_text(encoding="utf-8")).body)
        for name in names(node)
    )


@lru_cache(maxsize=1)
def rooms() -> dict[str, int]:
    """The room of each module by the order of the page, 0 for the lowest."""
    listed = PAGE.read_text(encoding="utf-8").split("\n## ")[1:]
    return {name: room for room, text in enumerate(listed) for name in re.findall(r"^- `(.+?)`:", text, re.MULTILINE)}


def page() -> str:
    """The page as it has to be: each module that has a place on it, with the first line of its docstring."""

    def lines(match: re.Match[str]) -> str:
        listed = re.findall(r"^- `(.+?)`:", match[0], re.MULTILINE)
        tops = dict.fromkeys(name.partition(".")[0] for name in listed)
        inside = (name for top in tops for name in modules() if name == top or name.startswith(f"{top}."))
        return "".join(f"- `{name}`: {_first_line(modules()[name])}\n" for name in inside)

    return re.sub(r"(?:^- `.*\n)+", lines, PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)


def _first_line(file: Path) -> str:
    docstring = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))
    assert docstring, f"{file} has no docstring"
    return docstring.partition("\n")[0].replace("``", "`")


def test_the_page_of_rooms_is_the_tree() -> None:
    assert sorted(rooms()) == sorted(modules())
    assert page() == PAGE.read_text(encoding="utf-8"), "write it anew: python tests/test_rooms.py"


def test_nothing_imports_upwards() -> None:
    upwards = [
        str(one)
        for one in imports()
        if not one.function and one.imported in modules() and rooms()[one.imported] > rooms()[one.module]
    ]
    assert upwards == []


def test_there_is_no_circle() -> None:
    below: dict[str, set[str]] = {module: set() for module in modules()}
    for one in imports():
        if not one.function and one.imported in modules():
            below[one.module].add(one.imported)
            # Python runs the packages around a module too, unless they are running already.
            around = one.imported.split(".")[:-1]
            packages = {".".join(around[: place + 1]) for place in range(len(around))}
            below[one.module] |= {name for name in packages if not f"{one.module}.".startswith(f"{name}.")}
    try:
        TopologicalSorter(below).prepare()
    except CycleError as error:
        pytest.fail(f"a circle of imports: {' <- '.join(error.args[1])}")


def test_functions_import_packages_of_extras_only() -> None:
    inside = [
        one
        for one in imports()
        if one.function and (one.imported in modules() or one.imported.partition(".")[0] in sys.stdlib_module_names)
    ]
    functions = {f"{one.module}.{one.function}": str(one) for one in inside}
    assert {name: one for name, one in functions.items() if name not in DISPLAYS} == {}
    assert DISPLAYS - functions.keys() == set(), "these import nothing"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE}: written", file=sys.stderr)
