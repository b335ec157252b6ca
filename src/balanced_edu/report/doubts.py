"""Doubtful figures in words: where each is, and what to ask about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from balanced_edu.exact import Number, exact
from balanced_edu.records.fields import fields_of
from balanced_edu.report.document import Block, Column, Heading, Paragraph, Table
from balanced_edu.report.places import SCHOOLS, cell_as_data, place_of, table_name
from balanced_edu.report.terms import TABLES, figure_text, quantity
from balanced_edu.report.words import Words
from balanced_edu.text import in_short

if TYPE_CHECKING:
    from balanced_edu.assessment.doubts import Doubt
    from balanced_edu.records.county import County
    from balanced_edu.remarks import Reading
    from balanced_edu.text import Json

_LISTED = 50
_PLACES, _DIGITS = 10, 4


def doubtful_figures(doubts: Sequence[Doubt], words: Words) -> Iterator[Block]:
    """The doubtful figures of a county, each with its place and a question."""
    if doubts:
        yield Heading(words.text("doubts.heading", n=len(doubts)))
        yield Paragraph(words.text("doubts.lead"))
        yield Table(
            name=words.text("doubts.sheet"),
            columns=[Column(words.text(f"doubts.{head}")) for head in ("place", "column", "question")],
            rows=[(_row(doubt, words), _column(doubt), doubt_sentence(doubt, words)) for doubt in doubts],
        )


def doubt_lines(counties: Mapping[County, Iterable[Doubt]], words: Words) -> list[str]:
    """Doubtful figures of counties as lines for a terminal, at most fifty; one county needs no name.

    Examples
    --------
    >>> import balanced_edu as be
    >>> from balanced_edu.report.words import words_of
    >>> campus = be.Campus(school_code="A1", kind=be.Kind.PRIMARY, primary_pupils=1000, equipment_value=270)
    >>> county = be.County(name="示例县", campuses=[campus])
    >>> for line in doubt_lines({county: county.doubts}, words_of("zh")):
    ...     print(line)
    A1，教学仪器设备值：0.27元/生，单位是否为万元？
    """
    lines = [
        _line(doubt, words.about(county.reading), county.name if len(counties) > 1 else "")
        for county, doubts in counties.items()
        for doubt in doubts
    ]
    return words.first(lines, _LISTED, key="doubts.more")


def doubt_sentence(doubt: Doubt, words: Words) -> str:
    """What to ask about a doubtful figure."""
    numbers = [exact(value) for value in doubt.figures.values() if not isinstance(value, str)]
    figures = {name: _figure(name, value, numbers, doubt.unit, words) for name, value in doubt.figures.items()}
    return words.text(f"doubts.{doubt.code.name.lower()}", **figures)


def doubts_as_data(doubts: Iterable[Doubt], words: Words) -> list[Json]:
    """Doubtful figures for other programs, each with its place in the files that the words are about."""
    return [
        {
            "code": str(doubt.code),
            **cell_as_data(doubt.cell, words),
            "figures": {name: _plain(value) for name, value in doubt.figures.items()},
        }
        for doubt in doubts
    ]


def _line(doubt: Doubt, words: Words, county: str) -> str:
    where = place_of(doubt.cell, words).where
    inside = words.clauses((in_short(doubt.cell.place, 60), _column(doubt)))
    line = words.text("reasons.about", about=inside, sentence=doubt_sentence(doubt, words))
    line = words.text("cells.cell", file=where, cell=line) if where else line
    return words.text("reasons.about", about=county, sentence=line) if county else line


def doubtful_place(doubt: Doubt, reading: Reading, words: Words) -> str:
    """Where a doubtful figure stands in the file, or, if that is not known, its campus or file and its column."""
    cell = doubt.cell
    if place := reading.place_of(cell.table, cell.place, cell.field):
        return place
    where, inside = place_of(cell, words).where, words.clauses((_campus(doubt, words), _column(doubt)))
    return words.text("cells.cell", file=where, cell=inside) if where else inside


def _row(doubt: Doubt, words: Words) -> str:
    place, campus = place_of(doubt.cell, words), _campus(doubt, words)
    if not campus:
        return place.where or table_name(doubt.cell, words)
    return words.text("cells.cell", file=place.where, cell=campus) if place.at else campus


def _campus(doubt: Doubt, words: Words) -> str:
    """The campus, or that it is in every row; empty for a fact of the county."""
    return (doubt.cell.place or words.text("doubts.everywhere")) if doubt.cell.table == SCHOOLS else ""


def _column(doubt: Doubt) -> str:
    """The heading of the column or key; empty for a whole row."""
    return fields_of(TABLES[doubt.cell.table])[doubt.cell.field].heading if doubt.cell.field else ""


def _figure(name: str, value: Number | str, among: Sequence[Fraction], unit: str, words: Words) -> Any:
    """A figure as a text, with its unit if it has one; one that is not computed has all its digits."""
    if isinstance(value, str):
        return in_short(value, 60)
    if name == "campuses":
        return value
    computed = isinstance(value, Fraction) and name not in _OF_STANDARD
    text = figure_text(_in_few_digits(exact(value), among) if computed else exact(value), words)
    return quantity(text, value, unit, words) if name in _WITH_UNIT else text


_OF_STANDARD = ("least", "most")
_WITH_UNIT = ("value", "median", "most", "counted")


def _in_few_digits(number: Fraction, among: Sequence[Fraction]) -> Fraction:
    """A number with four digits, all of an integer, and as many more as tell it from the others as they are shown."""
    if number.denominator == 1:
        return number
    for places in range(_PLACES):
        rounded = round(number, places)
        alike = any(one != number and round(one, places) == rounded for one in among)
        if abs(rounded) * 10**places >= 10 ** (_DIGITS - 1) and not alike:
            return rounded
    return round(number, _PLACES)


def _plain(value: Number | str) -> Json:
    return value if isinstance(value, str | int) else float(value)
