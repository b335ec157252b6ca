"""Configuration of the docs. The package has to be installed; no network is needed."""

import importlib
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any

from docutils.nodes import Element
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.ext.napoleon import Config, NumpyDocstring

from balanced_edu import standards
from balanced_edu.standards.passages import quotations

project = "balanced-edu"
author = "balanced-edu contributors"
project_copyright = "2026, balanced-edu contributors"
release = version = version_of("balanced-edu")

extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["_build", "_made"]
html_theme = "furo"
html_title = "balanced-edu"
myst_heading_anchors = 3

# Single backticks in docstrings are names: of a parameter, a field, a function.
default_role = "literal"

autodoc_default_options = {"members": True}
autodoc_member_order = "bysource"

# Types of other projects are named and not linked: their inventories are on the network. The type checkers see to it
# that annotations are right, so nothing is lost; a role in a text that leads nowhere is still an error.
nitpicky = True
nitpick_ignore_regex = [
    ("py:class|py:exc", r"(collections|datetime|decimal|dt|enum|fractions|hypothesis|np|numpy|os|pint)\..*"),
    ("py:class", r"[A-Z]\w*"),  # imported for type checking only, so the module is not known
    ("py:class", r"balanced_edu\..*\._\w+"),
    ("py:class", r"balanced_edu\.national\.Result"),  # what an indicator gives, a variable of types
    # Classes of the inside, which public names only pass on.
    (
        "py:class",
        r"balanced_edu\.(checks\.(joins\.CheckValidator|section_rule\.RowsRule|variation\.SchoolTotals)|indicators\..*\.Measure)",
    ),
]

_SECTIONS = Config(napoleon_use_rtype=False, napoleon_custom_sections=[("Attributes", "params_style")])


def read_sections(app: Sphinx, what: str, name: str, obj: object, options: Any, lines: list[str]) -> None:
    """Read the sections of a docstring: Parameters, Returns, Examples and so on.

    The docstrings of properties and constants have none, and what stands before a colon there is not a type, for
    which napoleon would take it. That is why napoleon is called here and is not among the extensions.
    """
    if what not in ("attribute", "data", "property"):
        lines[:] = NumpyDocstring(lines, _SECTIONS, app, what, name, obj, options).lines()


def find_documented(app: Sphinx, env: BuildEnvironment, node: pending_xref, content: Element) -> Element | None:
    """Link a name where it is documented: annotations name its module, and a page may show it in a package."""
    *parents, name = node.get("reftarget", "").split(".")
    if parents[:1] != ["balanced_edu"]:
        return None
    domain = env.domains["py"]
    documented = (entry for entry in domain.objects if entry.split(".")[-1] == name)  # type: ignore[attr-defined]
    defined = getattr(importlib.import_module(".".join(parents)), name, None)
    for entry in documented:
        module, _, offered = entry.rpartition(".")
        if getattr(importlib.import_module(module), offered, None) is defined:
            return domain.resolve_xref(env, node["refdoc"], app.builder, node["reftype"], entry, node, content)
    return None


def make_tables(app: Sphinx) -> None:
    """Make the table of the plan's figures from the plan's text and the standard's file."""
    wenling = standards.load("wenling-2020")
    plan = (Path(__file__).parent.parent / "tests" / "documents" / "wenling-2020-plan.txt").read_text(encoding="utf-8")
    rows = ["| line | sentence | item | due |", "|---|---|---|---|"]
    for (line, sentence), places in quotations(wenling, plan).items():
        items = [wenling.items[place] for place in places if place in wenling.items]
        named = {item.id: f"{item.id} {item.name_zh}" for item in items}
        due = ", ".join(dict.fromkeys(str(item.due) for item in items))
        rows.append(f"| {line} | {sentence} | {'; '.join(named.get(place, place) for place in places)} | {due} |")
    made = Path(__file__).parent / "_made"
    made.mkdir(exist_ok=True)
    (made / "wenling-2020.md").write_text("\n".join(rows) + "\n", encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Read docstrings by `read_sections`, resolve names by `find_documented` and make tables from the data."""
    app.connect("autodoc-process-docstring", read_sections)
    app.connect("missing-reference", find_documented)
    app.connect("builder-inited", make_tables)
