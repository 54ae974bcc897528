"""Dice: twice the overlap of two sets over the sum of their sizes.

    loss = 1 − 2 Σ t p / (Σ t + Σ p)

Sums run over `axis`: over everything, or over a picture's pixels.
"""

from collections.abc import Sequence

import keras
from keras import ops

from dlfund.core.arguments import DType
from dlfund.core.registration import register
from dlfund.losses.labels import probability_targets


@register
class Dice(keras.losses.Loss):
    """Trains on the overlap of a predicted and a true region, however small the region is.

    Cross-entropy counts every pixel alike, so that in a picture of mostly background the background decides. Overlap
    does not count background that is rightly left unmarked.

    Shape:
        Input:  targets and outputs of one shape (batch, ..., outputs), from 0 to 1
        Output: what `axis` leaves before the reduction, a scalar after it

    Args:
        reduction: "sum_over_batch_size", "sum", "mean", "mean_with_sample_weight" or None.
        name: str or None. Shown in logs.
        axis: int, tuple of int or None. What is summed over: (1, 2, 3) gives each picture its own overlap; None sums
            over everything, the batch included, to one number.
        dtype: dtype or policy in which the loss is computed; None means keras.config.floatx().

    Example:
        >>> t, p = ops.convert_to_tensor([[1.0, 1.0, 0.0]]), ops.convert_to_tensor([[1.0, 0.0, 0.0]])
        >>> round(float(Dice(axis=-1)(t, p)), 4)  # 1 − 2 · 1 / (2 + 1)
        0.3333

    Derivative: dL/dp = −(2 t S − 2 Σ t p) / S² with S = Σ t + Σ p
    Use: segmentation of small regions, often added to cross-entropy.
    Misconception: "its outputs are probabilities as those of cross-entropy are" — the loss is lowest with outputs near
        0 and 1; a pixel that is a lesion in 60 percent of the cases ends near 1.
    Interview: what happens on a picture without any region? — the overlap is 0 whatever the network marks, so the loss
        is 1 and hardly has a slope; sum over the batch, or add cross-entropy.
    Reference: Milletari, Navab and Ahmadi, 2016, V-Net (arXiv:1606.04797).
    """

    def __init__(
        self,
        reduction: str | None = "sum_over_batch_size",
        name: str | None = "dice",
        axis: int | Sequence[int] | None = None,
        dtype: DType = None,
    ):
        super().__init__(name=name, reduction=reduction, dtype=dtype)
        self.axis = tuple(axis) if isinstance(axis, list) else axis  # JSON knows no tuple

    def call(self, y_true, y_pred):
        t, p = probability_targets(y_true, y_pred)
        overlap = 2.0 * ops.sum(t * p, axis=self.axis)
        sizes = ops.sum(t, axis=self.axis) + ops.sum(p, axis=self.axis)
        return 1.0 - overlap / (sizes + keras.config.epsilon())

    def get_config(self):
        return {**super().get_config(), "axis": self.axis}
