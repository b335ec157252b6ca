"""To which school a campus belongs, and what that does to a verdict."""

from __future__ import annotations

import attrs
import pytest
from counties import good_county, primary
from datasets import folder_with

from balanced_edu import assess, read_county
from balanced_edu.errors import DataError
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import County, Group, Subject
from balanced_edu.records.kinds import Kind
from balanced_edu.records.parents import Parents, impossible_parents, unlisted_parents
from balanced_edu.standards.loading import from_text

# The parents of campuses, and those that cannot be, with what the message says.
CASES: dict[str, tuple[Parents, dict[str, str]]] = {
    "none": ({"A": None, "B": None}, {}),
    "a main campus": ({"A": None, "A1": "A", "A2": "A"}, {}),
    "a main campus that names itself": ({"A": "A", "A1": "A"}, {}),
    "a school by itself that names itself": ({"A": "A"}, {}),
    "a school whose own code no campus has": ({"A1": "A", "A2": "A"}, {}),
    "a code that no campus has": ({"A": None, "A1": "B"}, {"A1": "'B' is the code of no campus"}),
    "two such codes": ({"A1": "B", "A2": "C"}, {"A1": "'B' is the code", "A2": "'C' is the code"}),
    "a parent of a parent": ({"A": None, "A1": "A", "A2": "A1"}, {"A2": "'A1' is itself a campus of 'A'"}),
    "a parent whose own parent no campus has": (
        {"A1": "A", "A2": "A1"},
        {"A1": "'A' is the code of no campus", "A2": "'A1' is itself a campus of 'A'"},
    ),
    "a parent of a school whose own code no campus has": (
        {"A1": "A", "A2": "A", "A3": "A1"},
        {"A3": "'A1' is itself a campus of 'A'"},
    ),
    "a circle of two": ({"A": "B", "B": "A"}, {"A": "'B' leads back to 'A'", "B": "'A' leads back to 'B'"}),
    "a circle of three, and one that leads into it": (
        {"A": "B", "B": "C", "C": "A", "D": "A"},
        {"A": "leads back", "B": "leads back", "C": "leads back", "D": "'A' is itself a campus of 'B'"},
    ),
}


@pytest.mark.parametrize(("parents", "impossible"), CASES.values(), ids=CASES)
def test_parents_that_cannot_be_are_refused(parents: Parents, impossible: dict[str, str]) -> None:
    found = dict(impossible_parents(parents))
    assert found.keys() == impossible.keys()
    assert all(words in found[code] for code, words in impossible.items())
    campuses = [primary(code, parent_code=parent) for code, parent in parents.items()]
    if not impossible:
        assert County(name="县", campuses=campuses).campuses == tuple(campuses)
        return
    with pytest.raises(DataError) as error:
        County(name="县", campuses=campuses)
    assert error.value.problems == tuple(("parent_code", f"{code}: {why}") for code, why in found.items())


def test_a_parent_may_be_among_the_codes_that_are_not_known() -> None:
    assert dict(impossible_parents({"A1": "A"}, complete=False)) == {}
    assert impossible_parents({"A": None, "A1": "A", "A2": "A1"}, complete=False).__next__()[0] == "A2"


def test_parents_that_no_campus_is_are_doubtful_where_others_are_campuses() -> None:
    assert unlisted_parents({"A": None, "A1": "A", "B1": "B", "B2": "B", "C": "C"}) == {"B": ("B1", "B2")}
    assert unlisted_parents({"A1": "A", "A2": "A", "C": "C"}) == {}
    assert unlisted_parents({"A": None, "A1": "A"}) == {}


BY_SCHOOL = from_text('name = "school"\nedition = "1"\nextends = "national-2017"\n[counted]\nby = "school"\n')


@pytest.mark.parametrize("nothing", ["无", "—", "/", "0", "N/A", "不适用", "\u200b", ""])
def test_schools_without_a_parent_are_not_merged(nothing: str) -> None:
    """Two schools with 无 for their parent were one: the failure of one, and the spread between both, vanished."""
    poor = primary("A", primary_backbone_teachers=0, primary_sports_arts_teachers=0, parent_code=nothing)
    rich = primary("B", primary_backbone_teachers=40, primary_sports_arts_teachers=40, parent_code=nothing)
    found, unmerged = assess(good_county(poor, rich), BY_SCHOOL), assess(good_county(poor, rich))
    assert [section.section.campus.school_code for section in found.sections] == ["A", "B"]
    assert [str(section.finding.outcome) for section in found.sections] == ["fail", "pass"]
    assert found.as_dict()["variation"] == unmerged.as_dict()["variation"]


@pytest.mark.parametrize("parent", ["Ａ1", "A1\u200b", " A1", "A\u00a01", "A1\u2060"])
def test_a_parent_is_found_however_its_code_is_typed(parent: str) -> None:
    county = good_county(primary("A1"), primary("A2", parent_code=parent))
    (school,) = assess(county, BY_SCHOOL).sections
    assert [member.campus.school_code for member in school.section.members] == ["A1", "A2"]


def test_a_county_by_hand_is_that_of_its_file() -> None:
    by_hand = Campus(
        school_code="Ａ１\u200b", kind=Kind.PRIMARY, parent_code=" 无 ", school_name="\ufeff第一 小学\u3000"
    )
    assert by_hand == Campus(school_code="A1", kind=Kind.PRIMARY, school_name="第一 小学")
    assert County(
        name=" 县\u200b", monitoring=[Subject(subject="语 文")], groups=[Group(group="家长（小学）")]
    ) == County(name="县", monitoring=[Subject(subject="语\u200b文")], groups=[Group(group="家长(小学)")])


def test_a_county_in_a_file_is_that_by_hand(tmp_path: object) -> None:
    table = "学校\u200b代码,学校类型 ,所属学校代码\nＡ１\u200b,小　学,无\nA2,\ufeff小学,A１\nA3,小学,A3\n"
    county = read_county(folder_with(tmp_path, table, 'name = "县\u200b"'))  # type: ignore[arg-type]
    codes = {"A1": "无", "A2": "A1", "A3": "A3"}
    campuses = [Campus(school_code=code, kind=Kind.PRIMARY, parent_code=parent) for code, parent in codes.items()]
    assert county == County(name="县", campuses=campuses)
    assert [campus.parent_code for campus in county.campuses] == [None, "A1", "A3"]


@pytest.mark.parametrize("code", ["无", "N/A", "0", "——", "3.31081E+11", "1月2日", "#####", "同上"])
def test_what_is_no_code_identifies_nothing(code: str) -> None:
    for make, name in (
        (lambda: Campus(school_code=code, kind=Kind.PRIMARY), "school_code"),
        (lambda: Subject(subject=code), "subject"),
        (lambda: Group(group=code), "group"),
    ):
        with pytest.raises(DataError) as error:
            make()
        assert [field for field, _ in error.value.problems] == [name]


def test_names_that_are_one_are_given_twice() -> None:
    for tables, what in (
        ({"campuses": [primary("A1"), primary("Ａ1\u200b")]}, "school_code: A1 is the code of 2 campuses"),
        ({"monitoring": [Subject(subject="语文"), Subject(subject="语\u200b文")]}, "subject: 语文 is given 2 times"),
        ({"groups": [Group(group="家长"), Group(group="家 长")]}, "group: 家长 is given 2 times"),
        ({"local": {"posts": 1, "ｐosts": 2}}, "local: posts is the name of 2 facts"),
    ):
        with pytest.raises(DataError) as error:
            County(name="县", **tables)  # type: ignore[arg-type]
        assert str(error.value) == what


def test_a_local_fact_is_found_however_its_name_is_typed() -> None:
    county = attrs.evolve(good_county(), local={"岗位 数\u200b": 3})
    assert (county.fact("岗位数"), county.fact("岗位\ufeff数")) == (3, 3)
    assert list(county.local) == ["岗位数"]
