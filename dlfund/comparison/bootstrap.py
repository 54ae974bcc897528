"""How sure a score is that one test part gave: the same score on test rows drawn anew from it, many times.

    interval = the middle 95 % of the scores         p = 2 · min(share of differences ≤ 0, share ≥ 0)

Where there are folds, differences between folds say it; one predefined test part has none. All contenders are
scored on the same draws, so that a difference is one of contenders and not of rows. Of what other training rows
would have changed it says nothing.

Reference: Efron, 1979, Bootstrap methods (doi:10.1214/aos/1176344552).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from dlfund.comparison.metrics import checked_predictions, for_kind
from dlfund.comparison.statistics import Interval, Probabilities

DRAWS = 1000


def redrawn_scores(
    kind: str, y: np.ndarray, predictions: list[Any], probabilistic: bool, *, seed: int, draws: int = DRAWS
) -> dict[str, np.ndarray]:
    """Every metric on `draws` samples of the test rows, drawn with replacement; the same rows for the same seed."""
    array, generator = checked_predictions(kind, len(y), predictions), np.random.default_rng(seed)
    samples = [rows for _ in range(draws) if _scorable(kind, y[rows := generator.integers(0, len(y), len(y))])]
    return {
        name: np.array([metric.score(y[rows], array[rows]) for rows in samples])
        for name, metric in for_kind(kind).items()
        if probabilistic or not metric.proper
    }


def _scorable(kind: str, y: np.ndarray) -> bool:
    """A ranking needs both classes; a small sample may lack one."""
    return kind != "binary" or len(np.unique(y)) == 2


def percentile_interval(value: float, draws: np.ndarray, confidence: float = 0.95) -> Interval:
    """The score of all test rows and where it may lie."""
    low, high = np.quantile(draws, [(1 - confidence) / 2, (1 + confidence) / 2])
    return Interval(float(value), float(low), float(high), float(draws.std(ddof=1)))


def bootstrap_test(differences: np.ndarray) -> float:
    """Two-sided p-value; no smaller than the number of draws can show."""
    if not differences.any():
        return 1.0
    tail = min(float(np.mean(differences <= 0)), float(np.mean(differences >= 0)))
    return min(1.0, max(2 * tail, 2 / len(differences)))


def bootstrap_probabilities(gains: np.ndarray, margin: float) -> Probabilities:
    """Shares of the draws in which the first is worse, practically equal (within ±margin), or better."""
    worse, better = float(np.mean(gains < -margin)), float(np.mean(gains > margin))
    return Probabilities(worse, max(0.0, 1.0 - worse - better), better)
