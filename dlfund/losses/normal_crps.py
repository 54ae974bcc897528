"""CRPS of a normal forecast: how far a predicted distribution is from the number that came.

    loss = σ · ( z (2 Φ(z) − 1) + 2 φ(z) − 1/√π ),   z = (y − μ) / σ

The network gives μ and log σ for every target; φ and Φ are the standard normal density and its integral.
"""

import math

import keras
from keras import ops

from dlfund.core.arguments import DType
from dlfund.core.registration import register
from dlfund.losses.mean_and_log_scale import mean_and_log_scale


@register
class NormalCRPS(keras.losses.Loss):
    """The continuous ranked probability score: an absolute error for forecasts that say how sure they are.

    It has the target's unit and becomes the absolute error where σ goes to 0. Against the likelihood it is mild: a
    target ten σ away costs ten σ, not fifty, so that single outliers do not blow σ up.

    Shape:
        Input:  targets (batch, ...), outputs (batch, ..., 2) with μ and log σ; one target may also be (batch, 1)
            with outputs (batch, 2)
        Output: (batch, ...) without the targets' last axis before the reduction, a scalar after it

    Args:
        reduction: "sum_over_batch_size", "sum", "mean", "mean_with_sample_weight" or None.
        name: str or None. Shown in logs.
        dtype: dtype or policy in which the loss is computed; None means keras.config.floatx().

    Example:
        >>> y, forecast = ops.zeros((1, 1)), ops.zeros((1, 2))  # hit exactly, σ = 1: 2 φ(0) − 1/√π
        >>> round(float(NormalCRPS()(y, forecast)), 4)
        0.2337

    Derivative: dL/dμ = 1 − 2 Φ(z), dL/dlog σ = σ (2 φ(z) − 1/√π)
    Use: regression and weather-like forecasts with an interval; scale the target, so that log σ starts near 0.
    Misconception: "a proper score makes intervals right" — it is lowest for the true distribution, but a network that
        overfits gives σ too small on new rows; check the coverage there.
    Interview: CRPS or likelihood? — both are proper; the likelihood punishes surprises by z², CRPS by |z|, so one
        outlier moves σ less.
    Reference: Gneiting and Raftery, 2007, Strictly proper scoring rules (doi:10.1198/016214506000001437).
    """

    def __init__(
        self, reduction: str | None = "sum_over_batch_size", name: str | None = "normal_crps", dtype: DType = None
    ):
        super().__init__(name=name, reduction=reduction, dtype=dtype)

    def call(self, y_true, y_pred):
        y, mean, log_scale = mean_and_log_scale(y_true, y_pred)  # (batch, ...) each
        scale = ops.exp(log_scale)
        z = (y - mean) / scale
        twice_phi = math.sqrt(2.0 / math.pi) * ops.exp(-0.5 * ops.square(z))
        inside = z * ops.erf(z / math.sqrt(2.0)) + twice_phi - 1.0 / math.sqrt(math.pi)  # 2 Φ(z) − 1 = erf(z / √2)
        return ops.mean(scale * inside, axis=-1)
