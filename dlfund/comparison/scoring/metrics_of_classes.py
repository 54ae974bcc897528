"""Metrics of probabilities, and of the classes decided from them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from dlfund.comparison.scoring.metric import Metric, of_sklearn, squared_errors, weighted_mean
from dlfund.comparison.scoring.regret import area_regret, decision_regret, divergence, squared_regret
from dlfund.core.task_kind import Answer, decide


def _right(y: np.ndarray, predictions: np.ndarray) -> np.ndarray:
    return np.asarray(decide(predictions) == y, dtype=float)


def _accuracy(y: np.ndarray, predictions: np.ndarray, sample_weight: np.ndarray | None = None) -> float:
    return weighted_mean(_right(y, predictions), sample_weight)


def _log_loss(y: np.ndarray, predictions: np.ndarray, sample_weight: np.ndarray | None = None) -> float:
    """Also defined if a class is missing among the test rows."""
    from sklearn import metrics

    classes = predictions.shape[1] if predictions.ndim > 1 else 2
    return float(metrics.log_loss(y, predictions, labels=np.arange(classes), sample_weight=sample_weight))


def _surprise(y: np.ndarray, predictions: np.ndarray) -> np.ndarray:
    least = np.finfo(float).eps  # as in scikit-learn, so that one confident error is not an infinite loss
    classes = predictions if predictions.ndim > 1 else np.column_stack([1 - predictions, predictions])
    return np.asarray(-np.log(np.clip(classes[np.arange(len(y)), y.astype(int)], least, 1 - least)))


def _balanced_accuracy(y: np.ndarray, predictions: np.ndarray, sample_weight: np.ndarray | None = None) -> float:
    """The mean over the classes among the rows of the share of correctly classified rows."""
    counts = np.ones(len(y)) if sample_weight is None else sample_weight
    every = np.bincount(y.astype(int), weights=counts)
    right = np.bincount(y.astype(int), weights=counts * _right(y, predictions))
    return float(np.mean(right[every > 0] / every[every > 0]))


def _f1(y: np.ndarray, predictions: np.ndarray, sample_weight: np.ndarray | None = None) -> float:
    """0 if no row is predicted to be positive."""
    from sklearn import metrics

    return float(metrics.f1_score(y, decide(predictions), sample_weight=sample_weight, zero_division=0.0))


def _areas(y: np.ndarray, predictions: np.ndarray, counts: np.ndarray) -> Callable[[np.ndarray], float]:
    """ROC AUC: the share of pairs in which the positive row has the higher score; a tie counts half."""
    places = np.unique(predictions, return_inverse=True)[1]

    def area(rows: np.ndarray) -> float:
        drawn, truth, weight = places[rows], y[rows], counts[rows]
        positive = np.bincount(drawn, weights=truth * weight, minlength=int(drawn.max()) + 1)
        negative = np.bincount(drawn, weights=(1 - truth) * weight, minlength=len(positive))
        below = np.cumsum(negative) - negative / 2
        return float(positive @ below / (positive.sum() * negative.sum()))

    return area


METRICS = (
    Metric(
        name="roc_auc",
        title="ROC AUC",
        answers=(Answer.PROBABILITY,),
        higher_is_better=True,
        score=of_sklearn("roc_auc_score"),
        high=1.0,
        of_samples=_areas,
        stand_in="brier",  # ranks are defined for pairs of rows; the Brier score of a row is bounded
        function="roc_auc_score",
        differing="class",
        where_undefined="log_loss",
        perfect=0.999,
        expected_regret=area_regret,
        level_on_noise=True,
    ),
    Metric(
        name="accuracy",
        title="accuracy",
        answers=(Answer.PROBABILITY, Answer.PROBABILITIES),
        higher_is_better=True,
        score=_accuracy,
        high=1.0,
        each_row=_right,
        unit="share of rows",
        missing="share of wrong answers",
        function="accuracy_score",
        code="np.mean(({decided}) == y)",
        brief=True,
        perfect=0.99,
        over_floor=True,
        expected_regret=decision_regret,
    ),
    Metric(
        name="log_loss",
        title="log-loss",
        answers=(Answer.PROBABILITY, Answer.PROBABILITIES),
        higher_is_better=False,
        score=_log_loss,
        proper=True,
        each_row=_surprise,
        without_probabilities="accuracy",
        unit="nats",
        function="log_loss",
        code="{function}(y, predictions, labels=range(len(CLASSES)))",
        brief=True,
        expected_regret=divergence,
    ),
    Metric(
        name="brier",
        title="Brier score",
        answers=(Answer.PROBABILITY,),
        higher_is_better=False,
        score=of_sklearn("brier_score_loss"),
        proper=True,
        high=1.0,
        each_row=squared_errors,
        without_probabilities="accuracy",
        function="brier_score_loss",
        expected_regret=squared_regret,
    ),
    Metric(
        name="average_precision",
        title="average precision (PR AUC)",
        answers=(Answer.PROBABILITY,),
        higher_is_better=True,
        score=of_sklearn("average_precision_score"),
        high=1.0,
        stand_in="brier",
        function="average_precision_score",
        differing="class",
        where_undefined="log_loss",
        usual=False,
    ),
    Metric(
        name="balanced_accuracy",
        title="balanced accuracy",
        answers=(Answer.PROBABILITY, Answer.PROBABILITIES),
        higher_is_better=True,
        score=_balanced_accuracy,
        high=1.0,
        stand_in="accuracy",
        function="balanced_accuracy_score",
        code="{function}(y, {decided})",
        usual=False,
    ),
    Metric(
        name="f1",
        title="F1",
        answers=(Answer.PROBABILITY,),
        higher_is_better=True,
        score=_f1,
        high=1.0,
        stand_in="accuracy",
        function="f1_score",
        code="{function}(y, {decided}, zero_division=0.0)",
        usual=False,
    ),
)
