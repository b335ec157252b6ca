"""Slips in ``county.toml``: what is said about a line, and how the line is meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from datasets import FACTS, folder_with, problems_of
from hypothesis import given
from hypothesis import strategies as st

from balanced_edu import read_county, tomltext
from balanced_edu.records.county import Group
from balanced_edu.records.fields import fields_of
from balanced_edu.tables.slips import meant_by, mended

MEANT = [
    ("fraud = 是", "fraud = true"),
    ("fraud = 否 # 无", "fraud = false"),
    ("fraud = FALSE，", "fraud = false"),
    ("fraud = “是”", "fraud = true"),
    ("fraud = ×", "fraud = false"),
    ("veto.fraud = “1”", "veto.fraud = true"),
    ("other = √", "other = true"),
    ("other = 未 # x", "other = false"),
    ("other = True", "other = true"),
    ("year = 2022年", "year = 2022"),
    ("year ＝ 2022", "year = 2022"),
    ("year == 2022", "year = 2022"),
    ("year：2022", "year = 2022"),
    ("ｙｅａｒ = 2022", "year = 2022"),
    ("“year” = 2022", "year = 2022"),
    ("year　= ２０２２", "year = 2022"),
    ("year = ‘2022’", "year = 2022"),
    ("year = 2022;", "year = 2022"),
    ("year 2022", "year = 2022"),
    ("year = 02022", "year = 2022"),
    ("year = 2022.0年", "year = 2022"),
    ("name 2022年", 'name = "2022年"'),
    ("X１ ＝ 5", "X1 = 5"),
    ("name = X县", 'name = "X县"'),
    ("name = " + "县" * 293, f'name = "{"县" * 293}"'),
    ("teacher_pay = 121,000", "teacher_pay = 121000"),
    ("teacher_pay = 121，000.50元,", "teacher_pay = 121000.5"),
    ("teacher_pay = 12.1万元 ＃ 年", "teacher_pay = 121000"),
    ("regular_revenue = 1.05亿", "regular_revenue = 105000000"),
    ("teacher_pay = 5.", "teacher_pay = 5"),
    ("teacher_pay = +.50", "teacher_pay = 0.5"),
    ("between_school_share = 9％", "between_school_share = 0.09"),
    ("between_school_share = 12.350 %", "between_school_share = 0.1235"),
    ("teaching.area = 1,300平方米", "teaching.area = 1300"),
    ("name = 示例县 # 虚构", 'name = "示例县"'),
    ("name = “示例县”；", 'name = "示例县"'),
    ("name = ”示例#县” # x", 'name = "示例#县"'),
    ("name = ‘示例县’", 'name = "示例县"'),
    ('name = "示例县”', 'name = "示例县"'),
    ("name = “示例县", 'name = "示例县"'),
    ('name = "示例县";', 'name = "示例县"'),
    ("name ： 'a'", 'name = "a"'),
    ("name = 2022 县", 'name = "2022 县"'),
    ("每生经费 = 900", '"每生经费" = 900'),
    ("“每生经费” = 900", '"每生经费" = 900'),
    ("x = “y”", 'x = "y"'),
    ("G1 = “图”、“批文”", 'G1 = ["图", "批文"]'),
    ("G1 = ”图”，”批文”", 'G1 = ["图", "批文"]'),
    ('G1 = "图", "批文"', 'G1 = ["图", "批文"]'),
    ('G1 = ["图"，"批文"] # x', 'G1 = ["图", "批文"]'),
    ("G1 ： 【“图”；“批、文”】", 'G1 = ["图", "批、文"]'),
    ("G1 = [“图”]", 'G1 = ["图"]'),
    ("G1 = 《办法》、《意见》", 'G1 = ["《办法》", "《意见》"]'),
    ("G1 = “关于《办法》、《意见》的通知”", 'G1 = "关于《办法》、《意见》的通知"'),
    ("name = “甲、乙”", 'name = "甲、乙"'),
    ("［guarantee］", "[guarantee]"),
    ("[guarantee # x", "[guarantee]"),
    ("【quality】", "[quality]"),
    ("[[quality.monitoring]", "[[quality.monitoring]]"),
    ("quality . monitoring]]", "[[quality.monitoring]]"),
    ("x = }", 'x = "}"'),
]


@pytest.mark.parametrize(("line", "meant"), MEANT)
def test_a_slip_is_mended_and_the_line_to_write_is_said(line: str, meant: str) -> None:
    with pytest.raises(tomltext.TomlError):
        tomltext.read(line)
    what, read = mended(line, "Invalid value")
    assert read == meant
    assert what.endswith(f"; write {meant}")
    tomltext.read(meant)


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("year = ", "year has no value; write it after =, or put # before the line if it is unknown"),
        ("year =  # 年份", "year has no value; write it after ="),
        ("year", "year has no value; write it after ="),
        ("fraud = 有", "fraud is '有'; write true or false"),
        ("fraud = “-”", "fraud is '-'; write true or false, or put # before the line if it is unknown"),
        ("fraud = —", "fraud is '—'; write true or false, or put # before the line if it is unknown"),
        ("other = 达标", "other is '达标'; write true or false, or a number"),
        ("other = 无", "other is '无'; write true or false, or a number, or put # before the line if it is unknown"),
        ("level = 三", "level is '三', which is not a number; write one in digits"),
        ("level = 12,34", "level is '12,34', which is not a number; write one in digits"),
        ("每生经费 ＝", '"每生经费" has no value'),
        ("x = [1, 是]", "this is not TOML (Invalid value); correct the line, or put # before it"),
        ("G1 = [图, 批文]", "this is not TOML (Invalid value); correct the line"),
        ("县教育局填报", "'县教育局填报' is neither a key with its value nor a table; put # before a remark"),
        ("[政府 = ", '"[政府" has no value'),
        ("= 5", "'= 5' is neither a key with its value nor a table; put # before a remark"),
        ("name = " + "县" * 294, "this is not TOML (Invalid value); correct the line, or put # before it"),
        ("x = 0x" + "f" * 500, "this is not TOML (Invalid value)"),
    ],
)
def test_of_a_line_that_is_not_clear_it_is_said_what_may_stand_there(line: str, what: str) -> None:
    said, meant = mended(line, "Invalid value")
    assert said.startswith(what)
    assert meant == ""


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("x = }", "a text stands in quotation marks"),
        ("other = √", "a judgement is true or false"),
        ("year = 2022;", "nothing stands behind the value"),
        ("year = 2022年,", "a number has no unit and nothing stands behind the value"),
        ("name ： 'ab'", "= stands before the value"),
        ("name ： 'a'", "= stands before the value"),
        ('name = "示例县”', "quotation marks are the straight ones"),
        ("name = “示例县”；", "quotation marks are the straight ones and nothing stands behind the value"),
        ("name = “示例县", "the closing quotation mark is missing"),
        ("year = 2022\u200b", "this is not TOML (Invalid value); correct the line, or put # before it"),
    ],
)
def test_what_is_wrong_with_a_line_is_said_before_how_to_write_it(line: str, wrong: str) -> None:
    what, meant = mended(line, "Invalid value")
    assert what == f"{wrong}; write {meant}"


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("year = 2022 # 年份", "year is given twice; delete one of the two"),
        (
            "[guarantee] # 保障",
            "[guarantee] is given already, in another way or twice; put its keys below the first, and delete the "
            "second",
        ),
    ],
)
def test_a_key_or_table_that_is_given_twice_is_named_without_the_remark_behind_it(line: str, what: str) -> None:
    assert mended(line, "Cannot overwrite a value") == (what, "")


def test_a_line_by_itself_no_toml_is_not_called_given_twice() -> None:
    what = "'县名' is neither a key with its value nor a table; put # before a remark"
    assert mended("县名", "Cannot overwrite a value") == (what, "")


@given(st.text(max_size=40), st.text(max_size=40))
def test_anything_is_mended_to_toml_or_not_at_all(key: str, value: str) -> None:
    for line in (
        f"{key} = {value}",
        f"year = {value}",
        f"fraud ＝ {value}",
        f"name = {value}",
        f"name = “{value}”",
        key,
    ):
        if "\n" not in line:
            what, meant = mended(line, "Invalid value")
            assert what
            assert not meant or what.endswith(f"; write {meant}")


@pytest.mark.parametrize(
    ("text", "name", "meant"),
    [("1,200人", "surveyed", "; write 1200"), ("many", "surveyed", ""), ("95%", "satisfied", "; write 0.95")],
)
def test_what_a_text_in_quotation_marks_is_without_them(text: str, name: str, meant: str) -> None:
    assert meant_by(text, fields_of(Group)[name]) == meant


# Files


@pytest.mark.parametrize("name", ["county.toml.txt", "County.TOML", "county.txt", "county.toml - 副本", "ｃounty.toml"])
def test_a_file_under_another_name_is_named(name: str, tmp_path: Path) -> None:
    if (folder_with(tmp_path, facts=None) / name.upper()).exists() or (tmp_path / "COUNTY.TOML").exists():
        pytest.skip("the file system does not tell large letters from small ones")
    (tmp_path / name).write_text(FACTS, encoding="utf-8")
    (problem,) = problems_of(tmp_path)
    what = f"the file is missing from the folder, which has '{name}'; rename that to county.toml"
    assert problem.message == f"{what} (systems may hide the end of a name)"


def test_a_folder_that_may_not_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "iterdir", refuse)
    (problem,) = problems_of(folder_with(tmp_path, facts=None))
    assert "is missing from the folder; `balanced-edu template` writes an empty one" in problem.message


def test_slips_in_gb18030_are_reported_as_in_utf_8_and_the_encoding_is_named(tmp_path: Path) -> None:
    slips = FACTS.replace("layout_compliant = true", "layout_compliant = 是")
    (problem,) = problems_of(folder_with(tmp_path, facts=slips))
    encoding, in_gbk = problems_of(folder_with(tmp_path, facts=slips.encode("gbk")))
    assert in_gbk == problem
    assert encoding.message == "the file was read as GB18030: if its Chinese looks wrong here, save it in UTF-8"
    assert read_county(folder_with(tmp_path, facts=FACTS.encode("gbk"))) == read_county(folder_with(tmp_path))


def test_a_line_in_another_encoding_than_the_others_is_named(tmp_path: Path) -> None:
    mixed = FACTS.encode().replace("语文".encode(), "语文".encode("gbk") + b"\xff")
    (problem,) = problems_of(folder_with(tmp_path, facts=mixed))
    assert problem.message.startswith("the file is neither valid UTF-8 nor valid GB18030, first on line 17; save it")
    with_bom = b"\xef\xbb\xbf\n" + FACTS.encode("gbk")
    (problem,) = problems_of(folder_with(tmp_path, facts=with_bom))
    assert "first on line 2" in problem.message


def test_reading_that_ends_early_says_so(tmp_path: Path) -> None:
    facts = FACTS + "\n".join("?" for _ in range(200))
    *_, last = problems_of(folder_with(tmp_path, facts=facts))
    assert str(last).startswith(
        "county.toml:131:-: reading ends here; correct what is reported and read the file again"
    )
