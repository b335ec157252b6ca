"""The READMEs show what the library really prints, and both show the same commands."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import attrs
import openpyxl
import pytest
from click.testing import CliRunner

from balanced_edu.assessment import assess
from balanced_edu.cli import balanced_edu
from balanced_edu.errors import InputError
from balanced_edu.records.county import County
from balanced_edu.tables import read_county, write_county

ROOT = Path(__file__).parent.parent
READMES = {"README.md": "en", "README.zh-CN.md": "zh"}


def block(readme: str, marker: str) -> str:
    text = (ROOT / readme).read_text(encoding="utf-8")
    found = re.search(rf"<!-- {marker} -->\n```\w+\n(.*?)\n```", text, re.DOTALL)
    assert found, f"{readme} has no block {marker}"
    return found[1]


@pytest.mark.parametrize("readme", READMES)
def test_the_output_shown_is_the_output(readme: str) -> None:
    printed = assess(read_county(ROOT / "examples" / "qingshan")).as_text(READMES[readme])
    assert printed.startswith(block(readme, "demo-output") + "\n")


def test_the_problem_shown_is_the_problem(tmp_path: Path) -> None:
    (tmp_path / "county.toml").write_text('name = "示例县"', encoding="utf-8")
    table = "学校代码,学校类型,专任教师数\nA1,小学,46\nA2,小学,三十五\n"
    (tmp_path / "schools.csv").write_text(table, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        read_county(tmp_path)
    assert refused.value.as_text("zh") == block("README.zh-CN.md", "problem-output")


@pytest.mark.parametrize("marker", ["demo-command", "test-command"])
def test_both_show_the_same_commands(marker: str) -> None:
    english, chinese = READMES
    assert block(english, marker) == block(chinese, marker)


def test_python_in_the_chinese_readme_runs() -> None:
    """The examples of the English one are run where they stand."""
    text = (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")
    names: dict[str, object] = {}
    for code in re.findall(r"```python\n(.*?)```", text, re.DOTALL):
        exec(code, names)
    assert str(names["assessment"].outcome) == "unknown"  # type: ignore[attr-defined]


# The walk of a clerk: the words of each README's language, and the names of its files and folders.
WALKS = {
    "README.md": ("C", "qingshan.xlsx", "counties", "years"),
    "README.zh-CN.md": ("zh_CN.UTF-8", "青山县.xlsx", "各县", "历年"),
}


def fill_in(template: Path, county: County) -> None:
    """Write the figures of a county into an empty workbook, cell by cell, in place of its examples."""
    written = template.with_name("written.xlsx")
    write_county(county, written)
    figures, form = openpyxl.load_workbook(written), openpyxl.load_workbook(template)
    for name in ("学校", "县级", "监测", "调查"):
        assert [cell.value for cell in form[name][1]] == [cell.value for cell in figures[name][1]]
        for row in figures[name].iter_rows(min_row=2):
            for cell in row:
                form[name][cell.coordinate].value = cell.value
    form.save(template)
    written.unlink()


def steps(readme: str) -> Iterator[tuple[list[str], list[str]]]:
    """Each command of the walk, and the lines that it is said to print."""
    for step in block(readme, "walk").removeprefix("$ ").split("\n$ "):
        command, *lines = step.splitlines()
        yield shlex.split(command), lines


def assert_has(printed: str, lines: list[str]) -> None:
    """Assert that these are the lines that are printed, with anything in place of each sign for what is left out."""
    pattern = "\n".join(".*" if line == "…" else re.escape(line) for line in lines)
    assert re.fullmatch(pattern, printed.strip("\n"), re.DOTALL), f"{lines} are not in {printed}"


@pytest.mark.slow
@pytest.mark.parametrize("readme", READMES)
def test_the_walk_from_an_empty_form_to_reports_is_as_shown(
    readme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locale, workbook, counties, years = WALKS[readme]
    monkeypatch.setenv("LC_ALL", locale)
    county = read_county(ROOT / "examples" / "qingshan")
    first, *others = county.campuses
    lacking = attrs.evolve(first, certified_teachers=first.certified_teachers - 2)  # type: ignore[operator]
    monkeypatch.chdir(tmp_path)
    assert f"    balanced-edu template {workbook}\n" in (ROOT / readme).read_text(encoding="utf-8")
    CliRunner().invoke(balanced_edu, ["template", workbook], catch_exceptions=False)
    fill_in(tmp_path / workbook, county)
    for folder in (counties, years):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / workbook).write_bytes((tmp_path / workbook).read_bytes())
    write_county(attrs.evolve(county, name="竹溪县"), tmp_path / counties / "other.xlsx")
    write_county(attrs.evolve(county, year=2021, campuses=[lacking, *others]), tmp_path / years / "2021.xlsx")
    for (program, *arguments), lines in steps(readme):
        assert program == "balanced-edu"
        result = CliRunner().invoke(balanced_edu, arguments, catch_exceptions=False)
        assert result.exit_code == 0
        assert_has(result.stdout, lines)
        if "--output" in arguments:
            assert (tmp_path / arguments[-1]).stat().st_size > 10_000


def test_a_line_that_is_not_printed_is_noticed() -> None:
    assert_has("a\nb\nc\n", ["a", "…", "c"])
    for lines in (["a", "c"], ["c", "…", "a"], ["x"], ["a"], ["…", "b"]):
        with pytest.raises(AssertionError):
            assert_has("a\nb\nc\n", lines)
