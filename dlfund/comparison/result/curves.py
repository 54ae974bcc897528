"""ROC and calibration curves from the predictions on test rows, all folds pooled."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.metrics import roc_curve

from dlfund.comparison.result.result_curve import ResultCurve
from dlfund.core.outcome import Outcome
from dlfund.data import Fold

POINTS = 60  # enough for a smooth line, little enough for a page
BINS = 10


def roc(y: np.ndarray, probabilities: np.ndarray) -> ResultCurve:
    """The true-positive rate against the false-positive rate, at every threshold."""
    false_alarms, hits, _ = roc_curve(y, probabilities)
    grid = np.linspace(0, len(hits) - 1, min(POINTS, len(hits))).round().astype(int)
    return ResultCurve(false_alarms=false_alarms[grid].round(4).tolist(), found=hits[grid].round(4).tolist())


def calibration(y: np.ndarray, probabilities: np.ndarray) -> ResultCurve:
    """Mean predicted probability against observed frequency, in ten bins of equally many rows."""
    order = np.argsort(probabilities, kind="stable")
    bins = [rows for rows in np.array_split(order, BINS) if len(rows)]
    predicted = [float(probabilities[rows].mean().round(4)) for rows in bins]
    observed = [float(y[rows].mean().round(4)) for rows in bins]
    return ResultCurve(said=predicted, happened=observed, rows=[len(rows) for rows in bins])


def pooled(y: np.ndarray, folds: Sequence[Fold], outcomes: Sequence[Outcome]) -> tuple[np.ndarray, np.ndarray]:
    """Targets and predictions of every finished fold's test rows, fold after fold."""
    done = [(fold, outcome) for fold, outcome in zip(folds, outcomes, strict=True) if not outcome.error]
    if not done:
        return np.empty(0), np.empty(0)
    truth = np.concatenate([y[fold.test] for fold, _ in done])
    return truth, np.concatenate([np.asarray(outcome.predictions, dtype=float) for _, outcome in done])
