"""The text of a file in any of the encodings that offices use."""

from __future__ import annotations

import codecs
import re

from balanced_edu.message import Message
from balanced_edu.notes import ReadingError


def decoded(content: bytes) -> tuple[str, str]:
    """Text in UTF-8, with or without BOM, or in GB18030, and the name of its encoding.

    Some Chinese words in GB18030 are valid UTF-8 by chance, as letters of alphabets that no county's files have; then
    the text in GB18030 is the one that makes sense.

    >>> decoded("小学".encode("gb18030")), "小学".encode("gb18030").decode()
    (('小学', 'GB18030'), 'Сѧ')

    Raises
    ------
    ReadingError
        If it is neither, or empty.
    """
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise ReadingError(Message("is a workbook under another name; save its sheet as “CSV UTF-8”"))
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ReadingError(Message("is in UTF-16 (“Unicode text”); save it as “CSV UTF-8” or UTF-8"))
    if b"\0" in content:
        raise ReadingError(Message("contains zero bytes, as UTF-16 and workbooks do; save it as “CSV UTF-8” or UTF-8"))
    in_utf8 = _text(content, "utf-8-sig")
    in_gb18030 = None if content.startswith(codecs.BOM_UTF8) else _text(content, "gb18030")
    if in_utf8 is None and in_gb18030 is None:
        raise ReadingError(
            Message(
                "is neither valid UTF-8 nor valid GB18030, first on line {line}; save it as “CSV UTF-8” or UTF-8",
                line=_first_broken_line(content),
            )
        )
    if in_utf8 is None or (in_gb18030 is not None and _is_by_chance(in_utf8) and _CHINESE.search(in_gb18030)):
        text, encoding = in_gb18030 or "", "GB18030"
    else:
        text, encoding = in_utf8, "UTF-8"
    if not text.strip():
        raise ReadingError(Message("is empty; `balanced-edu template` writes one to fill in"))
    return text, encoding


def _text(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError:
        return None


def _first_broken_line(content: bytes) -> int:
    """The first line that is not UTF-8, such as one that was pasted from a file in another encoding."""
    lines = enumerate(content.split(b"\n"), start=1)
    return next(number for number, line in lines if _text(line, "utf-8-sig") is None)


_CHINESE = re.compile("[\u3400-\u9fff]")
_OTHER_ALPHABETS = re.compile("[\u0250-\u07ff]")


def _is_by_chance(text: str) -> bool:
    """Whether a text has letters of other alphabets than Latin, and none that is Chinese."""
    return bool(_OTHER_ALPHABETS.search(text)) and not _CHINESE.search(text)
