"""Measures that city plans add to the national method: aims of Wenling's plan of 2020.

The three growths of funds (三个增长) are four checks: the appropriation grows faster than regular revenue; expenditure
per pupil grows; teachers' pay grows; public funds per pupil grow.
"""
# The operators of pint's quantities are typed for more than is passed here.
# pyright: reportOperatorIssue=false, reportReturnType=false

from __future__ import annotations

from balanced_edu.indicators.declare import measure
from balanced_edu.indicators.quantities import Events, Measured, Money, Pupils


@measure(
    "W1",
    unit="percent",
    formula="100 × (growth of compulsory_appropriation over the year before − that of regular_revenue)",
)
def growth_of_appropriation_over_revenue(
    *,
    compulsory_appropriation: Money,
    compulsory_appropriation_before: Money,
    regular_revenue: Money,
    regular_revenue_before: Money,
) -> Measured:
    """Growth of the appropriation for compulsory education beyond that of regular revenue, in percentage points.

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

    Source: 温岭市创建全国义务教育优质均衡发展市实施方案, 三(一); 义务教育法第四十二条.
    """
    growth = compulsory_appropriation / compulsory_appropriation_before
    return 100 * (growth - regular_revenue / regular_revenue_before)


@measure("W2", unit="yuan")
def growth_of_expenditure_per_pupil(*, expenditure_per_pupil: Money, expenditure_per_pupil_before: Money) -> Measured:
    """Growth of the expenditure on compulsory education per pupil over the year before.

    Official name: 按在校学生人数平均的义务教育费用逐步增长.

    Examples
    --------
    >>> print(growth_of_expenditure_per_pupil(expenditure_per_pupil=15200, expenditure_per_pupil_before=15000))
    200.0 yuan

    Source: 温岭市创建全国义务教育优质均衡发展市实施方案, 三(一); 义务教育法第四十二条.
    """
    return expenditure_per_pupil - expenditure_per_pupil_before


@measure("W3", unit="yuan")
def growth_of_teacher_pay(*, teacher_pay: Money, teacher_pay_before: Money) -> Measured:
    """Growth of the average pay of the staff over the year before.

    Official name: 教职工工资逐步增长.

    Examples
    --------
    >>> print(growth_of_teacher_pay(teacher_pay=121000, teacher_pay_before=118000))
    3000.0 yuan

    Source: 温岭市创建全国义务教育优质均衡发展市实施方案, 三(一); 义务教育法第四十二条.
    """
    return teacher_pay - teacher_pay_before


@measure("W4", unit="yuan")
def growth_of_public_funds_per_pupil(
    *, public_funds_per_pupil: Money, public_funds_per_pupil_before: Money
) -> Measured:
    """Growth of public funds per pupil over the year before.

    Official name: 学生人均公用经费逐步增长.

    Examples
    --------
    >>> print(growth_of_public_funds_per_pupil(public_funds_per_pupil=1100, public_funds_per_pupil_before=1100))
    0.0 yuan

    Source: 温岭市创建全国义务教育优质均衡发展市实施方案, 三(一); 义务教育法第四十二条.
    """
    return public_funds_per_pupil - public_funds_per_pupil_before


@measure("W5", unit="percent")
def on_time_entry_share(*, junior_age_children_on_time: Pupils, junior_age_children: Pupils) -> Measured:
    """Share of the children of junior school age who entered on time.

    Official name: 初中适龄儿童按时入学率.

    Examples
    --------
    >>> print(on_time_entry_share(junior_age_children_on_time=5000, junior_age_children=5000))
    100.0 percent

    Source: 温岭市创建全国义务教育优质均衡发展市实施方案, 附件2 教育质量 1.
    """
    return 100 * junior_age_children_on_time / junior_age_children


@measure("W6", unit="event")
def events_in_the_year(*, school_events: Events) -> Measured:
    """School-wide events of arts or science on a campus in the year.

    Official name: 全校性校园文化艺术、科技活动.

    Examples
    --------
    >>> print(events_in_the_year(school_events=1))
    1.0 event

    Source: 温岭市创建全国义务教育优质均衡发展市实施方案, 附件2 教育质量 6.
    """
    return school_events


@measure("W7", unit="event")
def sports_meetings_in_the_year(*, sports_meetings: Events) -> Measured:
    """Sports meetings of a campus in the year.

    Official name: 运动会.

    Examples
    --------
    >>> print(sports_meetings_in_the_year(sports_meetings=2))
    2.0 event

    Source: 温岭市创建全国义务教育优质均衡发展市实施方案, 附件2 教育质量 6.
    """
    return sports_meetings


@measure("W8", unit="pupil")
def pupils_in_small_class(*, largest_class: Pupils) -> Measured:
    """Pupils of the largest class of a section, for the aim of small classes.

    Official name: 小班化教学.

    Examples
    --------
    >>> print(pupils_in_small_class(largest_class=30))
    30.0 pupil

    Source: 温岭市创建全国义务教育优质均衡发展市实施方案, 附件2 政府保障程度 5.
    """
    return largest_class
