"""Every report of every standard in every language, without words of another language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import attrs
import pytest
from counties import change_campus, change_facts, good_county

from balanced_edu.assessment import Assessment, assess
from balanced_edu.assessment.comparison import compare_counties, compare_standards
from balanced_edu.assessment.years import History, history
from balanced_edu.records.county import County
from balanced_edu.records.fields import fields_of
from balanced_edu.report import FORMATS, document_of
from balanced_edu.report.choices import choices_document
from balanced_edu.report.differences import differences_document
from balanced_edu.report.document import Block, Document, Fold, Heading, Paragraph, Point, Points, Table
from balanced_edu.report.standard import brief_document
from balanced_edu.report.terms import FIELDS, TABLES
from balanced_edu.report.words import english, languages, words_of
from balanced_edu.standards import load, names

STANDARDS = [*names(), str(Path(__file__).parents[1] / "cases" / "local.toml")]


@cache
def counties() -> tuple[County, ...]:
    """A county of which everything is known to hold, and one of which as much as possible fails or is unknown."""
    bad = change_facts(
        good_county(),
        fraud=True,
        layout_compliant=False,
        special_education_pupils=0,
        special_education_public_funds=0,
        teacher_average_salary=None,
    )
    bad = change_campus(bad, "P1", primary_backbone_teachers=0, multimedia_rooms=None, music_room_areas=())
    bad = change_campus(bad, "N1", equipment_value=0, junior_largest_class=70, moral_education=None)
    return good_county(), attrs.evolve(bad, year=None, groups=bad.groups[1:])


@cache
def assessed(standard: str) -> tuple[Assessment, ...]:
    return tuple(assess(county, standard) for county in counties())


@cache
def histories() -> tuple[tuple[County, ...], ...]:
    """From as much as possible that fails or is unknown to what holds and back, with other campuses; and one year."""
    good, bad = counties()
    fewer = attrs.evolve(bad, year=2023, campuses=bad.campuses[1:])
    return (attrs.evolve(bad, year=2021), good, fewer, attrs.evolve(good, year=2024)), (good,)


@cache
def histories_by(standard: str) -> tuple[History, ...]:
    return tuple(history(years, standard) for years in histories())


def of_each(reported: Callable[[Assessment], object]) -> Callable[[str, str], list[Document]]:
    return lambda standard, lang: [document_of(reported(one), lang) for one in assessed(standard)]


DOCUMENTS: dict[str, Callable[[str, str], list[Document]]] = {
    "assessment": of_each(lambda one: one),
    "board": of_each(lambda one: one.tasks()),
    "progress": of_each(lambda one: one.tasks().since(assess(one.county, "basic-2012").tasks())),
    "standards": of_each(
        lambda one: compare_standards(one.county, ["basic-2012", attrs.evolve(one.standard, name="other")])
    ),
    "counties": of_each(lambda one: compare_counties([one.county], one.standard)),
    "history": lambda standard, lang: [document_of(one, lang) for one in histories_by(standard)],
    "standard": lambda standard, lang: [document_of(load(standard), lang)],
    "choices": lambda standard, lang: [choices_document(load(standard), words_of(lang))],
    "brief": lambda standard, lang: [brief_document(load(standard), words_of(lang))],
    "differences": lambda standard, lang: [
        differences_document(load(one), load(other), words_of(lang))
        for one, other in ((standard, "national-2017"), ("basic-2012", standard))
    ],
}


@cache
def documents(kind: str, standard: str, lang: str) -> tuple[Document, ...]:
    return tuple(DOCUMENTS[kind](standard, lang))


def texts_of(document: Document) -> Iterator[str]:
    yield document.title
    yield document.summary
    yield from _texts([*document.blocks, *document.sheets])


def _texts(blocks: list[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, (Heading, Paragraph)):
            yield block.text
        elif isinstance(block, Points):
            yield from _of_points(block.points)
        elif isinstance(block, Table):
            yield block.name
            yield from block.notes
            yield from (text for column in block.columns for text in (column.head, column.group))
            yield from (text for row in block.rows for entry in row for text in (entry.text, entry.mark))
        elif isinstance(block, Fold):
            yield block.title
            yield from _texts([*block.blocks])


def _of_points(points: tuple[Point, ...]) -> Iterator[str]:
    for point in points:
        yield point.text
        yield from _of_points(point.points)


@cache
def names_of_standards() -> frozenset[str]:
    """What is as it is in every language: names of standards, and all that they and the tables say in their words."""
    texts: set[str] = set()
    for standard in map(load, STANDARDS):
        texts |= set(_strings(standard.data))
    texts |= {field.heading for field in FIELDS.values()}
    texts |= {field.heading for record in TABLES.values() for field in fields_of(record).values()}
    texts |= {text for text in english().texts.values() if re.search("[\u3400-\u9fff]", text)}
    return frozenset(texts)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)


def given(county: County) -> Iterator[str]:
    yield county.name
    yield from (campus.school_name or "" for campus in county.campuses)
    yield from (group.group for group in county.groups)
    yield from (subject.subject for subject in county.monitoring)


CHINESE = re.compile("[\u3400-\u9fff]+")
LATIN = re.compile("[A-Za-z]{2}")
# Ids, codes of campuses, files, keys of tables and of local facts, fingerprints.
CODES = re.compile(
    r"[A-Z]+\d+|CV|schools\.csv|county\.toml|\[local\]|local\.|\[\[[a-z.]+\]\]|（[a-z_0-9]+）|[a-z]+(?:_[a-z]+)+|other"
    r"|\b[0-9a-f]{16}(?:…|[0-9a-f]{48})"
)


@cache
def latin_names() -> tuple[str, ...]:
    names = {CODES.sub("", text) for text in names_of_standards()}
    return tuple(sorted(filter(LATIN.search, names), key=len, reverse=True))


def without_names(text: str) -> str:
    for name in latin_names() if LATIN.search(text) else ():
        text = text.replace(name, "")
    return text


@pytest.mark.parametrize("standard", STANDARDS, ids=lambda path: Path(path).stem)
@pytest.mark.parametrize("report", DOCUMENTS)
def test_no_report_has_words_of_another_language(report: str, standard: str) -> None:
    official = "\n".join((*names_of_standards(), *(text for county in counties() for text in given(county))))
    for document in documents(report, standard, "en"):
        for text in texts_of(document):
            assert all(run in official for run in CHINESE.findall(text)), text
    for document in documents(report, standard, "zh"):
        for text in texts_of(document):
            assert not LATIN.search(without_names(CODES.sub("", text))), text


# Those that differ most in what reports have; the others take as long and are rendered by the same blocks.
_RENDERED = ("national-2017", "wenling-2020")


@pytest.mark.parametrize(
    "standard",
    [pytest.param(one, id=Path(one).stem, marks=[] if one in _RENDERED else [pytest.mark.slow]) for one in STANDARDS],
)
@pytest.mark.parametrize("report", DOCUMENTS)
@pytest.mark.parametrize("lang", languages())
def test_every_report_can_be_rendered_in_every_format(report: str, standard: str, lang: str) -> None:
    for document in documents(report, standard, lang):
        for form in FORMATS.values():
            if not form.of:
                assert form.render(document)


@pytest.mark.parametrize("report", DOCUMENTS)
def test_both_languages_say_as_much(report: str) -> None:
    """The same blocks, rows and outcomes, whatever the words."""
    for one, other in zip(*(documents(report, "wenling-2020", lang) for lang in ("en", "zh")), strict=True):
        assert list(map(type, one.blocks)) == list(map(type, other.blocks))
        for here, there in zip(one.tables, other.tables, strict=True):
            assert [[entry.value for entry in row] for row in here.rows] == [
                [entry.value for entry in row] for row in there.rows
            ]
            assert [[entry.outcome for entry in row] for row in here.rows] == [
                [entry.outcome for entry in row] for row in there.rows
            ]
