"""Fields of a table: which values may be written in them, and why others may not."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pint
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from balanced_edu import units
from balanced_edu.errors import DataError
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import RECORDS, County, Group, Subject
from balanced_edu.records.fields import Form, fields_of, objection, separated
from balanced_edu.records.kinds import Kind, Ownership
from balanced_edu.records.relations import relations_of

FITTING = {
    Form.TEXT: ["甲", "甲" * 200],
    Form.COUNT: [0, 7, 7.0, 10**15],
    Form.AMOUNT: [0, 0.5, 10**15, 1e15],
    Form.SHARE: [0, 0.5, 1],
    Form.PERCENT: [0, 94.9, 100],
    Form.JUDGEMENT: [True, False],
    Form.AREAS: [(), (96, 0.5)],
    Kind: [Kind.PRIMARY],
}
OTHERS = {
    Form.TEXT: ["", " ", "甲" * 201, "a\0", "\ud800", 5, None],
    Form.COUNT: [-1, 7.5, True, float("nan"), float("inf"), 10**15 + 1, "7", None],
    Form.AMOUNT: [-0.5, False, float("nan"), float("inf"), "7"],
    Form.SHARE: [-0.1, 1.1, True],
    Form.PERCENT: [-0.1, 100.1, True, "95%"],
    Form.JUDGEMENT: [0, 1, "yes"],
    Form.AREAS: [[96], (96, -1), (True,), 96],
    Kind: ["小学", None, Form.TEXT],
}


@pytest.mark.parametrize(("form", "value"), [(form, value) for form, values in FITTING.items() for value in values])
def test_fitting_values(form: Form, value: object) -> None:
    assert objection(value, form) == ""


@pytest.mark.parametrize(("form", "value"), [(form, value) for form, values in OTHERS.items() for value in values])
def test_other_values(form: Form, value: object) -> None:
    assert objection(value, form)


@pytest.mark.parametrize(
    ("value", "form", "message"),
    [
        (-1, Form.COUNT, "-1 is not a whole number, 0 or more"),
        (
            10**15 + 1,
            Form.COUNT,
            "1000000000000001 is not a whole number, 0 or more, and at most 1,000,000,000,000,000",
        ),
        (12.35, Form.SHARE, "12.35 is not a share between 0 and 1 (12.35 % is written 0.1235)"),
        (100.5, Form.PERCENT, "100.5 is not a percentage between 0 and 100 (12.35 % is written 12.35)"),
        ("甲" * 201, Form.TEXT, f"{'甲' * 40 + '…'!r} has 201 characters, more than 200"),
        ("a\0", Form.TEXT, "'a\\x00' contains a character that files cannot hold"),
        ("甲" * 199 + "\0", Form.TEXT, f"{'甲' * 40 + '…'!r} contains a character that files cannot hold"),
        ("无", Form.CODE, "'无' stands for nothing; write the text by which it is known"),
        (
            "1月2日",
            Form.NAME,
            "'1月2日' is a date, as spreadsheets make of some codes; format the column as text and write what it was",
        ),
        (10**15, Form.SHARE, "1000000000000000 is not a share between 0 and 1 (12.35 % is written 0.1235)"),
        ("大学", Ownership, "'大学' is not one of Ownership.PUBLIC, Ownership.PRIVATE"),
        (5, Kind, f"5 is not one of {', '.join(f'Kind.{kind.name}' for kind in Kind)}"),
    ],
)
def test_an_objection_says_what_is_expected(value: object, form: Form, message: str) -> None:
    assert objection(value, form) == message


@pytest.mark.parametrize("record", [Campus, County, Subject, Group, *RECORDS.values()])
def test_every_field_has_a_heading_of_its_own(record: type) -> None:
    fields = fields_of(record)
    assert len({field.heading for field in fields.values()}) == len(fields)
    for relation in relations_of(record):
        assert {*relation.parts, *relation.whole} <= {*fields, "pupils"}


def test_what_every_row_needs_and_what_templates_leave_out() -> None:
    fields = fields_of(Campus)
    assert [name for name, field in fields.items() if field.required] == ["school_code", "kind"]
    assert (fields["teaching_area"].optional, fields["teaching_area"].total) == (False, True)
    assert (fields["books"].optional, fields["books"].total) == (True, True)
    with pytest.raises(TypeError, match="school_code"):
        Campus(kind=Kind.PRIMARY)  # type: ignore[call-arg]


@pytest.mark.parametrize("kind", [np.int8, np.uint64, np.int64, np.float16, np.float32, np.float64, np.longdouble])
def test_numbers_of_numpy_are_taken_as_those_of_python(kind: type) -> None:
    campus = Campus(
        school_code="A1", kind=Kind.PRIMARY, primary_pupils=kind(5), sports_area=kind(7), has_charter=np.bool_(True)
    )
    assert (campus.primary_pupils, campus.sports_area, campus.has_charter) == (5, 7, True)
    assert {type(campus.primary_pupils), type(campus.sports_area)} <= {int, float}
    assert County(name="示例县", local={"posts": kind(5), "settled": np.bool_(False)}).local == {
        "posts": 5,
        "settled": False,
    }


def test_decimals_of_numpy_are_the_decimals_they_print_as() -> None:
    campus = Campus(school_code="A1", kind=Kind.PRIMARY, sports_area=np.float32(0.9))
    assert campus.sports_area == 0.9
    rooms = Campus(school_code="A1", kind=Kind.PRIMARY, music_room_areas=np.array([96.1, 0, 90], dtype=np.float32))
    assert rooms.music_room_areas == (96.1, 90)
    assert rooms == Campus(school_code="A1", kind=Kind.PRIMARY, music_room_areas=[96.1, 0, np.uint8(90)])


UNKNOWN = [None, float("nan"), np.float32("nan"), pd.NA, pd.NaT, np.ma.masked, Decimal("NaN")]
UNKNOWN += [pa.scalar(None, pa.int64()), units.quantity(float("nan"), "m²")]


@pytest.mark.parametrize("unknown", UNKNOWN, ids=repr)
def test_what_is_unknown_in_any_library_is_none(unknown: Any) -> None:
    optional = [name for name, field in fields_of(Campus).items() if not field.required]
    assert Campus(school_code="A1", kind=Kind.PRIMARY, **dict.fromkeys(optional, unknown)) == Campus(
        school_code="A1", kind=Kind.PRIMARY
    )
    with pytest.raises(DataError, match=r"^school_code: is required; kind: is required$"):
        Campus(school_code=unknown, kind=unknown)
    with pytest.raises(DataError, match=r"music_room_areas: .* is not the area of each room"):
        Campus(school_code="A1", kind=Kind.PRIMARY, music_room_areas=[96, unknown])


@pytest.mark.parametrize(
    ("given", "value"),
    [
        *(
            (word, True)
            for word in ("是", "true", "TRUE", " 是\u200b", "１", np.bool_(True), np.str_("是"), pa.scalar(True))
        ),
        *((word, False) for word in ("否", "False", "0", np.bool_(False))),
    ],
)
def test_words_for_judgements_are_those_of_tables(given: Any, value: bool) -> None:
    assert Campus(school_code="A1", kind=Kind.PRIMARY, boarding=given).boarding is value


@pytest.mark.parametrize("given", ["部分", "", 1, 0.0, "无"])
def test_other_words_are_no_judgements(given: Any) -> None:
    with pytest.raises(DataError, match=r"boarding: .* is not true or false"):
        Campus(school_code="A1", kind=Kind.PRIMARY, boarding=given)


@pytest.mark.parametrize(
    ("given", "value"),
    [
        (Decimal("7.00"), 7),
        (Decimal("0.10"), 0.1),
        (pa.scalar(5), 5),
        (pa.scalar(Decimal("1.5")), 1.5),
        (units.quantity(0.07, "公顷"), 700),
        (units.quantity(np.float32(1.1), "m²"), 1.1),
        (pint.UnitRegistry().Quantity(2, "hectare"), 20_000),
    ],
)
def test_numbers_of_any_library_and_quantities_are_taken(given: Any, value: float) -> None:
    campus = Campus(school_code="A1", kind=Kind.PRIMARY, sports_area=given, music_room_areas=[given])
    assert (campus.sports_area, campus.music_room_areas) == (value, (value,))
    assert type(campus.sports_area) is type(value)


def test_quantities_without_a_dimension_are_taken_where_there_is_no_unit() -> None:
    assert Subject(subject="数学", share_at_level_3=units.quantity(0.9, "dimensionless")).share_at_level_3 == 0.9
    with pytest.raises(DataError, match=r"share_at_level_3: .* is not a share"):
        Subject(subject="数学", share_at_level_3=units.quantity(0.9, "m²"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "given",
    [
        *(units.quantity(5, "pupil"), units.quantity("many", "m²"), units.quantity(np.array([1, 2]), "m²")),
        *(Decimal("1e999"), Decimal("inf"), Fraction(1, 3), "7", [7], np.array([7, 8])),
    ],
    ids=repr,
)
def test_what_is_no_number_of_the_unit_is_refused(given: Any) -> None:
    with pytest.raises(DataError, match=r"sports_area: .* is not a number, 0 or more"):
        Campus(school_code="A1", kind=Kind.PRIMARY, sports_area=given)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        *(("parent_code", 5), ("music_room_areas", 96), ("primary_pupils", Decimal("sNaN"))),
        *(("school_name", 5), ("sponsor", 11), ("sponsor", Fraction(7))),
    ],
)
def test_what_is_of_another_type_is_refused_and_not_unknown(name: str, given: object) -> None:
    with pytest.raises(DataError) as error:
        Campus(school_code="A1", kind=Kind.PRIMARY, **{name: given})  # type: ignore[arg-type]
    assert [where for where, _ in error.value.problems] == [name]


DOCUMENTS = [
    ("“布局规划图”、“批文”", ("布局规划图", "批文")),
    ("“布局规划图”，“批文”；照片", ("布局规划图", "批文", "照片")),
    ('"布局规划图"、"批文"', ("布局规划图", "批文")),
    ("「甲」「乙」", ("甲", "乙")),
    ("《办法》、《意见》", ("《办法》", "《意见》")),
    ("“《办法》、《意见》”", ("《办法》", "《意见》")),
    ("“批文”、“批文”、“无”", ("批文",)),
    ("“批文”", ("批文",)),
    ("《办法》", ("《办法》",)),
    ("甲、乙两校批文", ("甲、乙两校批文",)),
    ("关于《办法》、《意见》的通知", ("关于《办法》、《意见》的通知",)),
    ("《办法》、《意见》解读", ("《办法》、《意见》解读",)),
    ("“双减”、“五项管理”工作方案", ("“双减”、“五项管理”工作方案",)),
    ("“双减”和“五项管理”", ("“双减”和“五项管理”",)),
]


@pytest.mark.parametrize(("text", "documents"), DOCUMENTS)
def test_names_of_documents_are_separated_where_it_is_clear(text: str, documents: tuple[str, ...]) -> None:
    assert separated(text) == separated([text]) == separated(documents) == documents
    assert Campus(school_code="A1", kind=Kind.PRIMARY, evidence=text).evidence == documents  # type: ignore[arg-type]


@given(st.text(alphabet='“”"《》、，；甲乙 ', max_size=20))
def test_separated_names_stay_as_they_are(text: str) -> None:
    once = separated(text)
    assert separated(once) == once
