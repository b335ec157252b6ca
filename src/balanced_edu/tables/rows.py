"""Rows of a table that are no records: totals, footnotes, examples, and headings that are repeated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import attrs

from balanced_edu.identity import compact
from balanced_edu.notes import WHOLE, Notes
from balanced_edu.remarks import RemarkCode
from balanced_edu.tables.headings import Head, Row, note_unit_of_all
from balanced_edu.tables.names import beside, plain_name

TOTALS = (
    *("合计", "总计", "小计", "共计", "总和", "累计", "汇总", "全县", "全市", "全区", "合計", "總計", "小計"),
    *("平均", "平均值", "平均数", "均值", "最大值", "最小值", "中位数", "标准差"),
    *("total", "totals", "sum", "average", "mean"),
)
"""How the code or name of a row ends that is no campus, but a figure of several; after it come numbers at most."""

EXAMPLE = "示例"
"""How the code of a row begins that shows how a template is filled in."""

_TOTAL = re.compile("|".join(TOTALS))
_BRACKETED = re.compile(r"[(\[【〔〖「『《<{]([^()\[\]【】〔〕〖〗「」『』《》<>{}]*)[)\]】〕〗」』》>}]")
_COUNTED = re.compile(r"[\W\d_]*(?:\d+[^\W\d_]{0,3})?[\W_]*\Z")  # 合计：, 共计12所
_COLUMN_NUMBER = re.compile(r"l?\d{1,3}|[甲乙丙丁戊]")


def is_total(text: str) -> bool:
    """Whether a code or name is that of a total row, by its end or by what is in brackets.

    >>> is_total("全县 合 计："), is_total("合计（小学）"), is_total("竹溪镇【小计】"), is_total("共计12所")
    (True, True, True, True)
    >>> is_total("总计路小学"), is_total("第一小学（含合计表）")
    (False, False)
    """
    word = compact(text).casefold()
    pieces = (_BRACKETED.sub("", word), *_BRACKETED.findall(word))
    return any(_TOTAL.search(piece) and _COUNTED.sub("", piece).endswith(TOTALS) for piece in pieces)


def is_total_alone(text: str) -> bool:
    """Whether a text is the word for a total and nothing else but a number, a bracket or a sign.

    >>> is_total_alone("小计："), is_total_alone("合计（2人）"), is_total_alone("张总计")
    (True, True, False)
    """
    return _COUNTED.sub("", _BRACKETED.sub("", compact(text).casefold())) in TOTALS


def is_footnote(text: str) -> bool:
    """Whether the first cell of a row begins a footnote: a word such as 注 or 填表人, and a colon.

    >>> is_footnote("注：1.本表由学校填报。"), is_footnote("填表人： 张三"), is_footnote("注水小学")
    (True, True, False)
    """
    word, colon, _ = compact(text).partition(":")
    return bool(colon) and plain_name(word.rstrip("0123456789")) in beside("footnotes")


@attrs.define(slots=True)
class Besides:
    """Passes over the rows of a table that are no records, with a remark on each.

    Attributes
    ----------
    head
        The headings of the table.
    keys
        The fields by which a row is known, such as its code and name.
    notes
        Takes the remarks.
    names
        The fields with names of persons, which may end in any word, and are totals only as a whole.
    """

    head: Head
    keys: tuple[str, ...]
    notes: Notes
    names: tuple[str, ...] = ()
    _after_footnote: bool = attrs.field(default=False, init=False)

    def passes_over(self, row: Row) -> bool:
        """Whether a row is no record, on which a remark is made then."""
        number, cells = row
        filled = [(position, text) for position, text in enumerate(cells) if text]
        position, text = filled[0]
        known = self._given(self._positions(), cells)
        totals = [(p, cell) for p, cell in known if is_total(cell)]
        totals += [(p, cell) for p, cell in self._given(self._columns(self.names), cells) if is_total_alone(cell)]
        code = None
        if totals:
            code, (position, text) = RemarkCode.TOTAL, totals[0]
        elif is_footnote(text) or (self._after_footnote and len(filled) == 1):
            code, self._after_footnote = RemarkCode.FOOTNOTE, True
        elif any(compact(cell).startswith(EXAMPLE) for _, cell in known[:1]):
            code = RemarkCode.EXAMPLE
        elif self._are_headings(filled) or self._are_column_numbers(number, filled):
            code = RemarkCode.HEADINGS
        if code is not None:
            self.notes.remark(code, number, WHOLE, position, given=text)
        if code is RemarkCode.FOOTNOTE:
            note_unit_of_all(number, cells, self.notes)
        return code is not None

    def _positions(self) -> list[int]:
        """Where a row may say that it is a total: in its keys, or in the column that numbers the rows."""
        return [*self._columns(self.keys), *self.head.ordinals]

    def _columns(self, names: Iterable[str]) -> list[int]:
        return [self.head.columns[name].position for name in names if name in self.head.columns]

    @staticmethod
    def _given(positions: Iterable[int], cells: Sequence[str]) -> list[tuple[int, str]]:
        return [(p, cells[p]) for p in positions if p < len(cells) and cells[p]]

    def _are_headings(self, filled: Sequence[tuple[int, str]]) -> bool:
        """Whether every cell repeats the heading of its column."""
        headings, repeated = self._headings, 0
        for position, text in filled:
            if position in headings:
                if not _repeats(text, headings[position]):
                    return False
                repeated += 1
        return repeated > 1

    @cached_property
    def _headings(self) -> Mapping[int, str]:
        """The heading of each column that has a field, by its position."""
        return {column.position: compact(column.heading) for column in self.head.columns.values()}

    def _are_column_numbers(self, number: int, filled: Sequence[tuple[int, str]]) -> bool:
        """Whether a row just below the headings numbers the columns, as official forms do: 甲, 乙, 1, 2, or L1, L2."""
        if number != self.head.last + 1:
            return False
        marks = [plain_name(text) for _, text in filled]
        distinct = len(marks) > 2 and len(set(marks)) == len(marks)
        return distinct and all(map(_COLUMN_NUMBER.fullmatch, marks))


def _repeats(text: str, heading: str) -> bool:
    """Whether a cell repeats a heading, or one row of it."""
    return heading.startswith(compact(text)) or heading.endswith(compact(text))
