"""The variation coefficients of an assessment against their limits, as bars by stage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from balanced_edu.outcomes import Outcome
from balanced_edu.plotting import looks
from balanced_edu.plotting.looks import LIMIT, NEUTRAL, OF_OUTCOME, Look
from balanced_edu.plotting.script import Script
from balanced_edu.plotting.sheet import Sheet, sheet_of
from balanced_edu.report.schools import coefficient_entry
from balanced_edu.report.terms import stage_name

if TYPE_CHECKING:
    from balanced_edu.assessment.result import Assessment
    from balanced_edu.checks import Finding
    from balanced_edu.records.kinds import Stage

_GAP = 1.0  # above each stage, in rows, for its name


def coefficients_picture(
    assessment: Assessment, ids: Sequence[str], stages: Sequence[Stage], ax: object, script: Script
) -> Sheet:
    """A bar for each coefficient, and a line at its limit; a bar that is over it is hatched."""
    words = script.words
    groups = [(stage, [*_rows(assessment, ids, stage, script)]) for stage in stages]
    sheet = sheet_of(ax, (9.0, 1.6 + sum(0.32 * len(rows) + 0.3 for _, rows in groups)))
    (axes,) = sheet.axes
    ends: list[float] = []
    heights: list[float] = []
    labels: list[str] = []
    unknown: list[str] = []
    height = _GAP
    for stage, rows in groups:
        name = stage_name(stage, words)
        axes.annotate(
            name,
            (0.0, height - 0.75),
            xycoords=("axes fraction", "data"),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
        )
        for title, short, finding in rows:
            limit = finding.limit
            ends += [float(end) for end in (finding.value, limit) if end is not None]
            _bar(axes, height, finding, NEUTRAL if limit is None else OF_OUTCOME[finding.outcome], script)
            if limit is not None:
                axes.vlines(float(limit), height - 0.5, height + 0.5, colors=LIMIT, linestyles="-", zorder=3)
            heights.append(height)
            labels.append(title)
            if finding.outcome is Outcome.UNKNOWN:
                unknown.append(f"{short} {name}")
            height += 1
        height += _GAP
    axes.set_yticks(heights, labels)
    axes.set_ylim(height - _GAP - 0.3, -0.2)
    axes.set_xlim(0, 1.15 * max(ends, default=1.0))
    axes.set_xlabel(script.below(words.text("plot.coefficient"), [script.unknown(unknown)], 60))
    key = [
        *(
            looks.area(OF_OUTCOME[outcome], words.text(f"outcomes.{outcome}"))
            for outcome in (Outcome.PASS, Outcome.FAIL)
        ),
        looks.line("-", words.text("plot.limit")),
    ]
    looks.legend_above(axes, key, script.titled(assessment, words.text("plot.coefficients")), columns=3, align="right")
    sheet.finish(script)
    return sheet


def _rows(
    assessment: Assessment, ids: Sequence[str], stage: Stage, script: Script
) -> Iterator[tuple[str, str, Finding]]:
    """The coefficients of a stage, each with its title and a short one; at last their mean, if that has the limit."""
    for id in ids:
        yield script.item(assessment.standard.items[id]), id, assessment.variation[stage][id]
    if stage in assessment.means:
        title = script.words.text("plot.mean")
        yield title, title, assessment.means[stage]


def _bar(ax: Any, height: float, finding: Finding, look: Look, script: Script) -> None:
    """A bar with its number; what is unknown or undefined is said in words."""
    words = script.words
    if finding.value is None:
        known = finding.undefined and words.text(f"reasons.{finding.undefined.name.lower()}")
        end, text = 0.0, known or words.text(f"outcomes.{finding.outcome}")
    else:
        end, text = float(finding.value), coefficient_entry(finding).text
        ax.barh(height, end, height=0.72, color=look.colour, hatch=look.hatch, edgecolor=looks.EDGE, linewidth=0.6)
    ax.annotate(
        text,
        (end, height),
        xytext=(4, 0),
        textcoords="offset points",
        va="center",
        fontsize="small",
        bbox={"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": "none", "alpha": 0.85},
        zorder=4,
    )
