"""What is made when somebody first looks at it."""

from __future__ import annotations

import copy
import pickle
from typing import Any

from balanced_edu.later import Later, itself


def test_a_value_is_made_once_and_only_when_it_is_asked_for() -> None:
    calls: list[str] = []

    def make() -> list[int]:
        calls.append("made")
        return [1]

    later = Later(make)
    assert calls == []
    assert itself(later) is later.made()
    assert calls == ["made"]


def test_nothing_is_a_value_too() -> None:
    calls: list[str] = []
    later: Later[None] = Later(lambda: calls.append("made"))
    assert later.made() is None
    assert later.made() is None
    assert calls == ["made"]


class Meanwhile(Later[int]):
    """A value that another thread makes just after it was seen that it has to be made."""

    seen = False

    def __getattribute__(self, name: str) -> Any:
        found = super().__getattribute__(name)
        if name == "_make" and not self.seen:
            self.seen = True
            assert self.made() == 1
        return found


def test_another_thread_may_make_the_value_meanwhile() -> None:
    later = Meanwhile(lambda: 1)
    assert (later.made(), later.made(), later.seen) == (1, 1, True)


def test_what_is_there_already_is_itself() -> None:
    assert itself((1, 2)) == (1, 2)


def test_it_is_pickled_and_copied_as_the_value() -> None:
    assert pickle.loads(pickle.dumps(Later(lambda: (1, 2)))) == (1, 2)
    assert copy.deepcopy(Later(lambda: (1, 2))) == (1, 2)
