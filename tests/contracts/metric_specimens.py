"""The table of every public metric: name in dlfund.metrics -> how to make it, its rows, and scikit-learn's number."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from sklearn import metrics as sklearn

from dlfund import metrics


@dataclass(frozen=True)
class MetricSpecimen:
    """One way to use a metric.

    make       makes it
    reference  (targets, outputs, row weights or None) -> scikit-learn's number
    classes    1 for one output a row, more for one a class; 0 for numbers
    onehot     whether targets are one-hot rows
    """

    make: Callable
    reference: Callable
    classes: int = 1
    onehot: bool = False

    def batch(self, rows=200, seed=0):
        """Targets and outputs that have something to do with each other."""
        generator = np.random.default_rng(seed)
        if self.classes == 0:
            y = 1000 + generator.normal(size=rows)
            return y.astype("float32"), (y + generator.normal(size=rows))[:, None].astype("float32")
        if self.classes == 1:
            p = generator.uniform(size=rows)
            return (generator.uniform(size=rows) < p**2).astype("float32"), p[:, None].astype("float32")
        y = generator.integers(0, self.classes, rows)
        z = np.exp(generator.normal(size=(rows, self.classes)) + 2 * np.eye(self.classes)[y])
        p = (z / z.sum(-1, keepdims=True)).astype("float32")
        return (np.eye(self.classes, dtype="float32")[y] if self.onehot else y), p


def decided(score, **options):
    return lambda t, p, w: score(t, p[:, 0] > 0.5, sample_weight=w, **options)


def scored(score):
    return lambda t, p, w: score(t, p[:, 0], sample_weight=w)


def proportions(p):
    """Single precision's sums are not near enough to 1 for scikit-learn."""
    return p.astype("float64") / p.astype("float64").sum(-1, keepdims=True)


def labels(t):
    return t.argmax(-1) if t.ndim == 2 else t


def calibration(t, p, w):
    """From scikit-learn's bins, row by row: it has the curve, and no one number for it."""
    w, bins = np.ones(len(t)) if w is None else w, np.minimum((p[:, 0] * 10).astype(int), 9)
    filled = [bins == b for b in range(10) if w[bins == b].sum() > 0]
    gaps = [abs(np.average(t[b], weights=w[b]) - np.average(p[b, 0], weights=w[b])) for b in filled]
    return np.average(gaps, weights=[w[b].sum() for b in filled])


METRICS = {
    "Accuracy": [
        MetricSpecimen(metrics.Accuracy, decided(sklearn.accuracy_score)),
        MetricSpecimen(
            metrics.Accuracy, lambda t, p, w: sklearn.accuracy_score(t, p.argmax(-1), sample_weight=w), classes=3
        ),
        MetricSpecimen(
            metrics.Accuracy,
            lambda t, p, w: sklearn.accuracy_score(labels(t), p.argmax(-1), sample_weight=w),
            classes=3,
            onehot=True,
        ),
    ],
    "AveragePrecision": [MetricSpecimen(metrics.AveragePrecision, scored(sklearn.average_precision_score))],
    "BrierScore": [MetricSpecimen(metrics.BrierScore, scored(sklearn.brier_score_loss))],
    "CalibrationError": [MetricSpecimen(metrics.CalibrationError, calibration)],
    "F1": [MetricSpecimen(metrics.F1, decided(sklearn.f1_score))],
    "LogLoss": [
        MetricSpecimen(metrics.LogLoss, scored(sklearn.log_loss)),
        MetricSpecimen(
            metrics.LogLoss,
            lambda t, p, w: sklearn.log_loss(labels(t), proportions(p), sample_weight=w),
            classes=3,
            onehot=True,
        ),
    ],
    "Precision": [MetricSpecimen(metrics.Precision, decided(sklearn.precision_score))],
    "R2": [MetricSpecimen(metrics.R2, scored(sklearn.r2_score), classes=0)],
    "ROCAUC": [MetricSpecimen(metrics.ROCAUC, scored(sklearn.roc_auc_score))],
    "Recall": [MetricSpecimen(metrics.Recall, decided(sklearn.recall_score))],
}
