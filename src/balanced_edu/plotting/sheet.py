"""The axes of a picture: those that are given, or a figure of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import attrs
import numpy as np

from balanced_edu.plotting.library import module
from balanced_edu.text import represented

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from balanced_edu.plotting.script import Script


@attrs.frozen(slots=True)
class Sheet:
    """The axes of a picture.

    Attributes
    ----------
    axes
        The axes in reading order.
    figure
        The figure, if it is the picture's own; None if the axes were given.
    """

    axes: tuple[Any, ...]
    figure: Any = None

    def finish(self, script: Script, *, title: str = "", legend: Sequence[Any] = ()) -> None:
        """Write what is over all axes, in a figure of its own, and set all texts in type."""
        if self.figure is None:
            for ax in self.axes:
                script.set_in_type(ax)
            return
        if title:
            self.figure.suptitle(title)
        if legend:
            self.figure.legend(handles=legend, loc="outside lower center", ncols=min(len(legend), 3), frameon=False)
        script.set_in_type(self.figure)

    @property
    def array(self) -> NDArray[np.object_]:
        """The axes as an array, as pyplot gives several."""
        array = np.empty(len(self.axes), dtype=object)
        array[:] = self.axes
        return array


UNSHOWN: Final = object()
"""In place of axes: a new figure that pyplot knows nothing of, so that no window and no notebook shows it."""


def sheet_of(ax: object, size: tuple[float, float], number: int = 1, columns: int = 1) -> Sheet:
    """The axes that are given, or a new figure with so many of them.

    Parameters
    ----------
    ax
        Axes, or a sequence or array of them; None for a new figure of pyplot, `UNSHOWN` for one of its own.
    size
        Width and height of a new figure in inches.
    number, columns
        How many axes the picture has, and in how many columns a new figure shows them.

    Raises
    ------
    TypeError
        If `ax` is something else.
    ValueError
        If it has another number of axes.
    """
    if ax is None or ax is UNSHOWN:
        new = module("figure").Figure if ax is UNSHOWN else module("pyplot").figure
        figure = new(figsize=size, layout="constrained")
        grid = figure.subplots(-(-number // columns), columns, squeeze=False)
        for spare in grid.flat[number:]:
            spare.remove()
        return Sheet(tuple(grid.flat[:number]), figure)
    given = tuple(np.ravel(np.asarray(ax, dtype=object)))
    if not all(isinstance(one, module("axes").Axes) for one in given):
        raise TypeError(f"plot: ax must be Axes of matplotlib; given {represented(ax)}: take those of plt.subplots()")
    if len(given) != number:
        raise ValueError(
            f"plot: ax must have {number} of matplotlib's Axes; given {len(given)}: take those of "
            f"plt.subplots({-(-number // columns)}, {columns}), or choose one with indicator= or stage="
        )
    return Sheet(given)
