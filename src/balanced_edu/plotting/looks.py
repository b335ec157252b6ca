"""How outcomes look: every difference of colour is one of shape or hatching too, and holds in grey."""

from __future__ import annotations

from collections.abc import Mapping
from math import pi
from typing import TYPE_CHECKING, Any, Literal

import attrs

from balanced_edu.outcomes import Outcome
from balanced_edu.plotting.library import module

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@attrs.frozen(slots=True)
class Look:
    """How something looks.

    Attributes
    ----------
    colour, hatch
        Colour and hatching of an area.
    marker
        Shape of a mark.
    area
        The part of the square around it that the shape fills.
    """

    colour: str
    hatch: str = ""
    marker: str = "o"
    area: float = pi / 4

    def size(self, area: float) -> float:
        """The size by which matplotlib draws the mark with an area in square points, whatever its shape."""
        return area / self.area


# Blue and vermilion are told apart by everybody, and here also differ in lightness.
MET = Look("#56B4E9")
SHORT = Look("#F0B429", marker="v", area=1 / 2)
FAR = Look("#BF4A00", hatch="////", marker="D", area=1.0)
NEUTRAL = Look("#B8B8B8", marker="s", area=1.0)

OF_OUTCOME: Mapping[Outcome, Look] = {Outcome.PASS: MET, Outcome.FAIL: FAR, Outcome.UNKNOWN: NEUTRAL}
"""The look of each outcome."""

LINES = (
    ("#0072B2", "o"),
    ("#D55E00", "s"),
    ("#009E73", "^"),
    ("#CC79A7", "D"),
    ("#E69F00", "v"),
    ("#000000", "X"),
    ("#56B4E9", "P"),
    ("#6F6F6F", "*"),
)
"""Colour and mark of each of several lines; the colours are those of Okabe and Ito."""

LIMIT = "#202020"
"""Colour of a limit."""

EDGE = "#404040"
"""Colour of what is around a mark or a bar."""


def mark(look: Look, label: str, area: float = 40.0) -> Any:
    """An entry of a legend: a mark of so many square points."""
    size = look.size(area) ** 0.5
    return module("lines").Line2D(
        [], [], linestyle="", marker=look.marker, markersize=size, color=look.colour, mec=EDGE, mew=0.6, label=label
    )


def line(style: str, label: str) -> Any:
    """An entry of a legend: a limit."""
    return module("lines").Line2D([], [], linestyle=style, color=LIMIT, label=label)


def area(look: Look, label: str = "") -> Any:
    """An entry of a legend: a filled area."""
    return module("patches").Patch(facecolor=look.colour, hatch=look.hatch, edgecolor=EDGE, label=label)


def legend_above(
    ax: Axes, entries: list[Any], title: str, columns: int, *, align: Literal["left", "right"] = "left"
) -> None:
    """A legend between the axes and their title, where it covers nothing and needs no room beside them."""
    ax.legend(
        handles=entries,
        loc="lower left",
        bbox_to_anchor=(0.0, 1.0),
        ncols=columns,
        frameon=False,
        fontsize="small",
        borderaxespad=0.2,
        handletextpad=0.5,
        columnspacing=1.2,
    )
    rows = -(-len(entries) // columns)
    ax.set_title(title, loc=align, pad=10 + 15 * rows)
