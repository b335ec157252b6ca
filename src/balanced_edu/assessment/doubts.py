"""Doubtful figures (存疑数据): what may be true, and should be looked at before it is relied on."""

from __future__ import annotations

import enum
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain
from statistics import median
from typing import TypeAlias

import attrs

from balanced_edu.assessment.look_up import SCHOOLS, Judged, figure_of, known, of_section, pooled, scope_finding
from balanced_edu.assessment.sections import sections_of
from balanced_edu.checks import Cell, Finding
from balanced_edu.exact import Number, exact
from balanced_edu.identity import identity, shorter_than_most
from balanced_edu.outcomes import Outcome
from balanced_edu.records.bands import is_exact
from balanced_edu.records.campus import OF_STAGE, Campus
from balanced_edu.records.county import OF_EACH_STAGE, County
from balanced_edu.records.fields import Form, fields_of
from balanced_edu.records.kinds import COMPULSORY, Kind, Stage
from balanced_edu.records.parents import unlisted_parents
from balanced_edu.records.section import Section
from balanced_edu.standards import Standard
from balanced_edu.standards.model import Item


class DoubtCode(enum.StrEnum):
    """Why a figure is doubtful."""

    TEN_THOUSANDS = "ten thousands"
    """Money so small that it must be in 万元."""
    IMPLAUSIBLE = "implausible"
    """A value outside the range that the standard's file calls plausible."""
    UNLIKE_OTHERS = "unlike others"
    """Ten times what the other schools have, or a tenth of it."""
    SAME_EVERYWHERE = "same everywhere"
    """One figure in every row of a column."""
    NAME_TWICE = "name twice"
    """The name of another school."""
    ROW_TWICE = "row twice"
    """A row that is another one but for its code and name."""
    INTAKE = "intake"
    """An intake far from the pupils of one grade."""
    ALL_TEACHERS = "all teachers"
    """All teachers of the campus in one stage, while another stage has pupils."""
    TEACHERS_OF_STAGES = "teachers of stages"
    """More teachers in the stages together than on the campus."""
    SPECIAL_EDUCATION = "special education"
    """Pupils in special education that are not those of the special schools."""
    ROTATED = "rotated"
    """More teachers rotated than may be."""
    GRADUATES = "graduates"
    """More graduates than entered and moved in."""
    ZONED = "zoned"
    """A stated share of nearby enrolment that the figures of the schools do not give."""
    PARENT_UNLISTED = "parent unlisted"
    """A school's code that no campus has, while those of other schools are campuses."""
    CODE_SHORTENED = "code shortened"
    """A code with fewer digits than most."""
    VOCATIONAL = "vocational"
    """Classes of compulsory education attached to a vocational school, which may have none."""


@attrs.frozen(slots=True, kw_only=True)
class Doubt:
    """A doubtful figure: it is used as it is, and should be looked at.

    Attributes
    ----------
    code
        Why it is doubtful.
    cell
        Where it is; the field is empty for a whole row, the place for a whole column.
    figures
        The figures that make it doubtful, by name; those that are computed are fractions.
    unit
        Unit of those that have one.
    """

    code: DoubtCode
    cell: Cell
    figures: Mapping[str, Number | str] = attrs.field(factory=dict, hash=False)
    unit: str = ""


Values: TypeAlias = "Sequence[tuple[Item, Section, Fraction]]"
"""What sections have of each resource."""


def doubts_of(county: County, standard: Standard) -> tuple[Doubt, ...]:
    """The doubtful figures of a county, at most one for each cell; an unknown figure is not doubtful.

    Examples
    --------
    >>> import balanced_edu as be
    >>> campus = be.Campus(school_code="A1", kind=be.Kind.PRIMARY, primary_pupils=1000, equipment_value=270)
    >>> (doubt,) = doubts_of(be.County(name="示例县", campuses=[campus]), be.standards.load("national-2017"))
    >>> doubt.code, doubt.cell.field, doubt.figures
    (<DoubtCode.TEN_THOUSANDS: 'ten thousands'>, 'equipment_value', {'value': Fraction(27, 100)})
    """
    found: dict[Cell, Doubt] = {}
    values = [*_values(county, standard)]
    # In this order: of several doubts about one cell the first is the one that says most.
    others = (doubts(county, standard) for doubts in _KINDS)
    for doubt in chain(_ten_thousands(county), _implausible(values), _unlike_others(values), *others):
        found.setdefault(doubt.cell, doubt)
    return tuple(found.values())


# Money in the wrong unit. Each range is that of honest amounts: a figure below it that is within it ten thousand times
# over is in 万元.

_PER_PUPIL: Mapping[str, tuple[Number, Number]] = {
    "equipment_value": (10, 300_000),
    "public_funds_budget": (10, 100_000),
    "training_budget": (Fraction(1, 2), 20_000),
    "public_funds_final": (10, 100_000),
    "training_final": (Fraction(1, 2), 20_000),
}
_OF_COUNTY: Mapping[str, tuple[Number, Number]] = {
    "teacher_average_salary": (1000, 1_000_000),
    "civil_servant_average_salary": (1000, 1_000_000),
    "teacher_pay": (1000, 1_000_000),
    "teacher_pay_before": (1000, 1_000_000),
    "expenditure_per_pupil": (100, 1_000_000),
    "expenditure_per_pupil_before": (100, 1_000_000),
    "public_funds_per_pupil": (10, 100_000),
    "public_funds_per_pupil_before": (10, 100_000),
}
_OF_DISABLED_PUPILS = {
    "special_education_public_funds": "special_education_pupils",
    "special_education_mainstreamed_funds": "special_education_mainstreamed_pupils",
}
_SPECIAL_EDUCATION = (100, 1_000_000)
_IN_WAN = 10_000


def _ten_thousands(county: County) -> Iterator[Doubt]:
    for cell, value, honest, unit in _money(county):
        least, most = honest
        if 0 < value < least <= exact(value) * _IN_WAN <= most:
            yield Doubt(code=DoubtCode.TEN_THOUSANDS, cell=cell, figures={"value": value}, unit=unit)


def _money(county: County) -> Iterator[tuple[Cell, Number, tuple[Number, Number], str]]:
    """The amounts of money, each with the range of honest ones and its unit."""
    for campus in county.campuses:
        pupils = _pupils(campus, campus.stages)
        for name, honest in _PER_PUPIL.items():
            if (value := _ratio(getattr(campus, name), pupils)) is not None:
                yield Cell(SCHOOLS, campus.school_code, name), value, honest, "yuan / pupil"
    for table, record in (("guarantee", county.guarantee), ("plan", county.plan)):
        for name, honest in _OF_COUNTY.items():
            if (amount := getattr(record, name, None)) is not None:
                yield Cell(table, "", name), amount, honest, "yuan"
    for name, pupils_of in _OF_DISABLED_PUPILS.items():
        funds, disabled = getattr(county.guarantee, name), getattr(county.guarantee, pupils_of)
        if (value := _ratio(funds, disabled)) is not None:
            yield Cell("guarantee", "", name), value, _SPECIAL_EDUCATION, "yuan / pupil"


# Resources of a section, per pupil. Small schools have much for each pupil, special and vocational schools what others
# do not have.

_UNLIKE_SCHOOLS = (Kind.SPECIAL, Kind.VOCATIONAL)
_FEWEST_PUPILS = 100
_TIMES = 10
_NEIGHBOURS = 5


def _implausible(values: Values) -> Iterator[Doubt]:
    for item, section, value in values:
        range_ = item.plausible
        if range_ is not None and not range_.least <= value <= range_.most:
            yield Doubt(
                code=DoubtCode.IMPLAUSIBLE,
                cell=_cell(section, item),
                figures={"value": value, "least": range_.least, "most": range_.most},
                unit=item.measure.unit,
            )


def _unlike_others(values: Values) -> Iterator[Doubt]:
    """Far above the median of the stage; of what is measured also far below, while few teachers or rooms are common."""
    alike: defaultdict[tuple[str, Stage], list[tuple[Item, Section, Fraction]]] = defaultdict(list)
    for item, section, value in values:
        if value:
            alike[item.id, section.stage].append((item, section, value))
    for several in alike.values():
        usual = median(value for _, _, value in several)
        for item, section, value in several if len(several) >= _NEIGHBOURS else ():
            measured = fields_of(Campus)[_field(section, item)].form is Form.AMOUNT
            if value >= _TIMES * usual or (measured and _TIMES * value <= usual):
                yield Doubt(
                    code=DoubtCode.UNLIKE_OTHERS,
                    cell=_cell(section, item),
                    figures={"value": value, "median": usual},
                    unit=item.measure.unit,
                )


def _values(county: County, standard: Standard) -> Iterator[tuple[Item, Section, Fraction]]:
    """What each section but the smallest has of each resource."""
    items = [(item, item.total, item.scale) for item in map(standard.items.__getitem__, standard.resources)]
    for campus in county.campuses:
        for section in sections_of(campus, standard.weights) if campus.kind not in _UNLIKE_SCHOOLS else ():
            known = section.pupils is not None and section.pupils >= _FEWEST_PUPILS
            for item, total, scale in items if known else ():
                if (value := _ratio(section.totals[total], section.pupils)) is not None:
                    yield item, section, scale * value


def _field(section: Section, item: Item) -> str:
    return f"{section.stage}_{item.total}" if item.total in OF_STAGE else item.total


def _cell(section: Section, item: Item) -> Cell:
    return Cell(SCHOOLS, section.campus.school_code, _field(section, item))


# Rows and columns of the school table.

_ROWS = 5
_ALIKE_BY_CHANCE = 12  # schools often have the same small number of classes, rooms or specialists
_KNOWN = 5

_NUMBERS = tuple(
    name
    for name, field in fields_of(Campus).items()
    if field.form in (Form.COUNT, Form.SIZE, Form.AMOUNT) and field.unit not in ("year", "event")
)
_ROW = tuple(
    name for name in fields_of(Campus) if name not in ("school_code", "school_name", "parent_code", "evidence")
)


def _same_everywhere(county: County, standard: Standard) -> Iterator[Doubt]:
    for name in _NUMBERS:
        figures = [figure for campus in county.campuses if is_exact(figure := getattr(campus, name))]
        if len(figures) >= _ROWS and len(set(figures)) == 1 and figures[0] > _ALIKE_BY_CHANCE:
            yield Doubt(
                code=DoubtCode.SAME_EVERYWHERE,
                cell=Cell(SCHOOLS, "", name),
                figures={"value": figures[0], "campuses": len(figures)},
                unit=fields_of(Campus)[name].unit,
            )


def _name_twice(county: County, standard: Standard) -> Iterator[Doubt]:
    """The name of another school; campuses of one school may share it."""
    first: dict[str, Campus] = {}
    for campus in county.campuses:
        if campus.school_name is not None:
            other = first.setdefault(identity(campus.school_name), campus)
            if _school(other) != _school(campus):
                cell = Cell(SCHOOLS, campus.school_code, "school_name")
                yield Doubt(code=DoubtCode.NAME_TWICE, cell=cell, figures={"other": other.school_code})


def _school(campus: Campus) -> str:
    return campus.parent_code or campus.school_code


def _row_twice(county: County, standard: Standard) -> Iterator[Doubt]:
    first: dict[tuple[object, ...], Campus] = {}
    for campus in county.campuses:
        if sum(bool(getattr(campus, name)) for name in _NUMBERS) >= _KNOWN:
            other = first.setdefault(tuple(getattr(campus, name) for name in _ROW), campus)
            if other is not campus:
                cell = Cell(SCHOOLS, campus.school_code)
                yield Doubt(code=DoubtCode.ROW_TWICE, cell=cell, figures={"other": other.school_code})


def _parent_unlisted(county: County, standard: Standard) -> Iterator[Doubt]:
    parents = {campus.school_code: campus.parent_code for campus in county.campuses}
    for parent, campuses in unlisted_parents(parents).items():
        cell = Cell(SCHOOLS, campuses[0], "parent_code")
        yield Doubt(code=DoubtCode.PARENT_UNLISTED, cell=cell, figures={"parent": parent, "campuses": len(campuses)})


def _code_shortened(county: County, standard: Standard) -> Iterator[Doubt]:
    codes = [campus.school_code for campus in county.campuses]
    ((usual, _),) = Counter(len(code) for code in codes if code.isdecimal()).most_common(1) or [(0, 0)]
    for code in shorter_than_most(codes):
        cell = Cell(SCHOOLS, code, "school_code")
        yield Doubt(code=DoubtCode.CODE_SHORTENED, cell=cell, figures={"digits": len(code), "usual": usual})


# Figures of a campus that do not go together.

# Grades of a stage where the table does not say how many there are.
_GRADES = {Stage.PRIMARY: 6, Stage.JUNIOR: 3}
_FEWEST_FOR_INTAKE = 60
_FACTOR = 3


def _intake(county: County, standard: Standard) -> Iterator[Doubt]:
    for campus in county.campuses:
        for stage in campus.compulsory_stages if campus.kind not in _UNLIKE_SCHOOLS else ():
            pupils, intake = campus.of_stage("pupils", stage), campus.of_stage("intake", stage)
            if pupils is None or intake is None or pupils < _FEWEST_FOR_INTAKE:
                continue
            grades = campus.of_stage("grades", stage) or _GRADES[stage]
            in_a_grade = Fraction(pupils) / grades
            if not in_a_grade <= _FACTOR * intake <= _FACTOR**2 * in_a_grade:
                yield Doubt(
                    code=DoubtCode.INTAKE,
                    cell=Cell(SCHOOLS, campus.school_code, f"{stage}_intake"),
                    figures={"intake": intake, "pupils": pupils, "grades": grades},
                )


def _all_teachers(county: County, standard: Standard) -> Iterator[Doubt]:
    for campus, name, of_stages in _teachers(county):
        for stage, teachers in of_stages.items():
            others = (campus.of_stage("pupils", other) for other in campus.stages if other is not stage)
            if teachers and teachers == campus.full_time_teachers and any(others):
                yield Doubt(
                    code=DoubtCode.ALL_TEACHERS,
                    cell=Cell(SCHOOLS, campus.school_code, f"{stage}_{name}"),
                    figures={"teachers": teachers, "all": teachers},
                )


def _teachers_of_stages(county: County, standard: Standard) -> Iterator[Doubt]:
    """Teachers of two stages are counted in both, or something is wrong."""
    for campus, name, of_stages in _teachers(county):
        together = sum(teachers for teachers in of_stages.values())
        if campus.full_time_teachers is not None and together > campus.full_time_teachers:
            yield Doubt(
                code=DoubtCode.TEACHERS_OF_STAGES,
                cell=Cell(SCHOOLS, campus.school_code, f"{next(iter(of_stages))}_{name}"),
                figures={"teachers": together, "all": campus.full_time_teachers},
            )


def _teachers(county: County) -> Iterator[tuple[Campus, str, dict[Stage, int]]]:
    """The teachers of some sort that are known in the stages of each campus with several."""
    for campus in county.campuses:
        for name in OF_STAGE:
            given = {stage: campus.of_stage(name, stage) for stage in COMPULSORY}
            known = {stage: teachers for stage, teachers in given.items() if teachers is not None}
            if len(campus.stages) > 1 and known:
                yield campus, name, known


def _vocational(county: County, standard: Standard) -> Iterator[Doubt]:
    for campus in county.campuses:
        if campus.kind is Kind.VOCATIONAL and campus.attached_classes and campus.pupils != 0:
            cell = Cell(SCHOOLS, campus.school_code, "attached_classes")
            yield Doubt(code=DoubtCode.VOCATIONAL, cell=cell)


# Figures of the county that do not go together.


def _special_education(county: County, standard: Standard) -> Iterator[Doubt]:
    """Senior pupils may be among them or not."""
    schools = [campus for campus in county.campuses if campus.kind is Kind.SPECIAL]
    given = county.guarantee.special_education_pupils
    least = _sum(_pupils(campus, COMPULSORY) for campus in schools)
    most = _sum(_pupils(campus, Stage) for campus in schools)
    if not schools or given is None or least is None or (given >= least and (most is None or given <= most)):
        return
    cell = Cell("guarantee", "", "special_education_pupils")
    yield Doubt(code=DoubtCode.SPECIAL_EDUCATION, cell=cell, figures={"given": given, "schools": least})


def _rotated(county: County, standard: Standard) -> Iterator[Doubt]:
    rotated, eligible = county.guarantee.rotated_teachers, county.guarantee.rotation_eligible_teachers
    if rotated is not None and eligible is not None and rotated > eligible:
        cell = Cell("guarantee", "", "rotated_teachers")
        yield Doubt(code=DoubtCode.ROTATED, cell=cell, figures={"rotated": rotated, "eligible": eligible})


def _graduates(county: County, standard: Standard) -> Iterator[Doubt]:
    quality = county.quality
    graduates, present = quality.junior_graduates, _sum((quality.junior_entrants, quality.junior_transfers_in))
    if graduates is not None and present is not None and graduates > present:
        cell = Cell("quality", "", "junior_graduates")
        yield Doubt(code=DoubtCode.GRADUATES, cell=cell, figures={"graduates": graduates, "present": present})


_ZONED, _TENTH = "G13", Fraction(1, 20)  # the declaration form states the share to one decimal


def _zoned(county: County, standard: Standard) -> Iterator[Doubt]:
    """Compared with the intake by zone and with the pupils who live in the zone, as far as they are known."""
    item = standard.items.get(_ZONED)
    for stage in COMPULSORY:
        stated = county.fact(f"{stage}_zoned_percent")
        if item is None or not isinstance(stated, (int, float)):
            continue
        pool = pooled(_in_scope(county, standard, item, stage), stage, county)
        shares = (known(figure_of(one, pool)) for one in item.measures.values() if not {*one.inputs} & OF_EACH_STAGE)
        counted = [share for share in shares if share is not None]
        if counted and all(abs(share - exact(stated)) > _TENTH for share in counted):
            cell = Cell("guarantee", "", f"{stage}_zoned_percent")
            figures = {"value": stated, "counted": counted[0]}
            yield Doubt(code=DoubtCode.ZONED, cell=cell, figures=figures, unit="percent")


def _in_scope(county: County, standard: Standard, item: Item, stage: Stage) -> list[tuple[Judged, Finding]]:
    """The sections of a stage that an item judges, or may judge."""
    several = (section for campus in county.campuses for section in sections_of(campus, standard.weights))
    judged = [of_section(section) for section in several if section.stage is stage]
    found = [(one, scope_finding(item.where, one)) for one in judged]
    return [(one, where) for one, where in found if where.outcome is not Outcome.FAIL]


def _pupils(campus: Campus, stages: Iterable[Stage]) -> int | None:
    """The pupils of some stages; None if those of one that the campus has are unknown."""
    return _sum(campus.of_stage("pupils", stage) for stage in stages if stage in campus.stages)


def _sum(figures: Iterable[int | None]) -> int | None:
    given = list(figures)
    known = [figure for figure in given if figure is not None]
    return sum(known) if len(known) == len(given) else None


def _ratio(total: Number | None, by: int | None) -> Fraction | None:
    return exact(total) / exact(by) if total is not None and by else None


_Doubts: TypeAlias = Callable[[County, Standard], Iterator[Doubt]]

_KINDS: Sequence[_Doubts] = (
    _same_everywhere,
    _name_twice,
    _row_twice,
    _code_shortened,
    _parent_unlisted,
    _intake,
    _all_teachers,
    _teachers_of_stages,
    _vocational,
    _special_education,
    _rotated,
    _graduates,
    _zoned,
)
