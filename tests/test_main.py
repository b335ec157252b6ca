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


def stopped(*arguments: str) -> int:
    """The exit status of the command."""
    sys.argv[:] = ["balanced-edu", *arguments]
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


@pytest.fixture
def _arguments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["balanced-edu"])
    monkeypatch.delenv("BALANCED_EDU_TRACEBACK", raising=False)


@pytest.mark.usefixtures("_arguments")
class TestFaults:
    def test_another_missing_module_is_no_matter_of_extras(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.delitem(sys.modules, "balanced_edu.cli")
        monkeypatch.setitem(sys.modules, "contextlib", None)
        assert stopped("demo") == 70
        assert "(ModuleNotFoundError: import of contextlib halted; None in sys.modules)" in capsys.readouterr().err

    @pytest.mark.parametrize(
        ("error", "status", "says"),
        [
            (KeyError("section"), 70, "this is a fault of balanced-edu and not of your data (KeyError: 'section')"),
            (RecursionError("too\ndeep"), 70, "(RecursionError: too deep); please report it"),
            (MemoryError(), 70, "there is not enough memory"),
            (KeyboardInterrupt(), 130, "interrupted"),
            (click.Abort(), 130, "interrupted"),
        ],
    )
    @pytest.mark.parametrize("arguments", [("demo",), ("demo", "--check")])
    def test_each_has_a_status_of_its_own_and_one_sentence(
        self,
        error: BaseException,
        status: int,
        says: str,
        arguments: tuple[str, ...],
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        def fail(*_: object, **__: object) -> None:
            raise error

        monkeypatch.setattr(cli, "read_county", fail)
        assert stopped(*arguments) == status
        (sentence,) = filter(None, capsys.readouterr().err.splitlines())
        assert says in sentence

    def test_the_place_of_a_fault_is_shown_where_asked(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("BALANCED_EDU_TRACEBACK", "1")
        monkeypatch.setattr(cli, "read_county", None)
        assert stopped("demo") == 70
        assert "Traceback (most recent call last)" in capsys.readouterr().err

    def test_what_is_written_wrongly_is_for_the_user(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert stopped("assess") == 2
        assert "Missing argument 'PATH'" in capsys.readouterr().err
        assert stopped("--help") == 0
        assert stopped("demo", "--standard", "basic-2012", "--check") == 3


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="the system has no device that is always full")
@pytest.mark.parametrize("arguments", [["--help"], ["demo", "--help"], ["demo"], ["standards"]])
def test_a_full_device_is_one_sentence(arguments: list[str]) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "balanced_edu", *arguments], stdout=full, stderr=subprocess.PIPE, check=False
        )
    sentence = b"the report cannot be written to standard output (No space left on device)\n"
    assert (done.returncode, done.stderr) == (2, sentence)


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


@pytest.mark.parametrize(("number", "status"), [(errno.EPIPE, 0), (errno.ENOSPC, 2)])
def test_help_that_cannot_be_written(number: int, status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(cli, "balanced_edu", fail)
    monkeypatch.setattr(cli, "_give_up_output", lambda error: None if error.errno == errno.EPIPE else sys.exit(2))
    if status == 0:
        assert cli.run() == 0
        return
    with pytest.raises(SystemExit) as ended:
        cli.run()
    assert ended.value.code == status
