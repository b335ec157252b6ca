"""Messages: sentences, or parts of them, that keep what they are made of, so that they can be said in any language.

A message is the English text. Its template is the key of the text in other languages.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Mapping, Sequence
from typing import Any


class _Filler(string.Formatter):
    def __init__(self, say: Callable[[str], str], separator: str) -> None:
        self.say = say
        self.separator = separator

    def format_field(self, value: Any, format_spec: str) -> str:
        one, bar, other = format_spec.partition("|")
        if bar:
            return one if value == 1 else other
        if isinstance(value, tuple):
            return self.separator.join(self.format_field(one, format_spec) for one in value)
        return self.say(value) if isinstance(value, Message) else str(super().format_field(value, format_spec))


def filled(template: str, values: Mapping[str, object], say: Callable[[str], str] = str, separator: str = ", ") -> str:
    """A template with its placeholders filled in.

    ``{n:item|items}`` is the first word where `n` is 1, else the second; several values, as a tuple, are listed.

    Parameters
    ----------
    template, values
        The template, and the values by the name of their placeholder.
    say
        Says a text in the language of the template.
    separator
        What stands between the values of a list.

    Examples
    --------
    >>> filled("{n} {n:item|items}: {names}", {"n": 2, "names": ("R1", "R2")})
    '2 items: R1, R2'
    """
    return _Filler(say, separator).vformat(template, (), values)


class Message(str):
    """A sentence for users, or a part of one, in English, with its template and what is filled in.

    Parameters
    ----------
    template
        The English template.
    values
        What is filled in, by the name of its placeholder; another message is said in the language of this one.

    Examples
    --------
    >>> message = Message("{heading} is {value}, which is not a number", heading="专任教师数", value="三十五")
    >>> message
    '专任教师数 is 三十五, which is not a number'
    >>> message.said({"{heading} is {value}, which is not a number": "{heading}为{value}，不是数字"}, "、")
    '专任教师数为三十五，不是数字'
    """

    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, /, **values: object) -> Message:
        """Fill in a template."""
        return cls.of(filled(template, values), template, **values)

    @classmethod
    def of(cls, text: str, template: str, /, **values: object) -> Message:
        """A text that is given, and the template by which it is said in another language."""
        made = super().__new__(cls, text)
        made.template, made.values = template, values
        return made

    @classmethod
    def whole(cls, text: str, /) -> Message:
        """A text that is its own template, in which nothing is filled in."""
        return cls.of(text, text)

    def worded(self, text: str) -> Message:
        """The message in other English words, such as those of the system."""
        return self.of(text, self.template, **self.values)

    def said(self, templates: Mapping[str, str], separator: str) -> str:
        """The message in the language that has these templates, by the English ones; in English if it has none."""
        if self.template not in templates:
            return str(self)
        return filled(templates[self.template], self.values, lambda text: said(text, templates, separator), separator)

    def __reduce__(self) -> tuple[Callable[..., Message], tuple[object, ...]]:
        return _remade, (str(self), self.template, self.values)


def _remade(text: str, template: str, values: Mapping[str, object]) -> Message:
    return Message.of(text, template, **values)


def said(text: str, templates: Mapping[str, str], separator: str) -> str:
    """A text in the language that has these templates; one that is no message stays as it is."""
    return text.said(templates, separator) if isinstance(text, Message) else text


def message_of(error: BaseException) -> str:
    """What an error says, as the message that it was raised with."""
    first = error.args[0] if error.args else ""
    return first if isinstance(first, Message) else str(error)


def either(several: Sequence[str]) -> str:
    """One or the other of several.

    >>> either(["初中"]), either(["小学", "初中", "高中"])
    ('初中', '小学, 初中 or 高中')
    """
    *others, last = several
    return Message("{others} or {last}", others=tuple(others), last=last) if others else last


def both(several: Sequence[str]) -> str:
    """One and the other of several.

    >>> both(["小学", "初中"])
    '小学 and 初中'
    """
    *others, last = several
    return Message("{others} and {last}", others=tuple(others), last=last) if others else last


def clauses(several: Sequence[str]) -> str:
    """Several clauses as one, without empty ones; empty if there is none.

    >>> clauses(["a number has no unit", "", "nothing stands behind the value"])
    'a number has no unit and nothing stands behind the value'
    """
    *others, last = [clause for clause in several if clause] or [""]
    return Message("{clause} and {another}", clause=clauses(others), another=last) if others else last
