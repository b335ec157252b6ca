"""What the parts of a workbook say of a sheet beside its values: errors, formulas, percentages, and what is hidden.

>>> is_part("xl/worksheets/sheet1.xml"), is_part("xl/vbaProject.bin"), is_part("xl/externalLinks/externalLink1.xml")
(True, False, False)
"""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import TypeVar
from xml.etree import ElementTree

import attrs

from balanced_edu.message import Message
from balanced_edu.notes import ReadingError
from balanced_edu.tables.headings import Merged
from balanced_edu.text import quoted

R = TypeVar("R")

_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/(?:_rels/)?workbook\.xml(?:\.rels)?|xl/(?:styles|sharedStrings)\.xml"
    r"|xl/worksheets/[^/]+\.xml|mimetype|content\.xml|META-INF/manifest\.xml",
    re.IGNORECASE,
)


def is_part(name: str) -> bool:
    """Whether a part is needed to read the sheets: not macros, links to other files, or pictures."""
    return bool(_PARTS.fullmatch(name))


MOST_CELLS = 2_000_000
"""Cells of the largest sheet that is read, from its first to its last: between them calamine makes all of them."""


@attrs.frozen(slots=True)
class Unseen:
    """What a sheet's part says beside the values; rows are numbers, columns positions from 0.

    Attributes
    ----------
    height, width
        The last row and the number of columns with anything in them.
    errors
        What cells show in place of a value.
    without_value
        Cells with a formula whose value is not stored.
    percents
        Cells that show a percentage.
    hidden_rows, hidden_columns
        What is hidden.
    merged
        Merged cells.
    """

    height: int = 0
    width: int = 0
    errors: Mapping[tuple[int, int], str] = attrs.field(factory=dict)
    without_value: frozenset[tuple[int, int]] = frozenset()
    percents: frozenset[tuple[int, int]] = frozenset()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: Merged = ()


def looking_into(parts: Mapping[str, bytes]) -> Callable[[str], Unseen]:
    """What the parts say of each sheet, by its name; without parts, nothing.

    The sheets of a document of LibreOffice are all in one part, and are looked at at once.

    Raises
    ------
    ReadingError
        If they are damaged, or a sheet is too large; also when a sheet of Excel is asked for.
    """
    if "content.xml" in parts:
        return _unless_damaged(_in_opendocument, parts["content.xml"]).__getitem__
    return lambda sheet: _unless_damaged(_in_excel, parts, sheet) if parts else Unseen()


def _unless_damaged(look: Callable[..., R], *given: object) -> R:
    try:
        return look(*given)
    except (KeyError, ValueError, IndexError, StopIteration, ElementTree.ParseError):
        raise ReadingError(Message("is damaged; open it, and save it as a new workbook")) from None


def check_size(sheet: str, height: int, width: int) -> None:
    """Refuse a sheet of more cells than are read.

    Raises
    ------
    ReadingError
        If there are more.
    """
    if height * width > MOST_CELLS:
        what = (
            "has the sheet {sheet}, whose last cell is in row {row:,} and column {column:,}; delete what is far from "
            "the table"
        )
        raise ReadingError(Message(what, sheet=quoted(sheet), row=height, column=width))


def _name(element: ElementTree.Element) -> str:
    """The name of an element without its namespace."""
    return _without_namespace(element.tag)


@lru_cache(maxsize=512)  # every cell has one of a few tags
def _without_namespace(tag: str) -> str:
    return tag.rpartition("}")[2]


def _attribute(element: ElementTree.Element, name: str, default: str = "") -> str:
    """An attribute by its name without its namespace."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), default)


# Excel (.xlsx).

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_PERCENT_FORMATS = (9, 10)  # built in: 0% and 0.00%


def _in_excel(parts: Mapping[str, bytes], sheet: str) -> Unseen:
    part, percent_styles = parts[_part_of(parts, sheet)], _percent_styles(parts.get("xl/styles.xml", b"<none/>"))
    height = width = row = 0
    errors: dict[tuple[int, int], str] = {}
    without, percents, hidden_rows, hidden_columns = set(), set(), set(), set()
    merged = []
    positions: dict[str, int] = {}  # of columns that have been named
    for element in _elements(_without_entities(part)):
        name = _without_namespace(element.tag)
        if name == "row":
            row = int(element.get("r", row + 1))
            if element.get("hidden") in ("1", "true"):
                hidden_rows.add(row)
            column, digits = 0, str(row)
            for cell in element:
                if _without_namespace(cell.tag) != "c":
                    continue
                given = cell.attrib
                lettered = given.get("r", "").removesuffix(digits)
                if lettered in positions:
                    at, column = row, positions[lettered]
                elif reference := _REFERENCE.fullmatch(given.get("r", "")):
                    at, column = int(reference[2]), _position(reference[1])
                    positions[reference[1]] = column
                else:
                    at = row
                value, kind, has_formula = None, given.get("t"), False
                for child in cell:
                    inside = _without_namespace(child.tag)
                    if inside == "v":
                        value = child.text
                    elif inside == "f":
                        has_formula = True
                if kind == "e" and value:
                    errors[at, column] = value
                elif has_formula and not value and kind != "str":  # a text may be empty
                    without.add((at, column))
                if given.get("s") in percent_styles:
                    percents.add((at, column))
                if value or has_formula or kind == "inlineStr":
                    height, width = max(height, at), max(width, column + 1)
                column += 1
            element.clear()
        elif name == "col" and element.get("hidden") in ("1", "true"):
            hidden_columns |= set(range(int(element.get("min", 0)) - 1, min(int(element.get("max", 0)), 1000)))
        elif name == "mergeCell":
            first, _, last = element.get("ref", "").partition(":")
            merged.append((_place(first), _place(last or first)))
    return Unseen(
        height,
        width,
        errors,
        frozenset(without),
        frozenset(percents),
        frozenset(hidden_rows),
        frozenset(hidden_columns),
        merged,
    )


_WHOLE = 4_000_000  # bytes of the largest part that is parsed as a whole, in some ten to fifteen times the memory


def _elements(part: bytes) -> Iterator[ElementTree.Element]:
    """The elements of a part, rows with what is in them; one by one of a large part, which takes longer."""
    if len(part) <= _WHOLE:
        yield from ElementTree.fromstring(part).iter()
    else:
        for _, element in ElementTree.iterparse(io.BytesIO(part)):
            yield element


def _without_entities(part: bytes) -> bytes:
    """A part that declares no entities, of which a few could stand for gigabytes, and in which they could be seen."""
    if b"<!DOCTYPE" in part or b"\0" in part:
        raise ValueError("a part declares entities")
    return part


def _parsed(part: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(_without_entities(part))


def _part_of(parts: Mapping[str, bytes], sheet: str) -> str:
    """The name of a sheet's part."""
    of_sheets = (one for one in _parsed(parts["xl/workbook.xml"]).iter() if _name(one) == "sheet")
    id = next(_attribute(one, "id") for one in of_sheets if one.get("name") == sheet)
    links = _parsed(parts["xl/_rels/workbook.xml.rels"])
    target = next(one.get("Target", "") for one in links if one.get("Id") == id)
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))


@lru_cache(maxsize=1)  # they are those of all sheets of a workbook
def _percent_styles(part: bytes) -> frozenset[str]:
    """The styles of cells that show percentages, as cells name them."""
    percents = {str(number) for number in _PERCENT_FORMATS}
    styles: list[str] = []
    for table in _parsed(part):
        name = _name(table)
        if name == "numFmts":
            percents |= {one.get("numFmtId", "") for one in table if _shows_percent(one.get("formatCode", ""))}
        elif name == "cellXfs":
            styles = [one.get("numFmtId", "") for one in table]
    return frozenset(str(at) for at, number in enumerate(styles) if number in percents)


def _shows_percent(code: str) -> bool:
    """Whether a number format multiplies by a hundred: it has a % that is not in quotation marks."""
    return "%" in re.sub(r'"[^"]*"|\\.', "", code)


def _place(reference: str) -> tuple[int, int]:
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise ValueError(f"{reference} is no cell")
    return int(found[2]), _position(found[1])


@lru_cache(maxsize=512)
def _position(lettered: str) -> int:
    position = 0
    for letter in lettered:
        position = 26 * position + ord(letter) - ord("A") + 1
    return position - 1


# LibreOffice and WPS (.ods).


def _in_opendocument(part: bytes) -> dict[str, Unseen]:
    tables = (one for one in _parsed(part).iter() if _name(one) == "table")
    return {name: _in_table(table, name) for table in tables if (name := _attribute(table, "name"))}


def _in_table(table: ElementTree.Element, name: str) -> Unseen:
    """What a table says of its cells; what has nothing in it is repeated to the end of the sheet, and is left out."""
    height = width = row = 0
    errors: dict[tuple[int, int], str] = {}
    without, percents, hidden_rows = set(), set(), set()
    merged = []
    for element in (one for one in table.iter() if _name(one) == "table-row"):
        down = int(_attribute(element, "number-rows-repeated", "1"))
        column = 0
        for cell in element:
            across = int(_attribute(cell, "number-columns-repeated", "1"))
            kind, formula = _attribute(cell, "value-type"), _attribute(cell, "formula")
            text = "".join(cell.itertext()).strip()
            if kind or text or formula:
                height, width = max(height, row + down), max(width, column + across)
                check_size(name, height, width)
                places = [(row + 1 + n, column + m) for n in range(down) for m in range(across)]
                if "error" in _value_types(cell):
                    errors |= dict.fromkeys(places, text)
                elif formula and not kind:
                    without |= set(places)
                elif kind == "percentage":
                    percents |= set(places)
            spanned = [int(_attribute(cell, f"number-{what}-spanned", "1")) for what in ("rows", "columns")]
            if spanned != [1, 1]:
                merged.append(((row + 1, column), (row + spanned[0], column + spanned[1] - 1)))
            column += across
        if _attribute(element, "visibility") in ("collapse", "filter") and row < height:
            hidden_rows |= set(range(row + 1, height + 1))
        row += down
    return Unseen(height, width, errors, frozenset(without), frozenset(percents), frozenset(hidden_rows), merged=merged)


def _value_types(cell: ElementTree.Element) -> set[str]:
    """The types of a cell's value: that of the standard, and that of LibreOffice, which knows errors."""
    return {value for key, value in cell.attrib.items() if key.rpartition("}")[2] == "value-type"}
