"""The public names and their signatures: a change is deliberate, stands in `public.txt` and in the changelog.

    python tests/test_public.py     # writes public.txt anew

Public are the names that the package offers (`balanced_edu.__all__`) and those that modules with a page in `docs/api`
offer (their `__all__`; modules of formulas have none and offer what they define), and of these the fields, values and
methods without an underscore. A name of the package is not listed once more under its module.
"""

from __future__ import annotations

import enum
import importlib
import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import balanced_edu
from balanced_edu import testing  # noqa: F401  registers the public types with hypothesis

LIST = Path(__file__).with_name("public.txt")
PAGES = Path(__file__).parent.parent / "docs" / "api"
MODULES = sorted(
    name
    for page in PAGES.glob("*.md")
    for name in re.findall(r"automodule:: (balanced_edu\S*)", page.read_text(encoding="utf-8"))
)


def names(module: ModuleType) -> list[str]:
    """The names that a module offers."""
    defined = (name for name, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__)
    return sorted(getattr(module, "__all__", [name for name in defined if not name.startswith("_")]))


def public() -> Iterator[tuple[str, object]]:
    """Each public value, under its shortest name."""
    listed: set[int] = set()
    for module in (importlib.import_module(name) for name in MODULES):
        for name in names(module):
            value = getattr(module, name)
            if not isinstance(value, ModuleType) and id(value) not in listed:
                yield f"{module.__name__}.{name}", value
            listed.add(id(value))


def lines() -> Iterator[str]:
    """A line for each public name: its signature, or the values of an enum; for classes also each method of theirs."""
    for path, value in public():
        yield path + _described(value)
        for name, member in sorted(vars(value).items()) if isinstance(value, type) else ():
            inherited = any(hasattr(base, name) for base in value.__bases__)  # type: ignore[attr-defined]
            if not name.startswith("_") and not inherited:
                if isinstance(member, property):
                    yield f"{path}.{name}{_signature(member.fget).removeprefix('(self)')}"
                elif inspect.isfunction(function := getattr(member, "__func__", member)):
                    yield f"{path}.{name}{_signature(function)}"


def _described(value: Any) -> str:
    if isinstance(value, type) and issubclass(value, enum.Enum):
        return f": {', '.join(f'{member.name} = {member.value!r}' for member in value)}"
    if isinstance(value, type) and attrs.has(value):
        fields = (field for field in attrs.fields(value) if field.init)
        return f"({', '.join(f'{f.alias}: {f.type}{_default(f.default)}' for f in fields)})"
    return _signature(value) if callable(value) and not isinstance(value, type | TypeVar) else ""


def _default(default: object) -> str:
    return "" if default is attrs.NOTHING else " = …"


def _signature(function: Any) -> str:
    """The signature with its annotations as they are written."""
    return re.sub(r"(: |-> )(['\"])(.*?)\2", r"\1\3", str(inspect.signature(function)))


def test_the_public_names_are_those_of_the_list() -> None:
    assert sorted(lines()) == LIST.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("module", MODULES)
def test_a_documented_module_says_what_it_offers(module: str) -> None:
    """By `__all__`, except the modules of formulas, which define nothing else."""
    assert hasattr(importlib.import_module(module), "__all__") or module.startswith("balanced_edu.indicators.")


# Nothing narrower would be true.
ANY = {
    "balanced_edu.Assessment.as_frame",
    "balanced_edu.Comparison.as_frame",  # a frame of the library that is asked for
    "balanced_edu.History.as_frame",
    "balanced_edu.Standard",  # its data as they are in the file
    "balanced_edu.TaskBoard.as_frame",
    "balanced_edu.checks.Limit.expression",  # expressions of an engine
    "balanced_edu.checks.Relation.fails",  # whatever compares: numbers, arrays, expressions of an engine
    "balanced_edu.checks.Relation.holds",
    "balanced_edu.checks.SectionRule.expression",
    "balanced_edu.checks.VariationAtMost.expression",
    "balanced_edu.nation.CountiesAssessment.as_frame",
    "balanced_edu.nation.CountiesAssessment.tasks",
    "balanced_edu.nation.NationAssessment.as_frame",
    "balanced_edu.nation.engines.assess_counties",
}


def test_nothing_public_is_of_any_type() -> None:
    """Arrays may have any elements, functions any arguments."""
    loose = {line for line in lines() if re.search(r"\bAny\b", re.sub(r"(NDArray|dtype|number)\[[^]]*\]", "", line))}
    assert {re.split(r"[(:]", line)[0] for line in loose} == ANY


@pytest.mark.parametrize("name", [name for name in balanced_edu.__all__ if name[0].isupper()])
def test_public_classes_are_frozen_and_have_slots(name: str) -> None:
    kind = getattr(balanced_edu, name)
    if issubclass(kind, enum.Enum | Exception):
        return
    assert attrs.has(kind)
    assert not hasattr(kind, "__dict__") or "__slots__" in vars(kind)
    assert kind.__setattr__ is not object.__setattr__


LONGEST = 200


@pytest.mark.parametrize(
    "kind",
    [
        balanced_edu.Assessment,
        balanced_edu.Campus,
        balanced_edu.County,
        balanced_edu.Finding,
        balanced_edu.Section,
        balanced_edu.Standard,
    ],
)
@settings(max_examples=settings().max_examples // 5)
@given(data=st.data())
def test_what_may_be_large_is_represented_by_a_short_sentence(kind: type, data: st.DataObject) -> None:
    text = repr(data.draw(st.from_type(kind)))
    assert len(text) <= LONGEST
    assert (text[0], text[-1], text.count("\n")) == ("<", ">", 0)


def test_names_that_are_long_or_hostile_are_cut() -> None:
    name, code = ("县\x1b[31m\n\u202e" * 40)[:200], "A" * 200
    campus = balanced_edu.Campus(school_code=code, school_name=name, kind=balanced_edu.Kind.PRIMARY)
    county = balanced_edu.County(name=name, campuses=[campus])
    assessment = balanced_edu.assess(county)
    board = assessment.tasks()
    several = balanced_edu.compare_counties(attrs.evolve(county, name=f"{name[:150]}{n}") for n in range(9))
    section = assessment.sections[0]
    years = balanced_edu.history(attrs.evolve(county, year=year) for year in range(1990, 2020))
    for one in (
        campus,
        county,
        assessment,
        section.section,
        section.finding,
        board,
        board.since(board),
        several,
        years,
    ):
        assert len(repr(one)) <= LONGEST
        assert repr(one).isprintable()


def test_a_standard_is_represented_by_its_name_and_edition() -> None:
    standard = balanced_edu.standards.load("national-2017")
    assert repr(standard) == f"<standard national-2017 (1): {len(standard.items)} items>"


if __name__ == "__main__":
    LIST.write_text("\n".join(sorted(lines())) + "\n", encoding="utf-8")
    print(f"{LIST}: written", file=sys.stderr)
