"""Shortfalls (差额) in words: what there is, what is needed and what is lacking, in whole units."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from balanced_edu.assessment.shortfalls import Rooms, Shortfall, rooms_of, shortfall_of_share
from balanced_edu.exact import decimal_text
from balanced_edu.outcomes import Outcome
from balanced_edu.report.document import Column, Entry, Point, Table
from balanced_edu.report.sentences import named_sentence
from balanced_edu.report.terms import (
    field_name,
    figure_text,
    quantity,
    share_text,
    stage_name,
    unit_name,
)
from balanced_edu.report.words import Words

if TYPE_CHECKING:
    from balanced_edu.assessment.result import Assessment
    from balanced_edu.assessment.shortfalls import Choice, SectionShortfalls
    from balanced_edu.checks import Finding
    from balanced_edu.records.section import Section
    from balanced_edu.text import Json

_LISTED = 10  # choices of one section


def shortfall_text(lacks: Shortfall, section: Section, words: Words) -> str:
    """What there is, what is needed and what is lacking; of what stages share also the part of the stage."""
    text = words.text(
        "shortfalls.whole" if lacks.part == 1 else "shortfalls.shared",
        have=_amount(lacks.have, lacks.unit, words),
        **_lacking(lacks, words),
    )
    if lacks.part == 1:
        return text
    part, own = share_text(lacks.part, words, 2), _own_amount(lacks.own, lacks.unit, words)
    return words.text("shortfalls.part", text=text, stage=stage_name(section.stage, words), part=part, own=own)


def section_text(id: str, lacks: Shortfall, found: SectionShortfalls, words: Words) -> str:
    """Stage, pupils, and what is lacking to the limit and to its floor: 小学在校生320人，骨干教师数：现有3人，差1人."""
    section = found.section
    return words.text(
        "shortfalls.section",
        stage=stage_name(section.stage, words),
        pupils=_amount(Fraction(section.pupils or 0), "pupil", words),
        figure=field_name(lacks.field, words),
        text=words.clauses((shortfall_text(lacks, section, words), floor_text(id, found, words))),
    )


def floor_text(id: str, found: SectionShortfalls, words: Words) -> str:
    """What is lacking to the floor of the limit of a resource, or that the floor is reached; empty if it is unknown."""
    floor = _floor(found.floor, words)
    if id not in found.to_floor:
        return words.text("shortfalls.at_floor", floor=floor)
    lacks = found.to_floor[id]
    return words.text("shortfalls.floor", floor=floor, **_lacking(lacks, words)) if lacks else ""


def _floor(floor: Fraction, words: Words) -> str:
    return share_text(floor, words)


def _lacking(lacks: Shortfall, words: Words) -> dict[str, str]:
    """What is needed, and what is lacking, with its unit where the language repeats it."""
    every = words.texts["compared.units"] == "every"
    return {
        "needed": _amount(lacks.needed, lacks.unit, words) if every else figure_text(lacks.needed, words),
        "lacking": _amount(lacks.lacking, lacks.unit, words) if every else figure_text(lacks.lacking, words),
        "amount": _amount(lacks.needed, lacks.unit, words),
    }


def _amount(number: Fraction, unit: str, words: Words) -> str:
    return quantity(figure_text(number, words), number, unit, words)


def _own_amount(number: Fraction, unit: str, words: Words) -> str:
    """A part of a shared total, with four decimals at most."""
    return quantity(decimal_text(number), number, unit, words)


# Choices.


def choice_points(found: SectionShortfalls, words: Words) -> Iterator[Point | str]:
    """Which resource of a section that fails the rule may stay at the floor of its limit, and what is to be added."""
    texts = [_choice(choice, found, words) for choice in found.choices]
    if len(texts) == 1:
        yield words.text("shortfalls.choices.one", choice=texts[0])
    elif texts:
        yield Point(words.text("shortfalls.choices.several"), words.first(texts, _LISTED))


def _choice(choice: Choice, found: SectionShortfalls, words: Words) -> str:
    floor = _floor(found.floor, words)
    kept = [id for id in choice.stay if id not in choice.lacking]
    at_floor = [id for id in choice.stay if id in choice.lacking]
    stay = words.clauses(
        words.text(f"shortfalls.choices.{which}", ids=words.listed(ids), floor=floor)
        for which, ids in (("kept", kept), ("at_floor", at_floor), ("none", [] if choice.stay else [""]))
        if ids
    )
    add = words.listed(_addition(id, lacks, words) for id, lacks in choice.lacking.items())
    text = words.text("shortfalls.choices.choice", stay=stay, add=add)
    if found.unknown:
        text = words.text("shortfalls.choices.if_reached", text=text, ids=words.listed(found.unknown))
    return text


def _addition(id: str, lacks: Shortfall | None, words: Words) -> str:
    if lacks is None:
        return words.text("shortfalls.choices.unknown", id=id)
    return words.text("shortfalls.choices.add", id=id, amount=_amount(lacks.lacking, lacks.unit, words))


# Findings of other items.


def rooms_name(rooms: Rooms, words: Words) -> str:
    """What rooms are called."""
    return words.text(f"shortfalls.rooms.{rooms.field}")


def rooms_text(rooms: Rooms, areas: object, words: Words) -> str:
    """How many rooms of which size there are, how many are needed, and how many are lacking."""
    least, most = rooms.lacking
    text = words.text(
        "shortfalls.rooms.text",
        classes=quantity(str(rooms.classes), rooms.classes, "class", words),
        smallest=_amount(rooms.smallest, "m²", words),
        large=rooms.large,
        small=rooms.small,
        areas=words.text("shortfalls.rooms.areas", areas=figure_text(areas, words)) if areas else "",
        open=words.text("shortfalls.rooms.open", n=rooms.open) if rooms.open else "",
        needed=rooms.needed,
    )
    key = "lacking" if least == most else "lacking_between"
    return words.clauses((text, words.text(f"shortfalls.rooms.{key}", least=least, most=most)))


def lacking_text(leaf: Finding, words: Words) -> str:
    """What a finding that fails lacks in whole units: rooms, or a figure that is a share of another; empty if neither.

    Rooms say all that there is to say; of a share it completes the sentence.
    """
    if leaf.outcome is Outcome.FAIL and (rooms := rooms_of(leaf)):
        return rooms_text(rooms, leaf.inputs[rooms.field], words)
    lacks = shortfall_of_share(leaf)
    return words.text("shortfalls.share", **_lacking(lacks, words)) if lacks else ""


def leaf_sentence(leaf: Finding, shortfalls: Mapping[tuple[str, str], str], words: Words) -> str:
    """The sentence on a finding headed by what it is about, with what is lacking in whole units.

    Parameters
    ----------
    leaf
        A finding without parts.
    shortfalls
        What sections lack of a resource, by code and stage.
    words
        The words.
    """
    if not leaf.check and (leaf.campus, leaf.stage) in shortfalls:
        return words.text("shortfalls.of_campus", campus=leaf.campus, text=shortfalls[leaf.campus, leaf.stage])
    text = lacking_text(leaf, words)
    if text and (rooms := rooms_of(leaf)):
        about = words.clauses((leaf.campus, rooms_name(rooms, words)))
        return words.text("reasons.about", about=about, sentence=text)
    sentence = named_sentence(leaf, words)
    return words.parts((sentence, text))


# Sheet and data.

_COLUMNS = ("code", "campus", "stage", "pupils", "item", "unit", "have", "needed", "lacking")
_FLOOR = ("needed_floor", "lacking_floor")


def shortfall_sheet(assessment: Assessment, words: Words) -> Iterator[Table]:
    """A row for each resource of which a section is below the limit, for a workbook."""
    floor = _floor(assessment.standard.floor, words)
    rows = [
        _row(found.section, id, lacks, found.to_floor.get(id), words)
        for found in assessment.shortfalls
        for id, lacks in found.to_limit.items()
        if lacks
    ]
    if rows:
        heads = [words.text(f"shortfalls.columns.{name}", floor=floor) for name in (*_COLUMNS, *_FLOOR)]
        yield Table(name=words.text("shortfalls.sheet"), columns=map(Column, heads), rows=rows)


def _row(section: Section, id: str, lacks: Shortfall, to_floor: Shortfall | None, words: Words) -> Sequence[Entry]:
    campus, pupils = section.campus, section.pupils or 0
    figures = [lacks.have, lacks.needed, lacks.lacking]
    return [
        Entry(campus.school_code),
        Entry(campus.school_name or ""),
        Entry(stage_name(section.stage, words)),
        Entry(figure_text(pupils, words), value=pupils),
        Entry(id),
        Entry(unit_name(lacks.unit, words)),
        *(_number(number, words) for number in figures),
        *([_number(to_floor.needed, words), _number(to_floor.lacking, words)] if to_floor else [Entry(), Entry()]),
    ]


def _number(number: Fraction, words: Words) -> Entry:
    return Entry(figure_text(number, words), value=float(number))


def shortfalls_as_data(assessment: Assessment) -> dict[str, Json]:
    """Shortfalls of sections and items, and what makes failing coefficients, as dictionaries."""
    return {
        "sections": [_section_as_data(found) for found in assessment.shortfalls],
        "items": [
            {
                "item": id,
                "campus": leaf.campus or None,
                "stage": str(leaf.stage) or None,
                "lacking": shortfall_as_data(lacks),
            }
            for id, finding in assessment.indicators.items()
            for leaf in finding.leaves()
            if (lacks := shortfall_of_share(leaf))
        ],
        "rooms": [
            _rooms_as_data(id, leaf, rooms)
            for id, finding in assessment.indicators.items()
            for leaf in finding.leaves()
            if leaf.outcome is Outcome.FAIL and (rooms := rooms_of(leaf))
        ],
        "coefficients": [
            {
                "item": id,
                "stage": str(stage),
                "over": None if finding.margin is None else float(-finding.margin),
                "sections": [
                    {"campus": one.section.campus.school_code, "value": float(one.value), "share": float(one.share)}
                    for one in assessment.contributions(stage, id)
                ],
            }
            for stage, findings in assessment.variation.items()
            for id, finding in findings.items()
            if finding.outcome is Outcome.FAIL
        ],
    }


def _section_as_data(found: SectionShortfalls) -> dict[str, Json]:
    return {
        "campus": found.section.campus.school_code,
        "stage": str(found.section.stage),
        "to_limit": {id: shortfall_as_data(lacks) for id, lacks in found.to_limit.items()},
        "to_floor": {id: shortfall_as_data(lacks) for id, lacks in found.to_floor.items()},
        "choices": [
            {
                "stay": [*choice.stay],
                "lacking": {id: shortfall_as_data(lacks) for id, lacks in choice.lacking.items()},
            }
            for choice in found.choices
        ],
    }


def shortfall_as_data(lacks: Shortfall | None) -> dict[str, Json] | None:
    """A shortfall as a dictionary; None if there is none, or its amount is unknown."""
    if lacks is None:
        return None
    return {
        "field": lacks.field,
        "unit": lacks.unit,
        "have": float(lacks.have),
        "needed": float(lacks.needed),
        "lacking": float(lacks.lacking),
        "part": float(lacks.part),
        "own": float(lacks.own),
    }


def _rooms_as_data(id: str, leaf: Finding, rooms: Rooms) -> dict[str, Json]:
    least, most = rooms.lacking
    return {
        "item": id,
        "campus": leaf.campus,
        "alternative": leaf.alternative or None,
        "field": rooms.field,
        "smallest": float(rooms.smallest),
        "large": rooms.large,
        "small": rooms.small,
        "open": rooms.open,
        "needed": rooms.needed,
        "lacking": [least, most],
    }
