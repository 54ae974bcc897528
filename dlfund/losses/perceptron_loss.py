"""Perceptron loss: a mistake costs its distance from the right side, a right answer costs nothing.

    loss = mean over outputs of  −t · y_pred     where t · y_pred ≤ 0
                                 0               elsewhere

t is −1 or +1 (0 and 1 are converted); y_pred is the raw weighted sum.
"""

import keras
from keras import ops

from dlfund.core.arguments import DType
from dlfund.core.registration import register
from dlfund.losses.same_rank import same_rank
from dlfund.losses.signed_labels import signed_labels


@register
class PerceptronLoss(keras.losses.Loss):
    """The loss whose gradient descent is Rosenblatt's rule.

    For a mistake the gradient is −t · x, so a step changes the weights by learning_rate · t · x: the rule of
    1958. An output of exactly 0 counts as a mistake: otherwise training could not start from zero weights.

    Shape:
        Input:  targets and outputs of one shape (batch, ..., outputs)
        Output: (batch, ...) before the reduction, a scalar after it

    Args:
        reduction: "sum_over_batch_size", "sum", "mean", "mean_with_sample_weight" or None. With "sum" and
            PerceptronRule, every misclassified row changes the weights by its whole input.
        name: str or None. Shown in logs.
        dtype: dtype or policy in which the loss is computed; None means keras.config.floatx().

    Example:
        >>> float(PerceptronLoss()(ops.ones((1, 1)), -3.0 * ops.ones((1, 1))))
        3.0

    Derivative: dL/dy_pred = −t / outputs where t · y_pred ≤ 0, else 0
    Use: to train a perceptron by its original rule; otherwise use the hinge loss.
    Misconception: "loss zero means a good boundary" — it means no mistake on these rows, perhaps by a tiny
        distance only; the hinge loss requires a margin, too.
    Interview: what is the difference between hinge and perceptron loss? — the hinge is shifted by 1: rows that are
        right by less than the margin still have a gradient.
    Reference: Rosenblatt, 1958, The perceptron (doi:10.1037/h0042519).
    """

    def __init__(
        self, reduction: str | None = "sum_over_batch_size", name: str | None = "perceptron_loss", dtype: DType = None
    ):
        super().__init__(name=name, reduction=reduction, dtype=dtype)

    def call(self, y_true, y_pred):
        y_true, y_pred = same_rank(y_true, y_pred)
        margin = signed_labels(y_true) * y_pred
        return ops.mean(ops.where(margin > 0, ops.zeros_like(margin), -margin), axis=-1)  # (batch, ...)
