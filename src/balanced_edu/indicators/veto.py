"""Veto (一票否决): six grounds, any of which keeps a county from being recognised.

Each function takes whether its ground was found, and passes if it was not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from balanced_edu.indicators.declare import judgement

if TYPE_CHECKING:
    from balanced_edu.indicators.declare import Judged


def _not(ground: Any) -> Judged:
    """Pass if the ground was not found, fail if it was."""
    opposite: Judged = -ground
    return opposite


@judgement("V1")
def no_exam_based_admission(*, exam_based_admission: Judged) -> Judged:
    """No admission by examination was found.

    Official name: 存在以考试方式招生.

    Examples
    --------
    >>> no_exam_based_admission(exam_based_admission=False)
    <Outcome.PASS: 1>
    """
    return _not(exam_based_admission)


@judgement("V2")
def no_illegal_school_choice(*, illegal_school_choice: Judged) -> Judged:
    """No school choice against the rules was found.

    Official name: 存在违规择校行为.

    Examples
    --------
    >>> no_illegal_school_choice(illegal_school_choice=True)
    <Outcome.FAIL: -1>
    """
    return _not(illegal_school_choice)


@judgement("V3")
def no_key_schools_or_classes(*, key_schools_or_classes: Judged) -> Judged:
    """No key schools or key classes were found.

    Official name: 存在重点学校或重点班.

    Examples
    --------
    >>> no_key_schools_or_classes(key_schools_or_classes=None)
    <Outcome.UNKNOWN: 0>
    """
    return _not(key_schools_or_classes)


@judgement("V4")
def no_unfilled_quota_or_off_quota_staff(*, unfilled_quota_or_off_quota_staff: Judged) -> Judged:
    """No posts left unfilled and no long-term use of off-quota teachers were found.

    Official name: 存在“有编不补”或长期聘用编外教师的情况.

    Examples
    --------
    >>> no_unfilled_quota_or_off_quota_staff(unfilled_quota_or_off_quota_staff=False)
    <Outcome.PASS: 1>
    """
    return _not(unfilled_quota_or_off_quota_staff)


@judgement("V5")
def no_major_accident_or_serious_violation(*, major_accident_or_serious_violation: Judged) -> Judged:
    """No major safety accident and no serious breach of discipline or law in education was found.

    Official name: 教育系统存在重大安全责任事故和严重违纪违规事件.

    Examples
    --------
    >>> no_major_accident_or_serious_violation(major_accident_or_serious_violation=False)
    <Outcome.PASS: 1>
    """
    return _not(major_accident_or_serious_violation)


@judgement("V6")
def no_fraud(*, fraud: Judged) -> Judged:
    """No fraud was found.

    Official name: 有弄虚作假行为.

    Examples
    --------
    >>> no_fraud(fraud=True)
    <Outcome.FAIL: -1>
    """
    return _not(fraud)
