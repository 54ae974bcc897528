"""Binary cross-entropy: the negative log-probability of a yes-or-no target.

    loss = −[ t · log p + (1 − t) · log(1 − p) ]
    p = s(z) = 1 / (1 + exp(−z))          where the network's output is a logit z; then
    loss = log(1 + exp(z)) − t · z

The output that minimises it is the probability of "yes".
"""

import keras
from keras import ops

from dlfund.core.arguments import DType
from dlfund.core.registration import register
from dlfund.losses.labels import probability_targets


@register
class BinaryCrossentropy(keras.losses.Loss):
    """The negative log-likelihood of yes-or-no targets.

    A forecast of 0.99 that turns out wrong costs 4.6, one of 0.6 costs 0.9: being confidently wrong is
    expensive, and after a sigmoid the gradient does not vanish while the output is wrong.

    Shape:
        Input:  targets and outputs of one shape (batch, ..., outputs)
        Output: (batch, ...) before the reduction, a scalar after it

    Args:
        from_logits: bool. True where the network's last layer has no sigmoid; more exact, because log and
            exp then cancel in the formula instead of in floating point. With a wrong value training runs,
            but learns nonsense.
        label_smoothing: float in [0, 1]. Targets move from 0 and 1 towards 0.5 by this share.
        axis: int. The axis that is averaged over.
        reduction: "sum_over_batch_size", "sum", "mean", "mean_with_sample_weight" or None.
        name: str or None. Shown in logs.
        dtype: dtype or policy in which the loss is computed; None means keras.config.floatx().

    Example:
        >>> round(float(BinaryCrossentropy()(ops.ones((1, 1)), 0.5 * ops.ones((1, 1)))), 4)  # log 2
        0.6931
        >>> round(float(BinaryCrossentropy(from_logits=True)(ops.ones((1, 1)), ops.zeros((1, 1)))), 4)
        0.6931

    Derivative: dL/dz = s(z) − t for logits z; dL/dp = (p − t) / (p · (1 − p)) for probabilities p
    Use: when the target is yes or no, or several independent yes-or-nos.
    Misconception: "probabilities of 0 and 1 give an infinite loss" — they are clipped to [ε, 1 − ε] with
        ε = 1e-7, so the loss is at most about 16 and the slope there is zero; logits have neither limit.
    Interview: why cross-entropy and not squared error after a sigmoid? — its derivative with respect to the
        logit is s(z) − t, while the squared error's has a factor s(z)(1 − s(z)) that vanishes when the unit
        saturates.
    Reference: Good, 1952, Rational decisions (doi:10.1111/j.2517-6161.1952.tb00104.x).
    """

    def __init__(
        self,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
        axis: int = -1,
        reduction: str | None = "sum_over_batch_size",
        name: str | None = "binary_crossentropy",
        dtype: DType = None,
    ):
        super().__init__(name=name, reduction=reduction, dtype=dtype)
        if not 0.0 <= label_smoothing <= 1.0:
            raise ValueError(
                f"Expected label_smoothing between 0 and 1. Received: label_smoothing={label_smoothing}. "
                "Use 0.1 to move targets 0 and 1 to 0.05 and 0.95."
            )
        self.from_logits = from_logits
        self.label_smoothing = label_smoothing
        self.axis = axis

    def call(self, y_true, y_pred):
        t, y_pred = probability_targets(y_true, y_pred)
        if self.label_smoothing:
            t = t * (1.0 - self.label_smoothing) + 0.5 * self.label_smoothing
        return ops.mean(surprise(t, y_pred, self.from_logits), axis=self.axis)  # (batch, ...)

    def get_config(self):
        return {
            **super().get_config(),
            "from_logits": self.from_logits,
            "label_smoothing": self.label_smoothing,
            "axis": self.axis,
        }


def surprise(t, y_pred, from_logits):
    """−[ t · log p + (1 − t) · log(1 − p) ]; with log p = z − softplus(z) and log(1 − p) = −softplus(z) from logits."""
    if from_logits:
        return ops.softplus(y_pred) - t * y_pred  # exact for any z: no probability to round to 0 or 1
    epsilon = keras.config.epsilon()
    p = ops.clip(y_pred, epsilon, 1.0 - epsilon)
    return -(t * ops.log(p) + (1.0 - t) * ops.log(1.0 - p))
