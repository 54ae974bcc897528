"""Expected regret: how much worse predictions are than the truth, in expectation over the labels.

    log-loss       mean of Σ_k p_k log(p_k / q_k)                      the Kullback–Leibler divergence
    Brier          mean of (p − q)²
    accuracy       mean of p(the most probable class) − p(the predicted class)
    ROC AUC        A(p) − A(q),   A(s) = Σ_ij p_i (1 − p_j) [s_i > s_j] / Σ_ij p_i (1 − p_j)     over i ≠ j, ties half
    squared error  mean of (μ − ŷ)²

p are the true probabilities, μ the true means, q and ŷ the predictions. Each is 0 for the truth and never negative.
"""

from __future__ import annotations

import numpy as np

from dlfund.core.task_kind import decide

LEAST = np.finfo(float).eps  # as for the log-loss, so that one confident error is not an infinite regret


def squared_regret(truth: np.ndarray, predictions: np.ndarray) -> float:
    """Regret in the squared error: the Brier score for probabilities, the mean squared error for numbers."""
    return float(np.mean((truth - predictions) ** 2))


def area_regret(truth: np.ndarray, predictions: np.ndarray) -> float:
    """Regret in the ROC AUC."""
    return expected_area(truth, truth) - expected_area(truth, predictions)


def decision_regret(truth: np.ndarray, predictions: np.ndarray) -> float:
    """Regret in the accuracy."""
    p = _every_class(truth)
    return float(np.mean(p.max(axis=1) - p[np.arange(len(p)), decide(predictions)]))


def divergence(truth: np.ndarray, predictions: np.ndarray) -> float:
    """Regret in the log-loss: the Kullback–Leibler divergence."""
    p, q = _every_class(truth), _every_class(predictions)
    return float(np.mean(np.sum(p * (_log(p) - _log(q)), axis=1)))


def expected_area(probability: np.ndarray, scores: np.ndarray) -> float:
    """The expected ROC AUC of these scores, if each row is positive with its probability."""
    places = np.unique(scores, return_inverse=True)[1]
    positive = np.bincount(places, weights=probability)
    negative = np.bincount(places, weights=1 - probability)
    itself = float(np.sum(probability * (1 - probability)))  # a row forms no pair with itself
    below = np.cumsum(negative) - negative / 2
    return float((positive @ below - itself / 2) / (positive.sum() * negative.sum() - itself))


def _every_class(probabilities: np.ndarray) -> np.ndarray:
    """One column per class, also if there is one number per row, the probability of the second of two classes."""
    return np.column_stack([1 - probabilities, probabilities]) if probabilities.ndim == 1 else probabilities


def _log(values: np.ndarray) -> np.ndarray:
    return np.asarray(np.log(np.clip(values, LEAST, 1)))
