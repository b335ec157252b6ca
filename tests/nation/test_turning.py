"""What would turn the outcome of an indicator: the same as assessing each changed county anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs
import numpy as np
import pytest
from counties import good_county, junior, nine_year, primary
from nations import MEANS, WITHOUT_RESOURCES
from nationtables import tables_of, with_plain_codes

import balanced_edu as be
from balanced_edu.errors import DataError
from balanced_edu.nation import CountiesAssessment, SectionTable
from balanced_edu.nation.handed import Handed
from balanced_edu.nation.items import item_outcomes
from balanced_edu.nation.reading import handed_in
from balanced_edu.nation.source import source_of
from balanced_edu.nation.turning import turning_of
from balanced_edu.records.bands import Band
from balanced_edu.records.county import County
from balanced_edu.standards import Standard, from_text, load

NATIONAL = load("national-2017")


def several() -> list[County]:
    given = [
        good_county(primary("P1", 2001), primary("P2"), junior("J1")),
        good_county(primary("P1", 2000), primary("P2", 1000, multimedia_rooms=61), junior("J1", multimedia_rooms=20)),
        good_county(
            attrs.evolve(primary("P1"), primary_largest_class=46),
            attrs.evolve(primary("P2"), primary_largest_class=None),
            attrs.evolve(nine_year("N1"), primary_largest_class=Band(41, 51)),
        ),
        good_county(primary("P1", 60, funded_pupils=99), junior("J1", training_budget=49_999), nine_year("N1")),
        good_county(primary("P1", 100, multimedia_rooms=1), primary("P2", 100, multimedia_rooms=3), junior("J1")),
        good_county(primary("P1", 100, multimedia_rooms=1), primary("P2", 100, multimedia_rooms=4), junior("J1")),
        good_county(primary("P1", multimedia_rooms=19), nine_year("N1", multimedia_rooms=30), primary("P2", 100)),
    ]
    return [with_plain_codes(county, 1000 * place) for place, county in enumerate(given)]


COUNTIES = several()


def assessed(standard: Standard = NATIONAL) -> CountiesAssessment:
    return be.assess_counties(**tables_of(COUNTIES), standard=standard)


def rows() -> list[tuple[int, int]]:
    """The county and the campus of each row."""
    return [(place, at) for place, county in enumerate(COUNTIES) for at, _ in enumerate(county.campuses)]


def test_campuses_without_which_an_outcome_is_another() -> None:
    result = assessed()
    turning = result.turning()
    for row, (place, at) in enumerate(rows()):
        county = COUNTIES[place]
        others = [campus for other, campus in enumerate(county.campuses) if other != at]
        alone = be.assess(attrs.evolve(county, campuses=others))
        for id, turned in turning.campuses.items():
            assert turned[row] == (alone.indicators[id].outcome != result.indicators[id][place]), (id, row)
    assert turning.campuses["G4"].any()
    assert not turning.campuses["Q3"].any()


@pytest.mark.slow
@pytest.mark.parametrize("step", [1, -1])
def test_cells_of_campuses_that_turn_an_outcome(step: int) -> None:
    result = assessed()
    turning = result.turning()
    turned_by = turning.campus_more if step == 1 else turning.campus_less
    turned: list[tuple[str, str]] = []
    for id, by_field in turned_by.items():
        for field, marks in by_field.items():
            for row, (place, at) in enumerate(rows()):
                campus = COUNTIES[place].campuses[at]
                figure = getattr(campus, field)
                if figure is None or isinstance(figure, Band):
                    assert not marks[row]
                    continue
                try:
                    changed = attrs.evolve(campus, **{field: figure + step})
                except DataError:
                    continue
                campuses = [changed if other == at else one for other, one in enumerate(COUNTIES[place].campuses)]
                alone = be.assess(attrs.evolve(COUNTIES[place], campuses=campuses))
                assert marks[row] == (alone.indicators[id].outcome != result.indicators[id][place]), (id, field, row)
                turned += [(id, field)] if marks[row] else []
    assert {("G4", "primary_pupils"), ("G5", "primary_largest_class")} & set(turned)


BOTH = [NATIONAL, from_text(MEANS)]


@pytest.mark.parametrize("standard", BOTH, ids=["each", "mean"])
def test_sections_that_turn_a_coefficient(standard: Standard) -> None:
    result = be.assess_counties(**tables_of(COUNTIES), standard=standard)
    turning = result.turning()
    assert result.sections is not None
    sections = result.sections
    mean = standard.mean_of_coefficients
    assert tuple(turning.sections) == (("variation",) if mean else sections.resources)
    assert tuple(turning.more) == tuple(turning.less) == sections.resources

    def outcomes(county: County, section: int, total: str, change: float | None) -> dict[str, int]:
        """The outcomes of one county, one of whose sections is left out, or has more of a total."""
        alone = SectionTable.from_counties([county], standard)
        ids_of_rows = np.repeat(alone.order.ids, alone.order.groups.lengths)
        stages = alone.order.as_given(ids_of_rows, otherwise=0)
        pupils, totals = alone.order.as_given(alone.pupils), alone.totals.copy()
        keep = np.ones(pupils.size, dtype=np.bool_)
        if change is None:
            keep[section] = False
        else:
            totals[list(alone.units).index(total), section] += change
        if totals.min() < 0 or not keep.any():
            return {}
        arrays: dict[str, Any] = {"county": np.zeros(keep.sum(), dtype=int), "stage": stages[keep]}
        found = SectionTable.from_arrays(**arrays, pupils=pupils[keep], totals=totals[:, keep], standard=standard)
        verdict = found.assess(standard)
        each = verdict.coefficient_outcomes.min(axis=0)[:, 0]
        return {"variation": int(verdict.variation.min()), **dict(zip(sections.resources, map(int, each), strict=True))}

    place_of = np.array([place for place, _ in rows()])[result.section_rows]
    campus_by_campus = np.lexsort([result.section_stages, result.section_rows])
    turned = 0
    for section, place in enumerate(place_of):
        at = int(np.flatnonzero(campus_by_campus[place_of[campus_by_campus] == place] == section)[0])
        for id in sections.resources:
            total, found_in = standard.items[id].total, "variation" if mean else id
            now = outcomes(COUNTIES[place], 0, total, 0.0)[found_in]
            for marks, change in (
                (turning.sections[found_in], None),
                (turning.more[id], 1.0),
                (turning.less[id], -1.0),
            ):
                other = outcomes(COUNTIES[place], at, total, change)
                if other:
                    assert marks[section] == (other[found_in] != now), (id, section, change)
                    turned += bool(marks[section])
    assert turned


LIMITS = {"primary": 0.26, "junior": 0.4}
EACH_OR_MEAN = {
    "each": MEANS.replace('of = "mean", ', ""),
    "mean": MEANS,
    "each, and no sections fail": MEANS.replace('of = "mean"', 'without_sections = "fail"'),
    "mean, and no sections fail": MEANS.replace("variation = { ", 'variation = { without_sections = "fail", '),
}
Section = tuple[int, str, int, int | None, int | None]
# County, stage, pupils, rooms and area of sections, in any order; so small that one unit often turns a coefficient.
SECTIONS: list[Section] = [
    *((2, "primary", 60, 3, 4), (2, "primary", 90, 3, 9), (2, "primary", 90, 2, 4)),
    *((1, "junior", 100, 5, 9), (1, "primary", 80, 4, 9), (1, "junior", 50, 1, 4), (1, "primary", 40, 1, 5)),
    *((3, "primary", 50, 2, 5), (3, "primary", 70, 2, 7), (3, "primary", 80, 3, None), (3, "junior", 50, 1, 1)),
    *((4, "junior", 50, 0, 2), (4, "junior", 40, 3, 2), (4, "junior", 60, 3, 3), (4, "junior", 60, 4, 9)),
    *((5, "primary", 90, 4, 9), (5, "primary", 45, 0, 5), (5, "junior", 50, 0, 3), (5, "junior", 50, 2, 3)),
    *((6, "primary", 90, 9, 9), (6, "primary", 45, 5, 5), (6, "junior", 70, 9, 9), (6, "junior", 50, 3, 4)),
    *((6, "junior", 55, 5, 9), (7, "primary", 90, 5, 2), (7, "primary", 90, 9, 3)),
    *((8, "junior", 350, 35, 40), (8, "junior", 2, 0, 0), (9, "primary", 70, 1, 9), (9, "primary", 60, 0, 8)),
]


def found_of(stage: str, sections: list[Section], ids: Sequence[str], nothing: int) -> dict[str, int]:
    """The outcome of each resource of a stage, or of their mean; 0 where a coefficient is not known."""
    if not sections:
        return dict.fromkeys(ids, nothing)
    coefficients = []
    for at in (3, 4):
        totals: list[Any] = [section[at] for section in sections]
        known = None not in totals and any(totals)
        coefficients.append(be.variation_coefficient(totals, [section[2] for section in sections]) if known else np.nan)
    compared = coefficients if len(ids) > 1 else [sum(coefficients) / 2]
    return {
        id: 0 if np.isnan(one) else 1 if one <= LIMITS[stage] else -1 for id, one in zip(ids, compared, strict=True)
    }


def turned(section: Section, others: list[Section], ids: Sequence[str], nothing: int) -> dict[str, bool]:
    """Which outcomes of a county would be others with other sections of the stage of one; of known coefficients."""
    of_county = [one for one in SECTIONS if one[0] == section[0]]
    here, elsewhere = ([one for one in of_county if (one[1] == section[1]) is same] for same in (True, False))
    (other,) = LIMITS.keys() - {section[1]}
    now, after, beside = (
        found_of(stage, sections, ids, nothing)
        for stage, sections in ((section[1], here), (section[1], others), (other, elsewhere))
    )
    return {id: bool(now[id] and after[id]) and min(now[id], beside[id]) != min(after[id], beside[id]) for id in ids}


@pytest.mark.parametrize("of", EACH_OR_MEAN)
def test_sections_of_small_counties_that_turn_a_coefficient(of: str) -> None:
    standard = from_text(EACH_OR_MEAN[of].replace('junior = "0.26"', 'junior = "0.4"'))
    county, stage, pupils, rooms, area = zip(*SECTIONS, strict=True)
    columns: dict[str, Any] = {"county": county, "multimedia_rooms": rooms, "teaching_area": area}
    columns |= {"kind": [{"primary": "小学", "junior": "初中"}[name] for name in stage]}
    for name in LIMITS:
        columns[f"{name}_pupils"] = [number if name == s else None for number, s in zip(pupils, stage, strict=True)]
    columns |= {"school_code": [f"{at:06d}" for at in range(len(county))], "ownership": ["公办"] * len(county)}
    handed, _ = handed_in(source_of(columns, None, None, None), standard, None)
    turning = turning_of(handed, {}, {})
    ids, nothing = ("R7", "R4") if "each" in of else ("variation",), -1 if "fail" in of else 1
    assert (tuple(turning.sections), tuple(turning.more), tuple(turning.less)) == (ids, ("R7", "R4"), ("R7", "R4"))
    # Marks are stage by stage, and county by county.
    for place, section in enumerate(sorted(SECTIONS, key=lambda one: (-ord(one[1][0]), one[0]))):
        rest = [one for one in SECTIONS if one[:2] == section[:2] and one is not section]
        assert {id: marks[place] for id, marks in turning.sections.items()} == turned(section, rest, ids, nothing)
        for id, total in (("R7", 3), ("R4", 4)):
            for marks, step in ((turning.more[id], 1), (turning.less[id], -1)):
                figure: Any = section[total]
                can_be = figure is not None and figure + step >= 0
                changed: Any = (*section[:total], figure + step, *section[total + 1 :]) if can_be else section
                assert marks[place] == turned(section, [*rest, changed], ids, nothing)[id if id in ids else ids[0]]


def test_a_standard_without_resources_has_no_sections_that_turn() -> None:
    turning = be.assess_counties(**tables_of(COUNTIES), standard=from_text(WITHOUT_RESOURCES)).turning()
    assert (turning.sections, turning.more, turning.less) == ({}, {}, {})


def test_doubts_of_each_county_that_has_some() -> None:
    doubtful = attrs.evolve(COUNTIES[0], campuses=[primary("330301", equipment_value=1), junior("330302")])
    result = be.assess_counties(**tables_of([COUNTIES[1], doubtful]))
    found = result.doubts()
    assert found[1] == be.assess(result.explain(1).county).doubts
    assert all(found.values())


ITEM = """
[items.{id}]
name = {{ zh = "试验", en = "Drawn" }}
dimension = "guarantee"
each = "{each}"
rules = [{rules}]
clause = "-"
source = "-"
mark = "choice"
"""


def of_campuses(each: str, rules: str, **columns: Any) -> tuple[Handed, Standard]:
    """What campuses hand in, in few columns, and a standard with an item on them alone."""
    standard = from_text(WITHOUT_RESOURCES + ITEM.format(id="G1", each=each, rules=rules))
    size = len(columns["county"])
    campuses = {"school_code": [f"33030{at}" for at in range(size)], "kind": ["九年一贯制学校"] * size, **columns}
    handed, _ = handed_in(source_of(campuses, None, None, None), standard, None)
    return handed, standard


PUPILS = '{ measure = "pupils_on_campus", at_most = "2000" }'
CLASS = '{ measure = "pupils_in_largest_class", at_most = "45" }'
BOOKS = '{ fact = "books", at_least = "1" }'
AREA = '{ fact = "teaching_area", at_least = "0" }'
EITHER = f'{{ any_of = [{{ fact = "computers", at_least = "9" }}, {BOOKS}] }}'
ROOMS = (
    '{ measure = "music_room_surplus", at_least = "0", '
    'constants = { classes_per_room = "12", smallest_music_room = "96" } }'
)
LEFT_OUT: dict[str, list[tuple[int, int, bool]]] = {  # by county, outcome, and whether another is found without it
    "the only failure": [(0, -1, True), (0, 1, False)],
    "one of two failures": [(0, -1, False), (0, -1, False)],
    "a failure beside something unknown": [(0, -1, True), (0, 0, False)],
    "failures beside something unknown": [(0, -1, False), (0, 0, False), (0, -1, False)],
    "the only one that is unknown": [(0, 1, False), (0, 0, True)],
    "one of two that are unknown": [(0, 0, False), (0, 0, False)],
    "a failure of another county": [(1, -1, True), (0, -1, True), (2, 1, False)],
}


@pytest.mark.parametrize("way", LEFT_OUT)
def test_a_campus_is_left_out(way: str) -> None:
    county, outcomes, turned = zip(*LEFT_OUT[way], strict=True)
    handed, _ = of_campuses("campus", BOOKS, county=county)
    assert turning_of(handed, {"G1": np.array(outcomes)}, {}).campuses["G1"].tolist() == list(turned)


# By item: figures of campuses of a county each, and of which of them one unit more, or less, turns the outcome.
CELLS: dict[str, tuple[str, str, dict[str, list[Any]], dict[str, tuple[list[bool], list[bool]]]]] = {
    "pupils of a stage": (
        "campus",
        PUPILS,
        {"primary_pupils": [2000, 2001, 1000, 1000, None], "junior_pupils": [0, 0, 1000, 1001, 2000]},
        {
            "primary_pupils": ([True, False, True, False, False], [False, True, False, True, False]),
            "junior_pupils": ([True, False, True, False, False], [False, False, False, True, False]),
        },
    ),
    "classes of a stage, some of them in bands": (
        "section",
        CLASS,
        {
            "primary_pupils": [400] * 5,
            "junior_pupils": [0] * 5,
            "primary_largest_class": [45, 46, Band(46, 51), Band(41, 46), None],
        },
        {"primary_largest_class": ([True, False, False, False, False], [False, True, False, False, False])},
    ),
    "a stage alone": (
        "campus",
        PUPILS,
        {"kind": ["初中", "初中"], "junior_pupils": [2000, 2001]},
        {"junior_pupils": ([True, False], [False, True])},
    ),
    "a stage whose class may be the largest of all": (
        "section",
        '{ stages = ["junior"], measure = "pupils_in_largest_class", at_most = "45" }',
        {
            **{"primary_pupils": [400] * 3, "junior_pupils": [400] * 3},
            **{"primary_largest_class": [45, 46, Band(41, 46)], "compulsory_largest_class": [46, 46, None]},
        },
        {"primary_largest_class": ([True, False, False], [False, True, False])},
    ),
    "no fewer than none": ("campus", AREA, {"teaching_area": [0, 0.5, None]}, {"teaching_area": ([False] * 3,) * 2}),
    "none at all": ("campus", BOOKS, {"books": [0, 1, 2]}, {"books": ([True, False, False], [False, True, False])}),
    "alternatives": (
        "campus",
        EITHER,
        {"computers": [8, 9, 9], "books": [0, 0, 1]},
        {
            "computers": ([True, False, False], [False, True, False]),
            "books": ([True, False, False], [False, False, False]),
        },
    ),
    "areas and judgements": (
        "campus",
        f'{ROOMS}, {{ fact = "boarding", holds = true }}',
        {
            **{"boarding": [True], "music_room_areas": [[96]], "primary_pupils": [400], "junior_pupils": [0]},
            **{"primary_classes": [12], "junior_classes": [0]},
        },
        {"primary_classes": ([True], [False]), "junior_classes": ([False], [False])},
    ),
}


@pytest.mark.parametrize("way", CELLS)
def test_one_unit_more_or_less_in_a_cell(way: str) -> None:
    each, rules, columns, turned = CELLS[way]
    size = len(next(iter(columns.values())))
    handed, standard = of_campuses(each, rules, county=range(size), **columns)
    found = item_outcomes(standard.items["G1"], handed, {})
    turning = turning_of(handed, {"G1": found.rows}, {})
    marks = {
        field: (more.tolist(), turning.campus_less["G1"][field].tolist())
        for field, more in turning.campus_more["G1"].items()
    }
    assert marks == turned


def test_cells_whose_outcome_columns_do_not_find_turn_nothing() -> None:
    """Where a county was assessed alone, another outcome may have been put in place."""
    handed, _ = of_campuses("campus", BOOKS, county=[1, 2, 3], books=[0, 0, 1])
    turning = turning_of(handed, {"G1": np.array([1, -1, 0])}, {})
    assert turning.campus_more["G1"]["books"].tolist() == [False, True, False]
    assert turning.campus_less["G1"]["books"].tolist() == [False, False, False]


BEFORE = {
    "a ground of veto": (WITHOUT_RESOURCES, "V6", False),
    "coefficients": (MEANS, "variation", False),
    "no coefficients": (WITHOUT_RESOURCES, "variation", True),
}


@pytest.mark.parametrize("way", BEFORE)
def test_a_condition_that_rests_on_what_was_found_before(way: str) -> None:
    """A campus turns it by its own figures alone, and not where something else has failed in its county."""
    text, name, passing = BEFORE[way]
    rules = f'{{ kinds = ["小学"], item = "{name}" }}, {{ kinds = ["小学"], {BOOKS[2:]}'
    condition = ITEM.format(id="C1", each="campus", rules=rules)
    campuses: dict[str, Any] = {"county": [1, 1, 2, 2], "school_code": [1, 2, 3, 4]}
    campuses |= {"kind": ["小学", "小学", "小学", "九年一贯制学校"], "junior_pupils": [None, None, None, 0]}
    campuses |= {"primary_pupils": [100] * 4, "books": [0, 1, 0, 1], "ownership": ["公办"] * 4}
    campuses |= {"teaching_area": [700] * 4, "multimedia_rooms": [3, 3, 1, 9]}
    facts = {"county": [1, 2], "fraud": [False, True]}
    standard = from_text(text + condition.replace("[items", "[conditions"))
    turning = be.assess_counties(campuses, facts, standard=standard).turning()
    assert turning.campus_more["C1"]["books"].tolist() == [True, False, passing, False]
    assert turning.campuses["C1"].tolist() == [True, False, True, False]
