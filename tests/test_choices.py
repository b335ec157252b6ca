"""The page of choices in the docs is what the standards of the library say.

    python tests/test_choices.py     # writes the tables of docs/choices.md anew, from the standards' files

A standard of the library has a heading of its own on the page. One that is new is added by hand, with a line on what it
extends; the command fills in the table.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from balanced_edu.report.choices import choices_table
from balanced_edu.report.words import english
from balanced_edu.standards import load, names

PAGE = Path(__file__).parent.parent / "docs" / "choices.md"


def table(name: str) -> str:
    """The choices of a standard in Markdown, without those of the standard that it extends."""
    standard = load(name)
    taken_over = load(standard.extends).choices if standard.extends else ()
    choices = choices_table(standard, english())
    rows = [[column.head for column in choices.columns], ["---"] * len(choices.columns)]
    for choice, row in zip(standard.choices, choices.rows, strict=True):
        item, _, value, _, note, source = (entry.text for entry in row)
        of_item = choice.table.startswith(("items.", "conditions."))
        key = choice.setting if of_item else f"{choice.table}.{choice.setting}"
        if choice not in taken_over:
            rows.append([item, f"`{key}`", value, choice.mark, note, source])
    return "".join(f"| {' | '.join(cell.replace('|', '&#124;') for cell in row)} |\n" for row in rows)


def page() -> str:
    """The page as it has to be: under the heading of each standard, the table of its choices."""

    def section(match: re.Match[str]) -> str:
        return f"{match['head']}{table(match['name'])}"

    sections = r"(?P<head>^## `(?P<name>.+)`\n(?:(?!\|).*\n)+)(?:\|.*\n)+"
    return re.sub(sections, section, PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)


def test_every_standard_is_on_the_page() -> None:
    headings = re.findall(r"^## `(.+)`$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(headings) == sorted(names())


def test_the_page_of_choices_is_what_the_standards_say() -> None:
    assert page() == PAGE.read_text(encoding="utf-8"), "write it anew: python tests/test_choices.py"


def test_a_table_has_what_a_standard_does_not_take_over() -> None:
    assert "| G13 Nearby enrolment by zone | `pooled` | yes | choice | " in table("national-2017")
    assert "G13" not in table("wenling-2020")
    assert "| the standard | `variation.of` | each coefficient | choice | " in table("wenling-2020")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE}: written", file=sys.stderr)
