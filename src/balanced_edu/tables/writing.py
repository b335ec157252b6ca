"""Writing county data sets, and empty ones to fill in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from os import PathLike
from pathlib import Path

import attrs

from balanced_edu.arguments import of_type
from balanced_edu.errors import InputError, Problem
from balanced_edu.exact import number_text
from balanced_edu.files import folder_made, write_all
from balanced_edu.message import Message, message_of
from balanced_edu.notes import WHOLE, ReadingError
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import County, Group, Subject
from balanced_edu.records.fields import Field, Form, fields_of
from balanced_edu.standards import NATIONAL, load
from balanced_edu.tables import csvfile, workbook
from balanced_edu.tables.cells import UNITS, cell_text
from balanced_edu.tables.folder import FACTS, SCHOOLS, county_in
from balanced_edu.tables.spreadsheet import spreadsheet_of
from balanced_edu.tables.template import columns_of, workbook_of
from balanced_edu.text import quoted


def write_county(county: County, path: str | PathLike[str], *, overwrite: bool = False) -> None:
    """Write a county as a folder, or as a workbook, that `read_county` reads back as the same county.

    A text that a spreadsheet would take for a formula is written with an apostrophe before it.

    Parameters
    ----------
    county
        The county.
    path
        The folder, which is made if it does not exist; or a workbook that ends in ``.xlsx``.
    overwrite
        Whether existing files may be replaced.

    Raises
    ------
    InputError
        If the county could not be read back as the same: it has no campuses, a figure of more than 15 digits, a name
        that looks like a total, or too much in all; or if the path is that of a workbook of another form.
    FileExistsError
        If there are files that may not be replaced.
    ModuleNotFoundError
        If a workbook is to be written and the extra ``excel`` is missing.

    Examples
    --------
    >>> import tempfile
    >>> from balanced_edu import Campus, Kind, read_county
    >>> campus = Campus(school_code="A1", kind=Kind.PRIMARY, teaching_area=1300.5)
    >>> county = County(name="示例县", campuses=[campus])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_county(county, folder)
    ...     read_county(folder) == county
    True
    """
    of_type("write_county", "county", county, County, "a County; the path comes after it")
    of_type("write_county", "path", path, (str, PathLike), "the path of a folder, or of a workbook (.xlsx)")
    if _is_workbook(path):
        try:
            content = workbook_of(county)
        except ReadingError as problem:
            raise InputError([Problem(Path(path).name, 1, WHOLE, message_of(problem))]) from None
        _check(county, workbook.county_of(Path(path).name, lambda: spreadsheet_of(content)), Path(path).name)
        _write_workbook(Path(path), content, overwrite=overwrite)
        return
    files = _encoded(_schools_text(county.campuses), _facts_text(county))
    _check(county, county_in([FACTS], files.__getitem__), SCHOOLS)
    _write(Path(path), files, overwrite=overwrite)


def write_template(path: str | PathLike[str]) -> None:
    """Write an empty data set to fill in: all columns, and all keys with their Chinese names and units.

    A workbook has drop-downs, notes and two examples, which are passed over when it is read, and sheets that explain
    every column and give all limits.

    Parameters
    ----------
    path
        The folder, which is made if it does not exist; or a workbook that ends in ``.xlsx``.

    Raises
    ------
    InputError
        If the path is that of a workbook of another form.
    FileExistsError
        If one of the files already exists; none is written then.
    ModuleNotFoundError
        If a workbook is to be written and the extra ``excel`` is missing.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_template(folder)
    ...     (Path(folder) / "schools.csv").read_text(encoding="utf-8-sig")[:19]
    '学校代码,学校名称,学校类型,办学性质'
    """
    of_type("write_template", "path", path, (str, PathLike), "the path of a folder, or of a workbook (.xlsx)")
    if _is_workbook(path):
        _write_workbook(Path(path), workbook_of(County(name="县名"), examples=True), overwrite=False)
        return
    files = _encoded(_schools_text([], every_column=True), _facts_text(County(name="县名")))
    _write(Path(path), files, overwrite=False)


def _is_workbook(path: str | PathLike[str]) -> bool:
    """Whether a workbook is to be written; other forms of workbooks are read only.

    Raises
    ------
    InputError
        If the path is that of such a form.
    """
    ending = Path(path).suffix.lower()
    if ending in workbook.ENDINGS and ending != ".xlsx":
        what = Message("a workbook is not written as {ending}; give a path that ends in .xlsx", ending=ending)
        raise InputError([Problem(str(path), 1, WHOLE, what)])
    return ending == ".xlsx"


def _write_workbook(file: Path, content: bytes, *, overwrite: bool) -> None:
    if file.exists() and not overwrite:
        raise FileExistsError(Message("{file} already exists and is not overwritten; give another name", file=file))
    with folder_made(file.parent):
        write_all({file: content})


def _check(county: County, read: County, file: str) -> None:
    """Refuse a county of which something would be lost or changed: nothing is written that could not be read."""
    kept = {campus.school_code for campus in read.campuses}
    what = (
        "{code}: this row would be passed over as a total, a footnote or an example; give the campus another code or "
        "name"
    )
    lost = [
        Problem(
            file,
            row,
            fields_of(Campus)["school_code"].heading,
            Message(what, code=quoted(campus.school_code)),
        )
        for row, campus in enumerate(county.campuses, start=2)
        if campus.school_code not in kept
    ]
    changed = [part for part in _PARTS if getattr(read, part) != getattr(county, part)]
    if changed and not lost:
        what = (
            "{parts} would be read back as something else; correct it: a name or text begins like a total, a footnote "
            "or an example, or has marks that the file changes"
        )
        lost = [Problem(file, 1, WHOLE, Message(what, parts=tuple(changed)))]
    if lost:
        raise InputError(lost)


_PARTS = tuple(part.name for part in attrs.fields(County) if part.eq)


def _encoded(schools: str, facts: str) -> Mapping[str, bytes]:
    """Both files by name: with a BOM Excel on a Chinese desktop opens a table correctly; TOML has none."""
    return {SCHOOLS: schools.encode("utf-8-sig"), FACTS: facts.encode("utf-8")}


def _write(folder: Path, files: Mapping[str, bytes], *, overwrite: bool) -> None:
    """Write all files or, if one must not be replaced or cannot be written, none."""
    if folder.exists() and not folder.is_dir():
        raise FileExistsError(Message("{folder} is a file; give a folder", folder=folder))
    for name in files:
        if (folder / name).exists() and not overwrite:
            what = "{file} already exists and is not overwritten; give another folder"
            raise FileExistsError(Message(what, file=folder / name))
    with folder_made(folder):
        write_all({folder / name: content for name, content in files.items()})


def _schools_text(campuses: Sequence[Campus], *, every_column: bool = False) -> str:
    """The school table; optional columns come last, and only if a campus has something in them."""
    fields = {
        name: field
        for name, field in columns_of(Campus).items()
        if every_column or not field.optional or any(getattr(campus, name) is not None for campus in campuses)
    }
    headings = [field.heading for field in fields.values()]
    return csvfile.text_of([headings, *([cell_text(getattr(campus, name)) for name in fields] for campus in campuses)])


# The facts, as TOML.

_HEAD = """\
# 县级数据：每个键之后是它的中文名称和单位。填写时删去行首的 #，在等号后写上数值；不知道的留着 # 不填。
# Facts of the county. To give one, delete the # before its key and write its value after the =. What is not
# known keeps its #: it is unknown, not zero. Judgements are true or false, texts are in quotation marks.
"""


_EXAMPLE_OF_EVIDENCE = '# G1 = ["布局规划图", "布局调整批文"]'


def _facts_text(county: County) -> str:
    """The text of ``county.toml``: every key, with a # before it if it is not known."""
    example_subject = Subject(subject="数学", level=3, between_school_share=0.09)
    subjects = "、".join(load(NATIONAL).items["Q9"].subjects)
    example_group = Group(group="家长", handed_out=2500, surveyed=2400, satisfied=2280, visited=60, visit_satisfied=57)
    return "\n".join(
        [
            _HEAD,
            *_keys(county),
            "\n# 政府保障程度\n[guarantee]",
            *_keys(county.guarantee),
            "\n# 教育质量\n[quality]",
            *_keys(county.quality),
            f"\n# 国家义务教育质量监测，每个科目一段 (one table per subject)：{subjects}",
            "# 未监测的科目写 monitored = false (for one that was not monitored)",
            *_tables("[[quality.monitoring]]", county.monitoring, example_subject),
            "\n# 社会认可度\n[recognition]",
            *_keys(county.recognition),
            "\n# 社会认可度调查，每类调查对象一段 (one table per group surveyed)",
            *_tables("[[recognition.groups]]", county.groups, example_group),
            "\n# 一票否决：存在的写 true (true if it exists)\n[veto]",
            *_keys(county.veto),
            "\n# 地方方案另外要求的（三个增长、按时入学）(further requirements of local plans)\n[plan]",
            *_keys(county.plan),
            "\n# 申报条件 (conditions of an application)\n[conditions]",
            *_keys(county.conditions),
            "\n# 申报表表Ⅰ的其他数据 (what table I of the declaration form asks for besides)\n[declaration]",
            *_keys(county.declaration),
            "\n# 地方标准自定的项目，键名由该标准规定 (keys are named by a local standard)\n[local]",
            *(f"{_name(name)} = {_value(value)}" for name, value in county.local.items()),
            "\n# 佐证材料，按项目编号列出材料名称 (evidence: names of documents, by the id of the item)\n[evidence]",
            *(f"{_name(id)} = {_value(documents)}" for id, documents in county.evidence.items()),
            *(() if county.evidence else (_EXAMPLE_OF_EVIDENCE,)),
            "",
        ]
    )


def _tables(heading: str, records: Sequence[object], example: object) -> Iterator[str]:
    """A table for each record; if there are none, an example that is only a comment."""
    for record in records:
        yield from (heading, *_keys(record))
    if not records:
        yield from (f"# {line}" for line in (heading, *_keys(example)) if not line.startswith("#"))


def _keys(record: object) -> Iterator[str]:
    for name, field in fields_of(type(record)).items():
        value = getattr(record, name)
        key = f"# {name} =" if value is None else f"{name} = {_value(value)}"
        yield f"{key}  # {field.heading}{_unit(field)}"


def _name(name: str) -> str:
    return name if re.fullmatch("[A-Za-z0-9_-]+", name) else _value(name)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        # JSON quotes as TOML does, except for one control character.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, tuple):
        return f"[{', '.join(map(_value, value))}]"
    return number_text(value)


def _unit(field: Field) -> str:
    if field.form is Form.JUDGEMENT:
        return "（true 或 false）"
    if field.form is Form.SHARE:
        return "（0 至 1 的小数，12.35% 写作 0.1235）"
    return f"（{next(iter(UNITS[field.unit]))}）" if UNITS[field.unit] else ""
