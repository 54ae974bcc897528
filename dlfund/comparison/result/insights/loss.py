"""The loss of single rows: the deciding metric, or a proper score where that metric is not a mean over rows.

    score = mean of the rows' losses        RMSE = root of that mean

ROC AUC compares pairs of rows; there the Brier score stands in, whose losses are bounded.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dlfund.comparison.scoring.metric import Metric
from dlfund.comparison.scoring.metrics import METRICS


@dataclass(frozen=True)
class Loss:
    """A score that is a mean over rows; lower is better.

    Args:
        name: str. Of the metric that it comes from; where higher is better, the loss is the distance to the best value.
    """

    name: str

    @classmethod
    def of(cls, metric: str, *, probabilistic: bool = True) -> Loss:
        """The loss for a deciding metric; without meaningful probabilities, wrong predictions are counted."""
        own = METRICS[METRICS[metric].stand_in or metric]
        return cls(own.name if probabilistic else own.without_probabilities or own.name)

    @property
    def metric(self) -> Metric:
        return METRICS[self.name]

    @property
    def title(self) -> str:
        return self.metric.missing or self.metric.title

    def rows(self, y: np.ndarray, predictions: np.ndarray) -> np.ndarray:
        """Each row's loss, of shape (rows,)."""
        if self.metric.each_row is None:
            raise ValueError(f"Expected a metric that is a mean over rows. Received: {self.name!r}.")
        values = self.metric.each_row(y, predictions)
        return self.metric.high - values if self.metric.higher_is_better else values

    def score(self, mean: np.ndarray | float) -> np.ndarray:
        """The score from a mean of rows' losses."""
        return self.metric.from_mean(mean)

    def per_mean(self, first: np.ndarray | float, second: np.ndarray | float) -> float:
        """The factor that turns a difference of two means into the difference of their scores.

            √a − √b = (a − b) / (√a + √b)

        So a root changes the unit of a difference and of its interval, but no sign.
        """
        if not self.metric.root:
            return 1.0
        both = float(self.score(first) + self.score(second))
        return 1.0 / both if both > 0 else 0.0
