"""The messages: every sentence that a user may read has a text in each language, made of the same parts.

Templates are collected from the source, and the help of the command from the command.
"""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import attrs
import click
import pytest
from chinese import english_in

import balanced_edu
from balanced_edu.cli import balanced_edu as command
from balanced_edu.clickwords import Command, Option, paragraphs_of
from balanced_edu.report.words import languages, words_of

PACKAGE = Path(balanced_edu.__file__).parent
OTHERS = tuple(lang for lang in languages() if lang != "en")


@attrs.frozen
class Maker:
    """A function whose argument of some position is the template of a message."""

    name: str
    position: int


MESSAGE, OF = Maker("Message", 0), Maker("of", 1)


def function_of(call: ast.Call) -> str:
    """The name of the function that is called, of `Message.of` without the class."""
    if isinstance(call.func, ast.Name):
        return call.func.id
    of_message = isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "Message"
    return call.func.attr if isinstance(call.func, ast.Attribute) and of_message else ""


def calls_in(tree: ast.AST) -> Iterator[tuple[ast.Call, tuple[ast.AST, ...]]]:
    """Each call with the functions, and the module, that it stands in, the nearest first."""

    def visit(node: ast.AST, around: tuple[ast.AST, ...]) -> Iterator[tuple[ast.Call, tuple[ast.AST, ...]]]:
        if isinstance(node, ast.Call):
            yield node, around
        inside = (node, *around) if isinstance(node, ast.FunctionDef | ast.Module) else around
        for child in ast.iter_child_nodes(node):
            yield from visit(child, inside)

    return visit(tree, ())


def values_of(name: str, scope: ast.AST) -> list[ast.expr]:
    """What a name is given in a function or module."""
    return [
        node.value
        for node in ast.walk(scope)
        if isinstance(node, ast.Assign) and any(isinstance(one, ast.Name) and one.id == name for one in node.targets)
    ]


def parameters_of(scope: ast.AST) -> list[str]:
    if not isinstance(scope, ast.FunctionDef):
        return []
    return [one.arg for one in (*scope.args.posonlyargs, *scope.args.args)]


def templates_in(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """The templates of a module, each with its line; a template that cannot be read is an error."""
    makers, done = [MESSAGE, OF], set[Maker]()
    while left := [maker for maker in makers if maker not in done]:
        done.update(left)
        for call, around in calls_in(tree):
            for maker in left:
                if function_of(call) != maker.name or len(call.args) <= maker.position:
                    continue
                given = call.args[maker.position]
                found = list(texts_of(given, around))
                if not found and isinstance(given, ast.Name) and given.id in parameters_of(around[0]):
                    assert isinstance(around[0], ast.FunctionDef)
                    makers.append(Maker(around[0].name, parameters_of(around[0]).index(given.id)))
                    continue
                assert found, f"the template must be a text that is written here: {ast.unparse(call)}"
                yield from ((text, call.lineno) for text in found)


def texts_of(given: ast.expr, around: tuple[ast.AST, ...]) -> Iterator[str]:
    """The texts that an expression may be: itself, or what its name is given."""
    if isinstance(given, ast.Constant) and isinstance(given.value, str):
        yield given.value
    elif isinstance(given, ast.Name):
        scope = next((one for one in around if values_of(given.id, one)), around[-1])
        for value in values_of(given.id, scope):
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield value.value


@cache
def templates() -> Mapping[str, str]:
    """The templates of the package, each with where it is."""
    found: dict[str, str] = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        for template, line in templates_in(ast.parse(file.read_text(encoding="utf-8"))):
            found.setdefault(template, f"{file.relative_to(PACKAGE)}:{line}")
    return found


def texts(lang: str, table: str) -> Mapping[str, str]:
    """The texts of a table of a language's file."""
    file = PACKAGE / "report" / "words" / "messages" / f"{lang}.toml"
    found: Mapping[str, str] = tomllib.loads(file.read_text(encoding="utf-8"))[table]
    return found


def placeholders(template: str) -> set[str]:
    """The placeholders of a template, without those that only choose an English plural."""
    fields = string.Formatter().parse(template)
    return {f"{name}:{spec}" for _, name, spec, _ in fields if name is not None and "|" not in (spec or "")}


@pytest.mark.parametrize("lang", OTHERS)
def test_every_message_has_a_text_and_every_text_a_message(lang: str) -> None:
    found = texts(lang, "messages")
    assert [f"{where}: {text}" for text, where in templates().items() if text not in found] == []
    assert [text for text in found if text not in templates()] == []


@pytest.mark.parametrize("lang", OTHERS)
def test_a_text_is_made_of_what_the_message_is_made_of(lang: str) -> None:
    for english, text in texts(lang, "messages").items():
        assert text.strip()
        # An English key may be left out that stands beside its name in Chinese.
        assert placeholders(english) - {"key:"} <= placeholders(text) <= placeholders(english), english


def test_a_template_that_is_not_written_where_it_is_used_is_noticed() -> None:
    assert dict(templates_in(ast.parse("def f(x):\n    what = 'a {b}'\n    return Message(what, b=x)"))) == {"a {b}": 3}
    passed_on = "def no(template, x):\n    return Message(template, b=x)\nno('is {b}', 1)"
    assert dict(templates_in(ast.parse(passed_on))) == {"is {b}": 3}
    with pytest.raises(AssertionError, match="the template must be a text that is written here"):
        list(templates_in(ast.parse("Message(f'a {b}')")))


def commands(group: click.Command = command) -> Iterator[Command]:
    """The command and those within it."""
    assert isinstance(group, Command)
    yield group
    for inner in group.commands.values() if isinstance(group, click.Group) else ():
        yield from commands(inner)


def helps() -> Iterator[str]:
    """What the command says of itself, in English."""
    whole = command.make_context("balanced-edu", ["x"], resilient_parsing=True)
    for one in commands():
        context = one.make_context("balanced-edu", ["x"] * 3, parent=whole, resilient_parsing=True)
        yield from paragraphs_of(one.help or "")
        yield from click.Command.collect_usage_pieces(one, context)[:1]
        yield getattr(one, "subcommand_metavar", "")
        for parameter in one.params:
            yield from paragraphs_of(parameter.help or "") if isinstance(parameter, Option) else ()
            takes_a_word = not isinstance(parameter.type, click.Choice) and not getattr(parameter, "is_flag", False)
            yield parameter.metavar or parameter.name.upper() if takes_a_word and parameter.name else ""


@pytest.mark.parametrize("lang", OTHERS)
def test_every_help_has_a_text_and_every_text_a_help(lang: str) -> None:
    given = {text for text in helps() if text}
    found = texts(lang, "help")
    assert [text for text in given if text not in found] == []
    assert [text for text in found if text not in given] == []


def test_chinese_has_no_english_words() -> None:
    for table in ("messages", "help", "click"):
        for english, text in texts("zh", table).items():
            bare = re.sub(r"\{[^{}]*\}", "", text)
            assert english_in(bare) == [], english
            assert not re.search("[,;:?!](?![0-9])", re.sub(r"[-\[\]./'|%0-9A-Za-z_]+", "", bare)), english


# Words that tables and documents have in Chinese, whatever the language.
OFFICIAL = frozenset(
    [
        *("是", "否", "附设班", "艺术", "音乐", "美术", "计", "小学", "初中", "县", "所属学校标识码", "是否计校数"),
        *("年", "月", "布局规划图", "不含音乐", "学校自评表", "义务教育优质均衡发展"),
    ]
)


def test_english_has_chinese_names_only() -> None:
    for english in (*templates(), *helps()):
        assert OFFICIAL.issuperset(re.findall("[\u3400-\u9fff]+", english)), english


def test_a_language_without_messages_says_them_in_english() -> None:
    assert words_of("en").said("text") == "text"
    assert words_of("en").template("{n} more") == "{n} more"
