"""Resource indicators of a standard's file: one more by its file alone, and those that cannot be any."""

from __future__ import annotations

from fractions import Fraction

import attrs
import numpy as np
import pytest
from counties import good_county, junior, nine_year, primary

from balanced_edu.assessment import assess
from balanced_edu.errors import StandardError
from balanced_edu.indicators import declare
from balanced_edu.indicators.declare import Measure, measure
from balanced_edu.indicators.quantities import Measured, Pupils, Rooms
from balanced_edu.records.kinds import Stage
from balanced_edu.standards import from_text

HEAD = """
name = "mine"
edition = "1"
extends = "national-2017"
title = { zh = "自定", en = "Mine" }
authority = "示例县"
document = "示例"
"""
BOOKS = f"""{HEAD}
[section]
at_least = 7
floor = "0.85"
clause = "每所学校至少有7项指标达到要求，余项不能低于要求的85%"

[items.R8]
name = {{ zh = "生均图书册数", en = "Books per pupil" }}
measure = "books_per_pupil"
each = "section"
rules = [
    {{ stages = ["primary"], at_least = "25" }},
    {{ stages = ["junior"], at_least = "35" }},
]
clause = "生均图书册数:小学、初中分别达到25册以上、35册以上。"
source = "示例"
"""


class TestOneMore:
    """Books per pupil as R8: the file names the measure, and everything else follows."""

    STANDARD = from_text(BOOKS)

    def test_it_is_a_resource_with_limits_and_a_scale(self) -> None:
        assert self.STANDARD.resources == ("R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8")
        item = self.STANDARD.items["R8"]
        assert (item.dimension, item.total, item.scale, item.measure.unit) == (
            "resources",
            "books",
            1,
            "book / pupil",
        )
        assert self.STANDARD.limit("R8", Stage.JUNIOR).limit == 35
        assert len(self.STANDARD.section_rule(Stage.PRIMARY).limits) == 8

    @pytest.mark.parametrize(
        ("books", "outcome", "section"),
        [
            (25 * 800, "pass", "pass"),
            (25 * 800 - 1, "fail", "pass"),  # seven of the eight are enough
            (25 * 680, "fail", "pass"),  # 85 % of 25
            (25 * 680 - 1, "fail", "fail"),
            (None, "unknown", "unknown"),
        ],
    )
    def test_it_counts_into_the_section_rule(self, books: int | None, outcome: str, section: str) -> None:
        found = assess(good_county(primary(books=books)), self.STANDARD)
        (assessed,) = found.sections
        assert assessed.values["R8"] == (None if books is None else Fraction(books, 800))
        assert str(assessed.outcomes["R8"]) == outcome
        assert str(assessed.finding.outcome) == section

    def test_its_spread_is_limited_and_its_total_divided(self) -> None:
        campuses = [primary("P1", books=0), primary("P2", 800, books=40_000), junior(books=40_000)]
        found = assess(good_county(*campuses), self.STANDARD)
        assert found.variation[Stage.PRIMARY]["R8"].value == 1
        assert str(found.indicators["R8"].outcome) == "fail"
        shared = assess(good_county(nine_year("N1", 100, 100, books=2100)), self.STANDARD)
        assert [section.section.totals["books"] for section in shared.sections] == [1000, 1100]

    def test_the_national_method_knows_nothing_of_it(self) -> None:
        assert "R8" not in assess(good_county(primary(books=0))).indicators


@pytest.fixture
def rooms_with_one_more_pupil(monkeypatch: pytest.MonkeyPatch) -> Measure:
    """A measure that is almost that of R7, but not proportional."""
    monkeypatch.setattr(declare, "_measures", dict(declare._measures))
    monkeypatch.setattr(declare, "_declared", dict(declare._declared))

    @measure("X7", unit="room / pupil")
    def rooms_with_one_more_pupil(*, multimedia_rooms: Rooms, pupils: Pupils) -> Measured:
        """Rooms, as if there were one more pupil."""
        return multimedia_rooms / (pupils + 1)  # type: ignore[operator]

    return declare.every_measure()["rooms_with_one_more_pupil"]


def test_a_resource_that_is_not_proportional_is_refused(rooms_with_one_more_pupil: Measure) -> None:
    assert rooms_with_one_more_pupil.formula == "multimedia_rooms / (pupils + 1)"
    with pytest.raises(StandardError) as error:
        from_text(f'{HEAD}[items.R7]\nmeasure = "rooms_with_one_more_pupil"\n')
    (problem,) = error.value.problems
    assert str(problem) == (
        "standard.toml:9:items.R7.measure: rooms_with_one_more_pupil is not proportional to multimedia_rooms / pupils, "
        "as coefficients between schools need it; name another measure, or give R7 another dimension"
    )


def test_in_another_dimension_it_needs_not_be_proportional(rooms_with_one_more_pupil: Measure) -> None:
    item = """
[items.X7]
name = { zh = "教室", en = "Rooms" }
dimension = "guarantee"
each = "section"
rules = [{ measure = "rooms_with_one_more_pupil", at_least = "0.03" }]
clause = "-"
source = "-"
"""
    standard = from_text(HEAD + item)
    for rooms, outcome in ((24, "fail"), (25, "pass")):  # 801 pupils, so to say: 24.03 are needed
        found = assess(good_county(primary(multimedia_rooms=rooms)), standard)
        assert str(found.indicators["X7"].outcome) == outcome
    assert np.isclose(rooms_with_one_more_pupil.function(multimedia_rooms=1, pupils=1).magnitude, 0.5)


def test_a_scale_is_refused_for_what_was_never_read_from_a_file(rooms_with_one_more_pupil: Measure) -> None:
    item = from_text(BOOKS).items["R8"]
    odd = attrs.evolve(item, measures={"rooms_with_one_more_pupil": rooms_with_one_more_pupil})
    with pytest.raises(AssertionError, match="is not proportional"):
        _ = odd.scale
