"""How wide the columns of a printed table are: what makes its rows high gets the room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

_STEP = 2
_LOOKED_AT = 100  # the rows with the longest texts, which are those that grow high


def shared_room(rows: Sequence[Sequence[int]], least: Sequence[int], most: int, room: int) -> list[int]:
    """Widths of columns that share a room so that few texts go over many lines.

    Parameters
    ----------
    rows
        The widths of the texts, row by row.
    least, most
        How wide each column is at least, and all of them at most.
    room
        What they take together, unless they need less, or even the least is more.

    Examples
    --------
    >>> shared_room([[4, 90], [4, 30]], [4, 8], 60, 50)
    [4, 46]
    """
    widths = list(least)
    tall = sorted(rows, key=lambda row: -max(row, default=0))[:_LOOKED_AT]
    while sum(widths) + _STEP <= room:
        lines: Counter[int] = Counter()
        for row in tall:
            lengths = [-(-text // width) for text, width in zip(row, widths, strict=True)]
            highest = max(lengths, default=0)
            column = lengths.index(highest) if highest > 1 else -1
            if column >= 0 and widths[column] < most:
                lines[column] += highest
        if not lines:
            break
        widths[lines.most_common(1)[0][0]] += _STEP
    return widths
