"""The public names and their signatures: a change is deliberate, stands in `public.txt` and in the changelog.

python tests/test_public.py     # writes public.txt anew
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

import attrs
import pytest

import balanced_edu

LIST = Path(__file__).with_name("public.txt")
# The modules that the docs describe.
PAGES = Path(__file__).parent.parent / "docs" / "api"
MODULES = sorted(
    {
        name
        for page in PAGES.glob("*.md")
        for name in re.findall(r"automodule:: (balanced_edu\S*)", page.read_text(encoding="utf-8"))
    }
    | {f"balanced_edu.{name}" for name in balanced_edu.__all__ if isinstance(getattr(balanced_edu, name), ModuleType)}
)


# Where nothing narrower would be true.
ANY = {
    "balanced_edu.campuses.field",  # an attribute takes the type that it is annotated with
    "balanced_edu.checks.Relation.fails",  # whatever compares: numbers, arrays, expressions of an engine
    "balanced_edu.checks.Relation.holds",
    "balanced_edu.comparison.Comparison.as_frame",  # a frame of the library that is asked for
    "balanced_edu.frames.frame_of",
    "balanced_edu.indicators.catalogue.Measure.kernel",  # numbers of any kind, and the same kind out
    "balanced_edu.tasks.TaskBoard.as_frame",
    "balanced_edu.units.magnitude",  # the number as it was given
}


def public() -> Iterator[str]:
    """A line for each public name: signatures, fields with their types, and the values of enums."""
    for name in MODULES:
        module = importlib.import_module(name)
        for own, value in sorted(vars(module).items()):
            if not own.startswith("_") and getattr(value, "__module__", None) == name:
                yield from _lines(f"{name}.{own}", value)
    yield from (f"balanced_edu.{name}" for name in balanced_edu.__all__)


def _lines(path: str, value: object) -> Iterator[str]:
    if isinstance(value, type) and issubclass(value, enum.Enum):
        yield from (f"{path}.{member.name} = {member.value!r}" for member in value)
    elif attrs.has(value) if isinstance(value, type) else False:
        yield from (f"{path}.{field.name}: {field.type}" for field in attrs.fields(value) if field.init)
    elif callable(value) and not isinstance(value, type):
        yield f"{path}{_signature(value)}"
    if isinstance(value, type):
        yield path
        for own, member in sorted(vars(value).items()):
            if own.startswith("_"):
                continue
            inner = member.fget if isinstance(member, property) else getattr(member, "__func__", member)
            if inspect.isfunction(inner):
                yield f"{path}.{own}{_signature(inner)}"


def _signature(function: object) -> str:
    return str(inspect.signature(function)).replace("'", "")  # type: ignore[arg-type]


def test_the_public_names_are_those_of_the_list() -> None:
    assert sorted(set(public())) == LIST.read_text(encoding="utf-8").splitlines()


def test_nothing_public_is_of_any_type() -> None:
    """Of arrays any element may be meant, of functions any arguments."""
    loose = {line for line in public() if re.search(r"\bAny\b", re.sub(r"(NDArray|dtype|number)\[[^]]*\]", "", line))}
    assert {re.split(r"[(:]", line)[0] for line in loose} == ANY


@pytest.mark.parametrize("name", [name for name in balanced_edu.__all__ if name[0].isupper()])
def test_public_classes_are_frozen_and_have_slots(name: str) -> None:
    kind = getattr(balanced_edu, name)
    if issubclass(kind, enum.Enum | Exception):
        return
    assert attrs.has(kind)
    assert not hasattr(kind, "__dict__") or "__slots__" in vars(kind)
    assert kind.__setattr__ is not object.__setattr__


if __name__ == "__main__":
    LIST.write_text("\n".join(sorted(set(public()))) + "\n", encoding="utf-8")
    print(f"{LIST}: written", file=sys.stderr)
