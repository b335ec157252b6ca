"""From the settings of a standard's file to a standard: every key is known, and every problem is noted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from balanced_edu import checks
from balanced_edu.identity import identity
from balanced_edu.indicators.declare import DIMENSIONS, measures_of
from balanced_edu.indicators.formulas import scale_of
from balanced_edu.message import Message, both
from balanced_edu.outcomes import Outcome
from balanced_edu.records.campus import OF_STAGE, SHARED
from balanced_edu.records.kinds import COMPULSORY, Stage
from balanced_edu.standards.items import item_of
from balanced_edu.standards.marks import RULE_TABLES, marks_of
from balanced_edu.standards.model import Item, Milestone, SampleDemand, Standard
from balanced_edu.standards.scopes import scope_of
from balanced_edu.standards.toml_table import CITED, MARKS, Notes, Table
from balanced_edu.text import quoted

if TYPE_CHECKING:
    from balanced_edu.checks import Check


def standard_of(data: Mapping[str, Any], notes: Notes) -> Standard:
    """The standard that the settings of a file describe; what is wrong with them is in the notes."""
    head = Table(data, (), notes)
    head.knows(*_HEAD)
    title, covers = head.table("title", needed=True), head.table("covers")
    for in_languages in (title, covers):
        in_languages.knows("zh", "en")
    of_all = {name: _rule_table(head, name) for name in RULE_TABLES}
    counted, division, section, variation = of_all.values()
    tables = dict(_kept(head.table("items", needed=True)))
    for id in tables:
        if id in _TAKEN:
            what = "{id} is the name of something else in reports; give the item another id"
            head.note(Message(what, id=id), "items", id)
    items = {id: item_of(id, table) for id, table in tables.items()}
    aspects = (*items, "variation")
    standard = Standard(
        name=head.text("name"),
        edition=head.text("edition"),
        extends=head.text("extends", ""),
        title_zh=title.text("zh"),
        title_en=title.text("en"),
        authority=head.text("authority"),
        document=head.text("document"),
        issued=head.date("issued"),
        in_force=head.date("in_force"),
        covers_zh=covers.text("zh"),
        covers_en=covers.text("en"),
        items=items,
        counted=_counted(counted),
        by_school=counted.word("by", ("campus", "school")) == "school",
        weights=_weights(division),
        reached=section.integer("at_least") if section.data else 0,
        floor=section.number("floor") if section.data else Fraction(0),
        variation=_by_stage(variation.table("at_most", needed=True), COMPULSORY) if variation.data else {},
        mean_of_coefficients=variation.word("of", ("each", "mean")) == "mean",
        variation_due=variation.date("due"),
        without_sections=_outcome(variation, "without_sections", Outcome.PASS),
        all_zero=_outcome(variation, "all_zero", Outcome.UNKNOWN),
        section_clause=section.text("clause") if section.data else "",
        variation_clause=variation.text("clause") if variation.data else "",
        sample=_sample(head.table("sample")),
        milestones=tuple(_milestone(table) for table in head.tables("milestones")),
        conditions={id: item_of(id, table, aspects) for id, table in _kept(head.table("conditions"))},
        passages=tuple(_passage(table) for table in head.tables("passages")),
        marks={name: marks_of(table) for name, table in of_all.items()},
        data=data,
    )
    for id in standard.resources:
        _note_unlike_a_resource(standard.items[id], tables[id])
    if section.data:
        _note_unreachable_sections(standard, section)
    _note_unlimited_variation(standard, variation)
    return standard


_TAKEN = ("verdict", "variation", "composite", *(name for name, _ in DIMENSIONS.values()))
"""What reports list beside the items, by these names."""

_HEAD = (
    *("name", "edition", "extends", "title", "authority", "document", "issued", "in_force", "covers"),
    *(*RULE_TABLES, "sample", "milestones", "conditions", "passages", "items"),
)


def _rule_table(head: Table, name: str) -> Table:
    table = head.table(name)
    table.knows(*RULE_TABLES[name], *CITED, "marks")
    table.cites()
    return table


def _kept(items: Table) -> Iterator[tuple[str, Table]]:
    """The items without those that a standard drops from the one it extends."""
    return ((id, table) for id, table in items.each() if not table.flag("dropped", False))


def _counted(counted: Table) -> Check:
    return checks.all_of(*(checks.not_(scope_of(scope, "campus")) for scope in counted.tables("leaves_out")))


def _weights(division: Table) -> dict[Stage, Fraction]:
    """The weight of a pupil of each stage; equal if none is given."""
    if not division.data:
        return dict.fromkeys(Stage, Fraction(1))
    weights = _by_stage(division.table("weights", needed=True), Stage)
    for stage, weight in weights.items():
        if weight <= 0:
            what = "{stage} must be above 0, or its pupils have no share of anything"
            division.note(Message(what, stage=str(stage)), "weights", stage)
    return weights


def _by_stage(table: Table, stages: Iterable[Stage]) -> dict[Stage, Fraction]:
    table.knows(*stages)
    return {stage: table.number(stage) for stage in stages}


def _outcome(table: Table, key: str, default: Outcome) -> Outcome:
    word = table.word(key, tuple(_OUTCOMES)) if table.has(key) else str(default)
    return _OUTCOMES.get(word, default)


_OUTCOMES = {str(outcome): outcome for outcome in (Outcome.PASS, Outcome.UNKNOWN, Outcome.FAIL)}


def _sample(sample: Table) -> dict[str, SampleDemand]:
    sample.knows(*_SAMPLE)
    tables = {name: sample.table(name) for name in _SAMPLE if sample.has(name)}
    return {name: _sample_demand(name, table) for name, table in tables.items() if not table.flag("dropped", False)}


def _sample_demand(name: str, table: Table) -> SampleDemand:
    table.knows("at_least", "dropped", *_SAMPLE[name], *CITED, "marks")
    (measure,) = measures_of(f"sample.{name}").values()
    everywhere = checks.all_of()
    fewer = "residents_below"
    return SampleDemand(
        measure=measure,
        check=checks.at_least(table.number("at_least"), measure.unit, of=measure.name),
        where=checks.below(table.number(fewer), "person", of="residents") if table.has(fewer) else everywhere,
        counts=table.word("counts", ("surveyed", "handed_out")),
        group=identity(table.text("group")) if "group" in _SAMPLE[name] else "",
        clause=table.text("clause"),
        source=table.text("source"),
        mark=table.word("mark", MARKS),
        marks=marks_of(table),
    )


# What may be demanded of the sample of the survey, each with the keys of its own.
_SAMPLE: Mapping[str, tuple[str, ...]] = {
    "per_mille": ("counts",),
    "minimum": ("residents_below", "counts"),
    "share": ("group", "counts"),
    "returns": (),
}


def _milestone(table: Table) -> Milestone:
    table.knows("name", "start", "end", *CITED)
    table.cites()
    return Milestone(
        name=table.text("name"), start=table.date("start"), end=table.date("end"), clause=table.text("clause")
    )


def _passage(table: Table) -> tuple[str, str]:
    table.knows("about", "text")
    return table.text("about"), table.text("text")


def _note_unlike_a_resource(item: Item, table: Table) -> None:
    """Note a resource indicator that is not one total of each section, proportional per pupil."""
    if not _is_per_pupil(item):
        what = (
            "a resource is a total of each section by its pupils, such as books_per_pupil; name one such measure, or "
            "give {id} another dimension"
        )
        table.note(Message(what, id=item.id), "measure")
        return
    measure = item.measure
    if scale_of(measure, item.total) is None:
        what = (
            "{measure} is not proportional to {total} / pupils, as coefficients between schools need it; name another "
            "measure, or give {id} another dimension"
        )
        table.note(Message(what, measure=measure.name, total=item.total, id=item.id), "measure")
    if item.each != "section":
        table.note(Message("a resource is measured of each section; set each = 'section'"), "each")
    for key in ("where", "constants", "weights", "pooled", "vacuous"):
        if table.data.get(key):
            table.note(Message("a resource is measured of every section alike; delete {key}", key=key), key)
    if any(rule.measure not in (None, measure) for rule in item.rules):
        what = "a resource has limits of what it measures, {measure}; make another item for other measures and facts"
        table.note(Message(what, measure=measure.name), "rules")
    elif any(len(rule.dated) > 1 for rule in item.rules):
        what = (
            "limits of resources are those of the edition, at all times; give one figure, and later ones in a later "
            "edition"
        )
        table.note(Message(what), "rules")


def _is_per_pupil(item: Item) -> bool:
    inputs = [measure.inputs.keys() for measure in item.measures.values()]
    return len(inputs) == 1 and any(inputs[0] == {total, "pupils"} for total in (*OF_STAGE, *SHARED))


def _note_unreachable_sections(standard: Standard, section: Table) -> None:
    """Note a rule for single sections that counts more limits than there are, or resources that have none."""
    many = len(standard.required_resources)
    if type(section.data.get("at_least")) is int and not 1 <= standard.reached <= many:  # true is no integer here
        given = {"given": quoted(str(standard.reached)), "n": many}
        what = "at_least is {given}, and the standard has {n} resource indicators; give 1 to {n}"
        if many:
            section.note(Message(what, **given), "at_least")
        else:
            what = (
                "at_least is {given}, and the standard has {n} resource indicators; keep some of them, or extend no "
                "standard with a [section]"
            )
            section.note(Message(what, **given), "at_least")
    for id in standard.required_resources:
        lacking = [stage for stage in COMPULSORY if not _is_limited(id, stage, standard)]
        if lacking:
            what = (
                "[section] counts {id}, which has no limit for {stages}; give a rule with a limit, and with no scope "
                "but stages"
            )
            section.notes.add(("items", id, "rules"), Message(what, id=id, stages=both([*map(str, lacking)])))


def _is_limited(id: str, stage: Stage, standard: Standard) -> bool:
    try:
        standard.limit(id, stage)
    except KeyError:
        return False
    return True


def _note_unlimited_variation(standard: Standard, variation: Table) -> None:
    """Note resources without a limit of their variation, and a mean of nothing."""
    if standard.resources and not variation.data:
        what = (
            "the limits of variation are missing, for {items}; give [variation] with at_most for each stage and a "
            "clause"
        )
        variation.note(Message(what, items=standard.resources))
    if standard.mean_of_coefficients and not standard.required_resources:
        what = "of is 'mean', but there are no resource indicators; keep some, or set of to 'each'"
        variation.note(Message(what), "of")
