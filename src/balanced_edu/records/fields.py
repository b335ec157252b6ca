"""Fields of a table: heading, unit, and what may be written in them."""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

import attrs
import numpy as np

from balanced_edu import units
from balanced_edu.exact import exact, of_python
from balanced_edu.identity import compact, identity, spoiled, stands_for_nothing, trimmed
from balanced_edu.message import Message
from balanced_edu.outcomes import is_unknown
from balanced_edu.records.bands import Band
from balanced_edu.records.kinds import spellings_of
from balanced_edu.text import quoted, represented
from balanced_edu.units import UnitError


class Form(enum.Enum):
    """What may be written in a field of a table."""

    TEXT = Message("a text")
    CODE = Message("a code")
    NAME = Message("a name")
    COUNT = Message("a whole number, 0 or more")
    SIZE = Message("a whole number, 0 or more, or the band that it is in")
    AMOUNT = Message("a number, 0 or more")
    SHARE = Message("a share between 0 and 1 (12.35 % is written 0.1235)")
    PERCENT = Message("a percentage between 0 and 100 (12.35 % is written 12.35)")
    JUDGEMENT = Message("true or false (是 or 否)")
    AREA = Message("a number, 0 or more, or the band that it is in")
    AREAS = Message("the area of each room, or the band that it is in, separated by ; (0 for no room)")
    TEXTS = Message("texts, separated by ;")


JUDGEMENTS: Mapping[str, bool] = MappingProxyType(
    {"true": True, "是": True, "1": True, "false": False, "否": False, "0": False}
)
"""Words for judgements, as `compact` gives them, in lower case."""


@attrs.frozen(slots=True)
class Field:
    """A field of a table.

    Attributes
    ----------
    heading
        Chinese heading.
    unit
        Unit; empty if it has none.
    form
        What may be written in it, or the words it chooses from.
    required
        Whether every row has to have it.
    optional
        Whether it is an additional column, which templates leave out.
    total
        Whether it is a total that resource indicators divide by pupils.
    """

    heading: str
    unit: str
    form: Form | type[enum.Enum]
    required: bool = False
    optional: bool = False
    total: bool = False


def field(
    heading: str,
    unit: str,
    form: Form | type[enum.Enum],
    *,
    required: bool = False,
    optional: bool = False,
    total: bool = False,
) -> Any:
    """An attrs attribute that is a field of a table; None (unknown) by default."""
    described = Field(heading, unit, form, required=required, optional=optional, total=total)
    metadata = {"field": described}
    default = attrs.NOTHING if required else None
    plain: type | None = None
    if not isinstance(form, Form):
        convert, plain = _of_words(form), form
    elif form is Form.CODE and not required:
        convert = _code_or_none
    elif form in _FIGURES:
        convert, plain = _figure_in(unit), int
    else:
        convert = _CONVERTERS[form]
    return attrs.field(default=default, converter=_none_if_unknown(convert, plain), metadata=metadata)


def _none_if_unknown(convert: Callable[[Any], Any], plain: type | None) -> Callable[[Any], Any]:
    """A converter that takes what is unknown in any library, such as NaN, as None; what is `plain` stays as it is."""

    def convert_known(given: Any) -> Any:
        if given is None or type(given) is plain:
            return given
        known = known_value(given)
        return None if known is None else convert(known)

    return convert_known


def known_value(given: Any) -> Any:
    """A value without the scalar of Arrow around it; None if it is unknown in its library.

    >>> known_value(float("nan")), known_value(np.int8(5))
    (None, np.int8(5))
    """
    if given is None or isinstance(given, (int, str, tuple, enum.Enum)):
        return given
    if type(given) is float:
        return given if given == given else None
    value = given.as_py() if hasattr(given, "as_py") else given
    return None if is_unknown(units.without_unit(value)[0]) else value


def _of_text(convert: Callable[[str], str]) -> Callable[[Any], Any]:
    return lambda given: convert(given) if isinstance(given, str) else given


def _of_words(form: type[enum.Enum]) -> Callable[[Any], Any]:
    """A member by its word, such as 小学, or by its code; what is none is left to be refused."""
    members = spellings_of(form)

    def of_words(given: Any) -> Any:
        if isinstance(given, str):
            return members.get(compact(given), given)
        code = of_python(given)
        return members.get(str(code), given) if type(code) is int and 0 < code <= len(members) else given

    return of_words


def _code_or_none(code: Any) -> Any:
    """A code that may be missing; 无, — and the like say that it is."""
    if not isinstance(code, str):
        return code
    return None if stands_for_nothing(code) else compact(code)


def _judgement(given: Any) -> Any:
    """A judgement, or a word for one, such as 是; what is none is left to be refused."""
    return JUDGEMENTS.get(compact(given).casefold(), given) if isinstance(given, str) else of_python(given)


def _figure_in(unit: str) -> Callable[[Any], Any]:
    """A converter of numbers of any library, and of quantities, into numbers of Python in a unit."""

    def figure(given: Any) -> Any:
        if type(given) is int or type(given) is float or isinstance(given, Band):
            return given
        bare, carried = units.without_unit(given)
        if carried is None:
            return of_python(given)
        try:
            number = exact(bare) * units.factor(carried, unit or "dimensionless")
        except (UnitError, ValueError, TypeError):
            return given
        return int(number) if number.denominator == 1 else float(number)

    return figure


def _rooms(areas: Any) -> Any:
    """The areas without zeros: an area of 0 is written for no room."""
    several = isinstance(areas, (tuple, list)) or (isinstance(areas, np.ndarray) and areas.ndim == 1)
    if not several:
        return areas
    read = [area if type(area) is int else _area(known_value(area)) for area in areas]
    return tuple([area for area in read if area is None or area != 0])


def separated(given: Any) -> Any:
    """The texts that are between semicolons, each once and without words for nothing; None if there are none."""
    texts = (given,) if isinstance(given, str) else given
    if not isinstance(texts, (tuple, list)) or not all(isinstance(text, str) for text in texts):
        return given
    several: dict[str, str] = {}
    parts = (part for text in texts for part in _SEMICOLON.split(text))
    for name in (name for part in parts for name in names_in(part) if not stands_for_nothing(name)):
        several.setdefault(identity(name), name)
    return tuple(several.values()) or None


def names_in(text: str) -> tuple[str, ...]:
    """The names in a text: several if it has nothing but names in quotation marks or 《》, else the text itself.

    A name is given without the quotation marks around it.

    >>> names_in("“布局规划图”、“批文”"), names_in("《办法》、《意见》"), names_in("关于《办法》、《意见》的通知")
    (('布局规划图', '批文'), ('《办法》', '《意见》'), ('关于《办法》、《意见》的通知',))
    """
    if not _IN_MARKS.fullmatch(trimmed(text)):
        return (trimmed(text),)
    found = _NAME.findall(text)
    return tuple(name for quoted, title in found for name in ((title,) if title else names_in(quoted)))


_SEMICOLON = re.compile("[;；]")
_QUOTES = '"“”„‟＂‘’「」『』〝〞'
_NAME = re.compile(f"[{_QUOTES}]([^{_QUOTES}]+)[{_QUOTES}]|(《[^《》]+》)")
_IN_MARKS = re.compile(rf"(?:{_NAME.pattern})(?:[、，,;；\s]*(?:{_NAME.pattern}))*")
_area = _figure_in("m²")

# Two ways of writing one thing become one: a code in full-width letters is the code, a room of 0 m² is no room, and a
# number of numpy is that of Python.
_FIGURES = (Form.COUNT, Form.SIZE, Form.AMOUNT, Form.SHARE, Form.PERCENT)
_CONVERTERS: Mapping[object, Callable[[Any], Any]] = {
    Form.TEXT: _of_text(trimmed),
    Form.CODE: _of_text(compact),
    Form.NAME: _of_text(identity),
    Form.JUDGEMENT: _judgement,
    Form.AREAS: _rooms,
    Form.TEXTS: separated,
}


LARGEST_FIGURE = 10**15
"""The largest figure of a county: no county counts or spends more, and every integer up to it is exact as a float."""

LONGEST_TEXT = 200
"""The most characters of a name or code."""


def fields_of(record: type) -> Mapping[str, Field]:
    """The fields of a record by name, in the order of its table."""
    return _fields_of(record)


@cache  # every record that is made asks for them, several times
def _fields_of(record: type) -> Mapping[str, Field]:
    return MappingProxyType({a.name: a.metadata["field"] for a in attrs.fields(record) if "field" in a.metadata})


def objection(value: object, form: Form | type[enum.Enum]) -> str:
    """Why a value cannot be written in a field of a form, as part of a sentence; empty if it can.

    Examples
    --------
    >>> objection(-1, Form.COUNT), objection(1, Form.COUNT)
    ('-1 is not a whole number, 0 or more', '')
    """
    if fits(value, form):
        return ""
    if not isinstance(form, Form):
        return _not_a_member(value, form)
    if form is Form.TEXTS and isinstance(value, tuple):
        return next(filter(None, (objection(text, Form.TEXT) for text in value)))
    if form in _OF_TEXT and isinstance(value, str) and trimmed(value):
        return Message("{given} {is_wrong}", given=quoted(value), is_wrong=_wrong_with(value))
    too_large = isinstance(value, (int, float)) and value > LARGEST_FIGURE
    at_most = Message(", and at most {most:,}", most=LARGEST_FIGURE) if too_large else ""
    return Message("{given} is not {wanted}{at_most}", given=represented(value), wanted=form.value, at_most=at_most)


_OF_TEXT = (Form.TEXT, Form.CODE, Form.NAME)


def _wrong_with(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        return Message("has {length:,} characters, more than {most}", length=len(text), most=LONGEST_TEXT)
    if _UNWRITABLE.search(text):
        return Message("contains a character that files cannot hold")
    if wrong := spoiled(text):
        return Message("is {wrong}", wrong=wrong)
    return Message("stands for nothing; write the text by which it is known")


def _not_a_member(value: object, form: type[enum.Enum]) -> str:
    members = tuple(f"{form.__name__}.{member.name}" for member in form)
    return Message("{given} is not one of {known}", given=represented(value), known=members)


_SEVERAL = {Form.AREAS: Form.AREA, Form.TEXTS: Form.TEXT}
# Figures that may be given as the band that they are in, and what its bounds are.
_IN_BANDS = {Form.SIZE: Form.COUNT, Form.AREA: Form.AMOUNT}
_UNWRITABLE = re.compile("[\0\ud800-\udfff]")  # zero bytes, and halves of surrogate pairs


def fits(value: Any, form: Form | type[enum.Enum]) -> bool:
    """Whether a value can be written in a field of a form."""
    if type(value) is int and form in _NOT_SHARES:  # most values by far
        return 0 <= value <= LARGEST_FIGURE
    if not isinstance(form, Form):
        return isinstance(value, form)
    if form in _OF_TEXT:
        if not isinstance(value, str) or not 0 < len(trimmed(value)) <= LONGEST_TEXT or _UNWRITABLE.search(value):
            return False
        return form is Form.TEXT or not (stands_for_nothing(value) or spoiled(value))
    if form is Form.JUDGEMENT:
        return isinstance(value, bool)
    if form in _SEVERAL:
        return isinstance(value, tuple) and all(fits(each, _SEVERAL[form]) for each in value)
    if isinstance(value, Band) and form in _IN_BANDS:
        bounds = [bound for bound in (value.least, value.below) if bound is not None]
        return all(fits(bound, _IN_BANDS[form]) for bound in bounds) and sorted(set(bounds)) == bounds
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= LARGEST_FIGURE:
        return False
    return not (form in (Form.COUNT, Form.SIZE) and value != int(value)) and value <= _MOST.get(form, value)


_NOT_SHARES = (Form.COUNT, Form.SIZE, Form.AMOUNT, Form.AREA)
_MOST: Mapping[object, int] = {Form.SHARE: 1, Form.PERCENT: 100}
