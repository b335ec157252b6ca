"""The command ``balanced-edu`` (extra ``cli``); `balanced_edu.__main__` runs it.

Exit status: 0 assessed; with ``--check`` 0 pass, 1 fail, 3 unknown; 2 input that cannot be used, all of it or, of
several data sets, some; 70 a fault of the command itself; 130 interrupted.
"""

from __future__ import annotations

import datetime as dt
import errno
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import attrs
import click

from balanced_edu.assessment import Assessment, assess
from balanced_edu.assessment.comparison import Comparison, compare_counties, compare_standards
from balanced_edu.assessment.doubts import Doubt, doubts_of
from balanced_edu.assessment.tasks import TaskBoard
from balanced_edu.assessment.years import History, history, mismatches
from balanced_edu.clickwords import Argument, Group, Option, asked_for, speaking
from balanced_edu.errors import DataError, InputError, Problem
from balanced_edu.files import content_of, is_among, why, write_all
from balanced_edu.identity import identity
from balanced_edu.message import Message, both, message_of
from balanced_edu.records.county import County
from balanced_edu.remarks import Reading
from balanced_edu.report import FORMATS, formats_of, languages, not_a_workbook, rendered
from balanced_edu.report.choices import choices_document
from balanced_edu.report.differences import differences_document
from balanced_edu.report.document import Document
from balanced_edu.report.doubts import doubt_lines
from balanced_edu.report.reading import reading_document
from balanced_edu.report.shared import county_and_year, left_out_text
from balanced_edu.report.standard import brief_document
from balanced_edu.standards import NATIONAL, Standard, load, names
from balanced_edu.standards.inheritance import inherited_clauses, inherited_marks, replaced_tables
from balanced_edu.standards.loading import files_of as files_of_standard
from balanced_edu.standards.passages import unquoted
from balanced_edu.tables import read_county, write_template
from balanced_edu.tables.reading import each_read, paths_in
from balanced_edu.tables.reading import files_of as files_of_county
from balanced_edu.text import in_short, plain, quoted

__all__ = ["STATUS", "UNUSABLE", "run"]

UNUSABLE = 2
"""Exit status for input that cannot be used."""

STATUS = {"pass": 0, "fail": 1, "unknown": 3}
"""Exit status of ``--check`` by verdict."""


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(
    package_name="balanced-edu", message="%(prog)s %(version)s", cls=Option, help="Show the version and exit."
)
def balanced_edu() -> None:
    """Assess a county's compulsory education against the published thresholds (义务教育优质均衡发展)."""


def run() -> int:
    """Run the command by its arguments, and give its exit status; faults and interrupts are left to the caller."""
    try:
        return balanced_edu(prog_name="balanced-edu", standalone_mode=False) or 0
    except click.ClickException as error:
        with speaking():
            error.show()
        return error.exit_code
    except click.Abort:
        raise KeyboardInterrupt from None
    except OSError as error:  # files are read and written elsewhere: this is the help, on standard output
        _give_up_output(error)
        return 0


# Options.

_option = partial(click.option, cls=Option)
_argument = partial(click.argument, cls=Argument)


def _with(*options: Callable[..., Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Several options at once, in the order in which the help lists them."""

    def give(command: Callable[..., None]) -> Callable[..., None]:
        for option in reversed(options):
            command = option(command)
        return command

    return give


# Commands need not pass it on: `asked_for` looks it up.
_lang = _option("--lang", type=click.Choice(languages()), help="Language of the report; by default that of the locale.")


def _reporting(kind: type) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The options of a command that reports an object of a type."""
    form = _option(
        "--format",
        "form",
        type=click.Choice(formats_of(kind)),
        help="Format of the report; by default that of FILE's ending, or text.",
    )
    output = _option(
        "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write to this file; text is in UTF-8."
    )
    return _with(_lang, form, output)


_standard = _option(
    "--standard",
    default=NATIONAL,
    metavar="NAME|FILE",
    show_default=True,
    help="Name of a standard, or a standard's file.",
)
_on = _option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="Day of the assessment, for due dates and limits that change; by default the end of the county's year.",
)
_ignore_columns = _option(
    "--ignore-columns",
    is_flag=True,
    help="Pass over unknown columns instead of refusing them.",
)
_schools = _option(
    "--schools", is_flag=True, help="With --format declaration: also a sheet for each campus (学校自评表)."
)
_check = _option("--check", is_flag=True, help="Exit with 0 pass, 1 fail, 3 unknown.")


# Commands.


@balanced_edu.command("assess")
@_argument("path", type=click.Path(path_type=Path))
@_with(_standard, _on, _ignore_columns, _reporting(Assessment), _schools, _check)
def assess_command(
    path: Path, standard: str, on: dt.datetime | None, ignore_columns: bool, check: bool, **report: Any
) -> None:
    """Assess the county whose tables are in PATH, a workbook or a folder."""
    _assess(path, standard, on, check, report, ignore_columns=ignore_columns)


@balanced_edu.command()
@_argument("path", type=click.Path(path_type=Path))
@_with(_standard, _ignore_columns, _reporting(Document))
def inspect(path: Path, standard: str, ignore_columns: bool, **report: Any) -> None:
    """Say how the county in PATH is read: what was renamed or passed over, and every doubt and problem."""
    with _refusing():
        _check_output(report, [path], [standard])
        words = asked_for()
        ranges = load(standard)
        try:
            county = read_county(path, ignore_columns=ignore_columns)
        except InputError as error:
            if error.reading is not None:
                _write(reading_document(str(path), error.reading, (), words), **report)
            raise
        title = county_and_year(county.name, county.year, words)
        _write(reading_document(title, county.reading or Reading(()), doubts_of(county, ranges), words), **report)


@balanced_edu.command()
@_with(_standard, _on, _reporting(Assessment), _schools, _check)
def demo(standard: str, on: dt.datetime | None, check: bool, **report: Any) -> None:
    """Assess the invented county that comes with the package."""
    _assess(Path(__file__).parent / "demo", standard, on, check, report)


def _assess(
    path: Path,
    standard: str,
    on: dt.datetime | None,
    check: bool,
    report: dict[str, Any],
    *,
    ignore_columns: bool = False,
) -> None:
    with _refusing():
        _check_output(report, [path], [standard])
        if report["schools"] and report["form"] != "declaration":
            _refuse(Message("--schools goes with --format declaration: give both, or leave it out"))
        assessment = _assessed(read_county(path, ignore_columns=ignore_columns), standard, on)
        _write(assessment, **report)
        _doubt([assessment], report)
    sys.exit(STATUS[str(assessment.outcome)] if check else 0)


@balanced_edu.command()
@_argument("path", type=click.Path(path_type=Path))
@_option(
    "--since",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="An earlier data set of the county: report what was closed since and what reopened.",
)
@_option("--since-on", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="Day of the earlier one.")
@_with(_standard, _on, _ignore_columns, _reporting(TaskBoard))
def tasks(
    path: Path,
    since: Path | None,
    since_on: dt.datetime | None,
    standard: str,
    on: dt.datetime | None,
    ignore_columns: bool,
    **report: Any,
) -> None:
    """Show the task board of the county in PATH: what is open, who is responsible, and when it is due."""
    with _refusing():
        paths = [path] if since is None else [path, since]
        _check_output(report, paths, [standard])
        assessments = [
            _assessed(county, standard, day)
            for county, day in zip(_read_counties(paths, ignore_columns=ignore_columns), (on, since_on), strict=False)
        ]
        boards = [assessment.tasks() for assessment in assessments]
        _write(boards[0] if since is None else boards[0].since(boards[1]), **report)
        _doubt(assessments[:1], report)


_several = _argument("paths", type=click.Path(path_type=Path), nargs=-1, required=True, metavar="PATH...")


@balanced_edu.command()
@_several
@_option(
    "--standard",
    "chosen",
    multiple=True,
    default=[NATIONAL],
    metavar="NAME|FILE",
    show_default=True,
    help="A standard; may be given several times for one county.",
)
@_with(_on, _ignore_columns, _reporting(Comparison))
def compare(
    paths: tuple[Path, ...], chosen: tuple[str, ...], on: dt.datetime | None, ignore_columns: bool, **report: Any
) -> None:
    """Compare one county by several standards, or several counties by one standard.

    Each PATH is a county, or a folder of counties. Those that cannot be read are reported and left out.
    """
    with _refusing():
        each = [county for path in paths for county in paths_in(path)]
        if len(each) > 1 and len(chosen) > 1:
            _refuse(Message("give several counties or several standards, not both"))
        _check_output(report, each, chosen)
        read, left_out = _read_those_that_can_be(each, report, ignore_columns=ignore_columns)
        if alike := _alike(read):
            _refuse(*alike)
        counties = [county for _, county in read]
        by_standards = len(chosen) > 1
        comparison = (
            compare_standards(counties[0], chosen, on=on)
            if by_standards
            else compare_counties(counties, *chosen, on=on)
        )
        _write(attrs.evolve(comparison, left_out=left_out), **report)
        _doubt(comparison.assessments.values(), report)
    sys.exit(UNUSABLE if left_out else 0)


@balanced_edu.command("history")
@_several
@_with(_standard, _ignore_columns, _reporting(History))
def history_command(paths: tuple[Path, ...], standard: str, ignore_columns: bool, **report: Any) -> None:
    """Show a county over the years: the outcomes of each year, what changed, and at which campuses.

    Each PATH is the data set of one year, or a folder of them. Those that cannot be read are reported and left out.
    """
    with _refusing():
        each = [year for path in paths for year in paths_in(path)]
        _check_output(report, each, [standard])
        read, left_out = _read_those_that_can_be(each, report, ignore_columns=ignore_columns)
        if wrong := [_at(read[place][0], problem) for place, problem in mismatches([one for _, one in read])]:
            _refuse(*wrong)
        found = history([county for _, county in read], standard)
        _write(attrs.evolve(found, left_out=left_out), **report)
        _doubt(found.assessments.values(), report)
    sys.exit(UNUSABLE if left_out else 0)


@balanced_edu.command()
@_argument("path", type=click.Path(path_type=Path))
def template(path: Path) -> None:
    """Write an empty data set to fill in to PATH: a workbook if it ends in .xlsx, or a folder."""
    with _refusing():
        try:
            write_template(path)
        except OSError as error:
            if not error.strerror:
                raise
            _refuse(_at(path, Message("the data set cannot be written ({why})", why=why(error))))
    files = [path / "schools.csv", path / "county.toml"] if path.is_dir() else [path]
    done = Message("Fill in {files}, then: balanced-edu assess {path}", files=both([*map(str, files)]), path=str(path))
    _print(asked_for().said(done))


class _ByName(Group):
    """A group whose command may be omitted: any other word is the name of a standard to show."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[Any, Any, list[str]]:
        return super().resolve_command(ctx, args if args[0] in self.commands else ["show", *args])


@balanced_edu.group(cls=_ByName, invoke_without_command=True, subcommand_metavar="[NAME] | COMMAND [ARGS]...")
@_lang
@click.pass_context
def standards(ctx: click.Context, lang: str | None) -> None:
    """List the standards, or print the one called NAME (or a standard's file) in full."""
    if ctx.invoked_subcommand is None:
        _print("\n\n".join(_brief(load(name)) for name in names()))


def _brief(standard: Standard) -> str:
    return str(rendered(brief_document(standard, asked_for()), "text", ""))


@standards.command()
@_argument("name")
@_option("--choices", is_flag=True, help="Only the settings that no document states, each with its reason.")
@_reporting(Standard)
def show(name: str, choices: bool, **report: Any) -> None:
    """Print the standard called NAME (or a standard's file) in full, with its sources."""
    with _refusing():
        _check_output(report, [], [name])
        standard, words = load(name), asked_for()
        _write(choices_document(standard, words) if choices else standard, **report)


@standards.command()
@_argument("file")
@_option(
    "--document",
    type=click.Path(path_type=Path),
    metavar="TEXT",
    help="The document's text: also list the sentences with a figure that no item of the standard quotes.",
)
@_lang
def check(file: str, document: Path | None, lang: str | None) -> None:
    """Check a standard's FILE: every problem is listed with its line and key, and what the file replaces as a whole."""
    with _refusing():
        standard = load(file)
        problems: list[Problem | str] = [*inherited_clauses(file), *inherited_marks(file)]
        if document is not None:
            missed = unquoted(standard, _document(document))
            problems += [
                _at(f"{document.name}:{row}", Message("no item quotes this: {sentence}", sentence=sentence))
                for row, sentence in missed
            ]
        if problems:
            _refuse(*problems)
        replaced = [
            _line(attrs.evolve(one, message=Message("{what}; repeat what still applies", what=one.message)))
            for one in replaced_tables(file)
        ]
        _print("\n".join([_brief(standard), *replaced, _line(Message("The file can be used."))]))


def _document(file: Path) -> str:
    """The text of a document; a long law has less than a hundredth of what is read."""
    try:
        content = content_of(file, _LARGEST_DOCUMENT)
        if len(content) > _LARGEST_DOCUMENT:
            what = "{file} has more than {most:,} bytes; give the document alone, as text"
            raise ValueError(Message(what, file=file.name, most=_LARGEST_DOCUMENT))
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        what = "{file} is not in UTF-8; save the document as text in UTF-8"
        raise ValueError(Message(what, file=file.name)) from None
    except OSError as error:
        what = "{file} cannot be read ({why}); give a file with the document's text"
        raise ValueError(Message(what, file=file.name, why=why(error))) from None


_LARGEST_DOCUMENT = 5_000_000


@standards.command()
@_argument("one")
@_argument("other")
@_reporting(Document)
def diff(one: str, other: str, **report: Any) -> None:
    """Show what the standards ONE and OTHER (names or files) set differently."""
    with _refusing():
        _check_output(report, [], [one, other])
        words = asked_for()
        _write(differences_document(load(one), load(other), words), **report)


# What the commands share.


@contextmanager
def _refusing() -> Iterator[None]:
    """Say on standard error, in sentences, what cannot be used or is not installed."""
    try:
        yield
    except InputError as error:
        _refuse(*error.problems)
    except DataError as error:
        _refuse(*(_at(field, problem) for field, problem in error.problems))
    except OSError as error:
        _refuse(_of_system(error))
    except (ModuleNotFoundError, ValueError) as error:
        _refuse(message_of(error))


def _check_output(report: Mapping[str, Any], counties: Iterable[Path], standards: Iterable[str]) -> None:
    """Refuse a FILE that is read, or that has not the ending of its format, before anything is computed."""
    output = report["output"]
    if output is None:
        return
    read = [file for county in counties for file in _files_of(county)]
    read += [file for standard in standards for file in files_of_standard(standard)]
    if is_among(output, read):
        _refuse(_at(output, Message("this file is an input and would be overwritten; give another FILE")))
    if report["form"] and FORMATS[report["form"]].is_workbook:  # two formats have the ending of workbooks
        if wrong := not_a_workbook(output):
            _refuse(wrong)
    elif report["form"] and (other := _format_of_ending(output)) not in ("", report["form"]):
        what = "this is the ending of {other}, and the format is {form}; change one of them"
        _refuse(_at(output, Message(what, other=other, form=report["form"])))


def _files_of(path: Path) -> tuple[Path, ...]:
    """The files of a county; none of a path at which there is no county, which is reported when it is read."""
    try:
        return files_of_county(path)
    except InputError:
        return ()


def _read_counties(paths: Sequence[Path], *, ignore_columns: bool) -> list[County]:
    """The counties, or every problem of all of them; of several, headed by the path of each."""
    counties, broken = _read_each(paths, ignore_columns=ignore_columns)
    if broken:
        _refuse(*_problems(broken, headed=len(paths) > 1))
    return [county for _, county in counties]


def _read_those_that_can_be(
    paths: Sequence[Path], report: Mapping[str, Any], *, ignore_columns: bool
) -> tuple[list[tuple[Path, County]], tuple[str, ...]]:
    """The counties that can be read, and the names of the others, whose problems are listed on standard error."""
    counties, broken = _read_each(paths, ignore_columns=ignore_columns)
    problems = _problems(broken, headed=len(paths) > 1)
    if not counties:
        _refuse(*problems)
    left_out = tuple(path.name or str(path) for path, _ in broken)
    if left_out:
        words = asked_for()
        _complain(*problems, left_out_text(left_out, len(paths), words))
    return counties, left_out


def _alike(read: Iterable[tuple[Path, County]]) -> list[str]:
    """That counties have the same name, with the path of each."""
    named = [(path, county.name, identity(county.name)) for path, county in read]
    times = Counter(known_as for _, _, known_as in named)
    what = "{n} counties are called {name}; give each another name, or leave it out"
    return [
        _at(path, Message(what, n=times[known_as], name=in_short(name, 60)))
        for path, name, known_as in named
        if times[known_as] > 1
    ]


def _read_each(
    paths: Sequence[Path], *, ignore_columns: bool
) -> tuple[list[tuple[Path, County]], list[tuple[Path, InputError]]]:
    """Each county that can be read, and the errors of the others; a terminal shows how many are done."""
    counties: list[tuple[Path, County]] = []
    broken: list[tuple[Path, InputError]] = []
    hidden = len(paths) == 1 or not sys.stderr.isatty()
    with click.progressbar(paths, file=sys.stderr, show_pos=True, hidden=hidden) as shown:
        for path, read in each_read(shown, ignore_columns=ignore_columns):
            if isinstance(read, InputError):
                broken.append((path, read))
            else:
                counties.append((path, read))
    return counties, broken


def _problems(broken: Iterable[tuple[Path, InputError]], *, headed: bool) -> Iterator[Problem | str]:
    for path, error in broken:
        yield from [f"{path}:"] if headed else []
        yield from error.problems


def _assessed(county: County, standard: str, on: dt.datetime | None) -> Assessment:
    return assess(county, load(standard), on=on)


def _write(reported: object, lang: str | None, form: str | None, output: Path | None, *, schools: bool = False) -> None:
    """Write a report to a file or to standard output; the declaration form perhaps with the `schools`' own sheets."""
    form = form or _form_of(output, type(reported))
    options = {"schools": True} if schools else {}
    content = rendered(reported, form, lang or asked_for().lang, **options)
    if output is None:
        if isinstance(content, bytes):
            _refuse(Message("{form} is written to files only: give --output FILE.xlsx", form=form))
        _print(content)
        return
    try:
        write_all({output: content if isinstance(content, bytes) else f"{content}\n".encode()})
    except OSError as error:
        what = "the report cannot be written ({why}); give another file"
        _refuse(_at(output, Message(what, why=why(error))))


def _doubt(assessments: Iterable[Assessment], report: Mapping[str, Any]) -> None:
    """List the doubtful figures of each county on standard error."""
    counties: dict[County, dict[Doubt, None]] = {}
    for assessment in assessments:
        counties.setdefault(assessment.county, {}).update(dict.fromkeys(assessment.doubts))
    words = asked_for()
    for line in doubt_lines(counties, words):
        click.echo(plain(line), err=True)


def _form_of(output: Path | None, kind: type) -> str:
    """The format of a file's ending; text without a file."""
    if output is None:
        return "text"
    forms = {ending: form for form in formats_of(kind) for ending in FORMATS[form].endings}
    ending = output.suffix.lower()
    if ending not in forms:
        what = "no format has the ending {ending}; end FILE in {endings}, or give --format"
        _refuse(_at(output, Message(what, ending=quoted(ending), endings=tuple(forms))))
    return forms[ending]


def _format_of_ending(output: Path) -> str:
    """The format that a file's ending says; empty if it says none."""
    ending = output.suffix.lower()
    return next((form for form, one in FORMATS.items() if ending in one.endings), "")


def _print(text: str) -> None:
    """Print to standard output; a reader that stops reading, such as ``head``, is not an error."""
    try:
        click.echo(text)
    except OSError as error:
        _give_up_output(error)


def _give_up_output(error: OSError) -> None:
    # Python flushes once more at its end, and must not come upon the same trouble.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if error.errno not in (errno.EPIPE, errno.EINVAL):  # Windows calls a closed pipe an invalid argument
        _refuse(Message("the report cannot be written to standard output ({why})", why=why(error)))


def _at(place: object, problem: str) -> str:
    """A problem of a path, or of another place."""
    return Message("{place}: {problem}", place=str(place), problem=problem)


def _of_system(error: OSError) -> str:
    """What the system, or the library in its place, says of a file."""
    if not error.strerror:
        return message_of(error)
    return why(error) if error.filename is None else _at(error.filename, why(error))


def _line(said: Problem | str) -> str:
    """A problem or a sentence in the language that is asked for."""
    words = asked_for()
    return said.as_text(words.lang) if isinstance(said, Problem) else words.said(said)


def _refuse(*reasons: Problem | str) -> NoReturn:
    """Write each reason to standard error, one per line, and exit."""
    _complain(*reasons)
    sys.exit(UNUSABLE)


def _complain(*sentences: Problem | str) -> None:
    """Write each sentence to standard error, one per line."""
    for sentence in sentences:
        click.echo(plain(_line(sentence)), err=True)
