"""Social recognition (社会认可度): one indicator, from a survey; and what the survey's sample is measured by."""
# The operators of pint's quantities are typed for more than is passed here.
# pyright: reportOperatorIssue=false

from __future__ import annotations

from balanced_edu.indicators.declare import measure
from balanced_edu.indicators.quantities import Measured, Persons


@measure("S1", unit="percent")
def satisfaction_rate(*, satisfied: Persons, surveyed: Persons) -> Measured:
    """Share of the valid questionnaires that are satisfied.

    Official name: 社会认可度 (问卷调查满意度). Those asked are pupils, parents, teachers, heads, delegates of the
    people's congress, members of the consultative conference and others; the rate counts them all alike. ``surveyed``
    is the number of valid questionnaires that came back (有效问卷数), never of those handed out.

    Examples
    --------
    >>> print(satisfaction_rate(satisfied=850, surveyed=1000))
    85.0 percent
    """
    return 100 * satisfied / surveyed


@measure("S1b", unit="percent")
def basic_satisfaction_rate(*, satisfied: Persons, basically_satisfied: Persons, surveyed: Persons) -> Measured:
    """Share of the valid questionnaires that are satisfied or basically satisfied.

    Official name: 社会认可度, 含基本满意. For standards that count 基本满意 too.

    Examples
    --------
    >>> print(basic_satisfaction_rate(satisfied=800, basically_satisfied=50, surveyed=1000))
    85.0 percent

    Source: a choice; 教督〔2017〕6号, 社会认可度, does not say whether 基本满意 counts.
    """
    return 100 * (satisfied + basically_satisfied) / surveyed


@measure("S1c", unit="percent")
def satisfaction_rate_with_visits(
    *, satisfied: Persons, surveyed: Persons, visit_satisfied: Persons, visited: Persons
) -> Measured:
    """Share of the valid questionnaires and of the people visited, taken together, that are satisfied.

    Official name: 社会认可度, 含实地走访. For standards that count visits into the rate; a group that was not visited
    has 0 people visited, which is not the same as an empty cell.

    Examples
    --------
    >>> print(satisfaction_rate_with_visits(satisfied=850, surveyed=1000, visit_satisfied=48, visited=50))
    85.52380952380952 percent

    Source: a choice; 教督〔2017〕6号, 社会认可度, does not say whether visits count.
    """
    return 100 * (satisfied + visit_satisfied) / (surveyed + visited)


@measure("S1d", unit="percent")
def visit_satisfaction_rate(*, visit_satisfied: Persons, visited: Persons) -> Measured:
    """Share of the people visited who are satisfied.

    Official name: 实地走访满意度. The declaration form reports it beside the rate of the questionnaires.

    Examples
    --------
    >>> print(visit_satisfaction_rate(visit_satisfied=48, visited=50))
    96.0 percent

    Source: 全国义务教育优质均衡发展县（市、区）申报表, 表Ⅵ.
    """
    return 100 * visit_satisfied / visited


@measure("sample.per_mille", unit="permille")
def sample_per_mille(*, asked: Persons, residents: Persons) -> Measured:
    """People asked per thousand residents.

    Official name: 调查人数占常住人口的千分比.

    Examples
    --------
    >>> print(sample_per_mille(asked=618, residents=412_000))
    1.5 permille

    Source: 教督〔2012〕3号《县域义务教育均衡发展督导评估暂行办法》, which asks for 1.5 ‰.
    """
    return 1000 * asked / residents


@measure("sample.minimum", unit="person")
def sample_size(*, asked: Persons) -> Measured:
    """People asked.

    Official name: 调查人数.

    Examples
    --------
    >>> print(sample_size(asked=600))
    600.0 person

    Source: 教督〔2012〕3号《县域义务教育均衡发展督导评估暂行办法》, which asks for 600 in small counties.
    """
    return asked


@measure("sample.share", unit="percent")
def sample_share(*, asked_in_group: Persons, asked: Persons) -> Measured:
    """Share of a group among the people asked.

    Official name: 占调查人数的比例. Half of those asked and more should be parents.

    Examples
    --------
    >>> print(sample_share(asked_in_group=2400, asked=4000))
    60.0 percent

    Source: 教督〔2012〕3号《县域义务教育均衡发展督导评估暂行办法》, which asks for half.
    """
    return 100 * asked_in_group / asked


@measure("sample.returns", unit="percent")
def valid_return_rate(*, surveyed: Persons, handed_out: Persons) -> Measured:
    """Share of the questionnaires handed out that came back valid.

    Official name: 有效问卷回收率.

    Examples
    --------
    >>> print(valid_return_rate(surveyed=2400, handed_out=2500))
    96.0 percent

    Source: 教督〔2012〕3号《县域义务教育均衡发展督导评估暂行办法》, which asks for 70 %.
    """
    return 100 * surveyed / handed_out
