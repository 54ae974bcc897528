"""Quantile (pinball) loss: too low and too high cost differently.

    loss = mean over outputs of  q · e           where e ≥ 0   (the output is too low)
                                 (q − 1) · e     where e < 0   (the output is too high)

e is y_true − y_pred. The output that makes it smallest is the q-quantile of the targets.
"""

import keras
from keras import ops

from dlfund.losses.same_rank import same_rank
from dlfund.registration import register


@register
class Quantile(keras.losses.Loss):
    """Asks not for the middle but for the value that a share q of the targets stays under.

    With q = 0.9 an output that is too low costs nine times one that is too high, so it rises until only one
    target in ten is above it. Two networks, with 0.05 and 0.95, give a 90 % interval.

    Shape:
        Input:  targets and outputs of one shape (batch, ..., outputs)
        Output: (batch, ...) before the reduction, a scalar after it

    Args:
        quantile: float in (0, 1). The share of targets that should lie below the output; 0.5 is half the
            absolute error.
        reduction: "sum_over_batch_size", "sum", "mean", "mean_with_sample_weight" or None.
        name: str or None. Shown in logs.
        dtype: dtype or policy in which the loss is computed; None means keras.config.floatx().

    Example:
        >>> loss = Quantile(quantile=0.75)
        >>> float(loss(ops.ones((1, 1)), ops.zeros((1, 1)))), float(loss(ops.zeros((1, 1)), ops.ones((1, 1))))
        (0.75, 0.25)

    Derivative: dL/dy_pred = −q / outputs where the output is too low, (1 − q) / outputs where it is too high
    Use: when the answer should be a range or a safe side (stock to hold, latest arrival).
    Misconception: "the 0.9-quantile is the mean plus something" — it is asked of the data directly, and its
        distance to the mean may differ from row to row.
    Interview: why does this loss give a quantile? — at the minimum the pulls balance: q times the share above
        equals (1 − q) times the share below.
    Reference: Koenker and Bassett, 1978, Regression quantiles (doi:10.2307/1913643).
    """

    def __init__(self, *, quantile=0.5, reduction="sum_over_batch_size", name="quantile", dtype=None):
        super().__init__(name=name, reduction=reduction, dtype=dtype)
        if not 0.0 < quantile < 1.0:
            raise ValueError(
                f"Expected quantile between 0 and 1. Received: quantile={quantile}. "
                "Use 0.9 for the value that nine of ten targets stay under."
            )
        self.quantile = quantile

    def call(self, y_true, y_pred):
        y_true, y_pred = same_rank(y_true, y_pred)
        e = y_true - y_pred
        return ops.mean(ops.where(e >= 0, self.quantile * e, (self.quantile - 1.0) * e), axis=-1)  # (batch, ...)

    def get_config(self):
        return {**super().get_config(), "quantile": self.quantile}
