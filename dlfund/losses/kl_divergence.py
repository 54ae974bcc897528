"""Kullback–Leibler divergence: the cost of using p where t is the true distribution.

    loss = sum over classes of t · log(t / p)

t and p are probabilities, kept within [ε, 1] with ε = 1e-7.
"""

import keras
from keras import ops

from dlfund.core.arguments import DType
from dlfund.core.registration import register
from dlfund.losses.labels import probability_targets


@register
class KLDivergence(keras.losses.Loss):
    """The additional log-loss that comes from a wrong distribution.

    It is the cross-entropy minus the entropy of the targets: zero when output and target agree, and with the same
    gradient with respect to the logits as cross-entropy, since the targets' entropy does not depend on the weights.

    Shape:
        Input:  targets and outputs of one shape (batch, ..., classes), each summing to 1 over the classes
        Output: (batch, ...) before the reduction, a scalar after it

    Args:
        reduction: "sum_over_batch_size", "sum", "mean", "mean_with_sample_weight" or None.
        name: str or None. Shown in logs.
        dtype: dtype or policy in which the loss is computed; None means keras.config.floatx().

    Example:
        >>> t, p = ops.convert_to_tensor([[0.5, 0.5]]), ops.convert_to_tensor([[0.25, 0.75]])
        >>> round(float(KLDivergence()(t, p)), 4)  # ½ log 2 + ½ log ⅔
        0.1438

    Derivative: dL/dp = −t / p
    Use: when targets are distributions themselves: soft labels, a teacher network's outputs.
    Misconception: "it is a distance" — the two sides may not be swapped: KL(t, p) penalises p ≈ 0 where t is
        not near 0, KL(p, t) the other way round.
    Interview: KL or cross-entropy? — For fixed targets they differ by a constant, so their gradients with respect to
        the logits are the same; KL is zero when output and target agree.
    Reference: Kullback and Leibler, 1951, On information and sufficiency (doi:10.1214/aoms/1177729694).
    """

    def __init__(
        self, reduction: str | None = "sum_over_batch_size", name: str | None = "kl_divergence", dtype: DType = None
    ):
        super().__init__(name=name, reduction=reduction, dtype=dtype)

    def call(self, y_true, y_pred):
        y_true, y_pred = probability_targets(y_true, y_pred)
        t = ops.clip(y_true, keras.config.epsilon(), 1.0)
        p = ops.clip(y_pred, keras.config.epsilon(), 1.0)
        return ops.sum(t * ops.log(t / p), axis=-1)  # (batch, ...)
