"""A plausible nation, made up from a seed."""

from __future__ import annotations

from typing import Any

import numpy as np

SECTIONS, COUNTIES = 197_000, 2_850
LEVELS = np.array([0.062, 0.014, 0.0125, 6.0, 9.4, 2900, 0.032])


def nation(times: int = 1, seed: int = 20_200_427) -> dict[str, Any]:
    """A plausible nation: counties of different wealth, more primary than junior sections, sizes spread log-normally.

    Rows stand county by county, a campus after the other, as registers list them.
    """
    rng = np.random.default_rng(seed)
    n, counties = SECTIONS * times, COUNTIES * times
    ids = np.sort(rng.choice(np.arange(110_000, 110_000 + 200 * counties), counties, replace=False))
    size = rng.dirichlet(np.full(counties, 4.0))
    member = np.sort(rng.choice(counties, n, p=size))
    stage = (rng.random(n) < 0.28).astype(np.int64)
    pupils = np.clip(np.round(np.exp(rng.normal(6.1, 0.8, n))), 5, 4_500)
    wealth, small = rng.normal(0, 0.12, counties)[member], (pupils / 450) ** -0.08
    totals = np.empty((7, n))
    for row, level in enumerate(LEVELS):
        totals[row] = np.round(level * pupils * small * np.exp(wealth + rng.normal(0, 0.24, n)))
    return {"county": ids[member], "stage": stage, "pupils": pupils, "totals": totals}
