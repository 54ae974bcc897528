"""Metrics: what a network is judged by, in `compile(metrics=[...])` or by hand."""

from dlfund.metrics.accuracy import Accuracy
from dlfund.metrics.average_precision import AveragePrecision
from dlfund.metrics.brier_score import BrierScore
from dlfund.metrics.calibration_error import CalibrationError
from dlfund.metrics.f1 import F1
from dlfund.metrics.log_loss import LogLoss
from dlfund.metrics.precision import Precision
from dlfund.metrics.r2 import R2
from dlfund.metrics.recall import Recall
from dlfund.metrics.roc_auc import ROCAUC

__all__ = [
    "F1",
    "R2",
    "ROCAUC",
    "Accuracy",
    "AveragePrecision",
    "BrierScore",
    "CalibrationError",
    "LogLoss",
    "Precision",
    "Recall",
]
