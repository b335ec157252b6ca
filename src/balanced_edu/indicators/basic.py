"""Measures of the 2012 method for basic balance (义务教育基本均衡) that the method of 2017 no longer has.

Three of its eight indicators are R4, R5 and R6 of the later method: teaching area, sports area and equipment per pupil.
"""
# The operators of pint's quantities are typed for more than is passed here.
# pyright: reportOperatorIssue=false

from __future__ import annotations

from balanced_edu.indicators.declare import measure
from balanced_edu.indicators.quantities import Books, Computers, Measured, Pupils, Teachers


@measure("B4", unit="computer / hundred_pupils")
def computers_per_hundred(*, computers: Computers, pupils: Pupils) -> Measured:
    """Computers per hundred pupils.

    Official name: 每百名学生拥有计算机台数.

    Examples
    --------
    >>> print(computers_per_hundred(computers=120, pupils=1000))
    12.0 computer / hundred_pupils

    Source: 教督〔2012〕3号《县域义务教育均衡发展督导评估暂行办法》.
    """
    return 100 * computers / pupils


@measure("B5", unit="book / pupil")
def books_per_pupil(*, books: Books, pupils: Pupils) -> Measured:
    """Books per pupil.

    Official name: 生均图书册数.

    Examples
    --------
    >>> print(books_per_pupil(books=9712, pupils=166).round(1))
    58.5 book / pupil

    Source: 教督〔2012〕3号《县域义务教育均衡发展督导评估暂行办法》.
    """
    return books / pupils


@measure("B6", unit="teacher / pupil")
def teachers_per_pupil(*, teachers: Teachers, pupils: Pupils) -> Measured:
    """Teachers per pupil.

    Official name: 师生比.

    Examples
    --------
    >>> print(teachers_per_pupil(teachers=50, pupils=1000))
    0.05 teacher / pupil

    Source: 教督〔2012〕3号《县域义务教育均衡发展督导评估暂行办法》.
    """
    return teachers / pupils


@measure("B7", unit="teacher / pupil")
def teachers_above_required_per_pupil(*, teachers_above_required: Teachers, pupils: Pupils) -> Measured:
    """Teachers above the required education per pupil.

    Official name: 生均高于规定学历教师数.

    Examples
    --------
    >>> print(teachers_above_required_per_pupil(teachers_above_required=42, pupils=1000))
    0.042 teacher / pupil

    Source: 教督〔2012〕3号《县域义务教育均衡发展督导评估暂行办法》.
    """
    return teachers_above_required / pupils


@measure("B8", unit="teacher / pupil")
def middle_rank_teachers_per_pupil(*, middle_rank_teachers: Teachers, pupils: Pupils) -> Measured:
    """Teachers of middle or higher professional rank per pupil.

    Official name: 生均中级及以上专业技术职务教师数.

    Examples
    --------
    >>> print(middle_rank_teachers_per_pupil(middle_rank_teachers=30, pupils=1000))
    0.03 teacher / pupil

    Source: 教督〔2012〕3号《县域义务教育均衡发展督导评估暂行办法》.
    """
    return middle_rank_teachers / pupils
