"""What the command ``balanced-edu`` can do (extra ``cli``)."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from balanced_edu.cli import UNUSABLE

if TYPE_CHECKING:
    from balanced_edu.assessment import Assessment

STATUS = {"pass": 0, "fail": 1, "unknown": 3}
"""Exit status of ``--check`` by verdict."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="balanced-edu")
def balanced_edu() -> None:
    """Assess a county's compulsory education against the published thresholds (义务教育优质均衡发展)."""


def _reporting(command: Callable[..., None]) -> Callable[..., None]:
    """The options of a command that reports an assessment."""
    options = (
        click.option(
            "--standard",
            default="national-2017",
            metavar="NAME|FILE",
            show_default=True,
            help="Name of a standard, or a standard's file.",
        ),
        click.option(
            "--format",
            "form",
            type=click.Choice(["text", "json", "html"]),
            default="text",
            show_default=True,
            help="What to write: a text or a page to read, or JSON for other programs.",
        ),
        click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="Write to this file, in UTF-8."),
        click.option("--check", is_flag=True, help="Exit with 0 pass, 1 fail, 3 unknown."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@balanced_edu.command()
@click.argument("path", type=click.Path(path_type=Path))
@_reporting
def assess(path: Path, standard: str, form: str, output: Path | None, check: bool) -> None:
    """Assess the county whose tables are in the folder PATH."""
    _report(path, standard, form, output, check)


@balanced_edu.command()
@_reporting
def demo(standard: str, form: str, output: Path | None, check: bool) -> None:
    """Assess the invented county that comes with the package."""
    _report(Path(__file__).parent / "demo", standard, form, output, check)


@balanced_edu.command()
@click.argument("path", type=click.Path(path_type=Path))
def template(path: Path) -> None:
    """Write an empty data set to fill in to the folder PATH."""
    from balanced_edu.tables import write_template

    try:
        write_template(path)
    except OSError as error:
        _refuse(f"{path}: the data set cannot be written ({error.strerror})" if error.strerror else error)
    _print(f"Fill in {path / 'schools.csv'} and {path / 'county.toml'}, then: balanced-edu assess {path}")


@balanced_edu.command()
@click.argument("name", required=False)
def standards(name: str | None) -> None:
    """List the standards, or print the one called NAME (or a standard's file) in full."""
    from balanced_edu import report, standards
    from balanced_edu.problems import InputError

    try:
        if name is None:
            _print("\n\n".join(map(report.standard_in_brief, map(standards.load, standards.names()))))
        else:
            _print(report.standard_as_text(standards.load(name)))
    except InputError as error:
        _refuse(*error.problems)


def _report(path: Path, standard: str, form: str, output: Path | None, check: bool) -> None:
    from balanced_edu.assessment import assess
    from balanced_edu.problems import InputError
    from balanced_edu.standards import load
    from balanced_edu.tables import read_county

    try:
        found = assess(read_county(path), load(standard))
        text = _as(form, found)
    except InputError as error:
        _refuse(*error.problems)
    except ModuleNotFoundError as error:
        _refuse(error.msg)
    if output is None:
        _print(text)
    else:
        try:
            output.write_text(f"{text}\n", encoding="utf-8", newline="\n")
        except OSError as error:
            _refuse(f"{output}: the report cannot be written ({error.strerror}); give another file")
    sys.exit(STATUS[str(found.outcome)] if check else 0)


def _as(form: str, found: Assessment) -> str:
    if form == "json":
        return found.as_json()
    return found.as_html() if form == "html" else str(found)


def _print(text: str) -> None:
    """Print to standard output; where whoever reads has read enough, that is no error."""
    try:
        click.echo(text)
    except OSError as error:
        # Python flushes once more at its end, and must not come upon the same trouble.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if error.errno not in (errno.EPIPE, errno.EINVAL):  # Windows calls a closed pipe an invalid argument
            _refuse(f"the report cannot be written to standard output ({error.strerror})")


def _refuse(*reasons: object) -> NoReturn:
    """Say on standard error why nothing could be done, each reason on its own line."""
    for reason in reasons:
        click.echo(str(reason), err=True)
    sys.exit(UNUSABLE)
