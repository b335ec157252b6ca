"""Documents: what they are made of, and what they have in them."""

from __future__ import annotations

import attrs
import pytest

from balanced_edu.report.document import (
    Column,
    Document,
    Entry,
    Fold,
    Heading,
    Paragraph,
    Picture,
    Point,
    Points,
    Table,
)

SHORT = Table(columns=[Column("a")], rows=[["1"], [Entry("2", value=2)]])
NAMED = Table(name="named", columns=[Column("a")], rows=[])
WIDE = Table(name="wide", columns=[Column("a"), Column("b")], rows=[["1", "2"]])


def test_texts_stand_for_points_and_entries() -> None:
    assert Points(["a", Point("b", ["c"])]) == Points([Point("a"), Point("b", [Point("c")])])
    assert SHORT.rows == ((Entry("1"),), (Entry("2", value=2),))


def test_the_head_is_what_stands_before_the_first_heading_or_fold() -> None:
    lead = Paragraph("lead")
    for first in (Heading("part"), Fold("detail", [])):
        document = Document(title="t", lang="en", blocks=[lead, SHORT, first, NAMED])
        assert document.head == (lead, SHORT)
    assert Document(title="t", lang="en", blocks=[lead]).head == (lead,)


def test_tables_are_those_of_folds_too_and_sheets_come_last() -> None:
    document = Document(title="t", lang="en", blocks=[Fold("detail", [NAMED]), Heading("part"), SHORT], sheets=[WIDE])
    assert document.tables == (NAMED, SHORT, WIDE)


def test_documents_are_values() -> None:
    document = Document(title="t", lang="en", blocks=[SHORT])
    assert document == Document(title="t", lang="en", blocks=[SHORT])
    assert hash(document) == hash(attrs.evolve(document))
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        document.title = "other"  # type: ignore[misc]


def test_pictures_are_replaced_wherever_they_are_and_folds_that_have_nothing_else_are_left_out() -> None:
    one, other = (Picture(title=name, description="d", draw=str) for name in ("one", "other"))
    blocks = [one, Fold("f", [Heading("h"), other]), Fold("only", [one, other]), Fold("empty", []), SHORT]
    document = Document(title="t", lang="en", blocks=blocks)
    assert document.with_pictures(lambda picture: [Paragraph(picture.title)]).blocks == (
        Paragraph("one"),
        Fold("f", [Heading("h"), Paragraph("other")]),
        Fold("only", [Paragraph("one"), Paragraph("other")]),
        Fold("empty", []),
        SHORT,
    )
    assert document.with_pictures(lambda _: []).blocks == (Fold("f", [Heading("h")]), Fold("empty", []), SHORT)
    assert one == attrs.evolve(one, draw=repr), "how it is drawn is no part of what it is"


def test_sheets_that_are_given_as_a_function_are_built_once_and_when_they_are_asked_for() -> None:
    built: list[Table] = []

    def build() -> list[Table]:
        built.append(WIDE)
        return [WIDE]

    document = Document(title="t", lang="en", blocks=[SHORT], sheets=build)
    assert built == []
    assert (document.sheets, document.tables, attrs.evolve(document, title="u").sheets) == (
        (WIDE,),
        (SHORT, WIDE),
        (WIDE,),
    )
    assert built == [WIDE]
    given = Document(title="t", lang="en", blocks=[SHORT], sheets=[WIDE])
    assert document == given
    assert hash(document) == hash(given)
    assert document != attrs.evolve(document, sheets=[])
