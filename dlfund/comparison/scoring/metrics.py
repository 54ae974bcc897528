"""Every metric by its name, and the scores of predictions.

A metric is an entry in `metrics_of_classes.py`, `metrics_of_numbers.py` or `metrics_of_groups.py`, which holds every
fact about it. Other code reads these facts and never compares a metric's name.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from dlfund.comparison.scoring import metrics_of_classes, metrics_of_groups, metrics_of_numbers
from dlfund.comparison.scoring.metric import Metric
from dlfund.core.task_kind import TASK_KINDS

METRICS = {
    metric.name: metric
    for family in (metrics_of_classes, metrics_of_numbers, metrics_of_groups)
    for metric in family.METRICS
}


def fitting(kind: str) -> dict[str, Metric]:
    """The metrics that can decide a comparison of this kind of task."""
    return {name: metric for name, metric in METRICS.items() if kind in metric.kinds}


def for_kind(kind: str, deciding: str | None = None) -> dict[str, Metric]:
    """The metrics that a comparison computes, in the table's order: the usual ones and the deciding one."""
    return {name: metric for name, metric in fitting(kind).items() if metric.usual or name == deciding}


def check_metric(name: str, kind: str) -> Metric:
    """The metric of this name.

    Raises:
        ValueError: there is none, or it can't score this kind of task.
    """
    known = fitting(kind)
    if name not in known:
        raise ValueError(f"Expected a metric for a {kind} task: {', '.join(known)}. Received: metric={name!r}.")
    return known[name]


def checked_predictions(kind: str, rows: int, predictions: list[Any]) -> np.ndarray:
    """Predictions as an array that every metric can score.

    Raises:
        ValueError: another number of rows or form, or numbers that are not finite or no probabilities.
    """
    task_kind, array = TASK_KINDS[kind], np.asarray(predictions, dtype=float)
    wrong = int(array.size - np.isfinite(array).sum())
    if array.ndim != task_kind.dimensions or len(array) != rows or wrong:
        raise ValueError(
            f"Expected a finite prediction for each of {rows} test rows. "
            f"Received: predictions of shape {array.shape}, {wrong} of them not finite."
        )
    if not task_kind.has_classes or not rows:
        return array
    if array.min() < -1e-6 or array.max() > 1 + 1e-6:
        raise ValueError(
            f"Expected probabilities between 0 and 1. Received: {array.min():.4g} to {array.max():.4g}. "
            "End the network with task.head(), or with a sigmoid or softmax."
        )
    array = np.clip(array, 0, 1)  # a float32 may exceed 1 in its last bit
    return array / array.sum(axis=1, keepdims=True) if array.ndim == 2 else array


def scores(
    kind: str,
    y: np.ndarray,
    predictions: list[Any],
    probabilistic: bool,
    weight: np.ndarray | None = None,
    deciding: str | None = None,
) -> dict[str, float | None]:
    """The usual metrics of this kind of task and the deciding one, with row weights if there are some.

    A score is None where the metric needs probabilities and there are none, where it is undefined, and where it is not
    a finite number (such as the square of 1e200).
    """
    array = checked_predictions(kind, len(y), predictions)
    return {name: _score(metric, y, array, probabilistic, weight) for name, metric in for_kind(kind, deciding).items()}


def _score(
    metric: Metric, y: np.ndarray, predictions: np.ndarray, probabilistic: bool, weight: np.ndarray | None
) -> float | None:
    if (metric.proper and not probabilistic) or metric.undefined_on(y, weight):
        return None
    with np.errstate(over="ignore", invalid="ignore"):
        value = float(metric.score(y, predictions, **({} if weight is None else {"sample_weight": weight})))
    return value if np.isfinite(value) else None


def expected_regret(
    kind: str, truth: np.ndarray, predictions: np.ndarray, *, probabilistic: bool = True
) -> dict[str, float]:
    """How much worse predictions are than the truth, in expectation over the labels, by metric; empty for groups.

    Example:
        >>> expected_regret("regression", np.array([1.0, 2.0]), np.array([1.0, 4.0]))
        {'rmse': 2.0}
    """
    return {
        name: metric.expected_regret(truth, predictions)
        for name, metric in for_kind(kind).items()
        if metric.expected_regret is not None and (probabilistic or not metric.proper)
    }
