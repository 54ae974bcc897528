"""Poisson: the negative log-likelihood of a count, given an expected count.

    loss = mean over outputs of y_pred − y_true · log(y_pred + ε)

The negative log-likelihood of a Poisson count, without log(y_true!), which does not depend on the weights;
ε = 1e-7.
"""

import keras
from keras import ops

from dlfund.core.arguments import DType
from dlfund.core.registration import register
from dlfund.losses.labels import check_counts
from dlfund.losses.same_rank import same_rank


@register
class Poisson(keras.losses.Loss):
    """The loss for counts: events per hour, goals per match, claims per year.

    A count's variance grows with its mean. Squared error would treat an error of 5 at 1000 like an error of 5
    at 2; with this loss the first costs much less.

    Shape:
        Input:  targets and outputs of one shape (batch, ..., outputs); outputs above 0, targets 0, 1, 2, ...
        Output: (batch, ...) before the reduction, a scalar after it

    Args:
        reduction: "sum_over_batch_size", "sum", "mean", "mean_with_sample_weight" or None.
        name: str or None. Shown in logs.
        dtype: dtype or policy in which the loss is computed; None means keras.config.floatx().

    Example:
        >>> round(float(Poisson()(2.0 * ops.ones((1, 1)), 2.0 * ops.ones((1, 1)))), 4)  # 2 − 2 log 2
        0.6137

    Derivative: dL/dy_pred = (1 − y_true / (y_pred + ε)) / outputs
    Use: when the target counts events; end the network in exp or softplus, so that outputs are above 0.
    Misconception: "a loss below 0 is a bug" — the constant log(y_true!) is left out, so it can be negative.
    Interview: why softplus or exp at the end? — a negative expected count has no logarithm: the loss is NaN.
    Reference: Nelder and Wedderburn, 1972, Generalized linear models (doi:10.2307/2344614).
    """

    def __init__(
        self, reduction: str | None = "sum_over_batch_size", name: str | None = "poisson", dtype: DType = None
    ):
        super().__init__(name=name, reduction=reduction, dtype=dtype)

    def call(self, y_true, y_pred):
        y_true, y_pred = same_rank(y_true, y_pred)
        check_counts(y_true)
        return ops.mean(y_pred - y_true * ops.log(y_pred + keras.config.epsilon()), axis=-1)  # (batch, ...)
