"""Mean squared error: large errors count more than proportionally.

    loss = mean over outputs of (y_pred − y_true)²

The output that minimises it is the mean of the targets.
"""

import keras
from keras import ops

from dlfund.core.arguments import DType
from dlfund.core.registration import register
from dlfund.losses.same_rank import same_rank


@register
class MeanSquaredError(keras.losses.Loss):
    """The average squared distance between output and target.

    Squaring makes the loss smooth at zero, and one error of 10 costs as much as a hundred errors of 1.

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
    Use: when the target is a number and large errors are truly worse than many small ones.
    Misconception: "it also suits classification" — after a sigmoid its gradient vanishes exactly where the
        output is confidently wrong; cross-entropy's does not.
    Interview: which prediction minimises the mean squared error? — the conditional mean; the absolute error
        is minimised by the conditional median.
    Reference: Legendre, 1805, Nouvelles méthodes pour la détermination des orbites des comètes (Firmin Didot); Gauss,
        1809, Theoria motus corporum coelestium (Perthes and Besser).
    """

    def __init__(
        self,
        reduction: str | None = "sum_over_batch_size",
        name: str | None = "mean_squared_error",
        dtype: DType = None,
    ):
        super().__init__(name=name, reduction=reduction, dtype=dtype)

    def call(self, y_true, y_pred):
        y_true, y_pred = same_rank(y_true, y_pred)
        return ops.mean(ops.square(y_pred - y_true), axis=-1)  # (batch, ...)
