"""The text of a file in any of the encodings that offices use."""

from __future__ import annotations

import codecs

from balanced_edu.tables.notes import ReadingError


def decoded(content: bytes) -> str:
    """Text in UTF-8, with or without BOM, or in GB18030.

    Raises
    ------
    ReadingError
        If it is neither, or empty.
    """
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise ReadingError("is a workbook under another name; save its sheet as “CSV UTF-8”")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ReadingError("is in UTF-16 (“Unicode text”); save it as “CSV UTF-8” or UTF-8")
    if b"\0" in content:
        raise ReadingError("contains zero bytes, as UTF-16 and workbooks do; save it as “CSV UTF-8” or UTF-8")
    for encoding in ("utf-8-sig",) if content.startswith(codecs.BOM_UTF8) else ("utf-8", "gb18030"):
        try:
            text = content.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
        if not text.strip():
            raise ReadingError("is empty; `balanced-edu template` writes one to fill in")
        return text
    raise ReadingError("is neither valid UTF-8 nor valid GB18030; save it as “CSV UTF-8” or UTF-8")
