"""What is made when somebody first looks at it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

import attrs

T = TypeVar("T")


@attrs.define(slots=True, eq=False)
class Later(Generic[T]):
    """A value that is made when it is first asked for, and kept.

    Examples
    --------
    >>> later = Later(lambda: [1, 2])
    >>> later.made(), later.made() is later.made()
    ([1, 2], True)
    """

    _make: Callable[[], T] | None
    _value: T | None = None

    def made(self) -> T:
        """The value."""
        make = self._make  # looked up once: another thread may have made the value since
        if make is not None:
            self._value = make()
            # What it is made from is not needed any more once the value is there.
            self._make = None
        value: Any = self._value
        return value  # type: ignore[no-any-return]

    def __reduce__(self) -> tuple[Callable[[T], T], tuple[T]]:
        # What makes a value cannot be pickled.
        return itself, (self.made(),)


def itself(value: T | Later[T]) -> T:
    """A value, made if it is to be made later."""
    known: Any = value.made() if isinstance(value, Later) else value
    return known  # type: ignore[no-any-return]
