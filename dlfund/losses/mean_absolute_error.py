"""Mean absolute error: how far off, every unit of distance counting the same.

    loss = mean over outputs of |y_true − y_pred|

The output that makes it smallest is the median of the targets.
"""

import keras
from keras import ops

from dlfund.losses.same_rank import same_rank
from dlfund.registration import register


@register
class MeanAbsoluteError(keras.losses.Loss):
    """The average distance between output and target, in the target's own unit.

    One wild target moves a mean as far as it likes and a median hardly at all: that is the difference between
    this loss and the squared one.

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
    Use: when some targets are wild (wrong readings, rare disasters) and the typical case counts.
    Misconception: "it converges like the squared error" — its slope never gets smaller near the target, so the
        weights keep jumping around the minimum until the learning rate decays.
    Interview: which prediction minimises it? — the conditional median: as many targets above as below.
    Reference: Laplace, 1774, Mémoire sur la probabilité des causes par les évènements.
    """

    def __init__(self, *, reduction="sum_over_batch_size", name="mean_absolute_error", dtype=None):
        super().__init__(name=name, reduction=reduction, dtype=dtype)

    def call(self, y_true, y_pred):
        y_true, y_pred = same_rank(y_true, y_pred)
        return ops.mean(ops.abs(y_true - y_pred), axis=-1)  # (batch, ...)
