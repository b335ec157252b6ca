"""Properties that scopes ask for are found when they are asked for, and once."""

from __future__ import annotations

from balanced_edu.nation.subjects import Scope


def test_a_property_is_found_once() -> None:
    asked: list[str] = []

    def find(name: str) -> int:
        asked.append(name)
        return len(name)

    scope = Scope(find)
    assert (dict(scope), len(scope)) == ({}, 0)
    assert [scope["pupils"], scope["kind"], scope["pupils"]] == [6, 4, 6]
    assert (dict(scope), len(scope)) == ({"pupils": 6, "kind": 4}, 2)
    assert asked == ["pupils", "kind"]
