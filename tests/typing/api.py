"""What a type checker makes of the public names: looked at, never run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_type

import attrs
import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

import balanced_edu as be
from balanced_edu import checks, dispersion, nation, outcomes, plotting, units
from balanced_edu.indicators.quantities import Area, Pupils
from balanced_edu.outcomes import Outcomes
from balanced_edu.standards import Standard

county = be.read_county("county")
assert_type(county, be.County)
assessment = be.assess(county, "national-2017")
assert_type(assessment, be.Assessment)
assert_type(assessment.outcome, be.Outcome)
assert_type(be.standards.load("national-2017"), Standard)

assert_type(assessment.plot(), NDArray[np.object_])
assert_type(assessment.plot("lorenz", stage="junior"), NDArray[np.object_])
assert_type(assessment.plot("sections", indicator="R4"), Axes)
assert_type(assessment.plot("coefficients"), Axes)
assert_type(be.compare_counties([county]).plot(), Axes)
assert_type(be.compare_counties([county, be.assess(county)]), be.Comparison)
assert_type(be.compare_counties([be.assess(county)]), be.Comparison)
assert_type(be.history([county]).plot(), Axes)
assert_type(be.history([county]).plot("coefficients"), NDArray[np.object_])
assert_type(be.history([county]).plot("coefficients", stage="junior"), Axes)
assert_type(plotting.svg(assessment.plot("coefficients")), str)

totals, pupils = np.ones((7, 3)), np.ones(3)
assert_type(be.variation_coefficient([279, 137], [45, 37]), float)
assert_type(be.variation_coefficient(totals, pupils), float | NDArray[np.float64])
assert_type(be.variation_coefficient([1.0, 2.0], pupils, groups=["a", "b"]), NDArray[np.float64])
assert_type(dispersion.moments(totals, pupils) + dispersion.moments(totals, pupils), dispersion.Moments)
assert_type(be.between_school_share([1.0, 2.0], ["a", "b"], estimator="anova"), float)

passed = be.Outcome.PASS
assert_type(passed & be.Outcome.FAIL, be.Outcome)
assert_type(~passed, be.Outcome)
assert_type(outcomes.at_least(1, [passed, passed]), be.Outcome)
assert_type(outcomes.at_least(1, [np.zeros(3, np.int8)]), Outcomes)

limit = checks.at_least("4.2", of="R1")
assert_type(limit, checks.Limit)
assert_type(limit & checks.holds("charter"), checks.Check)
assert_type(limit.finding({"R1": 4.2}), checks.Finding)
assert_type(limit.outcomes({"R1": pupils}), Outcomes)


@attrs.frozen
class School:
    """A class of somebody else's."""

    largest_class: int = attrs.field(validator=checks.at_most(45, "pupil").validator())


table = nation.SectionTable.from_arrays(county=["a"] * 3, stage=[0, 0, 1], pupils=pupils, totals=totals)
assert_type(table.assess(), nation.NationAssessment)
assert_type(table.assess().outcomes, Outcomes)
assert_type(table.sensitivity().share, NDArray[np.float64])
assert_type(nation.SectionTable.from_counties([county], "basic-2012").assess("basic-2012"), nation.NationAssessment)
assert_type(nation.totals_of("basic-2012"), Mapping[str, str])


def kinds(pupils: Pupils, area: Area) -> None:
    """Kinds of figures are numbers, arrays or quantities to a type checker; functions give quantities."""
    assert_type(pupils, units.Measured)
    assert_type(be.indicators.resources.teaching_area_per_pupil(teaching_area=area, pupils=pupils), units.Quantity)


def indicators(id: str) -> None:
    """An indicator gives a quantity or an outcome, as its id says."""
    equipment = be.catalogue["R6"](equipment_value=300_000, pupils=100)
    assert_type(equipment.magnitude, float | NDArray[np.float64])
    assert_type(be.catalogue["G1"](layout_compliant=True), be.Outcome | Outcomes)
    assert_type(be.catalogue[id](), units.Quantity | be.Outcome | Outcomes)
