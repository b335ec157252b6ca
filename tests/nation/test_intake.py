"""What may be given as columns of a nation, and what is refused: every problem at once, with its rows."""

from __future__ import annotations

import re
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pint
import pytest
from nations import NAN, STAGES, TOTALS, as_columns, in_rows, named, nation, refused, tables, three

from balanced_edu import units
from balanced_edu.nation import SectionTable, assess_nation
from balanced_edu.tables.frames import frame_of

MASK = np.array([False, True, False])
FIGURES, MEND = "must be 0 or more and finite; given", "correct it, or give NaN if unknown"
NOBODY = "totals must be 0 where pupils are 0; given more at"
STAGE = "stage must be 0, 'primary' or '小学', or 1, 'junior' or '初中'; given something else at"
COUNTY = "county must be all integers or all texts; given"

# Shapes


@pytest.mark.parametrize(
    ("changes", "given"),
    [
        ({"pupils": 5.0}, "given county (3,), stage (3,), pupils (), totals (7, 3)"),
        ({"pupils": np.ones((1, 3))}, "given county (3,), stage (3,), pupils (1, 3), totals (7, 3)"),
        ({"county": [1], "totals": np.ones((7, 2))}, "given county (1,), totals (7, 2)"),
        ({"stage": [0, 1]}, "given stage (2,)"),
        ({"totals": [[1, 2, 3]] * 6}, "given totals (6, 3)"),
        ({"totals": [[1, 2, 3]] * 8}, "given totals (8, 3)"),
        ({"stage": [["primary"], ["junior"], ["junior"]]}, "given stage (3, 1)"),
    ],
)
def test_shapes_that_do_not_fit_are_named_all_at_once(changes: dict[str, Any], given: str) -> None:
    with pytest.raises(ValueError, match=re.escape(given) + "$"):
        SectionTable.from_arrays(**{**nation(3), **changes})


def test_a_single_number_of_pupils_fits_no_section() -> None:
    with pytest.raises(ValueError, match=re.escape("given county (1,), stage (1,), pupils (), totals (7, 1)") + "$"):
        SectionTable.from_arrays(**{**nation(1), "pupils": 5.0})


def test_the_rows_of_totals_are_those_of_the_standard() -> None:
    with pytest.raises(ValueError, match=re.escape("totals (8, n); given totals (7, 3)") + "$"):
        SectionTable.from_arrays(**nation(3), standard="basic-2012")


@pytest.mark.parametrize(
    ("name", "column", "message"),
    [
        ("pupils", ["many"], rf"^SectionTable.from_frame: pupils {FIGURES} 'many' at \[0\]: {MEND}$"),
        ("teaching_area", [10**400], rf"^SectionTable.from_frame: teaching_area {FIGURES} 10+… at \[0\]: {MEND}$"),
        ("sports_area", 5, r"columns must have one shape \(n,\); given county \(1,\), .* sports_area \(\), "),
        (
            "equipment_value",
            [1, 2],
            r"columns must have one shape \(n,\); given .* pupils \(1,\), .*equipment_value \(2,\)",
        ),
    ],
)
def test_columns_that_do_not_hold_numbers_are_named(name: str, column: object, message: str) -> None:
    columns = {"county": ["县"], "stage": ["primary"], "pupils": [9], **{total: [9] for total in TOTALS}}
    with pytest.raises(ValueError, match=message):
        assess_nation({**columns, name: column})


# Missing columns


def test_missing_columns_and_stages_of_another_name_are_named() -> None:
    columns = as_columns(nation())
    with pytest.raises(ValueError, match="columns are missing: sports_area"):
        assess_nation({name: column for name, column in columns.items() if name != "sports_area"})
    with pytest.raises(ValueError, match=STAGE):
        assess_nation({**columns, "stage": ["senior"] * 500})


@pytest.mark.parametrize("make", [dict, pd.DataFrame])
def test_missing_columns_are_those_that_the_standard_takes(make: Any) -> None:
    message = "^SectionTable.from_frame: columns are missing: computers, books, teachers, middle_rank_teachers; add "
    with pytest.raises(ValueError, match=message):
        assess_nation(make(three()), "basic-2012")


@pytest.mark.parametrize("pupils", [0, 9])
def test_totals_that_are_all_missing_are_named_whether_there_are_pupils_or_not(pupils: int) -> None:
    message = f"^SectionTable.from_frame: columns are missing: {', '.join(TOTALS)}; add them"
    with pytest.raises(ValueError, match=message):
        assess_nation({"county": [1], "stage": [0], "pupils": [pupils]})


# Figures that cannot be true


def test_nothing_is_not_less_than_nothing() -> None:
    columns = nation(6)
    columns["totals"][0] = [9, 0, 0.5, -1, 0, 9]
    with pytest.raises(
        ValueError, match=rf"^SectionTable.from_arrays: teachers_above_required {FIGURES} -1 at \[3\]: {MEND}$"
    ):
        SectionTable.from_arrays(**columns)


def test_at_most_five_rows_are_named() -> None:
    columns = nation()
    columns["pupils"][:5] = 0
    message = (
        rf"^SectionTable.from_arrays: {NOBODY} \[0\], \[1\], \[2\], \[3\], \[4\]: correct the totals or the pupils$"
    )
    with pytest.raises(ValueError, match=message):
        SectionTable.from_arrays(**columns)


def test_bad_numbers_and_bad_ids_are_reported_together() -> None:
    columns = named(nation(3))
    columns |= {"county": ["a", None, "b"], "pupils": [1, 2, "many"], "stage": ["primary", "junior", "senior"]}
    with pytest.raises(ValueError, match="many") as refusal:
        assess_nation(columns)
    for part in ("pupils", "county", "stage must be"):
        assert part in str(refusal.value)


BAD = [
    ("pupils", 3, 0, rf"^SectionTable.from_arrays: {NOBODY} \[3\]: correct the totals or the pupils$"),
    ("pupils", 3, -1, rf"pupils {FIGURES} -1 at \[3\]: {MEND}$"),
    ("pupils", 3, np.inf, rf"pupils {FIGURES} inf at \[3\]: {MEND}$"),
    ("stage", 3, 2, rf"{STAGE} \[3\]: correct it$"),
    ("totals", (6, 3), np.inf, rf"multimedia_rooms {FIGURES} inf at \[3\]: {MEND}$"),
]


@pytest.mark.parametrize(("name", "position", "value", "message"), BAD)
def test_bad_rows_are_named_with_their_positions(name: str, position: Any, value: float, message: str) -> None:
    columns = nation()
    columns[name] = columns[name].copy()
    columns[name][position] = value
    with pytest.raises(ValueError, match=message):
        SectionTable.from_arrays(**columns)


def test_all_that_is_wrong_is_reported_at_once() -> None:
    columns = nation()
    columns["pupils"][:20] = 0
    columns["totals"][0, 5] = -1
    with pytest.raises(ValueError, match=rf"{NOBODY} \[0\], .*, \[4\] and 15 more: .*\n.*: teachers_above_required"):
        SectionTable.from_arrays(**columns)
    with pytest.raises(ValueError, match=f"{COUNTY} neither an integer nor a text"):
        SectionTable.from_arrays(**{**columns, "county": columns["county"] / 2})
    with pytest.raises(ValueError, match=rf"{COUNTY} unknown at \[0\]: correct it\n(.*\n)?.*: {NOBODY}"):
        SectionTable.from_arrays(**{**columns, "county": np.array([None, *["甲县"] * 499])})
    with pytest.raises(ValueError, match=r"given totals \(6, 500\)"):
        SectionTable.from_arrays(**{**columns, "totals": columns["totals"][:6]})


# Unknown figures


@pytest.mark.parametrize(
    "figures",
    [
        np.ma.array([100.0, 1e20, 100], mask=MASK),
        np.ma.array([100, 0, 100], mask=MASK),
        np.ma.array([100, "junk", 100], mask=MASK, dtype=object),
        [100, np.ma.masked, 100],
        [100, None, 100],
        np.array([100, pd.NA, 100], dtype=object),
    ],
)
def test_what_is_masked_or_null_is_unknown(figures: Any) -> None:
    for table in tables(three(pupils=figures, sports_area=figures)):
        assert np.isnan(table.pupils).tolist() == [False, True, False]
        assert np.isnan(table.totals[4]).tolist() == [False, True, False]
        assert table.assess().section_outcomes.tolist()[:2] == [-1, 0]
    table = SectionTable.from_arrays(**in_rows(three()))
    result = table.assess(totals=[*[[1e6] * 3] * 4, figures, *[[1e6] * 3] * 2])
    assert np.isnan(result.coefficients[0, :, 0]).tolist() == [row == 4 for row in range(7)]
    masked = np.ma.array(table.totals, mask=np.tile(MASK, (7, 1)))
    assert table.assess(totals=masked).section_outcomes.tolist() == [1, 0, 1]
    assert SectionTable.from_arrays(**{**in_rows(three()), "totals": masked}).assess().outcomes.tolist() == [0]


def test_columns_as_a_data_base_gives_them() -> None:
    values = "('a', 0::tinyint, 100, 1e6), ('a', 1::tinyint, null, 1e6), ('a', 0::tinyint, 100, null)"
    totals = ", ".join(f"enough as {name}" for name in TOTALS)
    query = f"select county, stage, pupils, {totals} from (values {values}) t(county, stage, pupils, enough)"
    columns = duckdb.sql(query).fetchnumpy()
    assert isinstance(columns["pupils"], np.ma.MaskedArray)
    assert assess_nation(columns).section_outcomes.tolist() == [1, 0, 0]


# Counties


@pytest.mark.parametrize(
    ("county", "message"),
    [
        (["a", NAN, "b"], r"unknown at \[1\]"),
        (["a", None, "b"], r"unknown at \[1\]"),
        ([1, NAN, 2], r"unknown at \[1\]"),
        (np.array([1, NAN, 2]), r"unknown at \[1\]"),
        (np.array([1.5, NAN, 2]), r"unknown at \[1\], neither an integer nor a text at \[0\]"),
        (np.array([1.0, 3, 2]), r"neither an integer nor a text at \[0\], \[1\], \[2\]"),
        (np.array([True, True, False]), r"neither an integer nor a text at \[0\], \[1\], \[2\]"),
        (["a", pd.NA, pd.NaT], r"unknown at \[1\], \[2\]"),
        (np.ma.array([1, 1, 1], mask=MASK), r"unknown at \[1\]"),
        (np.ma.array(["a", "a", "a"], mask=MASK), r"unknown at \[1\]"),
        ([330302, "330302", 330302], r"a text among integers at \[1\]"),
        (np.array(["a", 1, "b"], dtype=object), r"an integer among texts at \[1\]"),
        ([1, 1.0, "b"], r"neither an integer nor a text at \[1\], an integer among texts at \[0\]"),
    ],
)
def test_counties_that_are_unknown_or_mixed_are_refused(county: Any, message: str) -> None:
    refused(three(county=county), rf"^SectionTable.from_\w+: {COUNTY} {message}: correct it$")


@pytest.mark.parametrize("library", ["polars", "pandas", "pyarrow"])
@pytest.mark.parametrize("county", [[1, None, 2], ["a", None, "b"]])
def test_a_null_of_a_frame_is_not_a_county(library: str, county: Any) -> None:
    with pytest.raises(ValueError, match=rf"^SectionTable.from_frame: {COUNTY} unknown at \[1\]: correct it$"):
        assess_nation(frame_of(three(county=county), library))  # type: ignore[arg-type]


# Stages


@pytest.mark.parametrize(
    "stage",
    [
        ["primary", "junior", "primary"],
        np.array(["primary", "junior", "primary"]),
        np.array(["primary", 1, False], dtype=object),
        [STAGES[0], STAGES[1], STAGES[0]],
        [0, 1.0, 0],
        ["primary", 1, False],
        np.array([0, 1, 0], dtype=object),
        np.array([0, 1, 0], dtype=np.uint8),
        np.array([0.0, 1.0, 0.0]),
        np.array([False, True, False]),
        np.ma.array([0, 1, 0]),
        pd.Series(["primary", "junior", "primary"], dtype="category"),
    ],
)
def test_stages_by_number_or_name(stage: Any) -> None:
    for table in tables(three(stage=stage)):
        assert (table.order.first_junior, table.order.groups.lengths.tolist()) == (1, [2, 1])
        assert table.assess().section_outcomes.tolist() == [1, 1, 1]
    frame = pd.DataFrame(three(stage=stage), dtype=object)
    assert assess_nation(frame).section_outcomes.tolist() == [1, 1, 1]


@pytest.mark.parametrize(
    "stage",
    [
        [0, None, 1],
        [0, NAN, 1],
        ["primary", pd.NA, 1],
        [0, np.ma.masked, 1],
        pd.Series([0, [1], 1]),
        ["primary", "senior", "junior"],
        ["primary", "1", "junior"],
        np.array(["primary", "senior", "junior"]),
        np.array([0, 2, 1]),
        np.array([0, NAN, 1]),
        np.ma.array([0, 0, 1], mask=MASK),
        np.ma.array(["primary", "primary", "junior"], mask=MASK),
    ],
)
def test_what_is_not_a_stage_is_refused_with_its_rows_only(stage: Any) -> None:
    refused(three(stage=stage), rf"^SectionTable.from_\w+: {STAGE} \[1\]: correct it$")


# Numbers


def test_what_is_not_a_number_is_reported_with_rows_and_all_else() -> None:
    refused(three(pupils=["a", 1, 2]), rf"^SectionTable.from_\w+: pupils {FIGURES} 'a' at \[0\]: {MEND}$")
    columns = three(pupils=["a", 0, 2], sports_area=[1, "b", "c"], teaching_area=[-1, 2, 3], county=[1, None, 1])
    columns["stage"] = [0, 1, 2]
    for name, build in (
        ("from_arrays", lambda: SectionTable.from_arrays(**in_rows(columns))),
        ("from_frame", lambda: SectionTable.from_frame(columns)),
    ):
        with pytest.raises(ValueError, match="pupils must") as refusal:
            build()
        assert set(str(refusal.value).splitlines()) == {
            f"SectionTable.{name}: {COUNTY} unknown at [1]: correct it",
            f"SectionTable.{name}: {STAGE} [2]: correct it",
            f"SectionTable.{name}: pupils {FIGURES} 'a' at [0]: {MEND}",
            f"SectionTable.{name}: {NOBODY} [1]: correct the totals or the pupils",
            f"SectionTable.{name}: teaching_area {FIGURES} -1 at [0]: {MEND}",
            f"SectionTable.{name}: sports_area {FIGURES} 'b' at [1], 'c' at [2]: {MEND}",
        }
    del columns["multimedia_rooms"], columns["county"], columns["stage"]
    with pytest.raises(ValueError, match=r"columns are missing: county, stage, multimedia_rooms; .*\n.*: pupils must"):
        assess_nation(columns)
    del columns["pupils"]
    with pytest.raises(ValueError, match=r"columns are missing: county, stage, pupils, .*\n.*: sports_area must"):
        assess_nation(columns)
    with pytest.raises(ValueError, match=r"'0x' at \[0\], .* '0x' at \[4\] and 495 more: .*\n.*: sports_area"):
        assess_nation({**as_columns(nation()), "pupils": ["0x"] * 500, "sports_area": ["none"] * 500})


def test_totals_that_are_not_numbers_are_reported_by_name_and_row() -> None:
    table = SectionTable.from_arrays(**in_rows(three()))
    others = [[1, 2, 3]] * 5
    wrong = (
        rf"^SectionTable.assess: teachers_.* {FIGURES} 'b' at \[1\]: .*\nSectionTable.assess: backbone_.* -1 at \[0\]: "
    )
    for totals in ([[1, "b", 2], [-1, 2, 3], *others], np.array([[1, "b", 2], [-1, 2, 3], *others], dtype=object)):
        with pytest.raises(ValueError, match=wrong):
            table.assess(totals=totals)
    with pytest.raises(
        ValueError, match=r"^SectionTable.assess: totals must have one shape \(n,\); given .* \(2,\), b.* \(3,\)"
    ):
        table.assess(totals=[[1, 2], [1, 2, 3], *others])
    with pytest.raises(ValueError, match=r"^SectionTable.assess: totals must have shape \(7, 3\); given \(6, 3\)$"):
        table.assess(totals=[[1, 2, 3]] * 6)
    with pytest.raises(ValueError, match=r"given totals \(7, 2\)"):
        SectionTable.from_arrays(**{**in_rows(three()), "totals": [[1, 2]] * 7})
    uneven = [[1, 2], [1, 2, 3], *others]
    with pytest.raises(ValueError, match=r"^SectionTable.from_arrays: totals must have one shape \(n,\); given [^;]*$"):
        SectionTable.from_arrays(**{**in_rows(three()), "totals": uneven})


def test_too_few_totals_that_are_not_numbers() -> None:
    with pytest.raises(ValueError, match=rf"^SectionTable.assess: totals {FIGURES} 'b' at \[1, 0\]: {MEND}$"):
        SectionTable.from_arrays(**in_rows(three())).assess(totals=[[1, 2, 3], ["b", 2, 3]])


# Units


def test_units_that_do_not_fit_are_reported_with_the_argument() -> None:
    money = units.quantity(1.0, "yuan")
    for pupils in (units.quantity(np.ones(3), "yuan"), [money, money, money]):
        with pytest.raises(pint.DimensionalityError, match=r"\bpupils\b"):
            SectionTable.from_arrays(**{**nation(3), "pupils": pupils})


def test_quantities_are_converted() -> None:
    hundreds = units.quantity(np.array([1.0, 1, 1]), "hundred_pupils")
    value, area = units.quantity(np.array([100.0, 1, 1]), "万元"), units.quantity(np.array([1e6, 1, 1]), "m²")
    for table in tables(three(pupils=hundreds, equipment_value=value, teaching_area=area)):
        assert table.pupils.tolist() == [100, 100, 100]
        assert table.totals[5].tolist() == [1e6, 1e4, 1e4]
        assert table.totals[3].tolist() == [1e6, 1, 1]
        totals = [*table.totals[:5], value * 2, table.totals[6]]
        assert table.assess(totals=totals).coefficients[1, 5, 0] == 0
    one_by_one = [units.quantity(1, "hundred_pupils"), units.quantity(100, "pupil"), 100]
    for table in tables(three(pupils=one_by_one)):
        assert table.pupils.tolist() == [100, 100, 100]
    with pytest.raises(
        ValueError, match="totals must have a unit each, not one in common; give a column for each total"
    ):
        table.assess(totals=units.quantity(table.totals, "yuan"))  # type: ignore[arg-type]
    columns = three()
    with pytest.raises(ValueError, match=r"^SectionTable.from_arrays: totals must have a unit each, .* each total$"):
        SectionTable.from_arrays(**{**in_rows(columns), "totals": units.quantity(table.totals, "yuan")})
    with pytest.raises(TypeError, match=r"SectionTable.from_frame: pupils must be in 'pupil'; given 'meter \*\* 2'"):
        assess_nation(three(pupils=area))


def test_units_are_those_of_the_measures_of_the_standard() -> None:
    columns = {**three(), **{name: [9e6] * 3 for name in ("books", "teachers", "middle_rank_teachers")}}
    columns["computers"] = units.quantity(np.array([3.0, 2, 1]), "台")
    table = SectionTable.from_frame(columns, "basic-2012")
    assert table.totals[list(table.units).index("computers")].tolist() == [3, 2, 1]
    with pytest.raises(pint.DimensionalityError, match="computers must be in 'computer'; given 'book'"):
        assess_nation({**columns, "computers": units.quantity(np.ones(3), "册")}, "basic-2012")


# Frames


@pytest.mark.parametrize("thing", [None, 5, [1, 2], pd.Series([1, 2])])
def test_what_is_not_a_frame_is_refused(thing: object) -> None:
    with pytest.raises(TypeError, match=r"those of a data frame of pandas, .*, or of a mapping .*; given "):
        assess_nation(thing)


def test_what_looks_like_a_frame_and_is_none_is_refused() -> None:
    with pytest.raises(TypeError, match=r"those of a data frame .*; given Comparison$"):
        assess_nation(Comparison())


class Comparison:
    columns = ("county", "stage")


@pytest.mark.parametrize("kind", [np.int64, np.uint64, float, object])
def test_figures_that_no_county_has_are_refused(kind: type) -> None:
    """Integers beyond them would be rounded; a county's own figures have the same bound."""
    columns = nation(3)
    columns["totals"] = columns["totals"].astype(kind)
    columns["totals"][5, 1], columns["pupils"] = 2 * 10**15, np.array([10**16, 5, 5], dtype=kind)
    bound = "from 0 to 1,000,000,000,000,000"
    message = (
        rf"pupils must be {bound}; given 1e\+16 at \[0\]: .*\n.*equipment_value must be {bound}; given 2e\+15 at \[1\]"
    )
    with pytest.raises(ValueError, match=message):
        SectionTable.from_arrays(**columns)


def test_one_total_that_no_county_has_is_refused() -> None:
    columns = nation(3)
    columns["totals"][5, 1] = 10**15
    assert SectionTable.from_arrays(**columns).totals[5, 1] == 10**15
    columns["totals"][5, 1] = 2 * 10**15
    with pytest.raises(ValueError, match=r"equipment_value must be from 0 to 1,000,000,000,000,000; given 2e\+15"):
        SectionTable.from_arrays(**columns)


def test_totals_of_nobody_are_refused_with_what_else_cannot_be() -> None:
    columns = nation(4)
    columns["pupils"][:3], columns["totals"][:, :3] = 0, 0
    columns["totals"][5, 1] = 2 * 10**15
    message = (
        r"totals must be 0 where pupils are 0; given more at \[1\]: correct the totals or the pupils\n"
        r".*equipment_value must be from 0 to 1,000,000,000,000,000; given 2e\+15 at \[1\]"
    )
    with pytest.raises(ValueError, match=message):
        SectionTable.from_arrays(**columns)


def test_figures_and_shapes_that_cannot_be_are_refused_together() -> None:
    columns = nation(3)
    columns["pupils"][0], columns["totals"] = -1, columns["totals"][:, :2]
    columns["totals"][5, 1] = 2 * 10**15
    with pytest.raises(ValueError, match="pupils must be") as error:
        SectionTable.from_arrays(**columns)
    assert "equipment_value must be from 0 to 1,000,000,000,000,000; given 2e+15 at [1]" in str(error.value)
    assert "given totals (7, 2)" in str(error.value)


def test_a_stage_has_no_unit() -> None:
    columns = {**nation(3), "stage": units.quantity(np.array([0, 1, 0]), "m²")}
    with pytest.raises(ValueError, match=rf"{STAGE} \[0\], \[1\], \[2\]: correct it$"):
        SectionTable.from_arrays(**columns)


def test_totals_whose_squares_are_lost_are_refused() -> None:
    columns = nation(6)
    columns["totals"][3] = 2e-100 * columns["pupils"]
    assert SectionTable.from_arrays(**columns).totals[3].max() < 1e-95
    columns["totals"][3] = 1e-200
    with pytest.raises(
        ValueError, match=r"^SectionTable.from_arrays: totals per pupil must be 0, or from 1e-100 to 1e"
    ):
        SectionTable.from_arrays(**columns)


def test_a_section_with_next_to_no_pupils_is_refused_without_a_warning() -> None:
    with pytest.raises(ValueError, match="write totals and pupils in other units"):
        SectionTable.from_arrays(county=[1, 1], stage=[0, 0], pupils=[1e-300, 1], totals=np.ones((7, 2)))
