"""TOML text and its lines."""

from __future__ import annotations

import contextlib
import tomllib
from typing import Any

import pytest
from hypothesis import given, reject
from tomltexts import STATEMENTS

from balanced_edu import tomltext
from balanced_edu.report.words import words_of


def places_of(data: object, place: tomltext.Place = ()) -> list[tomltext.Place]:
    inner: Any = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [place, *(deeper for key, value in inner for deeper in places_of(value, (*place, key)))]


@given(STATEMENTS)
def test_the_line_of_a_key_names_it(text: str) -> None:
    try:
        data = tomltext.read(text)
    except tomltext.TomlError:
        reject()
    lines = text.split("\n")
    for place in places_of(data):
        line = lines[tomltext.line_of(text, place) - 1] if lines else ""
        keys = [key for key in place if isinstance(key, str)]
        assert not keys or any(key in line for key in keys)


def test_lines_of_nested_tables() -> None:
    text = '''"a.b" = 1
text = """
[not.a.table]
x = 1
"""
[ one . "two = 2" ] # [three]
array = [
    "]", # ]
]
'last = 1' = { x = 1 }
[[one.list]]
[one.list.inner]
x = 1
[[one.list]]
x = 2
[[one.list.deep]]
[[one.list.deep]]
y.z = 3
'''
    tomltext.read(text)
    assert {
        place: tomltext.line_of(text, place)
        for place in [
            ("a.b",),
            ("text",),
            ("one",),
            ("one", "two = 2", "array"),
            ("one", "two = 2", "last = 1"),
            ("one", "two = 2", "last = 1", "x"),
            ("one", "list", 0, "inner", "x"),
            ("one", "list", 1, "x"),
            ("one", "list", 1, "deep", 1, "y", "z"),
            ("one", "list", 1, "missing"),
            ("missing",),
        ]
    } == {
        ("a.b",): 1,
        ("text",): 2,
        ("one",): 6,
        ("one", "two = 2", "array"): 7,
        ("one", "two = 2", "last = 1"): 10,
        ("one", "two = 2", "last = 1", "x"): 10,
        ("one", "list", 0, "inner", "x"): 13,
        ("one", "list", 1, "x"): 15,
        ("one", "list", 1, "deep", 1, "y", "z"): 18,
        ("one", "list", 1, "missing"): 14,
        ("missing",): 1,
    }


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a = 1\nb = ?\n", 2, "Invalid value"),
        ("a = 1\nb = [1,\n", 2, "at the end of the file"),
        ("a = 1e99999999999999999999", 1, "out of the range of numbers"),
        (f"a = {'9' * 5000}", 1, "digits"),
        (f"a = {'[' * 5000}", 1, "nested too deeply"),
        (f"a = 1\n{'b.' * 16}b = 1", 2, "A key has more than 16 parts"),
        (f"a = 1\n\n  [{'b . ' * 16}b]", 3, "A key has more than 16 parts"),
        ("a = { " + '"b.c".' * 16 + "'d' = 1 }", 1, "A key has more than 16 parts"),
    ],
)
def test_text_that_is_not_toml(text: str, line: int, words: str) -> None:
    with pytest.raises(tomltext.TomlError, match=words) as error:
        tomltext.read(text)
    assert error.value.line == line


def test_dots_outside_of_keys_are_not_counted() -> None:
    dots = "a." * 100
    one_line = f"""{"b." * 15}b = "{dots}" # {dots}\nc = ["{dots}", '{dots}', 1.5, 1.5]\n"""
    several = f'd = """\n{dots}""\\"{dots}\n"""\n' + f"e = '''\n{dots}\n'''"
    assert list(tomltext.read(one_line + several)) == ["b", "c", "d", "e"]


@pytest.mark.parametrize("piece", ["a.", '"a".', "a ", "'''", '"""', '"', '\\"', "#", "a.b ", "\n", "."])
def test_broken_text_is_searched_without_going_back(piece: str) -> None:
    """With backtracking some of these would take a day."""
    for start in ("a.", "a = '", 'a = "', 'a = """', "a = '''"):
        with contextlib.suppress(tomltext.TomlError):
            tomltext._refuse_deep_keys(start + piece * 50_000 + "." * 16)


@pytest.mark.parametrize(
    ("said", "chinese"),
    [
        ("Invalid value (at line 2, column 3)", "值的写法有误"),
        ("Invalid value (at end of document)", "值的写法有误，位于文件末尾"),
        ("Invalid statement", "既不是键，也不是表，位于文件末尾"),
        ("Expected newline or end of document after a statement (at line 2, column 3)", "值的后面有多余的内容"),
        ("Expected '=' after a key in a key/value pair (at line 2, column 3)", "键的后面缺少="),
        ("Cannot declare ('a',) twice (at line 2, column 3)", "写了两次，或有两种写法"),
        ("Expected ']' at the end of a table declaration (at line 2, column 3)", "表的名称后面缺少]"),
        ("Expected ']]' at the end of an array declaration (at line 2, column 3)", "表的名称后面缺少]]"),
        ("Unclosed array (at line 2, column 3)", "括号没有成对"),
        ('Expected "\'" (at line 2, column 3)', "引号没有成对"),
        ("Unescaped '\\' in a string (at line 2, column 3)", "文字中的\\应写作\\\\"),
        ("Something of another version (at line 2, column 3)", "写法有误"),
    ],
)
def test_why_a_text_is_not_toml(said: str, chinese: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise tomllib.TOMLDecodeError(said)

    with monkeypatch.context() as patched:
        patched.setattr(tomllib, "loads", refuse)
        with pytest.raises(tomltext.TomlError) as refused:
            tomltext.read("")
    assert refused.value.message.startswith(said.partition(" (at ")[0])
    assert words_of("zh").said(refused.value.message) == chinese


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        (f"a = {'9' * 5000}", "数字位数过多或超出范围"),
        ("a = 1e9999999999999999999", "数字位数过多或超出范围"),
        (f"a = {'[' * 3000}", "括号嵌套过深"),
        (f"a = 0x{'f' * 400}", "整数超过400位"),
        (".".join("a" * 17) + " = 1", "键超过16节"),
    ],
)
def test_why_a_text_is_not_read(text: str, chinese: str) -> None:
    with pytest.raises(tomltext.TomlError) as refused:
        tomltext.read(text)
    assert words_of("zh").said(refused.value.message) == chinese
