"""What the 2012 method for basic balance (义务教育基本均衡) measures besides what the method of 2017 still does.

Three of its eight indicators are R4, R5 and R6 of the later method: teaching area, sports area and equipment a pupil.
"""
# The operators of pint's quantities are typed for more than is passed here.
# pyright: reportOperatorIssue=false

from __future__ import annotations

from typing import TYPE_CHECKING

from balanced_edu.indicators.catalogue import measure

if TYPE_CHECKING:
    from balanced_edu.units import Measured


@measure(
    "B4", unit="computer / hundred_pupils", formula="100 × computers / pupils", computers="computer", pupils="pupil"
)
def computers_per_hundred(*, computers: Measured, pupils: Measured) -> Measured:
    """Computers per hundred pupils.

    Official name: 每百名学生拥有计算机台数.

    Examples
    --------
    >>> print(computers_per_hundred(computers=120, pupils=1000))
    12.0 computer / hundred_pupils

    Source: 教督〔2012〕3号《县域义务教育均衡发展督导评估暂行办法》.
    """
    return 100 * computers / pupils


@measure("B5", unit="book / pupil", formula="books / pupils", books="book", pupils="pupil")
def books_per_pupil(*, books: Measured, pupils: Measured) -> Measured:
    """Books a pupil.

    Official name: 生均图书册数.

    Examples
    --------
    >>> print(books_per_pupil(books=9712, pupils=166).round(1))
    58.5 book / pupil

    Source: 教督〔2012〕3号《县域义务教育均衡发展督导评估暂行办法》.
    """
    return books / pupils


@measure("B6", unit="teacher / pupil", formula="teachers / pupils", teachers="teacher", pupils="pupil")
def teachers_per_pupil(*, teachers: Measured, pupils: Measured) -> Measured:
    """Teachers a pupil.

    Official name: 师生比.

    Examples
    --------
    >>> print(teachers_per_pupil(teachers=50, pupils=1000))
    0.05 teacher / pupil

    Source: 教督〔2012〕3号《县域义务教育均衡发展督导评估暂行办法》.
    """
    return teachers / pupils


@measure(
    "B7",
    unit="teacher / pupil",
    formula="teachers_above_required / pupils",
    teachers_above_required="teacher",
    pupils="pupil",
)
def teachers_above_required_per_pupil(*, teachers_above_required: Measured, pupils: Measured) -> Measured:
    """Teachers above the required education a pupil.

    Official name: 生均高于规定学历教师数.

    Examples
    --------
    >>> print(teachers_above_required_per_pupil(teachers_above_required=42, pupils=1000))
    0.042 teacher / pupil

    Source: 教督〔2012〕3号《县域义务教育均衡发展督导评估暂行办法》.
    """
    return teachers_above_required / pupils


@measure(
    "B8",
    unit="teacher / pupil",
    formula="middle_rank_teachers / pupils",
    middle_rank_teachers="teacher",
    pupils="pupil",
)
def middle_rank_teachers_per_pupil(*, middle_rank_teachers: Measured, pupils: Measured) -> Measured:
    """Teachers of middle or higher professional rank a pupil.

    Official name: 生均中级及以上专业技术职务教师数.

    Examples
    --------
    >>> print(middle_rank_teachers_per_pupil(middle_rank_teachers=30, pupils=1000))
    0.03 teacher / pupil

    Source: 教督〔2012〕3号《县域义务教育均衡发展督导评估暂行办法》.
    """
    return middle_rank_teachers / pupils
