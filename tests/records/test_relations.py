"""A part above its whole is refused, relation by relation."""

from __future__ import annotations

from math import prod
from typing import Any

import attrs
import pytest

from balanced_edu.errors import DataError
from balanced_edu.records.campus import Campus
from balanced_edu.records.county import RECORDS, Group
from balanced_edu.records.kinds import Kind
from balanced_edu.records.relations import RELATIONS, Relation

CLASSES = {record.__name__: record for record in (Campus, Group, *RECORDS.values())}
REQUIRED: dict[str, dict[str, Any]] = {
    "Campus": {"school_code": "A", "kind": Kind.NINE_YEAR},
    "Group": {"group": "家长"},
}
# The pupils of a campus follow from those of its stages.
OF_PUPILS = {"primary_pupils": 3, "junior_pupils": 7}

each_relation = pytest.mark.parametrize(
    ("record", "relation"),
    [
        pytest.param(record, relation, id=f"{record}: {' + '.join(relation.parts)} in {' × '.join(relation.whole)}")
        for record, relations in RELATIONS.items()
        for relation in relations
    ],
)


def related(record: str, relation: Relation, above: int) -> dict[str, Any]:
    """The figures of a relation, whose parts together are so much above their whole."""
    wholes = dict.fromkeys(relation.whole, 10)
    *others, last = relation.parts
    parts = {**dict.fromkeys(others, 4), last: prod(wholes.values()) - 4 * len(others) + above}
    derived = OF_PUPILS if wholes.pop("pupils", None) else {}
    return {**REQUIRED.get(record, {}), **derived, **wholes, **parts}


@each_relation
def test_one_above_the_whole_is_refused(record: str, relation: Relation) -> None:
    with pytest.raises(DataError) as error:
        CLASSES[record](**related(record, relation, above=1))
    ((name, message),) = error.value.problems
    assert name == relation.parts[-1]
    assert " more than " in message


@each_relation
def test_all_of_the_whole_is_taken(record: str, relation: Relation) -> None:
    figures = related(record, relation, above=0)
    assert attrs.asdict(CLASSES[record](**figures), recurse=False).items() >= figures.items()


@each_relation
def test_nothing_is_compared_with_an_unknown_whole(record: str, relation: Relation) -> None:
    figures = related(record, relation, above=1)
    for name in relation.whole:
        unknown = "junior_pupils" if name == "pupils" else name
        CLASSES[record](**{**figures, unknown: None})


@pytest.mark.parametrize(
    ("record", "whole", "part"),
    [(record, one.whole[0], part) for record, all_ in RELATIONS.items() for one in all_ for part in one.parts[1:]]
    + [(record, one.whole[0], one.parts[0]) for record, all_ in RELATIONS.items() for one in all_ if one.parts[1:]],
)
def test_one_of_two_parts_may_exceed_the_whole_alone(record: str, whole: str, part: str) -> None:
    with pytest.raises(DataError, match=f"^{part}: 11 is more than [^,]*, 10$"):
        CLASSES[record](**REQUIRED.get(record, {}), **{whole: 10, part: 11})


@each_relation
def test_every_relation_gives_its_reason(record: str, relation: Relation) -> None:
    assert {*relation.parts, *relation.whole} <= {*attrs.fields_dict(CLASSES[record]), "pupils"}
    assert relation.reason


MESSAGES: list[tuple[str, dict[str, Any], str, str]] = [
    (
        "Campus",
        {"primary_teachers_above_required": 120, "full_time_teachers": 46},
        "primary_teachers_above_required",
        "120 is more than 专任教师数, 46",
    ),
    (
        "Campus",
        {"primary_pupils": 101, "primary_classes": 2, "primary_largest_class": 50},
        "primary_pupils",
        "101 is more than 小学班级数 × 小学最大班额, 100",
    ),
    ("Campus", {**OF_PUPILS, "migrant_pupils": 11}, "migrant_pupils", "11 is more than 义务教育阶段在校生数, 10"),
    (
        "Guarantee",
        {"migrant_children": 10, "migrant_children_in_public": 6, "migrant_children_in_purchased_private": 5},
        "migrant_children_in_purchased_private",
        "the two together, 11, are more than 符合条件的随迁子女数, 10",
    ),
    (
        "Group",
        {"surveyed": 10, "satisfied": 6, "basically_satisfied": 5},
        "basically_satisfied",
        "the two together, 11, are more than 有效问卷数, 10",
    ),
    ("Group", {"handed_out": 10, "surveyed": 11, "satisfied": 10}, "surveyed", "11 is more than 发放问卷数, 10"),
    ("Group", {"handed_out": 10, "satisfied": 11}, "satisfied", "11 is more than 发放问卷数, 10"),
    ("Group", {"visited": 5, "visit_satisfied": 6}, "visit_satisfied", "6 is more than 实地走访人数, 5"),
]


@pytest.mark.parametrize(("record", "figures", "field", "message"), MESSAGES)
def test_a_message_says_what_is_more_than_what(record: str, figures: dict[str, Any], field: str, message: str) -> None:
    with pytest.raises(DataError) as error:
        CLASSES[record](**REQUIRED.get(record, {}), **figures)
    assert list(error.value.problems) == [(field, message)]


@pytest.mark.parametrize("name", ["classes", "largest_class"])
def test_pupils_are_in_classes(name: str) -> None:
    figures = {"primary_pupils": 5, "primary_classes": 1, "primary_largest_class": 5, f"primary_{name}": 0}
    with pytest.raises(DataError) as error:
        Campus(school_code="A", kind=Kind.PRIMARY, **figures)  # type: ignore[arg-type]
    assert list(error.value.problems) == [(f"primary_{name}", "0 given, but there are pupils in the stage")]
