"""Binary focal cross-entropy: less attention for what is already right.

    loss = −(1 − p_t)^γ · log p_t,   p_t = p where t is 1, 1 − p where t is 0

p is the output, or s(z) for a logit z; γ = 0 is binary cross-entropy.
"""

import keras
from keras import ops

from dlfund.losses.binary_crossentropy import surprise
from dlfund.losses.same_rank import same_rank
from dlfund.registration import register


@register
class BinaryFocalCrossentropy(keras.losses.Loss):
    """Cross-entropy that looks away from easy rows.

    Where 999 of 1000 rows are easy, their tiny losses together drown the hard one. With γ = 2 a row that is right
    with 0.9 counts a hundredth of what it did, and one that is wrong with 0.1 still four fifths.

    Shape:
        Input:  targets and outputs of one shape (batch, ..., outputs)
        Output: (batch, ...) before the reduction, a scalar after it

    Args:
        gamma: float ≥ 0. How fast easy rows fade.
        alpha: float in [0, 1]. With apply_class_balancing, the weight of targets 1; targets 0 get 1 − alpha.
        apply_class_balancing: bool. Whether alpha is used.
        from_logits: bool. True where the network's last layer has no sigmoid.
        label_smoothing: float in [0, 1]. Targets move from 0 and 1 towards 0.5 by this share.
        **options: name, reduction, dtype of keras.losses.Loss; an unknown one is an error.

    Example:
        >>> loss = BinaryFocalCrossentropy(gamma=2.0)
        >>> round(float(loss(ops.ones((1, 1)), 0.5 * ops.ones((1, 1)))), 4)  # ¼ log 2
        0.1733

    Derivative: dL/dp_t = γ (1 − p_t)^(γ − 1) · log p_t − (1 − p_t)^γ / p_t
    Use: detection and other tasks with a flood of easy negatives.
    Misconception: "it is the cure for imbalanced classes" — it weighs by difficulty, not by class, and its
        probabilities are no longer calibrated; often a changed threshold is all that is needed.
    Interview: what happens to calibration? — easy rows stop pushing towards 0 and 1, so outputs stay too near 0.5.
    Reference: Lin et al., 2017, Focal loss for dense object detection (arXiv:1708.02002).
    """

    def __init__(
        self,
        *,
        gamma=2.0,
        alpha=0.25,
        apply_class_balancing=False,
        from_logits=False,
        label_smoothing=0.0,
        name="binary_focal_crossentropy",
        **options,
    ):
        super().__init__(name=name, **options)
        if not gamma >= 0:
            raise ValueError(f"Expected gamma ≥ 0. Received: gamma={gamma}. Use 2.0; 0 is plain cross-entropy.")
        self.gamma = gamma
        self.alpha = alpha
        self.apply_class_balancing = apply_class_balancing
        self.from_logits = from_logits
        self.label_smoothing = label_smoothing

    def call(self, y_true, y_pred):
        t, y_pred = same_rank(y_true, y_pred)
        if self.label_smoothing:
            t = t * (1.0 - self.label_smoothing) + 0.5 * self.label_smoothing
        p = ops.sigmoid(y_pred) if self.from_logits else y_pred
        p_t = t * p + (1.0 - t) * (1.0 - p)  # the probability given to what came
        loss = ops.power(1.0 - p_t, self.gamma) * surprise(t, y_pred, self.from_logits)
        if self.apply_class_balancing:
            loss = (t * self.alpha + (1.0 - t) * (1.0 - self.alpha)) * loss
        return ops.mean(loss, axis=-1)  # (batch, ...)

    def get_config(self):
        return {
            **super().get_config(),
            "gamma": self.gamma,
            "alpha": self.alpha,
            "apply_class_balancing": self.apply_class_balancing,
            "from_logits": self.from_logits,
            "label_smoothing": self.label_smoothing,
        }
