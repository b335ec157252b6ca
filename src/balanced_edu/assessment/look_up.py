"""Where the figures of a subject are looked up, and which cells are empty where one is unknown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache, partial
from typing import Any

import attrs

from balanced_edu.checks import Cell, Check, Figure, Finding, Reason
from balanced_edu.exact import exact
from balanced_edu.indicators.declare import Measure
from balanced_edu.indicators.formulas import scale_of
from balanced_edu.outcomes import Outcome
from balanced_edu.records.bands import Band, is_exact, least_of, most_of
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import OF_EACH_STAGE, TABLE_OF, County, Group, Subject
from balanced_edu.records.fields import LARGEST_FIGURE, fields_of
from balanced_edu.records.kinds import Affiliation, Grade, Ownership, Sponsor, Stage
from balanced_edu.records.section import Section

SCHOOLS = "schools"
"""The school table, as cells name it; the tables of the county's facts have their names in ``county.toml``."""

TABLES = {"subject": "quality.monitoring", "group": "recognition.groups"}
"""Tables that have a row for each subject or group."""

YEAR = Cell("county", "", "year")
"""The cell of the county's year."""

DAY = "day"
"""The property of every subject that scopes of time ask for: the day of the assessment."""

OF_SEVERAL_STAGES = "largest_class"
"""The figure of a section that may be known of all stages of its campus together, one of which has it."""


_KNOWN = {outcome: Finding(check="", outcome=outcome) for outcome in Outcome}

_SCOPES, _SUBJECTS = 1024, 4096  # more than standards have, and more kinds of subjects than a scope tells apart


def _nothing(name: str) -> None:
    """Of no figure more is known than whether it is given, and no property at all."""


@attrs.frozen(slots=True, kw_only=True)
class Judged:
    """What an item judges: a county, campus, section, subject or group, or a sum over several.

    Attributes
    ----------
    look_up
        Gives a figure by its name; None if unknown.
    cells
        Gives the empty cells without which a figure is unknown.
    scope
        Gives a property that a standard's scopes ask for; None if unknown.
    day
        The day on which it is judged, for scopes of time; None if unknown.
    least
        Gives what a figure is at least where it is unknown; None if that is unknown too.
    open
        The empty cells because of which there may be no such subject.
    campus, stage, subject, evidence
        What it is and the documents that prove it, as findings say.
    members
        What was summed; None if it is no sum.
    together
        Figures that are known of all stages of a campus together, one of which has them.
    stages
        The stages of which they are.
    """

    look_up: Callable[[str], Any]
    cells: Callable[[str], tuple[Cell, ...]]
    scope: Callable[[str], object] = _nothing
    day: dt.date | None = None
    least: Callable[[str], Any] = _nothing
    open: tuple[Cell, ...] = ()
    campus: str = ""
    stage: str = ""
    subject: str = ""
    evidence: tuple[str, ...] = ()
    members: tuple[Judged, ...] | None = None
    together: Mapping[str, Any] = attrs.field(factory=dict)
    stages: tuple[Stage, ...] = ()

    def property(self, name: str) -> object:
        """A property that scopes ask for, or the day."""
        if name == DAY:
            return None if self.day is None else self.day.toordinal()
        return self.scope(name)

    def begun(self, name: str) -> bool:
        """Whether a figure is given, or a part of its sum."""
        return any(one.look_up(name) is not None for one in ((self,) if self.members is None else self.members))


def scope_finding(scope: Check, judged: Judged) -> Finding:
    """What a scope finds of a subject."""
    return scope.finding({name: judged.property(name) for name in _names(scope)})


@lru_cache(maxsize=_SCOPES)
def in_scope(scope: Check) -> Callable[[Judged], Finding]:
    """Gives what a scope finds of a subject; those alike in what it asks for are checked once.

    What is known to be in scope or not needs no explanation.
    """
    names = _names(scope)

    @lru_cache(maxsize=_SUBJECTS)
    def found(*properties: object) -> Finding:
        subject = dict(zip(names, properties, strict=True))
        outcome = scope.outcome(subject)
        return scope.finding(subject) if outcome is Outcome.UNKNOWN else _KNOWN[outcome]

    if not names:
        always = found()
        return lambda judged: always
    return lambda judged: found(*map(judged.property, names))


def _names(scope: Check) -> list[str]:
    return [name for name in scope.asks if name is not None]


def figure_of(measure: Measure, judged: Judged, constants: Mapping[str, Any] | None = None) -> Figure:
    """Compute a measure from the known figures of a subject, in exact arithmetic."""
    if constants:
        inputs = {name: constants[name] if name in constants else judged.look_up(name) for name in measure.inputs}
        options = {name: value for name, value in constants.items() if isinstance(value, str)}
    else:
        inputs, options = {name: judged.look_up(name) for name in measure.inputs}, {}
    inexact = [name for name, value in inputs.items() if type(value) not in _NUMBERS and not is_exact(value)]
    unknown = [name for name in inexact if inputs[name] is None]
    if measure.judged:
        outcome = Outcome(int(measure.kernel(**{name: Outcome.of(value) for name, value in inputs.items()})))
        missing = cells_of_figures(unknown, judged) if outcome is Outcome.UNKNOWN else ()
        return Figure(value=outcome, inputs=inputs, missing=missing)
    if unknown:
        least, missing = _least(measure, inputs, unknown, judged), cells_of_figures(unknown, judged)
        return Figure(value=None, unit=measure.unit, inputs=inputs, missing=missing, least=least)
    if inexact:
        return _between(measure, inputs, options, cells_of_figures(inexact, judged))
    try:
        exactly = {name: value if type(value) is Fraction else _exactly(value) for name, value in inputs.items()}
        value = measure.kernel(**exactly, **options)
    except ZeroDivisionError:
        return Figure(value=None, unit=measure.unit, inputs=inputs, undefined=Reason.DIVIDED_BY_ZERO)
    return Figure(value=value, unit=measure.unit, inputs=inputs)


_NUMBERS = {int, float, Fraction}


def cells_of_figures(names: Iterable[str], judged: Judged) -> tuple[Cell, ...]:
    """The empty cells without which some figures of a subject are unknown, each once."""
    return tuple(dict.fromkeys(cell for name in names for cell in judged.cells(name)))


def _between(
    measure: Measure, inputs: Mapping[str, Any], options: Mapping[str, str], missing: tuple[Cell, ...]
) -> Figure:
    """What is known of a measure some of whose figures are given as bands: it grows with rooms and with classes."""
    least = measure.kernel(**{name: _exactly(least_of(value)) for name, value in inputs.items()}, **options)
    # An area without a bound is at least as large as any that is asked for.
    top = {name: most_of(bounded(value), whole=measure.inputs[name] == "pupil") for name, value in inputs.items()}
    most = None
    if None not in top.values():
        most = measure.kernel(**{name: _exactly(value) for name, value in top.items()}, **options)
    if least == most:
        return Figure(value=least, unit=measure.unit, inputs=inputs)
    return Figure(value=None, unit=measure.unit, inputs=inputs, missing=missing, least=least, most=most)


def bounded(value: Any) -> Any:
    """Several areas, those without a bound with the largest that there is."""
    if not isinstance(value, tuple):
        return value
    return tuple(LARGEST_FIGURE if isinstance(one, Band) and one.below is None else one for one in value)


def _least(measure: Measure, inputs: Mapping[str, Any], unknown: Sequence[str], judged: Judged) -> Any:
    """What a measure is at least, if it grows with the one total that is unknown."""
    total, *others = unknown
    least = judged.least(total)
    if others or least is None or scale_of(measure, total) is None:
        return None
    return measure.kernel(**{name: exact(value) for name, value in {**inputs, total: least}.items()})


def _exactly(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(exact(each) for each in value)
    return exact(value.rank if isinstance(value, Grade) else value)


def known(figure: Figure) -> Fraction | None:
    """The value of a figure, exact; None if unknown."""
    return None if figure.value is None else exact(figure.value)


def of_county(county: County, day: dt.date | None = None) -> Judged:
    """The county and its facts, on a day."""
    return Judged(look_up=county.fact, cells=_cell_of_county, day=day)


def of_campus(campus: Campus, day: dt.date | None = None) -> Judged:
    """A campus and its columns, on a day."""
    return Judged(
        look_up=partial(getattr, campus),
        cells=partial(_cells_of_campus, campus),
        scope=partial(property_of, campus),
        day=day,
        campus=campus.school_code,
        evidence=campus.evidence or (),
    )


def _cells_of_campus(campus: Campus, name: str) -> tuple[Cell, ...]:
    return _campus_cells(campus, _empty_fields(campus, name))


def of_section(section: Section, day: dt.date | None = None) -> Judged:
    """A section, its figures and what its campus is, on a day."""
    may_lack = section.campus.may_lack_pupils(section.stage)
    largest = section.campus.compulsory_largest_class
    return Judged(
        look_up=section.figure,
        cells=partial(_cells_of_section, section),
        scope=partial(_property_of_section, section),
        day=day,
        least=section.least.get,
        open=_campus_cells(section.campus, [f"{section.stage}_pupils"]) if may_lack else (),
        campus=section.campus.school_code,
        stage=section.stage,
        evidence=evidence_of(section),
        together={} if largest is None else {OF_SEVERAL_STAGES: largest},
        stages=() if largest is None else section.campus.with_pupils,
    )


def _cells_of_section(section: Section, name: str) -> tuple[Cell, ...]:
    empty = _empty_fields(section.campus, name) if name in _SCOPE else section.empty_fields(name)
    members = (cell for member in section.members for cell in of_section(member).cells(name))
    return (*_campus_cells(section.campus, empty), *members)


def _property_of_section(section: Section, name: str) -> object:
    return section.stage if name == "stage" else property_of(section.campus, name)


def evidence_of(section: Section) -> tuple[str, ...]:
    """The documents (佐证材料) of the campuses of a section, each once."""
    if not section.members:
        return section.campus.evidence or ()
    campuses = [section.campus, *(member.campus for member in section.members)]
    return tuple(dict.fromkeys(document for campus in campuses for document in campus.evidence or ()))


def of_record(record: Subject | Group, day: dt.date | None = None) -> Judged:
    """A subject of national monitoring or a group that was surveyed, on a day."""
    each = "subject" if isinstance(record, Subject) else "group"
    name: str = getattr(record, each)
    return Judged(
        look_up=lambda field: getattr(record, field),
        cells=lambda field: (Cell(TABLES[each], name, field),),
        day=day,
        subject=name,
    )


def pooled(members: Sequence[tuple[Judged, Finding]], stage: str, county: County, day: dt.date | None = None) -> Judged:
    """The sums over some subjects, on a day.

    A subject that may or may not be in scope leaves them unknown, as an empty cell does. What the county knows for each
    stage is looked up there.
    """
    open_of = [(*judged.open, *scope_cells(judged, where)) for judged, where in members]
    open_scope = tuple(cell for cells in open_of for cell in cells)
    may_be_nobody = tuple(dict.fromkeys(open_scope)) if open_of and all(open_of) else ()

    def look_up(name: str) -> Any:
        if name in OF_EACH_STAGE:
            return county.fact(f"{stage}_{name}")
        figures = [judged.look_up(name) for judged, _ in members]
        if open_scope or None in figures:
            return None
        counts = all(type(figure) is int for figure in figures)
        return exact(sum(figures)) if counts else sum(map(exact, figures), start=Fraction(0))

    def cells(name: str) -> tuple[Cell, ...]:
        if name in OF_EACH_STAGE:
            return _cell_of_county(f"{stage}_{name}")
        empty = (judged.cells(name) for judged, _ in members if judged.look_up(name) is None)
        return tuple(dict.fromkeys((*open_scope, *(cell for several in empty for cell in several))))

    several = tuple(judged for judged, _ in members)
    return Judged(
        look_up=look_up,
        cells=cells,
        scope=lambda name: (stage or None) if name == "stage" else None,
        day=day,
        open=may_be_nobody,
        stage=stage,
        members=several,
    )


def property_of(campus: Campus, name: str) -> object:
    """A property of a campus that a standard's scopes ask for; None if it is unknown, or campuses have none such.

    Who runs a campus may be given in two forms: as 举办者类型, from which 办学性质 and 隶属关系 follow, or as these,
    by which a public school is taken to be that of the education department of its level.
    """
    if name not in _SCOPE:
        return None
    given = getattr(campus, name)
    if given is None and name in ("ownership", "affiliation"):
        return campus.sponsor and getattr(campus.sponsor, name)
    if given is None and name == "sponsor":
        if campus.ownership is Ownership.PRIVATE:
            return Sponsor.PRIVATE
        return EDUCATION_OF[campus.affiliation] if campus.ownership and campus.affiliation else None
    return _known_property(name, given)


def _known_property(name: str, value: object) -> object:
    """A property; what is known of it, if it is given as a band."""
    if not isinstance(value, Band):
        return value
    most = most_of(value, whole=True)
    return Figure(value=None, least=value.least, most=most, missing=(Cell(field=name),))


EDUCATION_OF = {
    Affiliation.COUNTY: Sponsor.COUNTY_EDUCATION,
    Affiliation.CITY: Sponsor.CITY_EDUCATION,
    Affiliation.PROVINCE: Sponsor.PROVINCE_EDUCATION,
}
"""The education department of the level that a public school belongs to (隶属关系)."""


def scope_cells(judged: Judged, where: Finding) -> tuple[Cell, ...]:
    """The empty cells that leave it unknown whether a subject is in a scope."""
    return tuple(
        cell
        for property in where.missing
        for cell in ((YEAR,) if property.field == DAY else judged.cells(property.field))
    )


# The properties of a campus that scopes ask for, each with the fields it is read from; those of stages not counted.
_OF_ONE_FIELD = ("kind", "ownership", "affiliation", "sponsor", "area_type", "boarding", "inner_city", "built_year")
_SCOPE = {
    **{name: (name,) for name in _OF_ONE_FIELD},
    "pupils": (),
    "largest_class": (),
    "migrant_share": ("migrant_pupils",),
}
_CAMPUS_FIELDS = fields_of(Campus)


def _empty_fields(campus: Campus, name: str) -> list[str]:
    """The empty fields without which a figure of a campus is unknown; some are computed from those of its stages."""
    if name in _CAMPUS_FIELDS:
        names = [name]
    else:
        of_stages = name if f"{Stage.PRIMARY}_{name}" in _CAMPUS_FIELDS else "pupils"
        # Of a stage without pupils nothing else may be given.
        names = [*_SCOPE.get(name, ()), *(f"{stage}_{of_stages}" for stage in campus.with_pupils)]
        if name == "classes":
            names += [f"{stage}_pupils" for stage in campus.compulsory_stages if campus.may_lack_pupils(stage)]
    return [field for field in names if not is_exact(getattr(campus, field))]


def _campus_cells(campus: Campus, fields: Iterable[str]) -> tuple[Cell, ...]:
    # What is added to a total for a time may lack the county's year, which is no field of the campus.
    return tuple(YEAR if field == YEAR.field else Cell(SCHOOLS, campus.school_code, field) for field in fields)


def _cell_of_county(name: str) -> tuple[Cell, ...]:
    return (Cell(TABLE_OF.get(name, "local"), "", name),)
