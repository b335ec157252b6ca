"""The report on an assessment: the verdict, what fails and why, what is missing, in both languages."""

from __future__ import annotations

from pathlib import Path

import attrs
import openpyxl
import pytest
from counties import change_campus, change_facts, good_county, junior, primary

from balanced_edu.assessment import Assessment, assess, compare_standards
from balanced_edu.checks import Reason
from balanced_edu.nation import SectionTable
from balanced_edu.outcomes import Outcome
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import County, Subject
from balanced_edu.records.kinds import Grade, Kind
from balanced_edu.report import document_of
from balanced_edu.report.document import Document, Fold, Heading, Points, Table
from balanced_edu.standards import from_text, load, names

LOCAL = Path(__file__).parent.parent / "cases" / "local.toml"


@pytest.fixture(scope="module")
def mixed() -> Assessment:
    """Something fails, something is not known, and a name is hostile."""
    county = change_campus(
        good_county(), "P1", school_name="<script>alert(1)</script>", primary_largest_class=46, equipment_value=None
    )
    county = change_campus(county, "P2", school_name="竹溪小学", primary_backbone_teachers=4)
    return assess(change_facts(county, fraud=None))


def headings(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Heading)]


def below(document: Document, heading: str) -> list[str]:
    """The points of the list that follows a heading."""
    texts: list[str] = []
    place = next(at for at, block in enumerate(document.blocks) if isinstance(block, Heading) and heading in block.text)
    points = next(block for block in document.blocks[place:] if isinstance(block, Points))
    for point in points.points:
        texts += [point.text, *(inner.text for inner in point.points)]
    return texts


def table(document: Document, name: str) -> list[list[str]]:
    named = next(table for table in document.tables if table.name == name)
    return [[f"{entry.text} {entry.mark}".strip() for entry in row] for row in named.rows]


def test_text_has_the_verdict_what_fails_and_what_is_missing(mixed: Assessment) -> None:
    text = mixed.as_text("en")
    assert "Verdict: not recognised (未达到要求)" in text
    assert "46 > 45 pupils (over by 1)" in text
    assert "小学、初中所有班级学生数分别不超过45人、50人。" in text
    assert "campuses  教学仪器设备值 (equipment_value)" in text
    assert "facts     有弄虚作假行为 (fraud)" in text
    assert "R2 0.6667 < 1 teacher per 100 pupils; 4 teachers, 6 needed, 2 lacking; for 85 % of the" in text
    assert "小学、初中均小于或等于" not in text, "no coefficient fails, so that clause is not quoted"


def test_text_in_chinese(mixed: Assessment) -> None:
    lines = mixed.as_text().splitlines()
    assert lines[:6] == [
        "示例县 2022年",
        "依据：《县域义务教育优质均衡发展督导评估办法》，教督〔2017〕6号（national-2017，第1版）",
        "",
        "结论：未达到要求",
        "结论由下列未达标的项目决定，尚未填报的数据不会改变结论。",
        "",
    ]
    text = "\n".join(lines)
    assert "资源配置      未达标    差异系数7项中1项无法判定；5所学校（学段）中1所未达标，1所无法判定" in text
    assert "- P1 <script>alert(1)</script>，小学：46人，超过45人（超出1人）" in text
    assert "- R2：0.6667人/百人，低于1人/百人；现有4人，达标需6人，差2人；达到要求的85%需6人，差2人" in text
    assert "- 整改做法：R2可只达到要求的85%，R2补2人" in text
    assert "学校  教学仪器设备值（equipment_value）  R6、R*" in text


def test_parts_of_the_report_stand_in_the_order_of_reading(mixed: Assessment) -> None:
    document = document_of(mixed, "en")
    assert document.title == "示例县 2022"
    assert [heading for heading in headings(document) if not heading[1].isdigit()] == [
        "What fails (未达标): 2 items",
        "R* Resources of each school (各校资源配置): at least 6 of the 7 at the limit, the rest at 85 % of it or more",
        "What is not known (无法判定): 2 items",
        "Campuses that fail: 2 of 4",
        "Variation coefficients (校际差异系数): primary ≤ 0.5, junior ≤ 0.45",
        "Satisfaction by group (社会认可度)",
        "Survey sample (调查样本)",
        "What passes (达标)",
        "Conditions for applying (申报条件), beside the verdict",
        "Basis of this report (依据)",
    ]
    assert [block.title for block in document.blocks if isinstance(block, Fold)] == [
        "How evenly resources are distributed (Lorenz curves)",
        "Sections (各校各学段)",
        "All items",
    ]


def test_every_section_and_every_item_has_its_row(mixed: Assessment) -> None:
    document = document_of(mixed, "en")
    sections, items = table(document, "Sections"), table(document, "Items")
    assert len(sections) == len(mixed.sections)
    assert sections[0] == [
        "P1",
        "<script>alert(1)</script>",
        "primary",
        "800",
        "6.12",
        "2.12",
        "1.12",
        "7.00",
        "12.00",
        "?",
        "3.12",
        "not known",
    ]
    assert sections[1][5] == "0.67 ✗✗", "0.67 is under 85 % of 1"
    assert [row[0] for row in items] == [*mixed.indicators, *mixed.conditions]
    assert items[11] == [
        "G5",
        "Size of classes (班级学生数)",
        "fails",
        "P1 primary, pupils in the largest class: 46 > 45 pupils (over by 1)",
        "“小学、初中所有班级学生数分别不超过45人、50人。”",
        "教督〔2017〕6号，政府保障程度 5；条文据温岭市职责分解表",
    ]
    assert [row[3] for row in items[-11:-5]] == ["not found"] * 5 + ["not known"]


def test_coefficients_that_do_not_hold_or_nearly_do_not_are_marked() -> None:
    few = primary("P3", 600, primary_backbone_teachers=0, multimedia_rooms=0)
    assessment = assess(good_county(primary(), few, primary("P4", 900)))
    document = document_of(assessment, "en")
    rows = {row[0][:2]: row for row in table(document, "Variation")}
    assert rows["R2"][1].endswith(" ✗")
    assert rows["R1"][3:5] == ["–", "–"], "there is no junior school, so its coefficients have no value"
    assert below(document, "R2 Backbone")[0].startswith("primary: variation coefficient 0.5941 > 0.5")
    assert "所有指标校际差异系数，小学均小于或等于0.50，初中均小于或等于0.45" in assessment.as_text("en")


def test_a_coefficient_within_5_percent_of_its_limit_is_pointed_out() -> None:
    limit = '[variation]\nat_most = {{ primary = "{}", junior = "0.45" }}\n'
    head = (
        'name = "near"\nedition = "1"\nextends = "national-2017"\n'
        'title = { zh = "近", en = "Near" }\nauthority = "县"\ndocument = "文"\n'
    )
    county = good_county(primary(equipment_value=2_400_000), primary("P2", 800, equipment_value=3_600_000), junior())
    marks = {}
    for at_most in ("0.2", "0.205", "0.22"):  # the coefficient is 0.2
        assessment = assess(county, from_text(head + limit.format(at_most)))
        (row,) = (row for row in table(document_of(assessment, "en"), "Variation") if row[0].startswith("R6"))
        marks[at_most] = row[1]
    assert marks == {"0.2": "0.2000 ~", "0.205": "0.2000 ~", "0.22": "0.2000"}
    assert "~ within 5 % of the limit" in assess(county, from_text(head + limit.format("0.2"))).as_text("en")


def test_an_undefined_coefficient_has_the_mark_of_its_outcome() -> None:
    nothing = {"multimedia_rooms": 0}
    county = good_county(primary(**nothing), junior())
    for word, mark in (("fail", "– ✗"), ("unknown", "– ?"), ("pass", "–")):
        own = from_text(
            'name = "zero"\nedition = "1"\nextends = "national-2017"\ntitle = { zh = "零", en = "Zero" }\n'
            f'authority = "县"\ndocument = "文"\nvariation.all_zero = "{word}"\n'
        )
        rows = table(document_of(assess(county, own), "en"), "Variation")
        assert rows[6][1] == mark


def test_a_mean_of_coefficients_that_does_not_hold_is_reported() -> None:
    standard = from_text(
        'name = "mean"\nedition = "1"\nextends = "national-2017"\ntitle = { zh = "均", en = "Mean" }\n'
        'authority = "县"\ndocument = "文"\n[variation]\nof = "mean"\nat_most = { primary = "0.01", junior = "0.45" }\n'
    )
    assessment = assess(good_county(), standard)
    document = document_of(assessment, "en")
    assert headings(document)[1] == "CV Mean of the variation coefficients of a stage (综合差异系数)"
    assert below(document, "CV Mean")[0].startswith("primary: 0.02")
    assert table(document, "")[0][2].endswith("; 1 of 2 mean coefficients fails")
    assert table(document_of(assessment, "zh"), "")[0][2].endswith("；2个学段的综合差异系数中1个未达标")
    assert headings(document_of(assessment, "zh"))[1] == "CV 综合差异系数"


def test_an_item_of_a_local_standard_is_reported_like_any_other() -> None:
    given = {"tutoring_not_curbed": True, "average_class": 31}
    assessment = assess(attrs.evolve(good_county(), local=given), LOCAL)
    assert "1 of 7 grounds found" in assessment.as_text("en")
    assert below(document_of(assessment, "en"), "V7") == ["found: tutoring not curbed"]
    assert below(document_of(assessment, "zh"), "V7") == ["已发现tutoring_not_curbed"]
    missing = table(document_of(assess(good_county(), LOCAL), "en"), "Missing data")
    assert ["facts", "local.tutoring_not_curbed", "V7", ""] in missing


def test_whose_a_failed_item_is_and_what_is_to_be_done() -> None:
    assessment = assess(change_campus(good_county(), "P1", primary_largest_class=46), "wenling-2020")
    assert (
        "Departments responsible (责任单位): 市教育局、市发改局、各镇(街道)、东部新区; due 2022-09-30"
        in assessment.as_text("en")
    )
    assert "责任单位：市教育局、市发改局、各镇(街道)、东部新区；完成期限2022-09-30" in assessment.as_text("zh")
    assert "工作任务：严格控制班额" in assessment.as_html("zh")
    assert "As of 2022-12-31: 46 due, " in assessment.as_text("en")


def test_sections_of_schools_with_several_campuses_stand_under_the_school(tmp_path: Path) -> None:
    file = tmp_path / "school.toml"
    file.write_text(
        'name = "school"\nedition = "1"\nextends = "national-2017"\n[counted]\nby = "school"\n', encoding="utf-8"
    )
    poor = {"primary_backbone_teachers": 0, "primary_sports_arts_teachers": 0}
    county = good_county(primary(**poor), primary("P2", 600, parent_code="P1", **poor))
    document = document_of(assess(county, file), "en")
    assert below(document, "P1 (primary school)")[0] == (
        "primary, 1,400 pupils: 5 of 7 at the limit, 6 needed; below 85 % of it: R2, R3"
    )


VERDICTS = [
    ({}, "recognised (达到要求)", "达到要求"),
    ({"fraud": None}, "cannot be decided yet (无法判定)", "无法判定"),
    ({"fraud": True}, "not recognised (未达到要求)", "未达到要求"),
]


@pytest.mark.parametrize(("changes", "in_english", "in_chinese"), VERDICTS)
def test_verdict_in_words(changes: dict[str, object], in_english: str, in_chinese: str) -> None:
    assessment = assess(change_facts(good_county(), **changes))
    assert f"Verdict: {in_english}\n" in assessment.as_text("en")
    assert f"结论：{in_chinese}\n" in assessment.as_text("zh")


def test_a_page_says_the_same_and_escapes_what_was_handed_in(mixed: Assessment) -> None:
    page = mixed.as_html("en")
    assert page.count("<script>") == 1
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    for words in ("not recognised", "46 &gt; 45 pupils", "equipment_value", "竹溪小学", "校际差异系数"):
        assert words in page
    assert page.count(' data-value="0.6666666666666666">0.67<span class="mark"> ✗✗</span></td>') == 1


def test_a_workbook_has_a_sheet_for_each_question(mixed: Assessment, tmp_path: Path) -> None:
    mixed.as_workbook(tmp_path / "zh.xlsx")
    mixed.as_workbook(tmp_path / "en.xlsx", lang="en")
    book = openpyxl.load_workbook(tmp_path / "zh.xlsx")
    assert book.sheetnames == [
        *("结论", "指标", "差异系数", "各校", "未达标", "缺失数据", "任务"),
        *("社会认可度", "差额", "调查样本", "申报条件"),
    ]
    assert book["结论"]["A3"].value == "结论：未达到要求"
    assert book["各校"]["F3"].value == pytest.approx(4 / 6)
    assert book["各校"]["F3"].number_format == '0.00" ✗✗"'
    assert openpyxl.load_workbook(tmp_path / "en.xlsx").sheetnames[0] == "Verdict"


def test_a_notebook_shows_the_verdict_and_what_fails_in_brief(
    mixed: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = attrs.evolve(mixed, county=attrs.evolve(mixed.county, name="<b>县"))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    fragment = named._repr_html_()
    assert "<p><b>&lt;b&gt;<span" in fragment
    assert "<p><b>Verdict: not recognised (" in fragment
    assert "G5 Size of classes" in fragment
    assert "V6 Fraud" in fragment
    assert len(fragment.encode()) < 20_000
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert "<p><b>结论：未达到要求</b></p>" in named._repr_html_()
    assert str(named).splitlines()[3] == "结论：未达到要求"


def test_alternatives_that_fail_are_labelled_as_such() -> None:
    small = primary(music_room_areas=(), built_year=2010)
    assessment = assess(good_county(small, junior()), "shenyang")
    for lang, label in (
        ("en", "alternative {} (one is enough): 20 classes; 0 rooms of "),
        ("zh", "可选条件{}（满足其一即可）：20个班，现有"),
    ):
        lines = below(
            document_of(assessment, lang), "G3 " + ("Music and art rooms" if lang == "en" else "音乐、美术专用教室")
        )
        assert [label.format(n) in line for n, line in enumerate(lines, start=1)] == [True, True]


def test_many_facts_of_one_item_are_cut_short() -> None:
    campuses = [primary(f"P{n:02}", primary_largest_class=60) for n in range(40)]
    document = document_of(assess(good_county(*campuses, junior())), "en")
    assert below(document, "G5 Size of classes")[10:] == ["and 30 more, listed by campus below"]
    assert sum(heading.startswith("P") for heading in headings(document)) == 40


def test_cells_that_are_empty_at_many_campuses_are_listed_by_code() -> None:
    few, many, all_of_them = 3, 6, 8

    def places(empty: int) -> str:
        campuses = [
            primary(f"P{n}", school_name=f"第{n}小学", has_charter=None if n < empty else True) for n in range(8)
        ]
        (row,) = table(document_of(assess(good_county(*campuses)), "en"), "Missing data")
        return row[3]

    assert places(few) == "P0 第0小学, P1 第1小学, P2 第2小学"
    assert places(many) == "P0, P1, P2, P3, P4, P5"
    assert places(all_of_them) == "all 8 campuses"


def test_a_subject_that_is_missing_is_named_with_its_table() -> None:
    county = good_county()
    chinese, _, *others, _ = county.monitoring
    open_ = attrs.evolve(county, monitoring=[attrs.evolve(chinese, between_school_share=None), *others], groups=[])
    rows = table(document_of(assess(open_), "en"), "Missing data")
    assert rows == [
        ["monitoring", "校际差异率 (between_school_share)", "Q9", "语文"],
        ["monitoring", "", "Q9", "数学, 德育"],
        ["groups", "", "S1", ""],
    ]


def test_a_grade_is_shown_by_its_word() -> None:
    assessment = assess(good_county(primary(moral_education=Grade.SATISFACTORY), junior()))
    assert below(document_of(assessment, "en"), "Q6") == ["P1, moral education: satisfactory < good"]
    assert below(document_of(assessment, "zh"), "Q6") == ["P1，德育工作水平：合格，低于良好"]


def test_judgements_that_do_not_hold_are_named() -> None:
    assessment = assess(change_facts(good_county(), no_excess_burden=False, exam_based_admission=True))
    document = document_of(assessment, "en")
    assert below(document, "Q8") == ["does not hold: no excess burden"]
    assert below(document, "V1") == ["found: exam based admission"]
    chinese = document_of(assessment, "zh")
    assert below(chinese, "Q8") == ["不符合：无过重课业负担"]
    assert below(chinese, "V1") == ["已发现存在以考试方式招生"]


def test_figures_stand_with_what_was_computed_from_them() -> None:
    county = change_campus(good_county(), "P1", music_room_areas=(98.5, 90), training_budget=39_984)
    document = document_of(assess(county), "en")
    assert below(document, "G3 ") == [
        "P1, music rooms: 20 classes; 1 room of 96 m² or more, 1 smaller (98.5 + 90 m²); 2 needed, 1 lacking"
    ]
    assert below(document, "Q4 ") == [
        "P1: 3.9984 < 5% (short by 1.0016); training budget 39,984 yuan, public funds budget 1,000,000 yuan; "
        "50,000 yuan needed, 10,016 lacking"
    ]
    none = document_of(assess(change_campus(good_county(), "P1", music_room_areas=())), "zh")
    assert below(none, "G3 ") == ["P1，音乐专用教室：20个班，现有96平方米及以上0间、以下0间，达标需2间，差2间"]


def test_a_county_of_no_year_and_a_standard_without_rules_for_schools(mixed: Assessment) -> None:
    county: County = attrs.evolve(good_county(), year=None)
    assert document_of(assess(county), "zh").title == "示例县"
    basic = document_of(assess(county, "basic-2012"), "en")
    sections = table(basic, "Sections")
    assert {row[-1] for row in sections} == {"–"}
    assert sections[0][4] == "7.00"
    assert table(basic, "Variation")[3][1] == "– ?"
    (note,) = next(one for one in basic.tables if one.name == "Sections").notes
    assert note == "✗ below the limit, ? not known"
    assert "each enters the mean: primary ≤ 0.65, junior ≤ 0.55" in assess(county, "basic-2012").as_text("en")


def test_a_section_without_known_pupils_is_marked() -> None:
    document = document_of(assess(change_campus(good_county(), "P1", primary_pupils=None)), "en")
    assert table(document, "Sections")[0][3:7] == ["?", "?", "?", "?"]


def test_aims_stand_beside_the_verdict() -> None:
    document = document_of(assess(good_county(), "wenling-2020"), "en")
    assert "Aims (努力目标), which never change a verdict" in headings(document)
    rows = table(document, "Aims")
    assert rows[0] == [
        "W1",
        "Growth of the appropriation for compulsory education over that of regular revenue",
        "not known",
        "4 empty cells",
    ]
    assert rows[-1][2:] == ["fails", "5 of 5 do not hold"]


def test_a_standard_of_resources_alone(tmp_path: Path) -> None:
    items = list(assess(good_county(), "basic-2012").standard.items)
    document = document_of(assess(good_county(), "basic-2012"), "en")
    assert [row[0] for row in table(document, "Items")] == items
    assert not [heading for heading in headings(document) if heading.startswith(("Conditions", "Aims"))]


def test_a_standard_without_resources_has_no_sections_and_no_coefficients() -> None:
    standard = from_text("""
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
""")
    document = document_of(assess(attrs.evolve(good_county(), groups=[]), standard), "en")
    assert [one.name for one in document.book] == ["Items", "Failures", "Missing data", "Tasks"]
    assert headings(document) == ["What passes (达标)", "Basis of this report (依据)"]
    failed = document_of(assess(change_facts(attrs.evolve(good_county(), groups=[]), fraud=True), standard), "en")
    assert isinstance(failed.head[3], Table)
    assert [entry.text for entry in failed.head[3].rows[0]] == ["veto (一票否决)", "fails", "1 of 1 grounds found"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_failure_by_the_form_that_is_given_says_what_could_change_it(lang: str) -> None:
    subject = Subject(subject="语文", level=2, between_school_share=0.1)
    county = attrs.evolve(good_county(), monitoring=[subject])
    final, given = {"zh": ("不会改变结论", "share_at_level_3"), "en": ("whatever is", "share_at_level_3")}[lang]
    text = assess(county).as_text(lang).replace("\n", "")
    assert final not in text
    assert given in text
    for settled in (
        attrs.evolve(county, monitoring=[attrs.evolve(subject, share_at_level_3=0.5)]),
        change_facts(county, fraud=True),
    ):
        text = assess(settled).as_text(lang).replace("\n", "")
        assert final in text
        assert given not in text


@pytest.mark.parametrize("standard", names())
@pytest.mark.parametrize("kind", [Kind.PRIMARY, Kind.NINE_YEAR, Kind.SPECIAL, Kind.SENIOR, Kind.VOCATIONAL])
def test_a_county_without_pupils_is_assessed_and_reported(standard: str, kind: Kind, tmp_path: Path) -> None:
    pupils = {f"{stage}_pupils": 0 for stage in kind.stages}
    county = County(name="县", year=2022, campuses=[Campus(school_code="A", kind=kind, **pupils)])
    found = assess(county, standard)
    assert found.sections == ()
    assert {one.undefined for findings in found.variation.values() for one in findings.values()} == {Reason.NO_SECTIONS}
    for id, item in found.standard.items.items():
        if item.each == "section" and not item.pooled and item.dimension != "resources":
            finding = {**found.indicators, **found.aims}[id]
            assert (finding.outcome, finding.undefined) == (Outcome.PASS, Reason.NOBODY)
    # Which standards are compared does not depend on the one that is tested.
    comparison = [compare_standards(county, names())] if standard == names()[0] else []
    for shown in (found, found.tasks(), *comparison):
        assert all(shown.as_text(lang) for lang in ("zh", "en"))
        assert shown.as_html("zh")
        shown.as_workbook(tmp_path / "report.xlsx", "en")
    assert found.as_json()
    assert (
        SectionTable.from_counties([county], standard).assess(standard).outcomes
        == found.dimensions["resources"].outcome
    )


def test_a_figure_that_is_the_value_is_not_repeated() -> None:
    county = change_facts(good_county(), junior_zoned_percent=94.9)
    for code in ("J1", "N1"):
        county = change_campus(county, code, junior_zoned_intake=None)
    for lang, line in (("en", "junior: 94.9 < 95% (short by 0.1)"), ("zh", "初中：94.9%，低于95%（差0.1%）")):
        assert below(document_of(assess(county), lang), "G13") == [line]


def test_two_ways_of_measuring_that_both_fail_show_their_figures() -> None:
    county = change_campus(good_county(), "J1", junior_zoned_intake=0, junior_zone_resident_pupils=700)
    county = change_campus(county, "N1", junior_zone_resident_pupils=400)
    assert below(document_of(assess(county), "zh"), "G13") == [
        "初中：30.5556%，低于95%（差64.4444%）；初中就近划片入学人数66，初中招生数216；达标需206人，差140人",
        "初中：84.6154%，低于95%（差10.3846%）；家庭住址在划片范围内的初中在校生数1,100，初中在校生数1,300；"
        "达标需1,235人，差135人",
    ]


@pytest.mark.parametrize(
    ("lang", "words"),
    [("zh", "没有监测任何科目，无从判定"), ("en", "no subject was monitored, so there is nothing to judge")],
)
def test_a_county_in_which_nothing_was_monitored(lang: str, words: str) -> None:
    county = good_county()
    nothing = [Subject(subject=one.subject, monitored=False) for one in county.monitoring]
    assert f"\n    - {words}\n" in assess(attrs.evolve(county, monitoring=nothing)).as_text(lang)


@pytest.mark.parametrize(
    ("open_", "chinese", "english"),
    [
        (6, "6种情形均无法判定", "none of 6 grounds known"),
        (5, "6种情形中5种无法判定，其余未发现", "5 of 6 grounds not known, no other found"),
    ],
)
def test_where_no_ground_is_known_there_are_no_others(open_: int, chinese: str, english: str) -> None:
    grounds = [item for id, item in load("national-2017").items.items() if id.startswith("V")]
    names = [name for item in grounds for measure in item.measures.values() for name in measure.inputs]
    found = assess(change_facts(good_county(), **dict.fromkeys(names[:open_])))
    assert [row[2] for row in table(document_of(found, "zh"), "") if row[0] == "一票否决"] == [chinese]
    assert [row[2] for row in table(document_of(found, "en"), "") if row[0].startswith("veto")] == [english]
