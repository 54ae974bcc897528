"""Brier score: the mean squared error of a probability.

    Brier = Σ weight · (p − t)² / Σ weight

t is 1 for yes and 0 for no.
"""

import keras

from dlfund.core.arguments import DType
from dlfund.core.registration import register
from dlfund.metrics.rows import check_yes_or_no, rows


@register
class BrierScore(keras.metrics.Mean):
    """Judges probabilities mildly: a sure mistake costs 1, not infinity.

    Like log-loss it is lowest, on average, for the true probabilities. It stays finite, so that a single sure mistake
    does not decide the comparison.

    Shape:
        Input:  targets, 0 or 1, and outputs (batch,) or (batch, 1), probabilities
        Output: a number from 0 to 1

    Args:
        name: str or None. Shown in logs.
        dtype: dtype or policy of the sums; None means keras.config.floatx().

    Example:
        >>> metric = BrierScore()
        >>> metric.update_state([1, 0], [0.5, 0.5])
        >>> float(metric.result())
        0.25

    Use: to compare forecasts of one kind of event; always against the forecast of the base rate, p (1 − p).
    Misconception: "0.1 is good" — with one yes in ten rows, forecasting 0.1 for all of them gets 0.09.
    Interview: what are its two parts? — calibration, how far forecasts are from what then happens, and resolution, how
        much they tell rows apart.
    Reference: Brier, 1950, Verification of forecasts expressed in terms of probability
        (doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2).
    """

    def __init__(self, name: str | None = "brier_score", dtype: DType = None):
        super().__init__(name=name, dtype=dtype)

    def update_state(self, y_true, y_pred, sample_weight=None):
        t, p, w = rows(y_true, y_pred, sample_weight, self.dtype)
        check_yes_or_no(t, "BrierScore")
        super().update_state((p - t) ** 2, w)
