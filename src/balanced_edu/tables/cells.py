"""The grammar of one cell: which text stands for which value of a field, for reading and for writing."""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType

from balanced_edu.exact import exact, number_text
from balanced_edu.identity import compact, identity, is_date, is_error, spoiled, stands_for_nothing, trimmed
from balanced_edu.message import Message, either
from balanced_edu.notes import ReadingError
from balanced_edu.records.bands import Band
from balanced_edu.records.fields import JUDGEMENTS, LARGEST_FIGURE, Field, Form, separated
from balanced_edu.records.kinds import official_word, spellings_of
from balanced_edu.tables.names import is_unclear, words_for, words_of
from balanced_edu.text import QUOTED, in_short, nearest, quoted

UNITS: Mapping[str, Mapping[str, int]] = MappingProxyType(
    {
        "": {},
        "pupil": {"人": 1, "名": 1},
        "teacher": {"人": 1, "名": 1},
        "person": {"人": 1, "名": 1},
        "room": {"间": 1, "个": 1},
        "class": {"个": 1, "班": 1},
        "computer": {"台": 1},
        "book": {"册": 1},
        "event": {"次": 1},
        "hour": {"学时": 1},
        "year": {"年": 1},
        "m²": {"平方米": 1, "m2": 1},
        "yuan": {"元": 1, "万元": 10_000},
        "percent": {"%": 1},
    }
)
"""Units that a heading may name, as `compact` gives them, by the field's unit: how many of the latter each one is.

Templates show the first of them.
"""

ALL_UNITS = frozenset(unit for units in UNITS.values() for unit in units)
"""The units of all fields."""

_ANY_SIZE = (Form.COUNT, Form.SIZE, Form.AMOUNT)
_LONGEST_CELL = 10_000  # characters; the areas of a thousand rooms
_DIGITS = 15
_LARGEST_POWER = len(str(LARGEST_FIGURE)) - 1  # of ten; the squares of much less would leave binary numbers, too


# From text to value.

_APOSTROPHE = re.compile("'+[=+@＝＋－＠-]")


def read_cell(text: str, field: Field, factor: int = 1) -> object:
    """The value of a field that a cell gives, which is not empty.

    Parameters
    ----------
    text
        What the cell says.
    field
        The field of its column.
    factor
        How many of the field's unit one of the column's unit is.

    Raises
    ------
    ReadingError
        If it gives none.
    """
    if len(text) > _LONGEST_CELL:
        raise ReadingError(
            Message("has {length:,} characters; shorten it to at most {most:,}", length=len(text), most=_LONGEST_CELL)
        )
    form = field.form
    if (number := whole_number(text, form, factor)) is not None:
        return number
    if not isinstance(form, Form):
        return _read_choice(text, form, required=field.required)
    if form in (Form.TEXT, Form.CODE, Form.NAME, Form.TEXTS):
        text = without_apostrophe(text)
        return separated(text) if form is Form.TEXTS else read_text(text, field)
    if form is Form.JUDGEMENT:
        return _read_judgement(text, field)
    if form is Form.AREAS:
        return tuple(area for area in _read_areas(text) if area)
    if form is Form.SIZE and (band := _read_band(text, Form.COUNT)):
        return band
    if form in (Form.SHARE, Form.PERCENT) and (percent := _PERCENT.fullmatch(_half_width(text))):
        return field_number(Decimal(percent[1]).scaleb(-2 if form is Form.SHARE else 0), form, factor)
    return field_number(_read_number(text), form, factor)


def whole_number(text: str, form: object, factor: int = 1) -> int | None:
    """The figure that a few digits alone give, as in most cells; None if the cell or the field is another one.

    >>> whole_number("46", Form.COUNT), whole_number("46.5", Form.AMOUNT), whole_number("46", Form.TEXT)
    (46, None, None)
    """
    if form in _ANY_SIZE and len(text) <= _DIGITS and text.isascii() and text.isdecimal():
        number = int(text) * factor
        return number if number <= LARGEST_FIGURE else None
    return None


def without_apostrophe(text: str) -> str:
    """A text without the apostrophe that keeps spreadsheets from taking it for a formula."""
    return text[1:] if _APOSTROPHE.match(text) else text


_PERCENT = re.compile(r"([0-9]+(?:\.[0-9]*)?)\s*%")


def read_text(text: str, field: Field) -> str | None:
    """The text, code or name that is written, which is not empty; None if it says that there is none.

    Raises
    ------
    ReadingError
        If it is none by which something could be known.
    """
    if field.form is Form.TEXT:
        return text
    if stands_for_nothing(text):
        if not field.required:
            return None
        raise _unread("is {given}, which stands for nothing; write the one by which it is known", text)
    if wrong := spoiled(text):
        raise _unread("is {given}, {wrong}", text, wrong=wrong)
    return compact(text) if field.form is Form.CODE else identity(text)


def _read_choice(text: str, choices: type[enum.Enum], *, required: bool) -> enum.Enum:
    known = spellings_of(choices)
    word = word_meant(text, words_of(choices.__name__))
    if word not in known:
        words = tuple(official_word(choice) for choice in choices)
        raise _unread(
            "must be one of {words}{codes}, not {given}{suggestion}{advice}",
            text,
            words=words,
            codes=Message(", or a code from 1 to {last}", last=len(words)) if "1" in known else "",
            suggestion=nearest(compact(text), {value: value for value in words}),
            advice="" if required else _if_unknown(text),
        )
    return known[word]


def word_meant(text: str, others: Mapping[str, tuple[str, ...]]) -> str:
    """The word of the library that is written or meant.

    Raises
    ------
    ReadingError
        If it could be several.
    """
    word = compact(text)
    meant = others.get(word.casefold(), (word,))
    if len(meant) > 1:
        raise _unread("is {given}, which could be {meant}; write the one that it is", text, meant=either(meant))
    return next(iter(meant))


def _read_judgement(text: str, field: Field) -> bool:
    word = word_meant(text, words_for("", field)).casefold()
    if word not in JUDGEMENTS and is_unclear(text):
        raise _unread("is {given}, which could mean either here; write 是 if it is so as worded, else 否", text)
    if word not in JUDGEMENTS:
        advice = _if_unknown(text)
        raise _unread("must be 是 or 否 (or true or false, 1 or 0), not {given}{advice}", text, advice=advice)
    return JUDGEMENTS[word]


def _if_unknown(text: str) -> str:
    """Further advice on a cell that may be meant to say that nothing is known."""
    return Message("; leave the cell empty if it is unknown") if stands_for_nothing(text) else ""


def _unread(template: str, given: str, **values: object) -> ReadingError:
    """Why a cell cannot be read that says what is `given`."""
    return ReadingError(Message(template, given=quoted(given), **values))


def _read_areas(text: str) -> Iterator[int | float | Band]:
    if "," in text or "，" in text:  # 100,120 may be two rooms or a very large one
        raise _unread("is {given}; write ; between the rooms, and no commas", text)
    for area in _half_width(text).split(";"):
        number = whole_number(trimmed(area), Form.AMOUNT)
        if number is None:
            yield _read_band(area, Form.AMOUNT) or field_number(_read_number(trimmed(area)), Form.AMOUNT)
        else:
            yield number


_BETWEEN = re.compile(r"([0-9.]+)(?:-|–|—|~|～|至|到)(<?)([0-9.]+)")
_ONE_SIDED = re.compile(r"(≥|>=|>|≤|<=|<)([0-9.]+)|([0-9.]+)(?:人|平方米|m2)?(?:及|\(含\))?(以上|以下)")
_SIDES = {"≥": "≥", ">=": "≥", "以上": "≥", ">": ">", "≤": "≤", "<=": "≤", "以下": "≤", "<": "<"}


def _read_band(text: str, form: Form) -> Band | None:
    """The band that a cell gives in place of a figure; None if it gives none.

    A whole number may be the last that is named, 46-50 pupils. Whether an area may be, nobody knows: 73-<96 says so.
    """
    written, whole = compact(text), form is Form.COUNT
    if between := _BETWEEN.fullmatch(written):
        least, last = (field_number(_read_number(between[at]), form) for at in (1, 3))
        band = Band(least, last + 1 if whole and not between[2] else last)
    elif one_sided := _ONE_SIDED.fullmatch(written):
        side = _SIDES[one_sided[1] or one_sided[4]]
        bound = field_number(_read_number(one_sided[2] or one_sided[3]), form)
        if not whole and side in ("≤", ">"):
            raise _unread("is {given}; write < for less than the area, or ≥ for the area or more", text)
        bound += whole and side in ("≤", ">")
        band = Band(bound) if side in ("≥", ">") else Band(0, bound)
    else:
        return None
    if band.below is not None and band.below <= band.least:
        raise _unread("is {given}, a band that nothing is in; write the smaller number first", text)
    if between and not whole and not between[2]:
        raise _unread(
            "is {given}, which may hold {last} or not; write {first}-<{last} if the area is less than {last}, or the "
            "area itself",
            text,
            first=between[1],
            last=between[3],
        )
    return band


ERROR_VALUE = Message("an error of a spreadsheet; correct its formula, or leave the cell empty if it is unknown")
"""What is wrong with a cell such as #N/A, and what to do."""

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?")
_EXPONENT = re.compile(r"[+-]?[0-9.]+[eE][+-]?[0-9]+")
_MEASURED = re.compile(r"[+-]?[0-9][0-9.,]*\s*[^\W\d_]+")


def _half_width(text: str) -> str:
    """Full-width digits and signs as half-width ones; not all of NFKC, by which 5² and 5② would be 52."""
    if text.isascii():
        return text
    wide = unicodedata.east_asian_width
    return "".join(unicodedata.normalize("NFKC", mark) if wide(mark) == "F" else mark for mark in text)


def _read_number(text: str) -> Decimal:
    """The number of a cell, with all its digits."""
    digits = _half_width(text)
    if _GROUPED.fullmatch(digits):
        digits = digits.replace(",", "")
    if _NUMBER.fullmatch(digits):
        return Decimal(digits)
    if stands_for_nothing(digits):
        raise _unread("is {given}, none or unknown; write 0 for none, or leave the cell empty if unknown", text)
    if "%" in digits:
        raise _unread("is {given}, a percentage; write the number itself", text)
    if is_date(digits):
        raise _unread("is {given}, a date; format the cell as a number and write the number itself", text)
    if is_error(digits):
        raise _unread("is {given}, {wrong}", text, wrong=ERROR_VALUE)
    if _EXPONENT.fullmatch(digits):
        raise _unread("is {given}, a number that a spreadsheet has shortened; write all its digits", text)
    if _MEASURED.fullmatch(digits):
        raise _unread("is {given}; write the number alone, and its unit in the heading or the column of units", text)
    if "," in digits:
        raise _unread("is {given}, in which the commas do not separate thousands; leave them out", text)
    raise _unread("is {given}, which is not a number; write one, or leave the cell empty", text)


def field_number(number: Decimal | int, form: Form, factor: int = 1) -> int | float:
    """A number as the value of a field, without losing a digit: an int if it is whole, else a float.

    Raises
    ------
    ReadingError
        If the field cannot have it.
    """
    if isinstance(number, int):
        if form in _ANY_SIZE and 0 <= number * factor <= LARGEST_FIGURE:
            return number * factor
        number = Decimal(number)
    if not number.is_finite():
        raise _unusable("is {number}, which is not a number; write one, or leave it out if it is unknown", number)
    if number < 0:
        raise _unusable("must be 0 or more, not {number}; correct it, or leave it out if it is unknown", number)
    within = not number or abs(number.adjusted()) <= _LARGEST_POWER
    value = exact(number) * factor if within else None  # a product of decimals would be rounded to those of its context
    if value is None or value > LARGEST_FIGURE:
        if number > 1:
            raise _unusable("is {number}, which is too large for any figure of a county; correct it", number)
        raise _unusable("is {number}, which is too small for any figure of a county; correct it", number)
    if len("".join(map(str, number.as_tuple().digits)).strip("0")) > _DIGITS:
        # Computed numbers have such digits, 0.30000000000000004, and they would decide at a limit.
        raise _unusable("is {number}, which has more than {most} significant digits; round it", number, most=_DIGITS)
    if form in (Form.COUNT, Form.SIZE) and value.denominator > 1:
        raise _unusable("must be an integer, not {number}; correct it", number)
    if form is Form.SHARE and value > 1:
        raise _unusable("must be a share from 0 to 1, not {number}; write 12.35 % as 0.1235", number)
    if form is Form.PERCENT and value > 100:
        raise _unusable("must be a percentage from 0 to 100, not {number}; correct it", number)
    return int(value) if value.denominator == 1 else float(value)


def _unusable(template: str, number: Decimal, **values: object) -> ReadingError:
    """Why a field cannot have a number."""
    return ReadingError(Message(template, number=in_short(str(number), QUOTED), **values))


# From value to text.

_FORMULA = re.compile("'*[=+@＝＋－＠-]")


def cell_text(value: object) -> str:
    """The text that `read_cell` reads as this value; empty for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, enum.Enum):
        return official_word(value)
    if isinstance(value, tuple) and all(isinstance(each, str) for each in value) and value:
        value = ";".join(value)
    if isinstance(value, str):
        return f"'{value}" if _FORMULA.match(value) else value
    if isinstance(value, tuple):
        return ";".join(str(one) if isinstance(one, Band) else number_text(one) for one in value) or "0"
    if isinstance(value, Band):
        return value.text(whole=True)
    return number_text(value)
