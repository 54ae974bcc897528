"""Mean absolute error: every unit of error counts the same.

    loss = mean over outputs of |y_true − y_pred|

The output that minimises it is the median of the targets.
"""

import keras
from keras import ops

from dlfund.core.arguments import DType
from dlfund.core.registration import register
from dlfund.losses.same_rank import same_rank


@register
class MeanAbsoluteError(keras.losses.Loss):
    """The average distance between output and target, in the target's own unit.

    A single extreme target can move a mean by any amount and a median hardly at all: that is the difference
    between the squared error and this loss.

    Shape:
        Input:  targets and outputs of one shape (batch, ..., outputs)
        Output: (batch, ...) before the reduction, a scalar after it

    Args:
        reduction: "sum_over_batch_size", "sum", "mean", "mean_with_sample_weight" or None.
        name: str or None. Shown in logs.
        dtype: dtype or policy in which the loss is computed; None means keras.config.floatx().

    Example:
        >>> float(MeanAbsoluteError()(ops.zeros((1, 2)), ops.convert_to_tensor([[1.0, -3.0]])))
        2.0

    Derivative: dL/dy_pred = sign(y_pred − y_true) / outputs
    Use: when some targets are extreme (wrong readings, rare disasters) and the typical case counts.
    Misconception: "it converges like the squared error" — its slope does not get smaller near the target, so
        the weights keep moving around the minimum until the learning rate decays.
    Interview: which prediction minimises it? — the conditional median: as many targets above as below.
    Reference: Laplace, 1774, Mémoire sur la probabilité des causes par les évènements (Mémoires de l'Académie royale
        6, pages 621–656).
    """

    def __init__(
        self,
        reduction: str | None = "sum_over_batch_size",
        name: str | None = "mean_absolute_error",
        dtype: DType = None,
    ):
        super().__init__(name=name, reduction=reduction, dtype=dtype)

    def call(self, y_true, y_pred):
        y_true, y_pred = same_rank(y_true, y_pred)
        return ops.mean(ops.abs(y_true - y_pred), axis=-1)  # (batch, ...)
