"""Files that are no workbooks, damaged ones, and ones that would take more memory than there is."""

from __future__ import annotations

import builtins
import os
import random
import re
from pathlib import Path
from typing import Any

import attrs
import pytest
from datasets import problems_of
from openpyxl.chartsheet import Chartsheet
from workbooks import ITEMS, SCHOOLS, SHEETS, opendocument_of, packed, parts_of, workbook_with

from balanced_edu import read_county
from balanced_edu.notes import ReadingError
from balanced_edu.tables import packed as packing
from balanced_edu.tables import sheetparts, workbook
from balanced_edu.tables.sheetparts import check_size, looking_into

DAMAGED = "1:-: the file is damaged or has a password; open it, and save it as a new workbook"
NO_WORKBOOK = "1:-: the file is not a workbook, whatever its name says; open it, and save it as a workbook (.xlsx)"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", NO_WORKBOOK),
        (b"<html><table></table></html>", NO_WORKBOOK),
        (b"PK\x03\x04 and nothing", DAMAGED),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), DAMAGED),
    ],
)
@pytest.mark.parametrize("ending", [".xlsx", ".xls", ".ods"])
def test_what_is_no_workbook(content: bytes, expected: str, ending: str, tmp_path: Path) -> None:
    (tmp_path / f"county{ending}").write_bytes(content)
    (problem,) = problems_of(tmp_path / f"county{ending}")
    assert str(problem) == f"county{ending}:{expected}"


def test_a_folder_by_the_name_of_a_workbook(tmp_path: Path) -> None:
    (tmp_path / "county.xlsx").mkdir()
    assert {problem.file for problem in problems_of(tmp_path / "county.xlsx")} == {"schools.csv", "county.toml"}


def test_a_workbook_that_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / "county.xlsx").symlink_to("/dev/zero")
    (problem,) = problems_of(tmp_path / "county.xlsx")
    advice = "check that it is an ordinary file, and that no other program uses it"
    assert problem.message == f"the file cannot be opened (it is a folder, a pipe or a device); {advice}"


def test_bounds_before_and_after_unpacking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = workbook_with(tmp_path / "county.xlsx")
    os.truncate(file, workbook.LARGEST + 1)
    (problem,) = problems_of(file)
    assert problem.message.startswith("the file has more than 20,000,000 bytes; copy the tables of one county")
    file = packed(tmp_path / "bomb.xlsx", {"xl/worksheets/sheet1.xml": bytes(packing.LARGEST + 1)})
    assert file.stat().st_size < 100_000
    (problem,) = problems_of(file)
    assert problem.message.startswith("the file has more than 50,000,000 bytes once it is unpacked; copy the tables")
    monkeypatch.setattr(packing, "MOST_PARTS", 3)
    (problem,) = problems_of(workbook_with(tmp_path / "county.xlsx"))
    assert problem.message.startswith("the file has more than 3 parts; copy the tables to a new workbook")


def test_a_workbook_at_the_bounds_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = packed(tmp_path / "some.zip", {"a": b"123", "b": b"45", "c": b"6"}).read_bytes()
    monkeypatch.setattr(packing, "MOST_PARTS", 2)
    monkeypatch.setattr(packing, "LARGEST", 5)
    assert packing.parts_of(content, lambda name: name < "c") == {"a": b"123", "b": b"45"}
    with pytest.raises(ReadingError, match="has more than 2 parts"):
        packing.parts_of(content, lambda name: True)
    monkeypatch.setattr(packing, "LARGEST", 4)
    with pytest.raises(ReadingError, match="once it is unpacked"):
        packing.parts_of(content, lambda name: name < "c")


def test_a_part_is_no_longer_than_its_directory_says(tmp_path: Path) -> None:
    file = packed(tmp_path / "county.xlsx", {"xl/worksheets/sheet1.xml": bytes(packing.LARGEST)})
    content = bytearray(file.read_bytes())
    size = packing.LARGEST.to_bytes(4, "little")
    at = content.rindex(size)
    content[at : at + 4] = (1000).to_bytes(4, "little")
    file.write_bytes(bytes(content))
    (problem,) = problems_of(file)
    assert str(problem) == f"county.xlsx:{DAMAGED}"


def test_parts_that_are_not_needed_are_not_read(tmp_path: Path) -> None:
    """Macros, links to other files and pictures stay packed, however large or broken they are."""
    parts = parts_of(workbook_with(tmp_path / "county.xlsx"))
    more = {"xl/vbaProject.bin": bytes(packing.LARGEST + 1), "xl/externalLinks/externalLink1.xml": b"<!DOCTYPE"}
    file = packed(tmp_path / "other.xlsx", {**parts, **more})
    assert len(read_county(file).campuses) == 2


def test_a_formula_to_another_file_has_the_value_that_is_stored(tmp_path: Path) -> None:
    parts = parts_of(workbook_with(tmp_path / "county.xlsx", {**SHEETS, "学校": [SCHOOLS[0], [*SCHOOLS[1][:3], 801]]}))
    sheet = parts["xl/worksheets/sheet1.xml"].replace(b"<v>801</v>", b"<f>[1]Sheet1!A1</f><v>802</v>")
    file = packed(tmp_path / "other.xlsx", {**parts, "xl/worksheets/sheet1.xml": sheet})
    assert read_county(file).campuses[0].primary_pupils == 802


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/workbook.xml", b"<workbook ", b"<!DOCTYPE x [<!ENTITY a 'b'>]><workbook "),
        ("xl/worksheets/sheet1.xml", b"<sheetData>", b"<sheetData><"),
        ("xl/worksheets/sheet1.xml", b'ref="A1:', b'ref="A1:'),
        ("xl/_rels/workbook.xml.rels", b"worksheets/sheet1.xml", b"worksheets/sheet9.xml"),
        ("xl/worksheets/sheet1.xml", b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="1:2"/></mergeCells>'),
        ("xl/worksheets/sheet1.xml", b'<row r="1"', b'<row r="x"'),
    ],
)
def test_damaged_parts(part: str, old: bytes, new: bytes, tmp_path: Path) -> None:
    parts = parts_of(workbook_with(tmp_path / "county.xlsx"))
    assert old == new or old in parts[part]
    file = packed(tmp_path / "other.xlsx", {**parts, part: parts[part].replace(old, new, 1)})
    messages = [problem.message for problem in problems_of(file)]
    assert messages == [] if old == new else all("the file is damaged" in message for message in messages) and messages


def test_what_excel_may_leave_out_is_not_needed(tmp_path: Path) -> None:
    parts = parts_of(workbook_with(tmp_path / "county.xlsx"))
    sheet = parts["xl/worksheets/sheet1.xml"]
    for row in (b"1", b"2", b"3"):
        sheet = sheet.replace(b'<row r="%s"' % row, b"<row")
        for letter in b"ABCDEFG":
            sheet = sheet.replace(b'<c r="%c%s"' % (letter, row), b"<c")
    links = parts["xl/_rels/workbook.xml.rels"].replace(b"/xl/worksheets", b"worksheets")
    other = {**parts, "xl/worksheets/sheet1.xml": sheet, "xl/_rels/workbook.xml.rels": links}
    assert read_county(packed(tmp_path / "other.xlsx", other)) == read_county(tmp_path / "county.xlsx")


def test_texts_may_be_in_a_part_of_their_own(tmp_path: Path) -> None:
    parts = parts_of(workbook_with(tmp_path / "county.xlsx"))
    texts: list[bytes] = []

    def shared(found: re.Match[bytes]) -> bytes:
        texts.append(found[1])
        return b't="s"><v>%d</v>' % (len(texts) - 1)

    for name in ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"):
        parts[name] = re.sub(rb't="inlineStr"><is>(.*?)</is>', shared, parts[name])
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    parts["xl/sharedStrings.xml"] = b"<sst %s>%s</sst>" % (space, b"".join(b"<si>%s</si>" % text for text in texts))
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    link = b'<Relationship Id="rId99" Type="%s" Target="/xl/sharedStrings.xml"/></Relationships>' % kind
    links = "xl/_rels/workbook.xml.rels"
    parts[links] = parts[links].replace(b"</Relationships>", link)
    assert len(texts) > 10
    assert read_county(packed(tmp_path / "other.xlsx", parts)) == read_county(tmp_path / "county.xlsx")


DAMAGED_PART = "is damaged; open it, and save it as a new workbook"


def unseen_of(sheet: bytes, styles: bytes = b"<x/>", target: str = "worksheets/a.xml") -> sheetparts.Unseen:
    """What a sheet of Excel, in the part at the target, says beside its values."""
    book = b'<workbook><sheets><sheet name="A" id="r1"/></sheets></workbook>'
    links = f'<x><Relationship Id="r1" Target="{target}"/></x>'.encode()
    at = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    parts = {"xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": links, "xl/styles.xml": styles, at: sheet}
    return looking_into(parts)("A")


def said_by(unseen: sheetparts.Unseen) -> dict[str, object]:
    """What is said, by its name, without what is not said at all."""
    return {name: one for name, one in attrs.asdict(unseen, recurse=False).items() if one}


IN_EXCEL: dict[str, tuple[str, dict[str, object]]] = {
    "values, of which the last one counts": (
        '<row r="3"><c r="B3"><v>1</v></c><c/></row><row r="4"><c><v></v></c></row>',
        {"height": 3, "width": 2},
    ),
    "rows and cells that do not say where they are": (
        '<row r="3"><c><f>B1</f></c></row><row><c r="C4"><f>B1</f></c><c><f>B1</f></c></row>',
        {"height": 4, "width": 4, "without_value": {(3, 0), (4, 2), (4, 3)}},
    ),
    "cells that say that they are in another row, or write theirs otherwise": (
        '<row r="2"><c r="A2"><f>B1</f></c><c r="A12"><f>B1</f></c>'
        '<c r="C02"><f>B1</f></c><c r="a2"><f>B1</f></c></row>',
        {"height": 12, "width": 4, "without_value": {(2, 0), (12, 0), (2, 2), (2, 3)}},
    ),
    "errors": (
        '<row r="1"><c t="e"><v>#N/A</v></c><c t="e"><f>A1</f><v>#DIV/0!</v></c></row>',
        {"height": 1, "width": 2, "errors": {(1, 0): "#N/A", (1, 1): "#DIV/0!"}},
    ),
    "hidden rows, however that is written": (
        '<row r="2" hidden="1"/><row r="3" hidden="true"/><row r="4" hidden="0"/><row r="5" hidden="false"/>',
        {"hidden_rows": {2, 3}},
    ),
    "hidden columns, however that is written": (
        '<cols><col min="1" max="1"/><col min="2" max="3" hidden="1"/><col min="5" max="5" hidden="true"/></cols>',
        {"hidden_columns": {1, 2, 4}},
    ),
    "hidden columns to the end of the sheet, of which a thousand are looked at": (
        '<cols><col min="999" max="16384" hidden="1"/></cols>',
        {"hidden_columns": {998, 999}},
    ),
    "hidden columns that do not say where they end": ('<cols><col min="1" hidden="1"/></cols>', {}),
    "merged cells": (
        '<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="AA3"/></mergeCells>',
        {"merged": [((1, 0), (2, 1)), ((3, 26), (3, 26))]},
    ),
}


@pytest.mark.parametrize("whole", [sheetparts._WHOLE, 0], ids=["small", "large"])
@pytest.mark.parametrize(("sheet", "said"), IN_EXCEL.values(), ids=IN_EXCEL)
def test_what_a_sheet_of_excel_says_beside_its_values(
    sheet: str, said: dict[str, object], whole: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheetparts, "_WHOLE", whole)
    assert said_by(unseen_of(f"<x>{sheet}</x>".encode())) == said


def test_hidden_columns_that_do_not_say_where_they_begin() -> None:
    unseen = unseen_of(b'<x><cols><col max="2" hidden="1"/></cols></x>')
    assert {0, 1, 2} & unseen.hidden_columns == {0, 1}


def test_which_formats_of_numbers_are_percentages() -> None:
    """Those built in and those of the workbook, if the sign is neither quoted nor escaped."""
    own = {164: "0.0%", 165: "0.0&quot; %&quot;", 166: r"0\%", 167: "0.00&quot; %&quot; %", 168: "0.0"}
    made = "".join(f'<numFmt numFmtId="{id}" formatCode="{code}"/>' for id, code in own.items())
    used = (0, 9, 10, 2, *own, 169)
    styles = f"""<x>
        <numFmts>{made}<numFmt numFmtId="169"/></numFmts>
        <cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>
        <cellXfs>{"".join(f'<xf numFmtId="{id}"/>' for id in used)}<xf/></cellXfs>
    </x>"""
    cells = "".join(f'<c s="{style}"><v>1</v></c>' for style in range(len(used) + 1))
    unseen = unseen_of(f'<x><row r="1">{cells}<c><v>1</v></c></row></x>'.encode(), styles.encode())
    assert {used[position] for _, position in unseen.percents} == {9, 10, 164, 167}


def test_a_sheet_may_be_in_another_folder_of_the_workbook() -> None:
    sheet = b'<x><row><c r="A1"><v>1</v></c></row></x>'
    assert unseen_of(sheet, target="/XL/worksheets/a.xml").height == 1


@pytest.mark.parametrize(
    "sheet",
    [
        b"<x><mergeCells><mergeCell/></mergeCells></x>",
        "<x><row><c><v>1</v></c></row></x>".encode("utf-16"),
        b"<!DOCTYPE x><x/>",
    ],
    ids=["merged cells that are nowhere", "another encoding, in which declarations are not seen", "declarations"],
)
def test_a_damaged_sheet(sheet: bytes) -> None:
    with pytest.raises(ReadingError, match=DAMAGED_PART):
        unseen_of(sheet)


def test_a_sheet_whose_part_is_not_named_is_damaged() -> None:
    book = b'<workbook><sheets><sheet name="A" id="r1"/></sheets></workbook>'
    parts = {"xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": b'<x><Relationship Id="r1"/></x>'}
    with pytest.raises(ReadingError, match=DAMAGED_PART):
        looking_into(parts)("A")


IN_OPENDOCUMENT: dict[str, tuple[str, dict[str, object]]] = {
    "values and texts, with or without a type": (
        '<table-row><table-cell value-type="float"/></table-row><table-row><table-cell/>'
        "<table-cell><p>甲</p></table-cell></table-row>",
        {"height": 2, "width": 2},
    ),
    "errors, whose text may be in pieces": (
        '<table-row><table-cell x:value-type="error" value-type="string"><p>#N/<span>A</span></p></table-cell>'
        '<table-cell value-type="string" x:value-type="error"><p>#REF!</p></table-cell></table-row>',
        {"height": 1, "width": 2, "errors": {(1, 0): "#N/A", (1, 1): "#REF!"}},
    ),
    "formulas without a value": (
        '<table-row><table-cell formula="=1"/><table-cell formula="=1" value-type="float"/>'
        '<table-cell formula="=1"/></table-row>',
        {"height": 1, "width": 3, "without_value": {(1, 0), (1, 2)}},
    ),
    "percentages, of which some have a formula and some are repeated": (
        '<table-row><table-cell value-type="percentage" formula="=1"/></table-row>'
        '<table-row number-rows-repeated="2"><table-cell/>'
        '<table-cell value-type="percentage" number-columns-repeated="2"/></table-row>',
        {"height": 3, "width": 3, "percents": {(1, 0), (2, 1), (2, 2), (3, 1), (3, 2)}},
    ),
    "merged cells, across and down": (
        '<table-row number-rows-repeated="3"/><table-row><table-cell/>'
        '<table-cell number-columns-spanned="4"/><table-cell number-rows-spanned="2"/>'
        '<table-cell number-columns-spanned="2" number-rows-spanned="3"/>'
        '<table-cell number-columns-spanned="1" number-rows-spanned="1"/></table-row>',
        {"merged": [((4, 1), (4, 4)), ((4, 2), (5, 2)), ((4, 3), (6, 4))]},
    ),
    "rows that are hidden, or filtered out": (
        '<table-row visibility="collapse" number-rows-repeated="2"><table-cell value-type="float"/></table-row>'
        '<table-row visibility="visible"><table-cell value-type="float"/></table-row>'
        '<table-row visibility="filter"><table-cell value-type="float"/></table-row>'
        '<table-row visibility="collapse" number-rows-repeated="1000"/>',
        {"height": 4, "width": 1, "hidden_rows": {1, 2, 4}},
    ),
}


@pytest.mark.parametrize(("rows", "said"), IN_OPENDOCUMENT.values(), ids=IN_OPENDOCUMENT)
def test_what_a_sheet_of_libreoffice_says_beside_its_values(rows: str, said: dict[str, object]) -> None:
    content = f'<d xmlns:x="urn:x"><table name="A">{rows}</table></d>'.encode()
    assert said_by(looking_into({"content.xml": content})("A")) == said


def test_the_largest_sheet_that_is_read() -> None:
    check_size("学校", sheetparts.MOST_CELLS // 2, 2)
    last = "whose last cell is in row 1,000,001 and column 2; delete what is far from the table"
    with pytest.raises(ReadingError, match=f"has the sheet '学校', {last}"):
        check_size("学校", sheetparts.MOST_CELLS // 2 + 1, 2)


def test_what_else_is_in_a_row_is_no_cell() -> None:
    unseen = unseen_of(b"<x><row><extLst><ext><v>1</v></ext></extLst><c><f>B1</f></c></row><c><v>1</v></c></x>")
    assert (unseen.without_value, unseen.height, unseen.width) == ({(1, 0)}, 1, 1)


def test_a_formula_may_give_an_empty_text() -> None:
    sheet = b'<x><row><c r="A1" t="str"><f>B1</f><v></v></c><c><f>B1</f></c><c t="inlineStr"><is/></c></row></x>'
    unseen = unseen_of(sheet)
    assert (unseen.without_value, unseen.height, unseen.width) == ({(1, 1)}, 1, 3)
    assert looking_into({})("A") == sheetparts.Unseen()


@pytest.mark.parametrize("table", ["<table:table-row", '<table:table-row table:number-rows-repeated="x"/>'])
def test_a_damaged_document_of_libreoffice(table: str, tmp_path: Path) -> None:
    file = opendocument_of(tmp_path / "county.ods", f'<table:table table:name="学校">{table}</table:table>')
    (problem,) = problems_of(file)
    assert str(problem) == "county.ods:1:-: the file is damaged; open it, and save it as a new workbook"


def test_sheets_of_charts_are_no_sheets(tmp_path: Path) -> None:
    def add(book: Any) -> None:
        assert isinstance(book.create_chartsheet("图"), Chartsheet)

    county = read_county(workbook_with(tmp_path / "county.xlsx", change=add))
    assert county.reading is not None
    assert "图" not in "".join(remark.place for remark in county.reading.remarks)


def test_more_problems_than_are_reported(tmp_path: Path) -> None:
    items = [*ITEMS, *[[f"无此项{n}", n] for n in range(1100)]]
    problems = problems_of(workbook_with(tmp_path / "county.xlsx", {**SHEETS, "县级": items}))
    assert len(problems) == 1001
    assert str(problems[-1]) == (
        "county.xlsx:县级!A1006: there are more than 1,000 problems; correct these and read the file again"
    )


def test_a_workbook_without_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str, *given: Any, **more: Any) -> Any:
        if name == "python_calamine":
            raise ModuleNotFoundError(name)
        return imported(name, *given, **more)

    imported = builtins.__import__
    monkeypatch.setitem(__import__("sys").modules, "python_calamine", None)
    message = r"reading a workbook needs python_calamine: pip install 'balanced-edu\[excel\]'"
    with pytest.raises(ModuleNotFoundError, match=message):
        read_county(workbook_with(tmp_path / "county.xlsx"))


def test_any_damage_is_reported(tmp_path: Path) -> None:
    """Whatever is changed in a workbook, it is a county or is refused."""
    good = workbook_with(tmp_path / "county.xlsx")
    parts, rng = parts_of(good), random.Random(7)
    for number in range(150):
        broken = dict(parts)
        name = rng.choice(["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/workbook.xml", "xl/styles.xml"])
        content = bytearray(broken[name])
        start = rng.randrange(len(content))
        content[start : start + rng.choice((1, 4, 40))] = rng.choice((b"", b"9", b"<", b"\xff", b"1048576"))
        broken[name] = bytes(content)
        file = packed(tmp_path / f"{number}.xlsx", broken)
        for problem in problems_of(file):
            assert "\n" not in str(problem)
    content = bytearray(good.read_bytes())
    for _ in range(50):
        changed = bytearray(content)
        changed[rng.randrange(len(changed))] ^= 0xFF
        file.write_bytes(bytes(changed))
        assert all(str(problem) for problem in problems_of(file))
