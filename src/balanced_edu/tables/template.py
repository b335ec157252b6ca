"""A county as a workbook to fill in (extra ``excel``): headings with units, notes, drop-downs and limits of numbers.

The sheets are those that `workbook` reads, filled or empty. Everything follows from the fields of the records: a new
field is a new column.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

from balanced_edu.extras import package
from balanced_edu.message import Message
from balanced_edu.national import catalogue
from balanced_edu.notes import ReadingError
from balanced_edu.paper import HEAD, as_head, fit_height, set_up_page, write_text
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import RECORDS, County, Group, Subject
from balanced_edu.records.fields import LARGEST_FIGURE, Field, Form, fields_of
from balanced_edu.records.kinds import Kind, Stage
from balanced_edu.tables.cells import UNITS, cell_text
from balanced_edu.tables.groups import BASICS, EVIDENCED, OTHERS, OWN_FACTS, group_of
from balanced_edu.tables.items import EVIDENCE, LOCAL
from balanced_edu.tables.names import named_in
from balanced_edu.tables.parts import EXPLAINED, GROUPS, ITEMS, LIMITS, MONITORING, SCHOOLS
from balanced_edu.tables.rows import EXAMPLE
from balanced_edu.text import quoted

REQUIRED = "*"
"""The mark of a column that every row must have."""

_LAST_ROW = 2000  # rows with drop-downs; the largest counties have some thousand campuses
_GREY, _NEEDED = "D9D9D9", "FCE4D6"
_WIDTH = 16

_EXAMPLES: Sequence[Mapping[str, object]] = (
    {
        "school_code": f"{EXAMPLE}1",
        "school_name": "示例小学",
        "kind": Kind.PRIMARY,
        "primary_pupils": 800,
        "full_time_teachers": 46,
        "teaching_area": 4200.5,
        "equipment_value": 2_105_000,
        "music_room_areas": (98, 97),
        "boarding": False,
    },
    {
        "school_code": f"{EXAMPLE}2",
        "school_name": "示例九年一贯制学校",
        "kind": Kind.NINE_YEAR,
        "primary_pupils": 600,
        "junior_pupils": 450,
        "full_time_teachers": 88,
        "boarding": True,
    },
)


def workbook_of(county: County, *, examples: bool = False) -> bytes:
    """The workbook of a county, with examples that are passed over when it is read.

    Raises
    ------
    ReadingError
        If a text cannot be in a workbook.
    ModuleNotFoundError
        If openpyxl is missing.
    """
    openpyxl = _library("openpyxl")
    book = openpyxl.Workbook()
    book.remove(book.active)
    _write_records(book.create_sheet(SCHOOLS), Campus, county.campuses, _EXAMPLES if examples else ())
    _grey_out(book[SCHOOLS])
    _write_items(book.create_sheet(ITEMS), county)
    _write_records(book.create_sheet(MONITORING), Subject, county.monitoring)
    _write_records(book.create_sheet(GROUPS), Group, county.groups)
    _write_table(book.create_sheet(EXPLAINED), _HEADS_OF_EXPLAINED, _explained())
    _write_table(book.create_sheet(LIMITS), _HEADS_OF_LIMITS, _limits())
    for sheet in book:
        # Only the school table is wider than a page.
        set_up_page(sheet, columns="A:B" if sheet.title == SCHOOLS else "")
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def columns_of(record: type) -> dict[str, Field]:
    """The fields of a record in the order in which tables have them: optional ones come last."""
    return dict(sorted(fields_of(record).items(), key=lambda named: named[1].optional))


# Sheets with a row for each record.


def _write_records(
    sheet: Any, record: type, given: Sequence[object], examples: Sequence[Mapping[str, object]] = ()
) -> None:
    fields = columns_of(record)
    for column, (name, field) in enumerate(fields.items(), start=1):
        cell = sheet.cell(1, column)
        _write(cell, f"{field.heading}{REQUIRED if field.required else ''}{_unit_in_brackets(field)}")
        as_head(cell, _NEEDED if field.required else HEAD)
        cell.comment = _comment("\n".join((_what(field), *_used_for(name), *_seen_in(record, name))))
        letter = cell.column_letter
        sheet.column_dimensions[letter].width = _WIDTH
        if validation := _validation(field):
            sheet.add_data_validation(validation)
            validation.add(f"{letter}2:{letter}{_LAST_ROW}")
    rows = [*examples, *({name: getattr(one, name) for name in fields} for one in given)]
    for row, values in enumerate(rows, start=2):
        for column, name in enumerate(fields, start=1):
            if values.get(name) is not None:
                _write(sheet.cell(row, column), values[name])
    fit_height(sheet, 1)
    sheet.freeze_panes = "C2" if record is Campus else "B2"


def _grey_out(sheet: Any) -> None:
    """Grey out the columns of the stages that the kind of a row does not have."""
    styles, rules = _library("openpyxl.styles"), _library("openpyxl.formatting.rule")
    names = list(columns_of(Campus))
    kind = sheet.cell(1, names.index("kind") + 1).column_letter
    for stage in Stage:
        without = ",".join(f'${kind}2="{one}"' for one in Kind if stage not in one.stages)
        fill = styles.PatternFill("solid", start_color=_GREY, end_color=_GREY)
        for name in (name for name in names if name.startswith(f"{stage}_")):
            letter = sheet.cell(1, names.index(name) + 1).column_letter
            rule = rules.FormulaRule(formula=[f"OR({without})"], fill=fill)
            sheet.conditional_formatting.add(f"{letter}2:{letter}{_LAST_ROW}", rule)


# The sheet of items.


def _write_items(sheet: Any, county: County) -> None:
    for column, head in enumerate(("项目", "数值", "单位", "说明"), start=1):
        _write(sheet.cell(1, column), head)
        as_head(sheet.cell(1, column))
    row = 1
    for group, items in _grouped(county):
        row += 1
        _write(sheet.cell(row, 1), group)
        as_head(sheet.cell(row, 1))
        for field, value in items:
            row += 1
            _write(sheet.cell(row, 1), f"{field.heading}{REQUIRED if field.required else ''}")
            if value is not None:
                _write(sheet.cell(row, 2), value)
            _write(sheet.cell(row, 3), _unit(field))
            _write(sheet.cell(row, 4), _what(field))
            if validation := _validation(field):
                sheet.add_data_validation(validation)
                validation.add(f"B{row}")
    documents = {id: ";".join(named) for id, named in county.evidence.items()}
    for group, begin, given in ((OWN_FACTS, LOCAL, county.local), (EVIDENCED, EVIDENCE, documents)):
        if given:
            row += 1
            _write(sheet.cell(row, 1), group)
        for name, value in given.items():
            row += 1
            _write(sheet.cell(row, 1), f"{begin}{name}")
            _write(sheet.cell(row, 2), value)
    for letter, width in zip("ABCD", (56, 18, 10, 48), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "B2"


def _grouped(county: County) -> Iterator[tuple[str, list[tuple[Field, object]]]]:
    """The facts under the indicator that needs them, in the order of the method; those of no indicator at the end."""
    left = {
        name: (field, getattr(record, name))
        for record in (county, *(getattr(county, table) for table in RECORDS))
        for name, field in fields_of(type(record)).items()
    }
    head = [left.pop(name) for name in fields_of(County)]
    yield BASICS, head
    for id, indicator in catalogue.items():
        needed = {*indicator.inputs, *indicator.measures}
        if names := [name for name in left if name in needed]:
            yield group_of(id), [left.pop(name) for name in names]
    yield OTHERS, list(left.values())


# Sheets to look things up in.


def _explained() -> Iterator[Sequence[str]]:
    for sheet, records in (
        (SCHOOLS, (Campus,)),
        (ITEMS, (County, *RECORDS.values())),
        (MONITORING, (Subject,)),
        (GROUPS, (Group,)),
    ):
        for record in records:
            for name, field in fields_of(record).items():
                used, seen = "；".join(_used_for(name)), "；".join(_seen_in(record, name))
                yield sheet, field.heading, _unit(field), _what(field), used, seen


def _limits() -> Iterator[Sequence[str]]:
    for id, indicator in catalogue.items():
        yield id, indicator.name_zh, indicator.clause, indicator.source


# The heads of these sheets, each with the width of its column.
_HEADS_OF_EXPLAINED = {"工作表": 8, "列或项目": 36, "单位": 8, "填写什么": 40, "用于": 40, "其他写法及来源": 72}
_HEADS_OF_LIMITS = {"指标": 8, "名称": 40, "标准": 80, "出处": 60}


def _write_table(sheet: Any, heads: Mapping[str, int], rows: Iterator[Sequence[str]]) -> None:
    styles = _library("openpyxl.styles")
    for column, (head, width) in enumerate(heads.items(), start=1):
        _write(sheet.cell(1, column), head)
        as_head(sheet.cell(1, column))
        sheet.column_dimensions[sheet.cell(1, column).column_letter].width = width
    for row, texts in enumerate(rows, start=2):
        for column, text in enumerate(texts, start=1):
            _write(sheet.cell(row, column), text)
            sheet.cell(row, column).alignment = styles.Alignment(wrap_text=True, vertical="top")
        fit_height(sheet, row)
    sheet.freeze_panes = "A2"


# What is said of a field.

_MOST: Mapping[object, int] = {Form.SHARE: 1, Form.PERCENT: 100}
_WHAT: Mapping[Form, str] = {
    Form.TEXT: "文字",
    Form.CODE: "代码，按文本填写，每行不同",
    Form.NAME: "名称",
    Form.COUNT: "0 或正整数；不知道的不填，没有的填 0",
    Form.SIZE: "0 或正整数，或所在区间，如 46-50；不知道的不填",
    Form.AMOUNT: "0 或正数；不知道的不填，没有的填 0",
    Form.SHARE: "0 至 1 的小数，或百分数",
    Form.JUDGEMENT: "是或否；不知道的不填",
    Form.PERCENT: "0 至 100 的百分数，不写百分号",
    Form.AREAS: "每间的面积或所在区间（如 73-<96），用分号隔开；没有的填 0",
    Form.TEXTS: "材料名称，用分号隔开",
}


def _what(field: Field) -> str:
    """What may be written in a field, and whether it has to be."""
    choices = "" if isinstance(field.form, Form) else f"从下列选择：{'、'.join(str(one.value) for one in field.form)}"
    what = _WHAT[field.form] if isinstance(field.form, Form) else choices
    return f"必填。{what}" if field.required else what


def _used_for(name: str) -> tuple[str, ...]:
    """The indicators that need a figure, also as that of a stage."""
    of_stage = {name, *(name.removeprefix(f"{stage}_") for stage in Stage)}
    return tuple(f"{id} {one.name_zh}" for id, one in catalogue.items() if of_stage & {*one.inputs, *one.measures})


def _seen_in(record: type, name: str) -> tuple[str, ...]:
    """What a figure is called in official forms and in those of offices, each with its source."""
    return tuple(f"{source}：{'、'.join(names)}" for source, names in named_in(record, name).items())


def _unit(field: Field) -> str:
    return next(iter(UNITS[field.unit]), "")


def _unit_in_brackets(field: Field) -> str:
    return f"（{_unit(field)}）" if UNITS[field.unit] else ""


def _validation(field: Field) -> Any:
    """What a spreadsheet lets be written in a field; None for texts."""
    validation = _library("openpyxl.worksheet.datavalidation").DataValidation
    messages = {"errorTitle": "不能填写", "error": _what(field), "showErrorMessage": True, "allow_blank": True}
    if isinstance(field.form, type) and issubclass(field.form, enum.Enum):
        listed = ",".join(str(one.value) for one in field.form)
        return validation(type="list", formula1=f'"{listed}"', **messages)
    if field.form is Form.JUDGEMENT:
        return validation(type="list", formula1='"是,否"', **messages)
    if field.form in (Form.COUNT, Form.AMOUNT, Form.SHARE, Form.PERCENT):
        kind, most = (
            ("whole" if field.form is Form.COUNT else "decimal"),
            _MOST.get(field.form, LARGEST_FIGURE),
        )
        return validation(type=kind, operator="between", formula1="0", formula2=str(most), **messages)
    return None


# Cells.


def _library(name: str) -> Any:
    return package(name, extra="excel", needed_by=Message("writing a workbook"))


def _write(cell: Any, value: object) -> None:
    """Write a value: numbers as numbers, everything else as the text that is read as it, and never as a formula."""
    # A number of more digits than a spreadsheet keeps is a text, which is refused when it is read back.
    if isinstance(value, (int, float)) and not isinstance(value, bool) and float(f"{value:.15g}") == value:
        cell.value = value
        return
    text = cell_text(value)
    if _library("openpyxl.cell.cell").ILLEGAL_CHARACTERS_RE.search(text):
        raise ReadingError(
            Message("the text {text} has a mark that no workbook can hold; delete it", text=quoted(text))
        )
    if text:
        write_text(cell, text)
        cell.number_format = "@"
    else:
        cell.value = None


def _comment(text: str) -> Any:
    comment = _library("openpyxl.comments").Comment(text, "balanced-edu")
    comment.width, comment.height = 320, 120
    return comment
