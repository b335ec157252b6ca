"""Pictures as SVG text, for a page that needs nothing but itself."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from balanced_edu.plotting.library import module

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Texts stay texts: they can be searched, copied and read aloud, and are drawn in the fonts of the page around them. As
# outlines, each Chinese character would be a drawing of its own, and the page many times as large.
_SETTINGS = {"svg.fonttype": "none", "svg.hashsalt": "balanced-edu"}
# What matplotlib would write into the file besides: the day, and its own version.
_METADATA = {"Date": None, "Creator": None}

_HEAD = re.compile(r"\A.*?(?=<svg)", re.DOTALL)
_NAME_OF_GROUP = re.compile(r'(?<=<g) id="[^"]*"')


def svg(picture: Axes | Figure) -> str:
    """A picture as an SVG element, which stands by itself or in a page of HTML; drawn anew, it gives the same text.

    Its texts are texts and not outlines, so whoever reads it needs a font of the language, as for the page itself. The
    element has no names that two pictures in a page could both have, except of parts that are the same in both.

    Parameters
    ----------
    picture
        Axes as `plot` gives them, of which the whole figure is written; or a figure.

    Examples
    --------
    >>> import balanced_edu as be
    >>> from matplotlib.figure import Figure
    >>> campus = be.Campus(school_code="A1", kind=be.Kind.PRIMARY, primary_pupils=1000, primary_backbone_teachers=9)
    >>> assessment = be.assess(be.County(name="示例县", campuses=[campus]))
    >>> ax = assessment.plot("sections", indicator="R2", ax=Figure().subplots(), lang="en")
    >>> svg(ax)[:4], svg(ax) == svg(ax.figure)
    ('<svg', True)
    """
    root: Any = picture
    while root.figure is not root:
        root = root.figure
    written = io.StringIO()
    with module().rc_context(_SETTINGS):
        root.savefig(written, format="svg", metadata=_METADATA)
    return _NAME_OF_GROUP.sub("", _HEAD.sub("", written.getvalue())).strip() + "\n"
