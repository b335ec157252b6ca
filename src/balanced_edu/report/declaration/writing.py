"""The filled declaration form as a workbook (extra ``excel``): merged heads, borders, pages that are ready to print."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING, Any

from balanced_edu.extras import package
from balanced_edu.message import Message
from balanced_edu.paper import set_lines, set_up_page, write_text
from balanced_edu.report.declaration.figures import Filled
from balanced_edu.report.declaration.listing import Listing, listings_of, rounded_text
from balanced_edu.report.workbook import text_that_fits, title_of_sheet
from balanced_edu.text import plain, width_of

if TYPE_CHECKING:
    from balanced_edu.report.declaration.filling import Declaration, Table
    from balanced_edu.report.words import Words

_WIDTH_OF_NOTES, _HEIGHT_OF_NOTES = 320, 120


def workbook_of(declaration: Declaration, words: Words) -> bytes:
    """The form and the lists behind it.

    Raises
    ------
    ModuleNotFoundError
        If openpyxl is missing.
    """
    openpyxl = package("openpyxl", extra="excel", needed_by=Message("the declaration form"))
    book = openpyxl.Workbook()
    book.remove(book.active)
    for table in declaration.tables:
        _write_table(book.create_sheet(title_of_sheet(table.title)), table)
    for listing in listings_of(declaration, words):
        _write_listing(book.create_sheet(title_of_sheet(listing.title)), listing)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _write_table(sheet: Any, table: Table) -> None:
    layout = table.layout
    for letter, width in zip(_LETTERS, layout.widths, strict=False):
        sheet.column_dimensions[letter].width = width
    for cells in layout.grid.split():
        for cell in (cell for row in sheet[cells] for cell in row):
            _lay_out(cell, left=False)
            cell.border = _border()
    for place, text in table.heads.items():
        _write(sheet[place], Filled(value=text))
        head = sheet[place].row <= layout.repeat[1] or sheet[place].row == layout.again
        beside = sheet[place].column_letter in layout.left or not sheet[place].border.left.style
        _lay_out(sheet[place], left=beside and not head, bold=head)
    for place, answer in table.answers.items():
        _write(sheet[place], answer)
        _lay_out(sheet[place], left=sheet[place].column_letter in layout.left)
    for merged in layout.merges:
        sheet.merge_cells(merged)
    _fit_rows(sheet)
    _set_page(sheet, f"{layout.repeat[0]}:{layout.repeat[1]}")
    sheet.freeze_panes = f"A{layout.repeat[1] + 1}"


_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _write(cell: Any, answer: Filled) -> None:
    if isinstance(answer.value, str):
        write_text(cell, text_that_fits(plain(answer.value)))
    elif answer.value is not None:
        cell.value = answer.value
        cell.number_format = f"0.{'0' * answer.places}" if answer.places else "0"
    if answer.rounded:
        comments = package("openpyxl.comments", extra="excel", needed_by=Message("the declaration form"))
        said = "\n".join(rounded_text(one) for one in answer.rounded)
        cell.comment = comments.Comment(said, "balanced-edu", width=_WIDTH_OF_NOTES, height=_HEIGHT_OF_NOTES)


def _lay_out(cell: Any, *, left: bool, bold: bool = False) -> None:
    cell.alignment = _alignment("left" if left else "center")
    cell.font = _font(bold=bold, size=14 if bold and cell.row == 1 else 10)


# A style is made once, and stands in as many cells as it is given to.


@cache
def _alignment(horizontal: str) -> Any:
    return _styles().Alignment(horizontal=horizontal, vertical="center", wrap_text=True)


@cache
def _font(*, bold: bool, size: int) -> Any:
    return _styles().Font(name="宋体", bold=bold, size=size)


@cache
def _border() -> Any:
    line = _styles().Side(style="thin")
    return _styles().Border(left=line, right=line, top=line, bottom=line)


def _styles() -> Any:
    return package("openpyxl.styles", extra="excel", needed_by=Message("the declaration form"))


def _fit_rows(sheet: Any) -> None:
    """Make each row as high as its longest text needs, which programs do themselves only where cells are not merged."""
    spans = {merged.coord.partition(":")[0]: merged for merged in sheet.merged_cells.ranges}
    for row in sheet.iter_rows():
        lines = max((_lines(sheet, cell, spans) for cell in row if isinstance(cell.value, str)), default=1)
        # The title is in a larger type.
        set_lines(sheet, row[0].row, 2 * lines if row[0].row == 1 else lines)


def _lines(sheet: Any, cell: Any, spans: Mapping[str, Any]) -> int:
    """Lines of a text in each row that its cell spans."""
    merged = spans.get(cell.coordinate)
    size: Mapping[str, int] = {"columns": 1, "rows": 1} if merged is None else merged.size
    letters = _LETTERS[cell.column - 1 : cell.column - 1 + size["columns"]]
    width: float = sum(sheet.column_dimensions[letter].width - 1.5 for letter in letters)
    return ceil(ceil(width_of(cell.value) / width) / size["rows"])


def _set_page(sheet: Any, repeated: str) -> None:
    """A4, landscape, as wide as the page, with the heads on each."""
    set_up_page(sheet, heads=repeated)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.print_options.horizontalCentered = True


def _write_listing(sheet: Any, listing: Listing) -> None:
    for letter, width in zip(_LETTERS, listing.widths, strict=False):
        sheet.column_dimensions[letter].width = width
    for row, texts in enumerate((listing.heads, *listing.rows), start=1):
        for column, text in enumerate(texts, start=1):
            cell = sheet.cell(row, column)
            _write(cell, Filled(value=text))
            _lay_out(cell, left=row > 1, bold=False)
            cell.border = _border()
    _fit_rows(sheet)
    _set_page(sheet, "1:1")
    sheet.freeze_panes = "A2"
