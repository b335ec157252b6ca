"""What distinguishes texts: codes, names and headings without what nobody sees, and texts that are no code at all."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache, partial

from balanced_edu.message import Message

# Unicode's Default_Ignorable_Code_Point (zero width, joiners, direction, selectors, tags, fillers), with controls that
# are no blanks and the empty pattern of Braille. Blanks that are not ASCII become ASCII by NFKC.
_UNSEEN = (
    "\x01-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
_UNSEEN_ONES = re.compile(f"[{_UNSEEN}]+")
_AT_ENDS = re.compile(rf"\A[\s{_UNSEEN}]+|[\s{_UNSEEN}]+\Z")


def trimmed(text: str) -> str:
    r"""The text without blanks and invisible characters at its ends.

    >>> trimmed("\ufeff 竹溪 小学\u200b\u3000")
    '竹溪 小学'
    """
    if text.isascii() and text.isprintable():
        return text.strip(" ")
    return _trimmed(text) if len(text) < _SHORT else _AT_ENDS.sub("", text)


def compact(text: str) -> str:
    r"""A code, a heading or a word: texts that give the same are one, however they are typed.

    Invisible characters and blanks are left out, and compatibility forms are written plainly (NFKC): full-width letters
    and digits, brackets, m².

    >>> compact("Ａ１\u200b"), compact("教学仪器\n设备值（万元）")
    ('A1', '教学仪器设备值(万元)')
    """
    if text.isascii() and text.isprintable():
        return text.replace(" ", "")
    return _compact(text) if len(text) < _SHORT else _without_blanks(text)


def _without_blanks(text: str) -> str:
    plainly = _plainly(text)
    without_blanks = "".join(plainly.split())
    # Where there was a blank, an accent may have stood alone until now.
    return without_blanks if len(without_blanks) == len(plainly) else _plainly(without_blanks)


# Words and headings recur in every row and column; longer texts are seldom the same.
_SHORT = 40
_trimmed = lru_cache(maxsize=4096)(partial(_AT_ENDS.sub, ""))
_compact = lru_cache(maxsize=4096)(_without_blanks)


def identity(name: str) -> str:
    r"""A name that stands for something: as `compact`, with single blanks between words of letters.

    >>> identity("家\u3000长 "), identity("heads  of schools")
    ('家长', 'heads of schools')
    """
    return _plainly(_BESIDE_WIDE.sub("", " ".join(_plainly(name).split())))


_WIDE = "\u1100-\u115e\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uffe6\U00020000-\U0003ffff"
_BESIDE_WIDE = re.compile(f"(?<=[{_WIDE}]) | (?=[{_WIDE}])")


def _plainly(text: str) -> str:
    return text if text.isascii() and text.isprintable() else unicodedata.normalize("NFKC", _UNSEEN_ONES.sub("", text))


# Texts that are no code.

NOTHING = frozenset(
    [
        *("无", "没有", "暂无", "不适用", "空", "空白", "缺", "暂缺", "未知", "不详", "不明", "待定", "待补"),
        *("n/a", "na", "n.a.", "none", "null", "nil", "nan", "nat", "<na>", "unknown", "undefined", "tbd"),
    ]
)
"""Words for nothing and for what is not known, as `compact` gives them, in lower case."""


def stands_for_nothing(text: str) -> bool:
    """Whether a text is written where there is no code or name: a word for nothing, zeros, or signs alone.

    >>> [stands_for_nothing(text) for text in ("　无 ", "Ｎ／Ａ", "0", "——", "A1")]
    [True, True, True, True, False]
    """
    plainly = compact(text)
    signs = not any(mark.isalnum() for mark in plainly)
    return not plainly.strip("0") or plainly.casefold() in NOTHING or (signs and not spoiled(plainly))


def shorter_than_most(codes: Iterable[str]) -> tuple[str, ...]:
    """Codes of digits that are shorter than most: perhaps a spreadsheet has taken away the zeros before them.

    >>> shorter_than_most(["0331081001", "0331081002", "331081003", "A1"])
    ('331081003',)
    """
    of_digits = [code for code in codes if code.isdecimal()]
    ((usual, times),) = Counter(map(len, of_digits)).most_common(1) or [(0, 0)]
    return tuple(code for code in of_digits if len(code) < usual) if 2 * times > len(of_digits) else ()


_YEAR, _MONTH, _DAY = "(?:19|20)[0-9]{2}", "(?:0?[1-9]|1[0-2])", "(?:0?[1-9]|[12][0-9]|3[01])"
_NAMED = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_TIME = r"(?:T?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.0+)?)?)?"

_DATE = re.compile(
    f"(?:{_YEAR}年)?{_MONTH}月(?:{_DAY}日)?{_TIME}"
    f"|{_YEAR}([/-]){_MONTH}\\1{_DAY}{_TIME}"
    f"|{_DAY}-{_NAMED}(?:-(?:{_YEAR}|[0-9]{{2}}))?|{_NAMED}-(?:{_DAY}|{_YEAR}|[0-9]{{2}})",
    re.IGNORECASE,
)
_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!|#+)", re.IGNORECASE)

# What spreadsheets and typists make of codes and names, as `compact` gives it, with what it is and what to do.
_SPOILED = {
    re.compile(r"[+-]?[0-9]+(?:E[+-]|\.[0-9]+E[+-]?)[0-9]+", re.IGNORECASE): Message(
        "which a spreadsheet has shortened, so that digits are lost; format the column as text and write all its digits"
    ),
    _DATE: Message("a date, as spreadsheets make of some codes; format the column as text and write what it was"),
    _ERROR: Message("an error of a spreadsheet; write the text itself"),
    re.compile('同上|同前|〃|"'): Message("which refers to another row; write it in full"),
}


def spoiled(text: str) -> str:
    """What has become of a code or name, and what to do, to be put after ``is …,``; empty if it is one.

    >>> spoiled("3.31081E+11")
    'which a spreadsheet has shortened, so that digits are lost; format the column as text and write all its digits'
    >>> spoiled("1月2日")
    'a date, as spreadsheets make of some codes; format the column as text and write what it was'
    >>> spoiled("331E01")
    ''
    """
    plainly = compact(text)
    return next((what for form, what in _SPOILED.items() if form.fullmatch(plainly)), "")


def is_date(text: str) -> bool:
    """Whether a text is a date, as a spreadsheet shows it.

    >>> is_date("2022-09-01"), is_date("2022年9月"), is_date("2022")
    (True, True, False)
    """
    return bool(_DATE.fullmatch(compact(text)))


def is_error(text: str) -> bool:
    """Whether a text is what a spreadsheet shows in place of a value that cannot be computed.

    >>> is_error("#N/A"), is_error("#1")
    (True, False)
    """
    return bool(_ERROR.fullmatch(compact(text)))
