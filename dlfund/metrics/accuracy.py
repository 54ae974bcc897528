"""Accuracy: the share of rows whose predicted class is the true one.

    accuracy = Σ weight · [predicted = true] / Σ weight

The predicted class has the largest output; with one output a row it is "yes" above the threshold.
"""

import keras
from keras import ops

from dlfund.core.arguments import DType
from dlfund.core.registration import register
from dlfund.metrics.classes import is_yes_or_no, true_classes
from dlfund.metrics.rows import rows, weights


@register
class Accuracy(keras.metrics.Mean):
    """The first number that everyone asks for, and the one that hides most.

    It says how often the network is right, whatever the form of targets and outputs: one probability, or one a class
    with class numbers or one-hot rows.

    Shape:
        Input:  targets (batch, ...), (batch, ..., 1) or one-hot; outputs (batch, ..., classes) or (batch, ..., 1)
        Output: a number from 0 to 1

    Args:
        threshold: float. Above it, one output means "yes": 0.5 for probabilities, 0.0 for logits.
        name: str or None. Shown in logs.
        dtype: dtype or policy of the sums; None means keras.config.floatx().

    Example:
        >>> metric = Accuracy()
        >>> metric.update_state([0, 1, 1, 1], [[0.2], [0.9], [0.4], [0.6]])
        >>> float(metric.result())
        0.75

    Use: for classes of similar size, where every mistake costs the same.
    Misconception: "99 percent is a good model" — where 99 percent of the rows are of one class, saying always that one
        reaches it; compare with the largest class's share.
    Interview: why is it no loss? — its slope is 0 nearly everywhere: a small change of a weight changes no decision.
    Reference: Bradley, 1997, The use of the area under the ROC curve (doi:10.1016/S0031-3203(96)00142-2).
    """

    def __init__(self, threshold: float = 0.5, name: str | None = "accuracy", dtype: DType = None):
        super().__init__(name=name, dtype=dtype)
        self.threshold = threshold

    def update_state(self, y_true, y_pred, sample_weight=None):
        y_pred = ops.convert_to_tensor(y_pred)
        if is_yes_or_no(y_pred):
            t, p, w = rows(y_true, y_pred, sample_weight, self.dtype)
            right = ops.equal(p > self.threshold, t > 0.5)
        else:
            right = ops.equal(ops.argmax(y_pred, axis=-1), true_classes(y_true, y_pred))  # (batch, ...)
            w = weights(sample_weight, ops.cast(right, self.dtype))
        super().update_state(ops.reshape(ops.cast(right, self.dtype), (-1,)), w)

    def get_config(self):
        return {**super().get_config(), "threshold": self.threshold}
