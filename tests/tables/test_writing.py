"""What is written reads back as the same county, and is safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import errno
import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest
from counties import good_county, primary
from datasets import folder_with, problems_of
from hypothesis import given
from hypothesis import strategies as st

from balanced_edu import InputError, read_county, write_county, write_template
from balanced_edu.errors import DataError
from balanced_edu.identity import compact, spoiled, stands_for_nothing
from balanced_edu.records.bands import Band
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import (
    County,
    Group,
    Guarantee,
    Quality,
    Recognition,
    Subject,
    Veto,
    item_identity,
)
from balanced_edu.records.fields import Field, Form, fields_of
from balanced_edu.records.kinds import Kind
from balanced_edu.tables.rows import is_total

# Templates


def test_an_untouched_template_lacks_campuses_and_nothing_else(tmp_path: Path) -> None:
    write_template(tmp_path / "new" / "county")
    (problem,) = problems_of(tmp_path / "new" / "county")
    assert str(problem).startswith("schools.csv:1:-: there are no campuses")


def test_a_template_names_every_column_and_every_key(tmp_path: Path) -> None:
    write_template(tmp_path)
    content = (tmp_path / "schools.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    headings = content.decode("utf-8-sig").strip().split(",")
    assert headings == [field.heading for field in fields_of(Campus).values()]
    facts = (tmp_path / "county.toml").read_text(encoding="utf-8")
    for record in (County, Guarantee, Quality, Recognition, Veto):
        for name, field in fields_of(record).items():
            (line,) = [line for line in facts.splitlines() if line.removeprefix("# ").startswith(f"{name} =")]
            assert f"# {field.heading}" in line
    assert "rotated_teachers =  # 交流轮岗教师数（人）" in facts
    assert "(one table per subject)：语文、数学、科学、体育、艺术、德育\n" in facts
    assert '[evidence]\n# G1 = ["布局规划图", "布局调整批文"]\n' in facts
    assert "teacher_average_salary =  # 上年度义务教育学校教师年平均工资（不含民办学校）（元）" in facts


def test_the_examples_of_a_template_may_be_used(tmp_path: Path) -> None:
    write_template(tmp_path)
    facts = tmp_path / "county.toml"
    lines = facts.read_text(encoding="utf-8").splitlines()
    start = next(n for n, line in enumerate(lines) if "[[quality.monitoring]]" in line)
    end = next(n for n, line in enumerate(lines) if "[veto]" in line) - 1
    lines[start:end] = [line.removeprefix("# ") if re.search(r"\[\[|= \S", line) else line for line in lines[start:end]]
    county = read_county(folder_with(tmp_path, facts="\n".join(lines)))
    assert county.monitoring == (Subject(subject="数学", level=3, between_school_share=0.09),)
    assert county.groups == (
        Group(group="家长", handed_out=2500, surveyed=2400, satisfied=2280, visited=60, visit_satisfied=57),
    )


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "county.toml").write_text("name = 'mine'", encoding="utf-8")
    with pytest.raises(FileExistsError, match=r"county\.toml already exists and is not overwritten"):
        write_template(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["county.toml"]
    with pytest.raises(FileExistsError, match="already exists"):
        write_county(good_county(), tmp_path)
    with pytest.raises(FileExistsError, match="is a file; give a folder"):
        write_template(tmp_path / "county.toml")
    write_county(good_county(), tmp_path, overwrite=True)
    assert read_county(tmp_path) == good_county()


@pytest.mark.parametrize("write", [write_template, lambda folder: write_county(good_county(), folder)])
def test_what_cannot_be_written_whole_leaves_nothing(
    write: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, target: Path) -> None:
        if target.name == "county.toml":
            raise OSError(errno.ENOSPC, "No space left on device")
        os.replace(path, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match=r"No space left on device: .*county\.toml"):
        write(tmp_path / "new" / "county")
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_written_whole_leaves_the_old_county(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource", reason="only Unix limits the size of files")
    write_county(good_county(), tmp_path)
    larger = good_county(*[primary(f"P{n}") for n in range(500)])
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, limits[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            write_county(larger, tmp_path, overwrite=True)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["county.toml", "schools.csv"]
    assert read_county(tmp_path) == good_county()


# Writing


def test_a_good_county_reads_back(tmp_path: Path) -> None:
    write_county(good_county(), tmp_path)
    assert read_county(tmp_path) == good_county()


def test_texts_that_look_like_formulas_are_not_formulas(tmp_path: Path) -> None:
    names = ["=1+1", "+1", "-1", "@a", "'=1", "''-", "'a", "＝1", 'a "b", c\nd']
    county = good_county(*[primary(f"-{n}", school_name=name) for n, name in enumerate(names)])
    write_county(county, tmp_path)
    assert read_county(tmp_path) == county
    with (tmp_path / "schools.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [row[:2] for row in csv.reader(file)][1:]
    assert not any(cell.startswith(("=", "+", "-", "@", "＝")) for row in cells for cell in row)


def test_what_could_not_be_read_back_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there are no campuses"):
        write_county(County(name="县"), tmp_path / "empty")
    with pytest.raises(InputError, match="more than 15 significant digits"):
        write_county(good_county(primary(teaching_area=0.1 + 0.2)), tmp_path / "digits")
    with pytest.raises(InputError, match="more than 1,000,000 bytes"):
        write_county(attrs.evolve(good_county(), local={f"{n:0190}": 1 for n in range(6000)}), tmp_path / "large")
    message = (
        "学校代码: '合计': this row would be passed over as a total, a footnote or an example; give the campus another"
    )
    with pytest.raises(InputError, match=message):
        write_county(good_county(primary("合计"), primary("P2")), tmp_path / "total")
    assert list(tmp_path.iterdir()) == []


def test_evidence_reads_back_by_campus_and_by_item(tmp_path: Path) -> None:
    county = good_county(primary(evidence=["学校章程", "=课程表"], sponsor=7), primary("P2", 600))
    evidence = {"G1": ["布局规划图", '批文"甲"'], "小班化": ["方案"]}
    county = attrs.evolve(county, evidence=evidence)
    write_county(county, tmp_path)
    assert read_county(tmp_path) == county
    assert '[evidence]\nG1 = ["布局规划图", "批文\\"甲\\""]\n"小班化" = ["方案"]\n' in (
        tmp_path / "county.toml"
    ).read_text(encoding="utf-8")
    assert "县级教育,学校章程;=课程表" in (tmp_path / "schools.csv").read_text(encoding="utf-8-sig")


# Counties at random

# Neither file can contain halves of a surrogate pair, or zero bytes.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=8).filter(
    lambda text: not stands_for_nothing(text) and not spoiled(text) and not is_total(text)
)
COUNTS = st.integers(0, 10**6)
AMOUNTS = st.one_of(st.integers(0, 10**15 - 1), st.decimals(0, 10**9, places=4).map(float))
SHARES = st.decimals(0, 1, places=6).map(float)


DOCUMENTS = st.lists(TEXTS.filter(lambda text: ";" not in text and "；" not in text), max_size=3).map(tuple)
IDS = st.text("GqＶ１2 -", min_size=1, max_size=3).filter(lambda id: not stands_for_nothing(id))


BANDS = st.builds(lambda least, more: Band(least, least + more), st.integers(0, 2000), st.integers(1, 50)) | st.builds(
    Band, st.integers(1, 2000)
)


def values_of(field: Field) -> st.SearchStrategy[Any]:
    if not isinstance(field.form, Form):
        return st.sampled_from(field.form)
    return {
        **dict.fromkeys((Form.TEXT, Form.CODE, Form.NAME), TEXTS),
        Form.COUNT: COUNTS,
        Form.SIZE: COUNTS | BANDS,
        Form.AMOUNT: AMOUNTS,
        Form.SHARE: SHARES,
        Form.PERCENT: SHARES.map(lambda share: round(100 * share, 4)),
        Form.JUDGEMENT: st.booleans(),
        Form.AREAS: st.lists(AMOUNTS | BANDS, max_size=3).map(tuple),
        Form.TEXTS: DOCUMENTS,
    }[field.form]


@st.composite
def records(draw: st.DrawFn, record: type) -> Any:
    """A record with some of its figures, without those that contradict others."""
    fields = fields_of(record)
    names = draw(st.sets(st.sampled_from(sorted(fields)))) | {name for name, f in fields.items() if f.required}
    values = {name: draw(values_of(fields[name])) for name in sorted(names)}
    while True:
        try:
            return record(**values)
        except DataError as error:
            for name, _ in error.problems:
                values.pop(name, None)


def distinct(name: str) -> Callable[[Any], str]:
    return lambda record: compact(getattr(record, name))


@st.composite
def counties(draw: st.DrawFn) -> County:
    campuses = draw(st.lists(records(Campus), min_size=1, max_size=3, unique_by=distinct("school_code")))
    main = st.sampled_from([None, campuses[0].school_code])
    return attrs.evolve(
        draw(records(County)),
        campuses=[attrs.evolve(campus, parent_code=draw(main)) for campus in campuses],
        guarantee=draw(records(Guarantee)),
        quality=draw(records(Quality)),
        monitoring=draw(st.lists(records(Subject), max_size=2, unique_by=distinct("subject"))),
        groups=draw(st.lists(records(Group), max_size=2, unique_by=distinct("group"))),
        veto=draw(records(Veto)),
        evidence={id: draw(DOCUMENTS) for id in draw(st.lists(IDS, max_size=3, unique_by=item_identity))},
    )


@pytest.mark.slow
@given(counties())
def test_what_is_written_reads_back(county: County) -> None:
    with tempfile.TemporaryDirectory() as path:
        folder = Path(path)
        write_county(county, folder)
        assert read_county(folder) == county
        for file in folder.iterdir():
            file.write_bytes(file.read_bytes().decode("utf-8-sig").encode("gb18030"))
        assert read_county(folder) == county


CAMPUS = Campus(school_code="A1", kind=Kind.PRIMARY)


@pytest.mark.parametrize("name", ["county.xlsx", "county"])
def test_evidence_like_a_formula_is_read_back(tmp_path: Path, name: str) -> None:
    county = County(name="示例县", campuses=[attrs.evolve(CAMPUS, evidence=("=1",))], evidence={"G1": ("-计划", "b")})
    write_county(county, tmp_path / name)
    assert read_county(tmp_path / name) == county


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"groups": [Group(group="家长"), Group(group="合计")]}, "groups"),
        ({"groups": [Group(group="示例群众")]}, "groups"),
        ({"monitoring": [Subject(subject="数学"), Subject(subject="汇总")]}, "monitoring"),
        ({"campuses": [attrs.evolve(CAMPUS, school_name="第一_x0041_小学")]}, "campuses"),
    ],
)
def test_what_a_workbook_would_change_is_not_written(tmp_path: Path, change: dict[str, Any], part: str) -> None:
    county = attrs.evolve(County(name="示例县", campuses=[CAMPUS]), **change)
    with pytest.raises(InputError, match=f"county.xlsx:1:-: {part} would be read back as something else; correct it"):
        write_county(county, tmp_path / "county.xlsx")
    assert not any(tmp_path.iterdir())


def test_a_mark_that_no_workbook_can_hold_is_refused(tmp_path: Path) -> None:
    county = County(name="示例县", campuses=[attrs.evolve(CAMPUS, school_name="第一\x0b小学")])
    with pytest.raises(InputError, match="has a mark that no workbook can hold; delete it"):
        write_county(county, tmp_path / "county.xlsx")
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize("ending", [".xls", ".ODS"])
def test_workbooks_of_other_forms_are_read_only(tmp_path: Path, ending: str) -> None:
    message = f"a workbook is not written as {ending.lower()}; give a path that ends in .xlsx"
    for write in (lambda path: write_county(County(name="示例县", campuses=[CAMPUS]), path), write_template):
        with pytest.raises(InputError, match=message):
            write(tmp_path / f"county{ending}")
    assert not any(tmp_path.iterdir())
