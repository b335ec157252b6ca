"""How a county's files were read, in words: what was renamed, converted, passed over and doubted, and where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from balanced_edu.remarks import Reading, Remark, RemarkKind
from balanced_edu.report.document import Column, Document, Fold, Heading, Paragraph, Role, Table
from balanced_edu.report.doubts import doubt_sentence, doubtful_place
from balanced_edu.report.words import Words

if TYPE_CHECKING:
    from balanced_edu.assessment.doubts import Doubt

_LISTED = 1000
DOUBTED = "doubted"


def reading_fold(reading: Reading | None, doubts: Sequence[Doubt], words: Words) -> Iterator[Fold]:
    """How the files were read, folded; nothing of a county that was not read from files."""
    if reading is not None:
        yield Fold(words.text("reading.heading"), [_table(reading, doubts, words)])


def reading_document(title: str, reading: Reading, doubts: Sequence[Doubt], words: Words) -> Document:
    """The report on how a county's files were read, and on what is doubtful in them.

    Examples
    --------
    >>> from balanced_edu.remarks import RemarkCode
    >>> from balanced_edu.report import text
    >>> from balanced_edu.report.words import words_of
    >>> remark = Remark(RemarkCode.TOTAL, "county.xlsx:学校!A9", {"given": "合计"})
    >>> print(text.render(reading_document("示例县", Reading([remark]), [], words_of("zh"))))
    示例县
    <BLANKLINE>
    读取说明
    --------
    数据按以下说明读取；如与原意不符，请修改文件后重新读取。
      处理  位置                 说明
      略过  county.xlsx:学校!A9  合计行：合计
    """
    return Document(
        title=title,
        lang=words.tag,
        summary=words.text("reading.sheet"),
        blocks=[
            Heading(words.text("reading.heading")),
            Paragraph(words.text("reading.lead"), Role.LEAD),
            _table(reading, doubts, words),
        ],
    )


def _table(reading: Reading, doubts: Sequence[Doubt], words: Words) -> Table:
    words = words.about(reading)
    rows = [
        *(
            (words.text(f"reading.kinds.{kind.name.lower()}"), remark.place, _sentence(remark, words))
            for kind in RemarkKind
            for remark in reading.of(kind)
        ),
        *(
            (
                words.text(f"reading.kinds.{DOUBTED}"),
                doubtful_place(doubt, reading, words),
                doubt_sentence(doubt, words),
            )
            for doubt in doubts
        ),
    ]
    return Table(
        name=words.text("reading.sheet"),
        columns=[Column(words.text(f"reading.{head}")) for head in ("kind", "place", "what")],
        rows=rows[:_LISTED],
        notes=words.more(len(rows), _LISTED),
    )


def _sentence(remark: Remark, words: Words) -> str:
    return words.text(f"reading.codes.{remark.code.name.lower()}", **remark.figures)
