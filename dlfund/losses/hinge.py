"""Hinge: an output must be on the right side by a margin of at least 1.

    loss = mean over outputs of max(1 − t · y_pred, 0)

t is −1 or +1 (0 and 1 are converted); y_pred is the raw weighted sum.
"""

import keras
from keras import ops

from dlfund.core.arguments import DType
from dlfund.core.registration import register
from dlfund.losses.same_rank import same_rank
from dlfund.losses.signed_labels import signed_labels


@register
class Hinge(keras.losses.Loss):
    """The loss of the support vector machine.

    Rows that are right by at least the margin cost nothing and have no gradient: the boundary depends only on
    the rows near it or on the wrong side, the support vectors.

    Shape:
        Input:  targets and outputs of one shape (batch, ..., outputs)
        Output: (batch, ...) before the reduction, a scalar after it

    Args:
        reduction: "sum_over_batch_size", "sum", "mean", "mean_with_sample_weight" or None.
        name: str or None. Shown in logs.
        dtype: dtype or policy in which the loss is computed; None means keras.config.floatx().

    Example:
        >>> float(Hinge()(ops.ones((1, 1)), 0.25 * ops.ones((1, 1))))  # right, but by too little
        0.75

    Derivative: dL/dy_pred = −t / outputs where t · y_pred < 1, else 0
    Use: when only the decision counts and not its probability; the last layer is linear.
    Misconception: "it needs a sigmoid before it" — the margin is 1, which an output in (0, 1) can never reach.
    Interview: how does it differ from cross-entropy? — its gradient is zero once the margin is 1, so its outputs
        are not probabilities and only a few rows decide.
    Reference: Cortes and Vapnik, 1995, Support-vector networks (doi:10.1007/BF00994018).
    """

    def __init__(self, reduction: str | None = "sum_over_batch_size", name: str | None = "hinge", dtype: DType = None):
        super().__init__(name=name, reduction=reduction, dtype=dtype)

    def call(self, y_true, y_pred):
        y_true, y_pred = same_rank(y_true, y_pred)
        t = signed_labels(y_true)
        return ops.mean(ops.maximum(1.0 - t * y_pred, 0.0), axis=-1)  # (batch, ...)
