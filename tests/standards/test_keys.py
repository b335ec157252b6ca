"""What standards set, key by key."""

from __future__ import annotations

from counties import mine

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
    assert changed["extends"] == (None, "procedure-2019")
    assert changed["items.G7.rules"][1] == [{"at_least": "8000"}]
    assert changed["items.G7.mark"] == ("stated", "practice")
    assert not any(key.startswith("items.R1.") for key in changed)
    back = differences("shenyang", NATIONAL)
    assert {key: (b, a) for key, (a, b) in back.items()} == changed


def test_of_what_is_dropped_nothing_else_is_said() -> None:
    dropped = mine("[items.G4]\ndropped = true\n[items.G5]\nclause = '县'\n")
    of_items = {key: pair for key, pair in differences(NATIONAL, dropped).items() if key.startswith("items.G")}
    assert of_items.keys() == {"items.G4.dropped", "items.G5.clause"}
    assert of_items["items.G4.dropped"] == (None, True)
    assert differences(dropped, NATIONAL)["items.G4.dropped"] == (True, None)


def test_a_standard_differs_from_itself_in_nothing() -> None:
    assert [differences(name, name) for name in names()] == [{}] * len(names())
