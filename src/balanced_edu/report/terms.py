"""Names of things in words: stages, kinds, grades, fields, measures, items, and numbers with their units."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from balanced_edu.exact import Number, decimal_text
from balanced_edu.indicators.declare import DIMENSIONS
from balanced_edu.records.bands import Band
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import RECORDS, County, Group, Subject
from balanced_edu.records.fields import Field, fields_of
from balanced_edu.records.kinds import Affiliation, AreaType, Grade, Kind, Ownership, Sponsor, Stage
from balanced_edu.report.words import Words

if TYPE_CHECKING:
    from balanced_edu.assessment.tasks import Task
    from balanced_edu.standards import Standard
    from balanced_edu.standards.model import Item

TABLES: Mapping[str, type] = {
    "schools": Campus,
    "county": County,
    "quality.monitoring": Subject,
    "recognition.groups": Group,
    **RECORDS,
}
"""The record of each table, as cells name it."""

FIELDS: Mapping[str, Field] = {
    name: field for record in (Subject, Group, Campus, *RECORDS.values()) for name, field in fields_of(record).items()
}
"""All fields but those of the county's head, by name."""

_PROPERTIES: Mapping[type, str] = {
    Kind: "kinds",
    Ownership: "ownerships",
    Affiliation: "affiliations",
    Sponsor: "sponsors",
    AreaType: "area_types",
    Grade: "grades",
}


def stage_name(stage: str, words: Words) -> str:
    """The name of a stage; empty for none."""
    return words.text(f"stages.{stage}") if stage else ""


def property_name(value: object, words: Words) -> str:
    """The name of a stage, kind, area, ownership, affiliation, sponsor or grade."""
    if isinstance(value, Stage):
        return stage_name(value, words)
    table = _PROPERTIES.get(type(value))
    return words.text(f"{table}.{value.name}") if table and isinstance(value, enum.Enum) else str(value)


def grade_name(rank: Number, words: Words) -> str:
    """The name of the grade of a rank."""
    return next(property_name(grade, words) for grade in Grade if grade.rank == rank)


def measure_name(name: str, words: Words) -> str:
    """The name of a measure or a check; of a fact that is taken as it is, the name of its field."""
    return words.known(f"measures.{name}", field_name(name, words))


def measure_of_group(name: str, group: str, words: Words) -> str:
    """The name of a measure of one group, or of all of them."""
    measure = measure_name(name, words)
    return words.text("shared.of_group", group=group, measure=measure) if group else measure


def field_name(name: str, words: Words, stage: str = "") -> str:
    """The name of a figure; officially the heading of its column, or of the stage's column if each stage has one.

    A local fact has its key only.
    """
    if not words.official:
        return words.known(f"fields.{name}", name.replace("_", " "))
    headings = (FIELDS[known].heading for known in (f"{stage}_{name}", name) if known in FIELDS)
    return next(headings, words.known(f"fields.{name}", name))


def item_name(item: Item | Task, words: Words) -> str:
    """The name of an item in the language of the report."""
    return item.name_zh if words.official else item.name_en


def item_title(item: Item, words: Words) -> str:
    """Id and name of an item."""
    return words.text("shared.item", id=item.id, name=item_name(item, words))


def full_item_title(item: Item, words: Words) -> str:
    """Id and name of an item, and its official name where that is another."""
    return words.text("shared.item", id=item.id, name=with_official(item_name(item, words), item.name_zh, words))


def with_official(name: str, official: str, words: Words) -> str:
    """A name, with the official one where that is another."""
    return name if name == official else words.text("shared.official", name=name, official=official)


def dimension_name(name: str, words: Words) -> str:
    """The name of a dimension; of a local one, its key."""
    return words.known(f"dimensions.{name}", name)


def full_dimension_name(name: str, words: Words) -> str:
    """The name of a dimension, and its official name where that is another."""
    known = dimension_name(name, words)
    return with_official(known, dict(DIMENSIONS.values()).get(name, known), words)


def standard_title(standard: Standard, words: Words) -> str:
    """The title of a standard in the language of the report."""
    return standard.title_zh if words.official else standard.title_en


def quantity(number: str, value: Number, unit: str, words: Words) -> str:
    """A number with its unit; the value decides between singular and plural.

    Examples
    --------
    >>> from balanced_edu.report.words import english, words_of
    >>> quantity("1", 1, "teacher / hundred_pupils", english()), quantity("0.9", 0.9, "room", words_of("zh"))
    ('1 teacher per 100 pupils', '0.9间')
    """
    if f"units.{unit}" not in words.texts:
        return f"{number} {unit}"
    return words.text(f"units.{unit}", number=number, n=value)


def unit_name(unit: str, words: Words) -> str:
    """A unit alone."""
    return quantity("", 0, unit, words).strip()


def percent(number: str, words: Words) -> str:
    """A share in percent that is not compared with a limit."""
    return words.text("shared.percent", number=number)


def share_text(share: Fraction | int, words: Words, places: int = 4) -> str:
    """A share, such as the floor of a limit, in percent."""
    return percent(decimal_text(100 * share, places=places), words)


def figure_text(value: object, words: Words, *, whole: bool = False) -> str:
    """A figure as it was handed in, with separators of thousands; rooms as a sum of their areas.

    A band of `whole` numbers is written with the last that is in it.
    """
    if isinstance(value, tuple):
        return words.text("assessment.facts.rooms").join(figure_text(area, words) for area in value) if value else "0"
    if isinstance(value, Band):
        return band_text(value, words, whole=whole)
    text = decimal_text(value, places=10)  # type: ignore[arg-type]
    units, point, decimals = text.partition(".")
    return f"{int(units):,}{point}{decimals}"


def band_text(band: Band, words: Words, *, whole: bool) -> str:
    """A band in words; of `whole` numbers with the last that is in it.

    Examples
    --------
    >>> from balanced_edu.report.words import english, words_of
    >>> band_text(Band(73, 96), english(), whole=False), band_text(Band(46, 51), words_of("zh"), whole=True)
    ('73 to under 96', '46至50')
    """
    least, below = figure_text(band.least, words), band.below
    if below is None:
        return words.text("bands.from", least=least)
    if whole:
        last = figure_text(below - 1, words)
        return words.text("bands.among" if band.least else "bands.up_to", least=least, last=last)
    return words.text("bands.between" if band.least else "bands.below", least=least, below=figure_text(below, words))


def decimals_of(unit: str) -> int | None:
    """How many decimals figures of a unit have in tables: shares 1, what there is per pupil 2; None if any number.

    >>> decimals_of("percent"), decimals_of("m² / pupil"), decimals_of("pupil")
    (1, 2, None)
    """
    return 1 if unit in ("percent", "permille") else 2 if "/" in unit else None


def fixed(text: str, places: int) -> str:
    """A number with at least so many decimals, for a column of numbers.

    >>> fixed("4.2", 2), fixed("-12", 2)
    ('4.20', '-12.00')
    """
    whole, _, decimals = text.partition(".")
    return f"{whole}.{decimals:0<{places}}"


def ranges(ids: Sequence[str]) -> list[str]:
    """Ids in few words, as a list: R1, R2, R3 and G4 are R1–R3 and G4.

    >>> ranges(["R1", "R2", "R3", "G4", "G6"])
    ['R1–R3', 'G4', 'G6']
    """
    runs: list[list[str]] = []
    for id in ids:
        last = runs[-1][-1] if runs else ""
        if last[:1] == id[0] and last[1:].isdigit() and id[1:] == str(int(last[1:]) + 1):
            runs[-1].append(id)
        else:
            runs.append([id])
    return [text for run in runs for text in ([f"{run[0]}–{run[-1]}"] if len(run) > 2 else run)]
