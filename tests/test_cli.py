"""The command: what it prints, and its exit statuses."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import attrs
import openpyxl
import pytest
from click.testing import CliRunner, Result, _NamedTextIOWrapper
from counties import change_campus, change_facts, good_county
from workbooks import workbook_with

from balanced_edu import cli
from balanced_edu.cli import balanced_edu
from balanced_edu.errors import Problem
from balanced_edu.tables import write_county

QINGSHAN = str(Path(__file__).parent.parent / "examples" / "qingshan")


def run(*words: str, locale: str = "C.UTF-8") -> Result:
    return CliRunner(env={"LC_ALL": locale}).invoke(balanced_edu, words)


def test_assess_reports_and_exits_with_0_whatever_the_verdict() -> None:
    found = run("assess", QINGSHAN)
    assert (found.exit_code, found.stderr) == (0, "")
    assert "Verdict: not recognised" in found.stdout


def test_demo_is_the_example_county() -> None:
    assert run("demo").stdout == run("assess", QINGSHAN).stdout


@pytest.mark.parametrize(("fraud", "status"), [(False, 0), (True, 1), (None, 3)])
def test_check_turns_the_verdict_into_the_exit_status(fraud: bool | None, status: int, tmp_path: Path) -> None:
    write_county(change_facts(good_county(), fraud=fraud), tmp_path / "county")
    assert run("assess", str(tmp_path / "county"), "--check").exit_code == status


IN_WAN = change_campus(good_county(), "P1", equipment_value=216)
QUESTION = "schools.csv: P1, 教学仪器设备值: 0.27 yuan per pupil; is it in ten thousands of yuan (万元)?\n"


@pytest.mark.parametrize("command", ["assess", "tasks", "compare"])
def test_doubtful_figures_are_on_standard_error_and_stop_nothing(command: str, tmp_path: Path) -> None:
    write_county(IN_WAN, tmp_path / "county")
    found = run(command, str(tmp_path / "county"))
    assert (found.exit_code, found.stderr) == (0, QUESTION)
    assert found.stdout
    chinese = run(command, str(tmp_path / "county"), "--lang", "zh")
    assert chinese.stderr == "schools.csv：P1，教学仪器设备值：0.27元/生，单位是否为万元？\n"


def test_doubts_leave_the_exit_status_of_the_verdict(tmp_path: Path) -> None:
    write_county(change_facts(good_county(), rotated_teachers=1501, rotated_backbone_teachers=400), tmp_path / "county")
    found = run("assess", str(tmp_path / "county"), "--check")
    assert found.exit_code == 0
    assert "which is right?" in found.stderr


def test_doubts_of_several_counties_name_theirs_and_of_several_standards_are_listed_once(tmp_path: Path) -> None:
    write_county(IN_WAN, tmp_path / "one")
    write_county(attrs.evolve(IN_WAN, name="乙县"), tmp_path / "other")
    counties = run("compare", str(tmp_path / "one"), str(tmp_path / "other"))
    assert counties.stderr == f"示例县: {QUESTION}乙县: {QUESTION}"
    standards = run("compare", str(tmp_path / "one"), "--standard", "national-2017", "--standard", "basic-2012")
    assert standards.stderr == QUESTION


def test_json_and_html_to_a_file(tmp_path: Path) -> None:
    assert json.loads(run("assess", QINGSHAN, "--format", "json").stdout)["outcome"] == "fail"
    page = tmp_path / "report.html"
    found = run("demo", "--format", "html", "--output", str(page))
    assert (found.exit_code, found.stdout) == (0, "")
    assert "青山县" in page.read_text(encoding="utf-8")


def test_every_problem_is_told_and_nothing_is_printed(tmp_path: Path) -> None:
    (tmp_path / "schools.csv").write_text("学校代码,学校类型,小学在校\nA1,中学,三百\n", encoding="utf-8")
    (tmp_path / "county.toml").write_text('name = "县"\n[veto]\nfrauds = false\n', encoding="utf-8")
    found = run("assess", str(tmp_path))
    assert (found.exit_code, found.stdout) == (2, "")
    places = [line.split(": ")[0] for line in found.stderr.splitlines()]
    assert places == ["schools.csv:1:小学在校", "schools.csv:2:学校类型", "county.toml:3:veto.frauds"]
    assert "Traceback" not in found.stderr


def test_a_workbook_that_is_read_is_not_overwritten(tmp_path: Path) -> None:
    file = str(workbook_with(tmp_path / "county.xlsx"))
    found = run("assess", file, "--output", file)
    assert (found.exit_code, "this file is an input and would be overwritten" in found.stderr) == (2, True)
    assert run("assess", file, "--check").exit_code == 3


def test_columns_that_are_not_known_may_be_passed_over(tmp_path: Path) -> None:
    (tmp_path / "schools.csv").write_text("学校代码,学校类型,绿化面积\nA1,小学,三百\n", encoding="utf-8")
    (tmp_path / "county.toml").write_text('name = "县"\n', encoding="utf-8")
    for words in (["assess", str(tmp_path)], ["tasks", str(tmp_path)], ["compare", str(tmp_path)]):
        assert (run(*words).exit_code, run(*words, "--ignore-columns").exit_code) == (2, 0)


REFUSALS: list[tuple[list[str], str]] = [
    (["assess", "nowhere"], "there is no such file or folder"),
    (["assess", QINGSHAN, "--standard", "national-2107"], "did you mean national-2017?"),
    (["assess", QINGSHAN, "--output", "nowhere/report.txt"], "the report cannot be written"),
    (["template", f"{QINGSHAN}/schools.csv"], "is a file; give a folder"),
    (["template", f"{QINGSHAN}/schools.csv/mine"], "the data set cannot be written"),
    (["standards", "shenyng"], "did you mean shenyang?"),
    (["standards", "check", "shenyng"], "did you mean shenyang?"),
    (["standards", "diff", "shenyang", "wenling"], "there is no standard"),
    (["assess", QINGSHAN, "--on", "30.9.2022"], "Invalid value for '--on'"),
    (["tasks", "nowhere"], "there is no such file or folder"),
    (["tasks", QINGSHAN, "--format", "xlsx"], "give --output FILE.xlsx"),
    (
        ["assess", QINGSHAN, "--format", "declaration"],
        "declaration is written to files only: give --output FILE.xlsx",
    ),
    (["demo", "--schools"], "--schools goes with --format declaration: give both, or leave it out"),
    (
        ["assess", QINGSHAN, "--format", "text", "--output", "r.html"],
        "r.html: this is the ending of html, and the format is text; change one of them",
    ),
    (
        ["tasks", QINGSHAN, "--format", "json", "--output", "r.TXT"],
        "this is the ending of text, and the format is json",
    ),
    (["assess", QINGSHAN, "--format", "xlsx"], "xlsx is written to files only: give --output FILE.xlsx"),
    (["assess", QINGSHAN, "--output", "report.doc"], "no format has the ending '.doc'; end FILE in .txt, .json, "),
    (["assess", QINGSHAN, "--output", "report"], "no format has the ending ''; end FILE in .txt, .json, .html, "),
    (
        ["standards", "show", "shenyang", "--output", "s.json"],
        "no format has the ending '.json'; end FILE in .txt, ",
    ),
    (["assess", QINGSHAN, "--lang", "xx"], "Invalid value for '--lang'"),
    (["compare", QINGSHAN, QINGSHAN], "2 counties are called"),
    (["compare", QINGSHAN, QINGSHAN, "--standard", "shenyang", "--standard", "wenling-2020"], "not both"),
    (["assess", QINGSHAN, "--format", "pdf"], "Invalid value"),
    (["assess"], "Missing argument"),
]


@pytest.mark.parametrize(("words", "message"), REFUSALS)
def test_what_cannot_be_done_exits_with_2(words: list[str], message: str) -> None:
    found = run(*words)
    assert (found.exit_code, found.stdout) == (2, "")
    assert message in found.stderr


HOSTILE = "未知\x1b[31m\u202e\nschools.csv:9:forged: "


def test_a_problem_is_one_line_of_bounded_length() -> None:
    problem = str(Problem(HOSTILE * 50, 3, HOSTILE * 50, HOSTILE * 50))
    assert problem.isprintable()
    assert problem.startswith("未知 [31m schools.csv:9:forged:")
    assert len(problem) < 800
    assert "…" in problem
    assert str(Problem("schools.csv", 3, "x" * 120, "y" * 500)) == f"schools.csv:3:{'x' * 120}: {'y' * 500}"


def test_what_a_file_says_forges_no_problem(tmp_path: Path) -> None:
    write_county(good_county(), tmp_path)
    facts = tmp_path / "county.toml"
    text = facts.read_text(encoding="utf-8")
    facts.write_text(f"{text}\n[local]\n{json.dumps(HOSTILE)} = []\n", encoding="utf-8")
    found = run("assess", str(tmp_path))
    assert (found.exit_code, found.stdout) == (2, "")
    assert [line.partition(":")[0] for line in found.stderr.splitlines()] == ["county.toml"]
    assert found.stderr.rstrip("\n").isprintable()


def test_what_a_county_is_called_forges_no_line_of_what_is_refused(tmp_path: Path) -> None:
    one, other = str(tmp_path / "one"), str(tmp_path / "other")
    write_county(attrs.evolve(good_county(), name=HOSTILE), one)
    write_county(good_county(), other)
    for words, lines in ((("compare", one, one), 2), (("tasks", one, "--since", other), 1)):
        found = run(*words)
        assert (found.exit_code, len(found.stderr.splitlines())) == (2, lines)
        assert "未知 [31m schools.csv:9:forged:" in found.stderr
        assert all(line.isprintable() for line in found.stderr.split("\n"))


def test_an_absurd_figure_is_told_and_not_computed_with(tmp_path: Path) -> None:
    write_county(good_county(), tmp_path)
    table = tmp_path / "schools.csv"
    table.write_text(table.read_text(encoding="utf-8-sig").replace("2400000", "1" + 300 * "0"), encoding="utf-8")
    found = run("assess", str(tmp_path))
    assert (found.exit_code, found.stdout) == (2, "")
    assert "too large for any figure of a county" in found.stderr


def test_template_is_assessed_once_it_has_campuses(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    assert run("template", str(folder)).exit_code == 0
    untouched = run("assess", str(folder))
    assert untouched.exit_code == 2
    assert "there are no campuses" in untouched.stderr
    with (folder / "schools.csv").open("a", encoding="utf-8") as table:
        table.write("A1,竹溪小学,小学\n")
    assert "cannot be decided yet" in run("assess", str(folder)).stdout
    again = run("template", str(folder))
    assert again.exit_code == 2
    assert "already exists" in again.stderr


def test_standards_lists_and_prints() -> None:
    assert (
        "  - 县域义务教育优质均衡发展督导评估办法, 教督〔2017〕6号\n\nprocedure-2019, edition 1\n"
        in run("standards").stdout
    )
    assert "每百名学生拥有网络多媒体教室数" in run("standards", "national-2017").stdout


def test_as_a_process_in_a_poor_environment() -> None:
    """Chinese comes out whatever the locale, and a reader that has read enough is no error."""
    command = [sys.executable, "-m", "balanced_edu", "demo"]
    found = subprocess.run(command, env={"LC_ALL": "C"}, capture_output=True, check=True)
    assert "青山县" in found.stdout.decode()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_a_report_that_cannot_be_printed_is_refused() -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "balanced_edu", "demo"]
        found = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True)
    assert found.returncode == 2
    assert found.stderr == "the report cannot be written to standard output (No space left on device)\n"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the names of files are text")
def test_a_path_that_is_no_text_is_told_escaped() -> None:
    command = [sys.executable.encode(), b"-m", b"balanced_edu", b"assess", b"/nowhere/\xff"]
    found = subprocess.run(command, capture_output=True)
    assert (found.returncode, found.stdout) == (2, b"")
    assert found.stderr.startswith(b"/nowhere/\\udcff:1:-: there is no such file or folder")


def test_importing_the_package_imports_neither_pint_nor_a_data_frame_library() -> None:
    code = "import sys, balanced_edu; print(sorted({'pint', 'pandas', 'polars', 'click'} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert found.stdout.strip() == "[]"


def test_assessing_imports_no_pint() -> None:
    code = (
        "import sys, balanced_edu as be; be.assess(be.read_county(sys.argv[1])).as_json(); print('pint' in sys.modules)"
    )
    found = subprocess.run([sys.executable, "-c", code, QINGSHAN], capture_output=True, check=True, text=True)
    assert found.stdout.strip() == "False"


def test_standards_are_shown_checked_and_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("standards", "show", "shenyang").stdout == run("standards", "shenyang").stdout
    assert "at least 8000 yuan per pupil" in run("standards", "shenyang").stdout
    choices = run("standards", "show", "national-2017", "--choices").stdout
    assert "what no document states" in choices
    assert "- judged together: yes (a choice, where documents are silent)\n" in choices
    assert run("standards", "national-2017", "--choices", "--lang", "zh").stdout.count("文件未规定，由本库选定") > 20
    differences = run("standards", "diff", "national-2017", "shenyang").stdout
    assert "V7 Failing to regulate off-campus tutoring" in differences
    assert "demands: at least 6000 yuan per pupil → at least 8000" in " ".join(differences.split())
    assert "They set the same" in run("standards", "diff", "shenyang", "shenyang").stdout
    file = tmp_path / "mine.toml"
    file.write_text('extends = "national-2017"\nname = "mine"\nedition = "1"\n', encoding="utf-8")
    assert "The file can be used" in run("standards", "check", str(file)).stdout
    document = tmp_path / "plan.txt"
    document.write_text("总则\n每校至少有3名心理教师。\n", encoding="utf-8")
    found = run("standards", "check", str(file), "--document", str(document))
    assert (found.exit_code, found.stderr) == (2, "plan.txt:2: no item quotes this: 每校至少有3名心理教师。\n")
    monkeypatch.setattr(cli, "_LARGEST_DOCUMENT", 10)
    document.write_bytes(b"\xff")
    for path, words in (
        (document, "is not in UTF-8"),
        (file, "has more than 10 bytes"),
        (tmp_path, "cannot be read"),
    ):
        found = run("standards", "check", str(file), "--document", str(path))
        assert (found.exit_code, words in found.stderr) == (2, True)
    file.write_text('extends = "national-2017"\nnme = "mine"\n', encoding="utf-8")
    found = run("standards", "check", str(file))
    assert (found.exit_code, "mine.toml:2:nme" in found.stderr) == (2, True)


def test_the_task_board_as_text_page_and_sheet(tmp_path: Path) -> None:
    asked = ("tasks", QINGSHAN, "--standard", "wenling-2020", "--on", "2022-10-15")
    text = run(*asked).stdout
    assert "R2 Backbone teachers of county level or above per hundred pupils, due 2022-09-30, 15 days" in text
    assert "<h2>" in run(*asked, "--format", "html").stdout
    sheet = tmp_path / "tasks.xlsx"
    assert run(*asked, "--output", str(sheet)).exit_code == 0
    assert sheet.read_bytes()[:2] == b"PK"
    nothing = run(*asked, "--since", QINGSHAN, "--since-on", "2022-09-01").stdout
    assert "2022-09-01 to 2022-10-15" in nothing
    assert "Still not closed (未销号): 16 tasks" in nothing


def test_comparisons(tmp_path: Path) -> None:
    by_standards = run("compare", QINGSHAN, "--standard", "national-2017", "--standard", "shenyang").stdout
    assert "≠  G7 Public funds of special education" in by_standards
    write_county(good_county(), tmp_path / "other")
    by_counties = run("compare", QINGSHAN, str(tmp_path / "other")).stdout
    assert "示例县        passes   ✓✓✓✓✓       ✓✓✓✓✓✓✓       ✓✓✓✓✓✓✓✓" in by_counties


def test_the_day_chooses_what_is_due_and_which_figure_is_in_force() -> None:
    early = run("assess", QINGSHAN, "--standard", "wenling-2020", "--on", "2022-09-30").stdout
    due = "4 due, 2 of them closed and 0 overdue; 42 not due yet, the next on 2022-12-31"
    assert f"As of 2022-09-30: {due}" in early


def test_boards_progress_and_comparisons_as_json() -> None:
    board = json.loads(run("tasks", QINGSHAN, "--format", "json").stdout)
    assert (board["schema"], board["counts"]) == ("balanced-edu/tasks/1", {"open": 7, "unknown": 1, "closed": 30})
    teachers = board["tasks"][1]
    assert (teachers["item"], teachers["state"], teachers["campuses"]) == ("R2", "open", ["QS018"])
    assert teachers["shortfalls"][0]["to_limit"]["lacking"] == 1.0
    progress = json.loads(run("tasks", QINGSHAN, "--since", QINGSHAN, "--format", "json").stdout)
    assert (progress["schema"], progress["closed"], len(progress["remaining"])) == ("balanced-edu/progress/1", [], 8)
    compared = json.loads(run("compare", QINGSHAN, "--format", "json").stdout)
    assert (compared["schema"], compared["of"], compared["differing"]) == ("balanced-edu/comparison/1", "county", [])
    (outcomes,) = compared["outcomes"].values()
    assert (outcomes["verdict"], outcomes["R4"], outcomes["R4_sections"]) == ("fail", "pass", "fail")


def test_the_format_follows_from_the_ending_unless_it_is_given(tmp_path: Path) -> None:
    begins = {".txt": "青山县", ".json": "{", ".html": "<!doctype", ".HTM": "<!doctype", ".xlsx": "PK"}
    for ending, beginning in begins.items():
        file = tmp_path / f"report{ending}"
        assert run("demo", "--output", str(file)).exit_code == 0
        assert file.read_bytes().startswith(beginning.encode())
    given = tmp_path / "report.dat"
    assert run("demo", "--format", "json", "--output", str(given)).exit_code == 0
    assert json.loads(given.read_text(encoding="utf-8"))["outcome"] == "fail"


def test_a_report_replaces_no_file_that_is_read(tmp_path: Path) -> None:
    county, earlier = tmp_path / "county", tmp_path / "earlier"
    write_county(good_county(), county)
    write_county(good_county(), earlier)
    write_county(attrs.evolve(good_county(), name="邻县"), tmp_path / "other")
    base, mine = tmp_path / "base.toml", tmp_path / "mine.toml"
    base.write_text('extends = "national-2017"\nname = "base"\nedition = "1"\n', encoding="utf-8")
    mine.write_text('extends = "base.toml"\nname = "mine"\nedition = "1"\n', encoding="utf-8")
    (tmp_path / "symbolic.txt").symlink_to(county / "schools.csv")
    (tmp_path / "hard.txt").hardlink_to(county / "county.toml")
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    reports = [
        ("assess", str(county), "--standard", str(mine)),
        ("tasks", str(county), "--since", str(earlier), "--standard", str(mine)),
        ("compare", str(tmp_path / "other"), str(county), "--standard", str(mine)),
        ("compare", str(county), "--standard", "national-2017", "--standard", str(mine)),
        ("standards", "show", str(mine)),
        ("standards", "diff", "national-2017", str(mine)),
    ]
    of_counties = [county / "schools.csv", county / "county.toml", tmp_path / "symbolic.txt", tmp_path / "hard.txt"]
    for words in reports:
        read = [mine, base]
        read += of_counties if words[0] != "standards" else []
        read += [earlier / "schools.csv"] if str(earlier) in words else []
        for file in read:
            found = run(*words, "--format", "text", "--output", str(file))
            assert (found.exit_code, found.stdout) == (2, "")
            message = f"{file}: this file is an input and would be overwritten; give another FILE\n"
            assert found.stderr == message
    assert {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()} == before
    for words in reports:
        assert run(*words, "--output", str(county / "report.txt")).exit_code == 0


def test_what_is_read_is_found_in_files_that_cannot_be_used(tmp_path: Path) -> None:
    one, other = tmp_path / "one.toml", tmp_path / "other.toml"
    one.write_text('extends = "other.toml"', encoding="utf-8")
    other.write_text('extends = "one.toml"', encoding="utf-8")
    found = run("standards", "show", str(one), "--format", "text", "--output", str(other))
    assert (found.exit_code, "would be overwritten" in found.stderr) == (2, True)
    found = run("standards", "show", str(one), "--output", str(tmp_path / "new.txt"))
    assert (found.exit_code, "leads back" in found.stderr) == (2, True)
    other.write_text("name = ", encoding="utf-8")
    found = run("standards", "show", str(one), "--output", str(tmp_path / "new.txt"))
    assert (found.exit_code, "other.toml:1:" in found.stderr) == (2, True)


def test_a_workbook_is_written_to_no_other_kind_of_file(tmp_path: Path) -> None:
    file = tmp_path / "report.csv"
    found = run("demo", "--format", "xlsx", "--output", str(file))
    assert (found.exit_code, found.stderr) == (
        2,
        f"{file}: a workbook ends in .xlsx; write {file.with_suffix('.xlsx')}\n",
    )
    assert not file.exists()


def test_the_declaration_form_is_written_to_a_workbook(tmp_path: Path) -> None:
    file = tmp_path / "form.xlsx"
    for options, schools in (([], 0), (["--schools"], 41)):
        found = run("demo", "--format", "declaration", "--lang", "en", "--output", str(file), *options)
        assert found.exit_code == 0
        titles = openpyxl.load_workbook(file).sheetnames
        assert (titles[0], sum(title.startswith("自评表") for title in titles)) == ("表1", schools)
    found = run("demo", "--format", "declaration", "--output", str(tmp_path / "form.csv"))
    assert (found.exit_code, "a workbook ends in .xlsx" in found.stderr) == (2, True)
    found = run("demo", "--standard", "basic-2012", "--format", "declaration", "--output", str(file))
    assert (found.exit_code, found.stderr.count("\n")) == (2, 1)


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="there are no files for the streams of a process")
def test_a_report_to_the_file_of_standard_output() -> None:
    command = [sys.executable, "-m", "balanced_edu", "demo", "--format", "json", "--output", "/dev/stdout"]
    found = subprocess.run(command, capture_output=True, check=True)
    assert json.loads(found.stdout)["outcome"] == "fail"


def test_a_full_disk_leaves_the_old_report(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource", reason="only Unix limits the size of files")
    file = tmp_path / "report.html"
    file.write_text("old", encoding="utf-8")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limits[1]))
    try:
        found = run("demo", "--output", str(file))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert (found.exit_code, "report cannot be written (File too large)" in found.stderr) == (2, True)
    assert [(one.name, one.read_text(encoding="utf-8")) for one in tmp_path.iterdir()] == [("report.html", "old")]


def test_the_language_is_the_one_asked_for_or_that_of_the_locale() -> None:
    asked = [
        ("demo",),
        ("tasks", QINGSHAN),
        ("compare", QINGSHAN, "--standard", "national-2017", "--standard", "shenyang"),
        ("standards", "shenyang"),
        ("standards", "diff", "shenyang", "national-2017"),
    ]
    for words in asked:
        in_chinese = run(*words, locale="zh_CN.UTF-8").stdout
        assert run(*words, "--lang", "zh").stdout == in_chinese
        assert run(*words, "--lang", "en", locale="zh_CN.UTF-8").stdout != in_chinese
    assert run("demo").stdout == run("demo", "--lang", "en", locale="zh_CN.UTF-8").stdout
    assert "结论：未达到要求" in run("demo", "--lang", "zh").stdout
    assert "national-2017，第1版" in run("standards", "--lang", "zh").stdout
    assert "national-2017，第1版" in run("standards", "check", "national-2017", locale="zh_CN.UTF-8").stdout


def test_progress_and_differences_are_written_in_every_format(tmp_path: Path) -> None:
    page, book = tmp_path / "progress.html", tmp_path / "differences.xlsx"
    assert run("tasks", QINGSHAN, "--since", QINGSHAN, "--output", str(page)).exit_code == 0
    assert "<h2>Still not closed" in page.read_text(encoding="utf-8")
    assert run("standards", "diff", "shenyang", "national-2017", "--output", str(book)).exit_code == 0
    assert book.read_bytes()[:2] == b"PK"


BROKEN = 'name = "县"\n[veto]\nfrauds = false\n'


def several(folder: Path, **facts: str | None) -> list[Path]:
    """Good counties in a folder, by their names; those with facts of their own have these."""
    for name, text in facts.items():
        write_county(attrs.evolve(good_county(), name=name), folder / name)
        if text is not None:
            (folder / name / "county.toml").write_text(text, encoding="utf-8")
    return [folder / name for name in facts]


def test_counties_that_cannot_be_read_are_reported_and_left_out(tmp_path: Path) -> None:
    one, good, other = several(tmp_path, one=BROKEN, good=None, other=BROKEN)
    for paths in ([one, good, other], [tmp_path]):
        found = run("compare", *map(str, paths))
        assert found.exit_code == 2
        lines = found.stderr.splitlines()
        assert [line for line in lines if line.endswith(":")] == [f"{one}:", f"{other}:"]
        assert sum(line.startswith("county.toml:3:veto.frauds: ") for line in lines) == 2
        left_out = "2 of 3 data sets cannot be read and are left out: one, other"
        assert lines[-1] == left_out
        assert found.stdout.splitlines()[:2] == ["1 county by national-2017 (1)", left_out]
        assert "good    passes" in found.stdout
    chinese = run("compare", str(tmp_path), "--lang", "zh")
    assert chinese.stderr.splitlines()[-1] == "3个数据集中有2个无法读取，未列入：one、other"


def test_if_no_county_can_be_read_there_is_no_comparison(tmp_path: Path) -> None:
    one, other = several(tmp_path, one=BROKEN, other=BROKEN)
    found = run("compare", str(tmp_path))
    assert (found.exit_code, found.stdout) == (2, "")
    assert [line for line in found.stderr.splitlines() if line.endswith(":")] == [f"{one}:", f"{other}:"]
    alone = run("compare", str(one), "--standard", "national-2017", "--standard", "shenyang")
    assert (alone.exit_code, alone.stdout) == (2, "")
    assert alone.stderr.startswith("county.toml:3:veto.frauds: ")


def test_a_path_at_which_there_is_no_county_is_left_out_of_a_file_too(tmp_path: Path) -> None:
    (good,) = several(tmp_path, good=None)
    file = tmp_path / "report.txt"
    found = run("compare", str(good), str(tmp_path / "nowhere"), "--output", str(file))
    assert found.exit_code == 2
    assert "there is no such file or folder" in found.stderr
    assert "1 of 2 data sets cannot be read and is left out: nowhere" in file.read_text(encoding="utf-8")


def test_a_folder_of_counties_is_compared_as_its_counties_are(tmp_path: Path) -> None:
    paths = several(tmp_path, a=None, b=None)
    found = run("compare", str(tmp_path))
    assert (found.exit_code, found.stderr) == (0, "")
    assert found.stdout == run("compare", *map(str, paths)).stdout
    refused = run("compare", str(tmp_path), "--standard", "national-2017", "--standard", "shenyang")
    assert (refused.exit_code, "not both" in refused.stderr) == (2, True)
    overwritten = run("compare", str(tmp_path), "--format", "text", "--output", str(paths[0] / "schools.csv"))
    assert (overwritten.exit_code, "would be overwritten" in overwritten.stderr) == (2, True)


def test_problems_of_both_data_sets_of_a_board_are_headed_by_their_paths(tmp_path: Path) -> None:
    one, good = several(tmp_path, one=BROKEN, good=None)
    found = run("tasks", str(good), "--since", str(one))
    assert (found.exit_code, found.stdout) == (2, "")
    assert found.stderr.splitlines()[0] == f"{one}:"


def test_progress_is_shown_on_a_terminal_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a, _ = several(tmp_path, a=None, b=None)
    assert run("compare", str(tmp_path)).stderr == ""
    monkeypatch.setattr(_NamedTextIOWrapper, "isatty", lambda _: True)
    shown = run("compare", str(tmp_path))
    assert "2/2" in shown.stderr
    assert "2/2" not in shown.stdout
    assert run("compare", str(a)).stderr == ""
    assert run("assess", str(a)).stderr == ""


def years(folder: Path) -> list[Path]:
    """Three years of a county: a class is made smaller, and then fraud is found."""
    large = change_campus(good_county(), "P1", primary_largest_class=46)
    for year, county in ((2020, large), (2021, good_county()), (2022, change_facts(good_county(), fraud=True))):
        write_county(attrs.evolve(county, year=year), folder / f"{year}")
    return [folder / f"{year}" for year in (2020, 2021, 2022)]


def test_the_history_of_a_county(tmp_path: Path) -> None:
    paths = years(tmp_path)
    found = run("history", str(tmp_path))
    assert (found.exit_code, found.stderr) == (0, "")
    assert "    - P1, primary: 46 > 45 pupils (over by 1) → 42 ≤ 45 pupils\n" in found.stdout
    assert found.stdout == run("history", *map(str, reversed(paths))).stdout
    assert "示例县历年情况（2020年至2022年）" in run("history", str(tmp_path), "--lang", "zh").stdout
    data = json.loads(run("history", str(tmp_path), "--format", "json").stdout)
    assert [step["changes"][0]["item"] for step in data["steps"]] == ["G5", "V6"]
    page = tmp_path / "history.html"
    assert run("history", str(tmp_path), "--standard", "shenyang", "--output", str(page)).exit_code == 0
    assert "shenyang" in page.read_text(encoding="utf-8")


def test_a_broken_year_among_good_ones_is_left_out(tmp_path: Path) -> None:
    broken = years(tmp_path)[1]
    (broken / "county.toml").write_text(BROKEN, encoding="utf-8")
    found = run("history", str(tmp_path))
    assert found.exit_code == 2
    assert found.stderr.splitlines()[0] == f"{broken}:"
    assert "1 of 3 data sets cannot be read and is left out: 2021" in found.stdout
    assert "2020 to 2022" in found.stdout
    data = json.loads(run("history", str(tmp_path), "--format", "json").stdout)
    assert (data["left_out"], [one["year"] for one in data["years"]]) == (["2021"], [2020, 2022])


def test_data_sets_that_are_not_the_years_of_one_county_are_named(tmp_path: Path) -> None:
    first, second, third = years(tmp_path)
    write_county(attrs.evolve(good_county(), year=2020), tmp_path / "again")
    write_county(attrs.evolve(good_county(), name="邻县", year=None), tmp_path / "other")
    found = run("history", str(tmp_path))
    assert (found.exit_code, found.stdout) == (2, "")
    twice = "2 data sets are of the year 2020; keep one of them"
    assert found.stderr.splitlines()[:2] == [f"{first}: {twice}", f"{tmp_path / 'again'}: {twice}"]
    assert [line.partition(": ")[0] for line in found.stderr.splitlines()[2:]] == [str(tmp_path / "other")] * 2
    assert run("history", str(second), str(third)).exit_code == 0


def test_columns_that_are_not_known_may_be_passed_over_in_a_history(tmp_path: Path) -> None:
    for path in years(tmp_path):
        table = path / "schools.csv"
        head, *rows = table.read_text(encoding="utf-8-sig").splitlines()
        lines = [f"{head},绿化面积", *(f"{row},1" for row in rows)]
        table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert run("history", str(tmp_path)).exit_code == 2
    assert run("history", str(tmp_path), "--ignore-columns").exit_code == 0
