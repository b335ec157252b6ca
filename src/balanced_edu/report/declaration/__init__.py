"""The declaration form (全国义务教育优质均衡发展县（市、区）申报表), filled from an assessment.

The form is Chinese, whatever the language of other reports. Decisions are those of the assessment; figures are rounded
as the form wants them, for display only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from balanced_edu.message import Message
from balanced_edu.report.declaration.filling import filled
from balanced_edu.report.declaration.form import form
from balanced_edu.report.declaration.writing import workbook_of
from balanced_edu.report.words import Words, words_of

if TYPE_CHECKING:
    from balanced_edu.assessment.result import Assessment
    from balanced_edu.standards import Standard

__all__ = ["misfit", "render"]


def render(assessment: Assessment, *, schools: bool = False) -> bytes:
    """The form as a workbook; with `schools` also the own assessment (学校自评表) of each campus.

    Raises
    ------
    ValueError
        If the standard lacks items that the form asks about.
    ModuleNotFoundError
        If openpyxl is missing.

    Examples
    --------
    >>> import balanced_edu as be
    >>> campus = be.Campus(school_code="A1", kind=be.Kind.PRIMARY, primary_pupils=1000)
    >>> render(be.assess(be.County(name="示例县", campuses=[campus])))[:2]
    b'PK'
    """
    if wrong := misfit(assessment.standard):
        raise ValueError(wrong)
    return workbook_of(filled(assessment, schools=schools), _words(assessment))


def misfit(standard: Standard) -> str:
    """Why the form does not fit a standard, and what to do; empty if it fits.

    Examples
    --------
    >>> from balanced_edu.standards import load
    >>> misfit(load("shenyang"))
    ''
    """
    if all(id in standard.items and not standard.items[id].aim for id in form().items) and standard.reached:
        return ""
    what = (
        "{standard}: the declaration form asks about the items of the method of 2017, which this standard lacks "
        "or has as aims only; assess by national-2017 or by a standard that extends it"
    )
    return Message(what, standard=standard.name)


def _words(assessment: Assessment) -> Words:
    return words_of("zh").about(assessment.county.reading)
