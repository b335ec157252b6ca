"""The script of a picture: its words in one language, and the fonts in which they are drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from balanced_edu.plotting.library import module
from balanced_edu.report import language_of_locale
from balanced_edu.report.shared import county_and_year
from balanced_edu.report.terms import item_title
from balanced_edu.report.text import wrapped as lines_of
from balanced_edu.report.words import Words, words_of
from balanced_edu.text import in_short, plain, width_of

if TYPE_CHECKING:
    from matplotlib.artist import Artist

    from balanced_edu.assessment.result import Assessment
    from balanced_edu.standards.model import Item

CHINESE_FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "STHeiti",
    "Heiti TC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "DengXian",
    "SimHei",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Songti SC",
    "SimSun",
    "Arial Unicode MS",
    "Droid Sans Fallback",
    # Of a collection of fonts, matplotlib before 3.11 knows the first alone.
    "Noto Sans CJK JP",
    "Noto Serif CJK JP",
)
"""Fonts with Chinese characters that systems come with, those without serifs first."""

_PROBE = "县"
_UNBROKEN = "\u00a0"
_NAMED = 4  # things in a note; the others are counted
_LONGEST_NAME = 40  # characters of the name of a county in a title


def own_fonts() -> list[str]:
    """The fonts of the user's settings, as matplotlib is set up at the moment."""
    families = module().rcParams["font.family"]
    return [families] if isinstance(families, str) else [*families]


def chinese_font() -> str:
    """A font with Chinese characters: of the user's settings if one of theirs has them; empty if none is installed."""
    settings, manager = module().rcParams, module("font_manager")
    chosen = [name for family in own_fonts() for name in settings.get(f"font.{family}", [family])]
    installed = {*manager.fontManager.get_font_names()}
    for name in (*chosen, *CHINESE_FONTS):
        if name in installed:
            file = manager.findfont(name, fallback_to_default=False)
            if manager.get_font(file).get_char_index(ord(_PROBE)):
                return str(name)
    return ""


def is_chinese(text: str) -> bool:
    """Whether a text has characters that only a Chinese font has.

    >>> is_chinese("青山县"), is_chinese("R4 ≥ 85 %")
    (True, False)
    """
    return width_of(text) > len(text)


def wrapped(text: str, columns: int) -> str:
    """A text in lines of so many columns, of which a Chinese character takes two; no line begins with a comma.

    >>> wrapped("Area of teaching rooms", 10).splitlines(), wrapped("R4 生均教学、辅助用房", 12).splitlines()
    (['Area of', 'teaching', 'rooms'], ['R4 生均教', '学、辅助用房'])
    """
    return "\n".join(line.rstrip(" ") for line in lines_of(text, width=columns))


@attrs.frozen(slots=True)
class Script:
    """The words of a picture, and the font of its Chinese characters.

    Attributes
    ----------
    words
        The words of its language.
    chinese
        Name of a font with Chinese characters; empty if none is installed.
    """

    words: Words
    chinese: str

    def can_draw(self, text: str) -> bool:
        """Whether the characters of a text are in the fonts."""
        return bool(self.chinese) or not is_chinese(text)

    def titled(self, assessment: Assessment, what: str) -> str:
        """A title: the county and its year, and what is drawn of it."""
        county = assessment.county
        return self.headed(county_and_year(county.name, county.year, self.words), what)

    def headed(self, whose: str, what: str) -> str:
        """A title: a name, which is left out if it cannot be drawn, and what is drawn."""
        if not self.can_draw(whose):
            return what
        return self.words.text("reasons.about", about=in_short(whose, _LONGEST_NAME), sentence=what)

    def item(self, item: Item) -> str:
        """Id and name of an item; the id alone if the name cannot be drawn."""
        title = item_title(item, self.words)
        return title if self.can_draw(title) else item.id

    def below(self, label: str, notes: Iterable[str], columns: int) -> str:
        """The label of an axis and the notes below it, in lines of so many columns."""
        return "\n".join(filter(None, (label, *(wrapped(note, columns) for note in notes))))

    def unknown(self, names: Sequence[str]) -> str:
        """The note on what is unknown and so not drawn; empty if that is nothing."""
        if not names:
            return ""
        words, number = self.words, self.words.text("plot.unknown", n=len(names))
        listed = words.listed(plain(name).replace(" ", _UNBROKEN) for name in names[:_NAMED])
        if not self.can_draw(listed):
            return number
        if len(names) > _NAMED:
            listed = words.text("plot.more", names=listed, n=len(names) - _NAMED)
        return words.text("reasons.about", about=number, sentence=listed)

    def set_in_type(self, drawn: Artist) -> None:
        """Give all texts of a picture their fonts; the user's settings, and other pictures, stay as they are."""
        fonts = own_fonts()
        if self.chinese:
            fonts = [self.chinese, *fonts] if self.words.official else [*fonts, self.chinese]
        for text in drawn.findobj(module("text").Text):
            # A $ in a name is no formula.
            text.set(fontfamily=fonts, parse_math=False, usetex=False)
        axes: list[Any] = drawn.findobj(module("axes").Axes)
        for ax in axes:
            ax.tick_params(labelfontfamily=fonts)


def lacking(words: Words) -> tuple[str, dict[str, str]] | None:
    """What is not installed without which there are no pictures, ``matplotlib`` or ``font``, and how to get it."""
    try:
        module()
    except ModuleNotFoundError:
        return "matplotlib", {"install": "pip install 'balanced-edu[plot]'"}
    if words.official and not chinese_font():
        return "font", {"font": _FONT, "fonts": _lists_of_fonts()}
    return None


_FONT = "Noto Sans CJK SC"


def _lists_of_fonts() -> str:
    """The files in which matplotlib keeps which fonts there are."""
    return str(Path(module().get_cachedir()) / "fontlist-*.json")


def script_of(lang: str | None) -> Script:
    """The script of a language, or of the locale's.

    Raises
    ------
    ValueError
        If there are no words of the language.
    LookupError
        If they are Chinese and no font has the characters.
    """
    script = Script(words_of(language_of_locale() if lang is None else lang), chinese_font())
    if script.words.official and not script.chinese:
        raise LookupError(
            f"a picture in Chinese needs a font with Chinese characters: install one, such as {_FONT} (package "
            f"fonts-noto-cjk of Debian and Ubuntu), delete matplotlib's list of fonts, {_lists_of_fonts()}, and start "
            "Python anew; or draw in English with lang='en'"
        )
    return script
