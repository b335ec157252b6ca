"""Resources (资源配置): the values of each section, the section rule, and the variation between sections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs

from balanced_edu.assessment.look_up import figure_of, known, of_section, scope_of
from balanced_edu.assessment.result import AssessedSection
from balanced_edu.assessment.sections import merged, sections_of
from balanced_edu.checks import Cell, Finding, SectionRule
from balanced_edu.outcomes import Outcome
from balanced_edu.records.kinds import COMPULSORY, Stage

if TYPE_CHECKING:
    from balanced_edu.records.campus import Campus
    from balanced_edu.records.section import Section
    from balanced_edu.standards import Standard


def divided(campus: Campus, standard: Standard) -> tuple[Section, ...]:
    """The sections of a campus, with the further fields that the standard adds to their totals."""
    added: dict[str, list[str] | None] = {}
    for item in map(standard.items.__getitem__, standard.resources):
        for addition in item.adds:
            applies = addition.where.finding(scope_of(campus)).outcome
            further = added.setdefault(item.total, [])
            if applies is Outcome.PASS and further is not None:
                further.append(addition.field)
            elif applies is Outcome.UNKNOWN and _has(campus, addition.field):
                added[item.total] = None
    return sections_of(campus, standard.weights, added)


def _has(campus: Campus, field: str) -> bool:
    names = (field, *(f"{stage}_{field}" for stage in COMPULSORY))
    return any(getattr(campus, name, None) for name in names)


def counted(sections: Iterable[Section], standard: Standard) -> Iterable[Section]:
    """The sections that enter the resource indicators; one that may or may not be counted is."""
    entering = (s for s in sections if standard.counted.finding(scope_of(s.campus)).outcome is not Outcome.FAIL)
    return merged(entering) if standard.by_school else entering


def assessed_sections(sections: Iterable[Section], standard: Standard) -> Iterator[AssessedSection]:
    """Each section with its values and what the section rule finds."""
    rules = {stage: standard.section_rule(stage) for stage in COMPULSORY}
    for section in counted(sections, standard):
        yield _assessed(section, rules[section.stage], standard)


def _assessed(section: Section, rule: SectionRule, standard: Standard) -> AssessedSection:
    subject = of_section(section)
    figures = {id: figure_of(standard.items[id].measure, subject) for id in standard.resources}
    at_limit = rule.at_limit(figures)
    return AssessedSection(
        section=section,
        values={id: known(figure) for id, figure in figures.items()},
        at_limit=at_limit,
        at_floor=rule.at_floor(figures),
        finding=attrs.evolve(
            rule.finding(figures),
            campus=section.campus.school_code,
            stage=section.stage,
            clause=standard.section_clause,
            standard=standard.cited,
        ),
    )


def variation(
    sections: Sequence[AssessedSection], standard: Standard
) -> tuple[dict[Stage, dict[str, Finding]], dict[Stage, Finding]]:
    """Findings on the variation coefficients by stage and id, and on their mean by stage if the standard limits it."""
    coefficients: dict[Stage, dict[str, Finding]] = {}
    means: dict[Stage, Finding] = {}
    for stage in COMPULSORY:
        members = [one.section for one in sections if one.section.stage is stage]
        coefficients[stage] = {id: _coefficient(id, stage, members, standard) for id in standard.resources}
        if standard.mean_of_coefficients:
            means[stage] = _mean(stage, members, coefficients[stage], standard)
    return coefficients, means


def _coefficient(id: str, stage: Stage, sections: Sequence[Section], standard: Standard) -> Finding:
    measure, total = standard.items[id].measure, standard.items[id].total
    subject = {
        "totals": [section.totals[total] for section in sections],
        "pupils": [section.pupils for section in sections],
    }
    missing = (
        cell
        for section in sections
        for name in (total, "pupils")
        if section.figure(name) is None
        for cell in of_section(section).cells(name)
    )
    finding = attrs.evolve(standard.variation_check(stage), mean=False).finding(subject)
    # Mean and deviation in the unit of the indicator: its formula, with each of them as the total of one pupil.
    inputs = {
        name: measure.kernel(**{total: figure, "pupils": 1}) if name in ("mean", "deviation") else figure
        for name, figure in finding.inputs.items()
    }
    if standard.mean_of_coefficients and finding.value is not None:
        # It enters the mean and has no limit.
        finding = attrs.evolve(finding, outcome=Outcome.PASS, limit=None, relation=None)
    return _about(finding, id, stage, missing, standard, inputs=inputs)


def _mean(
    stage: Stage, sections: Sequence[Section], coefficients: Mapping[str, Finding], standard: Standard
) -> Finding:
    ids = standard.required_resources
    subject = {
        "totals": [[section.totals[standard.items[id].total] for section in sections] for id in ids],
        "pupils": [section.pupils for section in sections],
    }
    finding = standard.variation_check(stage).finding(subject)
    return _about(finding, "variation", stage, (cell for id in ids for cell in coefficients[id].missing), standard)


def _about(
    finding: Finding, item: str, stage: Stage, missing: Iterable[Cell], standard: Standard, **changes: Any
) -> Finding:
    return attrs.evolve(
        finding,
        item=item,
        stage=stage,
        missing=tuple(dict.fromkeys(missing)),
        clause=standard.variation_clause,
        standard=standard.cited,
        due=standard.variation_due,
        **changes,
    )
