"""Sparse categorical cross-entropy: the same loss, the class given as a whole number.

    loss = −log p[class]
    p = softmax(z) = exp(z) / sum of exp(z)          where the network's outputs are logits z

"Sparse" is about the target: a number in place of a row of zeros with one 1.
"""

import keras
from keras import ops

from dlfund.losses.categorical_crossentropy import log_probabilities
from dlfund.registration import register


@register
class SparseCategoricalCrossentropy(keras.losses.Loss):
    """Categorical cross-entropy without one-hot targets.

    A table's class column goes in as it is: 0, 1, 2, ... Value and slope are those of the categorical loss.

    Shape:
        Input:  targets (batch, ...) or (batch, ..., 1), whole numbers from 0; outputs (batch, ..., classes)
        Output: (batch, ...) before the reduction, a scalar after it

    Args:
        from_logits: bool. True where the network's last layer has no softmax; more exact. A wrong value trains,
            and learns nonsense.
        label_smoothing: float in [0, 1]. This share of the target is spread evenly over all classes.
        reduction: "sum_over_batch_size", "sum", "mean", "mean_with_sample_weight" or None.
        name: str or None. Shown in logs.
        dtype: dtype or policy in which the loss is computed; None means keras.config.floatx().

    Example:
        >>> import numpy as np
        >>> loss = SparseCategoricalCrossentropy()
        >>> round(float(loss(np.array([1]), np.array([[0.25, 0.5, 0.25]]))), 4)  # log 2
        0.6931

    Derivative: dL/dz = softmax(z) − onehot(class) for logits z; dL/dp = −onehot(class) / p + 1 for probabilities
    Use: when exactly one of several classes is right and targets are class numbers.
    Misconception: "sparse means that many inputs are zero" — it only says how the target is written down.
    Interview: when does it pay? — with many classes: a one-hot table of 50,000 words by a million rows is 200 GB,
        the class numbers are 4 MB.
    Reference: Bridle, 1990, Probabilistic interpretation of feedforward classification network outputs
        (doi:10.1007/978-3-642-76153-9_28).
    """

    def __init__(
        self,
        *,
        from_logits=False,
        label_smoothing=0.0,
        reduction="sum_over_batch_size",
        name="sparse_categorical_crossentropy",
        dtype=None,
    ):
        super().__init__(name=name, reduction=reduction, dtype=dtype)
        if not 0.0 <= label_smoothing <= 1.0:
            raise ValueError(
                f"Expected label_smoothing between 0 and 1. Received: label_smoothing={label_smoothing}. "
                "Use 0.1 to spread a tenth of every target over all classes."
            )
        self.from_logits = from_logits
        self.label_smoothing = label_smoothing

    def call(self, y_true, y_pred):
        log_p = log_probabilities(y_pred, self.from_logits)  # (batch, ..., classes)
        true_class = y_true if len(y_true.shape) == len(y_pred.shape) else ops.expand_dims(y_true, -1)
        log_p_true = ops.take_along_axis(log_p, ops.cast(true_class, "int32"), axis=-1)  # (batch, ..., 1)
        loss = -ops.squeeze(log_p_true, -1)  # (batch, ...)
        if self.label_smoothing:
            spread = -ops.sum(log_p, axis=-1) / y_pred.shape[-1]  # (batch, ...)
            loss = (1.0 - self.label_smoothing) * loss + self.label_smoothing * spread
        if not self.from_logits:
            loss = loss + 0.0 * ops.sum(log_p, axis=-1)  # NaN for another class is not overlooked
        return loss

    def get_config(self):
        return {**super().get_config(), "from_logits": self.from_logits, "label_smoothing": self.label_smoothing}
