"""Corners that no other test comes by, each something that a user may meet."""

from __future__ import annotations

import errno
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import attrs
import click
import numpy as np
import pytest
from click.testing import CliRunner
from counties import good_county, junior, primary

import balanced_edu as be
from balanced_edu import cli, commands
from balanced_edu.campuses import Campus, DataError, Grade, Stage
from balanced_edu.county import County
from balanced_edu.indicators import guarantee
from balanced_edu.indicators.catalogue import Indicator, measure
from balanced_edu.nation import SectionTable
from balanced_edu.outcomes import Outcome
from balanced_edu.report import page, standard_as_text
from balanced_edu.standards import StandardError, from_text, load
from balanced_edu.standards.passages import unquoted

HEAD = """
name = "own"
edition = "1"
extends = "national-2017"
title = { zh = "自定", en = "Own" }
authority = "示例县"
document = "示例"
"""


def test_the_package_runs_as_a_command() -> None:
    done = subprocess.run([sys.executable, "-m", "balanced_edu", "standards"], capture_output=True, check=True)
    assert "national-2017" in done.stdout.decode("utf-8")


def test_without_click_the_command_names_its_extra(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delitem(sys.modules, "balanced_edu.commands")
    monkeypatch.setitem(sys.modules, "click", None)
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    assert stopped.value.code == cli.UNUSABLE
    assert capsys.readouterr().err == "the command needs click: pip install 'balanced-edu[cli]'\n"


def test_another_missing_module_is_no_matter_of_extras(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "balanced_edu.commands")
    monkeypatch.setitem(sys.modules, "balanced_edu.cli.no", None)
    monkeypatch.setitem(sys.modules, "contextlib", None)
    with pytest.raises(ModuleNotFoundError, match="contextlib"):
        cli.main()


@pytest.mark.parametrize(("number", "status"), [(errno.EPIPE, 0), (errno.ENOSPC, 2)])
def test_a_closed_pipe_is_no_error_and_a_full_disk_is(
    number: int, status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(text: str, **_: object) -> None:
        if not _:
            raise OSError(number, os.strerror(number))

    monkeypatch.setattr(click, "echo", fail)
    monkeypatch.setattr(os, "dup2", lambda *_: None)
    monkeypatch.setattr(sys.stdout, "fileno", lambda: 1, raising=False)
    if status == 0:
        commands._print("a report")
        return
    with pytest.raises(SystemExit) as stopped:
        commands._print("a report")
    assert stopped.value.code == status


def test_a_missing_package_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    page._templates.cache_clear()
    monkeypatch.setitem(sys.modules, "jinja2", None)
    found = CliRunner().invoke(commands.balanced_edu, ["demo", "--format", "html"])
    assert (found.exit_code, found.stderr) == (2, "the HTML report needs jinja2: pip install 'balanced-edu[cli]'\n")


def test_a_county_without_campuses_is_not_assessed() -> None:
    with pytest.raises(ValueError, match="示例县 has no campuses"):
        be.assess(County(name="示例县"))


def test_what_is_needed_may_not_be_none() -> None:
    with pytest.raises(DataError, match="school_code: is needed"):
        Campus(school_code=None, kind=be.Kind.PRIMARY)  # type: ignore[arg-type]


def test_shares_by_other_weights() -> None:
    equal = dict.fromkeys(Stage, 1)
    assert be.split_shared(90, primary=100, junior=200, weights=equal) == {Stage.PRIMARY: 30, Stage.JUNIOR: 60}


def test_rooms_are_rounded_up_or_down_and_no_other_way() -> None:
    figures = {"classes": 30, "music_room_areas": (96.0,), "smallest_music_room": 96, "classes_per_room": 24}
    with pytest.raises(ValueError, match="rounding is 'up' or 'down'; not 'half'"):
        guarantee.music_room_surplus(**figures, rounding="half")  # type: ignore[arg-type]


def test_the_catalogue_tells_what_it_is() -> None:
    assert repr(be.catalogue) == f"<catalogue of {len(be.catalogue)} indicators>"
    assert be.catalogue["R1"].dimension == "resources"
    assert isinstance(be.catalogue["R1"], Indicator)


def test_figures_may_be_numbers_of_python_in_an_array_of_objects() -> None:
    found = be.catalogue["R6"](equipment_value=np.array([2000, None], dtype=object), pupils=np.array([1, 1]))
    np.testing.assert_array_equal(found.magnitude, [2000, np.nan])


def test_an_indicator_without_a_docstring_is_refused() -> None:
    def bare(*, pupils: float) -> float:
        return pupils

    with pytest.raises(TypeError, match="bare has no docstring"):
        measure("R1", unit="pupil", formula="Pᵢ", pupils="pupil")(bare)


def test_tables_and_nations_print_as_what_they_are() -> None:
    table = SectionTable.from_arrays(county=["a"], stage=[0], pupils=[9], totals=np.full((7, 1), 9e9))
    assert repr(table) == "<table of 1 sections of 1 counties>"
    assert repr(table.assess()) == "<1 counties by national-2017 (1): 1 pass, 0 fail>"
    assert repr(load("national-2017")) == f"<standard national-2017 (1): {len(load('national-2017').items)} items>"


def test_outcomes_join_numbers_from_the_left() -> None:
    assert 1 & Outcome.FAIL is Outcome.FAIL
    assert 0 | Outcome.FAIL is Outcome.UNKNOWN


def test_many_facts_of_one_item_are_cut_short() -> None:
    campuses = [primary(f"P{n:02}", primary_largest_class=60) for n in range(40)]
    text = str(be.assess(good_county(*campuses, junior())))
    assert "more, listed by campus below" in text


def test_a_board_of_a_plan_assessed_on_no_day_still_says_when_tasks_are_due() -> None:
    board = be.assess(attrs.evolve(good_county(primary()), year=None), "wenling-2020").tasks()
    assert all(task.days_left is None for task in board.tasks)
    assert "due 2022-" in str(board)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("items.R1.responsible = [1]", "responsible has to be texts in brackets"),
        ("counted.leaves_out = [1]", "leaves_out has to be tables in brackets"),
        ('items.R6.rules = [{ stages = ["primary"], at_least = [] }]', "at_least has no figures"),
    ],
)
def test_lists_of_the_wrong_things_are_told(text: str, message: str) -> None:
    with pytest.raises(StandardError, match=message):
        from_text(HEAD + text)


def test_a_table_without_a_clause_quotes_nothing() -> None:
    sentence = "家长占调查对象的50%以上。"
    quoting, silent = (from_text(f'{HEAD}sample.clause = "{clause}"') for clause in (sentence, ""))
    assert list(unquoted(quoting, sentence)) == []
    assert [text for _, text in unquoted(silent, sentence)] == [sentence]


def test_a_grade_is_told_in_its_own_words() -> None:
    text = str(be.assess(good_county(primary(moral_education=Grade.SATISFACTORY), junior())))
    assert "合格 < 良好" in text


def test_local_facts_that_are_no_figures_are_told_with_their_key(tmp_path: Path) -> None:
    be.write_county(attrs.evolve(good_county(), local={"每生经费": 900.5, "plain": True}), tmp_path)
    assert be.read_county(tmp_path).local == {"每生经费": 900.5, "plain": True}
    toml = tmp_path / "county.toml"
    text = toml.read_text(encoding="utf-8-sig").replace("900.5", '"a lot"')
    toml.write_text(text, encoding="utf-8")
    with pytest.raises(be.InputError, match="每生经费"):
        be.read_county(tmp_path)


def test_json_says_all_that_the_assessment_says() -> None:
    found = be.assess(good_county())
    assert json.loads(found.as_json()) == found.as_dict()


def test_the_command_prints_to_whatever_stands_for_standard_output(monkeypatch: pytest.MonkeyPatch) -> None:
    printed = io.StringIO()
    monkeypatch.setattr(sys, "stdout", printed)
    monkeypatch.setattr(sys, "argv", ["balanced-edu", "standards"])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    assert stopped.value.code == 0
    assert "national-2017" in printed.getvalue()


def test_a_document_all_of_which_is_quoted(tmp_path: Path) -> None:
    document = tmp_path / "plan.txt"
    document.write_text("小学、初中所有班级学生数分别不超过45人、50人。", encoding="utf-8")
    found = CliRunner().invoke(
        commands.balanced_edu, ["standards", "check", "wenling-2020", "--document", str(document)]
    )
    assert (found.exit_code, found.stdout.splitlines()[-1]) == (0, "The file can be used.")


def test_a_standard_without_weights_and_without_limits_of_variation_is_printed_without_them() -> None:
    bare = standard_as_text(attrs.evolve(load("national-2017"), weights={}, variation={}))
    assert "Between schools" not in bare
    assert "is divided by pupils" not in bare
    assert "Sections: " in bare


def test_a_task_without_a_day_is_due_on_none() -> None:
    board = str(be.assess(good_county(primary(primary_largest_class=60))).tasks())
    assert "G5" in board
    assert "due" not in board


def test_a_file_too_large_for_a_standard_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(be.standards, "LARGEST", 10)
    file = tmp_path / "large.toml"
    file.write_text(HEAD, encoding="utf-8")
    with pytest.raises(StandardError, match=r"large.toml:1:-: the file has more than 10 bytes"):
        load(file)
