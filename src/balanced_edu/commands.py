"""What the command ``balanced-edu`` can do (extra ``cli``)."""

from __future__ import annotations

import datetime as dt
import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from balanced_edu.cli import UNUSABLE
from balanced_edu.plain import plain

if TYPE_CHECKING:
    from balanced_edu.assessment import Assessment
    from balanced_edu.comparison import Comparison
    from balanced_edu.tasks import TaskBoard

STATUS = {"pass": 0, "fail": 1, "unknown": 3}
"""Exit status of ``--check`` by verdict."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="balanced-edu")
def balanced_edu() -> None:
    """Assess a county's compulsory education against the published thresholds (义务教育优质均衡发展)."""


_standard = click.option(
    "--standard",
    default="national-2017",
    metavar="NAME|FILE",
    show_default=True,
    help="Name of a standard, or a standard's file.",
)
_on = click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="The day to speak of, for dates and for figures that change with time; else the end of the county's year.",
)
_output = click.option(
    "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write to this file; a text is in UTF-8."
)


_check = click.option("--check", is_flag=True, help="Exit with 0 pass, 1 fail, 3 unknown.")


def _form(*forms: str, help: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    return click.option("--format", "form", type=click.Choice(forms), default=forms[0], show_default=True, help=help)


def _with(*options: Callable[..., Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Several options at once, in the order in which the help lists them."""

    def give(command: Callable[..., None]) -> Callable[..., None]:
        for option in reversed(options):
            command = option(command)
        return command

    return give


_READ = "What to write: a text or a page to read, or JSON for other programs."
_reporting = _with(_standard, _on, _form("text", "json", "html", help=_READ), _output, _check)

_USED = "What to write: a text or a page to read, or a workbook (with --output)."
_tabling = _with(_on, _form("text", "html", "xlsx", help=_USED), _output)


@balanced_edu.command()
@click.argument("path", type=click.Path(path_type=Path))
@_reporting
def assess(path: Path, standard: str, on: dt.datetime | None, form: str, output: Path | None, check: bool) -> None:
    """Assess the county whose tables are in the folder PATH."""
    _report(path, standard, on, form, output, check)


@balanced_edu.command()
@_reporting
def demo(standard: str, on: dt.datetime | None, form: str, output: Path | None, check: bool) -> None:
    """Assess the invented county that comes with the package."""
    _report(Path(__file__).parent / "demo", standard, on, form, output, check)


@balanced_edu.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--since",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="An earlier data set of the county: tell what was closed since and what reopened.",
)
@click.option("--since-on", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="The day of the earlier one.")
@_standard
@_tabling
def tasks(
    path: Path,
    since: Path | None,
    since_on: dt.datetime | None,
    standard: str,
    on: dt.datetime | None,
    form: str,
    output: Path | None,
) -> None:
    """Show the task board of the county in the folder PATH: what is open, whose it is and by when."""
    with _told():
        board = _assessed(path, standard, on).tasks()
        if since is None:
            _write_table(board, form, output)
        elif form == "text":
            _write(str(board.since(_assessed(since, standard, since_on).tasks())), output)
        else:
            _refuse("--since is told as text; leave out --format")


@balanced_edu.command()
@click.argument("paths", type=click.Path(path_type=Path), nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--standard",
    "standard",
    multiple=True,
    default=["national-2017"],
    metavar="NAME|FILE",
    show_default=True,
    help="A standard; may be given several times for one county.",
)
@_tabling
def compare(
    paths: tuple[Path, ...], standard: tuple[str, ...], on: dt.datetime | None, form: str, output: Path | None
) -> None:
    """Compare one county by several standards, or several counties (each a PATH) by one standard."""
    from balanced_edu.comparison import compare_counties, compare_standards
    from balanced_edu.tables import read_county

    with _told():
        day = on.date() if on else None
        if len(paths) > 1 and len(standard) > 1:
            _refuse("give several counties or several standards, not both")
        counties = [read_county(path) for path in paths]
        if len(standard) > 1:
            _write_table(compare_standards(counties[0], standard, on=day), form, output)
        else:
            one = next(iter(standard))
            _write_table(compare_counties(counties, one, on=day), form, output)


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


class _ByName(click.Group):
    """A group whose command may be left out: what is no command is the name of a standard to show."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[Any, Any, list[str]]:
        return super().resolve_command(ctx, args if args[0] in self.commands else ["show", *args])


@balanced_edu.group(cls=_ByName, invoke_without_command=True, subcommand_metavar="[NAME] | COMMAND [ARGS]...")
@click.pass_context
def standards(ctx: click.Context) -> None:
    """List the standards, or print the one called NAME (or a standard's file) in full."""
    from balanced_edu import report, standards

    if ctx.invoked_subcommand is None:
        _print("\n\n".join(map(report.standard_in_brief, map(standards.load, standards.names()))))


@standards.command()
@click.argument("name")
def show(name: str) -> None:
    """Print the standard called NAME (or a standard's file) in full, with its sources."""
    from balanced_edu.report import standard_as_text
    from balanced_edu.standards import load

    with _told():
        _print(standard_as_text(load(name)))


@standards.command()
@click.argument("file")
@click.option(
    "--document",
    type=click.Path(path_type=Path),
    metavar="TEXT",
    help="The document's text: also tell the sentences with a figure that no item of the standard quotes.",
)
def check(file: str, document: Path | None) -> None:
    """Check a standard's FILE: every problem is told with its line and key."""
    from balanced_edu.report import standard_in_brief
    from balanced_edu.standards import load
    from balanced_edu.standards.passages import unquoted

    with _told():
        standard = load(file)
        if document is not None:
            open_ = unquoted(standard, _document(document))
            if open_:
                _refuse(*(f"{document.name}:{row}: no item quotes this: {sentence}" for row, sentence in open_))
        _print(f"{standard_in_brief(standard)}\nThe file can be used.")


def _document(file: Path) -> str:
    """The text of a document; a long law has less than a hundredth of what is read."""
    from balanced_edu.files import content_of

    try:
        content = content_of(file, _LARGEST_DOCUMENT)
        if len(content) > _LARGEST_DOCUMENT:
            raise ValueError(f"{file.name} has more than {_LARGEST_DOCUMENT:,} bytes; give the document alone, as text")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError(f"{file.name} is not in UTF-8; save the document as text in UTF-8") from None
    except OSError as error:
        raise ValueError(
            f"{file.name} cannot be read ({error.strerror}); give a file with the document's text"
        ) from None


_LARGEST_DOCUMENT = 5_000_000


@standards.command()
@click.argument("one")
@click.argument("other")
def diff(one: str, other: str) -> None:
    """Show what the standards ONE and OTHER (names or files) set differently."""
    from balanced_edu.report import differences_as_text
    from balanced_edu.standards import load

    with _told():
        _print(differences_as_text(load(one), load(other)))


@contextmanager
def _told() -> Iterator[None]:
    """Tell on standard error, in sentences, what cannot be used or is not installed."""
    from balanced_edu.problems import InputError

    try:
        yield
    except InputError as error:
        _refuse(*error.problems)
    except ModuleNotFoundError as error:
        _refuse(error.msg)
    except (ValueError, OSError) as error:
        _refuse(error)


def _assessed(path: Path, standard: str, on: dt.datetime | None) -> Assessment:
    from balanced_edu.assessment import assess
    from balanced_edu.standards import load
    from balanced_edu.tables import read_county

    return assess(read_county(path), load(standard), on=on.date() if on else None)


def _report(path: Path, standard: str, on: dt.datetime | None, form: str, output: Path | None, check: bool) -> None:
    with _told():
        found = _assessed(path, standard, on)
        _write(found.as_json() if form == "json" else _readable(found, form), output)
    sys.exit(STATUS[str(found.outcome)] if check else 0)


def _write_table(table: TaskBoard | Comparison, form: str, output: Path | None) -> None:
    if form != "xlsx":
        _write(_readable(table, form), output)
    elif output is None:
        _refuse("a workbook needs a file to be written to: give --output FILE.xlsx")
    else:
        table.write_sheet(output)


def _readable(found: Assessment | TaskBoard | Comparison, form: str) -> str:
    return found.as_html() if form == "html" else str(found)


def _write(text: str, output: Path | None) -> None:
    if output is None:
        _print(text)
        return
    try:
        output.write_text(f"{text}\n", encoding="utf-8", newline="\n")
    except OSError as error:
        _refuse(f"{output}: the report cannot be written ({error.strerror}); give another file")


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
        click.echo(plain(str(reason)), err=True)
    sys.exit(UNUSABLE)
