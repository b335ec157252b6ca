"""What the declaration form says of each school: the rows of 表Ⅱ-2, and the own assessment of a campus."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from balanced_edu.assessment.look_up import SCHOOLS, cells_of_figures, of_section, property_of
from balanced_edu.assessment.result import Standing
from balanced_edu.checks import Cell, Finding
from balanced_edu.exact import decimal_text
from balanced_edu.records.bands import Band, is_exact
from balanced_edu.records.campus import SHARED
from balanced_edu.records.kinds import COMPULSORY, Kind, Stage
from balanced_edu.report.declaration.county import (
    campus_figure,
    judged_campuses,
    larger_classes,
    limit_figure,
    limits_in_words,
    of_stage,
    outcome_figure,
)
from balanced_edu.report.declaration.figures import Figure, Gap, Source
from balanced_edu.report.declaration.form import form
from balanced_edu.report.terms import band_text, figure_text
from balanced_edu.report.words import words_of

if TYPE_CHECKING:
    from balanced_edu.assessment.result import AssessedSection, Assessment
    from balanced_edu.records.campus import Campus
    from balanced_edu.records.section import Section

_THROUGH, _POINTS = (Kind.NINE_YEAR, Kind.TWELVE_YEAR), (Kind.TEACHING_POINT,)


# The rows of 表Ⅱ-2.


def rows_of(assessment: Assessment) -> Iterator[Source]:
    """The figures of each row: of the primary sections first, then of the junior ones."""
    for stage in COMPULSORY:
        of_this_stage = (one for one in assessment.sections if one.section.stage is stage)
        for number, assessed in enumerate(of_this_stage, start=1):
            yield _row(number, assessed, assessment)


def _row(number: int, assessed: AssessedSection, assessment: Assessment) -> Source:
    section = assessed.section
    plain: Mapping[str, Callable[[], Figure]] = {
        "number": lambda: Figure(value=number),
        "name": lambda: Figure(value=_name(section)),
        "sponsor": lambda: _sponsor(section.campus),
        "pupils": lambda: _figure_of(section, "pupils"),
        "grades": lambda: _largest(section, "grades"),
        "classes": lambda: _sum_of(section, "classes"),
        "outcome": lambda: outcome_figure(assessed.finding),
        "remark": lambda: Figure(value=remark(assessed, assessment)),
    }

    def figure(name: str) -> Figure:
        of = name.removeprefix("row.")
        return plain[of]() if of in plain else _value(assessed, of)

    return figure


def _name(section: Section) -> str:
    campus = section.campus
    part = form().settings["words"]["part"][section.stage] if len(campus.compulsory_stages) > 1 else ""
    return f"{campus.school_name or campus.school_code}{part}"


def _sponsor(campus: Campus) -> Figure:
    sponsor: Any = property_of(campus, "sponsor")
    if sponsor is None:
        return Figure(gap=Gap(cells=(Cell(SCHOOLS, campus.school_code, "sponsor"),)))
    return Figure(value=sponsor.code)


def _figure_of(section: Section, name: str) -> Figure:
    value: Any = section.figure(name)
    return Figure(gap=Gap(cells=of_section(section).cells(name))) if value is None else Figure(value=value)


def _each(section: Section, name: str) -> list[Figure]:
    members = section.members or (section,)
    return [campus_figure(one.campus, f"{one.stage}_{name}") for one in members]


def _sum_of(section: Section, name: str) -> Figure:
    return _of_all(_each(section, name), sum)


def _largest(section: Section, name: str) -> Figure:
    """The grades of a school: those of the campus that has most of them."""
    return _of_all(_each(section, name), max)


def _of_all(figures: Sequence[Figure], join: Callable[[list[Any]], Any]) -> Figure:
    missing = tuple(cell for one in figures if one.gap for cell in one.gap.cells)
    return Figure(gap=Gap(cells=missing)) if missing else Figure(value=join([one.value for one in figures]))


def _value(assessed: AssessedSection, id: str) -> Figure:
    """The value of a resource, with what is found of it at its limit and at the floor of its limit."""
    findings = (assessed.at_limit[id], assessed.at_floor[id])
    value = assessed.values[id]
    return Figure(gap=_gap_of(findings[0], assessed)) if value is None else Figure(value=value, findings=findings)


def _gap_of(finding: Finding, assessed: AssessedSection) -> Gap:
    """Why a value is not known; what is known in part may decide at its limit, so that nothing is missing there."""
    inexact = [name for name, figure in finding.inputs.items() if not is_exact(figure)]
    cells = finding.missing or cells_of_figures(inexact, of_section(assessed.section))
    return Gap(cells=cells) if cells else Gap(text=form().words("not_settled"))


def remark(assessed: AssessedSection, assessment: Assessment) -> str:
    """Which resources reach their limits and which the floor, by their names in the form's file."""
    short: Mapping[str, str] = form().settings["indicators"]
    groups: dict[str, list[str]] = {"at_limit": [], "at_floor": [], "below_floor": [], "open": []}
    for id, name in short.items():
        groups[_GROUPS.get(assessed.standing(id), "open")].append(name)
    if len(groups["at_limit"]) == len(short):
        said = [form().words("all_at_limit", n=len(short))]
    else:
        floor = decimal_text(100 * assessment.standard.floor)
        said = [
            form().words(group, n=len(names), names=_listed(names), floor=floor)
            for group, names in groups.items()
            if names
        ]
    if eased := [name for id, name in short.items() if assessed.at_limit[id].concession]:
        said.append(form().words("conceded", names=_listed(eased)))
    return form().words("sentence").join(said)


_GROUPS = {Standing.MET: "at_limit", Standing.SHORT: "at_floor", Standing.FAR: "below_floor"}


def _listed(names: Sequence[str]) -> str:
    return form().words("list").join(names)


def counted_rows(assessment: Assessment) -> Source:
    """The counts in the note below 表Ⅱ-2."""

    def figure(name: str) -> Figure:
        stage, kinds = _NOTED[name.removeprefix("rows.")]
        sections = [one.section for one in assessment.sections if one.section.stage is stage]
        of_kinds = [section for section in sections if section.campus.kind in kinds]
        # A point of which the pupils are unknown may have fewer than 50.
        is_open = kinds == _POINTS and any(section.pupils is None for section in of_kinds)
        return Figure() if is_open else Figure(value=len(of_kinds))

    return figure


_NOTED: Mapping[str, tuple[Stage, Sequence[Kind]]] = {
    "primary": (Stage.PRIMARY, tuple(Kind)),
    "primary_of_through": (Stage.PRIMARY, _THROUGH),
    "points": (Stage.PRIMARY, _POINTS),
    "junior": (Stage.JUNIOR, tuple(Kind)),
    "junior_of_through": (Stage.JUNIOR, _THROUGH),
    "junior_of_full": (Stage.JUNIOR, (Kind.FULL_SECONDARY,)),
}


# The own assessment of a campus.


def schools_of(assessment: Assessment) -> Iterator[tuple[Campus, Source]]:
    """The campuses of the compulsory stages, each with its figures for the own assessment of a school."""
    for campus in assessment.county.campuses:
        if campus.compulsory_stages:
            yield campus, _own(campus, assessment)


def _own(campus: Campus, assessment: Assessment) -> Source:
    sections = {one.section.stage: one for one in assessment.sections if one.section.campus is campus}
    kinds: Mapping[str, Callable[..., Figure]] = {
        "areas": lambda rooms: _areas(campus, rooms),
        "campus": lambda name: _of_campus(campus, name),
        "larger": lambda stage: _if_it_has(campus, stage, larger_classes([campus], Stage(stage))),
        "limit": lambda *of: limit_figure(assessment, *of),
        "limits": lambda id: limits_in_words(assessment, id),
        "outcome": lambda id: _outcome(campus, id, list(sections.values()), assessment),
        "own": lambda stage, name: _if_it_has(campus, stage, of_stage(campus, name, Stage(stage))),
        "rooms": lambda rooms: _rooms(campus, rooms),
        "shared": lambda name: _shared(campus, name),
        "small": lambda name: _last_year(applies=campus in judged_campuses(assessment, "G6")),
        "special": lambda name: _last_year(applies=campus.kind is Kind.SPECIAL),
        "unasked": lambda name: Figure(gap=Gap(text=form().words("not_asked"))),
        "value": lambda stage, id: _if_it_has(campus, stage, _section_value(sections.get(Stage(stage)), id)),
    }

    def figure(name: str) -> Figure:
        kind, *of = name.split(".")
        return kinds[kind](*of)

    return figure


def _if_it_has(campus: Campus, stage: str, figure: Figure) -> Figure:
    """A figure of a stage; of a stage that the campus does not have, none."""
    has = Stage(stage) in campus.stages and campus.of_stage("pupils", Stage(stage)) != 0
    return figure if has else Figure(value=form().none)


def _section_value(assessed: AssessedSection | None, id: str) -> Figure:
    if assessed is None or assessed.section.members:
        return Figure(gap=Gap(text=form().words("not_counted")))
    return _value(assessed, id)


def _outcome(campus: Campus, id: str, sections: Sequence[AssessedSection], assessment: Assessment) -> Figure:
    """Whether the campus reaches a limit: each of its sections, or the campus as the item finds it."""
    if id in form().settings["indicators"]:
        found = [one.at_limit[id] for one in sections if not one.section.members]
    else:
        item = "G7" if id == "special" else id
        findings = assessment.indicators[item]
        applies = id != "special" or campus.kind is Kind.SPECIAL
        of_campus = [one for one in (findings, *findings.parts) if one.campus == campus.school_code]
        found = [] if not applies else [findings] if id == "special" else of_campus
    if not found:
        return Figure(value=form().none)
    return outcome_figure(min(found, key=lambda one: one.outcome))


def _of_campus(campus: Campus, name: str) -> Figure:
    if name == "name":
        return Figure(value=campus.school_name or campus.school_code)
    if name == "kind":
        return Figure(value=campus.kind.value)
    if name == "everybody":
        return _of_all([campus_figure(campus, f"{stage}_pupils") for stage in campus.stages], sum)
    figure = campus_figure(campus, name)
    if isinstance(figure.value, Band):
        return Figure(value=band_text(figure.value, words_of("zh"), whole=True))
    return figure if isinstance(figure.value, (int, float)) or figure.gap else Figure(value=str(figure.value))


def _shared(campus: Campus, name: str) -> Figure:
    assert name in SHARED
    total = campus.shared_total(name)
    return campus_figure(campus, name) if total is None else Figure(value=total)


def _rooms(campus: Campus, rooms: str) -> Figure:
    figure = campus_figure(campus, f"{rooms}_room_areas")
    return figure if figure.gap else Figure(value=len(getattr(campus, f"{rooms}_room_areas")))


def _areas(campus: Campus, rooms: str) -> Figure:
    figure = campus_figure(campus, f"{rooms}_room_areas")
    if figure.gap:
        return figure
    areas = [figure_text(area, words_of("zh")) for area in getattr(campus, f"{rooms}_room_areas")]
    return Figure(value=_listed(areas) or form().none)


def _last_year(*, applies: bool) -> Figure:
    return Figure(gap=Gap(text=form().words("not_asked"))) if applies else Figure(value=form().none)
