"""Slips in ``county.toml``: lines that are not TOML although everybody sees what they mean, and how to write them.

>>> print(mended("teacher_average_salary ＝ 12.1万", "Invalid value")[0])
= stands before the value and 万 is written out; write teacher_average_salary = 121000
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType

import attrs

from balanced_edu.identity import compact, stands_for_nothing, trimmed
from balanced_edu.message import Message, clauses
from balanced_edu.records.county import RECORDS, County, Group, Subject
from balanced_edu.records.fields import JUDGEMENTS, Field, Form, fields_of, names_in
from balanced_edu.tables.names import is_unclear, words_of
from balanced_edu.text import quoted
from balanced_edu.tomlmending import is_toml

_FIELDS: Mapping[str, Field] = MappingProxyType(
    {name: field for record in (County, *RECORDS.values(), Subject, Group) for name, field in fields_of(record).items()}
)
_NUMBERS = (Form.COUNT, Form.AMOUNT, Form.SHARE, Form.PERCENT)

_QUOTES = "\"'“”„‟‘’‚‛＂＇「」『』〝〞«»"
_STATEMENT = re.compile(
    r"""\s*(?P<key>"[^"]*"|'[^']*'|[^=＝:：#＃]*?)\s*(?P<sign>[=＝:：]+)\s*(?P<rest>.*)""", re.DOTALL
)
_CLOSED = re.compile(rf"[{_QUOTES}](?P<text>.*?)[{_QUOTES}]\s*(?P<end>[,;，；。]?)\s*(?:[#＃].*)?", re.DOTALL)
_WORD = re.compile(r"(?P<text>[^#＃]*?)\s*(?P<end>[;；。，]|,(?!\d))?\s*(?:[#＃].*)?", re.DOTALL)
_HEADING = re.compile(r"(\[{0,2})([^\[\]=]+)(\]{0,2})")
_BRACKETS = str.maketrans("［］【】〔〕", "[][][]")
_BARE = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*")
_FIGURE = re.compile(
    r"(?P<number>[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)?(?:\.[0-9]*)?)(?P<times>%|万|亿)?(?P<unit>[^\W\d_]{0,3}|m2)"
)
_TIMES = MappingProxyType({None: 0, "%": -2, "万": 4, "亿": 8})  # powers of ten
_LONGEST_LINE = 300  # characters; nobody writes a longer one by hand, and a slip in it is harder to find


@attrs.frozen(slots=True)
class Meant:
    """What a value is meant to be: as TOML writes it, empty if that is not clear, and what was wrong with it."""

    value: str
    wrong: str


def mended(line: str, why: str) -> tuple[str, str]:
    """What to say about a line that is not TOML, and the line as it is meant; empty if that is not clear.

    `why` is what the reader of TOML has to say.
    """
    if is_toml(line) and why.startswith("Cannot "):
        return _given_twice(trimmed(line.partition("#")[0])), ""
    if is_toml(line) or len(line) > _LONGEST_LINE:
        return _not_toml(why), ""
    if heading := _heading(line):
        what = "a table's name stands in half-width brackets, as many before as behind; write {line}"
        return Message(what, line=heading), heading
    parts = _STATEMENT.fullmatch(line)
    if parts is None or not parts["key"]:
        return _without_sign(trimmed(line))
    key, quoting = _key(parts["key"])
    meant = _value(parts["rest"], _FIELDS.get(key.rpartition(".")[2]))
    if not meant.value:
        return Message("{what} {is_wrong}", what=key, is_wrong=meant.wrong) if meant.wrong else _not_toml(why), ""
    sign = Message("= stands before the value") if parts["sign"] != "=" else ""
    wrong = clauses([*quoting, sign, meant.wrong])
    return _said(wrong or _not_toml(why), f"{key} = {meant.value}")


def _given_twice(line: str) -> str:
    if line.startswith("["):
        what = "{table} is given already, in another way or twice; put its keys below the first, and delete the second"
        return Message(what, table=line)
    return Message("{key} is given twice; delete one of the two", key=line.partition("=")[0].strip())


def _not_toml(why: str) -> str:
    return Message("this is not TOML ({why}); correct the line, or put # before it", why=why)


def _said(wrong: str, line: str) -> tuple[str, str]:
    return Message("{wrong}; write {line}", wrong=wrong, line=line), line


def meant_by(text: str, field: Field) -> str:
    """How a value that stands in quotation marks is written without them, for a message; empty if it is not clear."""
    meant = _value_of(text, field)
    return Message("; write {value}", value=meant.value) if meant.value else ""


def _heading(line: str) -> str:
    """A table's heading as it is meant; empty if the line is none."""
    found = _HEADING.fullmatch(compact(line.partition("#")[0]).translate(_BRACKETS))
    if not found or not (found[1] or found[3]) or not _BARE.fullmatch(found[2]):
        return ""
    doubled = "[[" in found[1] or "]]" in found[3]
    return f"[[{found[2]}]]" if doubled else f"[{found[2]}]"


def _without_sign(line: str) -> tuple[str, str]:
    key, _, value = line.partition(" ")
    if key in _FIELDS:
        meant = _value(value, _FIELDS[key])
        if meant.value:
            return _said(Message("= is missing"), f"{key} = {meant.value}")
        return Message("{what} {is_wrong}", what=key, is_wrong=_NO_VALUE), ""
    what = "{line} is neither a key with its value nor a table; put # before a remark"
    return Message(what, line=quoted(line)), ""


_NO_VALUE = Message("has no value; write it after =, or put # before the line if it is unknown")


def _key(given: str) -> tuple[str, list[str]]:
    """The key as TOML writes it, and what was wrong with it."""
    if given[0] in "\"'":
        return given, []
    plain = compact(given.strip(_QUOTES))
    if _BARE.fullmatch(plain):
        return plain, [] if plain == given else [Message("a key is written in half-width letters")]
    wrong = Message("a key in Chinese stands in quotation marks")
    return json.dumps(trimmed(given).strip(_QUOTES), ensure_ascii=False), [wrong]


def _value(rest: str, field: Field | None) -> Meant:
    """The value that is meant by what stands behind the =."""
    rest = trimmed(rest)
    if not rest or rest[0] in "#＃":
        return Meant("", _NO_VALUE)
    if field is None and (documents := _documents(rest)):
        return Meant(documents, Message("names of documents stand in brackets, with commas between them"))
    if rest[0] not in _QUOTES:
        parts = _WORD.fullmatch(rest)
        assert parts
        if is_toml(f"value = {parts['text']}"):
            return _ended(parts["end"], Meant(parts["text"], ""))
        if rest[0] in "[{":
            return Meant("", "")
        return _ended(parts["end"], _value_of(trimmed(parts["text"]), field))
    parts = _CLOSED.fullmatch(rest)
    not_closed = Message("the closing quotation mark is missing")
    wrong: str = Message("quotation marks are the straight ones") if parts else not_closed
    if parts and rest[0] in "\"'" and rest[len(parts["text"]) + 1] == rest[0]:
        wrong = ""
    text = parts["text"] if parts else rest[1:]
    if field is None or field.form not in (*_NUMBERS, Form.JUDGEMENT):
        meant = Meant(_text(text), "")
    else:
        meant = _value_of(trimmed(text), field)
    if not meant.value:
        return meant
    return _ended(parts["end"] if parts else "", Meant(meant.value, clauses([wrong, meant.wrong])))


def _documents(rest: str) -> str:
    """Names in quotation marks as an array; empty if there is anything else, or one that is in no brackets."""
    inner, brackets = _IN_BRACKETS.subn(r"\1", rest.translate(_BRACKETS))
    names = names_in(inner)
    several = len(names) > 1 or brackets
    return f"[{', '.join(map(_text, names))}]" if several and names != (trimmed(inner),) else ""


_IN_BRACKETS = re.compile(r"\A\[([^\[\]#＃]*)\]\s*(?:[#＃].*)?\Z")


def _ended(end: str | None, meant: Meant) -> Meant:
    ending = Message("nothing stands behind the value") if end else ""
    return Meant(meant.value, clauses([meant.wrong, ending]))


def _value_of(word: str, field: Field | None) -> Meant:
    """A word that is no value of TOML, by what its field takes."""
    form = field.form if field else None
    plain = compact(word)
    known = _judged(plain.casefold())
    given = {"given": quoted(word), "or_unknown": _or_unknown(word)}
    if form is Form.JUDGEMENT:
        if known is not None:
            return Meant(str(known).lower(), _A_JUDGEMENT)
        return Meant("", Message("is {given}; write true or false{or_unknown}", **given))
    if form is None and known is not None and not plain.isdecimal():
        return Meant(str(known).lower(), _A_JUDGEMENT)
    if form is None and is_unclear(word):
        return Meant("", Message("is {given}; write true or false, or a number{or_unknown}", **given))
    if form is None or form in _NUMBERS:
        if figure := _figure(plain, form):
            return figure
        if form in _NUMBERS:
            what = "is {given}, which is not a number; write one in digits{or_unknown}"
            return Meant("", Message(what, **given))
    return Meant(_text(word), Message("a text stands in quotation marks"))


_A_JUDGEMENT = Message("a judgement is true or false")


def _judged(word: str) -> bool | None:
    """The judgement that a word or a mark gives; None if it gives none."""
    return JUDGEMENTS.get(next(iter(words_of("judgement").get(word, (word,)))))


def _or_unknown(word: str) -> str:
    return Message(", or put # before the line if it is unknown") if stands_for_nothing(word) else ""


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _figure(plain: str, form: object) -> Meant | None:
    """A number as it is meant: without commas, percent sign, 万 and unit."""
    parts = _FIGURE.fullmatch(plain)
    if parts is None or not any(mark.isdecimal() for mark in parts["number"]):
        return None
    sign, digits, power = Decimal(parts["number"].replace(",", "")).as_tuple()
    assert isinstance(power, int)
    of_hundred = form is Form.PERCENT and parts["times"] == "%"
    times = 0 if of_hundred else _TIMES[parts["times"]]
    written = f"{Decimal((sign, digits, power + times)):f}"  # no product, which would be rounded
    shortest = written.rstrip("0").rstrip(".") if "." in written else written
    return Meant(shortest, clauses(list(_wrong_with(parts, of_hundred=of_hundred))))


def _wrong_with(parts: re.Match[str], *, of_hundred: bool) -> Iterator[str]:
    if "," in parts["number"]:
        yield Message("a number has no commas")
    if parts["times"] == "%":
        without_sign = Message("a percentage is written without its sign")
        yield without_sign if of_hundred else Message("a percentage is written as a share")
    elif parts["times"]:
        yield Message("{times} is written out", times=parts["times"])
    if parts["unit"]:
        yield Message("a number has no unit")
    if not (parts["times"] or parts["unit"] or "," in parts["number"]):
        yield Message("a number is written in plain digits")
