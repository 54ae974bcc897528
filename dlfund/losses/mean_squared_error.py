"""Mean squared error: how far off, with a large miss counting more than its size.

    loss = mean over outputs of (y_pred − y_true)²

The output that makes it smallest is the mean of the targets.
"""

import keras
from keras import ops

from dlfund.losses.same_rank import same_rank
from dlfund.registration import register


@register
class MeanSquaredError(keras.losses.Loss):
    """The average squared distance between output and target.

    Squaring makes the loss smooth at zero and punishes one miss of 10 as much as a hundred misses of 1,
    so the output that minimises it is the mean of the targets.

    Shape:
        Input:  targets and outputs of one shape (batch, ..., outputs)
        Output: (batch, ...) before the reduction, a scalar after it

    Args:
        reduction: "sum_over_batch_size", "sum", "mean", "mean_with_sample_weight" or None.
        name: str or None. Shown in logs.
        dtype: dtype or policy in which the loss is computed; None means keras.config.floatx().

    Example:
        >>> import numpy as np
        >>> float(MeanSquaredError()(np.array([[0.0, 1.0]]), np.array([[0.0, 3.0]])))
        2.0

    Derivative: dL/dy_pred = 2 · (y_pred − y_true) / outputs
    Use: when the target is a number and large misses are truly worse than many small ones.
    Misconception: "it also suits classification" — behind a sigmoid its slope vanishes exactly where the
        output is confidently wrong; cross-entropy's does not.
    Interview: which prediction minimises the mean squared error? — the conditional mean; the absolute error
        is minimised by the conditional median.
    Reference: Gauss, 1809, Theoria motus corporum coelestium.
    """

    def __init__(self, *, reduction="sum_over_batch_size", name="mean_squared_error", dtype=None):
        super().__init__(name=name, reduction=reduction, dtype=dtype)

    def call(self, y_true, y_pred):
        y_true, y_pred = same_rank(y_true, y_pred)
        return ops.mean(ops.square(y_pred - y_true), axis=-1)  # (batch, ...)
