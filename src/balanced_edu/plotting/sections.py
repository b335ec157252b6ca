"""Sections against their limits: a strip for each resource indicator, with marks as large as their pupils."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from balanced_edu.assessment.result import Standing
from balanced_edu.plotting import looks
from balanced_edu.plotting.looks import FAR, LIMIT, MET, NEUTRAL, SHORT, Look
from balanced_edu.plotting.script import Script
from balanced_edu.plotting.sheet import Sheet, sheet_of
from balanced_edu.report.terms import (
    figure_text,
    quantity,
    share_text,
    stage_name,
    unit_name,
)

if TYPE_CHECKING:
    from balanced_edu.assessment.result import AssessedSection, Assessment
    from balanced_edu.records.kinds import Stage

_LARGEST = 320.0  # the area of the largest mark in square points
_HALF = 0.4  # of the height of a strip
_PITCH = 1.3  # from a strip to the next, with room for the number at its limit
# Heights by the golden ratio: neighbours in value are never near each other, and the next picture has the same.
_STEP = 0.618034


def sections_picture(
    assessment: Assessment, ids: Sequence[str], stages: Sequence[Stage], ax: object, script: Script
) -> Sheet:
    """A strip for each indicator and stage."""
    several = len(ids) > 1
    height = 1.1 + 0.85 * len(stages)
    size = (11.0, 1.2 + (height - 0.2) * -(-len(ids) // 2)) if several else (8.5, height + 0.6)
    sheet = sheet_of(ax, size, len(ids), columns=2 if several else 1)
    scale = _Scale.of(assessment)
    key = [*_key(assessment, scale, script)]
    over_all = several and sheet.figure is not None
    for place, (axes, id) in enumerate(zip(sheet.axes, ids, strict=True)):
        _strip(axes, assessment, id, stages, scale, 54 if several else 96, script)
        title = script.item(assessment.standard.items[id])
        if over_all:
            axes.set_title(title, loc="left", fontsize="medium")
        elif place == 0:
            looks.legend_above(axes, key, script.titled(assessment, title), columns=3)
        else:
            axes.set_title(title, loc="left")
    what = script.words.text("plot.sections")
    sheet.finish(script, title=script.titled(assessment, what) if over_all else "", legend=key if over_all else ())
    return sheet


@attrs.frozen(slots=True)
class _Scale:
    """How large marks are: the area of a pupil in square points, and a round number of pupils for the key."""

    pupil: float
    example: int

    @classmethod
    def of(cls, assessment: Assessment) -> _Scale:
        largest = max((one.section.pupils or 0 for one in assessment.sections), default=0) or 1
        half = -(-largest // 2)
        digits = 10 ** (len(str(half)) - 1)
        return cls(_LARGEST / largest, max(n for n in (digits, 2 * digits, 5 * digits) if n <= half))


def _key(assessment: Assessment, scale: _Scale, script: Script) -> Iterator[Any]:
    words, example = script.words, scale.example
    pupils = quantity(figure_text(example, words), example, "pupil", words)
    if not assessment.standard.reached:
        yield looks.mark(NEUTRAL, pupils, NEUTRAL.area * scale.pupil * example)
        return
    floor = share_text(assessment.standard.floor, words)
    yield looks.mark(MET, words.text("plot.met"))
    yield looks.mark(SHORT, words.text("plot.short", floor=floor))
    yield looks.mark(FAR, words.text("plot.far", floor=floor))
    yield looks.line("-", words.text("plot.limit"))
    yield looks.line(":", words.text("plot.floor", floor=floor))
    yield looks.mark(MET, pupils, scale.pupil * example)


def _strip(
    ax: Any,
    assessment: Assessment,
    id: str,
    stages: Sequence[Stage],
    scale: _Scale,
    columns: int,
    script: Script,
) -> None:
    unknown: list[str] = []
    marks: dict[Look, list[tuple[float, float, float]]] = {}
    rows = [_PITCH * place for place in range(len(stages))]
    for row, stage in zip(rows, reversed(stages), strict=True):
        _limits(ax, row, assessment, id, stage, script)
        sections = [one for one in assessment.sections if one.section.stage is stage]
        unknown[:0] = [_name(one, script) for one in sections if one.values[id] is None]
        for place, (value, one) in enumerate(_ordered(sections, id)):
            assert one.section.pupils is not None  # else its value were unknown
            height = row + _HALF * (1.6 * ((place * _STEP) % 1) - 0.8)
            marks.setdefault(_LOOKS.get(one.standing(id), NEUTRAL), []).append(
                (value, height, scale.pupil * one.section.pupils)
            )
    for look, drawn in marks.items():
        # The large ones first, so that they hide no small one.
        values, heights, areas = zip(*sorted(drawn, key=lambda mark: -mark[2]), strict=True)
        ax.scatter(
            values,
            heights,
            s=[look.size(area) for area in areas],
            marker=look.marker,
            color=look.colour,
            edgecolors=looks.EDGE,
            linewidths=0.6,
            alpha=0.8,
        )
    ax.set_yticks(rows, [stage_name(stage, script.words) for stage in reversed(stages)])
    ax.set_ylim(-0.6, rows[-1] + 0.85)
    unit = unit_name(assessment.standard.items[id].measure.unit, script.words)
    ax.set_xlabel(script.below(unit, [script.unknown(unknown)], columns))
    if not ax.has_data():
        ax.set_xticks([])


def _limits(ax: Any, row: float, assessment: Assessment, id: str, stage: Stage, script: Script) -> None:
    rule = assessment.standard.section_rule(stage)
    for limit, floor in zip(rule.limits, rule.floors, strict=True):
        if limit.of == id:
            ax.vlines(float(limit.limit), row - _HALF, row + _HALF, colors=LIMIT, linestyles="-", zorder=3)
            ax.vlines(float(floor.limit), row - _HALF, row + _HALF, colors=LIMIT, linestyles=":", zorder=3)
            number = figure_text(limit.limit, script.words)
            ax.annotate(
                number,
                (float(limit.limit), row + _HALF),
                xytext=(0, 1.5),
                textcoords="offset points",
                ha="center",
                va="bottom",
                fontsize="small",
            )


def _ordered(sections: Sequence[AssessedSection], id: str) -> list[tuple[float, AssessedSection]]:
    """The sections whose value is known, by value."""
    known = [(value, one) for one in sections if (value := one.values[id]) is not None]
    return [(float(value), one) for value, one in sorted(known, key=lambda pair: pair[0])]


_LOOKS = {Standing.MET: MET, Standing.SHORT: SHORT, Standing.BELOW: SHORT, Standing.FAR: FAR}


def _name(section: AssessedSection, script: Script) -> str:
    return f"{section.section.campus.school_code} {stage_name(section.section.stage, script.words)}"
