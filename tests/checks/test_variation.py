"""The check of the variation coefficient between schools: of one resource, and of the mean of several."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

import attrs
import numpy as np
import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reference import holds as exactly_holds

from balanced_edu import units, variation_coefficient
from balanced_edu.checks import Cell, Finding, Reason, Relation, variation_at_most
from balanced_edu.checks.variation import school_totals
from balanced_edu.outcomes import Outcome

FAIL, UNKNOWN, PASS = Outcome.FAIL, Outcome.UNKNOWN, Outcome.PASS


def cells(*fields: tuple[str, str]) -> tuple[Cell, ...]:
    """Missing figures by their place and field."""
    return tuple(Cell(place=place, field=field) for place, field in fields)


class TestOfOneResource:
    # Rational cases whose coefficient is the limit itself.
    AT_HALF = ([1, 3], [1, 1])
    AT_045 = ([11, 29], [1, 1])

    @pytest.mark.parametrize(("limit", "case"), [("0.50", AT_HALF), ("0.45", AT_045)])
    @pytest.mark.parametrize("scale", [1, 3, 7, 11, 1001])
    def test_exactly_at_the_limit_holds(self, limit: str, case: tuple[list[int], list[int]], scale: int) -> None:
        totals, pupils = [x * scale for x in case[0]], [p * scale * 3 for p in case[1]]
        check = variation_at_most(limit)
        assert check.finding({"totals": totals, "pupils": pupils}).outcome is PASS
        assert check.outcomes({"totals": np.array([totals, totals]), "pupils": np.array(pupils)}).tolist() == [1, 1]
        uneven = [totals[0], totals[1] + Fraction(1, 10**9)]
        assert check.finding({"totals": uneven, "pupils": pupils}).outcome is FAIL

    @given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9)), min_size=1, max_size=6))
    def test_is_decided_as_in_rational_arithmetic(self, table: list[tuple[int, int]]) -> None:
        totals, pupils = ([Fraction(row[i]) for row in table] for i in (0, 1))
        found = variation_at_most("0.5").finding({"totals": totals, "pupils": pupils})
        columns = {"totals": np.array(table, dtype=float)[:, 0], "pupils": np.array(table, dtype=float)[:, 1]}
        expected = Outcome.of(exactly_holds(totals, pupils, "0.5")) if any(totals) else UNKNOWN
        assert found.outcome is expected
        assert variation_at_most("0.5").outcomes(columns) == expected

    def test_next_to_the_limit_fractions_decide(self) -> None:
        """A thousandth of a millionth beside it makes a difference, whatever binary makes of it."""
        for above_limit, outcome in ((-1, PASS), (0, PASS), (1, FAIL)):
            totals = [10**12, 3 * 10**12 + above_limit]
            found = variation_at_most("0.5").finding({"totals": totals, "pupils": [1, 1]})
            assert found.outcome is outcome
            assert found.value == pytest.approx(0.5)
            assert (found.value == 0.5) is (above_limit == 0)

    def test_a_coefficient_at_its_limit_has_the_value_of_the_limit(self) -> None:
        # In binary the coefficient lies a little under its limit.
        uneven = {"totals": [1.9, 3.1], "pupils": [1, 4]}
        assert variation_coefficient(*uneven.values()) < 0.45
        assert variation_at_most("0.45").finding(uneven).value == 0.45

    def test_the_finding_in_full(self) -> None:
        found = variation_at_most("0.45").finding({"totals": [1.0, 3.0], "pupils": [1, 1]})
        assert found == Finding(
            check="variation",
            outcome=FAIL,
            value=0.5,
            limit=Fraction("0.45"),
            relation=Relation.AT_MOST,
            inputs={"mean": 2.0, "deviation": 1.0, "sections": 2},
        )
        assert variation_at_most("0.5").named("R1").finding({"totals": [1], "pupils": [1]}).check == "R1"
        empty = variation_at_most("0.5").finding({"totals": [0], "pupils": [0]})
        assert (empty.outcome, empty.undefined, empty.missing) == (PASS, Reason.NO_SECTIONS, ())
        zero = variation_at_most("0.5").finding({"totals": [0, 0], "pupils": [1, 1]})
        assert (zero.outcome, zero.value, zero.undefined) == (UNKNOWN, None, Reason.ALL_ZERO)

    def test_missing_figures_are_named(self) -> None:
        finding = variation_at_most("0.5").finding({"totals": [1, None], "pupils": [float("nan"), 2]})
        assert (finding.outcome, finding.value) == (UNKNOWN, None)
        assert finding.missing == cells(("0", "pupils"), ("1", "totals"))
        check = variation_at_most("0.5", all_zero=PASS)
        assert check.finding({"pupils": [1]}).missing == cells(("", "totals"))
        narrow = np.array([np.nan, 1], dtype=np.float32)
        assert check.finding({"totals": narrow, "pupils": [1, 1]}).missing == cells(("0", "totals"))

    def test_a_stage_without_sections_meets_it_unless_said_otherwise(self) -> None:
        finding = variation_at_most("0.5").finding({"totals": [], "pupils": []})
        assert (finding.outcome, finding.value) == (PASS, None)
        assert variation_at_most("0.5").outcomes({"totals": np.array([]), "pupils": np.array([])}) == PASS
        none = variation_at_most("0.5", without_sections=FAIL, all_zero=PASS)
        assert none.finding({"totals": [], "pupils": []}).outcome is FAIL

    def test_totals_of_0_have_the_outcome_that_is_asked_for(self) -> None:
        none = variation_at_most("0.5", without_sections=FAIL, all_zero=PASS)
        assert none.outcomes({"totals": [[0.0, 0.0]], "pupils": [1, 1]}).tolist() == [1]
        assert none.finding({"totals": [0, 0], "pupils": [1, 1]}).outcome is PASS

    def test_schools_without_pupils_take_no_part(self) -> None:
        check = variation_at_most("0.5")
        assert check.finding({"totals": [1, 3, None, 0], "pupils": [1, 1, 0, 0]}).outcome is PASS
        assert check.outcomes({"totals": [1, 3, np.nan], "pupils": [1, 1, 0]}) == PASS
        assert variation_at_most("0.5", without_sections=FAIL).finding({"totals": [0], "pupils": [0]}).outcome is FAIL
        with pytest.raises(ValueError, match=r"totals must be 0 where pupils are 0; given more at \[0, 1\]"):
            check.finding({"totals": [1, 3], "pupils": [1, 0]})

    def test_totals_have_to_fit_the_schools(self) -> None:
        with pytest.raises(ValueError, match="totals must have a figure for each of the 2 schools; given 3"):
            variation_at_most("0.5").finding({"totals": [1, 2, 3], "pupils": [1, 1]})
        with pytest.raises(ValueError, match="of the 2 schools; given 1, 3"):
            variation_at_most("0.5", mean=True).finding({"totals": [[1], [1, 2, 3]], "pupils": [1, 1]})

    def test_subjects_may_be_objects(self) -> None:
        schools = SimpleNamespace(totals=[1, 3], pupils=[1, 1])
        check = variation_at_most("0.5")
        assert check.finding(schools).outcome == check.outcomes(schools) == PASS
        grouped = SimpleNamespace(totals=[1, 3, 5, 5], pupils=[1, 1, 1, 1], groups=["b", "b", "a", "a"])
        assert variation_at_most("0.4").outcomes(grouped).tolist() == [1, -1]

    def test_columns_by_group(self) -> None:
        columns = {
            "totals": np.array([1.0, 3, 1, 3.1, np.nan, 2, 0, 0, 0]),
            "pupils": np.array([1.0, 1, 1, 1, 1, 1, 1, 1, 0]),
            "groups": np.array([1, 1, 2, 2, 3, 3, 4, 4, 5]),
        }
        assert variation_at_most("0.5").outcomes(columns).tolist() == [PASS, FAIL, UNKNOWN, UNKNOWN, PASS]

    def test_columns_of_several_resources_and_groups(self) -> None:
        check = variation_at_most("0.5")
        totals = [[1, 3, 1, 3.1], [1, 1, 0, 0], [None, 1, 1, 3]]
        columns = {"totals": totals, "pupils": [1, 1, 1, 1], "groups": ["a", "a", "b", "b"]}
        assert check.outcomes(columns).tolist() == [[1, -1], [1, 0], [0, 1]]
        assert check.outcomes({"totals": [[1, 3], [0, 4]], "pupils": [1, 1]}).tolist() == [1, -1]

    @pytest.mark.parametrize("kind", [np.uint8, np.int16, np.float16, np.float32, np.float64, Fraction, Decimal])
    def test_one_county_and_columns_of_every_width_have_the_same_outcome(self, kind: type) -> None:
        for low, high, expected in ((60, 180, PASS), (60, 182, FAIL)):
            totals, pupils = [kind(low), kind(high)], [kind(100), kind(100)]
            subject = {"totals": totals, "pupils": pupils}
            columns = {name: np.array(column) for name, column in subject.items()}
            check = variation_at_most("0.5")
            assert check.finding(subject).outcome is expected
            assert check.finding(columns).outcome is expected
            assert check.outcomes(subject) == check.outcomes(columns) == expected

    def test_decimals_in_single_precision_at_the_limit(self) -> None:
        check, uneven = variation_at_most("0.45"), {"totals": [1.9, 3.1], "pupils": [1, 4]}
        single = {name: np.array(column, dtype=np.float32) for name, column in uneven.items()}
        assert check.outcomes(single) == check.outcomes(uneven) == PASS
        assert check.finding(single) == check.finding(uneven)

    def test_figures_that_floats_would_round_are_decided_exactly(self) -> None:
        check, third = variation_at_most("0.5"), Fraction(1, 3)
        for totals, expected in (([third, 1], PASS), ([third, 1 + Fraction(1, 10**20)], FAIL)):
            subject = {"totals": totals, "pupils": [1, 1]}
            assert check.finding(subject).outcome is expected
            assert check.outcomes(subject) == expected
            groups = {"totals": [totals * 2], "pupils": [1] * 4, "groups": ["a", "a", "b", "b"]}
            assert check.outcomes(groups).tolist() == [[expected, expected]]

    def test_quantities(self) -> None:
        check = variation_at_most("0.5")
        subject = {"totals": units.quantity([1, 3], "万元"), "pupils": units.quantity([1, 1], "百名学生")}
        assert check.finding(subject).outcome is PASS
        assert check.outcomes(subject) == PASS
        mixed = {"totals": [units.quantity(1, "万元"), units.quantity(30_000, "元")], "pupils": [1, 1]}
        assert check.finding(mixed).outcome is PASS
        with pytest.raises(pint.DimensionalityError, match="variation: pupils must be in 'pupil'; given 'teacher'"):
            check.finding({"totals": [1, 3], "pupils": units.quantity([1, 1], "teacher")})

    def test_figures_that_cannot_be_used_are_refused_all_at_once(self) -> None:
        message = (
            r"^variation: totals\[1\] must be 0 or more and finite; given 'many' at \[1\]: .*\n"
            r"variation: pupils must be 0 or more and finite; given -1 at \[0\]: correct it, or give NaN if unknown$"
        )
        with pytest.raises(ValueError, match=message):
            variation_at_most("0.5", mean=True).finding({"totals": [[1, 2], [1, "many"]], "pupils": [-1, 1]})

    def test_masked_figures_are_unknown(self) -> None:
        masked = {"totals": np.ma.array([1.0, 9, 3], mask=[0, 1, 0]), "pupils": np.ones(3)}
        assert variation_at_most("0.5").outcomes(masked) == UNKNOWN


class TestOfTheMean:
    def finding(self, totals: list[list[float | None]], pupils: list[float | None], **zero: Outcome) -> Finding:
        return variation_at_most("0.5", mean=True, **zero).finding({"totals": totals, "pupils": pupils})

    def test_the_finding_in_full(self) -> None:
        assert self.finding([[1, 3], [1, 2]], [1, 1]) == Finding(
            check="mean variation",
            outcome=PASS,
            value=(1 / 2 + 1 / 3) / 2,
            limit=Fraction(1, 2),
            relation=Relation.AT_MOST,
        )
        assert self.finding([[1, 3], [1, 3]], [1, 1]).value == 0.5
        named = variation_at_most("0.5", mean=True).named("均值")
        assert named.finding({"totals": [[1, 3]], "pupils": [1, 1]}).check == "均值"

    def test_findings_without_a_value(self) -> None:
        nothing = self.finding([[], []], [])
        assert (nothing.outcome, nothing.value, nothing.undefined) == (PASS, None, Reason.NO_SECTIONS)
        zero = self.finding([[0, 0], [1, 3]], [1, 1], all_zero=FAIL)
        assert (zero.outcome, zero.value, zero.undefined) == (FAIL, None, Reason.ALL_ZERO)
        unknown = self.finding([[1, None], [1, 3]], [1, 1])
        assert (unknown.outcome, unknown.value, unknown.undefined) == (UNKNOWN, None, None)

    def test_nothing_of_one_resource_decides_if_that_fails(self) -> None:
        found = self.finding([[0, 0], [1, None]], [1, 1], all_zero=FAIL)
        assert (found.outcome, found.undefined) == (FAIL, Reason.ALL_ZERO)

    def test_on_subjects_and_columns(self) -> None:
        check = variation_at_most("0.4", mean=True, without_sections=FAIL)
        assert check.finding({"totals": [[], []], "pupils": []}).outcome is FAIL
        assert check.outcomes({"totals": np.ones((2, 0)), "pupils": np.ones(0)}) == FAIL
        nobody = {"totals": [[1, 3, 0], [1, 3, 0]], "pupils": [1, 1, 0], "groups": ["a", "a", "b"]}
        half = variation_at_most("0.5", mean=True, without_sections=FAIL)
        assert half.outcomes(nobody).tolist() == [PASS, FAIL]
        groups = {"totals": [[1, 3, 5, 5], [7, 13, 5, 6]], "pupils": [1] * 4, "groups": ["b", "b", "a", "a"]}
        assert check.outcomes(groups).tolist() == [1, 1]
        assert check.outcomes({**groups, "totals": [[1, 3, 5, 5], [7, 13.1, 5, 6]]}).tolist() == [1, -1]

    def test_missing_figures_are_named(self) -> None:
        check = variation_at_most("0.4", mean=True)
        assert check.finding({}).missing == cells(("", "totals"), ("", "pupils"))
        gap = check.finding({"totals": [[1, None], [1, 3]], "pupils": [1, 1]})
        assert gap.missing == cells(("1", "totals[0]"))

    def test_unknown_pupils_leave_it_unknown(self) -> None:
        check = variation_at_most("0.4", mean=True, all_zero=FAIL)
        known = {"totals": [[0, 0], [1, 2]], "pupils": [1, None]}
        assert check.finding(known).outcome is UNKNOWN
        assert check.finding(known).missing == cells(("1", "pupils"))
        assert check.outcomes({"totals": np.array([[0, 0], [1, 2]]), "pupils": np.array([1, np.nan])}) == UNKNOWN

    def test_each_group_of_columns_is_decided_by_its_figures(self) -> None:
        """A figure of one group that is unknown, or 0, changes nothing in the others."""
        columns = {
            "totals": [[1, 3, 1, 3, 1, 3, 1, 2], [1, np.nan, 0, 0, 1, 3, 1, 4]],
            "pupils": [1] * 8,
            "groups": ["unknown"] * 2 + ["zero"] * 2 + ["at the limit"] * 2 + ["under it"] * 2,
        }
        for all_zero in Outcome:
            check = variation_at_most("0.5", mean=True, all_zero=all_zero)
            found = dict(zip(sorted(set(columns["groups"])), check.outcomes(columns).tolist(), strict=True))
            assert found == {"unknown": UNKNOWN, "zero": all_zero, "at the limit": PASS, "under it": PASS}
            far = variation_at_most("0.6", mean=True, all_zero=all_zero)
            assert far.outcomes(columns).tolist() == check.outcomes(columns).tolist()

    @pytest.mark.parametrize("all_zero", Outcome)
    def test_a_group_has_the_outcome_that_it_has_alone(self, all_zero: Outcome) -> None:
        groups = {
            "a) far apart": ([[1, 5], [1, 5]], FAIL),
            "b) far apart, small figures": ([[0.1, 0.5], [0.1, 0.5]], FAIL),
            "c) nothing of either": ([[0, 0], [0, 0]], all_zero),
            "d) nothing of one, far apart": ([[0, 0], [1, 5]], FAIL if all_zero is PASS else all_zero),
            "e) nothing of one, not known": ([[0, 0], [1, np.nan]], FAIL if all_zero is FAIL else UNKNOWN),
            "f) not known": ([[1, 5], [1, np.nan]], UNKNOWN),
        }
        check = variation_at_most("0.5", mean=True, all_zero=all_zero)
        for totals, outcome in groups.values():
            assert check.finding({"totals": totals, "pupils": [1, 1]}).outcome is outcome
        of_groups = {
            "totals": np.concatenate([totals for totals, _ in groups.values()], axis=1),
            "pupils": [1] * 2 * len(groups),
            "groups": [name for name in groups for _ in range(2)],
        }
        assert check.outcomes(of_groups).tolist() == [outcome for _, outcome in groups.values()]

    def test_a_resource_of_0_leaves_the_mean_to_the_others_wherever_it_stands(self) -> None:
        check = variation_at_most("0.5", mean=True, all_zero=PASS)
        for totals in ([[0, 0], [1, 3]], [[1, 3], [0, 0]]):
            assert check.outcomes({"totals": totals, "pupils": [1, 1]}) == PASS
            assert check.finding({"totals": totals, "pupils": [1, 1]}).outcome is PASS


@given(
    pupils=st.lists(st.none() | st.integers(0, 3), max_size=4),
    data=st.data(),
    all_zero=st.sampled_from((FAIL, UNKNOWN, PASS)),
)
def test_schools_read_once_give_what_each_resource_gives_alone(
    pupils: list[int | None], data: st.DataObject, all_zero: Outcome
) -> None:
    totals = [[None if count is None else count and data.draw(st.none() | st.fractions(0, 9)) for count in pupils]]
    totals += [[total and 2 * total for total in totals[0]], [0 for _ in pupils]]
    schools = school_totals({"totals": totals, "pupils": pupils}, several=True)
    each, mean = (variation_at_most("0.5", mean=mean, all_zero=all_zero) for mean in (False, True))
    for place, row in enumerate(totals):
        found, alone = each.of_schools(schools.resources([place])), each.finding({"totals": row, "pupils": pupils})
        assert attrs.evolve(found, missing=()) == attrs.evolve(alone, missing=())
        assert [cell.place for cell in found.missing] == [cell.place for cell in alone.missing]
    both = {"totals": [totals[0], totals[2]], "pupils": pupils}
    found, alone = mean.of_schools(schools.resources([0, 2])), mean.finding(both)
    assert (found.outcome, found.value, found.undefined) == (alone.outcome, alone.value, alone.undefined)
