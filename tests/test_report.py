"""Reports: the JSON contract, and what text and HTML must say."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import attrs
import openpyxl
import pytest
from counties import change_campus, change_facts, good_county, primary

from balanced_edu.assessment import Assessment, assess
from balanced_edu.comparison import compare_counties, compare_standards
from balanced_edu.report import differences_as_text, standard_as_text, standard_in_brief
from balanced_edu.report.layout import WIDTH
from balanced_edu.report.sheet import write_sheet
from balanced_edu.standards import from_text, load, names

RESOURCES = [f"R{n}" for n in range(1, 8)]
ITEMS = [*RESOURCES, *(f"G{n}" for n in range(1, 16)), *(f"Q{n}" for n in range(1, 10)), "S1"]
ITEMS += [f"V{n}" for n in range(1, 7)]
OUTCOMES = {"pass", "fail", "unknown"}


@pytest.fixture(scope="module")
def mixed() -> Assessment:
    """Something fails, something is not known, and a name is hostile."""
    county = change_campus(
        good_county(), "P1", school_name="<script>alert(1)</script>", primary_largest_class=46, equipment_value=None
    )
    county = change_campus(county, "P2", school_name="竹溪小学", primary_backbone_teachers=4)
    return assess(change_facts(county, fraud=None))


def test_json_is_the_contract(mixed: Assessment) -> None:
    found = json.loads(mixed.as_json())
    keys = ["schema", "county", "standard", "outcome", "dimensions", "indicators", "variation", "sections"]
    assert list(found) == keys
    assert (found["schema"], found["county"]) == ("balanced-edu/assessment/1", "示例县")
    assert (found["standard"], found["outcome"]) == ("national-2017", "fail")
    assert found["dimensions"] == {
        "resources": "fail",
        "guarantee": "fail",
        "quality": "pass",
        "recognition": "pass",
        "veto": "unknown",
    }
    assert list(found["indicators"]) == ITEMS
    for item in found["indicators"].values():
        assert list(item) == ["outcome", "reason"]
        assert item["outcome"] in OUTCOMES
        assert item["reason"]
    assert list(found["variation"]) == ["primary", "junior"]
    for coefficients in found["variation"].values():
        assert list(coefficients) == RESOURCES
        for coefficient in coefficients.values():
            assert list(coefficient) == ["mean", "coefficient", "limit", "outcome"]
    assert found["variation"]["primary"]["R6"] == {
        "mean": None,
        "coefficient": None,
        "limit": 0.5,
        "outcome": "unknown",
    }
    assert found["variation"]["junior"]["R1"]["mean"] == pytest.approx(100 * (55 + 25) / 1300)
    assert [(s["campus"], s["stage"], s["pupils"]) for s in found["sections"]] == [
        ("P1", "primary", 800),
        ("P2", "primary", 600),
        ("J1", "junior", 900),
        ("N1", "primary", 400),
        ("N1", "junior", 400),
    ]
    first, second = found["sections"][:2]
    assert list(first) == ["campus", "stage", "pupils", "outcome", "values", "outcomes"]
    assert (first["outcome"], first["values"]["R6"], first["outcomes"]["R6"]) == ("unknown", None, "unknown")
    assert (second["outcome"], second["outcomes"]["R2"]) == ("fail", "fail")
    assert second["values"]["R2"] == pytest.approx(400 / 600)


def test_text_tells_the_verdict_what_fails_and_what_is_missing(mixed: Assessment) -> None:
    text = str(mixed)
    assert "VERDICT: not recognised (未达到要求)" in text
    assert "46 > 45 pupils (over by 1)" in text
    assert "小学、初中所有班级学生数分别不超过45人、50人。" in text
    assert "教学仪器设备值 (equipment_value): P1" in text
    assert "有弄虚作假行为 (fraud)" in text
    assert "R2 0.6667 < 1 teachers per 100 pupils (short by 0.3333)" in text
    assert "小学、初中均小于或等于" not in text, "no coefficient fails, so that clause is not quoted"


def columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(mark) in "WF" else 1 for mark in line)


def test_text_fits_its_width_and_its_columns_are_aligned(mixed: Assessment) -> None:
    lines = str(mixed).splitlines()
    assert max(map(columns, lines)) <= WIDTH
    rows = [line for line in lines if line.startswith("  R")]
    assert len({columns(row[: row.index("0.")]) for row in rows if "– ?" not in row}) == 1
    assert any(row.startswith("  R6 生均教学仪器设备值") and "– ?" in row for row in rows)


def test_coefficients_that_do_not_hold_or_hold_by_a_hair_are_marked() -> None:
    few = primary("P3", 600, primary_backbone_teachers=0, multimedia_rooms=0)
    text = str(assess(good_county(primary(), few, primary("P4", 900))))
    assert "! does not hold" in text
    assert "R2" in text.partition("WHAT FAILS")[2].partition("CAMPUSES THAT FAIL")[0]
    assert "所有指标校际差异系数，小学均小于或等于0.50，初中均小于或等于0.45" in text
    assert "– " in text, "there is no junior school, so its coefficients have no value"


def test_control_characters_of_a_name_do_not_reach_the_terminal() -> None:
    name = "竹溪\x1b[31m小学\u202e\n"
    found = assess(change_campus(good_county(), "P1", school_name=name, primary_largest_class=46))
    for report in (str(found), found.as_html()):
        assert "竹溪 [31m小学" in report
        assert not {"\x1b", "\u202e"} & set(report)


FORGED = "VERDICT: forged"
# A colour, a turn of direction, a line of its own, the end of a paragraph, and what no XML can hold.
HOSTILE = f"县\x1b[31m\u202e\n{FORGED}\u2029\x9b\uffff"
HOSTILE_STANDARD = """
name = "HOSTILE"
edition = "HOSTILE"
extends = "national-2017"
title = { zh = "HOSTILE", en = "HOSTILE" }
authority = "HOSTILE"
document = "HOSTILE"
section = { at_least = 7, clause = "HOSTILE" }
variation = { of = "mean", at_most = { primary = "0.01", junior = "0.01" }, clause = "HOSTILE" }
sample = { group = "家长", at_least = "99", clause = "HOSTILE" }
milestones = [{ name = "HOSTILE", start = 2021-01-01, clause = "HOSTILE" }]
[items.G5]
name = { zh = "HOSTILE", en = "HOSTILE" }
clause = "HOSTILE"
source = "HOSTILE"
responsible = ["HOSTILE"]
task = "HOSTILE"
[items."W1HOSTILE"]
name = { zh = "HOSTILE", en = "HOSTILE" }
dimension = "plan HOSTILE"
clause = "HOSTILE"
source = "HOSTILE"
mark = "choice"
responsible = ["HOSTILE"]
task = "HOSTILE"
rules = [{ fact = "one HOSTILE", unit = "pupil", at_most = "30" }]
"""


@pytest.fixture(scope="module")
def hostile() -> Assessment:
    """A county and a standard with hostile texts wherever they can have one."""
    standard = from_text(HOSTILE_STANDARD.replace("HOSTILE", json.dumps(HOSTILE)[1:-1]))
    county = change_campus(good_county(), "P1", school_name=HOSTILE, primary_largest_class=46, equipment_value=None)
    return assess(attrs.evolve(county, name=HOSTILE), standard)


WRITERS: dict[str, Callable[[Assessment], str]] = {
    "text": str,
    "page": Assessment.as_html,
    "fragment": Assessment._repr_html_,
    "json": Assessment.as_json,
    "repr": repr,
    "board": lambda found: str(found.tasks()),
    "page of the board": lambda found: found.tasks().as_html(),
    "repr of the board": lambda found: repr(found.tasks()),
    "progress": lambda found: str(found.tasks().since(assess(found.county).tasks())),
    "repr of the progress": lambda found: repr(found.tasks().since(found.tasks())),
    "standards": lambda found: str(compare_standards(found.county, ["basic-2012", found.standard])),
    "page of standards": lambda found: compare_standards(found.county, ["basic-2012", found.standard]).as_html(),
    "counties": lambda found: str(compare_counties([found.county], found.standard)),
    "page of counties": lambda found: compare_counties([found.county], found.standard).as_html(),
    "repr of a comparison": lambda found: repr(compare_counties([found.county], found.standard)),
    "a standard": lambda found: standard_as_text(found.standard),
    "a standard in brief": lambda found: standard_in_brief(found.standard),
    "differences": lambda found: differences_as_text(load("national-2017"), found.standard),
}


@pytest.mark.parametrize("writer", WRITERS)
def test_no_text_of_a_county_or_a_standard_upsets_a_terminal_or_forges_a_line(writer: str, hostile: Assessment) -> None:
    written = WRITERS[writer](hostile)
    assert FORGED in written
    assert not [line for line in written.split("\n") if line.startswith(FORGED)]
    kinds = {unicodedata.category(mark) for mark in written if mark != "\n"}
    assert not kinds & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert "\uffff" not in written
    assert written.encode("utf-8")


def test_json_means_the_same_however_it_is_escaped(hostile: Assessment) -> None:
    assert json.loads(hostile.as_json()) == hostile.as_dict()
    assert json.loads(hostile.as_json())["county"] == HOSTILE
    assert "县\\u001b[31m\\u202e" in hostile.as_json()


SHEETS = [
    # a text, and what stands in the sheet
    ("=HYPERLINK(1,2)", "=HYPERLINK(1,2)"),
    ("#N/A", "#N/A"),
    (HOSTILE, f"县 [31m {FORGED}"),
    ("P0001; " * 4000, f"{'P0001; ' * 2285}".rstrip() + " … and 12,005 more characters"),
    ("县" * 40_000, "县" * 16_000 + " … and 24,000 more characters"),
]


@pytest.mark.parametrize(("given", "expected"), SHEETS, ids=["formula", "error", "hostile", "codes", "no blanks"])
def test_a_text_in_a_sheet_stays_a_text_that_fits(given: str, expected: str, tmp_path: Path) -> None:
    write_sheet(tmp_path / "sheet.xlsx", f"[a/b]: {given}", {given: [given, 1, None]})
    (sheet,) = openpyxl.load_workbook(tmp_path / "sheet.xlsx").worksheets
    assert sheet.title.startswith("a b ")
    assert len(sheet.title) <= 31
    cells = [sheet.cell(row, 1) for row in (1, 2, 3, 4)]
    assert [cell.value for cell in cells] == [expected, expected, 1, None]
    assert [cell.data_type for cell in cells[:2]] == ["s", "s"]


def test_a_mean_of_coefficients_that_does_not_hold_is_told(tmp_path: Path) -> None:
    file = tmp_path / "mean.toml"
    file.write_text(
        'name = "mean"\nedition = "1"\nextends = "national-2017"\n'
        '[variation]\nof = "mean"\nat_most = { primary = "0.01", junior = "0.45" }\n',
        encoding="utf-8",
    )
    found = assess(good_county(), file)
    assert str(found.outcome) == "fail"
    failed = str(found).partition("WHAT FAILS")[2]
    assert failed.splitlines()[2].startswith("CV  综合差异系数")
    assert "primary (小学): 0.02" in failed
    assert "综合差异系数" in found.as_html()


def test_an_item_of_a_local_standard_is_told_like_any_other() -> None:
    local = Path(__file__).parent / "cases" / "local.toml"
    given = {"tutoring_not_curbed": True, "average_class": 31}
    found = assess(attrs.evolve(good_county(), local=given), local)
    assert found.as_dict()["indicators"]["V7"] == {"outcome": "fail", "reason": found.indicators["V7"].reason}
    assert "1 of 7 grounds found" in str(found)
    assert "- found: tutoring not curbed" in str(found)
    assert "[local] tutoring_not_curbed → V7" in str(assess(good_county(), local))


def test_whose_a_failed_item_is() -> None:
    found = assess(change_campus(good_county(), "P1", primary_largest_class=46), "wenling-2020")
    assert "责任单位: 市教育局、市发改局、各镇(街道)、东部新区, due 2022-09-30" in str(found)
    assert "严格控制班额" in found.as_html()


def test_sections_of_schools_with_several_campuses_are_told_under_the_school(tmp_path: Path) -> None:
    file = tmp_path / "school.toml"
    file.write_text(
        'name = "school"\nedition = "1"\nextends = "national-2017"\n[counted]\nby = "school"\n', encoding="utf-8"
    )
    poor = {"primary_backbone_teachers": 0, "primary_sports_arts_teachers": 0}
    county = good_county(primary(**poor), primary("P2", 600, parent_code="P1", **poor))
    told = str(assess(county, file)).partition("CAMPUSES THAT FAIL")[2]
    assert "P1 (小学)\n    primary (小学), 1,400 pupils: 5 of 7 at the limit, 6 needed" in told


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [({}, "recognised (达到要求)"), ({"fraud": None}, "cannot be decided yet"), ({"fraud": True}, "not recognised")],
)
def test_verdict_in_words(changes: dict[str, object], verdict: str) -> None:
    assert f"VERDICT: {verdict}" in str(assess(change_facts(good_county(), **changes)))


def test_html_says_the_same_and_escapes_what_was_handed_in(mixed: Assessment) -> None:
    page = mixed.as_html()
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    for words in ("not recognised", "46 &gt; 45 pupils", "equipment_value", "竹溪小学", "校际差异系数"):
        assert words in page
    assert page.count('<td class="number fail far">') == 1, "0.67 is under 85 % of 1"
    assert "0.67 ✗✗" in page


def test_a_notebook_shows_the_verdict_and_what_fails_in_brief(mixed: Assessment) -> None:
    fragment = attrs.evolve(mixed, county=attrs.evolve(mixed.county, name="<b>县"))._repr_html_()
    assert "&lt;b&gt;县 2022: not recognised (未达到要求)" in fragment
    assert "G5 班级学生数" in fragment
    assert "有弄虚作假行为" not in fragment
    assert len(fragment) < 2000


def test_without_jinja2_one_sentence_names_the_extra(mixed: Assessment, monkeypatch: pytest.MonkeyPatch) -> None:
    from balanced_edu.report import page

    page._templates.cache_clear()
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(ModuleNotFoundError, match=r"pip install 'balanced-edu\[cli\]'"):
        mixed.as_html()


def test_a_sample_with_few_parents_is_told_and_fails_nothing() -> None:
    county = good_county()
    few = attrs.evolve(county, groups=[attrs.evolve(county.groups[0], surveyed=300, satisfied=290), county.groups[1]])
    found = assess(few)
    assert str(found.outcome) == "pass"
    assert found.notes == (
        "家长 are 42.8571 % of those asked in the survey; 50 % are expected (家长占调查对象的一半以上)",
    )
    assert "Note: 家长 are 42.8571 % of those asked" in str(found)
    assert assess(county).notes == ()


@pytest.mark.parametrize("name", [*names(), str(Path(__file__).parent / "cases" / "local.toml")])
def test_a_standard_can_be_read_in_full(name: str) -> None:
    standard = load(name)
    text = standard_as_text(standard)
    one_line = "".join(text.split())
    for item in (*standard.items.values(), *standard.conditions.values()):
        for words in (item.id, item.name_zh, item.name_en, item.clause, item.source, *item.responsible):
            assert "".join(words.split()) in one_line
    assert max(map(columns, text.splitlines()[3:])) <= WIDTH


def test_a_standard_says_its_limits_and_where_they_apply() -> None:
    text = standard_as_text(load("national-2017"))
    for words in (
        "Counted: each campus (独立校区); left out: 特殊教育学校; 教学点 and below 50 pupils",
        "- primary (小学): at least 4.2 teachers per 100 pupils",
        "- moral education grade at least 良好",
        "- at least 6000 yuan a pupil, at least 7000 yuan a pupil since 2025-03-01",
        "judged: each campus, where 小学, 教学点 and 乡村 and at least 1 pupils and below 100 pupils",
        "judged: all campuses together",
        "- monitoring level at least 3; or pupils at level 3 at least 85 %",
        "- monitored between school share below 0.15",
        "with classes per room 12, smallest music room 96, smallest art room 90",
        "with formula net of transfers",
        "教督〔2017〕6号，一票否决",
    ):
        assert words in text
