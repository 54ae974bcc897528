"""Categorical cross-entropy: the negative log-probability of the true class.

    loss = −sum over classes of t · log p
    p = softmax(z) = exp(z) / sum of exp(z)          where the network's outputs are logits z

t is 1 for the true class and 0 for the others.
"""

import keras
from keras import ops

from dlfund.core.arguments import DType
from dlfund.core.registration import register
from dlfund.losses.labels import probability_targets


@register
class CategoricalCrossentropy(keras.losses.Loss):
    """The negative log-likelihood of one class out of several.

    Only the probability given to the true class counts; the others matter because all must sum to one. After a
    softmax its derivative with respect to the logits is prediction minus target.

    Shape:
        Input:  targets (one-hot or probabilities) and outputs of one shape (batch, ..., classes)
        Output: (batch, ...) before the reduction, a scalar after it

    Args:
        from_logits: bool. True where the network's last layer has no softmax; more exact, because log and exp
            then cancel in the formula instead of in floating point. With a wrong value training runs, but
            learns nonsense.
        label_smoothing: float in [0, 1]. This share of the target is spread evenly over all classes.
        axis: int. The axis of the classes.
        reduction: "sum_over_batch_size", "sum", "mean", "mean_with_sample_weight" or None.
        name: str or None. Shown in logs.
        dtype: dtype or policy in which the loss is computed; None means keras.config.floatx().

    Example:
        >>> t, p = ops.convert_to_tensor([[0.0, 1.0]]), ops.convert_to_tensor([[0.5, 0.5]])
        >>> round(float(CategoricalCrossentropy()(t, p)), 4)  # log 2
        0.6931

    Derivative: dL/dz = softmax(z) − t for logits z; dL/dp = −t / p + 1 for probabilities p that sum to 1
    Use: when exactly one of several classes is right and targets are one-hot rows.
    Misconception: "it uses all probabilities" — with a one-hot target it contains only log p of the true class.
    Interview: why pass logits? — softmax rounds small probabilities to 0, whose log is −∞; log-softmax subtracts
        the largest logit first and is exact.
    Reference: Bridle, 1990, Probabilistic interpretation of feedforward classification network outputs
        (doi:10.1007/978-3-642-76153-9_28); Szegedy et al., 2016 (arXiv:1512.00567) for label smoothing.
    """

    def __init__(
        self,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
        axis: int = -1,
        reduction: str | None = "sum_over_batch_size",
        name: str | None = "categorical_crossentropy",
        dtype: DType = None,
    ):
        super().__init__(name=name, reduction=reduction, dtype=dtype)
        if not 0.0 <= label_smoothing <= 1.0:
            raise ValueError(
                f"Expected label_smoothing between 0 and 1. Received: label_smoothing={label_smoothing}. "
                "Use 0.1 to spread a tenth of every target over all classes."
            )
        self.from_logits = from_logits
        self.label_smoothing = label_smoothing
        self.axis = axis

    def call(self, y_true, y_pred):
        t, y_pred = probability_targets(y_true, y_pred)
        if self.label_smoothing:
            t = t * (1.0 - self.label_smoothing) + self.label_smoothing / y_pred.shape[self.axis]
        log_p = log_probabilities(y_pred, self.from_logits, self.axis)  # (batch, ..., classes)
        return -ops.sum(t * log_p, axis=self.axis)  # (batch, ...)

    def get_config(self):
        return {
            **super().get_config(),
            "from_logits": self.from_logits,
            "label_smoothing": self.label_smoothing,
            "axis": self.axis,
        }


def log_probabilities(y_pred, from_logits, axis=-1):
    """log p; probabilities are made to sum to one and kept off 0 and 1, as Keras does."""
    if from_logits:
        return ops.log_softmax(y_pred, axis=axis)
    epsilon = keras.config.epsilon()
    p = y_pred / ops.sum(y_pred, axis=axis, keepdims=True)
    return ops.log(ops.clip(p, epsilon, 1.0 - epsilon))
