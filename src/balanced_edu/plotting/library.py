"""matplotlib, which comes with the extra `plot` and is imported when a picture is drawn."""

from __future__ import annotations

from typing import Any

from balanced_edu.extras import package
from balanced_edu.message import Message


def module(name: str = "") -> Any:
    """Matplotlib, or one of its modules.

    Raises
    ------
    ModuleNotFoundError
        If it is missing; the message names the extra.
    """
    matplotlib = package("matplotlib", extra="plot", needed_by=Message("a picture"))
    return package(f"matplotlib.{name}", extra="plot", needed_by=Message("a picture")) if name else matplotlib
