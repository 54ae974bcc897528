"""Log-normal likelihood: a positive number whose logarithm is normally distributed.

    loss = log y + log σ + ½ log 2π + ½ z²,   z = (log y − μ) / σ

The network gives μ and log σ of log y for every target y > 0.
"""

import math

import keras
from keras import ops

from dlfund.core.arguments import DType
from dlfund.core.registration import register
from dlfund.losses.labels import known
from dlfund.losses.mean_and_log_scale import mean_and_log_scale


@register
class LogNormal(keras.losses.Loss):
    """The negative log-likelihood of positive, skewed targets: prices, incomes, waiting times.

    Their errors are proportions, not amounts: a house at half its price is as wrong at 100,000 as at a million. The
    network predicts the whole distribution: exp(μ) is its median, exp(μ + ½ σ²) its mean.

    Shape:
        Input:  targets (batch, ...) above 0, outputs (batch, ..., 2) with μ and log σ; one target may also be
            (batch, 1) with outputs (batch, 2)
        Output: (batch, ...) without the targets' last axis before the reduction, a scalar after it

    Args:
        reduction: "sum_over_batch_size", "sum", "mean", "mean_with_sample_weight" or None.
        name: str or None. Shown in logs.
        dtype: dtype or policy in which the loss is computed; None means keras.config.floatx().

    Example:
        >>> y, forecast = ops.ones((1, 1)), ops.zeros((1, 2))  # log y = μ = 0, σ = 1: ½ log 2π
        >>> round(float(LogNormal()(y, forecast)), 4)
        0.9189

    Derivative: dL/dμ = −z / σ, dL/dlog σ = 1 − z²
    Use: for targets above zero that spread over orders of magnitude.
    Misconception: "predict log y with squared error and take exp: that is the mean" — it is the median; the mean is
        larger by the factor exp(½ σ²).
    Interview: what does the term log y do in training? — nothing, since no output changes it; with it, losses of
        different distributions for y can be compared.
    Reference: Crow and Shimizu, 1988, Lognormal distributions: theory and applications (Marcel Dekker).
    """

    def __init__(
        self, reduction: str | None = "sum_over_batch_size", name: str | None = "log_normal", dtype: DType = None
    ):
        super().__init__(name=name, reduction=reduction, dtype=dtype)

    def call(self, y_true, y_pred):
        y, mean, log_scale = mean_and_log_scale(y_true, y_pred)  # (batch, ...) each
        _check_positive(y)
        z = (ops.log(y) - mean) * ops.exp(-log_scale)
        each = ops.log(y) + log_scale + 0.5 * math.log(2.0 * math.pi) + 0.5 * ops.square(z)
        return ops.mean(each, axis=-1)


def _check_positive(y):
    values = known(y)
    if values is not None and values.size and values.min() <= 0:
        raise ValueError(
            f"Expected targets above 0. Received: {values.min():g} among the targets. A log-normal number is never 0: "
            "for counts use Poisson, for standardised targets NormalCRPS."
        )
