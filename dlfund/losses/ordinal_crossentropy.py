"""Ordinal cross-entropy: for classes in an order, one yes-or-no question about each step up.

    loss = −Σ over k of [ t_k · log s(z_k) + (1 − t_k) · log(1 − s(z_k)) ],   t_k = 1 where class > k, else 0

k = 0 ... K − 2 for K classes; s(z_k) is the probability that the class is above k.
"""

import keras
from keras import ops

from dlfund.core.arguments import DType
from dlfund.core.registration import register
from dlfund.losses.binary_crossentropy import surprise
from dlfund.losses.labels import check_classes
from dlfund.losses.same_rank import shapes_differ


@register
class OrdinalCrossentropy(keras.losses.Loss):
    """Learns grades, stages and stars, where a neighbouring class is a smaller mistake than a distant one.

    Categorical cross-entropy forgets the order: five stars for one star costs as much as two. Here a prediction that is
    three classes off answers three questions wrongly.

    Shape:
        Input:  targets (batch, ...) or (batch, ..., 1), whole numbers from 0 to K − 1; outputs (batch, ..., K − 1),
            logits
        Output: (batch, ...) before the reduction, a scalar after it

    Args:
        reduction: "sum_over_batch_size", "sum", "mean", "mean_with_sample_weight" or None.
        name: str or None. Shown in logs.
        dtype: dtype or policy in which the loss is computed; None means keras.config.floatx().

    Example:
        >>> import numpy as np
        >>> undecided = np.zeros((1, 3))  # four classes, three questions of log 2 each
        >>> round(float(OrdinalCrossentropy()(np.array([2]), undecided)), 4)
        2.0794

    Derivative: dL/dz_k = s(z_k) − t_k
    Use: for ordered classes; the predicted class is the number of logits above 0.
    Misconception: "class numbers with squared error do the same" — that takes all steps as equally long; here every
        step has its own threshold.
    Interview: can the probabilities contradict each other? — with separate logits s(z_2) may exceed s(z_1); one shared
        score and K − 1 biases (a Dense(1) followed by `layers.Bias`) make them fall in order.
    Reference: Cao, Mirjalili and Raschka, 2020, Rank consistent ordinal regression (arXiv:1901.07884); Frank and Hall,
        2001, A simple approach to ordinal classification (doi:10.1007/3-540-44795-4_13).
    """

    def __init__(
        self,
        reduction: str | None = "sum_over_batch_size",
        name: str | None = "ordinal_crossentropy",
        dtype: DType = None,
    ):
        super().__init__(name=name, reduction=reduction, dtype=dtype)

    def call(self, y_true, y_pred):
        if len(y_true.shape) == len(y_pred.shape) - 1:
            y_true = ops.expand_dims(y_true, -1)
        if y_true.shape[-1] != 1 or shapes_differ(y_true.shape[:-1], y_pred.shape[:-1]):
            raise ValueError(
                f"Expected one class number a row of outputs {tuple(y_pred.shape)}. Received: targets "
                f"{tuple(y_true.shape)}. K classes need K − 1 outputs and class numbers from 0, not one-hot rows."
            )
        check_classes(y_true, y_pred.shape[-1] + 1)
        steps = ops.cast(ops.arange(y_pred.shape[-1]), y_pred.dtype)  # k
        t = ops.cast(ops.cast(y_true, y_pred.dtype) > steps, y_pred.dtype)  # (batch, ..., K − 1)
        return ops.sum(surprise(t, y_pred, from_logits=True), axis=-1)  # (batch, ...)
