"""Reports: an assessment, a task board, a comparison, a history or a standard, in each language and format.

An object builds its document once (`document_of`); a renderer for each format lays it out and knows nothing of the
object. The words are files, one for each language. JSON is not a document: it has a schema of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from os import PathLike
from pathlib import Path
from types import MappingProxyType
from typing import Any

import attrs

from balanced_edu.arguments import of_type
from balanced_edu.assessment import Assessment
from balanced_edu.assessment.comparison import Comparison
from balanced_edu.assessment.tasks import Progress, TaskBoard
from balanced_edu.assessment.years import History
from balanced_edu.checks import Finding
from balanced_edu.files import write_all
from balanced_edu.message import Message
from balanced_edu.national import Indicator
from balanced_edu.report import declaration, html, json, text, workbook
from balanced_edu.report.assessment import assessment_document
from balanced_edu.report.comparison import comparison_document
from balanced_edu.report.document import Document
from balanced_edu.report.findings import finding_document
from balanced_edu.report.history import history_document
from balanced_edu.report.indicators import indicator_document
from balanced_edu.report.standard import standard_document
from balanced_edu.report.tasks import board_document, progress_document
from balanced_edu.report.words import Words, language_of_locale, languages, words_of
from balanced_edu.standards import Standard

__all__ = [
    "FORMATS",
    "Format",
    "as_page",
    "document_of",
    "formats_of",
    "in_notebook",
    "language_of_locale",
    "languages",
    "not_a_workbook",
    "rendered",
    "write_declaration",
    "write_workbook",
]

_DOCUMENTS: Mapping[type, Callable[[Any, Words], Document]] = {
    Assessment: assessment_document,
    Comparison: comparison_document,
    Finding: finding_document,
    History: history_document,
    Indicator: indicator_document,
    Progress: progress_document,
    Standard: standard_document,
    TaskBoard: board_document,
}


@attrs.frozen(slots=True)
class Format:
    """A format of reports.

    Attributes
    ----------
    endings
        Endings of its files.
    render
        Turns a document into text or bytes.
    of
        The types that it renders themselves; empty if it renders the documents of any.
    is_workbook
        Whether its files are workbooks.
    """

    endings: tuple[str, ...]
    render: Callable[..., str | bytes]
    of: tuple[type, ...] = ()
    is_workbook: bool = False


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "text": Format((".txt",), text.render),
        "json": Format((".json",), json.as_json, of=(Assessment, Comparison, History, Progress, TaskBoard)),
        "html": Format((".html", ".htm"), partial(html.render, pictures=True)),
        "xlsx": Format((".xlsx",), workbook.render, is_workbook=True),
        "declaration": Format((), declaration.render, of=(Assessment,), is_workbook=True),
    }
)
"""The formats by name; a page of one report has its pictures."""


def formats_of(kind: type) -> tuple[str, ...]:
    """The formats in which an object of a type can be reported.

    Examples
    --------
    >>> "json" in formats_of(Assessment), "json" in formats_of(Standard)
    (True, False)
    """
    return tuple(name for name, one in FORMATS.items() if not one.of or kind in one.of)


def document_of(reported: object, lang: str) -> Document:
    """The document of an object in a language; a document is its own.

    Raises
    ------
    ValueError
        If there are no words of the language.

    Examples
    --------
    >>> from balanced_edu.standards import load
    >>> document_of(load("national-2017"), "zh").title
    '县域义务教育优质均衡发展督导评估办法'
    """
    of_type("a report", "lang", lang, str, "a language, such as 'zh'")
    return reported if isinstance(reported, Document) else _DOCUMENTS[type(reported)](reported, words_of(lang))


def rendered(reported: object, form: str, lang: str, **options: Any) -> str | bytes:
    """An object in a format and a language, with what else the format can be asked for.

    Examples
    --------
    >>> from balanced_edu.standards import load
    >>> rendered(load("national-2017"), "text", "zh")[:20]
    '县域义务教育优质均衡发展督导评估办法\\n教'
    """
    one = FORMATS[form]
    return one.render(reported if one.of else document_of(reported, lang), **options)


def in_notebook(reported: object) -> str:
    """What a notebook shows of an object: its summary and its parts, folded, in the language of the locale."""
    return html.fragment(document_of(reported, language_of_locale()))


def as_page(reported: object, lang: str, *, pictures: bool) -> str:
    """An object as a page in a language, with or without its pictures; needs the extra ``cli``."""
    of_type("as_html", "pictures", pictures, bool, "True or False")
    return html.render(document_of(reported, lang), pictures=pictures)


def write_workbook(reported: object, path: str | PathLike[str], lang: str) -> None:
    """Write an object to a workbook in a language; needs the extra ``excel``.

    Raises
    ------
    ValueError
        If the name of the file does not end in ``.xlsx``, without which no program opens it.
    OSError
        If it cannot be written; a file that was there is still whole.
    """
    of_type("as_workbook", "path", path, (str, PathLike), "the path of a file that ends in .xlsx")
    if wrong := not_a_workbook(Path(path)):
        raise ValueError(wrong)
    write_all({Path(path): workbook.render(document_of(reported, lang))})


def write_declaration(assessment: Assessment, path: str | PathLike[str], *, schools: bool = False) -> None:
    """Write the declaration form, filled from an assessment, to a workbook; needs the extra ``excel``.

    Raises
    ------
    ValueError
        If the name of the file does not end in ``.xlsx``, or the form does not fit the standard.
    OSError
        If it cannot be written; a file that was there is still whole.
    """
    of_type("as_declaration", "path", path, (str, PathLike), "the path of a file that ends in .xlsx")
    of_type("as_declaration", "schools", schools, bool, "True or False")
    if wrong := not_a_workbook(Path(path)):
        raise ValueError(wrong)
    write_all({Path(path): declaration.render(assessment, schools=schools)})


def not_a_workbook(file: Path) -> str:
    """Why a file cannot be a workbook by its ending, and what to write; empty if it can.

    Examples
    --------
    >>> not_a_workbook(Path("report.csv"))
    'report.csv: a workbook ends in .xlsx; write report.xlsx'
    """
    (ending,) = FORMATS["xlsx"].endings
    return (
        ""
        if file.suffix.lower() == ending
        else Message(
            "{file}: a workbook ends in {ending}; write {other}",
            file=str(file),
            ending=ending,
            other=str(file.with_suffix(ending)),
        )
    )
