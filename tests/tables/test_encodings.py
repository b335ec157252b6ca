"""Encodings: what a text is in, where it is valid in two."""

from __future__ import annotations

from pathlib import Path

import pytest
from datasets import FACTS, folder_with, problems_of
from hypothesis import given
from hypothesis import strategies as st

from balanced_edu import read_county
from balanced_edu.notes import ReadingError
from balanced_edu.records.kinds import Kind
from balanced_edu.tables.encodings import decoded

# Texts whose bytes in GB18030 are valid UTF-8, too: of headings, kinds and names that schools have.
BY_CHANCE = ["小学", "学校", "校", "小学校", "示", "kind,小学\n", "学校,A1,小学\r\n", "溪小学", "瞳小学", "石小学"]


@pytest.mark.parametrize("text", BY_CHANCE)
def test_chinese_that_is_valid_utf_8_by_chance(text: str) -> None:
    in_gb18030 = text.encode("gb18030")
    assert in_gb18030.decode("utf-8") != text
    assert decoded(in_gb18030) == (text, "GB18030")
    assert decoded(text.encode()) == (text, "UTF-8")
    assert decoded(text.encode("utf-8-sig")) == (text, "UTF-8")
    by_chance = in_gb18030.decode()
    assert decoded(by_chance.encode("utf-8-sig")) == (by_chance, "UTF-8")  # the mark says that it is UTF-8


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0"])
def test_a_workbook_is_no_table_in_text(start: bytes) -> None:
    with pytest.raises(ReadingError, match="is a workbook under another name; save its sheet as “CSV UTF-8”"):
        decoded(start + "学校".encode())


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert decoded("\ufeff学校代码".encode("gb18030")) == ("学校代码", "GB18030")
    for encoding in ("utf-8", "gb18030"):
        with pytest.raises(ReadingError, match="is empty"):
            decoded("\ufeff".encode(encoding))


@pytest.mark.parametrize("text", ["A1", "area in m²", "Élèves, ça", "Zhèjiāng", "±5 %", "Сѧ小", "м² 小学"])
def test_text_in_utf_8_stays_what_it_is(text: str) -> None:
    assert decoded(text.encode()) == (text, "UTF-8")


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1))
def test_chinese_is_read_in_both_encodings(text: str) -> None:
    assert decoded(text.encode()) == (text, "UTF-8")
    assert decoded(f"{text}县".encode("gb18030")) == (f"{text}县", "GB18030")


def test_a_table_that_is_valid_utf_8_by_chance(tmp_path: Path) -> None:
    table = "school_code,kind,school_name\nA1,小学,石小学\n".encode("gb18030")
    facts = 'name = "小学校"\n'.encode("gb18030")
    table.decode("utf-8"), facts.decode("utf-8")
    county = read_county(folder_with(tmp_path, table, facts))
    assert [(campus.kind, campus.school_name) for campus in county.campuses] == [(Kind.PRIMARY, "石小学")]
    assert county.name == "小学校"


def test_a_file_without_known_headings_names_its_encoding(tmp_path: Path) -> None:
    for content, encoding in (("學校代碼,類型\nA1,小學\n".encode("big5"), "GB18030"), ("甲,乙\n".encode(), "UTF-8")):
        (problem,) = problems_of(folder_with(tmp_path, content, FACTS))
        what = "no row has known headings; `balanced-edu template` writes a table that has all of them"
        assert problem.message == f"{what}; the file was read as {encoding}: if that is wrong, save it in UTF-8"
    (problem,) = problems_of(folder_with(tmp_path, "a,b\n"))
    assert problem.message == "no row has known headings; `balanced-edu template` writes a table that has all of them"
