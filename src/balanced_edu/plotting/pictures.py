"""Which pictures there are of an assessment, a comparison and a history, and what may be chosen of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from balanced_edu.plotting.coefficients import coefficients_picture
from balanced_edu.plotting.lorenz import lorenz_picture
from balanced_edu.plotting.matrix import comparison_picture, outcomes_picture
from balanced_edu.plotting.script import Script, chinese_font, script_of
from balanced_edu.plotting.sections import sections_picture
from balanced_edu.plotting.sheet import UNSHOWN
from balanced_edu.plotting.svg import svg
from balanced_edu.plotting.years import years_picture
from balanced_edu.records.kinds import COMPULSORY
from balanced_edu.text import represented

if TYPE_CHECKING:
    from balanced_edu.assessment.comparison import Comparison
    from balanced_edu.assessment.result import Assessment
    from balanced_edu.assessment.years import History
    from balanced_edu.records.kinds import Stage
    from balanced_edu.report.words import Words
    from balanced_edu.standards import Standard

# Of these there are axes for each indicator, of the others one axes with all of them.
_BY_INDICATOR = {"sections": sections_picture, "lorenz": lorenz_picture}
_OF_ASSESSMENTS: Mapping[str, Callable[..., Any]] = {**_BY_INDICATOR, "coefficients": coefficients_picture}
_OF_HISTORIES = ("outcomes", "coefficients")


_OF_RESOURCES: Mapping[str, Callable[..., Any]] = {**_OF_ASSESSMENTS, "years": years_picture}
_OF_OUTCOMES: Mapping[str, Callable[..., Any]] = {"comparison": comparison_picture, "outcomes": outcomes_picture}


def svg_for_page(reported: Any, which: str, words: Words) -> str:
    """A picture as an element of a page, of all resources and stages; nothing is shown, and no name is used twice."""
    script = Script(words, chinese_font())
    if which in _OF_OUTCOMES:
        sheet = _OF_OUTCOMES[which](reported, UNSHOWN, script)
    else:
        sheet = _OF_RESOURCES[which](reported, reported.standard.resources, COMPULSORY, UNSHOWN, script)
    return svg(sheet.figure, name=which)


def plot_assessment(
    assessment: Assessment, which: str, indicator: str | None, stage: str | None, ax: object, lang: str | None
) -> Any:
    """Draw a picture of an assessment; see `Assessment.plot`."""
    _among("which", which, [*_OF_ASSESSMENTS])
    ids, stages = _chosen(assessment.standard, assessment.variation, indicator, stage)
    sheet = _OF_ASSESSMENTS[which](assessment, ids, stages, ax, script_of(lang))
    return sheet.array if which in _BY_INDICATOR and indicator is None else sheet.axes[0]


def plot_comparison(comparison: Comparison, ax: object, lang: str | None) -> Any:
    """Draw a comparison; see `Comparison.plot`."""
    return comparison_picture(comparison, ax, script_of(lang)).axes[0]


def plot_history(
    history: History, which: str, indicator: str | None, stage: str | None, ax: object, lang: str | None
) -> Any:
    """Draw a picture of a history; see `History.plot`."""
    _among("which", which, _OF_HISTORIES)
    if which == "outcomes":
        if (indicator, stage) != (None, None):
            raise ValueError("plot: the picture 'outcomes' has all indicators; leave out indicator= and stage=")
        return outcomes_picture(history, ax, script_of(lang)).axes[0]
    ids, stages = _chosen(history.standard, history.coefficients, indicator, stage)
    sheet = years_picture(history, ids, stages, ax, script_of(lang))
    return sheet.array if stage is None else sheet.axes[0]


def _chosen(
    standard: Standard, found: Mapping[Stage, object], indicator: str | None, stage: str | None
) -> tuple[Sequence[str], Sequence[Stage]]:
    """The indicators and the stages of a picture: the one that is asked for, or all."""
    if not standard.resources:
        raise ValueError(
            f"plot: {standard.name} has no resources, of which this picture is; assess by another standard"
        )
    if indicator is not None:
        _among("indicator", indicator, standard.resources)
    if stage is not None:
        _among("stage", stage, [str(one) for one in found])
    return (
        standard.resources if indicator is None else (indicator,),
        [one for one in found if stage in (None, one)],
    )


def _among(name: str, given: object, known: Sequence[str]) -> None:
    if given not in known:
        raise ValueError(f"plot: {name} must be one of {', '.join(map(repr, known))}; given {represented(given)}")
