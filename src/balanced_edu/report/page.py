"""An assessment as a page, and as a piece of one for a notebook."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

from balanced_edu.extras import package
from balanced_edu.plain import on_one_line
from balanced_edu.report.content import Report, report_of
from balanced_edu.report.layout import text_of
from balanced_edu.report.words import OUTCOME_WORDS

if TYPE_CHECKING:
    from balanced_edu.assessment import Assessment


def as_html(assessment: Assessment) -> str:
    """A page that reads and prints well, and needs nothing but itself.

    Parameters
    ----------
    assessment
        What `balanced_edu.assess` found.

    Raises
    ------
    ModuleNotFoundError
        If jinja2 is missing, which comes with the extra ``cli``.

    Examples
    --------
    >>> import balanced_edu as be
    >>> campus = be.Campus(school_code="A1", kind=be.Kind.PRIMARY, primary_pupils=1000)
    >>> as_html(be.assess(be.County(name="示例县", campuses=[campus])))[:15]
    '<!doctype html>'
    """
    return page_of("assessment.html", report=report_of(assessment))


def as_fragment(assessment: Assessment) -> str:
    """The verdict, the dimensions and what fails as a piece of HTML, for a notebook; needs no extra.

    Parameters
    ----------
    assessment
        What `balanced_edu.assess` found; a notebook shows it where an assessment is the last line of a cell.

    Examples
    --------
    >>> import balanced_edu as be
    >>> campus = be.Campus(school_code="A1", kind=be.Kind.PRIMARY, primary_pupils=1000)
    >>> as_fragment(be.assess(be.County(name="示例县", campuses=[campus]))).splitlines()[1]
    '<p><b>示例县: cannot be decided yet (无法判定)</b>, by national-2017 (1)</p>'
    """
    return text_of(("<div>", *_fragment(report_of(assessment)), "</div>"))


def _fragment(report: Report) -> Iterator[str]:
    heading = " ".join(word for word in (report.county, report.year) if word)
    yield f"<p><b>{escape(heading)}: {report.verdict} ({report.verdict_zh})</b>, by {escape(report.standard.cited)}</p>"
    yield "<table>"
    for line in report.dimensions:
        cells = (f"{line.name_zh} {line.name_en}", " ".join(OUTCOME_WORDS[line.outcome]), line.count)
        yield "<tr>" + "".join(f'<td style="text-align: left">{escape(cell)}</td>' for cell in cells) + "</tr>"
    yield "</table>"
    for heading, items in (("Fails", report.failed), ("Not known", report.unknown)):
        if items:
            told = "; ".join(f"{item.id} {item.name_zh}" for item in items)
            yield f"<p>{heading}: {escape(told)}</p>"


def page_of(name: str, **context: object) -> str:
    """A page from the template of a name."""
    return str(_templates().get_template(name).render(words=OUTCOME_WORDS, **context))


def _filled_in(value: object) -> object:
    """What a template fills in: every text on one line, but for markup, which a macro has made of such texts."""
    return on_one_line(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


@lru_cache(maxsize=1)
def _templates() -> Any:
    jinja2 = package("jinja2", extra="cli", needed_by="the HTML report")
    return jinja2.Environment(
        loader=jinja2.PackageLoader("balanced_edu"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        finalize=_filled_in,
    )
