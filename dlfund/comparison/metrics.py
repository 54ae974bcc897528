"""What predictions are worth. Each metric once: its name for people, its direction, its formula from scikit-learn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn import metrics


@dataclass(frozen=True)
class Metric:
    """A score of predictions against the truth.

    Args:
        title: str. As it stands in a table.
        kinds: tuple of str. The kinds of task that it fits.
        higher_is_better: bool.
        proper: bool. Whether it judges the probabilities themselves; a rule without probabilities has none.
        score: function (y, predictions, *, sample_weight=None) -> float; of groups without weights.
        low, high: float. Between these lies every score that there can be.
    """

    title: str
    kinds: tuple[str, ...]
    higher_is_better: bool
    proper: bool
    score: Callable[..., float]
    low: float = 0.0
    high: float = np.inf

    def gain(self, differences: np.ndarray) -> np.ndarray:
        """Differences turned so that positive is better."""
        return differences if self.higher_is_better else -differences


def _accuracy(y: np.ndarray, predictions: np.ndarray, sample_weight: np.ndarray | None = None) -> float:
    return float(np.average(_right(y, predictions), weights=sample_weight))


def _right(y: np.ndarray, predictions: np.ndarray) -> np.ndarray:
    return np.asarray((predictions > 0.5 if predictions.ndim == 1 else predictions.argmax(axis=1)) == y)


def _log_loss(y: np.ndarray, predictions: np.ndarray, sample_weight: np.ndarray | None = None) -> float:
    """A class that the test rows lack has its probability all the same."""
    classes = predictions.shape[1] if predictions.ndim > 1 else 2
    return float(metrics.log_loss(y, predictions, labels=np.arange(classes), sample_weight=sample_weight))


METRICS = {
    "roc_auc": Metric("ROC AUC", ("binary",), True, False, metrics.roc_auc_score, high=1.0),
    "accuracy": Metric("accuracy", ("binary", "multiclass"), True, False, _accuracy, high=1.0),
    "log_loss": Metric("log-loss", ("binary", "multiclass"), False, True, _log_loss),
    "brier": Metric("Brier score", ("binary",), False, True, metrics.brier_score_loss, high=1.0),
    "rmse": Metric("RMSE", ("regression",), False, True, metrics.root_mean_squared_error),
    "mae": Metric("mean absolute error", ("regression",), False, True, metrics.mean_absolute_error),
    "r2": Metric("R²", ("regression",), True, True, metrics.r2_score, low=-np.inf, high=1.0),
    "adjusted_rand": Metric(
        "adjusted Rand index", ("clustering",), True, False, metrics.adjusted_rand_score, low=-0.5, high=1.0
    ),
    "mutual_information": Metric(
        "adjusted mutual information",
        ("clustering",),
        True,
        False,
        metrics.adjusted_mutual_info_score,
        low=-np.inf,
        high=1.0,
    ),
}


def each_row(name: str, y: np.ndarray, predictions: np.ndarray) -> np.ndarray | None:
    """Each row's part in a score that is a mean over rows (of squares, for the root of their mean); None for others."""
    match name:
        case "accuracy":
            return _right(y, predictions).astype(float)
        case "log_loss":
            least = np.finfo(float).eps  # as in scikit-learn, so that one sure mistake does not cost everything
            classes = predictions if predictions.ndim > 1 else np.column_stack([1 - predictions, predictions])
            return np.asarray(-np.log(np.clip(classes[np.arange(len(y)), y.astype(int)], least, 1 - least)))
        case "brier" | "rmse":
            return np.asarray((predictions - y) ** 2, dtype=float)
        case "mae":
            return np.asarray(np.abs(predictions - y), dtype=float)
    return None


def for_kind(kind: str) -> dict[str, Metric]:
    """The metrics of one kind of task, in the order of the table."""
    return {name: metric for name, metric in METRICS.items() if kind in metric.kinds}


def check_metric(name: str, kind: str) -> Metric:
    """The metric of this name, if it fits the task."""
    fitting = for_kind(kind)
    if name not in fitting:
        raise ValueError(f"Expected a metric for a {kind} task: {', '.join(fitting)}. Received: metric={name!r}.")
    return fitting[name]


def checked_predictions(kind: str, rows: int, predictions: list[Any]) -> np.ndarray:
    """Predictions that every metric understands, or a ValueError that says what is wrong with them."""
    array = np.asarray(predictions, dtype=float)
    wrong = int(array.size - np.isfinite(array).sum())
    if array.ndim != (2 if kind == "multiclass" else 1) or len(array) != rows or wrong:
        raise ValueError(
            f"Expected a finite prediction for each of {rows} test rows. "
            f"Received: predictions of shape {array.shape}, {wrong} of them not finite."
        )
    if kind in ("regression", "clustering") or not rows:
        return array
    if array.min() < -1e-6 or array.max() > 1 + 1e-6:
        raise ValueError(
            f"Expected probabilities between 0 and 1. Received: {array.min():.4g} to {array.max():.4g}. "
            "End the network with task.head(), or with a sigmoid or softmax."
        )
    array = np.clip(array, 0, 1)  # a float32 may miss 1 by its last bit
    return array / array.sum(axis=1, keepdims=True) if kind == "multiclass" else array


def scores(
    kind: str, y: np.ndarray, predictions: list[Any], probabilistic: bool, weight: np.ndarray | None = None
) -> dict[str, float | None]:
    """Every metric that fits; None where it judges probabilities and there are none. Rows may count differently."""
    array = checked_predictions(kind, len(y), predictions)
    options = {} if weight is None else {"sample_weight": weight}
    return {
        name: None if metric.proper and not probabilistic else float(metric.score(y, array, **options))
        for name, metric in for_kind(kind).items()
    }
