"""Log-cosh: a smooth transition from squared to absolute error.

    loss = mean over outputs of log(cosh(e)) = e + softplus(−2 e) − log 2

e is y_pred − y_true; the second form never computes cosh, which overflows.
"""

import math

import keras
from keras import ops

from dlfund.core.arguments import DType
from dlfund.core.registration import register
from dlfund.losses.same_rank import same_rank


@register
class LogCosh(keras.losses.Loss):
    """About ½ e² near the target and |e| − log 2 far from it, with every derivative smooth.

    Huber's second derivative jumps at delta; this one is smooth everywhere, which helps
    second-order methods and boosting.

    Shape:
        Input:  targets and outputs of one shape (batch, ..., outputs)
        Output: (batch, ...) before the reduction, a scalar after it

    Args:
        reduction: "sum_over_batch_size", "sum", "mean", "mean_with_sample_weight" or None.
        name: str or None. Shown in logs.
        dtype: dtype or policy in which the loss is computed; None means keras.config.floatx().

    Example:
        >>> round(float(LogCosh()(ops.zeros((1, 1)), 10.0 * ops.ones((1, 1)))), 4)  # 10 − log 2
        9.3069

    Derivative: dL/dy_pred = tanh(e) / outputs
    Use: regression with outliers, without a delta to choose; standardise the target first. As of 2026; if quantiles are
        asked for, take the quantile loss.
    Misconception: "it has no scale to choose" — the scale is fixed at 1: for errors in the thousands it is the
        absolute error, for errors in the thousandths half the squared one.
    Interview: why not compute log(cosh(e)) directly? — cosh(100) is 1e43 and overflows float32; the sum with
        softplus is the same number and never does.
    Reference: Green, 1990, Bayesian reconstructions from emission tomography data (doi:10.1109/42.52985).
    """

    def __init__(
        self, reduction: str | None = "sum_over_batch_size", name: str | None = "log_cosh", dtype: DType = None
    ):
        super().__init__(name=name, reduction=reduction, dtype=dtype)

    def call(self, y_true, y_pred):
        y_true, y_pred = same_rank(y_true, y_pred)
        e = y_pred - y_true
        return ops.mean(e + ops.softplus(-2.0 * e) - math.log(2.0), axis=-1)  # (batch, ...)
