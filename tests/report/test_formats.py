"""The registry of formats, and what no format lets through."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path

import attrs
import pytest
from counties import change_campus, good_county
from hypothesis import given, settings

from balanced_edu import testing
from balanced_edu.assessment import Assessment, assess
from balanced_edu.assessment.comparison import Comparison, compare_counties, compare_standards
from balanced_edu.assessment.tasks import Progress, TaskBoard
from balanced_edu.assessment.years import History, history
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import County
from balanced_edu.report import FORMATS, document_of, formats_of, rendered
from balanced_edu.report.differences import differences_document
from balanced_edu.report.document import Document
from balanced_edu.report.standard import brief_document
from balanced_edu.report.text import render
from balanced_edu.report.words import english
from balanced_edu.standards import Standard, from_text, load


def test_every_object_has_the_formats_of_documents_and_what_is_found_has_json_too() -> None:
    assert {"text", "json", "html", "xlsx"} <= set(formats_of(Assessment))
    for kind in (TaskBoard, Progress, Comparison, History):
        assert formats_of(kind) == tuple(name for name in formats_of(Assessment) if name != "declaration")
    for kind in (Standard, Document):
        assert formats_of(kind) == tuple(name for name in formats_of(History) if name != "json")


def test_an_ending_names_one_format() -> None:
    endings = [ending for form in FORMATS.values() for ending in form.endings]
    assert len(endings) == len(set(endings))
    assert all(ending.startswith(".") for ending in endings)


@pytest.mark.parametrize("name", ["report.csv", "report", "report.xls", "report.xlsx.txt"])
def test_a_workbook_is_written_to_no_other_kind_of_file(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("old", encoding="utf-8")
    for reported in (assess(good_county()), load("shenyang")):
        with pytest.raises(ValueError, match=rf"{name}: a workbook ends in \.xlsx; write .*\.xlsx$"):
            reported.as_workbook(tmp_path / name)
    assert [(file.name, file.read_text(encoding="utf-8")) for file in tmp_path.iterdir()] == [(name, "old")]
    reported.as_workbook(str(tmp_path / "REPORT.XLSX"))
    assert (tmp_path / "REPORT.XLSX").read_bytes()[:2] == b"PK"


def test_an_object_in_each_format_and_language() -> None:
    assessment = assess(good_county())
    for lang in ("en", "zh"):
        assert rendered(assessment, "text", lang) == assessment.as_text(lang)
        assert rendered(document_of(assessment, lang), "html", lang, pictures=False) == assessment.as_html(lang)
        assert rendered(assessment, "xlsx", lang)[:2] == b"PK"
        assert rendered(assessment, "json", lang) == assessment.as_json()
    document = document_of(assessment, "en")
    assert document_of(document, "zh") is document
    with pytest.raises(ValueError, match="there are no reports in 'xx'"):
        assessment.as_text("xx")


@settings(max_examples=settings().max_examples // 10)
@given(testing.counties(gaps=True), testing.standards())
def test_the_report_says_the_same_in_every_format(county: County, standard: Standard) -> None:
    assessment = assess(county, standard)
    data = assessment.as_dict()
    assert data["outcome"] == str(assessment.outcome)
    assert data["indicators"].keys() == assessment.indicators.keys()  # type: ignore[union-attr]
    assert json.loads(assessment.as_json()) == data
    for lang in ("en", "zh"):
        for text in (assessment.as_text(lang), assessment.as_html(lang), assessment.tasks().as_text(lang)):
            assert county.name in text


FORGED = "Verdict: forged"
# A colour, a turn of direction, a line of its own, the end of a paragraph, and what no XML can hold.
HOSTILE = f"县\x1b[31m\u202e\n{FORGED}\u2029\x9b\uffff"
HOSTILE_STANDARD = """
name = "HOSTILE"
edition = "HOSTILE"
extends = "national-2017"
title = { zh = "HOSTILE", en = "HOSTILE" }
authority = "HOSTILE"
document = "HOSTILE"
section = { at_least = 7, clause = "HOSTILE" }
variation = { of = "mean", at_most = { primary = "0.01", junior = "0.01" }, clause = "HOSTILE" }
sample.share = { group = "家长", at_least = "99", clause = "HOSTILE", source = "HOSTILE" }
milestones = [{ name = "HOSTILE", start = 2021-01-01, clause = "HOSTILE" }]
[items.G5]
name = { zh = "HOSTILE", en = "HOSTILE" }
clause = "HOSTILE"
source = "HOSTILE"
responsible = ["HOSTILE"]
task = "HOSTILE"
[items."W1HOSTILE"]
name = { zh = "HOSTILE", en = "HOSTILE" }
dimension = "plan HOSTILE"
clause = "HOSTILE"
source = "HOSTILE"
mark = "choice"
responsible = ["HOSTILE"]
task = "HOSTILE"
rules = [{ fact = "one HOSTILE", unit = "pupil", at_most = "30" }]
"""


@pytest.fixture(scope="module")
def hostile() -> Assessment:
    """A county and a standard with hostile texts wherever they can have one."""
    standard = from_text(HOSTILE_STANDARD.replace("HOSTILE", json.dumps(HOSTILE)[1:-1]))
    county = change_campus(good_county(), "P1", school_name=HOSTILE, primary_largest_class=46, equipment_value=None)
    return assess(attrs.evolve(county, name=HOSTILE), standard)


def years_of(assessment: Assessment) -> History:
    """The county in the year before, in which nothing was known of its campuses but one, and of another name."""
    county, standard = assessment.county, assessment.standard
    first, other, *_ = county.campuses
    known = Campus(school_code=first.school_code, school_name=HOSTILE, kind=first.kind)
    years = [county, attrs.evolve(county, year=2021, campuses=[known, attrs.evolve(other, school_code="X1")])]
    return attrs.evolve(history(years, standard), left_out=(HOSTILE,))


WRITERS: dict[str, Callable[[Assessment], str]] = {
    "text": str,
    "chinese text": Assessment.as_text,
    "page": Assessment.as_html,
    "page with pictures": lambda assessment: assessment.as_html(pictures=True),
    "fragment": Assessment._repr_html_,
    "json": Assessment.as_json,
    "repr": repr,
    "repr of the standard": lambda assessment: repr(assessment.standard),
    "board": lambda assessment: str(assessment.tasks()),
    "page of the board": lambda assessment: assessment.tasks().as_html(),
    "json of the board": lambda assessment: assessment.tasks().as_json(),
    "json of the progress": lambda assessment: assessment.tasks().since(assessment.tasks()).as_json(),
    "json of counties": lambda assessment: compare_counties([assessment.county], assessment.standard).as_json(),
    "repr of the board": lambda assessment: repr(assessment.tasks()),
    "progress": lambda assessment: str(assessment.tasks().since(assess(assessment.county).tasks())),
    "repr of the progress": lambda assessment: repr(assessment.tasks().since(assessment.tasks())),
    "standards": lambda assessment: str(compare_standards(assessment.county, ["basic-2012", assessment.standard])),
    "page of standards": lambda assessment: compare_standards(
        assessment.county, ["basic-2012", assessment.standard]
    ).as_html(),
    "counties": lambda assessment: str(compare_counties([assessment.county], assessment.standard)),
    "page of counties": lambda assessment: compare_counties([assessment.county], assessment.standard).as_html(),
    "repr of a comparison": lambda assessment: repr(compare_counties([assessment.county], assessment.standard)),
    "years": lambda assessment: str(years_of(assessment)),
    "page of years": lambda assessment: years_of(assessment).as_html(),
    "json of years": lambda assessment: years_of(assessment).as_json(),
    "repr of a history": lambda assessment: repr(years_of(assessment)),
    "a standard": lambda assessment: assessment.standard.as_text("en"),
    "page of a standard": lambda assessment: assessment.standard.as_html(),
    "a standard in brief": lambda assessment: render(brief_document(assessment.standard, english())),
    "differences": lambda assessment: render(
        differences_document(load("national-2017"), assessment.standard, english())
    ),
}


@pytest.mark.parametrize("writer", WRITERS)
def test_no_text_of_a_county_or_a_standard_upsets_a_terminal_or_forges_a_line(writer: str, hostile: Assessment) -> None:
    written = WRITERS[writer](hostile)
    assert FORGED in written
    assert not [line for line in written.split("\n") if line.startswith(FORGED)]
    kinds = {unicodedata.category(mark) for mark in written if mark != "\n"}
    assert not kinds & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert "\uffff" not in written
    assert written.encode("utf-8")


def test_json_means_the_same_however_it_is_escaped(hostile: Assessment) -> None:
    assert json.loads(hostile.as_json()) == hostile.as_dict()
    assert json.loads(hostile.as_json())["county"] == HOSTILE
    assert "县\\u001b[31m\\u202e" in hostile.as_json()


def test_control_characters_of_a_name_do_not_reach_the_terminal() -> None:
    name = "竹溪\x1b[31m小学\u202e\n"
    assessment = assess(change_campus(good_county(), "P1", school_name=name, primary_largest_class=46))
    for report in (assessment.as_text("en"), assessment.as_html("zh")):
        assert "竹溪 [31m小学" in report
        assert not {"\x1b", "\u202e"} & set(report)
