"""The loss by which rows are told apart: the deciding metric, or a proper score where that is no mean over rows.

    score = mean of each row's part        RMSE = root of that mean

A rank, as of ROC AUC, is a matter of pairs of rows; there the Brier score stands in, which has no endless losses.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dlfund.comparison.metrics import METRICS, each_row

STAND_INS = {"roc_auc": "brier", "r2": "rmse"}


@dataclass(frozen=True)
class Loss:
    """A score that is a mean over rows; lower is better.

    Args:
        name: str. Of the metric that it comes from; of `"accuracy"` it is the share of wrong answers.
    """

    name: str

    @classmethod
    def of(cls, metric: str, *, probabilistic: bool = True) -> Loss:
        """What stands for a deciding metric; without probabilities that mean something, wrong answers are counted."""
        name = STAND_INS.get(metric, metric)
        return cls(
            "accuracy"
            if METRICS[name].proper and METRICS[name].kinds != ("regression",) and not probabilistic
            else name
        )

    @property
    def title(self) -> str:
        return "share of wrong answers" if self.name == "accuracy" else METRICS[self.name].title

    def rows(self, y: np.ndarray, predictions: np.ndarray) -> np.ndarray:
        """Each row's part, of shape (rows,)."""
        parts = each_row(self.name, y, predictions)
        if parts is None:
            raise ValueError(f"Expected a metric that is a mean over rows. Received: {self.name!r}.")
        return 1.0 - parts if self.name == "accuracy" else parts

    def score(self, mean: np.ndarray | float) -> np.ndarray:
        """The score from a mean of rows' parts."""
        return np.sqrt(np.maximum(mean, 0.0)) if self.name == "rmse" else np.asarray(mean, dtype=float)

    def per_mean(self, first: np.ndarray | float, second: np.ndarray | float) -> float:
        """By how much a difference of two means is multiplied to be the difference of their scores.

            √a − √b = (a − b) / (√a + √b)

        So a root changes the unit of a difference and of its interval, and no sign.
        """
        if self.name != "rmse":
            return 1.0
        both = float(self.score(first) + self.score(second))
        return 1.0 / both if both > 0 else 0.0
