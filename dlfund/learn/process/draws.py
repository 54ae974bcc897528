"""A number that depends on chance, as its mean over many draws: for each of several numbers of rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np


def means_over_draws(
    measure: Callable[[int, np.random.Generator], float], sizes: Sequence[int], draws: int
) -> list[float]:
    """For each number of rows the mean of `measure(rows, generator)` over the seeds 0, 1, …, draws − 1."""
    return [float(np.mean([measure(rows, np.random.default_rng(seed)) for seed in range(draws)])) for rows in sizes]
