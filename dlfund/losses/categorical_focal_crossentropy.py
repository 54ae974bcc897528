"""Categorical focal cross-entropy: a smaller weight for rows that are already right.

    loss = −sum over classes of α · (1 − p)^γ · t · log p
    p = softmax(z)          where the network's outputs are logits z

t is 1 for the true class and 0 for the others; α = 1 and γ = 0 is categorical cross-entropy.
"""

from collections.abc import Sequence

import keras
from keras import ops

from dlfund.core.arguments import DType
from dlfund.core.registration import register
from dlfund.losses.labels import probability_targets


@register
class CategoricalFocalCrossentropy(keras.losses.Loss):
    """Categorical cross-entropy that gives easy rows a smaller weight.

    A row whose true class has the probability 0.9 counts only a hundredth (γ = 2), so training concentrates on
    the rows that are still wrong.

    Shape:
        Input:  targets (one-hot or probabilities) and outputs of one shape (batch, ..., classes)
        Output: (batch, ...) before the reduction, a scalar after it

    Args:
        alpha: float, or a list with one weight per class.
        gamma: float ≥ 0. How fast the weight falls for easy rows.
        from_logits: bool. True where the network's last layer has no softmax.
        label_smoothing: float in [0, 1]. This share of the target is spread evenly over all classes.
        axis: int. The axis of the classes.
        reduction: "sum_over_batch_size", "sum", "mean", "mean_with_sample_weight" or None.
        name: str or None. Shown in logs.
        dtype: dtype or policy in which the loss is computed; None means keras.config.floatx().

    Example:
        >>> t, p = ops.convert_to_tensor([[0.0, 1.0]]), ops.convert_to_tensor([[0.5, 0.5]])
        >>> round(float(CategoricalFocalCrossentropy(alpha=1.0)(t, p)), 4)  # ¼ log 2
        0.1733

    Derivative: dL/dp = α t · (γ (1 − p)^(γ − 1) · log p − (1 − p)^γ / p) for the clipped, normalised p
    Use: many classes of which a few are easy and very frequent.
    Misconception: "alpha balances the classes" — a single number only scales the loss; a list balances
        the classes.
    Interview: what does γ do to the gradient of a row with p = 0.99? — it multiplies it by about
        (1 + γ) · 0.01^γ: with γ = 2 about 3,300 such rows contribute as much as one did.
    Reference: Lin et al., 2017, Focal loss for dense object detection (arXiv:1708.02002).
    """

    def __init__(
        self,
        alpha: float | Sequence[float] = 0.25,
        gamma: float = 2.0,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
        axis: int = -1,
        reduction: str | None = "sum_over_batch_size",
        name: str | None = "categorical_focal_crossentropy",
        dtype: DType = None,
    ):
        super().__init__(name=name, reduction=reduction, dtype=dtype)
        if not gamma >= 0:
            raise ValueError(f"Expected gamma ≥ 0. Received: gamma={gamma}. Use 2.0; 0 is plain cross-entropy.")
        self.gamma = gamma
        self.alpha = alpha
        self.from_logits = from_logits
        self.label_smoothing = label_smoothing
        self.axis = axis

    def call(self, y_true, y_pred):
        t, p = probability_targets(y_true, y_pred)
        if self.label_smoothing:
            t = t * (1.0 - self.label_smoothing) + self.label_smoothing / p.shape[self.axis]
        p = ops.softmax(p, axis=self.axis) if self.from_logits else p
        p = p / ops.sum(p, axis=self.axis, keepdims=True)
        p = ops.clip(p, keras.config.epsilon(), 1.0 - keras.config.epsilon())
        return -ops.sum(self.alpha * ops.power(1.0 - p, self.gamma) * t * ops.log(p), axis=self.axis)  # (batch, ...)

    def get_config(self):
        return {
            **super().get_config(),
            "gamma": self.gamma,
            "alpha": self.alpha,
            "from_logits": self.from_logits,
            "label_smoothing": self.label_smoothing,
            "axis": self.axis,
        }
