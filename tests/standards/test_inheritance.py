"""Clauses that are inherited while their figures change: each is reported with its line, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from balanced_edu import cli
from balanced_edu.errors import StandardError
from balanced_edu.standards import names
from balanced_edu.standards.inheritance import inherited_clauses, inherited_marks, replaced_tables

HEAD = 'name = "mine"\nedition = "1"\nextends = "national-2017"\n'


def mine(folder: Path, text: str) -> Path:
    file = folder / "mine.toml"
    file.write_text(HEAD + text, encoding="utf-8")
    return file


@pytest.mark.parametrize("name", names())
def test_the_standards_of_the_library_quote_what_they_set(name: str) -> None:
    assert inherited_clauses(name) == []


CHANGES = [
    ("[section]\nat_least = 7\n", ["5:section.at_least"]),
    ("[section]\nfloor = '0.9'\n", ["5:section.floor"]),
    ("[section]\nat_least = 7\nfloor = '0.9'\n", ["5:section.at_least", "6:section.floor"]),
    ("section.floor = '0.9'\n", ["4:section.floor"]),
    ("[variation]\nat_most = { primary = '0.5', junior = '0.4' }\n", ["5:variation.at_most"]),
    ("[counted]\nleaves_out = [{ kinds = ['教学点'], pupils_below = '49' }]\n", ["5:counted.leaves_out"]),
    ("[division]\nweights = { primary = '1', junior = '1.2', senior = '1.32' }\n", ["5:division.weights"]),
    ("[sample.share]\nat_least = '40'\n", ["5:sample.share.at_least"]),
    ("[sample.per_mille]\nat_least = '2'\n", ["5:sample.per_mille.at_least"]),
    ("[items.G4]\nrules = [{ at_most = '1800' }]\n", ["5:items.G4.rules"]),
    # Another limit in one rule of several, another kind of limit, and limits of stages that are swapped.
    (
        "[items.R1]\nrules = [{ stages = ['primary'], at_least = '4.2' }, { stages = ['junior'], at_least = '5.4' }]\n",
        ["5:items.R1.rules"],
    ),
    (
        "[items.R1]\nrules = [{ stages = ['primary'], at_least = '5.3' }, { stages = ['junior'], at_least = '4.2' }]\n",
        ["5:items.R1.rules"],
    ),
    ("[items.Q2]\nrules = [{ above = '95' }]\n", ["5:items.Q2.rules"]),
    # Concessions, grades, constants and scopes are figures of the clause too.
    (
        "[items.G4]\nrules = [{ any_of = [{ at_most = '2000' }, { at_most = '2500', built_by = '2010' }] }]\n",
        ["5:items.G4.rules"],
    ),
    ("[items.Q6]\nrules = [{ measure = 'moral_education_grade', at_least = '优秀' }]\n", ["5:items.Q6.rules"]),
    ("[items.G3.constants]\nsmallest_art_room = '67'\n", ["4:items.G3.constants"]),
    (
        "[items.G6]\nwhere = { kinds = ['小学'], pupils_at_least = '1', pupils_below = '200' }\n",
        ["5:items.G6.where"],
    ),
    (
        "[items.G7]\nrules = [{ at_least = [{ value = '6000' }, { value = '9000', since = 2026-03-01 }] }]\n",
        ["5:items.G7.rules"],
    ),
    (
        "[conditions.C1]\nrules = [{ fact = 'years_since_basic_balance', unit = 'year', at_least = '5' }]\n",
        ["5:conditions.C1.rules"],
    ),
    (
        "[items.R7]\nrules = [{ at_least = '9' }]\n[section]\nat_least = 7\n",
        ["5:items.R7.rules", "7:section.at_least"],
    ),
    ("[section]\nat_least = 7\nclause = '…'\n[sample.share]\nat_least = '40'\n", ["8:sample.share.at_least"]),
]


@pytest.mark.parametrize(("text", "places"), CHANGES)
def test_a_figure_that_changes_needs_a_clause(text: str, places: list[str], tmp_path: Path) -> None:
    found = inherited_clauses(mine(tmp_path, text))
    assert [f"{problem.row}:{problem.column}" for problem in found] == places


@pytest.mark.parametrize(("text", "places"), CHANGES)
def test_with_a_clause_nothing_is_reported(text: str, places: list[str], tmp_path: Path) -> None:
    for table in {place.split(":")[1].rpartition(".")[0] for place in places}:
        if f"[{table}]\n" in text:
            text = text.replace(f"[{table}]\n", f"[{table}]\nclause = '…'\n")
        elif f"[{table}." in text:
            text = f"{text}[{table}]\nclause = '…'\n"
        else:
            text = f"{table}.clause = '…'\n{text}"
    assert inherited_clauses(mine(tmp_path, text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[section]\nat_least = 6\nfloor = 0.85\n",  # the same figures, written in another way
        "[items.G4]\ndue = 2026-09-30\nresponsible = ['市教育局']\ntask = '到2026年'\n",
        "[items.Q2]\nmeasure = 'disabled_enrolment_share_at_school'\nrules = [{ at_least = '95.0' }]\n",
        # The same rules in another order.
        "[items.R1]\nrules = [{ stages = ['junior'], at_least = '5.3' }, { stages = ['primary'], at_least = '4.2' }]\n",
        # What documents leave open: names of formulas, further fields, weights of groups, and words for outcomes.
        "[items.Q1]\nconstants = { formula = 'graduates over entrants' }\n",
        "[items.R3]\nadds = [{ field = 'visiting_sports_arts_teachers', pupils_below = '100' }]\n",
        "[items.S1.weights]\nothers = '1'\n",
        "[variation]\nall_zero = 'pass'\ndue = 2026-09-30\n",
        "[counted]\nby = 'school'\n",
        "[items.G6]\ndropped = true\n",
        # A new item, a dated figure and a concession have clauses themselves.
        "[items.G5.concession]\nclause = '…'\nsource = '…'\n[items.G5]\nrules = [{ stages = ['primary'], any_of = "
        "[{ at_most = '45' }, { at_most = '50', concession = true }] }, { stages = ['junior'], at_most = '50' }]\n",
        "[items.V7]\nname = { zh = '甲', en = 'A' }\nrules = [{ fact = 'x', at_least = '3' }]\n"
        "clause = '-'\nsource = '-'\n",
        "[items.G7]\nrules = [{ at_least = [{ value = '6000' }, { value = '7000', since = 2025-03-01, clause = '…' }, "
        "{ value = '8000', since = 2026-03-01, clause = '…' }] }]\n",
    ],
)
def test_what_changes_no_figure_of_the_clause_needs_none(text: str, tmp_path: Path) -> None:
    assert inherited_clauses(mine(tmp_path, text)) == []


def test_a_file_that_extends_nothing_inherits_nothing(tmp_path: Path) -> None:
    file = tmp_path / "alone.toml"
    file.write_text(
        'name = "alone"\nedition = "1"\ntitle = { zh = "单独", en = "Alone" }\nauthority = "测试"\ndocument = "测试"\n'
        '[items.G1]\nname = { zh = "布局", en = "Layout" }\nrules = [{ holds = true }]\nclause = "-"\nsource = "-"\n',
        encoding="utf-8",
    )
    assert inherited_clauses(file) == []


def test_each_file_answers_for_its_changes_alone(tmp_path: Path) -> None:
    mine(tmp_path, "[section]\nat_least = 7\n").rename(tmp_path / "city.toml")
    district = tmp_path / "district.toml"
    district.write_text('name = "district"\nedition = "1"\nextends = "city.toml"\n', encoding="utf-8")
    assert inherited_clauses(district) == []
    district.write_text(f"{district.read_text(encoding='utf-8')}[section]\nat_least = 5\n", encoding="utf-8")
    (problem,) = inherited_clauses(district)
    assert (problem.file, problem.row, problem.column) == ("district.toml", 5, "section.at_least")
    assert "the clause is that of city.toml" in problem.message


def test_a_file_that_cannot_be_used_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StandardError, match="at_least must be an integer"):
        inherited_clauses(mine(tmp_path, "[section]\nat_least = 'seven'\n"))


def test_the_command_reports_clauses_and_sentences_of_the_document_together(tmp_path: Path) -> None:
    file, document = mine(tmp_path, "[section]\nfloor = '0.9'\n"), tmp_path / "plan.txt"
    document.write_text("每校至少有3名心理教师。", encoding="utf-8")
    found = CliRunner().invoke(cli.balanced_edu, ["standards", "check", str(file), "--document", str(document)])
    assert found.exit_code == 2
    assert found.stderr.splitlines() == [
        "mine.toml:5:section.floor: floor changes figures, but the clause is that of national-2017, "
        "'每所学校至少有6项指标达到要求，余项不能低于要求的85%'; quote the clause that states the new figures, "
        "or repeat this one if it still applies",
        "mine.toml:5:section.floor: floor changes, but the mark and source of this table are those of national-2017, "
        "stated in '教督〔2017〕6号，资源配置'; give its own, or say in its marks what the setting rests on",
        "plan.txt:1: no item quotes this: 每校至少有3名心理教师。",
    ]
    file.write_text(HEAD, encoding="utf-8")
    found = CliRunner().invoke(cli.balanced_edu, ["standards", "check", str(file)])
    assert (found.exit_code, found.stdout.splitlines()[-1]) == (0, "The file can be used.")


def test_a_document_all_of_which_is_quoted(tmp_path: Path) -> None:
    document = tmp_path / "plan.txt"
    document.write_text("小学、初中所有班级学生数分别不超过45人、50人。", encoding="utf-8")
    found = CliRunner().invoke(cli.balanced_edu, ["standards", "check", "wenling-2020", "--document", str(document)])
    assert (found.exit_code, found.stdout.splitlines()[-1]) == (0, "The file can be used.")


STATED = "{ mark = 'stated', source = '县' }"


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        # The setting has a mark of its own, which is of another value.
        (
            "[items.G5]\nwhere = { kinds = ['小学'] }\nsource = '县'\n",
            "5:items.G5.where",
            "where changes, but its mark is that of national-2017, choice; say in its marks what the setting rests on",
        ),
        ("[items.G7]\nvacuous = false\nmark = 'stated'\n", "5:items.G7.vacuous", "that of national-2017, choice"),
        (
            "[items.Q1.constants]\nformula = 'graduates over entrants'\n",
            "5:items.Q1.constants.formula",
            "constants.formula changes, but its mark is that of national-2017, stated",
        ),
        ("[variation]\nall_zero = 'pass'\nsource = '县'\n", "5:variation.all_zero", "national-2017, choice"),
        (
            "[items.G13]\nwhere = { kinds = ['小学'] }\nsource = '县'\n",
            "5:items.G13.where",
            "where.kinds changes, but its mark is that of national-2017, choice",
        ),
        ("[items.R4]\nplausible = { to = '200' }\n", "5:items.R4.plausible", "its mark is that of national-2017"),
        # It rests on what the table rests on, and that is the table of another file.
        (
            "[items.G4]\nrules = [{ at_most = '1800' }]\nclause = '县'\n",
            "5:items.G4.rules",
            "rules changes, but the mark and source of this table are those of national-2017, stated in "
            "'教督〔2017〕6号，政府保障程度 4；条文据温岭市职责分解表'; give its own, or say in its "
            "marks what the setting rests on",
        ),
        ("[items.R3]\nadds = [{ field = 'visiting_sports_arts_teachers' }]\n", "5:items.R3.adds", "adds changes, but"),
        ("[items.G3.constants]\nsmallest_art_room = '67'\n", "5:items.G3.constants.smallest_art_room", "changes, but"),
        (
            "[conditions.C1]\nrules = [{ fact = 'years_since_basic_balance', unit = 'year', at_least = '5' }]\n",
            "5:conditions.C1.rules",
            "rules changes, but",
        ),
        # The table has another mark, and the setting is as it was.
        (
            "[items.G11]\nmark = 'practice'\n",
            "4:items.G11.rules",
            "rules is stated in national-2017, and by the mark of this table it is practice; say in its marks what the "
            "setting rests on",
        ),
        ("[section]\nmark = 'choice'\nat_least = 7\n", "4:section.floor", "floor is stated in national-2017, and by"),
    ],
)
def test_a_mark_is_of_one_value(text: str, place: str, words: str, tmp_path: Path) -> None:
    (problem,) = inherited_marks(mine(tmp_path, text))
    assert f"{problem.row}:{problem.column}".startswith(place)
    assert words in problem.message


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[section]\nat_least = 6\nfloor = 0.850\n",  # the same, written in another way
        "[items.G5]\nrules = [{ stages = ['junior'], at_most = 50 }, { stages = ['primary'], at_most = '45' }]\n",
        "[items.G4]\ndue = 2026-09-30\nresponsible = ['市教育局']\ntask = '到2026年'\nclause = '县'\nsource = '县'\n",
        "[items.G4]\nrules = [{ at_most = '1800' }]\nsource = '县'\n",
        "[items.G2]\nrules = [{ fact = 'x' }]\nmark = 'practice'\n",
        f"[items.G4]\nrules = [{{ at_most = '1800' }}]\nmarks.rules = {STATED}\n",
        f"[items.G5]\nwhere = {{ kinds = ['小学'] }}\nmarks.where = {STATED}\n",
        f"[items.G13]\nwhere = {{ kinds = ['小学'] }}\nmarks.where = {STATED}\n",
        f"[items.Q1]\nconstants.formula = 'graduates over entrants'\nmarks.constants.formula = {STATED}\n",
        f"[items.Q1]\nconstants.formula = 'graduates over entrants'\nmarks.constants = {STATED}\n",
        f"[items.G11]\nmark = 'practice'\nmarks.rules = {STATED}\n",
        "[items.G4]\ndropped = true\n",
        "[items.V7]\nname = { zh = '甲', en = 'A' }\nrules = [{ fact = 'x' }]\nclause = '-'\nsource = '-'\n",
    ],
)
def test_with_marks_of_its_own_nothing_is_reported(text: str, tmp_path: Path) -> None:
    assert inherited_marks(mine(tmp_path, text)) == []


def test_what_is_marked_itself_hides_no_other_setting(tmp_path: Path) -> None:
    text = f"[section]\nat_least = 7\nfloor = '0.9'\nmarks.at_least = {STATED}\n"
    assert [problem.column for problem in inherited_marks(mine(tmp_path, text))] == ["section.floor"]


def test_a_table_without_a_mark_is_stated(tmp_path: Path) -> None:
    fact = "[items.V7]\nname = { zh = '甲', en = 'A' }\nrules = [{ fact = 'x' }]\nclause = '-'\nsource = '-'\n"
    (tmp_path / "base.toml").write_text(HEAD.replace("mine", "base") + fact, encoding="utf-8")
    own = HEAD.replace("national-2017", "base.toml") + "[items.V7]\nmark = 'practice'\n"
    (tmp_path / "mine.toml").write_text(own, encoding="utf-8")
    (problem,) = inherited_marks(tmp_path / "mine.toml")
    assert "rules is stated in base.toml, and by the mark of this table it is practice" in problem.message
    own = HEAD.replace("national-2017", "base.toml") + "[items.V7]\nrules = [{ fact = 'y' }]\n"
    (tmp_path / "mine.toml").write_text(own, encoding="utf-8")
    (problem,) = inherited_marks(tmp_path / "mine.toml")
    assert "those of base.toml, stated in '-'" in problem.message


@pytest.mark.parametrize("name", names())
def test_the_standards_of_the_library_mark_what_they_set(name: str) -> None:
    assert inherited_marks(name) == []


def test_what_a_file_replaces_as_a_whole_is_listed_with_the_scopes_that_are_lost(tmp_path: Path) -> None:
    text = """[items.G4]
rules = [{ kinds = ['小学', '初中'], any_of = [{ at_most = '2000' }, { at_most = '2400', built_by = '2010' }] }]
clause = '规模'
[items.G13.where]
kinds = ['小学']
[items.Q9]
subjects = ['语文', '数学', '英语']
[items.S1]
weights = { '家长' = '2', others = '1' }
[counted]
leaves_out = [{ kinds = ['特殊教育学校'] }]
clause = '独立校区'
"""
    file = mine(tmp_path, text)
    assert [f"{problem.row}:{problem.column}: {problem.message}" for problem in replaced_tables(file)] == [
        "5:items.G4.rules: rules replaces that of national-2017 as a whole, without kinds 教学点, kinds 完全中学, "
        "kinds 高级中学, kinds 九年一贯制学校, kinds 十二年一贯制学校",
        "7:items.G13.where: where replaces that of national-2017 as a whole, without kinds 教学点, kinds 初中, kinds "
        "九年一贯制学校, kinds 十二年一贯制学校, kinds 完全中学, kinds 高级中学, ownership 公办, boarding False, "
        "area_types 城区, area_types 镇区",
        "10:items.Q9.subjects: subjects replaces that of national-2017 as a whole, without subjects 科学, subjects "
        "体育, subjects 艺术, subjects 德育",
        "14:counted.leaves_out: leaves_out replaces that of national-2017 as a whole, without kinds 教学点, "
        "pupils_below 50, kinds 职业学校",
    ]
    marks = f"marks.leaves_out = {STATED}\n[items.G4.marks]\nrules = {STATED}\n[items.G13.marks]\nwhere = {STATED}\n"
    marks += f"[items.Q9.marks]\nsubjects = {STATED}\n"
    file = mine(tmp_path, f"{text}{marks}[items.S1.marks]\nweights = {STATED}\n")
    printed = CliRunner().invoke(cli.balanced_edu, ["standards", "check", str(file)]).stdout
    assert "mine.toml:14:counted.leaves_out: leaves_out replaces that of national-2017 as a whole, without" in printed
    assert printed.endswith("; repeat what still applies\nThe file can be used.\n")


def test_figures_of_two_stages_that_are_exchanged_are_other_figures(tmp_path: Path) -> None:
    def sizes(primary: str, junior: str) -> str:
        limits = (("primary", primary), ("junior", junior))
        rules = (f"{{ stages = ['{stage}'], at_most = [{{ value = '{limit}' }}] }}" for stage, limit in limits)
        return f"[items.G5]\nrules = [{', '.join(rules)}]\n"

    mine(tmp_path, f"{sizes('45', '50')}clause = '班额'\n").rename(tmp_path / "city.toml")
    city = 'name = "mine"\nedition = "1"\nextends = "city.toml"\n'
    for text, places in ((sizes("45", "50"), []), (sizes("50", "45"), ["items.G5.rules"])):
        file = tmp_path / "mine.toml"
        file.write_text(city + text, encoding="utf-8")
        assert [problem.column for problem in inherited_clauses(file)] == places


def test_what_is_replaced_without_a_scope_loses_none(tmp_path: Path) -> None:
    (problem,) = replaced_tables(mine(tmp_path, "[items.Q2]\nrules = [{ above = '95' }]\n"))
    assert problem.message == "rules replaces that of national-2017 as a whole"


def test_scopes_of_alternatives_are_lost_too(tmp_path: Path) -> None:
    either = "[{ any_of = [{ at_most = '2000' }, { at_most = '2400', built_by = '2010' }] }]"
    mine(tmp_path, f"[items.G4]\nrules = {either}\nclause = '规模'\n").rename(tmp_path / "city.toml")
    file = tmp_path / "mine.toml"
    head = 'name = "mine"\nedition = "1"\nextends = "city.toml"\n'
    file.write_text(f"{head}[items.G4]\nrules = [{{ at_most = '2000' }}]\n", encoding="utf-8")
    (problem,) = replaced_tables(file)
    assert problem.message == "rules replaces that of city.toml as a whole, without built_by 2010"


def test_what_is_repeated_or_new_replaces_nothing(tmp_path: Path) -> None:
    text = "[items.G1]\nrules = [{ holds = true }]\n[items.R4]\nadds = [{ field = 'extra_sports_area' }]\n"
    assert replaced_tables(mine(tmp_path, text)) == []
    assert replaced_tables("national-2017") == []
