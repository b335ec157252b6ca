"""Form maps: what each item of a form says of a campus or of the county, as data with a year and a source."""

from __future__ import annotations

import enum
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

import attrs

from balanced_edu.records.bands import Band
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import Quality
from balanced_edu.records.fields import Field, Form, fields_of
from balanced_edu.records.kinds import COMPULSORY, AreaType, Stage
from balanced_edu.tables.names import headings_of, plain_name


class Role(enum.StrEnum):
    """In which way the value of an item belongs to its campus."""

    FIELD = "field"
    """It is the value of a field."""
    PART = "part_of"
    """It is part of a sum, which is the value of a field."""
    SCHOOL = "of_school"
    """It is part of a figure of the whole school, which a campus has for each stage."""
    COUNT = "counts"
    """It is a number of classes or rooms: all of them, or those in a band."""
    CLAIM = "claims"
    """It says whether a figure is in a band."""
    COUNTY = "county"
    """It is the school's part of a fact of the county."""


@attrs.frozen(slots=True, kw_only=True)
class Item:
    """An item (填报项目) of a form.

    Attributes
    ----------
    text
        Its text.
    names
        Other texts seen for the same thing.
    unit
        Its unit in the blank form; empty if it has none.
    role, name
        What its value is, and of which field; of a figure of the whole school without the stage.
    band
        The band of a count or a claim.
    stage
        The stage without which a school has no value for it.
    area_type
        Where a school lies of which the claim holds.
    optional
        Whether a form may leave it out.
    """

    text: str
    role: Role
    name: str
    names: tuple[str, ...] = ()
    unit: str = ""
    band: Band | None = None
    stage: Stage | None = None
    area_type: AreaType | None = None
    optional: bool = False

    @property
    def field(self) -> Field:
        """What may be written as its value; it is called by its text."""
        if self.role is Role.CLAIM:
            return Field(self.text, "", Form.JUDGEMENT)
        if self.role is Role.COUNT:
            return Field(self.text, "class" if self.name == "classes" else "room", Form.COUNT)
        if self.role is Role.COUNTY:
            return attrs.evolve(_OF_COUNTY[self.name], heading=self.text)
        name = f"{Stage.PRIMARY}_{self.name}" if self.role is Role.SCHOOL else self.name
        return attrs.evolve(_OF_CAMPUS[name], heading=self.text)

    def applies_to(self, stages: Iterable[Stage]) -> bool:
        """Whether a school with these stages has a value for it; one whose stages are unknown may have."""
        known = list(stages)
        return self.stage is None or not known or self.stage in known


_OF_CAMPUS, _OF_COUNTY = fields_of(Campus), fields_of(Quality)


@attrs.frozen(slots=True, eq=False)
class FormMap:
    """What the items of a form are.

    Attributes
    ----------
    title, year, source
        What the form is called, the year in which it was seen, and where.
    explanations
        Sheets that explain it and hold no figures, as `plain_name` gives their names.
    items
        Its items by their text.
    """

    title: str
    year: int
    source: str
    explanations: frozenset[str]
    items: Mapping[str, Item]

    def item_of(self, text: str) -> Item | None:
        """The item of a text: one of the form, or a further one that is a field of a campus by any of its names."""
        plain = plain_name(text)
        if plain in self._by_name:
            return self._by_name[plain]
        fields = headings_of(Campus).get(plain, ())
        if len(fields) != 1:
            return None
        (name,) = fields
        return next(iter(self.group(Role.FIELD, name)), _item(text, Role.FIELD, name))

    def has(self, text: str) -> bool:
        """Whether a text is that of an item of the form."""
        return plain_name(text) in self._by_name

    @property
    def _by_name(self) -> Mapping[str, Item]:
        return _by_name(self)

    def group(self, role: Role, name: str) -> tuple[Item, ...]:
        """The items of which a figure is made up."""
        return tuple(item for item in self.items.values() if item.role is role and item.name == name)

    def names(self, role: Role) -> tuple[str, ...]:
        """The figures that have a role, each once."""
        return tuple(dict.fromkeys(item.name for item in self.items.values() if item.role is role))


@cache
def _by_name(form: FormMap) -> Mapping[str, Item]:
    return {plain_name(name): item for item in form.items.values() for name in (item.text, *item.names)}


@cache
def school_form() -> FormMap:
    """The school form of cities' platforms."""
    file = resources.files("balanced_edu.tables.forms") / "school-form.toml"
    return form_map(tomllib.loads(file.read_text(encoding="utf-8")))


def form_map(data: Mapping[str, Any]) -> FormMap:
    """The form map of a file's data."""
    return FormMap(
        data["title"],
        data["year"],
        data["source"],
        frozenset(map(plain_name, data["explanations"])),
        {item.text: item for item in map(_read, data["items"])},
    )


def _read(given: Mapping[str, Any]) -> Item:
    (role,) = (role for role in Role if role.value in given)
    name = given[role]
    return attrs.evolve(
        _item(given["item"], role, name),
        names=tuple(given.get("names", ())),
        unit=given.get("unit", ""),
        band=Band(*given["band"]) if "band" in given else None,
        area_type=AreaType(given["area_type"]) if "area_type" in given else None,
        optional=given.get("optional", False),
    )


def _item(text: str, role: Role, name: str) -> Item:
    return Item(text=text, role=role, name=name, stage=next(_stages(name), None), optional=True)


def _stages(name: str) -> Iterator[Stage]:
    return (stage for stage in COMPULSORY if name.startswith(f"{stage}_"))
