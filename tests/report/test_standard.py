"""Standards in words: in brief, in full, and what two of them set differently."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import attrs
import openpyxl
import pytest

from balanced_edu import checks
from balanced_edu.report import document_of
from balanced_edu.report.choices import choices_document
from balanced_edu.report.differences import differences_document
from balanced_edu.report.document import Heading, Points
from balanced_edu.report.standard import brief_document
from balanced_edu.report.text import WIDTH, render
from balanced_edu.report.words import english, words_of
from balanced_edu.standards import Standard, from_text, load, names
from balanced_edu.text import width_of

LOCAL = str(Path(__file__).parent.parent / "cases" / "local.toml")
ZH = words_of("zh")
NATIONAL = load("national-2017")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", [*names(), LOCAL])
def test_a_standard_can_be_read_in_full(name: str, lang: str) -> None:
    standard = load(name)
    text = standard.as_text(lang)
    one_line = "".join(text.split())
    for item in (*standard.items.values(), *standard.conditions.values()):
        named = item.name_zh if lang == "zh" else item.name_en
        for words in (item.id, item.name_zh, named, item.clause, item.source, *item.responsible):
            assert "".join(words.split()) in one_line
    assert max(map(width_of, text.splitlines())) <= WIDTH


def test_a_standard_says_its_limits_and_where_they_apply() -> None:
    text = " ".join(NATIONAL.as_text("en").split())
    for words in (
        "National method for inspecting and assessing high-quality balanced compulsory education in counties",
        "Counted: each campus (独立校区); left out: special education school; teaching point and below 50 pupils",
        "What stages share is divided by pupils, weighted primary 1, junior 1.1, senior 1.32",
        "- primary: at least 4.2 teachers per 100 pupils",
        "- moral education at least good",
        "- at least 6000 yuan per pupil",
        "- since 2025-03-01: at least 7000 yuan per pupil",
        "vocational school and at least 1 pupil and below 100 pupils)",
        "- judged: all campuses together",
        "- level in national monitoring at least 3; or pupils at level Ⅲ or above at least 85%",
        "- between-school share of variance below 0.15",
        "- with the subjects 语文, 数学, 科学, 体育, 艺术, 德育, except those not monitored",
        "- with rounding up, classes per room 12, smallest music room 96, smallest art room 90",
        "- rounding: A part of twelve classes needs a room too. (stated; ",
        "- counted by (stated; 温岭市实施方案 五(一)3(2))",
        "- variation: outcome without sections: A stage without schools has no coefficient, and meets the rule. (a ",
        "- with formula net of transfers",
        "- Q9 holds",
        "- met if it applies to nobody",
        "教督〔2017〕6号，一票否决",
    ):
        assert words in text


def test_a_standard_in_chinese() -> None:
    text = "".join(NATIONAL.as_text().split())
    for words in (
        "县域义务教育优质均衡发展督导评估办法教育部，教督〔2017〕6号（national-2017，第1版）",
        "统计单位：独立校区；不计入：特殊教育学校；教学点，学生数低于50人",
        "各学段共用的资源按学生数折算，权重为小学1、初中1.1、高中1.32",
        "学校（学段）：7项中至少6项达到要求，余项不低于要求的85%。“每所学校至少有6项指标达到要求",
        "差异系数：小学不超过0.5、初中不超过0.45。",
        "满意度调查（只作说明，不影响结论）：家长占调查人数的比例不低于50%（按有效问卷数计）。“家长占调查对象的一半以上”",
        "-小学：不低于4.2人/百人",
        "-德育工作水平不低于良好",
        "-不低于6000元/生",
        "-自2025-03-01起：不低于7000元/生",
        "职业学校，学生数不低于1人，学生数低于100人）",
        "-学业水平等级不低于3；或学业水平达到Ⅲ级以上学生比例不低于85%",
        "-须有科目：语文、数学、科学、体育、艺术、德育（未监测的除外）",
        "-其中计算公式为扣除转入、加上转出",
        "-校际差异系数达标",
        "-认定后年度监测持续保持较高水平",
        "-合并计算：全县教师合并计算，不逐校判定（文件未规定，由本库选定）",
        "-不计入统计（文件规定；河北省具体办法）",
        "文件规定",
    ):
        assert words in text, words


def test_a_local_plan_has_its_steps_aims_and_departments() -> None:
    english_text, chinese = load("wenling-2020").as_text("en"), load("wenling-2020").as_text()
    assert "Extends national-2017; what it takes over is shown too." in english_text
    assert "- Step: 筹备启动阶段, 2019-09-01 to 2020-09-30" in english_text
    assert "- Step: 报台州市复核, 2022-10-31" in english_text
    assert "W7 A sports meeting every year (运动会) (an aim: it never changes the verdict)" in english_text
    assert "责任单位：市委编办、市教育局；完成期限2022-09-30" in chinese
    assert "W7 运动会（努力目标，不影响结论）" in chinese


def own(text: str) -> Standard:
    head = 'name = "own"\nedition = "1"\nextends = "national-2017"\nauthority = "县"\ndocument = "文"\n'
    return from_text(f'{head}title = {{ zh = "自定", en = "Own" }}\n{text}')


def test_a_local_standard_in_full() -> None:
    text = load("shenyang").as_text("en")
    one_line = " ".join(text.split())
    for words in (
        "also counted where rural and at least 50 pupils and below 100 pupils: visiting sports arts teachers",
        "also counted where in the inner city: extra sports area",
        "beyond those needed: at least 0 rooms; or year built at most 2016: at least 0 rooms (smallest music room 73) "
        "(concession)",
        "the concession has been in force since 2019-01-01",
        "or migrant children above 50%: at most 2400 pupils",
        "a largest class below 30 pupils",
        "- not: tutoring and burden not curbed",
        "public funds per primary pupil at least 1150 yuan per pupil",
        "practice of districts",
    ):
        assert words in one_line, words
    chinese = "".join(load("shenyang").as_text("zh").split())
    assert "大城市中心城区的，校内其他及租赁运动场地面积也计入" in chinese
    assert "，交流走教体育艺术教师数也计入" in chinese, "of both stages"


def test_by_school_without_weights_sample_or_coefficients() -> None:
    school = own('[counted]\nby = "school"\nleaves_out = []\n[variation]\nof = "mean"\n')
    text = school.as_text("en")
    assert "- Counted: each school with all its campuses\n" in text
    assert "- Mean of the variation coefficients: " in text
    bare = attrs.evolve(NATIONAL, weights={}, variation={}, sample={}, reached=0).as_text("en")
    for words in (
        "Variation coefficients:",
        "is divided by pupils",
        "Sections: ",
        "Survey (reported; does not affect the verdict): ",
    ):
        assert words not in bare
        assert words in NATIONAL.as_text("en")


def test_what_is_demanded_of_the_sample() -> None:
    cited = 'clause = "样本"\nsource = "教督〔2012〕3号"\n'
    standard = own(
        f'[sample.minimum]\nat_least = "600"\nresidents_below = "400000"\ncounts = "handed_out"\n{cited}'
        f'[sample.returns]\nat_least = "70"\n{cited}'
    )
    english, chinese = ("".join(standard.as_text(lang).replace("\n", " ").split()) for lang in ("en", "zh"))
    for demand in (
        "counties with residents below 400000 persons: people asked at least 600 persons, counting questionnaires "
        "handed out. “样本”",
        "valid questionnaires among those handed out at least 70%. “样本”",
        "家长, share of those asked at least 50%, counting valid questionnaires. “家长占调查对象的一半以上”",
    ):
        assert demand.replace(" ", "") in english
    for demand in (
        "常住人口低于400000人的县：调查人数不低于600人（按发放问卷数计）。“样本”",
        "有效问卷回收率不低于70%。“样本”",
        "家长占调查人数的比例不低于50%（按有效问卷数计）。“家长占调查对象的一半以上”",
    ):
        assert demand in chinese


def test_steps_with_one_day_and_scopes_outside_the_inner_city() -> None:
    standard = own(
        'milestones = [{ name = "申报", start = 2021-01-01, clause = "申报" }]\n'
        "[items.Q3]\nwhere = { inner_city = false }\n"
    )
    assert "- Step: 申报, 2021-01-01\n" in standard.as_text("en")
    assert "- judged: each campus (outside the inner city)\n" in standard.as_text("en")


def test_a_scope_made_in_code_is_written_as_a_check() -> None:
    odd = attrs.evolve(NATIONAL.items["Q3"], where=checks.all_of(checks.not_(checks.one_of(["甲"], of="kind"))))
    text = attrs.evolve(NATIONAL, items={"Q3": odd}).as_text("en")
    assert "- judged: each campus (not: <kind one of 甲>)" in text


def test_in_brief() -> None:
    assert render(brief_document(NATIONAL, ZH)) == (
        "national-2017，第1版\n  - 《县域义务教育优质均衡发展督导评估办法》，教督〔2017〕6号"
    )
    assert render(brief_document(load("shenyang"), english())).splitlines() == [
        "shenyang, edition 1",
        "  - Shenyang's reading of the national method, as an example of a local profile",
        "  - 沈阳市义务教育优质均衡发展指标口径（示例）, 据区县填报用表，未见原文",
    ]


def test_a_workbook_has_a_row_for_each_item(tmp_path: Path) -> None:
    standard = load("wenling-2020")
    standard.as_workbook(tmp_path / "standard.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "standard.xlsx")["条目"]
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 1 + len(standard.items) + len(standard.conditions)
    assert rows[1][:3] == (
        "R1",
        "每百名学生拥有高于规定学历教师数",
        "小学：不低于4.2人/百人；初中：不低于5.3人/百人；判定方式：逐校逐学段",
    )
    choices = openpyxl.load_workbook(tmp_path / "standard.xlsx")["文件未规定的事项"]
    assert len(list(choices.iter_rows())) == 1 + len(standard.choices)
    assert "<h3>R1 每百名学生拥有高于规定学历教师数</h3>" in standard.as_html()


def test_differences_item_by_item() -> None:
    document = differences_document(NATIONAL, load("shenyang"), english())
    assert document.title == "national-2017 (1) → shenyang (1)"
    lines = [point.text for block in document.blocks if isinstance(block, Points) for point in block.points]
    assert "clause: 特殊教育学校生均公用经费不低于6000元。 → 特殊教育学校生均公用经费不低于8000元" in lines
    assert "demands: at least 6000 yuan per pupil → at least 8000 yuan per pupil" in lines
    assert "also counted: (not set) → also counted where in the inner city: extra sports area (concession)" in lines
    assert "basis: stated → practice of districts" in lines
    assert "V7 Failing to regulate off-campus tutoring and reduce the burden" in render(document)
    chinese = render(differences_document(NATIONAL, load("shenyang"), ZH))
    assert "- 依据：文件规定 → 各地做法" in chinese
    assert "- 英文名称：（未规定） → Failing to regulate" in chinese


def test_differences_of_the_rules_for_all() -> None:
    text = " ".join(render(differences_document(NATIONAL, load("basic-2012"), english())).split())
    for words in (
        "left out of the count: special education school; teaching point and below 50 pupils; vocational school → "
        "private; ",
        "variation: limit, primary: 0.50 → 0.65",
        "variation: of: (not set) → the mean of the coefficients",
        "section rule: floor: 0.85 → (not set)",
        "judged together: yes → (not set)",
        "where: kind: primary school; teaching point; ",
        "what it covers, in English: (not set) → This standard covers one of the method's four parts",
    ):
        assert words in text, words
    plan = " ".join(render(differences_document(NATIONAL, load("wenling-2020"), english())).split())
    assert "steps: (not set) → name 筹备启动阶段, start 2019-09-01, end 2020-09-30, clause " in plan


def test_standards_that_set_the_same() -> None:
    assert render(differences_document(NATIONAL, NATIONAL, english())).splitlines()[-1] == "They set the same."
    assert render(differences_document(NATIONAL, NATIONAL, ZH)).splitlines()[-1] == "两份标准的规定相同。"


def test_a_setting_that_has_no_name_has_its_key() -> None:
    document = differences_document(NATIONAL, own('[items.S1]\nweights = { others = "1" }\n'), ZH)
    assert "weights.others：（未规定） → 1" in render(document)


def test_choices_item_by_item_with_their_reasons() -> None:
    document = choices_document(NATIONAL, english())
    assert document.title.endswith("(县域义务教育优质均衡发展督导评估办法): what no document states")
    points = {
        (heading.text, point.text): [reason.text for reason in point.points]
        for heading, listed in pairwise(document.blocks)
        if isinstance(heading, Heading) and isinstance(listed, Points)
        for point in listed.points
    }
    assert len(points) == len(NATIONAL.choices)
    pooled = (
        "G9 Training of teachers, 360 hours in five years",
        "judged together: yes (a choice, where documents are ",
    )
    assert points[pooled[0], f"{pooled[1]}silent)"] == [
        "The teachers of the county are added, not judged school by school."
    ]
    chinese = render(choices_document(load("shenyang"), ZH))
    for words in (
        "    - 适用范围：全部（文件未规定，由本库选定）\n      - 所有校区的教师，含特殊教育学校\n",
        "    - 合理范围：0.5至150（文件未规定，由本库选定）\n",
        "    - 要求：不低于8000元/生（各地做法）\n      - 沈阳市区县填报用表\n",
        "    - 差异系数：没有学校时的结果：达标（文件未规定，由本库选定）\n",
    ):
        assert words in chinese, words


def test_a_figure_among_rules_is_a_choice_by_itself() -> None:
    figures = "{ value = '6000', mark = 'choice' }, { value = '8000', since = 2026-03-01, mark = 'practice' }"
    text = render(choices_document(own(f"[items.G7]\nrules = [{{ at_least = [{figures}] }}]\n"), english()))
    assert "    - demands: 6000 (a choice, where documents are silent)\n" in text
    assert "    - demands: 8000 since 2026-03-01 (practice of districts)\n" in text


def test_a_standard_may_have_no_choices() -> None:
    head = 'name = "alone"\nedition = "1"\nauthority = "县"\ndocument = "文"\ntitle = { zh = "单独", en = "Alone" }\n'
    item = "name = { zh = '布局', en = 'Layout' }\nrules = [{ holds = true }]\nclause = '-'\nsource = '-'\n"
    alone = from_text(f"{head}[items.G1]\n{item}")
    assert render(choices_document(alone, english())).splitlines()[-1] == "Every setting is stated in a document."
    assert choices_document(alone, ZH).tables[-1].rows == ()


def test_a_standard_has_no_text_of_its_own_but_by_name() -> None:
    assert repr(NATIONAL) == str(NATIONAL)
    assert document_of(NATIONAL, "en").lang == "en"
