"""What a single campus refuses, and what follows from its figures, is the same in columns."""

from __future__ import annotations

from typing import Any

import attrs
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from balanced_edu import testing
from balanced_edu.checks.limits import Bounded
from balanced_edu.errors import DataError
from balanced_edu.nation.campuses import Campuses
from balanced_edu.nation.columns import read_column
from balanced_edu.nation.contradictions import may_lack_pupils, untrue
from balanced_edu.records.bands import Band, least_of, most_of
from balanced_edu.records.campus import Campus
from balanced_edu.records.fields import Form, fields_of
from balanced_edu.records.kinds import Stage

FIELDS = fields_of(Campus)
READ = [name for name, field in FIELDS.items() if field.form not in (Form.CODE, Form.TEXT, Form.TEXTS)]
CHANGED = [name for name in READ if FIELDS[name].form is not Form.AREAS]
BANDS = st.builds(
    lambda least, more: Band(least, least + more if more else None), st.integers(1, 60), st.integers(0, 9)
)
VALUES: dict[object, st.SearchStrategy[Any]] = {
    Form.JUDGEMENT: st.booleans(),
    Form.SIZE: st.integers(0, 60) | BANDS,
    Form.COUNT: st.integers(0, 5) | st.integers(0, 3000),
    Form.AMOUNT: st.integers(0, 50) | st.integers(0, 30_000).map(lambda tenths: tenths / 10),
}


@st.composite
def rows(draw: st.DrawFn) -> dict[str, Any]:
    """The figures of a campus, some of which may contradict others."""
    campus = draw(testing.campuses(gaps=True))
    figures = {name: getattr(campus, name) for name in attrs.fields_dict(Campus)}
    for name in draw(st.lists(st.sampled_from(CHANGED), max_size=6)):
        form = FIELDS[name].form
        known = VALUES[form] if form in VALUES else st.sampled_from(form)  # type: ignore[arg-type]
        figures[name] = draw(known if FIELDS[name].required else st.none() | known)
    return figures


def campuses_of(figures: list[dict[str, Any]]) -> Campuses:
    columns = {name: read_column([row[name] for row in figures], FIELDS[name]) for name in READ}
    assert all(read.unread is None for read in columns.values())
    return Campuses(np.zeros(len(figures), dtype=np.intp), {name: read.column for name, read in columns.items()})


def is_same(column: Bounded, row: int, value: Any) -> bool:
    """Whether a column says of a row what a single campus does."""
    if value is None:
        return bool(np.isnan([column.value[row], column.least[row], column.most[row]]).all())
    most = most_of(value, whole=True)
    exact = most if most == least_of(value) else np.nan
    expected = [exact, least_of(value), np.nan if most is None else most]
    return np.array_equal([column.value[row], column.least[row], column.most[row]], expected, equal_nan=True)


@settings(max_examples=2 * settings().max_examples)
@given(st.lists(rows(), min_size=1, max_size=6))
def test_columns_are_as_single_campuses(figures: list[dict[str, Any]]) -> None:
    campuses = campuses_of(figures)
    wrong = untrue(campuses)
    lacking = {stage: may_lack_pupils(campuses, stage) for stage in Stage}
    for row, of_row in enumerate(figures):
        try:
            campus = Campus(**of_row)
        except DataError:
            assert wrong[row]
            continue
        assert not wrong[row]
        for stage in campus.compulsory_stages:
            assert lacking[stage][row] == campus.may_lack_pupils(stage)
            assert campuses.with_pupils(stage)[row] == campus.has_pupils(stage)
        for name in ("pupils", "classes", "migrant_share"):
            value = getattr(campus, name)
            found = getattr(campuses, name)[row]
            np.testing.assert_allclose(found, np.nan if value is None else float(value), rtol=1e-12)
        assert is_same(campuses.largest_class, row, campus.largest_class)
        for stage in campus.with_pupils:
            assert is_same(campuses.largest_class_of(stage), row, campus.largest_class_of(stage))


@given(testing.broken_campuses())
@settings(max_examples=2 * settings().max_examples)
def test_figures_broken_in_a_named_way_are_found_or_cannot_be_read(broken: testing.Broken) -> None:
    if FIELDS[broken.field].form in (Form.CODE, Form.TEXT, Form.TEXTS):
        return
    columns = {name: read_column([broken.figures[name]], FIELDS[name]) for name in READ}
    unread = any(read.unread is not None for read in columns.values())
    nowhere = np.zeros(1, dtype=np.intp)
    assert (
        unread
        or untrue(Campuses(nowhere, {name: read.column for name, read in columns.items()}))[0]
        or not _kind(broken)
    )


def _kind(broken: testing.Broken) -> object:
    """The kind, without which a campus is refused by itself."""
    return broken.figures["kind"]
