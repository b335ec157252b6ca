"""The pictures of an assessment, a comparison and a history in their documents, drawn when a page asks for them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from balanced_edu.report.document import NotDrawnError, Picture
from balanced_edu.report.words import Words

if TYPE_CHECKING:
    from balanced_edu.assessment.comparison import Comparison
    from balanced_edu.assessment.result import Assessment
    from balanced_edu.assessment.years import History

Shown: TypeAlias = "Assessment | Comparison | History"


def picture(reported: Shown, which: str, words: Words) -> Picture:
    """A picture by its name; none is drawn before a page asks for it."""
    return Picture(
        title=words.text(f"pictures.{which}.title"),
        description=words.text(f"pictures.{which}.description"),
        draw=partial(_drawn, reported, which, words),
    )


def _drawn(reported: Shown, which: str, words: Words) -> str:
    from balanced_edu.plotting.pictures import svg_for_page
    from balanced_edu.plotting.script import lacking

    if lacks := lacking(words):
        what, how = lacks
        raise NotDrawnError(words.text(f"pictures.lacking.{what}", **how))
    return svg_for_page(reported, which, words)
