"""ROC and calibration curves from the predictions on test rows, all folds pooled."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.metrics import roc_curve

POINTS = 60  # enough for a smooth line, little enough for a page
BINS = 10


def roc(y: np.ndarray, probabilities: np.ndarray) -> dict[str, list[float]]:
    """Share of positives found against share of false alarms, at every threshold."""
    false_alarms, found, _ = roc_curve(y, probabilities)
    grid = np.linspace(0, len(found) - 1, min(POINTS, len(found))).round().astype(int)
    return {"false_alarms": false_alarms[grid].round(4).tolist(), "found": found[grid].round(4).tolist()}


def calibration(y: np.ndarray, probabilities: np.ndarray) -> dict[str, list[float]]:
    """What was said against what happened, in ten bins of equally many rows."""
    order = np.argsort(probabilities, kind="stable")
    bins = [part for part in np.array_split(order, BINS) if len(part)]
    said = [float(probabilities[part].mean().round(4)) for part in bins]
    happened = [float(y[part].mean().round(4)) for part in bins]
    return {"said": said, "happened": happened, "rows": [len(part) for part in bins]}


def pooled(y: np.ndarray, folds: list[Any], outcomes: list[Any]) -> tuple[np.ndarray, np.ndarray]:
    """Truth and predictions of every finished fold's test rows, one after the other."""
    done = [(fold, one) for fold, one in zip(folds, outcomes, strict=True) if not one.error]
    if not done:
        return np.empty(0), np.empty(0)
    truth = np.concatenate([y[fold.test] for fold, _ in done])
    return truth, np.concatenate([np.asarray(one.predictions, dtype=float) for _, one in done])
