"""Workbooks for tests: good ones, ones with a fault, and documents of LibreOffice by hand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl

SCHOOLS: list[list[object]] = [
    ["学校代码", "学校名称", "学校类型", "小学在校生数", "专任教师数", "教学仪器设备值（万元）", "教学及辅助用房面积"],
    ["A1", "第一小学", "小学", 800, 46, 210.5, 4200.5],
    ["B1", "第二小学", "小学", 600, 35, 160, 3100],
]
"""The sheet 学校 of a good county."""

ITEMS: list[list[object]] = [
    ["项目", "数值", "单位", "说明"],
    ["县名", "示例县"],
    ["年份", 2024, "年"],
    ["交流轮岗教师数", 180, "人"],
    ["课程开齐开足，教学秩序规范", "是"],
]
"""The sheet 县级 of a good county."""

SHEETS: dict[str, list[list[object]]] = {"学校": SCHOOLS, "县级": ITEMS}


def workbook_with(
    file: Path,
    sheets: Mapping[str, Sequence[Sequence[object]]] = SHEETS,
    change: Callable[[Any], object] | None = None,
) -> Path:
    """A workbook with these sheets, after a change."""
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    if change:
        change(book)
    book.save(file)
    return file


_SPACES = " ".join(
    f'xmlns:{short}="urn:{name}"'
    for short, name in {
        "office": "oasis:names:tc:opendocument:xmlns:office:1.0",
        "table": "oasis:names:tc:opendocument:xmlns:table:1.0",
        "text": "oasis:names:tc:opendocument:xmlns:text:1.0",
        "calcext": "org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
    }.items()
)


def opendocument(file: Path, sheets: Mapping[str, Sequence[Sequence[object]]] = SHEETS, *, beside: str = "") -> Path:
    """A document of LibreOffice with these sheets; a text that begins with ``<`` is the XML of its cell or row."""
    tables = "".join(
        f'<table:table table:name="{name}">{"".join(map(_row, rows))}</table:table>' for name, rows in sheets.items()
    )
    return opendocument_of(file, tables + beside)


def opendocument_of(file: Path, tables: str) -> Path:
    """A document of LibreOffice with the XML of its tables."""
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    return packed(
        file,
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": b"<manifest/>",
            "content.xml": f"<office:document-content {_SPACES}>{body}</office:document-content>".encode(),
        },
    )


def _row(cells: Sequence[object]) -> str:
    if len(cells) == 1 and str(cells[0]).startswith("<table:table-row"):
        return str(cells[0])
    return f"<table:table-row>{''.join(map(_cell, cells))}</table:table-row>"


def _cell(value: object) -> str:
    if str(value).startswith("<"):
        return str(value)
    if isinstance(value, (int, float)):
        given = f'office:value-type="float" office:value="{value}"'
    else:
        given = 'office:value-type="string"' if value else ""
    return f"<table:table-cell {given}>{f'<text:p>{value}</text:p>' if value else ''}</table:table-cell>"


def packed(file: Path, parts: Mapping[str, bytes]) -> Path:
    """A packed file with these parts."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    file.write_bytes(content.getvalue())
    return file


def parts_of(file: Path) -> dict[str, bytes]:
    """The parts of a packed file."""
    with zipfile.ZipFile(file) as package:
        return {name: package.read(name) for name in package.namelist()}
