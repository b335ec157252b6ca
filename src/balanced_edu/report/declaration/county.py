"""The figures of the county that the declaration form asks for, by the names that the form's file has for them.

Rates and outcomes are those of the assessment; sums, counts and shares that it does not have are computed from the
county's facts here, exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from balanced_edu.assessment.look_up import of_campus, of_county, of_record, scope_cells, scope_finding
from balanced_edu.checks import Cell, Finding, Reason
from balanced_edu.checks.findings import cells_of
from balanced_edu.exact import decimal_text, exact
from balanced_edu.outcomes import Outcome
from balanced_edu.records.bands import least_of, most_of
from balanced_edu.records.kinds import COMPULSORY, Kind, Stage
from balanced_edu.report.declaration.figures import Figure, Gap, Source
from balanced_edu.report.declaration.form import form
from balanced_edu.report.sentences import finding_sentence
from balanced_edu.report.words import words_of

if TYPE_CHECKING:
    from balanced_edu.assessment.result import Assessment
    from balanced_edu.assessment.survey import Answers
    from balanced_edu.records.campus import Campus
    from balanced_edu.records.county import County, Group, Subject

_LEVELS = ("Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ")


def figures_of(assessment: Assessment) -> Source:
    """Gives the figures of the county by their names, such as ``rate.G9``."""

    def figure(name: str) -> Figure:
        kind, _, rest = name.partition(".")
        return _KINDS[kind](assessment, *rest.split("."))

    return figure


# What the assessment has found.


def outcome_figure(finding: Finding) -> Figure:
    """The answer to 是否达标."""
    if finding.outcome is Outcome.UNKNOWN:
        return Figure(gap=_gap_of(finding))
    return Figure(value=form().answers[finding.outcome is Outcome.PASS])


def _gap_of(finding: Finding) -> Gap:
    """The cells that would settle a finding; without any, why it is not known."""
    return Gap(cells=finding.missing) if finding.missing else Gap(text=finding_sentence(finding, words_of("zh")))


def leaves_of(finding: Finding) -> Iterator[Finding]:
    """The findings that decide each part of an item: where one of several ways is enough, those of that way."""
    return (leaf for part in finding.parts or (finding,) for leaf in part.leaves())


def _leaf(assessment: Assessment, item: str, of: str = "") -> Finding | None:
    """The comparison with a limit that an item makes of a measure, or at a stage; the first whose value is known."""
    leaves = [leaf for leaf in leaves_of(assessment.indicators[item]) if of in ("", leaf.check, leaf.stage)]
    measured = [leaf for leaf in leaves if leaf.value is not None]
    return next(iter((*measured, *leaves)), None)


def _rate(assessment: Assessment, item: str, of: str = "") -> Figure:
    leaf = _leaf(assessment, item, of)
    if leaf is None or leaf.undefined:
        return Figure(value=form().none)
    if leaf.value is None:
        return Figure(gap=_gap_of(leaf))
    return Figure(value=leaf.value, findings=(leaf,))


def _input(assessment: Assessment, item: str, name: str) -> Figure:
    """A sum over the campuses that an item compares."""
    leaf = _leaf(assessment, item)
    assert leaf is not None, f"{item} compares nothing"
    value: Any = leaf.inputs.get(name)
    if value is None:
        cells = tuple(cell for cell in leaf.missing if cell.field == name)
        return Figure(gap=Gap(cells=cells or leaf.missing))
    return Figure(value=value)


def _outcome(assessment: Assessment, item: str) -> Figure:
    return outcome_figure(assessment.indicators[item])


def limits_in_words(assessment: Assessment, item: str) -> Figure:
    """The limits of both stages in words: one for both, or each."""
    primary, junior = (decimal_text(assessment.standard.limit(item, stage).limit, 10) for stage in COMPULSORY)
    which = "same_limit" if primary == junior else "each_limit"
    return Figure(value=form().words(which, primary=primary, junior=junior))


def limit_figure(assessment: Assessment, item: str, stage: str = "") -> Figure:
    """The limit of an item, by the standard and on the day of the assessment."""
    if stage:
        return Figure(value=assessment.standard.limit(item, Stage(stage)).limit)
    limit = next((leaf.limit for leaf in leaves_of(assessment.indicators[item]) if leaf.limit is not None), None)
    return Figure(value=limit if limit is not None else form().none)


def _brief(assessment: Assessment, item: str) -> Figure:
    """What is found campus by campus, in one sentence; what is not so judged needs a sentence of the county's own."""
    if assessment.standard.items[item].each != "campus":
        return Figure(gap=Gap(text=form().words("conclusion")))
    outcomes = list(outcomes_by_campus(assessment.indicators[item]).values())
    counts = {name: outcomes.count(outcome) for name, outcome in _COUNTED.items()}
    text = form().words("brief_open" if counts["open"] else "brief", n=len(outcomes), **counts)
    return Figure(value=text)


_COUNTED = {"passed": Outcome.PASS, "failed": Outcome.FAIL, "open": Outcome.UNKNOWN}


def outcomes_by_campus(finding: Finding) -> dict[str, Outcome]:
    """What an item finds at each campus, by its code."""
    found: dict[str, Outcome] = {}
    for part in (finding, *finding.parts):
        if part.campus:
            found[part.campus] = min(part.outcome, found.get(part.campus, Outcome.PASS))
    return found


def _of_sections(assessment: Assessment, stage: str, id: str) -> list[Finding]:
    """What is found of a resource, or by the section rule, at each section of a stage."""
    return [
        one.finding if id == "rule" else one.at_limit[id] for one in assessment.sections if one.section.stage == stage
    ]


def _reach(assessment: Assessment, stage: str, id: str) -> Figure:
    findings = _of_sections(assessment, stage, id)
    if unknown := [one for one in findings if one.outcome is Outcome.UNKNOWN]:
        cells = cells_of(unknown)
        return Figure(gap=Gap(cells=cells) if cells else _gap_of(unknown[0]))
    return Figure(value=sum(one.outcome is Outcome.PASS for one in findings))


def _reach_share(assessment: Assessment, stage: str, id: str) -> Figure:
    return _share(_reach(assessment, stage, id), Figure(value=len(_of_sections(assessment, stage, id))))


def _coefficient(assessment: Assessment, stage: str, id: str) -> Figure:
    finding = _variation(assessment, stage, id)
    if finding.undefined is Reason.NO_SECTIONS:
        return Figure(value=form().none)
    return Figure(gap=_gap_of(finding)) if finding.value is None else Figure(value=finding.value, findings=(finding,))


def _mean(assessment: Assessment, stage: str, id: str) -> Figure:
    finding = _variation(assessment, stage, id)
    mean: Any = finding.inputs.get("mean")
    return _coefficient(assessment, stage, id) if mean is None else Figure(value=mean)


def _variation(assessment: Assessment, stage: str, id: str) -> Finding:
    return assessment.composite[Stage(stage)] if id == "composite" else assessment.variation[Stage(stage)][id]


# Facts of the county.


def _county(assessment: Assessment, name: str) -> Figure:
    year = assessment.county.year
    texts = {"name": assessment.county.name, "year": form().words("year", year=year) if year else ""}
    return Figure(value=texts[name])


def _fact(assessment: Assessment, name: str) -> Figure:
    judged = of_county(assessment.county)
    value = judged.look_up(name)
    found = _beside_civil_servants(value, assessment) if name == "teacher_average_salary" else ()
    return attrs.evolve(_known(value, judged.cells(name)), findings=found, limit_is_rounded=bool(found))


def _beside_civil_servants(salary: Any, assessment: Assessment) -> tuple[Finding, ...]:
    """What G8 finds of the salary of teachers, as of an amount whose limit is the other salary of the form."""
    leaf, civil = _leaf(assessment, "G8", "salary_ratio"), assessment.county.guarantee.civil_servant_average_salary
    if salary is None or leaf is None or civil is None:
        return ()
    return (attrs.evolve(leaf, value=salary, limit=exact(civil)),)


def _known(value: Any, cells: Sequence[Cell]) -> Figure:
    return Figure(gap=Gap(cells=tuple(cells))) if value is None else Figure(value=value)


def _total(assessment: Assessment, name: str) -> Figure:
    return _added([_fact(assessment, part) for part in form().settings["totals"][name]])


def _share_of_facts(assessment: Assessment, name: str) -> Figure:
    part, whole = form().settings["shares"][name]
    return _share(_fact(assessment, part), _fact(assessment, whole))


def _added(figures: Iterable[Figure]) -> Figure:
    """The sum of some figures; unknown, with everything that is missing, if one of them is."""
    several = list(figures)
    if missing := [one.gap for one in several if one.gap]:
        return Figure(gap=Gap(cells=tuple(dict.fromkeys(cell for gap in missing for cell in gap.cells))))
    values: list[Any] = [one.value for one in several]
    return Figure(value=sum(map(exact, values), start=Fraction(0)))


def _share(part: Figure, whole: Figure) -> Figure:
    """A share in percent; of nothing it is none."""
    both = _added((part, whole))
    if both.gap:
        return Figure(gap=both.gap if both.gap.cells else part.gap)
    of_part, of_whole = exact(part.value), exact(whole.value)  # type: ignore[arg-type]
    return Figure(value=100 * of_part / of_whole if of_whole else form().none)


# Counts and sums over the campuses.


def _count(assessment: Assessment, name: str) -> Figure:
    rule = form().settings["counts"][name]
    campuses = [
        campus
        for campus in assessment.county.campuses
        if campus.kind.value in rule["kinds"] and not (rule.get("schools") and campus.parent_code)
    ]
    return _added(_as_count(campus, rule) for campus in campuses)


def _as_count(campus: Campus, rule: Mapping[str, Any]) -> Figure:
    size = _pupils(campus) if _BOUNDS & rule.keys() else Figure(value=0)
    return size if size.gap else Figure(value=int(_is_within(size, rule)))


_BOUNDS = {"from", "below"}


def _is_within(size: Figure, rule: Mapping[str, Any]) -> bool:
    pupils: Any = size.value
    return bool(rule.get("from", 0) <= pupils and ("below" not in rule or pupils < rule["below"]))


def _pupils(campus: Campus) -> Figure:
    return _known(campus.pupils, of_campus(campus).cells("pupils"))


def _sum(assessment: Assessment, name: str) -> Figure:
    rule = form().settings["sums"][name]
    if "judged" in rule:
        return _added(_of_judged(assessment, rule["judged"], rule["field"]))
    campuses = [one for one in assessment.county.campuses if one.kind is not Kind.SPECIAL and one.compulsory_stages]
    return _added(of_stage(campus, rule["field"], Stage(rule["stage"])) for campus in campuses)


def judged_campuses(assessment: Assessment, item: str) -> Iterator[Campus]:
    """The campuses on which an item finds something."""
    codes = outcomes_by_campus(assessment.indicators[item])
    return (campus for campus in assessment.county.campuses if campus.school_code in codes)


def _of_judged(assessment: Assessment, item: str, name: str) -> Iterator[Figure]:
    """A figure of each campus that is judged; unknown if cells are empty that say whether the item is on it."""
    where = assessment.standard.items[item].where
    for campus in judged_campuses(assessment, item):
        judged = of_campus(campus, assessment.on)
        found = scope_finding(where, judged)
        open_ = scope_cells(judged, found) if found.outcome is Outcome.UNKNOWN else ()
        yield Figure(gap=Gap(cells=open_)) if open_ else campus_figure(campus, name)


def campus_figure(campus: Campus, field: str) -> Figure:
    """A figure of the school table."""
    judged = of_campus(campus)
    return _known(judged.look_up(field), judged.cells(field))


def of_stage(campus: Campus, name: str, stage: Stage) -> Figure:
    """A figure of a stage of a campus; the teachers of a school with one stage only are those of the stage."""
    if stage not in campus.stages or campus.of_stage("pupils", stage) == 0:
        return Figure(value=0)
    if name == "teachers" and campus.of_stage(name, stage) is None and campus.stages == (stage,):
        return campus_figure(campus, "full_time_teachers")
    return campus_figure(campus, f"{stage}_{name}")


def _larger(assessment: Assessment, stage: str) -> Figure:
    """Classes larger than is allowed, which follow from the largest class where there is none or only one class."""
    item = assessment.indicators["G5"]
    judged = {leaf.campus for leaf in leaves_of(item)}
    return larger_classes([one for one in assessment.county.campuses if one.school_code in judged], Stage(stage))


def larger_classes(campuses: Iterable[Campus], stage: Stage) -> Figure:
    """Classes of a stage that are larger than is allowed."""
    limit, several, empty, number = form().settings["larger"][stage], list[str](), list[Cell](), 0
    for campus in campuses:
        if stage not in campus.stages or campus.of_stage("pupils", stage) == 0:
            continue
        largest = campus.largest_class_of(stage)
        most = None if largest is None else most_of(largest, whole=True)
        if most is not None and most <= limit:
            continue
        if largest is None or least_of(largest) <= limit:
            empty += of_campus(campus).cells(f"{stage}_largest_class")
        elif campus.of_stage("classes", stage) == 1:
            number += 1
        else:
            several.append(campus.school_code)
    if empty:
        return Figure(gap=Gap(cells=tuple(empty)))
    if several:
        names = form().words("list").join(several)
        return Figure(gap=Gap(text=form().words("classes", limit=limit, names=names)))
    return Figure(value=number)


# Monitoring and the survey.


def _level(assessment: Assessment, subject: str) -> Figure:
    figure = _monitored(assessment.county, subject, "level")
    return Figure(value=_LEVELS[int(figure.value) - 1]) if isinstance(figure.value, int) else figure


def _between(assessment: Assessment, subject: str) -> Figure:
    figure = _monitored(assessment.county, subject, "between_school_share")
    found = (
        leaf
        for leaf in leaves_of(assessment.indicators["Q9"])
        if leaf.subject == subject and leaf.check == "monitored_between_school_share"
    )
    return figure if figure.value is None else attrs.evolve(figure, findings=tuple(found))


def _monitored(county: County, name: str, field: str) -> Figure:
    subject = _record(county.monitoring, "subject", name)
    if subject is None:
        return Figure(gap=Gap(cells=(Cell("quality.monitoring", name),)))
    if subject.monitored is False:
        return Figure(value=form().none)
    judged = of_record(subject)
    return _known(judged.look_up(field), judged.cells(field))


def _record(records: Iterable[Any], key: str, name: str) -> Any:
    return next((one for one in records if getattr(one, key) == name), None)


_OF_RATES = {"rate": ("satisfied", "surveyed"), "visit_rate": ("visit_satisfied", "visited")}


def _survey(assessment: Assessment, group: str, name: str) -> Figure:
    """A figure of a group, or of everybody who was asked; a rate with what the assessment finds of it."""
    asked = [one for one in assessment.county.groups if group in ("all", one.group)]
    if not asked:
        return Figure(gap=Gap(cells=(Cell("recognition.groups", "" if group == "all" else group),)))
    survey = assessment.survey
    answers: Answers = survey.everybody if group == "all" else _record(survey.groups, "group", group)
    value = getattr(answers, name)
    if value is None:
        cells = [cell for one in asked for cell in _empty(one, _OF_RATES.get(name, (name,)))]
        return Figure(gap=Gap(cells=tuple(cells))) if cells else Figure(value=form().none)
    about = ("satisfaction_rate", "" if group == "all" else group)
    leaves = leaves_of(assessment.indicators["S1"]) if name == "rate" else ()
    return Figure(value=value, findings=tuple(leaf for leaf in leaves if (leaf.check, leaf.subject) == about))


def _empty(group: Group | Subject, fields: Iterable[str]) -> Iterator[Cell]:
    judged = of_record(group)
    return (cell for field in fields if judged.look_up(field) is None for cell in judged.cells(field))


# The kinds of figures, by the first part of their names.
_KINDS: Mapping[str, Callable[..., Figure]] = {
    "between": _between,
    "brief": _brief,
    "coefficient": _coefficient,
    "count": _count,
    "county": _county,
    "fact": _fact,
    "input": _input,
    "larger": _larger,
    "level": _level,
    "limit": limit_figure,
    "mean": _mean,
    "outcome": _outcome,
    "rate": _rate,
    "reach": _reach,
    "reach_share": _reach_share,
    "share": _share_of_facts,
    "sum": _sum,
    "survey": _survey,
    "total": _total,
}
