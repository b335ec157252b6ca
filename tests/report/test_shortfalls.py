"""Shortfalls in words: whole units, both languages, the same on the board and in the assessment."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from counties import change_campus, good_county, mine, nine_year, primary

import balanced_edu as be
from balanced_edu.assessment import assess
from balanced_edu.records.bands import Band
from balanced_edu.records.county import County
from balanced_edu.report import document_of
from balanced_edu.report.document import Points, Table
from balanced_edu.standards import Standard

QINGSHAN = be.read_county(Path(__file__).parents[2] / "examples" / "qingshan")


def sentences(reported: object, lang: str) -> list[str]:
    """Every point of a report, and those below it, each as one line."""

    def lines(points: Any) -> list[str]:
        return [text for point in points for text in (point.text, *lines(point.points))]

    return [
        text
        for block in document_of(reported, lang).blocks
        if isinstance(block, Points)
        for text in lines(block.points)
    ]


SCHOOLS = {
    "zh": [
        "小学，320人：7项中5项达标，应有6项",
        "R2：0.9375人/百人，低于1人/百人；现有3人，达标需4人，差1人；已达到要求的85%",
        "R7：2.1875间/百人，低于2.3间/百人；现有7间，达标需8间，差1间；已达到要求的85%",
        "整改做法（任选其一）：",
        "R2可保持现状（已达到要求的85%），R7补1间",
        "R7可保持现状（已达到要求的85%），R2补1人",
        "R4：3.8平方米/生，低于4.5平方米/生；现有3,040平方米，达标需3,600平方米，差560平方米；"
        "达到要求的85%需3,060平方米，差20平方米",
        "整改做法：R4可只达到要求的85%，R4补20平方米",
    ],
    "en": [
        "primary, 320 pupils: 5 of 7 at the limit, 6 needed",
        "R2 0.9375 < 1 teacher per 100 pupils; 3 teachers, 4 needed, 1 lacking; 85 % of the limit is reached",
        "R7 2.1875 < 2.3 rooms per 100 pupils; 7 rooms, 8 needed, 1 lacking; 85 % of the limit is reached",
        "To keep to the rule, one of these is enough:",
        "R2 may stay below the limit (85 % of it is reached); add 1 room for R7",
        "R7 may stay below the limit (85 % of it is reached); add 1 teacher for R2",
        "R4 3.8 < 4.5 m² per pupil; 3,040 m², 3,600 needed, 560 lacking; "
        "for 85 % of the limit 3,060 m² needed, 20 lacking",
        "To keep to the rule: R4 may stay at 85 % of the limit; add 20 m² for R4",
    ],
}
ITEMS = {
    "zh": [
        "小学：校际差异系数0.5021，超过0.5（超出0.0021）；县均值2.32人/百人",
        "小学：离差平方和的75.9%来自5所学校（学段）：QS006 青山县柳岸小学（5人/百人，占36.5%）、"
        "QS002 青山县松涛小学（4.4人/百人，占23.9%）、QS010 云台镇中心小学（1人/百人，占5.8%）、"
        "QS008 清河镇中心小学（1.16人/百人，占5.5%）、QS015 东岭民工子弟小学（1.12人/百人，占4.2%）",
        "QS009 白石镇中心小学，音乐专用教室：21个班，现有96平方米及以上1间、以下1间（98＋90平方米），达标需2间，差1间",
        "QS011 龙泉镇中心小学：4.9%，低于5%（差0.1%）；教师培训经费预算39,984元，公用经费预算总额816,000元；"
        "达标需40,800元，差816元",
    ],
    "en": [
        "primary: variation coefficient 0.5021 > 0.5 (over by 0.0021), mean 2.32 teachers per 100 pupils",
        "primary: 75.9 % of the squared deviation is from 5 sections: QS006 青山县柳岸小学 "
        "(5 teachers per 100 pupils; 36.5 %), QS002 青山县松涛小学 (4.4 teachers per 100 pupils; 23.9 %), "
        "QS010 云台镇中心小学 (1 teacher per 100 pupils; 5.8 %), QS008 清河镇中心小学 "
        "(1.16 teachers per 100 pupils; 5.5 %), QS015 东岭民工子弟小学 (1.12 teachers per 100 pupils; 4.2 %)",
        "QS009 白石镇中心小学, music rooms: 21 classes; 1 room of 96 m² or more, 1 smaller (98 + 90 m²); "
        "2 needed, 1 lacking",
        "QS011 龙泉镇中心小学: 4.9 < 5% (short by 0.1); training budget 39,984 yuan, public funds budget 816,000 yuan; "
        "40,800 yuan needed, 816 lacking",
    ],
}
BOARD = {
    "zh": [
        "小学，校际差异系数：0.5021，超过0.5（超出0.0021）；"
        "QS018 小学在校生320人，小学县级以上骨干教师数：现有3人，达标需4人，差1人，已达到要求的85%",
        "QS015 小学在校生800人，教学及辅助用房面积：现有3,040平方米，达标需3,600平方米，差560平方米，"
        "达到要求的85%需3,060平方米，差20平方米",
        "QS009，音乐专用教室：21个班，现有96平方米及以上1间、以下1间（98＋90平方米），达标需2间，差1间",
        "QS011，教师培训经费占公用经费预算总额的比例：4.9%，低于5%（差0.1%）；达标需40,800元，差816元",
    ],
    "en": [
        "primary, variation coefficient: 0.5021 > 0.5 (over by 0.0021); "
        "QS018 primary, 320 pupils; primary backbone teachers: 3 teachers, 4 needed, 1 lacking, "
        "85 % of the limit is reached",
        "QS015 primary, 800 pupils; teaching area: 3,040 m², 3,600 needed, 560 lacking, "
        "for 85 % of the limit 3,060 m² needed, 20 lacking",
        "QS009, music rooms: 21 classes; 1 room of 96 m² or more, 1 smaller (98 + 90 m²); 2 needed, 1 lacking",
        "QS011, share of public funds for the training of teachers: 4.9 < 5% (short by 0.1); "
        "40,800 yuan needed, 816 lacking",
    ],
}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_example_in_words(lang: str) -> None:
    assessment = assess(QINGSHAN)
    said = sentences(assessment, lang)
    assert [line for line in (*SCHOOLS[lang], *ITEMS[lang]) if line not in said] == []
    said = sentences(assessment.tasks(), lang)
    assert [line for line in BOARD[lang] if line not in said] == []


def test_the_board_and_the_assessment_lack_the_same() -> None:
    assessment = assess(QINGSHAN)
    of_board = {
        (task.item, found.section.campus.school_code): found.to_limit[task.item]
        for task in assessment.tasks().tasks
        for found in task.shortfalls
    }
    of_assessment = {
        (id, found.section.campus.school_code): lacks
        for found in assessment.shortfalls
        if found.choices
        for id, lacks in found.to_limit.items()
    }
    assert of_board == of_assessment


FEW = {"multimedia_rooms": 11, "primary_backbone_teachers": 3}
OTHERS: dict[str, tuple[County, str | Standard, str, str]] = {
    "a shared total": (
        good_county(primary(), nine_year(multimedia_rooms=15)),
        "national-2017",
        "R7：1.7857间/百人，低于2.3间/百人；全校区现有15间，达标需20间，差5间"
        "（按学生数折算，小学占47.62%，本学段差2.0571间）；达到要求的85%需17间，差2间",
        "R7 1.7857 < 2.3 rooms per 100 pupils; the campus has 15 rooms, 20 needed, 5 lacking "
        "(primary gets 47.62 % by weighted pupils, and lacks 2.0571 rooms); "
        "for 85 % of the limit 17 rooms needed, 2 lacking",
    ),
    "what is unknown": (
        change_campus(good_county(), "P2", **FEW, equipment_value=None),
        "national-2017",
        "R7可只达到要求的85%，R2补3人、R7补1间（R6无法判定，以其达标为前提）",
        "R7 may stay at 85 % of the limit; add 3 teachers for R2, add 1 room for R7 "
        "(provided that the limit of R6, not known, is reached)",
    ),
    "all limits": (
        change_campus(good_county(), "P2", **FEW),
        mine("[section]\nat_least = 7\n"),
        "整改做法：各项均须达标，R2补3人、R7补3间",
        "To keep to the rule: none may stay below its limit; add 3 teachers for R2, add 3 rooms for R7",
    ),
    "several may stay": (
        change_campus(good_county(), "P2", multimedia_rooms=13, primary_backbone_teachers=3),
        mine("[section]\nat_least = 5\n"),
        "整改做法：R7可保持现状（已达到要求的85%），R2可只达到要求的85%，R2补3人",
        "To keep to the rule: R7 may stay below the limit (85 % of it is reached), "
        "R2 may stay at 85 % of the limit; add 3 teachers for R2",
    ),
    "a limit from above": (
        change_campus(good_county(), "P2", primary_backbone_teachers=18),
        mine('[items.R2]\nrules = [{ at_most = "2" }]\n'),
        "整改做法：R2可只达到要求的85%，R2所差数量无法判定",
        "To keep to the rule: R2 may stay at 85 % of the limit; add to R2 (the amount is not known)",
    ),
    "rooms in a band with both sizes": (
        change_campus(good_county(), "P1", music_room_areas=(Band(73, 100),)),
        "national-2017",
        "P1，音乐专用教室：20个班，现有96平方米及以上0间、以下0间、面积区间含两者的1间（73以上不足100平方米），达标需2间，差1至2间",
        "P1, music rooms: 20 classes; 0 rooms of 96 m² or more, 0 smaller, 1 in a band with both (73 to under 100 m²); "
        "2 needed, 1 to 2 lacking",
    ),
}


@pytest.mark.parametrize(("county", "standard", "in_chinese", "in_english"), OTHERS.values(), ids=OTHERS)
def test_other_shortfalls_in_words(county: County, standard: str | Standard, in_chinese: str, in_english: str) -> None:
    assessment = assess(county, standard)
    for lang, line in (("zh", in_chinese), ("en", in_english)):
        assert any(line in said for said in sentences(assessment, lang)), sentences(assessment, lang)


def test_many_choices_are_cut_short() -> None:
    poor = {"multimedia_rooms": 5, "teaching_area": 100, "sports_area": 100, "equipment_value": 1000}
    poor |= {f"primary_{name}": 1 for name in ("backbone_teachers", "sports_arts_teachers", "teachers_above_required")}
    assessment = assess(change_campus(good_county(), "P2", **poor), mine("[section]\nat_least = 5\n"))
    said = sentences(assessment, "en")
    first = said.index("To keep to the rule, one of these is enough:")
    assert said[first + 11] == "and 11 more"


def test_a_workbook_has_a_row_for_each_value_below_its_limit(tmp_path: Path) -> None:
    assess(QINGSHAN).as_workbook(tmp_path / "report.xlsx")
    rows = list(openpyxl.load_workbook(tmp_path / "report.xlsx")["差额"].iter_rows(values_only=True))
    assert rows[0] == (
        *("学校代码", "学校名称", "学段", "在校生数", "编号", "单位", "现有", "达标需", "差额"),
        *("达到85%需", "距85%差额"),
    )
    by_key = {(row[0], row[4]): row[5:] for row in rows[1:]}
    assert by_key["QS015", "R4"] == ("平方米", 3040, 3600, 560, 3060, 20)
    assert by_key["QS018", "R2"] == ("人", 3, 4, 1, None, None)
    assert len(rows) == 1 + sum(len(found.to_limit) for found in assess(QINGSHAN).shortfalls)


def test_without_shortfalls_there_is_no_such_sheet() -> None:
    above = assess(change_campus(good_county(), "P2", primary_backbone_teachers=18), OTHERS["a limit from above"][1])
    for assessment in (assess(good_county()), above):
        names = [block.name for block in document_of(assessment, "en").sheets if isinstance(block, Table)]
        assert "Shortfalls" not in names


def test_data_for_other_programs() -> None:
    data: Any = assess(QINGSHAN).as_dict()["shortfalls"]
    area = next(one for one in data["sections"] if one["campus"] == "QS015")
    lacks = {"field": "teaching_area", "unit": "m²", "have": 3040.0, "part": 1.0}
    assert area["to_limit"] == {"R4": {**lacks, "needed": 3600.0, "lacking": 560.0, "own": 560.0}}
    assert area["choices"] == [
        {"stay": ["R4"], "lacking": {"R4": {**lacks, "needed": 3060.0, "lacking": 20.0, "own": 20.0}}}
    ]
    (budget,) = data["items"]
    assert (budget["item"], budget["campus"], budget["lacking"]["lacking"]) == ("Q4", "QS011", 816.0)
    assert data["rooms"] == [
        {
            "item": "G3",
            "campus": "QS009",
            "alternative": None,
            "field": "music_room_areas",
            "smallest": 96.0,
            "large": 1,
            "small": 1,
            "open": 0,
            "needed": 2,
            "lacking": [1, 1],
        }
    ]
    (coefficient,) = data["coefficients"]
    assert (coefficient["item"], coefficient["stage"]) == ("R2", "primary")
    assert coefficient["over"] == pytest.approx(0.0021, abs=1e-4)
    assert coefficient["sections"][0] == {"campus": "QS006", "value": 5.0, "share": pytest.approx(0.365, abs=1e-3)}


def test_an_undefined_coefficient_that_fails_is_over_by_nothing() -> None:
    own = mine('variation.all_zero = "fail"\n')
    poor = {"multimedia_rooms": 0}
    assessment = assess(good_county(primary(**poor), nine_year(**poor)), own)
    found: Any = assessment.as_dict()["shortfalls"]
    rooms = [one for one in found["coefficients"] if one["item"] == "R7"]
    assert [(one["over"], one["sections"]) for one in rooms] == [(None, []), (None, [])]
    assert not any("squared deviation" in line for line in sentences(assessment, "en"))


def test_an_amount_that_is_unknown_is_null() -> None:
    found: Any = assess(*OTHERS["a limit from above"][:2]).as_dict()["shortfalls"]
    assert {str(one["to_limit"]) for one in found["sections"]} == {"{'R2': None}"}


def test_a_limit_from_above_may_be_passed_by_as_much_as_the_floor_allows() -> None:
    standard = mine('[section]\nfloor = "1.2"\n[items.R2]\nrules = [{ at_most = "2" }]\n')
    county = change_campus(good_county(), "P2", primary_backbone_teachers=13, multimedia_rooms=13)
    assert "R2 2.1667 > 2 teachers per 100 pupils (over by 0.1667)" in assess(county, standard).as_text("en")


def test_where_there_is_no_choice_none_is_named() -> None:
    standard = mine('[items.R2]\nrules = [{ at_most = "2" }]\n')
    county = change_campus(good_county(), "P2", primary_backbone_teachers=11, multimedia_rooms=13)
    said = sentences(assess(county, standard), "en")
    assert "primary, 600 pupils: 6 of 7 at the limit; below 85 % of it: R2" in said
    place = said.index("primary, 600 pupils: 6 of 7 at the limit; below 85 % of it: R2")
    assert not said[place + 2].startswith("To keep to the rule")
