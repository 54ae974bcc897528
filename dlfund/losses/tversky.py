"""Tversky: how far two sets differ, with a price for each kind of error.

    loss = 1 − T / (T + α M + β F)
    T = Σ t p,   M = Σ t (1 − p),   F = Σ (1 − t) p

T counts what was rightly found, M what was missed and F the false alarms; sums run over `axis`.
"""

from collections.abc import Sequence

import keras
from keras import ops

from dlfund.core.arguments import DType
from dlfund.core.registration import register
from dlfund.losses.labels import probability_targets


@register
class Tversky(keras.losses.Loss):
    """Measures the overlap of a predicted and a true region, with prices for what is missed and for false alarms.

    In a picture of which one pixel in a thousand is a lesion, a network that marks nothing is right in 99.9 percent of
    the pixels. Overlap ignores what is rightly left unmarked; a higher price for missed pixels (α above β) makes the
    network mark more.

    Shape:
        Input:  targets and outputs of one shape (batch, ..., outputs), from 0 to 1
        Output: what `axis` leaves before the reduction, a scalar after it

    Args:
        alpha: float ≥ 0. Price of what is missed. As in Keras: in the paper α is the price of false alarms.
        beta: float ≥ 0. Price of false alarms; ½ and ½ are Dice, 1 and 1 are one minus intersection over union.
        reduction: "sum_over_batch_size", "sum", "mean", "mean_with_sample_weight" or None.
        name: str or None. Shown in logs.
        axis: int, tuple of int or None. What is summed over; None: everything, the batch included, to one number.
        dtype: dtype or policy in which the loss is computed; None means keras.config.floatx().

    Example:
        >>> t, p = ops.convert_to_tensor([[1.0, 1.0, 0.0]]), ops.convert_to_tensor([[1.0, 0.0, 0.0]])
        >>> round(float(Tversky(alpha=1.0, beta=0.0, axis=-1)(t, p)), 4)  # one of two was found
        0.5

    Derivative: dL/dp = −(t N − T (t − α t + β (1 − t))) / N² with N = T + α M + β F
    Use: segmentation and detection of small regions, often added to cross-entropy, whose slope is smoother.
    Misconception: "it is the cross-entropy with class weights" — those weigh every pixel on its own; here a pixel's
        slope depends on how much of the region has been found.
    Interview: how would you choose α and β? — by what an error costs: α = 0.7, β = 0.3 accepts false alarms so that
        less is missed; then check precision and recall at the threshold that is used.
    Reference: Salehi, Erdogmus and Gholipour, 2017, Tversky loss function for image segmentation (arXiv:1706.05721).
    """

    def __init__(
        self,
        alpha: float = 0.5,
        beta: float = 0.5,
        reduction: str | None = "sum_over_batch_size",
        name: str | None = "tversky",
        axis: int | Sequence[int] | None = None,
        dtype: DType = None,
    ):
        super().__init__(name=name, reduction=reduction, dtype=dtype)
        if not (alpha >= 0 and beta >= 0):
            raise ValueError(
                f"Expected alpha and beta of at least 0. Received: alpha={alpha}, beta={beta}. Use 0.5 and 0.5, or "
                "alpha=0.7, beta=0.3 where a miss costs more than a false alarm."
            )
        self.alpha, self.beta = alpha, beta
        self.axis = tuple(axis) if isinstance(axis, list) else axis  # JSON knows no tuple

    def call(self, y_true, y_pred):
        t, p = probability_targets(y_true, y_pred)
        overlap = ops.sum(t * p, axis=self.axis)
        missed = ops.sum(t * (1.0 - p), axis=self.axis)
        false = ops.sum((1.0 - t) * p, axis=self.axis)
        return 1.0 - overlap / (overlap + self.alpha * missed + self.beta * false + keras.config.epsilon())

    def get_config(self):
        return {**super().get_config(), "alpha": self.alpha, "beta": self.beta, "axis": self.axis}
