"""The READMEs show what the library really prints, and both show the same commands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from balanced_edu.assessment import assess
from balanced_edu.errors import InputError
from balanced_edu.tables import read_county

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
