"""The words of the command itself (extra ``cli``): help and usage errors in the language that is asked for.

Click asks gettext for its words, which knows compiled catalogues of folders only. While the command runs, click asks
the words of reports instead.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import click

from balanced_edu.message import Message
from balanced_edu.report.text import wrapped
from balanced_edu.report.words import Words, language_of_locale, words_of
from balanced_edu.text import quoted, width_of

_MISSING = object()


def asked_for() -> Words:
    """The words of the language of ``--lang``, or else of the locale."""
    context = click.get_current_context(silent=True)
    while context is not None:
        if lang := context.params.get("lang"):
            return words_of(lang)
        context = context.parent
    return words_of(language_of_locale())


def said(text: str) -> str:
    """A message in the language that is asked for."""
    return asked_for().said(text)


def said_whole(text: str) -> str:
    """A text of the command itself, which is its own template, in the language that is asked for."""
    return said(Message.whole(text))


@contextmanager
def speaking() -> Iterator[None]:
    """Give click the words of the language that is asked for."""
    replaced: list[tuple[ModuleType, str, Any]] = []
    for name, module in list(sys.modules.items()):
        for function, ours in (("_", _gettext), ("ngettext", _ngettext)) if name.startswith("click.") else ():
            before = getattr(module, function, _MISSING)
            if before is not _MISSING:
                replaced.append((module, function, before))
                setattr(module, function, ours)
    try:
        yield
    finally:
        for module, function, before in replaced:
            setattr(module, function, before)


def _gettext(text: str) -> str:
    return asked_for().template(text)


def _ngettext(one: str, several: str, n: int) -> str:
    return _gettext(one if n == 1 else several)


class Formatter(click.HelpFormatter):
    """Lays out help in columns of a terminal, of which a Chinese character takes two."""

    def write_heading(self, heading: str) -> None:
        """Write what a list is of."""
        self.write(" " * self.current_indent + said(Message("{heading}:", heading=heading)) + "\n")

    def write_text(self, text: str) -> None:
        """Write paragraphs."""
        if _is_narrow(text):
            super().write_text(text)
            return
        indent = self.current_indent
        paragraphs = ["\n".join(_lines(one, self.width, indent)) for one in text.split("\n\n")]
        self.write("\n\n".join(paragraphs) + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write terms, each with its text beside it."""
        listed = list(rows)
        if all(map(_is_narrow, (text for row in listed for text in row))):
            super().write_dl(listed, col_max, col_spacing)
            return
        first = min(max(width_of(term) for term, _ in listed), col_max) + col_spacing
        left = " " * (self.current_indent + first)
        for term, text in listed:
            beside = width_of(term) + col_spacing <= first
            self.write(" " * self.current_indent + term)
            self.write(" " * (first - width_of(term)) if beside else f"\n{left}")
            self.write(f"\n{left}".join(_lines(text, self.width - first - 2)) + "\n")


def _lines(text: str, width: int, indent: int = 0) -> Iterator[str]:
    return (line.rstrip() for line in wrapped(text, width=width, indent=indent))


def _is_narrow(text: str) -> bool:
    return width_of(text) == len(text)


class _Context(click.Context):
    formatter_class = Formatter


def paragraphs_of(text: str) -> Iterator[str]:
    """The paragraphs of a help, each on one line."""
    return (" ".join(paragraph.split()) for paragraph in inspect.cleandoc(text).split("\n\n") if paragraph.strip())


def _said_help(text: str) -> str:
    return "\n\n".join(map(said_whole, paragraphs_of(text)))


class Option(click.Option):
    """An option with a help and a name of its value in each language."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """How it is written, and its help, behind which the default may stand."""
        english, record = self.help or "", super().get_help_record(ctx)
        return record and (record[0], _said_help(english) + record[1].removeprefix(english))

    def get_error_hint(self, ctx: click.Context | None) -> str:
        """What it is called in an error."""
        return said(quoted(super().get_error_hint(ctx).strip("'")))

    def make_metavar(self, ctx: click.Context) -> str:
        """What its value is called."""
        return said_whole(super().make_metavar(ctx))


class Argument(click.Argument):
    """An argument with a name in each language."""

    def make_metavar(self, ctx: click.Context) -> str:
        """What it is called."""
        return said_whole(super().make_metavar(ctx))

    def process_value(self, ctx: click.Context, value: Any) -> Any:
        """The value that is given.

        Raises
        ------
        UsageError
            If there is none.
        """
        try:
            return super().process_value(ctx, value)
        except click.MissingParameter:
            missing = Message("Missing argument {argument}.", argument=quoted(self.make_metavar(ctx)))
            raise click.UsageError(said(missing), ctx) from None


class Command(click.Command):
    """A command with a help in each language."""

    context_class: type[click.Context] = _Context

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what it does."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_said_help(self.help or ""))

    def main(self, *args: Any, **options: Any) -> Any:
        """Run the command, which speaks the language that is asked for."""
        with speaking():
            return super().main(*args, **options)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """What follows the name of the command."""
        return list(map(said_whole, super().collect_usage_pieces(ctx)))

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option ``--help``, which click makes once."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _gettext("Show this message and exit.")
        return option

    def get_short_help_str(self, limit: int = 45) -> str:
        """The first sentence, in a list of commands."""
        short = _said_help(self.help or "").partition("。")[0]
        return super().get_short_help_str(limit) if _is_narrow(short) else short


class Group(Command, click.Group):
    """Commands with a help in each language."""

    command_class: type[click.Command] | None = Command
