"""Huber: quadratic where the error is small, linear where it is large.

    loss = mean over outputs of  ½ e²             where |e| ≤ δ
                                 δ |e| − ½ δ²     elsewhere

e is y_pred − y_true; the two pieces meet at δ in value and slope.
"""

import keras
from keras import ops

from dlfund.core.arguments import DType
from dlfund.core.registration import register
from dlfund.losses.same_rank import same_rank


@register
class Huber(keras.losses.Loss):
    """Smooth near the target like the squared error, with a bounded slope far from it like the absolute error.

    No row's slope is larger than delta, so an extreme target has a limited effect on the weights, and near the
    target the slope goes to zero, so training settles.

    Shape:
        Input:  targets and outputs of one shape (batch, ..., outputs)
        Output: (batch, ...) before the reduction, a scalar after it

    Args:
        delta: float > 0. Where the loss changes from quadratic to linear, in the target's unit: about the
            size of a typical error. Very large: half the squared error. Very small: delta times the
            absolute error.
        reduction: "sum_over_batch_size", "sum", "mean", "mean_with_sample_weight" or None.
        name: str or None. Shown in logs.
        dtype: dtype or policy in which the loss is computed; None means keras.config.floatx().

    Example:
        >>> float(Huber(delta=1.0)(ops.zeros((1, 1)), 3.0 * ops.ones((1, 1))))  # 1 · 3 − ½
        2.5

    Derivative: dL/dy_pred = min(max(e, −δ), δ) / outputs
    Use: regression with outliers; standardise the target first, so that delta has its usual meaning. As of 2026; if
        quantiles are asked for, take the quantile loss.
    Misconception: "delta = 1 fits all" — in a target measured in thousands every error is above 1, and the loss
        is the absolute error.
    Interview: what do you gain over squared and absolute error? — a bounded gradient per row and a slope that
        goes to zero at the target: it is robust, and it converges.
    Reference: Huber, 1964, Robust estimation of a location parameter (doi:10.1214/aoms/1177703732).
    """

    def __init__(
        self,
        delta: float = 1.0,
        reduction: str | None = "sum_over_batch_size",
        name: str | None = "huber",
        dtype: DType = None,
    ):
        super().__init__(name=name, reduction=reduction, dtype=dtype)
        if not delta > 0:
            raise ValueError(
                f"Expected delta above 0. Received: delta={delta}. Use the size of a typical error, 1.0 for a "
                "standardised target."
            )
        self.delta = delta

    def call(self, y_true, y_pred):
        y_true, y_pred = same_rank(y_true, y_pred)
        e = y_pred - y_true
        squared = 0.5 * ops.square(e)
        straight = self.delta * ops.abs(e) - 0.5 * self.delta**2
        return ops.mean(ops.where(ops.abs(e) <= self.delta, squared, straight), axis=-1)  # (batch, ...)

    def get_config(self):
        return {**super().get_config(), "delta": self.delta}
