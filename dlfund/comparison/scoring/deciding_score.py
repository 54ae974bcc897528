"""The deciding metric on validation rows: what chooses between contenders before any test row is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from dlfund.comparison.scoring.metrics import scores


@dataclass(frozen=True)
class DecidingScore:
    """Scores validation rows by the metric that decides the comparison. It can be pickled.

    Args:
        kind: str. The kind of task.
        metric: str. The deciding metric.
        probabilistic: bool. Whether the predictions are meaningful probabilities.

    Example:
        >>> DecidingScore("binary", "accuracy", True)(np.array([0, 1]), [0.2, 0.4])
        0.5
    """

    kind: str
    metric: str
    probabilistic: bool

    def __call__(self, y: np.ndarray, predictions: Any, weight: np.ndarray | None = None) -> float | None:
        """The score; None where it is undefined on these rows, or where a prediction can't be scored."""
        try:
            return scores(self.kind, y, predictions, self.probabilistic, weight, self.metric)[self.metric]
        except ValueError:
            return None
