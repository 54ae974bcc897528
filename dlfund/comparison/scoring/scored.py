"""One contender's scores over folds: an interval for each metric, and the difference to another contender."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dlfund.comparison.scoring import bootstrap, statistics
from dlfund.comparison.scoring.interval import Interval
from dlfund.comparison.scoring.metric import Metric
from dlfund.comparison.scoring.paired_difference import PairedDifference

Scores = Mapping[str, float | None]  # metric to score in one fold; None where the metric is undefined there

LEVELS = (0.95, 0.9)  # of a difference's intervals: the wider one for a difference, the narrower one for equivalence


@dataclass(frozen=True)
class Scored:
    """A contender's scores, and what their uncertainty is computed from.

    Args:
        name: str.
        approach: str. `"rule"`, `"machine learning"`, `"deep learning"` or `"truth"`.
        scores: sequence of mapping or None. Each metric in each fold, None where the contender failed.
        sizes: sequence of (development rows, test rows), one per fold.
        redrawn: mapping or None. With one fold: each metric on bootstrap samples of the test rows.
        family: str. `"baseline"` or `"network"`.
        validation: sequence of float or None. The deciding metric on each fold's validation rows; empty if unknown.
    """

    name: str
    approach: str
    scores: Sequence[Scores | None]
    sizes: Sequence[tuple[int, int]]
    redrawn: Mapping[str, np.ndarray] | None = None
    family: str = ""
    validation: Sequence[float | None] = ()

    def finished(self, metric: str) -> np.ndarray:
        """Whether each fold has a score: others failed, or the metric is undefined on their rows."""
        return np.array([score is not None and score[metric] is not None for score in self.scores])

    def is_judged(self, metric: str) -> bool:
        """Whether the score has an interval: from several folds, or from bootstrap samples of the test rows."""
        return bool(self.finished(metric).sum() >= 2) or self._draws(metric) is not None

    def interval(self, name: str, metric: Metric, confidence: float = 0.95) -> Interval:
        """The mean score and its interval, within the limits of the metric."""
        folds, redrawn = self.finished(name), self._draws(name)
        values = self._values(name, folds)
        if redrawn is None:
            interval = statistics.corrected_interval(values, *self._sizes(folds), confidence)
        else:
            interval = bootstrap.percentile_interval(values[0], redrawn, confidence)
        return interval.ending(metric.low, metric.high)

    def minus(self, other: Scored, name: str, metric: Metric, margin: float) -> PairedDifference | None:
        """The paired difference, its p-value not yet adjusted; None if both finished too few folds."""
        folds = self.finished(name) & other.finished(name)
        own, others = self._draws(name), other._draws(name)
        differences = self._values(name, folds) - other._values(name, folds)
        if own is not None and others is not None:
            redrawn = own - others
            interval, narrow = (bootstrap.percentile_interval(differences[0], redrawn, level) for level in LEVELS)
            p_value = bootstrap.bootstrap_test(redrawn)
            probabilities = bootstrap.bootstrap_probabilities(metric.gain(redrawn), margin)
        elif folds.sum() >= 2:
            sizes = self._sizes(folds)
            interval, narrow = (statistics.corrected_interval(differences, *sizes, level) for level in LEVELS)
            p_value = statistics.corrected_t_test(differences, *sizes)
            probabilities = statistics.correlated_t_test(metric.gain(differences), *sizes, margin)
        else:
            return None
        return PairedDifference(
            first=self.name,
            second=other.name,
            folds=int(folds.sum()),
            difference=interval.mean,
            low=interval.low,
            high=interval.high,
            p_value=p_value,
            p_adjusted=p_value,
            worse=probabilities.worse,
            equivalent=probabilities.equivalent,
            better=probabilities.better,
            low_90=narrow.low,
            high_90=narrow.high,
        )

    def _draws(self, metric: str) -> np.ndarray | None:
        return (self.redrawn or {}).get(metric)

    def _values(self, metric: str, folds: np.ndarray) -> np.ndarray:
        scores = zip(self.scores, folds, strict=True)
        return np.array([score[metric] for score, wanted in scores if wanted and score is not None])

    def _sizes(self, folds: np.ndarray) -> tuple[float, float]:
        train, test = np.array(self.sizes)[folds].mean(axis=0)
        return float(train), float(test)
