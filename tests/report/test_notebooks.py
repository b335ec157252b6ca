"""What notebooks show: the verdict first, of bounded size, in the language of the locale; and the data that follow."""

from __future__ import annotations

from functools import cache
from typing import Any

import attrs
import numpy as np
import pytest
from counties import change_campus, good_county

import balanced_edu as be
from balanced_edu.assessment import assess, compare_counties, compare_standards, history
from balanced_edu.checks import Finding, at_most
from balanced_edu.nation import SectionTable
from balanced_edu.records.county import County
from balanced_edu.standards import load

LARGEST = 20_000


def county(times: int) -> County:
    """A county of which something fails, with many campuses of long names."""
    bad = change_campus(good_county(), "P1", primary_largest_class=60, equipment_value=None)
    campuses = [
        attrs.evolve(campus, school_code=f"{campus.school_code}{n}", school_name="很长的名字" * 20)
        for n in range(times)
        for campus in bad.campuses
    ]
    return attrs.evolve(bad, campuses=campuses)


def nation(counties: int) -> Any:
    rows = np.repeat(np.arange(counties), 2)
    pupils, totals = np.full(2 * counties, 1000), np.full((7, 2 * counties), 60.0)
    totals[:, 0] = np.nan
    stage = np.tile([0, 1], counties)
    return SectionTable.from_arrays(county=rows, stage=stage, pupils=pupils, totals=totals).assess()


@cache
def shown(times: int) -> dict[str, Any]:
    found, wenling = assess(county(times)), assess(county(times), "wenling-2020")
    counties = [attrs.evolve(good_county(), name=f"{n}县") for n in range(times)]
    return {
        "assessment": found,
        "finding": found.finding,
        "item": found.indicators["G5"],
        "leaf": found.indicators["G5"].parts[0],
        "board": wenling.tasks(),
        "progress": wenling.tasks().since(found.tasks()),
        "counties": compare_counties(counties),
        "standards": compare_standards(county(times), ["national-2017", "shenyang"]),
        "history": history([county(times), attrs.evolve(good_county(), year=2023)]),
        "standard": load("wenling-2020"),
        "indicator": be.catalogue["R1"],
        "judgement": be.catalogue["V6"],
        "nation": nation(times * 10),
    }


FIRST = {
    "assessment": "结论：未达到要求",
    "finding": "未达标",
    "item": "未达标",
    "leaf": "未达标",
    "board": "未完成",
    "history": "结论：",
    "indicator": "100 × teachers_above_required / pupils",
    "nation": "0个达标",
}


@pytest.mark.parametrize("name", shown(1))
@pytest.mark.parametrize("locale", ["zh_CN.UTF-8", "C"])
@pytest.mark.parametrize("times", [1, 40])
def test_of_bounded_size(name: str, locale: str, times: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    piece = shown(times)[name]._repr_html_()
    assert 100 < len(piece.encode()) < LARGEST
    assert piece.startswith(f'<div lang="{"zh-Hans" if locale.startswith("zh") else "en"}">\n<p><b>')
    assert piece.endswith("</div>")


@pytest.mark.parametrize(("name", "first"), FIRST.items())
def test_the_verdict_comes_first(name: str, first: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    head, _, _ = shown(1)[name]._repr_html_().partition("<details>")
    assert f"<p><b>{first}" in head


def test_a_finding_of_a_check(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    assert at_most(45, "pupil").finding(46)._repr_html_().splitlines()[1:-1] == [
        "<p><b>Finding</b></p>",
        "<p><b>fails</b></p>",
        "<p>46 &gt; 45 pupils (over by 1)</p>",
    ]
    parts: tuple[Finding, ...] = tuple(at_most(45, "pupil").finding(n) for n in range(40, 65))
    many = attrs.evolve(parts[-1], parts=parts)._repr_html_()
    assert "<summary>Parts: 25</summary>" in many
    assert "<li>and 5 more</li>" in many


def test_the_counties_of_a_nation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    piece = nation(60)._repr_html_()
    assert "<p><b>Resources (" in piece
    assert "of 60 counties by national-2017 (1)</b></p>" in piece
    assert "<p><b>0 pass, 60 fail, 0 not known</b></p>" in piece
    assert "<p>and 10 more</p>" not in nation(50)._repr_html_()
    assert "–</td>" in piece, "the coefficient of the first county is unknown"


@pytest.mark.parametrize("like", ["pandas", "polars", "pyarrow"])
def test_a_nation_as_a_frame(like: str) -> None:
    found = nation(3)
    columns = found.as_frame(like={})
    assert columns["county"] == ["0", "1", "2"]
    assert columns["outcome"][1:] == ["fail", "fail"]
    assert columns["primary_R1"] == [None, 0.0, 0.0]
    assert found.as_frame(like=like).shape == (3, 18)


@pytest.mark.parametrize("like", ["pandas", "polars", "pyarrow"])
def test_a_board_keeps_the_types_of_its_columns(like: str) -> None:
    board = shown(1)["board"]
    frame = board.as_frame(like=like)
    assert frame.shape == board.as_frame(like=frame).shape == (46, 17)
    assert board.as_frame(like={})["days_left"][0] == board.tasks[0].days_left
