"""The bootstrap: the uncertainty of a score on one test part, from test rows resampled with replacement.

    interval = the middle 95 % of the scores         p = 2 · min(share of differences ≤ 0, share ≥ 0)

A share of few draws is imprecise, and the smallest p-value that 1,000 draws can give is too large for many pairs:
there the tail of the normal distribution with the draws' mean and standard deviation is used.

With several folds, the differences between folds show the uncertainty; a single test part has none. All contenders are
scored on the same samples, so that differences are between contenders and not between rows. The uncertainty that comes
from the training rows is not included.

Reference: Efron, 1979, Bootstrap methods (doi:10.1214/aos/1176344552).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import numpy as np

from dlfund.comparison.scoring.interval import Interval
from dlfund.comparison.scoring.metric import Metric
from dlfund.comparison.scoring.metrics import METRICS, checked_predictions, for_kind
from dlfund.comparison.scoring.statistics import Probabilities

DRAWS = 1000
FEW = 10  # draws in a tail, below which their share is imprecise
LEAST = 1e-6  # smallest p-value


def redrawn_scores(
    kind: str,
    y: np.ndarray,
    predictions: list[Any],
    probabilistic: bool,
    *,
    seed: int,
    weight: np.ndarray | None = None,
    deciding: str | None = None,
) -> dict[str, np.ndarray]:
    """The usual metrics and the deciding one on bootstrap samples of the test rows.

    The same seed gives the same samples. A metric that is undefined on the test rows is left out, and so is a sample on
    which one of the other metrics is undefined.

    Returns:
        dict of a metric's name to an array of at most `DRAWS` scores.
    """
    array, defined = checked_predictions(kind, len(y), predictions), _defined(kind, y, weight, deciding)
    samples = _samples(defined, y, weight, seed)
    chosen = [metric for metric in defined if probabilistic or not metric.proper]
    redrawn = {metric.name: _redrawn(metric, y, array, samples, weight) for metric in chosen if len(samples) > 1}
    return {name: values for name, values in redrawn.items() if np.isfinite(values).all()}


def redrawn_score(
    kind: str,
    y: np.ndarray,
    predictions: list[Any],
    probabilistic: bool,
    *,
    metric: str,
    seed: int,
    weight: np.ndarray | None = None,
) -> np.ndarray | None:
    """One metric on the samples of `redrawn_scores`, without the time of the others; None where that leaves it out."""
    array, defined = checked_predictions(kind, len(y), predictions), _defined(kind, y, weight, metric)
    samples, known = _samples(defined, y, weight, seed), METRICS[metric]
    if known not in defined or (known.proper and not probabilistic) or len(samples) < 2:
        return None
    values = _redrawn(known, y, array, samples, weight)
    return values if np.isfinite(values).all() else None


def _defined(kind: str, y: np.ndarray, weight: np.ndarray | None, deciding: str | None) -> list[Metric]:
    """The metrics that are defined on all test rows."""
    return [metric for metric in for_kind(kind, deciding).values() if not metric.undefined_on(y, weight)]


def _samples(asked: Collection[Metric], y: np.ndarray, weight: np.ndarray | None, seed: int) -> list[np.ndarray]:
    """Row numbers of the samples on which all these metrics are defined."""
    generator = np.random.default_rng(seed)
    drawn = (generator.integers(0, len(y), len(y)) for _ in range(DRAWS))
    return [rows for rows in drawn if _scorable(asked, y, rows, weight)]


@np.errstate(over="ignore", invalid="ignore")  # scores that are not finite are left out
def _redrawn(
    metric: Metric, y: np.ndarray, array: np.ndarray, samples: list[np.ndarray], weight: np.ndarray | None
) -> np.ndarray:
    """The score of every sample; a mean over rows is computed from each row's term, which is a hundred times faster."""
    counts = np.ones(len(y)) if weight is None else weight
    if metric.of_samples is not None:
        of_sample = metric.of_samples(y, array, counts)
        return np.array([of_sample(rows) for rows in samples])
    if metric.each_row is None:
        options = [{} if weight is None else {"sample_weight": weight[rows]} for rows in samples]
        return np.array(
            [metric.score(y[rows], array[rows], **keywords) for rows, keywords in zip(samples, options, strict=True)]
        )
    parts = metric.each_row(y, array)
    if weight is None:
        means = np.array([parts[rows].mean() for rows in samples])
    else:
        means = np.array([np.average(parts[rows], weights=weight[rows]) for rows in samples])
    return metric.from_mean(means)


def _scorable(asked: Iterable[Metric], y: np.ndarray, rows: np.ndarray, weight: np.ndarray | None) -> bool:
    """Whether all of these metrics are defined on a sample: a ranking needs both classes, which a small one may lack.

    Metrics that are defined on any rows are checked once, and only for weights that are all 0.
    """
    restricted = [metric for metric in asked if metric.differing]
    if weight is None and not restricted:
        return True
    chosen = None if weight is None else weight[rows]
    return not any(metric.undefined_on(y[rows], chosen) for metric in restricted or list(asked)[:1])


def percentile_interval(value: float, draws: np.ndarray, confidence: float = 0.95) -> Interval:
    """The score of all test rows, with its bootstrap interval."""
    low, high = np.quantile(draws, [(1 - confidence) / 2, (1 + confidence) / 2])
    return Interval(float(value), float(low), float(high))


def bootstrap_test(differences: np.ndarray) -> float:
    """Two-sided p-value: twice the share of draws on the other side of 0, or the normal tail if they are few."""
    if not differences.any():
        return 1.0
    tail = min(int(np.sum(differences <= 0)), int(np.sum(differences >= 0)))
    if tail >= FEW:
        return min(1.0, 2 * tail / len(differences))
    from scipy.stats import norm

    deviation = float(differences.std(ddof=1))
    beyond = 2 * float(norm.sf(abs(differences.mean()) / deviation)) if deviation else 0.0
    return float(np.clip(beyond, LEAST, 2 * FEW / len(differences)))


def bootstrap_probabilities(gains: np.ndarray, margin: float) -> Probabilities:
    """Shares of the draws in which the first is worse, practically equal (within ±margin), or better."""
    worse, better = float(np.mean(gains < -margin)), float(np.mean(gains > margin))
    return Probabilities(worse, max(0.0, 1.0 - worse - better), better)
