"""What standards set, key by key."""

from __future__ import annotations

from balanced_edu.standards import NATIONAL, differences, names, settings


def test_every_key_is_dotted_down_to_its_value() -> None:
    national = settings(NATIONAL)
    assert national["division.weights.junior"] == "1.1"
    assert national["items.R1.rules"] == [
        {"stages": ["primary"], "at_least": "4.2"},
        {"stages": ["junior"], "at_least": "5.3"},
    ]
    assert not any(isinstance(value, dict) for value in national.values())


def test_differences_are_those_of_keys_in_either() -> None:
    changed = differences(NATIONAL, "shenyang")
    assert changed["name"] == ("national-2017", "shenyang")
    assert changed["extends"] == (None, "national-2017")
    assert changed["items.G7.rules"][1] == [{"at_least": "8000"}]
    assert changed["items.G3.mark"] == ("stated", "practice")
    assert changed["items.R3.marks.adds.mark"] == (None, "practice")
    assert not any(key.startswith("items.R1.") for key in changed)
    back = differences("shenyang", NATIONAL)
    assert {key: (b, a) for key, (a, b) in back.items()} == changed


def test_a_standard_differs_from_itself_in_nothing() -> None:
    assert [differences(name, name) for name in names()] == [{}] * 4
