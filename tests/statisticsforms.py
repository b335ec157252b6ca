"""Workbooks of the education statistics for tests: the forms of a school, and the wide table of a stage."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import openpyxl
from openpyxl.utils.cell import range_boundaries
from sheets import book_of

from balanced_edu.tables.spreadsheet import Spreadsheet

Cells: TypeAlias = "dict[str, object]"
"""What cells say, by their names; of a range that is merged, what its first cell says."""

FACTS: list[list[object]] = [["项目", "数值"], ["县名", "示例县"], ["年份", 2023]]
"""The sheet 县级 of a county."""


def identity(code: object = "3133001234", name: str = "第一小学", kind: object = "211") -> Cells:
    """The form 教基1001."""
    return {
        "A1:C1": "学校（机构）基本情况",
        "A2": "指标名称",
        "B2": "代码",
        "C2": "内容",
        "A3": "学校（机构）标识码",
        "B3": "01",
        "C3": code,
        "A4": "学校（机构）名称",
        "B4": "02",
        "C4": name,
        "A14": "学校（机构）办学类型",
        "B14": "12",
        "C14": kind,
        "A27": "学校驻地城乡类型",
        "B27": "25",
        "C27": "121",
    }


def backbone(primary: object = 12, junior: object = 0) -> Cells:
    """The form 教基1102续."""
    return {
        "A1:D1": "中小学校基本情况（续）",
        "A3": "指标名称",
        "B3": "代码",
        "C3": "计量单位",
        "D3": "数量",
        "A12": "县级以上骨干教师（小学）",
        "B12": "09",
        "C12": "人",
        "D12": primary,
        "A13": "县级以上骨干教师（初中）",
        "B13": "10",
        "C13": "人",
        "D13": junior,
    }


def pupils(of_all: object = 800) -> Cells:
    """The forms 教基3112 and 教基3115."""
    return {
        "A1:K1": "学生数",
        "A3:A4": "指标名称",
        "B3:B4": "代码",
        "C3:C4": "毕业生数",
        "D3:H3": "招生数",
        "D4": "合计",
        "E4": "#女",
        "I3:K3": "在校生数",
        "I4": "合计",
        "J4": "#女",
        "K4": "一年级",
        "A5": "甲",
        "B5": "乙",
        **{f"{column}5": number for number, column in enumerate("CDEFGHIJK", start=1)},
        "A6": "总计",
        "B6": "01",
        "C6": 120,
        "D6": 130,
        "E6": 60,
        "I6": of_all,
        "J6": 380,
        "K6": 130,
        "A7": "#女",
        "B7": "02",
        "I7": 380,
    }


def classes(number: object = 18) -> Cells:
    """The forms 教基2106 and 教基2107."""
    return {
        "A1:D1": "班数",
        "A3": "指标名称",
        "B3": "代码",
        "C3": "合计",
        "D3": "一年级",
        "A4": "甲",
        "B4": "乙",
        "C4": 1,
        "D4": 2,
        "A5": "总计",
        "B5": "01",
        "C5": number,
        "D5": 3,
    }


def teachers(
    total: object = 46,
    degrees: Sequence[object] = (0, 4, 30, 12),
    sports: object = 3,
    arts: Sequence[object] = (5, 1, 2, 2),
) -> Cells:
    """The forms 教基4155 and 教基4156: degrees from 博士研究生 to 专科, arts as 计, 艺术, 音乐 and 美术."""
    return {
        "A1:P1": "专任教师分课程、分学历情况",
        "A3:A4": "指标名称",
        "B3:B4": "代码",
        "C3:C4": "合计",
        "D3:D4": "#女",
        "E3:E4": "道德与法治",
        "F3:F4": "语文",
        "L3:L4": "体育与健康",
        "M3:P3": "艺术",
        "M4": "计",
        "N4": "艺术",
        "O4": "音乐",
        "P4": "美术",
        "A5": "甲",
        "B5": "乙",
        "A6": "总计",
        "B6": "01",
        "C6": total,
        "L6": sports,
        **dict(zip(("M6", "N6", "O6", "P6"), arts, strict=True)),
        "A7": "#女",
        "C7": 30,
        "L7": 1,
        **{
            f"A{row}": name
            for row, name in enumerate(("博士研究生", "硕士研究生", "本科", "专科", "高中阶段"), start=9)
        },
        **{f"C{row}": number for row, number in enumerate(degrees, start=9)},
        "D11": 20,
    }


def buildings(teaching: object = 4800.5, sports: object = 600) -> Cells:
    """The form 教基5170."""
    return {
        "A1:D1": "中小学校舍情况",
        "A3": "指标名称",
        "B3": "代码",
        "C3": "合计",
        "D3": "#危房",
        "A10": "教学及辅助用房",
        "B10": "02",
        "C10": teaching,
        "D10": 0,
        "A17": "室内体育用房",
        "B17": "09",
        "C17": sports,
        "D17": 0,
    }


def grounds(sports: object = 6400, rooms: object = 20, equipment: object = 210.5) -> Cells:
    """The form 教基5176."""
    return {
        "A1:D1": "中小学占地面积及其他办学条件",
        "A3": "指标名称",
        "B3": "计量单位",
        "C3": "代码",
        "D3": "数量",
        "A7": "其中：运动场地面积",
        "B7": "平方米",
        "C7": "04",
        "D7": sports,
        "A12": "图书",
        "B12": "册",
        "C12": "09",
        "D12": 24000,
        "A17": "其中：网络多媒体教室",
        "B17": "间",
        "C17": "14",
        "D17": rooms,
        "A19": "其中：教学仪器设备资产值",
        "B19": "万元",
        "C19": "16",
        "D19": equipment,
    }


def primary_school(**changed: Cells | None) -> dict[str, Cells]:
    """The sheets of a primary school by name; one that is changed to None is left out."""
    sheets: dict[str, Cells | None] = {
        "教基1001_小学": identity(),
        "教基1102续_小学": backbone(),
        "教基3112_小学": pupils(),
        "教基2106_小学": classes(),
        "教基4155_小学": teachers(),
        "教基5170_小学": buildings(),
        "教基5176_小学": grounds(),
        **changed,
    }
    return {name: cells for name, cells in sheets.items() if cells is not None}


def nine_year_school() -> dict[str, Cells]:
    """The sheets of a school with both stages."""
    return {
        f"{number}_九年一贯制学校": cells
        for number, cells in {
            "教基1001": identity("3133005678", "第二学校", "312"),
            "教基1102续": backbone(8, 9),
            "教基3112": pupils(400),
            "教基3115": pupils(500),
            "教基2106": classes(10),
            "教基2107": classes(12),
            "教基4155": teachers(30, (0, 2, 20, 8), 2, (3, 0, 2, 1)),
            "教基4156": teachers(40, (1, 9, 30, 0), 3, (4, 0, 2, 2)),
            "教基5170": buildings(6400, 800),
            "教基5176": grounds(8200, 26, 310),
        }.items()
    }


def workbook_of(file: Path, sheets: Mapping[str, Cells], change: Callable[[Any], object] | None = None) -> Path:
    """A workbook with these sheets, after a change."""
    book = openpyxl_book(sheets)
    if change:
        change(book)
    book.save(file)
    return file


def openpyxl_book(sheets: Mapping[str, Cells]) -> Any:
    """A workbook with these sheets, without a file."""
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, cells in sheets.items():
        sheet = book.create_sheet(name)
        for place, value in cells.items():
            sheet[place.partition(":")[0]] = value
            if ":" in place:
                sheet.merge_cells(place)
    return book


def rows_of(cells: Cells) -> tuple[list[list[str]], list[tuple[tuple[int, int], tuple[int, int]]]]:
    """The rows of a sheet as texts, and its merged cells as readers give them."""
    bounds = {range_boundaries(place): value for place, value in cells.items()}
    width, height = (max((bound[side] for bound in bounds), default=0) for side in (2, 3))
    rows = [[""] * width for _ in range(height)]
    for (left, top, _, _), value in bounds.items():
        rows[top - 1][left - 1] = "" if value is None else str(value)
    merged = [((t, le - 1), (b, r - 1)) for le, t, r, b in bounds if (le, t) != (r, b)]
    return rows, merged


def book_of_cells(sheets: Mapping[str, Cells]) -> Spreadsheet:
    """A workbook in no file with these sheets."""
    read = {name: rows_of(cells) for name, cells in sheets.items()}
    return book_of(
        {name: rows for name, (rows, _) in read.items()}, {name: merged for name, (_, merged) in read.items()}
    )


# The wide table of a stage.

Heading: TypeAlias = "tuple[str, ...]"

HEADINGS: list[Heading] = [
    ("学校（机构）名称",),
    ("学校（机构）标识码",),
    ("统计三级",),
    ("办学类型",),
    ("城乡分类",),
    ("是否计校数",),
    ("在校生数", "合计"),
    ("在校生数", "#女"),
    ("班数",),
    ("专任教师", "合计"),
    ("专任教师", "#按学历分", "博士研究生"),
    ("专任教师", "#按学历分", "硕士研究生"),
    ("专任教师", "#按学历分", "本科"),
    ("专任教师", "#按学历分", "专科"),
    ("专任教师", "#按授课课程分", "语文"),
    ("专任教师", "#按授课课程分", "体育与健康"),
    ("专任教师", "#按授课课程分", "艺术", "计"),
    ("专任教师", "#按授课课程分", "艺术", "音乐"),
    ("专任教师", "#按授课课程分", "艺术", "美术"),
    ("教基1102", "县级以上骨干教师"),
    ("本学年校舍建筑面积", "教学及辅助用房", "计"),
    ("本学年校舍建筑面积", "教学及辅助用房", "教室"),
    ("本学年校舍建筑面积", "教学及辅助用房", "室内体育用房"),
    ("占地面积及其他办学条件", "占地面积（平方米）", "其中", "运动场地面积"),
    ("网络多媒体教室",),
    ("固定资产总值", "教学仪器设备资产值(万元)"),
]
"""The headings of each column, from the top down."""

FIRST: list[object] = ["第一小学", "3133001234", "示例县", "小学", "镇区", 1, 800, 380, 18, 46, 0, 4, 30, 12, 9]
FIRST += [3, 5, 2, 2, 12, 4800.5, 3000, 600, 6400, 20, 210.5]
NINE: list[object] = ["第二学校", "3133005678", "示例县", "九年一贯制学校", "镇区", 1, 400, 190, 10, 30, 0, 2, 20, 8, 6]
NINE += [2, 3, 2, 1, 8, 6400, 4000, 800, 8200, 26, 310]
OTHER: list[object] = ["外县小学", "4133001234", "外县", *FIRST[3:6], "很多", *FIRST[7:]]
NINE_JUNIOR: list[object] = [*NINE[:6], 500, 240, 12, 40, 1, 9, 30, 0, 6, 3, 4, 2, 2, 9, *NINE[20:]]

Rows: TypeAlias = "list[list[object]]"


def wide(
    rows: Rows,
    headings: Sequence[Heading] = HEADINGS,
    *,
    title: str = "",
    foot: Sequence[Sequence[object]] = (["合计", None, None, None, None, None, 9999],),
) -> Cells:
    """A wide table as its cells: headings merged over their columns, the rows of schools, and the foot."""
    cells: Cells = {"A1": title} if title else {}
    top, deepest = 2 if title else 1, max(map(len, headings))
    for level in range(deepest):
        position = 0
        while position < len(headings):
            path = headings[position]
            end = position
            if level < len(path) - 1:
                while end + 1 < len(headings) and headings[end + 1][: level + 1] == path[: level + 1]:
                    end += 1
            if level < len(path):
                last = deepest - 1 if level == len(path) - 1 else level
                first_cell = f"{column(position)}{top + level}"
                last_cell = f"{column(end)}{top + last}"
                cells[first_cell if first_cell == last_cell else f"{first_cell}:{last_cell}"] = path[level]
            position = end + 1
    for number, row in enumerate((*rows, *foot), start=top + deepest):
        cells |= {f"{column(position)}{number}": value for position, value in enumerate(row) if value is not None}
    return cells


def column(position: int) -> str:
    """The letters of a column."""
    return openpyxl.utils.get_column_letter(position + 1)


def without(*names: str) -> tuple[list[Heading], Callable[[Sequence[object]], list[object]]]:
    """The headings without these columns, by their last part, and rows without them."""
    kept = [place for place, path in enumerate(HEADINGS) if path[-1] not in names]
    return [HEADINGS[place] for place in kept], lambda row: [row[place] for place in kept]


def facts_sheet() -> Cells:
    """The sheet 县级 as cells."""
    return {
        f"{column(position)}{row}": value for row, cells in enumerate(FACTS, 1) for position, value in enumerate(cells)
    }
