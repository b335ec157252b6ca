"""Pictures as SVG text, for a page that needs nothing but itself."""

from __future__ import annotations

import io
import re
import warnings
from typing import TYPE_CHECKING, Any

from balanced_edu.plotting.library import module

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Texts stay texts: they can be searched, copied and read aloud, and are drawn in the fonts of the page around them. As
# outlines, each Chinese character would be a drawing of its own, and the page many times as large.
_SETTINGS = {"svg.fonttype": "none"}
# What matplotlib would write into the file besides: the day, and its own version.
_METADATA = {"Date": None, "Creator": None}

# What stands before the element, what says how it was made, and names of groups, which two pictures could share.
_LEFT_OUT = re.compile(r'\A.*?(?=<svg)|<metadata>.*?</metadata>\s*|(?<=<g) id="[^"]*"', re.DOTALL)
# In a page, a style of every element would be one of the page's, too.
_STYLE = re.compile(r"<defs>\s*<style[^>]*>\*\{stroke-linejoin: (\w+); stroke-linecap: (\w+)\}</style>\s*</defs>\s*")
_FONTS = re.compile(r"""font-family: ((?:[^;"]|&quot;)*); ?""")
_TAG = re.compile("<[a-zA-Z][^>]*>")
_BEYOND_HUNDREDTHS = re.compile(r"(?<=\.[0-9]{2})[0-9]+")


def svg(picture: Axes | Figure, *, name: str = "") -> str:
    """A picture as an SVG element, which stands by itself or in a page of HTML; drawn anew, it gives the same text.

    Its texts are texts and not outlines, so whoever reads it needs a font of the language, as for the page itself. In a
    page, pictures with different names have no name of a part in common.

    Parameters
    ----------
    picture
        Axes as `plot` gives them, of which the whole figure is written; or a figure.
    name
        What distinguishes it from other pictures in the same page.

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
    with module().rc_context({**_SETTINGS, "svg.hashsalt": f"balanced-edu {name}"}), warnings.catch_warnings():
        # The reader's fonts are those that matter.
        warnings.filterwarnings("ignore", "Glyph .* missing from", UserWarning)
        root.savefig(written, format="svg", metadata=_METADATA)
    return _shortened(_LEFT_OUT.sub("", written.getvalue())).strip() + "\n"


def _shortened(text: str) -> str:
    """The element with what all its parts share at its root, and with positions to the hundredth of a point."""
    shared = [f'{name}="{value}"' for found in _STYLE.findall(text) for name, value in zip(_JOINTS, found, strict=True)]
    fonts = _FONTS.search(text)
    if fonts:
        shared.append(f'font-family="{fonts[1]}"')
        text = text.replace(fonts[0], "")
    text = _TAG.sub(lambda tag: _BEYOND_HUNDREDTHS.sub("", tag[0]), _STYLE.sub("", text))
    return text.replace("<svg", " ".join(("<svg", *shared)), 1)


_JOINTS = ("stroke-linejoin", "stroke-linecap")
