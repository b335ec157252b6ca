"""Histories in words, and as data for other programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import attrs
import openpyxl
import pytest
from counties import change_campus, change_facts, good_county, junior, primary

from balanced_edu.assessment import History, history
from balanced_edu.records.bands import Band
from balanced_edu.records.county import County
from balanced_edu.records.kinds import Grade
from balanced_edu.standards import from_text
from balanced_edu.tables import read_county, write_county

GOOD = good_county()


def between(before: County, after: County, standard: str = "national-2017") -> History:
    return history([attrs.evolve(before, year=2021), attrs.evolve(after, year=2022)], standard)


def said(before: County, after: County, lang: str, standard: str = "national-2017") -> list[str]:
    """The points under the heading of what changed."""
    lines = between(before, after, standard).as_text(lang).splitlines()
    first = next(at for at, line in enumerate(lines) if line.startswith("---")) + 1
    return [line.strip() for line in lines[first : lines.index("", first)]]


SMALLER_CLASS = change_campus(GOOD, "P1", school_name="竹溪小学", primary_largest_class=46)
CASES: dict[str, tuple[County, County, list[str], list[str]]] = {
    "nothing": (GOOD, GOOD, ["- no outcome changed"], ["- 各项结果没有变化"]),
    "a campus": (
        SMALLER_CLASS,
        GOOD,
        [
            "- verdict: fails → passes",
            "- guarantee: fails → passes",
            "- G5 Size of classes: fails → passes",
            "- P1 竹溪小学, primary: 46 > 45 pupils (over by 1) → 42 ≤ 45 pupils",
        ],
        [
            "- 结论：未达标 → 达标",
            "- 政府保障程度：未达标 → 达标",
            "- G5 班级学生数：未达标 → 达标",
            "- P1 竹溪小学，小学：46人，超过45人（超出1人） → 42人，不超过45人",
        ],
    ),
    "figures of the county": (
        GOOD,
        change_facts(GOOD, special_education_public_funds=600_000),
        [
            "- verdict: passes → fails",
            "- guarantee: passes → fails",
            "- G7 Public funds of special education per pupil: passes → fails",
            "- 8000 ≥ 6000 yuan per pupil; special education public funds 960,000 yuan, special education",
            "pupils 120 → 5000 < 6000 yuan per pupil (short by 1000); special education public funds",
            "600,000 yuan, special education pupils 120; 720,000 yuan needed, 120,000 lacking",
        ],
        [
            "- 结论：达标 → 未达标",
            "- 政府保障程度：达标 → 未达标",
            "- G7 特殊教育学校生均公用经费：达标 → 未达标",
            "- 8000元/生，达到6000元/生；特殊教育学校公用经费（年）960,000元，特殊教育学校在校生数120 → 5000",
            "元/生，低于6000元/生（差1000元/生）；特殊教育学校公用经费（年）600,000元，特殊教育学校在校生数",
            "120；达标需720,000元，差120,000元",
        ],
    ),
    "what was unknown": (
        change_facts(GOOD, fraud=None),
        change_facts(GOOD, fraud=True),
        [
            "- verdict: not known → fails",
            "- veto: not known → fails",
            "- V6 Fraud: not known → fails",
            "- missing: 有弄虚作假行为 (fraud) → found: fraud",
        ],
        [
            "- 结论：无法判定 → 未达标",
            "- 一票否决：无法判定 → 未达标",
            "- V6 弄虚作假：无法判定 → 未达标",
            "- 缺少数据：有弄虚作假行为（fraud） → 已发现有弄虚作假行为",
        ],
    ),
    "a ground that is no longer there": (
        change_facts(GOOD, fraud=True),
        GOOD,
        [
            "- verdict: fails → passes",
            "- veto: fails → passes",
            "- V6 Fraud: fails → passes",
            "- found: fraud → not found",
        ],
        [
            "- 结论：未达标 → 达标",
            "- 一票否决：未达标 → 达标",
            "- V6 弄虚作假：未达标 → 达标",
            "- 已发现有弄虚作假行为 → 未发现",
        ],
    ),
    "a grade": (
        change_campus(GOOD, "P1", moral_education=Grade.SATISFACTORY),
        GOOD,
        [
            "- verdict: fails → passes",
            "- quality: fails → passes",
            "- Q6 Moral education and campus culture: fails → passes",
            "- P1, moral education: satisfactory < good → good",
        ],
        [
            "- 结论：未达标 → 达标",
            "- 教育质量：未达标 → 达标",
            "- Q6 德育工作与校园文化建设水平：未达标 → 达标",
            "- P1，德育工作水平：合格，低于良好 → 良好",
        ],
    ),
    "one of several forms": (
        change_campus(GOOD, "P1", primary_zoned_intake=3),
        GOOD,
        [
            "- verdict: fails → passes",
            "- guarantee: fails → passes",
            "- G13 Nearby enrolment by zone: fails → passes",
            "- primary: 56.5 < 100% (short by 43.5); zoned intake 169, intake 299; 299 pupils needed, 130",
            "lacking → 100 ≥ 100%; zoned intake 299, intake 299",
        ],
        [
            "- 结论：未达标 → 达标",
            "- 政府保障程度：未达标 → 达标",
            "- G13 就近划片入学比例：未达标 → 达标",
            "- 小学：56.5%，低于100%（差43.5%）；小学就近划片入学人数169，小学招生数299；达标需299人，差130人",
            "→ 100%，达到100%；小学就近划片入学人数299，小学招生数299",
        ],
    ),
    "a subject": (
        attrs.evolve(GOOD, monitoring=(attrs.evolve(GOOD.monitoring[0], level=2), *GOOD.monitoring[1:])),
        GOOD,
        [
            "- verdict: fails → passes",
            "- quality: fails → passes",
            "- Q9 National monitoring of quality: fails → passes",
            "- 语文: level in national monitoring: 2 < 3 (short by 1) → level in national monitoring: 3 ≥ 3",
        ],
        [
            "- 结论：未达标 → 达标",
            "- 教育质量：未达标 → 达标",
            "- Q9 国家义务教育质量监测：未达标 → 达标",
            "- 语文：学业水平等级：2，低于3（差1） → 学业水平等级：3，达到3",
        ],
    ),
    "a table that was missing, and falls short": (
        attrs.evolve(GOOD, monitoring=()),
        attrs.evolve(GOOD, monitoring=(attrs.evolve(GOOD.monitoring[0], level=2), *GOOD.monitoring[1:])),
        [
            "- verdict: not known → fails",
            "- quality: not known → fails",
            "- Q9 National monitoring of quality: not known → fails",
            "- missing: monitoring → 语文, level in national monitoring: 2 < 3 (short by 1)",
        ],
        [
            "- 结论：无法判定 → 未达标",
            "- 教育质量：无法判定 → 未达标",
            "- Q9 国家义务教育质量监测：无法判定 → 未达标",
            "- 缺少数据：监测 → 语文，学业水平等级：2，低于3（差1）",
        ],
    ),
    "a share of which whole units are lacking": (
        change_campus(GOOD, "P1", training_budget=39_000, public_funds_budget=800_000),
        change_campus(GOOD, "P1", training_budget=40_000, public_funds_budget=800_000),
        [
            "- verdict: fails → passes",
            "- quality: fails → passes",
            "- Q4 Budget for the training of teachers: fails → passes",
            "- P1: 4.9 < 5% (short by 0.1); training budget 39,000 yuan, public funds budget 800,000 yuan;",
            "40,000 yuan needed, 1,000 lacking → 5 ≥ 5%; training budget 40,000 yuan, public funds budget",
            "800,000 yuan",
        ],
        [
            "- 结论：未达标 → 达标",
            "- 教育质量：未达标 → 达标",
            "- Q4 教师培训经费：未达标 → 达标",
            "- P1：4.9%，低于5%（差0.1%）；教师培训经费预算39,000元，公用经费预算总额800,000元；达标需40,000",
            "元，差1,000元 → 5%，达到5%；教师培训经费预算40,000元，公用经费预算总额800,000元",
        ],
    ),
    "the floor of a limit": (
        change_campus(GOOD, "P2", multimedia_rooms=11),
        change_campus(GOOD, "P2", multimedia_rooms=12),
        [
            "- verdict: fails → passes",
            "- resources: fails → passes",
            "- R* Resources of each school (各校资源配置): at least 6 of the 7 at the limit, the rest at 85 %",
            "of it or more: fails → passes",
            "- P2, primary: fails → passes",
            "- R7, 85 % of its limit: 1.833 < 1.955 rooms per 100 pupils (short by 0.12) → 2 ≥ 1.955 rooms",
            "per 100 pupils",
        ],
        [
            "- 结论：未达标 → 达标",
            "- 资源配置：未达标 → 达标",
            "- R* 各校资源配置：7项中至少6项达到要求，余项不低于要求的85%：未达标 → 达标",
            "- P2，小学：未达标 → 达标",
            "- R7（按要求的85%）：1.833间/百人，低于1.955间/百人（差0.12间/百人） → 2间/百人，达到1.955间/",
            "百人",
        ],
    ),
    "campuses that are new and gone, in a county that fails before and after": (
        change_campus(GOOD, "P1", primary_largest_class=46),
        good_county(*GOOD.campuses[1:], primary("P9", 700, school_name="新桥小学", primary_largest_class=50)),
        [
            "- 1 campus added (新增): P9 新桥小学",
            "- 1 campus closed or no longer listed (撤销或不再列入): P1",
            "- G5 Size of classes: still fails",
            "- P9 新桥小学, primary: campus not there → 50 > 45 pupils (over by 5)",
            "- P1, primary: 46 > 45 pupils (over by 1) → campus no longer there",
        ],
        [
            "- 新增校区1个：P9 新桥小学",
            "- 撤销或不再列入的校区1个：P1",
            "- G5 班级学生数：仍未达标",
            "- P9 新桥小学，小学：尚无此校区 → 50人，超过45人（超出5人）",
            "- P1，小学：46人，超过45人（超出1人） → 已无此校区",
        ],
    ),
    "a campus that is judged no more": (
        good_county(*GOOD.campuses, primary("P7", 60, funded_pupils=60)),
        good_county(*GOOD.campuses, primary("P7", 100, funded_pupils=100)),
        [
            "- verdict: fails → passes",
            "- guarantee: fails → passes",
            "- G6 Funding of small schools: fails → passes",
            "- P7: 60 < 100 pupils (short by 40) → not judged",
        ],
        [
            "- 结论：未达标 → 达标",
            "- 政府保障程度：未达标 → 达标",
            "- G6 规模较小学校公用经费：未达标 → 达标",
            "- P7：60人，低于100人（差40人） → 未作判定",
        ],
    ),
}


@pytest.mark.parametrize(("before", "after", "english", "chinese"), CASES.values(), ids=CASES)
def test_what_changed_in_words(before: County, after: County, english: list[str], chinese: list[str]) -> None:
    assert said(before, after, "en") == english
    assert said(before, after, "zh") == chinese


def test_a_coefficient_that_crosses_its_limit() -> None:
    few = change_campus(GOOD, "P2", primary_backbone_teachers=1)
    assert said(few, GOOD, "en")[-3:] == [
        "primary: fails → passes",
        "- 0.6294 > 0.5 (over by 0.1294) → 0.0222 ≤ 0.5",
        "- P2: 0.17 < 1 teacher per 100 pupils (short by 0.83) → 2.17 ≥ 1 teacher per 100 pupils",
    ]
    assert said(few, GOOD, "zh")[-3:] == [
        "- R2 每百名学生拥有县级以上骨干教师数（小学校际差异系数）：未达标 → 达标",
        "- 0.6294，超过0.5（超出0.1294） → 0.0222，不超过0.5",
        "- P2：0.17人/百人，低于1人/百人（差0.83人/百人） → 2.17人/百人，达到1人/百人",
    ]


def test_many_campuses_are_counted_after_the_first_ten() -> None:
    full, fit = (
        good_county(*(primary(f"P{n}", 600, primary_largest_class=largest) for n in range(12)), junior())
        for largest in (46, 42)
    )
    assert said(full, fit, "zh")[-1] == "- 另有2条"
    assert len(said(full, fit, "zh")) == 3 + 10 + 1
    nothing = attrs.evolve(GOOD, monitoring=())
    weak = attrs.evolve(
        GOOD, monitoring=tuple(attrs.evolve(one, level=2, between_school_share=0.4) for one in GOOD.monitoring)
    )
    assert "；另有1条" in "".join(said(nothing, weak, "zh"))


def test_the_mean_of_the_coefficients_and_coefficients_without_a_limit() -> None:
    known = {"computers": 200, "books": 20000, "primary_teachers": 60, "primary_middle_rank_teachers": 30}
    before = good_county(primary(), junior())
    lines = said(before, change_campus(before, "P1", **known), "zh", "basic-2012")
    assert lines[:2] == ["- CV 综合差异系数，小学：无法判定 → 达标", "- 有4个数据未填报 → 0，不超过0.65"]
    assert lines[2:4] == [
        "- B4 每百名学生拥有计算机台数（小学校际差异系数）：无法判定 → 达标",
        "- 缺少数据：P1，计算机台数（computers） → 0.0000",
    ]


def test_many_things_that_hold_are_counted() -> None:
    lines = said(attrs.evolve(GOOD, monitoring=()), GOOD, "zh")
    assert lines[-1] == "- 缺少数据：监测 → 12项判定全部达标"


VETO = """
name = "veto"
edition = "1"
title = { zh = "否决", en = "Veto" }
authority = "县"
document = "文"
[items.V6]
name = { zh = "弄虚作假", en = "Fraud" }
rules = [{ holds = true }]
clause = "有弄虚作假行为"
source = "文"
mark = "stated"
"""


def test_a_standard_without_resources_has_no_coefficients() -> None:
    veto = from_text(VETO)
    found = history([attrs.evolve(change_facts(GOOD, fraud=True), year=2021), GOOD], veto)
    assert "差异系数" not in found.as_text()
    assert [change.item for change in found.steps[0].changes] == ["V6"]


def test_the_head_and_the_tables() -> None:
    found = attrs.evolve(between(SMALLER_CLASS, GOOD), left_out=("2020",))
    lines = found.as_text("en").splitlines()
    assert lines[0] == "示例县, 2021 to 2022: year by year (历年情况)"
    assert "Verdict: 2021 not recognised (未达到要求); 2022 recognised (达到要求)" in lines
    assert "1 of 3 data sets cannot be read and is left out: 2020" in lines
    assert "Each year is assessed as of its last day." in lines
    rows = [line.split() for line in lines]
    assert ["R6", "Value", "of", "teaching", "equipment", "per", "pupil", "primary", "0.0200", "0.0200"] in rows
    assert "≠ the outcome is not the same in every year" in [line.strip() for line in lines]
    assert "≠" not in between(GOOD, GOOD).as_text("en")
    composite = [["composite", "coefficient", "(综合差异系数)", stage] for stage in ("primary", "junior")]
    assert [row[:4] for row in rows if row[:1] == ["composite"]] == composite
    assert ["≠", "G5", "Size", "of", "classes", "fails", "passes"] in rows
    assert ["G6", "Funding", "of", "small", "schools", "passes", "passes"] in rows
    chinese = found.as_text().splitlines()
    assert chinese[0] == "示例县历年情况（2021年至2022年）"
    assert "结论：2021年未达到要求；2022年达到要求" in chinese
    assert "3个数据集中有1个无法读取，未列入：2020" in chinese
    assert "各年结果" in chinese


def test_one_year_has_nothing_to_be_compared_with() -> None:
    alone = history([GOOD])
    assert alone.as_text("en").splitlines()[0] == "示例县, 2022: year by year (历年情况)"
    assert "只有一年的数据，没有可对比的年份。" in alone.as_text()


def test_a_workbook_has_a_row_for_each_cause(tmp_path: Path) -> None:
    few = change_campus(SMALLER_CLASS, "P2", primary_backbone_teachers=1, multimedia_rooms=11)
    between(few, GOOD).as_workbook(tmp_path / "history.xlsx")
    book = openpyxl.load_workbook(tmp_path / "history.xlsx")
    assert book.sheetnames == ["结论", "变化情况", "差异系数", "对比"]
    formats = {cell.number_format for row in book["差异系数"]["C2:D15"] for cell in row}
    assert formats == {"0.000", '0.000" ✗"'}
    head, *rows = book["变化情况"].iter_rows(values_only=True)
    assert head[:3] == ("起始年份", "对比年份", "项目")
    assert [(row[0], row[1], str(row[2])[:2], row[5], row[6], row[7]) for row in rows] == [
        (2021, 2022, "R*", "P2", "小学", None),
        (2021, 2022, "R*", "P2", "小学", "R2"),
        (2021, 2022, "R*", "P2", "小学", "R7"),
        (2021, 2022, "R2", None, "小学", None),
        (2021, 2022, "R2", "P2", "小学", "R2"),
        (2021, 2022, "G5", "P1 竹溪小学", "小学", "最大班额"),
    ]
    assert rows[3][8:] == ("0.6294，超过0.5（超出0.1294）", "0.0222，不超过0.5")


def finding(outcome: str, reason: str, **known: Any) -> dict[str, Any]:
    return {"outcome": outcome, "value": None, "limit": None, "unit": "", "reason": reason, "figures": {}, **known}


def test_data_for_other_programs() -> None:
    first = change_facts(change_campus(GOOD, "P1", music_room_areas=()), fraud=None)
    last = good_county(*GOOD.campuses[:3], primary("P9", school_name="新桥小学"))
    found = attrs.evolve(between(first, last), left_out=("2020",))
    data = json.loads(found.as_json())
    assert data == found.as_dict()
    assert list(data) == ["schema", "county", "standard", "left_out", "years", "steps"]
    assert [data[key] for key in list(data)[:4]] == ["balanced-edu/history/1", "示例县", "national-2017", ["2020"]]
    assert [(one["year"], one["on"], one["outcome"]) for one in data["years"]] == [
        (2021, "2021-12-31", "fail"),
        (2022, "2022-12-31", "pass"),
    ]
    assert data["years"][0]["indicators"]["V6"]["outcome"] == "unknown"
    assert data["years"][0]["variation"] == found.assessments[2021].as_dict()["variation"]
    (step,) = data["steps"]
    assert (step["from"], step["to"]) == (2021, 2022)
    assert step["added"] == [{"code": "P9", "name": "新桥小学"}]
    assert step["closed"] == [{"code": "N1", "name": None}]
    rooms, fraud = step["changes"]
    assert (rooms["item"], rooms["stage"], fraud["item"]) == ("G3", "", "V6")
    assert rooms["before"] == finding("fail", "P1, music rooms beyond those needed: -2 < 0 rooms (short by 2)")
    assert rooms["causes"] == [
        {
            "campus": "P1",
            "stage": "",
            "subject": "",
            "item": "",
            "floor": False,
            "check": "music_room_surplus",
            "before": finding(
                "fail",
                "-2 < 0 rooms (short by 2)",
                value=-2.0,
                limit=0.0,
                unit="room",
                figures=rooms["causes"][0]["before"]["figures"],
            ),
            "after": finding(
                "pass",
                "0 ≥ 0 rooms",
                value=0.0,
                limit=0.0,
                unit="room",
                figures=rooms["causes"][0]["after"]["figures"],
            ),
            "values": [],
        }
    ]
    assert rooms["causes"][0]["before"]["figures"]["music_room_areas"] == []
    assert rooms["causes"][0]["after"]["figures"]["music_room_areas"] == [96, 96]
    assert fraud["after"] == finding("pass", "holds", figures={"fraud": False})


def test_campuses_with_another_code_are_named_once() -> None:
    before = good_county(*(primary(f"A{n}", school_name=f"{n}小") for n in range(12)))
    after = good_county(*(primary(f"B{n}", school_name=f"{n}小") for n in range(12)))
    english, chinese = (" ".join(said(before, after, lang)) for lang in ("en", "zh"))
    assert "12 added campuses have the name of one that is no longer listed; if only the code changed" in english
    assert "A9 now B9 9小, and 2 more" in english
    assert "新增校区中12个与不再列入的校区同名；如仅变更了代码，请各年统一代码：A0现为B0 0小、" in chinese
    data: Any = between(before, after).as_dict()
    assert data["steps"][0]["recoded"][0] == {"before": "A0", "after": "B0"}


def sized(largest: int | Band | None) -> County:
    one, *others = GOOD.campuses
    return good_county(attrs.evolve(one, primary_largest_class=largest), *others)


def test_cells_are_those_of_the_files_of_their_year(tmp_path: Path) -> None:
    for year, size in ((2021, None), (2022, Band(41, 51))):
        write_county(attrs.evolve(sized(size), year=year), tmp_path / f"{year}.xlsx")
    write_county(attrs.evolve(GOOD, year=2023), tmp_path / "2023")
    write_county(attrs.evolve(sized(None), year=2024), tmp_path / "2024")
    found = history([read_county(one) for one in sorted(tmp_path.iterdir())])
    text = "".join(found.as_text("zh").split())
    assert "小学：所填区间须改填准确数据：2022.xlsx:学校!V2：P1，小学最大班额（primary_largest_class）→" in text
    assert "→缺少数据：schools.csv：P1，小学最大班额（primary_largest_class）" in text
    data: Any = json.loads(found.as_json())
    (cause,) = data["steps"][1]["changes"][0]["causes"]
    assert cause["before"]["reason"] == (
        "not known, since the band leaves it open: 2022.xlsx:学校!V2: P1, 小学最大班额 (primary_largest_class)"
    )
    assert cause["before"]["figures"] == {"largest_class": {"least": 41, "below": 51}}


def test_data_of_grades_and_of_campuses_that_are_not_there() -> None:
    low = change_campus(GOOD, "P1", moral_education=Grade.SATISFACTORY)
    (change,) = between(low, GOOD).as_dict()["steps"][0]["changes"]  # type: ignore[index,call-overload]
    assert change["causes"][0]["before"]["figures"] == {"moral_education": "合格"}
    more = good_county(*GOOD.campuses, primary("P7", 60, funded_pupils=60))
    (change,) = between(more, GOOD).as_dict()["steps"][0]["changes"]  # type: ignore[index,call-overload]
    assert change["causes"][0]["after"] is None
