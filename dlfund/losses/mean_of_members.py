"""Mean of the members' losses: every member of an ensemble is trained on its own error.

    loss = 1/k · sum over members i of inner(y_true, y_pred_i)          i = 1..k

Not inner(y_true, mean of y_pred): that would train one network in k parts.
"""

from typing import Any

import keras
from keras import ops

from dlfund.core.arguments import DType
from dlfund.core.registration import register


@register
class MeanOfMembers(keras.losses.Loss):
    """Trains k members at once so that each of them learns the task.

    The mean of outputs is nearly always better than a single output, because the members' errors differ. For
    this, each member should be trained on its own error. With the loss of the mean, members may be arbitrarily
    wrong as long as their errors cancel on the training rows, and on new rows they need not cancel.

    Shape:
        Input:  targets (batch, ...) as the inner loss wants them; outputs (batch, members, ..., outputs)
        Output: (batch, ...) before the reduction, a scalar after it

    Args:
        inner: keras loss instance, the loss of one member. Its own reduction is not used.
        mean_in_prediction: bool. Whether outputs without an axis of members are the mean that
            `layers.MemberHeads(..., mean_in_prediction=True)` returns outside training: the loss of validation
            rows is then the inner loss of that mean.
        reduction: "sum_over_batch_size", "sum", "mean", "mean_with_sample_weight" or None.
        name: str or None. Shown in logs.
        dtype: dtype or policy in which the loss is computed; None means keras.config.floatx().

    Example:
        >>> import numpy as np
        >>> from dlfund.losses import MeanSquaredError
        >>> two_members = np.array([[[1.0], [-1.0]]])  # their mean, 0, would be perfect
        >>> float(MeanOfMembers(MeanSquaredError())(np.array([[0.0]]), two_members))
        1.0

    Derivative: dL/dy_pred_i = 1/k · the inner loss's derivative at member i
    Use: with layers that have an axis of members (batch-ensembled dense, member heads), as in TabM.
    Misconception: "train what you predict with" — prediction uses the mean of the members, training should not:
        members would then rely on each other.
    Interview: why is an ensemble better than its average member? — for a convex loss, loss of the mean ≤ mean
        of the losses (Jensen); the gap is the members' disagreement.
    Reference: Gorishniy et al., 2025, TabM (arXiv:2410.24210); Jeffares, Liu, Crabbé and van der Schaar, 2023, Joint
        training of deep ensembles fails due to learner collusion (arXiv:2301.11323).
    """

    def __init__(
        self,
        inner: Any,
        *,
        mean_in_prediction: bool = False,
        reduction: str | None = "sum_over_batch_size",
        name: str | None = "mean_of_members",
        dtype: DType = None,
    ):
        super().__init__(name=name, reduction=reduction, dtype=dtype)
        if not isinstance(inner, keras.losses.Loss):
            raise TypeError(
                f"Expected inner to be a loss instance. Received: inner={inner!r}. "
                "Pass an instance, not a class or a name: MeanOfMembers(MeanSquaredError())."
            )
        self.inner = inner
        self.mean_in_prediction = mean_in_prediction

    def call(self, y_true, y_pred):
        if len(y_pred.shape) < 3:
            if self.mean_in_prediction:
                return self.inner.call(y_true, y_pred)
            raise ValueError(
                f"Expected outputs of shape (batch, members, ..., outputs). Received: {tuple(y_pred.shape)}. "
                "A network without members needs its loss alone, not MeanOfMembers."
            )
        if len(y_true.shape) == len(y_pred.shape) - 2:
            y_true = ops.expand_dims(y_true, -1)  # (batch, ..., 1)
        members = y_pred.shape[1]
        y_true = ops.repeat(ops.expand_dims(y_true, 1), members, axis=1)  # (batch, members, ...)
        return ops.mean(self.inner.call(y_true, y_pred), axis=1)  # (batch, ...)

    def get_config(self):
        inner = keras.saving.serialize_keras_object(self.inner)
        return {**super().get_config(), "inner": inner, "mean_in_prediction": self.mean_in_prediction}

    @classmethod
    def from_config(cls, config):
        return cls(**{**config, "inner": keras.saving.deserialize_keras_object(config["inner"])})
