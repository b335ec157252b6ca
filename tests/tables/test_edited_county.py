"""A county that is edited step by step is the same after it was written and read."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

import balanced_edu as be
from balanced_edu import testing
from balanced_edu.errors import DataError
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import RECORDS, County
from balanced_edu.records.fields import fields_of


class EditedCounty(RuleBasedStateMachine):
    """Whatever is changed, the county that is read equals the one that was written."""

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
        # Where cells are missing, only a county that was read from files can say.
        of_no_file = attrs.evolve(anew, reading=None)
        assert be.assess(of_no_file).as_dict() == be.assess(self.county).as_dict()

    def teardown(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


EditedCounty.TestCase.settings = settings(max_examples=settings().max_examples // 4, stateful_step_count=12)
TestEditedCounty = pytest.mark.slow(EditedCounty.TestCase)
