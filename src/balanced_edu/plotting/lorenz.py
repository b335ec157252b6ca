"""Lorenz curves: how much of a resource the schools with the least of it have, with the variation coefficient."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from balanced_edu.checks import Finding, Reason
from balanced_edu.exact import exact
from balanced_edu.plotting import looks
from balanced_edu.plotting.looks import LIMIT
from balanced_edu.plotting.script import Script, wrapped
from balanced_edu.plotting.sheet import Sheet, sheet_of
from balanced_edu.report.schools import coefficient_entry
from balanced_edu.report.sentences import finding_sentence
from balanced_edu.report.terms import stage_name

if TYPE_CHECKING:
    from balanced_edu.assessment.result import Assessment
    from balanced_edu.records.kinds import Stage
    from balanced_edu.records.section import Section

_DASHES = ("-", "--", ":")


def lorenz_picture(
    assessment: Assessment, ids: Sequence[str], stages: Sequence[Stage], ax: object, script: Script
) -> Sheet:
    """A curve for each stage; a diagonal would be equal shares."""
    several = len(ids) > 1
    rows = -(-len(ids) // 3)
    size = (12.0, 0.6 + 4.3 * rows) if several else (6.4, 6.4)
    sheet = sheet_of(ax, size, len(ids), columns=3 if several else 1)
    over_all = several and sheet.figure is not None
    columns = 36 if several else 64
    for axes, id in zip(sheet.axes, ids, strict=True):
        _curves(axes, assessment, id, stages, columns, script)
        title = script.item(assessment.standard.items[id])
        whole = title if over_all else script.titled(assessment, title)
        axes.set_title(wrapped(whole, columns), loc="left", fontsize="medium")
    what = script.words.text("plot.lorenz")
    sheet.finish(script, title=script.titled(assessment, what) if over_all else "")
    return sheet


def curve(sections: Sequence[Section], total: str) -> list[tuple[Fraction, Fraction]]:
    """The points of a Lorenz curve: shares of the pupils and of the total, of the schools with the least first.

    Sections without pupils, or of which something is unknown, take no part. There is no curve if they have nothing.
    """
    known = [
        (exact(pupils), exact(figure))
        for section in sections
        if (pupils := section.pupils) and (figure := section.totals[total]) is not None
    ]
    known.sort(key=lambda school: school[1] / school[0])
    shares = [_shares(column) for column in zip(*known, strict=True)]
    return [*zip(*shares, strict=True)] if all(shares) else []


def _shares(figures: Sequence[Fraction]) -> list[Fraction]:
    """What the first figures have of their sum, from none of them to all; nothing if the sum is 0."""
    sums = [Fraction(0), *accumulate(figures)]
    return [one / sums[-1] for one in sums] if sums[-1] else []


def _curves(ax: Any, assessment: Assessment, id: str, stages: Sequence[Stage], columns: int, script: Script) -> None:
    words, total = script.words, assessment.standard.items[id].total
    ax.plot([0, 1], [0, 1], color=LIMIT, linewidth=0.8)
    ax.annotate(
        words.text("plot.equal"),
        (0.7, 0.7),
        xytext=(-2, 2),
        textcoords="offset points",
        rotation=45,
        rotation_mode="anchor",
        ha="center",
        va="bottom",
        fontsize="small",
    )
    unknown: list[str] = []
    for (colour, marker), dashes, stage in zip(looks.LINES, _DASHES, stages, strict=False):
        sections = [one.section for one in assessment.sections if one.section.stage is stage]
        name = stage_name(stage, words)
        unknown += [
            f"{section.campus.school_code} {name}"
            for section in sections
            if None in (section.pupils, section.totals[total])
        ]
        points = curve(sections, total)
        ax.plot(
            [float(pupils) for pupils, _ in points],
            [float(share) for _, share in points],
            linestyle=dashes,
            color=colour,
            marker=marker,
            markersize=3.5,
            label=words.text(
                "reasons.about", about=name, sentence=_coefficient(assessment.variation[stage][id], script)
            ),
        )
    ax.set(xlim=(0, 1), ylim=(0, 1), aspect="equal")
    ax.set_xlabel(script.below(words.text("plot.pupils"), [script.unknown(unknown)], columns))
    ax.set_ylabel(words.text("plot.shares"))
    ax.legend(loc="upper left", fontsize="small", title=words.text("plot.coefficient"), alignment="left")


def _coefficient(finding: Finding, script: Script) -> str:
    """A coefficient beside its limit, or why there is none; the empty cells are the report's."""
    if finding.reason is Reason.MISSING:
        return script.words.text(f"outcomes.{finding.outcome}")
    if finding.value is not None and finding.limit is None:
        return coefficient_entry(finding).text
    return finding_sentence(finding, script.words)
