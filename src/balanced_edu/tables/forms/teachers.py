"""Teachers as the statistics count them, by degree and by subject: which of them are added, and none of them twice."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TypeAlias

from balanced_edu.message import Message, both
from balanced_edu.notes import ReadingError
from balanced_edu.records.campus import Campus
from balanced_edu.records.fields import fields_of
from balanced_edu.records.kinds import Stage
from balanced_edu.remarks import RemarkCode
from balanced_edu.tables.forms.entries import Place

_FIELDS = fields_of(Campus)

ABOVE_REQUIRED, SPORTS_ARTS = "teachers_above_required", "sports_arts_teachers"
"""The figures of a stage that are added up from parts."""

PARTS: Mapping[str, str] = MappingProxyType(
    {
        "colleges": "专科",
        "bachelors": "本科",
        "masters": "硕士研究生",
        "doctors": "博士研究生",
        "sports": "体育与健康",
        "arts_whole": "艺术（计）",
        "arts": "艺术",
        "other_arts": "艺术（不含音乐、美术）",
        "music": "音乐",
        "fine_arts": "美术",
    }
)
"""What the parts are called, by their names."""

_DEGREES: Mapping[Stage, tuple[str, ...]] = MappingProxyType(
    {
        Stage.PRIMARY: ("colleges", "bachelors", "masters", "doctors"),
        Stage.JUNIOR: ("bachelors", "masters", "doctors"),
    }
)

_ARTS = ("arts", "other_arts", "music", "fine_arts")

Within: TypeAlias = "Mapping[str, bool]"
"""The parts that a form has, and whether the heading 艺术 stands over each."""


def parts_of(figure: str, stage: Stage, given: Within) -> tuple[str, ...]:
    """The parts of a form that are added: degrees above the required one, or sports and all arts.

    >>> parts_of("teachers_above_required", Stage.JUNIOR, dict.fromkeys(["masters", "bachelors", "colleges"], False))
    ('bachelors', 'masters')
    >>> parts_of("sports_arts_teachers", Stage.JUNIOR, {"sports": False, "arts_whole": True, "music": True})
    ('sports', 'arts_whole')

    Raises
    ------
    ReadingError
        If it cannot be known which they are.
    """
    if figure == ABOVE_REQUIRED:
        return tuple(part for part in _DEGREES[stage] if part in given)
    outside = [PARTS[part] for part in ("music", "fine_arts") if given.get(part) is False]
    if "arts_whole" not in given:
        return tuple(part for part in ("sports", *_ARTS) if part in given)
    if outside:
        what = (
            "{whole} may hold {parts}, which stand outside the heading 艺术; write 艺术 over all columns that it "
            "holds, and delete 计 if it holds no other"
        )
        raise ReadingError(Message(what, whole=PARTS["arts_whole"], parts=both(outside)))
    return tuple(part for part in ("sports", "arts_whole") if part in given)


def missing_parts(figure: str, stage: Stage, given: Collection[str]) -> tuple[str, ...]:
    """The parts without which the sum would be too small; some forms have no 博士研究生 and no arts in one.

    >>> missing_parts("teachers_above_required", Stage.PRIMARY, ["bachelors", "masters"])
    ('colleges',)
    >>> missing_parts("sports_arts_teachers", Stage.PRIMARY, ["sports", "arts", "music"])
    ('fine_arts',)
    """
    if figure == ABOVE_REQUIRED:
        return tuple(part for part in _DEGREES[stage] if part not in given and part != "doctors")
    arts: tuple[str, ...] = () if "arts_whole" in given else ("music", "fine_arts")
    if "arts" in given and not any(part in given for part in arts):
        arts = ()
    return tuple(part for part in ("sports", *arts) if part not in given)


def left_out(figure: str, given: Collection[str]) -> tuple[str, ...]:
    """The parts that a form has and that are not added, because 艺术（计） holds them."""
    held = figure == SPORTS_ARTS and "arts_whole" in given
    return tuple(part for part in _ARTS if held and part in given)


def remark_sum(figure: str, stage: Stage, summands: Sequence[str], given: Collection[str], place: Place) -> None:
    """Remark, at the place of the sum, on what is added, and on what is not."""
    heading = _FIELDS[f"{stage}_{figure}"].heading
    _remark(RemarkCode.PARTS, place, given=" + ".join(PARTS[part] for part in summands), read=heading)
    if figure == ABOVE_REQUIRED and "doctors" not in given:
        _remark(RemarkCode.NONE_OF, place, given=PARTS["doctors"], read=heading)
    if held := left_out(figure, given):
        _remark(RemarkCode.WITHIN, place, given="、".join(PARTS[part] for part in held), read=PARTS["arts_whole"])


def _remark(code: RemarkCode, place: Place, **figures: str) -> None:
    place.notes.remark(code, place.row, place.label, place.position, **figures)


def added(values: Iterable[int | None]) -> int | None:
    """The sum of parts; None if one of them is unknown."""
    given = list(values)
    known = [value for value in given if value is not None]
    return sum(known) if len(known) == len(given) else None


def too_few_arts(values: Mapping[str, int | None]) -> str:
    """Why the whole of the arts cannot be true, as part of a sentence; empty if it can."""
    whole = values.get("arts_whole")
    held = sum(values.get(part) or 0 for part in _ARTS)
    if whole is None or whole >= held:
        return ""
    what = "{whole} is {n}, less than what it holds, {held}; correct one of the two"
    return Message(what, whole=PARTS["arts_whole"], n=whole, held=held)


def counted_twice(schools: Iterable[Mapping[str, int | None]]) -> str:
    """Why the column 艺术 may hold 音乐 and 美术, as part of a sentence: it is their sum wherever there are any."""
    sums = [
        (arts, music + fine)
        for values in schools
        for arts, music, fine in [[values.get(part) for part in ("arts", "music", "fine_arts")]]
        if arts is not None and music is not None and fine is not None and music + fine
    ]
    if not sums or any(arts != together for arts, together in sums):
        return ""
    return Message(
        "艺术 is the sum of 音乐 and 美术 and may hold both; write 计 under its heading if it does, and "
        "艺术（不含音乐、美术） if it does not"
    )
