"""Education quality (教育质量): nine indicators, all of them required."""
# The operators of pint's quantities are typed for more than is passed here.
# pyright: reportOperatorIssue=false

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from balanced_edu.indicators.declare import judgement, measure
from balanced_edu.indicators.quantities import Dimensionless, Measured, Money, Pupils
from balanced_edu.outcomes import at_least

if TYPE_CHECKING:
    from balanced_edu.indicators.declare import Judged


def _capped(rate: Any) -> Any:
    """A rate of at most 100 %; what was divided by 0 is left to be refused."""
    if isinstance(rate, np.ndarray | np.floating):
        return np.where(np.isinf(rate), rate, np.minimum(rate, 100))[()]
    return min(rate, 100)


_RETENTION: dict[str, Any] = {
    "net of transfers": lambda graduates, entrants, into, out, deaths: (
        100 * (graduates - into + out) / (entrants - deaths)
    ),
    "transfers in the cohort": lambda graduates, entrants, into, out, deaths: (
        100 * graduates / (entrants + into - out - deaths)
    ),
    "transfers in the cohort, capped": lambda graduates, entrants, into, out, deaths: _capped(
        100 * graduates / (entrants + into - out)
    ),
    "graduates over entrants": lambda graduates, entrants, into, out, deaths: 100 * graduates / entrants,
}


@measure("Q1", unit="percent", choices={"formula": tuple(_RETENTION)})
def retention_rate(
    *,
    junior_graduates: Pupils,
    junior_entrants: Pupils,
    junior_transfers_in: Pupils,
    junior_transfers_out: Pupils,
    junior_deaths: Pupils,
    formula: str = "net of transfers",
) -> Measured:
    """Three-year retention in junior school, of the cohort that entered three years ago.

    Official name: 初中三年巩固率. `formula` names one of those in use:

    - ``"net of transfers"``: (graduates − in + out) / (entrants − deaths), the formula beside the declaration form;
    - ``"transfers in the cohort"``: graduates / (entrants + in − out − deaths);
    - ``"transfers in the cohort, capped"``: graduates / (entrants + in − out), at most 100 %;
    - ``"graduates over entrants"``: graduates / entrants.

    Examples
    --------
    >>> cohort = dict(junior_graduates=940, junior_entrants=1000, junior_transfers_in=30, junior_transfers_out=60,
    ...               junior_deaths=1)
    >>> print(retention_rate(**cohort).round(2))
    97.1 percent
    >>> print(retention_rate(**cohort, formula="graduates over entrants"))
    94.0 percent
    """
    rate: Measured = _RETENTION[formula](
        junior_graduates, junior_entrants, junior_transfers_in, junior_transfers_out, junior_deaths
    )
    return rate


@measure("Q2", unit="percent")
def disabled_enrolment_share(*, disabled_children_enrolled: Pupils, disabled_children: Pupils) -> Measured:
    """Share of disabled children and young people who are enrolled; those taught at home count.

    Official name: 残疾儿童少年入学率. 送教上门 counts as enrolled.

    Examples
    --------
    >>> print(disabled_enrolment_share(disabled_children_enrolled=285, disabled_children=300))
    95.0 percent
    """
    return 100 * disabled_children_enrolled / disabled_children


@measure("Q2b", unit="percent")
def disabled_enrolment_share_at_school(
    *, disabled_children_enrolled: Pupils, disabled_children_taught_at_home: Pupils, disabled_children: Pupils
) -> Measured:
    """Share of disabled children and young people who are enrolled and come to school.

    Official name: 残疾儿童少年入学率, 不含送教上门. For standards that do not count children taught at home.

    Examples
    --------
    >>> print(disabled_enrolment_share_at_school(
    ...     disabled_children_enrolled=285, disabled_children_taught_at_home=15, disabled_children=300
    ... ))
    90.0 percent

    Source: a choice; 教督〔2017〕6号, 教育质量 2, does not say whether 送教上门 counts.
    """
    return 100 * (disabled_children_enrolled - disabled_children_taught_at_home) / disabled_children


@judgement("Q3", formula="has_charter and digital_management")
def charter_and_digital_management(*, has_charter: Judged, digital_management: Judged) -> Judged:
    """Whether a campus has a charter and manages and teaches digitally.

    Official name: 所有学校制定章程，实现学校管理与教学信息化.

    Examples
    --------
    >>> charter_and_digital_management(has_charter=False, digital_management=None)
    <Outcome.FAIL: -1>
    """
    parts: Any = (has_charter, digital_management)
    joined: Judged = at_least(2, parts)
    return joined


@measure("Q4", unit="percent")
def training_budget_share(*, training_budget: Money, public_funds_budget: Money) -> Measured:
    """Share of a campus's yearly public funds budgeted for the training of teachers.

    Official name: 按照不低于学校年度公用经费预算总额的5%安排教师培训经费.

    Examples
    --------
    >>> print(training_budget_share(training_budget=50000, public_funds_budget=1000000))
    5.0 percent
    """
    return 100 * training_budget / public_funds_budget


@measure("Q4b", unit="percent")
def training_final_share(*, training_final: Money, public_funds_final: Money) -> Measured:
    """Share of a campus's yearly public funds that was spent on the training of teachers, by the final accounts.

    Official name: 教师培训经费决算占学校年度公用经费决算总额的比例. For standards that look at the final accounts too.

    Examples
    --------
    >>> print(training_final_share(training_final=50000, public_funds_final=1000000))
    5.0 percent

    Source: forms that the districts of Shenyang fill in.
    """
    return 100 * training_final / public_funds_final


@judgement("Q5")
def teaching_is_digital(*, digital_teaching: Judged) -> Judged:
    """Whether teachers use information technology with skill and the facilities are well used.

    Official name: 教师能熟练运用信息化手段组织教学，设施设备利用率达到较高水平.

    Examples
    --------
    >>> teaching_is_digital(digital_teaching=True)
    <Outcome.PASS: 1>
    """
    return digital_teaching


@measure("Q6", unit="dimensionless")
def moral_education_grade(*, moral_education: Dimensionless) -> Measured:
    """Grade of moral education on a campus: 1 不合格, 2 合格, 3 良好, 4 优秀.

    Official name: 德育工作水平.

    Examples
    --------
    >>> print(moral_education_grade(moral_education=3))
    3.0 dimensionless
    """
    return moral_education


@measure("Q6", unit="dimensionless")
def campus_culture_grade(*, campus_culture: Dimensionless) -> Measured:
    """Grade of campus culture: 1 不合格, 2 合格, 3 良好, 4 优秀.

    Official name: 校园文化建设水平.

    Examples
    --------
    >>> print(campus_culture_grade(campus_culture=4))
    4.0 dimensionless
    """
    return campus_culture


@judgement("Q7")
def curriculum_is_complete(*, curriculum_complete: Judged) -> Judged:
    """Whether the curriculum is offered in full and in order.

    Official name: 课程开齐开足，教学秩序规范，综合实践活动有效开展.

    Examples
    --------
    >>> curriculum_is_complete(curriculum_complete=True)
    <Outcome.PASS: 1>
    """
    return curriculum_complete


@judgement("Q8")
def burden_is_not_excessive(*, no_excess_burden: Judged) -> Judged:
    """Whether there is no excessive burden of school work.

    Official name: 无过重课业负担.

    Examples
    --------
    >>> burden_is_not_excessive(no_excess_burden=None)
    <Outcome.UNKNOWN: 0>
    """
    return no_excess_burden


@measure("Q9", unit="dimensionless")
def monitoring_level(*, level: Dimensionless) -> Measured:
    """Level of the county in one subject of national monitoring: 1 to 4 for Ⅰ to Ⅳ.

    Official name: 国家义务教育质量监测学业水平等级.

    Examples
    --------
    >>> print(monitoring_level(level=3))
    3.0 dimensionless
    """
    return level


@measure("Q9", unit="percent")
def pupils_at_level_3(*, share_at_level_3: Dimensionless) -> Measured:
    """Share of pupils who reach level Ⅲ in one subject, another way to state the level.

    Official name: 学业水平达到Ⅲ级以上学生比例.

    Examples
    --------
    >>> print(pupils_at_level_3(share_at_level_3=0.85))
    85.0 percent
    """
    return 100 * share_at_level_3


@measure("Q9", unit="dimensionless")
def monitored_between_school_share(*, between_school_share: Dimensionless) -> Measured:
    """Published between-school share of the variance of scores in one subject, 0 to 1.

    Official name: 校际差异率.

    Examples
    --------
    >>> from balanced_edu import units
    >>> print(monitored_between_school_share(between_school_share=units.quantity(12.5, "percent")))
    0.125 dimensionless
    """
    return between_school_share
