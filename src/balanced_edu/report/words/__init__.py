"""The words of all reports, a file for each language: adding a language is adding its file.

What is said of input that cannot be used is written in English where it is noticed (`balanced_edu.message`). For
another language, ``messages`` has a file with the text for each English one.

>>> english().text("tasks.counts.open", n=3), words_of("zh").text("tasks.counts.open", n=3)
('3 open', '未完成3项')
"""

from __future__ import annotations

import ctypes
import locale
import os
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources
from typing import Any, TypeVar

import attrs

from balanced_edu.message import filled, said
from balanced_edu.remarks import Reading

T = TypeVar("T")

DEFAULT = "en"
"""The language for a locale whose language has no words."""


@attrs.frozen(slots=True, repr=False, eq=False)
class Words:
    """The words of one language.

    Attributes
    ----------
    lang
        The language, as `--lang` names it.
    texts
        The texts by key, such as ``outcomes.pass``.
    reading
        How the county was read that they are about, so that cells are named as its files have them; None if that is
        not known.
    as_in_tables
        Whether sentences have figures with the decimals that tables show, where they stand beside other figures.
    """

    lang: str
    texts: Mapping[str, str]
    reading: Reading | None = None
    as_in_tables: bool = False

    def about(self, reading: Reading | None) -> Words:
        """The words about a county that was read in this way; of one that was not, the cells are in no file."""
        return attrs.evolve(self, reading=Reading(()) if reading is None else reading)

    @property
    def tag(self) -> str:
        """Language tag, such as ``zh-Hans``."""
        return self.texts["tag"]

    @property
    def official(self) -> bool:
        """Whether items, figures and titles have their official (Chinese) names, not their English ones."""
        return self.texts["names"] == "official"

    def text(self, key: str, **values: object) -> str:
        """The text of a key, with its placeholders filled in.

        Examples
        --------
        >>> english().text("assessment.failed.heading", n=1)
        'What fails (未达标): 1 item'
        """
        return filled(self.texts[key], values, self.said, self.texts.get("separators.list", ", "))

    def template(self, english: str) -> str:
        """The template of a message in this language, by the English one; the latter if there is none."""
        return _messages(self.lang).get(english, english)

    def said(self, text: str) -> str:
        """A message in this language; another text is given as it is.

        Examples
        --------
        >>> from balanced_edu.message import Message
        >>> words_of("zh").said(Message("and {n} more", n=3))
        '另有3个问题'
        """
        return said(text, _messages(self.lang), self.texts.get("separators.list", ", "))

    def known(self, key: str, otherwise: str) -> str:
        """The text of a key that may have none, such as the name of a local fact."""
        return self.texts.get(key, otherwise)

    def listed(self, texts: Iterable[str]) -> str:
        """Names as a list, without empty ones: one, two."""
        return self.texts["separators.list"].join(filter(None, texts))

    def clauses(self, texts: Iterable[str]) -> str:
        """Clauses as one sentence, without empty ones."""
        return self.texts["separators.clauses"].join(filter(None, texts))

    def parts(self, texts: Iterable[str]) -> str:
        """Sentences as one, without empty ones: one; two."""
        return self.texts["separators.parts"].join(filter(None, texts))

    def first(self, texts: Sequence[T], most: int, *, key: str = "reasons.more") -> list[T | str]:
        """The first texts, and how many more there are than can be listed.

        Examples
        --------
        >>> english().first(["one", "two", "three"], 1), english().first(["one"], 1)
        (['one', 'and 2 more'], ['one'])
        """
        return [*texts[:most], *self.more(len(texts), most, key=key)]

    def more(self, number: int, most: int, *, key: str = "reasons.more") -> list[str]:
        """How many more there are than can be listed, if there are more."""
        return [self.text(key, n=number - most)] if number > most else []

    def __repr__(self) -> str:
        return f"<words of {self.lang}>"


def languages() -> tuple[str, ...]:
    """The languages of reports.

    Examples
    --------
    >>> {"en", "zh"} <= set(languages())
    True
    """
    return tuple(sorted(_files()))


@cache
def words_of(lang: str) -> Words:
    """The words of a language.

    Raises
    ------
    ValueError
        If there are none.
    """
    if lang not in _files():
        raise ValueError(f"there are no reports in {lang!r}; choose one of {', '.join(languages())}")
    return Words(lang, dict(_flat(tomllib.loads(_files()[lang].read_text(encoding="utf-8")))))


def words_in(tag: str) -> Words:
    """The words of the language of a tag, such as ``zh-Hans``; the English ones if there are none.

    >>> words_in("zh-Hans").lang, words_in("fr").lang
    ('zh', 'en')
    """
    return next((words for lang in languages() if (words := words_of(lang)).tag == tag), english())


def english() -> Words:
    """The English words, in which findings and checks print themselves."""
    return words_of("en")


def language_of_locale() -> str:
    """The language of the locale: of LC_ALL, LC_MESSAGES or LANG, or on Windows of the display.

    Examples
    --------
    >>> language_of_locale() in languages()
    True
    """
    settings = filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG")))
    language = next(settings, _display_locale()).partition("_")[0].lower()
    return language if language in languages() else DEFAULT


def _display_locale() -> str:
    """The locale of the display language; empty where there is no Windows to say so."""
    windows = getattr(ctypes, "windll", None)
    return "" if windows is None else locale.windows_locale.get(windows.kernel32.GetUserDefaultUILanguage(), "")


@cache
def _messages(lang: str) -> Mapping[str, str]:
    """The templates of messages by the English ones, in which they are written."""
    file = resources.files("balanced_edu.report.words") / "messages" / f"{lang}.toml"
    tables = tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    return {english: text for table in tables.values() for english, text in table.items()}


@lru_cache(maxsize=1)
def _files() -> Mapping[str, Any]:
    folder = resources.files("balanced_edu.report.words")
    return {file.name.removesuffix(".toml"): file for file in folder.iterdir() if file.name.endswith(".toml")}


def _flat(table: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", value
