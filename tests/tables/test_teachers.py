"""Teachers by degree and by subject: which of them are added, what is said of the sum, and what cannot be true."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balanced_edu.notes import Notes, ReadingError
from balanced_edu.records.kinds import Stage
from balanced_edu.remarks import RemarkCode
from balanced_edu.tables.forms.entries import Place
from balanced_edu.tables.forms.teachers import (
    ABOVE_REQUIRED,
    SPORTS_ARTS,
    added,
    counted_twice,
    left_out,
    missing_parts,
    parts_of,
    remark_sum,
    too_few_arts,
)

DEGREES = ("doctors", "masters", "bachelors", "colleges")
ARTS = ("arts_whole", "fine_arts", "music", "other_arts", "arts", "sports")


@pytest.mark.parametrize(
    ("figure", "stage", "parts", "added_"),
    [
        (ABOVE_REQUIRED, Stage.PRIMARY, DEGREES, ("colleges", "bachelors", "masters", "doctors")),
        (ABOVE_REQUIRED, Stage.JUNIOR, DEGREES, ("bachelors", "masters", "doctors")),
        (ABOVE_REQUIRED, Stage.PRIMARY, ("masters", "sports"), ("masters",)),
        (SPORTS_ARTS, Stage.PRIMARY, ARTS[1:], ("sports", "arts", "other_arts", "music", "fine_arts")),
        (SPORTS_ARTS, Stage.PRIMARY, ("fine_arts", "music", "masters"), ("music", "fine_arts")),
        (SPORTS_ARTS, Stage.JUNIOR, ARTS, ("sports", "arts_whole")),
        (SPORTS_ARTS, Stage.JUNIOR, ("arts_whole",), ("arts_whole",)),
    ],
    ids=[
        *("degrees of primary", "degrees of junior", "some degrees", "subjects", "no sports", "whole", "whole alone"),
    ],
)
def test_the_parts_that_are_added(figure: str, stage: Stage, parts: tuple[str, ...], added_: tuple[str, ...]) -> None:
    assert parts_of(figure, stage, dict.fromkeys(parts, True)) == added_


@pytest.mark.parametrize(
    ("within", "named"),
    [
        ({"music": False, "fine_arts": False}, "音乐 and 美术"),
        ({"music": True, "fine_arts": False}, "美术"),
        ({"music": False}, "音乐"),
    ],
)
def test_subjects_outside_the_heading_may_be_in_the_whole_or_not(within: dict[str, bool], named: str) -> None:
    """Where there is no whole they are added, wherever they stand."""
    with pytest.raises(ReadingError) as error:
        parts_of(SPORTS_ARTS, Stage.PRIMARY, {"sports": False, "arts_whole": True, **within})
    assert str(error.value) == (
        f"艺术（计） may hold {named}, which stand outside the heading 艺术; write 艺术 over all columns that it "
        "holds, and delete 计 if it holds no other"
    )
    assert parts_of(SPORTS_ARTS, Stage.PRIMARY, {"sports": False, **within}) == ("sports", *within)


@given(st.dictionaries(st.sampled_from(["sports", "arts_whole", "arts", "music", "fine_arts"]), st.just(True)))
def test_the_whole_and_what_it_holds_are_never_both_added(given: dict[str, bool]) -> None:
    summands = set(parts_of(SPORTS_ARTS, Stage.PRIMARY, given))
    assert "arts_whole" not in summands or summands <= {"sports", "arts_whole"}


@pytest.mark.parametrize(
    ("figure", "stage", "parts", "missing"),
    [
        (ABOVE_REQUIRED, Stage.PRIMARY, ("masters",), ("colleges", "bachelors")),
        (ABOVE_REQUIRED, Stage.JUNIOR, ("masters",), ("bachelors",)),
        (ABOVE_REQUIRED, Stage.JUNIOR, ("masters", "bachelors"), ()),
        (SPORTS_ARTS, Stage.PRIMARY, (), ("sports", "music", "fine_arts")),
        (SPORTS_ARTS, Stage.PRIMARY, ("music", "fine_arts"), ("sports",)),
        (SPORTS_ARTS, Stage.PRIMARY, ("sports", "fine_arts"), ("music",)),
        (SPORTS_ARTS, Stage.PRIMARY, ("sports", "arts"), ()),
        (SPORTS_ARTS, Stage.PRIMARY, ("sports", "arts", "music"), ("fine_arts",)),
        (SPORTS_ARTS, Stage.PRIMARY, ("sports", "arts_whole"), ()),
        (SPORTS_ARTS, Stage.PRIMARY, ("arts_whole", "arts", "music"), ("sports",)),
    ],
)
def test_the_parts_without_which_a_sum_is_too_small(
    figure: str, stage: Stage, parts: tuple[str, ...], missing: tuple[str, ...]
) -> None:
    assert missing_parts(figure, stage, parts) == missing


def test_parts_that_the_whole_holds_are_left_out_of_the_sum() -> None:
    assert left_out(SPORTS_ARTS, ARTS) == ("arts", "other_arts", "music", "fine_arts")
    assert left_out(SPORTS_ARTS, ("sports", "arts_whole", "music")) == ("music",)
    assert left_out(SPORTS_ARTS, ("sports", "arts", "music")) == ()
    assert left_out(ABOVE_REQUIRED, ("arts_whole", "music")) == ()


@pytest.mark.parametrize(
    ("figure", "stage", "parts", "remarks"),
    [
        (
            ABOVE_REQUIRED,
            Stage.PRIMARY,
            ("colleges", "bachelors", "doctors"),
            [(RemarkCode.PARTS, {"given": "专科 + 本科 + 博士研究生", "read": "小学高于规定学历专任教师数"})],
        ),
        (
            ABOVE_REQUIRED,
            Stage.JUNIOR,
            ("masters",),
            [
                (RemarkCode.PARTS, {"given": "硕士研究生", "read": "初中高于规定学历专任教师数"}),
                (RemarkCode.NONE_OF, {"given": "博士研究生", "read": "初中高于规定学历专任教师数"}),
            ],
        ),
        (
            SPORTS_ARTS,
            Stage.JUNIOR,
            ("sports", "arts"),
            [(RemarkCode.PARTS, {"given": "体育与健康 + 艺术", "read": "初中体育艺术专任教师数"})],
        ),
        (
            SPORTS_ARTS,
            Stage.PRIMARY,
            ("sports", "arts_whole", "music", "fine_arts"),
            [
                (RemarkCode.PARTS, {"given": "体育与健康 + 艺术（计）", "read": "小学体育艺术专任教师数"}),
                (RemarkCode.WITHIN, {"given": "音乐、美术", "read": "艺术（计）"}),
            ],
        ),
    ],
    ids=["degrees", "no doctors", "subjects", "whole"],
)
def test_what_is_added_and_what_is_not_is_remarked_on(
    figure: str, stage: Stage, parts: tuple[str, ...], remarks: list[tuple[RemarkCode, dict[str, object]]]
) -> None:
    notes = Notes("a.xlsx", sheet="小学")
    summands = parts_of(figure, stage, dict.fromkeys(parts, True))
    remark_sum(figure, stage, summands, parts, Place(notes, 6, 2, "总计"))
    assert [(one.code, one.place, one.figures) for one in notes.remarks] == [
        (code, "a.xlsx:小学!C6", figures) for code, figures in remarks
    ]


def test_a_sum_is_remarked_on_by_the_heading_of_its_place() -> None:
    notes = Notes("a.csv")
    remark_sum(SPORTS_ARTS, Stage.PRIMARY, ("sports",), ("sports",), Place(notes, 6, 2, "总计"))
    assert [one.place for one in notes.remarks] == ["a.csv:6:总计"]


@given(st.lists(st.none() | st.integers(0, 99)))
def test_a_sum_is_known_if_its_parts_are(values: list[int | None]) -> None:
    known = [value for value in values if value is not None]
    assert added(iter(values)) == (sum(known) if known == values else None)


@pytest.mark.parametrize(
    ("whole", "arts", "music", "too_few"),
    [
        (4, 2, 2, False),
        (3, 2, 2, True),
        (3, None, 4, True),
        (0, None, None, False),
        (0, 0, 1, True),
        (None, 2, 2, False),
    ],
)
def test_the_whole_of_the_arts_is_not_less_than_what_it_holds(
    whole: int | None, arts: int | None, music: int | None, too_few: bool
) -> None:
    held = (arts or 0) + (music or 0)
    why = f"艺术（计） is {whole}, less than what it holds, {held}; correct one of the two" if too_few else ""
    assert too_few_arts({"arts_whole": whole, "arts": arts, "music": music, "sports": 9}) == why


@pytest.mark.parametrize(
    ("schools", "may_hold"),
    [
        ([(4, 2, 2)], True),
        ([(4, 1, 3), (0, 0, 0), (2, 2, 0)], True),
        ([(4, 2, 2), (1, 2, 2)], False),
        ([(4, 2, 2), (None, 1, 1), (3, None, 3), (3, 3, None)], True),
        ([(None, 1, 1)], False),
        ([(0, 0, 0)], False),
        ([(0, 0, 0), (5, 0, 0)], False),
        ([], False),
    ],
)
def test_a_column_that_is_always_the_sum_of_two_may_hold_them(
    schools: list[tuple[int | None, ...]], may_hold: bool
) -> None:
    why = counted_twice([dict(zip(("arts", "music", "fine_arts"), values, strict=True)) for values in schools])
    assert str(why).startswith("艺术 is the sum of 音乐 and 美术 and may hold both;" if may_hold else "")
    assert bool(why) is may_hold
