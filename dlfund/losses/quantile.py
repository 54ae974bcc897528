"""Quantile (pinball) loss: outputs that are too low and too high cost differently.

    loss = mean over outputs of  q · e           where e ≥ 0   (the output is too low)
                                 (q − 1) · e     where e < 0   (the output is too high)

e is y_true − y_pred. The output that minimises it is the q-quantile of the targets.
"""

import keras
from keras import ops

from dlfund.core.arguments import DType
from dlfund.core.registration import register
from dlfund.losses.same_rank import same_rank


@register
class Quantile(keras.losses.Loss):
    """Predicts a quantile: the value that a share q of the targets lies below.

    With q = 0.9 an output that is too low costs nine times one that is too high, so it rises until only one
    target in ten is above it. Two networks, with 0.05 and 0.95, give a nominal 90 % interval; check its
    coverage on held-out rows.

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
    Use: when a range or a safe bound should be predicted (stock to hold, latest arrival).
    Misconception: "the 0.9-quantile is the mean plus a constant" — it is learned from the data directly, and
        its distance from the mean may differ from row to row.
    Interview: why does this loss give a quantile? — at the minimum the gradients balance: q times the share
        above equals (1 − q) times the share below.
    Reference: Koenker and Bassett, 1978, Regression quantiles (doi:10.2307/1913643).
    """

    def __init__(
        self,
        quantile: float = 0.5,
        reduction: str | None = "sum_over_batch_size",
        name: str | None = "quantile",
        dtype: DType = None,
    ):
        super().__init__(name=name, reduction=reduction, dtype=dtype)
        if not 0.0 < quantile < 1.0:
            raise ValueError(
                f"Expected quantile between 0 and 1. Received: quantile={quantile}. Use 0.9 for the value that nine of "
                "ten targets lie below."
            )
        self.quantile = quantile

    def call(self, y_true, y_pred):
        y_true, y_pred = same_rank(y_true, y_pred)
        e = y_true - y_pred
        return ops.mean(ops.where(e >= 0, self.quantile * e, (self.quantile - 1.0) * e), axis=-1)  # (batch, ...)

    def get_config(self):
        return {**super().get_config(), "quantile": self.quantile}
