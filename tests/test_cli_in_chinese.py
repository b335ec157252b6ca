"""The command in Chinese: its help, what it refuses, and what is wrong with files of every form."""

from __future__ import annotations

import errno
import re
import sys
from pathlib import Path

import click
import pytest
from chinese import english_in, english_sentence_in
from click.testing import CliRunner, Result
from counties import good_county
from forms import folder_of_forms
from test_cli import QINGSHAN, REFUSALS
from workbooks import SHEETS, workbook_with

from balanced_edu import __main__, cli
from balanced_edu.cli import balanced_edu
from balanced_edu.clickwords import Command, Formatter, Option, asked_for, speaking
from balanced_edu.message import Message
from balanced_edu.tables import write_county

CHINESE = "zh_CN.UTF-8"


def run(*words: str, locale: str = CHINESE) -> Result:
    return CliRunner(env={"LC_ALL": locale}).invoke(balanced_edu, words)


# Help.


def paths(command: click.Command = balanced_edu, before: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The command and those within it, each as it is typed."""
    inner = command.commands.items() if isinstance(command, click.Group) else ()
    return [before, *(path for name, one in inner for path in paths(one, (*before, name)))]


@pytest.mark.parametrize("words", paths(), ids=" ".join)
def test_help_is_in_the_language_of_the_locale(words: tuple[str, ...]) -> None:
    found = run(*words, "--help")
    assert found.exit_code == 0
    assert found.stdout.startswith("用法： ")
    assert "选项：" in found.stdout
    assert "显示本说明后退出。" in found.stdout
    names = {word for path in paths() for word in path} | set(re.findall(r"--([a-z-]+)", found.stdout))
    names |= {"balanced-edu", "en", "zh", "json", "html", "h"}
    assert [word for word in english_in(found.stdout) if word not in names] == []
    assert all(len(line.encode("gb18030")) <= 80 for line in found.stdout.splitlines())


def test_help_in_english_is_that_of_click() -> None:
    found = run("standards", "--help", locale="C")
    assert found.stdout.startswith("Usage: balanced-edu standards [OPTIONS] [NAME] | COMMAND [ARGS]...\n")
    assert "\nOptions:\n  --lang [en|zh]  Language of the report; by default that of the locale.\n" in found.stdout
    assert "  -h, --help      Show this message and exit.\n" in found.stdout
    assert "  diff   Show what the standards ONE and OTHER (names or files) set...\n" in found.stdout


def test_the_language_is_that_of_each_run() -> None:
    assert "显示本说明后退出。" in run("demo", "--help").stdout
    assert "Show this message and exit." in run("demo", "--help", locale="C").stdout
    assert "显示本说明后退出。" in run("demo", "--help").stdout


def test_a_paragraph_and_a_long_term_keep_their_columns() -> None:
    formatter = Formatter(width=40)
    formatter.write_text("每个路径是一个县。\n\n无法读取的会列出问题并略去，其余的照常对比。")
    with formatter.indentation():
        formatter.write_dl([("--名称比三十列更长的一个选项的名称", "格式"), ("-h", "说明")])
    assert formatter.getvalue() == (
        "每个路径是一个县。\n\n无法读取的会列出问题并略去，其余的照常对\n比。\n"
        f"  --名称比三十列更长的一个选项的名称\n{' ' * 34}格式\n  -h{' ' * 30}说明\n"
    )


def test_a_command_without_help_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    command = Command("x", add_help_option=False)
    assert command.get_help_option(click.Context(command)) is None
    assert command.get_help(click.Context(command)).splitlines()[0] == "Usage:  [OPTIONS]"
    assert Option(["--x"], hidden=True).get_help_record(click.Context(command)) is None


def test_the_version_needs_no_words() -> None:
    assert run("--version").stdout == run("--version", locale="C").stdout
    assert re.fullmatch(r"balanced-edu \d\S+\n", run("--version").stdout)


# What the command refuses.


@pytest.mark.parametrize(("words", "message"), REFUSALS)
def test_what_cannot_be_done_is_said_in_chinese(words: list[str], message: str) -> None:
    found = run(*words)
    assert (found.exit_code, found.stdout) == (2, "")
    assert message not in found.stderr
    assert re.search("[\u3400-\u9fff]", found.stderr)
    sentences = re.sub(r"用法：.*\n|运行“.*”", "", found.stderr)
    assert not english_sentence_in(sentences.replace(str(Path(QINGSHAN).parent), ""))


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (["assess"], "缺少参数“路径”。"),
        (["compare"], "缺少参数“路径...”。"),
        (["demo", "--lagn", "zh"], "没有选项--lagn"),
        (["asess", "x"], "没有命令asess。"),
        (["demo", "--lang", "xx"], "“--lang”的值有误：xx不是'en', 'zh'之一。"),
        (["demo", "--on", "30.9.2022"], "“--on”的值有误：30.9.2022不符合格式'%Y-%m-%d'。"),
        (["assess", "a", "b"], "多出了参数（b）"),
        (["assess", "a", "b", "c"], "多出了参数（b c）"),
        (["demo", "--lang"], "选项--lang后面需要一个值。"),
        (["demo", "--check=1"], "选项--check不带值。"),
    ],
)
def test_wrong_usage(words: list[str], error: str) -> None:
    found = run(*words)
    line = found.stderr.splitlines()[-1]
    assert found.exit_code == 2
    assert line.startswith(f"错误：{error}")
    # What was perhaps meant may follow, as the version of click has it.
    assert re.sub(r"[-'a-zA-Z, %.0-9。]+", "", line.removeprefix(f"错误：{error}")) in ("", "（相近的有）")


def test_wrong_usage_of_a_process(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("LC_ALL", CHINESE)
    monkeypatch.setattr(sys, "argv", ["balanced-edu", "assess"])
    assert cli.run() == 2
    usage, hint, _, error = capsys.readouterr().err.splitlines()
    assert (usage, error) == ("用法： balanced-edu assess [选项] 路径", "错误：缺少参数“路径”。")
    assert re.fullmatch("运行“balanced-edu assess (-h|--help)”查看说明。", hint)


def test_click_is_left_as_it_was() -> None:
    before = click.exceptions._  # type: ignore[attr-defined]
    with speaking():
        assert click.exceptions._ is not before  # type: ignore[attr-defined]
    assert click.exceptions._ is before  # type: ignore[attr-defined]


def test_the_language_that_is_asked_for_is_that_of_the_nearest_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    assert asked_for().lang == "en"
    outer = click.Context(balanced_edu)
    outer.params["lang"] = "zh"
    with outer, click.Context(balanced_edu, parent=outer):
        assert asked_for().lang == "zh"


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (KeyboardInterrupt(), "已中断"),
        (MemoryError(), "内存不足；请一次少给几个县，或给较小的文件"),
        (
            KeyError("a"),
            "这是balanced-edu自身的错误，与数据无关（KeyError: 'a'）；请报告，并附上设置BALANCED_EDU_TRACEBACK=1后"
            "显示的内容",
        ),
    ],
)
def test_faults(
    error: BaseException, sentence: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", CHINESE)
    monkeypatch.delenv(__main__.TRACEBACK, raising=False)
    __main__._stopped_by(error)
    assert capsys.readouterr().err == f"{sentence}\n"


def test_a_missing_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    found = run("template", "county.xlsx")
    assert (found.exit_code, found.stderr) == (
        2,
        "生成工作簿需要openpyxl，请安装：pip install 'balanced-edu[excel]'\n",
    )


@pytest.mark.parametrize(
    ("error", "english", "chinese"),
    [
        (PermissionError(errno.EACCES, "Permission denied", "county"), "county: Permission denied", "county：没有权限"),
        (OSError(errno.EIO, "Input/output error"), "Input/output error", "设备读写出错"),
        (
            FileExistsError(Message("{folder} is a file; give a folder", folder="a")),
            "a is a file; give a folder",
            "a是文件；请给出文件夹",
        ),
    ],
)
def test_a_file_that_the_system_refuses(
    error: OSError, english: str, chinese: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(cli, "read_county", refuse)
    assert run("demo").stderr == f"{chinese}\n"
    assert run("demo", locale="C").stderr == f"{english}\n"


# What is wrong with files.

SCHOOLS = "学校代码,学校类型,小学在校生数,专任教师数\nA1,学堂,800,三十五\nA1,小学,-1,46\n"
FACTS = 'name = "示例县"\n[veto]\nfrauds = false\n'


def county_of(folder: Path, schools: str = SCHOOLS, facts: str = FACTS) -> Path:
    folder.mkdir()
    (folder / "schools.csv").write_text(schools, encoding="utf-8")
    (folder / "county.toml").write_text(facts, encoding="utf-8")
    return folder


KINDS = "小学、教学点、初中、九年一贯制学校、十二年一贯制学校、完全中学、高级中学、职业学校、特殊教育学校"
IN_CHINESE = f"""\
schools.csv:2:学校类型: 学校类型应为{KINDS}之一，不是“学堂”
schools.csv:2:专任教师数: 专任教师数为“三十五”，不是数字；请填写数字，未知的请留空
schools.csv:3:小学在校生数: 小学在校生数应不小于0，现为-1；请更正，未知的不填
schools.csv:3:学校代码: 学校代码“A1”已在第2行；请为每个校区填写各自的代码，或删去其中一行
county.toml:3:veto.frauds: [veto]中没有键“frauds”（是否为fraud？）；请更正名称，或删去
"""


@pytest.mark.parametrize("command", ["assess", "inspect", "tasks", "compare"])
def test_a_folder(command: str, tmp_path: Path) -> None:
    folder = str(county_of(tmp_path / "county"))
    assert run(command, folder).stderr == IN_CHINESE
    assert run(command, folder, "--lang", "zh", locale="C").stderr == IN_CHINESE
    english = run(command, folder, "--lang", "en").stderr
    assert "专任教师数 is '三十五', which is not a number; write one, or leave the cell empty\n" in english


def test_a_workbook(tmp_path: Path) -> None:
    rows = [["学校代码", "学校类型", "绿化"], ["A1", "小学", "5"], ["A2", "初中"]]
    file = workbook_with(tmp_path / "county.xlsx", {**SHEETS, "学校": rows})
    found = run("assess", str(file))
    assert found.stderr == "county.xlsx:学校!C1: 没有“绿化”这一列；请更正表头，或删去该列\n"


def test_forms(tmp_path: Path) -> None:
    folder_of_forms(tmp_path)
    (tmp_path / "区县.xlsx").unlink()
    found = run("assess", str(tmp_path))
    assert found.stderr == (
        f"{tmp_path.name}:1:-: 文件夹中没有区县填报表；请添加，或用county.toml、县级.csv给出县级数据\n"
    )


def test_a_standard(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(
        'extends = "national-2017"\nname = "mine"\nedition = 1\n[section]\nat_least = 9\n', encoding="utf-8"
    )
    found = run("standards", "check", str(file))
    assert found.stderr == (
        "mine.toml:3:edition: edition应为引号中的文字\n"
        "mine.toml:5:section.at_least: at_least为“9”，而标准有7项资源配置指标；请填写1至7\n"
    )


def test_a_standard_that_can_be_used() -> None:
    *_, replaced, last = run("standards", "check", "wenling-2020").stdout.splitlines()
    assert replaced.startswith(
        "wenling-2020.toml:213:items.G6.where: where整体替换national-2017的同名内容，不再含有kinds 初中、"
    )
    assert replaced.endswith("；仍然适用的请重复写出")
    assert last == "文件可以使用。"


def test_several_counties_of_which_one_is_broken(tmp_path: Path) -> None:
    write_county(good_county(), tmp_path / "good")
    broken = county_of(tmp_path / "broken", facts='name = "乙县"\n')
    found = run("compare", str(tmp_path / "good"), str(broken))
    assert found.exit_code == 2
    first, *problems, last = found.stderr.splitlines()
    assert (first, problems) == (f"{broken}:", IN_CHINESE.splitlines()[:-1])
    assert last == "2个数据集中有1个无法读取，未列入：broken"


def test_local_facts_that_the_standard_expects_otherwise(tmp_path: Path) -> None:
    county = county_of(tmp_path / "county", "学校代码,学校类型\nA1,小学\n", 'name = "甲县"\n[local]\nplans = 3\n')
    standard = tmp_path / "mine.toml"
    rule = (
        "[items.X1]\nname = { zh = '规划', en = 'Plans' }\ndimension = 'plan'\n"
        "rules = [{ fact = 'plans', holds = true }]\nclause = '有规划'\nsource = '示例'\n"
    )
    standard.write_text(f'extends = "national-2017"\nname = "mine"\nedition = "1"\n{rule}', encoding="utf-8")
    asked = ("assess", str(county), "--standard", str(standard))
    assert run(*asked).stderr == "local.plans：为3；mine要求true或false\n"
    assert run(*asked, locale="C").stderr == "local.plans: is 3; mine expects true or false\n"


def test_a_template_says_what_comes_next(tmp_path: Path) -> None:
    folder, file = tmp_path / "mine", tmp_path / "mine.xlsx"
    assert run("template", str(folder)).stdout == (
        f"请填写{folder}/schools.csv和{folder}/county.toml，然后运行：balanced-edu assess {folder}\n"
    )
    assert run("template", str(file)).stdout == f"请填写{file}，然后运行：balanced-edu assess {file}\n"
