"""What city plans ask besides the national method: aims of Wenling's plan of 2020.

The three growths of funds (三个增长) are four checks: the appropriation grows faster than regular revenue; expenditure
a pupil grows; teachers' pay grows; public funds a pupil grow.
"""
# The operators of pint's quantities are typed for more than is passed here.
# pyright: reportOperatorIssue=false, reportReturnType=false

from __future__ import annotations

from typing import TYPE_CHECKING

from balanced_edu.indicators.catalogue import measure

if TYPE_CHECKING:
    from balanced_edu.units import Measured


@measure(
    "W1",
    unit="percent",
    formula="100 × (growth of compulsory_appropriation over the year before − that of regular_revenue)",
    compulsory_appropriation="yuan",
    compulsory_appropriation_before="yuan",
    regular_revenue="yuan",
    regular_revenue_before="yuan",
)
def growth_of_appropriation_over_revenue(
    *,
    compulsory_appropriation: Measured,
    compulsory_appropriation_before: Measured,
    regular_revenue: Measured,
    regular_revenue_before: Measured,
) -> Measured:
    """By how much the appropriation for compulsory education grew faster than regular revenue, in points of percent.

    Official name: 财政拨款的增长比例高于财政经常性收入的增长比例.

    Examples
    --------
    >>> print(growth_of_appropriation_over_revenue(
    ...     compulsory_appropriation=125,
    ...     compulsory_appropriation_before=100,
    ...     regular_revenue=150,
    ...     regular_revenue_before=125,
    ... ).round(6))
    5.0 percent
    """
    growth = compulsory_appropriation / compulsory_appropriation_before
    return 100 * (growth - regular_revenue / regular_revenue_before)


@measure(
    "W2",
    unit="yuan",
    formula="expenditure_per_pupil − expenditure_per_pupil_before",
    expenditure_per_pupil="yuan",
    expenditure_per_pupil_before="yuan",
)
def growth_of_expenditure_per_pupil(
    *, expenditure_per_pupil: Measured, expenditure_per_pupil_before: Measured
) -> Measured:
    """By how much the expenditure on compulsory education a pupil grew over the year before.

    Official name: 按在校学生人数平均的义务教育费用逐步增长.

    Examples
    --------
    >>> print(growth_of_expenditure_per_pupil(expenditure_per_pupil=15200, expenditure_per_pupil_before=15000))
    200.0 yuan
    """
    return expenditure_per_pupil - expenditure_per_pupil_before


@measure(
    "W3",
    unit="yuan",
    formula="teacher_pay − teacher_pay_before",
    teacher_pay="yuan",
    teacher_pay_before="yuan",
)
def growth_of_teacher_pay(*, teacher_pay: Measured, teacher_pay_before: Measured) -> Measured:
    """By how much the average pay of the staff grew over the year before.

    Official name: 教职工工资逐步增长.

    Examples
    --------
    >>> print(growth_of_teacher_pay(teacher_pay=121000, teacher_pay_before=118000))
    3000.0 yuan
    """
    return teacher_pay - teacher_pay_before


@measure(
    "W4",
    unit="yuan",
    formula="public_funds_per_pupil − public_funds_per_pupil_before",
    public_funds_per_pupil="yuan",
    public_funds_per_pupil_before="yuan",
)
def growth_of_public_funds_per_pupil(
    *, public_funds_per_pupil: Measured, public_funds_per_pupil_before: Measured
) -> Measured:
    """By how much public funds a pupil grew over the year before.

    Official name: 学生人均公用经费逐步增长.

    Examples
    --------
    >>> print(growth_of_public_funds_per_pupil(public_funds_per_pupil=1100, public_funds_per_pupil_before=1100))
    0.0 yuan
    """
    return public_funds_per_pupil - public_funds_per_pupil_before


@measure(
    "W5",
    unit="percent",
    formula="100 × junior_age_children_on_time / junior_age_children",
    junior_age_children_on_time="pupil",
    junior_age_children="pupil",
)
def on_time_entry_share(*, junior_age_children_on_time: Measured, junior_age_children: Measured) -> Measured:
    """Share of the children of junior school age who entered on time.

    Official name: 初中适龄儿童按时入学率.

    Examples
    --------
    >>> print(on_time_entry_share(junior_age_children_on_time=5000, junior_age_children=5000))
    100.0 percent
    """
    return 100 * junior_age_children_on_time / junior_age_children


@measure("W6", unit="event", formula="school_events", school_events="event")
def events_in_the_year(*, school_events: Measured) -> Measured:
    """School-wide events of arts or science on a campus in the year.

    Official name: 全校性校园文化艺术、科技活动.

    Examples
    --------
    >>> print(events_in_the_year(school_events=1))
    1.0 event
    """
    return school_events


@measure("W7", unit="event", formula="sports_meetings", sports_meetings="event")
def sports_meetings_in_the_year(*, sports_meetings: Measured) -> Measured:
    """Sports meetings of a campus in the year.

    Official name: 运动会.

    Examples
    --------
    >>> print(sports_meetings_in_the_year(sports_meetings=2))
    2.0 event
    """
    return sports_meetings


@measure("W8", unit="pupil", formula="largest_class", largest_class="pupil")
def pupils_in_small_class(*, largest_class: Measured) -> Measured:
    """Pupils of the largest class of a section, held against the aim of small classes.

    Official name: 小班化教学.

    Examples
    --------
    >>> print(pupils_in_small_class(largest_class=30))
    30.0 pupil
    """
    return largest_class
