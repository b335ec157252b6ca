"""What holds of every county, every check and every standard."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from pathlib import Path
from typing import Any

import attrs
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

import balanced_edu as be
from balanced_edu import testing
from balanced_edu.assessment import Assessment
from balanced_edu.campuses import COMPULSORY, Campus, DataError, fields_of, sections_of
from balanced_edu.checks import Check, not_
from balanced_edu.county import RECORDS, County
from balanced_edu.exact import exact
from balanced_edu.outcomes import Outcome
from balanced_edu.standards import Standard, load

VALUES = st.fixed_dictionaries(
    {"a": st.none() | st.integers(0, 10), "b": st.none() | st.integers(0, 10), "c": st.none() | st.booleans()}
)


# Checks


@given(testing.checks(), VALUES, VALUES)
def test_what_is_decided_stays_so_when_more_is_known(check: Check, known: dict[str, Any], more: dict[str, Any]) -> None:
    filled = {name: more[name] if value is None else value for name, value in known.items()}
    before, after = check.finding(known).outcome, check.finding(filled).outcome
    assert before is Outcome.UNKNOWN or before is after


@given(testing.checks(), VALUES)
def test_an_outcome_is_open_just_where_the_finding_says_what_is_missing(check: Check, known: dict[str, Any]) -> None:
    finding = check.finding(known)
    assert (finding.outcome is Outcome.UNKNOWN) == bool(finding.missing)
    assert set(finding.missing) <= {name for name, value in known.items() if value is None}


@given(testing.checks(), st.lists(VALUES, min_size=1, max_size=5))
def test_columns_are_subjects_one_by_one(check: Check, subjects: list[dict[str, Any]]) -> None:
    columns: dict[str, Any] = {
        name: [float("nan") if one[name] is None else float(one[name]) for one in subjects] for name in "abc"
    }
    found = check.outcomes({name: np.array(column) for name, column in columns.items()})
    assert found.tolist() == [check.finding(one).outcome for one in subjects]


@given(testing.checks(), testing.checks(), VALUES)
def test_checks_join_by_kleene_s_laws(one: Check, other: Check, known: dict[str, Any]) -> None:
    def found(check: Check) -> Outcome:
        return check.finding(known).outcome

    assert found(one & other) is found(other & one) is found(one) & found(other)
    assert found(one | other) is found(other | one) is found(one) | found(other)
    assert found(~(one & other)) is found(~one | ~other)
    assert found(not_(not_(one))) is found(one)
    assert found(one.named("x")) is found(one)


# Counties


def without(county: County, gone: set[str]) -> County:
    """The county with some fields not known, whichever table they stand in."""

    def bare(record: Any) -> Any:
        names = {n for n, field in fields_of(type(record)).items() if n in gone and not field.required}
        return attrs.evolve(record, **dict.fromkeys(names))

    return attrs.evolve(
        county,
        campuses=[bare(campus) for campus in county.campuses],
        monitoring=[bare(subject) for subject in county.monitoring],
        groups=[bare(group) for group in county.groups],
        **{table: bare(getattr(county, table)) for table in RECORDS},
    )


FIELDS = sorted({name for kind in (Campus, *RECORDS.values()) for name in fields_of(kind)})


def outcomes(found: Assessment) -> dict[str, Outcome]:
    """Every outcome of an assessment by what it is about."""
    told = {"": found.outcome, **{name: one.outcome for name, one in found.dimensions.items()}}
    told |= {id: one.outcome for id, one in found.indicators.items()}
    for stage in COMPULSORY:
        told |= {f"{stage} {id}": one.outcome for id, one in found.variation[stage].items()}
    for section in found.sections:
        place = f"{section.section.campus.school_code} {section.section.stage}"
        told |= {place: section.finding.outcome} | {f"{place} {id}": one for id, one in section.outcomes.items()}
    return told


@given(testing.counties(max_campuses=3), st.sets(st.sampled_from(FIELDS), max_size=6), testing.standards())
def test_filling_in_what_is_not_known_changes_nothing_decided(
    county: County, gone: set[str], standard: Standard
) -> None:
    before, after = (outcomes(be.assess(one, standard)) for one in (without(county, gone), county))
    changed = {
        name: (outcome, after[name])
        for name, outcome in before.items()
        if name in after and outcome is not Outcome.UNKNOWN and outcome is not after[name]
    }
    assert changed == {}


@given(testing.counties(gaps=True), st.randoms(use_true_random=False), testing.standards())
def test_the_order_of_campuses_changes_nothing(county: County, random: Any, standard: Standard) -> None:
    campuses = list(county.campuses)
    random.shuffle(campuses)
    one, other = (be.assess(c, standard) for c in (county, attrs.evolve(county, campuses=campuses)))
    assert outcomes(one) == outcomes(other)


@given(testing.campuses(gaps=True))
def test_what_stages_share_is_divided_without_rest(campus: Campus) -> None:
    """Where no stage is beyond compulsory schooling, the parts give back the whole."""
    parts = sections_of(campus, load("national-2017").weights)
    for name in ("teaching_area", "sports_area", "equipment_value", "multimedia_rooms"):
        shares, whole = [getattr(part, name) for part in parts], campus.shared_total(name)
        if None not in shares and whole is not None and len(parts) == len(campus.stages):
            assert sum(shares) == exact(whole)


@settings(max_examples=settings().max_examples // 3)
@given(testing.counties(gaps=True), testing.standards())
def test_the_report_says_the_same_in_every_form(county: County, standard: Standard) -> None:
    found = be.assess(county, standard)
    told = found.as_dict()
    assert told["outcome"] == str(found.outcome)
    assert told["indicators"].keys() == found.indicators.keys()  # type: ignore[union-attr]
    for text in (str(found), found.as_html()):
        assert county.name in text


# A county that is edited step by step


class EditedCounty(RuleBasedStateMachine):
    """Whatever is changed, a county says the same after it was written and read anew."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.county = County(name="示例县", year=2024)

    def change(self, **changes: Any) -> None:
        with contextlib.suppress(DataError):  # refused, and nothing has changed
            self.county = attrs.evolve(self.county, **changes)

    @rule(campus=testing.campuses(gaps=True))
    def open_campus(self, campus: Campus) -> None:
        self.change(campuses=(*self.county.campuses, campus))

    @precondition(lambda self: self.county.campuses)
    @rule(data=st.data())
    def close_campus(self, data: st.DataObject) -> None:
        gone = data.draw(st.sampled_from(self.county.campuses))
        self.change(campuses=[campus for campus in self.county.campuses if campus is not gone])

    @precondition(lambda self: self.county.campuses)
    @rule(data=st.data(), name=st.sampled_from(sorted(fields_of(Campus))), other=testing.campuses())
    def copy_a_figure(self, data: st.DataObject, name: str, other: Campus) -> None:
        changed = data.draw(st.sampled_from(self.county.campuses))
        try:
            campus = attrs.evolve(changed, **{name: getattr(other, name)})
        except DataError:
            return
        self.change(campuses=[campus if one is changed else one for one in self.county.campuses])

    @rule(other=testing.counties(gaps=True, max_campuses=1), table=st.sampled_from([*RECORDS, "groups", "monitoring"]))
    def take_over_a_table(self, other: County, table: str) -> None:
        self.change(**{table: getattr(other, table)})

    @precondition(lambda self: self.county.campuses)
    @invariant()
    def reads_back_and_is_assessed_alike(self) -> None:
        shutil.rmtree(self.folder)
        be.write_county(self.county, self.folder)
        anew = be.read_county(self.folder)
        assert anew == self.county
        assert be.assess(anew).as_dict() == be.assess(self.county).as_dict()

    def teardown(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


EditedCounty.TestCase.settings = settings(max_examples=settings().max_examples // 4, stateful_step_count=12)
TestEditedCounty = EditedCounty.TestCase
