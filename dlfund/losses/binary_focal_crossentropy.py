"""Binary focal cross-entropy: a smaller weight for rows that are already right.

    loss = −(1 − p_t)^γ · log p_t,   p_t = p where t is 1, 1 − p where t is 0

p is the output, or s(z) for a logit z; γ = 0 is binary cross-entropy.
"""

import keras
from keras import ops

from dlfund.core.arguments import DType
from dlfund.core.registration import register
from dlfund.losses.binary_crossentropy import surprise
from dlfund.losses.labels import probability_targets


@register
class BinaryFocalCrossentropy(keras.losses.Loss):
    """Cross-entropy that gives easy rows a smaller weight.

    Where 999 of 1000 rows are easy, their small losses together outweigh the hard one. With γ = 2 a row whose
    true class has the probability 0.9 counts a hundredth of what it did, and one with 0.1 still four fifths.

    Shape:
        Input:  targets and outputs of one shape (batch, ..., outputs)
        Output: (batch, ...) before the reduction, a scalar after it

    Args:
        apply_class_balancing: bool. Whether alpha is used.
        alpha: float in [0, 1]. With apply_class_balancing, the weight of targets 1; targets 0 get 1 − alpha.
        gamma: float ≥ 0. How fast the weight falls for easy rows.
        from_logits: bool. True where the network's last layer has no sigmoid.
        label_smoothing: float in [0, 1]. Targets move from 0 and 1 towards 0.5 by this share.
        axis: int. The axis that is averaged over.
        reduction: "sum_over_batch_size", "sum", "mean", "mean_with_sample_weight" or None.
        name: str or None. Shown in logs.
        dtype: dtype or policy in which the loss is computed; None means keras.config.floatx().

    Example:
        >>> loss = BinaryFocalCrossentropy(gamma=2.0)
        >>> round(float(loss(ops.ones((1, 1)), 0.5 * ops.ones((1, 1)))), 4)  # ¼ log 2
        0.1733

    Derivative: dL/dp_t = γ (1 − p_t)^(γ − 1) · log p_t − (1 − p_t)^γ / p_t
    Use: detection and other tasks with very many easy negatives.
    Misconception: "It solves imbalanced classes." It weights rows by difficulty, not by class, and its outputs are no
        longer probabilities by construction; often another threshold is all that is needed.
    Interview: What happens to calibration? — Its minimum is not at the true probabilities: easy rows hardly move
        outputs further towards 0 and 1. Where plain cross-entropy leaves a network too sure, that can improve
        calibration; measure it on validation rows.
    Reference: Lin et al., 2017, Focal loss for dense object detection (arXiv:1708.02002); Mukhoti et al., 2020,
        Calibrating deep neural networks using focal loss (arXiv:2002.09437).
    """

    def __init__(
        self,
        apply_class_balancing: bool = False,
        alpha: float = 0.25,
        gamma: float = 2.0,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
        axis: int = -1,
        reduction: str | None = "sum_over_batch_size",
        name: str | None = "binary_focal_crossentropy",
        dtype: DType = None,
    ):
        super().__init__(name=name, reduction=reduction, dtype=dtype)
        if not gamma >= 0:
            raise ValueError(f"Expected gamma ≥ 0. Received: gamma={gamma}. Use 2.0; 0 is plain cross-entropy.")
        self.gamma = gamma
        self.alpha = alpha
        self.apply_class_balancing = apply_class_balancing
        self.from_logits = from_logits
        self.label_smoothing = label_smoothing
        self.axis = axis

    def call(self, y_true, y_pred):
        t, y_pred = probability_targets(y_true, y_pred)
        if self.label_smoothing:
            t = t * (1.0 - self.label_smoothing) + 0.5 * self.label_smoothing
        p = ops.sigmoid(y_pred) if self.from_logits else y_pred
        p_t = t * p + (1.0 - t) * (1.0 - p)  # the probability given to what came
        loss = ops.power(1.0 - p_t, self.gamma) * surprise(t, y_pred, self.from_logits)
        if self.apply_class_balancing:
            loss = (t * self.alpha + (1.0 - t) * (1.0 - self.alpha)) * loss
        return ops.mean(loss, axis=self.axis)  # (batch, ...)

    def get_config(self):
        return {
            **super().get_config(),
            "gamma": self.gamma,
            "alpha": self.alpha,
            "apply_class_balancing": self.apply_class_balancing,
            "from_logits": self.from_logits,
            "label_smoothing": self.label_smoothing,
            "axis": self.axis,
        }
