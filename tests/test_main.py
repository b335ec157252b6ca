"""How the command starts and ends: without its extra, on a closed pipe, on a full disk, on any standard output."""

from __future__ import annotations

import errno
import io
import os
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from balanced_edu import cli
from balanced_edu.__main__ import main
from balanced_edu.report import html


def test_the_package_runs_as_a_command() -> None:
    done = subprocess.run([sys.executable, "-m", "balanced_edu", "standards"], capture_output=True, check=True)
    assert "national-2017" in done.stdout.decode("utf-8")


def test_without_click_the_command_names_its_extra(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delitem(sys.modules, "balanced_edu.cli")
    monkeypatch.setitem(sys.modules, "click", None)
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == cli.UNUSABLE
    assert capsys.readouterr().err == "the command needs click: pip install 'balanced-edu[cli]'\n"


def test_another_missing_module_is_no_matter_of_extras(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "balanced_edu.cli")
    monkeypatch.setitem(sys.modules, "contextlib", None)
    with pytest.raises(ModuleNotFoundError, match="contextlib"):
        main()


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
        cli._print("a report")
        return
    with pytest.raises(SystemExit) as stopped:
        cli._print("a report")
    assert stopped.value.code == status


def test_the_command_prints_to_whatever_stands_for_standard_output(monkeypatch: pytest.MonkeyPatch) -> None:
    printed = io.StringIO()
    monkeypatch.setattr(sys, "stdout", printed)
    monkeypatch.setattr(sys, "argv", ["balanced-edu", "standards"])
    with pytest.raises(SystemExit) as stopped:
        main()
    assert stopped.value.code == 0
    assert "national-2017" in printed.getvalue()


def test_a_missing_package_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    html._template.cache_clear()
    monkeypatch.setitem(sys.modules, "jinja2", None)
    found = CliRunner().invoke(cli.balanced_edu, ["demo", "--format", "html"])
    assert (found.exit_code, found.stderr) == (2, "the HTML report needs jinja2: pip install 'balanced-edu[cli]'\n")
