"""What a beginner writes by mistake: each time one sentence says what to write instead."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any, get_args

import attrs
import numpy as np
import pandas as pd
import pytest
from counties import good_county, primary

import balanced_edu as be
from balanced_edu import checks
from balanced_edu.checks import at_least
from balanced_edu.nation import SectionTable
from balanced_edu.national import Judged, Measured
from balanced_edu.records import Grade, Kind, Ownership, Stage

COUNTY = good_county()
A_COUNTY = "a County; read one with balanced_edu.read_county(path)"
SEVERAL = "several counties in brackets; read each with balanced_edu.read_county(path)"
A_COUNTY_OR_ASSESSED = A_COUNTY.replace("a County;", "a County, or an Assessment;")
SEVERAL_OR_ASSESSED = SEVERAL.replace("several counties", "several counties or assessments")
A_DAY = "a day, such as datetime.date(2022, 10, 15)"
A_STANDARD = "the name of a standard, such as 'national-2017', or a file's path"
A_CHECK = "a check, such as at_least(3, of='R1') or holds('fraud')"
FOLDER = (
    "the path of a folder of forms (a workbook for each school and one for the county), a folder that holds "
    "schools.csv and county.toml (or 县级.csv), or a workbook (.xlsx, .xls, .ods) with the sheets 学校 and 县级"
)


def said(argument: str, given: str, wanted: str) -> str:
    """What is said of an argument that is not what is wanted."""
    what, _, how = wanted.partition("; ")
    return f"{argument} must be {what}; given {given}" + (f": {how}" if how else "")


@attrs.frozen
class School:
    """A class of somebody else's, whose limit is no validator."""

    pupils: int = attrs.field(validator=at_least(1))  # type: ignore[arg-type]


MISTAKES: list[tuple[Callable[[Any], object], Any, str]] = [
    (be.assess, "data/2024", said("assess: county", "'data/2024'", A_COUNTY)),
    (be.assess, None, said("assess: county", "None", A_COUNTY)),
    (be.assess, [COUNTY], said("assess: county", "[<county 示例县 2022: 4 campuses>]", A_COUNTY)),
    (lambda day: be.assess(COUNTY, on=day), "2022-10-15", said("on", "'2022-10-15'", A_DAY)),
    (lambda day: be.assess(COUNTY, on=day), 2022, said("on", "2022", A_DAY)),
    (lambda day: be.assess(COUNTY, on=day), pd.NaT, said("on", "NaT", A_DAY)),
    (lambda day: be.compare_counties([COUNTY], on=day), "2022", said("on", "'2022'", A_DAY)),
    (lambda day: be.compare_standards(COUNTY, ["shenyang"], on=day), "2022", said("on", "'2022'", A_DAY)),
    (be.standards.load, None, said("load: standard", "None", A_STANDARD)),
    (lambda standard: be.assess(COUNTY, standard), COUNTY, said("load: standard", f"{COUNTY!r}", A_STANDARD)),
    (be.compare_counties, COUNTY, said("compare_counties: counties", f"{COUNTY!r}", SEVERAL_OR_ASSESSED)),
    (be.compare_counties, ["data/2024"], said("compare_counties: a county", "'data/2024'", A_COUNTY_OR_ASSESSED)),
    (be.history, COUNTY, said("history: counties", f"{COUNTY!r}", SEVERAL)),
    (be.history, [], "history: there are no counties; give the data sets of one county, one for each year"),
    (
        lambda standards: be.compare_standards(COUNTY, standards),
        "shenyang",
        "compare_standards: standards must be several standards in brackets, such as ['national-2017', 'shenyang']",
    ),
    (SectionTable.from_counties, COUNTY, said("SectionTable.from_counties: counties", f"{COUNTY!r}", SEVERAL)),
    (SectionTable.from_counties, ["data"], said("SectionTable.from_counties: a county", "'data'", A_COUNTY)),
    (be.read_county, None, said("read_county: path", "None", FOLDER)),
    (be.read_county, COUNTY, said("read_county: path", f"{COUNTY!r}", FOLDER)),
    (
        be.read_counties,
        None,
        said("read_counties: paths", "None", "a folder of counties, or their paths in brackets"),
    ),
    (be.read_counties, [COUNTY], said("read_counties: a path", f"{COUNTY!r}", FOLDER)),
    (be.county_from_frames, "data", "county_from_frames: campuses: the columns must be those of a data frame"),
    (
        lambda path: be.write_county(path, COUNTY),
        "data",
        "write_county: county must be a County; given 'data': the",
    ),  # type: ignore[arg-type]
    (
        lambda path: be.write_county(COUNTY, path),
        None,
        "write_county: path must be the path of a folder, or of a workbook (.xlsx); given",
    ),
    (be.write_template, None, "write_template: path must be the path of a folder, or of a workbook (.xlsx); given"),
    (
        lambda campuses: be.County(name="示例县", campuses=campuses),
        primary(),
        "County: campuses must be several values in brackets, each a Campus; given <campus P1",
    ),
    (
        lambda groups: be.County(name="示例县", groups=groups),
        ["家长"],
        "County: groups must be several values in brackets, each a Group; given '家长'",
    ),
    (
        be.assess(COUNTY).tasks().since,
        be.assess(COUNTY),
        "since: earlier must be a task board; given <assessment of 示例县 by national-2017 (1):…: an assessment",
    ),
    (be.assess(COUNTY).tasks().in_state, "opened", "there is no state 'opened'; write one of open, unknown, closed"),
    (
        lambda like: be.assess(COUNTY).tasks().as_frame(like=like),
        "numpy",
        "there are no frames of 'numpy'; write one of pandas, polars, py",
    ),
    (checks.all_of, "R1", said("all_of: an argument", "'R1'", A_CHECK)),
    (checks.any_of, [at_least(1)], said("any_of: an argument", "[<at least 1>]", A_CHECK)),
    (checks.any_given, "R1", said("any_given: an argument", "'R1'", A_CHECK)),
    (checks.not_, "R1", said("not_: an argument", "'R1'", A_CHECK)),
    (lambda check: at_least(1) & check, "R1", said("all_of: an argument", "'R1'", A_CHECK)),
    (lambda check: checks.at_least_of(1, check), "R1", said("at_least_of: an argument", "'R1'", A_CHECK)),
    (lambda k: checks.at_least_of(k, at_least(1)), 3, "at_least_of: k is 3, and 1 check is given; give each check as"),
    (lambda k: checks.at_least_of(k), 1, "at_least_of: k is 1, and 0 checks are given; give each check as an argument"),
    (lambda k: checks.at_least_of(k, at_least(1)), -1, "at_least_of: k is -1, and 1 check is given"),
    (
        lambda k: checks.at_least_of(k, at_least(1)),
        at_least(1),
        "at_least_of: k must be an integer; given <at least 1>: write how many first",
    ),
    (
        lambda k: checks.at_least_of(k, at_least(1)),
        True,
        "at_least_of: k must be an integer; given True: write how many first",
    ),
    (lambda unit: at_least(3, unit), None, "a limit: unit must be the name of a unit, such as"),
    (
        be.assess(COUNTY).as_workbook,
        None,
        "as_workbook: path must be the path of a file that ends in .xlsx; given None",
    ),
    (be.assess(COUNTY).as_text, ["zh"], "a report: lang must be a language, such as 'zh'; given ['zh']"),
    (be.assess, pd.DataFrame({"a": [0, 1]}), "assess: county must be a County; given a 0 0 1 1: read one with"),
    (lambda unit: at_least(3, unit), "smoots", "'smoots' is not a unit; write one of the field or of pint, such as "),
    (lambda unit: checks.below(3, unit), "m2 per pupil", "'m2 per pupil' is not a unit; write one of the field"),
    (at_least, None, "None is not a number; give one, or a decimal as text"),
    (
        at_least(1),
        5,
        "<at least 1> cannot be called; check a subject with .finding(subject), or give attrs .validator()",
    ),
    (School, 5, "<at least 1> cannot be called; check a subject with .finding(subject), or give attrs .validator()"),
    (at_least(1, of="R1").finding, [4.2], "the subject [4.2] has no R1; give a mapping with the values by name, or an"),
    (checks.one_of, "小学", "one_of: values is the text '小学'; give the values in brackets: ['小学']"),
    (be.catalogue.__getitem__, "R99", "there is no indicator 'R99'; ids are R1–R7, G1–G15, Q1–Q9, S1 and V1–V6"),
    (
        lambda rooms: be.catalogue["R7"](rooms, 100),
        23,
        "multimedia_rooms_per_hundred: too many positional arguments; write "
        "multimedia_rooms_per_hundred(multimedia_rooms=…, pupils=…)",
    ),
    (
        lambda rooms: be.indicators.resources.multimedia_rooms_per_hundred(rooms=rooms, pupils=100),  # type: ignore[call-arg]
        23,
        "missing a required argument: 'multimedia_rooms'; write multimedia_rooms_per_hundred(multimedia_rooms=…, ",
    ),
    (
        lambda judged: be.indicators.guarantee.layout_is_compliant(compliant=judged),  # type: ignore[call-arg]
        True,
        "write layout_is_compliant(layout_compliant=…)",
    ),
    (
        lambda weights: be.split_shared(100, primary=1, junior=1, weights=weights),
        {Stage.PRIMARY: 1},
        "split_shared: weights must have a weight for each of primary, junior and senior; junior, senior is missing",
    ),
    (Stage, "middle", "'middle' is not a stage; write one of primary, junior, senior, 小学, 初中, 高中"),
    (be.standards.load("national-2017").section_rule, "middle", "'middle' is not a stage; write one of primary"),
]


@pytest.mark.parametrize(("function", "given", "sentence"), MISTAKES, ids=lambda value: None)
def test_each_mistake_is_one_sentence(function: Callable[[Any], object], given: Any, sentence: str) -> None:
    with pytest.raises((TypeError, ValueError, KeyError), match=re.escape(sentence)) as error:
        function(given)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "moment",
    [
        dt.date(2022, 10, 15),
        dt.datetime(2022, 10, 15, 23, 59),
        dt.datetime(2022, 10, 15, 8, tzinfo=dt.UTC),
        pd.Timestamp("2022-10-15 08:30"),
        np.datetime64("2022-10-15T08:30"),
        np.datetime64("2022-10-15"),
    ],
    ids=repr,
)
def test_the_day_of_a_moment_is_taken(moment: Any) -> None:
    assert be.assess(COUNTY, on=moment).on == dt.date(2022, 10, 15)
    assert be.compare_counties([COUNTY], on=moment).assessments["示例县"].on == dt.date(2022, 10, 15)


def test_official_words_are_taken() -> None:
    assert [Stage("小学"), Stage(" 初中"), Stage("高中"), Stage("primary")] == [*Stage, Stage.PRIMARY]
    standard: Any = be.standards.load("national-2017")
    assert standard.limit("R1", "小学") == standard.limit("R1", Stage.PRIMARY)
    assert standard.section_rule("初中") == standard.section_rule(Stage.JUNIOR)
    assert standard.variation_check("初中") == standard.variation_check(Stage.JUNIOR)
    campus = be.Campus(school_code="A1", kind="九年一贯制学校", ownership="公办", moral_education="优秀")  # type: ignore[arg-type]
    assert (campus.kind, campus.ownership, campus.moral_education) == (
        Kind.NINE_YEAR,
        Ownership.PUBLIC,
        Grade.EXCELLENT,
    )
    with pytest.raises(be.DataError, match=r"kind: '大学' is not one of Kind.PRIMARY, "):
        be.Campus(school_code="A1", kind="大学")  # type: ignore[arg-type]


def test_types_of_indicators_are_those_of_what_they_measure() -> None:
    one = {id: next(iter(each.measures.values())) for id, each in be.catalogue.items() if len(each.measures) == 1}
    literal = {"measured": get_args(Measured), "judged": get_args(Judged)}
    assert set(literal["measured"]) == {id for id, measure in one.items() if not measure.judged}
    assert set(literal["judged"]) == {id for id, measure in one.items() if measure.judged}
