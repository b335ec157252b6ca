"""Standards as data: limits, clauses and sources of a published method, read from a file.

>>> national = load("national-2017")
>>> national.limit("R1", Stage.PRIMARY)
<teachers_above_required_per_hundred at least 4.2 teachers per 100 pupils>
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from importlib import resources
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from balanced_edu import checks
from balanced_edu.campuses import AreaType, Grade, Kind, Ownership, Stage
from balanced_edu.exact import exact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from balanced_edu.checks import Check, Limit


class StandardError(ValueError):
    """A standard's file that cannot be used; the message says where and why."""


@attrs.frozen(slots=True, kw_only=True)
class Rule:
    """One demand of an item: a check of one measure, and where it applies.

    Attributes
    ----------
    measures
        Names of the measures that the check looks at.
    check
        A limit or a judgement.
    where
        A check of what the subject is (stage, kind, …); the demand is made only where it passes.
    """

    measures: tuple[str, ...]
    check: Check
    where: Check


@attrs.frozen(slots=True, kw_only=True)
class Item:
    """One item of a standard: an indicator or a ground of veto, with its demands.

    Attributes
    ----------
    id, name_zh, name_en
        Id and official names.
    each
        What is judged one by one: ``county``, ``campus``, ``section``, ``subject`` or ``group``.
    pooled
        Whether the sums over all of them are judged instead, a stage at a time for sections.
    where
        A check of what is judged at all.
    rules
        The demands; all have to hold.
    constants
        Figures of the clause that the formula itself needs.
    vacuous
        Whether an item is met where there is nothing to measure (no migrant children, …); unknown otherwise.
    clause, source
        The clause, word for word, and where it stands.
    """

    id: str
    name_zh: str
    name_en: str
    each: str
    pooled: bool
    where: Check
    rules: tuple[Rule, ...]
    constants: Mapping[str, Any] = attrs.field(hash=False)
    vacuous: bool
    clause: str
    source: str


@attrs.frozen(slots=True, kw_only=True)
class Standard:
    """A published method of judging counties (标准), as read from its file.

    Attributes
    ----------
    name, edition
        Name and edition; a released edition is never altered.
    title_zh, title_en, authority, document
        What is cited.
    items
        The items by id.
    counted
        A check of the campuses whose sections enter the resource indicators.
    weights
        Weight of a pupil of each stage, for dividing what stages share.
    reached
        How many of the resource limits a section has to meet.
    floor
        The part of its limit that no resource of a section may fall under.
    variation
        Limit of the variation coefficient of each stage.
    section_clause, variation_clause
        The clauses of the section rule and of the variation coefficient.
    """

    name: str
    edition: str
    title_zh: str
    title_en: str
    authority: str
    document: str
    items: Mapping[str, Item] = attrs.field(hash=False)
    counted: Check
    weights: Mapping[Stage, Fraction] = attrs.field(hash=False)
    reached: int
    floor: Fraction
    variation: Mapping[Stage, Fraction] = attrs.field(hash=False)
    section_clause: str
    variation_clause: str

    @property
    def cited(self) -> str:
        """Name and edition, as findings carry them."""
        return f"{self.name} ({self.edition})"

    @property
    def resources(self) -> tuple[str, ...]:
        """Ids of the resource indicators."""
        return tuple(id for id in self.items if id.startswith("R"))

    def limit(self, id: str, stage: Stage) -> Limit:
        """The limit of a resource indicator for a stage, as a check."""
        for rule in self.items[id].rules:
            if isinstance(rule.check, checks.Limit) and _applies(rule, stage):
                return rule.check
        raise KeyError(f"{self.name} has no limit of {id} for {stage}")

    def section_rule(self, stage: Stage) -> Check:
        """The rule for one section, over the values of the resource indicators by id.

        Examples
        --------
        >>> rule = load("national-2017").section_rule(Stage.PRIMARY)
        >>> values = {"R1": 4.2, "R2": 0.85, "R3": 0.9, "R4": 4.5, "R5": 7.5, "R6": 2000, "R7": 2.3}
        >>> rule.finding(values).outcome
        <Outcome.PASS: 1>
        """
        limits = (attrs.evolve(self.limit(id, stage), of=id) for id in self.resources)
        return checks.section_rule(*limits, k=self.reached, floor=self.floor).named("section rule")

    def variation_check(self, stage: Stage) -> Check:
        """The check of the variation coefficient (校际差异系数) of a stage."""
        return checks.variation_at_most(self.variation[stage]).named("variation coefficient")


def names() -> tuple[str, ...]:
    """Names of the standards that come with the library.

    Examples
    --------
    >>> "national-2017" in names()
    True
    """
    return tuple(sorted(file.name[: -len(".toml")] for file in _shipped().iterdir() if file.name.endswith(".toml")))


def load(standard: str | PathLike[str] | Standard) -> Standard:
    """Read a standard: one that comes with the library by its name, or any from its file.

    Raises
    ------
    StandardError
        If there is no such standard, or its file cannot be used.

    Examples
    --------
    >>> print(load("national-2017").document)
    教督〔2017〕6号
    """
    if isinstance(standard, Standard):
        return standard
    return _load(str(standard))


def _shipped() -> Any:
    return resources.files("balanced_edu.standards")


@lru_cache(maxsize=32)
def _load(standard: str) -> Standard:
    if standard in names():
        text = _shipped().joinpath(f"{standard}.toml").read_text(encoding="utf-8")
    else:
        path = Path(standard)
        if not path.is_file():
            nearest = difflib.get_close_matches(standard, names(), n=1)
            hint = f"; did you mean {nearest[0]}?" if nearest else f"; there are {', '.join(names())}"
            raise StandardError(f"no standard and no file {standard!r}{hint}")
        text = path.read_text(encoding="utf-8")
    try:
        return _standard(tomllib.loads(text, parse_float=str))
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise StandardError(f"{standard}: {error}") from error


def _standard(data: dict[str, Any]) -> Standard:
    _known(data, "the file", *_TABLES)
    counted, division, section, variation = (data[name] for name in _PARTS)
    for name, keys in _PARTS.items():
        _known(data[name], name, *keys, *_CITED)
    return Standard(
        name=data["name"],
        edition=data["edition"],
        title_zh=data["title"]["zh"],
        title_en=data["title"]["en"],
        authority=data["authority"],
        document=data["document"],
        items={id: _item(id, table) for id, table in data["items"].items()},
        counted=checks.all_of(*(checks.not_(_where(scope, "counted")) for scope in counted["leaves_out"])),
        weights={stage: exact(division["weights"][stage]) for stage in Stage},
        reached=section["at_least"],
        floor=exact(section["floor"]),
        variation={Stage(stage): exact(limit) for stage, limit in variation["at_most"].items()},
        section_clause=section["clause"],
        variation_clause=variation["clause"],
    )


def _item(id: str, table: dict[str, Any]) -> Item:
    _known(table, id, *_ITEM)
    return Item(
        id=id,
        name_zh=table["name"]["zh"],
        name_en=table["name"]["en"],
        each=table.get("each", "county"),
        pooled=table.get("pooled", False),
        where=_where(table.get("where", {}), id),
        rules=tuple(_rule(id, row) for row in table["rules"]),
        constants={name: _constant(value) for name, value in table.get("constants", {}).items()},
        vacuous=table.get("vacuous", False),
        clause=table["clause"],
        source=table["source"],
    )


def _rule(id: str, row: dict[str, Any]) -> Rule:
    scope = {key: value for key, value in row.items() if key in _SCOPE}
    demand = {key: value for key, value in row.items() if key not in _SCOPE}
    if "any_given" in demand:
        forms = [_demand(id, form) for form in demand["any_given"]]
        measures = tuple(name for name, _ in forms)
        either = checks.any_given(*(check for _, check in forms))
        return Rule(measures=measures, check=either, where=_where(scope, id))
    name, check = _demand(id, demand)
    return Rule(measures=(name,), check=check, where=_where(scope, id))


def _demand(id: str, row: dict[str, Any]) -> tuple[str, Check]:
    """One limit or judgement of one measure, which may go unnamed where the indicator has only one."""
    from balanced_edu.indicators import catalogue

    _known(row, id, "measure", "holds", *_LIMITS)
    measures = catalogue[id].measures
    name = row.get("measure") or next(iter(measures))
    if name not in measures:
        raise ValueError(f"{id} has no measure {name!r}; it has {', '.join(measures)}")
    if measures[name].judged:
        return name, checks.holds(of=name)
    (relation,) = (key for key in _LIMITS if key in row)
    return name, _LIMITS[relation](_constant(row[relation]), measures[name].unit, of=name)


def _where(scope: Mapping[str, Any], at: str) -> Check:
    """A check of what a campus or section is, from the words of a standard's file."""
    _known(scope, at, *_SCOPE)
    return checks.all_of(*(_SCOPE[key](value) for key, value in scope.items()))


def _constant(value: object) -> Any:
    """A figure of a clause: a decimal as text, or a grade by its name."""
    if isinstance(value, str) and value in Grade._value2member_map_:
        return Grade(value).rank
    if isinstance(value, int):
        return exact(value)
    try:
        return exact(str(value))
    except ValueError:
        return value


def _known(table: Mapping[str, Any], at: str, *keys: str) -> None:
    for key in table:
        if key not in keys:
            nearest = difflib.get_close_matches(key, keys, n=1)
            raise ValueError(f"{at}: unknown key {key!r}" + (f"; did you mean {nearest[0]!r}?" if nearest else ""))


def _applies(rule: Rule, stage: Stage) -> bool:
    return rule.where.finding({"stage": stage}).outcome == 1


def _is_one(of: str, kind: Any) -> Any:
    def check(values: Iterable[str]) -> Check:
        return checks.one_of([kind(value) for value in values], of=of)

    return check


def _is_judged(of: str) -> Any:
    def check(value: bool) -> Check:
        return checks.holds(of) if value else checks.not_(checks.holds(of))

    return check


_SCOPE: dict[str, Any] = {
    "stages": _is_one("stage", Stage),
    "kinds": _is_one("kind", Kind),
    "ownership": _is_one("ownership", Ownership),
    "area_types": _is_one("area_type", AreaType),
    "boarding": _is_judged("boarding"),
    "pupils_at_least": lambda limit: checks.at_least(limit, "pupil", of="pupils"),
    "pupils_below": lambda limit: checks.below(limit, "pupil", of="pupils"),
}
_LIMITS: dict[str, Any] = {"at_least": checks.at_least, "at_most": checks.at_most, "below": checks.below}
_CITED = ("clause", "source", "mark")
_PARTS = {
    "counted": ("by", "leaves_out"),
    "division": ("weights",),
    "section": ("at_least", "floor"),
    "variation": ("at_most",),
}
_TABLES = ("name", "edition", "title", "authority", "document", *_PARTS, "items")
_ITEM = ("name", "each", "pooled", "where", "rules", "constants", "vacuous", *_CITED)
