"""Items as a file sets them: concessions with their days and duty, scopes, measures and numbers."""

from __future__ import annotations

import datetime as dt

import pytest
from counties import mine

from balanced_edu import checks
from balanced_edu.checks import Concession
from balanced_edu.errors import StandardError
from balanced_edu.indicators.declare import every_measure
from balanced_edu.outcomes import Outcome
from balanced_edu.records.kinds import Kind
from balanced_edu.standards.model import Aspect, Rule

CONCESSION = """
[items.G4]
rules = [{ any_of = [{ at_most = "2000" }, { at_most = "2100", concession = true }] }]
[items.G4.concession]
clause = "放宽"
source = "源"
"""
BEGUN, ENDED = dt.date(2020, 1, 1), dt.date(2021, 12, 31)


def conceded(text: str = "") -> Concession:
    one = mine(CONCESSION + text).items["G4"].concession
    assert one is not None
    return one


def test_a_concession_is_what_its_table_says() -> None:
    assert conceded() == Concession(clause="放宽", source="源")
    whole = 'since = 2020-01-01\nuntil = 2021-12-31\nduty = "整改"\nyears = 3\n'
    assert conceded(whole) == Concession(clause="放宽", source="源", since=BEGUN, until=ENDED, duty="整改", years=3)


@pytest.mark.parametrize("years", [1, 100])
def test_a_duty_is_due_within_up_to_a_hundred_years(years: int) -> None:
    assert conceded(f'duty = "整改"\nyears = {years}\n').years == years


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('duty = "整改"\nyears = 0\n', "11:items.G4.concession.years: years must be from 1 to 100"),
        ('duty = "整改"\nyears = 101\n', "11:items.G4.concession.years: years must be from 1 to 100"),
        (
            'duty = "整改"\n',
            "items.G4.concession.duty: a duty needs the years within which it is due, and years need a duty; "
            "give both or none",
        ),
        ("forever = true\n", "items.G4.concession.forever: "),
    ],
)
def test_a_concession_that_cannot_be(text: str, message: str) -> None:
    with pytest.raises(StandardError) as refused:
        conceded(text)
    assert [problem for problem in str(refused.value).splitlines() if message in problem]


def test_an_alternative_needs_the_concession_that_it_says_it_is() -> None:
    without = '[items.G4]\nrules = [{ any_of = [{ at_most = "2000" }, { at_most = "2100", concession = true }] }]\n'
    wanted = "the item has no concession; give the table concession, with its clause and source"
    with pytest.raises(StandardError) as refused:
        mine(without)
    assert str(refused.value).endswith(wanted)


@pytest.mark.parametrize(
    ("day", "outcome"),
    [
        (dt.date(2019, 12, 31), Outcome.FAIL),
        (BEGUN, Outcome.PASS),
        (ENDED, Outcome.PASS),
        (dt.date(2022, 1, 1), Outcome.FAIL),
    ],
)
def test_an_alternative_is_in_force_on_the_days_of_its_concession(day: dt.date, outcome: Outcome) -> None:
    (rule,) = mine(CONCESSION + "since = 2020-01-01\nuntil = 2021-12-31\n").items["G4"].rules
    demanded, eased = rule.alternatives
    assert (demanded.concession, eased.concession is not None) == (None, True)
    assert eased.where.finding({"day": day.toordinal()}).outcome is outcome


def test_an_alternative_may_be_in_force_later_than_its_concession() -> None:
    text = CONCESSION.replace("concession = true", "concession = true, since = 2021-01-01")
    (rule,) = mine(text + "since = 2020-01-01\n").items["G4"].rules
    days = (dt.date(2020, 6, 1), dt.date(2021, 6, 1))
    outcomes = [rule.alternatives[1].where.finding({"day": day.toordinal()}).outcome for day in days]
    assert outcomes == [Outcome.FAIL, Outcome.PASS]


def test_alternatives_within_alternatives_may_be_a_concession() -> None:
    either = '[{ at_most = "2000" }, { kinds = ["小学"], any_of = [{ at_most = "2050" }, { at_most = "2100", '
    text = CONCESSION.partition("rules")[0] + f"rules = [{{ any_of = {either}concession = true }}] }}] }}]\n"
    (rule,) = mine(f"{text}[items.G4.concession]\nclause = '放宽'\nsource = '源'\n").items["G4"].rules
    inner = rule.alternatives[1].alternatives
    assert [one.concession for one in inner] == [None, Concession(clause="放宽", source="源")]


def test_scopes_of_kinds_and_of_judgements() -> None:
    where = mine('[items.G6]\nwhere = { kinds = ["小学", "教学点"], boarding = true }\n').items["G6"].where
    for kind, boarding, outcome in (
        (Kind.PRIMARY, True, Outcome.PASS),
        (Kind.JUNIOR, True, Outcome.FAIL),
        (Kind.PRIMARY, False, Outcome.FAIL),
        (Kind.PRIMARY, None, Outcome.UNKNOWN),
    ):
        assert where.finding({"kind": kind, "boarding": boarding}).outcome is outcome
    day_schools = mine("[items.G6]\nwhere = { boarding = false }\n").items["G6"].where
    assert day_schools.finding({"boarding": False}).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[section]\nfloor = true\n", "floor must be a decimal as text"),
        ("[section]\nfloor = '0,85'\n", "'0,85' is not a decimal; write it as text, such as '0.50'"),
        ("[items.G4]\nrules = [{ at_most = '1e300' }]\n", "'1e300' is not a decimal"),
        ("[items.G6]\nwhere = { kinds = [] }\n", "kinds"),
        ("[items.G6]\nwhere = { boarding = 'x' }\n", "it must be true or false"),
    ],
)
def test_numbers_and_scopes_that_cannot_be(text: str, message: str) -> None:
    with pytest.raises(StandardError) as refused:
        mine(text)
    assert message in str(refused.value)


def test_a_number_may_be_as_large_as_arrays_can_hold() -> None:
    (rule,) = mine(f"[items.G4]\nrules = [{{ at_most = '{10**300 - 1}' }}]\n").items["G4"].rules
    assert rule.check.limit == 10**300 - 1
    with pytest.raises(StandardError, match="is not a decimal"):
        mine(f"[items.G4]\nrules = [{{ at_most = '{10**300}' }}]\n")


def problems(text: str) -> list[str]:
    with pytest.raises(StandardError) as refused:
        mine(text)
    return [str(problem).removeprefix("standard.toml:") for problem in refused.value.problems]


def test_all_that_an_item_lacks_is_listed() -> None:
    text = "give a text in quotation marks"
    assert problems("[items.X1]\neach = 'county'\n") == [
        "4:items.X1.name: name is missing; give a table",
        "4:items.X1.dimension: dimension is missing; X1 begins with none of R, G, Q, S, V",
        "4:items.X1.rules: rules is missing; give one or more, since an item without rules would always be met",
        f"4:items.X1.clause: clause is missing; {text}",
        f"4:items.X1.source: source is missing; {text}",
    ]


def test_a_rule_without_a_limit_may_measure_what_is_not_there_besides() -> None:
    assert problems("[items.G5]\neach = 'county'\nwhere = {}\nrules = [{}]\n") == [
        "7:items.G5.rules: a rule needs one limit: at_least, at_most, below, above",
        "7:items.G5.rules: pupils_in_largest_class needs largest_class, which no county has; set each to what is "
        "judged, or give it in constants",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "[items.G7]\nrules = [{ any_of = [{ at_least = '6000' }, { at_least = '5000', concession = true }] }]\n",
        "[items.G4]\npooled = true\nrules = [{ any_of = [{ at_most = '8' }, { at_most = '9', concession = true }] }]\n",
    ],
    ids=["a county", "all campuses together"],
)
def test_a_concession_is_of_single_campuses(text: str) -> None:
    (problem,) = problems(f"{text}concession = {{ clause = '放宽', source = '源' }}\n")
    assert problem.partition(": ")[2] == (
        "a concession is what single campuses are allowed; set each = 'campus' or 'section', without pooled"
    )


def test_a_rule_that_names_an_item_may_have_its_time() -> None:
    (rule,) = mine("[conditions.C3]\nrules = [{ item = 'Q9', since = 2026-01-01 }]\n").conditions["C3"].rules
    in_force = checks.all_of(checks.at_least(dt.date(2026, 1, 1).toordinal(), of="day"))
    assert rule == Rule(aspect=Aspect("Q9"), where=in_force)


@pytest.mark.parametrize(
    ("item", "measure", "limits", "figures", "unit"),
    [
        ("G7", "special_education_funds_per_pupil", ("6000", "8000"), (6000, 8000), "yuan / pupil"),
        ("Q6", "moral_education_grade", ("良好", "优秀"), (3, 4), "dimensionless"),
    ],
    ids=["figures", "grades"],
)
def test_limits_of_different_times(
    item: str, measure: str, limits: tuple[str, str], figures: tuple[int, int], unit: str
) -> None:
    dated = f"[{{ value = '{limits[0]}' }}, {{ value = '{limits[1]}', since = 2030-01-01 }}]"
    (rule,) = mine(f"[items.{item}]\nrules = [{{ measure = '{measure}', at_least = {dated} }}]\n").items[item].rules
    in_force, afterwards = (checks.at_least(figure, unit, of=measure) for figure in figures)
    assert rule == Rule(
        measure=every_measure()[measure],
        check=in_force,
        dated=((None, in_force), (dt.date(2030, 1, 1), afterwards)),
    )


def test_a_fact_without_a_unit_is_a_plain_number() -> None:
    (rule,) = mine("[items.G1]\nrules = [{ fact = 'halls', at_least = '3' }]\n").items["G1"].rules
    assert rule.measure is not None
    assert (rule.measure.unit, rule.check) == ("dimensionless", checks.at_least(3, "dimensionless", of="halls"))


def test_what_a_campus_counts_over_its_stages_is_a_fact() -> None:
    (rule,) = mine("[items.G4]\nrules = [{ fact = 'classes', unit = 'class', at_most = '36' }]\n").items["G4"].rules
    assert rule.check == checks.at_most(36, "class", of="classes")


def test_a_demand_of_the_sample_is_what_its_table_says() -> None:
    text = (
        "[sample.minimum]\nat_least = '3000'\nresidents_below = '100000'\ncounts = 'handed_out'\nclause = '…'\n"
        "source = '源'\n[sample.share]\nat_least = '60'\ngroup = ' 家 长 '\nclause = '…'\nsource = '源'\n"
        "mark = 'choice'\n"
        "[sample.per_mille]\ndropped = true\n"
    )
    sample = mine(text).sample
    assert "per_mille" not in sample
    minimum, share = sample["minimum"], sample["share"]
    assert (minimum.counts, minimum.group, minimum.mark) == ("handed_out", "", "stated")
    assert (share.counts, share.group, share.mark) == ("surveyed", "家长", "choice")
    assert (minimum.check.limit, minimum.check.unit, minimum.check.of) == (3000, "person", minimum.measure.name)
    outcomes = [minimum.where.finding({"residents": count}).outcome for count in (99_999, 100_000, None)]
    assert outcomes == [Outcome.PASS, Outcome.FAIL, Outcome.UNKNOWN]
    assert share.where.finding({"residents": None}).outcome is Outcome.PASS
    assert minimum.where.finding({"residents": 5}).unit == "person"


def test_what_is_added_may_need_the_concession_of_the_item() -> None:
    text = """
[items.R5]
adds = [{ field = "extra_sports_area", concession = true }, { field = "extra_sports_area" }]
[items.R5.concession]
clause = "借用"
source = "源"
"""
    item = mine(text).items["R5"]
    assert item.concession is not None
    assert [added.concession for added in item.adds] == [item.concession, None]
