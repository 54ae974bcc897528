"""How sure a score is that one test part gave: the same score on test rows drawn anew from it, many times.

    interval = the middle 95 % of the scores         p = 2 · min(share of differences ≤ 0, share ≥ 0)

A share of few draws is no number to go by, and among many pairs the least that 1,000 draws can show is not small
enough: there the normal curve with the draws' mean and deviation continues the tail.

Where there are folds, differences between folds say it; one predefined test part has none. All contenders are
scored on the same draws, so that a difference is one of contenders and not of rows. Of what other training rows
would have changed it says nothing.

Reference: Efron, 1979, Bootstrap methods (doi:10.1214/aos/1176344552).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.stats import norm

from dlfund.comparison.metrics import Metric, checked_predictions, each_row, for_kind
from dlfund.comparison.statistics import Interval, Probabilities

DRAWS = 1000
FEW = 10  # draws in a tail, below which their share says little
LEAST = 1e-6  # p-value


def redrawn_scores(
    kind: str,
    y: np.ndarray,
    predictions: list[Any],
    probabilistic: bool,
    *,
    seed: int,
    draws: int = DRAWS,
    weight: np.ndarray | None = None,
    only: str | None = None,
) -> dict[str, np.ndarray]:
    """Every metric, or `only` one, on `draws` samples of the test rows, drawn with replacement; the same rows for the
    same seed.
    """
    array, generator = checked_predictions(kind, len(y), predictions), np.random.default_rng(seed)
    samples = [rows for _ in range(draws) if _scorable(kind, y[rows := generator.integers(0, len(y), len(y))])]
    return {
        name: _redrawn(name, metric, y, array, samples, weight)
        for name, metric in for_kind(kind).items()
        if (probabilistic or not metric.proper) and only in (None, name)
    }


def _redrawn(
    name: str,
    metric: Metric,
    y: np.ndarray,
    array: np.ndarray,
    samples: list[np.ndarray],
    weight: np.ndarray | None,
) -> np.ndarray:
    """The score of every sample; a mean over rows is a hundred times faster from each row's part in it."""
    counts = np.ones(len(y)) if weight is None else weight
    if name == "roc_auc":
        places = np.unique(array, return_inverse=True)[1]
        return np.array([_area(places[rows], y[rows], counts[rows]) for rows in samples])
    parts = each_row(name, y, array)
    if parts is None:
        options = [{} if weight is None else {"sample_weight": weight[rows]} for rows in samples]
        return np.array(
            [metric.score(y[rows], array[rows], **words) for rows, words in zip(samples, options, strict=True)]
        )
    if weight is None:
        means = np.array([parts[rows].mean() for rows in samples])
    else:
        means = np.array([np.average(parts[rows], weights=weight[rows]) for rows in samples])
    return np.sqrt(means) if name == "rmse" else means


def _area(places: np.ndarray, y: np.ndarray, counts: np.ndarray) -> float:
    """ROC AUC: how often a positive row is placed above a negative one; a tie counts half."""
    positive = np.bincount(places, weights=y * counts, minlength=int(places.max()) + 1)
    negative = np.bincount(places, weights=(1 - y) * counts, minlength=len(positive))
    below = np.cumsum(negative) - negative / 2
    return float(positive @ below / (positive.sum() * negative.sum()))


def _scorable(kind: str, y: np.ndarray) -> bool:
    """A ranking needs both classes; a small sample may lack one."""
    return kind != "binary" or len(np.unique(y)) == 2


def percentile_interval(value: float, draws: np.ndarray, confidence: float = 0.95) -> Interval:
    """The score of all test rows and where it may lie."""
    low, high = np.quantile(draws, [(1 - confidence) / 2, (1 + confidence) / 2])
    return Interval(float(value), float(low), float(high), float(draws.std(ddof=1)))


def bootstrap_test(differences: np.ndarray) -> float:
    """Two-sided p-value: the share of draws on the other side of 0, or the normal tail where they are few."""
    if not differences.any():
        return 1.0
    tail = min(int(np.sum(differences <= 0)), int(np.sum(differences >= 0)))
    if tail >= FEW:
        return min(1.0, 2 * tail / len(differences))
    deviation = float(differences.std(ddof=1))
    beyond = 2 * float(norm.sf(abs(differences.mean()) / deviation)) if deviation else 0.0
    return float(np.clip(beyond, LEAST, 2 * FEW / len(differences)))


def bootstrap_probabilities(gains: np.ndarray, margin: float) -> Probabilities:
    """Shares of the draws in which the first is worse, practically equal (within ±margin), or better."""
    worse, better = float(np.mean(gains < -margin)), float(np.mean(gains > margin))
    return Probabilities(worse, max(0.0, 1.0 - worse - better), better)
