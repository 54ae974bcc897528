"""Squared hinge: a margin of 1, and large violations count more than proportionally.

    loss = mean over outputs of max(1 − t · y_pred, 0)²

t is −1 or +1 (0 and 1 are converted); y_pred is the raw weighted sum.
"""

import keras
from keras import ops

from dlfund.core.arguments import DType
from dlfund.core.registration import register
from dlfund.losses.same_rank import same_rank
from dlfund.losses.signed_labels import signed_labels


@register
class SquaredHinge(keras.losses.Loss):
    """The hinge without its corner.

    At the margin the slope goes to zero smoothly instead of jumping, which helps gradient descent; in return,
    the gradient of an outlier far on the wrong side grows with its distance.

    Shape:
        Input:  targets and outputs of one shape (batch, ..., outputs)
        Output: (batch, ...) before the reduction, a scalar after it

    Args:
        reduction: "sum_over_batch_size", "sum", "mean", "mean_with_sample_weight" or None.
        name: str or None. Shown in logs.
        dtype: dtype or policy in which the loss is computed; None means keras.config.floatx().

    Example:
        >>> float(SquaredHinge()(ops.ones((1, 1)), -ops.ones((1, 1))))  # (1 + 1)²
        4.0

    Derivative: dL/dy_pred = −2 t · max(1 − t · y_pred, 0) / outputs
    Use: when only the decision counts and the data has few outliers; the last layer is linear.
    Misconception: "smooth is always better" — squaring brings back the squared error's weakness for outliers.
    Interview: what does LinearSVC minimise by default? — this loss plus the squared length of the weights.
    Reference: Tang, 2013, Deep learning using linear support vector machines (arXiv:1306.0239).
    """

    def __init__(
        self, reduction: str | None = "sum_over_batch_size", name: str | None = "squared_hinge", dtype: DType = None
    ):
        super().__init__(name=name, reduction=reduction, dtype=dtype)

    def call(self, y_true, y_pred):
        y_true, y_pred = same_rank(y_true, y_pred)
        t = signed_labels(y_true)
        return ops.mean(ops.square(ops.maximum(1.0 - t * y_pred, 0.0)), axis=-1)  # (batch, ...)
