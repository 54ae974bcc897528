"""Log-loss: the mean surprise at the true classes.

    log-loss = −Σ weight · log p(true class) / Σ weight

It is the cross-entropy, measured instead of minimised.
"""

import keras
from keras import ops

from dlfund.core.arguments import DType
from dlfund.core.registration import register
from dlfund.metrics.classes import clipped, is_yes_or_no, true_classes
from dlfund.metrics.rows import rows, weights


@register
class LogLoss(keras.metrics.Mean):
    """Judges probabilities, not decisions: right and sure is best, wrong and sure is worst.

    A network that is always right with 51 percent and one that is right with 99 have the same accuracy. Only this
    difference says how much their probabilities are worth.

    Shape:
        Input:  targets (batch, ...), (batch, ..., 1) or one-hot; outputs (batch, ..., classes) or (batch, ..., 1),
            probabilities
        Output: a number of at least 0; at most about 16, since probabilities are kept off 0 and 1 by 1e-7

    Args:
        name: str or None. Shown in logs.
        dtype: dtype or policy of the sums; None means keras.config.floatx().

    Example:
        >>> metric = LogLoss()
        >>> metric.update_state([1, 0], [[0.5], [0.75]])  # ½ (log 2 + log 4)
        >>> round(float(metric.result()), 4)
        1.0397

    Use: to choose between models whose probabilities are used; log 2 is what a coin gets for two classes.
    Misconception: "a low log-loss means well calibrated" — it also falls when classes are told apart better.
    Interview: why do networks that overfit have a rising log-loss and a steady accuracy? — they become surer of all
        answers, the wrong ones included.
    Reference: Good, 1952, Rational decisions (doi:10.1111/j.2517-6161.1952.tb00104.x).
    """

    def __init__(self, name: str | None = "log_loss", dtype: DType = None):
        super().__init__(name=name, dtype=dtype)

    def update_state(self, y_true, y_pred, sample_weight=None):
        p = clipped(ops.cast(ops.convert_to_tensor(y_pred), self.dtype))
        if is_yes_or_no(p):
            t, p, w = rows(y_true, p, sample_weight, self.dtype)
            surprise = -(t * ops.log(p) + (1.0 - t) * ops.log(1.0 - p))
        else:
            p = p / ops.sum(p, axis=-1, keepdims=True)
            true = ops.one_hot(true_classes(y_true, p), p.shape[-1], dtype=p.dtype)
            surprise = -ops.sum(true * ops.log(p), axis=-1)  # (batch, ...)
            w = weights(sample_weight, surprise)
        super().update_state(ops.reshape(surprise, (-1,)), w)
