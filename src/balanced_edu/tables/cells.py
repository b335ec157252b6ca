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
        raise ReadingError(f"has {len(text):,} characters; shorten it to at most {_LONGEST_CELL:,}")
    form = field.form
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
        raise ReadingError(f"is {quoted(text)}, which stands for nothing; write the one by which it is known")
    if wrong := spoiled(text):
        raise ReadingError(f"is {quoted(text)}, {wrong}")
    return compact(text) if field.form is Form.CODE else identity(text)


def _read_choice(text: str, choices: type[enum.Enum], *, required: bool) -> enum.Enum:
    known = spellings_of(choices)
    word = word_meant(text, words_of(choices.__name__))
    if word not in known:
        words = [official_word(choice) for choice in choices]
        suggestion = nearest(compact(text), {value: value for value in words})
        advice = "" if required else _if_unknown(text)
        codes = f", or a code from 1 to {len(words)}" if "1" in known else ""
        raise ReadingError(f"must be one of {', '.join(words)}{codes}, not {quoted(text)}{suggestion}{advice}")
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
        raise ReadingError(f"is {quoted(text)}, which could be {' or '.join(meant)}; write the one that it is")
    return next(iter(meant))


def _read_judgement(text: str, field: Field) -> bool:
    word = word_meant(text, words_for("", field)).casefold()
    if word not in JUDGEMENTS and is_unclear(text):
        raise ReadingError(f"is {quoted(text)}, which could mean either here; write 是 if it is so as worded, else 否")
    if word not in JUDGEMENTS:
        raise ReadingError(f"must be 是 or 否 (or true or false, 1 or 0), not {quoted(text)}{_if_unknown(text)}")
    return JUDGEMENTS[word]


def _if_unknown(text: str) -> str:
    """Further advice on a cell that may be meant to say that nothing is known."""
    return "; leave the cell empty if it is unknown" if stands_for_nothing(text) else ""


def _read_areas(text: str) -> Iterator[int | float | Band]:
    if "," in text or "，" in text:  # 100,120 may be two rooms or a very large one
        raise ReadingError(f"is {quoted(text)}; write ; between the rooms, and no commas")
    for area in _half_width(text).split(";"):
        yield _read_band(area, Form.AMOUNT) or field_number(_read_number(trimmed(area)), Form.AMOUNT)


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
            raise ReadingError(f"is {quoted(text)}; write < for less than the area, or ≥ for the area or more")
        bound += whole and side in ("≤", ">")
        band = Band(bound) if side in ("≥", ">") else Band(0, bound)
    else:
        return None
    if band.below is not None and band.below <= band.least:
        raise ReadingError(f"is {quoted(text)}, a band that nothing is in; write the smaller number first")
    if between and not whole and not between[2]:
        meant = f"write {between[1]}-<{between[3]} if the area is less than {between[3]}"
        raise ReadingError(f"is {quoted(text)}, which may hold {between[3]} or not; {meant}, or the area itself")
    return band


ERROR_VALUE = "an error of a spreadsheet; correct its formula, or leave the cell empty if it is unknown"
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


def _read_number(text: str) -> Decimal | int:
    """The number of a cell, with all its digits; of a few digits alone it is an integer."""
    digits = _half_width(text)
    if len(digits) <= _DIGITS and digits.isascii() and digits.isdecimal():
        return int(digits)
    if _GROUPED.fullmatch(digits):
        digits = digits.replace(",", "")
    if _NUMBER.fullmatch(digits):
        return Decimal(digits)
    if stands_for_nothing(digits):
        raise ReadingError(f"is {quoted(text)}, none or unknown; write 0 for none, or leave the cell empty if unknown")
    if "%" in digits:
        raise ReadingError(f"is {quoted(text)}, a percentage; write the number itself")
    if is_date(digits):
        raise ReadingError(f"is {quoted(text)}, a date; format the cell as a number and write the number itself")
    if is_error(digits):
        raise ReadingError(f"is {quoted(text)}, {ERROR_VALUE}")
    if _EXPONENT.fullmatch(digits):
        raise ReadingError(f"is {quoted(text)}, a number that a spreadsheet has shortened; write all its digits")
    if _MEASURED.fullmatch(digits):
        where = "in the heading or the column of units"
        raise ReadingError(f"is {quoted(text)}; write the number alone, and its unit {where}")
    if "," in digits:
        raise ReadingError(f"is {quoted(text)}, in which the commas do not separate thousands; leave them out")
    raise ReadingError(f"is {quoted(text)}, which is not a number; write one, or leave the cell empty")


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
        raise ReadingError(f"is {_shown(number)}, which is not a number; write one, or leave it out if it is unknown")
    if number < 0:
        raise ReadingError(f"must be 0 or more, not {_shown(number)}; correct it, or leave it out if it is unknown")
    within = not number or abs(number.adjusted()) <= _LARGEST_POWER
    value = exact(number) * factor if within else None  # a product of decimals would be rounded to those of its context
    if value is None or value > LARGEST_FIGURE:
        size = "large" if number > 1 else "small"
        raise ReadingError(f"is {_shown(number)}, which is too {size} for any figure of a county; correct it")
    if len("".join(map(str, number.as_tuple().digits)).strip("0")) > _DIGITS:
        # Computed numbers have such digits, 0.30000000000000004, and they would decide at a limit.
        raise ReadingError(f"is {_shown(number)}, which has more than {_DIGITS} significant digits; round it")
    if form in (Form.COUNT, Form.SIZE) and value.denominator > 1:
        raise ReadingError(f"must be an integer, not {_shown(number)}; correct it")
    if form is Form.SHARE and value > 1:
        raise ReadingError(f"must be a share from 0 to 1, not {_shown(number)}; write 12.35 % as 0.1235")
    if form is Form.PERCENT and value > 100:
        raise ReadingError(f"must be a percentage from 0 to 100, not {_shown(number)}; correct it")
    return int(value) if value.denominator == 1 else float(value)


def _shown(number: Decimal) -> str:
    return in_short(str(number), QUOTED)


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
