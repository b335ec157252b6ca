"""Pictures are looked at as what was drawn, not as pixels, for which every machine has other fonts."""

from __future__ import annotations

from collections.abc import Iterator

import matplotlib
import pytest
from matplotlib import pyplot

from balanced_edu.plotting import script


@pytest.fixture(autouse=True)
def _drawn_in_memory() -> Iterator[None]:
    """No window opens, no figure stays, and nobody's settings change."""
    matplotlib.use("Agg")
    settings = dict(matplotlib.rcParams)
    yield
    pyplot.close("all")
    assert dict(matplotlib.rcParams) == settings


@pytest.fixture
def no_chinese_font(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(script, "chinese_font", lambda: "")


@pytest.fixture
def any_font(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words in Chinese are set, and never drawn, so any font will do."""
    monkeypatch.setattr(script, "chinese_font", lambda: "DejaVu Sans")
